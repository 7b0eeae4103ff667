/* Records: create, read, change, move, void, numbers, rows, clocks, rules. */
#include "books.h"

static void test_create_and_read(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct record *record = new_activity(&books, "亲子阅读", "布吉街道", "2021.3.30");
	put(&books, record, "capacity", "1,200");
	put(&books, record, "cost", "12.5");
	put(&books, record, "tags", "普法、家庭");
	struct record *row = record_add_row(record, "signups");
	put(&books, row, "called", "张女士");
	put(&books, row, "mobile", "138 0013 8000");
	MUST(record_create(books.book, &books.clerk, record, "登记", NULL, &fault));
	assert_string_equal(record->number, "HD-布吉-2021-001");
	assert_int_equal(record->version, 1);
	assert_int_equal(record->tenant, 440307);

	struct record *read = read_again(&books, record);
	assert_string_equal(read->number, "HD-布吉-2021-001");
	assert_string_equal(read->org, "440307001");
	assert_int_equal(read->counts_on, 20210330);
	assert_string_equal(read->state->name, "planned");
	assert_string_equal(shown(&books, read, "topic"), "亲子阅读");
	assert_string_equal(shown(&books, read, "held_on"), "2021-03-30");
	assert_string_equal(shown(&books, read, "host"), "布吉街道");
	assert_string_equal(shown(&books, read, "kind"), "讲座");
	assert_string_equal(shown(&books, read, "tags"), "家庭、普法");
	assert_string_equal(shown(&books, read, "capacity"), "1200");
	assert_string_equal(shown(&books, read, "twice"), "2400");
	assert_string_equal(shown(&books, read, "cost"), "12.50");
	assert_string_equal(shown(&books, read, "online"), "否");
	assert_string_equal(shown(&books, read, "signups"), "1 行");
	const struct record_rows *rows = &read->rows[ledger_field(books.activity, "signups")->place];
	assert_int_equal(rows->count, 1);
	assert_string_equal(shown(&books, rows->items[0], "called"), "张女士");
	assert_string_equal(shown(&books, rows->items[0], "mobile"), "密封");
	assert_int_equal(verify(&books, NULL), 0);
	books_teardown(&books);
}

/* What is typed, and how it reads once it is kept; NULL: it is refused with that fault. */
struct typed {
	const char *field, *typed, *shown;
	enum fault_code fault;
};

static const struct typed typed_values[] = {
        {"topic", " 　讲座 一　", "讲座 一", 0},
        {"topic", "", "", 0},
        {"held_on", "2021-03-30", "2021-03-30", 0},
        {"held_on", "2021.3.30", "2021-03-30", 0},
        {"held_on", "2021/3/30 0:00", "2021-03-30", 0},
        {"held_on", "２０２１年３月３０日", "2021-03-30", 0},
        {"held_on", "20210330", "2021-03-30", 0},
        {"held_on", "44285", "2021-03-30", 0},
        {"held_on", "2021-06-31", NULL, record_no_such_day},
        {"held_on", "20210631", NULL, record_no_such_day},
        {"held_on", "三月底", NULL, record_not_date},
        {"held_on", "2021-13-01", NULL, record_not_date},
        {"held_on", "1234", NULL, record_not_date},
        {"held_on", "2021-03-30 8:00", NULL, record_not_date},
        {"from_at", "2021-03-30 9:30", "2021-03-30 09:30", 0},
        {"from_at", "2021年3月30日 9时30分", "2021-03-30 09:30", 0},
        {"from_at", "2021-03-30T01:30:00Z", "2021-03-30 09:30", 0},
        {"from_at", "2021-03-30　9:30", "2021-03-30 09:30", 0},
        {"from_at", "2021-03-30", "2021-03-30 00:00", 0},
        {"from_at", "2021-03-30 25:00", NULL, record_not_instant},
        {"from_at", "2021-02-30 9:00", NULL, record_no_such_day},
        {"capacity", "１，２３４", "1234", 0},
        {"capacity", "1,234", "1234", 0},
        {"capacity", "12,34", NULL, record_not_number},
        {"capacity", "1,2345", NULL, record_not_number},
        {"capacity", "1,,234", NULL, record_not_number},
        {"capacity", ",234", NULL, record_not_number},
        {"capacity", "3.5", NULL, record_not_number},
        {"cost", "1,234,567.5", "1234567.50", 0},
        {"cost", "1.234,5", NULL, record_not_decimal},
        {"cost", "1,234.5,6", NULL, record_not_decimal},
        {"capacity", "99999999999999999999", NULL, record_not_number},
        {"cost", "12", "12.00", 0},
        {"cost", "-0.5", "-0.50", 0},
        {"cost", "1,234.50", "1234.50", 0},
        {"cost", "0.125", NULL, record_not_decimal},
        {"cost", "abc", NULL, record_not_decimal},
        {"online", "是", "是", 0},
        {"online", "No", "否", 0},
        {"online", "maybe", NULL, record_not_bool},
        {"since", "2001年", "2001", 0},
        {"since", "98", NULL, record_not_year},
        {"kind", "lecture", "讲座", 0},
        {"kind", "体验营", "体验营", 0},
        {"kind", "LECTURE", "讲座", 0},
        {"kind", "舞会", NULL, record_not_choice},
        {"tags", "law;home", "家庭、普法", 0},
        {"tags", "游戏、体验", "游戏、体验", 0},
        {"tags", "家庭，家庭", "家庭", 0},
        {"tags", "家庭、唱歌", NULL, record_not_choice},
        {"host", "440307018", "南湾街道", 0},
        {"host", "南湾街道", "南湾街道", 0},
        {"host", "某街道", NULL, record_org_unknown},
        {"hotline", "138 0013 8000", "13800138000", 0},
        {"hotline", "+86 138-0013-8000", "13800138000", 0},
        {"hotline", "075528923456", "0755-28923456", 0},
        {"hotline", "(010) 6512 3456", "010-65123456", 0},
        {"hotline", "12338", "12338", 0},
        {"hotline", "+852 2345 6789", "+85223456789", 0},
        {"hotline", "400-820-8820", "4008208820", 0},
        {"hotline", "12800138000", NULL, record_not_phone},
        {"hotline", "电话", NULL, record_not_phone},
        {"leader", "12", NULL, record_link_unknown},
        {"twice", "4", NULL, record_field_computed},
        {"signups", "x", NULL, record_rows_typed},
        {"colour", "x", NULL, record_field_unknown},
        {"topic", "\xff\xfe", NULL, record_not_utf8},
};

static void test_typed_values(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	for (size_t i = 0; i < sizeof typed_values / sizeof *typed_values; i++) {
		const struct typed *typed = &typed_values[i];
		struct record *record = record_new(&books.arena, books.activity);
		struct fault fault = {};
		bool good = record_put(books.book, record, typed->field, typed->typed, &fault);
		if (good != (typed->shown != NULL))
			fail_msg("%s: %s", typed->field, typed->typed);
		if (good)
			assert_string_equal(shown(&books, record, typed->field), typed->shown);
		else
			assert_string_equal(fault_name(fault.code), fault_name(typed->fault));
	}
	books_teardown(&books);
}

static void test_typed_sealed_values(void **state)
{
	(void)state;
	static const struct typed values[] = {
	        {"id_no", "53010219200508011x", "53010219200508011X", 0},
	        {"id_no", "530102192005080119", NULL, record_id_number_check},
	        {"id_no", "5301", NULL, record_not_id_number},
	        {"phone", "13800138000000", NULL, record_not_phone},
	        {"born", "1990-02-30", NULL, record_no_such_day},
	};
	struct books books;
	books_setup(&books);
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		struct record *record = record_new(&books.arena, books.person);
		struct fault fault = {};
		struct text text = TEXT_EMPTY;
		bool good = record_put(books.book, record, values[i].field, values[i].typed, &fault);
		assert_int_equal(good, values[i].shown != NULL);
		if (!good) {
			assert_string_equal(fault_name(fault.code), fault_name(values[i].fault));
			fault_json(&fault, &text);
			assert_null(strstr(text.at, values[i].typed));
		} else {
			assert_string_equal(shown(&books, record, values[i].field), values[i].shown);
		}
		text_release(&text);
	}
	books_teardown(&books);
}

/* Every fault of the record at once, each with its field. */
static void test_all_faults(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct record *record = new_activity(&books, "01234567890123456789一", "440307001", "2021-07-01");
	put(&books, record, "kind", "camp");
	put(&books, record, "capacity", "5001");
	put(&books, record, "online", "是");
	put(&books, record, "venue", "礼堂");
	put(&books, record, "helper", "440307002");
	MUST(record_put_value(record, "hotline", value_text("12"), &fault));
	MUST(record_put_value(record, "clerk", value_text("a\x01"), &fault));
	MUST(record_put_value(record, "leader", value_int(77), &fault));
	MUST(record_put_value(record, "tags", value_text(",home,nothing,"), &fault));
	record_add_row(record, "signups");
	static const struct {
		const char *field;
		enum fault_code code;
	} wanted[] = {
	        {"topic", record_text_too_long},
	        {"kind", record_choice_ended},
	        {"tags", record_code_unknown},
	        {"held_on", record_check_says},
	        {"capacity", record_out_of_bounds},
	        {"twice", record_out_of_bounds},
	        {"venue", record_not_shown},
	        {"leader", record_link_unknown},
	        {"hotline", record_not_phone},
	        {"clerk", record_control_character},
	        {"signups[1].called", record_required},
	};
	struct faults faults = {};
	struct fault fault = {};
	assert_false(record_create(books.book, &books.clerk, record, NULL, &faults, &fault));
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		bool found = false;
		for (size_t j = 0; j < faults.count; j++)
			found |= faults.items[j].code == wanted[i].code &&
			         strcmp(faults.items[j].field, wanted[i].field) == 0;
		if (!found)
			fail_msg("%s %s", wanted[i].field, fault_name(wanted[i].code));
	}
	assert_int_equal(faults.count, sizeof wanted / sizeof *wanted);
	assert_int_equal(fault.code, faults.items[0].code);
	assert_int_equal(record->id, 0);
	faults_release(&faults);
	books_teardown(&books);
}

static void test_defaults_and_hidden_fields(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct record *record = create_activity(&books, "一", "440307001", "2021-03-01");
	assert_string_equal(shown(&books, read_again(&books, record), "online"), "否");
	struct record *changes = record_new(&books.arena, books.activity);
	put(&books, changes, "venue", "礼堂");
	MUST(record_change(books.book, &books.clerk, 440307, record->id, 1, changes, NULL, NULL, &fault));
	/* Hiding a field that holds something is refused until it is cleared. */
	changes = record_new(&books.arena, books.activity);
	put(&books, changes, "online", "是");
	MUST_FAIL(record_not_shown, record_change(books.book, &books.clerk, 440307, record->id, 2, changes,
	                                          NULL, NULL, &fault));
	put(&books, changes, "venue", "");
	MUST(record_change(books.book, &books.clerk, 440307, record->id, 2, changes, NULL, NULL, &fault));
	assert_string_equal(shown(&books, read_again(&books, record), "venue"), "");
	books_teardown(&books);
}

/* ---- links ---- */

static void test_links(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct record *first = create_activity(&books, "一", "440307001", "2021-03-01");
	struct record *second = new_activity(&books, "二", "440307001", "2021-03-02");
	put(&books, second, "follows", first->number);
	MUST(record_create(books.book, &books.clerk, second, NULL, NULL, &fault));
	const struct field *follows = ledger_field(books.activity, "follows");
	assert_int_equal(second->values[follows->place].number, first->id);
	assert_string_equal(shown(&books, read_again(&books, second), "follows"), "HD-布吉-2021-001");
	/* By id too, and before the organisation is known. */
	struct record *third = record_new(&books.arena, books.activity);
	char id[24];
	snprintf(id, sizeof id, "%lld", (long long)first->id);
	put(&books, third, "follows", id);
	assert_int_equal(third->values[follows->place].number, first->id);
	MUST_FAIL(record_link_unknown, record_put(books.book, third, "follows", "HD-布吉-2021-009", &fault));
	/* Not across districts. */
	create_unit(&books, "440306", "宝安区", "district");
	books.clerk.org = "440306";
	put(&books, third, "topic", "三");
	put(&books, third, "kind", "lecture");
	put(&books, third, "host", "440306");
	MUST_FAIL(record_link_unknown, record_create(books.book, &books.clerk, third, NULL, NULL, &fault));
	books_teardown(&books);
}

/* What stands twice must be said more exactly. */
static void test_ambiguous_names(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	create_unit(&books, "440306", "宝安区", "district");
	create_unit(&books, "440307018001", "布吉社区", "community");
	struct record *record = record_new(&books.arena, books.activity);
	MUST_FAIL(record_org_ambiguous, record_put(books.book, record, "host", "布吉社区", &fault));
	const char *const hosts[] = {"440306", "440307"};
	for (size_t i = 0; i < 2; i++) {
		struct record *twin = new_activity(&books, "一", hosts[i], "2021-03-01");
		books.clerk.org = hosts[i];
		twin->number = "旧-1";
		MUST(record_create(books.book, &books.clerk, twin, NULL, NULL, &fault));
	}
	MUST_FAIL(record_link_ambiguous, record_put(books.book, record, "follows", "旧-1", &fault));
	put(&books, record, "host", "440307");
	put(&books, record, "follows", "旧-1");
	books_teardown(&books);
}

/* ---- values and rules that do not fit ---- */

static void test_kinds_of_values(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct record *record = new_activity(&books, "一", "440307001", "2021-03-01");
	MUST_FAIL(record_value_kind, record_put_value(record, "topic", value_int(5), &fault));
	MUST_FAIL(record_value_kind, record_put_value(record, "capacity", value_text("5"), &fault));
	MUST_FAIL(record_value_kind, record_put_value(record, "topic", value_bytes("x", 1), &fault));
	MUST_FAIL(record_rows_typed, record_put_value(record, "signups", value_int(5), &fault));
	MUST_FAIL(record_field_unknown, record_put_value(record, "colour", value_int(5), &fault));
	MUST_FAIL(record_field_computed, record_put_value(record, "twice", value_int(5), &fault));
	assert_null(record_add_row(record, "topic"));
	MUST(record_put_value(record, "tags", value_text("home"), &fault));
	MUST_FAIL(record_value_kind, record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	put(&books, record, "tags", "");
	/* A check without a sentence of its own is told in words. */
	put(&books, record, "helper", "440307001");
	MUST_FAIL(record_check_failed, record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	books_teardown(&books);
}

static void test_too_many_rows(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct record *record = new_activity(&books, "一", "440307001", "2021-03-01");
	for (int i = 0; i <= 10000; i++)
		put(&books, record_add_row(record, "signups"), "called", "甲");
	MUST_FAIL(record_too_many_rows, record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	books_teardown(&books);
}

static void test_a_rule_the_program_lacks(void **state)
{
	(void)state;
	static const struct rule others[] = {{.name = "double_capacity", .kind = RULE_GUARD}, {}};
	struct books books;
	books_setup(&books);
	books.book->rules = others + 1;
	MUST_FAIL(record_rule_missing,
	          record_create(books.book, &books.clerk,
	                        new_activity(&books, "一", "440307001", "2021-03-01"), NULL, NULL, &fault));
	books.book->rules = others;
	MUST_FAIL(record_rule_missing,
	          record_create(books.book, &books.clerk,
	                        new_activity(&books, "一", "440307001", "2021-03-01"), NULL, NULL, &fault));
	books_teardown(&books);
}

static void test_reasons(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct record *record = new_activity(&books, "一", "440307001", "2021-03-01");
	char longest[600];
	memset(longest, 'x', sizeof longest);
	longest[sizeof longest - 1] = 0;
	const char *const bad[] = {longest, "a\x01", "\xff"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		MUST_FAIL(record_reason_bad,
		          record_create(books.book, &books.clerk, record, bad[i], NULL, &fault));
	books_teardown(&books);
}

/* ---- a write that breaks off half way ---- */

static bool create_one_id_twice(struct book *book, void *context, struct fault *outer)
{
	struct books *books = context;
	const struct id_source ids = book->ids;
	create_activity(books, "一", "440307001", "2021-03-01");
	book->ids = ids;
	/* The entry is in the journal when the table refuses the id; the fault is not passed on. */
	(void)outer;
	MUST_FAIL(store_duplicate,
	          record_create(book, &books->clerk, new_activity(books, "二", "440307001", "2021-03-01"),
	                        NULL, NULL, &fault));
	return true;
}

static bool spoil_inside(struct book *book, void *context, struct fault *outer)
{
	struct books *books = context;
	struct fault inner = {};
	(void)outer;
	assert_false(book_write(book, create_one_id_twice, books, &inner));
	assert_int_equal(inner.code, store_duplicate);
	create_activity(books, "三", "440307001", "2021-03-01");
	return true;
}

static void test_a_spoiled_transaction_does_not_stand(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	MUST_FAIL(store_duplicate, book_write(books.book, create_one_id_twice, &books, &fault));
	/* In a savepoint only that is undone. */
	MUST(book_write(books.book, spoil_inside, &books, &fault));
	const struct list_request request = {.ledger = books.activity, .limit = 10};
	struct list_page page;
	MUST(record_list(books.book, &books.clerk, &request, &books.arena, &page, &fault));
	assert_int_equal(page.count, 1);
	assert_string_equal(page.records[0]->number, "HD-布吉-2021-001");
	assert_int_equal(verify(&books, NULL), 0);
	books_teardown(&books);
}

/* ---- settings ---- */

static void test_settings(void **state)
{
	(void)state;
	struct books books;
	struct value value;
	books_setup(&books);
	struct record *record = create_activity(&books, "一", "440307001", "2021-03-01");
	struct rule_call call = {.book = books.book, .record = record, .arena = &books.arena};
	MUST(rule_setting(&call, "rooms", &value, &fault));
	assert_int_equal(value.number, 5);
	call.record = create_activity(&books, "二", "440307", "2021-03-01");
	MUST(rule_setting(&call, "rooms", &value, &fault));
	assert_int_equal(value.number, 3);
	call.record = create_activity(&books, "三", "440307001", "2020-03-01");
	MUST(rule_setting(&call, "rooms", &value, &fault));
	assert_int_equal(value.number, 3);
	MUST_FAIL(record_setting_missing, rule_setting(&call, "chairs", &value, &fault));
	books_teardown(&books);
}

/* ---- numbers ---- */

static bool create_then_fail(struct book *book, void *context, struct fault *fault)
{
	struct books *books = context;
	struct record *record = new_activity(books, "又不要了", "440307001", "2021-03-02");
	if (!record_create(book, &books->clerk, record, NULL, NULL, fault))
		return false;
	assert_string_equal(record->number, "HD-布吉-2021-002");
	return fault_set(fault, record_reason_bad);
}

static bool create_around_failure(struct book *book, void *context, struct fault *fault)
{
	struct books *books = context;
	struct fault inner = {};
	assert_false(book_write(book, create_then_fail, books, &inner));
	struct record *record = new_activity(books, "二", "440307001", "2021-03-02");
	if (!record_create(book, &books->clerk, record, NULL, NULL, fault))
		return false;
	assert_string_equal(record->number, "HD-布吉-2021-002");
	return true;
}

static void test_numbers_without_gaps(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	assert_string_equal(create_activity(&books, "一", "440307001", "2021-03-01")->number,
	                    "HD-布吉-2021-001");
	MUST_FAIL(record_reason_bad, book_write(books.book, create_then_fail, &books, &fault));
	MUST(book_write(books.book, create_around_failure, &books, &fault));
	/* A community counts with its street, a year for itself. */
	assert_string_equal(create_activity(&books, "三", "440307001001", "2021-03-03")->number,
	                    "HD-布吉-2021-003");
	assert_string_equal(create_activity(&books, "四", "440307001", "2020-03-03")->number,
	                    "HD-布吉-2020-001");
	/* The district and the street of the same name are told apart. */
	assert_string_equal(create_activity(&books, "五", "440307", "2021-03-03")->number,
	                    "HD-龙岗区-2021-001");
	assert_string_equal(create_activity(&books, "六", "440307002", "2021-03-03")->number,
	                    "HD-龙岗街道-2021-001");
	assert_int_equal(verify(&books, NULL), 0);
	books_teardown(&books);
}

/* 4419 and 441900 are one city: its name needs no 市 to be told from itself. */
static void test_numbers_of_a_city_without_districts(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	create_unit(&books, "4419", "东莞市", "district");
	create_unit(&books, "441900", "东莞市", "district");
	create_unit(&books, "441900003", "东城街道", "street");
	books.clerk.org = "4419";
	assert_string_equal(create_activity(&books, "一", "441900003", "2021-03-01")->number,
	                    "HD-东城-2021-001");
	assert_string_equal(create_activity(&books, "二", "441900", "2021-03-01")->number,
	                    "HD-东莞-2021-001");
	create_unit(&books, "441900122", "东莞街道", "street");
	assert_string_equal(create_activity(&books, "三", "441900", "2021-03-02")->number,
	                    "HD-东莞市-2021-002");
	books_teardown(&books);
}

static void test_numbers_brought_along(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct record *record = new_activity(&books, "旧", "440307001", "2021-03-01");
	record->number = "HD-布吉-2021-007";
	MUST(record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	assert_string_equal(record->number, "HD-布吉-2021-007");
	assert_string_equal(create_activity(&books, "新", "440307001", "2021-03-01")->number,
	                    "HD-布吉-2021-008");
	/* One of another form is kept and moves no counter. */
	record = new_activity(&books, "异", "440307001", "2021-03-01");
	record->number = "旧-5";
	MUST(record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	/* One that would come next is stepped over. */
	record = new_activity(&books, "插", "440307018", "2021-03-01");
	record->number = "HD-布吉-2021-009";
	MUST(record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	assert_string_equal(create_activity(&books, "跳", "440307001", "2021-03-01")->number,
	                    "HD-布吉-2021-010");
	record = new_activity(&books, "重", "440307001", "2021-03-01");
	record->number = "HD-布吉-2021-007";
	MUST_FAIL(record_number_taken, record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	record->number = "a\x01";
	MUST_FAIL(record_number_bad, record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	assert_int_equal(verify(&books, NULL), 0);
	books_teardown(&books);
}

/* ---- change ---- */

static int64_t head(struct books *books)
{
	int64_t seq;
	uint8_t hash[32];
	MUST(journal_head(books->book, 440307, &seq, hash, &fault));
	return seq;
}

static void test_change(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct record *record = create_activity(&books, "一", "440307001", "2021-03-01");
	struct record *changes = record_new(&books.arena, books.activity);
	put(&books, changes, "topic", "二");
	put(&books, changes, "host", "440307018");
	MUST(record_change(books.book, &books.clerk, 440307, record->id, 1, changes, "改名", NULL, &fault));
	struct record *read = read_again(&books, record);
	assert_int_equal(read->version, 2);
	assert_string_equal(read->org, "440307018");
	assert_string_equal(read->number, "HD-布吉-2021-001");
	/* The same once more is no entry. */
	int64_t before = head(&books);
	MUST(record_change(books.book, &books.clerk, 440307, record->id, 2, changes, NULL, NULL, &fault));
	assert_int_equal(head(&books), before);
	MUST_FAIL(record_version_conflict, record_change(books.book, &books.clerk, 440307, record->id, 1,
	                                                 changes, NULL, NULL, &fault));
	changes->number = "HD-1";
	MUST_FAIL(record_number_fixed, record_change(books.book, &books.clerk, 440307, record->id, 0, changes,
	                                             NULL, NULL, &fault));
	MUST_FAIL(record_missing,
	          record_change(books.book, &books.clerk, 440307, 99, 0, changes, NULL, NULL, &fault));
	assert_int_equal(verify(&books, NULL), 0);
	books_teardown(&books);
}

static void test_other_district(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	create_unit(&books, "440306", "宝安区", "district");
	struct record *record = create_activity(&books, "一", "440307001", "2021-03-01");
	struct record *changes = record_new(&books.arena, books.activity);
	put(&books, changes, "host", "440306");
	MUST_FAIL(record_tenant_changed, record_change(books.book, &books.clerk, 440307, record->id, 0,
	                                               changes, NULL, NULL, &fault));
	MUST_FAIL(access_unit_denied,
	          record_create(books.book, &books.clerk, new_activity(&books, "外", "440306", "2021-03-01"),
	                        NULL, NULL, &fault));
	books_teardown(&books);
}

static void test_who_may(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct record *record = create_activity(&books, "一", "440307018", "2021-03-01"), *read;
	struct record *changes = record_new(&books.arena, books.activity);
	put(&books, changes, "topic", "二");
	/* What one may not open is not there. */
	MUST_FAIL(record_missing, record_read(books.book, &books.reader, books.activity, 440307, record->id,
	                                      &books.arena, &read, &fault));
	MUST_FAIL(record_missing, record_find(books.book, &books.reader, books.activity, 440307,
	                                      record->number, &books.arena, &read, &fault));
	MUST_FAIL(record_missing, record_change(books.book, &books.reader, 440307, record->id, 0, changes,
	                                        NULL, NULL, &fault));
	/* What one may open but not change says so. */
	record = create_activity(&books, "二", "440307001", "2021-03-01");
	MUST(record_read(books.book, &books.reader, books.activity, 440307, record->id, &books.arena, &read,
	                 &fault));
	MUST(record_find(books.book, &books.reader, books.activity, 440307, record->number, &books.arena,
	                 &read, &fault));
	MUST_FAIL(access_record_denied, record_change(books.book, &books.reader, 440307, record->id, 0,
	                                              changes, NULL, NULL, &fault));
	MUST_FAIL(access_record_denied, record_void(books.book, &books.reader, books.activity, 440307,
	                                            record->id, 0, "试", &fault));
	MUST_FAIL(access_role_denied,
	          record_create(books.book, &books.nobody, new_activity(&books, "三", "440307", "2021-03-01"),
	                        NULL, NULL, &fault));
	MUST_FAIL(record_missing, record_read(books.book, &books.nobody, books.activity, 440307, record->id,
	                                      &books.arena, &read, &fault));
	books_teardown(&books);
}

/* ---- rows ---- */

static struct record *add_signup(struct books *books, struct record *record, const char *called,
                                 const char *mobile)
{
	struct record *row = record_add_row(record, "signups");
	put(books, row, "called", called);
	put(books, row, "mobile", mobile);
	return row;
}

static const struct record_rows *signups(struct books *books, const struct record *record)
{
	return &record->rows[ledger_field(books->activity, "signups")->place];
}

static void test_rows(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct record *record = new_activity(&books, "一", "440307001", "2021-03-01");
	add_signup(&books, record, "甲", "13800138000");
	add_signup(&books, record, "乙", "13800138001");
	add_signup(&books, record, "丙", "13800138002");
	MUST(record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	const struct record_rows *rows = signups(&books, read_again(&books, record));
	const int64_t ids[] = {rows->items[0]->id, rows->items[1]->id, rows->items[2]->id};

	/* The same rows without ids are the same rows: no entry. */
	struct record *changes = record_new(&books.arena, books.activity);
	add_signup(&books, changes, "甲", "13800138000");
	add_signup(&books, changes, "乙", "13800138001");
	add_signup(&books, changes, "丙", "13800138002");
	int64_t before = head(&books);
	MUST(record_change(books.book, &books.clerk, 440307, record->id, 1, changes, NULL, NULL, &fault));
	assert_int_equal(head(&books), before);

	/* One goes, one is changed by id, one comes, the order turns. */
	changes = record_new(&books.arena, books.activity);
	add_signup(&books, changes, "丙", "13800138002");
	record_add_row(changes, "signups")->id = ids[0];
	put(&books, signups(&books, changes)->items[1], "attended", "是");
	add_signup(&books, changes, "丁", "");
	MUST(record_change(books.book, &books.clerk, 440307, record->id, 1, changes, NULL, NULL, &fault));
	rows = signups(&books, read_again(&books, record));
	assert_int_equal(rows->count, 3);
	assert_int_equal(rows->items[0]->id, ids[2]);
	assert_int_equal(rows->items[1]->id, ids[0]);
	assert_string_equal(shown(&books, rows->items[1], "called"), "甲");
	assert_string_equal(shown(&books, rows->items[1], "attended"), "是");
	assert_string_equal(shown(&books, rows->items[2], "called"), "丁");

	/* A row that is gone cannot be changed. */
	changes = record_new(&books.arena, books.activity);
	record_add_row(changes, "signups")->id = ids[1];
	MUST_FAIL(record_row_missing, record_change(books.book, &books.clerk, 440307, record->id, 0, changes,
	                                            NULL, NULL, &fault));

	/* Rows follow the organisation, the date and the voiding of their record. */
	changes = record_new(&books.arena, books.activity);
	put(&books, changes, "host", "440307018");
	put(&books, changes, "held_on", "2021-04-01");
	MUST(record_change(books.book, &books.clerk, 440307, record->id, 0, changes, NULL, NULL, &fault));
	rows = signups(&books, read_again(&books, record));
	assert_string_equal(rows->items[0]->org, "440307018");
	assert_int_equal(rows->items[0]->counts_on, 20210401);
	changes = record_new(&books.arena, books.activity);
	put(&books, changes, "signups", "");
	MUST(record_change(books.book, &books.clerk, 440307, record->id, 0, changes, NULL, NULL, &fault));
	assert_int_equal(signups(&books, read_again(&books, record))->count, 0);
	assert_int_equal(verify(&books, NULL), 0);
	books_teardown(&books);
}

/* ---- moves ---- */

static int64_t count_clocks(struct books *books, const struct record *record, bool running)
{
	struct statement *statement;
	MUST(database_prepare(books->book->database,
	                      "SELECT count(*) FROM clock WHERE record = ? AND (stopped IS NULL) = ?",
	                      &statement, &fault));
	statement_bind_int(statement, 1, record->id);
	statement_bind_int(statement, 2, running);
	MUST(statement_step(statement, &fault) == STEP_ROW);
	int64_t count = statement_int(statement, 0);
	statement_reset(statement);
	return count;
}

static void test_moves_and_clocks(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct record *record = new_activity(&books, "一", "440307001", "");
	put(&books, record, "capacity", "2");
	MUST(record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	assert_int_equal(count_clocks(&books, record, true), 2);
	MUST_FAIL(record_move_unknown, record_move(books.book, &books.clerk, books.activity, 440307,
	                                           record->id, 0, "fly", NULL, NULL, NULL, &fault));
	MUST_FAIL(record_move_needs, record_move(books.book, &books.clerk, books.activity, 440307, record->id,
	                                         0, "hold", NULL, NULL, NULL, &fault));
	struct record *changes = record_new(&books.arena, books.activity);
	put(&books, changes, "held_on", "2021-06-01");
	MUST_FAIL(record_move_not_yours, record_move(books.book, &books.mover, books.activity, 440307,
	                                             record->id, 0, "hold", changes, NULL, NULL, &fault));
	MUST(record_move(books.book, &books.clerk, books.activity, 440307, record->id, 1, "hold", changes,
	                 "办完", NULL, &fault));
	struct record *read = read_again(&books, record);
	assert_string_equal(read->state->name, "done");
	assert_int_equal(read->counts_on, 20210601);
	/* `hold` is no longer waited for; `file` still is, from the first day. */
	assert_int_equal(count_clocks(&books, record, true), 1);
	assert_int_equal(count_clocks(&books, record, false), 1);
	MUST_FAIL(record_move_from_state, record_move(books.book, &books.clerk, books.activity, 440307,
	                                              record->id, 0, "hold", NULL, NULL, NULL, &fault));

	/* The mover may set what the move needs and no more. */
	changes = record_new(&books.arena, books.activity);
	put(&books, changes, "outcome", "好");
	MUST_FAIL(record_move_when, record_move(books.book, &books.mover, books.activity, 440307, record->id,
	                                        0, "file", changes, NULL, NULL, &fault));
	put(&books, changes, "capacity", "10");
	MUST_FAIL(record_move_sets_more, record_move(books.book, &books.mover, books.activity, 440307,
	                                             record->id, 0, "file", changes, NULL, NULL, &fault));
	put(&books, changes, "outcome", "refuse");
	MUST_FAIL(record_check_says, record_move(books.book, &books.clerk, books.activity, 440307, record->id,
	                                         0, "file", changes, NULL, NULL, &fault));
	put(&books, changes, "outcome", "好");
	MUST(record_move(books.book, &books.clerk, books.activity, 440307, record->id, 0, "file", changes,
	                 NULL, NULL, &fault));
	assert_int_equal(count_clocks(&books, record, true), 0);
	assert_string_equal(shown(&books, read_again(&books, record), "twice"), "20");
	assert_int_equal(verify(&books, NULL), 0);
	books_teardown(&books);
}

static bool same_act(void *context, const struct entry *entry, struct fault *fault)
{
	(void)fault;
	int64_t *acts = context;
	acts[0] = acts[1];
	acts[1] = entry->act;
	return true;
}

static void test_effects_join_the_act(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct record *leader = create_person(&books, "李四", "13800138000");
	struct record *record = new_activity(&books, "一", "440307001", "2021-03-01");
	char id[24];
	snprintf(id, sizeof id, "%lld", (long long)leader->id);
	put(&books, record, "leader", id);
	put(&books, record, "capacity", "9");
	MUST(record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	int64_t before = head(&books), acts[2] = {};

	struct record *changes = record_new(&books.arena, books.activity);
	put(&books, changes, "outcome", "undo");
	MUST_FAIL(record_check_says, record_move(books.book, &books.clerk, books.activity, 440307, record->id,
	                                         0, "file", changes, NULL, NULL, &fault));
	assert_int_equal(head(&books), before);
	assert_string_equal(shown(&books, read_again(&books, leader), "remark"), "");
	assert_string_equal(read_again(&books, record)->state->name, "planned");

	/* The mover has no right over people; the move's effect has. */
	put(&books, changes, "outcome", "圆满");
	MUST(record_move(books.book, &books.mover, books.activity, 440307, record->id, 0, "file", changes,
	                 NULL, NULL, &fault));
	assert_string_equal(shown(&books, read_again(&books, leader), "remark"), "圆满");
	assert_int_equal(head(&books), before + 2);
	MUST(journal_read(books.book, 440307, before + 1, 0, same_act, acts, &fault));
	assert_true(acts[0] == acts[1] && acts[0] != 0);
	assert_int_equal(verify(&books, NULL), 0);
	books_teardown(&books);
}

/* ---- void ---- */

static void test_void(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct record *leader = create_person(&books, "李四", "13800138000");
	struct record *record = new_activity(&books, "一", "440307001", "2021-03-01"), *read;
	add_signup(&books, record, "甲", "13800138000");
	MUST(record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	MUST_FAIL(record_reason_required, record_void(books.book, &books.clerk, books.activity, 440307,
	                                              record->id, 0, " \n", &fault));
	MUST(record_void(books.book, &books.clerk, books.activity, 440307, record->id, 1, "重复登记",
	                 &fault));
	read = read_again(&books, record);
	assert_true(read->voided);
	assert_true(signups(&books, read)->items[0]->voided);
	assert_string_equal(read->number, "HD-布吉-2021-001");
	assert_int_equal(count_clocks(&books, record, true), 0);
	struct record *changes = record_new(&books.arena, books.activity);
	put(&books, changes, "topic", "二");
	MUST_FAIL(record_voided, record_change(books.book, &books.clerk, 440307, record->id, 0, changes, NULL,
	                                       NULL, &fault));
	MUST_FAIL(record_voided, record_void(books.book, &books.clerk, books.activity, 440307, record->id, 0,
	                                     "再来", &fault));
	MUST_FAIL(record_voided, record_move(books.book, &books.clerk, books.activity, 440307, record->id, 0,
	                                     "hold", NULL, NULL, NULL, &fault));
	/* The number is not given out again; a voided record is not linked to. */
	assert_string_equal(create_activity(&books, "二", "440307001", "2021-03-01")->number,
	                    "HD-布吉-2021-002");
	MUST(record_void(books.book, &books.clerk, books.person, 440307, leader->id, 0, "搬走", &fault));
	record = new_activity(&books, "三", "440307001", "2021-03-01");
	MUST(record_put_value(record, "leader", value_int(leader->id), &fault));
	MUST_FAIL(record_link_voided, record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	assert_int_equal(verify(&books, NULL), 0);
	books_teardown(&books);
}

/* ---- sealed values ---- */

static void test_sealed(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct record *person = record_new(&books.arena, books.person), *read;
	put(&books, person, "home", "440307001");
	put(&books, person, "name", "李四");
	put(&books, person, "phone", "13800138000");
	put(&books, person, "id_no", "53010219200508011X");
	put(&books, person, "born", "1920-05-08");
	MUST(record_create(books.book, &books.clerk, person, NULL, NULL, &fault));
	read = read_again(&books, person);
	const struct field *phone = ledger_field(books.person, "phone"),
	                   *born = ledger_field(books.person, "born");
	assert_int_equal(read->values[phone->place].kind, VALUE_BLOB);
	assert_string_equal(shown(&books, read, "phone"), "密封");
	MUST(record_unseal(books.book, &books.clerk, read, phone, &fault));
	assert_string_equal(shown(&books, read, "phone"), "13800138000");
	MUST(record_unseal(books.book, &books.clerk, read, born, &fault));
	assert_string_equal(shown(&books, read, "born"), "1920-05-08");
	/* The reader may open the record, not its sealed fields. */
	MUST(record_read(books.book, &books.reader, books.person, 440307, person->id, &books.arena, &read,
	                 &fault));
	MUST_FAIL(access_record_denied, record_unseal(books.book, &books.reader, read, phone, &fault));

	/* The same number again is no change; an envelope of another record does not pass. */
	struct record *changes = record_new(&books.arena, books.person),
	              *other = create_person(&books, "王五", "12338");
	put(&books, changes, "phone", "138-0013-8000");
	int64_t before = head(&books);
	MUST(record_change(books.book, &books.clerk, 440307, person->id, 0, changes, NULL, NULL, &fault));
	assert_int_equal(head(&books), before);
	changes = record_new(&books.arena, books.person);
	MUST(record_put_value(changes, "phone", read_again(&books, other)->values[phone->place], &fault));
	MUST_FAIL(record_sealed_given, record_change(books.book, &books.clerk, 440307, person->id, 0, changes,
	                                             NULL, NULL, &fault));
	/* Given back as it was read, it stays. */
	changes = read_again(&books, person);
	put(&books, changes, "remark", "搬家");
	changes->given[phone->place] = true;
	MUST(record_change(books.book, &books.clerk, 440307, person->id, 0, changes, NULL, NULL, &fault));
	assert_int_equal(verify(&books, NULL), 0);
	books_teardown(&books);
}

/* A sealed value is found by its token, also in rows, and the token is the same for the same number. */
static void test_tokens(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	create_person(&books, "甲", "13800138000");
	create_person(&books, "乙", "+86 138 0013 8000");
	create_person(&books, "丙", "13800138001");
	struct statement *statement;
	MUST(database_prepare(
	        books.book->database,
	        "SELECT count(DISTINCT phone_token), count(DISTINCT phone), min(length(phone_token))"
	        " FROM person",
	        &statement, &fault));
	MUST(statement_step(statement, &fault) == STEP_ROW);
	assert_int_equal(statement_int(statement, 0), 2);
	assert_int_equal(statement_int(statement, 1), 3);
	assert_int_equal(statement_int(statement, 2), 16);
	statement_reset(statement);
	books_teardown(&books);
}

/* ---- organisations in time ---- */

static void test_units_in_time(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct record *unit = create_unit(&books, "440307003", "坂田街道", "street"), *changes;
	create_unit(&books, "440307103", "新坂田街道", "street");
	changes = record_new(&books.arena, books.org);
	put(&books, changes, "valid_to", "2021-05-01");
	put(&books, changes, "succeeded_by", "440307103");
	MUST(record_change(books.book, &books.clerk, 440307, unit->id, 0, changes, NULL, NULL, &fault));
	create_activity(&books, "撤前", "440307003", "2021-04-30");
	MUST_FAIL(record_org_succeeded,
	          record_create(books.book, &books.clerk,
	                        new_activity(&books, "撤后", "440307003", "2021-05-01"), NULL, NULL, &fault));
	MUST_FAIL(record_org_not_yet,
	          record_create(books.book, &books.clerk,
	                        new_activity(&books, "未设", "440307103", "1999-12-31"), NULL, NULL, &fault));
	struct record *ended = create_unit(&books, "440307005", "撤销街道", "street");
	changes = record_new(&books.arena, books.org);
	put(&books, changes, "valid_to", "2021-05-01");
	MUST(record_change(books.book, &books.clerk, 440307, ended->id, 0, changes, NULL, NULL, &fault));
	MUST_FAIL(record_org_ended,
	          record_create(books.book, &books.clerk,
	                        new_activity(&books, "撤后", "440307005", "2021-05-01"), NULL, NULL, &fault));
	struct record *activity = new_activity(&books, "无单位", "440307001", "2021-04-01");
	MUST(record_put_value(activity, "host", value_text("440307099"), &fault));
	MUST_FAIL(record_org_unknown, record_create(books.book, &books.clerk, activity, NULL, NULL, &fault));
	MUST(record_put_value(activity, "host", value_text("abc"), &fault));
	MUST_FAIL(record_org_unknown, record_create(books.book, &books.clerk, activity, NULL, NULL, &fault));
	put(&books, activity, "host", "");
	MUST_FAIL(record_required, record_create(books.book, &books.clerk, activity, NULL, NULL, &fault));
	/* A code is registered once. */
	struct record *twice = record_new(&books.arena, books.org);
	put(&books, twice, "code", "440307001");
	put(&books, twice, "name", "布吉");
	put(&books, twice, "level", "street");
	put(&books, twice, "valid_from", "2000-01-01");
	MUST_FAIL(record_org_exists, record_create(books.book, &books.clerk, twice, NULL, NULL, &fault));
	assert_int_equal(verify(&books, NULL), 0);
	books_teardown(&books);
}

/* ---- two programs at once ---- */

static void test_two_books_on_one_folder(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	struct books other = books;
	other.arena = (struct arena){};
	books_open(&other, DEFINITIONS_OF(files_before), false);
	for (int i = 0; i < 6; i++)
		create_activity(i % 2 ? &books : &other, "轮流", "440307001", "2021-03-01");
	/* What one adds to the tree the other knows at its next write. */
	create_unit(&books, "440307004", "横岗街道", "street");
	struct record *record = record_new(&other.arena, other.activity);
	MUST(record_put_value(record, "topic", value_text("新街道"), &fault));
	MUST(record_put_value(record, "kind", value_text("lecture"), &fault));
	MUST(record_put_value(record, "host", value_text("440307004"), &fault));
	MUST(record_create(other.book, &other.clerk, record, NULL, NULL, &fault));
	assert_string_equal(create_activity(&books, "末", "440307001", "2021-03-01")->number,
	                    "HD-布吉-2021-007");
	assert_int_equal(verify(&books, NULL), 0);
	assert_int_equal(verify(&other, NULL), 0);
	books_close(&other);
	arena_release(&other.arena);
	books_teardown(&books);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_create_and_read),
	        cmocka_unit_test(test_typed_values),
	        cmocka_unit_test(test_typed_sealed_values),
	        cmocka_unit_test(test_all_faults),
	        cmocka_unit_test(test_defaults_and_hidden_fields),
	        cmocka_unit_test(test_links),
	        cmocka_unit_test(test_ambiguous_names),
	        cmocka_unit_test(test_kinds_of_values),
	        cmocka_unit_test(test_too_many_rows),
	        cmocka_unit_test(test_a_rule_the_program_lacks),
	        cmocka_unit_test(test_reasons),
	        cmocka_unit_test(test_a_spoiled_transaction_does_not_stand),
	        cmocka_unit_test(test_settings),
	        cmocka_unit_test(test_numbers_without_gaps),
	        cmocka_unit_test(test_numbers_of_a_city_without_districts),
	        cmocka_unit_test(test_numbers_brought_along),
	        cmocka_unit_test(test_change),
	        cmocka_unit_test(test_other_district),
	        cmocka_unit_test(test_who_may),
	        cmocka_unit_test(test_rows),
	        cmocka_unit_test(test_moves_and_clocks),
	        cmocka_unit_test(test_effects_join_the_act),
	        cmocka_unit_test(test_void),
	        cmocka_unit_test(test_sealed),
	        cmocka_unit_test(test_tokens),
	        cmocka_unit_test(test_units_in_time),
	        cmocka_unit_test(test_two_books_on_one_folder),
	};
	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
