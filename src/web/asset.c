/* What belongs to the program and not to the books: style, mark, figures face. */
#include "summary/document.h"
#include "web/request.h"

/* Embedded from ui/ by tools/embed.mjs. */
extern const char pages_css[], pages_css_end[], logo_svg[], logo_svg_end[];
extern const char figures_400_woff2[], figures_400_woff2_end[], figures_600_woff2[], figures_600_woff2_end[];

static bool send_file(struct reply *reply, const char *type, const char *begin, const char *end)
{
	reply->type = type;
	reply->keeps = true;
	text_add_bytes(&reply->body, begin, (size_t)(end - begin));
	return true;
}

bool page_style(struct request *request, struct reply *reply, struct fault *fault)
{
	(void)request;
	(void)fault;
	return send_file(reply, "text/css; charset=utf-8", pages_css, pages_css_end);
}

/* The summary's paper brings its own style; here it is a file of its own, so that no page needs one inside. */
bool page_paper_style(struct request *request, struct reply *reply, struct fault *fault)
{
	(void)request;
	(void)fault;
	reply->type = "text/css; charset=utf-8";
	reply->keeps = true;
	document_html_style(&reply->body);
	return true;
}

bool page_logo(struct request *request, struct reply *reply, struct fault *fault)
{
	(void)request;
	(void)fault;
	return send_file(reply, "image/svg+xml", logo_svg, logo_svg_end);
}

bool page_face(struct request *request, struct reply *reply, struct fault *fault)
{
	(void)fault;
	if (text_equal(request->segments[1], "figures-400.woff2"))
		return send_file(reply, "font/woff2", figures_400_woff2, figures_400_woff2_end);
	if (text_equal(request->segments[1], "figures-600.woff2"))
		return send_file(reply, "font/woff2", figures_600_woff2, figures_600_woff2_end);
	return fault_set(fault, web_no_page);
}
