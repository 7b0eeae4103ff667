/* The listener and the dispatcher: takes a request apart, opens a snapshot,
   calls the route's page and sends what it filled. One read-only book a thread. */
#include "web/web.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "record/rule.h"
#include "web/request.h"

struct worker {
	pthread_t thread;
	struct book *book;
	struct worker *next;
};

struct server {
	struct server_options options;
	const struct definitions *definitions;
	struct MHD_Daemon *daemon;
	pthread_mutex_t lock; /* guards workers */
	struct worker *workers;
};

/* The book of this thread, opened at its first request. */
static bool worker_book(struct server *server, struct book **ret, struct fault *fault)
{
	bool ok = true;
	pthread_mutex_lock(&server->lock);
	struct worker *worker = server->workers;
	while (worker && !pthread_equal(worker->thread, pthread_self()))
		worker = worker->next;
	if (!worker) {
		struct book_options options = {
			.folder = server->options.folder, .mode = BOOK_READ, .rules = server->options.rules};
		struct book *book = NULL;
		ok = book_open(&options, server->definitions, NULL, &book, fault);
		if (ok) {
			worker = memory_take(sizeof *worker);
			*worker = (struct worker){.thread = pthread_self(), .book = book, .next = server->workers};
			server->workers = worker;
		}
	}
	pthread_mutex_unlock(&server->lock);
	if (ok)
		*ret = worker->book;
	return ok;
}

static const char *query_argument(void *context, const char *name)
{
	const char *value = MHD_lookup_connection_value(context, MHD_GET_ARGUMENT_KIND, name);
	return value && *value ? value : NULL;
}

/* Fills the segments of a request when its path has the pattern's shape. */
static bool route_matches(const struct route *route, struct request *request)
{
	const char *pattern = route->pattern, *path = request->path;
	size_t count = 0;
	memset(request->segments, 0, sizeof request->segments);
	while (*pattern == '/' && *path == '/') {
		size_t want = strcspn(++pattern, "/"), have = strcspn(++path, "/");
		bool any = *pattern == ':' && have > 0;
		if (!any && (want != have || memcmp(pattern, path, want) != 0))
			return false;
		if (count + 1 < REQUEST_SEGMENTS && have)
			request->segments[count++] = arena_copy_bytes(request->arena, path, have);
		pattern += want;
		path += have;
	}
	return !*pattern && !*path;
}

static const struct route *find_route(struct request *request)
{
	for (const struct route *route = routes; route->pattern; route++)
		if (route_matches(route, request))
			return route;
	return NULL;
}

static bool read_scope(const struct server *server, struct request *request, struct fault *fault)
{
	const char *period = request->argument(request->context, "period");
	const char *org = request->argument(request->context, "org");
	const char *language = request->argument(request->context, "lang");
	request->language = text_equal(language, "en")   ? LANGUAGE_EN
			    : text_equal(language, "zh") ? LANGUAGE_ZH
							 : server->options.language;
	request->org = server->options.viewer.org;
	request->period = server->options.period;
	if (period && !period_parse(period, &request->period, fault))
		return false;
	if (org && !organisation_find(request->book->organisation, org))
		return fault_set(fault, web_unknown_org);
	if (org)
		request->org = org;
	return true;
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
static bool run_route(const struct route *route, struct request *request, struct reply *reply, struct fault *fault)
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

static void answer(struct server *server, struct request *request, struct reply *reply)
{
	struct fault fault = {};
	const struct route *route = NULL;
	bool ok = worker_book(server, &request->book, &fault) && read_scope(server, request, &fault);
	if (ok) {
		route = find_route(request);
		ok = route || fault_set(&fault, web_no_page);
	}
	if (ok) {
		request->room = route->room;
		ok = run_route(route, request, reply, &fault);
	}
	if (ok)
		return;
	text_cut(&reply->body, 0);
	*reply = (struct reply){.status = fault_status(fault.code), .type = "text/html; charset=utf-8", .body = reply->body};
	page_fault(request, &fault, &reply->body);
}

static const struct {
	const char *name, *value;
} headers[] = {
	{"Content-Security-Policy", "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; "
				    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"},
	{"Cache-Control", "no-store"},
};

static void free_body(void *body)
{
	memory_free(body);
}

static enum MHD_Result send_reply(struct MHD_Connection *connection, struct reply *reply)
{
	size_t length = reply->body.length;
	char *body = length ? reply->body.at : memory_take(1); /* the response frees it */
	struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback(length, body, free_body);
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
		MHD_add_response_header(response, headers[i].name, headers[i].value);
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->type);
	if (reply->filename) {
		char disposition[160];
		snprintf(disposition, sizeof disposition, "attachment; filename=\"%s\"", reply->filename);
		MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_DISPOSITION, disposition);
	}
	enum MHD_Result sent = MHD_queue_response(connection, (unsigned int)reply->status, response);
	MHD_destroy_response(response);
	return sent;
}

static enum MHD_Result refuse_method(struct MHD_Connection *connection)
{
	static char nothing[] = "";
	struct MHD_Response *response = MHD_create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT);
	MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
	enum MHD_Result sent = MHD_queue_response(connection, MHD_HTTP_METHOD_NOT_ALLOWED, response);
	MHD_destroy_response(response);
	return sent;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *path, const char *method,
                              const char *version, const char *upload, size_t *upload_length, void **state)
{
	(void)version;
	(void)upload;
	static int seen;
	if (!*state) { /* the head alone has come; libmicrohttpd calls again when all is there */
		*state = &seen;
		return MHD_YES;
	}
	if (*upload_length) {
		*upload_length = 0;
		return MHD_YES;
	}
	if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
		return refuse_method(connection);
	struct server *server = context;
	struct arena arena = {};
	struct request request = {.arena = &arena,
	                          .viewer = &server->options.viewer,
	                          .path = path,
	                          .argument = query_argument,
	                          .context = connection,
	                          .language = server->options.language,
	                          .org = server->options.viewer.org,
	                          .period = server->options.period,
	                          .base = arena_format(&arena, "http://127.0.0.1:%d", server_port(server))};
	struct reply reply = {.status = 200, .type = "text/html; charset=utf-8", .body = TEXT_EMPTY};
	answer(server, &request, &reply);
	enum MHD_Result sent = send_reply(connection, &reply);
	arena_release(&arena);
	return sent;
}

bool server_start(const struct server_options *options, const struct definitions *definitions, struct server **ret,
                  struct fault *fault)
{
	struct server *server = memory_take(sizeof *server);
	*server = (struct server){.options = *options, .definitions = definitions};
	pthread_mutex_init(&server->lock, NULL);
	struct sockaddr_in address = {.sin_family = AF_INET,
	                              .sin_port = htons((uint16_t)options->port),
	                              .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	server->daemon = MHD_start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, handle, server, MHD_OPTION_SOCK_ADDR,
		(struct sockaddr *)&address, MHD_OPTION_THREAD_POOL_SIZE, (unsigned int)(cores > 1 ? cores : 2),
		MHD_OPTION_CONNECTION_TIMEOUT, 30u, MHD_OPTION_CONNECTION_LIMIT, 200u, MHD_OPTION_END);
	if (!server->daemon) {
		char port[12];
		snprintf(port, sizeof port, "%d", options->port);
		pthread_mutex_destroy(&server->lock);
		memory_free(server);
		return fault_set(fault, web_port_taken, port);
	}
	*ret = server;
	return true;
}

int server_port(const struct server *server)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
	return info ? info->port : server->options.port;
}

void server_stop(struct server *server)
{
	if (!server)
		return;
	MHD_stop_daemon(server->daemon);
	while (server->workers) {
		struct worker *worker = server->workers;
		server->workers = worker->next;
		book_close(worker->book);
		memory_free(worker);
	}
	pthread_mutex_destroy(&server->lock);
	memory_free(server);
}
