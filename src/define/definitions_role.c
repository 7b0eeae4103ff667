/* Roles: their names, which exclude each other, who needs a second factor. What
   a role may do stands in the registers, in `access`, which is read here too. */
#include "define/loader.h"

struct role_form {
	const struct yaml *name, *excludes;
	struct label title;
	bool second_factor;
};

static const struct key role_keys[] = {
        KEY_REQUIRED(role_form, "role", name, SHAPE_NAME),
        KEY_REQUIRED(role_form, "title", title, SHAPE_LABEL),
        KEY(role_form, "excludes", excludes, SHAPE_NAMES),
        KEY(role_form, "second_factor", second_factor, SHAPE_BOOL),
};

void roles_shape(struct loader *loader)
{
	size_t count = files_count(loader, FOLDER_ROLES);
	struct claims zh = {}, en = {};
	loader->roles = arena_array(loader->arena, struct role, count);
	loader->role_excludes = arena_array(loader->arena, const struct yaml *, count);
	loader->definitions->roles = loader->roles;
	for (size_t i = 0; i < loader->file_count; i++) {
		const struct source_file *file = &loader->files[i];
		if (file->folder != FOLDER_ROLES || !file->root)
			continue;
		struct role_form form = {};
		FORM_READ(loader, file->root, role_keys, &form);
		file_check_name(loader, file, form.name);
		size_t place = loader->definitions->role_count++;
		loader->roles[place] = (struct role){.name = file->name,
		                                     .label = form.title,
		                                     .second_factor = form.second_factor,
		                                     .at = file->root->at};
		loader->role_excludes[place] = form.excludes;
		if (form.title.zh)
			claims_add(&zh, form.title.zh, file->root->at, false);
		if (form.title.en)
			claims_add(&en, form.title.en, file->root->at, false);
	}
	claims_settle(loader, &zh, define_title_taken);
	claims_settle(loader, &en, define_title_taken);
}

const struct role *role_resolve(struct loader *loader, const struct yaml *node)
{
	const struct role *role = definitions_role(loader->definitions, node->value);
	if (!role && !file_unread(loader, FOLDER_ROLES, node->value))
		complain_unknown_among(loader, node, NOUN_ROLE, node->value, loader->roles,
		                       loader->definitions->role_count, sizeof *loader->roles);
	return role;
}

void roles_link(struct loader *loader)
{
	for (size_t i = 0; i < loader->definitions->role_count; i++) {
		const struct yaml *excludes = loader->role_excludes[i];
		struct role *role = &loader->roles[i];
		for (size_t j = 0; j < names_count(excludes); j++) {
			const struct yaml *node = names_item(excludes, j);
			const struct role *excluded = role_resolve(loader, node);
			if (excluded && excluded == role)
				complain(loader, node, define_role_excludes_itself, node->value);
		}
		role->excludes = names_array(loader->arena, excludes);
	}
}

static const char *const action_names[ACCESS_ACTION_COUNT] = {
        [ACCESS_OPEN] = "open", [ACCESS_CHANGE] = "change", [ACCESS_COUNT] = "count",
        [ACCESS_MOVE] = "move", [ACCESS_UNSEAL] = "unseal", [ACCESS_EXPORT] = "export",
};
static const char *const scope_names[] = {
        [SCOPE_OWN - 1] = "own",           [SCOPE_ASSIGNED - 1] = "assigned", [SCOPE_OWN_ORG - 1] = "own_org",
        [SCOPE_OWN_TREE - 1] = "own_tree", [SCOPE_ALL - 1] = "all",
};

const char *access_action_name(enum access_action action)
{
	return action_names[action];
}

const char *access_scope_name(enum access_scope scope)
{
	return scope == SCOPE_NONE ? "none" : scope_names[scope - 1];
}

struct access_form {
	const struct yaml *scope[ACCESS_ACTION_COUNT], *hide_below;
};

static const struct key access_keys[] = {
        KEY(access_form, "open", scope[ACCESS_OPEN], SHAPE_NAME),
        KEY(access_form, "change", scope[ACCESS_CHANGE], SHAPE_NAME),
        KEY(access_form, "count", scope[ACCESS_COUNT], SHAPE_NAME),
        KEY(access_form, "move", scope[ACCESS_MOVE], SHAPE_NAME),
        KEY(access_form, "unseal", scope[ACCESS_UNSEAL], SHAPE_NAME),
        KEY(access_form, "export", scope[ACCESS_EXPORT], SHAPE_NAME),
        KEY(access_form, "hide_below", hide_below, SHAPE_WHOLE),
};

static void hide_below_read(struct loader *loader, const struct yaml *node, struct access_rule *rule)
{
	int64_t below = 0;
	if (!yaml_is_int(node, &below) || below < 2 || below > 1000)
		complain(loader, node, define_hide_below_range);
	else if (rule->scope[ACCESS_COUNT] == SCOPE_NONE)
		complain(loader, node, define_hide_below_without_count);
	else
		rule->hide_below = (int)below;
}

static void access_rule_read(struct loader *loader, const struct yaml *node, struct access_rule *rule)
{
	struct access_form form = {};
	if (!FORM_READ(loader, node, access_keys, &form)) {
		/* told; what was meant is unknown, so nothing further is said of moves by this role */
		rule->scope[ACCESS_MOVE] = SCOPE_ALL;
		return;
	}
	for (size_t i = 0; i < ACCESS_ACTION_COUNT; i++)
		if (form.scope[i])
			rule->scope[i] =
			        (enum access_scope)(1 + word_read(loader, form.scope[i], scope_names,
			                                          sizeof scope_names / sizeof *scope_names));
	if (form.hide_below)
		hide_below_read(loader, form.hide_below, rule);
	for (size_t i = 0; i < ACCESS_ACTION_COUNT; i++)
		if ((i == ACCESS_UNSEAL || i == ACCESS_EXPORT) && form.scope[i] && !form.scope[ACCESS_OPEN])
			complain(loader, form.scope[i], define_action_needs_open, action_names[i]);
}

void access_link(struct loader *loader, struct draft *draft)
{
	const struct yaml *map = draft->form.access;
	if (!map)
		return;
	draft->access = arena_array(loader->arena, struct access_rule, map->count);
	draft->ledger->access = draft->access;
	for (size_t i = 0; i < map->count; i++) {
		const struct role *role = role_resolve(loader, map->keys[i]);
		struct access_rule rule = {.role = role};
		if (map->items[i]->kind == YAML_MAP && !map->items[i]->count)
			complain(loader, map->items[i], define_empty);
		access_rule_read(loader, map->items[i], &rule);
		if (role)
			draft->access[draft->ledger->access_count++] = rule;
	}
}
