/* What a page is given and what it fills; the dispatcher makes both. */
#ifndef JINGUO_WEB_REQUEST_H
#define JINGUO_WEB_REQUEST_H

#include "web/web.h"

enum { REQUEST_SEGMENTS = 6 };

struct request {
	struct arena *arena;  /* freed after the answer has gone */
	struct book *book;    /* of this thread, read-only */
	const struct viewer *viewer;
	const char *path;                       /* "/figure/activity.held" */
	const char *segments[REQUEST_SEGMENTS]; /* {"figure", "activity.held"}, NULL-terminated */
	const char *query;                      /* as it came, for links that keep it; "" if none */
	const char *(*argument)(void *context, const char *name); /* of the query, decoded; NULL if absent */
	void *context;
	enum language language;
	const char *org;      /* ?org= or the viewer's; known to the organisation tree */
	struct period period; /* ?period= or the server's */
	const char *base;     /* "http://127.0.0.1:12338", for links in files */
	const char *room;     /* of the rail: "summary", "figures" …, from the route */
};

struct reply {
	int status;
	const char *type;     /* "text/html; charset=utf-8" */
	const char *filename; /* as a download, or NULL */
	struct text body;
};

enum transaction_mode { TRANSACTION_NONE, TRANSACTION_READ };
enum audit_class { AUDIT_NONE, AUDIT_FIGURES, AUDIT_RECORDS };

/* One row a page. `action` is what the role must be allowed somewhere; the
   record and figure rooms check each register. */
struct route {
	const char *pattern; /* "/record/:register/:id": a colon takes any one segment */
	const char *room;
	enum access_action action;
	enum audit_class audit;
	enum transaction_mode transaction;
	bool (*page)(struct request *request, struct reply *reply, struct fault *fault);
};
#define ROUTE(pattern_, room_, action_, audit_, transaction_, page_)                                         \
	{                                                                                                    \
		.pattern = (pattern_), .room = (room_), .action = (action_), .audit = (audit_),              \
		.transaction = (transaction_), .page = (page_)                                               \
	}
extern const struct route routes[]; /* ended by a row without pattern */

/* The word in the request's language; a macro so that formats stay literals to the compiler. */
#define say(request, zh_, en_) ((request)->language == LANGUAGE_ZH ? (zh_) : (en_))
const char *label_of(const struct request *request, struct label label);
/* A page's head with rail, bar and title, and its end. */
void page_begin(struct request *request, const char *title, struct text *out);
void page_end(struct text *out);
/* "?org=…&period=…&lang=…" of this request, escaped for HTML. */
void page_scope(const struct request *request, struct text *out);
/* A page that says a fault: sentence, hint, code. */
void page_fault(struct request *request, const struct fault *fault, struct text *out);

bool page_home(struct request *request, struct reply *reply, struct fault *fault);
bool page_summary(struct request *request, struct reply *reply, struct fault *fault);
bool page_document(struct request *request, struct reply *reply, struct fault *fault);
bool page_figures(struct request *request, struct reply *reply, struct fault *fault);
bool page_figure(struct request *request, struct reply *reply, struct fault *fault);
bool page_registers(struct request *request, struct reply *reply, struct fault *fault);
bool page_register(struct request *request, struct reply *reply, struct fault *fault);
bool page_record(struct request *request, struct reply *reply, struct fault *fault);
bool page_entry(struct request *request, struct reply *reply, struct fault *fault);
bool page_organisation(struct request *request, struct reply *reply, struct fault *fault);
bool page_style(struct request *request, struct reply *reply, struct fault *fault);
bool page_logo(struct request *request, struct reply *reply, struct fault *fault);

#endif
