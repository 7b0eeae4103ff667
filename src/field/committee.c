/* The year of a committee member: her plan and her account of it. */
#include "field/committee.h"

#include "field/look.h"

bool rule_committee_duty_once(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	struct record *other;
	if (!LOOK_FOR(call, fault, "member", "of_year"))
		return false;
	if (!look_set(record, "member") || !look_set(record, "of_year"))
		return true; /* required fields: the record room says so */
	struct words year = number_words(look_int(record, "of_year"));
	const char *where = arena_format(call->arena, "member = '%s' and of_year = %s",
	                                 number_words(look_int(record, "member")).at, year.at);
	if (!look_other(call, where, &other, fault))
		return false;
	if (!other)
		return true;
	fault_set(fault, field_committee_duty_twice, year.at, other->number ? other->number : "—");
	return blame(fault, "of_year");
}
