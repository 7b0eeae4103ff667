/* import and export. */
#include <errno.h>
#include <string.h>

#include "base/yaml.h"
#include "command/commands.h"
#include "define/nearest.h"
#include "record/transfer.h"

static bool import_progress(void *context, size_t done, size_t all)
{
	progress_show(context, done, all);
	return true;
}

/* What is remarkable goes beside the answer, as it refuses nothing. */
static void print_notices(const struct invocation *invocation, const struct faults *notices)
{
	struct text out = TEXT_EMPTY;
	for (size_t i = 0; i < notices->count; i++)
		fault_print(&notices->items[i], invocation->language, &out);
	fputs(out.at, stderr);
	text_release(&out);
}

static void print_import(const struct invocation *invocation, const struct import_report *report)
{
	bool dry = invocation->options[OPTION_DRY_RUN];
	if (invocation->json) {
		struct text notices = TEXT_EMPTY;
		for (size_t i = 0; i < report->notices.count; i++) {
			text_add(&notices, i ? ",\n" : ",\"notices\":[");
			fault_json(&report->notices.items[i], &notices);
		}
		printf("{\"rows\":%zu,\"created\":%zu,\"changed\":%zu,\"unchanged\":%zu,\"skipped\":%zu,"
		       "\"dry_run\":%s%s%s}\n",
		       report->rows, report->created, report->changed, report->unchanged, report->skipped,
		       dry ? "true" : "false", notices.at, report->notices.count ? "]" : "");
		text_release(&notices);
		return;
	}
	print_notices(invocation, &report->notices);
	if (invocation->language == LANGUAGE_ZH)
		printf("读了 %zu 行：新登记 %zu，改动 %zu，没有变化 %zu；跳过空行、标题和合计 %zu 行%s\n",
		       report->rows, report->created, report->changed, report->unchanged, report->skipped,
		       dry ? "。这是试导，没有存。" : "");
	else
		printf("%zu rows read: %zu created, %zu changed, %zu unchanged; %zu blank, title and total "
		       "lines skipped%s\n",
		       report->rows, report->created, report->changed, report->unchanged, report->skipped,
		       dry ? ". A dry run: nothing was kept." : "");
}

static int import_rows(struct invocation *invocation, struct desk *desk, const struct ledger *ledger,
                       const struct sheet *sheet)
{
	struct fault fault = {};
	struct progress progress;
	progress_begin(&progress, invocation->language == LANGUAGE_ZH ? "导入" : "importing",
	               invocation->language);
	struct import_options options = {.dry_run = invocation->options[OPTION_DRY_RUN],
	                                 .progress = import_progress,
	                                 .context = &progress};
	struct import_report report = {};
	int code = 0;
	if (!import_sheet(desk->book, &desk->viewer, ledger, sheet, &options, &report, &fault)) {
		progress_end(&progress);
		code = fail(invocation, &fault);
	} else if (report.faults.count) {
		progress_end(&progress);
		char count[24];
		snprintf(count, sizeof count, "%zu", report.faults.count);
		fault_set(&fault, command_import_refused, count);
		faults_add(&report.faults, &fault);
		code = fail_all(invocation, &report.faults);
	} else {
		progress_end(&progress);
		print_import(invocation, &report);
	}
	faults_release(&report.faults);
	faults_release(&report.notices);
	return code;
}

static int import_file(struct invocation *invocation, struct desk *desk, const struct ledger *ledger)
{
	struct fault fault = {};
	struct sheet sheet = {};
	char *bytes;
	size_t length;
	const char *file = invocation->words[1], *name = invocation->options[OPTION_SHEET];
	int code;
	if (input_read(invocation, file, &bytes, &length, &fault) &&
	    sheet_read(bytes, length, file, name, &sheet, &fault))
		code = import_rows(invocation, desk, ledger, &sheet);
	else
		code = fail(invocation, &fault);
	sheet_release(&sheet);
	return code;
}

static void unknown_ledger(const struct definitions *definitions, const char *name, struct fault *fault)
{
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; i < definitions->ledger_count; i++)
		nearest_offer(&nearest, definitions->ledgers[i]->name);
	if (nearest.best)
		fault_set(fault, command_unknown_ledger_near, name, nearest.best);
	else
		fault_set(fault, command_unknown_ledger, name);
}

static const struct ledger *named_ledger(const struct invocation *invocation, const struct desk *desk,
                                         int *ret_exit)
{
	const struct ledger *ledger = definitions_ledger(desk->definitions, invocation->words[0]);
	if (!ledger) {
		struct fault fault = {};
		unknown_ledger(desk->definitions, invocation->words[0], &fault);
		*ret_exit = fail(invocation, &fault);
	}
	return ledger;
}

int run_import(struct invocation *invocation)
{
	struct desk desk;
	int code;
	if (!desk_open(invocation, BOOK_WRITE, &desk, &code))
		return code;
	const struct ledger *ledger = named_ledger(invocation, &desk, &code);
	if (ledger)
		code = import_file(invocation, &desk, ledger);
	desk_close(&desk);
	return code;
}

struct export_target {
	FILE *file;
	const char *path;      /* NULL on standard output */
	const char *temporary; /* NULL when `path` is a device or a pipe, which is written as it is */
};

static bool write_piece(void *context, const char *bytes, size_t length)
{
	struct export_target *target = context;
	return fwrite(bytes, 1, length, target->file) == length;
}

static bool open_target(struct invocation *invocation, struct export_target *ret, struct fault *fault)
{
	const char *path = invocation->options[OPTION_OUTPUT];
	*ret = (struct export_target){.file = stdout};
	if (!path || strcmp(path, "-") == 0)
		return true;
	ret->path = arena_copy(&invocation->arena, path);
	if (!file_is_stream(path))
		ret->temporary = arena_format(&invocation->arena, "%s.new", path);
	ret->file = fopen(ret->temporary ? ret->temporary : path, "wb");
	return ret->file || file_write_failed(path, fault);
}

/* The file appears under its name only when it is whole. */
static bool close_target(struct export_target *target, bool ok, struct fault *fault)
{
	bool flushed = fflush(target->file) == 0;
	if (!target->path)
		return flushed || !ok || fault_set(fault, command_output_failed);
	bool written = fclose(target->file) == 0 && flushed && ok;
	if (written && (!target->temporary || rename(target->temporary, target->path) == 0))
		return true;
	int problem = errno;
	if (target->temporary)
		remove(target->temporary);
	errno = problem;
	return !ok || file_write_failed(target->path, fault);
}

/* Where the rows go to standard output, nothing is put beside them. */
static void print_export(const struct invocation *invocation, int64_t rows, const char *path)
{
	if (invocation->json)
		printf("{\"rows\":%lld}\n", (long long)rows);
	else
		fprintf(stderr,
		        invocation->language == LANGUAGE_ZH ? "导出 %lld 行到 %s\n"
		                                            : "%lld rows exported to %s\n",
		        (long long)rows, path);
}

static bool export_as_csv(struct invocation *invocation, struct desk *desk, const struct ledger *ledger,
                          int64_t *ret_rows, struct fault *fault)
{
	struct export_target target;
	if (!open_target(invocation, &target, fault))
		return false;
	bool ok = export_csv(desk->book, &desk->viewer, ledger, invocation->options[OPTION_ORG], write_piece,
	                     &target, ret_rows, fault);
	return close_target(&target, ok, fault) && ok;
}

static bool export_as_xlsx(struct invocation *invocation, struct desk *desk, const struct ledger *ledger,
                           int64_t *ret_rows, struct fault *fault)
{
	struct output_path output;
	if (!output_path_begin(invocation, invocation->options[OPTION_OUTPUT], &output, fault))
		return false;
	bool ok = export_xlsx(desk->book, &desk->viewer, ledger, invocation->options[OPTION_ORG],
	                      invocation->language, output.path, ret_rows, fault);
	return output_path_end(&output, ok, fault);
}

static const struct {
	const char *name;
	bool (*write)(struct invocation *invocation, struct desk *desk, const struct ledger *ledger,
	              int64_t *ret_rows, struct fault *fault);
} formats[] = {{"csv", export_as_csv}, {"xlsx", export_as_xlsx}};

static bool export_ledger(struct invocation *invocation, struct desk *desk, const struct ledger *ledger,
                          int64_t *ret_rows, struct fault *fault)
{
	const char *to = invocation->options[OPTION_TO] ? invocation->options[OPTION_TO] : formats[0].name;
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (strcmp(formats[i].name, to) == 0)
			return formats[i].write(invocation, desk, ledger, ret_rows, fault);
	return fault_set(fault, command_bad_option, "--to", to, "csv, xlsx");
}

int run_export(struct invocation *invocation)
{
	struct desk desk;
	int code;
	if (!desk_open(invocation, BOOK_READ, &desk, &code))
		return code;
	const struct ledger *ledger = named_ledger(invocation, &desk, &code);
	const char *path = invocation->options[OPTION_OUTPUT];
	struct fault fault = {};
	int64_t rows = 0;
	if (ledger) {
		code = export_ledger(invocation, &desk, ledger, &rows, &fault) ? 0 : fail(invocation, &fault);
		if (!code && path && strcmp(path, "-") != 0)
			print_export(invocation, rows, path);
	}
	desk_close(&desk);
	return code;
}
