/* Headings of a table made by people: titles above them, two lines where cells
   were merged, units in brackets, stars behind what is required. Only names are
   compared here; no value is read. */
#include "record/import_headings.h"

#include <string.h>

#include "define/nearest.h"

enum { LINES_SEARCHED = 30 };

/* ---- words ---- */

static bool is_dropped(uint32_t code)
{
	static const uint32_t dropped[] = {'"',    '\'',   '*',    0x00A0, 0x200B, 0x201C, 0x201D,
	                                   0x2018, 0x2019, 0x300C, 0x300D, 0x3000, 0xFEFF};
	for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
		if (dropped[i] == code)
			return true;
	return code <= ' ';
}

char *heading_key(const char *text, struct arena *arena)
{
	char *key = arena_take(arena, strlen(text) + 1), *to = key;
	while (*text) {
		const char *from = text;
		uint32_t code = utf8_next(&text);
		if (code >= 0xFF01 && code <= 0xFF5E)
			code -= 0xFF01 - '!';
		if (is_dropped(code))
			continue;
		if (code >= 0x80) {
			memcpy(to, from, (size_t)(text - from));
			to += text - from;
		} else {
			*to++ = (char)(code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code);
		}
	}
	while (to > key && to[-1] == ':')
		to--;
	*to = 0;
	return key;
}

/* ---- what a column may be called ---- */

struct name {
	const char *key;
	struct import_column column;
};

struct names {
	struct name *items;
	size_t count, room;
	struct arena *arena;
};

static void add_name(struct names *names, const char *text, enum heading heading, const struct field *field)
{
	if (names->count == names->room) {
		names->room = names->room ? names->room * 2 : 64;
		struct name *items = arena_array(names->arena, struct name, names->room);
		if (names->count)
			memcpy(items, names->items, names->count * sizeof *items);
		names->items = items;
	}
	names->items[names->count++] = (struct name){heading_key(text, names->arena), {heading, field}};
}

static void add_words(struct names *names, const char *const *words, enum heading heading)
{
	for (; *words; words++)
		add_name(names, *words, heading, NULL);
}

static void add_field(struct names *names, const struct field *field)
{
	add_name(names, field->name, HEADING_FIELD, field);
	add_name(names, field->label.zh, HEADING_FIELD, field);
	add_name(names, field->label.en, HEADING_FIELD, field);
	for (const char *const *was = field->was; was && *was; was++)
		add_name(names, *was, HEADING_FIELD, field);
}

static void add_parent(struct names *names, const struct ledger *parent)
{
	static const char *const words[] = {"parent", "number", "编号", NULL};
	add_words(names, words, HEADING_PARENT);
	add_name(names, parent->name, HEADING_PARENT, NULL);
	add_name(names, parent->label.zh, HEADING_PARENT, NULL);
	add_name(names, parent->label.en, HEADING_PARENT, NULL);
	add_name(names, arena_format(names->arena, "%s编号", parent->label.zh), HEADING_PARENT, NULL);
}

/* Fields first: they win over the words of the house. */
static void add_names(struct names *names, const struct ledger *ledger)
{
	static const char *const ids[] = {"id", NULL}, *const numbers[] = {"number", "编号", NULL};
	static const char *const states[] = {"state", "status", "状态", NULL};
	static const char *const counters[] = {"序号", "行号", "#", "no", "no.", NULL};
	for (size_t i = 0; i < ledger->field_count; i++)
		if (ledger->fields[i].type != FIELD_ROWS)
			add_field(names, &ledger->fields[i]);
	add_words(names, ids, HEADING_KEY);
	if (ledger->number)
		add_words(names, numbers, HEADING_KEY);
	if (ledger->parent)
		add_parent(names, ledger->parent);
	if (ledger->state_count)
		add_words(names, states, HEADING_STATE);
	add_words(names, counters, HEADING_PASSED);
}

static struct import_column column_of_key(const struct names *names, const char *key)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->items[i].key, key) == 0)
			return names->items[i].column;
	return (struct import_column){HEADING_REFUSED, NULL};
}

/* "人数(人)" is also looked for without its brackets. */
static struct import_column column_of(const struct names *names, const char *key)
{
	struct import_column column = column_of_key(names, key);
	const char *open = column.heading == HEADING_REFUSED ? strchr(key, '(') : NULL;
	if (!open || open == key || !text_ends(key, ")"))
		return column;
	return column_of_key(names, arena_copy_bytes(names->arena, key, (size_t)(open - key)));
}

struct import_column heading_of(const struct ledger *ledger, const char *text, struct arena *arena)
{
	struct names names = {.arena = arena};
	add_names(&names, ledger);
	return column_of(&names, heading_key(text, arena));
}

/* ---- one line, or two ---- */

struct reading {
	const struct ledger *ledger;
	const struct sheet *sheet;
	struct names names;
	const char *const *keys[LINES_SEARCHED + 1]; /* of the cells, by row */
	struct arena *arena;
};

static void take_keys(struct reading *reading)
{
	for (size_t i = 0; i < reading->sheet->count && i <= LINES_SEARCHED; i++) {
		const struct sheet_row *row = &reading->sheet->rows[i];
		const char **keys = arena_array(reading->arena, const char *, row->count);
		for (size_t j = 0; j < row->count; j++)
			keys[j] = heading_key(row->cells[j].text, reading->arena);
		reading->keys[i] = keys;
	}
}

static const char *key_at(const struct reading *reading, size_t row, size_t index)
{
	return index < reading->sheet->rows[row].count ? reading->keys[row][index] : "";
}

/* Of two lines: both together in either order, then the lower; what is above a
   lower cell stands in the nearest cell that is not empty, because a merged one
   leaves the others of its width empty. */
static struct import_column find_column(const struct reading *reading, const char *high, const char *low)
{
	const struct import_column none = {HEADING_NONE, NULL};
	struct import_column column = none;
	if (*high && *low) {
		column = column_of(&reading->names, arena_format(reading->arena, "%s%s", high, low));
		if (column.heading == HEADING_REFUSED)
			column = column_of(&reading->names, arena_format(reading->arena, "%s%s", low, high));
	}
	if (column.heading == HEADING_NONE || column.heading == HEADING_REFUSED) {
		const char *alone = *low ? low : high;
		column = *alone ? column_of(&reading->names, alone) : none;
	}
	return column;
}

/* A counter of lines counts half, so that it alone makes no headings. */
static size_t weight_of(const struct headings *headings, size_t index)
{
	const struct import_column *column = &headings->columns[index];
	for (size_t i = 0; i < index; i++)
		if (headings->columns[i].heading == column->heading &&
		    headings->columns[i].field == column->field)
			return 0;
	if (column->heading == HEADING_PASSED)
		return 1;
	return column->heading == HEADING_NONE || column->heading == HEADING_REFUSED ? 0 : 2;
}

/* Reads the row, or with `lines` 2 this and the next, as headings; returns what they say. */
static size_t read_lines(const struct reading *reading, size_t first, size_t lines, struct headings *ret)
{
	const struct sheet_row *rows = &reading->sheet->rows[first];
	size_t count = rows[lines - 1].count > rows[0].count ? rows[lines - 1].count : rows[0].count,
	       weight = 0;
	const char *merged = "";
	*ret = (struct headings){.columns = arena_array(reading->arena, struct import_column, count + 1),
	                         .count = count,
	                         .first = first,
	                         .lines = lines,
	                         .line = rows[lines - 1].line};
	for (size_t i = 0; i < count; i++) {
		const char *high = key_at(reading, first, i),
		           *low = lines == 2 ? key_at(reading, first + 1, i) : "";
		merged = *high ? high : merged;
		ret->columns[i] = find_column(reading, *low ? merged : high, low);
		weight += weight_of(ret, i);
	}
	return weight;
}

/* The lines that say most; of equals the first, and one line before two: what
   stands above it and says nothing more is a title. */
static bool find_lines(const struct reading *reading, struct headings *ret)
{
	size_t best = 1;
	for (size_t lines = 1; lines <= 2; lines++)
		for (size_t i = 0; i + lines <= reading->sheet->count && i < LINES_SEARCHED; i++) {
			struct headings headings;
			size_t weight = read_lines(reading, i, lines, &headings);
			if (weight > best) {
				best = weight;
				*ret = headings;
			}
		}
	return best > 1;
}

/* ---- what is wrong with them ---- */

static struct position place_of(const struct sheet *sheet, const struct headings *headings, size_t index)
{
	for (size_t line = headings->lines; line-- > 0;) {
		const struct sheet_row *row = &sheet->rows[headings->first + line];
		if (index < row->count && !cell_blank(row->cells[index].text))
			return sheet_place(sheet, row, (int)index);
	}
	return sheet_place(sheet, &sheet->rows[headings->first + headings->lines - 1], -1);
}

static const char *written(const struct sheet *sheet, const struct headings *headings, size_t index)
{
	for (size_t line = headings->lines; line-- > 0;) {
		const struct sheet_row *row = &sheet->rows[headings->first + line];
		if (index < row->count && !cell_blank(row->cells[index].text))
			return row->cells[index].text;
	}
	return "";
}

static bool column_used(const struct sheet *sheet, const struct headings *headings, size_t index)
{
	for (size_t i = headings->first + headings->lines; i < sheet->count; i++)
		if (index < sheet->rows[i].count && !cell_blank(sheet->rows[i].cells[index].text) &&
		    !headings_repeat(headings, sheet, &sheet->rows[i]))
			return true;
	return false;
}

static void refuse_unknown(const struct reading *reading, const struct headings *headings, size_t index,
                           struct faults *faults)
{
	const struct ledger *ledger = reading->ledger;
	const char *typed = written(reading->sheet, headings, index);
	struct nearest nearest = nearest_to(typed);
	for (size_t i = 0; i < ledger->field_count; i++) {
		nearest_offer(&nearest, ledger->fields[i].label.zh);
		nearest_offer(&nearest, ledger->fields[i].name);
		nearest_offer(&nearest, ledger->fields[i].label.en);
	}
	struct position at = place_of(reading->sheet, headings, index);
	if (nearest.best)
		faults_add_at(faults, at, record_import_column_near, ledger->label.zh, ledger->label.en,
		              typed, nearest.best);
	else
		faults_add_at(faults, at, record_import_column, ledger->label.zh, ledger->label.en, typed);
}

static bool same_column(const struct import_column *a, const struct import_column *b)
{
	return a->heading == b->heading && a->field == b->field &&
	       (a->heading == HEADING_FIELD || a->heading == HEADING_KEY || a->heading == HEADING_PARENT);
}

static void check_columns(const struct reading *reading, struct headings *headings, struct faults *faults)
{
	const struct ledger *parent = reading->ledger->parent;
	bool owned = false;
	for (size_t i = 0; i < headings->count; i++) {
		struct import_column *column = &headings->columns[i];
		owned |= column->heading == HEADING_PARENT;
		/* An empty column does no harm, whatever it is called. */
		if (column->heading == HEADING_REFUSED && column_used(reading->sheet, headings, i))
			refuse_unknown(reading, headings, i, faults);
		for (size_t j = 0; j < i; j++)
			if (same_column(&headings->columns[j], column)) {
				faults_add_at(faults, place_of(reading->sheet, headings, i),
				              record_import_column_twice,
				              written(reading->sheet, headings, i));
				column->heading = HEADING_REFUSED;
			}
	}
	if (parent && !owned)
		faults_add_at(
		        faults,
		        ((struct position){reading->sheet->file, headings->line, 1, reading->sheet->name}),
		        record_import_no_parent, parent->label.zh, parent->label.en);
}

bool headings_find(const struct ledger *ledger, const struct sheet *sheet, struct arena *arena,
                   struct headings *ret, struct faults *faults, struct fault *fault)
{
	struct reading reading = {
	        .ledger = ledger, .sheet = sheet, .names = {.arena = arena}, .arena = arena};
	struct headings headings = {};
	add_names(&reading.names, ledger);
	take_keys(&reading);
	if (!find_lines(&reading, &headings)) {
		const struct field *first = &ledger->fields[0];
		struct position at = {sheet->file, 1, 1, sheet->name};
		return fault_set_at(fault, at, record_import_headings, ledger->label.zh, ledger->label.en,
		                    first->label.zh, first->label.en);
	}
	check_columns(&reading, &headings, faults);
	*ret = headings;
	return true;
}

bool headings_repeat(const struct headings *headings, const struct sheet *sheet, const struct sheet_row *row)
{
	for (size_t line = 0; line < headings->lines; line++) {
		const struct sheet_row *heading = &sheet->rows[headings->first + line];
		bool same = heading->count == row->count;
		for (size_t i = 0; i < row->count && same; i++)
			same = strcmp(row->cells[i].text, heading->cells[i].text) == 0;
		if (same)
			return true;
	}
	return false;
}
