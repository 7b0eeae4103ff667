/* Values as a page shows them. What cannot be seen, what was not filled in and
   what is done each look different; the words themselves come from record_show. */
#include "web/request.h"

static const char lock[] = "<svg class=\"lock\" viewBox=\"0 0 12 14\" aria-hidden=\"true\">"
                           "<path d=\"M3 6V4a3 3 0 0 1 6 0v2M1.5 6h9v7h-9z\"/></svg>";

/* The other record, where this role may open its register. */
static void add_link(const struct request *request, const struct record *record, const struct field *field,
                     const char *shown, struct text *out)
{
	if (viewer_scope(request->viewer, field->to, ACCESS_OPEN) == SCOPE_NONE) {
		html_add(out, "%s", shown);
		return;
	}
	link_record(request, field->to, record->tenant, record->values[field->place].number, out);
	html_add(out, "%s</a>", shown);
}

void value_add(struct request *request, const struct record *record, const struct field *field,
               struct text *out)
{
	const struct value *value = &record->values[field->place];
	struct text shown = TEXT_EMPTY;
	record_show(request->book, record, field, request->language, &shown);
	if (value->kind == VALUE_BLOB) {
		text_add(out, "<span class=\"sealed\">");
		text_add(out, lock);
		html_add(out, "%s</span>", shown.at);
	} else if (value->kind == VALUE_NONE) {
		html_add(out, "<span class=\"unset\" title=\"%s\">—</span>",
		         say(request, "未填", "not filled in"));
	} else if (field->type == FIELD_ORG && field == record->ledger->org &&
	           text_equal(record->ledger->name, "org")) {
		html_add(out, "<code>%s</code>", value->bytes); /* a unit's own code, beside its name */
	} else if (field->type == FIELD_LINK) {
		add_link(request, record, field, shown.at, out);
	} else if (field->type == FIELD_BOOL && !value->number) {
		html_add(out, "<span class=\"unset\">%s</span>", shown.at);
	} else {
		html_add(out, "%s", shown.at);
	}
	text_release(&shown);
}

void day_add(civil_date day, struct text *out)
{
	char printed[DATE_SIZE];
	date_print(day, printed);
	html_add(out, "<time datetime=\"%s\">%s</time>", printed, printed);
}

void date_add(const struct request *request, civil_date date, struct text *out)
{
	char printed[DATE_SIZE];
	date_print(date, printed);
	bool near = date_year(date) == date_year(request->period.from) &&
	            date_year(date) == date_year(request->period.to);
	html_add(out, "<time datetime=\"%s\">%s</time>", printed, near ? printed + strlen("2021-") : printed);
}

void instant_add(instant_ms at, struct text *out)
{
	char date[DATE_SIZE];
	civil_date day = instant_date(at);
	int minutes = (int)((at - instant_at(day, 0, 0)) / 60000);
	date_print(day, date);
	text_format(out, "<time datetime=\"%sT%02d:%02d+08:00\">%s %02d:%02d</time>", date, minutes / 60,
	            minutes % 60, date, minutes / 60, minutes % 60);
}

void state_add_mark(const struct request *request, const struct record *record, struct text *out)
{
	const struct state *state = record->state;
	if (!state)
		return;
	const char *stage = state->final ? "done" : state == &record->ledger->states[0] ? "begun" : "going";
	html_add(out, "<span class=\"state %s\">%s</span>", stage, label_of(request, state->label));
}

void name_add(struct request *request, const struct record *record, struct text *out)
{
	const struct field *title = record->ledger->title_field;
	struct text name = TEXT_EMPTY;
	/* A personal title may stand inside the page, though never in its own title. */
	if (!record->number && title && title->secrecy != SECRECY_SEALED &&
	    record->values[title->place].kind != VALUE_NONE)
		record_show(request->book, record, title, request->language, &name);
	else
		record_name(request->book, record, request->language, &name);
	html_add(out, "%s", name.at);
	text_release(&name);
}
