/* A table of a document, which is a block whose runs are set apart by marks, as
   a writer wants it: rows of cells. */
#ifndef JINGUO_SUMMARY_TABLE_H
#define JINGUO_SUMMARY_TABLE_H

#include "summary/document.h"

struct table_cell {
	const struct run *runs;
	size_t count; /* 0 where a row has fewer cells than the others */
};
/* The first row is the heading. */
struct table_view {
	size_t rows, columns;
	struct table_cell *cells; /* row by row */
};
struct table_view table_view(const struct block *block, struct arena *arena);

/* The marks themselves; their text is what plain text prints. */
bool run_is_mark(const struct run *run);
struct run table_mark(enum run_kind kind);

#endif
