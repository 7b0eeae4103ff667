/* Import: the rows of a table become records, all of them or none. Here it is
   decided which lines are rows at all and how the whole ends; what a row does
   stands in import_record.c and import_child.c. */
#include "record/import.h"

#include <string.h>

#include "record/journal.h"
#include "record/transfer_cell.h"

enum { FAULTS_MOST = 20000, PROGRESS_ROWS = 500 };

/* ---- cells ---- */

const char *import_cell(const struct sheet_row *row, int column)
{
	return column >= 0 && (size_t)column < row->count ? cell_without_guard(row->cells[column].text) : "";
}

const char *import_field_cell(const struct importing *importing, const struct sheet_row *row,
                              const struct field *field)
{
	return import_cell(row, importing->column_of[field->place]);
}

int import_column(const struct importing *importing, enum heading heading)
{
	for (size_t i = 0; i < importing->headings.count; i++)
		if (importing->headings.columns[i].heading == heading)
			return (int)i;
	return -1;
}

struct position import_place(const struct importing *importing, const struct sheet_row *row, int column)
{
	return sheet_place(importing->sheet, row, column);
}

/* ---- what is wrong ---- */

bool import_must_stop(const struct fault *fault)
{
	enum fault_kind kind = fault_kind(fault->code);
	return kind == FAULT_SYSTEM || kind == FAULT_DAMAGED;
}

/* "signups[3].attended" of a row is its own field; of a record that has rows, the rows. */
static const struct field *field_meant(const struct importing *importing, const char *name)
{
	const char *row = strstr(name, "].");
	char own[sizeof((struct fault){}.field)];
	if (importing->ledger->parent)
		return ledger_field(importing->ledger, row ? row + 2 : name);
	snprintf(own, sizeof own, "%.*s", (int)strcspn(name, "["), name);
	return *own ? ledger_field(importing->ledger, own) : NULL;
}

/* Where the fault is to be seen; false when it has been told. */
static bool find_place(struct importing *importing, const struct sheet_row *row, struct fault *fault)
{
	if (fault->at.line)
		return true;
	const struct field *field = field_meant(importing, fault->field);
	int column = field ? importing->column_of[field->place] : -1;
	fault->at = import_place(importing, row, column);
	if (!field || column >= 0 || fault->code != record_required)
		return true;
	/* A column that is wanted and not there is missing once, not in every row. */
	fault->at.line = importing->headings.line;
	bool told = importing->told[field->place];
	importing->told[field->place] = true;
	return !told;
}

void import_refuse(struct importing *importing, const struct sheet_row *row, const struct faults *faults)
{
	for (size_t i = 0; i < faults->count; i++) {
		struct fault fault = faults->items[i];
		if (find_place(importing, row, &fault))
			faults_add(&importing->report.faults, &fault);
	}
}

void import_remark(struct importing *importing, const struct sheet_row *row, const struct record *record)
{
	for (size_t i = 0; i < record->notice_count; i++) {
		struct fault notice = record->notices[i];
		if (find_place(importing, row, &notice))
			faults_add(&importing->report.notices, &notice);
	}
}

/* ---- lines that are no rows ---- */

static const char *first_filled(const struct sheet_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (!cell_blank(row->cells[i].text))
			return row->cells[i].text;
	return NULL;
}

/* Every column that must be filled is: then it is a row, whatever it begins with. */
static bool could_stand(const struct importing *importing, const struct sheet_row *row)
{
	const struct ledger *ledger = importing->ledger;
	size_t wanted = 0, filled = 0;
	for (size_t i = 0; i < ledger->field_count; i++) {
		const struct field *field = &ledger->fields[i];
		if (!field->required || field->computed || field->initial.kind != VALUE_NONE ||
		    importing->column_of[i] < 0)
			continue;
		wanted++;
		filled += !cell_blank(import_field_cell(importing, row, field));
	}
	return wanted && wanted == filled;
}

/* The word, alone or before one of the signs. */
static bool begins(const char *key, const char *const *words, const char *signs)
{
	for (; *words; words++)
		if (text_starts(key, *words)) {
			const char *rest = key + strlen(*words);
			if (!*rest || strchr(signs, *rest))
				return true;
		}
	return false;
}

/* Totals below a list, and who signed it. */
static bool is_closing_line(const struct importing *importing, const struct sheet_row *row, const char *first,
                            struct arena *arena)
{
	static const char *const totals[] = {"合计",  "总计",     "小计",       "共计",
	                                     "累计",  "总合计",   "本页合计",   "本页小计",
	                                     "total", "subtotal", "grandtotal", NULL};
	static const char *const signing[] = {
	        "填报人", "填表人",   "制表人", "制表",     "审核人",   "审核",     "审批人",   "负责人",
	        "联系人", "联系电话", "经办人", "填报单位", "填报日期", "填表日期", "制表日期", "单位",
	        "日期",   "盖章",     "签名",   "签字",     "注",       "备注",     "说明",     NULL};
	const char *key = heading_key(first, arena);
	if (begins(key, totals, ""))
		return true;
	return (begins(key, totals, ":(0123456789") || begins(key, signing, ":(")) &&
	       !could_stand(importing, row);
}

static bool is_skipped(struct importing *importing, const struct sheet_row *row)
{
	const char *first = first_filled(row);
	return !first || headings_repeat(&importing->headings, importing->sheet, row) ||
	       is_closing_line(importing, row, first, &importing->row);
}

/* Content where no heading is: most often a comma too many. */
static bool has_stray_cell(struct importing *importing, const struct sheet_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		bool headed = i < importing->headings.count &&
		              importing->headings.columns[i].heading != HEADING_NONE;
		if (headed || cell_blank(row->cells[i].text))
			continue;
		faults_add_at(&importing->report.faults, import_place(importing, row, (int)i),
		              record_import_no_heading);
		return true;
	}
	return false;
}

/* ---- every record once ---- */

static size_t slot_of(const struct import_met *met, int64_t id)
{
	size_t slot = (size_t)((uint64_t)id * 0x9E3779B97F4A7C15u) & (met->room - 1);
	while (met->ids[slot] && met->ids[slot] != id)
		slot = (slot + 1) & (met->room - 1);
	return slot;
}

static void met_grow(struct import_met *met)
{
	struct import_met old = *met;
	met->room = old.room ? old.room * 2 : 1024;
	met->ids = memory_take(met->room * sizeof *met->ids);
	met->lines = memory_take(met->room * sizeof *met->lines);
	for (size_t i = 0; i < old.room; i++)
		if (old.ids[i]) {
			size_t slot = slot_of(met, old.ids[i]);
			met->ids[slot] = old.ids[i];
			met->lines[slot] = old.lines[i];
		}
	memory_free(old.ids);
	memory_free(old.lines);
}

bool import_has_met(const struct importing *importing, int64_t id)
{
	const struct import_met *met = &importing->met;
	return met->room && met->ids[slot_of(met, id)];
}

bool import_meet(struct importing *importing, int64_t id, int line, struct fault *fault)
{
	struct import_met *met = &importing->met;
	char first[12];
	if (met->count * 2 >= met->room)
		met_grow(met);
	size_t slot = slot_of(met, id);
	if (met->ids[slot]) {
		snprintf(first, sizeof first, "%d", met->lines[slot]);
		return fault_set(fault, record_import_same, first);
	}
	met->ids[slot] = id;
	met->lines[slot] = line;
	met->count++;
	return true;
}

/* ---- one row after the other ---- */

/* False when the import cannot go on. What is wrong with the row is in the report. */
static bool take_row(struct importing *importing, const struct sheet_row *row, struct fault *fault)
{
	struct faults faults = {};
	struct fault first = {};
	importing->report.rows++;
	bool done = has_stray_cell(importing, row) || import_record(importing, row, &faults, &first);
	if (!done && !faults.count)
		faults_add(&faults, &first);
	bool stop = !done && import_must_stop(&faults.items[0]);
	if (stop && fault)
		*fault = faults.items[0];
	import_refuse(importing, row, &faults);
	faults_release(&faults);
	return !stop;
}

/* The rows of one record follow each other; skipped lines among them do no harm. */
static bool take_children(struct importing *importing, size_t *ref_at, struct fault *fault)
{
	const struct sheet *sheet = importing->sheet;
	size_t count = 0, room = sheet->count - *ref_at;
	const struct sheet_row **rows =
	        memory_take((room < PROGRESS_ROWS ? room : PROGRESS_ROWS) * sizeof *rows);
	for (; *ref_at < sheet->count && count < PROGRESS_ROWS; (*ref_at)++) {
		const struct sheet_row *row = &sheet->rows[*ref_at];
		if (count && !import_same_parent(importing, rows[0], row))
			break;
		if (is_skipped(importing, row)) {
			importing->report.skipped++;
			continue;
		}
		importing->report.rows++;
		if (!has_stray_cell(importing, row))
			rows[count++] = row;
	}
	bool done = !count || import_children(importing, rows, count, fault);
	memory_free(rows);
	return done;
}

static bool take_next(struct importing *importing, size_t *ref_at, struct fault *fault)
{
	const struct sheet_row *row = &importing->sheet->rows[*ref_at];
	if (importing->ledger->parent)
		return take_children(importing, ref_at, fault);
	(*ref_at)++;
	if (!is_skipped(importing, row))
		return take_row(importing, row, fault);
	importing->report.skipped++;
	return true;
}

static bool goes_on(const struct importing *importing, size_t done, struct fault *fault)
{
	const struct import_options *options = importing->options;
	size_t head = importing->headings.first + importing->headings.lines;
	if (!options->progress ||
	    options->progress(options->context, done - head, importing->sheet->count - head))
		return true;
	return fault_set(fault, record_import_stopped);
}

static bool take_rows(struct importing *importing, struct fault *fault)
{
	size_t at = importing->headings.first + importing->headings.lines, shown = at;
	importing->report.skipped = importing->headings.first;
	while (at < importing->sheet->count) {
		bool done = take_next(importing, &at, fault);
		arena_release(&importing->row);
		if (!done)
			return false;
		if (at - shown >= PROGRESS_ROWS || at == importing->sheet->count) {
			shown = at;
			if (!goes_on(importing, at, fault))
				return false;
		}
		if (importing->report.faults.count >= FAULTS_MOST && at < importing->sheet->count) {
			char count[24];
			snprintf(count, sizeof count, "%zu", importing->report.faults.count);
			faults_add_at(&importing->report.faults,
			              import_place(importing, &importing->sheet->rows[at], -1),
			              record_import_more, count);
			return true;
		}
	}
	return true;
}

/* ---- all rows or none ---- */

static bool run_import(struct book *book, void *context, struct fault *fault)
{
	struct importing *importing = context;
	if (!journal_tenants(book, &importing->arena, &importing->tenants, &importing->tenant_count, fault))
		return false;
	return take_rows(importing, fault) && !importing->report.faults.count && !importing->options->dry_run;
}

static void find_columns(struct importing *importing)
{
	const struct ledger *ledger = importing->ledger;
	importing->column_of = arena_array(&importing->arena, int, ledger->field_count + 1);
	importing->told = arena_array(&importing->arena, bool, ledger->field_count + 1);
	for (size_t i = 0; i < ledger->field_count; i++)
		importing->column_of[i] = -1;
	for (size_t i = 0; i < importing->headings.count; i++)
		if (importing->headings.columns[i].heading == HEADING_FIELD)
			importing->column_of[importing->headings.columns[i].field->place] = (int)i;
}

/* "导入 activity.csv": the file's own name, without its folders. */
static const char *reason_of(const char *file, struct arena *arena)
{
	enum { NAME_LENGTH = 200 };
	const char *slash = file ? strrchr(file, '/') : NULL, *name = slash ? slash + 1 : file;
	if (!name || !*name || strlen(name) > NAME_LENGTH || !utf8_valid(name, strlen(name)))
		return "导入";
	for (const char *at = name; *at; at++)
		if ((unsigned char)*at < ' ')
			return "导入";
	return arena_format(arena, "导入 %s", name);
}

static bool import(struct importing *importing, struct fault *fault)
{
	struct fault why = {};
	if (!headings_find(importing->ledger, importing->sheet, &importing->arena, &importing->headings,
	                   &importing->report.faults, fault))
		return false;
	find_columns(importing);
	/* One act, however many rows. What was found wrong, and a dry run, undo it all and are no failure. */
	if (book_act(importing->book, run_import, importing, &why) || why.code == FAULT_NONE)
		return true;
	if (fault)
		*fault = why;
	return false;
}

bool import_sheet(struct book *book, const struct viewer *viewer, const struct ledger *ledger,
                  const struct sheet *sheet, const struct import_options *options, struct import_report *ret,
                  struct fault *fault)
{
	struct importing importing = {.book = book,
	                              .viewer = viewer,
	                              .ledger = ledger,
	                              .sheet = sheet,
	                              .options = options ? options : &(struct import_options){}};
	importing.reason = reason_of(sheet->file, &importing.arena);
	bool done = import(&importing, fault);
	if (importing.report.faults.count) {
		faults_sort(&importing.report.faults);
		importing.report.created = importing.report.changed = importing.report.unchanged = 0;
	}
	if (done) {
		faults_sort(&importing.report.notices);
		*ret = importing.report;
	} else {
		faults_release(&importing.report.faults);
		faults_release(&importing.report.notices);
	}
	memory_free(importing.met.ids);
	memory_free(importing.met.lines);
	arena_release(&importing.row);
	arena_release(&importing.arena);
	return done;
}
