/* Numbers by SQL. The inner statement picks rows and names what is measured,
   the outer one groups and measures, so that a stock's two halves and a plain
   flow look alike. */
#include "figure/balance_sql.h"

void source_sql(const struct source *source, struct sql *sql)
{
	sql_name(sql, source->alias, source->column);
}

void dimension_sql(const struct dimension *dimension, struct sql *sql)
{
	source_sql(&dimension->source, sql);
	if (dimension->kind == DIMENSION_MONTH)
		sql_add(sql, " / 100");
}

size_t balance_dimensions(const struct balance *balance)
{
	size_t count = 0;
	while (count < FIGURE_DIMENSIONS && balance->by[count].kind != DIMENSION_NONE)
		count++;
	return count;
}

bool balance_lists_values(const struct balance *balance)
{
	return balance->figure->measure == MEASURE_DISTINCT && balance_dimensions(balance);
}

/* ---- where the rows are ---- */

static void compare_sql(const struct source *source, const char *comparison, int64_t number, struct sql *sql)
{
	source_sql(source, sql);
	sql_add(sql, comparison);
	sql_bind(sql, value_int(number));
}

static void tables_sql(const struct balance *balance, bool with_parent, struct sql *sql)
{
	sql_add(sql, " FROM ");
	sql_name(sql, NULL, balance->ledger->table);
	sql_add(sql, " AS \"t\"");
	if (!balance->ledger->parent || !(with_parent || balance->reads_parent))
		return;
	sql_add(sql, " JOIN ");
	sql_name(sql, NULL, balance->ledger->parent->table);
	sql_add(sql, " AS \"p\" ON \"p\".\"tenant\" = \"t\".\"tenant\" AND \"p\".\"id\" = \"t\".\"parent\"");
}

/* Live rows of the organisation that the viewer may count. */
static bool live_sql(const struct ground *ground, const struct balance *balance, const struct ledger *ledger,
                     struct sql *sql, struct fault *fault)
{
	sql_add(sql, " WHERE ");
	organisation_scope_sql(&balance->scope, balance_alias, sql);
	sql_add(sql, " AND \"t\".\"voided\" = 0 AND ");
	return viewer_sql(ground->viewer, ground->organisation, ledger, ACCESS_COUNT, balance_alias, sql,
	                  fault);
}

static void period_sql(const struct balance *balance, const struct source *on, struct sql *sql)
{
	sql_add(sql, " AND ");
	if (!balance->from) {
		compare_sql(on, " <= ", balance->to, sql);
		return;
	}
	compare_sql(on, " BETWEEN ", balance->from, sql);
	sql_add(sql, " AND ");
	sql_bind(sql, value_int(balance->to));
}

static void stock_sql(const struct balance *balance, enum rows_half half, struct sql *sql)
{
	sql_add(sql, " AND ");
	compare_sql(&balance->since, " <= ", balance->to, sql);
	if (!balance->until.alias || half == ROWS_OPEN) {
		if (balance->until.alias) {
			sql_add(sql, " AND ");
			source_sql(&balance->until, sql);
			sql_add(sql, " IS NULL");
		}
		return;
	}
	sql_add(sql, " AND ");
	if (half == ROWS_ALL) {
		sql_add(sql, "(");
		source_sql(&balance->until, sql);
		sql_add(sql, " IS NULL OR ");
	}
	compare_sql(&balance->until, " > ", balance->to, sql);
	sql_add(sql, half == ROWS_ALL ? ")" : "");
}

/* Of each `per` the row that came last: by date, then by its place in the record, then by id. The
   figure's conditions are asked of that row, and do not choose it. */
static bool latest_sql(const struct ground *ground, const struct balance *balance, struct sql *sql,
                       struct fault *fault)
{
	sql_add(sql,
	        " WHERE (\"t\".\"tenant\", \"t\".\"id\") IN (SELECT \"l\".\"tenant\", \"l\".\"id\" FROM ("
	        "SELECT \"t\".\"tenant\" AS \"tenant\", \"t\".\"id\" AS \"id\", row_number() OVER ("
	        "PARTITION BY \"t\".\"tenant\", ");
	source_sql(&balance->per, sql);
	sql_add(sql, " ORDER BY ");
	source_sql(&balance->on, sql);
	sql_add(sql, balance->ledger->parent ? " DESC, \"t\".\"position\" DESC" : " DESC");
	sql_add(sql, ", \"t\".\"id\" DESC) AS \"nth\"");
	tables_sql(balance, false, sql);
	if (!live_sql(ground, balance, balance->ledger, sql, fault))
		return false;
	period_sql(balance, &balance->on, sql);
	sql_add(sql, " AND ");
	source_sql(&balance->per, sql);
	sql_add(sql, " IS NOT NULL) AS \"l\" WHERE \"l\".\"nth\" = 1)");
	return true;
}

bool balance_rows_sql(const struct ground *ground, const struct balance *balance, enum rows_half half,
                      bool with_parent, struct sql *sql, struct fault *fault)
{
	tables_sql(balance, with_parent, sql);
	if (balance->figure->time == TIME_LATEST) {
		if (!latest_sql(ground, balance, sql, fault))
			return false;
	} else {
		if (!live_sql(ground, balance, balance->ledger, sql, fault))
			return false;
		if (balance->figure->time == TIME_STOCK)
			stock_sql(balance, half, sql);
		else if (balance->on.alias)
			period_sql(balance, &balance->on, sql);
	}
	const char *parent = balance->reads_parent ? balance_parent_alias : NULL;
	for (size_t i = 0; i < balance->where_count; i++) {
		sql_add(sql, " AND ");
		expression_sql(balance->where[i], balance_alias, parent, &balance->world, sql);
	}
	return true;
}

/* ---- numbers ---- */

static const char *const key_names[FIGURE_DIMENSIONS] = {"k0", "k1"};

/* What the measure makes of the values; NULL if the number of rows is all. */
static const char *measured(const struct balance *balance)
{
	switch (balance->figure->measure) {
	case MEASURE_SUM: return "coalesce(sum(\"r\".\"v\"), 0)";
	case MEASURE_DISTINCT: return balance_lists_values(balance) ? NULL : "count(DISTINCT \"r\".\"v\")";
	case MEASURE_FIRST: return "min(\"r\".\"v\")";
	case MEASURE_LAST: return "max(\"r\".\"v\")";
	case MEASURE_COUNT:
	case MEASURE_RATIO:
	case MEASURE_MISSING: break;
	}
	return NULL;
}

static bool rows_sql(const struct ground *ground, const struct balance *balance, enum rows_half half,
                     struct sql *sql, struct fault *fault)
{
	size_t dimensions = balance_dimensions(balance);
	sql_add(sql, "SELECT ");
	for (size_t i = 0; i < dimensions; i++) {
		dimension_sql(&balance->by[i], sql);
		sql_format(sql, " AS \"%s\", ", key_names[i]);
	}
	if (balance->value.alias) {
		source_sql(&balance->value, sql);
		sql_add(sql, " AS \"v\"");
	} else {
		sql_add(sql, "1 AS \"v\"");
	}
	return balance_rows_sql(ground, balance, half, false, sql, fault);
}

static void group_sql(const struct balance *balance, struct sql *sql)
{
	const char *before = " GROUP BY ";
	for (size_t i = 0; i < balance_dimensions(balance); i++, before = ", ") {
		sql_add(sql, before);
		sql_name(sql, "r", key_names[i]);
	}
	if (balance_lists_values(balance)) {
		sql_add(sql, before);
		sql_name(sql, "r", "v");
	}
}

bool balance_numbers_sql(const struct ground *ground, const struct balance *balance, struct sql *sql,
                         struct fault *fault)
{
	sql_add(sql, "SELECT ");
	for (size_t i = 0; i < balance_dimensions(balance); i++) {
		sql_name(sql, "r", key_names[i]);
		sql_add(sql, ", ");
	}
	sql_add(sql, balance_lists_values(balance) ? "\"r\".\"v\", count(*)" : "count(*)");
	if (measured(balance)) {
		sql_add(sql, ", ");
		sql_add(sql, measured(balance));
	}
	bool halves = balance->figure->time == TIME_STOCK && balance->until.alias;
	sql_add(sql, " FROM (");
	if (!rows_sql(ground, balance, halves ? ROWS_OPEN : ROWS_ALL, sql, fault))
		return false;
	if (halves) {
		sql_add(sql, " UNION ALL ");
		if (!rows_sql(ground, balance, ROWS_ENDING, sql, fault))
			return false;
	}
	sql_add(sql, ") AS \"r\"");
	group_sql(balance, sql);
	return true;
}

/* ---- anything at all ---- */

static bool alive_one_sql(const struct ground *ground, const struct balance *balance,
                          const struct ledger *ledger, const struct source *on, struct sql *sql,
                          struct fault *fault)
{
	const struct balance register_alone = {.ledger = ledger};
	sql_add(sql, "SELECT 1");
	tables_sql(ledger == balance->ledger ? balance : &register_alone, false, sql);
	if (!live_sql(ground, balance, ledger, sql, fault))
		return false;
	if (on->alias)
		period_sql(balance, on, sql);
	return true;
}

/* A register lives in a period by the date that places its records, and by the figure's own: cases
   closed in June count as a live register in June also when they were received before. */
bool balance_alive_sql(const struct ground *ground, const struct balance *balance, struct sql *sql,
                       struct fault *fault)
{
	const struct ledger *top = balance->top;
	const struct source counts_on = balance_source(top, top->counts_on, ground->arena);
	const struct source *own = balance->figure->time == TIME_STOCK ? &balance->since : &balance->on;
	bool by_own = own->alias && own->field != top->counts_on;
	bool by_register = top->counts_on || !by_own;
	if (by_own && !alive_one_sql(ground, balance, balance->ledger, own, sql, fault))
		return false;
	if (by_own && by_register)
		sql_add(sql, " UNION ALL ");
	if (by_register && !alive_one_sql(ground, balance, top, &counts_on, sql, fault))
		return false;
	sql_add(sql, " LIMIT 1");
	return true;
}
