/* Tallies and the parts they fall into. A raw value is folded into its part
   here and nowhere else: list items that gave way, units on today's map, the
   several codes of a `choices` field. */
#include "figure/tally.h"

#include "figure/grow.h"

#include <inttypes.h>

void tallies_init(struct tallies *tallies, const struct ground *ground, size_t dimensions)
{
	*tallies = (struct tallies){
	        .ground = ground,
	        .dimensions = dimensions,
	        .cell_numbers.arena = ground->arena,
	        .values.arena = ground->arena,
	};
	for (size_t i = 0; i < FIGURE_DIMENSIONS; i++)
		tallies->by[i] =
		        (struct parts){.numbers.arena = ground->arena, .set_numbers.arena = ground->arena};
}

void tallies_release(struct tallies *tallies)
{
	for (size_t i = 0; i < FIGURE_DIMENSIONS; i++) {
		map_release(&tallies->by[i].numbers);
		map_release(&tallies->by[i].set_numbers);
		memory_free(tallies->by[i].items);
		memory_free(tallies->by[i].sets);
	}
	map_release(&tallies->cell_numbers);
	map_release(&tallies->values);
	memory_free(tallies->cells);
	*tallies = (struct tallies){};
}

/* ---- keys ---- */

/* A value as bytes: its kind, then what it is, behind whatever leads. */
struct key_bytes {
	unsigned char small[64], *at;
	size_t length;
};

static void key_write(struct key_bytes *key, const void *lead, size_t lead_length, const struct value *value)
{
	bool is_int = value->kind == VALUE_INT, is_none = value->kind == VALUE_NONE;
	size_t length = is_int ? sizeof value->number : is_none ? 0 : value->length;
	key->length = lead_length + 1 + length;
	key->at = key->length > sizeof key->small ? memory_take(key->length) : key->small;
	if (lead_length)
		memcpy(key->at, lead, lead_length);
	key->at[lead_length] = (unsigned char)value->kind;
	if (length)
		memcpy(key->at + lead_length + 1, is_int ? (const void *)&value->number : value->bytes,
		       length);
}

static void key_release(struct key_bytes *key)
{
	if (key->at != key->small)
		memory_free(key->at);
}

uint32_t value_number(struct map *map, const void *lead, size_t lead_length, const struct value *value,
                      bool *ret_is_new)
{
	struct key_bytes key;
	key_write(&key, lead, lead_length, value);
	uint32_t number = map_number(map, key.at, key.length, ret_is_new);
	key_release(&key);
	return number;
}

struct value value_of_number(const struct map *map, uint32_t number, void *lead, size_t lead_length)
{
	const struct map_entry *entry = &map->entries[number];
	const char *bytes = entry->bytes;
	struct value value = {.kind = (enum value_kind)bytes[lead_length],
	                      .length = entry->length - lead_length - 1};
	memcpy(lead, bytes, lead_length);
	if (value.kind == VALUE_INT)
		memcpy(&value.number, bytes + lead_length + 1, sizeof value.number);
	else
		value.bytes = bytes + lead_length + 1;
	return value;
}

struct part *parts_find(struct parts *parts, const struct value *key)
{
	struct key_bytes bytes;
	uint32_t number;
	key_write(&bytes, NULL, 0, key);
	bool found = map_find(&parts->numbers, bytes.at, bytes.length, &number);
	key_release(&bytes);
	return found ? &parts->items[number] : NULL;
}

static uint32_t part_number(struct parts *parts, const struct value *key, bool *ret_is_new)
{
	uint32_t number = value_number(&parts->numbers, NULL, 0, key, ret_is_new);
	if (!*ret_is_new)
		return number;
	grow_by_one(parts->items, parts->count, parts->room);
	parts->items[parts->count++] = (struct part){.key = value_copy(parts->numbers.arena, key)};
	return number;
}

static uint32_t set_number(struct parts *parts, const uint32_t *members, size_t count)
{
	bool is_new;
	uint32_t number = map_number(&parts->set_numbers, members, count * sizeof *members, &is_new);
	if (!is_new)
		return number;
	grow_by_one(parts->sets, number, parts->set_room);
	parts->sets[number] = (struct part_set){parts->set_numbers.entries[number].bytes, count};
	return number;
}

/* ---- parts ---- */

const struct list_item *list_item_counting(const struct list *list, const char *code, civil_date end)
{
	const struct list_item *item = list_find(list, code);
	while (item && item->maps_to && item->maps_to != item && (!item->until || end > item->until))
		item = item->maps_to;
	return item;
}

static uint32_t item_part(struct parts *parts, const struct list_item *item)
{
	bool is_new;
	struct value key = value_text(item->code);
	uint32_t number = part_number(parts, &key, &is_new);
	if (is_new) {
		struct part *part = &parts->items[number];
		part->label[0] = item->label.zh;
		part->label[1] = item->label.en;
		part->rank = item->rank;
	}
	return number;
}

/* A part named by its own value; both languages say the same. Behind the items of a list. */
static uint32_t plain_part(struct parts *parts, const struct value *key)
{
	bool is_new;
	uint32_t number = part_number(parts, key, &is_new);
	if (!is_new)
		return number;
	struct part *part = &parts->items[number];
	const char *label = "";
	if (key->kind == VALUE_INT)
		label = arena_format(parts->numbers.arena, "%" PRId64, key->number);
	else if (key->kind == VALUE_TEXT)
		label = part->key.bytes;
	part->label[0] = part->label[1] = label;
	part->rank = INT64_MAX;
	return number;
}

static uint32_t none_part(struct parts *parts)
{
	uint32_t number = plain_part(parts, &(struct value){});
	parts->items[number].label[0] = "未归类";
	parts->items[number].label[1] = "Unclassified";
	return number;
}

static uint32_t code_part(struct parts *parts, const struct dimension *dimension, const struct value *code)
{
	const struct list *list = dimension->source.field->list;
	const struct list_item *item = list ? list_item_counting(list, code->bytes, dimension->end) : NULL;
	return item ? item_part(parts, item) : plain_part(parts, code);
}

/* ",a,b," → the parts of a and b. Two codes that count as one item are one part. */
static uint32_t choices_set(struct parts *parts, const struct dimension *dimension, const struct value *raw)
{
	struct arena arena = {};
	uint32_t *members = arena_array(&arena, uint32_t, raw->length + 1);
	size_t count = 0;
	for (const char *at = raw->bytes, *end; *at; at = *end ? end + 1 : end) {
		end = strchrnul(at, ',');
		if (end == at)
			continue;
		struct value code = value_text(arena_copy_bytes(&arena, at, (size_t)(end - at)));
		uint32_t part = code_part(parts, dimension, &code);
		size_t known = 0;
		while (known < count && members[known] != part)
			known++;
		if (known == count)
			members[count++] = part;
	}
	if (!count)
		members[count++] = none_part(parts);
	uint32_t set = set_number(parts, members, count);
	arena_release(&arena);
	return set;
}

static uint32_t labelled_part(struct parts *parts, const struct value *key, const char *zh, const char *en)
{
	uint32_t number = plain_part(parts, key);
	parts->items[number].label[0] = zh;
	parts->items[number].label[1] = en;
	return number;
}

static uint32_t month_part(struct parts *parts, const struct value *raw)
{
	struct arena *arena = parts->numbers.arena;
	int year = (int)(raw->number / 100), month = (int)(raw->number % 100);
	bool is_new;
	uint32_t number = part_number(parts, raw, &is_new);
	if (is_new) {
		parts->items[number].label[0] = arena_format(arena, "%d年%d月", year, month);
		parts->items[number].label[1] = arena_format(arena, "%04d-%02d", year, month);
	}
	return number;
}

/* The code one level up, cut off in place. */
static bool climb(char *code)
{
	return organisation_parent(code, code);
}

const char *organisation_at_level(const struct organisation *organisation, const char *org, const char *level)
{
	const char *today = organisation_today(organisation, org), *found = NULL;
	if (!level)
		return today;
	struct arena arena = {};
	char *code = arena_copy(&arena, today);
	do {
		const struct organisation_unit *unit = organisation_find(organisation, code);
		if (unit && strcmp(unit->level, level) == 0)
			found = unit->code;
	} while (climb(code));
	arena_release(&arena);
	return found;
}

static uint32_t unit_part(struct parts *parts, const struct ground *ground, const char *code)
{
	struct value key = value_text(code);
	const struct organisation_unit *unit = organisation_find(ground->organisation, code);
	return unit ? labelled_part(parts, &key, unit->name, unit->name) : plain_part(parts, &key);
}

static uint32_t one_part(struct parts *parts, const struct ground *ground, const struct dimension *dimension,
                         const struct value *raw)
{
	if (dimension->kind == DIMENSION_ORG) {
		const char *code = organisation_at_level(ground->organisation, raw->bytes, dimension->level);
		return code ? unit_part(parts, ground, code) : none_part(parts);
	}
	if (dimension->kind == DIMENSION_MONTH)
		return month_part(parts, raw);
	enum field_type type = dimension->source.field->type;
	if (type == FIELD_CHOICE)
		return code_part(parts, dimension, raw);
	if (type == FIELD_BOOL)
		return raw->number ? labelled_part(parts, raw, "是", "Yes")
		                   : labelled_part(parts, raw, "否", "No");
	return type == FIELD_ORG ? unit_part(parts, ground, raw->bytes) : plain_part(parts, raw);
}

uint32_t parts_fold(struct parts *parts, const struct ground *ground, const struct dimension *dimension,
                    const struct value *raw)
{
	bool is_choices =
	        dimension->kind == DIMENSION_FIELD && dimension->source.field->type == FIELD_CHOICES;
	if (is_choices && raw->kind == VALUE_TEXT)
		return choices_set(parts, dimension, raw);
	bool unset = raw->kind == VALUE_NONE;
	uint32_t part = unset ? none_part(parts) : one_part(parts, ground, dimension, raw);
	return set_number(parts, &part, 1);
}

void parts_complete(struct parts *parts, const struct dimension *dimension)
{
	const struct list *list = dimension->kind == DIMENSION_FIELD ? dimension->source.field->list : NULL;
	for (size_t i = 0; list && i < list->count; i++) {
		const struct list_item *item = &list->items[i];
		bool gone = item->until && dimension->end > item->until;
		if (gone || list_item_counting(list, item->code, dimension->end) != item)
			continue;
		uint32_t number = item_part(parts, item); /* may move the items */
		parts->items[number].shown = true;
	}
}

/* ---- tallies ---- */

static void tally_join(struct tally *into, const struct tally *more)
{
	into->rows += more->rows;
	into->sum += more->sum;
	into->distinct += more->distinct;
	if (more->first && (!into->first || more->first < into->first))
		into->first = more->first;
	if (more->last > into->last)
		into->last = more->last;
}

uint32_t tallies_cell(struct tallies *tallies, const uint32_t part[FIGURE_DIMENSIONS])
{
	bool is_new;
	uint32_t number = map_number(&tallies->cell_numbers, part, FIGURE_DIMENSIONS * sizeof *part, &is_new);
	if (!is_new)
		return number;
	grow_by_one(tallies->cells, number, tallies->cell_room);
	tallies->cells[number] = (struct cell_tally){.part = {part[0], part[1]}};
	for (size_t i = 0; i < tallies->dimensions; i++)
		tallies->by[i].items[part[i]].shown = true;
	return number;
}

/* Every cell into which the sets' parts cross. */
static size_t cells_crossed(const struct tallies *tallies, const uint32_t *sets)
{
	size_t count = tallies->dimensions ? 1 : 0;
	for (size_t i = 0; i < tallies->dimensions; i++)
		count *= tallies->by[i].sets[sets[i]].count;
	return count;
}

static uint32_t cell_crossed(struct tallies *tallies, const uint32_t *sets, size_t which)
{
	uint32_t part[FIGURE_DIMENSIONS] = {};
	for (size_t i = 0; i < tallies->dimensions; i++) {
		const struct part_set *set = &tallies->by[i].sets[sets[i]];
		part[i] = set->parts[which % set->count];
		which /= set->count;
	}
	return tallies_cell(tallies, part);
}

void tallies_add(struct tallies *tallies, size_t side, const uint32_t *sets, const struct tally *tally)
{
	tally_join(&tallies->total[side], tally);
	size_t count = cells_crossed(tallies, sets);
	for (size_t i = 0; i < count; i++) {
		uint32_t cell = cell_crossed(tallies, sets, i);
		tally_join(&tallies->cells[cell].side[side], tally);
	}
}

static bool value_is_new(struct tallies *tallies, size_t side, uint32_t cell, const struct value *value)
{
	const uint32_t lead[2] = {(uint32_t)side, cell};
	bool is_new = false;
	if (value->kind != VALUE_NONE)
		value_number(&tallies->values, lead, sizeof lead, value, &is_new);
	return is_new;
}

void tallies_add_distinct(struct tallies *tallies, size_t side, const uint32_t *sets,
                          const struct value *value, int64_t rows)
{
	struct tally one = {.rows = rows, .distinct = value_is_new(tallies, side, UINT32_MAX, value)};
	tally_join(&tallies->total[side], &one);
	size_t count = cells_crossed(tallies, sets);
	for (size_t i = 0; i < count; i++) {
		uint32_t cell = cell_crossed(tallies, sets, i);
		one.distinct = value_is_new(tallies, side, cell, value);
		tally_join(&tallies->cells[cell].side[side], &one);
	}
}
