/* Workbooks (.xlsx, Office Open XML) cut into rows and cells. */
#ifndef JINGUO_RECORD_XLSX_READ_H
#define JINGUO_RECORD_XLSX_READ_H

#include "record/sheet.h"

/* An archive, or one of the older files that Office also calls workbooks. */
bool xlsx_is(const char *bytes, size_t length);

/* One worksheet, the named one or the first that is not hidden. Texts of several
   runs are joined and readings above them (rPh) left out; numbers are as they
   are shown, dates as 2021-03-30; a formula is its last result. Hidden rows and
   columns are read: a filter hides, it does not delete. The text or date of
   merged cells stands in each of their rows, a number only in the first, lest it
   be counted more than once. Refused: what is no workbook, an encrypted one, a
   document type, more than xlsx_part.h allows, a formula without a result. Fills
   the sheet, which names its file and is empty otherwise. */
bool xlsx_read(const char *bytes, size_t length, const char *name, struct sheet *ref_sheet,
               struct fault *fault) __attribute__((warn_unused_result));

#endif
