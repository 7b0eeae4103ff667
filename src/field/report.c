/* Mandatory reports: which of the nine situations of 高检发〔2020〕9号 article 4 the
   signs amount to, how long the report took, and when the police owe an answer
   (article 10). No rule here refuses anything: nothing may stand between finding
   and reporting (article 16). */
#include "field/report.h"

#include <string.h>

#include "field/care.h"
#include "field/look.h"

enum at_age { ANY_AGE, UNDER_AGE, FROM_AGE };

/* A sign, a second one that must be there as well (or NULL), of whom; in the order of the situations. */
static const struct {
	const char *sign, *with;
	enum at_age age;
	bool girls;
	const char *situation;
} table[] = {
        {"private_injury", NULL, ANY_AGE, false, "private_injury"},
        {"assault", NULL, UNDER_AGE, true, "girl_under_14"},
        {"pregnant", NULL, UNDER_AGE, true, "girl_under_14"},
        {"miscarriage", NULL, UNDER_AGE, true, "girl_under_14"},
        {"pregnant", "assault", FROM_AGE, true, "girl_from_14"},
        {"miscarriage", "assault", FROM_AGE, true, "girl_from_14"},
        {"injuries", NULL, ANY_AGE, false, "abused"},
        {"malnourished", NULL, ANY_AGE, false, "abused"},
        {"unconscious", NULL, ANY_AGE, false, "abused"},
        {"suicide", NULL, ANY_AGE, false, "self_harm"},
        {"work_injury", NULL, ANY_AGE, false, "self_harm"},
        {"poisoned", NULL, ANY_AGE, false, "self_harm"},
        {"abandoned", NULL, ANY_AGE, false, "abandoned"},
        {"unattended", NULL, ANY_AGE, false, "abandoned"},
        {"unknown_origin", NULL, ANY_AGE, false, "missing"},
        {"missing", NULL, ANY_AGE, false, "missing"},
        {"trafficked", NULL, ANY_AGE, false, "missing"},
        {"begging", NULL, ANY_AGE, false, "begging"},
        {"other", NULL, ANY_AGE, false, "other"},
};

static bool holds(const char *choices, const char *code)
{
	size_t length = strlen(code);
	for (const char *at = strstr(choices, code); at; at = strstr(at + 1, code))
		if (at > choices && at[-1] == ',' && at[length] == ',')
			return true;
	return false;
}

static bool fires(size_t row, const char *signs, const struct report_child *child, civil_date found)
{
	if (!holds(signs, table[row].sign) || (table[row].with && !holds(signs, table[row].with)))
		return false;
	if (table[row].age != ANY_AGE &&
	    (!child->born || (years_old(child->born, found) < REPORT_AGE) != (table[row].age == UNDER_AGE)))
		return false;
	return !table[row].girls || child->female;
}

const char *report_situations(const char *signs, const struct report_child *child, civil_date found,
                              struct arena *arena)
{
	const char *all = ",";
	if (!*signs)
		return "";
	/* With child she is a girl, whatever the form says of the sex. */
	struct report_child known = *child;
	known.female |= holds(signs, "pregnant") || holds(signs, "miscarriage");
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (fires(i, signs, &known, found) && !holds(all, table[i].situation))
			all = arena_format(arena, "%s%s,", all, table[i].situation);
	return all[1] ? all : ",other,";
}

bool rule_report_situations(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	const struct record *record = call->record;
	if (!LOOK_FOR(call, fault, "signs", "child_sex", "child_born_on", "found_at"))
		return false;
	const struct report_child child = {.female = look_is(record, "child_sex", "female"),
	                                   .born = look_date(record, "child_born_on")};
	const char *situations = report_situations(look_text(record, "signs"), &child,
	                                           instant_date(look_int(record, "found_at")), call->arena);
	*ret = *situations ? value_text(situations) : (struct value){};
	return true;
}

/* ---- times ---- */

static bool day_of(const struct rule_call *call, const char *field, struct value *ret, struct fault *fault)
{
	if (!look_for(call, fault, (const char *const[]){field, NULL}))
		return false;
	*ret = look_set(call->record, field) ? value_int(instant_date(look_int(call->record, field)))
	                                     : (struct value){};
	return true;
}

bool rule_report_found_on(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	return day_of(call, "found_at", ret, fault);
}

bool rule_report_reported_on(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	return day_of(call, "reported_at", ret, fault);
}

enum { MINUTE_MS = 60000, HOUR_MS = 3600000 };

bool rule_report_due_at(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	int64_t hours;
	if (!LOOK_FOR(call, fault, "found_at") || !look_setting_int(call, "report_hours", &hours, fault))
		return false;
	*ret = look_set(call->record, "found_at")
	               ? value_int(look_int(call->record, "found_at") + hours * HOUR_MS)
	               : (struct value){};
	return true;
}

/* At the end of that day the time has run out. */
bool rule_report_overdue_from(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	struct value due;
	if (!rule_report_due_at(call, &due, fault))
		return false;
	*ret = due.kind == VALUE_INT ? value_int(instant_date(due.number)) : due;
	return true;
}

bool rule_report_minutes(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	const struct record *record = call->record;
	*ret = (struct value){};
	if (!LOOK_FOR(call, fault, "found_at", "reported_at"))
		return false;
	int64_t took = look_int(record, "reported_at") - look_int(record, "found_at");
	if (look_set(record, "reported_at") && took >= 0)
		*ret = value_int(took / MINUTE_MS);
	return true;
}

bool rule_report_late(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	struct value due;
	if (!LOOK_FOR(call, fault, "reported_at") || !rule_report_due_at(call, &due, fault))
		return false;
	*ret = look_set(call->record, "reported_at")
	               ? value_int(look_int(call->record, "reported_at") > due.number)
	               : (struct value){};
	return true;
}

/* The days run from the earlier of the two dates on which the police took it up. */
bool rule_report_feedback_due(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	int64_t days;
	if (!LOOK_FOR(call, fault, "accepted_on", "filed_on") ||
	    !look_setting_int(call, "report_feedback_days", &days, fault))
		return false;
	civil_date accepted = look_date(call->record, "accepted_on"),
	           filed = look_date(call->record, "filed_on");
	civil_date from = accepted && (!filed || accepted < filed) ? accepted : filed;
	*ret = from ? value_int(date_add_days(from, (int)days)) : (struct value){};
	return true;
}

bool rule_report_feedback_late(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	struct value due;
	if (!rule_report_feedback_due(call, &due, fault))
		return false;
	*ret = due.kind == VALUE_INT ? value_int(date_add_days((civil_date)due.number, 1)) : due;
	return true;
}

/* The case behind it has its report, so that it can be closed: receipt, or else our number. A case
   that is void or has a receipt is left alone; nothing may hold up the report. */
bool rule_report_made(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	struct record *behind;
	if (!LOOK_FOR(call, fault, "rights_case", "receipt_no"))
		return false;
	if (!look_set(record, "rights_case"))
		return true;
	if (!look_linked(call, record, "rights_case", &behind, fault))
		return false;
	if (behind->voided || look_set(behind, "report_no"))
		return true;
	const char *receipt = look_text(record, "receipt_no");
	struct record *changes = record_new(call->arena, behind->ledger);
	return record_put_value(changes, "minors", value_int(1), fault) &&
	       record_put_value(changes, "report_no", value_text(*receipt ? receipt : record->number),
	                        fault) &&
	       record_put_value(changes, "report_waiver", (struct value){}, fault) &&
	       record_change(call->book, call->viewer, behind->tenant, behind->id, 0, changes, "", NULL,
	                     fault);
}
