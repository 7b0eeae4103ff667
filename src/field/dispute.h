/* Screening for disputes: returns, and the households that are visited. */
#ifndef JINGUO_FIELD_DISPUTE_H
#define JINGUO_FIELD_DISPUTE_H

#include "record/rule.h"

/* The setting that gives the days between visits at that level; NULL for an unknown one. */
const char *household_setting(const char *level);
/* The day of the next month by which the return of a day's month is due. */
civil_date screening_due(civil_date screened, int64_t days);

/* Opens the visit that follows the one in the call. */
bool household_visited(const struct rule_call *call, struct fault *fault) __attribute__((warn_unused_result));

bool rule_household_watched(const struct rule_call *call, struct fault *fault);
bool rule_household_graded(const struct rule_call *call, struct fault *fault);
bool rule_household_settled(const struct rule_call *call, struct fault *fault);
bool rule_follow_up_escalate_to(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_screening_due_on(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_screening_once(const struct rule_call *call, struct fault *fault);

#endif
