/* Books brought up to their definitions, and the marks in `meta` by which a
   program knows whether that has been done. */
#ifndef JINGUO_RECORD_MIGRATE_H
#define JINGUO_RECORD_MIGRATE_H

#include "record/book.h"

/* The layout of the journal and of the system's tables; a program refuses books of a newer one. */
enum { BOOK_FORMAT = 1 };

/* Makes the system's tables in an empty database. */
bool books_make(struct database *database, struct fault *fault) __attribute__((warn_unused_result));
/* A clear fault when `database` holds no books or newer ones than this program knows. */
bool books_known(struct database *database, const char *path, struct fault *fault)
        __attribute__((warn_unused_result));
/* True in ret when the tables are as the definitions want them. */
bool books_current(struct database *database, const struct definitions *definitions, bool *ret,
                   struct fault *fault) __attribute__((warn_unused_result));
/* Adds and renames tables, columns, indexes, list codes and states; makes the
   tokens of fields that have become searchable; refuses when a type changed or
   a name that is in use is gone. Idempotent, one transaction. */
bool books_migrate(struct book *book, struct text *report, struct fault *fault)
        __attribute__((warn_unused_result));
/* The same, undone again: what it would report, or why it could not be done. */
bool books_rehearse(struct book *book, struct text *report, struct fault *fault)
        __attribute__((warn_unused_result));

/* A mark; "" when it is not there. In the arena. */
bool meta_read(struct database *database, const char *name, struct arena *arena, const char **ret,
               struct fault *fault) __attribute__((warn_unused_result));
bool meta_write(struct database *database, const char *name, const char *value, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
