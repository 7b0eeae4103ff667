/* Programs: one step for each operator, in the order in which they must run;
   operands are pointed at, be they a field's value, a constant or what an
   earlier step gave. Bounds were proved when the expression was made, so
   nothing can overflow here. */
#include "define/expression_program.h"

#include <assert.h>

#include "define/expression_node.h"

struct program_step {
	enum node_op op;
	const struct program_value *const *of;
	size_t count;
	int64_t factor; /* of SCALE */
	struct program_value *result;
};

/* ---- making ---- */

struct making {
	struct arena *arena;
	const struct expression_world *world;
	struct program_step *steps;
	size_t count;
	const struct field **fields;
	size_t field_count;
	struct program_value *values; /* of the fields */
};

static bool kind_is_number(enum node_kind kind)
{
	switch (kind) {
	case KIND_TRUTH:
	case KIND_NUMBER:
	case KIND_DATE:
	case KIND_INSTANT:
	case KIND_LINK: return true;
	case KIND_TEXT:
	case KIND_CHOICE:
	case KIND_CHOICES:
	case KIND_STATE:
	case NODE_KIND_COUNT: break;
	}
	return false;
}

static bool op_is_known(enum node_op op)
{
	switch (op) {
	case NODE_OR:
	case NODE_AND:
	case NODE_NOT:
	case NODE_EQUAL:
	case NODE_UNEQUAL:
	case NODE_LESS:
	case NODE_AT_MOST:
	case NODE_GREATER:
	case NODE_AT_LEAST:
	case NODE_BETWEEN:
	case NODE_IN:
	case NODE_NOT_IN:
	case NODE_SET:
	case NODE_UNSET:
	case NODE_ADD:
	case NODE_SUBTRACT:
	case NODE_MULTIPLY:
	case NODE_SCALE:
	case NODE_YEAR:
	case NODE_MONTH:
	case NODE_DAYS:
	case NODE_AGE:
	case NODE_CONSTANT:
	case NODE_FIELD:
	case NODE_PERIOD_START:
	case NODE_PERIOD_END:
	case NODE_TODAY: return true;
	case NODE_RANK:
	case NODE_LENGTH:
	case NODE_CONTAINS:
	case NODE_STARTS:
	case NODE_HAS:
	case NODE_COUNT:
	case NODE_SUM:
	case NODE_STATE:
	case NODE_SETTING:
	case NODE_OP_COUNT: break;
	}
	return false;
}

static bool is_readable(const struct node *node)
{
	bool sealed = node->op == NODE_FIELD && node->field->secrecy == SECRECY_SEALED;
	if (!op_is_known(node->op) || !kind_is_number(node->type.kind) || node->of_parent || sealed)
		return false;
	for (size_t i = 0; i < node->count; i++)
		if (!is_readable(node->of[i]))
			return false;
	return true;
}

static size_t nodes_in(const struct node *node)
{
	size_t count = 1;
	for (size_t i = 0; i < node->count; i++)
		count += nodes_in(node->of[i]);
	return count;
}

static const struct program_value *field_value(struct making *making, const struct field *field)
{
	size_t place = 0;
	while (place < making->field_count && making->fields[place] != field)
		place++;
	making->fields[place] = field;
	making->field_count += place == making->field_count;
	return &making->values[place];
}

static struct program_value leaf_value(const struct node *node, const struct expression_world *world)
{
	if (node->op == NODE_CONSTANT)
		return (struct program_value){node->value.number, node->value.kind == VALUE_INT};
	if (!world)
		return (struct program_value){};
	civil_date date = node->op == NODE_TODAY          ? world->today
	                  : node->op == NODE_PERIOD_START ? world->period_start
	                                                  : world->period_end;
	return (struct program_value){date, date != 0};
}

/* Where the node's value will stand. */
static const struct program_value *add_node(struct making *making, const struct node *node)
{
	if (node->op == NODE_FIELD)
		return field_value(making, node->field);
	struct program_value *value = arena_new(making->arena, struct program_value);
	if (!node->count) {
		*value = leaf_value(node, making->world);
		return value;
	}
	const struct program_value **of =
	        arena_array(making->arena, const struct program_value *, node->count);
	for (size_t i = 0; i < node->count; i++)
		of[i] = add_node(making, node->of[i]);
	making->steps[making->count++] = (struct program_step){
	        .op = node->op, .of = of, .count = node->count, .factor = node->factor, .result = value};
	return value;
}

bool program_make(const struct expression *expression, const struct expression_world *world,
                  struct arena *arena, struct program *ret)
{
	if (!is_readable(expression->root))
		return false;
	size_t count = nodes_in(expression->root);
	struct making making = {.arena = arena, .world = world};
	making.steps = arena_array(arena, struct program_step, count);
	making.fields = arena_array(arena, const struct field *, count);
	making.values = arena_array(arena, struct program_value, count);
	const struct program_value *result = add_node(&making, expression->root);
	*ret = (struct program){
	        .steps = making.steps,
	        .step_count = making.count,
	        .fields = making.fields,
	        .field_count = making.field_count,
	        .values = making.values,
	        .result = result,
	};
	return true;
}

/* ---- running ---- */

static const struct program_value unset;

static inline struct program_value number(int64_t number)
{
	return (struct program_value){number, true};
}

/* `and` ends at a false, `or` at a true; unset only when nothing decided. */
static struct program_value join(const struct program_step *step)
{
	int64_t decisive = step->op == NODE_OR;
	struct program_value result = number(!decisive);
	for (size_t i = 0; i < step->count; i++) {
		if (step->of[i]->set && step->of[i]->number == decisive)
			return *step->of[i];
		if (!step->of[i]->set)
			result = unset;
	}
	return result;
}

static struct program_value between(const struct program_step *step)
{
	const struct program_value *item = step->of[0], *least = step->of[1], *greatest = step->of[2];
	if (item->set && ((least->set && item->number < least->number) ||
	                  (greatest->set && item->number > greatest->number)))
		return number(0);
	return item->set && least->set && greatest->set ? number(1) : unset;
}

static struct program_value among(const struct program_step *step)
{
	bool negated = step->op == NODE_NOT_IN;
	struct program_value result = number(negated);
	const struct program_value *item = step->of[0];
	for (size_t i = 1; i < step->count && item->set; i++) {
		if (!step->of[i]->set)
			result = unset;
		else if (step->of[i]->number == item->number)
			return number(!negated);
	}
	return item->set ? result : unset;
}

/* Operators that are unset when an operand is; `b` is `a` where there is only one. An unset operand is 0 or
   harmless, so it is computed with too: that is cheaper than to ask. */
static inline int64_t compute(const struct program_step *step, int64_t a, int64_t b)
{
	switch (step->op) {
	case NODE_NOT: return !a;
	case NODE_EQUAL: return a == b;
	case NODE_UNEQUAL: return a != b;
	case NODE_LESS: return a < b;
	case NODE_AT_MOST: return a <= b;
	case NODE_GREATER: return a > b;
	case NODE_AT_LEAST: return a >= b;
	case NODE_ADD: return a + b;
	case NODE_SUBTRACT: return a - b;
	case NODE_MULTIPLY: return a * b;
	case NODE_SCALE: return a * step->factor;
	case NODE_YEAR: return a / 10000;
	case NODE_MONTH: return a / 100 % 100;
	case NODE_DAYS: return day_count((civil_date)b) - day_count((civil_date)a);
	case NODE_AGE: return (b - a) / 10000;
	default: /* is_readable lets no other through */ assert(false); return 0;
	}
}

static inline struct program_value run_step(const struct program_step *step)
{
	const struct program_value *a = step->of[0], *b = step->of[step->count - 1];
	switch (step->op) {
	case NODE_OR:
	case NODE_AND: return join(step);
	case NODE_BETWEEN: return between(step);
	case NODE_IN:
	case NODE_NOT_IN: return among(step);
	case NODE_SET:
	case NODE_UNSET: return number(a->set == (step->op == NODE_SET));
	default: return (struct program_value){compute(step, a->number, b->number), a->set & b->set};
	}
}

enum truth program_run(const struct program *program)
{
	for (size_t i = 0; i < program->step_count; i++)
		*program->steps[i].result = run_step(&program->steps[i]);
	const struct program_value *result = program->result;
	return !result->set ? TRUTH_UNSET : result->number ? TRUTH_TRUE : TRUTH_FALSE;
}
