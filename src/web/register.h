/* What the pages of registers share. */
#ifndef JINGUO_WEB_REGISTER_H
#define JINGUO_WEB_REGISTER_H

#include "web/request.h"

/* May this viewer open it, and is it one of its own (not the rows of another)? */
bool register_shown(const struct request *request, const struct ledger *ledger);
bool group_shown(const struct request *request, const char *group);
/* 二、关爱维权; `number` counts from 0. */
void group_add_title(const struct request *request, const struct list_item *group, size_t number,
                     struct text *out);
/* The registers beside one of them. */
void shelf_add(const struct request *request, const struct ledger *here, struct text *out);
/* The opening tag of a link to a register, open for arguments. */
void link_register(const struct request *request, const char *attributes, const struct ledger *ledger,
                   struct text *out);

/* The condition of a list: the request's period unless `whole` (or unless the register has no date that
   counts), a state or NULL, and a person's own condition or NULL, which must have been parsed before. NULL
   when there is none; in the request's arena. */
const char *register_condition(const struct request *request, const struct ledger *ledger, const char *state,
                               const char *where, bool whole);

#endif
