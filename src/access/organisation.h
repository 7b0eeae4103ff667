/* The organisation tree as it stands in the books: codes, names, levels, from
   when to when, and which code took over from which. The code is the path:
   44, 4403, 440307, 440307018, 440307018003; a unit below a region appends a
   letter and two characters a level (440307u01).

   Today's map. A record keeps the code of its day for ever; a successor says
   which code answers for it today. A unit takes its whole subtree along, except
   the units below it that have a successor of their own. A unit that gave way
   to one below itself leaves that one (and what is under it) where it is. A
   succession whose day is still to come is not followed yet, and successions
   that run in a circle count for nothing. */
#ifndef JINGUO_ACCESS_ORGANISATION_H
#define JINGUO_ACCESS_ORGANISATION_H

#include "base/date.h"
#include "base/value.h"
#include "store/database.h"

struct organisation_unit {
	const char *code, *name, *level; /* level: a code of the list org_level */
	civil_date valid_from, valid_to; /* 0: open; valid_to is the first day it is no more */
	const char *succeeded_by;        /* the code it became, or NULL */
	int64_t record;                  /* id in the ledger `org` */
};

struct organisation_map; /* private: who answers for whom today */

struct organisation {
	struct arena arena;
	struct organisation_unit *units; /* by code, each code once */
	size_t count;
	const struct organisation_map *map;
};

/* The first six digits, padded with zeros above the district: 4403 → 440300,
   440307018003 → 440307, 4419 and 441900 → 441900. 0 if `code` is no code. */
int64_t tenant_of(const char *code);
/* Well formed: 2, 4, 6, 9 or 12 digits, the first not 0, then any number of a
   letter a–z and two of 0-9a-z. */
bool organisation_code_valid(const char *code);
/* The code one level up, into `out` (room for the code); false at the top. */
bool organisation_parent(const char *code, char *out);

/* Loads every unit of the database's `org` ledger (columns org, name, level,
   valid_from, valid_to, succeeded_by) that is not voided. Of two units with one
   code the one that came later holds. Free with organisation_free. */
bool organisation_load(struct database *database, struct organisation **ret, struct fault *fault)
        __attribute__((warn_unused_result));
/* The same from units in hand, as the map stands on that day; everything is copied. */
struct organisation *organisation_make(const struct organisation_unit *units, size_t count, civil_date today)
        __attribute__((returns_nonnull, warn_unused_result));
void organisation_free(struct organisation *organisation); /* NULL is allowed */
const struct organisation_unit *organisation_find(const struct organisation *organisation,
                                                  const char *code); /* or NULL */
/* The code that answers for `code` on today's map: follows succeeded_by, its
   own or that of the nearest unit above that has one. `code` itself if nobody
   took over, also when it is not in the ledger. */
const char *organisation_today(const struct organisation *organisation, const char *code);
/* The code that answers for `code` on that day: today's heir, once there is one. */
const char *organisation_answering(const struct organisation *organisation, const char *code, civil_date on);

/* Which codes belong to a unit on today's map: its subtree, less what moved
   out of it, plus what moved in; that is, every code whose organisation_today
   lies in its subtree. A unit that was succeeded has an empty scope: ask for
   organisation_today of it if its heir is meant. Ranges are [from, to); a
   code belongs to the scope if it lies in an included range and
   in no excluded one. The strings live as long as organisation, arena and code. */
struct code_range {
	const char *from, *to;
};
struct organisation_scope {
	int64_t tenant_from, tenant_to; /* both included */
	struct code_range *include, *exclude;
	size_t include_count, exclude_count;
};
void organisation_scope(const struct organisation *organisation, const char *code, struct arena *arena,
                        struct organisation_scope *ret);
/* Appends the condition over alias.tenant and alias.org, in parentheses. */
void organisation_scope_sql(const struct organisation_scope *scope, const char *alias, struct sql *sql);
bool organisation_scope_holds(const struct organisation_scope *scope, const char *code);

/* The same conditions straight from a code: only `organisation` and `code` must
   live until the SQL has run. The second asks for the unit alone, without what
   is below it: codes for which `code` itself answers today. */
void organisation_subtree_sql(const struct organisation *organisation, const char *code, const char *alias,
                              struct sql *sql);
void organisation_unit_sql(const struct organisation *organisation, const char *code, const char *alias,
                           struct sql *sql);
/* Does `code` lie in the subtree of `above` as codes are written, whatever the map says? */
bool organisation_below(const char *code, const char *above);

#endif
