/* A ledger with a field of every type, its rows, and records of it that can be
   read by C, stored in SQLite and written as JSON: what the tests and the
   fuzzing of expressions stand on. Made by hand, so that they need no loader. */
#ifndef JINGUO_TESTS_EXPRESSION_FIXTURE_H
#define JINGUO_TESTS_EXPRESSION_FIXTURE_H

#include <assert.h>

#include "base/ids.h"
#include "define/expression.h"
#include "store/database.h"

/* ---- the ledgers ---- */

static const char *const camp_was[] = {"tour", NULL};
static const struct list_item kind_items[] = {
        {.code = "lecture", .label = {"爱家讲堂", "Lecture"}, .rank = 0},
        {.code = "camp", .label = {"体验营", "Camp"}, .was = camp_was, .rank = 1},
        {.code = "visit", .label = {"走访", "Visit"}, .rank = 2},
};
static const struct list fixture_kind = {
        .name = "kind", .label = {"类别", "Kind"}, .items = kind_items, .count = 3};

static const struct list_item level_items[] = {
        {.code = "street", .label = {"街道级", "street level"}, .rank = 0},
        {.code = "district", .label = {"区级", "district level"}, .rank = 1},
        {.code = "city", .label = {"市级", "city level"}, .rank = 2},
        {.code = "province", .label = {"省级", "province level"}, .rank = 3},
};
static const struct list fixture_level = {
        .name = "level", .label = {"级别", "Level"}, .ordered = true, .items = level_items, .count = 4};

static struct ledger fixture_person = {.name = "person", .table = "person", .label = {"人员", "Person"}};
static struct ledger fixture_activity, fixture_signups;

enum {
	TOPIC,
	REMARK,
	PEOPLE,
	COST,
	RATE,
	HOURS,
	ONLINE,
	SHARED,
	HELD_ON,
	CLOSED_ON,
	BEGAN,
	ENDED,
	BUILT,
	KIND,
	OTHER_KIND,
	LEVEL,
	GOAL,
	TOPICS,
	HOST_ORG,
	PERSON,
	MENTOR,
	PHONE,
	INCOME,
	POOR,
	SIGNUPS,
	ACTIVITY_FIELDS
};
enum { ROW_PERSON, ROW_ATTENDED, ROW_AGE, ROW_FEE, ROW_NOTE, ROW_ON, ROW_GRADE, ROW_CODE, SIGNUP_FIELDS };

static const char *const kind_was[] = {"sort", NULL};

#define FIXTURE_COLUMN(constant, name_, column_, zh_, en_, type_, ...) \
	[constant] = {.name = name_,                                   \
	              .column = column_,                               \
	              .label = {zh_, en_},                             \
	              .type = FIELD_##type_,                           \
	              .place = constant,                               \
	              ##__VA_ARGS__}
#define FIXTURE_FIELD(constant, name_, ...) FIXTURE_COLUMN(constant, name_, name_, __VA_ARGS__)

static struct field activity_fields[] = {
        FIXTURE_FIELD(TOPIC, "topic", "主题", "Topic", TEXT),
        FIXTURE_FIELD(REMARK, "remark", "备注", "Remark", NOTE),
        FIXTURE_FIELD(PEOPLE, "people", "人数", "People", INT, .min = 0, .max = 100000),
        FIXTURE_FIELD(COST, "cost", "经费", "Cost", DECIMAL, .scale = 2, .min = -100000000, .max = 100000000),
        FIXTURE_FIELD(RATE, "rate", "比例", "Rate", DECIMAL, .scale = 4, .min = 0, .max = 20000),
        FIXTURE_FIELD(HOURS, "hours", "时长", "Hours", DECIMAL, .scale = 1, .min = 0, .max = 10000),
        FIXTURE_FIELD(ONLINE, "online", "线上", "Online", BOOL),
        FIXTURE_FIELD(SHARED, "shared", "共办", "Shared", BOOL),
        FIXTURE_FIELD(HELD_ON, "held_on", "举办日期", "Held on", DATE),
        FIXTURE_FIELD(CLOSED_ON, "closed_on", "办结日期", "Closed on", DATE),
        FIXTURE_FIELD(BEGAN, "began", "开始时刻", "Began", INSTANT),
        FIXTURE_FIELD(ENDED, "ended", "结束时刻", "Ended", INSTANT),
        FIXTURE_FIELD(BUILT, "built", "建成年份", "Built", YEAR, .min = 1949, .max = 2100),
        FIXTURE_FIELD(KIND, "kind", "类别", "Kind", CHOICE, .list = &fixture_kind, .was = kind_was),
        FIXTURE_FIELD(OTHER_KIND, "other_kind", "另一类别", "Other kind", CHOICE, .list = &fixture_kind),
        FIXTURE_FIELD(LEVEL, "level", "级别", "Level", CHOICE, .list = &fixture_level),
        FIXTURE_FIELD(GOAL, "goal", "目标级别", "Goal", CHOICE, .list = &fixture_level),
        FIXTURE_FIELD(TOPICS, "topics", "议题", "Topics", CHOICES, .list = &fixture_kind),
        FIXTURE_COLUMN(HOST_ORG, "host_org", "org", "主办单位", "Host", ORG),
        FIXTURE_FIELD(PERSON, "person", "负责人", "Person", LINK, .to = &fixture_person),
        FIXTURE_FIELD(MENTOR, "mentor", "导师", "Mentor", LINK, .to = &fixture_person),
        FIXTURE_FIELD(PHONE, "phone", "电话", "Phone", PHONE, .secrecy = SECRECY_SEALED),
        FIXTURE_FIELD(INCOME, "income", "收入", "Income", INT, .secrecy = SECRECY_SEALED, .min = 0,
                      .max = 1000000),
        FIXTURE_FIELD(POOR, "poor", "困难", "Poor", BOOL, .secrecy = SECRECY_SEALED),
        FIXTURE_COLUMN(SIGNUPS, "signups", NULL, "报名", "Sign-ups", ROWS, .rows = &fixture_signups),
};
static struct field signup_fields[] = {
        FIXTURE_FIELD(ROW_PERSON, "person", "报名人", "Person", LINK, .to = &fixture_person),
        FIXTURE_FIELD(ROW_ATTENDED, "attended", "到场", "Attended", BOOL),
        FIXTURE_FIELD(ROW_AGE, "age", "年龄", "Age", INT, .min = 0, .max = 150),
        FIXTURE_FIELD(ROW_FEE, "fee", "费用", "Fee", DECIMAL, .scale = 2, .min = -1000000, .max = 1000000),
        FIXTURE_FIELD(ROW_NOTE, "note", "说明", "Note", TEXT),
        FIXTURE_FIELD(ROW_ON, "signed_on", "报名日期", "Signed on", DATE),
        FIXTURE_FIELD(ROW_GRADE, "grade", "等级", "Grade", CHOICE, .list = &fixture_level),
        FIXTURE_FIELD(ROW_CODE, "code", "代码", "Code", TEXT, .secrecy = SECRECY_SEALED),
};
static_assert(sizeof activity_fields / sizeof *activity_fields == ACTIVITY_FIELDS, "a field is missing");
static_assert(sizeof signup_fields / sizeof *signup_fields == SIGNUP_FIELDS, "a field is missing");

static const char *const held_was[] = {"done", NULL};
static const struct state activity_states[] = {
        {.name = "planned", .label = {"计划", "Planned"}},
        {.name = "held", .label = {"已举办", "Held"}, .final = true, .was = held_was},
        {.name = "cancelled", .label = {"取消", "Cancelled"}, .final = true},
};

static struct ledger fixture_activity = {
        .name = "activity",
        .table = "activity",
        .label = {"活动", "Activity"},
        .fields = activity_fields,
        .field_count = ACTIVITY_FIELDS,
        .states = activity_states,
        .state_count = 3,
};
static struct ledger fixture_signups = {
        .name = "activity.signups",
        .table = "activity_signups",
        .label = {"报名", "Sign-ups"},
        .parent = &fixture_activity,
        .rows_field = &activity_fields[SIGNUPS],
        .fields = signup_fields,
        .field_count = SIGNUP_FIELDS,
};

static const struct setting_value quorum_values[] = {{.value = {.kind = VALUE_INT, .number = 6667}},
                                                     {.value = {.kind = VALUE_INT, .number = 5000}}};
static const struct setting_value seats_values[] = {{.value = {.kind = VALUE_INT, .number = 11}}};
static const struct setting_value season_values[] = {
        {.value = {.kind = VALUE_TEXT, .bytes = "a", .length = 1}}};
static const struct setting_value strict_values[] = {{.value = {.kind = VALUE_INT, .number = 1}}};
static const struct setting fixture_settings[] = {
        {.name = "quorum",
         .label = {"过半比例", "Quorum"},
         .type = FIELD_DECIMAL,
         .scale = 4,
         .values = quorum_values,
         .count = 2},
        {.name = "season",
         .label = {"季节", "Season"},
         .type = FIELD_TEXT,
         .values = season_values,
         .count = 1},
        {.name = "seats", .label = {"名额", "Seats"}, .type = FIELD_INT, .values = seats_values, .count = 1},
        {.name = "strict",
         .label = {"从严", "Strict"},
         .type = FIELD_BOOL,
         .values = strict_values,
         .count = 1},
        {.name = "unknown", .label = {"未定", "Unknown"}, .type = FIELD_INT},
};
static const struct definitions fixture_definitions = {.settings = fixture_settings, .setting_count = 5};

static inline struct value fixture_setting(void *context, const char *name)
{
	(void)context;
	for (size_t i = 0; i < fixture_definitions.setting_count; i++)
		if (text_equal(fixture_settings[i].name, name) && fixture_settings[i].count)
			return fixture_settings[i].values[0].value;
	return (struct value){};
}

/* ---- records ---- */

enum { FIXTURE_ROWS = 5, FIXTURE_TENANT = 440307 };

struct fixture_row {
	struct fixture_record *parent;
	bool voided;
	struct value values[SIGNUP_FIELDS];
};
struct fixture_record {
	int64_t id;
	const char *state;
	struct value values[ACTIVITY_FIELDS];
	size_t row_count; /* voided ones too */
	struct fixture_row rows[FIXTURE_ROWS];
};

static inline struct value activity_value(void *context, const struct field *field, bool of_parent)
{
	const struct fixture_record *record = context;
	assert(!of_parent);
	return record->values[field->place];
}
static inline const char *activity_state(void *context, bool of_parent)
{
	const struct fixture_record *record = context;
	assert(!of_parent);
	return record->state;
}
static inline struct fixture_row *live_row(struct fixture_record *record, size_t index)
{
	for (size_t i = 0; i < record->row_count; i++)
		if (!record->rows[i].voided && index-- == 0)
			return &record->rows[i];
	return NULL;
}
static inline size_t live_count(void *context, const struct field *rows)
{
	assert(rows == &activity_fields[SIGNUPS]);
	size_t count = 0;
	while (live_row(context, count))
		count++;
	return count;
}
/* A row inside an aggregate is never asked for its parent. */
static inline struct value bare_row_value(void *context, const struct field *field, bool of_parent)
{
	const struct fixture_row *row = context;
	assert(!of_parent);
	return row->values[field->place];
}
static inline struct expression_record bare_row(void *context, const struct field *rows, size_t index)
{
	assert(rows == &activity_fields[SIGNUPS]);
	return (struct expression_record){.context = live_row(context, index), .field = bare_row_value};
}
static inline struct expression_record activity_record(struct fixture_record *record)
{
	return (struct expression_record){.context = record,
	                                  .field = activity_value,
	                                  .state = activity_state,
	                                  .row_count = live_count,
	                                  .row = bare_row};
}

/* A row as the record that an expression of the child ledger is evaluated on. */
static inline struct value signup_value(void *context, const struct field *field, bool of_parent)
{
	const struct fixture_row *row = context;
	return of_parent ? row->parent->values[field->place] : row->values[field->place];
}
static inline const char *signup_state(void *context, bool of_parent)
{
	const struct fixture_row *row = context;
	return of_parent ? row->parent->state : NULL;
}
static inline struct expression_record signup_record(struct fixture_row *row)
{
	return (struct expression_record){.context = row, .field = signup_value, .state = signup_state};
}

/* ---- random records: few different values, so that many are equal ---- */

static const char *const fixture_texts[] = {"", "a", "ab", "爱家讲堂", "讲堂", "it's", "%_", "😀讲堂", "A"};
static const civil_date fixture_dates[] = {19000101, 19991231, 20200229, 20200301, 20210101, 20210228,
                                           20210301, 20210330, 20210630, 20210701, 20211231, 29991231};
static const char *const fixture_orgs[] = {"440307", "440307018", "440307018003", "440307u01"};
static const char *const fixture_choices[] = {",lecture,", ",camp,", ",lecture,camp,",
                                              ",visit,lecture,camp,"};
static const int64_t fixture_numbers[] = {0, 1, 2, 3, 5, 10, 25, 50, 100, 150, 1000, 5000, 6667, 10000};
static const int64_t fixture_ids[] = {1, 4611686018427387904, 4611686018427387905};

#define PICK(dice, array) ((array)[dice_below((dice), sizeof(array) / sizeof *(array))])

static inline struct value random_value(struct dice *dice, const struct field *field)
{
	if (field->type == FIELD_ROWS || dice_below(dice, 4) == 0)
		return (struct value){};
	if (field->secrecy == SECRECY_SEALED)
		return value_bytes("sealed", 6);
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_NOTE:
	case FIELD_PHONE:
	case FIELD_ID_NUMBER:
	case FIELD_STAFF: return value_text(PICK(dice, fixture_texts));
	case FIELD_INT:
	case FIELD_DECIMAL: {
		int64_t number = PICK(dice, fixture_numbers);
		number = dice_below(dice, 3) ? number : -number;
		return value_int(number < field->min   ? field->min
		                 : number > field->max ? field->max
		                                       : number);
	}
	case FIELD_BOOL: return value_int(dice_below(dice, 2));
	case FIELD_DATE: return value_int(PICK(dice, fixture_dates));
	case FIELD_INSTANT:
		return value_int(instant_at(PICK(dice, fixture_dates), 8 + (int)dice_below(dice, 2), 30) +
		                 dice_below(dice, 2));
	case FIELD_YEAR: return value_int(2019 + dice_below(dice, 4));
	case FIELD_CHOICE:
		return value_text(field->list->items[dice_below(dice, (uint32_t)field->list->count)].code);
	case FIELD_CHOICES: return value_text(PICK(dice, fixture_choices));
	case FIELD_LINK: return value_int(PICK(dice, fixture_ids));
	case FIELD_ORG: return value_text(PICK(dice, fixture_orgs));
	case FIELD_ROWS:
	case FIELD_TYPE_COUNT: break;
	}
	return (struct value){};
}

static inline void random_record(struct dice *dice, int64_t id, struct fixture_record *record)
{
	*record = (struct fixture_record){.id = id, .state = activity_states[dice_below(dice, 3)].name};
	for (size_t i = 0; i < ACTIVITY_FIELDS; i++)
		record->values[i] = random_value(dice, &activity_fields[i]);
	record->row_count = dice_below(dice, FIXTURE_ROWS + 1);
	for (size_t i = 0; i < record->row_count; i++) {
		struct fixture_row *row = &record->rows[i];
		row->parent = record;
		row->voided = dice_below(dice, 4) == 0;
		for (size_t j = 0; j < SIGNUP_FIELDS; j++)
			row->values[j] = random_value(dice, &signup_fields[j]);
	}
}

/* ---- in SQLite ---- */

static inline const char *fixture_column_type(const struct field *field)
{
	switch (field->type) {
	case FIELD_INT:
	case FIELD_DECIMAL:
	case FIELD_BOOL:
	case FIELD_DATE:
	case FIELD_INSTANT:
	case FIELD_YEAR:
	case FIELD_LINK: return field->secrecy == SECRECY_SEALED ? "BLOB" : "INTEGER";
	default: return field->secrecy == SECRECY_SEALED ? "BLOB" : "TEXT";
	}
}

static inline void fixture_create(const struct ledger *ledger, struct text *out)
{
	text_format(out, "CREATE TABLE \"%s\" (\"tenant\" INTEGER NOT NULL, \"id\" INTEGER NOT NULL,",
	            ledger->table);
	text_add(out, ledger->parent ? " \"parent\" INTEGER NOT NULL," : " \"state\" TEXT,");
	text_add(out, " \"voided\" INTEGER NOT NULL");
	for (size_t i = 0; i < ledger->field_count; i++)
		if (ledger->fields[i].column)
			text_format(out, ", \"%s\" %s", ledger->fields[i].column,
			            fixture_column_type(&ledger->fields[i]));
	text_add(out, ", PRIMARY KEY (\"tenant\", \"id\")) STRICT;\n");
}

/* An empty database in memory with both tables. */
static inline struct database *fixture_open(void)
{
	struct database *database;
	struct text schema = TEXT_EMPTY;
	fixture_create(&fixture_activity, &schema);
	fixture_create(&fixture_signups, &schema);
	bool open = database_open(NULL, DATABASE_MEMORY, &database, NULL) &&
	            database_run(database, schema.at, NULL);
	assert(open);
	(void)open;
	text_release(&schema);
	return database;
}

/* `key` are tenant, id, the parent of a row or NONE, and voided. */
static inline void fixture_insert(struct database *database, const struct ledger *ledger,
                                  const struct value key[4], const char *state, const struct value *values)
{
	struct sql sql = SQL_EMPTY;
	sql_add(&sql, "INSERT INTO ");
	sql_name(&sql, NULL, ledger->table);
	sql_add(&sql, " VALUES (");
	sql_bind(&sql, key[0]);
	sql_add(&sql, ", ");
	sql_bind(&sql, key[1]);
	sql_add(&sql, ", ");
	sql_bind(&sql, ledger->parent ? key[2] : value_text(state));
	sql_add(&sql, ", ");
	sql_bind(&sql, key[3]);
	for (size_t i = 0; i < ledger->field_count; i++) {
		if (!ledger->fields[i].column)
			continue;
		sql_add(&sql, ", ");
		sql_bind(&sql, values[i]);
	}
	sql_add(&sql, ")");
	struct statement *statement;
	struct fault fault = {};
	bool done = database_prepare_sql(database, &sql, &statement, &fault) &&
	            statement_finish(statement, &fault);
	assert(done);
	(void)done;
	sql_release(&sql);
}

/* The record and its rows, and a shadow of each in another tenant that must never be seen. */
static inline void fixture_store(struct database *database, const struct fixture_record *record)
{
	for (int64_t tenant = FIXTURE_TENANT; tenant < FIXTURE_TENANT + 2; tenant++) {
		struct value key[4] = {value_int(tenant), value_int(record->id), {}, value_int(0)};
		fixture_insert(database, &fixture_activity, key, record->state, record->values);
		for (size_t i = 0; i < record->row_count; i++) {
			const struct fixture_row *row = &record->rows[i];
			struct value row_key[4] = {value_int(tenant),
			                           value_int(record->id * 100 + (int64_t)i),
			                           value_int(record->id), value_int(row->voided)};
			fixture_insert(database, &fixture_signups, row_key, NULL, row->values);
		}
	}
}

/* ---- as JSON, in the way the server writes records ---- */

static inline void fixture_add_decimal(struct text *out, int64_t number, int scale)
{
	int64_t unit = 1;
	for (int i = 0; i < scale; i++)
		unit *= 10;
	int64_t size = number < 0 ? -number : number;
	text_format(out, "\"%s%lld.%0*lld\"", number < 0 ? "-" : "", (long long)(size / unit), scale,
	            (long long)(size % unit));
}

static inline void fixture_add_value(struct text *out, const struct field *field, const struct value *value)
{
	char date[DATE_SIZE], instant[INSTANT_SIZE];
	if (value->kind == VALUE_NONE) {
		text_add(out, "null");
	} else if (value->kind == VALUE_BLOB) {
		text_add(out, "{\"sealed\":true}");
	} else if (value->kind == VALUE_TEXT) {
		text_add_json(out, value->bytes, value->length);
	} else if (field->type == FIELD_DECIMAL) {
		fixture_add_decimal(out, value->number, field->scale);
	} else if (field->type == FIELD_BOOL) {
		text_add(out, value->number ? "true" : "false");
	} else if (field->type == FIELD_DATE) {
		date_print((civil_date)value->number, date);
		text_format(out, "\"%s\"", date);
	} else if (field->type == FIELD_INSTANT) {
		instant_print(value->number, instant);
		text_format(out, "\"%s\"", instant);
	} else {
		text_format(out, field->type == FIELD_LINK ? "\"%lld\"" : "%lld", (long long)value->number);
	}
}

static inline void fixture_add_values(struct text *out, const struct ledger *ledger,
                                      const struct value *values)
{
	for (size_t i = 0; i < ledger->field_count; i++) {
		if (ledger->fields[i].type == FIELD_ROWS)
			continue;
		text_format(out, "%s\"%s\":", i ? "," : "", ledger->fields[i].name);
		fixture_add_value(out, &ledger->fields[i], &values[i]);
	}
}

static inline void fixture_add_record(struct text *out, const struct fixture_record *record)
{
	text_format(out, "{\"state\":\"%s\",\"values\":{", record->state);
	fixture_add_values(out, &fixture_activity, record->values);
	text_add(out, ",\"signups\":[");
	bool first = true;
	for (size_t i = 0; i < record->row_count; i++) {
		if (record->rows[i].voided)
			continue;
		text_add(out, first ? "{" : ",{");
		fixture_add_values(out, &fixture_signups, record->rows[i].values);
		text_add(out, "}");
		first = false;
	}
	text_add(out, "]}}");
}

#endif
