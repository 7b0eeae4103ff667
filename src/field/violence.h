/* Domestic violence: the danger scale, and protection orders. */
#ifndef JINGUO_FIELD_VIOLENCE_H
#define JINGUO_FIELD_VIOLENCE_H

#include "record/rule.h"

/* 妇联组织受理家庭暴力投诉工作规程 (2018), annex: nine items score one each, up
   to 3 is low, from 6 high; two more are not scored, and either means high. */
enum { DANGER_ITEMS = 9, DANGER_DEADLY = 2, DANGER_MEDIUM = 4, DANGER_HIGH = 6 };
enum answer { ANSWER_NONE, ANSWER_NO, ANSWER_YES };

struct danger {
	enum answer items[DANGER_ITEMS];
	enum answer deadly[DANGER_DEADLY];
};
/* The score; false while an item is not answered. */
bool danger_score(const struct danger *danger, int64_t *ret);
/* A code of the list `level`; NULL while the answers given do not settle it. */
const char *danger_level(const struct danger *danger);

/* 反家庭暴力法 28 and 30. Hours run by the clock; of days, 72 are three and 24 are one. */
enum { ORDER_RULE_DAYS = 3, ORDER_RULE_DAYS_URGENT = 1, ORDER_MONTHS = 6 };

/* `expires` is the first day on which the order holds no more. */
bool order_term_check(civil_date ruled, civil_date expires, struct fault *fault)
        __attribute__((warn_unused_result));
/* Whoever applies for her says why; `behalf` is a code of that list, "" unset. */
bool order_behalf_check(bool by_victim, const char *behalf, bool consent, struct fault *fault)
        __attribute__((warn_unused_result));

struct order_extension {
	civil_date asked, until; /* until 0: not ruled on, or refused */
};
struct order_life {
	civil_date until; /* the first day on which it holds no more; 0 unset */
	bool asked_late;  /* an extension was asked for when it held no more */
};
/* What was asked for too late extends nothing. */
struct order_life order_life(civil_date expires, civil_date ended, const struct order_extension *extensions,
                             size_t count);

bool rule_violence_score(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_violence_level(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_violence_prompt(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_violence_assessed(const struct rule_call *call, struct fault *fault);
bool rule_order_rule_due(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_order_holds_until(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_order_remind_on(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_order_warned(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_order_term(const struct rule_call *call, struct fault *fault);
bool rule_order_behalf(const struct rule_call *call, struct fault *fault);

#endif
