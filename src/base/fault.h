/* Faults: what went wrong, in words a person can act on, in two languages.

   Each problem has one code for ever. A code, its kind, its sentence and its
   hint stand in one row of src/base/faults/ROOM.def; {0} {1} … in the sentence
   are the arguments. docs/ERRORS.md is printed from those rows. A fault never
   carries a sealed value. A programmer's error is an assert, not a fault. */
#ifndef JINGUO_BASE_FAULT_H
#define JINGUO_BASE_FAULT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* KIND, exit code of the command line, HTTP status. */
#define FAULT_KINDS(X)                                                                      \
	X(INPUT, 2, 400)    /* what was given is wrong; the sentence says how to mend it */ \
	X(MISSING, 3, 404)  /* the named thing is not there (or not to be seen) */          \
	X(DENIED, 4, 403)   /* the viewer may not */                                        \
	X(CONFLICT, 5, 409) /* somebody or something else was first */                      \
	X(STATE, 6, 422)    /* not now: the lifecycle or a rule refuses */                  \
	X(DAMAGED, 7, 500)  /* the books are not what they should be */                     \
	X(SYSTEM, 8, 503)   /* disk, file, database, memory */

enum fault_kind {
#define X(name, exit_code, status) FAULT_##name,
	FAULT_KINDS(X)
#undef X
};

enum fault_code {
	FAULT_NONE,
#define FAULT(name, kind, zh, en, hint_zh, hint_en) name,
#include "base/faults/all.def"
#undef FAULT
	FAULT_CODES
};

enum language { LANGUAGE_ZH, LANGUAGE_EN };

/* Where in a file; line and column count from 1, 0 where there is none. In a
   workbook they are row and column of a sheet and are shown as Sheet1!C5. */
struct position {
	const char *file; /* owned by whoever parsed the file, must outlive the fault */
	int line, column;
	const char *sheet; /* owned likewise; NULL outside workbooks */
};
/* "C5"; "5" without a column. */
void position_cell(const struct position *at, struct text *out);

enum { FAULT_ARGUMENTS = 4, FAULT_ARGUMENT_SIZE = 256 };

struct fault {
	enum fault_code code;
	struct position at;
	char field[64]; /* the field of a record that is meant, or "" */
	char argument[FAULT_ARGUMENTS][FAULT_ARGUMENT_SIZE];
};

/* Fills the fault and returns false, so that `return fault_set(…)` ends a
   function. The arguments are strings; long ones are cut at a code point, and
   control characters and broken UTF-8 are replaced.
   `fault` may be NULL where the caller only needs to know that it failed. */
#define fault_set(fault, ...)                                     \
	({                                                        \
		fault_set_(fault, __VA_ARGS__, (const char *)0);  \
		false; /* said here, where an analyser sees it */ \
	})
bool fault_set_(struct fault *fault, enum fault_code code, ...) __attribute__((sentinel));
/* The same with a place in a file. */
#define fault_set_at(fault, at, ...)                                    \
	({                                                              \
		fault_set_at_(fault, at, __VA_ARGS__, (const char *)0); \
		false;                                                  \
	})
bool fault_set_at_(struct fault *fault, struct position at, enum fault_code code, ...)
        __attribute__((sentinel));

enum fault_kind fault_kind(enum fault_code code);
const char *fault_name(enum fault_code code); /* "define_unknown_key" */
int fault_exit_code(enum fault_code code);
int fault_status(enum fault_code code);
/* "file:line:column: sentence", of a workbook "file:Sheet1!C5: sentence", and, indented on a second line, the hint; each line ends in \n. */
void fault_print(const struct fault *fault, enum language language, struct text *out);
void fault_sentence(const struct fault *fault, enum language language, struct text *out);
void fault_hint(const struct fault *fault, enum language language, struct text *out);
/* {"code":…,"kind":…,"zh":…,"en":…,"hint":{"zh":…,"en":…},"file":…,"line":…,"column":…,
   "cell":"Sheet1!C5","field":…}; the last five only where they are known. */
void fault_json(const struct fault *fault, struct text *out);
/* The whole catalogue as Markdown. */
void fault_catalogue(struct text *out);

/* Faults gathered where all are wanted at once. `struct faults f = {};` */
struct faults {
	struct fault *items;
	size_t count, room;
};
/* Adds one and returns false. */
bool faults_add(struct faults *faults, const struct fault *fault);
#define faults_add_at(faults, at, ...)                      \
	({                                                  \
		struct fault fault_made = {};               \
		fault_set_at(&fault_made, at, __VA_ARGS__); \
		faults_add(faults, &fault_made);            \
	})
/* By file, line, column; equal ones once. */
void faults_sort(struct faults *faults);
void faults_release(struct faults *faults);

#endif
