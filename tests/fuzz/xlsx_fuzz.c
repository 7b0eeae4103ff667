/* Any bytes as a workbook. An archive is taken as it is; because few changed
   archives still open, other bytes are parts, each behind a line "== NAME", and
   are packed here. What is read keeps what record/sheet.h promises. */
#include <assert.h>
#include <string.h>
#include <zip.h>

#include "fuzz.h"
#include "record/xlsx_read.h"

static void check_row(const struct sheet *sheet, const struct sheet_row *row)
{
	assert(row->count >= 1 && row->count <= SHEET_CELLS_MOST);
	for (size_t i = 0; i < row->count; i++) {
		const struct sheet_cell *cell = &row->cells[i];
		assert(utf8_valid(cell->text, strlen(cell->text)));
		assert(cell->line == row->line && cell->column == (int)i + 1);
		struct position at = sheet_place(sheet, row, (int)i);
		assert(at.line == cell->line && at.column == cell->column && at.sheet == sheet->name);
	}
}

static void check_archive(const char *bytes, size_t length)
{
	struct sheet sheet = {};
	struct fault fault = {};
	struct text text = TEXT_EMPTY;
	int line = 0;
	if (sheet_read(bytes, length, "fuzz.xlsx", NULL, &sheet, &fault)) {
		assert(sheet.name);
		for (size_t i = 0; i < sheet.count; i++) {
			check_row(&sheet, &sheet.rows[i]);
			assert(sheet.rows[i].line > line);
			line = sheet.rows[i].line;
		}
	} else {
		assert(fault.code != FAULT_NONE && fault_kind(fault.code) == FAULT_INPUT);
		fault_print(&fault, LANGUAGE_EN, &text);
		assert(utf8_valid(text.at, text.length));
	}
	text_release(&text);
	sheet_release(&sheet);
}

/* The part named in the line at `at`; returns where the next begins. */
static const char *add_part(zip_t *archive, const char *at, const char *end, struct arena *arena)
{
	const char *line_end = memchr(at, '\n', (size_t)(end - at));
	if (!line_end)
		return end;
	const char *name = arena_copy_bytes(arena, at, (size_t)(line_end - at));
	const char *from = line_end + 1, *next = memmem(from, (size_t)(end - from), "\n== ", 4);
	size_t length = (size_t)((next ? next : end) - from);
	zip_source_t *source = zip_source_buffer(archive, from, length, 0);
	zip_int64_t index = zip_file_add(archive, name, source, 0);
	if (index < 0)
		zip_source_free(source);
	else
		zip_set_file_compression(archive, (zip_uint64_t)index, ZIP_CM_STORE, 0);
	return next ? next + 4 : end;
}

static void check_packed(zip_source_t *source, struct arena *arena)
{
	zip_stat_t about;
	zip_source_stat(source, &about);
	char *packed = arena_take(arena, about.size + 1);
	zip_int64_t got = zip_source_read(source, packed, about.size);
	zip_source_close(source);
	if (got > 0 && xlsx_is(packed, (size_t)got))
		check_archive(packed, (size_t)got);
}

static void check_parts(const char *bytes, size_t length)
{
	struct arena arena = {};
	const char *end = bytes + length;
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *archive = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
	assert(archive);
	zip_source_keep(source);
	for (const char *at = bytes + 3; at < end;)
		at = add_part(archive, at, end, &arena);
	if (zip_close(archive) != 0)
		zip_discard(archive);
	else if (zip_source_open(source) == 0) /* of an archive without parts nothing is kept */
		check_packed(source, &arena);
	zip_source_free(source);
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	const char *text = (const char *)bytes;
	if (length > 3 && memcmp(text, "== ", 3) == 0)
		check_parts(text, length);
	else if (xlsx_is(text, length))
		check_archive(text, length);
	return 0;
}
