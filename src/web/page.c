/* The frame of every page: rail, bar, head and foot, and the page that says a
   fault. The menus are plain <details>: no page needs a script. */
#include <string.h>

#include "record/journal.h"
#include "web/request.h"

extern const char logo_svg[], logo_svg_end[]; /* embedded from ui/ */

const char *label_of(const struct request *request, struct label label)
{
	return say(request, label.zh, label.en);
}

const char *unit_name(const struct request *request, const char *code)
{
	const struct organisation_unit *unit = organisation_find(request->book->organisation, code);
	return unit ? unit->name : code;
}

bool unit_stands(const struct request *request, const struct organisation_unit *unit)
{
	return !unit->succeeded_by && unit->valid_from <= request->period.to &&
	       (!unit->valid_to || unit->valid_to > request->period.from);
}

/* Units come by code, so that a subtree lies together behind its head. */
const struct organisation_unit *unit_below(const struct request *request, const char *code,
                                           const struct organisation_unit *after)
{
	const struct organisation *organisation = request->book->organisation;
	const struct organisation_unit *unit = after ? after : organisation_find(organisation, code);
	char parent[64];
	while (unit && ++unit < organisation->units + organisation->count && text_starts(unit->code, code))
		if (strlen(unit->code) < sizeof parent && organisation_parent(unit->code, parent) &&
		    text_equal(parent, code))
			return unit;
	return NULL;
}

static void add_head(const struct request *request, const char *title, struct text *out)
{
	html_add(out,
	         "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
	         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
	         "<meta name=\"color-scheme\" content=\"light dark\">\n<title>%s · %s</title>\n"
	         "<link rel=\"stylesheet\" href=\"/pages.css\">\n"
	         "<link rel=\"icon\" href=\"/logo.svg\" type=\"image/svg+xml\">\n</head>\n<body>\n"
	         "<a class=\"skip\" href=\"#main\">%s</a>\n",
	         say(request, "zh-CN", "en"), title, say(request, "巾帼", "Jinguo"),
	         say(request, "跳到正文", "Skip to content"));
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
	html_add(out, "<nav class=\"rail\" aria-label=\"%s\">\n<span class=\"mark\">",
	         say(request, "栏目", "Rooms"));
	text_add_bytes(out, logo_svg, (size_t)(logo_svg_end - logo_svg));
	text_add(out, "</span>\n");
	for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
		bool here = request->room && text_equal(request->room, rooms[i].room);
		link_begin(request, here ? "aria-current=\"page\"" : NULL, rooms[i].path, out);
		link_end(out);
		html_add(out, "%s</a>\n", label_of(request, rooms[i].label));
	}
	text_add(out, "</nav>\n");
}

/* ---- the menu of organisations ---- */

static void add_unit(const struct request *request, const struct organisation_unit *unit, struct text *out)
{
	struct request there = request_at(request, unit->code);
	text_add(out, "<li>");
	link_again(&there, text_equal(unit->code, request->org) ? "aria-current=\"true\"" : NULL, out);
	html_add(out, "%s</a></li>\n", unit->name);
}

/* The units one level below `code` that still stand. */
static void add_units_below(const struct request *request, const char *code, struct text *out)
{
	size_t count = 0;
	for (const struct organisation_unit *unit = NULL; (unit = unit_below(request, code, unit));) {
		if (!unit_stands(request, unit))
			continue;
		text_add(out, count++ ? "" : "<ul>");
		add_unit(request, unit, out);
	}
	text_add(out, count ? "</ul>\n" : "");
}

static void add_organisations(const struct request *request, struct text *out)
{
	const struct organisation *organisation = request->book->organisation;
	const struct organisation_unit *top = organisation_find(organisation, request->viewer->org);
	char parent[64] = "";
	html_add(
	        out,
	        "<details class=\"menu\"><summary><span class=\"unseen\">%s </span>%s</summary>\n<div>\n<ul>",
	        say(request, "单位", "Organisation:"), unit_name(request, request->org));
	if (top)
		add_unit(request, top, out);
	text_add(out, "</ul>\n");
	add_units_below(request, request->viewer->org, out);
	bool below = !text_equal(request->org, request->viewer->org) &&
	             strlen(request->org) < sizeof parent && organisation_parent(request->org, parent);
	if (below && !text_equal(parent, request->viewer->org))
		add_units_below(request, parent, out);
	else if (below)
		add_units_below(request, request->org, out);
	text_add(out, "</div></details>\n");
}

/* ---- the menu of periods ---- */

static void add_period(const struct request *request, enum period_kind kind, int year, int number,
                       struct text *out)
{
	static const int months[] = {
	        [PERIOD_YEAR] = 12, [PERIOD_HALF] = 6, [PERIOD_QUARTER] = 3, [PERIOD_MONTH] = 1};
	static const struct label halves[] = {{"上半年", "H1"}, {"下半年", "H2"}};
	static const struct label quarters[] = {
	        {"一季度", "Q1"}, {"二季度", "Q2"}, {"三季度", "Q3"}, {"四季度", "Q4"}};
	int first = number * months[kind] + 1, last = first + months[kind] - 1;
	struct period period = {kind, date_make(year, first, 1),
	                        date_make(year, last, month_days(year, last))};
	struct request there = request_in(request, period);
	bool here = period.from == request->period.from && period.to == request->period.to;
	link_again(&there, here ? "aria-current=\"true\"" : NULL, out);
	if (kind == PERIOD_YEAR)
		html_add(out, say(request, "%d年</a>\n", "%d</a>\n"), year);
	else if (kind == PERIOD_HALF)
		html_add(out, "%s</a>\n", label_of(request, halves[number]));
	else if (kind == PERIOD_QUARTER)
		html_add(out, "%s</a>\n", label_of(request, quarters[number]));
	else
		html_add(out, say(request, "%d月</a>\n", "%d</a>\n"), number + 1);
}

/* Hidden inputs that bring the address's arguments through a form. */
static void add_hidden(const char *name, const char *value, struct text *out)
{
	if (value)
		html_add(out, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", name, value);
}

static void add_periods(const struct request *request, struct text *out)
{
	struct text label = TEXT_EMPTY, spelling = TEXT_EMPTY;
	int year = date_year(request->period.from);
	period_label(&request->period, request->language, &label);
	period_print(&request->period, &spelling);
	html_add(out,
	         "<details class=\"menu\"><summary><span class=\"unseen\">%s </span>%s</summary>\n<div>\n",
	         say(request, "时期", "Period:"), label.at);
	text_add(out, "<p class=\"years\">");
	for (int near = year - 1; near <= year + 1; near++)
		add_period(request, PERIOD_YEAR, near, 0, out);
	text_add(out, "</p>\n<p>");
	for (int half = 0; half < 2; half++)
		add_period(request, PERIOD_HALF, year, half, out);
	text_add(out, "</p>\n<p>");
	for (int quarter = 0; quarter < 4; quarter++)
		add_period(request, PERIOD_QUARTER, year, quarter, out);
	text_add(out, "</p>\n<p>");
	for (int month = 0; month < 12; month++)
		add_period(request, PERIOD_MONTH, year, month, out);
	html_add(out,
	         "</p>\n<form method=\"get\"><label>%s <input name=\"period\" value=\"%s\" "
	         "size=\"22\"></label>",
	         say(request, "其他时期", "Another"), spelling.at);
	add_hidden("org", request->org, out);
	add_hidden("lang", say(request, "zh", "en"), out);
	add_hidden("where", request->argument(request->context, "where"), out);
	html_add(out, "<button>%s</button></form>\n<p class=\"note\">%s</p>\n</div></details>\n",
	         say(request, "打开", "Open"), "2021H1 · 2021Q2 · 2021-03 · 2021 · 2021-01-01..2021-06-30");
	text_release(&label);
	text_release(&spelling);
}

static void add_bar(const struct request *request, struct text *out)
{
	struct request other = *request;
	other.language = request->language == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH;
	text_add(out, "<header class=\"bar\">\n");
	add_organisations(request, out);
	add_periods(request, out);
	html_add(out, "<span class=\"who\">%s · %s</span>\n", label_of(request, request->viewer->role->label),
	         say(request, "只读", "read-only"));
	link_again(&other, say(&other, "hreflang=\"zh-CN\" lang=\"zh-CN\"", "hreflang=\"en\" lang=\"en\""),
	           out);
	html_add(out, "%s</a>\n</header>\n", say(&other, "中文", "English"));
}

void page_begin(struct request *request, const char *title, struct text *out)
{
	add_head(request, title, out);
	add_rail(request, out);
	text_add(out, "<div class=\"book\">\n");
	add_bar(request, out);
	html_add(out, "<main id=\"main\">\n<div class=\"head\"><h1>%s</h1>\n", title);
}

void page_body(struct text *out)
{
	text_add(out, "</div>\n");
}

/* Which books these are and how far they reach. */
static void add_foot(struct request *request, struct text *out)
{
	int64_t seq = 0, tenant = tenant_of(request->org);
	uint8_t hash[32];
	text_add(out, "<footer class=\"foot\">");
	if (journal_head(request->book, tenant, &seq, hash, NULL) && seq) {
		struct text hex = TEXT_EMPTY;
		text_add_hex(&hex, hash, 4);
		html_add(out, say(request, "账册 %lld，流水至第 ", "Books %lld, entries up to "),
		         (long long)tenant);
		link_begin(
		        request, "class=\"figure\"",
		        arena_format(request->arena, "/entry/%lld/%lld", (long long)tenant, (long long)seq),
		        out);
		link_end(out);
		html_add_number(out, seq);
		html_add(out,
		         say(request, "</a> 笔，链头 <code>%s</code>",
		             "</a>, head of the chain <code>%s</code>"),
		         hex.at);
		text_release(&hex);
	}
	html_add(out, "<span>%s " JINGUO_VERSION "</span></footer>\n", say(request, "巾帼", "Jinguo"));
}

void page_end(struct request *request, struct text *out)
{
	text_add(out, "</main>\n");
	add_foot(request, out);
	text_add(out, "</div>\n</body>\n</html>\n");
}

void fault_add(const struct request *request, const struct fault *fault, struct text *out)
{
	struct text sentence = TEXT_EMPTY, hint = TEXT_EMPTY;
	fault_sentence(fault, request->language, &sentence);
	fault_hint(fault, request->language, &hint);
	html_add(out,
	         "<div class=\"fault\" role=\"alert\"><p><b>%s</b></p>\n<p>%s</p>\n<p class=\"note\">%s "
	         "<code>%s</code></p></div>\n",
	         sentence.at, hint.at, say(request, "出错号", "Code"), fault_name(fault->code));
	text_release(&sentence);
	text_release(&hint);
}

void page_fault(struct request *request, const struct fault *fault, struct text *out)
{
	const char *title = say(request, "没有打开", "Not opened");
	if (!request->book) { /* without books there is no organisation to choose */
		add_head(request, title, out);
		html_add(out, "<main id=\"main\" class=\"alone\">\n<h1>%s</h1>\n", title);
		fault_add(request, fault, out);
		text_add(out, "</main>\n</body>\n</html>\n");
		return;
	}
	page_begin(request, title, out);
	page_body(out);
	fault_add(request, fault, out);
	text_add(out, "<p>");
	link_begin(request, NULL, "/", out);
	link_end(out);
	html_add(out, "%s</a></p>\n", say(request, "回到总结", "Back to the summary"));
	page_end(request, out);
}

void heading_begin(const char *title, struct text *out)
{
	html_add(out, "<h2>%s<span class=\"note\">", title);
}

void heading_end(struct text *out)
{
	text_add(out, "</span></h2>\n");
}
