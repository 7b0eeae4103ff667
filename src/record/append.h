/* Appending to the journal, for the files of this room that write. */
#ifndef JINGUO_RECORD_APPEND_H
#define JINGUO_RECORD_APPEND_H

#include "record/journal.h"

/* The bytes an entry's hash is over, as docs/JOURNAL.md lays them out; appended to `out`. */
void entry_bytes(const struct entry *entry, struct text *out);
void entry_hash(const struct entry *entry, struct text *bytes, uint8_t ret[static 32]);
void anchor_hash(int64_t tenant, civil_date day, int64_t seq, const uint8_t hash[static 32],
                 const uint8_t previous[static 32], uint8_t ret[static 32]);

/* What anchors follow from the entries alone: the day of the entry before, and the last anchor. */
struct anchoring {
	civil_date day, anchor_day;
};
/* True when, before an entry of that day, the day of the one before it is to be anchored. */
static inline bool anchor_is_due(const struct anchoring *before, civil_date day)
{
	return before->day && day > before->day && before->day > before->anchor_day;
}

/* Gives the entry its seq, previous, definition and hash, writes it, the anchor
   that falls due and the archived definition. The rest of it is filled. */
bool journal_append(struct book *book, const struct ledger *ledger, struct entry *entry, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
