/* What each scope lets a viewer see: as SQL over real tables and as the answer
   about one record, which must agree for every role, record and action. */
#include "access/viewer.h"

#include "base/ids.h"
#include "unit.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* ---- Definitions to stand on ---- */

#define ROLE(name)                                                                                          \
	{                                                                                                   \
		"roles/" #name ".yaml", "role: " #name "\ntitle: {zh: 角色" #name ", en: Role " #name "}\n" \
	}

static const struct {
	const char *path, *text;
} texts[] = {
        ROLE(everything),
        ROLE(tree),
        ROLE(unit),
        ROLE(mine),
        ROLE(given),
        ROLE(counter),
        ROLE(narrow),
        ROLE(nobody),
        {"lists/group.yaml",
         "list: group\ntitle: {zh: 部分, en: Part}\nitems:\n  - basis: {zh: 基础, en: Basis}\n"},
        {"lists/org_level.yaml", "list: org_level\ntitle: {zh: 层级, en: Level}\nordered: true\nitems:\n  - "
                                 "district: {zh: 区, en: District}\n"},
        {"registers/org.yaml",
         "register: org\ntitle: {zh: 组织, en: Organisation}\ngroup: basis\norg: code\nfields:\n"
         "  code: {title: {zh: 代码, en: Code}, type: org, required: true}\n"
         "  name: {title: {zh: 名称, en: Name}, type: text, required: true}\n"
         "  level: {title: {zh: 层级, en: Level}, type: choice, list: org_level}\n"
         "  valid_from: {title: {zh: 启用日期, en: Valid from}, type: date}\n"
         "  valid_to: {title: {zh: 停用日期, en: Valid until}, type: date}\n"
         "  succeeded_by: {title: {zh: 承接单位, en: Succeeded by}, type: text}\n"
         "access:\n  tree: {open: own_tree, count: own_tree}\n"},
        {"registers/visit.yaml", "register: visit\ntitle: {zh: 走访, en: Visit}\ngroup: basis\norg: "
                                 "host\ncounts_on: held_on\nfields:\n"
                                 "  host: {title: {zh: 单位, en: Unit}, type: org, required: true}\n"
                                 "  held_on: {title: {zh: 日期, en: Date}, type: date, required: true}\n"
                                 "  handler: {title: {zh: 经办人, en: Handler}, type: staff}\n"
                                 "  steps:\n    title: {zh: 经过, en: Steps}\n    type: rows\n    of:\n"
                                 "      did: {title: {zh: 事项, en: Did}, type: text}\n"
                                 "access:\n"
                                 "  everything: {open: all, change: all, count: all}\n"
                                 "  tree: {open: own_tree, change: own_tree, count: own_tree}\n"
                                 "  unit: {open: own_org, change: own_org, count: own_org}\n"
                                 "  mine: {open: own, change: own, count: own_tree}\n"
                                 "  given: {open: assigned, change: assigned, count: own_tree}\n"
                                 "  counter: {count: own_tree}\n"
                                 "  narrow: {open: own_tree, change: own_org, count: own_tree}\n"},
        {"registers/notice.yaml", "register: notice\ntitle: {zh: 通知, en: Notice}\ngroup: basis\norg: "
                                  "host\ncounts_on: held_on\nfields:\n"
                                  "  host: {title: {zh: 单位, en: Unit}, type: org, required: true}\n"
                                  "  held_on: {title: {zh: 日期, en: Date}, type: date, required: true}\n"
                                  "  owner: {title: {zh: 负责人, en: Owner}, type: staff, secrecy: sealed}\n"
                                  "access:\n  mine: {open: own, count: own_tree}\n"},
        {"registers/task.yaml",
         "register: task\ntitle: {zh: 任务, en: Task}\ngroup: basis\norg: host\ncounts_on: held_on\nfields:\n"
         "  host: {title: {zh: 单位, en: Unit}, type: org, required: true}\n"
         "  held_on: {title: {zh: 日期, en: Date}, type: date, required: true}\n"
         "  handler: {title: {zh: 经办人, en: Handler}, type: staff}\n"
         "  owner: {title: {zh: 负责人, en: Owner}, type: staff}\n"
         "access:\n  mine: {open: own, count: own_tree}\n"},
};

struct scene {
	struct definitions *definitions;
	struct organisation *organisation;
	const struct ledger *visit, *steps;
};

static struct scene scene;

static int scene_make(void **state)
{
	struct definition_file files[COUNT(texts)];
	const char *const none[] = {NULL};
	struct faults faults = {};
	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		files[i] = (struct definition_file){texts[i].path, texts[i].text, strlen(texts[i].text)};
	if (!definitions_load_files(files, COUNT(files), (struct rule_names){none}, &scene.definitions,
	                            &faults)) {
		for (size_t i = 0; i < faults.count; i++) {
			struct text line = TEXT_EMPTY;
			fault_print(&faults.items[i], LANGUAGE_EN, &line);
			print_error("%s\n", line.at);
			text_release(&line);
		}
		faults_release(&faults);
		return 1;
	}
	static const struct organisation_unit units[] = {
	        {.code = "440307", .record = 1},
	        {.code = "440307001", .valid_to = 20200101, .succeeded_by = "440307002", .record = 2},
	        {.code = "440307002", .record = 3},
	        {.code = "440307003", .valid_to = 20200101, .succeeded_by = "440308001", .record = 4},
	};
	scene.organisation = organisation_make(units, COUNT(units), 20210630);
	scene.visit = definitions_ledger(scene.definitions, "visit");
	scene.steps = definitions_ledger(scene.definitions, "visit.steps");
	return !scene.visit || !scene.steps;
}

static int scene_release(void **state)
{
	(void)state;
	organisation_free(scene.organisation);
	definitions_free(scene.definitions);
	return 0;
}

static struct viewer viewer_of(const char *role, const char *org)
{
	struct viewer viewer = {
	        .actor = "zeng", .role = definitions_role(scene.definitions, role), .org = org};
	assert_non_null(viewer.role);
	return viewer;
}

static const struct ledger *ledger_of(const char *name)
{
	const struct ledger *ledger = definitions_ledger(scene.definitions, name);
	assert_non_null(ledger);
	return ledger;
}

/* ---- One scope at a time ---- */

static void expect_sql(const char *role, const struct ledger *ledger, const char *expected)
{
	struct viewer viewer = viewer_of(role, "440307002001");
	struct sql sql = SQL_EMPTY;
	assert_true(viewer_sql(&viewer, scene.organisation, ledger, ACCESS_OPEN, "r", &sql, NULL));
	assert_string_equal(sql.text.at, expected);
	sql_release(&sql);
}

static void each_scope_is_one_condition(void **state)
{
	(void)state;
	expect_sql("everything", scene.visit, "(1 = 1)");
	expect_sql("tree", scene.visit,
	           "(\"r\".\"tenant\" = ? AND \"r\".\"org\" >= ? AND \"r\".\"org\" < ? || '~')");
	expect_sql("unit", scene.visit, "(\"r\".\"tenant\" = ? AND \"r\".\"org\" = ?)");
	expect_sql("mine", scene.visit, "(\"r\".\"tenant\" = ? AND \"r\".\"handler\" = ?)");
	expect_sql("given", scene.visit, "(\"r\".\"tenant\" = ? AND \"r\".\"handler\" = ?)");
	expect_sql("tree", scene.steps,
	           "(\"r\".\"tenant\" = ? AND \"r\".\"org\" >= ? AND \"r\".\"org\" < ? || '~')");
	expect_sql("mine", scene.steps,
	           "(\"r\".\"tenant\" = ? AND EXISTS (SELECT 1 FROM \"visit\" AS \"staffed_parent\" WHERE "
	           "\"staffed_parent\".\"tenant\" ="
	           " \"r\".\"tenant\" AND \"staffed_parent\".\"id\" = \"r\".\"parent\" AND"
	           " \"staffed_parent\".\"handler\" = ?))");
	expect_sql("mine", ledger_of("task"), "(\"r\".\"tenant\" = ? AND \"r\".\"owner\" = ?)");
}

static void scopes_come_from_the_register(void **state)
{
	struct viewer mine = viewer_of("mine", "440307"), nobody = viewer_of("nobody", "440307");
	(void)state;
	assert_int_equal(viewer_scope(&mine, scene.visit, ACCESS_OPEN), SCOPE_OWN);
	assert_int_equal(viewer_scope(&mine, scene.visit, ACCESS_COUNT), SCOPE_OWN_TREE);
	assert_int_equal(viewer_scope(&mine, scene.visit, ACCESS_UNSEAL), SCOPE_NONE);
	assert_int_equal(viewer_scope(&mine, scene.steps, ACCESS_OPEN), SCOPE_OWN);
	assert_int_equal(viewer_scope(&nobody, scene.visit, ACCESS_OPEN), SCOPE_NONE);
	assert_string_equal(viewer_staff_field(scene.steps)->name, "handler");
	assert_string_equal(viewer_staff_field(ledger_of("task"))->name, "owner");
	assert_null(viewer_staff_field(ledger_of("notice"))); /* sealed: SQL cannot compare it */
}

static enum fault_code sql_fault(const char *role, const struct ledger *ledger, enum access_action action)
{
	struct viewer viewer = viewer_of(role, "440307");
	struct sql sql = SQL_EMPTY;
	struct fault fault = {};
	assert_false(viewer_sql(&viewer, scene.organisation, ledger, action, "r", &sql, &fault));
	assert_int_equal(sql.text.length, 0);
	assert_int_equal(fault_kind(fault.code), FAULT_DENIED);
	sql_release(&sql);
	return fault.code;
}

static void what_a_role_may_not_do_is_denied(void **state)
{
	(void)state;
	assert_int_equal(sql_fault("nobody", scene.visit, ACCESS_OPEN), access_role_denied);
	assert_int_equal(sql_fault("counter", scene.visit, ACCESS_OPEN), access_role_denied);
	assert_int_equal(sql_fault("counter", scene.steps, ACCESS_EXPORT), access_role_denied);
	assert_int_equal(sql_fault("mine", ledger_of("notice"), ACCESS_OPEN), access_staff_field_missing);
}

static enum fault_code may(const char *role, const char *org, enum access_action action,
                           const char *record_org, const char *staff)
{
	struct viewer viewer = viewer_of(role, org);
	struct fault fault = {};
	bool allowed = viewer_may_staffed(&viewer, scene.organisation, scene.visit, action, record_org, staff,
	                                  &fault);
	return allowed ? FAULT_NONE : fault.code;
}

static void a_record_out_of_sight_is_missing(void **state)
{
	(void)state;
	assert_int_equal(may("tree", "440307", ACCESS_OPEN, "440307002001", NULL), FAULT_NONE);
	assert_int_equal(may("tree", "440307", ACCESS_OPEN, "440308", NULL), access_record_missing);
	assert_int_equal(may("tree", "440307", ACCESS_CHANGE, "440308", NULL), access_record_missing);
	assert_int_equal(may("tree", "440307", ACCESS_OPEN, "440307003", NULL),
	                 access_record_missing); /* moved out */
	assert_int_equal(may("tree", "440308", ACCESS_OPEN, "440307003001", NULL), FAULT_NONE);
	assert_int_equal(may("counter", "440307", ACCESS_OPEN, "440307", NULL), access_record_missing);
	assert_int_equal(fault_kind(access_record_missing), FAULT_MISSING);
	/* To be seen, but not to be touched: no secret is left to keep. */
	assert_int_equal(may("narrow", "440307", ACCESS_CHANGE, "440307002", NULL), access_record_denied);
	assert_int_equal(may("narrow", "440307", ACCESS_CHANGE, "440307", NULL), FAULT_NONE);
	assert_int_equal(may("tree", "440307", ACCESS_UNSEAL, "440307", NULL), access_record_denied);
	assert_int_equal(may("unit", "440307002", ACCESS_OPEN, "440307001", NULL),
	                 FAULT_NONE); /* its predecessor */
	assert_int_equal(may("unit", "440307002", ACCESS_OPEN, "440307002001", NULL), access_record_missing);
	assert_int_equal(may("everything", "44", ACCESS_CHANGE, "110101", NULL), FAULT_NONE);
	assert_int_equal(may("mine", "440307", ACCESS_OPEN, "440307", "zeng"), FAULT_NONE);
	assert_int_equal(may("mine", "440307", ACCESS_OPEN, "440307", "wang"), access_record_missing);
	assert_int_equal(may("mine", "440307", ACCESS_OPEN, "440308", "zeng"),
	                 access_record_missing); /* a namesake */
	assert_int_equal(may("mine", "440307", ACCESS_OPEN, "440307", NULL), access_record_missing);
	assert_int_equal(may("tree", "440307", ACCESS_OPEN, NULL, NULL), access_record_missing);
	assert_int_equal(may("tree", "no code", ACCESS_OPEN, "no code", NULL), access_record_missing);
	struct viewer mine = viewer_of("mine", "440307");
	assert_false(viewer_may(&mine, scene.organisation, scene.visit, ACCESS_OPEN, "440307", NULL));
}

static enum fault_code may_create(const char *role, const char *org, const char *record_org)
{
	struct viewer viewer = viewer_of(role, org);
	struct fault fault = {};
	bool allowed = viewer_may_create(&viewer, scene.organisation, scene.visit, record_org, &fault);
	return allowed ? FAULT_NONE : fault.code;
}

static void a_record_begins_where_its_keeper_may_write(void **state)
{
	(void)state;
	assert_int_equal(may_create("tree", "440307", "440307002001"), FAULT_NONE);
	assert_int_equal(may_create("tree", "440307", "440308"), access_unit_denied);
	assert_int_equal(may_create("tree", "440307", NULL), access_unit_denied);
	assert_int_equal(may_create("unit", "440307002", "440307002"), FAULT_NONE);
	assert_int_equal(may_create("unit", "440307002", "440307002001"), access_unit_denied);
	assert_int_equal(may_create("mine", "440307002", "440307002"), FAULT_NONE);
	assert_int_equal(may_create("given", "440307002", "440307"), access_unit_denied);
	assert_int_equal(may_create("everything", "440307002", "110101"), FAULT_NONE);
	assert_int_equal(may_create("counter", "440307", "440307"), access_role_denied);
	assert_int_equal(fault_kind(access_unit_denied), FAULT_DENIED);
}

static void refusals_read_like_a_colleague(void **state)
{
	struct viewer viewer = viewer_of("counter", "440307");
	struct text text = TEXT_EMPTY;
	struct fault fault;
	(void)state;
	assert_false(viewer_may_create(&viewer, scene.organisation, scene.visit, "440307", &fault));
	fault_sentence(&fault, LANGUAGE_ZH, &text);
	assert_string_equal(text.at, "您的角色不能登记或修改“走访”。");
	text_cut(&text, 0);
	fault_sentence(&fault, LANGUAGE_EN, &text);
	assert_string_equal(text.at, "Your role may not enter or change records of \"Visit\".");
	text_release(&text);
}

/* ---- Many records, asked both ways ---- */

enum { RECORDS = 120 };
static const char *const orgs[] = {"440307",       "440307001", "440307001005", "440307002",
                                   "440307002001", "440307003", "440307003001", "440308001",
                                   "440308",       "440307u01", "4403",         "44"};
static const char *const staff[] = {"zeng", "wang", NULL};

struct kept {
	const char *org, *staff;
};

static struct database *fill(struct kept kept[static RECORDS])
{
	struct database *database;
	struct statement *insert;
	struct dice dice = {7};
	assert_true(database_open(NULL, DATABASE_MEMORY, &database, NULL));
	assert_true(
	        database_run(database,
	                     "CREATE TABLE visit (tenant INTEGER, id INTEGER, org TEXT, handler TEXT,"
	                     " PRIMARY KEY (tenant, id)) STRICT;"
	                     "CREATE TABLE visit_steps (tenant INTEGER, id INTEGER, parent INTEGER, org TEXT,"
	                     " PRIMARY KEY (tenant, id)) STRICT",
	                     NULL));
	for (int64_t i = 0; i < RECORDS; i++) {
		kept[i] = (struct kept){orgs[dice_below(&dice, COUNT(orgs))],
		                        staff[dice_below(&dice, COUNT(staff))]};
		assert_true(
		        database_prepare(database, "INSERT INTO visit VALUES (?, ?, ?, ?)", &insert, NULL));
		statement_bind_int(insert, 1, tenant_of(kept[i].org));
		statement_bind_int(insert, 2, i);
		statement_bind_text(insert, 3, kept[i].org);
		statement_bind_text(insert, 4, kept[i].staff);
		assert_true(statement_finish(insert, NULL));
	}
	assert_true(database_run(
	        database, "INSERT INTO visit_steps SELECT tenant, 1000 + id, id, org FROM visit", NULL));
	return database;
}

static void marks(struct database *database, const struct viewer *viewer, const struct ledger *ledger,
                  enum access_action action, bool marked[static RECORDS])
{
	struct sql sql = SQL_EMPTY;
	struct statement *statement;
	memset(marked, 0, RECORDS * sizeof *marked);
	sql_format(&sql, "SELECT id %% 1000 FROM %s AS r WHERE ", ledger->table);
	if (viewer_sql(viewer, scene.organisation, ledger, action, "r", &sql, NULL)) {
		assert_true(database_prepare_sql(database, &sql, &statement, NULL));
		while (statement_step(statement, NULL) == STEP_ROW)
			marked[statement_int(statement, 0)] = true;
		statement_reset(statement);
	}
	sql_release(&sql);
}

static void lists_and_single_records_agree(void **state)
{
	static const char *const roles[] = {"everything", "tree",    "unit",   "mine",
	                                    "given",      "counter", "narrow", "nobody"};
	struct kept kept[RECORDS];
	struct database *database = fill(kept);
	size_t seen = 0;
	(void)state;
	for (size_t role = 0; role < COUNT(roles); role++)
		for (size_t org = 0; org < COUNT(orgs); org++)
			for (enum access_action action = ACCESS_OPEN; action < ACCESS_ACTION_COUNT;
			     action++) {
				struct viewer viewer = viewer_of(roles[role], orgs[org]);
				bool of_visit[RECORDS], of_steps[RECORDS];
				marks(database, &viewer, scene.visit, action, of_visit);
				marks(database, &viewer, scene.steps, action, of_steps);
				for (size_t i = 0; i < RECORDS; i++) {
					bool one =
					        viewer_may_staffed(&viewer, scene.organisation, scene.visit,
					                           action, kept[i].org, kept[i].staff, NULL);
					assert_int_equal(one, of_visit[i]);
					assert_int_equal(one, of_steps[i]);
					seen += one;
				}
			}
	assert_true(seen > RECORDS);
	database_close(database);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(each_scope_is_one_condition),
	        cmocka_unit_test(scopes_come_from_the_register),
	        cmocka_unit_test(what_a_role_may_not_do_is_denied),
	        cmocka_unit_test(a_record_out_of_sight_is_missing),
	        cmocka_unit_test(a_record_begins_where_its_keeper_may_write),
	        cmocka_unit_test(refusals_read_like_a_colleague),
	        cmocka_unit_test(lists_and_single_records_agree),
	};
	return cmocka_run_group_tests(tests, scene_make, scene_release);
}
