/* Moves along a lifecycle, and the clocks that run while a record stands where
   something is due. A clock starts when a record enters the states from which
   its move is made, runs on while it stays among them, and stops when it leaves
   them or is voided. */
#include "calendar/workdays.h"
#include "define/expression.h"
#include "record/draft.h"
#include "record/state.h"

static bool moves_from(const struct move *move, const struct state *state)
{
	for (const struct state *const *from = move->from; from && *from; from++)
		if (*from == state)
			return true;
	return false;
}

static bool named(const char *const *names, const char *name)
{
	for (; names && *names; names++)
		if (text_equal(*names, name))
			return true;
	return false;
}

bool draft_may_move(struct draft *draft, struct fault *fault)
{
	const struct move *move = draft->move;
	const struct state *state = draft->before->state;
	if (!draft->book->state->rule_depth && !named(move->by, draft->viewer->role->name))
		return fault_set(fault, record_move_not_yours, move->label.zh, move->label.en);
	if (!state || !moves_from(move, state))
		return fault_set(fault, record_move_from_state, move->label.zh, move->label.en,
		                 state ? state->label.zh : "", state ? state->label.en : "");
	return true;
}

static bool is_set(const struct record *record, const struct field *field)
{
	if (field->type == FIELD_ROWS)
		return record->rows[field->place].count > 0;
	return record->values[field->place].kind != VALUE_NONE;
}

static void found_need(struct draft *draft, const struct field *field)
{
	struct fault fault = {};
	field_fault(&fault, field, record_move_needs, draft->move->label.zh, draft->move->label.en);
	faults_add(draft->faults, &fault);
}

bool draft_check_move(struct draft *draft, struct fault *fault)
{
	const struct move *move = draft->move;
	struct text zh = TEXT_EMPTY, en = TEXT_EMPTY;
	for (const struct field *const *need = move->needs; need && *need; need++)
		if (!is_set(draft->after, *need))
			found_need(draft, *need);
	if (draft->faults->count || !move->guard || draft_evaluate(draft, move->guard) == TRUTH_TRUE)
		return draft->faults->count || draft_guards(draft, move->rules, fault);
	if (move->guard_says.zh) {
		text_add(&zh, move->guard_says.zh);
		text_add(&en, move->guard_says.en);
	} else {
		expression_words(move->guard, LANGUAGE_ZH, &zh);
		expression_words(move->guard, LANGUAGE_EN, &en);
	}
	fault_set(fault, move->guard_says.zh ? record_check_says : record_move_when, zh.at, en.at,
	          move->label.zh, move->label.en);
	text_release(&zh);
	text_release(&en);
	return false;
}

/* ---- clocks ---- */

struct running {
	int64_t id;
	const char *move;
};

static bool read_running(struct draft *draft, struct running **ret, size_t *ret_count, struct fault *fault)
{
	struct statement *statement;
	size_t most = draft->ledger->move_count * 2 + 8;
	struct running *running = arena_array(&draft->arena, struct running, most);
	size_t count = 0;
	if (!database_prepare(draft->book->database,
	                      "SELECT id, move FROM clock WHERE tenant = ? AND record = ? AND stopped IS "
	                      "NULL ORDER BY id",
	                      &statement, fault))
		return false;
	statement_bind_int(statement, 1, draft->after->tenant);
	statement_bind_int(statement, 2, draft->after->id);
	enum step step;
	while ((step = statement_step(statement, fault)) == STEP_ROW && count < most)
		running[count++] = (struct running){statement_int(statement, 0),
		                                    arena_copy(&draft->arena, statement_text(statement, 1))};
	statement_reset(statement);
	*ret = running;
	*ret_count = count;
	return step != STEP_FAULT;
}

static bool start_clock(struct draft *draft, const struct move *move, struct fault *fault)
{
	struct effect_clock *clock = &draft->effects.starts[draft->effects.start_count];
	char *calendar = arena_take(&draft->arena, 16);
	if (!span_due(draft->book->definitions, move->within, draft->at, &clock->due, fault))
		return false;
	calendar_version(draft->book->definitions, date_year(instant_date(clock->due - 1)), calendar);
	clock->id = id_next(&draft->book->ids, draft->at);
	clock->move = move->name;
	clock->calendar = calendar;
	clock->started = draft->at;
	draft->effects.start_count++;
	return true;
}

static bool runs(const struct running *running, size_t count, const char *move)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(running[i].move, move))
			return true;
	return false;
}

static void stop_clocks(struct draft *draft, const struct running *running, size_t count)
{
	draft->effects.stops = arena_array(&draft->arena, struct effect_stop, count);
	for (size_t i = 0; i < count; i++) {
		const struct move *move = ledger_move(draft->ledger, running[i].move);
		if (!draft->after->voided && move && moves_from(move, draft->after->state))
			continue;
		draft->effects.stops[draft->effects.stop_count++] =
		        (struct effect_stop){running[i].id, draft->at};
	}
}

bool draft_clocks(struct draft *draft, struct fault *fault)
{
	struct running *running = NULL;
	size_t count = 0;
	if (!draft->ledger->state_count)
		return true;
	if (draft->before && !read_running(draft, &running, &count, fault))
		return false;
	stop_clocks(draft, running, count);
	draft->effects.starts = arena_array(&draft->arena, struct effect_clock, draft->ledger->move_count);
	for (size_t i = 0; i < draft->ledger->move_count && !draft->after->voided; i++) {
		const struct move *move = &draft->ledger->moves[i];
		if (move->within.count && moves_from(move, draft->after->state) &&
		    !runs(running, count, move->name) && !start_clock(draft, move, fault))
			return false;
	}
	return true;
}
