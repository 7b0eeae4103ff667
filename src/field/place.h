/* Where and when of a record, put into words that figures can count by. */
#ifndef JINGUO_FIELD_PLACE_H
#define JINGUO_FIELD_PLACE_H

#include "record/rule.h"

/* The Monday of the week that holds the date; 0 for 0. */
civil_date week_monday(civil_date date);

bool rule_org_level(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_week_monday(const struct rule_call *call, struct value *ret, struct fault *fault);

#endif
