/* The history of a record: its entries in order, each with what stood before
   and what stands since, in words. */
#include "record/inside.h"
#include "record/journal.h"
#include "record/state.h"

/* ---- what is known as the entries go by ---- */

struct row_known {
	int64_t id, place;
	struct value *values; /* by place of the field */
};
struct rows_known {
	struct row_known *items;
	size_t count, room;
};

struct telling {
	struct book *book;
	const struct ledger *ledger;
	int64_t tenant;
	enum language language;
	struct arena *arena;
	const char *org, *state;
	struct value *values;
	struct rows_known *rows; /* by place of the rows field */
	struct entry_view *views;
	size_t count, room;
	size_t change_room; /* of the view in hand */
};

static void *grow(struct arena *arena, void *items, size_t count, size_t *ref_room, size_t size)
{
	if (count < *ref_room)
		return items;
	*ref_room = *ref_room ? *ref_room * 2 : 8;
	void *grown = arena_take(arena, *ref_room * size);
	if (count)
		memcpy(grown, items, count * size);
	return grown;
}

static struct entry_change *add_change(struct telling *telling, const char *what)
{
	struct entry_view *view = &telling->views[telling->count - 1];
	view->changes = grow(telling->arena, view->changes, view->change_count, &telling->change_room,
	                     sizeof *view->changes);
	struct entry_change *change = &view->changes[view->change_count++];
	*change = (struct entry_change){.what = what, .before = "", .after = ""};
	return change;
}

static const char *shown(struct telling *telling, const struct field *field, const struct value *value)
{
	struct text text = TEXT_EMPTY;
	value_show(telling->book, telling->tenant, field, value, telling->language, &text);
	const char *kept = arena_copy(telling->arena, text.at);
	text_release(&text);
	return kept;
}

/* ---- organisation and state ---- */

static void tell_org(struct telling *telling, const struct effects *effects)
{
	if (!effects->org)
		return;
	struct entry_change *change = add_change(telling, "org");
	const struct value before = value_text(telling->org), after = value_text(effects->org);
	change->before = shown(telling, telling->ledger->org, &before);
	change->after = shown(telling, telling->ledger->org, &after);
	telling->org = effects->org;
}

static const char *state_words(struct telling *telling, const char *name)
{
	const struct state *state = name ? ledger_state(telling->ledger, name) : NULL;
	return state ? label_in(&state->label, telling->language) : name ? name : "";
}

static void tell_state(struct telling *telling, const struct effects *effects)
{
	static const struct label voided = {"已作废", "voided"};
	if (!effects->state && !effects->voided)
		return;
	struct entry_change *change = add_change(telling, "state");
	change->before = state_words(telling, telling->state);
	change->after =
	        effects->voided ? label_in(&voided, telling->language) : state_words(telling, effects->state);
	if (effects->state)
		telling->state = effects->state;
}

/* ---- values ---- */

static void tell_set(struct telling *telling, const char *prefix, struct value *known,
                     const struct effect_value *set, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct field *field = set[i].field;
		struct value *before = &known[field->place];
		struct entry_change *change = add_change(
		        telling,
		        *prefix ? arena_format(telling->arena, "%s.%s", prefix, field->name) : field->name);
		change->field = field;
		change->before = shown(telling, field, before);
		change->after = shown(telling, field, &set[i].value);
		*before = set[i].value;
	}
}

/* Fields that definitions no longer know show what the journal says. */
static void tell_unknown(struct telling *telling, const struct effects *effects)
{
	for (size_t i = 0; i < effects->unknown_count; i++) {
		struct entry_change *change = add_change(telling, effects->unknown[i].name);
		const char *after = effects->unknown[i].shown;
		change->after = after ? after : telling->language == LANGUAGE_ZH ? "密封" : "sealed";
	}
}

/* ---- rows ---- */

static struct row_known *know_row(struct telling *telling, const struct field *field, int64_t id)
{
	struct rows_known *rows = &telling->rows[field->place];
	for (size_t i = 0; i < rows->count; i++)
		if (rows->items[i].id == id)
			return &rows->items[i];
	rows->items = grow(telling->arena, rows->items, rows->count, &rows->room, sizeof *rows->items);
	struct row_known *row = &rows->items[rows->count++];
	*row = (struct row_known){
	        .id = id, .values = arena_array(telling->arena, struct value, field->rows->field_count + 1)};
	return row;
}

static const char *row_prefix(struct telling *telling, const struct field *field, const struct row_known *row)
{
	return arena_format(telling->arena, "%s[%lld]", field->name, (long long)row->place);
}

static void tell_row(struct telling *telling, const struct field *field, const struct effect_row *effect)
{
	struct row_known *row = know_row(telling, field, effect->id);
	if (effect->place)
		row->place = effect->place;
	tell_set(telling, row_prefix(telling, field, row), row->values, effect->set, effect->set_count);
}

/* A row that goes is told by what stood in it. */
static void tell_drop(struct telling *telling, const struct field *field, int64_t id)
{
	struct row_known *row = know_row(telling, field, id);
	const char *prefix = row_prefix(telling, field, row);
	for (size_t i = 0; i < field->rows->field_count; i++) {
		const struct field *column = &field->rows->fields[i];
		if (row->values[i].kind == VALUE_NONE)
			continue;
		struct entry_change *change =
		        add_change(telling, arena_format(telling->arena, "%s.%s", prefix, column->name));
		change->field = column;
		change->before = shown(telling, column, &row->values[i]);
		row->values[i] = (struct value){};
	}
}

static void tell_rows(struct telling *telling, const struct effects *effects)
{
	for (size_t i = 0; i < effects->rows_count; i++) {
		const struct effect_rows *rows = &effects->rows[i];
		for (size_t j = 0; j < rows->drop_count; j++)
			tell_drop(telling, rows->field, rows->drop[j]);
		for (size_t j = 0; j < rows->change_count; j++)
			tell_row(telling, rows->field, &rows->change[j]);
		for (size_t j = 0; j < rows->add_count; j++)
			tell_row(telling, rows->field, &rows->add[j]);
	}
}

/* ---- entries ---- */

static struct entry_view *add_view(struct telling *telling, const struct entry *entry,
                                   const struct effects *effects)
{
	struct arena *arena = telling->arena;
	telling->views = grow(arena, telling->views, telling->count, &telling->room, sizeof *telling->views);
	struct entry_view *view = &telling->views[telling->count++];
	struct text hash = TEXT_EMPTY;
	*view = (struct entry_view){
	        .seq = entry->seq,
	        .at = entry->at,
	        .actor = arena_copy(arena, entry->actor),
	        .action = arena_copy(arena, entry->action),
	        .reason = arena_copy(arena, entry->reason),
	        .move = effects->move,
	        .version = entry->version,
	};
	text_add_hex(&hash, entry->hash, sizeof entry->hash);
	memcpy(view->hash, hash.at, sizeof view->hash);
	text_release(&hash);
	telling->change_room = 0;
	return view;
}

static bool tell(void *context, const struct entry *entry, struct fault *fault)
{
	struct telling *telling = context;
	struct effects effects;
	const char *why;
	char tenant[24], seq[24];
	if (!effects_read(telling->ledger, entry->effects, entry->effects_length, telling->arena, &effects,
	                  &why)) {
		snprintf(tenant, sizeof tenant, "%lld", (long long)entry->tenant);
		snprintf(seq, sizeof seq, "%lld", (long long)entry->seq);
		return fault_set(fault, record_entry_unreadable, tenant, seq, why);
	}
	add_view(telling, entry, &effects);
	tell_org(telling, &effects);
	tell_state(telling, &effects);
	tell_set(telling, "", telling->values, effects.set, effects.set_count);
	tell_unknown(telling, &effects);
	tell_rows(telling, &effects);
	return true;
}

bool record_history(struct book *book, const struct viewer *viewer, const struct record *record,
                    enum language language, struct arena *arena, struct entry_view **ret, size_t *ret_count,
                    struct fault *fault)
{
	struct telling telling = {
	        .book = book,
	        .ledger = record->ledger,
	        .tenant = record->tenant,
	        .language = language,
	        .arena = arena,
	        .values = arena_array(arena, struct value, record->ledger->field_count + 1),
	        .rows = arena_array(arena, struct rows_known, record->ledger->field_count + 1),
	};
	if (!record_may(book, viewer, record, ACCESS_OPEN, fault) ||
	    !journal_read_record(book, record->tenant, record->id, tell, &telling, fault))
		return false;
	*ret = telling.views;
	*ret_count = telling.count;
	return true;
}
