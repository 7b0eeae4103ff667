/* The third law: no orphan digits. Finds numbers in running text: ASCII and
   full-width digits anywhere, Chinese numerals where a measure word follows. */
#include <string.h>

#include "summary/template.h"

/* 百分之 and its like make a number of whatever numeral follows. */
static const char *const fractions[] = {"百分之", "千分之", "万分之"};
static const char numerals[] = "一二三四五六七八九十百千万亿零〇两";
/* May stand between numeral and measure word: 三百余名, 十多年. */
static const char between[] = "余多来几";
/* Without 级 届 流 线 步 种 部 时 …, which follow numerals in names and phrases more often than in counts. */
static const char measures[] =
        "个名人次场宗项批期件家所间户条对支位周天月日号类份门座处套本例起张年元倍岁篇册辆栋亩吨";
static const char *const long_measures[] = {"小时", "分钟", "公里", "平方米"};

static bool is_one_of(uint32_t c, const char *set)
{
	while (*set)
		if (utf8_next(&set) == c)
			return true;
	return false;
}

static bool is_digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19);
}

/* 1,286 and 98.67 are one number each; a comma or stop behind it is not part of it. */
static size_t digits_length(const char *text)
{
	const char *at = text, *end = text;
	for (uint32_t c; (c = utf8_next(&at)) != 0;) {
		bool joins = (c == '.' || c == ',') && end > text && end + 1 == at;
		if (is_digit(c))
			end = at;
		else if (!joins)
			break;
	}
	return (size_t)(end - text);
}

static bool measure_follows(const char *at)
{
	for (size_t i = 0; i < sizeof long_measures / sizeof *long_measures; i++)
		if (text_starts(at, long_measures[i]))
			return true;
	uint32_t c = utf8_next(&at);
	if (is_one_of(c, between))
		c = utf8_next(&at);
	return c && is_one_of(c, measures);
}

/* The numerals at `text`, one after the other. */
static size_t numerals_length(const char *text)
{
	const char *at = text, *end = text;
	for (uint32_t c; (c = utf8_next(&at)) != 0 && is_one_of(c, numerals);)
		end = at;
	return (size_t)(end - text);
}

static size_t fraction_length(const char *text)
{
	for (size_t i = 0; i < sizeof fractions / sizeof *fractions; i++) {
		size_t head = strlen(fractions[i]);
		size_t tail = text_starts(text, fractions[i]) ? numerals_length(text + head) : 0;
		if (tail)
			return head + tail;
	}
	return 0;
}

size_t digits_at(const char *text, enum language language)
{
	size_t length = digits_length(text);
	if (length || language != LANGUAGE_ZH)
		return length;
	length = fraction_length(text);
	if (length)
		return length;
	length = numerals_length(text);
	return length && measure_follows(text + length) ? length : 0;
}
