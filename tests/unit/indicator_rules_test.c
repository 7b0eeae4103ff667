/* Lights of indicators, with values of the plans themselves where they are
   known (DOMAIN-2 section 6), in a scale of four places. */
#include "field/indicator.h"

#include "unit.h"

#define V(number) ((int64_t)((number)*10000 + ((number) < 0 ? -0.5 : 0.5)))

static void judged(const struct indicator_goal *goal, int year, int64_t actual, const char *light)
{
	assert_string_equal(indicator_light_code(indicator_judge(goal, year, actual, NULL)), light);
}

/* Maternal mortality: 16.9 in 2020, below 12 by 2030. */
static const struct indicator_goal maternal = {.direction = DIRECTION_DOWN,
                                               .strict = true,
                                               .has_base = true,
                                               .base_year = 2020,
                                               .base = V(16.9),
                                               .target_year = 2030,
                                               .target = V(12)};

static void test_lower_is_better(void **state)
{
	(void)state;
	judged(&maternal, 2024, V(14.3), "green");  /* the line gives 14.94 */
	judged(&maternal, 2024, V(14.94), "green"); /* exactly on it */
	judged(&maternal, 2024, V(14.9401), "red");
	judged(&maternal, 2024, V(11.9), "hold");
	judged(&maternal, 2024, V(12),
	       "green"); /* strict: twelve is not below twelve, but ahead of the line */
	judged(&maternal, 2030, V(12), "red");
	judged(&maternal, 2030, V(11.9999), "hold");
	struct indicator_goal tolerant = maternal;
	tolerant.tolerance = V(0.5);
	judged(&tolerant, 2024, V(15.44), "yellow");
	judged(&tolerant, 2024, V(15.4401), "red");
	judged(&tolerant, 2030, V(12), "yellow");
	judged(&tolerant, 2030, V(12.5001), "red");
}

/* DOMAIN section 6, scenario 22: lower is better and over the target, with no base to measure a way from. */
static void test_over_target(void **state)
{
	(void)state;
	const struct indicator_goal infant = {
	        .direction = DIRECTION_DOWN, .strict = true, .target_year = 2030, .target = V(5)};
	judged(&infant, 2024, V(5.1), "red");
	judged(&infant, 2024, V(4), "hold");
}

static void test_higher_is_better(void **state)
{
	(void)state;
	const struct indicator_goal screening = {.direction = DIRECTION_UP,
	                                         .has_base = true,
	                                         .base_year = 2020,
	                                         .base = V(50),
	                                         .target_year = 2030,
	                                         .target = V(70),
	                                         .tolerance = V(1)};
	judged(&screening, 2021, V(52), "green");
	judged(&screening, 2021, V(51.9999), "yellow");
	judged(&screening, 2021, V(51), "yellow");
	judged(&screening, 2021, V(50.9999), "red");
	judged(&screening, 2021, V(70), "hold"); /* passed already: keep it */
	judged(&screening, 2030, V(69), "yellow");
	judged(&screening, 2031, V(68.9), "red");
	/* A year before the base year is measured against the base. */
	judged(&screening, 2019, V(50), "green");
}

static void test_year_target(void **state)
{
	(void)state;
	int64_t wanted = V(60);
	const struct indicator_goal goal = {.direction = DIRECTION_UP,
	                                    .has_base = true,
	                                    .base_year = 2020,
	                                    .base = V(50),
	                                    .target_year = 2030,
	                                    .target = V(70)};
	assert_int_equal(indicator_judge(&goal, 2021, V(59.9), &wanted),
	                 LIGHT_RED); /* the line would say green */
	assert_int_equal(indicator_judge(&goal, 2021, V(60), &wanted), LIGHT_GREEN);
	/* In the target year only the target counts. */
	assert_int_equal(indicator_judge(&goal, 2030, V(60), &wanted), LIGHT_RED);
}

/* Women among the employed: about 45, a band of 2. */
static void test_about(void **state)
{
	(void)state;
	struct indicator_goal about = {
	        .direction = DIRECTION_NEAR, .target_year = 2030, .target = V(45), .tolerance = V(2)};
	judged(&about, 2022, V(43.2), "hold");
	judged(&about, 2022, V(43), "hold");
	judged(&about, 2022, V(47), "hold");
	judged(&about, 2022, V(42.9999), "yellow");
	judged(&about, 2022, V(49), "yellow");
	judged(&about, 2022, V(49.0001), "red");
	judged(&about, 2022, V(40.9999), "red");
	about.has_base = true, about.base_year = 2020, about.base = V(35);
	judged(&about, 2022, V(37), "green"); /* two tenths of the way */
	judged(&about, 2022, V(36.9999), "red");
	judged(&about, 2030, V(37), "red");
	int64_t wanted = V(40);
	assert_int_equal(indicator_judge(&about, 2025, V(38), &wanted), LIGHT_GREEN);
	assert_int_equal(indicator_judge(&about, 2025, V(37.9), &wanted), LIGHT_RED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_lower_is_better),
	        cmocka_unit_test(test_over_target),
	        cmocka_unit_test(test_higher_is_better),
	        cmocka_unit_test(test_year_target),
	        cmocka_unit_test(test_about),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
