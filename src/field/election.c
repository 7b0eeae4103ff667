/* Elections, by the counting rules on which four sample rule books agree
   (DOMAIN-2 section 1): quorum of those due, no more ballots returned than
   issued, elected by more than half of those due, ties by fewer votes against.
   The quorum and the sizes are settings, since places differ. */
#include "field/election.h"

#include "field/look.h"
#include "record/list.h"

static bool whole_read(const char **ref_at, int64_t *ret)
{
	const char *at = *ref_at;
	int64_t number = 0;
	for (; *at >= '0' && *at <= '9' && number < 1000000; at++)
		number = number * 10 + (*at - '0');
	if (at == *ref_at)
		return false;
	*ref_at = at;
	*ret = number;
	return true;
}

bool quorum_parse(const char *string, struct quorum *ret)
{
	int64_t part, whole;
	if (!whole_read(&string, &part) || *string++ != '/' || !whole_read(&string, &whole) || *string)
		return false;
	if (!part || part > whole)
		return false;
	ret->part = part;
	ret->whole = whole;
	return true;
}

static bool quorum_met(const struct ballot *ballot, const struct quorum *quorum)
{
	int64_t present = ballot->present * quorum->whole, wanted = ballot->due * quorum->part;
	return quorum->exceeds ? present > wanted : present >= wanted;
}

bool ballot_check(const struct ballot *ballot, const struct quorum *quorum, struct fault *fault)
{
	struct words present = number_words(ballot->present), issued = number_words(ballot->issued);
	struct words returned = number_words(ballot->returned);
	if (ballot->present > ballot->due) {
		fault_set(fault, field_election_present, present.at, number_words(ballot->due).at);
		return blame(fault, "delegates_present");
	}
	if (!quorum_met(ballot, quorum)) {
		char share[64];
		snprintf(share, sizeof share, "%s%s/%s", quorum->exceeds ? "> " : "",
		         number_words(quorum->part).at, number_words(quorum->whole).at);
		fault_set(fault, field_election_quorum, present.at, number_words(ballot->due).at, share);
		return blame(fault, "delegates_present");
	}
	if (ballot->issued > ballot->present) {
		fault_set(fault, field_election_issued, issued.at, present.at);
		return blame(fault, "ballots_issued");
	}
	if (ballot->returned > ballot->issued) {
		fault_set(fault, field_election_returned, returned.at, issued.at);
		return blame(fault, "ballots_returned");
	}
	if (ballot->valid + ballot->spoiled != ballot->returned) {
		fault_set(fault, field_election_counted, number_words(ballot->valid).at,
		          number_words(ballot->spoiled).at, returned.at);
		return blame(fault, "ballots_valid");
	}
	return true;
}

static bool majority(const struct candidate *candidate, const struct ballot *ballot)
{
	return candidate->votes_for * 2 > ballot->due;
}

/* Below 0: a comes before b. */
static int candidate_order(const struct candidate *a, const struct candidate *b)
{
	if (a->votes_for != b->votes_for)
		return a->votes_for > b->votes_for ? -1 : 1;
	return (a->votes_against > b->votes_against) - (a->votes_against < b->votes_against);
}

/* No candidate has more votes than there are ballots, and all together not more marks than seats allow. */
static bool votes_check(const struct candidate *candidates, size_t count, const struct ballot *ballot,
                        struct fault *fault)
{
	int64_t marks = 0;
	for (size_t i = 0; i < count; i++) {
		const struct candidate *one = &candidates[i];
		int64_t votes = one->votes_for + one->votes_against + one->abstentions;
		if (votes > ballot->valid)
			return fault_set(fault, field_election_votes, number_words((int64_t)i + 1).at,
			                 number_words(votes).at, number_words(ballot->valid).at);
		marks += one->votes_for;
	}
	if (marks > ballot->valid * ballot->seats)
		return fault_set(fault, field_election_marks, number_words(marks).at,
		                 number_words(ballot->valid).at, number_words(ballot->seats).at);
	return true;
}

/* Everyone marked has a majority, and there are seats for them all. */
static bool elected_check(const struct candidate *candidates, size_t count, const struct ballot *ballot,
                          int64_t *ret_elected, struct fault *fault)
{
	int64_t elected = 0;
	for (size_t i = 0; i < count; i++) {
		if (!candidates[i].elected)
			continue;
		if (!majority(&candidates[i], ballot))
			return fault_set(fault, field_election_no_majority, number_words((int64_t)i + 1).at,
			                 number_words(candidates[i].votes_for).at,
			                 number_words(ballot->due).at);
		elected++;
	}
	if (elected > ballot->seats)
		return fault_set(fault, field_election_over_seats, number_words(elected).at,
		                 number_words(ballot->seats).at);
	*ret_elected = elected;
	return true;
}

/* Nobody with a majority was passed over. */
static bool passed_over_check(const struct candidate *candidates, size_t count, const struct ballot *ballot,
                              int64_t elected, struct fault *fault)
{
	for (size_t out = 0; out < count; out++) {
		if (candidates[out].elected || !majority(&candidates[out], ballot))
			continue;
		struct words passed = number_words((int64_t)out + 1);
		if (elected < ballot->seats)
			return fault_set(fault, field_election_not_marked, passed.at);
		for (size_t in = 0; in < count; in++) {
			if (!candidates[in].elected)
				continue;
			int order = candidate_order(&candidates[out], &candidates[in]);
			if (order <= 0)
				return fault_set(fault, order ? field_election_outvoted : field_election_tie,
				                 passed.at, number_words((int64_t)in + 1).at);
		}
	}
	return true;
}

bool candidates_check(const struct candidate *candidates, size_t count, const struct ballot *ballot,
                      struct fault *fault)
{
	int64_t elected = 0;
	if (!count)
		return true;
	if (votes_check(candidates, count, ballot, fault) &&
	    elected_check(candidates, count, ballot, &elected, fault) &&
	    passed_over_check(candidates, count, ballot, elected, fault))
		return true;
	return blame(fault, "candidates");
}

bool committee_check(const struct committee *committee, int64_t members_min, int64_t vice_chairs_min,
                     struct fault *fault)
{
	if (committee->members < members_min)
		return fault_set(fault, field_committee_small, number_words(committee->members).at,
		                 number_words(members_min).at);
	if (committee->chairs != 1)
		return fault_set(fault, field_committee_chair, number_words(committee->chairs).at);
	if (committee->vice_chairs < vice_chairs_min)
		return fault_set(fault, field_committee_vice, number_words(committee->vice_chairs).at,
		                 number_words(vice_chairs_min).at);
	return true;
}

static bool quorum_setting(const struct rule_call *call, struct quorum *ret, struct fault *fault)
{
	struct value share;
	int64_t exceeds;
	if (!look_setting(call, "election_quorum", &share, fault) ||
	    !look_setting_int(call, "election_quorum_exceeds", &exceeds, fault))
		return false;
	ret->exceeds = exceeds != 0;
	if (!quorum_parse(share.bytes, ret))
		return fault_set(fault, field_setting_bad, "election_quorum", share.bytes);
	return true;
}

static bool candidates_read(const struct rule_call *call, struct candidate **ret, size_t *ret_count,
                            struct fault *fault)
{
	const struct record_rows *rows;
	if (!look_rows(call, "candidates", &rows, fault))
		return false;
	struct candidate *candidates = arena_array(call->arena, struct candidate, rows->count);
	for (size_t i = 0; i < rows->count; i++)
		candidates[i] = (struct candidate){
		        .votes_for = look_int(rows->items[i], "votes_for"),
		        .votes_against = look_int(rows->items[i], "votes_against"),
		        .abstentions = look_int(rows->items[i], "abstentions"),
		        .elected = look_yes(rows->items[i], "elected"),
		};
	*ret = candidates;
	*ret_count = rows->count;
	return true;
}

bool rule_election_valid(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	if (!LOOK_FOR(call, fault, "delegates_due", "delegates_present", "ballots_issued", "ballots_returned",
	              "ballots_valid", "ballots_void", "seats", "candidates"))
		return false;
	struct ballot ballot = {
	        .due = look_int(record, "delegates_due"),
	        .present = look_int(record, "delegates_present"),
	        .issued = look_int(record, "ballots_issued"),
	        .returned = look_int(record, "ballots_returned"),
	        .valid = look_int(record, "ballots_valid"),
	        .spoiled = look_int(record, "ballots_void"),
	        .seats = look_int(record, "seats"),
	};
	struct quorum quorum = {};
	struct candidate *candidates;
	size_t count;
	return quorum_setting(call, &quorum, fault) && ballot_check(&ballot, &quorum, fault) &&
	       candidates_read(call, &candidates, &count, fault) &&
	       candidates_check(candidates, count, &ballot, fault);
}

/* How many committee members of this election are entered, in office, and fulfil the further condition. */
static bool members_count(const struct rule_call *call, const struct ledger *members, const char *further,
                          int64_t *ret, struct fault *fault)
{
	struct list_request request = {
	        .ledger = members,
	        .where = arena_format(call->arena, "election = '%s' and left_on is not set%s",
	                              number_words(call->record->id).at, further),
	        .limit = 1,
	};
	return record_count(call->book, call->viewer, &request, ret, fault);
}

bool rule_committee_size(const struct rule_call *call, struct fault *fault)
{
	const struct ledger *members = definitions_ledger(call->book->definitions, "committee_member");
	struct committee committee;
	int64_t members_min, vice_chairs_min;
	if (!members)
		return true; /* an office that keeps no committees cannot be asked for their size */
	return members_count(call, members, "", &committee.members, fault) &&
	       members_count(call, members, " and post = 'chair'", &committee.chairs, fault) &&
	       members_count(call, members, " and post in ('vice_chair', 'part_time_vice')",
	                     &committee.vice_chairs, fault) &&
	       look_setting_int(call, "committee_members_min", &members_min, fault) &&
	       look_setting_int(call, "committee_vice_chairs_min", &vice_chairs_min, fault) &&
	       committee_check(&committee, members_min, vice_chairs_min, fault);
}
