/* Two databases side by side, one table at a time: does the projection that
   stands equal the one rebuilt from the journal? Says where they first differ,
   without showing text, which may be personal. */
#include <assert.h>
#include <string.h>

#include "store/schema.h"

/* Every column of the table, in key order. */
static void build_query(struct sql *sql, const struct table *table)
{
	sql_add(sql, "SELECT ");
	for (size_t i = 0; i < table->column_count; i++) {
		if (i)
			sql_add(sql, ", ");
		sql_name(sql, NULL, table->columns[i].name);
	}
	sql_add(sql, " FROM ");
	sql_name(sql, NULL, table->name);
	sql_add(sql, " ORDER BY ");
	for (const char *const *name = table->key; *name; name++) {
		if (name != table->key)
			sql_add(sql, ", ");
		sql_name(sql, NULL, *name);
	}
}

static int column_place(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (text_equal(table->columns[i].name, name))
			return (int)i;
	assert(false && "a key column of the table");
	return 0;
}

/* As SQLite orders: by kind, numbers by size, bytes as bytes, the shorter first. */
static int value_order(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->kind == VALUE_INT)
		return (a->number > b->number) - (a->number < b->number);
	size_t shared = a->length < b->length ? a->length : b->length;
	int order = shared ? memcmp(a->bytes, b->bytes, shared) : 0;
	return order ? order : (a->length > b->length) - (a->length < b->length);
}

struct side {
	struct statement *statement;
	enum step step;
};

struct comparison {
	const struct table *table;
	struct side live, rebuilt;
	struct text *place;
};

static int key_order(const struct comparison *comparison)
{
	int order = 0;
	for (const char *const *name = comparison->table->key; !order && *name; name++) {
		int place = column_place(comparison->table, *name);
		struct value live = statement_value(comparison->live.statement, place);
		struct value rebuilt = statement_value(comparison->rebuilt.statement, place);
		order = value_order(&live, &rebuilt);
	}
	return order;
}

/* Numbers are shown; of text and bytes only how many, because they may be somebody's. */
static void add_value(struct text *out, struct value value)
{
	switch (value.kind) {
	case VALUE_NONE: text_add(out, "NULL"); return;
	case VALUE_INT: text_add_int(out, value.number); return;
	case VALUE_TEXT: text_format(out, "\"…\" (%zu B)", value.length); return;
	case VALUE_BLOB: text_format(out, "0x… (%zu B)", value.length); return;
	}
}

/* "activity 440307/123"; a key's text is a code of ours. */
static void add_key(struct comparison *comparison, struct statement *statement)
{
	struct text *out = comparison->place;
	text_add(out, comparison->table->name);
	for (const char *const *name = comparison->table->key; *name; name++) {
		struct value value = statement_value(statement, column_place(comparison->table, *name));
		text_add_byte(out, name == comparison->table->key ? ' ' : '/');
		if (value.kind == VALUE_TEXT)
			text_add_bytes(out, value.bytes, value.length);
		else
			add_value(out, value);
	}
}

static enum schema_difference alone(struct comparison *comparison, const struct side *side)
{
	add_key(comparison, side->statement);
	return side == &comparison->live ? SCHEMA_ONLY_LIVE : SCHEMA_ONLY_REBUILT;
}

/* Both sides stand on a row with the same key. */
static enum schema_difference compare_row(struct comparison *comparison)
{
	struct text *out = comparison->place;
	for (size_t i = 0; i < comparison->table->column_count; i++) {
		struct value live = statement_value(comparison->live.statement, (int)i);
		struct value rebuilt = statement_value(comparison->rebuilt.statement, (int)i);
		if (value_equal(&live, &rebuilt))
			continue;
		add_key(comparison, comparison->live.statement);
		text_format(out, " %s: ", comparison->table->columns[i].name);
		add_value(out, live);
		text_add(out, " ≠ ");
		add_value(out, rebuilt);
		return SCHEMA_VALUE_DIFFERS;
	}
	return SCHEMA_EQUAL;
}

/* One step of the merge. */
static enum schema_difference compare_step(struct comparison *comparison)
{
	struct side *live = &comparison->live, *rebuilt = &comparison->rebuilt;
	if (live->step != STEP_ROW)
		return alone(comparison, rebuilt);
	if (rebuilt->step != STEP_ROW)
		return alone(comparison, live);
	int order = key_order(comparison);
	if (order)
		return alone(comparison, order < 0 ? live : rebuilt);
	return compare_row(comparison);
}

static bool advance(struct side *side, struct fault *fault)
{
	side->step = statement_step(side->statement, fault);
	return side->step != STEP_FAULT;
}

static bool merge(struct comparison *comparison, enum schema_difference *ret, struct fault *fault)
{
	enum schema_difference difference = SCHEMA_EQUAL;
	while (!difference) {
		if (!advance(&comparison->live, fault) || !advance(&comparison->rebuilt, fault))
			return false;
		if (comparison->live.step == STEP_DONE && comparison->rebuilt.step == STEP_DONE)
			break;
		difference = compare_step(comparison);
	}
	*ret = difference;
	return true;
}

bool schema_compare(struct database *live, struct database *rebuilt, const struct table *table,
                    struct text *place, enum schema_difference *ret, struct fault *fault)
{
	struct comparison comparison = {.table = table, .place = place};
	struct sql sql = SQL_EMPTY;
	build_query(&sql, table);
	bool done = database_prepare_sql(live, &sql, &comparison.live.statement, fault) &&
	            database_prepare_sql(rebuilt, &sql, &comparison.rebuilt.statement, fault) &&
	            merge(&comparison, ret, fault);
	if (comparison.live.statement)
		statement_reset(comparison.live.statement);
	if (comparison.rebuilt.statement)
		statement_reset(comparison.rebuilt.statement);
	sql_release(&sql);
	return done;
}
