/* Freezing. Requests of one split differ by their key alone and are computed
   together; what cannot be asked any more is asked no more. */
#include "summary/frozen.h"

#include <string.h>

#include "summary/number.h"
#include "summary/request.h"

/* ---- from a document ---- */

struct freezing {
	struct arena *arena;
	struct frozen *items;
	size_t count;
};

static bool is_cell(const struct value key[FIGURE_DIMENSIONS])
{
	return key[0].kind != VALUE_NONE || key[1].kind != VALUE_NONE;
}

static void add(struct freezing *freezing, const struct proof *proof, const struct figure_request *request,
                const struct value *key)
{
	struct text text = TEXT_EMPTY;
	request_print(proof->figure, request, key, &text);
	bool known = false;
	for (size_t i = 0; i < freezing->count && !known; i++)
		known = text_equal(freezing->items[i].text, text.at);
	if (!known) {
		struct frozen *item = &freezing->items[freezing->count++];
		*item = (struct frozen){.place = proof->number,
		                        .name = proof->figure,
		                        .text = arena_copy(freezing->arena, text.at),
		                        .request = *request,
		                        .value = {.missing = true, .denominator = 1}};
		if (key)
			memcpy(item->key, key, sizeof item->key);
		item->of_cell = is_cell(item->key);
	}
	text_release(&text);
}

void frozen_of_document(const struct document *document, struct arena *arena, struct frozen **ret,
                        size_t *ret_count)
{
	struct freezing freezing = {.arena = arena};
	freezing.items = arena_array(arena, struct frozen, document->proof_count * 2);
	for (size_t i = 0; i < document->proof_count; i++) {
		const struct proof *proof = document->proofs[i];
		struct figure_request other = proof->request;
		if (!proof->figure)
			continue;
		add(&freezing, proof, &proof->request, proof->key);
		memset(other.by, 0, sizeof other.by);
		if (proof->form == PROOF_SHARE)
			add(&freezing, proof, &other, NULL);
		other = request_last_year(&proof->request);
		if (proof->form == PROOF_CHANGE || proof->form == PROOF_DIFFERENCE)
			add(&freezing, proof, &other, proof->key);
	}
	*ret = freezing.items;
	*ret_count = freezing.count;
}

/* ---- from the books ---- */

static struct figure_number number_of(const struct frozen *item, const struct figure_result *result)
{
	struct figure_number none = {.missing = true, .denominator = 1};
	if (!item->of_cell)
		return result->total;
	for (size_t i = 0; i < result->cell_count; i++) {
		const struct figure_cell *cell = &result->cells[i];
		if (value_equal(&cell->key[0], &item->key[0]) && value_equal(&cell->key[1], &item->key[1]))
			return cell->value;
	}
	/* A part without rows is left out of the answer; what counts is then 0. */
	none.missing = result->total.missing || figure_is_day(item->request.figure) ||
	               item->request.figure->measure == MEASURE_RATIO;
	none.scale = result->total.scale;
	return none;
}

static bool list_records(struct book *book, const struct viewer *viewer, struct frozen *item,
                         struct arena *arena, struct fault *fault)
{
	struct figure_rows rows = {};
	struct text out = TEXT_EMPTY;
	if (!figure_freeze(book, viewer, &item->request, item->of_cell ? item->key : NULL, arena, &rows,
	                   fault))
		return false;
	for (size_t i = 0; i < rows.count; i++)
		text_format(&out, "%s%lld:%lld", i ? " " : "", (long long)rows.items[i].record,
		            (long long)rows.items[i].version);
	item->records = arena_copy(arena, out.at);
	text_release(&out);
	return true;
}

static bool take(struct book *book, const struct viewer *viewer, struct frozen *item,
                 const struct figure_result *result, struct arena *arena, struct fault *fault)
{
	struct text printed = TEXT_EMPTY;
	item->value = number_of(item, result);
	figure_print(item->request.figure, &item->value, &printed);
	item->printed = arena_copy(arena, printed.at);
	text_release(&printed);
	return item->value.missing || list_records(book, viewer, item, arena, fault);
}

/* Those that can be asked, in order; a definition may have changed since they were. */
static size_t askable(const struct book *book, const struct viewer *viewer, struct frozen *items,
                      size_t count, struct frozen **ret)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		items[i].value = (struct figure_number){.missing = true, .denominator = 1};
		items[i].printed = "x";
		items[i].records = "";
		if (items[i].request.figure &&
		    figure_check(book->definitions, viewer->role, &items[i].request, NULL))
			ret[kept++] = &items[i];
	}
	return kept;
}

bool frozen_compute(struct book *book, const struct viewer *viewer, struct frozen *items, size_t count,
                    struct arena *arena, struct fault *fault)
{
	struct frozen **asked = arena_array(arena, struct frozen *, count);
	size_t asked_count = askable(book, viewer, items, count, asked);
	struct figure_request *requests = arena_array(arena, struct figure_request, asked_count);
	struct figure_result *results = arena_array(arena, struct figure_result, asked_count);
	for (size_t i = 0; i < asked_count; i++)
		requests[i] = asked[i]->request;
	if (!figure_compute(book, viewer, requests, asked_count, arena, results, fault))
		return false;
	for (size_t i = 0; i < asked_count; i++)
		if (!take(book, viewer, asked[i], &results[i], arena, fault))
			return false;
	return true;
}

/* ---- to and from the rows of a statement ---- */

static bool write_row(const struct frozen *item, struct record *row, struct fault *fault)
{
	const struct {
		const char *field;
		struct value value;
	} always[] = {{"place", value_int((int64_t)item->place)},
	              {"name", value_text(item->name)},
	              {"request", value_text(item->text)},
	              {"printed", value_text(item->printed)},
	              {"missing", value_int(item->value.missing)}},
	  known[] = {{"numerator", value_int(item->value.number)},
	             {"denominator", value_int(item->value.denominator)},
	             {"places", value_int(item->value.scale)},
	             {"records", value_text(*item->records ? item->records : NULL)}};
	for (size_t i = 0; i < sizeof always / sizeof *always; i++)
		if (!record_put_value(row, always[i].field, always[i].value, fault))
			return false;
	for (size_t i = 0; !item->value.missing && i < sizeof known / sizeof *known; i++)
		if (!record_put_value(row, known[i].field, known[i].value, fault))
			return false;
	return true;
}

bool frozen_write(const struct frozen *items, size_t count, struct record *statement, struct fault *fault)
{
	for (size_t i = 0; i < count; i++)
		if (!write_row(&items[i], record_add_row(statement, "figures"), fault))
			return false;
	return true;
}

static const char *text_of(const struct record *row, const char *field)
{
	const char *bytes = kept_value(row, field)->bytes;
	return bytes ? bytes : "";
}

static bool read_row(const struct definitions *definitions, const struct record *row, struct arena *arena,
                     struct frozen *ret)
{
	*ret = (struct frozen){.place = (size_t)kept_value(row, "place")->number,
	                       .text = text_of(row, "request"),
	                       .printed = text_of(row, "printed"),
	                       .records = text_of(row, "records"),
	                       .value = {.missing = kept_value(row, "missing")->number,
	                                 .number = kept_value(row, "numerator")->number,
	                                 .denominator = kept_value(row, "denominator")->number,
	                                 .scale = (int)kept_value(row, "places")->number}};
	if (!request_parse(definitions, ret->text, arena, &ret->name, &ret->request, ret->key))
		return false;
	ret->of_cell = is_cell(ret->key);
	return true;
}

bool frozen_read(const struct definitions *definitions, const struct record *statement, struct arena *arena,
                 struct frozen **ret, size_t *ret_count, struct fault *fault)
{
	const struct record_rows *rows = kept_rows(statement, "figures");
	struct frozen *items = arena_array(arena, struct frozen, rows->count);
	for (size_t i = 0; i < rows->count; i++)
		if (!read_row(definitions, rows->items[i], arena, &items[i]))
			return fault_set(fault, summary_document_damaged);
	*ret = items;
	*ret_count = rows->count;
	return true;
}
