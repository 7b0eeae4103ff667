/* Values, and SQL texts that carry the values bound to their ? marks. Not the
   database: nothing here runs SQL. */
#include "base/value.h"

#include <assert.h>
#include <string.h>

struct value value_text(const char *string)
{
	if (!string)
		return (struct value){};
	return (struct value){.kind = VALUE_TEXT, .bytes = string, .length = strlen(string)};
}

struct value value_bytes(const void *bytes, size_t length)
{
	return (struct value){.kind = VALUE_BLOB, .bytes = bytes, .length = length};
}

bool value_equal(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case VALUE_NONE: return true;
	case VALUE_INT: return a->number == b->number;
	case VALUE_TEXT:
	case VALUE_BLOB:
		return a->length == b->length && (!a->length || memcmp(a->bytes, b->bytes, a->length) == 0);
	}
	assert(false);
	return false;
}

struct value value_copy(struct arena *arena, const struct value *value)
{
	struct value copy = *value;
	if (value->kind == VALUE_TEXT || value->kind == VALUE_BLOB)
		copy.bytes = arena_copy_bytes(arena, value->bytes, value->length);
	return copy;
}

void sql_add(struct sql *sql, const char *literal)
{
	text_add(&sql->text, literal);
}

void sql_format(struct sql *sql, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	text_format_list(&sql->text, format, list);
	va_end(list);
}

static void sql_keep(struct sql *sql, struct value value)
{
	if (sql->count == sql->room) {
		sql->room = sql->room ? sql->room * 2 : 8;
		sql->binds = memory_grow(sql->binds, sql->room * sizeof *sql->binds);
	}
	sql->binds[sql->count++] = value;
}

void sql_bind(struct sql *sql, struct value value)
{
	text_add_byte(&sql->text, '?');
	sql_keep(sql, value);
}

static void sql_quote(struct sql *sql, const char *name)
{
	assert(*name);
	for (const char *at = name; *at; at++)
		assert((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || *at == '_');
	text_add_byte(&sql->text, '"');
	text_add(&sql->text, name);
	text_add_byte(&sql->text, '"');
}

void sql_name(struct sql *sql, const char *alias, const char *name)
{
	if (alias) {
		sql_quote(sql, alias);
		text_add_byte(&sql->text, '.');
	}
	sql_quote(sql, name);
}

void sql_append(struct sql *sql, const struct sql *other)
{
	text_add_bytes(&sql->text, other->text.at, other->text.length);
	for (size_t i = 0; i < other->count; i++)
		sql_keep(sql, other->binds[i]);
}

void sql_release(struct sql *sql)
{
	text_release(&sql->text);
	memory_free(sql->binds);
	*sql = (struct sql)SQL_EMPTY;
}
