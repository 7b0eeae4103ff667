/* Lifecycles: states and the moves between them. A state nobody can reach or
   leave, and a move nobody may make, are mistakes of the file. */
#include "define/loader.h"

#include <stdlib.h>
#include <string.h>

#include "define/expression.h"

struct lifecycle_form {
	const struct yaml *states, *moves;
};

static const struct key lifecycle_keys[] = {
        KEY_REQUIRED(lifecycle_form, "states", states, SHAPE_MAP),
        KEY_REQUIRED(lifecycle_form, "moves", moves, SHAPE_MAP),
};

struct state_form {
	struct label label;
	bool final;
	const struct yaml *was;
};

static const struct key state_keys[] = {
        KEY_REQUIRED(state_form, "zh", label.zh, SHAPE_TEXT),
        KEY_REQUIRED(state_form, "en", label.en, SHAPE_TEXT),
        KEY(state_form, "final", final, SHAPE_BOOL),
        KEY(state_form, "was", was, SHAPE_NAMES),
};

static const struct key move_keys[] = {
        KEY_REQUIRED(move_form, "title", title, SHAPE_LABEL),
        KEY_REQUIRED(move_form, "from", from, SHAPE_NAMES),
        KEY_REQUIRED(move_form, "to", to, SHAPE_NAME),
        KEY_REQUIRED(move_form, "by", by, SHAPE_NAMES),
        KEY(move_form, "within", within, SHAPE_WORD),
        KEY(move_form, "needs", needs, SHAPE_NAMES),
        KEY(move_form, "when", when, SHAPE_WORD),
        KEY(move_form, "says", says, SHAPE_LABEL),
        KEY(move_form, "rules", rules, SHAPE_NAMES),
        KEY(move_form, "effects", effects, SHAPE_NAMES),
};

static void states_shape(struct loader *loader, struct draft *draft, const struct yaml *map)
{
	struct claims names = {}, zh = {}, en = {};
	draft->states = arena_array(loader->arena, struct state, map->count);
	draft->ledger->states = draft->states;
	draft->ledger->state_count = map->count;
	for (size_t i = 0; i < map->count; i++) {
		const struct yaml *name = map->keys[i];
		struct state_form form = {};
		if (!name_valid(name->value))
			complain(loader, name, define_want_name, name->value);
		FORM_READ(loader, map->items[i], state_keys, &form);
		struct state *state = &draft->states[i];
		*state = (struct state){.name = name->value,
		                        .label = form.label,
		                        .final = form.final,
		                        .was = names_array(loader->arena, form.was)};
		claims_add(&names, state->name, name->at, false);
		claims_add_was(&names, state->was, name->at);
		if (form.label.zh)
			claims_add(&zh, form.label.zh, name->at, false);
		if (form.label.en)
			claims_add(&en, form.label.en, name->at, false);
	}
	claims_settle(loader, &names, define_state_taken);
	claims_settle(loader, &zh, define_title_taken);
	claims_settle(loader, &en, define_title_taken);
}

static void moves_shape(struct loader *loader, struct draft *draft, const struct yaml *map)
{
	draft->moves = arena_array(loader->arena, struct move, map->count);
	draft->move_forms = arena_array(loader->arena, struct move_form, map->count);
	draft->ledger->moves = draft->moves;
	draft->ledger->move_count = map->count;
	for (size_t i = 0; i < map->count; i++) {
		const struct yaml *name = map->keys[i];
		struct move_form *form = &draft->move_forms[i];
		struct move *move = &draft->moves[i];
		form->node = map->items[i];
		if (text_equal(name->value, "void") || text_equal(name->value, "create") ||
		    text_equal(name->value, "change"))
			complain(loader, name, define_move_built_in, name->value);
		else if (!name_valid(name->value))
			complain(loader, name, define_want_name, name->value);
		FORM_READ(loader, form->node, move_keys, form);
		if (form->says.zh && !form->when)
			complain(loader, key_node(form->node, "says"), define_says_without_condition, "when");
		*move = (struct move){
		        .name = name->value, .label = form->title, .guard_says = form->says, .at = name->at};
	}
}

void lifecycle_shape(struct loader *loader, struct draft *draft)
{
	struct lifecycle_form form = {};
	if (!draft->form.lifecycle)
		return;
	FORM_READ(loader, draft->form.lifecycle, lifecycle_keys, &form);
	if (form.states)
		states_shape(loader, draft, form.states);
	if (form.states && form.moves)
		moves_shape(loader, draft, form.moves);
}

static const struct state *state_resolve(struct loader *loader, const struct draft *draft,
                                         const struct yaml *node)
{
	for (size_t i = 0; i < draft->ledger->state_count; i++)
		if (text_equal(draft->states[i].name, node->value))
			return &draft->states[i];
	complain_unknown_among(loader, node, NOUN_STATE, node->value, draft->states,
	                       draft->ledger->state_count, sizeof *draft->states);
	return NULL;
}

static const struct state *const *from_link(struct loader *loader, const struct draft *draft,
                                            const struct yaml *node)
{
	size_t count = 0;
	const struct state **from = arena_array(loader->arena, const struct state *, names_count(node) + 1);
	for (size_t i = 0; i < names_count(node); i++)
		if ((from[count] = state_resolve(loader, draft, names_item(node, i))))
			count++;
	return from;
}

static const struct field *const *needs_link(struct loader *loader, const struct draft *draft,
                                             const struct yaml *node)
{
	size_t count = 0;
	const struct field **needs = arena_array(loader->arena, const struct field *, names_count(node) + 1);
	for (size_t i = 0; i < names_count(node); i++)
		if ((needs[count] = field_resolve(loader, draft, names_item(node, i))))
			count++;
	return needs;
}

/* Whoever moves a record needs `move` in access, or the move could never be made. */
static void by_link(struct loader *loader, const struct draft *draft, const struct yaml *node,
                    struct move *move)
{
	for (size_t i = 0; i < names_count(node); i++) {
		const struct yaml *name = names_item(node, i);
		const struct role *role = role_resolve(loader, name);
		if (!role || !draft->form.access)
			continue;
		const struct access_rule *rule = ledger_access(draft->ledger, role);
		if (!rule || rule->scope[ACCESS_MOVE] == SCOPE_NONE)
			complain(loader, name, define_move_without_access, role->name, move->name);
	}
	static const char *const nobody[] = {NULL};
	move->by = node ? names_array(loader->arena, node) : nobody;
}

/* "5 workdays", "1 day". */
static bool within_read(const char *string, struct span *ret)
{
	static const char *const units[] = {[SPAN_DAYS] = "day",
	                                    [SPAN_WORKDAYS] = "workday",
	                                    [SPAN_HOURS] = "hour",
	                                    [SPAN_MONTHS] = "month"};
	char *unit;
	if (!(*string >= '1' && *string <= '9'))
		return false;
	long count = strtol(string, &unit, 10);
	if (count > 10000 || *unit++ != ' ')
		return false;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t length = strlen(units[i]);
		if (!text_starts(unit, units[i]) || (unit[length] && !text_equal(unit + length, "s")))
			continue;
		*ret = (struct span){.count = (int)count, .unit = (enum span_unit)i};
		return true;
	}
	return false;
}

static void within_link(struct loader *loader, const struct yaml *node, struct move *move)
{
	if (!node)
		return;
	if (!within_read(node->value, &move->within)) {
		complain(loader, node, define_within_shape, node->value);
		return;
	}
	for (size_t i = 0; move->from[i]; i++)
		if (move->from[i]->final)
			complain(loader, node, define_within_final, move->from[i]->name);
}

static const char *const *rule_list(struct loader *loader, const struct yaml *node)
{
	static const char *const none[] = {NULL};
	return node ? rules_resolve(loader, node) : none;
}

void lifecycle_link(struct loader *loader, struct draft *draft)
{
	for (size_t i = 0; i < draft->ledger->move_count; i++) {
		const struct move_form *form = &draft->move_forms[i];
		struct move *move = &draft->moves[i];
		move->from = from_link(loader, draft, form->from);
		move->to = form->to ? state_resolve(loader, draft, form->to) : NULL;
		move->needs = needs_link(loader, draft, form->needs);
		move->rules = rule_list(loader, form->rules);
		move->effects = rule_list(loader, form->effects);
		by_link(loader, draft, form->by, move);
		within_link(loader, form->within, move);
	}
}

const char *const *rules_resolve(struct loader *loader, const struct yaml *node)
{
	size_t known = 0;
	while (loader->rules.names && loader->rules.names[known])
		known++;
	bool good = true;
	for (size_t i = 0; i < names_count(node); i++) {
		const struct yaml *name = names_item(node, i);
		bool found = false;
		for (size_t j = 0; j < known; j++)
			found |= text_equal(loader->rules.names[j], name->value);
		if (!found)
			good = complain_unknown(loader, name, NOUN_RULE, name->value, loader->rules.names,
			                        known);
	}
	return good ? names_array(loader->arena, node) : NULL;
}

void lifecycle_express(struct loader *loader, struct draft *draft)
{
	for (size_t i = 0; i < draft->ledger->move_count; i++)
		draft->moves[i].guard = express(loader, draft, draft->move_forms[i].when,
		                                ALLOW_ROWS | ALLOW_TODAY | ALLOW_SETTING);
}

/* Marks what can be reached from the first state; repeated until nothing new comes. */
static void states_reach(const struct ledger *ledger, bool *reached)
{
	bool more = true;
	reached[0] = true;
	while (more) {
		more = false;
		for (size_t i = 0; i < ledger->move_count; i++) {
			const struct move *move = &ledger->moves[i];
			for (size_t j = 0; move->to && move->from[j]; j++)
				if (reached[move->from[j] - ledger->states] &&
				    !reached[move->to - ledger->states])
					reached[move->to - ledger->states] = more = true;
		}
	}
}

static bool state_has_way_out(const struct ledger *ledger, const struct state *state)
{
	for (size_t i = 0; i < ledger->move_count; i++)
		for (size_t j = 0; ledger->moves[i].from[j]; j++)
			if (ledger->moves[i].from[j] == state)
				return true;
	return false;
}

void lifecycle_check(struct loader *loader, struct draft *draft)
{
	const struct ledger *ledger = draft->ledger;
	const struct yaml *states = draft->form.lifecycle ? yaml_get(draft->form.lifecycle, "states") : NULL;
	if (!states || !ledger->state_count || !ledger->move_count)
		return;
	for (size_t i = 0; i < ledger->move_count; i++) {
		const struct move_form *form = &draft->move_forms[i];
		size_t linked = 0;
		while (ledger->moves[i].from[linked])
			linked++;
		if (!ledger->moves[i].to || !linked || linked != names_count(form->from))
			return; /* told; what it leads to is unknown */
	}
	bool *reached = memory_take(ledger->state_count);
	states_reach(ledger, reached);
	for (size_t i = 0; i < ledger->state_count; i++) {
		if (!reached[i])
			complain(loader, states->keys[i], define_state_unreached, ledger->states[i].name);
		else if (!ledger->states[i].final && !state_has_way_out(ledger, &ledger->states[i]))
			complain(loader, states->keys[i], define_state_dead_end, ledger->states[i].name);
	}
	memory_free(reached);
}
