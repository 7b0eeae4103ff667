/* From a template to a document: collect every number it asks for, compute them
   all in one snapshot, then write the blocks. */
#include "summary/gather.h"

#include <string.h>

#include "figure/grow.h"
#include "record/journal.h"
#include "summary/document_json.h"
#include "summary/kept.h"

const char *gather_say(const struct gathering *gathering, const char *zh, const char *en)
{
	return gathering->document->language == LANGUAGE_ZH ? zh : en;
}

/* ---- what is asked ---- */

struct figure_request gather_request(const struct gathering *gathering, const struct figure_use *use)
{
	const struct document *document = gathering->document;
	struct figure_request request = {.figure = use->figure,
	                                 .org = document->org,
	                                 .org_name = document->org_name,
	                                 .period = document->period,
	                                 .where = use->where};
	request.by[0] = use->by;
	civil_date to = request.period.to;
	switch (use->span) {
	case USE_PERIOD: break;
	case USE_UPTO_END: request.cumulative = true; break;
	case USE_LAST_YEAR: request.period = period_last_year(&request.period); break;
	case USE_YEAR:
		request.period = (struct period){PERIOD_RANGE, date_make(date_year(to), 1, 1), to};
		break;
	}
	return request;
}

static struct want *find_want(const struct gathering *gathering, const char *key)
{
	for (size_t i = 0; i < gathering->want_count; i++)
		if (text_equal(gathering->wants[i].key, key))
			return &gathering->wants[i];
	return NULL;
}

static void want(struct gathering *gathering, const struct figure_request *request)
{
	struct text key = TEXT_EMPTY;
	request_print(request->figure->full_name, request, NULL, &key);
	if (!find_want(gathering, key.at)) {
		grow_by_one(gathering->wants, gathering->want_count, gathering->want_room);
		gathering->wants[gathering->want_count++] =
		        (struct want){.request = *request, .key = arena_copy(gathering->arena, key.at)};
	}
	text_release(&key);
}

const struct figure_result *gather_result(const struct gathering *gathering,
                                          const struct figure_request *request)
{
	static const struct figure_result nothing = {.total = {.missing = true, .denominator = 1}};
	struct text key = TEXT_EMPTY;
	if (request->figure)
		request_print(request->figure->full_name, request, NULL, &key);
	const struct want *wanted = find_want(gathering, key.at);
	text_release(&key);
	return wanted ? &wanted->result : &nothing;
}

static void want_use(struct gathering *gathering, const struct figure_use *use, bool compared)
{
	if (!use->figure)
		return;
	struct figure_request request = gather_request(gathering, use);
	want(gathering, &request);
	if (!compared)
		return;
	struct figure_request before = request_last_year(&request);
	want(gathering, &before);
}

/* All branches are asked for: which of them prints depends on the numbers. */
static void want_nodes(struct gathering *gathering, const struct node *node)
{
	for (; node; node = node->next) {
		bool leaps = node->kind == NODE_NUMBER && gathering->template->compare &&
		             node->use.span == USE_PERIOD;
		want_use(gathering, &node->use, leaps || node->kind == NODE_VS);
		want_use(gathering, &node->other, false);
		want_nodes(gathering, node->inside);
		want_nodes(gathering, node->otherwise);
	}
}

static bool compute_wants(struct gathering *gathering, struct fault *fault)
{
	size_t count = gathering->want_count;
	struct figure_request *requests = arena_array(gathering->arena, struct figure_request, count);
	struct figure_result *results = arena_array(gathering->arena, struct figure_result, count);
	for (size_t i = 0; i < count; i++)
		requests[i] = gathering->wants[i].request;
	if (!figure_compute(gathering->book, &gathering->viewer, requests, count, gathering->arena, results,
	                    fault))
		return false;
	for (size_t i = 0; i < count; i++)
		gathering->wants[i].result = results[i];
	return true;
}

const char *gather_passage(const struct gathering *gathering, const char *slot)
{
	const struct record *row = gathering->statement ? kept_passage(gathering->statement, slot) : NULL;
	return row ? kept_value(row, "written")->bytes : NULL;
}

/* ---- the document ---- */

/* What was gathered in arrays that grow, as arrays of the document. */
static void keep(struct gathering *gathering)
{
	struct document *document = gathering->document;
	document->blocks = arena_array(gathering->arena, struct block, gathering->block_count);
	document->block_count = gathering->block_count;
	if (gathering->block_count)
		memcpy(document->blocks, gathering->blocks,
		       gathering->block_count * sizeof *document->blocks);
	document->proofs = arena_array(gathering->arena, struct proof *, gathering->proof_count);
	document->proof_count = gathering->proof_count;
	if (gathering->proof_count)
		memcpy(document->proofs, gathering->proofs, gathering->proof_count * sizeof(struct proof *));
	document->warnings = arena_array(gathering->arena, struct warning, gathering->warning_count);
	document->warning_count = gathering->warning_count;
	if (gathering->warning_count)
		memcpy(document->warnings, gathering->warnings,
		       gathering->warning_count * sizeof *document->warnings);
}

enum { STEPS = 3 };

static void show_step(const struct gathering *gathering, size_t step)
{
	if (gathering->request->progress)
		gathering->request->progress(gathering->request->context, step, STEPS);
}

static bool gather(struct gathering *gathering, struct fault *fault)
{
	struct document *document = gathering->document;
	uint8_t hash[32];
	if (!journal_head(gathering->book, tenant_of(document->org), &document->as_of_seq, hash, fault))
		return false;
	for (const struct template_block *block = gathering->template->blocks; block; block = block->next)
		want_nodes(gathering, block->nodes);
	if (!compute_wants(gathering, fault))
		return false;
	show_step(gathering, 1);
	if (!gather_blocks(gathering, fault))
		return false;
	show_step(gathering, 2);
	if (!gather_checks(gathering, fault))
		return false;
	keep(gathering);
	return true;
}

/* As the first signature froze it: nothing is computed. */
static bool recall(struct gathering *gathering, struct fault *fault)
{
	const struct record *statement = gathering->statement;
	const char *packed = statement ? kept_value(statement, "document")->bytes : NULL;
	if (!packed)
		return fault_set(fault, summary_no_signed_copy);
	return document_unpack(gathering->book->definitions, packed, gathering->document, fault);
}

static bool gather_in_snapshot(void *context, struct fault *fault)
{
	struct gathering *gathering = context;
	struct record *statement = NULL;
	show_step(gathering, 0);
	if (!kept_find(gathering->book, gathering->viewer.actor, gathering->document->name,
	               gathering->viewer.org, &gathering->document->period, gathering->arena, &statement,
	               fault))
		return false;
	gathering->statement = statement;
	bool ok = gathering->request->as_signed ? recall(gathering, fault) : gather(gathering, fault);
	if (ok)
		show_step(gathering, STEPS);
	return ok;
}

static bool prepare(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                    struct document *document, struct gathering *ret, struct fault *fault)
{
	const struct organisation_unit *unit = organisation_find(book->organisation, request->org);
	if (!unit)
		return fault_set(fault, summary_no_org, request->org ? request->org : "");
	if (!viewer_may(viewer, book->organisation, definitions_ledger(book->definitions, "org"),
	                ACCESS_COUNT, request->org, fault))
		return false;
	struct arena *arena = &document->arena;
	*ret = (struct gathering){.book = book, .request = request, .document = document, .arena = arena};
	if (!summary_viewer(book, viewer->actor, arena_copy(arena, request->org), &ret->viewer, fault))
		return false;
	/* What was signed can be printed again when its template is no more. */
	if (!request->as_signed &&
	    !summary_template(book, summary_name(request), arena, &ret->template, fault))
		return false;
	document->name = arena_copy(arena, summary_name(request));
	document->language = ret->template ? ret->template->language : LANGUAGE_ZH;
	document->org = ret->viewer.org;
	document->org_name = arena_copy(arena, unit->name);
	document->period = request->period;
	document->prepared_on = request->prepared_on ? request->prepared_on : summary_today(book);
	return true;
}

static void release(struct gathering *gathering)
{
	memory_free(gathering->wants);
	memory_free(gathering->runs);
	memory_free(gathering->blocks);
	memory_free(gathering->proofs);
	memory_free(gathering->warnings);
}

bool summary_gather(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                    struct document **ret, struct fault *fault)
{
	struct arena arena = {};
	struct document *document = arena_new(&arena, struct document);
	document->arena = arena;
	struct gathering gathering = {};
	bool ok = prepare(book, viewer, request, document, &gathering, fault) &&
	          database_snapshot(book->database, gather_in_snapshot, &gathering, fault);
	release(&gathering);
	if (!ok) {
		document_free(document);
		return false;
	}
	if (request->redact)
		document_redact(document);
	*ret = document;
	return true;
}

void document_free(struct document *document)
{
	if (!document)
		return;
	struct arena arena = document->arena; /* the document lies in it */
	arena_release(&arena);
}

/* ---- templates of the book ---- */

const char *summary_name(const struct summary_request *request)
{
	return request->template ? request->template : "half_year";
}

static const struct summary_source *find_source(const struct definitions *definitions, const char *name)
{
	for (size_t i = 0; i < definitions->summary_count; i++)
		if (text_equal(definitions->summaries[i].name, name))
			return &definitions->summaries[i];
	return NULL;
}

bool summary_template(struct book *book, const char *name, struct arena *arena, const struct template **ret,
                      struct fault *fault)
{
	const struct summary_source *source = find_source(book->definitions, name);
	struct faults faults = {};
	if (!source)
		return fault_set(fault, summary_no_template, name);
	bool ok = template_parse(arena, book->definitions, source, ret, &faults);
	if (!ok)
		faults_sort(&faults);
	if (!ok && fault)
		*fault = faults.items[0];
	faults_release(&faults);
	return ok;
}
