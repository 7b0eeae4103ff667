/* Names in order of strokes: the order of printed lists, its ties, and that it is an order at all. */
#include "field/strokes.h"

#include <string.h>

#include "unit.h"

static void assert_row(const char *const *names)
{
	for (size_t i = 0; names[i + 1]; i++)
		for (size_t j = i + 1; names[j]; j++) {
			if (strokes_compare(names[i], names[j]) >= 0 ||
			    strokes_compare(names[j], names[i]) <= 0)
				fail_msg("%s must come before %s", names[i], names[j]);
		}
}

static void test_counts(void **state)
{
	(void)state;
	assert_int_equal(strokes_count("丁"), 2);
	assert_int_equal(strokes_count("王"), 4);
	assert_int_equal(strokes_count("欧阳"), 8);
	assert_int_equal(strokes_count("黄"), 11);
	assert_int_equal(strokes_count("魏"), 17);
	assert_int_equal(strokes_count("䌹"), 8); /* as the table of 2013 writes it */
	assert_int_equal(strokes_count("A"), 0);
	assert_int_equal(strokes_count(""), 0);
}

static void test_surnames(void **state)
{
	(void)state;
	/* 4 strokes 横 横 撇 点; 5 横 竖 撇; 7 横 撇; 8: 林 一丨 before 欧 一丿 */
	assert_row((const char *const[]){"丁小宁", "马丽", "王小宁", "毛敏", "文静", "石兰", "田芳", "白洁",
	                                 "李娟", "何燕", "林梅", "欧阳少东", "欧阳倩", "周英", "洪少东",
	                                 "黄霞", "谢红", "魏华", NULL});
}

static void test_one_surname(void **state)
{
	(void)state;
	/* By strokes of the surname a single character comes first, however many strokes it has. */
	assert_row((const char *const[]){"高富", "高大富", "高大鹏", NULL});
	assert_row((const char *const[]){"王", "王丁", "王霞", "王一鸣", "王大鸣", "王小宁", NULL});
	assert_row((const char *const[]){"司马兰", "司徒兰", NULL}); /* 3 strokes before 10 */
}

static void test_other_scripts(void **state)
{
	(void)state;
	assert_row((const char *const[]){"丁一", "魏华", "Anna", "Berta", "Мария", NULL});
	assert_row((const char *const[]){"阿依古丽", "阿依努尔", NULL});
	assert_true(strokes_compare("", "丁一") < 0);
}

static void test_blanks(void **state)
{
	(void)state;
	assert_row((const char *const[]){"王　丽", "王丽华", NULL}); /* printed wide, still two characters */
	assert_row((const char *const[]){"王　丽", "王丽", "王霞", NULL});
	assert_row((const char *const[]){"买买提·艾力", "买买提·艾山江", NULL});
	assert_int_equal(strokes_compare("王丽", "王丽"), 0);
	assert_int_equal(strokes_compare("", ""), 0);
}

static void test_stable(void **state)
{
	(void)state;
	static const char *const names[] = {"王丽", "丁兰", "王丽", "欧阳倩", "丁兰", "王丽"};
	size_t order[6];
	strokes_order(names, 6, order);
	const size_t wanted[] = {1, 4, 0, 2, 5, 3};
	assert_memory_equal(order, wanted, sizeof order);
	strokes_order(NULL, 0, order);
}

/* Antisymmetric and transitive on names thrown together from few characters. */
static void test_is_an_order(void **state)
{
	(void)state;
	static const char *const parts[] = {"丁", "王", "欧", "阳", "A", "·", "　", "文", "𬱖"};
	enum { NAMES = 60, PARTS = sizeof parts / sizeof *parts };
	static char names[NAMES][64];
	uint32_t dice = 7;
	for (size_t i = 0; i < NAMES; i++)
		for (size_t length = 0, wanted = 1 + i % 4; wanted; wanted--) {
			dice = dice * 1664525 + 1013904223;
			length += (size_t)snprintf(names[i] + length, sizeof names[i] - length, "%s",
			                           parts[(dice >> 16) % PARTS]);
		}
	for (size_t a = 0; a < NAMES; a++)
		for (size_t b = 0; b < NAMES; b++) {
			int ab = strokes_compare(names[a], names[b]);
			assert_true((ab < 0) == (strokes_compare(names[b], names[a]) > 0));
			assert_true((ab == 0) == !strcmp(names[a], names[b]));
			for (size_t c = 0; c < NAMES; c++)
				if (ab < 0 && strokes_compare(names[b], names[c]) < 0)
					assert_true(strokes_compare(names[a], names[c]) < 0);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_counts),      cmocka_unit_test(test_surnames),
	        cmocka_unit_test(test_one_surname), cmocka_unit_test(test_other_scripts),
	        cmocka_unit_test(test_blanks),      cmocka_unit_test(test_stable),
	        cmocka_unit_test(test_is_an_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
