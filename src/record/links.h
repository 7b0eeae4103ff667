/* Which records link to a record, in every register that can: found by walking
   the definitions, so that a register added tomorrow is looked at too. */
#ifndef JINGUO_RECORD_LINKS_H
#define JINGUO_RECORD_LINKS_H

#include "record/record.h"

struct record_link {
	const struct ledger *ledger; /* of the record; never a child */
	const struct field *rows;    /* that hold the row which links; NULL when the record itself does */
	const struct field *field;   /* the link */
	int64_t record, row;         /* row = record when it is the record itself */
	bool reached; /* the viewer may see it: open the record, and of a sealed link what it holds */
};
/* Those of records not voided, sealed links too, field by field. Of what is beyond
   the viewer nothing but the number may be told. The record itself is not asked for. */
bool record_links(struct book *book, const struct viewer *viewer, const struct record *to,
                  struct arena *arena, struct record_link **ret, size_t *ret_count, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
