/* The list behind a number: records as in their register, rows with what names
   their record, both parts of a ratio told apart. */
#include "web/figure_list.h"

#include <string.h>

enum { LIST_SIZE = 50 };

/* One list under way; a record is read once for all its rows that follow each other. */
struct listing {
	struct request *request;
	const struct figure_asked *asked;
	const struct figure_rows *rows;
	struct record *record;
};

static bool take_record(struct listing *listing, const struct figure_row *row, struct fault *fault)
{
	const struct record *held = listing->record;
	if (held && held->id == row->record && held->tenant == row->tenant && held->ledger == row->ledger)
		return true;
	return record_read(listing->request->book, listing->request->viewer, row->ledger, row->tenant,
	                   row->record, listing->request->arena, &listing->record, fault);
}

static bool all_alike(const struct figure_rows *rows)
{
	for (size_t i = 1; i < rows->count; i++)
		if (rows->items[i].ledger != rows->items[0].ledger ||
		    rows->items[i].part != rows->items[0].part || !rows->items[i].row != !rows->items[0].row)
			return false;
	return true;
}

/* ---- whole records ---- */

static bool add_records(struct listing *listing, struct text *out, struct fault *fault)
{
	record_table_begin(listing->request, listing->rows->items[0].ledger, out);
	for (size_t i = 0; i < listing->rows->count; i++) {
		if (!take_record(listing, &listing->rows->items[i], fault))
			return false;
		record_table_row(listing->request, listing->record, out);
	}
	record_table_end(out);
	return true;
}

/* ---- what both other tables begin with ---- */

static void begin_table(const struct request *request, struct text *out)
{
	html_add(out,
	         "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n<table "
	         "class=\"records\"><thead><tr>"
	         "<th scope=\"col\">%s</th><th scope=\"col\" class=\"date\">%s</th>",
	         say(request, "名单", "Records"), say(request, "记录", "Record"),
	         say(request, "日期", "Date"));
}

static void begin_row(struct request *request, const struct record *record, struct text *out)
{
	text_add(out, "<tr><th scope=\"row\">");
	link_record(request, record->ledger, record->tenant, record->id, out);
	name_add(request, record, out);
	text_add(out, "</a></th><td class=\"date\">");
	if (record->counts_on)
		date_add(request, record->counts_on, out);
	text_add(out, "</td>");
}

/* ---- rows of records ---- */

static const struct record *find_row(const struct record *record, const struct ledger *child, int64_t id)
{
	const struct record_rows *rows = &record->rows[child->rows_field->place];
	for (size_t i = 0; i < rows->count; i++)
		if (rows->items[i]->id == id)
			return rows->items[i];
	return NULL;
}

static bool add_rows(struct listing *listing, const struct ledger *child, struct text *out,
                     struct fault *fault)
{
	struct request *request = listing->request;
	begin_table(request, out);
	for (size_t f = 0; f < child->field_count; f++)
		html_add(out, "<th scope=\"col\">%s</th>", label_of(request, child->fields[f].label));
	text_add(out, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < listing->rows->count; i++) {
		if (!take_record(listing, &listing->rows->items[i], fault))
			return false;
		const struct record *row = find_row(listing->record, child, listing->rows->items[i].row);
		begin_row(request, listing->record, out);
		for (size_t f = 0; row && f < child->field_count; f++) {
			text_add(out, "<td>");
			value_add(request, row, &child->fields[f], out);
			text_add(out, "</td>");
		}
		text_add(out, "</tr>\n");
	}
	record_table_end(out);
	return true;
}

/* ---- records of several kinds ---- */

static bool add_mixed(struct listing *listing, struct text *out, struct fault *fault)
{
	struct request *request = listing->request;
	bool ratio = listing->asked->request.figure->measure == MEASURE_RATIO;
	begin_table(request, out);
	html_add(out, "<th scope=\"col\">%s</th>", say(request, "台账", "Register"));
	if (ratio)
		html_add(out, "<th scope=\"col\">%s</th>", say(request, "在哪一边", "Part"));
	html_add(out, "<th scope=\"col\">%s</th></tr></thead><tbody>\n",
	         say(request, "单位", "Organisation"));
	for (size_t i = 0; i < listing->rows->count; i++) {
		if (!take_record(listing, &listing->rows->items[i], fault))
			return false;
		begin_row(request, listing->record, out);
		html_add(out, "<td>%s</td>", label_of(request, listing->record->ledger->label));
		if (ratio)
			html_add(out, "<td>%s</td>",
			         listing->rows->items[i].part ? say(request, "分母", "denominator")
			                                      : say(request, "分子", "numerator"));
		html_add(out, "<td>%s</td></tr>\n", unit_name(request, listing->record->org));
	}
	record_table_end(out);
	return true;
}

/* ---- the list ---- */

static void add_next(const struct request *request, const struct figure_asked *asked, const char *cursor,
                     struct text *out)
{
	text_add(out, "<p class=\"pager\">");
	link_figure(request, NULL, asked->request.figure->full_name, out);
	link_keep(request, out);
	link_argument("cursor", cursor, out);
	link_end(out);
	html_add(out, say(request, "再列 %d 条 ›</a></p>\n", "%d more ›</a></p>\n"), LIST_SIZE);
}

static void add_heading(const struct request *request, const struct figure_asked *asked,
                        const struct figure_number *number, struct text *out)
{
	heading_begin(say(request, "名单", "The records behind it"), out);
	if (!number->missing && asked->request.figure->measure == MEASURE_COUNT) {
		text_add(out, say(request, "共 ", ""));
		html_add_number(out, number->number);
		text_add(out, say(request, " 条", " in all"));
	}
	heading_end(out);
}

static bool add_list(struct listing *listing, struct text *out, struct fault *fault)
{
	const struct figure_row *first = &listing->rows->items[0];
	if (!all_alike(listing->rows))
		return add_mixed(listing, out, fault);
	if (!first->row)
		return add_records(listing, out, fault);
	const struct figure *figure = listing->asked->request.figure;
	const struct figure *counted = figure->measure == MEASURE_RATIO ? figure->of[first->part] : figure;
	return add_rows(listing, counted->ledger, out, fault);
}

bool figure_list_add(struct request *request, const struct figure_asked *asked,
                     const struct figure_number *number, struct text *out, struct fault *fault)
{
	struct figure_rows rows = {};
	struct fault why = {};
	struct listing listing = {.request = request, .asked = asked, .rows = &rows};
	add_heading(request, asked, number, out);
	if (!figure_records(
	            request->book, request->viewer, &asked->request, asked->request.by[0] ? asked->key : NULL,
	            request->argument(request->context, "cursor"), LIST_SIZE, request->arena, &rows, &why)) {
		if (fault_kind(why.code) != FAULT_DENIED) {
			*fault = why;
			return false;
		}
		fault_add(request, &why, out);
		return true;
	}
	if (!rows.count) {
		html_add(out, "<p class=\"nothing\">%s</p>\n", say(request, "没有记录。", "No records."));
		return true;
	}
	if (!add_list(&listing, out, fault))
		return false;
	if (rows.next)
		add_next(request, asked, rows.next, out);
	return true;
}
