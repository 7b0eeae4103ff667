/* Operators made and typed: operands must fit, numbers are brought to one
   scale, and the greatest and least number each node can give is carried along
   to prove that none is ever too large. Names and literals are made in
   expression_name.c. */
#include "define/expression_node.h"

#include <assert.h>

static const char *const words[NODE_OP_COUNT] = {
#define X(name, json, what) [NODE_##name] = json,
        NODE_OPS(X)
#undef X
};

const char *node_word(enum node_op op)
{
	assert(op < NODE_OP_COUNT);
	return words[op];
}

static const char *const kinds[NODE_KIND_COUNT] = {
#define X(name, word) [KIND_##name] = word,
        NODE_KINDS(X)
#undef X
};

const char *kind_word(enum node_kind kind)
{
	assert(kind < NODE_KIND_COUNT);
	return kinds[kind];
}

struct position maker_position(const struct maker *maker, size_t offset)
{
	struct position at = maker->at;
	const char *line = maker->source;
	for (const char *byte = maker->source; byte < maker->source + offset; byte++) {
		if (*byte != '\n')
			continue;
		at.line++;
		at.column = 1;
		line = byte + 1;
	}
	at.column += (int)utf8_count(line, (size_t)(maker->source + offset - line));
	return at;
}

struct node *node_leaf(struct maker *maker, enum node_op op, size_t offset, enum node_kind kind)
{
	struct node *node = arena_new(maker->arena, struct node);
	node->op = op;
	node->offset = offset;
	node->type.kind = kind;
	node->stack = 3; /* "alias" . "column" */
	return node;
}

/* Every use of a value passes here, but for `is set`: a sealed one goes no further. */
static bool value_open(struct maker *maker, const struct node *node)
{
	if (node->op != NODE_FIELD || node->field->secrecy != SECRECY_SEALED)
		return true;
	if (!(maker->allow & ALLOW_SEALED))
		return maker_refuse(maker, node->offset, expression_sealed, node->field->name);
	maker->reads_sealed = true;
	return true;
}

/* How many symbols an SQL parser has not yet put together when it comes to
   operand i. Every operator counts, so this bounds our own recursion too. */
static int pending(enum node_op op, size_t i)
{
	switch (op) {
	case NODE_OR:
	case NODE_AND:
	case NODE_EQUAL:
	case NODE_UNEQUAL:
	case NODE_LESS:
	case NODE_AT_MOST:
	case NODE_GREATER:
	case NODE_AT_LEAST:
	case NODE_ADD:
	case NODE_SUBTRACT:
	case NODE_MULTIPLY: return i ? 3 : 1;     /* ( a + b */
	case NODE_NOT: return 2;                  /* ( NOT a */
	case NODE_BETWEEN: return 1 + 2 * (int)i; /* ( a BETWEEN b AND c */
	case NODE_IN:
	case NODE_NOT_IN: return i == 0 ? 1 : i == 1 ? 4 : 6; /* ( a IN ( list , c */
	case NODE_SET:
	case NODE_UNSET:
	case NODE_SCALE: return 1; /* ( a * ? */
	case NODE_RANK:
	case NODE_YEAR:
	case NODE_MONTH:
	case NODE_DAYS:
	case NODE_AGE:
	case NODE_LENGTH:
	case NODE_CONTAINS:
	case NODE_STARTS:
	case NODE_HAS:
	case NODE_COUNT:
	case NODE_SUM: return 12; /* more than any of them */
	case NODE_CONSTANT:
	case NODE_FIELD:
	case NODE_STATE:
	case NODE_PERIOD_START:
	case NODE_PERIOD_END:
	case NODE_TODAY:
	case NODE_SETTING:
	case NODE_OP_COUNT: break;
	}
	return 0; /* no operands */
}

struct node *node_over(struct maker *maker, enum node_op op, size_t offset, enum node_kind kind,
                       struct node *const *items, size_t count)
{
	struct node *node = node_leaf(maker, op, offset, kind);
	node->of = arena_array(maker->arena, const struct node *, count);
	node->count = count;
	for (size_t i = 0; i < count; i++) {
		if (op != NODE_SET && op != NODE_UNSET && !value_open(maker, items[i]))
			return NULL;
		node->of[i] = items[i];
		int stack = pending(op, i) + items[i]->stack;
		node->stack = stack > node->stack ? stack : node->stack;
	}
	if (node->stack > STACK_LIMIT)
		return maker_refuse(maker, offset, expression_too_deep);
	return node;
}

bool node_bounds(struct maker *maker, struct node *node, int scale, int64_t min, int64_t max)
{
	if (scale > SCALE_LIMIT || min < -NUMBER_LIMIT || max > NUMBER_LIMIT)
		return maker_refuse(maker, node->offset, expression_too_large);
	node->type.scale = scale;
	node->type.min = min;
	node->type.max = max;
	return true;
}

/* ---- what may meet ---- */

static bool is_open_text(const struct node *node)
{
	return node->op == NODE_CONSTANT && node->type.kind == KIND_TEXT;
}

static bool types_meet(const struct node_type *a, const struct node_type *b)
{
	return a->kind == b->kind && a->list == b->list && a->ledger == b->ledger;
}

/* "choice kind", "number": what a fault calls the type. */
static const char *type_words(struct maker *maker, const struct node_type *type)
{
	if (type->list)
		return arena_format(maker->arena, "%s %s", kind_word(type->kind), type->list->name);
	if (type->ledger)
		return arena_format(maker->arena, "%s %s", kind_word(type->kind), type->ledger->name);
	return kind_word(type->kind);
}

static struct node *scale_to(struct maker *maker, struct node *node, int scale)
{
	int64_t factor = 1, min = node->type.min, max = node->type.max;
	bool over = scale > SCALE_LIMIT;
	for (int i = node->type.scale; i < scale && !over; i++) {
		factor *= 10;
		over = __builtin_mul_overflow(min, 10, &min) || __builtin_mul_overflow(max, 10, &max);
	}
	if (over)
		return maker_refuse(maker, node->offset, expression_too_large);
	if (factor == 1)
		return node;
	if (node->op == NODE_CONSTANT) {
		node->value.number = min;
		return node_bounds(maker, node, scale, min, max) ? node : NULL;
	}
	struct node *scaled = node_over(maker, NODE_SCALE, node->offset, KIND_NUMBER, &node, 1);
	if (!scaled || !node_bounds(maker, scaled, scale, min, max))
		return NULL;
	scaled->factor = factor;
	return scaled;
}

static bool scale_alike(struct maker *maker, struct node **items, size_t count)
{
	int scale = 0;
	for (size_t i = 0; i < count; i++)
		scale = items[i]->type.scale > scale ? items[i]->type.scale : scale;
	for (size_t i = 0; i < count; i++)
		if (!(items[i] = scale_to(maker, items[i], scale)))
			return false;
	return true;
}

/* Makes all items one kind: quoted texts take the kind of what they stand
   beside, numbers the finest scale. */
static bool unify(struct maker *maker, struct node **items, size_t count)
{
	const struct node *guide = items[0];
	for (size_t i = 1; i < count && is_open_text(guide); i++)
		guide = items[i];
	if (guide->type.kind == KIND_CHOICES)
		return maker_refuse(maker, guide->offset, expression_choices);
	for (size_t i = 0; i < count; i++) {
		if (is_open_text(items[i]) && !literal_become(maker, items[i], &guide->type))
			return false;
		if (!types_meet(&items[i]->type, &guide->type))
			return maker_refuse(maker, items[i]->offset, expression_mismatch,
			                    type_words(maker, &guide->type),
			                    type_words(maker, &items[i]->type));
	}
	return guide->type.kind != KIND_NUMBER || scale_alike(maker, items, count);
}

/* ---- order ---- */

static struct node *rank_of(struct maker *maker, struct node *node)
{
	if (node->op != NODE_CONSTANT)
		return node_over(maker, NODE_RANK, node->offset, KIND_NUMBER, &node, 1);
	node->value = value_int(node->item - node->type.list->items);
	node->type = (struct node_type){.kind = KIND_NUMBER};
	return node;
}

static bool order(struct maker *maker, struct node **items, size_t count)
{
	const struct node_type *type = &items[0]->type;
	switch (type->kind) {
	case KIND_NUMBER:
	case KIND_DATE:
	case KIND_INSTANT: return true;
	case KIND_CHOICE:
		if (!type->list->ordered)
			break;
		for (size_t i = 0; i < count; i++)
			if (!(items[i] = rank_of(maker, items[i])))
				return false;
		return true;
	case KIND_TRUTH:
	case KIND_TEXT:
	case KIND_CHOICES:
	case KIND_STATE:
	case KIND_LINK:
	case NODE_KIND_COUNT: break;
	}
	return maker_refuse(maker, items[0]->offset, expression_order, type_words(maker, type));
}

static bool has_order(enum node_op op)
{
	return op == NODE_LESS || op == NODE_AT_MOST || op == NODE_GREATER || op == NODE_AT_LEAST ||
	       op == NODE_BETWEEN;
}

/* ---- makers ---- */

struct node *make_truth(struct maker *maker, enum node_op op, size_t offset, struct node **items,
                        size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (items[i]->type.kind != KIND_TRUTH)
			return maker_refuse(maker, items[i]->offset, expression_truth_wanted, node_word(op),
			                    type_words(maker, &items[i]->type));
	return node_over(maker, op, offset, KIND_TRUTH, items, count);
}

struct node *make_comparison(struct maker *maker, enum node_op op, size_t offset, struct node **items,
                             size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!value_open(maker, items[i]))
			return NULL;
	if (!unify(maker, items, count) || (has_order(op) && !order(maker, items, count)))
		return NULL;
	return node_over(maker, op, offset, KIND_TRUTH, items, count);
}

struct node *make_set(struct maker *maker, enum node_op op, size_t offset, struct node *item)
{
	return node_over(maker, op, offset, KIND_TRUTH, &item, 1);
}

/* Least and greatest of the four products of the bounds. */
static bool bound_product(const struct node_type *a, const struct node_type *b, int64_t *ret_min,
                          int64_t *ret_max)
{
	const int64_t left[2] = {a->min, a->max}, right[2] = {b->min, b->max};
	int64_t min = INT64_MAX, max = INT64_MIN;
	for (int i = 0; i < 4; i++) {
		int64_t product;
		if (__builtin_mul_overflow(left[i / 2], right[i % 2], &product))
			return false;
		min = product < min ? product : min;
		max = product > max ? product : max;
	}
	*ret_min = min;
	*ret_max = max;
	return true;
}

struct node *make_arithmetic(struct maker *maker, enum node_op op, size_t offset, struct node *left,
                             struct node *right)
{
	struct node *items[2] = {left, right};
	for (int i = 0; i < 2; i++)
		if (!value_open(maker, items[i]))
			return NULL;
		else if (items[i]->type.kind != KIND_NUMBER)
			return maker_refuse(maker, items[i]->offset, expression_number_wanted, node_word(op),
			                    type_words(maker, &items[i]->type));
	if (op != NODE_MULTIPLY && !scale_alike(maker, items, 2))
		return NULL;
	struct node *node = node_over(maker, op, offset, KIND_NUMBER, items, 2);
	if (!node)
		return NULL;
	const struct node_type *a = &items[0]->type, *b = &items[1]->type;
	int scale = a->scale;
	int64_t min, max; /* sums of two numbers within the limit cannot overflow */
	if (op == NODE_ADD) {
		min = a->min + b->min;
		max = a->max + b->max;
	} else if (op == NODE_SUBTRACT) {
		min = a->min - b->max;
		max = a->max - b->min;
	} else {
		scale += b->scale;
		if (!bound_product(a, b, &min, &max))
			return maker_refuse(maker, offset, expression_too_large);
	}
	return node_bounds(maker, node, scale, min, max) ? node : NULL;
}

struct node *make_negative(struct maker *maker, size_t offset, struct node *item)
{
	if (item->op == NODE_CONSTANT && item->type.kind == KIND_NUMBER) {
		item->value.number = -item->value.number;
		item->type.min = item->type.max = item->value.number;
		return item;
	}
	struct node *zero = make_number(maker, offset, 0, 0);
	return zero ? make_arithmetic(maker, NODE_SUBTRACT, offset, zero, item) : NULL;
}

bool make_condition(struct maker *maker, const struct node *root)
{
	if (root->type.kind != KIND_TRUTH)
		return maker_refuse(maker, root->offset, expression_condition_wanted,
		                    type_words(maker, &root->type));
	return value_open(maker, root);
}
