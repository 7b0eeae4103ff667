/* The records behind a number. */
#ifndef JINGUO_WEB_FIGURE_LIST_H
#define JINGUO_WEB_FIGURE_LIST_H

#include "figure/figure.h"
#include "web/request.h"

/* A figure as an address asks for it: whole, or one cell of it. */
struct figure_asked {
	struct figure_request request;
	struct value key[FIGURE_DIMENSIONS];
};

/* The list behind `number`, fifty at a time; a sentence instead for whom may count but not open. */
bool figure_list_add(struct request *request, const struct figure_asked *asked,
                     const struct figure_number *number, struct text *out, struct fault *fault);

#endif
