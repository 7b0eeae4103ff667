/* Migration. The schema room adds and renames tables and columns; what is left
   are the values that carry names: list codes, states, ledgers in counters and
   clocks, the date that counts in the rows' copies, and the tokens of fields
   that became searchable. A replay maps the same names on its way, so the live
   rows must be brought to them too. */
#include "record/migrate.h"

#include "record/names_in_use.h"
#include "record/state.h"
#include "record/tables.h"
#include "record/token.h"

static const char format_mark[] = "format", shape_mark[] = "shape";

/* ---- marks ---- */

bool meta_read(struct database *database, const char *name, struct arena *arena, const char **ret,
               struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare(database, "SELECT value FROM meta WHERE tenant = 0 AND name = ?", &statement,
	                      fault))
		return false;
	statement_bind_text(statement, 1, name);
	enum step step = statement_step(statement, fault);
	if (step == STEP_FAULT)
		return false;
	*ret = step == STEP_ROW ? arena_copy(arena, statement_text(statement, 0)) : "";
	statement_reset(statement);
	return true;
}

bool meta_write(struct database *database, const char *name, const char *value, struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare(database,
	                      "INSERT INTO meta (tenant, name, value) VALUES (0, ?, ?)"
	                      " ON CONFLICT (tenant, name) DO UPDATE SET value = excluded.value",
	                      &statement, fault))
		return false;
	statement_bind_text(statement, 1, name);
	statement_bind_text(statement, 2, value);
	return statement_finish(statement, fault);
}

static bool make(void *context, struct fault *fault)
{
	struct database *database = context;
	const struct table *tables;
	size_t count;
	char format[12];
	snprintf(format, sizeof format, "%d", BOOK_FORMAT);
	tables_system(&tables, &count);
	return schema_migrate(database, tables, count, NULL, fault) &&
	       meta_write(database, format_mark, format, fault);
}

bool books_make(struct database *database, struct fault *fault)
{
	return database_write(database, make, database, fault);
}

bool books_known(struct database *database, const char *path, struct fault *fault)
{
	struct arena arena = {};
	const char *format = "";
	struct fault unread = {};
	bool known = meta_read(database, format_mark, &arena, &format, &unread) && *format;
	long number = strtol(format, NULL, 10);
	arena_release(&arena);
	if (!known)
		return fault_set(fault, record_not_books, path);
	return number <= BOOK_FORMAT || fault_set(fault, record_books_newer, path);
}

/* ---- shape: everything the migration looks at, as one hash ---- */

static void shape_add_name(struct text *shape, const char *name, const char *const *was)
{
	text_format(shape, "%s\n", name);
	for (; was && *was; was++)
		text_format(shape, "%s<%s\n", name, *was);
}

static void shape_add_ledger(struct text *shape, const struct ledger *ledger)
{
	const char *date = ledger->counts_on ? ledger->counts_on->birth_name : "";
	text_format(shape, "%s %s\n", ledger->name, date);
	shape_add_name(shape, ledger->name, ledger->was);
	for (size_t i = 0; i < ledger->field_count; i++) {
		const struct field *field = &ledger->fields[i];
		text_format(shape, "%s %s %d %d %d\n", field->name, field_type_name(field->type),
		            field->scale, (int)field->secrecy, field->blind);
		shape_add_name(shape, field->name, field->was);
		for (size_t j = 0; field->list && j < field->list->count; j++)
			shape_add_name(shape, field->list->items[j].code, field->list->items[j].was);
	}
	for (size_t i = 0; i < ledger->state_count; i++)
		shape_add_name(shape, ledger->states[i].name, ledger->states[i].was);
}

static void shape_hash(const struct definitions *definitions, char ret[static 65])
{
	struct arena arena = {};
	struct text shape = TEXT_EMPTY, hex = TEXT_EMPTY;
	const struct table *tables;
	size_t count;
	uint8_t hash[32];
	tables_all(definitions, &arena, &tables, &count);
	for (size_t i = 0; i < count; i++)
		schema_print(&tables[i], &shape);
	for (size_t i = 0; i < definitions->ledger_count; i++)
		shape_add_ledger(&shape, definitions->ledgers[i]);
	sm3(shape.at, shape.length, hash);
	text_add_hex(&hex, hash, sizeof hash);
	memcpy(ret, hex.at, 65);
	text_release(&hex);
	text_release(&shape);
	arena_release(&arena);
}

bool books_current(struct database *database, const struct definitions *definitions, bool *ret,
                   struct fault *fault)
{
	struct arena arena = {};
	const char *mark;
	char shape[65];
	bool read = meta_read(database, shape_mark, &arena, &mark, fault);
	shape_hash(definitions, shape);
	if (read)
		*ret = text_equal(mark, shape);
	arena_release(&arena);
	return read;
}

/* ---- types: what a column holds never changes ---- */

struct migration {
	struct book *book;
	struct arena arena;
	struct text *report;
	bool rehearsal, done; /* a rehearsal is undone although it went well */
};

static const char *field_mark(const struct ledger *ledger, const struct field *field, const char *what,
                              struct arena *arena)
{
	return arena_format(arena, "%s.%s.%s", what, ledger_birth_name(ledger), field->birth_name);
}

/* The organisation of a register has a column that no other field can take over. */
static const char *type_words(const struct ledger *ledger, const struct field *field, struct arena *arena)
{
	const char *sealed = field->secrecy == SECRECY_SEALED ? " sealed" : "";
	if (field == ledger->org)
		return "organisation";
	if (field->type == FIELD_DECIMAL)
		return arena_format(arena, "decimal %d%s", field->scale, sealed);
	return arena_format(arena, "%s%s", field_type_name(field->type), sealed);
}

static bool keep_type(struct migration *migration, const struct ledger *ledger, const struct field *field,
                      struct fault *fault)
{
	const char *mark = field_mark(ledger, field, "type", &migration->arena), *before;
	const char *now = type_words(ledger, field, &migration->arena);
	if (!meta_read(migration->book->database, mark, &migration->arena, &before, fault))
		return false;
	if (!*before)
		return meta_write(migration->book->database, mark, now, fault);
	if (text_equal(before, now))
		return true;
	return fault_set_at(fault, field->at, record_type_changed, ledger->name, field->name, before, now);
}

static bool keep_types(struct migration *migration, struct fault *fault)
{
	const struct definitions *definitions = migration->book->definitions;
	for (size_t i = 0; i < definitions->ledger_count; i++)
		for (size_t j = 0; j < definitions->ledgers[i]->field_count; j++)
			if (!keep_type(migration, definitions->ledgers[i],
			               &definitions->ledgers[i]->fields[j], fault))
				return false;
	return true;
}

/* ---- names inside values ---- */

/* Runs SQL with the new name and then the old one `olds` times. */
static bool rename_value(struct migration *migration, const char *sql, const char *new, const char *old,
                         int olds, struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare(migration->book->database, sql, &statement, fault))
		return false;
	statement_bind_text(statement, 1, new);
	for (int i = 0; i < olds; i++)
		statement_bind_text(statement, 2 + i, old);
	return statement_finish(statement, fault);
}

static bool rename_code(struct migration *migration, const struct ledger *ledger, const struct field *field,
                        const char *new, const char *old, struct fault *fault)
{
	if (field->type == FIELD_CHOICE)
		return rename_value(migration,
		                    arena_format(&migration->arena,
		                                 "UPDATE \"%s\" SET \"%s\" = ? WHERE \"%s\" = ?",
		                                 ledger->table, field->column, field->column),
		                    new, old, 1, fault);
	/* ?1 and ?2 are the codes between their commas. */
	const char *sql =
	        arena_format(&migration->arena,
	                     "UPDATE \"%s\" SET \"%s\" = replace(\"%s\", ?2, ?1)"
	                     " WHERE replace(\"%s\", ?2, ?1) <> \"%s\"",
	                     ledger->table, field->column, field->column, field->column, field->column);
	return rename_value(migration, sql, arena_format(&migration->arena, ",%s,", new),
	                    arena_format(&migration->arena, ",%s,", old), 1, fault);
}

static bool rename_codes(struct migration *migration, const struct ledger *ledger, const struct field *field,
                         struct fault *fault)
{
	if (!field->list || field->secrecy == SECRECY_SEALED)
		return true;
	for (size_t i = 0; i < field->list->count; i++)
		for (const char *const *was = field->list->items[i].was; was && *was; was++)
			if (!rename_code(migration, ledger, field, field->list->items[i].code, *was, fault))
				return false;
	return true;
}

static bool rename_ledger(struct migration *migration, const struct ledger *ledger, struct fault *fault)
{
	for (const char *const *was = ledger->was; was && *was; was++)
		if (!rename_value(migration, "UPDATE counter SET ledger = ? WHERE ledger = ?", ledger->name,
		                  *was, 1, fault) ||
		    !rename_value(migration, "UPDATE clock SET ledger = ? WHERE ledger = ?", ledger->name,
		                  *was, 1, fault))
			return false;
	const char *sql =
	        arena_format(&migration->arena, "UPDATE \"%s\" SET state = ? WHERE state = ?", ledger->table);
	for (size_t i = 0; i < ledger->state_count; i++)
		for (const char *const *was = ledger->states[i].was; was && *was; was++)
			if (!rename_value(migration, sql, ledger->states[i].name, *was, 1, fault))
				return false;
	return true;
}

static bool rename_names(struct migration *migration, struct fault *fault)
{
	const struct definitions *definitions = migration->book->definitions;
	for (size_t i = 0; i < definitions->ledger_count; i++) {
		const struct ledger *ledger = definitions->ledgers[i];
		if (!rename_ledger(migration, ledger, fault))
			return false;
		for (size_t j = 0; j < ledger->field_count; j++)
			if (!rename_codes(migration, ledger, &ledger->fields[j], fault))
				return false;
	}
	return true;
}

/* ---- tokens of fields that became searchable ---- */

static bool write_token(struct migration *migration, const struct ledger *ledger, const struct field *field,
                        int64_t tenant, int64_t id, const struct value *token, struct fault *fault)
{
	struct statement *statement;
	const char *sql = arena_format(&migration->arena,
	                               "UPDATE \"%s\" SET \"%s_token\" = ? WHERE tenant = ? AND id = ?",
	                               ledger->table, field->column);
	if (!database_prepare(migration->book->database, sql, &statement, fault))
		return false;
	statement_bind(statement, 1, *token);
	statement_bind_int(statement, 2, tenant);
	statement_bind_int(statement, 3, id);
	return statement_finish(statement, fault);
}

static bool make_tokens(struct migration *migration, const struct ledger *ledger, const struct field *field,
                        struct fault *fault)
{
	struct statement *statement;
	const char *sql = arena_format(
	        &migration->arena, "SELECT tenant, id, %s, \"%s\" FROM \"%s\" WHERE \"%s\" IS NOT NULL",
	        ledger->parent ? "parent" : "id", field->column, ledger->table, field->column);
	if (!database_prepare(migration->book->database, sql, &statement, fault))
		return false;
	enum step step;
	while ((step = statement_step(statement, fault)) == STEP_ROW) {
		struct arena arena = {};
		struct value token = {}, envelope = statement_value(statement, 3);
		struct sealed_place place = {ledger, field, statement_int(statement, 0),
		                             statement_int(statement, 2), statement_int(statement, 1)};
		bool made =
		        token_of_envelope(migration->book->keys, &place, &envelope, &arena, &token, fault) &&
		        write_token(migration, ledger, field, place.tenant, place.row, &token, fault);
		arena_release(&arena);
		if (!made) {
			statement_reset(statement);
			return false;
		}
	}
	return step == STEP_DONE;
}

static bool keep_tokens(struct migration *migration, const struct ledger *ledger, const struct field *field,
                        struct fault *fault)
{
	const char *mark = field_mark(ledger, field, "blind", &migration->arena), *before;
	const char *now = field->blind ? "yes" : "no";
	if (!meta_read(migration->book->database, mark, &migration->arena, &before, fault))
		return false;
	if (text_equal(before, now))
		return true;
	if (field->blind && !make_tokens(migration, ledger, field, fault))
		return false;
	return meta_write(migration->book->database, mark, now, fault);
}

static bool keep_all_tokens(struct migration *migration, struct fault *fault)
{
	const struct definitions *definitions = migration->book->definitions;
	for (size_t i = 0; i < definitions->ledger_count; i++)
		for (size_t j = 0; j < definitions->ledgers[i]->field_count; j++) {
			const struct field *field = &definitions->ledgers[i]->fields[j];
			if (field->secrecy == SECRECY_SEALED &&
			    !keep_tokens(migration, definitions->ledgers[i], field, fault))
				return false;
		}
	return true;
}

/* ---- the date that counts, of which rows hold a copy ---- */

static bool copy_dates(struct migration *migration, const struct ledger *child, struct fault *fault)
{
	const struct ledger *parent = child->parent;
	struct statement *statement;
	const char *sql = arena_format(&migration->arena,
	                               "UPDATE \"%s\" SET counts_on = (SELECT p.\"%s\" FROM \"%s\" AS p"
	                               " WHERE p.tenant = \"%s\".tenant AND p.id = \"%s\".parent)",
	                               child->table, parent->counts_on->column, parent->table, child->table,
	                               child->table);
	return database_prepare(migration->book->database, sql, &statement, fault) &&
	       statement_finish(statement, fault);
}

/* Another field may become the date that counts: then the copies are made anew. */
static bool keep_dates(struct migration *migration, struct fault *fault)
{
	const struct definitions *definitions = migration->book->definitions;
	for (size_t i = 0; i < definitions->ledger_count; i++) {
		const struct ledger *child = definitions->ledgers[i];
		const struct field *date = child->parent ? child->parent->counts_on : NULL;
		const char *now = date ? date->birth_name : "-", *before;
		const char *mark = arena_format(&migration->arena, "date.%s", ledger_birth_name(child));
		if (!child->parent)
			continue;
		if (!meta_read(migration->book->database, mark, &migration->arena, &before, fault))
			return false;
		if (text_equal(before, now))
			continue;
		if ((*before && date && !copy_dates(migration, child, fault)) ||
		    !meta_write(migration->book->database, mark, now, fault))
			return false;
	}
	return true;
}

/* ---- all of it ---- */

static bool migrate(void *context, struct fault *fault)
{
	struct migration *migration = context;
	struct book *book = migration->book;
	const struct table *tables;
	size_t count;
	char shape[65];
	tables_all(book->definitions, &migration->arena, &tables, &count);
	shape_hash(book->definitions, shape);
	bool done = keep_types(migration, fault) &&
	            schema_migrate(book->database, tables, count, migration->report, fault) &&
	            rename_names(migration, fault) && names_in_use_are_known(book, fault) &&
	            keep_dates(migration, fault) && keep_all_tokens(migration, fault) &&
	            meta_write(book->database, shape_mark, shape, fault);
	migration->done = done;
	return done && !migration->rehearsal;
}

static bool run(struct migration *migration, struct fault *fault)
{
	bool current = false;
	if (!books_current(migration->book->database, migration->book->definitions, &current, fault))
		return false;
	if (current)
		return true;
	bool kept = database_write(migration->book->database, migrate, migration, fault);
	arena_release(&migration->arena);
	return migration->rehearsal ? migration->done : kept;
}

bool books_migrate(struct book *book, struct text *report, struct fault *fault)
{
	struct migration migration = {.book = book, .report = report};
	return run(&migration, fault);
}

bool books_rehearse(struct book *book, struct text *report, struct fault *fault)
{
	struct migration migration = {.book = book, .report = report, .rehearsal = true};
	return run(&migration, fault);
}
