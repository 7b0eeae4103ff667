/* Sealed values of records: which key seals a field and what names it, for the
   files of this room. The cipher itself is access/seal.h. */
#ifndef JINGUO_RECORD_TOKEN_H
#define JINGUO_RECORD_TOKEN_H

#include "record/book.h"

/* Where a sealed value stands. A row is sealed under its record's key, bound to its own id. */
struct sealed_place {
	const struct ledger *ledger;
	const struct field *field;
	int64_t tenant, record, row; /* row = record unless in a child ledger */
};

/* The plain bytes as they go into the envelope and the token: numbers in decimal. In the arena. */
struct value sealed_plain(const struct value *value, struct arena *arena);
/* The value of the field again. False when the bytes are none. */
bool sealed_value_read(const struct field *field, const struct value *plain, struct value *ret);

bool seal_field(struct key_store *keys, const struct sealed_place *place, const struct value *value,
                struct arena *arena, struct value *ret_envelope, struct fault *fault)
        __attribute__((warn_unused_result));
bool unseal_field(struct key_store *keys, const struct sealed_place *place, const struct value *envelope,
                  struct arena *arena, struct value *ret, struct fault *fault)
        __attribute__((warn_unused_result));
/* The token of a value in hand: VALUE_BLOB of 16 bytes. Of VALUE_NONE: none. */
bool token_of_value(struct key_store *keys, const struct ledger *ledger, const struct field *field,
                    int64_t tenant, const struct value *value, struct arena *arena, struct value *ret,
                    struct fault *fault) __attribute__((warn_unused_result));
/* The token of a sealed one; none when its key was destroyed. Also none without a key store. */
bool token_of_envelope(struct key_store *keys, const struct sealed_place *place, const struct value *envelope,
                       struct arena *arena, struct value *ret, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
