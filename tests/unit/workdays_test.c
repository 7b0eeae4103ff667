/* Workdays around 调休, spans of every unit, and years without a calendar. The
   years stand here by hand as the notices have them; tests/calendar compares
   the shipped files with npm chinese-days day by day. */
#include "unit.h"

#include "calendar/workdays.h"

static const civil_date holidays_2020[] = {
        20200101, 20200124, 20200125, 20200126, 20200127, 20200128, 20200129, 20200130, 20200131, 20200201,
        20200202, 20200404, 20200405, 20200406, 20200501, 20200502, 20200503, 20200504, 20200505, 20200625,
        20200626, 20200627, 20201001, 20201002, 20201003, 20201004, 20201005, 20201006, 20201007, 20201008};
static const civil_date workdays_2020[] = {20200119, 20200426, 20200509, 20200628, 20200927, 20201010};
static const civil_date holidays_2021[] = {
        20210101, 20210102, 20210103, 20210211, 20210212, 20210213, 20210214, 20210215,
        20210216, 20210217, 20210403, 20210404, 20210405, 20210501, 20210502, 20210503,
        20210504, 20210505, 20210612, 20210613, 20210614, 20210919, 20210920, 20210921,
        20211001, 20211002, 20211003, 20211004, 20211005, 20211006, 20211007};
static const civil_date workdays_2021[] = {20210207, 20210220, 20210425, 20210508,
                                           20210918, 20210926, 20211009};

#define DAYS(days) days, sizeof days / sizeof days[0]
static const struct calendar_year years[] = {
        {2020, "通知", DAYS(holidays_2020), DAYS(workdays_2020), {}},
        {2021, "通知", DAYS(holidays_2021), DAYS(workdays_2021), {}},
};
static const struct definitions definitions = {.years = years, .year_count = 2};

static bool works(civil_date date)
{
	bool result;
	struct fault fault = {};
	assert_true(workday_is(&definitions, date, &result, &fault));
	return result;
}

static civil_date add(civil_date date, int count)
{
	civil_date result;
	struct fault fault = {};
	assert_true(workday_add(&definitions, date, count, &result, &fault));
	return result;
}

/* The last day of a span that began at 9:30 of `start`; it must end at 24:00. */
static civil_date due(int count, enum span_unit unit, civil_date start)
{
	instant_ms result;
	struct fault fault = {};
	assert_true(span_due(&definitions, (struct span){count, unit}, instant_at(start, 9, 30), &result,
	                     &fault));
	civil_date last = instant_date(result - 1);
	assert_true(result == instant_at(last, 24, 0));
	return last;
}

static void each_kind_of_day(void **state)
{
	(void)state;
	assert_true(works(20210924));  /* Friday */
	assert_false(works(20210925)); /* Saturday */
	assert_true(works(20210926));  /* worked Sunday */
	assert_false(works(20210920)); /* Monday off, Mid-Autumn */
	assert_false(works(20211003)); /* Sunday within a holiday */
	assert_false(works(20211007)); /* Thursday off for a worked Saturday */
	assert_true(works(20211009));  /* that Saturday */
	assert_true(works(20210308));  /* 8 March is a half-day for women, not a day off */
	assert_false(works(20200131)); /* the Spring Festival that was made longer */
}

static void counting_on(void **state)
{
	(void)state;
	assert_int_equal(add(20210924, 0), 20210924);
	assert_int_equal(add(20210924, 1), 20210926);
	assert_int_equal(add(20210924, 5), 20210930);
	assert_int_equal(add(20210924, 6), 20211008);
	assert_int_equal(add(20210924, 7), 20211009);
	assert_int_equal(add(20210924, 8), 20211011);
	assert_int_equal(add(20211001, 1), 20211008); /* from a day off */
	assert_int_equal(add(20201231, 1), 20210104); /* over the year */
	assert_int_equal(add(20191231, 1), 20200102); /* the first day itself needs no calendar */
	assert_int_equal(add(20210104, -1), 20201231);
	assert_int_equal(add(20211008, -1), 20210930);
}

static void counting_between(void **state)
{
	(void)state;
	static const struct {
		civil_date from, to;
		int count;
	} rows[] = {
	        {20210101, 20211231, 250}, {20200101, 20201231, 249}, {20201231, 20210104, 2},
	        {20210926, 20210926, 1},   {20211001, 20211007, 0},   {20210930, 20210924, 0},
	        {20210925, 20210930, 5},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int count = -1;
		assert_true(workday_count(&definitions, rows[i].from, rows[i].to, &count, NULL));
		assert_int_equal(count, rows[i].count);
	}
}

/* Received on Friday 2021-09-24: DOMAIN's second scenario. */
static void received_before_the_national_day(void **state)
{
	(void)state;
	assert_int_equal(due(5, SPAN_WORKDAYS, 20210924), 20210930);
	assert_int_equal(due(15, SPAN_DAYS, 20210924), 20211009); /* a working Saturday */
	assert_int_equal(due(60, SPAN_DAYS, 20210924), 20211123);
}

static void a_last_day_off_moves_on(void **state)
{
	(void)state;
	assert_int_equal(due(7, SPAN_DAYS, 20210924), 20211008);  /* 10-01 */
	assert_int_equal(due(1, SPAN_DAYS, 20210924), 20210926);  /* Saturday to the worked Sunday */
	assert_int_equal(due(1, SPAN_DAYS, 20210903), 20210906);  /* Saturday to Monday */
	assert_int_equal(due(3, SPAN_DAYS, 20210903), 20210906);  /* itself a workday */
	assert_int_equal(due(15, SPAN_DAYS, 20201218), 20210104); /* into the next year */
	assert_int_equal(due(1, SPAN_MONTHS, 20210901), 20211008);
}

static void months_end_with_the_month(void **state)
{
	(void)state;
	assert_int_equal(due(6, SPAN_MONTHS, 20210315), 20210915);
	assert_int_equal(due(1, SPAN_MONTHS, 20210531), 20210630);
	assert_int_equal(due(1, SPAN_MONTHS, 20200131), 20200302); /* 29 February was a Saturday */
	assert_int_equal(due(6, SPAN_MONTHS, 20200930), 20210330);
	assert_int_equal(due(12, SPAN_MONTHS, 20200229), 20210301); /* 28 February was a Sunday */
}

static void hours_run_by_the_clock(void **state)
{
	(void)state;
	instant_ms result, start = instant_at(20211001, 23, 0);
	assert_true(span_due(&definitions, (struct span){24, SPAN_HOURS}, start, &result, NULL));
	assert_true(result == instant_at(20211002, 23, 0));
	/* no calendar is asked */
	start = instant_at(20300101, 8, 0);
	assert_true(span_due(&definitions, (struct span){72, SPAN_HOURS}, start, &result, NULL));
	assert_true(result == instant_at(20300104, 8, 0));
}

/* 23:30 in Shanghai is 15:30 UTC of the same day, 00:30 still the day before in UTC. */
static void the_day_is_that_of_shanghai(void **state)
{
	(void)state;
	instant_ms result;
	struct span one = {1, SPAN_WORKDAYS};
	assert_true(span_due(&definitions, one, instant_at(20210906, 23, 30), &result, NULL));
	assert_int_equal(instant_date(result - 1), 20210907);
	assert_true(span_due(&definitions, one, instant_at(20210907, 0, 30), &result, NULL));
	assert_int_equal(instant_date(result - 1), 20210908);
}

static void expect_sentence(const struct fault *fault, enum fault_code code, const char *sentence,
                            const char *hint)
{
	struct text text = TEXT_EMPTY;
	assert_string_equal(fault_name(fault->code), fault_name(code));
	fault_sentence(fault, LANGUAGE_ZH, &text);
	assert_string_equal(text.at, sentence);
	text_cut(&text, 0);
	fault_hint(fault, LANGUAGE_ZH, &text);
	assert_non_null(strstr(text.at, hint));
	text_release(&text);
}

static void a_year_without_calendar_is_refused(void **state)
{
	(void)state;
	struct fault fault = {};
	bool day = true;
	civil_date date = 7;
	int count = 7;
	instant_ms instant = 7;
	static const char missing[] =
	        "还没有 2022 年的放假安排，现有 2020 至 2021 年，落在 2022 年的期限算不出来。";
	assert_false(workday_is(&definitions, 20220105, &day, &fault)); /* though a Wednesday */
	expect_sentence(&fault, calendar_year_missing, missing, "definitions/calendars/2022.yaml");
	fault = (struct fault){};
	assert_false(workday_add(&definitions, 20211231, 1, &date, &fault));
	expect_sentence(&fault, calendar_year_missing, missing, "2021.yaml");
	assert_false(workday_count(&definitions, 20211231, 20220101, &count, &fault));
	assert_int_equal(fault.code, calendar_year_missing);
	assert_false(span_due(&definitions, (struct span){30, SPAN_DAYS}, instant_at(20211220, 9, 0),
	                      &instant, &fault));
	assert_int_equal(fault.code, calendar_year_missing);
	assert_false(span_due(&definitions, (struct span){2, SPAN_MONTHS}, instant_at(20211220, 9, 0),
	                      &instant, &fault));
	assert_int_equal(fault.code, calendar_year_missing);
	assert_false(span_due(&definitions, (struct span){9, SPAN_WORKDAYS}, instant_at(20211230, 9, 0),
	                      &instant, &fault));
	assert_int_equal(fault.code, calendar_year_missing);
	assert_false(workday_is(&definitions, 20191231, &day, &fault));
	assert_string_equal(fault.argument[0], "2019");
	assert_true(day);
	assert_int_equal(date, 7);
	assert_int_equal(count, 7);
	assert_true(instant == 7);
	assert_false(workday_is(&definitions, 20220105, &day, NULL));
}

static void without_any_calendar(void **state)
{
	(void)state;
	static const struct definitions none = {};
	struct fault fault = {};
	bool day;
	assert_false(workday_is(&none, 20210105, &day, &fault));
	expect_sentence(&fault, calendar_none, "放假安排一年也没有，算不出 2021 年的工作日。",
	                "calendars/2021.yaml");
}

static void no_such_day(void **state)
{
	(void)state;
	struct fault fault = {};
	bool day;
	civil_date date;
	int count;
	instant_ms instant;
	assert_false(workday_is(&definitions, 20210229, &day, &fault));
	expect_sentence(&fault, calendar_no_day, "没有 20210229 这一天。", "2021-03-30");
	assert_false(workday_add(&definitions, 0, 1, &date, &fault));
	assert_int_equal(fault.code, calendar_no_day);
	assert_false(workday_count(&definitions, 20210101, 20211301, &count, &fault));
	assert_string_equal(fault.argument[0], "20211301");
	assert_false(workday_count(&definitions, 1, 20211231, &count, &fault));
	assert_string_equal(fault.argument[0], "1");
	assert_false(span_due(&definitions, (struct span){1, SPAN_DAYS}, INT64_MAX, &instant, &fault));
	assert_int_equal(fault.code, calendar_no_day);
	assert_false(span_due(&definitions, (struct span){10000, SPAN_DAYS}, instant_at(29900101, 0, 0),
	                      &instant, &fault));
	expect_sentence(&fault, calendar_far, "从 2990-01-01 算起的期限太长，超出了日历。", "核对");
	assert_false(span_due(&definitions, (struct span){10000, SPAN_MONTHS}, instant_at(29900101, 0, 0),
	                      &instant, &fault));
	assert_int_equal(fault.code, calendar_far);
}

static void spans_are_parsed(void **state)
{
	(void)state;
	static const struct {
		const char *string;
		struct span span;
	} rows[] = {
	        {"5 workdays", {5, SPAN_WORKDAYS}}, {"1 workday", {1, SPAN_WORKDAYS}},
	        {"15 days", {15, SPAN_DAYS}},       {"1 day", {1, SPAN_DAYS}},
	        {"24 hours", {24, SPAN_HOURS}},     {"1 hour", {1, SPAN_HOURS}},
	        {"6 months", {6, SPAN_MONTHS}},     {"10000 days", {10000, SPAN_DAYS}},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct span span = {};
		assert_true(span_parse(rows[i].string, &span));
		assert_int_equal(span.count, rows[i].span.count);
		assert_int_equal(span.unit, rows[i].span.unit);
	}
	static const char *const bad[] = {
	        "",
	        "5",
	        "days",
	        "0 days",
	        "-1 days",
	        "+1 days",
	        " 5 days",
	        "5  days",
	        "5 days ",
	        "05 days",
	        "5days",
	        "5 Days",
	        "5 weeks",
	        "5 dayss",
	        "5 work days",
	        "10001 days",
	        "99999999999999999999 days",
	        "1.5 days",
	        "五 days",
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct span span = {7, SPAN_HOURS};
		assert_false(span_parse(bad[i], &span));
		assert_int_equal(span.count, 7);
	}
}

static void the_version_names_the_days(void **state)
{
	(void)state;
	char first[16], second[16], edited[16];
	calendar_version(&definitions, 2021, first);
	calendar_version(&definitions, 2020, second);
	assert_int_equal(strlen(first), 13);
	assert_true(text_starts(first, "2021:") && text_starts(second, "2020:"));
	assert_string_not_equal(first + 5, second + 5);
	struct calendar_year one_less = years[1];
	one_less.workday_count--;
	const struct definitions changed = {.years = &one_less, .year_count = 1};
	calendar_version(&changed, 2021, edited);
	assert_string_not_equal(first, edited);
	one_less = years[1];
	one_less.source = "另一份通知";
	calendar_version(&changed, 2021, edited);
	assert_string_equal(first, edited);
	calendar_version(&definitions, 2027, edited);
	assert_string_equal(edited, "2027:none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(each_kind_of_day),
	        cmocka_unit_test(counting_on),
	        cmocka_unit_test(counting_between),
	        cmocka_unit_test(received_before_the_national_day),
	        cmocka_unit_test(a_last_day_off_moves_on),
	        cmocka_unit_test(months_end_with_the_month),
	        cmocka_unit_test(hours_run_by_the_clock),
	        cmocka_unit_test(the_day_is_that_of_shanghai),
	        cmocka_unit_test(a_year_without_calendar_is_refused),
	        cmocka_unit_test(without_any_calendar),
	        cmocka_unit_test(no_such_day),
	        cmocka_unit_test(spans_are_parsed),
	        cmocka_unit_test(the_version_names_the_days),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
