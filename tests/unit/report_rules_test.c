/* Which of the nine situations the signs amount to, when a screening return is
   due, and which setting says when a household is visited. */
#include "field/report.h"

#include "field/dispute.h"
#include "unit.h"

enum { FOUND = 20210630 };
static const struct report_child girl_13 = {true, 20070701}, girl_14 = {true, 20070630},
                                 boy_13 = {false, 20070701}, unknown = {false, 0};

static void situations(const char *signs, const struct report_child *child, const char *wanted)
{
	struct arena arena = {};
	assert_string_equal(report_situations(signs, child, FOUND, &arena), wanted);
	arena_release(&arena);
}

/* Scenario 4: a girl of thirteen who is pregnant is situation 2; the day she is fourteen she is not. */
static void test_girls(void **state)
{
	(void)state;
	situations(",pregnant,", &girl_13, ",girl_under_14,");
	situations(",pregnant,", &boy_13, ",girl_under_14,"); /* the form says boy: the sign says girl */
	situations(",miscarriage,", &girl_13, ",girl_under_14,");
	situations(",assault,", &girl_13, ",girl_under_14,");
	situations(",assault,pregnant,", &girl_13, ",girl_under_14,");
	situations(",assault,pregnant,", &girl_14, ",girl_from_14,");
	situations(",assault,miscarriage,", &girl_14, ",girl_from_14,");
	/* From fourteen on it is situation 3 only when an assault was the cause: else the last one. */
	situations(",pregnant,", &girl_14, ",other,");
	situations(",assault,", &girl_14, ",other,");
	situations(",assault,", &boy_13, ",other,");
	situations(",pregnant,", &unknown, ",other,");
}

static void test_others(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
	        {",private_injury,", ",private_injury,"},
	        {",injuries,", ",abused,"},
	        {",malnourished,", ",abused,"},
	        {",unconscious,", ",abused,"},
	        {",suicide,", ",self_harm,"},
	        {",work_injury,", ",self_harm,"},
	        {",poisoned,", ",self_harm,"},
	        {",abandoned,", ",abandoned,"},
	        {",unattended,", ",abandoned,"},
	        {",unknown_origin,", ",missing,"},
	        {",missing,", ",missing,"},
	        {",trafficked,", ",missing,"},
	        {",begging,", ",begging,"},
	        {",other,", ",other,"},
	};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		situations(pairs[i][0], &unknown, pairs[i][1]);
	/* Several at once, each once, in the order of the nine. */
	situations(",begging,unconscious,injuries,private_injury,", &boy_13,
	           ",private_injury,abused,begging,");
	situations(",work_injury,", &unknown, ",self_harm,"); /* not “injuries” */
	situations("", &girl_13, "");
}

static void test_screening_due(void **state)
{
	(void)state;
	assert_int_equal(screening_due(20210301, 5), 20210405);
	assert_int_equal(screening_due(20210331, 5), 20210405);
	assert_int_equal(screening_due(20211215, 5), 20220105);
	assert_int_equal(screening_due(0, 5), 0);
}

static void test_household_settings(void **state)
{
	(void)state;
	assert_string_equal(household_setting("red"), "household_days_red");
	assert_string_equal(household_setting("yellow"), "household_days_yellow");
	assert_string_equal(household_setting("green"), "household_days_green");
	assert_null(household_setting("blue"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_girls),
	        cmocka_unit_test(test_others),
	        cmocka_unit_test(test_screening_due),
	        cmocka_unit_test(test_household_settings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
