/* The shipped rules at work in books of the shipped definitions, along the
   acceptance scenarios of the field: what is refused, what is computed, and what
   one act does to other records. */
#include "office.h"

/* ---- the scenarios ---- */

static void test_level_and_code_agree(void **state)
{
	create_refused(*state,
	               DRAFT(*state, "org", "code", "440307002", "name", "龙城街道", "level", "community",
	                     "valid_from", "2000-01-01"),
	               record_check_says, "level");
}

static void test_person(void **state)
{
	struct record *record =
	        DRAFT(*state, "person", "home_org", "440307001001", "registered_on", "2021-01-04", "name",
	              "测试", "sex", "female", "id_number", "53010219200508011X");
	create_refused(*state, record, field_person_sex_differs, "sex");
	FILL(*state, record, "sex", "male", "birth_date", "1920-05-09");
	create_refused(*state, record, field_person_birth_differs, "birth_date");
	FILL(*state, record, "birth_date", "1920-05-08");
	create(*state, record);
	/* A later change that leaves the sealed number alone is no reason to ask again. */
	change(*state, record, DRAFT(*state, "person", "phone", "13800138000"));
}

static struct record *case_draft(struct office *office)
{
	return DRAFT(office, "rights_case", "received_on", "2021-09-24", "handling_org", "440307001001",
	             "channel", "call", "matter", "education", "handler", "officer");
}

/* Scenario 2: received on 24 September 2021, sixty days end on 23 November. */
static void test_case_deadlines(void **state)
{
	struct record *record = case_draft(*state);
	create(*state, record);
	assert_string_equal(shown(*state, record, "due_on"), "2021-11-23");
	assert_string_equal(shown(*state, record, "overdue_from"), "2021-11-24");
	assert_string_equal(shown(*state, record, "local_matter"), "General");
	move(*state, record, "accept", DRAFT(*state, "rights_case", "accepted_on", "2021-09-27"));
	assert_string_equal(shown(*state, record, "due_on"), "2021-11-26");

	/* Scenario 3: an extension by another, in time and with a reason. */
	struct record *extension = DRAFT(*state, "rights_case", "extension_days", "30", "extension_on",
	                                 "2021-11-27", "extension_by", "lead", "extension_why", "取证未完成");
	move_refused(*state, record, "extend", extension, field_case_extension_late);
	FILL(*state, extension, "extension_on", "2021-11-26", "extension_by", "officer");
	move_refused(*state, record, "extend", extension, field_case_extension_own);
	FILL(*state, extension, "extension_by", "lead");
	move(*state, record, "extend", extension);
	assert_string_equal(shown(*state, record, "due_on"), "2021-12-27"); /* the 26th is a Sunday */
}

/* Scenario 5: a minor's case without a report or a written reason is not closed. */
static void test_minor_unreported(void **state)
{
	struct record *record = case_draft(*state);
	FILL(*state, record, "minors", "true", "minor_count", "1");
	create(*state, record);
	struct record *closing =
	        DRAFT(*state, "rights_case", "closed_on", "2021-09-24", "outcome", "answered");
	move_refused(*state, record, "answer", closing, field_case_minor_unreported);
	FILL(*state, closing, "report_waiver", "没有受到侵害的迹象");
	move(*state, record, "answer", closing);

	struct record *reported = case_draft(*state);
	FILL(*state, reported, "minors", "true", "report_no", "QZ-1");
	create(*state, reported);
	move(*state, reported, "answer",
	     DRAFT(*state, "rights_case", "closed_on", "2021-09-24", "outcome", "answered"));
}

static void test_case_choices(void **state)
{
	struct record *record = case_draft(*state);
	FILL(*state, record, "subtype", "divorce");
	create_refused(*state, record, record_check_says, "subtype");
	FILL(*state, record, "matter", "marriage_family", "risk", "high", "ways", "advice,mediation");
	create_refused(*state, record, record_check_says, "ways");
	FILL(*state, record, "ways", "advice,legal_aid", "collective", "true", "people_count", "4");
	create_refused(*state, record, record_check_says, "people_count");
	FILL(*state, record, "people_count", "5");
	create(*state, record);
	assert_string_equal(shown(*state, record, "local_matter"), "Marriage and family");
}

static struct record *child_draft(struct office *office)
{
	return DRAFT(office, "child", "care_org", "440307001001", "person",
	             id_of(office, person(office, "儿童")), "born_on", "2012-05-01", "entered_on",
	             "2021-03-01", "categories", "poor");
}

static struct record *child(struct office *office)
{
	struct record *record = child_draft(office);
	FILL(office, record, "guardian_consent", "true", "consent_on", "2021-03-01");
	create(office, record);
	return record;
}

/* Scenarios 13 and 32. */
static void test_child(void **state)
{
	struct record *record = child_draft(*state);
	create_refused(*state, record, field_child_consent_missing, "guardian_consent");
	FILL(*state, record, "statutory_ground", "duty");
	create_refused(*state, record, field_child_ground_unexplained, "ground_note");
	FILL(*state, record, "ground_note", "街道转来的保护个案");
	create(*state, record);

	struct record *listed = child_draft(*state);
	FILL(*state, listed, "guardian_consent", "true", "consent_on", "2021-03-02");
	create_refused(*state, listed, field_child_consent_late, "consent_on");
	FILL(*state, listed, "consent_on", "2021-03-01", "categories", "unattended", "listed_publicly",
	     "true");
	create_refused(*state, listed, record_check_says, "listed_publicly");
	FILL(*state, listed, "categories", "poor");
	create(*state, listed);
}

static struct record *mother(struct office *office, const char *screened_on)
{
	struct record *record = DRAFT(office, "federation_mother", "team_org", "440307001001", "person",
	                              id_of(office, person(office, "妈妈")), "groups", "red_banner,volunteer",
	                              "joined_on", "2021-03-01");
	if (screened_on)
		FILL(office, record, "screened_on", screened_on, "screening", "clear");
	create(office, record);
	return record;
}

static struct record *pairing_draft(struct office *office, const struct record *with, const struct record *of)
{
	return DRAFT(office, "pairing", "pairing_org", "440307001001", "mother", id_of(office, with), "child",
	             id_of(office, of), "from_on", "2021-04-01");
}

/* Scenario 11, and a child paired twice. */
static void test_pairing_refused(void **state)
{
	struct record *known = child(*state), *screened = mother(*state, "2021-03-01"),
	              *other = mother(*state, "2021-03-02");
	struct record *unscreened = mother(*state, NULL), *lapsed = mother(*state, "2020-03-31");
	create_refused(*state, pairing_draft(*state, unscreened, known), field_mother_not_screened, "mother");
	create_refused(*state, pairing_draft(*state, lapsed, known), field_mother_screening_lapsed, "mother");
	struct record *first = pairing_draft(*state, screened, known);
	create(*state, first);
	struct record *second = pairing_draft(*state, other, known);
	create_refused(*state, second, field_child_paired, "child");
	FILL(*state, second, "mode", "many_one");
	create_refused(*state, second, field_child_paired, "child");
	change(*state, first, DRAFT(*state, "pairing", "mode", "many_one"));
	create(*state, second);
	/* Back to one and one while another goes on: refused as well. */
	struct fault fault = {};
	assert_false(record_change(((struct office *)*state)->book, &((struct office *)*state)->clerk,
	                           first->tenant, first->id, 0, DRAFT(*state, "pairing", "mode", "one_one"),
	                           "", NULL, &fault));
	assert_string_equal(fault_name(fault.code), fault_name(field_child_paired));
	/* A check that runs out later does not stand in the way of ending. */
	change(*state, screened, DRAFT(*state, "federation_mother", "screened_on", "2021-11-01"));
	move(*state, first, "end", DRAFT(*state, "pairing", "to_on", "2021-11-15", "end_reason", "better"));
}

static struct record *open_visit(struct office *office, const struct record *pairing)
{
	struct list_request request = {
	        .ledger = ledger_of(office, "visit"),
	        .where = arena_format(&office->arena, "pairing = '%s' and state = 'open'",
	                              id_of(office, pairing)),
	        .limit = 10,
	};
	struct list_page page;
	MUST(record_list(office->book, &office->clerk, &request, &office->arena, &page, &fault));
	assert_int_equal(page.count, 1);
	return page.records[0];
}

static void test_contacts(void **state)
{
	struct record *pairing = pairing_draft(*state, mother(*state, "2021-03-01"), child(*state));
	create(*state, pairing);
	const char *open = arena_format(&((struct office *)*state)->arena,
	                                "pairing = '%s' and state = 'open'", id_of(*state, pairing));
	assert_int_equal(count(*state, "visit", open), 0);
	move(*state, pairing, "begin", NULL);
	struct record *first = open_visit(*state, pairing);
	assert_string_equal(shown(*state, first, "due_on"), "2021-04-16");
	assert_string_equal(shown(*state, first, "overdue_from"), "2021-04-17");
	assert_string_equal(shown(*state, first, "next_due"), "");

	/* Made, and the next is planned by what was done: thirty days after a visit. */
	move(*state, first, "make", DRAFT(*state, "visit", "made_on", "2021-04-10", "mode", "visit"));
	assert_string_equal(shown(*state, first, "next_due"), "2021-05-10");
	struct record *second = open_visit(*state, pairing);
	assert_string_equal(shown(*state, second, "due_on"), "2021-05-10");
	/* One that was planned by hand is enough. */
	create(*state, DRAFT(*state, "visit", "visit_org", "440307001001", "pairing", id_of(*state, pairing),
	                     "due_on", "2021-06-01", "mode", "family"));
	assert_int_equal(count(*state, "visit", open), 2);
	move(*state, second, "make", DRAFT(*state, "visit", "made_on", "2021-05-12"));
	assert_int_equal(count(*state, "visit", open), 1);

	move(*state, pairing, "end",
	     DRAFT(*state, "pairing", "to_on", "2021-06-01", "end_reason", "child_moved"));
	assert_int_equal(count(*state, "visit", open), 0);
	assert_int_equal(count(*state, "visit", "state = 'dropped'"), 1);
}

static struct record *election_draft(struct office *office)
{
	return DRAFT(office, "election", "elected_org", "440307001001", "round", "第一届", "seats", "11",
	             "delegates_due", "60", "delegates_present", "50", "ballots_issued", "50",
	             "ballots_valid", "49", "ballots_void", "2", "ballots_returned", "51");
}

static void member(struct office *office, const struct record *election, const char *post)
{
	create(office, DRAFT(office, "committee_member", "committee_org", "440307001001", "person",
	                     id_of(office, person(office, "执委")), "election", id_of(office, election),
	                     "elected_on", "2021-03-30", "post", post));
}

/* Scenarios 15 and 16: fifty ballots issued, fifty-one returned; a committee below its size. */
static void test_election(void **state)
{
	struct record *record = election_draft(*state),
	              *result = DRAFT(*state, "election", "done_on", "2021-03-30");
	create(*state, record);
	assert_string_equal(shown(*state, record, "level"), "Community");
	move_refused(*state, record, "hold", result, field_election_returned);
	FILL(*state, result, "ballots_returned", "50", "ballots_void", "1");
	struct record *loser = record_add_row(result, "candidates"),
	              *winner = record_add_row(result, "candidates");
	FILL(*state, loser, "person", id_of(*state, person(*state, "甲")), "votes_for", "30", "elected",
	     "true");
	FILL(*state, winner, "person", id_of(*state, person(*state, "乙")), "votes_for", "31", "elected",
	     "true");
	move_refused(*state, record, "hold", result, field_election_no_majority);
	FILL(*state, loser, "elected", "false");
	move(*state, record, "hold", result);

	struct record *filing = DRAFT(*state, "election", "filed_on", "2021-04-15");
	member(*state, record, "chair");
	member(*state, record, "vice_chair");
	for (int i = 0; i < 8; i++)
		member(*state, record, "member");
	move_refused(*state, record, "file", filing, field_committee_small); /* ten; eleven are wanted here */
	member(*state, record, "member");
	move_refused(*state, record, "file", filing, field_committee_vice);
	member(*state, record, "part_time_vice");
	move(*state, record, "file", filing);
}

static void test_member_year(void **state)
{
	struct record *who = DRAFT(*state, "committee_member", "committee_org", "440307001001", "person",
	                           id_of(*state, person(*state, "执委")), "elected_on", "2021-03-30");
	create(*state, who);
	struct record *year = DRAFT(*state, "committee_duty", "duty_org", "440307001001", "member",
	                            id_of(*state, who), "of_year", "2021", "planned_on", "2021-04-10");
	struct record *again = DRAFT(*state, "committee_duty", "duty_org", "440307001001", "member",
	                             id_of(*state, who), "of_year", "2021", "planned_on", "2021-05-10");
	create(*state, year);
	create_refused(*state, again, field_committee_duty_twice, "of_year");
	FILL(*state, again, "of_year", "2020");
	create(*state, again);
	change_refused(*state, again, DRAFT(*state, "committee_duty", "of_year", "2021"),
	               field_committee_duty_twice);
	/* The account comes after the plan; the same record may be saved again. */
	change_refused(*state, year, DRAFT(*state, "committee_duty", "account_on", "2021-04-10"),
	               record_check_says);
	change(*state, year, DRAFT(*state, "committee_duty", "account_on", "2021-11-30", "score", "92"));
}

/* A review is asked for within thirty days of the decision, the thirtieth among them. */
static void test_review(void **state)
{
	struct record *record = case_draft(*state), *review = record_add_row(record, "reviews");
	FILL(*state, review, "stage", "review", "told_on", "2021-10-01", "asked_on", "2021-11-01");
	create_refused(*state, record, record_check_says, "reviews[1].asked_on");
	FILL(*state, review, "asked_on", "2021-10-31");
	create(*state, record);
}

/* Scenario 22, in books. */
static void test_indicator(void **state)
{
	struct record *goal =
	        DRAFT(*state, "indicator", "plan_org", "440307", "plan", "women", "name", "孕产妇死亡率",
	              "measure", "per_100k", "direction", "down", "adopted_on", "2021-01-01", "target_year",
	              "2030", "target", "12", "source_dept", "卫生健康局");
	create(*state, goal);
	struct record *value =
	        DRAFT(*state, "indicator_value", "report_org", "440307", "indicator", id_of(*state, goal),
	              "of_year", "2020", "reported_on", "2021-03-01", "actual", "12.5");
	create(*state, value);
	assert_string_equal(shown(*state, value, "light"), "Missed (red)");
	change(*state, value, DRAFT(*state, "indicator_value", "actual", "11.5"));
	assert_string_equal(shown(*state, value, "light"), "Met, hold");

	/* “About” without a band of its own takes that of the setting. */
	struct record *about =
	        DRAFT(*state, "indicator", "plan_org", "440307", "plan", "women", "name", "就业女性比例",
	              "measure", "percent", "direction", "near", "adopted_on", "2021-01-01", "target_year",
	              "2030", "target", "45", "source_dept", "人力资源局");
	create(*state, about);
	struct record *share =
	        DRAFT(*state, "indicator_value", "report_org", "440307", "indicator", id_of(*state, about),
	              "of_year", "2020", "reported_on", "2021-03-01", "actual", "43");
	create(*state, share);
	assert_string_equal(shown(*state, share, "light"), "Met, hold");
}

static void test_secondment_week(void **state)
{
	struct record *record = DRAFT(*state, "secondment", "sending_org", "440307", "kind", "weekly", "task",
	                              "station", "sent_on", "2021-04-04", "place_name", "健康驿站");
	create(*state, record);
	assert_string_equal(shown(*state, record, "week_of"), "2021-03-29");
}

static void test_activity(void **state)
{
	struct record *record = DRAFT(*state, "activity", "topic", "亲子阅读", "host_org", "440307001001",
	                              "planned_on", "2021-12-24", "held_on", "2021-12-24");
	create_refused(*state, record, record_check_says, "held_on"); /* to come */
	FILL(*state, record, "held_on", "", "fee", "5");
	create_refused(*state, record, record_check_says, "fee");
	FILL(*state, record, "fee", "0");
	create(*state, record);
	move(*state, record, "cancel", NULL);
	struct record *held = DRAFT(*state, "activity", "topic", "亲子阅读", "host_org", "440307001001",
	                            "held_on", "2021-11-24");
	create(*state, held);
	move_refused(*state, held, "cancel", NULL, record_check_says);
	move(*state, held, "file", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_level_and_code_agree),
	        cmocka_unit_test(test_person),
	        cmocka_unit_test(test_case_deadlines),
	        cmocka_unit_test(test_minor_unreported),
	        cmocka_unit_test(test_case_choices),
	        cmocka_unit_test(test_child),
	        cmocka_unit_test(test_pairing_refused),
	        cmocka_unit_test(test_contacts),
	        cmocka_unit_test(test_election),
	        cmocka_unit_test(test_member_year),
	        cmocka_unit_test(test_review),
	        cmocka_unit_test(test_indicator),
	        cmocka_unit_test(test_secondment_week),
	        cmocka_unit_test(test_activity),
	};
	return cmocka_run_group_tests(tests, office_setup, office_teardown);
}
