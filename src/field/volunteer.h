/* Volunteers: which service may be recorded, when it is late, and stars. */
#ifndef JINGUO_FIELD_VOLUNTEER_H
#define JINGUO_FIELD_VOLUNTEER_H

#include "record/rule.h"

enum { STARS = 5 };

/* Hours for one star, two, …: "100,300,600"; false unless they are whole, above 0 and rise. */
struct star_table {
	int64_t hours[STARS];
	size_t count;
};
bool star_table_parse(const char *string, struct star_table *ret) __attribute__((warn_unused_result));
/* How many stars so many tenths of an hour make. */
size_t stars_earned(const struct star_table *table, int64_t tenths);

struct volunteer_there {
	civil_date joined_on, left_on; /* 0 unset */
	civil_date insured_from, insured_to;
};
/* She is in the team on that day, and insured if the service is risky. */
bool volunteer_service_check(const struct volunteer_there *volunteer, civil_date served_on, bool risky,
                             struct fault *fault) __attribute__((warn_unused_result));

/* Confirmed services from … to, both included; 0: without that end. */
struct hours_of {
	int64_t volunteer;
	civil_date from, to;
};
struct hours_given {
	int64_t tenths, services;
};
bool volunteer_hours_sum(const struct rule_call *call, const struct hours_of *of, struct hours_given *ret,
                         struct fault *fault) __attribute__((warn_unused_result));

bool rule_volunteer_service_allowed(const struct rule_call *call, struct fault *fault);
bool rule_volunteer_entered_on(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_volunteer_entry_due(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_volunteer_late(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_volunteer_award_stars(const struct rule_call *call, struct fault *fault);
bool rule_volunteer_star_hours(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_volunteer_star_earned(const struct rule_call *call, struct fault *fault);

#endif
