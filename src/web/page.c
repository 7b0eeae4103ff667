/* The frame of every page: rail, bar, head; and the small words pages share. */
#include <string.h>

#include "web/request.h"

extern const char pages_css[], pages_css_end[], logo_svg[], logo_svg_end[]; /* embedded from ui/ */

const char *label_of(const struct request *request, struct label label)
{
	return say(request, label.zh, label.en);
}

void page_scope(const struct request *request, struct text *out)
{
	struct text period = TEXT_EMPTY;
	period_print(&request->period, &period);
	text_add(out, "?org=");
	text_add_url(out, request->org);
	text_add(out, "&amp;period=");
	text_add_url(out, period.at);
	text_add(out, say(request, "&amp;lang=zh", "&amp;lang=en"));
	text_release(&period);
}

static void add_rail(const struct request *request, struct text *out)
{
	static const struct {
		const char *room, *path;
		struct label label;
	} rooms[] = {
		{"summary", "/", {"总结", "Summary"}},
		{"figures", "/figures", {"指标", "Figures"}},
		{"registers", "/registers", {"台账", "Registers"}},
		{"organisation", "/organisation", {"组织", "Organisation"}},
	};
	text_format(out, "<nav class=\"rail\" aria-label=\"%s\"><span class=\"mark\">", say(request, "栏目", "Rooms"));
	text_add_bytes(out, logo_svg, (size_t)(logo_svg_end - logo_svg));
	text_add(out, "</span>");
	for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
		text_format(out, "<a href=\"%s", rooms[i].path);
		page_scope(request, out);
		text_add(out, text_equal(request->room, rooms[i].room) ? "\" aria-current=\"page\">" : "\">");
		text_add(out, label_of(request, rooms[i].label));
		text_add(out, "</a>");
	}
	text_add(out, "</nav>\n");
}

/* The office, its streets, and the unit that is chosen. */
static void add_organisations(const struct request *request, struct text *out)
{
	const struct organisation *organisation = request->book->organisation;
	text_format(out, "<select name=\"org\" aria-label=\"%s\">", say(request, "单位", "Organisation"));
	for (size_t i = 0; i < organisation->count; i++) {
		const struct organisation_unit *unit = &organisation->units[i];
		bool chosen = text_equal(unit->code, request->org);
		bool offered = text_starts(unit->code, request->viewer->org) && text_equal(unit->level, "street");
		if (!chosen && !offered && !text_equal(unit->code, request->viewer->org))
			continue;
		text_add(out, "<option value=\"");
		text_add_html(out, unit->code);
		text_add(out, chosen ? "\" selected>" : "\">");
		text_add_html(out, unit->name);
		text_add(out, "</option>");
	}
	text_add(out, "</select>");
}

static void add_bar(const struct request *request, struct text *out)
{
	struct text period = TEXT_EMPTY;
	period_print(&request->period, &period);
	text_add(out, "<div class=\"bar\"><form method=\"get\">");
	add_organisations(request, out);
	text_format(out, "<input name=\"period\" aria-label=\"%s\" value=\"%s\" size=\"12\"><input type=\"hidden\" "
	                 "name=\"lang\" value=\"%s\"><button>%s</button></form><span class=\"space\"></span>",
	            say(request, "时期", "Period"), period.at, say(request, "zh", "en"), say(request, "换", "Go"));
	text_format(out, "<span class=\"demo\">%s</span>", say(request, "只读", "Read-only"));
	const char *other = say(request, "en", "zh");
	text_add(out, "<a href=\"");
	text_add_html(out, request->path);
	text_add(out, "?org=");
	text_add_url(out, request->org);
	text_format(out, "&amp;period=%s&amp;lang=%s\" hreflang=\"%s\">%s</a></div>\n", period.at, other, other,
	            say(request, "EN", "中"));
	text_release(&period);
}

static void add_head(const struct request *request, const char *title, struct text *out)
{
	text_format(out, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
	                 "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>",
	            say(request, "zh-CN", "en"));
	text_add_html(out, title);
	text_add(out, say(request, " · 巾帼", " · Jinguo"));
	text_add(out, "</title>\n<link rel=\"stylesheet\" href=\"/pages.css\">\n"
	              "<link rel=\"icon\" href=\"/logo.svg\" type=\"image/svg+xml\">\n</head>\n<body>\n");
	text_format(out, "<a class=\"skip\" href=\"#main\">%s</a>\n", say(request, "跳到正文", "Skip to content"));
}

void page_begin(struct request *request, const char *title, struct text *out)
{
	add_head(request, title, out);
	add_rail(request, out);
	text_add(out, "<div>\n");
	add_bar(request, out);
	text_add(out, "<main id=\"main\">\n<div class=\"head\"><div class=\"row\"><h1>");
	text_add_html(out, title);
	text_add(out, "</h1>");
}

void page_end(struct text *out)
{
	text_add(out, "</main>\n</div>\n</body>\n</html>\n");
}

void page_fault(struct request *request, const struct fault *fault, struct text *out)
{
	const char *title = say(request, "没有打开", "Not opened");
	if (request->book) {
		page_begin(request, title, out);
		text_add(out, "</div></div>\n");
	} else {
		add_head(request, title, out);
		text_add(out, "<main>");
	}
	struct text sentence = TEXT_EMPTY, hint = TEXT_EMPTY;
	fault_sentence(fault, request->language, &sentence);
	fault_hint(fault, request->language, &hint);
	text_add(out, "<p class=\"warn\">");
	text_add_html(out, sentence.at);
	text_add(out, "</p><p>");
	text_add_html(out, hint.at);
	text_format(out, "</p><p class=\"note\">%s</p>\n", fault_name(fault->code));
	text_release(&sentence);
	text_release(&hint);
	if (request->book)
		page_end(out);
	else
		text_add(out, "</main></body></html>\n");
}

static void send_file(struct reply *reply, const char *type, const char *begin, const char *end)
{
	reply->type = type;
	text_add_bytes(&reply->body, begin, (size_t)(end - begin));
}

bool page_style(struct request *request, struct reply *reply, struct fault *fault)
{
	(void)request;
	(void)fault;
	send_file(reply, "text/css; charset=utf-8", pages_css, pages_css_end);
	return true;
}

bool page_logo(struct request *request, struct reply *reply, struct fault *fault)
{
	(void)request;
	(void)fault;
	send_file(reply, "image/svg+xml", logo_svg, logo_svg_end);
	return true;
}
