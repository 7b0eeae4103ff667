/* A figure request as text, and back: what a frozen number is found again by,
   and what tells equal requests. A private format of this room:

   activity.held org=440307 period=2021H1 by=kind key=camp cumulative where kind != 'x'

   Only name, org and period are always there; a whole number as key is written
   key#7; a key is percent-encoded. */
#ifndef JINGUO_SUMMARY_REQUEST_H
#define JINGUO_SUMMARY_REQUEST_H

#include "figure/figure.h"

/* `name` is that of the figure, which may not exist yet; `key` may be NULL. */
void request_print(const char *name, const struct figure_request *request, const struct value *key,
                   struct text *out);
/* False when it is none of ours. The figure is that of the definitions, NULL when they no longer hold it. */
bool request_parse(const struct definitions *definitions, const char *text, struct arena *arena,
                   const char **ret_name, struct figure_request *ret,
                   struct value ret_key[FIGURE_DIMENSIONS]);

/* The same a year before. */
struct figure_request request_last_year(const struct figure_request *request);

#endif
