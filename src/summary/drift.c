/* Drift: the frozen requests asked again, number and records compared. */
#include "summary/drift.h"

#include <stdlib.h>
#include <string.h>

#include "summary/frozen.h"
#include "summary/number.h"

/* ---- lists of "id:version" ---- */

struct pair {
	int64_t id, version;
};
struct pairs {
	struct pair *items;
	size_t count;
};

static int compare_pairs(const void *a, const void *b)
{
	const struct pair *left = a, *right = b;
	if (left->id != right->id)
		return left->id < right->id ? -1 : 1;
	return (left->version > right->version) - (left->version < right->version);
}

/* Sorted, each record once: a record stands there again for each of its rows. */
static struct pairs read_pairs(const char *text, struct arena *arena)
{
	struct pairs pairs = {};
	size_t room = 1, kept = 0;
	for (const char *at = text; *at; at++)
		room += *at == ' ';
	pairs.items = arena_array(arena, struct pair, room);
	for (char *end; *text; text = *end ? end + 1 : end) {
		struct pair *pair = &pairs.items[pairs.count++];
		pair->id = strtoll(text, &end, 10);
		pair->version = *end == ':' ? strtoll(end + 1, &end, 10) : 0;
	}
	if (pairs.count)
		qsort(pairs.items, pairs.count, sizeof *pairs.items, compare_pairs);
	for (size_t i = 0; i < pairs.count; i++)
		if (!kept || pairs.items[i].id != pairs.items[kept - 1].id)
			pairs.items[kept++] = pairs.items[i];
	pairs.count = kept;
	return pairs;
}

/* Merges two sorted lists into what came, went and changed. */
static void compare_records(const char *before, const char *now, struct arena *arena, struct drift *ret)
{
	struct pairs old = read_pairs(before, arena), new = read_pairs(now, arena);
	int64_t *came = arena_array(arena, int64_t, new.count),
	        *went = arena_array(arena, int64_t, old.count);
	int64_t *changed = arena_array(arena, int64_t, new.count);
	for (size_t i = 0, j = 0; i < old.count || j < new.count;) {
		if (j == new.count || (i < old.count && old.items[i].id < new.items[j].id)) {
			went[ret->went++] = old.items[i++].id;
		} else if (i == old.count || new.items[j].id < old.items[i].id) {
			came[ret->came++] = new.items[j++].id;
		} else {
			if (old.items[i].version != new.items[j].version)
				changed[ret->changed++] = new.items[j].id;
			i++;
			j++;
		}
	}
	ret->came_ids = came;
	ret->went_ids = went;
	ret->changed_ids = changed;
}

/* ---- numbers ---- */

static const char *words_of(const struct definitions *definitions, const struct frozen *item,
                            enum language language, struct arena *arena)
{
	struct text words = TEXT_EMPTY;
	if (item->request.figure)
		figure_words(definitions, &item->request, language, &words);
	const char *copy = arena_copy(arena, words.at);
	text_release(&words);
	return copy;
}

static bool compare(const struct frozen *before, const struct frozen *now, struct arena *arena,
                    struct drift *ret)
{
	*ret = (struct drift){.figure = now->name, .before = before->printed, .now = now->printed};
	compare_records(before->records, now->records, arena, ret);
	return !number_equal(&before->value, &now->value) || ret->came || ret->went || ret->changed;
}

bool drift_of_statement(struct book *book, const char *actor, const char *org, const struct record *statement,
                        struct arena *arena, struct drift **ret, size_t *ret_count, struct fault *fault)
{
	struct viewer viewer;
	struct frozen *before, *now;
	size_t count, drifted = 0;
	const struct organisation_unit *unit = organisation_find(book->organisation, org);
	bool english = text_equal(kept_value(statement, "language")->bytes, "en");
	if (!summary_viewer(book, actor, org, &viewer, fault) ||
	    !frozen_read(book->definitions, statement, arena, &before, &count, fault))
		return false;
	now = arena_array(arena, struct frozen, count);
	if (count)
		memcpy(now, before, count * sizeof *now);
	if (!frozen_compute(book, &viewer, now, count, arena, fault))
		return false;
	struct drift *drifts = arena_array(arena, struct drift, count);
	for (size_t i = 0; i < count; i++) {
		if (!compare(&before[i], &now[i], arena, &drifts[drifted]))
			continue;
		now[i].request.org_name = unit ? unit->name : NULL;
		drifts[drifted++].words =
		        words_of(book->definitions, &now[i], english ? LANGUAGE_EN : LANGUAGE_ZH, arena);
	}
	*ret = drifts;
	*ret_count = drifted;
	return true;
}

/* ---- of a request ---- */

struct asking {
	struct book *book;
	const struct viewer *viewer;
	const struct summary_request *request;
	struct arena *arena;
	struct drift **ret;
	size_t *ret_count;
};

static bool ask(void *context, struct fault *fault)
{
	const struct asking *asking = context;
	const struct summary_request *request = asking->request;
	struct record *statement;
	if (!kept_find(asking->book, asking->viewer->actor, summary_name(request), request->org,
	               &request->period, asking->arena, &statement, fault))
		return false;
	if (!statement || !kept_rows(statement, "signatures")->count)
		return fault_set(fault, summary_not_signed);
	return drift_of_statement(asking->book, asking->viewer->actor, request->org, statement, asking->arena,
	                          asking->ret, asking->ret_count, fault);
}

bool summary_drift(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                   struct arena *arena, struct drift **ret, size_t *ret_count, struct fault *fault)
{
	struct asking asking = {book, viewer, request, arena, ret, ret_count};
	return viewer_may(viewer, book->organisation, definitions_ledger(book->definitions, "org"),
	                  ACCESS_COUNT, request->org, fault) &&
	       database_snapshot(book->database, ask, &asking, fault);
}
