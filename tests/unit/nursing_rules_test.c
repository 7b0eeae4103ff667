/* Classes of nursing rooms, results of inspections, and who may not judge. */
#include "field/nursing.h"

#include "unit.h"

static void test_class(void **state)
{
	(void)state;
	const struct nursing_areas guangdong = {.a = 100, .b = 50, .c = 20};
	assert_string_equal(nursing_class(&guangdong, 100), "a");
	assert_string_equal(nursing_class(&guangdong, 99), "b");
	assert_string_equal(nursing_class(&guangdong, 95), "b"); /* scenario 19 */
	assert_string_equal(nursing_class(&guangdong, 50), "b");
	assert_string_equal(nursing_class(&guangdong, 49), "c");
	assert_string_equal(nursing_class(&guangdong, 20), "c");
	assert_string_equal(nursing_class(&guangdong, 19), "below");
}

static void test_result(void **state)
{
	(void)state;
	assert_string_equal(inspection_judge("seat,lock", ",seat,lock,bin,", ""), "passed");
	assert_string_equal(inspection_judge("seat,lock", ",seat,", ",lock,"), "failed");
	assert_string_equal(inspection_judge("seat,lock", ",seat,lock,", ",lock,"), "failed");
	assert_string_equal(inspection_judge("seat,lock", ",seat,", ""), "incomplete");
	assert_string_equal(inspection_judge("seat,lock", "", ""), "incomplete");
	/* Comfort that is missing fails nobody. */
	assert_string_equal(inspection_judge("seat,lock", ",seat,lock,", ",air_conditioning,"), "passed");
	assert_string_equal(inspection_judge("", "", ",lock,"), "passed");
}

static void refused(struct judging judging, enum fault_code code)
{
	struct fault fault = {};
	assert_false(judging_check(&judging, "expert", &fault));
	assert_string_equal(fault_name(fault.code), fault_name(code));
	assert_string_equal(fault.field, "expert");
}

static void test_who_may_judge(void **state)
{
	(void)state;
	struct fault fault = {};
	const struct judging good = {.on = 20210510,
	                             .appointed = 20210510,
	                             .term_to = 20210510,
	                             .unit = "妇幼保健院",
	                             .manager = "商场",
	                             .builder = ""};
	assert_true(judging_check(&good, "expert", &fault));
	struct judging bad = good;
	bad.built = true;
	refused(bad, field_expert_built_it);
	bad = good, bad.manager = "妇幼保健院";
	refused(bad, field_expert_of_the_unit);
	bad = good, bad.builder = "妇幼保健院";
	refused(bad, field_expert_of_the_unit);
	bad = good, bad.appointed = 20210511;
	refused(bad, field_expert_out_of_term);
	bad = good, bad.term_to = 20210509;
	refused(bad, field_expert_out_of_term);
	bad = good, bad.ended = 20210510;
	refused(bad, field_expert_out_of_term);
	struct judging nowhere = good;
	nowhere.unit = nowhere.manager = "";
	assert_true(judging_check(&nowhere, "expert", &fault));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_class),
	        cmocka_unit_test(test_result),
	        cmocka_unit_test(test_who_may_judge),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
