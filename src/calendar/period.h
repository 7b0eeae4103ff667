/* Periods: what a figure is asked for. Both ends are included. */
#ifndef JINGUO_CALENDAR_PERIOD_H
#define JINGUO_CALENDAR_PERIOD_H

#include "base/date.h"
#include "base/fault.h"

enum period_kind { PERIOD_YEAR, PERIOD_HALF, PERIOD_QUARTER, PERIOD_MONTH, PERIOD_RANGE };

struct period {
	enum period_kind kind;
	civil_date from, to;
};

/* 2021H1, 2021Q2, 2021-03, 2021, 2021-01-01..2021-06-30 */
bool period_parse(const char *string, struct period *ret, struct fault *fault)
        __attribute__((warn_unused_result));
void period_print(const struct period *period, struct text *out);
void period_label(const struct period *period, enum language language, struct text *out); /* 2021年上半年 */
/* The same span of the year before (29 February becomes 28). */
struct period period_last_year(const struct period *period);
/* The span of the same kind just before, and just after. A range moves by its length in days. */
struct period period_before(const struct period *period);
struct period period_after(const struct period *period);

#endif
