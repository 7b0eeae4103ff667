/* Federation mothers, children, pairings and contacts. */
#ifndef JINGUO_FIELD_CARE_H
#define JINGUO_FIELD_CARE_H

#include "record/rule.h"

/* PIPL articles 28 and 31: below this age a guardian must consent. */
enum { CONSENT_AGE = 14 };

/* Full years on that day; a birthday counts from its own day. */
int years_old(civil_date born, civil_date on);

struct child_consent {
	civil_date born_on, entered_on;
	bool consented;
	civil_date consent_on; /* 0 unset */
	bool ground, ground_explained;
};
bool child_consent_check(const struct child_consent *child, struct fault *fault)
        __attribute__((warn_unused_result));

struct mother_screening {
	civil_date screened_on, left_on; /* 0 unset */
	bool clear;
};
/* May she be paired from that day on, when a check holds for so many days? */
bool mother_screening_check(const struct mother_screening *mother, civil_date from_on, int64_t days,
                            struct fault *fault) __attribute__((warn_unused_result));

struct pairing_span {
	int64_t id;
	const char *number;        /* for words; may be NULL */
	civil_date from_on, to_on; /* to_on 0: still going on; else the first day without */
	bool shared;               /* several mothers share the child */
};
/* `others` are the pairings of the same child; the one with the same id is passed over. */
bool pairing_single_check(const struct pairing_span *pairing, const struct pairing_span *others, size_t count,
                          struct fault *fault) __attribute__((warn_unused_result));

/* The setting that gives the days after a contact of that mode; NULL for an unknown one. */
const char *visit_setting(const char *mode);

bool rule_child_consent(const struct rule_call *call, struct fault *fault);
bool rule_pairing_screened(const struct rule_call *call, struct fault *fault);
bool rule_pairing_single(const struct rule_call *call, struct fault *fault);
bool rule_pairing_begun(const struct rule_call *call, struct fault *fault);
bool rule_pairing_ended(const struct rule_call *call, struct fault *fault);
bool rule_visit_next_due(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_visit_overdue_from(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_visit_plan_next(const struct rule_call *call, struct fault *fault);

#endif
