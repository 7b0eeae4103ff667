/* A table of records of one register: what names each, the fields its
   definition marks `in_list`, the state. Registers and the lists behind figures
   show the same one. */
#include "web/request.h"

/* The title field already names the record where there is no number. */
static bool has_column(const struct ledger *ledger, const struct field *field)
{
	return field->in_list && field->type != FIELD_ROWS &&
	       (ledger->number || field != ledger->title_field);
}

static const char *cell_class(const struct field *field)
{
	bool number = field->type == FIELD_INT || field->type == FIELD_DECIMAL;
	bool date = field->type == FIELD_DATE || field->type == FIELD_INSTANT;
	return number ? " class=\"number\"" : date ? " class=\"date\"" : "";
}

void record_table_begin(const struct request *request, const struct ledger *ledger, struct text *out)
{
	html_add(out,
	         "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n<table "
	         "class=\"records\"><thead><tr><th scope=\"col\">%s</th>",
	         label_of(request, ledger->label),
	         ledger->number        ? say(request, "编号", "Number")
	         : ledger->title_field ? label_of(request, ledger->title_field->label)
	                               : say(request, "记录", "Record"));
	for (size_t i = 0; i < ledger->field_count; i++) {
		if (!has_column(ledger, &ledger->fields[i]))
			continue;
		text_format(out, "<th scope=\"col\"%s>", cell_class(&ledger->fields[i]));
		html_add(out, "%s</th>", label_of(request, ledger->fields[i].label));
	}
	if (ledger->state_count)
		html_add(out, "<th scope=\"col\">%s</th>", say(request, "状态", "State"));
	text_add(out, "</tr></thead><tbody>\n");
}

static void add_cell(struct request *request, const struct record *record, const struct field *field,
                     struct text *out)
{
	const struct value *value = &record->values[field->place];
	if (field->type == FIELD_DATE && value->kind == VALUE_INT)
		date_add(request, (civil_date)value->number, out);
	else
		value_add(request, record, field, out);
}

void record_table_row(struct request *request, const struct record *record, struct text *out)
{
	const struct ledger *ledger = record->ledger;
	text_add(out, record->voided ? "<tr class=\"voided\"><th scope=\"row\">" : "<tr><th scope=\"row\">");
	link_record(request, ledger, record->tenant, record->id, out);
	name_add(request, record, out);
	text_add(out, "</a></th>");
	for (size_t i = 0; i < ledger->field_count; i++) {
		if (!has_column(ledger, &ledger->fields[i]))
			continue;
		text_format(out, "<td%s>", cell_class(&ledger->fields[i]));
		add_cell(request, record, &ledger->fields[i], out);
		text_add(out, "</td>");
	}
	if (ledger->state_count) {
		text_add(out, "<td>");
		state_add_mark(request, record, out);
		text_add(out, "</td>");
	}
	text_add(out, "</tr>\n");
}

void record_table_end(struct text *out)
{
	text_add(out, "</tbody></table></div>\n");
}
