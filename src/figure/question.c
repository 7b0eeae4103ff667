/* Requests asked: which balances a figure is made of, their numbers by SQL, and
   whether a number that found no row is 0 or missing. */
#include "figure/question.h"

#include "figure/balance_sql.h"

static bool may_count(const struct ground *ground, const struct ledger *ledger, struct fault *fault)
{
	if (viewer_scope(ground->viewer, ledger, ACCESS_COUNT) != SCOPE_NONE)
		return true;
	const struct label *title = &ledger_top(ledger)->label;
	return fault_set(fault, figure_may_not_count, title->zh, title->en);
}

bool question_make(const struct ground *ground, const struct figure_request *request, struct question *ret,
                   struct fault *fault)
{
	const struct figure *figure = request->figure;
	struct question question = {.request = request, .sides = figure->measure == MEASURE_RATIO ? 2 : 1};
	for (size_t i = 0; i < question.sides; i++) {
		bool itself = figure->measure != MEASURE_RATIO && figure->measure != MEASURE_MISSING;
		const struct figure *part = itself ? figure : figure->of[i];
		const struct expression *further = itself ? NULL : figure->of_where[i];
		if (!may_count(ground, part->ledger, fault) ||
		    !balance_make(ground, request, part, further, &question.side[i], fault))
			return false;
	}
	if (figure->measure == MEASURE_MISSING && !may_count(ground, figure->filed_in, fault))
		return false;
	tallies_init(&question.tallies, ground, balance_dimensions(&question.side[0]));
	*ret = question;
	return true;
}

void question_release(struct question *question)
{
	tallies_release(&question->tallies);
}

/* ---- numbers by SQL ---- */

static void fold_dimensions(const struct ground *ground, struct question *question, size_t side,
                            struct statement *statement, uint32_t *sets)
{
	const struct balance *balance = &question->side[side];
	for (size_t i = 0; i < question->tallies.dimensions; i++) {
		struct value raw = statement_value(statement, (int)i);
		sets[i] = parts_fold(&question->tallies.by[i], ground, &balance->by[i], &raw);
	}
}

/* One row of the answer; see balance_numbers_sql for its columns. */
static void take_row(const struct ground *ground, struct question *question, size_t side,
                     struct statement *statement)
{
	const struct balance *balance = &question->side[side];
	uint32_t sets[FIGURE_DIMENSIONS] = {};
	fold_dimensions(ground, question, side, statement, sets);
	int column = (int)question->tallies.dimensions;
	if (balance_lists_values(balance)) {
		struct value value = statement_value(statement, column);
		tallies_add_distinct(&question->tallies, side, sets, &value,
		                     statement_int(statement, column + 1));
		return;
	}
	struct tally tally = {.rows = statement_int(statement, column)};
	int64_t number = statement_columns(statement) > column + 1 ? statement_int(statement, column + 1) : 0;
	enum figure_measure measure = balance->figure->measure;
	if (measure == MEASURE_SUM)
		tally.sum = number;
	else if (measure == MEASURE_DISTINCT)
		tally.distinct = number;
	else
		tally.first = tally.last = (civil_date)number;
	tallies_add(&question->tallies, side, sets, &tally);
}

bool question_ask_sql(const struct ground *ground, struct question *question, size_t side,
                      struct fault *fault)
{
	struct sql sql = SQL_EMPTY;
	struct statement *statement;
	enum step step = STEP_FAULT;
	if (balance_numbers_sql(ground, &question->side[side], &sql, fault) &&
	    database_prepare_sql(ground->database, &sql, &statement, fault)) {
		while ((step = statement_step(statement, fault)) == STEP_ROW)
			take_row(ground, question, side, statement);
		statement_reset(statement);
	}
	sql_release(&sql);
	return step == STEP_DONE;
}

/* ---- zero or missing ---- */

static bool ask_alive(const struct ground *ground, const struct balance *balance, bool *ret,
                      struct fault *fault)
{
	struct sql sql = SQL_EMPTY;
	struct statement *statement;
	enum step step = STEP_FAULT;
	if (balance_alive_sql(ground, balance, &sql, fault) &&
	    database_prepare_sql(ground->database, &sql, &statement, fault)) {
		step = statement_step(statement, fault);
		statement_reset(statement);
	}
	sql_release(&sql);
	if (step != STEP_FAULT)
		*ret = step == STEP_ROW;
	return step != STEP_FAULT;
}

bool question_ask_alive(const struct ground *ground, struct question *question, struct fault *fault)
{
	for (size_t i = 0; i < question->sides; i++) {
		question->alive[i] = question->tallies.total[i].rows > 0;
		if (!question->alive[i] && !ask_alive(ground, &question->side[i], &question->alive[i], fault))
			return false;
	}
	return true;
}
