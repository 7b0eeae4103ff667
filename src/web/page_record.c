/* One record: where it stands, its fields, its rows, its entries, and what links
   to it. Sealed values are named and never shown. */
#include <string.h>

#include "web/record_parts.h"
#include "web/register.h"

enum { NOTE_IN_TABLE = 60 }; /* characters of a long text in a cell */

static bool is_sealed(const struct record *record, const struct field *field)
{
	return field->secrecy == SECRECY_SEALED && record->values[field->place].kind != VALUE_NONE;
}

static bool is_set(const struct record *record, const struct field *field)
{
	return record->values[field->place].kind != VALUE_NONE;
}

static void add_field(struct request *request, const struct record *record, const struct field *field,
                      struct text *out)
{
	html_add(out, "<div id=\"%s\"", field->name);
	text_add(out, field->type == FIELD_NOTE ? " class=\"wide\"><dt>" : "><dt>");
	html_add(out, "%s</dt><dd>", label_of(request, field->label));
	value_add(request, record, field, out);
	if (field->unit.zh && record->values[field->place].kind == VALUE_INT)
		html_add(out, " %s", label_of(request, field->unit));
	text_add(out, "</dd></div>\n");
}

/* The filled fields of one kind: those under seal, or those that are not. */
static size_t add_fields(struct request *request, const struct record *record, bool sealed, struct text *out)
{
	size_t count = 0;
	for (size_t i = 0; i < record->ledger->field_count; i++) {
		const struct field *field = &record->ledger->fields[i];
		if (field->type == FIELD_ROWS || !is_set(record, field) || is_sealed(record, field) != sealed)
			continue;
		if (!count++)
			text_add(out, "<dl class=\"fields\">\n");
		add_field(request, record, field, out);
	}
	text_add(out, count ? "</dl>\n" : "");
	return count;
}

static size_t count_sealed(const struct record *record)
{
	size_t count = 0;
	for (size_t i = 0; i < record->ledger->field_count; i++)
		count += record->ledger->fields[i].type != FIELD_ROWS &&
		         is_sealed(record, &record->ledger->fields[i]);
	return count;
}

/* What was not filled in is named in one line, so that what was stands out. */
static void add_unset(const struct request *request, const struct record *record, struct text *out)
{
	size_t count = 0;
	for (size_t i = 0; i < record->ledger->field_count; i++) {
		const struct field *field = &record->ledger->fields[i];
		bool empty = field->type == FIELD_ROWS ? !record->rows[field->place].count
		                                       : !is_set(record, field);
		if (!empty)
			continue;
		text_add(out, count++ ? say(request, "、", ", ")
		                      : say(request, "<p class=\"note\">未填：",
		                            "<p class=\"note\">Not filled in: "));
		html_add(out, "%s", label_of(request, field->label));
	}
	text_add(out, count ? "</p>\n" : "");
}

/* ---- rows ---- */

static void add_cell(struct request *request, const struct record *row, const struct field *field,
                     struct text *out)
{
	const struct value *value = &row->values[field->place];
	bool number = field->type == FIELD_INT || field->type == FIELD_DECIMAL;
	text_add(out, number                      ? "<td class=\"number\">"
	              : field->type == FIELD_DATE ? "<td class=\"date\">"
	                                          : "<td>");
	if (value->kind == VALUE_TEXT && utf8_count(value->bytes, value->length) > NOTE_IN_TABLE) {
		const char *at = value->bytes;
		for (int i = 0; i < NOTE_IN_TABLE; i++)
			utf8_next(&at);
		html_add(out, "%s…",
		         arena_copy_bytes(request->arena, value->bytes, (size_t)(at - value->bytes)));
	} else {
		value_add(request, row, field, out);
	}
	text_add(out, "</td>");
}

static void add_rows(struct request *request, const struct record *record, const struct field *field,
                     struct text *out)
{
	const struct record_rows *rows = &record->rows[field->place];
	const struct ledger *child = field->rows;
	if (!rows->count)
		return;
	heading_begin(label_of(request, field->label), out);
	html_add(out, say(request, "%zu 行", "%zu"), rows->count);
	heading_end(out);
	html_add(
	        out,
	        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n<table><thead><tr>",
	        label_of(request, field->label));
	for (size_t i = 0; i < child->field_count; i++)
		html_add(out, "<th scope=\"col\">%s</th>", label_of(request, child->fields[i].label));
	text_add(out, "</tr></thead><tbody>\n");
	for (size_t r = 0; r < rows->count; r++) {
		text_add(out, "<tr>");
		for (size_t i = 0; i < child->field_count; i++)
			add_cell(request, rows->items[r], &child->fields[i], out);
		text_add(out, "</tr>\n");
	}
	text_add(out, "</tbody></table></div>\n");
}

/* ---- the page ---- */

static void add_tags(struct request *request, const struct record *record, struct text *out)
{
	text_add(out, "<p class=\"tags\">");
	state_add_mark(request, record, out);
	if (record->voided)
		html_add(out, " <span class=\"tag void\">%s</span>",
		         say(request, "已作废，不计数", "voided, not counted"));
	html_add(out,
	         say(request, " <span class=\"note\">第 %lld 版</span></p>\n",
	             " <span class=\"note\">version %lld</span></p>\n"),
	         (long long)record->version);
	text_add(out, "<p class=\"back\">");
	link_register(request, NULL, record->ledger, out);
	link_end(out);
	html_add(out, "‹ %s</a></p>\n", label_of(request, record->ledger->label));
}

static bool add_body(struct request *request, const struct record *record, struct text *out,
                     struct fault *fault)
{
	struct entry_view *entries;
	size_t count, sealed = count_sealed(record);
	if (!record_history(request->book, request->viewer, record, request->language, request->arena,
	                    &entries, &count, fault))
		return false;
	text_add(out, "<div class=\"columns\"><div>\n");
	life_add(request, record, entries, count, out);
	html_add(out, "<h2>%s</h2>\n", say(request, "基本情况", "Particulars"));
	add_fields(request, record, false, out);
	if (sealed) {
		html_add(out, "<h2 class=\"under-seal\">%s<span class=\"note\">",
		         say(request, "密封内容", "Under seal"));
		html_add(out,
		         say(request, "密封 %zu 项，这里不打开</span></h2>\n",
		             "%zu sealed, not opened here</span></h2>\n"),
		         sealed);
		add_fields(request, record, true, out);
	}
	for (size_t i = 0; i < record->ledger->field_count; i++)
		if (record->ledger->fields[i].type == FIELD_ROWS)
			add_rows(request, record, &record->ledger->fields[i], out);
	add_unset(request, record, out);
	text_add(out, "</div>\n<div class=\"side\">\n");
	if (!clocks_add(request, record, out, fault))
		return false;
	history_add(request, record, entries, count, out);
	if (!links_add(request, record, out, fault))
		return false;
	text_add(out, "</div></div>\n");
	return true;
}

static bool asked_tenant(struct request *request, int64_t *ret)
{
	const char *tenant = request->argument(request->context, "tenant");
	if (tenant)
		return id_parse(tenant, ret);
	*ret = tenant_of(request->org);
	return true;
}

bool page_record(struct request *request, struct reply *reply, struct fault *fault)
{
	const struct ledger *ledger = definitions_ledger(request->book->definitions, request->segments[1]);
	int64_t tenant, id;
	struct record *record;
	if (!ledger || ledger->parent)
		return fault_set(fault, web_no_register, request->segments[1]);
	if (!id_parse(request->segments[2], &id) || !asked_tenant(request, &tenant))
		return fault_set(fault, web_no_page);
	if (!record_read(request->book, request->viewer, ledger, tenant, id, request->arena, &record, fault))
		return false;
	struct text name = TEXT_EMPTY, *out = &reply->body;
	record_name(request->book, record, request->language, &name);
	page_begin(request, name.at, out);
	text_release(&name);
	add_tags(request, record, out);
	page_body(out);
	if (!add_body(request, record, out, fault))
		return false;
	page_end(request, out);
	return true;
}
