/* Definitions: what an office may change, read from definitions/ as YAML and
   text, linked, checked and then frozen. Everything here is const after
   definitions_load and lives in its arena.

   C keeps the word `register`, so the code calls a register (台账) a ledger. */
#ifndef JINGUO_DEFINE_DEFINITIONS_H
#define JINGUO_DEFINE_DEFINITIONS_H

#include "base/date.h"
#include "base/fault.h"
#include "base/memory.h"
#include "base/value.h"

struct expression;
struct ledger;

struct label {
	const char *zh, *en;
};

/* NAME, how it is held (base/value.h), what it is */
#define FIELD_TYPES(X)                                              \
	X(TEXT, VALUE_TEXT, "one line of text")                     \
	X(NOTE, VALUE_TEXT, "text of several lines")                \
	X(INT, VALUE_INT, "whole number")                           \
	X(DECIMAL, VALUE_INT, "number with `scale` places")         \
	X(BOOL, VALUE_INT, "yes or no")                             \
	X(DATE, VALUE_INT, "civil date")                            \
	X(INSTANT, VALUE_INT, "date and time")                      \
	X(YEAR, VALUE_INT, "calendar year")                         \
	X(CHOICE, VALUE_TEXT, "one code of a list")                 \
	X(CHOICES, VALUE_TEXT, "several codes of a list")           \
	X(LINK, VALUE_INT, "another record")                        \
	X(ORG, VALUE_TEXT, "code of an organisation")               \
	X(PHONE, VALUE_TEXT, "telephone number")                    \
	X(ID_NUMBER, VALUE_TEXT, "citizen number with check digit") \
	X(STAFF, VALUE_TEXT, "name or account of a colleague")      \
	X(ROWS, VALUE_NONE, "rows of a child ledger")

enum field_type {
#define X(name, held, what) FIELD_##name,
	FIELD_TYPES(X)
#undef X
	        FIELD_TYPE_COUNT
};
const char *field_type_name(enum field_type type); /* "date", as written in YAML */

enum secrecy { SECRECY_PLAIN, SECRECY_PERSONAL, SECRECY_SEALED };

struct list_item {
	const char *code;
	struct label label;
	civil_date until;                /* last day it may be chosen; 0 none */
	const struct list_item *maps_to; /* the item that counts instead since then; or NULL */
	const char *const *was;          /* older codes, NULL-terminated; may be NULL */
	int rank;                        /* place in the list; `rank >= 'city'` compares these */
	struct position at;
};

struct list {
	const char *name;
	struct label label;
	bool ordered; /* codes may be compared with < and > by rank */
	const struct list_item *items;
	size_t count;
	struct position at;
};
/* By today's code, else by an older one; or NULL. */
const struct list_item *list_find(const struct list *list, const char *code);

struct field {
	const char *name;
	struct label label, help; /* help may be {NULL, NULL} */
	enum field_type type;
	enum secrecy secrecy;
	bool required, in_list;
	bool blind;              /* sealed, with a token for exact search and distinct counts */
	const struct list *list; /* of a choice */
	const struct ledger *to; /* of a link */
	struct ledger *rows;     /* of rows: the child ledger */
	int scale;               /* of a decimal: places after the point */
	int64_t min, max;        /* int and decimal in their scaled unit, year; text: `max` code points */
	struct label unit;       /* measure word, may be {NULL, NULL} */
	struct value initial;    /* `default:`, kind NONE when there is none */
	const struct expression *show_if, *check; /* may be NULL */
	struct label check_says;                  /* what to say when `check` fails; may be {NULL, NULL} */
	const char *computed;                     /* name of the C rule that gives it, or NULL */
	const char *const *was; /* older names, newest first, NULL-terminated; may be NULL */
	const char *birth_name; /* the oldest name: sealed values are bound to it */
	const char *column;     /* in the table; "org" for the ledger's own organisation */
	size_t place;           /* index in ledger->fields */
	struct position at;
};

struct state {
	const char *name;
	struct label label;
	bool final; /* nothing is due any more */
	const char *const *was;
};

enum span_unit { SPAN_DAYS, SPAN_WORKDAYS, SPAN_HOURS, SPAN_MONTHS };
struct span {
	int count; /* 0: none */
	enum span_unit unit;
};

struct move {
	const char *name;
	struct label label;
	const struct state *const *from; /* NULL-terminated */
	const struct state *to;
	const char *const *by;            /* roles, NULL-terminated */
	struct span within;               /* clock that starts on entering a `from` state */
	const struct field *const *needs; /* must be set, NULL-terminated */
	const struct expression *guard;   /* `when:`; may be NULL */
	struct label guard_says;
	const char *const *rules;   /* C guards, NULL-terminated */
	const char *const *effects; /* C effects, NULL-terminated */
	struct position at;
};

/* What a role may do in a ledger, and how far. */
#define ACCESS_ACTIONS(X) X(OPEN) X(CHANGE) X(COUNT) X(MOVE) X(UNSEAL) X(EXPORT)
enum access_action {
#define X(name) ACCESS_##name,
	ACCESS_ACTIONS(X)
#undef X
	        ACCESS_ACTION_COUNT
};
enum access_scope { SCOPE_NONE, SCOPE_OWN, SCOPE_ASSIGNED, SCOPE_OWN_ORG, SCOPE_OWN_TREE, SCOPE_ALL };
const char *access_action_name(enum access_action action); /* "open", as written in YAML */
const char *access_scope_name(enum access_scope scope);    /* "own_tree"; "none" */

struct role {
	const char *name;
	struct label label;
	const char *const *excludes; /* roles one person may not hold beside this one */
	bool second_factor;
	struct position at;
};

struct access_rule {
	const struct role *role;
	enum access_scope scope[ACCESS_ACTION_COUNT];
	int hide_below; /* 0: nothing hidden */
};

/* A figure is one node: which rows (ledger, where), when (flow, stock, latest),
   what is measured, and by which fields it may be split. */
#define FIGURE_MEASURES(X) X(COUNT) X(SUM) X(DISTINCT) X(RATIO) X(MISSING) X(FIRST) X(LAST)
enum figure_measure {
#define X(name) MEASURE_##name,
	FIGURE_MEASURES(X)
#undef X
};
enum figure_time {
	TIME_FLOW,   /* rows whose `on` lies in the period */
	TIME_STOCK,  /* rows with from <= end of period and (until unset or until > end) */
	TIME_LATEST, /* of each `per`, the row with the greatest `on` up to the end; its place breaks ties */
};
enum figure_unit { UNIT_PLAIN, UNIT_PERCENT, UNIT_DATE };

struct figure {
	const char *name;            /* "held" */
	const char *full_name;       /* "activity.held" */
	struct label label, unit;    /* unit: measure word (场), may be {NULL, NULL} */
	const struct ledger *ledger; /* the rows; for `over: signups` the child ledger */
	enum figure_measure measure;
	enum figure_time time;
	enum figure_unit shown;
	const struct expression *where;   /* may be NULL: all */
	const struct field *on;           /* flow and latest: a date field of the ledger or of its parent */
	const struct field *from, *until; /* stock; until may be NULL */
	const struct field *value;        /* sum, distinct, first, last */
	const struct field *per;          /* latest */
	const struct field *const *by;    /* NULL-terminated; each a field of the ledger or of its parent */
	/* ratio: numerator and denominator; missing: [0] counts the units (of `org`) that should have filed */
	const struct figure *of[2];
	const struct expression *of_where[2]; /* a further condition on that part; may be NULL */
	const struct ledger *filed_in;        /* missing: the ledger in which they should have */
	bool cumulative;                      /* flow from the beginning up to the end of the period */
	struct position at;
};

struct ledger {
	const char *name;  /* "activity"; a child ledger is "activity.signups" */
	const char *table; /* SQL table: the name with _ for '.' */
	struct label label, help;
	const char *group;        /* part of the summary it belongs to: a code of the list `group` */
	const char *const *was;   /* older names, newest first; of a child also those through its parent */
	const char *number;       /* pattern, or NULL */
	const char *number_level; /* level of the organisation that counts; "district" … */
	struct ledger *parent;    /* of a child ledger */
	const struct field *rows_field; /* of a child: the field of the parent that holds it */
	const struct field *org;        /* own field, or the parent's for a child */
	const struct field *counts_on;  /* own date field, or the parent's for a child; may be NULL */
	struct field *fields;
	size_t field_count;
	const struct list *lists; /* declared in this file */
	size_t list_count;
	const struct state *states;
	size_t state_count; /* 0: no lifecycle; states[0] is where a record begins */
	const struct move *moves;
	size_t move_count;
	const struct access_rule *access;
	size_t access_count;
	const struct figure *figures;
	size_t figure_count;
	const char *const *rules; /* C guards of every create and change, NULL-terminated; may be NULL */
	const struct field *title_field; /* `title_from:` what names a record in lists; may be NULL */
	/* `merged_into:` a link to this same ledger; set, the record lives on there and nothing may link to
	   it any more. May be NULL */
	const struct field *merged_into;
	const char *source; /* the YAML text, as archived for the journal */
	size_t source_length;
	uint8_t hash[32]; /* SM3 of `source` */
	struct position at;
};

/* A value that differs by place, level of organisation and time. */
struct setting_value {
	const char *place; /* an organisation code: holds in its subtree; NULL everywhere */
	const char *level; /* NULL any */
	civil_date from;   /* 0: always */
	struct value value;
	const char *source; /* where the number comes from */
};
struct setting {
	const char *name;
	struct label label;
	enum field_type type; /* int, decimal, text, bool */
	int scale;
	const struct setting_value *values;
	size_t count;
	struct position at;
};

struct calendar_year {
	int year;
	const char *source;         /* the notice */
	const civil_date *holidays; /* days off that fall on weekdays or weekends, sorted */
	size_t holiday_count;
	const civil_date *workdays; /* weekend days that are worked (调休), sorted */
	size_t workday_count;
	struct position at;
};

/* A summary template, read by the summary room from its text. */
struct summary_source {
	const char *name; /* of the file, without .txt */
	const char *file;
	const char *text;
	size_t length;
};

struct definitions {
	struct arena arena;
	struct ledger **ledgers; /* top ledgers and children, each parent before its children, by name */
	size_t ledger_count;
	const struct list *lists; /* shared lists */
	size_t list_count;
	const struct role *roles;
	size_t role_count;
	const struct setting *settings;
	size_t setting_count;
	const struct calendar_year *years; /* ascending */
	size_t year_count;
	const struct summary_source *summaries;
	size_t summary_count;
	uint8_t hash[32]; /* SM3 over every file in order of path: path, NUL, length in 8 bytes, bytes */
};

/* The C rules a definition may name; the field room owns the table. */
struct rule_names {
	const char *const *names; /* NULL-terminated */
};

/* Reads every file of the folder. On failure nothing is returned and every
   fault of every file is in `faults`. Release with definitions_free. */
bool definitions_load(const char *folder, struct rule_names rules, struct definitions **ret,
                      struct faults *faults) __attribute__((warn_unused_result));
/* The same from memory, for tests and fuzzing: `files` are path and content. */
struct definition_file {
	const char *path; /* "registers/activity.yaml" */
	const char *bytes;
	size_t length;
};
bool definitions_load_files(const struct definition_file *files, size_t count, struct rule_names rules,
                            struct definitions **ret, struct faults *faults)
        __attribute__((warn_unused_result));
void definitions_free(struct definitions *definitions);

/* By today's name, else by an older one; also "activity.signups"; or NULL. */
const struct ledger *definitions_ledger(const struct definitions *definitions, const char *name);
/* "activity.held"; or NULL. */
const struct figure *definitions_figure(const struct definitions *definitions, const char *full_name);
const struct role *definitions_role(const struct definitions *definitions, const char *name);
const struct list *definitions_list(const struct definitions *definitions, const char *name);
/* The value that holds at a place of that level on that day: the longest place
   wins, then a named level, then the latest `from`. NULL if none. */
const struct setting_value *definitions_setting(const struct definitions *definitions, const char *name,
                                                const char *org, const char *level, civil_date on);
/* By today's name, else by an older one; or NULL. */
const struct field *ledger_field(const struct ledger *ledger, const char *name);
const struct state *ledger_state(const struct ledger *ledger, const char *name);
const struct move *ledger_move(const struct ledger *ledger, const char *name);
/* Of the top ledger for a child; or NULL. */
const struct access_rule *ledger_access(const struct ledger *ledger, const struct role *role);

/* A tree for `jinguo check`: every register with what it holds, then the rest. */
void definitions_print_tree(const struct definitions *definitions, struct text *out);
/* What a browser needs to show and fill a ledger: fields, lists, lifecycle,
   access and figures as one JSON object; docs/DEFINITIONS.md has its shape. */
void ledger_json(const struct ledger *ledger, struct text *out);
/* SM3 of bytes, the hash of the definitions. */
void definitions_sm3(const void *bytes, size_t length, uint8_t ret[static 32]);

#endif
