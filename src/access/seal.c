/* Values sealed and opened under their record's data key, and the tokens that
   find a value without opening it. Keys come from key_store.c. */
#include "access/seal.h"

#include <gcrypt.h>
#include <inttypes.h>

#include "access/key_store.h"

enum { TOKEN_SIZE = 16 };

bool seal_value(struct key_store *keys, int64_t tenant, int64_t record, const char *birth_name,
                const char *plain, size_t length, struct arena *arena, struct value *ret, struct fault *fault)
{
	struct cipher *cipher;
	if (!key_store_data_key(keys, tenant, record, true, &cipher, fault))
		return false;
	struct binding binding = binding_of_value(tenant, record, birth_name);
	uint8_t *envelope = arena_take(arena, length + ENVELOPE_EXTRA);
	if (!cipher_seal(cipher, &binding, plain, length, envelope, fault))
		return false;
	*ret = value_bytes(envelope, length + ENVELOPE_EXTRA);
	return true;
}

static bool envelope_fault(struct fault *fault, int64_t record, const char *birth_name)
{
	char number[24];
	snprintf(number, sizeof number, "%" PRId64, record);
	return fault_set(fault, access_envelope_damaged, number, birth_name);
}

bool unseal_value(struct key_store *keys, int64_t tenant, int64_t record, const char *birth_name,
                  const struct value *envelope, struct arena *arena, struct value *ret, struct fault *fault)
{
	struct cipher *cipher;
	if (envelope->kind != VALUE_BLOB || envelope->length < ENVELOPE_EXTRA)
		return envelope_fault(fault, record, birth_name);
	if (!key_store_data_key(keys, tenant, record, false, &cipher, fault))
		return false;
	struct binding binding = binding_of_value(tenant, record, birth_name);
	size_t length = envelope->length - ENVELOPE_EXTRA;
	char *plain = arena_take(arena, length + 1);
	if (!cipher_open(cipher, &binding, (const uint8_t *)envelope->bytes, envelope->length,
	                 (uint8_t *)plain))
		return envelope_fault(fault, record, birth_name);
	*ret = (struct value){.kind = VALUE_TEXT, .bytes = plain, .length = length};
	return true;
}

/* The zero bytes keep "ab" of field "c" apart from "a" of field "bc". */
static gcry_error_t token_write(gcry_mac_hd_t mac, int64_t tenant, const char *ledger, const char *birth_name,
                                const char *plain, size_t length)
{
	uint8_t head[8];
	for (int i = 0; i < 8; i++)
		head[i] = (uint8_t)((uint64_t)tenant >> (56 - 8 * i));
	gcry_error_t error = gcry_mac_reset(mac);
	if (!error)
		error = gcry_mac_write(mac, head, sizeof head);
	if (!error)
		error = gcry_mac_write(mac, ledger, strlen(ledger) + 1);
	if (!error)
		error = gcry_mac_write(mac, birth_name, strlen(birth_name) + 1);
	if (!error && length)
		error = gcry_mac_write(mac, plain, length);
	return error;
}

bool seal_token(struct key_store *keys, int64_t tenant, const char *ledger, const char *birth_name,
                const char *plain, size_t length, uint8_t ret[static TOKEN_SIZE], struct fault *fault)
{
	uint8_t whole[32];
	size_t size = sizeof whole;
	gcry_error_t error = token_write(keys->blind, tenant, ledger, birth_name, plain, length);
	if (!error)
		error = gcry_mac_read(keys->blind, whole, &size);
	if (error)
		return fault_set(fault, access_crypto_failed, gcry_strerror(error));
	memcpy(ret, whole, TOKEN_SIZE);
	return true;
}
