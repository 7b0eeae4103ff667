/* Members of committees: one plan and one account a year. */
#ifndef JINGUO_FIELD_COMMITTEE_H
#define JINGUO_FIELD_COMMITTEE_H

#include "record/rule.h"

bool rule_committee_duty_once(const struct rule_call *call, struct fault *fault);

#endif
