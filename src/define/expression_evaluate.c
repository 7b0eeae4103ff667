/* An expression evaluated on a record in memory. Every value is unset, a whole
   number (truths are 0 and 1) or a text; what a record should not hold (another
   kind, no real date, a number out of all bounds, a sealed value that was not
   opened) counts as unset wherever its value is asked. */
#include "define/expression_node.h"

#include <string.h>

struct scope {
	const struct expression_record *record;
	const struct expression_record *outer; /* in a row aggregate: the record whose rows they are */
	const struct expression_world *world;
};

static struct value evaluate(const struct node *node, const struct scope *scope);

static struct value unset(void)
{
	return (struct value){};
}

static bool is_set(const struct value *value)
{
	return value->kind != VALUE_NONE;
}

/* ---- leaves ---- */

/* As the record holds it, sealed or not. */
static struct value field_raw(const struct node *node, const struct scope *scope)
{
	bool of_outer = node->of_parent && scope->outer;
	const struct expression_record *record = of_outer ? scope->outer : scope->record;
	return record->field(record->context, node->field, node->of_parent && !of_outer);
}

static bool number_fits(int64_t number)
{
	return number >= -NUMBER_LIMIT && number <= NUMBER_LIMIT;
}

static struct value usable(enum node_kind kind, struct value value)
{
	bool fine = false;
	switch (kind) {
	case KIND_TRUTH:
		value.number = value.number == 1;
		fine = value.kind == VALUE_INT;
		break;
	case KIND_NUMBER:
	case KIND_INSTANT: fine = value.kind == VALUE_INT && number_fits(value.number); break;
	case KIND_DATE:
		fine = value.kind == VALUE_INT && number_fits(value.number) &&
		       date_valid((civil_date)value.number) && value.number == (civil_date)value.number;
		break;
	case KIND_LINK: fine = value.kind == VALUE_INT; break;
	case KIND_TEXT:
	case KIND_CHOICE:
	case KIND_CHOICES:
	case KIND_STATE: fine = value.kind == VALUE_TEXT; break;
	case NODE_KIND_COUNT: break;
	}
	return fine ? value : unset();
}

static struct value state_value(const struct node *node, const struct scope *scope)
{
	bool of_outer = node->of_parent && scope->outer;
	const struct expression_record *record = of_outer ? scope->outer : scope->record;
	if (!record->state)
		return unset();
	return value_text(record->state(record->context, node->of_parent && !of_outer));
}

static struct value world_date(const struct node *node, const struct scope *scope)
{
	if (!scope->world)
		return unset();
	civil_date date = node->op == NODE_TODAY          ? scope->world->today
	                  : node->op == NODE_PERIOD_START ? scope->world->period_start
	                                                  : scope->world->period_end;
	return date ? value_int(date) : unset();
}

static struct value setting_value(const struct node *node, const struct scope *scope)
{
	if (!scope->world || !scope->world->setting)
		return unset();
	return usable(node->type.kind, scope->world->setting(scope->world->context, node->setting->name));
}

static struct value evaluate_leaf(const struct node *node, const struct scope *scope)
{
	if (node->op == NODE_CONSTANT)
		return node->value;
	if (node->op == NODE_FIELD)
		return usable(node->type.kind, field_raw(node, scope));
	if (node->op == NODE_STATE)
		return state_value(node, scope);
	return node->op == NODE_SETTING ? setting_value(node, scope) : world_date(node, scope);
}

/* ---- truths ---- */

/* `and` ends at the first false, `or` at the first true; unset only when nothing decided. */
static struct value evaluate_joined(const struct node *node, const struct scope *scope)
{
	int64_t decisive = node->op == NODE_OR;
	struct value result = value_int(!decisive);
	for (size_t i = 0; i < node->count; i++) {
		struct value item = evaluate(node->of[i], scope);
		if (!is_set(&item))
			result = item;
		else if (item.number == decisive)
			return item;
	}
	return result;
}

static struct value evaluate_not(const struct node *node, const struct scope *scope)
{
	struct value item = evaluate(node->of[0], scope);
	return is_set(&item) ? value_int(!item.number) : item;
}

static struct value evaluate_set(const struct node *node, const struct scope *scope)
{
	const struct node *item = node->of[0];
	struct value value = item->op == NODE_FIELD ? field_raw(item, scope) : evaluate(item, scope);
	return value_int(is_set(&value) == (node->op == NODE_SET));
}

/* ---- comparisons ---- */

static struct value compare(enum node_op op, const struct value *a, const struct value *b)
{
	if (!is_set(a) || !is_set(b))
		return unset();
	switch (op) {
	case NODE_EQUAL: return value_int(value_equal(a, b));
	case NODE_UNEQUAL: return value_int(!value_equal(a, b));
	case NODE_LESS: return value_int(a->number < b->number);
	case NODE_AT_MOST: return value_int(a->number <= b->number);
	case NODE_GREATER: return value_int(a->number > b->number);
	default: /* the one comparison left */ return value_int(a->number >= b->number);
	}
}

static struct value evaluate_comparison(const struct node *node, const struct scope *scope)
{
	struct value a = evaluate(node->of[0], scope), b = evaluate(node->of[1], scope);
	return compare(node->op, &a, &b);
}

static struct value evaluate_between(const struct node *node, const struct scope *scope)
{
	struct value item = evaluate(node->of[0], scope);
	struct value least = evaluate(node->of[1], scope), greatest = evaluate(node->of[2], scope);
	struct value above = compare(NODE_AT_LEAST, &item, &least),
	             below = compare(NODE_AT_MOST, &item, &greatest);
	if ((is_set(&above) && !above.number) || (is_set(&below) && !below.number))
		return value_int(0);
	return is_set(&above) ? below : above;
}

/* True once one member is equal; else unset when one was unset, for it might have been equal. */
static struct value evaluate_in(const struct node *node, const struct scope *scope)
{
	bool negated = node->op == NODE_NOT_IN;
	struct value item = evaluate(node->of[0], scope), result = value_int(negated);
	for (size_t i = 1; i < node->count && is_set(&item); i++) {
		struct value member = evaluate(node->of[i], scope);
		if (!is_set(&member))
			result = unset();
		else if (value_equal(&item, &member))
			return value_int(!negated);
	}
	return is_set(&item) ? result : item;
}

/* ---- numbers ---- */

static struct value evaluate_arithmetic(const struct node *node, const struct scope *scope)
{
	struct value a = evaluate(node->of[0], scope), b = value_int(node->factor);
	if (node->op != NODE_SCALE)
		b = evaluate(node->of[1], scope);
	if (!is_set(&a) || !is_set(&b))
		return unset();
	int64_t number;
	bool over;
	if (node->op == NODE_ADD)
		over = __builtin_add_overflow(a.number, b.number, &number);
	else if (node->op == NODE_SUBTRACT)
		over = __builtin_sub_overflow(a.number, b.number, &number);
	else
		over = __builtin_mul_overflow(a.number, b.number, &number);
	return over || !number_fits(number) ? unset() : value_int(number);
}

static struct value evaluate_rank(const struct node *node, const struct scope *scope)
{
	struct value code = evaluate(node->of[0], scope);
	const struct list *list = node->of[0]->type.list;
	for (size_t i = 0; i < list->count && is_set(&code); i++)
		if (text_equal(list->items[i].code, code.bytes))
			return value_int((int64_t)i);
	return unset();
}

static struct value evaluate_dates(const struct node *node, const struct scope *scope)
{
	struct value a = evaluate(node->of[0], scope), b = a;
	if (node->count == 2)
		b = evaluate(node->of[1], scope);
	if (!is_set(&a) || !is_set(&b))
		return unset();
	civil_date from = (civil_date)a.number, to = (civil_date)b.number;
	if (node->op == NODE_YEAR)
		return value_int(date_year(from));
	if (node->op == NODE_MONTH)
		return value_int(date_month(from));
	return value_int(node->op == NODE_DAYS ? date_days_between(from, to) : (to - from) / 10000);
}

/* ---- texts ---- */

static struct value evaluate_text(const struct node *node, const struct scope *scope)
{
	struct value text = evaluate(node->of[0], scope);
	if (!is_set(&text))
		return text;
	const struct value *sought = &node->value;
	if (node->op == NODE_LENGTH)
		return value_int((int64_t)utf8_count(text.bytes, text.length));
	if (node->op == NODE_STARTS)
		return value_int(text.length >= sought->length &&
		                 memcmp(text.bytes, sought->bytes, sought->length) == 0);
	return value_int(memmem(text.bytes, text.length, sought->bytes, sought->length) != NULL);
}

/* ---- rows ---- */

static struct value evaluate_rows(const struct node *node, const struct scope *scope)
{
	const struct node *value = node->op == NODE_SUM ? node->of[0] : NULL;
	const struct node *where = node->count > (value != NULL) ? node->of[node->count - 1] : NULL;
	const struct expression_record *record = scope->record;
	size_t count = record->row_count(record->context, node->field);
	int64_t total = 0;
	for (size_t i = 0; i < count; i++) {
		struct expression_record row = record->row(record->context, node->field, i);
		const struct scope inside = {.record = &row, .outer = record, .world = scope->world};
		struct value counts = where ? evaluate(where, &inside) : value_int(1);
		if (!is_set(&counts) || !counts.number)
			continue;
		struct value number = value ? evaluate(value, &inside) : value_int(1);
		if (is_set(&number) && __builtin_add_overflow(total, number.number, &total))
			return unset();
	}
	return number_fits(total) ? value_int(total) : unset();
}

/* ---- all ---- */

static struct value evaluate(const struct node *node, const struct scope *scope)
{
	switch (node->op) {
	case NODE_OR:
	case NODE_AND: return evaluate_joined(node, scope);
	case NODE_NOT: return evaluate_not(node, scope);
	case NODE_EQUAL:
	case NODE_UNEQUAL:
	case NODE_LESS:
	case NODE_AT_MOST:
	case NODE_GREATER:
	case NODE_AT_LEAST: return evaluate_comparison(node, scope);
	case NODE_BETWEEN: return evaluate_between(node, scope);
	case NODE_IN:
	case NODE_NOT_IN: return evaluate_in(node, scope);
	case NODE_SET:
	case NODE_UNSET: return evaluate_set(node, scope);
	case NODE_ADD:
	case NODE_SUBTRACT:
	case NODE_MULTIPLY:
	case NODE_SCALE: return evaluate_arithmetic(node, scope);
	case NODE_RANK: return evaluate_rank(node, scope);
	case NODE_YEAR:
	case NODE_MONTH:
	case NODE_DAYS:
	case NODE_AGE: return evaluate_dates(node, scope);
	case NODE_LENGTH:
	case NODE_CONTAINS:
	case NODE_STARTS:
	case NODE_HAS: return evaluate_text(node, scope);
	case NODE_COUNT:
	case NODE_SUM: return evaluate_rows(node, scope);
	case NODE_CONSTANT:
	case NODE_FIELD:
	case NODE_STATE:
	case NODE_PERIOD_START:
	case NODE_PERIOD_END:
	case NODE_TODAY:
	case NODE_SETTING:
	case NODE_OP_COUNT: break;
	}
	return evaluate_leaf(node, scope);
}

enum truth expression_evaluate(const struct expression *expression, const struct expression_record *record,
                               const struct expression_world *world)
{
	const struct scope scope = {.record = record, .world = world};
	struct value value = evaluate(expression->root, &scope);
	if (!is_set(&value))
		return TRUTH_UNSET;
	return value.number ? TRUTH_TRUE : TRUTH_FALSE;
}
