/* Rights cases: classes, deadlines and what closing demands. */
#ifndef JINGUO_FIELD_RIGHTS_H
#define JINGUO_FIELD_RIGHTS_H

#include "record/rule.h"

/* 信访工作条例 article 34: decided within 60 days, extended by at most 30. */
enum { RIGHTS_DECIDE_DAYS = 60, RIGHTS_EXTEND_DAYS = 30 };

/* The class of federation statistics for a matter; NULL for an unknown one. */
const char *rights_local_matter(const char *matter);
/* The last day to decide: `extension` days more than 60 after `start`, moved to the next workday. */
bool rights_due(const struct definitions *definitions, civil_date start, int extension, civil_date *ret,
                struct fault *fault) __attribute__((warn_unused_result));

/* A case that involves minors is closed with the receipt of the report, or with a written reason. */
bool rights_minor_check(bool minors, bool reported, bool waived, struct fault *fault)
        __attribute__((warn_unused_result));

struct rights_extension {
	int64_t days;                   /* 0 unset */
	civil_date approved;            /* 0 unset */
	const char *by, *why, *handler; /* "" unset */
	civil_date due;                 /* without the extension */
};
bool rights_extension_check(const struct rights_extension *extension, struct fault *fault)
        __attribute__((warn_unused_result));

bool rule_rights_local_matter(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_rights_due_on(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_rights_overdue_from(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_rights_minor_reported(const struct rule_call *call, struct fault *fault);
bool rule_rights_extension(const struct rule_call *call, struct fault *fault);

#endif
