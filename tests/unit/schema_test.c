/* Migrations from every earlier shape, the refusals, the printed tables, and
   the comparison of a projection with its rebuild. */
#include "store/schema.h"

#include "golden.h"

#define NAMES(...)                \
	(const char *const[])     \
	{                         \
		__VA_ARGS__, NULL \
	}
#define COLUMNS(...)                                     \
	.columns = (const struct column[]){__VA_ARGS__}, \
	.column_count = sizeof(const struct column[]){__VA_ARGS__} / sizeof(struct column)
#define INDEXES(...)                                          \
	.indexes = (const struct table_index[]){__VA_ARGS__}, \
	.index_count = sizeof(const struct table_index[]){__VA_ARGS__} / sizeof(struct table_index)
#define TENANT                                                         \
	{                                                              \
		.name = "tenant", .type = COLUMN_INT, .required = true \
	}
#define ID                                                         \
	{                                                          \
		.name = "id", .type = COLUMN_INT, .required = true \
	}
#define KEY .key = NAMES("tenant", "id")

static const struct table activity = {
        .name = "activity",
        KEY,
        COLUMNS(TENANT, ID, {.name = "held_on", .type = COLUMN_INT},
                {.name = "org", .type = COLUMN_TEXT, .required = true},
                {.name = "place", .type = COLUMN_TEXT}, {.name = "phone", .type = COLUMN_BLOB}),
        INDEXES({"activity_by_day", NAMES("tenant", "held_on", "org"), false, "figures over a period"},
                {"activity_by_number", NAMES("tenant", "org", "place"), true, "the place is taken once"}),
};

/* The same a year later: table, column and index have new names, there is a new column of each kind. */
static const struct table event = {
        .name = "event",
        .was = NAMES("activity"),
        KEY,
        COLUMNS(TENANT, ID, {.name = "began_on", .type = COLUMN_INT, .was = NAMES("started_on", "held_on")},
                {.name = "org", .type = COLUMN_TEXT, .required = true},
                {.name = "place", .type = COLUMN_TEXT}, {.name = "phone", .type = COLUMN_BLOB},
                {.name = "mode", .type = COLUMN_TEXT},
                {.name = "voided", .type = COLUMN_INT, .required = true}),
        INDEXES({"event_by_day", NAMES("tenant", "began_on", "org"), false, "figures over a period"},
                {"activity_by_number", NAMES("tenant", "place", "org"), true, "the place is taken once"},
                {"event_by_mode", NAMES("tenant", "mode"), false, "list by mode"}),
};

static struct database *open_memory(void)
{
	struct database *database = NULL;
	assert_true(database_open(NULL, DATABASE_MEMORY, &database, NULL));
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

/* Migrates and expects exactly this report. */
static void migrate(struct database *database, const struct table *table, const char *expected)
{
	struct text report = TEXT_EMPTY;
	struct fault fault = {};
	if (!schema_migrate(database, table, 1, &report, &fault))
		fail_msg("%s: %s", fault_name(fault.code), fault.argument[0]);
	assert_string_equal(report.at, expected);
	text_release(&report);
	assert_true(schema_migrate(database, table, 1, NULL, NULL));
}

static void test_made_once(void **state)
{
	(void)state;
	struct database *database = open_memory();
	migrate(database, &activity,
	        "create table activity\ncreate index activity_by_day\ncreate index activity_by_number\n");
	int64_t version = ask(database, "PRAGMA schema_version");
	migrate(database, &activity, "");
	assert_int_equal(ask(database, "PRAGMA schema_version"), version);
	/* STRICT, NOT NULL and unique are really there. */
	run_or_fail(database,
	            "INSERT INTO \"activity\" VALUES (440307, 1, 20210330, '440307018', 'hall', NULL)");
	static const char *const refused[] = {
	        "INSERT INTO \"activity\" VALUES (440307, 1, 20210330, '440307018', 'yard', NULL)",
	        "INSERT INTO \"activity\" VALUES (440307, 2, 20210330, '440307018', 'hall', NULL)",
	        "INSERT INTO \"activity\" VALUES (440307, 2, 20210330, NULL, 'yard', NULL)",
	        "INSERT INTO \"activity\" VALUES (NULL, 2, 20210330, '440307018', 'yard', NULL)",
	        "INSERT INTO \"activity\" VALUES (440307, 2, 'March', '440307018', 'yard', NULL)",
	        "INSERT INTO \"activity\" VALUES (440307, 2, 20210330, '440307018', 'yard', 'no blob')",
	};
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		assert_false(database_run(database, refused[i], NULL));
	run_or_fail(database,
	            "INSERT INTO \"activity\" VALUES (440308, 1, 20210330, '440307018', 'hall', NULL)");
	database_close(database);
}

static void test_renamed_and_grown(void **state)
{
	(void)state;
	struct database *database = open_memory();
	migrate(database, &activity,
	        "create table activity\ncreate index activity_by_day\ncreate index activity_by_number\n");
	run_or_fail(database,
	            "INSERT INTO \"activity\" VALUES (440307, 1, 20210330, '440307018', 'hall', x'01')");
	migrate(database, &event,
	        "rename table activity to event\n"
	        "rename column event.held_on to began_on\n"
	        "add column event.mode\n"
	        "add column event.voided\n"
	        "drop index activity_by_day\n"
	        "create index event_by_day\n"
	        "drop index activity_by_number\n"
	        "create index activity_by_number\n"
	        "create index event_by_mode\n");
	migrate(database, &event, "");
	assert_int_equal(
	        ask(database,
	            "SELECT \"began_on\" FROM \"event\" WHERE \"place\" = 'hall' AND \"mode\" IS NULL"
	            " AND \"voided\" = 0 AND \"phone\" = x'01'"),
	        20210330);
	assert_int_equal(ask(database, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'activity%'"), 1);
	database_close(database);
}

/* Going back is no error: what the old declaration does not know stays. */
static void test_nothing_dropped(void **state)
{
	(void)state;
	struct table smaller = activity;
	smaller.column_count = 4;
	smaller.index_count = 1;
	struct database *database = open_memory();
	assert_true(schema_migrate(database, &activity, 1, NULL, NULL));
	run_or_fail(database, "CREATE INDEX \"by_hand\" ON \"activity\" (\"tenant\", \"phone\")");
	migrate(database, &smaller, "");
	assert_int_equal(ask(database, "SELECT count(*) FROM pragma_table_info('activity')"), 6);
	assert_int_equal(
	        ask(database, "SELECT count(*) FROM pragma_index_list('activity') WHERE origin = 'c'"), 3);
	database_close(database);
}

/* A name that is still declared is never taken for the old name of another. */
static void test_names_that_stay(void **state)
{
	(void)state;
	const struct table first[] = {
	        {.name = "a", KEY, COLUMNS(TENANT, ID, {.name = "x", .type = COLUMN_INT})},
	        {.name = "c", KEY, COLUMNS(TENANT, ID, {.name = "x", .type = COLUMN_INT})},
	};
	const struct table then[] = {
	        first[0],
	        {.name = "b", .was = NAMES("a"), KEY, COLUMNS(TENANT, ID)},
	        {.name = "c",
	         KEY,
	         COLUMNS(TENANT, ID, {.name = "x", .type = COLUMN_INT},
	                 {.name = "y", .type = COLUMN_INT, .was = NAMES("x")})},
	};
	struct database *database = open_memory();
	assert_true(schema_migrate(database, first, 2, NULL, NULL));
	struct text report = TEXT_EMPTY;
	assert_true(schema_migrate(database, then, 3, &report, NULL));
	assert_string_equal(report.at, "create table b\nadd column c.y\n");
	text_cut(&report, 0);
	assert_true(schema_migrate(database, then, 3, &report, NULL));
	assert_string_equal(report.at, "");
	text_release(&report);
	database_close(database);
}

/* Two indexes may look the same and both stay; one that becomes unique is made anew. */
static void test_indexes(void **state)
{
	(void)state;
	const struct table before = {.name = "a",
	                             KEY,
	                             COLUMNS(TENANT, ID),
	                             INDEXES({"a_one", NAMES("tenant", "id"), false, "q"},
	                                     {"a_two", NAMES("tenant", "id"), false, "q"})};
	const struct table after = {
	        .name = "a",
	        KEY,
	        COLUMNS(TENANT, ID),
	        INDEXES({"a_one", NAMES("tenant", "id"), true, "q"}, {"a_two", NAMES("tenant"), false, "q"})};
	struct database *database = open_memory();
	migrate(database, &before, "create table a\ncreate index a_one\ncreate index a_two\n");
	migrate(database, &before, "");
	migrate(database, &after,
	        "drop index a_one\ncreate index a_one\ndrop index a_two\ncreate index a_two\n");
	migrate(database, &after, "");
	database_close(database);
}

static void expect_refused(const struct table *table, enum fault_code code)
{
	struct database *database = open_memory();
	assert_true(schema_migrate(database, &activity, 1, NULL, NULL));
	struct text report = TEXT_EMPTY;
	struct fault fault = {};
	const struct table first = {.name = "first", KEY, COLUMNS(TENANT, ID)};
	const struct table tables[] = {first, *table};
	assert_false(schema_migrate(database, tables, 2, &report, &fault));
	assert_int_equal(fault.code, code);
	assert_string_equal(fault.argument[0], "activity");
	/* All or nothing: the first table was made and is gone again. */
	assert_string_equal(report.at, "");
	assert_int_equal(ask(database, "SELECT count(*) FROM sqlite_schema WHERE name = 'first'"), 0);
	text_release(&report);
	database_close(database);
}

static void test_refused(void **state)
{
	(void)state;
	const struct table other_type = {
	        .name = "activity", KEY, COLUMNS(TENANT, ID, {.name = "held_on", .type = COLUMN_TEXT})};
	const struct table not_required = {
	        .name = "activity", KEY, COLUMNS(TENANT, ID, {.name = "org", .type = COLUMN_TEXT})};
	const struct table longer_key = {
	        .name = "activity",
	        .key = NAMES("tenant", "id", "org"),
	        COLUMNS(TENANT, ID, {.name = "org", .type = COLUMN_TEXT, .required = true})};
	const struct table shorter_key = {.name = "activity", .key = NAMES("tenant"), COLUMNS(TENANT, ID)};
	expect_refused(&other_type, store_column_type);
	expect_refused(&not_required, store_column_required);
	expect_refused(&longer_key, store_key_changed);
	expect_refused(&shorter_key, store_key_changed);
}

/* The rules for a cluster are a matter for the programmer. */
static void test_rules(void **state)
{
	(void)state;
	const struct table bad[] = {
	        {.name = "a", .key = NAMES("id"), COLUMNS(TENANT, ID)},
	        {.name = "a", .key = NAMES("id", "tenant"), COLUMNS(TENANT, ID)},
	        {.name = "a", .key = NAMES("tenant", "no"), COLUMNS(TENANT, ID)},
	        {.name = "a", KEY, COLUMNS(ID)},
	        {.name = "a", KEY, COLUMNS({.name = "tenant", .type = COLUMN_TEXT, .required = true}, ID)},
	        {.name = "a", KEY, COLUMNS({.name = "tenant", .type = COLUMN_INT}, ID)},
	        {.name = "sqlite_a", KEY, COLUMNS(TENANT, ID)},
	        {.name = "a\"b", KEY, COLUMNS(TENANT, ID)},
	        {.name = "a", KEY, COLUMNS(TENANT, ID), INDEXES({"i", NAMES("id"), false, "q"})},
	        {.name = "a", KEY, COLUMNS(TENANT, ID), INDEXES({"i", NAMES("tenant", "no"), false, "q"})},
	        {.name = "a", KEY, COLUMNS(TENANT, ID), INDEXES({"i", NAMES("tenant"), false, ""})},
	        {.name = "a",
	         KEY,
	         COLUMNS(TENANT, ID),
	         INDEXES({"i", NAMES("tenant"), false, "q\nDROP TABLE a"})},
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct text text = TEXT_EMPTY;
		assert_aborts(schema_print(&bad[i], &text));
	}
}

static void test_printed(void **state)
{
	(void)state;
	struct text text = TEXT_EMPTY;
	schema_print(&activity, &text);
	schema_print(&event, &text);
	assert_true(golden_same("schema.sql", text.at));
	/* What is printed is what is made: a migration finds nothing to do. */
	const struct table *const tables[] = {&activity, &event};
	for (size_t i = 0; i < 2; i++) {
		struct database *database = open_memory();
		text_cut(&text, 0);
		schema_print(tables[i], &text);
		run_or_fail(database, text.at);
		migrate(database, tables[i], "");
		database_close(database);
	}
	text_release(&text);
}

/* ---- Comparing ---- */

static struct database *filled(void)
{
	struct database *database = open_memory();
	assert_true(schema_migrate(database, &activity, 1, NULL, NULL));
	run_or_fail(database, "INSERT INTO \"activity\" VALUES (440307, 9223372036854775807, NULL, "
	                      "'440307018', 'gate', x''),"
	                      "(440307, 123, 20210330, '440307018', 'hall', x'0102'),"
	                      "(440306, 500, 20210401, '440306001', NULL, NULL)");
	return database;
}

static void test_compare(void **state)
{
	(void)state;
	static const struct {
		const char *change, *place;
		enum schema_difference difference;
	} cases[] = {
	        {"UPDATE \"activity\" SET \"held_on\" = 20210331 WHERE \"id\" = 123",
	         "activity 440307/123 held_on: 20210330 ≠ 20210331", SCHEMA_VALUE_DIFFERS},
	        {"UPDATE \"activity\" SET \"held_on\" = NULL WHERE \"id\" = 123",
	         "activity 440307/123 held_on: 20210330 ≠ NULL", SCHEMA_VALUE_DIFFERS},
	        {"UPDATE \"activity\" SET \"held_on\" = 0 WHERE \"id\" > 500",
	         "activity 440307/9223372036854775807 held_on: NULL ≠ 0", SCHEMA_VALUE_DIFFERS},
	        {"UPDATE \"activity\" SET \"place\" = 'Hall' WHERE \"id\" = 123",
	         "activity 440307/123 place: \"…\" (4 B) ≠ \"…\" (4 B)", SCHEMA_VALUE_DIFFERS},
	        {"UPDATE \"activity\" SET \"place\" = '' WHERE \"id\" = 500",
	         "activity 440306/500 place: NULL ≠ \"…\" (0 B)", SCHEMA_VALUE_DIFFERS},
	        {"UPDATE \"activity\" SET \"phone\" = x'010203' WHERE \"id\" = 123",
	         "activity 440307/123 phone: 0x… (2 B) ≠ 0x… (3 B)", SCHEMA_VALUE_DIFFERS},
	        {"DELETE FROM \"activity\" WHERE \"id\" = 123", "activity 440307/123", SCHEMA_ONLY_LIVE},
	        {"DELETE FROM \"activity\" WHERE \"id\" > 500", "activity 440307/9223372036854775807",
	         SCHEMA_ONLY_LIVE},
	        {"DELETE FROM \"activity\"", "activity 440306/500", SCHEMA_ONLY_LIVE},
	        {"INSERT INTO \"activity\" VALUES (440306, 499, 1, 'x', 'y', NULL)", "activity 440306/499",
	         SCHEMA_ONLY_REBUILT},
	        {"INSERT INTO \"activity\" VALUES (440399, 1, 1, 'x', 'y', NULL)", "activity 440399/1",
	         SCHEMA_ONLY_REBUILT},
	        {"UPDATE \"activity\" SET \"tenant\" = 440305 WHERE \"id\" = 500", "activity 440305/500",
	         SCHEMA_ONLY_REBUILT},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct database *live = filled(), *rebuilt = filled();
		struct text place = TEXT_EMPTY;
		enum schema_difference difference = SCHEMA_ONLY_LIVE;
		assert_true(schema_compare(live, rebuilt, &activity, &place, &difference, NULL));
		assert_int_equal(difference, SCHEMA_EQUAL);
		assert_string_equal(place.at, "");
		run_or_fail(rebuilt, cases[i].change);
		assert_true(schema_compare(live, rebuilt, &activity, &place, &difference, NULL));
		assert_int_equal(difference, cases[i].difference);
		assert_string_equal(place.at, cases[i].place);
		text_release(&place);
		database_close(live);
		database_close(rebuilt);
	}
}

/* Any one flipped value in any column of any row is found. */
static void test_compare_every_place(void **state)
{
	(void)state;
	struct database *live = filled(), *rebuilt = filled();
	static const char *const flips[] = {"\"held_on\" = coalesce(\"held_on\", 0) + 1",
	                                    "\"org\" = \"org\" || '1'",
	                                    "\"place\" = coalesce(\"place\", '') || ' '",
	                                    "\"phone\" = CAST(coalesce(\"phone\", x'') || x'00' AS BLOB)",
	                                    "\"id\" = \"id\" - 1",
	                                    "\"tenant\" = \"tenant\" + 1"};
	static const char *const rows[] = {"123", "500", "9223372036854775807"};
	for (size_t flip = 0; flip < sizeof flips / sizeof flips[0]; flip++) {
		for (size_t row = 0; row < 3; row++) {
			struct text sql = TEXT_EMPTY, place = TEXT_EMPTY;
			enum schema_difference difference = SCHEMA_EQUAL;
			text_format(&sql, "BEGIN; UPDATE \"activity\" SET %s WHERE \"id\" = %s", flips[flip],
			            rows[row]);
			run_or_fail(rebuilt, sql.at);
			assert_true(schema_compare(live, rebuilt, &activity, &place, &difference, NULL));
			assert_true(difference);
			run_or_fail(rebuilt, "ROLLBACK");
			assert_true(schema_compare(live, rebuilt, &activity, &place, &difference, NULL));
			assert_int_equal(difference, SCHEMA_EQUAL);
			text_release(&sql);
			text_release(&place);
		}
	}
	database_close(live);
	database_close(rebuilt);
}

static void test_compare_without_table(void **state)
{
	(void)state;
	struct database *live = filled(), *rebuilt = open_memory();
	struct text place = TEXT_EMPTY;
	struct fault fault = {};
	enum schema_difference difference = SCHEMA_EQUAL;
	assert_false(schema_compare(live, rebuilt, &activity, &place, &difference, &fault));
	assert_int_equal(fault.code, store_statement);
	assert_int_equal(difference, SCHEMA_EQUAL);
	/* The live statement was given back. */
	run_or_fail(rebuilt, "BEGIN; COMMIT");
	assert_true(schema_migrate(rebuilt, &activity, 1, NULL, NULL));
	assert_true(schema_compare(live, rebuilt, &activity, &place, &difference, &fault));
	assert_true(difference);
	text_release(&place);
	database_close(live);
	database_close(rebuilt);
}

static const struct table visit = {
        .name = "visit",
        KEY,
        COLUMNS(TENANT, ID, {.name = "org", .type = COLUMN_TEXT, .required = true},
                {.name = "made_on", .type = COLUMN_INT},
                {.name = "pairing", .type = COLUMN_INT, .required = true},
                {.name = "after", .type = COLUMN_INT}),
        INDEXES({"visit_list", NAMES("tenant", "org", "made_on"), .query = "lists", .sharing = 7000},
                {"visit_pairing", NAMES("tenant", "pairing"), .query = "of one", .sharing = 8},
                {"visit_after", NAMES("tenant", "after"), .query = "the next", .sharing = 10000}),
};

/* Which index is entered, as SQLite explains it. */
static void assert_plan(struct database *database, const char *sql, const char *index)
{
	struct statement *statement = NULL;
	struct text explained = TEXT_EMPTY;
	text_format(&explained, "EXPLAIN QUERY PLAN %s", sql);
	assert_true(database_prepare(database, explained.at, &statement, NULL));
	assert_int_equal(statement_step(statement, NULL), STEP_ROW);
	assert_non_null(strstr(statement_text(statement, 3), index));
	statement_reset(statement);
	text_release(&explained);
}

static void test_planner(void **state)
{
	(void)state;
	struct database *database = open_memory();
	assert_true(schema_migrate(database, &visit, 1, NULL, NULL));
	const char *of_unit = "SELECT * FROM visit WHERE tenant = 1 AND org >= 'a' AND org < 'b' AND ";
	const struct {
		const char *where, *index;
	} plans[] = {
	        {"made_on > 5 ORDER BY made_on", "visit_list"},
	        {"pairing = 7 ORDER BY made_on", "visit_pairing"},
	        {"after = 7 ORDER BY made_on", "visit_after"},
	        {"after IS NULL AND pairing = 7", "visit_pairing"},
	        {"id = 3", "sqlite_autoindex_visit_1"},
	};
	for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
		struct text sql = TEXT_EMPTY;
		text_format(&sql, "%s%s", of_unit, plans[i].where);
		assert_plan(database, sql.at, plans[i].index);
		text_release(&sql);
	}
	/* Told anew by every migration, not twice. */
	assert_int_equal(ask(database, "SELECT count(*) FROM sqlite_stat1"), 4);
	run_or_fail(database, "DELETE FROM sqlite_stat1 WHERE idx = 'visit_list'");
	assert_true(schema_migrate(database, &visit, 1, NULL, NULL));
	assert_int_equal(ask(database, "SELECT count(*) FROM sqlite_stat1"), 4);
	database_close(database);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_made_once),
	        cmocka_unit_test(test_renamed_and_grown),
	        cmocka_unit_test(test_nothing_dropped),
	        cmocka_unit_test(test_names_that_stay),
	        cmocka_unit_test(test_indexes),
	        cmocka_unit_test(test_refused),
	        cmocka_unit_test(test_rules),
	        cmocka_unit_test(test_printed),
	        cmocka_unit_test(test_compare),
	        cmocka_unit_test(test_compare_every_place),
	        cmocka_unit_test(test_compare_without_table),
	        cmocka_unit_test(test_planner),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
