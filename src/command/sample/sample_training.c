/* The campaign's themes, the roster of heads and their training in the sample. */
#include "command/sample/actor.h"

/* ---- themes ---- */

static const struct {
	const char *theme, *tasks[4];
} themes[] = {
        {"reform", {"修订执委联系制度", "专挂兼干部配备", "团体会员联系"}},
        {"style", {"作风问题清单", "基层减负", "群众评议"}},
        {"coverage", {"商圈妇联组建", "产业园妇联组建", "外卖站点妇女小组", "社会组织妇联"}},
        {"role", {"执委工作室", "执委述职", "领办项目"}},
};

enum { THEMES_FROM = 15 }; /* days after the period begins */

/* The first task is done at once, every other one by `done`. */
static void add_tasks(struct actor *actor, struct record *theme, size_t index, civil_date begun,
                      civil_date done)
{
	for (size_t i = 0; i < 4 && themes[index].tasks[i]; i++) {
		struct record *row = record_add_row(theme, "tasks");
		put(actor, row, "task", themes[index].tasks[i]);
		put_date(actor, row, "due_on", date_add_days(begun, 100 + 30 * (int)i));
		if (i == 0 || (done && i % 2 == 0))
			put_date(actor, row, "done_on", i ? done : begun);
	}
}

static void begin_theme(struct actor *actor, civil_date on, size_t index)
{
	struct record *theme = begin(actor, "theme");
	put(actor, theme, "theme_org", actor->request->org);
	put(actor, theme, "theme", themes[index].theme);
	put_date(actor, theme, "begun_on", on);
	if (actor->request->period.from < 20210101)
		put_date(actor, theme, "ended_on", date_make(date_year(on), 12, 31));
	add_tasks(actor, theme, index, on, 0);
	actor->themes[index] = finish(actor, theme);
}

static void do_tasks(struct actor *actor, civil_date on, size_t index)
{
	struct record *changes = begin(actor, "theme");
	add_tasks(actor, changes, index, date_add_days(actor->request->period.from, THEMES_FROM), on);
	change(actor, actor->themes[index], changes, "推进");
}

static void plan_themes(struct actor *actor)
{
	const struct period *period = &actor->request->period;
	size_t count = period->from < 20210101 ? 2 : 4;
	civil_date begun = date_add_days(period->from, THEMES_FROM);
	actor->themes = arena_array(&actor->arena, int64_t, count);
	for (size_t i = 0; i < count; i++) {
		civil_date done = date_add_days(period->to, -20 + (int)i);
		plan_on(actor, begin_theme, i, begun);
		plan_on(actor, do_tasks, i, done < begun ? begun : done);
	}
}

/* ---- the roster ---- */

static void enrol(struct actor *actor, const char *org, const char *target, const char *post,
                  civil_date since)
{
	struct record *head = begin(actor, "training_roster");
	put(actor, head, "head_org", org);
	put_int(actor, head, "person", actor->people[actor->head_count * 7 % actor->person_count].id);
	put(actor, head, "target", target);
	put(actor, head, "post", post);
	put_date(actor, head, "since", since);
	actor->heads[actor->head_count++] = finish(actor, head);
}

/* Heads of streets and of the new fields, and of as many communities as the sample has elections. */
static void enrol_heads(struct actor *actor, civil_date on, size_t index)
{
	(void)index;
	const struct organisation *organisation = actor->book->organisation;
	size_t communities = scaled(actor, actor->community_count);
	actor->heads = arena_array(&actor->arena, int64_t, organisation->count);
	for (size_t i = 0; i < organisation->count && !actor->failed; i++) {
		const struct organisation_unit *unit = &organisation->units[i];
		const char *code = arena_copy(&actor->task_arena, unit->code);
		if (unit->valid_to || unit->valid_from > on || !text_starts(code, actor->request->org))
			continue;
		if (text_equal(unit->level, "street"))
			enrol(actor, code, "street", "主席", date_add_days(on, -40));
		else if (text_equal(unit->level, "unit"))
			enrol(actor, code, "new_field", "负责人", date_add_days(on, -20));
		else if (text_equal(unit->level, "community") && communities && communities--)
			enrol(actor, code, "community", "主席", on);
	}
}

/* ---- classes ---- */

enum { CLASSES = 8 };

static void add_participants(struct actor *actor, struct record *class, size_t from, size_t to, bool examined)
{
	for (size_t i = from; i < to && i < actor->head_count; i++) {
		struct record *row = record_add_row(class, "participants");
		bool attended = i == from || chance(actor, 92);
		int64_t score = 55 + roll(actor, 45);
		put_int(actor, row, "head", actor->heads[i]);
		put(actor, row, "attended", attended ? "true" : "false");
		if (attended && examined)
			put_int(actor, row, "score", score);
		if (attended && (!examined || score >= 60))
			put(actor, row, "passed", "true");
	}
}

/* All classes but the last are for a share of the roster each; the last is still being prepared. */
static void hold_class(struct actor *actor, civil_date on, size_t index)
{
	static const char *const modes[] = {"gathered", "by_area", "by_area", "to_the_door"};
	bool examined = index % 2 == 0;
	struct record *class = begin(actor, "training_class");
	put(actor, class, "host_org", actor->request->org);
	put(actor, class, "name", arena_format(&actor->task_arena, "领头雁培训第%zu期", index + 1));
	put(actor, class, "mode", modes[index % 4]);
	put(actor, class, "targets", index % 3 ? "community" : "street,community,new_field");
	put(actor, class, "examined", examined ? "true" : "false");
	put_date(actor, class, "planned_on", on);
	add_participants(actor, class, actor->head_count * index / CLASSES,
	                 actor->head_count * (index + 1) / CLASSES, examined);
	int64_t id = finish(actor, class);
	if (index + 1 == CLASSES)
		return;
	struct record *done = begin(actor, "training_class");
	put_date(actor, done, "held_on", on);
	put(actor, done, "hours", index % 2 ? "8" : "16.5");
	move(actor, "training_class", id, "finish", done);
}

void plan_training(struct actor *actor)
{
	const struct period *period = &actor->request->period;
	bool first = period->from < 20210101;
	plan_themes(actor);
	if (!first)
		plan_on(actor, enrol_heads, 0, date_add_days(period->from, 92));
	for (size_t i = first ? CLASSES - 3 : 0; i < CLASSES; i++)
		plan_on(actor, hold_class, i, date_add_days(period->to, 10 * ((int)i - CLASSES)));
}
