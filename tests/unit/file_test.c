/* Whole files: read, written as one, and each way that can fail. */
#include "base/yaml.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "unit.h"

static void test_round_trip(void **state)
{
	(void)state;
	struct folder folder = folder_new();
	struct arena arena = {};
	struct fault fault;
	const char *path = folder_file(&folder, "a.bin");
	char *bytes = NULL;
	size_t length = 0;
	/* What an earlier run left half-written does not stand in the way. */
	assert_true(file_write(folder_file(&folder, "a.bin.new"), "half", 4, 0400, &fault));
	mode_t mask = umask(077);
	assert_true(file_write(path, "old and longer", 14, 0644, &fault));
	umask(mask);
	struct stat info;
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0644);
	assert_true(file_write(path, "a\0b", 3, 0600, &fault));
	assert_true(file_read(&arena, path, &bytes, &length, &fault));
	assert_int_equal(length, 3);
	assert_memory_equal(bytes, "a\0b\0", 4);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_int_not_equal(access(folder_file(&folder, "a.bin.new"), F_OK), 0);
	assert_true(file_write(path, "", 0, 0600, &fault));
	assert_true(file_read(&arena, path, &bytes, &length, &fault));
	assert_int_equal(length, 0);
	assert_string_equal(bytes, "");
	arena_release(&arena);
	folder_remove(&folder);
}

static void test_relative(void **state)
{
	(void)state;
	struct folder folder = folder_new();
	char before[512];
	assert_non_null(getcwd(before, sizeof before));
	assert_int_equal(chdir(folder.path), 0);
	assert_true(file_write("plain", "x", 1, 0600, NULL));
	assert_int_equal(access(folder_file(&folder, "plain"), F_OK), 0);
	assert_int_equal(chdir(before), 0);
	folder_remove(&folder);
}

static void expect_unread(const char *path, enum fault_code code)
{
	struct arena arena = {};
	struct fault fault = {};
	char *bytes = NULL;
	size_t length = 9;
	assert_false(file_read(&arena, path, &bytes, &length, &fault));
	assert_int_equal(fault.code, code);
	assert_string_equal(fault.argument[0], path);
	assert_null(bytes);
	assert_int_equal(length, 9);
	arena_release(&arena);
}

static void test_unreadable(void **state)
{
	(void)state;
	struct folder folder = folder_new();
	assert_int_equal(mkfifo(folder_file(&folder, "pipe"), 0600), 0);
	assert_true(file_write(folder_file(&folder, "file"), "x", 1, 0600, NULL));
	expect_unread(folder_file(&folder, "nothing"), base_file_missing);
	expect_unread(folder_file(&folder, "file/below"), base_file_missing);
	expect_unread(folder.path, base_file_kind);
	expect_unread(folder_file(&folder, "pipe"), base_file_kind);
	folder_remove(&folder);
}

static void test_unwritable(void **state)
{
	(void)state;
	struct folder folder = folder_new();
	struct fault fault = {};
	assert_false(file_write(folder_file(&folder, "no/such"), "x", 1, 0600, &fault));
	assert_int_equal(fault.code, base_folder_missing);
	/* The target is a folder: it stays, and no .new is left behind. */
	assert_int_equal(mkdir(folder_file(&folder, "target"), 0700), 0);
	assert_false(file_write(folder_file(&folder, "target"), "x", 1, 0600, &fault));
	assert_int_equal(fault.code, base_file_write);
	assert_int_not_equal(access(folder_file(&folder, "target.new"), F_OK), 0);
	folder_remove(&folder);
}

/* Written to, not replaced: whoever runs as root would take /dev/null from the whole machine. */
static void test_stream(void **state)
{
	(void)state;
	struct folder folder = folder_new();
	const char *path = folder_file(&folder, "pipe");
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_true(file_is_stream(path));
	assert_false(file_is_stream(folder.path));
	assert_false(file_is_stream(folder_file(&folder, "nothing")));
	int reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	assert_true(reader >= 0);
	assert_true(file_write(path, "x", 1, 0644, NULL));
	char got[2] = "";
	assert_int_equal(read(reader, got, sizeof got), 1);
	assert_int_equal(got[0], 'x');
	close(reader);
	struct stat info;
	assert_int_equal(lstat(path, &info), 0);
	assert_true(S_ISFIFO(info.st_mode));
	struct fault fault = {};
	assert_false(file_write("/dev/full", "x", 1, 0644, &fault));
	assert_int_equal(fault.code, base_file_write);
	assert_int_equal(lstat("/dev/full", &info), 0);
	assert_true(S_ISCHR(info.st_mode));
	folder_remove(&folder);
}

static void test_stream_read(void **state)
{
	(void)state;
	static char long_piece[40000];
	struct arena arena = {};
	struct fault fault = {};
	int ends[2];
	char *bytes = NULL;
	size_t length = 7;
	memset(long_piece, 'x', sizeof long_piece);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], long_piece, sizeof long_piece), sizeof long_piece);
	close(ends[1]);
	assert_true(stream_read(&arena, ends[0], "pipe", &bytes, &length, &fault));
	assert_int_equal(length, sizeof long_piece);
	assert_memory_equal(bytes, long_piece, sizeof long_piece);
	assert_int_equal(bytes[length], 0);
	assert_true(stream_read(&arena, ends[0], "pipe", &bytes, &length, &fault));
	assert_int_equal(length, 0);
	close(ends[0]);
	assert_false(stream_read(&arena, ends[0], "pipe", &bytes, &length, &fault));
	assert_int_equal(fault.code, base_file_read);
	assert_string_equal(fault.argument[0], "pipe");
	arena_release(&arena);
}

/* Root may write anywhere: step down to a user who may not. */
static void test_denied(void **state)
{
	(void)state;
	struct folder folder = folder_new();
	struct fault fault = {};
	assert_true(file_write(folder_file(&folder, "secret"), "x", 1, 0000, NULL));
	assert_int_equal(chmod(folder.path, 0555), 0);
	bool root = geteuid() == 0;
	if (root)
		assert_int_equal(seteuid(65534), 0);
	bool wrote = file_write(folder_file(&folder, "new"), "x", 1, 0600, &fault);
	expect_unread(folder_file(&folder, "secret"), base_file_denied);
	if (root)
		assert_int_equal(seteuid(0), 0);
	assert_false(wrote);
	assert_int_equal(fault.code, base_file_denied);
	assert_int_equal(chmod(folder.path, 0700), 0);
	folder_remove(&folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_relative),
	        cmocka_unit_test(test_unreadable), cmocka_unit_test(test_unwritable),
	        cmocka_unit_test(test_stream),     cmocka_unit_test(test_stream_read),
	        cmocka_unit_test(test_denied),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
