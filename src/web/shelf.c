/* The registers in the order of the summary's parts: as a page, and as the shelf
   beside one register. */
#include "record/list.h"
#include "web/register.h"

bool register_shown(const struct request *request, const struct ledger *ledger)
{
	return !ledger->parent && viewer_scope(request->viewer, ledger, ACCESS_OPEN) != SCOPE_NONE;
}

bool group_shown(const struct request *request, const char *group)
{
	const struct definitions *definitions = request->book->definitions;
	for (size_t i = 0; i < definitions->ledger_count; i++)
		if (text_equal(definitions->ledgers[i]->group, group) &&
		    register_shown(request, definitions->ledgers[i]))
			return true;
	return false;
}

void group_add_title(const struct request *request, const struct list_item *group, size_t number,
                     struct text *out)
{
	static const char *const numerals[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
	if (request->language == LANGUAGE_ZH && number < sizeof numerals / sizeof *numerals)
		html_add(out, "%s、", numerals[number]);
	html_add(out, "%s", label_of(request, group->label));
}

void shelf_add(const struct request *request, const struct ledger *here, struct text *out)
{
	const struct definitions *definitions = request->book->definitions;
	const struct list *groups = definitions_list(definitions, "group");
	html_add(out, "<nav class=\"shelf\" aria-label=\"%s\">\n", say(request, "台账", "Registers"));
	for (size_t g = 0, number = 0; groups && g < groups->count; g++) {
		if (!group_shown(request, groups->items[g].code))
			continue;
		text_add(out, "<h2>");
		group_add_title(request, &groups->items[g], number++, out);
		text_add(out, "</h2>\n<ul>\n");
		for (size_t i = 0; i < definitions->ledger_count; i++) {
			const struct ledger *ledger = definitions->ledgers[i];
			if (!text_equal(ledger->group, groups->items[g].code) ||
			    !register_shown(request, ledger))
				continue;
			text_add(out, "<li>");
			link_register(request, ledger == here ? "aria-current=\"page\"" : NULL, ledger, out);
			link_end(out);
			html_add(out, "%s</a></li>\n", label_of(request, ledger->label));
		}
		text_add(out, "</ul>\n");
	}
	text_add(out, "</nav>\n");
}

void link_register(const struct request *request, const char *attributes, const struct ledger *ledger,
                   struct text *out)
{
	link_begin(request, attributes, arena_format(request->arena, "/register/%s", ledger->name), out);
}

/* The count, as a link to its list. */
static bool add_count(struct request *request, const struct ledger *ledger, bool whole, struct text *out,
                      struct fault *fault)
{
	int64_t count;
	struct list_request wanted = {
	        .ledger = ledger,
	        .org = request->org,
	        .limit = 1,
	        .where = whole ? NULL : register_condition(request, ledger, NULL, NULL, false)};
	if (!record_count(request->book, request->viewer, &wanted, &count, fault))
		return false;
	text_add(out, "<td class=\"number\">");
	link_register(request, "class=\"figure\"", ledger, out);
	link_argument("span", whole ? "all" : NULL, out);
	link_end(out);
	html_add_number(out, count);
	text_add(out, "</a></td>");
	return true;
}

static bool add_register(struct request *request, const struct ledger *ledger, struct text *out,
                         struct fault *fault)
{
	text_add(out, "<tr><th scope=\"row\">");
	link_register(request, NULL, ledger, out);
	link_end(out);
	html_add(out, "%s</a></th>", label_of(request, ledger->label));
	if (!ledger->counts_on)
		html_add(out, "<td class=\"number unset\" title=\"%s\">／</td>",
		         say(request, "这本台账不分时期", "this register has no periods"));
	else if (!add_count(request, ledger, false, out, fault))
		return false;
	if (!add_count(request, ledger, true, out, fault))
		return false;
	html_add(out, "<td class=\"number\">%zu</td><td class=\"note\">%s</td></tr>\n", ledger->figure_count,
	         label_of(request, ledger->help));
	return true;
}

static bool add_group(struct request *request, const struct list_item *group, struct text *out,
                      struct fault *fault)
{
	const struct definitions *definitions = request->book->definitions;
	for (size_t i = 0; i < definitions->ledger_count; i++) {
		const struct ledger *ledger = definitions->ledgers[i];
		if (text_equal(ledger->group, group->code) && register_shown(request, ledger) &&
		    !add_register(request, ledger, out, fault))
			return false;
	}
	return true;
}

bool page_registers(struct request *request, struct reply *reply, struct fault *fault)
{
	struct text *out = &reply->body;
	const struct list *groups = definitions_list(request->book->definitions, "group");
	page_begin(request, say(request, "台账", "Registers"), out);
	html_add(out, "<p class=\"note\">%s</p>\n",
	         say(request, "依总结的板块排列", "In the order of the summary's parts"));
	page_body(out);
	html_add(out,
	         "<table class=\"registers\"><thead><tr><th scope=\"col\">%s</th><th scope=\"col\" "
	         "class=\"number\">%s</th>"
	         "<th scope=\"col\" class=\"number\">%s</th><th scope=\"col\" class=\"number\">%s</th>"
	         "<th scope=\"col\"></th></tr></thead>\n",
	         say(request, "台账", "Register"), say(request, "本期", "In the period"),
	         say(request, "全部", "In all"), say(request, "指标", "Figures"));
	for (size_t g = 0, number = 0; groups && g < groups->count; g++) {
		if (!group_shown(request, groups->items[g].code))
			continue;
		text_add(out, "<tbody><tr><th scope=\"rowgroup\" colspan=\"5\" class=\"group\">");
		group_add_title(request, &groups->items[g], number++, out);
		text_add(out, "</th></tr>\n");
		if (!add_group(request, &groups->items[g], out, fault))
			return false;
		text_add(out, "</tbody>\n");
	}
	text_add(out, "</table>\n");
	page_end(request, out);
	return true;
}
