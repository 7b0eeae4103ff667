/* The run itself: the classes of a row's values leave the bits of those terms
   that hold. Bits are counted in planes, sixty-four at a time, and given to the
   riders when the time of a segment is over; riders that want more than a
   number of rows are shown the row. */
#include "figure/pass.h"

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

/* The end of a period is the number behind its last day, which need not be a date. */
static void add_edges(struct pass *pass, const struct rider *rider)
{
	const struct balance *balance = rider_balance(rider);
	add_edge(pass, balance->from);
	add_edge(pass, balance->to + 1);
	if (!rider->watch.by_month)
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

/* ---- counting bits ---- */

/* Bit i of plane k is the place 2^k of the count of bit i; with eight planes 255 rows fit. */
enum { PLANES = 8, PLANES_HOLD = (1 << PLANES) - 1, WORD_BITS = 64, FEW_WORDS = 4 };

struct planes {
	uint64_t at[PLANES];
};

/* To the last plane always: where the carry ends nobody can guess, and a wrong guess costs more. */
static inline void planes_add(struct planes *planes, uint64_t bits)
{
	for (size_t i = 0; i < PLANES; i++) {
		uint64_t carried = planes->at[i] & bits;
		planes->at[i] ^= bits;
		bits = carried;
	}
}

static void planes_empty(struct planes *planes, int64_t *counts)
{
	for (size_t i = 0; i < PLANES; i++)
		for (uint64_t bits = planes->at[i]; bits; bits &= bits - 1)
			counts[__builtin_ctzll(bits)] += (int64_t)1 << i;
	*planes = (struct planes){};
}

/* ---- a run ---- */

struct run {
	struct pass *pass;
	size_t words;
	uint32_t *classes;             /* of the row at hand, by column */
	struct program_value *numbers; /* its numbers, by place */
	uint64_t *mask;                /* bits that hold for it */
	struct planes *planes;         /* by word */
	size_t pending;                /* rows in the planes */
	int64_t *counts;               /* of each segment, by bit */
	size_t segment;
	civil_date segment_from, segment_to; /* [from, to) */
	struct rider **watching;
	size_t watching_count;
	struct arena texts; /* of the row at hand, for conditions that are no programs */
};

static void empty_planes(struct run *run)
{
	int64_t *counts = run->counts + run->segment * run->words * WORD_BITS;
	for (size_t i = 0; i < run->words; i++)
		planes_empty(&run->planes[i], counts + i * WORD_BITS);
	run->pending = 0;
}

static void enter_segment(struct run *run, civil_date date)
{
	empty_planes(run);
	run->segment = segment_of(run->pass, date);
	run->segment_from = run->pass->edges[run->segment];
	run->segment_to = run->pass->edges[run->segment + 1];
}

static void run_start(struct run *run, struct pass *pass, struct arena *arena)
{
	size_t segments = pass->edge_count - 1;
	*run = (struct run){.pass = pass, .words = (pass->bits + WORD_BITS - 1) / WORD_BITS};
	run->classes = arena_array(arena, uint32_t, pass->column_count);
	run->numbers = arena_array(arena, struct program_value, pass->selected_count + 1);
	run->mask = arena_array(arena, uint64_t, run->words);
	run->planes = arena_array(arena, struct planes, run->words);
	run->counts = arena_array(arena, int64_t, segments * run->words * WORD_BITS);
	run->watching = arena_array(arena, struct rider *, pass->rider_count);
	for (size_t i = 0; i < pass->rider_count; i++) {
		struct rider *rider = &pass->riders[i];
		if (!rider->watches)
			continue;
		watch_start(&rider->watch, rider->segment_to - rider->segment_from, arena);
		run->watching[run->watching_count++] = rider;
	}
	for (size_t i = 0; i < pass->column_count; i++)
		pass_column_start(&pass->columns[i], pass->bits);
	for (size_t i = 0; i < pass->joined_count; i++) {
		/* The class is the truth. */
		struct pass_column *column = &pass->columns[pass->joined[i].column];
		for (uint32_t truth = TRUTH_FALSE; truth <= TRUTH_UNSET; truth++)
			pass_column_class_of(column, &truth);
	}
}

/* ---- conditions over several columns ---- */

struct row_at_hand {
	struct run *run;
	const struct row *row;
};

static struct value text_at_hand(struct run *run, const struct row *row, int place)
{
	struct value value = row_value(row, place);
	return value_copy(&run->texts, &value);
}

static struct value row_field(void *context, const struct field *field, bool of_parent)
{
	(void)of_parent;
	const struct row_at_hand *at_hand = context;
	struct pass *pass = at_hand->run->pass;
	return text_at_hand(at_hand->run, at_hand->row,
	                    pass_select(pass, ledger_column(pass->ledger, field), field));
}

static const char *row_state(void *context, bool of_parent)
{
	(void)of_parent;
	const struct row_at_hand *at_hand = context;
	return text_at_hand(at_hand->run, at_hand->row, pass_select(at_hand->run->pass, "state", NULL)).bytes;
}

static enum truth ask_program(const struct joined *joined, const struct program_value *numbers)
{
	for (size_t i = 0; i < joined->program.field_count; i++)
		joined->program.values[i] = numbers[joined->places[i]];
	return program_run(&joined->program);
}

static void ask_joined(struct run *run, const struct row *row)
{
	struct row_at_hand at_hand = {run, row};
	const struct expression_record record = {.context = &at_hand, .field = row_field, .state = row_state};
	const struct pass *pass = run->pass;
	for (size_t i = 0; i < pass->joined_count; i++) {
		const struct joined *joined = &pass->joined[i];
		run->classes[joined->column] =
		        joined->is_program ? ask_program(joined, run->numbers)
		                           : expression_evaluate(joined->condition, &record, joined->world);
	}
	if (run->texts.head)
		arena_release(&run->texts);
}

/* ---- rows ---- */

/* Bits of terms that no column rules out. `words` is a constant where it is small, so that the mask
   stays in registers. */
static inline void mask_row(struct run *run, const struct row *row, uint64_t *mask, const size_t words)
{
	struct pass *pass = run->pass;
	for (size_t i = 0; i < words; i++)
		mask[i] = UINT64_MAX;
	for (size_t i = 0; i < pass->column_count; i++) {
		struct pass_column *column = &pass->columns[i];
		if (column->name)
			run->classes[i] = column->is_text
			                          ? pass_column_text(column, row)
			                          : pass_column_number(column, &run->numbers[column->place]);
		const uint64_t *of_class = column->masks + run->classes[i] * words;
		for (size_t j = 0; j < words; j++)
			mask[j] &= of_class[j];
	}
	for (size_t i = 0; i < words; i++)
		planes_add(&run->planes[i], mask[i]);
}

static inline void mask_few(struct run *run, const struct row *row, const size_t words)
{
	uint64_t mask[FEW_WORDS];
	mask_row(run, row, mask, words);
	memcpy(run->mask, mask, words * sizeof *mask);
}

static void mask_any(struct run *run, const struct row *row)
{
	switch (run->words) {
	case 1: mask_few(run, row, 1); break;
	case 2: mask_few(run, row, 2); break;
	case 3: mask_few(run, row, 3); break;
	case FEW_WORDS: mask_few(run, row, FEW_WORDS); break;
	default: mask_row(run, row, run->mask, run->words); break;
	}
}

static void show_row(struct run *run, const struct row *row)
{
	for (size_t i = 0; i < run->watching_count; i++) {
		struct rider *rider = run->watching[i];
		bool within = run->segment >= rider->segment_from && run->segment < rider->segment_to;
		if (within && run->mask[rider->word] & rider->terms)
			watch_take(&rider->watch, run->classes, run->segment - rider->segment_from, row);
	}
}

static void read_numbers(struct run *run, const struct row *row)
{
	const struct pass *pass = run->pass;
	for (size_t i = 0; i < pass->number_count; i++) {
		int place = pass->number_places[i];
		run->numbers[place] = (struct program_value){row_int(row, place), !row_is_null(row, place)};
	}
}

static void take_row(void *context, const struct row *row)
{
	struct run *run = context;
	civil_date on = (civil_date)row_int(row, 0);
	if (on < run->segment_from || on >= run->segment_to || run->pending == PLANES_HOLD)
		enter_segment(run, on);
	read_numbers(run, row);
	if (run->pass->joined_count)
		ask_joined(run, row);
	mask_any(run, row);
	run->pending++;
	show_row(run, row);
}

/* What was counted, to those that ride. */
static void run_finish(struct run *run)
{
	struct pass *pass = run->pass;
	empty_planes(run);
	for (size_t i = 0; i < pass->rider_count; i++) {
		struct rider *rider = &pass->riders[i];
		if (rider->watches) {
			watch_finish(&rider->watch, pass->columns, pass->edges + rider->segment_from);
			continue;
		}
		struct tally tally = {};
		size_t bit = rider->word * (size_t)WORD_BITS + (size_t)__builtin_ctzll(rider->terms);
		for (size_t segment = rider->segment_from; segment < rider->segment_to; segment++)
			tally.rows += run->counts[segment * run->words * WORD_BITS + bit];
		tallies_add(&rider->question->tallies, rider->side, NULL, &tally);
	}
}

static void run_release(struct run *run)
{
	for (size_t i = 0; i < run->pass->rider_count; i++)
		watch_release(&run->pass->riders[i].watch);
	arena_release(&run->texts);
}

/* ---- the statements ---- */

static void columns_sql(const struct pass *pass, struct sql *sql)
{
	sql_name(sql, balance_alias, pass->on);
	for (size_t i = 0; i < pass->selected_count; i++) {
		sql_add(sql, ", ");
		sql_name(sql, balance_alias, pass->selected[i]);
	}
}

static void from_sql(const struct pass *pass, int64_t tenant, const struct date_range *range, struct sql *sql)
{
	sql_add(sql, "FROM ");
	sql_name(sql, NULL, pass->ledger->table);
	sql_add(sql, " AS \"t\" WHERE \"t\".\"tenant\" = ");
	sql_bind(sql, value_int(tenant));
	sql_add(sql, " AND ");
	sql_name(sql, balance_alias, pass->on);
	sql_add(sql, " BETWEEN ");
	sql_bind(sql, value_int(range->from));
	sql_add(sql, " AND ");
	sql_bind(sql, value_int(range->to));
	sql_add(sql, " AND \"t\".\"voided\" = 0");
}

static bool read_tenant(struct run *run, const char *columns, int64_t tenant, struct fault *fault)
{
	const struct pass *pass = run->pass;
	bool done = true;
	for (size_t i = 0; i < pass->range_count && done; i++) {
		struct sql from = SQL_EMPTY;
		from_sql(pass, tenant, &pass->ranges[i], &from);
		done = database_visit(pass->ground->database, columns, &from, take_row, run, fault);
		sql_release(&from);
	}
	return done;
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

static bool read_tenants(struct run *run, const char *columns, struct fault *fault)
{
	const struct pass *pass = run->pass;
	if (pass->tenant_from == pass->tenant_to)
		return read_tenant(run, columns, pass->tenant_from, fault);
	int64_t tenant = pass->tenant_from - 1;
	while (next_tenant(pass, tenant, &tenant, fault)) {
		if (!tenant)
			return true;
		if (!read_tenant(run, columns, tenant, fault))
			return false;
	}
	return false;
}

bool pass_run(struct pass *pass, struct fault *fault)
{
	struct arena arena = {};
	struct sql columns = SQL_EMPTY;
	struct run run;
	run_start(&run, pass, &arena);
	columns_sql(pass, &columns);
	bool done = read_tenants(&run, columns.text.at, fault);
	if (done)
		run_finish(&run);
	run_release(&run);
	sql_release(&columns);
	arena_release(&arena);
	return done;
}
