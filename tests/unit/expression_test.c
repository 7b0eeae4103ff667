/* The expression language: what it means on a known record, what it refuses
   and with which words, what SQL, JSON and sentence it becomes (golden files),
   and that nothing hostile gets through. */
#include "expression_fixture.h"

#include "golden.h"

static const unsigned everything = ALLOW_ROWS | ALLOW_PERIOD | ALLOW_TODAY | ALLOW_SETTING;

static const struct expression_world world = {
        .period_start = 20210101, .period_end = 20210630, .today = 20210701, .setting = fixture_setting};

/* Parses what must be right, in an arena that a test releases. */
static const struct expression *parse(struct arena *arena, const struct ledger *ledger, const char *source,
                                      unsigned allow)
{
	const struct expression *expression = NULL;
	struct fault fault = {};
	if (!expression_parse(arena, &fixture_definitions, ledger, source, (struct position){}, allow,
	                      &expression, &fault)) {
		struct text words = TEXT_EMPTY;
		fault_print(&fault, LANGUAGE_EN, &words);
		print_error("%s\n%s", source, words.at);
		text_release(&words);
		fail();
	}
	return expression;
}

/* ---- meaning ---- */

/* An activity of 30 March 2021 with four rows, one of them voided; `closed_on`,
   `other_kind`, `goal`, `mentor`, `shared` and `rate` are unset. */
static struct fixture_record known_record(void)
{
	struct fixture_record record = {.id = 7, .state = "held", .row_count = 4};
	const struct value sealed = value_bytes("envelope", 8);
	record.values[TOPIC] = value_text("爱家讲堂：it's 第1讲");
	record.values[REMARK] = value_text("");
	record.values[PEOPLE] = value_int(30);
	record.values[COST] = value_int(125050);
	record.values[HOURS] = value_int(25);
	record.values[ONLINE] = value_int(1);
	record.values[HELD_ON] = value_int(20210330);
	record.values[BEGAN] = value_int(1617066000000);
	record.values[ENDED] = value_int(1617073200000);
	record.values[BUILT] = value_int(2019);
	record.values[KIND] = value_text("camp");
	record.values[LEVEL] = value_text("district");
	record.values[TOPICS] = value_text(",lecture,visit,");
	record.values[HOST_ORG] = value_text("440307018");
	record.values[PERSON] = value_int(4611686018427387905);
	record.values[PHONE] = sealed;
	record.values[POOR] = sealed;
	static const int64_t ages[] = {9, 35, 61, 35}, fees[] = {1000, -250, 0, 99999};
	for (size_t i = 0; i < 4; i++) {
		record.rows[i].values[ROW_AGE] = value_int(ages[i]);
		record.rows[i].values[ROW_FEE] = i == 2 ? (struct value){} : value_int(fees[i]);
		record.rows[i].values[ROW_ATTENDED] = i == 1 ? (struct value){} : value_int(i == 0);
		record.rows[i].voided = i == 3;
	}
	return record;
}

static const struct {
	const char *source;
	char truth; /* 1, 0 or ? */
} meanings[] = {
        /* comparisons, scales */
        {"people = 30", '1'},
        {"people != 30", '0'},
        {"people < 30", '0'},
        {"people <= 30", '1'},
        {"people > 29.9", '1'},
        {"people = 30.00", '1'},
        {"people >= 30.0001", '0'},
        {"cost = 1250.5", '1'},
        {"cost = 1250.50", '1'},
        {"cost > 1250.4999", '1'},
        {"cost = 1250", '0'},
        {"hours = 2.5", '1'},
        {"hours * 500.2 = cost", '1'},
        {"hours < cost", '1'},
        {"rate < 1", '?'},
        /* arithmetic binds as usual */
        {"people + 2 * 3 = 36", '1'},
        {"(people + 2) * 3 = 96", '1'},
        {"people - 2 - 3 = 25", '1'},
        {"people - (2 - 3) = 31", '1'},
        {"-people = 0 - 30", '1'},
        {"- -people = 30", '1'},
        {"people - -1 = 31", '1'},
        {"people + rate > 0", '?'},
        {"0.1 + 0.2 = 0.3", '1'},
        {"rate * 0 = 0", '?'},
        /* truths */
        {"online", '1'},
        {"not online", '0'},
        {"shared", '?'},
        {"not shared", '?'},
        {"online = true", '1'},
        {"online != shared", '?'},
        {"true", '1'},
        {"false", '0'},
        {"shared and false", '0'},
        {"shared and true", '?'},
        {"shared or true", '1'},
        {"shared or false", '?'},
        {"false and shared or true", '1'},
        {"true or shared and false", '1'},
        {"(true or shared) and false", '0'},
        {"not false and false", '0'},
        {"not (false and false)", '1'},
        {"not people > 40 and online", '1'},
        {"(people > 5) = (hours > 5)", '0'},
        {"not not online", '1'},
        /* set */
        {"shared is set", '0'},
        {"shared is not set", '1'},
        {"remark is set", '1'},
        {"(people + rate) is set", '0'},
        {"phone is set", '1'},
        {"income is set", '0'},
        {"(phone) is not set", '0'},
        {"poor is set", '1'},
        {"state is set", '1'},
        {"people + rate is not set", '1'},
        {"shared is not set and online is set", '1'},
        /* in, between */
        {"people in (1, 30)", '1'},
        {"people in (1, rate)", '?'},
        {"people in (30, rate)", '1'},
        {"people in (1, 2)", '0'},
        {"people not in (1, rate)", '?'},
        {"people not in (30, rate)", '0'},
        {"people not in (1)", '1'},
        {"rate in (1, 2)", '?'},
        {"rate not in (1)", '?'},
        {"people in (30.0)", '1'},
        {"'camp' in (kind, other_kind)", '1'},
        {"people between 30 and 40", '1'},
        {"people between 20 and 30", '1'},
        {"people between 31 and 40", '0'},
        {"people between 40 and 20", '0'},
        {"people between rate and 40", '?'},
        {"people between rate and 20", '0'},
        {"people between 31 and rate", '0'},
        {"rate between 1 and 2", '?'},
        {"people between 1 and 2 or online", '1'},
        /* choices, states, older names */
        {"kind = 'camp'", '1'},
        {"kind = 'tour'", '1'},
        {"sort = 'camp'", '1'},
        {"kind != 'lecture'", '1'},
        {"kind = other_kind", '?'},
        {"kind in ('lecture', 'visit')", '0'},
        {"state = 'held'", '1'},
        {"state = 'done'", '1'},
        {"state in ('planned', 'cancelled')", '0'},
        {"'camp' = kind", '1'},
        {"level >= 'district'", '1'},
        {"level > 'district'", '0'},
        {"level < 'city'", '1'},
        {"'street' < level", '1'},
        {"level between 'street' and 'city'", '1'},
        {"goal < 'city'", '?'},
        {"level = goal", '?'},
        {"has(topics, 'visit')", '1'},
        {"has(topics, 'camp')", '0'},
        {"has(topics, 'tour')", '0'},
        /* texts */
        {"topic = '爱家讲堂：it''s 第1讲'", '1'},
        {"contains(topic, '''s')", '1'},
        {"contains(topic, '讲堂')", '1'},
        {"contains(topic, 'IT')", '0'},
        {"starts(topic, '爱家')", '1'},
        {"starts(topic, '家')", '0'},
        {"starts(host_org, '440307')", '1'},
        {"starts(remark, 'a')", '0'},
        {"contains(remark, 'a')", '0'},
        {"length(topic) = 13", '1'},
        {"length(remark) = 0", '1'},
        {"remark = ''", '1'},
        {"remark != topic", '1'},
        {"topic in ('x', remark)", '0'},
        /* dates and instants */
        {"held_on = 2021-03-30", '1'},
        {"held_on < today", '1'},
        {"held_on between period.start and period.end", '1'},
        {"held_on > closed_on", '?'},
        {"year(held_on) = 2021", '1'},
        {"month(held_on) = 3", '1'},
        {"built = 2019", '1'},
        {"year(held_on) - built = 2", '1'},
        {"days(held_on, today) = 93", '1'},
        {"days(today, held_on) = -93", '1'},
        {"days(2020-02-28, 2020-03-01) = 2", '1'},
        {"days(2021-02-28, 2021-03-01) = 1", '1'},
        {"days(1900-02-28, 1900-03-01) = 1", '1'},
        {"days(2000-02-28, 2000-03-01) = 2", '1'},
        {"days(1900-01-01, 2999-12-31) = 401766", '1'},
        {"days(held_on, closed_on) > 0", '?'},
        {"age(2003-03-31, held_on) = 17", '1'},
        {"age(2003-03-30, held_on) = 18", '1'},
        {"age(2000-02-29, 2018-02-28) = 17", '1'},
        {"age(today, held_on) = 0", '1'},
        {"began < ended", '1'},
        {"began = ended", '0'},
        {"began in (ended, began)", '1'},
        {"2021-06 + 1 = 2016", '1'}, /* no date: 2021 minus 06 */
        /* links, settings */
        {"person = '4611686018427387905'", '1'},
        {"person = '4611686018427387904'", '0'},
        {"person = mentor", '?'},
        {"setting('quorum') = 0.6667", '1'},
        {"people * setting('quorum') > 20", '1'},
        {"setting('seats') < people", '1'},
        {"setting('strict')", '1'},
        {"setting('season') = 'a'", '1'},
        {"setting('unknown') = 0", '?'},
        /* rows: three are live, one came, one is unset */
        {"count(signups) = 3", '1'},
        {"count(signups where attended) = 1", '1'},
        {"count(signups where not attended) = 1", '1'},
        {"count(signups where attended is not set) = 1", '1'},
        {"count(signups where age >= 18 and fee < 0) = 1", '1'},
        {"sum(signups.age) = 105", '1'},
        {"sum(signups.fee) = 7.5", '1'},
        {"sum(signups.fee where attended) = 10", '1'},
        {"sum(signups.fee where age > 100) = 0", '1'},
        {"count(signups where parent.state = 'held') = 3", '1'},
        {"count(signups where age > parent.people) = 2", '1'},
        {"count(signups) * 10 = people", '1'},
        /* spaces and brackets are free */
        {"((people))=30 and(online)", '1'},
        {" people\t=\n30 ", '1'},
        {"not(online)", '0'},
};

static void test_meaning(void **state)
{
	(void)state;
	static const char letters[] = {[TRUTH_FALSE] = '0', [TRUTH_TRUE] = '1', [TRUTH_UNSET] = '?'};
	struct fixture_record record = known_record();
	const struct expression_record view = activity_record(&record);
	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
		struct arena arena = {};
		const struct expression *expression =
		        parse(&arena, &fixture_activity, meanings[i].source, everything);
		char got = letters[expression_evaluate(expression, &view, &world)];
		if (got != meanings[i].truth)
			fail_msg("%s: %c", meanings[i].source, got);
		assert_string_equal(expression_source(expression), meanings[i].source);
		arena_release(&arena);
	}
}

static enum truth evaluate_row(const char *source, struct fixture_row *row)
{
	struct arena arena = {};
	const struct expression_record view = signup_record(row);
	const struct expression *expression = parse(&arena, &fixture_signups, source, everything);
	enum truth truth = expression_evaluate(expression, &view, &world);
	arena_release(&arena);
	return truth;
}

static void test_rows_know_their_parent(void **state)
{
	(void)state;
	struct fixture_record record = known_record();
	struct fixture_row *row = &record.rows[0];
	row->parent = &record;
	assert_int_equal(evaluate_row("attended and parent.state = 'held'", row), TRUTH_TRUE);
	assert_int_equal(evaluate_row("parent.kind = 'tour' and age < 18", row), TRUTH_TRUE);
	assert_int_equal(evaluate_row("parent.people < age", row), TRUTH_FALSE);
	assert_int_equal(evaluate_row("signed_on >= parent.held_on", row), TRUTH_UNSET);
	assert_int_equal(evaluate_row("code is set or parent.phone is not set", row), TRUTH_FALSE);
}

static enum truth evaluate_with(const char *source, unsigned allow, size_t place, struct value value)
{
	struct arena arena = {};
	struct fixture_record record = known_record();
	record.values[place] = value;
	const struct expression_record view = activity_record(&record);
	enum truth truth = expression_evaluate(parse(&arena, &fixture_activity, source, allow), &view, NULL);
	arena_release(&arena);
	return truth;
}

static void test_what_a_record_should_not_hold(void **state)
{
	(void)state;
	assert_int_equal(evaluate_with("people >= 0", 0, PEOPLE, value_text("30")), TRUTH_UNSET);
	assert_int_equal(evaluate_with("people >= 0", 0, PEOPLE, value_int(INT64_MAX)), TRUTH_UNSET);
	assert_int_equal(evaluate_with("people * people >= 0", 0, PEOPLE, value_int(94906266)), TRUTH_UNSET);
	assert_int_equal(evaluate_with("people * people >= 0", 0, PEOPLE, value_int(94906265)), TRUTH_TRUE);
	assert_int_equal(evaluate_with("people > 0.5", 0, PEOPLE, value_int(((int64_t)1 << 53) - 1)),
	                 TRUTH_UNSET);
	assert_int_equal(evaluate_with("year(held_on) > 0", 0, HELD_ON, value_int(20210229)), TRUTH_UNSET);
	assert_int_equal(evaluate_with("held_on > 2000-01-01", 0, HELD_ON, value_int(4294967296 + 20210330)),
	                 TRUTH_UNSET);
	assert_int_equal(evaluate_with("online", 0, ONLINE, value_int(5)), TRUTH_FALSE);
	assert_int_equal(evaluate_with("online", 0, ONLINE, value_text("1")), TRUTH_UNSET);
	assert_int_equal(evaluate_with("topic = ''", 0, TOPIC, value_int(0)), TRUTH_UNSET);
	assert_int_equal(evaluate_with("level >= 'street'", 0, LEVEL, value_text("village")), TRUTH_UNSET);
	assert_int_equal(evaluate_with("kind != 'camp'", 0, KIND, value_text("village")), TRUTH_TRUE);
	assert_int_equal(evaluate_with("held_on < today", ALLOW_TODAY, ONLINE, value_int(1)), TRUTH_UNSET);
	assert_int_equal(evaluate_with("setting('seats') > 0", ALLOW_SETTING, ONLINE, value_int(1)),
	                 TRUTH_UNSET);
}

static void test_sealed_values(void **state)
{
	(void)state;
	const struct value closed = value_bytes("envelope", 8), open = value_text("13800000000");
	assert_int_equal(evaluate_with("length(phone) = 11", ALLOW_SEALED, PHONE, open), TRUTH_TRUE);
	assert_int_equal(evaluate_with("starts(phone, '139')", ALLOW_SEALED, PHONE, open), TRUTH_FALSE);
	assert_int_equal(evaluate_with("length(phone) = 11", ALLOW_SEALED, PHONE, closed), TRUTH_UNSET);
	assert_int_equal(evaluate_with("poor", ALLOW_SEALED, POOR, closed), TRUTH_UNSET);
	assert_int_equal(evaluate_with("poor", ALLOW_SEALED, POOR, value_int(1)), TRUTH_TRUE);
	assert_int_equal(evaluate_with("phone is set", 0, PHONE, closed), TRUTH_TRUE);
	assert_int_equal(evaluate_with("phone is set", 0, PHONE, (struct value){}), TRUTH_FALSE);
}

/* ---- refusals ---- */

static const struct refusal {
	const char *source;
	enum fault_code code;
	int column;         /* of where it stands, from 1 */
	const char *said;   /* must be in the sentence in English */
	unsigned forbidden; /* what is not allowed here */
} refusals[] = {
        {"", expression_empty, 1, "empty"},
        {"  ", expression_empty, 1, "empty"},
        {"people > 0 \xff", expression_encoding, 1, "UTF-8"},
        {"people > 0 §", expression_character, 12, "§"},
        {"people > 0；", expression_character, 11, "；"},
        {"people == 1", expression_sign, 8, "\"=\""},
        {"people <> 1", expression_sign, 8, "\"!=\""},
        {"online && shared", expression_sign, 8, "\"and\""},
        {"online 或 shared", expression_sign, 8, "\"or\""},
        {"!online", expression_sign, 1, "\"not\""},
        {"topic = \"a\"", expression_sign, 9, "\"'\""},
        {"kind in （'camp')", expression_sign, 9, "\"(\""},
        {"people / 2 > 1", expression_division, 8, "division"},
        {"people % 2 = 1", expression_division, 8, "division"},
        {"topic = 'abc", expression_quote_open, 9, "quote"},
        {"topic = 'it''s", expression_quote_open, 9, "quote"},
        {"people > 12abc", expression_number_form, 10, "12abc"},
        {"people > 12.", expression_number_form, 10, "12."},
        {"people > 1.2.3", expression_number_form, 10, "1.2."},
        {"people > 0.123456789", expression_number_places, 10, "8 places"},
        {"held_on > 2021-02-30", expression_date_day, 11, "February has no day 30"},
        {"held_on > 2021-06-31", expression_date_day, 11, "June has no day 31"},
        {"held_on > 2021-13-01", expression_date_month, 11, "month 13"},
        {"held_on > 2021-00-01", expression_date_month, 11, "month 0"},
        {"held_on > 1899-12-31", expression_date_year, 11, "1899"},
        {"held_on > 3000-01-01", expression_date_year, 11, "3000"},
        {"(people > 1", expression_unfinished, 12, "\")\""},
        {"people is", expression_unfinished, 10, "\"set\""},
        {"people between 1", expression_unfinished, 17, "\"and\""},
        {"(people > 1 online", expression_expected, 13, "\")\""},
        {"people is unset", expression_expected, 11, "\"set\""},
        {"people not between 1 and 2", expression_expected, 12, "\"in\""},
        {"people in 1, 2", expression_expected, 11, "\"(\""},
        {"people in ()", expression_value_expected, 12, "\")\""},
        {"people > and online", expression_value_expected, 10, "and"},
        {"people > = 3", expression_value_expected, 10, "="},
        {"where", expression_value_expected, 1, "where"},
        {"parent", expression_value_expected, 1, "parent"},
        {"parent.5", expression_value_expected, 8, "5"},
        {"people >", expression_value_missing, 9, "ends"},
        {"online and", expression_value_missing, 11, "ends"},
        {"count(", expression_value_missing, 7, "ends"},
        {"online shared", expression_left_over, 8, "shared"},
        {"1 < people < 3", expression_left_over, 12, "<"},
        {"online)", expression_left_over, 7, ")"},
        {"爱 = 1", expression_character, 1, "爱"},
        {"qqqqqqqq = 1", expression_name_unknown, 1, "qqqqqqqq"},
        {"peopel > 1", expression_name_misspelt, 1, "nearest is \"people\""},
        {"heldon > today", expression_name_misspelt, 1, "nearest is \"held_on\""},
        {"People > 1", expression_name_misspelt, 1, "nearest is \"people\""},
        {"online AND shared", expression_left_over, 8, "AND"},
        {"NOT online", expression_name_misspelt, 1, "nearest is \"not\""},
        {"count(sigups) > 1", expression_name_misspelt, 7, "nearest is \"signups\""},
        {"frobnicate(held_on) > 1", expression_call_unknown, 1, "frobnicate"},
        {"years(held_on) > 1", expression_call_misspelt, 1, "nearest is \"year\""},
        {"held_on > period.begin", expression_period_edge, 18, "begin"},
        {"parent.people > 1", expression_parent, 8, "activity"},
        {"count(signups where parent.parent) > 1", expression_name_unknown, 28, "no field \"parent\""},
        {"kind.code = 'camp'", expression_member, 1, "kind"},
        {"signups > 1", expression_rows_alone, 1, "signups"},
        {"signups is set", expression_rows_alone, 1, "signups"},
        {"count(people) > 1", expression_rows_wanted, 7, "people"},
        {"count(signups where state = 'held') > 0", expression_no_state, 21, "signups"},
        {"held_on <= today", expression_not_here, 12, "today", ALLOW_TODAY},
        {"held_on <= period.end", expression_not_here, 19, "period.end", ALLOW_PERIOD},
        {"count(signups) > 1", expression_not_here, 1, "count()", ALLOW_ROWS},
        {"people > setting('seats')", expression_not_here, 10, "setting()", ALLOW_SETTING},
        {"phone = '1'", expression_sealed, 1, "phone"},
        {"poor", expression_sealed, 1, "poor"},
        {"not poor", expression_sealed, 5, "poor"},
        {"online and poor", expression_sealed, 12, "poor"},
        {"income + 1 is set", expression_sealed, 1, "income"},
        {"1 + income is set", expression_sealed, 5, "income"},
        {"people in (1, income)", expression_sealed, 15, "income"},
        {"(phone = '1') is set", expression_sealed, 2, "phone"},
        {"starts(phone, '1')", expression_sealed, 8, "phone"},
        {"count(signups where code = 'a') > 0", expression_sealed, 21, "code"},
        {"count(signups where parent.poor) > 0", expression_sealed, 28, "poor"},
        {"kind = 'zzzzzz'", expression_code_unknown, 8, "zzzzzz"},
        {"kind = 'lectrue'", expression_code_misspelt, 8, "nearest is \"lecture\""},
        {"level >= 'citty'", expression_code_misspelt, 10, "nearest is \"city\""},
        {"kind in ('camp', 'vist')", expression_code_misspelt, 18, "nearest is \"visit\""},
        {"has(topics, 'capm')", expression_code_misspelt, 13, "nearest is \"camp\""},
        {"state = 'zzzzzz'", expression_state_unknown, 9, "zzzzzz"},
        {"state = 'hold'", expression_state_misspelt, 9, "nearest is \"held\""},
        {"setting('zzzzzzzz') > 1", expression_setting_unknown, 9, "zzzzzzzz"},
        {"setting('seat') > 1", expression_setting_misspelt, 9, "nearest is \"seats\""},
        {"person = 'x'", expression_id, 10, "x"},
        {"person = '-1'", expression_id, 10, "-1"},
        {"people = 'a'", expression_mismatch, 10, "number and text"},
        {"held_on = '2021-01-01'", expression_mismatch, 11, "date and text"},
        {"held_on = 20210101", expression_mismatch, 11, "date and number"},
        {"kind = level", expression_mismatch, 8, "choice kind and choice level"},
        {"kind = topic", expression_mismatch, 8, "choice kind and text"},
        {"state = kind", expression_mismatch, 9, "state activity and choice kind"},
        {"online = 1", expression_mismatch, 10, "bool and number"},
        {"began < held_on", expression_mismatch, 9, "instant and date"},
        {"people in (1, 'a')", expression_mismatch, 15, "number and text"},
        {"people between 1 and today", expression_mismatch, 22, "number and date"},
        {"topics = 'camp'", expression_choices, 1, "compared"},
        {"topics in ('camp')", expression_choices, 1, "compared"},
        {"topic < 'b'", expression_order, 1, "text"},
        {"kind < 'camp'", expression_order, 1, "choice kind"},
        {"state > 'held'", expression_order, 1, "state"},
        {"online > shared", expression_order, 1, "bool"},
        {"person < mentor", expression_order, 1, "link person"},
        {"'a' < 'b'", expression_order, 1, "text"},
        {"people and online", expression_truth_wanted, 1, "number"},
        {"not topic", expression_truth_wanted, 5, "text"},
        {"count(signups where age) > 1", expression_truth_wanted, 21, "number"},
        {"people", expression_condition_wanted, 1, "number"},
        {"'a'", expression_condition_wanted, 1, "text"},
        {"kind", expression_condition_wanted, 1, "choice kind"},
        {"held_on + 1 > today", expression_number_wanted, 1, "date"},
        {"-topic = 'a'", expression_number_wanted, 2, "text"},
        {"online * 2 > 1", expression_number_wanted, 1, "bool"},
        {"sum(signups.note) > 1", expression_number_wanted, 13, "text"},
        {"year(people) > 1", expression_argument, 6, "must be date, but this is number"},
        {"days(held_on, 1) > 1", expression_argument, 15, "Item 2 of days"},
        {"length(kind) > 1", expression_argument, 8, "must be text, but this is choice"},
        {"has(kind, 'camp')", expression_argument, 5, "must be choices, but this is choice"},
        {"contains(people, 'a')", expression_argument, 10, "must be text"},
        {"year() > 1", expression_argument_count, 1, "takes 1, not 0"},
        {"days(held_on) > 1", expression_argument_count, 1, "takes 2, not 1"},
        {"contains(topic, 'a', 'b')", expression_argument_count, 1, "takes 2, not 3"},
        {"contains(topic, '')", expression_argument_text, 17, "Item 2"},
        {"starts(topic, remark)", expression_argument_text, 15, "Item 2"},
        {"setting(topic) = 'a'", expression_argument_text, 9, "Item 1"},
        {"people > 9007199254740992", expression_too_large, 10, "exact"},
        {"people > 99999999999999999999999999999999", expression_too_large, 10, "exact"},
        {"cost * cost > 1", expression_too_large, 6, "exact"},
        {"people * people * people * people > 1", expression_too_large, 26, "exact"},
        {"sum(signups.fee) * 1000000 > 1", expression_too_large, 18, "exact"},
        {"rate * rate * rate * rate > 1", expression_too_large, 20, "exact"},
        {"cost * cost > 0.12345678", expression_too_large, 6, "exact"},
};

static void assert_refused(const struct refusal *refusal)
{
	struct arena arena = {};
	struct fault fault = {};
	struct text words = TEXT_EMPTY;
	const struct expression *kept = (const struct expression *)1, *expression = kept;
	struct position at = {.file = "registers/activity.yaml", .line = 12, .column = 1};
	bool parsed = expression_parse(&arena, &fixture_definitions, &fixture_activity, refusal->source, at,
	                               everything & ~refusal->forbidden, &expression, &fault);
	if (parsed)
		fail_msg("accepted: %s", refusal->source);
	fault_sentence(&fault, LANGUAGE_EN, &words);
	if (fault.code != refusal->code || fault.at.column != refusal->column ||
	    !strstr(words.at, refusal->said))
		fail_msg("%s: %s at %d: %s", refusal->source, fault_name(fault.code), fault.at.column,
		         words.at);
	assert_ptr_equal(expression, kept);
	assert_int_equal(fault.at.line, 12);
	text_release(&words);
	arena_release(&arena);
}

static char *repeated(struct text *text, const char *what, size_t count)
{
	for (size_t i = 0; i < count; i++)
		text_add(text, what);
	return text->at;
}

static void test_refusals(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
		assert_refused(&refusals[i]);
	struct text text = TEXT_EMPTY;
	assert_refused(&(struct refusal){repeated(&text, "online or ", 401), expression_too_long, 1, "4000"});
	text_cut(&text, 0);
	assert_refused(&(struct refusal){repeated(&text, "(", 2000), expression_too_deep, 61, "deep"});
	text_cut(&text, 0);
	assert_refused(&(struct refusal){repeated(&text, "not ", 900), expression_too_deep, 241, "deep"});
	text_cut(&text, 0);
	assert_refused(&(struct refusal){repeated(&text, "-", 3000), expression_too_deep, 61, "deep"});
	text_cut(&text, 0);
	text_add(&text, "people = 0");
	assert_refused(&(struct refusal){repeated(&text, " + 1", 100), expression_too_deep, 272, "deep"});
	text_release(&text);
}

/* Every row of expression.def is provoked above, so that none is dead and each is tested. */
static void test_every_fault_is_provoked(void **state)
{
	(void)state;
	static const enum fault_code codes[] = {
#define FAULT(name, kind, zh, en, hint_zh, hint_en) name,
#include "base/faults/expression.def"
#undef FAULT
	};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		bool found = codes[i] == expression_too_long || codes[i] == expression_too_deep;
		for (size_t j = 0; j < sizeof refusals / sizeof *refusals; j++)
			found = found || refusals[j].code == codes[i];
		if (!found)
			fail_msg("no test provokes %s", fault_name(codes[i]));
	}
}

static void test_fault_in_chinese(void **state)
{
	(void)state;
	struct arena arena = {};
	struct fault fault = {};
	struct text words = TEXT_EMPTY;
	const struct expression *expression;
	struct position at = {.file = "registers/activity.yaml", .line = 12, .column = 9};
	assert_false(expression_parse(&arena, &fixture_definitions, &fixture_activity,
	                              "contains(topic, '讲堂') and\nheld_on > 2021-02-30", at, 0, &expression,
	                              &fault));
	fault_sentence(&fault, LANGUAGE_ZH, &words);
	assert_string_equal(words.at, "二月没有 30 日。");
	assert_int_equal(fault.at.line, 13);
	assert_int_equal(fault.at.column, 11);
	assert_false(expression_parse(&arena, &fixture_definitions, &fixture_activity,
	                              "contains(topic, '讲堂') and peopel > 1", at, 0, &expression, &fault));
	text_cut(&words, 0);
	fault_sentence(&fault, LANGUAGE_ZH, &words);
	assert_string_equal(words.at, "“activity”没有叫“peopel”的字段，最接近的是“people”。");
	assert_int_equal(fault.at.line, 12);
	assert_int_equal(fault.at.column, 9 + 26); /* characters, not bytes */
	assert_false(expression_parse(&arena, &fixture_definitions, &fixture_activity, "x", at, 0,
	                              &expression, NULL));
	text_release(&words);
	arena_release(&arena);
}

/* ---- limits that hold ---- */

static void test_long_conditions_run(void **state)
{
	(void)state;
	struct arena arena = {};
	struct text source = TEXT_EMPTY;
	struct database *database = fixture_open();
	struct fault fault = {};
	static const struct {
		const char *first, *more;
		size_t count;
	} longs[] = {
	        {"true", " or true", 499},
	        {"online", " and online", 363},
	        {"people in (1", ",1", 1900},
	        {"people = 1", " + 1", 57},
	        {"days(held_on, closed_on) > 0", " and days(held_on, closed_on) > 0", 120},
	};
	for (size_t i = 0; i < sizeof longs / sizeof *longs; i++) {
		text_cut(&source, 0);
		text_add(&source, longs[i].first);
		repeated(&source, longs[i].more, longs[i].count);
		text_add(&source, i == 2 ? ")" : "");
		struct sql sql = SQL_EMPTY;
		struct statement *statement;
		sql_add(&sql, "SELECT 1 FROM \"activity\" AS \"a\" WHERE ");
		expression_sql(parse(&arena, &fixture_activity, source.at, everything), "a", NULL, &world,
		               &sql);
		assert_true(database_prepare_sql(database, &sql, &statement, &fault));
		sql_release(&sql);
	}
	text_release(&source);
	database_close(database);
	arena_release(&arena);
}

struct nest {
	const char *first, *before, *inner, *after, *last; /* before and after are repeated */
	size_t at_least;
};

/* The deepest that is accepted, and how deep that is. */
static const struct expression *deepest(struct arena *arena, const struct nest *nest, size_t *ret_depth)
{
	const struct expression *expression = NULL;
	struct text source = TEXT_EMPTY;
	struct fault fault = {};
	for (size_t depth = 1; fault.code == FAULT_NONE; depth++) {
		text_cut(&source, 0);
		text_add(&source, nest->first);
		repeated(&source, nest->before, depth);
		text_add(&source, nest->inner);
		repeated(&source, nest->after, depth);
		text_add(&source, nest->last);
		if (expression_parse(arena, &fixture_definitions, &fixture_activity, source.at,
		                     (struct position){}, everything, &expression, &fault))
			*ret_depth = depth;
	}
	if (fault.code != expression_too_deep)
		fail_msg("%s: %s", fault_name(fault.code), source.at);
	text_release(&source);
	return expression;
}

/* Whatever is accepted, however deep, SQLite's parser must be able to hold. */
static void test_deepest_conditions_run(void **state)
{
	(void)state;
	static const struct nest nests[] = {
	        {"", "(", "online", ")", "", 59},
	        {"", "not ", "online", "", "", 30},
	        {"", "online in (shared, (", "online", "))", "", 11},
	        {"", "online in ((", "online", "), shared)", "", 16},
	        {"", "(online in (shared)) and (online or (", "online", "))", "", 11},
	        {"people between 1 and ", "(1 + ", "people", ")", "", 20},
	        {"people between ", "(cost + ", "people", ")", " and 3", 20},
	        {"people in (1, ", "-", "people", "", ")", 20},
	        {"1 = ", "(people * 0 + (", "people", "))", "", 20},
	        {"", "(people > 1) = (", "online", ")", "", 20},
	        {"count(signups where ", "(attended and (not ", "attended", "))", ") > 1", 10},
	        {"", "(days(held_on, closed_on) > 1) != (", "level > goal", ")", "", 10},
	        {"", "not (phone is set and (", "topic is set", "))", "", 12},
	};
	struct arena arena = {};
	struct database *database = fixture_open();
	for (size_t i = 0; i < sizeof nests / sizeof *nests; i++) {
		size_t depth = 0;
		struct sql sql = SQL_EMPTY;
		struct statement *statement;
		struct fault fault = {};
		const struct expression *expression = deepest(&arena, &nests[i], &depth);
		if (depth < nests[i].at_least)
			fail_msg("only %zu times %s", depth, nests[i].before);
		sql_add(&sql,
		        "SELECT 1 FROM (SELECT 1 FROM \"activity\" AS \"a\" WHERE 1 = 1 AND (1 = 1 AND (");
		expression_sql(expression, "a", NULL, &world, &sql);
		sql_add(&sql, ")))");
		if (!database_prepare_sql(database, &sql, &statement, &fault))
			fail_msg("%s", sql.text.at);
		sql_release(&sql);
	}
	database_close(database);
	arena_release(&arena);
}

/* ---- what it reads ---- */

static void note_field(void *context, const struct field *field, bool of_parent)
{
	struct text *seen = context;
	text_format(seen, "%s%s ", of_parent ? "parent." : "", field->name);
}

static void assert_reads(const struct ledger *ledger, const char *source, const char *fields, bool rows,
                         bool of_state, bool of_parent_state)
{
	struct arena arena = {};
	struct text seen = TEXT_EMPTY;
	const struct expression *expression = parse(&arena, ledger, source, everything);
	expression_fields(expression, note_field, &seen);
	assert_string_equal(seen.at, fields);
	assert_int_equal(expression_has_rows(expression), rows);
	assert_int_equal(expression_reads_state(expression, false), of_state);
	assert_int_equal(expression_reads_state(expression, true), of_parent_state);
	text_release(&seen);
	arena_release(&arena);
}

static void test_what_is_read(void **state)
{
	(void)state;
	assert_reads(&fixture_activity, "kind = 'camp' and held_on < today", "kind held_on ", false, false,
	             false);
	assert_reads(&fixture_activity, "phone is set or state = 'held'", "phone ", false, true, false);
	assert_reads(&fixture_activity, "count(signups where age > parent.people) > 0", "signups people ",
	             true, false, false);
	assert_reads(&fixture_activity, "sum(signups.fee where parent.state = 'held') > 0", "signups ", true,
	             true, false);
	assert_reads(&fixture_signups, "parent.kind = 'camp' and age > 3", "parent.kind age ", false, false,
	             false);
	assert_reads(&fixture_signups, "parent.state = 'held'", "", false, false, true);
	assert_reads(&fixture_activity, "sort = 'tour'", "kind ", false, false, false);
}

static void test_reserved(void **state)
{
	(void)state;
	assert_true(expression_reserved("and"));
	assert_true(expression_reserved("today"));
	assert_true(expression_reserved("state"));
	assert_false(expression_reserved("age")); /* a function only before a bracket */
	assert_false(expression_reserved("topic"));
}

static void test_sql_of_what_no_database_knows(void **state)
{
	(void)state;
	struct arena arena = {};
	struct sql sql = SQL_EMPTY;
	const struct expression *of_setting =
	        parse(&arena, &fixture_activity, "people > setting('seats')", ALLOW_SETTING);
	const struct expression *sealed =
	        parse(&arena, &fixture_activity, "starts(phone, '1')", ALLOW_SEALED);
	const struct expression *fine =
	        parse(&arena, &fixture_activity, "phone is set", ALLOW_SEALED | ALLOW_SETTING);
	assert_aborts(expression_sql(of_setting, "a", NULL, &world, &sql));
	assert_aborts(expression_sql(sealed, "a", NULL, &world, &sql));
	expression_sql(fine, "a", NULL, NULL, &sql);
	assert_string_equal(sql.text.at, "(\"a\".\"phone\" IS NOT NULL)");
	sql_release(&sql);
	arena_release(&arena);
}

/* ---- golden files: SQL, what is bound, JSON, words ---- */

static const struct {
	const char *name, *source;
	const struct ledger *ledger;
} goldens[] = {
        {"comparison", "people >= 10 and people != 13", &fixture_activity},
        {"scales", "cost * 2 > hours or rate between 0.5 and people", &fixture_activity},
        {"arithmetic", "(people + 3) * 2 - people > -12.5", &fixture_activity},
        {"logic", "online and not (shared or people > 3) or not online", &fixture_activity},
        {"truths", "online = shared and (people > 1) != true", &fixture_activity},
        {"set", "held_on is set and phone is not set and online is set", &fixture_activity},
        {"choice", "kind in ('lecture', 'tour') and kind != other_kind", &fixture_activity},
        {"order", "level >= 'city' and goal < level and 'street' != goal", &fixture_activity},
        {"choices", "has(topics, 'visit')", &fixture_activity},
        {"state", "state = 'done' or state not in ('planned', 'cancelled')", &fixture_activity},
        {"text",
         "topic = 'it''s' and contains(topic, '讲堂') and starts(host_org, '440307') and length(remark) < 20",
         &fixture_activity},
        {"period", "held_on between period.start and period.end or closed_on > today", &fixture_activity},
        {"date", "year(held_on) = 2021 and month(held_on) <= 6 and age(2003-05-01, held_on) >= 18",
         &fixture_activity},
        {"days", "days(held_on, closed_on) <= 15 and days(held_on, today) > 30", &fixture_activity},
        {"link", "person != mentor and person = '4611686018427387904'", &fixture_activity},
        {"instant", "began < ended", &fixture_activity},
        {"rows_count", "count(signups where attended and age < 18) * 2 > count(signups)", &fixture_activity},
        {"rows_sum", "sum(signups.fee where signed_on < parent.held_on and parent.state = 'held') > 100.5",
         &fixture_activity},
        {"parent", "attended and parent.kind = 'camp' and parent.state = 'held' and fee <= parent.cost",
         &fixture_signups},
        {"setting", "people > setting('seats') and setting('strict') and rate >= setting('quorum')",
         &fixture_activity},
};

static void print_binds(const struct sql *sql, struct text *out)
{
	text_add(out, "binds:");
	for (size_t i = 0; i < sql->count; i++) {
		const struct value *value = &sql->binds[i];
		text_add(out, i ? ", " : " ");
		if (value->kind == VALUE_INT)
			text_add_int(out, value->number);
		else
			text_add_json(out, value->bytes, value->length);
	}
	text_add(out, "\n");
}

static void print_golden(const struct expression *expression, bool with_sql, bool of_rows, struct text *out)
{
	text_format(out, "source: %s\n", expression_source(expression));
	if (with_sql) {
		struct sql sql = SQL_EMPTY;
		expression_sql(expression, "a", of_rows ? "p" : NULL, &world, &sql);
		text_format(out, "sql: %s\n", sql.text.at);
		print_binds(&sql, out);
		sql_release(&sql);
	}
	text_add(out, "json: ");
	expression_json(expression, out);
	text_add(out, "\nzh: ");
	expression_words(expression, LANGUAGE_ZH, out);
	text_add(out, "\nen: ");
	expression_words(expression, LANGUAGE_EN, out);
	text_add(out, "\n");
}

static void test_golden(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof goldens / sizeof *goldens; i++) {
		struct arena arena = {};
		struct text printed = TEXT_EMPTY;
		bool with_sql = !strstr(goldens[i].source, "setting(");
		print_golden(parse(&arena, goldens[i].ledger, goldens[i].source, everything), with_sql,
		             goldens[i].ledger->parent, &printed);
		assert_true(
		        golden_same(arena_format(&arena, "expression/%s.txt", goldens[i].name), printed.at));
		text_release(&printed);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_meaning),
	        cmocka_unit_test(test_rows_know_their_parent),
	        cmocka_unit_test(test_what_a_record_should_not_hold),
	        cmocka_unit_test(test_sealed_values),
	        cmocka_unit_test(test_refusals),
	        cmocka_unit_test(test_every_fault_is_provoked),
	        cmocka_unit_test(test_fault_in_chinese),
	        cmocka_unit_test(test_long_conditions_run),
	        cmocka_unit_test(test_deepest_conditions_run),
	        cmocka_unit_test(test_what_is_read),
	        cmocka_unit_test(test_reserved),
	        cmocka_unit_test(test_sql_of_what_no_database_knows),
	        cmocka_unit_test(test_golden),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
