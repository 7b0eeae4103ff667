/* Inside gather: the numbers a template asks for, computed together before
   anything is written, and the document being built. */
#ifndef JINGUO_SUMMARY_GATHER_H
#define JINGUO_SUMMARY_GATHER_H

#include "summary/format.h"
#include "summary/number.h"
#include "summary/request.h"

/* One number or split that the template asks for; equal ones once. */
struct want {
	struct figure_request request;
	struct figure_result result;
	const char *key; /* the request as text */
};

/* What `it.` and `no` mean inside each and list; all empty outside. */
struct inside {
	const struct figure_request *request;
	const struct figure_cell *cell;
	int64_t share; /* hundredths of a per cent */
	const struct record *record;
	size_t number;
};

struct gathering {
	struct book *book;
	struct viewer viewer; /* role `statement` of the organisation */
	const struct summary_request *request;
	const struct template *template;
	struct document *document;
	struct arena *arena; /* the document's */
	struct want *wants;
	size_t want_count, want_room;
	const struct record *statement;     /* with the words people wrote, or NULL */
	const struct template_block *block; /* the one being written */
	struct run *runs;                   /* of it */
	size_t run_count, run_room;
	struct block *blocks;
	size_t block_count, block_room;
	struct proof **proofs;
	size_t proof_count, proof_room;
	struct warning *warnings;
	size_t warning_count, warning_room;
};

/* The words of the document's language. */
const char *gather_say(const struct gathering *gathering, const char *zh, const char *en)
        __attribute__((format_arg(2), format_arg(3)));

/* ---- gather.c: what is asked ---- */

/* The request a use stands for; figure NULL when it does not exist yet. */
struct figure_request gather_request(const struct gathering *gathering, const struct figure_use *use);
/* The result of a request; one that is missing when it was not wanted or does not exist yet. */
const struct figure_result *gather_result(const struct gathering *gathering,
                                          const struct figure_request *request);
/* The words of a `write` passage in the statement, or NULL. */
const char *gather_passage(const struct gathering *gathering, const char *slot);

/* ---- gather_blocks.c: what is written ---- */

/* Writes every block of the template into the document. False with a fault when a list cannot be read. */
bool gather_blocks(struct gathering *gathering, struct fault *fault) __attribute__((warn_unused_result));
/* Writes nodes, and what stands inside them. */
bool gather_nodes(struct gathering *gathering, const struct node *node, const struct inside *inside,
                  struct fault *fault) __attribute__((warn_unused_result));
/* Nodes of a phrase that holds words only. */
void gather_phrase(struct gathering *gathering, const struct node *phrase);
void gather_run(struct gathering *gathering, enum run_kind kind, const char *text, const struct proof *proof);
void gather_mark(struct gathering *gathering, enum run_kind kind); /* of a table */
/* Ends the paragraph here; what follows is another one of its kind. */
void gather_break(struct gathering *gathering);
/* Keeps a proof, numbers it and says in words how it is counted, unless it says so itself. */
struct proof *gather_proof(struct gathering *gathering, const struct proof *proof, const char *printed);

/* ---- gather_numbers.c, gather_records.c, gather_words.c: by kind of node ---- */

/* `key` NULL: the whole. */
void gather_number(struct gathering *gathering, const struct node *node, const struct figure_request *request,
                   const struct value *key, const struct figure_number *number);
bool gather_each(struct gathering *gathering, const struct node *node, struct fault *fault)
        __attribute__((warn_unused_result));
void gather_part(struct gathering *gathering, const struct node *node, const struct inside *inside);
void gather_vs(struct gathering *gathering, const struct node *node);
/* Does the comparison of an `if` or `having` hold? Not when the number is missing. */
bool gather_holds(const struct node *node, const struct figure_number *number);
/* Between part `place` and the one before, of `count`. */
void gather_separator(struct gathering *gathering, const struct node *node, size_t place, size_t count);
bool gather_list(struct gathering *gathering, const struct node *node, struct fault *fault)
        __attribute__((warn_unused_result));
void gather_field(struct gathering *gathering, const struct node *node, const struct record *record);
void gather_fixed(struct gathering *gathering, const struct node *node);
void gather_written(struct gathering *gathering, const struct node *node);
/* Code points of written words as they print, without the marks of sources. */
size_t written_length(const char *words);

/* ---- gather_checks.c: what is to be seen beside it ---- */

void gather_warn(struct gathering *gathering, enum warning_kind kind, const struct proof *proof,
                 struct position at, const char *text);
/* What the checks and the eyes of a reviewer would find. */
bool gather_checks(struct gathering *gathering, struct fault *fault) __attribute__((warn_unused_result));

#endif
