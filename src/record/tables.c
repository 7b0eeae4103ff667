/* Table shapes from definitions. The columns follow docs/JOURNAL.md ("The
   projection"); every index names the query that needs it, because each one
   costs at every write. */
#include "record/tables.h"

#include <assert.h>

#include "define/expression.h"

/* About how many of a million rows share … (struct table_index.sharing) */
enum { OF_ONE_RECORD = 8, OF_ONE_DAY = 1000, OF_ONE_UNIT = 7000 };
/* A link that may be unset is unset in most, and the planner takes them for as rare as one record. */
enum { OF_ONE_OR_NONE = 10000 };

#define NAMES(...)                \
	(const char *const[])     \
	{                         \
		__VA_ARGS__, NULL \
	}

static const struct column journal_columns[] = {
        {"tenant", COLUMN_INT, true},   {"seq", COLUMN_INT, true},         {"act", COLUMN_INT, true},
        {"at", COLUMN_INT, true},       {"actor", COLUMN_TEXT, true},      {"role", COLUMN_TEXT, true},
        {"ledger", COLUMN_TEXT, true},  {"action", COLUMN_TEXT, true},     {"record", COLUMN_INT, true},
        {"version", COLUMN_INT, true},  {"definition", COLUMN_BLOB, true}, {"reason", COLUMN_TEXT, true},
        {"effects", COLUMN_TEXT, true}, {"previous", COLUMN_BLOB, true},   {"hash", COLUMN_BLOB, true},
};
static const struct column definition_columns[] = {
        {"tenant", COLUMN_INT, true},
        {"hash", COLUMN_BLOB, true},
        {"ledger", COLUMN_TEXT, true},
        {"source", COLUMN_TEXT, true},
};
static const struct column anchor_columns[] = {
        {"tenant", COLUMN_INT, true}, {"day", COLUMN_INT, true},          {"seq", COLUMN_INT, true},
        {"hash", COLUMN_BLOB, true},  {"anchor_hash", COLUMN_BLOB, true},
};
static const struct column meta_columns[] = {
        {"tenant", COLUMN_INT, true},
        {"name", COLUMN_TEXT, true},
        {"value", COLUMN_TEXT, true},
};
static const struct column counter_columns[] = {
        {"tenant", COLUMN_INT, true}, {"ledger", COLUMN_TEXT, true}, {"org", COLUMN_TEXT, true},
        {"year", COLUMN_INT, true},   {"last", COLUMN_INT, true},
};
static const struct column clock_columns[] = {
        {"tenant", COLUMN_INT, true},  {"id", COLUMN_INT, true},       {"record", COLUMN_INT, true},
        {"ledger", COLUMN_TEXT, true}, {"move", COLUMN_TEXT, true},    {"started", COLUMN_INT, true},
        {"due", COLUMN_INT, true},     {"stopped", COLUMN_INT, false}, {"calendar", COLUMN_TEXT, true},
};

static const struct table_index journal_indexes[] = {
        {"journal_record", (const char *const[]){"tenant", "record", "seq", NULL}, false,
         "the history of a record", OF_ONE_RECORD},
};
static const struct table_index clock_indexes[] = {
        {"clock_record", (const char *const[]){"tenant", "record", NULL}, false, "the clocks of a record",
         OF_ONE_RECORD},
        {"clock_due", (const char *const[]){"tenant", "stopped", "due", NULL}, false, "what falls due",
         OF_ONE_DAY},
};

#define COLUMNS(name) \
	.columns = name##_columns, .column_count = sizeof(name##_columns) / sizeof *(name##_columns)
#define INDEXES(name) \
	.indexes = name##_indexes, .index_count = sizeof(name##_indexes) / sizeof *(name##_indexes)

/* The last two are projected: a replay of the journal gives them again. */
enum { SYSTEM_KEPT = 4, SYSTEM_PROJECTED = 2, SYSTEM_TABLES = SYSTEM_KEPT + SYSTEM_PROJECTED };
static const struct table system_tables[SYSTEM_TABLES] = {
        {.name = "journal",
         COLUMNS(journal),
         .key = (const char *const[]){"tenant", "seq", NULL},
         INDEXES(journal)},
        {.name = "definition", COLUMNS(definition), .key = (const char *const[]){"tenant", "hash", NULL}},
        {.name = "anchor", COLUMNS(anchor), .key = (const char *const[]){"tenant", "day", NULL}},
        {.name = "meta", COLUMNS(meta), .key = (const char *const[]){"tenant", "name", NULL}},
        {.name = "counter",
         COLUMNS(counter),
         .key = (const char *const[]){"tenant", "ledger", "org", "year", NULL}},
        {.name = "clock", COLUMNS(clock), .key = (const char *const[]){"tenant", "id", NULL}, INDEXES(clock)},
};

bool ledger_owns(const struct ledger *ledger, const struct field *field)
{
	return field >= ledger->fields && field < ledger->fields + ledger->field_count;
}

const char *ledger_birth_name(const struct ledger *ledger)
{
	const char *name = ledger->name;
	for (const char *const *was = ledger->was; was && *was; was++)
		name = *was;
	return name;
}

const char *ledger_column(const struct ledger *ledger, const struct field *field)
{
	if (ledger_owns(ledger, field))
		return field->type == FIELD_ROWS ? NULL : field->column;
	if (!ledger->parent)
		return NULL;
	if (field == ledger->parent->org)
		return "org";
	return field == ledger->parent->counts_on ? "counts_on" : NULL;
}

const char *field_token_column(const struct field *field, struct arena *arena)
{
	return arena_format(arena, "%s_token", field->column);
}

/* ---- columns ---- */

/* Older names of a column or table: the same with `suffix`, '.' as '_'. */
static const char *const *older_names(const char *const *was, const char *suffix, struct arena *arena)
{
	size_t count = 0;
	while (was && was[count])
		count++;
	if (!count)
		return NULL;
	const char **names = arena_array(arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++) {
		char *name = arena_format(arena, "%s%s", was[i], suffix);
		for (char *at = name; *at; at++)
			if (*at == '.')
				*at = '_';
		names[i] = name;
	}
	return names;
}

static enum column_type field_column_type(const struct field *field)
{
	if (field->secrecy == SECRECY_SEALED)
		return COLUMN_BLOB;
	switch (field->type) {
	case FIELD_INT:
	case FIELD_DECIMAL:
	case FIELD_BOOL:
	case FIELD_DATE:
	case FIELD_INSTANT:
	case FIELD_YEAR:
	case FIELD_LINK: return COLUMN_INT;
	case FIELD_TEXT:
	case FIELD_NOTE:
	case FIELD_CHOICE:
	case FIELD_CHOICES:
	case FIELD_ORG:
	case FIELD_PHONE:
	case FIELD_ID_NUMBER:
	case FIELD_STAFF:
	case FIELD_ROWS:
	case FIELD_TYPE_COUNT: return COLUMN_TEXT;
	}
	return COLUMN_TEXT;
}

static void add_fixed_columns(const struct ledger *ledger, struct column *columns, size_t *ref_count)
{
	static const struct column top[] = {
	        {"tenant", COLUMN_INT, true},   {"id", COLUMN_INT, true},      {"org", COLUMN_TEXT, true},
	        {"number", COLUMN_TEXT, false}, {"state", COLUMN_TEXT, false}, {"version", COLUMN_INT, true},
	        {"entry", COLUMN_INT, true},    {"voided", COLUMN_INT, true},
	};
	static const struct column child[] = {
	        {"tenant", COLUMN_INT, true},     {"id", COLUMN_INT, true},   {"parent", COLUMN_INT, true},
	        {"position", COLUMN_INT, true},   {"org", COLUMN_TEXT, true}, {"voided", COLUMN_INT, true},
	        {"counts_on", COLUMN_INT, false}, /* last, so that it may be left off */
	};
	if (!ledger->parent) {
		memcpy(columns, top, sizeof top);
		*ref_count = sizeof top / sizeof *top;
		return;
	}
	memcpy(columns, child, sizeof child);
	*ref_count = sizeof child / sizeof *child - (ledger->parent->counts_on ? 0 : 1);
}

static void add_field_columns(const struct ledger *ledger, bool with_tokens, struct arena *arena,
                              struct column *columns, size_t *ref_count)
{
	for (size_t i = 0; i < ledger->field_count; i++) {
		const struct field *field = &ledger->fields[i];
		if (field->type == FIELD_ROWS || field == ledger->org)
			continue;
		columns[(*ref_count)++] = (struct column){
		        .name = field->column,
		        .type = field_column_type(field),
		        .was = older_names(field->was, "", arena),
		};
		if (field->blind && with_tokens)
			columns[(*ref_count)++] = (struct column){
			        .name = field_token_column(field, arena),
			        .type = COLUMN_BLOB,
			        .was = older_names(field->was, "_token", arena),
			};
	}
}

/* ---- covering indexes ---- */

/* What the figures of one index read, gathered by place of the field. */
struct reads {
	const struct ledger *ledger;
	bool *used; /* by place */
	bool state;
	bool barred; /* the figure in hand reads what no index holds */
};

static void read_field(struct reads *reads, const struct field *field)
{
	if (!field)
		return;
	if (!ledger_owns(reads->ledger, field)) {
		/* The organisation and the date that counts are copied into a child and lead the index. */
		if (!ledger_column(reads->ledger, field))
			reads->barred = true;
		return;
	}
	if (field->type == FIELD_ROWS || field->type == FIELD_NOTE ||
	    (field->secrecy == SECRECY_SEALED && !field->blind))
		reads->barred = true;
	else
		reads->used[field->place] = true;
}

static void read_visited(void *context, const struct field *field, bool of_parent)
{
	(void)of_parent;
	read_field(context, field);
}

static void read_expression(struct reads *reads, const struct expression *expression)
{
	if (!expression)
		return;
	if (expression_has_rows(expression) || expression_reads_state(expression, true))
		reads->barred = true;
	if (expression_reads_state(expression, false))
		reads->state = true;
	expression_fields(expression, read_visited, reads);
}

/* One figure, with a further condition when it is part of a ratio; adds what it reads unless it is barred. */
static bool read_figure(struct reads *all, const struct figure *figure, const struct expression *further,
                        struct arena *arena)
{
	struct reads own = {.ledger = all->ledger,
	                    .used = arena_array(arena, bool, all->ledger->field_count + 1)};
	read_expression(&own, figure->where);
	read_expression(&own, further);
	read_field(&own, figure->value);
	if (own.barred)
		return false;
	/* What it may be split by is there where it can be: the figure alone is asked more often. */
	for (const struct field *const *by = figure->by; by && *by; by++)
		read_field(&own, *by);
	for (size_t i = 0; i < all->ledger->field_count; i++)
		all->used[i] |= own.used[i];
	all->state |= own.state;
	return true;
}

/* The dates of one index: `on` of flows, or `until` and `from` of stocks. */
struct dates {
	const struct field *on, *until, *from;
};
typedef bool figure_belongs(const struct figure *figure, const struct dates *dates);

/* Every figure of that ledger and date, and every part of a ratio that is one. */
static bool read_figures(const struct definitions *definitions, struct reads *reads, figure_belongs *belongs,
                         const struct dates *dates, struct arena *arena)
{
	bool any = false;
	for (size_t i = 0; i < definitions->ledger_count; i++)
		for (size_t j = 0; j < definitions->ledgers[i]->figure_count; j++) {
			const struct figure *figure = &definitions->ledgers[i]->figures[j];
			if (figure->ledger == reads->ledger && belongs(figure, dates))
				any |= read_figure(reads, figure, NULL, arena);
			for (size_t part = 0; part < 2; part++) {
				const struct figure *of = figure->of[part];
				if (of && of->ledger == reads->ledger && figure->of_where[part] &&
				    belongs(of, dates))
					any |= read_figure(reads, of, figure->of_where[part], arena);
			}
		}
	return any;
}

static bool is_base_measure(const struct figure *figure)
{
	return figure->measure != MEASURE_RATIO && figure->measure != MEASURE_MISSING;
}

static bool belongs_to_flow(const struct figure *figure, const struct dates *dates)
{
	if (!is_base_measure(figure))
		return false;
	if (figure->time == TIME_FLOW)
		return figure->on == dates->on;
	return figure->time == TIME_STOCK && !figure->until && figure->from == dates->on;
}

static bool belongs_to_stock(const struct figure *figure, const struct dates *dates)
{
	return is_base_measure(figure) && figure->time == TIME_STOCK && figure->until == dates->until &&
	       (!dates->from || figure->from == dates->from) && ledger_column(figure->ledger, figure->from);
}

/* The leading columns, then what is read and not yet there. */
static const char *const *covering_columns(const struct reads *reads, const char *const *lead,
                                           struct arena *arena)
{
	const char **columns = arena_array(arena, const char *, reads->ledger->field_count + 8);
	size_t count = 0;
	for (; *lead; lead++)
		columns[count++] = *lead;
	size_t leading = count;
	if (reads->state)
		columns[count++] = "state";
	for (size_t i = 0; i < reads->ledger->field_count; i++) {
		if (!reads->used[i])
			continue;
		const struct field *field = &reads->ledger->fields[i];
		const char *name = field->blind ? field_token_column(field, arena) : field->column;
		bool known = false;
		for (size_t j = 0; j < leading; j++)
			known |= text_equal(columns[j], name);
		if (!known)
			columns[count++] = name;
	}
	return columns;
}

bool ledger_count_index(const struct definitions *definitions, const struct ledger *ledger,
                        const struct field *on, struct arena *arena, struct table_index *ret)
{
	const char *column = on ? ledger_column(ledger, on) : NULL;
	struct reads reads = {.ledger = ledger, .used = arena_array(arena, bool, ledger->field_count + 1)};
	if (!column || !read_figures(definitions, &reads, belongs_to_flow, &(struct dates){.on = on}, arena))
		return false;
	*ret = (struct table_index){
	        .name = arena_format(arena, "%s_count_%s", ledger->table, column),
	        .columns = covering_columns(&reads, NAMES("tenant", column, "org", "voided"), arena),
	        .query = "the flow figures on that date, in one pass",
	        .sharing = OF_ONE_DAY,
	};
	return true;
}

/* Where the stocks with that `until` begin: the first figure's `from`. */
static const struct field *stock_from(const struct definitions *definitions, const struct ledger *ledger,
                                      const struct field *until)
{
	for (size_t i = 0; i < definitions->ledger_count; i++)
		for (size_t j = 0; j < definitions->ledgers[i]->figure_count; j++) {
			const struct figure *figure = &definitions->ledgers[i]->figures[j];
			if (figure->ledger == ledger &&
			    belongs_to_stock(figure, &(struct dates){.until = until}))
				return figure->from;
		}
	return NULL;
}

bool ledger_stock_index(const struct definitions *definitions, const struct ledger *ledger,
                        const struct field *until, struct arena *arena, struct table_index *ret)
{
	const char *column = until ? ledger_column(ledger, until) : NULL;
	const struct field *from = column ? stock_from(definitions, ledger, until) : NULL;
	struct reads reads = {.ledger = ledger, .used = arena_array(arena, bool, ledger->field_count + 1)};
	const struct dates dates = {.until = until, .from = from};
	if (!from || !read_figures(definitions, &reads, belongs_to_stock, &dates, arena))
		return false;
	*ret = (struct table_index){
	        .name = arena_format(arena, "%s_stock_%s", ledger->table, column),
	        .columns = covering_columns(
	                &reads, NAMES("tenant", column, ledger_column(ledger, from), "org", "voided"), arena),
	        .query = "the stocks that end with that date",
	        .sharing = OF_ONE_DAY,
	};
	return true;
}

/* ---- indexes of a ledger ---- */

struct index_list {
	const struct ledger *ledger;
	struct table_index *items;
	size_t count;
	struct arena *arena;
};

static void add_index(struct index_list *list, const char *suffix, bool unique, const char *second,
                      const char *third, unsigned sharing, const char *query)
{
	const char **columns = arena_array(list->arena, const char *, 4);
	columns[0] = "tenant";
	columns[1] = second;
	columns[2] = third;
	list->items[list->count++] = (struct table_index){
	        .name = arena_format(list->arena, "%s_%s", list->ledger->table, suffix),
	        .columns = columns,
	        .unique = unique,
	        .query = query,
	        .sharing = sharing,
	};
}

static void add_field_indexes(struct index_list *list)
{
	for (size_t i = 0; i < list->ledger->field_count; i++) {
		const struct field *field = &list->ledger->fields[i];
		if (field->type == FIELD_LINK && field->secrecy != SECRECY_SEALED)
			add_index(list, field->column, false, field->column, NULL,
			          field->required ? OF_ONE_RECORD : OF_ONE_OR_NONE,
			          "the records that link to one");
		if (field->blind) {
			const char *token = field_token_column(field, list->arena);
			add_index(list, token, false, token, NULL, OF_ONE_RECORD,
			          "exact search by a sealed value");
		}
	}
}

static void add_covering_indexes(struct index_list *list, const struct definitions *definitions)
{
	const struct ledger *ledger = list->ledger;
	for (size_t i = 0; i < ledger->field_count; i++) {
		const struct field *field = &ledger->fields[i];
		if (field->type != FIELD_DATE)
			continue;
		list->count += ledger_count_index(definitions, ledger, field, list->arena,
		                                  &list->items[list->count]);
		list->count += ledger_stock_index(definitions, ledger, field, list->arena,
		                                  &list->items[list->count]);
	}
	if (ledger->parent && ledger->parent->counts_on)
		list->count += ledger_count_index(definitions, ledger, ledger->parent->counts_on, list->arena,
		                                  &list->items[list->count]);
}

static void add_indexes(const struct definitions *definitions, const struct ledger *ledger,
                        struct arena *arena, struct table *table)
{
	struct index_list list = {.ledger = ledger, .arena = arena};
	list.items = arena_array(arena, struct table_index, ledger->field_count * 4 + 4);
	if (ledger->parent) {
		add_index(&list, "parent", false, "parent", "position", OF_ONE_RECORD,
		          "the rows of a record");
	} else {
		if (ledger->number)
			add_index(&list, "number", true, "number", NULL, 0,
			          "a record by its number; no number twice");
		const char *day = ledger->counts_on ? ledger->counts_on->column : "id";
		add_index(&list, "list", false, "org", day, OF_ONE_UNIT,
		          "lists of an organisation in order of time");
	}
	add_field_indexes(&list);
	add_covering_indexes(&list, definitions);
	table->indexes = list.items;
	table->index_count = list.count;
}

void table_of_ledger(const struct definitions *definitions, const struct ledger *ledger, bool with_tokens,
                     struct arena *arena, struct table *ret)
{
	static const char *const key[] = {"tenant", "id", NULL};
	struct column *columns = arena_array(arena, struct column, ledger->field_count * 2 + 8);
	size_t count = 0;
	add_fixed_columns(ledger, columns, &count);
	add_field_columns(ledger, with_tokens, arena, columns, &count);
	*ret = (struct table){
	        .name = ledger->table,
	        .was = older_names(ledger->was, "", arena),
	        .columns = columns,
	        .column_count = count,
	        .key = key,
	};
	add_indexes(definitions, ledger, arena, ret);
}

void tables_system(const struct table **ret, size_t *ret_count)
{
	*ret = system_tables;
	*ret_count = SYSTEM_TABLES;
}

void tables_projected(const struct table **ret, size_t *ret_count)
{
	*ret = system_tables + SYSTEM_KEPT;
	*ret_count = SYSTEM_PROJECTED;
}

void tables_all(const struct definitions *definitions, struct arena *arena, const struct table **ret,
                size_t *ret_count)
{
	struct table *tables = arena_array(arena, struct table, SYSTEM_TABLES + definitions->ledger_count);
	memcpy(tables, system_tables, sizeof system_tables);
	for (size_t i = 0; i < definitions->ledger_count; i++)
		table_of_ledger(definitions, definitions->ledgers[i], true, arena,
		                &tables[SYSTEM_TABLES + i]);
	*ret = tables;
	*ret_count = SYSTEM_TABLES + definitions->ledger_count;
}
