/* Opening in each mode and each way it can fail, values in and out, the
   statement cache, nested writes undone exactly, and faults of the disk. */
#include "store/database.h"

#include <sys/stat.h>

#include "base/yaml.h"
#include "unit.h"

static struct database *open_or_fail(const char *path, enum database_mode mode)
{
	struct database *database = NULL;
	struct fault fault = {};
	if (!database_open(path, mode, &database, &fault))
		fail_msg("%s: %s", fault_name(fault.code), fault.argument[0]);
	return database;
}

static void run_or_fail(struct database *database, const char *sql)
{
	struct fault fault = {};
	if (!database_run(database, sql, &fault))
		fail_msg("%s: %s", fault_name(fault.code), fault.argument[0]);
}

static int64_t ask(struct database *database, const char *sql)
{
	struct statement *statement = NULL;
	assert_true(database_prepare(database, sql, &statement, NULL));
	assert_int_equal(statement_step(statement, NULL), STEP_ROW);
	int64_t answer = statement_int(statement, 0);
	statement_reset(statement);
	return answer;
}

static void expect_unopened(const char *path, enum database_mode mode, enum fault_code code)
{
	struct database *database = NULL;
	struct fault fault = {};
	assert_false(database_open(path, mode, &database, &fault));
	assert_null(database);
	if (fault.code != code)
		fail_msg("%s: %s, not %s", fault_name(fault.code), fault.argument[0], fault_name(code));
	assert_false(database_open(path, mode, &database, NULL));
}

/* A folder with a database of ours in it, one table with one row. */
static struct folder folder_with_database(void)
{
	struct folder folder = folder_new();
	struct database *database = open_or_fail(folder_file(&folder, "a.db"), DATABASE_CREATE);
	run_or_fail(database,
	            "CREATE TABLE \"t\" (\"id\" INTEGER PRIMARY KEY, \"n\" INTEGER NOT NULL) STRICT;"
	            "INSERT INTO \"t\" VALUES (1, 10)");
	database_close(database);
	return folder;
}

static void test_modes(void **state)
{
	(void)state;
	struct folder folder = folder_with_database();
	const char *path = folder_file(&folder, "a.db");
	struct stat info;
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	struct database *writer = open_or_fail(path, DATABASE_WRITE);
	struct statement *statement = NULL;
	assert_true(database_prepare(writer, "PRAGMA journal_mode", &statement, NULL));
	assert_int_equal(statement_step(statement, NULL), STEP_ROW);
	assert_string_equal(statement_text(statement, 0), "wal");
	statement_reset(statement);
	assert_int_equal(ask(writer, "PRAGMA synchronous"), 2);
	assert_int_equal(ask(writer, "PRAGMA foreign_keys"), 1);
	assert_int_equal(ask(writer, "PRAGMA temp_store"), 2);
	assert_int_equal(ask(writer, "PRAGMA trusted_schema"), 0);
	assert_int_equal(ask(writer, "PRAGMA busy_timeout"), 5000);
	struct database *reader = open_or_fail(path, DATABASE_READ);
	assert_int_equal(ask(reader, "PRAGMA query_only"), 1);
	assert_int_equal(ask(reader, "SELECT \"n\" FROM \"t\""), 10);
	run_or_fail(writer, "UPDATE \"t\" SET \"n\" = 11");
	assert_int_equal(ask(reader, "SELECT \"n\" FROM \"t\""), 11);
	database_close(reader);
	database_close(writer);
	database_close(NULL);
	folder_remove(&folder);
}

static void test_reader_cannot_write(void **state)
{
	(void)state;
	struct folder folder = folder_with_database();
	struct database *reader = open_or_fail(folder_file(&folder, "a.db"), DATABASE_READ);
	struct fault fault = {};
	assert_false(database_run(reader, "UPDATE \"t\" SET \"n\" = 12", &fault));
	assert_int_equal(fault.code, store_read_only);
	/* Not even after asking to be allowed. */
	run_or_fail(reader, "PRAGMA query_only=OFF");
	assert_false(database_run(reader, "UPDATE \"t\" SET \"n\" = 12", &fault));
	assert_int_equal(fault.code, store_read_only);
	assert_int_equal(ask(reader, "SELECT \"n\" FROM \"t\""), 10);
	database_close(reader);
	folder_remove(&folder);
}

/* Names that SQLite would read as something else are plain file names here. */
static void test_odd_names(void **state)
{
	(void)state;
	static const char *const names[] = {"file:x?mode=memory", ":memory:", "空 格.db", "%41.db"};
	struct folder folder = folder_new();
	char before[512];
	assert_non_null(getcwd(before, sizeof before));
	assert_int_equal(chdir(folder.path), 0);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		database_close(open_or_fail(names[i], DATABASE_CREATE));
		assert_int_equal(access(folder_file(&folder, names[i]), F_OK), 0);
		database_close(open_or_fail(names[i], DATABASE_WRITE));
	}
	assert_int_equal(chdir(before), 0);
	folder_remove(&folder);
}

static void write_file(const char *path, const char *bytes, size_t length)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

static void test_not_there(void **state)
{
	(void)state;
	struct folder folder = folder_with_database();
	expect_unopened(folder_file(&folder, "b.db"), DATABASE_WRITE, store_no_database);
	expect_unopened(folder_file(&folder, "b.db"), DATABASE_READ, store_no_database);
	assert_int_not_equal(access(folder_file(&folder, "b.db"), F_OK), 0);
	expect_unopened("", DATABASE_WRITE, store_no_database);
	expect_unopened(folder_file(&folder, "a.db"), DATABASE_CREATE, base_file_exists);
	expect_unopened(folder_file(&folder, "no/b.db"), DATABASE_CREATE, store_no_folder);
	expect_unopened(folder_file(&folder, "a.db/b.db"), DATABASE_CREATE, store_no_folder);
	assert_int_equal(symlink("nowhere", folder_file(&folder, "link")), 0);
	expect_unopened(folder_file(&folder, "link"), DATABASE_CREATE, base_file_exists);
	assert_int_equal(mkdir(folder_file(&folder, "folder"), 0700), 0);
	expect_unopened(folder_file(&folder, "folder"), DATABASE_WRITE, store_not_opened);
	folder_remove(&folder);
}

static void test_not_ours(void **state)
{
	(void)state;
	struct folder folder = folder_with_database();
	const char *path = folder_file(&folder, "x.db");
	static char letter[4096];
	memset(letter, 'x', sizeof letter);
	write_file(path, letter, sizeof letter);
	expect_unopened(path, DATABASE_WRITE, store_not_database);
	expect_unopened(path, DATABASE_READ, store_not_database);
	struct fault fault = {};
	struct database *none;
	assert_false(database_open(path, DATABASE_READ, &none, &fault));
	assert_string_equal(fault.argument[0], path);
	write_file(path, "", 0);
	expect_unopened(path, DATABASE_WRITE, store_not_ours);
	struct database *database = open_or_fail(folder_file(&folder, "a.db"), DATABASE_WRITE);
	run_or_fail(database, "PRAGMA user_version=99");
	database_close(database);
	expect_unopened(folder_file(&folder, "a.db"), DATABASE_WRITE, store_newer);
	expect_unopened(folder_file(&folder, "a.db"), DATABASE_READ, store_newer);
	database = open_or_fail(folder_file(&folder, "c.db"), DATABASE_CREATE);
	run_or_fail(database, "PRAGMA application_id=7");
	database_close(database);
	expect_unopened(folder_file(&folder, "c.db"), DATABASE_READ, store_not_ours);
	folder_remove(&folder);
}

/* Root may write anywhere, so the test steps down to a user who may not. */
static void test_read_only_folder(void **state)
{
	(void)state;
	struct folder folder = folder_with_database();
	assert_int_equal(chmod(folder_file(&folder, "a.db"), 0444), 0);
	assert_int_equal(chmod(folder.path, 0555), 0);
	bool root = geteuid() == 0;
	if (root)
		assert_int_equal(seteuid(65534), 0);
	struct database *database = NULL;
	struct fault create = {}, write = {};
	bool created = database_open(folder_file(&folder, "b.db"), DATABASE_CREATE, &database, &create);
	bool opened = database_open(folder_file(&folder, "a.db"), DATABASE_WRITE, &database, &write);
	if (root)
		assert_int_equal(seteuid(0), 0);
	assert_false(created);
	assert_int_equal(create.code, base_file_denied);
	assert_false(opened);
	assert_true(write.code == store_read_only || write.code == store_not_opened);
	assert_int_equal(chmod(folder.path, 0700), 0);
	folder_remove(&folder);
}

/* Bytes overwritten in the middle of the file are noticed, not read as data. */
static void test_damaged(void **state)
{
	(void)state;
	struct folder folder = folder_with_database();
	const char *path = folder_file(&folder, "a.db");
	FILE *file = fopen(path, "r+b");
	assert_non_null(file);
	assert_int_equal(fseek(file, 4096, SEEK_SET), 0);
	for (int i = 0; i < 4096; i++)
		fputc(0xEE, file);
	assert_int_equal(fclose(file), 0);
	struct database *reader = open_or_fail(path, DATABASE_READ);
	struct statement *statement = NULL;
	struct fault fault = {};
	assert_true(database_prepare(reader, "SELECT \"n\" FROM \"t\"", &statement, &fault));
	assert_int_equal(statement_step(statement, &fault), STEP_FAULT);
	assert_int_equal(fault.code, store_damaged);
	assert_int_equal(fault_kind(fault.code), FAULT_DAMAGED);
	database_close(reader);
	folder_remove(&folder);
}

static struct database *memory_with_table(void)
{
	struct database *database = open_or_fail(NULL, DATABASE_MEMORY);
	run_or_fail(database, "CREATE TABLE \"v\" (\"id\" INTEGER PRIMARY KEY, \"i\" INTEGER, \"t\" TEXT, "
	                      "\"b\" BLOB) STRICT");
	return database;
}

static void test_values(void **state)
{
	(void)state;
	struct database *database = memory_with_table();
	const struct value rows[][3] = {
	        {value_int(INT64_MIN), value_text("曾娟"), value_bytes("\0\1", 2)},
	        {value_int(INT64_MAX), value_text(""), value_bytes(NULL, 0)},
	        {{}, {}, {}},
	};
	struct statement *statement = NULL;
	for (size_t row = 0; row < 3; row++) {
		struct sql sql = SQL_EMPTY;
		sql_format(&sql, "INSERT INTO \"v\" VALUES (%zu, ", row);
		for (size_t column = 0; column < 3; column++) {
			sql_bind(&sql, rows[row][column]);
			sql_add(&sql, column < 2 ? ", " : ")");
		}
		assert_true(database_prepare_sql(database, &sql, &statement, NULL));
		assert_true(statement_finish(statement, NULL));
		sql_release(&sql);
	}
	assert_true(database_prepare(database, "SELECT \"i\", \"t\", \"b\" FROM \"v\" ORDER BY \"id\"",
	                             &statement, NULL));
	assert_int_equal(statement_columns(statement), 3);
	for (size_t row = 0; row < 3; row++) {
		assert_int_equal(statement_step(statement, NULL), STEP_ROW);
		for (int column = 0; column < 3; column++) {
			struct value value = statement_value(statement, column);
			assert_true(value_equal(&value, &rows[row][column]));
			assert_int_equal(statement_is_null(statement, column), row == 2);
		}
		size_t length = 99;
		const void *bytes = statement_bytes(statement, 1, &length);
		assert_int_equal(length, rows[row][1].length);
		assert_memory_equal(bytes, rows[row][1].bytes ? rows[row][1].bytes : "", length);
		assert_string_equal(statement_text(statement, 1), row == 0 ? "曾娟" : "");
		assert_int_equal(statement_int(statement, 0), rows[row][0].number);
	}
	assert_int_equal(statement_step(statement, NULL), STEP_DONE);
	database_close(database);
}

/* One text, one statement: unbound again when asked for anew, and never two users at once. */
static void test_statements_kept(void **state)
{
	(void)state;
	struct database *database = memory_with_table();
	struct statement *first = NULL, *again = NULL;
	static const char sql[] = "SELECT ?1 UNION ALL SELECT ?2";
	assert_true(database_prepare(database, sql, &first, NULL));
	statement_bind_int(first, 1, 7);
	statement_bind_text(first, 2, "x");
	assert_int_equal(statement_step(first, NULL), STEP_ROW);
	assert_aborts(if (database_prepare(database, sql, &again, NULL)) statement_reset(again));
	statement_reset(first);
	char copy[sizeof sql];
	memcpy(copy, sql, sizeof sql);
	assert_true(database_prepare(database, copy, &again, NULL));
	assert_ptr_equal(first, again);
	assert_int_equal(statement_step(again, NULL), STEP_ROW);
	assert_true(statement_is_null(again, 0));
	statement_reset(again);
	assert_aborts(statement_bind_int(again, 3, 1));
	database_close(database);
}

/* Texts without end do not fill the memory, and a statement in use is never taken away. */
static void test_statements_forgotten(void **state)
{
	(void)state;
	struct database *database = memory_with_table();
	struct statement *busy = NULL, *statement = NULL;
	assert_true(database_prepare(database, "SELECT 1 UNION ALL SELECT 2", &busy, NULL));
	assert_int_equal(statement_step(busy, NULL), STEP_ROW);
	for (int i = 0; i < 3000; i++) {
		struct sql sql = SQL_EMPTY;
		sql_format(&sql, "SELECT %d", i);
		assert_true(database_prepare_sql(database, &sql, &statement, NULL));
		assert_int_equal(statement_step(statement, NULL), STEP_ROW);
		assert_int_equal(statement_int(statement, 0), i);
		statement_reset(statement);
		sql_release(&sql);
	}
	assert_int_equal(statement_int(busy, 0), 1);
	assert_int_equal(statement_step(busy, NULL), STEP_ROW);
	assert_int_equal(statement_int(busy, 0), 2);
	statement_reset(busy);
	/* Debian's SQLite can count its statements; one that cannot answers nothing here. */
	if (database_prepare(database, "SELECT count(*) FROM sqlite_stmt", &statement, NULL)) {
		assert_int_equal(statement_step(statement, NULL), STEP_ROW);
		assert_in_range(statement_int(statement, 0), 100, 600);
		statement_reset(statement);
	}
	database_close(database);
}

static void test_statement_faults(void **state)
{
	(void)state;
	struct database *database = memory_with_table();
	run_or_fail(database,
	            "CREATE TABLE \"child\" (\"v\" INTEGER NOT NULL REFERENCES \"v\" (\"id\")) STRICT;"
	            "CREATE UNIQUE INDEX \"v_t\" ON \"v\" (\"t\"); INSERT INTO \"v\" VALUES (1, 1, 'secret', "
	            "NULL)");
	static const struct {
		const char *sql;
		enum fault_code code;
	} cases[] = {
	        {"SELEC 1", store_statement},
	        {"SELECT * FROM \"nothing\"", store_statement},
	        {"SELECT \"nothing\"", store_statement}, /* a name in quotes is never a string */
	        {"INSERT INTO \"v\" VALUES (1, 2, 'x', NULL)", store_duplicate},
	        {"INSERT INTO \"v\" VALUES (2, 2, 'secret', NULL)", store_duplicate},
	        {"INSERT INTO \"v\" VALUES (2, 'a word', 'x', NULL)", store_constraint},
	        {"INSERT INTO \"child\" VALUES (9)", store_constraint},
	        {"INSERT INTO \"child\" VALUES (NULL)", store_constraint},
	        {"INSERT INTO \"v\" VALUES (2, 1, 'x', zeroblob(1500000000))", store_too_big},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct fault fault = {};
		assert_false(database_run(database, cases[i].sql, &fault));
		if (fault.code != cases[i].code)
			fail_msg("%s gives %s", cases[i].sql, fault_name(fault.code));
		assert_null(strstr(fault.argument[0], "secret"));
		assert_null(strstr(fault.argument[0], "a word"));
	}
	struct statement *statement = NULL;
	struct fault fault = {};
	assert_false(database_prepare(database, "SELEC 1", &statement, &fault));
	assert_null(statement);
	assert_int_equal(fault.code, store_statement);
	assert_int_equal(ask(database, "SELECT count(*) FROM \"v\""), 1);
	database_close(database);
}

/* ---- Visits ---- */

/* Rows as a visit shows them, told by the first column. */
struct seen {
	struct database *database;
	size_t rows;
	struct value values[3][3];
	struct arena arena;
};

static void see_row(void *context, const struct row *row)
{
	struct seen *seen = context;
	int64_t id = row_int(row, 0);
	assert_true(id >= 0 && id < 3);
	seen->rows++;
	for (int column = 0; column < 3; column++) {
		struct value value = row_value(row, column + 1);
		assert_int_equal(row_is_null(row, column + 1), value.kind == VALUE_NONE);
		seen->values[id][column] = value_copy(&seen->arena, &value);
	}
}

static bool visit_from(struct database *database, const char *columns, const char *rest, struct seen *seen,
                       struct fault *fault)
{
	struct sql from = SQL_EMPTY;
	sql_add(&from, rest);
	bool done = database_visit(database, columns, &from, see_row, seen, fault);
	sql_release(&from);
	return done;
}

static void put_values(struct database *database, int64_t id, const struct value values[3])
{
	struct sql sql = SQL_EMPTY;
	struct statement *statement;
	sql_format(&sql, "INSERT INTO \"v\" VALUES (%lld", (long long)id);
	for (size_t i = 0; i < 3; i++) {
		sql_add(&sql, ", ");
		sql_bind(&sql, values[i]);
	}
	sql_add(&sql, ")");
	assert_true(database_prepare_sql(database, &sql, &statement, NULL));
	assert_true(statement_finish(statement, NULL));
	sql_release(&sql);
}

static const char visited[] = "\"id\", \"i\", \"t\", \"b\"";

static void test_visit(void **state)
{
	(void)state;
	struct database *database = memory_with_table();
	static const struct value none;
	const struct value rows[][3] = {
	        {value_int(INT64_MIN), value_text("曾娟"), value_bytes("\0\1", 2)},
	        {value_int(0), value_text(""), value_bytes("", 0)},
	        {none, none, none},
	};
	struct seen seen = {};
	assert_true(visit_from(database, visited, "FROM \"v\"", &seen, NULL));
	assert_int_equal(seen.rows, 0);
	for (int64_t i = 0; i < 3; i++)
		put_values(database, i, rows[i]);
	assert_true(visit_from(database, visited, "FROM \"v\" WHERE \"id\" > 7", &seen, NULL));
	assert_int_equal(seen.rows, 0);
	assert_true(visit_from(database, visited, "FROM \"v\"", &seen, NULL));
	assert_int_equal(seen.rows, 3);
	for (size_t row = 0; row < 3; row++)
		for (size_t column = 0; column < 3; column++)
			assert_true(value_equal(&seen.values[row][column], &rows[row][column]));
	arena_release(&seen.arena);
	database_close(database);
}

static void see_texts(void *context, const struct row *row)
{
	(void)context;
	static const char *const expected[] = {"曾娟", "12", "", NULL};
	static const size_t lengths[] = {6, 2, 0, 0};
	for (int column = 0; column < 4; column++) {
		size_t length = 99;
		const char *bytes = row_text(row, column, &length);
		assert_int_equal(length, lengths[column]);
		assert_int_equal(bytes == NULL, expected[column] == NULL);
		assert_true(!bytes || strcmp(bytes, expected[column]) == 0);
	}
	assert_int_equal(row_int(row, 1), 12);
	assert_int_equal(row_int(row, 3), 0); /* NULL */
}

static void test_visit_bound(void **state)
{
	(void)state;
	struct database *database = memory_with_table();
	struct sql from = SQL_EMPTY;
	put_values(database, 1, (const struct value[3]){value_int(12), value_text("曾娟"), {}});
	put_values(database, 2, (const struct value[3]){value_int(13), value_text("other"), {}});
	sql_add(&from, "FROM \"v\" WHERE \"t\" = ");
	sql_bind(&from, value_text("曾娟"));
	assert_true(database_visit(database, "\"t\", \"i\", '', \"b\"", &from, see_texts, NULL, NULL));
	sql_release(&from);
	database_close(database);
}

/* After a fault the handle visits again, and nobody but a visit may call what shows the rows. */
static void test_visit_faults(void **state)
{
	(void)state;
	struct database *database = memory_with_table();
	struct seen seen = {};
	struct fault fault = {};
	for (int64_t i = 0; i < 3; i++)
		put_values(database, i, (const struct value[3]){value_int(i == 2 ? INT64_MIN : i), {}, {}});
	assert_false(visit_from(database, visited, "FROM \"nothing\"", &seen, &fault));
	assert_int_equal(fault.code, store_statement);
	assert_int_equal(seen.rows, 0);
	/* abs() of the least number there is ends the statement when two rows were shown. */
	fault = (struct fault){};
	assert_false(visit_from(database, "\"id\", abs(\"i\"), \"t\", \"b\"", "FROM \"v\"", &seen, &fault));
	assert_int_not_equal(fault.code, FAULT_NONE);
	assert_int_equal(seen.rows, 2);
	assert_true(visit_from(database, visited, "FROM \"v\"", &seen, NULL));
	assert_int_equal(seen.rows, 5);
	run_or_fail(database, "CREATE VIEW \"w\" AS SELECT visit_row(\"i\") AS \"x\" FROM \"v\"");
	assert_false(database_run(database, "SELECT * FROM \"w\"", NULL));
	assert_false(database_run(database, "SELECT visit_row(\"id\", 1, 2, 3) FROM \"v\"", NULL));
	assert_int_equal(seen.rows, 5);
	arena_release(&seen.arena);
	database_close(database);
}

/* ---- Writes ---- */

/* One level of writing: puts a row in, goes a level deeper, puts a second row in, succeeds or not. */
struct level {
	struct database *database;
	const char *
	        plan; /* a letter a level, from the outside: 'y' succeeds, 'n' fails, 'N' also fails its parent */
	int depth;
};

static bool put(struct database *database, int64_t number, struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare(database, "INSERT INTO \"v\" (\"i\") VALUES (?)", &statement, fault))
		return false;
	statement_bind_int(statement, 1, number);
	return statement_finish(statement, fault);
}

static bool act_level(void *context, struct fault *fault)
{
	struct level *level = context;
	assert_true(database_in_write(level->database));
	assert_true(put(level->database, level->depth * 2, fault));
	bool well = true;
	if (level->plan[1]) {
		struct level inner = {level->database, level->plan + 1, level->depth + 1};
		bool done = database_write(level->database, act_level, &inner, fault);
		assert_int_equal(done, level->plan[1] == 'y' && !strchr(level->plan + 1, 'N'));
		well = done || level->plan[1] == 'n';
	}
	assert_true(put(level->database, level->depth * 2 + 1, fault));
	return (well && level->plan[0] == 'y') || fault_set(fault, store_statement, "planned");
}

static void test_nested_writes(void **state)
{
	(void)state;
	static const struct {
		const char *plan;
		int64_t kept; /* a bit for each row that must be there afterwards */
	} cases[] = {
	        {"y", 3},    {"n", 0},   {"yy", 15}, {"yn", 3},  {"ny", 0},  {"yyy", 63},
	        {"yyn", 15}, {"yny", 3}, {"ynn", 3}, {"nyy", 0}, {"yyN", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct database *database = memory_with_table();
		struct level level = {database, cases[i].plan, 0};
		struct fault fault = {};
		bool done = database_write(database, act_level, &level, &fault);
		assert_int_equal(done, cases[i].kept != 0);
		assert_false(database_in_write(database));
		assert_int_equal(ask(database, "SELECT total(1 << \"i\") FROM \"v\""), cases[i].kept);
		/* The handle is whole again. */
		struct level after = {database, "y", 10};
		assert_true(database_write(database, act_level, &after, &fault));
		database_close(database);
	}
}

/* SQLite drops the whole transaction; what the callback does after that must not be committed alone. */
static bool act_lost(void *context, struct fault *fault)
{
	struct database *database = context;
	assert_true(put(database, 1, fault));
	assert_false(database_run(database, "INSERT OR ROLLBACK INTO \"v\" (\"id\") VALUES (77)", fault));
	assert_int_equal(fault->code, store_duplicate);
	assert_false(put(database, 2, fault));
	assert_int_equal(fault->code, store_undone);
	assert_false(database_run(database, "INSERT INTO \"v\" (\"i\") VALUES (3)", fault));
	*fault = (struct fault){};
	return true;
}

static bool act_around_lost(void *context, struct fault *fault)
{
	assert_false(database_write(context, act_lost, context, fault));
	assert_false(put(context, 4, fault));
	return true;
}

static void test_lost_write(void **state)
{
	(void)state;
	struct database *database = memory_with_table();
	run_or_fail(database, "INSERT INTO \"v\" (\"id\") VALUES (77)");
	struct fault fault = {};
	assert_false(database_write(database, act_lost, database, &fault));
	assert_int_equal(fault.code, store_undone);
	assert_false(database_write(database, act_around_lost, database, &fault));
	assert_int_equal(fault.code, store_undone);
	assert_int_equal(ask(database, "SELECT count(*) FROM \"v\""), 1);
	assert_true(put(database, 5, &fault));
	assert_int_equal(ask(database, "SELECT count(*) FROM \"v\""), 2);
	database_close(database);
}

/* A rule that is only checked at the end is still inside the write. */
static bool act_orphan(void *context, struct fault *fault)
{
	return database_run(context, "INSERT INTO \"child\" VALUES (9)", fault);
}

static void test_failing_commit(void **state)
{
	(void)state;
	struct database *database = memory_with_table();
	run_or_fail(database, "CREATE TABLE \"child\" (\"v\" INTEGER REFERENCES \"v\" (\"id\") DEFERRABLE "
	                      "INITIALLY DEFERRED)"
	                      " STRICT");
	struct fault fault = {};
	assert_false(database_write(database, act_orphan, database, &fault));
	assert_int_equal(fault.code, store_constraint);
	assert_int_equal(ask(database, "SELECT count(*) FROM \"child\""), 0);
	run_or_fail(database, "INSERT INTO \"v\" (\"id\") VALUES (9)");
	assert_true(database_write(database, act_orphan, database, &fault));
	database_close(database);
}

static bool act_fill(void *context, struct fault *fault)
{
	assert_true(put(context, 1, fault));
	return database_run(context, "INSERT INTO \"v\" (\"b\") VALUES (zeroblob(1000000))", fault);
}

static void test_disk_full(void **state)
{
	(void)state;
	struct folder folder = folder_with_database();
	struct database *database = open_or_fail(folder_file(&folder, "a.db"), DATABASE_WRITE);
	run_or_fail(database,
	            "CREATE TABLE \"v\" (\"id\" INTEGER PRIMARY KEY, \"i\" INTEGER, \"b\" BLOB) STRICT");
	run_or_fail(database, "PRAGMA max_page_count=20");
	struct fault fault = {};
	assert_false(database_write(database, act_fill, database, &fault));
	assert_int_equal(fault.code, store_full);
	assert_int_equal(fault_status(fault.code), 503);
	assert_int_equal(ask(database, "SELECT count(*) FROM \"v\""), 0);
	run_or_fail(database, "PRAGMA max_page_count=4000");
	assert_true(database_write(database, act_fill, database, &fault));
	assert_int_equal(ask(database, "SELECT count(*) FROM \"v\""), 2);
	database_close(database);
	folder_remove(&folder);
}

/* While one handle writes, another waits and then says that it did. */
static bool act_hold(void *context, struct fault *fault)
{
	struct database *other = context;
	struct fault busy = {};
	assert_false(database_run(other, "UPDATE \"t\" SET \"n\" = 5", &busy));
	assert_int_equal(busy.code, store_busy);
	(void)fault;
	return true;
}

static void test_busy(void **state)
{
	(void)state;
	struct folder folder = folder_with_database();
	struct database *one = open_or_fail(folder_file(&folder, "a.db"), DATABASE_WRITE);
	struct database *two = open_or_fail(folder_file(&folder, "a.db"), DATABASE_WRITE);
	run_or_fail(two, "PRAGMA busy_timeout=20");
	assert_true(database_write(one, act_hold, two, NULL));
	run_or_fail(two, "UPDATE \"t\" SET \"n\" = 6");
	database_close(two);
	database_close(one);
	folder_remove(&folder);
}

struct pair {
	struct database *reader, *writer;
};

static bool act_look(void *context, struct fault *fault)
{
	(void)fault;
	struct pair *pair = context;
	return ask(pair->reader, "SELECT \"n\" FROM \"t\"") == 10;
}

/* The snapshot does not move, however often it is looked at and whoever writes. */
static bool act_compare(void *context, struct fault *fault)
{
	struct pair *pair = context;
	assert_int_equal(ask(pair->reader, "SELECT \"n\" FROM \"t\""), 10);
	run_or_fail(pair->writer, "UPDATE \"t\" SET \"n\" = 20");
	assert_int_equal(ask(pair->reader, "SELECT \"n\" FROM \"t\""), 10);
	assert_true(database_snapshot(pair->reader, act_look, pair, fault));
	assert_int_equal(ask(pair->reader, "SELECT \"n\" FROM \"t\""), 10);
	assert_aborts((void)!database_write(pair->reader, act_look, pair, fault));
	return fault_set(fault, store_statement, "planned");
}

static void test_snapshot(void **state)
{
	(void)state;
	struct folder folder = folder_with_database();
	struct pair pair = {open_or_fail(folder_file(&folder, "a.db"), DATABASE_READ),
	                    open_or_fail(folder_file(&folder, "a.db"), DATABASE_WRITE)};
	struct fault fault = {};
	assert_false(database_snapshot(pair.reader, act_compare, &pair, &fault));
	assert_int_equal(fault.code, store_statement);
	assert_int_equal(ask(pair.reader, "SELECT \"n\" FROM \"t\""), 20);
	database_close(pair.reader);
	database_close(pair.writer);
	folder_remove(&folder);
}

static size_t faults_of(const char *path, enum fault_code *ret_code)
{
	struct database *database = open_or_fail(path, DATABASE_READ);
	struct faults faults = {};
	struct fault fault = {};
	if (!database_check(database, &faults, &fault))
		fail_msg("%s: %s", fault_name(fault.code), fault.argument[0]);
	size_t count = faults.count;
	if (count)
		*ret_code = faults.items[0].code;
	for (size_t i = 0; i < count; i++)
		assert_null(strstr(faults.items[i].argument[0], "eedle")); /* values stay unsaid */
	faults_release(&faults);
	database_close(database);
	return count;
}

/* A byte of the row, then the same byte of the index: each alone is a contradiction. */
static void test_check(void **state)
{
	(void)state;
	struct folder folder = folder_with_database();
	const char *path = folder_file(&folder, "a.db");
	struct database *database = open_or_fail(path, DATABASE_WRITE);
	run_or_fail(database, "CREATE TABLE \"u\" (\"id\" INTEGER PRIMARY KEY, \"w\" TEXT) STRICT;"
	                      "CREATE INDEX \"u_w\" ON \"u\" (\"w\");"
	                      "INSERT INTO \"u\" VALUES (1, 'needle')");
	database_close(database);
	enum fault_code code = store_busy;
	assert_int_equal(faults_of(path, &code), 0);
	struct arena arena = {};
	char *bytes = NULL;
	size_t length = 0, places = 0;
	assert_true(file_read(&arena, path, &bytes, &length, NULL));
	for (size_t at = 0; at + 6 <= length; at++) {
		if (memcmp(bytes + at, "needle", 6) != 0)
			continue;
		places++;
		bytes[at] = 'N';
		write_file(path, bytes, length);
		assert_true(faults_of(path, &code) > 0);
		assert_int_equal(code, store_unsound);
		bytes[at] = 'n';
	}
	assert_int_equal(places, 2);
	write_file(path, bytes, length);
	assert_int_equal(faults_of(path, &code), 0);
	arena_release(&arena);
	folder_remove(&folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_modes),
	        cmocka_unit_test(test_reader_cannot_write),
	        cmocka_unit_test(test_odd_names),
	        cmocka_unit_test(test_not_there),
	        cmocka_unit_test(test_not_ours),
	        cmocka_unit_test(test_read_only_folder),
	        cmocka_unit_test(test_damaged),
	        cmocka_unit_test(test_values),
	        cmocka_unit_test(test_statements_kept),
	        cmocka_unit_test(test_statements_forgotten),
	        cmocka_unit_test(test_statement_faults),
	        cmocka_unit_test(test_visit),
	        cmocka_unit_test(test_visit_bound),
	        cmocka_unit_test(test_visit_faults),
	        cmocka_unit_test(test_nested_writes),
	        cmocka_unit_test(test_lost_write),
	        cmocka_unit_test(test_failing_commit),
	        cmocka_unit_test(test_disk_full),
	        cmocka_unit_test(test_busy),
	        cmocka_unit_test(test_snapshot),
	        cmocka_unit_test(test_check),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
