/* Sample records: a half year of made-up work of a district, posted through the
   ordinary entry path. The same seed gives the same records. It holds what
   breaks programs: dates on the edges of periods, voids, late entries, moved
   units, unset fields. No real person's number can come out: citizen numbers
   begin with 99, which no province has, and telephones with +999, which no
   country has. */
#ifndef JINGUO_COMMAND_SAMPLE_SAMPLE_H
#define JINGUO_COMMAND_SAMPLE_SAMPLE_H

#include "calendar/period.h"
#include "record/book.h"

struct sample_request {
	const char *org; /* the district */
	struct period period;
	uint64_t seed;
	size_t records; /* about how many; 0: what a district of this size has */
	void (*progress)(void *context, size_t done, size_t all);
	void *context;
};
/* Posts all of them in one transaction, or none; *ret_records counts what was made. */
bool sample_post(struct book *book, const struct sample_request *request, size_t *ret_records,
                 struct fault *fault) __attribute__((warn_unused_result));

#endif
