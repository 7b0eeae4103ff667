/* The nearest spelling: near enough is proposed, far is not. */
#include "define/nearest.h"

#include "unit.h"

static const char *best_of(const char *wanted, const char *const *names)
{
	struct nearest nearest = nearest_to(wanted);
	for (; *names; names++)
		nearest_offer(&nearest, *names);
	return nearest.best;
}

static void test_nearest(void **state)
{
	(void)state;
	static const char *const names[] = {"people", "person", "held_on", "kind", "to", NULL};
	assert_string_equal(best_of("peopel", names), "people");   /* changed places */
	assert_string_equal(best_of("peple", names), "people");    /* left out */
	assert_string_equal(best_of("personn", names), "person");  /* one too many */
	assert_string_equal(best_of("HELD_ON", names), "held_on"); /* capitals */
	assert_string_equal(best_of("hold_on", names), "held_on"); /* another letter */
	assert_string_equal(best_of("people", names), "people");
	assert_null(best_of("colour", names));
	assert_null(best_of("", names));
	assert_null(
	        best_of("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", names));
	assert_string_equal(best_of("t", names), "to");
}

static void test_first_of_equals_and_nothing(void **state)
{
	(void)state;
	static const char *const names[] = {"care", "cart", "card", NULL};
	assert_string_equal(best_of("car", names), "care");
	struct nearest nearest = nearest_to("kind");
	nearest_offer(&nearest, NULL);
	assert_null(nearest.best);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_nearest),
	        cmocka_unit_test(test_first_of_equals_and_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
