/* Follow-ups are tasks: a warning that is delivered and an order that is granted
   open the first ones, making one opens the next, and what is still open when
   the matter ends is dropped. 公通字〔2024〕34号 12: the police station within 7
   days, then every 3 months, until three were clean; 法发〔2022〕10号 18: the slip
   of an order goes back to the court when it ends. */
#include "field/follow_up.h"

#include "field/dispute.h"
#include "field/look.h"
#include "field/task.h"

struct warning_next warning_next(const struct warning_visit *visit, const struct warning_plan *plan,
                                 civil_date made)
{
	if (visit->absent)
		return (struct warning_next){.round = visit->round,
		                             .due = date_add_days(made, (int)plan->absent_days)};
	if (visit->clean && visit->police && visit->round >= plan->clean_visits)
		return (struct warning_next){.end = true};
	/* An incident begins the count anew; the first visit, round 0, is not counted. */
	return (struct warning_next){.round = visit->clean ? visit->round + 1 : 1,
	                             .due = date_add_months(made, (int)plan->months)};
}

bool slip_check(bool slip, bool signed_by_victim, bool returned, struct fault *fault)
{
	if (!slip || (signed_by_victim && returned))
		return true;
	fault_set(fault, field_order_slip_out);
	return blame(fault, signed_by_victim ? "returned_on" : "signed_on");
}

/* ---- warnings ---- */

/* The police station leads, the committee joins, the federation follows up. */
static bool first_visits(const struct rule_call *call, civil_date from, struct fault *fault)
{
	static const char *const kinds[] = {"police", "committee", "federation"};
	struct matter warning = {"warning", call->record};
	int64_t days;
	if (!look_setting_int(call, "warning_first_days", &days, fault))
		return false;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct task task = {.kind = kinds[i], .due = date_add_days(from, (int)days)};
		if (!task_open(call, &warning, &task, fault))
			return false;
	}
	return true;
}

bool rule_warning_delivered(const struct rule_call *call, struct fault *fault)
{
	return LOOK_FOR(call, fault, "delivered_on") &&
	       first_visits(call, look_date(call->record, "delivered_on"), fault);
}

bool rule_warning_ended(const struct rule_call *call, struct fault *fault)
{
	struct matter warning = {"warning", call->record};
	return tasks_drop(call, &warning, NULL, fault);
}

bool rule_warning_reopened(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	struct matter warning = {"warning", record};
	if (!LOOK_FOR(call, fault, "incident_on", "ended_on") || !tasks_drop(call, &warning, NULL, fault))
		return false;
	struct record *changes = record_new(call->arena, record->ledger);
	if (look_set(record, "ended_on") &&
	    (!record_put_value(changes, "ended_on", (struct value){}, fault) ||
	     !record_change(call->book, call->viewer, record->tenant, record->id, 0, changes, "", NULL,
	                    fault)))
		return false;
	return first_visits(call, look_date(record, "incident_on"), fault);
}

static bool plan_of(const struct rule_call *call, struct warning_plan *ret, struct fault *fault)
{
	return look_setting_int(call, "warning_clean_visits", &ret->clean_visits, fault) &&
	       look_setting_int(call, "warning_visit_months", &ret->months, fault) &&
	       look_setting_int(call, "follow_up_absent_days", &ret->absent_days, fault);
}

static bool end_warning(const struct rule_call *call, const struct record *warning, civil_date made,
                        struct fault *fault)
{
	struct record *changes = record_new(call->arena, warning->ledger);
	return record_put_value(changes, "ended_on", value_int(date_add_days(made, 1)), fault) &&
	       record_move(call->book, call->viewer, warning->ledger, warning->tenant, warning->id, 0, "end",
	                   changes, "", NULL, fault);
}

static bool after_warning_visit(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	struct record *warning;
	struct warning_plan plan = {};
	struct list_page open;
	if (!look_linked(call, record, "warning", &warning, fault) || !plan_of(call, &plan, fault))
		return false;
	const char *kind = look_text(record, "kind");
	const struct matter matter = {"warning", warning};
	if (!warning->state || !text_equal(warning->state->name, "visited"))
		return true; /* the chain has ended meanwhile */
	const struct warning_visit visit = {.police = text_equal(kind, "police"),
	                                    .round = look_int(record, "round"),
	                                    .clean = look_is(record, "result", "clean"),
	                                    .absent = look_is(record, "result", "absent")};
	const struct warning_next next = warning_next(&visit, &plan, look_date(record, "made_on"));
	if (next.end)
		return end_warning(call, warning, look_date(record, "made_on"), fault);
	const struct task task = {kind, next.round, next.due};
	if (!tasks_open(call, &matter, kind, &open, fault))
		return false;
	return open.count || task_open(call, &matter, &task, fault);
}

/* ---- protection orders ---- */

/* The next visit, if the order still holds on the day it would be due. */
static bool next_order_visit(const struct rule_call *call, const struct record *order, civil_date from,
                             int64_t round, struct fault *fault)
{
	const struct matter matter = {"protection_order", order};
	int64_t days;
	if (!look_setting_int(call, "order_visit_days", &days, fault))
		return false;
	const struct task task = {"order", round, date_add_days(from, (int)days)};
	return task.due >= look_date(order, "holds_until") || task_open(call, &matter, &task, fault);
}

bool rule_order_granted(const struct rule_call *call, struct fault *fault)
{
	const struct record *order = call->record;
	const struct matter matter = {"protection_order", order};
	if (!LOOK_FOR(call, fault, "ruled_on", "holds_until"))
		return false;
	const struct task slip = {.kind = "slip", .due = look_date(order, "holds_until")};
	return next_order_visit(call, order, look_date(order, "ruled_on"), 0, fault) &&
	       task_open(call, &matter, &slip, fault);
}

/* The slip falls due when the order now lapses. */
static bool slip_moves(const struct rule_call *call, struct fault *fault)
{
	const struct matter matter = {"protection_order", call->record};
	struct list_page page;
	if (!LOOK_FOR(call, fault, "holds_until") || !tasks_open(call, &matter, "slip", &page, fault))
		return false;
	for (size_t i = 0; i < page.count; i++) {
		struct record *changes = record_new(call->arena, page.records[i]->ledger);
		civil_date until = look_date(call->record, "holds_until");
		if (!record_put_value(changes, "due_on", value_int(until), fault) ||
		    !record_change(call->book, call->viewer, page.records[i]->tenant, page.records[i]->id, 0,
		                   changes, "", NULL, fault))
			return false;
	}
	return true;
}

bool rule_order_extended(const struct rule_call *call, struct fault *fault)
{
	return slip_moves(call, fault);
}

bool rule_order_ended(const struct rule_call *call, struct fault *fault)
{
	const struct matter matter = {"protection_order", call->record};
	return tasks_drop(call, &matter, "order", fault) && slip_moves(call, fault);
}

bool rule_order_slip_returned(const struct rule_call *call, struct fault *fault)
{
	const struct matter matter = {"protection_order", call->record};
	struct list_page page;
	if (!tasks_open(call, &matter, "slip", &page, fault))
		return false;
	return !page.count || fault_set(fault, field_order_slip_out);
}

bool rule_follow_up_slip(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	return LOOK_FOR(call, fault, "kind", "signed_on", "returned_on") &&
	       slip_check(look_is(record, "kind", "slip"), look_set(record, "signed_on"),
	                  look_set(record, "returned_on"), fault);
}

static bool after_order_visit(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	struct record *order;
	if (!look_linked(call, record, "protection_order", &order, fault))
		return false;
	if (!order->state || !text_equal(order->state->name, "granted"))
		return true;
	return next_order_visit(call, order, look_date(record, "made_on"), look_int(record, "round") + 1,
	                        fault);
}

/* What follows when a task of that kind was made; a slip is followed by nothing. */
static const struct {
	const char *kind;
	bool (*after)(const struct rule_call *call, struct fault *fault);
} chains[] = {
        {"police", after_warning_visit},     {"committee", after_warning_visit},
        {"federation", after_warning_visit}, {"order", after_order_visit},
        {"household", household_visited},
};

bool rule_follow_up_next(const struct rule_call *call, struct fault *fault)
{
	if (!LOOK_FOR(call, fault, "kind", "warning", "protection_order", "household", "round", "made_on",
	              "result"))
		return false;
	for (size_t i = 0; i < sizeof chains / sizeof *chains; i++)
		if (look_is(call->record, "kind", chains[i].kind))
			return chains[i].after(call, fault);
	return true;
}
