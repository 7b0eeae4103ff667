/* Ids rise whatever the clock does; citizen numbers are checked; dice repeat. */
#include "base/ids.h"

#include "unit.h"

static const instant_ms MARCH_2021 = 1617066123004;

static void test_ids_rise(void **state)
{
	(void)state;
	struct id_source source = {};
	int64_t last = 0;
	for (int i = 0; i < 100000; i++) {
		/* The clock jumps back and forth by up to a minute. */
		int64_t id = id_next(&source, MARCH_2021 + i * 7919 % 120000 - 60000);
		assert_true(id > last);
		last = id;
	}
}

static void test_ids_carry_time(void **state)
{
	(void)state;
	struct id_source source = {};
	int64_t id = id_next(&source, MARCH_2021);
	assert_int_equal((id >> 22) + 1577836800000, MARCH_2021);
	/* A clock before 2020 still gives ids that are greater than 0. */
	struct id_source early = {};
	assert_true(id_next(&early, 0) > 0);
}

/* More ids than a millisecond has room for run on into the next. */
static void test_ids_overflow(void **state)
{
	(void)state;
	/* An odd millisecond, so that a bit too many would be lost in it and not carried. */
	instant_ms odd = MARCH_2021 + 1;
	struct id_source source = {.last = odd, .low = (1 << 22) - 2};
	int64_t last_of_this = id_next(&source, odd), first_of_next = id_next(&source, odd);
	assert_int_equal(last_of_this & ((1 << 22) - 1), (1 << 22) - 1);
	assert_int_equal((first_of_next >> 22) - (last_of_this >> 22), 1);
}

static void test_ids_seeded(void **state)
{
	(void)state;
	struct id_source a = {.seed = 42}, b = {.seed = 42}, c = {.seed = 43}, r = {}, s = {};
	for (int i = 0; i < 100; i++)
		assert_int_equal(id_next(&a, MARCH_2021 + i / 2), id_next(&b, MARCH_2021 + i / 2));
	assert_int_not_equal(id_next(&a, MARCH_2021 + 1000), id_next(&c, MARCH_2021 + 1000));
	/* Unseeded sources start apart: 40 starts in a row cannot all be equal. */
	bool apart = false;
	for (int i = 0; i < 40; i++)
		apart = apart || id_next(&r, MARCH_2021 + i) != id_next(&s, MARCH_2021 + i);
	assert_true(apart);
}

static void test_id_parse(void **state)
{
	(void)state;
	int64_t id = 5;
	assert_true(id_parse("1", &id));
	assert_int_equal(id, 1);
	assert_true(id_parse("9223372036854775807", &id));
	assert_int_equal(id, INT64_MAX);
	static const char *const bad[] = {"",
	                                  "0",
	                                  "01",
	                                  "+1",
	                                  "-1",
	                                  " 1",
	                                  "1 ",
	                                  "1.0",
	                                  "1e3",
	                                  "9223372036854775808",
	                                  "99999999999999999999",
	                                  "0x1",
	                                  "１"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_false(id_parse(bad[i], &id));
		assert_int_equal(id, INT64_MAX);
	}
}

/* The example of GB 11643-1999 itself, and made-up numbers. */
static void test_id_numbers(void **state)
{
	(void)state;
	assert_int_equal(id_number_check("11010519491231002"), 'X');
	assert_true(id_number_valid("11010519491231002X"));
	assert_true(id_number_valid("11010519491231002x"));
	static const char *const bad[] = {"",
	                                  "110105194912310020",
	                                  "110105194912310021",
	                                  "11010519491231002",
	                                  "11010519491231002XX",
	                                  "11010519491331002X",
	                                  "11010519490229002X",
	                                  "1101051949123100AX",
	                                  "X10105194912310021",
	                                  "440524188001010014" /* born in 1880 */,
	                                  "01010519491231002X",
	                                  "11010519491231002Ｘ"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(id_number_valid(bad[i]));
	/* Places with a right check digit, which are yet none. */
	static const char *const places[] = {"01010519491231002", "11010519491331002", "11010519490229002",
	                                     "44052418800101001"};
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		char number[19];
		snprintf(number, sizeof number, "%s%c", places[i], id_number_check(places[i]));
		assert_false(id_number_valid(number));
	}
}

/* Any one wrong digit, and any two neighbours swapped, must be noticed. */
static void test_id_number_slips(void **state)
{
	(void)state;
	struct dice dice = {.state = 1};
	for (int round = 0; round < 200; round++) {
		char number[19], slip[19];
		snprintf(number, sizeof number, "4403%02u%04u%02u%02u%03u", 1 + dice_below(&dice, 9),
		         1950 + dice_below(&dice, 60), 1 + dice_below(&dice, 12), 1 + dice_below(&dice, 28),
		         dice_below(&dice, 1000));
		number[17] = id_number_check(number);
		number[18] = 0;
		assert_true(id_number_valid(number));
		for (size_t i = 0; i < 17; i++) {
			memcpy(slip, number, sizeof slip);
			slip[i] = (char)('0' + (slip[i] - '0' + 1 + (int)dice_below(&dice, 9)) % 10);
			assert_false(id_number_valid(slip));
			memcpy(slip, number, sizeof slip);
			slip[i] = number[i + 1];
			slip[i + 1] = number[i];
			if (i < 16 && number[i] != number[i + 1])
				assert_false(id_number_valid(slip));
		}
	}
}

static void test_dice(void **state)
{
	(void)state;
	struct dice a = {.state = 9}, b = {.state = 9};
	unsigned seen[6] = {};
	for (int i = 0; i < 6000; i++) {
		uint32_t rolled = dice_below(&a, 6);
		assert_int_equal(rolled, dice_below(&b, 6));
		seen[rolled]++;
	}
	for (size_t i = 0; i < 6; i++)
		assert_in_range(seen[i], 850, 1150);
	assert_int_equal(dice_below(&a, 1), 0);
	/* The first number of splitmix64 from state 0, as everywhere. */
	struct dice zero = {};
	assert_true(dice_roll(&zero) == 0xE220A8397B1DCDAFu);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_ids_rise),        cmocka_unit_test(test_ids_carry_time),
	        cmocka_unit_test(test_ids_overflow),    cmocka_unit_test(test_ids_seeded),
	        cmocka_unit_test(test_id_parse),        cmocka_unit_test(test_id_numbers),
	        cmocka_unit_test(test_id_number_slips), cmocka_unit_test(test_dice),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
