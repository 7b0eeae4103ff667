/* The builder, each escape, each decoder with what it must refuse, and UTF-8. */
#include "base/text.h"

#include "unit.h"

static void test_builder(void **state)
{
	(void)state;
	struct text text = TEXT_EMPTY;
	assert_string_equal(text.at, "");
	text_add(&text, "");
	text_cut(&text, 0);
	assert_int_equal(text.room, 0);
	text_add(&text, "维权");
	text_add_byte(&text, ' ');
	text_add_bytes(&text, "个案…", 6);
	text_format(&text, " %d%%", 40);
	assert_string_equal(text.at, "维权 个案 40%");
	text_cut(&text, 6);
	assert_string_equal(text.at, "维权");
	text_release(&text);
	assert_ptr_equal(text.at, text_nothing);
	text_release(&text);
}

static void test_builder_grows(void **state)
{
	(void)state;
	struct text text = TEXT_EMPTY;
	for (int i = 0; i < 10000; i++)
		text_format(&text, "%04d", i);
	assert_int_equal(text.length, 40000);
	assert_memory_equal(text.at + 39996, "9999", 5);
	text_format(&text, "%070000d", 5);
	assert_int_equal(text.length, 110000);
	assert_memory_equal(text.at + 109998, "05", 3);
	text_release(&text);
}

static void test_numbers(void **state)
{
	(void)state;
	static const struct {
		int64_t number;
		const char *expected;
	} cases[] = {
	        {0, "0"},
	        {7, "7"},
	        {-10, "-10"},
	        {INT64_MAX, "9223372036854775807"},
	        {INT64_MIN, "-9223372036854775808"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct text text = TEXT_EMPTY;
		text_add_int(&text, cases[i].number);
		assert_string_equal(text.at, cases[i].expected);
		text_release(&text);
	}
}

static void test_json(void **state)
{
	(void)state;
	static const char given[] = "曾\"\\/\b\f\n\r\t\x01\x1f\x7f\0<";
	struct text text = TEXT_EMPTY;
	text_add_json(&text, given, sizeof given - 1);
	assert_string_equal(text.at, "\"曾\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\\u0000<\"");
	text_cut(&text, 0);
	text_add_json(&text, "", 0);
	assert_string_equal(text.at, "\"\"");
	text_release(&text);
}

static void test_html(void **state)
{
	(void)state;
	struct text text = TEXT_EMPTY;
	text_add_html(&text, "<a href=\"x\">'曾' & co</a>");
	assert_string_equal(text.at, "&lt;a href=&quot;x&quot;&gt;&#39;曾&#39; &amp; co&lt;/a&gt;");
	text_release(&text);
}

/* The vectors of RFC 4648, section 10. */
static void test_base64(void **state)
{
	(void)state;
	static const char *const vectors[][2] = {
	        {"", ""},
	        {"f", "Zg=="},
	        {"fo", "Zm8="},
	        {"foo", "Zm9v"},
	        {"foob", "Zm9vYg=="},
	        {"fooba", "Zm9vYmE="},
	        {"foobar", "Zm9vYmFy"},
	        {"\xfb\xff\xfe", "+//+"},
	};
	for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
		size_t length = strlen(vectors[i][0]), coded = strlen(vectors[i][1]), made = 99;
		struct text text = TEXT_EMPTY;
		text_add_base64(&text, vectors[i][0], length);
		assert_string_equal(text.at, vectors[i][1]);
		uint8_t *out =
		        malloc(coded / 4 * 3 + 1); /* exact, so that the sanitizer sees one byte too many */
		assert_true(base64_decode(text.at, coded, out, &made));
		assert_int_equal(made, length);
		assert_memory_equal(out, vectors[i][0], length);
		free(out);
		text_release(&text);
	}
}

static void test_base64_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {
	        "Z",    "Zg",   "Zg=",  "=",    "====", "Z===", "Zg==Zg==", "Zm9v\n",
	        "Zm 9", "Zm9-", "Zm9_", "Zh==", "Zm9=", "Z=g=", "Zg=a"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		uint8_t out[16];
		size_t made = 99;
		assert_false(base64_decode(bad[i], strlen(bad[i]), out, &made));
		assert_int_equal(made, 99);
	}
}

static void test_hex(void **state)
{
	(void)state;
	struct text text = TEXT_EMPTY;
	text_add_hex(&text, "\x00\x9f\xa0\xff", 4);
	assert_string_equal(text.at, "009fa0ff");
	uint8_t out[4] = {1, 2, 3, 4};
	assert_true(hex_decode("009FA0ff", out, 4));
	assert_memory_equal(out, "\x00\x9f\xa0\xff", 4);
	static const char *const bad[] = {"", "009fa0f", "009fa0ff0", "009fa0fg", "009fa0ff00", "-09fa0ff"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(hex_decode(bad[i], out, 4));
	assert_memory_equal(out, "\x00\x9f\xa0\xff", 4);
	text_release(&text);
}

static void test_utf8_valid(void **state)
{
	(void)state;
	static const char *const good[] = {
	        "", "a", "\x7f", "\xc2\x80", "曾", "𠮷", "\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf"};
	static const char *const bad[] = {"\x80",
	                                  "\xbf",
	                                  "\xc0\x80",
	                                  "\xc1\xbf",
	                                  "\xc2",
	                                  "\xc2x",
	                                  "\xe0\x9f\xbf",
	                                  "\xe6\x9b",
	                                  "\xe6\x9bx",
	                                  "\xed\xa0\x80",
	                                  "\xf0\x8f\xbf\xbf",
	                                  "\xf0\xa0\xae",
	                                  "\xf4\x90\x80\x80",
	                                  "\xf5\x80\x80\x80",
	                                  "\xff",
	                                  "曾\xe6"};
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_true(utf8_valid(good[i], strlen(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(utf8_valid(bad[i], strlen(bad[i])));
	assert_true(utf8_valid("a\0b", 3));
	/* Cut by the length, not by a NUL. */
	assert_false(utf8_valid("曾", 2));
}

static void test_utf8_points(void **state)
{
	(void)state;
	const char *string = "a\xc3\xa9曾𠮷", *at = string;
	assert_int_equal(utf8_count(string, strlen(string)), 4);
	assert_int_equal(utf8_next(&at), 'a');
	assert_int_equal(utf8_next(&at), 0xE9);
	assert_int_equal(utf8_next(&at), 0x66FE);
	assert_int_equal(utf8_next(&at), 0x20BB7);
	assert_int_equal(utf8_next(&at), 0);
	assert_int_equal(utf8_next(&at), 0);
	assert_ptr_equal(at, string + strlen(string));
}

static void test_comparing(void **state)
{
	(void)state;
	assert_true(text_equal(NULL, NULL));
	assert_false(text_equal(NULL, ""));
	assert_false(text_equal("", NULL));
	assert_true(text_equal("440307", "440307"));
	assert_false(text_equal("440307", "44030"));
	assert_true(text_starts("440307018", "440307"));
	assert_true(text_starts("x", ""));
	assert_false(text_starts("44", "440307"));
	assert_true(text_ends("a.yaml", ".yaml"));
	assert_true(text_ends("", ""));
	assert_false(text_ends("yaml", ".yaml"));
	assert_false(text_ends("a.yaml.bak", ".yaml"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_builder),        cmocka_unit_test(test_builder_grows),
	        cmocka_unit_test(test_numbers),        cmocka_unit_test(test_json),
	        cmocka_unit_test(test_html),           cmocka_unit_test(test_base64),
	        cmocka_unit_test(test_base64_refused), cmocka_unit_test(test_hex),
	        cmocka_unit_test(test_utf8_valid),     cmocka_unit_test(test_utf8_points),
	        cmocka_unit_test(test_comparing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
