/* Where a record stands in its lifecycle: each state reached, current or to
   come, what is missing before the next, and the clocks. */
#include "web/record_parts.h"

/* The last entry that brought the record into the state, or NULL. */
static const struct entry_view *reached_by(const struct ledger *ledger, const struct state *state,
                                           const struct entry_view *entries, size_t count)
{
	for (size_t i = count; i > 0; i--) {
		const struct entry_view *entry = &entries[i - 1];
		const struct move *move = entry->move ? ledger_move(ledger, entry->move) : NULL;
		if (move ? move->to == state
		         : text_equal(entry->action, "create") && state == &ledger->states[0])
			return entry;
	}
	return NULL;
}

static bool leaves_from(const struct move *move, const struct state *state)
{
	for (size_t i = 0; move->from[i]; i++)
		if (move->from[i] == state)
			return true;
	return false;
}

/* A move that leads from where the record stands to that state, or NULL. */
static const struct move *move_to(const struct record *record, const struct state *state)
{
	for (size_t i = 0; i < record->ledger->move_count; i++)
		if (record->ledger->moves[i].to == state &&
		    leaves_from(&record->ledger->moves[i], record->state))
			return &record->ledger->moves[i];
	return NULL;
}

static void add_lacking(const struct request *request, const struct record *record, const struct move *move,
                        struct text *out)
{
	size_t lacking = 0;
	for (size_t i = 0; move->needs && move->needs[i]; i++) {
		const struct field *field = move->needs[i];
		if (record->values[field->place].kind != VALUE_NONE)
			continue;
		text_add(out,
		         lacking++ ? say(request, "、", ", ")
		                   : say(request, "<span class=\"due\">还缺 ", "<span class=\"due\">lacks "));
		html_add(out, "%s", label_of(request, field->label));
	}
	if (lacking)
		text_add(out, "</span>");
	else
		html_add(out, say(request, "可以“%s”", "ready: %s"), label_of(request, move->label));
}

static void add_cell(struct request *request, const struct record *record, const struct state *state,
                     const struct entry_view *entry, struct text *out)
{
	const struct move *move = state == record->state || record->voided ? NULL : move_to(record, state);
	bool current = state == record->state;
	html_add(out, "<li class=\"%s\"><b>%s</b><span>",
	         current ? "current"
	         : entry ? "reached"
	         : move  ? "open"
	                 : "off",
	         label_of(request, state->label));
	if (entry && (current || !move)) {
		instant_add(entry->at, out);
		html_add(out, " %s", entry->actor);
	} else if (move) {
		add_lacking(request, record, move, out);
	}
	text_add(out, "</span></li>\n");
}

void life_add(struct request *request, const struct record *record, const struct entry_view *entries,
              size_t count, struct text *out)
{
	const struct ledger *ledger = record->ledger;
	if (!ledger->state_count || !record->state)
		return;
	html_add(out, "<ol class=\"life\" aria-label=\"%s\">\n",
	         say(request, "办到哪一步", "Where it stands"));
	for (size_t i = 0; i < ledger->state_count; i++)
		add_cell(request, record, &ledger->states[i],
		         reached_by(ledger, &ledger->states[i], entries, count), out);
	text_add(out, "</ol>\n");
}

/* ---- clocks ---- */

static void add_standing(const struct request *request, instant_ms due, instant_ms stopped, struct text *out)
{
	const struct book *book = request->book;
	civil_date last = instant_date(due - 1); /* a clock runs out with the last moment of its day */
	civil_date day = instant_date(stopped ? stopped : book->now(book->now_context));
	int late = date_days_between(last, day);
	if (stopped)
		html_add(out, "<span class=\"unset\">%s</span> ", say(request, "已停", "stopped"));
	if (late > 0)
		html_add(out,
		         say(request, "<span class=\"late\">超 %d 日</span>",
		             "<span class=\"late\">%d days late</span>"),
		         late);
	else if (!stopped)
		html_add(out, say(request, "剩 %d 日", "%d days left"), -late);
}

static void add_clock(const struct request *request, const struct ledger *ledger, struct statement *statement,
                      struct text *out)
{
	const struct move *move = ledger_move(ledger, statement_text(statement, 0));
	instant_ms due = statement_int(statement, 1), stopped = statement_int(statement, 2);
	html_add(out, "<tr><th scope=\"row\">%s</th><td class=\"date\">",
	         move ? label_of(request, move->label) : statement_text(statement, 0));
	day_add(instant_date(due - 1), out);
	text_add(out, "</td><td class=\"number\">");
	add_standing(request, due, stopped, out);
	text_add(out, "</td></tr>\n");
}

bool clocks_add(struct request *request, const struct record *record, struct text *out, struct fault *fault)
{
	struct statement *statement;
	enum step step;
	size_t count = 0;
	if (!database_prepare(request->book->database,
	                      "SELECT move, due, stopped FROM clock WHERE tenant = ? AND record = ? ORDER BY "
	                      "started, due, id",
	                      &statement, fault))
		return false;
	statement_bind_int(statement, 1, record->tenant);
	statement_bind_int(statement, 2, record->id);
	while ((step = statement_step(statement, fault)) == STEP_ROW) {
		if (!count++)
			html_add(out, "<h2>%s</h2>\n<table class=\"plain\"><tbody>\n",
			         say(request, "时限", "Deadlines"));
		add_clock(request, record->ledger, statement, out);
	}
	statement_reset(statement);
	if (count)
		text_add(out, "</tbody></table>\n");
	return step == STEP_DONE;
}
