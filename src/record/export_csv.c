/* A register as CSV: codes for headings and for what is chosen from lists. */
#include <string.h>

#include "record/export.h"
#include "record/transfer_cell.h"

enum { PIECE_SIZE = 1 << 16 };

struct csv_out {
	bool (*write)(void *context, const char *bytes, size_t length);
	void *context;
	struct text piece, cell;
};

static bool hand_over(struct csv_out *csv, size_t at_least, struct fault *fault)
{
	if (csv->piece.length < at_least || !csv->piece.length)
		return true;
	if (!csv->write(csv->context, csv->piece.at, csv->piece.length))
		return fault_set(fault, record_export_unwritten);
	text_cut(&csv->piece, 0);
	return true;
}

/* Writes csv->cell and empties it. */
static void add_cell(struct csv_out *csv, bool first, bool guarded)
{
	struct text *out = &csv->piece;
	const char *cell = csv->cell.at;
	bool guard = guarded && cell_is_unsafe(cell);
	/* Semicolons and tabs too: a program that splits at them must not. */
	bool quote = strpbrk(cell, ",;\t\"\r\n") != NULL;
	if (!first)
		text_add_byte(out, ',');
	if (quote)
		text_add_byte(out, '"');
	if (guard)
		text_add_byte(out, '\'');
	for (; *cell; cell++) {
		if (*cell == '"')
			text_add_byte(out, '"');
		text_add_byte(out, *cell);
	}
	if (quote)
		text_add_byte(out, '"');
	text_cut(&csv->cell, 0);
}

static const char *heading(const struct exporting *exporting, const struct export_column *column)
{
	switch (column->what) {
	case EXPORT_PARENT: return "parent";
	case EXPORT_KEY: return exporting->ledger->number ? "number" : "id";
	case EXPORT_STATE: return "state";
	case EXPORT_FIELD: return column->field->name;
	}
	return "";
}

/* With the mark by which spreadsheets know UTF-8. */
static void add_headings(const struct exporting *exporting, struct csv_out *csv)
{
	text_add(&csv->piece, "\xEF\xBB\xBF");
	for (size_t i = 0; i < exporting->column_count; i++) {
		text_add(&csv->cell, heading(exporting, &exporting->columns[i]));
		add_cell(csv, i == 0, false);
	}
	text_add(&csv->piece, "\r\n");
}

/* Numbers as such may be read as numbers; what only looks like one may not. */
static bool is_text(const struct field *field)
{
	return field->type == FIELD_LINK || field_held(field) == VALUE_TEXT;
}

static bool write_cell(struct exporting *exporting, const struct export_column *column,
                       const struct record *record, const struct record *parent, struct text *out,
                       bool *ret_guarded, struct fault *fault)
{
	*ret_guarded = true;
	switch (column->what) {
	case EXPORT_PARENT: cell_write_key(parent, out); return true;
	case EXPORT_KEY: cell_write_key(record, out); return true;
	case EXPORT_STATE:
		text_add(out, record->state ? record->state->name : "");
		*ret_guarded = false;
		return true;
	case EXPORT_FIELD:
		*ret_guarded = is_text(column->field);
		return cell_write(exporting->book, record, column->field, out, fault);
	}
	return true;
}

static bool add_row(struct exporting *exporting, const struct record *record, const struct record *parent,
                    struct fault *fault)
{
	struct csv_out *csv = exporting->context;
	bool guarded;
	for (size_t i = 0; i < exporting->column_count; i++) {
		if (!write_cell(exporting, &exporting->columns[i], record, parent, &csv->cell, &guarded,
		                fault))
			return false;
		add_cell(csv, i == 0, guarded);
	}
	text_add(&csv->piece, "\r\n");
	return hand_over(csv, PIECE_SIZE, fault);
}

bool export_csv(struct book *book, const struct viewer *viewer, const struct ledger *ledger, const char *org,
                bool (*write)(void *context, const char *bytes, size_t length), void *context,
                int64_t *ret_rows, struct fault *fault)
{
	struct csv_out csv = {.write = write, .context = context, .piece = TEXT_EMPTY, .cell = TEXT_EMPTY};
	struct exporting exporting = {.book = book,
	                              .viewer = viewer,
	                              .ledger = ledger,
	                              .org = org,
	                              .row = add_row,
	                              .context = &csv};
	bool done = export_begin(&exporting, fault);
	if (done)
		add_headings(&exporting, &csv);
	done = done && export_rows(&exporting, fault) && hand_over(&csv, 0, fault);
	if (done)
		*ret_rows = exporting.rows;
	export_release(&exporting);
	text_release(&csv.piece);
	text_release(&csv.cell);
	return done;
}
