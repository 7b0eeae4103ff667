/* serve and sample. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>

#include "command/commands.h"
#include "command/sample/sample.h"
#include "command/serve.h"
#include "command/settings.h"
#include "field/field.h"
#include "web/web.h"

/* The last half year that has ended, which is what an office reports on. */
static struct period last_half(void)
{
	civil_date today = instant_date(instant_now());
	int year = date_year(today);
	if (date_month(today) > 6)
		return (struct period){PERIOD_HALF, date_make(year, 1, 1), date_make(year, 6, 30)};
	return (struct period){PERIOD_HALF, date_make(year - 1, 7, 1), date_make(year - 1, 12, 31)};
}

int serve_until_stopped(struct invocation *invocation, struct desk *desk, const struct period *period,
                        int port)
{
	sigset_t stop;
	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &stop, NULL); /* before the server's threads, which inherit it */
	signal(SIGPIPE, SIG_IGN);
	struct server_options options = {.folder = invocation->options[OPTION_DATA],
	                                 .port = port,
	                                 .viewer = desk->viewer,
	                                 .period = period ? *period : last_half(),
	                                 .language = invocation->language,
	                                 .rules = field_rules};
	struct fault fault = {};
	struct server *server;
	if (!server_start(&options, desk->definitions, &server, &fault))
		return fail(invocation, &fault);
	printf(invocation->json                      ? "{\"url\":\"http://127.0.0.1:%d\"}\n"
	       : invocation->language == LANGUAGE_ZH ? "请打开 http://127.0.0.1:%d （Ctrl-C 结束）\n"
	                                             : "Open http://127.0.0.1:%d (Ctrl-C ends it)\n",
	       server_port(server));
	fflush(stdout);
	int which;
	sigwait(&stop, &which);
	server_stop(server);
	return 0;
}

bool serve_port(const struct invocation *invocation, int *ret, struct fault *fault)
{
	const char *given = invocation->options[OPTION_PORT];
	if (given)
		return port_parse(given, ret) ||
		       fault_set(fault, command_bad_option, "--port", given, "1 … 65535");
	struct arena arena = {};
	struct faults faults = {};
	struct settings settings;
	bool ok = settings_load(&arena, invocation->options[OPTION_DATA], &settings, &faults);
	if (ok)
		*ret = settings.port;
	else if (fault && faults.count)
		*fault = faults.items[0];
	faults_release(&faults);
	arena_release(&arena);
	return ok;
}

int run_serve(struct invocation *invocation)
{
	struct desk desk;
	struct fault fault = {};
	int code, port;
	if (!desk_open(invocation, BOOK_READ, &desk, &code))
		return code;
	if (serve_port(invocation, &port, &fault))
		code = serve_until_stopped(invocation, &desk, NULL, port);
	else
		code = fail(invocation, &fault);
	desk_close(&desk);
	return code;
}

static bool whole_number(const char *text, uint64_t *ret)
{
	char *end;
	errno = 0;
	unsigned long long number = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end || errno)
		return false;
	*ret = number;
	return true;
}

static bool read_sample(const struct invocation *invocation, struct sample_request *ret, struct fault *fault)
{
	uint64_t records = 0;
	const char *seed = invocation->options[OPTION_SEED], *count = invocation->options[OPTION_RECORDS];
	*ret = (struct sample_request){.org = invocation->options[OPTION_ORG]};
	if (!period_parse(invocation->options[OPTION_PERIOD], &ret->period, fault))
		return false;
	if (!whole_number(seed, &ret->seed))
		return fault_set(fault, command_bad_option, "--seed", seed, "0, 1, 2 …");
	if (count && (!whole_number(count, &records) || records < 1 || records > 10000000))
		return fault_set(fault, command_bad_option, "--records", count, "1 … 10000000");
	ret->records = (size_t)records;
	return true;
}

int run_sample(struct invocation *invocation)
{
	struct desk desk;
	struct fault fault = {};
	struct sample_request request;
	size_t records = 0;
	int code;
	if (!desk_open(invocation, BOOK_WRITE, &desk, &code))
		return code;
	struct progress progress;
	progress_begin(&progress, invocation->language == LANGUAGE_ZH ? "登记样例" : "posting sample records",
	               invocation->language);
	bool ok = read_sample(invocation, &request, &fault);
	request.progress = progress_show;
	request.context = &progress;
	ok = ok && sample_post(desk.book, &request, &records, &fault);
	progress_end(&progress);
	if (ok)
		printf(invocation->json                      ? "{\"records\":%zu}\n"
		       : invocation->language == LANGUAGE_ZH ? "登记了 %zu 条样例记录。\n"
		                                             : "%zu sample records posted.\n",
		       records);
	code = ok ? 0 : fail(invocation, &fault);
	desk_close(&desk);
	return code;
}
