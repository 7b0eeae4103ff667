/* Faults filled, printed and sorted, and the catalogue of all of them. The
   sentences stand in faults/ROOM.def, never here. */
#include "base/fault.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct kind_row {
	const char *name;
	int exit_code, status;
};

static const struct kind_row kinds[] = {
#define X(name, exit_code, status) [FAULT_##name] = {#name, exit_code, status},
        FAULT_KINDS(X)
#undef X
};

struct code_row {
	const char *name;
	enum fault_kind kind;
	const char *sentence[2], *hint[2]; /* by enum language */
};

static const struct code_row codes[] = {
        [FAULT_NONE] = {"none", FAULT_SYSTEM, {"", ""}, {"", ""}},
#define FAULT(name, kind, zh, en, hint_zh, hint_en)         \
	[name] = {#name,                                    \
	          FAULT_##kind,                             \
	          {[LANGUAGE_ZH] = zh, [LANGUAGE_EN] = en}, \
	          {[LANGUAGE_ZH] = hint_zh, [LANGUAGE_EN] = hint_en}},
#include "base/faults/all.def"
#undef FAULT
};
static_assert(sizeof codes / sizeof codes[0] == FAULT_CODES, "a row for every code");

static const struct code_row *code_row(enum fault_code code)
{
	assert((size_t)code < FAULT_CODES);
	return &codes[code];
}

/* Arguments may come from anywhere: control characters and broken UTF-8 would spoil a log line or
   JSON. A character that does not fit is left out whole. */
static void argument_copy(char out[FAULT_ARGUMENT_SIZE], const char *string)
{
	size_t length = 0, whole = strlen(string);
	for (size_t i = 0; i < whole;) {
		size_t size = utf8_length(string + i, whole - i);
		bool clean = size > 1 || (size == 1 && string[i] >= 0x20 && string[i] != 0x7F);
		if (!size)
			size = 1;
		if (length + size >= FAULT_ARGUMENT_SIZE)
			break;
		if (clean)
			memcpy(out + length, string + i, size);
		else
			out[length] = string[i] == '\n' || string[i] == '\t' ? ' ' : '?';
		length += size;
		i += size;
	}
	out[length] = 0;
}

static void fault_fill(struct fault *fault, struct position at, enum fault_code code, va_list list)
{
	const char *string;
	*fault = (struct fault){.code = code, .at = at};
	for (size_t i = 0; (string = va_arg(list, const char *)); i++) {
		assert(i < FAULT_ARGUMENTS);
		argument_copy(fault->argument[i], string);
	}
}

bool fault_set_(struct fault *fault, enum fault_code code, ...)
{
	if (!fault)
		return false;
	va_list list;
	va_start(list, code);
	fault_fill(fault, (struct position){}, code, list);
	va_end(list);
	return false;
}

bool fault_set_at_(struct fault *fault, struct position at, enum fault_code code, ...)
{
	if (!fault)
		return false;
	va_list list;
	va_start(list, code);
	fault_fill(fault, at, code, list);
	va_end(list);
	return false;
}

enum fault_kind fault_kind(enum fault_code code)
{
	return code_row(code)->kind;
}

const char *fault_name(enum fault_code code)
{
	return code_row(code)->name;
}

int fault_exit_code(enum fault_code code)
{
	return kinds[fault_kind(code)].exit_code;
}

int fault_status(enum fault_code code)
{
	return kinds[fault_kind(code)].status;
}

/* "{0}" to "{3}" become the arguments; any other brace is itself. */
static void add_filled(struct text *out, const char *pattern, const struct fault *fault)
{
	const char *done = pattern;
	for (const char *at = pattern; *at; at++) {
		if (at[0] != '{' || at[1] < '0' || at[1] >= '0' + FAULT_ARGUMENTS || at[2] != '}')
			continue;
		text_add_bytes(out, done, (size_t)(at - done));
		text_add(out, fault->argument[at[1] - '0']);
		done = at + 3;
		at += 2;
	}
	text_add(out, done);
}

void fault_sentence(const struct fault *fault, enum language language, struct text *out)
{
	add_filled(out, code_row(fault->code)->sentence[language], fault);
}

void fault_hint(const struct fault *fault, enum language language, struct text *out)
{
	add_filled(out, code_row(fault->code)->hint[language], fault);
}

void position_cell(const struct position *at, struct text *out)
{
	char letters[8], *first = letters + sizeof letters - 1;
	*first = 0;
	for (int column = at->column; column > 0; column = (column - 1) / 26)
		*--first = (char)('A' + (column - 1) % 26);
	text_format(out, "%s%d", first, at->line);
}

/* "Sheet1!C5" */
static void add_sheet_cell(const struct position *at, struct text *out)
{
	text_format(out, "%s!", at->sheet);
	position_cell(at, out);
}

static void add_place(const struct position *at, struct text *out)
{
	if (at->line && at->sheet) {
		add_sheet_cell(at, out);
		text_add_byte(out, ':');
	} else if (at->line) {
		text_format(out, "%d:", at->line);
		if (at->column)
			text_format(out, "%d:", at->column);
	}
}

void fault_print(const struct fault *fault, enum language language, struct text *out)
{
	if (fault->at.file)
		text_format(out, "%s:", fault->at.file);
	add_place(&fault->at, out);
	if (fault->at.file || fault->at.line)
		text_add_byte(out, ' ');
	fault_sentence(fault, language, out);
	text_add(out, "\n    ");
	fault_hint(fault, language, out);
	text_add_byte(out, '\n');
}

static void add_lower(struct text *out, const char *string)
{
	for (; *string; string++)
		text_add_byte(out, (char)(*string >= 'A' && *string <= 'Z' ? *string - 'A' + 'a' : *string));
}

typedef void add_words(const struct fault *fault, enum language language, struct text *out);

static void add_json_words(struct text *out, const char *key, add_words *words, const struct fault *fault,
                           enum language language)
{
	struct text text = TEXT_EMPTY;
	words(fault, language, &text);
	text_format(out, "\"%s\":", key);
	text_add_json(out, text.at, text.length);
	text_release(&text);
}

static void add_json_place(const struct fault *fault, struct text *out)
{
	if (fault->at.file) {
		text_add(out, ",\"file\":");
		text_add_json(out, fault->at.file, strlen(fault->at.file));
	}
	if (fault->at.line)
		text_format(out, ",\"line\":%d", fault->at.line);
	if (fault->at.column)
		text_format(out, ",\"column\":%d", fault->at.column);
	if (fault->at.line && fault->at.sheet) {
		struct text cell = TEXT_EMPTY;
		add_sheet_cell(&fault->at, &cell);
		text_add(out, ",\"cell\":");
		text_add_json(out, cell.at, cell.length);
		text_release(&cell);
	}
	if (fault->field[0]) {
		text_add(out, ",\"field\":");
		text_add_json(out, fault->field, strlen(fault->field));
	}
}

void fault_json(const struct fault *fault, struct text *out)
{
	text_format(out, "{\"code\":\"%s\",\"kind\":\"", fault_name(fault->code));
	add_lower(out, kinds[fault_kind(fault->code)].name);
	text_add(out, "\",");
	add_json_words(out, "zh", fault_sentence, fault, LANGUAGE_ZH);
	text_add_byte(out, ',');
	add_json_words(out, "en", fault_sentence, fault, LANGUAGE_EN);
	text_add(out, ",\"hint\":{");
	add_json_words(out, "zh", fault_hint, fault, LANGUAGE_ZH);
	text_add_byte(out, ',');
	add_json_words(out, "en", fault_hint, fault, LANGUAGE_EN);
	text_add_byte(out, '}');
	add_json_place(fault, out);
	text_add_byte(out, '}');
}

/* A cell of a Markdown table: a bar would end it, an angle bracket would open HTML. */
static void add_cell(struct text *out, const char *string)
{
	text_add(out, " ");
	for (; *string; string++) {
		if (*string == '|' || *string == '<' || *string == '\\')
			text_add_byte(out, '\\');
		text_add_byte(out, *string);
	}
	text_add(out, " |");
}

static size_t room_length(const char *name)
{
	return strcspn(name, "_");
}

static void add_code_row(struct text *out, const struct code_row *row)
{
	const struct kind_row *kind = &kinds[row->kind];
	text_format(out, "| `%s` | ", row->name);
	add_lower(out, kind->name);
	text_format(out, " | %d | %d |", kind->exit_code, kind->status);
	add_cell(out, row->sentence[LANGUAGE_ZH]);
	add_cell(out, row->hint[LANGUAGE_ZH]);
	add_cell(out, row->sentence[LANGUAGE_EN]);
	add_cell(out, row->hint[LANGUAGE_EN]);
	text_add_byte(out, '\n');
}

void fault_catalogue(struct text *out)
{
	text_add(out,
	         "# 错误目录 Faults\n\n"
	         "由 src/base/faults/ 里的各行印出，请勿手改。编号永不改变，也不挪作他用；`{0}`、`{1}` "
	         "处填入当时的内容。\n\n"
	         "Printed from the rows in src/base/faults/; do not edit. A code never changes its meaning; "
	         "`{0}`, `{1}` stand for what was meant at the time. Exit is that of the command line, "
	         "HTTP the status of an answer.\n");
	const char *room = "";
	for (size_t i = FAULT_NONE + 1; i < FAULT_CODES; i++) {
		const struct code_row *row = &codes[i];
		size_t length = room_length(row->name);
		if (length != room_length(room) || strncmp(room, row->name, length) != 0) {
			room = row->name;
			text_format(out, "\n## %.*s\n\n", (int)length, room);
			text_add(out,
			         "| code | kind | exit | HTTP | 说明 | 怎么办 | sentence | what to do |\n"
			         "|---|---|---|---|---|---|---|---|\n");
		}
		add_code_row(out, row);
	}
}

bool faults_add(struct faults *faults, const struct fault *fault)
{
	if (faults->count == faults->room) {
		faults->room = faults->room ? faults->room * 2 : 4;
		faults->items = memory_grow(faults->items, faults->room * sizeof *faults->items);
	}
	faults->items[faults->count++] = *fault;
	return false;
}

/* Every part of a fault, its place first, so that faults that compare equal are equal. */
static int fault_compare(const void *left, const void *right)
{
	const struct fault *a = left, *b = right;
	int order = strcmp(a->at.file ? a->at.file : "", b->at.file ? b->at.file : "");
	if (!order)
		order = (a->at.line > b->at.line) - (a->at.line < b->at.line);
	if (!order)
		order = (a->at.column > b->at.column) - (a->at.column < b->at.column);
	if (!order)
		order = (a->code > b->code) - (a->code < b->code);
	if (!order)
		order = strcmp(a->field, b->field);
	for (size_t i = 0; !order && i < FAULT_ARGUMENTS; i++)
		order = strcmp(a->argument[i], b->argument[i]);
	return order;
}

void faults_sort(struct faults *faults)
{
	if (!faults->count)
		return;
	qsort(faults->items, faults->count, sizeof *faults->items, fault_compare);
	size_t kept = 1;
	for (size_t i = 1; i < faults->count; i++)
		if (fault_compare(&faults->items[kept - 1], &faults->items[i]) != 0)
			faults->items[kept++] = faults->items[i];
	faults->count = kept;
}

void faults_release(struct faults *faults)
{
	memory_free(faults->items);
	*faults = (struct faults){};
}
