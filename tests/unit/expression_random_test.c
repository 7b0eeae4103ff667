/* Thousands of random typed expressions on random records: evaluated in C and
   by SQLite, and as a program where they can be one, each must give the same
   true, false or unset. With
   JINGUO_EXPRESSION_CASES=FILE the cases are also written down, a JSON object a
   line, for tests/expression_agree.mjs to evaluate in node. */
#include "expression_fixture.h"

#include "define/expression_program.h"
#include "unit.h"

enum {
	ROUNDS = 5, /* each with its own records and world */
	RECORDS = 40,
	EXPRESSIONS = 2400, /* a round */
	PROGRAMS = 400,     /* a round, at least: expressions that are programs too */
	CASES_MAX = RECORDS * FIXTURE_ROWS,
	DEPTH = 4,
};

/* ---- a random expression, as text ---- */

struct generator {
	struct dice dice;
	struct text *out;
	const struct ledger *ledger; /* whose fields have bare names */
	bool in_row, with_settings;
};

static uint32_t below(struct generator *generator, uint32_t limit)
{
	return dice_below(&generator->dice, limit);
}

#define ANY(generator, ...)                                           \
	({                                                            \
		static const char *const any_[] = {__VA_ARGS__};      \
		any_[below((generator), sizeof any_ / sizeof *any_)]; \
	})

static void put(struct generator *generator, const char *string)
{
	text_add(generator->out, string);
}

typedef bool (*field_test)(const struct field *field);

/* A random field of that sort, of the ledger or of its parent; false when there is none. */
static bool put_field(struct generator *generator, field_test fits)
{
	const struct ledger *ledger = generator->ledger;
	bool of_parent = ledger->parent && below(generator, 2);
	if (of_parent)
		ledger = ledger->parent;
	uint32_t fitting = 0;
	for (size_t i = 0; i < ledger->field_count; i++)
		fitting += fits(&ledger->fields[i]);
	if (fitting == 0)
		return false;
	uint32_t chosen = below(generator, fitting);
	size_t place = 0;
	while (!fits(&ledger->fields[place]) || chosen-- > 0)
		place++;
	put(generator, of_parent ? "parent." : "");
	put(generator, ledger->fields[place].name);
	return true;
}

static bool is_plain(const struct field *field)
{
	return field->secrecy == SECRECY_PLAIN;
}
static bool is_number(const struct field *field)
{
	return is_plain(field) &&
	       (field->type == FIELD_INT || field->type == FIELD_DECIMAL || field->type == FIELD_YEAR);
}
static bool is_truth(const struct field *field)
{
	return is_plain(field) && field->type == FIELD_BOOL;
}
static bool is_date(const struct field *field)
{
	return field->type == FIELD_DATE;
}
static bool is_instant(const struct field *field)
{
	return field->type == FIELD_INSTANT;
}
static bool is_text(const struct field *field)
{
	return is_plain(field) &&
	       (field->type == FIELD_TEXT || field->type == FIELD_NOTE || field->type == FIELD_ORG);
}
static bool is_kind(const struct field *field)
{
	return field->type == FIELD_CHOICE && field->list == &fixture_kind;
}
static bool is_level(const struct field *field)
{
	return field->type == FIELD_CHOICE && field->list == &fixture_level;
}
static bool is_choices(const struct field *field)
{
	return field->type == FIELD_CHOICES;
}
static bool is_link(const struct field *field)
{
	return field->type == FIELD_LINK;
}
static bool is_any(const struct field *field)
{
	return field->type != FIELD_ROWS;
}

static void put_truth(struct generator *generator, int depth);
static void put_number(struct generator *generator, int depth);

static void put_date(struct generator *generator)
{
	char printed[DATE_SIZE];
	uint32_t which = below(generator, 8);
	if (which > 2 && put_field(generator, is_date))
		return;
	if (which == 0) {
		put(generator, ANY(generator, "today", "period.start", "period.end"));
		return;
	}
	date_print(PICK(&generator->dice, fixture_dates), printed);
	put(generator, printed);
}

static void put_instant(struct generator *generator)
{
	if (!put_field(generator, is_instant))
		put(generator, "parent.began");
}

static void put_text(struct generator *generator)
{
	if (generator->with_settings && below(generator, 6) == 0)
		put(generator, "setting('season')");
	else if (below(generator, 3) == 0 || !put_field(generator, is_text))
		put(generator, ANY(generator, "''", "'a'", "'ab'", "'爱家讲堂'", "'讲堂'", "'it''s'", "'%_'",
		                   "'440307018'"));
}

static void put_kind(struct generator *generator)
{
	if (below(generator, 3) == 0 || !put_field(generator, is_kind))
		put(generator, ANY(generator, "'lecture'", "'camp'", "'tour'", "'visit'"));
}

static void put_level(struct generator *generator)
{
	if (below(generator, 3) == 0 || !put_field(generator, is_level))
		put(generator, ANY(generator, "'street'", "'district'", "'city'", "'province'"));
}

static void put_link(struct generator *generator)
{
	if (below(generator, 3) == 0 || !put_field(generator, is_link))
		put(generator, ANY(generator, "'1'", "'4611686018427387904'", "'4611686018427387905'"));
}

static void put_state(struct generator *generator)
{
	if (below(generator, 2))
		put(generator, ANY(generator, "'planned'", "'held'", "'done'", "'cancelled'"));
	else
		put(generator, generator->ledger->parent ? "parent.state" : "state");
}

/* ---- numbers ---- */

static void put_aggregate(struct generator *generator, int depth)
{
	bool count = below(generator, 2);
	put(generator, count ? "count(signups" : ANY(generator, "sum(signups.age", "sum(signups.fee"));
	if (below(generator, 4)) {
		const struct ledger *outer = generator->ledger;
		generator->ledger = &fixture_signups;
		generator->in_row = true;
		put(generator, " where ");
		put_truth(generator, depth - 1);
		generator->ledger = outer;
		generator->in_row = false;
	}
	put(generator, ")");
}

static void put_call(struct generator *generator)
{
	switch (below(generator, 6)) {
	case 0:
	case 1:
		put(generator, ANY(generator, "year(", "month("));
		put_date(generator);
		break;
	case 2:
	case 3:
		put(generator, ANY(generator, "days(", "age("));
		put_date(generator);
		put(generator, ", ");
		put_date(generator);
		break;
	default: put(generator, "length("); put_text(generator);
	}
	put(generator, ")");
}

static void put_number_leaf(struct generator *generator)
{
	if (generator->with_settings && below(generator, 6) == 0)
		put(generator, ANY(generator, "setting('quorum')", "setting('seats')", "setting('unknown')"));
	else if (below(generator, 3) == 0 || !put_field(generator, is_number))
		put(generator, ANY(generator, "0", "1", "2", "3", "10", "25", "100", "2020", "2021", "0.5",
		                   "1.00", "0.6667", "12.5", "-1", "-0.25", "50.0"));
}

static void put_number(struct generator *generator, int depth)
{
	uint32_t which = depth > 0 ? below(generator, 10) : 9;
	if (which < 3) {
		put(generator, "(");
		put_number(generator, depth - 1);
		put(generator, ANY(generator, " + ", " - ", " * ", "-"));
		put_number(generator, depth - 1);
		put(generator, ")");
	} else if (which == 3) {
		put(generator, "-");
		put_number(generator, depth - 1);
	} else if (which == 4) {
		put_call(generator);
	} else if (which == 5 && !generator->ledger->parent) {
		put_aggregate(generator, depth);
	} else {
		put_number_leaf(generator);
	}
}

/* ---- truths ---- */

enum sort {
	SORT_NUMBER,
	SORT_DATE,
	SORT_INSTANT,
	SORT_LEVEL,
	SORT_TEXT,
	SORT_KIND,
	SORT_STATE,
	SORT_LINK,
	SORT_TRUTH,
	SORT_COUNT,
	SORT_ORDERED = SORT_LEVEL + 1
};

static void put_operand(struct generator *generator, enum sort sort, int depth)
{
	switch (sort) {
	case SORT_NUMBER: put_number(generator, depth); return;
	case SORT_DATE: put_date(generator); return;
	case SORT_INSTANT: put_instant(generator); return;
	case SORT_LEVEL: put_level(generator); return;
	case SORT_TEXT: put_text(generator); return;
	case SORT_KIND: put_kind(generator); return;
	case SORT_STATE: put_state(generator); return;
	case SORT_LINK: put_link(generator); return;
	case SORT_TRUTH:
	case SORT_COUNT: break;
	}
	put(generator, "(");
	put_truth(generator, depth - 1);
	put(generator, ")");
}

/* What a comparison begins with is a field where it can be, so that a quoted text beside it has a kind. */
static void put_guide(struct generator *generator, enum sort sort, int depth)
{
	static const field_test tests[SORT_COUNT] = {
	        [SORT_LEVEL] = is_level, [SORT_KIND] = is_kind, [SORT_LINK] = is_link};
	if (sort == SORT_STATE)
		put(generator, generator->ledger->parent ? "parent.state" : "state");
	else if (sort == SORT_KIND && generator->ledger->parent)
		put(generator, ANY(generator, "parent.kind", "parent.other_kind"));
	else if (!tests[sort] || !put_field(generator, tests[sort]))
		put_operand(generator, sort, depth);
}

static void put_comparison(struct generator *generator, int depth)
{
	bool ordered = below(generator, 2);
	enum sort sort = below(generator, ordered ? SORT_ORDERED : SORT_COUNT);
	put_guide(generator, sort, depth - 1);
	put(generator,
	    ordered ? ANY(generator, " < ", " <= ", " > ", " >= ") : ANY(generator, " = ", " != "));
	put_operand(generator, sort, depth - 1);
}

static void put_in(struct generator *generator, int depth)
{
	enum sort sort = below(generator, SORT_COUNT);
	put_guide(generator, sort, depth - 1);
	put(generator, ANY(generator, " in (", " not in ("));
	uint32_t members = 1 + below(generator, 3);
	for (uint32_t i = 0; i < members; i++) {
		put(generator, i ? ", " : "");
		put_operand(generator, sort, depth - 1);
	}
	put(generator, ")");
}

static void put_between(struct generator *generator, int depth)
{
	enum sort sort = below(generator, SORT_ORDERED);
	put_guide(generator, sort, depth - 1);
	put(generator, " between ");
	put_operand(generator, sort, depth - 1);
	put(generator, " and ");
	put_operand(generator, sort, depth - 1);
}

static void put_set(struct generator *generator, int depth)
{
	if (below(generator, 4)) {
		put_field(generator, is_any);
	} else if (below(generator, 2)) {
		put_number(generator, depth - 1);
	} else {
		put(generator, "(");
		put_truth(generator, depth - 1);
		put(generator, ")");
	}
	put(generator, ANY(generator, " is set", " is not set"));
}

static void put_search(struct generator *generator)
{
	size_t before = generator->out->length;
	uint32_t which = below(generator, 3);
	put(generator, which == 0 ? "has(" : which == 1 ? "contains(" : "starts(");
	if (which == 0 && !put_field(generator, is_choices)) {
		text_cut(generator->out, before);
		put(generator, "has(parent.topics");
	}
	if (which)
		put_text(generator);
	put(generator, ", ");
	put(generator,
	    which == 0 ? ANY(generator, "'lecture'", "'camp'", "'tour'")
	               : ANY(generator, "'a'", "'ab'", "'讲堂'", "'爱'", "'😀'", "'''s'", "'%'", "'440307'"));
	put(generator, ")");
}

static void put_joined(struct generator *generator, int depth)
{
	const char *word = ANY(generator, " and ", " or ");
	uint32_t count = 2 + below(generator, 2);
	put(generator, "(");
	for (uint32_t i = 0; i < count; i++) {
		put(generator, i ? word : "");
		put_truth(generator, depth - 1);
	}
	put(generator, ")");
}

static void put_truth(struct generator *generator, int depth)
{
	uint32_t which = depth > 0 ? below(generator, 14) : 13;
	if (which < 3) {
		put_joined(generator, depth);
	} else if (which == 3) {
		put(generator, "not (");
		put_truth(generator, depth - 1);
		put(generator, ")");
	} else if (which < 7) {
		put_comparison(generator, depth);
	} else if (which < 9) {
		put_in(generator, depth);
	} else if (which == 9) {
		put_between(generator, depth);
	} else if (which == 10) {
		put_set(generator, depth);
	} else if (which == 11) {
		put_search(generator);
	} else if (generator->with_settings && below(generator, 4) == 0) {
		put(generator, "setting('strict')");
	} else if (below(generator, 8) == 0 || !put_field(generator, is_truth)) {
		put(generator, ANY(generator, "true", "false"));
	}
}

/* ---- the answers ---- */

struct round {
	struct fixture_record records[RECORDS];
	struct database *database;
	struct expression_world world;
	struct dice dice;
	FILE *cases; /* or NULL */
	size_t made, informative, programs, informative_programs;
};

struct answers {
	size_t count;
	enum truth truths[CASES_MAX];
};

static void answer_in_c(struct round *round, const struct expression *expression, bool of_rows,
                        struct answers *ret)
{
	ret->count = 0;
	for (size_t i = 0; i < RECORDS; i++) {
		struct fixture_record *record = &round->records[i];
		struct fixture_row *row;
		if (!of_rows) {
			const struct expression_record view = activity_record(record);
			ret->truths[ret->count++] = expression_evaluate(expression, &view, &round->world);
		}
		for (size_t j = 0; of_rows && (row = live_row(record, j)); j++) {
			const struct expression_record view = signup_record(row);
			ret->truths[ret->count++] = expression_evaluate(expression, &view, &round->world);
		}
	}
}

static void answer_in_sql(struct round *round, const struct expression *expression, bool of_rows,
                          struct answers *ret)
{
	struct sql sql = SQL_EMPTY;
	sql_add(&sql, "SELECT ");
	expression_sql(expression, "a", of_rows ? "p" : NULL, &round->world, &sql);
	if (of_rows)
		sql_add(&sql, " FROM \"activity_signups\" AS \"a\" JOIN \"activity\" AS \"p\" ON "
		              "\"p\".\"tenant\" = "
		              "\"a\".\"tenant\" AND \"p\".\"id\" = \"a\".\"parent\" WHERE \"a\".\"voided\" = "
		              "0 AND ");
	else
		sql_add(&sql, " FROM \"activity\" AS \"a\" WHERE ");
	sql_add(&sql, "\"a\".\"tenant\" = ");
	sql_bind(&sql, value_int(FIXTURE_TENANT));
	sql_add(&sql, " ORDER BY \"a\".\"id\"");
	struct statement *statement;
	struct fault fault = {};
	ret->count = 0;
	assert_true(database_prepare_sql(round->database, &sql, &statement, &fault));
	while (statement_step(statement, &fault) == STEP_ROW) {
		enum truth truth = statement_int(statement, 0) ? TRUTH_TRUE : TRUTH_FALSE;
		ret->truths[ret->count++] = statement_is_null(statement, 0) ? TRUTH_UNSET : truth;
	}
	assert_int_equal(fault.code, FAULT_NONE);
	statement_reset(statement);
	sql_release(&sql);
}

static enum truth run_on(const struct program *program, const struct value *values)
{
	for (size_t i = 0; i < program->field_count; i++) {
		const struct value *value = &values[program->fields[i]->place];
		assert_true(value->kind == VALUE_INT || value->kind == VALUE_NONE);
		program->values[i] = (struct program_value){value->number, value->kind == VALUE_INT};
	}
	return program_run(program);
}

/* False when it is none. */
static bool answer_by_program(struct round *round, const struct expression *expression, bool of_rows,
                              struct answers *ret)
{
	struct arena arena = {};
	struct program program;
	bool is_program = program_make(expression, &round->world, &arena, &program);
	ret->count = 0;
	for (size_t i = 0; i < RECORDS && is_program; i++) {
		struct fixture_record *record = &round->records[i];
		struct fixture_row *row;
		if (!of_rows)
			ret->truths[ret->count++] = run_on(&program, record->values);
		for (size_t j = 0; of_rows && (row = live_row(record, j)); j++)
			ret->truths[ret->count++] = run_on(&program, row->values);
	}
	arena_release(&arena);
	return is_program;
}

static const char truth_letters[] = {[TRUTH_FALSE] = '0', [TRUTH_TRUE] = '1', [TRUTH_UNSET] = '?'};

static void write_case(struct round *round, const struct expression *expression, bool of_rows,
                       const struct answers *answers)
{
	struct text line = TEXT_EMPTY;
	const char *source = expression_source(expression);
	text_format(&line, "{\"of\":\"%s\",\"source\":", of_rows ? "rows" : "records");
	text_add_json(&line, source, strlen(source));
	text_add(&line, ",\"expression\":");
	expression_json(expression, &line);
	text_add(&line, ",\"truths\":\"");
	for (size_t i = 0; i < answers->count; i++)
		text_add_byte(&line, truth_letters[answers->truths[i]]);
	text_add(&line, "\"}\n");
	fputs(line.at, round->cases);
	text_release(&line);
}

static void assert_same(const struct expression *expression, const struct answers *c, const char *who,
                        const struct answers *other)
{
	assert_int_equal(c->count, other->count);
	for (size_t i = 0; i < c->count; i++)
		if (c->truths[i] != other->truths[i])
			fail_msg("case %zu: C says %c, %s says %c: %s", i, truth_letters[c->truths[i]], who,
			         truth_letters[other->truths[i]], expression_source(expression));
}

static bool is_informative(const struct answers *answers)
{
	for (size_t i = 1; i < answers->count; i++)
		if (answers->truths[i] != answers->truths[0])
			return true;
	return false;
}

static void compare_answers(struct round *round, const struct expression *expression, bool of_rows,
                            bool with_settings)
{
	struct answers c, other;
	answer_in_c(round, expression, of_rows, &c);
	if (!with_settings) {
		answer_in_sql(round, expression, of_rows, &other);
		assert_same(expression, &c, "SQL", &other);
	}
	if (answer_by_program(round, expression, of_rows, &other)) {
		assert_same(expression, &c, "its program", &other);
		round->programs++;
		round->informative_programs += is_informative(&c);
	}
	if (round->cases)
		write_case(round, expression, of_rows, &c);
	round->informative += is_informative(&c);
}

/* One expression; false when its numbers may grow too large or it is nested too deep: no other refusal may be. */
static bool try_one(struct round *round, bool of_rows, bool with_settings)
{
	struct arena arena = {};
	struct text source = TEXT_EMPTY;
	struct generator generator = {.dice = round->dice,
	                              .out = &source,
	                              .ledger = of_rows ? &fixture_signups : &fixture_activity,
	                              .with_settings = with_settings};
	put_truth(&generator, DEPTH);
	round->dice = generator.dice;
	const struct expression *expression;
	struct fault fault = {};
	unsigned allow = ALLOW_ROWS | ALLOW_PERIOD | ALLOW_TODAY | (with_settings ? ALLOW_SETTING : 0);
	bool parsed = expression_parse(&arena, &fixture_definitions, generator.ledger, source.at,
	                               (struct position){}, allow, &expression, &fault);
	if (parsed)
		compare_answers(round, expression, of_rows, with_settings);
	else if (fault.code != expression_too_large && fault.code != expression_too_deep)
		fail_msg("%s: %s", fault_name(fault.code), source.at);
	text_release(&source);
	arena_release(&arena);
	return parsed;
}

/* ---- a round ---- */

static void open_round(struct round *round)
{
	round->database = fixture_open();
	for (size_t i = 0; i < RECORDS; i++) {
		random_record(&round->dice, (int64_t)i + 1, &round->records[i]);
		fixture_store(round->database, &round->records[i]);
	}
}

static void add_date(struct text *out, const char *name, civil_date date)
{
	char printed[DATE_SIZE];
	text_format(out, ",\"%s\":", name);
	if (!date) {
		text_add(out, "null");
		return;
	}
	date_print(date, printed);
	text_format(out, "\"%s\"", printed);
}

static void write_records(struct round *round)
{
	struct text line = TEXT_EMPTY;
	text_add(&line, "{\"world\":{\"settings\":{\"quorum\":\"0.6667\",\"season\":\"a\",\"seats\":11,"
	                "\"strict\":true}");
	add_date(&line, "today", round->world.today);
	add_date(&line, "period_start", round->world.period_start);
	add_date(&line, "period_end", round->world.period_end);
	text_add(&line, "},\"records\":[");
	for (size_t i = 0; i < RECORDS; i++) {
		text_add(&line, i ? "," : "");
		fixture_add_record(&line, &round->records[i]);
	}
	text_add(&line, "]}\n");
	fputs(line.at, round->cases);
	text_release(&line);
}

static void run_round(uint64_t seed, FILE *cases)
{
	static struct round round;
	round = (struct round){
	        .dice = {.state = seed}, .world = {.setting = fixture_setting}, .cases = cases};
	if (seed % 2) /* else a world without a today */
		round.world.today = 20210701;
	if (seed % 3) { /* else one without a period */
		round.world.period_start = 20210101;
		round.world.period_end = 20210630;
	}
	open_round(&round);
	if (cases)
		write_records(&round);
	for (size_t tried = 0; round.made < EXPRESSIONS; tried++) {
		round.made +=
		        try_one(&round, dice_below(&round.dice, 4) == 0, dice_below(&round.dice, 8) == 0);
		assert_true(tried < (size_t)EXPRESSIONS * 2);
	}
	assert_true(round.informative > EXPRESSIONS * 3 / 4); /* else the agreement would prove little */
	print_message("%zu programs, %zu informative\n", round.programs, round.informative_programs);
	assert_true(round.programs >= PROGRAMS);
	assert_true(round.informative_programs > round.programs / 2);
	database_close(round.database);
}

static void test_all_agree(void **state)
{
	(void)state;
	const char *path = getenv("JINGUO_EXPRESSION_CASES");
	FILE *cases = path ? fopen(path, "w") : NULL;
	assert_true(!path || cases);
	for (uint64_t seed = 1; seed <= ROUNDS; seed++)
		run_round(seed, cases);
	if (cases)
		assert_int_equal(fclose(cases), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_agree)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
