/* The organisation tree in memory: codes taken apart, units loaded and found.
   Who answers for whom today is drawn in organisation_map.c. Nothing here
   judges the data: a row whose code or successor is no code (only tampering
   gets it there) is passed over, so that the books still open and `verify` can
   name it. */
#include "access/organisation.h"

#include "access/organisation_map.h"

static bool digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool lower(char byte)
{
	return byte >= 'a' && byte <= 'z';
}

static size_t leading_digits(const char *code)
{
	size_t count = 0;
	while (digit(code[count]))
		count++;
	return count;
}

bool organisation_code_valid(const char *code)
{
	if (!code || code[0] == '0')
		return false;
	size_t digits = leading_digits(code);
	if (digits != 2 && digits != 4 && digits != 6 && digits != 9 && digits != 12)
		return false;
	const char *unit = code + digits;
	for (; *unit; unit += 3)
		if (!lower(unit[0]) || !(digit(unit[1]) || lower(unit[1])) ||
		    !(digit(unit[2]) || lower(unit[2])))
			return false;
	return true;
}

int64_t tenant_of(const char *code)
{
	if (!organisation_code_valid(code))
		return 0;
	int64_t tenant = 0;
	size_t digits = leading_digits(code);
	for (size_t i = 0; i < 6; i++)
		tenant = tenant * 10 + (i < digits ? code[i] - '0' : 0);
	return tenant;
}

size_t organisation_parent_length(size_t length)
{
	if (length <= 2)
		return 0;
	/* Only a city (4) and a district (6) add two bytes to the level above; streets, communities and units
	   add three, and none of those is four or six long. */
	return length - (length == 4 || length == 6 ? 2 : 3);
}

bool organisation_parent(const char *code, char *out)
{
	if (!organisation_code_valid(code))
		return false;
	size_t length = organisation_parent_length(strlen(code));
	if (!length)
		return false;
	memmove(out, code, length);
	out[length] = 0;
	return true;
}

bool organisation_below(const char *code, const char *above)
{
	return code && text_starts(code, above) && (unsigned char)code[strlen(above)] < '~';
}

static int unit_order(const void *a, const void *b)
{
	const struct organisation_unit *left = a, *right = b;
	int order = strcmp(left->code, right->code);
	if (order)
		return order;
	if (left->valid_from != right->valid_from)
		return left->valid_from < right->valid_from ? -1 : 1;
	return (left->record > right->record) - (left->record < right->record);
}

/* Of units with one code, the last in order stays. */
static size_t units_distinct(struct organisation_unit *units, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		if (kept && strcmp(units[kept - 1].code, units[i].code) == 0)
			kept--;
		units[kept++] = units[i];
	}
	return kept;
}

struct organisation *organisation_make(const struct organisation_unit *units, size_t count, civil_date today)
{
	struct organisation *organisation = memory_take(sizeof *organisation);
	struct arena *arena = &organisation->arena;
	organisation->units = arena_array(arena, struct organisation_unit, count);
	for (size_t i = 0; i < count; i++) {
		if (!organisation_code_valid(units[i].code))
			continue;
		struct organisation_unit *unit = &organisation->units[organisation->count++];
		*unit = units[i];
		unit->code = arena_copy(arena, units[i].code);
		unit->name = arena_copy(arena, units[i].name ? units[i].name : "");
		unit->level = arena_copy(arena, units[i].level ? units[i].level : "");
		unit->succeeded_by = organisation_code_valid(units[i].succeeded_by)
		                             ? arena_copy(arena, units[i].succeeded_by)
		                             : NULL;
	}
	if (organisation->count)
		qsort(organisation->units, organisation->count, sizeof *organisation->units, unit_order);
	organisation->count = units_distinct(organisation->units, organisation->count);
	organisation->map = organisation_map_draw(arena, organisation->units, organisation->count, today);
	return organisation;
}

void organisation_free(struct organisation *organisation)
{
	if (!organisation)
		return;
	arena_release(&organisation->arena);
	memory_free(organisation);
}

/* Units while they are read from the database. */
struct unit_rows {
	struct arena arena;
	struct organisation_unit *items;
	size_t count, room;
};

static struct organisation_unit *unit_rows_add(struct unit_rows *rows)
{
	if (rows->count == rows->room) {
		rows->room = rows->room ? rows->room * 2 : 256;
		rows->items = memory_grow(rows->items, rows->room * sizeof *rows->items);
	}
	return &rows->items[rows->count++];
}

static void unit_read(struct statement *statement, struct unit_rows *rows)
{
	struct organisation_unit *unit = unit_rows_add(rows);
	struct arena *arena = &rows->arena;
	*unit = (struct organisation_unit){
	        .record = statement_int(statement, 0),
	        .code = arena_copy(arena, statement_text(statement, 1)),
	        .name = arena_copy(arena, statement_text(statement, 2)),
	        .level = arena_copy(arena, statement_text(statement, 3)),
	        .valid_from = (civil_date)statement_int(statement, 4),
	        .valid_to = (civil_date)statement_int(statement, 5),
	        .succeeded_by = statement_is_null(statement, 6)
	                                ? NULL
	                                : arena_copy(arena, statement_text(statement, 6)),
	};
}

static bool unit_rows_read(struct database *database, struct unit_rows *rows, struct fault *fault)
{
	static const char select[] =
	        "SELECT id, org, name, level, valid_from, valid_to, succeeded_by FROM org"
	        " WHERE voided = 0 ORDER BY tenant, id";
	struct statement *statement;
	if (!database_prepare(database, select, &statement, fault))
		return false;
	enum step step;
	while ((step = statement_step(statement, fault)) == STEP_ROW)
		unit_read(statement, rows);
	statement_reset(statement);
	return step == STEP_DONE;
}

bool organisation_load(struct database *database, struct organisation **ret, struct fault *fault)
{
	struct unit_rows rows = {};
	bool read = unit_rows_read(database, &rows, fault);
	if (read)
		*ret = organisation_make(rows.items, rows.count, instant_date(instant_now()));
	memory_free(rows.items);
	arena_release(&rows.arena);
	return read;
}

static int code_order(const void *key, const void *unit)
{
	return strcmp(key, ((const struct organisation_unit *)unit)->code);
}

const struct organisation_unit *organisation_find(const struct organisation *organisation, const char *code)
{
	if (!code || !organisation->count)
		return NULL;
	return bsearch(code, organisation->units, organisation->count, sizeof *organisation->units,
	               code_order);
}
