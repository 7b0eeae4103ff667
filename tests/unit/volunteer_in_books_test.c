/* Volunteers in books: hours and stars, late entries, what is no service, and
   certificates that are verified by number and code. Scenarios 21 and 31. */
#include "field/certificate.h"
#include "office.h"

static struct record *volunteer(struct office *office)
{
	struct record *record = DRAFT(office, "volunteer", "team_org", "440307001001", "person",
	                              id_of(office, person(office, "志愿者")), "joined_on", "2020-01-01");
	create(office, record);
	return record;
}

static struct record *service_draft(struct office *office, const struct record *of, const char *hours)
{
	return DRAFT(office, "volunteer_service", "service_org", "440307001001", "volunteer",
	             id_of(office, of), "name", "清洁家园", "kind", "environment", "served_on", "2021-11-24",
	             "hours", hours, "place", "社区公园", "content", "清扫");
}

/* Serves so many hours in days of at most twenty-four, all confirmed. */
static void serve(struct office *office, const struct record *of, int64_t tenths)
{
	for (int64_t day; tenths > 0; tenths -= day) {
		day = tenths < 240 ? tenths : 240;
		struct record *record = service_draft(
		        office, of, arena_format(&office->arena, "%d.%d", (int)(day / 10), (int)(day % 10)));
		create(office, record);
		move(office, record, "confirm", NULL);
	}
}

static int64_t stars_of(struct office *office, const struct record *of, const char *further)
{
	return count(office, "volunteer_star",
	             arena_format(&office->arena, "volunteer = '%s'%s", id_of(office, of), further));
}

/* Scenario 21: 299.5 hours and half an hour more make two stars, each an award with its day. */
static void test_stars(void **state)
{
	struct record *one = volunteer(*state), *other = volunteer(*state);
	serve(*state, other, 1000);
	serve(*state, one, 2995);
	assert_int_equal(stars_of(*state, one, ""), 1);
	assert_int_equal(stars_of(*state, one, " and star = 'one'"), 1);
	struct record *last = service_draft(*state, one, "0.5");
	create(*state, last);
	assert_int_equal(stars_of(*state, one, ""), 1); /* not before somebody confirms it */
	move(*state, last, "confirm", NULL);
	assert_int_equal(
	        stars_of(*state, one, " and star = 'two' and hours = 300 and awarded_on = 2021-11-30"), 1);
	assert_int_equal(stars_of(*state, other, ""), 1);
	/* No star is given twice, and none before its hours. */
	struct record *again = DRAFT(*state, "volunteer_star", "star_org", "440307001001", "volunteer",
	                             id_of(*state, one), "star", "two", "awarded_on", "2021-11-30");
	create_refused(*state, again, field_star_held, "star");
	FILL(*state, again, "star", "three");
	create_refused(*state, again, field_star_not_earned, "star");
}

/* Hours of an older system count for stars. */
static void test_hours_before(void **state)
{
	struct record *one = volunteer(*state);
	change(*state, one,
	       DRAFT(*state, "volunteer", "hours_before", "299.5", "hours_before_source", "原系统导出"));
	serve(*state, one, 5);
	assert_int_equal(stars_of(*state, one, ""), 2); /* both at once: nobody was there to give the first */
}

/* A service that was refused, or set aside, makes no hours. */
static void test_refused_service(void **state)
{
	struct record *one = volunteer(*state), *record;
	serve(*state, one, 995);
	record = service_draft(*state, one, "0.5");
	create(*state, record);
	move(*state, record, "refuse", NULL);
	assert_int_equal(stars_of(*state, one, ""), 0);
	serve(*state, one, 4);
	assert_int_equal(stars_of(*state, one, ""), 0);
	serve(*state, one, 1);
	assert_int_equal(stars_of(*state, one, ""), 1);
}

/* Scenario 31: ten workdays before 30 November 2021 is the 16th; the 15th is late. Duty is no service. */
static void test_late_and_duty(void **state)
{
	struct record *one = volunteer(*state);
	struct record *in_time = service_draft(*state, one, "2"), *late = service_draft(*state, one, "2");
	FILL(*state, in_time, "served_on", "2021-11-16");
	create(*state, in_time);
	assert_string_equal(shown(*state, in_time, "entry_due"), "2021-11-30");
	assert_string_equal(shown(*state, in_time, "late"), "no");
	FILL(*state, late, "served_on", "2021-11-15");
	create(*state, late);
	assert_string_equal(shown(*state, late, "entry_due"), "2021-11-29");
	assert_string_equal(shown(*state, late, "entered_on"), "2021-11-30");
	assert_string_equal(shown(*state, late, "late"), "yes");
	/* What is changed later was still entered on its day. */
	struct office *office = *state;
	office->now = instant_at(20211220, 10, 0);
	change(*state, in_time, DRAFT(*state, "volunteer_service", "content", "清扫和宣传"));
	assert_string_equal(shown(*state, in_time, "late"), "no");
	office->now = instant_at(20211130, 10, 0);

	static const char *const no_service[] = {"duty", "meeting", "lecture", "rehearsal"};
	for (size_t i = 0; i < 4; i++) {
		struct record *duty = service_draft(*state, one, "3");
		FILL(*state, duty, "kind", no_service[i]);
		create_refused(*state, duty, field_volunteer_kind_refused, "kind");
	}
}

static void test_risk_and_consent(void **state)
{
	struct record *one = volunteer(*state), *risky = service_draft(*state, one, "2");
	FILL(*state, risky, "risky", "true");
	create_refused(*state, risky, field_volunteer_uninsured, "risky");
	change(*state, one,
	       DRAFT(*state, "volunteer", "insured_from", "2021-11-01", "insured_to", "2021-11-24"));
	create(*state, risky);
	/* A policy that is renewed does not make the old service unlawful. */
	change(*state, one,
	       DRAFT(*state, "volunteer", "insured_from", "2021-11-25", "insured_to", "2022-11-24"));
	change(*state, risky, DRAFT(*state, "volunteer_service", "place", "南门公园"));

	struct record *early = service_draft(*state, one, "2");
	FILL(*state, early, "served_on", "2019-12-31");
	create_refused(*state, early, field_volunteer_not_then, "volunteer");
	FILL(*state, early, "served_on", "2021-12-01");
	create_refused(*state, early, record_check_says, "served_on");

	struct record *entered = DRAFT(*state, "volunteer", "team_org", "440307001001", "person",
	                               id_of(*state, person(*state, "他人代登")), "joined_on", "2021-03-01",
	                               "entered_by", "organisation");
	create_refused(*state, entered, record_check_says, "entered_by");
	FILL(*state, entered, "consent_on", "2021-02-28");
	create(*state, entered);
}

static void verify_refused(struct office *office, const char *number, const char *code,
                           enum fault_code wanted)
{
	struct fault fault = {};
	struct record *record;
	assert_false(certificate_verify(office->book, &office->clerk, number, code, &office->arena, &record,
	                                &fault));
	assert_string_equal(fault_name(fault.code), fault_name(wanted));
}

/* Scenario 21: the certificate is verified by its number. */
static void test_certificate(void **state)
{
	struct office *office = *state;
	struct record *one = volunteer(office), *verified;
	struct record *paper = DRAFT(office, "volunteer_certificate", "issued_by", "440307001001",
	                             "volunteer", id_of(office, one), "from_on", "2021-11-01", "to_on",
	                             "2021-11-24", "issued_on", "2021-11-30");
	create_refused(office, paper, field_certificate_empty, "from_on");
	serve(office, one, 305);
	create(office, paper);
	assert_string_equal(shown(office, paper, "hours"), "30.5");
	assert_string_equal(shown(office, paper, "services"), "2");
	const char *code = shown(office, paper, "check_code");
	assert_int_equal(strlen(code), CHECK_CODE_SIZE - 1);
	MUST(certificate_verify(office->book, &office->clerk, paper->number, code, &office->arena, &verified,
	                        &fault));
	assert_int_equal(verified->id, paper->id);
	verify_refused(office, paper->number, "0000-0000-0000", field_certificate_wrong);
	verify_refused(office, "ZM-无-2021-00009", code, field_certificate_wrong);

	/* More service changes no paper that is out; neither does the office. */
	serve(office, one, 10);
	change(office, paper, DRAFT(office, "volunteer_certificate", "contact", "区妇联"));
	assert_string_equal(shown(office, paper, "hours"), "30.5");
	assert_string_equal(shown(office, paper, "check_code"), code);
	struct fault fault = {};
	assert_false(record_change(office->book, &office->clerk, paper->tenant, paper->id, 0,
	                           DRAFT(office, "volunteer_certificate", "from_on", "2021-10-01"), "", NULL,
	                           &fault));
	assert_string_equal(fault_name(fault.code), fault_name(field_certificate_fixed));
	move(office, paper, "revoke",
	     DRAFT(office, "volunteer_certificate", "revoked_on", "2021-11-30", "revoke_why", "误开"));
	verify_refused(office, paper->number, code, field_certificate_revoked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_stars),
	        cmocka_unit_test(test_hours_before),
	        cmocka_unit_test(test_refused_service),
	        cmocka_unit_test(test_late_and_duty),
	        cmocka_unit_test(test_risk_and_consent),
	        cmocka_unit_test(test_certificate),
	};
	return cmocka_run_group_tests(tests, office_setup, office_teardown);
}
