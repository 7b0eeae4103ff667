/* What a rider of the pass gathers that is more than a number of rows: sums,
   first and last dates, distinct values, and all of it by part. Rows are kept
   apart by the classes of the columns that split, and only at the end folded
   into parts. */
#ifndef JINGUO_FIGURE_PASS_WATCH_H
#define JINGUO_FIGURE_PASS_WATCH_H

#include "figure/pass_column.h"
#include "figure/question.h"

struct watch {
	struct question *question;
	size_t side;
	uint32_t column[FIGURE_DIMENSIONS],
	        probe[FIGURE_DIMENSIONS]; /* where a dimension's parts are; not of months */
	size_t by_class;                  /* dimensions that are */
	bool by_month;
	int value_place; /* of the value in a row; -1: none is wanted */

	size_t segments;                /* of its period */
	struct map pairs;               /* of classes, where two dimensions are by class */
	struct tally *tallies;          /* of each pair or class, one a segment */
	size_t tally_count, tally_room; /* in pairs */
	struct map values;              /* of a distinct value within a pair and month */
	int64_t *value_rows;
	size_t value_room;
};

void watch_start(struct watch *watch, size_t segments, struct arena *arena);
void watch_release(struct watch *watch);

/* `classes` of all columns of the pass; `segment` counts from the period's first. */
void watch_take(struct watch *watch, const uint32_t *classes, size_t segment, const struct row *row);
/* Into the question's tallies; `edges` are the first days of the segments. */
void watch_finish(struct watch *watch, const struct pass_column *columns, const civil_date *edges);

#endif
