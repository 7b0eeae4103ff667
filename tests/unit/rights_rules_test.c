/* Rights cases: classes, the sixty days, minors and extensions, each refusal
   with the twin that passes. */
#include "field/rights.h"

#include "base/memory.h"
#include "unit.h"

static const civil_date holidays_2021[] = {20210101, 20210919, 20210920, 20210921, 20211001, 20211002,
                                           20211003, 20211004, 20211005, 20211006, 20211007};
static const civil_date workdays_2021[] = {20210918, 20210926, 20211009};
static const struct calendar_year years[] = {
        {.year = 2021,
         .source = "test",
         .holidays = holidays_2021,
         .holiday_count = sizeof holidays_2021 / sizeof holidays_2021[0],
         .workdays = workdays_2021,
         .workday_count = sizeof workdays_2021 / sizeof workdays_2021[0]},
};
static const struct definitions calendar = {.years = years, .year_count = 1};

static void test_local_matter(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
	        {"political", "general"}, {"marriage_family", "marriage_family"},
	        {"labour", "labour"},     {"personal", "personal"},
	        {"property", "property"}, {"education", "general"},
	        {"general", "general"},
	};
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		assert_string_equal(rights_local_matter(pairs[i][0]), pairs[i][1]);
	assert_null(rights_local_matter(""));
	assert_null(rights_local_matter("weather"));
}

/* DOMAIN section 6, scenario 2, and what comes of an extension and of a day off. */
static void test_due(void **state)
{
	(void)state;
	civil_date due = 0;
	struct fault fault = {};
	assert_true(rights_due(&calendar, 20210924, 0, &due, &fault));
	assert_int_equal(due, 20211123);
	assert_true(rights_due(&calendar, 20210924, 30, &due, &fault));
	assert_int_equal(due, 20211223);
	/* 60 days after 2 August is 1 October; the first workday after the holiday is the 8th. */
	assert_true(rights_due(&calendar, 20210802, 0, &due, &fault));
	assert_int_equal(due, 20211008);
	due = 7;
	assert_false(rights_due(&calendar, 20211215, 0, &due, &fault));
	assert_int_equal(fault.code, calendar_year_missing);
	assert_int_equal(due, 7);
}

static void test_minor(void **state)
{
	(void)state;
	struct fault fault = {};
	assert_true(rights_minor_check(false, false, false, &fault));
	assert_true(rights_minor_check(true, true, false, &fault));
	assert_true(rights_minor_check(true, false, true, &fault));
	assert_false(rights_minor_check(true, false, false, &fault));
	assert_int_equal(fault.code, field_case_minor_unreported);
	assert_string_equal(fault.field, "report_no");
}

static void extension_refused(const struct rights_extension *extension, enum fault_code code,
                              const char *field)
{
	struct fault fault = {};
	assert_false(rights_extension_check(extension, &fault));
	assert_int_equal(fault.code, code);
	assert_string_equal(fault.field, field);
}

static void test_extension(void **state)
{
	(void)state;
	struct fault fault = {};
	const struct rights_extension good = {.days = 30,
	                                      .approved = 20210601,
	                                      .by = "lead",
	                                      .why = "多地取证",
	                                      .handler = "officer",
	                                      .due = 20210601};
	assert_true(rights_extension_check(&good, &fault));
	const struct rights_extension none = {.by = "", .why = "", .handler = "officer", .due = 20210601};
	assert_true(rights_extension_check(&none, &fault));

	struct rights_extension bad = good;
	bad.days = 0;
	extension_refused(&bad, field_case_extension_incomplete, "extension_days");
	bad = good;
	bad.approved = 0;
	extension_refused(&bad, field_case_extension_incomplete, "extension_days");
	bad = good;
	bad.why = "";
	extension_refused(&bad, field_case_extension_incomplete, "extension_days");
	bad = good;
	bad.by = "";
	extension_refused(&bad, field_case_extension_incomplete, "extension_days");
	bad = good;
	bad.by = "officer";
	extension_refused(&bad, field_case_extension_own, "extension_by");
	bad = good;
	bad.approved = 20210602;
	extension_refused(&bad, field_case_extension_late, "extension_on");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_local_matter),
	        cmocka_unit_test(test_due),
	        cmocka_unit_test(test_minor),
	        cmocka_unit_test(test_extension),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
