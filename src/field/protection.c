/* Protection orders: when the court must rule, how long an order may hold, who
   may apply for another, and what became of its extensions. 反家庭暴力法 23, 28
   and 30; 法释〔2022〕17号 2. */
#include "field/look.h"
#include "field/violence.h"

bool order_term_check(civil_date ruled, civil_date expires, struct fault *fault)
{
	if (!ruled || !expires || expires <= date_add_months(ruled, ORDER_MONTHS))
		return true;
	fault_set(fault, field_order_too_long, date_words(expires).at, date_words(ruled).at,
	          date_words(date_add_months(ruled, ORDER_MONTHS)).at);
	return blame(fault, "expires_on");
}

bool order_behalf_check(bool by_victim, const char *behalf, bool consent, struct fault *fault)
{
	if (by_victim)
		return true;
	if (!*behalf) {
		fault_set(fault, field_order_behalf_missing);
		return blame(fault, "behalf");
	}
	if (consent || text_equal(behalf, "incapable") || text_equal(behalf, "coerced"))
		return true;
	fault_set(fault, field_order_consent_missing);
	return blame(fault, "consent");
}

struct order_life order_life(civil_date expires, civil_date ended, const struct order_extension *extensions,
                             size_t count)
{
	struct order_life life = {.until = expires};
	for (size_t i = 0; expires && i < count; i++) {
		if (extensions[i].asked >= life.until)
			life.asked_late = true;
		else if (extensions[i].until > life.until)
			life.until = extensions[i].until;
	}
	if (ended && ended < life.until)
		life.until = ended;
	return life;
}

bool rule_order_rule_due(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	if (!LOOK_FOR(call, fault, "accepted_on", "urgent"))
		return false;
	civil_date accepted = look_date(call->record, "accepted_on");
	int days = look_yes(call->record, "urgent") ? ORDER_RULE_DAYS_URGENT : ORDER_RULE_DAYS;
	*ret = accepted ? value_int(date_add_days(accepted, days)) : (struct value){};
	return true;
}

static bool life_of(const struct rule_call *call, struct order_life *ret, struct fault *fault)
{
	const struct record_rows *rows;
	if (!LOOK_FOR(call, fault, "expires_on", "ended_on", "extensions") ||
	    !look_rows(call, "extensions", &rows, fault))
		return false;
	struct order_extension *extensions = arena_array(call->arena, struct order_extension, rows->count);
	for (size_t i = 0; i < rows->count; i++)
		extensions[i] = (struct order_extension){look_date(rows->items[i], "asked_on"),
		                                         look_date(rows->items[i], "until_on")};
	*ret = order_life(look_date(call->record, "expires_on"), look_date(call->record, "ended_on"),
	                  extensions, rows->count);
	return true;
}

bool rule_order_holds_until(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	struct order_life life;
	if (!life_of(call, &life, fault))
		return false;
	*ret = life.until ? value_int(life.until) : (struct value){};
	return true;
}

bool rule_order_remind_on(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	struct order_life life;
	int64_t days = 0;
	if (!life_of(call, &life, fault) || !look_setting_int(call, "order_remind_days", &days, fault))
		return false;
	*ret = life.until ? value_int(date_add_days(life.until, -(int)days)) : (struct value){};
	return true;
}

bool rule_order_warned(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	struct order_life life;
	if (!life_of(call, &life, fault))
		return false;
	*ret = life.asked_late ? value_text("late") : (struct value){};
	return true;
}

bool rule_order_term(const struct rule_call *call, struct fault *fault)
{
	return LOOK_FOR(call, fault, "ruled_on", "expires_on") &&
	       order_term_check(look_date(call->record, "ruled_on"), look_date(call->record, "expires_on"),
	                        fault);
}

bool rule_order_behalf(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	return LOOK_FOR(call, fault, "applicant", "behalf", "consent") &&
	       order_behalf_check(look_is(record, "applicant", "victim"), look_text(record, "behalf"),
	                          look_yes(record, "consent"), fault);
}
