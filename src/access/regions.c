/* Reads the compact file of division codes: binary search in the index as it
   lies, one inflated stream for the streets and communities of a district.
   How the file is written stands in tools/regions.mjs. */
#include "access/regions.h"

#include <assert.h>
#include <zlib.h>

extern const uint8_t regions_file[], regions_file_end[];

/* Places in the header, and the width of the index rows. */
enum {
	AT_VERSION = 8,
	AT_COUNTS = 12,
	AT_NAMES = 32,
	AT_STREAMS = 36,
	AT_SIZE = 40,
	HEADER_SIZE = 44,
	UNIT_ROW = 8,
	DISTRICT_ROW = 28,
	VERSION = 1,
	STREAM_MAX = 1 << 20, /* inflated; the largest is 33 KB */
	SIBLINGS_MAX = 999,
};
/* Columns of an index row. */
enum {
	COLUMN_CODE,
	COLUMN_NAME,
	COLUMN_STREAM,
	COLUMN_PACKED,
	COLUMN_INFLATED,
	COLUMN_STREETS,
	COLUMN_COMMUNITIES
};

static const char magic[] = "JGREGION";

/* How many digits the code of a level has. */
static const size_t level_digits[] = {2, 4, 6, 9, 12};

static const char *const level_codes[] = {
#define X(name, code) [REGION_##name] = code,
        REGION_LEVELS(X)
#undef X
};

const char *region_level_code(enum region_level level)
{
	return level_codes[level];
}

static uint32_t read_number(const struct regions *regions, size_t at)
{
	const uint8_t *bytes = regions->bytes + at;
	return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
}

/* One of the three tables of the index. */
struct table {
	size_t at, count, width;
};

static struct table table_of(const struct regions *regions, enum region_level level)
{
	struct table provinces = {HEADER_SIZE, regions->province_count, UNIT_ROW};
	struct table cities = {provinces.at + provinces.count * UNIT_ROW, regions->city_count, UNIT_ROW};
	struct table districts = {cities.at + cities.count * UNIT_ROW, regions->district_count, DISTRICT_ROW};
	assert(level <= REGION_DISTRICT);
	return level == REGION_PROVINCE ? provinces : level == REGION_CITY ? cities : districts;
}

static uint32_t cell(const struct regions *regions, const struct table *table, size_t row, size_t column)
{
	return read_number(regions, table->at + row * table->width + column * 4);
}

/* The first row whose code is not below `code`; the count if there is none. */
static size_t lower_bound(const struct regions *regions, const struct table *table, uint32_t code)
{
	size_t low = 0, high = table->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (cell(regions, table, middle, COLUMN_CODE) < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool table_find(const struct regions *regions, enum region_level level, uint32_t code, size_t *ret)
{
	struct table table = table_of(regions, level);
	size_t row = lower_bound(regions, &table, code);
	if (row == table.count || cell(regions, &table, row, COLUMN_CODE) != code)
		return false;
	*ret = row;
	return true;
}

/* Checking a file */

static bool damaged(struct fault *fault, const char *what)
{
	return fault_set(fault, access_region_damaged, what);
}

/* A name begins at the first byte of the names or behind a NUL. */
static bool name_in_place(const struct regions *regions, uint32_t name)
{
	uint32_t names = read_number(regions, AT_NAMES), streams = read_number(regions, AT_STREAMS);
	return name < streams - names && regions->bytes[names + name] &&
	       (!name || !regions->bytes[names + name - 1]);
}

static bool table_in_order(const struct regions *regions, enum region_level level)
{
	static const uint32_t from[] = {10, 1000, 100000}, to[] = {99, 9999, 999999};
	struct table table = table_of(regions, level);
	size_t parent;
	for (size_t row = 0; row < table.count; row++) {
		uint32_t code = cell(regions, &table, row, COLUMN_CODE);
		if (code < from[level] || code > to[level] ||
		    !name_in_place(regions, cell(regions, &table, row, COLUMN_NAME)))
			return false;
		if (row && code <= cell(regions, &table, row - 1, COLUMN_CODE))
			return false;
		if (level != REGION_PROVINCE && !table_find(regions, level - 1, code / 100, &parent))
			return false;
	}
	return true;
}

static bool streams_in_place(const struct regions *regions)
{
	struct table table = table_of(regions, REGION_DISTRICT);
	size_t room = regions->size - read_number(regions, AT_STREAMS), at = 0, streets = 0, communities = 0;
	for (size_t row = 0; row < table.count; row++) {
		size_t inflated = cell(regions, &table, row, COLUMN_INFLATED);
		if (cell(regions, &table, row, COLUMN_STREAM) != at || inflated > STREAM_MAX)
			return false;
		at += cell(regions, &table, row, COLUMN_PACKED);
		streets += cell(regions, &table, row, COLUMN_STREETS);
		communities += cell(regions, &table, row, COLUMN_COMMUNITIES);
	}
	return at == room && streets == regions->street_count && communities == regions->community_count;
}

bool regions_open(const void *bytes, size_t size, struct regions *ret, struct fault *fault)
{
	struct regions regions = {.bytes = bytes, .size = size};
	if (size < HEADER_SIZE || memcmp(bytes, magic, sizeof magic - 1) != 0)
		return damaged(fault, "header");
	if (read_number(&regions, AT_VERSION) != VERSION)
		return damaged(fault, "version");
	if (read_number(&regions, AT_SIZE) != size)
		return damaged(fault, "size");
	size_t *counts[] = {&regions.province_count, &regions.city_count, &regions.district_count,
	                    &regions.street_count, &regions.community_count};
	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
		*counts[i] = read_number(&regions, AT_COUNTS + i * 4);
	struct table last = table_of(&regions, REGION_DISTRICT);
	size_t names = read_number(&regions, AT_NAMES), streams = read_number(&regions, AT_STREAMS);
	if (last.at + last.count * last.width != names || names >= streams || streams > size)
		return damaged(fault, "index");
	if (regions.bytes[streams - 1] != 0 ||
	    !utf8_valid((const char *)regions.bytes + names, streams - names))
		return damaged(fault, "names");
	for (enum region_level level = REGION_PROVINCE; level <= REGION_DISTRICT; level++)
		if (!table_in_order(&regions, level))
			return damaged(fault, region_level_code(level));
	if (!streams_in_place(&regions))
		return damaged(fault, "streams");
	*ret = regions;
	return true;
}

struct regions regions_embedded(void)
{
	struct regions regions = {};
	bool whole = regions_open(regions_file, (size_t)(regions_file_end - regions_file), &regions, NULL);
	assert(whole);
	(void)whole;
	return regions;
}

/* From the index */

static void write_digits(char *out, uint32_t number, size_t digits)
{
	out[digits] = 0;
	for (; digits; number /= 10)
		out[--digits] = (char)('0' + number % 10);
}

static struct region index_region(const struct regions *regions, enum region_level level, size_t row)
{
	struct table table = table_of(regions, level);
	struct region region = {.level = level};
	write_digits(region.code, cell(regions, &table, row, COLUMN_CODE), level_digits[level]);
	region.name = (const char *)regions->bytes + read_number(regions, AT_NAMES) +
	              cell(regions, &table, row, COLUMN_NAME);
	return region;
}

struct region_district regions_at(const struct regions *regions, size_t index)
{
	assert(index < regions->district_count);
	struct table table = table_of(regions, REGION_DISTRICT);
	uint32_t code = cell(regions, &table, index, COLUMN_CODE);
	size_t city = 0, province = 0;
	bool found = table_find(regions, REGION_CITY, code / 100, &city) &&
	             table_find(regions, REGION_PROVINCE, code / 10000, &province);
	assert(found);
	(void)found;
	return (struct region_district){
	        .province = index_region(regions, REGION_PROVINCE, province),
	        .city = index_region(regions, REGION_CITY, city),
	        .district = index_region(regions, REGION_DISTRICT, index),
	        .street_count = cell(regions, &table, index, COLUMN_STREETS),
	        .community_count = cell(regions, &table, index, COLUMN_COMMUNITIES),
	        .index = index,
	};
}

/* Codes asked for */

/* A code without its padding: for 9 and 12 digits the zeros in threes, then
   the pairs above the district, which stay where they name one (441900). */
struct asked {
	enum region_level level;
	char code[REGION_CODE_SIZE];
	uint32_t upper; /* the part in the index: at most 6 digits */
};

static uint32_t digits_number(const char *digits, size_t count)
{
	uint32_t number = 0;
	for (size_t i = 0; i < count; i++)
		number = number * 10 + (uint32_t)(digits[i] - '0');
	return number;
}

static bool asked_read(const struct regions *regions, const char *code, struct asked *ret)
{
	struct asked asked = {};
	size_t length = strlen(code), row;
	if (strspn(code, "0123456789") != length || length >= REGION_CODE_SIZE)
		return false;
	memcpy(asked.code, code, length);
	while (length > 6 && length % 3 == 0 && strcmp(asked.code + length - 3, "000") == 0)
		asked.code[length -= 3] = 0;
	if (length == 6 && !table_find(regions, REGION_DISTRICT, digits_number(code, 6), &row))
		while (length > 2 && strcmp(asked.code + length - 2, "00") == 0)
			asked.code[length -= 2] = 0;
	for (asked.level = REGION_PROVINCE; level_digits[asked.level] != length; asked.level++)
		if (asked.level == REGION_COMMUNITY)
			return false;
	asked.upper = digits_number(asked.code, length < 6 ? length : 6);
	*ret = asked;
	return true;
}

/* The rows [*ret_from, *ret_to) of the districts below a province or city. */
static void districts_below(const struct regions *regions, const struct asked *asked, size_t *ret_from,
                            size_t *ret_to)
{
	struct table table = table_of(regions, REGION_DISTRICT);
	uint32_t step = asked->level == REGION_PROVINCE ? 10000 : 100;
	*ret_from = lower_bound(regions, &table, asked->upper * step);
	*ret_to = lower_bound(regions, &table, (asked->upper + 1) * step);
}

static void code_and_name(const struct region *region, char out[static FAULT_ARGUMENT_SIZE])
{
	snprintf(out, FAULT_ARGUMENT_SIZE, "%s %s", region->code, region->name);
}

/* Says which codes the city has, if at least the city is known. */
static bool unknown(const struct regions *regions, const char *code, const struct asked *asked,
                    struct fault *fault)
{
	size_t city, from, to;
	struct asked above = {.level = REGION_CITY, .upper = asked->upper / 100};
	if (asked->level < REGION_DISTRICT || !table_find(regions, REGION_CITY, above.upper, &city))
		return fault_set(fault, access_region_unknown, code);
	districts_below(regions, &above, &from, &to);
	if (from == to)
		return fault_set(fault, access_region_unknown, code);
	char first[FAULT_ARGUMENT_SIZE], last[FAULT_ARGUMENT_SIZE];
	struct region_district lowest = regions_at(regions, from), highest = regions_at(regions, to - 1);
	code_and_name(&lowest.district, first);
	code_and_name(&highest.district, last);
	struct text place = TEXT_EMPTY;
	text_format(&place, "%s%s", lowest.province.name, lowest.city.name);
	fault_set(fault, access_region_unknown_near, code, place.at, first, last);
	text_release(&place);
	return false;
}

/* Above the district: fine where there is only one below. */
static bool only_district(const struct regions *regions, const char *code, const struct asked *asked,
                          struct region_district *ret, struct fault *fault)
{
	size_t row, from, to;
	if (!table_find(regions, asked->level, asked->upper, &row))
		return unknown(regions, code, asked, fault);
	districts_below(regions, asked, &from, &to);
	if (to - from == 1 && asked->level == REGION_CITY) {
		*ret = regions_at(regions, from);
		return true;
	}
	char count[24], example[FAULT_ARGUMENT_SIZE] = "440307";
	struct region wide = index_region(regions, asked->level, row);
	snprintf(count, sizeof count, "%zu", to - from);
	if (from < to) {
		struct region first = index_region(regions, REGION_DISTRICT, from);
		code_and_name(&first, example);
	}
	return fault_set(fault, access_region_wide, code, wide.name, count, example);
}

bool regions_district(const struct regions *regions, const char *code, struct region_district *ret,
                      struct fault *fault)
{
	struct asked asked;
	size_t row;
	if (!asked_read(regions, code, &asked))
		return fault_set(fault, access_region_malformed, code);
	if (asked.level < REGION_DISTRICT)
		return only_district(regions, code, &asked, ret, fault);
	if (!table_find(regions, REGION_DISTRICT, asked.upper, &row))
		return unknown(regions, code, &asked, fault);
	if (asked.level > REGION_DISTRICT) {
		struct region above = index_region(regions, REGION_DISTRICT, row);
		return fault_set(fault, access_region_narrow, code, above.name, above.code);
	}
	*ret = regions_at(regions, row);
	return true;
}

/* Streets and communities */

struct reading {
	char *at, *end;
	struct region *units;
	size_t count, room;
	size_t streets;
	uint32_t number[2];               /* last three digits of the latest street, and community in it */
	char parent[2][REGION_CODE_SIZE]; /* of a street, of a community */
};

/* The three digits before the name, or one more than the sibling's. */
static bool read_sibling_number(struct reading *reading, uint32_t *ref_number)
{
	uint32_t number = *ref_number + 1;
	if (*reading->at >= '0' && *reading->at <= '9') {
		if (strspn(reading->at, "0123456789") < 3)
			return false;
		number = digits_number(reading->at, 3);
		reading->at += 3;
	}
	if (number <= *ref_number || number > SIBLINGS_MAX)
		return false;
	*ref_number = number;
	return true;
}

/* One line becomes one unit; its line feed becomes the NUL of the name. */
static bool read_unit(struct reading *reading)
{
	char *line_end = memchr(reading->at, '\n', (size_t)(reading->end - reading->at));
	bool below = *reading->at == '\t';
	if (!line_end || reading->count == reading->room || (below && !reading->streets))
		return false;
	*line_end = 0;
	reading->at += below;
	if (!read_sibling_number(reading, &reading->number[below]))
		return false;
	struct region *unit = &reading->units[reading->count++];
	*unit = (struct region){.level = below ? REGION_COMMUNITY : REGION_STREET, .name = reading->at};
	size_t length = strlen(reading->parent[below]);
	memcpy(unit->code, reading->parent[below], length);
	write_digits(unit->code + length, reading->number[below], 3);
	if (!below) {
		memcpy(reading->parent[1], unit->code, sizeof unit->code);
		reading->number[1] = 0;
		reading->streets++;
	}
	bool named = reading->at + strlen(reading->at) == line_end && reading->at < line_end &&
	             utf8_valid(reading->at, (size_t)(line_end - reading->at));
	reading->at = line_end + 1;
	return named;
}

bool regions_units(const struct regions *regions, const struct region_district *district, struct arena *arena,
                   struct region **ret, size_t *ret_count, struct fault *fault)
{
	assert(district->index < regions->district_count);
	struct table table = table_of(regions, REGION_DISTRICT);
	const uint8_t *packed = regions->bytes + read_number(regions, AT_STREAMS) +
	                        cell(regions, &table, district->index, COLUMN_STREAM);
	uLong packed_size = cell(regions, &table, district->index, COLUMN_PACKED);
	size_t size = cell(regions, &table, district->index, COLUMN_INFLATED);
	uLongf inflated = size;
	char *lines = arena_take(arena, size + 1);
	if (uncompress((Bytef *)lines, &inflated, packed, packed_size) != Z_OK || inflated != size)
		return damaged(fault, district->district.code);
	struct reading reading = {.at = lines, .end = lines + size};
	reading.room = district->street_count + district->community_count;
	if (reading.room > size)
		return damaged(fault, district->district.code);
	reading.units = arena_array(arena, struct region, reading.room);
	memcpy(reading.parent[0], district->district.code, sizeof district->district.code);
	while (reading.at < reading.end)
		if (!read_unit(&reading))
			return damaged(fault, district->district.code);
	if (reading.count != reading.room || reading.streets != district->street_count)
		return damaged(fault, district->district.code);
	*ret = reading.units;
	*ret_count = reading.count;
	return true;
}

static int code_compare(const void *code, const void *unit)
{
	return strcmp(code, ((const struct region *)unit)->code);
}

bool regions_find(const struct regions *regions, const char *code, struct arena *arena, struct region *ret,
                  struct fault *fault)
{
	struct asked asked;
	struct region *units;
	size_t row, count;
	if (!asked_read(regions, code, &asked))
		return fault_set(fault, access_region_malformed, code);
	if (!table_find(regions, asked.level < REGION_DISTRICT ? asked.level : REGION_DISTRICT, asked.upper,
	                &row))
		return unknown(regions, code, &asked, fault);
	if (asked.level <= REGION_DISTRICT) {
		*ret = index_region(regions, asked.level, row);
		return true;
	}
	struct region_district district = regions_at(regions, row);
	if (!regions_units(regions, &district, arena, &units, &count, fault))
		return false;
	const struct region *unit = bsearch(asked.code, units, count, sizeof *units, code_compare);
	if (!unit)
		return fault_set(fault, access_region_unknown_in, code, district.district.name);
	*ret = *unit;
	return true;
}

/* Cities that exist only so that a table has no gap: they are never spoken. */
static bool city_is_form(const char *name)
{
	return text_equal(name, "市辖区") || text_equal(name, "县") || text_ends(name, "直辖县级行政区划");
}

void region_full_name(const struct region_district *district, struct text *out)
{
	text_add(out, district->province.name);
	if (!city_is_form(district->city.name) && !text_equal(district->city.name, district->district.name))
		text_add(out, district->city.name);
	text_add(out, district->district.name);
}
