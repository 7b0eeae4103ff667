/* One directive of a template: its words, options and figure. Each kind has one
   small reader; the table at the end names them. */
#include <string.h>

#include "define/expression.h"
#include "summary/template.h"

struct words {
	struct template_parser *parser;
	const char *text; /* of the directive */
	size_t at, offset; /* offset of `text` in the passage */
	bool failed;
};

static struct position here(const struct words *words)
{
	return passage_position(words->parser->passage, words->offset + words->at);
}

static void skip_blanks(struct words *words)
{
	words->at += strspn(words->text + words->at, " \t\n");
}

static size_t word_length(const char *at)
{
	size_t length = 0;
	bool quoted = false;
	while (at[length] && (quoted || !strchr(" \t\n", at[length])))
		quoted ^= at[length++] == '"';
	return length;
}

/* The next word without taking it; "" at the end. A quoted part may hold blanks. */
static const char *peek_word(struct words *words)
{
	skip_blanks(words);
	const char *at = words->text + words->at;
	return arena_copy_bytes(words->parser->arena, at, word_length(at));
}

static const char *next_word(struct words *words)
{
	const char *word = peek_word(words);
	words->at += strlen(word);
	return word;
}

static bool take(struct words *words, const char *word)
{
	if (!text_equal(peek_word(words), word))
		return false;
	next_word(words);
	return true;
}

/* A string in double quotes. */
static const char *next_string(struct words *words)
{
	struct position at = here(words);
	const char *word = next_word(words);
	size_t length = strlen(word);
	if (length >= 2 && word[0] == '"' && word[length - 1] == '"')
		return arena_copy_bytes(words->parser->arena, word + 1, length - 2);
	if (!words->failed)
		faults_add_at(words->parser->faults, at, summary_string_wanted, word);
	words->failed = true;
	return "";
}

static bool is_option(const char *word)
{
	static const char *const keywords[] = {"by", "having", "order", "top", "sep", "last", "none"};
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
		if (text_equal(word, keywords[i]))
			return true;
	return word[strcspn(word, ":'\"")] == ':';
}

/* Everything up to the next option. */
static const char *next_expression(struct words *words)
{
	skip_blanks(words);
	size_t from = words->at, to = from;
	while (*peek_word(words) && !is_option(peek_word(words))) {
		next_word(words);
		to = words->at;
	}
	return arena_copy_bytes(words->parser->arena, words->text + from, to - from);
}

static void complain(struct words *words, enum fault_code code, const char *what)
{
	if (!words->failed)
		faults_add_at(words->parser->faults, here(words), code, what);
	words->failed = true;
}

static const struct ledger *ledger_of(const struct figure *figure)
{
	return figure->measure == MEASURE_RATIO || figure->measure == MEASURE_MISSING ? NULL : figure->ledger;
}

static void check_condition(struct words *words, const struct ledger *ledger, const char *condition,
                            struct position at, unsigned allow)
{
	const struct expression *expression;
	struct fault fault = {};
	if (expression_parse(words->parser->arena, words->parser->definitions, ledger, condition, at, allow, &expression,
	                     &fault))
		return;
	faults_add(words->parser->faults, &fault);
	words->failed = true;
}

/* "register.figure"; the register may not exist yet, but a known register must have the figure. */
static void read_name(struct words *words, struct figure_use *use)
{
	struct position at = here(words);
	use->name = next_word(words);
	use->figure = definitions_figure(words->parser->definitions, use->name);
	const char *dot = strchr(use->name, '.');
	const char *ledger = dot ? arena_copy_bytes(words->parser->arena, use->name, (size_t)(dot - use->name)) : "";
	bool shaped = dot && dot[1] && strspn(use->name, "abcdefghijklmnopqrstuvwxyz0123456789_.") == strlen(use->name);
	if (shaped && (use->figure || !definitions_ledger(words->parser->definitions, ledger)))
		return;
	faults_add_at(words->parser->faults, at, summary_unknown_figure, use->name);
	words->failed = true;
}

static bool read_span(struct words *words, const char *word, struct figure_use *use)
{
	static const struct {
		const char *word;
		enum use_span span;
	} spans[] = {{"upto:end", USE_UPTO_END}, {"period:last_year", USE_LAST_YEAR}, {"period:year", USE_YEAR}};
	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
		if (!text_equal(word, spans[i].word))
			continue;
		next_word(words);
		use->span = spans[i].span;
		return true;
	}
	return false;
}

static void read_where(struct words *words, struct figure_use *use)
{
	skip_blanks(words);
	struct position at = here(words);
	use->where = next_expression(words);
	if (!use->figure)
		return;
	if (!ledger_of(use->figure))
		complain(words, summary_where_on_ratio, use->name);
	else
		check_condition(words, ledger_of(use->figure), use->where, at, ALLOW_PERIOD);
}

/* Reads the options that every figure may have; false at the first other word. */
static bool read_figure_option(struct words *words, struct figure_use *use)
{
	const char *word = peek_word(words);
	if (take(words, "where")) {
		read_where(words, use);
		return true;
	}
	return read_span(words, word, use);
}

static bool read_format(struct words *words, enum number_format *format)
{
	static const struct {
		const char *word;
		enum number_format format;
	} formats[] = {{":hanzi", FORMAT_HANZI}, {":plain", FORMAT_PLAIN}, {":wan", FORMAT_WAN},
	               {":date", FORMAT_DATE},   {":full_date", FORMAT_FULL_DATE}};
	const char *word = peek_word(words);
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		if (!text_equal(word, formats[i].word))
			continue;
		next_word(words);
		*format = formats[i].format;
		return true;
	}
	return false;
}

static void read_number(struct words *words, struct node *node)
{
	node->kind = NODE_NUMBER;
	read_name(words, &node->use);
	while (*peek_word(words))
		if (!read_figure_option(words, &node->use) && !read_format(words, &node->format))
			return complain(words, summary_unknown_option, next_word(words));
}

static bool read_comparison(struct words *words, struct node *node)
{
	static const char *const signs[] = {[COMPARE_EQUAL] = "=", [COMPARE_UNEQUAL] = "!=", [COMPARE_LESS] = "<",
	                                    [COMPARE_LESS_EQUAL] = "<=", [COMPARE_MORE] = ">", [COMPARE_MORE_EQUAL] = ">="};
	const char *word = peek_word(words);
	for (size_t i = COMPARE_EQUAL; i < sizeof signs / sizeof *signs; i++) {
		if (!text_equal(word, signs[i]))
			continue;
		next_word(words);
		node->comparison = (enum comparison)i;
		char *end;
		const char *number = next_word(words);
		node->operand = strtoll(number, &end, 10);
		if (*end || end == number)
			complain(words, summary_number_wanted, number);
		return true;
	}
	return false;
}

static bool has_dimension(const struct figure *figure, const char *by)
{
	if (text_equal(by, "month") || text_starts(by, "org:"))
		return true;
	for (size_t i = 0; figure->by[i]; i++)
		if (text_equal(figure->by[i]->name, by) ||
		    (text_starts(by, "parent.") && text_equal(figure->by[i]->name, by + 7)))
			return true;
	return false;
}

static void read_dimension(struct words *words, struct node *node)
{
	node->use.by = next_word(words);
	if (node->use.figure && !has_dimension(node->use.figure, node->use.by))
		complain(words, summary_unknown_dimension, node->use.by);
}

static void read_top(struct words *words, struct node *node)
{
	const char *number = next_word(words);
	char *end;
	long long top = strtoll(number, &end, 10);
	if (*end || end == number || top < 1 || top > 1000)
		complain(words, summary_number_wanted, number);
	node->top = (size_t)top;
}

static bool read_part_option(struct words *words, struct node *node)
{
	if (take(words, "having")) {
		if (!take(words, "n") || !read_comparison(words, node))
			complain(words, summary_number_wanted, peek_word(words));
	} else if (take(words, "order")) {
		node->ordered = take(words, "n");
		if (!node->ordered)
			complain(words, summary_unknown_option, peek_word(words));
	} else if (take(words, "top")) {
		read_top(words, node);
	} else if (take(words, "sep")) {
		node->sep = next_string(words);
	} else if (take(words, "last")) {
		node->last = next_string(words);
	} else {
		return false;
	}
	return true;
}

static void read_each(struct words *words, struct node *node)
{
	node->kind = NODE_EACH;
	node->comparison = COMPARE_MORE_EQUAL;
	node->operand = INT64_MIN;
	read_name(words, &node->use);
	while (*peek_word(words) && !words->failed) {
		if (take(words, "by"))
			read_dimension(words, node);
		else if (!read_figure_option(words, &node->use) && !read_part_option(words, node))
			complain(words, summary_unknown_option, next_word(words));
	}
	if (!node->use.by)
		complain(words, summary_unknown_dimension, "");
}

/* up:"…" and its like; the word holds its string. */
static void read_vs(struct words *words, struct node *node)
{
	static const char *const keys[PHRASES] = {"up:", "down:", "same:", "none:"};
	node->kind = NODE_VS;
	read_name(words, &node->use);
	while (*peek_word(words) && !words->failed) {
		if (read_figure_option(words, &node->use))
			continue;
		const char *word = peek_word(words);
		size_t i = 0;
		while (i < PHRASES && !text_starts(word, keys[i]))
			i++;
		if (i == PHRASES)
			return complain(words, summary_unknown_option, word);
		words->at += strlen(keys[i]);
		node->phrases[i] = next_string(words);
	}
	for (size_t i = 0; i < PHRASES; i++)
		if (!node->phrases[i])
			complain(words, summary_phrase_missing, keys[i]);
}

static void read_order_field(struct words *words, struct node *node)
{
	node->order_by = next_word(words);
	if (node->ledger && !ledger_field(node->ledger, node->order_by))
		complain(words, summary_unknown_field, node->order_by);
}

static void read_list(struct words *words, struct node *node)
{
	node->kind = NODE_LIST;
	node->text = next_word(words);
	node->ledger = definitions_ledger(words->parser->definitions, node->text);
	node->use.name = node->text;
	while (*peek_word(words) && !words->failed) {
		skip_blanks(words);
		if (take(words, "where")) {
			skip_blanks(words);
			struct position at = here(words);
			node->use.where = next_expression(words);
			if (node->ledger)
				check_condition(words, node->ledger, node->use.where, at, 0);
		} else if (take(words, "order")) {
			read_order_field(words, node);
		} else if (take(words, "none")) {
			node->none = next_string(words);
		} else if (!read_span(words, peek_word(words), &node->use) && !read_part_option(words, node)) {
			complain(words, summary_unknown_option, next_word(words));
		}
	}
}

static void read_if(struct words *words, struct node *node)
{
	node->kind = NODE_IF;
	node->comparison = COMPARE_DATA;
	read_name(words, &node->use);
	while (*peek_word(words) && !words->failed)
		if (!read_figure_option(words, &node->use) && !read_comparison(words, node))
			complain(words, summary_unknown_option, next_word(words));
}

static void read_fixed(struct words *words, struct node *node)
{
	node->kind = NODE_FIXED;
	node->text = *peek_word(words) == '"' ? next_string(words) : next_word(words);
	if (!text_starts(peek_word(words), "source:"))
		return complain(words, summary_source_missing, node->text);
	words->at += strlen("source:");
	node->source = next_string(words);
	if (!*node->source)
		complain(words, summary_source_missing, node->text);
}

static void read_write(struct words *words, struct node *node)
{
	node->kind = NODE_WRITE;
	node->text = next_string(words);
	node->top = 2000;
	while (*peek_word(words) && !words->failed) {
		const char *word = next_word(words);
		if (text_starts(word, "by:") && definitions_role(words->parser->definitions, word + 3))
			node->source = word + 3;
		else if (text_starts(word, "max:") && strtol(word + 4, NULL, 10) > 0)
			node->top = (size_t)strtol(word + 4, NULL, 10);
		else
			complain(words, summary_unknown_option, word);
	}
}

static void read_check(struct words *words, struct node *node)
{
	node->kind = NODE_CHECK;
	if (take(words, "parts")) {
		node->check = CHECK_PARTS;
		read_name(words, &node->use);
		if (take(words, "by"))
			read_dimension(words, node);
		else
			complain(words, summary_unknown_dimension, "");
	} else if (take(words, "same")) {
		node->check = CHECK_SAME;
		read_name(words, &node->use);
		read_name(words, &node->other);
	} else if (take(words, "filed")) {
		node->check = CHECK_FILED;
		read_name(words, &node->use);
	} else {
		complain(words, summary_unknown_option, next_word(words));
	}
}

static bool is_word(const char *word)
{
	static const char *const known[] = {"org.name", "org.short", "period.zh", "period.en", "period.year",
	                                    "next.zh",  "next.en",   "date"};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (text_equal(word, known[i]))
			return true;
	return false;
}

static const struct {
	const char *word;
	void (*read)(struct words *words, struct node *node);
} directives[] = {{"each", read_each},   {"vs", read_vs},       {"list", read_list}, {"if", read_if},
                  {"fixed", read_fixed}, {"write", read_write}, {"check", read_check}};

static void read_directive(struct words *words, struct node *node, const char **ret_closes)
{
	const char *first = peek_word(words);
	for (size_t i = 0; i < sizeof directives / sizeof *directives; i++)
		if (take(words, directives[i].word))
			return directives[i].read(words, node);
	if (text_equal(first, "end") || text_equal(first, "else")) {
		*ret_closes = next_word(words);
	} else if (text_equal(first, "no")) {
		node->kind = NODE_COUNTER;
		next_word(words);
	} else if (text_starts(first, "it.")) {
		node->kind = NODE_IT;
		node->text = next_word(words) + 3;
		read_format(words, &node->format);
	} else if (is_word(first)) {
		node->kind = NODE_WORD;
		node->text = next_word(words);
	} else {
		read_number(words, node);
	}
}

struct node *template_directive(struct template_parser *parser, const char *inner, size_t offset,
                                const char **ret_closes)
{
	struct words words = {.parser = parser, .text = inner, .offset = offset};
	struct node *node = arena_new(parser->arena, struct node);
	node->at = passage_position(parser->passage, offset);
	read_directive(&words, node, ret_closes);
	if (!words.failed && *peek_word(&words))
		complain(&words, summary_unknown_option, peek_word(&words));
	return words.failed ? NULL : node;
}
