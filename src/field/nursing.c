/* Nursing rooms by DB44/T 2279-2021 (class by area) and the ten ministries' list of
   2016 (what must be there). Areas, items and days are settings, since both are
   local or unread. That a single required item fails the room, and that an expert
   keeps away from a room of the own unit or making, are this project's own rules. */
#include "field/nursing.h"

#include <string.h>

#include "field/look.h"

/* ---- the room ---- */

const char *nursing_class(const struct nursing_areas *least, int64_t area)
{
	return area >= least->a ? "a" : area >= least->b ? "b" : area >= least->c ? "c" : "below";
}

/* Settings hold one place after the point, as the field does. */
bool rule_nursing_class(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	struct nursing_areas least;
	if (!LOOK_FOR(call, fault, "area") || !look_setting_int(call, "nursing_area_a", &least.a, fault) ||
	    !look_setting_int(call, "nursing_area_b", &least.b, fault) ||
	    !look_setting_int(call, "nursing_area_c", &least.c, fault))
		return false;
	*ret = look_set(call->record, "area")
	               ? value_text(nursing_class(&least, look_int(call->record, "area")))
	               : (struct value){};
	return true;
}

bool rule_nursing_area_short(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	const struct record *record = call->record;
	int64_t wanted;
	if (!LOOK_FOR(call, fault, "area", "large_venue", "venue_area") ||
	    !look_setting_int(call, "nursing_large_venue_area", &wanted, fault))
		return false;
	const char *field = look_set(record, "venue_area") ? "venue_area" : "area";
	*ret = value_int(look_yes(record, "large_venue") && look_int(record, field) < wanted);
	return true;
}

/* ---- the result ---- */

const char *inspection_judge(const char *required, const char *passed, const char *failed)
{
	bool whole = true;
	for (const char *at = required; *at;) {
		char code[64];
		size_t length = strcspn(at, ",");
		snprintf(code, sizeof code, "%.*s", (int)length, at);
		if (length && code_among(failed, code))
			return "failed";
		whole &= !length || code_among(passed, code);
		at += length + (at[length] == ',');
	}
	return whole ? "passed" : "incomplete";
}

bool rule_inspection_result(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	const struct record *record = call->record;
	const char *found = look_text(record, "found");
	struct value required;
	if (!LOOK_FOR(call, fault, "found", "passed", "failed") ||
	    !look_setting(call, "nursing_required_items", &required, fault))
		return false;
	if (text_equal(found, "in_use"))
		*ret = value_text(inspection_judge(required.bytes, look_text(record, "passed"),
		                                   look_text(record, "failed")));
	else
		*ret = value_text(*found ? found : NULL);
	return true;
}

static bool to_be_mended(const struct record *record)
{
	return look_is(record, "result", "failed") || look_is(record, "result", "other_use");
}

bool rule_inspection_fix_due(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	int64_t days;
	if (!LOOK_FOR(call, fault, "inspected_on", "result"))
		return false;
	civil_date on = look_date(call->record, "inspected_on");
	*ret = (struct value){};
	if (!on || !to_be_mended(call->record))
		return true;
	if (!look_setting_int(call, "nursing_fix_days", &days, fault))
		return false;
	*ret = value_int(date_add_days(on, (int)days));
	return true;
}

bool rule_inspection_overdue_from(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	if (!LOOK_FOR(call, fault, "fix_due"))
		return false;
	civil_date due = look_date(call->record, "fix_due");
	*ret = due ? value_int(date_add_days(due, 1)) : (struct value){};
	return true;
}

/* ---- who may judge ---- */

bool judging_check(const struct judging *judging, const char *field, struct fault *fault)
{
	bool in_term = judging->appointed <= judging->on && judging->on <= judging->term_to &&
	               (!judging->ended || judging->on < judging->ended);
	bool same_unit = *judging->unit && (text_equal(judging->unit, judging->manager) ||
	                                    text_equal(judging->unit, judging->builder));
	if (!in_term)
		fault_set(fault, field_expert_out_of_term, date_words(judging->on).at);
	else if (judging->built)
		fault_set(fault, field_expert_built_it);
	else if (same_unit)
		fault_set(fault, field_expert_of_the_unit, judging->unit);
	else
		return true;
	return blame(fault, field);
}

static bool had_a_part(const struct record *room, int64_t expert)
{
	const struct field *builders = ledger_field(room->ledger, "builders");
	for (size_t i = 0; builders && i < room->rows[builders->place].count; i++)
		if (look_int(room->rows[builders->place].items[i], "expert") == expert)
			return true;
	return false;
}

/* Asked when expert, room or day is new: who changes employer later has judged rightly all the same. */
static bool may_judge(const struct rule_call *call, const char *expert_field, const char *day_field,
                      struct fault *fault)
{
	const struct record *record = call->record;
	struct record *room, *expert;
	bool same = !look_changed(call, expert_field) && !look_changed(call, day_field) &&
	            !look_changed(call, "room");
	if (same || !look_set(record, expert_field) || !look_set(record, day_field) ||
	    !look_set(record, "room"))
		return true;
	if (!look_linked(call, record, "room", &room, fault) ||
	    !look_linked(call, record, expert_field, &expert, fault))
		return false;
	struct judging judging = {
	        .on = look_date(record, day_field),
	        .appointed = look_date(expert, "appointed_on"),
	        .term_to = look_date(expert, "term_to"),
	        .ended = look_date(expert, "ended_on"),
	        .built = had_a_part(room, expert->id),
	        .unit = look_text(expert, "unit_name"),
	        .manager = look_text(room, "manager_unit"),
	        .builder = look_text(room, "builder_unit"),
	};
	return judging_check(&judging, expert_field, fault);
}

bool rule_inspection_impartial(const struct rule_call *call, struct fault *fault)
{
	return LOOK_FOR(call, fault, "room", "expert", "inspected_on", "recheck_by", "fixed_on") &&
	       may_judge(call, "expert", "inspected_on", fault) &&
	       may_judge(call, "recheck_by", "fixed_on", fault);
}
