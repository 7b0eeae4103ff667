/* How numbers, changes, shares and days are written, and which digits a text
   may not hold. */
#include "unit.h"

#include "summary/format.h"
#include "summary/number.h"
#include "summary/official.h"
#include "summary/place_words.h"

static const char *hanzi(int64_t number)
{
	static char out[256];
	struct text text = TEXT_EMPTY;
	format_hanzi(number, &text);
	snprintf(out, sizeof out, "%s", text.at);
	text_release(&text);
	return out;
}

static void test_hanzi(void **state)
{
	(void)state;
	static const struct {
		int64_t number;
		const char *words;
	} rows[] = {{0, "零"},
	            {7, "七"},
	            {10, "十"},
	            {11, "十一"},
	            {20, "二十"},
	            {100, "一百"},
	            {101, "一百零一"},
	            {110, "一百一十"},
	            {318, "三百一十八"},
	            {1001, "一千零一"},
	            {1010, "一千零一十"},
	            {10000, "一万"},
	            {10001, "一万零一"},
	            {10010, "一万零一十"},
	            {100000, "十万"},
	            {110011, "十一万零一十一"},
	            {1000100, "一百万零一百"},
	            {20202020, "二千零二十万二千零二十"},
	            {99999999, "九千九百九十九万九千九百九十九"},
	            {100000000, "100000000"},
	            {-3, "-3"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(hanzi(rows[i].number), rows[i].words);
}

/* Read back digit by digit: no two numbers are written alike, and none loses a place. */
static int64_t read_hanzi(const char *words)
{
	static const char *const digits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
	int64_t whole = 0, group = 0, digit = 0;
	while (*words) {
		size_t i = 0;
		while (i < 10 && !text_starts(words, digits[i]))
			i++;
		if (i < 10) {
			digit = (int64_t)i;
		} else if (text_starts(words, "万")) {
			whole = (group + digit) * 10000;
			group = digit = 0;
		} else {
			int64_t worth = text_starts(words, "千") ? 1000 : text_starts(words, "百") ? 100 : 10;
			group += (digit ? digit : 1) * worth;
			digit = 0;
		}
		utf8_next(&words);
	}
	return whole + group + digit;
}

static void test_hanzi_can_be_read_back(void **state)
{
	(void)state;
	for (int64_t number = 0; number < 12000; number++)
		assert_int_equal(read_hanzi(hanzi(number)), number);
	for (int64_t number = 12000; number < 100000000; number = number * 21 / 20 + 7)
		assert_int_equal(read_hanzi(hanzi(number)), number);
}

static void test_whole(void **state)
{
	(void)state;
	static const struct {
		int64_t number;
		enum number_format format;
		const char *words;
	} rows[] = {{1286, FORMAT_PLAIN, "1286"}, {9999, FORMAT_WAN, "9999"},
	            {10000, FORMAT_WAN, "1万"},   {12860, FORMAT_WAN, "1.3万"},
	            {12499, FORMAT_WAN, "1.2万"}, {12500, FORMAT_WAN, "1.3万"},
	            {99950, FORMAT_WAN, "10万"},  {318, FORMAT_HANZI, "三百一十八"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct text text = TEXT_EMPTY;
		format_whole(rows[i].number, rows[i].format, &text);
		assert_string_equal(text.at, rows[i].words);
		text_release(&text);
	}
}

static void test_days(void **state)
{
	(void)state;
	struct text text = TEXT_EMPTY;
	format_day(20210330, false, LANGUAGE_ZH, &text);
	text_add(&text, "|");
	format_day(20210330, true, LANGUAGE_ZH, &text);
	text_add(&text, "|");
	format_day(20211201, false, LANGUAGE_EN, &text);
	text_add(&text, "|");
	format_day(20210105, true, LANGUAGE_EN, &text);
	assert_string_equal(text.at, "3月30日|2021年3月30日|1 December|5 January 2021");
	text_release(&text);
}

static void assert_hundredths(int64_t hundredths, bool points, enum language language, const char *expected)
{
	struct text text = TEXT_EMPTY;
	format_hundredths(hundredths, points, language, &text);
	assert_string_equal(text.at, expected);
	text_release(&text);
}

static void test_hundredths(void **state)
{
	(void)state;
	assert_hundredths(1231, false, LANGUAGE_ZH, "12.31%");
	assert_hundredths(-1230, false, LANGUAGE_ZH, "12.3%");
	assert_hundredths(1200, false, LANGUAGE_EN, "12%");
	assert_hundredths(5, false, LANGUAGE_ZH, "0.05%");
	assert_hundredths(180, true, LANGUAGE_ZH, "1.8个百分点");
	assert_hundredths(180, true, LANGUAGE_EN, "1.8 percentage points");
}

static void assert_change(int64_t now, int64_t before, int64_t expected)
{
	const struct figure_number a = {.number = now, .denominator = 1},
	                           b = {.number = before, .denominator = 1};
	int64_t hundredths = -999;
	assert_true(format_change(&a, &b, false, &hundredths));
	assert_int_equal(hundredths, expected);
}

static void test_changes(void **state)
{
	(void)state;
	assert_change(12, 10, 2000);
	assert_change(10, 12, -1667);
	assert_change(10, 10, 0);
	assert_change(0, 10, -10000);
	assert_change(2, 3, -3333);
	assert_change(100001, 100000, 1);
	/* What changed at all is not "unchanged". */
	assert_change(1000000001, 1000000000, 1);
	assert_change(999999999, 1000000000, -1);
	const struct figure_number none = {.missing = true, .denominator = 1}, zero = {.denominator = 1},
	                           one = {.number = 1, .denominator = 1};
	int64_t hundredths = 7;
	assert_false(format_change(&none, &one, false, &hundredths));
	assert_false(format_change(&one, &none, false, &hundredths));
	assert_false(format_change(&one, &zero, false, &hundredths));
	assert_int_equal(hundredths, 7);
}

static void test_points(void **state)
{
	(void)state;
	const struct figure_number now = {.number = 2, .denominator = 3},
	                           before = {.number = 1, .denominator = 2},
	                           whole = {.number = 5, .denominator = 5},
	                           nothing = {.number = 0, .denominator = 4};
	int64_t hundredths;
	assert_true(format_change(&now, &before, true, &hundredths));
	assert_int_equal(hundredths, 1667);
	assert_true(format_change(&before, &now, true, &hundredths));
	assert_int_equal(hundredths, -1667);
	/* From 0 % to 100 % is 100 points, where a count of 0 compares with nothing. */
	assert_true(format_change(&whole, &nothing, true, &hundredths));
	assert_int_equal(hundredths, 10000);
}

static void test_shares(void **state)
{
	(void)state;
	static const int64_t sets[][6] = {{1, 1, 1}, {1, 2, 3, 4, 5, 6}, {7},
	                                  {0, 0, 5}, {1, 1, 1, 1, 1, 1}, {999999, 1}};
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
		int64_t shares[6], sum = 0;
		format_shares(sets[i], 6, shares);
		for (size_t j = 0; j < 6; j++) {
			sum += shares[j];
			assert_true(sets[i][j] || !shares[j]);
		}
		assert_int_equal(sum, 10000);
	}
	int64_t thirds[3], none[2], zeros[] = {0, 0};
	format_shares((const int64_t[]){1, 1, 1}, 3, thirds);
	assert_int_equal(thirds[0], 3334);
	assert_int_equal(thirds[1], 3333);
	assert_int_equal(thirds[2], 3333);
	format_shares(zeros, 2, none);
	assert_int_equal(none[0] + none[1], 0);
	format_shares(NULL, 0, NULL);
}

static void test_comparing(void **state)
{
	(void)state;
	const struct figure plain = {.measure = MEASURE_SUM},
	                    percent = {.measure = MEASURE_RATIO, .shown = UNIT_PERCENT};
	const struct figure_number third = {.number = 1, .denominator = 3},
	                           half = {.number = 2, .denominator = 4},
	                           twelve = {.number = 1200, .denominator = 1, .scale = 2};
	assert_int_equal(number_compare(&third, &half), -1);
	assert_int_equal(number_compare(&half, &third), 1);
	assert_int_equal(number_compare(&half, &(struct figure_number){.number = 1, .denominator = 2}), 0);
	assert_int_equal(number_compare(&twelve, &(struct figure_number){.number = 12, .denominator = 1}), 0);
	assert_int_equal(number_against(&plain, &twelve, 12), 0);
	assert_int_equal(number_against(&plain, &twelve, 13), -1);
	assert_int_equal(number_against(&percent, &half, 50), 0);
	assert_int_equal(number_against(&percent, &third, 33), 1);
}

/* ---- orphan digits ---- */

static void test_digits(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *number; /* "" none */
	} rows[] = {{"3场", "3"},
	            {"1,286人", "1,286"},
	            {"98.67%", "98.67"},
	            {"12.", "12"},
	            {"12,又", "12"},
	            {"３场", "３"},
	            {"三场", "三"},
	            {"一百二十人次", "一百二十"},
	            {"两个", "两"},
	            {"三百余名", "三百"},
	            {"十多年", "十"},
	            {"百分之五", "百分之五"},
	            {"千分之三", "千分之三"},
	            {"三小时", "三"},
	            {"五公里", "五"},
	            {"一是", ""},
	            {"一、", ""},
	            {"四新", ""},
	            {"一体化", ""},
	            {"百分之百", "百分之百"},
	            {"妇女", ""},
	            {".5", ""},
	            {"两委", ""},
	            {"三八", ""}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t length = digits_at(rows[i].text, LANGUAGE_ZH);
		assert_int_equal(length, strlen(rows[i].number));
		assert_memory_equal(rows[i].text, rows[i].number, length);
	}
	assert_int_equal(digits_at("三场", LANGUAGE_EN), 0);
	assert_int_equal(digits_at("３", LANGUAGE_EN), strlen("３"));
}

/* ---- blanking ---- */

static void assert_blank_years(const char *text, const char *expected)
{
	struct text out = TEXT_EMPTY;
	format_blank_years(text, &out);
	assert_string_equal(out.at, expected);
	text_release(&out);
}

static void assert_blank_numbers(const char *text, const char *after, enum language language,
                                 const char *expected)
{
	struct text out = TEXT_EMPTY;
	format_blank_numbers(text, after, language, &out);
	assert_string_equal(out.at, expected);
	text_release(&out);
}

static void test_blanking(void **state)
{
	(void)state;
	assert_blank_years("2021年上半年，1999年，12338热线，20210",
	                   "202_年上半年，199_年，12338热线，20210");
	assert_blank_years("1-3楼", "1-3楼");
	assert_blank_numbers("获奖3项，2021年3月30日，占12.5%，三十人", "", LANGUAGE_ZH,
	                     "获奖x项，202_年3月30日，占12.5%，x人");
	assert_blank_numbers("30", "日前", LANGUAGE_ZH, "30");
	assert_blank_numbers("30", "户", LANGUAGE_ZH, "x");
	assert_blank_numbers("三", "场", LANGUAGE_ZH, "x");
	assert_blank_numbers("首批", "三场", LANGUAGE_ZH, "首批");
	assert_blank_numbers("12 events on 30 March 2021", "", LANGUAGE_EN, "x events on 30 March 202_");
}

/* ---- words of a place ---- */

static void test_place_words(void **state)
{
	(void)state;
	static const struct {
		const char *level, *name, *place, *leaders, *english;
	} rows[] = {
	        {"province", "广东省", "省", "省委、省政府", "province"},
	        {"province", "北京市", "市", "市委、市政府", "city"},
	        {"province", "广西壮族自治区", "区", "自治区党委、政府", "autonomous region"},
	        {"city", "深圳市", "市", "市委、市政府", "city"},
	        {"city", "延边朝鲜族自治州", "州", "州委、州政府", "prefecture"},
	        {"district", "龙岗区", "区", "区委、区政府", "district"},
	        {"district", "东莞市", "市", "市委、市政府", "city"},
	        {"district", "儋州市", "市", "市委、市政府", "city"},
	        {"district", "连南瑶族自治县", "县", "县委、县政府", "county"},
	        {"district", "神农架林区", "区", "区委、区政府", "district"},
	        {"street", "平湖街道", "街道", "街道党工委、街道办事处", "subdistrict"},
	        {"street", "那大镇", "镇", "镇党委、镇政府", "town"},
	        {"street", "东莞滨海湾新区", "辖区", "上级党委、政府", "area"},
	        {"community", "罗岗社区", "社区", "社区党组织、居委会", "community"},
	        {"community", "洛基村委会", "村", "村党组织、村委会", "village"},
	        {"unit", "某某公司", "单位", "上级党组织", "unit"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct organisation_unit unit = {.name = rows[i].name, .level = rows[i].level};
		const struct place_words *words = place_words_of(&unit);
		assert_string_equal(words->place[LANGUAGE_ZH], rows[i].place);
		assert_string_equal(words->leaders[LANGUAGE_ZH], rows[i].leaders);
		assert_string_equal(words->place[LANGUAGE_EN], rows[i].english);
		assert_non_null(words->leaders[LANGUAGE_EN]);
	}
}

/* ---- lines of the official format ---- */

static const char *broken(const char *title)
{
	static char out[512];
	struct run run = {.text = title};
	const struct block block = {BLOCK_TITLE, 0, &run, 1};
	const struct document document = {.language = LANGUAGE_ZH};
	struct line_break at = official_title_break(&document, &block);
	if (at.run == 1)
		snprintf(out, sizeof out, "%s", title);
	else
		snprintf(out, sizeof out, "%.*s/%s", (int)at.byte, title, title + at.byte);
	return out;
}

static void test_title_break(void **state)
{
	(void)state;
	assert_string_equal(broken("龙岗区妇联工作总结"), "龙岗区妇联工作总结");
	assert_string_equal(broken("龙岗区妇联2021年上半年工作总结及2021年下半年工作思路"),
	                    "龙岗区妇联2021年上半年工作总结/及2021年下半年工作思路");
	/* No joining word: before the year, and never between 2021 and 年. */
	assert_string_equal(broken("全区各级妇联组织深化改革推进2021年重点任务情况报告书"),
	                    "全区各级妇联组织深化改革推进/2021年重点任务情况报告书");
}

static void test_signature_place(void **state)
{
	(void)state;
	struct run name = {.text = "深圳市龙岗区妇女联合会办公室"}, date = {.text = "2021年7月5日"};
	struct block blocks[] = {{BLOCK_SIGNATURE, 0, &name, 1}, {BLOCK_DATE, 0, &date, 1}};
	const struct document document = {.blocks = blocks, .block_count = 2};
	/* The longer name ends two characters from the right; the date begins two characters behind it. */
	assert_int_equal(official_indent(&document, &blocks[0]), 56 - 4 - 28);
	assert_int_equal(official_indent(&document, &blocks[1]), 56 - 4 - 28 + 4);
	name.text = "妇联";
	/* A longer date ends there itself. */
	assert_int_equal(official_indent(&document, &blocks[1]), 56 - 4 - 12);
	assert_int_equal(official_indent(&document, &blocks[0]), 56 - 4 - 12 - 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_hanzi),       cmocka_unit_test(test_hanzi_can_be_read_back),
	        cmocka_unit_test(test_whole),       cmocka_unit_test(test_days),
	        cmocka_unit_test(test_hundredths),  cmocka_unit_test(test_changes),
	        cmocka_unit_test(test_points),      cmocka_unit_test(test_shares),
	        cmocka_unit_test(test_comparing),   cmocka_unit_test(test_digits),
	        cmocka_unit_test(test_blanking),    cmocka_unit_test(test_place_words),
	        cmocka_unit_test(test_title_break), cmocka_unit_test(test_signature_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
