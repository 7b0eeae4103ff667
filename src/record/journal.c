/* The journal: entries appended and read, each hashed over the one before.
   Nothing here knows what effects mean. */
#include "record/journal.h"

#include <assert.h>

#include "record/append.h"
#include "record/state.h"

/* ---- hashing ---- */

static void add_u32(struct text *out, uint32_t number)
{
	uint8_t bytes[4] = {(uint8_t)(number >> 24), (uint8_t)(number >> 16), (uint8_t)(number >> 8),
	                    (uint8_t)number};
	text_add_bytes(out, bytes, sizeof bytes);
}

static void add_i64(struct text *out, int64_t number)
{
	add_u32(out, (uint32_t)((uint64_t)number >> 32));
	add_u32(out, (uint32_t)(uint64_t)number);
}

static void add_counted(struct text *out, const char *bytes, size_t length)
{
	add_u32(out, (uint32_t)length);
	text_add_bytes(out, bytes, length);
}

static void add_string(struct text *out, const char *string)
{
	add_counted(out, string, strlen(string));
}

void entry_bytes(const struct entry *entry, struct text *out)
{
	text_add_bytes(out, "JGE\x01", 4);
	add_i64(out, entry->tenant);
	add_i64(out, entry->seq);
	add_i64(out, entry->act);
	add_i64(out, entry->at);
	add_i64(out, entry->record);
	add_i64(out, entry->version);
	add_string(out, entry->actor);
	add_string(out, entry->role);
	add_string(out, entry->ledger);
	add_string(out, entry->action);
	add_string(out, entry->reason);
	add_counted(out, entry->effects, entry->effects_length);
	text_add_bytes(out, entry->definition, sizeof entry->definition);
	text_add_bytes(out, entry->previous, sizeof entry->previous);
}

void entry_hash(const struct entry *entry, struct text *bytes, uint8_t ret[static 32])
{
	text_cut(bytes, 0);
	entry_bytes(entry, bytes);
	sm3(bytes->at, bytes->length, ret);
}

void anchor_hash(int64_t tenant, civil_date day, int64_t seq, const uint8_t hash[static 32],
                 const uint8_t previous[static 32], uint8_t ret[static 32])
{
	struct text bytes = TEXT_EMPTY;
	text_add_bytes(&bytes, "JGA\x01", 4);
	add_i64(&bytes, tenant);
	add_i64(&bytes, day);
	add_i64(&bytes, seq);
	text_add_bytes(&bytes, hash, 32);
	text_add_bytes(&bytes, previous, 32);
	sm3(bytes.at, bytes.length, ret);
	text_release(&bytes);
}

/* ---- the end of a chain ---- */

static bool column_hash(struct statement *statement, int column, uint8_t ret[static 32])
{
	size_t length;
	const void *bytes = statement_bytes(statement, column, &length);
	memset(ret, 0, 32);
	if (length == 32)
		memcpy(ret, bytes, 32);
	return length == 32;
}

static bool read_last_entry(struct book *book, struct chain *chain, struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare(book->database,
	                      "SELECT seq, hash, at FROM journal WHERE tenant = ? ORDER BY seq DESC LIMIT 1",
	                      &statement, fault))
		return false;
	statement_bind_int(statement, 1, chain->tenant);
	enum step step = statement_step(statement, fault);
	if (step == STEP_ROW) {
		chain->seq = statement_int(statement, 0);
		column_hash(statement, 1, chain->hash);
		chain->day = instant_date(statement_int(statement, 2));
		statement_reset(statement);
	}
	return step != STEP_FAULT;
}

static bool read_last_anchor(struct book *book, struct chain *chain, struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare(
	            book->database,
	            "SELECT day, anchor_hash FROM anchor WHERE tenant = ? ORDER BY day DESC LIMIT 1",
	            &statement, fault))
		return false;
	statement_bind_int(statement, 1, chain->tenant);
	enum step step = statement_step(statement, fault);
	if (step == STEP_ROW) {
		chain->anchor_day = (civil_date)statement_int(statement, 0);
		column_hash(statement, 1, chain->anchor_hash);
		statement_reset(statement);
	}
	return step != STEP_FAULT;
}

/* Only good inside a write: the state is forgotten when one begins. */
static bool find_chain(struct book *book, int64_t tenant, struct chain **ret, struct fault *fault)
{
	struct book_state *state = book->state;
	for (size_t i = 0; i < state->chain_count; i++)
		if (state->chains[i].tenant == tenant) {
			*ret = &state->chains[i];
			return true;
		}
	struct chain chain = {.tenant = tenant};
	if (!read_last_entry(book, &chain, fault) || !read_last_anchor(book, &chain, fault))
		return false;
	*ret = STATE_ADD(state, chains, chain_count, chain_room);
	**ret = chain;
	return true;
}

bool journal_head(struct book *book, int64_t tenant, int64_t *ret_seq, uint8_t ret_hash[static 32],
                  struct fault *fault)
{
	struct chain chain = {.tenant = tenant};
	if (!read_last_entry(book, &chain, fault))
		return false;
	*ret_seq = chain.seq;
	memcpy(ret_hash, chain.hash, sizeof chain.hash);
	return true;
}

/* ---- appending ---- */

static bool write_anchor(struct book *book, struct chain *chain, struct fault *fault)
{
	struct statement *statement;
	uint8_t hash[32];
	anchor_hash(chain->tenant, chain->day, chain->seq, chain->hash, chain->anchor_hash, hash);
	if (!database_prepare(
	            book->database,
	            "INSERT INTO anchor (tenant, day, seq, hash, anchor_hash) VALUES (?, ?, ?, ?, ?)",
	            &statement, fault))
		return false;
	statement_bind_int(statement, 1, chain->tenant);
	statement_bind_int(statement, 2, chain->day);
	statement_bind_int(statement, 3, chain->seq);
	statement_bind(statement, 4, value_bytes(chain->hash, 32));
	statement_bind(statement, 5, value_bytes(hash, 32));
	if (!statement_finish(statement, fault))
		return false;
	chain->anchor_day = chain->day;
	memcpy(chain->anchor_hash, hash, sizeof hash);
	return true;
}

static bool archive_definition(struct book *book, int64_t tenant, const struct ledger *ledger,
                               struct fault *fault)
{
	struct book_state *state = book->state;
	struct statement *statement;
	for (size_t i = 0; i < state->archived_count; i++)
		if (state->archived[i].tenant == tenant && state->archived[i].ledger == ledger)
			return true;
	if (!database_prepare(book->database,
	                      "INSERT INTO definition (tenant, hash, ledger, source) VALUES (?, ?, ?, ?)"
	                      " ON CONFLICT (tenant, hash) DO NOTHING",
	                      &statement, fault))
		return false;
	statement_bind_int(statement, 1, tenant);
	statement_bind(statement, 2, value_bytes(ledger->hash, sizeof ledger->hash));
	statement_bind_text(statement, 3, ledger->name);
	statement_bind(statement, 4, (struct value){VALUE_TEXT, 0, ledger->source, ledger->source_length});
	if (!statement_finish(statement, fault))
		return false;
	*STATE_ADD(state, archived, archived_count, archived_room) = (struct archived){tenant, ledger};
	return true;
}

static bool insert_entry(struct book *book, const struct entry *entry, struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare(
	            book->database,
	            "INSERT INTO journal (tenant, seq, act, at, actor, role, ledger, action, record, version,"
	            " definition, reason, effects, previous, hash)"
	            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	            &statement, fault))
		return false;
	statement_bind_int(statement, 1, entry->tenant);
	statement_bind_int(statement, 2, entry->seq);
	statement_bind_int(statement, 3, entry->act);
	statement_bind_int(statement, 4, entry->at);
	statement_bind_text(statement, 5, entry->actor);
	statement_bind_text(statement, 6, entry->role);
	statement_bind_text(statement, 7, entry->ledger);
	statement_bind_text(statement, 8, entry->action);
	statement_bind_int(statement, 9, entry->record);
	statement_bind_int(statement, 10, entry->version);
	statement_bind(statement, 11, value_bytes(entry->definition, 32));
	statement_bind_text(statement, 12, entry->reason);
	statement_bind(statement, 13, (struct value){VALUE_TEXT, 0, entry->effects, entry->effects_length});
	statement_bind(statement, 14, value_bytes(entry->previous, 32));
	statement_bind(statement, 15, value_bytes(entry->hash, 32));
	return statement_finish(statement, fault);
}

bool journal_append(struct book *book, const struct ledger *ledger, struct entry *entry, struct fault *fault)
{
	assert(database_in_write(book->database) && !ledger->parent);
	struct chain *chain;
	book->state->appended++;
	if (!find_chain(book, entry->tenant, &chain, fault))
		return false;
	civil_date day = instant_date(entry->at);
	const struct anchoring before = {chain->day, chain->anchor_day};
	if ((anchor_is_due(&before, day) && !write_anchor(book, chain, fault)) ||
	    !archive_definition(book, entry->tenant, ledger, fault))
		return false;
	entry->seq = chain->seq + 1;
	memcpy(entry->definition, ledger->hash, sizeof entry->definition);
	memcpy(entry->previous, chain->hash, sizeof entry->previous);
	entry_hash(entry, &book->state->bytes, entry->hash);
	if (!insert_entry(book, entry, fault))
		return false;
	chain->seq = entry->seq;
	chain->day = day;
	memcpy(chain->hash, entry->hash, sizeof chain->hash);
	return true;
}

/* ---- reading ---- */

/* A text with a NUL inside would be hashed only up to it: such an entry was
   altered. */
static const char *column_text(struct statement *statement, int column, struct entry *entry)
{
	size_t length;
	const void *bytes = statement_bytes(statement, column, &length);
	if (length && memchr(bytes, 0, length))
		entry->whole = false;
	return statement_text(statement, column);
}

static void read_entry(struct statement *statement, struct entry *entry)
{
	entry->whole = true;
	entry->tenant = statement_int(statement, 0);
	entry->seq = statement_int(statement, 1);
	entry->act = statement_int(statement, 2);
	entry->at = statement_int(statement, 3);
	entry->actor = column_text(statement, 4, entry);
	entry->role = column_text(statement, 5, entry);
	entry->ledger = column_text(statement, 6, entry);
	entry->action = column_text(statement, 7, entry);
	entry->record = statement_int(statement, 8);
	entry->version = statement_int(statement, 9);
	entry->whole &= column_hash(statement, 10, entry->definition);
	entry->reason = column_text(statement, 11, entry);
	struct value effects = statement_value(statement, 12);
	entry->effects = effects.bytes;
	entry->effects_length = effects.length;
	entry->whole &= column_hash(statement, 13, entry->previous);
	entry->whole &= column_hash(statement, 14, entry->hash);
}

static bool visit_all(struct statement *statement,
                      bool (*visit)(void *context, const struct entry *entry, struct fault *fault),
                      void *context, struct fault *fault)
{
	enum step step;
	while ((step = statement_step(statement, fault)) == STEP_ROW) {
		struct entry entry;
		read_entry(statement, &entry);
		if (!visit(context, &entry, fault)) {
			statement_reset(statement);
			return false;
		}
	}
	return step == STEP_DONE;
}

#define ENTRY_COLUMNS                                                                                       \
	"tenant, seq, act, at, actor, role, ledger, action, record, version, definition, reason, effects, " \
	"previous, hash"

bool journal_read(struct book *book, int64_t tenant, int64_t from, int64_t to,
                  bool (*visit)(void *context, const struct entry *entry, struct fault *fault), void *context,
                  struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare(book->database,
	                      "SELECT " ENTRY_COLUMNS
	                      " FROM journal WHERE tenant = ? AND seq >= ? AND seq <= ? ORDER BY seq",
	                      &statement, fault))
		return false;
	statement_bind_int(statement, 1, tenant);
	statement_bind_int(statement, 2, from);
	statement_bind_int(statement, 3, to ? to : INT64_MAX);
	return visit_all(statement, visit, context, fault);
}

bool journal_read_record(struct book *book, int64_t tenant, int64_t record,
                         bool (*visit)(void *context, const struct entry *entry, struct fault *fault),
                         void *context, struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare(book->database,
	                      "SELECT " ENTRY_COLUMNS
	                      " FROM journal WHERE tenant = ? AND record = ? ORDER BY seq",
	                      &statement, fault))
		return false;
	statement_bind_int(statement, 1, tenant);
	statement_bind_int(statement, 2, record);
	return visit_all(statement, visit, context, fault);
}

bool journal_tenants(struct book *book, struct arena *arena, int64_t **ret, size_t *ret_count,
                     struct fault *fault)
{
	struct statement *statement;
	int64_t *tenants = NULL, last = -1;
	size_t count = 0, room = 0;
	/* One seek a tenant: a DISTINCT would read the whole journal. */
	if (!database_prepare(book->database, "SELECT min(tenant) FROM journal WHERE tenant > ?", &statement,
	                      fault))
		return false;
	for (;;) {
		statement_bind_int(statement, 1, last);
		if (statement_step(statement, fault) != STEP_ROW)
			return false;
		if (statement_is_null(statement, 0))
			break;
		last = statement_int(statement, 0);
		statement_reset(statement);
		if (count == room) {
			room = room ? room * 2 : 8;
			int64_t *grown = arena_array(arena, int64_t, room);
			if (count)
				memcpy(grown, tenants, count * sizeof *grown);
			tenants = grown;
		}
		tenants[count++] = last;
	}
	statement_reset(statement);
	*ret = tenants;
	*ret_count = count;
	return true;
}
