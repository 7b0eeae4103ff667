/* Two records of one person made one, and two again. The one who goes stays in the
   register with her number and history; what linked to her links to the one who
   stays, and she remembers which links those were. */
#ifndef JINGUO_FIELD_PEOPLE_MERGE_H
#define JINGUO_FIELD_PEOPLE_MERGE_H

#include "record/rule.h"

struct merge_request {
	int64_t tenant;
	const char *number; /* of the person who goes, or is to come back */
	const char *into;   /* of the person who stays; of a merge */
	const char *reason; /* required */
	bool other_id;      /* merge although the ID numbers differ */
	/* May be NULL. */
	void (*progress)(void *context, size_t done, size_t all);
	void *context;
};
/* Links of one register. */
struct merge_count {
	const struct ledger *ledger;
	size_t links;
};
struct merge_report {
	const char *into; /* the number of the person who stays */
	size_t links;     /* changed */
	const struct merge_count *counts;
	size_t count;
	/* Of an undone merge: links that have changed since, and were left alone. */
	const struct merge_count *kept;
	size_t kept_count, kept_links;
};

/* Both are one act, each link an ordinary entry. The viewer must be allowed to
   change people and open who they are, and to see every link; whoever may not see
   one of them changes none. The report is in the arena. */
bool people_merge(struct book *book, const struct viewer *viewer, const struct merge_request *request,
                  struct arena *arena, struct merge_report *ret, struct fault *fault)
        __attribute__((warn_unused_result));
bool people_unmerge(struct book *book, const struct viewer *viewer, const struct merge_request *request,
                    struct arena *arena, struct merge_report *ret, struct fault *fault)
        __attribute__((warn_unused_result));

/* Nothing else changes a merge, and nobody is merged who is still linked to. */
bool rule_person_merge_kept(const struct rule_call *call, struct fault *fault);

#endif
