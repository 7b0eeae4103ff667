/* One write under way: the record as it was and as it will be, and what has
   been found wrong. The steps are check.c (may it stand?), lifecycle.c (moves,
   clocks), difference.c (what changes) and record_write.c (all in order). */
#ifndef JINGUO_RECORD_DRAFT_H
#define JINGUO_RECORD_DRAFT_H

#include "record/effects.h"
#include "record/inside.h"

struct draft {
	struct book *book;
	const struct viewer *viewer;
	const struct ledger *ledger;
	struct record *before; /* NULL on create */
	struct record *after;
	const struct move *move; /* or NULL */
	instant_ms at;
	civil_date today;
	struct faults *faults; /* all that was found wrong */
	struct faults notices; /* what rules remarked */
	struct arena arena;
	struct effects effects;
};

/* ---- check.c ---- */

/* Finds everything that is wrong with `after`. False only when it could not be
   looked at; what was found is in draft->faults. */
bool draft_check(struct draft *draft, struct fault *fault) __attribute__((warn_unused_result));
/* Evaluates a condition on `after`. */
enum truth draft_evaluate(struct draft *draft, const struct expression *expression);
/* The day that counts for the record: counts_on, or today. */
civil_date draft_day(const struct draft *draft);
/* True when the field is not as it was. Sealed values are opened to see. */
bool draft_changed(struct draft *draft, const struct record *before, const struct record *after,
                   const struct field *field);

/* ---- lifecycle.c ---- */

/* May the move be made from where the record stands, and by this role? */
bool draft_may_move(struct draft *draft, struct fault *fault) __attribute__((warn_unused_result));
/* What the move needs: fields, its condition, its rules. */
bool draft_check_move(struct draft *draft, struct fault *fault) __attribute__((warn_unused_result));
/* Clocks that start and stop as the record enters the state of `after`, or is voided. */
bool draft_clocks(struct draft *draft, struct fault *fault) __attribute__((warn_unused_result));

/* ---- computed.c ---- */

/* The computed fields of the record and its rows, by their rules. */
bool draft_compute(struct draft *draft, struct fault *fault) __attribute__((warn_unused_result));
/* The C guards named for every write to the ledger; of a new record also what its rules remark. */
bool draft_ledger_rules(struct draft *draft, struct fault *fault) __attribute__((warn_unused_result));
/* Names of C rules asked one after the other. */
bool draft_guards(struct draft *draft, const char *const *names, struct fault *fault)
        __attribute__((warn_unused_result));
bool draft_move_effects(struct draft *draft, struct fault *fault) __attribute__((warn_unused_result));

/* ---- difference.c ---- */

/* Fills effects with what differs: values (sealed on the way), rows. */
bool draft_difference(struct draft *draft, struct fault *fault) __attribute__((warn_unused_result));
/* Lays the given fields of `changes` over the record as it was. */
bool draft_overlay(struct draft *draft, const struct record *changes, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
