/* Decimals: whole numbers of 10^-scale, and how they are written. */
#ifndef JINGUO_RECORD_DECIMAL_H
#define JINGUO_RECORD_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* 1250 with two places: "12.50". */
void decimal_print(int64_t number, int scale, struct text *out);
/* "12.5", "-3", ".5" with at most `scale` places that are not 0. */
bool decimal_read(const char *string, int scale, int64_t *ret);

#endif
