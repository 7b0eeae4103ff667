/* Contacts within a pairing are tasks: the first is opened when the pairing
   begins, the next when one was made, and what is still open when the pairing
   ends is dropped. The days between them are settings: no national interval is
   known (DOMAIN-2 section 5). */
#include "field/care.h"

#include "field/look.h"
#include "record/list.h"

static const struct {
	const char *mode, *setting;
} intervals[] = {
        {"call", "visit_days_call"},
        {"visit", "visit_days_visit"},
        {"family", "visit_days_family"},
};

const char *visit_setting(const char *mode)
{
	for (size_t i = 0; i < sizeof intervals / sizeof intervals[0]; i++)
		if (text_equal(intervals[i].mode, mode))
			return intervals[i].setting;
	return NULL;
}

/* The day on which the next contact of that mode falls due; 0 when there is no day to count from. */
static bool next_due(const struct rule_call *call, civil_date from, const char *mode, civil_date *ret,
                     struct fault *fault)
{
	const char *setting = visit_setting(mode);
	int64_t days = 0;
	*ret = 0;
	if (!from || !setting)
		return true;
	if (!look_setting_int(call, setting, &days, fault))
		return false;
	*ret = date_add_days(from, (int)days);
	return true;
}

bool rule_visit_next_due(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	civil_date due;
	if (!LOOK_FOR(call, fault, "made_on", "mode") ||
	    !next_due(call, look_date(call->record, "made_on"), look_text(call->record, "mode"), &due, fault))
		return false;
	*ret = due ? value_int(due) : (struct value){};
	return true;
}

bool rule_visit_overdue_from(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	if (!LOOK_FOR(call, fault, "due_on"))
		return false;
	civil_date due = look_date(call->record, "due_on");
	*ret = due ? value_int(date_add_days(due, 1)) : (struct value){};
	return true;
}

static bool visit_open(const struct rule_call *call, const struct ledger *visits, const char *org,
                       int64_t pairing, civil_date due, const char *mode, struct fault *fault)
{
	struct record *visit = record_new(call->arena, visits);
	return record_put_value(visit, "visit_org", value_text(org), fault) &&
	       record_put_value(visit, "pairing", value_int(pairing), fault) &&
	       record_put_value(visit, "due_on", value_int(due), fault) &&
	       record_put_value(visit, "mode", value_text(mode), fault) &&
	       record_create(call->book, call->viewer, visit, "", NULL, fault);
}

/* Contacts of the pairing that are still to be made; `but` is passed over. */
static bool visits_open(const struct rule_call *call, const struct ledger *visits, int64_t pairing,
                        int64_t but, struct record ***ret, size_t *ret_count, struct fault *fault)
{
	struct list_request request = {
	        .ledger = visits,
	        .where = arena_format(call->arena, "pairing = '%s' and made_on is not set and state = 'open'",
	                              number_words(pairing).at),
	        .limit = 1000,
	};
	struct list_page page;
	if (!record_list(call->book, call->viewer, &request, call->arena, &page, fault))
		return false;
	size_t count = 0;
	for (size_t i = 0; i < page.count; i++)
		if (page.records[i]->id != but)
			page.records[count++] = page.records[i];
	*ret = page.records;
	*ret_count = count;
	return true;
}

static const struct ledger *visit_ledger(const struct rule_call *call)
{
	return definitions_ledger(call->book->definitions, "visit");
}

bool rule_pairing_begun(const struct rule_call *call, struct fault *fault)
{
	const struct record *pairing = call->record;
	const struct ledger *visits = visit_ledger(call);
	civil_date due;
	if (!LOOK_FOR(call, fault, "from_on", "to_on"))
		return false;
	if (!visits || look_set(pairing, "to_on"))
		return true;
	if (!next_due(call, look_date(pairing, "from_on"), "call", &due, fault))
		return false;
	return !due || visit_open(call, visits, pairing->org, pairing->id, due, "call", fault);
}

bool rule_pairing_ended(const struct rule_call *call, struct fault *fault)
{
	const struct ledger *visits = visit_ledger(call);
	struct record **open;
	size_t count;
	if (!visits)
		return true;
	if (!visits_open(call, visits, call->record->id, 0, &open, &count, fault))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!record_move(call->book, call->viewer, visits, open[i]->tenant, open[i]->id, 0, "drop",
		                 NULL, "", NULL, fault))
			return false;
	return true;
}

bool rule_visit_plan_next(const struct rule_call *call, struct fault *fault)
{
	const struct record *visit = call->record;
	struct record *pairing, **open;
	size_t count;
	civil_date due;
	if (!LOOK_FOR(call, fault, "pairing", "made_on", "mode") ||
	    !look_linked(call, visit, "pairing", &pairing, fault) ||
	    !visits_open(call, visit->ledger, pairing->id, visit->id, &open, &count, fault) ||
	    !next_due(call, look_date(visit, "made_on"), look_text(visit, "mode"), &due, fault))
		return false;
	if (count || !due || look_set(pairing, "to_on"))
		return true; /* one is planned already, or nothing more is due */
	return visit_open(call, visit->ledger, visit->org, pairing->id, due, look_text(visit, "mode"), fault);
}
