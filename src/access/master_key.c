/* Reads and writes the master key file. Key bytes pass through buffers of this
   file alone, which are wiped; they never reach an arena, a text or a fault. */
#include "access/master_key.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/yaml.h"

static const char head[] =
        "# Jinguo master key / 巾帼主密钥\n"
        "# With this file and keys.db every sealed value can be read; without it, none.\n"
        "# 有它和 keys.db 就能读出全部密封内容；没有它，一项也读不出。请另行妥善保管一份。\n"
        "# version algorithm key check\n";

enum { FILE_SIZE = 4096, LINE_SIZE = 160, CHECK_DIGITS = 8 };
static_assert(sizeof head + MASTER_KEYS * LINE_SIZE <= FILE_SIZE, "a full file fits");

static void close_file(const int *ref_file)
{
	if (*ref_file >= 0)
		close(*ref_file);
}

/* Fills the buffer and ends it with a NUL. */
static bool read_private(const char *path, char bytes[static FILE_SIZE], struct fault *fault)
{
	__attribute__((cleanup(close_file))) int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat info;
	if (file < 0 && errno == ENOENT)
		return fault_set(fault, access_master_key_missing, path);
	if (file < 0 || fstat(file, &info) != 0)
		return fault_set(fault, access_master_key_unreadable, path, strerror(errno));
	if (!S_ISREG(info.st_mode))
		return fault_set(fault, access_master_key_unreadable, path, strerror(EINVAL));
	if (info.st_mode & (S_IRWXG | S_IRWXO)) {
		char mode[8];
		snprintf(mode, sizeof mode, "%04o", (unsigned)info.st_mode & 07777);
		return fault_set(fault, access_master_key_exposed, path, mode);
	}
	size_t length = 0;
	ssize_t got = 0;
	while (length < FILE_SIZE - 1 && (got = read(file, bytes + length, FILE_SIZE - 1 - length)) > 0)
		length += (size_t)got;
	if (got < 0)
		return fault_set(fault, access_master_key_unreadable, path, strerror(errno));
	bytes[length] = 0;
	return true;
}

/* "1 sm4-gcm 6b65…"; returns its length. */
static size_t print_key(const struct master_key *key, char *out, size_t room)
{
	static const char hex[] = "0123456789abcdef";
	int start = snprintf(out, room, "%" PRId64 " %s ", key->version, cipher_name(key->algorithm));
	size_t length = (size_t)start, size = cipher_key_size(key->algorithm);
	assert(start > 0 && length + 2 * size < room);
	for (size_t i = 0; i < size; i++) {
		out[length++] = hex[key->key[i] >> 4];
		out[length++] = hex[key->key[i] & 15];
	}
	out[length] = 0;
	return length;
}

/* The whole line with its check and without its end. */
static size_t print_line(const struct master_key *key, char out[static LINE_SIZE])
{
	uint8_t hash[32];
	size_t length = print_key(key, out, LINE_SIZE - CHECK_DIGITS - 2);
	sm3(out, length, hash);
	length += (size_t)snprintf(out + length, LINE_SIZE - length, " %02x%02x%02x%02x", hash[0], hash[1],
	                           hash[2], hash[3]);
	return length;
}

static enum seal_algorithm algorithm_named(const char *at)
{
	for (enum seal_algorithm i = SEAL_SM4_GCM; i <= SEAL_AES_256_GCM; i++)
		if (text_starts(at, cipher_name(i)) && at[strlen(cipher_name(i))] == ' ')
			return i;
	return 0;
}

/* Takes the line apart as far as the key goes; the rest of it is compared. `line` is cut behind the key. */
static bool scan_line(char *line, struct master_key *ret)
{
	char *at = line;
	int64_t version = 0;
	while (*at >= '0' && *at <= '9' && version < INT32_MAX)
		version = version * 10 + (*at++ - '0');
	ret->version = version;
	if (version < 1 || *at++ != ' ')
		return false;
	ret->algorithm = algorithm_named(at);
	if (!ret->algorithm)
		return false;
	at += strlen(cipher_name(ret->algorithm)) + 1;
	size_t size = cipher_key_size(ret->algorithm);
	if (strlen(at) <= 2 * size)
		return false;
	at[2 * size] = 0;
	return hex_decode(at, ret->key, size);
}

/* Reads what print_line writes: to be sure of every character, the line is printed again and compared. */
static bool parse_line(const char *line, size_t length, struct master_key *ret)
{
	struct master_key key = {};
	char copy[LINE_SIZE], again[LINE_SIZE];
	if (length >= LINE_SIZE)
		return false;
	memcpy(copy, line, length);
	copy[length] = 0;
	bool same = scan_line(copy, &key) && print_line(&key, again) == length &&
	            memcmp(line, again, length) == 0;
	if (same)
		*ret = key;
	memory_wipe(copy, sizeof copy);
	memory_wipe(again, sizeof again);
	memory_wipe(&key, sizeof key);
	return same;
}

/* Returns 0, or the number of the line that is wrong. */
static int parse_file(const char *bytes, struct master_file *file)
{
	int number = 1;
	for (const char *line = bytes; *line; number++) {
		const char *end = strchr(line, '\n');
		if (!end || file->count == MASTER_KEYS)
			return number;
		if (*line != '#' && end != line) {
			struct master_key *key = &file->keys[file->count];
			int64_t before = file->count ? key[-1].version : 0;
			if (!parse_line(line, (size_t)(end - line), key) || key->version <= before)
				return number;
			file->count++;
		}
		line = end + 1;
	}
	return file->count ? 0 : number;
}

bool master_file_read(const char *path, struct master_file *ret, struct fault *fault)
{
	char bytes[FILE_SIZE], line[16];
	struct master_file file = {};
	bool read = read_private(path, bytes, fault);
	int wrong = read ? parse_file(bytes, &file) : 0;
	snprintf(line, sizeof line, "%d", wrong);
	if (wrong)
		read = fault_set(fault, access_master_key_damaged, path, line);
	if (read)
		*ret = file;
	memory_wipe(bytes, sizeof bytes);
	master_file_wipe(&file);
	return read;
}

bool master_file_write(const char *path, const struct master_file *file, struct fault *fault)
{
	char bytes[FILE_SIZE];
	size_t length = sizeof head - 1;
	memcpy(bytes, head, length);
	for (size_t i = 0; i < file->count; i++) {
		length += print_line(&file->keys[i], bytes + length);
		bytes[length++] = '\n';
	}
	char *target = realpath(path, NULL);
	bool written = file_write(target ? target : path, bytes, length, 0600, fault);
	free(target);
	memory_wipe(bytes, sizeof bytes);
	return written;
}

void master_file_wipe(struct master_file *file)
{
	memory_wipe(file, sizeof *file);
}

const struct master_key *master_file_find(const struct master_file *file, int64_t version)
{
	for (size_t i = 0; i < file->count; i++)
		if (file->keys[i].version == version)
			return &file->keys[i];
	return NULL;
}

bool master_file_grow(struct master_file *file, enum seal_algorithm algorithm)
{
	if (file->count == MASTER_KEYS)
		return false;
	struct master_key *key = &file->keys[file->count];
	key->version = file->count ? key[-1].version + 1 : 1;
	key->algorithm = algorithm;
	random_bytes(key->key, cipher_key_size(algorithm));
	file->count++;
	return true;
}
