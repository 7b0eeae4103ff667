/* One cell of a CSV: what a value looks like in it. Export writes so, and import
   compares with it, so that a cell nobody touched is known as such whatever the
   type of its field. */
#ifndef JINGUO_RECORD_TRANSFER_CELL_H
#define JINGUO_RECORD_TRANSFER_CELL_H

#include "record/inside.h"

/* Appends the value as a cell holds it, without quotes: codes of lists ("a,b"
   for several), 2021-03-30, instants in UTC, 1 and 0, the number of a linked
   record (its id when it has none), 密封 for what is sealed, nothing for unset. */
bool cell_write(struct book *book, const struct record *record, const struct field *field, struct text *out,
                struct fault *fault) __attribute__((warn_unused_result));
/* Does the cell say what the record holds, as either kind of file writes it, in
   either language? A cell that says it otherwise (2021.3.30) is not known here. */
bool cell_says(struct book *book, const struct record *record, const struct field *field, const char *cell,
               bool *ret, struct fault *fault) __attribute__((warn_unused_result));
/* The number of a record, or its id. */
void cell_write_key(const struct record *record, struct text *out);
/* How a sealed value is written; both languages are read. */
bool cell_is_mask(const char *text);

/* A spreadsheet would run the text as a formula, or keep something else than
   what stands there: 007, 1-3, 440307018003. Export puts a ' before it. */
bool cell_is_unsafe(const char *text);
/* The text behind such a ', or the text as it is. */
const char *cell_without_guard(const char *text);

#endif
