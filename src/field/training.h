/* The 领头雁 training: who has passed a class is marked on the roster. */
#ifndef JINGUO_FIELD_TRAINING_H
#define JINGUO_FIELD_TRAINING_H

#include "record/rule.h"

bool rule_training_passed(const struct rule_call *call, struct fault *fault);

#endif
