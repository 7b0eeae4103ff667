/* The action for girls in the sample: tasks of its three years, files of girls. */
#include "command/sample/actor.h"

static const struct {
	const char *task, *kind;
} tasks[] = {
        {"摸排重点女童并建档", "survey"},         {"小学防性侵课程全覆盖", "prevention"},
        {"单亲男性监护家庭走访", "guardianship"}, {"七部门联席会议", "joint"},
        {"护苗宣传进社区", "publicity"},          {"一站式取证场所建设", "case"},
        {"寒暑假看护点", "guardianship"},         {"个案会商和转介", "case"},
};

static void set_task(struct actor *actor, civil_date on, size_t index)
{
	struct record *record = begin(actor, "girl_task");
	put(actor, record, "task_org", actor->request->org);
	put(actor, record, "task", tasks[index].task);
	put(actor, record, "kind", tasks[index].kind);
	put_int(actor, record, "of_year", date_year(on));
	put_date(actor, record, "set_on", on);
	put_date(actor, record, "due_on", date_add_days(on, 60 + (int)index * 15));
	actor->girl_tasks[index] = finish(actor, record);
}

static void finish_task(struct actor *actor, civil_date on, size_t index)
{
	struct record *changes = begin(actor, "girl_task");
	put_date(actor, changes, "done_on", on);
	change(actor, actor->girl_tasks[index], changes, "完成");
}

static void open_file(struct actor *actor, civil_date on, size_t index)
{
	static const char *const kinds[] = {
	        "left_behind", "left_behind", "lone_father", "disabled", "left_behind,lone_father",
	        "migrant"};
	civil_date born;
	int year = date_year(on);
	int64_t girl = make_person(actor, on, true, year - 15, year - 4, &born);
	struct record *record = begin(actor, "girl_file");
	put(actor, record, "file_org", pick_community(actor, on));
	put_int(actor, record, "girl", girl);
	put_date(actor, record, "born_on", born);
	put_date(actor, record, "entered_on", on);
	put(actor, record, "kinds", pick(actor, kinds));
	put(actor, record, "guardian_consent", "true");
	put_date(actor, record, "consent_on", on);
	if (chance(actor, 70)) {
		struct record *lesson = record_add_row(record, "lessons");
		put_date(actor, lesson, "given_on", on);
		put(actor, lesson, "topic", "自我保护");
	}
	if (index % 20 == 19)
		put_date(actor, record, "closed_on", date_add_days(on, 30));
	finish(actor, record);
}

void plan_girls(struct actor *actor)
{
	struct period period = actor->request->period;
	size_t count = sizeof tasks / sizeof *tasks;
	actor->girl_tasks = arena_array(&actor->arena, int64_t, count);
	civil_date set = date_add_days(period.from, 25);
	for (size_t i = 0; i < count; i++) {
		civil_date done = date_add_days(period.to, -60 + (int)i * 5);
		plan_on(actor, set_task, i, set);
		if (i % 3 != 2)
			plan_on(actor, finish_task, i, done < set ? set : done);
	}
	plan(actor, open_file, scaled(actor, period.from < 20210101 ? 40 : 60), period.from, period.to);
}
