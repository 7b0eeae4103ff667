/* What every unit test includes: cmocka with the headers it forgets, and a
   folder that goes away again. */
#ifndef JINGUO_UNIT_H
#define JINGUO_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* A fresh empty folder; release with folder_remove. */
struct folder {
	char path[64];
};

static inline struct folder folder_new(void)
{
	struct folder folder = {"/tmp/jinguo-unit-XXXXXX"};
	assert_non_null(mkdtemp(folder.path));
	return folder;
}

static inline int folder_remove_one(const char *path, const struct stat *info, int flag, struct FTW *state)
{
	(void)info, (void)flag, (void)state;
	return remove(path);
}

static inline void folder_remove(const struct folder *folder)
{
	nftw(folder->path, folder_remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* "FOLDER/NAME" in a buffer that is used anew eight calls later. */
static inline const char *folder_file(const struct folder *folder, const char *name)
{
	static char paths[8][128];
	static size_t turn;
	char *path = paths[turn++ % 8];
	snprintf(path, sizeof paths[0], "%s/%s", folder->path, name);
	return path;
}

/* A programmer's error must end the program: the statement is tried in a child. */
#define assert_aborts(...)                                                         \
	do {                                                                       \
		pid_t child_ = fork();                                             \
		if (child_ == 0) {                                                 \
			signal(SIGABRT, SIG_DFL);                                  \
			dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);          \
			__VA_ARGS__;                                               \
			_exit(0);                                                  \
		}                                                                  \
		int status_ = 0;                                                   \
		assert_int_equal(waitpid(child_, &status_, 0), child_);            \
		assert_true(WIFSIGNALED(status_) && WTERMSIG(status_) == SIGABRT); \
	} while (0)

#endif
