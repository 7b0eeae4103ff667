/* Who links to a record: in plain fields and rows, sealed with a token and sealed
   without, in whatever register; what is beyond the viewer; and lists that search
   a sealed field by its token. */
#include "books.h"
#include "record/links.h"
#include "store/database.h"

static const char case_yaml[] =
        "register: case\n"
        "title: {zh: 个案, en: Case}\n"
        "group: basis\n"
        "org: host\n"
        "merged_into: same_as\n"
        "fields:\n"
        "  host: {title: {zh: 单位, en: Unit}, type: org, required: true}\n"
        "  victim: {title: {zh: 受害人, en: Victim}, type: link, to: person, secrecy: sealed, index: blind}\n"
        "  witness: {title: {zh: 证人, en: Witness}, type: link, to: person, secrecy: sealed}\n"
        "  same_as: {title: {zh: 已并入, en: Merged into}, type: link, to: case}\n"
        "  earlier: {title: {zh: 前案, en: Earlier case}, type: link, to: case}\n"
        "access:\n"
        "  clerk: {open: own_tree, change: own_tree, count: own_tree, unseal: own_tree}\n"
        "  mover: {open: own_tree}\n";

static const struct definition_file files[] = {
        DEFINITION("org", org_yaml),
        DEFINITION("person", person_yaml),
        DEFINITION("event", event_yaml),
        DEFINITION("case", case_yaml),
        COMMON_FILES,
};

static void setup(struct books *books)
{
	books_setup(books);
	books_close(books);
	books_open(books, DEFINITIONS_OF(files), true);
}

static const char *id_of(struct books *books, const struct record *record)
{
	return arena_format(&books->arena, "%lld", (long long)record->id);
}

static struct record *create_case(struct books *books, const char *field, const struct record *to)
{
	struct record *record = record_new(&books->arena, definitions_ledger(books->definitions, "case"));
	put(books, record, "host", "440307001");
	put(books, record, field, id_of(books, to));
	MUST(record_create(books->book, &books->clerk, record, NULL, NULL, &fault));
	return record;
}

static size_t links_of(struct books *books, const struct viewer *viewer, const struct record *to,
                       struct record_link **ret)
{
	size_t count = 0;
	MUST(record_links(books->book, viewer, to, &books->arena, ret, &count, &fault));
	return count;
}

static void test_every_kind(void **state)
{
	(void)state;
	struct books books;
	struct record_link *links;
	setup(&books);
	struct record *one = create_person(&books, "甲", "13800138000"),
	              *other = create_person(&books, "乙", "13800138001");
	assert_int_equal(links_of(&books, &books.clerk, one, &links), 0);
	struct record *event = new_activity(&books, "一场", "440307001", "2021-03-01");
	put(&books, event, "leader", id_of(&books, one));
	struct record *row = record_add_row(event, "signups");
	put(&books, row, "called", "甲");
	put(&books, row, "person", id_of(&books, one));
	row = record_add_row(event, "signups");
	put(&books, row, "called", "乙");
	put(&books, row, "person", id_of(&books, other));
	MUST(record_create(books.book, &books.clerk, event, NULL, NULL, &fault));
	struct record *victim = create_case(&books, "victim", one),
	              *witness = create_case(&books, "witness", one);
	create_case(&books, "victim", other);
	create_case(&books, "witness", other);
	struct record *gone = create_case(&books, "witness", one);
	MUST(record_void(books.book, &books.clerk, gone->ledger, 440307, gone->id, 0, "重复", &fault));

	assert_int_equal(links_of(&books, &books.clerk, one, &links), 4);
	static const char *const fields[] = {"victim", "witness", "leader", "person"};
	const int64_t records[] = {victim->id, witness->id, event->id, event->id};
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(links[i].field->name, fields[i]);
		assert_int_equal(links[i].record, records[i]);
		assert_true(links[i].reached);
	}
	assert_string_equal(links[3].rows->name, "signups");
	assert_int_equal(links[3].row, event->rows[links[3].rows->place].items[0]->id);
	assert_string_equal(links[3].ledger->name, "event");
	assert_null(links[2].rows);
	/* Whoever opens records but nothing sealed sees the plain ones; of the rest there is but the number. */
	assert_int_equal(links_of(&books, &books.mover, one, &links), 4);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(links[i].reached, i >= 2);
	assert_int_equal(links_of(&books, &books.nobody, one, &links), 4);
	for (size_t i = 0; i < 4; i++)
		assert_false(links[i].reached);
	books_teardown(&books);
}

/* Nothing links to a record that lives on in another, but a merge itself may. */
static void test_merged_takes_no_links(void **state)
{
	(void)state;
	struct books books;
	setup(&books);
	struct record *person = create_person(&books, "甲", "13800138000");
	struct record *stays = create_case(&books, "victim", person),
	              *goes = create_case(&books, "same_as", stays);
	struct record *later = record_new(&books.arena, definitions_ledger(books.definitions, "case"));
	put(&books, later, "host", "440307001");
	put(&books, later, "earlier", id_of(&books, goes));
	MUST_FAIL(record_link_merged, record_create(books.book, &books.clerk, later, NULL, NULL, &fault));
	put(&books, later, "earlier", id_of(&books, stays));
	MUST(record_create(books.book, &books.clerk, later, NULL, NULL, &fault));
	create_case(&books, "same_as", goes);
	books_teardown(&books);
}

/* ---- exact search ---- */

static size_t found(struct books *books, const struct viewer *viewer, int64_t tenant, const char *phone)
{
	const struct value value = value_text(phone);
	const struct list_match match = {ledger_field(books->person, "phone"), &value, 1};
	const struct list_request request = {
	        .ledger = books->person, .matches = &match, .match_count = 1, .tenant = tenant, .limit = 10};
	struct list_page page = {};
	int64_t records = -1;
	MUST(record_list(books->book, viewer, &request, &books->arena, &page, &fault));
	MUST(record_count(books->book, viewer, &request, &records, &fault));
	assert_int_equal(records, page.count);
	return page.count;
}

static void test_match(void **state)
{
	(void)state;
	static const char phone[] = "13800138000";
	struct books books;
	setup(&books);
	create_person(&books, "甲", phone);
	struct record *twin = create_person(&books, "乙", phone);
	create_person(&books, "丙", "13800138001");
	assert_int_equal(found(&books, &books.clerk, 440307, phone), 2);
	assert_int_equal(found(&books, &books.clerk, 440307, "13800138001"), 1);
	assert_int_equal(found(&books, &books.clerk, 440307, "13800138009"), 0);
	assert_int_equal(found(&books, &books.clerk, 440307, ""), 0);
	/* Not beyond her tree, and not once it is voided. */
	const struct viewer elsewhere = viewer_of(&books, "clerk", "440307002");
	assert_int_equal(found(&books, &elsewhere, 440307, phone), 0);
	MUST(record_void(books.book, &books.clerk, books.person, 440307, twin->id, 0, "重复", &fault));
	assert_int_equal(found(&books, &books.clerk, 440307, phone), 1);
	books_teardown(&books);
}

/* The same telephone in two districts: two tokens, and neither finds the other's record. */
static void test_match_of_tenants(void **state)
{
	(void)state;
	static const char phone[] = "13800138000";
	struct books books;
	struct value tokens[2];
	setup(&books);
	const struct viewer other = viewer_of(&books, "clerk", "440306");
	create_unit(&books, "440306", "宝安区", "district");
	create_person(&books, "甲", phone);
	struct record *person = record_new(&books.arena, books.person);
	put(&books, person, "home", "440306");
	put(&books, person, "name", "甲");
	put(&books, person, "phone", phone);
	MUST(record_create(books.book, &other, person, NULL, NULL, &fault));
	assert_int_equal(found(&books, &books.clerk, 440307, phone), 1);
	assert_int_equal(found(&books, &other, 440306, phone), 1);
	assert_int_equal(found(&books, &books.clerk, 440306, phone), 0);
	assert_int_equal(found(&books, &other, 440307, phone), 0);
	struct statement *statement;
	MUST(database_prepare(books.book->database, "SELECT phone_token FROM person ORDER BY tenant",
	                      &statement, &fault));
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(statement_step(statement, NULL), STEP_ROW);
		struct value token = statement_value(statement, 0);
		tokens[i] = value_copy(&books.arena, &token);
	}
	statement_reset(statement);
	assert_int_equal(tokens[0].length, 16);
	assert_false(value_equal(&tokens[0], &tokens[1]));
	books_teardown(&books);
}

/* Existence is not told to who may not open: neither by an answer nor in words. */
static void test_match_refused(void **state)
{
	(void)state;
	static const char phone[] = "13800138000";
	struct books books;
	struct list_page page;
	setup(&books);
	create_person(&books, "甲", phone);
	const struct value value = value_text(phone);
	struct list_match match = {ledger_field(books.person, "phone"), &value, 1};
	struct list_request request = {
	        .ledger = books.person, .matches = &match, .match_count = 1, .tenant = 440307, .limit = 10};
	struct fault why = {};
	assert_false(record_list(books.book, &books.reader, &request, &books.arena, &page, &why));
	assert_string_equal(fault_name(why.code), "access_role_denied");
	/* A promise of rules is no way around it. */
	request.whoever_looks = true;
	assert_false(record_list(books.book, &books.reader, &request, &books.arena, &page, &why));
	request.whoever_looks = false;
	match.field = ledger_field(books.person, "born");
	assert_false(record_list(books.book, &books.clerk, &request, &books.arena, &page, &why));
	assert_string_equal(fault_name(why.code), "record_match_not_blind");
	struct text said = TEXT_EMPTY;
	fault_json(&why, &said);
	assert_null(strstr(said.at, phone));
	text_release(&said);
	books_teardown(&books);
}

/* A cursor is good for its own search only. */
static void test_match_cursor(void **state)
{
	(void)state;
	static const char *const phones[] = {"13800138000", "13800138001"};
	struct books books;
	struct list_page page;
	setup(&books);
	for (int i = 0; i < 3; i++)
		create_person(&books, "甲", phones[0]);
	const struct value values[] = {value_text(phones[0]), value_text(phones[1])};
	struct list_match match = {ledger_field(books.person, "phone"), &values[0], 1};
	struct list_request request = {
	        .ledger = books.person, .matches = &match, .match_count = 1, .tenant = 440307, .limit = 2};
	MUST(record_list(books.book, &books.clerk, &request, &books.arena, &page, &fault));
	assert_int_equal(page.count, 2);
	request.cursor = page.next;
	match.values = &values[1];
	MUST_FAIL(record_cursor_bad,
	          record_list(books.book, &books.clerk, &request, &books.arena, &page, &fault));
	match.values = &values[0];
	MUST(record_list(books.book, &books.clerk, &request, &books.arena, &page, &fault));
	assert_int_equal(page.count, 1);
	/* One of several will do. */
	create_person(&books, "乙", phones[1]);
	match.values = values;
	match.count = 2;
	request.cursor = NULL;
	request.limit = 10;
	MUST(record_list(books.book, &books.clerk, &request, &books.arena, &page, &fault));
	assert_int_equal(page.count, 4);
	books_teardown(&books);
}

/* Where the key was destroyed the value is gone; what the record links to is, too. */
static void test_destroyed_key(void **state)
{
	(void)state;
	struct books books;
	struct record_link *links;
	struct record *read;
	setup(&books);
	struct record *person = create_person(&books, "甲", "13800138000"),
	              *witness = create_case(&books, "witness", person);
	assert_int_equal(links_of(&books, &books.clerk, person, &links), 1);
	MUST(key_store_destroy(books.book->keys, 440307, witness->id, books.now, &fault));
	assert_int_equal(links_of(&books, &books.clerk, person, &links), 0);
	MUST(key_store_destroy(books.book->keys, 440307, person->id, books.now, &fault));
	MUST(record_read(books.book, &books.clerk, books.person, 440307, person->id, &books.arena, &read,
	                 &fault));
	MUST_FAIL(access_key_destroyed,
	          record_unseal(books.book, &books.clerk, read, ledger_field(books.person, "phone"), &fault));
	assert_int_equal(found(&books, &books.clerk, 440307, "13800138009"), 0);
	books_teardown(&books);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_every_kind),    cmocka_unit_test(test_merged_takes_no_links),
	        cmocka_unit_test(test_match),         cmocka_unit_test(test_match_of_tenants),
	        cmocka_unit_test(test_match_refused), cmocka_unit_test(test_match_cursor),
	        cmocka_unit_test(test_destroyed_key),
	};
	return cmocka_run_group_tests_name("links", tests, NULL, NULL);
}
