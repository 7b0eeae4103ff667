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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_create_and_read),
	};
	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
