/* A figure by month: as a line with the year before dashed, and as the small
   bars of a tile. Drawn as SVG, so that it prints and scales. */
#include <string.h>

#include "web/figure_parts.h"

enum { MONTHS_MOST = 24, HUNDRED = 10000 };
enum { WIDTH = 372, HEIGHT = 190, LEFT = 40, RIGHT = 326, TOP = 24, BOTTOM = 164, APART = 14 };

struct series {
	struct figure_number numbers[MONTHS_MOST];
	int64_t heights[MONTHS_MOST]; /* -1: none */
};

struct trend {
	const struct figure *figure;
	int32_t months[MONTHS_MOST];
	size_t count;
	struct series now, before;
	int64_t most; /* the top of the scale */
};

static bool is_flow(const struct figure *figure)
{
	return figure->time == TIME_FLOW && !figure->cumulative;
}

bool figure_has_months(const struct figure *figure)
{
	switch (figure->measure) {
	case MEASURE_COUNT:
	case MEASURE_SUM:
	case MEASURE_DISTINCT: return is_flow(figure);
	case MEASURE_RATIO: return is_flow(figure->of[0]) && is_flow(figure->of[1]);
	case MEASURE_MISSING:
	case MEASURE_FIRST:
	case MEASURE_LAST: return false;
	}
	return false;
}

size_t months_of(const struct request *request, const struct period *period, int32_t *ret, size_t room)
{
	civil_date today = instant_date(request->book->now(request->book->now_context));
	size_t count = 0;
	int32_t month = period->from / 100;
	while (month <= period->to / 100 && month <= today / 100 && count < room) {
		ret[count++] = month;
		month = month % 100 == 12 ? month + 100 - 11 : month + 1;
	}
	return count;
}

struct figure_number month_of(const struct figure *figure, const struct figure_result *result, int32_t month)
{
	for (size_t i = 0; i < result->cell_count; i++)
		if (result->cells[i].key[0].kind == VALUE_INT && result->cells[i].key[0].number == month)
			return result->cells[i].value;
	struct figure_number none = {.denominator = 1, .scale = result->total.scale};
	none.missing = result->total.missing || figure->measure == MEASURE_RATIO;
	return none;
}

static int64_t height_of(const struct figure *figure, const struct figure_number *number)
{
	if (number->missing || number->number < 0)
		return -1;
	if (figure->measure != MEASURE_RATIO)
		return number->number;
	return number->denominator > 0 ? (int64_t)((__int128)number->number * HUNDRED / number->denominator)
	                               : -1;
}

static void fill(const struct figure *figure, const struct figure_result *result, const int32_t *months,
                 size_t count, int32_t years, struct series *ret)
{
	for (size_t i = 0; i < count; i++) {
		ret->numbers[i] = month_of(figure, result, months[i] - years * 100);
		ret->heights[i] = height_of(figure, &ret->numbers[i]);
	}
}

/* 1, 2 or 5 times a power of ten. */
static int64_t step_for(int64_t most)
{
	int64_t power = 1;
	while (power * 10 <= most / 2)
		power *= 10;
	return most <= 3 * power    ? power
	       : most <= 6 * power  ? 2 * power
	       : most <= 15 * power ? 5 * power
	                            : 10 * power;
}

static int x_of(const struct trend *trend, size_t i)
{
	return LEFT + (int)i * (RIGHT - LEFT) / (int)(trend->count - 1);
}

static int y_of(const struct trend *trend, int64_t height)
{
	return BOTTOM - (int)(height * (BOTTOM - TOP) / trend->most);
}

static void add_grid(const struct trend *trend, struct text *out)
{
	int64_t step = step_for(trend->most);
	for (int64_t height = 0; height <= trend->most; height += step) {
		struct text printed = TEXT_EMPTY;
		struct figure_number number = {
		        .number = height, .denominator = 1, .scale = trend->now.numbers[0].scale};
		if (trend->figure->measure == MEASURE_RATIO)
			number.denominator = HUNDRED;
		figure_print(trend->figure, &number, &printed);
		html_add(out,
		         "<path class=\"grid\" d=\"M%d %dH%d\"/><text class=\"scale\" x=\"%d\" "
		         "y=\"%d\">%s</text>\n",
		         LEFT, y_of(trend, height), RIGHT, LEFT - 8, y_of(trend, height) + 4, printed.at);
		text_release(&printed);
	}
}

static void add_line(const struct trend *trend, const struct series *series, const char *class,
                     struct text *out)
{
	bool down = false;
	text_format(out, "<path class=\"%s\" d=\"", class);
	for (size_t i = 0; i < trend->count; i++) {
		if (series->heights[i] >= 0)
			text_format(out, "%c%d %d", down ? 'L' : 'M', x_of(trend, i),
			            y_of(trend, series->heights[i]));
		down = series->heights[i] >= 0;
	}
	text_add(out, "\"/>\n");
}

static void add_month_name(const struct request *request, int32_t month, struct text *out)
{
	text_format(out, say(request, "%d月", "%d"), month % 100);
}

/* A mark, its number above it, the month below; the whole is the link. */
static void add_point(const struct request *request, const struct trend *trend, size_t i, struct text *out)
{
	const struct figure_number *now = &trend->now.numbers[i], *before = &trend->before.numbers[i];
	const struct value key = value_int(trend->months[i]);
	struct text printed = TEXT_EMPTY, name = TEXT_EMPTY, last = TEXT_EMPTY;
	figure_print(trend->figure, now, &printed);
	figure_print(trend->figure, before, &last);
	add_month_name(request, trend->months[i], &name);
	html_add(out, "<text class=\"month\" x=\"%d\" y=\"%d\">%s</text>\n", x_of(trend, i), BOTTOM + 18,
	         name.at);
	if (trend->now.heights[i] >= 0) {
		int y = y_of(trend, trend->now.heights[i]);
		link_cell(request, NULL, trend->figure, "month", &key, out);
		html_add(out,
		         say(request, "\" aria-label=\"%s %s，上年同期 %s\">",
		             "\" aria-label=\"month %s: %s, last year %s\">"),
		         name.at, printed.at, last.at);
		html_add(out, "<circle cx=\"%d\" cy=\"%d\" r=\"4\"/><text x=\"%d\" y=\"%d\">%s</text></a>\n",
		         x_of(trend, i), y, x_of(trend, i), y - 10, printed.at);
	} else if (now->hidden) {
		html_add(out, "<text class=\"month\" x=\"%d\" y=\"%d\">%s</text>\n", x_of(trend, i),
		         BOTTOM - 6, printed.at);
	}
	text_release(&printed);
	text_release(&name);
	text_release(&last);
}

/* Each line is named at its end, the lower one kept clear of the upper. */
static void add_names(const struct request *request, const struct trend *trend, struct text *out)
{
	size_t last = trend->count - 1;
	int year = (int)(trend->months[last] / 100);
	int y = y_of(trend, trend->now.heights[last] < 0 ? 0 : trend->now.heights[last]);
	int y_before = y_of(trend, trend->before.heights[last] < 0 ? 0 : trend->before.heights[last]);
	if (y_before >= y && y_before < y + APART)
		y_before = y + APART;
	else if (y_before < y && y_before > y - APART)
		y_before = y - APART;
	html_add(out,
	         say(request, "<text class=\"name\" x=\"%d\" y=\"%d\">%d年</text>\n",
	             "<text class=\"name\" x=\"%d\" y=\"%d\">%d</text>\n"),
	         RIGHT + 9, y + 4, year);
	if (trend->before.heights[last] >= 0)
		html_add(out,
		         say(request, "<text class=\"name before\" x=\"%d\" y=\"%d\">%d年</text>\n",
		             "<text class=\"name before\" x=\"%d\" y=\"%d\">%d</text>\n"),
		         RIGHT + 9, y_before + 4, year - 1);
}

static int64_t most_of(const struct trend *trend)
{
	int64_t most = 0;
	for (size_t i = 0; i < trend->count; i++) {
		most = trend->now.heights[i] > most ? trend->now.heights[i] : most;
		most = trend->before.heights[i] > most ? trend->before.heights[i] : most;
	}
	return most;
}

void trend_add(struct request *request, const struct figure *figure, const struct figure_result *now,
               const struct figure_result *before, struct text *out)
{
	struct trend trend = {.figure = figure};
	trend.count = months_of(request, &request->period, trend.months, MONTHS_MOST);
	fill(figure, now, trend.months, trend.count, 0, &trend.now);
	fill(figure, before, trend.months, trend.count, 1, &trend.before);
	trend.most = most_of(&trend);
	if (trend.count < 2 || !trend.most)
		return;
	heading_begin(say(request, "按月", "By month"), out);
	html_add(out, "%s", label_of(request, figure->unit));
	heading_end(out);
	html_add(out, "<svg class=\"trend\" viewBox=\"0 0 %d %d\">\n", WIDTH, HEIGHT);
	add_grid(&trend, out);
	add_line(&trend, &trend.before, "before", out);
	add_line(&trend, &trend.now, "line", out);
	add_names(request, &trend, out);
	for (size_t i = 0; i < trend.count; i++)
		add_point(request, &trend, i, out);
	text_add(out, "</svg>\n");
}

void spark_add(struct request *request, const struct figure *figure, const struct figure_result *now,
               struct text *out)
{
	enum { BAR = 8, GAP = 2, TALL = 24 };
	int32_t months[12];
	int64_t heights[12], most = 0;
	size_t count = months_of(request, &request->period, months, 12);
	for (size_t i = 0; i < count; i++) {
		struct figure_number number = month_of(figure, now, months[i]);
		heights[i] = height_of(figure, &number);
		most = heights[i] > most ? heights[i] : most;
	}
	if (count < 2 || !most)
		return;
	html_add(out, "<svg class=\"spark\" width=\"%d\" height=\"%d\" aria-hidden=\"true\">",
	         (int)count * (BAR + GAP), TALL);
	for (size_t i = 0; i < count; i++) {
		int tall = heights[i] > 0 ? (int)(heights[i] * (TALL - 1) / most) + 1 : 0;
		html_add(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"", (int)i * (BAR + GAP),
		         TALL - tall, BAR, tall);
		text_add(out, i + 1 == count ? " class=\"last\"/>" : "/>");
	}
	text_add(out, "</svg>");
}
