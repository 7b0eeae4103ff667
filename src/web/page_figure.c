/* One figure: its number, how it is counted, last year's, its parts, and the
   records behind it. And the list of all figures. */
#include <string.h>

#include "figure/figure.h"
#include "web/request.h"

enum { PAGE_RECORDS = 50 };

/* What the address asks for: the figure, its cell and a further condition. */
struct asked {
	struct figure_request request;
	struct value key[FIGURE_DIMENSIONS];
};

static struct value typed_key(const struct figure *figure, const char *by, const char *text)
{
	if (!text)
		return (struct value){};
	int64_t number;
	const struct field *field = NULL;
	for (size_t i = 0; figure->by[i]; i++)
		if (text_equal(figure->by[i]->name, by) || (text_starts(by, "parent.") && text_equal(figure->by[i]->name, by + 7)))
			field = figure->by[i];
	bool whole = field ? field->type == FIELD_BOOL || field->type == FIELD_YEAR || field->type == FIELD_LINK
			   : text_equal(by, "month");
	bool zero = text_equal(text, "0");
	if (whole && (zero || id_parse(text, &number)))
		return value_int(zero ? 0 : number);
	return value_text(text);
}

static bool read_asked(struct request *request, const char *name, struct asked *ret, struct fault *fault)
{
	static const char *const by[] = {"by1", "by2"}, *const key[] = {"key1", "key2"};
	const struct organisation_unit *unit = organisation_find(request->book->organisation, request->org);
	*ret = (struct asked){.request = {.org = request->org,
	                                  .org_name = unit ? unit->name : NULL,
	                                  .period = request->period,
	                                  .where = request->argument(request->context, "where"),
	                                  .cumulative = request->argument(request->context, "cumulative")}};
	ret->request.figure = definitions_figure(request->book->definitions, name);
	if (!ret->request.figure)
		return fault_set(fault, web_no_figure, name);
	for (int i = 0; i < FIGURE_DIMENSIONS; i++) {
		ret->request.by[i] = request->argument(request->context, by[i]);
		if (ret->request.by[i])
			ret->key[i] = typed_key(ret->request.figure, ret->request.by[i],
			                        request->argument(request->context, key[i]));
	}
	return true;
}

/* True when the cell is the one asked for. */
static bool same_cell(const struct asked *asked, const struct figure_cell *cell)
{
	for (int i = 0; i < FIGURE_DIMENSIONS; i++)
		if (asked->request.by[i] && !value_equal(&asked->key[i], &cell->key[i]))
			return false;
	return true;
}

static bool compute(struct request *request, const struct asked *asked, const struct period *period,
                    struct figure_number *ret, struct fault *fault)
{
	struct figure_request wanted = asked->request;
	wanted.period = *period;
	struct figure_result result;
	if (!figure_compute(request->book, request->viewer, &wanted, 1, request->arena, &result, fault))
		return false;
	*ret = result.total;
	for (size_t i = 0; asked->request.by[0] && i < result.cell_count; i++)
		if (same_cell(asked, &result.cells[i]))
			*ret = result.cells[i].value;
	return true;
}

static void add_number(const struct request *request, const struct figure *figure, const struct figure_number *number,
                       struct text *out)
{
	figure_print(figure, number, out);
	const char *unit = label_of(request, figure->unit);
	if (unit && !number->missing) {
		text_add(out, "<span class=\"unit\">");
		text_add_html(out, unit);
		text_add(out, "</span>");
	}
}

static void add_how(const struct request *request, const struct asked *asked, const struct figure_number *now,
                    const struct figure_number *before, struct text *out)
{
	const struct figure *figure = asked->request.figure;
	struct text words = TEXT_EMPTY, path = TEXT_EMPTY;
	figure_words(request->book->definitions, &asked->request, request->language, &words);
	figure_explain(request->book->definitions, figure, &path);
	text_add(out, "<p class=\"big\">");
	add_number(request, figure, now, out);
	text_add(out, "</p>\n<dl>");
	if (figure->measure == MEASURE_RATIO && !now->missing)
		text_format(out, "<dt>%s</dt><dd>%lld / %lld</dd>", say(request, "分子 / 分母", "Numerator / denominator"),
		            (long long)now->number, (long long)now->denominator);
	text_format(out, "<dt>%s</dt><dd>", say(request, "怎么数", "How it is counted"));
	text_add_html(out, words.at);
	text_format(out, "</dd><dt>%s</dt><dd>", say(request, "上年同期", "Same period last year"));
	if (before->missing) {
		text_add(out, say(request, "无数据", "no data"));
	} else {
		text_add(out, "<span class=\"figure\">");
		figure_print(figure, before, out);
		text_add(out, "</span>");
	}
	text_format(out, "</dd><dt>%s</dt><dd class=\"note\">%s · ", say(request, "算法", "Path"), figure->full_name);
	text_add_html(out, path.at);
	text_add(out, "</dd></dl>\n");
	text_release(&words);
	text_release(&path);
}

static void add_cell_link(const struct request *request, const struct figure *figure, const char *by,
                          const struct figure_cell *cell, struct text *out)
{
	if (cell->value.missing || cell->key[0].kind == VALUE_NONE) {
		text_add(out, "<span class=\"figure\">");
		figure_print(figure, &cell->value, out);
		text_add(out, "</span>");
		return;
	}
	text_format(out, "<a class=\"figure\" href=\"/figure/%s", figure->full_name);
	page_scope(request, out);
	text_add(out, "&amp;by1=");
	text_add_url(out, by);
	text_add(out, "&amp;key1=");
	if (cell->key[0].kind == VALUE_INT)
		text_add_int(out, cell->key[0].number);
	else
		text_add_url(out, cell->key[0].bytes);
	text_add(out, "\">");
	figure_print(figure, &cell->value, out);
	text_add(out, "</a>");
}

static void add_bars(const struct request *request, const struct figure *figure, const char *by, const char *title,
                     const struct figure_result *result, struct text *out)
{
	int64_t most = 1;
	for (size_t i = 0; i < result->cell_count; i++)
		if (!result->cells[i].value.missing && result->cells[i].value.number > most)
			most = result->cells[i].value.number;
	text_add(out, "<h2>");
	text_add_html(out, title);
	text_add(out, "</h2>\n<table class=\"bars\"><tbody>\n");
	for (size_t i = 0; i < result->cell_count; i++) {
		const struct figure_cell *cell = &result->cells[i];
		const char *label = cell->label[0][request->language == LANGUAGE_ZH ? 0 : 1];
		text_add(out, "<tr><td>");
		text_add_html(out, label ? label : say(request, "未分类", "Unclassified"));
		text_add(out, "</td><td class=\"barcell\">");
		bool drawn = figure->measure != MEASURE_RATIO && figure->shown != UNIT_DATE && !cell->value.missing;
		if (drawn && cell->value.number > 0)
			text_format(out, "<span class=\"barline\" style=\"width:%lld%%\"></span>",
			            (long long)(cell->value.number * 100 / most));
		text_add(out, "</td><td class=\"number\">");
		add_cell_link(request, figure, by, cell, out);
		text_add(out, "</td></tr>\n");
	}
	text_add(out, "</tbody></table>\n");
}

static bool add_split(struct request *request, const struct asked *asked, const char *by, const char *title,
                      struct text *out, struct fault *fault)
{
	struct figure_request wanted = asked->request;
	wanted.by[0] = by;
	wanted.by[1] = NULL;
	struct figure_result result;
	if (!figure_compute(request->book, request->viewer, &wanted, 1, request->arena, &result, fault))
		return false;
	if (result.cell_count)
		add_bars(request, asked->request.figure, by, title, &result, out);
	return true;
}

static bool add_splits(struct request *request, const struct asked *asked, struct text *out, struct fault *fault)
{
	const struct figure *figure = asked->request.figure;
	if (figure->measure == MEASURE_MISSING)
		return true;
	for (size_t i = 0; figure->by[i]; i++) {
		const struct field *field = figure->by[i];
		bool own = field->place < figure->ledger->field_count && &figure->ledger->fields[field->place] == field;
		const char *by = own ? field->name : arena_format(request->arena, "parent.%s", field->name);
		if (!add_split(request, asked, by, label_of(request, field->label), out, fault))
			return false;
	}
	if (figure->time == TIME_FLOW && !asked->request.cumulative && !figure->cumulative &&
	    !add_split(request, asked, "month", say(request, "按月", "By month"), out, fault))
		return false;
	size_t length = strlen(request->org);
	if (length == 6)
		return add_split(request, asked, "org:street", say(request, "各街道", "By street"), out, fault);
	return length != 9 || add_split(request, asked, "org:community", say(request, "各社区", "By community"), out, fault);
}

static bool add_record_row(struct request *request, const struct figure_row *row, struct text *out,
                           struct fault *fault)
{
	struct record *record;
	if (!record_read(request->book, request->viewer, row->ledger, row->tenant, row->record, request->arena, &record,
	                 fault))
		return false;
	struct text name = TEXT_EMPTY;
	record_name(request->book, record, request->language, &name);
	text_format(out, "<tr><td><a href=\"/record/%s/%lld", row->ledger->name, (long long)row->record);
	page_scope(request, out);
	text_format(out, "&amp;tenant=%lld\">", (long long)row->tenant);
	text_add_html(out, name.at);
	text_release(&name);
	char date[DATE_SIZE] = "";
	if (record->counts_on)
		date_print(record->counts_on, date);
	text_format(out, "</a></td><td class=\"date\">%s</td><td>", date);
	const struct organisation_unit *unit = organisation_find(request->book->organisation, record->org);
	text_add_html(out, unit ? unit->name : record->org);
	text_format(out, "</td><td class=\"number note\">%lld</td></tr>\n", (long long)record->version);
	return true;
}

static void add_next(const struct request *request, const struct asked *asked, const char *cursor, struct text *out)
{
	text_format(out, "<div class=\"pager\"><span></span><a href=\"/figure/%s", asked->request.figure->full_name);
	page_scope(request, out);
	static const char *const kept[] = {"by1", "key1", "by2", "key2", "where", "cumulative"};
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		const char *value = request->argument(request->context, kept[i]);
		if (!value)
			continue;
		text_format(out, "&amp;%s=", kept[i]);
		text_add_url(out, value);
	}
	text_add(out, "&amp;cursor=");
	text_add_url(out, cursor);
	text_format(out, "\">%s</a></div>\n", say(request, "再列 50 条 ›", "50 more ›"));
}

static bool add_list(struct request *request, const struct asked *asked, const struct figure_number *number,
                     struct text *out, struct fault *fault)
{
	struct figure_rows rows;
	if (!figure_records(request->book, request->viewer, &asked->request, asked->request.by[0] ? asked->key : NULL,
	                    request->argument(request->context, "cursor"), PAGE_RECORDS, request->arena, &rows, fault))
		return false;
	text_format(out, "<h2>%s<span class=\"note\">", say(request, "名单", "The records behind it"));
	if (!number->missing && asked->request.figure->measure == MEASURE_COUNT)
		text_format(out, say(request, "共 %lld 条", "%lld in all"), (long long)number->number);
	text_format(out, "</span></h2>\n<table><thead><tr><th>%s</th><th>%s</th><th>%s</th><th class=\"number\">%s</th>"
	                 "</tr></thead><tbody>\n",
	            say(request, "记录", "Record"), say(request, "日期", "Date"), say(request, "单位", "Organisation"),
	            say(request, "版本", "Version"));
	for (size_t i = 0; i < rows.count; i++)
		if (!add_record_row(request, &rows.items[i], out, fault))
			return false;
	text_add(out, "</tbody></table>\n");
	if (!rows.count)
		text_format(out, "<p class=\"note\">%s</p>\n", say(request, "没有记录。", "No records."));
	if (rows.next)
		add_next(request, asked, rows.next, out);
	return true;
}

bool page_figure(struct request *request, struct reply *reply, struct fault *fault)
{
	struct asked asked;
	struct figure_number now, before;
	if (!read_asked(request, request->segments[1], &asked, fault))
		return false;
	struct period last_year = period_last_year(&request->period);
	if (!compute(request, &asked, &request->period, &now, fault) ||
	    !compute(request, &asked, &last_year, &before, fault))
		return false;
	struct text *out = &reply->body;
	page_begin(request, label_of(request, asked.request.figure->label), out);
	text_format(out, "<a href=\"/register/%s", (asked.request.figure->ledger->parent ? asked.request.figure->ledger->parent
	                                                                                 : asked.request.figure->ledger)->name);
	page_scope(request, out);
	text_format(out, "\">%s</a></div></div>\n<div class=\"columns\"><div>\n", say(request, "在台账打开 ›", "Open the register ›"));
	add_how(request, &asked, &now, &before, out);
	if (!add_list(request, &asked, &now, out, fault))
		return false;
	text_add(out, "</div><div>\n");
	if (!asked.request.by[0] && !add_splits(request, &asked, out, fault))
		return false;
	text_add(out, "</div></div>\n");
	page_end(out);
	return true;
}

static size_t gather_requests(struct request *request, const struct ledger *ledger, struct figure_request *ret)
{
	for (size_t i = 0; i < ledger->figure_count; i++)
		ret[i] = (struct figure_request){
			.figure = &ledger->figures[i], .org = request->org, .period = request->period};
	return ledger->figure_count;
}

static bool add_ledger_tiles(struct request *request, const struct ledger *ledger, struct text *out,
                             struct fault *fault)
{
	struct figure_request *requests = arena_array(request->arena, struct figure_request, ledger->figure_count);
	size_t count = gather_requests(request, ledger, requests);
	struct figure_result *results = arena_array(request->arena, struct figure_result, count);
	if (!figure_compute(request->book, request->viewer, requests, count, request->arena, results, fault))
		return false;
	text_add(out, "<h2>");
	text_add_html(out, label_of(request, ledger->label));
	text_add(out, "</h2>\n<div class=\"tiles\">\n");
	for (size_t i = 0; i < count; i++) {
		const struct figure *figure = requests[i].figure;
		text_add(out, "<div class=\"tile\"><div>");
		text_add_html(out, label_of(request, figure->label));
		text_format(out, "</div><div class=\"value\"><a class=\"%s\" href=\"/figure/%s",
		            results[i].total.missing ? "figure missing" : "figure", figure->full_name);
		page_scope(request, out);
		text_add(out, "\">");
		figure_print(figure, &results[i].total, out);
		text_add(out, "</a>");
		const char *unit = label_of(request, figure->unit);
		if (unit && !results[i].total.missing) {
			text_add(out, " <span class=\"note\">");
			text_add_html(out, unit);
			text_add(out, "</span>");
		}
		text_add(out, "</div></div>\n");
	}
	text_add(out, "</div>\n");
	return true;
}

bool page_figures(struct request *request, struct reply *reply, struct fault *fault)
{
	struct text *out = &reply->body;
	page_begin(request, say(request, "指标", "Figures"), out);
	text_format(out, "<span class=\"note\">%s</span></div></div>\n",
	            say(request, "每个数点开即是名单", "Every number opens its list"));
	const struct definitions *definitions = request->book->definitions;
	for (size_t i = 0; i < definitions->ledger_count; i++) {
		const struct ledger *ledger = definitions->ledgers[i];
		bool counted = viewer_scope(request->viewer, ledger, ACCESS_COUNT) != SCOPE_NONE;
		if (counted && ledger->figure_count && !add_ledger_tiles(request, ledger, out, fault))
			return false;
	}
	page_end(out);
	return true;
}
