/* Venues, programmes and the other public work of the federation in books: what
   is refused beside what is allowed, and figures at their dates. */
#include "figure/figure.h"
#include "office.h"

/* What the figure of the whole district prints in that period. */
static const char *figure(struct office *office, const char *name, const char *period)
{
	struct figure_request request = {.figure = definitions_figure(office->definitions, name),
	                                 .org = "440307"};
	struct figure_result result;
	struct text printed = TEXT_EMPTY;
	assert_non_null(request.figure);
	MUST(period_parse(period, &request.period, &fault));
	MUST(figure_compute(office->book, &office->clerk, &request, 1, &office->arena, &result, &fault));
	figure_print(request.figure, &result.total, &printed);
	const char *kept = arena_copy(&office->arena, printed.at);
	text_release(&printed);
	return kept;
}

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

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_venue),
	        cmocka_unit_test(test_episodes),
	};
	return cmocka_run_group_tests(tests, office_setup, office_teardown);
}
