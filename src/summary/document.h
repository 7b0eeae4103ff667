/* The document tree: what `gather` makes of a template and figures, and all
   that the writers (docx, html, text …) know. It is neutral: no fonts, no tags,
   no SQL. Everything lives in the document's arena. */
#ifndef JINGUO_SUMMARY_DOCUMENT_H
#define JINGUO_SUMMARY_DOCUMENT_H

#include "figure/figure.h"

enum run_kind {
	RUN_TEXT,    /* words of the template */
	RUN_FIGURE,  /* a number with its proof */
	RUN_MISSING, /* x: a figure without data, with its proof (what was asked) */
	RUN_FIXED,   /* a fact with its source */
	RUN_NAME,    /* a phrase with digits that counts nothing: 12338, 1-3楼 */
	RUN_WRITE,   /* words of a person, or the mark where they are still wanted */
	RUN_UNPROVED,/* digits inside written words that have no source yet */
};

/* Where a number comes from: enough to open its records. */
struct proof {
	size_t number;       /* 1, 2, 3 … in the document */
	const char *figure;  /* full name, or the name as written when it does not exist yet; NULL for a fact or a record */
	struct figure_request request; /* request.figure NULL when it does not exist yet */
	struct value key[FIGURE_DIMENSIONS]; /* the cell; kind NONE where not split */
	struct figure_number value;
	const char *form;    /* what of the number is printed: "" itself, "share", "change", "difference" */
	const char *printed; /* as it stands in the text */
	const char *words;   /* how it is counted, in a sentence */
	const char *source;  /* of a fixed fact */
	const struct ledger *ledger; /* of a record's own words (`list`): the record they stand in */
	int64_t tenant, record;
	struct position at;  /* in the template */
};

struct run {
	enum run_kind kind;
	const char *text;
	const struct proof *proof; /* of figure, missing, fixed; else NULL */
};

enum block_kind { BLOCK_TITLE, BLOCK_ADDRESS, BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_SIGNATURE, BLOCK_DATE };

struct block {
	enum block_kind kind;
	int level; /* of a heading, 1 to 4: 一、（一）1.（1） */
	struct run *runs;
	size_t count;
};

/* What the drafter should see beside the text. */
enum warning_kind {
	WARNING_MISSING,  /* a figure without data or without register */
	WARNING_PARTS,    /* parts and total differ, with the remainder */
	WARNING_UNFILED,  /* units that filed nothing */
	WARNING_LEAP,     /* differs from last year by more than the setting */
	WARNING_UNPROVED, /* digits without source */
	WARNING_UNWRITTEN,/* a `write` passage still empty */
};
struct warning {
	enum warning_kind kind;
	const char *text;          /* in the document's language */
	const struct proof *proof; /* or NULL */
	struct position at;        /* in the template */
};

struct document {
	struct arena arena;
	const char *name;      /* of the template */
	enum language language;
	const char *org, *org_name;
	struct period period;
	civil_date prepared_on;
	int64_t as_of_seq;     /* head of the tenant's journal when it was gathered */
	struct block *blocks;
	size_t block_count;
	struct proof **proofs;
	size_t proof_count;
	struct warning *warnings;
	size_t warning_count;
	bool redacted;
};
/* The document is the first thing in its own arena. */
void document_free(struct document *document);

/* Writers. Each gives bytes that depend on its arguments alone: same document, same bytes.
   `base` is the address before each number's link; NULL leaves the links out. */
bool document_docx(const struct document *document, const char *base, struct text *out, struct fault *fault)
	__attribute__((warn_unused_result));
/* A whole page with its style inside and no script. `base` stands before each
   link ("http://127.0.0.1:12338", or "" when served). */
void document_html(const struct document *document, const char *base, struct text *out);
/* Only the paper: the blocks as HTML without head, for the server's page. */
void document_html_body(const struct document *document, const char *base, struct text *out);
/* Warnings and the table of all numbers, as document_html puts them under the paper. */
void document_html_notes(const struct document *document, const char *base, struct text *out);
/* CSS of both, for a page that embeds them. */
void document_html_style(struct text *out);
void document_plain(const struct document *document, struct text *out);
/* Warnings and proofs as plain text, for the command line. */
void document_report(const struct document *document, struct text *out);
/* Path and query that open a proof: /figure/activity.held?org=440307&period=2021H1&key=… */
void proof_link(const struct proof *proof, struct text *out);

#endif
