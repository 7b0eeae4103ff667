/* Sealed values. Each record has a data key of its own; the key lies wrapped
   under the master key in a key store apart from the books, so that backups of
   the books alone open nothing, and destroying one key erases one record.
   docs/JOURNAL.md gives every byte.

   Envelope: version 1 · algorithm (1 SM4-GCM, 2 AES-256-GCM) · nonce 12 ·
   ciphertext · tag 16; the associated data is tenant, record and the field's
   birth name, so that a value moved elsewhere does not open. */
#ifndef JINGUO_ACCESS_SEAL_H
#define JINGUO_ACCESS_SEAL_H

#include "base/date.h"
#include "base/fault.h"
#include "base/memory.h"
#include "base/value.h"

struct key_store;

enum seal_algorithm { SEAL_SM4_GCM = 1, SEAL_AES_256_GCM = 2 };

/* Makes DIR/keys.db and DIR/master.key (mode 0600), refusing to overwrite. */
bool key_store_create(const char *folder, enum seal_algorithm algorithm, struct fault *fault)
        __attribute__((warn_unused_result));
/* A missing, unreadable, too open (mode) or wrong master key is a clear fault.
   A read-only store unseals and gives tokens but makes no keys. */
bool key_store_open(const char *folder, bool writable, struct key_store **ret, struct fault *fault)
        __attribute__((warn_unused_result));
void key_store_close(struct key_store *keys); /* wipes; NULL is allowed */

/* The key store commits before the books do: begin, then commit just before
   the books' COMMIT, or roll back. A key without a record is harmless. */
bool key_store_begin(struct key_store *keys, struct fault *fault) __attribute__((warn_unused_result));
bool key_store_commit(struct key_store *keys, struct fault *fault) __attribute__((warn_unused_result));
void key_store_rollback(struct key_store *keys);

/* The envelope for plain bytes, in the arena. Makes the record's data key if it has none. */
bool seal_value(struct key_store *keys, int64_t tenant, int64_t record, const char *birth_name,
                const char *plain, size_t length, struct arena *arena, struct value *ret, struct fault *fault)
        __attribute__((warn_unused_result));
/* Opens an envelope; NUL added. A destroyed key is its own fault (access_key_destroyed). */
bool unseal_value(struct key_store *keys, int64_t tenant, int64_t record, const char *birth_name,
                  const struct value *envelope, struct arena *arena, struct value *ret, struct fault *fault)
        __attribute__((warn_unused_result));
/* HMAC-SM3 under the store's blind key over tenant, field and the normalised value: 16 bytes. */
bool seal_token(struct key_store *keys, int64_t tenant, const char *ledger, const char *birth_name,
                const char *plain, size_t length, uint8_t ret[static 16], struct fault *fault)
        __attribute__((warn_unused_result));

/* A new master key version; every data key wrapped anew, the old version
   removed when none uses it. May be cut off and run again. `progress` may be NULL. */
bool key_store_rotate(struct key_store *keys, void (*progress)(void *context, size_t done, size_t all),
                      void *context, struct fault *fault) __attribute__((warn_unused_result));
/* Adds to ret what is damaged in the store: its file, and keys that do not open. */
bool key_store_check(struct key_store *keys, struct faults *ret, struct fault *fault)
        __attribute__((warn_unused_result));
/* Destroys one record's data key for ever; its row stays as proof. */
bool key_store_destroy(struct key_store *keys, int64_t tenant, int64_t record, instant_ms at,
                       struct fault *fault) __attribute__((warn_unused_result));

/* SM3 of bytes (GB/T 32905), the hash of the journal and the definitions. */
void sm3(const void *bytes, size_t length, uint8_t ret[static 32]);

#endif
