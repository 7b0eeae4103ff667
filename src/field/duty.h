/* Duty of committee members: who may be put on a shift, who is on it, and when somebody came. */
#ifndef JINGUO_FIELD_DUTY_H
#define JINGUO_FIELD_DUTY_H

#include "record/rule.h"

/* A time in which something holds; `to` is the first day without, 0 open. */
struct duty_span {
	civil_date from, to;
};
/* The room is open and the member in office on that day. `field` is blamed for the member. */
bool duty_day_check(const struct duty_span *room, const struct duty_span *office, civil_date on,
                    const char *field, struct fault *fault) __attribute__((warn_unused_result));

bool rule_duty_shift_free(const struct rule_call *call, struct fault *fault);
bool rule_duty_on_duty(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_duty_checked_in(const struct rule_call *call, struct fault *fault);

#endif
