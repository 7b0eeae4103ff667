/* Figures in words: how a number is counted, for the people who answer for it,
   and which path it takes, for `jinguo check`. Nothing reads these back. */
#include "figure/pass.h"
#include "record/tables.h"

struct speech {
	const struct definitions *definitions;
	const struct figure_request *request;
	enum language language;
	struct text *out;
};

static const char *choose(const struct speech *speech, const char *zh, const char *en)
{
	return speech->language == LANGUAGE_ZH ? zh : en;
}

static const char *title(const struct speech *speech, const struct label *label)
{
	return choose(speech, label->zh, label->en);
}

static void say(const struct speech *speech, const char *zh, const char *en)
{
	text_add(speech->out, choose(speech, zh, en));
}

static void say_comma(const struct speech *speech)
{
	say(speech, "，", ", ");
}

/* ---- time ---- */

/* The year of a second date is left out where it is that of the first. */
static void say_date(const struct speech *speech, civil_date date, civil_date first)
{
	char printed[DATE_SIZE];
	date_print(date, printed);
	if (speech->language == LANGUAGE_EN)
		text_add(speech->out, printed);
	else if (first && date_year(first) == date_year(date))
		text_format(speech->out, "%d月%d日", date_month(date), date_day(date));
	else
		text_format(speech->out, "%d年%d月%d日", date_year(date), date_month(date), date_day(date));
}

static void say_between(const struct speech *speech)
{
	const struct period *period = &speech->request->period;
	say(speech, "在 ", " from ");
	say_date(speech, period->from, 0);
	say(speech, " 至 ", " to ");
	say_date(speech, period->to, period->from);
}

static void say_up_to(const struct speech *speech)
{
	say(speech, "不晚于 ", " not after ");
	say_date(speech, speech->request->period.to, 0);
}

static void say_time(const struct speech *speech, const struct figure *figure)
{
	const struct period *period = &speech->request->period;
	const struct field *on = figure->on;
	if (figure->time == TIME_LATEST) {
		say(speech, "每个", "of each ");
		text_add(speech->out, title(speech, &figure->per->label));
		say(speech, "只看", " only the latest by ");
		text_add(speech->out, title(speech, &on->label));
		say_up_to(speech);
		say(speech, " 的最近一条", "");
	} else if (figure->time == TIME_STOCK) {
		text_add(speech->out, title(speech, &figure->from->label));
		say_up_to(speech);
		if (!figure->until)
			return;
		say_comma(speech);
		text_add(speech->out, title(speech, &figure->until->label));
		say(speech, "未填或晚于 ", " not set or after ");
		say_date(speech, period->to, 0);
	} else if (on) {
		text_add(speech->out, title(speech, &on->label));
		if (figure->cumulative || speech->request->cumulative)
			say_up_to(speech);
		else
			say_between(speech);
	}
}

/* ---- place and conditions ---- */

static void say_place(const struct speech *speech, const struct ledger *ledger)
{
	const struct figure_request *request = speech->request;
	say_comma(speech);
	text_add(speech->out, title(speech, &ledger->org->label));
	say(speech, "在", " within ");
	text_add(speech->out, request->org_name ? request->org_name : request->org ? request->org : "");
	say(speech, "以内", "");
}

static void say_condition(const struct speech *speech, const struct expression *condition)
{
	if (!condition)
		return;
	say_comma(speech);
	expression_words(condition, speech->language, speech->out);
}

/* The request's own condition; as it was written where it does not fit this ledger. */
static void say_asked(const struct speech *speech, const struct ledger *ledger)
{
	const struct expression *asked;
	struct arena arena = {};
	if (!speech->request->where)
		return;
	if (expression_parse(&arena, speech->definitions, ledger, speech->request->where, (struct position){},
	                     ALLOW_ROWS | ALLOW_PERIOD | ALLOW_TODAY, &asked, NULL)) {
		say_condition(speech, asked);
	} else {
		say_comma(speech);
		text_add(speech->out, speech->request->where);
	}
	arena_release(&arena);
}

/* ---- measure and split ---- */

static void say_of_value(const struct speech *speech, const struct figure *figure, const char *zh,
                         const char *en)
{
	const char *parts = choose(speech, zh, en), *at = strstr(parts, "{}");
	text_add_bytes(speech->out, parts, (size_t)(at - parts));
	text_add(speech->out, title(speech, &figure->value->label));
	text_add(speech->out, at + strlen("{}"));
}

static void say_measure(const struct speech *speech, const struct figure *figure)
{
	say_comma(speech);
	switch (figure->measure) {
	case MEASURE_COUNT:
		say(speech, "每", "each counts once");
		if (speech->language == LANGUAGE_ZH)
			text_format(speech->out, "%s数一次", figure->unit.zh ? figure->unit.zh : "条");
		break;
	case MEASURE_SUM: say_of_value(speech, figure, "把“{}”加起来", "\"{}\" added up"); break;
	case MEASURE_DISTINCT:
		say_of_value(speech, figure, "同一个“{}”只数一次", "each \"{}\" counts once");
		break;
	case MEASURE_FIRST: say_of_value(speech, figure, "取最早的“{}”", "the earliest \"{}\""); break;
	case MEASURE_LAST: say_of_value(speech, figure, "取最晚的“{}”", "the latest \"{}\""); break;
	case MEASURE_RATIO:
	case MEASURE_MISSING: break;
	}
}

static void say_split(const struct speech *speech, const char *name)
{
	const struct ledger *ledger = speech->request->figure->ledger;
	const struct list *levels = definitions_list(speech->definitions, "org_level");
	say_comma(speech);
	say(speech, "按", "by ");
	if (text_equal(name, "month")) {
		say(speech, "月", "month");
	} else if (text_equal(name, "org")) {
		say(speech, "单位", "unit");
	} else if (text_starts(name, "org:")) {
		const struct list_item *level = levels ? list_find(levels, name + 4) : NULL;
		text_add(speech->out, level ? title(speech, &level->label) : name + 4);
	} else {
		bool of_parent = text_starts(name, "parent.") && ledger->parent;
		const struct field *field = of_parent ? ledger_field(ledger->parent, name + strlen("parent."))
		                                      : ledger_field(ledger, name);
		text_add(speech->out, field ? title(speech, &field->label) : name);
	}
	say(speech, "分开", "");
}

/* ---- a whole figure ---- */

static void say_one(const struct speech *speech, const struct figure *figure,
                    const struct expression *further)
{
	say_time(speech, figure);
	say_place(speech, figure->ledger);
	say_condition(speech, figure->where);
	say_condition(speech, further);
	say_asked(speech, figure->ledger);
	say_measure(speech, figure);
}

static void say_missing(const struct speech *speech, const struct figure *figure)
{
	const struct figure *units = figure->of[0];
	say(speech, "“", "units of \"");
	text_add(speech->out, title(speech, &units->label));
	say(speech, "”里的单位（", "\" (");
	say_time(speech, units);
	say_place(speech, units->ledger);
	say_condition(speech, units->where);
	say_asked(speech, units->ledger);
	say(speech, "）中，", ") which have no record of ");
	if (speech->language == LANGUAGE_EN)
		text_format(speech->out, "\"%s\" ", title(speech, &figure->filed_in->label));
	if (figure->filed_in->counts_on) {
		text_add(speech->out, title(speech, &figure->filed_in->counts_on->label));
		if (figure->cumulative || speech->request->cumulative)
			say_up_to(speech);
		else
			say_between(speech);
	}
	if (speech->language == LANGUAGE_ZH)
		text_format(speech->out, " 没有“%s”记录的", title(speech, &figure->filed_in->label));
}

void figure_words(const struct definitions *definitions, const struct figure_request *request,
                  enum language language, struct text *out)
{
	const struct speech speech = {definitions, request, language, out};
	const struct figure *figure = request->figure;
	if (figure->measure == MEASURE_RATIO) {
		for (size_t i = 0; i < 2; i++) {
			say(&speech, i ? "；分母“" : "分子“", i ? "; denominator \"" : "numerator \"");
			text_add(out, title(&speech, &figure->of[i]->label));
			say(&speech, "”：", "\": ");
			say_one(&speech, figure->of[i], figure->of_where[i]);
		}
	} else if (figure->measure == MEASURE_MISSING) {
		say_missing(&speech, figure);
	} else {
		say_one(&speech, figure, NULL);
	}
	for (size_t i = 0; i < FIGURE_DIMENSIONS; i++)
		if (request->by[i])
			say_split(&speech, request->by[i]);
	say(&speech, "；作废的不数。", "; voided records do not count.");
}

/* ---- paths ---- */

static void explain_index(const struct table_index *index, struct text *out)
{
	text_format(out, "%s (", index->name);
	for (const char *const *column = index->columns; *column; column++)
		text_format(out, "%s%s", column == index->columns ? "" : ", ", *column);
	text_add(out, ")");
}

static void explain_statement(const struct definitions *definitions, const struct balance *balance,
                              struct arena *arena, struct text *out)
{
	const struct figure *figure = balance->figure;
	struct table_index index;
	bool known = figure->time == TIME_STOCK && figure->until
	                     ? ledger_stock_index(definitions, balance->ledger, figure->until, arena, &index)
	                     : ledger_count_index(definitions, balance->ledger,
	                                          figure->time == TIME_STOCK ? figure->from : figure->on,
	                                          arena, &index);
	text_format(out, "one statement over %s", balance->ledger->table);
	if (balance->reads_parent)
		text_format(out, " and %s", balance->ledger->parent->table);
	if (!known)
		return;
	text_add(out, ", index ");
	explain_index(&index, out);
}

static void explain_part(const struct definitions *definitions, const struct figure *figure,
                         const struct expression *further, struct text *out)
{
	struct arena arena = {};
	struct table_index index;
	const struct balance balance = balance_bare(figure, further, &arena);
	if (pass_fits(definitions, &balance, &arena, &index)) {
		text_add(out, "pass over ");
		explain_index(&index, out);
	} else {
		explain_statement(definitions, &balance, &arena, out);
	}
	arena_release(&arena);
}

void figure_explain(const struct definitions *definitions, const struct figure *figure, struct text *out)
{
	if (figure->measure == MEASURE_RATIO) {
		explain_part(definitions, figure->of[0], figure->of_where[0], out);
		text_add(out, "; divided by: ");
		explain_part(definitions, figure->of[1], figure->of_where[1], out);
	} else if (figure->measure == MEASURE_MISSING) {
		explain_part(definitions, figure->of[0], NULL, out);
		text_format(out, "; less the units found in %s", figure->filed_in->table);
	} else {
		explain_part(definitions, figure, NULL, out);
	}
}
