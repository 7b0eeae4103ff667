/* Periods read, printed, named and moved. What is nearly a period (2021h1,
   2021年3月, 2021-1-1 至 2021-6-30) is understood well enough to say how it is
   written, and then refused: one spelling goes into links, files and books. */
#include "calendar/period.h"

#include <assert.h>

enum { YEAR_FIRST = 1949, YEAR_LAST = 2100 };

/* Months of each kind; a range has none. */
static const int kind_months[] = {
        [PERIOD_YEAR] = 12, [PERIOD_HALF] = 6, [PERIOD_QUARTER] = 3, [PERIOD_MONTH] = 1, [PERIOD_RANGE] = 0};

/* The period of a kind that begins with a month, counted from January of year 0. */
static struct period period_of_month(enum period_kind kind, int month)
{
	int last = month + kind_months[kind] - 1;
	return (struct period){
	        .kind = kind,
	        .from = date_make(month / 12, month % 12 + 1, 1),
	        .to = date_make(last / 12, last % 12 + 1, month_days(last / 12, last % 12 + 1)),
	};
}

static int first_month(const struct period *period)
{
	return date_year(period->from) * 12 + date_month(period->from) - 1;
}

/* Reading */

/* Other ways to write the parts, each replaced by ours; longer ones first. */
static const struct {
	const char *other, *ours;
} habits[] = {
        {"..", ".."},       {"——", ".."},       {"—", ".."},        {"–", ".."},        {"~", ".."},
        {"至", ".."},       {"到", ".."},       {"TO", ".."},       {"上半年", "H1"},   {"下半年", "H2"},
        {"第一季度", "Q1"}, {"第二季度", "Q2"}, {"第三季度", "Q3"}, {"第四季度", "Q4"}, {"一季度", "Q1"},
        {"二季度", "Q2"},   {"三季度", "Q3"},   {"四季度", "Q4"},   {"第1季度", "Q1"},  {"第2季度", "Q2"},
        {"第3季度", "Q3"},  {"第4季度", "Q4"},  {"1季度", "Q1"},    {"2季度", "Q2"},    {"3季度", "Q3"},
        {"4季度", "Q4"},    {"全年", "-"},      {"年度", "-"},      {"年", "-"},        {"月份", "-"},
        {"月", "-"},        {"日", ""},         {"号", ""},         {"/", "-"},         {".", "-"},
        {"_", "-"},
};

static uint32_t narrow(uint32_t letter)
{
	if (letter >= 0xFF01 && letter <= 0xFF5E) /* full-width */
		letter -= 0xFEE0;
	return letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter;
}

/* Without spaces, narrow and upper case. */
static void add_narrowed(struct text *out, const char *string)
{
	for (const char *at = string, *start = at; *at; start = at) {
		uint32_t letter = narrow(utf8_next(&at));
		if (letter < 0x80 && letter > ' ')
			text_add_byte(out, (char)letter);
		else if (letter > 0x80 && letter != 0x3000 && letter != 0xA0)
			text_add_bytes(out, start, (size_t)(at - start));
	}
}

static void add_tidied(struct text *out, const char *string)
{
	struct text narrowed = TEXT_EMPTY;
	add_narrowed(&narrowed, string);
	for (const char *at = narrowed.at; *at;) {
		size_t i = 0, count = sizeof habits / sizeof habits[0];
		while (i < count && !text_starts(at, habits[i].other))
			i++;
		if (i < count) {
			text_add(out, habits[i].ours);
			at += strlen(habits[i].other);
		} else {
			text_add_byte(out, *at++);
		}
	}
	text_release(&narrowed);
}

/* One end of a period as it was written: not yet checked. */
struct part {
	enum { PART_YEAR, PART_HALF, PART_QUARTER, PART_MONTH, PART_DAY } precision;
	int year, number, month, day; /* number: which half or quarter */
};

/* At most `most` digits; the count of them, 0 if there are none or more. */
static int read_digits(const char **ref_at, int most, int *ret)
{
	int number = 0, count = (int)strspn(*ref_at, "0123456789");
	if (count > most)
		return 0;
	for (int i = 0; i < count; i++)
		number = number * 10 + *(*ref_at)++ - '0';
	*ret = number;
	return count;
}

static bool read_mark(const char **ref_at, char mark)
{
	if (**ref_at != mark)
		return false;
	++*ref_at;
	return true;
}

/* "-3", "-3-5", with a dash left over from 月 at the end. */
static bool read_month_and_day(const char **ref_at, struct part *part)
{
	if (**ref_at < '0' || **ref_at > '9')
		return true;
	if (!read_digits(ref_at, 2, &part->month))
		return false;
	part->precision = PART_MONTH;
	if (!read_mark(ref_at, '-') || **ref_at < '0' || **ref_at > '9')
		return true;
	part->precision = PART_DAY;
	return read_digits(ref_at, 2, &part->day) > 0;
}

/* "6-30" and "30" behind a first end take over its year and month. */
static bool read_rest(const char **ref_at, const struct part *left, int number, struct part *ret)
{
	*ret = (struct part){.precision = PART_DAY, .year = left->year, .month = left->month, .day = number};
	if (left->precision == PART_DAY && **ref_at != '-')
		return true;
	*ret = (struct part){.precision = PART_MONTH, .year = left->year, .month = number};
	if (!read_mark(ref_at, '-') || **ref_at < '0' || **ref_at > '9')
		return true;
	ret->precision = PART_DAY;
	return read_digits(ref_at, 2, &ret->day) > 0;
}

/* `left` is the first end of a range, or NULL. */
static bool read_part(const char **ref_at, const struct part *left, struct part *ret)
{
	struct part part = {};
	int number, digits = read_digits(ref_at, 8, &number);
	if (!digits)
		return false;
	if (left && digits <= 2)
		return read_rest(ref_at, left, number, ret);
	if (digits == 6) {
		part = (struct part){.precision = PART_MONTH, .year = number / 100, .month = number % 100};
	} else if (digits == 8) {
		part = (struct part){.precision = PART_DAY,
		                     .year = date_year(number),
		                     .month = date_month(number),
		                     .day = date_day(number)};
	} else {
		part.year = number;
		bool dash = read_mark(ref_at, '-');
		if (read_mark(ref_at, 'H'))
			part.precision = PART_HALF;
		else if (read_mark(ref_at, 'Q'))
			part.precision = PART_QUARTER;
		if (part.precision != PART_YEAR && !read_digits(ref_at, 2, &part.number))
			return false;
		if (part.precision == PART_YEAR && dash && !read_month_and_day(ref_at, &part))
			return false;
	}
	*ret = part;
	return true;
}

/* Is there such a half, month, day? */
static bool part_check(const struct part *part, struct fault *fault)
{
	char year[16], number[16], last[16];
	snprintf(year, sizeof year, "%d", part->year);
	snprintf(number, sizeof number, "%d", part->precision >= PART_MONTH ? part->month : part->number);
	if (part->year < YEAR_FIRST || part->year > YEAR_LAST)
		return fault_set(fault, calendar_period_year, year);
	if (part->precision == PART_HALF && (part->number < 1 || part->number > 2))
		return fault_set(fault, calendar_period_half, year, number);
	if (part->precision == PART_QUARTER && (part->number < 1 || part->number > 4))
		return fault_set(fault, calendar_period_quarter, year, number);
	if (part->precision < PART_MONTH)
		return true;
	if (part->month < 1 || part->month > 12)
		return fault_set(fault, calendar_period_month, year, number);
	if (part->precision == PART_MONTH || date_valid(date_make(part->year, part->month, part->day)))
		return true;
	char month[32], day[16];
	snprintf(month, sizeof month, "%04d-%02d", part->year, part->month);
	snprintf(day, sizeof day, "%d", part->day);
	date_print(date_make(part->year, part->month, month_days(part->year, part->month)), last);
	return fault_set(fault, calendar_period_day, month, day, last);
}

static struct period part_period(const struct part *part)
{
	int january = part->year * 12;
	switch (part->precision) {
	case PART_YEAR: return period_of_month(PERIOD_YEAR, january);
	case PART_HALF: return period_of_month(PERIOD_HALF, january + (part->number - 1) * 6);
	case PART_QUARTER: return period_of_month(PERIOD_QUARTER, january + (part->number - 1) * 3);
	case PART_MONTH: return period_of_month(PERIOD_MONTH, january + part->month - 1);
	case PART_DAY: break;
	}
	civil_date day = date_make(part->year, part->month, part->day);
	return (struct period){.kind = PERIOD_RANGE, .from = day, .to = day};
}

/* One part, or two joined by "..". */
static bool read_period(const char *string, const char *tidied, struct period *ret, struct fault *fault)
{
	struct part left, right = {};
	const char *at = tidied;
	if (!read_part(&at, NULL, &left))
		return fault_set(fault, calendar_period_spelling, string);
	bool range = text_starts(at, "..");
	if (range) {
		at += strlen("..");
		if (!read_part(&at, &left, &right))
			return fault_set(fault, calendar_period_spelling, string);
	}
	if (*at)
		return fault_set(fault, calendar_period_spelling, string);
	if (!part_check(&left, fault) || (range && !part_check(&right, fault)))
		return false;
	*ret = part_period(&left);
	if (!range)
		return true;
	*ret = (struct period){.kind = PERIOD_RANGE, .from = ret->from, .to = part_period(&right).to};
	if (ret->from <= ret->to)
		return true;
	char from[DATE_SIZE], to[DATE_SIZE];
	date_print(part_period(&right).from, to);
	date_print(part_period(&left).to, from);
	return fault_set(fault, calendar_period_reversed, from, to);
}

bool period_parse(const char *string, struct period *ret, struct fault *fault)
{
	struct period period;
	struct text tidied = TEXT_EMPTY, ours = TEXT_EMPTY;
	if (!utf8_valid(string, strlen(string)))
		return fault_set(fault, calendar_period_spelling, string);
	add_tidied(&tidied, string);
	bool good = read_period(string, tidied.at, &period, fault);
	if (good) {
		period_print(&period, &ours);
		good = text_equal(ours.at, string) ||
		       fault_set(fault, calendar_period_meant, string, ours.at);
	}
	text_release(&tidied);
	text_release(&ours);
	if (good)
		*ret = period;
	return good;
}

/* Printing */

void period_print(const struct period *period, struct text *out)
{
	int year = date_year(period->from), month = date_month(period->from);
	char from[DATE_SIZE], to[DATE_SIZE];
	switch (period->kind) {
	case PERIOD_YEAR: text_format(out, "%04d", year); return;
	case PERIOD_HALF: text_format(out, "%04dH%d", year, (month + 5) / 6); return;
	case PERIOD_QUARTER: text_format(out, "%04dQ%d", year, (month + 2) / 3); return;
	case PERIOD_MONTH: text_format(out, "%04d-%02d", year, month); return;
	case PERIOD_RANGE:
		date_print(period->from, from);
		date_print(period->to, to);
		text_format(out, "%s..%s", from, to);
		return;
	}
}

static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};

static const char *month_name(civil_date date)
{
	return month_names[date_month(date) - 1];
}

/* 2021年1月1日至6月30日: the end leaves out what the start has said. */
static void label_range_zh(const struct period *period, struct text *out)
{
	civil_date from = period->from, to = period->to;
	text_format(out, "%d年%d月%d日", date_year(from), date_month(from), date_day(from));
	if (from == to)
		return;
	text_add(out, "至");
	if (date_year(from) != date_year(to))
		text_format(out, "%d年", date_year(to));
	if (from / 100 != to / 100)
		text_format(out, "%d月", date_month(to));
	text_format(out, "%d日", date_day(to));
}

/* 1 January to 30 June 2021: the start leaves out what the end will say. */
static void label_range_en(const struct period *period, struct text *out)
{
	civil_date from = period->from, to = period->to;
	if (from != to) {
		text_format(out, "%d", date_day(from));
		if (from / 100 != to / 100)
			text_format(out, " %s", month_name(from));
		if (date_year(from) != date_year(to))
			text_format(out, " %d", date_year(from));
		text_add(out, " to ");
	}
	text_format(out, "%d %s %d", date_day(to), month_name(to), date_year(to));
}

static void label_zh(const struct period *period, struct text *out)
{
	static const char *const halves[] = {"上", "下"}, *const quarters[] = {"一", "二", "三", "四"};
	int year = date_year(period->from), month = date_month(period->from);
	switch (period->kind) {
	case PERIOD_YEAR: text_format(out, "%d年", year); return;
	case PERIOD_HALF: text_format(out, "%d年%s半年", year, halves[month > 6]); return;
	case PERIOD_QUARTER: text_format(out, "%d年第%s季度", year, quarters[(month - 1) / 3]); return;
	case PERIOD_MONTH: text_format(out, "%d年%d月", year, month); return;
	case PERIOD_RANGE: label_range_zh(period, out); return;
	}
}

static void label_en(const struct period *period, struct text *out)
{
	static const char *const ordinals[] = {"first", "second", "third", "fourth"};
	int year = date_year(period->from), month = date_month(period->from);
	switch (period->kind) {
	case PERIOD_YEAR: text_format(out, "%d", year); return;
	case PERIOD_HALF: text_format(out, "%s half of %d", ordinals[month > 6], year); return;
	case PERIOD_QUARTER: text_format(out, "%s quarter of %d", ordinals[(month - 1) / 3], year); return;
	case PERIOD_MONTH: text_format(out, "%s %d", month_name(period->from), year); return;
	case PERIOD_RANGE: label_range_en(period, out); return;
	}
}

void period_label(const struct period *period, enum language language, struct text *out)
{
	if (language == LANGUAGE_ZH)
		label_zh(period, out);
	else
		label_en(period, out);
}

/* Moving */

static civil_date year_before(civil_date date)
{
	int year = date_year(date) - 1, month = date_month(date), day = date_day(date);
	return date_make(year, month, day < month_days(year, month) ? day : month_days(year, month));
}

struct period period_last_year(const struct period *period)
{
	if (period->kind != PERIOD_RANGE)
		return period_of_month(period->kind, first_month(period) - 12);
	return (struct period){
	        .kind = PERIOD_RANGE, .from = year_before(period->from), .to = year_before(period->to)};
}

/* A range in the first or last centuries stops at the edge of the calendar. */
static civil_date move_days(civil_date date, int days)
{
	civil_date moved = date_add_days(date, days);
	if (moved)
		return moved;
	return days < 0 ? DATE_MIN : DATE_MAX;
}

static struct period period_step(const struct period *period, int direction)
{
	if (period->kind != PERIOD_RANGE)
		return period_of_month(period->kind,
		                       first_month(period) + direction * kind_months[period->kind]);
	int days = direction * (date_days_between(period->from, period->to) + 1);
	return (struct period){.kind = PERIOD_RANGE,
	                       .from = move_days(period->from, days),
	                       .to = move_days(period->to, days)};
}

struct period period_before(const struct period *period)
{
	return period_step(period, -1);
}

struct period period_after(const struct period *period)
{
	return period_step(period, 1);
}
