/* A column of the pass: every value that comes along is put into a class, and
   values that no figure can tell apart share one. What is asked of a value (a
   condition, its part of a dimension, whether it lies in an organisation) is
   asked once, when the value is first seen; afterwards a row costs a look into
   a small table, however many figures ask. */
#ifndef JINGUO_FIGURE_PASS_COLUMN_H
#define JINGUO_FIGURE_PASS_COLUMN_H

#include "define/expression_program.h"
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

/* What tells values of a column apart. */
struct memo_key {
	uint64_t near, far;
	uint32_t length;
};

struct memo_slot {
	struct memo_key key;
	uint32_t class_after; /* class + 1; 0: free */
	const char *bytes;    /* of a text longer than the key */
};

struct pass_column {
	/* What every row needs stands together. */
	const char *name; /* NULL: of a condition over several columns */
	int place;        /* in the row */
	bool is_text;
	uint64_t *masks; /* of each class, the bits it does not rule out */
	struct memo_slot *memo;
	size_t memo_slots;
	uint32_t *window; /* class + 1 of NULL and of numbers near the first one seen, such as dates */
	uint64_t window_from;

	const struct ground *ground;
	struct arena *arena;
	struct probe *probes;
	size_t probe_count, probe_room;
	struct requirement *requirements;
	size_t requirement_count, requirement_room;
	struct map classes; /* by the answers to all probes */
	uint32_t *answers;  /* of each class, probe_count numbers */
	size_t class_room;
	size_t words; /* of a mask of bits */
	size_t memo_count;
};

uint32_t pass_column_probe(struct pass_column *column, const struct probe *probe);
void pass_column_require(struct pass_column *column, const struct requirement *requirement);
/* After the last probe and before the first row. */
void pass_column_start(struct pass_column *column, size_t bits);
void pass_column_release(struct pass_column *column);

/* The class of a value of the column: of a text in a row, or of a number read from one. */
uint32_t pass_column_text(struct pass_column *column, const struct row *row);
uint32_t pass_column_number(struct pass_column *column, const struct program_value *value);
/* The class of answers that were found otherwise: of a condition over several columns. */
uint32_t pass_column_class_of(struct pass_column *column, const uint32_t *answers);

static inline uint32_t pass_column_answer(const struct pass_column *column, uint32_t class, uint32_t probe)
{
	return column->answers[class * column->probe_count + probe];
}

#endif
