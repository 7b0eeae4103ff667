/* The list behind a number: the same balance asked for its rows, so that their
   count is the number. A cell is picked by turning its key back into a
   condition; only "no unit of that level" has none, and is sifted here. */
#include "figure/balance_sql.h"
#include "figure/grow.h"
#include "figure/question.h"

#include <errno.h>
#include <inttypes.h>

/* Where the page before ended. */
struct mark {
	int side;
	int64_t day, id, tenant;
};

struct listed {
	struct figure_row row;
	struct mark mark;
};

struct listing {
	const struct ground *ground;
	struct question question;
	const struct value *key; /* NULL: the whole */
	size_t limit;            /* 0: all */
	bool continued;
	struct mark after;
	struct listed *items;
	size_t count, room;
};

/* ---- cursors: "part.day.id.tenant" ---- */

static const char *mark_write(const struct mark *mark, struct arena *arena)
{
	return arena_format(arena, "%d.%" PRId64 ".%" PRId64 ".%" PRId64, mark->side, mark->day, mark->id,
	                    mark->tenant);
}

static bool number_read(const char **ref_at, char end, int64_t *ret)
{
	const char *at = *ref_at;
	if (*at < '0' || *at > '9')
		return false;
	char *stop;
	errno = 0;
	long long number = strtoll(at, &stop, 10);
	if (errno || *stop != end)
		return false;
	*ret = number;
	*ref_at = *stop ? stop + 1 : stop;
	return true;
}

static bool mark_read(const char *cursor, size_t sides, struct mark *ret, struct fault *fault)
{
	const char *at = cursor;
	int64_t side;
	struct mark mark;
	if (!number_read(&at, '.', &side) || !number_read(&at, '.', &mark.day) ||
	    !number_read(&at, '.', &mark.id) || !number_read(&at, 0, &mark.tenant) || side >= (int64_t)sides)
		return fault_set(fault, figure_bad_cursor, cursor);
	mark.side = (int)side;
	*ret = mark;
	return true;
}

/* ---- one cell ---- */

static void equal_sql(const struct source *source, const struct value *key, struct sql *sql)
{
	source_sql(source, sql);
	if (key->kind == VALUE_NONE) {
		sql_add(sql, " IS NULL");
		return;
	}
	sql_add(sql, " = ");
	sql_bind(sql, *key);
}

/* Every code of the list that counts as the item with this key, older spellings included. */
static void codes_each(const struct dimension *dimension, const struct value *key,
                       void (*visit)(const struct dimension *dimension, const char *code, struct sql *sql),
                       struct sql *sql)
{
	const struct list *list = dimension->source.field->list;
	if (!list_find(list, key->bytes))
		visit(dimension, key->bytes, sql);
	for (size_t i = 0; i < list->count; i++) {
		const struct list_item *item = &list->items[i];
		const struct list_item *counting = list_item_counting(list, item->code, dimension->end);
		if (!counting || !text_equal(counting->code, key->bytes))
			continue;
		visit(dimension, item->code, sql);
		for (const char *const *was = item->was; was && *was; was++)
			visit(dimension, *was, sql);
	}
}

static void code_sql(const struct dimension *dimension, const char *code, struct sql *sql)
{
	const struct value value = value_text(code);
	sql_add(sql, " OR ");
	equal_sql(&dimension->source, &value, sql);
}

/* `code` lies between commas: a text without them differs. The bound bytes must outlive the call. */
static void choice_sql(const struct dimension *dimension, const char *code, struct sql *sql)
{
	sql_add(sql, " OR replace(");
	source_sql(&dimension->source, sql);
	sql_add(sql, ", ',' || ");
	sql_bind(sql, value_text(code));
	sql_add(sql, " || ',', '') <> ");
	source_sql(&dimension->source, sql);
}

static void list_key_sql(const struct dimension *dimension, const struct value *key, struct sql *sql)
{
	bool choices = dimension->source.field->type == FIELD_CHOICES;
	if (key->kind != VALUE_TEXT) {
		equal_sql(&dimension->source, &(struct value){}, sql);
		if (choices) {
			sql_add(sql, " OR ");
			source_sql(&dimension->source, sql);
			sql_add(sql, " IN ('', ',')");
		}
		return;
	}
	sql_add(sql, "1 = 0");
	codes_each(dimension, key, choices ? choice_sql : code_sql, sql);
}

static void org_key_sql(const struct ground *ground, const struct dimension *dimension,
                        const struct value *key, struct sql *sql)
{
	if (key->kind != VALUE_TEXT)
		sql_add(sql, "1 = 1"); /* sifted by key_holds */
	else if (dimension->level)
		organisation_subtree_sql(ground->organisation, key->bytes, balance_alias, sql);
	else
		organisation_unit_sql(ground->organisation, key->bytes, balance_alias, sql);
}

static void month_key_sql(const struct dimension *dimension, const struct value *key, struct sql *sql)
{
	source_sql(&dimension->source, sql);
	sql_add(sql, " BETWEEN ");
	sql_bind(sql, value_int(key->number * 100));
	sql_add(sql, " AND ");
	sql_bind(sql, value_int(key->number * 100 + 99));
}

static void key_sql(const struct ground *ground, const struct dimension *dimension, const struct value *key,
                    struct sql *sql)
{
	sql_add(sql, " AND (");
	if (dimension->kind == DIMENSION_ORG)
		org_key_sql(ground, dimension, key, sql);
	else if (dimension->kind == DIMENSION_MONTH)
		month_key_sql(dimension, key, sql);
	else if (dimension->source.field->list)
		list_key_sql(dimension, key, sql);
	else
		equal_sql(&dimension->source, key, sql);
	sql_add(sql, ")");
}

/* True when the row must be looked at here because no condition says it. */
static bool key_sifts(const struct listing *listing, const struct balance *balance)
{
	for (size_t i = 0; listing->key && i < listing->question.tallies.dimensions; i++)
		if (balance->by[i].kind == DIMENSION_ORG && listing->key[i].kind == VALUE_NONE)
			return true;
	return false;
}

static bool key_holds(const struct listing *listing, const struct balance *balance, const char *org)
{
	for (size_t i = 0; listing->key && i < listing->question.tallies.dimensions; i++)
		if (balance->by[i].kind == DIMENSION_ORG && listing->key[i].kind == VALUE_NONE &&
		    organisation_at_level(listing->ground->organisation, org, balance->by[i].level))
			return false;
	return true;
}

/* ---- the statement ---- */

static const struct source *day_of(const struct balance *balance)
{
	return balance->figure->time == TIME_STOCK ? &balance->since : &balance->on;
}

static void columns_sql(const struct balance *balance, struct sql *sql)
{
	bool child = balance->ledger->parent;
	sql_add(sql, "SELECT ");
	source_sql(day_of(balance), sql);
	sql_add(sql, ", \"t\".\"tenant\", \"t\".\"id\", \"t\".\"org\", ");
	sql_add(sql, child ? "\"t\".\"parent\", \"p\".\"version\", " : "\"t\".\"id\", \"t\".\"version\", ");
	if (balance->value.alias)
		source_sql(&balance->value, sql);
	else
		sql_add(sql, "NULL");
}

static void mark_sql(const struct balance *balance, const struct mark *after, struct sql *sql)
{
	sql_add(sql, " AND (");
	source_sql(day_of(balance), sql);
	sql_add(sql, ", \"t\".\"id\", \"t\".\"tenant\") > (");
	sql_bind(sql, value_int(after->day));
	sql_add(sql, ", ");
	sql_bind(sql, value_int(after->id));
	sql_add(sql, ", ");
	sql_bind(sql, value_int(after->tenant));
	sql_add(sql, ")");
}

/* The rows of one side that make the number, or its cell. */
static bool listed_sql(const struct listing *listing, const struct balance *balance, struct sql *sql,
                       struct fault *fault)
{
	columns_sql(balance, sql);
	if (!balance_rows_sql(listing->ground, balance, ROWS_ALL, true, sql, fault))
		return false;
	for (size_t i = 0; listing->key && i < listing->question.tallies.dimensions; i++)
		key_sql(listing->ground, &balance->by[i], &listing->key[i], sql);
	if (balance->figure->measure == MEASURE_DISTINCT) {
		sql_add(sql, " AND ");
		source_sql(&balance->value, sql);
		sql_add(sql, " IS NOT NULL");
	}
	return true;
}

static bool page_sql(const struct listing *listing, size_t side, struct sql *sql, struct fault *fault)
{
	const struct balance *balance = &listing->question.side[side];
	if (!listed_sql(listing, balance, sql, fault))
		return false;
	if (listing->continued && listing->after.side == (int)side)
		mark_sql(balance, &listing->after, sql);
	sql_add(sql, " ORDER BY ");
	source_sql(day_of(balance), sql);
	sql_add(sql, ", \"t\".\"id\", \"t\".\"tenant\"");
	if (listing->limit && !key_sifts(listing, balance)) {
		sql_add(sql, " LIMIT ");
		sql_bind(sql, value_int((int64_t)(listing->limit - listing->count + 1)));
	}
	return true;
}

/* ---- rows ---- */

static bool listing_full(const struct listing *listing)
{
	return listing->limit && listing->count > listing->limit;
}

static void listing_add(struct listing *listing, const struct figure_row *row, const struct mark *mark)
{
	grow_by_one(listing->items, listing->count, listing->room);
	listing->items[listing->count++] = (struct listed){*row, *mark};
}

static void take_row(struct listing *listing, size_t side, struct statement *statement)
{
	const struct balance *balance = &listing->question.side[side];
	const struct value group = statement_value(statement, 6);
	const struct mark mark = {
	        .side = (int)side,
	        .day = statement_int(statement, 0),
	        .tenant = statement_int(statement, 1),
	        .id = statement_int(statement, 2),
	};
	const struct figure_row row = {
	        .ledger = balance->top,
	        .tenant = mark.tenant,
	        .record = statement_int(statement, 4),
	        .row = balance->ledger->parent ? mark.id : 0,
	        .version = statement_int(statement, 5),
	        .group = value_copy(listing->ground->arena, &group),
	        .part = (int)side,
	};
	listing_add(listing, &row, &mark);
}

static bool list_side(struct listing *listing, size_t side, struct fault *fault)
{
	const struct balance *balance = &listing->question.side[side];
	struct sql sql = SQL_EMPTY;
	struct statement *statement;
	enum step step = STEP_FAULT;
	if (page_sql(listing, side, &sql, fault) &&
	    database_prepare_sql(listing->ground->database, &sql, &statement, fault)) {
		while ((step = statement_step(statement, fault)) == STEP_ROW && !listing_full(listing))
			if (key_holds(listing, balance, statement_text(statement, 3)))
				take_row(listing, side, statement);
		statement_reset(statement);
	}
	sql_release(&sql);
	return step != STEP_FAULT;
}

/* ---- may they be opened? ---- */

static bool refuse_to_open(const struct listing *listing, struct fault *fault)
{
	const struct label *label = &listing->question.request->figure->label;
	return fault_set(fault, figure_may_not_open, label->zh, label->en);
}

/* Whoever may count these may open them too, by the scopes alone. */
static bool open_covers(const struct viewer *viewer, const struct ledger *ledger)
{
	enum access_scope open = viewer_scope(viewer, ledger, ACCESS_OPEN);
	enum access_scope count = viewer_scope(viewer, ledger, ACCESS_COUNT);
	return open == count || (open > count && count >= SCOPE_OWN_ORG);
}

/* True when no row of the list lies outside what the viewer may open. */
static bool may_open_side(const struct listing *listing, size_t side, struct fault *fault)
{
	const struct ground *ground = listing->ground;
	const struct balance *balance = &listing->question.side[side];
	if (ground->ids_only)
		return true;
	if (viewer_scope(ground->viewer, balance->ledger, ACCESS_OPEN) == SCOPE_NONE)
		return refuse_to_open(listing, fault);
	if (open_covers(ground->viewer, balance->ledger))
		return true;
	struct sql sql = SQL_EMPTY;
	struct statement *statement;
	bool made = listed_sql(listing, balance, &sql, fault), closed = false;
	enum step step = STEP_FAULT;
	sql_add(&sql, " AND (");
	made = made && viewer_sql(ground->viewer, ground->organisation, balance->ledger, ACCESS_OPEN,
	                          balance_alias, &sql, fault);
	sql_add(&sql, ") IS NOT TRUE");
	if (made && database_prepare_sql(ground->database, &sql, &statement, fault)) {
		while (!closed && (step = statement_step(statement, fault)) == STEP_ROW)
			closed = key_holds(listing, balance, statement_text(statement, 3));
		statement_reset(statement);
	}
	sql_release(&sql);
	if (closed)
		return refuse_to_open(listing, fault);
	return step == STEP_DONE;
}

/* ---- units that filed nothing ---- */

static bool in_cell(struct listing *listing, const struct missing_unit *unit)
{
	struct tallies *tallies = &listing->question.tallies;
	for (size_t i = 0; listing->key && i < tallies->dimensions; i++) {
		const struct part *wanted = parts_find(&tallies->by[i], &listing->key[i]);
		const struct part_set *set = &tallies->by[i].sets[unit->sets[i]];
		bool found = false;
		for (size_t j = 0; wanted && j < set->count; j++)
			found |= &tallies->by[i].items[set->parts[j]] == wanted;
		if (!found)
			return false;
	}
	return true;
}

static bool list_missing(struct listing *listing, struct fault *fault)
{
	const struct ground *ground = listing->ground;
	const struct ledger *ledger = listing->question.side[0].ledger;
	struct missing_unit *units;
	size_t count;
	if (!missing_units(ground, &listing->question, &units, &count, fault))
		return false;
	for (size_t i = 0; i < count && !listing_full(listing); i++) {
		const struct missing_unit *unit = &units[i];
		if (!in_cell(listing, unit))
			continue;
		if (!ground->ids_only &&
		    !viewer_may(ground->viewer, ground->organisation, ledger, ACCESS_OPEN, unit->org, NULL))
			return refuse_to_open(listing, fault);
		if (listing->continued && (int64_t)i <= listing->after.id)
			continue;
		const struct figure_row row = {.ledger = ledger,
		                               .tenant = unit->tenant,
		                               .record = unit->record,
		                               .version = unit->version};
		listing_add(listing, &row, &(struct mark){.id = (int64_t)i});
	}
	return true;
}

/* ---- all ---- */

static bool list_sides(struct listing *listing, struct fault *fault)
{
	if (listing->question.request->figure->measure == MEASURE_MISSING)
		return list_missing(listing, fault);
	for (size_t side = 0; side < listing->question.sides; side++)
		if (!may_open_side(listing, side, fault))
			return false;
	for (size_t side = listing->continued ? (size_t)listing->after.side : 0;
	     side < listing->question.sides; side++)
		if (!listing_full(listing) && !list_side(listing, side, fault))
			return false;
	return true;
}

/* The page: one row more than the limit was read if there is a next one. */
static void listing_give(const struct listing *listing, struct figure_rows *ret)
{
	struct arena *arena = listing->ground->arena;
	bool more = listing_full(listing);
	struct figure_rows rows = {.count = more ? listing->limit : listing->count};
	rows.items = arena_array(arena, struct figure_row, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		rows.items[i] = listing->items[i].row;
	if (more)
		rows.next = mark_write(&listing->items[rows.count - 1].mark, arena);
	*ret = rows;
}

static bool list_in_snapshot(void *context, struct fault *fault)
{
	return list_sides(context, fault);
}

bool figure_records_on(const struct ground *ground, const struct figure_request *request,
                       const struct value key[FIGURE_DIMENSIONS], const char *cursor, size_t limit,
                       struct figure_rows *ret, struct fault *fault)
{
	struct listing listing = {.ground = ground, .key = key, .limit = limit, .continued = cursor};
	if (!question_make(ground, request, &listing.question, fault))
		return false;
	bool done = (!cursor || mark_read(cursor, listing.question.sides, &listing.after, fault)) &&
	            database_snapshot(ground->database, list_in_snapshot, &listing, fault);
	if (done)
		listing_give(&listing, ret);
	memory_free(listing.items);
	question_release(&listing.question);
	return done;
}
