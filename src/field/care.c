/* Children and their mothers: what must be known before a child's file is
   opened or a pairing begins. What follows from a contact is in contact.c. */
#include "field/care.h"

#include "field/look.h"
#include "record/list.h"

int years_old(civil_date born, civil_date on)
{
	return date_year(on) - date_year(born) - (on % 10000 < born % 10000);
}

bool child_consent_check(const struct child_consent *child, struct fault *fault)
{
	if (years_old(child->born_on, child->entered_on) >= CONSENT_AGE)
		return true;
	if (child->ground && !child->ground_explained) {
		fault_set(fault, field_child_ground_unexplained);
		return blame(fault, "ground_note");
	}
	if (child->ground)
		return true;
	if (!child->consented) {
		fault_set(fault, field_child_consent_missing);
		return blame(fault, "guardian_consent");
	}
	if (!child->consent_on) {
		fault_set(fault, field_child_consent_date_missing);
		return blame(fault, "consent_on");
	}
	if (child->consent_on > child->entered_on) {
		fault_set(fault, field_child_consent_late, date_words(child->consent_on).at,
		          date_words(child->entered_on).at);
		return blame(fault, "consent_on");
	}
	return true;
}

bool rule_child_consent(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	if (!LOOK_FOR(call, fault, "born_on", "entered_on", "guardian_consent", "consent_on",
	              "statutory_ground", "ground_note"))
		return false;
	struct child_consent child = {
	        .born_on = look_date(record, "born_on"),
	        .entered_on = look_date(record, "entered_on"),
	        .consented = look_yes(record, "guardian_consent"),
	        .consent_on = look_date(record, "consent_on"),
	        .ground = look_set(record, "statutory_ground"),
	        .ground_explained = look_set(record, "ground_note"),
	};
	if (!child.born_on || !child.entered_on)
		return true; /* required fields: the record room says so */
	return child_consent_check(&child, fault);
}

bool mother_screening_check(const struct mother_screening *mother, civil_date from_on, int64_t days,
                            struct fault *fault)
{
	if (mother->left_on && mother->left_on <= from_on)
		fault_set(fault, field_mother_left, date_words(mother->left_on).at);
	else if (!mother->screened_on)
		fault_set(fault, field_mother_not_screened);
	else if (!mother->clear)
		fault_set(fault, field_mother_not_clear);
	else if (mother->screened_on > from_on)
		fault_set(fault, field_mother_screened_later, date_words(mother->screened_on).at);
	else if (date_days_between(mother->screened_on, from_on) > days)
		fault_set(fault, field_mother_screening_lapsed, date_words(mother->screened_on).at,
		          number_words(days).at);
	else
		return true;
	return blame(fault, "mother");
}

/* Asked when the mother or the first day is new: a check renewed later must not
   make an old pairing unlawful, nor an old check forbid ending it. */
bool rule_pairing_screened(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	if (!LOOK_FOR(call, fault, "mother", "from_on"))
		return false;
	if (!look_changed(call, "mother") && !look_changed(call, "from_on"))
		return true;
	if (!look_set(record, "mother") || !look_set(record, "from_on"))
		return true; /* required fields: the record room says so */
	struct record *linked;
	int64_t days;
	if (!look_linked(call, record, "mother", &linked, fault) ||
	    !look_setting_int(call, "mother_screening_days", &days, fault))
		return false;
	struct mother_screening mother = {
	        .screened_on = look_date(linked, "screened_on"),
	        .left_on = look_date(linked, "left_on"),
	        .clear = look_is(linked, "screening", "clear"),
	};
	return mother_screening_check(&mother, look_date(record, "from_on"), days, fault);
}

static bool spans_overlap(const struct pairing_span *a, const struct pairing_span *b)
{
	return (!a->to_on || b->from_on < a->to_on) && (!b->to_on || a->from_on < b->to_on);
}

bool pairing_single_check(const struct pairing_span *pairing, const struct pairing_span *others, size_t count,
                          struct fault *fault)
{
	for (size_t i = 0; i < count; i++) {
		const struct pairing_span *other = &others[i];
		if (other->id == pairing->id || (pairing->shared && other->shared) ||
		    !spans_overlap(pairing, other))
			continue;
		civil_date first = pairing->from_on > other->from_on ? pairing->from_on : other->from_on;
		fault_set(fault, field_child_paired, date_words(first).at,
		          other->number ? other->number : "—");
		return blame(fault, "child");
	}
	return true;
}

static struct pairing_span pairing_span_of(const struct record *record)
{
	return (struct pairing_span){
	        .id = record->id,
	        .number = record->number,
	        .from_on = look_date(record, "from_on"),
	        .to_on = look_date(record, "to_on"),
	        .shared = look_is(record, "mode", "many_one"),
	};
}

enum { PAIRINGS_OF_A_CHILD = 1000 }; /* one page of a list */

bool rule_pairing_single(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	if (!LOOK_FOR(call, fault, "child", "mode", "from_on", "to_on"))
		return false;
	if (!look_set(record, "child") || !look_set(record, "from_on"))
		return true; /* required fields: the record room says so */
	struct list_request request = {
	        .ledger = record->ledger,
	        .where =
	                arena_format(call->arena, "child = '%s'", number_words(look_int(record, "child")).at),
	        .limit = PAIRINGS_OF_A_CHILD,
	};
	struct list_page page;
	if (!record_list(call->book, call->viewer, &request, call->arena, &page, fault))
		return false;
	struct pairing_span *others = arena_array(call->arena, struct pairing_span, page.count);
	for (size_t i = 0; i < page.count; i++)
		others[i] = pairing_span_of(page.records[i]);
	struct pairing_span pairing = pairing_span_of(record);
	return pairing_single_check(&pairing, others, page.count, fault);
}
