/* Numbers of a workbook as its reader sees them: dates are numbers there, and
   only the number's format says so. */
#ifndef JINGUO_RECORD_XLSX_NUMBER_H
#define JINGUO_RECORD_XLSX_NUMBER_H

#include "record/sheet.h"
#include "record/xlsx_part.h"

/* What a format shows. */
struct number_format {
	bool date, time;
	int zeros; /* "0000": how many places are filled up; 0 none */
};

/* The formats of the cells by their index `s`. */
struct number_formats {
	struct number_format *items;
	size_t count, room;
};

/* Reads xl/styles.xml, whatever it is called there. Release in any case. */
bool number_formats_read(struct xlsx_file *xlsx, const char *name, struct number_formats *ret,
                         struct fault *fault) __attribute__((warn_unused_result));
void number_formats_release(struct number_formats *formats);

/* What `code` of a format shows. */
struct number_format number_format_of(const char *code);

/* Appends the number as it is shown: 2021-03-30, 2021-03-30 09:30, 09:30, 007,
   1200.5. Digits that a spreadsheet has lost beyond the fifteenth are not made
   up: such a number keeps its E. */
enum cell_kind number_show(const char *value, const struct number_format *format, bool from_1904,
                           struct text *out);

#endif
