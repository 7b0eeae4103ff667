/* A condition taken apart at its `and`, `or` and `not`, for a reader that
   evaluates the parts its own way and puts them together again: the pass of the
   figures, which asks each part once for each value of its column. */
#ifndef JINGUO_DEFINE_EXPRESSION_SPLIT_H
#define JINGUO_DEFINE_EXPRESSION_SPLIT_H

#include "define/expression.h"

enum expression_joint {
	JOINT_NONE, /* cannot be taken apart */
	JOINT_AND,
	JOINT_OR,
	JOINT_NOT, /* of one part */
};

/* How the condition is put together, and of what. The parts live in the arena,
   but no longer than `whole`; of JOINT_NONE there are none. */
enum expression_joint expression_split(const struct expression *whole, struct arena *arena,
                                       const struct expression ***ret_parts, size_t *ret_count);

#endif
