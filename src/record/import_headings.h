/* Which lines of a table are its headings, and what each column holds. */
#ifndef JINGUO_RECORD_IMPORT_HEADINGS_H
#define JINGUO_RECORD_IMPORT_HEADINGS_H

#include "define/definitions.h"
#include "record/sheet.h"

enum heading {
	HEADING_NONE,   /* no heading: its cells must be empty */
	HEADING_PASSED, /* a counter of lines: not looked at */
	HEADING_KEY,    /* number or id of the record */
	HEADING_PARENT, /* of a child ledger: number or id of the record it belongs to */
	HEADING_STATE,
	HEADING_FIELD,
	HEADING_REFUSED, /* unknown or double: a fault says so already */
};

struct import_column {
	enum heading heading;
	const struct field *field; /* of HEADING_FIELD */
};

struct headings {
	struct import_column *columns;
	size_t count;
	size_t first, lines; /* rows of the table: 1 or 2 from `first` */
	int line;            /* of the lowest one, in the file */
};

/* Looks for the line, or the two lines, that name most columns: each by the
   code of the field, an older one, or its title in either language; of two
   lines by both together or the lower one, where an empty cell of the upper
   line repeats its left neighbour. Columns nobody knows, or that come twice, go
   to `faults`. False when no line names any. */
bool headings_find(const struct ledger *ledger, const struct sheet *sheet, struct arena *arena,
                   struct headings *ret, struct faults *faults, struct fault *fault)
        __attribute__((warn_unused_result));
/* The row says again what the headings say: a page break of a printed list. */
bool headings_repeat(const struct headings *headings, const struct sheet *sheet, const struct sheet_row *row);

/* What a column of that heading would be taken for; HEADING_REFUSED when nobody knows it. */
struct import_column heading_of(const struct ledger *ledger, const char *text, struct arena *arena);

/* Text as it is compared: ASCII for full-width signs, small letters, without
   blanks, quotes and the marks people put behind headings. In the arena. */
char *heading_key(const char *text, struct arena *arena);

#endif
