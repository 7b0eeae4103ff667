/* Ids in order of time, the check of citizen numbers, and dice for samples.
   Keys and tokens are no business of this file. */
#include "base/ids.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { LOW_BITS = 22, LOW_LIMIT = 1 << LOW_BITS };

static const instant_ms ID_EPOCH = 1577836800000; /* 2020-01-01T00:00:00Z */

static uint64_t mixed(uint64_t x)
{
	x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
	x = (x ^ x >> 27) * 0x94D049BB133111EBu;
	return x ^ x >> 31;
}

/* A start in the lower half, so that two million ids fit behind it. */
static uint32_t id_start(const struct id_source *source)
{
	uint64_t bits;
	if (source->seed)
		bits = mixed(source->seed ^ (uint64_t)source->last);
	else if (getrandom(&bits, sizeof bits, 0) != (ssize_t)sizeof bits)
		abort(); /* eight bytes never come short once the system is up */
	return (uint32_t)(bits % (LOW_LIMIT / 2));
}

int64_t id_next(struct id_source *source, instant_ms now)
{
	instant_ms earliest = ID_EPOCH + 1;
	if (now < earliest)
		now = earliest;
	if (now > source->last) {
		source->last = now;
		source->low = id_start(source);
	} else if (++source->low == LOW_LIMIT) {
		source->last++;
		source->low = id_start(source);
	}
	int64_t ms = source->last - ID_EPOCH;
	assert(ms < (int64_t)1 << (63 - LOW_BITS)); /* until 2089 */
	return ms << LOW_BITS | source->low;
}

bool id_parse(const char *string, int64_t *ret)
{
	if (*string < '1' || *string > '9')
		return false;
	int64_t id = 0;
	for (; *string; string++) {
		if (*string < '0' || *string > '9' || __builtin_mul_overflow(id, 10, &id) ||
		    __builtin_add_overflow(id, *string - '0', &id))
			return false;
	}
	*ret = id;
	return true;
}

char id_number_check(const char digits[static 17])
{
	/* 2^(17-i) modulo 11 */
	static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0;
	for (int i = 0; i < 17; i++)
		sum += (digits[i] - '0') * weights[i];
	return "10X98765432"[sum % 11];
}

bool id_number_valid(const char *number)
{
	enum { PLACES = 18, BIRTH = 6, BIRTH_PLACES = 8 };
	if (strnlen(number, PLACES + 1) != PLACES || number[0] == '0')
		return false;
	for (int i = 0; i < PLACES - 1; i++)
		if (number[i] < '0' || number[i] > '9')
			return false;
	civil_date birth = 0;
	for (int i = BIRTH; i < BIRTH + BIRTH_PLACES; i++)
		birth = birth * 10 + (number[i] - '0');
	char last = number[PLACES - 1] == 'x' ? 'X' : number[PLACES - 1];
	return date_valid(birth) && id_number_check(number) == last;
}

uint64_t dice_roll(struct dice *dice)
{
	dice->state += 0x9E3779B97F4A7C15u;
	return mixed(dice->state);
}

uint32_t dice_below(struct dice *dice, uint32_t limit)
{
	assert(limit);
	/* The last, incomplete run of `limit` numbers would favour small ones: roll again. */
	uint64_t whole = UINT64_MAX - UINT64_MAX % limit, roll;
	do
		roll = dice_roll(dice);
	while (roll >= whole);
	return (uint32_t)(roll % limit);
}
