/* Acceptance scenarios that run from what is entered to the figure that prints:
   who counts once, what sums up, and how a tie ends. */
#include "office_figure.h"

static struct record *mother(struct office *office, const struct record *who, const char *org,
                             const char *groups)
{
	struct record *record = DRAFT(office, "federation_mother", "team_org", org, "person",
	                              id_of(office, who), "joined_on", "2021-03-01", "groups", groups);
	create(office, record);
	return record;
}

/* Scenario 12: in three groups, and in two communities besides, she is one of the team. */
static void test_once_in_the_team(void **state)
{
	struct record *who = person(*state, "甲"), *other = person(*state, "乙");
	create(*state, DRAFT(*state, "org", "code", "440307001002", "name", "罗岗社区", "level", "community",
	                     "valid_from", "2000-01-01"));
	mother(*state, who, "440307001001", "volunteer,committee,family");
	assert_string_equal(figure(*state, "federation_mother.team", "2021H1"), "1");
	struct record *again = mother(*state, who, "440307001002", "entrepreneur");
	assert_string_equal(figure(*state, "federation_mother.team", "2021H1"), "1");
	mother(*state, other, "440307001001", "volunteer");
	assert_string_equal(figure(*state, "federation_mother.team", "2021H1"), "2");
	/* Gone from one community, she still stands in the other. */
	change(*state, again,
	       DRAFT(*state, "federation_mother", "left_on", "2021-06-01", "leave_reason", "moved"));
	assert_string_equal(figure(*state, "federation_mother.team", "2021H1"), "2");
	/* Of no group she is no mother of the federation. */
	create_refused(*state,
	               DRAFT(*state, "federation_mother", "team_org", "440307001001", "person",
	                     id_of(*state, other), "joined_on", "2021-03-01"),
	               record_required, "groups");
}

static void hold_activity(struct office *office, const char *kind)
{
	struct record *record = DRAFT(office, "activity", "topic", "讲座", "host_org", "440307001001",
	                              "held_on", "2021-05-01");
	if (kind)
		FILL(office, record, "kind", kind);
	create(office, record);
}

/* Scenario 14: the seven kinds need not be all; what is in none of them is shown, not spread. */
static void test_kinds_and_the_rest(void **state)
{
	static const char *const kinds[] = {"lecture", "festival", "women", "course",
	                                    "minors",  "reading",  "camp"};
	for (size_t i = 0; i < 7; i++)
		hold_activity(*state, kinds[i]);
	assert_string_equal(figure(*state, "activity.held", "2021H1"), "7");
	assert_string_equal(figure(*state, "activity.other", "2021H1"), "0");
	hold_activity(*state, NULL);
	assert_string_equal(figure(*state, "activity.held", "2021H1"), "8");
	assert_string_equal(figure(*state, "activity.other", "2021H1"), "1");
	struct record *unknown = DRAFT(*state, "activity", "topic", "讲座");
	struct office *office = *state;
	MUST_FAIL(record_not_choice, record_put(office->book, unknown, "kind", "eighth", &fault));
}

/* Three candidates for two seats; the last two have as many votes. */
static struct record *tied_result(struct office *office, const char *against_first,
                                  const char *against_second, const char *elected_second)
{
	static const char *const votes[] = {"36", "32", "32"};
	const char *against[] = {"2", against_first, against_second};
	const char *elected[] = {"true", text_equal(elected_second, "true") ? "false" : "true",
	                         elected_second};
	struct record *result = DRAFT(office, "election", "done_on", "2021-03-30");
	for (size_t i = 0; i < 3; i++) {
		struct record *candidate = record_add_row(result, "candidates");
		FILL(office, candidate, "person", id_of(office, person(office, "候选人")), "votes_for",
		     votes[i], "votes_against", against[i], "elected", elected[i]);
	}
	return result;
}

static struct record *election(struct office *office, const char *returned)
{
	struct record *record =
	        DRAFT(office, "election", "elected_org", "440307001001", "round", "第一届", "seats", "2",
	              "delegates_due", "60", "delegates_present", "50", "ballots_issued", "50",
	              "ballots_valid", "50", "ballots_void", "0", "ballots_returned", returned);
	create(office, record);
	return record;
}

/* Scenario 15: more ballots than were handed out make it void; of a tie the one with fewer votes against
   is elected, and where these are equal too there is another vote. */
static void test_tie(void **state)
{
	move_refused(*state, election(*state, "51"), "hold", tied_result(*state, "3", "5", "false"),
	             field_election_returned);
	struct record *record = election(*state, "50");
	move_refused(*state, record, "hold", tied_result(*state, "3", "5", "true"), field_election_outvoted);
	move_refused(*state, record, "hold", tied_result(*state, "4", "4", "false"), field_election_tie);
	assert_string_equal(figure(*state, "election.done", "2021H1"), "x");
	move(*state, record, "hold", tied_result(*state, "3", "5", "false"));
	assert_string_equal(figure(*state, "election.done", "2021H1"), "1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_once_in_the_team, office_setup, office_teardown),
	        cmocka_unit_test_setup_teardown(test_kinds_and_the_rest, office_setup, office_teardown),
	        cmocka_unit_test_setup_teardown(test_tie, office_setup, office_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
