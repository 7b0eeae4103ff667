/* Rights cases. The days are those of the 信访工作条例 (2022); the duty to
   report is that of the 未成年人保护法, article 11. That an approver is not the
   handler, and approves before the time is up, is this project's own rule. */
#include "field/rights.h"

#include "calendar/workdays.h"
#include "field/look.h"

/* Classes of the Act to the five of local federation statistics. */
static const struct {
	const char *matter, *local;
} local_matters[] = {
        {"political", "general"}, {"marriage_family", "marriage_family"},
        {"labour", "labour"},     {"personal", "personal"},
        {"property", "property"}, {"education", "general"},
        {"general", "general"},
};

const char *rights_local_matter(const char *matter)
{
	for (size_t i = 0; i < sizeof local_matters / sizeof local_matters[0]; i++)
		if (text_equal(local_matters[i].matter, matter))
			return local_matters[i].local;
	return NULL;
}

bool rights_due(const struct definitions *definitions, civil_date start, int extension, civil_date *ret,
                struct fault *fault)
{
	struct span span = {RIGHTS_DECIDE_DAYS + extension, SPAN_DAYS};
	instant_ms due;
	if (!span_due(definitions, span, instant_at(start, 0, 0), &due, fault))
		return false;
	*ret = instant_date(due - 1); /* a day ends at 24:00, which is the next day's first moment */
	return true;
}

bool rights_minor_check(bool minors, bool reported, bool waived, struct fault *fault)
{
	if (!minors || reported || waived)
		return true;
	fault_set(fault, field_case_minor_unreported);
	return blame(fault, "report_no");
}

bool rights_extension_check(const struct rights_extension *extension, struct fault *fault)
{
	int given = (extension->days != 0) + (extension->approved != 0) + (*extension->by != 0) +
	            (*extension->why != 0);
	if (!given)
		return true;
	if (given < 4) {
		fault_set(fault, field_case_extension_incomplete);
		return blame(fault, "extension_days");
	}
	if (text_equal(extension->by, extension->handler)) {
		fault_set(fault, field_case_extension_own);
		return blame(fault, "extension_by");
	}
	if (extension->approved > extension->due) {
		fault_set(fault, field_case_extension_late, date_words(extension->approved).at,
		          date_words(extension->due).at);
		return blame(fault, "extension_on");
	}
	return true;
}

bool rule_rights_local_matter(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	if (!LOOK_FOR(call, fault, "matter"))
		return false;
	*ret = value_text(rights_local_matter(look_text(call->record, "matter")));
	return true;
}

/* The days run from the decision to take the case on, and from the first day while there is none. */
static civil_date clock_start(const struct record *record)
{
	civil_date accepted = look_date(record, "accepted_on");
	return accepted ? accepted : look_date(record, "received_on");
}

static bool case_due(const struct rule_call *call, int extension, civil_date *ret, struct fault *fault)
{
	civil_date start = clock_start(call->record);
	if (start)
		return rights_due(call->book->definitions, start, extension, ret, fault);
	*ret = 0;
	return true;
}

bool rule_rights_due_on(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	civil_date due;
	if (!LOOK_FOR(call, fault, "received_on", "accepted_on", "extension_days") ||
	    !case_due(call, (int)look_int(call->record, "extension_days"), &due, fault))
		return false;
	*ret = due ? value_int(due) : (struct value){};
	return true;
}

bool rule_rights_overdue_from(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	struct value due;
	if (!rule_rights_due_on(call, &due, fault))
		return false;
	*ret = due.kind == VALUE_INT ? value_int(date_add_days((civil_date)due.number, 1)) : due;
	return true;
}

bool rule_rights_minor_reported(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	return LOOK_FOR(call, fault, "minors", "report_no", "report_waiver") &&
	       rights_minor_check(look_yes(record, "minors"), look_set(record, "report_no"),
	                          look_set(record, "report_waiver"), fault);
}

bool rule_rights_extension(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	if (!LOOK_FOR(call, fault, "extension_days", "extension_on", "extension_by", "extension_why",
	              "handler", "received_on", "accepted_on"))
		return false;
	struct rights_extension extension = {
	        .days = look_int(record, "extension_days"),
	        .approved = look_date(record, "extension_on"),
	        .by = look_text(record, "extension_by"),
	        .why = look_text(record, "extension_why"),
	        .handler = look_text(record, "handler"),
	};
	if (!case_due(call, 0, &extension.due, fault))
		return false;
	return rights_extension_check(&extension, fault);
}
