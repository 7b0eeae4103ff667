/* The tables of the books, made from the definitions: those of the system
   (journal, definition, anchor, counter, clock, meta) and one for each ledger.
   Only their shape stands here; store/schema.h brings a database up to it. */
#ifndef JINGUO_RECORD_TABLES_H
#define JINGUO_RECORD_TABLES_H

#include "define/definitions.h"
#include "store/schema.h"

/* Every table of the books: the system's own, then the ledgers'. In the arena. */
void tables_all(const struct definitions *definitions, struct arena *arena, const struct table **ret,
                size_t *ret_count);
/* The system's own alone, for books that have no definitions yet. */
void tables_system(const struct table **ret, size_t *ret_count);
/* Of these the ones a replay gives again: counter and clock. */
void tables_projected(const struct table **ret, size_t *ret_count);
/* One ledger's. `with_tokens` false leaves out the blind tokens, which cannot be compared without keys. */
void table_of_ledger(const struct definitions *definitions, const struct ledger *ledger, bool with_tokens,
                     struct arena *arena, struct table *ret);

/* The covering index from which flow figures on the date `on` are folded:
   tenant, the date, org, voided, then every column those figures read. Figures
   are left out which read rows, the parent, a note or a sealed value; of what
   they may be split by the index holds what stands in the ledger. False when no
   figure is left: there is no such index then. `on` may be the parent's
   date that counts, of which a child ledger has a copy. Of a stock without
   `until` the date `from` is meant. */
bool ledger_count_index(const struct definitions *definitions, const struct ledger *ledger,
                        const struct field *on, struct arena *arena, struct table_index *ret);
/* The same for stocks that end with `until`: tenant, until, from, org, voided,
   then what they read. Stocks whose `from` differs from the first one's are left out. */
bool ledger_stock_index(const struct definitions *definitions, const struct ledger *ledger,
                        const struct field *until, struct arena *arena, struct table_index *ret);

/* The column that holds a field in the ledger's own table; NULL if there is
   none: rows, and the fields of a parent other than its organisation and the
   date that counts. */
const char *ledger_column(const struct ledger *ledger, const struct field *field);
/* "phone_token", the column of a blind field's token. */
const char *field_token_column(const struct field *field, struct arena *arena);
bool ledger_owns(const struct ledger *ledger, const struct field *field);
/* The oldest name of a ledger: what must outlive a renaming is bound to it. */
const char *ledger_birth_name(const struct ledger *ledger);

#endif
