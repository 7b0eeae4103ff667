/* Spreadsheets in and out: CSV and workbooks. Import is all rows or none; every
   bad row is named with its cell and the reason. Importing an export changes nothing. */
#ifndef JINGUO_RECORD_TRANSFER_H
#define JINGUO_RECORD_TRANSFER_H

#include "record/record.h"
#include "record/sheet.h"

struct import_options {
	bool dry_run;
	/* Progress, may be NULL; false stops the import, nothing is kept. */
	bool (*progress)(void *context, size_t done, size_t all);
	void *context;
};
struct import_report {
	size_t rows, created, changed, unchanged, skipped; /* skipped: blank, title and total lines */
	/* Each at its cell; they point into the sheet. */
	struct faults faults;
	/* What is remarkable about new rows but refused nothing, likewise; also of a dry run. */
	struct faults notices;
};
/* The rows of the sheet below heading rows of one or two
   lines ("merged" headings: an empty cell repeats its left neighbour), columns
   matched by code, title in either language or older name; full-width digits
   and blanks; dates as 2021-03-30, 2021.3.30, 2021/3/30, 2021年3月30日, 20210330
   or a spreadsheet's day number (44285); lines of titles, totals (合计, 总计,
   小计, Total) and signatures, repeated headings and empty lines are skipped. A
   row whose number or id is known (of a unit its code) changes that record, and
   only what differs; others are created. State and computed columns are
   compared, not set; 密封 leaves a sealed field alone. The whole is one act.
   False only when it could not be carried out; bad rows are in the report, and
   then nothing was kept. */
bool import_sheet(struct book *book, const struct viewer *viewer, const struct ledger *ledger,
                  const struct sheet *sheet, const struct import_options *options, struct import_report *ret,
                  struct fault *fault) __attribute__((warn_unused_result));
/* The records that the viewer may open and export and that are not voided, of
   `org` and below (NULL: all), in constant memory; `write` gets pieces in order.
   UTF-8 with a mark, headings are the codes of the fields after number (or id)
   and state, lists as codes, links by number, sealed values as 密封. Cells that a
   spreadsheet would run as a formula, or show as another number or date, are
   guarded with a leading ', which import takes off again.
   Rows of a child ledger export and import under the name "activity.signups",
   with the parent's number as first column and the row's id as second; a row
   without id that says what one says is that one, and no row is dropped. */
bool export_csv(struct book *book, const struct viewer *viewer, const struct ledger *ledger, const char *org,
                bool (*write)(void *context, const char *bytes, size_t length), void *context,
                int64_t *ret_rows, struct fault *fault) __attribute__((warn_unused_result));
/* The same as a workbook at the path, in constant memory: headings and what is
   chosen from lists in the language, real dates and numbers, everything else as
   text that is never run as a formula, the heading frozen and with filters.
   Refused before anything is written when a sheet cannot hold that many rows.
   On failure the file may be there in part. */
bool export_xlsx(struct book *book, const struct viewer *viewer, const struct ledger *ledger, const char *org,
                 enum language language, const char *path, int64_t *ret_rows, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
