/* Looking things up in frozen definitions. Everything with a file of its own
   stands in order of name. */
#include "define/definitions.h"

#include <stdlib.h>
#include <string.h>

static bool was_named(const char *const *was, const char *name)
{
	for (; was && *was; was++)
		if (text_equal(*was, name))
			return true;
	return false;
}

void definitions_free(struct definitions *definitions)
{
	if (!definitions)
		return;
	arena_release(&definitions->arena);
	memory_free(definitions);
}

const struct list_item *list_find(const struct list *list, const char *code)
{
	for (size_t i = 0; i < list->count; i++)
		if (text_equal(list->items[i].code, code))
			return &list->items[i];
	for (size_t i = 0; i < list->count; i++)
		if (was_named(list->items[i].was, code))
			return &list->items[i];
	return NULL;
}

static int ledger_compare(const void *name, const void *ledger)
{
	const struct ledger *const *at = ledger;
	return strcmp(name, (*at)->name);
}

const struct ledger *definitions_ledger(const struct definitions *definitions, const char *name)
{
	struct ledger *const *found = NULL;
	if (definitions->ledger_count)
		found = bsearch(name, definitions->ledgers, definitions->ledger_count,
		                sizeof(struct ledger *), ledger_compare);
	if (found)
		return *found;
	for (size_t i = 0; i < definitions->ledger_count; i++)
		if (was_named(definitions->ledgers[i]->was, name))
			return definitions->ledgers[i];
	return NULL;
}

const struct figure *definitions_figure(const struct definitions *definitions, const char *full_name)
{
	for (size_t i = 0; i < definitions->ledger_count; i++) {
		const struct ledger *ledger = definitions->ledgers[i];
		if (!text_starts(full_name, ledger->name))
			continue;
		for (size_t j = 0; j < ledger->figure_count; j++)
			if (text_equal(ledger->figures[j].full_name, full_name))
				return &ledger->figures[j];
	}
	return NULL;
}

const struct role *definitions_role(const struct definitions *definitions, const char *name)
{
	for (size_t i = 0; i < definitions->role_count; i++)
		if (text_equal(definitions->roles[i].name, name))
			return &definitions->roles[i];
	return NULL;
}

const struct list *definitions_list(const struct definitions *definitions, const char *name)
{
	for (size_t i = 0; i < definitions->list_count; i++)
		if (text_equal(definitions->lists[i].name, name))
			return &definitions->lists[i];
	return NULL;
}

const struct field *ledger_field(const struct ledger *ledger, const char *name)
{
	for (size_t i = 0; i < ledger->field_count; i++)
		if (text_equal(ledger->fields[i].name, name))
			return &ledger->fields[i];
	for (size_t i = 0; i < ledger->field_count; i++)
		if (was_named(ledger->fields[i].was, name))
			return &ledger->fields[i];
	return NULL;
}

const struct state *ledger_state(const struct ledger *ledger, const char *name)
{
	for (size_t i = 0; i < ledger->state_count; i++)
		if (text_equal(ledger->states[i].name, name))
			return &ledger->states[i];
	for (size_t i = 0; i < ledger->state_count; i++)
		if (was_named(ledger->states[i].was, name))
			return &ledger->states[i];
	return NULL;
}

const struct move *ledger_move(const struct ledger *ledger, const char *name)
{
	for (size_t i = 0; i < ledger->move_count; i++)
		if (text_equal(ledger->moves[i].name, name))
			return &ledger->moves[i];
	return NULL;
}

const struct access_rule *ledger_access(const struct ledger *ledger, const struct role *role)
{
	const struct ledger *top = ledger->parent ? ledger->parent : ledger;
	for (size_t i = 0; i < top->access_count; i++)
		if (top->access[i].role == role)
			return &top->access[i];
	return NULL;
}
