/* Draws today's map. The line of all codes is cut where a unit that gave way
   begins and where its subtree ends; between two cuts everything has one heir,
   so the map is a short sorted list of pieces. Scopes are read off it in
   organisation_scope.c. */
#include "access/organisation_map.h"

/* The first `length` bytes of a code, looked up without copying. */
struct code_part {
	const char *at;
	size_t length;
};

static int part_order(const void *key, const void *item)
{
	const struct code_part *part = key;
	const char *from = ((const struct succession *)item)->from;
	int order = strncmp(part->at, from, part->length);
	return order ? order : -(from[part->length] != 0);
}

/* A unit that gave way to one below itself does not take that one along. */
static bool succession_spares(const struct succession *succession, const char *code)
{
	return organisation_below(succession->to, succession->from) &&
	       organisation_below(code, succession->to);
}

/* The succession that decides over a code: its own, or that of the nearest unit above it.
   `length` bytes of `code` are looked at first. */
static struct succession *succession_over(const struct organisation_map *map, const char *code, size_t length)
{
	if (!map->succession_count)
		return NULL;
	for (; length; length = organisation_parent_length(length)) {
		struct succession *found =
		        bsearch(&(struct code_part){code, length}, map->successions, map->succession_count,
		                sizeof *map->successions, part_order);
		if (found && !succession_spares(found, code))
			return found;
	}
	return NULL;
}

static struct succession *succession_next(const struct organisation_map *map,
                                          const struct succession *succession)
{
	return succession_over(map, succession->to, strlen(succession->to));
}

/* Successions whose day has come, in the order of the units: by code. */
static void successions_gather(struct organisation_map *map, const struct organisation_unit *units,
                               size_t count, civil_date today)
{
	for (size_t i = 0; i < count; i++) {
		const struct organisation_unit *unit = &units[i];
		bool due = !unit->valid_to || unit->valid_to <= today;
		if (!due || !unit->succeeded_by || strcmp(unit->succeeded_by, unit->code) == 0)
			continue;
		map->successions[map->succession_count++] =
		        (struct succession){.from = unit->code, .to = unit->succeeded_by};
	}
}

enum walked { NOT_WALKED, ON_THIS_WALK, WALKED, IN_A_CIRCLE };

/* Follows every chain once and marks what lies on a circle. */
static bool circles_mark(const struct organisation_map *map, enum walked *walked)
{
	bool any = false;
	for (size_t i = 0; i < map->succession_count; i++) {
		const struct succession *at = &map->successions[i];
		while (at && walked[at - map->successions] == NOT_WALKED) {
			walked[at - map->successions] = ON_THIS_WALK;
			at = succession_next(map, at);
		}
		while (at && walked[at - map->successions] == ON_THIS_WALK) {
			walked[at - map->successions] = IN_A_CIRCLE;
			any = true;
			at = succession_next(map, at);
		}
		for (at = &map->successions[i]; at && walked[at - map->successions] == ON_THIS_WALK;
		     at = succession_next(map, at))
			walked[at - map->successions] = WALKED;
	}
	return any;
}

/* Takes circles out until there is none. Each round removes at least one succession; a further round
   is needed because what stood below a removed one may now follow the unit above it. */
static void circles_remove(struct organisation_map *map)
{
	enum walked *walked = memory_take((map->succession_count + 1) * sizeof *walked);
	while (circles_mark(map, walked)) {
		size_t kept = 0;
		for (size_t i = 0; i < map->succession_count; i++)
			if (walked[i] != IN_A_CIRCLE)
				map->successions[kept++] = map->successions[i];
		map->succession_count = kept;
		memset(walked, 0, kept * sizeof *walked);
	}
	memory_free(walked);
}

static void heirs_find(struct organisation_map *map)
{
	for (size_t i = 0; i < map->succession_count; i++) {
		const struct succession *last = &map->successions[i], *next;
		while ((next = succession_next(map, last)))
			last = next;
		map->successions[i].heir = last->to;
	}
}

/* A place where the heir may change: where the subtree of a code begins, or where it ends. */
struct cut {
	const char *at;
	const char *code;
	bool end;
};

static int cut_order(const void *a, const void *b)
{
	return strcmp(((const struct cut *)a)->at, ((const struct cut *)b)->at);
}

static void cuts_add(struct cut *cuts, size_t *ref_count, struct arena *arena, const char *code)
{
	cuts[(*ref_count)++] = (struct cut){.at = code, .code = code};
	cuts[(*ref_count)++] =
	        (struct cut){.at = arena_format(arena, "%s~", code), .code = code, .end = true};
}

/* The heir from a cut up to the next one. Behind the end of a subtree the unit above it decides. */
static const char *cut_heir(const struct organisation_map *map, const struct cut *cut)
{
	size_t length = strlen(cut->code);
	const struct succession *over = NULL;
	if (!cut->end) {
		over = succession_over(map, cut->code, length);
	} else {
		char *above = memory_take(length + 1);
		memcpy(above, cut->code, organisation_parent_length(length));
		over = succession_over(map, above, strlen(above));
		memory_free(above);
	}
	return over ? over->heir : NULL;
}

static void pieces_add(struct organisation_map *map, const char *from, const char *to, const char *heir)
{
	struct moved_piece *last = map->piece_count ? &map->pieces[map->piece_count - 1] : NULL;
	if (last && strcmp(last->heir, heir) == 0 && strcmp(last->range.to, from) == 0)
		last->range.to = to;
	else
		map->pieces[map->piece_count++] = (struct moved_piece){{from, to}, heir};
}

static void pieces_cut(struct organisation_map *map, struct arena *arena)
{
	size_t count = 0;
	struct cut *cuts = memory_take((map->succession_count * 4 + 1) * sizeof *cuts);
	for (size_t i = 0; i < map->succession_count; i++) {
		const struct succession *succession = &map->successions[i];
		cuts_add(cuts, &count, arena, succession->from);
		if (organisation_below(succession->to, succession->from))
			cuts_add(cuts, &count, arena, succession->to);
	}
	if (count)
		qsort(cuts, count, sizeof *cuts, cut_order);
	map->pieces = arena_array(arena, struct moved_piece, count);
	for (size_t i = 0; i + 1 < count; i++) {
		const char *heir = cut_heir(map, &cuts[i]);
		if (heir && strcmp(cuts[i].at, cuts[i + 1].at) != 0)
			pieces_add(map, cuts[i].at, cuts[i + 1].at, heir);
	}
	memory_free(cuts);
}

const struct organisation_map *organisation_map_draw(struct arena *arena,
                                                     const struct organisation_unit *units, size_t count,
                                                     civil_date today)
{
	struct organisation_map *map = arena_new(arena, struct organisation_map);
	map->successions = arena_array(arena, struct succession, count);
	successions_gather(map, units, count, today);
	circles_remove(map);
	heirs_find(map);
	pieces_cut(map, arena);
	return map;
}

static int piece_order(const void *key, const void *item)
{
	const struct code_range *range = &((const struct moved_piece *)item)->range;
	if (strcmp(key, range->from) < 0)
		return -1;
	return strcmp(key, range->to) >= 0;
}

const char *organisation_map_heir(const struct organisation_map *map, const char *code)
{
	if (!map->piece_count)
		return NULL;
	const struct moved_piece *piece =
	        bsearch(code, map->pieces, map->piece_count, sizeof *map->pieces, piece_order);
	return piece ? piece->heir : NULL;
}
