/* A tree of nodes built from libyaml's events, in one pass. libyaml knows the
   grammar; this file knows what of it is refused here. */
#include "base/yaml.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { DEPTH_LIMIT = 64 };

struct reader {
	yaml_parser_t parser;
	yaml_event_t event; /* the current one; owned, replaced by reader_next */
	struct arena *arena;
	const char *file;
	struct faults *faults;
};

static struct position place(const struct reader *reader, yaml_mark_t mark)
{
	return (struct position){
	        .file = reader->file, .line = (int)mark.line + 1, .column = (int)mark.column + 1};
}

/* libyaml's own words for what is wrong, at the place it means. */
static bool refuse_syntax(struct reader *reader)
{
	const yaml_parser_t *parser = &reader->parser;
	const char *problem = parser->problem ? parser->problem : "no memory";
	/* Errors of the byte reader carry no line; the whole file is meant. */
	struct position at = place(reader, parser->problem_mark);
	if (parser->error == YAML_READER_ERROR)
		at = place(reader, parser->mark);
	return faults_add_at(reader->faults, at, base_yaml_syntax, problem);
}

/* Moves to the next event; false after a syntax error, which is then added. */
static bool reader_next(struct reader *reader)
{
	yaml_event_delete(&reader->event);
	if (yaml_parser_parse(&reader->parser, &reader->event))
		return true;
	reader->event = (yaml_event_t){};
	return refuse_syntax(reader);
}

static void refuse_anchor(struct reader *reader, char mark, const yaml_char_t *name, yaml_mark_t at)
{
	if (!name)
		return;
	struct text word = TEXT_EMPTY;
	text_format(&word, "%c%s", mark, (const char *)name);
	faults_add_at(reader->faults, place(reader, at), base_yaml_alias, word.at);
	text_release(&word);
}

static void refuse_tag(struct reader *reader, const yaml_char_t *tag, yaml_mark_t at)
{
	if (tag)
		faults_add_at(reader->faults, place(reader, at), base_yaml_tag, (const char *)tag);
}

static struct yaml *node_new(struct reader *reader, enum yaml_kind kind)
{
	struct yaml *node = arena_new(reader->arena, struct yaml);
	node->kind = kind;
	node->at = place(reader, reader->event.start_mark);
	node->value = "";
	return node;
}

/* Escapes in double quotes can spell what may not stand in a file. */
static bool has_control(const yaml_char_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((bytes[i] < 0x20 && bytes[i] != '\n' && bytes[i] != '\t') || bytes[i] == 0x7F)
			return true;
	return false;
}

static struct yaml *read_scalar(struct reader *reader)
{
	const yaml_event_t *event = &reader->event;
	struct yaml *node = node_new(reader, YAML_SCALAR);
	refuse_anchor(reader, '&', event->data.scalar.anchor, event->start_mark);
	refuse_tag(reader, event->data.scalar.tag, event->start_mark);
	node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	if (has_control(event->data.scalar.value, event->data.scalar.length))
		faults_add_at(reader->faults, node->at, base_yaml_control);
	node->value = arena_copy_bytes(reader->arena, event->data.scalar.value, event->data.scalar.length);
	return node;
}

static struct yaml *read_alias(struct reader *reader)
{
	refuse_anchor(reader, '*', reader->event.data.alias.anchor, reader->event.start_mark);
	return node_new(reader, YAML_SCALAR);
}

/* Children gathered on the heap, then copied into the arena in one piece. */
struct nodes {
	struct yaml **items;
	size_t count, room;
};

static void nodes_add(struct nodes *nodes, struct yaml *node)
{
	if (nodes->count == nodes->room) {
		nodes->room = nodes->room ? nodes->room * 2 : 16;
		nodes->items = memory_grow(nodes->items, nodes->room * sizeof(struct yaml *));
	}
	nodes->items[nodes->count++] = node;
}

static struct yaml **nodes_keep(struct nodes *nodes, struct arena *arena)
{
	struct yaml **kept = arena_array(arena, struct yaml *, nodes->count);
	if (nodes->count)
		memcpy(kept, nodes->items, nodes->count * sizeof(struct yaml *));
	memory_free(nodes->items);
	*nodes = (struct nodes){};
	return kept;
}

/* The node the current event begins, to its end; NULL when the search is over. */
static struct yaml *read_node(struct reader *reader, int depth);

static struct yaml *read_list(struct reader *reader, int depth)
{
	const yaml_event_t *event = &reader->event;
	struct yaml *list = node_new(reader, YAML_LIST);
	refuse_anchor(reader, '&', event->data.sequence_start.anchor, event->start_mark);
	refuse_tag(reader, event->data.sequence_start.tag, event->start_mark);
	struct nodes items = {};
	bool well = true;
	while ((well = reader_next(reader)) && event->type != YAML_SEQUENCE_END_EVENT) {
		struct yaml *item = read_node(reader, depth + 1);
		if (!(well = item))
			break;
		nodes_add(&items, item);
	}
	list->count = items.count;
	list->items = nodes_keep(&items, reader->arena);
	return well ? list : NULL;
}

static int key_compare(const void *left, const void *right)
{
	const struct yaml *a = *(struct yaml *const *)left, *b = *(struct yaml *const *)right;
	int order = strcmp(a->value, b->value);
	if (!order)
		order = (a->at.line > b->at.line) - (a->at.line < b->at.line);
	return order ? order : (a->at.column > b->at.column) - (a->at.column < b->at.column);
}

static void refuse_duplicates(struct reader *reader, const struct yaml *map)
{
	if (map->count < 2)
		return;
	struct yaml **sorted = memory_take(map->count * sizeof(struct yaml *));
	memcpy(sorted, map->keys, map->count * sizeof(struct yaml *));
	qsort(sorted, map->count, sizeof(struct yaml *), key_compare);
	const struct yaml *first = sorted[0];
	for (size_t i = 1; i < map->count; i++) {
		if (strcmp(first->value, sorted[i]->value) != 0) {
			first = sorted[i];
			continue;
		}
		char line[12];
		snprintf(line, sizeof line, "%d", first->at.line);
		faults_add_at(reader->faults, sorted[i]->at, base_yaml_duplicate, first->value, line);
	}
	memory_free(sorted);
}

/* One pair of a map; a pair with a bad key is read, refused and left out. */
static bool read_pair(struct reader *reader, int depth, struct nodes *keys, struct nodes *values)
{
	struct yaml *key = read_node(reader, depth + 1);
	if (!key || !reader_next(reader))
		return false;
	struct yaml *value = read_node(reader, depth + 1);
	if (!value)
		return false;
	if (key->kind != YAML_SCALAR || !*key->value) {
		faults_add_at(reader->faults, key->at, base_yaml_key);
		return true;
	}
	nodes_add(keys, key);
	nodes_add(values, value);
	return true;
}

static struct yaml *read_map(struct reader *reader, int depth)
{
	const yaml_event_t *event = &reader->event;
	struct yaml *map = node_new(reader, YAML_MAP);
	refuse_anchor(reader, '&', event->data.mapping_start.anchor, event->start_mark);
	refuse_tag(reader, event->data.mapping_start.tag, event->start_mark);
	struct nodes keys = {}, values = {};
	bool well = true;
	while (well && (well = reader_next(reader)) && event->type != YAML_MAPPING_END_EVENT)
		well = read_pair(reader, depth, &keys, &values);
	map->count = keys.count;
	map->keys = nodes_keep(&keys, reader->arena);
	map->items = nodes_keep(&values, reader->arena);
	if (well)
		refuse_duplicates(reader, map);
	return well ? map : NULL;
}

static struct yaml *read_node(struct reader *reader, int depth)
{
	if (depth > DEPTH_LIMIT) {
		char limit[12];
		snprintf(limit, sizeof limit, "%d", DEPTH_LIMIT);
		faults_add_at(reader->faults, place(reader, reader->event.start_mark), base_yaml_depth,
		              limit);
		return NULL;
	}
	switch ((int)reader->event.type) {
	case YAML_SCALAR_EVENT: return read_scalar(reader);
	case YAML_ALIAS_EVENT: return read_alias(reader);
	case YAML_SEQUENCE_START_EVENT: return read_list(reader, depth);
	case YAML_MAPPING_START_EVENT: return read_map(reader, depth);
	}
	assert(false && "libyaml gives a node here");
	return NULL;
}

/* A directive would declare tags or a version, neither of which is used here. */
static void refuse_directives(struct reader *reader)
{
	const yaml_event_t *event = &reader->event;
	if (event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end)
		refuse_tag(reader, (const yaml_char_t *)"%TAG", event->start_mark);
}

/* Stream start, one document, stream end. */
static struct yaml *read_stream(struct reader *reader)
{
	const yaml_event_t *event = &reader->event;
	if (!reader_next(reader) || !reader_next(reader))
		return NULL;
	if (event->type == YAML_STREAM_END_EVENT) {
		struct position start = {.file = reader->file, .line = 1, .column = 1};
		faults_add_at(reader->faults, start, base_yaml_empty);
		return NULL;
	}
	refuse_directives(reader);
	if (!reader_next(reader))
		return NULL;
	struct yaml *root = read_node(reader, 1);
	if (!root || !reader_next(reader) || !reader_next(reader))
		return NULL;
	if (event->type != YAML_STREAM_END_EVENT)
		faults_add_at(reader->faults, place(reader, event->start_mark), base_yaml_documents);
	return root;
}

/* The line of the first byte that is no UTF-8: libyaml would only give an offset. */
static bool refuse_encoding(const char *file, const char *bytes, size_t length, struct faults *faults)
{
	struct position at = {.file = file, .line = 1, .column = 1};
	for (size_t i = 0, size; i < length && (size = utf8_length(bytes + i, length - i)); i += size) {
		at.column = bytes[i] == '\n' ? 1 : at.column + 1;
		at.line += bytes[i] == '\n';
	}
	return faults_add_at(faults, at, base_yaml_encoding);
}

bool yaml_parse(struct arena *arena, const char *file, const char *bytes, size_t length, struct yaml **ret,
                struct faults *faults)
{
	if (!utf8_valid(bytes, length))
		return refuse_encoding(file, bytes, length, faults);
	struct reader reader = {.arena = arena, .file = file, .faults = faults};
	size_t faults_before = faults->count;
	if (!yaml_parser_initialize(&reader.parser))
		abort(); /* out of memory, as in memory_take */
	yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader.parser, (const unsigned char *)bytes, length);
	struct yaml *root = read_stream(&reader);
	yaml_event_delete(&reader.event);
	yaml_parser_delete(&reader.parser);
	if (!root || faults->count != faults_before)
		return false;
	*ret = root;
	return true;
}

struct yaml *yaml_get(const struct yaml *map, const char *key)
{
	if (!map || map->kind != YAML_MAP)
		return NULL;
	for (size_t i = 0; i < map->count; i++)
		if (strcmp(map->keys[i]->value, key) == 0)
			return map->items[i];
	return NULL;
}

static bool is_plain(const struct yaml *node)
{
	return node && node->kind == YAML_SCALAR && !node->quoted;
}

bool yaml_is_bool(const struct yaml *node, bool *ret)
{
	if (!is_plain(node) || (!text_equal(node->value, "true") && !text_equal(node->value, "false")))
		return false;
	*ret = node->value[0] == 't';
	return true;
}

bool yaml_is_int(const struct yaml *node, int64_t *ret)
{
	if (!is_plain(node))
		return false;
	bool minus = node->value[0] == '-';
	const char *at = node->value + minus;
	if (!*at || (at[0] == '0' && (at[1] || minus)))
		return false;
	int64_t number = 0;
	for (; *at; at++) {
		if (*at < '0' || *at > '9' || __builtin_mul_overflow(number, 10, &number) ||
		    __builtin_sub_overflow(number, *at - '0', &number))
			return false;
	}
	/* Counted downwards, because the least number has no positive twin. */
	if (!minus && __builtin_sub_overflow(0, number, &number))
		return false;
	*ret = number;
	return true;
}
