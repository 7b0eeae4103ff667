/* Screening in the sample: a return of each community and month, some late,
   some never; households with a dispute and their visits; the five mechanisms. */
#include "command/sample/actor.h"
#include "record/list.h"

enum { MONTHS_MOST = 12, SILENT = 17, FORGOTTEN = 0 };

/* Which community and which month; a month is that of the day on which the task runs. */
static void file_return(struct actor *actor, civil_date on, size_t index)
{
	const struct community *community = &actor->communities[index];
	bool there = community->from <= on && (!community->to || community->to > on);
	if (!there || index % 40 == SILENT || chance(actor, 3))
		return; /* files nothing */
	civil_date next = date_add_months(date_make(date_year(on), date_month(on), 1), 1);
	struct record *record = begin(actor, "screening");
	int64_t found = chance(actor, 55) ? 0 : 1 + roll(actor, 4);
	put(actor, record, "screened_org", community->code);
	put_date(actor, record, "screened_on", on);
	put_int(actor, record, "households", 60 + roll(actor, 240));
	put_int(actor, record, "found", found);
	if (found && chance(actor, 80))
		put_int(actor, record, "solved", roll(actor, (uint32_t)found + 1));
	put_date(actor, record, "returned_on",
	         date_add_days(next, chance(actor, 92) ? (int)roll(actor, 4) : 6 + (int)roll(actor, 9)));
	finish(actor, record);
}

static void plan_returns(struct actor *actor)
{
	struct period period = actor->request->period;
	size_t share = scaled(actor, 1000); /* of a thousand returns */
	civil_date month = date_make(date_year(period.from), date_month(period.from), 1);
	for (size_t i = 0; i < MONTHS_MOST && month <= period.to; i++, month = date_add_months(month, 1))
		for (size_t j = 0; j < actor->community_count; j++) {
			civil_date on = date_add_days(month, 9 + (int)roll(actor, 18));
			if (on >= period.from && on <= period.to && roll(actor, 1000) < share)
				plan_on(actor, file_return, j, on);
		}
}

/* ---- households ---- */

static void find_household(struct actor *actor, civil_date on, size_t index)
{
	static const char *const causes[] = {"couple", "couple", "divorce", "custody", "elderly", "in_law"};
	static const char *const dangers[] = {"threat", "police_often", "drink", "minor", "mind"};
	struct record *record = begin(actor, "dispute_household");
	const char *level = index == FORGOTTEN || chance(actor, 15) ? "red"
	                    : chance(actor, 35)                     ? "yellow"
	                                                            : "green";
	put(actor, record, "house_org", pick_community(actor, on));
	put_date(actor, record, "found_on", on);
	put(actor, record, "cause", pick(actor, causes));
	put(actor, record, "level", level);
	put(actor, record, "handler", "邓*彤");
	if (!text_equal(level, "green"))
		put(actor, record, "signs", pick(actor, dangers));
	actor->households[index] = finish(actor, record);
	move(actor, "dispute_household", actor->households[index], "watch", NULL);
}

static void visit_household(struct actor *actor, civil_date on, size_t index)
{
	if (actor->households[index])
		make_visits(actor, on,
		            arena_format(&actor->task_arena, "household = '%lld'",
		                         (long long)actor->households[index]));
}

static void settle_household(struct actor *actor, civil_date on, size_t index)
{
	bool all = on > actor->request->period.to;
	if (!actor->households[index] || !(all || chance(actor, 45)))
		return;
	struct record *changes = begin(actor, "dispute_household");
	put_date(actor, changes, "settled_on", on);
	put(actor, changes, "outcome", "settled");
	put_date(actor, changes, "agreement_on", date_add_days(on, -14));
	if (chance(actor, 40)) {
		put_date(actor, changes, "confirm_asked_on", date_add_days(on, -10));
		put_date(actor, changes, "confirmed_on", on);
	}
	move(actor, "dispute_household", actor->households[index], "settle", changes);
	actor->households[index] = 0;
}

static void plan_households(struct actor *actor)
{
	struct period period = actor->request->period;
	bool first = period.from < 20210101;
	size_t count = scaled(actor, first ? 60 : 90);
	actor->households = arena_array(&actor->arena, int64_t, count);
	for (size_t i = 0; i < count; i++) {
		civil_date found = day_in(actor, period.from, date_add_days(period.to, -10));
		if (i == FORGOTTEN) {
			/* A red one that nobody visits: by the end it has gone up to the street. */
			plan_on(actor, find_household, i, date_add_days(period.to, -20));
			continue;
		}
		plan_on(actor, find_household, i, found);
		for (civil_date on = date_add_days(found, 7); on <= period.to; on = date_add_days(on, 7))
			plan_on(actor, visit_household, i, on);
		if (date_add_days(found, 50) <= period.to)
			plan_on(actor, settle_household, i, date_add_days(found, 50));
		if (first)
			plan_on(actor, settle_household, i, date_add_days(period.to, 40));
	}
}

/* ---- mechanisms ---- */

static const struct {
	const char *name, *duties;
} mechanisms[] = {
        {"发现报告机制", "社区和执委发现线索，立即报告。"},
        {"排查化解机制", "每月排查婚姻家庭纠纷，零报告。"},
        {"联防联动机制", "公安、民政、教育、检察会商。"},
        {"关爱帮扶机制", "心理、法律、经济帮扶到人。"},
        {"舆情应对机制", "涉妇女儿童舆情当日研判。"},
};

/* Those that an earlier sample has set up are there already. */
static bool is_set_up(struct actor *actor, const char *name)
{
	struct list_request request = {
	        .ledger = definitions_ledger(actor->book->definitions, "mechanism"),
	        .org = actor->request->org,
	        .where = arena_format(&actor->task_arena, "name = '%s'", name),
	        .limit = 1,
	};
	int64_t count = 0;
	if (!actor->failed)
		actor->failed = !record_count(actor->book, &actor->viewer, &request, &count, actor->fault);
	return count;
}

static void set_up_mechanism(struct actor *actor, civil_date on, size_t index)
{
	if (is_set_up(actor, mechanisms[index].name))
		return;
	struct record *record = begin(actor, "mechanism");
	put(actor, record, "mechanism_org", actor->request->org);
	put(actor, record, "name", mechanisms[index].name);
	put(actor, record, "duties", mechanisms[index].duties);
	put_date(actor, record, "set_up_on", on);
	struct record *meeting = record_add_row(record, "meetings");
	put_date(actor, meeting, "held_on", date_add_days(on, 12));
	put(actor, meeting, "topic", "部署和会商");
	put_int(actor, meeting, "bodies", 5 + roll(actor, 5));
	struct record *indicator = record_add_row(record, "indicators");
	put(actor, indicator, "name", "按期办结率（%）");
	put_int(actor, indicator, "target", 9000);
	put_int(actor, indicator, "actual", 8500 + roll(actor, 1400));
	put_date(actor, indicator, "measured_on", date_add_days(on, 40));
	finish(actor, record);
}

void plan_screening(struct actor *actor)
{
	civil_date from = actor->request->period.from;
	/* Two came first; the rest a year later. */
	size_t count = from < 20210101 ? 2 : sizeof mechanisms / sizeof *mechanisms;
	for (size_t i = 0; i < count; i++)
		plan_on(actor, set_up_mechanism, i, date_add_days(from, 20 + (int)i * 5));
	plan_returns(actor);
	plan_households(actor);
}
