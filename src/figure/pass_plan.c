/* Who rides in which pass, and what must be asked of each column for it. */
#include "define/expression_split.h"
#include "figure/grow.h"
#include "figure/pass.h"
#include "record/tables.h"

static const char state_column[] = "state", org_column[] = "org";

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
};

static void cover_field(void *context, const struct field *field, bool of_parent)
{
	struct coverage *coverage = context;
	const char *column = of_parent ? NULL : ledger_column(coverage->ledger, field);
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
		coverage->whole = coverage->whole && covers(coverage->covered, state_column);
	expression_fields(condition, cover_field, coverage);
}

static bool measure_rides(const struct balance *balance)
{
	enum figure_measure measure = balance->figure->measure;
	return measure == MEASURE_COUNT || measure == MEASURE_SUM || measure == MEASURE_FIRST ||
	       measure == MEASURE_LAST;
}

/* Months before the first one asked are not known beforehand, and titles of links are not in the index. */
static bool dimension_rides(const struct balance *balance, const struct dimension *dimension)
{
	if (dimension->kind == DIMENSION_MONTH)
		return balance->from;
	return dimension->kind != DIMENSION_FIELD || dimension->source.field->type != FIELD_LINK;
}

bool pass_fits(const struct definitions *definitions, const struct balance *balance, struct arena *arena,
               struct table_index *ret)
{
	struct table_index index;
	if (balance->figure->time != TIME_FLOW || balance->on.alias != balance_alias ||
	    balance->from > balance->to || balance->reads_parent || !measure_rides(balance) ||
	    !ledger_count_index(definitions, balance->ledger, balance->on.field, arena, &index))
		return false;
	struct coverage coverage = {.ledger = balance->ledger, .covered = index.columns, .whole = true};
	for (size_t i = 0; i < balance->where_count; i++)
		cover_condition(&coverage, balance->where[i]);
	cover_source(&coverage, &balance->value);
	for (size_t i = 0; i < FIGURE_DIMENSIONS; i++) {
		cover_source(&coverage, &balance->by[i].source);
		coverage.whole = coverage.whole && dimension_rides(balance, &balance->by[i]);
	}
	if (coverage.whole && ret)
		*ret = index;
	return coverage.whole;
}

/* The viewer may count all of it, so that no further condition is needed. */
static bool viewer_counts_all(const struct ground *ground, const struct balance *balance)
{
	enum access_scope scope = viewer_scope(ground->viewer, balance->ledger, ACCESS_COUNT);
	return scope == SCOPE_ALL ||
	       (scope == SCOPE_OWN_TREE && organisation_below(balance->org, ground->viewer->org));
}

/* ---- columns ---- */

static int select_column(struct pass *pass, const char *name)
{
	for (size_t i = 0; i < pass->selected_count; i++)
		if (text_equal(pass->selected[i], name))
			return (int)i + 1;
	grow_by_one(pass->selected, pass->selected_count, pass->selected_room);
	pass->selected[pass->selected_count++] = name;
	return (int)pass->selected_count;
}

static uint32_t new_column(struct pass *pass, const char *name)
{
	grow_by_one(pass->columns, pass->column_count, pass->column_room);
	pass->columns[pass->column_count] = (struct pass_column){
	        .ground = pass->ground,
	        .name = name,
	        .arena = pass->ground->arena,
	};
	return (uint32_t)pass->column_count++;
}

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

/* The column that decides by its value; `field` is NULL for state and organisation. */
static uint32_t column_named(struct pass *pass, const char *name, const struct field *field)
{
	for (uint32_t i = 0; i < pass->column_count; i++)
		if (pass->columns[i].name && text_equal(pass->columns[i].name, name))
			return i;
	uint32_t column = new_column(pass, name);
	pass->columns[column].field = field;
	pass->columns[column].is_text = !field || field_is_text(field);
	pass->columns[column].place = select_column(pass, name);
	return column;
}

/* ---- conditions ---- */

/* What a condition reads. */
struct reading {
	const struct field *field;
	size_t columns;
};

static void see_field(void *context, const struct field *field, bool of_parent)
{
	(void)of_parent;
	struct reading *reading = context;
	if (reading->field != field)
		reading->columns++;
	reading->field = field;
}

/* The one column the condition reads, into `ret`; false if it reads none or several. */
static bool one_column(struct pass *pass, const struct expression *condition, uint32_t *ret)
{
	struct reading reading = {};
	expression_fields(condition, see_field, &reading);
	bool state = expression_reads_state(condition, false);
	if (reading.columns + state != 1)
		return false;
	if (state)
		*ret = column_named(pass, state_column, NULL);
	else
		*ret = column_named(pass, ledger_column(pass->ledger, reading.field), reading.field);
	return true;
}

static void select_field(void *context, const struct field *field, bool of_parent)
{
	(void)of_parent;
	struct pass *pass = context;
	select_column(pass, ledger_column(pass->ledger, field));
}

/* A column of its own for a condition over several; the same one again for the same condition. */
static uint32_t joined_column(struct pass *pass, const struct expression *condition,
                              const struct expression_world *world)
{
	struct text text = TEXT_EMPTY;
	expression_json(condition, &text);
	text_format(&text, " %d %d", world->period_start, world->period_end);
	for (size_t i = 0; i < pass->joined_count; i++) {
		if (!text_equal(pass->joined[i].text, text.at))
			continue;
		text_release(&text);
		return pass->joined[i].column;
	}
	uint32_t column = new_column(pass, NULL);
	pass_column_probe(&pass->columns[column], &(struct probe){.kind = PROBE_CONDITION});
	grow_by_one(pass->joined, pass->joined_count, pass->joined_room);
	pass->joined[pass->joined_count++] =
	        (struct joined){.column = column,
	                        .condition = condition,
	                        .world = world,
	                        .text = arena_copy(pass->ground->arena, text.at)};
	text_release(&text);
	expression_fields(condition, select_field, pass);
	if (expression_reads_state(condition, false))
		select_column(pass, state_column);
	return column;
}

/* Where the truth of the whole condition stands if one column decides it. */
static bool decided_by_column(struct pass *pass, const struct expression *condition,
                              const struct expression_world *world, uint32_t *ret_column, uint32_t *ret_probe)
{
	if (!one_column(pass, condition, ret_column))
		return false;
	const struct probe probe = {.kind = PROBE_CONDITION, .condition = condition, .world = world};
	*ret_probe = pass_column_probe(&pass->columns[*ret_column], &probe);
	return true;
}

static const struct clause *make_clause(struct pass *pass, const struct expression *condition,
                                        const struct expression_world *world)
{
	struct arena *arena = pass->ground->arena;
	struct clause *clause = arena_new(arena, struct clause);
	if (decided_by_column(pass, condition, world, &clause->column, &clause->probe))
		return clause;
	const struct expression **parts;
	clause->joint = expression_split(condition, arena, &parts, &clause->count);
	if (clause->joint == JOINT_NONE) {
		clause->column = joined_column(pass, condition, world);
		return clause;
	}
	const struct clause **of = arena_array(arena, const struct clause *, clause->count);
	for (size_t i = 0; i < clause->count; i++)
		of[i] = make_clause(pass, parts[i], world);
	clause->of = of;
	return clause;
}

static void add_clause(struct pass *pass, struct rider *rider, const struct clause *clause)
{
	if (rider->clause_count == rider->clause_room) {
		size_t room = rider->clause_room ? rider->clause_room * 2 : 4;
		const struct clause **grown = arena_array(pass->ground->arena, const struct clause *, room);
		if (rider->clause_count)
			memcpy(grown, rider->clauses, rider->clause_count * sizeof *grown);
		rider->clauses = grown;
		rider->clause_room = room;
	}
	rider->clauses[rider->clause_count++] = clause;
}

/* All parts of an `and` must hold; a part that one column decides becomes a requirement of that column. */
static void add_condition(struct pass *pass, struct rider *rider, uint32_t number,
                          const struct expression *condition, const struct expression_world *world)
{
	uint32_t column, probe = 0;
	if (decided_by_column(pass, condition, world, &column, &probe)) {
		pass_column_require(&pass->columns[column], probe, number);
		return;
	}
	const struct expression **parts;
	size_t count;
	enum expression_joint joint = expression_split(condition, pass->ground->arena, &parts, &count);
	if (joint == JOINT_NONE) {
		column = joined_column(pass, condition, world);
		pass_column_require(&pass->columns[column], 0, number);
	} else if (joint == JOINT_AND) {
		for (size_t i = 0; i < count; i++)
			add_condition(pass, rider, number, parts[i], world);
	} else {
		add_clause(pass, rider, make_clause(pass, condition, world));
	}
}

/* ---- a rider ---- */

/* Every code that can stand in a row of the scope's tenants belongs to it. A city's code and that of a
   district numbered 00 share a tenant, so those are looked at row by row. */
static bool scope_is_tenants(const struct balance *balance)
{
	const struct organisation_scope *scope = &balance->scope;
	size_t length = strlen(balance->org);
	return scope->include_count == 1 && !scope->exclude_count && scope->include[0].from == balance->org &&
	       length <= 6 && !(length == 6 && text_ends(balance->org, "00"));
}

static void add_scope(struct pass *pass, const struct balance *balance, uint32_t number)
{
	if (scope_is_tenants(balance))
		return;
	uint32_t column = column_named(pass, org_column, NULL);
	const struct probe probe = {.kind = PROBE_SCOPE, .scope = &balance->scope};
	pass_column_require(&pass->columns[column], pass_column_probe(&pass->columns[column], &probe),
	                    number);
}

static void add_dimension(struct pass *pass, struct rider *rider, size_t which)
{
	const struct dimension *dimension = &rider->question->side[rider->side].by[which];
	if (dimension->kind == DIMENSION_MONTH) {
		rider->by_month = true;
		return;
	}
	const struct probe probe = {
	        .kind = PROBE_PARTS, .parts = &rider->question->tallies.by[which], .dimension = dimension};
	rider->column[which] = column_named(pass, dimension->source.column, dimension->source.field);
	rider->probe[which] = pass_column_probe(&pass->columns[rider->column[which]], &probe);
}

static int add_measure(struct pass *pass, const struct balance *balance)
{
	const char *name = balance->value.column;
	if (balance->figure->measure == MEASURE_COUNT || !name)
		return -1;
	for (size_t i = 0; i < pass->measure_count; i++)
		if (text_equal(pass->measures[i].name, name))
			return (int)i;
	grow_by_one(pass->measures, pass->measure_count, pass->measure_room);
	bool is_on = text_equal(name, pass->on);
	pass->measures[pass->measure_count] = (struct measure){
	        .name = name,
	        .is_on = is_on,
	        .is_date = balance->value.field->type == FIELD_DATE,
	        .place = is_on ? 0 : select_column(pass, name),
	};
	return (int)pass->measure_count++;
}

static void add_rider(struct pass *pass, struct question *question, size_t side)
{
	grow_by_one(pass->riders, pass->rider_count, pass->rider_room);
	uint32_t number = (uint32_t)pass->rider_count++;
	struct rider *rider = &pass->riders[number];
	const struct balance *balance = &question->side[side];
	*rider = (struct rider){.question = question, .side = side, .measure = add_measure(pass, balance)};
	add_scope(pass, balance, number);
	for (size_t i = 0; i < question->tallies.dimensions; i++)
		add_dimension(pass, rider, i);
	for (size_t i = 0; i < balance->where_count; i++)
		add_condition(pass, rider, number, balance->where[i], &balance->world);
}

/* ---- passes ---- */

static bool pass_is_for(const struct pass *pass, const struct balance *balance)
{
	return pass->ledger == balance->ledger && pass->on_field == balance->on.field &&
	       pass->tenant_from == balance->scope.tenant_from && pass->tenant_to == balance->scope.tenant_to;
}

static struct pass *pass_for(struct passes *passes, const struct balance *balance, const char *const *covered)
{
	for (size_t i = 0; i < passes->count; i++)
		if (pass_is_for(passes->items[i], balance))
			return passes->items[i];
	grow_by_one(passes->items, passes->count, passes->room);
	struct pass *pass = arena_new(passes->ground->arena, struct pass);
	pass->ground = passes->ground;
	pass->ledger = balance->ledger;
	pass->on = balance->on.column;
	pass->on_field = balance->on.field;
	pass->tenant_from = balance->scope.tenant_from;
	pass->tenant_to = balance->scope.tenant_to;
	pass->covered = covered;
	passes->items[passes->count++] = pass;
	return pass;
}

bool passes_take(struct passes *passes, struct question *question, size_t side)
{
	const struct balance *balance = &question->side[side];
	struct table_index index;
	if (question->request->figure->measure == MEASURE_MISSING ||
	    !viewer_counts_all(passes->ground, balance) ||
	    !pass_fits(passes->ground->definitions, balance, passes->ground->arena, &index))
		return false;
	add_rider(pass_for(passes, balance, index.columns), question, side);
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
		memory_free(pass->measures);
		memory_free(pass->selected);
		memory_free(pass->riders);
		memory_free(pass->edges);
		memory_free(pass->ranges);
	}
	memory_free(passes->items);
	*passes = (struct passes){};
}
