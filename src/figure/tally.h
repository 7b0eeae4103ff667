/* Tallies: what is counted, summed and collected for one request while rows or
   groups of rows come in, in total and by part, and the answer made of it. Both
   paths fill the same tallies. */
#ifndef JINGUO_FIGURE_TALLY_H
#define JINGUO_FIGURE_TALLY_H

#include "figure/balance.h"
#include "figure/map.h"

/* What a number of rows gives, whatever is measured. */
struct tally {
	int64_t rows, sum, distinct;
	civil_date first, last; /* 0: none */
};

enum { TALLY_SIDES = 2 }; /* numerator and denominator of a ratio; others have the first only */

/* One part of a dimension: a list item, a unit, a month … */
struct part {
	struct value key; /* NONE: unclassified */
	const char *label[2];
	int64_t rank; /* place in the list, where there is one */
	bool shown;   /* some row fell into it, or it is always there; others were merely looked up */
};

/* Parts into which one raw value falls; only `choices` may give several. */
struct part_set {
	const uint32_t *parts;
	size_t count;
};

struct parts {
	struct map numbers; /* of a part by its key */
	struct part *items; /* by number */
	size_t count, room;
	struct map set_numbers; /* of a set by its numbers */
	struct part_set *sets;
	size_t set_room;
};

struct cell_tally {
	uint32_t part[FIGURE_DIMENSIONS];
	struct tally side[TALLY_SIDES];
};

struct tallies {
	const struct ground *ground;
	size_t dimensions;
	struct parts by[FIGURE_DIMENSIONS];
	struct tally total[TALLY_SIDES];
	struct map cell_numbers;
	struct cell_tally *cells;
	size_t cell_room;
	struct map values; /* distinct values seen, by side and cell */
};

void tallies_init(struct tallies *tallies, const struct ground *ground, size_t dimensions);
void tallies_release(struct tallies *tallies);

/* The number of the set of parts into which a raw value of that dimension falls. */
uint32_t parts_fold(struct parts *parts, const struct ground *ground, const struct dimension *dimension,
                    const struct value *raw);
/* Adds to the total and to each cell; `sets` are numbers from parts_fold, as many as there are dimensions. */
void tallies_add(struct tallies *tallies, size_t side, const uint32_t *sets, const struct tally *tally);
/* The same for rows that share one value, which is counted once a cell and once in total. */
void tallies_add_distinct(struct tallies *tallies, size_t side, const uint32_t *sets,
                          const struct value *value, int64_t rows);

/* The number of a value in a map, behind bytes that lead; and value and lead again by the number. */
uint32_t value_number(struct map *map, const void *lead, size_t lead_length, const struct value *value,
                      bool *ret_is_new);
struct value value_of_number(const struct map *map, uint32_t number, void *lead, size_t lead_length);
/* The part with that key, or NULL. */
struct part *parts_find(struct parts *parts, const struct value *key);
/* The cell of these parts, empty if no row fell into it. */
uint32_t tallies_cell(struct tallies *tallies, const uint32_t part[FIGURE_DIMENSIONS]);

/* The parts of a list that are always there: all that still count on the last day. */
void parts_complete(struct parts *parts, const struct dimension *dimension);
/* The item that counts for the code at the end of a period; NULL if the list has no such code. */
const struct list_item *list_item_counting(const struct list *list, const char *code, civil_date end);
/* The topmost unit of that level over the code on today's map, or without a level
   the unit itself; NULL if none. */
const char *organisation_at_level(const struct organisation *organisation, const char *org,
                                  const char *level);

#endif
