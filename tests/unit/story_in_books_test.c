/* Venues, programmes and the other public work of the federation in books: what
   is refused beside what is allowed, and figures at their dates. */
#include "office_figure.h"

static struct record *booking_draft(struct office *office, const struct record *venue, const char *slot)
{
	return DRAFT(office, "venue_use", "use_org", "440307", "venue", id_of(office, venue), "topic",
	             "党史故事会", "floor", "2", "booked_for", "2021-11-20", "slot", slot);
}

/* Built and being built are both true at their dates; a floor is booked once. */
static void test_venue(void **state)
{
	struct record *venue = DRAFT(*state, "venue", "venue_org", "440307", "name", "党群服务中心",
	                             "listed_on", "2021-01-10", "floor_from", "1", "floor_to", "3");
	create(*state, venue);
	struct record *milestone = record_new(&((struct office *)*state)->arena, ledger_of(*state, "venue"));
	FILL(*state, record_add_row(milestone, "milestones"), "part", "一楼", "kind", "opening", "begun_on",
	     "2021-01-10", "done_on", "2021-03-01");
	FILL(*state, record_add_row(milestone, "milestones"), "part", "二楼", "kind", "completion",
	     "begun_on", "2021-03-01", "due_on", "2021-07-01", "done_on", "2021-07-01");
	change(*state, venue, milestone);
	assert_string_equal(figure(*state, "venue.built", "2021H1"), "1");
	assert_string_equal(figure(*state, "venue.being_built", "2021H1"), "1");
	assert_string_equal(figure(*state, "venue.target_on", "2021H1"), "2021-07-01");
	assert_string_equal(figure(*state, "venue.being_built", "2021-01"), "1");
	assert_string_equal(figure(*state, "venue.built", "2021H2"), "1");
	assert_string_equal(figure(*state, "venue.being_built", "2021H2"), "0");
	assert_string_equal(figure(*state, "venue.target_on", "2021H2"), "x");

	struct record *booked = booking_draft(*state, venue, "morning");
	create(*state, booked);
	create_refused(*state, booking_draft(*state, venue, "morning"), field_venue_taken, "booked_for");
	create(*state, booking_draft(*state, venue, "evening"));
	change(*state, booked, DRAFT(*state, "venue_use", "topic", "改名"));
	move(*state, booked, "cancel", NULL);
	struct record *instead = booking_draft(*state, venue, "morning");
	create(*state, instead);
	struct record *used = DRAFT(*state, "venue_use", "used_on", "2021-11-20");
	move_refused(*state, instead, "use", used, record_move_needs); /* nobody was counted */
	FILL(*state, used, "people", "30");
	move(*state, instead, "use", used);
	assert_string_equal(figure(*state, "venue.visits", "2021H2"), "30");
}

static struct record *episode(struct office *office, const struct record *programme, const char *number)
{
	struct record *record = DRAFT(office, "episode", "episode_org", "440307", "programme",
	                              id_of(office, programme), "episode_no", number, "topic", "红色家风");
	create(office, record);
	move(office, record, "pass",
	     DRAFT(office, "episode", "script_by", "section_head", "script_passed_on", "2021-03-01"));
	move_refused(office, record, "record", DRAFT(office, "episode", "recorded_on", "2021-02-28"),
	             record_check_says);
	move(office, record, "record", DRAFT(office, "episode", "recorded_on", "2021-03-02"));
	return record;
}

/* Numbers on air have no gap and no double; what was aired keeps its number. */
static void test_episodes(void **state)
{
	struct record *programme = DRAFT(*state, "programme", "programme_org", "440307", "name", "妇联有约",
	                                 "started_on", "2021-01-10");
	create(*state, programme);
	struct record *first = episode(*state, programme, "1"), *third = episode(*state, programme, "3");
	struct record *on = DRAFT(*state, "episode", "aired_on", "2021-04-10");
	move_refused(*state, third, "air", on, field_episode_gap);
	move(*state, first, "air", DRAFT(*state, "episode", "aired_on", "2021-04-03"));
	move_refused(*state, third, "air", on, field_episode_gap);
	struct record *second = episode(*state, programme, "2");
	move_refused(*state, second, "air", DRAFT(*state, "episode", "aired_on", "2021-04-02"),
	             field_episode_early);
	move(*state, second, "air", DRAFT(*state, "episode", "aired_on", "2021-04-03"));
	move(*state, third, "air", on);
	assert_string_equal(figure(*state, "episode.aired", "2021H1"), "3");
	create_refused(*state,
	               DRAFT(*state, "episode", "episode_org", "440307", "programme",
	                     id_of(*state, programme), "episode_no", "3", "topic", "重复"),
	               field_episode_twice, "episode_no");
	change_refused(*state, third, DRAFT(*state, "episode", "episode_no", "4"), field_episode_aired);
	/* Another programme counts for itself. */
	struct record *other = DRAFT(*state, "programme", "programme_org", "440307", "name", "她声",
	                             "started_on", "2021-01-10");
	create(*state, other);
	move(*state, episode(*state, other, "1"), "air", DRAFT(*state, "episode", "aired_on", "2021-03-03"));
}

/* Progress, and evidence, before a deed is done; a script before a lecture. */
static void test_deed_and_lecture(void **state)
{
	struct record *deed =
	        DRAFT(*state, "deed", "deed_org", "440307", "category", "rights", "item", "法律咨询点",
	              "listed_on", "2021-01-10", "due_on", "2021-06-30", "progress", "90");
	create(*state, deed);
	struct record *done = DRAFT(*state, "deed", "done_on", "2021-06-20", "evidence", "照片");
	move_refused(*state, deed, "finish", done, record_check_says);
	FILL(*state, done, "progress", "100");
	move(*state, deed, "finish", done);
	assert_string_equal(figure(*state, "deed.done_pct", "2021H1"), "100%");
	assert_string_equal(figure(*state, "deed.done_pct", "2021-01"), "0%");

	struct record *lecture = DRAFT(*state, "lecture", "host_org", "440307", "topic", "红色家书", "series",
	                               "talks", "held_on", "2021-05-10");
	create_refused(*state, lecture, record_check_says, "held_on");
	FILL(*state, lecture, "script_approved_on", "2021-05-11");
	create_refused(*state, lecture, record_check_says, "held_on");
	FILL(*state, lecture, "script_approved_on", "2021-05-10");
	create(*state, lecture);
}

static struct record *head(struct office *office)
{
	struct record *record =
	        DRAFT(office, "training_roster", "head_org", "440307001001", "person",
	              id_of(office, person(office, "主席")), "target", "community", "since", "2021-01-10");
	create(office, record);
	return record;
}

static void take_part(struct office *office, struct record *class, const struct record *head,
                      const char *score, const char *passed)
{
	FILL(office, record_add_row(class, "participants"), "head", id_of(office, head), "attended", "true",
	     "score", score, "passed", passed);
}

/* Three on the roster, one of them passes: a third is covered, from that day on. */
static void test_training(void **state)
{
	struct record *one = head(*state), *two = head(*state);
	head(*state);
	struct record *class = DRAFT(*state, "training_class", "host_org", "440307", "name", "第一期", "mode",
	                             "gathered", "examined", "true");
	take_part(*state, class, one, "60", "true");
	take_part(*state, class, two, "59", "true");
	create_refused(*state, class, record_check_says, "participants[2].passed");
	class = DRAFT(*state, "training_class", "host_org", "440307", "name", "第一期", "mode", "gathered",
	              "examined", "true");
	take_part(*state, class, one, "60", "true");
	take_part(*state, class, two, "59", "false");
	create(*state, class);
	assert_string_equal(figure(*state, "training_class.coverage_pct", "2021H1"), "0%");
	move(*state, class, "finish", DRAFT(*state, "training_class", "held_on", "2021-05-10", "hours", "8"));
	assert_string_equal(shown(*state, one, "trained_on"), "2021-05-10");
	assert_string_equal(shown(*state, two, "trained_on"), "");
	assert_string_equal(figure(*state, "training_class.coverage_pct", "2021H1"), "33.33%");

	/* A later class leaves the first day as it is. */
	struct record *again =
	        DRAFT(*state, "training_class", "host_org", "440307", "name", "第二期", "mode", "by_area");
	take_part(*state, again, one, "90", "true");
	create(*state, again);
	move(*state, again, "finish", DRAFT(*state, "training_class", "held_on", "2021-09-10", "hours", "8"));
	assert_string_equal(shown(*state, one, "trained_on"), "2021-05-10");
}

/* What was planned in one half is reported on in the next. */
static void test_theme_and_project(void **state)
{
	struct record *theme =
	        DRAFT(*state, "theme", "theme_org", "440307", "theme", "reform", "begun_on", "2021-01-10");
	FILL(*state, record_add_row(theme, "tasks"), "task", "制度", "done_on", "2021-09-10");
	FILL(*state, record_add_row(theme, "tasks"), "task", "清单");
	create(*state, theme);
	assert_string_equal(figure(*state, "theme.done_pct", "2021H1"), "0%");
	assert_string_equal(figure(*state, "theme.done_pct", "2021H2"), "50%");

	struct record *project = DRAFT(*state, "project", "project_org", "440307", "name", "领头雁",
	                               "started_on", "2021-01-10");
	FILL(*state, record_add_row(project, "milestones"), "name", "结项", "set_on", "2021-01-10", "due_on",
	     "2021-07-10", "done_on", "2021-08-01");
	create(*state, project);
	assert_string_equal(figure(*state, "project.green", "2021Q1"), "1");
	assert_string_equal(figure(*state, "project.yellow", "2021H1"), "1");
	assert_string_equal(figure(*state, "project.red", "2021-07"), "1");
	assert_string_equal(figure(*state, "project.red", "2021-08"), "0");
}

/* Scenario 17: 74 of 75 chairs sit on both committees, which is not all of them. */
static void test_chairs(void **state)
{
	struct office *office = *state;
	const char *who = id_of(office, person(office, "主席"));
	for (int i = 0; i < 75; i++)
		create(office, DRAFT(office, "committee_member", "committee_org", "440307001001", "person",
		                     who, "elected_on", "2021-03-30", "post", "chair", "in_party_committee",
		                     i ? "true" : "false"));
	assert_string_equal(figure(office, "committee_member.chairs", "2021H1"), "75");
	assert_string_equal(figure(office, "committee_member.chairs_both", "2021H1"), "74");
	assert_string_equal(figure(office, "committee_member.chairs_both_pct", "2021H1"), "98.67%");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_venue),
	        cmocka_unit_test(test_episodes),
	        cmocka_unit_test(test_deed_and_lecture),
	        cmocka_unit_test(test_training),
	        cmocka_unit_test(test_theme_and_project),
	        cmocka_unit_test(test_chairs),
	};
	return cmocka_run_group_tests(tests, office_setup, office_teardown);
}
