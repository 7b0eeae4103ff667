/* The journal: the append-only truth from which every ledger can be rebuilt.
   docs/JOURNAL.md gives the format byte by byte. Entries record effects, never
   commands: final values, number, clocks; replay runs no rule, default or
   calendar. */
#ifndef JINGUO_RECORD_JOURNAL_H
#define JINGUO_RECORD_JOURNAL_H

#include "record/book.h"

struct entry {
	int64_t tenant, seq; /* seq from 1, without gaps, per tenant */
	int64_t act;         /* id of the act; entries of one act share it */
	instant_ms at;
	const char *actor, *role, *ledger, *action, *reason; /* "" when there is none */
	int64_t record, version;
	uint8_t definition[32]; /* hash of the ledger's file, archived in the table `definition` */
	const char *effects;    /* JSON, docs/JOURNAL.md */
	size_t effects_length;
	uint8_t previous[32], hash[32];
	bool whole; /* as read: no hash of another length, no text with a NUL in it */
};

/* Reads entries of a tenant with seq in from … to (0: to the head), in order.
   An entry lives only during its visit; a visit must not read the journal again
   through the same function. */
bool journal_read(struct book *book, int64_t tenant, int64_t from, int64_t to,
                  bool (*visit)(void *context, const struct entry *entry, struct fault *fault), void *context,
                  struct fault *fault) __attribute__((warn_unused_result));
/* The entries of one record, oldest first. */
bool journal_read_record(struct book *book, int64_t tenant, int64_t record,
                         bool (*visit)(void *context, const struct entry *entry, struct fault *fault),
                         void *context, struct fault *fault) __attribute__((warn_unused_result));
/* Seq and hash of the last entry; seq 0 when there is none. */
bool journal_head(struct book *book, int64_t tenant, int64_t *ret_seq, uint8_t ret_hash[static 32],
                  struct fault *fault) __attribute__((warn_unused_result));
bool journal_tenants(struct book *book, struct arena *arena, int64_t **ret, size_t *ret_count,
                     struct fault *fault) __attribute__((warn_unused_result));

/* What `jinguo verify` does and found. */
struct verify_report {
	int64_t tenants, entries, anchors, tables, rows;
	bool tokens_compared; /* false without keys: blind tokens cannot be computed again then */
	struct faults faults; /* each names the entry, anchor or table, record and field */
};
/* Chain and definition hashes, anchors, then a rebuild into an empty database
   compared table by table, the file and the keys. True when it could be carried out; the books are
   whole when faults.count is 0. `progress` may be NULL. */
bool journal_verify(struct book *book, void (*progress)(void *context, size_t done, size_t all),
                    void *context, struct verify_report *ret, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
