/* All figures on one board: of each register its first as a tile, then every one
   in a line, in the order of the summary's parts. */
#include "web/figure_parts.h"
#include "web/register.h"

/* A register's figures with their answers: this period, last year's, and its first by month. */
struct shelf {
	const struct ledger *ledger;
	struct figure_result *now, *before; /* by place of the figure */
	struct figure_result months;
	bool has_months;
};

static bool compute(struct request *request, const struct ledger *ledger, struct shelf *ret,
                    struct fault *fault)
{
	size_t count = ledger->figure_count;
	const struct period last_year = period_last_year(&request->period);
	struct figure_request *wants = arena_array(request->arena, struct figure_request, count * 2 + 1);
	struct figure_result *results = arena_array(request->arena, struct figure_result, count * 2 + 1);
	for (size_t i = 0; i < count * 2; i++)
		wants[i] = (struct figure_request){.figure = &ledger->figures[i % count],
		                                   .org = request->org,
		                                   .period = i < count ? request->period : last_year};
	*ret = (struct shelf){.ledger = ledger, .now = results, .before = results + count};
	ret->has_months = figure_has_months(&ledger->figures[0]);
	if (ret->has_months) {
		wants[count * 2] = wants[0];
		wants[count * 2].by[0] = "month";
	}
	if (!figure_compute(request->book, request->viewer, wants, count * 2 + ret->has_months,
	                    request->arena, results, fault))
		return false;
	ret->months = results[count * 2];
	return true;
}

static void add_number(const struct request *request, const struct figure *figure,
                       const struct figure_number *number, struct text *out)
{
	if (number->hidden) {
		number_add(figure, number, out);
		return;
	}
	link_figure(request, number->missing ? "class=\"missing\"" : "class=\"figure\"", figure->full_name,
	            out);
	link_end(out);
	number_add(figure, number, out);
	text_add(out, "</a>");
	if (!number->missing)
		html_add(out, " <span class=\"unit\">%s</span>", label_of(request, figure->unit));
}

static void add_tile(struct request *request, const struct shelf *shelf, struct text *out)
{
	const struct figure *figure = &shelf->ledger->figures[0];
	html_add(out, "<li class=\"tile\"><span class=\"name\">%s</span>\n<span class=\"value\">",
	         label_of(request, figure->label));
	add_number(request, figure, &shelf->now[0].total, out);
	text_add(out, "</span>");
	if (shelf->has_months)
		spark_add(request, figure, &shelf->months, out);
	text_add(out, "\n<span class=\"change\">");
	change_add(request, figure, &shelf->now[0].total, &shelf->before[0].total, out);
	text_add(out, "</span></li>\n");
}

static void add_line(struct request *request, const struct shelf *shelf, size_t i, struct text *out)
{
	const struct figure *figure = &shelf->ledger->figures[i];
	html_add(out, "<tr><th scope=\"row\">%s</th><td class=\"number\">", label_of(request, figure->label));
	add_number(request, figure, &shelf->now[i].total, out);
	text_add(out, "</td><td class=\"number change\">");
	change_add(request, figure, &shelf->now[i].total, &shelf->before[i].total, out);
	text_add(out, "</td></tr>\n");
}

static void add_shelf(struct request *request, const struct shelf *shelf, struct text *out)
{
	html_add(out, "<section>\n<h3>%s</h3>\n<table class=\"lines\"><tbody>\n",
	         label_of(request, shelf->ledger->label));
	for (size_t i = 0; i < shelf->ledger->figure_count; i++)
		add_line(request, shelf, i, out);
	text_add(out, "</tbody></table>\n</section>\n");
}

static bool is_on_board(const struct request *request, const struct ledger *ledger)
{
	return !ledger->parent && ledger->figure_count &&
	       viewer_scope(request->viewer, ledger, ACCESS_COUNT) != SCOPE_NONE;
}

static void add_group(struct request *request, const struct list_item *group, size_t number,
                      const struct shelf *shelves, size_t count, struct text *out)
{
	text_add(out, "<h2>");
	group_add_title(request, group, number, out);
	text_add(out, "</h2>\n<div class=\"board\">\n");
	for (size_t i = 0; i < count; i++)
		if (text_equal(shelves[i].ledger->group, group->code))
			add_shelf(request, &shelves[i], out);
	text_add(out, "</div>\n");
}

static bool has_group(const struct shelf *shelves, size_t count, const char *group)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(shelves[i].ledger->group, group))
			return true;
	return false;
}

bool page_figures(struct request *request, struct reply *reply, struct fault *fault)
{
	struct text *out = &reply->body;
	const struct definitions *definitions = request->book->definitions;
	const struct list *groups = definitions_list(definitions, "group");
	struct shelf *shelves = arena_array(request->arena, struct shelf, definitions->ledger_count);
	size_t count = 0;
	for (size_t i = 0; i < definitions->ledger_count; i++)
		if (is_on_board(request, definitions->ledgers[i]) &&
		    !compute(request, definitions->ledgers[i], &shelves[count++], fault))
			return false;
	page_begin(request, say(request, "指标", "Figures"), out);
	html_add(out, "<p class=\"note\">%s</p>\n",
	         say(request, "每个数点开即是名单", "Every number opens its list"));
	page_body(out);
	text_add(out, "<ul class=\"tiles\">\n");
	for (size_t g = 0; groups && g < groups->count; g++)
		for (size_t i = 0; i < count; i++)
			if (text_equal(shelves[i].ledger->group, groups->items[g].code))
				add_tile(request, &shelves[i], out);
	text_add(out, "</ul>\n");
	for (size_t g = 0, number = 0; groups && g < groups->count; g++)
		if (has_group(shelves, count, groups->items[g].code))
			add_group(request, &groups->items[g], number++, shelves, count, out);
	page_end(request, out);
	return true;
}
