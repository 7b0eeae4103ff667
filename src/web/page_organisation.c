/* The organisation: what the units below the chosen one filed in the period, one
   column a register, and the tree. */
#include <string.h>

#include "figure/figure.h"
#include "web/figure_parts.h"
#include "web/register.h"

enum { COLUMNS_MOST = 12 };

/* The first figure of each register that counts what came in during a period. */
struct matrix {
	const char *level; /* "org:street" */
	struct figure_request wants[COLUMNS_MOST];
	struct figure_result results[COLUMNS_MOST];
	size_t count;
};

static bool is_filing(const struct figure *figure)
{
	return figure->measure == MEASURE_COUNT && figure->time == TIME_FLOW && !figure->cumulative &&
	       !figure->ledger->parent;
}

/* The level of what stands below the chosen unit. */
static const char *level_below(const struct request *request)
{
	for (const struct organisation_unit *unit = NULL; (unit = unit_below(request, request->org, unit));)
		if (unit_stands(request, unit))
			return arena_format(request->arena, "org:%s", unit->level);
	return NULL;
}

static bool read_matrix(struct request *request, struct matrix *ret, struct fault *fault)
{
	const struct definitions *definitions = request->book->definitions;
	ret->level = level_below(request);
	for (size_t i = 0; ret->level && i < definitions->ledger_count && ret->count < COLUMNS_MOST; i++) {
		const struct ledger *ledger = definitions->ledgers[i];
		/* Units and people are no filings. */
		if (!ledger->figure_count || !is_filing(&ledger->figures[0]) ||
		    text_equal(ledger->name, "org") ||
		    viewer_scope(request->viewer, ledger, ACCESS_COUNT) == SCOPE_NONE)
			continue;
		ret->wants[ret->count++] = (struct figure_request){.figure = &ledger->figures[0],
		                                                   .org = request->org,
		                                                   .period = request->period,
		                                                   .by = {ret->level}};
	}
	return figure_compute(request->book, request->viewer, ret->wants, ret->count, request->arena,
	                      ret->results, fault);
}

static struct figure_number number_of(const struct matrix *matrix, size_t column, const char *code)
{
	const struct figure_result *result = &matrix->results[column];
	for (size_t i = 0; i < result->cell_count; i++)
		if (result->cells[i].key[0].kind == VALUE_TEXT &&
		    text_equal(result->cells[i].key[0].bytes, code))
			return result->cells[i].value;
	return (struct figure_number){.missing = result->total.missing, .denominator = 1};
}

/* Whether a register is filed at this level at all; a column of nothing says so only once. */
static bool is_filed_here(const struct matrix *matrix, size_t column)
{
	for (size_t i = 0; i < matrix->results[column].cell_count; i++)
		if (matrix->results[column].cells[i].key[0].kind == VALUE_TEXT)
			return true;
	return false;
}

static void add_unit_link(const struct request *request, const struct organisation_unit *unit,
                          struct text *out)
{
	struct request there = request_at(request, unit->code);
	link_begin(&there, NULL, "/organisation", out);
	link_end(out);
	html_add(out, "%s</a>", unit->name);
}

static void add_row(struct request *request, const struct matrix *matrix,
                    const struct organisation_unit *unit, struct text *out)
{
	struct request there = request_at(request, unit->code);
	bool any = false;
	text_add(out, "<tr><th scope=\"row\">");
	add_unit_link(request, unit, out);
	text_add(out, "</th>");
	for (size_t i = 0; i < matrix->count; i++) {
		if (!is_filed_here(matrix, i))
			continue;
		struct figure_number number = number_of(matrix, i, unit->code);
		any = any || number.hidden || (!number.missing && number.number);
		if (number.missing || !number.number) {
			html_add(out, "<td class=\"number unset\">%s</td>", number.hidden ? "＊" : "0");
			continue;
		}
		text_add(out, "<td class=\"number\">");
		link_figure(&there, "class=\"figure\"", matrix->wants[i].figure->full_name, out);
		link_end(out);
		number_add(matrix->wants[i].figure, &number, out);
		text_add(out, "</a></td>");
	}
	text_add(out, "<td>");
	if (!any)
		html_add(out, "<span class=\"tag lacking\">%s</span>", say(request, "未报", "nothing filed"));
	text_add(out, "</td></tr>\n");
}

static void add_totals(struct request *request, const struct matrix *matrix, struct text *out)
{
	html_add(out, "<tfoot><tr><th scope=\"row\">%s</th>", say(request, "合计", "Total"));
	for (size_t i = 0; i < matrix->count; i++) {
		if (!is_filed_here(matrix, i))
			continue;
		text_add(out, "<td class=\"number\">");
		link_figure(request, "class=\"figure\"", matrix->wants[i].figure->full_name, out);
		link_end(out);
		number_add(matrix->wants[i].figure, &matrix->results[i].total, out);
		text_add(out, "</a></td>");
	}
	text_add(out, "<td></td></tr></tfoot>\n");
}

static void add_matrix(struct request *request, const struct matrix *matrix, struct text *out)
{
	struct text period = TEXT_EMPTY;
	period_label(&request->period, request->language, &period);
	heading_begin(say(request, "报了什么，没报什么", "What was filed, and what was not"), out);
	html_add(out, "%s", period.at);
	heading_end(out);
	text_release(&period);
	html_add(out,
	         "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n<table "
	         "class=\"matrix\"><thead><tr><th scope=\"col\">%s</th>",
	         say(request, "各单位报送", "Filed by each unit"), say(request, "单位", "Unit"));
	for (size_t i = 0; i < matrix->count; i++)
		if (is_filed_here(matrix, i))
			html_add(out, "<th scope=\"col\" class=\"number\">%s</th>",
			         label_of(request, matrix->wants[i].figure->label));
	text_add(out, "<td></td></tr></thead><tbody>\n");
	for (const struct organisation_unit *unit = NULL; (unit = unit_below(request, request->org, unit));)
		if (unit_stands(request, unit))
			add_row(request, matrix, unit, out);
	text_add(out, "</tbody>\n");
	add_totals(request, matrix, out);
	text_add(out, "</table></div>\n");
}

/* ---- the unit and the tree ---- */

/* What became of a unit that stands no more. */
static void add_end(const struct request *request, const struct organisation_unit *unit, struct text *out)
{
	char date[DATE_SIZE];
	if (unit->succeeded_by) {
		html_add(out,
		         say(request, " <span class=\"note\">并入%s</span>",
		             " <span class=\"note\">now %s</span>"),
		         unit_name(request, unit->succeeded_by));
	} else if (unit->valid_to && !unit_stands(request, unit)) {
		date_print(unit->valid_to, date);
		html_add(out,
		         say(request, " <span class=\"note\">%s 划出</span>",
		             " <span class=\"note\">left %s</span>"),
		         date);
	}
}

static void add_particulars(struct request *request, const struct organisation_unit *unit, struct text *out)
{
	const struct list *levels = definitions_list(request->book->definitions, "org_level");
	const struct list_item *level = levels ? list_find(levels, unit->level) : NULL;
	html_add(out, "<p class=\"tags\"><span>%s</span> <code>%s</code>",
	         level ? label_of(request, level->label) : unit->level, unit->code);
	add_end(request, unit, out);
	text_add(out, "</p>\n<p class=\"back\">");
	const struct ledger *ledger = definitions_ledger(request->book->definitions, "org");
	if (ledger && viewer_scope(request->viewer, ledger, ACCESS_OPEN) != SCOPE_NONE) {
		link_record(request, ledger, tenant_of(unit->code), unit->record, out);
		html_add(out, "%s ›</a>", say(request, "这个单位的登记", "The unit's record"));
	}
	text_add(out, "</p>\n");
}

static size_t count_below(const struct request *request, const char *code)
{
	size_t count = 0;
	for (const struct organisation_unit *unit = NULL; (unit = unit_below(request, code, unit));)
		count += unit_stands(request, unit);
	return count;
}

static void add_tree(struct request *request, const char *code, struct text *out);

static void add_node(struct request *request, const struct organisation_unit *unit, struct text *out)
{
	size_t below = count_below(request, unit->code);
	bool open = organisation_below(request->org, unit->code);
	text_add(out, text_equal(unit->code, request->org) ? "<li aria-current=\"true\">" : "<li>");
	if (below && unit_stands(request, unit)) {
		text_add(out, open ? "<details open><summary>" : "<details><summary>");
		add_unit_link(request, unit, out);
		html_add(out, " <span class=\"note\">%zu</span></summary>\n", below);
		add_tree(request, unit->code, out);
		text_add(out, "</details>");
	} else {
		add_unit_link(request, unit, out);
		add_end(request, unit, out);
	}
	text_add(out, "</li>\n");
}

/* The units below one; those that stand no more fold away behind them. */
static void add_tree(struct request *request, const char *code, struct text *out)
{
	size_t gone = 0;
	text_add(out, "<ul>\n");
	for (const struct organisation_unit *unit = NULL; (unit = unit_below(request, code, unit));) {
		if (unit_stands(request, unit))
			add_node(request, unit, out);
		else
			gone++;
	}
	text_add(out, "</ul>\n");
	if (!gone)
		return;
	html_add(out,
	         say(request, "<details class=\"gone\"><summary>已撤并、划出 %zu</summary>\n<ul>\n",
	             "<details class=\"gone\"><summary>%zu no more</summary>\n<ul>\n"),
	         gone);
	for (const struct organisation_unit *unit = NULL; (unit = unit_below(request, code, unit));)
		if (!unit_stands(request, unit))
			add_node(request, unit, out);
	text_add(out, "</ul></details>\n");
}

bool page_organisation(struct request *request, struct reply *reply, struct fault *fault)
{
	struct text *out = &reply->body;
	struct matrix *matrix = arena_new(request->arena, struct matrix);
	if (!read_matrix(request, matrix, fault))
		return false;
	const struct organisation *organisation = request->book->organisation;
	const struct organisation_unit *unit = organisation_find(organisation, request->org);
	const struct organisation_unit *top = organisation_find(organisation, request->viewer->org);
	page_begin(request, unit_name(request, request->org), out);
	if (unit)
		add_particulars(request, unit, out);
	page_body(out);
	html_add(out, "<div class=\"shelved wide\">\n<nav class=\"tree\" aria-label=\"%s\">\n<ul>\n",
	         say(request, "组织树", "Tree"));
	if (top)
		add_node(request, top, out);
	text_add(out, "</ul>\n</nav>\n<div>\n");
	if (matrix->level)
		add_matrix(request, matrix, out);
	else
		html_add(out, "<p class=\"nothing\">%s</p>\n",
		         say(request, "下面没有单位。", "No unit stands below it."));
	text_add(out, "</div></div>\n");
	page_end(request, out);
	return true;
}
