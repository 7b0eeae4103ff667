/* A value of a field, and an SQL text with the values bound to it.

   How each field type is held, in C, in the database and in expressions:
   bool 0/1 · int · decimal as a whole number of 10^-scale · date yyyymmdd ·
   year · instant in ms · link as the id: VALUE_INT. text, note, choice, org,
   phone, id_number, staff, choices (",a,b,"): VALUE_TEXT. A sealed value that
   has not been opened: VALUE_BLOB, the envelope of access/seal.h. */
#ifndef JINGUO_BASE_VALUE_H
#define JINGUO_BASE_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/text.h"

enum value_kind { VALUE_NONE, VALUE_INT, VALUE_TEXT, VALUE_BLOB };

struct value {
	enum value_kind kind;
	int64_t number;
	const char *bytes; /* of TEXT (NUL-terminated) and BLOB; not owned */
	size_t length;
};

static inline struct value value_int(int64_t number)
{
	return (struct value){.kind = VALUE_INT, .number = number};
}
struct value value_text(const char *string); /* NULL gives VALUE_NONE */
struct value value_bytes(const void *bytes, size_t length);
bool value_equal(const struct value *a, const struct value *b); /* NONE equals NONE */
struct value value_copy(struct arena *arena, const struct value *value);

/* SQL being built: text with ? marks and, in order, what is bound to them.
   Values never become text. `struct sql s = SQL_EMPTY;` */
struct sql {
	struct text text;
	struct value *binds; /* copies of the struct; the bytes stay the caller's */
	size_t count, room;
};
#define SQL_EMPTY                  \
	{                          \
		.text = TEXT_EMPTY \
	}

void sql_add(struct sql *sql, const char *literal);
/* printf for identifiers and whole numbers of our own; never for data. */
void sql_format(struct sql *sql, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Adds a ? bound to the value. */
void sql_bind(struct sql *sql, struct value value);
/* Adds "name" quoted, or "alias"."name"; asserts [a-z0-9_]. alias may be NULL. */
void sql_name(struct sql *sql, const char *alias, const char *name);
/* Appends another text with its binds. */
void sql_append(struct sql *sql, const struct sql *other);
void sql_release(struct sql *sql);

#endif
