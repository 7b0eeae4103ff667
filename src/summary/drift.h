/* Inside the room: what changed since a statement was frozen. */
#ifndef JINGUO_SUMMARY_DRIFT_H
#define JINGUO_SUMMARY_DRIFT_H

#include "summary/kept.h"

bool drift_of_statement(struct book *book, const char *actor, const char *org, const struct record *statement,
                        struct arena *arena, struct drift **ret, size_t *ret_count, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
