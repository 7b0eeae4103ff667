/* Duty rooms and shifts in books. Scenario 18: a swap is approved, an absence is a gap. */
#include "field/duty.h"

#include "office_figure.h"

static struct record *duty_room(struct office *office)
{
	struct record *room = DRAFT(office, "duty_room", "room_org", "440307001001", "name", "社区执委工作室",
	                            "opened_on", "2021-04-01");
	create(office, room);
	return room;
}

static struct record *member(struct office *office)
{
	struct record *record = DRAFT(office, "committee_member", "committee_org", "440307001001", "person",
	                              id_of(office, person(office, "执委")), "elected_on", "2021-03-30");
	create(office, record);
	return record;
}

static struct record *shift_draft(struct office *office, const struct record *room, const struct record *of,
                                  const char *day)
{
	return DRAFT(office, "duty_shift", "shift_org", "440307001001", "room", id_of(office, room), "member",
	             id_of(office, of), "due_on", day);
}

/* Scenario 18. */
static void test_swap_and_gap(void **state)
{
	struct office *office = *state;
	struct record *room = duty_room(office), *due = member(office), *other = member(office);
	struct record *swapped = shift_draft(office, room, due, "2021-11-24"),
	              *missed = shift_draft(office, room, other, "2021-11-25");
	create(office, swapped);
	create(office, missed);
	struct record *asking = DRAFT(office, "duty_shift", "swap_with", id_of(office, due), "swap_why",
	                              "出差", "swap_asked_by", "甲");
	move_refused(office, swapped, "ask_swap", asking, field_duty_swap_self);
	FILL(office, asking, "swap_with", id_of(office, other));
	move(office, swapped, "ask_swap", asking);
	assert_string_equal(shown(office, swapped, "on_duty"), shown(office, swapped, "member"));
	/* Asked for, she is spoken for. */
	create_refused(office, shift_draft(office, duty_room(office), other, "2021-11-24"),
	               field_duty_elsewhere, "member");
	move_refused(office, swapped, "approve_swap", DRAFT(office, "duty_shift", "swap_approved_by", "甲"),
	             record_check_says);
	move(office, swapped, "approve_swap", DRAFT(office, "duty_shift", "swap_approved_by", "乙"));
	assert_string_equal(shown(office, swapped, "on_duty"), shown(office, swapped, "swap_with"));
	/* Whoever gave the shift away is free again. */
	struct record *elsewhere = shift_draft(office, duty_room(office), due, "2021-11-24");
	FILL(office, elsewhere, "slot", "afternoon");
	create(office, elsewhere);

	struct record *came =
	        DRAFT(office, "duty_shift", "checked_in_at", "2021-11-23T09:00:00+08:00", "served", "3");
	move_refused(office, swapped, "check_in", came, field_duty_checked_in_elsewhen);
	FILL(office, came, "checked_in_at", "2021-11-24T08:55:00+08:00");
	move(office, swapped, "check_in", came);
	move(office, missed, "miss", DRAFT(office, "duty_shift", "absent_why", "生病"));
	/* The one missed and the one of which nobody says what became of it. */
	assert_string_equal(figure(office, "duty_shift.gaps", "2021H2"), "2");
	assert_string_equal(figure(office, "duty_shift.kept_pct", "2021H2"), "33.33%");
	assert_string_equal(figure(office, "duty_shift.stood_in", "2021H2"), "1");
	assert_string_equal(figure(office, "duty_shift.served", "2021H2"), "3");
	assert_int_equal(count(office, "duty_shift", "state = 'absent'"), 1);
}

static void test_who_may_be_put_on(void **state)
{
	struct office *office = *state;
	struct record *room = duty_room(office), *of = member(office);
	create_refused(office, shift_draft(office, room, of, "2021-03-31"), field_duty_room_closed, "room");
	change(office, of,
	       DRAFT(office, "committee_member", "left_on", "2021-11-01", "leave_reason", "moved"));
	create_refused(office, shift_draft(office, room, of, "2021-11-01"), field_duty_not_in_office,
	               "member");
	struct record *last = shift_draft(office, room, of, "2021-10-31");
	create(office, last);
	create_refused(office, shift_draft(office, room, of, "2021-10-31"), field_duty_elsewhere, "member");
	/* To come: neither kept nor missed. */
	struct record *later = shift_draft(office, room, member(office), "2021-12-24");
	create(office, later);
	move_refused(office, later, "miss", DRAFT(office, "duty_shift", "absent_why", "生病"),
	             record_check_says);
	move_refused(office, later, "check_in",
	             DRAFT(office, "duty_shift", "checked_in_at", "2021-12-24T09:00:00+08:00"),
	             field_duty_checked_in_elsewhen);
}

static void test_day(void **state)
{
	(void)state;
	struct fault fault = {};
	const struct duty_span room = {20210401, 20210501}, office = {20210330, 20210430};
	assert_true(duty_day_check(&room, &office, 20210401, "member", &fault));
	assert_true(duty_day_check(&room, &office, 20210429, "member", &fault));
	assert_false(duty_day_check(&room, &office, 20210430, "swap_with", &fault));
	assert_string_equal(fault.field, "swap_with");
	assert_false(duty_day_check(&room, &office, 20210331, "member", &fault));
	assert_string_equal(fault.field, "room");
	assert_true(duty_day_check(&(struct duty_span){20210401, 0}, &(struct duty_span){20210330, 0},
	                           20291231, "member", &fault));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_swap_and_gap),
	        cmocka_unit_test(test_who_may_be_put_on),
	        cmocka_unit_test(test_day),
	};
	return cmocka_run_group_tests(tests, office_setup, office_teardown);
}
