/* The division codes in the program: the districts that are written in odd
   ways, every unit of every district, codes asked for wrongly, damaged files. */
#include "unit.h"

#include "access/regions.h"

static struct region_district find(const char *code)
{
	struct regions regions = regions_embedded();
	struct region_district district = {};
	struct fault fault = {};
	assert_true(regions_district(&regions, code, &district, &fault));
	return district;
}

static void counts_are_the_packages(void **state)
{
	(void)state;
	struct regions regions = regions_embedded();
	assert_int_equal(regions.province_count, 31);
	assert_int_equal(regions.city_count, 342);
	assert_int_equal(regions.district_count, 2978);
	assert_int_equal(regions.street_count, 41352 - 1); /* 350527000 and 350527000000 repeat 金门县 */
	assert_int_equal(regions.community_count, 620573 - 1);
}

static void longgang_has_14_streets_and_144_communities(void **state)
{
	(void)state;
	struct regions regions = regions_embedded();
	struct region_district district = find("440307");
	assert_string_equal(district.district.name, "龙岗区");
	assert_string_equal(district.city.name, "深圳市");
	assert_string_equal(district.city.code, "4403");
	assert_string_equal(district.province.name, "广东省");
	assert_string_equal(district.province.code, "44");
	assert_int_equal(district.street_count, 14);
	assert_int_equal(district.community_count, 144);
	struct arena arena = {};
	struct region *units;
	size_t count, streets = 0;
	assert_true(regions_units(&regions, &district, &arena, &units, &count, NULL));
	assert_int_equal(count, 158);
	for (size_t i = 0; i < count; i++)
		streets += units[i].level == REGION_STREET;
	assert_int_equal(streets, 14);
	assert_string_equal(units[0].code, "440307003");
	assert_string_equal(units[0].name, "平湖街道");
	assert_string_equal(units[1].code, "440307003002"); /* 001 is not given out */
	assert_string_equal(units[1].name, "良安田社区居委会");
	assert_string_equal(units[2].code, "440307003004");
	assert_int_equal(units[2].level, REGION_COMMUNITY);
	arena_release(&arena);
}

/* A city without districts is written with its only one. */
static void cities_without_districts(void **state)
{
	(void)state;
	static const struct {
		const char *city, *district, *name, *full_name, *first, *first_name;
		size_t streets;
	} rows[] = {
	        {"4419", "441900", "东莞市", "广东省东莞市", "441900003", "东城街道", 36},
	        {"4420", "442000", "中山市", "广东省中山市", "442000001", "石岐街道", 23},
	        {"4604", "460400", "儋州市", "海南省儋州市", "460400100", "那大镇", 18},
	        {"6202", "620201", "嘉峪关市", "甘肃省嘉峪关市", "620201001", "雄关街道", 5},
	};
	struct regions regions = regions_embedded();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena arena = {};
		struct region *units;
		size_t count;
		struct text name = TEXT_EMPTY;
		struct region_district district = find(rows[i].district);
		assert_string_equal(district.district.name, rows[i].name);
		assert_string_equal(district.city.code, rows[i].city);
		assert_int_equal(district.street_count, rows[i].streets);
		region_full_name(&district, &name);
		assert_string_equal(name.at, rows[i].full_name);
		assert_true(regions_units(&regions, &district, &arena, &units, &count, NULL));
		assert_string_equal(units[0].code, rows[i].first);
		assert_string_equal(units[0].name, rows[i].first_name);
		assert_string_equal(find(rows[i].city).district.code, rows[i].district);
		text_release(&name);
		arena_release(&arena);
	}
	assert_string_equal(find("620200").district.code, "620201");
}

static void full_names_leave_out_forms(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
	        {"440307", "广东省深圳市龙岗区"},
	        {"110101", "北京市东城区"},
	        {"500229", "重庆市城口县"},
	        {"429021", "湖北省神农架林区"},
	        {"659001", "新疆维吾尔自治区石河子市"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct text name = TEXT_EMPTY;
		struct region_district district = find(rows[i][0]);
		region_full_name(&district, &name);
		assert_string_equal(name.at, rows[i][1]);
		text_release(&name);
	}
}

static void padded_codes_are_trimmed(void **state)
{
	(void)state;
	assert_string_equal(find("440307000000").district.code, "440307");
	assert_string_equal(find("440307000").district.code, "440307");
	assert_string_equal(find("441900000000").district.code, "441900");
}

static void any_level_is_found(void **state)
{
	(void)state;
	static const struct {
		const char *asked, *code, *name;
		enum region_level level;
	} rows[] = {
	        {"44", "44", "广东省", REGION_PROVINCE},
	        {"440000", "44", "广东省", REGION_PROVINCE},
	        {"4403", "4403", "深圳市", REGION_CITY},
	        {"440300", "4403", "深圳市", REGION_CITY},
	        {"4419", "4419", "东莞市", REGION_CITY},
	        {"441900", "441900", "东莞市", REGION_DISTRICT},
	        {"440307", "440307", "龙岗区", REGION_DISTRICT},
	        {"440307018", "440307018", "吉华街道", REGION_STREET},
	        {"440307018000", "440307018", "吉华街道", REGION_STREET},
	        {"440307003014", "440307003014", "力昌社区居委会", REGION_COMMUNITY},
	        {"441900003001", "441900003001", "岗贝社区居民委员会", REGION_COMMUNITY},
	        {"420602006207", "420602006207", "莫𡐓村委会", REGION_COMMUNITY}, /* beyond the basic plane */
	};
	struct regions regions = regions_embedded();
	struct arena arena = {};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct region region = {};
		assert_true(regions_find(&regions, rows[i].asked, &arena, &region, NULL));
		assert_string_equal(region.code, rows[i].code);
		assert_string_equal(region.name, rows[i].name);
		assert_int_equal(region.level, rows[i].level);
	}
	arena_release(&arena);
	assert_string_equal(region_level_code(REGION_COMMUNITY), "community");
}

/* Reads all 2,978 streams: codes rise, children lie below their parent, totals agree. */
static void every_district_reads(void **state)
{
	(void)state;
	struct regions regions = regions_embedded();
	size_t levels[5] = {};
	char before[REGION_CODE_SIZE] = "";
	for (size_t i = 0; i < regions.district_count; i++) {
		struct region_district district = regions_at(&regions, i);
		struct arena arena = {};
		struct region *units;
		size_t count;
		assert_true(regions_units(&regions, &district, &arena, &units, &count, NULL));
		assert_true(text_starts(district.district.code, district.city.code));
		assert_true(text_starts(district.city.code, district.province.code));
		const char *street = "none";
		for (size_t k = 0; k < count; k++) {
			assert_true(strcmp(before, units[k].code) < 0);
			memcpy(before, units[k].code, sizeof before);
			if (units[k].level == REGION_STREET)
				street = units[k].code;
			assert_true(text_starts(units[k].code, district.district.code));
			assert_true(text_starts(units[k].code, street));
			assert_int_equal(strlen(units[k].code), units[k].level == REGION_STREET ? 9 : 12);
			levels[units[k].level]++;
		}
		arena_release(&arena);
	}
	assert_int_equal(levels[REGION_STREET], regions.street_count);
	assert_int_equal(levels[REGION_COMMUNITY], regions.community_count);
}

static void expect_fault(const char *code, enum fault_code expected, const char *sentence, const char *hint)
{
	struct regions regions = regions_embedded();
	struct region_district district = {.index = 77};
	struct fault fault = {};
	struct text text = TEXT_EMPTY;
	assert_false(regions_district(&regions, code, &district, &fault));
	assert_string_equal(fault_name(fault.code), fault_name(expected));
	fault_sentence(&fault, LANGUAGE_ZH, &text);
	assert_string_equal(text.at, sentence);
	text_cut(&text, 0);
	fault_hint(&fault, LANGUAGE_ZH, &text);
	assert_non_null(strstr(text.at, hint));
	text_release(&text);
	assert_int_equal(district.index, 77); /* untouched */
}

static void wrong_codes_say_what_to_write(void **state)
{
	(void)state;
	expect_fault("", access_region_malformed, "“”不是区划代码。", "440307");
	expect_fault("龙岗", access_region_malformed, "“龙岗”不是区划代码。", "6 位");
	expect_fault("440307u01", access_region_malformed, "“440307u01”不是区划代码。", "只有数字");
	expect_fault("44030", access_region_malformed, "“44030”不是区划代码。", "6 位");
	expect_fault(" 440307", access_region_malformed, "“ 440307”不是区划代码。", "6 位");
	expect_fault("4403070180030", access_region_malformed, "“4403070180030”不是区划代码。", "6 位");
	expect_fault("44", access_region_wide, "44 是广东省，下面有 124 个区县。", "440103 荔湾区");
	expect_fault("4403", access_region_wide, "4403 是深圳市，下面有 9 个区县。", "440303 罗湖区");
	expect_fault("440300", access_region_wide, "440300 是深圳市，下面有 9 个区县。", "440303 罗湖区");
	expect_fault("440399", access_region_unknown_near, "广东省深圳市没有代码为 440399 的区县。",
	             "440303 罗湖区 到 440311 光明区");
	expect_fault("440399001", access_region_unknown_near, "广东省深圳市没有代码为 440399001 的区县。",
	             "440303 罗湖区");
	expect_fault("990307", access_region_unknown, "区划表里没有 990307。", "2023年6月30日");
	expect_fault("99", access_region_unknown, "区划表里没有 99。", "核对");
	expect_fault("000000", access_region_unknown, "区划表里没有 000000。", "核对");
	expect_fault("440307018", access_region_narrow, "440307018 在龙岗区之内，这里要的是区县。", "440307");
}

static void unknown_units_are_faults(void **state)
{
	(void)state;
	struct regions regions = regions_embedded();
	struct arena arena = {};
	struct region region = {};
	struct fault fault = {};
	assert_false(regions_find(&regions, "440307001", &arena, &region, &fault));
	assert_int_equal(fault.code, access_region_unknown_in);
	assert_string_equal(fault.argument[1], "龙岗区");
	assert_false(regions_find(&regions, "440307018999", &arena, &region, &fault));
	assert_int_equal(fault.code, access_region_unknown_in);
	assert_false(regions_find(&regions, "4499", &arena, &region, &fault));
	assert_int_equal(fault.code, access_region_unknown);
	assert_false(regions_find(&regions, "4403x7", &arena, &region, &fault));
	assert_int_equal(fault.code, access_region_malformed);
	arena_release(&arena);
}

static void every_name_is_whole(const struct regions *regions)
{
	for (size_t i = 0; i < regions->district_count; i++) {
		struct region_district district = regions_at(regions, i);
		const char *const names[] = {district.province.name, district.city.name,
		                             district.district.name};
		for (size_t k = 0; k < 3; k++)
			assert_true(*names[k] && utf8_valid(names[k], strlen(names[k])));
	}
}

static void a_district_without_streets(void **state)
{
	(void)state;
	struct regions regions = regions_embedded();
	struct region_district district = find("350527");
	struct arena arena = {};
	struct region *units, region;
	size_t count = 9;
	assert_string_equal(district.district.name, "金门县");
	assert_true(regions_units(&regions, &district, &arena, &units, &count, NULL));
	assert_int_equal(count, 0);
	assert_true(regions_find(&regions, "350527000000", &arena, &region, NULL));
	assert_int_equal(region.level, REGION_DISTRICT);
	arena_release(&arena);
}

/* Every byte of the header and index that is changed, and every cut, is noticed or does no harm. */
static void damaged_files_are_refused(void **state)
{
	(void)state;
	struct regions whole = regions_embedded(), regions = {.size = 5};
	struct fault fault = {};
	static const struct {
		size_t at;
		const char *what;
	} rows[] = {{0, "header"}, {8, "version"}, {12, "index"}, {40, "size"}, {44, "province"}};
	uint8_t *copy = memory_take(whole.size);
	memcpy(copy, whole.bytes, whole.size);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		copy[rows[i].at] ^= 0x40;
		assert_false(regions_open(copy, whole.size, &regions, &fault));
		assert_int_equal(fault.code, access_region_damaged);
		assert_string_equal(fault.argument[0], rows[i].what);
		copy[rows[i].at] ^= 0x40;
	}
	for (size_t at = 0; at < 44 + 31 * 8 + 342 * 8; at++) {
		copy[at] ^= 0x15;
		if (regions_open(copy, whole.size, &regions, &fault))
			every_name_is_whole(&regions);
		regions.size = 5;
		copy[at] ^= 0x15;
	}
	assert_false(regions_open(copy, 0, &regions, &fault));
	assert_false(regions_open(copy, 43, &regions, &fault));
	assert_false(regions_open(copy, whole.size - 1, &regions, &fault));
	assert_int_equal(regions.size, 5);
	memory_free(copy);
}

static void damaged_streams_are_refused(void **state)
{
	(void)state;
	struct regions whole = regions_embedded(), regions = {};
	struct fault fault = {};
	struct region_district first;
	uint8_t *copy = memory_take(whole.size);
	memcpy(copy, whole.bytes, whole.size);
	size_t streams = (size_t)(copy[36] | copy[37] << 8 | copy[38] << 16), refused = 0;
	for (size_t at = streams; at < streams + 400; at++) {
		struct arena arena = {};
		struct region *units = NULL;
		size_t count = 7;
		copy[at] ^= 0x10;
		assert_true(regions_open(copy, whole.size, &regions, &fault));
		first = regions_at(&regions, 0);
		if (!regions_units(&regions, &first, &arena, &units, &count, &fault)) {
			assert_int_equal(fault.code, access_region_damaged);
			assert_string_equal(fault.argument[0], "110101");
			assert_null(units);
			assert_int_equal(count, 7);
			refused++;
		}
		copy[at] ^= 0x10;
		arena_release(&arena);
	}
	assert_int_equal(refused, 400); /* zlib's checksum sees every one */
	memory_free(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(counts_are_the_packages),
	        cmocka_unit_test(longgang_has_14_streets_and_144_communities),
	        cmocka_unit_test(cities_without_districts),
	        cmocka_unit_test(full_names_leave_out_forms),
	        cmocka_unit_test(padded_codes_are_trimmed),
	        cmocka_unit_test(any_level_is_found),
	        cmocka_unit_test(every_district_reads),
	        cmocka_unit_test(wrong_codes_say_what_to_write),
	        cmocka_unit_test(unknown_units_are_faults),
	        cmocka_unit_test(a_district_without_streets),
	        cmocka_unit_test(damaged_files_are_refused),
	        cmocka_unit_test(damaged_streams_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
