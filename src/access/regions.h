/* The national division codes: 31 provinces down to 620,573 communities as
   they stood on 2023-06-30, put into the program by tools/regions.mjs (which
   describes the file). They are what a new tree of organisations begins with;
   the office then keeps its own list in the books, and nothing here knows it.

   Codes are trimmed: 44, 4403, 440307, 440307018, 440307018003. Asked for, a
   code may also be padded with zeros, as statistics print it (440307000000). A
   city without districts (东莞) is written with its only district: 4419 is the
   city, 441900 the district, 441900003 a street. */
#ifndef JINGUO_ACCESS_REGIONS_H
#define JINGUO_ACCESS_REGIONS_H

#include "base/fault.h"
#include "base/memory.h"

/* Level, and its code in the list org_level. */
#define REGION_LEVELS(X)        \
	X(PROVINCE, "province") \
	X(CITY, "city")         \
	X(DISTRICT, "district") \
	X(STREET, "street")     \
	X(COMMUNITY, "community")

enum region_level {
#define X(name, code) REGION_##name,
	REGION_LEVELS(X)
#undef X
};
const char *region_level_code(enum region_level level);

enum { REGION_CODE_SIZE = 13 };

struct region {
	enum region_level level;
	char code[REGION_CODE_SIZE];
	const char *name; /* as long as the file, or for streets and communities the arena */
};

struct region_district {
	struct region province, city, district;
	size_t street_count, community_count;
	size_t index; /* among all districts, by code */
};

/* A file of tools/regions.mjs in memory; borrowed, never freed here. */
struct regions {
	const uint8_t *bytes;
	size_t size;
	size_t province_count, city_count, district_count, street_count, community_count;
};

/* The file in the program. */
struct regions regions_embedded(void);
/* Any such file; its index is checked whole, so that the rest may trust it. */
bool regions_open(const void *bytes, size_t size, struct regions *ret, struct fault *fault)
        __attribute__((warn_unused_result));

/* The district at a place from 0 to district_count - 1. */
struct region_district regions_at(const struct regions *regions, size_t index);
/* The district with that code, or the only one of the city with that code
   (4419, 620200). A wider, narrower or unknown code is a fault that says what to write. */
bool regions_district(const struct regions *regions, const char *code, struct region_district *ret,
                      struct fault *fault) __attribute__((warn_unused_result));
/* Every street of the district, each before its communities: in order of code. */
bool regions_units(const struct regions *regions, const struct region_district *district, struct arena *arena,
                   struct region **ret, size_t *ret_count, struct fault *fault)
        __attribute__((warn_unused_result));
/* The region of any level with that code. */
bool regions_find(const struct regions *regions, const char *code, struct arena *arena, struct region *ret,
                  struct fault *fault) __attribute__((warn_unused_result));

/* 广东省深圳市龙岗区; 北京市东城区 and 广东省东莞市, where the city is only a form. */
void region_full_name(const struct region_district *district, struct text *out);

#endif
