/* The CSV tokeniser. The text is decoded once; cells are unquoted in place, so
   that a cell is a pointer and a place and nothing is copied a second time. */
#include "record/csv_read.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/* ---- places ---- */

/* Moves the place over one byte; `next` is the byte behind it. */
static void pass(char byte, char next, int *ref_line, int *ref_column)
{
	if (byte == '\n' || (byte == '\r' && next != '\n')) {
		(*ref_line)++;
		*ref_column = 1;
	} else if (byte != '\r' && ((unsigned char)byte & 0xC0) != 0x80) {
		(*ref_column)++;
	}
}

/* The place behind `length` bytes. */
static struct position place_behind(const char *bytes, size_t length, const char *file)
{
	struct position at = {file, 1, 1};
	for (size_t i = 0; i < length; i++)
		pass(bytes[i], i + 1 < length ? bytes[i + 1] : 0, &at.line, &at.column);
	return at;
}

/* ---- encodings ---- */

static bool starts_with(const char *bytes, size_t length, const char *mark, size_t mark_length)
{
	return length >= mark_length && memcmp(bytes, mark, mark_length) == 0;
}

static bool convert(iconv_t how, const char *bytes, size_t length, const char *file, struct text *out,
                    struct fault *fault)
{
	char *from = (char *)bytes; /* iconv's own type; it does not write there */
	while (length) {
		char piece[4096], *to = piece;
		size_t left = sizeof piece;
		size_t done = iconv(how, &from, &length, &to, &left);
		int why = errno;
		text_add_bytes(out, piece, sizeof piece - left);
		if (done == (size_t)-1 && why != E2BIG)
			return fault_set_at(fault, place_behind(out->at, out->length, file),
			                    record_csv_encoding);
	}
	return true;
}

static bool decode_from(const char *encoding, const char *bytes, size_t length, const char *file,
                        struct text *out, struct fault *fault)
{
	iconv_t how = iconv_open("UTF-8", encoding);
	if (how == (iconv_t)-1)
		return fault_set(fault, record_csv_decoder, encoding);
	bool done = convert(how, bytes, length, file, out, fault);
	iconv_close(how);
	return done;
}

static bool decode_plain(const char *bytes, size_t length, const char *file, bool marked, struct text *out,
                         struct fault *fault)
{
	if (utf8_valid(bytes, length)) {
		text_add_bytes(out, bytes, length);
		return true;
	}
	if (!marked)
		return decode_from("GB18030", bytes, length, file, out, fault);
	size_t good = 0, step;
	while (good < length && (step = utf8_length(bytes + good, length - good)) > 0)
		good += step;
	return fault_set_at(fault, place_behind(bytes, good, file), record_csv_encoding);
}

static bool decode(const char *bytes, size_t length, const char *file, struct text *out, struct fault *fault)
{
	if (starts_with(bytes, length, "\xFF\xFE", 2) || starts_with(bytes, length, "\xFE\xFF", 2)) {
		if (!decode_from("UTF-16", bytes, length, file, out, fault))
			return false;
	} else {
		bool marked = starts_with(bytes, length, "\xEF\xBB\xBF", 3);
		size_t mark = marked ? 3 : 0;
		if (!decode_plain(bytes + mark, length - mark, file, marked, out, fault))
			return false;
	}
	const char *zero = memchr(out->at, 0, out->length);
	if (zero)
		return fault_set_at(fault, place_behind(out->at, (size_t)(zero - out->at), file),
		                    record_csv_binary);
	return true;
}

/* ---- the separator ---- */

/* The one that stands most often outside quotes in the first lines. */
static char find_separator(const char *text)
{
	enum { LINES = 30 };
	static const char separators[] = {',', '\t', ';'};
	size_t counts[sizeof separators] = {};
	bool quoted = false;
	int lines = 0;
	for (; *text && lines < LINES; text++) {
		quoted ^= *text == '"';
		lines += *text == '\n' && !quoted;
		for (size_t i = 0; i < sizeof separators && !quoted; i++)
			counts[i] += *text == separators[i];
	}
	size_t best = 0;
	for (size_t i = 1; i < sizeof separators; i++)
		if (counts[i] > counts[best])
			best = i;
	return separators[best];
}

/* Some programs write what separates into a first line "sep=;". */
static char *take_separator(char *text, char *ret, int *ref_line)
{
	*ret = find_separator(text);
	if (strncmp(text, "sep=", 4) != 0 || !text[4] || !strchr(",;\t", text[4]))
		return text;
	size_t length = 5 + strspn(text + 5, "\r");
	if (text[length] && text[length] != '\n')
		return text;
	*ret = text[4];
	(*ref_line)++;
	return text + length + (text[length] == '\n');
}

/* ---- rows and cells ---- */

struct scan {
	const char *file;
	char *at;
	int line, column;
	char separator;
	struct sheet *sheet;
	size_t cell_count, cell_room, row_room;
};

static void step(struct scan *scan)
{
	pass(scan->at[0], scan->at[1], &scan->line, &scan->column);
	scan->at++;
}

static bool at_end_of_cell(const struct scan *scan)
{
	return !*scan->at || *scan->at == scan->separator || *scan->at == '\n' || *scan->at == '\r';
}

/* Behind the opening quote; leaves the text unquoted in place. */
static bool scan_quoted(struct scan *scan, struct position opened, char **ret_end, struct fault *fault)
{
	char *to = scan->at;
	for (;;) {
		if (!*scan->at)
			return fault_set_at(fault, opened, record_csv_quote_open);
		if (*scan->at == '"') {
			step(scan);
			if (*scan->at != '"')
				break;
		}
		*to++ = *scan->at;
		step(scan);
	}
	*ret_end = to;
	while (*scan->at == ' ')
		step(scan);
	if (!at_end_of_cell(scan))
		return fault_set_at(fault, ((struct position){scan->file, scan->line, scan->column}),
		                    record_csv_quote_text);
	return true;
}

static void add_cell(struct scan *scan, const char *text, int line, int column)
{
	struct sheet *sheet = scan->sheet;
	if (scan->cell_count == scan->cell_room) {
		scan->cell_room = scan->cell_room ? scan->cell_room * 2 : 256;
		sheet->cells = memory_grow(sheet->cells, scan->cell_room * sizeof *sheet->cells);
	}
	sheet->cells[scan->cell_count++] = (struct sheet_cell){text, line, column, CELL_TEXT};
	sheet->rows[sheet->count - 1].count++;
}

static void add_row(struct scan *scan)
{
	struct sheet *sheet = scan->sheet;
	if (sheet->count == scan->row_room) {
		scan->row_room = scan->row_room ? scan->row_room * 2 : 64;
		sheet->rows = memory_grow(sheet->rows, scan->row_room * sizeof *sheet->rows);
	}
	sheet->rows[sheet->count++] = (struct sheet_row){.line = scan->line};
}

/* One cell and the separator behind it. False with *ret_last when it ended its row. */
static bool scan_cell(struct scan *scan, bool *ret_last, struct fault *fault)
{
	struct position at = {scan->file, scan->line, scan->column};
	char *text = scan->at, *end;
	if (*scan->at == '"') {
		step(scan);
		text = scan->at;
		if (!scan_quoted(scan, at, &end, fault))
			return false;
	} else {
		while (!at_end_of_cell(scan))
			step(scan);
		end = scan->at;
	}
	char ended_by = *scan->at;
	if (ended_by == '\r' && scan->at[1] == '\n')
		step(scan);
	if (ended_by)
		step(scan);
	*end = 0;
	add_cell(scan, text, at.line, at.column);
	*ret_last = ended_by != scan->separator;
	return true;
}

static bool scan_row(struct scan *scan, struct fault *fault)
{
	const struct sheet_row *row;
	char most[12];
	bool last = false;
	add_row(scan);
	row = &scan->sheet->rows[scan->sheet->count - 1];
	while (!last) {
		if (row->count == SHEET_CELLS_MOST) {
			snprintf(most, sizeof most, "%d", SHEET_CELLS_MOST);
			return fault_set_at(fault, ((struct position){scan->file, scan->line, scan->column}),
			                    record_csv_wide, most);
		}
		if (!scan_cell(scan, &last, fault))
			return false;
	}
	return true;
}

/* The array of cells has moved while it grew. */
static void settle(struct sheet *sheet)
{
	const struct sheet_cell *cells = sheet->cells;
	for (size_t i = 0; i < sheet->count; i++) {
		sheet->rows[i].cells = cells;
		cells += sheet->rows[i].count;
	}
}

bool csv_read(const char *bytes, size_t length, struct sheet *ref_sheet, struct fault *fault)
{
	struct text text = TEXT_EMPTY;
	struct scan scan = {.file = ref_sheet->file, .line = 1, .column = 1, .sheet = ref_sheet};
	bool done = decode(bytes, length, scan.file, &text, fault);
	if (done && text.length)
		scan.at = take_separator(text.at, &scan.separator, &scan.line);
	while (done && text.length && *scan.at)
		done = scan_row(&scan, fault);
	if (text.room)
		ref_sheet->text = text.at;
	settle(ref_sheet);
	return done;
}
