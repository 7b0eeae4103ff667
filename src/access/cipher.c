/* SM4-GCM and AES-256-GCM by libgcrypt, SM3, and random bytes. A nonce is 96
   random bits: a data key seals the few values of one record and a master key
   some millions of data keys, far below where random nonces become unsafe. */
#include "access/cipher.h"

#include <assert.h>
#include <gcrypt.h>
#include <pthread.h>
#include <sys/random.h>

enum { ENVELOPE_VERSION = 1, NONCE_SIZE = 12, SECURE_POOL = 64 * 1024, SECURE_GROWTH = 256 * 1024 };

static const struct algorithm_row {
	const char *name;
	int gcrypt;
	size_t key_size;
} algorithms[] = {
        [SEAL_SM4_GCM] = {"sm4-gcm", GCRY_CIPHER_SM4, 16},
        [SEAL_AES_256_GCM] = {"aes-256-gcm", GCRY_CIPHER_AES256, 32},
};

static const struct algorithm_row *algorithm_row(enum seal_algorithm algorithm)
{
	size_t index = (size_t)algorithm;
	return index < sizeof algorithms / sizeof algorithms[0] && algorithms[index].name ? &algorithms[index]
	                                                                                  : NULL;
}

/* Another room may have set libgcrypt up before us; then its choice stands. A warning about memory that
   cannot be locked would go to stderr, which is not ours. */
static void crypto_set_up(void)
{
	if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P))
		return;
	if (!gcry_check_version("1.9.0")) /* the first with SM4 */
		abort();
	gcry_control(GCRYCTL_DISABLE_SECMEM_WARN);
	gcry_control(GCRYCTL_AUTO_EXPAND_SECMEM, SECURE_GROWTH);
	gcry_control(GCRYCTL_INIT_SECMEM, SECURE_POOL, 0);
	gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
}

void crypto_ready(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, crypto_set_up);
}

void random_bytes(void *out, size_t length)
{
	assert(length <= 256); /* up to there the kernel never answers in part */
	if (getrandom(out, length, 0) != (ssize_t)length)
		abort();
}

void sm3(const void *bytes, size_t length, uint8_t ret[static 32])
{
	crypto_ready();
	gcry_md_hash_buffer(GCRY_MD_SM3, ret, bytes, length);
}

static void put_number(struct binding *binding, int64_t number)
{
	for (int shift = 56; shift >= 0; shift -= 8)
		binding->head[binding->length++] = (uint8_t)((uint64_t)number >> shift);
}

struct binding binding_of_value(int64_t tenant, int64_t record, const char *birth_name)
{
	struct binding binding = {.name = birth_name};
	put_number(&binding, tenant);
	put_number(&binding, record);
	return binding;
}

struct binding binding_of_key(enum wrapped wrapped, int64_t tenant, int64_t record, int64_t master_version,
                              const char *name)
{
	struct binding binding = {.head = {(uint8_t)wrapped}, .length = 1, .name = name};
	put_number(&binding, tenant);
	put_number(&binding, record);
	put_number(&binding, master_version);
	return binding;
}

size_t cipher_key_size(enum seal_algorithm algorithm)
{
	const struct algorithm_row *row = algorithm_row(algorithm);
	return row ? row->key_size : 0;
}

const char *cipher_name(enum seal_algorithm algorithm)
{
	const struct algorithm_row *row = algorithm_row(algorithm);
	return row ? row->name : NULL;
}

static bool crypto_fault(struct fault *fault, gcry_error_t error)
{
	return fault_set(fault, access_crypto_failed, gcry_strerror(error));
}

bool cipher_key(struct cipher *cipher, enum seal_algorithm algorithm, const uint8_t *key, struct fault *fault)
{
	const struct algorithm_row *row = algorithm_row(algorithm);
	assert(row);
	crypto_ready();
	if (cipher->algorithm != algorithm)
		cipher_release(cipher);
	gcry_error_t error = 0;
	if (!cipher->handle)
		error = gcry_cipher_open(&cipher->handle, row->gcrypt, GCRY_CIPHER_MODE_GCM,
		                         GCRY_CIPHER_SECURE);
	if (!error)
		error = gcry_cipher_setkey(cipher->handle, key, row->key_size);
	if (error) {
		cipher_release(cipher);
		return crypto_fault(fault, error);
	}
	cipher->algorithm = algorithm;
	return true;
}

void cipher_release(struct cipher *cipher)
{
	gcry_cipher_close(cipher->handle); /* wipes; NULL is allowed */
	*cipher = (struct cipher){};
}

static gcry_error_t start(struct cipher *cipher, const struct binding *binding, const uint8_t *nonce)
{
	gcry_error_t error = gcry_cipher_setiv(cipher->handle, nonce, NONCE_SIZE);
	if (!error)
		error = gcry_cipher_authenticate(cipher->handle, binding->head, binding->length);
	if (!error && *binding->name)
		error = gcry_cipher_authenticate(cipher->handle, binding->name, strlen(binding->name));
	return error;
}

bool cipher_seal(struct cipher *cipher, const struct binding *binding, const void *plain, size_t length,
                 uint8_t *out, struct fault *fault)
{
	uint8_t *nonce = out + 2, *text = out + ENVELOPE_HEAD;
	out[0] = ENVELOPE_VERSION;
	out[1] = (uint8_t)cipher->algorithm;
	random_bytes(nonce, NONCE_SIZE);
	gcry_error_t error = start(cipher, binding, nonce);
	if (!error && length)
		error = gcry_cipher_encrypt(cipher->handle, text, length, plain, length);
	if (!error)
		error = gcry_cipher_gettag(cipher->handle, text + length, ENVELOPE_TAG);
	return !error || crypto_fault(fault, error);
}

bool cipher_open(struct cipher *cipher, const struct binding *binding, const uint8_t *envelope, size_t length,
                 uint8_t *out)
{
	if (length < ENVELOPE_EXTRA || envelope[0] != ENVELOPE_VERSION || envelope[1] != cipher->algorithm)
		return false;
	const uint8_t *text = envelope + ENVELOPE_HEAD;
	size_t plain = length - ENVELOPE_EXTRA;
	gcry_error_t error = start(cipher, binding, envelope + 2);
	if (!error && plain)
		error = gcry_cipher_decrypt(cipher->handle, out, plain, text, plain);
	if (!error)
		error = gcry_cipher_checktag(cipher->handle, text + plain, ENVELOPE_TAG);
	if (error)
		memory_wipe(out, plain);
	return !error;
}
