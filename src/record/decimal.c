/* Decimals as text and back, without floating point. */
#include "record/decimal.h"

void decimal_print(int64_t number, int scale, struct text *out)
{
	/* The magnitude as unsigned: INT64_MIN has no positive twin. Digits from the last to the first. */
	uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	char digits[32];
	size_t at = sizeof digits;
	for (int place = 0; size || place <= scale; place++) {
		if (place == scale && scale)
			digits[--at] = '.';
		digits[--at] = (char)('0' + size % 10);
		size /= 10;
	}
	if (number < 0)
		digits[--at] = '-';
	text_add_bytes(out, digits + at, sizeof digits - at);
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
		if (__builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, *string - '0', &number))
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
