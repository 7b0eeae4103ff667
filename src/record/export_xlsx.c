/* A register as a workbook: headings and what is chosen from lists in the
   reader's language, dates as dates, numbers as numbers, everything else as text
   that no spreadsheet reads as something else. */
#include "record/export.h"
#include "record/import_headings.h"
#include "record/transfer_cell.h"
#include "record/xlsx_write.h"

struct xlsx_out {
	struct xlsx_writer writer;
	enum language language;
	struct text cell;
};

/* ---- columns ---- */

/* NUMBER, and how wide its cells are at least and at most */
static const struct {
	enum xlsx_style style;
	int least, most;
} looks[FIELD_TYPE_COUNT] = {
        [FIELD_TEXT] = {XLSX_TEXT, 16, 30},       [FIELD_NOTE] = {XLSX_NOTE, 36, 48},
        [FIELD_INT] = {XLSX_NUMBER, 8, 20},       [FIELD_DECIMAL] = {XLSX_NUMBER, 12, 20},
        [FIELD_BOOL] = {XLSX_TEXT, 6, 16},        [FIELD_DATE] = {XLSX_DATE, 12, 16},
        [FIELD_INSTANT] = {XLSX_INSTANT, 18, 20}, [FIELD_YEAR] = {XLSX_NUMBER, 8, 16},
        [FIELD_CHOICE] = {XLSX_TEXT, 14, 30},     [FIELD_CHOICES] = {XLSX_TEXT, 20, 40},
        [FIELD_LINK] = {XLSX_TEXT, 18, 24},       [FIELD_ORG] = {XLSX_TEXT, 14, 20},
        [FIELD_PHONE] = {XLSX_TEXT, 15, 20},      [FIELD_ID_NUMBER] = {XLSX_TEXT, 21, 24},
        [FIELD_STAFF] = {XLSX_TEXT, 12, 20},      [FIELD_ROWS] = {XLSX_TEXT, 8, 8},
};

enum xlsx_style field_style(const struct field *field)
{
	return field->secrecy == SECRECY_SEALED ? XLSX_TEXT : looks[field->type].style;
}

static int at_least(int width, int other)
{
	return width < other ? other : width;
}

int field_width(const struct field *field, const char *heading)
{
	enum { FILTER = 4 }; /* the arrow beside the heading */
	int width = xlsx_width(heading) + FILTER;
	for (size_t i = 0; field->type == FIELD_CHOICE && i < field->list->count; i++)
		width = at_least(width, xlsx_width(field->list->items[i].label.zh) + 1);
	width = at_least(width, looks[field->type].least);
	return width < looks[field->type].most ? width : looks[field->type].most;
}

static enum heading meant(enum export_what what)
{
	static const enum heading headings[] = {[EXPORT_PARENT] = HEADING_PARENT,
	                                        [EXPORT_KEY] = HEADING_KEY,
	                                        [EXPORT_STATE] = HEADING_STATE,
	                                        [EXPORT_FIELD] = HEADING_FIELD};
	return headings[what];
}

/* The first word that import takes for this column; the last is its code, which it always knows. */
static const char *first_known(const struct ledger *ledger, const struct export_column *column,
                               const char *title, const char *code, struct arena *arena)
{
	struct import_column known = heading_of(ledger, title, arena);
	return known.heading == meant(column->what) && known.field == column->field ? title : code;
}

static const char *heading_in(const struct exporting *exporting, const struct export_column *column,
                              enum language language, struct arena *arena)
{
	static const struct label number = {"编号", "Number"}, state = {"状态", "State"};
	const struct ledger *ledger = exporting->ledger;
	switch (column->what) {
	case EXPORT_PARENT:
		return first_known(ledger, column, label_in(&ledger->parent->label, language), "parent",
		                   arena);
	case EXPORT_KEY:
		if (!ledger->number)
			return "id";
		return first_known(ledger, column, label_in(&number, language), "number", arena);
	case EXPORT_STATE: return first_known(ledger, column, label_in(&state, language), "state", arena);
	case EXPORT_FIELD:
		return first_known(ledger, column, label_in(&column->field->label, language),
		                   column->field->name, arena);
	}
	return "";
}

static bool write_headings(struct exporting *exporting, struct xlsx_out *out, struct fault *fault)
{
	enum { KEY_WIDTH = 22, STATE_WIDTH = 12 };
	for (size_t i = 0; i < exporting->column_count; i++) {
		const struct export_column *column = &exporting->columns[i];
		const char *heading = heading_in(exporting, column, out->language, &exporting->arena);
		const struct field *field = column->field;
		int width = field                          ? field_width(field, heading)
		            : column->what == EXPORT_STATE ? STATE_WIDTH
		                                           : KEY_WIDTH;
		xlsx_column(&out->writer, (int)i, width, field ? field_style(field) : XLSX_TEXT);
		if (!xlsx_text(&out->writer, 0, (int)i, heading, XLSX_HEADING, fault))
			return false;
	}
	return true;
}

/* ---- cells ---- */

/* A text that import would take a ' off gets another. */
static bool put_text(struct xlsx_out *out, int row, int column, enum xlsx_style style, struct fault *fault)
{
	struct text guarded = TEXT_EMPTY;
	const char *text = out->cell.at;
	if (!*text)
		return true;
	if (cell_without_guard(text) != text) {
		text_format(&guarded, "'%s", text);
		text = guarded.at;
	}
	bool done = xlsx_text(&out->writer, row, column, text, style, fault);
	text_release(&guarded);
	return done;
}

static bool put_number(struct xlsx_out *out, int row, int column, const struct field *field, int64_t number,
                       struct fault *fault)
{
	switch (looks[field->type].style) {
	case XLSX_DATE: return xlsx_date(&out->writer, row, column, (civil_date)number, XLSX_DATE, fault);
	case XLSX_INSTANT: return xlsx_instant(&out->writer, row, column, number, fault);
	default:
		return xlsx_number(&out->writer, row, column, number,
		                   field->type == FIELD_DECIMAL ? field->scale : 0, fault);
	}
}

static bool put_field(struct exporting *exporting, struct xlsx_out *out, int column,
                      const struct record *record, const struct field *field, struct fault *fault)
{
	int row = (int)exporting->rows + 1;
	const struct value *value = &record->values[field->place];
	if (value->kind == VALUE_NONE)
		return true;
	if (value->kind == VALUE_INT && field->type != FIELD_BOOL && field->type != FIELD_LINK)
		return put_number(out, row, column, field, value->number, fault);
	bool shown = value->kind != VALUE_BLOB && (field->type == FIELD_CHOICE ||
	                                           field->type == FIELD_CHOICES || field->type == FIELD_BOOL);
	if (shown)
		value_show(exporting->book, record->tenant, field, value, out->language, &out->cell);
	else if (!cell_write(exporting->book, record, field, &out->cell, fault))
		return false;
	return put_text(out, row, column, looks[field->type].style == XLSX_NOTE ? XLSX_NOTE : XLSX_TEXT,
	                fault);
}

static bool put_cell(struct exporting *exporting, struct xlsx_out *out, size_t index,
                     const struct record *record, const struct record *parent, struct fault *fault)
{
	const struct export_column *column = &exporting->columns[index];
	text_cut(&out->cell, 0);
	switch (column->what) {
	case EXPORT_PARENT: cell_write_key(parent, &out->cell); break;
	case EXPORT_KEY: cell_write_key(record, &out->cell); break;
	case EXPORT_STATE:
		text_add(&out->cell, record->state ? label_in(&record->state->label, out->language) : "");
		break;
	case EXPORT_FIELD: return put_field(exporting, out, (int)index, record, column->field, fault);
	}
	return put_text(out, (int)exporting->rows + 1, (int)index, XLSX_TEXT, fault);
}

static bool put_row(struct exporting *exporting, const struct record *record, const struct record *parent,
                    struct fault *fault)
{
	for (size_t i = 0; i < exporting->column_count; i++)
		if (!put_cell(exporting, exporting->context, i, record, parent, fault))
			return false;
	return true;
}

/* ---- the whole ---- */

static bool write_all(struct exporting *exporting, struct xlsx_out *out, const char *path,
                      struct fault *fault)
{
	if (!xlsx_begin(path, &out->writer, fault))
		return false;
	bool done = xlsx_add_sheet(&out->writer, label_in(&exporting->ledger->label, out->language), fault) &&
	            write_headings(exporting, out, fault) && export_rows(exporting, fault);
	if (done) {
		xlsx_freeze(&out->writer, 1);
		xlsx_filter(&out->writer, 0, (int)exporting->rows, (int)exporting->column_count);
	}
	return xlsx_end(&out->writer, done ? fault : NULL) && done;
}

bool export_xlsx(struct book *book, const struct viewer *viewer, const struct ledger *ledger, const char *org,
                 enum language language, const char *path, int64_t *ret_rows, struct fault *fault)
{
	struct xlsx_out out = {.language = language, .cell = TEXT_EMPTY};
	struct exporting exporting = {.book = book,
	                              .viewer = viewer,
	                              .ledger = ledger,
	                              .org = org,
	                              .row = put_row,
	                              .context = &out,
	                              .rows_most = XLSX_ROWS_MOST - 1};
	bool done = export_begin(&exporting, fault) && write_all(&exporting, &out, path, fault);
	if (done)
		*ret_rows = exporting.rows;
	export_release(&exporting);
	text_release(&out.cell);
	return done;
}
