/* The database behind one small header. database_sqlite.c is the only file
   that includes sqlite3.h; a second backend is a second file.

   A database handle belongs to one thread. Statements are prepared once and
   kept by their SQL text; a statement must be reset (or stepped to its end)
   before the same text is asked for again. Of 512 kept ones the one not asked
   for the longest makes room for a new one, unless it is being stepped: hold a
   statement for one piece of work, not for ever. */
#ifndef JINGUO_STORE_DATABASE_H
#define JINGUO_STORE_DATABASE_H

#include "base/fault.h"
#include "base/value.h"

struct database;
struct statement;

enum database_mode {
	DATABASE_CREATE, /* refuses a file that is there */
	DATABASE_WRITE,  /* WAL, synchronous=FULL, foreign keys on */
	DATABASE_READ,   /* cannot write: query_only and opened read-only */
	DATABASE_MEMORY, /* path is not used */
};

bool database_open(const char *path, enum database_mode mode, struct database **ret, struct fault *fault)
        __attribute__((warn_unused_result));
void database_close(struct database *database); /* NULL is allowed */

/* Runs SQL that has no values: schema, pragmas. May hold several statements. */
bool database_run(struct database *database, const char *sql, struct fault *fault)
        __attribute__((warn_unused_result));
/* The statement for this text, reset and unbound. Owned by the database. */
bool database_prepare(struct database *database, const char *sql, struct statement **ret, struct fault *fault)
        __attribute__((warn_unused_result));
/* Prepares and binds all values of a built SQL. Bound bytes must live until the statement is reset. */
bool database_prepare_sql(struct database *database, const struct sql *sql, struct statement **ret,
                          struct fault *fault) __attribute__((warn_unused_result));

/* Places count from 1. Bytes must live until the statement is reset. */
void statement_bind(struct statement *statement, int place, struct value value);
void statement_bind_int(struct statement *statement, int place, int64_t number);
void statement_bind_text(struct statement *statement, int place, const char *string); /* NULL binds NULL */

enum step { STEP_ROW, STEP_DONE, STEP_FAULT };
enum step statement_step(struct statement *statement, struct fault *fault)
        __attribute__((warn_unused_result));
/* Steps a statement that gives no row to its end and resets it. */
bool statement_finish(struct statement *statement, struct fault *fault) __attribute__((warn_unused_result));
void statement_reset(struct statement *statement);

/* Columns count from 0; valid until the next step or reset. */
int statement_columns(const struct statement *statement);
bool statement_is_null(struct statement *statement, int column);
int64_t statement_int(struct statement *statement, int column);
/* NUL-terminated; "" for NULL. */
const char *statement_text(struct statement *statement, int column);
/* Not terminated and not copied: the cheapest look at a text or blob. */
const void *statement_bytes(struct statement *statement, int column, size_t *ret_length);
struct value statement_value(struct statement *statement, int column);

/* Very many rows: shows each row of "SELECT columns from" to `visit`, in no
   order, from within the engine, which costs a third less than stepping and
   reading a statement. `from` begins with FROM; VISIT_COLUMNS at most. `visit`
   may not use the database, and the row is valid only while it runs. */
enum { VISIT_COLUMNS = 100 };
struct row;
bool database_visit(struct database *database, const char *columns, const struct sql *from,
                    void (*visit)(void *context, const struct row *row), void *context, struct fault *fault)
        __attribute__((warn_unused_result));
bool row_is_null(const struct row *row, int column);
int64_t row_int(const struct row *row, int column);
/* Terminated and not copied; NULL for NULL. */
const char *row_text(const struct row *row, int column, size_t *ret_length);
struct value row_value(const struct row *row, int column); /* texts are not terminated */

/* A write transaction: `act` runs between BEGIN IMMEDIATE and COMMIT, or, when
   one is already open on this handle, between SAVEPOINT and RELEASE. When it
   returns false everything it did is undone. */
bool database_write(struct database *database, bool (*act)(void *context, struct fault *fault), void *context,
                    struct fault *fault) __attribute__((warn_unused_result));
/* A read snapshot over several statements. */
bool database_snapshot(struct database *database, bool (*act)(void *context, struct fault *fault),
                       void *context, struct fault *fault) __attribute__((warn_unused_result));
bool database_in_write(const struct database *database);

/* Looks at every page, and at every index against its table: figures are read
   from indexes, so a right table is not enough. Adds store_unsound for each
   thing found, twenty at most; false when it could not look. */
bool database_check(struct database *database, struct faults *faults, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
