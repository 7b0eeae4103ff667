/* Posting: one entry's effects to the projected tables. Live writes and replay
   come through here and nowhere else, so that a rebuild gives what is live. */
#ifndef JINGUO_RECORD_POSTING_H
#define JINGUO_RECORD_POSTING_H

#include "record/effects.h"
#include "record/journal.h"

/* Of the entry only tenant, seq, record, version and action are asked. */
bool posting_apply(struct book *book, const struct ledger *ledger, const struct entry *entry,
                   const struct effects *effects, struct fault *fault) __attribute__((warn_unused_result));

#endif
