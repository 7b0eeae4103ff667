/* Venues and programmes: one floor is booked once in the same part of a day, an
   episode has its number once and is aired when all before it were. */
#include "field/story.h"

#include "field/look.h"
#include "record/list.h"

bool rule_venue_free(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	struct record *other;
	if (!LOOK_FOR(call, fault, "venue", "floor", "booked_for", "slot"))
		return false;
	if (!look_set(record, "venue") || !look_set(record, "floor") || !look_set(record, "booked_for") ||
	    !look_set(record, "slot") || (record->state && text_equal(record->state->name, "cancelled")))
		return true; /* nothing that could be taken twice */
	civil_date day = look_date(record, "booked_for");
	const char *where = arena_format(
	        call->arena,
	        "venue = '%s' and floor = %s and booked_for = %s and slot = '%s' and state != 'cancelled'",
	        number_words(look_int(record, "venue")).at, number_words(look_int(record, "floor")).at,
	        date_words(day).at, look_text(record, "slot"));
	if (!look_other(call, where, &other, fault))
		return false;
	if (!other)
		return true;
	fault_set(fault, field_venue_taken, date_words(day).at, other->number ? other->number : "—");
	return blame(fault, "booked_for");
}

bool rule_episode_once(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	struct record *other;
	if (!LOOK_FOR(call, fault, "programme", "episode_no"))
		return false;
	if (!look_set(record, "programme") || !look_set(record, "episode_no"))
		return true; /* required fields: the record room says so */
	bool aired = call->before && call->before->state && text_equal(call->before->state->name, "aired");
	if (aired && (look_changed(call, "episode_no") || look_changed(call, "programme"))) {
		fault_set(fault, field_episode_aired);
		return blame(fault, "episode_no");
	}
	const char *where =
	        arena_format(call->arena, "programme = '%s' and episode_no = %s and state != 'dropped'",
	                     number_words(look_int(record, "programme")).at,
	                     number_words(look_int(record, "episode_no")).at);
	if (!look_other(call, where, &other, fault))
		return false;
	if (!other)
		return true;
	fault_set(fault, field_episode_twice, number_words(look_int(record, "episode_no")).at,
	          other->number ? other->number : "—");
	return blame(fault, "episode_no");
}

bool rule_episode_in_order(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	if (!LOOK_FOR(call, fault, "programme", "episode_no", "aired_on"))
		return false;
	int64_t number = look_int(record, "episode_no"), before, later;
	struct words programme = number_words(look_int(record, "programme"));
	struct list_request request = {
	        .ledger = record->ledger,
	        .where = arena_format(call->arena, "programme = '%s' and state = 'aired' and episode_no < %s",
	                              programme.at, number_words(number).at),
	        .limit = 1,
	};
	if (!record_count(call->book, call->viewer, &request, &before, fault))
		return false;
	/* A number stands once in a programme, so that all before it are aired when as many are. */
	if (before != number - 1) {
		fault_set(fault, field_episode_gap, number_words(number).at,
		          number_words(number - 1 - before).at);
		return blame(fault, "episode_no");
	}
	civil_date aired_on = look_date(record, "aired_on");
	request.where = arena_format(
	        call->arena, "programme = '%s' and state = 'aired' and episode_no < %s and aired_on > %s",
	        programme.at, number_words(number).at, date_words(aired_on).at);
	if (!record_count(call->book, call->viewer, &request, &later, fault))
		return false;
	if (!later)
		return true;
	fault_set(fault, field_episode_early, number_words(number).at, date_words(aired_on).at);
	return blame(fault, "aired_on");
}
