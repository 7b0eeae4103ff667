/* The organisation tree as it stands in the books: codes, names, levels, from
   when to when, and which code took over from which. The code is the path:
   44, 4403, 440307, 440307018, 440307018003; a unit below a region appends a
   letter and two characters a level (440307u01). */
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

struct organisation {
	struct arena arena;
	struct organisation_unit *units; /* by code */
	size_t count;
};

/* The first six digits, padded with zeros above the district: 4403 → 440300,
   440307018003 → 440307. 0 if `code` is no code. */
int64_t tenant_of(const char *code);
/* Well formed: 2, 4, 6, 9 or 12 digits, then any number of a letter a–z and two of 0-9a-z. */
bool organisation_code_valid(const char *code);
/* The code one level up, into `out` (room for the code); false at the top. */
bool organisation_parent(const char *code, char *out);

/* Loads every unit of the database's `org` ledger. Free with organisation_free. */
bool organisation_load(struct database *database, struct organisation **ret, struct fault *fault)
	__attribute__((warn_unused_result));
void organisation_free(struct organisation *organisation);
const struct organisation_unit *organisation_find(const struct organisation *organisation, const char *code); /* or NULL */
/* The code that answers for `code` on today's map: follows succeeded_by. */
const char *organisation_today(const struct organisation *organisation, const char *code);

/* Which codes belong to a unit on today's map: its subtree, less what moved
   out of it, plus what moved in. Ranges are [from, to). */
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

#endif
