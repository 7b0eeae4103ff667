/* A balance: what one figure, or one part of a ratio, asks of one ledger, with
   every name of the request resolved. It is the one node from which the pass,
   the SQL and the list behind the number are all made, so that they cannot mean
   different rows. */
#ifndef JINGUO_FIGURE_BALANCE_H
#define JINGUO_FIGURE_BALANCE_H

#include "access/viewer.h"
#include "define/expression.h"
#include "figure/figure.h"

/* What a computation stands on: where the rows are, what they mean, who asks, and which day it is. */
struct ground {
	struct database *database;
	const struct definitions *definitions;
	const struct organisation *organisation;
	const struct viewer *viewer;
	civil_date today;
	struct arena *arena;
	bool ids_only; /* a list of ids and versions, which open nothing: needs COUNT alone */
};

/* A column that is read. Rows stand under the alias "t", their parents under "p". */
struct source {
	const char *alias; /* NULL: there is none */
	const char *column;
	const struct field *field;
};
extern const char balance_alias[], balance_parent_alias[];

enum dimension_kind { DIMENSION_NONE, DIMENSION_FIELD, DIMENSION_ORG, DIMENSION_MONTH };
struct dimension {
	enum dimension_kind kind;
	struct source source; /* of a field, the organisation or the date */
	const char *level;    /* of organisation; NULL: the unit itself */
	civil_date end;       /* last day of the period: which list items have given way by then */
};

enum { BALANCE_CONDITIONS = 3 };

struct balance {
	const struct figure *figure;
	const struct ledger *ledger, *top; /* top: the register; the ledger itself unless it is a child */
	civil_date from, to;               /* both included; from 0: from the beginning */
	struct source on, since, until, value, per;
	const struct expression *where[BALANCE_CONDITIONS]; /* the figure's, the ratio's, the request's */
	size_t where_count;
	struct expression_world world;
	struct dimension by[FIGURE_DIMENSIONS];
	const char *org; /* on today's map */
	struct organisation_scope scope;
	bool reads_parent;
};

/* Resolves a request for `part`, which is the request's figure itself, or a part of it with the
   condition `further` (may be NULL). */
bool balance_make(const struct ground *ground, const struct figure_request *request,
                  const struct figure *part, const struct expression *further, struct balance *ret,
                  struct fault *fault) __attribute__((warn_unused_result));

/* The balance without place, period and splits: what the definition alone says. */
struct balance balance_bare(const struct figure *part, const struct expression *further, struct arena *arena);
/* The column of a field of the ledger or of its parent. */
struct source balance_source(const struct ledger *ledger, const struct field *field, struct arena *arena);
const struct ledger *ledger_top(const struct ledger *ledger);

#endif
