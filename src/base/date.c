/* The proleptic Gregorian calendar in whole numbers, and instants printed and
   parsed. The only call into libc's time is the clock itself. */
#include "base/date.h"

#include <assert.h>
#include <string.h>
#include <time.h>

enum {
	DAYS_BEFORE_1970 = 719162, /* from 0001-01-01 */
	DAYS_4_YEARS = 1461,
	DAYS_100_YEARS = 36524,
	DAYS_400_YEARS = 146097,
	SHANGHAI_MINUTES = 8 * 60,
};

static const int64_t MINUTE_MS = 60 * 1000;
static const int64_t DAY_MS = 24 * 60 * MINUTE_MS;

/* Days of a common year before each month; the thirteenth ends December. */
static const int month_start[13] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

static bool year_is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int month_days(int year, int month)
{
	assert(month >= 1 && month <= 12);
	return month_start[month] - month_start[month - 1] + (month == 2 && year_is_leap(year));
}

bool date_valid(civil_date date)
{
	int month = date_month(date), day = date_day(date);
	return date >= DATE_MIN && date <= DATE_MAX && month >= 1 && month <= 12 && day >= 1 &&
	       day <= month_days(date_year(date), month);
}

int32_t date_number(civil_date date)
{
	int year = date_year(date), month = date_month(date), past = year - 1;
	assert(year >= 1 && month >= 1 && month <= 12);
	int leap_day = month > 2 && year_is_leap(year);
	return past * 365 + past / 4 - past / 100 + past / 400 + month_start[month - 1] + leap_day +
	       date_day(date) - 1 - DAYS_BEFORE_1970;
}

/* The last day of a cycle of 4 or 400 years would open a fifth year or century. */
static int at_most_3(int count)
{
	return count > 3 ? 3 : count;
}

static civil_date date_from_days(int days)
{
	int rest = days % DAYS_400_YEARS, year = days / DAYS_400_YEARS * 400 + 1;
	int centuries = at_most_3(rest / DAYS_100_YEARS);
	rest -= centuries * DAYS_100_YEARS;
	int cycles = rest / DAYS_4_YEARS;
	rest -= cycles * DAYS_4_YEARS;
	int years = at_most_3(rest / 365);
	rest -= years * 365;
	year += centuries * 100 + cycles * 4 + years;
	int month = 1;
	while (rest >= month_days(year, month))
		rest -= month_days(year, month++);
	return date_make(year, month, rest + 1);
}

civil_date date_from_number(int32_t days)
{
	if (days < date_number(DATE_MIN) || days > date_number(DATE_MAX))
		return 0;
	return date_from_days(days + DAYS_BEFORE_1970);
}

civil_date date_add_days(civil_date date, int days)
{
	int64_t sum = date_valid(date) ? (int64_t)date_number(date) + days : INT64_MAX;
	return sum < INT32_MIN || sum > INT32_MAX ? 0 : date_from_number((int32_t)sum);
}

civil_date date_add_months(civil_date date, int months)
{
	int64_t month = (int64_t)date_year(date) * 12 + date_month(date) - 1 + months;
	int64_t year = month / 12;
	if (!date_valid(date) || month < 0 || year < date_year(DATE_MIN) || year > date_year(DATE_MAX))
		return 0;
	int last = month_days((int)year, (int)(month % 12) + 1), day = date_day(date);
	return date_make((int)year, (int)(month % 12) + 1, day < last ? day : last);
}

int date_days_between(civil_date from, civil_date to)
{
	return date_number(to) - date_number(from);
}

int date_weekday(civil_date date)
{
	/* 1970-01-01 was a Thursday. */
	int weekday = (date_number(date) + 3) % 7;
	return (weekday < 0 ? weekday + 7 : weekday) + 1;
}

/* Reads exactly `count` digits. */
static bool parse_digits(const char **ref_at, int count, int *ret)
{
	int number = 0;
	const char *at = *ref_at;
	for (int i = 0; i < count; i++, at++) {
		if (*at < '0' || *at > '9')
			return false;
		number = number * 10 + (*at - '0');
	}
	*ref_at = at;
	*ret = number;
	return true;
}

static bool parse_mark(const char **ref_at, char mark)
{
	if (**ref_at != mark)
		return false;
	++*ref_at;
	return true;
}

static bool parse_date(const char **ref_at, civil_date *ret)
{
	int year, month, day;
	if (!parse_digits(ref_at, 4, &year) || !parse_mark(ref_at, '-') || !parse_digits(ref_at, 2, &month) ||
	    !parse_mark(ref_at, '-') || !parse_digits(ref_at, 2, &day) ||
	    !date_valid(date_make(year, month, day)))
		return false;
	*ret = date_make(year, month, day);
	return true;
}

bool date_parse(const char *string, civil_date *ret)
{
	civil_date date;
	if (!parse_date(&string, &date) || *string)
		return false;
	*ret = date;
	return true;
}

static void print_digits(char *out, int count, int number)
{
	for (int i = count - 1; i >= 0; i--, number /= 10)
		out[i] = (char)('0' + number % 10);
}

void date_print(civil_date date, char out[static DATE_SIZE])
{
	assert(date >= 0 && date <= 99991231);
	memcpy(out, "0000-00-00", DATE_SIZE);
	print_digits(out, 4, date_year(date));
	print_digits(out + 5, 2, date_month(date));
	print_digits(out + 8, 2, date_day(date));
}

instant_ms instant_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (instant_ms)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Days since 1970-01-01 UTC, rounded down; *ret_rest is what is left of the day. */
static int64_t whole_days(instant_ms instant, int64_t *ret_rest)
{
	int64_t days = instant / DAY_MS, rest = instant % DAY_MS;
	if (rest < 0) {
		days--;
		rest += DAY_MS;
	}
	*ret_rest = rest;
	return days;
}

static civil_date date_from_days_1970(int64_t days)
{
	return days < INT32_MIN || days > INT32_MAX ? 0 : date_from_number((int32_t)days);
}

civil_date instant_date(instant_ms instant)
{
	int64_t rest, days = whole_days(instant, &rest);
	return date_from_days_1970(days + (rest + SHANGHAI_MINUTES * MINUTE_MS >= DAY_MS));
}

instant_ms instant_at(civil_date date, int hour, int minute)
{
	assert(hour >= 0 && hour <= 24 && minute >= 0 && minute < 60);
	return date_number(date) * DAY_MS + (hour * 60 + minute - SHANGHAI_MINUTES) * MINUTE_MS;
}

void instant_print(instant_ms instant, char out[static INSTANT_SIZE])
{
	int64_t rest, days = whole_days(instant, &rest);
	int of_day = (int)rest;
	memcpy(out, "0000-00-00T00:00:00.000Z", INSTANT_SIZE);
	char date[DATE_SIZE];
	date_print(date_from_days_1970(days), date);
	memcpy(out, date, DATE_SIZE - 1);
	print_digits(out + 11, 2, of_day / 3600000);
	print_digits(out + 14, 2, of_day / 60000 % 60);
	print_digits(out + 17, 2, of_day / 1000 % 60);
	print_digits(out + 20, 3, of_day % 1000);
}

/* ".5" is 500 ms; digits beyond the third are dropped. */
static bool parse_fraction(const char **ref_at, int *ret_ms)
{
	*ret_ms = 0;
	if (!parse_mark(ref_at, '.'))
		return true;
	int digits = 0, weight = 100;
	for (; **ref_at >= '0' && **ref_at <= '9'; ++*ref_at, ++digits, weight /= 10)
		*ret_ms += (**ref_at - '0') * weight;
	return digits > 0;
}

/* "Z" or "+08:00", in minutes east. */
static bool parse_offset(const char **ref_at, int *ret_minutes)
{
	*ret_minutes = 0;
	if (parse_mark(ref_at, 'Z') || parse_mark(ref_at, 'z'))
		return true;
	int sign = **ref_at == '-' ? -1 : 1, hours, minutes;
	if (!parse_mark(ref_at, '+') && !parse_mark(ref_at, '-'))
		return false;
	if (!parse_digits(ref_at, 2, &hours) || !parse_mark(ref_at, ':') ||
	    !parse_digits(ref_at, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*ret_minutes = sign * (hours * 60 + minutes);
	return true;
}

bool instant_parse(const char *string, instant_ms *ret)
{
	civil_date date;
	int hour, minute, second, ms, offset;
	if (!parse_date(&string, &date) || (!parse_mark(&string, 'T') && !parse_mark(&string, 't')) ||
	    !parse_digits(&string, 2, &hour) || !parse_mark(&string, ':') ||
	    !parse_digits(&string, 2, &minute) || !parse_mark(&string, ':') ||
	    !parse_digits(&string, 2, &second) || !parse_fraction(&string, &ms) ||
	    !parse_offset(&string, &offset) || *string || hour > 23 || minute > 59 || second > 59)
		return false;
	*ret = date_number(date) * DAY_MS + (hour * 60 + minute - offset) * MINUTE_MS + second * 1000 + ms;
	return true;
}
