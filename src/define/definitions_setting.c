/* Settings: numbers that differ by place, level of organisation and time, each
   with its source, and which of them holds where and when. */
#include "define/loader.h"

#include <string.h>

struct setting_form {
	const struct yaml *name, *type, *scale, *values;
	struct label title;
};

static const struct key setting_keys[] = {
        KEY_REQUIRED(setting_form, "setting", name, SHAPE_NAME),
        KEY_REQUIRED(setting_form, "title", title, SHAPE_LABEL),
        KEY_REQUIRED(setting_form, "type", type, SHAPE_NAME),
        KEY(setting_form, "scale", scale, SHAPE_WHOLE),
        KEY_REQUIRED(setting_form, "values", values, SHAPE_LIST),
};

struct value_form {
	const struct yaml *value, *place, *level;
	civil_date from;
	const char *source;
};

static const struct key value_keys[] = {
        KEY_REQUIRED(value_form, "value", value, SHAPE_WORD),
        KEY(value_form, "place", place, SHAPE_WORD),
        KEY(value_form, "level", level, SHAPE_NAME),
        KEY(value_form, "from", from, SHAPE_DATE),
        KEY_REQUIRED(value_form, "source", source, SHAPE_TEXT),
};

static const char *const type_words[] = {"int", "decimal", "text", "bool"};
static const enum field_type types[] = {FIELD_INT, FIELD_DECIMAL, FIELD_TEXT, FIELD_BOOL};

/* 2, 4, 6, 9 or 12 digits, then any number of a letter and two characters. */
static bool place_valid(const char *code)
{
	size_t digits = strspn(code, "0123456789");
	if (digits != 2 && digits != 4 && digits != 6 && digits != 9 && digits != 12)
		return false;
	for (const char *at = code + digits; *at; at += 3)
		if (!(*at >= 'a' && *at <= 'z') || strspn(at + 1, "0123456789abcdefghijklmnopqrstuvwxyz") < 2)
			return false;
	return true;
}

bool scale_read(struct loader *loader, const struct yaml *node, int *ret)
{
	int64_t scale = 2;
	if (node && (!yaml_is_int(node, &scale) || scale < 1 || scale > 4))
		return complain(loader, node, define_scale_range);
	*ret = (int)scale;
	return true;
}

static bool value_same_place(const struct setting_value *a, const struct setting_value *b)
{
	return text_equal(a->place, b->place) && text_equal(a->level, b->level) && a->from == b->from;
}

static bool setting_value_read(struct loader *loader, const struct yaml *node, struct setting *setting,
                               struct setting_value *ret, const struct yaml **ret_level)
{
	struct value_form form = {};
	bool good = FORM_READ(loader, node, value_keys, &form);
	if (form.value)
		good &= constant_read(loader, form.value, setting->type, setting->scale, NULL, &ret->value);
	if (form.place && !place_valid(form.place->value))
		good = complain(loader, form.place, define_place_code, form.place->value);
	ret->place = form.place ? form.place->value : NULL;
	ret->level = form.level ? form.level->value : NULL;
	ret->from = form.from;
	ret->source = form.source;
	*ret_level = form.level;
	return good;
}

static void values_read(struct loader *loader, const struct yaml *nodes, struct setting *setting,
                        const struct yaml **levels)
{
	struct setting_value *values = arena_array(loader->arena, struct setting_value, nodes->count);
	for (size_t i = 0; i < nodes->count; i++) {
		struct setting_value value = {};
		const struct yaml *level = NULL;
		if (!setting_value_read(loader, nodes->items[i], setting, &value, &level))
			continue;
		for (size_t j = 0; j < setting->count; j++)
			if (value_same_place(&values[j], &value))
				complain(loader, nodes->items[i], define_setting_overlap, setting->name);
		levels[setting->count] = level;
		values[setting->count++] = value;
	}
	setting->values = values;
}

static void setting_shape(struct loader *loader, const struct source_file *file, size_t place)
{
	struct setting_form form = {};
	struct setting *setting = &loader->settings[place];
	FORM_READ(loader, file->root, setting_keys, &form);
	file_check_name(loader, file, form.name);
	*setting = (struct setting){.name = file->name, .label = form.title, .at = file->root->at};
	size_t count = form.values ? form.values->count : 0;
	loader->setting_levels[place] = arena_array(loader->arena, const struct yaml *, count);
	int type = form.type ? word_read(loader, form.type, type_words, sizeof types / sizeof *types) : -1;
	if (type < 0)
		return;
	setting->type = types[type];
	if (setting->type == FIELD_DECIMAL && !scale_read(loader, form.scale, &setting->scale))
		return;
	if (setting->type != FIELD_DECIMAL && form.scale)
		complain(loader, form.scale, define_key_not_for_type, "scale", form.type->value);
	if (form.values)
		values_read(loader, form.values, setting, loader->setting_levels[place]);
}

void settings_shape(struct loader *loader)
{
	size_t count = files_count(loader, FOLDER_SETTINGS);
	loader->settings = arena_array(loader->arena, struct setting, count);
	loader->setting_levels = arena_array(loader->arena, const struct yaml **, count);
	loader->definitions->settings = loader->settings;
	for (size_t i = 0; i < loader->file_count; i++)
		if (loader->files[i].folder == FOLDER_SETTINGS && loader->files[i].root)
			setting_shape(loader, &loader->files[i], loader->definitions->setting_count++);
}

/* A level is a code of the shared list org_level; without that list, of the three that every office has. */
const struct yaml *level_resolve(struct loader *loader, const struct yaml *node)
{
	static const struct list_item usual[] = {
	        {.code = "district"}, {.code = "street"}, {.code = "community"}};
	const struct list *list = list_shared(loader, "org_level");
	if (!list && file_unread(loader, FOLDER_LISTS, "org_level"))
		return node;
	const struct list_item *items = list ? list->items : usual;
	size_t count = list ? list->count : sizeof usual / sizeof *usual;
	for (size_t i = 0; i < count; i++)
		if (text_equal(items[i].code, node->value))
			return node;
	complain_unknown_among(loader, node, NOUN_CODE, node->value, items, count, sizeof *items);
	return NULL;
}

void settings_link(struct loader *loader)
{
	for (size_t i = 0; i < loader->definitions->setting_count; i++)
		for (size_t j = 0; j < loader->settings[i].count; j++)
			if (loader->setting_levels[i][j])
				level_resolve(loader, loader->setting_levels[i][j]);
}

static bool setting_value_holds(const struct setting_value *value, const char *org, const char *level,
                                civil_date on)
{
	return (!value->place || text_starts(org, value->place)) &&
	       (!value->level || text_equal(value->level, level)) && value->from <= on;
}

static bool setting_value_beats(const struct setting_value *a, const struct setting_value *b)
{
	size_t a_place = a->place ? strlen(a->place) : 0, b_place = b->place ? strlen(b->place) : 0;
	if (a_place != b_place)
		return a_place > b_place;
	if (!a->level != !b->level)
		return a->level;
	return a->from > b->from;
}

const struct setting_value *definitions_setting(const struct definitions *definitions, const char *name,
                                                const char *org, const char *level, civil_date on)
{
	const struct setting_value *best = NULL;
	for (size_t i = 0; i < definitions->setting_count; i++) {
		const struct setting *setting = &definitions->settings[i];
		if (!text_equal(setting->name, name))
			continue;
		for (size_t j = 0; j < setting->count; j++)
			if (setting_value_holds(&setting->values[j], org, level, on) &&
			    (!best || setting_value_beats(&setting->values[j], best)))
				best = &setting->values[j];
	}
	return best;
}
