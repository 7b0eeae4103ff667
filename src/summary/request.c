/* Figure requests written and read; nothing is computed here. */
#include "summary/request.h"

#include <stdlib.h>
#include <string.h>

static const char where_mark[] = " where ";

static void print_key(const struct value *key, struct text *out)
{
	if (key->kind == VALUE_INT) {
		text_format(out, " key#%lld", (long long)key->number);
	} else if (key->kind == VALUE_TEXT) {
		text_add(out, " key=");
		text_add_url(out, key->bytes);
	}
}

void request_print(const char *name, const struct figure_request *request, const struct value *key,
                   struct text *out)
{
	text_format(out, "%s org=%s period=", name, request->org);
	period_print(&request->period, out);
	for (size_t i = 0; i < FIGURE_DIMENSIONS && request->by[i]; i++) {
		text_format(out, " by=%s", request->by[i]);
		if (key)
			print_key(&key[i], out);
	}
	if (request->cumulative)
		text_add(out, " cumulative");
	if (request->where)
		text_format(out, "%s%s", where_mark, request->where);
}

/* %E5 and its like back into bytes. */
static char *decoded(struct arena *arena, const char *text)
{
	char *out = arena_copy(arena, text), *to = out;
	for (; *text; text++) {
		char hex[3] = {text[0] == '%' ? text[1] : 0, text[0] == '%' && text[1] ? text[2] : 0, 0};
		uint8_t byte;
		if (hex[0] && hex[1] && hex_decode(hex, &byte, 1)) {
			*to++ = (char)byte;
			text += 2;
		} else {
			*to++ = *text;
		}
	}
	*to = 0;
	return out;
}

struct reading {
	struct arena *arena;
	struct figure_request request;
	struct value key[FIGURE_DIMENSIONS];
	size_t splits;
	bool has_period;
};

/* One "name=value"; false when it is none that is known, or comes out of turn. */
static bool read_part(struct reading *reading, const char *part)
{
	size_t split = reading->splits - 1;
	if (text_starts(part, "org=")) {
		reading->request.org = part + strlen("org=");
	} else if (text_starts(part, "period=")) {
		reading->has_period = period_parse(part + strlen("period="), &reading->request.period, NULL);
	} else if (text_starts(part, "by=") && reading->splits < FIGURE_DIMENSIONS) {
		reading->request.by[reading->splits++] = part + strlen("by=");
	} else if (text_starts(part, "key=") && reading->splits) {
		reading->key[split] = value_text(decoded(reading->arena, part + strlen("key=")));
	} else if (text_starts(part, "key#") && reading->splits) {
		reading->key[split] = value_int(strtoll(part + strlen("key#"), NULL, 10));
	} else if (text_equal(part, "cumulative")) {
		reading->request.cumulative = true;
	} else {
		return false;
	}
	return true;
}

bool request_parse(const struct definitions *definitions, const char *text, struct arena *arena,
                   const char **ret_name, struct figure_request *ret, struct value ret_key[FIGURE_DIMENSIONS])
{
	struct reading reading = {.arena = arena};
	char *words = arena_copy(arena, text), *where = strstr(words, where_mark);
	if (where) {
		*where = 0;
		reading.request.where = where + strlen(where_mark);
	}
	const char *at = words + strcspn(words, " ");
	const char *name = arena_copy_bytes(arena, words, (size_t)(at - words));
	while (*at) {
		size_t length = strcspn(++at, " ");
		if (!read_part(&reading, arena_copy_bytes(arena, at, length)))
			return false;
		at += length;
	}
	if (!*name || !reading.request.org || !reading.has_period)
		return false;
	reading.request.figure = definitions_figure(definitions, name);
	*ret_name = name;
	*ret = reading.request;
	memcpy(ret_key, reading.key, sizeof reading.key);
	return true;
}

struct figure_request request_last_year(const struct figure_request *request)
{
	struct figure_request before = *request;
	before.period = period_last_year(&request->period);
	return before;
}
