/* The listener: answers only what comes from this machine to this machine, and
   sends what the dispatcher filled. One read-only book a thread. */
#include "web/web.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "record/rule.h"
#include "web/dispatch.h"

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
			*worker = (struct worker){
			        .thread = pthread_self(), .book = book, .next = server->workers};
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

/* ---- what is refused before any page is asked ---- */

static enum MHD_Result check_argument(void *context, enum MHD_ValueKind kind, const char *name,
                                      const char *value)
{
	(void)kind;
	bool *clean = context;
	*clean = *clean && utf8_valid(name, strlen(name)) && (!value || utf8_valid(value, strlen(value)));
	return *clean ? MHD_YES : MHD_NO;
}

/* A page elsewhere can point a name of its own at this machine and would then read what is answered: only the
   names of the machine itself are answered. */
static bool host_is_ours(const char *host)
{
	static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
	for (size_t i = 0; host && i < sizeof names / sizeof *names; i++)
		if (text_starts(host, names[i]) && (host[strlen(names[i])] == ':' || !host[strlen(names[i])]))
			return true;
	return false;
}

static bool admit(struct MHD_Connection *connection, const char *path, const char *method,
                  struct fault *fault)
{
	bool clean = utf8_valid(path, strlen(path));
	MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, check_argument, &clean);
	if (!host_is_ours(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST)))
		return fault_set(fault, web_other_host);
	if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
		return fault_set(fault, web_only_reading);
	return clean || fault_set(fault, web_not_text);
}

/* ---- the language: as the address says, as it was chosen last, as the office has it ---- */

static const char *const language_names[] = {[LANGUAGE_ZH] = "zh", [LANGUAGE_EN] = "en"};

static bool language_named(const char *name, enum language *ret)
{
	for (enum language language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
		if (!text_equal(name, language_names[language]))
			continue;
		*ret = language;
		return true;
	}
	return false;
}

/* True when the address names one that is not yet remembered. Numbers of the summary link without a language. */
static bool choose_language(struct MHD_Connection *connection, enum language *ref_language)
{
	enum language kept = *ref_language;
	bool has_kept =
	        language_named(MHD_lookup_connection_value(connection, MHD_COOKIE_KIND, "lang"), &kept);
	*ref_language = kept;
	return language_named(query_argument(connection, "lang"), ref_language) &&
	       (!has_kept || *ref_language != kept);
}

/* ---- answers ---- */

static const struct {
	const char *name, *value;
} headers[] = {
        {"Content-Security-Policy", "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
                                    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
};

static void free_body(void *body)
{
	memory_free(body);
}

static void add_disposition(struct MHD_Response *response, const char *filename)
{
	char disposition[160];
	snprintf(disposition, sizeof disposition, "attachment; filename=\"%s\"", filename);
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_DISPOSITION, disposition);
}

/* What browsers may keep goes by the hash of its bytes. */
static void etag_of(const struct text *body, struct text *out)
{
	uint8_t hash[32];
	definitions_sm3(body->at, body->length, hash);
	text_add_byte(out, '"');
	text_add_hex(out, hash, 8);
	text_add_byte(out, '"');
}

static void add_headers(struct MHD_Response *response, const struct reply *reply, const char *etag,
                        const char *cookie)
{
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
		MHD_add_response_header(response, headers[i].name, headers[i].value);
	MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL,
	                        reply->keeps ? "no-cache" : "no-store");
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->type);
	if (reply->keeps)
		MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, etag);
	if (reply->status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
	if (reply->filename)
		add_disposition(response, reply->filename);
	if (cookie)
		MHD_add_response_header(response, MHD_HTTP_HEADER_SET_COOKIE, cookie);
}

static enum MHD_Result send_reply(struct MHD_Connection *connection, struct reply *reply, const char *cookie)
{
	struct text etag = TEXT_EMPTY;
	if (reply->keeps)
		etag_of(&reply->body, &etag);
	if (reply->keeps && text_equal(MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
	                                                           MHD_HTTP_HEADER_IF_NONE_MATCH),
	                               etag.at)) {
		reply->status = MHD_HTTP_NOT_MODIFIED;
		text_release(&reply->body);
	}
	char *bytes = reply->body.length ? reply->body.at : memory_take(1); /* the response frees it */
	struct MHD_Response *response =
	        MHD_create_response_from_buffer_with_free_callback(reply->body.length, bytes, free_body);
	add_headers(response, reply, etag.at, cookie);
	text_release(&etag);
	enum MHD_Result sent = MHD_queue_response(connection, (unsigned int)reply->status, response);
	MHD_destroy_response(response);
	return sent;
}

static enum MHD_Result answer(struct server *server, struct MHD_Connection *connection, const char *path,
                              const char *method)
{
	struct arena arena = {};
	struct fault fault = {};
	struct reply reply;
	char cookie[80];
	struct request request = {.arena = &arena,
	                          .viewer = &server->options.viewer,
	                          .path = path,
	                          .argument = query_argument,
	                          .context = connection,
	                          .language = server->options.language,
	                          .org = server->options.viewer.org,
	                          .period = server->options.period,
	                          .base = arena_format(&arena, "http://127.0.0.1:%d", server_port(server))};
	bool chosen = choose_language(connection, &request.language);
	bool admitted = admit(connection, path, method, &fault);
	/* A fault may come from here or from opening the books; a page without books has no rail. */
	bool opened = (admitted || fault.code != web_other_host) &&
	              worker_book(server, &request.book, admitted ? &fault : NULL);
	request_answer(&request, admitted && opened ? NULL : &fault, &reply);
	if (fault.code == web_only_reading)
		reply.status = MHD_HTTP_METHOD_NOT_ALLOWED;
	snprintf(cookie, sizeof cookie, "lang=%s; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict",
	         language_names[request.language]);
	enum MHD_Result sent = send_reply(connection, &reply, chosen && admitted ? cookie : NULL);
	arena_release(&arena);
	return sent;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_length, void **state)
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
	return answer(context, connection, path, method);
}

/* A zero byte would cut the text off where C ends a string, and another page would answer: it becomes
   a byte that is no UTF-8, which is refused. */
static size_t unescape(void *context, struct MHD_Connection *connection, char *text)
{
	(void)context;
	(void)connection;
	for (char *zero = text; (zero = strstr(zero, "%00")) != NULL; zero += 3)
		memcpy(zero, "%ff", 3);
	return MHD_http_unescape(text);
}

bool server_start(const struct server_options *options, const struct definitions *definitions,
                  struct server **ret, struct fault *fault)
{
	struct server *server = memory_take(sizeof *server);
	*server = (struct server){.options = *options, .definitions = definitions};
	pthread_mutex_init(&server->lock, NULL);
	struct sockaddr_in address = {.sin_family = AF_INET,
	                              .sin_port = htons((uint16_t)options->port),
	                              .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	server->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, handle, server,
	                                  MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
	                                  MHD_OPTION_THREAD_POOL_SIZE, (unsigned int)(cores > 1 ? cores : 2),
	                                  MHD_OPTION_CONNECTION_TIMEOUT, 30u, MHD_OPTION_CONNECTION_LIMIT,
	                                  200u, MHD_OPTION_UNESCAPE_CALLBACK, unescape, NULL, MHD_OPTION_END);
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
