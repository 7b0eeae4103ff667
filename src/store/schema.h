/* Tables as data, and the migration that brings a database up to them: adds
   tables, columns and indexes, renames what `was` names, drops nothing. Run a
   second time it does nothing. The rules for a cluster (tenant first in every
   key, no serial, named constraints, integer or text or blob columns) are
   asserted here. */
#ifndef JINGUO_STORE_SCHEMA_H
#define JINGUO_STORE_SCHEMA_H

#include "store/database.h"

enum column_type { COLUMN_INT, COLUMN_TEXT, COLUMN_BLOB };

struct column {
	const char *name;
	enum column_type type;
	bool required;          /* NOT NULL; only in a table's first shape, or with a default */
	const char *const *was; /* older names, newest first, NULL-terminated; may be NULL */
};

struct table_index {
	const char *name;
	const char *const *columns; /* NULL-terminated, tenant first */
	bool unique;
	const char *query; /* the query that needs it, for people */
	/* What the planner is told: of a million rows of a tenant about so many have the same second column.
	   0: one. Told, not measured, so that every office's books answer by the same plans from the first day. */
	unsigned sharing;
};

struct table {
	const char *name;
	const char *const *was;
	const struct column *columns;
	size_t column_count;
	const char *const *key; /* primary key, NULL-terminated, tenant first */
	const struct table_index *indexes;
	size_t index_count;
};

/* What was done, one line each ("add column activity.mode"), into `report` when not NULL; all of it or,
   after a fault, nothing. An index whose columns changed is made anew under its name. A required column
   that is added later starts as 0 or empty. A changed key or type, or a column no longer required, is a fault. */
bool schema_migrate(struct database *database, const struct table *tables, size_t count, struct text *report,
                    struct fault *fault) __attribute__((warn_unused_result));
/* CREATE TABLE and CREATE INDEX of one table, as text, for golden files. */
void schema_print(const struct table *table, struct text *out);
/* The rows of one table in two databases: equal, or what is first found to differ. */
enum schema_difference { SCHEMA_EQUAL, SCHEMA_VALUE_DIFFERS, SCHEMA_ONLY_LIVE, SCHEMA_ONLY_REBUILT };
/* Compares in key order two handles, not one twice. Where they differ, `place` says where, in signs that
   need no translation ("activity 440307/123 held_on: 20210330 ≠ 20210331"; of text only the length is shown). */
bool schema_compare(struct database *live, struct database *rebuilt, const struct table *table,
                    struct text *place, enum schema_difference *ret, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
