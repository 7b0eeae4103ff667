/* How figures look: a number with its unit and its change, parts as bars, months
   as a line, places by parts as a table of heat. Every mark opens its records. */
#ifndef JINGUO_WEB_FIGURE_PARTS_H
#define JINGUO_WEB_FIGURE_PARTS_H

#include "figure/figure.h"
#include "web/request.h"

/* A figure split one way. */
struct split {
	const char *by;    /* "kind", "month", "org:street" */
	const char *title; /* in the request's language */
	const struct figure_result *result;
};

const char *cell_label(const struct request *request, const struct figure_cell *cell, int dimension);
/* The opening tag of a link to one cell, open for arguments; a key of kind NONE is the unclassified. */
void link_cell(const struct request *request, const char *attributes, const struct figure *figure,
               const char *by, const struct value *key, struct text *out);
/* ＊ and x in their own dress, other numbers plain. */
void number_add(const struct figure *figure, const struct figure_number *number, struct text *out);
/* 增 12.4% · 降 1.8 个百分点 · 持平 · 上年同期无数据; nothing for dates and for what is hidden. */
void change_add(const struct request *request, const struct figure *figure, const struct figure_number *now,
                const struct figure_number *before, struct text *out);

void bars_add(struct request *request, const struct figure *figure, const struct split *split,
              struct text *out);

/* Can it be split by month: does it count what came in during a period? */
bool figure_has_months(const struct figure *figure);
/* The months of a period that have begun, as yyyymm; at most `room`. */
size_t months_of(const struct request *request, const struct period *period, int32_t *ret, size_t room);
/* The cell of a month; zero where nothing was counted although there is data. */
struct figure_number month_of(const struct figure *figure, const struct figure_result *result, int32_t month);
/* A line of months with the year before dashed. */
void trend_add(struct request *request, const struct figure *figure, const struct figure_result *now,
               const struct figure_result *before, struct text *out);
/* The same as small bars, for a tile. */
void spark_add(struct request *request, const struct figure *figure, const struct figure_result *now,
               struct text *out);

/* Places down, parts across. */
struct heat {
	const char *places_by, *parts_by;
	const struct figure_result *places, *places_before; /* totals of each place */
	const struct figure_result *parts;                  /* totals of each part */
	const struct figure_result *cells;                  /* by place and part */
};
void heat_add(struct request *request, const struct figure *figure, const struct heat *heat,
              struct text *out);

#endif
