/* The field's own rules in C, which definitions name. The field room fills one
   table; the record room calls them, and knows nothing of what they mean. */
#ifndef JINGUO_RECORD_RULE_H
#define JINGUO_RECORD_RULE_H

#include "record/record.h"

enum rule_kind {
	RULE_COMPUTE, /* gives the value of a `computed:` field, stored in the entry */
	RULE_GUARD, /* refuses a move, or (named in `computed`-less `rules:` of a ledger) a create or change */
	RULE_EFFECT, /* changes other records in the same act */
	RULE_NOTICE, /* remarks on a new record and refuses nothing; named in `rules:` of a ledger */
};

/* What a rule sees: the record as it will be, and as it was (NULL on create). */
struct rule_call {
	struct book *book;
	const struct viewer *viewer;
	const struct record *record, *before;
	const struct field *field; /* of a computed field */
	const struct move *move;   /* of a move */
	struct arena *arena;
};

struct rule {
	const char *name;
	enum rule_kind kind;
	/* One line for `jinguo check` and the documentation, with the source of the rule. */
	struct label says;
	bool (*compute)(const struct rule_call *call, struct value *ret, struct fault *fault);
	bool (*guard)(const struct rule_call *call, struct fault *fault);
	bool (*effect)(const struct rule_call *call, struct fault *fault);
	bool (*notice)(const struct rule_call *call, struct faults *notices, struct fault *fault);
};

/* NULL-terminated names of a table, for definitions_load; in the arena. */
struct rule_names rule_table_names(const struct rule *table, struct arena *arena);
const struct rule *rule_find(const struct rule *table, const char *name);

/* Runs what follows from an act that the viewer was allowed: as the effect of a rule, whose writes ask for no
   right of their own. */
bool rule_effect(struct book *book, bool (*act)(void *context, struct fault *fault), void *context,
                 struct fault *fault) __attribute__((warn_unused_result));

/* For rules: the value of a setting for this record's organisation and day. */
bool rule_setting(const struct rule_call *call, const char *name, struct value *ret, struct fault *fault);

#endif
