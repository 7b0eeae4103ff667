/* Tasks of the register follow_up, as the rules of other registers open and drop them. */
#include "field/task.h"

#include "field/look.h"

static const struct ledger *follow_ups(const struct rule_call *call)
{
	return definitions_ledger(call->book->definitions, "follow_up");
}

bool task_open(const struct rule_call *call, const struct matter *matter, const struct task *task,
               struct fault *fault)
{
	struct record *record = record_new(call->arena, follow_ups(call));
	return record_put_value(record, "visited_org", value_text(look_answering(call, matter->record->org)),
	                        fault) &&
	       record_put_value(record, "kind", value_text(task->kind), fault) &&
	       record_put_value(record, matter->link, value_int(matter->record->id), fault) &&
	       record_put_value(record, "round", value_int(task->round), fault) &&
	       record_put_value(record, "due_on", value_int(task->due), fault) &&
	       (!task->escalate_from ||
	        record_put_value(record, "escalate_from", value_int(task->escalate_from), fault)) &&
	       record_create(call->book, call->viewer, record, "", NULL, fault);
}

/* The open tasks of the matter, of one kind or (NULL) of all. */
bool tasks_open(const struct rule_call *call, const struct matter *matter, const char *kind,
                struct list_page *ret, struct fault *fault)
{
	enum { MOST = 1000 };
	const char *of_kind = kind ? arena_format(call->arena, " and kind = '%s'", kind) : "";
	struct list_request request = {
	        .ledger = follow_ups(call),
	        .where = arena_format(call->arena, "%s = '%s' and state = 'open'%s", matter->link,
	                              number_words(matter->record->id).at, of_kind),
	        .limit = MOST,
	};
	return record_list(call->book, call->viewer, &request, call->arena, ret, fault);
}

bool tasks_drop(const struct rule_call *call, const struct matter *matter, const char *kind,
                struct fault *fault)
{
	struct list_page page;
	if (!tasks_open(call, matter, kind, &page, fault))
		return false;
	for (size_t i = 0; i < page.count; i++)
		if (!record_move(call->book, call->viewer, page.records[i]->ledger, page.records[i]->tenant,
		                 page.records[i]->id, 0, "drop", NULL, "", NULL, fault))
			return false;
	return true;
}
