/* A column of the pass: every value that comes along is put into a class, and
   values that no figure can tell apart share one. What is asked of a value (a
   condition, its part of a dimension, whether it lies in an organisation) is
   asked once, when the value is first seen; afterwards a row costs a look into
   a small table, however many figures ask. */
#ifndef JINGUO_FIGURE_PASS_COLUMN_H
#define JINGUO_FIGURE_PASS_COLUMN_H

#include "figure/tally.h"

enum probe_kind {
	PROBE_CONDITION, /* enum truth */
	PROBE_PARTS,     /* number of a set of parts */
	PROBE_SCOPE,     /* 1 when the organisation belongs to it */
};

struct probe {
	enum probe_kind kind;
	const struct expression *condition;
	const struct expression_world *world;
	struct parts *parts;
	const struct dimension *dimension;
	const struct organisation_scope *scope;
};

/* A bit stays only where that probe gave that answer. */
struct requirement {
	uint32_t probe, answer, bit;
};

struct memo_slot {
	uint64_t word;
	const char *bytes; /* of a text longer than the word */
	uint32_t length;
	uint32_t class_after; /* class + 1; 0: free */
};

struct pass_column {
	const struct ground *ground;
	const char *name; /* NULL: of a condition over several columns */
	bool is_text;
	int place; /* in the row */

	struct probe *probes;
	size_t probe_count, probe_room;
	struct requirement *requirements;
	size_t requirement_count, requirement_room;

	size_t words;       /* of a mask of bits */
	struct map classes; /* by the answers to all probes */
	uint32_t *answers;  /* of each class, probe_count numbers */
	uint64_t *masks;    /* of each class, the bits it does not rule out */
	size_t class_room;
	uint32_t none_after; /* class of NULL, + 1 */
	uint32_t *window; /* class + 1 of numbers near the first one seen, such as the dates of a few years */
	uint64_t window_from;
	struct memo_slot *memo;
	size_t memo_count, memo_slots;
	struct arena *arena;
};

uint32_t pass_column_probe(struct pass_column *column, const struct probe *probe);
void pass_column_require(struct pass_column *column, const struct requirement *requirement);
/* After the last probe and before the first row. */
void pass_column_start(struct pass_column *column, size_t bits);
void pass_column_release(struct pass_column *column);

/* The class of the column's value in a row. */
uint32_t pass_column_class(struct pass_column *column, const struct row *row);
/* The class of answers that were found otherwise: of a condition over several columns. */
uint32_t pass_column_class_of(struct pass_column *column, const uint32_t *answers);

static inline uint32_t pass_column_answer(const struct pass_column *column, uint32_t class, uint32_t probe)
{
	return column->answers[class * column->probe_count + probe];
}

#endif
