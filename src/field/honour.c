/* Honours by the rules in the record of the award (DOMAIN 2.16). Nothing that
   differs by award, place or year is written here. */
#include "field/honour.h"

#include "calendar/workdays.h"
#include "field/care.h"
#include "field/look.h"
#include "record/list.h"

/* ---- who may be nominated ---- */

static bool person_check(const struct award_rules *award, const struct nominee *nominee,
                         civil_date nominated_on, struct fault *fault)
{
	if (award->women_only && !nominee->female) {
		fault_set(fault, field_honour_women_only);
		return blame(fault, "nominee");
	}
	if (award->age_min && !nominee->born_on) {
		fault_set(fault, field_honour_age_unknown, number_words(award->age_min).at);
		return blame(fault, "nominee");
	}
	if (award->age_min && years_old(nominee->born_on, nominated_on) < award->age_min) {
		fault_set(fault, field_honour_young, number_words(award->age_min).at);
		return blame(fault, "nominee");
	}
	if (award->rank_max >= 0 && nominee->rank < 0) {
		fault_set(fault, field_honour_rank_unset);
		return blame(fault, "rank");
	}
	if (award->rank_max >= 0 && nominee->rank > award->rank_max) {
		fault_set(fault, field_honour_rank_high);
		return blame(fault, "rank");
	}
	return true;
}

static bool unit_check(const struct award_rules *award, const struct nominee *nominee, struct fault *fault)
{
	if ((award->people_min || award->women_pct) && !nominee->people) {
		fault_set(fault, field_honour_people_unset);
		return blame(fault, "people");
	}
	if (nominee->people < award->people_min) {
		fault_set(fault, field_honour_few, number_words(nominee->people).at,
		          number_words(award->people_min).at);
		return blame(fault, "people");
	}
	if (nominee->women * 100 < award->women_pct * nominee->people) {
		fault_set(fault, field_honour_women_few, number_words(nominee->women).at,
		          number_words(nominee->people).at, number_words(award->women_pct).at);
		return blame(fault, "women");
	}
	if (award->woman_leader && !nominee->woman_leader) {
		fault_set(fault, field_honour_leader);
		return blame(fault, "woman_leader");
	}
	return true;
}

bool honour_eligible_check(const struct award_rules *award, const struct nominee *nominee,
                           civil_date nominated_on, struct fault *fault)
{
	if (nominee->person == nominee->unit || nominee->person != award->person) {
		fault_set(fault, award->person ? field_honour_wants_person : field_honour_wants_unit);
		return blame(fault, award->person ? "nominee" : "unit_name");
	}
	return award->person ? person_check(award, nominee, nominated_on, fault)
	       : award->unit ? unit_check(award, nominee, fault)
	                     : true;
}

int64_t honour_leaders_most(int64_t quota, int64_t percent)
{
	return quota * percent / 100;
}

/* Where the code stands in the list of the field, from below; -1 unset. */
static int rank_of(const struct record *record, const char *name)
{
	const struct field *field = ledger_field(record->ledger, name);
	const struct list_item *item =
	        field && field->list ? list_find(field->list, look_text(record, name)) : NULL;
	return item ? item->rank : -1;
}

static struct award_rules award_rules_of(const struct record *award)
{
	return (struct award_rules){
	        .person = look_is(award, "kind", "person"),
	        .unit = look_is(award, "kind", "unit"),
	        .women_only = look_is(award, "kind", "person") && look_yes(award, "women_only"),
	        .woman_leader = look_yes(award, "woman_leader"),
	        .age_min = look_int(award, "age_min"),
	        .women_pct = look_int(award, "women_pct"),
	        .people_min = look_int(award, "people_min"),
	        .rank_max = rank_of(award, "rank_max"),
	};
}

static bool nominee_of(const struct rule_call *call, struct nominee *ret, struct fault *fault)
{
	const struct record *record = call->record;
	struct record *person = NULL;
	if (look_set(record, "nominee") && !look_linked(call, record, "nominee", &person, fault))
		return false;
	*ret = (struct nominee){
	        .person = person,
	        .unit = look_set(record, "unit_name"),
	        .female = person && look_is(person, "sex", "female"),
	        .woman_leader = look_yes(record, "woman_leader"),
	        .born_on = person ? look_date(person, "birth_date") : 0,
	        .rank = rank_of(record, "rank"),
	        .people = look_int(record, "people"),
	        .women = look_int(record, "women"),
	};
	return true;
}

/* ---- not again so soon ---- */

/* A text as a constant of the expression language. */
static const char *quoted(struct arena *arena, const char *plain)
{
	struct text text = TEXT_EMPTY;
	text_add_byte(&text, '\'');
	for (; *plain; plain++) {
		if (*plain == '\'')
			text_add_byte(&text, '\'');
		text_add_byte(&text, *plain);
	}
	text_add_byte(&text, '\'');
	const char *kept = arena_copy(arena, text.at);
	text_release(&text);
	return kept;
}

enum { HONOURS_OF_A_NOMINEE = 1000 }; /* one page of a list */

/* Refused when the nominee got an award of the same name within the years it asks. */
static bool repeat_check(const struct rule_call *call, const struct record *award, struct fault *fault)
{
	const struct record *record = call->record;
	int64_t years = look_int(award, "repeat_years");
	bool person = look_set(record, "nominee");
	if (!years)
		return true;
	struct list_request request = {
	        .ledger = record->ledger,
	        .where = arena_format(
	                call->arena, "state = 'awarded' and %s = %s", person ? "nominee" : "unit_name",
	                person ? quoted(call->arena, number_words(look_int(record, "nominee")).at)
	                       : quoted(call->arena, look_text(record, "unit_name"))),
	        .limit = HONOURS_OF_A_NOMINEE,
	};
	struct list_page page;
	if (!record_list(call->book, call->viewer, &request, call->arena, &page, fault))
		return false;
	for (size_t i = 0; i < page.count; i++) {
		const struct record *earlier = page.records[i];
		civil_date awarded = look_date(earlier, "awarded_on");
		struct record *of;
		if (earlier->id == record->id ||
		    years_old(awarded, look_date(record, "nominated_on")) >= years)
			continue;
		if (!look_linked(call, earlier, "award", &of, fault))
			return false;
		if (!text_equal(look_text(of, "name"), look_text(award, "name")))
			continue;
		fault_set(fault, field_honour_again, date_words(awarded).at, number_words(years).at);
		return blame(fault, person ? "nominee" : "unit_name");
	}
	return true;
}

bool rule_honour_eligible(const struct rule_call *call, struct fault *fault)
{
	static const char *const asked[] = {"award", "nominee", "unit_name",    "rank",         "people",
	                                    "women", "leader",  "woman_leader", "nominated_on", NULL};
	const struct record *record = call->record;
	struct record *award;
	struct nominee nominee;
	bool changed = false;
	if (!look_for(call, fault, asked))
		return false;
	for (size_t i = 0; asked[i]; i++)
		changed |= look_changed(call, asked[i]);
	/* Rules of an award that change later must not hold up one that is on its way. */
	if (!changed || !look_set(record, "award") || !look_set(record, "nominated_on"))
		return true;
	if (!look_linked(call, record, "award", &award, fault) || !nominee_of(call, &nominee, fault))
		return false;
	struct award_rules rules = award_rules_of(award);
	return honour_eligible_check(&rules, &nominee, look_date(record, "nominated_on"), fault) &&
	       repeat_check(call, award, fault);
}

/* ---- public notice ---- */

/* The notice counts its first day: shown on a Monday, five workdays end on Friday. */
bool rule_honour_shown_until(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	const struct record *record = call->record;
	struct record *award;
	civil_date until;
	if (!LOOK_FOR(call, fault, "award", "shown_from"))
		return false;
	if (!look_set(record, "award") || !look_set(record, "shown_from")) {
		*ret = (struct value){};
		return true;
	}
	if (!look_linked(call, record, "award", &award, fault) ||
	    !workday_add(call->book->definitions, date_add_days(look_date(record, "shown_from"), -1),
	                 (int)look_int(award, "notice_days"), &until, fault))
		return false;
	*ret = value_int(until);
	return true;
}

bool rule_honour_undisputed(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	const struct record_rows *rows;
	if (!LOOK_FOR(call, fault, "shown_until", "approved_on", "objections") ||
	    !look_rows(call, "objections", &rows, fault))
		return false;
	for (size_t i = 0; i < rows->count; i++) {
		const struct record *objection = rows->items[i];
		if (look_set(objection, "settled_on") && !look_yes(objection, "upheld"))
			continue;
		struct words raised = date_words(look_date(objection, "raised_on"));
		if (look_yes(objection, "upheld"))
			fault_set(fault, field_honour_upheld, raised.at);
		else
			fault_set(fault, field_honour_frozen, raised.at);
		return blame(fault, "objections");
	}
	civil_date until = look_date(record, "shown_until"), approved = look_date(record, "approved_on");
	if (until && approved > until)
		return true;
	fault_set(fault, field_honour_notice, date_words(until).at);
	return blame(fault, "approved_on");
}

/* ---- how many ---- */

static bool approved_count(const struct rule_call *call, const char *further, int64_t *ret,
                           struct fault *fault)
{
	struct list_request request = {
	        .ledger = call->record->ledger,
	        .where = arena_format(call->arena, "award = '%s' and state in ('approved', 'awarded')%s",
	                              number_words(look_int(call->record, "award")).at, further),
	        .limit = 1,
	};
	return record_count(call->book, call->viewer, &request, ret, fault);
}

bool rule_honour_quota(const struct rule_call *call, struct fault *fault)
{
	struct record *award;
	int64_t approved, leaders;
	if (!LOOK_FOR(call, fault, "award", "leader") ||
	    !look_linked(call, call->record, "award", &award, fault))
		return false;
	int64_t quota = look_int(award, "quota");
	if (!quota)
		return true;
	if (!approved_count(call, "", &approved, fault) ||
	    !approved_count(call, " and leader", &leaders, fault))
		return false;
	if (approved >= quota)
		return fault_set(fault, field_honour_quota, number_words(quota).at);
	int64_t most = honour_leaders_most(quota, look_int(award, "leaders_pct"));
	if (!look_yes(call->record, "leader") || !look_set(award, "leaders_pct") || leaders < most)
		return true;
	fault_set(fault, field_honour_leaders, number_words(most).at, number_words(quota).at);
	return blame(fault, "leader");
}
