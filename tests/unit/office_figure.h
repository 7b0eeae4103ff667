/* A figure of the district as it prints, for tests in books. */
#ifndef JINGUO_UNIT_OFFICE_FIGURE_H
#define JINGUO_UNIT_OFFICE_FIGURE_H

#include "figure/figure.h"
#include "office.h"

static inline const char *figure(struct office *office, const char *name, const char *period)
{
	struct figure_request request = {.figure = definitions_figure(office->definitions, name),
	                                 .org = "440307"};
	struct figure_result result;
	struct text printed = TEXT_EMPTY;
	assert_non_null(request.figure);
	MUST(period_parse(period, &request.period, &fault));
	MUST(figure_compute(office->book, &office->clerk, &request, 1, &office->arena, &result, &fault));
	figure_print(request.figure, &result.total, &printed);
	const char *kept = arena_copy(&office->arena, printed.at);
	text_release(&printed);
	return kept;
}

#endif
