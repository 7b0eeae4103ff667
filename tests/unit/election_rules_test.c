/* Counting rules of elections: each number that voids one, with the twin that
   just passes; who is elected, ties, and the size of a committee. */
#include "field/election.h"

#include "unit.h"

static void test_quorum_parse(void **state)
{
	(void)state;
	struct quorum quorum = {};
	assert_true(quorum_parse("2/3", &quorum));
	assert_int_equal(quorum.part, 2);
	assert_int_equal(quorum.whole, 3);
	assert_true(quorum_parse("1/1", &quorum));
	static const char *const bad[] = {"",    "2",    "2/",   "/3",   "3/2", "0/3",
	                                  "2/0", "2 /3", "2/3 ", "-1/2", "a/b", "66.7%"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(quorum_parse(bad[i], &quorum));
	assert_int_equal(quorum.whole, 1); /* untouched by what failed */
}

static const struct quorum two_thirds = {2, 3, false}, more_than_half = {1, 2, true};
static const struct ballot good = {
        .due = 75, .present = 50, .issued = 50, .returned = 50, .valid = 48, .spoiled = 2, .seats = 3};

static void ballot_refused(struct ballot ballot, const struct quorum *quorum, enum fault_code code,
                           const char *field)
{
	struct fault fault = {};
	assert_false(ballot_check(&ballot, quorum, &fault));
	assert_int_equal(fault.code, code);
	assert_string_equal(fault.field, field);
}

static void test_ballot(void **state)
{
	(void)state;
	struct fault fault = {};
	struct ballot ballot = good;
	assert_true(ballot_check(&ballot, &two_thirds, &fault)); /* 50 of 75 is two thirds exactly */
	ballot.returned = 49, ballot.valid = 47;
	assert_true(ballot_check(&ballot, &two_thirds, &fault));
	ballot = (struct ballot){
	        .due = 100, .present = 51, .issued = 51, .returned = 51, .valid = 51, .seats = 1};
	assert_true(ballot_check(&ballot, &more_than_half, &fault));

	ballot.present = 50, ballot.issued = ballot.returned = ballot.valid = 50;
	ballot_refused(ballot, &more_than_half, field_election_quorum, "delegates_present");
	ballot = good;
	ballot.present = 49;
	ballot_refused(ballot, &two_thirds, field_election_quorum, "delegates_present");
	ballot.present = 76;
	ballot_refused(ballot, &two_thirds, field_election_present, "delegates_present");
	ballot = good;
	ballot.issued = 51;
	ballot_refused(ballot, &two_thirds, field_election_issued, "ballots_issued");
	ballot = good;
	ballot.returned = 51; /* DOMAIN section 6, scenario 15: issued 50, returned 51 */
	ballot_refused(ballot, &two_thirds, field_election_returned, "ballots_returned");
	ballot = good;
	ballot.spoiled = 1;
	ballot_refused(ballot, &two_thirds, field_election_counted, "ballots_valid");
}

static void candidates_refused(const struct candidate *candidates, size_t count, const struct ballot *ballot,
                               enum fault_code code, const char *first, const char *second)
{
	struct fault fault = {};
	assert_false(candidates_check(candidates, count, ballot, &fault));
	assert_int_equal(fault.code, code);
	assert_string_equal(fault.argument[0], first);
	if (second)
		assert_string_equal(fault.argument[1], second);
	assert_string_equal(fault.field, "candidates");
}

/* 75 due: 38 votes are more than half, 37 are not. */
static void test_elected(void **state)
{
	(void)state;
	struct fault fault = {};
	struct candidate votes[] = {
	        {48, 0, 0, true},
	        {40, 8, 0, true},
	        {38, 10, 0, true},
	        {10, 30, 8, false},
	};
	assert_true(candidates_check(votes, 4, &good, &fault));
	assert_true(candidates_check(NULL, 0, &good, &fault));

	votes[2].votes_for = 37;
	candidates_refused(votes, 4, &good, field_election_no_majority, "3", "37");
	votes[2] = (struct candidate){38, 10, 0, false};
	candidates_refused(votes, 4, &good, field_election_not_marked, "3", NULL);
	votes[2] = (struct candidate){38, 11, 0, true};
	candidates_refused(votes, 4, &good, field_election_votes, "3", "49");
	votes[2] = (struct candidate){38, 10, 0, true};
	struct ballot two_seats = good;
	two_seats.seats = 2;
	votes[1].votes_for = votes[0].votes_for = 29, votes[2].votes_for = 39;
	candidates_refused(votes, 4, &two_seats, field_election_votes, "3", "49");
}

static void test_seats(void **state)
{
	(void)state;
	struct ballot two_seats = good;
	two_seats.seats = 2;
	struct candidate votes[] = {{32, 0, 0, true}, {31, 0, 0, true}, {30, 0, 0, true}};
	two_seats.due = 59; /* thirty is a majority */
	candidates_refused(votes, 3, &two_seats, field_election_over_seats, "3", "2");
	votes[2].elected = false;
	struct fault fault = {};
	assert_true(candidates_check(votes, 3, &two_seats, &fault));
	/* 48 ballots with two marks each hold 96 votes for. */
	votes[0].votes_for = 36;
	candidates_refused(votes, 3, &two_seats, field_election_marks, "97", "48");
	votes[0].votes_for = 35;
	assert_true(candidates_check(votes, 3, &two_seats, &fault));
	/* The second is passed over for the third. */
	votes[1].elected = false, votes[2].elected = true;
	candidates_refused(votes, 3, &two_seats, field_election_outvoted, "2", "3");
}

/* DOMAIN section 6, scenario 15: a tie goes to fewer votes against, then to another vote. */
static void test_tie(void **state)
{
	(void)state;
	struct fault fault = {};
	struct ballot one_seat = good;
	one_seat.seats = 1, one_seat.due = 45;
	struct candidate votes[] = {{24, 10, 0, false}, {24, 9, 0, true}};
	assert_true(candidates_check(votes, 2, &one_seat, &fault));
	votes[0].elected = true, votes[1].elected = false;
	candidates_refused(votes, 2, &one_seat, field_election_outvoted, "2", "1");
	votes[0].votes_against = 9;
	candidates_refused(votes, 2, &one_seat, field_election_tie, "2", "1");
	/* With two seats both are in and nothing is tied. */
	one_seat.seats = 2;
	votes[1].elected = true;
	assert_true(candidates_check(votes, 2, &one_seat, &fault));
}

static void committee_refused(struct committee committee, enum fault_code code)
{
	struct fault fault = {};
	assert_false(committee_check(&committee, 11, 2, &fault));
	assert_int_equal(fault.code, code);
}

static void test_committee(void **state)
{
	(void)state;
	struct fault fault = {};
	const struct committee smallest = {.members = 11, .chairs = 1, .vice_chairs = 2};
	assert_true(committee_check(&smallest, 11, 2, &fault));
	committee_refused((struct committee){.members = 10, .chairs = 1, .vice_chairs = 2},
	                  field_committee_small);
	committee_refused((struct committee){.members = 11, .chairs = 0, .vice_chairs = 2},
	                  field_committee_chair);
	committee_refused((struct committee){.members = 11, .chairs = 2, .vice_chairs = 2},
	                  field_committee_chair);
	committee_refused((struct committee){.members = 11, .chairs = 1, .vice_chairs = 1},
	                  field_committee_vice);
}

/* ---- against a count of the ballots themselves ---- */

enum { ELECTIONS = 100000, MOST_CANDIDATES = 6 };

struct random_election {
	struct ballot ballot;
	struct candidate candidates[MOST_CANDIDATES];
	size_t count;
	bool tied; /* for the last seat */
};

/* Every ballot by itself: for as many as there are seats at most, against or nothing for the rest. */
static void cast_ballots(struct dice *dice, struct random_election *election)
{
	for (int64_t i = 0; i < election->ballot.valid; i++) {
		int64_t marks = 0;
		uint32_t first = dice_below(dice, (uint32_t)election->count);
		for (size_t j = 0; j < election->count; j++) {
			struct candidate *candidate = &election->candidates[(first + j) % election->count];
			uint32_t roll = dice_below(dice, 8);
			if (roll < 6 && marks < election->ballot.seats) {
				candidate->votes_for++;
				marks++;
			} else if (roll < 7) {
				candidate->votes_against++;
			} else {
				candidate->abstentions++;
			}
		}
	}
}

/* Does b take a seat before a? */
static bool beaten(const struct candidate *a, const struct candidate *b)
{
	return b->votes_for > a->votes_for ||
	       (b->votes_for == a->votes_for && b->votes_against < a->votes_against);
}

/* By the words of the rule: whoever has a majority and fewer before them than there are seats. */
static void count_plainly(struct random_election *election)
{
	for (size_t i = 0; i < election->count; i++) {
		struct candidate *one = &election->candidates[i];
		int64_t before = 0, level = 0;
		for (size_t j = 0; j < election->count; j++) {
			const struct candidate *other = &election->candidates[j];
			before += beaten(one, other);
			level += other->votes_for == one->votes_for &&
			         other->votes_against == one->votes_against;
		}
		bool majority = one->votes_for > election->ballot.due / 2;
		one->elected = majority && before + level <= election->ballot.seats;
		election->tied |= majority && before < election->ballot.seats &&
		                  before + level > election->ballot.seats;
	}
}

static struct random_election random_election(struct dice *dice)
{
	struct random_election election = {.count = 1 + dice_below(dice, MOST_CANDIDATES)};
	int64_t valid = 1 + dice_below(dice, 9);
	election.ballot = (struct ballot){
	        .due = valid + dice_below(dice, 3), .valid = valid, .seats = 1 + dice_below(dice, 4)};
	cast_ballots(dice, &election);
	count_plainly(&election);
	return election;
}

/* No marking at all stands when the last seat is tied; else the plain count stands, and nothing else. */
static void test_random_elections(void **state)
{
	(void)state;
	struct dice dice = {.state = 20210330};
	size_t tied = 0, filled = 0;
	for (size_t i = 0; i < ELECTIONS; i++) {
		struct random_election election = random_election(&dice);
		unsigned wanted = 0, elected = 0;
		for (size_t j = 0; j < election.count; j++)
			wanted |= (unsigned)election.candidates[j].elected << j;
		for (unsigned marking = 0; marking < 1U << election.count; marking++) {
			struct fault fault = {};
			for (size_t j = 0; j < election.count; j++)
				election.candidates[j].elected = marking >> j & 1;
			bool stands = candidates_check(election.candidates, election.count, &election.ballot,
			                               &fault);
			assert_int_equal(stands, !election.tied && marking == wanted);
			elected += stands && marking;
		}
		tied += election.tied;
		filled += elected;
	}
	print_message("# %zu of %d elections tied, %zu filled a seat\n", tied, ELECTIONS, filled);
	assert_true(tied > ELECTIONS / 200 && filled > ELECTIONS / 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_quorum_parse),
	        cmocka_unit_test(test_ballot),
	        cmocka_unit_test(test_elected),
	        cmocka_unit_test(test_seats),
	        cmocka_unit_test(test_tie),
	        cmocka_unit_test(test_committee),
	        cmocka_unit_test(test_random_elections),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
