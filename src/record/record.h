/* Records: create, change, move, void; read one, read its history. Every
   function takes a viewer and does nothing the viewer may not. A write is one
   transaction that appends the entry and posts it to the ledger; it has
   happened only when the outermost book_write has returned true. */
#ifndef JINGUO_RECORD_RECORD_H
#define JINGUO_RECORD_RECORD_H

#include "record/book.h"

/* A record in hand: read from the books, or being filled. Lives in an arena. */
struct record {
	const struct ledger *ledger;
	int64_t tenant, id;
	int64_t parent, place;     /* of a row of a child ledger */
	const char *org;           /* the code it is stamped with */
	const char *number;        /* or NULL */
	const struct state *state; /* or NULL when the ledger has no lifecycle */
	int64_t version;           /* 1 after create */
	int64_t entry;             /* seq of the entry that made this version */
	bool voided;
	civil_date counts_on;        /* 0 unset */
	struct value *values;        /* by field->place; sealed ones VALUE_BLOB unless opened */
	bool *given;                 /* by field->place: set or cleared by the writer */
	struct record_rows *rows;    /* by field->place; only rows fields use theirs */
	const struct fault *notices; /* after record_create: what rules remarked without refusing it */
	size_t notice_count;
	struct arena *arena;
};
struct record_rows {
	struct record **items;
	size_t count;
	bool loaded; /* read from the books, or given in full by the writer */
};

/* An empty record to be filled; fields with `default:` are set, not given. */
struct record *record_new(struct arena *arena, const struct ledger *ledger);
/* Sets a field from what a person typed or a file holds: "2021-03-30",
   "2021.3.30", "2021年3月30日", code or title of a list item in either
   language, "是"/"否", number of a linked record or its id, code or name of an
   organisation. Empty text clears. The fault names field, text and remedy; a
   sealed text is never in it. */
bool record_put(struct book *book, struct record *record, const char *field, const char *typed,
                struct fault *fault) __attribute__((warn_unused_result));
/* The same from a typed value. */
bool record_put_value(struct record *record, const char *field, struct value value, struct fault *fault)
        __attribute__((warn_unused_result));
/* Adds an empty row to a rows field and returns it, to be filled like a record. */
struct record *record_add_row(struct record *record, const char *field);

/* Stamps organisation, number, state, computed fields and clocks, checks
   everything (required, types, bounds, lists with `until`, checks, show_if:
   a field that does not belong must be empty), seals, posts. All faults of the
   record are found; the first is returned, all are in `faults` when not NULL.
   A record that brings its number (import) keeps it and raises the counter. */
bool record_create(struct book *book, const struct viewer *viewer, struct record *record, const char *reason,
                   struct faults *faults, struct fault *fault) __attribute__((warn_unused_result));
/* Changes the given fields of `id` if its version is still `version` (0: whatever it is). */
bool record_change(struct book *book, const struct viewer *viewer, int64_t tenant, int64_t id,
                   int64_t version, struct record *changes, const char *reason, struct faults *faults,
                   struct fault *fault) __attribute__((warn_unused_result));
/* Moves along the lifecycle; `changes` (may be NULL) are set in the same entry. */
bool record_move(struct book *book, const struct viewer *viewer, const struct ledger *ledger, int64_t tenant,
                 int64_t id, int64_t version, const char *move, struct record *changes, const char *reason,
                 struct faults *faults, struct fault *fault) __attribute__((warn_unused_result));
/* Number and history stay, the record is no longer counted. The reason is required. */
bool record_void(struct book *book, const struct viewer *viewer, const struct ledger *ledger, int64_t tenant,
                 int64_t id, int64_t version, const char *reason, struct fault *fault)
        __attribute__((warn_unused_result));

/* Reads one record with its rows. MISSING also when the viewer may not open it. */
bool record_read(struct book *book, const struct viewer *viewer, const struct ledger *ledger, int64_t tenant,
                 int64_t id, struct arena *arena, struct record **ret, struct fault *fault)
        __attribute__((warn_unused_result));
/* By its number within the tenant. */
bool record_find(struct book *book, const struct viewer *viewer, const struct ledger *ledger, int64_t tenant,
                 const char *number, struct arena *arena, struct record **ret, struct fault *fault)
        __attribute__((warn_unused_result));
/* Opens one sealed field of a record in hand: needs UNSEAL. */
bool record_unseal(struct book *book, const struct viewer *viewer, struct record *record,
                   const struct field *field, struct fault *fault) __attribute__((warn_unused_result));

/* How a value is shown to people: dates 2021-03-30, list titles, the title of a
   linked record, organisation names; sealed 密封 / sealed, unset "". */
void record_show(struct book *book, const struct record *record, const struct field *field,
                 enum language language, struct text *out);
/* One line that names a record: number, or its title field if that is plain, or its id. */
void record_name(struct book *book, const struct record *record, enum language language, struct text *out);

/* The entries of a record, oldest first, as people read them. */
struct entry_view {
	int64_t seq;
	instant_ms at;
	const char *actor, *action, *reason; /* action: create, change, move, void, … */
	const char *move;                    /* of a move, else NULL */
	int64_t version;
	struct entry_change {
		const struct field *field; /* NULL for state and organisation */
		const char *what; /* "state", "org", or the field's name; row changes "signups[3].attended" */
		const char *before, *after; /* shown in the language; sealed ones as 密封 */
	} * changes;
	size_t change_count;
	char hash[65]; /* hex */
};
bool record_history(struct book *book, const struct viewer *viewer, const struct record *record,
                    enum language language, struct arena *arena, struct entry_view **ret, size_t *ret_count,
                    struct fault *fault) __attribute__((warn_unused_result));

#endif
