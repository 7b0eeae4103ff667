/* Answers: tallies become numbers and cells, in order, with their labels; what
   is too small for the viewer's role is hidden. Nothing is counted here. */
#include "figure/question.h"

#include <inttypes.h>

/* ---- one number ---- */

static int scale_of(const struct figure *figure)
{
	bool scaled = figure->measure == MEASURE_SUM && figure->value->type == FIELD_DECIMAL;
	return scaled ? figure->value->scale : 0;
}

static int64_t measured(const struct figure *figure, const struct tally *tally)
{
	switch (figure->measure) {
	case MEASURE_COUNT:
	case MEASURE_MISSING:
	case MEASURE_RATIO: return tally->rows;
	case MEASURE_SUM: return tally->sum;
	case MEASURE_DISTINCT: return tally->distinct;
	case MEASURE_FIRST: return tally->first;
	case MEASURE_LAST: return tally->last;
	}
	return 0;
}

static bool is_date(const struct figure *figure)
{
	return figure->measure == MEASURE_FIRST || figure->measure == MEASURE_LAST;
}

static int64_t raised(int64_t number, int places)
{
	while (places-- > 0)
		number *= 10;
	return number;
}

/* Both parts in one unit, so that their quotient is the ratio. */
static struct figure_number ratio_number(const struct question *question,
                                         const struct tally side[TALLY_SIDES])
{
	const struct figure *over = question->side[0].figure, *under = question->side[1].figure;
	int scale = scale_of(over) - scale_of(under);
	struct figure_number number = {
	        .number = raised(measured(over, &side[0]), -scale),
	        .denominator = raised(measured(under, &side[1]), scale),
	};
	number.missing = !question->alive[0] || !question->alive[1] || !number.denominator;
	return number;
}

static struct figure_number number_of(const struct question *question, const struct tally side[TALLY_SIDES])
{
	if (question->sides == 2)
		return ratio_number(question, side);
	const struct figure *figure = question->side[0].figure;
	struct figure_number number = {
	        .number = measured(figure, &side[0]),
	        .denominator = 1,
	        .scale = scale_of(figure),
	};
	number.missing = !question->alive[0] || (is_date(figure) && !number.number);
	return number;
}

/* ---- what a role may not see ---- */

static int64_t hidden_below(const struct ground *ground, const struct question *question)
{
	int64_t most = 0;
	for (size_t i = 0; i < question->sides; i++) {
		const struct access_rule *rule =
		        ledger_access(question->side[i].ledger, ground->viewer->role);
		if (rule && rule->hide_below > most)
			most = rule->hide_below;
	}
	return most;
}

/* Few, but not none: that nobody was counted tells of nobody. */
static bool is_few(const struct question *question, const struct tally side[TALLY_SIDES], int64_t limit)
{
	bool few = false;
	for (size_t i = 0; i < question->sides; i++)
		few |= side[i].rows > 0 && side[i].rows < limit;
	return few;
}

static void hide(struct figure_number *number)
{
	*number = (struct figure_number){
	        .missing = true, .hidden = true, .denominator = 1, .scale = number->scale};
}

static int64_t rows_behind(const struct question *question, const struct cell_tally *cell)
{
	return cell->side[0].rows + (question->sides == 2 ? cell->side[1].rows : 0);
}

/* What was hidden must not follow from the total and the rest: the next smallest cells go
   along until what is hidden is itself no longer few. */
static void hide_along(const struct question *question, const struct cell_tally *const *order,
                       struct figure_result *result, int64_t limit)
{
	int64_t hidden = 0;
	bool any = false;
	for (size_t i = 0; i < result->cell_count; i++)
		if (result->cells[i].value.hidden) {
			hidden += rows_behind(question, order[i]);
			any = true;
		}
	while (any && hidden < limit) {
		size_t next = result->cell_count;
		for (size_t i = 0; i < result->cell_count; i++) {
			int64_t rows = rows_behind(question, order[i]);
			bool open = rows && !result->cells[i].value.hidden;
			if (open && (next == result->cell_count || rows < rows_behind(question, order[next])))
				next = i;
		}
		if (next == result->cell_count)
			return;
		hidden += rows_behind(question, order[next]);
		hide(&result->cells[next].value);
	}
}

static void hide_few(const struct ground *ground, const struct question *question,
                     const struct cell_tally *const *order, struct figure_result *result)
{
	int64_t limit = hidden_below(ground, question);
	if (is_few(question, question->tallies.total, limit))
		hide(&result->total);
	for (size_t i = 0; i < result->cell_count; i++)
		if (is_few(question, order[i]->side, limit))
			hide(&result->cells[i].value);
	hide_along(question, order, result, limit);
}

/* ---- cells in order ---- */

static const struct list *list_of(const struct dimension *dimension)
{
	return dimension->kind == DIMENSION_FIELD ? dimension->source.field->list : NULL;
}

/* List items are all there, crossed with whatever parts the other dimension has. */
static void complete_cells(struct question *question)
{
	struct tallies *tallies = &question->tallies;
	bool listed = false;
	for (size_t i = 0; i < tallies->dimensions; i++) {
		const struct dimension *dimension = &question->side[0].by[i];
		listed |= list_of(dimension) != NULL;
		parts_complete(&tallies->by[i], dimension);
	}
	if (!listed)
		return;
	size_t second = tallies->dimensions == 2 ? tallies->by[1].count : 1;
	for (uint32_t i = 0; i < tallies->by[0].count; i++)
		for (uint32_t j = 0; j < second; j++)
			if (tallies->by[0].items[i].shown &&
			    (tallies->dimensions == 1 || tallies->by[1].items[j].shown))
				tallies_cell(tallies, (uint32_t[FIGURE_DIMENSIONS]){i, j});
}

static int part_order(const struct part *a, const struct part *b)
{
	bool none_a = a->key.kind == VALUE_NONE, none_b = b->key.kind == VALUE_NONE;
	if (none_a || none_b)
		return none_a - none_b;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->key.kind == VALUE_TEXT && b->key.kind == VALUE_TEXT)
		return strcmp(a->key.bytes, b->key.bytes);
	return (a->key.number > b->key.number) - (a->key.number < b->key.number);
}

static int cell_order(const void *a, const void *b, void *context)
{
	const struct cell_tally *left = *(const struct cell_tally *const *)a;
	const struct cell_tally *right = *(const struct cell_tally *const *)b;
	const struct tallies *tallies = context;
	int order = 0;
	for (size_t i = 0; i < tallies->dimensions && !order; i++)
		order = part_order(&tallies->by[i].items[left->part[i]],
		                   &tallies->by[i].items[right->part[i]]);
	return order;
}

static const struct cell_tally **cells_in_order(struct question *question, struct arena *arena)
{
	struct tallies *tallies = &question->tallies;
	size_t count = tallies->cell_numbers.count;
	const struct cell_tally **order = arena_array(arena, const struct cell_tally *, count);
	for (size_t i = 0; i < count; i++)
		order[i] = &tallies->cells[i];
	if (count)
		qsort_r(order, count, sizeof *order, cell_order, tallies);
	return order;
}

/* ---- titles of linked records ---- */

enum { LINKS_AT_ONCE = 500 };

/* What names linked records to one who may open them; to others they stay ids. */
static bool links_sql(const struct ground *ground, const struct balance *balance, const struct ledger *to,
                      const struct part *const *parts, size_t count, struct sql *sql, struct fault *fault)
{
	const struct field *title = to->title_field;
	bool plain = title && title->secrecy == SECRECY_PLAIN;
	const struct organisation_scope *scope = &balance->scope;
	sql_add(sql, "SELECT \"t\".\"id\", ");
	sql_name(sql, balance_alias, plain ? title->column : "number");
	sql_add(sql, " FROM ");
	sql_name(sql, NULL, to->table);
	sql_add(sql, " AS \"t\" WHERE \"t\".\"tenant\"");
	sql_add(sql, scope->tenant_from == scope->tenant_to ? " = " : " BETWEEN ");
	sql_bind(sql, value_int(scope->tenant_from));
	if (scope->tenant_from != scope->tenant_to) {
		sql_add(sql, " AND ");
		sql_bind(sql, value_int(scope->tenant_to));
	}
	for (size_t i = 0; i < count; i++) {
		sql_add(sql, i ? ", " : " AND \"t\".\"id\" IN (");
		sql_bind(sql, parts[i]->key);
	}
	sql_add(sql, ") AND ");
	return viewer_sql(ground->viewer, ground->organisation, to, ACCESS_OPEN, balance_alias, sql, fault);
}

static bool label_some(const struct ground *ground, const struct balance *balance, const struct ledger *to,
                       struct parts *parts, const struct part *const *some, size_t count, struct fault *fault)
{
	struct sql sql = SQL_EMPTY;
	struct statement *statement;
	enum step step = STEP_FAULT;
	if (links_sql(ground, balance, to, some, count, &sql, fault) &&
	    database_prepare_sql(ground->database, &sql, &statement, fault)) {
		while ((step = statement_step(statement, fault)) == STEP_ROW) {
			struct value id = value_int(statement_int(statement, 0));
			struct part *part = parts_find(parts, &id);
			if (part && !statement_is_null(statement, 1))
				part->label[0] = part->label[1] =
				        arena_copy(ground->arena, statement_text(statement, 1));
		}
		statement_reset(statement);
	}
	sql_release(&sql);
	return step == STEP_DONE;
}

static bool label_links(const struct ground *ground, const struct balance *balance, const struct ledger *to,
                        struct parts *parts, struct fault *fault)
{
	const struct part *some[LINKS_AT_ONCE];
	size_t count = 0;
	bool done = true;
	for (size_t i = 0; i < parts->count && done; i++) {
		if (parts->items[i].key.kind == VALUE_INT)
			some[count++] = &parts->items[i];
		if (count == LINKS_AT_ONCE) {
			done = label_some(ground, balance, to, parts, some, count, fault);
			count = 0;
		}
	}
	return done && (!count || label_some(ground, balance, to, parts, some, count, fault));
}

static bool label_parts(const struct ground *ground, struct question *question, struct fault *fault)
{
	for (size_t i = 0; i < question->tallies.dimensions; i++) {
		const struct balance *balance = &question->side[0];
		const struct dimension *dimension = &balance->by[i];
		const struct field *field =
		        dimension->kind == DIMENSION_FIELD ? dimension->source.field : NULL;
		bool links = field && field->type == FIELD_LINK &&
		             viewer_scope(ground->viewer, field->to, ACCESS_OPEN) != SCOPE_NONE;
		if (links && !label_links(ground, balance, field->to, &question->tallies.by[i], fault))
			return false;
	}
	return true;
}

/* ---- all ---- */

static struct figure_cell cell_of(const struct question *question, const struct cell_tally *tally)
{
	struct figure_cell cell = {.value = number_of(question, tally->side)};
	for (size_t i = 0; i < question->tallies.dimensions; i++) {
		const struct part *part = &question->tallies.by[i].items[tally->part[i]];
		cell.key[i] = part->key;
		cell.label[i][0] = part->label[0];
		cell.label[i][1] = part->label[1];
	}
	return cell;
}

bool question_answer(const struct ground *ground, struct question *question, struct figure_result *ret,
                     struct fault *fault)
{
	complete_cells(question);
	if (!label_parts(ground, question, fault))
		return false;
	struct arena arena = {};
	const struct cell_tally **order = cells_in_order(question, &arena);
	struct figure_result result = {
	        .total = number_of(question, question->tallies.total),
	        .cell_count = question->tallies.cell_numbers.count,
	};
	result.cells = arena_array(ground->arena, struct figure_cell, result.cell_count);
	for (size_t i = 0; i < result.cell_count; i++)
		result.cells[i] = cell_of(question, order[i]);
	hide_few(ground, question, order, &result);
	arena_release(&arena);
	*ret = result;
	return true;
}
