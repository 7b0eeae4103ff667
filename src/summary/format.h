/* How numbers, changes, shares and days are written in a document: whole numbers
   in, rounded once. */
#ifndef JINGUO_SUMMARY_FORMAT_H
#define JINGUO_SUMMARY_FORMAT_H

#include "summary/template.h"

/* The number as the format wants it; "x" when it is missing. */
void format_number(const struct figure *figure, const struct figure_number *number, enum number_format format,
                   enum language language, struct text *out);
/* A whole number: 三百一十八, 1286, 1.3万. Only for the formats of whole numbers. */
void format_whole(int64_t number, enum number_format format, struct text *out);
/* For 0 … 99,999,999, others in digits. */
void format_hanzi(int64_t number, struct text *out);
/* 3月30日, with the year 2021年3月30日; 30 March 2021. */
void format_day(civil_date date, bool with_year, enum language language, struct text *out);
/* 1231 → 12.31%, or 12.31个百分点, without sign and without trailing zeros. */
void format_hundredths(int64_t hundredths, bool points, enum language language, struct text *out);

/* ---- compared ---- */

/* The change in hundredths of a per cent, or of a percentage point where `ratio`;
   false when there is nothing to compare with. Rounded half away from zero, but
   what changed at all does not become 0. */
bool format_change(const struct figure_number *now, const struct figure_number *before, bool ratio,
                   int64_t *ret_hundredths);
/* Hundredths of a per cent by largest remainder, so that all parts together make
   10,000; all 0 when the total is not positive. None may be negative. */
void format_shares(const int64_t *parts, size_t count, int64_t *ret_shares);

/* ---- for publishing ---- */

/* Blanks the last digit of every year from 1900 to 2099: 202_年. */
void format_blank_years(const char *text, struct text *out);
/* Blanks every number to x, but years as above, and leaves days of the year and
   percentages as they are. `after` is what stands behind the text. */
void format_blank_numbers(const char *text, const char *after, enum language language, struct text *out);

#endif
