/* The registers, and one register's records with filter and cursor. */
#include <string.h>

#include "record/list.h"
#include "web/request.h"

enum { PAGE_SIZE = 50 };

static bool add_register(struct request *request, const struct ledger *ledger, struct text *out, struct fault *fault)
{
	struct list_request all = {.ledger = ledger, .org = request->org, .limit = 1};
	int64_t count;
	if (!record_count(request->book, request->viewer, &all, &count, fault))
		return false;
	text_format(out, "<tr><td><a href=\"/register/%s", ledger->name);
	page_scope(request, out);
	text_add(out, "\">");
	text_add_html(out, label_of(request, ledger->label));
	text_format(out, "</a></td><td class=\"number figure\">%lld</td><td class=\"note\">", (long long)count);
	if (ledger->help.zh)
		text_add_html(out, label_of(request, ledger->help));
	text_add(out, "</td></tr>\n");
	return true;
}

bool page_registers(struct request *request, struct reply *reply, struct fault *fault)
{
	struct text *out = &reply->body;
	page_begin(request, say(request, "台账", "Registers"), out);
	text_add(out, "</div></div>\n");
	const struct definitions *definitions = request->book->definitions;
	const struct list *groups = definitions_list(definitions, "group");
	for (size_t g = 0; groups && g < groups->count; g++) {
		text_add(out, "<h2>");
		text_add_html(out, label_of(request, groups->items[g].label));
		text_add(out, "</h2>\n<table><tbody>\n");
		for (size_t i = 0; i < definitions->ledger_count; i++) {
			const struct ledger *ledger = definitions->ledgers[i];
			bool here = !ledger->parent && text_equal(ledger->group, groups->items[g].code);
			bool open = viewer_scope(request->viewer, ledger, ACCESS_OPEN) != SCOPE_NONE;
			if (here && open && !add_register(request, ledger, out, fault))
				return false;
		}
		text_add(out, "</tbody></table>\n");
	}
	page_end(out);
	return true;
}

static void add_head_row(const struct request *request, const struct ledger *ledger, struct text *out)
{
	text_format(out, "<table><thead><tr><th>%s</th>", say(request, "编号", "Number"));
	for (size_t i = 0; i < ledger->field_count; i++) {
		if (!ledger->fields[i].in_list)
			continue;
		text_add(out, "<th>");
		text_add_html(out, label_of(request, ledger->fields[i].label));
		text_add(out, "</th>");
	}
	if (ledger->state_count)
		text_format(out, "<th>%s</th>", say(request, "状态", "State"));
	text_add(out, "</tr></thead><tbody>\n");
}

static void add_value(struct request *request, const struct record *record, const struct field *field,
                      struct text *out)
{
	struct text shown = TEXT_EMPTY;
	record_show(request->book, record, field, request->language, &shown);
	if (record->values[field->place].kind == VALUE_BLOB)
		text_add(out, "<span class=\"sealed\">");
	text_add_html(out, shown.at);
	if (record->values[field->place].kind == VALUE_BLOB)
		text_add(out, "</span>");
	text_release(&shown);
}

static void add_row(struct request *request, const struct record *record, struct text *out)
{
	struct text name = TEXT_EMPTY;
	record_name(request->book, record, request->language, &name);
	text_format(out, "<tr><td><a href=\"/record/%s/%lld", record->ledger->name, (long long)record->id);
	page_scope(request, out);
	text_format(out, "&amp;tenant=%lld\">", (long long)record->tenant);
	text_add_html(out, record->number ? record->number : name.at);
	text_add(out, "</a></td>");
	text_release(&name);
	for (size_t i = 0; i < record->ledger->field_count; i++) {
		const struct field *field = &record->ledger->fields[i];
		if (!field->in_list)
			continue;
		bool number = field->type == FIELD_INT || field->type == FIELD_DECIMAL;
		text_add(out, number ? "<td class=\"number\">" : field->type == FIELD_DATE ? "<td class=\"date\">" : "<td>");
		add_value(request, record, field, out);
		text_add(out, "</td>");
	}
	if (record->ledger->state_count) {
		text_add(out, "<td>");
		if (record->state)
			text_add_html(out, label_of(request, record->state->label));
		text_add(out, "</td>");
	}
	text_add(out, "</tr>\n");
}

static void add_filter(struct request *request, const char *where, struct text *out)
{
	struct text period = TEXT_EMPTY;
	period_print(&request->period, &period);
	text_format(out, "<form class=\"filter\" method=\"get\"><input type=\"hidden\" name=\"org\" value=\"%s\"><input "
	                 "type=\"hidden\" name=\"period\" value=\"%s\"><input type=\"hidden\" name=\"lang\" value=\"%s\">",
	            request->org, period.at, say(request, "zh", "en"));
	text_format(out, "<input name=\"where\" aria-label=\"%s\" placeholder=\"%s\" value=\"",
	            say(request, "条件", "Condition"),
	            say(request, "条件，例如 kind = 'lecture' and held_on >= 2021-01-01",
	                "condition, e.g. kind = 'lecture' and held_on >= 2021-01-01"));
	text_add_html(out, where ? where : "");
	text_format(out, "\"><button>%s</button></form>\n", say(request, "筛选", "Filter"));
	text_release(&period);
}

static void add_pager(const struct request *request, const struct ledger *ledger, const char *where, const char *next,
                      struct text *out)
{
	text_format(out, "<div class=\"pager\"><span></span><a href=\"/register/%s", ledger->name);
	page_scope(request, out);
	if (where) {
		text_add(out, "&amp;where=");
		text_add_url(out, where);
	}
	text_add(out, "&amp;cursor=");
	text_add_url(out, next);
	text_format(out, "\">%s</a></div>\n", say(request, "下一页 ›", "Next page ›"));
}

bool page_register(struct request *request, struct reply *reply, struct fault *fault)
{
	const struct ledger *ledger = definitions_ledger(request->book->definitions, request->segments[1]);
	if (!ledger || ledger->parent)
		return fault_set(fault, web_no_register, request->segments[1]);
	struct list_request wanted = {.ledger = ledger,
	                              .org = request->org,
	                              .where = request->argument(request->context, "where"),
	                              .cursor = request->argument(request->context, "cursor"),
	                              .descending = true,
	                              .limit = PAGE_SIZE};
	struct list_page page;
	int64_t count;
	if (!record_list(request->book, request->viewer, &wanted, request->arena, &page, fault) ||
	    !record_count(request->book, request->viewer, &wanted, &count, fault))
		return false;
	struct text *out = &reply->body;
	page_begin(request, label_of(request, ledger->label), out);
	text_format(out, say(request, "<span>共 <span class=\"figure\">%lld</span> 条</span></div></div>\n",
	                     "<span><span class=\"figure\">%lld</span> in all</span></div></div>\n"),
	            (long long)count);
	add_filter(request, wanted.where, out);
	text_add(out, "<div class=\"scroll\">");
	add_head_row(request, ledger, out);
	for (size_t i = 0; i < page.count; i++)
		add_row(request, page.records[i], out);
	text_add(out, "</tbody></table></div>\n");
	if (!page.count)
		text_format(out, "<p class=\"note\">%s</p>\n", say(request, "没有符合的记录。", "No record matches."));
	if (page.next)
		add_pager(request, ledger, wanted.where, page.next, out);
	page_end(out);
	return true;
}
