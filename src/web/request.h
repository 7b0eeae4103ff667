/* What a page is given and what it fills; the dispatcher makes both. */
#ifndef JINGUO_WEB_REQUEST_H
#define JINGUO_WEB_REQUEST_H

#include "record/record.h"
#include "web/html.h"
#include "web/web.h"

enum { REQUEST_SEGMENTS = 6 };

struct request {
	struct arena *arena; /* freed after the answer has gone */
	struct book *book;   /* of this thread, read-only */
	const struct viewer *viewer;
	const char *path;                       /* "/figure/activity.held" */
	const char *segments[REQUEST_SEGMENTS]; /* {"figure", "activity.held"}, NULL-terminated */
	const char *(*argument)(void *context, const char *name); /* of the query, decoded; NULL if absent */
	void *context;
	enum language language;
	const char *org;      /* ?org= or the viewer's; known to the organisation tree */
	struct period period; /* ?period= or the server's */
	const char *base;     /* "http://127.0.0.1:12338", for links in files */
	const char *room;     /* of the rail: "summary", "figures" …, from the route; NULL outside them */
};

struct reply {
	int status;
	const char *type;     /* "text/html; charset=utf-8" */
	const char *filename; /* as a download, or NULL */
	bool keeps;           /* part of the program, not of the books: browsers may keep it by its ETag */
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
#define ROUTE(pattern_, room_, action_, audit_, transaction_, page_)                            \
	{                                                                                       \
		.pattern = (pattern_), .room = (room_), .action = (action_), .audit = (audit_), \
		.transaction = (transaction_), .page = (page_)                                  \
	}
extern const struct route routes[]; /* ended by a row without pattern */

/* The word in the request's language; a macro so that formats stay literals to the compiler. */
#define say(request, zh_, en_) ((request)->language == LANGUAGE_ZH ? (zh_) : (en_))
const char *label_of(const struct request *request, struct label label);
const char *unit_name(const struct request *request, const char *code); /* its code when it is unknown */
/* Does a unit stand in the period, and answer for itself? */
bool unit_stands(const struct request *request, const struct organisation_unit *unit);
/* The first unit one level below `code`, or the next one after `after`; NULL at the end. */
const struct organisation_unit *unit_below(const struct request *request, const char *code,
                                           const struct organisation_unit *after);

/* ---- links (link.c) ---- */

/* `<a ATTRIBUTES href="PATH?org=…&period=…&lang=…`, open for arguments; link_end closes the tag.
   `attributes` is a literal or NULL, `path` is made of names and numbers. */
void link_begin(const struct request *request, const char *attributes, const char *path, struct text *out);
/* Nothing when the value is NULL. */
void link_argument(const char *name, const char *value, struct text *out);
void link_end(struct text *out);
/* A link to this page with all it was asked for, except the place in its list, under another scope. */
void link_again(const struct request *request, const char *attributes, struct text *out);
/* The same arguments as link_arguments of an address under way. */
void link_keep(const struct request *request, struct text *out);
/* The opening tag of a link to a record, complete. */
void link_record(const struct request *request, const struct ledger *ledger, int64_t tenant, int64_t id,
                 struct text *out);
/* The same to a figure, open for arguments. */
void link_figure(const struct request *request, const char *attributes, const char *figure, struct text *out);
/* This request as if another organisation or period had been chosen. */
struct request request_at(const struct request *request, const char *org);
struct request request_in(const struct request *request, struct period period);

/* ---- the frame of a page (page.c) ---- */

/* Rail, bar, and the head with its title; what follows stands in the head until page_body. */
void page_begin(struct request *request, const char *title, struct text *out);
void page_body(struct text *out);
void page_end(struct request *request, struct text *out);
/* A page that says a fault: sentence, hint, code. */
void page_fault(struct request *request, const struct fault *fault, struct text *out);
/* The sentence and hint of a fault, for a page that goes on beside it. */
void fault_add(const struct request *request, const struct fault *fault, struct text *out);
/* `<h2>TITLE<span class="note">` … the caller closes with heading_end. */
void heading_begin(const char *title, struct text *out);
void heading_end(struct text *out);

/* ---- values (value.c) ---- */

/* A field as people read it: sealed under a lock, unset as a dash, a link as a link. */
void value_add(struct request *request, const struct record *record, const struct field *field,
               struct text *out);
/* 2021-06-30 */
void day_add(civil_date day, struct text *out);
/* The same in a list: without its year where that is the year of the request's period. */
void date_add(const struct request *request, civil_date date, struct text *out);
/* 2021-06-30 09:22, of Shanghai. */
void instant_add(instant_ms at, struct text *out);
/* The state with its mark: begun, under way, done. */
void state_add_mark(const struct request *request, const struct record *record, struct text *out);
/* What names a record inside a page: its number, its title, else its id. */
void name_add(struct request *request, const struct record *record, struct text *out);

/* ---- tables of records (record_table.c) ---- */

void record_table_begin(const struct request *request, const struct ledger *ledger, struct text *out);
void record_table_row(struct request *request, const struct record *record, struct text *out);
void record_table_end(struct text *out);

/* ---- pages ---- */

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
bool page_paper_style(struct request *request, struct reply *reply, struct fault *fault);
bool page_logo(struct request *request, struct reply *reply, struct fault *fault);
bool page_face(struct request *request, struct reply *reply, struct fault *fault);

#endif
