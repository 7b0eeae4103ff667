/* The rota of the duty rooms (DOMAIN 2.13; own rules, since no text was found): a
   member in office, in a room that is open, in one place at a time, and checked in
   on the day itself. A stand-in is asked the same. */
#include "field/duty.h"

#include "field/look.h"
#include "record/list.h"

static bool within(const struct duty_span *span, civil_date on)
{
	return span->from <= on && (!span->to || on < span->to);
}

bool duty_day_check(const struct duty_span *room, const struct duty_span *office, civil_date on,
                    const char *field, struct fault *fault)
{
	if (!within(room, on)) {
		fault_set(fault, field_duty_room_closed, date_words(on).at);
		return blame(fault, "room");
	}
	if (!within(office, on)) {
		fault_set(fault, field_duty_not_in_office, date_words(on).at);
		return blame(fault, field);
	}
	return true;
}

static bool day_good(const struct rule_call *call, const char *member_field, struct fault *fault)
{
	const struct record *shift = call->record;
	struct record *room, *member;
	if (!look_linked(call, shift, "room", &room, fault) ||
	    !look_linked(call, shift, member_field, &member, fault))
		return false;
	const struct duty_span open = {look_date(room, "opened_on"), look_date(room, "closed_on")};
	const struct duty_span office = {look_date(member, "elected_on"), look_date(member, "left_on")};
	return duty_day_check(&open, &office, look_date(shift, "due_on"), member_field, fault);
}

/* Nowhere else in that part of that day, neither as the one due nor as a stand-in. */
static bool elsewhere(const struct rule_call *call, const char *member_field, struct fault *fault)
{
	const struct record *shift = call->record;
	struct words member = number_words(look_int(shift, member_field)),
	             day = date_words(look_date(shift, "due_on"));
	const char *where = arena_format(call->arena,
	                                 "due_on = %s and slot = '%s' and state != 'absent' and "
	                                 "(on_duty = '%s' or state = 'asked' and swap_with = '%s')",
	                                 day.at, look_text(shift, "slot"), member.at, member.at);
	struct record *other;
	if (!look_other(call, where, &other, fault))
		return false;
	if (!other)
		return true;
	fault_set(fault, field_duty_elsewhere, day.at, other->number ? other->number : "—");
	return blame(fault, member_field);
}

/* Asked when day, room or member is new: who leaves office later has kept her shifts all the same. */
static bool member_free(const struct rule_call *call, const char *member_field, struct fault *fault)
{
	bool same = !look_changed(call, "room") && !look_changed(call, "due_on") &&
	            !look_changed(call, "slot") && !look_changed(call, member_field);
	if (same || !look_set(call->record, member_field) || !look_set(call->record, "room") ||
	    !look_set(call->record, "due_on"))
		return true;
	return day_good(call, member_field, fault) && elsewhere(call, member_field, fault);
}

bool rule_duty_shift_free(const struct rule_call *call, struct fault *fault)
{
	const struct record *shift = call->record;
	if (!LOOK_FOR(call, fault, "room", "due_on", "slot", "member", "swap_with", "on_duty"))
		return false;
	if (look_set(shift, "swap_with") && look_int(shift, "swap_with") == look_int(shift, "member")) {
		fault_set(fault, field_duty_swap_self);
		return blame(fault, "swap_with");
	}
	return member_free(call, "member", fault) && member_free(call, "swap_with", fault);
}

/* The stand-in, once the swap is approved. */
bool rule_duty_on_duty(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	if (!LOOK_FOR(call, fault, "member", "swap_with", "swap_approved_by"))
		return false;
	bool swapped = look_set(call->record, "swap_approved_by") && look_set(call->record, "swap_with");
	*ret = look(call->record, swapped ? "swap_with" : "member");
	return true;
}

bool rule_duty_checked_in(const struct rule_call *call, struct fault *fault)
{
	if (!LOOK_FOR(call, fault, "due_on", "checked_in_at"))
		return false;
	civil_date came = instant_date(look_int(call->record, "checked_in_at"));
	if (came == look_date(call->record, "due_on") && came <= look_today(call))
		return true;
	fault_set(fault, field_duty_checked_in_elsewhen, date_words(came).at,
	          date_words(look_date(call->record, "due_on")).at);
	return blame(fault, "checked_in_at");
}
