/* The web room: the books as pages, read-only, on this machine only. Routes are
   one table; the dispatcher enforces what a row says, so that a page cannot
   forget it. Every page works without a script. */
#ifndef JINGUO_WEB_WEB_H
#define JINGUO_WEB_WEB_H

#include "calendar/period.h"
#include "record/book.h"

struct server;

struct server_options {
	const char *folder; /* of the books */
	int port;           /* 0: any free one */
	struct viewer viewer;
	struct period period;   /* shown when an address names none */
	enum language language; /* likewise */
	const struct rule *rules;
};

/* Listens on 127.0.0.1; the definitions must outlive the server. */
bool server_start(const struct server_options *options, const struct definitions *definitions,
                  struct server **ret, struct fault *fault) __attribute__((warn_unused_result));
int server_port(const struct server *server);
/* Waits for answers under way, then closes. */
void server_stop(struct server *server);

#endif
