/* Every spelling of a period, every way to write it wrongly with what is said
   about it, and the periods beside one. */
#include "unit.h"

#include "calendar/period.h"

static struct period parse(const char *string)
{
	struct period period = {};
	struct fault fault = {};
	if (!period_parse(string, &period, &fault))
		fail_msg("%s: %s", string, fault_name(fault.code));
	return period;
}

static void expect_print(const struct period *period, const char *expected)
{
	struct text text = TEXT_EMPTY;
	period_print(period, &text);
	assert_string_equal(text.at, expected);
	text_release(&text);
}

static void spellings(void **state)
{
	(void)state;
	static const struct {
		const char *string;
		enum period_kind kind;
		civil_date from, to;
	} rows[] = {
	        {"2021", PERIOD_YEAR, 20210101, 20211231},
	        {"2021H1", PERIOD_HALF, 20210101, 20210630},
	        {"2021H2", PERIOD_HALF, 20210701, 20211231},
	        {"2021Q1", PERIOD_QUARTER, 20210101, 20210331},
	        {"2021Q2", PERIOD_QUARTER, 20210401, 20210630},
	        {"2021Q3", PERIOD_QUARTER, 20210701, 20210930},
	        {"2021Q4", PERIOD_QUARTER, 20211001, 20211231},
	        {"2021-03", PERIOD_MONTH, 20210301, 20210331},
	        {"2021-02", PERIOD_MONTH, 20210201, 20210228},
	        {"2020-02", PERIOD_MONTH, 20200201, 20200229},
	        {"2100-02", PERIOD_MONTH, 21000201, 21000228},
	        {"2021-12", PERIOD_MONTH, 20211201, 20211231},
	        {"1949", PERIOD_YEAR, 19490101, 19491231},
	        {"2021-01-01..2021-06-30", PERIOD_RANGE, 20210101, 20210630},
	        {"2020-02-29..2020-02-29", PERIOD_RANGE, 20200229, 20200229},
	        {"2020-11-15..2021-03-14", PERIOD_RANGE, 20201115, 20210314},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct period period = parse(rows[i].string);
		assert_int_equal(period.kind, rows[i].kind);
		assert_int_equal(period.from, rows[i].from);
		assert_int_equal(period.to, rows[i].to);
		expect_print(&period, rows[i].string);
	}
}

static void labels(void **state)
{
	(void)state;
	static const char *const rows[][3] = {
	        {"2021", "2021年", "2021"},
	        {"2021H1", "2021年上半年", "first half of 2021"},
	        {"2021H2", "2021年下半年", "second half of 2021"},
	        {"2021Q1", "2021年第一季度", "first quarter of 2021"},
	        {"2021Q4", "2021年第四季度", "fourth quarter of 2021"},
	        {"2021-03", "2021年3月", "March 2021"},
	        {"2021-12", "2021年12月", "December 2021"},
	        {"2021-01-01..2021-06-30", "2021年1月1日至6月30日", "1 January to 30 June 2021"},
	        {"2021-03-01..2021-03-15", "2021年3月1日至15日", "1 to 15 March 2021"},
	        {"2020-03-01..2021-03-01", "2020年3月1日至2021年3月1日", "1 March 2020 to 1 March 2021"},
	        {"2021-03-08..2021-03-08", "2021年3月8日", "8 March 2021"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct period period = parse(rows[i][0]);
		struct text text = TEXT_EMPTY;
		period_label(&period, LANGUAGE_ZH, &text);
		assert_string_equal(text.at, rows[i][1]);
		text_cut(&text, 0);
		period_label(&period, LANGUAGE_EN, &text);
		assert_string_equal(text.at, rows[i][2]);
		text_release(&text);
	}
}

static void periods_beside(void **state)
{
	(void)state;
	static const struct {
		const char *period, *last_year, *before, *after;
	} rows[] = {
	        {"2021", "2020", "2020", "2022"},
	        {"2021H1", "2020H1", "2020H2", "2021H2"},
	        {"2021H2", "2020H2", "2021H1", "2022H1"},
	        {"2021Q1", "2020Q1", "2020Q4", "2021Q2"},
	        {"2021Q4", "2020Q4", "2021Q3", "2022Q1"},
	        {"2021-01", "2020-01", "2020-12", "2021-02"},
	        {"2021-12", "2020-12", "2021-11", "2022-01"},
	        {"2021-02", "2020-02", "2021-01", "2021-03"},
	        {"2020-02", "2019-02", "2020-01", "2020-03"},
	        {"2021-01-01..2021-06-30", "2020-01-01..2020-06-30", "2020-07-04..2020-12-31",
	         "2021-07-01..2021-12-28"},
	        {"2020-02-29..2020-03-01", "2019-02-28..2019-03-01", "2020-02-27..2020-02-28",
	         "2020-03-02..2020-03-03"},
	        {"2020-02-01..2020-02-29", "2019-02-01..2019-02-28", "2020-01-03..2020-01-31",
	         "2020-03-01..2020-03-29"},
	        {"2021-03-08..2021-03-08", "2020-03-08..2020-03-08", "2021-03-07..2021-03-07",
	         "2021-03-09..2021-03-09"},
	        {"1949-01-01..2100-12-31", "1948-01-01..2099-12-31", "1900-01-01..1948-12-31",
	         "2101-01-01..2252-12-31"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct period period = parse(rows[i].period), beside;
		beside = period_last_year(&period);
		expect_print(&beside, rows[i].last_year);
		beside = period_before(&period);
		expect_print(&beside, rows[i].before);
		beside = period_after(&period);
		expect_print(&beside, rows[i].after);
	}
}

/* The whole of February, leap day included, stands for itself the year before. */
static void february_keeps_its_leap_day(void **state)
{
	(void)state;
	struct period period = parse("2021-02"), beside = period_last_year(&period);
	assert_int_equal(beside.to, 20200229);
	period = parse("2020-02");
	beside = period_last_year(&period);
	assert_int_equal(beside.to, 20190228);
}

static void expect_fault(const char *string, const char *code, const char *hint)
{
	struct period period = {.from = 7};
	struct fault fault = {};
	struct text text = TEXT_EMPTY;
	assert_false(period_parse(string, &period, &fault));
	assert_int_equal(period.from, 7); /* untouched */
	if (!text_equal(fault_name(fault.code), code))
		fail_msg("\"%s\" gave %s, not %s", string, fault_name(fault.code), code);
	fault_hint(&fault, LANGUAGE_ZH, &text);
	if (!strstr(text.at, hint))
		fail_msg("\"%s\": the hint \"%s\" does not say \"%s\"", string, text.at, hint);
	text_release(&text);
	assert_false(period_parse(string, &period, NULL));
}

static void what_does_not_exist_is_named(void **state)
{
	(void)state;
	static const char *const rows[][3] = {
	        {"2021H3", "calendar_period_half", "2021H1（上半年）或 2021H2（下半年）"},
	        {"2021H0", "calendar_period_half", "2021H1"},
	        {"2021Q5", "calendar_period_quarter", "2021Q1 至 2021Q4"},
	        {"2021Q0", "calendar_period_quarter", "2021Q4"},
	        {"2021-13", "calendar_period_month", "2021-01 至 2021-12"},
	        {"2021-00", "calendar_period_month", "2021-12"},
	        {"202113", "calendar_period_month", "2021-12"},
	        {"2021-06-31..2021-07-01", "calendar_period_day", "2021-06-30 或更早"},
	        {"2021-01-01..2021-02-29", "calendar_period_day", "2021-02-28 或更早"},
	        {"2021-01-00..2021-02-01", "calendar_period_day", "2021-01-31"},
	        {"2021-06-30..2021-01-01", "calendar_period_reversed", "2021-01-01..2021-06-30"},
	        {"2021-06..2021-01", "calendar_period_reversed", "2021-01-01..2021-06-30"},
	        {"1948", "calendar_period_year", "1949 到 2100"},
	        {"2101H1", "calendar_period_year", "2100"},
	        {"3021Q1", "calendar_period_year", "四位"},
	        {"20211", "calendar_period_year", "四位"},
	        {"21H1", "calendar_period_year", "四位"},
	        {"0000", "calendar_period_year", "四位"},
	        {"2021-01-01..9999-12-31", "calendar_period_year", "2100"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		expect_fault(rows[i][0], rows[i][1], rows[i][2]);
}

static void other_spellings_are_told_the_right_one(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
	        {"2021h1", "2021H1"},
	        {" 2021H1", "2021H1"},
	        {"2021H1 ", "2021H1"},
	        {"2021 H1", "2021H1"},
	        {"2021-H1", "2021H1"},
	        {"2021H01", "2021H1"},
	        {"２０２１Ｈ１", "2021H1"},
	        {"2021上半年", "2021H1"},
	        {"2021年下半年", "2021H2"},
	        {"2021年第三季度", "2021Q3"},
	        {"2021年2季度", "2021Q2"},
	        {"2021q4", "2021Q4"},
	        {"2021年", "2021"},
	        {"2021年度", "2021"},
	        {"2021全年", "2021"},
	        {"2021-3", "2021-03"},
	        {"2021/03", "2021-03"},
	        {"2021.3", "2021-03"},
	        {"2021年3月", "2021-03"},
	        {"2021年3月份", "2021-03"},
	        {"202103", "2021-03"},
	        {"2021-03-08", "2021-03-08..2021-03-08"},
	        {"2021年3月8日", "2021-03-08..2021-03-08"},
	        {"20210308", "2021-03-08..2021-03-08"},
	        {"2021-1-1..2021-6-30", "2021-01-01..2021-06-30"},
	        {"2021-01-01 .. 2021-06-30", "2021-01-01..2021-06-30"},
	        {"2021-01-01~2021-06-30", "2021-01-01..2021-06-30"},
	        {"2021-01-01—2021-06-30", "2021-01-01..2021-06-30"},
	        {"2021-01-01 to 2021-06-30", "2021-01-01..2021-06-30"},
	        {"2021年1月1日至6月30日", "2021-01-01..2021-06-30"},
	        {"2021年3月1日至15日", "2021-03-01..2021-03-15"},
	        {"2021年1月至6月", "2021-01-01..2021-06-30"},
	        {"2021-01..2021-06", "2021-01-01..2021-06-30"},
	        {"2020H2..2021H1", "2020-07-01..2021-06-30"},
	        {"2020..2021", "2020-01-01..2021-12-31"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		expect_fault(rows[i][0], "calendar_period_meant", rows[i][1]);
}

static void nonsense_is_shown_every_spelling(void **state)
{
	(void)state;
	static const char *const rows[] = {
	        "",
	        " ",
	        "H1",
	        "Q1",
	        "上半年",
	        "2021H",
	        "2021Q",
	        "2021H1H2",
	        "2021H123",
	        "2021X1",
	        "2021..",
	        "..2021",
	        "2021..2022..2023",
	        "2021-01-01..",
	        "2021-001",
	        "2021-01-011",
	        "2021-01-01-2021-06-30",
	        "-2021",
	        "+2021",
	        "2021;",
	        "20210101012",
	        "二〇二一",
	        "\xff\xfe",
	        "2021\x01H1x",
	        "99999999999999999999",
	        "2021...2022",
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		expect_fault(rows[i], "calendar_period_spelling", "2021-01-01..2021-06-30");
}

/* Whatever is accepted prints back as itself; nothing crashes. */
static void random_strings(void **state)
{
	(void)state;
	static const char letters[] = "0122189HQhq-.~ /x";
	uint64_t seed = 20210330;
	size_t accepted = 0;
	for (int round = 0; round < 200000; round++) {
		char string[24];
		size_t length = (size_t)(seed >> 60) + 1;
		for (size_t i = 0; i < length; i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			string[i] = i < 2 ? "20"[i] : letters[(seed >> 33) % (sizeof letters - 1)];
		}
		string[length] = 0;
		struct period period;
		if (!period_parse(string, &period, NULL))
			continue;
		expect_print(&period, string);
		assert_true(date_valid(period.from) && date_valid(period.to) && period.from <= period.to);
		accepted++;
	}
	assert_true(accepted > 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(spellings),
	        cmocka_unit_test(labels),
	        cmocka_unit_test(periods_beside),
	        cmocka_unit_test(february_keeps_its_leap_day),
	        cmocka_unit_test(what_does_not_exist_is_named),
	        cmocka_unit_test(other_spellings_are_told_the_right_one),
	        cmocka_unit_test(nonsense_is_shown_every_spelling),
	        cmocka_unit_test(random_strings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
