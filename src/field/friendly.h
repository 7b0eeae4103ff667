/* Child-friendly sites: their stages in order; guides: one version after the other. */
#ifndef JINGUO_FIELD_FRIENDLY_H
#define JINGUO_FIELD_FRIENDLY_H

#include "record/rule.h"

/* One dated stage; `rank` is its place in the list, from 0. */
struct stage_reached {
	int rank;
	civil_date on;
};
/* A later stage has no earlier day, and none but the last rank comes twice. `again` is the rank that may. */
bool stages_check(const struct stage_reached *stages, size_t count, int again, struct fault *fault)
        __attribute__((warn_unused_result));

bool rule_friendly_stages(const struct rule_call *call, struct fault *fault);
bool rule_friendly_stage(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_friendly_plated_on(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_guide_follows(const struct rule_call *call, struct fault *fault);

#endif
