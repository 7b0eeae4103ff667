/* Values compare by kind and content; SQL keeps its marks and binds in step. */
#include "base/value.h"

#include "unit.h"

static void test_equal(void **state)
{
	(void)state;
	const struct value values[] = {
	        {},
	        value_int(0),
	        value_int(-1),
	        value_text(""),
	        value_text("a"),
	        value_text("ab"),
	        value_bytes("", 0),
	        value_bytes("a", 1),
	        value_bytes("a\0b", 3),
	        value_bytes("a\0c", 3),
	};
	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
		for (size_t k = 0; k < sizeof values / sizeof values[0]; k++)
			assert_int_equal(value_equal(&values[i], &values[k]), i == k);
	struct value none = value_text(NULL), empty = value_bytes(NULL, 0), other = value_bytes("x", 0);
	assert_int_equal(none.kind, VALUE_NONE);
	assert_true(value_equal(&empty, &other));
}

static void test_copy(void **state)
{
	(void)state;
	struct arena arena = {};
	char buffer[] = "曾娟";
	struct value text = value_text(buffer), kept = value_copy(&arena, &text);
	memset(buffer, 'x', sizeof buffer);
	assert_string_equal(kept.bytes, "曾娟");
	assert_int_equal(kept.length, 6);
	struct value none = {}, number = value_int(7), empty = value_bytes(NULL, 0);
	assert_int_equal(value_copy(&arena, &none).kind, VALUE_NONE);
	assert_int_equal(value_copy(&arena, &number).number, 7);
	struct value still_empty = value_copy(&arena, &empty);
	assert_true(value_equal(&still_empty, &empty));
	arena_release(&arena);
}

static void test_building(void **state)
{
	(void)state;
	struct sql inner = SQL_EMPTY, sql = SQL_EMPTY;
	sql_name(&inner, "r", "org");
	sql_add(&inner, " >= ");
	sql_bind(&inner, value_text("440307"));
	sql_add(&sql, "SELECT ");
	sql_name(&sql, NULL, "id");
	sql_format(&sql, " FROM \"%s\" AS \"r\" WHERE \"tenant\" = ", "activity");
	sql_bind(&sql, value_int(440307));
	sql_add(&sql, " AND ");
	sql_append(&sql, &inner);
	sql_release(&inner);
	for (int i = 0; i < 40; i++)
		sql_bind(&sql, value_int(i));
	assert_true(text_starts(sql.text.at,
	                        "SELECT \"id\" FROM \"activity\" AS \"r\" WHERE \"tenant\" = ? AND "
	                        "\"r\".\"org\" >= ????????????????????????????????????????"));
	assert_int_equal(sql.count, 42);
	assert_int_equal(sql.binds[0].number, 440307);
	assert_string_equal(sql.binds[1].bytes, "440307");
	assert_int_equal(sql.binds[41].number, 39);
	sql_release(&sql);
	assert_int_equal(sql.count, 0);
	assert_string_equal(sql.text.at, "");
	sql_release(&sql);
}

/* Only names of our own making become names in SQL. */
static void test_names_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "a\"b", "Org", "a b", "a;b", "曾", "a.b"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct sql sql = SQL_EMPTY;
		assert_aborts(sql_name(&sql, NULL, bad[i]));
		assert_aborts(sql_name(&sql, bad[i], "id"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_equal),
	        cmocka_unit_test(test_copy),
	        cmocka_unit_test(test_building),
	        cmocka_unit_test(test_names_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
