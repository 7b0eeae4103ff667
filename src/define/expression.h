/* The one expression language: show_if, check, where, guards, template and URL
   filters. Parsed once, typed against a ledger, then SQL, evaluation in C, or
   JSON for the browser. Nothing else in the program interprets a condition.

   or · and · not · = != < <= > >= · in (…) · not in (…) · between a and b ·
   is set · is not set · + - * · fields · parent.field (in a child ledger) ·
   state · 'text' · 12.5 · true false · 2021-06-30 ·
   period.start period.end today · count(rows where …) sum(rows.field where …) ·
   year(d) month(d) days(a, b) age(born, on) length(t) contains(t, 'x') starts(t, 'x')
   has(choices, 'code') setting('name')

   An unset operand makes the result unset, as in SQL; `and`/`or` follow
   three-valued logic; at the top unset counts as false. There is no division,
   and text is only compared for equality, so that three evaluators on two
   databases and in a browser cannot disagree. Every number an expression can
   produce is proved at load to stay within ±(2^53 - 1), from `min` and `max` of
   its fields and EXPRESSION_ROWS_MAX rows to a record. A choice is compared
   with < and > only if its list is `ordered: true`, by rank. count() counts the
   rows whose condition is true; sum() leaves out unset values and is 0 over no
   rows. days(a, b) is b - a. The text of contains, starts and has stands as it
   is in quotes. A link is compared with another link to the same ledger or with
   an id in quotes.

   Records hold today's codes and state names; older ones in an expression are
   read as today's. */
#ifndef JINGUO_DEFINE_EXPRESSION_H
#define JINGUO_DEFINE_EXPRESSION_H

#include "define/definitions.h"

struct expression;

enum {
	EXPRESSION_LENGTH_MAX = 4000, /* bytes of source */
	EXPRESSION_DEPTH_MAX =
	        60, /* brackets inside each other; operators a little less, so that any database can parse them */
	EXPRESSION_ROWS_MAX =
	        10000, /* rows of one record in one rows field: whoever stores them must refuse more */
};

/* True for a word of the language, which cannot name a field. */
bool expression_reserved(const char *word);

/* Parses and types in one go. `at` is where the text begins in its file (for
   faults). The result must be yes-or-no; `allow` says which of the wider names
   may occur. Lives in the arena. */
enum expression_allow {
	ALLOW_ROWS = 1,   /* count(rows …), sum(rows.x …) */
	ALLOW_PERIOD = 2, /* period.start, period.end */
	ALLOW_TODAY = 4,
	ALLOW_SETTING = 8, /* not where SQL is wanted */
	ALLOW_SEALED = 16, /* values of sealed fields (C evaluation at entry); without it only `is set` */
};
bool expression_parse(struct arena *arena, const struct definitions *definitions, const struct ledger *ledger,
                      const char *source, struct position at, unsigned allow, const struct expression **ret,
                      struct fault *fault) __attribute__((warn_unused_result));

/* What stands outside the record. A date of 0 is unset; a world may be NULL. */
struct expression_world {
	civil_date period_start, period_end, today;
	/* For setting('…'): VALUE_NONE if the world has none. */
	struct value (*setting)(void *context, const char *name);
	void *context;
};

/* Appends a condition over the table `alias` (and `parent_alias`, which may be
   NULL when the expression names no parent field), every constant bound. Row
   aggregates become correlated subqueries led by tenant, over the table alias
   "r1". Runs on SQLite and PostgreSQL. Bound bytes belong to the definitions or
   to the arena of the expression. Asserts that neither ALLOW_SETTING nor
   ALLOW_SEALED let something in that a database cannot know. */
void expression_sql(const struct expression *expression, const char *alias, const char *parent_alias,
                    const struct expression_world *world, struct sql *sql);

/* The record an expression is evaluated on. */
struct expression_record {
	void *context;
	/* Value of a field by its place in the ledger; for the parent `of_parent` is true. */
	struct value (*field)(void *context, const struct field *field, bool of_parent);
	const char *(*state)(void *context, bool of_parent); /* or NULL */
	size_t (*row_count)(void *context, const struct field *rows);
	/* Only its `context` and `field` are asked, and never with of_parent: the parent of a row is this record. */
	struct expression_record (*row)(void *context, const struct field *rows, size_t index);
};
enum truth { TRUTH_FALSE, TRUTH_TRUE, TRUTH_UNSET };
enum truth expression_evaluate(const struct expression *expression, const struct expression_record *record,
                               const struct expression_world *world);

/* {"op":"and","of":[…]} as ui/expression.mjs reads it. */
void expression_json(const struct expression *expression, struct text *out);
/* The source as it was written. */
const char *expression_source(const struct expression *expression);
/* Calls back for each field the expression reads of its own ledger or, with
   of_parent, of its parent; once for each time it is named. Of a row aggregate
   that is the rows field, and what its condition reads by parent.field. */
void expression_fields(const struct expression *expression,
                       void (*visit)(void *context, const struct field *field, bool of_parent),
                       void *context);
bool expression_has_rows(const struct expression *expression);
bool expression_reads_state(const struct expression *expression, bool of_parent);
/* A sentence for people: "受理日期 在 … 且 类型 是 家暴". */
void expression_words(const struct expression *expression, enum language language, struct text *out);

#endif
