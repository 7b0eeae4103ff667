/* Practical deeds, hard projects, lectures and surveys of the sample. */
#include "command/sample/actor.h"

/* ---- deeds ---- */

static const struct {
	const char *category, *item;
} deeds[] = {
        {"rights", "设立驻社区法律咨询点"}, {"family", "家庭教育指导进社区"}, {"children", "母婴室提升"},
        {"work", "女性技能培训班"},         {"health", "两癌筛查"},           {"relief", "困难家庭微心愿"},
        {"organisation", "执委联系群众"},   {"rights", "婚姻家庭辅导"},       {"family", "亲子阅读角"},
        {"children", "暑期托管"},           {"relief", "单亲母亲帮扶"},
};
enum { DEEDS = sizeof deeds / sizeof *deeds };

static void list_deed(struct actor *actor, civil_date on, size_t index)
{
	struct record *deed = begin(actor, "deed");
	put(actor, deed, "deed_org", actor->request->org);
	put(actor, deed, "category", deeds[index % DEEDS].category);
	put(actor, deed, "item", deeds[index % DEEDS].item);
	put_date(actor, deed, "listed_on", on);
	put_date(actor, deed, "due_on", date_add_days(on, 60 + (int)roll(actor, 200)));
	put_int(actor, deed, "progress", 10 * roll(actor, 10));
	int64_t id = finish(actor, deed);
	if (index > 1 && chance(actor, 4)) {
		move(actor, "deed", id, "drop", NULL);
		return;
	}
	actor->deeds[actor->deed_count++] = id;
}

static void finish_deed(struct actor *actor, civil_date on, size_t index)
{
	static const char *const opinions[] = {"good", "good", "fair"};
	if (index >= actor->deed_count)
		return;
	struct record *done = begin(actor, "deed");
	put_int(actor, done, "progress", 100);
	put_date(actor, done, "done_on", on);
	put(actor, done, "evidence", "照片和签收表");
	if (chance(actor, 70))
		put(actor, done, "satisfaction", pick(actor, opinions));
	move(actor, "deed", actor->deeds[index], "finish", done);
}

static void plan_practical_deeds(struct actor *actor)
{
	const struct period *period = &actor->request->period;
	size_t count = scaled(actor, period->from < 20210101 ? 15 : 24);
	actor->deeds = arena_array(&actor->arena, int64_t, count);
	plan_on(actor, list_deed, 0, period->from);
	for (size_t i = 1; i < count; i++)
		plan_on(actor, list_deed, i, date_add_days(period->from, (int)(i % 40)));
	for (size_t i = 0; i < (count * 2 + 2) / 3; i++)
		plan_on(actor, finish_deed, i, day_in(actor, date_add_days(period->from, 50), period->to));
}

/* ---- projects ---- */

static const char *const projects[] = {"基层妇联领头雁行动计划", "结对共建妇女儿童工作示范标杆"};

static void add_claims(struct actor *actor, struct record *project, civil_date on)
{
	size_t members = 4 + roll(actor, 5);
	for (size_t i = 0; i < members; i++) {
		struct record *claim = record_add_row(project, "claims");
		put(actor, claim, "branch", i % 2 ? "centre" : "office");
		put_int(actor, claim, "member", pick_person(actor)->id);
		put(actor, claim, "task", "包干联系一个社区");
		put_date(actor, claim, "claimed_on", date_add_days(on, (int)i));
	}
}

/* One milestone is done, one past its day, one near it and one far off. */
static void add_milestones(struct actor *actor, struct record *project, civil_date on)
{
	static const struct {
		const char *name;
		int due; /* days from the period's end */
		bool done;
	} milestones[] = {{"制定方案", -120, true},
	                  {"阶段小结", -20, false},
	                  {"交流会", 7, false},
	                  {"结项", 150, false}};
	for (size_t i = 0; i < sizeof milestones / sizeof *milestones; i++) {
		struct record *row = record_add_row(project, "milestones");
		civil_date due = date_add_days(actor->request->period.to, milestones[i].due);
		put(actor, row, "name", milestones[i].name);
		put_date(actor, row, "set_on", on);
		put_date(actor, row, "due_on", due < on ? on : due);
		if (milestones[i].done)
			put_date(actor, row, "done_on", on);
	}
}

static void start_project(struct actor *actor, civil_date on, size_t index)
{
	struct record *project = begin(actor, "project");
	put(actor, project, "project_org", actor->request->org);
	put(actor, project, "name", projects[index]);
	put_date(actor, project, "started_on", on);
	if (actor->request->period.from < 20210101)
		put_date(actor, project, "ended_on", date_make(date_year(on), 12, 31));
	add_claims(actor, project, on);
	add_milestones(actor, project, on);
	finish(actor, project);
}

/* ---- lectures ---- */

static struct record *lecture(struct actor *actor, civil_date on)
{
	static const char *const series[] = {"heart", "talks", "talks", "history", "history", "other"};
	static const char *const subjects[] = {"红色家书", "巾帼奋斗故事", "民法典与妇女权益", "家风传承"};
	static const char *const speakers[] = {"cadre", "committee", "red_banner", "expert", "volunteer"};
	struct record *record = begin(actor, "lecture");
	put(actor, record, "host_org", chance(actor, 30) ? actor->request->org : pick_community(actor, on));
	put(actor, record, "topic", pick(actor, subjects));
	put(actor, record, "series", pick(actor, series));
	put(actor, record, "mode", chance(actor, 80) ? "offline" : "mixed");
	put_date(actor, record, "planned_on", on);
	if (chance(actor, 90))
		put(actor, record, "speaker_kind", pick(actor, speakers));
	return record;
}

static void hold_lecture(struct actor *actor, civil_date on, size_t index)
{
	int64_t id = finish(actor, lecture(actor, on));
	if (index && chance(actor, 5)) {
		move(actor, "lecture", id, "cancel", NULL);
		return;
	}
	struct record *approved = begin(actor, "lecture"), *held = begin(actor, "lecture");
	put(actor, approved, "script_by", "section_head");
	put_date(actor, approved, "script_approved_on", date_add_days(on, -2));
	move(actor, "lecture", id, "approve", approved);
	put_date(actor, held, "held_on", on);
	put_int(actor, held, "audience", 25 + roll(actor, 200));
	move(actor, "lecture", id, "hold", held);
	if (index && entered_twice(actor, index))
		set_aside(actor, "lecture", id, "重复登记");
}

/* On the last day and the one after, entered later. */
static void late_lecture(struct actor *actor, civil_date on, size_t index)
{
	(void)on;
	civil_date held = date_add_days(actor->request->period.to, (int)index);
	struct record *record = lecture(actor, held);
	put_date(actor, record, "script_approved_on", held);
	put_date(actor, record, "held_on", held);
	finish(actor, record);
}

/* ---- surveys ---- */

static void make_survey(struct actor *actor, civil_date on, size_t index)
{
	static const char *const topics[] = {"基层妇联力量", "家庭教育需求", "新业态女性权益", "儿童托管"};
	static const char *const problems[] = {"人手不足", "阵地偏远", "知晓率低", "衔接不畅"};
	(void)index;
	struct record *survey = begin(actor, "survey");
	put(actor, survey, "survey_org", actor->request->org);
	put(actor, survey, "topic", pick(actor, topics));
	put_date(actor, survey, "surveyed_on", date_add_days(on, -30));
	put_int(actor, survey, "place_count", 1 + roll(actor, 6));
	for (size_t count = 1 + roll(actor, 5); count; count--) {
		struct record *row = record_add_row(survey, "problems");
		put(actor, row, "problem", pick(actor, problems));
		bool measured = chance(actor, 85);
		if (measured)
			put(actor, row, "measure", "列入下半年计划");
		if (measured && chance(actor, 75))
			put_date(actor, row, "closed_on", date_add_days(on, -(int)roll(actor, 20)));
	}
	finish(actor, survey);
}

void plan_deeds(struct actor *actor)
{
	const struct period period = actor->request->period;
	bool first = period.from < 20210101;
	plan_practical_deeds(actor);
	for (size_t i = 0; i < (first ? 1 : 2); i++)
		plan_on(actor, start_project, i, date_add_days(period.from, 20 + (int)i));
	plan(actor, hold_lecture, scaled(actor, first ? 40 : 62), date_add_days(period.from, 1), period.to);
	plan_on(actor, late_lecture, 0, date_add_days(period.to, 9));
	plan_on(actor, late_lecture, 1, date_add_days(period.to, 9));
	plan(actor, make_survey, scaled(actor, first ? 6 : 11), date_add_days(period.from, 30), period.to);
}
