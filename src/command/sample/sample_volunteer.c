/* Volunteers of the sample: who joined, what they did, stars that come of it, and
   certificates. Some services are entered late, one was refused. */
#include "command/sample/actor.h"

static const char *const services[][3] = {
        {"清洁家园", "environment", "清扫社区公园和楼道"},
        {"四点半课堂", "children", "辅导作业和看护"},
        {"反家暴法宣传", "rights", "发放资料、解答提问"},
        {"陪伴老人", "elderly", "聊天、量血压"},
        {"亲子故事会", "family", "讲故事、布置场地"},
        {"入户探访", "home", "看望困境家庭"},
        {"文明劝导", "culture", "路口劝导"},
};
static const char *const fields_of_service[] = {"children", "family",      "rights,mediation",
                                                "elderly",  "environment", "women,children"};
static const char *const skills[] = {"teaching",           "law",      "psychology", "art,craft",
                                     "medicine,first_aid", "computers"};
/* Hours brought from the older system: a few stand just below a star. */
static const char *const hours_before[] = {"98.5", "120", "299.5", "310.5", "601", "15", "40", "62.5"};

static void join_volunteer(struct actor *actor, civil_date on, size_t index)
{
	struct record *record = begin(actor, "volunteer");
	put(actor, record, "team_org", pick_community(actor, on));
	put_int(actor, record, "person", actor->people[(index * 5 + 3) % actor->person_count].id);
	put_date(actor, record, "joined_on", on);
	if (chance(actor, 30)) {
		put(actor, record, "entered_by", "organisation");
		put_date(actor, record, "consent_on", on);
	}
	put(actor, record, "fields_of_service", pick(actor, fields_of_service));
	if (chance(actor, 70))
		put(actor, record, "skills", pick(actor, skills));
	if (chance(actor, 75)) {
		put(actor, record, "insurer", "示例保险公司");
		put_date(actor, record, "insured_from", on);
		put_date(actor, record, "insured_to", date_add_days(on, 364));
	}
	bool first = !actor->volunteer_count;
	if (first || chance(actor, 25)) {
		put(actor, record, "hours_before", first ? "299.5" : pick(actor, hours_before));
		put(actor, record, "hours_before_source", "原志愿者系统导出表");
	}
	if (chance(actor, 40)) {
		struct record *training = record_add_row(record, "trainings");
		put(actor, training, "name", "志愿服务基础培训");
		put(actor, training, "class_hours", "4");
		put_date(actor, training, "trained_on", on);
	}
	if (index % 20 == 4) {
		struct record *honour = record_add_row(record, "honours");
		put(actor, honour, "name", "街道优秀志愿者");
		put_date(actor, honour, "awarded_on", on);
		put(actor, honour, "awarded_by", "街道办事处");
	}
	int64_t id = finish(actor, record);
	if (actor->volunteer_count < actor->volunteer_room)
		actor->volunteers[actor->volunteer_count++] = (struct volunteer_made){id, on};
}

static void enter_service(struct actor *actor, civil_date on, size_t index)
{
	if (!actor->volunteer_count)
		return;
	/* The first one goes to whoever stands half an hour below her second star. */
	uint32_t who = index ? roll(actor, (uint32_t)actor->volunteer_count) : 0;
	const struct volunteer_made *one = &actor->volunteers[who];
	const char *const *service = services[index % (sizeof services / sizeof *services)];
	/* Entered within a week, and now and then a month after. */
	civil_date served = date_add_days(on, -(int)roll(actor, chance(actor, 4) ? 40 : 7));
	struct record *record = begin(actor, "volunteer_service");
	put(actor, record, "service_org", pick_community(actor, on));
	put_int(actor, record, "volunteer", one->id);
	put(actor, record, "name", service[0]);
	put(actor, record, "kind", service[1]);
	put_date(actor, record, "served_on", served < one->joined ? one->joined : served);
	put_int(actor, record, "hours", 5 * (1 + (int64_t)roll(actor, 12)));
	if (chance(actor, 30))
		put_int(actor, record, "travel_hours", 5);
	put(actor, record, "place", "社区妇女儿童之家");
	put(actor, record, "content", service[2]);
	int64_t id = finish(actor, record);
	if (index % 97 == 96)
		move(actor, "volunteer_service", id, "refuse", NULL);
	else if (index == 0 || chance(actor, 94))
		move(actor, "volunteer_service", id, "confirm", NULL);
	if (index % 50 == 0 && index) {
		actor->certified = one->id;
		actor->certified_since = one->joined;
	}
}

/* For somebody who served lately; the service of the same day may not be confirmed yet. */
static void issue_certificate(struct actor *actor, civil_date on, size_t index)
{
	if (!actor->certified)
		return;
	struct record *record = begin(actor, "volunteer_certificate");
	put(actor, record, "issued_by", actor->request->org);
	put_int(actor, record, "volunteer", actor->certified);
	put_date(actor, record, "from_on", actor->certified_since);
	put_date(actor, record, "to_on", on);
	put_date(actor, record, "issued_on", on);
	put(actor, record, "contact", "区妇联办公室");
	int64_t id = finish(actor, record);
	if (index != 1)
		return;
	struct record *changes = begin(actor, "volunteer_certificate");
	put_date(actor, changes, "revoked_on", on);
	put(actor, changes, "revoke_why", "起止日期填错，另开。");
	move(actor, "volunteer_certificate", id, "revoke", changes);
}

static void leave_team(struct actor *actor, civil_date on, size_t index)
{
	if (index >= actor->volunteer_count)
		return;
	struct record *changes = begin(actor, "volunteer");
	put_date(actor, changes, "left_on", on);
	put(actor, changes, "leave_reason", "own_wish");
	change(actor, actor->volunteers[index].id, changes, "本人申请");
}

void plan_volunteers(struct actor *actor)
{
	struct period period = actor->request->period;
	bool first = period.from < 20210101;
	size_t volunteers = scaled(actor, first ? 90 : 160);
	actor->volunteers = arena_array(&actor->arena, struct volunteer_made, volunteers);
	actor->volunteer_room = volunteers;
	civil_date early = date_add_days(period.from, 30);
	plan(actor, join_volunteer, volunteers, period.from, early);
	plan(actor, enter_service, scaled(actor, first ? 250 : 500), date_add_days(early, 1), period.to);
	plan(actor, issue_certificate, scaled(actor, 6), date_add_days(period.to, -20), period.to);
	plan(actor, leave_team, scaled(actor, 4), period.to, period.to);
}
