/* Faults filled, cut, printed, turned into JSON, sorted, and the catalogue. */
#include "base/fault.h"

#include "unit.h"

static void expect_text(struct text *text, const char *expected)
{
	assert_string_equal(text->at, expected);
	text_release(text);
	*text = (struct text)TEXT_EMPTY;
}

static void test_setting(void **state)
{
	(void)state;
	struct fault fault = {.field = "left over"};
	assert_false(fault_set(&fault, base_file_read, "a.yaml", "EIO"));
	assert_int_equal(fault.code, base_file_read);
	assert_string_equal(fault.argument[0], "a.yaml");
	assert_string_equal(fault.argument[1], "EIO");
	assert_string_equal(fault.argument[2], "");
	assert_string_equal(fault.field, "");
	assert_null(fault.at.file);
	assert_false(fault_set(NULL, base_yaml_empty));
	struct position at = {"b.yaml", 3, 9};
	assert_false(fault_set_at(&fault, at, base_yaml_empty));
	assert_int_equal(fault.at.line, 3);
	assert_string_equal(fault.argument[0], "");
	assert_false(fault_set_at(NULL, at, base_yaml_empty));
}

/* An argument too long ends with a whole character; what would spoil a line is replaced. */
static void test_arguments(void **state)
{
	(void)state;
	char wide[601] = "", odd[] = "a\nb\tc\x01"
	                             "d\x7f"
	                             "e\xff"
	                             "f\xe6\x9b";
	for (size_t i = 0; i < 200; i++)
		memcpy(wide + 3 * i, "曾", 3);
	struct fault fault;
	fault_set(&fault, base_file_read, wide, wide + 599);
	assert_int_equal(strlen(fault.argument[0]), 255);
	assert_true(utf8_valid(fault.argument[0], 255));
	assert_string_equal(fault.argument[1], "?");
	memmove(wide + 1, wide, 599);
	wide[0] = 'a';
	fault_set(&fault, base_file_read, wide, odd);
	assert_int_equal(strlen(fault.argument[0]), 253);
	assert_true(utf8_valid(fault.argument[0], 253));
	assert_string_equal(fault.argument[1], "a b c?d?e?f??");
	assert_aborts(fault_set(&fault, base_file_read, "1", "2", "3", "4", "5"));
}

static void test_printing(void **state)
{
	(void)state;
	struct fault fault;
	struct text text = TEXT_EMPTY;
	struct position at = {"registers/a.yaml", 12, 3};
	fault_set_at(&fault, at, base_yaml_duplicate, "title", "4");
	fault_print(&fault, LANGUAGE_ZH, &text);
	expect_text(&text, "registers/a.yaml:12:3: “title”写了两次，第一次在第 4 行。\n    请只留一处。\n");
	fault_print(&fault, LANGUAGE_EN, &text);
	expect_text(
	        &text,
	        "registers/a.yaml:12:3: \"title\" stands twice; first on line 4.\n    Keep one of them.\n");
	fault_set(&fault, base_file_missing, "{1}");
	fault_sentence(&fault, LANGUAGE_EN, &text);
	expect_text(&text, "There is no file {1}.");
	fault_print(&fault, LANGUAGE_EN, &text);
	expect_text(
	        &text,
	        "There is no file {1}.\n    Check the path; a relative one starts at the current folder.\n");
	fault_set_at(&fault, (struct position){.file = "a"}, base_yaml_empty);
	fault_print(&fault, LANGUAGE_EN, &text);
	expect_text(&text, "a: The file has no content.\n    Write its content, or move the file away.\n");
}

static void test_json(void **state)
{
	(void)state;
	struct fault fault;
	struct text text = TEXT_EMPTY;
	fault_set_at(&fault, (struct position){"a\"b", 2, 5}, base_yaml_duplicate, "x\"y", "1");
	snprintf(fault.field, sizeof fault.field, "phone");
	fault_json(&fault, &text);
	expect_text(&text, "{\"code\":\"base_yaml_duplicate\",\"kind\":\"input\",\"zh\":"
	                   "\"“x\\\"y”写了两次，第一次在第 1 行。\","
	                   "\"en\":\"\\\"x\\\"y\\\" stands twice; first on line 1.\","
	                   "\"hint\":{\"zh\":\"请只留一处。\",\"en\":\"Keep one of them.\"},"
	                   "\"file\":\"a\\\"b\",\"line\":2,\"column\":5,\"field\":\"phone\"}");
	fault_set(&fault, base_yaml_empty);
	fault_json(&fault, &text);
	assert_null(strstr(text.at, "\"line\""));
	assert_null(strstr(text.at, "\"file\""));
	assert_null(strstr(text.at, "\"field\""));
	text_release(&text);
}

static void test_kinds(void **state)
{
	(void)state;
	assert_int_equal(fault_kind(base_file_missing), FAULT_MISSING);
	assert_int_equal(fault_exit_code(base_file_missing), 3);
	assert_int_equal(fault_status(base_file_missing), 404);
	assert_int_equal(fault_status(store_duplicate), 409);
	assert_int_equal(fault_exit_code(store_full), 8);
	assert_string_equal(fault_name(store_full), "store_full");
}

static void test_sorting(void **state)
{
	(void)state;
	struct faults faults = {};
	faults_sort(&faults);
	static const struct position places[] = {{"b", 1, 1}, {"a", 10, 1}, {"a", 9, 7},
	                                         {"a", 9, 2}, {NULL, 0, 0}, {"a", 9, 2}};
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		assert_false(faults_add_at(&faults, places[i], base_yaml_empty));
	/* At the same place another fault is another fault. */
	faults_add_at(&faults, places[3], base_yaml_duplicate, "x", "1");
	faults_add_at(&faults, places[3], base_yaml_duplicate, "y", "1");
	assert_int_equal(faults.count, 8);
	faults_sort(&faults);
	assert_int_equal(faults.count, 7);
	assert_null(faults.items[0].at.file);
	for (size_t i = 1; i <= 3; i++)
		assert_int_equal(faults.items[i].at.column, 2);
	assert_string_equal(faults.items[3].argument[0], "y");
	assert_int_equal(faults.items[4].at.column, 7);
	assert_int_equal(faults.items[5].at.line, 10);
	assert_string_equal(faults.items[6].at.file, "b");
	faults_release(&faults);
	assert_int_equal(faults.count, 0);
}

/* Every code has its line, and the lines are tables of eight cells. */
static void test_catalogue(void **state)
{
	(void)state;
	struct text text = TEXT_EMPTY, line = TEXT_EMPTY;
	fault_catalogue(&text);
	for (int code = FAULT_NONE + 1; code < FAULT_CODES; code++) {
		text_cut(&line, 0);
		text_format(&line, "\n| `%s` | ", fault_name((enum fault_code)code));
		const char *row = strstr(text.at, line.at);
		assert_non_null(row);
		size_t bars = 0;
		for (const char *at = row + 1; *at != '\n'; at++)
			bars += *at == '|' && at[-1] != '\\';
		assert_int_equal(bars, 9);
	}
	assert_non_null(strstr(text.at, "\n## base\n"));
	assert_non_null(strstr(text.at, "\n## store\n"));
	text_release(&line);
	text_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_setting),   cmocka_unit_test(test_arguments),
	        cmocka_unit_test(test_printing),  cmocka_unit_test(test_json),
	        cmocka_unit_test(test_kinds),     cmocka_unit_test(test_sorting),
	        cmocka_unit_test(test_catalogue),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
