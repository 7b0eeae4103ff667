/* Numbers, changes and bars; see figure_parts.h. */
#include "web/figure_parts.h"

#include <string.h>

#include "summary/format.h"

const char *cell_label(const struct request *request, const struct figure_cell *cell, int dimension)
{
	const char *label = cell->label[dimension][request->language == LANGUAGE_ZH ? 0 : 1];
	return label && cell->key[dimension].kind != VALUE_NONE ? label
	                                                        : say(request, "未归类", "Unclassified");
}

void link_cell(const struct request *request, const char *attributes, const struct figure *figure,
               const char *by, const struct value *key, struct text *out)
{
	char number[24];
	snprintf(number, sizeof number, "%lld", (long long)key->number);
	link_figure(request, attributes, figure->full_name, out);
	link_argument("where", request->argument(request->context, "where"), out);
	link_argument("cumulative", request->argument(request->context, "cumulative"), out);
	link_argument("by1", by, out);
	link_argument("key1",
	              key->kind == VALUE_INT    ? number
	              : key->kind == VALUE_TEXT ? key->bytes
	                                        : NULL,
	              out);
}

void number_add(const struct figure *figure, const struct figure_number *number, struct text *out)
{
	struct text printed = TEXT_EMPTY;
	figure_print(figure, number, &printed);
	if (number->missing)
		html_add(out, "<span class=\"%s\">%s</span>", number->hidden ? "hidden" : "missing",
		         printed.at);
	else
		html_add(out, "%s", printed.at);
	text_release(&printed);
}

void change_add(const struct request *request, const struct figure *figure, const struct figure_number *now,
                const struct figure_number *before, struct text *out)
{
	bool date = figure->measure == MEASURE_FIRST || figure->measure == MEASURE_LAST;
	bool ratio = figure->measure == MEASURE_RATIO;
	int64_t hundredths;
	if (date || now->missing || before->hidden)
		return;
	if (before->missing) {
		html_add(out, "%s", say(request, "上年同期无数据", "no data for last year"));
	} else if (!format_change(now, before, ratio, &hundredths)) {
		html_add(out, "%s", say(request, "上年同期为 0", "last year 0"));
	} else if (!hundredths) {
		html_add(out, "%s", say(request, "与上年同期持平", "as last year"));
	} else {
		struct text change = TEXT_EMPTY;
		format_hundredths(hundredths, ratio, request->language, &change);
		html_add(out, "%s %s", hundredths > 0 ? say(request, "增", "up") : say(request, "降", "down"),
		         change.at);
		text_release(&change);
	}
}

/* ---- bars ---- */

static int64_t size_of(const struct figure_number *number)
{
	return number->missing || number->number < 0 ? 0 : number->number;
}

/* Parts that make the whole, in hundredths of a per cent; NULL when they do not. */
static const int64_t *shares_of(const struct request *request, const struct figure_result *result)
{
	int64_t *parts = arena_array(request->arena, int64_t, result->cell_count + 1), sum = 0;
	int64_t *shares = arena_array(request->arena, int64_t, result->cell_count + 1);
	for (size_t i = 0; i < result->cell_count; i++) {
		if (result->cells[i].value.missing || result->cells[i].value.number < 0)
			return NULL;
		parts[i] = result->cells[i].value.number;
		sum += parts[i];
	}
	if (!sum || result->total.missing || sum != result->total.number)
		return NULL;
	format_shares(parts, result->cell_count, shares);
	return shares;
}

static void add_bar(const struct request *request, const struct figure *figure, const struct split *split,
                    size_t i, int64_t most, const int64_t *shares, struct text *out)
{
	const struct figure_cell *cell = &split->result->cells[i];
	bool unclassified = cell->key[0].kind == VALUE_NONE;
	html_add(out, "<tr><th scope=\"row\">%s</th><td class=\"length\">", cell_label(request, cell, 0));
	if (size_of(&cell->value) && most)
		html_add(out,
		         "<svg class=\"bar%s\" width=\"%lld%%\" height=\"12\" aria-hidden=\"true\"></svg>",
		         unclassified ? " hatched" : "", (long long)(size_of(&cell->value) * 100 / most));
	text_add(out, "</td><td class=\"number\">");
	if (cell->value.hidden) {
		number_add(figure, &cell->value, out);
	} else {
		link_cell(request, "class=\"figure\"", figure, split->by, &cell->key[0], out);
		link_end(out);
		number_add(figure, &cell->value, out);
		text_add(out, "</a>");
	}
	text_add(out, "</td>");
	if (shares)
		text_format(out, "<td class=\"number share\">%lld.%02lld%%</td>",
		            (long long)(shares[i] / 100), (long long)(shares[i] % 100));
	text_add(out, "</tr>\n");
}

static bool is_zero(const struct figure_cell *cell)
{
	return !cell->value.missing && !cell->value.number;
}

/* Parts in which nothing was counted stand in one line. */
static void add_zeros(const struct request *request, const struct split *split, struct text *out)
{
	size_t count = 0;
	for (size_t i = 0; i < split->result->cell_count; i++) {
		if (!is_zero(&split->result->cells[i]))
			continue;
		text_add(out, count++ ? say(request, "、", ", ")
		                      : say(request, "<p class=\"note\">为 0：", "<p class=\"note\">None: "));
		html_add(out, "%s", cell_label(request, &split->result->cells[i], 0));
	}
	text_add(out, count ? "</p>\n" : "");
}

/* Every record left the field empty: no bar would say more. */
static bool all_unclassified(const struct figure_result *result)
{
	for (size_t i = 0; i < result->cell_count; i++)
		if (!is_zero(&result->cells[i]) && result->cells[i].key[0].kind != VALUE_NONE)
			return false;
	return true;
}

void bars_add(struct request *request, const struct figure *figure, const struct split *split,
              struct text *out)
{
	const struct figure_result *result = split->result;
	bool drawn = figure->measure != MEASURE_RATIO && figure->measure != MEASURE_FIRST &&
	             figure->measure != MEASURE_LAST;
	const int64_t *shares = drawn ? shares_of(request, result) : NULL;
	int64_t most = 0;
	for (size_t i = 0; drawn && i < result->cell_count; i++)
		if (size_of(&result->cells[i].value) > most)
			most = size_of(&result->cells[i].value);
	if (drawn && all_unclassified(result)) {
		html_add(out, "<h2>%s</h2>\n<p class=\"note\">%s</p>\n", split->title,
		         most ? say(request, "都没有归类。", "None is classified.")
		              : say(request, "没有记录。", "No records."));
		return;
	}
	heading_begin(split->title, out);
	text_add(out, shares ? say(request, "合计 100%", "makes 100%") : "");
	heading_end(out);
	text_add(out, "<table class=\"bars\"><tbody>\n");
	for (size_t i = 0; i < result->cell_count; i++)
		if (!drawn || !is_zero(&result->cells[i]))
			add_bar(request, figure, split, i, most, shares, out);
	text_add(out, "</tbody></table>\n");
	if (drawn)
		add_zeros(request, split, out);
}
