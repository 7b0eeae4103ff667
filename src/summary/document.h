/* The document tree: what `gather` makes of a template and figures, and all
   that the writers (docx, html, text …) know. It is neutral: no fonts, no tags,
   no SQL. Everything lives in the document's arena but figures, ledgers and the
   file names of positions, which belong to the book's definitions.

   Texts hold no control characters, so that every writer may print them. */
#ifndef JINGUO_SUMMARY_DOCUMENT_H
#define JINGUO_SUMMARY_DOCUMENT_H

#include "figure/figure.h"

enum run_kind {
	RUN_TEXT,     /* words of the template */
	RUN_FIGURE,   /* a number with its proof, or a record's own words */
	RUN_MISSING,  /* x: a figure without data, with its proof (what was asked) */
	RUN_FIXED,    /* a fact with its source */
	RUN_NAME,     /* a phrase with digits that counts nothing: 12338, 1-3楼 */
	RUN_WRITE,    /* words of a person, or the mark where they are still wanted */
	RUN_UNPROVED, /* digits inside written words that have no source yet */
	RUN_CELL,     /* in a table: the next cell begins; see table.h */
	RUN_ROW,      /* in a table: the next row begins */
};

/* What of a number is printed. */
enum proof_form { PROOF_ITSELF, PROOF_SHARE, PROOF_CHANGE, PROOF_DIFFERENCE };

/* Where a number comes from: enough to open its records. */
struct proof {
	size_t number; /* 1, 2, 3 … in the document */
	const char *
	        figure; /* full name, or the name as written when it does not exist yet; NULL for a fact or a record */
	struct figure_request request;       /* request.figure NULL when it does not exist yet */
	struct value key[FIGURE_DIMENSIONS]; /* the cell; kind NONE where not split */
	struct figure_number value;
	enum proof_form form;
	const char *printed;         /* as it stands in the text */
	const char *words;           /* how it is counted, in a sentence */
	const char *source;          /* of a fixed fact; NULL else */
	const struct ledger *ledger; /* of a record's own words (`list`): the record they stand in */
	int64_t tenant, record;
	struct position at; /* in the template */
};

struct run {
	enum run_kind kind;
	const char *text;
	const struct proof *proof; /* of figure, missing, fixed; else, and in a blanked document, NULL */
};

enum block_kind {
	BLOCK_TITLE,
	BLOCK_ADDRESS,
	BLOCK_HEADING,
	BLOCK_PARAGRAPH,
	BLOCK_TABLE, /* rows of cells, the first row the heading */
	BLOCK_SIGNATURE,
	BLOCK_DATE
};

struct block {
	enum block_kind kind;
	int level; /* of a heading, 1 to 4: 一、（一）1.（1） */
	struct run *runs;
	size_t count;
};

/* What the drafter should see beside the text. */
enum warning_kind {
	WARNING_MISSING,   /* a figure without data or without register */
	WARNING_PARTS,     /* parts and total differ, with the remainder */
	WARNING_UNFILED,   /* units that filed nothing */
	WARNING_LEAP,      /* differs from last year by more than the setting */
	WARNING_UNPROVED,  /* digits without source */
	WARNING_UNWRITTEN, /* a `write` passage still empty */
};
struct warning {
	enum warning_kind kind;
	const char *text;          /* in the document's language */
	const struct proof *proof; /* or NULL */
	struct position at;        /* in the template */
};

struct document {
	struct arena arena;
	const char *name; /* of the template */
	enum language language;
	const char *org, *org_name;
	struct period period;
	civil_date prepared_on;
	int64_t as_of_seq; /* head of the tenant's journal when it was gathered */
	struct block *blocks;
	size_t block_count;
	struct proof **proofs;
	size_t proof_count;
	struct warning *warnings;
	size_t warning_count;
	bool redacted;
};
/* The document is the first thing in its own arena. NULL is allowed. */
void document_free(struct document *document);
/* The words of its title. */
void document_title(const struct document *document, struct text *out);
/* Blanks it for publishing: counts print x, years lose their last digit, days of
   the year and percentages stay; no run keeps its proof, so that no writer can
   give away what was blanked. Warnings and proofs stay for the report. */
void document_redact(struct document *document);

/* Writers. Each gives bytes that depend on its arguments alone: same document, same bytes.
   `base` is the address before each number's link ("http://127.0.0.1:12338", "" when served);
   NULL leaves the links out. A redacted document has neither links nor notes. */
bool document_docx(const struct document *document, const char *base, struct text *out, struct fault *fault)
        __attribute__((warn_unused_result));
/* The same page as PDF. Fonts come from the machine; one that lacks a character is a fault. */
bool document_pdf(const struct document *document, const char *base, struct text *out, struct fault *fault)
        __attribute__((warn_unused_result));
/* A whole page with its style inside and no script. */
void document_html(const struct document *document, const char *base, struct text *out);
/* Only the paper: the blocks as HTML without head, for the server's page. */
void document_html_body(const struct document *document, const char *base, struct text *out);
/* Warnings and the table of all numbers, as document_html puts them under the paper. */
void document_html_notes(const struct document *document, const char *base, struct text *out);
/* CSS of both, for a page that embeds them. */
void document_html_style(struct text *out);
void document_plain(const struct document *document, struct text *out);
/* The forms above by name. */
struct document_format {
	const char *name, *extension, *media_type;
	struct label label;
	bool (*write)(const struct document *document, const char *base, struct text *out,
	              struct fault *fault);
};
enum { DOCUMENT_FORMATS = 4 };
extern const struct document_format document_formats[DOCUMENT_FORMATS];
const struct document_format *document_format(const char *name); /* or NULL */
/* Warnings and proofs as plain text, for the command line. */
void document_report(const struct document *document, struct text *out);
/* False for a fixed fact, and for words of a register that is no more. */
bool proof_has_link(const struct proof *proof);
/* Path and query that open a proof that has a link: /figure/activity.held?org=440307&period=2021H1&key=… */
void proof_link(const struct proof *proof, struct text *out);

#endif
