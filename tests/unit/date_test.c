/* Every day of eleven centuries against libc's own count, and the edges of
   parsing, adding and time zones. */
#include "base/date.h"

#include "unit.h"

static int32_t libc_number(int year, int month, int day)
{
	struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
	return (int32_t)(timegm(&tm) / 86400);
}

static void test_every_day(void **state)
{
	(void)state;
	int32_t number = libc_number(1900, 1, 1), last = libc_number(2999, 12, 31);
	civil_date date = DATE_MIN;
	for (; number <= last; number++) {
		assert_true(date_valid(date));
		assert_int_equal(date_number(date), number);
		assert_int_equal(date_from_number(number), date);
		assert_int_equal(libc_number(date_year(date), date_month(date), date_day(date)), number);
		civil_date next = date_add_days(date, 1);
		assert_true(next > date || (date == DATE_MAX && next == 0));
		date = next;
	}
}

static void test_valid(void **state)
{
	(void)state;
	static const civil_date bad[] = {0,        -1,       -20210330, 18991231, 30000101, 20210001,
	                                 20211301, 20210100, 20210132,  20210229, 19000229, 21000229,
	                                 20210431, 20210631, INT32_MAX, INT32_MIN};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(date_valid(bad[i]));
	assert_true(date_valid(20000229));
	assert_true(date_valid(20240229));
	assert_int_equal(month_days(2000, 2), 29);
	assert_int_equal(month_days(1900, 2), 28);
	assert_int_equal(month_days(2021, 12), 31);
	assert_int_equal(date_make(2021, 3, 30), 20210330);
}

static void test_adding(void **state)
{
	(void)state;
	assert_int_equal(date_add_days(20210228, 1), 20210301);
	assert_int_equal(date_add_days(20240228, 1), 20240229);
	assert_int_equal(date_add_days(20210101, -1), 20201231);
	assert_int_equal(date_add_days(20200101, 366), 20210101);
	assert_int_equal(date_add_days(DATE_MIN, -1), 0);
	assert_int_equal(date_add_days(DATE_MAX, INT32_MAX), 0);
	assert_int_equal(date_add_days(DATE_MIN, INT32_MIN), 0);
	assert_int_equal(date_add_days(0, 1), 0);
	assert_int_equal(date_add_months(20210131, 1), 20210228);
	assert_int_equal(date_add_months(20200831, 6), 20210228);
	assert_int_equal(date_add_months(20210301, 6), 20210901);
	assert_int_equal(date_add_months(20210115, -1), 20201215);
	assert_int_equal(date_add_months(20210115, -13), 20191215);
	assert_int_equal(date_add_months(DATE_MAX, 1), 0);
	assert_int_equal(date_add_months(DATE_MIN, -1), 0);
	assert_int_equal(date_add_months(0, 1), 0);
	assert_int_equal(date_from_number(INT32_MIN), 0);
	assert_int_equal(date_days_between(20210101, 20210630), 180);
	assert_int_equal(date_days_between(20210630, 20210101), -180);
}

static void test_weekdays(void **state)
{
	(void)state;
	assert_int_equal(date_weekday(19000101), 1); /* a Monday */
	assert_int_equal(date_weekday(19691231), 3);
	assert_int_equal(date_weekday(19700101), 4);
	assert_int_equal(date_weekday(20210308), 1);
	assert_int_equal(date_weekday(20210404), 7);
}

static void test_parsing(void **state)
{
	(void)state;
	civil_date date = 7;
	assert_true(date_parse("2021-03-30", &date));
	assert_int_equal(date, 20210330);
	static const char *const bad[] = {
	        "",           "2021",       "2021-03",    "2021-3-30",      "2021-03-30 ", " 2021-03-30",
	        "2021/03/30", "20210330",   "2021-02-29", "2021-13-01",     "2021-00-01",  "1899-12-31",
	        "3000-01-01", "-021-03-30", "2021-03-3",  "２０２１-03-30", "2021-03-30T"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_false(date_parse(bad[i], &date));
		assert_int_equal(date, 20210330);
	}
	char out[DATE_SIZE];
	date_print(20210330, out);
	assert_string_equal(out, "2021-03-30");
	date_print(0, out);
	assert_string_equal(out, "0000-00-00");
}

/* Shanghai's day turns at 16:00 UTC, whatever the machine thinks. */
static void test_instant_days(void **state)
{
	(void)state;
	static const char *const zones[] = {"UTC", "America/New_York", "Asia/Shanghai"};
	for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
		setenv("TZ", zones[i], 1);
		tzset();
		instant_ms turn;
		assert_true(instant_parse("2021-06-30T16:00:00Z", &turn));
		assert_int_equal(instant_date(turn), 20210701);
		assert_int_equal(instant_date(turn - 1), 20210630);
		assert_int_equal(instant_at(20210701, 0, 0), turn);
		assert_int_equal(instant_at(20210630, 24, 0), turn);
		assert_int_equal(instant_at(20210630, 23, 59), turn - 60000);
	}
	assert_int_equal(instant_date(-1), 19700101);
	assert_int_equal(instant_date(instant_at(19691231, 23, 59)), 19691231);
	assert_int_equal(instant_date(INT64_MAX), 0);
	assert_int_equal(instant_date(INT64_MIN), 0);
}

static void test_instant_text(void **state)
{
	(void)state;
	char out[INSTANT_SIZE];
	instant_print(1617066123004, out);
	assert_string_equal(out, "2021-03-30T01:02:03.004Z");
	instant_print(-1, out);
	assert_string_equal(out, "1969-12-31T23:59:59.999Z");
	instant_print(INT64_MAX, out);
	assert_true(strncmp(out, "0000-00-00T", 11) == 0);
	static const struct {
		const char *string;
		instant_ms expected;
	} good[] = {
	        {"2021-03-30T01:02:03.004Z", 1617066123004},
	        {"2021-03-30t01:02:03z", 1617066123000},
	        {"2021-03-30T09:02:03.5+08:00", 1617066123500},
	        {"2021-03-29T20:32:03.004999-04:30", 1617066123004},
	        {"1970-01-01T00:00:00Z", 0},
	};
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		instant_ms instant;
		assert_true(instant_parse(good[i].string, &instant));
		assert_int_equal(instant, good[i].expected);
	}
}

static void test_instant_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {"",
	                                  "2021-03-30",
	                                  "2021-03-30T01:02:03",
	                                  "2021-03-30 01:02:03Z",
	                                  "2021-03-30T24:00:00Z",
	                                  "2021-03-30T01:60:00Z",
	                                  "2021-03-30T01:02:60Z",
	                                  "2021-03-30T01:02:03.Z",
	                                  "2021-03-30T01:02Z",
	                                  "2021-03-30T01:02:03+0800",
	                                  "2021-03-30T01:02:03+24:00",
	                                  "2021-03-30T01:02:03+08:60",
	                                  "2021-03-30T01:02:03Z ",
	                                  "2021-02-29T01:02:03Z",
	                                  "2021-03-30T01:02:03.5",
	                                  "2021-03-30T1:02:03Z"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		instant_ms instant = 5;
		assert_false(instant_parse(bad[i], &instant));
		assert_int_equal(instant, 5);
	}
}

static void test_now(void **state)
{
	(void)state;
	instant_ms before = (instant_ms)time(NULL) * 1000 - 2000, now = instant_now();
	assert_true(now > before && now < before + 60000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_every_day),    cmocka_unit_test(test_valid),
	        cmocka_unit_test(test_adding),       cmocka_unit_test(test_weekdays),
	        cmocka_unit_test(test_parsing),      cmocka_unit_test(test_instant_days),
	        cmocka_unit_test(test_instant_text), cmocka_unit_test(test_instant_refused),
	        cmocka_unit_test(test_now),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
