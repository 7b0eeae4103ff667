/* What the commands share: options read from one table, the opened books, the
   progress bar, and how a fault reaches the person. Only this room and web print. */
#ifndef JINGUO_COMMAND_CLI_H
#define JINGUO_COMMAND_CLI_H

#include <stdio.h>

#include "calendar/period.h"
#include "record/book.h"

/* Every option any command takes, written once. NAME, "--spelling", placeholder or NULL for a switch */
#define OPTIONS(X)                        \
	X(DATA, "--data", "DIR")          \
	X(REGION, "--region", "CODE")     \
	X(ORG, "--org", "CODE")           \
	X(PERIOD, "--period", "PERIOD")   \
	X(SEED, "--seed", "N")            \
	X(RECORDS, "--records", "[N]")    \
	X(BY, "--by", "FIELD[,FIELD]")    \
	X(WHERE, "--where", "EXPRESSION") \
	X(TO, "--to", "FORMAT")           \
	X(SHEET, "--sheet", "NAME")       \
	X(OUTPUT, "-o", "FILE")           \
	X(PORT, "--port", "N")            \
	X(TEMPLATE, "--template", "NAME") \
	X(AS, "--as", "ROLE")             \
	X(LANG, "--lang", "zh|en")        \
	X(REASON, "--reason", "TEXT")     \
	X(JSON, "--json", NULL)           \
	X(REDACT, "--redact", NULL)       \
	X(SIGNED, "--signed", NULL)       \
	X(OTHER_ID, "--other-id", NULL)   \
	X(POSSIBLE, "--possible", NULL)   \
	X(DRY_RUN, "--dry-run", NULL)     \
	X(RESET, "--reset", NULL)         \
	X(NO_SERVE, "--no-serve", NULL)   \
	X(HELP, "--help", NULL)

enum option {
#define X(name, spelling, placeholder) OPTION_##name,
	OPTIONS(X)
#undef X
	        OPTION_COUNT
};

struct invocation {
	const struct command *command;
	const char *words[8]; /* what is not an option, without the command's name */
	size_t word_count;
	const char *options[OPTION_COUNT]; /* NULL when not given; "" for a switch or `--records` alone */
	enum language language;
	bool json;
	bool quiet; /* no report beside what is written; set by demo */
	struct arena arena;
};

struct command {
	const char *name;     /* "summary" or "summary diff" */
	const char *usage;    /* what follows the name */
	struct label says;    /* one line */
	struct label details; /* --help, may hold several lines */
	unsigned options;     /* bits 1u << OPTION_… that it takes beside --help, --lang, --json */
	unsigned required;    /* those that must be there */
	size_t words_min, words_max;
	int (*run)(struct invocation *invocation);
};
extern const struct command commands[]; /* ended by a row without name */

/* Opened definitions and books with the viewer of the command line. */
struct desk {
	struct definitions *definitions;
	struct book *book;
	struct viewer viewer;
};
/* Definitions of --data's folder, books opened; prints the faults and returns
   false with *ret_exit set. Close with desk_close. */
bool desk_open(struct invocation *invocation, enum book_mode mode, struct desk *ret, int *ret_exit);
void desk_close(struct desk *desk);

/* Prints to standard error, as text or, with --json, as JSON; returns the exit code. */
int fail(const struct invocation *invocation, const struct fault *fault);
int fail_all(const struct invocation *invocation, const struct faults *faults);

/* A bar on standard error, drawn only when it is a terminal and after a second;
   otherwise a line every ten per cent after a second. */
struct progress {
	const char *what;
	enum language language;
	instant_ms began, shown;
	int percent;
	bool visible;
};
void progress_begin(struct progress *progress, const char *what, enum language language);
void progress_show(void *progress, size_t done, size_t all); /* fits the callbacks of the rooms */
void progress_end(struct progress *progress);

/* A whole file given as a word; "-" is standard input. */
bool input_read(struct invocation *invocation, const char *path, char **ret, size_t *ret_length,
                struct fault *fault) __attribute__((warn_unused_result));
/* Writes to -o FILE (whole, by rename) or standard output when it is not given. */
int output_write(const struct invocation *invocation, const void *bytes, size_t length);

/* A file that a library writes by its path: `path` is where, until all of it is there. */
struct output_path {
	const char *path;
	const char *wanted; /* NULL: standard output */
	bool copied;        /* to a device or a pipe */
};
bool output_path_begin(struct invocation *invocation, const char *wanted, struct output_path *ret,
                       struct fault *fault) __attribute__((warn_unused_result));
/* Puts it in its place if `ok`, else leaves nothing behind; false if it cannot, or was not ok. */
bool output_path_end(const struct output_path *output, bool ok, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
