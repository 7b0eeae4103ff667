/* Reads the bundle of tools/bundle.mjs. */
#include "command/shipped.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/yaml.h"

extern const uint8_t shipped_file[], shipped_file_end[];

static size_t length_at(const uint8_t *at)
{
	return (size_t)at[0] | (size_t)at[1] << 8 | (size_t)at[2] << 16 | (size_t)at[3] << 24;
}

/* Visits one file and returns where the next begins. */
static const uint8_t *next_file(const uint8_t *at, struct definition_file *ret)
{
	size_t path = length_at(at), content = length_at(at + 4);
	at += 8;
	*ret = (struct definition_file){
	        .path = (const char *)at, .bytes = (const char *)at + path + 1, .length = content};
	return at + path + 1 + content + 1;
}

void shipped_files(struct arena *arena, struct definition_file **ret, size_t *ret_count)
{
	struct definition_file file;
	size_t count = 0;
	for (const uint8_t *at = shipped_file; at < shipped_file_end; at = next_file(at, &file))
		count++;
	struct definition_file *files = arena_array(arena, struct definition_file, count);
	const uint8_t *at = shipped_file;
	for (size_t i = 0; i < count; i++)
		at = next_file(at, &files[i]);
	*ret = files;
	*ret_count = count;
}

static bool make_folder(const char *path, struct fault *fault)
{
	if (mkdir(path, 0755) == 0 || errno == EEXIST)
		return true;
	return fault_set(fault, command_file_not_written, path, strerror(errno));
}

static bool write_one(const char *folder, const struct definition_file *file, struct fault *fault)
{
	struct text path = TEXT_EMPTY;
	const char *slash = strrchr(file->path, '/');
	text_format(&path, "%s/definitions/", folder);
	text_add_bytes(&path, file->path, slash ? (size_t)(slash - file->path) : 0);
	bool ok = make_folder(path.at, fault);
	text_cut(&path, 0);
	text_format(&path, "%s/definitions/%s", folder, file->path);
	ok = ok && file_write(path.at, file->bytes, file->length, 0644, fault);
	text_release(&path);
	return ok;
}

bool shipped_write(const char *folder, struct fault *fault)
{
	struct arena arena = {};
	struct definition_file *files;
	size_t count;
	shipped_files(&arena, &files, &count);
	bool ok = make_folder(arena_format(&arena, "%s/definitions", folder), fault);
	for (size_t i = 0; ok && i < count; i++)
		ok = write_one(folder, &files[i], fault);
	arena_release(&arena);
	return ok;
}
