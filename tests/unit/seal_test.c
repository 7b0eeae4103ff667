/* Sealed values, their keys and the life of the master key. The inside of the
   room is included where a published vector or a damaged file asks for it. */
#include "access/seal.h"

#include <errno.h>
#include <gcrypt.h>
#include <sys/stat.h>

#include "access/key_store.h"
#include "access/master_key.h"
#include "base/ids.h"
#include "base/yaml.h"
#include "unit.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

enum { TENANT = 440307 };
static const char secret[] = "曾某娟，住龙城街道";

/* ---- Published vectors ---- */

static void unhex(const char *hex, uint8_t *out)
{
	assert_true(hex_decode(hex, out, strlen(hex) / 2));
}

static void sm3_is_gb_32905(void **state)
{
	static const struct {
		const char *text, *hash;
	} rows[] = {
	        {"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"},
	        {"abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd",
	         "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"},
	        {"", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint8_t hash[32], expected[32];
		sm3(rows[i].text, strlen(rows[i].text), hash);
		unhex(rows[i].hash, expected);
		assert_memory_equal(hash, expected, 32);
	}
}

/* HMAC written out over sm3, so that the library's is checked against its definition. */
static void hmac_by_hand(const uint8_t key[static 32], const void *bytes, size_t length,
                         uint8_t ret[static 32])
{
	uint8_t inner[64 + 512], outer[64 + 32];
	assert_true(length <= 512);
	for (size_t i = 0; i < 64; i++) {
		inner[i] = (uint8_t)((i < 32 ? key[i] : 0) ^ 0x36);
		outer[i] = (uint8_t)((i < 32 ? key[i] : 0) ^ 0x5c);
	}
	memcpy(inner + 64, bytes, length);
	sm3(inner, 64 + length, outer + 64);
	sm3(outer, sizeof outer, ret);
}

static void hmac_sm3_is_gm_0042(void **state)
{
	static const char text[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
	                           "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	uint8_t key[32], mac[32], expected[32];
	size_t size = sizeof mac;
	gcry_mac_hd_t handle;
	(void)state;
	for (size_t i = 0; i < sizeof key; i++)
		key[i] = (uint8_t)(i + 1);
	unhex("ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a", expected);
	hmac_by_hand(key, text, sizeof text - 1, mac);
	assert_memory_equal(mac, expected, sizeof mac);
	crypto_ready();
	assert_int_equal(gcry_mac_open(&handle, GCRY_MAC_HMAC_SM3, 0, NULL), 0);
	assert_int_equal(gcry_mac_setkey(handle, key, sizeof key), 0);
	assert_int_equal(gcry_mac_write(handle, text, sizeof text - 1), 0);
	assert_int_equal(gcry_mac_read(handle, mac, &size), 0);
	gcry_mac_close(handle);
	assert_memory_equal(mac, expected, sizeof mac);
}

struct gcm_vector {
	enum seal_algorithm algorithm;
	const char *key, *nonce, *plain, *data, *sealed, *tag;
};

/* Puts the vector's bytes together as one of our envelopes, which must open. */
static void expect_opens(const struct gcm_vector *vector)
{
	struct cipher cipher = {};
	struct binding binding = {.length = strlen(vector->data) / 2, .name = ""};
	size_t plain = strlen(vector->plain) / 2, length = plain + ENVELOPE_EXTRA;
	uint8_t key[32], envelope[128], opened[128], expected[128];
	unhex(vector->key, key);
	unhex(vector->data, binding.head);
	envelope[0] = 1;
	envelope[1] = (uint8_t)vector->algorithm;
	unhex(vector->nonce, envelope + 2);
	unhex(vector->sealed, envelope + 14);
	unhex(vector->tag, envelope + 14 + plain);
	unhex(vector->plain, expected);
	assert_true(cipher_key(&cipher, vector->algorithm, key, NULL));
	assert_true(cipher_open(&cipher, &binding, envelope, length, opened));
	assert_memory_equal(opened, expected, plain);
	envelope[length - 1] ^= 1;
	assert_false(cipher_open(&cipher, &binding, envelope, length, opened));
	cipher_release(&cipher);
}

static void sm4_gcm_is_rfc_8998(void **state)
{
	(void)state;
	expect_opens(&(struct gcm_vector){SEAL_SM4_GCM, "0123456789abcdeffedcba9876543210",
	                                  "00001234567800000000abcd",
	                                  "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
	                                  "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
	                                  "feedfacedeadbeeffeedfacedeadbeefabaddad2",
	                                  "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
	                                  "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d",
	                                  "83de3541e4c2b58177e065a9bf7b62ec"});
}

static void aes_256_gcm_is_nist_case_16(void **state)
{
	(void)state;
	expect_opens(&(struct gcm_vector){SEAL_AES_256_GCM,
	                                  "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
	                                  "cafebabefacedbaddecaf888",
	                                  "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
	                                  "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
	                                  "feedfacedeadbeeffeedfacedeadbeefabaddad2",
	                                  "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
	                                  "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
	                                  "76fc6ece0f4e1768cddf8853bb2d551b"});
}

/* ---- A store to work in ---- */

struct store {
	struct folder folder;
	struct key_store *keys;
	struct arena arena;
};

static void store_open(struct store *store, bool writable)
{
	struct fault fault;
	key_store_close(store->keys);
	store->keys = NULL;
	if (!key_store_open(store->folder.path, writable, &store->keys, &fault))
		fail_msg("%s", fault_name(fault.code));
}

static struct store store_new(enum seal_algorithm algorithm)
{
	struct store store = {.folder = folder_new()};
	assert_true(key_store_create(store.folder.path, algorithm, NULL));
	store_open(&store, true);
	return store;
}

static void store_remove(struct store *store)
{
	key_store_close(store->keys);
	arena_release(&store->arena);
	folder_remove(&store->folder);
}

static struct value seal(struct store *store, int64_t record, const char *field, const char *plain)
{
	struct value envelope = {};
	struct fault fault;
	if (!seal_value(store->keys, TENANT, record, field, plain, strlen(plain), &store->arena, &envelope,
	                &fault))
		fail_msg("%s", fault_name(fault.code));
	return envelope;
}

static enum fault_code seal_fault(struct store *store, int64_t record)
{
	struct value untouched = value_int(7);
	struct fault fault = {};
	if (seal_value(store->keys, TENANT, record, "phone", "1", 1, &store->arena, &untouched, &fault))
		return FAULT_NONE;
	assert_int_equal(untouched.number, 7);
	return fault.code;
}

/* FAULT_NONE when it opens to `plain`. A refusal leaves the result alone and tells nothing. */
static enum fault_code unseal(struct store *store, int64_t tenant, int64_t record, const char *field,
                              const struct value *envelope, const char *plain)
{
	struct value opened = value_int(7);
	struct fault fault = {};
	if (unseal_value(store->keys, tenant, record, field, envelope, &store->arena, &opened, &fault)) {
		assert_int_equal(opened.kind, VALUE_TEXT);
		assert_int_equal(opened.length, strlen(plain));
		assert_string_equal(opened.bytes, plain);
		return FAULT_NONE;
	}
	assert_int_equal(opened.number, 7);
	for (size_t i = 0; i < FAULT_ARGUMENTS; i++)
		assert_null(strstr(fault.argument[i], "曾"));
	return fault.code;
}

static void expect_opened(struct store *store, int64_t record, const char *field,
                          const struct value *envelope, const char *plain)
{
	enum fault_code code = unseal(store, TENANT, record, field, envelope, plain);
	if (code)
		fail_msg("record %d: %s", (int)record, fault_name(code));
}

/* Changes keys.db behind the store's back. */
static void tamper(struct store *store, const char *sql)
{
	struct database *database;
	key_store_close(store->keys);
	store->keys = NULL;
	assert_true(database_open(folder_file(&store->folder, "keys.db"), DATABASE_WRITE, &database, NULL));
	assert_true(database_run(database, sql, NULL));
	database_close(database);
}

static int64_t ask(struct store *store, const char *sql)
{
	struct statement *statement;
	assert_true(database_prepare(store->keys->database, sql, &statement, NULL));
	assert_int_equal(statement_step(statement, NULL), STEP_ROW);
	int64_t number = statement_int(statement, 0);
	statement_reset(statement);
	return number;
}

static enum fault_code open_fault(const struct store *store)
{
	struct key_store *keys = NULL;
	struct fault fault = {};
	if (!key_store_open(store->folder.path, true, &keys, &fault)) {
		assert_null(keys);
		return fault.code;
	}
	key_store_close(keys);
	return FAULT_NONE;
}

static struct master_file master_of(const struct store *store)
{
	struct master_file file;
	assert_true(master_file_read(folder_file(&store->folder, "master.key"), &file, NULL));
	return file;
}

/* ---- Values ---- */

static void values_come_back(void **state)
{
	static const size_t lengths[] = {0, 1, 15, 16, 17, 31, 5000};
	(void)state;
	for (enum seal_algorithm algorithm = SEAL_SM4_GCM; algorithm <= SEAL_AES_256_GCM; algorithm++) {
		struct store store = store_new(algorithm);
		for (size_t i = 0; i < COUNT(lengths); i++) {
			char plain[5001] = {};
			struct value envelope, opened;
			memset(plain, 'x', lengths[i]);
			if (lengths[i] > 1)
				plain[1] = 0; /* not a string: every byte counts */
			assert_true(seal_value(store.keys, TENANT, 5, "note", plain, lengths[i], &store.arena,
			                       &envelope, NULL));
			assert_int_equal(envelope.kind, VALUE_BLOB);
			assert_int_equal(envelope.length, lengths[i] + 30);
			assert_int_equal(envelope.bytes[0], 1);
			assert_int_equal(envelope.bytes[1], algorithm);
			assert_true(unseal_value(store.keys, TENANT, 5, "note", &envelope, &store.arena,
			                         &opened, NULL));
			assert_int_equal(opened.length, lengths[i]);
			assert_memory_equal(opened.bytes, plain, lengths[i] + 1);
		}
		store_remove(&store);
	}
}

static void the_same_value_never_looks_the_same(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM);
	struct value a = seal(&store, 5, "phone", secret), b = seal(&store, 5, "phone", secret);
	(void)state;
	assert_false(value_equal(&a, &b));
	expect_opened(&store, 5, "phone", &a, secret);
	expect_opened(&store, 5, "phone", &b, secret);
	store_remove(&store);
}

static void many_records_share_a_small_cache(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM);
	struct value envelopes[3 * KEYS_CACHED];
	(void)state;
	assert_true(key_store_begin(store.keys, NULL));
	for (size_t i = 0; i < COUNT(envelopes); i++)
		envelopes[i] = seal(&store, (int64_t)i + 1, "phone", secret);
	for (size_t turn = 0; turn < 3; turn++)
		for (size_t i = 0; i < COUNT(envelopes); i++) {
			size_t record = turn == 1 ? i % 3 * KEYS_CACHED + i / 3 : i;
			expect_opened(&store, (int64_t)record + 1, "phone", &envelopes[record], secret);
		}
	assert_true(key_store_commit(store.keys, NULL));
	assert_int_equal(ask(&store, "SELECT count(*) FROM data_key"), COUNT(envelopes));
	store_remove(&store);
}

/* ---- Tampering ---- */

static void no_byte_of_an_envelope_may_change(void **state)
{
	static const uint8_t masks[] = {0x01, 0x03, 0x80, 0xff};
	(void)state;
	for (enum seal_algorithm algorithm = SEAL_SM4_GCM; algorithm <= SEAL_AES_256_GCM; algorithm++) {
		struct store store = store_new(algorithm);
		struct value sealed = seal(&store, 5, "address", secret);
		for (size_t i = 0; i < sealed.length; i++)
			for (size_t m = 0; m < COUNT(masks); m++) {
				char *bytes = arena_copy_bytes(&store.arena, sealed.bytes, sealed.length);
				bytes[i] = (char)(bytes[i] ^ masks[m]);
				struct value flipped = value_bytes(bytes, sealed.length);
				assert_int_equal(unseal(&store, TENANT, 5, "address", &flipped, ""),
				                 access_envelope_damaged);
			}
		for (size_t length = 0; length < sealed.length; length++) {
			struct value cut = value_bytes(sealed.bytes, length);
			assert_int_equal(unseal(&store, TENANT, 5, "address", &cut, ""),
			                 access_envelope_damaged);
		}
		char *longer = arena_copy_bytes(&store.arena, sealed.bytes, sealed.length);
		struct value grown = value_bytes(longer, sealed.length + 1);
		assert_int_equal(unseal(&store, TENANT, 5, "address", &grown, ""), access_envelope_damaged);
		struct value text = value_text(secret), none = {};
		assert_int_equal(unseal(&store, TENANT, 5, "address", &text, ""), access_envelope_damaged);
		assert_int_equal(unseal(&store, TENANT, 5, "address", &none, ""), access_envelope_damaged);
		expect_opened(&store, 5, "address", &sealed, secret);
		store_remove(&store);
	}
}

static void an_envelope_opens_nowhere_else(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM), other = store_new(SEAL_SM4_GCM);
	struct value sealed = seal(&store, 5, "phone", secret);
	(void)state;
	seal(&store, 6, "phone", "0755");
	seal(&other, 5, "phone", "0755");
	assert_true(
	        seal_value(store.keys, 440306, 5, "phone", "0755", 4, &store.arena, &(struct value){}, NULL));
	assert_int_equal(unseal(&store, TENANT, 6, "phone", &sealed, ""), access_envelope_damaged);
	assert_int_equal(unseal(&store, TENANT, 5, "mobile", &sealed, ""), access_envelope_damaged);
	assert_int_equal(unseal(&store, TENANT, 5, "phon", &sealed, ""), access_envelope_damaged);
	assert_int_equal(unseal(&store, 440306, 5, "phone", &sealed, ""), access_envelope_damaged);
	assert_int_equal(unseal(&other, TENANT, 5, "phone", &sealed, ""), access_envelope_damaged);
	assert_int_equal(unseal(&store, TENANT, 7, "phone", &sealed, ""), access_key_missing);
	expect_opened(&store, 5, "phone", &sealed, secret);
	store_remove(&store);
	store_remove(&other);
}

static void damaged_data_keys_are_named(void **state)
{
	static const char *const damages[] = {
	        "UPDATE data_key SET wrapped = substr(wrapped, 1, length(wrapped) - 1) WHERE record = 5",
	        "UPDATE data_key SET wrapped = CAST(wrapped || x'00' AS BLOB) WHERE record = 5",
	        "UPDATE data_key SET wrapped = zeroblob(length(wrapped)) WHERE record = 5",
	        "UPDATE data_key SET wrapped = x'' WHERE record = 5",
	        "UPDATE data_key SET wrapped = zeroblob(500) WHERE record = 5",
	        "UPDATE data_key SET wrapped = (SELECT wrapped FROM data_key WHERE record = 6) WHERE record "
	        "= 5",
	        "UPDATE data_key SET wrapped = (SELECT wrapped FROM secret) WHERE record = 5",
	        "UPDATE data_key SET algorithm = 2 WHERE record = 5",
	        "UPDATE data_key SET algorithm = 99 WHERE record = 5",
	        "UPDATE data_key SET tenant = 440306 WHERE record = 5",
	};
	(void)state;
	for (size_t i = 0; i < COUNT(damages); i++) {
		struct store store = store_new(SEAL_SM4_GCM);
		struct value five = seal(&store, 5, "phone", secret), six = seal(&store, 6, "phone", secret);
		bool moved = i + 1 == COUNT(damages);
		tamper(&store, damages[i]);
		store_open(&store, true);
		int64_t tenant = moved ? 440306 : TENANT;
		assert_int_equal(unseal(&store, tenant, 5, "phone", &five, ""), access_key_store_damaged);
		expect_opened(&store, 6, "phone", &six, secret);
		store_remove(&store);
	}
}

static void a_version_nobody_holds_is_named(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM);
	struct value sealed = seal(&store, 5, "phone", secret);
	(void)state;
	tamper(&store, "UPDATE data_key SET master_version = 9");
	store_open(&store, true);
	assert_int_equal(unseal(&store, TENANT, 5, "phone", &sealed, ""), access_master_key_version);
	store_remove(&store);
}

static void a_damaged_store_does_not_open(void **state)
{
	static const struct {
		const char *sql;
		enum fault_code code;
	} rows[] = {
	        {"UPDATE master_key SET check_value = zeroblob(30)", access_master_key_wrong},
	        {"UPDATE master_key SET check_value = x'01'", access_master_key_wrong},
	        {"UPDATE master_key SET version = 2", access_master_key_version},
	        {"DELETE FROM master_key", access_key_store_damaged},
	        {"UPDATE master_key SET retired_at = 1", access_key_store_damaged},
	        {"DELETE FROM secret", access_key_store_damaged},
	        {"UPDATE secret SET wrapped = zeroblob(62)", access_key_store_damaged},
	        {"UPDATE secret SET master_version = 3", access_master_key_version},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct store store = store_new(SEAL_SM4_GCM);
		tamper(&store, rows[i].sql);
		assert_int_equal(open_fault(&store), rows[i].code);
		store_remove(&store);
	}
}

/* ---- Transactions ---- */

static void keys_are_kept_or_forgotten_with_the_write(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM);
	(void)state;
	assert_true(key_store_begin(store.keys, NULL));
	struct value lost = seal(&store, 5, "phone", secret);
	expect_opened(&store, 5, "phone", &lost, secret);
	key_store_rollback(store.keys);
	key_store_rollback(store.keys); /* nothing begun: does nothing */
	assert_int_equal(unseal(&store, TENANT, 5, "phone", &lost, ""), access_key_missing);

	assert_true(key_store_begin(store.keys, NULL));
	struct value kept = seal(&store, 5, "phone", secret);
	assert_int_equal(unseal(&store, TENANT, 5, "phone", &lost, ""), access_envelope_damaged);
	assert_true(key_store_commit(store.keys, NULL));
	struct value alone = seal(&store, 6, "phone", secret);

	/* A write that seals nothing takes no lock. */
	struct store second = {.folder = store.folder};
	store_open(&second, true);
	assert_true(key_store_begin(store.keys, NULL));
	seal(&second, 7, "phone", secret);
	assert_true(key_store_commit(store.keys, NULL));
	key_store_close(second.keys);
	arena_release(&second.arena);

	store_open(&store, true);
	expect_opened(&store, 5, "phone", &kept, secret);
	expect_opened(&store, 6, "phone", &alone, secret);
	assert_int_equal(ask(&store, "SELECT count(*) FROM data_key"), 3);
	store_remove(&store);
}

static void closing_undoes_what_was_not_committed(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM);
	(void)state;
	assert_true(key_store_begin(store.keys, NULL));
	seal(&store, 5, "phone", secret);
	store_open(&store, true);
	assert_int_equal(ask(&store, "SELECT count(*) FROM data_key"), 0);
	store_remove(&store);
}

static void a_read_only_store_makes_no_keys(void **state)
{
	struct store store = store_new(SEAL_AES_256_GCM);
	struct value sealed = seal(&store, 5, "phone", secret);
	struct fault fault = {};
	(void)state;
	store_open(&store, false);
	expect_opened(&store, 5, "phone", &sealed, secret);
	assert_int_equal(seal_fault(&store, 6), access_key_store_read_only);
	assert_false(key_store_begin(store.keys, &fault));
	assert_int_equal(fault.code, access_key_store_read_only);
	assert_false(key_store_destroy(store.keys, TENANT, 5, 1, &fault));
	assert_int_equal(fault.code, access_key_store_read_only);
	assert_false(key_store_rotate(store.keys, NULL, NULL, &fault));
	assert_int_equal(fault.code, access_key_store_read_only);
	assert_int_equal(fault_kind(fault.code), FAULT_STATE);
	expect_opened(&store, 5, "phone", &sealed, secret);
	store_remove(&store);
}

/* ---- Destroying ---- */

static void a_destroyed_key_is_gone_for_ever(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM);
	struct value five = seal(&store, 5, "phone", secret), six = seal(&store, 6, "phone", secret);
	(void)state;
	struct store second = {.folder = store.folder};
	store_open(&second, true);
	expect_opened(&second, 5, "phone", &five, secret); /* and now it is in that one's cache */
	assert_true(key_store_destroy(store.keys, TENANT, 5, 1616947200000, NULL));
	assert_int_equal(unseal(&store, TENANT, 5, "phone", &five, ""), access_key_destroyed);
	assert_int_equal(unseal(&second, TENANT, 5, "phone", &five, ""), access_key_destroyed);
	assert_int_equal(seal_fault(&store, 5), access_key_destroyed);
	assert_int_equal(seal_fault(&second, 5), access_key_destroyed);
	expect_opened(&second, 6, "phone", &six, secret);
	key_store_close(second.keys);
	arena_release(&second.arena);
	store_open(&store, true);
	assert_int_equal(unseal(&store, TENANT, 5, "phone", &five, ""), access_key_destroyed);
	/* Once more: the first date stands. A record that never sealed anything never will. */
	assert_true(key_store_destroy(store.keys, TENANT, 5, 1700000000000, NULL));
	assert_true(key_store_destroy(store.keys, TENANT, 8, 1700000000000, NULL));
	assert_int_equal(seal_fault(&store, 8), access_key_destroyed);
	assert_int_equal(ask(&store, "SELECT destroyed_at FROM data_key WHERE record = 5"), 1616947200000);
	assert_int_equal(ask(&store, "SELECT count(*) FROM data_key WHERE record = 5 AND wrapped IS NULL"),
	                 1);
	/* Undone, it opens again. */
	assert_true(key_store_begin(store.keys, NULL));
	assert_true(key_store_destroy(store.keys, TENANT, 6, 1700000000000, NULL));
	assert_int_equal(unseal(&store, TENANT, 6, "phone", &six, ""), access_key_destroyed);
	key_store_rollback(store.keys);
	expect_opened(&store, 6, "phone", &six, secret);
	store_remove(&store);
}

/* Are any eight bytes in a row of the wrapped key in one of the store's files? */
static bool files_hold(const struct store *store, const uint8_t *wrapped, size_t length)
{
	static const char *const names[] = {"keys.db", "keys.db-wal"};
	struct arena arena = {};
	bool held = false;
	for (size_t i = 0; i < COUNT(names); i++) {
		char *content;
		size_t size;
		assert_true(file_read(&arena, folder_file(&store->folder, names[i]), &content, &size, NULL));
		for (size_t at = 2; at + 8 <= length && !held; at++)
			held = memmem(content, size, wrapped + at, 8);
	}
	arena_release(&arena);
	return held;
}

static void a_destroyed_key_leaves_no_bytes_behind(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM);
	struct statement *statement;
	size_t length;
	uint8_t wrapped[WRAPPED_SIZE];
	(void)state;
	for (int64_t record = 1; record <= 300; record++)
		seal(&store, record, "phone", secret);
	assert_true(database_prepare(store.keys->database, "SELECT wrapped FROM data_key WHERE record = 150",
	                             &statement, NULL));
	assert_int_equal(statement_step(statement, NULL), STEP_ROW);
	const void *bytes = statement_bytes(statement, 0, &length);
	memcpy(wrapped, bytes, length);
	statement_reset(statement);
	assert_true(files_hold(&store, wrapped, length));
	assert_true(key_store_destroy(store.keys, TENANT, 150, 1616947200000, NULL));
	assert_false(files_hold(&store, wrapped, length));
	store_remove(&store);
}

/* ---- Tokens ---- */

static void token(struct store *store, int64_t tenant, const char *ledger, const char *field,
                  const char *plain, uint8_t ret[static 16])
{
	assert_true(seal_token(store->keys, tenant, ledger, field, plain, strlen(plain), ret, NULL));
}

static void tokens_find_the_same_value_again(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM), other = store_new(SEAL_SM4_GCM);
	static const struct {
		int64_t tenant;
		const char *ledger, *field, *plain;
	} others[] = {
	        {440306, "person", "id_number", "53010219200508011X"},
	        {TENANT, "child", "id_number", "53010219200508011X"},
	        {TENANT, "person", "phone", "53010219200508011X"},
	        {TENANT, "person", "id_number", "53010219200508011"},
	        {TENANT, "perso", "nid_number", "53010219200508011X"},
	        {TENANT, "person", "id_numbe", "r53010219200508011X"},
	        {TENANT, "person", "id_number", ""},
	};
	uint8_t first[16], again[16];
	(void)state;
	token(&store, TENANT, "person", "id_number", "53010219200508011X", first);
	store_open(&store, false);
	token(&store, TENANT, "person", "id_number", "53010219200508011X", again);
	assert_memory_equal(first, again, 16);
	for (size_t i = 0; i < COUNT(others); i++) {
		token(&store, others[i].tenant, others[i].ledger, others[i].field, others[i].plain, again);
		assert_memory_not_equal(first, again, 16);
	}
	token(&other, TENANT, "person", "id_number", "53010219200508011X", again);
	assert_memory_not_equal(first, again, 16);
	store_remove(&store);
	store_remove(&other);
}

static void a_token_is_what_the_document_says(void **state)
{
	static const char message[] = "\0\0\0\0\0\x06\xb7\xf3"
	                              "person\0"
	                              "phone\0"
	                              "13800000000";
	struct store store = store_new(SEAL_SM4_GCM);
	const struct key_name name = {WRAPPED_SECRET, 0, 0, "blind"};
	uint8_t key[CIPHER_KEY_SIZE], got[16], expected[32];
	struct statement *statement;
	size_t length, size;
	(void)state;
	assert_true(database_prepare(store.keys->database, "SELECT wrapped FROM secret", &statement, NULL));
	assert_int_equal(statement_step(statement, NULL), STEP_ROW);
	const void *wrapped = statement_bytes(statement, 0, &length);
	assert_true(key_unwrap(store.keys, 1, &name, wrapped, length, key, &size, NULL));
	statement_reset(statement);
	assert_int_equal(size, 32);
	hmac_by_hand(key, message, sizeof message - 1, expected);
	token(&store, TENANT, "person", "phone", "13800000000", got);
	assert_memory_equal(got, expected, 16);
	store_remove(&store);
}

/* ---- The master key file ---- */

static void a_store_is_made_once(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM);
	struct stat info;
	struct fault fault = {};
	(void)state;
	assert_int_equal(stat(folder_file(&store.folder, "master.key"), &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_int_equal(stat(folder_file(&store.folder, "keys.db"), &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_false(key_store_create(store.folder.path, SEAL_SM4_GCM, &fault));
	assert_int_equal(fault.code, access_key_store_exists);
	assert_int_equal(open_fault(&store), FAULT_NONE);
	assert_int_equal(unlink(folder_file(&store.folder, "master.key")), 0);
	assert_false(key_store_create(store.folder.path, SEAL_SM4_GCM, &fault));
	assert_int_equal(fault.code, access_key_store_exists);
	store_remove(&store);

	struct folder folder = folder_new();
	folder_remove(&folder);
	assert_false(key_store_create(folder.path, SEAL_SM4_GCM, &fault));
	assert_int_not_equal(access(folder.path, F_OK), 0);
}

static void missing_files_are_named(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM);
	(void)state;
	key_store_close(store.keys);
	store.keys = NULL;
	assert_int_equal(rename(folder_file(&store.folder, "master.key"), folder_file(&store.folder, "kept")),
	                 0);
	assert_int_equal(open_fault(&store), access_master_key_missing);
	assert_int_equal(mkdir(folder_file(&store.folder, "master.key"), 0700), 0);
	assert_int_equal(open_fault(&store), access_master_key_unreadable);
	assert_int_equal(rmdir(folder_file(&store.folder, "master.key")), 0);
	assert_int_equal(rename(folder_file(&store.folder, "kept"), folder_file(&store.folder, "master.key")),
	                 0);
	assert_int_equal(open_fault(&store), FAULT_NONE);
	assert_int_equal(unlink(folder_file(&store.folder, "keys.db")), 0);
	assert_int_equal(open_fault(&store), access_key_store_missing);
	store_remove(&store);
}

static void a_master_key_others_can_read_is_refused(void **state)
{
	static const mode_t modes[] = {0640, 0604, 0620, 0602, 0644, 0610, 0601, 0777};
	struct store store = store_new(SEAL_SM4_GCM);
	(void)state;
	for (size_t i = 0; i < COUNT(modes); i++) {
		assert_int_equal(chmod(folder_file(&store.folder, "master.key"), modes[i]), 0);
		assert_int_equal(open_fault(&store), access_master_key_exposed);
	}
	assert_int_equal(chmod(folder_file(&store.folder, "master.key"), 0400), 0);
	assert_int_equal(open_fault(&store), FAULT_NONE);
	store_remove(&store);
}

static void the_wrong_master_key_is_told_at_once(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM), other = store_new(SEAL_SM4_GCM),
	             aes = store_new(SEAL_AES_256_GCM);
	(void)state;
	assert_int_equal(
	        rename(folder_file(&other.folder, "master.key"), folder_file(&store.folder, "master.key")),
	        0);
	assert_int_equal(open_fault(&store), access_master_key_wrong);
	assert_int_equal(
	        rename(folder_file(&aes.folder, "master.key"), folder_file(&store.folder, "master.key")), 0);
	assert_int_equal(open_fault(&store), access_master_key_wrong);
	store_remove(&store);
	store_remove(&other);
	store_remove(&aes);
}

static void write_master(const struct store *store, const char *bytes, size_t length)
{
	assert_true(file_write(folder_file(&store->folder, "master.key"), bytes, length, 0600, NULL));
}

/* Every cut and every changed character: the file opens as it was written, or not at all. */
static void no_character_of_a_key_line_may_change(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM);
	char *whole;
	size_t length;
	(void)state;
	assert_true(file_read(&store.arena, folder_file(&store.folder, "master.key"), &whole, &length, NULL));
	size_t line = (size_t)(strstr(whole, "\n1 sm4-gcm ") - whole) + 1;
	for (size_t cut = 0; cut < length; cut++) {
		write_master(&store, whole, cut);
		assert_int_equal(open_fault(&store), access_master_key_damaged);
	}
	for (size_t i = line; i < length; i++) {
		static const uint8_t masks[] = {0x01, 0x10, 0x20};
		for (size_t m = 0; m < COUNT(masks); m++) {
			char *changed = arena_copy_bytes(&store.arena, whole, length);
			changed[i] = (char)(changed[i] ^ masks[m]);
			write_master(&store, changed, length);
			enum fault_code code = open_fault(&store);
			assert_int_equal(code, access_master_key_damaged);
		}
	}
	write_master(&store, whole + line, length - line); /* remarks may go */
	assert_int_equal(open_fault(&store), FAULT_NONE);
	store_remove(&store);
}

static void lines_must_rise_and_be_few(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM);
	struct master_file file = master_of(&store);
	const char *path = folder_file(&store.folder, "master.key");
	struct fault fault = {};
	(void)state;
	file.keys[1] = file.keys[0];
	file.count = 2;
	assert_true(master_file_write(path, &file, NULL));
	assert_false(master_file_read(path, &file, &fault));
	assert_int_equal(fault.code, access_master_key_damaged);
	assert_string_equal(fault.argument[1], "6"); /* four lines of remarks, a key, and the same again */
	file.count = 1;
	while (master_file_grow(&file, SEAL_AES_256_GCM))
		;
	assert_int_equal(file.count, MASTER_KEYS);
	assert_true(master_file_write(path, &file, NULL));
	struct master_file again = master_of(&store);
	assert_memory_equal(&again.keys, &file.keys, sizeof file.keys);
	store_remove(&store);
}

/* ---- Rotation ---- */

enum { ROTATED = 1203 };

static struct value *seal_many(struct store *store)
{
	struct value *envelopes = arena_array(&store->arena, struct value, ROTATED);
	assert_true(key_store_begin(store->keys, NULL));
	for (size_t i = 0; i < ROTATED; i++)
		envelopes[i] = seal(store, (int64_t)i + 1, "phone", secret);
	assert_true(key_store_commit(store->keys, NULL));
	return envelopes;
}

static void expect_all_opened(struct store *store, const struct value *envelopes)
{
	for (size_t i = 0; i < ROTATED; i++)
		expect_opened(store, (int64_t)i + 1, "phone", &envelopes[i], secret);
}

static void expect_rotated(struct store *store, int64_t version)
{
	struct master_file file = master_of(store);
	assert_int_equal(file.count, 1);
	assert_int_equal(file.keys[0].version, version);
	assert_int_equal(ask(store, "SELECT max(master_version) FROM data_key WHERE wrapped IS NOT NULL"),
	                 version);
	assert_int_equal(ask(store, "SELECT min(master_version) FROM data_key WHERE wrapped IS NOT NULL"),
	                 version);
	assert_int_equal(ask(store, "SELECT min(master_version) FROM secret"), version);
	assert_int_equal(ask(store, "SELECT count(*) FROM master_key WHERE retired_at IS NULL"), 1);
}

static void note_progress(void *context, size_t done, size_t all)
{
	size_t *last = context;
	assert_true(done >= last[0] && done <= all);
	last[0] = done;
	last[1] = all;
}

static void rotation_only_wraps_anew(void **state)
{
	(void)state;
	for (enum seal_algorithm algorithm = SEAL_SM4_GCM; algorithm <= SEAL_AES_256_GCM; algorithm++) {
		struct store store = store_new(algorithm), second = {.folder = store.folder}, third = second;
		struct value *envelopes = seal_many(&store);
		uint8_t before[16], after[16];
		size_t progress[2] = {};
		assert_true(key_store_destroy(store.keys, TENANT, ROTATED + 1, 1, NULL));
		token(&store, TENANT, "person", "phone", "1", before);
		store_open(&second, true); /* two servers that run on */
		store_open(&third, true);
		assert_true(key_store_rotate(store.keys, note_progress, progress, NULL));
		assert_int_equal(progress[0], ROTATED);
		assert_int_equal(progress[1], ROTATED);
		expect_rotated(&store, 2);
		expect_all_opened(&store, envelopes);
		expect_all_opened(&second, envelopes);
		struct value late = seal(&third, 5000, "phone", secret);
		expect_opened(&store, 5000, "phone", &late, secret);
		expect_rotated(&store, 2);
		key_store_close(second.keys);
		key_store_close(third.keys);
		arena_release(&second.arena);
		arena_release(&third.arena);
		assert_true(key_store_rotate(store.keys, NULL, NULL, NULL));
		store_open(&store, true);
		expect_rotated(&store, 3);
		expect_all_opened(&store, envelopes);
		token(&store, TENANT, "person", "phone", "1", after);
		assert_memory_equal(before, after, 16);
		store_remove(&store);
	}
}

static void die_at_progress(void *context, size_t done, size_t all)
{
	int *left = context;
	(void)done, (void)all;
	if ((*left)-- == 0)
		_exit(9);
}

/* The program dies in the middle, as if the power went, after the n-th batch. */
static void rotation_survives_being_cut_off(void **state)
{
	(void)state;
	for (int batches = 0; batches < 4; batches++) {
		struct store store = store_new(SEAL_SM4_GCM);
		struct value *envelopes = seal_many(&store);
		key_store_close(store.keys);
		store.keys = NULL;
		pid_t child = fork();
		if (child == 0) {
			int left = batches;
			struct key_store *keys;
			if (key_store_open(store.folder.path, true, &keys, NULL) &&
			    key_store_rotate(keys, die_at_progress, &left, NULL))
				_exit(0);
			_exit(1);
		}
		int status = 0;
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), batches < 3 ? 9 : 0);
		store_open(&store, true);
		expect_all_opened(&store, envelopes);
		if (batches < 3) {
			assert_int_equal(master_of(&store).count, 2);
			assert_true(key_store_rotate(store.keys, NULL, NULL, NULL));
		}
		expect_rotated(&store, 2);
		expect_all_opened(&store, envelopes);
		store_remove(&store);
	}
}

/* Cut off where no progress is shown: between the file and keys.db, at either end. */
static void rotation_goes_on_from_the_file(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM);
	struct value sealed = seal(&store, 5, "phone", secret);
	const char *path = folder_file(&store.folder, "master.key");
	struct master_file first = master_of(&store), two = first;
	(void)state;
	assert_true(master_file_grow(&two, SEAL_SM4_GCM));
	assert_true(
	        master_file_write(path, &two, NULL)); /* the new line is there, keys.db knows nothing of it */
	store_open(&store, true);
	struct value meanwhile = seal(&store, 6, "phone", secret);
	assert_int_equal(ask(&store, "SELECT max(master_version) FROM data_key"), 1);
	assert_true(key_store_rotate(store.keys, NULL, NULL, NULL));
	expect_rotated(&store, 2);
	assert_memory_equal(master_of(&store).keys[0].key, two.keys[1].key, 16);

	assert_true(
	        master_file_write(path, &two, NULL)); /* all moved, but the old line is still in the file */
	store_open(&store, true);
	assert_true(key_store_rotate(store.keys, NULL, NULL, NULL));
	expect_rotated(&store, 2);
	expect_opened(&store, 5, "phone", &sealed, secret);
	expect_opened(&store, 6, "phone", &meanwhile, secret);

	assert_true(master_file_write(path, &first, NULL)); /* an old copy put back */
	assert_int_equal(open_fault(&store), access_master_key_version);
	store_remove(&store);
}

static void an_old_version_stays_while_a_key_needs_it(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM);
	struct value five = seal(&store, 5, "phone", secret), six = seal(&store, 6, "phone", secret);
	struct fault fault = {};
	(void)state;
	tamper(&store, "UPDATE data_key SET wrapped = zeroblob(46) WHERE record = 6");
	store_open(&store, true);
	assert_false(key_store_rotate(store.keys, NULL, NULL, &fault));
	assert_int_equal(fault.code, access_key_store_damaged);
	assert_string_equal(fault.argument[0], "data_key 440307/6");
	assert_int_equal(master_of(&store).count, 2);
	store_open(&store, true);
	expect_opened(&store, 5, "phone", &five, secret);
	assert_int_equal(unseal(&store, TENANT, 6, "phone", &six, ""), access_key_store_damaged);
	store_remove(&store);
}

static void a_linked_master_key_stays_a_link(void **state)
{
	struct store store = store_new(SEAL_SM4_GCM);
	struct folder elsewhere = folder_new();
	struct stat info;
	const char *path = folder_file(&store.folder, "master.key"),
	           *kept = folder_file(&elsewhere, "kept.key");
	(void)state;
	assert_int_equal(rename(path, kept), 0);
	assert_int_equal(symlink(kept, path), 0);
	store_open(&store, true);
	struct value sealed = seal(&store, 5, "phone", secret);
	assert_true(key_store_rotate(store.keys, NULL, NULL, NULL));
	assert_int_equal(lstat(path, &info), 0);
	assert_true(S_ISLNK(info.st_mode));
	expect_rotated(&store, 2);
	expect_opened(&store, 5, "phone", &sealed, secret);
	store_remove(&store);
	folder_remove(&elsewhere);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(sm3_is_gb_32905),
	        cmocka_unit_test(hmac_sm3_is_gm_0042),
	        cmocka_unit_test(sm4_gcm_is_rfc_8998),
	        cmocka_unit_test(aes_256_gcm_is_nist_case_16),
	        cmocka_unit_test(values_come_back),
	        cmocka_unit_test(the_same_value_never_looks_the_same),
	        cmocka_unit_test(many_records_share_a_small_cache),
	        cmocka_unit_test(no_byte_of_an_envelope_may_change),
	        cmocka_unit_test(an_envelope_opens_nowhere_else),
	        cmocka_unit_test(damaged_data_keys_are_named),
	        cmocka_unit_test(a_version_nobody_holds_is_named),
	        cmocka_unit_test(a_damaged_store_does_not_open),
	        cmocka_unit_test(keys_are_kept_or_forgotten_with_the_write),
	        cmocka_unit_test(closing_undoes_what_was_not_committed),
	        cmocka_unit_test(a_read_only_store_makes_no_keys),
	        cmocka_unit_test(a_destroyed_key_is_gone_for_ever),
	        cmocka_unit_test(a_destroyed_key_leaves_no_bytes_behind),
	        cmocka_unit_test(tokens_find_the_same_value_again),
	        cmocka_unit_test(a_token_is_what_the_document_says),
	        cmocka_unit_test(a_store_is_made_once),
	        cmocka_unit_test(missing_files_are_named),
	        cmocka_unit_test(a_master_key_others_can_read_is_refused),
	        cmocka_unit_test(the_wrong_master_key_is_told_at_once),
	        cmocka_unit_test(no_character_of_a_key_line_may_change),
	        cmocka_unit_test(lines_must_rise_and_be_few),
	        cmocka_unit_test(rotation_only_wraps_anew),
	        cmocka_unit_test(rotation_survives_being_cut_off),
	        cmocka_unit_test(rotation_goes_on_from_the_file),
	        cmocka_unit_test(an_old_version_stays_while_a_key_needs_it),
	        cmocka_unit_test(a_linked_master_key_stays_a_link),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
