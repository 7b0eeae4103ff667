/* Natural days, workdays with 调休, hours. Years come from definitions/calendars;
   a year without its file is refused, never guessed. */
#ifndef JINGUO_CALENDAR_WORKDAYS_H
#define JINGUO_CALENDAR_WORKDAYS_H

#include "define/definitions.h"

bool workday_is(const struct definitions *definitions, civil_date date, bool *ret, struct fault *fault)
        __attribute__((warn_unused_result));
/* The count-th workday after `date` (the day itself is not counted). */
bool workday_add(const struct definitions *definitions, civil_date date, int count, civil_date *ret,
                 struct fault *fault) __attribute__((warn_unused_result));
/* Workdays in from … to, both included. */
bool workday_count(const struct definitions *definitions, civil_date from, civil_date to, int *ret,
                   struct fault *fault) __attribute__((warn_unused_result));

/* When a span that starts at `start` runs out. Days and months end with the
   last moment (24:00) of their last day, which moves to the next workday if it
   is a day off; workdays end at 24:00 of the last one; hours run by the clock. */
bool span_due(const struct definitions *definitions, struct span span, instant_ms start, instant_ms *ret,
              struct fault *fault) __attribute__((warn_unused_result));
/* "5 workdays", "15 days", "24 hours", "6 months"; false if it is none of these. */
bool span_parse(const char *string, struct span *ret);
/* Names the data a due date was computed with: "2021:" and the first 8 hex of the year's SM3. */
void calendar_version(const struct definitions *definitions, int year, char out[static 16]);

#endif
