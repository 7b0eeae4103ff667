/* Between the listener and the pages: takes a request apart, asks of it what the
   row of its route demands, and turns a fault into a page. */
#ifndef JINGUO_WEB_DISPATCH_H
#define JINGUO_WEB_DISPATCH_H

#include "web/request.h"

/* The row whose pattern a path has, or NULL; fills the segments from the arena. */
const struct route *route_find(struct arena *arena, const char *path, const char *segments[REQUEST_SEGMENTS]);
/* Fills the reply, whatever happens. The request comes with arena, book, viewer, path, argument, base and the
   server's own organisation, period and language; `early` is a fault found before, or NULL. */
void request_answer(struct request *request, const struct fault *early, struct reply *reply);

#endif
