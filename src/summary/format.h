/* How numbers and days are written in a document. */
#ifndef JINGUO_SUMMARY_FORMAT_H
#define JINGUO_SUMMARY_FORMAT_H

#include "summary/template.h"

/* The number as the format wants it; "x" when it is missing. */
void format_number(const struct figure *figure, const struct figure_number *number, enum number_format format,
                   enum language language, struct text *out);
/* 三百一十八; for 0 … 99,999,999, others as usual. */
void format_hanzi(int64_t number, struct text *out);
void format_day(civil_date date, bool with_year, enum language language, struct text *out);
/* The change from `before` to `now`: percentage in hundredths rounded half up, or points for a ratio.
   False when there is nothing to compare. */
bool format_change(const struct figure_number *now, const struct figure_number *before, bool ratio,
                   int64_t *ret_hundredths);
/* "12.4%" or, for points, "1.8个百分点" / "1.8 percentage points"; without sign. */
void format_hundredths(int64_t hundredths, bool points, enum language language, struct text *out);
/* Shares of `count` parts in hundredths of a per cent by largest remainder: they make 10000. */
void format_shares(const int64_t *parts, size_t count, int64_t *ret_shares);
/* 2021 → 202_ for every year between 1900 and 2099 in the text. */
void format_blank_years(const char *text, struct text *out);

#endif
