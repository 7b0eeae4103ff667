/* The women's-federation field's own rules: what law or mathematics fixes. One
   file a rule family; this table names them all. */
#ifndef JINGUO_FIELD_FIELD_H
#define JINGUO_FIELD_FIELD_H

#include "record/rule.h"

extern const struct rule field_rules[]; /* ended by a row without name */

#endif
