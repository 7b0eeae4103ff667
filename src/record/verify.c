/* Are the books whole? One pass over the journal checks every link of the
   chains, the archived definitions and the anchors, and replays each entry into
   an empty database; that is then compared with the live one, table by table.
   All of it sees one snapshot, so that writers need not stop. Last comes what
   figures and sealed values rest on: the indexes, and the keys. */
#include "record/append.h"
#include "record/migrate.h"
#include "record/replay.h"
#include "record/state.h"
#include "record/tables.h"

enum { FAULTS_MOST = 200 }; /* more would only repeat what these say */

struct anchor {
	civil_date day;
	int64_t seq;
	uint8_t hash[32], anchor_hash[32];
	bool met;
};

struct verifying {
	struct book *book, *target;
	struct verify_report *report;
	void (*progress)(void *context, size_t done, size_t all);
	void *context;
	size_t done, all;
	struct arena arena; /* of the tenant in hand */
	struct text bytes;

	/* The tenant's chain so far. */
	int64_t tenant, seq;
	uint8_t hash[32], last_anchor[32];
	struct anchoring anchoring;
	struct anchor *anchors;
	size_t anchor_count;
	uint8_t (*archived)[32];
	size_t archived_count;
	const uint8_t *definition; /* the archived one met last */
};

static void number_words(char out[static 24], int64_t number)
{
	snprintf(out, 24, "%lld", (long long)number);
}

static void found(struct verifying *verifying, const struct fault *fault)
{
	if (verifying->report->faults.count < FAULTS_MOST)
		faults_add(&verifying->report->faults, fault);
}

/* Of a fault whose arguments are the tenant and a number. */
static void found_at(struct verifying *verifying, enum fault_code code, int64_t number)
{
	char tenant[24], at[24];
	struct fault fault = {};
	number_words(tenant, verifying->tenant);
	number_words(at, number);
	fault_set(&fault, code, tenant, at);
	found(verifying, &fault);
}

static void found_day(struct verifying *verifying, enum fault_code code, civil_date day)
{
	char tenant[24], date[DATE_SIZE];
	struct fault fault = {};
	number_words(tenant, verifying->tenant);
	date_print(day, date);
	fault_set(&fault, code, tenant, date);
	found(verifying, &fault);
}

/* ---- what lies beside the journal ---- */

static bool count_of(struct verifying *verifying, const char *sql, size_t *ret, struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare(verifying->book->database, sql, &statement, fault))
		return false;
	statement_bind_int(statement, 1, verifying->tenant);
	if (statement_step(statement, fault) != STEP_ROW)
		return false;
	*ret = (size_t)statement_int(statement, 0);
	statement_reset(statement);
	return true;
}

static void copy_hash(struct statement *statement, int column, uint8_t ret[static 32])
{
	size_t length;
	const void *bytes = statement_bytes(statement, column, &length);
	if (length == 32)
		memcpy(ret, bytes, 32);
}

static bool load_anchors(struct verifying *verifying, struct fault *fault)
{
	struct statement *statement;
	size_t room;
	if (!count_of(verifying, "SELECT count(*) FROM anchor WHERE tenant = ?", &room, fault) ||
	    !database_prepare(verifying->book->database,
	                      "SELECT day, seq, hash, anchor_hash FROM anchor WHERE tenant = ? ORDER BY day",
	                      &statement, fault))
		return false;
	verifying->anchors = arena_array(&verifying->arena, struct anchor, room + 1);
	verifying->anchor_count = 0;
	statement_bind_int(statement, 1, verifying->tenant);
	enum step step;
	while ((step = statement_step(statement, fault)) == STEP_ROW && verifying->anchor_count < room) {
		struct anchor *anchor = &verifying->anchors[verifying->anchor_count++];
		anchor->day = (civil_date)statement_int(statement, 0);
		anchor->seq = statement_int(statement, 1);
		copy_hash(statement, 2, anchor->hash);
		copy_hash(statement, 3, anchor->anchor_hash);
	}
	statement_reset(statement);
	return step != STEP_FAULT;
}

static void check_archived(struct verifying *verifying, struct statement *statement,
                           const uint8_t hash[static 32])
{
	size_t length;
	const void *source = statement_bytes(statement, 2, &length);
	uint8_t own[32];
	char tenant[24];
	struct text hex = TEXT_EMPTY;
	struct fault fault = {};
	sm3(source, length, own);
	if (memcmp(own, hash, sizeof own) == 0)
		return;
	number_words(tenant, verifying->tenant);
	text_add_hex(&hex, hash, 4);
	fault_set(&fault, record_definition_altered, tenant, statement_text(statement, 1), hex.at);
	text_release(&hex);
	found(verifying, &fault);
}

static bool load_archive(struct verifying *verifying, struct fault *fault)
{
	struct statement *statement;
	size_t room;
	if (!count_of(verifying, "SELECT count(*) FROM definition WHERE tenant = ?", &room, fault) ||
	    !database_prepare(verifying->book->database,
	                      "SELECT hash, ledger, source FROM definition WHERE tenant = ?", &statement,
	                      fault))
		return false;
	verifying->archived = arena_take(&verifying->arena, (room + 1) * sizeof *verifying->archived);
	verifying->archived_count = 0;
	verifying->definition = NULL;
	statement_bind_int(statement, 1, verifying->tenant);
	enum step step;
	while ((step = statement_step(statement, fault)) == STEP_ROW && verifying->archived_count < room) {
		uint8_t *hash = verifying->archived[verifying->archived_count++];
		copy_hash(statement, 0, hash);
		check_archived(verifying, statement, hash);
	}
	statement_reset(statement);
	return step != STEP_FAULT;
}

/* ---- one entry ---- */

static void check_chain(struct verifying *verifying, const struct entry *entry)
{
	uint8_t own[32];
	if (entry->seq != verifying->seq + 1)
		found_at(verifying, record_entry_gap, verifying->seq + 1);
	entry_hash(entry, &verifying->bytes, own);
	if (!entry->whole || memcmp(own, entry->hash, sizeof own) != 0)
		found_at(verifying, record_entry_altered, entry->seq);
	else if (memcmp(entry->previous, verifying->hash, sizeof own) != 0)
		found_at(verifying, record_entry_unchained, entry->seq);
}

static void check_definition(struct verifying *verifying, const struct entry *entry)
{
	if (verifying->definition && memcmp(verifying->definition, entry->definition, 32) == 0)
		return;
	for (size_t i = 0; i < verifying->archived_count; i++)
		if (memcmp(verifying->archived[i], entry->definition, 32) == 0) {
			verifying->definition = verifying->archived[i];
			return;
		}
	found_at(verifying, record_definition_missing, entry->seq);
}

static struct anchor *find_anchor(struct verifying *verifying, civil_date day)
{
	for (size_t i = verifying->anchor_count; i-- > 0;)
		if (verifying->anchors[i].day == day)
			return &verifying->anchors[i];
	return NULL;
}

/* Before an entry of a later day: the anchor of the day that ended must be there and be right. */
static void check_anchor(struct verifying *verifying, civil_date day)
{
	if (!anchor_is_due(&verifying->anchoring, day))
		return;
	civil_date ended = verifying->anchoring.day;
	struct anchor *anchor = find_anchor(verifying, ended);
	uint8_t own[32];
	anchor_hash(verifying->tenant, ended, verifying->seq, verifying->hash, verifying->last_anchor, own);
	verifying->anchoring.anchor_day = ended;
	if (!anchor) {
		found_day(verifying, record_anchor_missing, ended);
		memcpy(verifying->last_anchor, own, sizeof own);
		return;
	}
	anchor->met = true;
	if (anchor->seq != verifying->seq || memcmp(anchor->hash, verifying->hash, sizeof own) != 0 ||
	    memcmp(anchor->anchor_hash, own, sizeof own) != 0)
		found_day(verifying, record_anchor_altered, ended);
	/* As it stands in the books, so that one altered anchor is named once. */
	memcpy(verifying->last_anchor, anchor->anchor_hash, sizeof own);
}

static bool replay_found(struct verifying *verifying, const struct entry *entry, struct fault *fault)
{
	struct arena arena = {};
	struct fault why = {}, named = {};
	bool done = replay_entry(verifying->target, entry, &arena, &why);
	arena_release(&arena);
	if (done)
		return true;
	if (fault_kind(why.code) == FAULT_SYSTEM) {
		*fault = why;
		return false;
	}
	if (why.code != record_entry_unreadable)
		replay_refused(entry, fault_name(why.code), &named);
	found(verifying, why.code == record_entry_unreadable ? &why : &named);
	return true;
}

static bool verify_entry(void *context, const struct entry *entry, struct fault *fault)
{
	struct verifying *verifying = context;
	civil_date day = instant_date(entry->at);
	check_anchor(verifying, day);
	check_chain(verifying, entry);
	check_definition(verifying, entry);
	verifying->seq = entry->seq;
	verifying->anchoring.day = day;
	memcpy(verifying->hash, entry->hash, sizeof verifying->hash);
	verifying->report->entries++;
	verifying->done++;
	if (verifying->progress)
		verifying->progress(verifying->context, verifying->done, verifying->all);
	return replay_found(verifying, entry, fault);
}

static bool verify_tenant(struct verifying *verifying, int64_t tenant, struct fault *fault)
{
	verifying->tenant = tenant;
	verifying->seq = 0;
	memset(verifying->hash, 0, sizeof verifying->hash);
	memset(verifying->last_anchor, 0, sizeof verifying->last_anchor);
	verifying->anchoring = (struct anchoring){};
	if (!load_anchors(verifying, fault) || !load_archive(verifying, fault) ||
	    !journal_read(verifying->book, tenant, INT64_MIN, 0, verify_entry, verifying, fault))
		return false;
	for (size_t i = 0; i < verifying->anchor_count; i++)
		if (!verifying->anchors[i].met)
			found_day(verifying, record_anchor_altered, verifying->anchors[i].day);
	verifying->report->anchors += (int64_t)verifying->anchor_count;
	verifying->report->tenants++;
	arena_release(&verifying->arena);
	return true;
}

/* ---- the rebuilt tables beside the live ones ---- */

static bool count_rows(struct verifying *verifying, const struct table *table, struct fault *fault)
{
	struct sql sql = SQL_EMPTY;
	struct statement *statement;
	sql_add(&sql, "SELECT count(*) FROM ");
	sql_name(&sql, NULL, table->name);
	bool counted = database_prepare_sql(verifying->book->database, &sql, &statement, fault) &&
	               statement_step(statement, fault) == STEP_ROW;
	sql_release(&sql);
	if (!counted)
		return false;
	verifying->report->rows += statement_int(statement, 0);
	verifying->report->tables++;
	statement_reset(statement);
	return true;
}

static bool compare_table(struct verifying *verifying, const struct table *table, struct fault *fault)
{
	static const enum fault_code codes[] = {[SCHEMA_VALUE_DIFFERS] = record_projection_differs,
	                                        [SCHEMA_ONLY_LIVE] = record_projection_has_more,
	                                        [SCHEMA_ONLY_REBUILT] = record_projection_lacks};
	struct text place = TEXT_EMPTY;
	enum schema_difference difference = SCHEMA_EQUAL;
	bool done = count_rows(verifying, table, fault) &&
	            schema_compare(verifying->book->database, verifying->target->database, table, &place,
	                           &difference, fault);
	if (done && difference) {
		struct fault differs = {};
		fault_set(&differs, codes[difference], place.at);
		found(verifying, &differs);
	}
	text_release(&place);
	return done;
}

static bool compare_all(struct verifying *verifying, struct fault *fault)
{
	const struct definitions *definitions = verifying->book->definitions;
	const struct table *tables;
	size_t count;
	book_projected_tables(definitions, &verifying->arena, &tables, &count);
	for (size_t i = 0; i < count; i++) {
		struct table table = tables[i];
		/* Without keys no token can be computed again. */
		for (size_t j = 0; !verifying->book->keys && j < definitions->ledger_count; j++)
			if (text_equal(definitions->ledgers[j]->table, table.name))
				table_of_ledger(definitions, definitions->ledgers[j], false,
				                &verifying->arena, &table);
		if (!compare_table(verifying, &table, fault))
			return false;
	}
	return true;
}

/* ---- all of it ---- */

static bool verify_all(void *context, struct fault *fault)
{
	struct verifying *verifying = context;
	struct arena arena = {};
	int64_t *tenants;
	size_t count;
	bool done = journal_tenants(verifying->book, &arena, &tenants, &count, fault) &&
	            replay_size(verifying->book, tenants, count, &verifying->all, fault);
	for (size_t i = 0; done && i < count; i++)
		done = verify_tenant(verifying, tenants[i], fault);
	arena_release(&arena);
	return done && counters_write(verifying->target, fault);
}

/* The replay is one write to the target, around it all. */
static bool verify_snapshot(void *context, struct fault *fault)
{
	struct verifying *verifying = context;
	return database_write(verifying->target->database, verify_all, verifying, fault) &&
	       compare_all(verifying, fault);
}

/* A migration renames in place; without it the rebuilt tables could not be the same. */
static bool verify_current(struct book *book, struct fault *fault)
{
	bool current = false;
	if (!books_current(book->database, book->definitions, &current, fault))
		return false;
	return current || fault_set(fault, record_books_behind, "books.db");
}

bool journal_verify(struct book *book, void (*progress)(void *context, size_t done, size_t all),
                    void *context, struct verify_report *ret, struct fault *fault)
{
	struct verify_report report = {.tokens_compared = book->keys != NULL};
	struct verifying verifying = {.book = book,
	                              .report = &report,
	                              .progress = progress,
	                              .context = context,
	                              .bytes = TEXT_EMPTY};
	bool done = verify_current(book, fault) &&
	            book_open_memory(book->definitions, book->rules, book->keys, &verifying.target, fault) &&
	            database_snapshot(book->database, verify_snapshot, &verifying, fault) &&
	            database_check(book->database, &report.faults, fault) &&
	            (!book->keys || key_store_check(book->keys, &report.faults, fault));
	book_close(verifying.target);
	arena_release(&verifying.arena);
	text_release(&verifying.bytes);
	if (done)
		*ret = report;
	else
		faults_release(&report.faults);
	return done;
}
