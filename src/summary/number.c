/* Whole numbers crosswise, so that nothing is divided before the end. */
#include "summary/number.h"

bool figure_is_day(const struct figure *figure)
{
	return figure->measure == MEASURE_FIRST || figure->measure == MEASURE_LAST;
}

static __int128 power_of_ten(int places)
{
	__int128 power = 1;
	while (places-- > 0)
		power *= 10;
	return power;
}

static int order(__int128 a, __int128 b)
{
	return (a > b) - (a < b);
}

int number_compare(const struct figure_number *a, const struct figure_number *b)
{
	return order((__int128)a->number * b->denominator * power_of_ten(b->scale - a->scale),
	             (__int128)b->number * a->denominator * power_of_ten(a->scale - b->scale));
}

int number_against(const struct figure *figure, const struct figure_number *number, int64_t operand)
{
	int times = figure->measure == MEASURE_RATIO && figure->shown == UNIT_PERCENT ? 100 : 1;
	return order((__int128)number->number * times,
	             (__int128)operand * number->denominator * power_of_ten(number->scale));
}

bool number_equal(const struct figure_number *a, const struct figure_number *b)
{
	if (a->missing || b->missing)
		return a->missing == b->missing;
	return a->number == b->number && a->denominator == b->denominator && a->scale == b->scale;
}
