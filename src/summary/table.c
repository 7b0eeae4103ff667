/* See table.h. */
#include "summary/table.h"

bool run_is_mark(const struct run *run)
{
	return run->kind == RUN_CELL || run->kind == RUN_ROW;
}

struct run table_mark(enum run_kind kind)
{
	return (struct run){kind, kind == RUN_CELL ? " | " : "\n", NULL};
}

static void measure(const struct block *block, size_t *ret_rows, size_t *ret_columns)
{
	size_t columns = 1;
	*ret_rows = *ret_columns = 1;
	for (size_t i = 0; i < block->count; i++) {
		*ret_rows += block->runs[i].kind == RUN_ROW;
		columns = block->runs[i].kind == RUN_ROW ? 1 : columns + (block->runs[i].kind == RUN_CELL);
		if (columns > *ret_columns)
			*ret_columns = columns;
	}
}

struct table_view table_view(const struct block *block, struct arena *arena)
{
	struct table_view view;
	measure(block, &view.rows, &view.columns);
	view.cells = arena_array(arena, struct table_cell, view.rows * view.columns);
	size_t row = 0, column = 0, from = 0;
	for (size_t i = 0; i <= block->count; i++) {
		if (i < block->count && !run_is_mark(&block->runs[i]))
			continue;
		view.cells[row * view.columns + column] = (struct table_cell){block->runs + from, i - from};
		from = i + 1;
		bool row_ends = i < block->count && block->runs[i].kind == RUN_ROW;
		row += row_ends;
		column = row_ends ? 0 : column + 1;
	}
	return view;
}
