/* Scopes read off today's map, and the same as SQL. A scope is a few ranges of
   codes and the tenants they lie in; SQL and the test in C come from the same
   ranges, so that a list and its count cannot part ways. */
#include "access/organisation_map.h"

/* How much of a unit is meant: it and all below it, or it alone. */
enum reach { REACH_SUBTREE, REACH_UNIT };

const char *organisation_today(const struct organisation *organisation, const char *code)
{
	const char *heir = code ? organisation_map_heir(organisation->map, code) : NULL;
	return heir ? heir : code;
}

const char *organisation_answering(const struct organisation *organisation, const char *code, civil_date on)
{
	const struct organisation_unit *heir =
	        organisation_find(organisation, organisation_today(organisation, code));
	return heir && heir->valid_from <= on ? heir->code : code;
}

static bool range_holds(const struct code_range *range, const char *code)
{
	return strcmp(range->from, code) <= 0 && strcmp(code, range->to) < 0;
}

static bool range_overlaps(const struct code_range *a, const struct code_range *b)
{
	return strcmp(a->from, b->to) < 0 && strcmp(b->from, a->to) < 0;
}

static bool range_inside(const struct code_range *range, const struct code_range *outer)
{
	return strcmp(range->from, outer->from) >= 0 && strcmp(range->to, outer->to) <= 0;
}

/* Ranges come in order; one that goes on where the last ended makes it longer. */
static void range_add(struct code_range *ranges, size_t *ref_count, const struct code_range *range)
{
	size_t count = *ref_count;
	if (count && strcmp(ranges[count - 1].to, range->from) == 0)
		ranges[count - 1].to = range->to;
	else
		ranges[(*ref_count)++] = *range;
}

/* The tenants that codes of a range can have. Digits that both ends share are certain and the rest may
   be anything, unless both go on with the same letter: then the rest is zeros. */
static void range_tenants(const struct code_range *range, int64_t *ret_from, int64_t *ret_to)
{
	size_t shared = 0;
	while (shared < 6 && range->from[shared] == range->to[shared] && range->from[shared] <= '9')
		shared++;
	bool zeros = range->from[shared] == range->to[shared];
	*ret_from = *ret_to = 0;
	for (size_t i = 0; i < 6; i++) {
		int digit = i < shared ? range->from[i] - '0' : 0;
		*ret_from = *ret_from * 10 + digit;
		*ret_to = *ret_to * 10 + (i < shared || zeros ? digit : 9);
	}
}

static void scope_tenants(struct organisation_scope *scope)
{
	for (size_t i = 0; i < scope->include_count; i++) {
		int64_t from, to;
		range_tenants(&scope->include[i], &from, &to);
		scope->tenant_from = i && scope->tenant_from < from ? scope->tenant_from : from;
		scope->tenant_to = i && scope->tenant_to > to ? scope->tenant_to : to;
	}
}

/* What moved out of the unit's own range. Whole pieces, also where they reach beyond it: nothing in such
   a piece belongs to the scope. False when nothing of the range is left. */
static bool scope_exclude(const struct organisation_map *map, const struct code_range *own,
                          struct organisation_scope *scope)
{
	for (size_t i = 0; i < map->piece_count; i++) {
		const struct moved_piece *piece = &map->pieces[i];
		if (organisation_below(piece->heir, own->from) || !range_overlaps(&piece->range, own))
			continue;
		range_add(scope->exclude, &scope->exclude_count, &piece->range);
		if (range_inside(own, &scope->exclude[scope->exclude_count - 1]))
			return false;
	}
	return true;
}

/* `own` is the unit's range as codes are written. What is left of it comes first, then what moved in. */
static void scope_read(const struct organisation_map *map, const struct code_range *own, enum reach reach,
                       struct organisation_scope *scope)
{
	bool left = reach == REACH_SUBTREE ? scope_exclude(map, own, scope)
	                                   : !organisation_map_heir(map, own->from);
	if (left)
		scope->include[scope->include_count++] = *own;
	else
		scope->exclude_count = 0;
	size_t first = scope->include_count, moved = 0;
	for (size_t i = 0; i < map->piece_count; i++) {
		const struct moved_piece *piece = &map->pieces[i];
		bool meant = reach == REACH_SUBTREE ? organisation_below(piece->heir, own->from)
		                                    : strcmp(piece->heir, own->from) == 0;
		if (meant && !(left && range_inside(&piece->range, own)))
			range_add(scope->include + first, &moved, &piece->range);
	}
	scope->include_count += moved;
	scope_tenants(scope);
}

static void scope_make(const struct organisation *organisation, const char *code, enum reach reach,
                       struct arena *arena, struct organisation_scope *ret)
{
	struct organisation_scope scope = {.tenant_from = tenant_of(code), .tenant_to = tenant_of(code)};
	if (organisation_code_valid(code)) {
		const struct organisation_map *map = organisation->map;
		scope.include = arena_array(arena, struct code_range, map->piece_count + 1);
		scope.exclude = arena_array(arena, struct code_range, map->piece_count + 1);
		/* No code lies between a code and the same code with a 0 behind it. */
		const char *end = arena_format(arena, "%s%c", code, reach == REACH_SUBTREE ? '~' : '0');
		scope_read(map, &(struct code_range){code, end}, reach, &scope);
	}
	*ret = scope;
}

void organisation_scope(const struct organisation *organisation, const char *code, struct arena *arena,
                        struct organisation_scope *ret)
{
	scope_make(organisation, code, REACH_SUBTREE, arena, ret);
}

bool organisation_scope_holds(const struct organisation_scope *scope, const char *code)
{
	bool held = false;
	for (size_t i = 0; i < scope->include_count && !held; i++)
		held = range_holds(&scope->include[i], code);
	for (size_t i = 0; i < scope->exclude_count && held; i++)
		held = !range_holds(&scope->exclude[i], code);
	return held;
}

static void compare_sql(struct sql *sql, const char *alias, const char *column, const char *comparison,
                        struct value value)
{
	sql_name(sql, alias, column);
	sql_add(sql, comparison);
	sql_bind(sql, value);
}

static void range_sql(const struct code_range *range, const char *alias, struct sql *sql)
{
	compare_sql(sql, alias, "org", " >= ", value_text(range->from));
	sql_add(sql, " AND ");
	compare_sql(sql, alias, "org", " < ", value_text(range->to));
}

/* Tenants that are certain, one by one; 0 when there are too many or a range spans several. */
static size_t tenants_listed(const struct organisation_scope *scope, int64_t *tenants, size_t room)
{
	size_t count = 0;
	for (size_t i = 0; i < scope->include_count; i++) {
		int64_t from, to;
		range_tenants(&scope->include[i], &from, &to);
		size_t known = 0;
		while (known < count && tenants[known] != from)
			known++;
		if (from != to || known == room)
			return 0;
		if (known == count)
			tenants[count++] = from;
	}
	return count;
}

/* Implied by the codes, but an index led by tenant needs it said. */
static void tenants_sql(const struct organisation_scope *scope, const char *alias, struct sql *sql)
{
	int64_t tenants[16];
	size_t count = tenants_listed(scope, tenants, sizeof tenants / sizeof tenants[0]);
	if (count == 1) {
		compare_sql(sql, alias, "tenant", " = ", value_int(tenants[0]));
	} else if (!count) {
		compare_sql(sql, alias, "tenant", " >= ", value_int(scope->tenant_from));
		sql_add(sql, " AND ");
		compare_sql(sql, alias, "tenant", " <= ", value_int(scope->tenant_to));
	} else {
		sql_name(sql, alias, "tenant");
		for (size_t i = 0; i < count; i++) {
			sql_add(sql, i ? ", " : " IN (");
			sql_bind(sql, value_int(tenants[i]));
		}
		sql_add(sql, ")");
	}
}

/* The unit's own range with nothing bound but its code, which outlives this call; the range's end does not. */
static void own_sql(const char *code, enum reach reach, const char *alias, struct sql *sql)
{
	compare_sql(sql, alias, "org", reach == REACH_UNIT ? " = " : " >= ", value_text(code));
	if (reach == REACH_UNIT)
		return;
	sql_add(sql, " AND ");
	compare_sql(sql, alias, "org", " < ", value_text(code));
	sql_add(sql, " || '~'");
}

/* `code` is NULL when the ranges outlive the call; else it stands for the first range if that is the
   unit's own. */
static void scope_sql(const struct organisation_scope *scope, const char *code, enum reach reach,
                      const char *alias, struct sql *sql)
{
	if (!scope->include_count) {
		sql_add(sql, "(1 = 0)");
		return;
	}
	sql_add(sql, "(");
	tenants_sql(scope, alias, sql);
	sql_add(sql, scope->include_count > 1 ? " AND (" : " AND ");
	for (size_t i = 0; i < scope->include_count; i++) {
		sql_add(sql, i ? " OR " : "");
		if (scope->include[i].from == code)
			own_sql(code, reach, alias, sql);
		else
			range_sql(&scope->include[i], alias, sql);
	}
	sql_add(sql, scope->include_count > 1 ? ")" : "");
	for (size_t i = 0; i < scope->exclude_count; i++) {
		sql_add(sql, " AND NOT (");
		range_sql(&scope->exclude[i], alias, sql);
		sql_add(sql, ")");
	}
	sql_add(sql, ")");
}

void organisation_scope_sql(const struct organisation_scope *scope, const char *alias, struct sql *sql)
{
	scope_sql(scope, NULL, REACH_SUBTREE, alias, sql);
}

static void code_sql(const struct organisation *organisation, const char *code, enum reach reach,
                     const char *alias, struct sql *sql)
{
	struct arena arena = {};
	struct organisation_scope scope;
	scope_make(organisation, code, reach, &arena, &scope);
	scope_sql(&scope, code, reach, alias, sql);
	arena_release(&arena);
}

void organisation_subtree_sql(const struct organisation *organisation, const char *code, const char *alias,
                              struct sql *sql)
{
	code_sql(organisation, code, REACH_SUBTREE, alias, sql);
}

void organisation_unit_sql(const struct organisation *organisation, const char *code, const char *alias,
                           struct sql *sql)
{
	code_sql(organisation, code, REACH_UNIT, alias, sql);
}
