/* What follows a case of violence in the sample: the danger is measured, the
   police warn, a court makes an order, and visits are made or missed. */
#include <string.h>

#include "command/sample/actor.h"
#include "record/list.h"

/* Warnings and orders may turn up about the same family, so visits are made by day and record. */
void make_visits(struct actor *actor, civil_date on, const char *where)
{
	char due[DATE_SIZE];
	struct list_page page = {};
	date_print(on, due);
	struct list_request request = {
	        .ledger = definitions_ledger(actor->book->definitions, "follow_up"),
	        .org = actor->request->org,
	        .where = arena_format(&actor->task_arena, "%s and state = 'open' and due_on <= %s", where,
	                              due),
	        .limit = 20,
	};
	if (!actor->failed)
		actor->failed = !record_list(actor->book, &actor->viewer, &request, &actor->task_arena, &page,
		                             actor->fault);
	for (size_t i = 0; i < page.count && !actor->failed; i++) {
		if (chance(actor, 15))
			continue; /* nobody went */
		struct record *changes = begin(actor, "follow_up");
		put_date(actor, changes, "made_on", on);
		put(actor, changes, "visited_org", answering_unit(actor, page.records[i]->org, on));
		put(actor, changes, "result",
		    chance(actor, 88)   ? "clean"
		    : chance(actor, 60) ? "absent"
		                        : "incident");
		move(actor, "follow_up", page.records[i]->id, "make", changes);
		actor->records++;
	}
}

static const char *of_record(struct actor *actor, const char *link, int64_t id)
{
	return arena_format(&actor->task_arena, "%s = '%lld'", link, (long long)id);
}

/* ---- the case and its danger ---- */

static const char *const forms[] = {"beating",         "beating,threat",     "abuse",    "abuse,insult",
                                    "threat,stalking", "confining,economic", "economic", "beating,abuse"};
static const char *const relations[] = {"spouse", "spouse", "spouse", "former", "partner", "parent", "child"};
static const char *const specials[] = {"pregnant", "aged", "minor", "disabled"};
static const char *const scale[] = {"threat_kill",  "believes_kill", "controls",     "if_not_mine", "suicide",
                                    "die_together", "threat_kin",    "expects_harm", "monitors"};

static void add_children(struct actor *actor, struct record *record)
{
	size_t count = chance(actor, 25) ? 1 + roll(actor, 2) : 0;
	put_int(actor, record, "children_present", (int64_t)count);
	for (size_t i = 0; i < count; i++) {
		struct record *row = record_add_row(record, "children");
		put(actor, row, "seen", chance(actor, 80) ? "witness" : "hurt");
	}
}

/* Answers to all nine, more often yes the graver the case; returns whether the danger is high. */
static bool answer_scale(struct actor *actor, struct record *record)
{
	uint32_t gravity = chance(actor, 15) ? 75 : chance(actor, 30) ? 48 : 15;
	size_t yes = 0;
	for (size_t i = 0; i < sizeof scale / sizeof *scale; i++) {
		bool answer = chance(actor, gravity);
		put(actor, record, scale[i], answer ? "true" : "false");
		yes += answer;
	}
	bool strangled = chance(actor, gravity / 8);
	put(actor, record, "strangled", strangled ? "true" : "false");
	put(actor, record, "deadly_act", "false");
	put(actor, record, "scale_signed", "true");
	return strangled || yes >= 6;
}

static void handle_violence(struct actor *actor, civil_date on, struct case_made *made)
{
	struct record *answers = begin(actor, "violence_case");
	put_date(actor, answers, "assessed_on", on);
	bool high = answer_scale(actor, answers);
	move(actor, "violence_case", made->violence, "assess", answers);
	struct record *ways = begin(actor, "violence_case");
	put(actor, ways, "ways", high ? "police,order,shelter" : chance(actor, 40) ? "mediation" : "advice");
	if (high) {
		put_date(actor, ways, "police_told_on", on);
		put_date(actor, ways, "upper_told_on", on);
		put(actor, ways, "handler", "罗*静");
	}
	move(actor, "violence_case", made->violence, "handle", ways);
	made->handled = true;
}

/* Two of three cases of violence; one in twelve is not yet measured. */
static void enter_violence(struct actor *actor, civil_date on, size_t index)
{
	struct case_made *made = &actor->cases[index];
	if (!made->org || !chance(actor, 66))
		return;
	struct record *record = begin(actor, "violence_case");
	put_date(actor, record, "registered_on", on);
	put(actor, record, "case_org", answering_unit(actor, made->org, on));
	put_int(actor, record, "rights_case", made->id);
	put_int(actor, record, "victim", pick_person(actor)->id);
	put(actor, record, "relation", pick(actor, relations));
	put(actor, record, "forms", pick(actor, forms));
	put_date(actor, record, "incident_on", date_add_days(on, -(int)roll(actor, 5)));
	if (chance(actor, 15))
		put(actor, record, "specials", pick(actor, specials));
	if (chance(actor, 50))
		put(actor, record, "safe_time", "上午十点以后");
	if (chance(actor, 20))
		put(actor, record, "new_address", "亲属家中");
	add_children(actor, record);
	made->violence = finish(actor, record);
	if (!chance(actor, 8))
		handle_violence(actor, on, made);
}

static void close_violence(struct actor *actor, civil_date on, size_t index)
{
	struct case_made *made = &actor->cases[index];
	if (!made->handled || !chance(actor, 60))
		return;
	struct record *changes = begin(actor, "violence_case");
	put_date(actor, changes, "closed_on", on);
	put(actor, changes, "outcome",
	    chance(actor, 70)   ? "stopped"
	    : chance(actor, 50) ? "separated"
	                        : "court");
	move(actor, "violence_case", made->violence, "close", changes);
}

/* ---- warnings ---- */

static void warn(struct actor *actor, civil_date on, size_t index)
{
	struct case_made *made = &actor->cases[index];
	if (!made->handled || !chance(actor, 35))
		return;
	char notice[32];
	struct record *record = begin(actor, "warning");
	snprintf(notice, sizeof notice, "样例告通〔%d〕%zu号", date_year(on), index + 1);
	put(actor, record, "warning_org", answering_unit(actor, made->org, on));
	put(actor, record, "notice_no", notice);
	put_date(actor, record, "warned_on", on);
	put(actor, record, "station", "样例派出所");
	put_int(actor, record, "violence_case", made->violence);
	put(actor, record, "grounds", chance(actor, 60) ? "asked" : "unforgiven");
	put(actor, record, "served", "offender,victim,committee,federation");
	if (chance(actor, 40))
		put_date(actor, record, "taught_on", on);
	made->warning = finish(actor, record);
	struct record *delivery = begin(actor, "warning");
	put_date(actor, delivery, "delivered_on", on);
	move(actor, "warning", made->warning, "deliver", delivery);
}

static void visit_warned(struct actor *actor, civil_date on, size_t index)
{
	if (actor->cases[index].warning)
		make_visits(actor, on, of_record(actor, "warning", actor->cases[index].warning));
}

static void warned_again(struct actor *actor, civil_date on, size_t index)
{
	if (!actor->cases[index].warning || !chance(actor, 12))
		return;
	struct record *changes = begin(actor, "warning");
	put_date(actor, changes, "incident_on", on);
	move(actor, "warning", actor->cases[index].warning, "reopen", changes);
}

/* ---- protection orders ---- */

static void apply_order(struct actor *actor, civil_date on, size_t index)
{
	struct case_made *made = &actor->cases[index];
	if (!made->handled || !chance(actor, 25))
		return;
	struct record *record = begin(actor, "protection_order");
	put(actor, record, "order_org", answering_unit(actor, made->org, on));
	put_int(actor, record, "violence_case", made->violence);
	put_date(actor, record, "applied_on", on);
	put_date(actor, record, "accepted_on", on);
	if (chance(actor, 25)) {
		put(actor, record, "applicant", "federation");
		put(actor, record, "behalf", chance(actor, 50) ? "coerced" : "aged");
		put(actor, record, "consent", "true");
	}
	put(actor, record, "urgent", chance(actor, 20) ? "true" : "false");
	put(actor, record, "grounds", "suffered");
	put(actor, record, "measures", chance(actor, 50) ? "no_violence" : "no_violence,no_contact");
	put(actor, record, "evidence", "statement,complaint");
	made->order = finish(actor, record);
}

/* One in ten only days later, past the time of the law; some for a month only, so that they lapse
   within the half year. */
static void rule_order(struct actor *actor, civil_date on, size_t index)
{
	struct case_made *made = &actor->cases[index];
	if (!made->order || made->ruled || chance(actor, 10))
		return;
	made->ruled = true;
	struct record *ruling = begin(actor, "protection_order");
	put_date(actor, ruling, "ruled_on", on);
	made->granted = chance(actor, 90);
	put(actor, ruling, "result", made->granted ? "granted" : "refused");
	if (made->granted) {
		put_date(actor, ruling, "expires_on", date_add_months(on, chance(actor, 40) ? 1 : 6));
		put_date(actor, ruling, "served_on", on);
		if (chance(actor, 20)) {
			struct record *row = record_add_row(ruling, "breaches");
			put_date(actor, row, "breach_on", date_add_days(on, 3));
			put(actor, row, "police_told", "true");
		}
	}
	move(actor, "protection_order", made->order, made->granted ? "grant" : "refuse", ruling);
}

/* A month on: one in three asks for more time, some after the lapse. */
static void extend_order(struct actor *actor, civil_date on, size_t index)
{
	struct case_made *made = &actor->cases[index];
	if (!made->granted || !chance(actor, 33))
		return;
	struct record *changes = begin(actor, "protection_order");
	struct record *row = record_add_row(changes, "extensions");
	put_date(actor, row, "asked_on", on);
	put_date(actor, row, "ruled_on", on);
	put_date(actor, row, "until_on", date_add_months(on, 7));
	move(actor, "protection_order", made->order, "extend", changes);
}

/* The slip is signed, and most are back at the court in time. */
static void return_slip(struct actor *actor, civil_date on, size_t index)
{
	struct case_made *made = &actor->cases[index];
	struct list_page page = {};
	if (!made->granted || actor->failed)
		return;
	struct list_request request = {
	        .ledger = definitions_ledger(actor->book->definitions, "follow_up"),
	        .org = actor->request->org,
	        .where = arena_format(&actor->task_arena,
	                              "%s and kind = 'slip' and state = 'open' and due_on <= %d-%02d-%02d",
	                              of_record(actor, "protection_order", made->order), date_year(on),
	                              date_month(on), date_day(on)),
	        .limit = 1,
	};
	actor->failed =
	        !record_list(actor->book, &actor->viewer, &request, &actor->task_arena, &page, actor->fault);
	if (!page.count || !chance(actor, 75))
		return;
	struct record *changes = begin(actor, "follow_up");
	put_date(actor, changes, "made_on", on);
	put(actor, changes, "visited_org", answering_unit(actor, page.records[0]->org, on));
	put(actor, changes, "result", "clean");
	put_date(actor, changes, "signed_on", on);
	put_date(actor, changes, "returned_on", on);
	move(actor, "follow_up", page.records[0]->id, "make", changes);
	actor->records++;
}

static void visit_protected(struct actor *actor, civil_date on, size_t index)
{
	const struct case_made *made = &actor->cases[index];
	if (made->granted)
		make_visits(actor, on,
		            arena_format(&actor->task_arena, "%s and kind = 'order'",
		                         of_record(actor, "protection_order", made->order)));
}

/* In the earlier half year: whoever is still visited when the books of it close, is visited no more. */
static void end_warning(struct actor *actor, civil_date on, size_t index)
{
	struct record *warning;
	if (actor->failed || !actor->cases[index].warning)
		return;
	const struct ledger *ledger = definitions_ledger(actor->book->definitions, "warning");
	actor->failed = !record_read(actor->book, &actor->viewer, ledger, tenant_of(actor->request->org),
	                             actor->cases[index].warning, &actor->task_arena, &warning, actor->fault);
	if (actor->failed || !text_equal(warning->state->name, "visited"))
		return;
	struct record *changes = begin(actor, "warning");
	put_date(actor, changes, "ended_on", on);
	move(actor, "warning", warning->id, "end", changes);
}

/* Days after the case was entered. */
static const struct {
	void (*run)(struct actor *actor, civil_date on, size_t index);
	int after;
} steps[] = {
        {enter_violence, 0},   {apply_order, 1},    {rule_order, 2},      {warn, 3},
        {rule_order, 6},       {visit_warned, 9},   {visit_warned, 12},   {visit_protected, 34},
        {extend_order, 35},    {return_slip, 38},   {close_violence, 40}, {warned_again, 60},
        {visit_protected, 66}, {visit_warned, 70},  {visit_warned, 106},  {visit_warned, 113},
        {visit_protected, 98}, {visit_warned, 165},
};

void plan_violence(struct actor *actor)
{
	civil_date last = date_add_days(actor->request->period.to, 30);
	bool first = actor->request->period.from < 20210101;
	for (size_t i = 0; i < actor->case_count; i++) {
		for (size_t j = 0; j < sizeof steps / sizeof *steps; j++) {
			civil_date on = date_add_days(actor->cases[i].on, steps[j].after);
			if (on <= last)
				plan_on(actor, steps[j].run, i, on);
		}
		if (first)
			plan_on(actor, end_warning, i, last);
	}
}
