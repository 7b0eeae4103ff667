/* A class that ends marks those who passed as trained on the roster, once: the
   first day stays, so that what was reported of an earlier half stays true. */
#include "field/training.h"

#include "field/look.h"

static bool head_trained(const struct rule_call *call, const struct record *participant, civil_date on,
                         struct fault *fault)
{
	const struct field *link = ledger_field(participant->ledger, "head");
	struct record *head;
	if (!record_read(call->book, call->viewer, link->to, call->record->tenant,
	                 look_int(participant, "head"), call->arena, &head, fault))
		return false;
	civil_date first = look_date(head, "trained_on");
	if (head->voided || (first && first <= on))
		return true;
	struct record *changes = record_new(call->arena, head->ledger);
	return record_put_value(changes, "trained_on", value_int(on), fault) &&
	       record_change(call->book, call->viewer, head->tenant, head->id, 0, changes, "", NULL, fault);
}

bool rule_training_passed(const struct rule_call *call, struct fault *fault)
{
	const struct record_rows *rows;
	if (!LOOK_FOR(call, fault, "held_on", "participants") ||
	    !look_rows(call, "participants", &rows, fault))
		return false;
	civil_date on = look_date(call->record, "held_on");
	for (size_t i = 0; i < rows->count; i++)
		if (look_yes(rows->items[i], "passed") && !head_trained(call, rows->items[i], on, fault))
			return false;
	return true;
}
