/* The parts of a record's page. */
#ifndef JINGUO_WEB_RECORD_PARTS_H
#define JINGUO_WEB_RECORD_PARTS_H

#include "web/request.h"

/* The states of its lifecycle as cells: reached, current, next with what they still lack. */
void life_add(struct request *request, const struct record *record, const struct entry_view *entries,
              size_t count, struct text *out);
/* The clocks that ran or run for it. */
bool clocks_add(struct request *request, const struct record *record, struct text *out, struct fault *fault);
/* Its entries, newest first. */
void history_add(struct request *request, const struct record *record, const struct entry_view *entries,
                 size_t count, struct text *out);
/* What an entry did, in a word; and what it changed, one line a value. */
const char *entry_action(const struct request *request, const struct ledger *ledger,
                         const struct entry_view *entry);
void entry_add_changes(struct request *request, const struct ledger *ledger, const struct entry_view *entry,
                       struct text *out);
/* The records that link to it. */
bool links_add(struct request *request, const struct record *record, struct text *out, struct fault *fault);

#endif
