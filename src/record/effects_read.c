/* Effects read back from the journal's JSON under the definitions of today.
   Names of their day are followed to today's; values stay what they were. */
#include <errno.h>
#include <jansson.h>

#include "base/ids.h"
#include "record/decimal.h"
#include "record/effects.h"

/* What all of one reading shares. `why` is set where it goes wrong. */
struct reading {
	struct arena *arena;
	const char *why;
};

static bool refuse(struct reading *reading, const char *why)
{
	reading->why = why;
	return false;
}

static const char *keep_string(struct reading *reading, const json_t *json)
{
	return arena_copy_bytes(reading->arena, json_string_value(json), json_string_length(json));
}

static bool read_id(struct reading *reading, const json_t *json, int64_t *ret)
{
	const char *string = json_string_value(json);
	return (string && id_parse(string, ret)) || refuse(reading, "an id is not one");
}

static bool read_instant(struct reading *reading, const json_t *json, instant_ms *ret)
{
	const char *string = json_string_value(json);
	return (string && instant_parse(string, ret)) || refuse(reading, "an instant is not one");
}

/* ---- values ---- */

static const char *code_today(const struct field *field, const char *code)
{
	const struct list_item *item = field->list ? list_find(field->list, code) : NULL;
	return item ? item->code : code;
}

static bool read_codes(struct reading *reading, const struct field *field, const json_t *json,
                       struct value *ret)
{
	struct text codes = TEXT_EMPTY;
	size_t index;
	json_t *item;
	json_array_foreach(json, index, item)
	{
		if (!json_is_string(item))
			break;
		text_format(&codes, "%s%s,", index ? "" : ",", code_today(field, json_string_value(item)));
	}
	bool all = json_is_array(json) && index == json_array_size(json) && index;
	if (all)
		*ret = value_text(arena_copy_bytes(reading->arena, codes.at, codes.length));
	text_release(&codes);
	return all || refuse(reading, "a list of codes is not one");
}

static bool read_sealed(struct reading *reading, const json_t *json, struct value *ret)
{
	const json_t *sealed = json_object_get(json, "sealed");
	size_t length = json_string_length(sealed);
	uint8_t *bytes = arena_take(reading->arena, length + 1);
	if (!json_is_string(sealed) || !base64_decode(json_string_value(sealed), length, bytes, &length))
		return refuse(reading, "a sealed value is not base64");
	*ret = value_bytes(bytes, length);
	return true;
}

static bool read_number(struct reading *reading, const struct field *field, const json_t *json,
                        struct value *ret)
{
	const char *string = json_is_string(json) ? json_string_value(json) : "";
	int64_t number = 0;
	civil_date date = 0;
	bool good = false;
	switch (field->type) {
	case FIELD_INT:
	case FIELD_YEAR:
		good = json_is_integer(json);
		number = json_integer_value(json);
		break;
	case FIELD_BOOL:
		good = json_is_boolean(json);
		number = json_is_true(json);
		break;
	case FIELD_DECIMAL: good = decimal_read(string, field->scale, &number); break;
	case FIELD_DATE:
		good = date_parse(string, &date);
		number = date;
		break;
	case FIELD_INSTANT: good = instant_parse(string, &number); break;
	case FIELD_LINK: good = id_parse(string, &number); break;
	case FIELD_TEXT:
	case FIELD_NOTE:
	case FIELD_CHOICE:
	case FIELD_CHOICES:
	case FIELD_ORG:
	case FIELD_PHONE:
	case FIELD_ID_NUMBER:
	case FIELD_STAFF:
	case FIELD_ROWS:
	case FIELD_TYPE_COUNT: break;
	}
	if (!good)
		return refuse(reading, "a value is not of its field's type");
	*ret = value_int(number);
	return true;
}

static bool read_value(struct reading *reading, const struct field *field, const json_t *json,
                       struct value *ret)
{
	*ret = (struct value){};
	if (json_is_null(json))
		return true;
	if (json_is_object(json))
		return read_sealed(reading, json, ret);
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_NOTE:
	case FIELD_ORG:
	case FIELD_PHONE:
	case FIELD_ID_NUMBER:
	case FIELD_STAFF:
		if (!json_is_string(json))
			return refuse(reading, "a text is not one");
		*ret = value_text(keep_string(reading, json));
		return true;
	case FIELD_CHOICE:
		if (!json_is_string(json))
			return refuse(reading, "a code is not one");
		*ret = value_text(arena_copy(reading->arena, code_today(field, json_string_value(json))));
		return true;
	case FIELD_CHOICES: return read_codes(reading, field, json, ret);
	case FIELD_INT:
	case FIELD_DECIMAL:
	case FIELD_BOOL:
	case FIELD_DATE:
	case FIELD_INSTANT:
	case FIELD_YEAR:
	case FIELD_LINK: return read_number(reading, field, json, ret);
	case FIELD_ROWS:
	case FIELD_TYPE_COUNT: break;
	}
	return refuse(reading, "a value stands at a field of rows");
}

/* What a field that is no more was set to, for people. */
static const char *shown_unknown(struct reading *reading, const json_t *json)
{
	if (json_is_null(json))
		return "";
	if (json_is_string(json))
		return keep_string(reading, json);
	if (json_object_get(json, "sealed"))
		return NULL;
	char *dumped = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);
	const char *shown = arena_copy(reading->arena, dumped ? dumped : "");
	free(dumped);
	return shown;
}

/* `unknown` may be NULL: then fields that are no more are passed over. */
static bool read_set(struct reading *reading, const struct ledger *ledger, json_t *json,
                     struct effect_value **ret, size_t *ret_count, struct effects *unknown)
{
	const char *name;
	json_t *item;
	size_t size = json_object_size(json);
	if (json && !json_is_object(json))
		return refuse(reading, "a set is no object");
	*ret = arena_array(reading->arena, struct effect_value, size);
	if (unknown)
		unknown->unknown = arena_array(reading->arena, struct effect_unknown, size);
	json_object_foreach(json, name, item)
	{
		const struct field *field = ledger_field(ledger, name);
		if (field && field->type != FIELD_ROWS) {
			struct effect_value *value = &(*ret)[(*ret_count)++];
			value->field = field;
			if (!read_value(reading, field, item, &value->value))
				return false;
		} else if (unknown) {
			unknown->unknown[unknown->unknown_count++] = (struct effect_unknown){
			        arena_copy(reading->arena, name), shown_unknown(reading, item)};
		}
	}
	return true;
}

/* ---- rows, clocks ---- */

static bool read_row_list(struct reading *reading, const struct ledger *child, const json_t *json,
                          struct effect_row **ret, size_t *ret_count)
{
	size_t index;
	json_t *item;
	*ret = arena_array(reading->arena, struct effect_row, json_array_size(json));
	json_array_foreach(json, index, item)
	{
		struct effect_row *row = &(*ret)[(*ret_count)++];
		row->place = json_integer_value(json_object_get(item, "place"));
		if (!read_id(reading, json_object_get(item, "id"), &row->id) ||
		    !read_set(reading, child, json_object_get(item, "set"), &row->set, &row->set_count, NULL))
			return false;
	}
	return true;
}

static bool read_rows_field(struct reading *reading, const json_t *json, struct effect_rows *rows)
{
	const json_t *drop = json_object_get(json, "drop");
	const struct ledger *child = rows->field->rows;
	size_t index;
	json_t *item;
	rows->drop = arena_array(reading->arena, int64_t, json_array_size(drop));
	json_array_foreach(drop, index, item)
	{
		if (!read_id(reading, item, &rows->drop[rows->drop_count++]))
			return false;
	}
	return read_row_list(reading, child, json_object_get(json, "add"), &rows->add, &rows->add_count) &&
	       read_row_list(reading, child, json_object_get(json, "change"), &rows->change,
	                     &rows->change_count);
}

static bool read_rows(struct reading *reading, const struct ledger *ledger, json_t *json,
                      struct effects *effects)
{
	const char *name;
	json_t *item;
	effects->rows = arena_array(reading->arena, struct effect_rows, json_object_size(json));
	json_object_foreach(json, name, item)
	{
		const struct field *field = ledger_field(ledger, name);
		if (!field || field->type != FIELD_ROWS)
			continue;
		struct effect_rows *rows = &effects->rows[effects->rows_count++];
		rows->field = field;
		if (!read_rows_field(reading, item, rows))
			return false;
	}
	return true;
}

static bool read_clocks(struct reading *reading, const json_t *json, struct effects *effects)
{
	const json_t *starts = json_object_get(json, "start"), *stops = json_object_get(json, "stop");
	size_t index;
	json_t *item;
	effects->starts = arena_array(reading->arena, struct effect_clock, json_array_size(starts));
	json_array_foreach(starts, index, item)
	{
		struct effect_clock *clock = &effects->starts[effects->start_count++];
		const json_t *move = json_object_get(item, "move"),
		             *calendar = json_object_get(item, "calendar");
		if (!json_is_string(move) || !json_is_string(calendar))
			return refuse(reading, "a clock names no move or calendar");
		clock->move = keep_string(reading, move);
		clock->calendar = keep_string(reading, calendar);
		if (!read_id(reading, json_object_get(item, "id"), &clock->id) ||
		    !read_instant(reading, json_object_get(item, "started"), &clock->started) ||
		    !read_instant(reading, json_object_get(item, "due"), &clock->due))
			return false;
	}
	effects->stops = arena_array(reading->arena, struct effect_stop, json_array_size(stops));
	json_array_foreach(stops, index, item)
	{
		struct effect_stop *stop = &effects->stops[effects->stop_count++];
		if (!read_id(reading, json_object_get(item, "id"), &stop->id) ||
		    !read_instant(reading, json_object_get(item, "at"), &stop->at))
			return false;
	}
	return true;
}

/* ---- all of it ---- */

static bool read_member(struct reading *reading, const json_t *json, const char *key, const char **ret)
{
	const json_t *member = json_object_get(json, key);
	if (!member)
		return true;
	if (!json_is_string(member))
		return refuse(reading, "a name is no string");
	*ret = keep_string(reading, member);
	return true;
}

static bool read_counter(struct reading *reading, const json_t *json, struct effects *effects)
{
	if (!json)
		return true;
	struct effect_counter *counter = arena_new(reading->arena, struct effect_counter);
	const json_t *year = json_object_get(json, "year"), *last = json_object_get(json, "last");
	if (!json_is_integer(year) || !json_is_integer(last) || json_integer_value(year) < 0 ||
	    json_integer_value(year) > 9999 || !read_member(reading, json, "org", &counter->org) ||
	    !counter->org)
		return refuse(reading, "a counter is not one");
	counter->year = (int)json_integer_value(year);
	counter->last = json_integer_value(last);
	effects->counter = counter;
	return true;
}

static bool read_all(struct reading *reading, const struct ledger *ledger, const json_t *json,
                     struct effects *effects)
{
	if (!json_is_object(json))
		return refuse(reading, "they are no JSON object");
	if (!read_member(reading, json, "org", &effects->org) ||
	    !read_member(reading, json, "number", &effects->number) ||
	    !read_member(reading, json, "move", &effects->move) ||
	    !read_member(reading, json, "state", &effects->state) ||
	    !read_counter(reading, json_object_get(json, "counter"), effects))
		return false;
	const struct state *state = effects->state ? ledger_state(ledger, effects->state) : NULL;
	if (state)
		effects->state = state->name;
	effects->voided = json_is_true(json_object_get(json, "void"));
	return read_set(reading, ledger, json_object_get(json, "set"), &effects->set, &effects->set_count,
	                effects) &&
	       read_rows(reading, ledger, json_object_get(json, "rows"), effects) &&
	       read_clocks(reading, json, effects);
}

bool effects_read(const struct ledger *ledger, const char *json, size_t length, struct arena *arena,
                  struct effects *ret, const char **ret_why)
{
	struct reading reading = {.arena = arena, .why = "they are no JSON"};
	struct effects effects = {};
	json_t *root = json_loadb(json, length, JSON_REJECT_DUPLICATES, NULL);
	bool read = root && read_all(&reading, ledger, root, &effects);
	json_decref(root);
	if (read)
		*ret = effects;
	else
		*ret_why = reading.why;
	return read;
}
