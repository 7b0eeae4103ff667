/* Between the files of this room: records read whatever the viewer, values
   parsed, shown and checked. Nobody outside includes it. */
#ifndef JINGUO_RECORD_INSIDE_H
#define JINGUO_RECORD_INSIDE_H

#include "record/effects.h"
#include "record/record.h"

/* ---- record.c ---- */

/* Without the defaults. */
struct record *record_bare(struct arena *arena, const struct ledger *ledger);
/* A copy whose values, given marks and lists of rows are its own; the rows themselves are shared. */
struct record *record_clone(struct arena *arena, const struct record *record);
void rows_add(struct record_rows *rows, struct record *row, struct arena *arena);
enum value_kind field_held(const struct field *field);
/* Sets a fault whose {0} and {1} are the field's titles, {2} and {3} what is given. Returns false. */
bool field_fault(struct fault *fault, const struct field *field, enum fault_code code, const char *second,
                 const char *third);
/* What was typed, or dots if the field is sealed. */
const char *field_typed(const struct field *field, const char *typed);

/* ---- record_read.c ---- */

/* NULL in ret when there is none. No viewer is asked. */
bool record_load(struct book *book, const struct ledger *ledger, int64_t tenant, int64_t id, bool with_rows,
                 struct arena *arena, struct record **ret, struct fault *fault)
        __attribute__((warn_unused_result));
/* From a statement that stands on a row of book_sql()->columns. */
struct record *record_of_row(struct statement *statement, const struct ledger *ledger, struct arena *arena);
/* The record with its rows, if the viewer may do that with it. One that may not
   be opened answers as if it were not there; `what` names it then. */
bool record_reach(struct book *book, const struct viewer *viewer, const struct ledger *ledger, int64_t tenant,
                  int64_t id, enum access_action action, const char *what, struct arena *arena,
                  struct record **ret, struct fault *fault) __attribute__((warn_unused_result));
/* Asks the viewer's right over a record in hand. */
bool record_may(struct book *book, const struct viewer *viewer, const struct record *record,
                enum access_action action, struct fault *fault) __attribute__((warn_unused_result));

/* ---- parse.c ---- */

/* Trims blanks, full-width ones too; with `narrow` full-width letters, digits and signs become ASCII. In the arena. */
char *typed_clean(const char *typed, bool narrow, struct arena *arena);
/* Any of the ways a civil date is written. */
enum date_reading { DATE_READ, DATE_UNKNOWN, DATE_NO_SUCH_DAY };
enum date_reading typed_date(const char *typed, civil_date *ret);
/* NULL unless it is a telephone number; else as it is kept. */
const char *typed_phone(const char *typed, struct arena *arena);

/* What was typed as a value of the field, a computed one too; NONE when it is
   blank. In the record's arena, whose tenant is asked for links. */
bool typed_value(struct book *book, const struct record *record, const struct field *field, const char *typed,
                 struct value *ret, struct fault *fault) __attribute__((warn_unused_result));

/* ---- show.c ---- */

void value_show(struct book *book, int64_t tenant, const struct field *field, const struct value *value,
                enum language language, struct text *out);
/* "2021-03-30 09:30" in Shanghai. */
void instant_show(instant_ms instant, struct text *out);
static inline const char *label_in(const struct label *label, enum language language)
{
	return language == LANGUAGE_ZH ? label->zh : label->en;
}

/* ---- number.c ---- */

/* The next number of the record's counter, or the one it brought. `ret_counter` is NULL when no counter moves. */
bool number_take(struct book *book, struct record *record, civil_date today, struct arena *arena,
                 const struct effect_counter **ret_counter, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
