/* Records in hand: made, filled from typed values, copied. Nothing here touches
   the books. */
#include "record/record.h"

#include "record/inside.h"

struct record *record_bare(struct arena *arena, const struct ledger *ledger)
{
	struct record *record = arena_new(arena, struct record);
	record->ledger = ledger;
	record->arena = arena;
	record->values = arena_array(arena, struct value, ledger->field_count + 1);
	record->given = arena_array(arena, bool, ledger->field_count + 1);
	for (size_t i = 0; i < ledger->field_count && !record->rows; i++)
		if (ledger->fields[i].type == FIELD_ROWS)
			record->rows = arena_array(arena, struct record_rows, ledger->field_count + 1);
	return record;
}

struct record *record_new(struct arena *arena, const struct ledger *ledger)
{
	struct record *record = record_bare(arena, ledger);
	for (size_t i = 0; i < ledger->field_count; i++)
		record->values[i] = ledger->fields[i].initial;
	return record;
}

struct record *record_clone(struct arena *arena, const struct record *record)
{
	struct record *clone = arena_new(arena, struct record);
	size_t count = record->ledger->field_count;
	*clone = *record;
	clone->arena = arena;
	clone->values = arena_array(arena, struct value, count + 1);
	clone->given = arena_array(arena, bool, count + 1);
	memcpy(clone->values, record->values, count * sizeof *clone->values);
	if (record->rows) {
		clone->rows = arena_array(arena, struct record_rows, count + 1);
		memcpy(clone->rows, record->rows, count * sizeof *clone->rows);
	}
	return clone;
}

enum value_kind field_held(const struct field *field)
{
	static const enum value_kind held[FIELD_TYPE_COUNT] = {
#define X(name, kind, what) [FIELD_##name] = kind,
	        FIELD_TYPES(X)
#undef X
	};
	return held[field->type];
}

bool field_fault(struct fault *fault, const struct field *field, enum fault_code code, const char *second,
                 const char *third)
{
	fault_set(fault, code, field->label.zh, field->label.en, second, third);
	if (fault)
		snprintf(fault->field, sizeof fault->field, "%s", field->name);
	return false;
}

const char *field_typed(const struct field *field, const char *typed)
{
	return field->secrecy == SECRECY_SEALED ? "•••" : typed;
}

bool record_put_value(struct record *record, const char *name, struct value value, struct fault *fault)
{
	const struct field *field = ledger_field(record->ledger, name);
	if (!field)
		return fault_set(fault, record_field_unknown, record->ledger->label.zh,
		                 record->ledger->label.en, name);
	if (field->computed)
		return field_fault(fault, field, record_field_computed, "", "");
	if (field->type == FIELD_ROWS)
		return field_fault(fault, field, record_rows_typed, "", "");
	/* An envelope is let through so that a record that was read may be given back as it is. */
	bool envelope = value.kind == VALUE_BLOB && field->secrecy == SECRECY_SEALED;
	if (value.kind != VALUE_NONE && value.kind != field_held(field) && !envelope)
		return field_fault(fault, field, record_value_kind, field_type_name(field->type), "");
	bool empty = (value.kind == VALUE_TEXT || value.kind == VALUE_BLOB) && !value.length;
	record->values[field->place] = empty ? (struct value){} : value_copy(record->arena, &value);
	record->given[field->place] = true;
	if (field == record->ledger->org && !record->id && value.kind == VALUE_TEXT)
		record->tenant = tenant_of(record->values[field->place].bytes);
	return true;
}

/* Items double at each power of two, so that no room need be kept beside the count. */
void rows_add(struct record_rows *rows, struct record *row, struct arena *arena)
{
	if (!(rows->count & (rows->count - 1))) {
		struct record **items =
		        arena_array(arena, struct record *, rows->count ? rows->count * 2 : 1);
		for (size_t i = 0; i < rows->count; i++)
			items[i] = rows->items[i];
		rows->items = items;
	}
	rows->items[rows->count++] = row;
}

struct record *record_add_row(struct record *record, const char *name)
{
	const struct field *field = ledger_field(record->ledger, name);
	if (!field || field->type != FIELD_ROWS)
		return NULL;
	struct record_rows *rows = &record->rows[field->place];
	struct record *row = record_new(record->arena, field->rows);
	row->tenant = record->tenant;
	row->parent = record->id;
	rows_add(rows, row, record->arena);
	row->place = (int64_t)rows->count;
	rows->loaded = true;
	record->given[field->place] = true;
	return row;
}
