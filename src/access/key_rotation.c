/* A new master key: written to the file, made known in keys.db, every wrapped
   key wrapped anew in batches, the old version retired and taken out of the
   file. Each step is durable before the next, and what a run that was cut off
   left undone is what the next run begins with. */
#include <assert.h>

#include "access/key_store.h"

enum { BATCH = 500 };

struct rotation {
	struct key_store *keys;
	struct master_file file;
	int64_t version;        /* the new one */
	int64_t tenant, record; /* the last data key that was looked at */
	size_t done, all;
	bool more;
	void (*progress)(void *context, size_t done, size_t all);
	void *context;
};

/* One key moved over; false leaves the batch undone. */
static bool rewrap(struct rotation *rotation, const struct key_name *name, int64_t old_version,
                   const void *wrapped, size_t length, uint8_t ret[static WRAPPED_SIZE], size_t *ret_length,
                   struct fault *fault)
{
	struct key_store *keys = rotation->keys;
	uint8_t key[CIPHER_KEY_SIZE];
	size_t size;
	struct master *master;
	bool moved = key_unwrap(keys, old_version, name, wrapped, length, key, &size, fault) &&
	             key_store_master(keys, rotation->version, &master, fault) &&
	             key_wrap(master, name, key, size, ret, fault);
	memory_wipe(key, sizeof key);
	if (moved)
		*ret_length = size + ENVELOPE_EXTRA;
	return moved;
}

static bool data_key_write(struct rotation *rotation, const uint8_t *wrapped, size_t length,
                           struct fault *fault)
{
	static const char sql[] = "UPDATE data_key SET master_version = ?, wrapped = ?"
	                          " WHERE tenant = ? AND record = ?";
	struct statement *update;
	if (!database_prepare(rotation->keys->database, sql, &update, fault))
		return false;
	statement_bind_int(update, 1, rotation->version);
	statement_bind(update, 2, value_bytes(wrapped, length));
	statement_bind_int(update, 3, rotation->tenant);
	statement_bind_int(update, 4, rotation->record);
	return statement_finish(update, fault);
}

static bool data_key_move(struct rotation *rotation, struct statement *row, struct fault *fault)
{
	rotation->tenant = statement_int(row, 0);
	rotation->record = statement_int(row, 1);
	const struct key_name name = {WRAPPED_DATA_KEY, rotation->tenant, rotation->record, ""};
	uint8_t wrapped[WRAPPED_SIZE];
	size_t length, moved;
	const void *old = statement_bytes(row, 3, &length);
	return rewrap(rotation, &name, statement_int(row, 2), old, length, wrapped, &moved, fault) &&
	       data_key_write(rotation, wrapped, moved, fault);
}

/* In key order from where the last batch ended. What is written lies behind the reading place, and keys
   made meanwhile by others are under the new version already. */
static bool batch_move(void *context, struct fault *fault)
{
	static const char select[] =
	        "SELECT tenant, record, master_version, wrapped FROM data_key"
	        " WHERE (tenant, record) > (?, ?) AND wrapped IS NOT NULL AND master_version <> ?"
	        " ORDER BY tenant, record LIMIT ?";
	struct rotation *rotation = context;
	struct statement *row;
	if (!database_prepare(rotation->keys->database, select, &row, fault))
		return false;
	statement_bind_int(row, 1, rotation->tenant);
	statement_bind_int(row, 2, rotation->record);
	statement_bind_int(row, 3, rotation->version);
	statement_bind_int(row, 4, BATCH);
	size_t count = 0;
	enum step step;
	while ((step = statement_step(row, fault)) == STEP_ROW && data_key_move(rotation, row, fault))
		count++;
	statement_reset(row);
	rotation->more = count == BATCH;
	rotation->done += count;
	return step == STEP_DONE;
}

static bool count_work(struct rotation *rotation, struct fault *fault)
{
	static const char sql[] = "SELECT count(*) FROM data_key"
	                          " WHERE wrapped IS NOT NULL AND master_version <> ?";
	struct statement *row;
	if (!database_prepare(rotation->keys->database, sql, &row, fault))
		return false;
	statement_bind_int(row, 1, rotation->version);
	enum step step = statement_step(row, fault);
	if (step == STEP_ROW)
		rotation->all = (size_t)statement_int(row, 0);
	statement_reset(row);
	return step == STEP_ROW;
}

static bool data_keys_move(struct rotation *rotation, struct fault *fault)
{
	if (!count_work(rotation, fault))
		return false;
	do {
		if (!database_write(rotation->keys->database, batch_move, rotation, fault))
			return false;
		if (rotation->progress)
			rotation->progress(rotation->context, rotation->done, rotation->all);
	} while (rotation->more);
	return true;
}

static bool secret_write(struct rotation *rotation, const char *name, const uint8_t *wrapped, size_t length,
                         struct fault *fault)
{
	static const char sql[] = "UPDATE secret SET master_version = ?, wrapped = ?"
	                          " WHERE tenant = 0 AND name = ?";
	struct statement *update;
	if (!database_prepare(rotation->keys->database, sql, &update, fault))
		return false;
	statement_bind_int(update, 1, rotation->version);
	statement_bind(update, 2, value_bytes(wrapped, length));
	statement_bind_text(update, 3, name);
	return statement_finish(update, fault);
}

static bool secret_move(struct rotation *rotation, struct statement *row, struct fault *fault)
{
	const struct key_name name = {WRAPPED_SECRET, 0, 0, statement_text(row, 0)};
	uint8_t wrapped[WRAPPED_SIZE];
	size_t length, moved;
	const void *old = statement_bytes(row, 2, &length);
	return rewrap(rotation, &name, statement_int(row, 1), old, length, wrapped, &moved, fault) &&
	       secret_write(rotation, name.name, wrapped, moved, fault);
}

/* Secrets are few: all in one transaction. */
static bool secrets_move(void *context, struct fault *fault)
{
	static const char sql[] = "SELECT name, master_version, wrapped FROM secret"
	                          " WHERE tenant = 0 AND master_version <> ?";
	struct rotation *rotation = context;
	struct statement *row;
	if (!database_prepare(rotation->keys->database, sql, &row, fault))
		return false;
	statement_bind_int(row, 1, rotation->version);
	enum step step;
	while ((step = statement_step(row, fault)) == STEP_ROW && secret_move(rotation, row, fault))
		;
	statement_reset(row);
	return step == STEP_DONE;
}

static bool version_known(struct key_store *keys, int64_t version)
{
	for (size_t i = 0; i < keys->master_count; i++)
		if (keys->masters[i].version == version)
			return true;
	return false;
}

/* Under the write lock, so that two rotations at once share one new version. When the file already holds
   a version beside the one in use, an earlier run was cut off, and this one goes on with that version. */
static bool version_begin(void *context, struct fault *fault)
{
	struct rotation *rotation = context;
	struct key_store *keys = rotation->keys;
	struct master_file *file = &rotation->file;
	if (!key_store_masters_load(keys, fault) || !master_file_read(keys->master_path, file, fault))
		return false;
	const struct master_key *newest = &file->keys[file->count - 1];
	bool fresh = file->count == 1 && version_known(keys, newest->version);
	if (fresh) {
		master_file_grow(file, newest->algorithm);
		newest = &file->keys[file->count - 1];
		if (!master_file_write(keys->master_path, file, fault))
			return false;
	}
	rotation->version = newest->version;
	return version_known(keys, newest->version) || key_store_master_add(keys, newest, fault);
}

static bool old_retire(void *context, struct fault *fault)
{
	static const char sql[] =
	        "UPDATE master_key SET retired_at = ?1"
	        " WHERE tenant = 0 AND retired_at IS NULL AND version <> ?2"
	        " AND NOT EXISTS (SELECT 1 FROM data_key WHERE wrapped IS NOT NULL AND master_version <> ?2)"
	        " AND NOT EXISTS (SELECT 1 FROM secret WHERE master_version <> ?2)";
	const struct rotation *rotation = context;
	struct statement *update;
	if (!database_prepare(rotation->keys->database, sql, &update, fault))
		return false;
	statement_bind_int(update, 1, instant_now());
	statement_bind_int(update, 2, rotation->version);
	return statement_finish(update, fault);
}

/* The file keeps what keys.db still asks for. */
static bool old_remove(void *context, struct fault *fault)
{
	struct rotation *rotation = context;
	struct key_store *keys = rotation->keys;
	struct master_file file, kept = {};
	if (!key_store_masters_load(keys, fault) || !master_file_read(keys->master_path, &file, fault))
		return false;
	for (size_t i = 0; i < file.count; i++)
		if (version_known(keys, file.keys[i].version))
			kept.keys[kept.count++] = file.keys[i];
	bool written = kept.count == file.count || master_file_write(keys->master_path, &kept, fault);
	master_file_wipe(&file);
	master_file_wipe(&kept);
	return written;
}

bool key_store_rotate(struct key_store *keys, void (*progress)(void *context, size_t done, size_t all),
                      void *context, struct fault *fault)
{
	struct rotation rotation = {.keys = keys, .progress = progress, .context = context};
	struct database *database = keys->database;
	assert(!keys->begun);
	if (!keys->writable)
		return fault_set(fault, access_key_store_read_only);
	bool begun = database_write(database, version_begin, &rotation, fault) &&
	             key_store_masters_load(keys, fault);
	master_file_wipe(&rotation.file);
	return begun && data_keys_move(&rotation, fault) &&
	       database_write(database, secrets_move, &rotation, fault) &&
	       database_write(database, old_retire, &rotation, fault) &&
	       database_write(database, old_remove, &rotation, fault);
}
