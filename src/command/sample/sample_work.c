/* Activities, elections, secondments, indicators and facts of the sample. */
#include <string.h>

#include "command/sample/actor.h"

static const struct {
	const char *kind, *topic;
	uint32_t share; /* of a hundred */
} kinds[] = {
        {"lecture", "家庭教育讲堂", 30},    {"women", "女性素质提升课", 18}, {"course", "妇女公益课", 23},
        {"minors", "未成年人品格课堂", 11}, {"reading", "亲子共读", 13},     {NULL, "妇女之家开放日", 5},
};
static const char *const subjects[] = {"如何倾听孩子", "法律伴我行", "急救常识", "理财入门",
                                       "春日绘本",     "情绪管理",   "传统手工"};
static const char *const modes[] = {"offline", "offline", "offline", "online", "mixed"};
static const char *const venues[] = {"社区妇女儿童之家", "社区党群服务中心", "区妇儿中心二楼", "街道文化站"};

static const char *const family_actions[] = {"education", "education",   "civility",
                                             "service",   "development", "civility,education"};

static size_t pick_kind(struct actor *actor)
{
	uint32_t dice = roll(actor, 100);
	size_t i = 0;
	while (i + 1 < sizeof kinds / sizeof *kinds && dice >= kinds[i].share)
		dice -= kinds[i++].share;
	return i;
}

static void add_signups(struct actor *actor, struct record *record, civil_date held)
{
	size_t count = 3 + roll(actor, 8), first = roll(actor, (uint32_t)actor->person_count);
	for (size_t i = 0; i < count && i < actor->person_count; i++) {
		struct record *row = record_add_row(record, "signups");
		put_int(actor, row, "person", actor->people[(first + i * 7) % actor->person_count].id);
		if (chance(actor, 80))
			put_date(actor, row, "signed_on", date_add_days(held, -(int)roll(actor, 14)));
		put(actor, row, "attended", chance(actor, 85) ? "true" : "false");
	}
}

static struct record *activity(struct actor *actor, civil_date held, const char *kind, const char *topic)
{
	struct record *record = begin(actor, "activity");
	const char *mode = pick(actor, modes);
	put(actor, record, "topic", topic);
	if (kind)
		put(actor, record, "kind", kind);
	put(actor, record, "host_org", chance(actor, 10) ? actor->request->org : pick_community(actor, held));
	put(actor, record, "mode", mode);
	put_date(actor, record, "held_on", held);
	if (text_equal(mode, "online"))
		put(actor, record, "platform", "视频会议");
	else
		put(actor, record, "venue", pick(actor, venues));
	if (chance(actor, 40))
		put_int(actor, record, "walk_ins", 5 + roll(actor, 60));
	if (chance(actor, 70))
		put_int(actor, record, "cost", 20000 + roll(actor, 500000));
	if (chance(actor, 30)) {
		int64_t sheets = 10 + roll(actor, 40);
		put_int(actor, record, "survey_sheets", sheets);
		put_int(actor, record, "survey_pleased", sheets - roll(actor, 5));
	}
	if (chance(actor, 40))
		put(actor, record, "family_action", pick(actor, family_actions));
	add_signups(actor, record, held);
	return record;
}

static void hold_activity(struct actor *actor, civil_date on, size_t index)
{
	size_t kind = pick_kind(actor);
	char topic[96];
	snprintf(topic, sizeof topic, "%s·%s", kinds[kind].topic, pick(actor, subjects));
	int64_t id = finish(actor, activity(actor, on, kinds[kind].kind, topic));
	if (entered_twice(actor, index))
		set_aside(actor, "activity", id, "与另一场重复登记");
	else if (chance(actor, 60))
		move(actor, "activity", id, "file", NULL);
}

static void hold_festival(struct actor *actor, civil_date on, size_t index)
{
	(void)index;
	finish(actor, activity(actor, on, "festival", "端午节日文化传承"));
}

static void hold_camp(struct actor *actor, civil_date on, size_t index)
{
	char topic[96];
	snprintf(topic, sizeof topic, "“双有”体验营第%zu期", index + 1);
	finish(actor, activity(actor, on, "camp", topic));
}

/* Planned and never held: listed, but no figure may count it. */
static void cancel_activity(struct actor *actor, civil_date on, size_t index)
{
	(void)index;
	struct record *record = begin(actor, "activity");
	put(actor, record, "topic", "户外亲子徒步");
	put(actor, record, "host_org", pick_community(actor, on));
	put_date(actor, record, "planned_on", on);
	move(actor, "activity", finish(actor, record), "cancel", NULL);
}

/* Held on the period's last day and entered weeks after. */
static void late_activity(struct actor *actor, civil_date on, size_t index)
{
	(void)on;
	civil_date edges[] = {actor->request->period.from, actor->request->period.to,
	                      date_add_days(actor->request->period.to, 1)};
	finish(actor, activity(actor, edges[index % 3], "lecture", "家庭教育讲堂·补登"));
}

void plan_activities(struct actor *actor)
{
	struct period period = actor->request->period;
	size_t usual = period.from < 20210101 ? 214 : 310;
	plan(actor, hold_activity, scaled(actor, usual), period.from, period.to);
	plan(actor, hold_festival, 1, period.from, period.to);
	plan(actor, hold_camp, 7, period.from, period.to);
	plan(actor, cancel_activity, scaled(actor, 6), period.from, period.to);
	for (size_t i = 0; i < 3; i++)
		plan_on(actor, late_activity, i, date_add_days(period.to, 20));
}

static const char *const industries[] = {"cadre",    "cadre",   "justice",   "finance",
                                         "health",   "culture", "education", "education",
                                         "business", "social",  "new_work"};

static int64_t add_member(struct actor *actor, const char *org, int64_t election, civil_date on, size_t seat)
{
	struct record *member = begin(actor, "committee_member");
	put(actor, member, "committee_org", org);
	put_int(actor, member, "person",
	        actor->people[(seat * 131 + roll(actor, 97)) % actor->person_count].id);
	put_int(actor, member, "election", election);
	put_date(actor, member, "elected_on", on);
	put(actor, member, "post",
	    seat == 0   ? "chair"
	    : seat == 1 ? "vice_chair"
	    : seat < 4  ? "part_time_vice"
	                : "member");
	put(actor, member, "staffing", seat < 2 ? "full_time" : "part_time");
	const char *industry = pick(actor, industries);
	if (chance(actor, 97))
		put(actor, member, "industry", industry);
	if (text_equal(industry, "business") && chance(actor, 70))
		put(actor, member, "entrepreneur", "true");
	if (seat == 0)
		put(actor, member, chance(actor, 60) ? "in_party_committee" : "in_residents_committee",
		    "true");
	if (chance(actor, 70))
		put(actor, member, "front_line", "true");
	return finish(actor, member);
}

/* Ballots that agree with themselves: everybody due but a few came and voted. */
static void add_ballots(struct actor *actor, struct record *record)
{
	int64_t due = 60 + roll(actor, 40), present = due - roll(actor, 8), invalid = roll(actor, 3);
	put_int(actor, record, "seats", 15);
	put_int(actor, record, "delegates_due", due);
	put_int(actor, record, "delegates_present", present);
	put_int(actor, record, "ballots_issued", present);
	put_int(actor, record, "ballots_returned", present);
	put_int(actor, record, "ballots_valid", present - invalid);
	put_int(actor, record, "ballots_void", invalid);
}

static void hold_election(struct actor *actor, civil_date on, size_t index)
{
	const char *org = actor->communities[index].code;
	struct record *record = begin(actor, "election");
	put(actor, record, "elected_org", org);
	put(actor, record, "round", "第一届");
	put_date(actor, record, "planned_on", date_add_days(on, -20));
	add_ballots(actor, record);
	int64_t id = finish(actor, record);
	struct record *result = begin(actor, "election");
	put_date(actor, result, "done_on", on);
	move(actor, "election", id, "hold", result);
	size_t seats = actor->request->records && actor->request->records < 2000 ? 5 : 15;
	struct duty_made *duty = &actor->duties[index];
	for (size_t seat = 0; seat < seats; seat++) {
		int64_t member = add_member(actor, org, id, on, seat);
		if (duty->member_count < DUTY_MEMBERS)
			duty->members[duty->member_count++] = member;
		duty->stand_in = member;
	}
}

void plan_elections(struct actor *actor)
{
	if (actor->request->period.from < 20210101)
		return; /* the round of the sample is that of spring 2021 */
	actor->duties = arena_array(&actor->arena, struct duty_made, actor->community_count);
	actor->open_duties = arena_array(&actor->arena, size_t, actor->community_count);
	size_t share =
	        scaled(actor, 1000); /* of a thousand communities; all of them in a sample of usual size */
	civil_date from = date_add_days(actor->request->period.from, 45);
	civil_date last = date_make(date_year(actor->request->period.from), 3, 30);
	if (last > actor->request->period.to || last < from)
		last = actor->request->period.to;
	size_t last_one = actor->community_count;
	for (size_t i = 0; i < actor->community_count; i++) {
		bool stays = !actor->communities[i].to;
		if (!stays || roll(actor, 1000) >= share)
			continue;
		plan_on(actor, hold_election, i, day_in(actor, from, date_add_days(last, -1)));
		last_one = i;
	}
	if (last_one < actor->community_count)
		actor->tasks[actor->task_count - 1].on = last;
}

static void send_batch(struct actor *actor, civil_date on, size_t index)
{
	static const char *const tasks[] = {"temperature", "sampling", "sampling", "emergency"};
	struct record *record = begin(actor, "secondment");
	put(actor, record, "sending_org", actor->request->org);
	put(actor, record, "kind", "batch");
	put_int(actor, record, "batch_no", (int64_t)index + 1);
	put(actor, record, "task", pick(actor, tasks));
	put_date(actor, record, "sent_on", on);
	put_date(actor, record, "back_on", date_add_days(on, 6));
	put(actor, record, "place_name", "社区检测点");
	size_t people = 4 + roll(actor, 5);
	for (size_t i = 0; i < people; i++) {
		struct record *line = record_add_row(record, "lines");
		put_int(actor, line, "person",
		        actor->people[(i * 11 + roll(actor, 40)) % actor->person_count].id);
		put(actor, line, "rank", chance(actor, 20) ? "section" : "staff");
		put_int(actor, line, "days", 1 + roll(actor, 7));
	}
	finish(actor, record);
}

static void weekly_duty(struct actor *actor, civil_date on, size_t index)
{
	(void)index;
	struct record *record = begin(actor, "secondment");
	put(actor, record, "sending_org", actor->request->org);
	put(actor, record, "kind", "weekly");
	put(actor, record, "task", "station");
	put_date(actor, record, "sent_on", on);
	put(actor, record, "place_name", "健康驿站");
	struct record *line = record_add_row(record, "lines");
	put_int(actor, line, "person", actor->people[0].id);
	put(actor, line, "rank", "division");
	put_int(actor, line, "days", 1);
	finish(actor, record);
}

void plan_secondments(struct actor *actor)
{
	struct period period = actor->request->period;
	size_t batches = period.from < 20210101 ? 8 : 12;
	for (size_t i = 0; i < batches; i++)
		plan_on(actor, send_batch, i, date_add_days(period.from, (int)(i * 170 / batches) + 3));
	for (civil_date on = date_add_days(period.from, 3); on <= period.to; on = date_add_days(on, 7))
		plan_on(actor, weekly_duty, 0, on);
}

/* Indicators whose national targets are public; the district's values are made up. */
static const struct {
	const char *plan, *domain, *name, *measure, *direction, *target, *department;
	int actual_from, actual_to; /* of a hundredth */
} indicators[] = {
        {"women", "women_health", "孕产妇死亡率", "per_100k", "down", "12", "卫生健康局", 300, 1400},
        {"women", "women_health", "适龄妇女宫颈癌筛查率", "percent", "up", "70", "卫生健康局", 6000, 8000},
        {"women", "women_economy", "就业人员中女性比例", "percent", "near", "45", "人力资源局", 4200, 4700},
        {"women", "women_decision", "居委会成员中女性比例", "percent", "near", "50", "民政局", 4600, 6000},
        {"women", "women_security", "基本医疗保险参保率", "percent", "up", "95", "医疗保障局", 9300, 9900},
        {"children", "child_health", "婴儿死亡率", "per_mille", "down", "5", "卫生健康局", 80, 300},
        {"children", "child_health", "5岁以下儿童死亡率", "per_mille", "down", "6", "卫生健康局", 120, 420},
        {"children", "child_education", "学前教育毛入园率", "percent", "up", "90", "教育局", 8800, 9800},
        {"children", "child_environment", "母婴设施配置率", "percent", "up", "80", "卫生健康局", 7000, 9500},
        {"children", "child_health", "小学生近视率", "percent", "down", "38", "教育局", 3200, 4500},
};
enum { INDICATORS = sizeof indicators / sizeof *indicators };

static void adopt_indicator(struct actor *actor, civil_date on, size_t index)
{
	struct record *record = begin(actor, "indicator");
	put(actor, record, "plan_org", actor->request->org);
	put(actor, record, "plan", indicators[index].plan);
	put(actor, record, "domain", indicators[index].domain);
	put(actor, record, "name", indicators[index].name);
	put(actor, record, "measure", indicators[index].measure);
	put(actor, record, "direction", indicators[index].direction);
	put_date(actor, record, "adopted_on", on);
	put(actor, record, "target_year", "2030");
	put(actor, record, "target", indicators[index].target);
	put(actor, record, "source_dept", indicators[index].department);
	if (text_equal(indicators[index].direction, "near"))
		put(actor, record, "tolerance", "2");
	actor->indicators[index] = finish(actor, record);
}

static void report_indicator(struct actor *actor, civil_date on, size_t index)
{
	struct record *record = begin(actor, "indicator_value");
	char actual[32];
	int hundredths =
	        indicators[index].actual_from +
	        (int)roll(actor, (uint32_t)(indicators[index].actual_to - indicators[index].actual_from));
	snprintf(actual, sizeof actual, "%d.%02d", hundredths / 100, hundredths % 100);
	put(actor, record, "report_org", actor->request->org);
	put_int(actor, record, "indicator", actor->indicators[index]);
	put_int(actor, record, "of_year", date_year(on) - 1);
	put_date(actor, record, "reported_on", on);
	put(actor, record, "actual", actual);
	finish(actor, record);
}

void plan_indicators(struct actor *actor)
{
	if (actor->request->period.from < 20210101)
		return;
	actor->indicators = arena_array(&actor->arena, int64_t, INDICATORS);
	for (size_t i = 0; i < INDICATORS; i++) {
		plan_on(actor, adopt_indicator, i, date_add_days(actor->request->period.from, 10));
		plan_on(actor, report_indicator, i, date_add_days(actor->request->period.from, 60 + (int)i));
	}
}

static const struct {
	const char *area, *kind, *reach, *statement, *statement_en, *source;
	int day; /* of the period */
} facts[] = {
        {"thought", "built", "district", "建成区级党群服务中心",
         "a district Party-mass service centre was built", "示例文件一", 60},
        {"thought", "first_batch", "province", "创建省级家教家风实践基地",
         "a provincial family-tradition base was founded", "示例文件二", 104},
        {"child_friendly", "first", "city", "创建全市首个儿童友好园区",
         "the city's first child-friendly park was opened", "示例文件三", 120},
        {"child_friendly", "guide", "city", "编制首个儿童友好型园区建设指引",
         "the first guide to child-friendly parks was written", "示例文件四", 130},
        {"child_friendly", "award", "district", "获评基层社会治理创新优秀案例",
         "an award for local governance was won", "示例文件五", 140},
};

static void state_fact(struct actor *actor, civil_date on, size_t index)
{
	struct record *record = begin(actor, "fact");
	put(actor, record, "stated_for", actor->request->org);
	put(actor, record, "area", facts[index].area);
	put(actor, record, "kind", facts[index].kind);
	put(actor, record, "reach", facts[index].reach);
	put(actor, record, "statement", facts[index].statement);
	put(actor, record, "statement_en", facts[index].statement_en);
	put_date(actor, record, "stated_on", on);
	put(actor, record, "source", facts[index].source);
	int64_t id = finish(actor, record);
	move(actor, "fact", id, "confirm", NULL);
}

void plan_facts(struct actor *actor)
{
	if (actor->request->period.from < 20210101)
		return;
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
		civil_date on = date_add_days(actor->request->period.from, facts[i].day);
		plan_on(actor, state_fact, i,
		        on > actor->request->period.to ? actor->request->period.to : on);
	}
}
