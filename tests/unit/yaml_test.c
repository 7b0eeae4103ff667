/* The tree with its places, the scalars, and every refusal at its place. */
#include "base/yaml.h"

#include "unit.h"

static bool parse(struct arena *arena, const char *string, struct yaml **ret, struct faults *faults)
{
	return yaml_parse(arena, "t.yaml", string, strlen(string), ret, faults);
}

static void test_tree(void **state)
{
	(void)state;
	static const char given[] = "# 台账\n"
	                            "register: activity\n"
	                            "title: {zh: 活动, en: Activity}\n"
	                            "fields:\n"
	                            "  held_on: {type: date, required: true}\n"
	                            "states: [planned, held]\n"
	                            "empty:\n"
	                            "note: |\n"
	                            "  one\n"
	                            "  two\n";
	struct arena arena = {};
	struct faults faults = {};
	struct yaml *root = NULL;
	assert_true(parse(&arena, given, &root, &faults));
	assert_int_equal(root->kind, YAML_MAP);
	assert_int_equal(root->count, 6);
	assert_string_equal(root->keys[0]->value, "register");
	assert_string_equal(yaml_get(root, "register")->value, "activity");
	assert_string_equal(yaml_get(yaml_get(root, "title"), "zh")->value, "活动");
	const struct yaml *date = yaml_get(yaml_get(yaml_get(root, "fields"), "held_on"), "type");
	assert_string_equal(date->value, "date");
	assert_string_equal(date->at.file, "t.yaml");
	assert_int_equal(date->at.line, 5);
	assert_int_equal(date->at.column, 19);
	const struct yaml *english = yaml_get(yaml_get(root, "title"), "en");
	assert_int_equal(english->at.column, 21); /* in characters, not bytes */
	const struct yaml *states = yaml_get(root, "states");
	assert_int_equal(states->kind, YAML_LIST);
	assert_int_equal(states->count, 2);
	assert_string_equal(states->items[1]->value, "held");
	assert_string_equal(yaml_get(root, "empty")->value, "");
	assert_false(yaml_get(root, "empty")->quoted);
	assert_string_equal(yaml_get(root, "note")->value, "one\ntwo\n");
	assert_null(yaml_get(root, "Register"));
	assert_null(yaml_get(states, "held"));
	assert_null(yaml_get(NULL, "held"));
	assert_int_equal(faults.count, 0);
	arena_release(&arena);
}

static void test_scalars(void **state)
{
	(void)state;
	static const struct {
		const char *given;
		bool is_bool, is_int;
		int64_t number;
	} cases[] = {
	        {"true", true, false, 1},
	        {"false", true, false, 0},
	        {"'true'", false, false, 0},
	        {"True", false, false, 0},
	        {"yes", false, false, 0},
	        {"0", false, true, 0},
	        {"2021", false, true, 2021},
	        {"-7", false, true, -7},
	        {"9223372036854775807", false, true, INT64_MAX},
	        {"-9223372036854775808", false, true, INT64_MIN},
	        {"9223372036854775808", false, false, 0},
	        {"-9223372036854775809", false, false, 0},
	        {"99999999999999999999999", false, false, 0},
	        {"'2021'", false, false, 0},
	        {"007", false, false, 0},
	        {"-0", false, false, 0},
	        {"+1", false, false, 0},
	        {"1.5", false, false, 0},
	        {"0x10", false, false, 0},
	        {"1_000", false, false, 0},
	        {"~", false, false, 0},
	        {"\"\"", false, false, 0},
	        {"[1]", false, false, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct arena arena = {};
		struct faults faults = {};
		struct yaml *node = NULL;
		bool truth = false;
		int64_t number = 0;
		assert_true(parse(&arena, cases[i].given, &node, &faults));
		assert_int_equal(yaml_is_bool(node, &truth), cases[i].is_bool);
		assert_int_equal(yaml_is_int(node, &number), cases[i].is_int);
		assert_int_equal(cases[i].is_bool ? truth : number, cases[i].number);
		arena_release(&arena);
	}
	assert_false(yaml_is_int(NULL, &(int64_t){0}));
	assert_false(yaml_is_bool(NULL, &(bool){0}));
}

/* One fault each, at the place a person would look. */
static void test_refused(void **state)
{
	(void)state;
	static const struct {
		const char *given;
		enum fault_code code;
		int line, column;
	} cases[] = {
	        {"", base_yaml_empty, 1, 1},
	        {"# only a comment\n", base_yaml_empty, 1, 1},
	        {"a: 1\nb: 2\na: 3\n", base_yaml_duplicate, 3, 1},
	        {"x: {a: 1, a: 2}\n", base_yaml_duplicate, 1, 11},
	        {"a: 1\n'a': 2\n", base_yaml_duplicate, 2, 1},
	        {"a: &x 1\n", base_yaml_alias, 1, 4},
	        {"a: &x [1]\n", base_yaml_alias, 1, 4},
	        {"a: &x {b: 1}\n", base_yaml_alias, 1, 4},
	        {"a: 1\nb: *x\n", base_yaml_alias, 2, 4},
	        {"a: !!int 1\n", base_yaml_tag, 1, 4},
	        {"a: ! 1\n", base_yaml_tag, 1, 4},
	        {"a: !mine {b: 1}\n", base_yaml_tag, 1, 4},
	        {"a: !!seq [1]\n", base_yaml_tag, 1, 4},
	        {"%TAG !e! tag:e,2021:\n---\na: 1\n", base_yaml_tag, 1, 1},
	        {"a: 1\n---\nb: 2\n", base_yaml_documents, 2, 1},
	        {"? [a, b]\n: 1\n", base_yaml_key, 1, 3},
	        {": 1\n", base_yaml_syntax, 1, 1},
	        {"{'': 1}\n", base_yaml_key, 1, 2},
	        {"? \n: 1\n", base_yaml_key, 1, 2},
	        {"{a: 1}: 2\n", base_yaml_key, 1, 1},
	        {"a: \"x\\0y\"\n", base_yaml_control, 1, 4},
	        {"a: \"x\\ey\"\n", base_yaml_control, 1, 4},
	        {"a: \"x\\x7fy\"\n", base_yaml_control, 1, 4},
	        {"a: [1\n", base_yaml_syntax, 2, 1},
	        {"a: 1\n b: 2\n", base_yaml_syntax, 2, 3},
	        {"a:\n\t- 1\n", base_yaml_syntax, 2, 1},
	        {"a: 'x\n", base_yaml_syntax, 2, 1},
	        {"a: }\n", base_yaml_syntax, 1, 4},
	        {"a: @x\n", base_yaml_syntax, 1, 4},
	        {"a: x\x01y\n", base_yaml_syntax, 1, 1},
	        {"a: 1\nb: \xff\n", base_yaml_encoding, 2, 4},
	        {"曾: \xe6\x9b", base_yaml_encoding, 1, 4},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct arena arena = {};
		struct faults faults = {};
		struct yaml *root = NULL;
		assert_false(parse(&arena, cases[i].given, &root, &faults));
		assert_null(root);
		assert_int_equal(faults.count, 1);
		if (faults.items[0].code != cases[i].code || faults.items[0].at.line != cases[i].line ||
		    faults.items[0].at.column != cases[i].column)
			fail_msg("%s gives %s at %d:%d", cases[i].given, fault_name(faults.items[0].code),
			         faults.items[0].at.line, faults.items[0].at.column);
		assert_string_equal(faults.items[0].at.file, "t.yaml");
		faults_release(&faults);
		arena_release(&arena);
	}
}

/* What is wrong in one place does not hide what is wrong in another. */
static void test_all_at_once(void **state)
{
	(void)state;
	struct arena arena = {};
	struct faults faults = {};
	struct yaml *root = NULL;
	assert_false(parse(&arena, "a: &x 1\nb: *x\nc: !t 1\na: 2\n[k]: 3\n", &root, &faults));
	faults_sort(&faults);
	static const enum fault_code expected[] = {base_yaml_alias, base_yaml_alias, base_yaml_tag,
	                                           base_yaml_duplicate, base_yaml_key};
	assert_int_equal(faults.count, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(faults.items[i].code, expected[i]);
		assert_int_equal(faults.items[i].at.line, i + 1);
	}
	assert_string_equal(faults.items[3].argument[0], "a");
	assert_string_equal(faults.items[3].argument[1], "1");
	faults_release(&faults);
	arena_release(&arena);
}

/* 64 levels are read, 65 are refused, and a million do not end the program. */
static void test_depth(void **state)
{
	(void)state;
	static const struct {
		size_t depth;
		bool good;
	} cases[] = {{64, true}, {65, false}, {1000000, false}};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		size_t depth = cases[i].depth;
		char *given = malloc(depth * 2 + 1);
		memset(given, '[', depth);
		memset(given + depth, ']', depth);
		given[depth * 2] = 0;
		struct arena arena = {};
		struct faults faults = {};
		struct yaml *root = NULL;
		assert_int_equal(parse(&arena, given, &root, &faults), cases[i].good);
		if (!cases[i].good)
			assert_int_equal(faults.items[0].code, base_yaml_depth);
		faults_release(&faults);
		arena_release(&arena);
		free(given);
	}
}

static void test_byte_order_mark(void **state)
{
	(void)state;
	struct arena arena = {};
	struct faults faults = {};
	struct yaml *root = NULL;
	assert_true(parse(&arena,
	                  "\xef\xbb\xbf"
	                  "a: 1\n",
	                  &root, &faults));
	assert_string_equal(root->keys[0]->value, "a");
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_tree),    cmocka_unit_test(test_scalars),
	        cmocka_unit_test(test_refused), cmocka_unit_test(test_all_at_once),
	        cmocka_unit_test(test_depth),   cmocka_unit_test(test_byte_order_mark),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
