/* What a citizen number says about its owner (GB 11643-1999). */
#ifndef JINGUO_FIELD_PERSON_H
#define JINGUO_FIELD_PERSON_H

#include "record/rule.h"

/* The number must be valid (base/ids.h). */
civil_date id_number_birth(const char *number);
bool id_number_male(const char *number);
/* Birth date and sex must be those of the number; 0 and "" are unknown and agree with everything. */
bool person_check(const char *id_number, civil_date birth_date, const char *sex, struct fault *fault)
        __attribute__((warn_unused_result));

bool rule_person_agrees(const struct rule_call *call, struct fault *fault);

#endif
