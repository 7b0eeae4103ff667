/* Registers as a whole: their own keys, the drafts they are made in, names and
   tables that must not meet, and the one register the program itself knows, the
   organisation tree. Fields, lifecycle and figures have files of their own. */
#include "define/loader.h"

#include <stdlib.h>
#include <string.h>

#include "define/expression.h"

static const struct key ledger_keys[] = {
        KEY_REQUIRED(ledger_form, "register", name, SHAPE_NAME),
        KEY_REQUIRED(ledger_form, "title", title, SHAPE_LABEL),
        KEY(ledger_form, "help", help, SHAPE_LABEL),
        KEY_REQUIRED(ledger_form, "group", group, SHAPE_NAME),
        KEY(ledger_form, "was", was, SHAPE_NAMES),
        KEY(ledger_form, "number", number, SHAPE_WORD),
        KEY(ledger_form, "number_level", number_level, SHAPE_NAME),
        KEY_REQUIRED(ledger_form, "org", org, SHAPE_NAME),
        KEY(ledger_form, "counts_on", counts_on, SHAPE_NAME),
        KEY(ledger_form, "title_from", title_from, SHAPE_NAME),
        KEY(ledger_form, "merged_into", merged_into, SHAPE_NAME),
        KEY(ledger_form, "rules", rules, SHAPE_NAMES),
        KEY(ledger_form, "lists", lists, SHAPE_MAP),
        KEY_REQUIRED(ledger_form, "fields", fields, SHAPE_MAP),
        KEY(ledger_form, "lifecycle", lifecycle, SHAPE_MAP),
        KEY_REQUIRED(ledger_form, "access", access, SHAPE_MAP),
        KEY(ledger_form, "figures", figures, SHAPE_MAP),
};

struct draft *draft_new(struct loader *loader, const struct source_file *file, struct draft *parent)
{
	struct draft *draft = arena_new(loader->arena, struct draft);
	draft->ledger = arena_new(loader->arena, struct ledger);
	draft->file = file;
	draft->parent = parent;
	draft->ledger->parent = parent ? parent->ledger : NULL;
	draft->ledger->source = file->bytes;
	draft->ledger->source_length = file->length;
	if (parent)
		memcpy(draft->ledger->hash, parent->ledger->hash, sizeof draft->ledger->hash);
	else
		definitions_sm3(file->bytes, file->length, draft->ledger->hash);
	if (loader->draft_count == loader->draft_room) {
		loader->draft_room = loader->draft_room ? loader->draft_room * 2 : 32;
		loader->drafts = memory_grow(loader->drafts, loader->draft_room * sizeof(struct draft *));
	}
	loader->drafts[loader->draft_count++] = draft;
	return draft;
}

struct draft *draft_find(const struct loader *loader, const char *name)
{
	for (size_t i = 0; i < loader->draft_count; i++)
		if (text_equal(loader->drafts[i]->ledger->name, name))
			return loader->drafts[i];
	return NULL;
}

struct field *draft_field(const struct draft *draft, const char *name)
{
	for (size_t i = 0; i < draft->ledger->field_count; i++)
		if (text_equal(draft->ledger->fields[i].name, name))
			return &draft->ledger->fields[i];
	return NULL;
}

const struct field *field_resolve(struct loader *loader, const struct draft *draft, const struct yaml *node)
{
	const char *name = node->value;
	const struct draft *owner = draft;
	if (text_starts(name, "parent.")) {
		if (!draft->parent) {
			complain(loader, node, define_no_parent, name);
			return NULL;
		}
		owner = draft->parent;
		name += strlen("parent.");
	}
	const struct field *field = draft_field(owner, name);
	if (!field)
		complain_unknown_among(loader, node, NOUN_FIELD, name, owner->ledger->fields,
		                       owner->ledger->field_count, sizeof *owner->ledger->fields);
	return field && !owner->broken[field->place] ? field : NULL;
}

void complain_register(struct loader *loader, const struct yaml *node, const char *name)
{
	if (file_unread(loader, FOLDER_REGISTERS, name))
		return;
	const char **names = memory_take(sizeof *names * (loader->draft_count + 1));
	size_t count = 0;
	for (size_t i = 0; i < loader->draft_count; i++)
		if (!loader->drafts[i]->parent)
			names[count++] = loader->drafts[i]->ledger->name;
	complain_unknown(loader, node, NOUN_REGISTER, name, names, count);
	memory_free(names);
}

static void ledger_shape(struct loader *loader, const struct source_file *file)
{
	/* The program's own tables, now and once accounts come, and words of the summary template. */
	static const char *const reserved[] = {
	        "account", "anchor", "audit",  "clock",   "counter", "definition", "it",
	        "journal", "meta",   "period", "session", "tenant",  "today",
	};
	struct draft *draft = draft_new(loader, file, NULL);
	struct ledger *ledger = draft->ledger;
	struct ledger_form *form = &draft->form;
	draft->node = file->root;
	ledger->name = ledger->table = file->name;
	ledger->at = file->root->at;
	FORM_READ(loader, file->root, ledger_keys, form);
	file_check_name(loader, file, form->name);
	for (size_t i = 0; form->name && i < sizeof reserved / sizeof *reserved; i++)
		if (text_equal(reserved[i], ledger->name))
			complain(loader, form->name, define_reserved_name, ledger->name);
	if (text_starts(ledger->name, "sqlite_") || text_starts(ledger->name, "pg_"))
		faults_add_at(loader->faults, ledger->at, define_reserved_name, ledger->name);
	ledger->label = form->title;
	ledger->help = form->help;
	ledger->was = names_array(loader->arena, form->was);
	lists_shape_own(loader, draft);
	if (form->fields)
		fields_shape(loader, draft, form->fields);
	lifecycle_shape(loader, draft);
	figures_shape(loader, draft);
}

static int draft_compare(const void *a, const void *b)
{
	const struct draft *const *one = a, *const *other = b;
	return strcmp((*one)->ledger->name, (*other)->ledger->name);
}

/* In order of name a parent comes just before its children, since '.' sorts before every letter and '_'. */
void ledgers_shape(struct loader *loader)
{
	for (size_t i = 0; i < loader->file_count; i++)
		if (loader->files[i].folder == FOLDER_REGISTERS && loader->files[i].root)
			ledger_shape(loader, &loader->files[i]);
	if (!loader->draft_count)
		return;
	qsort(loader->drafts, loader->draft_count, sizeof(struct draft *), draft_compare);
	struct ledger **ledgers = arena_array(loader->arena, struct ledger *, loader->draft_count);
	for (size_t i = 0; i < loader->draft_count; i++)
		ledgers[i] = loader->drafts[i]->ledger;
	loader->definitions->ledgers = ledgers;
	loader->definitions->ledger_count = loader->draft_count;
}

/* The field that gives a record its organisation or its date: always plain, since every list and
   figure needs it. */
static const struct field *key_field_resolve(struct loader *loader, struct draft *draft,
                                             const struct yaml *node, enum field_type type)
{
	const struct field *field = node ? field_resolve(loader, draft, node) : NULL;
	if (!field)
		return NULL;
	if (field->type != type) {
		complain(loader, node, define_key_field_type, field->name, field_type_name(type));
		return NULL;
	}
	if (field->secrecy != SECRECY_PLAIN)
		complain(loader, node, define_key_field_secret, field->name);
	return field;
}

static void org_link(struct loader *loader, struct draft *draft)
{
	struct ledger *ledger = draft->ledger;
	const struct field *org = key_field_resolve(loader, draft, draft->form.org, FIELD_ORG);
	if (!org)
		return;
	struct field *field = &ledger->fields[org->place];
	field->column = "org";
	field->required = true;
	ledger->org = field;
	const struct yaml *show_if = draft->fields[org->place].show_if;
	if (show_if)
		complain(loader, show_if, define_org_hidden, field->name);
}

static void title_link(struct loader *loader, struct draft *draft)
{
	const struct yaml *node = draft->form.title_from;
	const struct field *field = node ? field_resolve(loader, draft, node) : NULL;
	if (field && (field->type == FIELD_ROWS || field->secrecy == SECRECY_SEALED))
		complain(loader, node, define_title_from_type, field->name);
	draft->ledger->title_field = field;
}

/* Where a record that was found to be a double lives on. */
static void merged_link(struct loader *loader, struct draft *draft)
{
	const struct yaml *node = draft->form.merged_into;
	const struct field *field = node ? field_resolve(loader, draft, node) : NULL;
	bool fits = field && field->type == FIELD_LINK && field->to == draft->ledger &&
	            field->secrecy != SECRECY_SEALED;
	if (field && !fits)
		complain(loader, node, define_merged_into_type, field->name);
	draft->ledger->merged_into = fits ? field : NULL;
}

static void group_link(struct loader *loader, struct draft *draft)
{
	const struct yaml *node = draft->form.group;
	const struct list *groups = list_shared(loader, "group");
	if (!node || (!groups && file_unread(loader, FOLDER_LISTS, "group")))
		return;
	if (!groups)
		complain(loader, node, define_group_list_missing);
	else if (!list_find(groups, node->value))
		complain_unknown_among(loader, node, NOUN_CODE, node->value, groups->items, groups->count,
		                       sizeof *groups->items);
	draft->ledger->group = node->value;
}

struct pattern_parts {
	bool org, sequence;
};

/* What stands between the braces: org, code, yyyy, or once seq:WIDTH. */
static bool pattern_part(const char *part, size_t length, struct pattern_parts *parts)
{
	if (length == 5 && !strncmp(part, "seq:", 4) && part[4] >= '1' && part[4] <= '9') {
		bool first = !parts->sequence;
		parts->sequence = true;
		return first;
	}
	bool place = (length == 3 && !strncmp(part, "org", 3)) || (length == 4 && !strncmp(part, "code", 4));
	parts->org |= place;
	return place || (length == 4 && !strncmp(part, "yyyy", 4));
}

static bool pattern_read(const char *pattern, struct pattern_parts *parts)
{
	for (const char *at = pattern; *at; at++) {
		if (*at == '}')
			return false;
		if (*at != '{')
			continue;
		size_t length = strcspn(++at, "}");
		if (!at[length] || !pattern_part(at, length, parts))
			return false;
		at += length;
	}
	return parts->sequence;
}

static void number_link(struct loader *loader, struct draft *draft)
{
	const struct yaml *number = draft->form.number, *level = draft->form.number_level;
	struct pattern_parts parts = {};
	if (level && !number)
		complain(loader, level, define_number_level_alone);
	if (level && level_resolve(loader, level))
		draft->ledger->number_level = level->value;
	if (!number)
		return;
	if (!level)
		draft->ledger->number_level = "district";
	draft->ledger->number = number->value;
	if (!pattern_read(number->value, &parts))
		complain(loader, number, define_number_pattern, number->value);
	else if (!parts.org && !text_equal(draft->ledger->number_level, "district"))
		complain(loader, number, define_number_without_org);
}

/* All names a child ledger went by: each name of its parent with each of the rows field, less today's. */
static const char *const *child_was(struct loader *loader, const struct ledger *parent,
                                    const struct field *rows)
{
	size_t parents = 1, fields = 1, count = 0;
	while (parent->was && parent->was[parents - 1])
		parents++;
	while (rows->was && rows->was[fields - 1])
		fields++;
	if (parents * fields == 1)
		return NULL;
	const char **was = arena_array(loader->arena, const char *, parents *fields);
	for (size_t i = 0; i < parents; i++)
		for (size_t j = 0; j < fields; j++)
			if (i || j)
				was[count++] = arena_format(loader->arena, "%s.%s",
				                            i ? parent->was[i - 1] : parent->name,
				                            j ? rows->was[j - 1] : rows->name);
	return was;
}

void ledger_link(struct loader *loader, struct draft *draft)
{
	struct ledger *ledger = draft->ledger;
	fields_link(loader, draft);
	if (draft->parent) {
		ledger->org = draft->parent->ledger->org;
		ledger->counts_on = draft->parent->ledger->counts_on;
		ledger->group = draft->parent->ledger->group;
		ledger->was = child_was(loader, draft->parent->ledger, ledger->rows_field);
		return;
	}
	org_link(loader, draft);
	ledger->counts_on = key_field_resolve(loader, draft, draft->form.counts_on, FIELD_DATE);
	ledger->rules = rules_resolve(loader, draft->form.rules);
	title_link(loader, draft);
	merged_link(loader, draft);
	group_link(loader, draft);
	number_link(loader, draft);
	access_link(loader, draft);
	lifecycle_link(loader, draft);
}

static const char *table_of(struct loader *loader, const char *name)
{
	char *table = arena_copy(loader->arena, name);
	for (char *at = table; *at; at++)
		if (*at == '.')
			*at = '_';
	return table;
}

/* Tables of today and the older ones a migration renames from share one space. */
void ledgers_check_names(struct loader *loader)
{
	struct claims tables = {}, zh = {}, en = {};
	for (size_t i = 0; i < loader->draft_count; i++) {
		const struct ledger *ledger = loader->drafts[i]->ledger;
		claims_add(&tables, ledger->table, ledger->at, false);
		for (size_t j = 0; ledger->was && ledger->was[j]; j++)
			claims_add(&tables, table_of(loader, ledger->was[j]), ledger->at, true);
		if (strlen(ledger->table) > TABLE_LIMIT)
			faults_add_at(loader->faults, ledger->at, define_table_long, ledger->table, "60");
		if (!ledger->parent && ledger->label.zh)
			claims_add(&zh, ledger->label.zh, ledger->at, false);
		if (!ledger->parent && ledger->label.en)
			claims_add(&en, ledger->label.en, ledger->at, false);
	}
	claims_settle(loader, &tables, define_table_taken);
	claims_settle(loader, &zh, define_title_taken);
	claims_settle(loader, &en, define_title_taken);
}

/* What src/access/organisation.h reads of the tree. */
void ledgers_check_org(struct loader *loader)
{
	static const struct {
		const char *field;
		enum field_type type, or_type;
	} needed[] = {
	        {"code", FIELD_ORG, FIELD_ORG},        {"name", FIELD_TEXT, FIELD_TEXT},
	        {"level", FIELD_CHOICE, FIELD_CHOICE}, {"valid_from", FIELD_DATE, FIELD_DATE},
	        {"valid_to", FIELD_DATE, FIELD_DATE},  {"succeeded_by", FIELD_ORG, FIELD_TEXT},
	};
	const struct draft *org = draft_find(loader, "org");
	if (!loader->draft_count || (!org && file_unread(loader, FOLDER_REGISTERS, "org")))
		return;
	if (!org) {
		faults_add_at(loader->faults, ((struct position){.file = "registers/org.yaml"}),
		              define_org_missing, "code, name, level, valid_from, valid_to, succeeded_by");
		return;
	}
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
		const struct field *field = draft_field(org, needed[i].field);
		if (field && org->broken[field->place])
			continue;
		bool fits = field && (field->type == needed[i].type || field->type == needed[i].or_type);
		if (!fits || field->secrecy != SECRECY_PLAIN)
			faults_add_at(loader->faults, field ? field->at : org->ledger->at, define_org_field,
			              needed[i].field, field_type_name(needed[i].type));
	}
	if (org->ledger->org && !text_equal(org->ledger->org->name, "code"))
		faults_add_at(loader->faults, org->ledger->org->at, define_org_by_code,
		              org->ledger->org->name);
}
