/* A row of the table is a row of a record: the rows of one record become one
   change of it. A row with an id is that one; a row without is one that says
   the same, else a new one. No row is dropped because a file does not name it. */
#include <string.h>

#include "record/draft.h"
#include "record/import.h"

/* The rows of one record. */
struct gathering {
	struct importing *importing;
	const struct field *field; /* of the parent: what holds the rows */
	struct record *before, *changes;
	const struct sheet_row **from; /* by place in the changed rows: the row of the file, or NULL */
	size_t lines, added, changed;
};

static const char *parent_key(const struct importing *importing, const struct sheet_row *row)
{
	return import_cell(row, import_column(importing, HEADING_PARENT));
}

bool import_same_parent(const struct importing *importing, const struct sheet_row *a,
                        const struct sheet_row *b)
{
	return strcmp(parent_key(importing, a), parent_key(importing, b)) == 0;
}

static void refuse(struct importing *importing, const struct sheet_row *row, const struct fault *fault)
{
	struct faults faults = {};
	faults_add(&faults, fault);
	import_refuse(importing, row, &faults);
	faults_release(&faults);
}

/* ---- the record they belong to ---- */

static bool find_parent(struct importing *importing, const struct sheet_row *row, struct record **ret,
                        struct fault *fault)
{
	const struct ledger *parent = importing->ledger->parent;
	const char *key = parent_key(importing, row);
	int64_t tenant, id;
	if (cell_blank(key))
		return fault_set(fault, record_import_no_parent, parent->label.zh, parent->label.en);
	if (!import_find(importing, parent, key, "", &tenant, &id, fault))
		return false;
	if (!id)
		return fault_set(fault, record_missing, parent->label.zh, parent->label.en, key);
	return record_reach(importing->book, importing->viewer, parent, tenant, id, ACCESS_OPEN, key,
	                    &importing->row, ret, fault);
}

/* ---- the rows as they were, and as they will be ---- */

static struct record *new_item(struct gathering *gathering, bool with_defaults)
{
	struct arena *arena = &gathering->importing->row;
	const struct ledger *ledger = gathering->importing->ledger;
	struct record *item = with_defaults ? record_new(arena, ledger) : record_bare(arena, ledger);
	item->tenant = gathering->before->tenant;
	item->parent = gathering->before->id;
	return item;
}

/* Every row as it is, with room for `count` more. */
static void begin(struct gathering *gathering, size_t count)
{
	struct arena *arena = &gathering->importing->row;
	const struct record_rows *old = &gathering->before->rows[gathering->field->place];
	gathering->changes = record_bare(arena, gathering->before->ledger);
	gathering->changes->tenant = gathering->before->tenant;
	gathering->changes->id = gathering->before->id;
	gathering->changes->given[gathering->field->place] = true;
	gathering->from = arena_array(arena, const struct sheet_row *, old->count + count + 1);
	struct record_rows *rows = &gathering->changes->rows[gathering->field->place];
	*rows = (struct record_rows){arena_array(arena, struct record *, old->count + count + 1), old->count,
	                             true};
	for (size_t i = 0; i < old->count; i++) {
		rows->items[i] = new_item(gathering, false);
		rows->items[i]->id = old->items[i]->id;
	}
}

static bool any_given(const struct record *item)
{
	for (size_t i = 0; i < item->ledger->field_count; i++)
		if (item->given[i])
			return true;
	return false;
}

/* Does the old row say what the file says? Asked only of columns the file has. */
static bool says_same(const struct gathering *gathering, const struct record *old, const struct record *item)
{
	const struct importing *importing = gathering->importing;
	struct draft draft = {.book = importing->book};
	bool same = true;
	for (size_t i = 0; i < old->ledger->field_count && same; i++)
		if (importing->column_of[i] >= 0 && !old->ledger->fields[i].computed)
			same = !draft_changed(&draft, old, item, &old->ledger->fields[i]);
	arena_release(&draft.arena);
	return same;
}

/* The row with the id that stands in the file. */
static bool take_named(struct gathering *gathering, const struct sheet_row *row, const char *key,
                       struct faults *faults, struct fault *fault)
{
	struct importing *importing = gathering->importing;
	const struct record_rows *old = &gathering->before->rows[gathering->field->place];
	struct record_rows *rows = &gathering->changes->rows[gathering->field->place];
	int64_t id = 0;
	size_t at = 0;
	bool read = id_parse(typed_clean(key, true, &importing->row), &id);
	while (at < old->count && old->items[at]->id != id)
		at++;
	if (!read || at == old->count)
		return field_fault(fault, gathering->field, record_row_missing, "", "");
	if (!import_meet(importing, id, row->line, fault) ||
	    !import_put_row(importing, row, old->items[at], rows->items[at], faults, fault) || faults->count)
		return false;
	gathering->from[at] = row;
	gathering->changed += any_given(rows->items[at]);
	return true;
}

/* One that says the same and no other line has claimed, else a new one. */
static bool take_unnamed(struct gathering *gathering, const struct sheet_row *row, struct faults *faults,
                         struct fault *fault)
{
	struct importing *importing = gathering->importing;
	const struct record_rows *old = &gathering->before->rows[gathering->field->place];
	struct record_rows *rows = &gathering->changes->rows[gathering->field->place];
	struct record *item = new_item(gathering, true);
	if (!import_put_row(importing, row, NULL, item, faults, fault) || faults->count)
		return false;
	for (size_t i = 0; i < old->count; i++)
		if (!import_has_met(importing, old->items[i]->id) &&
		    says_same(gathering, old->items[i], item)) {
			gathering->from[i] = row;
			return import_meet(importing, old->items[i]->id, row->line, fault);
		}
	gathering->from[rows->count] = row;
	rows->items[rows->count++] = item;
	gathering->added++;
	return true;
}

/* ---- what is wrong ---- */

/* "signups[3].person" is wrong in the row that is the third. */
static const struct sheet_row *row_meant(const struct gathering *gathering, const char *field,
                                         const struct sheet_row *otherwise)
{
	const char *open = strchr(field, '[');
	size_t place = open ? (size_t)strtoul(open + 1, NULL, 10) : 0;
	size_t count = gathering->changes->rows[gathering->field->place].count;
	const struct sheet_row *row = place && place <= count ? gathering->from[place - 1] : NULL;
	return row ? row : otherwise;
}

static void refuse_all(struct gathering *gathering, const struct faults *faults,
                       const struct sheet_row *otherwise)
{
	for (size_t i = 0; i < faults->count; i++)
		refuse(gathering->importing, row_meant(gathering, faults->items[i].field, otherwise),
		       &faults->items[i]);
}

/* ---- one change of the record ---- */

/* A row of the file beside the row it became. */
static bool settle_row(struct importing *importing, const struct sheet_row *row, const struct record *became,
                       struct fault *fault)
{
	struct faults faults = {};
	if (!import_has_met(importing, became->id) && !import_meet(importing, became->id, row->line, fault))
		return false;
	bool done = import_agrees(importing, row, became, &faults, fault) || faults.count;
	import_refuse(importing, row, &faults);
	faults_release(&faults);
	return done;
}

static bool settle(struct gathering *gathering, struct fault *fault)
{
	struct importing *importing = gathering->importing;
	const struct record *before = gathering->before;
	struct record *after = NULL;
	if (!record_load(importing->book, before->ledger, before->tenant, before->id, true, &importing->row,
	                 &after, fault))
		return false;
	const struct record_rows *rows = &after->rows[gathering->field->place];
	for (size_t i = 0; i < rows->count; i++)
		if (gathering->from[i] && !settle_row(importing, gathering->from[i], rows->items[i], fault))
			return false;
	bool written = after->version > before->version;
	size_t added = written ? gathering->added : 0, changed = written ? gathering->changed : 0;
	importing->report.created += added;
	importing->report.changed += changed;
	importing->report.unchanged += gathering->lines - added - changed;
	return true;
}

static bool enter(struct gathering *gathering, struct faults *faults, struct fault *fault)
{
	struct importing *importing = gathering->importing;
	const struct record *before = gathering->before;
	if ((gathering->added || gathering->changed) &&
	    !record_change(importing->book, importing->viewer, before->tenant, before->id, before->version,
	                   gathering->changes, importing->reason, faults, fault))
		return false;
	return settle(gathering, fault);
}

/* Takes one line; a refused one is in the report, and false only when it cannot go on. */
static bool take_line(struct gathering *gathering, const struct sheet_row *row, struct fault *fault)
{
	struct importing *importing = gathering->importing;
	struct faults faults = {};
	struct fault first = {};
	const char *key = import_cell(row, import_column(importing, HEADING_KEY));
	bool done = cell_blank(key) ? take_unnamed(gathering, row, &faults, &first)
	                            : take_named(gathering, row, key, &faults, &first);
	if (!done && !faults.count)
		faults_add(&faults, &first);
	bool stop = !done && import_must_stop(&faults.items[0]);
	if (stop && fault)
		*fault = faults.items[0];
	import_refuse(importing, row, &faults);
	faults_release(&faults);
	gathering->lines += done;
	return !stop;
}

static bool gather(struct gathering *gathering, const struct sheet_row *const *rows, size_t count,
                   struct fault *fault)
{
	struct faults faults = {};
	struct fault first = {};
	begin(gathering, count);
	for (size_t i = 0; i < count; i++)
		if (!take_line(gathering, rows[i], fault))
			return false;
	bool done = enter(gathering, &faults, &first);
	if (!done && !faults.count)
		faults_add(&faults, &first);
	bool stop = !done && import_must_stop(&faults.items[0]);
	if (stop && fault)
		*fault = faults.items[0];
	refuse_all(gathering, &faults, rows[0]);
	faults_release(&faults);
	return !stop;
}

bool import_children(struct importing *importing, const struct sheet_row *const *rows, size_t count,
                     struct fault *fault)
{
	struct gathering gathering = {.importing = importing, .field = importing->ledger->rows_field};
	struct fault why = {};
	if (find_parent(importing, rows[0], &gathering.before, &why))
		return gather(&gathering, rows, count, fault);
	if (import_must_stop(&why)) {
		if (fault)
			*fault = why;
		return false;
	}
	for (size_t i = 0; i < count; i++)
		refuse(importing, rows[i], &why);
	return true;
}
