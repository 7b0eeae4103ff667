/* A ledger described for the browser: everything a form, a list or a chart
   needs to know, and nothing that only the server uses. docs/DEFINITIONS.md
   has the shape. */
#include "define/definitions.h"

#include <string.h>

#include "define/expression.h"

static const char *const secrecy_names[] = {
        [SECRECY_PLAIN] = "plain", [SECRECY_PERSONAL] = "personal", [SECRECY_SEALED] = "sealed"};

/* The member's name, after a comma when something stands before it in the object. */
static void add_key(struct text *out, const char *key)
{
	char last = out->length ? out->at[out->length - 1] : 0;
	text_format(out, "%s\"%s\":", last == '{' ? "" : ",", key);
}

static void add_comma(struct text *out)
{
	char last = out->length ? out->at[out->length - 1] : 0;
	if (last != '[' && last != '{')
		text_add_byte(out, ',');
}

static void add_string(struct text *out, const char *key, const char *value)
{
	if (!value)
		return;
	add_key(out, key);
	text_add_json(out, value, strlen(value));
}

static void add_number(struct text *out, const char *key, int64_t number)
{
	add_key(out, key);
	text_add_int(out, number);
}

/* Only what holds is said; false is what is not there. */
static void add_flag(struct text *out, const char *key, bool value)
{
	if (!value)
		return;
	add_key(out, key);
	text_add(out, "true");
}

static void add_label(struct text *out, const char *key, struct label label)
{
	if (!label.zh)
		return;
	add_key(out, key);
	text_add_byte(out, '{');
	add_string(out, "zh", label.zh);
	add_string(out, "en", label.en);
	text_add_byte(out, '}');
}

static void add_expression(struct text *out, const char *key, const struct expression *expression)
{
	if (!expression)
		return;
	add_key(out, key);
	expression_json(expression, out);
}

static void add_date(struct text *out, const char *key, civil_date date)
{
	char printed[DATE_SIZE];
	if (!date)
		return;
	date_print(date, printed);
	add_string(out, key, printed);
}

static void add_words(struct text *out, const char *key, const char *const *words)
{
	if (!words || !*words)
		return;
	add_key(out, key);
	text_add_byte(out, '[');
	for (; *words; words++) {
		add_comma(out);
		text_add_json(out, *words, strlen(*words));
	}
	text_add_byte(out, ']');
}

static void add_list(struct text *out, const struct list *list)
{
	add_key(out, "list");
	text_add_byte(out, '{');
	add_string(out, "name", list->name);
	add_label(out, "title", list->label);
	add_flag(out, "ordered", list->ordered);
	add_key(out, "items");
	text_add_byte(out, '[');
	for (size_t i = 0; i < list->count; i++) {
		const struct list_item *item = &list->items[i];
		add_comma(out);
		text_add_byte(out, '{');
		add_string(out, "code", item->code);
		add_label(out, "title", item->label);
		add_date(out, "until", item->until);
		add_string(out, "maps_to", item->maps_to ? item->maps_to->code : NULL);
		text_add_byte(out, '}');
	}
	text_add(out, "]}");
}

static void add_initial(struct text *out, const struct value *value)
{
	if (value->kind == VALUE_INT)
		add_number(out, "default", value->number);
	else if (value->kind == VALUE_TEXT)
		add_string(out, "default", value->bytes);
}

static void add_fields(struct text *out, const struct ledger *ledger);

static void add_rows(struct text *out, const struct ledger *rows)
{
	add_key(out, "rows");
	text_add_byte(out, '{');
	add_string(out, "ledger", rows->name);
	add_fields(out, rows);
	text_add_byte(out, '}');
}

static void add_field(struct text *out, const struct ledger *ledger, const struct field *field)
{
	text_add_byte(out, '{');
	add_string(out, "name", field->name);
	add_label(out, "title", field->label);
	add_label(out, "help", field->help);
	add_string(out, "type", field_type_name(field->type));
	add_flag(out, "org", field == ledger->org);
	add_flag(out, "required", field->required);
	add_flag(out, "in_list", field->in_list);
	add_string(out, "secrecy", field->secrecy == SECRECY_PLAIN ? NULL : secrecy_names[field->secrecy]);
	add_flag(out, "blind", field->blind);
	if (field->list)
		add_list(out, field->list);
	add_string(out, "to", field->to ? field->to->name : NULL);
	if (field->type == FIELD_DECIMAL)
		add_number(out, "scale", field->scale);
	bool counted = field->type == FIELD_INT || field->type == FIELD_DECIMAL || field->type == FIELD_YEAR;
	if (counted)
		add_number(out, "min", field->min);
	if (field->max || counted)
		add_number(out, "max", field->max);
	add_label(out, "unit", field->unit);
	add_initial(out, &field->initial);
	add_expression(out, "show_if", field->show_if);
	add_expression(out, "check", field->check);
	add_label(out, "says", field->check_says);
	add_flag(out, "computed", field->computed);
	if (field->rows)
		add_rows(out, field->rows);
	text_add_byte(out, '}');
}

static void add_fields(struct text *out, const struct ledger *ledger)
{
	add_key(out, "fields");
	text_add_byte(out, '[');
	for (size_t i = 0; i < ledger->field_count; i++) {
		add_comma(out);
		add_field(out, ledger, &ledger->fields[i]);
	}
	text_add_byte(out, ']');
}

static void add_states(struct text *out, const struct ledger *ledger)
{
	add_key(out, "states");
	text_add_byte(out, '[');
	for (size_t i = 0; i < ledger->state_count; i++) {
		add_comma(out);
		text_add_byte(out, '{');
		add_string(out, "name", ledger->states[i].name);
		add_label(out, "title", ledger->states[i].label);
		add_flag(out, "final", ledger->states[i].final);
		text_add_byte(out, '}');
	}
	text_add_byte(out, ']');
}

static void add_span(struct text *out, struct span span)
{
	static const char *const units[] = {[SPAN_DAYS] = "days",
	                                    [SPAN_WORKDAYS] = "workdays",
	                                    [SPAN_HOURS] = "hours",
	                                    [SPAN_MONTHS] = "months"};
	if (!span.count)
		return;
	add_key(out, "within");
	text_format(out, "{\"count\":%d,\"unit\":\"%s\"}", span.count, units[span.unit]);
}

static void add_move(struct text *out, const struct move *move)
{
	text_add_byte(out, '{');
	add_string(out, "name", move->name);
	add_label(out, "title", move->label);
	add_key(out, "from");
	text_add_byte(out, '[');
	for (size_t i = 0; move->from[i]; i++) {
		add_comma(out);
		text_add_json(out, move->from[i]->name, strlen(move->from[i]->name));
	}
	text_add_byte(out, ']');
	add_string(out, "to", move->to->name);
	add_words(out, "by", move->by);
	add_span(out, move->within);
	if (move->needs[0]) {
		add_key(out, "needs");
		text_add_byte(out, '[');
		for (size_t i = 0; move->needs[i]; i++) {
			add_comma(out);
			text_add_json(out, move->needs[i]->name, strlen(move->needs[i]->name));
		}
		text_add_byte(out, ']');
	}
	add_expression(out, "when", move->guard);
	add_label(out, "says", move->guard_says);
	text_add_byte(out, '}');
}

static void add_moves(struct text *out, const struct ledger *ledger)
{
	add_key(out, "moves");
	text_add_byte(out, '[');
	for (size_t i = 0; i < ledger->move_count; i++) {
		add_comma(out);
		add_move(out, &ledger->moves[i]);
	}
	text_add_byte(out, ']');
}

static void add_access(struct text *out, const struct ledger *ledger)
{
	add_key(out, "access");
	text_add_byte(out, '{');
	for (size_t i = 0; i < ledger->access_count; i++) {
		const struct access_rule *rule = &ledger->access[i];
		add_key(out, rule->role->name);
		text_add_byte(out, '{');
		for (size_t j = 0; j < ACCESS_ACTION_COUNT; j++)
			if (rule->scope[j] != SCOPE_NONE)
				add_string(out, access_action_name((enum access_action)j),
				           access_scope_name(rule->scope[j]));
		if (rule->hide_below)
			add_number(out, "hide_below", rule->hide_below);
		text_add_byte(out, '}');
	}
	text_add_byte(out, '}');
}

/* A field of the parent, seen from the rows, is "parent.kind" as in the file. */
static void add_by(struct text *out, const struct figure *figure)
{
	if (!figure->by || !figure->by[0])
		return;
	add_key(out, "by");
	text_add_byte(out, '[');
	for (size_t i = 0; figure->by[i]; i++) {
		const struct field *field = figure->by[i];
		bool own = field->place < figure->ledger->field_count &&
		           &figure->ledger->fields[field->place] == field;
		add_comma(out);
		text_format(out, "\"%s%s\"", own ? "" : "parent.", field->name);
	}
	text_add_byte(out, ']');
}

static void add_figure(struct text *out, const struct figure *figure)
{
	static const char *const measures[] = {
	        [MEASURE_COUNT] = "count",     [MEASURE_SUM] = "sum",     [MEASURE_DISTINCT] = "distinct",
	        [MEASURE_RATIO] = "ratio",     [MEASURE_FIRST] = "first", [MEASURE_LAST] = "last",
	        [MEASURE_MISSING] = "missing",
	};
	static const char *const times[] = {
	        [TIME_FLOW] = "flow", [TIME_STOCK] = "stock", [TIME_LATEST] = "latest"};
	static const char *const shown[] = {
	        [UNIT_PLAIN] = "plain", [UNIT_PERCENT] = "percent", [UNIT_DATE] = "date"};
	text_add_byte(out, '{');
	add_string(out, "name", figure->full_name);
	add_label(out, "title", figure->label);
	add_label(out, "unit", figure->unit);
	add_string(out, "measure", measures[figure->measure]);
	add_string(out, "time", figure->cumulative ? "cumulative" : times[figure->time]);
	add_string(out, "shown", shown[figure->shown]);
	add_by(out, figure);
	text_add_byte(out, '}');
}

static void add_figures(struct text *out, const struct ledger *ledger)
{
	add_key(out, "figures");
	text_add_byte(out, '[');
	for (size_t i = 0; i < ledger->figure_count; i++) {
		add_comma(out);
		add_figure(out, &ledger->figures[i]);
	}
	text_add_byte(out, ']');
}

void ledger_json(const struct ledger *ledger, struct text *out)
{
	struct text text = TEXT_EMPTY;
	text_add_byte(&text, '{');
	add_string(&text, "name", ledger->name);
	add_label(&text, "title", ledger->label);
	add_label(&text, "help", ledger->help);
	add_string(&text, "group", ledger->group);
	add_string(&text, "number", ledger->number);
	add_string(&text, "org", ledger->org->name);
	add_string(&text, "counts_on", ledger->counts_on ? ledger->counts_on->name : NULL);
	add_string(&text, "title_from", ledger->title_field ? ledger->title_field->name : NULL);
	add_string(&text, "merged_into", ledger->merged_into ? ledger->merged_into->name : NULL);
	add_string(&text, "parent", ledger->parent ? ledger->parent->name : NULL);
	add_fields(&text, ledger);
	add_states(&text, ledger);
	add_moves(&text, ledger);
	add_access(&text, ledger);
	add_figures(&text, ledger);
	text_add_byte(&text, '}');
	text_add_bytes(out, text.at, text.length);
	text_release(&text);
}
