/* The records that link to a record, of every register this role may open: the
   visits of a pairing, the pairings of a child, the activities of a person. */
#include "record/list.h"
#include "web/record_parts.h"

enum { LINKS_SHOWN = 5 };

/* Rows are shown by the record they belong to. */
static bool add_one(struct request *request, const struct record *linking, struct text *out,
                    struct fault *fault)
{
	struct record *top = NULL;
	const struct ledger *ledger = linking->ledger->parent ? linking->ledger->parent : linking->ledger;
	int64_t id = linking->ledger->parent ? linking->parent : linking->id;
	if (!record_read(request->book, request->viewer, ledger, linking->tenant, id, request->arena, &top,
	                 fault))
		return false;
	text_add(out, "<tr><th scope=\"row\">");
	link_record(request, ledger, top->tenant, top->id, out);
	name_add(request, top, out);
	text_add(out, "</a></th><td class=\"date\">");
	if (top->counts_on)
		day_add(top->counts_on, out);
	text_add(out, "</td><td>");
	state_add_mark(request, top, out);
	text_add(out, "</td></tr>\n");
	return true;
}

static void add_heading(const struct request *request, const struct ledger *ledger, const struct field *field,
                        int64_t count, struct text *out)
{
	const struct ledger *top = ledger->parent ? ledger->parent : ledger;
	html_add(out, "<table class=\"plain\"><caption>%s <span class=\"note\">%s",
	         label_of(request, top->label), label_of(request, field->label));
	if (count > LINKS_SHOWN)
		html_add(out, say(request, "，共 %lld 条，列最近 %d 条", ", %lld, the latest %d"),
		         (long long)count, LINKS_SHOWN);
	text_add(out, "</span></caption><tbody>\n");
}

/* Those whose field links here, latest first. */
static bool add_field_links(struct request *request, const struct record *record, const struct ledger *ledger,
                            const struct field *field, size_t *ref_lists, struct text *out,
                            struct fault *fault)
{
	struct list_request wanted = {
	        .ledger = ledger,
	        .where = arena_format(request->arena, "%s = '%lld'", field->name, (long long)record->id),
	        .descending = true,
	        .limit = LINKS_SHOWN};
	struct list_page page;
	int64_t count;
	if (!record_list(request->book, request->viewer, &wanted, request->arena, &page, fault))
		return false;
	if (!page.count)
		return true;
	if (!record_count(request->book, request->viewer, &wanted, &count, fault))
		return false;
	if (!(*ref_lists)++)
		html_add(out, "<h2>%s</h2>\n", say(request, "关联", "Linked from"));
	add_heading(request, ledger, field, count, out);
	for (size_t i = 0; i < page.count; i++)
		if (!add_one(request, page.records[i], out, fault))
			return false;
	text_add(out, "</tbody></table>\n");
	return true;
}

bool links_add(struct request *request, const struct record *record, struct text *out, struct fault *fault)
{
	const struct definitions *definitions = request->book->definitions;
	size_t lists = 0;
	for (size_t i = 0; i < definitions->ledger_count; i++) {
		const struct ledger *ledger = definitions->ledgers[i];
		if (viewer_scope(request->viewer, ledger, ACCESS_OPEN) == SCOPE_NONE)
			continue;
		for (size_t f = 0; f < ledger->field_count; f++) {
			const struct field *field = &ledger->fields[f];
			/* Which records link here under seal is itself sealed. */
			bool links = field->type == FIELD_LINK && field->to == record->ledger &&
			             field->secrecy != SECRECY_SEALED;
			if (links && !add_field_links(request, record, ledger, field, &lists, out, fault))
				return false;
		}
	}
	return true;
}
