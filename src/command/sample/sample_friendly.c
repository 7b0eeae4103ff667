/* The child-friendly side of the sample: experts, nursing rooms and inspections,
   pilot sites with their stages, the plan's tasks, councils of children, guides. */
#include "command/sample/actor.h"

static const char *const specialties[] = {"design", "health,nursing", "child",
                                          "safety", "management",     "health"};
static const char *const units[] = {"示例妇幼保健院", "示例设计院", "示例师范学院", "示例社会服务中心"};

static void appoint_expert(struct actor *actor, civil_date on, size_t index)
{
	struct record *record = begin(actor, "expert");
	put(actor, record, "appointed_by", actor->request->org);
	put_int(actor, record, "person", actor->people[(index * 17 + 2) % actor->person_count].id);
	put(actor, record, "specialties", specialties[index % (sizeof specialties / sizeof *specialties)]);
	put(actor, record, "unit_name", units[index % (sizeof units / sizeof *units)]);
	put_date(actor, record, "appointed_on", on);
	put_date(actor, record, "term_to", date_make(date_year(on) + 2, 12, 31));
	actor->experts[actor->expert_count++] = finish(actor, record);
}

static const char *const place_types[] = {"hospital",   "mall",    "station",  "park",
                                          "government", "culture", "community"};
static const char *const areas[] = {"12.0", "10.0", "9.5", "6.8", "5.0", "4.9", "2.0", "15.5"};

static void open_room(struct actor *actor, civil_date on, size_t index)
{
	struct record *record = begin(actor, "nursing_room");
	const char *org = pick_community(actor, on);
	char name[64];
	snprintf(name, sizeof name, "第%zu母婴室", index + 1);
	put(actor, record, "room_org", org);
	put(actor, record, "name", name);
	put(actor, record, "place_type", pick(actor, place_types));
	put(actor, record, "address", "一楼服务台旁");
	put(actor, record, "area", areas[index % (sizeof areas / sizeof *areas)]);
	if (chance(actor, 20))
		put(actor, record, "large_venue", "true");
	put(actor, record, "items", "changing_table,wash_basin,seat,socket,bin");
	put(actor, record, "open_hours", "9:00—21:00");
	put(actor, record, "manager_unit", index % 9 == 0 ? units[0] : "场所管理处");
	put_date(actor, record, "opened_on", on);
	if (index % 5 == 0 && actor->expert_count > 1)
		put_int(actor, record_add_row(record, "builders"), "expert", actor->experts[1]);
	actor->rooms[actor->room_count++] = (struct room_made){finish(actor, record), org};
}

/* By one of the third unit, which owns and builds nothing here. */
static int64_t impartial_expert(const struct actor *actor)
{
	return actor->experts[actor->expert_count > 2 ? 2 : 0];
}

static void inspect_room(struct actor *actor, civil_date on, size_t index)
{
	static const char all[] =
	        "nonslip_floor,changing_table,wash_basin,crib,seat,table,tissues,socket,bin";
	if (index >= actor->room_count || actor->expert_count < 3)
		return;
	const struct room_made *room = &actor->rooms[index];
	bool lock = index && !chance(actor, 25); /* the first has none: something is to be mended */
	struct record *record = begin(actor, "inspection");
	put(actor, record, "inspection_org", answering_unit(actor, room->org, on));
	put_int(actor, record, "room", room->id);
	put_int(actor, record, "expert", impartial_expert(actor));
	put_date(actor, record, "inspected_on", on);
	if (index % 41 == 40)
		put(actor, record, "found", "other_use");
	char passed[160];
	snprintf(passed, sizeof passed, "%s%s", all, lock ? ",lock" : "");
	put(actor, record, "passed", passed);
	if (!lock)
		put(actor, record, "failed", chance(actor, 30) ? "lock,air_conditioning" : "lock");
	put_int(actor, record, "score", 700 + (int64_t)roll(actor, 300));
	bool good = lock && index % 41 != 40;
	int64_t id = finish(actor, record);
	move(actor, "inspection", id, good ? "accept" : "order", NULL);
	if (!good)
		actor->defects[actor->defect_count++] = id;
}

/* Looked at again at the end of the period; what is left over stays to be mended. */
static void recheck_room(struct actor *actor, civil_date on, size_t index)
{
	if (index >= actor->defect_count)
		return;
	struct record *changes = begin(actor, "inspection");
	put_date(actor, changes, "fixed_on", on);
	put_int(actor, changes, "recheck_by", impartial_expert(actor));
	move(actor, "inspection", actor->defects[index], "recheck", changes);
}

static void close_room(struct actor *actor, civil_date on, size_t index)
{
	if (index >= actor->room_count)
		return;
	struct record *changes = begin(actor, "nursing_room");
	put_date(actor, changes, "closed_on", on);
	put(actor, changes, "close_reason", "rebuilt");
	change(actor, actor->rooms[actor->room_count - 1 - index].id, changes, "场所改建");
}

static const struct {
	const char *domain, *name;
} sites[] = {
        {"hospital", "儿童友好医院"},    {"school", "儿童友好学校"}, {"library", "儿童友好图书馆"},
        {"community", "儿童友好社区"},   {"park", "儿童友好公园"},   {"transport", "儿童友好出行示范点"},
        {"campus", "儿童友好园区"},      {"school", "儿童友好小学"}, {"community", "儿童友好示范社区"},
        {"library", "儿童友好阅读空间"},
};
enum { SITES = sizeof sites / sizeof *sites };

static void start_site(struct actor *actor, civil_date on, size_t index)
{
	static const char *const stages[] = {"applied",  "planned", "built", "self_assessed",
	                                     "assessed", "noticed", "plated"};
	struct record *record = begin(actor, "friendly_site");
	put(actor, record, "site_org", pick_community(actor, on));
	put(actor, record, "name", sites[index % SITES].name);
	put(actor, record, "domain", sites[index % SITES].domain);
	put(actor, record, "level", index % 4 == 2 ? "city" : "district");
	put(actor, record, "unit_name", "示例建设单位");
	put_date(actor, record, "started_on", on);
	size_t reached = 1 + index % 7;
	for (size_t i = 0; i < reached; i++) {
		struct record *row = record_add_row(record, "stages");
		put(actor, row, "stage", stages[i]);
		put_date(actor, row, "reached_on", date_add_days(on, (int)i * 12));
	}
	finish(actor, record);
}

static const struct {
	const char *item, *unit, *domain, *measure, *target;
} tasks[] = {
        {"新建儿童友好学校", "区教育局", "school", "所", "5"},
        {"新建儿童友好社区", "区民政局", "community", "个", "8"},
        {"改造社区公园儿童活动区", "区城管和综合执法局", "park", "处", "6"},
        {"完善学校周边慢行系统", "区交通部门", "transport", "处", "10"},
        {"新增公共场所母婴室", "区卫生健康局", "nursing_room", "间", "12"},
        {"建设儿童阅读空间", "区文化广电旅游体育局", "library", "个", "4"},
        {"举办儿童议事活动", "区妇联", "participation", "场", "20"},
        {"编制园区建设指引", "区妇联", "campus", "册", "1"},
};

static void list_task(struct actor *actor, civil_date on, size_t index)
{
	struct record *record = begin(actor, "friendly_task");
	put(actor, record, "plan_org", actor->request->org);
	put(actor, record, "plan", "儿童友好城区建设五年行动计划");
	put(actor, record, "domain", tasks[index].domain);
	put(actor, record, "item", tasks[index].item);
	put(actor, record, "done_by_unit", tasks[index].unit);
	put_int(actor, record, "of_year", date_year(on));
	put_date(actor, record, "listed_on", on);
	put(actor, record, "measure", tasks[index].measure);
	put(actor, record, "target", tasks[index].target);
	put_date(actor, record, "due_on", date_make(date_year(on), index % 3 ? 11 : 5, 30));
	bool done = index % 3 == 1 || index == 7;
	put(actor, record, "actual", done ? tasks[index].target : "1");
	if (done)
		put_date(actor, record, "done_on", on);
	finish(actor, record);
}

static void found_council(struct actor *actor, civil_date on, size_t index)
{
	static const char *const proposals[][2] = {{"space", "公园沙池增加遮阳棚"},
	                                           {"travel", "校门口增设减速带"},
	                                           {"culture", "周末开放学校操场"}};
	struct record *record = begin(actor, "child_council");
	put(actor, record, "council_org", pick_community(actor, on));
	put(actor, record, "name", "社区儿童议事会");
	put_date(actor, record, "founded_on", on);
	put_int(actor, record, "girls", 6 + (int64_t)roll(actor, 6));
	put_int(actor, record, "boys", 5 + (int64_t)roll(actor, 6));
	put(actor, record, "ages", "8至14岁");
	for (size_t i = 0; i <= index % 3; i++) {
		struct record *row = record_add_row(record, "proposals");
		put_date(actor, row, "raised_on", on);
		put(actor, row, "topic", proposals[i][0]);
		put(actor, row, "proposal", proposals[i][1]);
		if (i == 2)
			continue; /* not answered yet */
		put(actor, row, "answer", i ? "declined" : "adopted");
		put(actor, row, "reply", i ? "道路权属待明确，另行协调。" : "列入年度微改造。");
		put_date(actor, row, "replied_on", on);
		if (!i && chance(actor, 70))
			put_date(actor, row, "done_on", on);
	}
	finish(actor, record);
}

static void issue_guide(struct actor *actor, civil_date on, size_t index)
{
	(void)index;
	struct record *record = begin(actor, "friendly_guide");
	put(actor, record, "guide_org", actor->request->org);
	put(actor, record, "name", "儿童友好型园区建设指引");
	put(actor, record, "domain", "campus");
	put(actor, record, "edition", "1.0");
	put_date(actor, record, "issued_on", on);
	put(actor, record, "first_of", "city");
	finish(actor, record);
}

/* Experts are appointed in the first days, rooms open before they are looked at. */
void plan_friendly(struct actor *actor)
{
	struct period period = actor->request->period;
	bool first = period.from < 20210101;
	size_t rooms = 6 + scaled(actor, first ? 34 : 64), experts = first ? 5 : 12;
	actor->experts = arena_array(&actor->arena, int64_t, experts);
	actor->rooms = arena_array(&actor->arena, struct room_made, rooms);
	actor->defects = arena_array(&actor->arena, int64_t, rooms);
	plan(actor, appoint_expert, experts, period.from, period.from);
	plan(actor, open_room, rooms, date_add_days(period.from, 1), date_add_days(period.from, 15));
	plan(actor, inspect_room, (rooms * 4 + 4) / 5, date_add_days(period.from, 16),
	     date_add_days(period.to, -30));
	plan(actor, recheck_room, (rooms + 9) / 10, date_add_days(period.to, -20), period.to);
	plan(actor, close_room, scaled(actor, 2), date_add_days(period.to, -10), period.to);
	plan(actor, start_site, first ? 8 : 14, date_add_days(period.from, 5),
	     date_add_days(period.from, 100));
	plan(actor, found_council, scaled(actor, 9), date_add_days(period.from, 10), period.to);
	if (first)
		return;
	for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
		plan_on(actor, list_task, i, date_add_days(period.from, 10 + (int)i));
	plan_on(actor, issue_guide, 0, date_add_days(period.from, 130));
}
