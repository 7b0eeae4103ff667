/* A condition made ready to be asked of very many rows: flattened into steps
   over whole numbers, without callbacks. It answers as expression_sql does: a
   date is taken as it stands. Only for conditions over numbers, dates and
   truths; expression_evaluate is for the rest. */
#ifndef JINGUO_DEFINE_EXPRESSION_PROGRAM_H
#define JINGUO_DEFINE_EXPRESSION_PROGRAM_H

#include "define/expression.h"

struct program_value {
	int64_t number;
	bool set;
};

struct program {
	const struct program_step *steps;
	size_t step_count;
	const struct field *const *fields; /* what it reads */
	size_t field_count;
	struct program_value *values; /* to be filled before each run, in the order of `fields` */
	const struct program_value *result;
};

/* False when the condition reads a text, rows, a parent or a setting. In the arena. */
bool program_make(const struct expression *expression, const struct expression_world *world,
                  struct arena *arena, struct program *ret);
enum truth program_run(const struct program *program);

#endif
