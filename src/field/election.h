/* Elections: who was there, what the ballots say, who is elected, and whether
   the committee that came of it is large enough to be filed. */
#ifndef JINGUO_FIELD_ELECTION_H
#define JINGUO_FIELD_ELECTION_H

#include "record/rule.h"

/* part/whole of those due must be present; `exceeds`: more than that. */
struct quorum {
	int64_t part, whole;
	bool exceeds;
};
/* "2/3"; false for anything that is no fraction of at most 1. */
bool quorum_parse(const char *string, struct quorum *ret) __attribute__((warn_unused_result));

struct ballot {
	int64_t due, present, issued, returned, valid, spoiled, seats;
};
bool ballot_check(const struct ballot *ballot, const struct quorum *quorum, struct fault *fault)
        __attribute__((warn_unused_result));

struct candidate {
	int64_t votes_for, votes_against, abstentions;
	bool elected; /* as it was entered */
};
/* The entered result must be the one the votes give: more than half of those
   due, in order of votes for, then of fewer against, up to the seats; a tie for
   the last seat needs another vote. `count` 0: nothing to check. */
bool candidates_check(const struct candidate *candidates, size_t count, const struct ballot *ballot,
                      struct fault *fault) __attribute__((warn_unused_result));

struct committee {
	int64_t members, chairs, vice_chairs;
};
bool committee_check(const struct committee *committee, int64_t members_min, int64_t vice_chairs_min,
                     struct fault *fault) __attribute__((warn_unused_result));

bool rule_election_valid(const struct rule_call *call, struct fault *fault);
bool rule_committee_size(const struct rule_call *call, struct fault *fault);

#endif
