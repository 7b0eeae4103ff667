/* Parts of a condition, each an expression of its own over the same tree. */
#include "define/expression_split.h"

#include "define/expression_node.h"

static enum expression_joint joint_of(enum node_op op)
{
	if (op == NODE_AND)
		return JOINT_AND;
	if (op == NODE_OR)
		return JOINT_OR;
	return op == NODE_NOT ? JOINT_NOT : JOINT_NONE;
}

enum expression_joint expression_split(const struct expression *whole, struct arena *arena,
                                       const struct expression ***ret_parts, size_t *ret_count)
{
	const struct node *root = whole->root;
	enum expression_joint joint = joint_of(root->op);
	size_t count = joint == JOINT_NONE ? 0 : root->count;
	struct expression *parts = arena_array(arena, struct expression, count);
	const struct expression **list = arena_array(arena, const struct expression *, count);
	for (size_t i = 0; i < count; i++) {
		parts[i] = *whole;
		parts[i].root = root->of[i];
		list[i] = &parts[i];
	}
	*ret_parts = list;
	*ret_count = count;
	return joint;
}
