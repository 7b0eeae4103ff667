/* What an expression reads, asked before it is run: which columns to fetch,
   whether a join or the rows are needed. */
#include "define/expression_node.h"

const char *expression_source(const struct expression *expression)
{
	return expression->source;
}

struct reading {
	void (*visit)(void *context, const struct field *field, bool of_parent);
	void *context;
	bool rows, state, parent_state; /* found on the way */
};

/* Within rows, the parent is the record itself, and the fields of the row are nobody's here. */
static void read_node(const struct node *node, bool in_row, struct reading *reading)
{
	bool is_rows = node->op == NODE_COUNT || node->op == NODE_SUM;
	bool of_parent = node->of_parent && !in_row;
	if (!in_row || node->of_parent) {
		if (node->field && reading->visit)
			reading->visit(reading->context, node->field, of_parent);
		if (node->op == NODE_STATE)
			*(of_parent ? &reading->parent_state : &reading->state) = true;
	}
	reading->rows = reading->rows || is_rows;
	for (size_t i = 0; i < node->count; i++)
		read_node(node->of[i], in_row || is_rows, reading);
}

void expression_fields(const struct expression *expression,
                       void (*visit)(void *context, const struct field *field, bool of_parent), void *context)
{
	struct reading reading = {.visit = visit, .context = context};
	read_node(expression->root, false, &reading);
}

bool expression_has_rows(const struct expression *expression)
{
	struct reading reading = {};
	read_node(expression->root, false, &reading);
	return reading.rows;
}

bool expression_reads_state(const struct expression *expression, bool of_parent)
{
	struct reading reading = {};
	read_node(expression->root, false, &reading);
	return of_parent ? reading.parent_state : reading.state;
}
