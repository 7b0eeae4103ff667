/* What a directive says of a figure: which one, where, when, split by what, in
   which format; and whether the room of figures would answer that. */
#include "summary/template_use.h"

#include <string.h>

#include "define/expression.h"
#include "summary/number.h"

/* ---- figures ---- */

void use_read_name(struct words *words, struct figure_use *use, struct use_places *places)
{
	places->name = words_here(words);
	use->name = words_next(words);
	use->figure = definitions_figure(words->parser->definitions, use->name);
	const char *dot = strchr(use->name, '.');
	const char *ledger =
	        dot ? arena_copy_bytes(words->parser->arena, use->name, (size_t)(dot - use->name)) : "";
	bool shaped = dot && dot[1] &&
	              strspn(use->name, "abcdefghijklmnopqrstuvwxyz0123456789_.") == strlen(use->name);
	if (!shaped || (!use->figure && definitions_ledger(words->parser->definitions, ledger)))
		words_complain_at(words, places->name, summary_unknown_figure, use->name);
}

static bool read_span(struct words *words, struct figure_use *use)
{
	static const struct {
		const char *word;
		enum use_span span;
	} spans[] = {
	        {"upto:end", USE_UPTO_END}, {"period:last_year", USE_LAST_YEAR}, {"period:year", USE_YEAR}};
	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
		if (!words_take(words, spans[i].word))
			continue;
		use->span = spans[i].span;
		return true;
	}
	return false;
}

bool use_read_option(struct words *words, struct figure_use *use, struct use_places *places)
{
	if (!words_take(words, "where"))
		return read_span(words, use);
	places->where = words_here(words);
	use->where = words_expression(words);
	return true;
}

void use_read_by(struct words *words, struct figure_use *use, struct use_places *places)
{
	places->by = words_here(words);
	use->by = words_next(words);
}

static void take_fault(struct words *words, struct fault *fault, struct position at)
{
	if (!fault->at.line)
		fault->at = at;
	if (!words->failed)
		faults_add(words->parser->faults, fault);
	words->failed = true;
}

void use_check_condition(struct words *words, const struct ledger *ledger, const char *condition,
                         struct position at, unsigned allow)
{
	const struct expression *expression;
	struct fault fault = {};
	if (!expression_parse(words->parser->arena, words->parser->definitions, ledger, condition, at, allow,
	                      &expression, &fault))
		take_fault(words, &fault, at);
}

const struct role *use_role(const struct words *words)
{
	return definitions_role(words->parser->definitions, "statement");
}

/* Asks adding one part after the other: a fault belongs to the part just added. */
void use_check(struct words *words, const struct figure_use *use, const struct use_places *places)
{
	const struct definitions *definitions = words->parser->definitions;
	struct figure_request request = {.figure = use->figure};
	struct fault fault = {};
	if (!use->figure || words->failed)
		return;
	if (!figure_check(definitions, use_role(words), &request, &fault))
		return take_fault(words, &fault, places->name);
	bool one_ledger = use->figure->measure != MEASURE_RATIO && use->figure->measure != MEASURE_MISSING;
	if (use->where && one_ledger)
		use_check_condition(words, use->figure->ledger, use->where, places->where,
		                    ALLOW_ROWS | ALLOW_PERIOD | ALLOW_TODAY);
	request.where = use->where;
	if (!words->failed && !figure_check(definitions, use_role(words), &request, &fault))
		return take_fault(words, &fault, places->where);
	request.by[0] = use->by;
	if (!words->failed && !figure_check(definitions, use_role(words), &request, &fault))
		take_fault(words, &fault, places->by);
}

bool use_is_additive(const struct figure_use *use)
{
	const struct figure *figure = use->figure;
	const struct ledger *ledger = figure->ledger;
	if (figure->measure != MEASURE_COUNT && figure->measure != MEASURE_SUM)
		return false;
	bool of_parent = text_starts(use->by, "parent.") && ledger->parent;
	const struct field *field = of_parent ? ledger_field(ledger->parent, use->by + strlen("parent."))
	                                      : ledger_field(ledger, use->by);
	return !field || field->type != FIELD_CHOICES;
}

/* ---- formats ---- */

static enum number_format read_format(struct words *words)
{
	static const struct {
		const char *word;
		enum number_format format;
	} formats[] = {{":hanzi", FORMAT_HANZI},
	               {":plain", FORMAT_PLAIN},
	               {":wan", FORMAT_WAN},
	               {":date", FORMAT_DATE},
	               {":full_date", FORMAT_FULL_DATE}};
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (words_take(words, formats[i].word))
			return formats[i].format;
	return FORMAT_USUAL;
}

static enum shape shape_of_figure(const struct figure *figure)
{
	if (figure_is_day(figure))
		return SHAPE_DAY;
	bool scaled = figure->measure == MEASURE_SUM && figure->value->type == FIELD_DECIMAL &&
	              figure->value->scale;
	return figure->measure == MEASURE_RATIO || scaled ? SHAPE_OTHER : SHAPE_WHOLE;
}

enum shape shape_of_field(const struct field *field)
{
	if (field->type == FIELD_DATE)
		return SHAPE_DAY;
	return field->type == FIELD_INT ? SHAPE_WHOLE : SHAPE_OTHER;
}

static bool format_fits(enum number_format format, enum shape shape, enum language language)
{
	if (shape == SHAPE_UNKNOWN)
		return true;
	switch (format) {
	case FORMAT_USUAL: return true;
	case FORMAT_HANZI:
	case FORMAT_WAN: return shape == SHAPE_WHOLE && language == LANGUAGE_ZH;
	case FORMAT_PLAIN: return shape == SHAPE_WHOLE;
	case FORMAT_DATE:
	case FORMAT_FULL_DATE: return shape == SHAPE_DAY;
	}
	return false;
}

bool format_read(struct words *words, const char *what, enum shape shape, enum number_format *format)
{
	struct position at = words_here(words);
	enum number_format read = read_format(words);
	if (!read)
		return false;
	if (!format_fits(read, shape, words->parser->language))
		words_complain_at(words, at, summary_bad_format, what);
	*format = read;
	return true;
}

bool format_read_for(struct words *words, const struct figure_use *use, enum number_format *format)
{
	enum shape shape = use->figure ? shape_of_figure(use->figure) : SHAPE_UNKNOWN;
	return format_read(words, use->name, shape, format);
}
