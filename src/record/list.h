/* Lists of records: filter, order, cursor; the exact count is asked apart. */
#ifndef JINGUO_RECORD_LIST_H
#define JINGUO_RECORD_LIST_H

#include "record/record.h"

/* A sealed field with a token holds exactly one of these, each as record_put leaves it. */
struct list_match {
	const struct field *field; /* blind, of the ledger itself */
	const struct value *values;
	size_t count; /* of none nothing is found */
};
struct list_request {
	const struct ledger *ledger;
	const char *org;   /* whose records, on today's map; NULL: the viewer's */
	const char *where; /* an expression, or NULL */
	/* All of them hold. Whoever asks must also be allowed to open
	   sealed values there, else existence could be probed; a rule under way only needs to see the record. */
	const struct list_match *matches;
	size_t match_count;
	int64_t tenant; /* of the matches: tokens of two districts differ */
	/* Of a rule under way, which keeps a promise over all records of the books: no viewer is asked. */
	bool whoever_looks;
	const char *order_by; /* a plain field, "number" or "entry"; NULL: counts_on, then id */
	bool descending;
	bool with_voided;
	const char *cursor; /* from the page before, or NULL */
	size_t limit;       /* 1 … 1000 */
};
struct list_page {
	struct record **records; /* without their rows */
	size_t count;
	const char *next; /* cursor, or NULL at the end */
};
/* A cursor stays good while records are added; one that is not ours is an INPUT fault. */
bool record_list(struct book *book, const struct viewer *viewer, const struct list_request *request,
                 struct arena *arena, struct list_page *ret, struct fault *fault)
        __attribute__((warn_unused_result));
bool record_count(struct book *book, const struct viewer *viewer, const struct list_request *request,
                  int64_t *ret, struct fault *fault) __attribute__((warn_unused_result));

#endif
