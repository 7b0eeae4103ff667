/* Awards called and nominations on their way in the sample: shown, objected to,
   approved, awarded, refused, and some still at the beginning. */
#include "command/sample/actor.h"

enum { AWARDS = 3 };

static void call_award(struct actor *actor, civil_date on, size_t index)
{
	static const char *const names[AWARDS] = {"三八红旗手", "三八红旗集体", "巾帼文明岗"};
	struct record *award = begin(actor, "award");
	put(actor, award, "award_org", actor->request->org);
	put(actor, award, "name", names[index]);
	put(actor, award, "kind", index ? "unit" : "person");
	put(actor, award, "level", "district");
	put_date(actor, award, "called_on", on);
	put(actor, award, "source", "示例通知，数字照各地做法，未核实");
	put_int(actor, award, "quota", 20);
	put_int(actor, award, "repeat_years", 5);
	if (index == 0) {
		put_int(actor, award, "age_min", 18);
		put(actor, award, "rank_max", "section");
		put_int(actor, award, "leaders_pct", 20);
	} else {
		put_int(actor, award, "women_pct", 60);
		put_int(actor, award, "people_min", 3);
		put(actor, award, "woman_leader", index == 2 ? "true" : "false");
	}
	actor->awards[index] = finish(actor, award);
}

/* Each woman once: no award is given again so soon. */
static int64_t next_nominee(struct actor *actor)
{
	const struct person_made *person;
	do {
		person = &actor->people[actor->next_nominee++ % actor->person_count];
	} while (!person->female);
	return person->id;
}

static int64_t nominate(struct actor *actor, civil_date on, size_t index)
{
	size_t which = index % AWARDS;
	struct record *honour = begin(actor, "honour");
	put(actor, honour, "honour_org", pick_community(actor, on));
	put_int(actor, honour, "award", actor->awards[which]);
	put(actor, honour, "way", chance(actor, 80) ? "organisation" : "public");
	put_date(actor, honour, "nominated_on", on);
	if (which == 0) {
		put_int(actor, honour, "nominee", next_nominee(actor));
		put(actor, honour, "rank", "none");
	} else {
		int64_t people = 5 + roll(actor, 30);
		put(actor, honour, "unit_name",
		    arena_format(&actor->task_arena, "%d年第%zu示范岗", date_year(on), index + 1));
		put_int(actor, honour, "people", people);
		put_int(actor, honour, "women", people - roll(actor, (uint32_t)people * 2 / 5));
		put(actor, honour, "woman_leader", "true");
	}
	return finish(actor, honour);
}

static void step(struct actor *actor, int64_t id, const char *name, const char *field, civil_date on)
{
	struct record *changes = begin(actor, "honour");
	put_date(actor, changes, field, on);
	if (text_equal(name, "consult"))
		put(actor, changes, "consulted_bodies", "纪检、公安、法院、税务、卫健");
	move(actor, "honour", id, name, changes);
}

static void object(struct actor *actor, int64_t id, civil_date on)
{
	struct record *changes = begin(actor, "honour"), *row = record_add_row(changes, "objections");
	put_date(actor, row, "raised_on", on);
	put(actor, row, "objection", "人数与花名册不符");
	move(actor, "honour", id, "object", changes);
}

/* Entered when it has gone as far as it goes; five workdays of notice are over in twenty days. */
static void process(struct actor *actor, civil_date on, size_t index)
{
	civil_date began = date_add_days(on, -60);
	int64_t id = nominate(actor, began, index);
	if (index % 7 == 6)
		return;
	step(actor, id, "review", "reviewed_on", date_add_days(began, 10));
	if (index % 7 == 5) {
		move(actor, "honour", id, "refuse", NULL);
		return;
	}
	step(actor, id, "consult", "consulted_on", date_add_days(began, 20));
	step(actor, id, "show", "shown_from", date_add_days(began, 30));
	if (index % 7 == 4) {
		object(actor, id, date_add_days(began, 32));
		return;
	}
	step(actor, id, "approve", "approved_on", date_add_days(began, 50));
	if (index % 7 != 3)
		step(actor, id, "award", "awarded_on", date_add_days(began, 55));
}

void plan_honours(struct actor *actor)
{
	const struct period *period = &actor->request->period;
	size_t count = scaled(actor, period->from < 20210101 ? 24 : 36);
	actor->awards = arena_array(&actor->arena, int64_t, AWARDS);
	for (size_t i = 0; i < AWARDS; i++)
		plan_on(actor, call_award, i, date_add_days(period->from, 5));
	for (size_t i = 0; i < count; i++)
		plan_on(actor, process, i, day_in(actor, date_add_days(period->from, 70), period->to));
}
