/* The field's own rules called from here: computed values, guards, effects.
   This file knows when they are called, not what they mean. */
#include "record/draft.h"
#include "record/rule.h"
#include "record/state.h"

struct rule_names rule_table_names(const struct rule *table, struct arena *arena)
{
	size_t count = 0;
	while (table && table[count].name)
		count++;
	const char **names = arena_array(arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++)
		names[i] = table[i].name;
	return (struct rule_names){names};
}

const struct rule *rule_find(const struct rule *table, const char *name)
{
	for (; table && table->name; table++)
		if (text_equal(table->name, name))
			return table;
	return NULL;
}

bool rule_setting(const struct rule_call *call, const char *name, struct value *ret, struct fault *fault)
{
	const struct record *record = call->record;
	const struct organisation_unit *unit = organisation_find(call->book->organisation, record->org);
	civil_date day = record->counts_on ? record->counts_on : instant_date(book_now(call->book));
	const struct setting_value *value = definitions_setting(call->book->definitions, name, record->org,
	                                                        unit ? unit->level : NULL, day);
	if (!value)
		return fault_set(fault, record_setting_missing, name, record->org ? record->org : "");
	*ret = value->value;
	return true;
}

static bool find_rule(struct draft *draft, const char *name, enum rule_kind kind, const struct rule **ret,
                      struct fault *fault)
{
	const struct rule *rule = rule_find(draft->book->rules, name);
	if (!rule || rule->kind != kind)
		return fault_set(fault, record_rule_missing, name);
	*ret = rule;
	return true;
}

static struct rule_call rule_call_on(struct draft *draft, const struct record *record,
                                     const struct record *before)
{
	return (struct rule_call){
	        .book = draft->book,
	        .viewer = draft->viewer,
	        .record = record,
	        .before = before,
	        .move = draft->move,
	        .arena = &draft->arena,
	};
}

/* ---- computed fields ---- */

static bool compute(struct draft *draft, struct record *record, const struct record *before,
                    const struct field *field, struct fault *fault)
{
	const struct rule *rule;
	struct value value = {};
	struct rule_call call = rule_call_on(draft, record, before);
	call.field = field;
	if (!find_rule(draft, field->computed, RULE_COMPUTE, &rule, fault))
		return false;
	draft->book->state->rule_depth++;
	bool done = rule->compute(&call, &value, fault);
	draft->book->state->rule_depth--;
	if (done)
		record->values[field->place] = value_copy(record->arena, &value);
	return done;
}

static bool compute_fields(struct draft *draft, struct record *record, const struct record *before,
                           struct fault *fault)
{
	for (size_t i = 0; i < record->ledger->field_count; i++)
		if (record->ledger->fields[i].computed &&
		    !compute(draft, record, before, &record->ledger->fields[i], fault))
			return false;
	return true;
}

bool draft_compute(struct draft *draft, struct fault *fault)
{
	/* Rows first: a record's own value may be made from theirs. */
	for (size_t i = 0; i < draft->ledger->field_count; i++) {
		const struct record_rows *rows =
		        draft->ledger->fields[i].rows ? &draft->after->rows[i] : NULL;
		for (size_t j = 0; rows && j < rows->count; j++)
			if (!compute_fields(draft, rows->items[j], NULL, fault))
				return false;
	}
	if (!compute_fields(draft, draft->after, draft->before, fault))
		return false;
	const struct field *counts_on = draft->ledger->counts_on;
	if (counts_on && counts_on->computed)
		draft->after->counts_on = (civil_date)draft->after->values[counts_on->place].number;
	return true;
}

/* ---- guards and effects ---- */

bool draft_guards(struct draft *draft, const char *const *names, struct fault *fault)
{
	for (; names && *names; names++) {
		const struct rule *rule;
		struct rule_call call = rule_call_on(draft, draft->after, draft->before);
		if (!find_rule(draft, *names, RULE_GUARD, &rule, fault))
			return false;
		draft->book->state->rule_depth++;
		bool passed = rule->guard(&call, fault);
		draft->book->state->rule_depth--;
		if (!passed)
			return false;
	}
	return true;
}

static bool remark(struct draft *draft, const struct rule *rule, struct fault *fault)
{
	struct rule_call call = rule_call_on(draft, draft->after, draft->before);
	draft->book->state->rule_depth++;
	bool done = rule->notice(&call, &draft->notices, fault);
	draft->book->state->rule_depth--;
	return done;
}

bool rule_effect(struct book *book, bool (*act)(void *context, struct fault *fault), void *context,
                 struct fault *fault)
{
	book->state->rule_depth++;
	bool done = act(context, fault);
	book->state->rule_depth--;
	return done;
}

bool draft_ledger_rules(struct draft *draft, struct fault *fault)
{
	for (const char *const *name = draft->ledger->rules; name && *name; name++) {
		const struct rule *rule = rule_find(draft->book->rules, *name);
		const char *const one[] = {*name, NULL};
		bool notice = rule && rule->kind == RULE_NOTICE;
		if (!notice && !draft_guards(draft, one, fault))
			return false;
		if (notice && !draft->before && !remark(draft, rule, fault))
			return false;
	}
	return true;
}

bool draft_move_effects(struct draft *draft, struct fault *fault)
{
	for (const char *const *name = draft->move ? draft->move->effects : NULL; name && *name; name++) {
		const struct rule *rule;
		struct rule_call call = rule_call_on(draft, draft->after, draft->before);
		if (!find_rule(draft, *name, RULE_EFFECT, &rule, fault))
			return false;
		draft->book->state->rule_depth++;
		bool done = rule->effect(&call, fault);
		draft->book->state->rule_depth--;
		if (!done)
			return false;
	}
	return true;
}
