/* Routes, scope and faults of one request; see dispatch.h. */
#include "web/dispatch.h"

#include <string.h>

static bool route_matches(const struct route *route, struct arena *arena, const char *path,
                          const char *segments[REQUEST_SEGMENTS])
{
	const char *pattern = route->pattern;
	size_t count = 0;
	memset(segments, 0, REQUEST_SEGMENTS * sizeof *segments);
	while (*pattern == '/' && *path == '/') {
		size_t wanted = strcspn(++pattern, "/"), have = strcspn(++path, "/");
		bool any = *pattern == ':' && have > 0;
		if (!any && (wanted != have || memcmp(pattern, path, wanted) != 0))
			return false;
		if (count + 1 < REQUEST_SEGMENTS && have)
			segments[count++] = arena_copy_bytes(arena, path, have);
		pattern += wanted;
		path += have;
	}
	return !*pattern && !*path;
}

const struct route *route_find(struct arena *arena, const char *path, const char *segments[REQUEST_SEGMENTS])
{
	for (const struct route *route = routes; route->pattern; route++)
		if (route_matches(route, arena, path, segments))
			return route;
	return NULL;
}

/* Period, organisation and language as the address names them; what it does not name stays as it is. */
static bool read_scope(struct request *request, struct fault *fault)
{
	const char *period = request->argument(request->context, "period");
	const char *org = request->argument(request->context, "org");
	if (org && !organisation_find(request->book->organisation, org))
		return fault_set(fault, web_unknown_org);
	if (org)
		request->org = org;
	return !period || period_parse(period, &request->period, fault);
}

struct page_call {
	const struct route *route;
	struct request *request;
	struct reply *reply;
};

static bool call_page(void *context, struct fault *fault)
{
	struct page_call *call = context;
	return call->route->page(call->request, call->reply, fault);
}

/* What the row of the table demands: a role that may do it somewhere, and one snapshot for the whole page. */
static bool run_route(const struct route *route, struct request *request, struct reply *reply,
                      struct fault *fault)
{
	bool allowed = false;
	const struct definitions *definitions = request->book->definitions;
	for (size_t i = 0; !allowed && i < definitions->ledger_count; i++)
		allowed = viewer_scope(request->viewer, definitions->ledgers[i], route->action) != SCOPE_NONE;
	if (!allowed)
		return fault_set(fault, web_not_allowed);
	struct page_call call = {route, request, reply};
	if (route->transaction == TRANSACTION_READ)
		return database_snapshot(request->book->database, call_page, &call, fault);
	return call_page(&call, fault);
}

static const char *no_argument(void *context, const char *name)
{
	(void)context;
	(void)name;
	return NULL;
}

/* What was asked for is no place to come back to, and not even text perhaps. */
static void forget_question(struct request *request)
{
	request->path = "/";
	request->argument = no_argument;
}

static bool answer(struct request *request, struct reply *reply, struct fault *fault)
{
	const struct route *route = route_find(request->arena, request->path, request->segments);
	if (!route) {
		forget_question(request);
		return fault_set(fault, web_no_page);
	}
	request->room = route->room;
	return read_scope(request, fault) && run_route(route, request, reply, fault);
}

void request_answer(struct request *request, const struct fault *early, struct reply *reply)
{
	struct fault fault = early ? *early : (struct fault){};
	*reply = (struct reply){.status = 200, .type = "text/html; charset=utf-8", .body = TEXT_EMPTY};
	if (early)
		forget_question(request);
	else if (answer(request, reply, &fault))
		return;
	text_cut(&reply->body, 0);
	*reply = (struct reply){
	        .status = fault_status(fault.code), .type = "text/html; charset=utf-8", .body = reply->body};
	page_fault(request, &fault, &reply->body);
}
