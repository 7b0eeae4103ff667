/* Whole files in and out. A file that is written is either the old one or the
   new one, also after a power cut. Declared in base/yaml.h. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/yaml.h"

static void close_file(const int *ref_file)
{
	if (*ref_file >= 0)
		close(*ref_file);
}
#define FILE_HANDLE __attribute__((cleanup(close_file))) int

/* Problems with a fault of their own; all others are the fault of what was tried. */
static bool file_fault(struct fault *fault, const char *path, enum fault_code otherwise)
{
	int problem = errno;
	if (problem == ENOENT || problem == ENOTDIR)
		return fault_set(fault, base_file_missing, path);
	if (problem == EACCES || problem == EPERM || problem == EROFS)
		return fault_set(fault, base_file_denied, path);
	return fault_set(fault, otherwise, path, strerror(problem));
}

/* Reads up to `room` bytes, fewer only at the end of the file. */
static bool read_all(int file, char *bytes, size_t room, size_t *ret_length)
{
	size_t length = 0;
	while (length < room) {
		ssize_t got = read(file, bytes + length, room - length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;
		length += (size_t)got;
	}
	*ret_length = length;
	return true;
}

bool file_read(struct arena *arena, const char *path, char **ret, size_t *ret_length, struct fault *fault)
{
	/* O_NONBLOCK: opening a pipe must not wait for a writer. */
	FILE_HANDLE file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat info;
	if (file < 0 || fstat(file, &info) != 0)
		return file_fault(fault, path, base_file_read);
	if (!S_ISREG(info.st_mode))
		return fault_set(fault, base_file_kind, path);
	size_t room = (size_t)info.st_size, length;
	char *bytes = arena_take(arena, room + 1);
	if (!read_all(file, bytes, room, &length))
		return file_fault(fault, path, base_file_read);
	bytes[length] = 0;
	*ret = bytes;
	*ret_length = length;
	return true;
}

bool stream_read(struct arena *arena, int file, const char *name, char **ret, size_t *ret_length,
                 struct fault *fault)
{
	struct text all = TEXT_EMPTY;
	char piece[16384];
	size_t got = sizeof piece;
	bool done = true;
	while (done && got == sizeof piece) {
		done = read_all(file, piece, sizeof piece, &got);
		if (done)
			text_add_bytes(&all, piece, got);
	}
	if (done) {
		*ret = arena_copy_bytes(arena, all.at, all.length);
		*ret_length = all.length;
	} else {
		file_fault(fault, name, base_file_read);
	}
	text_release(&all);
	return done;
}

static bool write_all(int file, const char *bytes, size_t length)
{
	while (length) {
		ssize_t put = write(file, bytes, length);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		bytes += put;
		length -= (size_t)put;
	}
	return true;
}

/* The name of a file is safe only once its folder is. */
static bool sync_folder(const char *path)
{
	struct arena arena = {};
	const char *slash = strrchr(path, '/');
	const char *folder = !slash          ? "."
	                     : slash == path ? "/"
	                                     : arena_copy_bytes(&arena, path, (size_t)(slash - path));
	FILE_HANDLE file = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
	bool done = file >= 0 && fsync(file) == 0;
	arena_release(&arena);
	return done;
}

static bool write_fresh(const char *path, const void *bytes, size_t length, int mode)
{
	FILE_HANDLE file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	return file >= 0 && fchmod(file, (mode_t)mode) == 0 && write_all(file, bytes, length) &&
	       fsync(file) == 0;
}

/* A device or a pipe is a place to write to: renaming over it would take it from everybody. */
static bool write_through(const char *path, const void *bytes, size_t length)
{
	FILE_HANDLE file = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	return file >= 0 && write_all(file, bytes, length);
}

bool file_is_stream(const char *path)
{
	struct stat info;
	return stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

bool file_write_failed(const char *path, struct fault *fault)
{
	if (errno == ENOENT || errno == ENOTDIR)
		return fault_set(fault, base_folder_missing, path);
	return file_fault(fault, path, base_file_write);
}

bool file_write(const char *path, const void *bytes, size_t length, int mode, struct fault *fault)
{
	if (file_is_stream(path))
		return write_through(path, bytes, length) || file_write_failed(path, fault);
	struct arena arena = {};
	const char *fresh = arena_format(&arena, "%s.new", path);
	/* What an interrupted run left behind. */
	unlink(fresh);
	bool done = write_fresh(fresh, bytes, length, mode) && rename(fresh, path) == 0;
	if (!done) {
		int problem = errno;
		unlink(fresh);
		errno = problem;
	}
	arena_release(&arena);
	return (done && sync_folder(path)) || file_write_failed(path, fault);
}
