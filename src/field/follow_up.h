/* Visits after police warnings and under protection orders. */
#ifndef JINGUO_FIELD_FOLLOW_UP_H
#define JINGUO_FIELD_FOLLOW_UP_H

#include "record/rule.h"

/* A visit that was made after a warning: its round, and what was found. */
struct warning_visit {
	bool police; /* the police station leads: its visits end the chain */
	int64_t round;
	bool clean, absent;
};
/* After how many clean rounds the chain ends; days and months between visits. */
struct warning_plan {
	int64_t clean_visits, months, absent_days;
};
struct warning_next {
	bool end; /* the chain ends: no further visit of anybody */
	int64_t round;
	civil_date due;
};
struct warning_next warning_next(const struct warning_visit *visit, const struct warning_plan *plan,
                                 civil_date made);

/* The slip of an order is done when it was signed and is back at the court. */
bool slip_check(bool slip, bool signed_by_victim, bool returned, struct fault *fault)
        __attribute__((warn_unused_result));

bool rule_warning_delivered(const struct rule_call *call, struct fault *fault);
bool rule_warning_ended(const struct rule_call *call, struct fault *fault);
bool rule_warning_reopened(const struct rule_call *call, struct fault *fault);
bool rule_order_granted(const struct rule_call *call, struct fault *fault);
bool rule_order_extended(const struct rule_call *call, struct fault *fault);
bool rule_order_ended(const struct rule_call *call, struct fault *fault);
bool rule_order_slip_returned(const struct rule_call *call, struct fault *fault);
bool rule_follow_up_slip(const struct rule_call *call, struct fault *fault);
bool rule_follow_up_next(const struct rule_call *call, struct fault *fault);

#endif
