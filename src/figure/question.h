/* One request on its way to its answer: the balances it asks, the tallies they
   fill, and the result made of these. */
#ifndef JINGUO_FIGURE_QUESTION_H
#define JINGUO_FIGURE_QUESTION_H

#include "figure/tally.h"

struct question {
	const struct figure_request *request;
	size_t sides; /* 2 for a ratio */
	struct balance side[TALLY_SIDES];
	struct tallies tallies;
	bool alive[TALLY_SIDES]; /* the register holds something there and then */
};

bool question_make(const struct ground *ground, const struct figure_request *request, struct question *ret,
                   struct fault *fault) __attribute__((warn_unused_result));
void question_release(struct question *question);

/* The numbers of one side by one SQL statement. */
bool question_ask_sql(const struct ground *ground, struct question *question, size_t side,
                      struct fault *fault) __attribute__((warn_unused_result));
/* The units that filed nothing; for a figure of that measure only. */
bool question_ask_missing(const struct ground *ground, struct question *question, struct fault *fault)
        __attribute__((warn_unused_result));
/* Sides without rows: is their register empty there and then? */
bool question_ask_alive(const struct ground *ground, struct question *question, struct fault *fault)
        __attribute__((warn_unused_result));

/* The answer, once every side has been asked. */
bool question_answer(const struct ground *ground, struct question *question, struct figure_result *ret,
                     struct fault *fault) __attribute__((warn_unused_result));

/* The same over a database, definitions and a tree in hand; figure.h has the book's. */
bool figure_compute_on(const struct ground *ground, const struct figure_request *requests, size_t count,
                       enum figure_path path, struct figure_result *ret, struct fault *fault)
        __attribute__((warn_unused_result));
bool figure_records_on(const struct ground *ground, const struct figure_request *request,
                       const struct value key[FIGURE_DIMENSIONS], const char *cursor, size_t limit,
                       struct figure_rows *ret, struct fault *fault) __attribute__((warn_unused_result));

/* Rows of the units that a `missing` figure found, in order of code, with their dimensions' sets. */
struct missing_unit {
	int64_t tenant, record, version;
	const char *org;
	uint32_t sets[FIGURE_DIMENSIONS];
};
bool missing_units(const struct ground *ground, struct question *question, struct missing_unit **ret,
                   size_t *ret_count, struct fault *fault) __attribute__((warn_unused_result));

#endif
