/* Export: which records of a ledger go out, and which of their columns. One
   statement is stepped through and each row written and forgotten, so that a
   register of any size takes the same memory. */
#include "record/export.h"

#include <string.h>

/* ---- columns ---- */

static void add_column(struct exporting *exporting, enum export_what what, const struct field *field)
{
	exporting->columns[exporting->column_count++] = (struct export_column){what, field};
}

/* A unit of the tree is named by its code. */
static void find_columns(struct exporting *exporting)
{
	const struct ledger *ledger = exporting->ledger;
	exporting->columns =
	        arena_array(&exporting->arena, struct export_column, ledger->field_count + EXPORT_FIELD);
	if (ledger->parent)
		add_column(exporting, EXPORT_PARENT, NULL);
	if (!text_equal(ledger->name, "org"))
		add_column(exporting, EXPORT_KEY, NULL);
	if (ledger->state_count)
		add_column(exporting, EXPORT_STATE, NULL);
	for (size_t i = 0; i < ledger->field_count; i++)
		if (ledger->fields[i].type != FIELD_ROWS)
			add_column(exporting, EXPORT_FIELD, &ledger->fields[i]);
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

static bool add_source(struct exporting *exporting, struct fault *fault)
{
	const struct ledger *ledger = exporting->ledger;
	struct sql *sql = &exporting->sql;
	sql_add(sql, " FROM ");
	sql_name(sql, NULL, ledger->table);
	sql_add(sql, " AS r");
	if (ledger->parent) {
		sql_add(sql, " JOIN ");
		sql_name(sql, NULL, ledger->parent->table);
		sql_add(sql, " AS p ON p.tenant = r.tenant AND p.id = r.parent");
	}
	sql_add(sql, " WHERE ");
	return add_viewer(exporting, fault);
}

static bool select_rows(struct exporting *exporting, struct fault *fault)
{
	struct sql *sql = &exporting->sql;
	sql_add(sql, "SELECT ");
	sql_add(sql, book_sql(exporting->book, exporting->ledger)->columns);
	if (exporting->ledger->parent)
		sql_add(sql, ", p.number");
	if (!add_source(exporting, fault))
		return false;
	add_order(exporting);
	return true;
}

/* Better now than after the last row that fits. */
static bool check_count(struct exporting *exporting, struct fault *fault)
{
	struct statement *statement;
	char most[24];
	sql_add(&exporting->sql, "SELECT COUNT(*)");
	if (!add_source(exporting, fault) ||
	    !database_prepare_sql(exporting->book->database, &exporting->sql, &statement, fault))
		return false;
	bool counted = statement_step(statement, fault) == STEP_ROW;
	int64_t count = counted ? statement_int(statement, 0) : 0;
	statement_reset(statement);
	sql_release(&exporting->sql);
	exporting->sql = (struct sql)SQL_EMPTY;
	snprintf(most, sizeof most, "%lld", (long long)exporting->rows_most);
	return counted && (count <= exporting->rows_most || fault_set(fault, record_export_rows, most));
}

bool export_begin(struct exporting *exporting, struct fault *fault)
{
	exporting->sql = (struct sql)SQL_EMPTY;
	if (!book_organisation_fresh(exporting->book, fault))
		return false;
	if (exporting->org && !organisation_find(exporting->book->organisation, exporting->org))
		return field_fault(fault, exporting->ledger->org, record_org_unknown, exporting->org, "");
	find_columns(exporting);
	return (!exporting->rows_most || check_count(exporting, fault)) && select_rows(exporting, fault);
}

void export_release(struct exporting *exporting)
{
	sql_release(&exporting->sql);
	arena_release(&exporting->arena);
}

/* ---- rows ---- */

/* The statement stands on a row; of a child ledger the parent's number is its last column. */
static bool take_row(struct exporting *exporting, struct statement *statement, struct fault *fault)
{
	struct arena arena = {};
	const struct record *record = record_of_row(statement, exporting->ledger, &arena);
	struct record parent = {.id = record->parent};
	int last = statement_columns(statement) - 1;
	if (exporting->ledger->parent && !statement_is_null(statement, last))
		parent.number = arena_copy(&arena, statement_text(statement, last));
	bool done = exporting->row(exporting, record, exporting->ledger->parent ? &parent : NULL, fault);
	exporting->rows += done;
	arena_release(&arena);
	return done;
}

bool export_rows(struct exporting *exporting, struct fault *fault)
{
	struct statement *statement;
	enum step step;
	if (!database_prepare_sql(exporting->book->database, &exporting->sql, &statement, fault))
		return false;
	while ((step = statement_step(statement, fault)) == STEP_ROW)
		if (!take_row(exporting, statement, fault)) {
			step = STEP_FAULT;
			break;
		}
	statement_reset(statement);
	return step == STEP_DONE;
}
