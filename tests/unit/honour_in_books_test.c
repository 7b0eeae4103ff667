/* Honours in books: what is refused at nomination, the notice and its objections,
   the quota, and how soon an award may be given again. */
#include "office.h"

static struct record *award(struct office *office, const char *quota)
{
	struct record *record =
	        DRAFT(office, "award", "award_org", "440307", "name", "巾帼文明岗", "kind", "unit", "level",
	              "district", "called_on", "2021-01-10", "source", "示例通知", "women_pct", "60",
	              "people_min", "3", "repeat_years", "5", "quota", quota);
	create(office, record);
	return record;
}

static struct record *nominee(struct office *office, const struct record *of, const char *name,
                              const char *women)
{
	return DRAFT(office, "honour", "honour_org", "440307001001", "award", id_of(office, of), "unit_name",
	             name, "people", "50", "women", women, "nominated_on", "2021-02-01");
}

/* Up to the notice, from Friday 23 April 2021. */
static struct record *shown_nominee(struct office *office, const struct record *of, const char *name)
{
	struct record *record = nominee(office, of, name, "30");
	create(office, record);
	move(office, record, "review", DRAFT(office, "honour", "reviewed_on", "2021-02-10"));
	move(office, record, "consult",
	     DRAFT(office, "honour", "consulted_on", "2021-02-20", "consulted_bodies", "公安、法院"));
	move(office, record, "show", DRAFT(office, "honour", "shown_from", "2021-04-23"));
	return record;
}

static struct record *approval(struct office *office, const char *on)
{
	return DRAFT(office, "honour", "approved_on", on);
}

/* Scenario 20, second half. */
static void test_women_share(void **state)
{
	struct record *of = award(*state, "20");
	create_refused(*state, nominee(*state, of, "某窗口", "29"), field_honour_women_few, "women");
	struct record *unit = nominee(*state, of, "某窗口", "30");
	create(*state, unit);
	change_refused(*state, unit, DRAFT(*state, "honour", "women", "29"), field_honour_women_few);
	change_refused(*state, unit, DRAFT(*state, "honour", "women", "51"), record_check_says);
	/* Stricter rules later do not hold up what is on its way. */
	change(*state, of, DRAFT(*state, "award", "women_pct", "70"));
	move(*state, unit, "review", DRAFT(*state, "honour", "reviewed_on", "2021-02-10"));
}

/* Five workdays from Friday 23 April: the Sunday after it is worked, so they end on Wednesday. */
static void test_notice(void **state)
{
	struct record *unit = shown_nominee(*state, award(*state, "20"), "某窗口");
	assert_string_equal(shown(*state, unit, "shown_until"), "2021-04-28");
	move_refused(*state, unit, "approve", approval(*state, "2021-04-28"), field_honour_notice);
	move(*state, unit, "approve", approval(*state, "2021-04-29"));
	move_refused(*state, unit, "award", DRAFT(*state, "honour", "awarded_on", "2021-04-28"),
	             record_check_says);
	move(*state, unit, "award", DRAFT(*state, "honour", "awarded_on", "2021-05-10"));
}

/* Scenario 20, first half: an objection freezes, said by a move or not. */
static void test_objection(void **state)
{
	struct record *unit = shown_nominee(*state, award(*state, "20"), "某窗口");
	move_refused(*state, unit, "object", NULL, record_check_says);
	struct record *objection = record_new(&((struct office *)*state)->arena, unit->ledger);
	FILL(*state, record_add_row(objection, "objections"), "raised_on", "2021-04-26", "raised_by",
	     "某群众", "objection", "人数不实");
	change(*state, unit, objection);
	move_refused(*state, unit, "approve", approval(*state, "2021-06-01"), field_honour_frozen);
	move(*state, unit, "object", NULL);
	move_refused(*state, unit, "approve", approval(*state, "2021-06-01"), record_move_from_state);
	move_refused(*state, unit, "settle", NULL, record_check_says);

	struct record *settled = record_new(&((struct office *)*state)->arena, unit->ledger);
	FILL(*state, record_add_row(settled, "objections"), "raised_on", "2021-04-26", "settled_on",
	     "2021-05-08", "upheld", "false");
	change(*state, unit, settled);
	move(*state, unit, "settle", NULL);
	move(*state, unit, "approve", approval(*state, "2021-06-01"));

	/* One that was upheld ends it. */
	struct record *other = shown_nominee(*state, award(*state, "20"), "另一窗口");
	struct record *upheld = record_new(&((struct office *)*state)->arena, unit->ledger);
	FILL(*state, record_add_row(upheld, "objections"), "raised_on", "2021-04-26", "settled_on",
	     "2021-05-08", "upheld", "true");
	change(*state, other, upheld);
	move_refused(*state, other, "approve", approval(*state, "2021-06-01"), field_honour_upheld);
	move(*state, other, "refuse", NULL);
}

static void test_quota_and_repeat(void **state)
{
	struct record *of = award(*state, "1"), *again = award(*state, "9");
	struct record *first = shown_nominee(*state, of, "一号窗口"),
	              *second = shown_nominee(*state, of, "二号窗口");
	move(*state, first, "approve", approval(*state, "2021-05-10"));
	move_refused(*state, second, "approve", approval(*state, "2021-05-10"), field_honour_quota);
	move(*state, first, "award", DRAFT(*state, "honour", "awarded_on", "2021-05-11"));
	/* Its name again, and the same award: not within five years. */
	create(*state, nominee(*state, again, "二号窗口", "30"));
	struct record *repeated = nominee(*state, again, "一号窗口", "30");
	FILL(*state, repeated, "nominated_on", "2026-05-10");
	create_refused(*state, repeated, field_honour_again, "unit_name");
	FILL(*state, repeated, "nominated_on", "2026-05-11");
	create(*state, repeated);
}

static struct record *leader(struct office *office, const struct record *of, const char *born)
{
	struct record *who = person(office, "某干部");
	change(office, who, DRAFT(office, "person", "birth_date", born));
	return DRAFT(office, "honour", "honour_org", "440307001001", "award", id_of(office, of), "nominee",
	             id_of(office, who), "rank", "section", "leader", "true", "nominated_on", "2021-02-01");
}

static void test_people(void **state)
{
	struct record *of =
	        DRAFT(*state, "award", "award_org", "440307", "name", "三八红旗手", "kind", "person", "level",
	              "district", "called_on", "2021-01-10", "source", "示例通知", "age_min", "18",
	              "rank_max", "section", "quota", "4", "leaders_pct", "20");
	create(*state, of);
	create_refused(*state, leader(*state, of, "2003-02-02"), field_honour_young, "nominee");
	struct record *grown = leader(*state, of, "2003-02-01");
	create(*state, grown);
	change_refused(*state, grown, DRAFT(*state, "honour", "rank", "division"), field_honour_rank_high);
	move(*state, grown, "review", DRAFT(*state, "honour", "reviewed_on", "2021-02-10"));
	move(*state, grown, "consult",
	     DRAFT(*state, "honour", "consulted_on", "2021-02-20", "consulted_bodies", "纪检"));
	move(*state, grown, "show", DRAFT(*state, "honour", "shown_from", "2021-03-01"));
	/* A fifth of four is no leading cadre at all. */
	move_refused(*state, grown, "approve", approval(*state, "2021-03-08"), field_honour_leaders);
	change(*state, of, DRAFT(*state, "award", "quota", "5"));
	move(*state, grown, "approve", approval(*state, "2021-03-08"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_women_share, office_setup, office_teardown),
	        cmocka_unit_test_setup_teardown(test_notice, office_setup, office_teardown),
	        cmocka_unit_test_setup_teardown(test_objection, office_setup, office_teardown),
	        cmocka_unit_test_setup_teardown(test_quota_and_repeat, office_setup, office_teardown),
	        cmocka_unit_test_setup_teardown(test_people, office_setup, office_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
