/* keys.db and master.key: made, opened, closed; the master keys in use and what
   is wrapped under them. Data keys are in data_key.c, rotation in
   key_rotation.c, and values are sealed in seal.c. */
#include "access/key_store.h"

#include <assert.h>
#include <gcrypt.h>
#include <inttypes.h>
#include <unistd.h>

#include "store/schema.h"

static const struct column master_columns[] = {
        {"tenant", COLUMN_INT, true},       {"version", COLUMN_INT, true}, {"algorithm", COLUMN_INT, true},
        {"check_value", COLUMN_BLOB, true}, {"made_at", COLUMN_INT, true}, {"retired_at", COLUMN_INT},
};
static const struct column secret_columns[] = {
        {"tenant", COLUMN_INT, true},   {"name", COLUMN_TEXT, true},   {"master_version", COLUMN_INT, true},
        {"wrapped", COLUMN_BLOB, true}, {"made_at", COLUMN_INT, true},
};
static const struct column data_key_columns[] = {
        {"tenant", COLUMN_INT, true},    {"record", COLUMN_INT, true}, {"master_version", COLUMN_INT, true},
        {"algorithm", COLUMN_INT, true}, {"wrapped", COLUMN_BLOB},     {"made_at", COLUMN_INT, true},
        {"destroyed_at", COLUMN_INT},
};
static const char *const master_key_key[] = {"tenant", "version", NULL};
static const char *const secret_key[] = {"tenant", "name", NULL};
static const char *const data_key_key[] = {"tenant", "record", NULL};

#define COLUMNS(list) .columns = (list), .column_count = sizeof(list) / sizeof(list)[0]
static const struct table tables[] = {
        {.name = "master_key", COLUMNS(master_columns), .key = master_key_key},
        {.name = "secret", COLUMNS(secret_columns), .key = secret_key},
        {.name = "data_key", COLUMNS(data_key_columns), .key = data_key_key},
};
enum { TABLES = sizeof tables / sizeof tables[0] };

static const struct key_name blind_name = {WRAPPED_SECRET, 0, 0, "blind"};
static const struct key_name check_name = {WRAPPED_NOTHING, 0, 0, ""};
enum { BLIND_KEY_SIZE = CIPHER_KEY_SIZE };

/* ---- Wrapping ---- */

static struct binding binding_of(const struct key_name *name, int64_t master_version)
{
	return binding_of_key(name->kind, name->tenant, name->record, master_version, name->name);
}

bool key_wrap(struct master *master, const struct key_name *name, const uint8_t *key, size_t size,
              uint8_t ret[static WRAPPED_SIZE], struct fault *fault)
{
	struct binding binding = binding_of(name, master->version);
	assert(size <= CIPHER_KEY_SIZE);
	return cipher_seal(&master->cipher, &binding, key, size, ret, fault);
}

bool key_name_fault(const struct key_name *name, struct fault *fault)
{
	char item[80];
	if (name->kind == WRAPPED_DATA_KEY)
		snprintf(item, sizeof item, "data_key %" PRId64 "/%" PRId64, name->tenant, name->record);
	else
		snprintf(item, sizeof item, "secret %s", name->name);
	return fault_set(fault, access_key_store_damaged, item);
}

bool key_unwrap(struct key_store *keys, int64_t master_version, const struct key_name *name,
                const void *wrapped, size_t length, uint8_t ret_key[static CIPHER_KEY_SIZE], size_t *ret_size,
                struct fault *fault)
{
	struct master *master;
	if (length < ENVELOPE_EXTRA || length > WRAPPED_SIZE)
		return key_name_fault(name, fault);
	if (!key_store_master(keys, master_version, &master, fault))
		return false;
	struct binding binding = binding_of(name, master_version);
	if (!cipher_open(&master->cipher, &binding, wrapped, length, ret_key))
		return key_name_fault(name, fault);
	*ret_size = length - ENVELOPE_EXTRA;
	return true;
}

/* ---- Master keys ---- */

struct master *key_store_newest(struct key_store *keys)
{
	assert(keys->master_count);
	return &keys->masters[keys->master_count - 1];
}

static struct master *masters_find(struct key_store *keys, int64_t version)
{
	for (size_t i = 0; i < keys->master_count; i++)
		if (keys->masters[i].version == version)
			return &keys->masters[i];
	return NULL;
}

static bool version_fault(struct key_store *keys, enum fault_code code, int64_t version, struct fault *fault)
{
	char number[24];
	snprintf(number, sizeof number, "%" PRId64, version);
	return fault_set(fault, code, keys->master_path, number);
}

bool key_store_master(struct key_store *keys, int64_t version, struct master **ret, struct fault *fault)
{
	struct master *master = masters_find(keys, version);
	if (!master && key_store_masters_load(keys, fault))
		master = masters_find(keys, version);
	else if (!master)
		return false;
	if (!master)
		return version_fault(keys, access_master_key_version, version, fault);
	*ret = master;
	return true;
}

static void masters_release(struct master *masters, size_t count)
{
	for (size_t i = 0; i < count; i++)
		cipher_release(&masters[i].cipher);
}

/* One row of master_key against the file: is the key there, and is it that key? */
static bool master_read(struct key_store *keys, const struct master_file *file, struct statement *row,
                        struct master *ret, struct fault *fault)
{
	struct master master = {.version = statement_int(row, 0)};
	size_t length;
	const uint8_t *check = statement_bytes(row, 1, &length);
	const struct master_key *key = master_file_find(file, master.version);
	if (!key)
		return version_fault(keys, access_master_key_version, master.version, fault);
	if (!cipher_key(&master.cipher, key->algorithm, key->key, fault))
		return false;
	struct binding binding = binding_of(&check_name, master.version);
	uint8_t nothing[1];
	if (length == ENVELOPE_EXTRA && cipher_open(&master.cipher, &binding, check, length, nothing)) {
		*ret = master;
		return true;
	}
	cipher_release(&master.cipher);
	return version_fault(keys, access_master_key_wrong, master.version, fault);
}

static bool masters_add(struct key_store *keys, const struct master_file *file, struct statement *row,
                        struct master *masters, size_t *ref_count, struct fault *fault)
{
	if (*ref_count == MASTER_KEYS)
		return fault_set(fault, access_key_store_damaged, "master_key");
	if (!master_read(keys, file, row, &masters[*ref_count], fault))
		return false;
	(*ref_count)++;
	return true;
}

static bool masters_read(struct key_store *keys, const struct master_file *file, struct master *masters,
                         size_t *ref_count, struct fault *fault)
{
	static const char sql[] = "SELECT version, check_value FROM master_key"
	                          " WHERE tenant = 0 AND retired_at IS NULL ORDER BY version";
	struct statement *row;
	enum step step;
	if (!database_prepare(keys->database, sql, &row, fault))
		return false;
	while ((step = statement_step(row, fault)) == STEP_ROW &&
	       masters_add(keys, file, row, masters, ref_count, fault))
		;
	statement_reset(row);
	if (step == STEP_DONE && !*ref_count)
		return fault_set(fault, access_key_store_damaged, "master_key");
	return step == STEP_DONE;
}

static bool masters_load(struct key_store *keys, struct fault *fault)
{
	struct master_file file;
	struct master masters[MASTER_KEYS] = {};
	size_t count = 0;
	if (!master_file_read(keys->master_path, &file, fault))
		return false;
	bool read = masters_read(keys, &file, masters, &count, fault);
	master_file_wipe(&file);
	if (!read) {
		masters_release(masters, count);
		return false;
	}
	masters_release(keys->masters, keys->master_count);
	memcpy(keys->masters, masters, sizeof masters);
	keys->master_count = count;
	return true;
}

/* File and table are not read in one moment: a rotation elsewhere may lie between. Then the second look
   is right. */
bool key_store_masters_load(struct key_store *keys, struct fault *fault)
{
	struct fault first = {};
	if (masters_load(keys, &first))
		return true;
	if (first.code == access_master_key_version)
		return masters_load(keys, fault);
	if (fault)
		*fault = first;
	return false;
}

bool key_store_master_add(struct key_store *keys, const struct master_key *key, struct fault *fault)
{
	static const char sql[] = "INSERT INTO master_key (tenant, version, algorithm, check_value, made_at)"
	                          " VALUES (0, ?, ?, ?, ?)";
	struct master master = {.version = key->version};
	uint8_t check[WRAPPED_SIZE];
	struct statement *insert;
	if (!cipher_key(&master.cipher, key->algorithm, key->key, fault))
		return false;
	bool sealed = key_wrap(&master, &check_name, NULL, 0, check, fault);
	cipher_release(&master.cipher);
	if (!sealed || !database_prepare(keys->database, sql, &insert, fault))
		return false;
	statement_bind_int(insert, 1, key->version);
	statement_bind_int(insert, 2, key->algorithm);
	statement_bind(insert, 3, value_bytes(check, ENVELOPE_EXTRA));
	statement_bind_int(insert, 4, instant_now());
	return statement_finish(insert, fault);
}

/* ---- The blind key ---- */

static bool blind_make(struct key_store *keys, const struct master_key *key, struct fault *fault)
{
	static const char sql[] = "INSERT INTO secret (tenant, name, master_version, wrapped, made_at)"
	                          " VALUES (0, ?, ?, ?, ?)";
	struct master master = {.version = key->version};
	uint8_t blind[BLIND_KEY_SIZE], wrapped[WRAPPED_SIZE];
	struct statement *insert;
	if (!cipher_key(&master.cipher, key->algorithm, key->key, fault))
		return false;
	random_bytes(blind, sizeof blind);
	bool sealed = key_wrap(&master, &blind_name, blind, sizeof blind, wrapped, fault);
	memory_wipe(blind, sizeof blind);
	cipher_release(&master.cipher);
	if (!sealed || !database_prepare(keys->database, sql, &insert, fault))
		return false;
	statement_bind_text(insert, 1, blind_name.name);
	statement_bind_int(insert, 2, key->version);
	statement_bind(insert, 3, value_bytes(wrapped, sizeof blind + ENVELOPE_EXTRA));
	statement_bind_int(insert, 4, instant_now());
	return statement_finish(insert, fault);
}

static bool blind_key(struct key_store *keys, const uint8_t *key, struct fault *fault)
{
	gcry_error_t error = gcry_mac_open(&keys->blind, GCRY_MAC_HMAC_SM3, GCRY_MAC_FLAG_SECURE, NULL);
	if (!error)
		error = gcry_mac_setkey(keys->blind, key, BLIND_KEY_SIZE);
	return !error || fault_set(fault, access_crypto_failed, gcry_strerror(error));
}

static bool blind_load(struct key_store *keys, struct fault *fault)
{
	static const char sql[] = "SELECT master_version, wrapped FROM secret WHERE tenant = 0 AND name = ?";
	struct statement *row;
	uint8_t key[CIPHER_KEY_SIZE];
	size_t length, size = 0;
	if (!database_prepare(keys->database, sql, &row, fault))
		return false;
	statement_bind_text(row, 1, blind_name.name);
	enum step step = statement_step(row, fault);
	bool loaded = step == STEP_ROW;
	if (loaded) {
		const void *wrapped = statement_bytes(row, 1, &length);
		loaded = key_unwrap(keys, statement_int(row, 0), &blind_name, wrapped, length, key, &size,
		                    fault);
	}
	statement_reset(row);
	if (step == STEP_DONE || (loaded && size != BLIND_KEY_SIZE))
		loaded = key_name_fault(&blind_name, fault);
	loaded = loaded && blind_key(keys, key, fault);
	memory_wipe(key, sizeof key);
	return loaded;
}

/* ---- Making, opening, closing ---- */

static struct key_store *key_store_new(const char *folder, bool writable)
{
	struct key_store *keys = memory_take(sizeof *keys);
	keys->writable = writable;
	keys->write = 1;
	keys->database_path = arena_format(&keys->paths, "%s/keys.db", folder);
	keys->master_path = arena_format(&keys->paths, "%s/master.key", folder);
	return keys;
}

void key_store_close(struct key_store *keys)
{
	if (!keys)
		return;
	key_store_rollback(keys);
	for (size_t i = 0; i < KEYS_CACHED; i++)
		cipher_release(&keys->cache[i].cipher);
	masters_release(keys->masters, keys->master_count);
	gcry_mac_close(keys->blind); /* wipes; NULL is allowed */
	database_close(keys->database);
	arena_release(&keys->paths);
	memory_free(keys);
}

/* What a new store begins with. */
struct beginning {
	struct key_store *keys;
	const struct master_key *key;
};

static bool begin_store(void *context, struct fault *fault)
{
	const struct beginning *beginning = context;
	return key_store_master_add(beginning->keys, beginning->key, fault) &&
	       blind_make(beginning->keys, beginning->key, fault);
}

/* The master key's file is on the disk before anything is wrapped under it. */
static bool create_files(struct key_store *keys, enum seal_algorithm algorithm, struct fault *fault)
{
	struct master_file file = {};
	master_file_grow(&file, algorithm);
	struct beginning beginning = {keys, &file.keys[0]};
	bool written = master_file_write(keys->master_path, &file, fault);
	bool made = written && database_open(keys->database_path, DATABASE_CREATE, &keys->database, fault);
	bool done = made && schema_migrate(keys->database, tables, TABLES, NULL, fault) &&
	            database_write(keys->database, begin_store, &beginning, fault);
	master_file_wipe(&file);
	if (!done && written)
		unlink(keys->master_path);
	if (!done && made)
		unlink(keys->database_path);
	return done;
}

bool key_store_create(const char *folder, enum seal_algorithm algorithm, struct fault *fault)
{
	assert(cipher_name(algorithm));
	struct key_store *keys = key_store_new(folder, true);
	const char *const paths[] = {keys->master_path, keys->database_path};
	bool clear = true;
	for (size_t i = 0; i < sizeof paths / sizeof paths[0] && clear; i++)
		if (access(paths[i], F_OK) == 0)
			clear = fault_set(fault, access_key_store_exists, paths[i]);
	bool created = clear && create_files(keys, algorithm, fault);
	key_store_close(keys);
	return created;
}

/* Deleted bytes are overwritten in the file, so that a destroyed key is gone and not only unlinked. */
static bool open_files(struct key_store *keys, struct fault *fault)
{
	crypto_ready();
	if (access(keys->database_path, F_OK) != 0)
		return fault_set(fault, access_key_store_missing, keys->database_path);
	if (!database_open(keys->database_path, keys->writable ? DATABASE_WRITE : DATABASE_READ,
	                   &keys->database, fault))
		return false;
	if (keys->writable && (!database_run(keys->database, "PRAGMA secure_delete = ON", fault) ||
	                       !schema_migrate(keys->database, tables, TABLES, NULL, fault)))
		return false;
	return key_store_masters_load(keys, fault) && blind_load(keys, fault);
}

bool key_store_open(const char *folder, bool writable, struct key_store **ret, struct fault *fault)
{
	struct key_store *keys = key_store_new(folder, writable);
	if (!open_files(keys, fault)) {
		key_store_close(keys);
		return false;
	}
	*ret = keys;
	return true;
}
