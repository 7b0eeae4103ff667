/* What a signature freezes of a figure: its request, its number, and the ids
   and versions of the records behind it. Made from a document, computed from
   the books, written to the rows of a statement and read back. */
#ifndef JINGUO_SUMMARY_FROZEN_H
#define JINGUO_SUMMARY_FROZEN_H

#include "summary/kept.h"

struct frozen {
	size_t place;                  /* of the proof in the document */
	const char *name, *text;       /* of the figure; its request as text */
	struct figure_request request; /* figure NULL when the definitions do not hold it */
	struct value key[FIGURE_DIMENSIONS];
	bool of_cell; /* the number of one cell, not the whole */
	struct figure_number value;
	const char *printed;
	const char *records; /* "id:version id:version …" or "" */
};

/* Every request a number of the document rests on, each once: of a change also
   that of last year, of a share also the total. Nothing is computed yet. */
void frozen_of_document(const struct document *document, struct arena *arena, struct frozen **ret,
                        size_t *ret_count);
/* Numbers and records as the books have them, under the role `statement`. What
   can no longer be asked is missing. */
bool frozen_compute(struct book *book, const struct viewer *viewer, struct frozen *items, size_t count,
                    struct arena *arena, struct fault *fault) __attribute__((warn_unused_result));
bool frozen_write(const struct frozen *items, size_t count, struct record *statement, struct fault *fault)
        __attribute__((warn_unused_result));
bool frozen_read(const struct definitions *definitions, const struct record *statement, struct arena *arena,
                 struct frozen **ret, size_t *ret_count, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
