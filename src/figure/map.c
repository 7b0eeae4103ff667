/* An open-addressed hash table from byte strings to numbers. */
#include "figure/map.h"

#include "figure/grow.h"

enum { SLOTS_FIRST = 16 };

uint64_t bytes_hash(const void *bytes, size_t length)
{
	const unsigned char *at = bytes;
	uint64_t hash = number_hash(length + 0x51ed270b);
	for (; length >= 8; at += 8, length -= 8) {
		uint64_t word;
		memcpy(&word, at, 8);
		hash = number_hash(hash ^ word);
	}
	if (!length)
		return hash;
	uint64_t word = 0;
	memcpy(&word, at, length);
	return number_hash(hash ^ word);
}

static void slots_fill(struct map *map)
{
	for (size_t i = 0; i < map->count; i++) {
		size_t slot = map->entries[i].hash & (map->slot_count - 1);
		while (map->slots[slot])
			slot = (slot + 1) & (map->slot_count - 1);
		map->slots[slot] = (uint32_t)i + 1;
	}
}

static void map_widen(struct map *map)
{
	map->slot_count = map->slot_count ? map->slot_count * 2 : SLOTS_FIRST;
	memory_free(map->slots);
	map->slots = memory_take(map->slot_count * sizeof *map->slots);
	slots_fill(map);
}

/* The slot of the string, or the free one where it belongs. */
static size_t slot_of(const struct map *map, uint64_t hash, const void *bytes, size_t length)
{
	size_t slot = hash & (map->slot_count - 1);
	for (; map->slots[slot]; slot = (slot + 1) & (map->slot_count - 1)) {
		const struct map_entry *entry = &map->entries[map->slots[slot] - 1];
		if (entry->hash == hash && entry->length == length &&
		    memcmp(entry->bytes, bytes, length) == 0)
			break;
	}
	return slot;
}

bool map_find(const struct map *map, const void *bytes, size_t length, uint32_t *ret)
{
	if (!map->count)
		return false;
	uint32_t found = map->slots[slot_of(map, bytes_hash(bytes, length), bytes, length)];
	if (found && ret)
		*ret = found - 1;
	return found;
}

uint32_t map_number(struct map *map, const void *bytes, size_t length, bool *ret_is_new)
{
	if (map->count * 4 >= map->slot_count * 3)
		map_widen(map);
	uint64_t hash = bytes_hash(bytes, length);
	size_t slot = slot_of(map, hash, bytes, length);
	*ret_is_new = !map->slots[slot];
	if (!*ret_is_new)
		return map->slots[slot] - 1;
	grow_by_one(map->entries, map->count, map->room);
	map->entries[map->count] =
	        (struct map_entry){hash, arena_copy_bytes(map->arena, bytes, length), length};
	map->slots[slot] = (uint32_t)++map->count;
	return (uint32_t)map->count - 1;
}

void map_release(struct map *map)
{
	memory_free(map->entries);
	memory_free(map->slots);
	*map = (struct map){.arena = map->arena};
}
