/* What an award asks of a nominee: each refusal with the twin that just passes. */
#include "field/honour.h"

#include "unit.h"

static const struct award_rules post = {
        .unit = true, .women_pct = 60, .people_min = 3, .woman_leader = true, .rank_max = -1};
static const struct award_rules red_banner = {
        .person = true, .women_only = true, .age_min = 18, .rank_max = 2};
static const struct nominee fifty = {
        .unit = true, .people = 50, .women = 30, .woman_leader = true, .rank = -1};
static const struct nominee lin = {.person = true, .female = true, .born_on = 20030501, .rank = 2};

static void refused(const struct award_rules *award, struct nominee nominee, enum fault_code code,
                    const char *field)
{
	struct fault fault = {};
	assert_false(honour_eligible_check(award, &nominee, 20210501, &fault));
	assert_string_equal(fault_name(fault.code), fault_name(code));
	assert_string_equal(fault.field, field);
}

static void passes(const struct award_rules *award, struct nominee nominee)
{
	struct fault fault = {};
	assert_true(honour_eligible_check(award, &nominee, 20210501, &fault));
}

/* DOMAIN section 6, scenario 20: 58 % women are refused where 60 % are asked. */
static void test_unit(void **state)
{
	(void)state;
	struct nominee unit = fifty;
	passes(&post, unit);
	unit.women = 29;
	refused(&post, unit, field_honour_women_few, "women");
	unit = (struct nominee){.unit = true, .people = 5, .women = 3, .woman_leader = true};
	passes(&post, unit);
	unit.woman_leader = false;
	refused(&post, unit, field_honour_leader, "woman_leader");
	unit = (struct nominee){.unit = true, .people = 2, .women = 2, .woman_leader = true};
	refused(&post, unit, field_honour_few, "people");
	unit.people = unit.women = 3;
	passes(&post, unit);
	unit.people = 0;
	refused(&post, unit, field_honour_people_unset, "people");
	refused(&post, lin, field_honour_wants_unit, "unit_name");
}

static void test_person(void **state)
{
	(void)state;
	struct nominee person = lin;
	passes(&red_banner, person); /* eighteen on the very day */
	person.born_on = 20030502;
	refused(&red_banner, person, field_honour_young, "nominee");
	person.born_on = 0;
	refused(&red_banner, person, field_honour_age_unknown, "nominee");
	person = lin;
	person.rank = 3;
	refused(&red_banner, person, field_honour_rank_high, "rank");
	person.rank = -1;
	refused(&red_banner, person, field_honour_rank_unset, "rank");
	person = lin;
	person.female = false;
	refused(&red_banner, person, field_honour_women_only, "nominee");
	refused(&red_banner, fifty, field_honour_wants_person, "nominee");
	person = lin;
	person.unit = true;
	refused(&red_banner, person, field_honour_wants_person, "nominee");
	const struct award_rules family = {.rank_max = -1};
	passes(&family, (struct nominee){.unit = true, .rank = -1});
}

static void test_leaders(void **state)
{
	(void)state;
	assert_int_equal(honour_leaders_most(20, 20), 4);
	assert_int_equal(honour_leaders_most(19, 20), 3); /* never above the share */
	assert_int_equal(honour_leaders_most(4, 20), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_unit),
	        cmocka_unit_test(test_person),
	        cmocka_unit_test(test_leaders),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
