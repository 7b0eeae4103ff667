/* Replaying entries, for the files of this room. */
#ifndef JINGUO_RECORD_REPLAY_H
#define JINGUO_RECORD_REPLAY_H

#include "record/journal.h"

/* Posts one entry to the target's projection. `arena` is for what it reads. */
bool replay_entry(struct book *target, const struct entry *entry, struct arena *arena, struct fault *fault)
        __attribute__((warn_unused_result));
/* Sets record_entry_unreadable and returns false. */
bool replay_refused(const struct entry *entry, const char *why, struct fault *fault);
/* How many entries there are, for the progress. */
bool replay_size(struct book *book, const int64_t *tenants, size_t count, size_t *ret, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
