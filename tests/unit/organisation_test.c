/* Codes, tenants, today's map and scopes. The random part asks three parties
   the same question: SQL over real tables, the test in C, and an oracle that
   knows only strings and a list of who gave way to whom. */
#include "access/organisation.h"

#include <inttypes.h>

#include "base/ids.h"
#include "unit.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* ---- Codes ---- */

static void codes_are_recognised(void **state)
{
	static const char *const good[] = {"44",           "4403",        "440307",          "440307018",
	                                   "440307018003", "440307u01",   "440307018003u01", "44u01",
	                                   "4403zzz",      "440307u01a9z"};
	static const char *const bad[] = {"",
	                                  "4",
	                                  "440",
	                                  "44030",
	                                  "4403070",
	                                  "44030701",
	                                  "0403",
	                                  "00",
	                                  "440307u",
	                                  "440307u0",
	                                  "440307U01",
	                                  "440307u0A",
	                                  "440307u01b",
	                                  "440307 ",
	                                  " 440307",
	                                  "44~",
	                                  "4403070180031",
	                                  "440307uéé",
	                                  "-44",
	                                  "440307018003004",
	                                  "44030701800300"};
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(organisation_code_valid(good[i]));
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(organisation_code_valid(bad[i]));
	assert_false(organisation_code_valid(NULL));
}

static void tenants_are_six_digits(void **state)
{
	static const struct {
		const char *code;
		int64_t tenant;
	} rows[] = {
	        {"44", 440000},
	        {"4403", 440300},
	        {"440307", 440307},
	        {"440307018", 440307},
	        {"440307018003", 440307},
	        {"440307u01", 440307},
	        {"4403u01", 440300},
	        {"44u01b02", 440000},
	        /* Cities without districts: 东莞, 中山, 儋州; and counties straight under a province. */
	        {"4419", 441900},
	        {"441900", 441900},
	        {"441900003", 441900},
	        {"441900003001", 441900},
	        {"4420", 442000},
	        {"4604", 460400},
	        {"460400", 460400},
	        {"460400100", 460400},
	        {"4690", 469000},
	        {"469001", 469001},
	        {"469001100", 469001},
	        {"", 0},
	        {"4403x", 0},
	        {"garbage", 0},
	        {"00", 0},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(tenant_of(rows[i].code), rows[i].tenant);
	assert_int_equal(tenant_of(NULL), 0);
}

static void parents_go_up_to_the_province(void **state)
{
	static const char *const path[] = {"440307018003u01a02",
	                                   "440307018003u01",
	                                   "440307018003",
	                                   "440307018",
	                                   "440307",
	                                   "4403",
	                                   "44",
	                                   NULL};
	char out[32];
	(void)state;
	for (size_t i = 0; path[i + 1]; i++) {
		assert_true(organisation_parent(path[i], out));
		assert_string_equal(out, path[i + 1]);
	}
	assert_false(organisation_parent("44", out));
	assert_false(organisation_parent("4403x", out));
	assert_true(organisation_parent("44u01", out));
	assert_string_equal(out, "44");
	assert_true(organisation_parent("4403u01", out));
	assert_string_equal(out, "4403");
	char same[] = "440307u01";
	assert_true(organisation_parent(same, same));
	assert_string_equal(same, "440307");
}

/* ---- The ledger ---- */

static struct database *database_with(const char *sql)
{
	struct database *database = NULL;
	struct fault fault;
	assert_true(database_open(NULL, DATABASE_MEMORY, &database, &fault));
	assert_true(database_run(
	        database,
	        "CREATE TABLE org (tenant INTEGER, id INTEGER, org TEXT, voided INTEGER, name TEXT,"
	        " level TEXT, valid_from INTEGER, valid_to INTEGER, succeeded_by TEXT,"
	        " PRIMARY KEY (tenant, id)) STRICT;"
	        "CREATE TABLE record (tenant INTEGER, id INTEGER, org TEXT, PRIMARY KEY (tenant, id)) STRICT",
	        &fault));
	assert_true(database_run(database, sql, &fault));
	return database;
}

static void units_are_loaded(void **state)
{
	struct database *database = database_with(
	        "INSERT INTO org VALUES (440307, 9, '440307018', 0, '布吉街道', 'street', 20090101, NULL, "
	        "NULL),"
	        " (440307, 8, '440307', 0, '龙岗区', 'district', 19930101, NULL, NULL),"
	        " (440307, 7, '440307020', 1, '误录', 'street', 20200101, NULL, NULL),"
	        " (440307, 6, '440307019', 0, '旧名', 'street', 20090101, 20160101, '440307018'),"
	        " (440307, 5, '440307019', 0, '新名', 'street', 20170101, NULL, NULL),"
	        " (440307, 4, 'nonsense', 0, '被改坏', 'street', 20170101, NULL, NULL),"
	        " (440307, 3, '440307021', 0, '坂田街道', 'street', NULL, 20200101, 'nowhere')");
	struct organisation *organisation;
	struct fault fault;
	(void)state;
	assert_true(organisation_load(database, &organisation, &fault));
	database_close(database);
	assert_int_equal(organisation->count, 4);
	const struct organisation_unit *unit = organisation_find(organisation, "440307018");
	assert_non_null(unit);
	assert_string_equal(unit->name, "布吉街道");
	assert_string_equal(unit->level, "street");
	assert_int_equal(unit->record, 9);
	assert_int_equal(unit->valid_from, 20090101);
	assert_int_equal(unit->valid_to, 0);
	assert_null(unit->succeeded_by);
	assert_null(organisation_find(organisation, "440307020")); /* voided */
	assert_string_equal(organisation_find(organisation, "440307019")->name, "新名");
	assert_string_equal(organisation_today(organisation, "440307019"), "440307019");
	assert_null(organisation_find(organisation, "440307021")->succeeded_by); /* no code */
	assert_string_equal(organisation_today(organisation, "440307021"), "440307021");
	assert_null(organisation_find(organisation, NULL));
	organisation_free(organisation);
}

static void a_missing_ledger_is_a_fault(void **state)
{
	struct database *database = NULL;
	struct organisation *organisation = NULL;
	struct fault fault = {};
	(void)state;
	assert_true(database_open(NULL, DATABASE_MEMORY, &database, &fault));
	assert_false(organisation_load(database, &organisation, &fault));
	assert_null(organisation);
	assert_int_not_equal(fault.code, FAULT_NONE);
	database_close(database);
	organisation_free(NULL);
}

/* ---- Today's map ---- */

struct edge {
	const char *from, *to;
};

static struct organisation *map_of(const struct edge *edges, size_t count)
{
	struct organisation_unit *units = memory_take((count + 1) * sizeof *units);
	for (size_t i = 0; i < count; i++)
		units[i] = (struct organisation_unit){.code = edges[i].from,
		                                      .valid_to = 20200101,
		                                      .succeeded_by = edges[i].to,
		                                      .record = (int64_t)i + 1};
	struct organisation *organisation = organisation_make(units, count, 20210630);
	memory_free(units);
	return organisation;
}

static void expect_today(const struct edge *edges, size_t count, const struct edge *expected,
                         size_t expected_count)
{
	struct organisation *organisation = map_of(edges, count);
	for (size_t i = 0; i < expected_count; i++)
		assert_string_equal(organisation_today(organisation, expected[i].from), expected[i].to);
	organisation_free(organisation);
}

#define EXPECT_TODAY(edges, expected) expect_today(edges, COUNT(edges), expected, COUNT(expected))

static void chains_and_mergers_are_followed(void **state)
{
	static const struct edge edges[] = {{"440307001", "440307002"},
	                                    {"440307002", "440307003"},
	                                    {"440307004", "440307003"},
	                                    {"440307005001", "440308001001"}};
	static const struct edge expected[] = {
	        {"440307001", "440307003"},       {"440307002", "440307003"},
	        {"440307004", "440307003"},       {"440307004009", "440307003"},
	        {"440307003", "440307003"},       {"440307005", "440307005"},
	        {"440307005001", "440308001001"}, {"440307005001u01", "440308001001"},
	        {"440307005002", "440307005002"}, {"440307", "440307"},
	        {"440307001u01", "440307003"}};
	(void)state;
	EXPECT_TODAY(edges, expected);
}

static void children_with_their_own_successor_go_their_own_way(void **state)
{
	static const struct edge edges[] = {{"440307001", "440307002"},
	                                    {"440307001001", "440308009001"},
	                                    {"440307001002", "440307001003"}};
	static const struct edge expected[] = {{"440307001", "440307002"},
	                                       {"440307001001", "440308009001"},
	                                       {"440307001001u01", "440308009001"},
	                                       /* Gave way to a neighbour, which went with the street. */
	                                       {"440307001002", "440307002"},
	                                       {"440307001003", "440307002"}};
	(void)state;
	EXPECT_TODAY(edges, expected);
}

static void an_heir_below_stays_where_it_is(void **state)
{
	static const struct edge edges[] = {
	        {"4419", "441900"}, {"440307001", "440307001005"}, {"440308", "440307"}};
	static const struct edge expected[] = {{"4419", "441900"},
	                                       {"441900", "441900"},
	                                       {"441900003", "441900003"},
	                                       {"4419u01", "441900"},
	                                       {"440307001", "440307001005"},
	                                       {"440307001004", "440307001005"},
	                                       {"440307001005", "440307001005"},
	                                       {"440307001005u01", "440307001005u01"},
	                                       {"440308001", "440307"}};
	(void)state;
	EXPECT_TODAY(edges, expected);
}

static void circles_count_for_nothing(void **state)
{
	static const struct edge edges[] = {{"440307001", "440307002"}, {"440307002", "440307003"},
	                                    {"440307003", "440307001"}, {"440307004", "440307002"},
	                                    {"440307005", "440307005"}, {"440308001", "440309001003"},
	                                    {"440309001", "440308001"}};
	static const struct edge expected[] = {{"440307001", "440307001"},      {"440307002", "440307002"},
	                                       {"440307003", "440307003"},      {"440307004", "440307002"},
	                                       {"440307005", "440307005"},      {"440308001", "440308001"},
	                                       {"440309001003", "440309001003"}};
	(void)state;
	EXPECT_TODAY(edges, expected);
}

static void a_day_still_to_come_does_not_count(void **state)
{
	static const struct organisation_unit units[] = {
	        {.code = "440307001", .valid_to = 20210701, .succeeded_by = "440307009"},
	        {.code = "440307002", .valid_to = 20210630, .succeeded_by = "440307009"},
	        {.code = "440307003", .valid_to = 0, .succeeded_by = "440307009"},
	        {.code = "440307004", .valid_to = 20200101}};
	struct organisation *organisation = organisation_make(units, COUNT(units), 20210630);
	(void)state;
	assert_string_equal(organisation_today(organisation, "440307001"), "440307001");
	assert_string_equal(organisation_today(organisation, "440307002"), "440307009");
	assert_string_equal(organisation_today(organisation, "440307003"), "440307009");
	assert_string_equal(organisation_today(organisation, "440307004"), "440307004");
	assert_null(organisation_today(organisation, NULL));
	assert_string_equal(organisation_today(organisation, "no code"), "no code");
	organisation_free(organisation);
}

static void a_circle_behind_a_circle_counts_for_nothing_too(void **state)
{
	/* Only when the first two are out does the second pair lead back to itself. */
	static const struct edge edges[] = {{"440307001", "440309"},
	                                    {"440309", "440307001"},
	                                    {"440307", "440308"},
	                                    {"440308", "440307001002"}};
	static const struct edge expected[] = {{"440307001", "440307001"},
	                                       {"440309", "440309"},
	                                       {"440307", "440307"},
	                                       {"440308005", "440308005"}};
	(void)state;
	EXPECT_TODAY(edges, expected);
}

/* ---- Scopes ---- */

struct scope_case {
	const char *code, *sql;
	int64_t from, to;
};

static void expect_scopes(const struct edge *edges, size_t count, const struct scope_case *cases,
                          size_t case_count)
{
	struct organisation *organisation = map_of(edges, count);
	for (size_t i = 0; i < case_count; i++) {
		struct arena arena = {};
		struct sql sql = SQL_EMPTY;
		struct organisation_scope scope;
		organisation_scope(organisation, cases[i].code, &arena, &scope);
		organisation_scope_sql(&scope, "t", &sql);
		assert_string_equal(sql.text.at, cases[i].sql);
		assert_int_equal(scope.tenant_from, cases[i].from);
		assert_int_equal(scope.tenant_to, cases[i].to);
		sql_release(&sql);
		arena_release(&arena);
	}
	organisation_free(organisation);
}

#define RANGE "\"t\".\"org\" >= ? AND \"t\".\"org\" < ?"

static void scopes_are_no_longer_than_need_be(void **state)
{
	static const char plain[] = "(\"t\".\"tenant\" = ? AND " RANGE ")";
	static const char wide[] = "(\"t\".\"tenant\" >= ? AND \"t\".\"tenant\" <= ? AND " RANGE ")";
	static const char less[] = "(\"t\".\"tenant\" = ? AND " RANGE " AND NOT (" RANGE "))";
	static const char more[] = "(\"t\".\"tenant\" IN (?, ?) AND (" RANGE " OR " RANGE "))";
	static const struct edge edges[] = {{"440307001", "440307002"}, {"440310005", "440311003"}};
	static const struct scope_case cases[] = {{"440307", plain, 440307, 440307},
	                                          {"440307003", plain, 440307, 440307},
	                                          {"440307u01", plain, 440307, 440307},
	                                          {"4403", wide, 440300, 440399},
	                                          {"44", wide, 440000, 449999},
	                                          {"4403u01", plain, 440300, 440300},
	                                          {"441900", plain, 441900, 441900},
	                                          {"440310", less, 440310, 440310},
	                                          {"440311", more, 440310, 440311},
	                                          {"440307001", "(1 = 0)", 440307, 440307},
	                                          {"440310005", "(1 = 0)", 440310, 440310},
	                                          {"no code", "(1 = 0)", 0, 0}};
	(void)state;
	expect_scopes(edges, COUNT(edges), cases, COUNT(cases));
}

static void a_district_binds_its_tenant_and_range(void **state)
{
	struct organisation *organisation = map_of(NULL, 0);
	struct sql sql = SQL_EMPTY;
	struct arena arena = {};
	struct organisation_scope scope;
	(void)state;
	organisation_scope(organisation, "440307", &arena, &scope);
	organisation_scope_sql(&scope, "t", &sql);
	assert_int_equal(sql.count, 3);
	assert_int_equal(sql.binds[0].number, 440307);
	assert_string_equal(sql.binds[1].bytes, "440307");
	assert_string_equal(sql.binds[2].bytes, "440307~");
	assert_true(organisation_scope_holds(&scope, "440307"));
	assert_true(organisation_scope_holds(&scope, "440307u01"));
	assert_true(organisation_scope_holds(&scope, "440307018003"));
	assert_false(organisation_scope_holds(&scope, "4403"));
	assert_false(organisation_scope_holds(&scope, "440308"));
	sql_release(&sql);
	arena_release(&arena);
	organisation_free(organisation);
}

/* ---- Random trees ---- */

enum { CODE_SIZE = 24, WORLD_CODES = 40, WORLD_RECORDS = 70, WORLDS = 250 };

struct world {
	char codes[WORLD_CODES][CODE_SIZE];
	char heirs[WORLD_CODES][CODE_SIZE]; /* "" for none */
	char records[WORLD_RECORDS][CODE_SIZE];
	size_t count;
};

static void roll_code(struct dice *dice, char out[static CODE_SIZE])
{
	static const char *const bases[] = {"44",        "4403",      "440306",       "440307",
	                                    "440308",    "4419",      "441900",       "440307",
	                                    "440307018", "440307019", "440307018003", "440306001"};
	snprintf(out, CODE_SIZE, "%s", bases[dice_below(dice, COUNT(bases))]);
	for (uint32_t steps = dice_below(dice, 3); steps; steps--) {
		size_t length = strlen(out);
		bool unit = dice_below(dice, 4) == 0 || strchr(out, 'u') || length == 12;
		const char *shape = unit ? "u%02u" : length < 6 ? "%02u" : "%03u";
		if (length + 3 >= CODE_SIZE)
			break;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(out + length, CODE_SIZE - length, shape, 1 + dice_below(dice, 3));
#pragma GCC diagnostic pop
	}
}

static void world_roll(struct world *world, uint64_t seed)
{
	struct dice dice = {seed};
	*world = (struct world){};
	size_t wanted = 1 + dice_below(&dice, WORLD_CODES);
	uint32_t movers = 1 + dice_below(&dice, 4);
	for (size_t tries = 0; tries < 4 * WORLD_CODES && world->count < wanted; tries++) {
		char code[CODE_SIZE];
		bool known = false;
		roll_code(&dice, code);
		for (size_t i = 0; i < world->count; i++)
			known = known || strcmp(world->codes[i], code) == 0;
		if (known)
			continue;
		memcpy(world->codes[world->count], code, CODE_SIZE);
		if (dice_below(&dice, 4) < movers)
			roll_code(&dice, world->heirs[world->count]);
		world->count++;
	}
	for (size_t i = 0; i < WORLD_RECORDS; i++)
		roll_code(&dice, world->records[i]);
}

/* The oracle. It cuts codes by hand and removes circles one question at a time. */

static void oracle_up(char *code)
{
	size_t length = strlen(code);
	bool unit = strspn(code, "0123456789") < length;
	code[length <= 2 ? 0 : length - (unit || length > 6 ? 3 : 2)] = 0;
}

static int oracle_edge(const struct world *world, const char *code)
{
	char above[CODE_SIZE];
	snprintf(above, sizeof above, "%s", code);
	for (; *above; oracle_up(above))
		for (size_t i = 0; i < world->count; i++) {
			const char *heir = world->heirs[i];
			if (!*heir || strcmp(world->codes[i], above) != 0 || strcmp(heir, above) == 0)
				continue;
			bool spared = strncmp(heir, above, strlen(above)) == 0 &&
			              strncmp(code, heir, strlen(heir)) == 0;
			if (!spared)
				return (int)i;
		}
	return -1;
}

static bool oracle_remove_circles(struct world *world)
{
	bool in_circle[WORLD_CODES] = {}, any = false;
	for (size_t i = 0; i < world->count; i++) {
		if (!*world->heirs[i] || strcmp(world->heirs[i], world->codes[i]) == 0)
			continue;
		int at = (int)i;
		for (size_t steps = 0; steps <= world->count && at >= 0 && !in_circle[i]; steps++) {
			at = oracle_edge(world, world->heirs[at]);
			in_circle[i] = at == (int)i;
		}
		any = any || in_circle[i];
	}
	for (size_t i = 0; i < world->count; i++)
		if (in_circle[i])
			world->heirs[i][0] = 0;
	return any;
}

static const char *oracle_today(const struct world *world, const char *code)
{
	int edge;
	while ((edge = oracle_edge(world, code)) >= 0)
		code = world->heirs[edge];
	return code;
}

static struct database *world_database(const struct world *world)
{
	struct database *database = database_with("");
	struct statement *statement;
	struct fault fault;
	for (size_t i = 0; i < world->count; i++) {
		assert_true(database_prepare(
		        database, "INSERT INTO org VALUES (?, ?, ?, 0, '', 'unit', 20000101, 20200101, ?)",
		        &statement, &fault));
		statement_bind_int(statement, 1, tenant_of(world->codes[i]));
		statement_bind_int(statement, 2, (int64_t)i + 1);
		statement_bind_text(statement, 3, world->codes[i]);
		statement_bind_text(statement, 4, *world->heirs[i] ? world->heirs[i] : NULL);
		assert_true(statement_finish(statement, &fault));
	}
	for (size_t i = 0; i < WORLD_RECORDS; i++) {
		assert_true(database_prepare(database, "INSERT INTO record VALUES (?, ?, ?)", &statement,
		                             &fault));
		statement_bind_int(statement, 1, tenant_of(world->records[i]));
		statement_bind_int(statement, 2, (int64_t)i);
		statement_bind_text(statement, 3, world->records[i]);
		assert_true(statement_finish(statement, &fault));
	}
	return database;
}

static void select_marked(struct database *database, struct sql *condition, bool marked[static WORLD_RECORDS])
{
	struct sql sql = SQL_EMPTY;
	struct statement *statement;
	struct fault fault = {};
	sql_add(&sql, "SELECT id FROM record AS r WHERE ");
	sql_append(&sql, condition);
	assert_true(database_prepare_sql(database, &sql, &statement, &fault));
	memset(marked, 0, WORLD_RECORDS * sizeof *marked);
	while (statement_step(statement, &fault) == STEP_ROW)
		marked[statement_int(statement, 0)] = true;
	statement_reset(statement);
	sql_release(&sql);
	sql_release(condition);
}

static void world_ask(const struct world *world, struct database *database,
                      const struct organisation *organisation, const char *code, uint64_t seed)
{
	struct arena arena = {};
	struct organisation_scope scope;
	struct sql by_scope = SQL_EMPTY, by_code = SQL_EMPTY, by_unit = SQL_EMPTY;
	bool in_scope[WORLD_RECORDS], in_tree[WORLD_RECORDS], in_unit[WORLD_RECORDS];
	organisation_scope(organisation, code, &arena, &scope);
	organisation_scope_sql(&scope, "r", &by_scope);
	organisation_subtree_sql(organisation, code, "r", &by_code);
	organisation_unit_sql(organisation, code, "r", &by_unit);
	select_marked(database, &by_scope, in_scope);
	select_marked(database, &by_code, in_tree);
	select_marked(database, &by_unit, in_unit);
	for (size_t i = 0; i < WORLD_RECORDS; i++) {
		const char *record = world->records[i], *today = oracle_today(world, record);
		bool tree = strncmp(today, code, strlen(code)) == 0, unit = strcmp(today, code) == 0;
		int64_t tenant = tenant_of(record);
		if (in_scope[i] != tree || in_tree[i] != tree || in_unit[i] != unit ||
		    organisation_scope_holds(&scope, record) != tree ||
		    strcmp(organisation_today(organisation, record), today) != 0 ||
		    (tree && (tenant < scope.tenant_from || tenant > scope.tenant_to)))
			fail_msg("world %" PRIu64 ": %s and %s (today %s)", seed, code, record, today);
	}
	arena_release(&arena);
}

static void sql_and_c_and_oracle_agree(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= WORLDS; seed++) {
		struct world world;
		struct organisation *organisation;
		struct fault fault;
		world_roll(&world, seed);
		struct database *database = world_database(&world);
		assert_true(organisation_load(database, &organisation, &fault));
		while (oracle_remove_circles(&world))
			;
		for (size_t i = 0; i < world.count; i++)
			world_ask(&world, database, organisation, world.codes[i], seed);
		for (size_t i = 0; i < 12; i++)
			world_ask(&world, database, organisation, world.records[i], seed);
		organisation_free(organisation);
		database_close(database);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(codes_are_recognised),
	        cmocka_unit_test(tenants_are_six_digits),
	        cmocka_unit_test(parents_go_up_to_the_province),
	        cmocka_unit_test(units_are_loaded),
	        cmocka_unit_test(a_missing_ledger_is_a_fault),
	        cmocka_unit_test(chains_and_mergers_are_followed),
	        cmocka_unit_test(children_with_their_own_successor_go_their_own_way),
	        cmocka_unit_test(an_heir_below_stays_where_it_is),
	        cmocka_unit_test(circles_count_for_nothing),
	        cmocka_unit_test(a_circle_behind_a_circle_counts_for_nothing_too),
	        cmocka_unit_test(a_day_still_to_come_does_not_count),
	        cmocka_unit_test(scopes_are_no_longer_than_need_be),
	        cmocka_unit_test(a_district_binds_its_tenant_and_range),
	        cmocka_unit_test(sql_and_c_and_oracle_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
