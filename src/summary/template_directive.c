/* One directive of a template: what its words mean, and whether the definitions
   hold what it names. Each kind has one small reader; the table at the end
   names them. What the room of figures would refuse is refused here, by asking it. */
#include <string.h>

#include "access/viewer.h"
#include "define/expression.h"
#include "summary/number.h"
#include "summary/template_use.h"

/* ---- words printed as they are ---- */

static const struct {
	const char *name;
	enum change change;
} changes[] = {{"{pct}", CHANGE_PERCENT}, {"{n}", CHANGE_DIFFERENCE}, {"{was}", CHANGE_WAS}};

static struct node *read_change(struct words *words, const char **ref_at, size_t offset)
{
	struct node *node = arena_new(words->parser->arena, struct node);
	node->kind = NODE_CHANGE;
	node->at = passage_position(words->parser->passage, offset);
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		if (!text_starts(*ref_at, changes[i].name))
			continue;
		node->change = changes[i].change;
		*ref_at += strlen(changes[i].name);
		return node;
	}
	return NULL;
}

static void refuse_brace(struct words *words, const char *at, size_t offset)
{
	size_t length = strcspn(at, "}");
	length += at[length] == '}';
	words_complain_at(words, passage_position(words->parser->passage, offset), summary_unknown_option,
	                  arena_copy_bytes(words->parser->arena, at, length));
}

/* An empty phrase is given all the same, and prints nothing. */
static struct node *empty_text(struct template_parser *parser)
{
	struct node *node = arena_new(parser->arena, struct node);
	node->kind = NODE_TEXT;
	node->text = "";
	return node;
}

/* A quoted phrase as nodes; `compared` ones may hold {pct} {n} {was}. */
static struct node *read_phrase(struct words *words, bool compared)
{
	size_t offset;
	const char *text = words_string(words, &offset), *at = text;
	struct node *first = NULL, **tail = &first;
	while (*at && !words->failed) {
		size_t here = offset + (size_t)(at - text), length = strcspn(at, "{");
		if (length) {
			*tail = template_text(words->parser, at, length, here);
			at += length;
		} else {
			*tail = compared ? read_change(words, &at, here) : NULL;
			if (!*tail)
				refuse_brace(words, at, here);
		}
		while (*tail)
			tail = &(*tail)->next;
	}
	return first ? first : empty_text(words->parser);
}

/* ---- readers ---- */

static void read_number(struct words *words, struct node *node)
{
	struct use_places places = {};
	node->kind = NODE_NUMBER;
	use_read_name(words, &node->use, &places);
	while (!words_end(words) && !words->failed)
		if (!use_read_option(words, &node->use, &places) &&
		    !format_read_for(words, &node->use, &node->format))
			words_complain(words, summary_unknown_option, words_peek(words));
	use_check(words, &node->use, &places);
}

static bool read_comparison(struct words *words, struct node *node)
{
	static const char *const signs[] = {
	        [COMPARE_EQUAL] = "=",       [COMPARE_UNEQUAL] = "!=", [COMPARE_LESS] = "<",
	        [COMPARE_LESS_EQUAL] = "<=", [COMPARE_MORE] = ">",     [COMPARE_MORE_EQUAL] = ">="};
	for (size_t i = COMPARE_EQUAL; i < sizeof signs / sizeof *signs; i++) {
		if (!words_take(words, signs[i]))
			continue;
		node->comparison = (enum comparison)i;
		node->operand = words_number(words, -1000000000000, 1000000000000);
		return true;
	}
	return false;
}

/* What stands between parts, and how many of them print. */
static bool read_row_option(struct words *words, struct node *node)
{
	if (words_take(words, "top"))
		node->top = (size_t)words_number(words, 1, 1000);
	else if (words_take(words, "sep"))
		node->sep = read_phrase(words, false);
	else if (words_take(words, "last"))
		node->last = read_phrase(words, false);
	else
		return false;
	return true;
}

static bool read_part_option(struct words *words, struct node *node)
{
	if (words_take(words, "having")) {
		if (!words_take(words, "n") || !read_comparison(words, node))
			words_complain(words, summary_comparison_wanted, words_peek(words));
	} else if (words_take(words, "order")) {
		node->ordered = words_take(words, "n");
		if (!node->ordered)
			words_complain(words, summary_unknown_option, words_peek(words));
	} else {
		return read_row_option(words, node);
	}
	return true;
}

static void read_each(struct words *words, struct node *node)
{
	struct use_places places = {};
	node->kind = NODE_EACH;
	use_read_name(words, &node->use, &places);
	while (!words_end(words) && !words->failed) {
		if (words_take(words, "by"))
			use_read_by(words, &node->use, &places);
		else if (!use_read_option(words, &node->use, &places) && !read_part_option(words, node))
			words_complain(words, summary_unknown_option, words_peek(words));
	}
	if (!node->use.by)
		words_complain(words, summary_by_missing, node->use.name);
	use_check(words, &node->use, &places);
}

static void read_vs(struct words *words, struct node *node)
{
	static const char *const keys[PHRASES] = {"up:", "down:", "same:", "none:"};
	struct use_places places = {};
	node->kind = NODE_VS;
	use_read_name(words, &node->use, &places);
	while (!words_end(words) && !words->failed) {
		size_t i = 0;
		if (use_read_option(words, &node->use, &places))
			continue;
		while (i < PHRASES && !words_take_key(words, keys[i]))
			i++;
		if (i == PHRASES)
			words_complain(words, summary_unknown_option, words_peek(words));
		else
			node->phrases[i] = read_phrase(words, i != PHRASE_NONE);
	}
	for (size_t i = 0; i < PHRASES; i++)
		if (!node->phrases[i])
			words_complain(words, summary_phrase_missing, keys[i]);
	use_check(words, &node->use, &places);
	if (node->use.figure && figure_is_day(node->use.figure))
		words_complain_at(words, places.name, summary_not_comparable, node->use.name);
}

static void read_order(struct words *words, struct node *node)
{
	struct position at = words_here(words);
	node->order_by = words_next(words);
	if (!node->ledger || text_equal(node->order_by, "number") || text_equal(node->order_by, "entry"))
		return;
	const struct field *field = ledger_field(node->ledger, node->order_by);
	if (!field || field->type == FIELD_ROWS)
		words_complain_at(words, at, summary_unknown_field, node->order_by);
	else if (field->secrecy != SECRECY_PLAIN)
		words_complain_at(words, at, summary_field_closed, node->order_by);
}

static void read_ledger(struct words *words, struct node *node)
{
	struct position at = words_here(words);
	const struct viewer viewer = {.role = use_role(words)};
	node->text = words_next(words);
	node->use.name = node->text;
	node->ledger = definitions_ledger(words->parser->definitions, node->text);
	if (!*node->text ||
	    strspn(node->text, "abcdefghijklmnopqrstuvwxyz0123456789_.") != strlen(node->text))
		words_complain_at(words, at, summary_unknown_option, node->text);
	else if (node->ledger && viewer_scope(&viewer, node->ledger, ACCESS_OPEN) == SCOPE_NONE)
		words_complain_at(words, at, summary_list_closed, node->text);
}

static void read_list(struct words *words, struct node *node)
{
	struct use_places places = {};
	node->kind = NODE_LIST;
	read_ledger(words, node);
	while (!words_end(words) && !words->failed) {
		if (words_take(words, "order"))
			read_order(words, node);
		else if (words_take(words, "none"))
			node->none = read_phrase(words, false);
		else if (!use_read_option(words, &node->use, &places) && !read_row_option(words, node))
			words_complain(words, summary_unknown_option, words_peek(words));
	}
	if (node->ledger && node->use.where && !words->failed)
		use_check_condition(words, node->ledger, node->use.where, places.where,
		                    ALLOW_ROWS | ALLOW_TODAY);
}

static void read_if(struct words *words, struct node *node)
{
	struct use_places places = {};
	node->kind = NODE_IF;
	use_read_name(words, &node->use, &places);
	while (!words_end(words) && !words->failed)
		if (!use_read_option(words, &node->use, &places) && !read_comparison(words, node))
			words_complain(words, summary_unknown_option, words_peek(words));
	use_check(words, &node->use, &places);
}

static void read_fixed(struct words *words, struct node *node)
{
	size_t offset;
	node->kind = NODE_FIXED;
	node->text = *words_peek(words) == '"' ? words_string(words, &offset) : words_next(words);
	if (words_take_key(words, "source:"))
		node->source = words_string(words, &offset);
	if (!*node->text || !node->source || !*node->source)
		words_complain(words, summary_source_missing, node->text);
}

static void read_write(struct words *words, struct node *node)
{
	size_t offset;
	node->kind = NODE_WRITE;
	node->text = words_string(words, &offset);
	node->top = 2000;
	while (!words_end(words) && !words->failed) {
		if (words_take_key(words, "by:")) {
			struct position at = words_here(words);
			node->source = words_next(words);
			if (!definitions_role(words->parser->definitions, node->source))
				words_complain_at(words, at, summary_unknown_role, node->source);
		} else if (words_take_key(words, "max:")) {
			node->top = (size_t)words_number(words, 1, 10000);
		} else {
			words_complain(words, summary_unknown_option, words_peek(words));
		}
	}
}

static void read_check_parts(struct words *words, struct node *node)
{
	struct use_places places = {};
	node->check = CHECK_PARTS;
	use_read_name(words, &node->use, &places);
	if (words_take(words, "by"))
		use_read_by(words, &node->use, &places);
	else
		words_complain(words, summary_by_missing, node->use.name);
	use_check(words, &node->use, &places);
	if (!words->failed && node->use.figure && !use_is_additive(&node->use))
		words_complain_at(words, places.by, summary_not_additive, node->use.by);
}

static void read_check_same(struct words *words, struct node *node)
{
	struct use_places places = {};
	node->check = CHECK_SAME;
	use_read_name(words, &node->use, &places);
	use_check(words, &node->use, &places);
	use_read_name(words, &node->other, &places);
	use_check(words, &node->other, &places);
}

static void read_check_filed(struct words *words, struct node *node)
{
	struct use_places places = {};
	node->check = CHECK_FILED;
	use_read_name(words, &node->use, &places);
	use_check(words, &node->use, &places);
	if (node->use.figure && node->use.figure->measure != MEASURE_MISSING)
		words_complain_at(words, places.name, summary_not_of_missing, node->use.name);
}

static void read_check(struct words *words, struct node *node)
{
	static const struct {
		const char *word;
		void (*read)(struct words *words, struct node *node);
	} checks[] = {{"parts", read_check_parts}, {"same", read_check_same}, {"filed", read_check_filed}};
	node->kind = NODE_CHECK;
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
		if (words_take(words, checks[i].word))
			return checks[i].read(words, node);
	words_complain(words, summary_unknown_option, words_peek(words));
}

/* ---- inside each and list ---- */

static void read_it_of_part(struct words *words, struct position at, struct node *node)
{
	const struct figure_use *use = &words->parser->around->use;
	static const char *const known[] = {[IT_LABEL] = "label", [IT_NUMBER] = "n", [IT_SHARE] = "share"};
	size_t i = 0;
	while (i < sizeof known / sizeof *known && !text_equal(known[i], node->text))
		i++;
	if (i == sizeof known / sizeof *known)
		return words_complain_at(words, at, summary_unknown_it, node->text);
	node->it = (enum it)i;
	if (node->it == IT_NUMBER)
		format_read_for(words, use, &node->format);
	if (node->it == IT_SHARE && use->figure && use->by && !use_is_additive(use))
		words_complain_at(words, at, summary_not_additive, use->by);
}

static void read_it_of_record(struct words *words, struct position at, struct node *node)
{
	const struct ledger *ledger = words->parser->around->ledger;
	node->it = IT_FIELD;
	node->field = ledger ? ledger_field(ledger, node->text) : NULL;
	if (!ledger)
		format_read(words, node->text, SHAPE_UNKNOWN, &node->format);
	else if (!node->field || node->field->type == FIELD_ROWS)
		words_complain_at(words, at, summary_unknown_field, node->text);
	else if (node->field->secrecy != SECRECY_PLAIN)
		words_complain_at(words, at, summary_field_closed, node->text);
	else
		format_read(words, node->text, shape_of_field(node->field), &node->format);
}

static void read_it(struct words *words, struct node *node)
{
	struct position at = words_here(words);
	node->kind = NODE_IT;
	node->text = words_next(words) + strlen("it.");
	if (!words->parser->around)
		words_complain_at(words, at, summary_it_outside, node->text);
	else if (words->parser->around->kind == NODE_EACH)
		read_it_of_part(words, at, node);
	else
		read_it_of_record(words, at, node);
}

static void read_counter(struct words *words, struct node *node)
{
	node->kind = NODE_COUNTER;
	if (!words->parser->around)
		words_complain_at(words, node->at, summary_it_outside, "no");
	format_read(words, "no", SHAPE_WHOLE, &node->format);
}

/* ---- which directive ---- */

static const struct {
	const char *name;
	enum word word;
	enum language language;
} names_and_days[] = {
        {"org.name", WORD_ORG_NAME, 0},          {"org.short", WORD_ORG_SHORT, 0},
        {"org.place", WORD_ORG_PLACE, 0},        {"org.leaders", WORD_ORG_LEADERS, 0},
        {"period.zh", WORD_PERIOD, LANGUAGE_ZH}, {"period.en", WORD_PERIOD, LANGUAGE_EN},
        {"period.year", WORD_PERIOD_YEAR, 0},    {"next.zh", WORD_NEXT, LANGUAGE_ZH},
        {"next.en", WORD_NEXT, LANGUAGE_EN},     {"date", WORD_DATE, 0},
};

static bool read_word(struct words *words, struct node *node)
{
	for (size_t i = 0; i < sizeof names_and_days / sizeof *names_and_days; i++) {
		if (!words_take(words, names_and_days[i].name))
			continue;
		node->kind = NODE_WORD;
		node->word = names_and_days[i].word;
		node->language = names_and_days[i].language;
		return true;
	}
	return false;
}

static const struct {
	const char *word;
	void (*read)(struct words *words, struct node *node);
} directives[] = {
        {"each", read_each},   {"vs", read_vs},       {"list", read_list},   {"if", read_if},
        {"fixed", read_fixed}, {"write", read_write}, {"check", read_check}, {"no", read_counter},
};

static void read_directive(struct words *words, struct node *node)
{
	for (size_t i = 0; i < sizeof directives / sizeof *directives; i++)
		if (words_take(words, directives[i].word))
			return directives[i].read(words, node);
	if (text_starts(words_peek(words), "it."))
		read_it(words, node);
	else if (!read_word(words, node))
		read_number(words, node);
}

struct node *template_directive(struct template_parser *parser, const char *inner, size_t offset,
                                const char **ret_closes)
{
	struct words words = {.parser = parser, .text = inner, .offset = offset};
	struct node *node = arena_new(parser->arena, struct node);
	node->at = words_here(&words);
	const char *first = words_peek(&words);
	*ret_closes = text_equal(first, "end") || text_equal(first, "else") ? words_next(&words) : NULL;
	if (!*ret_closes)
		read_directive(&words, node);
	if (!words_end(&words))
		words_complain(&words, summary_unknown_option, words_peek(&words));
	return node;
}
