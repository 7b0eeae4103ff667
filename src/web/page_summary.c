/* The summary as it will print, with what is to be seen around it, and the same
   as a file. */
#include "web/summary_parts.h"

static bool gather(struct request *request, const char *template, struct document **ret, struct fault *fault)
{
	const struct summary_request wanted = {
	        .template = template, .org = request->org, .period = request->period};
	return summary_gather(request->book, request->viewer, &wanted, ret, fault);
}

static void add_downloads(const struct request *request, const char *template, struct text *out)
{
	text_add(out, "<p class=\"tools\">");
	for (size_t i = 0; i < DOCUMENT_FORMATS; i++) {
		link_begin(request, "class=\"button\"",
		           arena_format(request->arena, "/document/%s", document_formats[i].name), out);
		link_argument("template", template, out);
		link_end(out);
		html_add(out, "%s</a>\n", label_of(request, document_formats[i].label));
	}
	text_add(out, "</p>\n");
}

/* How many numbers there are, and of what kind. */
static void add_tally(const struct request *request, const struct document *document, struct text *out)
{
	size_t missing = 0, fixed = 0, proved = 0;
	for (size_t i = 0; i < document->proof_count; i++) {
		const struct proof *proof = document->proofs[i];
		if (!proof->figure && !proof->ledger)
			fixed++;
		else if (proof->value.missing)
			missing++;
		else
			proved++;
	}
	html_add(out,
	         say(request, "<p class=\"note\">数字 %zu 处：有来源 %zu，缺数 %zu，固定 %zu</p>\n",
	             "<p class=\"note\">%zu numbers: %zu with their records, %zu without data, %zu "
	             "fixed</p>\n"),
	         document->proof_count, proved, missing, fixed);
}

static void add_body(struct request *request, const struct document *document,
                     const struct signing_view *signing, struct text *out)
{
	text_add(out, "<link rel=\"stylesheet\" href=\"/paper.css\">\n<div class=\"columns desk\"><div>\n");
	document_html_body(document, "", out);
	sources_add(request, document, out);
	html_add(out,
	         "</div>\n<div class=\"side beside\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n",
	         say(request, "提醒和变动", "Reminders and changes"));
	drift_add(request, signing, out);
	warnings_add(request, document, out);
	text_add(out, "</div></div>\n");
}

static bool show(struct request *request, const char *template, struct reply *reply, struct fault *fault)
{
	struct document *document;
	struct signing_view signing;
	struct text label = TEXT_EMPTY, *out = &reply->body;
	if (!gather(request, template, &document, fault))
		return false;
	bool ok = signing_read(request, template, &signing, fault);
	if (ok) {
		period_label(&request->period, request->language, &label);
		page_begin(request,
		           arena_format(request->arena, say(request, "%s %s", "%s, %s"),
		                        label_of(request, signing.template->title), label.at),
		           out);
		add_tally(request, document, out);
		add_downloads(request, template, out);
		page_body(out);
		signing_add(request, &signing, out);
		add_body(request, document, &signing, out);
		page_end(request, out);
		text_release(&label);
	}
	document_free(document);
	return ok;
}

bool page_home(struct request *request, struct reply *reply, struct fault *fault)
{
	return show(request, say(request, "half_year", "half_year_en"), reply, fault);
}

bool page_summary(struct request *request, struct reply *reply, struct fault *fault)
{
	return show(request, request->segments[1], reply, fault);
}

bool page_document(struct request *request, struct reply *reply, struct fault *fault)
{
	const char *template = request->argument(request->context, "template");
	struct document *document;
	const struct document_format *format = document_format(request->segments[1]);
	if (!format)
		return fault_set(fault, web_unknown_format);
	if (!gather(request, template ? template : say(request, "half_year", "half_year_en"), &document,
	            fault))
		return false;
	struct text period = TEXT_EMPTY;
	period_print(&request->period, &period);
	reply->type = format->media_type;
	reply->filename =
	        arena_format(request->arena, "summary-%s-%s.%s", request->org, period.at, format->extension);
	text_release(&period);
	bool ok = format->write(document, request->base, &reply->body, fault);
	document_free(document);
	return ok;
}
