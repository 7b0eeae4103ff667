/* The tree of a typed expression, shared by the expression_*.c files and by
   nobody else. A tree is only ever made by the makers below, so that whatever
   reads one may rely on it: operands fit their operator, numbers that meet
   have the same scale, codes exist, and no number leaves ±NUMBER_LIMIT. */
#ifndef JINGUO_DEFINE_EXPRESSION_NODE_H
#define JINGUO_DEFINE_EXPRESSION_NODE_H

#include "define/expression.h"

/* NAME, its name in JSON, what it does to `of` */
#define NODE_OPS(X)                                                                \
	X(OR, "or", "two or more truths")                                          \
	X(AND, "and", "two or more truths")                                        \
	X(NOT, "not", "a truth")                                                   \
	X(EQUAL, "=", "two of a kind")                                             \
	X(UNEQUAL, "!=", "two of a kind")                                          \
	X(LESS, "<", "two of a kind that has an order")                            \
	X(AT_MOST, "<=", "likewise")                                               \
	X(GREATER, ">", "likewise")                                                \
	X(AT_LEAST, ">=", "likewise")                                              \
	X(BETWEEN, "between", "[0] lies within [1] and [2]")                       \
	X(IN, "in", "[0] equals one of the others")                                \
	X(NOT_IN, "not in", "[0] equals none of the others")                       \
	X(SET, "set", "has a value")                                               \
	X(UNSET, "unset", "has none")                                              \
	X(ADD, "+", "numbers of one scale")                                        \
	X(SUBTRACT, "-", "numbers of one scale")                                   \
	X(MULTIPLY, "*", "numbers; the scales add up")                             \
	X(SCALE, "scale", "a number brought to a finer scale: times `factor`")     \
	X(RANK, "rank", "place of a code in its ordered list, from 0")             \
	X(YEAR, "year", "of a date")                                               \
	X(MONTH, "month", "of a date")                                             \
	X(DAYS, "days", "from [0] to [1]")                                         \
	X(AGE, "age", "full years from [0] to [1]")                                \
	X(LENGTH, "length", "characters of a text")                                \
	X(CONTAINS, "contains", "text [0] holds `value`")                          \
	X(STARTS, "starts", "text [0] begins with `value`")                        \
	X(HAS, "has", "choices [0] hold `value`, a code between commas")           \
	X(COUNT, "count", "rows of `field`, if given those for which [0] is true") \
	X(SUM, "sum", "of [0] over the rows of `field`, if given where [1]")       \
	X(CONSTANT, "value", "`value`")                                            \
	X(FIELD, "field", "of the record, its parent or the row")                  \
	X(STATE, "state", "of the record or its parent")                           \
	X(PERIOD_START, "period.start", "a date of the world")                     \
	X(PERIOD_END, "period.end", "likewise")                                    \
	X(TODAY, "today", "likewise")                                              \
	X(SETTING, "setting", "a value of the world")

enum node_op {
#define X(name, json, what) NODE_##name,
	NODE_OPS(X)
#undef X
	        NODE_OP_COUNT
};

/* What a node's value is: NAME, the word for it in faults and in JSON. */
#define NODE_KINDS(X)         \
	X(TRUTH, "bool")      \
	X(NUMBER, "number")   \
	X(DATE, "date")       \
	X(INSTANT, "instant") \
	X(TEXT, "text")       \
	X(CHOICE, "choice")   \
	X(CHOICES, "choices") \
	X(STATE, "state")     \
	X(LINK, "link")

enum node_kind {
#define X(name, word) KIND_##name,
	NODE_KINDS(X)
#undef X
	        NODE_KIND_COUNT
};

static const int64_t NUMBER_LIMIT = ((int64_t)1 << 53) - 1; /* what a browser's number holds exactly */
enum {
	SCALE_LIMIT = 15, /* 10^15 is the last power of ten within NUMBER_LIMIT */
	STACK_LIMIT = 70, /* SQLite's parser has room for 100; the rest is for the statement around */
};

struct node_type {
	enum node_kind kind;
	int scale;                   /* of a number: places after the point */
	int64_t min, max;            /* of a number, in its scaled unit: it cannot lie outside */
	const struct list *list;     /* of a choice and choices */
	const struct ledger *ledger; /* of a state: whose; of a link: to what */
};

struct node {
	enum node_op op;
	struct node_type type;
	const struct node **of;
	size_t count;
	size_t offset;             /* in the source */
	int stack;                 /* the most that a parser of its SQL keeps on its stack */
	bool of_parent;            /* FIELD, STATE: in a row, of the record that holds it */
	int64_t factor;            /* SCALE */
	struct value value;        /* CONSTANT, CONTAINS, STARTS, HAS */
	const struct field *field; /* FIELD; COUNT and SUM: the rows */
	const struct setting *setting;
	const struct list_item *item; /* CONSTANT of a choice or a rank, HAS */
	const struct state *state;    /* CONSTANT of a state */
};

struct expression {
	const struct node *root;
	const char *source;
	const struct ledger *ledger;
	bool reads_setting, reads_sealed; /* so it can never be SQL */
};

/* What is known while an expression is made. */
struct maker {
	struct arena *arena;
	const struct definitions *definitions;
	const struct ledger *ledger; /* whose fields have their bare names: in a row aggregate the child */
	unsigned allow;
	const char *source;
	struct position at;
	struct fault *fault;
	bool in_row, reads_setting, reads_sealed;
};

/* Fills the fault at a place in the source and returns NULL. */
#define maker_refuse(maker, offset, ...) \
	(fault_set_at((maker)->fault, maker_position((maker), (offset)), __VA_ARGS__), (void *)NULL)
struct position maker_position(const struct maker *maker, size_t offset);

/* ---- makers (expression_type.c); each returns NULL with a fault ---- */

struct node *make_truth(struct maker *maker, enum node_op op, size_t offset, struct node **items,
                        size_t count);
struct node *make_comparison(struct maker *maker, enum node_op op, size_t offset, struct node **items,
                             size_t count);
struct node *make_set(struct maker *maker, enum node_op op, size_t offset, struct node *item);
struct node *make_arithmetic(struct maker *maker, enum node_op op, size_t offset, struct node *left,
                             struct node *right);
struct node *make_negative(struct maker *maker, size_t offset, struct node *item);
/* True when the finished tree may stand as a condition. */
bool make_condition(struct maker *maker, const struct node *root);

/* ---- names and literals (expression_name.c) ---- */

struct node *make_number(struct maker *maker, size_t offset, int64_t number, int scale);
struct node *make_date(struct maker *maker, size_t offset, civil_date date);
struct node *make_text(struct maker *maker, size_t offset, const char *string);
struct node *make_bool(struct maker *maker, size_t offset, bool truth);
/* A field, `state` or `today` by its bare name, or with of_parent of the parent. */
struct node *make_name(struct maker *maker, size_t offset, const char *name, bool of_parent);
struct node *make_period(struct maker *maker, size_t offset, const char *edge);
/* The rows field by that name. */
const struct field *rows_named(struct maker *maker, size_t offset, const char *name);
/* `value` NULL for count, `where` NULL for all rows. */
struct node *make_aggregate(struct maker *maker, size_t offset, const struct field *rows, struct node *value,
                            struct node *where);
/* Gives a quoted text the kind it is compared with: a code, a state, an id. */
bool literal_become(struct maker *maker, struct node *literal, const struct node_type *type);

/* ---- functions (expression_call.c) ---- */

struct node *make_call(struct maker *maker, size_t offset, const char *name, struct node **items,
                       size_t count);
enum { CALL_ARGUMENTS_MAX = 4 };

/* ---- the makers' own tools (expression_type.c) ---- */

struct node *node_leaf(struct maker *maker, enum node_op op, size_t offset, enum node_kind kind);
struct node *node_over(struct maker *maker, enum node_op op, size_t offset, enum node_kind kind,
                       struct node *const *items, size_t count);
bool node_bounds(struct maker *maker, struct node *node, int scale, int64_t min, int64_t max);
const char *kind_word(enum node_kind kind);

const char *node_word(enum node_op op); /* as in JSON */

/* Days from a fixed day long ago, by the arithmetic that expression_sql.c writes out. */
static inline int64_t day_count(civil_date date)
{
	int64_t year = (date - 300) / 10000, month = (date / 100 % 100 + 9) % 12;
	return year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + date % 100;
}

#endif
