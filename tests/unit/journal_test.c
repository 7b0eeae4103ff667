/* The journal's bytes: the worked example of docs/JOURNAL.md, effects there and
   back, and a whole book checked by an oracle that shares no code. */
#include "books.h"

#include <spawn.h>
#include <sys/wait.h>

#include "base/yaml.h"

#include "record/append.h"
#include "record/effects.h"

/* ---- the layout ---- */

static const char example_effects[] = "{\"org\":\"440307\",\"set\":{\"name\":\"龙岗区\"}}";

static struct entry example_entry(void)
{
	struct entry entry = {
	        .tenant = 440307,
	        .seq = 1,
	        .act = 70368744177665,
	        .at = 1617066123004,
	        .record = 70368744177666,
	        .version = 1,
	        .actor = "liu",
	        .role = "clerk",
	        .ledger = "org",
	        .action = "create",
	        .reason = "",
	        .effects = example_effects,
	        .effects_length = sizeof example_effects - 1,
	};
	sm3("register: org\n", 14, entry.definition);
	return entry;
}

static void hex_of(const void *bytes, size_t length, struct text *out)
{
	text_cut(out, 0);
	text_add_hex(out, bytes, length);
}

static char *read_document(struct arena *arena)
{
	const char *root = getenv("JINGUO_ROOT");
	char *text;
	size_t length;
	MUST(file_read(arena, arena_format(arena, "%s/docs/JOURNAL.md", root ? root : "."), &text, &length,
	               &fault));
	return text;
}

/* Bytes and hashes stand in the document as they are computed. */
static void test_worked_example(void **state)
{
	(void)state;
	struct arena arena = {};
	const char *document = read_document(&arena);
	struct entry entry = example_entry();
	struct text bytes = TEXT_EMPTY, hex = TEXT_EMPTY;
	uint8_t hash[32], anchor[32];
	const uint8_t none[32] = {};
	entry_bytes(&entry, &bytes);
	assert_int_equal(bytes.length, 4 + 6 * 8 + 6 * 4 + 17 + sizeof example_effects - 1 + 64);
	hex_of(bytes.at, 4 + 6 * 8, &hex);
	if (!strstr(document, hex.at))
		fail_msg("the head is %s", hex.at);
	entry_hash(&entry, &bytes, hash);
	hex_of(hash, sizeof hash, &hex);
	if (!strstr(document, hex.at))
		fail_msg("the entry's hash is %s", hex.at);
	anchor_hash(440307, 20210330, 1, hash, none, anchor);
	hex_of(anchor, sizeof anchor, &hex);
	if (!strstr(document, hex.at))
		fail_msg("the anchor's hash is %s", hex.at);
	hex_of(entry.definition, sizeof entry.definition, &hex);
	if (!strstr(document, hex.at))
		fail_msg("the definition's hash is %s", hex.at);
	text_release(&bytes);
	text_release(&hex);
	arena_release(&arena);
}

/* Every part of an entry is in its hash. */
static void test_every_part_is_hashed(void **state)
{
	(void)state;
	struct text bytes = TEXT_EMPTY;
	uint8_t before[32], after[32];
	struct entry entry = example_entry();
	entry_hash(&entry, &bytes, before);
	enum { PARTS = 14 };
	for (int part = 0; part < PARTS; part++) {
		struct entry other = entry;
		int64_t *const numbers[] = {&other.tenant, &other.seq,    &other.act,
		                            &other.at,     &other.record, &other.version};
		const char **const texts[] = {&other.actor, &other.role, &other.ledger, &other.action,
		                              &other.reason};
		if (part < 6)
			*numbers[part] += 1;
		else if (part < 11)
			*texts[part - 6] = "x";
		else if (part == 11)
			other.effects_length--;
		else
			(part == 12 ? other.definition : other.previous)[31] ^= 1;
		entry_hash(&other, &bytes, after);
		assert_memory_not_equal(before, after, sizeof before);
	}
	/* Lengths keep neighbours apart. */
	entry.actor = "liuc";
	entry.role = "lerk";
	entry_hash(&entry, &bytes, after);
	assert_memory_not_equal(before, after, sizeof before);
	text_release(&bytes);
}

/* ---- effects ---- */

static const char all_effects[] =
        "{\"org\":\"440307001\",\"number\":\"HD-布吉-2021-001\","
        "\"counter\":{\"org\":\"440307001\",\"year\":2021,\"last\":1},\"move\":\"hold\",\"state\":\"done\","
        "\"void\":true,"
        "\"set\":{\"topic\":\"\\\"引号\\\"\",\"tags\":[\"home\",\"law\"],\"held_on\":\"2021-03-30\","
        "\"from_at\":\"2021-03-30T01:30:00.000Z\",\"capacity\":30,\"cost\":\"-12.50\",\"online\":true,"
        "\"venue\":null,"
        "\"leader\":\"70368744177666\"},"
        "\"rows\":{\"signups\":{\"add\":[{\"id\":\"9\",\"place\":1,\"set\":{\"called\":\"甲\","
        "\"mobile\":{\"sealed\":\"AQID\"}}}],\"change\":[{\"id\":\"8\",\"place\":2}],\"drop\":[\"7\",\"6\"]}}"
        ","
        "\"start\":[{\"id\":\"5\",\"move\":\"hold\",\"started\":\"2021-03-30T01:30:00.000Z\","
        "\"due\":\"2021-04-14T16:00:00.000Z\",\"calendar\":\"2021:0a1b2c3d\"}],"
        "\"stop\":[{\"id\":\"4\",\"at\":\"2021-03-30T01:30:00.000Z\"}]}";

static void test_effects_there_and_back(void **state)
{
	(void)state;
	struct definitions *definitions = DEFINITIONS_OF(files_before);
	struct arena arena = {};
	struct effects effects;
	struct text written = TEXT_EMPTY;
	const char *why = "";
	if (!effects_read(definitions_ledger(definitions, "event"), all_effects, sizeof all_effects - 1,
	                  &arena, &effects, &why))
		fail_msg("%s", why);
	effects_write(&effects, &written);
	assert_string_equal(written.at, all_effects);
	text_release(&written);
	arena_release(&arena);
	definitions_free(definitions);
}

/* Under the names of today. */
static void test_effects_under_new_names(void **state)
{
	(void)state;
	static const char old[] =
	        "{\"state\":\"done\",\"set\":{\"topic\":\"一\",\"kind\":\"camp\",\"gone\":5,\"lost\":"
	        "{\"sealed\":\"AQID\"}},\"rows\":{\"signups\":{\"add\":[{\"id\":\"9\",\"place\":1,"
	        "\"set\":{\"attended\":true}}]},\"forgotten\":{\"drop\":[\"1\"]}}}";
	static const char new[] =
	        "{\"state\":\"over\",\"set\":{\"subject\":\"一\",\"kind\":\"outing\"},"
	        "\"rows\":{\"enrolled\":{\"add\":[{\"id\":\"9\",\"place\":1,\"set\":{\"present\":true}}]}}}";
	struct definitions *definitions = DEFINITIONS_OF(files_after);
	struct arena arena = {};
	struct effects effects;
	struct text written = TEXT_EMPTY;
	const char *why = "";
	if (!effects_read(definitions_ledger(definitions, "event"), old, sizeof old - 1, &arena, &effects,
	                  &why))
		fail_msg("%s", why);
	effects_write(&effects, &written);
	assert_string_equal(written.at, new);
	/* What definitions no longer know is kept for people; a sealed one is not shown. */
	assert_int_equal(effects.unknown_count, 2);
	assert_string_equal(effects.unknown[0].name, "gone");
	assert_string_equal(effects.unknown[0].shown, "5");
	assert_null(effects.unknown[1].shown);
	text_release(&written);
	arena_release(&arena);
	definitions_free(definitions);
}

static void test_effects_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {
	        "",
	        "[]",
	        "{",
	        "{\"org\":5}",
	        "{\"org\":\"1\",\"org\":\"2\"}",
	        "{\"set\":[]}",
	        "{\"set\":{\"topic\":1}}",
	        "{\"set\":{\"held_on\":\"2021-02-30\"}}",
	        "{\"set\":{\"capacity\":\"5\"}}",
	        "{\"set\":{\"capacity\":1.5}}",
	        "{\"set\":{\"cost\":12.5}}",
	        "{\"set\":{\"leader\":5}}",
	        "{\"set\":{\"tags\":\"home\"}}",
	        "{\"set\":{\"tags\":[]}}",
	        "{\"set\":{\"tags\":[1]}}",
	        "{\"set\":{\"venue\":{\"open\":\"x\"}}}",
	        "{\"set\":{\"venue\":{\"sealed\":\"!\"}}}",
	        "{\"set\":{\"from_at\":\"soon\"}}",
	        "{\"set\":{\"online\":1}}",
	        "{\"set\":{\"kind\":1}}",
	        "{\"counter\":{\"org\":\"1\",\"year\":2021}}",
	        "{\"counter\":{\"year\":2021,\"last\":1}}",
	        "{\"rows\":{\"signups\":{\"drop\":[\"x\"]}}}",
	        "{\"rows\":{\"signups\":{\"add\":[{\"place\":1}]}}}",
	        "{\"start\":[{\"id\":\"1\"}]}",
	        "{\"stop\":[{\"id\":\"1\",\"at\":\"x\"}]}",
	        "{} x",
	};
	struct definitions *definitions = DEFINITIONS_OF(files_before);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct arena arena = {};
		struct effects effects;
		const char *why = NULL;
		if (effects_read(definitions_ledger(definitions, "event"), bad[i], strlen(bad[i]), &arena,
		                 &effects, &why))
			fail_msg("%s", bad[i]);
		assert_non_null(why);
		arena_release(&arena);
	}
	definitions_free(definitions);
}

/* ---- reading ---- */

struct seen {
	int64_t count, last, acts;
	bool stop;
};

static bool see(void *context, const struct entry *entry, struct fault *fault)
{
	struct seen *seen = context;
	assert_true(entry->seq > seen->last);
	assert_true(entry->whole);
	seen->count++;
	seen->last = entry->seq;
	return !seen->stop || fault_set(fault, record_reason_bad);
}

static void test_reading(void **state)
{
	(void)state;
	struct books books;
	struct seen seen = {};
	int64_t seq, *tenants;
	size_t count;
	uint8_t hash[32];
	books_setup(&books);
	create_unit(&books, "440306", "宝安区", "district");
	MUST(journal_head(books.book, 440307, &seq, hash, &fault));
	assert_int_equal(seq, 5);
	MUST(journal_head(books.book, 110101, &seq, hash, &fault));
	assert_int_equal(seq, 0);
	MUST(journal_read(books.book, 440307, 2, 4, see, &seen, &fault));
	assert_int_equal(seen.count, 3);
	seen = (struct seen){.stop = true};
	MUST_FAIL(record_reason_bad, journal_read(books.book, 440307, 1, 0, see, &seen, &fault));
	assert_int_equal(seen.count, 1);
	MUST(journal_tenants(books.book, &books.arena, &tenants, &count, &fault));
	assert_int_equal(count, 2);
	assert_int_equal(tenants[0], 440306);
	assert_int_equal(tenants[1], 440307);
	books_teardown(&books);
}

/* ---- history ---- */

static const struct entry_change *change_of(const struct entry_view *view, const char *what)
{
	for (size_t i = 0; i < view->change_count; i++)
		if (strcmp(view->changes[i].what, what) == 0)
			return &view->changes[i];
	fail_msg("no change of %s", what);
	return NULL;
}

static void expect_change(const struct entry_view *view, const char *what, const char *before,
                          const char *after)
{
	const struct entry_change *change = change_of(view, what);
	assert_string_equal(change->before, before);
	assert_string_equal(change->after, after);
}

static void test_history(void **state)
{
	(void)state;
	struct books books;
	struct entry_view *views;
	size_t count;
	books_setup(&books);
	struct record *record = new_activity(&books, "一", "440307001", "2021-03-30"), *changes;
	struct record *row = record_add_row(record, "signups");
	put(&books, row, "called", "甲");
	put(&books, row, "mobile", "13800138000");
	MUST(record_create(books.book, &books.clerk, record, "登记", NULL, &fault));
	changes = record_new(&books.arena, books.activity);
	put(&books, changes, "topic", "二");
	put(&books, changes, "host", "440307018");
	put(&books, changes, "cost", "5");
	row = record_add_row(changes, "signups");
	row->id =
	        read_again(&books, record)->rows[ledger_field(books.activity, "signups")->place].items[0]->id;
	put(&books, row, "attended", "是");
	MUST(record_change(books.book, &books.clerk, 440307, record->id, 0, changes, "更正", NULL, &fault));
	MUST(record_move(books.book, &books.clerk, books.activity, 440307, record->id, 0, "hold", NULL, NULL,
	                 NULL, &fault));
	MUST(record_void(books.book, &books.clerk, books.activity, 440307, record->id, 0, "重复", &fault));

	MUST(record_history(books.book, &books.clerk, read_again(&books, record), LANGUAGE_ZH, &books.arena,
	                    &views, &count, &fault));
	assert_int_equal(count, 4);
	assert_string_equal(views[0].action, "create");
	assert_string_equal(views[0].reason, "登记");
	assert_string_equal(views[0].actor, "clerk");
	expect_change(&views[0], "topic", "", "一");
	expect_change(&views[0], "org", "", "布吉街道");
	expect_change(&views[0], "state", "", "计划");
	expect_change(&views[0], "signups[1].called", "", "甲");
	expect_change(&views[0], "signups[1].mobile", "", "密封");
	assert_int_equal(views[1].version, 2);
	expect_change(&views[1], "topic", "一", "二");
	expect_change(&views[1], "org", "布吉街道", "南湾街道");
	expect_change(&views[1], "cost", "", "5.00");
	expect_change(&views[1], "signups[1].attended", "否", "是");
	assert_string_equal(views[2].move, "hold");
	expect_change(&views[2], "state", "计划", "已举办");
	assert_null(views[3].move);
	expect_change(&views[3], "state", "已举办", "已作废");
	assert_int_equal(strlen(views[3].hash), 64);

	/* Who may not open the record may not read its history. */
	MUST_FAIL(access_record_missing, record_history(books.book, &books.reader, read_again(&books, record),
	                                                LANGUAGE_ZH, &books.arena, &views, &count, &fault));
	books_teardown(&books);
}

/* ---- the oracle ---- */

extern char **environ;

static int ask_oracle(const struct books *books)
{
	const char *root = getenv("JINGUO_ROOT");
	char script[512], database[256];
	char *words[] = {(char[]){"python3"}, script, database, NULL};
	pid_t child;
	int status;
	snprintf(script, sizeof script, "%s/tests/journal_oracle.py", root ? root : ".");
	snprintf(database, sizeof database, "%s/books.db", books->folder.path);
	assert_int_equal(posix_spawnp(&child, "python3", NULL, NULL, words, environ), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_oracle(void **state)
{
	(void)state;
	struct books books;
	books_setup(&books);
	for (int day = 0; day < 4; day++) {
		struct record *record = create_activity(&books, "“引号”\\与\t", "440307001", "2021-03-01");
		MUST(record_void(books.book, &books.clerk, books.activity, 440307, record->id, 0, "试",
		                 &fault));
		books.now += 86400000;
	}
	create_unit(&books, "440306", "宝安区", "district");
	assert_int_equal(ask_oracle(&books), 0);
	MUST(database_run(books.book->database,
	                  "UPDATE journal SET effects = replace(effects, '引', '银') WHERE seq = 8", &fault));
	assert_int_equal(ask_oracle(&books), 1);
	books_teardown(&books);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_worked_example),
	        cmocka_unit_test(test_every_part_is_hashed),
	        cmocka_unit_test(test_effects_there_and_back),
	        cmocka_unit_test(test_effects_under_new_names),
	        cmocka_unit_test(test_effects_refused),
	        cmocka_unit_test(test_reading),
	        cmocka_unit_test(test_history),
	        cmocka_unit_test(test_oracle),
	};
	return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
