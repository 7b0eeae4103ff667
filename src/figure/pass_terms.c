/* Conditions taken apart into terms: a balance takes a row when one of its
   terms holds, and a term holds when each of its literals gives the wanted
   truth. One column gives all answers of a literal, so that a term is one bit
   in the masks of a few columns. A condition that would need too many terms is
   asked of every row as a whole. */
#include "define/expression_split.h"
#include "figure/grow.h"
#include "figure/pass.h"
#include "record/tables.h"

/* So that the terms of one rider fit into one word of a mask. */
enum { TERMS_MOST = 64 };

struct literal {
	uint32_t column, probe, answer;
};
struct term {
	struct literal *literals;
	size_t count;
};
struct terms {
	struct term items[TERMS_MOST];
	size_t count;
};

/* ---- what a condition reads ---- */

struct reading {
	const struct field *field;
	size_t columns;
};

static void see_field(void *context, const struct field *field, bool of_parent)
{
	(void)of_parent;
	struct reading *reading = context;
	if (reading->field != field)
		reading->columns++;
	reading->field = field;
}

/* The one column the condition reads, into `ret`; false if it reads none or several. */
static bool one_column(struct pass *pass, const struct expression *condition, uint32_t *ret)
{
	struct reading reading = {};
	expression_fields(condition, see_field, &reading);
	bool state = expression_reads_state(condition, false);
	if (reading.columns + state != 1)
		return false;
	*ret = state ? pass_column_named(pass, "state", NULL)
	             : pass_column_named(pass, ledger_column(pass->ledger, reading.field), reading.field);
	return true;
}

/* ---- conditions over several columns ---- */

static void select_field(void *context, const struct field *field, bool of_parent)
{
	(void)of_parent;
	struct pass *pass = context;
	pass_select(pass, ledger_column(pass->ledger, field), field);
}

static void prepare_joined(struct pass *pass, struct joined *joined)
{
	struct arena *arena = pass->ground->arena;
	expression_fields(joined->condition, select_field, pass);
	if (expression_reads_state(joined->condition, false))
		pass_select(pass, "state", NULL);
	joined->is_program = program_make(joined->condition, joined->world, arena, &joined->program);
	if (!joined->is_program)
		return;
	int *places = arena_array(arena, int, joined->program.field_count);
	for (size_t i = 0; i < joined->program.field_count; i++)
		places[i] = pass_select(pass, ledger_column(pass->ledger, joined->program.fields[i]),
		                        joined->program.fields[i]);
	joined->places = places;
}

/* The column of its own for such a condition; the same one again for the same condition. */
static uint32_t joined_column(struct pass *pass, const struct expression *condition,
                              const struct expression_world *world)
{
	struct text text = TEXT_EMPTY;
	expression_json(condition, &text);
	text_format(&text, " %d %d", world->period_start, world->period_end);
	uint32_t column = UINT32_MAX;
	for (size_t i = 0; i < pass->joined_count && column == UINT32_MAX; i++)
		if (text_equal(pass->joined[i].text, text.at))
			column = pass->joined[i].column;
	if (column == UINT32_MAX) {
		column = pass_column_named(pass, NULL, NULL);
		pass_column_probe(&pass->columns[column], &(struct probe){.kind = PROBE_CONDITION});
		grow_by_one(pass->joined, pass->joined_count, pass->joined_room);
		pass->joined[pass->joined_count] =
		        (struct joined){.column = column, .condition = condition, .world = world};
		pass->joined[pass->joined_count].text = arena_copy(pass->ground->arena, text.at);
		prepare_joined(pass, &pass->joined[pass->joined_count++]);
	}
	text_release(&text);
	return column;
}

/* ---- terms ---- */

static void terms_of_one(struct pass *pass, const struct literal *literal, struct terms *ret)
{
	ret->items[0].literals = arena_new(pass->ground->arena, struct literal);
	ret->items[0].literals[0] = *literal;
	ret->items[0].count = 1;
	ret->count = 1;
}

static bool terms_add(struct terms *into, const struct terms *more)
{
	if (into->count + more->count > TERMS_MOST)
		return false;
	memcpy(into->items + into->count, more->items, more->count * sizeof *more->items);
	into->count += more->count;
	return true;
}

static struct term term_joined(const struct term *a, const struct term *b, struct arena *arena)
{
	struct term term = {arena_array(arena, struct literal, a->count + b->count), a->count + b->count};
	if (a->count)
		memcpy(term.literals, a->literals, a->count * sizeof *a->literals);
	memcpy(term.literals + a->count, b->literals, b->count * sizeof *b->literals);
	return term;
}

/* Each term of one together with each of the other. */
static bool terms_cross(struct terms *into, const struct terms *more, struct arena *arena)
{
	struct terms crossed = {.count = 0};
	if (into->count * more->count > TERMS_MOST)
		return false;
	for (size_t i = 0; i < into->count; i++)
		for (size_t j = 0; j < more->count; j++)
			crossed.items[crossed.count++] = term_joined(&into->items[i], &more->items[j], arena);
	*into = crossed;
	return true;
}

/* The condition has the wanted truth, as terms; false when they are too many. */
static bool terms_of(struct pass *pass, const struct expression *condition,
                     const struct expression_world *world, enum truth wanted, struct terms *ret)
{
	struct literal literal = {.answer = wanted};
	if (one_column(pass, condition, &literal.column)) {
		const struct probe probe = {.kind = PROBE_CONDITION, .condition = condition, .world = world};
		literal.probe = pass_column_probe(&pass->columns[literal.column], &probe);
		terms_of_one(pass, &literal, ret);
		return true;
	}
	const struct expression **parts;
	size_t count;
	enum expression_joint joint = expression_split(condition, pass->ground->arena, &parts, &count);
	if (joint == JOINT_NOT)
		return terms_of(pass, parts[0], world, wanted == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE, ret);
	if (joint == JOINT_NONE) {
		literal.column = joined_column(pass, condition, world);
		terms_of_one(pass, &literal, ret);
		return true;
	}
	/* An `and` is true when all are, and false when one is; an `or` the other way round. */
	bool all = (joint == JOINT_AND) == (wanted == TRUTH_TRUE), fits = true;
	ret->count = all;
	ret->items[0] = (struct term){};
	for (size_t i = 0; i < count && fits; i++) {
		struct terms more;
		fits = terms_of(pass, parts[i], world, wanted, &more) &&
		       (all ? terms_cross(ret, &more, pass->ground->arena) : terms_add(ret, &more));
	}
	return fits;
}

/* ---- bits ---- */

static void require_literals(struct pass *pass, const struct term *term, uint32_t bit)
{
	for (size_t i = 0; i < term->count; i++) {
		const struct literal *literal = &term->literals[i];
		const struct requirement requirement = {literal->probe, literal->answer, bit};
		pass_column_require(&pass->columns[literal->column], &requirement);
	}
}

static void give_bits(struct pass *pass, struct rider *rider, const struct terms *terms)
{
	size_t left = 64 - pass->bits % 64;
	if (left < terms->count)
		pass->bits += left;
	rider->word = (uint32_t)(pass->bits / 64);
	for (size_t i = 0; i < terms->count; i++) {
		rider->terms |= (uint64_t)1 << pass->bits % 64;
		require_literals(pass, &terms->items[i], (uint32_t)pass->bits++);
	}
	rider->watches |= terms->count > 1;
}

static void cross_literal(struct pass *pass, struct terms *terms, const struct literal *literal)
{
	struct terms one;
	terms_of_one(pass, literal, &one);
	terms_cross(terms, &one, pass->ground->arena); /* as many as before */
}

/* Every code that can stand in a row of the scope's tenants belongs to it. A city's code and that of a
   district numbered 00 share a tenant, so those are looked at row by row. */
static bool scope_is_tenants(const struct balance *balance)
{
	const struct organisation_scope *scope = &balance->scope;
	size_t length = strlen(balance->org);
	return scope->include_count == 1 && !scope->exclude_count && scope->include[0].from == balance->org &&
	       length <= 6 && !(length == 6 && text_ends(balance->org, "00"));
}

static void add_scope(struct pass *pass, const struct balance *balance, struct terms *terms)
{
	if (scope_is_tenants(balance))
		return;
	const struct probe probe = {.kind = PROBE_SCOPE, .scope = &balance->scope};
	struct literal literal = {.column = pass_column_named(pass, "org", NULL), .answer = 1};
	literal.probe = pass_column_probe(&pass->columns[literal.column], &probe);
	cross_literal(pass, terms, &literal);
}

void pass_add_terms(struct pass *pass, struct rider *rider)
{
	const struct balance *balance = rider_balance(rider);
	struct terms terms = {.count = 1};
	add_scope(pass, balance, &terms);
	for (size_t i = 0; i < balance->where_count; i++) {
		struct terms more;
		if (terms_of(pass, balance->where[i], &balance->world, TRUTH_TRUE, &more) &&
		    terms_cross(&terms, &more, pass->ground->arena))
			continue;
		const struct literal whole = {.column =
		                                      joined_column(pass, balance->where[i], &balance->world),
		                              .answer = TRUTH_TRUE};
		cross_literal(pass, &terms, &whole);
	}
	give_bits(pass, rider, &terms);
}
