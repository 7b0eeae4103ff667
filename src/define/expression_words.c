/* An expression as a sentence in Chinese or English, with the titles of fields
   and items instead of their names. For people only: nothing reads it back. */
#include "define/expression_node.h"

struct scope {
	struct text *out;
	enum language language;
	const struct ledger *ledger; /* whose fields have their bare names */
};

static void say(const struct node *node, const struct scope *scope);

static const char *in_language(const struct scope *scope, const char *zh, const char *en)
{
	return scope->language == LANGUAGE_ZH ? zh : en;
}

static void say_label(const struct label *label, const struct scope *scope)
{
	text_add(scope->out, in_language(scope, label->zh, label->en));
}

static void say_quoted(const char *string, const struct scope *scope)
{
	text_add(scope->out, in_language(scope, "“", "\""));
	text_add(scope->out, string);
	text_add(scope->out, in_language(scope, "”", "\""));
}

/* ---- patterns: {0} {1} {2} are the operands, {v} what is looked for ---- */

struct phrase {
	const char *of[2]; /* by language */
};

static const struct phrase phrases[NODE_OP_COUNT] = {
        [NODE_BETWEEN] = {{"{0} 在 {1} 至 {2} 之间", "{0} is from {1} to {2}"}},
        [NODE_SET] = {{"{0} 已填", "{0} is set"}},
        [NODE_UNSET] = {{"{0} 未填", "{0} is not set"}},
        [NODE_ADD] = {{"{0} 加 {1}", "{0} plus {1}"}},
        [NODE_SUBTRACT] = {{"{0} 减 {1}", "{0} minus {1}"}},
        [NODE_MULTIPLY] = {{"{0} 乘 {1}", "{0} times {1}"}},
        [NODE_SCALE] = {{"{0}", "{0}"}},
        [NODE_RANK] = {{"{0}", "{0}"}},
        [NODE_YEAR] = {{"{0} 的年份", "the year of {0}"}},
        [NODE_MONTH] = {{"{0} 的月份", "the month of {0}"}},
        [NODE_DAYS] = {{"从 {0} 到 {1} 的天数", "the days from {0} to {1}"}},
        [NODE_AGE] = {{"从 {0} 到 {1} 的周岁", "the full years from {0} to {1}"}},
        [NODE_LENGTH] = {{"{0} 的字数", "the length of {0}"}},
        [NODE_CONTAINS] = {{"{0} 含 {v}", "{0} contains {v}"}},
        [NODE_STARTS] = {{"{0} 以 {v} 开头", "{0} begins with {v}"}},
        [NODE_HAS] = {{"{0} 含 {v}", "{0} include {v}"}},
        [NODE_PERIOD_START] = {{"时段第一天", "the first day of the period"}},
        [NODE_PERIOD_END] = {{"时段最后一天", "the last day of the period"}},
        [NODE_TODAY] = {{"今天", "today"}},
};

enum flavour { FLAVOUR_PLAIN, FLAVOUR_NUMBER, FLAVOUR_DATE, FLAVOUR_RANK, FLAVOUR_COUNT };

static const struct phrase comparisons[NODE_AT_LEAST - NODE_EQUAL + 1][FLAVOUR_COUNT] = {
        [NODE_EQUAL - NODE_EQUAL] = {{{"是", "is"}}, {{"等于", "equals"}}, {{"是", "is"}}, {{"是", "is"}}},
        [NODE_UNEQUAL - NODE_EQUAL] = {{{"不是", "is not"}},
                                       {{"不等于", "does not equal"}},
                                       {{"不是", "is not"}},
                                       {{"不是", "is not"}}},
        [NODE_LESS - NODE_EQUAL] = {{{"小于", "is below"}},
                                    {{"小于", "is less than"}},
                                    {{"早于", "is before"}},
                                    {{"低于", "is below"}}},
        [NODE_AT_MOST - NODE_EQUAL] = {{{"不大于", "is at most"}},
                                       {{"不大于", "is at most"}},
                                       {{"不晚于", "is not after"}},
                                       {{"不高于", "is at most"}}},
        [NODE_GREATER - NODE_EQUAL] = {{{"大于", "is above"}},
                                       {{"大于", "is more than"}},
                                       {{"晚于", "is after"}},
                                       {{"高于", "is above"}}},
        [NODE_AT_LEAST - NODE_EQUAL] = {{{"不小于", "is at least"}},
                                        {{"不小于", "is at least"}},
                                        {{"不早于", "is not before"}},
                                        {{"不低于", "is at least"}}},
};

/* ---- values ---- */

static void say_number(int64_t number, int scale, const struct scope *scope)
{
	while (scale > 0 && number % 10 == 0) {
		number /= 10;
		scale--;
	}
	int64_t unit = 1;
	for (int i = 0; i < scale; i++)
		unit *= 10;
	int64_t size = number < 0 ? -number : number;
	text_format(scope->out, "%s%lld", number < 0 ? "-" : "", (long long)(size / unit));
	if (scale)
		text_format(scope->out, ".%0*lld", scale, (long long)(size % unit));
}

static void say_date(civil_date date, const struct scope *scope)
{
	char printed[DATE_SIZE];
	date_print(date, printed);
	if (scope->language == LANGUAGE_ZH)
		text_format(scope->out, "%d年%d月%d日", date_year(date), date_month(date), date_day(date));
	else
		text_add(scope->out, printed);
}

static void say_constant(const struct node *node, const struct scope *scope)
{
	if (node->item)
		say_label(&node->item->label, scope);
	else if (node->state)
		say_label(&node->state->label, scope);
	else if (node->type.kind == KIND_TRUTH)
		text_add(scope->out, node->value.number ? in_language(scope, "是", "yes")
		                                        : in_language(scope, "否", "no"));
	else if (node->type.kind == KIND_DATE)
		say_date((civil_date)node->value.number, scope);
	else if (node->value.kind == VALUE_INT)
		say_number(node->value.number, node->type.scale, scope);
	else
		say_quoted(node->value.bytes, scope);
}

static void say_of_parent(const struct label *label, const struct scope *scope)
{
	const struct label *parent = &scope->ledger->parent->label;
	if (scope->language == LANGUAGE_ZH)
		text_format(scope->out, "%s的%s", parent->zh, label->zh);
	else
		text_format(scope->out, "%s of %s", label->en, parent->en);
}

static void say_name(const struct node *node, const struct scope *scope)
{
	static const struct label state = {"状态", "state"};
	const struct label *label = node->op == NODE_STATE ? &state : &node->field->label;
	if (node->of_parent)
		say_of_parent(label, scope);
	else
		say_label(label, scope);
}

/* ---- operators ---- */

static bool is_arithmetic(enum node_op op)
{
	return op == NODE_ADD || op == NODE_SUBTRACT || op == NODE_MULTIPLY;
}

static bool is_joined(enum node_op op)
{
	return op == NODE_AND || op == NODE_OR;
}

static const struct node *unwrapped(const struct node *node)
{
	while (node->op == NODE_SCALE || node->op == NODE_RANK)
		node = node->of[0];
	return node;
}

/* An operand, in brackets where the sentence would be read otherwise. */
static void say_operand(const struct node *parent, const struct node *node, const struct scope *scope)
{
	const struct node *inner = unwrapped(node);
	bool arithmetic = is_arithmetic(parent->op) && is_arithmetic(inner->op);
	bool truth = inner->type.kind == KIND_TRUTH && inner->count &&
	             !(parent->op == NODE_OR || parent->op == NODE_AND);
	bool joined = is_joined(parent->op) && is_joined(inner->op);
	bool bracket = arithmetic || truth || joined;
	text_add(scope->out, bracket ? in_language(scope, "（", "(") : "");
	say(node, scope);
	text_add(scope->out, bracket ? in_language(scope, "）", ")") : "");
}

static void say_phrase(const struct node *node, const char *pattern, const struct scope *scope)
{
	for (const char *at = pattern; *at; at++) {
		if (*at != '{') {
			text_add_byte(scope->out, *at);
			continue;
		}
		if (at[1] != 'v')
			say_operand(node, node->of[at[1] - '0'], scope);
		else if (node->item)
			say_label(&node->item->label, scope);
		else
			say_quoted(node->value.bytes, scope);
		at += 2;
	}
}

static void say_joined(const struct node *node, const struct scope *scope)
{
	const char *between = node->op == NODE_AND ? in_language(scope, " 且 ", " and ")
	                                           : in_language(scope, " 或 ", " or ");
	for (size_t i = 0; i < node->count; i++) {
		text_add(scope->out, i ? between : "");
		say_operand(node, node->of[i], scope);
	}
}

static void say_not(const struct node *node, const struct scope *scope)
{
	const struct node *item = node->of[0];
	if (item->op == NODE_FIELD || item->op == NODE_SETTING) {
		say(item, scope);
		text_add(scope->out, in_language(scope, " 为否", " is no"));
		return;
	}
	text_add(scope->out, in_language(scope, "并非", "not "));
	say_operand(node, item, scope);
}

static enum flavour flavour_of(const struct node *node)
{
	if (node->op == NODE_RANK ||
	    (node->op == NODE_CONSTANT && node->item && node->type.kind == KIND_NUMBER))
		return FLAVOUR_RANK;
	if (node->type.kind == KIND_NUMBER)
		return FLAVOUR_NUMBER;
	return node->type.kind == KIND_DATE || node->type.kind == KIND_INSTANT ? FLAVOUR_DATE : FLAVOUR_PLAIN;
}

static void say_comparison(const struct node *node, const struct scope *scope)
{
	const struct phrase *phrase = &comparisons[node->op - NODE_EQUAL][flavour_of(node->of[0])];
	say_operand(node, node->of[0], scope);
	text_format(scope->out, " %s ", phrase->of[scope->language]);
	say_operand(node, node->of[1], scope);
}

static void say_in(const struct node *node, const struct scope *scope)
{
	bool in = node->op == NODE_IN;
	say_operand(node, node->of[0], scope);
	text_add(scope->out, in ? in_language(scope, " 是 ", " is one of ")
	                        : in_language(scope, " 不是 ", " is none of "));
	for (size_t i = 1; i < node->count; i++) {
		text_add(scope->out, i > 1 ? in_language(scope, "、", ", ") : "");
		say_operand(node, node->of[i], scope);
	}
	text_add(scope->out, in ? in_language(scope, " 之一", "") : in_language(scope, " 中任何一个", ""));
}

/* “报名”中 出席 的条数; “报名”中 出席 的 费用 合计 */
static void say_rows(const struct node *node, const struct scope *scope)
{
	const struct scope inside = {
	        .out = scope->out, .language = scope->language, .ledger = node->field->rows};
	const struct node *value = node->op == NODE_SUM ? node->of[0] : NULL;
	const struct node *where = node->count > (value != NULL) ? node->of[node->count - 1] : NULL;
	const char *rows = in_language(scope, node->field->label.zh, node->field->label.en);
	if (scope->language == LANGUAGE_EN) {
		text_add(scope->out, value ? "the total " : "the number of ");
		if (value)
			say(value, &inside);
		text_format(scope->out, "%s\"%s\"", value ? " of " : "", rows);
		text_add(scope->out, where ? " where (" : "");
		if (where)
			say(where, &inside);
		text_add(scope->out, where ? ")" : "");
		return;
	}
	text_format(scope->out, "“%s”", rows);
	text_add(scope->out, where ? "中（" : "");
	if (where)
		say(where, &inside);
	text_add(scope->out, where ? "）" : "");
	text_add(scope->out, value ? "的 " : "的条数");
	if (value)
		say(value, &inside);
	text_add(scope->out, value ? " 合计" : "");
}

static void say(const struct node *node, const struct scope *scope)
{
	switch (node->op) {
	case NODE_OR:
	case NODE_AND: say_joined(node, scope); return;
	case NODE_NOT: say_not(node, scope); return;
	case NODE_EQUAL:
	case NODE_UNEQUAL:
	case NODE_LESS:
	case NODE_AT_MOST:
	case NODE_GREATER:
	case NODE_AT_LEAST: say_comparison(node, scope); return;
	case NODE_IN:
	case NODE_NOT_IN: say_in(node, scope); return;
	case NODE_COUNT:
	case NODE_SUM: say_rows(node, scope); return;
	case NODE_CONSTANT: say_constant(node, scope); return;
	case NODE_FIELD:
	case NODE_STATE: say_name(node, scope); return;
	case NODE_SETTING: say_label(&node->setting->label, scope); return;
	case NODE_BETWEEN:
	case NODE_SET:
	case NODE_UNSET:
	case NODE_ADD:
	case NODE_SUBTRACT:
	case NODE_MULTIPLY:
	case NODE_SCALE:
	case NODE_RANK:
	case NODE_YEAR:
	case NODE_MONTH:
	case NODE_DAYS:
	case NODE_AGE:
	case NODE_LENGTH:
	case NODE_CONTAINS:
	case NODE_STARTS:
	case NODE_HAS:
	case NODE_PERIOD_START:
	case NODE_PERIOD_END:
	case NODE_TODAY:
	case NODE_OP_COUNT: break;
	}
	say_phrase(node, phrases[node->op].of[scope->language], scope);
}

void expression_words(const struct expression *expression, enum language language, struct text *out)
{
	const struct scope scope = {.out = out, .language = language, .ledger = expression->ledger};
	say(expression->root, &scope);
}
