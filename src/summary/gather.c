/* From a template to a document: collect every number it asks for, compute them
   all in one snapshot, then write the blocks. */
#include "summary/gather.h"

#include <string.h>

#include "record/journal.h"

struct figure_request gather_request(const struct gathering *gathering, const struct figure_use *use)
{
	struct figure_request request = {.figure = use->figure,
	                                 .org = gathering->document->org,
	                                 .org_name = gathering->document->org_name,
	                                 .period = gathering->document->period,
	                                 .where = use->where};
	request.by[0] = use->by;
	civil_date to = request.period.to;
	switch (use->span) {
	case USE_PERIOD: break;
	case USE_UPTO_END: request.cumulative = true; break;
	case USE_LAST_YEAR: request.period = period_last_year(&request.period); break;
	case USE_YEAR: request.period = (struct period){PERIOD_RANGE, date_make(date_year(to), 1, 1), to}; break;
	}
	return request;
}

struct figure_request gather_last_year(const struct figure_request *request)
{
	struct figure_request before = *request;
	before.period = period_last_year(&request->period);
	return before;
}

const char *gather_key(struct arena *arena, const struct figure_request *request)
{
	struct text key = TEXT_EMPTY;
	text_format(&key, "%s org=%s period=", request->figure->full_name, request->org);
	period_print(&request->period, &key);
	for (int i = 0; i < FIGURE_DIMENSIONS; i++)
		if (request->by[i])
			text_format(&key, " by=%s", request->by[i]);
	if (request->cumulative)
		text_add(&key, " cumulative");
	if (request->where)
		text_format(&key, " where %s", request->where);
	const char *copy = arena_copy(arena, key.at);
	text_release(&key);
	return copy;
}

static struct want *find_want(const struct gathering *gathering, const char *key)
{
	for (size_t i = 0; i < gathering->want_count; i++)
		if (text_equal(gathering->wants[i].key, key))
			return &gathering->wants[i];
	return NULL;
}

void gather_want(struct gathering *gathering, const struct figure_request *request)
{
	if (!request->figure)
		return;
	const char *key = gather_key(gathering->arena, request);
	if (find_want(gathering, key))
		return;
	if (gathering->want_count == gathering->want_room) {
		gathering->want_room = gathering->want_room ? gathering->want_room * 2 : 128;
		gathering->wants = memory_grow(gathering->wants, gathering->want_room * sizeof *gathering->wants);
	}
	gathering->wants[gathering->want_count++] = (struct want){.request = *request, .key = key};
}

const struct figure_result *gather_result(const struct gathering *gathering, const struct figure_request *request)
{
	static const struct figure_result nothing = {.total = {.missing = true, .denominator = 1}};
	if (!request->figure)
		return &nothing;
	struct want *want = find_want(gathering, gather_key(gathering->arena, request));
	return want ? &want->result : &nothing;
}

static void want_use(struct gathering *gathering, const struct figure_use *use, bool compared)
{
	if (!use->figure)
		return;
	struct figure_request request = gather_request(gathering, use);
	gather_want(gathering, &request);
	if (!compared)
		return;
	struct figure_request before = gather_last_year(&request);
	gather_want(gathering, &before);
}

/* All branches are asked for: which of them prints depends on the numbers. */
static void want_nodes(struct gathering *gathering, const struct node *node)
{
	for (; node; node = node->next) {
		bool leaps = node->kind == NODE_NUMBER && gathering->template->compare && node->use.span == USE_PERIOD;
		want_use(gathering, &node->use, leaps || node->kind == NODE_VS);
		want_use(gathering, &node->other, false);
		want_nodes(gathering, node->inside);
		want_nodes(gathering, node->otherwise);
	}
}

static bool compute_wants(struct gathering *gathering, struct fault *fault)
{
	size_t count = gathering->want_count;
	struct figure_request *requests = arena_array(gathering->arena, struct figure_request, count + 1);
	struct figure_result *results = arena_array(gathering->arena, struct figure_result, count + 1);
	for (size_t i = 0; i < count; i++)
		requests[i] = gathering->wants[i].request;
	if (!figure_compute(gathering->book, &gathering->viewer, requests, count, gathering->arena, results, fault))
		return false;
	for (size_t i = 0; i < count; i++)
		gathering->wants[i].result = results[i];
	return true;
}

const char *gather_passage(const struct gathering *gathering, const char *slot)
{
	const struct record *statement = gathering->statement;
	if (!statement)
		return NULL;
	const struct field *passages = ledger_field(statement->ledger, "passages");
	const struct field *name = ledger_field(passages->rows, "slot"), *written = ledger_field(passages->rows, "written");
	const struct record_rows *rows = &statement->rows[passages->place];
	for (size_t i = 0; i < rows->count; i++)
		if (text_equal(rows->items[i]->values[name->place].bytes, slot))
			return rows->items[i]->values[written->place].bytes;
	return NULL;
}

static void keep_results(struct gathering *gathering)
{
	struct document *document = gathering->document;
	document->blocks = arena_array(gathering->arena, struct block, gathering->block_count + 1);
	memcpy(document->blocks, gathering->blocks, gathering->block_count * sizeof(struct block));
	document->block_count = gathering->block_count;
	document->proofs = arena_array(gathering->arena, struct proof *, gathering->proof_count + 1);
	memcpy(document->proofs, gathering->proofs, gathering->proof_count * sizeof(struct proof *));
	document->proof_count = gathering->proof_count;
	document->warnings = arena_array(gathering->arena, struct warning, gathering->warning_count + 1);
	memcpy(document->warnings, gathering->warnings, gathering->warning_count * sizeof(struct warning));
	document->warning_count = gathering->warning_count;
}

static bool gather(void *context, struct fault *fault)
{
	struct gathering *gathering = context;
	struct document *document = gathering->document;
	uint8_t hash[32];
	struct record *statement = NULL;
	if (!journal_head(gathering->book, tenant_of(document->org), &document->as_of_seq, hash, fault) ||
	    !statement_find(gathering->book, &gathering->viewer, gathering->template->name, document->org,
	                    &document->period, gathering->arena, &statement, fault))
		return false;
	gathering->statement = statement;
	for (const struct template_block *block = gathering->template->blocks; block; block = block->next)
		want_nodes(gathering, block->nodes);
	if (!compute_wants(gathering, fault) || !gather_blocks(gathering, fault))
		return false;
	gather_checks(gathering);
	keep_results(gathering);
	return true;
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
	if (!ok && fault)
		*fault = faults.items[0];
	faults_release(&faults);
	return ok;
}

static bool prepare(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                    struct document *document, struct gathering *ret, struct fault *fault)
{
	const struct organisation_unit *unit = organisation_find(book->organisation, request->org);
	const struct role *role = definitions_role(book->definitions, "statement");
	if (!unit || !role)
		return fault_set(fault, summary_no_org, request->org);
	if (!viewer_may(viewer, book->organisation, definitions_ledger(book->definitions, "org"), ACCESS_COUNT, request->org,
	                fault))
		return false;
	struct arena *arena = &document->arena;
	*ret = (struct gathering){.book = book, .request = request, .document = document, .arena = arena};
	ret->viewer = (struct viewer){.actor = viewer->actor, .role = role, .org = arena_copy(arena, request->org)};
	const char *name = request->template ? request->template : "half_year";
	if (!summary_template(book, name, arena, &ret->template, fault))
		return false;
	document->name = ret->template->name;
	document->language = ret->template->language;
	document->org = ret->viewer.org;
	document->org_name = arena_copy(arena, unit->name);
	document->period = request->period;
	document->prepared_on = request->prepared_on ? request->prepared_on : instant_date(book->now(book->now_context));
	document->redacted = request->redact;
	return true;
}

static void release(struct gathering *gathering)
{
	memory_free(gathering->wants);
	memory_free(gathering->blocks);
	memory_free(gathering->proofs);
	memory_free(gathering->warnings);
	memory_free(gathering->runs);
}

bool summary_gather(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                    struct document **ret, struct fault *fault)
{
	struct arena arena = {};
	struct document *document = arena_new(&arena, struct document);
	document->arena = arena;
	struct gathering gathering = {};
	if (request->progress)
		request->progress(request->context, 0, 2);
	bool ok = prepare(book, viewer, request, document, &gathering, fault) &&
		  database_snapshot(book->database, gather, &gathering, fault);
	release(&gathering);
	if (request->progress)
		request->progress(request->context, 2, 2);
	if (ok)
		*ret = document;
	else
		document_free(document);
	return ok;
}
