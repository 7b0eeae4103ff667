/* The organisation tree as it stands today: streets with their communities. */
#include <string.h>

#include "web/request.h"

static void add_unit(const struct request *request, const struct organisation_unit *unit, struct text *out)
{
	text_format(out, "<a href=\"/record/org/%lld", (long long)unit->record);
	page_scope(request, out);
	text_format(out, "&amp;tenant=%lld\">", (long long)tenant_of(unit->code));
	text_add_html(out, unit->name);
	text_format(out, "</a> <span class=\"note\">%s</span>", unit->code);
	if (unit->succeeded_by)
		text_format(out, " <span class=\"tag\">→ %s</span>", unit->succeeded_by);
}

/* Every unit one level below `code`. */
static void add_children(const struct request *request, const char *code, struct text *out)
{
	const struct organisation *organisation = request->book->organisation;
	text_add(out, "<ul>");
	for (size_t i = 0; i < organisation->count; i++) {
		const struct organisation_unit *unit = &organisation->units[i];
		char parent[64];
		if (strlen(unit->code) >= sizeof parent || !organisation_parent(unit->code, parent) ||
		    !text_equal(parent, code))
			continue;
		text_add(out, "<li>");
		add_unit(request, unit, out);
		text_add(out, "</li>\n");
	}
	text_add(out, "</ul>\n");
}

bool page_organisation(struct request *request, struct reply *reply, struct fault *fault)
{
	(void)fault;
	struct text *out = &reply->body;
	const struct organisation *organisation = request->book->organisation;
	page_begin(request, say(request, "组织", "Organisation"), out);
	text_format(out, "<span class=\"note\">%zu</span></div></div>\n<div class=\"tree\">\n", organisation->count);
	for (size_t i = 0; i < organisation->count; i++) {
		const struct organisation_unit *unit = &organisation->units[i];
		if (!text_equal(unit->level, "street") || !text_starts(unit->code, request->viewer->org))
			continue;
		text_add(out, "<section><h2><span>");
		add_unit(request, unit, out);
		text_add(out, "</span></h2>\n");
		add_children(request, unit->code, out);
		text_add(out, "</section>\n");
	}
	text_add(out, "</div>\n");
	page_end(out);
	return true;
}
