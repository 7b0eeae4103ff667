/* summary, and its write, sign, issue, withdraw and diff. */
#include <string.h>

#include "base/yaml.h"
#include "command/commands.h"
#include "command/settings.h"
#include "summary/summary.h"

static bool read_request(struct invocation *invocation, const struct desk *desk, struct summary_request *ret,
                         struct fault *fault)
{
	*ret = (struct summary_request){.template = invocation->options[OPTION_TEMPLATE],
	                                .org = invocation->options[OPTION_ORG],
	                                .redact = invocation->options[OPTION_REDACT],
	                                .as_signed = invocation->options[OPTION_SIGNED]};
	if (!organisation_find(desk->book->organisation, ret->org))
		return fault_set(fault, command_unknown_org, ret->org);
	return period_parse(invocation->options[OPTION_PERIOD], &ret->period, fault);
}

static const char *link_base(struct invocation *invocation)
{
	struct settings settings;
	struct faults faults = {};
	bool ok = settings_load(&invocation->arena, invocation->options[OPTION_DATA], &settings, &faults);
	faults_release(&faults);
	return ok ? settings.link_base : "";
}

static void format_names(struct text *out)
{
	for (size_t i = 0; i < DOCUMENT_FORMATS; i++)
		text_format(out, "%s%s", i ? ", " : "", document_formats[i].name);
}

static int write_document(struct invocation *invocation, const struct document *document,
                          const struct document_format *format)
{
	struct text out = TEXT_EMPTY;
	struct fault fault = {};
	int code;
	if (format->write(document, link_base(invocation), &out, &fault))
		code = output_write(invocation, out.at, out.length);
	else
		code = fail(invocation, &fault);
	text_cut(&out, 0);
	document_report(document, &out);
	if (!code && !invocation->quiet)
		fputs(out.at, stderr);
	text_release(&out);
	return code;
}

static int summarise(struct invocation *invocation, struct desk *desk)
{
	struct fault fault = {};
	struct summary_request request;
	const struct document_format *format = document_format(invocation->options[OPTION_TO]);
	if (!format) {
		struct text names = TEXT_EMPTY;
		format_names(&names);
		fault_set(&fault, command_bad_option, "--to", invocation->options[OPTION_TO], names.at);
		text_release(&names);
		return fail(invocation, &fault);
	}
	if (!read_request(invocation, desk, &request, &fault))
		return fail(invocation, &fault);
	struct progress progress;
	progress_begin(&progress, invocation->language == LANGUAGE_ZH ? "算数" : "computing",
	               invocation->language);
	request.progress = progress_show;
	request.context = &progress;
	struct document *document;
	bool ok = summary_gather(desk->book, &desk->viewer, &request, &document, &fault);
	progress_end(&progress);
	if (!ok)
		return fail(invocation, &fault);
	int code = write_document(invocation, document, format);
	document_free(document);
	return code;
}

int run_summary(struct invocation *invocation)
{
	struct desk desk;
	int code;
	if (!desk_open(invocation, BOOK_READ, &desk, &code))
		return code;
	code = summarise(invocation, &desk);
	desk_close(&desk);
	return code;
}

typedef bool sign_function(struct book *book, const struct viewer *viewer,
                           const struct summary_request *request, const char *word, int64_t *ret_statement,
                           struct fault *fault);

/* Signing, issuing or withdrawing; `word` is the reason of a withdrawal. */
static int put_signature(struct invocation *invocation, sign_function *sign, const char *zh, const char *en)
{
	struct desk desk;
	int code;
	if (!desk_open(invocation, BOOK_WRITE, &desk, &code))
		return code;
	struct summary_request request;
	struct fault fault = {};
	int64_t statement;
	if (read_request(invocation, &desk, &request, &fault) &&
	    sign(desk.book, &desk.viewer, &request, invocation->words[0], &statement, &fault)) {
		code = 0;
		if (invocation->json)
			printf("{\"statement\":\"%lld\"}\n", (long long)statement);
		else
			puts(invocation->language == LANGUAGE_ZH ? zh : en);
	} else {
		code = fail(invocation, &fault);
	}
	desk_close(&desk);
	return code;
}

static bool sign(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                 const char *word, int64_t *ret_statement, struct fault *fault)
{
	(void)word;
	return summary_sign(book, viewer, request, ret_statement, fault);
}

static bool issue(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                  const char *word, int64_t *ret_statement, struct fault *fault)
{
	(void)word;
	return summary_issue(book, viewer, request, ret_statement, fault);
}

int run_summary_sign(struct invocation *invocation)
{
	return put_signature(invocation, sign, "签好了。数字已定住，之后的改动显示为变动。",
	                     "Signed. The figures are frozen; later edits show as drift.");
}

int run_summary_issue(struct invocation *invocation)
{
	return put_signature(invocation, issue, "已签发。", "Issued.");
}

int run_summary_withdraw(struct invocation *invocation)
{
	return put_signature(invocation, summary_withdraw, "撤回了。可以重新拟稿、签字。",
	                     "Withdrawn. It can be drafted and signed anew.");
}

static bool read_words(struct invocation *invocation, char **ret, struct fault *fault)
{
	size_t length;
	if (!input_read(invocation, invocation->words[1], ret, &length, fault))
		return false;
	while (length && ((*ret)[length - 1] == '\n' || (*ret)[length - 1] == '\r'))
		(*ret)[--length] = 0;
	return (utf8_valid(*ret, length) && strlen(*ret) == length) ||
	       fault_set(fault, command_not_text, invocation->words[1]);
}

int run_summary_write(struct invocation *invocation)
{
	struct desk desk;
	int code;
	if (!desk_open(invocation, BOOK_WRITE, &desk, &code))
		return code;
	struct summary_request request;
	struct fault fault = {};
	char *words;
	if (read_request(invocation, &desk, &request, &fault) && read_words(invocation, &words, &fault) &&
	    summary_write(desk.book, &desk.viewer, &request, invocation->words[0], words, &fault)) {
		code = 0;
		if (invocation->json)
			printf("{\"bytes\":%zu}\n", strlen(words));
		else
			puts(invocation->language == LANGUAGE_ZH ? "写好了。" : "Kept.");
	} else {
		code = fail(invocation, &fault);
	}
	desk_close(&desk);
	return code;
}

static void print_ids(const char *name, const int64_t *ids, size_t count, struct text *out)
{
	text_format(out, ",\"%s\":[", name);
	for (size_t i = 0; i < count; i++)
		text_format(out, i ? ",\"%lld\"" : "\"%lld\"", (long long)ids[i]);
	text_add_byte(out, ']');
}

static void print_drift_json(const struct drift *drift, struct text *out)
{
	text_add(out, "{\"figure\":");
	text_add_json(out, drift->figure, strlen(drift->figure));
	text_add(out, ",\"before\":");
	text_add_json(out, drift->before, strlen(drift->before));
	text_add(out, ",\"now\":");
	text_add_json(out, drift->now, strlen(drift->now));
	print_ids("came", drift->came_ids, drift->came, out);
	print_ids("went", drift->went_ids, drift->went, out);
	print_ids("changed", drift->changed_ids, drift->changed, out);
	text_add_byte(out, '}');
}

static void print_drift(const struct invocation *invocation, const struct drift *drifts, size_t count,
                        struct text *out)
{
	bool zh = invocation->language == LANGUAGE_ZH;
	if (invocation->json)
		text_add_byte(out, '[');
	else if (!count)
		text_add(out, zh ? "签字之后没有变动。\n" : "Nothing changed since it was signed.\n");
	for (size_t i = 0; i < count; i++) {
		const struct drift *drift = &drifts[i];
		if (invocation->json) {
			text_add(out, i ? ",\n" : "");
			print_drift_json(drift, out);
		} else {
			text_format(out,
			            zh ? "%s  %s → %s  新增 %zu，减少 %zu，改动 %zu  %s\n"
			               : "%s  %s → %s  %zu came, %zu went, %zu changed  %s\n",
			            drift->figure, drift->before, drift->now, drift->came, drift->went,
			            drift->changed, drift->words ? drift->words : "");
		}
	}
	if (invocation->json)
		text_add(out, "]\n");
}

int run_summary_diff(struct invocation *invocation)
{
	struct desk desk;
	int code;
	if (!desk_open(invocation, BOOK_READ, &desk, &code))
		return code;
	struct summary_request request;
	struct fault fault = {};
	struct drift *drifts;
	size_t count;
	if (read_request(invocation, &desk, &request, &fault) &&
	    summary_drift(desk.book, &desk.viewer, &request, &invocation->arena, &drifts, &count, &fault)) {
		struct text out = TEXT_EMPTY;
		print_drift(invocation, drifts, count, &out);
		code = output_write(invocation, out.at, out.length);
		text_release(&out);
	} else {
		code = fail(invocation, &fault);
	}
	desk_close(&desk);
	return code;
}
