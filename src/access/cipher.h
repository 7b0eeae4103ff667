/* Authenticated encryption of a few bytes, in the one envelope that sealed
   values and wrapped keys share (docs/JOURNAL.md). The inside of seal.h, for
   this room alone: which key, and what a value is bound to, is decided above.
   This and cipher.c are the only files that know libgcrypt's ciphers. */
#ifndef JINGUO_ACCESS_CIPHER_H
#define JINGUO_ACCESS_CIPHER_H

#include "access/seal.h"

enum {
	CIPHER_KEY_SIZE = 32,   /* of the longest key; SM4 takes the first 16 */
	ENVELOPE_HEAD = 2 + 12, /* version, algorithm, nonce */
	ENVELOPE_TAG = 16,
	ENVELOPE_EXTRA = ENVELOPE_HEAD + ENVELOPE_TAG,
};

/* A key ready for use, in memory that is not swapped out. `struct cipher c = {};` holds none. */
struct cipher {
	enum seal_algorithm algorithm;
	struct gcry_cipher_handle *handle;
};

/* What the bytes belong to: associated data, first `head`, then the name. */
struct binding {
	uint8_t head[25];
	size_t length;
	const char *name;
};
struct binding binding_of_value(int64_t tenant, int64_t record, const char *birth_name);
/* Purposes of what is wrapped under a master key. */
enum wrapped { WRAPPED_DATA_KEY = 'K', WRAPPED_SECRET = 'S', WRAPPED_NOTHING = 'C' };
struct binding binding_of_key(enum wrapped wrapped, int64_t tenant, int64_t record, int64_t master_version,
                              const char *name);

size_t cipher_key_size(enum seal_algorithm algorithm);
const char *cipher_name(enum seal_algorithm algorithm); /* "sm4-gcm"; NULL if there is no such algorithm */
/* Takes a key of cipher_key_size; one that was there is forgotten. */
bool cipher_key(struct cipher *cipher, enum seal_algorithm algorithm, const uint8_t *key, struct fault *fault)
        __attribute__((warn_unused_result));
void cipher_release(struct cipher *cipher); /* wipes */

/* Writes length + ENVELOPE_EXTRA bytes. */
bool cipher_seal(struct cipher *cipher, const struct binding *binding, const void *plain, size_t length,
                 uint8_t *out, struct fault *fault) __attribute__((warn_unused_result));
/* Writes length - ENVELOPE_EXTRA bytes. False, with nothing written, when one
   bit of envelope or binding is not as it was sealed, or the key is another. */
bool cipher_open(struct cipher *cipher, const struct binding *binding, const uint8_t *envelope, size_t length,
                 uint8_t *out) __attribute__((warn_unused_result));

/* Before any other use of libgcrypt in this room. */
void crypto_ready(void);
/* From the kernel's source; aborts if there is none, for then no key is a key. */
void random_bytes(void *out, size_t length);

#endif
