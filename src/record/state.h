/* What a book remembers between calls, shared by the files of this room and by
   nobody else. Everything in it can be read again from the database: it is
   forgotten whenever a transaction begins or is undone, so that another
   process and a rolled back savepoint are both seen. */
#ifndef JINGUO_RECORD_STATE_H
#define JINGUO_RECORD_STATE_H

#include "record/effects.h"
#include "record/record.h"

/* The end of a tenant's chain. */
struct chain {
	int64_t tenant, seq;
	uint8_t hash[32];
	civil_date day;        /* of the last entry; 0 when there is none */
	civil_date anchor_day; /* of the last anchor; 0 when there is none */
	uint8_t anchor_hash[32];
};

/* The SQL of one ledger, built once. */
struct ledger_sql {
	const struct ledger *ledger;
	const char *insert;   /* all columns in order of the table */
	const char *select;   /* one record by tenant and id */
	const char *columns;  /* "r"."org", … as `select` reads them, for lists */
	int *places;          /* by field->place: its ? in `insert`; 0 when it has no column */
	const char **updates; /* by field->place: SET of that one column */
};

/* How a counting unit is written in numbers. */
struct short_name {
	const char *level, *code, *name;
};

/* A unit that was named in full, and its code. */
struct known_unit {
	const char *name, *code;
};
enum { KNOWN_UNITS = 16 };

struct counter {
	int64_t tenant;
	const struct ledger *ledger;
	const char *org;
	int year;
	int64_t last;
	bool moved; /* since it was last written to the database */
};

struct archived {
	int64_t tenant;
	const struct ledger *ledger;
};

struct book_state {
	struct arena arena;     /* as long as the book */
	struct ledger_sql *sql; /* by place of the ledger in the definitions */
	int act_depth, rule_depth;
	int64_t appended; /* entries begun so far, undone ones too */
	bool spoiled;     /* a write broke off half way: the transaction around it must not stand */
	struct fault spoiled_by;
	int64_t act;        /* of the outermost record_… call under way */
	bool keys_borrowed; /* somebody else closes them */
	bool organisation_stale;
	bool organisation_touched;  /* by the transaction under way */
	int64_t organisation_epoch; /* as in `meta` when the tree was read */

	struct short_name *names; /* as the organisation tree in hand has them */
	size_t name_count, name_room;
	struct known_unit known[KNOWN_UNITS];
	size_t known_next;
	struct arena names_arena;

	/* Forgotten together. */
	struct arena scratch;
	struct chain *chains;
	struct counter *counters;
	struct archived *archived;
	size_t chain_count, chain_room, counter_count, counter_room, archived_count, archived_room;

	struct text effects, bytes, update; /* kept for their memory */
};

/* The SQL of a ledger. */
const struct ledger_sql *book_sql(struct book *book, const struct ledger *ledger);
/* The organisation tree, read again when an act or another process changed it. */
bool book_organisation_fresh(struct book *book, struct fault *fault) __attribute__((warn_unused_result));
/* Says that this act wrote an organisation unit. */
bool book_organisation_changed(struct book *book, struct fault *fault) __attribute__((warn_unused_result));
instant_ms book_now(const struct book *book);
/* After a write broke off half way inside the transaction of somebody else. */
void book_spoil(struct book *book, const struct fault *fault);
/* Counters move in memory and are written when a transaction or savepoint
   begins or ends: one that moves 50,000 times is written once. */
bool counter_post(struct book *book, const struct ledger *ledger, int64_t tenant,
                  const struct effect_counter *counter, struct fault *fault)
        __attribute__((warn_unused_result));
bool counters_write(struct book *book, struct fault *fault) __attribute__((warn_unused_result));

/* Room for one more item behind `count`, zeroed. */
void *state_grow(void *items, size_t count, size_t *ref_room, size_t size)
        __attribute__((returns_nonnull, warn_unused_result));
/* Adds an item to an array of the state and gives its address. */
#define STATE_ADD(state, items, count, room)                                                                \
	({                                                                                                  \
		(state)->items =                                                                            \
		        state_grow((state)->items, (state)->count, &(state)->room, sizeof *(state)->items); \
		&(state)->items[(state)->count++];                                                          \
	})

#endif
