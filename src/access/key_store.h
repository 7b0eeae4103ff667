/* The key store's inside, shared by key_store.c, data_key.c, key_check.c,
   key_rotation.c and seal.c and by nobody else. Which tables keys.db has is written down in docs/JOURNAL.md. */
#ifndef JINGUO_ACCESS_KEY_STORE_H
#define JINGUO_ACCESS_KEY_STORE_H

#include "access/cipher.h"
#include "access/master_key.h"
#include "store/database.h"

/* A master key in use. */
struct master {
	int64_t version;
	struct cipher cipher;
};

enum { KEYS_CACHED = 16, KEY_TAG = 16 };

/* A data key that was unwrapped a moment ago. It answers without a look at keys.db only inside the
   write in which it was looked up (`looked_up`): outside, another program may have destroyed it. */
struct cached_key {
	int64_t tenant, record; /* record 0: an empty place */
	uint64_t used;
	uint64_t looked_up;
	uint8_t tag[KEY_TAG]; /* of the wrapped bytes it came from */
	struct cipher cipher;
};

struct key_store {
	struct database *database;
	struct arena paths;
	const char *database_path, *master_path;
	bool writable;
	bool begun;     /* between key_store_begin and commit or rollback */
	bool holding;   /* and the database's write lock is taken, which is put off to the first need */
	bool erased;    /* a key was destroyed since begin */
	uint64_t write; /* counts writes; what the cache compares */
	uint64_t uses;
	struct master masters[MASTER_KEYS];
	size_t master_count;
	struct cached_key cache[KEYS_CACHED];
	struct gcry_mac_handle *blind;
};

/* The newest version, which wraps new keys. */
struct master *key_store_newest(struct key_store *keys);
/* The master key of that version; looks at the file again when it is a new one. */
bool key_store_master(struct key_store *keys, int64_t version, struct master **ret, struct fault *fault)
        __attribute__((warn_unused_result));
/* Reads file and table again: after a rotation, also one by another program. */
bool key_store_masters_load(struct key_store *keys, struct fault *fault) __attribute__((warn_unused_result));
/* Records a version of the file in the database, with the check that recognises it. */
bool key_store_master_add(struct key_store *keys, const struct master_key *key, struct fault *fault)
        __attribute__((warn_unused_result));
/* Takes the write lock if it is not held, and learns of newer master keys. Between begin and commit. */
bool key_store_hold(struct key_store *keys, struct fault *fault) __attribute__((warn_unused_result));

/* The record's data key. With `make` one is made if there is none. Valid until the next call. */
bool key_store_data_key(struct key_store *keys, int64_t tenant, int64_t record, bool make,
                        struct cipher **ret, struct fault *fault) __attribute__((warn_unused_result));

/* Key bytes under a master key: wrapped as key_size + ENVELOPE_EXTRA bytes. */
enum { WRAPPED_SIZE = CIPHER_KEY_SIZE + ENVELOPE_EXTRA };
/* Which of the store's keys this is. */
struct key_name {
	enum wrapped kind;
	int64_t tenant, record;
	const char *name; /* "" for a data key */
};
/* "This key is damaged." */
bool key_name_fault(const struct key_name *name, struct fault *fault);
bool key_wrap(struct master *master, const struct key_name *name, const uint8_t *key, size_t size,
              uint8_t ret[static WRAPPED_SIZE], struct fault *fault) __attribute__((warn_unused_result));
/* Wipe the key after use. */
bool key_unwrap(struct key_store *keys, int64_t master_version, const struct key_name *name,
                const void *wrapped, size_t length, uint8_t ret_key[static CIPHER_KEY_SIZE], size_t *ret_size,
                struct fault *fault) __attribute__((warn_unused_result));

#endif
