/* One figure: its number, how it is counted, last year's, how it spreads over
   months, places and parts. All of it is computed in one go. The records behind
   it follow from figure_list.c. */
#include <string.h>

#include "define/expression.h"
#include "web/figure_list.h"
#include "web/figure_parts.h"
#include "web/register.h"

enum { SPLITS_MOST = 16, HEAT_PARTS_MOST = 10, WANTS_MOST = SPLITS_MOST + 10 };

/* What is asked of the figure room at once, and where its answers lie. */
struct view {
	const struct figure_asked *asked;
	struct figure_request wants[WANTS_MOST];
	struct figure_result results[WANTS_MOST];
	size_t count;
	struct figure_result *now, *before, *months, *months_before, *places, *places_before, *cells;
	struct split splits[SPLITS_MOST];
	size_t split_count;
	const struct split *heat; /* the one crossed with the places */
	const char *places_by;    /* "org:street", or NULL where nothing is below */
};

static struct figure_result *want(struct view *view, const struct period *period, const char *by,
                                  const char *by_second)
{
	struct figure_request *request = &view->wants[view->count];
	*request = view->asked->request;
	request->period = *period;
	if (by) {
		request->by[0] = by;
		request->by[1] = by_second;
	}
	return &view->results[view->count++];
}

/* ---- what is asked for ---- */

static struct value typed_key(const struct figure *figure, const char *by, const char *text)
{
	const struct field *field = NULL;
	int64_t number = 0;
	if (!text)
		return (struct value){};
	for (size_t i = 0; figure->by[i]; i++)
		if (text_equal(figure->by[i]->name, text_starts(by, "parent.") ? by + strlen("parent.") : by))
			field = figure->by[i];
	bool whole = field ? field->type == FIELD_BOOL || field->type == FIELD_YEAR ||
	                             field->type == FIELD_LINK || field->type == FIELD_INT
	                   : text_equal(by, "month");
	if (whole && (text_equal(text, "0") || id_parse(text, &number)))
		return value_int(number);
	return value_text(text);
}

static bool read_asked(struct request *request, struct figure_asked *ret, struct fault *fault)
{
	static const char *const by[] = {"by1", "by2"}, *const key[] = {"key1", "key2"};
	const struct figure *figure = definitions_figure(request->book->definitions, request->segments[1]);
	if (!figure)
		return fault_set(fault, web_no_figure, request->segments[1]);
	*ret = (struct figure_asked){
	        .request = {.figure = figure,
	                    .org = request->org,
	                    .org_name = unit_name(request, request->org),
	                    .period = request->period,
	                    .where = request->argument(request->context, "where"),
	                    .cumulative = request->argument(request->context, "cumulative")}};
	for (int i = 0; i < FIGURE_DIMENSIONS; i++) {
		ret->request.by[i] = request->argument(request->context, by[i]);
		if (ret->request.by[i])
			ret->key[i] = typed_key(figure, ret->request.by[i],
			                        request->argument(request->context, key[i]));
	}
	if (!ret->request.by[0])
		ret->request.by[1] = NULL;
	return true;
}

/* ---- what is computed ---- */

static const char *level_below(const struct request *request)
{
	static const struct {
		size_t length; /* of the code above */
		const char *level;
	} levels[] = {{2, "city"}, {4, "district"}, {6, "street"}, {9, "community"}};
	const struct list *known = definitions_list(request->book->definitions, "org_level");
	for (size_t i = 0; known && i < sizeof levels / sizeof *levels; i++)
		if (strlen(request->org) == levels[i].length && list_find(known, levels[i].level))
			return arena_format(request->arena, "org:%s", levels[i].level);
	return NULL;
}

static bool counts_rows(const struct figure *figure)
{
	return figure->measure == MEASURE_COUNT || figure->measure == MEASURE_SUM ||
	       figure->measure == MEASURE_DISTINCT;
}

/* The split the table of heat shows: the one asked for, else the first that is not too wide. */
static const struct split *choose_heat(const struct request *request, const struct view *view)
{
	const struct figure *figure = view->asked->request.figure;
	const char *asked = request->argument(request->context, "heat");
	const struct split *found = NULL;
	if (!view->places_by || !counts_rows(figure))
		return NULL;
	for (size_t i = 0; i < view->split_count; i++) {
		bool fits =
		        figure->by[i]->type == FIELD_CHOICE && figure->by[i]->list->count <= HEAT_PARTS_MOST;
		if (fits && (!found || text_equal(asked, view->splits[i].by)))
			found = &view->splits[i];
	}
	return found;
}

static void want_splits(struct request *request, struct view *view)
{
	const struct figure *figure = view->asked->request.figure;
	const struct period *period = &request->period;
	for (size_t i = 0; figure->by[i] && i < SPLITS_MOST; i++) {
		const struct field *field = figure->by[i];
		bool own = field->place < figure->ledger->field_count &&
		           &figure->ledger->fields[field->place] == field;
		const char *by = own ? field->name : arena_format(request->arena, "parent.%s", field->name);
		view->splits[view->split_count++] = (struct split){.by = by,
		                                                   .title = label_of(request, field->label),
		                                                   .result = want(view, period, by, NULL)};
	}
}

static void want_all(struct request *request, struct view *view)
{
	const struct figure *figure = view->asked->request.figure;
	const struct period last_year = period_last_year(&request->period);
	view->now = want(view, &request->period, NULL, NULL);
	view->before = want(view, &last_year, NULL, NULL);
	if (view->asked->request.by[0] || figure->measure == MEASURE_MISSING)
		return;
	want_splits(request, view);
	if (figure_has_months(figure) && !view->asked->request.cumulative) {
		view->months = want(view, &request->period, "month", NULL);
		view->months_before = want(view, &last_year, "month", NULL);
	}
	view->places_by = level_below(request);
	if (view->places_by) {
		view->places = want(view, &request->period, view->places_by, NULL);
		view->places_before = want(view, &last_year, view->places_by, NULL);
	}
	view->heat = choose_heat(request, view);
	if (view->heat)
		view->cells = want(view, &request->period, view->places_by, view->heat->by);
}

/* The cell asked for, which is zero where nothing was counted in it. */
static struct figure_number number_of(const struct view *view, const struct figure_result *result)
{
	const struct figure_asked *asked = view->asked;
	if (!asked->request.by[0])
		return result->total;
	for (size_t i = 0; i < result->cell_count; i++) {
		bool same = true;
		for (int d = 0; d < FIGURE_DIMENSIONS; d++)
			same = same && (!asked->request.by[d] ||
			                value_equal(&asked->key[d], &result->cells[i].key[d]));
		if (same)
			return result->cells[i].value;
	}
	return (struct figure_number){.missing = result->total.missing || !counts_rows(asked->request.figure),
	                              .denominator = 1,
	                              .scale = result->total.scale};
}

/* ---- the number and how it is counted ---- */

/* A part of a ratio, as a link to its own figure under its own condition. */
static void add_part(const struct request *request, const struct figure_asked *asked, int part,
                     int64_t number, struct text *out)
{
	const struct figure *figure = asked->request.figure;
	const char *where = figure->of_where[part] ? expression_source(figure->of_where[part]) : NULL;
	const char *asked_where = asked->request.where;
	if (where && asked_where)
		where = arena_format(request->arena, "(%s) and (%s)", where, asked_where);
	link_figure(request, "class=\"figure\"", figure->of[part]->full_name, out);
	link_argument("where", where ? where : asked_where, out);
	link_argument("cumulative", asked->request.cumulative ? "1" : NULL, out);
	link_end(out);
	html_add_number(out, number);
	html_add(out, "</a> %s", label_of(request, figure->of[part]->label));
}

static void add_ratio(const struct request *request, const struct figure_asked *asked,
                      const struct figure_number *now, struct text *out)
{
	if (asked->request.figure->measure != MEASURE_RATIO || now->missing || asked->request.by[0])
		return;
	html_add(out, "<dt>%s</dt><dd>", say(request, "分子", "Numerator"));
	add_part(request, asked, 0, now->number, out);
	html_add(out, "</dd><dt>%s</dt><dd>", say(request, "分母", "Denominator"));
	add_part(request, asked, 1, now->denominator, out);
	text_add(out, "</dd>\n");
}

static void add_last_year(const struct request *request, const struct figure_asked *asked,
                          const struct figure_number *now, const struct figure_number *before,
                          struct text *out)
{
	const struct figure *figure = asked->request.figure;
	struct request there = request_in(request, period_last_year(&request->period));
	html_add(out, "<dt>%s</dt><dd>", say(request, "上年同期", "Last year"));
	if (before->missing && !before->hidden) {
		html_add(out, "%s</dd>\n", say(request, "无数据", "no data"));
		return;
	}
	link_again(&there, "class=\"figure\"", out);
	number_add(figure, before, out);
	text_add(out, "</a> ");
	change_add(request, figure, now, before, out);
	text_add(out, "</dd>\n");
}

static void add_how(struct request *request, const struct figure_asked *asked,
                    const struct figure_number *now, const struct figure_number *before, struct text *out)
{
	const struct figure *figure = asked->request.figure;
	struct text words = TEXT_EMPTY, path = TEXT_EMPTY;
	figure_words(request->book->definitions, &asked->request, request->language, &words);
	figure_explain(request->book->definitions, figure, &path);
	text_add(out, "<p class=\"big\">");
	number_add(figure, now, out);
	if (!now->missing)
		html_add(out, " <span class=\"unit\">%s</span>", label_of(request, figure->unit));
	html_add(out, "</p>\n<dl class=\"how\"><dt>%s</dt><dd>%s</dd>\n",
	         say(request, "怎么数", "How counted"), words.at);
	if (now->hidden)
		html_add(out, "<dt></dt><dd>%s</dd>\n",
		         say(request, "＊ 背后的记录太少，您的角色不显示。",
		             "＊ Too few records stand behind it to be shown to your role."));
	add_ratio(request, asked, now, out);
	add_last_year(request, asked, now, before, out);
	html_add(out, "<dt>%s</dt><dd class=\"note\"><details><summary>%s</summary>%s</details></dd></dl>\n",
	         say(request, "算法", "Path"), figure->full_name, path.at);
	text_release(&words);
	text_release(&path);
}

/* ---- how it spreads ---- */

static void add_heat_choices(const struct request *request, const struct view *view, struct text *out)
{
	const struct figure *figure = view->asked->request.figure;
	for (size_t i = 0; i < view->split_count; i++) {
		const struct split *split = &view->splits[i];
		if (figure->by[i]->type != FIELD_CHOICE || figure->by[i]->list->count > HEAT_PARTS_MOST)
			continue;
		link_figure(request, split == view->heat ? "aria-current=\"true\"" : NULL, figure->full_name,
		            out);
		link_argument("where", request->argument(request->context, "where"), out);
		link_argument("heat", split->by, out);
		link_end(out);
		html_add(out, "%s</a> ", split->title);
	}
}

static void add_heat(struct request *request, const struct view *view, struct text *out)
{
	const struct heat heat = {.places_by = view->places_by,
	                          .parts_by = view->heat->by,
	                          .places = view->places,
	                          .places_before = view->places_before,
	                          .parts = view->heat->result,
	                          .cells = view->cells};
	heading_begin(say(request, "各单位 × 类别", "Places × parts"), out);
	add_heat_choices(request, view, out);
	heading_end(out);
	heat_add(request, view->asked->request.figure, &heat, out);
}

static void add_side(struct request *request, const struct view *view, struct text *out)
{
	const struct figure *figure = view->asked->request.figure;
	if (view->months)
		trend_add(request, figure, view->months, view->months_before, out);
	for (size_t i = 0; i < view->split_count; i++)
		if (view->splits[i].result->cell_count)
			bars_add(request, figure, &view->splits[i], out);
	if (view->places && !view->heat && view->places->cell_count)
		bars_add(request, figure,
		         &(struct split){view->places_by, say(request, "各单位", "By place"), view->places},
		         out);
}

/* ---- the page ---- */

/* "维权件次：来电" of the cell that was asked for. */
static const char *title_of(struct request *request, const struct view *view)
{
	const struct figure_asked *asked = view->asked;
	const char *title = label_of(request, asked->request.figure->label);
	for (size_t i = 0; asked->request.by[0] && i < view->now->cell_count; i++) {
		const struct figure_cell *cell = &view->now->cells[i];
		bool first = value_equal(&asked->key[0], &cell->key[0]);
		bool second = !asked->request.by[1] || value_equal(&asked->key[1], &cell->key[1]);
		if (!first || !second)
			continue;
		return arena_format(request->arena, say(request, "%s：%s%s%s", "%s: %s%s%s"), title,
		                    cell_label(request, cell, 0),
		                    asked->request.by[1] ? say(request, "、", ", ") : "",
		                    asked->request.by[1] ? cell_label(request, cell, 1) : "");
	}
	return title;
}

static void add_tools(struct request *request, const struct figure_asked *asked, struct text *out)
{
	const struct figure *figure = asked->request.figure;
	const struct ledger *ledger = figure->ledger->parent ? figure->ledger->parent : figure->ledger;
	text_add(out, "<p class=\"back\">");
	if (asked->request.by[0]) {
		link_figure(request, NULL, figure->full_name, out);
		link_argument("where", asked->request.where, out);
		link_end(out);
		html_add(out, "‹ %s</a> ", label_of(request, figure->label));
	}
	if (viewer_scope(request->viewer, ledger, ACCESS_OPEN) != SCOPE_NONE) {
		link_register(request, NULL, ledger, out);
		link_end(out);
		html_add(out, say(request, "台账：%s ›</a>", "Register: %s ›</a>"),
		         label_of(request, ledger->label));
	}
	text_add(out, "</p>\n");
}

bool page_figure(struct request *request, struct reply *reply, struct fault *fault)
{
	struct figure_asked asked;
	struct text *out = &reply->body;
	if (!read_asked(request, &asked, fault))
		return false;
	struct view *view = arena_new(request->arena, struct view);
	view->asked = &asked;
	want_all(request, view);
	if (!figure_compute(request->book, request->viewer, view->wants, view->count, request->arena,
	                    view->results, fault))
		return false;
	const struct figure_number now = number_of(view, view->now), before = number_of(view, view->before);
	page_begin(request, title_of(request, view), out);
	add_tools(request, &asked, out);
	page_body(out);
	text_add(out, "<div class=\"columns\"><div>\n");
	add_how(request, &asked, &now, &before, out);
	if (view->heat && view->places->cell_count)
		add_heat(request, view, out);
	if (!figure_list_add(request, &asked, &now, out, fault))
		return false;
	text_add(out, "</div>\n<div class=\"side\">\n");
	add_side(request, view, out);
	text_add(out, "</div></div>\n");
	page_end(request, out);
	return true;
}
