/* Workday arithmetic over the years of definitions/calendars, and when a span
   of days, workdays, hours or months runs out. A result that would need a year
   without its file is a fault; no weekday is taken for a workday on trust. */
#include "calendar/workdays.h"

#include <assert.h>

enum { SPAN_COUNT_MAX = 10000 };

static const int64_t HOUR_MS = 60 * 60 * 1000;

static const struct calendar_year *year_find(const struct definitions *definitions, int year)
{
	for (size_t i = 0; i < definitions->year_count; i++)
		if (definitions->years[i].year == year)
			return &definitions->years[i];
	return NULL;
}

static bool year_missing(const struct definitions *definitions, int year, struct fault *fault)
{
	char asked[16], first[16], last[16];
	snprintf(asked, sizeof asked, "%d", year);
	if (!definitions->year_count)
		return fault_set(fault, calendar_none, asked);
	snprintf(first, sizeof first, "%d", definitions->years[0].year);
	snprintf(last, sizeof last, "%d", definitions->years[definitions->year_count - 1].year);
	return fault_set(fault, calendar_year_missing, asked, first, last);
}

static bool no_day(civil_date date, struct fault *fault)
{
	char day[16];
	snprintf(day, sizeof day, "%d", date);
	return fault_set(fault, calendar_no_day, day);
}

static bool too_far(civil_date start, struct fault *fault)
{
	char from[DATE_SIZE];
	date_print(start, from);
	return fault_set(fault, calendar_far, from);
}

static int date_compare(const void *a, const void *b)
{
	civil_date left = *(const civil_date *)a, right = *(const civil_date *)b;
	return (left > right) - (left < right);
}

static bool days_hold(const civil_date *days, size_t count, civil_date date)
{
	return count && bsearch(&date, days, count, sizeof date, date_compare);
}

bool workday_is(const struct definitions *definitions, civil_date date, bool *ret, struct fault *fault)
{
	if (!date_valid(date))
		return no_day(date, fault);
	const struct calendar_year *year = year_find(definitions, date_year(date));
	if (!year)
		return year_missing(definitions, date_year(date), fault);
	bool in_week = date_weekday(date) < 6;
	*ret = in_week ? !days_hold(year->holidays, year->holiday_count, date)
	               : days_hold(year->workdays, year->workday_count, date);
	return true;
}

bool workday_add(const struct definitions *definitions, civil_date date, int count, civil_date *ret,
                 struct fault *fault)
{
	int step = count < 0 ? -1 : 1;
	civil_date day = date;
	if (!date_valid(date))
		return no_day(date, fault);
	for (int64_t left = (int64_t)count * step; left;) {
		bool works;
		day = date_add_days(day, step);
		if (!workday_is(definitions, day, &works, fault))
			return false;
		left -= works;
	}
	*ret = day;
	return true;
}

bool workday_count(const struct definitions *definitions, civil_date from, civil_date to, int *ret,
                   struct fault *fault)
{
	int count = 0;
	if (!date_valid(from) || !date_valid(to))
		return no_day(date_valid(from) ? to : from, fault);
	for (int32_t day = date_number(from), last = date_number(to); day <= last; day++) {
		bool works;
		if (!workday_is(definitions, date_from_number(day), &works, fault))
			return false;
		count += works;
	}
	*ret = count;
	return true;
}

/* Spans */

static const char *const span_units[] = {
        [SPAN_DAYS] = "day", [SPAN_WORKDAYS] = "workday", [SPAN_HOURS] = "hour", [SPAN_MONTHS] = "month"};

/* The last day of a span in days or months, moved off days off. */
static bool natural_last(const struct definitions *definitions, struct span span, civil_date start,
                         civil_date *ret, struct fault *fault)
{
	bool works;
	civil_date last = span.unit == SPAN_MONTHS ? date_add_months(start, span.count)
	                                           : date_add_days(start, span.count);
	if (!date_valid(last))
		return too_far(start, fault);
	if (!workday_is(definitions, last, &works, fault))
		return false;
	if (!works)
		return workday_add(definitions, last, 1, ret, fault);
	*ret = last;
	return true;
}

bool span_due(const struct definitions *definitions, struct span span, instant_ms start, instant_ms *ret,
              struct fault *fault)
{
	civil_date first = instant_date(start), last;
	assert(span.count > 0);
	if (!date_valid(first))
		return no_day(first, fault);
	switch (span.unit) {
	case SPAN_HOURS: *ret = start + span.count * HOUR_MS; return true;
	case SPAN_WORKDAYS:
		if (!workday_add(definitions, first, span.count, &last, fault))
			return false;
		break;
	case SPAN_DAYS:
	case SPAN_MONTHS:
		if (!natural_last(definitions, span, first, &last, fault))
			return false;
		break;
	}
	*ret = instant_at(last, 24, 0);
	return true;
}

bool span_parse(const char *string, struct span *ret)
{
	char *unit;
	if (!(*string >= '1' && *string <= '9'))
		return false;
	long count = strtol(string, &unit, 10);
	if (count > SPAN_COUNT_MAX || *unit++ != ' ')
		return false;
	for (size_t i = 0; i < sizeof span_units / sizeof span_units[0]; i++) {
		if (!text_starts(unit, span_units[i]))
			continue;
		const char *plural = unit + strlen(span_units[i]);
		if (*plural && !text_equal(plural, "s"))
			continue;
		*ret = (struct span){.count = (int)count, .unit = (enum span_unit)i};
		return true;
	}
	return false;
}

/* Only the days count: a comment or the name of the notice changes no due date. */
void calendar_version(const struct definitions *definitions, int year, char out[static 16])
{
	const struct calendar_year *found = year_find(definitions, year);
	if (!found) {
		snprintf(out, 16, "%d:none", year);
		return;
	}
	struct text days = TEXT_EMPTY, hex = TEXT_EMPTY;
	for (size_t i = 0; i < found->holiday_count; i++)
		text_format(&days, "-%d\n", found->holidays[i]);
	for (size_t i = 0; i < found->workday_count; i++)
		text_format(&days, "+%d\n", found->workdays[i]);
	uint8_t sum[32];
	definitions_sm3(days.at, days.length, sum);
	text_add_hex(&hex, sum, 4);
	snprintf(out, 16, "%d:%s", year, hex.at);
	text_release(&days);
	text_release(&hex);
}
