/* A template as a tree: blocks of nodes. Made by template_parse, walked by
   gather; docs/TEMPLATES.md says what each directive means. */
#ifndef JINGUO_SUMMARY_TEMPLATE_H
#define JINGUO_SUMMARY_TEMPLATE_H

#include "base/yaml.h"
#include "summary/summary.h"

enum node_kind {
	NODE_TEXT,
	NODE_NAME, /* a phrase of the head's `names` */
	NODE_WORD, /* org.name, period.zh, date … */
	NODE_NUMBER,
	NODE_EACH,
	NODE_VS,
	NODE_CHANGE, /* {pct} {n} {was}, in the phrases of vs */
	NODE_LIST,
	NODE_IT,      /* it.label, it.n, it.share, it.FIELD, inside each and list */
	NODE_COUNTER, /* no */
	NODE_IF,
	NODE_FIXED,
	NODE_WRITE,
	NODE_CHECK,
	NODE_CELL, /* | in a table */
	NODE_ROW,  /* the end of its line */
};

enum word {
	WORD_ORG_NAME,
	WORD_ORG_SHORT,
	WORD_ORG_PLACE,
	WORD_ORG_LEADERS,
	WORD_PERIOD,
	WORD_PERIOD_YEAR,
	WORD_NEXT,
	WORD_DATE
};
enum change { CHANGE_PERCENT, CHANGE_DIFFERENCE, CHANGE_WAS };
enum it { IT_LABEL, IT_NUMBER, IT_SHARE, IT_FIELD };
enum use_span { USE_PERIOD, USE_UPTO_END, USE_LAST_YEAR, USE_YEAR };
enum number_format {
	FORMAT_USUAL,
	FORMAT_HANZI,
	FORMAT_PLAIN,
	FORMAT_WAN,
	FORMAT_DATE,
	FORMAT_FULL_DATE,
};
enum comparison {
	COMPARE_DATA, /* there is a number */
	COMPARE_EQUAL,
	COMPARE_UNEQUAL,
	COMPARE_LESS,
	COMPARE_LESS_EQUAL,
	COMPARE_MORE,
	COMPARE_MORE_EQUAL,
};
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
	const char *text;   /* of text, name and fixed; slot of write; name of a list; field of it */
	const char *source; /* of fixed; role of write, or NULL */
	enum word word;
	enum language language; /* of a word that is written in either */
	enum change change;
	enum it it;
	struct figure_use use, other; /* other: of `check same` */
	enum number_format format;
	struct node *phrases[PHRASES];  /* of vs */
	struct node *sep, *last, *none; /* of each and list; NULL where not given */
	enum comparison comparison;     /* of if, and of `having` */
	int64_t operand;
	bool ordered;                /* order n */
	size_t top;                  /* 0: all; max of write */
	const struct ledger *ledger; /* of list; NULL when it does not exist yet */
	const struct field *field;   /* of it inside list; NULL when the register does not exist yet */
	const char *order_by;
	enum check_kind check;
	struct node *inside, *otherwise; /* of each, list and if */
};

struct template_block {
	enum block_kind kind;
	int level;
	struct node *nodes;
	struct template_block *next;
};

struct template
{
	const char *name;
	const struct summary_source *source;
	struct label title;
	enum language language;
	bool compare;
	const char *const *signers; /* roles in their order, at least one; NULL-terminated */
	size_t signer_count;
	const char *const *names; /* NULL-terminated */
	struct template_block *blocks;
};

/* ---- inside the parser ---- */

enum { TEMPLATE_DEPTH_MAX = 8, TEMPLATE_SIGNERS_MAX = 20 };

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
	const struct node *around; /* the each or list that is open, or NULL */
	bool in_table;
	bool abandoned; /* the rest of the passage was given up: what it leaves open is not reported again */
	struct faults *faults;
};

/* The head: names, language, signers. NULL-terminated lists are set even after a fault. */
void template_read_head(struct template_parser *parser, const struct yaml *head, struct template *template);
/* Running text as nodes: phrases of `names` apart, the rest checked for digits
   that nothing proves. `offset` is where it stands in the passage. */
struct node *template_text(struct template_parser *parser, const char *text, size_t length, size_t offset);
/* One directive: `inner` is what stands between {{ and }}, beginning at byte
   `offset`. `*ret_closes` is "end" or "else" when it is one of these, else NULL.
   A directive with a fault still has its kind, so that its end is found. */
struct node *template_directive(struct template_parser *parser, const char *inner, size_t offset,
                                const char **ret_closes);
/* Length in bytes of a number at `text`, 0 when there is none there. */
size_t digits_at(const char *text, enum language language);

#endif
