/* Which service counts, the table of stars, and check codes. */
#include "field/volunteer.h"

#include "field/certificate.h"
#include "field/look.h"
#include "unit.h"

static void test_kinds(void **state)
{
	(void)state;
	assert_true(code_among("duty,meeting,lecture", "duty"));
	assert_true(code_among("duty,meeting,lecture", "lecture"));
	assert_false(code_among("duty,meeting,lecture", "meet"));
	assert_false(code_among("duty,meeting,lecture", "meetings"));
	assert_false(code_among("", "duty"));
	assert_true(code_among(",advice,mediation,", "mediation")); /* as choices are held */
}

static void test_table(void **state)
{
	(void)state;
	struct star_table table;
	assert_true(star_table_parse("100,300,600,1000,1500", &table));
	assert_int_equal(table.count, STARS);
	/* Scenario 21: half an hour short of two stars, and there. */
	assert_int_equal(stars_earned(&table, 2995), 1);
	assert_int_equal(stars_earned(&table, 3000), 2);
	assert_int_equal(stars_earned(&table, 999), 0);
	assert_int_equal(stars_earned(&table, 1000), 1);
	assert_int_equal(stars_earned(&table, 99999999), 5);
	assert_true(star_table_parse("30", &table));
	assert_int_equal(stars_earned(&table, 10000), 1);
	static const char *const bad[] = {
	        "",      "100,",  "100, 300",       "300,100", "100,100", "1,2,3,4,5,6",
	        "0,100", "100.5", "100,3000000000", "a"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(star_table_parse(bad[i], &table));
}

static void refused(struct volunteer_there volunteer, civil_date on, bool risky, enum fault_code code)
{
	struct fault fault = {};
	assert_false(volunteer_service_check(&volunteer, on, risky, &fault));
	assert_string_equal(fault_name(fault.code), fault_name(code));
}

static void test_service(void **state)
{
	(void)state;
	struct fault fault = {};
	const struct volunteer_there good = {
	        .joined_on = 20210301, .left_on = 20210601, .insured_from = 20210401, .insured_to = 20210430};
	assert_true(volunteer_service_check(&good, 20210301, false, &fault));
	assert_true(volunteer_service_check(&good, 20210531, false, &fault));
	assert_true(volunteer_service_check(&good, 20210401, true, &fault));
	assert_true(volunteer_service_check(&good, 20210430, true, &fault));
	refused(good, 20210228, false, field_volunteer_not_then);
	refused(good, 20210601, false, field_volunteer_not_then);
	refused(good, 20210331, true, field_volunteer_uninsured);
	refused(good, 20210501, true, field_volunteer_uninsured);
	refused((struct volunteer_there){.joined_on = 20210301}, 20210401, true, field_volunteer_uninsured);
}

static void test_check_code(void **state)
{
	(void)state;
	char code[CHECK_CODE_SIZE], other[CHECK_CODE_SIZE];
	const uint8_t nothing[16] = {}, all[16] = {255, 255, 255, 255, 255, 255, 255, 255};
	check_code_print(nothing, code);
	assert_string_equal(code, "0000-0000-0000");
	check_code_print(all, other);
	assert_string_equal(other, "ZZZZ-ZZZZ-ZZZZ");
	assert_true(check_code_same(code, "oooo oooo OOOO"));
	assert_true(check_code_same("1A11-0000-0000", "iaL1OOOO0000"));
	assert_false(check_code_same(code, "0000-0000-000"));
	assert_false(check_code_same(code, "0000-0000-00000"));
	assert_false(check_code_same(code, "0000-0000-0001"));
	assert_false(check_code_same(code, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_kinds),
	        cmocka_unit_test(test_table),
	        cmocka_unit_test(test_service),
	        cmocka_unit_test(test_check_code),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
