/* How a number prints. Rounding happens here and once; a share that is not
   whole never prints as 100%, nor one that is not nothing as 0%. */
#include "figure/figure.h"

enum { PLACES = 2, HUNDRED = 100 };

static void print_grouped(uint64_t number, struct text *out)
{
	if (number >= 1000) {
		print_grouped(number / 1000, out);
		text_format(out, ",%03u", (unsigned)(number % 1000));
	} else {
		text_format(out, "%u", (unsigned)number);
	}
}

/* A whole number of 10^-places; `trim` drops the zeros at its end. */
static void print_scaled(int64_t number, int places, bool trim, struct text *out)
{
	uint64_t size = number < 0 ? -(uint64_t)number : (uint64_t)number, unit = 1;
	for (int i = 0; i < places; i++)
		unit *= 10;
	if (number < 0)
		text_add_byte(out, '-');
	print_grouped(size / unit, out);
	uint64_t rest = size % unit;
	while (trim && places && rest % 10 == 0) {
		rest /= 10;
		places--;
	}
	if (places)
		text_format(out, ".%0*llu", places, (unsigned long long)rest);
}

/* numerator / denominator × times, rounded half up (away from zero) to PLACES. */
static int64_t quotient(const struct figure_number *number, int times)
{
	__int128 over = (__int128)number->number * times * HUNDRED, under = number->denominator;
	bool negative = (over < 0) != (under < 0);
	over = over < 0 ? -over : over;
	under = under < 0 ? -under : under;
	__int128 rounded = (over * 2 + under) / (under * 2);
	return (int64_t)(negative ? -rounded : rounded);
}

static void print_percent(const struct figure_number *number, struct text *out)
{
	int64_t hundredths = quotient(number, HUNDRED);
	bool above = number->denominator > 0 ? number->number > number->denominator
	                                     : number->number < number->denominator;
	bool negative = (number->number < 0) != (number->denominator < 0);
	if (hundredths == HUNDRED * HUNDRED && number->number != number->denominator)
		hundredths += above ? 1 : -1;
	if (!hundredths && number->number)
		hundredths = negative ? -1 : 1;
	print_scaled(hundredths, PLACES, true, out);
	text_add_byte(out, '%');
}

void figure_print(const struct figure *figure, const struct figure_number *number, struct text *out)
{
	char date[DATE_SIZE];
	if (number->hidden) {
		text_add(out, "＊");
	} else if (number->missing) {
		text_add(out, "x");
	} else if (figure->measure == MEASURE_FIRST || figure->measure == MEASURE_LAST) {
		date_print((civil_date)number->number, date);
		text_add(out, date);
	} else if (figure->measure != MEASURE_RATIO) {
		print_scaled(number->number, number->scale, false, out);
	} else if (figure->shown == UNIT_PERCENT) {
		print_percent(number, out);
	} else {
		print_scaled(quotient(number, 1), PLACES, true, out);
	}
}
