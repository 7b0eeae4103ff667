/* The one place that knows libxlsxwriter's ways: cells by row and column, dates
   as numbers, formats that belong to a workbook. */
#include "record/xlsx_write.h"

#include <math.h>
#include <string.h>
#include <xlsxwriter.h>

#include "base/memory.h"
#include "record/decimal.h"

/* ---- workbook and sheets ---- */

static const struct {
	const char *format;
	bool heading, bad, wrapped;
	uint32_t font; /* 0: as it is */
} styles[] = {
        [XLSX_TEXT] = {.format = "@"},
        [XLSX_NOTE] = {.format = "@", .wrapped = true},
        [XLSX_NUMBER] = {.format = "General"},
        [XLSX_DATE] = {.format = "yyyy-mm-dd"},
        [XLSX_INSTANT] = {.format = "yyyy-mm-dd hh:mm"},
        [XLSX_HEADING] = {.format = "@", .heading = true},
        [XLSX_REQUIRED] = {.format = "@", .heading = true, .font = 0xA8322A},
        [XLSX_BAD_TEXT] = {.format = "@", .bad = true},
        [XLSX_BAD_NUMBER] = {.format = "General", .bad = true},
        [XLSX_BAD_DATE] = {.format = "yyyy-mm-dd", .bad = true},
};

static lxw_format *new_format(lxw_workbook *book, size_t style)
{
	enum { BAD_FILL = 0xF8D0C8, HEADING_FILL = 0xECE6DA };
	lxw_format *format = workbook_add_format(book);
	format_set_num_format(format, styles[style].format);
	if (styles[style].wrapped || styles[style].heading)
		format_set_text_wrap(format);
	if (styles[style].heading) {
		format_set_bold(format);
		format_set_bottom(format, LXW_BORDER_THIN);
		format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
		format_set_bg_color(format, HEADING_FILL);
	}
	if (styles[style].font)
		format_set_font_color(format, styles[style].font);
	if (styles[style].bad)
		format_set_bg_color(format, BAD_FILL);
	return format;
}

bool xlsx_begin(const char *path, struct xlsx_writer *ret, struct fault *fault)
{
	struct arena arena = {};
	/* What is not yet packed lies beside the file: there is room for it, and it is as well kept. */
	const char *slash = strrchr(path, '/');
	char *folder = !slash          ? arena_copy(&arena, ".")
	               : slash == path ? arena_copy(&arena, "/")
	                               : arena_copy_bytes(&arena, path, (size_t)(slash - path));
	lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder};
	struct xlsx_writer writer = {.book = workbook_new_opt(path, &options)};
	arena_release(&arena);
	if (!writer.book)
		return fault_set(fault, record_export_unwritten);
	for (size_t i = 0; i < XLSX_STYLES; i++)
		writer.styles[i] = new_format(writer.book, i);
	*ret = writer;
	return true;
}

/* At most 31 units of UTF-16, without : \ / ? * [ ], and no ' at the ends. */
static void add_sheet_name(const char *name, struct text *out)
{
	enum { UNITS_MOST = 31 };
	int units = 0;
	while (*name) {
		const char *from = name;
		uint32_t code = utf8_next(&name);
		units += code > 0xFFFF ? 2 : 1;
		if (units > UNITS_MOST)
			break;
		if (code < ' ' || (code < 0x80 && strchr(":\\/?*[]'", (int)code)))
			text_add_byte(out, ' ');
		else
			text_add_bytes(out, from, (size_t)(name - from));
	}
}

bool xlsx_add_sheet(struct xlsx_writer *writer, const char *name, struct fault *fault)
{
	struct text clean = TEXT_EMPTY;
	add_sheet_name(name, &clean);
	writer->sheet = workbook_add_worksheet(writer->book, clean.at);
	text_release(&clean);
	return writer->sheet || fault_set(fault, record_export_unwritten);
}

void xlsx_column(struct xlsx_writer *writer, int column, int width, enum xlsx_style style)
{
	lxw_col_t at = (lxw_col_t)column;
	worksheet_set_column(writer->sheet, at, at, width, writer->styles[style]);
}

int xlsx_width(const char *text)
{
	int width = 0;
	while (*text)
		width += utf8_next(&text) >= 0x1100 ? 2 : 1;
	return width;
}

void xlsx_freeze(struct xlsx_writer *writer, int rows)
{
	worksheet_freeze_panes(writer->sheet, (lxw_row_t)rows, 0);
}

void xlsx_filter(struct xlsx_writer *writer, int heading, int last_row, int columns)
{
	worksheet_autofilter(writer->sheet, (lxw_row_t)heading, 0, (lxw_row_t)last_row,
	                     (lxw_col_t)(columns - 1));
}

/* ---- cells ---- */

static bool written(lxw_error error, int row, struct fault *fault)
{
	char line[12];
	if (error == LXW_NO_ERROR)
		return true;
	snprintf(line, sizeof line, "%d", row + 1);
	if (error == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
		return fault_set(fault, record_export_long, line);
	return fault_set(fault, record_export_unwritten);
}

bool xlsx_text(struct xlsx_writer *writer, int row, int column, const char *text, enum xlsx_style style,
               struct fault *fault)
{
	lxw_row_t line = (lxw_row_t)row;
	lxw_col_t at = (lxw_col_t)column;
	lxw_format *format = writer->styles[style];
	if (*text)
		return written(worksheet_write_string(writer->sheet, line, at, text, format), row, fault);
	return written(worksheet_write_blank(writer->sheet, line, at, format), row, fault);
}

static bool write_number(struct xlsx_writer *writer, int row, int column, double number, lxw_format *format,
                         struct fault *fault)
{
	return written(
	        worksheet_write_number(writer->sheet, (lxw_row_t)row, (lxw_col_t)column, number, format), row,
	        fault);
}

static lxw_format *decimal_format(struct xlsx_writer *writer, int places)
{
	char code[XLSX_DECIMALS + 3] = "0.";
	if (!places)
		return writer->styles[XLSX_NUMBER];
	if (!writer->decimals[places]) {
		memset(code + 2, '0', (size_t)places);
		writer->decimals[places] = workbook_add_format(writer->book);
		format_set_num_format(writer->decimals[places], code);
	}
	return writer->decimals[places];
}

bool xlsx_number(struct xlsx_writer *writer, int row, int column, int64_t number, int places,
                 struct fault *fault)
{
	static const int64_t exact = 1000000000000000;
	double scale = pow(10, places);
	if (places < XLSX_DECIMALS && number < exact && number > -exact)
		return write_number(writer, row, column, (double)number / scale,
		                    decimal_format(writer, places), fault);
	struct text printed = TEXT_EMPTY;
	decimal_print(number, places, &printed);
	bool done = xlsx_text(writer, row, column, printed.at, XLSX_TEXT, fault);
	text_release(&printed);
	return done;
}

/* Days as spreadsheets count them; before March 1900 they count a day that never was. */
static double day_number(civil_date date)
{
	enum { EPOCH = 25569, NEVER_WAS = 60 };
	int days = date_number(date) + EPOCH;
	return days > NEVER_WAS ? days : days - 1;
}

bool xlsx_date(struct xlsx_writer *writer, int row, int column, civil_date date, enum xlsx_style style,
               struct fault *fault)
{
	return write_number(writer, row, column, day_number(date), writer->styles[style], fault);
}

bool xlsx_instant(struct xlsx_writer *writer, int row, int column, instant_ms instant, struct fault *fault)
{
	static const double day_ms = 86400000;
	civil_date date = instant_date(instant);
	double fraction = (double)(instant - instant_at(date, 0, 0)) / day_ms;
	return write_number(writer, row, column, day_number(date) + fraction, writer->styles[XLSX_INSTANT],
	                    fault);
}

bool xlsx_end(struct xlsx_writer *writer, struct fault *fault)
{
	lxw_error error = workbook_close(writer->book);
	*writer = (struct xlsx_writer){};
	return error == LXW_NO_ERROR || fault_set(fault, record_export_unwritten);
}
