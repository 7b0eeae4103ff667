/* Values of a record by the names a rule knows. A definition may name a rule in
   a register that lacks its fields; LOOK_FOR says so before anything is read. */
#ifndef JINGUO_FIELD_LOOK_H
#define JINGUO_FIELD_LOOK_H

#include "record/rule.h"

/* False with a fault when the record's ledger lacks one of the fields. */
#define LOOK_FOR(call, fault, ...) look_for(call, fault, (const char *const[]){__VA_ARGS__, NULL})
bool look_for(const struct rule_call *call, struct fault *fault, const char *const *names)
        __attribute__((warn_unused_result));

/* VALUE_NONE when the field is unset or not there. */
struct value look(const struct record *record, const char *name);
bool look_set(const struct record *record, const char *name);
bool look_yes(const struct record *record, const char *name);         /* unset is no */
civil_date look_date(const struct record *record, const char *name);  /* 0 unset */
int64_t look_int(const struct record *record, const char *name);      /* 0 unset */
const char *look_text(const struct record *record, const char *name); /* "" unset or sealed */
bool look_is(const struct record *record, const char *name, const char *code);
/* True when the field differs from what it was, or the record is new. */
bool look_changed(const struct rule_call *call, const char *name);
/* The rows of a rows field, read from the books where the call did not bring them. */
bool look_rows(const struct rule_call *call, const char *name, const struct record_rows **ret,
               struct fault *fault) __attribute__((warn_unused_result));
/* The record a link names; refused when the link is unset. */
bool look_linked(const struct rule_call *call, const struct record *record, const char *name,
                 struct record **ret, struct fault *fault) __attribute__((warn_unused_result));

/* The day of the act. */
civil_date look_today(const struct rule_call *call);
/* The unit that answers for `code` today: what a rule enters cannot go to one that is no more. */
const char *look_answering(const struct rule_call *call, const char *code);

/* The value of a setting for this record; a missing one is a fault. */
bool look_setting(const struct rule_call *call, const char *name, struct value *ret, struct fault *fault)
        __attribute__((warn_unused_result));
bool look_setting_int(const struct rule_call *call, const char *name, int64_t *ret, struct fault *fault)
        __attribute__((warn_unused_result));

/* Is `code` among codes cut by commas, as settings write them and choices are held? */
bool code_among(const char *list, const char *code);

/* Says which field of the record a fault is about; returns false. */
bool blame(struct fault *fault, const char *field);

/* A number, and a date, as an argument of a fault. */
struct words {
	char at[24];
};
struct words number_words(int64_t number);
struct words date_words(civil_date date);

/* Another record of this register, not voided, that fulfils the condition; NULL when there is none. */
bool look_other(const struct rule_call *call, const char *where, struct record **ret, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
