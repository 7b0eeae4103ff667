/* Splits a template into head, blocks and nodes, and finds what is wrong. */
#include <string.h>

#include "summary/kept.h"

struct position passage_position(const struct passage *passage, size_t offset)
{
	size_t line = passage->line_count - 1;
	while (line && passage->starts[line] > offset)
		line--;
	size_t from = passage->starts[line];
	int column = passage->columns[line] + (int)utf8_count(passage->text + from, offset - from);
	return (struct position){passage->file, passage->lines[line], column};
}

/* ---- running text ---- */

/* Where the first phrase of `names` stands, the longest where several begin; `length` when there is none. */
static size_t find_name(const struct template_parser *parser, const char *text, size_t length,
                        size_t *ret_size)
{
	size_t first = length;
	*ret_size = 0;
	for (size_t i = 0; parser->names[i]; i++) {
		size_t size = strlen(parser->names[i]);
		const char *found = memmem(text, length, parser->names[i], size);
		size_t place = found ? (size_t)(found - text) : length;
		if (found && (place < first || (place == first && size > *ret_size))) {
			first = place;
			*ret_size = size;
		}
	}
	return first;
}

static void check_digits(struct template_parser *parser, const char *text, size_t offset)
{
	const char *at = text;
	while (*at) {
		size_t length = digits_at(at, parser->language);
		if (length)
			faults_add_at(parser->faults,
			              passage_position(parser->passage, offset + (size_t)(at - text)),
			              summary_orphan_digits, arena_copy_bytes(parser->arena, at, length));
		if (length)
			at += length;
		else
			utf8_next(&at);
	}
}

static struct node *text_node(struct template_parser *parser, enum node_kind kind, const char *text,
                              size_t length, size_t offset)
{
	struct node *node = arena_new(parser->arena, struct node);
	node->kind = kind;
	node->at = passage_position(parser->passage, offset);
	node->text = arena_copy_bytes(parser->arena, text, length);
	return node;
}

struct node *template_text(struct template_parser *parser, const char *text, size_t length, size_t offset)
{
	struct node *first = NULL, **tail = &first;
	while (length) {
		size_t size, plain = find_name(parser, text, length, &size);
		if (plain) {
			*tail = text_node(parser, NODE_TEXT, text, plain, offset);
			check_digits(parser, (*tail)->text, offset);
			tail = &(*tail)->next;
		}
		if (size) {
			*tail = text_node(parser, NODE_NAME, text + plain, size, offset + plain);
			tail = &(*tail)->next;
		}
		text += plain + size;
		offset += plain + size;
		length -= plain + size;
	}
	return first;
}

/* ---- tables ---- */

static struct node *mark_node(struct template_parser *parser, char mark, size_t offset)
{
	struct node *node = arena_new(parser->arena, struct node);
	node->kind = mark == '|' ? NODE_CELL : NODE_ROW;
	node->at = passage_position(parser->passage, offset);
	return node;
}

/* Text of a table: | ends a cell and the end of the line a row; blanks beside them are only there for the eye. */
static struct node *table_text(struct template_parser *parser, const char *text, size_t length, size_t offset)
{
	struct node *first = NULL, **tail = &first;
	for (size_t from = 0; from <= length;) {
		size_t to = from;
		while (to < length && text[to] != '|' && text[to] != '\n')
			to++;
		size_t begin = from, end = to;
		while (from && begin < end && text[begin] == ' ')
			begin++;
		while (to < length && end > begin && text[end - 1] == ' ')
			end--;
		*tail = template_text(parser, text + begin, end - begin, offset + begin);
		while (*tail)
			tail = &(*tail)->next;
		if (to < length) {
			*tail = mark_node(parser, text[to], offset + to);
			tail = &(*tail)->next;
		}
		from = to + 1;
	}
	return first;
}

/* ---- nodes ---- */

/* The {{end}} or {{else}} that ended a run of nodes; word NULL at the end of the passage. */
struct closing {
	const char *word;
	struct position at;
};

static struct node *nodes_until(struct template_parser *parser, int depth, struct closing *ret);

static void abandon(struct template_parser *parser)
{
	parser->at += strlen(parser->passage->text + parser->at);
	parser->abandoned = true;
}

/* What stands between a directive and its end. */
static void fill_block(struct template_parser *parser, struct node *node, int depth)
{
	const struct node *around = parser->around;
	struct closing closing;
	if (depth == TEMPLATE_DEPTH_MAX) {
		faults_add_at(parser->faults, node->at, summary_too_deep);
		abandon(parser);
		return;
	}
	if (node->kind != NODE_IF)
		parser->around = node;
	node->inside = nodes_until(parser, depth + 1, &closing);
	if (node->kind == NODE_IF && text_equal(closing.word, "else"))
		node->otherwise = nodes_until(parser, depth + 1, &closing);
	while (text_equal(closing.word, "else")) {
		faults_add_at(parser->faults, closing.at, summary_end_unexpected, closing.word);
		nodes_until(parser, depth + 1, &closing);
	}
	if (!closing.word && !parser->abandoned)
		faults_add_at(parser->faults, node->at, summary_end_missing);
	parser->around = around;
}

static bool opens(const struct node *node)
{
	return node->kind == NODE_EACH || node->kind == NODE_LIST || node->kind == NODE_IF;
}

/* Reads the directive at parser->at, which stands on {{. NULL when it closes something, or is no whole one. */
static struct node *read_directive(struct template_parser *parser, int depth, struct closing *ret)
{
	const char *text = parser->passage->text + parser->at, *end = strstr(text, "}}");
	if (!end) {
		faults_add_at(parser->faults, passage_position(parser->passage, parser->at),
		              summary_brace_missing);
		abandon(parser);
		return NULL;
	}
	size_t offset = parser->at + 2;
	const char *inner = arena_copy_bytes(parser->arena, text + 2, (size_t)(end - text) - 2), *closes;
	parser->at += (size_t)(end - text) + 2;
	struct node *node = template_directive(parser, inner, offset, &closes);
	if (closes) {
		*ret = (struct closing){closes, node->at};
		return NULL;
	}
	if (opens(node))
		fill_block(parser, node, depth);
	return node;
}

static struct node *nodes_until(struct template_parser *parser, int depth, struct closing *ret)
{
	struct node *first = NULL, **tail = &first;
	*ret = (struct closing){};
	while (parser->passage->text[parser->at] && !ret->word) {
		const char *text = parser->passage->text + parser->at, *brace = strstr(text, "{{");
		size_t length = brace ? (size_t)(brace - text) : strlen(text);
		if (length) {
			*tail = (parser->in_table ? table_text : template_text)(parser, text, length,
			                                                        parser->at);
			parser->at += length;
		} else {
			*tail = read_directive(parser, depth, ret);
		}
		while (*tail)
			tail = &(*tail)->next;
		if (ret->word && !depth) {
			faults_add_at(parser->faults, ret->at, summary_end_unexpected, ret->word);
			*ret = (struct closing){};
		}
	}
	return first;
}

/* ---- lines and blocks ---- */

struct line {
	const char *text;
	int number, column;
};

static const struct line_shape {
	const char *mark;
	enum block_kind kind;
	int level;
} shapes[] = {
        {"# ", BLOCK_TITLE, 0},         {"## ", BLOCK_HEADING, 1},    {"### ", BLOCK_HEADING, 2},
        {"#### ", BLOCK_HEADING, 3},    {"##### ", BLOCK_HEADING, 4}, {"@to ", BLOCK_ADDRESS, 0},
        {"@from ", BLOCK_SIGNATURE, 0}, {"@date ", BLOCK_DATE, 0},
};

static const struct line_shape *shape_of(const char *line)
{
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		if (text_starts(line, shapes[i].mark))
			return &shapes[i];
	return NULL;
}

/* True when the text so far ends inside a directive, whose words must stay apart. */
static bool is_open(const struct text *text)
{
	const char *open = NULL, *close = NULL;
	for (const char *at = text->at; (at = strstr(at, "{{")) != NULL; at += 2)
		open = at;
	for (const char *at = text->at; (at = strstr(at, "}}")) != NULL; at += 2)
		close = at;
	return open && (!close || close < open);
}

/* Joins lines into one passage that still knows their places. */
static struct passage *join(struct template_parser *parser, const char *file, const struct line *lines,
                            size_t count)
{
	struct passage *passage = arena_new(parser->arena, struct passage);
	size_t *starts = arena_array(parser->arena, size_t, count);
	int *columns = arena_array(parser->arena, int, count),
	    *numbers = arena_array(parser->arena, int, count);
	struct text text = TEXT_EMPTY;
	for (size_t i = 0; i < count; i++) {
		if (i && parser->in_table && !is_open(&text))
			text_add_byte(&text, '\n');
		else if (i && (parser->language == LANGUAGE_EN || is_open(&text)))
			text_add_byte(&text, ' ');
		starts[i] = text.length;
		columns[i] = lines[i].column;
		numbers[i] = lines[i].number;
		text_add(&text, lines[i].text);
	}
	*passage =
	        (struct passage){arena_copy(parser->arena, text.at), starts, columns, numbers, count, file};
	text_release(&text);
	return passage;
}

struct body {
	struct template_parser *parser;
	const char *file;
	struct line *lines; /* of the paragraph so far */
	size_t count, room;
	int table_line; /* of @table, while its rows are read; else 0 */
	struct template_block **tail;
};

/* Length of the numbering of a deep heading, 1. or （1）, which counts nothing; 0 when there is none. */
static size_t numbering_length(const char *heading)
{
	static const struct {
		const char *before, *behind;
	} forms[] = {{"", "."}, {"", "．"}, {"", "、"}, {"（", "）"}, {"(", ")"}};
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		const char *digits = heading + strlen(forms[i].before);
		size_t count = text_starts(heading, forms[i].before) ? strspn(digits, "0123456789") : 0;
		if (count && count <= 2 && text_starts(digits + count, forms[i].behind))
			return (size_t)(digits - heading) + count + strlen(forms[i].behind);
	}
	return 0;
}

/* Takes the numbering off the passage; NULL when there is none. */
static struct node *read_numbering(struct template_parser *parser)
{
	size_t length = numbering_length(parser->passage->text);
	if (!length)
		return NULL;
	struct node *node = arena_new(parser->arena, struct node);
	node->kind = NODE_NAME;
	node->at = passage_position(parser->passage, 0);
	node->text = arena_copy_bytes(parser->arena, parser->passage->text, length);
	parser->at = length;
	return node;
}

static void add_block(struct body *body, enum block_kind kind, int level, const struct line *lines,
                      size_t count)
{
	enum { FIRST_WITH_DIGITS = 3 };
	struct template_parser *parser = body->parser;
	struct template_block *block = arena_new(parser->arena, struct template_block);
	struct closing closing;
	block->kind = kind;
	block->level = level;
	parser->in_table = kind == BLOCK_TABLE;
	parser->passage = join(parser, body->file, lines, count);
	parser->at = 0;
	parser->abandoned = false;
	struct node *numbering = level >= FIRST_WITH_DIGITS ? read_numbering(parser) : NULL;
	block->nodes = nodes_until(parser, 0, &closing);
	if (numbering) {
		numbering->next = block->nodes;
		block->nodes = numbering;
	}
	*body->tail = block;
	body->tail = &block->next;
}

/* A passage may be several paragraphs, for which a cell is no place. */
static void refuse_write(struct body *body, const struct node *node)
{
	for (; node; node = node->next) {
		if (node->kind == NODE_WRITE)
			faults_add_at(body->parser->faults, node->at, summary_write_in_table);
		refuse_write(body, node->inside);
		refuse_write(body, node->otherwise);
	}
}

/* Of a paragraph, or of a table. */
static void end_paragraph(struct body *body)
{
	struct template_block **block = body->tail;
	if (body->count)
		add_block(body, body->table_line ? BLOCK_TABLE : BLOCK_PARAGRAPH, 0, body->lines,
		          body->count);
	if (body->table_line && *block)
		refuse_write(body, (*block)->nodes);
	else if (body->table_line)
		faults_add_at(body->parser->faults, (struct position){body->file, body->table_line, 1},
		              summary_table_empty);
	body->count = 0;
	body->table_line = 0;
}

static void add_text_line(struct body *body, const char *text, int number)
{
	if (strchr("#@", *text))
		faults_add_at(body->parser->faults, (struct position){body->file, number, 1},
		              summary_unknown_line,
		              arena_copy_bytes(body->parser->arena, text, strcspn(text, " ")));
	if (body->count == body->room) {
		body->room = body->room ? body->room * 2 : 64;
		body->lines = memory_grow(body->lines, body->room * sizeof *body->lines);
	}
	body->lines[body->count++] = (struct line){text, number, 1};
}

static void add_line(struct body *body, char *text, int number)
{
	size_t length = strlen(text);
	while (length && strchr(" \t", text[length - 1]))
		text[--length] = 0;
	if (text_starts(text, "%%"))
		return;
	const struct line_shape *shape = shape_of(text);
	bool table = text_equal(text, "@table");
	if (!length || shape || table)
		end_paragraph(body);
	if (table) {
		body->table_line = number;
	} else if (shape) {
		size_t skip = strlen(shape->mark);
		struct line line = {text + skip, number, (int)skip + 1};
		add_block(body, shape->kind, shape->level, &line, 1);
	} else if (length) {
		add_text_line(body, text, number);
	}
}

static void read_body(struct template_parser *parser, const char *file, char *text, int line,
                      struct template_block **ret)
{
	struct body body = {.parser = parser, .file = file, .tail = ret};
	while (text) {
		char *end = strchr(text, '\n');
		if (end)
			*end = 0;
		add_line(&body, text, line++);
		text = end ? end + 1 : NULL;
	}
	end_paragraph(&body);
	memory_free(body.lines);
}

/* ---- the whole ---- */

/* Text as people write it: UTF-8 without control characters but tab and ends of lines. */
static bool is_text(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		bool ends_line =
		        bytes[i] == '\n' || (bytes[i] == '\r' && i + 1 < length && bytes[i + 1] == '\n');
		bool control = (unsigned char)bytes[i] < ' ' || bytes[i] == 0x7f;
		if (control && !ends_line && bytes[i] != '\t')
			return false;
	}
	return utf8_valid(bytes, length);
}

/* A copy without what editors on Windows add: a byte order mark, and the \r of \r\n. */
static char *plain_copy(struct arena *arena, const char *bytes, size_t length)
{
	size_t from = length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0, to = 0;
	char *copy = arena_copy_bytes(arena, bytes + from, length - from);
	for (const char *at = copy; *at; at++)
		if (at[0] != '\r' || at[1] != '\n')
			copy[to++] = *at;
	copy[to] = 0;
	return copy;
}

/* The head is YAML between two lines "---"; blanks in place of the first keep its lines and columns right. */
static char *split_head(struct template_parser *parser, const struct summary_source *source, char **ret_body,
                        int *ret_line)
{
	struct position at = {source->file, 1, 1};
	if (!is_text(source->text, source->length)) {
		faults_add_at(parser->faults, at, summary_not_text);
		return NULL;
	}
	char *text = plain_copy(parser->arena, source->text, source->length);
	char *end = text_starts(text, "---\n") ? strstr(text + 3, "\n---\n") : NULL;
	if (!end) {
		faults_add_at(parser->faults, at, summary_head_missing);
		return NULL;
	}
	*ret_body = end + 5;
	*ret_line = 1;
	for (const char *c = text; c < *ret_body; c++)
		*ret_line += *c == '\n';
	memset(text, ' ', 3);
	end[1] = 0;
	return text;
}

bool template_parse(struct arena *arena, const struct definitions *definitions,
                    const struct summary_source *source, const struct template **ret, struct faults *faults)
{
	size_t before = faults->count;
	struct template_parser parser = {.arena = arena, .definitions = definitions, .faults = faults};
	struct template *template = arena_new(arena, struct template);
	template->name = source->name;
	template->source = source;
	char *body;
	int line;
	char *head = split_head(&parser, source, &body, &line);
	struct yaml *yaml;
	if (!head || !yaml_parse(arena, source->file, head, strlen(head), &yaml, faults))
		return false;
	template_read_head(&parser, yaml, template);
	parser.names = template->names;
	parser.language = template->language;
	read_body(&parser, source->file, body, line, &template->blocks);
	if (faults->count > before)
		return false;
	*ret = template;
	return true;
}

bool templates_check(const struct definitions *definitions, struct faults *faults)
{
	struct arena arena = {};
	bool ok = kept_ledger_check(definitions, faults);
	for (size_t i = 0; i < definitions->summary_count; i++) {
		const struct template *template;
		ok = template_parse(&arena, definitions, &definitions->summaries[i], &template, faults) && ok;
	}
	/* Faults name files of the definitions, not of this arena. */
	arena_release(&arena);
	return ok;
}
