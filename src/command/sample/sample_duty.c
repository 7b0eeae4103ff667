/* Duty rooms of the sample: opened after the elections, in most communities; their
   shifts are kept, missed, swapped, or nobody says what became of them. */
#include "command/sample/actor.h"

static void open_duty_room(struct actor *actor, civil_date on, size_t index)
{
	struct duty_made *duty = &actor->duties[index];
	if (!duty->member_count || index % 7 == 6)
		return;
	char plate[32];
	snprintf(plate, sizeof plate, "示例工作室%03zu", index + 1);
	struct record *record = begin(actor, "duty_room");
	put(actor, record, "room_org", answering_unit(actor, actor->communities[index].code, on));
	put(actor, record, "name", "社区妇联执委履职工作室");
	put(actor, record, "plate_no", plate);
	put_date(actor, record, "opened_on", on);
	if (chance(actor, 60)) {
		struct record *resource = record_add_row(record, "resources");
		put(actor, resource, "offered_by", "示例律师事务所");
		put(actor, resource, "offer", "每月一次法律咨询");
		put_date(actor, resource, "since_on", on);
	}
	duty->org = actor->communities[index].code;
	duty->room = finish(actor, record);
	actor->open_duties[actor->open_duty_count++] = index;
}

static void check_in(struct actor *actor, int64_t shift, civil_date on)
{
	static const char *const topics[] = {"rights", "family", "marriage", "jobs", "hardship"};
	struct record *changes = begin(actor, "duty_shift");
	uint32_t served = roll(actor, 7);
	put_int(actor, changes, "checked_in_at", instant_at(on, 8, 55));
	put_int(actor, changes, "served", served);
	for (uint32_t i = 0; i < served && i < 2; i++) {
		struct record *service = record_add_row(changes, "services");
		put(actor, service, "topic", pick(actor, topics));
		put(actor, service, "result", chance(actor, 80) ? "answered" : "handled");
	}
	move(actor, "duty_shift", shift, "check_in", changes);
}

static void swap(struct actor *actor, int64_t shift, int64_t with)
{
	struct record *asked = begin(actor, "duty_shift"), *approved = begin(actor, "duty_shift");
	put_int(actor, asked, "swap_with", with);
	put(actor, asked, "swap_why", "外出开会");
	put(actor, asked, "swap_asked_by", "经办人甲");
	move(actor, "duty_shift", shift, "ask_swap", asked);
	put(actor, approved, "swap_approved_by", "社区主席");
	move(actor, "duty_shift", shift, "approve_swap", approved);
}

static void keep_shift(struct actor *actor, civil_date on, size_t index)
{
	/* One after the other through rooms and members; the part of the day changes when the days wrap. */
	static const char *const slots[] = {"morning", "afternoon", "evening"};
	if (!actor->open_duty_count)
		return;
	const struct duty_made *duty = &actor->duties[actor->open_duties[index % actor->open_duty_count]];
	size_t turn = index / actor->open_duty_count % duty->member_count;
	struct record *record = begin(actor, "duty_shift");
	put(actor, record, "shift_org", answering_unit(actor, duty->org, on));
	put_int(actor, record, "room", duty->room);
	put_int(actor, record, "member", duty->members[turn]);
	put_date(actor, record, "due_on", on);
	put(actor, record, "slot", slots[index / DUTY_DAYS % 3]);
	int64_t id = finish(actor, record);
	if (index % 23 == 5) {
		struct record *absent = begin(actor, "duty_shift");
		put(actor, absent, "absent_why", "生病，无人替班");
		move(actor, "duty_shift", id, "miss", absent);
		return;
	}
	if (index % 29 == 7)
		return; /* nobody says what became of it: a gap as well */
	/* Members beyond the fourth have no shifts of their own here. */
	if (index % 19 == 3 && duty->member_count == DUTY_MEMBERS)
		swap(actor, id, duty->stand_in);
	check_in(actor, id, on);
}

void plan_duty(struct actor *actor)
{
	civil_date from = actor->request->period.from;
	if (from < 20210101)
		return; /* the rooms of the sample came with the elections of spring 2021 */
	for (size_t i = 0; i < actor->community_count; i++)
		plan_on(actor, open_duty_room, i, date_add_days(from, 91 + (int)(i % 8)));
	size_t shifts = scaled(actor, 210);
	for (size_t i = 0; i < shifts && i < (size_t)DUTY_DAYS * 3; i++)
		plan_on(actor, keep_shift, i, date_add_days(from, 105 + (int)(i % DUTY_DAYS)));
}
