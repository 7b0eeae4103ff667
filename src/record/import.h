/* One import under way, shared by its files: import.c (which rows, all or none),
   import_record.c (a row is a record), import_child.c (a row is a row of a
   record). Nobody outside includes it. */
#ifndef JINGUO_RECORD_IMPORT_H
#define JINGUO_RECORD_IMPORT_H

#include "record/import_headings.h"
#include "record/inside.h"
#include "record/transfer.h"

/* Which record was met in which line: each may come once. */
struct import_met {
	int64_t *ids; /* 0: free */
	int *lines;
	size_t count, room; /* room is a power of two */
};

struct importing {
	struct book *book;
	const struct viewer *viewer;
	const struct ledger *ledger;
	const struct import_options *options;
	const char *reason; /* for the journal */
	struct import_report report;
	const struct sheet *sheet;
	struct headings headings;
	int *column_of;   /* by field->place; -1 when the file has none */
	bool *told;       /* by field->place: its column is missing, as a fault says already */
	int64_t *tenants; /* of the books */
	size_t tenant_count;
	struct import_met met;
	struct arena arena; /* of the import */
	struct arena row;   /* of the row in hand, or of the rows of one record */
};

/* The cell of a column; "" where the row is shorter. The guard of export is off. */
const char *import_cell(const struct sheet_row *row, int column);
const char *import_field_cell(const struct importing *importing, const struct sheet_row *row,
                              const struct field *field);
int import_column(const struct importing *importing, enum heading heading); /* -1: none */
struct position import_place(const struct importing *importing, const struct sheet_row *row, int column);

/* Reads what a cell says into the record: as a person types it, and where that
   fails as offices write it (a unit behind a number, 妇联 behind a place). A
   field that was so already is not given. */
bool import_put(struct importing *importing, struct record *record, const struct field *field,
                const char *text, struct fault *fault) __attribute__((warn_unused_result));
/* The same for every column of the row; blank cells of a new record (`before`
   NULL) are left to its defaults, and what `before` says already is not given.
   Adds what is wrong to `faults`. */
bool import_put_row(struct importing *importing, const struct sheet_row *row, const struct record *before,
                    struct record *record, struct faults *faults, struct fault *fault)
        __attribute__((warn_unused_result));
/* Compares the cells nobody may set, computed ones and the state, with the record as it became. */
bool import_agrees(struct importing *importing, const struct sheet_row *row, const struct record *record,
                   struct faults *faults, struct fault *fault) __attribute__((warn_unused_result));

/* The record with that number or id, in whatever district; *ret_id is 0 when there is none. */
bool import_find(struct importing *importing, const struct ledger *ledger, const char *key, const char *org,
                 int64_t *ret_tenant, int64_t *ret_id, struct fault *fault)
        __attribute__((warn_unused_result));
/* Notes that the record was met in that line; a fault when it was in another one. */
bool import_meet(struct importing *importing, int64_t id, int line, struct fault *fault)
        __attribute__((warn_unused_result));

bool import_has_met(const struct importing *importing, int64_t id);

/* True for a fault of the machine, not of the row: the import ends. */
bool import_must_stop(const struct fault *fault);
/* Adds a row's faults to the report, each at its cell. */
void import_refuse(struct importing *importing, const struct sheet_row *row, const struct faults *faults);

/* Adds what rules remarked on a new record. */
void import_remark(struct importing *importing, const struct sheet_row *row, const struct record *record);

/* A record of its own. */
bool import_record(struct importing *importing, const struct sheet_row *row, struct faults *faults,
                   struct fault *fault) __attribute__((warn_unused_result));
/* Rows of one record: `rows` follow each other in the file. Refuses at the rows themselves. */
bool import_children(struct importing *importing, const struct sheet_row *const *rows, size_t count,
                     struct fault *fault) __attribute__((warn_unused_result));
/* Are they rows of the same record, as far as the file says? */
bool import_same_parent(const struct importing *importing, const struct sheet_row *a,
                        const struct sheet_row *b);

#endif
