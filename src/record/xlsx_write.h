/* Workbooks written row by row in constant memory, over libxlsxwriter: the styles
   of our sheets, and what the format allows. Cells are written from left to
   right and from the top down. */
#ifndef JINGUO_RECORD_XLSX_WRITE_H
#define JINGUO_RECORD_XLSX_WRITE_H

#include "base/date.h"
#include "base/fault.h"

enum xlsx_style {
	XLSX_TEXT, /* format @: what stands there is never taken for a number, a date or a formula */
	XLSX_NOTE, /* the same, on several lines */
	XLSX_NUMBER,
	XLSX_DATE,
	XLSX_INSTANT, /* date and time in Shanghai */
	XLSX_HEADING,
	XLSX_REQUIRED, /* the heading of a column that must be filled */
	XLSX_BAD_TEXT, /* marked as wrong; in the order of the first four */
	XLSX_BAD_NUMBER,
	XLSX_BAD_DATE,
	XLSX_STYLES,
};

enum {
	XLSX_ROWS_MOST = 1048576, /* of a sheet, with its heading */
	XLSX_DECIMALS = 10,
};

struct xlsx_writer {
	struct lxw_workbook *book;
	struct lxw_worksheet *sheet;
	struct lxw_format *styles[XLSX_STYLES];
	struct lxw_format *decimals[XLSX_DECIMALS]; /* by places after the point, made when first wanted */
};

/* Begins a workbook at the path, which xlsx_end completes. */
bool xlsx_begin(const char *path, struct xlsx_writer *ret, struct fault *fault)
        __attribute__((warn_unused_result));
/* A further sheet; later cells go there. The name is brought into the form the format wants. */
bool xlsx_add_sheet(struct xlsx_writer *writer, const char *name, struct fault *fault)
        __attribute__((warn_unused_result));
/* How wide a column is, in digits, and how its new cells are to be. */
void xlsx_column(struct xlsx_writer *writer, int column, int width, enum xlsx_style style);
/* Width of a text in digits: a Chinese character counts two. */
int xlsx_width(const char *text);
/* Keeps the upper `rows` rows in sight, and puts filters on the last of them. */
void xlsx_freeze(struct xlsx_writer *writer, int rows);
void xlsx_filter(struct xlsx_writer *writer, int heading, int last_row, int columns);
/* Row and column count from 0. False when a text is longer than a cell may hold, or the disk is full. */
bool xlsx_text(struct xlsx_writer *writer, int row, int column, const char *text, enum xlsx_style style,
               struct fault *fault) __attribute__((warn_unused_result));
/* A whole number of 10^-places. One with more than fifteen digits would not be
   the same in a spreadsheet: it is written as text. */
bool xlsx_number(struct xlsx_writer *writer, int row, int column, int64_t number, int places,
                 struct fault *fault) __attribute__((warn_unused_result));
bool xlsx_date(struct xlsx_writer *writer, int row, int column, civil_date date, enum xlsx_style style,
               struct fault *fault) __attribute__((warn_unused_result));
bool xlsx_instant(struct xlsx_writer *writer, int row, int column, instant_ms instant, struct fault *fault)
        __attribute__((warn_unused_result));
/* Closes the file. False when it could not be written whole. */
bool xlsx_end(struct xlsx_writer *writer, struct fault *fault) __attribute__((warn_unused_result));

#endif
