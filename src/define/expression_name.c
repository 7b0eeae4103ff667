/* Names and literals made into leaves: fields, the state, rows, dates of the
   world, numbers, quoted texts. A name that is not there is told with the
   nearest one that is. */
#include "define/expression_node.h"

#include "base/ids.h"
#include "define/nearest.h"

/* ---- literals ---- */

struct node *make_number(struct maker *maker, size_t offset, int64_t number, int scale)
{
	struct node *node = node_leaf(maker, NODE_CONSTANT, offset, KIND_NUMBER);
	node->value = value_int(number);
	return node_bounds(maker, node, scale, number, number) ? node : NULL;
}

struct node *make_date(struct maker *maker, size_t offset, civil_date date)
{
	struct node *node = node_leaf(maker, NODE_CONSTANT, offset, KIND_DATE);
	node->value = value_int(date);
	return node;
}

struct node *make_text(struct maker *maker, size_t offset, const char *string)
{
	struct node *node = node_leaf(maker, NODE_CONSTANT, offset, KIND_TEXT);
	node->value = value_text(string);
	return node;
}

struct node *make_bool(struct maker *maker, size_t offset, bool truth)
{
	struct node *node = node_leaf(maker, NODE_CONSTANT, offset, KIND_TRUTH);
	node->value = value_int(truth);
	return node;
}

static bool become_code(struct maker *maker, struct node *literal, const struct list *list)
{
	const char *code = literal->value.bytes;
	literal->item = list_find(list, code);
	if (literal->item) {
		literal->value = value_text(literal->item->code);
		return true;
	}
	struct nearest nearest = nearest_to(code);
	for (size_t i = 0; i < list->count; i++)
		nearest_offer(&nearest, list->items[i].code);
	if (nearest.best)
		return maker_refuse(maker, literal->offset, expression_code_misspelt, code, list->name,
		                    nearest.best);
	return maker_refuse(maker, literal->offset, expression_code_unknown, code, list->name);
}

static bool become_state(struct maker *maker, struct node *literal, const struct ledger *ledger)
{
	const char *name = literal->value.bytes;
	literal->state = ledger_state(ledger, name);
	if (literal->state) {
		literal->value = value_text(literal->state->name);
		return true;
	}
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; i < ledger->state_count; i++)
		nearest_offer(&nearest, ledger->states[i].name);
	if (nearest.best)
		return maker_refuse(maker, literal->offset, expression_state_misspelt, name, ledger->name,
		                    nearest.best);
	return maker_refuse(maker, literal->offset, expression_state_unknown, name, ledger->name);
}

static bool become_link(struct maker *maker, struct node *literal)
{
	int64_t id;
	if (!id_parse(literal->value.bytes, &id))
		return maker_refuse(maker, literal->offset, expression_id, literal->value.bytes);
	literal->value = value_int(id);
	return true;
}

bool literal_become(struct maker *maker, struct node *literal, const struct node_type *type)
{
	bool fits = true;
	switch (type->kind) {
	case KIND_CHOICE:
	case KIND_CHOICES: fits = become_code(maker, literal, type->list); break;
	case KIND_STATE: fits = become_state(maker, literal, type->ledger); break;
	case KIND_LINK: fits = become_link(maker, literal); break;
	case KIND_TRUTH:
	case KIND_NUMBER:
	case KIND_DATE:
	case KIND_INSTANT:
	case KIND_TEXT:
	case NODE_KIND_COUNT: return true; /* as a text it fits, or is refused as a text */
	}
	literal->type = *type;
	return fits;
}

/* ---- names ---- */

static enum node_kind field_kind(enum field_type type)
{
	switch (type) {
	case FIELD_TEXT:
	case FIELD_NOTE:
	case FIELD_ORG:
	case FIELD_PHONE:
	case FIELD_ID_NUMBER:
	case FIELD_STAFF: return KIND_TEXT;
	case FIELD_INT:
	case FIELD_DECIMAL:
	case FIELD_YEAR: return KIND_NUMBER;
	case FIELD_BOOL: return KIND_TRUTH;
	case FIELD_DATE: return KIND_DATE;
	case FIELD_INSTANT: return KIND_INSTANT;
	case FIELD_CHOICE: return KIND_CHOICE;
	case FIELD_CHOICES: return KIND_CHOICES;
	case FIELD_LINK: return KIND_LINK;
	case FIELD_ROWS:
	case FIELD_TYPE_COUNT: break;
	}
	return NODE_KIND_COUNT;
}

static struct node *make_field(struct maker *maker, size_t offset, const struct field *field, bool of_parent)
{
	if (field->type == FIELD_ROWS)
		return maker_refuse(maker, offset, expression_rows_alone, field->name);
	struct node *node = node_leaf(maker, NODE_FIELD, offset, field_kind(field->type));
	node->field = field;
	node->of_parent = of_parent;
	node->type.list = field->list;
	node->type.ledger = field->to;
	if (node->type.kind != KIND_NUMBER)
		return node;
	int scale = field->type == FIELD_DECIMAL ? field->scale : 0;
	return node_bounds(maker, node, scale, field->min, field->max) ? node : NULL;
}

static struct node *make_state(struct maker *maker, size_t offset, const struct ledger *ledger,
                               bool of_parent)
{
	if (ledger->state_count == 0)
		return maker_refuse(maker, offset, expression_no_state, ledger->name);
	struct node *node = node_leaf(maker, NODE_STATE, offset, KIND_STATE);
	node->of_parent = of_parent;
	node->type.ledger = ledger;
	return node;
}

static struct node *make_world_date(struct maker *maker, size_t offset, enum node_op op, unsigned needs)
{
	if (!(maker->allow & needs))
		return maker_refuse(maker, offset, expression_not_here, node_word(op));
	return node_leaf(maker, op, offset, KIND_DATE);
}

/* `bare`: it stood where words of the language may stand, and may be one of them misspelt. */
static void *refuse_name(struct maker *maker, size_t offset, const struct ledger *ledger, const char *name,
                         bool bare)
{
	static const char *const words[] = {"state",   "today", "true", "false", "parent", "period",
	                                    "between", "and",   "or",   "not",   "in",     "is"};
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; i < ledger->field_count; i++)
		nearest_offer(&nearest, ledger->fields[i].name);
	for (size_t i = 0; bare && i < sizeof words / sizeof *words; i++)
		nearest_offer(&nearest, words[i]);
	if (nearest.best)
		return maker_refuse(maker, offset, expression_name_misspelt, name, ledger->name,
		                    nearest.best);
	return maker_refuse(maker, offset, expression_name_unknown, name, ledger->name);
}

struct node *make_name(struct maker *maker, size_t offset, const char *name, bool of_parent)
{
	const struct ledger *ledger = of_parent ? maker->ledger->parent : maker->ledger;
	if (of_parent && !ledger)
		return maker_refuse(maker, offset, expression_parent, maker->ledger->name);
	if (text_equal(name, "state"))
		return make_state(maker, offset, ledger, of_parent);
	if (text_equal(name, "today") && !of_parent)
		return make_world_date(maker, offset, NODE_TODAY, ALLOW_TODAY);
	const struct field *field = ledger_field(ledger, name);
	return field ? make_field(maker, offset, field, of_parent)
	             : refuse_name(maker, offset, ledger, name, !of_parent);
}

struct node *make_period(struct maker *maker, size_t offset, const char *edge)
{
	if (text_equal(edge, "start"))
		return make_world_date(maker, offset, NODE_PERIOD_START, ALLOW_PERIOD);
	if (text_equal(edge, "end"))
		return make_world_date(maker, offset, NODE_PERIOD_END, ALLOW_PERIOD);
	return maker_refuse(maker, offset, expression_period_edge, edge);
}

/* ---- rows ---- */

const struct field *rows_named(struct maker *maker, size_t offset, const char *name)
{
	const struct field *field = ledger_field(maker->ledger, name);
	if (!field)
		return refuse_name(maker, offset, maker->ledger, name, false);
	if (field->type != FIELD_ROWS)
		return maker_refuse(maker, offset, expression_rows_wanted, name);
	return field;
}

struct node *make_aggregate(struct maker *maker, size_t offset, const struct field *rows, struct node *value,
                            struct node *where)
{
	if (where && where->type.kind != KIND_TRUTH)
		return maker_refuse(maker, where->offset, expression_truth_wanted, "where",
		                    kind_word(where->type.kind));
	if (value && value->type.kind != KIND_NUMBER)
		return maker_refuse(maker, value->offset, expression_number_wanted, "sum",
		                    kind_word(value->type.kind));
	struct node *items[2];
	size_t count = 0;
	if (value)
		items[count++] = value;
	if (where)
		items[count++] = where;
	struct node *node =
	        node_over(maker, value ? NODE_SUM : NODE_COUNT, offset, KIND_NUMBER, items, count);
	if (!node)
		return NULL;
	node->field = rows;
	if (!value)
		return node_bounds(maker, node, 0, 0, EXPRESSION_ROWS_MAX) ? node : NULL;
	int64_t min, max;
	if (__builtin_mul_overflow(value->type.min, EXPRESSION_ROWS_MAX, &min) ||
	    __builtin_mul_overflow(value->type.max, EXPRESSION_ROWS_MAX, &max))
		return maker_refuse(maker, offset, expression_too_large);
	return node_bounds(maker, node, value->type.scale, min < 0 ? min : 0, max > 0 ? max : 0) ? node
	                                                                                         : NULL;
}
