/* Children's consent, mothers' checks, one pairing a child, and which setting
   says when the next contact is due. */
#include "field/care.h"

#include "unit.h"

static void test_years_old(void **state)
{
	(void)state;
	assert_int_equal(years_old(20070630, 20210629), 13);
	assert_int_equal(years_old(20070630, 20210630), 14);
	assert_int_equal(years_old(20080229, 20220228), 13);
	assert_int_equal(years_old(20080229, 20220301), 14);
	assert_int_equal(years_old(20210630, 20210630), 0);
}

static void consent_refused(struct child_consent child, enum fault_code code, const char *field)
{
	struct fault fault = {};
	assert_false(child_consent_check(&child, &fault));
	assert_int_equal(fault.code, code);
	assert_string_equal(fault.field, field);
}

static void test_consent(void **state)
{
	(void)state;
	struct fault fault = {};
	const struct child_consent with_consent = {
	        .born_on = 20120501, .entered_on = 20210330, .consented = true, .consent_on = 20210330};
	assert_true(child_consent_check(&with_consent, &fault));
	const struct child_consent with_ground = {
	        .born_on = 20120501, .entered_on = 20210330, .ground = true, .ground_explained = true};
	assert_true(child_consent_check(&with_ground, &fault));
	/* Fourteen on the day itself needs neither. */
	const struct child_consent fourteen = {.born_on = 20070330, .entered_on = 20210330};
	assert_true(child_consent_check(&fourteen, &fault));

	struct child_consent bad = fourteen;
	bad.born_on = 20070331;
	consent_refused(bad, field_child_consent_missing, "guardian_consent");
	bad = with_consent;
	bad.consent_on = 0;
	consent_refused(bad, field_child_consent_date_missing, "consent_on");
	bad.consent_on = 20210331;
	consent_refused(bad, field_child_consent_late, "consent_on");
	bad = with_ground;
	bad.ground_explained = false;
	consent_refused(bad, field_child_ground_unexplained, "ground_note");
}

static void screening_refused(struct mother_screening mother, civil_date from_on, enum fault_code code)
{
	struct fault fault = {};
	assert_false(mother_screening_check(&mother, from_on, 365, &fault));
	assert_int_equal(fault.code, code);
	assert_string_equal(fault.field, "mother");
}

static void test_screening(void **state)
{
	(void)state;
	struct fault fault = {};
	const struct mother_screening good = {.screened_on = 20200330, .clear = true};
	assert_true(mother_screening_check(&good, 20200330, 365, &fault));
	assert_true(mother_screening_check(&good, 20210330, 365, &fault)); /* the 365th day */
	struct mother_screening leaving = good;
	leaving.left_on = 20210331;
	assert_true(mother_screening_check(&leaving, 20210330, 365, &fault));

	screening_refused(good, 20210331, field_mother_screening_lapsed);
	screening_refused(good, 20200329, field_mother_screened_later);
	screening_refused(leaving, 20210331, field_mother_left);
	struct mother_screening bad = good;
	bad.clear = false;
	screening_refused(bad, 20210101, field_mother_not_clear);
	bad = (struct mother_screening){.clear = true};
	screening_refused(bad, 20210101, field_mother_not_screened);
}

static void test_single(void **state)
{
	(void)state;
	struct fault fault = {};
	const struct pairing_span others[] = {
	        {.id = 1, .number = "JD-1", .from_on = 20210101, .to_on = 20210401},
	        {.id = 2, .number = "JD-2", .from_on = 20210601, .shared = true},
	};
	/* Between the two, from the first day without the one to the first day of the other. */
	struct pairing_span pairing = {.id = 3, .from_on = 20210401, .to_on = 20210601};
	assert_true(pairing_single_check(&pairing, others, 2, &fault));
	/* A day too early. */
	pairing.from_on = 20210331;
	assert_false(pairing_single_check(&pairing, others, 2, &fault));
	assert_int_equal(fault.code, field_child_paired);
	assert_string_equal(fault.argument[0], "2021-03-31");
	assert_string_equal(fault.argument[1], "JD-1");
	assert_string_equal(fault.field, "child");
	/* Open at its end it runs into the second, unless both are shared. */
	pairing = (struct pairing_span){.id = 3, .from_on = 20210401};
	assert_false(pairing_single_check(&pairing, others, 2, &fault));
	assert_string_equal(fault.argument[0], "2021-06-01");
	pairing.shared = true;
	assert_true(pairing_single_check(&pairing, others, 2, &fault));
	/* Shared on one side only is not enough. */
	pairing.from_on = 20210201;
	assert_false(pairing_single_check(&pairing, others, 2, &fault));
	/* A pairing is no obstacle to itself. */
	pairing = others[0];
	assert_true(pairing_single_check(&pairing, others, 2, &fault));
	assert_true(pairing_single_check(&pairing, NULL, 0, &fault));
}

static void test_visit_setting(void **state)
{
	(void)state;
	assert_string_equal(visit_setting("call"), "visit_days_call");
	assert_string_equal(visit_setting("visit"), "visit_days_visit");
	assert_string_equal(visit_setting("family"), "visit_days_family");
	assert_null(visit_setting(""));
	assert_null(visit_setting("letter"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_years_old),     cmocka_unit_test(test_consent),
	        cmocka_unit_test(test_screening),     cmocka_unit_test(test_single),
	        cmocka_unit_test(test_visit_setting),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
