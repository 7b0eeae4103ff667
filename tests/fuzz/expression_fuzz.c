/* Any text: either an expression that SQLite accepts and answers as C does, or
   a fault with a place. The first byte says what is allowed (its low five bits
   are enum expression_allow) and, in a small letter, that the ledger is the
   child: 'Gkind = ''camp''', 'gparent.online'. */
#include "../unit/expression_fixture.h"
#include "fuzz.h"

enum { RECORDS = 12, STATEMENTS_KEPT = 500, CHILD = 32 };

static const struct expression_world world = {
        .period_start = 20210101, .period_end = 20210630, .today = 20210701, .setting = fixture_setting};

static struct fixture_record records[RECORDS];
static struct database *database;
static size_t prepared; /* the database keeps every statement it was given */

static void open_books(void)
{
	struct dice dice = {.state = 1};
	database = fixture_open();
	for (size_t i = 0; i < RECORDS; i++) {
		random_record(&dice, (int64_t)i + 1, &records[i]);
		fixture_store(database, &records[i]);
	}
	prepared = 0;
}

static size_t answer_in_c(const struct expression *expression, bool of_rows, enum truth *truths)
{
	size_t count = 0;
	for (size_t i = 0; i < RECORDS; i++) {
		struct fixture_row *row;
		if (!of_rows) {
			const struct expression_record view = activity_record(&records[i]);
			truths[count++] = expression_evaluate(expression, &view, &world);
		}
		for (size_t j = 0; of_rows && (row = live_row(&records[i], j)); j++) {
			const struct expression_record view = signup_record(row);
			truths[count++] = expression_evaluate(expression, &view, &world);
		}
	}
	return count;
}

static void check_sql(const struct expression *expression, bool of_rows, const enum truth *truths,
                      size_t count)
{
	struct sql sql = SQL_EMPTY;
	struct statement *statement;
	if (++prepared > STATEMENTS_KEPT) {
		database_close(database);
		open_books();
	}
	sql_add(&sql, "SELECT ");
	expression_sql(expression, "a", "p", &world, &sql);
	sql_add(&sql, of_rows ? " FROM \"activity_signups\" AS \"a\" JOIN \"activity\" AS \"p\" ON "
	                        "\"p\".\"tenant\" = "
	                        "\"a\".\"tenant\" AND \"p\".\"id\" = \"a\".\"parent\" WHERE \"a\".\"voided\" "
	                        "= 0 AND "
	                      : " FROM \"activity\" AS \"a\" WHERE ");
	sql_format(&sql, "\"a\".\"tenant\" = %d ORDER BY \"a\".\"id\"", FIXTURE_TENANT);
	bool accepted = database_prepare_sql(database, &sql, &statement, NULL);
	assert(accepted);
	(void)accepted;
	for (size_t i = 0; i < count; i++) {
		enum step step = statement_step(statement, NULL);
		assert(step == STEP_ROW);
		assert(statement_is_null(statement, 0) == (truths[i] == TRUTH_UNSET));
		assert(statement_int(statement, 0) == (truths[i] == TRUTH_TRUE));
		(void)step;
	}
	statement_reset(statement);
	sql_release(&sql);
}

static void check_prints(const struct expression *expression)
{
	struct text text = TEXT_EMPTY;
	expression_json(expression, &text);
	expression_words(expression, LANGUAGE_ZH, &text);
	expression_words(expression, LANGUAGE_EN, &text);
	assert(text.length > 0 && utf8_valid(text.at, text.length));
	text_release(&text);
}

static void check_fault(const struct fault *fault, size_t length)
{
	struct text text = TEXT_EMPTY;
	assert(fault->code != FAULT_NONE && fault->at.line >= 1 && fault->at.column >= 1);
	assert((size_t)fault->at.line + (size_t)fault->at.column <= length + 2);
	(void)length;
	fault_print(fault, LANGUAGE_ZH, &text);
	fault_print(fault, LANGUAGE_EN, &text);
	text_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	if (!database)
		open_books();
	if (length == 0)
		return 0;
	struct arena arena = {};
	struct fault fault = {};
	const struct expression *expression = NULL;
	unsigned allow = bytes[0] & 31U;
	bool of_rows = bytes[0] & CHILD;
	const char *source = arena_copy_bytes(&arena, bytes + 1, length - 1);
	const struct ledger *ledger = of_rows ? &fixture_signups : &fixture_activity;
	struct position at = {.line = 1, .column = 1};
	if (expression_parse(&arena, &fixture_definitions, ledger, source, at, allow, &expression, &fault)) {
		enum truth truths[RECORDS * FIXTURE_ROWS];
		size_t count = answer_in_c(expression, of_rows, truths);
		check_prints(expression);
		if (!(allow & (ALLOW_SETTING | ALLOW_SEALED)))
			check_sql(expression, of_rows, truths, count);
	} else {
		assert(!expression);
		check_fault(&fault, length);
	}
	arena_release(&arena);
	return 0;
}
