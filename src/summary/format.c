/* Numbers and days in words. Whole numbers in, rounded once. */
#include "summary/format.h"

#include <string.h>

static const char *const digits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

/* 1 … 9999; `inner` says that a higher group stands before. */
static void add_group(int group, bool inner, struct text *out)
{
	static const struct {
		int worth;
		const char *name;
	} places[] = {{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}};
	bool begun = false, gap = inner && group < 1000;
	for (size_t i = 0; i < 4; i++) {
		int digit = group / places[i].worth % 10;
		if (!digit) {
			gap = gap || begun;
			continue;
		}
		if (gap)
			text_add(out, "零");
		bool bare_ten = places[i].worth == 10 && digit == 1 && !begun && !inner;
		if (!bare_ten)
			text_add(out, digits[digit]);
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

void format_day(civil_date date, bool with_year, enum language language, struct text *out)
{
	static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
	                                     "July",    "August",   "September", "October", "November", "December"};
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

/* 12860 → 1.3万, rounded half up at the first place. */
static void add_wan(int64_t number, struct text *out)
{
	int64_t tenths = (number + 500) / 1000;
	text_add_int(out, tenths / 10);
	if (tenths % 10)
		text_format(out, ".%d", (int)(tenths % 10));
	text_add(out, "万");
}

void format_number(const struct figure *figure, const struct figure_number *number, enum number_format format,
                   enum language language, struct text *out)
{
	bool whole = !number->missing && number->denominator == 1 && number->scale == 0;
	if (number->missing)
		text_add(out, "x");
	else if (figure->shown == UNIT_DATE || figure->measure == MEASURE_FIRST || figure->measure == MEASURE_LAST)
		format_day((civil_date)number->number, format == FORMAT_FULL_DATE, language, out);
	else if (whole && format == FORMAT_HANZI)
		format_hanzi(number->number, out);
	else if (whole && format == FORMAT_PLAIN)
		text_add_int(out, number->number);
	else if (whole && format == FORMAT_WAN && number->number >= 10000)
		add_wan(number->number, out);
	else
		figure_print(figure, number, out);
}

bool format_change(const struct figure_number *now, const struct figure_number *before, bool ratio,
                   int64_t *ret_hundredths)
{
	if (now->missing || before->missing)
		return false;
	__int128 n = now->number, nd = now->denominator, b = before->number, bd = before->denominator;
	__int128 top, bottom;
	if (ratio) { /* n/nd - b/bd in hundredths of a per cent */
		top = (n * bd - b * nd) * 10000;
		bottom = nd * bd;
	} else {
		top = (n - b) * 10000;
		bottom = b;
	}
	if (bottom <= 0)
		return false;
	__int128 half = bottom / 2;
	*ret_hundredths = (int64_t)(top >= 0 ? (top + half) / bottom : -((-top + half) / bottom));
	return true;
}

void format_hundredths(int64_t hundredths, bool points, enum language language, struct text *out)
{
	int64_t size = hundredths < 0 ? -hundredths : hundredths;
	text_add_int(out, size / 100);
	if (size % 100) {
		text_format(out, size % 10 ? ".%02d" : ".%d", size % 10 ? (int)(size % 100) : (int)(size % 100 / 10));
	}
	if (!points)
		text_add_byte(out, '%');
	else
		text_add(out, language == LANGUAGE_ZH ? "个百分点" : " percentage points");
}

void format_shares(const int64_t *parts, size_t count, int64_t *ret_shares)
{
	__int128 total = 0;
	for (size_t i = 0; i < count; i++)
		total += parts[i];
	int64_t given = 0;
	for (size_t i = 0; i < count; i++) {
		ret_shares[i] = total > 0 ? (int64_t)(parts[i] * (__int128)10000 / total) : 0;
		given += ret_shares[i];
	}
	bool *raised = memory_take(count + 1);
	for (; total > 0 && given < 10000; given++) {
		size_t best = count;
		__int128 most = -1;
		for (size_t i = 0; i < count; i++) {
			__int128 rest = parts[i] * (__int128)10000 % total;
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

static bool is_number(char c)
{
	return c >= '0' && c <= '9';
}

void format_blank_years(const char *text, struct text *out)
{
	const char *begin = text;
	while (*text) {
		bool year = (text == begin || !is_number(text[-1])) && (text_starts(text, "19") || text_starts(text, "20")) &&
		            is_number(text[2]) && is_number(text[3]) && !is_number(text[4]);
		if (year) {
			text_add_bytes(out, text, 3);
			text_add_byte(out, '_');
			text += 4;
		} else {
			text_add_byte(out, *text++);
		}
	}
}
