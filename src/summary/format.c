/* Numbers and days in words and in digits, and their blanking for publishing. */
#include "summary/format.h"

#include <string.h>

#include "summary/number.h"

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
enum { MONTHS = sizeof months / sizeof *months };

/* ---- hanzi ---- */

static const char *const hanzi[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

/* 1 … 9999; `inner` says that a higher group stands before. */
static void add_group(int group, bool inner, struct text *out)
{
	static const struct {
		int worth;
		const char *name;
	} places[] = {{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}};
	bool begun = false, gap = inner && group < 1000;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		int digit = group / places[i].worth % 10;
		if (!digit) {
			gap = gap || begun;
			continue;
		}
		if (gap)
			text_add(out, "零");
		bool bare_ten = places[i].worth == 10 && digit == 1 && !begun && !inner;
		if (!bare_ten)
			text_add(out, hanzi[digit]);
		text_add(out, places[i].name);
		begun = true;
		gap = false;
	}
}

void format_hanzi(int64_t number, struct text *out)
{
	if (number < 0 || number > 99999999) {
		text_add_int(out, number);
		return;
	}
	if (!number)
		text_add(out, "零");
	if (number >= 10000) {
		add_group((int)(number / 10000), false, out);
		text_add(out, "万");
	}
	if (number % 10000)
		add_group((int)(number % 10000), number >= 10000, out);
}

/* ---- digits ---- */

/* 12860 → 1.3万, rounded half up at the first place; below 10,000 as it is. */
static void add_wan(int64_t number, struct text *out)
{
	if (number < 10000) {
		text_add_int(out, number);
		return;
	}
	int64_t tenths = (number + 500) / 1000;
	text_add_int(out, tenths / 10);
	if (tenths % 10)
		text_format(out, ".%d", (int)(tenths % 10));
	text_add(out, "万");
}

void format_whole(int64_t number, enum number_format format, struct text *out)
{
	if (format == FORMAT_HANZI)
		format_hanzi(number, out);
	else if (format == FORMAT_WAN)
		add_wan(number, out);
	else
		text_add_int(out, number);
}

void format_day(civil_date date, bool with_year, enum language language, struct text *out)
{
	if (language == LANGUAGE_ZH) {
		if (with_year)
			text_format(out, "%d年", date_year(date));
		text_format(out, "%d月%d日", date_month(date), date_day(date));
		return;
	}
	text_format(out, "%d %s", date_day(date), months[date_month(date) - 1]);
	if (with_year)
		text_format(out, " %d", date_year(date));
}

void format_number(const struct figure *figure, const struct figure_number *number, enum number_format format,
                   enum language language, struct text *out)
{
	bool whole = figure->measure != MEASURE_RATIO && !number->scale;
	if (number->missing)
		figure_print(figure, number, out);
	else if (figure_is_day(figure))
		format_day((civil_date)number->number, format == FORMAT_FULL_DATE, language, out);
	else if (whole && format != FORMAT_USUAL)
		format_whole(number->number, format, out);
	else
		figure_print(figure, number, out);
}

void format_hundredths(int64_t hundredths, bool points, enum language language, struct text *out)
{
	int64_t size = hundredths < 0 ? -hundredths : hundredths, rest = size % 100;
	text_add_int(out, size / 100);
	if (rest % 10)
		text_format(out, ".%02d", (int)rest);
	else if (rest)
		text_format(out, ".%d", (int)(rest / 10));
	if (!points)
		text_add_byte(out, '%');
	else
		text_add(out, language == LANGUAGE_ZH ? "个百分点" : " percentage points");
}

/* ---- compared ---- */

bool format_change(const struct figure_number *now, const struct figure_number *before, bool ratio,
                   int64_t *ret_hundredths)
{
	if (now->missing || before->missing)
		return false;
	__int128 top = (__int128)now->number - before->number, bottom = before->number;
	if (ratio) {
		top = (__int128)now->number * before->denominator -
		      (__int128)before->number * now->denominator;
		bottom = (__int128)now->denominator * before->denominator;
	}
	if (bottom <= 0)
		return false;
	__int128 size = top < 0 ? -top : top, rounded = (size * 10000 * 2 + bottom) / (bottom * 2);
	if (size && !rounded)
		rounded = 1;
	*ret_hundredths = (int64_t)(top < 0 ? -rounded : rounded);
	return true;
}

void format_shares(const int64_t *parts, size_t count, int64_t *ret_shares)
{
	enum { WHOLE = 10000 };
	__int128 total = 0;
	int64_t given = 0;
	for (size_t i = 0; i < count; i++)
		total += parts[i];
	for (size_t i = 0; i < count; i++) {
		ret_shares[i] = total > 0 ? (int64_t)((__int128)parts[i] * WHOLE / total) : 0;
		given += ret_shares[i];
	}
	bool *raised = memory_take(count + 1);
	for (; total > 0 && given < WHOLE; given++) {
		size_t best = count;
		__int128 most = -1;
		for (size_t i = 0; i < count; i++) {
			__int128 rest = (__int128)parts[i] * WHOLE % total;
			if (!raised[i] && rest > most) {
				most = rest;
				best = i;
			}
		}
		raised[best] = true;
		ret_shares[best]++;
	}
	memory_free(raised);
}

/* ---- for publishing ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* `begin` is where the text before `at` begins. */
static bool is_year(const char *begin, const char *at)
{
	return (at == begin || !is_digit(at[-1])) && (text_starts(at, "19") || text_starts(at, "20")) &&
	       is_digit(at[2]) && is_digit(at[3]) && !is_digit(at[4]);
}

static void blank_year(const char **ref_at, struct text *out)
{
	text_add_bytes(out, *ref_at, 3);
	text_add_byte(out, '_');
	*ref_at += 4;
}

void format_blank_years(const char *text, struct text *out)
{
	for (const char *at = text; *at;) {
		if (is_year(text, at))
			blank_year(&at, out);
		else
			text_add_byte(out, *at++);
	}
}

/* What makes a number a day or a percentage. */
static bool stays(const char *behind)
{
	static const char *const words[] = {"月", "日",       "号",        "%",
	                                    "％", "个百分点", " per cent", " percentage point"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_starts(behind, words[i]))
			return true;
	for (size_t i = 0; *behind == ' ' && i < MONTHS; i++)
		if (text_starts(behind + 1, months[i]))
			return true;
	return false;
}

/* Looks at text and what follows it as one: 三 is a number because of the 场 behind it. */
void format_blank_numbers(const char *text, const char *after, enum language language, struct text *out)
{
	struct text joined = TEXT_EMPTY;
	text_add(&joined, text);
	size_t own = joined.length;
	text_add(&joined, after);
	for (const char *at = joined.at, *end = joined.at + own; at < end;) {
		size_t length = digits_at(at, language);
		const char *from = at;
		if (is_year(joined.at, at)) {
			blank_year(&at, out);
		} else if (length && !stays(at + length)) {
			text_add_byte(out, 'x');
			at += length;
		} else {
			do
				utf8_next(&at);
			while (at < from + length && at < end);
			text_add_bytes(out, from, (size_t)(at - from));
		}
	}
	text_release(&joined);
}
