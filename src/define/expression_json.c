/* An expression as JSON for ui/expression.mjs, one object a node. Leaves say
   how the value they read is written in a record; everything between is whole
   numbers, texts and truths, as in C. */
#include "define/expression_node.h"

#include <string.h>

static void add_node(const struct node *node, struct text *out);

static void add_string(struct text *out, const char *key, const char *string, size_t length)
{
	text_format(out, ",\"%s\":", key);
	text_add_json(out, string, length);
}

static void add_word(struct text *out, const char *key, const char *word)
{
	add_string(out, key, word, strlen(word));
}

/* An id would not fit a browser's number and is a text there. */
static void add_constant(const struct node *node, struct text *out)
{
	const struct value *value = &node->value;
	text_add(out, ",\"value\":");
	if (node->type.kind == KIND_TRUTH)
		text_add(out, value->number ? "true" : "false");
	else if (node->type.kind == KIND_LINK)
		text_format(out, "\"%lld\"", (long long)value->number);
	else if (value->kind == VALUE_INT)
		text_add_int(out, value->number);
	else
		text_add_json(out, value->bytes, value->length);
}

static void add_type(const struct node *node, struct text *out)
{
	add_word(out, "type", kind_word(node->type.kind));
	if (node->type.scale)
		text_format(out, ",\"scale\":%d", node->type.scale);
}

static void add_items(const char *key, const struct node *const *items, size_t count, struct text *out)
{
	text_format(out, ",\"%s\":[", key);
	for (size_t i = 0; i < count; i++) {
		if (i)
			text_add_byte(out, ',');
		add_node(items[i], out);
	}
	text_add_byte(out, ']');
}

/* The codes of the list in the order of their rank. */
static void add_codes(const struct list *list, struct text *out)
{
	text_add(out, ",\"codes\":[");
	for (size_t i = 0; i < list->count; i++) {
		if (i)
			text_add_byte(out, ',');
		text_add_json(out, list->items[i].code, strlen(list->items[i].code));
	}
	text_add_byte(out, ']');
}

static void add_rows(const struct node *node, struct text *out)
{
	size_t values = node->op == NODE_SUM;
	add_word(out, "rows", node->field->name);
	if (values) {
		text_add(out, ",\"sum\":");
		add_node(node->of[0], out);
	}
	if (node->count > values) {
		text_add(out, ",\"where\":");
		add_node(node->of[values], out);
	}
}

static void add_node(const struct node *node, struct text *out)
{
	text_add(out, "{\"op\":");
	text_add_json(out, node_word(node->op), strlen(node_word(node->op)));
	if (node->op == NODE_COUNT || node->op == NODE_SUM)
		add_rows(node, out);
	else if (node->count)
		add_items("of", node->of, node->count, out);
	if (node->op == NODE_CONSTANT)
		add_constant(node, out);
	if (node->op == NODE_FIELD)
		add_word(out, "name", node->field->name);
	if (node->op == NODE_SETTING)
		add_word(out, "name", node->setting->name);
	if (node->op == NODE_FIELD || node->op == NODE_SETTING)
		add_type(node, out);
	if (node->op == NODE_CONTAINS || node->op == NODE_STARTS)
		add_string(out, "text", node->value.bytes, node->value.length);
	if (node->op == NODE_HAS)
		add_word(out, "code", node->item->code);
	if (node->op == NODE_SCALE)
		text_format(out, ",\"by\":%lld", (long long)node->factor);
	if (node->op == NODE_RANK)
		add_codes(node->of[0]->type.list, out);
	if (node->of_parent)
		text_add(out, ",\"parent\":true");
	text_add_byte(out, '}');
}

void expression_json(const struct expression *expression, struct text *out)
{
	add_node(expression->root, out);
}
