/* An opened data folder: the books (books.db), the key store, the definitions
   and the organisation tree, in one hand. One thread uses one book; readers
   open a book of their own with BOOK_READ.

   DIR/books.db · DIR/keys.db · DIR/master.key · DIR/jinguo.yaml (settings) ·
   DIR/definitions/ (a copy the office may edit; made by init) */
#ifndef JINGUO_RECORD_BOOK_H
#define JINGUO_RECORD_BOOK_H

#include "access/organisation.h"
#include "access/seal.h"
#include "access/viewer.h"
#include "base/ids.h"
#include "define/definitions.h"
#include "store/schema.h"

struct rule;

struct book {
	struct database *database;
	struct key_store *keys;
	const struct definitions *definitions;
	struct organisation *organisation;
	const struct rule *rules; /* the field room's table, ended by a row without name */
	struct id_source ids;
	instant_ms (*now)(
	        void *context); /* the clock; instant_now in service, a made one in samples and tests */
	void *now_context;
	struct book_state *state; /* private: chain heads, statements, pending key commits */
};

enum book_mode { BOOK_READ, BOOK_WRITE };

struct book_options {
	const char *folder;
	enum book_mode mode;
	const struct rule *rules;
	bool migrate; /* bring the schema up to the definitions and archive them; else a difference is a fault */
};

/* Makes the folder's files with an empty, migrated database. The folder must hold no books yet. */
bool book_create(const char *folder, enum seal_algorithm algorithm, struct fault *fault)
        __attribute__((warn_unused_result));
/* Opens; the definitions must stay alive until book_close. `migrated` receives
   the schema report when not NULL. */
bool book_open(const struct book_options *options, const struct definitions *definitions,
               struct text *migrated, struct book **ret, struct fault *fault)
        __attribute__((warn_unused_result));
/* What opening with `migrate` would do and report, or why it could not; nothing stays of it. */
bool book_rehearse(const char *folder, const struct definitions *definitions, struct text *report,
                   struct fault *fault) __attribute__((warn_unused_result));
/* Opened over databases in memory, for tests and for the rebuild of verify. */
bool book_open_memory(const struct definitions *definitions, const struct rule *rules, struct key_store *keys,
                      struct book **ret, struct fault *fault) __attribute__((warn_unused_result));
void book_close(struct book *book); /* NULL is allowed */

/* One transaction over books and keys: everything `act` does is committed
   together, or undone when it returns false. May be nested (savepoint). */
bool book_write(struct book *book, bool (*act)(struct book *book, void *context, struct fault *fault),
                void *context, struct fault *fault) __attribute__((warn_unused_result));
/* The same as one act: the entries of everything `act` does share its id. */
bool book_act(struct book *book, bool (*act)(struct book *book, void *context, struct fault *fault),
              void *context, struct fault *fault) __attribute__((warn_unused_result));
/* Reads the organisation tree again after units changed. */
bool book_refresh(struct book *book, struct fault *fault) __attribute__((warn_unused_result));

/* Every table a replay of the journal must give again: the ledgers' (org
   first), then counter and clock. In the arena. */
void book_projected_tables(const struct definitions *definitions, struct arena *arena,
                           const struct table **ret, size_t *ret_count);

#endif
