/* The made-up office's hands: dice, the plan, and entering records as a clerk does. */
#include "command/sample/actor.h"

#include <string.h>

#include "record/list.h"

uint32_t roll(struct actor *actor, uint32_t below)
{
	return dice_below(&actor->dice, below);
}

bool chance(struct actor *actor, uint32_t percent)
{
	return roll(actor, 100) < percent;
}

civil_date day_in(struct actor *actor, civil_date from, civil_date to)
{
	int days = date_days_between(from, to);
	return days <= 0 ? from : date_add_days(from, (int)roll(actor, (uint32_t)days + 1));
}

const char *pick_community(struct actor *actor, civil_date on)
{
	/* Most stand all the time. Where none does on that day, entering the record says so. */
	enum { TRIES = 1000 };
	const struct community *community = NULL;
	for (int i = 0; i < TRIES; i++) {
		community = &actor->communities[roll(actor, (uint32_t)actor->community_count)];
		if (community->from <= on && (!community->to || community->to > on))
			break;
	}
	return community->code;
}

const struct person_made *pick_person(struct actor *actor)
{
	return &actor->people[roll(actor, (uint32_t)actor->person_count)];
}

bool entered_twice(struct actor *actor, size_t index)
{
	bool twice = chance(actor, 1);
	return twice || (index == 0 && actor->request->records);
}

size_t scaled(const struct actor *actor, size_t usual)
{
	if (!actor->request->records)
		return usual;
	enum { USUAL_TOTAL = 10300 };
	size_t count = usual * actor->request->records / USUAL_TOTAL;
	return count ? count : 1;
}

void plan_on(struct actor *actor, void (*run)(struct actor *, civil_date, size_t), size_t index,
             civil_date on)
{
	if (actor->task_count == actor->task_room) {
		actor->task_room = actor->task_room ? actor->task_room * 2 : 1024;
		actor->tasks = memory_grow(actor->tasks, actor->task_room * sizeof *actor->tasks);
	}
	actor->tasks[actor->task_count] =
	        (struct task){on, actor->task_count, dice_roll(&actor->task_dice), run, index};
	actor->task_count++;
}

void plan(struct actor *actor, void (*run)(struct actor *, civil_date, size_t), size_t count, civil_date from,
          civil_date to)
{
	for (size_t i = 0; i < count; i++)
		plan_on(actor, run, i, day_in(actor, from, to));
}

struct record *begin(struct actor *actor, const char *ledger)
{
	return record_new(&actor->task_arena, definitions_ledger(actor->book->definitions, ledger));
}

void put(struct actor *actor, struct record *record, const char *field, const char *typed)
{
	if (!actor->failed)
		actor->failed = !record_put(actor->book, record, field, typed, actor->fault);
}

void put_int(struct actor *actor, struct record *record, const char *field, int64_t number)
{
	if (!actor->failed)
		actor->failed = !record_put_value(record, field, value_int(number), actor->fault);
}

void put_date(struct actor *actor, struct record *record, const char *field, civil_date date)
{
	put_int(actor, record, field, date);
}

/* Each entry a minute or so after the one before. */
static void tick(struct actor *actor)
{
	actor->now += 20000 + (instant_ms)roll(actor, 80000);
}

int64_t finish(struct actor *actor, struct record *record)
{
	tick(actor);
	if (!actor->failed)
		actor->failed = !record_create(actor->book, &actor->viewer, record, NULL, NULL, actor->fault);
	actor->records += !actor->failed;
	return actor->failed ? 0 : record->id;
}

static int64_t tenant(const struct actor *actor)
{
	return tenant_of(actor->request->org);
}

void move(struct actor *actor, const char *ledger, int64_t id, const char *name, struct record *changes)
{
	tick(actor);
	if (!actor->failed)
		actor->failed = !record_move(actor->book, &actor->viewer,
		                             definitions_ledger(actor->book->definitions, ledger),
		                             tenant(actor), id, 0, name, changes, NULL, NULL, actor->fault);
}

void change(struct actor *actor, int64_t id, struct record *changes, const char *reason)
{
	tick(actor);
	if (!actor->failed)
		actor->failed = !record_change(actor->book, &actor->viewer, tenant(actor), id, 0, changes,
		                               reason, NULL, actor->fault);
}

void set_aside(struct actor *actor, const char *ledger, int64_t id, const char *reason)
{
	tick(actor);
	if (!actor->failed)
		actor->failed = !record_void(actor->book, &actor->viewer,
		                             definitions_ledger(actor->book->definitions, ledger),
		                             tenant(actor), id, 0, reason, actor->fault);
}

static struct list_request records_of(struct actor *actor, const char *ledger, const char *where)
{
	return (struct list_request){.ledger = definitions_ledger(actor->book->definitions, ledger),
	                             .org = actor->request->org,
	                             .where = where,
	                             .order_by = "entry",
	                             .descending = true,
	                             .limit = 1};
}

int64_t newest_record(struct actor *actor, const char *ledger, const char *where)
{
	struct list_request request = records_of(actor, ledger, where);
	struct list_page page = {};
	if (!actor->failed)
		actor->failed = !record_list(actor->book, &actor->viewer, &request, &actor->task_arena, &page,
		                             actor->fault);
	return actor->failed || !page.count ? 0 : page.records[0]->id;
}

int64_t records_counted(struct actor *actor, const char *ledger, const char *where)
{
	struct list_request request = records_of(actor, ledger, where);
	int64_t count = 0;
	if (!actor->failed)
		actor->failed = !record_count(actor->book, &actor->viewer, &request, &count, actor->fault);
	return count;
}
