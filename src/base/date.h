/* Civil dates and instants.

   A civil date is an int32 written yyyymmdd (20210330; 0 = none): it reads the
   same in C, in SQL and in a database tool, orders rightly, and month, year
   and age fall out of whole-number arithmetic in every engine.
   An instant is milliseconds since 1970-01-01 UTC. Its civil date is that of
   Asia/Shanghai, UTC+8 all year (China ended summer time in 1991), whatever
   the machine's TZ says. */
#ifndef JINGUO_BASE_DATE_H
#define JINGUO_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

typedef int32_t civil_date;
typedef int64_t instant_ms;

enum { DATE_MIN = 19000101, DATE_MAX = 29991231 };

bool date_valid(civil_date date); /* a real day from DATE_MIN to DATE_MAX */
static inline civil_date date_make(int year, int month, int day)
{
	return year * 10000 + month * 100 + day;
}
static inline int date_year(civil_date date)
{
	return date / 10000;
}
static inline int date_month(civil_date date)
{
	return date / 100 % 100;
}
static inline int date_day(civil_date date)
{
	return date % 100;
}
int month_days(int year, int month);
/* Days since 1970-01-01, and back. What leaves DATE_MIN to DATE_MAX becomes 0, also when adding. */
int32_t date_number(civil_date date);
civil_date date_from_number(int32_t days);
civil_date date_add_days(civil_date date, int days);
/* The same day `months` later, or the last of that month; 0 when it leaves DATE_MIN to DATE_MAX. */
civil_date date_add_months(civil_date date, int months);
int date_days_between(civil_date from, civil_date to); /* to - from */
int date_weekday(civil_date date);                     /* 1 Monday … 7 Sunday */

/* "2021-03-30" exactly. */
bool date_parse(const char *string, civil_date *ret);
enum { DATE_SIZE = 11, INSTANT_SIZE = 25 };
void date_print(civil_date date, char out[static DATE_SIZE]); /* 2021-03-30 */

instant_ms instant_now(void);
civil_date instant_date(instant_ms instant);
/* hour 0–24, minute: of that day in Shanghai. */
instant_ms instant_at(civil_date date, int hour, int minute);
/* RFC 3339 in UTC with milliseconds: 2021-03-30T01:02:03.004Z. Parse takes any offset. */
void instant_print(instant_ms instant, char out[static INSTANT_SIZE]);
bool instant_parse(const char *string, instant_ms *ret);

#endif
