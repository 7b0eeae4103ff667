/* Inside gather: the numbers a template asks for, computed together before
   anything is written, and the document being built. */
#ifndef JINGUO_SUMMARY_GATHER_H
#define JINGUO_SUMMARY_GATHER_H

#include "summary/format.h"

/* One number or split that the template asks for; equal ones once. */
struct want {
	struct figure_request request;
	struct figure_result result;
	const char *key; /* canonical text of the request */
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
	const struct record *statement; /* of an earlier signature, or NULL */
	struct block *blocks;
	size_t block_count, block_room;
	struct proof **proofs;
	size_t proof_count, proof_room;
	struct warning *warnings;
	size_t warning_count, warning_room;
	struct run *runs; /* of the block being written */
	size_t run_count, run_room;
};

/* The request a use stands for; figure NULL when it does not exist yet. */
struct figure_request gather_request(const struct gathering *gathering, const struct figure_use *use);
/* The same a year before. */
struct figure_request gather_last_year(const struct figure_request *request);
/* Canonical text of a request: what drift and the freeze go by. */
const char *gather_key(struct arena *arena, const struct figure_request *request);
void gather_want(struct gathering *gathering, const struct figure_request *request);
/* The result of a request that was wanted; never NULL. */
const struct figure_result *gather_result(const struct gathering *gathering, const struct figure_request *request);

void gather_warn(struct gathering *gathering, enum warning_kind kind, const struct proof *proof, struct position at,
                 const char *text);
/* Writes every block of the template into the document. False with a fault when a list cannot be read. */
bool gather_blocks(struct gathering *gathering, struct fault *fault);
/* What the checks and the eyes of a reviewer would find. */
void gather_checks(struct gathering *gathering);
/* The words of a `write` passage in the statement, or NULL. */
const char *gather_passage(const struct gathering *gathering, const char *slot);

/* Finds the statement of a request that is not withdrawn; *ret NULL when there is none. */
bool statement_find(struct book *book, const struct viewer *viewer, const char *template, const char *org,
                    const struct period *period, struct arena *arena, struct record **ret, struct fault *fault);

#endif
