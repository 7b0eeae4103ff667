/* Summaries: a template read once, figures gathered for it, signed and issued.
   docs/TEMPLATES.md is the template language. */
#ifndef JINGUO_SUMMARY_SUMMARY_H
#define JINGUO_SUMMARY_SUMMARY_H

#include "summary/document.h"

struct template; /* summary/template.h */

/* Reads and checks a template: unknown directives, digits without a figure
   (ASCII, full-width, Chinese numerals before a measure word), formats that do
   not fit, conditions and splits that would not be answered. A figure that no
   register gives yet is not a fault; it will print x. Lives in the arena. */
bool template_parse(struct arena *arena, const struct definitions *definitions,
                    const struct summary_source *source, const struct template **ret, struct faults *faults)
        __attribute__((warn_unused_result));
/* Every template of the definitions, and the register that keeps the statements, for `jinguo check`. */
bool templates_check(const struct definitions *definitions, struct faults *faults);
/* The template of that name, read from the book's definitions; in the arena. */
bool summary_template(struct book *book, const char *name, struct arena *arena, const struct template **ret,
                      struct fault *fault) __attribute__((warn_unused_result));

struct summary_request {
	const char *template; /* name; NULL: half_year */
	const char *org;
	struct period period;
	bool redact;            /* counts print x, the last digit of years _ */
	bool as_signed;         /* the document as the first signature froze it, whatever changed since */
	civil_date prepared_on; /* 0: today */
	void (*progress)(void *context, size_t done, size_t all);
	void *context;
};
/* Computes every figure under the role `statement` of the organisation, in one
   snapshot, and builds the document. `viewer` must be allowed to count there.
   The document is good as long as the book's definitions. */
bool summary_gather(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                    struct document **ret, struct fault *fault) __attribute__((warn_unused_result));

/* Signing, in the order the template names. The first signature makes the
   record in the ledger `statement` and freezes every figure with its records
   and versions, and the document, at the journal's head; later ones must find
   all of it unchanged. Refused: out of order, a role the viewer does not hold,
   passages unwritten and digits unproved. */
bool summary_sign(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                  int64_t *ret_statement, struct fault *fault) __attribute__((warn_unused_result));
/* After the last signature: figures are frozen for good. */
bool summary_issue(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                   int64_t *ret_statement, struct fault *fault) __attribute__((warn_unused_result));
/* Takes a signed or issued summary back, so that it can be drafted anew; its
   words and signatures stay in the journal. The reason is required. */
bool summary_withdraw(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                      const char *reason, int64_t *ret_statement, struct fault *fault)
        __attribute__((warn_unused_result));

/* Puts a person's words into a `write` passage; digits without a source are
   kept, shown as unproved, and stand in the way of signing. Refused once signed. */
bool summary_write(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                   const char *slot, const char *words, struct fault *fault)
        __attribute__((warn_unused_result));

/* What changed since the freeze: one line a number. What is asked is what was
   asked then, also when the template has changed since. */
struct drift {
	const char *figure, *words;
	const char *before, *now;   /* printed */
	size_t came, went, changed; /* records of its list */
	const int64_t *came_ids, *went_ids, *changed_ids;
};
bool summary_drift(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                   struct arena *arena, struct drift **ret, size_t *ret_count, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
