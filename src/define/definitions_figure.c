/* Figures: one measure, one time, and refinements. The tables below say which
   keys go together, which types a measure takes and which a split; whatever
   could count wrongly is refused here. */
#include "define/loader.h"

#include <string.h>

#include "define/expression.h"

static const struct key figure_keys[] = {
        KEY_REQUIRED(figure_form, "title", title, SHAPE_LABEL),
        KEY(figure_form, "unit", unit, SHAPE_LABEL),
        KEY(figure_form, "count", count, SHAPE_WORD),
        KEY(figure_form, "sum", sum, SHAPE_WORD),
        KEY(figure_form, "distinct", distinct, SHAPE_WORD),
        KEY(figure_form, "first", first, SHAPE_WORD),
        KEY(figure_form, "last", last, SHAPE_WORD),
        KEY(figure_form, "ratio", ratio, SHAPE_WORDS),
        KEY(figure_form, "missing", missing, SHAPE_MAP),
        KEY(figure_form, "on", on, SHAPE_WORD),
        KEY(figure_form, "cumulative", cumulative, SHAPE_BOOL),
        KEY(figure_form, "stock", stock, SHAPE_MAP),
        KEY(figure_form, "latest", latest, SHAPE_MAP),
        KEY(figure_form, "over", over, SHAPE_NAME),
        KEY(figure_form, "where", where, SHAPE_WORD),
        KEY(figure_form, "by", by, SHAPE_WORDS),
        KEY(figure_form, "shown", shown, SHAPE_NAME),
};

static const struct key stock_keys[] = {
        KEY_REQUIRED(figure_form, "from", from, SHAPE_WORD),
        KEY(figure_form, "until", until, SHAPE_WORD),
};
static const struct key missing_keys[] = {
        KEY_REQUIRED(figure_form, "of", of, SHAPE_WORD),
        KEY_REQUIRED(figure_form, "in", in, SHAPE_NAME),
};

#define TYPE(name) (1u << FIELD_##name)
enum {
	TYPES_SUM = TYPE(INT) | TYPE(DECIMAL),
	TYPES_DATE = TYPE(DATE),
	TYPES_DISTINCT = TYPE(TEXT) | TYPE(INT) | TYPE(DATE) | TYPE(YEAR) | TYPE(CHOICE) | TYPE(LINK) |
	                 TYPE(ORG) | TYPE(PHONE) | TYPE(ID_NUMBER) | TYPE(STAFF),
	TYPES_BY =
	        TYPE(CHOICE) | TYPE(CHOICES) | TYPE(BOOL) | TYPE(LINK) | TYPE(YEAR) | TYPE(ORG) | TYPE(TEXT),
};

/* The keys beside the measure, and which of them each measure bears. */
enum refinement { ON, CUMULATIVE, STOCK, LATEST, OVER, WHERE, BY, SHOWN, REFINEMENT_COUNT };
static const char *const refinement_keys[REFINEMENT_COUNT] = {"on",   "cumulative", "stock", "latest",
                                                              "over", "where",      "by",    "shown"};
#define WITH(refinement) (1u << (refinement))
enum {
	WITH_ROWS = WITH(ON) | WITH(CUMULATIVE) | WITH(OVER) | WITH(WHERE) | WITH(BY),
};

static const struct measure_row {
	const char *key;
	enum figure_measure measure;
	unsigned with;  /* refinements */
	unsigned types; /* of its field; 0: it has none */
} measures[] = {
        {"count", MEASURE_COUNT, WITH_ROWS | WITH(STOCK) | WITH(LATEST), 0},
        {"sum", MEASURE_SUM, WITH_ROWS | WITH(STOCK), TYPES_SUM},
        {"distinct", MEASURE_DISTINCT, WITH_ROWS | WITH(STOCK), TYPES_DISTINCT},
        {"first", MEASURE_FIRST, WITH_ROWS, TYPES_DATE},
        {"last", MEASURE_LAST, WITH_ROWS, TYPES_DATE},
        {"ratio", MEASURE_RATIO, WITH(BY) | WITH(SHOWN), 0},
        {"missing", MEASURE_MISSING, 0, 0},
};
enum { MEASURE_COUNT_OF = sizeof measures / sizeof *measures };

/* Refinements that exclude each other. */
static const enum refinement apart[][2] = {
        {STOCK, ON}, {STOCK, CUMULATIVE}, {STOCK, LATEST}, {LATEST, CUMULATIVE}};

/* The one measure of a figure; a stock or latest without one counts. NULL with a fault. */
static const struct measure_row *measure_find(struct loader *loader, const struct yaml *node)
{
	const struct measure_row *found = NULL;
	for (size_t i = 0; i < MEASURE_COUNT_OF; i++) {
		if (!yaml_get(node, measures[i].key))
			continue;
		if (found) {
			complain(loader, key_node(node, measures[i].key), define_two_measures, found->key,
			         measures[i].key);
			return NULL;
		}
		found = &measures[i];
	}
	if (!found && (yaml_get(node, "stock") || yaml_get(node, "latest")))
		return &measures[0];
	if (!found)
		complain(loader, node, define_no_measure);
	return found;
}

static bool refinements_check(struct loader *loader, const struct yaml *node,
                              const struct measure_row *measure)
{
	bool good = true, with[REFINEMENT_COUNT];
	for (size_t i = 0; i < REFINEMENT_COUNT; i++) {
		with[i] = yaml_get(node, refinement_keys[i]);
		if (with[i] && !(measure->with & WITH(i)))
			good = complain(loader, key_node(node, refinement_keys[i]), define_keys_apart,
			                refinement_keys[i], measure->key);
	}
	for (size_t i = 0; good && i < sizeof apart / sizeof *apart; i++)
		if (with[apart[i][0]] && with[apart[i][1]])
			good = complain(loader, key_node(node, refinement_keys[apart[i][1]]),
			                define_keys_apart, refinement_keys[apart[i][1]],
			                refinement_keys[apart[i][0]]);
	return good;
}

static bool latest_shape(struct loader *loader, struct figure_form *form)
{
	static const char *const ends[] = {"end"};
	struct latest_form {
		const struct yaml *per, *value, *upto;
	} latest = {};
	static const struct key keys[] = {
	        KEY_REQUIRED(latest_form, "per", per, SHAPE_WORD),
	        KEY(latest_form, "value", value, SHAPE_WORD),
	        KEY(latest_form, "upto", upto, SHAPE_NAME),
	};
	bool good = FORM_READ(loader, form->latest, keys, &latest);
	if (latest.upto)
		good &= word_read(loader, latest.upto, ends, 1) >= 0;
	if (latest.value && form->count)
		good = complain(loader, form->count, define_keys_apart, "count", "value");
	form->per = latest.per;
	form->value = latest.value;
	return good;
}

static bool figure_shape(struct loader *loader, const struct draft *draft, const struct yaml *name,
                         struct figure_form *form, struct figure *figure)
{
	*figure = (struct figure){.name = name->value, .at = name->at, .ledger = draft->ledger};
	figure->full_name = arena_format(loader->arena, "%s.%s", draft->ledger->name, name->value);
	bool good = name_valid(name->value) || complain(loader, name, define_want_name, name->value);
	good &= FORM_READ(loader, form->node, figure_keys, form);
	if (form->node->kind != YAML_MAP)
		return false;
	figure->label = form->title;
	figure->unit = form->unit;
	figure->cumulative = form->cumulative;
	const struct measure_row *measure = measure_find(loader, form->node);
	if (!measure || !refinements_check(loader, form->node, measure))
		return false;
	figure->measure = measure->measure;
	figure->time = form->stock ? TIME_STOCK : form->latest ? TIME_LATEST : TIME_FLOW;
	if (form->stock)
		good &= FORM_READ(loader, form->stock, stock_keys, form);
	if (form->latest)
		good &= latest_shape(loader, form);
	if (form->missing)
		good &= FORM_READ(loader, form->missing, missing_keys, form);
	return good;
}

void figures_shape(struct loader *loader, struct draft *draft)
{
	const struct yaml *map = draft->form.figures;
	struct claims zh = {}, en = {};
	if (!map)
		return;
	draft->figures = arena_array(loader->arena, struct figure, map->count);
	draft->figure_forms = arena_array(loader->arena, struct figure_form, map->count);
	draft->figure_broken = arena_array(loader->arena, bool, map->count);
	draft->ledger->figures = draft->figures;
	draft->ledger->figure_count = map->count;
	for (size_t i = 0; i < map->count; i++) {
		struct figure_form *form = &draft->figure_forms[i];
		form->node = map->items[i];
		draft->figure_broken[i] =
		        !figure_shape(loader, draft, map->keys[i], form, &draft->figures[i]);
		if (form->title.zh)
			claims_add(&zh, form->title.zh, map->keys[i]->at, false);
		if (form->title.en)
			claims_add(&en, form->title.en, map->keys[i]->at, false);
	}
	claims_settle(loader, &zh, define_title_taken);
	claims_settle(loader, &en, define_title_taken);
}

/* A field of one of the types, readable by a database; NULL with a fault, or in silence when it is broken. */
static const struct field *typed_field(struct loader *loader, const struct draft *rows,
                                       const struct yaml *node, const char *key, unsigned types)
{
	const struct field *field = field_resolve(loader, rows, node);
	if (!field)
		return NULL;
	if (!(types & 1u << field->type)) {
		complain(loader, node, define_figure_type, field->name, key, field_type_name(field->type));
		return NULL;
	}
	bool token = field->blind && text_equal(key, "distinct");
	if (field->secrecy == SECRECY_SEALED && !token) {
		complain(loader, node, define_figure_sealed, field->name, key);
		return NULL;
	}
	return field;
}

static bool field_link(struct loader *loader, const struct draft *rows, const struct yaml *node,
                       const char *key, unsigned types, const struct field **ret)
{
	if (!node)
		return true;
	*ret = typed_field(loader, rows, node, key, types);
	return *ret;
}

static bool field_known(const struct draft *draft, const char *name)
{
	for (size_t i = 0; i < draft->ledger->field_count; i++)
		if (text_equal(draft->ledger->fields[i].name, name))
			return true;
	return false;
}

/* A rows field of this register, or else another register, whose records are then the rows. */
static const struct draft *over_resolve(struct loader *loader, const struct draft *draft,
                                        const struct yaml *over)
{
	const struct draft *other = draft_find(loader, over->value);
	if (other && other != draft && !other->ledger->parent && !field_known(draft, over->value))
		return other;
	const struct field *field = field_resolve(loader, draft, over);
	if (!field)
		return NULL;
	if (field->type != FIELD_ROWS) {
		complain(loader, over, define_over_not_rows, field->name);
		return NULL;
	}
	return draft_find(loader, field->rows->name);
}

static bool by_fits(struct loader *loader, const struct draft *rows, const struct yaml *node,
                    const struct field **ret)
{
	const char *name = node->value;
	if (text_equal(name, "org") || text_equal(name, "month"))
		return complain(loader, node, define_by_built_in, name);
	const struct field *field = typed_field(loader, rows, node, "by", TYPES_BY);
	if (!field)
		return false;
	if (field->type == FIELD_TEXT && !field->in_list)
		return complain(loader, node, define_by_text, field->name);
	if (field == rows->ledger->org)
		return complain(loader, node, define_by_built_in, name);
	*ret = field;
	return true;
}

static bool by_link(struct loader *loader, const struct draft *rows, const struct yaml *nodes,
                    struct figure *figure)
{
	bool good = true;
	size_t count = 0;
	const struct field **by = arena_array(loader->arena, const struct field *, names_count(nodes) + 1);
	figure->by = by;
	for (size_t i = 0; i < names_count(nodes); i++) {
		const struct field *field = NULL;
		const struct yaml *node = names_item(nodes, i);
		if (!by_fits(loader, rows, node, &field)) {
			good = false;
			continue;
		}
		for (size_t j = 0; j < count; j++)
			if (by[j] == field)
				good = complain(loader, node, define_said_twice, node->value);
		by[count++] = field;
	}
	return good;
}

/* Where the rows are placed in time. */
static bool time_link(struct loader *loader, const struct draft *draft, const struct draft *rows,
                      const struct figure_form *form, struct figure *figure)
{
	if (figure->time == TIME_STOCK)
		return field_link(loader, rows, form->from, "from", TYPES_DATE, &figure->from) &
		       field_link(loader, rows, form->until, "until", TYPES_DATE, &figure->until);
	figure->on = rows->ledger->counts_on;
	if (!form->on && !figure->on && !draft->form.counts_on)
		return complain(loader, form->node, define_flow_without_date, figure->name);
	return field_link(loader, rows, form->on, "on", TYPES_DATE, &figure->on);
}

static bool measure_link(struct loader *loader, const struct draft *rows, const struct figure_form *form,
                         struct figure *figure)
{
	for (size_t i = 0; i < MEASURE_COUNT_OF; i++) {
		const struct yaml *node = yaml_get(form->node, measures[i].key);
		if (node && measures[i].types &&
		    !field_link(loader, rows, node, measures[i].key, measures[i].types, &figure->value))
			return false;
	}
	if (figure->measure == MEASURE_FIRST || figure->measure == MEASURE_LAST)
		figure->shown = UNIT_DATE;
	if (figure->time != TIME_LATEST)
		return true;
	bool good = field_link(loader, rows, form->per, "per", TYPES_DISTINCT, &figure->per);
	if (form->value) {
		figure->measure = MEASURE_SUM;
		good &= field_link(loader, rows, form->value, "value", TYPES_SUM, &figure->value);
	}
	return good;
}

static bool shown_link(struct loader *loader, const struct figure_form *form, struct figure *figure)
{
	static const char *const words[] = {"percent"};
	if (!form->shown)
		return true;
	if (word_read(loader, form->shown, words, 1) < 0)
		return false;
	figure->shown = UNIT_PERCENT;
	return true;
}

static bool figure_link(struct loader *loader, const struct draft *draft, const struct figure_form *form,
                        struct figure *figure)
{
	if (figure->measure == MEASURE_RATIO)
		return shown_link(loader, form, figure) & by_link(loader, draft, form->by, figure);
	if (figure->measure == MEASURE_MISSING)
		return by_link(loader, draft, NULL, figure);
	const struct draft *rows = form->over ? over_resolve(loader, draft, form->over) : draft;
	if (!rows)
		return false;
	figure->ledger = rows->ledger;
	bool good = time_link(loader, rows->ledger->parent ? draft : rows, rows, form, figure);
	good &= measure_link(loader, rows, form, figure);
	good &= by_link(loader, rows, form->by, figure);
	if (form->count && form->where && !text_equal(form->count->value, "all"))
		good = complain(loader, form->where, define_count_and_where);
	return good;
}

void figures_link(struct loader *loader, struct draft *draft)
{
	for (size_t i = 0; i < draft->ledger->figure_count; i++)
		if (!draft->figure_broken[i])
			draft->figure_broken[i] =
			        !figure_link(loader, draft, &draft->figure_forms[i], &draft->figures[i]);
}

/* A figure by "name" or "register.name"; NULL with a fault, or in silence when it is broken. */
static const struct figure *figure_resolve(struct loader *loader, const struct draft *draft,
                                           const struct yaml *node, const char *name)
{
	const char *dot = strchr(name, '.');
	const char *own = dot ? dot + 1 : name;
	if (dot) {
		const char *ledger = arena_copy_bytes(loader->arena, name, (size_t)(dot - name));
		draft = draft_find(loader, ledger);
		if (!draft) {
			complain_register(loader, node, ledger);
			return NULL;
		}
	}
	for (size_t i = 0; i < draft->ledger->figure_count; i++)
		if (text_equal(draft->figures[i].name, own))
			return draft->figure_broken[i] ? NULL : &draft->figures[i];
	complain_unknown_among(loader, node, NOUN_FIGURE, own, draft->figures, draft->ledger->figure_count,
	                       sizeof *draft->figures);
	return NULL;
}

/* "name", "register.name" or "name where EXPR"; the condition is over the rows of that figure. */
static bool part_link(struct loader *loader, const struct draft *draft, const struct yaml *node,
                      struct figure *figure, size_t part)
{
	const char *where = strstr(node->value, " where ");
	size_t length = where ? (size_t)(where - node->value) : strlen(node->value);
	const char *name = arena_copy_bytes(loader->arena, node->value, length);
	const struct figure *of = figure_resolve(loader, draft, node, name);
	if (!of)
		return false;
	if (of->measure != MEASURE_COUNT && of->measure != MEASURE_SUM && of->measure != MEASURE_DISTINCT)
		return complain(loader, node, define_ratio_part, of->full_name);
	figure->of[part] = of;
	if (!where)
		return true;
	struct position at = node->at;
	where += strlen(" where ");
	at.column += (int)node->quoted + (int)utf8_count(node->value, (size_t)(where - node->value));
	figure->of_where[part] = express_text(loader, draft_find(loader, of->ledger->name), where, at,
	                                      ALLOW_ROWS | ALLOW_PERIOD);
	return figure->of_where[part];
}

/* A ratio may be split by a field that both parts have, under one name and with the same values. */
static bool part_splits_by(const struct figure *part, const struct field *field)
{
	const struct field *own = NULL;
	for (size_t i = 0; i < part->ledger->field_count && !own; i++)
		if (text_equal(part->ledger->fields[i].name, field->name))
			own = &part->ledger->fields[i];
	return own && own->type == field->type && own->list == field->list && own->to == field->to &&
	       own->secrecy != SECRECY_SEALED;
}

static bool ratio_link(struct loader *loader, const struct draft *draft, const struct figure_form *form,
                       struct figure *figure)
{
	if (form->ratio->count != 2)
		return complain(loader, form->ratio, define_ratio_of_two);
	bool good = true;
	for (size_t i = 0; i < 2; i++)
		good &= part_link(loader, draft, form->ratio->items[i], figure, i);
	for (size_t i = 0; good && figure->by[i]; i++)
		for (size_t j = 0; j < 2; j++)
			if (!part_splits_by(figure->of[j], figure->by[i]))
				good = complain(loader, names_item(form->by, i), define_ratio_by,
				                figure->by[i]->name, figure->of[j]->full_name);
	return good;
}

static bool missing_link(struct loader *loader, const struct draft *draft, const struct figure_form *form,
                         struct figure *figure)
{
	const struct figure *of = figure_resolve(loader, draft, form->of, form->of->value);
	const struct draft *in = draft_find(loader, form->in->value);
	bool good = of && in;
	if (of && (!text_equal(of->ledger->name, "org") || of->measure != MEASURE_COUNT))
		good = complain(loader, form->of, define_missing_of, of->full_name);
	if (!in)
		complain_register(loader, form->in, form->in->value);
	else if (!in->form.counts_on)
		good = complain(loader, form->in, define_missing_in, in->ledger->name);
	figure->of[0] = of;
	figure->filed_in = in ? in->ledger : NULL;
	figure->on = in ? in->ledger->counts_on : NULL;
	return good;
}

void figures_link_parts(struct loader *loader, struct draft *draft)
{
	for (size_t i = 0; i < draft->ledger->figure_count; i++) {
		struct figure *figure = &draft->figures[i];
		const struct figure_form *form = &draft->figure_forms[i];
		if (draft->figure_broken[i])
			continue;
		if (figure->measure == MEASURE_RATIO)
			draft->figure_broken[i] = !ratio_link(loader, draft, form, figure);
		if (figure->measure == MEASURE_MISSING)
			draft->figure_broken[i] = !missing_link(loader, draft, form, figure);
	}
}

void figures_express(struct loader *loader, struct draft *draft)
{
	for (size_t i = 0; i < draft->ledger->figure_count; i++) {
		struct figure *figure = &draft->figures[i];
		const struct figure_form *form = &draft->figure_forms[i];
		bool counted = form->count && !text_equal(form->count->value, "all");
		if (!draft->figure_broken[i])
			figure->where =
			        express(loader, draft_find(loader, figure->ledger->name),
			                counted ? form->count : form->where, ALLOW_ROWS | ALLOW_PERIOD);
	}
}
