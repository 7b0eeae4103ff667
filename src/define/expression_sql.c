/* An expression as an SQL condition for SQLite and PostgreSQL alike. Every
   truth is written as a comparison, never as a bare column, for PostgreSQL
   holds 0 and 1 to be numbers; dates are taken apart by whole-number division;
   whatever is not an operator or a column is bound. */
#include "define/expression_node.h"

#include <assert.h>

static const char row_alias[] = "r1"; /* rows hold no rows, so one name is enough */

struct scope {
	struct sql *sql;
	const char *alias, *parent_alias;
	const struct expression_world *world;
};

static void write_node(const struct node *node, const struct scope *scope);

/* ---- leaves ---- */

static const char *alias_of(const struct node *node, const struct scope *scope)
{
	assert(!node->of_parent || scope->parent_alias);
	return node->of_parent ? scope->parent_alias : scope->alias;
}

static void write_column(const struct node *node, const struct scope *scope)
{
	sql_name(scope->sql, alias_of(node, scope), node->field->column);
}

static struct value world_date(const struct node *node, const struct expression_world *world)
{
	if (!world)
		return (struct value){};
	civil_date date = node->op == NODE_TODAY          ? world->today
	                  : node->op == NODE_PERIOD_START ? world->period_start
	                                                  : world->period_end;
	return date ? value_int(date) : (struct value){};
}

static bool is_bound(const struct node *node)
{
	return node->op == NODE_CONSTANT || node->op == NODE_TODAY || node->op == NODE_PERIOD_START ||
	       node->op == NODE_PERIOD_END;
}

static struct value bound_value(const struct node *node, const struct scope *scope)
{
	return node->op == NODE_CONSTANT ? node->value : world_date(node, scope->world);
}

static void write_leaf(const struct node *node, const struct scope *scope)
{
	if (node->op == NODE_CONSTANT && node->type.kind == KIND_TRUTH) {
		sql_add(scope->sql, node->value.number ? "TRUE" : "FALSE");
	} else if (is_bound(node)) {
		sql_bind(scope->sql, bound_value(node, scope));
	} else if (node->op == NODE_STATE) {
		sql_name(scope->sql, alias_of(node, scope), "state");
	} else if (node->type.kind == KIND_TRUTH) {
		sql_add(scope->sql, "(");
		write_column(node, scope);
		sql_add(scope->sql, " = 1)");
	} else {
		write_column(node, scope);
	}
}

/* ---- operators ---- */

static const char *const operators[NODE_OP_COUNT] = {
        [NODE_OR] = " OR ",          [NODE_AND] = " AND ",     [NODE_EQUAL] = " = ",
        [NODE_UNEQUAL] = " <> ",     [NODE_LESS] = " < ",      [NODE_AT_MOST] = " <= ",
        [NODE_GREATER] = " > ",      [NODE_AT_LEAST] = " >= ", [NODE_IN] = " IN (",
        [NODE_NOT_IN] = " NOT IN (", [NODE_ADD] = " + ",       [NODE_SUBTRACT] = " - ",
        [NODE_MULTIPLY] = " * ",
};

/* (a OR b OR c), (a = b), (a + b) */
static void write_infix(const struct node *node, const struct scope *scope)
{
	for (size_t i = 0; i < node->count; i++) {
		sql_add(scope->sql, i ? operators[node->op] : "(");
		write_node(node->of[i], scope);
	}
	sql_add(scope->sql, ")");
}

static void write_in(const struct node *node, const struct scope *scope)
{
	sql_add(scope->sql, "(");
	write_node(node->of[0], scope);
	for (size_t i = 1; i < node->count; i++) {
		sql_add(scope->sql, i == 1 ? operators[node->op] : ", ");
		write_node(node->of[i], scope);
	}
	sql_add(scope->sql, "))");
}

static void write_between(const struct node *node, const struct scope *scope)
{
	static const char *const before[] = {"(", " BETWEEN ", " AND "};
	for (size_t i = 0; i < 3; i++) {
		sql_add(scope->sql, before[i]);
		write_node(node->of[i], scope);
	}
	sql_add(scope->sql, ")");
}

static void write_around(const struct node *node, const struct scope *scope, const char *before,
                         const char *after)
{
	sql_add(scope->sql, before);
	write_node(node->of[0], scope);
	sql_add(scope->sql, after);
}

static void write_set(const struct node *node, const struct scope *scope)
{
	const struct node *item = node->of[0];
	sql_add(scope->sql, "(");
	if (item->op == NODE_FIELD)
		write_column(item, scope);
	else
		write_node(item, scope);
	sql_add(scope->sql, node->op == NODE_SET ? " IS NOT NULL)" : " IS NULL)");
}

static void write_scale(const struct node *node, const struct scope *scope)
{
	sql_add(scope->sql, "(");
	write_node(node->of[0], scope);
	sql_add(scope->sql, " * ");
	sql_bind(scope->sql, value_int(node->factor));
	sql_add(scope->sql, ")");
}

static void write_rank(const struct node *node, const struct scope *scope)
{
	const struct list *list = node->of[0]->type.list;
	sql_add(scope->sql, "(CASE ");
	write_node(node->of[0], scope);
	for (size_t i = 0; i < list->count; i++) {
		sql_add(scope->sql, " WHEN ");
		sql_bind(scope->sql, value_text(list->items[i].code));
		sql_format(scope->sql, " THEN %zu", i);
	}
	sql_add(scope->sql, " END)");
}

/* ---- dates ---- */

/* Days from a fixed day: the year begins in March, so that a leap day ends it.
   $ stands for the date; see day_count, which is the same for a bound one. */
static const char day_pattern[] =
        "(($ - 300) / 10000 * 365 + ($ - 300) / 10000 / 4 - ($ - 300) / 10000 / 100"
        " + ($ - 300) / 10000 / 400 + (($ / 100 % 100 + 9) % 12 * 153 + 2) / 5 + $ % 100)";

static void write_days_of(const struct node *date, const struct scope *scope)
{
	if (is_bound(date)) {
		struct value value = bound_value(date, scope);
		if (value.kind == VALUE_INT)
			value.number = day_count((civil_date)value.number);
		sql_bind(scope->sql, value);
		return;
	}
	for (const char *at = day_pattern; *at; at++) {
		if (*at == '$')
			write_node(date, scope);
		else
			text_add_byte(&scope->sql->text, *at);
	}
}

static void write_dates(const struct node *node, const struct scope *scope)
{
	sql_add(scope->sql, "(");
	if (node->op == NODE_DAYS) {
		write_days_of(node->of[1], scope);
		sql_add(scope->sql, " - ");
		write_days_of(node->of[0], scope);
		sql_add(scope->sql, ")");
	} else {
		sql_add(scope->sql, "(");
		write_node(node->of[1], scope);
		sql_add(scope->sql, " - ");
		write_node(node->of[0], scope);
		sql_add(scope->sql, ") / 10000)");
	}
}

/* ---- texts ---- */

static void write_text(const struct node *node, const struct scope *scope)
{
	const struct value *sought = &node->value;
	if (node->op == NODE_STARTS) {
		write_around(node, scope, "(substr(", ", 1, ");
		sql_format(scope->sql, "%zu) = ", utf8_count(sought->bytes, sought->length));
		sql_bind(scope->sql, *sought);
		sql_add(scope->sql, ")");
		return;
	}
	/* A text that holds another differs from itself without it. */
	write_around(node, scope, "(replace(", ", ");
	sql_bind(scope->sql, *sought);
	write_around(node, scope, ", '') <> ", ")");
}

/* ---- rows ---- */

static void write_rows(const struct node *node, const struct scope *scope)
{
	assert(!text_equal(scope->alias, row_alias));
	const struct node *value = node->op == NODE_SUM ? node->of[0] : NULL;
	const struct node *where = node->count > (value != NULL) ? node->of[node->count - 1] : NULL;
	const struct scope inside = {
	        .sql = scope->sql, .alias = row_alias, .parent_alias = scope->alias, .world = scope->world};
	sql_add(scope->sql, "(SELECT ");
	if (value) {
		sql_add(scope->sql, "coalesce(sum(");
		write_node(value, &inside);
		sql_add(scope->sql, "), 0)");
	} else {
		sql_add(scope->sql, "count(*)");
	}
	sql_add(scope->sql, " FROM ");
	sql_name(scope->sql, NULL, node->field->rows->table);
	sql_format(scope->sql, " AS \"%s\" WHERE ", row_alias);
	static const char *const same[2][2] = {{"tenant", "tenant"}, {"parent", "id"}};
	for (int i = 0; i < 2; i++) {
		sql_name(scope->sql, row_alias, same[i][0]);
		sql_add(scope->sql, " = ");
		sql_name(scope->sql, scope->alias, same[i][1]);
		sql_add(scope->sql, " AND ");
	}
	sql_name(scope->sql, row_alias, "voided");
	sql_add(scope->sql, " = 0");
	if (where) {
		sql_add(scope->sql, " AND ");
		write_node(where, &inside);
	}
	sql_add(scope->sql, ")");
}

/* ---- all ---- */

static void write_node(const struct node *node, const struct scope *scope)
{
	switch (node->op) {
	case NODE_OR:
	case NODE_AND:
	case NODE_EQUAL:
	case NODE_UNEQUAL:
	case NODE_LESS:
	case NODE_AT_MOST:
	case NODE_GREATER:
	case NODE_AT_LEAST:
	case NODE_ADD:
	case NODE_SUBTRACT:
	case NODE_MULTIPLY: write_infix(node, scope); return;
	case NODE_NOT: write_around(node, scope, "(NOT ", ")"); return;
	case NODE_BETWEEN: write_between(node, scope); return;
	case NODE_IN:
	case NODE_NOT_IN: write_in(node, scope); return;
	case NODE_SET:
	case NODE_UNSET: write_set(node, scope); return;
	case NODE_SCALE: write_scale(node, scope); return;
	case NODE_RANK: write_rank(node, scope); return;
	case NODE_YEAR: write_around(node, scope, "(", " / 10000)"); return;
	case NODE_MONTH: write_around(node, scope, "(", " / 100 % 100)"); return;
	case NODE_DAYS:
	case NODE_AGE: write_dates(node, scope); return;
	case NODE_LENGTH: write_around(node, scope, "length(", ")"); return;
	case NODE_CONTAINS:
	case NODE_STARTS:
	case NODE_HAS: write_text(node, scope); return;
	case NODE_COUNT:
	case NODE_SUM: write_rows(node, scope); return;
	case NODE_CONSTANT:
	case NODE_FIELD:
	case NODE_STATE:
	case NODE_PERIOD_START:
	case NODE_PERIOD_END:
	case NODE_TODAY: write_leaf(node, scope); return;
	case NODE_SETTING:
	case NODE_OP_COUNT: break;
	}
	assert(false);
}

void expression_sql(const struct expression *expression, const char *alias, const char *parent_alias,
                    const struct expression_world *world, struct sql *sql)
{
	assert(!expression->reads_setting && !expression->reads_sealed);
	const struct scope scope = {.sql = sql, .alias = alias, .parent_alias = parent_alias, .world = world};
	write_node(expression->root, &scope);
}
