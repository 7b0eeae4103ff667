/* Today's map: the successions of all units, drawn once when the tree is
   loaded. The inside of organisation.h, for this room alone. */
#ifndef JINGUO_ACCESS_ORGANISATION_MAP_H
#define JINGUO_ACCESS_ORGANISATION_MAP_H

#include "access/organisation.h"

/* One unit that gave way to another. */
struct succession {
	const char *from, *to;
	const char *heir; /* who answers in the end, when `to` gave way as well */
};

/* Codes that answer elsewhere today: all in the range have the same heir.
   Pieces come in order and do not overlap; neighbours differ in their heir. */
struct moved_piece {
	struct code_range range;
	const char *heir;
};

struct organisation_map {
	struct succession *successions; /* by `from` */
	size_t succession_count;
	struct moved_piece *pieces;
	size_t piece_count;
};

const struct organisation_map *organisation_map_draw(struct arena *arena,
                                                     const struct organisation_unit *units, size_t count,
                                                     civil_date today);
/* The heir of a code, or NULL when nobody took over. */
const char *organisation_map_heir(const struct organisation_map *map, const char *code);
/* How long the code one level above a valid code of that length is; 0 at the top. */
size_t organisation_parent_length(size_t length);

#endif
