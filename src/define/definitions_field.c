/* Fields of a register and of its rows: which keys a type takes, bounds,
   secrecy, defaults, older names, and the conditions written on them. */
#include "define/loader.h"

#include <assert.h>

#include "define/expression.h"

static const struct key field_keys[] = {
        KEY_REQUIRED(field_form, "title", title, SHAPE_LABEL),
        KEY(field_form, "help", help, SHAPE_LABEL),
        KEY_REQUIRED(field_form, "type", type, SHAPE_NAME),
        KEY(field_form, "required", required, SHAPE_BOOL),
        KEY(field_form, "in_list", in_list, SHAPE_BOOL),
        KEY(field_form, "default", initial, SHAPE_ANY),
        KEY(field_form, "secrecy", secrecy, SHAPE_NAME),
        KEY(field_form, "index", index, SHAPE_NAME),
        KEY(field_form, "list", list, SHAPE_NAME),
        KEY(field_form, "to", to, SHAPE_NAME),
        KEY(field_form, "of", of, SHAPE_MAP),
        KEY(field_form, "min", min, SHAPE_WORD),
        KEY(field_form, "max", max, SHAPE_WORD),
        KEY(field_form, "scale", scale, SHAPE_WHOLE),
        KEY(field_form, "unit", unit, SHAPE_LABEL),
        KEY(field_form, "show_if", show_if, SHAPE_WORD),
        KEY(field_form, "check", check, SHAPE_WORD),
        KEY(field_form, "says", says, SHAPE_LABEL),
        KEY(field_form, "computed", computed, SHAPE_NAME),
        KEY(field_form, "was", was, SHAPE_NAMES),
};

#define TYPE(name) (1u << FIELD_##name)
static_assert(FIELD_TYPE_COUNT <= 32, "a set of types fits an unsigned");

/* Keys that only some types take; the others are for all. */
static const struct {
	const char *key;
	unsigned allowed, required;
} type_rules[] = {
        {"list", TYPE(CHOICE) | TYPE(CHOICES), TYPE(CHOICE) | TYPE(CHOICES)},
        {"to", TYPE(LINK), TYPE(LINK)},
        {"of", TYPE(ROWS), TYPE(ROWS)},
        {"scale", TYPE(DECIMAL), 0},
        {"min", TYPE(INT) | TYPE(DECIMAL) | TYPE(YEAR), 0},
        {"max", TYPE(INT) | TYPE(DECIMAL) | TYPE(YEAR) | TYPE(TEXT) | TYPE(NOTE), 0},
        {"unit", TYPE(INT) | TYPE(DECIMAL), 0},
        {"default", ~(TYPE(ROWS) | TYPE(LINK)), 0},
        {"secrecy", ~TYPE(ROWS), 0},
        {"computed", ~TYPE(ROWS), 0},
        /* A token of one of a few values gives the value away by how often it stands there. */
        {"index", ~(TYPE(ROWS) | TYPE(NOTE) | TYPE(BOOL) | TYPE(CHOICE) | TYPE(CHOICES) | TYPE(YEAR)), 0},
};

/* Bounds that hold where none are written, and how far written ones may go; in whole units. */
static const struct bounds {
	int64_t min, max, least, most;
} bounds[FIELD_TYPE_COUNT] = {
        [FIELD_INT] = {-1000000000, 1000000000, -9007199254740991, 9007199254740991},
        [FIELD_DECIMAL] = {-1000000000, 1000000000, -900000000000, 900000000000},
        [FIELD_YEAR] = {1900, 2999, 1000, 2999},
        [FIELD_TEXT] = {0, 200, 1, 2000},
        [FIELD_NOTE] = {0, 20000, 1, 100000000},
        [FIELD_PHONE] = {0, 32, 0, 0},
        [FIELD_ID_NUMBER] = {0, 18, 0, 0},
        [FIELD_STAFF] = {0, 100, 0, 0},
};

/* What every table has, what figures may be split by, and the columns that PostgreSQL keeps for itself. */
static const char *const reserved[] = {
        "tenant",   "id",     "parent",    "position", "org",   "number", "state", "version",
        "entry",    "voided", "counts_on", "period",   "today", "rows",   "set",   "month",
        "tableoid", "xmin",   "xmax",      "cmin",     "cmax",  "ctid",
};

static bool field_name_check(struct loader *loader, const struct draft *draft, const struct yaml *name)
{
	if (!name_valid(name->value))
		return complain(loader, name, define_want_name, name->value);
	const struct yaml *org = draft->parent ? NULL : draft->form.org;
	if (org && text_equal(name->value, "org") && text_equal(org->value, "org"))
		return true;
	bool taken = expression_reserved(name->value);
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		taken |= text_equal(reserved[i], name->value);
	return !taken || complain(loader, name, define_reserved_name, name->value);
}

static bool type_keys_check(struct loader *loader, const struct field_form *form, enum field_type type)
{
	bool good = true;
	for (size_t i = 0; i < sizeof type_rules / sizeof *type_rules; i++) {
		const char *key = type_rules[i].key;
		bool there = yaml_get(form->node, key);
		if (there && !(type_rules[i].allowed & 1u << type))
			good = complain(loader, key_node(form->node, key), define_key_not_for_type, key,
			                field_type_name(type));
		if (!there && type_rules[i].required & 1u << type)
			good = complain(loader, form->node, define_key_for_type_missing, key,
			                field_type_name(type));
	}
	return good;
}

static bool type_read(struct loader *loader, const struct yaml *node, enum field_type *ret)
{
	const char *names[FIELD_TYPE_COUNT];
	for (size_t i = 0; i < FIELD_TYPE_COUNT; i++)
		names[i] = field_type_name((enum field_type)i);
	int type = word_read(loader, node, names, FIELD_TYPE_COUNT);
	if (type < 0)
		return false;
	*ret = (enum field_type)type;
	return true;
}

static bool secrecy_read(struct loader *loader, const struct field_form *form, struct field *field)
{
	static const char *const words[] = {
	        [SECRECY_PLAIN] = "plain", [SECRECY_PERSONAL] = "personal", [SECRECY_SEALED] = "sealed"};
	static const char *const index_words[] = {"blind"};
	int secrecy = form->secrecy ? word_read(loader, form->secrecy, words, 3) : SECRECY_PLAIN;
	if (secrecy < 0)
		return false;
	field->secrecy = (enum secrecy)secrecy;
	if (!form->index)
		return true;
	if (word_read(loader, form->index, index_words, 1) < 0)
		return false;
	if (field->secrecy != SECRECY_SEALED)
		return complain(loader, form->index, define_index_not_sealed);
	field->blind = true;
	return true;
}

static bool bound_read(struct loader *loader, const struct yaml *node, const struct field *field,
                       int64_t *ref_bound)
{
	struct value value;
	if (!node)
		return true;
	enum field_type type = field->type == FIELD_DECIMAL ? FIELD_DECIMAL : FIELD_INT;
	if (!constant_read(loader, node, type, field->scale, NULL, &value))
		return false;
	int64_t unit = 1;
	for (int i = 0; i < field->scale; i++)
		unit *= 10;
	const struct bounds *range = &bounds[field->type];
	if (value.number < range->least * unit || value.number > range->most * unit)
		return complain(loader, node, define_bound_range,
		                arena_format(loader->arena, "%lld", (long long)range->least),
		                arena_format(loader->arena, "%lld", (long long)range->most));
	*ref_bound = value.number;
	return true;
}

static bool bounds_read(struct loader *loader, const struct field_form *form, struct field *field)
{
	if (field->type == FIELD_DECIMAL && !scale_read(loader, form->scale, &field->scale))
		return false;
	field->min = bounds[field->type].min;
	field->max = bounds[field->type].max;
	for (int i = 0; i < field->scale; i++) {
		field->min *= 10;
		field->max *= 10;
	}
	bool good = bound_read(loader, form->min, field, &field->min) &
	            bound_read(loader, form->max, field, &field->max);
	if (good && field->min > field->max)
		good = complain(loader, form->max ? form->max : form->min, define_bounds_crossed);
	return good;
}

static bool rows_shape(struct loader *loader, struct draft *draft, const struct field_form *form,
                       struct field *field)
{
	if (draft->parent)
		return complain(loader, form->node, define_rows_in_rows);
	struct draft *child = draft_new(loader, draft->file, draft);
	struct ledger *ledger = child->ledger;
	child->node = form->of;
	ledger->name = arena_format(loader->arena, "%s.%s", draft->ledger->name, field->name);
	ledger->table = arena_format(loader->arena, "%s_%s", draft->ledger->table, field->name);
	ledger->label = form->title;
	ledger->help = form->help;
	ledger->rows_field = field;
	ledger->at = field->at;
	field->rows = ledger;
	fields_shape(loader, child, form->of);
	return true;
}

/* Keys that contradict each other whatever the type is. */
static bool field_keys_check(struct loader *loader, const struct field_form *form, const struct field *field)
{
	bool good = true;
	if (form->initial && field->secrecy == SECRECY_SEALED)
		good = complain(loader, form->initial, define_default_sealed);
	if (form->initial && form->computed)
		good = complain(loader, form->initial, define_default_computed);
	if (form->says.zh && !form->check)
		good = complain(loader, key_node(form->node, "says"), define_says_without_condition, "check");
	return good;
}

static bool field_shape(struct loader *loader, struct draft *draft, const struct yaml *name,
                        const struct yaml *node, struct field *field, struct field_form *form)
{
	form->node = node;
	field->name = field->birth_name = field->column = name->value;
	field->at = name->at;
	bool good = field_name_check(loader, draft, name);
	good &= FORM_READ(loader, node, field_keys, form);
	field->label = form->title;
	field->help = form->help;
	field->unit = form->unit;
	field->check_says = form->says;
	field->required = form->required;
	field->in_list = form->in_list;
	field->was = names_array(loader->arena, form->was);
	if (form->was)
		field->birth_name = field->was[names_count(form->was) - 1];
	if (!form->type || !type_read(loader, form->type, &field->type))
		return false;
	good &= type_keys_check(loader, form, field->type);
	good &= secrecy_read(loader, form, field);
	good &= bounds_read(loader, form, field);
	good &= field_keys_check(loader, form, field);
	if (field->type == FIELD_ROWS && form->of)
		good &= rows_shape(loader, draft, form, field);
	return good;
}

void fields_shape(struct loader *loader, struct draft *draft, const struct yaml *map)
{
	struct ledger *ledger = draft->ledger;
	if (map->count > FIELD_LIMIT)
		complain(loader, map, define_too_many_fields, "200");
	ledger->fields = arena_array(loader->arena, struct field, map->count);
	draft->fields = arena_array(loader->arena, struct field_form, map->count);
	draft->broken = arena_array(loader->arena, bool, map->count);
	ledger->field_count = map->count;
	for (size_t i = 0; i < map->count; i++) {
		ledger->fields[i].place = i;
		draft->broken[i] = !field_shape(loader, draft, map->keys[i], map->items[i],
		                                &ledger->fields[i], &draft->fields[i]);
	}
}

static bool initial_read(struct loader *loader, const struct field_form *form, struct field *field)
{
	struct value value;
	if (!constant_read(loader, form->initial, field->type, field->scale, field->list, &value))
		return false;
	bool counted = field->type == FIELD_INT || field->type == FIELD_DECIMAL || field->type == FIELD_YEAR;
	if (counted && (value.number < field->min || value.number > field->max))
		return complain(loader, form->initial, define_default_bounds);
	if (value.kind == VALUE_TEXT && field->max &&
	    utf8_count(value.bytes, value.length) > (size_t)field->max)
		return complain(loader, form->initial, define_default_bounds);
	field->initial = value;
	return true;
}

static bool to_resolve(struct loader *loader, const struct yaml *node, struct field *field)
{
	struct draft *target = draft_find(loader, node->value);
	if (target)
		field->to = target->ledger;
	else if (!file_unread(loader, FOLDER_REGISTERS, node->value))
		complain_register(loader, node, node->value);
	return target;
}

static bool field_link(struct loader *loader, struct draft *draft, const struct field_form *form,
                       struct field *field)
{
	bool good = true;
	if (form->list && !(field->list = list_resolve(loader, draft, form->list)))
		good = false;
	if (form->to)
		good &= to_resolve(loader, form->to, field);
	if (form->computed) {
		field->computed = form->computed->value;
		good &= rules_resolve(loader, form->computed) != NULL;
	}
	return good;
}

/* What is broken must still be safe to look at: without its list, ledger or rows a field passes for text. */
static void field_make_safe(struct field *field)
{
	bool choice = field->type == FIELD_CHOICE || field->type == FIELD_CHOICES;
	if ((choice && !field->list) || (field->type == FIELD_LINK && !field->to) ||
	    (field->type == FIELD_ROWS && !field->rows))
		field->type = FIELD_TEXT;
}

void fields_link(struct loader *loader, struct draft *draft)
{
	for (size_t i = 0; i < draft->ledger->field_count; i++) {
		struct field *field = &draft->ledger->fields[i];
		struct field_form *form = &draft->fields[i];
		/* A key that does not go with the type was told already and links to nothing. */
		if (draft->broken[i]) {
			if (form->list)
				list_use(loader, draft, form->list->value);
		} else if (!field_link(loader, draft, form, field)) {
			draft->broken[i] = true;
		} else if (form->initial) {
			draft->broken[i] = !initial_read(loader, form, field);
		}
		field_make_safe(field);
	}
}

void fields_express(struct loader *loader, struct draft *draft)
{
	const unsigned allow = ALLOW_ROWS | ALLOW_TODAY | ALLOW_SETTING | ALLOW_SEALED;
	for (size_t i = 0; i < draft->ledger->field_count; i++) {
		struct field *field = &draft->ledger->fields[i];
		field->show_if = express(loader, draft, draft->fields[i].show_if, allow);
		field->check = express(loader, draft, draft->fields[i].check, allow);
	}
}

struct reads {
	bool *row;
};

static void reads_note(void *context, const struct field *field, bool of_parent)
{
	struct reads *reads = context;
	if (!of_parent)
		reads->row[field->place] = true;
}

/* A field shown only when it is itself filled in, perhaps by way of others, could never be filled in. */
static void show_if_check(struct loader *loader, const struct ledger *ledger)
{
	size_t count = ledger->field_count;
	if (count > FIELD_LIMIT)
		return; /* told; and the work grows with the cube */
	bool *reads = memory_take(count * count * sizeof *reads);
	for (size_t i = 0; i < count; i++)
		if (ledger->fields[i].show_if)
			expression_fields(ledger->fields[i].show_if, reads_note,
			                  &(struct reads){&reads[i * count]});
	for (size_t via = 0; via < count; via++)
		for (size_t from = 0; from < count; from++)
			for (size_t to = 0; reads[from * count + via] && to < count; to++)
				reads[from * count + to] |= reads[via * count + to];
	for (size_t i = 0; i < count; i++)
		if (reads[i * count + i])
			faults_add_at(loader->faults, ledger->fields[i].at, define_show_if_cycle,
			              ledger->fields[i].name);
	memory_free(reads);
}

void fields_check(struct loader *loader, struct draft *draft)
{
	const struct ledger *ledger = draft->ledger;
	struct claims columns = {}, zh = {}, en = {};
	for (size_t i = 0; i < ledger->field_count; i++) {
		const struct field *field = &ledger->fields[i];
		claims_add(&columns, field->name, field->at, false);
		claims_add_was(&columns, field->was, field->at);
		if (field->blind)
			claims_add(&columns, arena_format(loader->arena, "%s_token", field->name), field->at,
			           true);
		for (size_t j = 0; field->blind && field->was && field->was[j]; j++)
			claims_add(&columns, arena_format(loader->arena, "%s_token", field->was[j]),
			           field->at, true);
		if (field->label.zh)
			claims_add(&zh, field->label.zh, field->at, false);
		if (field->label.en)
			claims_add(&en, field->label.en, field->at, false);
	}
	claims_settle(loader, &columns, define_column_taken);
	claims_settle(loader, &zh, define_title_taken);
	claims_settle(loader, &en, define_title_taken);
	show_if_check(loader, ledger);
}
