/* Effects as JSON: compact, keys in the order of docs/JOURNAL.md, what is not
   touched left out. The same effects always give the same bytes. */
#include "record/decimal.h"
#include "record/effects.h"

static void write_string(const char *string, size_t length, struct text *out)
{
	text_add_json(out, string, length);
}

/* Of our own letters and digits, which JSON leaves as they are. */
static void write_quoted(const char *string, struct text *out)
{
	text_add_byte(out, '"');
	text_add(out, string);
	text_add_byte(out, '"');
}

static void write_id(int64_t id, struct text *out)
{
	text_add_byte(out, '"');
	text_add_int(out, id);
	text_add_byte(out, '"');
}

static void write_instant(instant_ms instant, struct text *out)
{
	char printed[INSTANT_SIZE];
	instant_print(instant, printed);
	write_quoted(printed, out);
}

/* ",a,b," → ["a","b"] */
static void write_codes(const struct value *value, struct text *out)
{
	char separator = '[';
	const char *at = value->bytes, *end = value->bytes + value->length;
	while (at < end) {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		size_t length = (size_t)((comma ? comma : end) - at);
		if (length) {
			text_add_byte(out, separator);
			write_string(at, length, out);
			separator = ',';
		}
		at += length + 1;
	}
	if (separator == '[')
		text_add_byte(out, '[');
	text_add_byte(out, ']');
}

static void write_plain(const struct field *field, const struct value *value, struct text *out)
{
	char date[DATE_SIZE];
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_NOTE:
	case FIELD_CHOICE:
	case FIELD_ORG:
	case FIELD_PHONE:
	case FIELD_ID_NUMBER:
	case FIELD_STAFF: write_string(value->bytes, value->length, out); return;
	case FIELD_INT:
	case FIELD_YEAR: text_add_int(out, value->number); return;
	case FIELD_DECIMAL:
		text_add_byte(out, '"');
		decimal_print(value->number, field->scale, out);
		text_add_byte(out, '"');
		return;
	case FIELD_BOOL: text_add(out, value->number ? "true" : "false"); return;
	case FIELD_DATE:
		date_print((civil_date)value->number, date);
		write_quoted(date, out);
		return;
	case FIELD_INSTANT: write_instant(value->number, out); return;
	case FIELD_LINK: write_id(value->number, out); return;
	case FIELD_CHOICES: write_codes(value, out); return;
	case FIELD_ROWS:
	case FIELD_TYPE_COUNT: return;
	}
}

static void write_value(const struct field *field, const struct value *value, struct text *out)
{
	switch (value->kind) {
	case VALUE_NONE: text_add(out, "null"); return;
	case VALUE_BLOB:
		text_add(out, "{\"sealed\":\"");
		text_add_base64(out, value->bytes, value->length);
		text_add(out, "\"}");
		return;
	case VALUE_INT:
	case VALUE_TEXT: write_plain(field, value, out); return;
	}
}

static void write_set(const struct effect_value *set, size_t count, struct text *out)
{
	text_add_byte(out, '{');
	for (size_t i = 0; i < count; i++) {
		if (i)
			text_add_byte(out, ',');
		write_quoted(set[i].field->name, out);
		text_add_byte(out, ':');
		write_value(set[i].field, &set[i].value, out);
	}
	text_add_byte(out, '}');
}

/* Adds `"key":` behind what stands there: the first key of an object has no comma. */
static void write_key(const char *key, struct text *out)
{
	char last = out->at[out->length - 1];
	if (last != '{')
		text_add_byte(out, ',');
	write_quoted(key, out);
	text_add_byte(out, ':');
}

static void write_row_list(const char *key, const struct effect_row *rows, size_t count, struct text *out)
{
	if (!count)
		return;
	write_key(key, out);
	for (size_t i = 0; i < count; i++) {
		text_add(out, i ? ",{\"id\":" : "[{\"id\":");
		write_id(rows[i].id, out);
		if (rows[i].place)
			text_format(out, ",\"place\":%lld", (long long)rows[i].place);
		if (rows[i].set_count) {
			text_add(out, ",\"set\":");
			write_set(rows[i].set, rows[i].set_count, out);
		}
		text_add_byte(out, '}');
	}
	text_add_byte(out, ']');
}

static void write_rows(const struct effects *effects, struct text *out)
{
	write_key("rows", out);
	text_add_byte(out, '{');
	for (size_t i = 0; i < effects->rows_count; i++) {
		const struct effect_rows *rows = &effects->rows[i];
		write_key(rows->field->name, out);
		text_add_byte(out, '{');
		write_row_list("add", rows->add, rows->add_count, out);
		write_row_list("change", rows->change, rows->change_count, out);
		if (rows->drop_count)
			write_key("drop", out);
		for (size_t j = 0; j < rows->drop_count; j++) {
			text_add_byte(out, j ? ',' : '[');
			write_id(rows->drop[j], out);
		}
		text_add(out, rows->drop_count ? "]}" : "}");
	}
	text_add_byte(out, '}');
}

static void write_starts(const struct effects *effects, struct text *out)
{
	write_key("start", out);
	for (size_t i = 0; i < effects->start_count; i++) {
		const struct effect_clock *clock = &effects->starts[i];
		text_add(out, i ? ",{\"id\":" : "[{\"id\":");
		write_id(clock->id, out);
		text_format(out, ",\"move\":\"%s\",\"started\":", clock->move);
		write_instant(clock->started, out);
		text_add(out, ",\"due\":");
		write_instant(clock->due, out);
		text_add(out, ",\"calendar\":");
		write_string(clock->calendar, strlen(clock->calendar), out);
		text_add_byte(out, '}');
	}
	text_add_byte(out, ']');
}

static void write_stops(const struct effects *effects, struct text *out)
{
	write_key("stop", out);
	for (size_t i = 0; i < effects->stop_count; i++) {
		text_add(out, i ? ",{\"id\":" : "[{\"id\":");
		write_id(effects->stops[i].id, out);
		text_add(out, ",\"at\":");
		write_instant(effects->stops[i].at, out);
		text_add_byte(out, '}');
	}
	text_add_byte(out, ']');
}

static void write_member(const char *key, const char *string, struct text *out)
{
	if (!string)
		return;
	write_key(key, out);
	write_string(string, strlen(string), out);
}

static void write_counter(const struct effect_counter *counter, struct text *out)
{
	write_key("counter", out);
	text_add(out, "{\"org\":");
	write_string(counter->org, strlen(counter->org), out);
	text_format(out, ",\"year\":%d,\"last\":%lld}", counter->year, (long long)counter->last);
}

void effects_write(const struct effects *effects, struct text *out)
{
	text_add_byte(out, '{');
	write_member("org", effects->org, out);
	write_member("number", effects->number, out);
	if (effects->counter)
		write_counter(effects->counter, out);
	write_member("move", effects->move, out);
	write_member("state", effects->state, out);
	if (effects->voided) {
		write_key("void", out);
		text_add(out, "true");
	}
	if (effects->set_count) {
		write_key("set", out);
		write_set(effects->set, effects->set_count, out);
	}
	if (effects->rows_count)
		write_rows(effects, out);
	if (effects->start_count)
		write_starts(effects, out);
	if (effects->stop_count)
		write_stops(effects, out);
	text_add_byte(out, '}');
}
