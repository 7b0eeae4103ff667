/* A worksheet read from front to back: first the shared strings and formats it
   refers to, then its cells, and last, because they stand last, the merged ones. */
#include "record/xlsx_read.h"

#include <string.h>

#include "record/xlsx_book.h"
#include "record/xlsx_number.h"

enum { ROWS_MOST = 1 << 20, CELLS_MOST = 20000000, COLUMNS_MOST = 16384 };

/* Texts one behind the other, each ended by a NUL. */
struct strings {
	struct text bytes;
	size_t *starts;
	size_t count, room;
};

struct merge {
	int top, bottom, column; /* the other columns of its width stay empty */
};

/* Where the text of an element goes. */
enum into { INTO_NOTHING, INTO_VALUE, INTO_TEXT };

struct reading {
	struct sheet *sheet;
	struct xlsx_file xlsx;
	struct xlsx_book book;
	struct strings strings;
	struct number_formats formats;
	struct part part;
	size_t row_room, cell_count;
	struct sheet_cell *row; /* the cells of the row in hand */
	size_t row_count, row_cells_room;
	int line;
	/* the cell in hand */
	int column;
	char kind[12]; /* its t= */
	size_t format;
	bool formula, valued;
	enum into into;
	bool phonetic;
	struct text text;
	struct merge *merges;
	size_t merge_count, merge_room;
};

/* ---- faults ---- */

static bool refuse_cell(const struct reading *reading, enum fault_code code, const char *what,
                        struct fault *fault)
{
	struct position at = {reading->sheet->file, reading->line, reading->column, reading->sheet->name};
	return fault_set_at(fault, at, code, what);
}

static bool refuse_size(const struct reading *reading, struct fault *fault)
{
	char most[24];
	snprintf(most, sizeof most, "%d", XLSX_INFLATED_MOST >> 20);
	return refuse_cell(reading, record_xlsx_large, most, fault);
}

static bool broken(const struct reading *reading, struct fault *fault)
{
	return refuse_cell(reading, record_xlsx_broken, reading->part.name, fault);
}

/* ---- text ---- */

/* _x000D_ is how the format writes what XML cannot hold; a zero byte stays written so. */
static uint32_t escaped(const char *at)
{
	uint32_t code = 0;
	if (at[0] != '_' || at[1] != 'x' || strspn(at + 2, "0123456789ABCDEFabcdef") < 4 || at[6] != '_')
		return 0;
	for (int i = 2; i < 6; i++)
		code = code * 16 + (uint32_t)(at[i] <= '9' ? at[i] - '0' : (at[i] | 0x20) - 'a' + 10);
	return code >= 0xD800 && code <= 0xDFFF ? 0 : code;
}

static void add_code(struct text *out, uint32_t code)
{
	if (code < 0x80) {
		text_add_byte(out, (char)code);
		return;
	}
	if (code < 0x800) {
		text_add_byte(out, (char)(0xC0 | code >> 6));
	} else {
		text_add_byte(out, (char)(0xE0 | code >> 12));
		text_add_byte(out, (char)(0x80 | (code >> 6 & 0x3F)));
	}
	text_add_byte(out, (char)(0x80 | (code & 0x3F)));
}

/* Takes the escapes off the text from `start` on. */
static void unescape(struct text *text, size_t start)
{
	struct text plain = TEXT_EMPTY;
	if (!strstr(text->at + start, "_x"))
		return;
	for (const char *at = text->at + start; *at;) {
		uint32_t code = escaped(at);
		if (code)
			add_code(&plain, code);
		else
			text_add_byte(&plain, *at);
		at += code ? 7 : 1;
	}
	text_cut(text, start);
	text_add_bytes(text, plain.at, plain.length);
	text_release(&plain);
}

/* ---- shared strings ---- */

static void begin_string(struct strings *strings)
{
	if (strings->count == strings->room) {
		strings->room = strings->room ? strings->room * 2 : 256;
		strings->starts = memory_grow(strings->starts, strings->room * sizeof *strings->starts);
	}
	strings->starts[strings->count++] = strings->bytes.length;
}

static void end_string(struct strings *strings)
{
	if (!strings->count)
		return;
	unescape(&strings->bytes, strings->starts[strings->count - 1]);
	text_add_byte(&strings->bytes, 0);
}

static bool read_strings(struct reading *reading, struct fault *fault)
{
	struct part *part = &reading->part;
	struct strings *strings = &reading->strings;
	enum part_step step = PART_FAULT;
	bool in_text = false, in_string = false, phonetic = false;
	bool opened = part_open(&reading->xlsx, reading->book.strings, part, fault);
	while (opened && (step = part_step(part, fault)) < PART_END) {
		bool opens = step == PART_OPENS;
		if (step == PART_TEXT) {
			if (in_string && in_text && !phonetic)
				text_add(&strings->bytes, part_text(part));
		} else if (strcmp(part->element, "t") == 0) {
			in_text = opens;
		} else if (strcmp(part->element, "rPh") == 0) {
			phonetic = opens;
		} else if (strcmp(part->element, "si") == 0) {
			if (opens && !in_string)
				begin_string(strings);
			else if (!opens)
				end_string(strings);
			in_string = opens;
		}
	}
	part_close(part);
	return opened && step == PART_END;
}

/* ---- places ---- */

/* "C5": column 3 and row 5. Behind it the text ends or a colon stands. */
static bool read_place(const char *at, int *ret_line, int *ret_column, const char **ret_end)
{
	int column = 0, line = 0;
	const char *start = at;
	for (; *at >= 'A' && *at <= 'Z' && at - start < 3; at++)
		column = column * 26 + (*at - 'A' + 1);
	const char *digits = at;
	for (; *at >= '0' && *at <= '9' && at - digits < 7; at++)
		line = line * 10 + (*at - '0');
	if (!column || column > COLUMNS_MOST || line < 1 || line > ROWS_MOST || (*at && *at != ':'))
		return false;
	*ret_line = line;
	*ret_column = column;
	*ret_end = at;
	return true;
}

static bool take_merge(struct reading *reading, struct fault *fault)
{
	const char *at = part_attribute(&reading->part, "ref");
	struct merge merge;
	int other;
	if (!at || !read_place(at, &merge.top, &merge.column, &at))
		return broken(reading, fault);
	merge.bottom = merge.top;
	if (*at && !read_place(at + 1, &merge.bottom, &other, &at))
		return broken(reading, fault);
	if (merge.bottom <= merge.top)
		return true;
	if (reading->merge_count == reading->merge_room) {
		reading->merge_room = reading->merge_room ? reading->merge_room * 2 : 16;
		reading->merges = memory_grow(reading->merges, reading->merge_room * sizeof *reading->merges);
	}
	reading->merges[reading->merge_count++] = merge;
	return true;
}

/* ---- rows ---- */

/* Rows stand in order; a number may be left out. */
static bool begin_row(struct reading *reading, struct fault *fault)
{
	const char *number = part_attribute(&reading->part, "r");
	long line = number ? strtol(number, NULL, 10) : reading->line + 1;
	if (line <= reading->line || line > ROWS_MOST)
		return broken(reading, fault);
	reading->line = (int)line;
	reading->column = 0;
	reading->row_count = 0;
	return true;
}

static bool end_row(struct reading *reading, struct fault *fault)
{
	struct sheet *sheet = reading->sheet;
	size_t count = reading->row_count;
	reading->cell_count += count;
	if (reading->cell_count > CELLS_MOST)
		return refuse_size(reading, fault);
	if (!count)
		return true;
	if (sheet->count == reading->row_room) {
		reading->row_room = reading->row_room ? reading->row_room * 2 : 64;
		sheet->rows = memory_grow(sheet->rows, reading->row_room * sizeof *sheet->rows);
	}
	struct sheet_cell *cells = arena_array(&sheet->arena, struct sheet_cell, count);
	memcpy(cells, reading->row, count * sizeof *cells);
	sheet->rows[sheet->count++] = (struct sheet_row){cells, count, reading->line};
	return true;
}

/* Puts the cell at its column; those left out before it are empty. */
static void put_cell(struct reading *reading, const char *text, enum cell_kind kind)
{
	size_t needed = (size_t)reading->column;
	if (needed > reading->row_cells_room) {
		reading->row_cells_room = needed * 2;
		reading->row = memory_grow(reading->row, reading->row_cells_room * sizeof *reading->row);
	}
	for (size_t i = reading->row_count; i < needed; i++)
		reading->row[i] = (struct sheet_cell){"", reading->line, (int)i + 1, CELL_TEXT};
	reading->row[needed - 1].text = text;
	reading->row[needed - 1].kind = kind;
	reading->row_count = needed;
}

/* ---- cells ---- */

static bool begin_cell(struct reading *reading, struct fault *fault)
{
	struct part *part = &reading->part;
	const char *place = part_attribute(part, "r"), *end;
	int line = reading->line, column = reading->column + 1;
	if (place && (!read_place(place, &line, &column, &end) || *end || line != reading->line ||
	              column <= reading->column))
		return broken(reading, fault);
	reading->column = column;
	const char *kind = part_attribute(part, "t");
	snprintf(reading->kind, sizeof reading->kind, "%s", kind ? kind : "n");
	const char *format = part_attribute(part, "s");
	reading->format = format ? (size_t)strtoul(format, NULL, 10) : 0;
	reading->formula = reading->valued = false;
	reading->into = INTO_NOTHING;
	text_cut(&reading->text, 0);
	return true;
}

static bool shared_string(const struct reading *reading, const char **ret)
{
	char *end;
	unsigned long index = strtoul(reading->text.at, &end, 10);
	if (!reading->text.length || *end || index >= reading->strings.count)
		return false;
	*ret = reading->strings.bytes.at + reading->strings.starts[index];
	return true;
}

/* What the cell shows, into `ret`, which outlives the reading. */
static bool cell_text(struct reading *reading, const char **ret, enum cell_kind *ret_kind,
                      struct fault *fault)
{
	static const struct number_format plain = {};
	struct text *text = &reading->text;
	*ret_kind = CELL_TEXT;
	if (strcmp(reading->kind, "s") == 0)
		return shared_string(reading, ret) || broken(reading, fault);
	if (strcmp(reading->kind, "n") == 0 && text->length) {
		struct text shown = TEXT_EMPTY;
		const struct number_format *format = reading->format < reading->formats.count
		                                             ? &reading->formats.items[reading->format]
		                                             : &plain;
		*ret_kind = number_show(text->at, format, reading->book.from_1904, &shown);
		*ret = arena_copy(&reading->sheet->arena, shown.at);
		text_release(&shown);
		return true;
	}
	unescape(text, 0);
	*ret = arena_copy(&reading->sheet->arena, text->at);
	return true;
}

static bool end_cell(struct reading *reading, struct fault *fault)
{
	char most[12];
	const char *text = "";
	enum cell_kind kind = CELL_TEXT;
	if (reading->formula && !reading->valued && strcmp(reading->kind, "str") != 0)
		return refuse_cell(reading, record_xlsx_formula, "", fault);
	if (!reading->valued)
		return true;
	if (!cell_text(reading, &text, &kind, fault))
		return false;
	if (!*text)
		return true;
	if (reading->column > SHEET_CELLS_MOST) {
		snprintf(most, sizeof most, "%d", SHEET_CELLS_MOST);
		return refuse_cell(reading, record_csv_wide, most, fault);
	}
	put_cell(reading, text, kind);
	return true;
}

/* ---- the sheet ---- */

static bool open_element(struct reading *reading, struct fault *fault)
{
	const char *element = reading->part.element;
	if (strcmp(element, "c") == 0)
		return begin_cell(reading, fault);
	if (strcmp(element, "row") == 0)
		return begin_row(reading, fault);
	if (strcmp(element, "mergeCell") == 0)
		return take_merge(reading, fault);
	if (strcmp(element, "v") == 0) {
		reading->into = INTO_VALUE;
		reading->valued = true;
	} else if (strcmp(element, "t") == 0 && strcmp(reading->kind, "inlineStr") == 0) {
		reading->into = INTO_TEXT;
		reading->valued = true;
	} else if (strcmp(element, "f") == 0) {
		reading->formula = true;
	} else if (strcmp(element, "rPh") == 0) {
		reading->phonetic = true;
	}
	return true;
}

static bool close_element(struct reading *reading, struct fault *fault)
{
	const char *element = reading->part.element;
	if (strcmp(element, "c") == 0)
		return end_cell(reading, fault);
	if (strcmp(element, "row") == 0)
		return end_row(reading, fault);
	if (strcmp(element, "rPh") == 0)
		reading->phonetic = false;
	reading->into = INTO_NOTHING;
	return true;
}

static bool read_cells(struct reading *reading, struct fault *fault)
{
	struct part *part = &reading->part;
	enum part_step step = PART_FAULT;
	bool done = part_open(&reading->xlsx, reading->book.sheet, part, fault), in_data = false;
	while (done && (step = part_step(part, fault)) < PART_END) {
		if (step == PART_TEXT) {
			if (reading->into && !reading->phonetic)
				text_add(&reading->text, part_text(part));
			continue;
		}
		if (strcmp(part->element, "sheetData") == 0)
			in_data = step == PART_OPENS;
		else if (in_data || strcmp(part->element, "mergeCell") == 0)
			done = step == PART_OPENS ? open_element(reading, fault)
			                          : close_element(reading, fault);
	}
	part_close(part);
	return done && step == PART_END;
}

/* ---- merged cells ---- */

/* The first row at or below the line. */
static size_t row_from(const struct sheet *sheet, int line)
{
	size_t low = 0, high = sheet->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (sheet->rows[middle].line < line)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void repeat_cell(struct reading *reading, struct sheet_row *row, const struct sheet_cell *top)
{
	size_t column = (size_t)top->column, count = row->count < column ? column : row->count;
	if (row->count >= column && *row->cells[column - 1].text)
		return;
	struct sheet_cell *cells = arena_array(&reading->sheet->arena, struct sheet_cell, count);
	memcpy(cells, row->cells, row->count * sizeof *cells);
	for (size_t i = row->count; i < count; i++)
		cells[i] = (struct sheet_cell){"", row->line, (int)i + 1, CELL_TEXT};
	cells[column - 1].text = top->text;
	cells[column - 1].kind = top->kind;
	*row = (struct sheet_row){cells, count, row->line};
	reading->cell_count += count;
}

static bool spread_merges(struct reading *reading, struct fault *fault)
{
	struct sheet *sheet = reading->sheet;
	for (size_t i = 0; i < reading->merge_count; i++) {
		const struct merge *merge = &reading->merges[i];
		size_t at = row_from(sheet, merge->top);
		reading->cell_count++;
		if (at == sheet->count || sheet->rows[at].line != merge->top ||
		    sheet->rows[at].count < (size_t)merge->column)
			continue;
		const struct sheet_cell *top = &sheet->rows[at].cells[merge->column - 1];
		if (!*top->text || top->kind == CELL_NUMBER)
			continue;
		for (at++; at < sheet->count && sheet->rows[at].line <= merge->bottom; at++) {
			repeat_cell(reading, &sheet->rows[at], top);
			if (++reading->cell_count > CELLS_MOST)
				return refuse_size(reading, fault);
		}
	}
	return true;
}

/* ---- the whole ---- */

static bool read_archive(struct reading *reading, const char *name, struct fault *fault)
{
	struct sheet *sheet = reading->sheet;
	if (!xlsx_book_read(&reading->xlsx, name, &sheet->arena, &reading->book, fault))
		return false;
	bool done = (!reading->book.strings || read_strings(reading, fault)) &&
	            (!reading->book.styles ||
	             number_formats_read(&reading->xlsx, reading->book.styles, &reading->formats, fault));
	/* Only now: a fault before is one of the file, not of a cell. */
	sheet->name = reading->book.sheet_name;
	return done && read_cells(reading, fault) && spread_merges(reading, fault);
}

static bool is_old(const char *bytes, size_t length)
{
	static const char mark[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
	return length >= sizeof mark - 1 && memcmp(bytes, mark, sizeof mark - 1) == 0;
}

bool xlsx_is(const char *bytes, size_t length)
{
	return (length >= 4 &&
	        (memcmp(bytes, "PK\x03\x04", 4) == 0 || memcmp(bytes, "PK\x05\x06", 4) == 0)) ||
	       is_old(bytes, length);
}

/* A password wraps the workbook in a file of the older kind, in a stream of this name. */
static bool refuse_old(const char *bytes, size_t length, const char *file, struct fault *fault)
{
	static const char stream[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	bool encrypted = memmem(bytes, length, stream, sizeof stream) != NULL;
	return fault_set_at(fault, ((struct position){.file = file}),
	                    encrypted ? record_xlsx_encrypted : record_xlsx_old);
}

bool xlsx_read(const char *bytes, size_t length, const char *name, struct sheet *ref_sheet,
               struct fault *fault)
{
	struct reading reading = {.sheet = ref_sheet, .text = TEXT_EMPTY, .strings = {.bytes = TEXT_EMPTY}};
	if (is_old(bytes, length))
		return refuse_old(bytes, length, ref_sheet->file, fault);
	if (!xlsx_open(bytes, length, ref_sheet->file, &reading.xlsx, fault))
		return false;
	bool done = read_archive(&reading, name, fault);
	if (reading.strings.bytes.room)
		ref_sheet->text = reading.strings.bytes.at;
	xlsx_close(&reading.xlsx);
	number_formats_release(&reading.formats);
	memory_free(reading.strings.starts);
	memory_free(reading.row);
	memory_free(reading.merges);
	text_release(&reading.text);
	return done;
}
