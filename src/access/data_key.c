/* Data keys: one a record, made at its first sealed value, found through a
   small cache, destroyed for ever; and the transaction over keys.db that goes
   with a write to the books. */
#include <assert.h>
#include <inttypes.h>

#include "access/key_store.h"

static bool record_fault(struct fault *fault, enum fault_code code, int64_t record)
{
	char number[24];
	snprintf(number, sizeof number, "%" PRId64, record);
	return fault_set(fault, code, number);
}

/* ---- The cache ---- */

static struct cached_key *cache_find(struct key_store *keys, int64_t tenant, int64_t record)
{
	for (size_t i = 0; i < KEYS_CACHED; i++)
		if (keys->cache[i].record == record && keys->cache[i].tenant == tenant)
			return &keys->cache[i];
	return NULL;
}

/* An emptied place keeps its cipher handle: taking a new key is cheaper than opening one. */
static void cache_forget(struct cached_key *cached)
{
	struct cipher cipher = cached->cipher;
	*cached = (struct cached_key){.cipher = cipher};
}

static void cache_forget_all(struct key_store *keys)
{
	for (size_t i = 0; i < KEYS_CACHED; i++)
		cache_forget(&keys->cache[i]);
}

static bool cache_put(struct key_store *keys, int64_t tenant, int64_t record, enum seal_algorithm algorithm,
                      const uint8_t *key, const uint8_t *wrapped, size_t length, struct cached_key **ret,
                      struct fault *fault)
{
	struct cached_key *place = cache_find(keys, tenant, record);
	if (!place) {
		place = &keys->cache[0];
		for (size_t i = 1; i < KEYS_CACHED; i++)
			if (keys->cache[i].used < place->used)
				place = &keys->cache[i];
	}
	cache_forget(place);
	if (!cipher_key(&place->cipher, algorithm, key, fault))
		return false;
	place->tenant = tenant;
	place->record = record;
	memcpy(place->tag, wrapped + length - KEY_TAG, KEY_TAG);
	*ret = place;
	return true;
}

/* ---- The transaction ---- */

bool key_store_begin(struct key_store *keys, struct fault *fault)
{
	assert(!keys->begun);
	if (!keys->writable)
		return fault_set(fault, access_key_store_read_only);
	keys->begun = true;
	keys->write++;
	return true;
}

static bool newest_version(struct key_store *keys, int64_t *ret, struct fault *fault)
{
	static const char sql[] =
	        "SELECT max(version) FROM master_key WHERE tenant = 0 AND retired_at IS NULL";
	struct statement *row;
	if (!database_prepare(keys->database, sql, &row, fault))
		return false;
	enum step step = statement_step(row, fault);
	if (step == STEP_ROW)
		*ret = statement_int(row, 0);
	statement_reset(row);
	return step == STEP_ROW;
}

/* Once the lock is held nobody can rotate, so what is newest now stays so until commit. */
bool key_store_hold(struct key_store *keys, struct fault *fault)
{
	int64_t newest;
	assert(keys->begun);
	if (keys->holding)
		return true;
	if (!database_run(keys->database, "BEGIN IMMEDIATE", fault))
		return false;
	keys->holding = true;
	return newest_version(keys, &newest, fault) &&
	       (newest == key_store_newest(keys)->version || key_store_masters_load(keys, fault));
}

static void end(struct key_store *keys)
{
	keys->begun = keys->holding = keys->erased = false;
	keys->write++;
}

bool key_store_commit(struct key_store *keys, struct fault *fault)
{
	assert(keys->begun);
	if (keys->holding && !database_run(keys->database, "COMMIT", fault)) {
		key_store_rollback(keys);
		return false;
	}
	if (keys->erased) {
		/* The log still holds the page with the key. A reader in the way only puts this off: the next
		   checkpoint does it. */
		bool emptied = database_run(keys->database, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);
		(void)emptied;
	}
	end(keys);
	return true;
}

void key_store_rollback(struct key_store *keys)
{
	if (!keys->begun)
		return;
	if (keys->holding) {
		/* Fails only where SQLite has undone everything already. */
		bool undone = database_run(keys->database, "ROLLBACK", NULL);
		(void)undone;
	}
	/* Keys made in this write are nowhere any more. */
	cache_forget_all(keys);
	end(keys);
}

/* A write inside begin and commit, or, where the caller has not begun, one of its own. */
static bool write_start(struct key_store *keys, bool *ret_alone, struct fault *fault)
{
	bool alone = !keys->begun;
	if (alone && !key_store_begin(keys, fault))
		return false;
	if (!key_store_hold(keys, fault)) {
		if (alone)
			key_store_rollback(keys);
		return false;
	}
	*ret_alone = alone;
	return true;
}

static bool write_end(struct key_store *keys, bool alone, bool done, struct fault *fault)
{
	if (!alone)
		return done;
	if (done)
		return key_store_commit(keys, fault);
	key_store_rollback(keys);
	return false;
}

/* ---- Finding and making ---- */

enum key_state { KEY_NONE, KEY_THERE, KEY_DESTROYED };
struct key_row {
	enum key_state state;
	int64_t master_version;
	enum seal_algorithm algorithm;
	uint8_t wrapped[WRAPPED_SIZE];
	size_t length;
};

static bool row_read(struct key_store *keys, int64_t tenant, int64_t record, struct key_row *ret,
                     struct fault *fault)
{
	static const char sql[] = "SELECT master_version, algorithm, wrapped FROM data_key"
	                          " WHERE tenant = ? AND record = ?";
	struct statement *select;
	struct key_row row = {};
	if (!database_prepare(keys->database, sql, &select, fault))
		return false;
	statement_bind_int(select, 1, tenant);
	statement_bind_int(select, 2, record);
	enum step step = statement_step(select, fault);
	if (step == STEP_ROW) {
		const void *wrapped = statement_bytes(select, 2, &row.length);
		row.state = statement_is_null(select, 2) ? KEY_DESTROYED : KEY_THERE;
		row.master_version = statement_int(select, 0);
		row.algorithm = (enum seal_algorithm)statement_int(select, 1);
		memcpy(row.wrapped, wrapped, row.length <= WRAPPED_SIZE ? row.length : 0);
	}
	statement_reset(select);
	*ret = row;
	return step != STEP_FAULT;
}

static bool key_load(struct key_store *keys, int64_t tenant, int64_t record, const struct key_row *row,
                     struct cached_key **ret, struct fault *fault)
{
	const struct key_name name = {WRAPPED_DATA_KEY, tenant, record, ""};
	uint8_t key[CIPHER_KEY_SIZE];
	size_t size;
	if (!key_unwrap(keys, row->master_version, &name, row->wrapped, row->length, key, &size, fault))
		return false;
	bool fits = size == cipher_key_size(row->algorithm);
	bool loaded = fits && cache_put(keys, tenant, record, row->algorithm, key, row->wrapped, row->length,
	                                ret, fault);
	memory_wipe(key, sizeof key);
	if (!fits)
		key_name_fault(&name, fault);
	return loaded;
}

static bool row_insert(struct key_store *keys, int64_t tenant, int64_t record, int64_t master_version,
                       enum seal_algorithm algorithm, const uint8_t *wrapped, size_t length,
                       struct fault *fault)
{
	static const char sql[] =
	        "INSERT INTO data_key (tenant, record, master_version, algorithm, wrapped, made_at)"
	        " VALUES (?, ?, ?, ?, ?, ?)";
	struct statement *insert;
	if (!database_prepare(keys->database, sql, &insert, fault))
		return false;
	statement_bind_int(insert, 1, tenant);
	statement_bind_int(insert, 2, record);
	statement_bind_int(insert, 3, master_version);
	statement_bind_int(insert, 4, algorithm);
	statement_bind(insert, 5, value_bytes(wrapped, length));
	statement_bind_int(insert, 6, instant_now());
	return statement_finish(insert, fault);
}

static bool key_make(struct key_store *keys, int64_t tenant, int64_t record, struct cached_key **ret,
                     struct fault *fault)
{
	const struct key_name name = {WRAPPED_DATA_KEY, tenant, record, ""};
	struct master *master = key_store_newest(keys);
	enum seal_algorithm algorithm = master->cipher.algorithm;
	uint8_t key[CIPHER_KEY_SIZE], wrapped[WRAPPED_SIZE];
	size_t size = cipher_key_size(algorithm), length = size + ENVELOPE_EXTRA;
	random_bytes(key, size);
	bool made = key_wrap(master, &name, key, size, wrapped, fault) &&
	            row_insert(keys, tenant, record, master->version, algorithm, wrapped, length, fault) &&
	            cache_put(keys, tenant, record, algorithm, key, wrapped, length, ret, fault);
	memory_wipe(key, sizeof key);
	return made;
}

static bool key_find(struct key_store *keys, int64_t tenant, int64_t record, bool make,
                     struct cached_key **ret, struct fault *fault)
{
	struct cached_key *cached = cache_find(keys, tenant, record);
	struct key_row row;
	if (cached && keys->holding && cached->looked_up == keys->write) {
		*ret = cached;
		return true;
	}
	if (!row_read(keys, tenant, record, &row, fault))
		return false;
	switch (row.state) {
	case KEY_NONE:
		if (make)
			return key_make(keys, tenant, record, ret, fault);
		return record_fault(fault, access_key_missing, record);
	case KEY_DESTROYED:
		if (cached)
			cache_forget(cached);
		return record_fault(fault, access_key_destroyed, record);
	case KEY_THERE: break;
	}
	bool same = cached && row.length >= KEY_TAG && row.length <= WRAPPED_SIZE &&
	            memcmp(cached->tag, row.wrapped + row.length - KEY_TAG, KEY_TAG) == 0;
	if (same)
		*ret = cached;
	return same || key_load(keys, tenant, record, &row, ret, fault);
}

bool key_store_data_key(struct key_store *keys, int64_t tenant, int64_t record, bool make,
                        struct cipher **ret, struct fault *fault)
{
	struct cached_key *cached;
	bool alone = false;
	assert(record > 0);
	if (make && keys->writable && !write_start(keys, &alone, fault))
		return false;
	bool found = key_find(keys, tenant, record, make && keys->writable, &cached, fault);
	if (found) {
		cached->used = ++keys->uses;
		cached->looked_up = keys->holding ? keys->write : 0;
	}
	if (make && keys->writable)
		found = write_end(keys, alone, found, fault);
	else if (make && !found && fault && fault->code == access_key_missing)
		fault_set(fault, access_key_store_read_only);
	if (found)
		*ret = &cached->cipher;
	return found;
}

/* ---- Destroying ---- */

static bool row_destroy(struct key_store *keys, int64_t tenant, int64_t record, instant_ms at,
                        struct fault *fault)
{
	/* A record that never sealed anything gets its row too, so that it never will. */
	static const char sql[] =
	        "INSERT INTO data_key (tenant, record, master_version, algorithm, made_at, destroyed_at)"
	        " VALUES (?1, ?2, 0, 0, ?3, ?3)"
	        " ON CONFLICT (tenant, record) DO UPDATE SET wrapped = NULL, destroyed_at = ?3"
	        " WHERE wrapped IS NOT NULL";
	struct statement *destroy;
	if (!database_prepare(keys->database, sql, &destroy, fault))
		return false;
	statement_bind_int(destroy, 1, tenant);
	statement_bind_int(destroy, 2, record);
	statement_bind_int(destroy, 3, at);
	return statement_finish(destroy, fault);
}

bool key_store_destroy(struct key_store *keys, int64_t tenant, int64_t record, instant_ms at,
                       struct fault *fault)
{
	bool alone;
	assert(record > 0);
	if (!write_start(keys, &alone, fault))
		return false;
	bool destroyed = row_destroy(keys, tenant, record, at, fault);
	struct cached_key *cached = cache_find(keys, tenant, record);
	if (cached)
		cache_forget(cached);
	keys->erased = keys->erased || destroyed;
	return write_end(keys, alone, destroyed, fault);
}
