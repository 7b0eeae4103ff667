/* A template as a tree: blocks of nodes. Made by template_parse, walked by
   gather; docs/TEMPLATES.md says what each directive means. */
#ifndef JINGUO_SUMMARY_TEMPLATE_H
#define JINGUO_SUMMARY_TEMPLATE_H

#include "base/yaml.h"
#include "summary/summary.h"

enum node_kind {
	NODE_TEXT,
	NODE_NAME,    /* a phrase of the head's `names` */
	NODE_WORD,    /* org.name, period.zh, date … */
	NODE_NUMBER,
	NODE_EACH,
	NODE_VS,
	NODE_LIST,
	NODE_IT,      /* it.label, it.n, it.share, it.FIELD, inside each and list */
	NODE_COUNTER, /* no */
	NODE_IF,
	NODE_FIXED,
	NODE_WRITE,
	NODE_CHECK,
};

enum use_span { USE_PERIOD, USE_UPTO_END, USE_LAST_YEAR, USE_YEAR };
enum number_format { FORMAT_USUAL, FORMAT_HANZI, FORMAT_PLAIN, FORMAT_WAN, FORMAT_DATE, FORMAT_FULL_DATE };
enum comparison { COMPARE_DATA, COMPARE_EQUAL, COMPARE_UNEQUAL, COMPARE_LESS, COMPARE_LESS_EQUAL, COMPARE_MORE, COMPARE_MORE_EQUAL };
enum check_kind { CHECK_PARTS, CHECK_SAME, CHECK_FILED };

/* A figure as a template names it. */
struct figure_use {
	const char *name;
	const struct figure *figure; /* NULL: no register gives it yet */
	const char *where, *by;      /* or NULL */
	enum use_span span;
};

enum { PHRASE_UP, PHRASE_DOWN, PHRASE_SAME, PHRASE_NONE, PHRASES };

struct node {
	enum node_kind kind;
	struct position at;
	struct node *next;
	const char *text;         /* text, name, word, it, slot of write, text of fixed */
	const char *source;       /* of fixed; role of write */
	struct figure_use use, other; /* other: of `check same` */
	enum number_format format;
	const char *phrases[PHRASES]; /* of vs */
	const char *sep, *last, *none;
	enum comparison comparison;   /* of if, and of `having` */
	int64_t operand;
	bool ordered;             /* order n */
	size_t top;               /* 0: all; max of write */
	const struct ledger *ledger;  /* of list; NULL when it does not exist yet */
	const char *order_by;
	enum check_kind check;
	struct node *inside, *otherwise;
};

struct template_block {
	enum block_kind kind;
	int level;
	struct node *nodes;
	struct template_block *next;
};

struct template {
	const char *name;
	const struct summary_source *source;
	struct label title;
	enum language language;
	bool compare;
	const char *const *signers; /* roles, NULL-terminated */
	size_t signer_count;
	const char *const *names;   /* NULL-terminated */
	struct template_block *blocks;
};

/* Text with its places: a paragraph may come from several lines. */
struct passage {
	const char *text;
	const size_t *starts; /* byte at which each line begins in `text` */
	const int *columns;   /* and the column it began at in the file */
	const int *lines;     /* and its number */
	size_t line_count;
	const char *file;
};
struct position passage_position(const struct passage *passage, size_t offset);

struct template_parser {
	struct arena *arena;
	const struct definitions *definitions;
	const struct passage *passage;
	size_t at; /* byte in the passage's text */
	const char *const *names;
	enum language language;
	struct faults *faults;
};

/* Nodes of a whole passage. */
struct node *template_nodes(struct template_parser *parser);
/* One directive: `inner` is what stands between {{ and }}, beginning at byte
   `offset`. NULL after a fault. `*ret_closes` is set for {{end}} and {{else}}. */
struct node *template_directive(struct template_parser *parser, const char *inner, size_t offset,
                                const char **ret_closes);
/* Looks for digits that nothing proves; true when there are none. */
bool template_check_digits(struct template_parser *parser, const char *text, size_t offset);
/* Length in bytes of an unproved number at `text`, 0 when there is none there. */
size_t digits_at(const char *text, enum language language);

#endif
