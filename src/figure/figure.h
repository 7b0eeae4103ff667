/* Figures: balances over the ledgers. A figure is one node (define/definitions.h);
   asked for a period and an organisation it gives a number, asked for its
   records it gives the list behind that number, under the same condition.

   Two paths from one node: flow figures whose columns lie in the ledger's
   covering index are folded together in C in one ordered pass; everything else
   is one SQL statement. Both must agree. */
#ifndef JINGUO_FIGURE_FIGURE_H
#define JINGUO_FIGURE_FIGURE_H

#include "calendar/period.h"
#include "record/record.h"

/* What a figure may be split by: a field of its `by`, "org:street" … (level of
   organisation, on today's map), or "month". */
enum { FIGURE_DIMENSIONS = 2 };

struct figure_request {
	const struct figure *figure;
	const char *org; /* subtree, on today's map */
	struct period period;
	const char *by[FIGURE_DIMENSIONS]; /* NULL where not split */
	const char *where;                 /* a further condition in the expression language, or NULL */
	bool cumulative;                   /* from the beginning up to the period's end */
	const char *org_name;              /* for figure_words: how the unit is called; NULL: its code */
};

/* One number. A ratio is never divided here: exact numerator and denominator. */
struct figure_number {
	bool missing;   /* no data: prints x, never 0 */
	bool hidden;    /* missing because fewer than the role's hide_below stand behind it: prints ＊ */
	int64_t number; /* count, sum (scaled), date yyyymmdd; numerator of a ratio */
	int64_t denominator; /* of a ratio, else 1 */
	int scale;           /* decimal places of a sum */
};
struct figure_cell {
	struct value key[FIGURE_DIMENSIONS];     /* code, organisation code, yyyymm …; NONE: unclassified */
	const char *label[FIGURE_DIMENSIONS][2]; /* zh, en */
	struct figure_number value;
};
struct figure_result {
	struct figure_number total; /* over everything, also when split */
	/* By list order, code or time; parts with no rows are left out, list items are all there. */
	struct figure_cell *cells;
	size_t cell_count;
};

/* Computes all requests together, one pass a ledger where possible, within one
   snapshot. Results in order of requests, in the arena. Needs COUNT in each
   figure's ledger; a cell below the role's hide_below comes back missing. */
bool figure_compute(struct book *book, const struct viewer *viewer, const struct figure_request *requests,
                    size_t count, struct arena *arena, struct figure_result *ret, struct fault *fault)
        __attribute__((warn_unused_result));

/* For tests and `--explain`: force one path. */
enum figure_path { PATH_AUTO, PATH_PASS, PATH_SQL };
bool figure_compute_by(struct book *book, const struct viewer *viewer, const struct figure_request *requests,
                       size_t count, enum figure_path path, struct arena *arena, struct figure_result *ret,
                       struct fault *fault) __attribute__((warn_unused_result));
/* Would a viewer in that role be answered? Looks at figure, splits and condition as computing does, but at
   no books, place or period. */
bool figure_check(const struct definitions *definitions, const struct role *role,
                  const struct figure_request *request, struct fault *fault)
        __attribute__((warn_unused_result));
/* Which path a node takes, in words: "pass over activity_count (tenant, held_on, org, kind, mode)". */
void figure_explain(const struct definitions *definitions, const struct figure *figure, struct text *out);
/* "同期", "where" and everything else of a request in a sentence for people. */
void figure_words(const struct definitions *definitions, const struct figure_request *request,
                  enum language language, struct text *out);

/* The list behind a number: record ids (and row ids over rows) in order of date
   and id. For `distinct`, every row that was counted, with the value that made
   it distinct as `group`; for a ratio, rows of both parts with part 0 or 1; for
   `missing`, the organisation units. */
struct figure_row {
	const struct ledger *ledger; /* of the record (top ledger) */
	int64_t tenant, record, row; /* row 0 unless over rows */
	int64_t version;             /* of the record */
	struct value group;
	int part;
};
struct figure_rows {
	struct figure_row *items;
	size_t count;
	const char *next; /* cursor, or NULL */
};
/* `limit` 0: all. `key` picks one cell by its keys, as in cell.key (NONE: the unclassified); a NULL `key`
   is the whole, whatever it is split by. Who may count but not open some of the rows is refused. */
bool figure_records(struct book *book, const struct viewer *viewer, const struct figure_request *request,
                    const struct value key[FIGURE_DIMENSIONS], const char *cursor, size_t limit,
                    struct arena *arena, struct figure_rows *ret, struct fault *fault)
        __attribute__((warn_unused_result));

/* The whole list as ids and versions alone, without groups: what a summary
   freezes. Ids open nothing, so COUNT is enough. */
bool figure_freeze(struct book *book, const struct viewer *viewer, const struct figure_request *request,
                   const struct value key[FIGURE_DIMENSIONS], struct arena *arena, struct figure_rows *ret,
                   struct fault *fault) __attribute__((warn_unused_result));

/* "1,286", "98.67%", "x": how a number prints. */
void figure_print(const struct figure *figure, const struct figure_number *number, struct text *out);

#endif
