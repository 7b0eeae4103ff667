/* verify, keys rotate, version, errors: what looks after the books themselves. */
#include "command/commands.h"
#include "record/journal.h"

static void print_report(const struct invocation *invocation, const struct verify_report *report)
{
	printf(invocation->json
	               ? "{\"tenants\":%lld,\"entries\":%lld,\"anchors\":%lld,\"tables\":%lld,\"rows\":%lld,"
	                 "\"faults\":%zu}\n"
	       : invocation->language == LANGUAGE_ZH
	               ? "租户 %lld 个，流水 %lld 笔，日锚 %lld 个；重建台账 %lld 张 %lld 行，对不上 %zu 处\n"
	               : "%lld tenants, %lld entries, %lld daily anchors; %lld tables of %lld rows rebuilt, "
	                 "%zu differences\n",
	       (long long)report->tenants, (long long)report->entries, (long long)report->anchors,
	       (long long)report->tables, (long long)report->rows, report->faults.count);
}

int run_verify(struct invocation *invocation)
{
	struct desk desk;
	int code;
	if (!desk_open(invocation, BOOK_READ, &desk, &code))
		return code;
	struct progress progress;
	progress_begin(&progress, invocation->language == LANGUAGE_ZH ? "核对" : "verifying",
	               invocation->language);
	struct verify_report report = {};
	struct fault fault = {};
	if (!journal_verify(desk.book, progress_show, &progress, &report, &fault)) {
		progress_end(&progress);
		code = fail(invocation, &fault);
	} else {
		progress_end(&progress);
		code = 0;
		print_report(invocation, &report);
		if (report.faults.count) {
			char count[24];
			snprintf(count, sizeof count, "%zu", report.faults.count);
			fault_set(&fault, command_books_differ, count);
			faults_add(&report.faults, &fault);
			code = fail_all(invocation, &report.faults);
		}
	}
	faults_release(&report.faults);
	desk_close(&desk);
	return code;
}

int run_keys_rotate(struct invocation *invocation)
{
	struct fault fault = {};
	struct key_store *keys = NULL;
	if (!key_store_open(invocation->options[OPTION_DATA], true, &keys, &fault))
		return fail(invocation, &fault);
	struct progress progress;
	progress_begin(&progress, invocation->language == LANGUAGE_ZH ? "换钥" : "re-wrapping",
	               invocation->language);
	bool ok = key_store_rotate(keys, progress_show, &progress, &fault);
	progress_end(&progress);
	key_store_close(keys);
	if (!ok)
		return fail(invocation, &fault);
	puts(invocation->json ? "{\"rotated\":true}"
	     : invocation->language == LANGUAGE_ZH
	             ? "主钥已换。请把 master.key 另存一份，不要与账册放在一起。"
	             : "The master key is new. Keep a copy of master.key apart "
	               "from the books.");
	return 0;
}

/* As a fault is printed, with its arguments still open. */
static void print_codes(struct text *out)
{
	for (int code = FAULT_NONE + 1; code < FAULT_CODES; code++) {
		struct fault fault = {};
		fault_set(&fault, (enum fault_code)code, "{0}", "{1}", "{2}", "{3}");
		text_add(out, code == FAULT_NONE + 1 ? "[" : ",\n");
		fault_json(&fault, out);
	}
	text_add(out, "]\n");
}

int run_errors(struct invocation *invocation)
{
	struct text out = TEXT_EMPTY;
	if (invocation->json)
		print_codes(&out);
	else
		fault_catalogue(&out);
	int code = output_write(invocation, out.at, out.length);
	text_release(&out);
	return code;
}

int run_version(struct invocation *invocation)
{
	printf(invocation->json ? "{\"version\":\"%s\"}\n" : "jinguo %s\n", JINGUO_VERSION);
	return 0;
}
