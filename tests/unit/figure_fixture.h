/* A small world for the tests of the figure room: the definitions of
   tests/fixtures/figures, a database in memory with their tables, a tree with
   units that moved, and rows as plain structs that are put into the tables by
   hand, so that nothing but the figures themselves is under test. */
#ifndef JINGUO_TESTS_FIGURE_FIXTURE_H
#define JINGUO_TESTS_FIGURE_FIXTURE_H

#include "figure/question.h"
#include "record/tables.h"
#include "unit.h"

enum { UNSET = INT32_MIN, WORLD_TODAY = 20210701, DISTRICT = 440307, NEIGHBOUR = 440308 };

/* Streets 001 to 003 with their communities. Street 009 went into 001; community 002009 moved to street 003
   as 003002; a community of the neighbouring district moved over as 003003. */
static const struct organisation_unit world_units[] = {
        {"4403", "深圳市", "city", 20000101, 0, NULL, 1},
        {"440307", "龙岗区", "district", 20000101, 0, NULL, 2},
        {"440307001", "布吉街道", "street", 20000101, 0, NULL, 3},
        {"440307001001", "布吉一社区", "community", 20000101, 0, NULL, 4},
        {"440307001002", "布吉二社区", "community", 20000101, 0, NULL, 5},
        {"440307002", "南湾街道", "street", 20000101, 0, NULL, 6},
        {"440307002001", "南湾一社区", "community", 20000101, 0, NULL, 7},
        {"440307002009", "南湾九社区", "community", 20000101, 20210101, "440307003002", 8},
        {"440307003", "坂田街道", "street", 20000101, 0, NULL, 9},
        {"440307003001", "坂田一社区", "community", 20000101, 0, NULL, 10},
        {"440307003002", "坂田二社区", "community", 20210101, 0, NULL, 11},
        {"440307003003", "坂田三社区", "community", 20210401, 0, NULL, 12},
        {"440307009", "旧镇", "street", 20000101, 20190701, "440307001", 13},
        {"440307u01", "区妇联机关", "unit", 20000101, 0, NULL, 14},
        {"440308", "盐田区", "district", 20000101, 0, NULL, 15},
        {"440308001", "盐田街道", "street", 20000101, 0, NULL, 16},
        {"440308001001", "盐田一社区", "community", 20000101, 0, NULL, 17},
        {"440308001009", "盐田九社区", "community", 20000101, 20210401, "440307003003", 18},
};
enum { WORLD_UNITS = sizeof world_units / sizeof *world_units };

struct step_row {
	int32_t done_on, done, hours, helper;
	const char *way;
};

/* UNSET and NULL: nothing was entered. */
struct matter_row {
	int64_t id;
	const char *org, *state, *subject, *channel, *risk, *ways, *referred_to, *phone, *handler;
	int32_t received_on, accepted_on, closed_on, minor, people, cost, born, topic;
	bool voided;
	struct step_row steps[3];
	size_t step_count;
};

struct world {
	struct definitions *definitions;
	struct database *database;
	struct organisation *organisation;
	struct arena arena;
	struct viewer viewer;
	struct ground ground;
};

static inline const char *world_root(void)
{
	const char *root = getenv("JINGUO_ROOT");
	return root ? root : ".";
}

static inline void world_fail(const struct fault *fault)
{
	struct text text = TEXT_EMPTY;
	fault_print(fault, LANGUAGE_EN, &text);
	print_message("%s", text.at);
	text_release(&text);
	fail();
}
#define world_must(done, fault)            \
	do {                               \
		if (!(done))               \
			world_fail(fault); \
	} while (0)

/* Who asks; the ground is made anew. */
static inline void world_as(struct world *world, const char *role, const char *org)
{
	world->viewer = (struct viewer){"tester", definitions_role(world->definitions, role), org};
	assert_non_null(world->viewer.role);
	world->ground = (struct ground){
	        .database = world->database,
	        .definitions = world->definitions,
	        .organisation = world->organisation,
	        .viewer = &world->viewer,
	        .today = WORLD_TODAY,
	        .arena = &world->arena,
	};
}

static inline void world_tables(struct world *world)
{
	struct fault fault = {};
	size_t count = world->definitions->ledger_count;
	struct table *tables = arena_array(&world->arena, struct table, count);
	for (size_t i = 0; i < count; i++)
		table_of_ledger(world->definitions, world->definitions->ledgers[i], true, &world->arena,
		                &tables[i]);
	world_must(schema_migrate(world->database, tables, count, NULL, &fault), &fault);
}

/* One row; `columns` and as many values. */
static inline void world_insert(struct world *world, const char *table, const char *const *columns,
                                const struct value *values, size_t count)
{
	struct fault fault = {};
	struct sql sql = SQL_EMPTY;
	struct statement *statement;
	sql_add(&sql, "INSERT INTO ");
	sql_name(&sql, NULL, table);
	for (size_t i = 0; i < count; i++) {
		sql_add(&sql, i ? ", " : " (");
		sql_name(&sql, NULL, columns[i]);
	}
	for (size_t i = 0; i < count; i++) {
		sql_add(&sql, i ? ", " : ") VALUES (");
		sql_bind(&sql, values[i]);
	}
	sql_add(&sql, ")");
	world_must(database_prepare_sql(world->database, &sql, &statement, &fault), &fault);
	world_must(statement_finish(statement, &fault), &fault);
	sql_release(&sql);
}

static inline struct value number_or_none(int32_t number)
{
	return number == UNSET ? (struct value){} : value_int(number);
}

static inline void world_add_unit(struct world *world, const struct organisation_unit *unit)
{
	static const char *const columns[] = {"tenant",  "id",         "org",      "name",
	                                      "level",   "valid_from", "valid_to", "succeeded_by",
	                                      "version", "entry",      "voided"};
	const struct value values[] = {value_int(tenant_of(unit->code)),
	                               value_int(unit->record),
	                               value_text(unit->code),
	                               value_text(unit->name),
	                               value_text(unit->level),
	                               value_int(unit->valid_from),
	                               unit->valid_to ? value_int(unit->valid_to) : (struct value){},
	                               value_text(unit->succeeded_by),
	                               value_int(1),
	                               value_int(1),
	                               value_int(0)};
	world_insert(world, "org", columns, values, sizeof values / sizeof *values);
}

static inline void world_add_topic(struct world *world, int64_t tenant, int64_t id, const char *name)
{
	static const char *const columns[] = {"tenant", "id", "org", "name", "version", "entry", "voided"};
	const struct value values[] = {value_int(tenant), value_int(id), value_text("440307"),
	                               value_text(name),  value_int(1),  value_int(1),
	                               value_int(0)};
	world_insert(world, "topic", columns, values, sizeof values / sizeof *values);
}

static inline void world_add_steps(struct world *world, const struct matter_row *row)
{
	static const char *const columns[] = {"tenant", "id",     "parent",    "position",
	                                      "org",    "voided", "counts_on", "done_on",
	                                      "way",    "done",   "hours",     "helper"};
	for (size_t i = 0; i < row->step_count; i++) {
		const struct step_row *step = &row->steps[i];
		const struct value values[] = {value_int(tenant_of(row->org)),
		                               value_int(row->id * 10 + (int64_t)i),
		                               value_int(row->id),
		                               value_int((int64_t)i + 1),
		                               value_text(row->org),
		                               value_int(row->voided),
		                               number_or_none(row->received_on),
		                               number_or_none(step->done_on),
		                               value_text(step->way),
		                               number_or_none(step->done),
		                               number_or_none(step->hours),
		                               number_or_none(step->helper)};
		world_insert(world, "matter_steps", columns, values, sizeof values / sizeof *values);
	}
}

static inline void world_add_matter(struct world *world, const struct matter_row *row)
{
	static const char *const columns[] = {
	        "tenant",      "id",          "org",         "state",   "version", "entry",
	        "voided",      "received_on", "subject",     "channel", "risk",    "ways",
	        "minor",       "people",      "cost",        "born",    "topic",   "referred_to",
	        "accepted_on", "closed_on",   "phone_token", "handler"};
	const struct value values[] = {value_int(tenant_of(row->org)),
	                               value_int(row->id),
	                               value_text(row->org),
	                               value_text(row->state ? row->state : "open"),
	                               value_int(row->id % 7 + 1),
	                               value_int(1),
	                               value_int(row->voided),
	                               number_or_none(row->received_on),
	                               value_text(row->subject),
	                               value_text(row->channel),
	                               value_text(row->risk),
	                               value_text(row->ways),
	                               number_or_none(row->minor),
	                               number_or_none(row->people),
	                               number_or_none(row->cost),
	                               number_or_none(row->born),
	                               number_or_none(row->topic),
	                               value_text(row->referred_to),
	                               number_or_none(row->accepted_on),
	                               number_or_none(row->closed_on),
	                               row->phone ? value_bytes(row->phone, strlen(row->phone))
	                                          : (struct value){},
	                               value_text(row->handler)};
	world_insert(world, "matter", columns, values, sizeof values / sizeof *values);
	world_add_steps(world, row);
}

/* A matter of which only place and day are known. */
static inline struct matter_row matter_on(int64_t id, const char *org, int32_t received_on)
{
	return (struct matter_row){.id = id,
	                           .org = org,
	                           .received_on = received_on,
	                           .accepted_on = UNSET,
	                           .closed_on = UNSET,
	                           .minor = UNSET,
	                           .people = UNSET,
	                           .cost = UNSET,
	                           .born = UNSET,
	                           .topic = UNSET};
}

static inline void world_open(struct world *world)
{
	struct faults faults = {};
	struct fault fault = {};
	*world = (struct world){};
	const char *folder = arena_format(&world->arena, "%s/tests/fixtures/figures", world_root());
	if (!definitions_load(folder, (struct rule_names){}, &world->definitions, &faults))
		world_fail(&faults.items[0]);
	faults_release(&faults);
	world_must(database_open("", DATABASE_MEMORY, &world->database, &fault), &fault);
	world_tables(world);
	for (size_t i = 0; i < WORLD_UNITS; i++)
		world_add_unit(world, &world_units[i]);
	world->organisation = organisation_make(world_units, WORLD_UNITS, WORLD_TODAY);
	world_as(world, "statement", "4403");
}

static inline void world_close(struct world *world)
{
	organisation_free(world->organisation);
	database_close(world->database);
	definitions_free(world->definitions);
	arena_release(&world->arena);
}

static inline struct figure_request request_of(const struct world *world, const char *figure, const char *org,
                                               civil_date from, civil_date to)
{
	struct figure_request request = {
	        .figure = definitions_figure(world->definitions, figure),
	        .org = org,
	        .period = {PERIOD_RANGE, from, to},
	};
	assert_non_null(request.figure);
	return request;
}

static inline struct figure_result result_by(struct world *world, const struct figure_request *request,
                                             enum figure_path path)
{
	struct figure_result result;
	struct fault fault = {};
	world_must(figure_compute_on(&world->ground, request, 1, path, &result, &fault), &fault);
	return result;
}

static inline bool numbers_equal(const struct figure_number *a, const struct figure_number *b)
{
	if (a->missing || b->missing)
		return a->missing == b->missing && a->hidden == b->hidden;
	return a->number == b->number && a->denominator == b->denominator && a->scale == b->scale;
}

static inline bool results_equal(const struct figure_result *a, const struct figure_result *b)
{
	bool equal = numbers_equal(&a->total, &b->total) && a->cell_count == b->cell_count;
	for (size_t i = 0; equal && i < a->cell_count; i++)
		equal = numbers_equal(&a->cells[i].value, &b->cells[i].value) &&
		        value_equal(&a->cells[i].key[0], &b->cells[i].key[0]) &&
		        value_equal(&a->cells[i].key[1], &b->cells[i].key[1]);
	return equal;
}

/* The answer of the path the program takes by itself, which must be that of the others. */
static inline struct figure_result result_of(struct world *world, const struct figure_request *request)
{
	struct figure_result result = result_by(world, request, PATH_AUTO),
	                     other = result_by(world, request, PATH_SQL);
	assert_true(results_equal(&result, &other));
	return result;
}

/* "12" or "x"; of a split "call=3 desk=0 -=1" follows, two keys with a slash between. */
static inline const char *result_text(struct world *world, const struct figure_request *request,
                                      const struct figure_result *result)
{
	struct text text = TEXT_EMPTY;
	figure_print(request->figure, &result->total, &text);
	for (size_t i = 0; i < result->cell_count; i++) {
		text_add(&text, i ? " " : ": ");
		for (size_t j = 0; j < FIGURE_DIMENSIONS && request->by[j]; j++) {
			const struct value *key = &result->cells[i].key[j];
			text_add(&text, j ? "/" : "");
			if (key->kind == VALUE_INT)
				text_add_int(&text, key->number);
			else
				text_add(&text, key->kind == VALUE_TEXT ? key->bytes : "-");
		}
		text_add(&text, "=");
		figure_print(request->figure, &result->cells[i].value, &text);
	}
	const char *copy = arena_copy(&world->arena, text.at);
	text_release(&text);
	return copy;
}

/* Asks and compares with the text above. */
static inline void assert_figure_asked(struct world *world, const struct figure_request *request,
                                       const char *expected)
{
	struct figure_result result = result_of(world, request);
	assert_string_equal(result_text(world, request, &result), expected);
}

#endif
