/* Effects become rows. Statements are built once a ledger (insert, select) or,
   for changes, one a column, so that their number stays small. */
#include "record/posting.h"

#include <assert.h>

#include "record/state.h"
#include "record/tables.h"
#include "record/token.h"

/* ---- the SQL of a ledger ---- */

static void add_names(const struct table *table, const char *alias, const char *separator, size_t from,
                      struct sql *sql)
{
	for (size_t i = from; i < table->column_count; i++) {
		if (i > from)
			sql_add(sql, separator);
		sql_name(sql, alias, table->columns[i].name);
	}
}

static const char *insert_text(struct book *book, const struct table *table)
{
	struct sql sql = SQL_EMPTY;
	sql_add(&sql, "INSERT INTO ");
	sql_name(&sql, NULL, table->name);
	sql_add(&sql, " (");
	add_names(table, NULL, ", ", 0, &sql);
	sql_add(&sql, ") VALUES (");
	for (size_t i = 0; i < table->column_count; i++)
		sql_add(&sql, i ? ", ?" : "?");
	sql_add(&sql, ")");
	const char *text = arena_copy(&book->state->arena, sql.text.at);
	sql_release(&sql);
	return text;
}

/* Every column without the tokens. */
static const char *columns_text(struct book *book, const struct ledger *ledger)
{
	struct arena arena = {};
	struct table table;
	struct sql sql = SQL_EMPTY;
	table_of_ledger(book->definitions, ledger, false, &arena, &table);
	add_names(&table, "r", ", ", 0, &sql);
	const char *text = arena_copy(&book->state->arena, sql.text.at);
	sql_release(&sql);
	arena_release(&arena);
	return text;
}

static void find_places(const struct table *table, struct ledger_sql *sql)
{
	for (size_t i = 0; i < sql->ledger->field_count; i++) {
		const struct field *field = &sql->ledger->fields[i];
		const char *column = ledger_column(sql->ledger, field);
		for (size_t j = 0; column && j < table->column_count; j++)
			if (text_equal(table->columns[j].name, column))
				sql->places[i] = (int)j + 1;
	}
}

static void make_sql(struct book *book, const struct ledger *ledger, struct ledger_sql *sql)
{
	struct arena arena = {}, *kept = &book->state->arena;
	struct table table;
	table_of_ledger(book->definitions, ledger, true, &arena, &table);
	sql->ledger = ledger;
	sql->places = arena_array(kept, int, ledger->field_count + 1);
	find_places(&table, sql);
	sql->insert = insert_text(book, &table);
	sql->columns = columns_text(book, ledger);
	sql->select = arena_format(kept, "SELECT %s FROM \"%s\" AS r WHERE r.tenant = ? AND r.id = ?",
	                           sql->columns, ledger->table);
	sql->updates = arena_array(kept, const char *, ledger->field_count + 1);
	for (size_t i = 0; i < ledger->field_count; i++) {
		const struct field *field = &ledger->fields[i];
		if (sql->places[i])
			sql->updates[i] =
			        arena_format(kept, "UPDATE \"%s\" SET \"%s\" = ? WHERE tenant = ? AND id = ?",
			                     ledger->table, field->column);
		if (sql->places[i] && field->blind)
			sql->updates[i] = arena_format(
			        kept,
			        "UPDATE \"%s\" SET \"%s\" = ?1, \"%s\" = ?4 WHERE tenant = ?2 AND id = ?3",
			        ledger->table, field->column, field_token_column(field, kept));
	}
	arena_release(&arena);
}

const struct ledger_sql *book_sql(struct book *book, const struct ledger *ledger)
{
	for (size_t i = 0; i < book->definitions->ledger_count; i++) {
		if (book->definitions->ledgers[i] != ledger)
			continue;
		struct ledger_sql *sql = &book->state->sql[i];
		if (!sql->ledger)
			make_sql(book, ledger, sql);
		return sql;
	}
	assert(!"a ledger of these definitions");
	return NULL;
}

/* ---- what a posting carries ---- */

struct posting {
	struct book *book;
	const struct ledger *ledger;
	const struct entry *entry;
	const struct effects *effects;
	/* What rows copy from their record. */
	const char *org;
	struct value counts_on;
	struct arena arena;
};

static bool prepare(struct posting *posting, const char *sql, struct statement **ret, struct fault *fault)
{
	return database_prepare(posting->book->database, sql, ret, fault);
}

/* The writer knows the token; a replay computes it from the envelope. */
static bool find_token(struct posting *posting, const struct ledger *ledger, int64_t row,
                       const struct effect_value *set, struct value *ret, struct fault *fault)
{
	struct sealed_place place = {ledger, set->field, posting->entry->tenant, posting->entry->record, row};
	if (set->token.kind != VALUE_NONE) {
		*ret = set->token;
		return true;
	}
	return token_of_envelope(posting->book->keys, &place, &set->value, &posting->arena, ret, fault);
}

static bool bind_set(struct posting *posting, struct statement *statement, const struct ledger *ledger,
                     int64_t row, const struct effect_value *set, size_t count, struct fault *fault)
{
	const struct ledger_sql *sql = book_sql(posting->book, ledger);
	for (size_t i = 0; i < count; i++) {
		int place = sql->places[set[i].field->place];
		struct value token;
		if (!place)
			continue;
		statement_bind(statement, place, set[i].value);
		if (!set[i].field->blind)
			continue;
		if (!find_token(posting, ledger, row, &set[i], &token, fault))
			return false;
		statement_bind(statement, place + 1, token);
	}
	return true;
}

static bool update_set(struct posting *posting, const struct ledger *ledger, int64_t row,
                       const struct effect_value *set, size_t count, struct fault *fault)
{
	const struct ledger_sql *sql = book_sql(posting->book, ledger);
	for (size_t i = 0; i < count; i++) {
		const char *update = sql->updates[set[i].field->place];
		struct statement *statement;
		struct value token;
		if (!update)
			continue;
		if (!prepare(posting, update, &statement, fault))
			return false;
		statement_bind(statement, 1, set[i].value);
		statement_bind_int(statement, 2, posting->entry->tenant);
		statement_bind_int(statement, 3, row);
		if (set[i].field->blind) {
			if (!find_token(posting, ledger, row, &set[i], &token, fault))
				return false;
			statement_bind(statement, 4, token);
		}
		if (!statement_finish(statement, fault))
			return false;
	}
	return true;
}

/* ---- the record ---- */

static struct value find_counts_on(const struct ledger *ledger, const struct effects *effects)
{
	for (size_t i = 0; i < effects->set_count; i++)
		if (effects->set[i].field == ledger->counts_on)
			return effects->set[i].value;
	return (struct value){};
}

static bool insert_record(struct posting *posting, struct fault *fault)
{
	const struct effects *effects = posting->effects;
	struct statement *statement;
	if (!prepare(posting, book_sql(posting->book, posting->ledger)->insert, &statement, fault))
		return false;
	/* tenant, id, org, number, state, version, entry, voided */
	statement_bind_int(statement, 1, posting->entry->tenant);
	statement_bind_int(statement, 2, posting->entry->record);
	statement_bind_text(statement, 3, effects->org);
	statement_bind_text(statement, 4, effects->number);
	statement_bind_text(statement, 5, effects->state);
	statement_bind_int(statement, 6, posting->entry->version);
	statement_bind_int(statement, 7, posting->entry->seq);
	statement_bind_int(statement, 8, effects->voided);
	if (!bind_set(posting, statement, posting->ledger, posting->entry->record, effects->set,
	              effects->set_count, fault))
		return false;
	posting->org = effects->org;
	posting->counts_on = find_counts_on(posting->ledger, effects);
	return statement_finish(statement, fault);
}

/* Sets one column of the record (key "id") or of its rows (key "parent"). */
static bool update_head(struct posting *posting, const struct ledger *ledger, const char *column,
                        struct value value, const char *key, struct fault *fault)
{
	struct statement *statement;
	struct text *sql = &posting->book->state->update;
	text_cut(sql, 0);
	text_format(sql, "UPDATE \"%s\" SET \"%s\" = ? WHERE tenant = ? AND %s = ?", ledger->table, column,
	            key);
	if (!prepare(posting, sql->at, &statement, fault))
		return false;
	statement_bind(statement, 1, value);
	statement_bind_int(statement, 2, posting->entry->tenant);
	statement_bind_int(statement, 3, posting->entry->record);
	return statement_finish(statement, fault);
}

static bool update_version(struct posting *posting, struct fault *fault)
{
	struct statement *statement;
	struct text *sql = &posting->book->state->update;
	text_cut(sql, 0);
	text_format(sql, "UPDATE \"%s\" SET version = ?, entry = ? WHERE tenant = ? AND id = ?",
	            posting->ledger->table);
	if (!prepare(posting, sql->at, &statement, fault))
		return false;
	statement_bind_int(statement, 1, posting->entry->version);
	statement_bind_int(statement, 2, posting->entry->seq);
	statement_bind_int(statement, 3, posting->entry->tenant);
	statement_bind_int(statement, 4, posting->entry->record);
	return statement_finish(statement, fault);
}

/* Rows hold copies of some of their record's columns. */
static bool update_copies(struct posting *posting, const char *column, struct value value,
                          struct fault *fault)
{
	for (size_t i = 0; i < posting->ledger->field_count; i++) {
		const struct ledger *child = posting->ledger->fields[i].rows;
		if (child && !update_head(posting, child, column, value, "parent", fault))
			return false;
	}
	return true;
}

static bool update_both(struct posting *posting, const char *column, struct value value, struct fault *fault)
{
	return update_head(posting, posting->ledger, column, value, "id", fault) &&
	       update_copies(posting, column, value, fault);
}

static bool update_record(struct posting *posting, struct fault *fault)
{
	const struct effects *effects = posting->effects;
	if (!update_version(posting, fault) || !update_set(posting, posting->ledger, posting->entry->record,
	                                                   effects->set, effects->set_count, fault))
		return false;
	if (effects->state &&
	    !update_head(posting, posting->ledger, "state", value_text(effects->state), "id", fault))
		return false;
	if (effects->org && !update_both(posting, "org", value_text(effects->org), fault))
		return false;
	if (effects->voided && !update_both(posting, "voided", value_int(1), fault))
		return false;
	for (size_t i = 0; i < effects->set_count; i++)
		if (effects->set[i].field == posting->ledger->counts_on &&
		    !update_copies(posting, "counts_on", effects->set[i].value, fault))
			return false;
	return true;
}

/* ---- rows ---- */

/* The record as it stands now, for the copies in new rows. */
static bool read_copies(struct posting *posting, struct fault *fault)
{
	struct statement *statement;
	struct text *sql = &posting->book->state->update;
	const struct field *counts_on = posting->ledger->counts_on;
	if (posting->org)
		return true;
	text_cut(sql, 0);
	text_format(sql, "SELECT org, %s%s%s FROM \"%s\" WHERE tenant = ? AND id = ?", counts_on ? "\"" : "",
	            counts_on ? counts_on->column : "NULL", counts_on ? "\"" : "", posting->ledger->table);
	if (!prepare(posting, sql->at, &statement, fault))
		return false;
	statement_bind_int(statement, 1, posting->entry->tenant);
	statement_bind_int(statement, 2, posting->entry->record);
	enum step step = statement_step(statement, fault);
	if (step == STEP_FAULT)
		return false;
	posting->org = "";
	if (step == STEP_ROW) {
		struct value counts = statement_value(statement, 1);
		posting->org = arena_copy(&posting->arena, statement_text(statement, 0));
		posting->counts_on = value_copy(&posting->arena, &counts);
	}
	statement_reset(statement);
	return true;
}

static bool insert_row(struct posting *posting, const struct ledger *child, const struct effect_row *row,
                       struct fault *fault)
{
	struct statement *statement;
	if (!read_copies(posting, fault) ||
	    !prepare(posting, book_sql(posting->book, child)->insert, &statement, fault))
		return false;
	/* tenant, id, parent, position, org, voided, counts_on */
	statement_bind_int(statement, 1, posting->entry->tenant);
	statement_bind_int(statement, 2, row->id);
	statement_bind_int(statement, 3, posting->entry->record);
	statement_bind_int(statement, 4, row->place);
	statement_bind_text(statement, 5, posting->org);
	statement_bind_int(statement, 6, 0);
	if (posting->ledger->counts_on)
		statement_bind(statement, 7, posting->counts_on);
	return bind_set(posting, statement, child, row->id, row->set, row->set_count, fault) &&
	       statement_finish(statement, fault);
}

/* Runs SQL that names one row, behind a new place unless that is NULL. */
static bool run_on_row(struct posting *posting, const char *sql, int64_t row, const int64_t *place,
                       struct fault *fault)
{
	struct statement *statement;
	int at = 1;
	if (!prepare(posting, sql, &statement, fault))
		return false;
	if (place)
		statement_bind_int(statement, at++, *place);
	statement_bind_int(statement, at++, posting->entry->tenant);
	statement_bind_int(statement, at, row);
	return statement_finish(statement, fault);
}

static bool post_rows(struct posting *posting, const struct effect_rows *rows, struct fault *fault)
{
	const struct ledger *child = rows->field->rows;
	const char *drop =
	        arena_format(&posting->arena, "DELETE FROM \"%s\" WHERE tenant = ? AND id = ?", child->table);
	const char *place = arena_format(
	        &posting->arena, "UPDATE \"%s\" SET position = ? WHERE tenant = ? AND id = ?", child->table);
	for (size_t i = 0; i < rows->drop_count; i++)
		if (!run_on_row(posting, drop, rows->drop[i], NULL, fault))
			return false;
	for (size_t i = 0; i < rows->change_count; i++) {
		const struct effect_row *row = &rows->change[i];
		if ((row->place && !run_on_row(posting, place, row->id, &row->place, fault)) ||
		    !update_set(posting, child, row->id, row->set, row->set_count, fault))
			return false;
	}
	for (size_t i = 0; i < rows->add_count; i++)
		if (!insert_row(posting, child, &rows->add[i], fault))
			return false;
	return true;
}

/* ---- counters and clocks ---- */

static bool post_counter(struct posting *posting, struct fault *fault)
{
	const struct effect_counter *counter = posting->effects->counter;
	return !counter ||
	       counter_post(posting->book, posting->ledger, posting->entry->tenant, counter, fault);
}

static bool start_clock(struct posting *posting, const struct effect_clock *clock, struct fault *fault)
{
	struct statement *statement;
	if (!prepare(posting,
	             "INSERT INTO clock (tenant, id, record, ledger, move, started, due, calendar)"
	             " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
	             &statement, fault))
		return false;
	statement_bind_int(statement, 1, posting->entry->tenant);
	statement_bind_int(statement, 2, clock->id);
	statement_bind_int(statement, 3, posting->entry->record);
	statement_bind_text(statement, 4, posting->ledger->name);
	statement_bind_text(statement, 5, clock->move);
	statement_bind_int(statement, 6, clock->started);
	statement_bind_int(statement, 7, clock->due);
	statement_bind_text(statement, 8, clock->calendar);
	return statement_finish(statement, fault);
}

static bool stop_clock(struct posting *posting, const struct effect_stop *stop, struct fault *fault)
{
	struct statement *statement;
	if (!prepare(posting, "UPDATE clock SET stopped = ? WHERE tenant = ? AND id = ?", &statement, fault))
		return false;
	statement_bind_int(statement, 1, stop->at);
	statement_bind_int(statement, 2, posting->entry->tenant);
	statement_bind_int(statement, 3, stop->id);
	return statement_finish(statement, fault);
}

static bool post_clocks(struct posting *posting, struct fault *fault)
{
	for (size_t i = 0; i < posting->effects->start_count; i++)
		if (!start_clock(posting, &posting->effects->starts[i], fault))
			return false;
	for (size_t i = 0; i < posting->effects->stop_count; i++)
		if (!stop_clock(posting, &posting->effects->stops[i], fault))
			return false;
	return true;
}

static bool post_all(struct posting *posting, struct fault *fault)
{
	bool create = text_equal(posting->entry->action, "create");
	if (create ? !insert_record(posting, fault) : !update_record(posting, fault))
		return false;
	for (size_t i = 0; i < posting->effects->rows_count; i++)
		if (!post_rows(posting, &posting->effects->rows[i], fault))
			return false;
	return post_counter(posting, fault) && post_clocks(posting, fault);
}

bool posting_apply(struct book *book, const struct ledger *ledger, const struct entry *entry,
                   const struct effects *effects, struct fault *fault)
{
	struct posting posting = {.book = book, .ledger = ledger, .entry = entry, .effects = effects};
	bool done = post_all(&posting, fault);
	arena_release(&posting.arena);
	if (done && text_equal(ledger->name, "org"))
		return book_organisation_changed(book, fault);
	return done;
}
