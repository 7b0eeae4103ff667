/* init: new books for a district, with its tree from the national division codes. */
#include <string.h>

#include "access/regions.h"
#include "command/commands.h"
#include "command/folder.h"
#include "command/init.h"
#include "command/settings.h"
#include "command/shipped.h"
#include "field/field.h"

/* The national list does not say since when a unit exists; the office corrects
   it where it matters. Early enough for records that are entered afterwards. */
enum { VALID_FROM = 20000101 };

struct planting {
	const struct viewer *viewer;
	const struct region *regions;
	size_t count;
};

static bool plant_unit(struct book *book, const struct viewer *viewer, const struct region *region,
                       struct fault *fault)
{
	struct arena arena = {};
	struct record *record = record_new(&arena, definitions_ledger(book->definitions, "org"));
	bool ok = record_put(book, record, "code", region->code, fault) &&
	          record_put(book, record, "name", region->name, fault) &&
	          record_put(book, record, "level", region_level_code(region->level), fault) &&
	          record_put_value(record, "valid_from", value_int(VALID_FROM), fault) &&
	          record_create(book, viewer, record, NULL, NULL, fault);
	arena_release(&arena);
	return ok;
}

static bool plant(struct book *book, void *context, struct fault *fault)
{
	struct planting *planting = context;
	for (size_t i = 0; i < planting->count; i++)
		if (!plant_unit(book, planting->viewer, &planting->regions[i], fault))
			return false;
	return true;
}

/* Province, city and district, then every street and community. */
static bool collect(const struct region_district *district, struct arena *arena, struct region **ret,
                    size_t *ret_count, struct fault *fault)
{
	struct regions regions = regions_embedded();
	struct region *units;
	size_t count;
	if (!regions_units(&regions, district, arena, &units, &count, fault))
		return false;
	struct region *all = arena_array(arena, struct region, count + 3);
	all[0] = district->province;
	all[1] = district->city;
	all[2] = district->district;
	memcpy(all + 3, units, count * sizeof *units);
	*ret = all;
	*ret_count = count + 3;
	return true;
}

static bool open_new(struct arena *arena, const char *folder, struct definitions **ret_definitions,
                     struct book **ret, struct faults *faults)
{
	struct fault fault = {};
	struct book_options options = {
	        .folder = folder, .mode = BOOK_WRITE, .rules = field_rules, .migrate = true};
	const char *path = arena_format(arena, "%s/definitions", folder);
	if (!definitions_load(path, rule_table_names(field_rules, arena), ret_definitions, faults))
		return false;
	return book_open(&options, *ret_definitions, NULL, ret, &fault) || faults_add(faults, &fault);
}

static bool plant_district(struct arena *arena, struct book *book, const struct region_district *district,
                           size_t *ret_units, struct fault *fault)
{
	struct region *regions;
	size_t count;
	struct viewer viewer = {.actor = "init",
	                        .role = definitions_role(book->definitions, "clerk"),
	                        .org = district->province.code};
	if (!collect(district, arena, &regions, &count, fault))
		return false;
	struct planting planting = {&viewer, regions, count};
	*ret_units = count;
	return book_write(book, plant, &planting, fault);
}

static instant_ms given_instant(void *context)
{
	const instant_ms *at = context;
	return *at;
}

bool init_folder(const struct init_request *request, size_t *ret_units, struct faults *faults)
{
	const char *folder = request->folder;
	instant_ms at = request->at;
	struct arena arena = {};
	struct fault fault = {};
	struct regions regions = regions_embedded();
	struct region_district district;
	struct definitions *definitions = NULL;
	struct book *book = NULL;
	bool taken = regions_district(&regions, request->region, &district, &fault) &&
	             folder_is_free(folder, request->mark, &fault);
	bool ok = taken || faults_add(faults, &fault);
	struct settings settings = {.org = ok ? district.district.code : NULL,
	                            .language = request->language,
	                            .port = 12338,
	                            .algorithm = SEAL_SM4_GCM,
	                            .link_base = "http://127.0.0.1:12338"};
	ok = ok && ((book_create(folder, settings.algorithm, &fault) && shipped_write(folder, &fault) &&
	             settings_write(folder, &settings, &fault)) ||
	            faults_add(faults, &fault));
	ok = ok && open_new(&arena, folder, &definitions, &book, faults);
	if (ok && at) {
		book->now = given_instant;
		book->now_context = &at;
	}
	ok = ok && (plant_district(&arena, book, &district, ret_units, &fault) || faults_add(faults, &fault));
	book_close(book);
	definitions_free(definitions);
	arena_release(&arena);
	/* Half of new books would only stand in the way of the next try. */
	if (!ok && taken && !folder_empty(folder, request->mark, &fault))
		faults_add(faults, &fault);
	return ok;
}

int run_init(struct invocation *invocation)
{
	struct faults faults = {};
	size_t units = 0;
	int code = 0;
	struct init_request request = {.folder = invocation->options[OPTION_DATA],
	                               .region = invocation->options[OPTION_REGION],
	                               .language = invocation->language};
	if (!init_folder(&request, &units, &faults))
		code = fail_all(invocation, &faults);
	else
		printf(invocation->json ? "{\"units\":%zu}\n"
		       : invocation->language == LANGUAGE_ZH
		               ? "账册建好了：组织 %zu 个。请把 master.key 另存一份，不要与账册放在一起。\n"
		               : "The books are there: %zu organisations. Keep a copy of master.key apart "
		                 "from them.\n",
		       units);
	faults_release(&faults);
	return code;
}
