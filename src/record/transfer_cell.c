/* Values as cells of a CSV, and the guard against what spreadsheets do to them. */
#include "record/transfer_cell.h"

#include <string.h>

#include "base/date.h"
#include "record/decimal.h"
#include "record/state.h"

/* ---- values ---- */

static void write_id(int64_t id, struct text *out)
{
	text_format(out, "%lld", (long long)id);
}

static bool write_link(struct book *book, const struct record *record, const struct field *field, int64_t id,
                       struct text *out, struct fault *fault)
{
	struct statement *statement;
	struct text *sql = &book->state->update;
	text_cut(sql, 0);
	text_format(sql, "SELECT number FROM \"%s\" WHERE tenant = ? AND id = ?", field->to->table);
	if (!database_prepare(book->database, sql->at, &statement, fault))
		return false;
	statement_bind_int(statement, 1, record->tenant);
	statement_bind_int(statement, 2, id);
	enum step step = statement_step(statement, fault);
	if (step == STEP_ROW && !statement_is_null(statement, 0))
		text_add(out, statement_text(statement, 0));
	else if (step != STEP_FAULT)
		write_id(id, out);
	statement_reset(statement);
	return step != STEP_FAULT;
}

static void write_number(const struct field *field, int64_t number, struct text *out)
{
	char date[DATE_SIZE], instant[INSTANT_SIZE];
	switch (field->type) {
	case FIELD_DECIMAL: decimal_print(number, field->scale, out); return;
	case FIELD_DATE:
		date_print((civil_date)number, date);
		text_add(out, date);
		return;
	case FIELD_INSTANT:
		instant_print(number, instant);
		text_add(out, instant);
		return;
	case FIELD_INT:
	case FIELD_BOOL:
	case FIELD_YEAR:
	case FIELD_LINK:
	case FIELD_TEXT:
	case FIELD_NOTE:
	case FIELD_CHOICE:
	case FIELD_CHOICES:
	case FIELD_ORG:
	case FIELD_PHONE:
	case FIELD_ID_NUMBER:
	case FIELD_STAFF:
	case FIELD_ROWS:
	case FIELD_TYPE_COUNT: text_format(out, "%lld", (long long)number); return;
	}
}

bool cell_write(struct book *book, const struct record *record, const struct field *field, struct text *out,
                struct fault *fault)
{
	const struct value *value = &record->values[field->place];
	switch (value->kind) {
	case VALUE_NONE: return true;
	case VALUE_BLOB: text_add(out, "密封"); return true;
	case VALUE_INT:
		if (field->type == FIELD_LINK)
			return write_link(book, record, field, value->number, out, fault);
		write_number(field, value->number, out);
		return true;
	case VALUE_TEXT:
		/* ",a,b," without the commas around it. */
		if (field->type == FIELD_CHOICES && value->length > 2)
			text_add_bytes(out, value->bytes + 1, value->length - 2);
		else
			text_add_bytes(out, value->bytes, value->length);
		return true;
	}
	return true;
}

static bool is_shown(const struct field *field)
{
	return field->type == FIELD_CHOICE || field->type == FIELD_CHOICES || field->type == FIELD_BOOL;
}

bool cell_says(struct book *book, const struct record *record, const struct field *field, const char *cell,
               bool *ret, struct fault *fault)
{
	const struct value *value = &record->values[field->place];
	struct text shown = TEXT_EMPTY;
	bool done = cell_write(book, record, field, &shown, fault);
	*ret = strcmp(shown.at, cell) == 0 || (value->kind == VALUE_BLOB && cell_is_mask(cell));
	for (int language = LANGUAGE_ZH; done && !*ret && is_shown(field) && language <= LANGUAGE_EN;
	     language++) {
		text_cut(&shown, 0);
		value_show(book, record->tenant, field, value, (enum language)language, &shown);
		*ret = strcmp(shown.at, cell) == 0;
	}
	text_release(&shown);
	return done;
}

void cell_write_key(const struct record *record, struct text *out)
{
	if (record->number)
		text_add(out, record->number);
	else
		write_id(record->id, out);
}

bool cell_is_mask(const char *text)
{
	return strcmp(text, "密封") == 0 || strcmp(text, "sealed") == 0;
}

/* ---- the guard ---- */

/* What begins a formula; the full-width forms count in some spreadsheets. */
static bool starts_formula(const char *text)
{
	static const char *const signs[] = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};
	if (*text == '\t' || *text == '\r')
		return true;
	text += strspn(text, " \n");
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (text_starts(text, signs[i]))
			return true;
	return false;
}

/* Read as a number or a date and shown in another way: leading zeros and digits
   beyond the eleventh go, 1-3 becomes a day. */
static bool reads_as_number(const char *text)
{
	size_t digits = strspn(text, "0123456789"), whole = strspn(text, "0123456789-/.:,eE+%");
	if (!digits || text[whole])
		return false;
	return whole > digits || digits > 11 || (digits > 1 && *text == '0');
}

bool cell_is_unsafe(const char *text)
{
	return *text == '\'' || starts_formula(text) || reads_as_number(text);
}

const char *cell_without_guard(const char *text)
{
	return *text == '\'' && cell_is_unsafe(text + 1) ? text + 1 : text;
}
