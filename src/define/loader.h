/* The loader's own workings, shared by the definitions_*.c files and by nobody
   else. A load runs in phases over every file: parse (YAML to nodes), shape
   (nodes to structs, names kept as nodes), link (names to pointers), express
   (conditions, which need linked fields), check (what only the whole shows).
   No phase stops at a fault; what a fault makes unsure is marked broken, so
   that one mistake is told once. */
#ifndef JINGUO_DEFINE_LOADER_H
#define JINGUO_DEFINE_LOADER_H

#include <stddef.h>

#include "base/yaml.h"
#include "define/definitions.h"

enum { NAME_LIMIT = 40, TABLE_LIMIT = 60, FIELD_LIMIT = 200 };

/* The folders of definitions/, in the order in which they are shaped. */
enum folder {
	FOLDER_CALENDARS,
	FOLDER_LISTS,
	FOLDER_REGISTERS,
	FOLDER_ROLES,
	FOLDER_SETTINGS,
	FOLDER_SUMMARIES,
	FOLDER_COUNT
};

struct source_file {
	const char *path; /* "registers/activity.yaml" */
	struct position at;
	const char *bytes;
	size_t length;
	enum folder folder;
	const char *name;  /* "activity" */
	struct yaml *root; /* NULL: no YAML, or none that could be parsed */
};

/* ---- keys of a map: one table a map, read into a form ---- */

enum shape {
	SHAPE_WORD,  /* const struct yaml *: a scalar that says something */
	SHAPE_NAME,  /* const struct yaml *: a name */
	SHAPE_WHOLE, /* const struct yaml *: a whole number */
	SHAPE_NAMES, /* const struct yaml *: a name, or a list of names */
	SHAPE_WORDS, /* const struct yaml *: a list of scalars */
	SHAPE_MAP,   /* const struct yaml *: a map with at least one pair */
	SHAPE_LIST,  /* const struct yaml *: a list with at least one item */
	SHAPE_ANY,   /* const struct yaml *: whatever stands there */
	SHAPE_TEXT,  /* const char *: words for people */
	SHAPE_BOOL,  /* bool */
	SHAPE_DATE,  /* civil_date */
	SHAPE_LABEL, /* struct label */
};

struct key {
	const char *name;
	enum shape shape;
	bool required;
	size_t offset; /* in the form */
};
#define KEY(form, name, member, shape)                            \
	{                                                         \
		name, shape, false, offsetof(struct form, member) \
	}
#define KEY_REQUIRED(form, name, member, shape)                  \
	{                                                        \
		name, shape, true, offsetof(struct form, member) \
	}

struct loader;

/* Fills the form from the map; unknown keys, missing ones and wrong shapes are
   faults and leave their member empty. False when there was any. */
bool form_read(struct loader *loader, const struct yaml *map, const struct key *keys, size_t count,
               void *form);
#define FORM_READ(loader, map, keys, form) \
	form_read((loader), (map), (keys), sizeof(keys) / sizeof *(keys), (form))

/* Where the key itself stands, for faults about it; the map when it has no such key. */
const struct yaml *key_node(const struct yaml *map, const char *key);
/* A name or a list of names as one sequence. */
size_t names_count(const struct yaml *node);
const struct yaml *names_item(const struct yaml *node, size_t index);
/* NULL-terminated; NULL for NULL. */
const char *const *names_array(struct arena *arena, const struct yaml *node);
bool name_valid(const char *name);

/* Adds a fault at the node and returns false. */
#define complain(loader, node, ...) faults_add_at((loader)->faults, (node)->at, __VA_ARGS__)

/* What a name that was not found should have named. */
enum noun {
	NOUN_KEY,
	NOUN_WORD, /* of a closed set: type, secrecy, scope … */
	NOUN_FIELD,
	NOUN_LIST,
	NOUN_CODE,
	NOUN_REGISTER,
	NOUN_ROLE,
	NOUN_STATE,
	NOUN_FIGURE,
	NOUN_RULE,
};
/* Complains that `name` at the node is none of `names`, with the nearest of them or else all. */
bool complain_unknown(struct loader *loader, const struct yaml *node, enum noun noun, const char *name,
                      const char *const *names, size_t count);
/* The same over an array of structs whose first member is their name. */
bool complain_unknown_among(struct loader *loader, const struct yaml *node, enum noun noun, const char *name,
                            const void *items, size_t count, size_t size);
/* The index of the node's word in `words`, or -1 with a fault. */
int word_read(struct loader *loader, const struct yaml *node, const char *const *words, size_t count);

/* Names that must differ from each other within one space. */
struct claim {
	const char *name;
	struct position at;
	bool old; /* a name it had, or a column that goes with it */
};
/* Room for claims, grown as needed. */
struct claims {
	struct claim *items;
	size_t count, room;
};
void claims_add(struct claims *claims, const char *name, struct position at, bool old);
void claims_add_was(struct claims *claims, const char *const *was, struct position at);
/* Every second claim to a name is a fault of that code: {0} the name, {1} the line of the first.
   Empties `claims`. */
void claims_settle(struct loader *loader, struct claims *claims, enum fault_code code);

/* ---- values ---- */

/* Reads a scalar as a value of the type; `list` for choices, `scale` for decimals. Links, org
   ledgers and rows have no constants. */
bool constant_read(struct loader *loader, const struct yaml *node, enum field_type type, int scale,
                   const struct list *list, struct value *ret);
/* `scale:`, 1 to 4; 2 when the node is NULL. */
bool scale_read(struct loader *loader, const struct yaml *node, int *ret);
/* "12.5" with scale 2 is 1250. */
bool decimal_parse(const char *string, int scale, int64_t *ret);

/* ---- drafts: a ledger while it is being made, with the forms it was read from ---- */

struct field_form {
	const struct yaml *node, *type, *secrecy, *index, *list, *to, *of, *min, *max, *scale, *initial;
	const struct yaml *show_if, *check, *computed, *was;
	struct label title, help, unit, says;
	bool required, in_list;
};
struct ledger_form {
	const struct yaml *name, *group, *was, *number, *number_level, *org, *counts_on, *title_from,
	        *merged_into, *rules;
	const struct yaml *lists, *fields, *lifecycle, *access, *figures;
	struct label title, help;
};
struct move_form {
	const struct yaml *node, *from, *to, *by, *within, *needs, *when, *rules, *effects;
	struct label title, says;
};
struct figure_form {
	const struct yaml *node, *count, *sum, *distinct, *first, *last, *ratio, *missing;
	const struct yaml *on, *stock, *latest, *over, *where, *by, *shown;
	const struct yaml *per, *value;  /* in latest */
	const struct yaml *from, *until; /* in stock */
	const struct yaml *of, *in;      /* in missing */
	struct label title, unit;
	bool cumulative;
};

struct draft {
	const struct source_file *file;
	const struct yaml *node; /* the map it was read from */
	struct ledger *ledger;
	struct draft *parent;
	struct field_form *fields; /* by place */
	bool *broken;              /* by place: the field is not what was meant */
	struct ledger_form form;   /* of a top ledger */
	struct list *lists;
	bool *list_used;
	struct state *states;
	struct move *moves;
	struct move_form *move_forms;
	struct access_rule *access;
	struct figure *figures;
	struct figure_form *figure_forms;
	bool *figure_broken;
};

struct loader {
	struct definitions *definitions;
	struct arena *arena; /* of the definitions */
	struct rule_names rules;
	struct faults *faults;
	struct source_file *files;
	size_t file_count;
	struct draft **drafts; /* by name once linked; not in the arena */
	size_t draft_count, draft_room;
	struct list *lists; /* shared ones */
	bool *list_used;
	struct role *roles;
	const struct yaml **role_excludes; /* by role; NULL none */
	struct setting *settings;
	const struct yaml ***setting_levels; /* by setting, by value; NULL none */
};

struct draft *draft_new(struct loader *loader, const struct source_file *file, struct draft *parent);
/* Top ledgers and children; NULL when there is none. */
struct draft *draft_find(const struct loader *loader, const char *name);
/* Today's name only, as definitions must use it; or NULL. */
struct field *draft_field(const struct draft *draft, const char *name);
/* The field a node names, also "parent.x" in a child ledger; NULL with a fault, or in silence when
   it is broken. */
const struct field *field_resolve(struct loader *loader, const struct draft *draft, const struct yaml *node);
/* Complains that no register bears the name. Silent when its file is there but could not be read. */
void complain_register(struct loader *loader, const struct yaml *node, const char *name);
/* The name a file gives itself must be the file's. */
void file_check_name(struct loader *loader, const struct source_file *file, const struct yaml *name);
/* How many files of the folder could be parsed. */
size_t files_count(const struct loader *loader, enum folder folder);
/* True when a file by that name is there but could not be read: what it holds is unknown, not missing. */
bool file_unread(const struct loader *loader, enum folder folder, const char *name);

/* ---- the phases, file by file ---- */

void lists_shape_shared(struct loader *loader);
void lists_shape_own(struct loader *loader, struct draft *draft);
/* The list by that name in the draft's file or in lists/, marked as used; NULL when there is none. */
const struct list *list_use(struct loader *loader, struct draft *draft, const char *name);
/* The same, and a fault when there is none. */
const struct list *list_resolve(struct loader *loader, struct draft *draft, const struct yaml *node);
/* Marks a shared list as used and returns it; NULL when there is none. */
const struct list *list_shared(struct loader *loader, const char *name);
void lists_check_used(struct loader *loader);

void roles_shape(struct loader *loader);
void roles_link(struct loader *loader);
const struct role *role_resolve(struct loader *loader, const struct yaml *node);
void settings_shape(struct loader *loader);
void settings_link(struct loader *loader);
void calendars_shape(struct loader *loader);
void summaries_shape(struct loader *loader);

void ledgers_shape(struct loader *loader);
void ledger_link(struct loader *loader, struct draft *draft);
void ledgers_check_names(struct loader *loader);
void ledgers_check_org(struct loader *loader);
const struct yaml *level_resolve(struct loader *loader, const struct yaml *node);

void fields_shape(struct loader *loader, struct draft *draft, const struct yaml *map);
void fields_link(struct loader *loader, struct draft *draft);
void fields_express(struct loader *loader, struct draft *draft);
void fields_check(struct loader *loader, struct draft *draft);

void lifecycle_shape(struct loader *loader, struct draft *draft);
void lifecycle_link(struct loader *loader, struct draft *draft);
void lifecycle_express(struct loader *loader, struct draft *draft);
void lifecycle_check(struct loader *loader, struct draft *draft);
void access_link(struct loader *loader, struct draft *draft);
/* The names of C rules, each known; NULL for NULL. */
const char *const *rules_resolve(struct loader *loader, const struct yaml *node);

void figures_shape(struct loader *loader, struct draft *draft);
void figures_link(struct loader *loader, struct draft *draft);
/* Ratios and missing units, which name figures of other ledgers. */
void figures_link_parts(struct loader *loader, struct draft *draft);
void figures_express(struct loader *loader, struct draft *draft);

/* Parses an expression against the draft; silent when it names something broken. NULL for NULL. */
const struct expression *express(struct loader *loader, const struct draft *draft, const struct yaml *node,
                                 unsigned allow);
const struct expression *express_text(struct loader *loader, const struct draft *draft, const char *source,
                                      struct position at, unsigned allow);

#endif
