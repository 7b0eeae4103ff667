/* Runs the plan: every part says what it will enter and when; the tasks are
   sorted by day and entered in that order. All of it is one transaction: a
   sample that cannot go to its end leaves nothing behind. */
#include "command/sample/sample.h"

#include <string.h>

#include "command/sample/actor.h"
#include "record/journal.h"

static int compare_tasks(const void *a, const void *b)
{
	const struct task *left = a, *right = b;
	if (left->on != right->on)
		return left->on < right->on ? -1 : 1;
	return left->order < right->order ? -1 : 1;
}

static instant_ms made_clock(void *context)
{
	const struct actor *actor = context;
	return actor->now;
}

/* Nine in the morning of that day, unless the books are further already. */
static void begin_day(struct actor *actor, civil_date on)
{
	instant_ms morning = instant_at(on, 9, 0);
	if (morning > actor->now)
		actor->now = morning;
}

static bool run_tasks(struct actor *actor)
{
	const struct sample_request *request = actor->request;
	qsort(actor->tasks, actor->task_count, sizeof *actor->tasks, compare_tasks);
	for (size_t i = 0; i < actor->task_count && !actor->failed; i++) {
		const struct task *task = &actor->tasks[i];
		begin_day(actor, task->on);
		actor->dice.state = task->dice;
		task->run(actor, task->on, task->index);
		arena_release(&actor->task_arena);
		if (request->progress)
			request->progress(request->context, i + 1, actor->task_count);
	}
	return !actor->failed;
}

static bool list_communities(struct actor *actor, civil_date from)
{
	const struct organisation *organisation = actor->book->organisation;
	actor->communities = arena_array(&actor->arena, struct community, organisation->count);
	actor->community_count = 0;
	for (size_t i = 0; i < organisation->count; i++) {
		const struct organisation_unit *unit = &organisation->units[i];
		bool there = !unit->valid_to || unit->valid_to > from;
		if (there && text_equal(unit->level, "community") &&
		    text_starts(unit->code, actor->request->org))
			actor->communities[actor->community_count++] = (struct community){
			        arena_copy(&actor->arena, unit->code), unit->valid_from, unit->valid_to};
	}
	for (size_t i = 0; i < actor->community_count; i++)
		if (actor->communities[i].from <= from)
			return true;
	char date[DATE_SIZE];
	date_print(from, date);
	return fault_set(actor->fault, command_sample_without_community, date, actor->request->org);
}

/* The made clock begins with the period, whatever the journal's last entry says:
   deadlines then fall into years whose holidays are known. */
static bool start_clock(struct actor *actor)
{
	int64_t seq;
	uint8_t hash[32];
	if (!journal_head(actor->book, tenant_of(actor->request->org), &seq, hash, actor->fault))
		return false;
	actor->now = instant_at(actor->request->period.from, 8, 30);
	/* A second sample in the same books must not make the first one's ids again. */
	actor->book->ids.seed = actor->request->seed + 1 + ((uint64_t)seq << 20);
	return true;
}

/* In this order on a day: who is there first, then what refers to it. */
static const struct part {
	const char *name; /* seeds its dice: never changed */
	void (*plan)(struct actor *actor);
} parts[] = {
        {"facts", plan_facts},
        {"indicators", plan_indicators},
        {"care", plan_care},
        {"elections", plan_elections},
        {"activities", plan_activities},
        {"cases", plan_cases},
        {"violence", plan_violence}, /* about the cases */
        {"reports", plan_reports},
        {"screening", plan_screening},
        {"girls", plan_girls},
        {"secondments", plan_secondments},
        {"volunteers", plan_volunteers},
        {"friendly", plan_friendly},
        {"duty", plan_duty},
        {"committee", plan_committee},
        {"story", plan_story},
        {"deeds", plan_deeds},
        {"training", plan_training},
        {"honours", plan_honours},
};
enum { PARTS = sizeof parts / sizeof *parts };
static const struct part organisation_part = {"organisation", plan_organisation};
static const struct part people_part = {"people", plan_people};

static void plan_part(struct actor *actor, const struct part *part)
{
	struct dice dice = {.state = actor->request->seed ^ (uint64_t)actor->request->period.from << 32};
	for (const char *at = part->name; *at; at++)
		dice.state = dice_roll(&dice) ^ (uint8_t)*at;
	actor->task_dice.state = dice_roll(&dice);
	actor->dice.state = dice_roll(&dice);
	part->plan(actor);
}

/* Runs what was planned, and leaves an empty plan. */
static bool carry_out(struct actor *actor)
{
	bool done = run_tasks(actor);
	actor->task_count = 0;
	return done;
}

/* Cases run through their deadlines, projects through their milestones. */
static bool long_enough(const struct sample_request *request, struct fault *fault)
{
	enum { QUARTER_LEAST = 89 };
	return date_days_between(request->period.from, request->period.to) >= QUARTER_LEAST ||
	       fault_set(fault, command_sample_short);
}

static bool post(struct book *book, void *context, struct fault *fault)
{
	(void)book;
	(void)fault;
	struct actor *actor = context;
	plan_part(actor, &organisation_part);
	if (!start_clock(actor) || !carry_out(actor) || !book_refresh(actor->book, actor->fault) ||
	    !list_communities(actor, actor->request->period.from))
		return false;
	plan_part(actor, &people_part);
	if (!carry_out(actor))
		return false;
	for (size_t i = 0; i < PARTS; i++)
		plan_part(actor, &parts[i]);
	return carry_out(actor);
}

bool sample_post(struct book *book, const struct sample_request *request, size_t *ret_records,
                 struct fault *fault)
{
	struct actor actor = {.book = book, .request = request, .fault = fault};
	actor.viewer = (struct viewer){
	        .actor = "sample", .role = definitions_role(book->definitions, "clerk"), .org = request->org};
	struct id_source ids = book->ids;
	book->ids = (struct id_source){.seed = request->seed + 1};
	instant_ms (*now)(void *) = book->now;
	void *now_context = book->now_context;
	book->now = made_clock;
	book->now_context = &actor;
	bool ok = long_enough(request, fault) && book_write(book, post, &actor, fault);
	book->now = now;
	book->now_context = now_context;
	book->ids = ids;
	memory_free(actor.tasks);
	memory_free(actor.people);
	arena_release(&actor.arena);
	arena_release(&actor.task_arena);
	if (ok)
		*ret_records = actor.records;
	return ok;
}
