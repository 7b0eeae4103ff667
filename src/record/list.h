/* Lists of records: filter, order, cursor; the exact count is asked apart. */
#ifndef JINGUO_RECORD_LIST_H
#define JINGUO_RECORD_LIST_H

#include "record/record.h"

struct list_request {
	const struct ledger *ledger;
	const char *org;      /* whose records, on today's map; NULL: the viewer's */
	const char *where;    /* an expression, or NULL */
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
