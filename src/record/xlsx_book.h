/* What a workbook says of itself: where its parts are, and which sheet is meant. */
#ifndef JINGUO_RECORD_XLSX_BOOK_H
#define JINGUO_RECORD_XLSX_BOOK_H

#include "record/xlsx_part.h"

struct xlsx_book {
	const char *sheet, *sheet_name; /* the part of the sheet that is meant, and what it is called */
	const char *strings, *styles;   /* parts; NULL where there is none */
	bool from_1904;
};

/* Finds the parts by their relations. `name` NULL: the first sheet that is not
   hidden. Names are in the arena. */
bool xlsx_book_read(struct xlsx_file *xlsx, const char *name, struct arena *arena, struct xlsx_book *ret,
                    struct fault *fault) __attribute__((warn_unused_result));

#endif
