/* Requests resolved: columns found, dimensions understood, the further
   condition parsed. Nothing here reads the database. */
#include "figure/balance.h"

#include "record/tables.h"

const char balance_alias[] = "t", balance_parent_alias[] = "p";

const struct ledger *ledger_top(const struct ledger *ledger)
{
	return ledger->parent ? ledger->parent : ledger;
}

struct source balance_source(const struct ledger *ledger, const struct field *field, struct arena *arena)
{
	if (!field)
		return (struct source){};
	const char *own = ledger_column(ledger, field);
	const char *column = own ? own : field->column;
	if (field->blind && field->secrecy == SECRECY_SEALED)
		column = field_token_column(field, arena);
	return (struct source){own ? balance_alias : balance_parent_alias, column, field};
}

/* ---- dimensions ---- */

static const char parent_prefix[] = "parent.";

/* The field by the name it has in a request: "kind", or "parent.kind" over rows. */
static const struct field *field_named(const struct ledger *ledger, const char *name)
{
	if (!text_starts(name, parent_prefix))
		return ledger_field(ledger, name);
	return ledger->parent ? ledger_field(ledger->parent, name + strlen(parent_prefix)) : NULL;
}

static bool split_allowed(const struct figure *figure, const struct field *field)
{
	for (const struct field *const *by = figure->by; by && *by; by++)
		if (*by == field)
			return true;
	return false;
}

/* A ratio may name the field for its parts, which then need not name it. */
static const struct field *split_field(const struct figure *asked, const struct figure *part,
                                       const char *name)
{
	const struct field *field = field_named(part->ledger, name);
	if (!field || split_allowed(part, field))
		return field;
	const struct field *of_asked = field_named(asked->ledger, name);
	return of_asked && split_allowed(asked, of_asked) ? field : NULL;
}

static bool refuse_split(const struct figure *figure, const char *name, struct fault *fault)
{
	struct text known = TEXT_EMPTY;
	for (const struct field *const *by = figure->by; by && *by; by++) {
		bool own = ledger_owns(figure->ledger, *by);
		text_format(&known, "%s%s, ", own ? "" : parent_prefix, (*by)->name);
	}
	text_add(&known, "org:street, month");
	fault_set(fault, figure_not_split_by, figure->full_name, name, known.at);
	text_release(&known);
	return false;
}

static bool level_known(const struct ground *ground, const char *level)
{
	const struct list *levels = definitions_list(ground->definitions, "org_level");
	return !levels || list_find(levels, level);
}

static bool resolve_org(const struct ground *ground, const char *name, struct dimension *dimension,
                        struct fault *fault)
{
	dimension->kind = DIMENSION_ORG;
	dimension->source = (struct source){balance_alias, "org", NULL};
	dimension->level = name[3] == ':' ? name + 4 : NULL;
	if (dimension->level && !level_known(ground, dimension->level))
		return fault_set(fault, figure_unknown_level, dimension->level);
	return true;
}

static bool resolve_month(const struct figure *figure, const struct balance *balance,
                          struct dimension *dimension, struct fault *fault)
{
	if (figure->time != TIME_FLOW || !balance->on.alias)
		return fault_set(fault, figure_not_by_month, figure->full_name);
	dimension->kind = DIMENSION_MONTH;
	dimension->source = balance->on;
	return true;
}

static bool resolve_dimension(const struct ground *ground, const struct figure *asked, const char *name,
                              struct balance *balance, struct dimension *dimension, struct fault *fault)
{
	const struct figure *part = balance->figure;
	dimension->end = balance->to;
	if (text_equal(name, "org") || text_starts(name, "org:"))
		return resolve_org(ground, name, dimension, fault);
	if (text_equal(name, "month"))
		return resolve_month(part, balance, dimension, fault);
	const struct field *field = split_field(asked, part, name);
	if (!field)
		return refuse_split(part, name, fault);
	dimension->kind = DIMENSION_FIELD;
	dimension->source = balance_source(part->ledger, field, ground->arena);
	return true;
}

/* ---- conditions ---- */

static void see_parent(void *context, const struct field *field, bool of_parent)
{
	(void)field;
	struct balance *balance = context;
	balance->reads_parent |= of_parent;
}

static void add_condition(struct balance *balance, const struct expression *condition)
{
	if (!condition)
		return;
	balance->where[balance->where_count++] = condition;
	balance->reads_parent |= expression_reads_state(condition, true);
	expression_fields(condition, see_parent, balance);
}

static bool add_condition_asked(const struct ground *ground, const char *where, struct balance *balance,
                                struct fault *fault)
{
	const struct expression *asked;
	unsigned allow = ALLOW_ROWS | ALLOW_PERIOD | ALLOW_TODAY;
	if (!expression_parse(ground->arena, ground->definitions, balance->ledger, where, (struct position){},
	                      allow, &asked, fault))
		return false;
	add_condition(balance, asked);
	return true;
}

/* ---- all ---- */

static void resolve_sources(struct balance *balance, struct arena *arena)
{
	const struct figure *figure = balance->figure;
	const struct {
		const struct field *field;
		struct source *source;
	} wanted[] = {
	        {figure->time == TIME_STOCK ? NULL : figure->on, &balance->on},
	        {figure->time == TIME_STOCK ? figure->from : NULL, &balance->since},
	        {figure->time == TIME_STOCK ? figure->until : NULL, &balance->until},
	        {figure->value, &balance->value},
	        {figure->per, &balance->per},
	};
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		*wanted[i].source = balance_source(balance->ledger, wanted[i].field, arena);
}

static bool any_of_parent(const struct balance *balance)
{
	const struct source *sources[] = {&balance->on,          &balance->since, &balance->until,
	                                  &balance->value,       &balance->per,   &balance->by[0].source,
	                                  &balance->by[1].source};
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		if (sources[i]->alias == balance_parent_alias)
			return true;
	return false;
}

/* The unit that is meant, and what belongs to it today. */
static bool resolve_org_asked(const struct ground *ground, const char *org, struct balance *balance,
                              struct fault *fault)
{
	if (!organisation_code_valid(org))
		return fault_set(fault, figure_bad_org, org ? org : "");
	balance->org = organisation_today(ground->organisation, arena_copy(ground->arena, org));
	organisation_scope(ground->organisation, balance->org, ground->arena, &balance->scope);
	return true;
}

struct balance balance_bare(const struct figure *part, const struct expression *further, struct arena *arena)
{
	struct balance balance = {.figure = part, .ledger = part->ledger, .top = ledger_top(part->ledger)};
	resolve_sources(&balance, arena);
	add_condition(&balance, part->where);
	add_condition(&balance, further);
	balance.reads_parent |= any_of_parent(&balance);
	return balance;
}

bool balance_make(const struct ground *ground, const struct figure_request *request,
                  const struct figure *part, const struct expression *further, struct balance *ret,
                  struct fault *fault)
{
	bool from_beginning = part->time != TIME_FLOW || part->cumulative || request->cumulative;
	struct balance balance = balance_bare(part, further, ground->arena);
	balance.from = from_beginning ? 0 : request->period.from;
	balance.to = request->period.to;
	balance.world.period_start = request->period.from;
	balance.world.period_end = request->period.to;
	balance.world.today = ground->today;
	if (!resolve_org_asked(ground, request->org, &balance, fault))
		return false;
	for (size_t i = 0; i < FIGURE_DIMENSIONS; i++)
		if (request->by[i] && !resolve_dimension(ground, request->figure, request->by[i], &balance,
		                                         &balance.by[i], fault))
			return false;
	if (request->where && !add_condition_asked(ground, request->where, &balance, fault))
		return false;
	balance.reads_parent |= any_of_parent(&balance);
	*ret = balance;
	return true;
}
