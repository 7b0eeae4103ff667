/* Nursing rooms: class by area, the result of an inspection, and who may judge. */
#ifndef JINGUO_FIELD_NURSING_H
#define JINGUO_FIELD_NURSING_H

#include "record/rule.h"

/* Least areas, all in one scale. */
struct nursing_areas {
	int64_t a, b, c;
};
const char *nursing_class(const struct nursing_areas *least, int64_t area); /* "a" "b" "c" "below" */

/* `required`, `passed` and `failed` are codes cut by commas. "failed" when a required
   item is among the failed, "incomplete" when one is in neither, else "passed". */
const char *inspection_judge(const char *required, const char *passed, const char *failed);

struct judging {
	civil_date on;                        /* of the judgement */
	civil_date appointed, term_to, ended; /* of the expert; ended 0: not before the term */
	bool built;                           /* the expert had a part in building the room */
	const char *unit;                     /* where the expert works */
	const char *manager, *builder;        /* units of the room; "" unset */
};
bool judging_check(const struct judging *judging, const char *field, struct fault *fault)
        __attribute__((warn_unused_result));

bool rule_nursing_class(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_nursing_area_short(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_inspection_result(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_inspection_fix_due(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_inspection_overdue_from(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_inspection_impartial(const struct rule_call *call, struct fault *fault);

#endif
