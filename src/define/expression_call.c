/* The functions of the language but for count and sum, which take rows: one
   table of what each wants, and how far the number it gives can reach. */
#include "define/expression_node.h"

#include "define/nearest.h"

enum { TEXT_LENGTH_MAX = 1000000000 }; /* what a database holds */

struct call {
	const char *name;
	enum node_op op;
	size_t count;            /* of its arguments */
	enum node_kind takes[2]; /* of each but a quoted text */
	bool quoted;             /* the last argument is a text in quotes */
	int64_t min, max;        /* of a number it gives */
};

static const struct call calls[] = {
        {"year", NODE_YEAR, 1, {KIND_DATE}, false, 1900, 2999},
        {"month", NODE_MONTH, 1, {KIND_DATE}, false, 1, 12},
        {"days", NODE_DAYS, 2, {KIND_DATE, KIND_DATE}, false, -401766, 401766},
        {"age", NODE_AGE, 2, {KIND_DATE, KIND_DATE}, false, -1099, 1099},
        {"length", NODE_LENGTH, 1, {KIND_TEXT}, false, 0, TEXT_LENGTH_MAX},
        {"contains", NODE_CONTAINS, 2, {KIND_TEXT}, true, 0, 0},
        {"starts", NODE_STARTS, 2, {KIND_TEXT}, true, 0, 0},
        {"has", NODE_HAS, 2, {KIND_CHOICES}, true, 0, 0},
        {"setting", NODE_SETTING, 1, {}, true, 0, 0},
};
enum { CALL_COUNT = sizeof calls / sizeof *calls };

static const struct call *call_find(const char *name)
{
	for (size_t i = 0; i < CALL_COUNT; i++)
		if (text_equal(calls[i].name, name))
			return &calls[i];
	return NULL;
}

static void *refuse_call(struct maker *maker, size_t offset, const char *name)
{
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; i < CALL_COUNT; i++)
		nearest_offer(&nearest, calls[i].name);
	nearest_offer(&nearest, "count");
	nearest_offer(&nearest, "sum");
	if (nearest.best)
		return maker_refuse(maker, offset, expression_call_misspelt, name, nearest.best);
	return maker_refuse(maker, offset, expression_call_unknown, name);
}

static bool arguments_fit(struct maker *maker, size_t offset, const struct call *call, struct node **items,
                          size_t count)
{
	if (count != call->count)
		return maker_refuse(maker, offset, expression_argument_count, call->name,
		                    arena_format(maker->arena, "%zu", call->count),
		                    arena_format(maker->arena, "%zu", count));
	size_t plain = call->quoted ? count - 1 : count;
	for (size_t i = 0; i < plain; i++)
		if (items[i]->type.kind != call->takes[i])
			return maker_refuse(maker, items[i]->offset, expression_argument, call->name,
			                    i ? "2" : "1", kind_word(call->takes[i]),
			                    kind_word(items[i]->type.kind));
	if (!call->quoted)
		return true;
	const struct node *text = items[plain];
	if (text->op != NODE_CONSTANT || text->type.kind != KIND_TEXT || text->value.length == 0)
		return maker_refuse(maker, text->offset, expression_argument_text, call->name,
		                    plain ? "2" : "1");
	return true;
}

/* A number may have any of the values that were ever set. */
static bool setting_bounds(struct maker *maker, struct node *node)
{
	const struct setting *setting = node->setting;
	int64_t min = 0, max = 0;
	for (size_t i = 0; i < setting->count; i++) {
		int64_t number = setting->values[i].value.number;
		min = i == 0 || number < min ? number : min;
		max = i == 0 || number > max ? number : max;
	}
	return node_bounds(maker, node, setting->type == FIELD_DECIMAL ? setting->scale : 0, min, max);
}

static struct node *make_setting(struct maker *maker, size_t offset, const struct node *text)
{
	const char *name = text->value.bytes;
	if (!(maker->allow & ALLOW_SETTING))
		return maker_refuse(maker, offset, expression_not_here, "setting()");
	struct nearest nearest = nearest_to(name);
	const struct setting *found = NULL;
	for (size_t i = 0; i < maker->definitions->setting_count && !found; i++) {
		const struct setting *setting = &maker->definitions->settings[i];
		nearest_offer(&nearest, setting->name);
		found = text_equal(setting->name, name) ? setting : NULL;
	}
	if (!found && nearest.best)
		return maker_refuse(maker, text->offset, expression_setting_misspelt, name, nearest.best);
	if (!found)
		return maker_refuse(maker, text->offset, expression_setting_unknown, name);
	enum node_kind kind = found->type == FIELD_BOOL   ? KIND_TRUTH
	                      : found->type == FIELD_TEXT ? KIND_TEXT
	                                                  : KIND_NUMBER;
	struct node *node = node_leaf(maker, NODE_SETTING, offset, kind);
	node->setting = found;
	maker->reads_setting = true;
	return kind != KIND_NUMBER || setting_bounds(maker, node) ? node : NULL;
}

/* A function of a text or of choices and what it looks for there. */
static struct node *make_search(struct maker *maker, const struct call *call, size_t offset,
                                struct node **items)
{
	struct node *sought = items[1];
	if (!literal_become(maker, sought, &items[0]->type))
		return NULL;
	struct node *node = node_over(maker, call->op, offset, KIND_TRUTH, items, 1);
	if (!node)
		return NULL;
	node->value = sought->value;
	node->item = sought->item;
	if (call->op == NODE_HAS)
		node->value = value_text(arena_format(maker->arena, ",%s,", sought->item->code));
	return node;
}

struct node *make_call(struct maker *maker, size_t offset, const char *name, struct node **items,
                       size_t count)
{
	const struct call *call = call_find(name);
	if (!call)
		return refuse_call(maker, offset, name);
	if (!arguments_fit(maker, offset, call, items, count))
		return NULL;
	if (call->op == NODE_SETTING)
		return make_setting(maker, offset, items[0]);
	if (call->quoted)
		return make_search(maker, call, offset, items);
	struct node *node = node_over(maker, call->op, offset, KIND_NUMBER, items, count);
	return node && node_bounds(maker, node, 0, call->min, call->max) ? node : NULL;
}
