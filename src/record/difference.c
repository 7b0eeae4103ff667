/* From two versions of a record to the effects of one entry: what differs, and
   nothing else. Sealed values are sealed here, on their way into journal and
   ledger, which hold the same bytes. */
#include "record/draft.h"
#include "record/token.h"

/* ---- laying changes over the record as it was ---- */

static struct record *find_row(const struct record_rows *rows, int64_t id)
{
	for (size_t i = 0; i < rows->count; i++)
		if (rows->items[i]->id == id)
			return rows->items[i];
	return NULL;
}

static void overlay_values(struct record *record, const struct record *changes)
{
	for (size_t i = 0; i < record->ledger->field_count; i++)
		if (changes->given[i] && record->ledger->fields[i].type != FIELD_ROWS) {
			record->values[i] = changes->values[i];
			record->given[i] = true;
		}
}

/* A row without id that says what an old one says is that one. Sealed fields are opened only if all else agrees. */
static bool row_says(struct draft *draft, const struct record *old, const struct record *given)
{
	for (int sealed = 0; sealed < 2; sealed++)
		for (size_t i = 0; i < old->ledger->field_count; i++) {
			const struct field *field = &old->ledger->fields[i];
			if (!field->computed && (field->secrecy == SECRECY_SEALED) == sealed &&
			    draft_changed(draft, old, given, field))
				return false;
		}
	return true;
}

static struct record *match_row(struct draft *draft, const struct record_rows *old, bool *claimed,
                                size_t index, const struct record *given)
{
	for (size_t step = 0; step < old->count; step++) {
		/* The same place first: most rows stay where they were. */
		size_t at = (index + step) % old->count;
		if (claimed[at] || !row_says(draft, old->items[at], given))
			continue;
		claimed[at] = true;
		return old->items[at];
	}
	return NULL;
}

static bool claim_named(const struct record_rows *old, const struct record_rows *given,
                        const struct field *field, bool *claimed, struct fault *fault)
{
	for (size_t i = 0; i < given->count; i++) {
		const struct record *row = given->items[i]->id ? find_row(old, given->items[i]->id) : NULL;
		if (given->items[i]->id && !row)
			return field_fault(fault, field, record_row_missing, "", "");
		for (size_t j = 0; row && j < old->count; j++)
			claimed[j] |= old->items[j] == row;
	}
	return true;
}

static bool overlay_rows(struct draft *draft, const struct field *field, const struct record_rows *given,
                         struct fault *fault)
{
	struct record *after = draft->after;
	struct arena *arena = &draft->arena;
	const struct record_rows old = draft->before->rows[field->place];
	struct record_rows *rows = &after->rows[field->place];
	bool *claimed = arena_array(arena, bool, old.count + 1);
	*rows = (struct record_rows){arena_array(arena, struct record *, given->count + 1), given->count,
	                             true};
	if (!claim_named(&old, given, field, claimed, fault))
		return false;
	for (size_t i = 0; i < given->count; i++) {
		const struct record *row = given->items[i];
		const struct record *same =
		        row->id ? find_row(&old, row->id) : match_row(draft, &old, claimed, i, row);
		rows->items[i] = record_clone(arena, same ? same : row);
		if (same && row->id)
			overlay_values(rows->items[i], row);
		rows->items[i]->place = (int64_t)i + 1;
	}
	return true;
}

/* Rows of their own for every field that is not given anew. */
static void copy_rows(struct draft *draft, const struct field *field)
{
	struct record_rows *rows = &draft->after->rows[field->place];
	struct record **items = arena_array(&draft->arena, struct record *, rows->count + 1);
	for (size_t i = 0; i < rows->count; i++)
		items[i] = record_clone(&draft->arena, rows->items[i]);
	rows->items = items;
}

static void restamp(struct draft *draft)
{
	struct record *after = draft->after;
	after->org = after->values[draft->ledger->org->place].bytes;
	if (draft->ledger->counts_on)
		after->counts_on = (civil_date)after->values[draft->ledger->counts_on->place].number;
}

bool draft_overlay(struct draft *draft, const struct record *changes, struct fault *fault)
{
	draft->after = record_clone(&draft->arena, draft->before);
	if (changes)
		overlay_values(draft->after, changes);
	for (size_t i = 0; i < draft->ledger->field_count; i++) {
		const struct field *field = &draft->ledger->fields[i];
		if (field->type != FIELD_ROWS)
			continue;
		if (!changes || !changes->given[i])
			copy_rows(draft, field);
		else if (!overlay_rows(draft, field, &changes->rows[i], fault))
			return false;
	}
	restamp(draft);
	return true;
}

/* ---- values ---- */

static bool add_value(struct draft *draft, const struct record *record, const struct field *field,
                      struct effect_value *effect, struct fault *fault)
{
	const struct value *value = &record->values[field->place];
	struct sealed_place place = {record->ledger, field, draft->after->tenant, draft->after->id,
	                             record->id};
	*effect = (struct effect_value){.field = field, .value = *value};
	if (field->secrecy != SECRECY_SEALED || value->kind == VALUE_NONE)
		return true;
	if (!seal_field(draft->book->keys, &place, value, &draft->arena, &effect->value, fault))
		return false;
	return !field->blind || token_of_value(draft->book->keys, record->ledger, field, draft->after->tenant,
	                                       value, &draft->arena, &effect->token, fault);
}

static bool set_difference(struct draft *draft, const struct record *before, const struct record *after,
                           struct effect_value **ret, size_t *ret_count, struct fault *fault)
{
	const struct ledger *ledger = after->ledger;
	struct effect_value *set = arena_array(&draft->arena, struct effect_value, ledger->field_count + 1);
	size_t count = 0;
	for (size_t i = 0; i < ledger->field_count; i++) {
		const struct field *field = &ledger->fields[i];
		/* The organisation is not among the values: it has a key of its own. */
		if (field->type == FIELD_ROWS || field == ledger->org ||
		    !draft_changed(draft, before, after, field))
			continue;
		if (!add_value(draft, after, field, &set[count++], fault))
			return false;
	}
	*ret = set;
	*ret_count = count;
	return true;
}

/* ---- rows ---- */

static bool add_new_row(struct draft *draft, struct record *row, int64_t place, struct effect_rows *rows,
                        struct fault *fault)
{
	struct effect_row *effect = &rows->add[rows->add_count++];
	row->id = id_next(&draft->book->ids, draft->at);
	row->parent = draft->after->id;
	row->tenant = draft->after->tenant;
	row->place = place;
	effect->id = row->id;
	effect->place = place;
	return set_difference(draft, NULL, row, &effect->set, &effect->set_count, fault);
}

static bool add_changed_row(struct draft *draft, const struct record *before, const struct record *row,
                            int64_t place, struct effect_rows *rows, struct fault *fault)
{
	struct effect_row effect = {.id = row->id, .place = before->place == place ? 0 : place};
	if (!set_difference(draft, before, row, &effect.set, &effect.set_count, fault))
		return false;
	if (effect.place || effect.set_count)
		rows->change[rows->change_count++] = effect;
	return true;
}

static bool rows_difference(struct draft *draft, const struct field *field, struct effect_rows *rows,
                            struct fault *fault)
{
	const struct record_rows none = {}, *after = &draft->after->rows[field->place];
	const struct record_rows *before = draft->before ? &draft->before->rows[field->place] : &none;
	struct arena *arena = &draft->arena;
	*rows = (struct effect_rows){
	        .field = field,
	        .add = arena_array(arena, struct effect_row, after->count + 1),
	        .change = arena_array(arena, struct effect_row, after->count + 1),
	        .drop = arena_array(arena, int64_t, before->count + 1),
	};
	for (size_t i = 0; i < before->count; i++)
		if (!find_row(after, before->items[i]->id))
			rows->drop[rows->drop_count++] = before->items[i]->id;
	for (size_t i = 0; i < after->count; i++) {
		struct record *row = after->items[i];
		const struct record *old = draft->before && row->id ? find_row(before, row->id) : NULL;
		if (old ? !add_changed_row(draft, old, row, (int64_t)i + 1, rows, fault)
		        : !add_new_row(draft, row, (int64_t)i + 1, rows, fault))
			return false;
	}
	return true;
}

static bool all_rows(struct draft *draft, struct fault *fault)
{
	struct effects *effects = &draft->effects;
	effects->rows = arena_array(&draft->arena, struct effect_rows, draft->ledger->field_count + 1);
	for (size_t i = 0; i < draft->ledger->field_count; i++) {
		struct effect_rows *rows = &effects->rows[effects->rows_count];
		if (draft->ledger->fields[i].type != FIELD_ROWS)
			continue;
		if (!rows_difference(draft, &draft->ledger->fields[i], rows, fault))
			return false;
		effects->rows_count += rows->add_count || rows->change_count || rows->drop_count;
	}
	return true;
}

bool draft_difference(struct draft *draft, struct fault *fault)
{
	const struct record *before = draft->before, *after = draft->after;
	struct effects *effects = &draft->effects;
	if (!before || !text_equal(before->org, after->org))
		effects->org = after->org;
	if (!before)
		effects->number = after->number;
	if (after->state && (!before || before->state != after->state))
		effects->state = after->state->name;
	effects->move = draft->move ? draft->move->name : NULL;
	return set_difference(draft, before, after, &effects->set, &effects->set_count, fault) &&
	       all_rows(draft, fault);
}
