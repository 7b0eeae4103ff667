/* Units that should have filed and did not. The units come from one figure over
   the organisation tree, what was filed from another register; both are laid on
   the tree in C, because who counts as having filed is a question of the map: a
   unit has filed when it or anything below it holds a live record, under the
   code of that day or under the one that answers for it today. */
#include "figure/balance_sql.h"
#include "figure/grow.h"
#include "figure/question.h"

/* The codes under which something was filed, and all codes above them. */
static void filed_add(struct map *filed, const char *org)
{
	struct arena arena = {};
	char *code = arena_copy(&arena, org);
	bool is_new = true;
	do
		map_number(filed, code, strlen(code), &is_new);
	while (is_new && organisation_parent(code, code));
	arena_release(&arena);
}

static bool filed_read(const struct ground *ground, struct statement *statement, struct map *filed,
                       struct fault *fault)
{
	enum step step;
	while ((step = statement_step(statement, fault)) == STEP_ROW) {
		const char *org = statement_text(statement, 0);
		filed_add(filed, org);
		filed_add(filed, organisation_today(ground->organisation, org));
	}
	statement_reset(statement);
	return step == STEP_DONE;
}

/* Any live record that is placed in the period, whatever it says. */
static bool filed_gather(const struct ground *ground, const struct question *question, struct map *filed,
                         struct fault *fault)
{
	const struct figure *asked = question->request->figure;
	const struct ledger *ledger = asked->filed_in;
	const struct figure any = {.ledger = ledger, .time = TIME_FLOW};
	bool from_beginning = asked->cumulative || question->request->cumulative;
	struct balance balance = question->side[0];
	balance.figure = &any;
	balance.ledger = ledger;
	balance.top = ledger_top(ledger);
	balance.from = from_beginning ? 0 : question->request->period.from;
	balance.on = balance_source(ledger, ledger->counts_on, ground->arena);
	balance.where_count = 0;
	balance.reads_parent = false;
	struct sql sql = SQL_EMPTY;
	struct statement *statement;
	sql_add(&sql, "SELECT DISTINCT \"t\".\"org\"");
	bool read = balance_rows_sql(ground, &balance, ROWS_ALL, false, &sql, fault) &&
	            database_prepare_sql(ground->database, &sql, &statement, fault) &&
	            filed_read(ground, statement, filed, fault);
	sql_release(&sql);
	return read;
}

struct unit_list {
	struct missing_unit *items;
	size_t count, room;
};

static struct missing_unit *unit_add(struct unit_list *list)
{
	grow_by_one(list->items, list->count, list->room);
	return &list->items[list->count++];
}

static void unit_take(const struct ground *ground, struct question *question, struct statement *statement,
                      struct missing_unit *unit)
{
	*unit = (struct missing_unit){
	        .tenant = statement_int(statement, 0),
	        .record = statement_int(statement, 1),
	        .version = statement_int(statement, 2),
	        .org = arena_copy(ground->arena, statement_text(statement, 3)),
	};
	for (size_t i = 0; i < question->tallies.dimensions; i++) {
		struct value raw = statement_value(statement, (int)i + 4);
		unit->sets[i] = parts_fold(&question->tallies.by[i], ground, &question->side[0].by[i], &raw);
	}
}

static bool units_sql(const struct ground *ground, const struct question *question, struct sql *sql,
                      struct fault *fault)
{
	const struct balance *balance = &question->side[0];
	sql_add(sql, "SELECT \"t\".\"tenant\", \"t\".\"id\", \"t\".\"version\", \"t\".\"org\"");
	for (size_t i = 0; i < question->tallies.dimensions; i++) {
		sql_add(sql, ", ");
		dimension_sql(&balance->by[i], sql);
	}
	if (!balance_rows_sql(ground, balance, ROWS_ALL, false, sql, fault))
		return false;
	sql_add(sql, " ORDER BY \"t\".\"org\", \"t\".\"id\"");
	return true;
}

static bool units_read(const struct ground *ground, struct question *question, const struct map *filed,
                       struct unit_list *list, struct fault *fault)
{
	struct sql sql = SQL_EMPTY;
	struct statement *statement;
	enum step step = STEP_FAULT;
	if (units_sql(ground, question, &sql, fault) &&
	    database_prepare_sql(ground->database, &sql, &statement, fault)) {
		while ((step = statement_step(statement, fault)) == STEP_ROW) {
			const char *org = statement_text(statement, 3);
			if (!map_find(filed, org, strlen(org), NULL))
				unit_take(ground, question, statement, unit_add(list));
		}
		statement_reset(statement);
	}
	sql_release(&sql);
	return step == STEP_DONE;
}

bool missing_units(const struct ground *ground, struct question *question, struct missing_unit **ret,
                   size_t *ret_count, struct fault *fault)
{
	struct arena arena = {};
	struct map filed = {.arena = &arena};
	struct unit_list list = {};
	bool read = filed_gather(ground, question, &filed, fault) &&
	            units_read(ground, question, &filed, &list, fault);
	map_release(&filed);
	arena_release(&arena);
	if (read) {
		*ret_count = list.count;
		*ret = arena_array(ground->arena, struct missing_unit, list.count);
		if (list.count)
			memcpy(*ret, list.items, list.count * sizeof *list.items);
	}
	memory_free(list.items);
	return read;
}

bool question_ask_missing(const struct ground *ground, struct question *question, struct fault *fault)
{
	struct missing_unit *units;
	size_t count;
	if (!missing_units(ground, question, &units, &count, fault))
		return false;
	for (size_t i = 0; i < count; i++)
		tallies_add(&question->tallies, 0, units[i].sets, &(struct tally){.rows = 1});
	return true;
}
