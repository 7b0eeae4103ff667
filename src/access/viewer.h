/* Who is looking. No record is read and none written without a viewer; one
   function turns a viewer into one SQL condition. */
#ifndef JINGUO_ACCESS_VIEWER_H
#define JINGUO_ACCESS_VIEWER_H

#include "access/organisation.h"
#include "define/definitions.h"

struct viewer {
	const char *actor;       /* account, as it stands in the journal; never a full name */
	const struct role *role;
	const char *org;         /* the unit in which the role is held */
};

/* May this viewer do that at all, and how far? SCOPE_NONE refuses. */
enum access_scope viewer_scope(const struct viewer *viewer, const struct ledger *ledger, enum access_action action);
/* Appends the viewer's condition for the action over `alias`, in parentheses;
   DENIED when the role may not do it in this ledger. */
bool viewer_sql(const struct viewer *viewer, const struct organisation *organisation, const struct ledger *ledger,
                enum access_action action, const char *alias, struct sql *sql, struct fault *fault)
	__attribute__((warn_unused_result));
/* The same question about one record. Answers MISSING, not DENIED, for a record that may not be opened. */
bool viewer_may(const struct viewer *viewer, const struct organisation *organisation, const struct ledger *ledger,
                enum access_action action, const char *record_org, struct fault *fault)
	__attribute__((warn_unused_result));

#endif
