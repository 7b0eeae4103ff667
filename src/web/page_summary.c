/* The summary as it will print, and what is to be seen beside it. */
#include <string.h>

#include "summary/summary.h"
#include "web/request.h"

static bool gather(struct request *request, const char *template, struct document **ret, struct fault *fault)
{
	struct summary_request wanted = {.template = template, .org = request->org, .period = request->period};
	return summary_gather(request->book, request->viewer, &wanted, ret, fault);
}

static void add_downloads(const struct request *request, const char *template, struct text *out)
{
	static const struct {
		const char *format;
		struct label label;
	} formats[] = {{"docx", {"Word 文件", "Word"}}, {"html", {"网页文件", "HTML"}}, {"text", {"纯文本", "Text"}}};
	text_add(out, "<span>");
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		text_format(out, "<a class=\"button\" href=\"/document/%s", formats[i].format);
		page_scope(request, out);
		text_add(out, "&amp;template=");
		text_add_url(out, template);
		text_format(out, "\">%s</a> ", label_of(request, formats[i].label));
	}
	text_add(out, "</span></div></div>\n");
}

static const char *title_of(const struct request *request, const struct document *document)
{
	struct text title = TEXT_EMPTY;
	for (size_t i = 0; i < document->block_count; i++)
		for (size_t j = 0; document->blocks[i].kind == BLOCK_TITLE && j < document->blocks[i].count; j++)
			text_add(&title, document->blocks[i].runs[j].text);
	const char *copy = arena_copy(request->arena, title.at);
	text_release(&title);
	return copy;
}

static bool show(struct request *request, const char *template, struct reply *reply, struct fault *fault)
{
	struct document *document;
	if (!gather(request, template, &document, fault))
		return false;
	page_begin(request, title_of(request, document), &reply->body);
	add_downloads(request, template, &reply->body);
	text_add(&reply->body, "<style>");
	document_html_style(&reply->body);
	text_add(&reply->body, "</style>\n<div class=\"columns\"><div>\n");
	document_html_body(document, "", &reply->body);
	text_add(&reply->body, "</div><div>\n");
	document_html_notes(document, "", &reply->body);
	text_add(&reply->body, "</div></div>\n");
	page_end(&reply->body);
	document_free(document);
	return true;
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
	static const struct {
		const char *format, *type, *extension;
	} formats[] = {
		{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
		{"html", "text/html; charset=utf-8", "html"},
		{"text", "text/plain; charset=utf-8", "txt"},
	};
	const char *template = request->argument(request->context, "template");
	size_t i = 0;
	while (i < sizeof formats / sizeof *formats && !text_equal(formats[i].format, request->segments[1]))
		i++;
	if (i == sizeof formats / sizeof *formats)
		return fault_set(fault, web_unknown_format);
	struct document *document;
	if (!gather(request, template, &document, fault))
		return false;
	reply->type = formats[i].type;
	struct text period = TEXT_EMPTY;
	period_print(&request->period, &period);
	reply->filename = arena_format(request->arena, "summary-%s-%s.%s", request->org, period.at, formats[i].extension);
	text_release(&period);
	bool ok = true;
	if (i == 0)
		ok = document_docx(document, request->base, &reply->body, fault);
	else if (i == 1)
		document_html(document, request->base, &reply->body);
	else
		document_plain(document, &reply->body);
	document_free(document);
	return ok;
}
