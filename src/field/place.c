/* The level of a record's organisation, so that "communities" can be counted
   apart from streets, and the week of a date, so that weeks can be. */
#include "field/place.h"

#include "field/look.h"

civil_date week_monday(civil_date date)
{
	return date ? date_add_days(date, 1 - date_weekday(date)) : 0;
}

bool rule_org_level(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	(void)fault;
	const struct organisation_unit *unit = NULL;
	if (call->record->org)
		unit = organisation_find(call->book->organisation, call->record->org);
	*ret = unit ? value_text(unit->level) : (struct value){};
	return true;
}

bool rule_week_monday(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	if (!LOOK_FOR(call, fault, "sent_on"))
		return false;
	civil_date sent_on = look_date(call->record, "sent_on");
	*ret = sent_on ? value_int(week_monday(sent_on)) : (struct value){};
	return true;
}
