/* The master key file: the few lines of text that open everything else. The
   inside of seal.h, for this room alone. docs/JOURNAL.md describes the file. */
#ifndef JINGUO_ACCESS_MASTER_KEY_H
#define JINGUO_ACCESS_MASTER_KEY_H

#include "access/cipher.h"

enum { MASTER_KEYS = 8 }; /* usually one; two while a rotation is under way */

struct master_key {
	int64_t version;
	enum seal_algorithm algorithm;
	uint8_t key[CIPHER_KEY_SIZE];
};
struct master_file {
	struct master_key keys[MASTER_KEYS]; /* versions ascending */
	size_t count;
};

/* Refuses a file that is missing, that anyone but its owner can get at, or of
   which a single character is not as it was written. Wipe the result. */
bool master_file_read(const char *path, struct master_file *ret, struct fault *fault)
        __attribute__((warn_unused_result));
/* Replaces the whole file; a link stays a link. */
bool master_file_write(const char *path, const struct master_file *file, struct fault *fault)
        __attribute__((warn_unused_result));
void master_file_wipe(struct master_file *file);
const struct master_key *master_file_find(const struct master_file *file, int64_t version); /* or NULL */
/* Adds a new key behind the last; false when the file holds as many as it may. */
bool master_file_grow(struct master_file *file, enum seal_algorithm algorithm);

#endif
