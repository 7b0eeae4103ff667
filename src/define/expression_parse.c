/* The grammar, by recursive descent; every rule makes typed nodes at once.

     condition   = both { "or" both }
     both        = denial { "and" denial }
     denial      = "not" denial | comparison
     comparison  = sum [ ("=" | "!=" | "<" | "<=" | ">" | ">=") sum
                       | ["not"] "in" "(" sum { "," sum } ")"
                       | "between" sum "and" sum | "is" ["not"] "set" ]
     sum         = product { ("+" | "-") product }
     product     = factor { "*" factor }
     factor      = "-" factor | value
     value       = number | date | text | "(" condition ")" | name | name "." name | call
     call        = name "(" [ condition { "," condition } ] ")"
                 | "count" "(" rows [ "where" condition ] ")"
                 | "sum" "(" rows "." name [ "where" condition ] ")"

   Every function that reads a rule returns NULL once a fault is set. */
#include "define/expression_token.h"

#include <string.h>

struct parser {
	struct maker maker;
	struct token token; /* the next one */
	int depth;
	bool failed; /* a token could not be read: the fault is set */
};

static const char *const reserved[] = {"or",   "and",   "not",  "in",     "between", "is",    "set",  "where",
                                       "true", "false", "rows", "period", "parent",  "state", "today"};

bool expression_reserved(const char *word)
{
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (text_equal(word, reserved[i]))
			return true;
	return false;
}

/* ---- tokens ---- */

static void advance(struct parser *parser)
{
	if (!parser->failed)
		parser->failed = !token_read(&parser->maker, parser->token.offset + parser->token.length,
		                             &parser->token);
}

static bool token_is(const struct parser *parser, const char *what)
{
	return !parser->failed && (parser->token.kind == TOKEN_WORD || parser->token.kind == TOKEN_SIGN) &&
	       text_equal(parser->token.string, what);
}

static bool accept(struct parser *parser, const char *what)
{
	if (!token_is(parser, what))
		return false;
	advance(parser);
	return true;
}

static bool expect(struct parser *parser, const char *what)
{
	if (parser->failed)
		return false;
	const struct token *token = &parser->token;
	if (token->kind == TOKEN_END)
		return maker_refuse(&parser->maker, token->offset, expression_unfinished, what);
	if (!token_is(parser, what))
		return maker_refuse(&parser->maker, token->offset, expression_expected, what, token->string);
	advance(parser);
	return !parser->failed;
}

/* A name after a dot or inside count(): a word, whatever it names. */
static const char *expect_name(struct parser *parser, size_t *ret_offset)
{
	if (parser->failed)
		return NULL;
	const struct token token = parser->token;
	if (token.kind == TOKEN_END)
		return maker_refuse(&parser->maker, token.offset, expression_value_missing);
	if (token.kind != TOKEN_WORD)
		return maker_refuse(&parser->maker, token.offset, expression_value_expected, token.string);
	advance(parser);
	*ret_offset = token.offset;
	return token.string;
}

/* ---- items of a list that grows in the arena ---- */

struct items {
	struct node **at;
	size_t count, room;
};

static bool items_add(struct parser *parser, struct items *items, struct node *node)
{
	if (!node)
		return false;
	if (items->count == items->room) {
		struct node **more = arena_array(parser->maker.arena, struct node *, items->room * 2 + 4);
		for (size_t i = 0; i < items->count; i++)
			more[i] = items->at[i];
		items->at = more;
		items->room = items->room * 2 + 4;
	}
	items->at[items->count++] = node;
	return true;
}

/* ---- values ---- */

static struct node *parse_condition(struct parser *parser);

/* count(rows where …) and sum(rows.field where …): inside, names are those of the row. */
static struct node *parse_aggregate(struct parser *parser, size_t offset, const char *name)
{
	struct maker *maker = &parser->maker;
	if (!(maker->allow & ALLOW_ROWS))
		return maker_refuse(maker, offset, expression_not_here,
		                    arena_format(maker->arena, "%s()", name));
	size_t rows_offset, value_offset = 0;
	const char *rows_name = expect_name(parser, &rows_offset), *value_name = NULL;
	const struct field *rows = rows_name ? rows_named(maker, rows_offset, rows_name) : NULL;
	if (!rows)
		return NULL;
	if (text_equal(name, "sum") &&
	    (!expect(parser, ".") || !(value_name = expect_name(parser, &value_offset))))
		return NULL;
	const struct ledger *outer = maker->ledger;
	maker->ledger = rows->rows;
	struct node *value = value_name ? make_name(maker, value_offset, value_name, false) : NULL;
	bool fine = value || !value_name;
	struct node *where = NULL;
	if (fine && accept(parser, "where"))
		fine = (where = parse_condition(parser)) != NULL;
	maker->ledger = outer;
	return fine && expect(parser, ")") ? make_aggregate(maker, offset, rows, value, where) : NULL;
}

static struct node *parse_call(struct parser *parser, size_t offset, const char *name)
{
	if (text_equal(name, "count") || text_equal(name, "sum"))
		return parse_aggregate(parser, offset, name);
	struct items items = {};
	if (!token_is(parser, ")")) {
		do
			if (!items_add(parser, &items, parse_condition(parser)))
				return NULL;
		while (accept(parser, ","));
	}
	return expect(parser, ")") ? make_call(&parser->maker, offset, name, items.at, items.count) : NULL;
}

static struct node *parse_dotted(struct parser *parser, const struct token *first)
{
	struct maker *maker = &parser->maker;
	size_t offset;
	bool parent = text_equal(first->string, "parent"), period = text_equal(first->string, "period");
	if (!parent && !period)
		return maker_refuse(maker, first->offset, expression_member, first->string);
	const char *name = expect_name(parser, &offset);
	if (!name)
		return NULL;
	return parent ? make_name(maker, offset, name, true) : make_period(maker, offset, name);
}

static struct node *parse_word(struct parser *parser)
{
	struct maker *maker = &parser->maker;
	const struct token word = parser->token;
	advance(parser);
	if (accept(parser, "("))
		return parse_call(parser, word.offset, word.string);
	if (accept(parser, "."))
		return parse_dotted(parser, &word);
	if (parser->failed)
		return NULL;
	if (text_equal(word.string, "true") || text_equal(word.string, "false"))
		return make_bool(maker, word.offset, text_equal(word.string, "true"));
	if (expression_reserved(word.string) && !text_equal(word.string, "state") &&
	    !text_equal(word.string, "today"))
		return maker_refuse(maker, word.offset, expression_value_expected, word.string);
	return make_name(maker, word.offset, word.string, false);
}

static struct node *parse_value(struct parser *parser)
{
	if (parser->failed)
		return NULL;
	struct maker *maker = &parser->maker;
	const struct token token = parser->token;
	switch (token.kind) {
	case TOKEN_END: return maker_refuse(maker, token.offset, expression_value_missing);
	case TOKEN_WORD: return parse_word(parser);
	case TOKEN_NUMBER:
		advance(parser);
		return make_number(maker, token.offset, token.number, token.scale);
	case TOKEN_DATE: advance(parser); return make_date(maker, token.offset, (civil_date)token.number);
	case TOKEN_TEXT: advance(parser); return make_text(maker, token.offset, token.string);
	case TOKEN_SIGN: break;
	}
	if (!accept(parser, "("))
		return maker_refuse(maker, token.offset, expression_value_expected, token.string);
	struct node *inside = parse_condition(parser);
	return inside && expect(parser, ")") ? inside : NULL;
}

/* ---- rules that call themselves: brackets, `-` and `not` ---- */

static struct node *nested(struct parser *parser, struct node *(*rule)(struct parser *))
{
	if (parser->depth >= EXPRESSION_DEPTH_MAX)
		return maker_refuse(&parser->maker, parser->token.offset, expression_too_deep);
	parser->depth++;
	struct node *node = rule(parser);
	parser->depth--;
	return node;
}

static struct node *parse_factor(struct parser *parser)
{
	size_t offset = parser->token.offset;
	if (!accept(parser, "-"))
		return parse_value(parser);
	struct node *node = nested(parser, parse_factor);
	if (!node)
		return NULL;
	return make_negative(&parser->maker, offset, node);
}

/* Left to right: a - b + c is (a - b) + c. */
static struct node *parse_chain(struct parser *parser, struct node *(*rule)(struct parser *),
                                const char *const *signs, const enum node_op *ops, size_t count)
{
	struct node *left = rule(parser);
	while (left) {
		size_t offset = parser->token.offset, i = 0;
		while (i < count && !accept(parser, signs[i]))
			i++;
		if (i == count)
			break;
		struct node *right = rule(parser);
		left = right ? make_arithmetic(&parser->maker, ops[i], offset, left, right) : NULL;
	}
	return left;
}

static struct node *parse_product(struct parser *parser)
{
	static const char *const signs[] = {"*"};
	static const enum node_op ops[] = {NODE_MULTIPLY};
	return parse_chain(parser, parse_factor, signs, ops, 1);
}

static struct node *parse_sum(struct parser *parser)
{
	static const char *const signs[] = {"+", "-"};
	static const enum node_op ops[] = {NODE_ADD, NODE_SUBTRACT};
	return parse_chain(parser, parse_product, signs, ops, 2);
}

/* ---- comparisons ---- */

static struct node *parse_in(struct parser *parser, enum node_op op, size_t offset, struct node *left)
{
	struct items items = {};
	if (!items_add(parser, &items, left) || !expect(parser, "("))
		return NULL;
	do
		if (!items_add(parser, &items, parse_sum(parser)))
			return NULL;
	while (accept(parser, ","));
	return expect(parser, ")") ? make_comparison(&parser->maker, op, offset, items.at, items.count)
	                           : NULL;
}

static struct node *parse_between(struct parser *parser, size_t offset, struct node *left)
{
	struct node *items[3] = {left, parse_sum(parser), NULL};
	if (!items[1] || !expect(parser, "and"))
		return NULL;
	items[2] = parse_sum(parser);
	return items[2] ? make_comparison(&parser->maker, NODE_BETWEEN, offset, items, 3) : NULL;
}

static struct node *parse_comparison(struct parser *parser)
{
	static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};
	static const enum node_op ops[] = {NODE_EQUAL,   NODE_UNEQUAL, NODE_LESS,
	                                   NODE_AT_MOST, NODE_GREATER, NODE_AT_LEAST};
	struct node *left = parse_sum(parser);
	if (!left)
		return NULL;
	size_t offset = parser->token.offset;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (!accept(parser, signs[i]))
			continue;
		struct node *items[2] = {left, parse_sum(parser)};
		return items[1] ? make_comparison(&parser->maker, ops[i], offset, items, 2) : NULL;
	}
	if (accept(parser, "in"))
		return parse_in(parser, NODE_IN, offset, left);
	if (accept(parser, "not"))
		return expect(parser, "in") ? parse_in(parser, NODE_NOT_IN, offset, left) : NULL;
	if (accept(parser, "between"))
		return parse_between(parser, offset, left);
	if (!accept(parser, "is"))
		return left;
	enum node_op op = accept(parser, "not") ? NODE_UNSET : NODE_SET;
	return expect(parser, "set") ? make_set(&parser->maker, op, offset, left) : NULL;
}

/* ---- truths ---- */

static struct node *parse_denial(struct parser *parser)
{
	size_t offset = parser->token.offset;
	if (!accept(parser, "not"))
		return parse_comparison(parser);
	struct node *node = nested(parser, parse_denial);
	return node ? make_truth(&parser->maker, NODE_NOT, offset, &node, 1) : NULL;
}

/* One node for a whole row of `and`s or `or`s, so that a long filter stays flat. */
static struct node *parse_joined(struct parser *parser, const char *word, enum node_op op,
                                 struct node *(*rule)(struct parser *))
{
	struct items items = {};
	size_t offset = parser->token.offset;
	do
		if (!items_add(parser, &items, rule(parser)))
			return NULL;
	while (accept(parser, word));
	if (parser->failed)
		return NULL;
	return items.count == 1 ? items.at[0] : make_truth(&parser->maker, op, offset, items.at, items.count);
}

static struct node *parse_both(struct parser *parser)
{
	return parse_joined(parser, "and", NODE_AND, parse_denial);
}

static struct node *parse_either(struct parser *parser)
{
	return parse_joined(parser, "or", NODE_OR, parse_both);
}

static struct node *parse_condition(struct parser *parser)
{
	return nested(parser, parse_either);
}

static struct node *parse_all(struct parser *parser)
{
	struct maker *maker = &parser->maker;
	size_t length = strlen(maker->source);
	if (length > EXPRESSION_LENGTH_MAX)
		return maker_refuse(maker, 0, expression_too_long,
		                    arena_format(maker->arena, "%d", EXPRESSION_LENGTH_MAX));
	if (!utf8_valid(maker->source, length))
		return maker_refuse(maker, 0, expression_encoding);
	advance(parser);
	if (!parser->failed && parser->token.kind == TOKEN_END)
		return maker_refuse(maker, 0, expression_empty);
	struct node *root = parse_condition(parser);
	if (!root || parser->failed)
		return NULL;
	if (parser->token.kind != TOKEN_END)
		return maker_refuse(maker, parser->token.offset, expression_left_over, parser->token.string);
	return make_condition(maker, root) ? root : NULL;
}

bool expression_parse(struct arena *arena, const struct definitions *definitions, const struct ledger *ledger,
                      const char *source, struct position at, unsigned allow, const struct expression **ret,
                      struct fault *fault)
{
	struct parser parser = {.maker = {.arena = arena,
	                                  .definitions = definitions,
	                                  .ledger = ledger,
	                                  .allow = allow,
	                                  .source = source,
	                                  .at = at,
	                                  .fault = fault}};
	const struct node *root = parse_all(&parser);
	if (!root)
		return false;
	struct expression *expression = arena_new(arena, struct expression);
	*expression = (struct expression){.root = root,
	                                  .source = arena_copy(arena, source),
	                                  .ledger = ledger,
	                                  .reads_setting = parser.maker.reads_setting,
	                                  .reads_sealed = parser.maker.reads_sealed};
	*ret = expression;
	return true;
}
