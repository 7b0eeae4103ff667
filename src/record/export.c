/* Export: the records of a ledger as CSV, in the order in which they were made.
   One statement is stepped through and each row written and forgotten, so that
   a register of any size takes the same memory. */
#include <string.h>

#include "record/state.h"
#include "record/transfer.h"
#include "record/transfer_cell.h"

enum { PIECE_SIZE = 1 << 16 };

struct exporting {
	struct book *book;
	const struct viewer *viewer;
	const struct ledger *ledger;
	const char *org; /* or NULL */
	bool (*write)(void *context, const char *bytes, size_t length);
	void *context;
	struct sql sql;
	struct text piece, cell;
	int64_t rows;
};

/* ---- the text ---- */

static bool hand_over(struct exporting *exporting, size_t at_least, struct fault *fault)
{
	if (exporting->piece.length < at_least || !exporting->piece.length)
		return true;
	if (!exporting->write(exporting->context, exporting->piece.at, exporting->piece.length))
		return fault_set(fault, record_export_unwritten);
	text_cut(&exporting->piece, 0);
	return true;
}

/* Writes exporting->cell and empties it. */
static void add_cell(struct exporting *exporting, bool first, bool guarded)
{
	struct text *out = &exporting->piece;
	const char *cell = exporting->cell.at;
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
	text_cut(&exporting->cell, 0);
}

static void add_heading(struct exporting *exporting, const char *name, bool first)
{
	text_add(&exporting->cell, name);
	add_cell(exporting, first, false);
}

/* With the mark by which spreadsheets know UTF-8. A unit of the tree is named by its code. */
static void add_headings(struct exporting *exporting)
{
	const struct ledger *ledger = exporting->ledger;
	bool first = false;
	text_add(&exporting->piece, "\xEF\xBB\xBF");
	if (ledger->parent)
		add_heading(exporting, "parent", true);
	if (ledger->number)
		add_heading(exporting, "number", true);
	else if (!text_equal(ledger->name, "org"))
		add_heading(exporting, "id", !ledger->parent);
	else
		first = true;
	if (ledger->state_count) {
		add_heading(exporting, "state", first);
		first = false;
	}
	for (size_t i = 0; i < ledger->field_count; i++) {
		if (ledger->fields[i].type == FIELD_ROWS)
			continue;
		add_heading(exporting, ledger->fields[i].name, first);
		first = false;
	}
	text_add(&exporting->piece, "\r\n");
}

/* ---- rows ---- */

/* Numbers as such may be read as numbers; what only looks like one may not. */
static bool is_text(const struct field *field)
{
	return field->type == FIELD_LINK || field_held(field) == VALUE_TEXT;
}

static bool add_fields(struct exporting *exporting, const struct record *record, bool first,
                       struct fault *fault)
{
	const struct ledger *ledger = exporting->ledger;
	for (size_t i = 0; i < ledger->field_count; i++) {
		const struct field *field = &ledger->fields[i];
		if (field->type == FIELD_ROWS)
			continue;
		if (!cell_write(exporting->book, record, field, &exporting->cell, fault))
			return false;
		add_cell(exporting, first, is_text(field));
		first = false;
	}
	return true;
}

static bool add_row(struct exporting *exporting, const struct record *record, const struct record *parent,
                    struct fault *fault)
{
	const struct ledger *ledger = exporting->ledger;
	bool first = true;
	if (parent) {
		cell_write_key(parent, &exporting->cell);
		add_cell(exporting, true, true);
		first = false;
	}
	if (!text_equal(ledger->name, "org")) {
		cell_write_key(record, &exporting->cell);
		add_cell(exporting, first, true);
		first = false;
	}
	if (ledger->state_count) {
		text_add(&exporting->cell, record->state ? record->state->name : "");
		add_cell(exporting, first, false);
		first = false;
	}
	if (!add_fields(exporting, record, first, fault))
		return false;
	text_add(&exporting->piece, "\r\n");
	exporting->rows++;
	return hand_over(exporting, PIECE_SIZE, fault);
}

/* The statement stands on a row; of a child ledger the parent's number is its last column. */
static bool take_row(struct exporting *exporting, struct statement *statement, struct fault *fault)
{
	struct arena arena = {};
	const struct record *record = record_of_row(statement, exporting->ledger, &arena);
	struct record parent = {.id = record->parent};
	int last = statement_columns(statement) - 1;
	if (exporting->ledger->parent && !statement_is_null(statement, last))
		parent.number = arena_copy(&arena, statement_text(statement, last));
	bool done = add_row(exporting, record, exporting->ledger->parent ? &parent : NULL, fault);
	arena_release(&arena);
	return done;
}

/* ---- which records ---- */

static bool add_viewer(struct exporting *exporting, struct fault *fault)
{
	struct organisation *organisation = exporting->book->organisation;
	struct sql *sql = &exporting->sql;
	if (!viewer_sql(exporting->viewer, organisation, exporting->ledger, ACCESS_EXPORT, "r", sql, fault))
		return false;
	sql_add(sql, " AND ");
	if (!viewer_sql(exporting->viewer, organisation, exporting->ledger, ACCESS_OPEN, "r", sql, fault))
		return false;
	if (exporting->org) {
		sql_add(sql, " AND ");
		organisation_subtree_sql(organisation, exporting->org, "r", sql);
	}
	sql_add(sql, " AND r.voided = 0");
	return true;
}

/* In an order that an index has, so that nothing is sorted. */
static void add_order(struct exporting *exporting)
{
	const struct ledger *ledger = exporting->ledger;
	struct sql *sql = &exporting->sql;
	if (ledger->parent) {
		sql_add(sql, " ORDER BY r.tenant, r.parent, r.position, r.id");
		return;
	}
	sql_add(sql, " ORDER BY r.tenant, r.org, ");
	if (ledger->counts_on && ledger->counts_on != ledger->org) {
		sql_name(sql, "r", ledger->counts_on->column);
		sql_add(sql, ", ");
	}
	sql_add(sql, "r.id");
}

static bool select_rows(struct exporting *exporting, struct fault *fault)
{
	const struct ledger *ledger = exporting->ledger;
	struct sql *sql = &exporting->sql;
	sql_add(sql, "SELECT ");
	sql_add(sql, book_sql(exporting->book, ledger)->columns);
	if (ledger->parent)
		sql_add(sql, ", p.number");
	sql_add(sql, " FROM ");
	sql_name(sql, NULL, ledger->table);
	sql_add(sql, " AS r");
	if (ledger->parent) {
		sql_add(sql, " JOIN ");
		sql_name(sql, NULL, ledger->parent->table);
		sql_add(sql, " AS p ON p.tenant = r.tenant AND p.id = r.parent");
	}
	sql_add(sql, " WHERE ");
	if (!add_viewer(exporting, fault))
		return false;
	add_order(exporting);
	return true;
}

static bool export_rows(struct exporting *exporting, struct fault *fault)
{
	struct statement *statement;
	enum step step;
	if (!select_rows(exporting, fault) ||
	    !database_prepare_sql(exporting->book->database, &exporting->sql, &statement, fault))
		return false;
	add_headings(exporting);
	while ((step = statement_step(statement, fault)) == STEP_ROW)
		if (!take_row(exporting, statement, fault)) {
			step = STEP_FAULT;
			break;
		}
	statement_reset(statement);
	return step == STEP_DONE && hand_over(exporting, 0, fault);
}

bool export_csv(struct book *book, const struct viewer *viewer, const struct ledger *ledger, const char *org,
                bool (*write)(void *context, const char *bytes, size_t length), void *context,
                int64_t *ret_rows, struct fault *fault)
{
	struct exporting exporting = {.book = book,
	                              .viewer = viewer,
	                              .ledger = ledger,
	                              .org = org,
	                              .write = write,
	                              .context = context,
	                              .sql = SQL_EMPTY,
	                              .piece = TEXT_EMPTY,
	                              .cell = TEXT_EMPTY};
	if (!book_organisation_fresh(book, fault))
		return false;
	if (org && !organisation_find(book->organisation, org))
		return field_fault(fault, ledger->org, record_org_unknown, org, "");
	bool done = export_rows(&exporting, fault);
	if (done)
		*ret_rows = exporting.rows;
	sql_release(&exporting.sql);
	text_release(&exporting.piece);
	text_release(&exporting.cell);
	return done;
}
