/* See names_in_use.h. Each column that holds names is asked for those it holds;
   a migration is rare, so that may take as long as reading its tables does.
   Sealed codes cannot be asked for and are found by verify. */
#include "record/names_in_use.h"

/* Asked of every name in a column; `context` is what the column belongs to. */
typedef bool name_check(const void *context, const char *name, struct fault *fault);

static bool each_name(struct book *book, const char *table, const char *column, name_check *check,
                      const void *context, struct fault *fault)
{
	struct sql sql = SQL_EMPTY;
	struct statement *statement;
	sql_add(&sql, "SELECT DISTINCT ");
	sql_name(&sql, NULL, column);
	sql_add(&sql, " FROM ");
	sql_name(&sql, NULL, table);
	sql_add(&sql, " WHERE ");
	sql_name(&sql, NULL, column);
	sql_add(&sql, " IS NOT NULL");
	bool prepared = database_prepare_sql(book->database, &sql, &statement, fault);
	sql_release(&sql);
	if (!prepared)
		return false;
	enum step step;
	while ((step = statement_step(statement, fault)) == STEP_ROW)
		if (!check(context, statement_text(statement, 0), fault)) {
			statement_reset(statement);
			return false;
		}
	return step == STEP_DONE;
}

/* ---- registers: all that ever wrote an entry have their file archived ---- */

static bool register_is_known(const void *context, const char *name, struct fault *fault)
{
	const struct definitions *definitions = context;
	return definitions_ledger(definitions, name) || fault_set(fault, record_register_gone, name);
}

/* ---- list codes ---- */

static bool code_is_known(const struct field *field, const char *code, struct fault *fault)
{
	return list_find(field->list, code) ||
	       fault_set_at(fault, field->list->at, record_code_gone, field->list->name, code,
	                    field->label.zh, field->label.en);
}

static bool choice_is_known(const void *context, const char *code, struct fault *fault)
{
	return code_is_known(context, code, fault);
}

/* Of ",a,b,". */
static bool choices_are_known(const void *context, const char *codes, struct fault *fault)
{
	struct arena arena = {};
	bool known = true;
	for (const char *at = codes + 1, *comma; known && (comma = strchr(at, ',')) != NULL; at = comma + 1)
		known = code_is_known(context, arena_copy_bytes(&arena, at, (size_t)(comma - at)), fault);
	arena_release(&arena);
	return known;
}

static bool codes_are_known(struct book *book, const struct ledger *ledger, struct fault *fault)
{
	for (size_t i = 0; i < ledger->field_count; i++) {
		const struct field *field = &ledger->fields[i];
		name_check *check = field->type == FIELD_CHOICES ? choices_are_known : choice_is_known;
		if (field->list && field->secrecy != SECRECY_SEALED &&
		    !each_name(book, ledger->table, field->column, check, field, fault))
			return false;
	}
	return true;
}

/* ---- states ---- */

static bool state_is_known(const void *context, const char *name, struct fault *fault)
{
	const struct ledger *ledger = context;
	return ledger_state(ledger, name) ||
	       fault_set_at(fault, ledger->at, record_state_gone, ledger->name, name);
}

bool names_in_use_are_known(struct book *book, struct fault *fault)
{
	const struct definitions *definitions = book->definitions;
	if (!each_name(book, "definition", "ledger", register_is_known, definitions, fault))
		return false;
	for (size_t i = 0; i < definitions->ledger_count; i++) {
		const struct ledger *ledger = definitions->ledgers[i];
		if (!codes_are_known(book, ledger, fault) ||
		    (!ledger->parent &&
		     !each_name(book, ledger->table, "state", state_is_known, ledger, fault)))
			return false;
	}
	return true;
}
