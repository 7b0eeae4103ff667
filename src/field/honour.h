/* Honours: whom an award may go to, and when a nomination may be approved. */
#ifndef JINGUO_FIELD_HONOUR_H
#define JINGUO_FIELD_HONOUR_H

#include "record/rule.h"

/* What the record of the award asks; 0 or false: nothing. */
struct award_rules {
	bool person, unit; /* neither: a family */
	bool women_only, woman_leader;
	int64_t age_min, women_pct, people_min;
	int rank_max; /* place in the list of ranks; -1 any */
};
struct nominee {
	bool person, unit; /* which of the two is entered */
	bool female, woman_leader;
	civil_date born_on; /* 0 unknown */
	int rank;           /* -1 unset */
	int64_t people, women;
};
bool honour_eligible_check(const struct award_rules *award, const struct nominee *nominee,
                           civil_date nominated_on, struct fault *fault) __attribute__((warn_unused_result));

/* How many of `quota` may be leading cadres, when they are at most so many per cent. */
int64_t honour_leaders_most(int64_t quota, int64_t percent);

bool rule_honour_eligible(const struct rule_call *call, struct fault *fault);
bool rule_honour_shown_until(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_honour_undisputed(const struct rule_call *call, struct fault *fault);
bool rule_honour_quota(const struct rule_call *call, struct fault *fault);

#endif
