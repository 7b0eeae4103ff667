/* Small whole numbers for byte strings: the first string seen is 0, the next
   new one 1 and so on. What the figures use wherever the number of different
   values matters and not the values: parts, cells, sets of distinct values. */
#ifndef JINGUO_FIGURE_MAP_H
#define JINGUO_FIGURE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

struct map_entry {
	uint64_t hash;
	const void *bytes;
	size_t length;
};

/* `struct map m = {.arena = …};` is empty; map_release frees its tables, the strings go with the arena. */
struct map {
	struct arena *arena;
	struct map_entry *entries; /* by number */
	size_t count, room;
	uint32_t *slots; /* number + 1; a power of two of them, never full */
	size_t slot_count;
};

/* The number of the string, which is copied when it is new. */
uint32_t map_number(struct map *map, const void *bytes, size_t length, bool *ret_is_new);
/* The number of a string that has one; `ret` may be NULL. */
bool map_find(const struct map *map, const void *bytes, size_t length, uint32_t *ret);
void map_release(struct map *map);

/* A well mixed 64-bit hash of bytes. */
uint64_t bytes_hash(const void *bytes, size_t length);
static inline uint64_t number_hash(uint64_t number)
{
	number = (number ^ number >> 32) * 0x9e3779b97f4a7c15u;
	return number ^ number >> 29;
}

#endif
