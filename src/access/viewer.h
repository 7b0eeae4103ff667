/* Who is looking. No record is read and none written without a viewer; one
   function turns a viewer into one SQL condition.

   How far an action reaches: `own_tree` the viewer's unit and everything below
   it on today's map, `own_org` the records for which that unit itself answers
   today, `all` everything, `own` and `assigned` the records of the same tenant
   whose member of staff (the ledger's field `owner` or, failing that, `handler`)
   is the actor. */
#ifndef JINGUO_ACCESS_VIEWER_H
#define JINGUO_ACCESS_VIEWER_H

#include "access/organisation.h"
#include "define/definitions.h"

struct viewer {
	const char *actor; /* account, as it stands in the journal; never a full name */
	const struct role *role;
	const char *org; /* the unit in which the role is held */
};

/* May this viewer do that at all, and how far? SCOPE_NONE refuses. */
enum access_scope viewer_scope(const struct viewer *viewer, const struct ledger *ledger,
                               enum access_action action);
/* Appends the viewer's condition for the action over `alias`, in parentheses;
   DENIED when the role may not do it in this ledger. `viewer` and
   `organisation` must live until the SQL has run. */
bool viewer_sql(const struct viewer *viewer, const struct organisation *organisation,
                const struct ledger *ledger, enum access_action action, const char *alias, struct sql *sql,
                struct fault *fault) __attribute__((warn_unused_result));
/* The same question about one record. Answers MISSING, not DENIED, for a record
   that may not be opened. Refuses where the scope is `own` or `assigned`: ask
   viewer_may_staffed there. */
bool viewer_may(const struct viewer *viewer, const struct organisation *organisation,
                const struct ledger *ledger, enum access_action action, const char *record_org,
                struct fault *fault) __attribute__((warn_unused_result));
/* The same with the value of the record's staff field; NULL when it is unset. */
bool viewer_may_staffed(const struct viewer *viewer, const struct organisation *organisation,
                        const struct ledger *ledger, enum access_action action, const char *record_org,
                        const char *record_staff, struct fault *fault) __attribute__((warn_unused_result));
/* May a record begin there? There is nothing to hide yet, so it answers DENIED and names the unit. */
bool viewer_may_create(const struct viewer *viewer, const struct organisation *organisation,
                       const struct ledger *ledger, const char *org, struct fault *fault)
        __attribute__((warn_unused_result));
/* The field that tells whose record it is, of the top ledger for a child; NULL
   when there is none that SQL can compare (not sealed). */
const struct field *viewer_staff_field(const struct ledger *ledger);

#endif
