/* The light of an indicator: where a year's value stands between base and
   target. All values are whole numbers in one scale. */
#ifndef JINGUO_FIELD_INDICATOR_H
#define JINGUO_FIELD_INDICATOR_H

#include "record/rule.h"

enum indicator_light { LIGHT_RED, LIGHT_YELLOW, LIGHT_GREEN, LIGHT_HOLD };
enum indicator_direction { DIRECTION_UP, DIRECTION_DOWN, DIRECTION_NEAR };

struct indicator_goal {
	enum indicator_direction direction;
	bool strict; /* the target itself does not count */
	bool has_base;
	int base_year, target_year;
	int64_t base, target;
	int64_t tolerance; /* how far short is still yellow; for NEAR the band */
};

/* HOLD when the target itself is reached. Before the target year GREEN when the
   year's own target is reached, or, without one, the straight line from base to
   target. Where there is neither, only the target counts. YELLOW when short by
   no more than the tolerance (about: twice the band), else RED. */
enum indicator_light indicator_judge(const struct indicator_goal *goal, int year, int64_t actual,
                                     const int64_t *year_target);
const char *indicator_light_code(enum indicator_light light); /* "green" */

bool rule_indicator_light(const struct rule_call *call, struct value *ret, struct fault *fault);

#endif
