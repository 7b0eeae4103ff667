/* A table as somebody hands it over: rows of cells that remember where they
   stood, whether they came from CSV or from a workbook. Encoding, separators and
   formats of numbers are found out here; what a cell means is not asked. */
#ifndef JINGUO_RECORD_SHEET_H
#define JINGUO_RECORD_SHEET_H

#include "base/fault.h"
#include "base/memory.h"

enum cell_kind { CELL_TEXT, CELL_NUMBER, CELL_DATE }; /* CSV knows only text */

struct sheet_cell {
	const char *text; /* UTF-8, NUL-terminated, "" where nothing stands */
	/* Counted from 1: of CSV as an editor counts, in characters; of a workbook row and column. */
	int line, column;
	enum cell_kind kind;
};
struct sheet_row {
	const struct sheet_cell *cells; /* at least one */
	size_t count;
	int line;
};
struct sheet {
	const char *file;
	const char *name; /* of the worksheet; NULL of CSV */
	struct sheet_row *rows;
	size_t count;
	struct sheet_cell *cells; /* of all rows of CSV; those of a workbook are in the arena */
	char *text;               /* what the cells point into, the arena beside it */
	struct arena arena;
};

enum { SHEET_CELLS_MOST = 2000 /* in a row */ };

/* Known by its content, not by its name: a workbook (xlsx_read.h) or CSV
   (csv_read.h). `name` picks the worksheet, NULL takes the first that is not
   hidden. `file` is for faults and must outlive them; so must the sheet, which
   is therefore to be released after a failure too. */
bool sheet_read(const char *bytes, size_t length, const char *file, const char *name, struct sheet *ret,
                struct fault *fault) __attribute__((warn_unused_result));
void sheet_release(struct sheet *sheet);

/* The place of a cell of the row; of the row itself where it has no such cell. */
struct position sheet_place(const struct sheet *sheet, const struct sheet_row *row, int column);

/* True when there is nothing in it but blanks, full-width ones too. */
bool cell_blank(const char *text);

#endif
