/* Lists of codes, a register's own and those in lists/: their items, what an
   ended code counts as, and that every list is used by something. */
#include "define/loader.h"

struct item_form {
	struct label label;
	civil_date until;
	const struct yaml *maps_to, *was;
};

static const struct key item_keys[] = {
        KEY_REQUIRED(item_form, "zh", label.zh, SHAPE_TEXT),
        KEY_REQUIRED(item_form, "en", label.en, SHAPE_TEXT),
        KEY(item_form, "until", until, SHAPE_DATE),
        KEY(item_form, "maps_to", maps_to, SHAPE_NAME),
        KEY(item_form, "was", was, SHAPE_NAMES),
};

struct list_form {
	const struct yaml *name, *items;
	struct label title;
	bool ordered;
};

static const struct key own_list_keys[] = {
        KEY_REQUIRED(list_form, "title", title, SHAPE_LABEL),
        KEY(list_form, "ordered", ordered, SHAPE_BOOL),
        KEY_REQUIRED(list_form, "items", items, SHAPE_LIST),
};
static const struct key shared_list_keys[] = {
        KEY_REQUIRED(list_form, "list", name, SHAPE_NAME),
        KEY_REQUIRED(list_form, "title", title, SHAPE_LABEL),
        KEY(list_form, "ordered", ordered, SHAPE_BOOL),
        KEY_REQUIRED(list_form, "items", items, SHAPE_LIST),
};

/* One item is a map of one pair: `- lecture: {zh: …, en: …}`. */
static bool item_shape(struct loader *loader, const struct yaml *node, struct list_item *item,
                       const struct yaml **ret_maps_to)
{
	if (node->kind != YAML_MAP || node->count != 1)
		return complain(loader, node, define_item_shape);
	const struct yaml *code = node->keys[0];
	struct item_form form = {};
	bool good = name_valid(code->value) || complain(loader, code, define_want_name, code->value);
	good &= FORM_READ(loader, node->items[0], item_keys, &form);
	if (form.maps_to && !form.until)
		good = complain(loader, form.maps_to, define_maps_to_without_until, code->value);
	item->code = code->value;
	item->label = form.label;
	item->until = form.until;
	item->was = names_array(loader->arena, form.was);
	item->at = code->at;
	*ret_maps_to = form.maps_to;
	return good;
}

static void items_check_names(struct loader *loader, const struct list *list)
{
	struct claims codes = {}, zh = {}, en = {};
	for (size_t i = 0; i < list->count; i++) {
		const struct list_item *item = &list->items[i];
		claims_add(&codes, item->code, item->at, false);
		claims_add_was(&codes, item->was, item->at);
		if (item->label.zh)
			claims_add(&zh, item->label.zh, item->at, false);
		if (item->label.en)
			claims_add(&en, item->label.en, item->at, false);
	}
	claims_settle(loader, &codes, define_code_taken);
	claims_settle(loader, &zh, define_title_taken);
	claims_settle(loader, &en, define_title_taken);
}

static bool item_comes_round(const struct list_item *item, size_t limit)
{
	const struct list_item *at = item->maps_to;
	for (size_t steps = 0; at && at != item && steps < limit; steps++)
		at = at->maps_to;
	return at == item;
}

static void items_check_cycles(struct loader *loader, const struct list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (item_comes_round(&list->items[i], list->count))
			faults_add_at(loader->faults, list->items[i].at, define_maps_to_cycle,
			              list->items[i].code);
}

static void items_shape(struct loader *loader, const struct yaml *nodes, struct list *list)
{
	struct list_item *items = arena_array(loader->arena, struct list_item, nodes->count);
	const struct yaml **maps_to = memory_take(nodes->count * sizeof(struct yaml *));
	size_t count = 0;
	for (size_t i = 0; i < nodes->count; i++) {
		struct list_item item = {};
		item_shape(loader, nodes->items[i], &item, &maps_to[count]);
		if (!item.code)
			continue;
		item.rank = (int)count;
		items[count++] = item;
	}
	list->items = items;
	list->count = count;
	for (size_t i = 0; i < count; i++) {
		if (!maps_to[i])
			continue;
		for (size_t j = 0; j < count && !items[i].maps_to; j++)
			if (text_equal(items[j].code, maps_to[i]->value))
				items[i].maps_to = &items[j];
		if (!items[i].maps_to)
			complain_unknown_among(loader, maps_to[i], NOUN_CODE, maps_to[i]->value, items, count,
			                       sizeof *items);
	}
	memory_free(maps_to);
	items_check_names(loader, list);
	items_check_cycles(loader, list);
}

static void list_fill(struct loader *loader, const char *name, struct position at,
                      const struct list_form *form, struct list *list)
{
	*list = (struct list){.name = name, .label = form->title, .ordered = form->ordered, .at = at};
	if (form->items)
		items_shape(loader, form->items, list);
}

void lists_shape_shared(struct loader *loader)
{
	size_t count = files_count(loader, FOLDER_LISTS);
	loader->lists = arena_array(loader->arena, struct list, count);
	loader->list_used = arena_array(loader->arena, bool, count);
	for (size_t i = 0; i < loader->file_count; i++) {
		const struct source_file *file = &loader->files[i];
		if (file->folder != FOLDER_LISTS || !file->root)
			continue;
		struct list_form form = {};
		FORM_READ(loader, file->root, shared_list_keys, &form);
		file_check_name(loader, file, form.name);
		list_fill(loader, file->name, file->root->at, &form,
		          &loader->lists[loader->definitions->list_count++]);
	}
	loader->definitions->lists = loader->lists;
}

void lists_shape_own(struct loader *loader, struct draft *draft)
{
	const struct yaml *map = draft->form.lists;
	if (!map)
		return;
	draft->lists = arena_array(loader->arena, struct list, map->count);
	draft->list_used = arena_array(loader->arena, bool, map->count);
	draft->ledger->lists = draft->lists;
	draft->ledger->list_count = map->count;
	for (size_t i = 0; i < map->count; i++) {
		const struct yaml *name = map->keys[i];
		if (!name_valid(name->value))
			complain(loader, name, define_want_name, name->value);
		if (definitions_list(loader->definitions, name->value))
			complain(loader, name, define_list_shadows, name->value);
		struct list_form form = {};
		FORM_READ(loader, map->items[i], own_list_keys, &form);
		list_fill(loader, name->value, name->at, &form, &draft->lists[i]);
	}
}

const struct list *list_shared(struct loader *loader, const char *name)
{
	for (size_t i = 0; i < loader->definitions->list_count; i++)
		if (text_equal(loader->lists[i].name, name)) {
			loader->list_used[i] = true;
			return &loader->lists[i];
		}
	return NULL;
}

/* Own lists of the file, then shared ones. A child ledger uses its parent's. */
const struct list *list_use(struct loader *loader, struct draft *draft, const char *name)
{
	struct draft *owner = draft->parent ? draft->parent : draft;
	for (size_t i = 0; i < owner->ledger->list_count; i++)
		if (text_equal(owner->lists[i].name, name)) {
			owner->list_used[i] = true;
			return &owner->lists[i];
		}
	return list_shared(loader, name);
}

const struct list *list_resolve(struct loader *loader, struct draft *draft, const struct yaml *node)
{
	const struct list *list = list_use(loader, draft, node->value);
	if (list || file_unread(loader, FOLDER_LISTS, node->value))
		return list;
	const struct draft *owner = draft->parent ? draft->parent : draft;
	size_t own = owner->ledger->list_count, all = own + loader->definitions->list_count;
	const char **names = memory_take(sizeof *names * (all + 1));
	for (size_t i = 0; i < all; i++)
		names[i] = i < own ? owner->lists[i].name : loader->lists[i - own].name;
	complain_unknown(loader, node, NOUN_LIST, node->value, names, all);
	memory_free(names);
	return NULL;
}

static void list_check_used(struct loader *loader, const struct list *list, bool used)
{
	if (!used)
		faults_add_at(loader->faults, list->at, define_list_unused, list->name);
}

void lists_check_used(struct loader *loader)
{
	bool all_read = true;
	for (size_t i = 0; i < loader->file_count; i++)
		all_read &= loader->files[i].folder != FOLDER_REGISTERS || loader->files[i].root;
	for (size_t i = 0; all_read && i < loader->definitions->list_count; i++)
		list_check_used(loader, &loader->lists[i], loader->list_used[i]);
	for (size_t i = 0; i < loader->draft_count; i++) {
		const struct draft *draft = loader->drafts[i];
		for (size_t j = 0; j < draft->ledger->list_count; j++)
			list_check_used(loader, &draft->lists[j], draft->list_used[j]);
	}
}
