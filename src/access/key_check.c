/* Is the key store whole? Its file, and every key that was not destroyed opens
   under its master key. Part of `jinguo verify`. */
#include "access/key_store.h"

static bool data_key_opens(struct key_store *keys, struct statement *row, struct fault *fault)
{
	const struct key_name name = {WRAPPED_DATA_KEY, statement_int(row, 0), statement_int(row, 1), ""};
	uint8_t key[CIPHER_KEY_SIZE];
	size_t length, size;
	const void *wrapped = statement_bytes(row, 3, &length);
	bool opens = key_unwrap(keys, statement_int(row, 2), &name, wrapped, length, key, &size, fault);
	memory_wipe(key, sizeof key);
	return opens;
}

bool key_store_check(struct key_store *keys, struct faults *ret, struct fault *fault)
{
	enum { FAULTS_MOST = 20 }; /* more would only repeat what these say */
	struct statement *row;
	if (!database_check(keys->database, ret, fault) ||
	    !database_prepare(keys->database,
	                      "SELECT tenant, record, master_version, wrapped FROM data_key"
	                      " WHERE wrapped IS NOT NULL ORDER BY tenant, record",
	                      &row, fault))
		return false;
	enum step step;
	size_t before = ret->count;
	while ((step = statement_step(row, fault)) == STEP_ROW && ret->count - before < FAULTS_MOST) {
		struct fault damaged = {};
		if (!data_key_opens(keys, row, &damaged))
			faults_add(ret, &damaged);
	}
	statement_reset(row);
	return step != STEP_FAULT;
}
