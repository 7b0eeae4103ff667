/* Which reader a table needs, and what both kinds of table share. */
#include "record/sheet.h"

#include <string.h>

#include "record/csv_read.h"
#include "record/xlsx_read.h"

bool sheet_read(const char *bytes, size_t length, const char *file, const char *name, struct sheet *ret,
                struct fault *fault)
{
	*ret = (struct sheet){.file = file};
	if (xlsx_is(bytes, length))
		return xlsx_read(bytes, length, name, ret, fault);
	if (name)
		return fault_set(fault, record_csv_sheet, name);
	return csv_read(bytes, length, ret, fault);
}

void sheet_release(struct sheet *sheet)
{
	memory_free(sheet->rows);
	memory_free(sheet->cells);
	memory_free(sheet->text);
	arena_release(&sheet->arena);
	*sheet = (struct sheet){};
}

struct position sheet_place(const struct sheet *sheet, const struct sheet_row *row, int column)
{
	struct position at = {sheet->file, row->line, 1, sheet->name};
	if (column >= 0 && (size_t)column < row->count) {
		at.line = row->cells[column].line;
		at.column = row->cells[column].column;
	} else if (column >= 0 && sheet->name) {
		at.column = column + 1;
	}
	return at;
}

bool cell_blank(const char *text)
{
	while (*text) {
		uint32_t code = utf8_next(&text);
		if (code > ' ' && code != 0xA0 && code != 0x3000 && code != 0xFEFF && code != 0x200B)
			return false;
	}
	return true;
}
