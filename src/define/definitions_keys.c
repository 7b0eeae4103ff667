/* Maps of YAML against tables of keys: unknown keys, missing keys and values
   of the wrong shape are told here, once, for every kind of definition. It
   knows shapes only; what a value means is for the file that owns the table. */
#include "define/loader.h"

#include <assert.h>
#include <string.h>

enum { TEXT_LIMIT = 2000 };

bool name_valid(const char *name)
{
	if (!(*name >= 'a' && *name <= 'z'))
		return false;
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
	return !name[length] && length <= NAME_LIMIT;
}

/* A scalar that is not empty and not only blanks. */
static bool word_valid(const struct yaml *node)
{
	return node->kind == YAML_SCALAR && node->value[strspn(node->value, " \t\r\n")];
}

static bool text_read(struct loader *loader, const struct yaml *node, const char **ret)
{
	if (!word_valid(node))
		return complain(loader, node, define_want_text);
	if (utf8_count(node->value, strlen(node->value)) > TEXT_LIMIT)
		return complain(loader, node, define_text_long, "2000");
	*ret = node->value;
	return true;
}

static bool label_read(struct loader *loader, const struct yaml *node, struct label *ret)
{
	static const struct key keys[] = {
	        KEY(label, "zh", zh, SHAPE_TEXT),
	        KEY(label, "en", en, SHAPE_TEXT),
	};
	struct label label = {};
	if (node->kind != YAML_MAP)
		return complain(loader, node, define_want_label);
	bool good = FORM_READ(loader, node, keys, &label);
	if (good && !(label.zh && label.en))
		good = complain(loader, node, define_label_language, label.zh ? "en" : "zh");
	*ret = label;
	return good;
}

static bool date_read(struct loader *loader, const struct yaml *node, civil_date *ret)
{
	if (node->kind != YAML_SCALAR || !date_parse(node->value, ret) || !date_valid(*ret))
		return complain(loader, node, define_want_date, node->kind == YAML_SCALAR ? node->value : "");
	return true;
}

static bool name_read(struct loader *loader, const struct yaml *node)
{
	if (node->kind != YAML_SCALAR || !name_valid(node->value))
		return complain(loader, node, define_want_name, node->kind == YAML_SCALAR ? node->value : "");
	return true;
}

static bool names_read(struct loader *loader, const struct yaml *node)
{
	if (node->kind == YAML_SCALAR)
		return name_read(loader, node);
	if (node->kind != YAML_LIST)
		return complain(loader, node, define_want_list);
	if (!node->count)
		return complain(loader, node, define_empty);
	bool good = true;
	for (size_t i = 0; i < node->count; i++) {
		good &= name_read(loader, node->items[i]);
		for (size_t j = 0; j < i && node->items[i]->kind == YAML_SCALAR; j++)
			if (node->items[j]->kind == YAML_SCALAR &&
			    text_equal(node->items[i]->value, node->items[j]->value))
				good = complain(loader, node->items[i], define_said_twice,
				                node->items[i]->value);
	}
	return good;
}

static bool words_read(struct loader *loader, const struct yaml *node)
{
	if (node->kind != YAML_LIST)
		return complain(loader, node, define_want_list);
	if (!node->count)
		return complain(loader, node, define_empty);
	bool good = true;
	for (size_t i = 0; i < node->count; i++)
		if (!word_valid(node->items[i]))
			good = complain(loader, node->items[i], define_want_text);
	return good;
}

/* A list or a map that holds something. */
static bool holder_read(struct loader *loader, const struct yaml *node, enum yaml_kind kind)
{
	if (node->kind != kind)
		return kind == YAML_MAP ? complain(loader, node, define_want_map)
		                        : complain(loader, node, define_want_list);
	return node->count || complain(loader, node, define_empty);
}

static bool node_fits(struct loader *loader, const struct yaml *node, enum shape shape)
{
	int64_t whole;
	switch (shape) {
	case SHAPE_WORD: return word_valid(node) || complain(loader, node, define_want_text);
	case SHAPE_NAME: return name_read(loader, node);
	case SHAPE_WHOLE: return yaml_is_int(node, &whole) || complain(loader, node, define_want_whole);
	case SHAPE_NAMES: return names_read(loader, node);
	case SHAPE_WORDS: return words_read(loader, node);
	case SHAPE_MAP: return holder_read(loader, node, YAML_MAP);
	case SHAPE_LIST: return holder_read(loader, node, YAML_LIST);
	case SHAPE_ANY: return true;
	case SHAPE_TEXT:
	case SHAPE_BOOL:
	case SHAPE_DATE:
	case SHAPE_LABEL: break;
	}
	assert(false);
	return false;
}

static bool member_read(struct loader *loader, const struct yaml *node, const struct key *key, void *form)
{
	void *member = (char *)form + key->offset;
	switch (key->shape) {
	case SHAPE_TEXT: return text_read(loader, node, member);
	case SHAPE_LABEL: return label_read(loader, node, member);
	case SHAPE_DATE: return date_read(loader, node, member);
	case SHAPE_BOOL: return yaml_is_bool(node, member) || complain(loader, node, define_want_bool);
	case SHAPE_WORD:
	case SHAPE_NAME:
	case SHAPE_WHOLE:
	case SHAPE_NAMES:
	case SHAPE_WORDS:
	case SHAPE_MAP:
	case SHAPE_LIST:
	case SHAPE_ANY: break;
	}
	if (!node_fits(loader, node, key->shape))
		return false;
	*(const struct yaml **)member = node;
	return true;
}

static const struct key *key_find(const struct key *keys, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(keys[i].name, name))
			return &keys[i];
	return NULL;
}

bool form_read(struct loader *loader, const struct yaml *map, const struct key *keys, size_t count,
               void *form)
{
	if (map->kind != YAML_MAP)
		return complain(loader, map, define_want_map);
	bool good = true;
	for (size_t i = 0; i < map->count; i++) {
		const struct yaml *name = map->keys[i];
		const struct key *key = key_find(keys, count, name->value);
		if (key)
			good &= member_read(loader, map->items[i], key, form);
		else
			good = complain_unknown_among(loader, name, NOUN_KEY, name->value, keys, count,
			                              sizeof *keys);
	}
	for (size_t i = 0; i < count; i++)
		if (keys[i].required && !yaml_get(map, keys[i].name))
			good = complain(loader, map, define_key_missing, keys[i].name);
	return good;
}

const struct yaml *key_node(const struct yaml *map, const char *key)
{
	for (size_t i = 0; i < map->count; i++)
		if (text_equal(map->keys[i]->value, key))
			return map->keys[i];
	return map;
}

size_t names_count(const struct yaml *node)
{
	if (!node)
		return 0;
	return node->kind == YAML_LIST ? node->count : 1;
}

const struct yaml *names_item(const struct yaml *node, size_t index)
{
	return node->kind == YAML_LIST ? node->items[index] : node;
}

const char *const *names_array(struct arena *arena, const struct yaml *node)
{
	if (!node)
		return NULL;
	size_t count = names_count(node);
	const char **names = arena_array(arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++)
		names[i] = names_item(node, i)->value;
	return names;
}
