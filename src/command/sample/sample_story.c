/* The venue, the programme on air and the family-tradition bases of the sample. */
#include "command/sample/actor.h"

/* ---- the venue ---- */

static void add_milestone(struct actor *actor, struct record *venue, const char *part, const char *kind,
                          civil_date begun, civil_date due, civil_date done)
{
	struct record *row = record_add_row(venue, "milestones");
	put(actor, row, "part", part);
	put(actor, row, "kind", kind);
	put_date(actor, row, "begun_on", begun);
	put_date(actor, row, "due_on", due);
	if (done)
		put_date(actor, row, "done_on", done);
}

/* The first floor is built and opened; what is above it goes on to the day after the period. */
static void list_venue(struct actor *actor, civil_date on, size_t index)
{
	(void)index;
	if (newest_record(actor, "venue", NULL))
		return;
	struct record *venue = begin(actor, "venue");
	put(actor, venue, "venue_org", actor->request->org);
	put(actor, venue, "name", "区妇儿中心党群服务中心");
	put_date(actor, venue, "listed_on", on);
	put(actor, venue, "partner", "区委组织部");
	put_int(actor, venue, "floor_from", 1);
	put_int(actor, venue, "floor_to", 3);
	put(actor, venue, "area", "2480.5");
	finish(actor, venue);
}

static void build_venue(struct actor *actor, civil_date on, size_t index)
{
	(void)index;
	civil_date from = actor->request->period.from, to = actor->request->period.to;
	struct record *changes = begin(actor, "venue");
	int64_t venue = newest_record(actor, "venue", NULL);
	add_milestone(actor, changes, "一楼服务大厅", "opening", from, date_add_days(from, 80), on);
	add_milestone(actor, changes, "二至三楼活动空间", "completion", date_add_days(from, 40),
	              date_add_days(to, 1), 0);
	if (venue && !actor->failed)
		change(actor, venue, changes, "一楼启用");
}

static const char *const topics[] = {"党史故事会", "亲子阅读角", "政策宣讲", "就业指导", "心理健康讲座"};
static const char *const slots[] = {"morning", "afternoon", "evening"};

/* A booking for its day; NULL when the floor is taken in that part of the day. */
static struct record *booking(struct actor *actor, civil_date on, const char *kind, const char *topic)
{
	struct record *use = begin(actor, "venue_use");
	put(actor, use, "use_org", actor->request->org);
	put_int(actor, use, "venue", newest_record(actor, "venue", NULL));
	put(actor, use, "kind", kind);
	put(actor, use, "topic", topic);
	put_date(actor, use, "booked_for", on);
	put(actor, use, "slot", pick(actor, slots));
	return use;
}

static void use_venue(struct actor *actor, civil_date on, size_t index)
{
	static const char *const kinds[] = {"activity", "activity", "activity", "meeting", "class"};
	const char *kind = pick(actor, kinds);
	struct record *use = booking(actor, on, index ? kind : "activity", pick(actor, topics));
	int64_t id = finish(actor, use);
	if (index && chance(actor, 6)) {
		move(actor, "venue_use", id, "cancel", NULL);
		return;
	}
	struct record *changes = begin(actor, "venue_use");
	put_date(actor, changes, "used_on", on);
	put_int(actor, changes, "people", 12 + roll(actor, 70));
	move(actor, "venue_use", id, "use", changes);
	if (index && entered_twice(actor, index))
		set_aside(actor, "venue_use", id, "重复登记");
}

/* The first day, the last, and the one after, entered when the period is over. */
static void use_venue_at_edges(struct actor *actor, civil_date on, size_t index)
{
	(void)on;
	const struct period *period = &actor->request->period;
	civil_date days[] = {period->from, period->to, date_add_days(period->to, 1)};
	struct record *use = booking(actor, days[index], "service", "日常服务");
	put_date(actor, use, "used_on", days[index]);
	if (index != 1)
		put_int(actor, use, "people", 100 + roll(actor, 300));
	finish(actor, use);
}

/* ---- on air ---- */

static void start_programme(struct actor *actor, civil_date on, size_t index)
{
	(void)index;
	if (newest_record(actor, "programme", NULL))
		return;
	struct record *programme = begin(actor, "programme");
	put(actor, programme, "programme_org", actor->request->org);
	put(actor, programme, "name", "妇联有约");
	put(actor, programme, "station", "广播电台");
	put(actor, programme, "slot", "周六 10:00");
	put_date(actor, programme, "started_on", on);
	finish(actor, programme);
}

static struct record *step(struct actor *actor, const char *field, civil_date on)
{
	struct record *changes = begin(actor, "episode");
	put_date(actor, changes, field, on);
	return changes;
}

/* In order of number: the tasks of the plan run by day. */
static void air_episode(struct actor *actor, civil_date on, size_t index)
{
	static const char *const subjects[] = {"反家暴法", "隔代养育", "妇女创业", "心理调适", "红色家风",
	                                       "婚姻家庭", "女性健康", "青春期",   "家庭阅读"};
	struct record *episode = begin(actor, "episode");
	put(actor, episode, "episode_org", actor->request->org);
	put_int(actor, episode, "programme", newest_record(actor, "programme", NULL));
	put_int(actor, episode, "episode_no", records_counted(actor, "episode", "state = 'aired'") + 1);
	put(actor, episode, "topic", pick(actor, subjects));
	put_date(actor, episode, "planned_on", on);
	if (chance(actor, 80))
		put_int(actor, episode, "minutes", 25 + roll(actor, 10));
	int64_t id = finish(actor, episode);
	struct record *passed = step(actor, "script_passed_on", date_add_days(on, -6));
	put(actor, passed, "script_by", "section_head");
	move(actor, "episode", id, "pass", passed);
	move(actor, "episode", id, "record", step(actor, "recorded_on", date_add_days(on, -3)));
	if (index == 0 && newest_record(actor, "episode", "state = 'dropped'") == 0)
		move(actor, "episode", id, "drop", NULL); /* its number goes to the next */
	else
		move(actor, "episode", id, "air", step(actor, "aired_on", on));
}

/* ---- bases ---- */

static const struct {
	const char *name, *level, *batch, *paper;
	int approved, unveiled; /* days of the period; 0: not yet */
} bases[] = {
        {"客家家风传习基地", "district", "第一批", "区妇〔2020〕5号", 20, 30},
        {"书香家庭实践基地", "city", "第二批", "市妇〔2020〕21号", 60, 0},
        {"红色家风实践基地", "province", "首批", "粤妇〔2021〕8号", 85, 104},
        {"清廉家风实践基地", "city", "第三批", NULL, 0, 0},
};
enum { BASES = sizeof bases / sizeof *bases };

static void found_base(struct actor *actor, civil_date on, size_t index)
{
	(void)on; /* each base has days of its own */
	civil_date from = actor->request->period.from;
	civil_date applied = date_add_days(from, 10);
	struct record *base = begin(actor, "tradition_base");
	put(actor, base, "base_org", pick_community(actor, applied));
	put(actor, base, "name", bases[index].name);
	put(actor, base, "level", bases[index].level);
	put(actor, base, "batch", bases[index].batch);
	put_date(actor, base, "applied_on", applied);
	int64_t id = finish(actor, base);
	if (!bases[index].approved)
		return;
	struct record *approved = begin(actor, "tradition_base");
	put_date(actor, approved, "approved_on", date_add_days(from, bases[index].approved));
	put(actor, approved, "paper", bases[index].paper);
	put_date(actor, approved, "review_due", date_add_days(from, bases[index].approved + 365));
	move(actor, "tradition_base", id, "approve", approved);
	if (!bases[index].unveiled)
		return;
	struct record *unveiled = begin(actor, "tradition_base");
	put_date(actor, unveiled, "unveiled_on", date_add_days(from, bases[index].unveiled));
	for (int i = 0; i < 3; i++) {
		struct record *visit = record_add_row(unveiled, "visits");
		put_date(actor, visit, "visited_on", date_add_days(from, bases[index].unveiled + 10 * i));
		put_int(actor, visit, "people", 20 + roll(actor, 40));
	}
	move(actor, "tradition_base", id, "unveil", unveiled);
}

/* Two bases in the earlier half, two in the later; entered when all of it has happened. */
static void plan_bases(struct actor *actor)
{
	size_t first = actor->request->period.from < 20210101 ? 0 : BASES / 2;
	for (size_t i = first; i < first + BASES / 2; i++)
		plan_on(actor, found_base, i, date_add_days(actor->request->period.from, 130));
}

void plan_story(struct actor *actor)
{
	const struct period period = actor->request->period;
	plan_on(actor, list_venue, 0, period.from);
	plan_on(actor, start_programme, 0, period.from);
	if (period.from >= 20210101)
		plan_on(actor, build_venue, 0, date_add_days(period.from, 60));
	plan(actor, use_venue, scaled(actor, 40), date_add_days(period.from, 1), period.to);
	for (size_t i = 0; i < 3; i++)
		plan_on(actor, use_venue_at_edges, i, date_add_days(period.to, 3));
	size_t episodes = scaled(actor, 13);
	for (size_t i = 0; i < episodes; i++)
		plan_on(actor, air_episode, i, date_add_days(period.from, 8 + (int)(i * 165 / episodes)));
	plan_bases(actor);
}
