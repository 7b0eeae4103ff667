/* Tables from definitions: columns in their order, keys, and the indexes from
   which figures are folded. */
#include "books.h"

#include "record/tables.h"

static const char counted_yaml[] =
        "register: visit\n"
        "title: {zh: 走访, en: Visit}\n"
        "group: basis\n"
        "was: [call]\n"
        "org: host\n"
        "counts_on: made_on\n"
        "lists:\n"
        "  mode:\n"
        "    title: {zh: 方式, en: Mode}\n"
        "    items:\n"
        "      - home: {zh: 上门, en: At home}\n"
        "      - phone: {zh: 电话, en: By telephone}\n"
        "fields:\n"
        "  host: {title: {zh: 单位, en: Unit}, type: org, required: true}\n"
        "  made_on: {title: {zh: 日期, en: Made on}, type: date, was: [day]}\n"
        "  ended_on: {title: {zh: 结束, en: Ended on}, type: date}\n"
        "  mode: {title: {zh: 方式, en: Mode}, type: choice, list: mode}\n"
        "  who: {title: {zh: 谁, en: Who}, type: text, secrecy: sealed, index: blind}\n"
        "  remark: {title: {zh: 备注, en: Remark}, type: note}\n"
        "  value: {title: {zh: 金额, en: Value}, type: decimal}\n"
        "  gifts:\n"
        "    title: {zh: 慰问品, en: Gifts}\n"
        "    type: rows\n"
        "    of:\n"
        "      what: {title: {zh: 物品, en: What}, type: text}\n"
        "      pieces: {title: {zh: 件, en: Pieces}, type: int}\n"
        "      given: {title: {zh: 已发, en: Given}, type: bool}\n"
        "lifecycle:\n"
        "  states:\n"
        "    open: {zh: 登记, en: Open}\n"
        "    done: {zh: 完成, en: Done, final: true}\n"
        "  moves:\n"
        "    end: {title: {zh: 完成, en: End}, from: open, to: done, by: [clerk]}\n"
        "access:\n"
        "  clerk: {open: all, change: all, count: all, move: all}\n"
        "figures:\n"
        "  made: {title: {zh: 次, en: Made}, count: all, by: [mode]}\n"
        "  done: {title: {zh: 完成, en: Done}, count: \"state = 'done'\"}\n"
        "  people: {title: {zh: 人, en: People}, distinct: who}\n"
        "  with_gifts: {title: {zh: 有慰问品, en: With gifts}, count: \"count(gifts) > 0\"}\n"
        "  share: {title: {zh: 占比, en: Share}, ratio: [\"made where value > 5\", made], shown: percent}\n"
        "  now: {title: {zh: 在访, en: Now}, count: \"mode = 'home'\", stock: {from: made_on, until: "
        "ended_on}}\n"
        "  given: {title: {zh: 发放, en: Given}, over: gifts, sum: pieces, where: \"given\", by: "
        "[parent.mode]}\n"
        "  at_home: {title: {zh: 上门, en: At home}, over: gifts, count: \"parent.mode = 'home'\"}\n";

static const struct definition_file files_counted[] = {DEFINITION("org", org_yaml),
                                                       DEFINITION("visit", counted_yaml), COMMON_FILES};

static const char *joined(struct arena *arena, const char *const *names)
{
	struct text text = TEXT_EMPTY;
	for (; *names; names++)
		text_format(&text, "%s%s", text.length ? " " : "", *names);
	const char *kept = arena_copy(arena, text.at);
	text_release(&text);
	return kept;
}

static const char *columns_of(struct arena *arena, const struct table *table)
{
	const char **names = arena_array(arena, const char *, table->column_count + 1);
	for (size_t i = 0; i < table->column_count; i++)
		names[i] = table->columns[i].name;
	return joined(arena, names);
}

static void test_columns(void **state)
{
	(void)state;
	struct arena arena = {};
	struct definitions *definitions = DEFINITIONS_OF(files_counted);
	const struct ledger *visit = definitions_ledger(definitions, "visit");
	const struct ledger *gifts = definitions_ledger(definitions, "visit.gifts");
	struct table table;
	table_of_ledger(definitions, visit, true, &arena, &table);
	assert_string_equal(
	        columns_of(&arena, &table),
	        "tenant id org number state version entry voided made_on ended_on mode who who_token remark"
	        " value");
	assert_string_equal(joined(&arena, table.key), "tenant id");
	assert_string_equal(joined(&arena, table.was), "call");
	assert_string_equal(table.columns[8].was[0], "day");
	table_of_ledger(definitions, visit, false, &arena, &table);
	assert_null(strstr(columns_of(&arena, &table), "who_token"));
	table_of_ledger(definitions, gifts, true, &arena, &table);
	assert_string_equal(table.name, "visit_gifts");
	assert_string_equal(joined(&arena, table.was), "call_gifts");
	assert_string_equal(columns_of(&arena, &table),
	                    "tenant id parent position org voided counts_on what pieces given");
	assert_string_equal(ledger_column(gifts, visit->counts_on), "counts_on");
	assert_string_equal(ledger_column(gifts, visit->org), "org");
	assert_null(ledger_column(gifts, ledger_field(visit, "mode")));
	assert_null(ledger_column(visit, ledger_field(visit, "gifts")));
	assert_string_equal(ledger_birth_name(visit), "call");
	assert_string_equal(ledger_birth_name(gifts), "call.gifts");
	arena_release(&arena);
	definitions_free(definitions);
}

static void test_covering_indexes(void **state)
{
	(void)state;
	struct arena arena = {};
	struct definitions *definitions = DEFINITIONS_OF(files_counted);
	const struct ledger *visit = definitions_ledger(definitions, "visit");
	const struct ledger *gifts = definitions_ledger(definitions, "visit.gifts");
	const struct field *made_on = ledger_field(visit, "made_on"),
	                   *ended_on = ledger_field(visit, "ended_on");
	struct table_index index;
	assert_true(ledger_count_index(definitions, visit, made_on, &arena, &index));
	assert_string_equal(index.name, "visit_count_made_on");
	assert_string_equal(joined(&arena, index.columns),
	                    "tenant made_on org voided state mode who_token value");
	assert_true(ledger_stock_index(definitions, visit, ended_on, &arena, &index));
	assert_string_equal(index.name, "visit_stock_ended_on");
	assert_string_equal(joined(&arena, index.columns), "tenant ended_on made_on org voided mode");
	assert_false(ledger_count_index(definitions, visit, ended_on, &arena, &index));
	assert_false(ledger_stock_index(definitions, visit, made_on, &arena, &index));
	/* Rows: what reads the parent is left to SQL, and what it is split by there too. */
	assert_true(ledger_count_index(definitions, gifts, visit->counts_on, &arena, &index));
	assert_string_equal(index.name, "visit_gifts_count_counts_on");
	assert_string_equal(joined(&arena, index.columns), "tenant counts_on org voided pieces given");
	arena_release(&arena);
	definitions_free(definitions);
}

/* Every index names the query that needs it, and every table begins its key with the tenant. */
static void test_all_tables(void **state)
{
	(void)state;
	struct arena arena = {};
	struct definitions *definitions = DEFINITIONS_OF(files_counted);
	const struct table *tables;
	size_t count;
	struct text sql = TEXT_EMPTY;
	tables_all(definitions, &arena, &tables, &count);
	assert_int_equal(count, 6 + 3);
	for (size_t i = 0; i < count; i++) {
		schema_print(&tables[i], &sql); /* asserts the rules of the cluster */
		assert_string_equal(tables[i].key[0], "tenant");
		for (size_t j = 0; j < tables[i].index_count; j++)
			assert_true(strlen(tables[i].indexes[j].query) > 5);
	}
	text_release(&sql);
	arena_release(&arena);
	definitions_free(definitions);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_columns),
	        cmocka_unit_test(test_covering_indexes),
	        cmocka_unit_test(test_all_tables),
	};
	return cmocka_run_group_tests_name("tables", tests, NULL, NULL);
}
