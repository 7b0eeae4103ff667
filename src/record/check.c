/* May this record stand? Everything that is wrong is found, in the order of the
   fields, so that a person mends a form once. */
#include <assert.h>
#include <ctype.h>

#include "define/expression.h"
#include "record/draft.h"
#include "record/state.h"
#include "record/tables.h"
#include "record/token.h"

/* ---- conditions on a record in hand ---- */

struct seen {
	struct draft *draft;
	const struct record *record, *parent;
};

static struct value seen_value(struct seen *seen, const struct record *record, const struct field *field)
{
	struct value value = record->values[field->place], opened = {};
	if (value.kind != VALUE_BLOB || field->secrecy != SECRECY_SEALED)
		return value;
	struct sealed_place place = {record->ledger, field, record->tenant,
	                             record->ledger->parent ? record->parent : record->id, record->id};
	/* An erased value is unset to a condition. */
	if (!unseal_field(seen->draft->book->keys, &place, &value, &seen->draft->arena, &opened, NULL))
		return (struct value){};
	return opened;
}

static struct value see_field(void *context, const struct field *field, bool of_parent)
{
	struct seen *seen = context;
	return seen_value(seen, of_parent ? seen->parent : seen->record, field);
}

static const char *see_state(void *context, bool of_parent)
{
	const struct seen *seen = context;
	const struct record *record = of_parent ? seen->parent : seen->record;
	return record->state ? record->state->name : NULL;
}

static size_t see_row_count(void *context, const struct field *rows)
{
	const struct seen *seen = context;
	return seen->record->rows[rows->place].count;
}

static struct expression_record see_record(struct draft *draft, const struct record *record,
                                           const struct record *parent);

static struct expression_record see_row(void *context, const struct field *rows, size_t index)
{
	const struct seen *seen = context;
	return see_record(seen->draft, seen->record->rows[rows->place].items[index], seen->record);
}

static struct expression_record see_record(struct draft *draft, const struct record *record,
                                           const struct record *parent)
{
	struct seen *seen = arena_new(&draft->arena, struct seen);
	*seen = (struct seen){draft, record, parent};
	return (struct expression_record){seen, see_field, see_state, see_row_count, see_row};
}

static struct value see_setting(void *context, const char *name)
{
	struct draft *draft = context;
	const struct organisation_unit *unit =
	        organisation_find(draft->book->organisation, draft->after->org);
	const struct setting_value *value =
	        definitions_setting(draft->book->definitions, name, draft->after->org,
	                            unit ? unit->level : NULL, draft_day(draft));
	return value ? value->value : (struct value){};
}

static enum truth evaluate(struct draft *draft, const struct expression *expression,
                           const struct record *record, const struct record *parent)
{
	const struct expression_world world = {
	        .today = draft->today, .setting = see_setting, .context = draft};
	struct expression_record seen = see_record(draft, record, parent);
	return expression_evaluate(expression, &seen, &world);
}

enum truth draft_evaluate(struct draft *draft, const struct expression *expression)
{
	return evaluate(draft, expression, draft->after, NULL);
}

civil_date draft_day(const struct draft *draft)
{
	return draft->after->counts_on ? draft->after->counts_on : draft->today;
}

bool draft_changed(struct draft *draft, const struct record *before, const struct record *after,
                   const struct field *field)
{
	if (!before)
		return after->values[field->place].kind != VALUE_NONE;
	const struct value *old = &before->values[field->place], *new = &after->values[field->place];
	if (value_equal(old, new))
		return false;
	if (old->kind != VALUE_BLOB || new->kind == VALUE_BLOB || new->kind == VALUE_NONE)
		return true;
	struct seen seen = {.draft = draft};
	struct value opened = seen_value(&seen, before, field);
	return !value_equal(&opened, new);
}

/* ---- one value ---- */

/* The record or row whose fields are looked at. */
struct looking {
	struct draft *draft;
	const struct record *before; /* NULL when new */
	struct record *record;
	const struct record *parent;
	const char *prefix; /* "signups[3]." */
	bool failed;        /* something could not be looked at: `fault` says why */
	struct fault *fault;
};

static void found_fault(struct looking *looking, const struct field *field, struct fault *fault)
{
	snprintf(fault->field, sizeof fault->field, "%s%s", looking->prefix, field->name);
	faults_add(looking->draft->faults, fault);
}

static void found(struct looking *looking, const struct field *field, enum fault_code code,
                  const char *second, const char *third)
{
	struct fault fault = {};
	field_fault(&fault, field, code, second, third);
	found_fault(looking, field, &fault);
}

static void check_bounds(struct looking *looking, const struct field *field, int64_t number)
{
	char least[32], most[32];
	if (number >= field->min && number <= field->max)
		return;
	struct text text = TEXT_EMPTY;
	const struct value min = value_int(field->min), max = value_int(field->max);
	value_show(looking->draft->book, 0, field, &min, LANGUAGE_EN, &text);
	snprintf(least, sizeof least, "%s", text.at);
	text_cut(&text, 0);
	value_show(looking->draft->book, 0, field, &max, LANGUAGE_EN, &text);
	snprintf(most, sizeof most, "%s", text.at);
	text_release(&text);
	found(looking, field, record_out_of_bounds, least, most);
}

static bool has_control(const struct value *value, bool several_lines)
{
	for (size_t i = 0; i < value->length; i++) {
		unsigned char byte = (unsigned char)value->bytes[i];
		if ((byte < ' ' && !(several_lines && (byte == '\n' || byte == '\t'))) || byte == 0x7f)
			return true;
	}
	return false;
}

enum { STAFF_LENGTH = 64, TEXT_LENGTH = 200, NOTE_LENGTH = 20000 };

static void check_text(struct looking *looking, const struct field *field, const struct value *value)
{
	int64_t most = field->type == FIELD_NOTE    ? NOTE_LENGTH
	               : field->type == FIELD_STAFF ? STAFF_LENGTH
	                                            : TEXT_LENGTH;
	char limit[24], length[24];
	if (field->type != FIELD_STAFF && field->max > 0)
		most = field->max;
	if (!utf8_valid(value->bytes, value->length)) {
		found(looking, field, record_not_utf8, "", "");
		return;
	}
	if (has_control(value, field->type == FIELD_NOTE))
		found(looking, field, record_control_character, "", "");
	size_t count = utf8_count(value->bytes, value->length);
	if ((int64_t)count <= most)
		return;
	snprintf(limit, sizeof limit, "%lld", (long long)most);
	snprintf(length, sizeof length, "%zu", count);
	found(looking, field, record_text_too_long, limit, length);
}

/* A code of the list, which on the day of the record may still be chosen. */
static void check_code(struct looking *looking, const struct field *field, const char *code)
{
	const struct list_item *item = list_find(field->list, code);
	char until[DATE_SIZE];
	if (!item || !text_equal(item->code, code)) {
		found(looking, field, record_code_unknown, field_typed(field, code), "");
		return;
	}
	if (!item->until || draft_day(looking->draft) <= item->until)
		return;
	date_print(item->until, until);
	struct fault fault = {};
	fault_set(&fault, record_choice_ended, item->label.zh, item->label.en, until);
	found_fault(looking, field, &fault);
}

static void check_codes(struct looking *looking, const struct field *field, const struct value *value)
{
	const char *at = value->bytes;
	if (value->length < 3 || *at != ',' || at[value->length - 1] != ',') {
		found(looking, field, record_value_kind, field_type_name(field->type), "");
		return;
	}
	while (*++at) {
		size_t length = strcspn(at, ",");
		check_code(looking, field, arena_copy_bytes(&looking->draft->arena, at, length));
		at += length;
	}
}

/* A record that was found to be a double takes no new links: they belong to the one it lives on in. */
static void check_merged(struct looking *looking, const struct field *field, const char *name, int64_t into)
{
	struct draft *draft = looking->draft;
	const struct value survivor = value_int(into);
	struct text shown = TEXT_EMPTY;
	value_show(draft->book, draft->after->tenant, field, &survivor, LANGUAGE_EN, &shown);
	found(looking, field, record_link_merged, field_typed(field, name), field_typed(field, shown.at));
	text_release(&shown);
}

static void check_link(struct looking *looking, const struct field *field, int64_t id)
{
	struct draft *draft = looking->draft;
	struct statement *statement;
	const struct field *merged = field->to->merged_into;
	const char *sql =
	        arena_format(&draft->arena, "SELECT voided, %s FROM \"%s\" WHERE tenant = ? AND id = ?",
	                     merged ? merged->column : "NULL", field->to->table);
	char name[24];
	snprintf(name, sizeof name, "%lld", (long long)id);
	if (!database_prepare(draft->book->database, sql, &statement, looking->fault)) {
		looking->failed = true;
		return;
	}
	statement_bind_int(statement, 1, draft->after->tenant);
	statement_bind_int(statement, 2, id);
	enum step step = statement_step(statement, looking->fault);
	bool voided = step == STEP_ROW && statement_int(statement, 0);
	/* What the link to a survivor itself may name, the rule that keeps merges says. */
	int64_t into = step == STEP_ROW && field != merged ? statement_int(statement, 1) : 0;
	statement_reset(statement);
	if (step == STEP_FAULT)
		looking->failed = true;
	else if (step == STEP_DONE)
		found(looking, field, record_link_unknown, field_typed(field, name), field->to->label.zh);
	else if (voided)
		found(looking, field, record_link_voided, field_typed(field, name), field->to->label.zh);
	else if (into)
		check_merged(looking, field, name, into);
}

static void check_org(struct looking *looking, const struct field *field, const char *code)
{
	struct book *book = looking->draft->book;
	/* The record's own organisation is looked at apart, with its day. */
	if (field == looking->draft->ledger->org)
		return;
	if (!book_organisation_fresh(book, looking->fault))
		looking->failed = true;
	else if (!organisation_find(book->organisation, code))
		found(looking, field, record_org_unknown, field_typed(field, code), "");
}

static void check_form(struct looking *looking, const struct field *field, const struct value *value)
{
	bool phone = field->type == FIELD_PHONE;
	const char *form = phone ? typed_phone(value->bytes, &looking->draft->arena) : value->bytes;
	if (phone ? !form || !text_equal(form, value->bytes)
	          : !id_number_valid(value->bytes) || strchr(value->bytes, 'x'))
		found(looking, field, phone ? record_not_phone : record_not_id_number,
		      field_typed(field, value->bytes), "");
}

static void check_value(struct looking *looking, const struct field *field, const struct value *value)
{
	if (value->kind != field_held(field)) {
		found(looking, field, value->kind == VALUE_BLOB ? record_sealed_given : record_value_kind,
		      field_type_name(field->type), "");
		return;
	}
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_NOTE:
	case FIELD_STAFF: check_text(looking, field, value); return;
	case FIELD_INT:
	case FIELD_DECIMAL:
	case FIELD_YEAR: check_bounds(looking, field, value->number); return;
	case FIELD_BOOL:
		if (value->number != 0 && value->number != 1)
			found(looking, field, record_not_bool, "", "");
		return;
	case FIELD_DATE:
		if (!date_valid((civil_date)value->number) || value->number > DATE_MAX)
			found(looking, field, record_not_date, "", "");
		return;
	case FIELD_CHOICE: check_code(looking, field, value->bytes); return;
	case FIELD_CHOICES: check_codes(looking, field, value); return;
	case FIELD_LINK: check_link(looking, field, value->number); return;
	case FIELD_ORG: check_org(looking, field, value->bytes); return;
	case FIELD_PHONE:
	case FIELD_ID_NUMBER: check_form(looking, field, value); return;
	case FIELD_INSTANT:
	case FIELD_ROWS:
	case FIELD_TYPE_COUNT: return;
	}
}

/* ---- one field in its record ---- */

static bool is_set(const struct record *record, const struct field *field)
{
	if (field->type == FIELD_ROWS)
		return record->rows[field->place].count > 0;
	return record->values[field->place].kind != VALUE_NONE;
}

static void check_condition(struct looking *looking, const struct field *field)
{
	if (evaluate(looking->draft, field->check, looking->record, looking->parent) == TRUTH_TRUE)
		return;
	struct fault fault = {};
	struct text zh = TEXT_EMPTY, en = TEXT_EMPTY;
	if (field->check_says.zh) {
		text_add(&zh, field->check_says.zh);
		text_add(&en, field->check_says.en);
		fault_set(&fault, record_check_says, zh.at, en.at);
	} else {
		expression_words(field->check, LANGUAGE_ZH, &zh);
		expression_words(field->check, LANGUAGE_EN, &en);
		fault_set(&fault, record_check_failed, field->label.zh, field->label.en, zh.at, en.at);
	}
	found_fault(looking, field, &fault);
	text_release(&zh);
	text_release(&en);
}

/* What a hidden field holds without anybody having put it there goes away: defaults, computed values. */
static void clear_hidden(struct looking *looking, const struct field *field)
{
	if (field->computed || (!looking->before && !looking->record->given[field->place]))
		looking->record->values[field->place] = (struct value){};
}

static void check_rows(struct looking *looking, const struct field *field);

static void check_field(struct looking *looking, const struct field *field)
{
	if (field->show_if &&
	    evaluate(looking->draft, field->show_if, looking->record, looking->parent) != TRUTH_TRUE) {
		clear_hidden(looking, field);
		if (is_set(looking->record, field))
			found(looking, field, record_not_shown, "", "");
		return;
	}
	if (!is_set(looking->record, field)) {
		if (field->required)
			found(looking, field, record_required, "", "");
		return;
	}
	if (field->type == FIELD_ROWS) {
		check_rows(looking, field);
		return;
	}
	if (draft_changed(looking->draft, looking->before, looking->record, field))
		check_value(looking, field, &looking->record->values[field->place]);
	if (field->check)
		check_condition(looking, field);
}

static void check_fields(struct looking *looking)
{
	for (size_t i = 0; i < looking->record->ledger->field_count && !looking->failed; i++)
		check_field(looking, &looking->record->ledger->fields[i]);
}

static const struct record *row_before(const struct record *before, const struct field *field, int64_t id)
{
	const struct record_rows *rows = before ? &before->rows[field->place] : NULL;
	for (size_t i = 0; rows && i < rows->count; i++)
		if (rows->items[i]->id == id)
			return rows->items[i];
	return NULL;
}

static void check_rows(struct looking *looking, const struct field *field)
{
	const struct record_rows *rows = &looking->record->rows[field->place];
	char limit[12];
	if (rows->count > EXPRESSION_ROWS_MAX) {
		snprintf(limit, sizeof limit, "%d", EXPRESSION_ROWS_MAX);
		found(looking, field, record_too_many_rows, limit, "");
		return;
	}
	for (size_t i = 0; i < rows->count && !looking->failed; i++) {
		struct looking row = *looking;
		row.before = row_before(looking->before, field, rows->items[i]->id);
		row.record = rows->items[i];
		row.parent = looking->record;
		row.prefix = arena_format(&looking->draft->arena, "%s[%zu].", field->name, i + 1);
		check_fields(&row);
		looking->failed = row.failed;
	}
}

/* ---- the organisation it is stamped with ---- */

static const char *unit_name(struct book *book, const char *code)
{
	const struct organisation_unit *unit = organisation_find(book->organisation, code);
	return unit ? unit->name : code;
}

/* Both with their codes: a unit that moved to another street keeps its name. */
static void found_succeeded(struct looking *looking, const struct field *field,
                            const struct organisation_unit *unit, const char *heir, const char *date)
{
	struct arena *arena = &looking->draft->arena;
	const char *named = arena_format(arena, "%s %s", unit->code, unit->name);
	const char *follows = arena_format(arena, "%s %s", heir, unit_name(looking->draft->book, heir));
	struct fault fault = {};
	fault_set(&fault, record_org_succeeded, named, follows, date);
	found_fault(looking, field, &fault);
}

static void check_unit_day(struct looking *looking, const struct field *field,
                           const struct organisation_unit *unit)
{
	struct book *book = looking->draft->book;
	civil_date day = draft_day(looking->draft);
	char date[DATE_SIZE];
	if (unit->valid_from && day < unit->valid_from) {
		date_print(unit->valid_from, date);
		found(looking, field, record_org_not_yet, unit->name, date);
	} else if (unit->valid_to && day >= unit->valid_to) {
		date_print(unit->valid_to, date);
		const char *heir = organisation_today(book->organisation, unit->code);
		if (text_equal(heir, unit->code))
			found(looking, field, record_org_ended, unit->name, date);
		else
			found_succeeded(looking, field, unit, heir, date);
	}
}

/* Of the organisation ledger itself: the unit's own code, each once. */
static void check_own_code(struct looking *looking, const struct field *field)
{
	struct draft *draft = looking->draft;
	struct statement *statement;
	if (!database_prepare(draft->book->database,
	                      "SELECT 1 FROM org WHERE tenant = ? AND org = ? AND voided = 0 AND id <> ?",
	                      &statement, looking->fault)) {
		looking->failed = true;
		return;
	}
	statement_bind_int(statement, 1, draft->after->tenant);
	statement_bind_text(statement, 2, draft->after->org);
	statement_bind_int(statement, 3, draft->after->id);
	enum step step = statement_step(statement, looking->fault);
	statement_reset(statement);
	looking->failed |= step == STEP_FAULT;
	if (step == STEP_ROW)
		found(looking, field, record_org_exists, draft->after->org, "");
}

static void check_organisation(struct looking *looking)
{
	struct draft *draft = looking->draft;
	const struct field *field = draft->ledger->org;
	bool moved = !draft->before || !text_equal(draft->before->org, draft->after->org);
	if (!moved && draft->before->counts_on == draft->after->counts_on)
		return;
	if (text_equal(draft->ledger->name, "org")) {
		if (moved)
			check_own_code(looking, field);
		return;
	}
	const struct organisation_unit *unit =
	        organisation_find(draft->book->organisation, draft->after->org);
	if (unit)
		check_unit_day(looking, field, unit);
	else
		found(looking, field, record_org_unknown, draft->after->org, "");
}

bool draft_check(struct draft *draft, struct fault *fault)
{
	struct looking looking = {.draft = draft,
	                          .before = draft->before,
	                          .record = draft->after,
	                          .prefix = "",
	                          .fault = fault};
	check_organisation(&looking);
	if (!looking.failed)
		check_fields(&looking);
	return !looking.failed;
}
