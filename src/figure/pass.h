/* The pass: all flow balances over one date of one ledger, folded together in
   one run over its covering index. What a balance asks of a row is taken apart
   into terms, each one bit; a class of values of a column (pass_column.h)
   leaves the bits of those terms that it does not rule out. A row then costs a
   look-up and an AND a column, and its bits are counted sixty-four at a time:
   eighty balances cost hardly more than one. */
#ifndef JINGUO_FIGURE_PASS_H
#define JINGUO_FIGURE_PASS_H

#include "define/expression_program.h"
#include "figure/pass_column.h"
#include "figure/pass_watch.h"
#include "figure/question.h"

/* One balance that rides along. It takes a row when one of its terms holds. */
struct rider {
	struct question *question;
	size_t side;
	size_t segment_from, segment_to; /* its period, [from, to) */
	uint32_t word;                   /* where its terms are */
	uint64_t terms;
	bool watches; /* more than the number of rows is wanted, or it has several terms */
	struct watch watch;
};

/* A condition over several columns at once, asked of every row. It has a column of its own, whose
   classes are its truths. */
struct joined {
	uint32_t column;
	const struct expression *condition;
	const struct expression_world *world;
	const char *text; /* of the condition, to know it again */
	bool is_program;
	struct program program;
	const int *places; /* of the program's fields in a row */
};

struct date_range {
	civil_date from, to; /* both included */
};

struct pass {
	const struct ground *ground;
	const struct ledger *ledger;
	const char *on; /* the date's column */
	const struct field *on_field;
	int64_t tenant_from, tenant_to;

	struct rider *riders;
	size_t rider_count, rider_room;
	size_t bits;                 /* of all terms, and some between that are not used */
	struct pass_column *columns; /* that decide something */
	size_t column_count, column_room;
	struct joined *joined;
	size_t joined_count, joined_room;
	const char **selected; /* columns of a row, from place 1; 0 is the date */
	size_t selected_count, selected_room;
	int *number_places; /* of those that are read as numbers */
	size_t number_count, number_room;

	civil_date *edges; /* where periods begin and end, ascending; segment i ends where i + 1 begins */
	size_t edge_count, edge_room;
	struct date_range *ranges; /* what must be read, ascending, apart from each other */
	size_t range_count, range_room;
};

struct pass_index {
	const struct ledger *ledger;
	const struct field *on;
	bool exists;
	struct table_index index;
};

struct passes {
	const struct ground *ground;
	struct pass **items;
	size_t count, room;
	struct pass_index *indexes;
	size_t index_count, index_room;
};

/* Lets one side of a question ride along if it can; false if not. The question must stay where it is. */
bool passes_take(struct passes *passes, struct question *question, size_t side);
/* Runs every pass and fills the tallies of all that ride. */
bool passes_run(struct passes *passes, struct fault *fault) __attribute__((warn_unused_result));
void passes_release(struct passes *passes);

/* True when nothing but the viewer could keep the balance from riding, with its index. */
bool pass_fits(const struct definitions *definitions, const struct balance *balance, struct arena *arena,
               struct table_index *ret);

/* ---- between the pass_*.c files ---- */

/* The terms of every condition of the rider's balance, as bits of the pass. */
void pass_add_terms(struct pass *pass, struct rider *rider);
uint32_t pass_column_named(struct pass *pass, const char *name, const struct field *field);
/* The place of a column in a row; `field` is NULL for state and organisation. */
int pass_select(struct pass *pass, const char *column, const struct field *field);

/* Segments and ranges, once all riders are there. */
void pass_schedule(struct pass *pass);
bool pass_run(struct pass *pass, struct fault *fault) __attribute__((warn_unused_result));
const struct balance *rider_balance(const struct rider *rider);

#endif
