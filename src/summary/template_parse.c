/* Splits a template into head, blocks and nodes, and finds what is wrong. */
#include <string.h>

#include "summary/template.h"

struct position passage_position(const struct passage *passage, size_t offset)
{
	size_t line = passage->line_count - 1;
	while (line && passage->starts[line] > offset)
		line--;
	size_t bytes = offset - passage->starts[line];
	int column = passage->columns[line] + (int)utf8_count(passage->text + passage->starts[line], bytes);
	return (struct position){passage->file, passage->lines[line], column};
}

/* Adds text as nodes: phrases of the head's `names` apart, the rest checked for digits. */
static struct node **add_text(struct template_parser *parser, struct node **tail, const char *text, size_t length,
                              size_t offset)
{
	size_t name = length, name_length = 0;
	for (size_t i = 0; parser->names[i]; i++) {
		size_t size = strlen(parser->names[i]);
		const char *found = size ? memmem(text, length, parser->names[i], size) : NULL;
		if (found && (size_t)(found - text) <= name && ((size_t)(found - text) < name || size > name_length)) {
			name = (size_t)(found - text);
			name_length = size;
		}
	}
	if (name) {
		struct node *node = arena_new(parser->arena, struct node);
		node->kind = NODE_TEXT;
		node->text = arena_copy_bytes(parser->arena, text, name);
		template_check_digits(parser, node->text, offset);
		*tail = node;
		tail = &node->next;
	}
	if (!name_length)
		return tail;
	struct node *node = arena_new(parser->arena, struct node);
	node->kind = NODE_NAME;
	node->text = arena_copy_bytes(parser->arena, text + name, name_length);
	*tail = node;
	size_t done = name + name_length;
	return add_text(parser, &node->next, text + done, length - done, offset + done);
}

static struct node *nodes_until(struct template_parser *parser, bool inside, const char **ret_closed, int depth);

static void fill_block(struct template_parser *parser, struct node *node, int depth)
{
	const char *closed = NULL;
	struct position at = node->at;
	if (depth > 8) {
		faults_add_at(parser->faults, at, summary_too_deep);
		return;
	}
	node->inside = nodes_until(parser, true, &closed, depth + 1);
	if (text_equal(closed, "else") && node->kind == NODE_IF)
		node->otherwise = nodes_until(parser, true, &closed, depth + 1);
	if (!text_equal(closed, "end"))
		faults_add_at(parser->faults, at, summary_end_missing);
}

static bool opens(const struct node *node)
{
	return node->kind == NODE_EACH || node->kind == NODE_LIST || node->kind == NODE_IF;
}

/* Reads the directive at parser->at, which stands on {{. */
static struct node **add_directive(struct template_parser *parser, struct node **tail, bool inside,
                                   const char **ret_closed, int depth)
{
	const char *text = parser->passage->text + parser->at;
	const char *end = strstr(text, "}}");
	if (!end) {
		faults_add_at(parser->faults, passage_position(parser->passage, parser->at), summary_brace_missing);
		parser->at += strlen(text);
		return tail;
	}
	const char *inner = arena_copy_bytes(parser->arena, text + 2, (size_t)(end - text) - 2);
	size_t offset = parser->at + 2;
	parser->at += (size_t)(end - text) + 2;
	const char *closes = NULL;
	struct node *node = template_directive(parser, inner, offset, &closes);
	if (closes && !inside)
		faults_add_at(parser->faults, passage_position(parser->passage, offset), summary_end_unexpected, closes);
	else if (closes)
		*ret_closed = closes;
	if (!node || closes)
		return tail;
	*tail = node;
	if (opens(node))
		fill_block(parser, node, depth);
	return &node->next;
}

static struct node *nodes_until(struct template_parser *parser, bool inside, const char **ret_closed, int depth)
{
	struct node *first = NULL, **tail = &first;
	*ret_closed = NULL;
	while (parser->passage->text[parser->at] && !*ret_closed) {
		const char *text = parser->passage->text + parser->at;
		const char *brace = strstr(text, "{{");
		size_t length = brace ? (size_t)(brace - text) : strlen(text);
		if (length) {
			tail = add_text(parser, tail, text, length, parser->at);
			parser->at += length;
		} else {
			tail = add_directive(parser, tail, inside, ret_closed, depth);
		}
	}
	return first;
}

struct node *template_nodes(struct template_parser *parser)
{
	const char *closed;
	return nodes_until(parser, false, &closed, 0);
}

struct line {
	const char *text;
	int number, column;
};

static const struct line_shape {
	const char *mark;
	enum block_kind kind;
	int level;
} shapes[] = {{"# ", BLOCK_TITLE, 0},       {"## ", BLOCK_HEADING, 1},   {"### ", BLOCK_HEADING, 2},
              {"#### ", BLOCK_HEADING, 3},  {"##### ", BLOCK_HEADING, 4}, {"@to ", BLOCK_ADDRESS, 0},
              {"@from ", BLOCK_SIGNATURE, 0}, {"@date ", BLOCK_DATE, 0}};

static const struct line_shape *shape_of(const char *line)
{
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		if (text_starts(line, shapes[i].mark))
			return &shapes[i];
	return NULL;
}

/* Joins lines into one passage that still knows their places. */
static struct passage *join(struct template_parser *parser, const char *file, const struct line *lines, size_t count)
{
	struct passage *passage = arena_new(parser->arena, struct passage);
	size_t *starts = arena_array(parser->arena, size_t, count);
	int *columns = arena_array(parser->arena, int, count), *numbers = arena_array(parser->arena, int, count);
	struct text text = TEXT_EMPTY;
	for (size_t i = 0; i < count; i++) {
		if (i && parser->language == LANGUAGE_EN)
			text_add_byte(&text, ' ');
		starts[i] = text.length;
		columns[i] = lines[i].column;
		numbers[i] = lines[i].number;
		text_add(&text, lines[i].text);
	}
	*passage = (struct passage){arena_copy(parser->arena, text.at), starts, columns, numbers, count, file};
	text_release(&text);
	return passage;
}

struct body {
	struct template_parser *parser;
	const char *file;
	struct line *lines; /* of the paragraph so far */
	size_t count, room;
	struct template_block **tail;
};

static void add_block(struct body *body, enum block_kind kind, int level, const struct line *lines, size_t count)
{
	struct template_block *block = arena_new(body->parser->arena, struct template_block);
	block->kind = kind;
	block->level = level;
	body->parser->passage = join(body->parser, body->file, lines, count);
	body->parser->at = 0;
	block->nodes = template_nodes(body->parser);
	*body->tail = block;
	body->tail = &block->next;
}

static void end_paragraph(struct body *body)
{
	if (body->count)
		add_block(body, BLOCK_PARAGRAPH, 0, body->lines, body->count);
	body->count = 0;
}

static void add_line(struct body *body, char *text, int number)
{
	size_t length = strlen(text);
	while (length && strchr(" \t\r", text[length - 1]))
		text[--length] = 0;
	if (text_starts(text, "%%"))
		return;
	const struct line_shape *shape = shape_of(text);
	if (!length || shape)
		end_paragraph(body);
	if (shape) {
		size_t skip = strlen(shape->mark);
		struct line line = {text + skip, number, (int)skip + 1};
		add_block(body, shape->kind, shape->level, &line, 1);
	} else if (length) {
		if (body->count == body->room) {
			body->room = body->room ? body->room * 2 : 64;
			body->lines = memory_grow(body->lines, body->room * sizeof *body->lines);
		}
		body->lines[body->count++] = (struct line){text, number, 1};
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

static const char *const *read_strings(struct arena *arena, const struct yaml *list, size_t *ret_count)
{
	size_t count = list && list->kind == YAML_LIST ? list->count : 0;
	const char **strings = arena_array(arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++)
		strings[i] = list->items[i]->value;
	*ret_count = count;
	return strings;
}

static void read_signers(struct template_parser *parser, const struct yaml *list, struct template *template)
{
	template->signers = read_strings(parser->arena, list, &template->signer_count);
	for (size_t i = 0; i < template->signer_count; i++)
		if (!definitions_role(parser->definitions, template->signers[i]))
			faults_add_at(parser->faults, list->items[i]->at, summary_unknown_role, template->signers[i]);
}

static bool known_key(const char *key)
{
	static const char *const keys[] = {"summary", "title", "language", "compare", "sign", "names"};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (text_equal(keys[i], key))
			return true;
	return false;
}

static const char *scalar(const struct yaml *map, const char *key)
{
	const struct yaml *value = yaml_get(map, key);
	return value && value->kind == YAML_SCALAR ? value->value : NULL;
}

static void read_choices(struct template_parser *parser, const struct yaml *head, struct template *template)
{
	const char *language = scalar(head, "language"), *compare = scalar(head, "compare");
	if (language && !text_equal(language, "zh") && !text_equal(language, "en"))
		faults_add_at(parser->faults, yaml_get(head, "language")->at, summary_bad_head, "language", "zh, en");
	if (compare && !text_equal(compare, "same_half_last_year") && !text_equal(compare, "none"))
		faults_add_at(parser->faults, yaml_get(head, "compare")->at, summary_bad_head, "compare",
		              "same_half_last_year, none");
	template->language = text_equal(language, "en") ? LANGUAGE_EN : LANGUAGE_ZH;
	template->compare = text_equal(compare, "same_half_last_year");
}

static void read_head(struct template_parser *parser, const struct yaml *head, struct template *template)
{
	const struct yaml *title = yaml_get(head, "title");
	size_t count;
	for (size_t i = 0; head->kind == YAML_MAP && i < head->count; i++)
		if (!known_key(head->keys[i]->value))
			faults_add_at(parser->faults, head->keys[i]->at, summary_bad_head, head->keys[i]->value,
			              "summary, title, language, compare, sign, names");
	if (!text_equal(scalar(head, "summary"), template->name))
		faults_add_at(parser->faults, head->at, summary_bad_head, "summary", template->name);
	template->title = (struct label){scalar(title, "zh"), scalar(title, "en")};
	if (!template->title.zh || !template->title.en)
		faults_add_at(parser->faults, head->at, summary_bad_head, "title", "{zh: …, en: …}");
	read_choices(parser, head, template);
	read_signers(parser, yaml_get(head, "sign"), template);
	template->names = read_strings(parser->arena, yaml_get(head, "names"), &count);
}

/* The head is YAML between two lines "---"; blank lines put in front keep its places right. */
static char *split_head(struct template_parser *parser, const struct summary_source *source, char **ret_body,
                        int *ret_line)
{
	struct position at = {source->file, 1, 1};
	char *text = arena_copy_bytes(parser->arena, source->text, source->length);
	char *end = text_starts(text, "---\n") ? strstr(text + 3, "\n---\n") : NULL;
	if (strlen(text) != source->length || !utf8_valid(source->text, source->length) || !end) {
		faults_add_at(parser->faults, at, summary_head_missing);
		return NULL;
	}
	*ret_line = 2;
	for (const char *c = text; c < end + 4; c++)
		*ret_line += *c == '\n';
	*ret_line -= 1;
	*ret_body = end + 5;
	memset(text, ' ', 3);
	end[1] = 0;
	return text;
}

bool template_parse(struct arena *arena, const struct definitions *definitions, const struct summary_source *source,
                    const struct template **ret, struct faults *faults)
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
	read_head(&parser, yaml, template);
	parser.names = template->names;
	parser.language = template->language;
	read_body(&parser, source->file, body, line + 1, &template->blocks);
	if (faults->count > before)
		return false;
	*ret = template;
	return true;
}

bool templates_check(const struct definitions *definitions, struct faults *faults)
{
	struct arena arena = {};
	bool ok = true;
	for (size_t i = 0; i < definitions->summary_count; i++) {
		const struct template *template;
		ok = template_parse(&arena, definitions, &definitions->summaries[i], &template, faults) && ok;
	}
	/* Faults name files of the definitions, not of this arena. */
	arena_release(&arena);
	return ok;
}

static size_t count_fixed(const struct node *node)
{
	size_t count = 0;
	for (; node; node = node->next)
		count += (node->kind == NODE_FIXED) + count_fixed(node->inside) + count_fixed(node->otherwise);
	return count;
}

size_t template_fixed_count(const struct template *template)
{
	size_t count = 0;
	for (const struct template_block *block = template->blocks; block; block = block->next)
		count += count_fixed(block->nodes);
	return count;
}
