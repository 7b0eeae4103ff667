/* Inside the room: the records of the ledger `statement`, which keep what was
   signed. This file finds and reads them; sign.c and drift.c act on them. */
#ifndef JINGUO_SUMMARY_KEPT_H
#define JINGUO_SUMMARY_KEPT_H

#include "summary/template.h"

/* NULL when the definitions have none: then nothing can be signed, but summaries are written. */
const struct ledger *kept_ledger(const struct definitions *definitions);
/* Does the ledger hold every field, state and move that this room needs? True when there is no such ledger. */
bool kept_ledger_check(const struct definitions *definitions, struct faults *faults);

/* The name of the request's template. */
const char *summary_name(const struct summary_request *request);
/* Today by the book's clock. */
civil_date summary_today(const struct book *book);
/* The view under which every summary of an organisation is computed. The strings must outlive it. */
bool summary_viewer(const struct book *book, const char *actor, const char *org, struct viewer *ret,
                    struct fault *fault) __attribute__((warn_unused_result));
/* Finds the statement that is not withdrawn, with its rows; *ret NULL when there is none. Reads it under a
   role that may open it: who is looking has been asked before, and sees the summary only. */
bool kept_find(struct book *book, const char *actor, const char *template, const char *org,
               const struct period *period, struct arena *arena, struct record **ret, struct fault *fault)
        __attribute__((warn_unused_result));

/* Of a statement or of one of its rows. */
const struct value *kept_value(const struct record *record, const char *field);
const struct record_rows *kept_rows(const struct record *statement, const char *field);
/* The row of the words written under that title, or NULL. */
struct record *kept_passage(const struct record *statement, const char *slot);

#endif
