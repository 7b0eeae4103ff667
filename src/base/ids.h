/* Ids made by the application: 63 bits, rising in time, never from the
   database. 41 bits of milliseconds since 2020-01-01, 22 bits that count on
   within a millisecond from a random start. In JSON and URLs they are strings. */
#ifndef JINGUO_BASE_IDS_H
#define JINGUO_BASE_IDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"

struct id_source {
	instant_ms last;
	uint32_t low;
	uint64_t seed; /* 0: start bits from the system's random source; else reproducible */
};

/* The next id, greater than every one before from this source, also when the clock goes back. */
int64_t id_next(struct id_source *source, instant_ms now);
bool id_parse(const char *string, int64_t *ret); /* 1 to 2^63-1, decimal, no sign or leading zero */

/* The digit or 'X' that must end an 18-place citizen number (GB 11643-1999),
   from its first 17 digits. */
char id_number_check(const char digits[static 17]);
/* Checks places, birth date and check digit; accepts a lower-case x. */
bool id_number_valid(const char *number);

/* A small reproducible random source (splitmix64) for samples and tests; never for keys. */
struct dice {
	uint64_t state;
};
uint64_t dice_roll(struct dice *dice);
uint32_t dice_below(struct dice *dice, uint32_t limit); /* 0 … limit-1, unbiased */

#endif
