/* Figures asked together: every request resolved, those that can ride a pass,
   the rest by a statement each, all in one snapshot. The book comes in only at
   the very end. */
#include "figure/figure.h"

#include "figure/pass.h"
#include "figure/question.h"

struct computing {
	const struct ground *ground;
	struct question *questions;
	size_t count;
	enum figure_path path;
	struct figure_result *results;
};

/* Every side either rides a pass or is asked at once. */
static bool ask_sides(const struct computing *computing, struct question *question, struct passes *passes,
                      struct fault *fault)
{
	const struct figure *figure = question->request->figure;
	if (figure->measure == MEASURE_MISSING && computing->path != PATH_PASS)
		return question_ask_missing(computing->ground, question, fault);
	for (size_t side = 0; side < question->sides; side++) {
		if (computing->path != PATH_SQL && passes_take(passes, question, side))
			continue;
		if (computing->path == PATH_PASS)
			return fault_set(fault, figure_no_pass, figure->full_name);
		if (!question_ask_sql(computing->ground, question, side, fault))
			return false;
	}
	return true;
}

static bool compute_in_snapshot(void *context, struct fault *fault)
{
	struct computing *computing = context;
	struct passes passes = {.ground = computing->ground};
	bool done = true;
	for (size_t i = 0; i < computing->count && done; i++)
		done = ask_sides(computing, &computing->questions[i], &passes, fault);
	done = done && passes_run(&passes, fault);
	passes_release(&passes);
	for (size_t i = 0; i < computing->count && done; i++) {
		struct question *question = &computing->questions[i];
		done = question_ask_alive(computing->ground, question, fault) &&
		       question_answer(computing->ground, question, &computing->results[i], fault);
	}
	return done;
}

bool figure_compute_on(const struct ground *ground, const struct figure_request *requests, size_t count,
                       enum figure_path path, struct figure_result *ret, struct fault *fault)
{
	struct computing computing = {.ground = ground, .path = path};
	computing.questions = arena_array(ground->arena, struct question, count);
	computing.results = arena_array(ground->arena, struct figure_result, count);
	bool done = true;
	for (; computing.count < count && done; computing.count += done)
		done = question_make(ground, &requests[computing.count],
		                     &computing.questions[computing.count], fault);
	done = done && database_snapshot(ground->database, compute_in_snapshot, &computing, fault);
	for (size_t i = 0; i < computing.count; i++)
		question_release(&computing.questions[i]);
	for (size_t i = 0; i < count && done; i++)
		ret[i] = computing.results[i];
	return done;
}

bool figure_check(const struct definitions *definitions, const struct role *role,
                  const struct figure_request *request, struct fault *fault)
{
	struct arena arena = {};
	struct organisation *nowhere = organisation_make(NULL, 0, DATE_MIN);
	const struct viewer viewer = {.role = role};
	const struct ground ground = {.definitions = definitions,
	                              .organisation = nowhere,
	                              .viewer = &viewer,
	                              .today = DATE_MIN,
	                              .arena = &arena};
	struct figure_request asked = *request;
	asked.org = "110000";
	asked.period = (struct period){PERIOD_RANGE, DATE_MIN, DATE_MIN};
	struct question question;
	bool good = question_make(&ground, &asked, &question, fault);
	if (good)
		question_release(&question);
	organisation_free(nowhere);
	arena_release(&arena);
	return good;
}

/* ---- over a book ---- */

static struct ground book_ground(const struct book *book, const struct viewer *viewer, struct arena *arena)
{
	return (struct ground){
	        .database = book->database,
	        .definitions = book->definitions,
	        .organisation = book->organisation,
	        .viewer = viewer,
	        .today = instant_date(book->now ? book->now(book->now_context) : instant_now()),
	        .arena = arena,
	};
}

bool figure_compute_by(struct book *book, const struct viewer *viewer, const struct figure_request *requests,
                       size_t count, enum figure_path path, struct arena *arena, struct figure_result *ret,
                       struct fault *fault)
{
	const struct ground ground = book_ground(book, viewer, arena);
	return figure_compute_on(&ground, requests, count, path, ret, fault);
}

bool figure_compute(struct book *book, const struct viewer *viewer, const struct figure_request *requests,
                    size_t count, struct arena *arena, struct figure_result *ret, struct fault *fault)
{
	return figure_compute_by(book, viewer, requests, count, PATH_AUTO, arena, ret, fault);
}

bool figure_records(struct book *book, const struct viewer *viewer, const struct figure_request *request,
                    const struct value key[FIGURE_DIMENSIONS], const char *cursor, size_t limit,
                    struct arena *arena, struct figure_rows *ret, struct fault *fault)
{
	const struct ground ground = book_ground(book, viewer, arena);
	return figure_records_on(&ground, request, key, cursor, limit, ret, fault);
}

bool figure_freeze(struct book *book, const struct viewer *viewer, const struct figure_request *request,
                   const struct value key[FIGURE_DIMENSIONS], struct arena *arena, struct figure_rows *ret,
                   struct fault *fault)
{
	struct ground ground = book_ground(book, viewer, arena);
	ground.ids_only = true;
	if (!figure_records_on(&ground, request, key, NULL, 0, ret, fault))
		return false;
	for (size_t i = 0; i < ret->count; i++)
		ret->items[i].group = (struct value){};
	return true;
}
