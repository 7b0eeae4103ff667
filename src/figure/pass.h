/* The pass: all flow balances over one date of one ledger, folded together in
   one run over its covering index. A row's columns decide which balances it
   belongs to and where; that is worked out once for each combination of classes
   (figure/pass_column.h), so that a row itself costs a few look-ups and an
   increment, whether one balance rides along or eighty. */
#ifndef JINGUO_FIGURE_PASS_H
#define JINGUO_FIGURE_PASS_H

#include "figure/pass_column.h"
#include "figure/question.h"

/* A condition over several columns, as it is put together again for a combination. */
struct clause {
	int joint; /* enum expression_joint; JOINT_NONE: the answer to a probe */
	const struct clause *const *of;
	size_t count;
	uint32_t column, probe;
};

/* One balance that rides along. */
struct rider {
	struct question *question;
	size_t side;
	size_t segment_from, segment_to; /* its period, [from, to) */
	bool by_month;
	uint32_t column[FIGURE_DIMENSIONS],
	        probe[FIGURE_DIMENSIONS]; /* where the dimension's parts are; not of months */
	int measure;                      /* index of the measure column, or -1 */
	const struct clause **clauses;    /* those no single column decides */
	size_t clause_count, clause_room;
};

/* A column that is summed, or whose first and last value is wanted. */
struct measure {
	const char *name;
	bool is_on; /* the date of the pass itself */
	bool is_date;
	int place;
};

struct date_range {
	civil_date from, to; /* both included */
};

/* A condition over several columns at once, asked of every row. */
struct joined {
	uint32_t column;
	const struct expression *condition;
	const struct expression_world *world;
	const char *text; /* of the condition, to know it again */
};

struct pass {
	const struct ground *ground;
	const struct ledger *ledger;
	const char *on; /* the date's column */
	const struct field *on_field;
	int64_t tenant_from, tenant_to;
	const char *const *covered; /* columns of the covering index */

	struct rider *riders;
	size_t rider_count, rider_room;
	struct pass_column *columns; /* that decide something */
	size_t column_count, column_room;
	struct joined *joined;
	size_t joined_count, joined_room;
	struct measure *measures;
	size_t measure_count, measure_room;
	const char **selected; /* columns of a row, from place 1; 0 is the date */
	size_t selected_count, selected_room;

	civil_date *edges; /* where periods begin and end, ascending; segment i is [edges[i], edges[i + 1]) */
	size_t edge_count, edge_room;
	struct date_range *ranges; /* what must be read, ascending, apart from each other */
	size_t range_count, range_room;
};

struct passes {
	const struct ground *ground;
	struct pass **items;
	size_t count, room;
};

/* Lets one side of a question ride along if it can; false if not. The question must stay where it is. */
bool passes_take(struct passes *passes, struct question *question, size_t side);
/* Runs every pass and fills the tallies of all that ride. */
bool passes_run(struct passes *passes, struct fault *fault) __attribute__((warn_unused_result));
void passes_release(struct passes *passes);

/* True when nothing but the viewer could keep the balance from riding; the index in `ret` if not NULL. */
bool pass_fits(const struct definitions *definitions, const struct balance *balance, struct arena *arena,
               struct table_index *ret);

/* ---- between pass_plan.c and pass.c ---- */

/* Segments and ranges, once all riders are there. */
void pass_schedule(struct pass *pass);
bool pass_run(struct pass *pass, struct fault *fault) __attribute__((warn_unused_result));

#endif
