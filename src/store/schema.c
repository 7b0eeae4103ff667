/* Declared tables printed as SQL, and a database brought up to them. What is
   there is asked of SQLite's own catalogue, so a migration needs no memory of
   earlier ones. Nothing here reads rows. */
#include "store/schema.h"

#include <assert.h>
#include <string.h>

static const char *const type_names[] = {
        [COLUMN_INT] = "INTEGER",
        [COLUMN_TEXT] = "TEXT",
        [COLUMN_BLOB] = "BLOB",
};

/* A column that is added later and must not be empty begins as the empty value of its type. */
static const char *const type_defaults[] = {
        [COLUMN_INT] = "0",
        [COLUMN_TEXT] = "''",
        [COLUMN_BLOB] = "x''",
};

/* ---- The rules for a cluster ---- */

static const struct column *find_column(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (text_equal(table->columns[i].name, name))
			return &table->columns[i];
	return NULL;
}

/* Tenant first, every part a required column of the table. */
static void assert_key(const struct table *table)
{
	assert(text_equal(table->key[0], "tenant"));
	for (const char *const *name = table->key; *name; name++) {
		const struct column *column = find_column(table, *name);
		assert(column && column->required);
		(void)column;
	}
}

static void assert_rules(const struct table *table)
{
	const struct column *tenant = find_column(table, "tenant");
	assert(tenant && tenant->type == COLUMN_INT);
	assert(!text_starts(table->name, "sqlite_"));
	(void)tenant;
	assert_key(table);
	for (size_t i = 0; i < table->index_count; i++) {
		const struct table_index *index = &table->indexes[i];
		assert(text_equal(index->columns[0], "tenant"));
		/* The query is printed as an SQL comment, which a new line would end. */
		assert(index->query && *index->query && !strchr(index->query, '\n'));
		for (const char *const *name = index->columns; *name; name++)
			assert(find_column(table, *name));
	}
}

/* ---- Tables as SQL ---- */

static void add_names(struct sql *sql, const char *const *names)
{
	sql_add(sql, "(");
	for (const char *const *name = names; *name; name++) {
		if (name != names)
			sql_add(sql, ", ");
		sql_name(sql, NULL, *name);
	}
	sql_add(sql, ")");
}

static void add_column(struct sql *sql, const struct column *column)
{
	sql_name(sql, NULL, column->name);
	sql_format(sql, " %s%s", type_names[column->type], column->required ? " NOT NULL" : "");
}

/* With a rowid, not WITHOUT ROWID: measured with rows of 300 bytes the insert and the look by id take
   as long either way, but a page read through an index is a third faster and covering indexes are smaller. */
static void add_table(struct sql *sql, const struct table *table)
{
	sql_add(sql, "CREATE TABLE ");
	sql_name(sql, NULL, table->name);
	sql_add(sql, " (\n");
	for (size_t i = 0; i < table->column_count; i++) {
		sql_add(sql, "\t");
		add_column(sql, &table->columns[i]);
		sql_add(sql, ",\n");
	}
	struct text constraint = TEXT_EMPTY;
	text_format(&constraint, "%s_key", table->name);
	sql_add(sql, "\tCONSTRAINT ");
	sql_name(sql, NULL, constraint.at);
	text_release(&constraint);
	sql_add(sql, " PRIMARY KEY ");
	add_names(sql, table->key);
	sql_add(sql, "\n) STRICT;\n");
}

static void add_index(struct sql *sql, const struct table *table, const struct table_index *index)
{
	sql_add(sql, index->unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
	sql_name(sql, NULL, index->name);
	sql_add(sql, " ON ");
	sql_name(sql, NULL, table->name);
	sql_add(sql, " ");
	add_names(sql, index->columns);
	sql_format(sql, "; -- %s\n", index->query);
}

void schema_print(const struct table *table, struct text *out)
{
	assert_rules(table);
	struct sql sql = SQL_EMPTY;
	add_table(&sql, table);
	for (size_t i = 0; i < table->index_count; i++)
		add_index(&sql, table, &table->indexes[i]);
	text_add_bytes(out, sql.text.at, sql.text.length);
	sql_release(&sql);
}

/* ---- What is there ---- */

/* Answers of the catalogue, copied, because statements are shared. */
struct found_column {
	char *name, *type;
	bool required;
	int64_t key_place; /* from 1; 0 outside the key */
};

struct found_index {
	char *name;
	bool unique;
	size_t column_count;
	char **columns;
};

struct found {
	size_t column_count, index_count;
	struct found_column *columns;
	struct found_index *indexes;
};

struct migration {
	struct database *database;
	const struct table *tables;
	size_t count;
	struct text *report;
	struct arena arena;
};

static bool query(struct migration *migration, const char *sql, const char *name, struct statement **ret,
                  struct fault *fault)
{
	if (!database_prepare(migration->database, sql, ret, fault))
		return false;
	statement_bind_text(*ret, 1, name);
	return true;
}

static bool count_rows(struct migration *migration, const char *sql, const char *name, size_t *ret,
                       struct fault *fault)
{
	struct statement *statement;
	if (!query(migration, sql, name, &statement, fault) || statement_step(statement, fault) != STEP_ROW)
		return false;
	*ret = (size_t)statement_int(statement, 0);
	statement_reset(statement);
	return true;
}

static bool table_exists(struct migration *migration, const char *name, bool *ret, struct fault *fault)
{
	size_t count;
	if (!count_rows(migration, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?",
	                name, &count, fault))
		return false;
	*ret = count > 0;
	return true;
}

static bool read_columns(struct migration *migration, const char *table, struct found *found,
                         struct fault *fault)
{
	struct statement *statement;
	if (!count_rows(migration, "SELECT count(*) FROM pragma_table_info(?)", table, &found->column_count,
	                fault) ||
	    !query(migration, "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?) ORDER BY cid",
	           table, &statement, fault))
		return false;
	found->columns = arena_array(&migration->arena, struct found_column, found->column_count);
	enum step step = STEP_ROW;
	for (size_t i = 0; i < found->column_count && (step = statement_step(statement, fault)) == STEP_ROW;
	     i++) {
		found->columns[i] = (struct found_column){
		        .name = arena_copy(&migration->arena, statement_text(statement, 0)),
		        .type = arena_copy(&migration->arena, statement_text(statement, 1)),
		        .required = statement_int(statement, 2),
		        .key_place = statement_int(statement, 3),
		};
	}
	statement_reset(statement);
	return step == STEP_ROW;
}

static bool read_index_columns(struct migration *migration, struct found_index *index, struct fault *fault)
{
	struct statement *statement;
	if (!count_rows(migration, "SELECT count(*) FROM pragma_index_info(?)", index->name,
	                &index->column_count, fault) ||
	    !query(migration, "SELECT name FROM pragma_index_info(?) ORDER BY seqno", index->name, &statement,
	           fault))
		return false;
	index->columns = arena_array(&migration->arena, char *, index->column_count);
	enum step step = STEP_ROW;
	for (size_t i = 0; i < index->column_count && (step = statement_step(statement, fault)) == STEP_ROW;
	     i++)
		index->columns[i] = arena_copy(&migration->arena, statement_text(statement, 0));
	statement_reset(statement);
	return step == STEP_ROW;
}

/* Only indexes made by CREATE INDEX; that of the key belongs to the table. */
static bool read_indexes(struct migration *migration, const char *table, struct found *found,
                         struct fault *fault)
{
	struct statement *statement;
	if (!count_rows(migration, "SELECT count(*) FROM pragma_index_list(?) WHERE origin = 'c'", table,
	                &found->index_count, fault) ||
	    !query(migration,
	           "SELECT name, \"unique\" FROM pragma_index_list(?) WHERE origin = 'c' ORDER BY name",
	           table, &statement, fault))
		return false;
	found->indexes = arena_array(&migration->arena, struct found_index, found->index_count);
	enum step step = STEP_ROW;
	for (size_t i = 0; i < found->index_count && (step = statement_step(statement, fault)) == STEP_ROW;
	     i++) {
		found->indexes[i].name = arena_copy(&migration->arena, statement_text(statement, 0));
		found->indexes[i].unique = statement_int(statement, 1);
	}
	statement_reset(statement);
	for (size_t i = 0; i < found->index_count && step == STEP_ROW; i++)
		if (!read_index_columns(migration, &found->indexes[i], fault))
			return false;
	return step == STEP_ROW;
}

static struct found_column *find_found(const struct found *found, const char *name)
{
	for (size_t i = 0; i < found->column_count; i++)
		if (text_equal(found->columns[i].name, name))
			return &found->columns[i];
	return NULL;
}

/* ---- Changing it ---- */

static bool run(struct migration *migration, struct sql *sql, struct fault *fault)
{
	bool done = database_run(migration->database, sql->text.at, fault);
	sql_release(sql);
	return done;
}

__attribute__((format(printf, 2, 3))) static void note(struct migration *migration, const char *format, ...)
{
	if (!migration->report)
		return;
	va_list list;
	va_start(list, format);
	text_format_list(migration->report, format, list);
	va_end(list);
}

static bool create_table(struct migration *migration, const struct table *table, struct fault *fault)
{
	struct sql sql = SQL_EMPTY;
	add_table(&sql, table);
	note(migration, "create table %s\n", table->name);
	return run(migration, &sql, fault);
}

static bool rename_table(struct migration *migration, const char *old, const char *name, struct fault *fault)
{
	struct sql sql = SQL_EMPTY;
	sql_add(&sql, "ALTER TABLE ");
	sql_name(&sql, NULL, old);
	sql_add(&sql, " RENAME TO ");
	sql_name(&sql, NULL, name);
	note(migration, "rename table %s to %s\n", old, name);
	return run(migration, &sql, fault);
}

static bool declares_table(const struct migration *migration, const char *name)
{
	for (size_t i = 0; i < migration->count; i++)
		if (text_equal(migration->tables[i].name, name))
			return true;
	return false;
}

/* Makes the table, or renames what it was called before; *ret_fresh: there was neither. */
static bool ensure_table(struct migration *migration, const struct table *table, bool *ret_fresh,
                         struct fault *fault)
{
	bool there;
	*ret_fresh = false;
	if (!table_exists(migration, table->name, &there, fault))
		return false;
	if (there)
		return true;
	for (const char *const *old = table->was; old && *old; old++) {
		if (!table_exists(migration, *old, &there, fault))
			return false;
		if (there && !declares_table(migration, *old))
			return rename_table(migration, *old, table->name, fault);
	}
	*ret_fresh = true;
	return create_table(migration, table, fault);
}

static bool rename_column(struct migration *migration, const struct table *table, struct found_column *old,
                          const char *name, struct fault *fault)
{
	struct sql sql = SQL_EMPTY;
	sql_add(&sql, "ALTER TABLE ");
	sql_name(&sql, NULL, table->name);
	sql_add(&sql, " RENAME COLUMN ");
	sql_name(&sql, NULL, old->name);
	sql_add(&sql, " TO ");
	sql_name(&sql, NULL, name);
	note(migration, "rename column %s.%s to %s\n", table->name, old->name, name);
	old->name = arena_copy(&migration->arena, name);
	return run(migration, &sql, fault);
}

static bool create_column(struct migration *migration, const struct table *table, const struct column *column,
                          struct fault *fault)
{
	struct sql sql = SQL_EMPTY;
	sql_add(&sql, "ALTER TABLE ");
	sql_name(&sql, NULL, table->name);
	sql_add(&sql, " ADD COLUMN ");
	add_column(&sql, column);
	if (column->required)
		sql_format(&sql, " DEFAULT %s", type_defaults[column->type]);
	note(migration, "add column %s.%s\n", table->name, column->name);
	return run(migration, &sql, fault);
}

/* A column that is there must hold what the table declares: SQLite could only change it by copying the table. */
static bool check_column(const struct table *table, const struct column *column,
                         const struct found_column *found, struct fault *fault)
{
	const char *type = type_names[column->type];
	if (!text_equal(found->type, type))
		return fault_set(fault, store_column_type, table->name, column->name, found->type, type);
	if (found->required && !column->required)
		return fault_set(fault, store_column_required, table->name, column->name);
	return true;
}

/* The old column must not be one that the table still declares. */
static struct found_column *find_old_column(const struct table *table, const struct column *column,
                                            const struct found *found)
{
	for (const char *const *old = column->was; old && *old; old++)
		if (!find_column(table, *old) && find_found(found, *old))
			return find_found(found, *old);
	return NULL;
}

static bool ensure_columns(struct migration *migration, const struct table *table, struct found *found,
                           struct fault *fault)
{
	for (size_t i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];
		struct found_column *there = find_found(found, column->name);
		if (!there && (there = find_old_column(table, column, found)) &&
		    !rename_column(migration, table, there, column->name, fault))
			return false;
		if (there ? !check_column(table, column, there, fault)
		          : !create_column(migration, table, column, fault))
			return false;
	}
	return true;
}

static bool check_key(const struct table *table, const struct found *found, struct fault *fault)
{
	int64_t place = 1;
	bool same = true;
	for (const char *const *name = table->key; *name; name++, place++) {
		const struct found_column *column = find_found(found, *name);
		same = same && column && column->key_place == place;
	}
	for (size_t i = 0; i < found->column_count; i++)
		same = same && found->columns[i].key_place < place;
	return same || fault_set(fault, store_key_changed, table->name);
}

static bool same_index(const struct table_index *index, const struct found_index *found)
{
	size_t i = 0;
	for (; i < found->column_count && index->columns[i]; i++)
		if (!text_equal(index->columns[i], found->columns[i]))
			return false;
	return i == found->column_count && !index->columns[i] && index->unique == found->unique;
}

static bool drop_index(struct migration *migration, const char *name, struct fault *fault)
{
	struct sql sql = SQL_EMPTY;
	sql_add(&sql, "DROP INDEX ");
	sql_name(&sql, NULL, name);
	note(migration, "drop index %s\n", name);
	return run(migration, &sql, fault);
}

static bool create_index(struct migration *migration, const struct table *table,
                         const struct table_index *index, struct fault *fault)
{
	struct sql sql = SQL_EMPTY;
	add_index(&sql, table, index);
	note(migration, "create index %s\n", index->name);
	return run(migration, &sql, fault);
}

static bool declares_index(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->index_count; i++)
		if (text_equal(table->indexes[i].name, name))
			return true;
	return false;
}

/* An index of this name is kept when it is the same. One that does the same work under a name that is no
   longer declared goes: it is left over from a rename. An index is no data. */
static bool ensure_index(struct migration *migration, const struct table *table,
                         const struct table_index *index, const struct found *found, struct fault *fault)
{
	bool there = false;
	for (size_t i = 0; i < found->index_count; i++) {
		const struct found_index *old = &found->indexes[i];
		bool same = same_index(index, old), named = text_equal(index->name, old->name);
		if (named && same)
			there = true;
		else if ((named || (same && !declares_index(table, old->name))) &&
		         !drop_index(migration, old->name, fault))
			return false;
	}
	return there || create_index(migration, table, index, fault);
}

static bool migrate_table(struct migration *migration, const struct table *table, struct fault *fault)
{
	bool fresh;
	struct found found = {};
	if (!ensure_table(migration, table, &fresh, fault))
		return false;
	if (!fresh && (!read_columns(migration, table->name, &found, fault) ||
	               !ensure_columns(migration, table, &found, fault) || !check_key(table, &found, fault) ||
	               /* after the columns, because renaming a column renames it in its indexes too */
	               !read_indexes(migration, table->name, &found, fault)))
		return false;
	for (size_t i = 0; i < table->index_count; i++)
		if (!ensure_index(migration, table, &table->indexes[i], &found, fault))
			return false;
	return true;
}

/* ---- What the planner is told ---- */

/* How many of TOLD_ROWS agree in the first column, the first two, and so on. */
static void add_sharing(struct text *numbers, const char *const *columns, bool unique, unsigned sharing)
{
	enum { TOLD_ROWS = 1000000, FEWER = 10 };
	size_t count = 0;
	while (columns[count])
		count++;
	text_format(numbers, "%d", TOLD_ROWS);
	for (size_t i = 0; i < count; i++) {
		unsigned same = i ? sharing : TOLD_ROWS;
		if (i)
			sharing /= FEWER;
		text_format(numbers, " %u", same > 1 && !(unique && i + 1 == count) ? same : 1);
	}
}

static bool tell(struct migration *migration, const char *table, const char *index,
                 const struct text *numbers, struct fault *fault)
{
	struct statement *statement;
	if (!query(migration, "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", table, &statement,
	           fault))
		return false;
	statement_bind_text(statement, 2, index);
	statement_bind_text(statement, 3, numbers->at);
	return statement_finish(statement, fault);
}

static bool tell_of_table(struct migration *migration, const struct table *table, struct fault *fault)
{
	struct statement *statement;
	struct text numbers = TEXT_EMPTY;
	if (!query(migration, "DELETE FROM sqlite_stat1 WHERE tbl = ?", table->name, &statement, fault) ||
	    !statement_finish(statement, fault))
		return false;
	add_sharing(&numbers, table->key, true, 0);
	bool told =
	        tell(migration, table->name,
	             arena_format(&migration->arena, "sqlite_autoindex_%s_1", table->name), &numbers, fault);
	for (size_t i = 0; i < table->index_count && told; i++) {
		const struct table_index *index = &table->indexes[i];
		text_cut(&numbers, 0);
		add_sharing(&numbers, index->columns, index->unique, index->sharing);
		told = tell(migration, table->name, index->name, &numbers, fault);
	}
	text_release(&numbers);
	return told;
}

/* Without figures SQLite takes a range of organisations for rarer than the link to one record. ANALYZE of
   a table makes the table of figures, ANALYZE of the catalogue has it read. */
static bool tell_planner(struct migration *migration, struct fault *fault)
{
	struct sql sql = SQL_EMPTY;
	if (!migration->count)
		return true;
	sql_add(&sql, "ANALYZE ");
	sql_name(&sql, NULL, migration->tables[0].name);
	if (!run(migration, &sql, fault))
		return false;
	for (size_t i = 0; i < migration->count; i++)
		if (!tell_of_table(migration, &migration->tables[i], fault))
			return false;
	return database_run(migration->database, "ANALYZE sqlite_schema", fault);
}

static bool migrate_all(void *context, struct fault *fault)
{
	struct migration *migration = context;
	for (size_t i = 0; i < migration->count; i++)
		if (!migrate_table(migration, &migration->tables[i], fault))
			return false;
	return tell_planner(migration, fault);
}

bool schema_migrate(struct database *database, const struct table *tables, size_t count, struct text *report,
                    struct fault *fault)
{
	struct migration migration = {
	        .database = database, .tables = tables, .count = count, .report = report};
	for (size_t i = 0; i < count; i++)
		assert_rules(&tables[i]);
	size_t before = report ? report->length : 0;
	bool done = database_write(database, migrate_all, &migration, fault);
	if (!done && report)
		text_cut(report, before);
	arena_release(&migration.arena);
	return done;
}
