/* Who rides in which pass, and what must be asked of each column for it. */
#include "figure/grow.h"
#include "figure/pass.h"
#include "record/tables.h"

/* ---- which balances can ride ---- */

static bool covers(const char *const *covered, const char *column)
{
	for (; *covered; covered++)
		if (text_equal(*covered, column))
			return true;
	return false;
}

struct coverage {
	const struct ledger *ledger;
	const char *const *covered;
	bool whole;
	size_t reads; /* how often a column is named */
};

/* Of the columns that a row of a visit may have, half may be one balance's. */
enum { READS_MOST = VISIT_COLUMNS / 2 - 1 };

static void cover_field(void *context, const struct field *field, bool of_parent)
{
	struct coverage *coverage = context;
	const char *column = of_parent ? NULL : ledger_column(coverage->ledger, field);
	coverage->reads++;
	coverage->whole = coverage->whole && column && covers(coverage->covered, column);
}

static void cover_source(struct coverage *coverage, const struct source *source)
{
	if (source->alias)
		coverage->whole = coverage->whole && source->alias == balance_alias &&
		                  covers(coverage->covered, source->column);
}

static void cover_condition(struct coverage *coverage, const struct expression *condition)
{
	if (expression_has_rows(condition))
		coverage->whole = false;
	if (expression_reads_state(condition, false))
		coverage->whole = coverage->whole && covers(coverage->covered, "state");
	expression_fields(condition, cover_field, coverage);
}

/* Months before the first one asked are not known beforehand, and titles of links are not in the index. */
static bool dimension_rides(const struct balance *balance, const struct dimension *dimension)
{
	if (dimension->kind == DIMENSION_MONTH)
		return balance->from;
	return dimension->kind != DIMENSION_FIELD || dimension->source.field->type != FIELD_LINK;
}

static bool covers_balance(const struct table_index *index, const struct balance *balance)
{
	struct coverage coverage = {.ledger = balance->ledger, .covered = index->columns, .whole = true};
	for (size_t i = 0; i < balance->where_count; i++)
		cover_condition(&coverage, balance->where[i]);
	cover_source(&coverage, &balance->value);
	coverage.reads += 1 + FIGURE_DIMENSIONS + 2; /* value, dimensions, organisation and state */
	for (size_t i = 0; i < FIGURE_DIMENSIONS; i++) {
		cover_source(&coverage, &balance->by[i].source);
		coverage.whole = coverage.whole && dimension_rides(balance, &balance->by[i]);
	}
	return coverage.whole && coverage.reads <= READS_MOST;
}

static bool is_flow_of_own_date(const struct balance *balance)
{
	return balance->figure->time == TIME_FLOW && balance->on.alias == balance_alias &&
	       balance->from <= balance->to && !balance->reads_parent;
}

bool pass_fits(const struct definitions *definitions, const struct balance *balance, struct arena *arena,
               struct table_index *ret)
{
	struct table_index index;
	if (!is_flow_of_own_date(balance) ||
	    !ledger_count_index(definitions, balance->ledger, balance->on.field, arena, &index) ||
	    !covers_balance(&index, balance))
		return false;
	*ret = index;
	return true;
}

/* The index is worked out from all definitions, so it is kept for the balances that follow. */
static const struct pass_index *index_for(struct passes *passes, const struct balance *balance)
{
	for (size_t i = 0; i < passes->index_count; i++)
		if (passes->indexes[i].ledger == balance->ledger &&
		    passes->indexes[i].on == balance->on.field)
			return &passes->indexes[i];
	grow_by_one(passes->indexes, passes->index_count, passes->index_room);
	struct pass_index *index = &passes->indexes[passes->index_count++];
	*index = (struct pass_index){.ledger = balance->ledger, .on = balance->on.field};
	index->exists = ledger_count_index(passes->ground->definitions, index->ledger, index->on,
	                                   passes->ground->arena, &index->index);
	return index;
}

/* The viewer may count all of it, so that no further condition is needed. */
static bool viewer_counts_all(const struct ground *ground, const struct balance *balance)
{
	enum access_scope scope = viewer_scope(ground->viewer, balance->ledger, ACCESS_COUNT);
	return scope == SCOPE_ALL ||
	       (scope == SCOPE_OWN_TREE && organisation_below(balance->org, ground->viewer->org));
}

/* ---- columns ---- */

static bool field_is_text(const struct field *field)
{
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_NOTE:
	case FIELD_CHOICE:
	case FIELD_CHOICES:
	case FIELD_ORG:
	case FIELD_PHONE:
	case FIELD_ID_NUMBER:
	case FIELD_STAFF: return true;
	case FIELD_INT:
	case FIELD_DECIMAL:
	case FIELD_BOOL:
	case FIELD_DATE:
	case FIELD_INSTANT:
	case FIELD_YEAR:
	case FIELD_LINK:
	case FIELD_ROWS:
	case FIELD_TYPE_COUNT: break;
	}
	return false;
}

/* Numbers are read once a row, however many ask for them. */
static void select_number(struct pass *pass, int place, const struct field *field)
{
	if (!field || field_is_text(field))
		return;
	for (size_t i = 0; i < pass->number_count; i++)
		if (pass->number_places[i] == place)
			return;
	grow_by_one(pass->number_places, pass->number_count, pass->number_room);
	pass->number_places[pass->number_count++] = place;
}

static int select_place(struct pass *pass, const char *column)
{
	if (text_equal(column, pass->on))
		return 0;
	for (size_t i = 0; i < pass->selected_count; i++)
		if (text_equal(pass->selected[i], column))
			return (int)i + 1;
	grow_by_one(pass->selected, pass->selected_count, pass->selected_room);
	pass->selected[pass->selected_count++] = column;
	return (int)pass->selected_count;
}

int pass_select(struct pass *pass, const char *column, const struct field *field)
{
	int place = select_place(pass, column);
	select_number(pass, place, field);
	return place;
}

/* The column that decides by its value; `field` is NULL for state and organisation. Without a name a new one
   that stands for no column of the table. */
uint32_t pass_column_named(struct pass *pass, const char *name, const struct field *field)
{
	for (uint32_t i = 0; name && i < pass->column_count; i++)
		if (text_equal(pass->columns[i].name, name))
			return i;
	grow_by_one(pass->columns, pass->column_count, pass->column_room);
	pass->columns[pass->column_count] = (struct pass_column){
	        .ground = pass->ground,
	        .name = name,
	        .is_text = !field || field_is_text(field),
	        .place = name ? pass_select(pass, name, field) : 0,
	        .arena = pass->ground->arena,
	};
	return (uint32_t)pass->column_count++;
}

/* ---- a rider ---- */

const struct balance *rider_balance(const struct rider *rider)
{
	return &rider->question->side[rider->side];
}

static void watch_dimension(struct pass *pass, struct rider *rider, size_t which)
{
	const struct dimension *dimension = &rider_balance(rider)->by[which];
	struct watch *watch = &rider->watch;
	rider->watches = true;
	if (dimension->kind == DIMENSION_MONTH) {
		watch->by_month = true;
		return;
	}
	const struct probe probe = {
	        .kind = PROBE_PARTS, .parts = &rider->question->tallies.by[which], .dimension = dimension};
	uint32_t column = pass_column_named(pass, dimension->source.column, dimension->source.field);
	watch->column[watch->by_class] = column;
	watch->probe[watch->by_class++] = pass_column_probe(&pass->columns[column], &probe);
}

static void add_rider(struct pass *pass, struct question *question, size_t side)
{
	struct rider rider = {.question = question, .side = side};
	const struct balance *balance = rider_balance(&rider);
	rider.watch = (struct watch){.question = question, .side = side, .value_place = -1};
	if (balance->value.alias) {
		rider.watches = true;
		rider.watch.value_place = pass_select(pass, balance->value.column, balance->value.field);
	}
	for (size_t i = 0; i < question->tallies.dimensions; i++)
		watch_dimension(pass, &rider, i);
	pass_add_terms(pass, &rider);
	grow_by_one(pass->riders, pass->rider_count, pass->rider_room);
	pass->riders[pass->rider_count++] = rider;
}

/* ---- passes ---- */

static bool pass_is_for(const struct pass *pass, const struct balance *balance)
{
	return pass->ledger == balance->ledger && pass->on_field == balance->on.field &&
	       pass->tenant_from == balance->scope.tenant_from && pass->tenant_to == balance->scope.tenant_to;
}

static struct pass *pass_for(struct passes *passes, const struct balance *balance)
{
	for (size_t i = 0; i < passes->count; i++)
		if (pass_is_for(passes->items[i], balance) && passes->items[i]->selected_count <= READS_MOST)
			return passes->items[i];
	grow_by_one(passes->items, passes->count, passes->room);
	struct pass *pass = arena_new(passes->ground->arena, struct pass);
	pass->ground = passes->ground;
	pass->ledger = balance->ledger;
	pass->on = balance->on.column;
	pass->on_field = balance->on.field;
	pass->tenant_from = balance->scope.tenant_from;
	pass->tenant_to = balance->scope.tenant_to;
	passes->items[passes->count++] = pass;
	return pass;
}

bool passes_take(struct passes *passes, struct question *question, size_t side)
{
	const struct balance *balance = &question->side[side];
	if (question->request->figure->measure == MEASURE_MISSING || !is_flow_of_own_date(balance) ||
	    !viewer_counts_all(passes->ground, balance))
		return false;
	const struct pass_index *index = index_for(passes, balance);
	if (!index->exists || !covers_balance(&index->index, balance))
		return false;
	add_rider(pass_for(passes, balance), question, side);
	return true;
}

bool passes_run(struct passes *passes, struct fault *fault)
{
	for (size_t i = 0; i < passes->count; i++) {
		pass_schedule(passes->items[i]);
		if (!pass_run(passes->items[i], fault))
			return false;
	}
	return true;
}

void passes_release(struct passes *passes)
{
	for (size_t i = 0; i < passes->count; i++) {
		struct pass *pass = passes->items[i];
		for (size_t j = 0; j < pass->column_count; j++)
			pass_column_release(&pass->columns[j]);
		memory_free(pass->columns);
		memory_free(pass->joined);
		memory_free(pass->selected);
		memory_free(pass->number_places);
		memory_free(pass->riders);
		memory_free(pass->edges);
		memory_free(pass->ranges);
	}
	memory_free(passes->items);
	memory_free(passes->indexes);
	*passes = (struct passes){};
}
