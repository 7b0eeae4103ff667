/* Tasks that one record demands of others: visits to be made (register follow_up). */
#ifndef JINGUO_FIELD_TASK_H
#define JINGUO_FIELD_TASK_H

#include "record/list.h"
#include "record/rule.h"

/* What the tasks belong to: the link of follow_up that names it, and itself. */
struct matter {
	const char *link;
	const struct record *record;
};
struct task {
	const char *kind;
	int64_t round;
	civil_date due;
	civil_date escalate_from; /* 0: it never goes up */
};

bool task_open(const struct rule_call *call, const struct matter *matter, const struct task *task,
               struct fault *fault) __attribute__((warn_unused_result));
/* The open tasks of the matter, of one kind or (NULL) of all. */
bool tasks_open(const struct rule_call *call, const struct matter *matter, const char *kind,
                struct list_page *ret, struct fault *fault) __attribute__((warn_unused_result));
bool tasks_drop(const struct rule_call *call, const struct matter *matter, const char *kind,
                struct fault *fault) __attribute__((warn_unused_result));

#endif
