/* The danger scale, protection orders and the chain of visits after a warning,
   each refusal with the twin that passes. */
#include "field/violence.h"

#include "field/follow_up.h"
#include "unit.h"

static struct danger answered(int yes)
{
	struct danger danger = {};
	for (int i = 0; i < DANGER_ITEMS; i++)
		danger.items[i] = i < yes ? ANSWER_YES : ANSWER_NO;
	return danger;
}

static void test_score_and_level(void **state)
{
	(void)state;
	static const char *const levels[] = {"low",    "low",  "low",  "low",  "medium",
	                                     "medium", "high", "high", "high", "high"};
	for (int yes = 0; yes <= DANGER_ITEMS; yes++) {
		const struct danger danger = answered(yes);
		int64_t score = -1;
		assert_true(danger_score(&danger, &score));
		assert_int_equal(score, yes);
		assert_string_equal(danger_level(&danger), levels[yes]);
	}
}

/* Scenario 27: strangled, with a total of 2, is high; so is any other deadly act. */
static void test_deadly(void **state)
{
	(void)state;
	for (size_t i = 0; i < DANGER_DEADLY; i++) {
		struct danger danger = answered(2);
		danger.deadly[i] = ANSWER_NO;
		assert_string_equal(danger_level(&danger), "low");
		danger.deadly[i] = ANSWER_YES;
		assert_string_equal(danger_level(&danger), "high");
	}
}

/* What is not yet asked settles nothing, unless what was answered is enough. */
static void test_unanswered(void **state)
{
	(void)state;
	int64_t score = -1;
	struct danger danger = answered(5);
	danger.items[8] = ANSWER_NONE;
	assert_false(danger_score(&danger, &score));
	assert_int_equal(score, -1);
	assert_null(danger_level(&danger));
	danger.items[5] = ANSWER_YES;
	assert_string_equal(danger_level(&danger), "high");
	const struct danger only_deadly = {.deadly = {ANSWER_YES}};
	assert_string_equal(danger_level(&only_deadly), "high");
	const struct danger nothing = {};
	assert_null(danger_level(&nothing));
}

/* Scenario 7. */
static void test_order_term(void **state)
{
	(void)state;
	struct fault fault = {};
	assert_true(order_term_check(20210301, 20210901, &fault));
	assert_false(order_term_check(20210301, 20210902, &fault));
	assert_int_equal(fault.code, field_order_too_long);
	assert_string_equal(fault.field, "expires_on");
	assert_true(order_term_check(20210831, 20220228, &fault)); /* the last of a shorter month */
	assert_false(order_term_check(20210831, 20220301, &fault));
	assert_true(order_term_check(0, 20220301, &fault));
	assert_true(order_term_check(20210831, 0, &fault));
}

static void behalf_refused(const char *behalf, enum fault_code code, const char *field)
{
	struct fault fault = {};
	assert_false(order_behalf_check(false, behalf, false, &fault));
	assert_int_equal(fault.code, code);
	assert_string_equal(fault.field, field);
}

/* Scenario 6. */
static void test_order_behalf(void **state)
{
	(void)state;
	struct fault fault = {};
	static const char *const by_consent[] = {"aged", "disabled", "ill"};
	for (size_t i = 0; i < 3; i++) {
		behalf_refused(by_consent[i], field_order_consent_missing, "consent");
		assert_true(order_behalf_check(false, by_consent[i], true, &fault));
	}
	behalf_refused("", field_order_behalf_missing, "behalf");
	assert_true(order_behalf_check(false, "incapable", false, &fault));
	assert_true(order_behalf_check(false, "coerced", false, &fault));
	assert_true(order_behalf_check(true, "", false, &fault));
}

static void test_order_life(void **state)
{
	(void)state;
	const struct order_extension in_time[] = {{20210831, 20211201}, {20211130, 20220301}};
	const struct order_extension late[] = {{20210901, 20220301}};
	const struct order_extension refused[] = {{20210815, 0}};
	struct order_life life = order_life(20210901, 0, in_time, 2);
	assert_int_equal(life.until, 20220301);
	assert_false(life.asked_late);
	/* Asked for on the day on which it holds no more: late, and it extends nothing. */
	life = order_life(20210901, 0, late, 1);
	assert_int_equal(life.until, 20210901);
	assert_true(life.asked_late);
	life = order_life(20210901, 0, refused, 1);
	assert_int_equal(life.until, 20210901);
	assert_false(life.asked_late);
	assert_int_equal(order_life(20210901, 20210715, in_time, 2).until, 20210715);
	assert_int_equal(order_life(0, 0, late, 1).until, 0);
}

static const struct warning_plan plan = {.clean_visits = 3, .months = 3, .absent_days = 7};

static struct warning_next after(bool police, int64_t round, bool clean, bool absent)
{
	const struct warning_visit visit = {police, round, clean, absent};
	return warning_next(&visit, &plan, 20210131);
}

/* Scenario 26: the first visit, then three clean quarterly ones end the chain. */
static void test_warning_chain(void **state)
{
	(void)state;
	struct warning_next next = after(true, 0, true, false);
	assert_false(next.end);
	assert_int_equal(next.round, 1);
	assert_int_equal(next.due, 20210430);
	next = after(true, 2, true, false);
	assert_false(next.end);
	assert_int_equal(next.round, 3);
	assert_true(after(true, 3, true, false).end);
	/* Only the police station ends it. */
	next = after(false, 3, true, false);
	assert_false(next.end);
	assert_int_equal(next.round, 4);
	/* An incident: three clean ones anew. */
	next = after(true, 3, false, false);
	assert_false(next.end);
	assert_int_equal(next.round, 1);
	assert_int_equal(next.due, 20210430);
	/* Nobody met: the same round again, soon. */
	next = after(true, 3, false, true);
	assert_false(next.end);
	assert_int_equal(next.round, 3);
	assert_int_equal(next.due, 20210207);
}

/* Scenario 33. */
static void test_slip(void **state)
{
	(void)state;
	struct fault fault = {};
	assert_true(slip_check(false, false, false, &fault));
	assert_true(slip_check(true, true, true, &fault));
	assert_false(slip_check(true, true, false, &fault));
	assert_int_equal(fault.code, field_order_slip_out);
	assert_string_equal(fault.field, "returned_on");
	assert_false(slip_check(true, false, false, &fault));
	assert_string_equal(fault.field, "signed_on");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_score_and_level), cmocka_unit_test(test_deadly),
	        cmocka_unit_test(test_unanswered),      cmocka_unit_test(test_order_term),
	        cmocka_unit_test(test_order_behalf),    cmocka_unit_test(test_order_life),
	        cmocka_unit_test(test_warning_chain),   cmocka_unit_test(test_slip),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
