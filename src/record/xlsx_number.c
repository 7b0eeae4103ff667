/* Formats of numbers: the builtin ones by their ids (ECMA-376 part 1, 18.8.30,
   with those of Chinese programs), all others by the letters they are made of. */
#include "record/xlsx_number.h"

#include <math.h>
#include <string.h>

#include "base/date.h"

/* ---- what a format shows ---- */

static const struct {
	int first, last;
	struct number_format format;
} builtin[] = {
        {14, 17, {.date = true}}, {18, 21, {.time = true}}, {22, 22, {.date = true, .time = true}},
        {27, 31, {.date = true}}, {32, 35, {.time = true}}, {36, 36, {.date = true}},
        {45, 47, {.time = true}}, {50, 54, {.date = true}}, {55, 56, {.time = true}},
        {57, 58, {.date = true}},
};

static struct number_format builtin_format(int id)
{
	for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++)
		if (id >= builtin[i].first && id <= builtin[i].last)
			return builtin[i].format;
	return (struct number_format){};
}

/* Behind what stands in quotes or brackets, or is shown as it is; [h] counts hours. */
static const char *pass_literal(const char *at, struct number_format *ref_format)
{
	const char *end;
	if (*at == '"' || *at == '[') {
		end = strchr(at + 1, *at == '"' ? '"' : ']');
		if (*at == '[' && strchr("hHmMsS", at[1]) && at[1])
			ref_format->time = true;
		return end ? end + 1 : at + strlen(at);
	}
	if (strchr("\\_*", *at))
		return at[1] ? at + 2 : at + 1;
	return NULL;
}

struct number_format number_format_of(const char *code)
{
	struct number_format format = {};
	bool minute_or_month = false;
	if (code[strspn(code, "0")] == 0)
		return (struct number_format){.zeros = strlen(code) > 1 ? (int)strlen(code) : 0};
	if (strncasecmp(code, "General", 7) == 0)
		return format;
	while (*code && *code != ';') {
		const char *behind = pass_literal(code, &format);
		if (behind) {
			code = behind;
			continue;
		}
		format.date |= strchr("yYdD", *code) != NULL;
		format.time |= strchr("hHsS", *code) != NULL;
		minute_or_month |= strchr("mM", *code) != NULL;
		code++;
	}
	format.date |= minute_or_month && !format.time;
	return format;
}

/* ---- the part ---- */

struct custom {
	int id;
	struct number_format format;
};
struct customs {
	struct custom *items;
	size_t count, room;
};

static int whole(const char *text)
{
	char *end;
	long number = text ? strtol(text, &end, 10) : -1;
	return number >= 0 && number <= INT32_MAX ? (int)number : -1;
}

static void take_custom(struct part *part, struct customs *customs)
{
	int id = whole(part_attribute(part, "numFmtId"));
	const char *code = part_attribute(part, "formatCode");
	if (id < 0 || !code)
		return;
	if (customs->count == customs->room) {
		customs->room = customs->room ? customs->room * 2 : 16;
		customs->items = memory_grow(customs->items, customs->room * sizeof *customs->items);
	}
	customs->items[customs->count++] = (struct custom){id, number_format_of(code)};
}

static void take_cell_format(struct part *part, const struct customs *customs, struct number_formats *formats)
{
	int id = whole(part_attribute(part, "numFmtId"));
	struct number_format format = builtin_format(id);
	for (size_t i = 0; i < customs->count; i++)
		if (customs->items[i].id == id)
			format = customs->items[i].format;
	if (formats->count == formats->room) {
		formats->room = formats->room ? formats->room * 2 : 16;
		formats->items = memory_grow(formats->items, formats->room * sizeof *formats->items);
	}
	formats->items[formats->count++] = format;
}

bool number_formats_read(struct xlsx_file *xlsx, const char *name, struct number_formats *ret,
                         struct fault *fault)
{
	enum { CUSTOMS_MOST = 10000, FORMATS_MOST = 100000 }; /* programs stop at 64,000 */
	struct part part;
	struct customs customs = {};
	enum part_step step = PART_FAULT;
	bool in_cells = false;
	*ret = (struct number_formats){};
	bool opened = part_open(xlsx, name, &part, fault);
	while (opened && (step = part_step(&part, fault)) < PART_END) {
		if (step == PART_TEXT)
			continue;
		if (strcmp(part.element, "cellXfs") == 0)
			in_cells = step == PART_OPENS;
		else if (step == PART_OPENS && strcmp(part.element, "numFmt") == 0 &&
		         customs.count < CUSTOMS_MOST)
			take_custom(&part, &customs);
		else if (step == PART_OPENS && in_cells && strcmp(part.element, "xf") == 0 &&
		         ret->count < FORMATS_MOST)
			take_cell_format(&part, &customs, ret);
	}
	part_close(&part);
	memory_free(customs.items);
	return opened && step == PART_END;
}

void number_formats_release(struct number_formats *formats)
{
	memory_free(formats->items);
	*formats = (struct number_formats){};
}

/* ---- a number shown ---- */

enum { DAY_MS = 86400000 };

/* Days since 1970. Day 60 of the older calendar is 29 February 1900, which never was. */
static bool civil_day(double whole_days, bool from_1904, civil_date *ret)
{
	enum { EPOCH_1900 = 25569, EPOCH_1904 = 24107, NEVER_WAS = 60, LAST = 3000000 };
	if (whole_days < (from_1904 ? 0 : 1) || whole_days > LAST || (!from_1904 && whole_days == NEVER_WAS))
		return false;
	int32_t days = (int32_t)whole_days;
	if (from_1904)
		days -= EPOCH_1904;
	else
		days -= days < NEVER_WAS ? EPOCH_1900 - 1 : EPOCH_1900;
	*ret = date_from_number(days);
	return *ret != 0;
}

static void add_time(int ms, bool zoned, struct text *out)
{
	int minutes = ms / 60000, rest = ms % 60000;
	text_format(out, "%02d:%02d", minutes / 60, minutes % 60);
	if (rest)
		text_format(out, ":%02d.%03d", rest / 1000, rest % 1000);
	if (rest && zoned)
		text_add(out, "+08:00");
}

/* False when the number is no day of a calendar. */
static bool show_date(double number, const struct number_format *format, bool from_1904, struct text *out)
{
	char printed[DATE_SIZE];
	civil_date date = 0;
	double days = floor(number);
	long ms = lround((number - days) * DAY_MS);
	if (ms == DAY_MS) {
		days++;
		ms = 0;
	}
	if (number < 0)
		return false;
	if (format->time && !format->date && days == 0) {
		add_time((int)ms, false, out);
		return true;
	}
	if (!civil_day(days, from_1904, &date))
		return false;
	date_print(date, printed);
	text_add(out, printed);
	if (ms) {
		/* With seconds it is an instant to the letter, which has a zone. */
		text_add_byte(out, ms % 60000 ? 'T' : ' ');
		add_time((int)ms, true, out);
	}
	return true;
}

/* Without an E where the digits are all there. */
static void show_plain(double number, int zeros, struct text *out)
{
	enum { DIGITS = 15 };
	char printed[48];
	bool is_whole = number == floor(number) && fabs(number) < 1e15;
	if (is_whole)
		snprintf(printed, sizeof printed, "%0*.0f", zeros, number == 0 ? 0.0 : number);
	else
		snprintf(printed, sizeof printed, "%.*g", DIGITS, number);
	if (!is_whole && fabs(number) < 1 && strchr(printed, 'e')) {
		snprintf(printed, sizeof printed, "%.*f", DIGITS, number);
		size_t length = strlen(printed);
		while (printed[length - 1] == '0')
			printed[--length] = 0;
		if (printed[length - 1] == '.')
			printed[length - 1] = 0;
	}
	text_add(out, printed);
}

enum cell_kind number_show(const char *value, const struct number_format *format, bool from_1904,
                           struct text *out)
{
	enum { ZEROS_MOST = 30 };
	char *end;
	double number = strtod(value, &end);
	if (end == value || *end || !isfinite(number) || strpbrk(value, "xXnN")) {
		text_add(out, value);
		return CELL_TEXT;
	}
	if ((format->date || format->time) && show_date(number, format, from_1904, out))
		return CELL_DATE;
	show_plain(number, format->zeros < ZEROS_MOST ? format->zeros : ZEROS_MOST, out);
	return CELL_NUMBER;
}
