/* Law 1: rebuild equals live, whatever happened to the records, the definitions
   and the keys; and whoever changes the database directly is noticed. */
#include "books.h"

#include "store/schema.h"

/* ---- books in which a lot happened ---- */

static void fill_record(struct books *books, struct record *record, struct record *leader)
{
	char id[24];
	snprintf(id, sizeof id, "%lld", (long long)leader->id);
	put(books, record, "kind", "camp");
	put(books, record, "tags", "普法、家庭");
	put(books, record, "from_at", "2021-03-30 09:30");
	put(books, record, "capacity", "30");
	put(books, record, "cost", "1234.5");
	put(books, record, "venue", "礼堂");
	put(books, record, "since", "2001");
	put(books, record, "leader", id);
	put(books, record, "helper", "440307018");
	put(books, record, "hotline", "12338");
	put(books, record, "clerk", "liu");
	for (int i = 0; i < 3; i++) {
		struct record *row = record_add_row(record, "signups");
		put(books, row, "person", id);
		put(books, row, "called", i ? "乙" : "甲");
		put(books, row, "mobile", "13800138000");
		put(books, row, "attended", i ? "是" : "");
	}
}

/* Creates, changes, moves, voids; over several days; late; in two districts. */
static void live_a_little(struct books *books)
{
	struct record *leader = create_person(books, "李四", "13800138000"), *changes;
	struct record *record = new_activity(books, "一", "440307001", "2021-03-30");
	fill_record(books, record, leader);
	MUST(record_create(books->book, &books->clerk, record, NULL, NULL, &fault));
	books->now += 86400000;
	changes = record_new(&books->arena, books->activity);
	put(books, changes, "topic", "改过");
	put(books, changes, "cost", "");
	record_add_row(changes, "signups")->id =
	        read_again(books, record)->rows[ledger_field(books->activity, "signups")->place].items[2]->id;
	put(books, record_add_row(changes, "signups"), "called", "丙");
	MUST(record_change(books->book, &books->clerk, 440307, record->id, 1, changes, "更正", NULL, &fault));
	MUST(record_move(books->book, &books->clerk, books->activity, 440307, record->id, 0, "hold", NULL,
	                 NULL, NULL, &fault));
	books->now += 86400000;
	struct record *voided = create_activity(books, "二", "440307002", "2020-12-31");
	MUST(record_void(books->book, &books->clerk, books->activity, 440307, voided->id, 0, "重复", &fault));
	/* A late entry, and a clock that was set back for a while. */
	books->now -= 5 * 86400000ll;
	create_activity(books, "补登", "440307018", "2021-01-05");
	books->now += 9 * 86400000ll;
	create_activity(books, "三", "440307018", "2021-06-05");
	books->now += 86400000;
	create_activity(books, "四", "440307018", "2021-06-06");
	struct record *other = create_unit(books, "440306", "宝安区", "district");
	assert_int_equal(other->tenant, 440306);
}

static void busy_setup(struct books *books)
{
	books_setup(books);
	live_a_little(books);
	assert_int_equal(verify(books, NULL), 0);
}

static void test_report(void **state)
{
	(void)state;
	struct books books;
	struct verify_report report = {};
	busy_setup(&books);
	MUST(journal_verify(books.book, NULL, NULL, &report, &fault));
	assert_int_equal(report.tenants, 2);
	assert_int_equal(report.entries, 15);
	assert_int_equal(report.anchors, 3);
	assert_int_equal(report.tables, 6);
	assert_true(report.rows > 12);
	assert_true(report.tokens_compared);
	assert_int_equal(report.faults.count, 0);
	/* The same through a book that can only read. */
	const struct book_options options = {books.folder.path, BOOK_READ, test_rules, false};
	struct book *reading = NULL;
	MUST(book_open(&options, books.definitions, NULL, &reading, &fault));
	MUST(journal_verify(reading, NULL, NULL, &report, &fault));
	assert_int_equal(report.entries, 15);
	assert_true(report.tokens_compared);
	assert_int_equal(report.faults.count, 0);
	book_close(reading);
	books_teardown(&books);
}

/* ---- definitions that changed ---- */

static int64_t ask(struct books *books, const char *sql)
{
	struct statement *statement;
	MUST(database_prepare(books->book->database, sql, &statement, &fault));
	MUST(statement_step(statement, &fault) == STEP_ROW);
	int64_t answer = statement_int(statement, 0);
	statement_reset(statement);
	return answer;
}

static void reopen_renamed(struct books *books)
{
	books_close(books);
	books_open(books, DEFINITIONS_OF(files_after), true);
}

static void test_rename(void **state)
{
	(void)state;
	struct books books;
	busy_setup(&books);
	reopen_renamed(&books);
	assert_int_equal(verify(&books, NULL), 0);
	assert_int_equal(ask(&books, "SELECT count(*) FROM activity WHERE kind = 'outing'"), 1);
	assert_int_equal(ask(&books, "SELECT count(*) FROM activity WHERE state = 'over'"), 1);
	assert_int_equal(ask(&books, "SELECT count(*) FROM activity WHERE subject = '改过'"), 1);
	assert_int_equal(ask(&books, "SELECT count(*) FROM activity_enrolled WHERE present = 1"), 1);
	assert_int_equal(ask(&books, "SELECT count(*) FROM counter WHERE ledger = 'activity'"), 3);
	assert_int_equal(ask(&books, "SELECT count(*) FROM clock WHERE ledger = 'event'"), 0);
	/* Life goes on under the new names, numbers where they were, sealed rows open. */
	struct record *record = record_new(&books.arena, books.activity);
	put(&books, record, "subject", "新");
	put(&books, record, "host", "440307001");
	put(&books, record, "kind", "lecture");
	put(&books, record, "held_on", "2021-03-31");
	MUST(record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	assert_string_equal(record->number, "HD-布吉-2021-002");
	struct record *old = NULL;
	MUST(record_find(books.book, &books.clerk, books.activity, 440307, "HD-布吉-2021-001", &books.arena,
	                 &old, &fault));
	struct record *row = old->rows[ledger_field(books.activity, "enrolled")->place].items[0];
	MUST(record_unseal(books.book, &books.clerk, row, ledger_field(row->ledger, "mobile"), &fault));
	assert_string_equal(shown(&books, row, "mobile"), "13800138000");
	assert_int_equal(verify(&books, NULL), 0);
	/* A second migration does nothing. */
	struct text report = TEXT_EMPTY;
	struct book *again = NULL;
	const struct book_options options = {books.folder.path, BOOK_WRITE, test_rules, true};
	MUST(book_open(&options, books.definitions, &report, &again, &fault));
	assert_string_equal(report.at, "");
	book_close(again);
	books_teardown(&books);
}

/* Without migration changed definitions are refused, for reading too. */
static void test_behind(void **state)
{
	(void)state;
	struct books books;
	busy_setup(&books);
	struct definitions *after = DEFINITIONS_OF(files_after);
	struct book *book = NULL;
	struct book_options options = {books.folder.path, BOOK_WRITE, test_rules, false};
	MUST_FAIL(record_books_behind, book_open(&options, after, NULL, &book, &fault));
	options.mode = BOOK_READ;
	MUST_FAIL(record_books_behind, book_open(&options, after, NULL, &book, &fault));
	MUST(book_open(&options, books.definitions, NULL, &book, &fault));
	book_close(book);
	definitions_free(after);
	books_teardown(&books);
}

/* The definitions of the test with texts replaced: file, what stands there, what comes instead. */
struct replacement {
	const char *file, *from, *to;
};

static struct definitions *replaced(struct arena *arena, const struct replacement *replacements, size_t count)
{
	struct definition_file files[sizeof files_before / sizeof *files_before];
	memcpy(files, files_before, sizeof files_before);
	for (size_t i = 0; i < count * (sizeof files / sizeof *files); i++) {
		struct definition_file *file = &files[i / count];
		const struct replacement *replacement = &replacements[i % count];
		const char *at =
		        strstr(file->path, replacement->file) ? strstr(file->bytes, replacement->from) : NULL;
		if (!at)
			continue;
		file->bytes = arena_format(arena, "%.*s%s%s", (int)(at - file->bytes), file->bytes,
		                           replacement->to, at + strlen(replacement->from));
		file->length = strlen(file->bytes);
	}
	return definitions_of(files, sizeof files / sizeof *files);
}

static void reopen_replaced(struct books *books, const struct replacement *replacements, size_t count)
{
	books_close(books);
	books_open(books, replaced(&books->arena, replacements, count), true);
}

static void test_other_changes(void **state)
{
	(void)state;
	static const struct replacement changes[] = {
	        /* a field that is no more: its column stays, the replay passes it over */
	        {"event", "  since: {title: {zh: 始于, en: Since}, type: year, min: 1949, max: 2100}\n", ""},
	        /* a field that becomes searchable */
	        {"person", "type: date, secrecy: sealed", "type: date, secrecy: sealed, index: blind"},
	        /* a new field with a default changes nothing that is there */
	        {"person",
	         "  remark:", "  vip: {title: {zh: 要, en: Vip}, type: bool, default: true}\n  remark:"},
	};
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		struct books books;
		busy_setup(&books);
		reopen_replaced(&books, &changes[i], 1);
		assert_int_equal(verify(&books, NULL), 0);
		books_teardown(&books);
	}
}

/* Rows hold a copy of the date that counts; when another counts, the copies follow. */
static void test_another_date_counts(void **state)
{
	(void)state;
	static const struct replacement changes[] = {
	        {"event",
	         "  from_at:", "  planned_on: {title: {zh: 计划, en: Planned}, type: date}\n  from_at:"},
	        {"event", "counts_on: held_on\n", "counts_on: planned_on\n"},
	};
	static const char copies[] = "SELECT count(*) FROM event_signups WHERE counts_on = 20210330";
	struct books books;
	busy_setup(&books);
	reopen_replaced(&books, changes, 1);
	assert_int_equal(verify(&books, NULL), 0);
	assert_int_equal(ask(&books, copies), 2);
	reopen_replaced(&books, changes, 2);
	assert_int_equal(verify(&books, NULL), 0);
	assert_int_equal(ask(&books, copies), 0);
	reopen_replaced(&books, changes, 1);
	assert_int_equal(verify(&books, NULL), 0);
	assert_int_equal(ask(&books, copies), 2);
	books_teardown(&books);
}

static void test_a_type_never_changes(void **state)
{
	(void)state;
	static const struct replacement changes[] = {
	        {"event", "type: decimal", "type: decimal, scale: 3"},
	        {"event", "type: staff", "type: text"},
	        {"event", "org: host\n", "org: helper\n"},
	        {"person", "type: date, secrecy: sealed", "type: date"},
	        {"person", "type: note", "type: note, secrecy: sealed"},
	};
	struct books books;
	busy_setup(&books);
	books_close(&books);
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		struct definitions *definitions = replaced(&books.arena, &changes[i], 1);
		const struct book_options options = {books.folder.path, BOOK_WRITE, test_rules, true};
		MUST_FAIL(record_type_changed, book_open(&options, definitions, NULL, &books.book, &fault));
		definitions_free(definitions);
	}
	books_open(&books, DEFINITIONS_OF(files_before), false);
	books_teardown(&books);
}

/* What records hold can be renamed or ended, not left out. */
static void test_names_in_use_stay(void **state)
{
	(void)state;
	static const struct {
		struct replacement changes[3];
		enum fault_code code;
	} trials[] = {
	        {{{"event", "- camp: {", "- tent: {"}}, record_code_gone},
	        {{{"event", "- law: {", "- laws: {"}}, record_code_gone},
	        {{{"event", "    done: {", "    over: {"},
	          {"event", "to: done", "to: over"},
	          {"event", "[planned, done]", "[planned, over]"}},
	         record_state_gone},
	};
	static const struct replacement unused = {"event", "- play: {", "- game: {"};
	struct books books;
	busy_setup(&books);
	books_close(&books);
	for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
		size_t count = trials[i].changes[1].file ? 3 : 1;
		struct definitions *definitions = replaced(&books.arena, trials[i].changes, count);
		const struct book_options options = {books.folder.path, BOOK_WRITE, test_rules, true};
		MUST_FAIL(trials[i].code, book_rehearse(books.folder.path, definitions, NULL, &fault));
		MUST_FAIL(trials[i].code, book_open(&options, definitions, NULL, &books.book, &fault));
		definitions_free(definitions);
	}
	/* A code that no record holds may go. */
	books_open(&books, replaced(&books.arena, &unused, 1), true);
	assert_int_equal(verify(&books, NULL), 0);
	books_teardown(&books);
}

static void test_a_register_in_use_stays(void **state)
{
	(void)state;
	struct books books;
	busy_setup(&books);
	books_close(&books);
	static const struct definition_file files[] = {DEFINITION("org", org_yaml),
	                                               DEFINITION("person", person_yaml), COMMON_FILES};
	struct definitions *definitions = DEFINITIONS_OF(files);
	const struct book_options options = {books.folder.path, BOOK_WRITE, test_rules, true};
	MUST_FAIL(record_register_gone, book_open(&options, definitions, NULL, &books.book, &fault));
	definitions_free(definitions);
	books_open(&books, DEFINITIONS_OF(files_before), false);
	books_teardown(&books);
}

/* A rehearsal tells what would change and changes nothing. */
static void test_rehearsal(void **state)
{
	(void)state;
	struct books books;
	busy_setup(&books);
	struct definitions *after = DEFINITIONS_OF(files_after);
	struct text report = TEXT_EMPTY;
	MUST(book_rehearse(books.folder.path, after, &report, &fault));
	assert_non_null(strstr(report.at, "rename table event to activity"));
	text_cut(&report, 0);
	MUST(book_rehearse(books.folder.path, books.definitions, &report, &fault));
	assert_int_equal(report.length, 0);
	assert_int_equal(verify(&books, NULL), 0);
	MUST_FAIL(record_no_books, book_rehearse("/nowhere", after, &report, &fault));
	text_release(&report);
	definitions_free(after);
	books_teardown(&books);
}

/* ---- keys ---- */

/* Sealed values are worth no more than their keys, and figures no more than their indexes. */
static void test_a_damaged_key_is_named(void **state)
{
	(void)state;
	struct books books;
	struct database *keys = NULL;
	struct verify_report report = {};
	size_t named = 0;
	busy_setup(&books);
	MUST(database_open(folder_file(&books.folder, "keys.db"), DATABASE_WRITE, &keys, &fault));
	MUST(database_run(keys,
	                  "UPDATE data_key SET wrapped = zeroblob(length(wrapped))"
	                  " WHERE record = (SELECT min(record) FROM data_key)",
	                  &fault));
	database_close(keys);
	MUST(journal_verify(books.book, NULL, NULL, &report, &fault));
	for (size_t i = 0; i < report.faults.count; i++)
		named += report.faults.items[i].code == access_key_store_damaged;
	assert_int_equal(named, 1);
	faults_release(&report.faults);
	books_teardown(&books);
}

static void test_keys(void **state)
{
	(void)state;
	struct books books;
	busy_setup(&books);
	MUST(key_store_rotate(books.book->keys, NULL, NULL, &fault));
	assert_int_equal(verify(&books, NULL), 0);
	create_person(&books, "王五", "13800138009");
	MUST(key_store_rotate(books.book->keys, NULL, NULL, &fault));
	assert_int_equal(verify(&books, NULL), 0);
	/* Without keys everything but the tokens can be verified. */
	struct key_store *keys = books.book->keys;
	struct verify_report report = {};
	books.book->keys = NULL;
	MUST(journal_verify(books.book, NULL, NULL, &report, &fault));
	assert_false(report.tokens_compared);
	assert_int_equal(report.faults.count, 0);
	/* And nothing can be sealed. */
	struct record *record = record_new(&books.arena, books.person);
	put(&books, record, "home", "440307001");
	put(&books, record, "name", "赵六");
	put(&books, record, "phone", "12338");
	MUST_FAIL(record_no_keys, record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	books.book->keys = keys;
	books_teardown(&books);
}

/* ---- somebody at the database ---- */

struct trial {
	struct books *books;
	const char *sql;
	struct verify_report report;
};

static bool try_sql(void *context, struct fault *fault)
{
	struct trial *trial = context;
	return database_run(trial->books->book->database, trial->sql, fault) &&
	       journal_verify(trial->books->book, NULL, NULL, &trial->report, fault) &&
	       fault_set(fault, record_reason_bad); /* undo it */
}

/* What verify finds after somebody ran that SQL; the books are then as before. */
static struct verify_report verify_after(struct books *books, const char *sql)
{
	struct trial trial = {.books = books, .sql = sql};
	MUST_FAIL(record_reason_bad, database_write(books->book->database, try_sql, &trial, &fault));
	return trial.report;
}

/* Another key is another row: one too many here, one too few there. */
static bool names_column(const struct fault *found, const struct table *table, const struct column *column)
{
	if (!strstr(found->argument[0], table->name))
		return false;
	for (const char *const *name = table->key; *name; name++)
		if (strcmp(*name, column->name) == 0)
			return found->code == record_projection_has_more ||
			       found->code == record_projection_lacks;
	return found->code == record_projection_differs && strstr(found->argument[0], column->name);
}

static void flip_column(struct books *books, const struct table *table, const struct column *column)
{
	static const char *const others[] = {
	        [COLUMN_INT] = "coalesce(%s, 0) + 1",
	        [COLUMN_TEXT] = "coalesce(%s, '') || 'x'",
	        [COLUMN_BLOB] = "x'00'",
	};
	struct text sql = TEXT_EMPTY;
	const char *mark = strchr(others[column->type], '%');
	text_format(&sql, "UPDATE \"%s\" SET \"%s\" = ", table->name, column->name);
	text_add_bytes(&sql, others[column->type], mark ? (size_t)(mark - others[column->type]) : 5);
	if (mark)
		text_format(&sql, "\"%s\"%s", column->name, mark + 2);
	text_format(&sql, " WHERE rowid = (SELECT max(rowid) FROM \"%s\")", table->name);
	struct verify_report report = verify_after(books, sql.at);
	if (report.faults.count != 1 || !names_column(&report.faults.items[0], table, column))
		fail_msg("%s: %zu faults", sql.at, report.faults.count);
	faults_release(&report.faults);
	text_release(&sql);
}

static void test_every_value_is_watched(void **state)
{
	(void)state;
	struct books books;
	struct arena arena = {};
	const struct table *tables;
	size_t count, flipped = 0;
	busy_setup(&books);
	book_projected_tables(books.definitions, &arena, &tables, &count);
	assert_string_equal(tables[0].name, "org");
	assert_string_equal(tables[count - 2].name, "counter");
	assert_string_equal(tables[count - 1].name, "clock");
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < tables[i].column_count; j++, flipped++)
			flip_column(&books, &tables[i], &tables[i].columns[j]);
	assert_true(flipped > 70);
	assert_int_equal(verify(&books, NULL), 0);
	arena_release(&arena);
	books_teardown(&books);
}

static void test_rows_put_in_or_taken_out(void **state)
{
	(void)state;
	static const struct {
		const char *sql;
		enum fault_code code;
	} acts[] = {
	        {"DELETE FROM event_signups WHERE id = (SELECT max(id) FROM event_signups)",
	         record_projection_lacks},
	        {"DELETE FROM person", record_projection_lacks},
	        {"INSERT INTO counter (tenant, ledger, org, year, last) VALUES (440307, 'event', 'x', 2021, "
	         "1)",
	         record_projection_has_more},
	        {"INSERT INTO org (tenant, id, org, version, entry, voided, name, level)"
	         " VALUES (440307, 5, '440307099', 1, 1, 0, 'x', 'street')",
	         record_projection_has_more},
	};
	struct books books;
	busy_setup(&books);
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
		struct verify_report report = verify_after(&books, acts[i].sql);
		assert_int_equal(report.faults.count, 1);
		assert_int_equal(report.faults.items[0].code, acts[i].code);
		faults_release(&report.faults);
	}
	books_teardown(&books);
}

/* A fault that names an entry, a day or a definition is among those found. */
static void expect(struct books *books, const char *sql, enum fault_code code, const char *named)
{
	struct verify_report report = verify_after(books, sql);
	bool found = false;
	for (size_t i = 0; i < report.faults.count; i++)
		found |= report.faults.items[i].code == code &&
		         strcmp(report.faults.items[i].argument[1], named) == 0;
	for (size_t i = 0; !found && i < report.faults.count; i++)
		show_fault(&report.faults.items[i]);
	if (!found)
		fail_msg("%s", sql);
	faults_release(&report.faults);
}

static void test_one_byte_names_the_entry(void **state)
{
	(void)state;
	static const char *const columns[] = {
	        "act = act + 1",
	        "at = at + 1",
	        "actor = 'somebody'",
	        "role = 'reader'",
	        "ledger = 'org'",
	        "action = 'change'",
	        "record = record + 1",
	        "version = version + 1",
	        "definition = x'00'",
	        "reason = '?'",
	        "effects = replace(effects, '李四', '李五')",
	        "hash = x'00'",
	        "reason = 'a' || char(0) || 'b'",
	};
	struct books books;
	busy_setup(&books);
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		struct arena arena = {};
		expect(&books,
		       arena_format(&arena, "UPDATE journal SET %s WHERE tenant = 440307 AND seq = 6",
		                    columns[i]),
		       record_entry_altered, "6");
		arena_release(&arena);
	}
	expect(&books, "DELETE FROM journal WHERE tenant = 440307 AND seq = 6", record_entry_gap, "6");
	expect(&books, "DELETE FROM journal WHERE tenant = 440307 AND seq = 6", record_entry_unchained, "7");
	expect(&books, "UPDATE journal SET previous = hash WHERE tenant = 440307 AND seq = 3",
	       record_entry_altered, "3");
	expect(&books, "UPDATE journal SET effects = '[]' WHERE tenant = 440307 AND seq = 7",
	       record_entry_unreadable, "7");
	expect(&books, "UPDATE journal SET effects = 'x' WHERE tenant = 440307 AND seq = 7",
	       record_entry_unreadable, "7");
	books_teardown(&books);
}

static void test_archive_and_anchors(void **state)
{
	(void)state;
	struct books books;
	busy_setup(&books);
	expect(&books, "DELETE FROM definition WHERE ledger = 'person'", record_definition_missing, "6");
	expect(&books, "UPDATE definition SET source = source || ' ' WHERE ledger = 'person'",
	       record_definition_altered, "person");
	expect(&books, "DELETE FROM anchor WHERE day = 20210701", record_anchor_missing, "2021-07-01");
	expect(&books, "UPDATE anchor SET seq = seq - 1 WHERE day = 20210701", record_anchor_altered,
	       "2021-07-01");
	expect(&books, "UPDATE anchor SET anchor_hash = hash WHERE day = 20210630 AND tenant = 440307",
	       record_anchor_altered, "2021-06-30");
	expect(&books,
	       "INSERT INTO anchor (tenant, day, seq, hash, anchor_hash) VALUES (440307, 20210615, 1, x'', "
	       "x'')",
	       record_anchor_altered, "2021-06-15");
	books_teardown(&books);
}

/* ---- folders that are none ---- */

static void test_folders(void **state)
{
	(void)state;
	struct folder folder = folder_new();
	struct database *database = NULL;
	struct definitions *definitions = DEFINITIONS_OF(files_before);
	struct book *book = NULL;
	const struct book_options options = {folder.path, BOOK_WRITE, test_rules, true};
	char path[5000];
	memset(path, 'x', sizeof path);
	path[sizeof path - 1] = 0;
	MUST_FAIL(record_path_too_long, book_create(path, SEAL_SM4_GCM, &fault));
	MUST_FAIL(record_folder_failed,
	          book_create(folder_file(&folder, "none/below"), SEAL_SM4_GCM, &fault));
	MUST_FAIL(record_no_books, book_open(&options, definitions, NULL, &book, &fault));
	MUST(book_create(folder.path, SEAL_AES_256_GCM, &fault));
	MUST_FAIL(record_books_exist, book_create(folder.path, SEAL_AES_256_GCM, &fault));
	/* Without its definitions migrated in, it is not ready. */
	const struct book_options plain = {folder.path, BOOK_WRITE, test_rules, false};
	MUST_FAIL(record_books_behind, book_open(&plain, definitions, NULL, &book, &fault));
	struct text report = TEXT_EMPTY;
	MUST(book_open(&options, definitions, &report, &book, &fault));
	assert_non_null(strstr(report.at, "create table event_signups"));
	text_release(&report);
	MUST(database_run(book->database, "UPDATE meta SET value = '2' WHERE name = 'format'", &fault));
	book_close(book);
	book = NULL;
	MUST_FAIL(record_books_newer, book_open(&options, definitions, NULL, &book, &fault));
	MUST(database_open(folder_file(&folder, "books.db"), DATABASE_WRITE, &database, &fault));
	MUST(database_run(database, "DELETE FROM meta WHERE name = 'format'", &fault));
	database_close(database);
	MUST_FAIL(record_not_books, book_open(&options, definitions, NULL, &book, &fault));
	definitions_free(definitions);
	folder_remove(&folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_report),
	        cmocka_unit_test(test_rename),
	        cmocka_unit_test(test_behind),
	        cmocka_unit_test(test_other_changes),
	        cmocka_unit_test(test_another_date_counts),
	        cmocka_unit_test(test_a_type_never_changes),
	        cmocka_unit_test(test_names_in_use_stay),
	        cmocka_unit_test(test_a_register_in_use_stays),
	        cmocka_unit_test(test_rehearsal),
	        cmocka_unit_test(test_a_damaged_key_is_named),
	        cmocka_unit_test(test_keys),
	        cmocka_unit_test(test_every_value_is_watched),
	        cmocka_unit_test(test_rows_put_in_or_taken_out),
	        cmocka_unit_test(test_one_byte_names_the_entry),
	        cmocka_unit_test(test_archive_and_anchors),
	        cmocka_unit_test(test_folders),
	};
	return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}
