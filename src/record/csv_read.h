/* Comma-separated text cut into rows and cells that remember where they stood.
   Encoding and separator are found out here; what a cell means is not asked. */
#ifndef JINGUO_RECORD_CSV_READ_H
#define JINGUO_RECORD_CSV_READ_H

#include "base/fault.h"
#include "base/memory.h"

struct csv_cell {
	const char *text; /* UTF-8 without its quotes, NUL-terminated */
	int line, column; /* counted from 1 as an editor counts: characters, not bytes */
};
struct csv_row {
	const struct csv_cell *cells; /* at least one */
	size_t count;
	int line;
};
struct csv {
	const char *file;
	struct csv_row *rows;
	size_t count;
	struct csv_cell *cells; /* of all rows */
	char *text;             /* what the cells point into */
};

enum { CSV_CELLS_MOST = 2000 /* in a row */ };

/* UTF-8 with or without a mark, UTF-16 with one, or GB18030; comma, semicolon or
   tab; lines ended by \n, \r\n or \r; cells in quotes may hold all of these and
   "" for a quote. Refused with the place: bytes of no known encoding, a
   workbook, a quote that does not end or has text behind it. `file` is for
   faults and must outlive them. */
bool csv_read(const char *bytes, size_t length, const char *file, struct csv *ret, struct fault *fault)
        __attribute__((warn_unused_result));
void csv_release(struct csv *csv);

/* True when there is nothing in it but blanks, full-width ones too. */
bool csv_blank(const char *text);

#endif
