/* Exact arithmetic on figure numbers: what is equal, what is more. Nothing
   is divided. */
#ifndef JINGUO_SUMMARY_NUMBER_H
#define JINGUO_SUMMARY_NUMBER_H

#include "figure/figure.h"

/* Is its number a day? */
bool figure_is_day(const struct figure *figure);
/* -1, 0 or 1; neither may be missing. */
int number_compare(const struct figure_number *a, const struct figure_number *b);
/* The same against a whole number as people read the figure: per cent of a percentage. */
int number_against(const struct figure *figure, const struct figure_number *number, int64_t operand);
/* True when both are missing, or neither and they are one number, held alike. */
bool number_equal(const struct figure_number *a, const struct figure_number *b);

#endif
