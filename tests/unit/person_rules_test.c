/* What a citizen number says against what was typed, the Monday of a week, and
   the table of rules itself. */
#include "field/field.h"
#include "field/person.h"
#include "field/place.h"

#include "unit.h"

static void test_person(void **state)
{
	(void)state;
	struct fault fault = {};
	/* DOMAIN section 1: a number made up for tests; digit 17 is odd. */
	const char *number = "53010219200508011X";
	assert_int_equal(id_number_birth(number), 19200508);
	assert_true(id_number_male(number));
	assert_true(person_check(number, 19200508, "male", &fault));
	assert_true(person_check(number, 0, "", &fault));
	assert_false(person_check(number, 19200509, "male", &fault));
	assert_int_equal(fault.code, field_person_birth_differs);
	assert_string_equal(fault.field, "birth_date");
	assert_false(person_check(number, 19200508, "female", &fault));
	assert_int_equal(fault.code, field_person_sex_differs);
	assert_string_equal(fault.field, "sex");
	/* Nothing of the number is in the words. */
	struct text words = TEXT_EMPTY;
	fault_print(&fault, LANGUAGE_ZH, &words);
	assert_null(strstr(words.at, "5301"));
	text_release(&words);
}

static void test_week(void **state)
{
	(void)state;
	assert_int_equal(week_monday(20210329), 20210329);
	assert_int_equal(week_monday(20210404), 20210329);
	assert_int_equal(week_monday(20210101), 20201228);
	assert_int_equal(week_monday(0), 0);
}

/* Each row has a name of its own, both languages, and exactly the function of its kind. */
static void test_table(void **state)
{
	(void)state;
	for (const struct rule *rule = field_rules; rule->name; rule++) {
		assert_true(rule->says.zh && *rule->says.zh && rule->says.en && *rule->says.en);
		assert_int_equal(rule->compute != NULL, rule->kind == RULE_COMPUTE);
		assert_int_equal(rule->guard != NULL, rule->kind == RULE_GUARD);
		assert_int_equal(rule->effect != NULL, rule->kind == RULE_EFFECT);
		assert_int_equal(rule->notice != NULL, rule->kind == RULE_NOTICE);
		for (const struct rule *other = field_rules; other != rule; other++)
			assert_string_not_equal(other->name, rule->name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_person),
	        cmocka_unit_test(test_week),
	        cmocka_unit_test(test_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
