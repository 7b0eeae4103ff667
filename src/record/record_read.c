/* Records read from the projection, under the viewer's right to open them. */
#include "record/inside.h"
#include "record/state.h"
#include "record/tables.h"
#include "record/token.h"

/* ---- one row of a ledger's table ---- */

static const char *column_copy(struct statement *statement, int column, struct arena *arena)
{
	return statement_is_null(statement, column) ? NULL
	                                            : arena_copy(arena, statement_text(statement, column));
}

static const struct state *state_of(const struct ledger *ledger, const char *name)
{
	const struct state *state = name ? ledger_state(ledger, name) : NULL;
	/* A record from before the ledger had a lifecycle stands where records begin. */
	return state || !ledger->state_count ? state : &ledger->states[0];
}

/* tenant, id, org, number, state, version, entry, voided */
static int read_top(struct statement *statement, struct record *record)
{
	struct arena *arena = record->arena;
	record->org = column_copy(statement, 2, arena);
	record->number = column_copy(statement, 3, arena);
	record->state = state_of(record->ledger,
	                         statement_is_null(statement, 4) ? NULL : statement_text(statement, 4));
	record->version = statement_int(statement, 5);
	record->entry = statement_int(statement, 6);
	record->voided = statement_int(statement, 7);
	return 8;
}

/* tenant, id, parent, position, org, voided, counts_on */
static int read_child(struct statement *statement, struct record *record)
{
	record->parent = statement_int(statement, 2);
	record->place = statement_int(statement, 3);
	record->org = column_copy(statement, 4, record->arena);
	record->voided = statement_int(statement, 5);
	if (!record->ledger->parent->counts_on)
		return 6;
	record->counts_on = (civil_date)statement_int(statement, 6);
	return 7;
}

struct record *record_of_row(struct statement *statement, const struct ledger *ledger, struct arena *arena)
{
	struct record *record = record_bare(arena, ledger);
	record->tenant = statement_int(statement, 0);
	record->id = statement_int(statement, 1);
	int column = ledger->parent ? read_child(statement, record) : read_top(statement, record);
	for (size_t i = 0; i < ledger->field_count; i++) {
		const struct field *field = &ledger->fields[i];
		if (field->type == FIELD_ROWS)
			continue;
		if (field == ledger->org) {
			record->values[i] = value_text(record->org);
			continue;
		}
		struct value value = statement_value(statement, column++);
		record->values[i] = value_copy(arena, &value);
	}
	if (!ledger->parent && ledger->counts_on)
		record->counts_on = (civil_date)record->values[ledger->counts_on->place].number;
	return record;
}

/* ---- rows ---- */

static bool load_rows_of(struct book *book, struct record *record, const struct field *field,
                         struct fault *fault)
{
	struct statement *statement;
	struct record_rows *rows = &record->rows[field->place];
	const char *sql = arena_format(record->arena,
	                               "SELECT %s FROM \"%s\" AS r WHERE r.tenant = ? AND r.parent = ?"
	                               " ORDER BY r.position, r.id",
	                               book_sql(book, field->rows)->columns, field->rows->table);
	if (!database_prepare(book->database, sql, &statement, fault))
		return false;
	statement_bind_int(statement, 1, record->tenant);
	statement_bind_int(statement, 2, record->id);
	enum step step;
	while ((step = statement_step(statement, fault)) == STEP_ROW)
		rows_add(rows, record_of_row(statement, field->rows, record->arena), record->arena);
	statement_reset(statement);
	rows->loaded = true;
	return step == STEP_DONE;
}

static bool load_rows(struct book *book, struct record *record, struct fault *fault)
{
	for (size_t i = 0; i < record->ledger->field_count; i++)
		if (record->ledger->fields[i].type == FIELD_ROWS &&
		    !load_rows_of(book, record, &record->ledger->fields[i], fault))
			return false;
	return true;
}

bool record_load(struct book *book, const struct ledger *ledger, int64_t tenant, int64_t id, bool with_rows,
                 struct arena *arena, struct record **ret, struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare(book->database, book_sql(book, ledger)->select, &statement, fault))
		return false;
	statement_bind_int(statement, 1, tenant);
	statement_bind_int(statement, 2, id);
	enum step step = statement_step(statement, fault);
	struct record *record = step == STEP_ROW ? record_of_row(statement, ledger, arena) : NULL;
	statement_reset(statement);
	if (step == STEP_FAULT || (record && with_rows && !load_rows(book, record, fault)))
		return false;
	*ret = record;
	return true;
}

/* ---- under a viewer ---- */

/* Whose record it is, in the words of its staff field; a row is whose its record is. */
static bool staff_of(struct book *book, const struct record *record, const char **ret, struct fault *fault)
{
	const struct field *staff = viewer_staff_field(record->ledger);
	struct record *parent = NULL;
	*ret = NULL;
	if (!staff)
		return true;
	if (ledger_owns(record->ledger, staff)) {
		*ret = record->values[staff->place].bytes;
		return true;
	}
	if (!record_load(book, record->ledger->parent, record->tenant, record->parent, false, record->arena,
	                 &parent, fault))
		return false;
	if (parent)
		*ret = parent->values[staff->place].bytes;
	return true;
}

bool record_may(struct book *book, const struct viewer *viewer, const struct record *record,
                enum access_action action, struct fault *fault)
{
	const char *staff;
	/* What a move is defined to effect, whoever may move may effect. */
	if (book->state->rule_depth)
		return true;
	return book_organisation_fresh(book, fault) && staff_of(book, record, &staff, fault) &&
	       viewer_may_staffed(viewer, book->organisation, record->ledger, action, record->org, staff,
	                          fault);
}

static bool missing(const struct ledger *ledger, const char *what, struct fault *fault)
{
	return fault_set(fault, record_missing, ledger->label.zh, ledger->label.en, what);
}

bool record_reach(struct book *book, const struct viewer *viewer, const struct ledger *ledger, int64_t tenant,
                  int64_t id, enum access_action action, const char *what, struct arena *arena,
                  struct record **ret, struct fault *fault)
{
	struct record *record = NULL;
	struct fault why = {};
	if (!record_load(book, ledger, tenant, id, true, arena, &record, fault))
		return false;
	if (!record)
		return missing(ledger, what, fault);
	if (record_may(book, viewer, record, action, &why)) {
		*ret = record;
		return true;
	}
	if (fault_kind(why.code) == FAULT_MISSING)
		return missing(ledger, what, fault);
	if (fault)
		*fault = why;
	return false;
}

bool record_read(struct book *book, const struct viewer *viewer, const struct ledger *ledger, int64_t tenant,
                 int64_t id, struct arena *arena, struct record **ret, struct fault *fault)
{
	char name[24];
	snprintf(name, sizeof name, "%lld", (long long)id);
	return record_reach(book, viewer, ledger, tenant, id, ACCESS_OPEN, name, arena, ret, fault);
}

bool record_find(struct book *book, const struct viewer *viewer, const struct ledger *ledger, int64_t tenant,
                 const char *number, struct arena *arena, struct record **ret, struct fault *fault)
{
	struct statement *statement;
	const char *sql =
	        arena_format(arena, "SELECT id FROM \"%s\" WHERE tenant = ? AND number = ?", ledger->table);
	if (ledger->parent)
		return missing(ledger, number, fault);
	if (!database_prepare(book->database, sql, &statement, fault))
		return false;
	statement_bind_int(statement, 1, tenant);
	statement_bind_text(statement, 2, number);
	enum step step = statement_step(statement, fault);
	int64_t id = step == STEP_ROW ? statement_int(statement, 0) : 0;
	statement_reset(statement);
	if (step == STEP_FAULT)
		return false;
	return record_reach(book, viewer, ledger, tenant, id, ACCESS_OPEN, number, arena, ret, fault);
}

bool record_unseal(struct book *book, const struct viewer *viewer, struct record *record,
                   const struct field *field, struct fault *fault)
{
	struct value *value = &record->values[field->place], opened;
	if (!record_may(book, viewer, record, ACCESS_UNSEAL, fault))
		return false;
	if (value->kind != VALUE_BLOB)
		return true;
	struct sealed_place place = {record->ledger, field, record->tenant,
	                             record->ledger->parent ? record->parent : record->id, record->id};
	if (!unseal_field(book->keys, &place, value, record->arena, &opened, fault))
		return false;
	*value = opened;
	return true;
}
