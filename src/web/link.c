/* Addresses inside the books: every link keeps the organisation, the period and
   the language that were chosen. */
#include "web/request.h"

#include <string.h>

/* What a page may be asked for beside its scope. A cursor is left out: it belongs to one list. */
static const char *const kept[] = {"by1",  "key1",     "by2",    "key2", "where", "cumulative",
                                   "heat", "template", "tenant", "span", "state"};

void link_begin(const struct request *request, const char *attributes, const char *path, struct text *out)
{
	struct text period = TEXT_EMPTY;
	period_print(&request->period, &period);
	text_add(out, "<a ");
	if (attributes) {
		text_add(out, attributes);
		text_add_byte(out, ' ');
	}
	text_add(out, "href=\"");
	html_add_path(out, path);
	text_add(out, "?org=");
	text_add_url(out, request->org);
	link_argument("period", period.at, out);
	link_argument("lang", say(request, "zh", "en"), out);
	text_release(&period);
}

void link_argument(const char *name, const char *value, struct text *out)
{
	if (!value)
		return;
	text_format(out, "&amp;%s=", name);
	text_add_url(out, value);
}

void link_end(struct text *out)
{
	text_add(out, "\">");
}

void link_keep(const struct request *request, struct text *out)
{
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		link_argument(kept[i], request->argument(request->context, kept[i]), out);
}

void link_again(const struct request *request, const char *attributes, struct text *out)
{
	link_begin(request, attributes, request->path, out);
	link_keep(request, out);
	link_end(out);
}

void link_record(const struct request *request, const struct ledger *ledger, int64_t tenant, int64_t id,
                 struct text *out)
{
	char path[160], number[24];
	snprintf(path, sizeof path, "/record/%s/%lld", ledger->name, (long long)id);
	snprintf(number, sizeof number, "%lld", (long long)tenant);
	link_begin(request, NULL, path, out);
	link_argument("tenant", number, out);
	link_end(out);
}

void link_figure(const struct request *request, const char *attributes, const char *figure, struct text *out)
{
	char path[160];
	snprintf(path, sizeof path, "/figure/%s", figure);
	link_begin(request, attributes, path, out);
}

struct request request_at(const struct request *request, const char *org)
{
	struct request other = *request;
	other.org = org;
	return other;
}

struct request request_in(const struct request *request, struct period period)
{
	struct request other = *request;
	other.period = period;
	return other;
}
