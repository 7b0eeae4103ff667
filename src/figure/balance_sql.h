/* A balance as SQL: the numbers, the list, and whether there is anything at
   all. Every statement takes its rows from the same conditions. */
#ifndef JINGUO_FIGURE_BALANCE_SQL_H
#define JINGUO_FIGURE_BALANCE_SQL_H

#include "figure/balance.h"

/* Which rows of a stock; a stock is asked in two halves so that each follows an index. */
enum rows_half { ROWS_ALL, ROWS_OPEN, ROWS_ENDING };

/* The columns of the answer: the dimensions' raw values first (as many as the
   balance has), then for DISTINCT split by something the value; then the number
   of rows, then the measured number if the measure has one. */
bool balance_numbers_sql(const struct ground *ground, const struct balance *balance, struct sql *sql,
                         struct fault *fault) __attribute__((warn_unused_result));

/* " FROM … WHERE …" over the aliases "t" and, if `with_parent` or where it is read, "p". */
bool balance_rows_sql(const struct ground *ground, const struct balance *balance, enum rows_half half,
                      bool with_parent, struct sql *sql, struct fault *fault)
        __attribute__((warn_unused_result));

/* One row if the register holds a live record there and then, whatever the figure's own conditions. */
bool balance_alive_sql(const struct ground *ground, const struct balance *balance, struct sql *sql,
                       struct fault *fault) __attribute__((warn_unused_result));

void source_sql(const struct source *source, struct sql *sql);          /* "t"."kind" */
void dimension_sql(const struct dimension *dimension, struct sql *sql); /* its raw value */
/* True when the numbers come as distinct values that are counted in C. */
bool balance_lists_values(const struct balance *balance);
size_t balance_dimensions(const struct balance *balance);

#endif
