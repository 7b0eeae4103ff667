/* Child-friendly places and nursing rooms in books. Scenario 19. */
#include "office.h"

static struct record *expert(struct office *office, const char *unit)
{
	struct record *record = DRAFT(office, "expert", "appointed_by", "440307", "person",
	                              id_of(office, person(office, "专家")), "unit_name", unit,
	                              "appointed_on", "2021-01-04", "term_to", "2022-12-31");
	create(office, record);
	return record;
}

static struct record *inspection_draft(struct office *office, const struct record *room,
                                       const struct record *by)
{
	return DRAFT(office, "inspection", "inspection_org", "440307001001", "room", id_of(office, room),
	             "expert", id_of(office, by), "inspected_on", "2021-11-01", "passed",
	             "nonslip_floor,changing_table,wash_basin,crib,seat,table,tissues,socket,bin", "failed",
	             "lock,air_conditioning");
}

/* Scenario 19: 9.5 square metres without a lock is class B, has not passed and is to be mended; the
   expert who built it keeps away, and so does one of its unit. */
static void test_nursing_room(void **state)
{
	struct office *office = *state;
	struct record *builder = expert(office, "设计院"), *own = expert(office, "妇幼保健院"),
	              *other = expert(office, "师范学院");
	struct record *room =
	        DRAFT(office, "nursing_room", "room_org", "440307001001", "name", "一楼母婴室", "place_type",
	              "hospital", "address", "一楼东侧", "area", "9.5", "manager_unit", "妇幼保健院",
	              "opened_on", "2021-03-01", "large_venue", "true");
	FILL(office, record_add_row(room, "builders"), "expert", id_of(office, builder));
	create(office, room);
	assert_string_equal(shown(office, room, "class"), "Class B");
	assert_string_equal(shown(office, room, "area_short"), "yes");

	struct record *inspection = inspection_draft(office, room, builder);
	create_refused(office, inspection, field_expert_built_it, "expert");
	FILL(office, inspection, "expert", id_of(office, own));
	create_refused(office, inspection, field_expert_of_the_unit, "expert");
	FILL(office, inspection, "expert", id_of(office, other));
	create(office, inspection);
	assert_string_equal(shown(office, inspection, "result"), "Not passed");
	assert_string_equal(shown(office, inspection, "fix_due"), "2021-12-01");
	assert_string_equal(shown(office, inspection, "overdue_from"), "2021-12-02");
	move_refused(office, inspection, "accept", NULL, record_check_says);
	move(office, inspection, "order", NULL);
	struct record *recheck =
	        DRAFT(office, "inspection", "fixed_on", "2021-11-20", "recheck_by", id_of(office, builder));
	move_refused(office, inspection, "recheck", recheck, field_expert_built_it);
	FILL(office, recheck, "recheck_by", id_of(office, other));
	move(office, inspection, "recheck", recheck);
	/* She changes to that unit later; what she judged stands. */
	change(office, other, DRAFT(office, "expert", "unit_name", "妇幼保健院"));
	change(office, inspection, DRAFT(office, "inspection", "advice", "加装门锁后复查合格。"));
}

static void test_inspection_results(void **state)
{
	struct office *office = *state;
	struct record *by = expert(office, "师范学院");
	struct record *room =
	        DRAFT(office, "nursing_room", "room_org", "440307001001", "name", "二楼母婴室", "place_type",
	              "mall", "address", "二楼", "area", "10", "opened_on", "2021-03-01");
	create(office, room);
	assert_string_equal(shown(office, room, "class"), "Class A");
	assert_string_equal(shown(office, room, "area_short"), "no");
	struct record *one = inspection_draft(office, room, by);
	FILL(office, one, "failed", "air_conditioning");
	create(office, one);
	assert_string_equal(shown(office, one, "result"), "Required items not looked at");
	assert_string_equal(shown(office, one, "fix_due"), "");
	move_refused(office, one, "accept", NULL, record_check_says);
	move_refused(office, one, "order", NULL, record_check_says);
	move(office, one, "accept",
	     DRAFT(office, "inspection", "passed",
	           "nonslip_floor,changing_table,wash_basin,crib,seat,table,tissues,socket,bin,lock"));
	struct record *storeroom = inspection_draft(office, room, by);
	FILL(office, storeroom, "found", "other_use");
	create(office, storeroom);
	assert_string_equal(shown(office, storeroom, "result"), "Other use");
	assert_string_equal(shown(office, storeroom, "fix_due"), "2021-12-01");
	struct record *gone = inspection_draft(office, room, by);
	FILL(office, gone, "found", "closed", "inspected_on", "2022-01-01");
	create_refused(office, gone, record_check_says, "inspected_on");
	FILL(office, gone, "inspected_on", "2021-01-03");
	create_refused(office, gone, field_expert_out_of_term, "expert");
	FILL(office, gone, "inspected_on", "2021-11-30");
	create(office, gone);
	move(office, gone, "close", NULL);
}

static void stage(struct office *office, struct record *site, const char *code, const char *day)
{
	FILL(office, record_add_row(site, "stages"), "stage", code, "reached_on", day);
}

/* The domains of a scheme, and stages that follow each other. */
static void test_site(void **state)
{
	struct office *office = *state;
	struct record *site = DRAFT(office, "friendly_site", "site_org", "440307001001", "name", "数码城",
	                            "scheme", "city_2019", "domain", "campus", "started_on", "2021-01-04");
	create_refused(office, site, record_check_says, "domain");
	FILL(office, site, "scheme", "district");
	stage(office, site, "applied", "2021-01-04");
	stage(office, site, "assessed", "2021-03-05");
	stage(office, site, "built", "2021-03-06");
	create_refused(office, site, field_stage_order, "stages");
	FILL(office, site->rows[ledger_field(site->ledger, "stages")->place].items[2], "reached_on",
	     "2021-03-05");
	create(office, site);
	assert_string_equal(shown(office, site, "stage"), "Assessed");
	assert_string_equal(shown(office, site, "plated_on"), "");

	struct record *plated = DRAFT(office, "friendly_site", "plate_no", "第一号");
	stage(office, plated, "applied", "2021-01-04");
	stage(office, plated, "plated", "2021-05-01");
	stage(office, plated, "reviewed", "2021-08-01");
	stage(office, plated, "reviewed", "2021-11-01");
	change(office, site, plated);
	assert_string_equal(shown(office, site, "stage"), "Reviewed");
	assert_string_equal(shown(office, site, "plated_on"), "2021-05-01");
	/* What the rows say stays when something else is changed. */
	change(office, site, DRAFT(office, "friendly_site", "unit_name", "数码城管理处"));
	assert_string_equal(shown(office, site, "plated_on"), "2021-05-01");
}

static void test_task_and_proposal(void **state)
{
	struct office *office = *state;
	struct record *task =
	        DRAFT(office, "friendly_task", "plan_org", "440307", "plan", "五年行动计划", "item",
	              "新建友好学校", "done_by_unit", "教育局", "of_year", "2021", "listed_on", "2021-01-10",
	              "target", "5", "actual", "4", "done_on", "2021-06-30");
	create_refused(office, task, record_check_says, "done_on");
	FILL(office, task, "actual", "5");
	create(office, task);

	struct record *council = DRAFT(office, "child_council", "council_org", "440307001001", "name",
	                               "社区儿童议事会", "founded_on", "2021-03-01");
	struct record *proposal = record_add_row(council, "proposals");
	FILL(office, proposal, "raised_on", "2021-05-10", "topic", "space", "proposal", "增加遮阳", "answer",
	     "declined", "done_on", "2021-06-01");
	create_refused(office, council, record_check_says, "proposals[1].done_on");
	FILL(office, proposal, "answer", "adopted");
	create(office, council);
}

/* One version holds at a time. */
static void test_guide(void **state)
{
	struct office *office = *state;
	struct record *first = DRAFT(office, "friendly_guide", "guide_org", "440307", "name", "园区建设指引",
	                             "domain", "campus", "edition", "1.0", "issued_on", "2021-05-10");
	create(office, first);
	struct record *second = DRAFT(office, "friendly_guide", "guide_org", "440307", "name", "园区建设指引",
	                              "domain", "campus", "edition", "2.0", "issued_on", "2021-11-01",
	                              "replaces", id_of(office, first));
	create_refused(office, second, field_guide_overlaps, "replaces");
	change(office, first, DRAFT(office, "friendly_guide", "replaced_on", "2021-11-01"));
	FILL(office, second, "domain", "park");
	create_refused(office, second, field_guide_overlaps, "replaces");
	FILL(office, second, "domain", "campus");
	create(office, second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_nursing_room), cmocka_unit_test(test_inspection_results),
	        cmocka_unit_test(test_site),         cmocka_unit_test(test_task_and_proposal),
	        cmocka_unit_test(test_guide),
	};
	return cmocka_run_group_tests(tests, office_setup, office_teardown);
}
