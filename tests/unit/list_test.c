/* Lists: filter, order, cursor, exact count, and who sees what. */
#include "books.h"

static struct list_page list(struct books *books, const struct list_request *request)
{
	struct list_page page = {};
	MUST(record_list(books->book, &books->clerk, request, &books->arena, &page, &fault));
	return page;
}

static int64_t count(struct books *books, const struct list_request *request)
{
	int64_t records = -1;
	MUST(record_count(books->book, &books->clerk, request, &records, &fault));
	return records;
}

/* Topics of a page, one letter each. */
static const char *topics(struct books *books, const struct list_page *page)
{
	struct text text = TEXT_EMPTY;
	for (size_t i = 0; i < page->count; i++)
		text_add(&text, shown(books, page->records[i], "topic"));
	const char *kept = arena_copy(&books->arena, text.at);
	text_release(&text);
	return kept;
}

static struct record *add(struct books *books, const char *topic, const char *host, const char *day,
                          const char *capacity)
{
	struct record *record = new_activity(books, topic, host, day);
	put(books, record, "capacity", capacity);
	MUST(record_create(books->book, &books->clerk, record, NULL, NULL, &fault));
	return record;
}

static void list_setup(struct books *books)
{
	books_setup(books);
	add(books, "a", "440307001", "2021-03-03", "30");
	add(books, "b", "440307018", "2021-03-01", "10");
	add(books, "c", "440307001", "2021-03-02", "");
	add(books, "d", "440307001001", "", "20");
	add(books, "e", "440307002", "2021-03-02", "10");
	struct record *gone = add(books, "v", "440307001", "2021-03-02", "10");
	MUST(record_void(books->book, &books->clerk, books->activity, 440307, gone->id, 0, "重复", &fault));
}

static void test_order(void **state)
{
	(void)state;
	static const struct {
		const char *by;
		bool down;
		const char *topics;
	} orders[] = {
	        {NULL, false, "dbcea"},      {NULL, true, "aecbd"},     {"capacity", false, "cbeda"},
	        {"capacity", true, "adebc"}, {"entry", false, "abcde"}, {"topic", true, "edcba"},
	};
	struct books books;
	list_setup(&books);
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
		const struct list_request request = {.ledger = books.activity,
		                                     .order_by = orders[i].by,
		                                     .descending = orders[i].down,
		                                     .limit = 100};
		struct list_page page = list(&books, &request);
		assert_string_equal(topics(&books, &page), orders[i].topics);
		assert_null(page.next);
	}
	books_teardown(&books);
}

static void test_filter_and_count(void **state)
{
	(void)state;
	static const struct {
		const char *org, *where;
		bool voided;
		int64_t count;
	} filters[] = {
	        {NULL, NULL, false, 5},
	        {NULL, NULL, true, 6},
	        {"440307001", NULL, false, 3},
	        {"440307018", NULL, false, 1},
	        {"440306", NULL, false, 0},
	        {NULL, "capacity >= 20", false, 2},
	        {NULL, "capacity is not set or held_on = 2021-03-01", false, 2},
	        {NULL, "state = 'planned' and topic != 'a'", false, 4},
	        {NULL, "held_on < today", false, 4},
	        {"440307001", "count(signups) = 0", false, 3},
	};
	struct books books;
	list_setup(&books);
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		const struct list_request request = {.ledger = books.activity,
		                                     .org = filters[i].org,
		                                     .where = filters[i].where,
		                                     .with_voided = filters[i].voided,
		                                     .limit = 1000};
		assert_int_equal(count(&books, &request), filters[i].count);
		assert_int_equal(list(&books, &request).count, filters[i].count);
	}
	books_teardown(&books);
}

/* Page by page the same as all at once, in every order, with every size of page. */
static void test_cursor(void **state)
{
	(void)state;
	static const char *const orders[] = {NULL, "capacity", "topic", "number", "entry", "kind"};
	struct books books;
	list_setup(&books);
	for (size_t order = 0; order < 2 * sizeof orders / sizeof *orders; order++)
		for (size_t limit = 1; limit < 7; limit++) {
			struct list_request request = {.ledger = books.activity,
			                               .order_by = orders[order / 2],
			                               .descending = order % 2,
			                               .limit = 100};
			struct list_page all = list(&books, &request), page;
			struct text paged = TEXT_EMPTY;
			size_t pages = 0;
			request.limit = limit;
			do {
				page = list(&books, &request);
				text_add(&paged, topics(&books, &page));
				request.cursor = page.next;
				assert_true(++pages <= 5);
			} while (page.next);
			assert_string_equal(paged.at, topics(&books, &all));
			text_release(&paged);
		}
	books_teardown(&books);
}

static void test_cursor_while_records_come(void **state)
{
	(void)state;
	struct books books;
	list_setup(&books);
	struct list_request request = {.ledger = books.activity, .limit = 2};
	struct list_page page = list(&books, &request);
	assert_string_equal(topics(&books, &page), "db");
	add(&books, "f", "440307001", "2021-02-01", "");
	add(&books, "g", "440307001", "2021-03-02", "");
	request.cursor = page.next;
	request.limit = 10;
	page = list(&books, &request);
	assert_string_equal(topics(&books, &page), "cega");
	books_teardown(&books);
}

static void test_refused(void **state)
{
	(void)state;
	struct books books;
	struct list_page page;
	int64_t records;
	list_setup(&books);
	struct list_request request = {.ledger = books.activity, .limit = 2};
	const char *cursor = list(&books, &request).next;
	static const char *const bad[] = {"", "x", "AAAA", "!!!!",
	                                  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		request.cursor = bad[i];
		MUST_FAIL(record_cursor_bad,
		          record_list(books.book, &books.clerk, &request, &books.arena, &page, &fault));
	}
	/* A cursor of another list. */
	request.cursor = cursor;
	request.descending = true;
	MUST_FAIL(record_cursor_bad,
	          record_list(books.book, &books.clerk, &request, &books.arena, &page, &fault));
	request = (struct list_request){.ledger = books.activity, .limit = 0};
	MUST_FAIL(record_limit_bad,
	          record_list(books.book, &books.clerk, &request, &books.arena, &page, &fault));
	request.limit = 1001;
	MUST_FAIL(record_limit_bad,
	          record_list(books.book, &books.clerk, &request, &books.arena, &page, &fault));
	request = (struct list_request){.ledger = books.person, .order_by = "phone", .limit = 5};
	MUST_FAIL(record_order_unknown,
	          record_list(books.book, &books.clerk, &request, &books.arena, &page, &fault));
	request.order_by = "colour";
	MUST_FAIL(record_order_unknown,
	          record_list(books.book, &books.clerk, &request, &books.arena, &page, &fault));
	request = (struct list_request){.ledger = books.activity, .where = "capacity >", .limit = 5};
	struct fault why = {};
	assert_false(record_list(books.book, &books.clerk, &request, &books.arena, &page, &why));
	assert_int_equal(fault_kind(why.code), FAULT_INPUT);
	assert_string_equal(why.at.file, "where");
	request = (struct list_request){.ledger = books.person, .where = "phone = '13800138000'", .limit = 5};
	assert_false(record_count(books.book, &books.clerk, &request, &records, &why));
	MUST_FAIL(access_role_denied,
	          record_list(books.book, &books.nobody, &request, &books.arena, &page, &fault));
	books_teardown(&books);
}

static void test_who_sees(void **state)
{
	(void)state;
	struct books books;
	struct list_page page;
	int64_t records;
	list_setup(&books);
	const struct list_request request = {.ledger = books.activity, .limit = 10};
	/* The reader sees her own street, not the community below it. */
	MUST(record_list(books.book, &books.reader, &request, &books.arena, &page, &fault));
	assert_string_equal(topics(&books, &page), "ca");
	MUST(record_count(books.book, &books.reader, &request, &records, &fault));
	assert_int_equal(records, 2);
	/* Asking for somebody else's unit gives nothing more. */
	const struct list_request other = {.ledger = books.activity, .org = "440307018", .limit = 10};
	MUST(record_count(books.book, &books.reader, &other, &records, &fault));
	assert_int_equal(records, 0);
	books_teardown(&books);
}

/* Rows can be listed too, with conditions on their record. */
static void test_rows_listed(void **state)
{
	(void)state;
	struct books books;
	list_setup(&books);
	struct record *record = new_activity(&books, "r", "440307001", "2021-04-01");
	put(&books, record_add_row(record, "signups"), "called", "甲");
	put(&books, record_add_row(record, "signups"), "called", "乙");
	MUST(record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	struct list_request request = {.ledger = ledger_field(books.activity, "signups")->rows,
	                               .where = "parent.topic = 'r' and not attended",
	                               .limit = 1};
	assert_int_equal(count(&books, &request), 2);
	struct list_page page = list(&books, &request);
	assert_int_equal(page.count, 1);
	assert_int_equal(page.records[0]->parent, record->id);
	assert_int_equal(page.records[0]->counts_on, 20210401);
	assert_string_equal(shown(&books, page.records[0], "called"), "甲");
	request.cursor = page.next;
	page = list(&books, &request);
	assert_string_equal(shown(&books, page.records[0], "called"), "乙");
	assert_null(page.next);
	books_teardown(&books);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_order),       cmocka_unit_test(test_filter_and_count),
	        cmocka_unit_test(test_cursor),      cmocka_unit_test(test_cursor_while_records_come),
	        cmocka_unit_test(test_refused),     cmocka_unit_test(test_who_sees),
	        cmocka_unit_test(test_rows_listed),
	};
	return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
