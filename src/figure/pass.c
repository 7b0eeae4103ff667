/* The run itself: rows become combinations of classes with a count for each
   stretch of time, and at the end (or when there are too many combinations at
   once) each combination is given to every rider it belongs to. */
#include "figure/pass.h"

#include "define/expression_split.h"
#include "figure/grow.h"
#include "record/tables.h"

#include <assert.h>

/* ---- when ---- */

static int edge_order(const void *a, const void *b)
{
	civil_date left = *(const civil_date *)a, right = *(const civil_date *)b;
	return (left > right) - (left < right);
}

static void add_edge(struct pass *pass, civil_date edge)
{
	grow_by_one(pass->edges, pass->edge_count, pass->edge_room);
	pass->edges[pass->edge_count++] = edge;
}

/* No real date lies between a month's last and the number that ends in 00. */
static civil_date month_begin(civil_date date)
{
	return date / 100 * 100;
}

static civil_date next_month(civil_date date)
{
	civil_date month = month_begin(date);
	return date_month(month) == 12 ? month + 8900 : month + 100;
}

static const struct balance *rider_balance(const struct rider *rider)
{
	return &rider->question->side[rider->side];
}

/* The end of a period is the number behind its last day, which need not be a date. */
static void add_edges(struct pass *pass, const struct rider *rider)
{
	const struct balance *balance = rider_balance(rider);
	add_edge(pass, balance->from);
	add_edge(pass, balance->to + 1);
	if (!rider->by_month)
		return;
	for (civil_date month = next_month(balance->from); month <= balance->to; month = next_month(month))
		add_edge(pass, month);
}

static size_t segment_of(const struct pass *pass, civil_date date)
{
	size_t low = 0, high = pass->edge_count;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (pass->edges[middle] <= date)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static int range_order(const void *a, const void *b)
{
	const struct date_range *left = a, *right = b;
	return (left->from > right->from) - (left->from < right->from);
}

/* Periods that touch or overlap are read in one go. */
static void join_ranges(struct pass *pass)
{
	size_t kept = 0;
	qsort(pass->ranges, pass->range_count, sizeof *pass->ranges, range_order);
	for (size_t i = 0; i < pass->range_count; i++) {
		struct date_range *last = kept ? &pass->ranges[kept - 1] : NULL;
		if (!last || pass->ranges[i].from > last->to + 1)
			pass->ranges[kept++] = pass->ranges[i];
		else if (pass->ranges[i].to > last->to)
			last->to = pass->ranges[i].to;
	}
	pass->range_count = kept;
}

void pass_schedule(struct pass *pass)
{
	for (size_t i = 0; i < pass->rider_count; i++) {
		const struct balance *balance = rider_balance(&pass->riders[i]);
		add_edges(pass, &pass->riders[i]);
		grow_by_one(pass->ranges, pass->range_count, pass->range_room);
		pass->ranges[pass->range_count++] = (struct date_range){balance->from, balance->to};
	}
	join_ranges(pass);
	qsort(pass->edges, pass->edge_count, sizeof *pass->edges, edge_order);
	size_t kept = 0;
	for (size_t i = 0; i < pass->edge_count; i++)
		if (!kept || pass->edges[kept - 1] != pass->edges[i])
			pass->edges[kept++] = pass->edges[i];
	pass->edge_count = kept;
	for (size_t i = 0; i < pass->rider_count; i++) {
		struct rider *rider = &pass->riders[i];
		rider->segment_from = segment_of(pass, rider_balance(rider)->from);
		rider->segment_to = segment_of(pass, rider_balance(rider)->to + 1);
	}
}

/* ---- combinations ---- */

enum {
	GROUPS_FIRST = 1 << 10,
	GROUPS_BOUND = 1 << 18, /* then they are given away and begun anew */
	NUMBERS_EACH = 3,       /* of a measure: sum, first and last */
};

/* Combinations of classes met so far; of each, for every segment, the number
   of rows and then the numbers of every measure. */
struct groups {
	struct pass *pass;
	size_t width;      /* numbers of one segment */
	size_t stride;     /* numbers of one combination */
	uint32_t *classes; /* column_count of each combination */
	int64_t *numbers;  /* stride of each */
	uint64_t *hashes;
	size_t count, room;
	uint32_t *slots; /* combination + 1 */
	size_t slot_count;
};

static void groups_init(struct groups *groups, struct pass *pass)
{
	*groups = (struct groups){
	        .pass = pass, .width = 1 + pass->measure_count * NUMBERS_EACH, .slot_count = GROUPS_FIRST};
	groups->stride = groups->width * (pass->edge_count - 1);
	groups->slots = memory_take(groups->slot_count * sizeof *groups->slots);
}

static void groups_release(struct groups *groups)
{
	memory_free(groups->classes);
	memory_free(groups->numbers);
	memory_free(groups->hashes);
	memory_free(groups->slots);
}

static void groups_widen(struct groups *groups)
{
	groups->slot_count *= 2;
	memory_free(groups->slots);
	groups->slots = memory_take(groups->slot_count * sizeof *groups->slots);
	for (size_t i = 0; i < groups->count; i++) {
		size_t slot = groups->hashes[i] & (groups->slot_count - 1);
		while (groups->slots[slot])
			slot = (slot + 1) & (groups->slot_count - 1);
		groups->slots[slot] = (uint32_t)i + 1;
	}
}

static size_t group_new(struct groups *groups, const uint32_t *classes, uint64_t hash)
{
	size_t columns = groups->pass->column_count;
	if (groups->count == groups->room) {
		groups->room = groups->room ? groups->room * 2 : GROUPS_FIRST / 2;
		groups->classes = memory_grow(groups->classes, groups->room * columns * sizeof *classes);
		groups->numbers =
		        memory_grow(groups->numbers, groups->room * groups->stride * sizeof *groups->numbers);
		groups->hashes = memory_grow(groups->hashes, groups->room * sizeof hash);
	}
	if (columns)
		memcpy(groups->classes + groups->count * columns, classes, columns * sizeof *classes);
	memset(groups->numbers + groups->count * groups->stride, 0, groups->stride * sizeof *groups->numbers);
	groups->hashes[groups->count] = hash;
	return groups->count++;
}

static inline bool same_classes(const uint32_t *a, const uint32_t *b, size_t count)
{
	uint32_t different = 0;
	for (size_t i = 0; i < count; i++)
		different |= a[i] ^ b[i];
	return !different;
}

static inline size_t group_of(struct groups *groups, const uint32_t *classes, uint64_t hash)
{
	size_t columns = groups->pass->column_count;
	size_t slot = hash & (groups->slot_count - 1);
	for (; groups->slots[slot]; slot = (slot + 1) & (groups->slot_count - 1)) {
		size_t group = groups->slots[slot] - 1;
		if (groups->hashes[group] == hash &&
		    same_classes(groups->classes + group * columns, classes, columns))
			return group;
	}
	size_t group = group_new(groups, classes, hash);
	groups->slots[slot] = (uint32_t)group + 1;
	if (groups->count * 2 > groups->slot_count)
		groups_widen(groups);
	return group;
}

/* ---- giving combinations to riders ---- */

static enum truth clause_truth(const struct pass *pass, const struct clause *clause, const uint32_t *classes)
{
	if (clause->joint == JOINT_NONE)
		return pass_column_answer(&pass->columns[clause->column], classes[clause->column],
		                          clause->probe);
	if (clause->joint == JOINT_NOT) {
		enum truth truth = clause_truth(pass, clause->of[0], classes);
		return truth == TRUTH_UNSET ? truth : truth == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
	}
	enum truth decisive = clause->joint == JOINT_OR ? TRUTH_TRUE : TRUTH_FALSE;
	enum truth result = decisive == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
	for (size_t i = 0; i < clause->count; i++) {
		enum truth truth = clause_truth(pass, clause->of[i], classes);
		if (truth == decisive)
			return truth;
		if (truth == TRUTH_UNSET)
			result = truth;
	}
	return result;
}

static void add_segment(const struct rider *rider, const int64_t *numbers, struct tally *tally)
{
	tally->rows += numbers[0];
	if (rider->measure < 0)
		return;
	const int64_t *measured = numbers + 1 + rider->measure * NUMBERS_EACH;
	tally->sum += measured[0];
	if (measured[1] && (!tally->first || measured[1] < tally->first))
		tally->first = (civil_date)measured[1];
	if (measured[2] > tally->last)
		tally->last = (civil_date)measured[2];
}

static uint32_t month_set(const struct pass *pass, const struct rider *rider, size_t which, size_t segment)
{
	const struct dimension *dimension = &rider_balance(rider)->by[which];
	const struct value month = value_int(pass->edges[segment] / 100);
	return parts_fold(&rider->question->tallies.by[which], pass->ground, dimension, &month);
}

static void rider_sets(const struct pass *pass, const struct rider *rider, const uint32_t *classes,
                       size_t segment, uint32_t *sets)
{
	for (size_t i = 0; i < rider->question->tallies.dimensions; i++) {
		if (rider_balance(rider)->by[i].kind == DIMENSION_MONTH) {
			sets[i] = month_set(pass, rider, i, segment);
			continue;
		}
		uint32_t column = rider->column[i];
		sets[i] = pass_column_answer(&pass->columns[column], classes[column], rider->probe[i]);
	}
}

static void rider_take(const struct groups *groups, const struct rider *rider, size_t group)
{
	const struct pass *pass = groups->pass;
	const uint32_t *classes = groups->classes + group * pass->column_count;
	const int64_t *numbers = groups->numbers + group * groups->stride;
	for (size_t i = 0; i < rider->clause_count; i++)
		if (clause_truth(pass, rider->clauses[i], classes) != TRUTH_TRUE)
			return;
	struct tally tally = {};
	uint32_t sets[FIGURE_DIMENSIONS] = {};
	for (size_t segment = rider->segment_from; segment < rider->segment_to; segment++) {
		add_segment(rider, numbers + segment * groups->width, &tally);
		bool ends = rider->by_month || segment + 1 == rider->segment_to;
		if (!ends || !tally.rows)
			continue;
		rider_sets(pass, rider, classes, segment, sets);
		tallies_add(&rider->question->tallies, rider->side, sets, &tally);
		tally = (struct tally){};
	}
}

/* A rider belongs to a combination that none of its columns shuts it out of. */
static void groups_give(struct groups *groups)
{
	const struct pass *pass = groups->pass;
	size_t words = (pass->rider_count + 63) / 64;
	for (size_t group = 0; group < groups->count; group++) {
		const uint32_t *classes = groups->classes + group * pass->column_count;
		for (size_t word = 0; word < words; word++) {
			uint64_t mask = UINT64_MAX;
			for (size_t i = 0; i < pass->column_count; i++)
				mask &= pass->columns[i].masks[classes[i] * words + word];
			for (; mask; mask &= mask - 1) {
				size_t rider = word * 64 + (size_t)__builtin_ctzll(mask);
				if (rider < pass->rider_count)
					rider_take(groups, &pass->riders[rider], group);
			}
		}
	}
	groups->count = 0;
	memset(groups->slots, 0, groups->slot_count * sizeof *groups->slots);
}

/* ---- rows ---- */

/* The row at which the statement stands, for conditions over several columns. */
struct row {
	const struct pass *pass;
	struct statement *statement;
};

static int place_of(const struct pass *pass, const char *column)
{
	for (size_t i = 0; i < pass->selected_count; i++)
		if (text_equal(pass->selected[i], column))
			return (int)i + 1;
	assert(text_equal(column, pass->on));
	return 0;
}

static struct value row_field(void *context, const struct field *field, bool of_parent)
{
	(void)of_parent;
	const struct row *row = context;
	const char *column = ledger_column(row->pass->ledger, field);
	return statement_value(row->statement, place_of(row->pass, column));
}

static const char *row_state(void *context, bool of_parent)
{
	(void)of_parent;
	const struct row *row = context;
	int place = place_of(row->pass, "state");
	return statement_is_null(row->statement, place) ? NULL : statement_text(row->statement, place);
}

static void ask_joined(const struct pass *pass, struct statement *statement, uint32_t *classes)
{
	struct row row = {pass, statement};
	const struct expression_record record = {.context = &row, .field = row_field, .state = row_state};
	for (size_t i = 0; i < pass->joined_count; i++) {
		const struct joined *joined = &pass->joined[i];
		uint32_t answer = expression_evaluate(joined->condition, &record, joined->world);
		classes[joined->column] = pass_column_class_of(&pass->columns[joined->column], &answer);
	}
}

static void add_measures(const struct pass *pass, struct statement *statement, civil_date on,
                         int64_t *numbers)
{
	for (size_t i = 0; i < pass->measure_count; i++, numbers += NUMBERS_EACH) {
		const struct measure *measure = &pass->measures[i];
		int64_t number = measure->is_on ? on : statement_int(statement, measure->place);
		if (!measure->is_date) {
			numbers[0] += number;
			continue;
		}
		if (number && (!numbers[1] || number < numbers[1]))
			numbers[1] = number;
		if (number > numbers[2])
			numbers[2] = number;
	}
}

static bool read_rows(struct groups *groups, struct statement *statement, uint32_t *classes,
                      struct fault *fault)
{
	struct pass *pass = groups->pass;
	size_t segment = 0;
	enum step step;
	while ((step = statement_step(statement, fault)) == STEP_ROW) {
		civil_date on = (civil_date)statement_int(statement, 0);
		if (on < pass->edges[segment] || on >= pass->edges[segment + 1])
			segment = segment_of(pass, on);
		if (pass->joined_count)
			ask_joined(pass, statement, classes);
		uint64_t hash = 0;
		for (size_t i = 0; i < pass->column_count; i++) {
			if (pass->columns[i].name)
				classes[i] = pass_column_class(&pass->columns[i], statement);
			hash = (hash + classes[i] + 1) * 0x9e3779b97f4a7c15u;
		}
		size_t group = group_of(groups, classes, hash ^ hash >> 32);
		int64_t *numbers = groups->numbers + group * groups->stride + segment * groups->width;
		numbers[0]++;
		if (pass->measure_count)
			add_measures(pass, statement, on, numbers + 1);
		if (groups->count == GROUPS_BOUND)
			groups_give(groups);
	}
	statement_reset(statement);
	return step == STEP_DONE;
}

/* ---- the statements ---- */

static void rows_sql(const struct pass *pass, struct sql *sql)
{
	const struct source on = {balance_alias, pass->on, pass->on_field};
	sql_add(sql, "SELECT ");
	sql_name(sql, on.alias, on.column);
	for (size_t i = 0; i < pass->selected_count; i++) {
		sql_add(sql, ", ");
		sql_name(sql, balance_alias, pass->selected[i]);
	}
	sql_add(sql, " FROM ");
	sql_name(sql, NULL, pass->ledger->table);
	sql_add(sql, " AS \"t\" WHERE \"t\".\"tenant\" = ? AND ");
	sql_name(sql, on.alias, on.column);
	sql_add(sql, " BETWEEN ? AND ? AND \"t\".\"voided\" = 0 ORDER BY ");
	sql_name(sql, on.alias, on.column);
}

static bool read_tenant(struct groups *groups, const struct sql *sql, int64_t tenant, uint32_t *classes,
                        struct fault *fault)
{
	const struct pass *pass = groups->pass;
	struct statement *statement;
	for (size_t i = 0; i < pass->range_count; i++) {
		if (!database_prepare(pass->ground->database, sql->text.at, &statement, fault))
			return false;
		statement_bind_int(statement, 1, tenant);
		statement_bind_int(statement, 2, pass->ranges[i].from);
		statement_bind_int(statement, 3, pass->ranges[i].to);
		if (!read_rows(groups, statement, classes, fault))
			return false;
	}
	return true;
}

/* The first tenant after that one which has rows: the index is led by tenant and then date, so each
   tenant is a stretch of its own. False with *ret_tenant 0 when there is none. */
static bool next_tenant(const struct pass *pass, int64_t after, int64_t *ret_tenant, struct fault *fault)
{
	struct sql sql = SQL_EMPTY;
	struct statement *statement;
	enum step step = STEP_FAULT;
	int64_t tenant = 0;
	sql_add(&sql, "SELECT \"t\".\"tenant\" FROM ");
	sql_name(&sql, NULL, pass->ledger->table);
	sql_add(&sql, " AS \"t\" WHERE \"t\".\"tenant\" > ");
	sql_bind(&sql, value_int(after));
	sql_add(&sql, " AND \"t\".\"tenant\" <= ");
	sql_bind(&sql, value_int(pass->tenant_to));
	sql_add(&sql, " ORDER BY \"t\".\"tenant\" LIMIT 1");
	if (database_prepare_sql(pass->ground->database, &sql, &statement, fault)) {
		step = statement_step(statement, fault);
		tenant = step == STEP_ROW ? statement_int(statement, 0) : 0;
		statement_reset(statement);
	}
	sql_release(&sql);
	*ret_tenant = tenant;
	return step != STEP_FAULT;
}

static bool read_tenants(struct groups *groups, const struct sql *sql, uint32_t *classes, struct fault *fault)
{
	const struct pass *pass = groups->pass;
	if (pass->tenant_from == pass->tenant_to)
		return read_tenant(groups, sql, pass->tenant_from, classes, fault);
	int64_t tenant = pass->tenant_from - 1;
	while (next_tenant(pass, tenant, &tenant, fault)) {
		if (!tenant)
			return true;
		if (!read_tenant(groups, sql, tenant, classes, fault))
			return false;
	}
	return false;
}

bool pass_run(struct pass *pass, struct fault *fault)
{
	struct arena arena = {};
	struct groups groups;
	struct sql sql = SQL_EMPTY;
	uint32_t *classes = arena_array(&arena, uint32_t, pass->column_count);
	groups_init(&groups, pass);
	for (size_t i = 0; i < pass->column_count; i++)
		pass_column_start(&pass->columns[i], pass->rider_count);
	rows_sql(pass, &sql);
	bool done = read_tenants(&groups, &sql, classes, fault);
	if (done)
		groups_give(&groups);
	groups_release(&groups);
	sql_release(&sql);
	arena_release(&arena);
	return done;
}
