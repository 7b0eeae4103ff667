/* Returns of the screening are one a community and month; households with a
   dispute are visited by colour, and a red one that nobody visited goes up to
   the street. All days are settings (DOMAIN 2.9: levels and intervals differ by
   place). */
#include "field/dispute.h"

#include "field/look.h"
#include "field/task.h"

static const struct {
	const char *level, *setting;
} intervals[] = {
        {"red", "household_days_red"},
        {"yellow", "household_days_yellow"},
        {"green", "household_days_green"},
};

const char *household_setting(const char *level)
{
	for (size_t i = 0; i < sizeof intervals / sizeof *intervals; i++)
		if (text_equal(intervals[i].level, level))
			return intervals[i].setting;
	return NULL;
}

/* ---- visits ---- */

/* The visit that is due when the last one, or the finding, was on that day. */
static bool plan_visit(const struct rule_call *call, const struct record *household, civil_date last,
                       int64_t round, struct fault *fault)
{
	const struct matter matter = {"household", household};
	const char *setting = household_setting(look_text(household, "level"));
	int64_t days, escalate;
	if (!last || !setting)
		return true;
	if (!look_setting_int(call, setting, &days, fault) ||
	    !look_setting_int(call, "household_escalate_days", &escalate, fault))
		return false;
	struct task task = {.kind = "household", .round = round, .due = date_add_days(last, (int)days)};
	if (look_is(household, "level", "red"))
		task.escalate_from = date_add_days(last, (int)escalate + 1);
	return task_open(call, &matter, &task, fault);
}

bool rule_household_watched(const struct rule_call *call, struct fault *fault)
{
	return LOOK_FOR(call, fault, "found_on", "level") &&
	       plan_visit(call, call->record, look_date(call->record, "found_on"), 0, fault);
}

/* A new level means a new interval, counted from the day it was given. */
bool rule_household_graded(const struct rule_call *call, struct fault *fault)
{
	const struct matter matter = {"household", call->record};
	return LOOK_FOR(call, fault, "graded_on", "level") && tasks_drop(call, &matter, NULL, fault) &&
	       plan_visit(call, call->record, look_date(call->record, "graded_on"), 0, fault);
}

bool rule_household_settled(const struct rule_call *call, struct fault *fault)
{
	const struct matter matter = {"household", call->record};
	return tasks_drop(call, &matter, NULL, fault);
}

/* Nobody met is no visit: the next one is due soon, and what went up stays up. */
static bool visit_again(const struct rule_call *call, const struct record *household, struct fault *fault)
{
	const struct record *record = call->record;
	const struct matter matter = {"household", household};
	int64_t days;
	if (!look_setting_int(call, "follow_up_absent_days", &days, fault))
		return false;
	const struct task task = {.kind = "household",
	                          .round = look_int(record, "round"),
	                          .due = date_add_days(look_date(record, "made_on"), (int)days),
	                          .escalate_from = look_date(record, "escalate_from")};
	return task_open(call, &matter, &task, fault);
}

bool household_visited(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	struct record *household;
	if (!look_linked(call, record, "household", &household, fault))
		return false;
	const struct matter matter = {"household", household};
	struct list_page open;
	if (!household->state || !text_equal(household->state->name, "watched"))
		return true; /* settled meanwhile */
	if (!tasks_open(call, &matter, NULL, &open, fault))
		return false;
	if (open.count)
		return true; /* one is planned already */
	if (look_is(record, "result", "absent"))
		return visit_again(call, household, fault);
	return plan_visit(call, household, look_date(record, "made_on"), look_int(record, "round") + 1,
	                  fault);
}

bool rule_follow_up_escalate_to(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	enum { STREET_DIGITS = 9 };
	*ret = (struct value){};
	if (!LOOK_FOR(call, fault, "escalate_from"))
		return false;
	const char *org = call->record->org;
	if (look_set(call->record, "escalate_from") && org && strlen(org) >= STREET_DIGITS)
		*ret = value_text(arena_copy_bytes(call->arena, org, STREET_DIGITS));
	return true;
}

/* ---- returns ---- */

civil_date screening_due(civil_date screened, int64_t days)
{
	return screened ? date_add_days(
	                          date_add_months(date_make(date_year(screened), date_month(screened), 1), 1),
	                          (int)days - 1)
	                : 0;
}

bool rule_screening_due_on(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	int64_t days;
	if (!LOOK_FOR(call, fault, "screened_on") ||
	    !look_setting_int(call, "screening_return_days", &days, fault))
		return false;
	civil_date due = screening_due(look_date(call->record, "screened_on"), days);
	*ret = due ? value_int(due) : (struct value){};
	return true;
}

bool rule_screening_once(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	if (!LOOK_FOR(call, fault, "screened_on"))
		return false;
	civil_date day = look_date(record, "screened_on"),
	           first = date_make(date_year(day), date_month(day), 1);
	if (!day)
		return true; /* a required field: the record room says so */
	const char *where = arena_format(call->arena, "%s = '%s' and screened_on between %s and %s",
	                                 record->ledger->org->name, record->org, date_words(first).at,
	                                 date_words(date_add_days(date_add_months(first, 1), -1)).at);
	struct record *other;
	if (!look_other(call, where, &other, fault))
		return false;
	if (!other)
		return true;
	fault_set(fault, field_screening_twice, other->number ? other->number : "—");
	return blame(fault, "screened_on");
}
