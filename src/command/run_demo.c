/* demo: everything once, as a newcomer wants to see it. New books, two half
   years of sample work, the summary as Word and web page, verified, served. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/yaml.h"
#include "command/commands.h"
#include "command/folder.h"
#include "command/init.h"
#include "command/sample/sample.h"
#include "command/serve.h"

#define DISTRICT "440307"
#define PERIOD   "2021H1"
#define MARK     ".demo"
#define FINISHED PERIOD "\n"
enum { SEED = 2021 };

static const char *data_folder(const struct invocation *invocation)
{
	return invocation->options[OPTION_DATA] ? invocation->options[OPTION_DATA] : "demo";
}

static char *mark_path(struct invocation *invocation)
{
	return arena_format(&invocation->arena, "%s/" MARK, data_folder(invocation));
}

/* The demo is there when its mark says that it was finished. */
static bool is_there(struct invocation *invocation)
{
	char *words;
	size_t length;
	return file_read(&invocation->arena, mark_path(invocation), &words, &length, NULL) &&
	       text_equal(words, FINISHED);
}

static bool put_mark(struct invocation *invocation, const char *words, struct fault *fault)
{
	return file_write(mark_path(invocation), words, strlen(words), 0644, fault);
}

/* An empty folder but for the mark. Without it a folder is somebody's, books or not,
   and is left alone; with it, whatever was cut off half-way is taken away. */
static bool clear(struct invocation *invocation, struct fault *fault)
{
	const char *folder = data_folder(invocation);
	struct stat about;
	bool ours = stat(mark_path(invocation), &about) == 0;
	return (ours || folder_is_free(folder, MARK, fault)) && put_mark(invocation, "begun\n", fault) &&
	       folder_empty(folder, MARK, fault);
}

static bool post_half(struct desk *desk, const char *period, enum language language, struct fault *fault)
{
	struct sample_request request = {.org = DISTRICT, .seed = SEED};
	if (!period_parse(period, &request.period, fault))
		return false;
	struct text what = TEXT_EMPTY;
	text_format(&what, language == LANGUAGE_ZH ? "登记 %s 样例" : "posting sample of %s", period);
	struct progress progress;
	progress_begin(&progress, what.at, language);
	request.progress = progress_show;
	request.context = &progress;
	size_t records = 0;
	bool ok = sample_post(desk->book, &request, &records, fault);
	progress_end(&progress);
	if (ok)
		printf(language == LANGUAGE_ZH ? "  %s：%zu 条样例记录\n" : "  %s: %zu sample records\n",
		       period, records);
	fflush(stdout);
	text_release(&what);
	return ok;
}

static int post_sample(struct invocation *invocation)
{
	struct desk desk;
	struct fault fault = {};
	int code;
	if (!desk_open(invocation, BOOK_WRITE, &desk, &code))
		return code;
	bool ok = post_half(&desk, "2020H1", invocation->language, &fault) &&
	          post_half(&desk, PERIOD, invocation->language, &fault);
	desk_close(&desk);
	return ok ? 0 : fail(invocation, &fault);
}

static int build_books(struct invocation *invocation)
{
	struct fault fault = {};
	struct faults faults = {};
	size_t units;
	if (!clear(invocation, &fault))
		return fail(invocation, &fault);
	struct init_request request = {.folder = data_folder(invocation),
	                               .mark = MARK,
	                               .region = DISTRICT,
	                               .language = invocation->language,
	                               .at = instant_at(20200102, 9, 0)};
	bool ok = init_folder(&request, &units, &faults);
	int code = ok ? 0 : fail_all(invocation, &faults);
	faults_release(&faults);
	if (code)
		return code;
	printf(invocation->language == LANGUAGE_ZH ? "  龙岗区：组织 %zu 个\n"
	                                           : "  Longgang district: %zu organisations\n",
	       units);
	fflush(stdout);
	code = post_sample(invocation);
	if (code)
		return code;
	return put_mark(invocation, FINISHED, &fault) ? 0 : fail(invocation, &fault);
}

/* Runs another command of the table with this one's data. */
static int run_with(const struct invocation *invocation, int (*run)(struct invocation *), const char *to,
                    const char *output, bool quiet)
{
	struct invocation inner = {
	        .command = invocation->command, .language = invocation->language, .quiet = quiet};
	inner.options[OPTION_DATA] = data_folder(invocation);
	inner.options[OPTION_ORG] = DISTRICT;
	inner.options[OPTION_PERIOD] = PERIOD;
	inner.options[OPTION_TO] = to;
	inner.options[OPTION_OUTPUT] = output;
	int code = run(&inner);
	arena_release(&inner.arena);
	return code;
}

static int write_documents(const struct invocation *invocation)
{
	static const char *const formats[][2] = {{"docx", "out/summary-" DISTRICT "-" PERIOD ".docx"},
	                                         {"html", "out/summary-" DISTRICT "-" PERIOD ".html"}};
	if (mkdir("out", 0755) != 0 && errno != EEXIST) {
		struct fault fault = {};
		fault_set(&fault, command_file_not_written, "out", strerror(errno));
		return fail(invocation, &fault);
	}
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		int code = run_with(invocation, run_summary, formats[i][0], formats[i][1], i > 0);
		if (code)
			return code;
		printf("  %s\n", formats[i][1]);
	}
	return 0;
}

static int serve_demo(struct invocation *invocation)
{
	struct desk desk;
	struct fault fault = {};
	struct period period;
	int code, port;
	if (!desk_open(invocation, BOOK_READ, &desk, &code))
		return code;
	if (serve_port(invocation, &port, &fault) && period_parse(PERIOD, &period, &fault))
		code = serve_until_stopped(invocation, &desk, &period, port);
	else
		code = fail(invocation, &fault);
	desk_close(&desk);
	return code;
}

int run_demo(struct invocation *invocation)
{
	bool zh = invocation->language == LANGUAGE_ZH;
	invocation->options[OPTION_DATA] = data_folder(invocation);
	int code = 0;
	puts(zh ? "演示账册" : "Demo books");
	fflush(stdout);
	if (invocation->options[OPTION_RESET] || !is_there(invocation))
		code = build_books(invocation);
	if (code)
		return code;
	puts(zh ? "总结" : "Summary");
	fflush(stdout);
	code = write_documents(invocation);
	if (code)
		return code;
	puts(zh ? "核对" : "Verification");
	fflush(stdout);
	code = run_with(invocation, run_verify, NULL, NULL, false);
	if (code || invocation->options[OPTION_NO_SERVE])
		return code;
	return serve_demo(invocation);
}
