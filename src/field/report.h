/* Mandatory reports on minors: situations, and the times that run. */
#ifndef JINGUO_FIELD_REPORT_H
#define JINGUO_FIELD_REPORT_H

#include "record/rule.h"

/* 高检发〔2020〕9号 article 4 draws the line between its situations 2 and 3 at this age. */
enum { REPORT_AGE = 14 };

struct report_child {
	bool female;     /* known to be */
	civil_date born; /* 0 unknown */
};
/* The situations as choices (",girl_under_14,other,"): those that the signs
   (choices as well) make for this child on that day, else the last one. "" when
   there are no signs. In the arena. */
const char *report_situations(const char *signs, const struct report_child *child, civil_date found,
                              struct arena *arena);

bool rule_report_found_on(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_report_situations(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_report_due_at(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_report_overdue_from(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_report_reported_on(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_report_minutes(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_report_late(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_report_feedback_due(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_report_feedback_late(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_report_made(const struct rule_call *call, struct fault *fault);

#endif
