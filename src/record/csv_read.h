/* Comma-separated text cut into rows and cells. */
#ifndef JINGUO_RECORD_CSV_READ_H
#define JINGUO_RECORD_CSV_READ_H

#include "record/sheet.h"

/* UTF-8 with or without a mark, UTF-16 with one, or GB18030; comma, semicolon or
   tab; lines ended by \n, \r\n or \r; cells in quotes may hold all of these and
   "" for a quote. Refused with the place: bytes of no known encoding, a quote
   that does not end or has text behind it. Fills the sheet, which names its file
   and is empty otherwise. */
bool csv_read(const char *bytes, size_t length, struct sheet *ref_sheet, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
