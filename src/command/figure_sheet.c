/* The parts of a figure as a worksheet: what it is split by, the number, and of a
   ratio the two numbers it is made of. Declared in commands.h. */
#include "command/commands.h"
#include "figure/figure.h"
#include "record/xlsx_write.h"

struct writing {
	const struct figure_request *request;
	enum language language;
	struct xlsx_writer writer;
	int dimensions, row;
};

static const char *in(const struct writing *writing, struct label label)
{
	return writing->language == LANGUAGE_ZH ? label.zh : label.en;
}

static const char *dimension_title(const struct writing *writing, const char *by)
{
	const struct ledger *ledger = writing->request->figure->ledger;
	if (text_equal(by, "month"))
		return in(writing, (struct label){"月份", "Month"});
	if (text_starts(by, "org"))
		return in(writing, (struct label){"单位", "Unit"});
	const struct field *field = ledger_field(ledger, by);
	if (!field && ledger->parent)
		field = ledger_field(ledger->parent, by);
	return field ? in(writing, field->label) : by;
}

static bool put_heading(struct writing *writing, int column, const char *title, int width,
                        struct fault *fault)
{
	xlsx_column(&writing->writer, column, width, XLSX_TEXT);
	return xlsx_text(&writing->writer, 0, column, title, XLSX_HEADING, fault);
}

static bool put_headings(struct writing *writing, struct fault *fault)
{
	enum { PART = 28, NUMBER = 16 };
	const struct figure *figure = writing->request->figure;
	struct text title = TEXT_EMPTY;
	int column = writing->dimensions;
	bool done = true;
	for (int i = 0; i < writing->dimensions && done; i++)
		done = put_heading(writing, i, dimension_title(writing, writing->request->by[i]), PART,
		                   fault);
	text_add(&title, in(writing, figure->label));
	const char *unit = in(writing, figure->unit);
	if (unit)
		text_format(&title, " (%s)", unit);
	int width = xlsx_width(title.at) + 2;
	done = done && put_heading(writing, column, title.at, width < NUMBER ? NUMBER : width, fault);
	text_release(&title);
	if (!done || figure->measure != MEASURE_RATIO)
		return done;
	return put_heading(writing, column + 1, in(writing, (struct label){"分子", "Numerator"}), NUMBER,
	                   fault) &&
	       put_heading(writing, column + 2, in(writing, (struct label){"分母", "Denominator"}), NUMBER,
	                   fault);
}

/* A ratio is text, because a spreadsheet would round 99.996 % to a hundred. */
static bool put_number(struct writing *writing, const struct figure_number *number, struct fault *fault)
{
	const struct figure *figure = writing->request->figure;
	struct xlsx_writer *writer = &writing->writer;
	struct text printed = TEXT_EMPTY;
	int row = writing->row, column = writing->dimensions;
	bool ratio = figure->measure == MEASURE_RATIO;
	if (!number->missing && figure->shown == UNIT_DATE)
		return xlsx_date(writer, row, column, (civil_date)number->number, XLSX_DATE, fault);
	if (!number->missing && !ratio)
		return xlsx_number(writer, row, column, number->number, number->scale, fault);
	figure_print(figure, number, &printed);
	bool done = xlsx_text(writer, row, column, printed.at, XLSX_TEXT, fault);
	text_release(&printed);
	if (!done || number->missing)
		return done;
	return xlsx_number(writer, row, column + 1, number->number, 0, fault) &&
	       xlsx_number(writer, row, column + 2, number->denominator, 0, fault);
}

static bool put_parts(struct writing *writing, const struct figure_result *result, struct fault *fault)
{
	static const struct label unclassified = {"未分类", "unclassified"}, total = {"合计", "Total"};
	int language = writing->language == LANGUAGE_ZH ? 0 : 1;
	for (size_t i = 0; i < result->cell_count; i++) {
		const struct figure_cell *cell = &result->cells[i];
		writing->row++;
		for (int d = 0; d < writing->dimensions; d++) {
			const char *label = cell->label[d][language];
			if (!xlsx_text(&writing->writer, writing->row, d,
			               label ? label : in(writing, unclassified), XLSX_TEXT, fault))
				return false;
		}
		if (!put_number(writing, &cell->value, fault))
			return false;
	}
	writing->row++;
	if (writing->dimensions &&
	    !xlsx_text(&writing->writer, writing->row, 0, in(writing, total), XLSX_HEADING, fault))
		return false;
	return put_number(writing, &result->total, fault);
}

bool figure_sheet(const struct figure_request *request, const struct figure_result *result,
                  enum language language, const char *path, struct fault *fault)
{
	struct writing writing = {.request = request, .language = language};
	while (writing.dimensions < FIGURE_DIMENSIONS && request->by[writing.dimensions])
		writing.dimensions++;
	if (!xlsx_begin(path, &writing.writer, fault))
		return false;
	bool done = xlsx_add_sheet(&writing.writer, in(&writing, request->figure->label), fault) &&
	            put_headings(&writing, fault) && put_parts(&writing, result, fault);
	xlsx_freeze(&writing.writer, 1);
	return xlsx_end(&writing.writer, done ? fault : NULL) && done;
}
