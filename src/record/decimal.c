/* Decimals as text and back, without floating point. */
#include "record/decimal.h"

static int64_t power_of_ten(int exponent)
{
	int64_t power = 1;
	while (exponent-- > 0)
		power *= 10;
	return power;
}

void decimal_print(int64_t number, int scale, struct text *out)
{
	/* The magnitude as unsigned: INT64_MIN has no positive twin. */
	uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	uint64_t unit = (uint64_t)power_of_ten(scale);
	if (number < 0)
		text_add_byte(out, '-');
	text_format(out, "%llu", (unsigned long long)(size / unit));
	if (scale)
		text_format(out, ".%0*llu", scale, (unsigned long long)(size % unit));
}

bool decimal_read(const char *string, int scale, int64_t *ret)
{
	bool negative = *string == '-', digits = false;
	int64_t number = 0;
	int places = -1; /* -1 before the point */
	for (string += negative || *string == '+'; *string; string++) {
		if (*string == '.' && places < 0) {
			places = 0;
			continue;
		}
		if (*string < '0' || *string > '9')
			return false;
		digits = true;
		if (places >= scale) {
			if (*string != '0')
				return false;
			continue;
		}
		if (__builtin_mul_overflow(number, 10, &number) || __builtin_add_overflow(number, *string - '0', &number))
			return false;
		places += places >= 0;
	}
	if (!digits)
		return false;
	for (int at = places < 0 ? 0 : places; at < scale; at++)
		if (__builtin_mul_overflow(number, 10, &number))
			return false;
	*ret = negative ? -number : number;
	return true;
}
