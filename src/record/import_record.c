/* A row of the table is a record: a new one, or what differs in one that is
   there. Here too is how a cell becomes the value of a field. */
#include <string.h>

#include "record/import.h"
#include "record/transfer_cell.h"

/* ---- cells as offices write them ---- */

/* 35人, 1200元: the number without its unit. */
static const char *without_unit(const struct field *field, const char *text, struct arena *arena)
{
	const char *const units[] = {field->unit.zh, field->unit.en};
	char *clean = typed_clean(text, true, arena);
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (units[i] && text_ends(clean, units[i]))
			return arena_copy_bytes(arena, clean, strlen(clean) - strlen(units[i]));
	return NULL;
}

/* The cell without what a federation appends to the name of its place; full-width signs made ASCII. */
static char *without_federation(const char *text, struct arena *arena)
{
	static const char *const federations[] = {"妇女联合会", "妇联"};
	char *clean = typed_clean(text, true, arena);
	for (size_t i = 0; i < sizeof federations / sizeof *federations; i++)
		if (text_ends(clean, federations[i]))
			return arena_copy_bytes(arena, clean, strlen(clean) - strlen(federations[i]));
	return clean;
}

/* 布吉街道妇联 is 布吉街道, 南岭村社区 the committee of that name; codes may come in full width. */
static bool read_org(struct importing *importing, const struct record *record, const struct field *field,
                     const char *text, struct value *ret)
{
	static const char *const endings[] = {"", "居委会", "居民委员会"};
	const char *place = without_federation(text, record->arena);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (typed_value(importing->book, record, field,
		                arena_format(record->arena, "%s%s", place, endings[i]), ret, NULL))
			return true;
	return false;
}

/* The code of an item written with other quotes, blanks or signs than its title. */
static const char *code_of(const struct list *list, const char *text, struct arena *arena)
{
	const char *key = heading_key(text, arena);
	for (size_t i = 0; i < list->count; i++) {
		const struct list_item *item = &list->items[i];
		if (strcmp(key, heading_key(item->label.zh, arena)) == 0 ||
		    strcmp(key, heading_key(item->label.en, arena)) == 0 || strcmp(key, item->code) == 0)
			return item->code;
	}
	return NULL;
}

/* Another way to read the cell. */
static bool read_again(struct importing *importing, const struct record *record, const struct field *field,
                       const char *text, struct value *ret)
{
	const char *second = NULL;
	switch (field->type) {
	case FIELD_ORG: return read_org(importing, record, field, text, ret);
	case FIELD_INT:
	case FIELD_DECIMAL: second = without_unit(field, text, record->arena); break;
	case FIELD_CHOICE:
	case FIELD_CHOICES: second = code_of(field->list, text, record->arena); break;
	case FIELD_BOOL:
	case FIELD_DATE:
	case FIELD_INSTANT:
	case FIELD_YEAR:
	case FIELD_LINK:
	case FIELD_TEXT:
	case FIELD_NOTE:
	case FIELD_PHONE:
	case FIELD_ID_NUMBER:
	case FIELD_STAFF:
	case FIELD_ROWS:
	case FIELD_TYPE_COUNT: break;
	}
	return second && typed_value(importing->book, record, field, second, ret, NULL);
}

/* A cell of several lines in a field of one: the breaks were made to fit the column. */
static const char *on_one_line(const char *text, struct arena *arena)
{
	char *line = arena_copy(arena, text), *to = line;
	for (const char *at = text; *at; at++) {
		bool broken = strchr("\r\n\t", *at) != NULL;
		if (!broken || (to > line && to[-1] != ' '))
			*to++ = broken ? ' ' : *at;
	}
	*to = 0;
	return line;
}

static bool read_cell(struct importing *importing, const struct record *record, const struct field *field,
                      const char *text, struct value *ret, struct fault *fault)
{
	if (field->type == FIELD_TEXT && strpbrk(text, "\r\n\t"))
		text = on_one_line(text, record->arena);
	return typed_value(importing->book, record, field, text, ret, fault) ||
	       read_again(importing, record, field, text, ret);
}

/* #N/A, #REF!, #DIV/0!: what a spreadsheet shows where a formula failed. */
static bool is_error(const char *text)
{
	static const char *const errors[] = {"#N/A",   "#REF!",  "#VALUE!", "#DIV/0!",
	                                     "#NAME?", "#NULL!", "#NUM!"};
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (strcmp(text, errors[i]) == 0)
			return true;
	return false;
}

bool import_put(struct importing *importing, struct record *record, const struct field *field,
                const char *text, struct fault *fault)
{
	struct value value;
	if (is_error(text))
		return field_fault(fault, field, record_import_error, text, "");
	if (field->secrecy == SECRECY_SEALED && cell_is_mask(text))
		return field_fault(fault, field, record_import_mask, "", "");
	return read_cell(importing, record, field, text, &value, fault) &&
	       record_put_value(record, field->name, value, fault);
}

/* ---- a row's cells ---- */

/* False only when it cannot go on; a refused cell is in `faults`. */
static bool put_one(struct importing *importing, const char *text, const struct field *field,
                    const struct record *before, struct record *record, struct faults *faults,
                    struct fault *fault)
{
	struct fault why = {};
	bool same = !before && cell_blank(text);
	if (before && !cell_says(importing->book, before, field, text, &same, fault))
		return false;
	if (same)
		return true;
	if (!import_put(importing, record, field, text, &why)) {
		if (!import_must_stop(&why))
			return faults_add(faults, &why), true;
		if (fault)
			*fault = why;
		return false;
	}
	/* The same written otherwise: 2021.3.30. */
	if (before && value_equal(&before->values[field->place], &record->values[field->place]))
		record->given[field->place] = false;
	return true;
}

bool import_put_row(struct importing *importing, const struct sheet_row *row, const struct record *before,
                    struct record *record, struct faults *faults, struct fault *fault)
{
	const struct field *org = record->ledger->org;
	/* First where the record belongs: links are looked for there. */
	bool own = org && !record->ledger->parent && importing->column_of[org->place] >= 0;
	if (own &&
	    !put_one(importing, import_field_cell(importing, row, org), org, before, record, faults, fault))
		return false;
	for (size_t i = 0; i < importing->headings.count; i++) {
		const struct import_column *column = &importing->headings.columns[i];
		if (column->heading != HEADING_FIELD || column->field->computed ||
		    (own && column->field == org))
			continue;
		if (!put_one(importing, import_cell(row, (int)i), column->field, before, record, faults,
		             fault))
			return false;
	}
	return true;
}

/* ---- what an import cannot set ---- */

static void refuse_computed(const struct importing *importing, const struct sheet_row *row,
                            const struct field *field, const char *computed, const char *text,
                            struct faults *faults)
{
	struct fault fault = {};
	field_fault(&fault, field, record_import_computed, field_typed(field, *computed ? computed : "—"),
	            field_typed(field, text));
	fault.at = import_place(importing, row, importing->column_of[field->place]);
	faults_add(faults, &fault);
}

static bool computed_agrees(struct importing *importing, const struct sheet_row *row,
                            const struct record *record, const struct field *field, struct faults *faults,
                            struct fault *fault)
{
	const char *text = import_field_cell(importing, row, field);
	struct text shown = TEXT_EMPTY;
	struct value value = {};
	bool same;
	if (cell_blank(text) || (field->secrecy == SECRECY_SEALED && cell_is_mask(text)))
		return true;
	bool done = cell_says(importing->book, record, field, text, &same, fault) &&
	            cell_write(importing->book, record, field, &shown, fault);
	if (done && !same &&
	    (!read_cell(importing, record, field, text, &value, NULL) ||
	     !value_equal(&value, &record->values[field->place])))
		refuse_computed(importing, row, field, shown.at, text, faults);
	text_release(&shown);
	return done;
}

static void state_agrees(const struct importing *importing, const struct sheet_row *row,
                         const struct record *record, int column, struct faults *faults)
{
	struct arena *arena = record->arena;
	const char *text = import_cell(row, column), *key = heading_key(text, arena);
	const struct state *state = record->state;
	if (!*key || !state || ledger_state(record->ledger, key) == state ||
	    strcmp(key, heading_key(state->label.zh, arena)) == 0 ||
	    strcmp(key, heading_key(state->label.en, arena)) == 0)
		return;
	faults_add_at(faults, import_place(importing, row, column), record_import_state, state->label.zh,
	              state->label.en, text);
}

bool import_agrees(struct importing *importing, const struct sheet_row *row, const struct record *record,
                   struct faults *faults, struct fault *fault)
{
	for (size_t i = 0; i < importing->headings.count; i++) {
		const struct import_column *column = &importing->headings.columns[i];
		if (column->heading == HEADING_STATE)
			state_agrees(importing, row, record, (int)i, faults);
		if (column->heading == HEADING_FIELD && column->field->computed &&
		    !computed_agrees(importing, row, record, column->field, faults, fault))
			return false;
	}
	return !faults->count;
}

/* ---- which record ---- */

static bool seek(struct importing *importing, const struct ledger *ledger, const char *column, int64_t tenant,
                 struct value key, int64_t *ret_id, struct fault *fault)
{
	struct statement *statement;
	const char *sql =
	        arena_format(&importing->row, "SELECT id FROM \"%s\" WHERE tenant = ? AND \"%s\" = ?%s",
	                     ledger->table, column, strcmp(column, "org") == 0 ? " AND voided = 0" : "");
	if (!database_prepare(importing->book->database, sql, &statement, fault))
		return false;
	statement_bind_int(statement, 1, tenant);
	statement_bind(statement, 2, key);
	enum step step = statement_step(statement, fault);
	*ret_id = step == STEP_ROW ? statement_int(statement, 0) : 0;
	statement_reset(statement);
	return step != STEP_FAULT;
}

/* In every district of the books; of several the one of `org`. */
static bool seek_all(struct importing *importing, const struct ledger *ledger, const char *column,
                     struct value key, const char *org, int64_t *ret_tenant, int64_t *ret_id,
                     struct fault *fault)
{
	int64_t own = tenant_of(org), id, found = 0;
	for (size_t i = 0; i < importing->tenant_count; i++) {
		if (!seek(importing, ledger, column, importing->tenants[i], key, &id, fault))
			return false;
		if (!id)
			continue;
		if (found && own != *ret_tenant && own != importing->tenants[i])
			return fault_set(fault, record_import_ambiguous,
			                 key.kind == VALUE_TEXT ? key.bytes : "");
		if (found && own == *ret_tenant)
			continue;
		found = id;
		*ret_tenant = importing->tenants[i];
	}
	*ret_id = found;
	return true;
}

bool import_find(struct importing *importing, const struct ledger *ledger, const char *key, const char *org,
                 int64_t *ret_tenant, int64_t *ret_id, struct fault *fault)
{
	const char *typed = typed_clean(key, false, &importing->row),
	           *narrow = typed_clean(key, true, &importing->row);
	int64_t id;
	*ret_id = 0;
	if (text_equal(ledger->name, "org") &&
	    !seek_all(importing, ledger, "org", value_text(narrow), narrow, ret_tenant, ret_id, fault))
		return false;
	if (ledger->number &&
	    !seek_all(importing, ledger, "number", value_text(typed), org, ret_tenant, ret_id, fault))
		return false;
	if (ledger->number && !*ret_id && strcmp(typed, narrow) != 0 &&
	    !seek_all(importing, ledger, "number", value_text(narrow), org, ret_tenant, ret_id, fault))
		return false;
	if (*ret_id || !id_parse(narrow, &id))
		return true;
	return seek_all(importing, ledger, "id", value_int(id), org, ret_tenant, ret_id, fault);
}

/* What names the record in its row: number or id, for a unit of the tree its code. "" when it is new. */
static const char *row_key(const struct importing *importing, const struct sheet_row *row)
{
	const struct ledger *ledger = importing->ledger;
	const char *key = import_cell(row, import_column(importing, HEADING_KEY));
	if (cell_blank(key) && text_equal(ledger->name, "org"))
		key = import_field_cell(importing, row, ledger->org);
	return cell_blank(key) ? "" : key;
}

/* ---- new, or changed ---- */

/* An id, which only the books give, of a record that is not there. */
static bool is_lost_id(const struct ledger *ledger, const char *number)
{
	enum { ID_DIGITS = 16 }; /* at least, since 2020 */
	int64_t id;
	return !ledger->number || (strlen(number) >= ID_DIGITS && id_parse(number, &id));
}

static bool create(struct importing *importing, const struct sheet_row *row, struct faults *faults,
                   struct fault *fault)
{
	const struct ledger *ledger = importing->ledger;
	struct record *record = record_new(&importing->row, ledger);
	const char *number =
	        typed_clean(import_cell(row, import_column(importing, HEADING_KEY)), false, &importing->row);
	if (!import_put_row(importing, row, NULL, record, faults, fault) || faults->count)
		return false;
	if (*number && is_lost_id(ledger, number))
		return fault_set(fault, record_missing, ledger->label.zh, ledger->label.en, number);
	record->number = *number ? number : NULL;
	if (!record_create(importing->book, importing->viewer, record, importing->reason, faults, fault) ||
	    !import_meet(importing, record->id, row->line, fault) ||
	    !import_agrees(importing, row, record, faults, fault))
		return false;
	import_remark(importing, row, record);
	importing->report.created++;
	return true;
}

static bool any_given(const struct record *changes)
{
	for (size_t i = 0; i < changes->ledger->field_count; i++)
		if (changes->given[i])
			return true;
	return false;
}

static bool is_voided(struct importing *importing, const struct record *record, struct fault *fault)
{
	struct text name = TEXT_EMPTY;
	if (!record->voided)
		return false;
	record_name(importing->book, record, LANGUAGE_ZH, &name);
	fault_set(fault, record_voided, name.at);
	text_release(&name);
	return true;
}

/* What differs goes into one entry; a row that says nothing new makes none. */
static bool change(struct importing *importing, const struct sheet_row *row, struct record *before,
                   struct faults *faults, struct fault *fault)
{
	struct record *after = before, *changes = record_bare(&importing->row, importing->ledger);
	changes->tenant = before->tenant;
	changes->id = before->id;
	if (!import_put_row(importing, row, before, changes, faults, fault) || faults->count)
		return false;
	if (any_given(changes) &&
	    (!record_change(importing->book, importing->viewer, before->tenant, before->id, before->version,
	                    changes, importing->reason, faults, fault) ||
	     !record_load(importing->book, importing->ledger, before->tenant, before->id, false,
	                  &importing->row, &after, fault)))
		return false;
	if (!import_agrees(importing, row, after, faults, fault))
		return false;
	if (after->version > before->version)
		importing->report.changed++;
	else
		importing->report.unchanged++;
	return true;
}

bool import_record(struct importing *importing, const struct sheet_row *row, struct faults *faults,
                   struct fault *fault)
{
	const char *key = row_key(importing, row);
	const struct field *org = importing->ledger->org;
	struct record *before = NULL;
	int64_t tenant = 0, id = 0;
	if (*key && !import_find(importing, importing->ledger, key, import_field_cell(importing, row, org),
	                         &tenant, &id, fault))
		return false;
	if (!id)
		return create(importing, row, faults, fault);
	return import_meet(importing, id, row->line, fault) &&
	       record_reach(importing->book, importing->viewer, importing->ledger, tenant, id, ACCESS_OPEN,
	                    key, &importing->row, &before, fault) &&
	       !is_voided(importing, before, fault) && change(importing, row, before, faults, fault);
}
