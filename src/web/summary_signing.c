/* The signatures of a summary and what changed since the first one froze it. */
#include <string.h>

#include "record/list.h"
#include "web/summary_parts.h"

enum {
	NAMED = 3,      /* records named of each that came, went or changed */
	DRIFTS_OPEN = 8 /* more than these fold away under their count */
};

static const struct value *value_of(const struct record *record, const char *name)
{
	static const struct value none;
	const struct field *field = ledger_field(record->ledger, name);
	return field ? &record->values[field->place] : &none;
}

static const struct record_rows *signatures_of(const struct record *statement)
{
	static const struct record_rows none;
	const struct field *field = statement ? ledger_field(statement->ledger, "signatures") : NULL;
	return field ? &statement->rows[field->place] : &none;
}

/* The latest statement of this very unit and period that was not withdrawn. */
static bool find_statement(struct request *request, const char *template, const struct record **ret,
                           struct fault *fault)
{
	const struct ledger *ledger = definitions_ledger(request->book->definitions, "statement");
	struct text span = TEXT_EMPTY;
	struct list_page page;
	struct record *found = NULL;
	*ret = NULL;
	if (!ledger || viewer_scope(request->viewer, ledger, ACCESS_OPEN) == SCOPE_NONE)
		return true;
	period_print(&request->period, &span);
	const struct list_request wanted = {
	        .ledger = ledger,
	        .org = request->org,
	        .where = arena_format(request->arena,
	                              "summary = '%s' and span = '%s' and state != 'withdrawn'", template,
	                              span.at),
	        .order_by = "entry",
	        .descending = true,
	        .limit = 50};
	text_release(&span);
	if (!record_list(request->book, request->viewer, &wanted, request->arena, &page, fault))
		return false;
	for (size_t i = 0; i < page.count && !found; i++)
		if (text_equal(page.records[i]->org, request->org) && /* the list holds the subtree's too */
		    !record_read(request->book, request->viewer, ledger, page.records[i]->tenant,
		                 page.records[i]->id, request->arena, &found, fault))
			return false;
	*ret = found;
	return true;
}

bool signing_read(struct request *request, const char *template, struct signing_view *ret,
                  struct fault *fault)
{
	*ret = (struct signing_view){};
	if (!summary_template(request->book, template, request->arena, &ret->template, fault) ||
	    !find_statement(request, template, &ret->statement, fault))
		return false;
	ret->signed_once = signatures_of(ret->statement)->count > 0;
	if (!ret->signed_once)
		return true;
	const struct summary_request wanted = {
	        .template = template, .org = request->org, .period = request->period};
	return summary_drift(request->book, request->viewer, &wanted, request->arena, &ret->drifts,
	                     &ret->drift_count, fault);
}

/* ---- the bar ---- */

static void add_signer(struct request *request, const struct signing_view *signing, size_t place,
                       struct text *out)
{
	const struct record_rows *signatures = signatures_of(signing->statement);
	const struct role *role =
	        definitions_role(request->book->definitions, signing->template->signers[place]);
	const char *label = role ? label_of(request, role->label) : signing->template->signers[place];
	const char *stage = place < signatures->count    ? "signed"
	                    : place == signatures->count ? "due"
	                                                 : "later";
	size_t first = utf8_length(label, strlen(label));
	html_add(out, "<li class=\"%s\"><span class=\"seal\" aria-hidden=\"true\">%s</span><span><b>%s</b> ",
	         stage, arena_copy_bytes(request->arena, label, first), label);
	if (place < signatures->count) {
		const struct record *signature = signatures->items[place];
		const struct value *actor = value_of(signature, "actor");
		html_add(out, "%s<br>", actor->kind == VALUE_TEXT ? actor->bytes : "");
		instant_add(value_of(signature, "at")->number, out);
		html_add(out, " %s", say(request, "已签", "signed"));
	} else {
		html_add(out, "<br>%s",
		         place > signatures->count ? say(request, "等前一位签过", "after the one before")
		         : place                   ? say(request, "轮到签字", "due to sign")
		                 : say(request, "首签时数字定住", "the first signature freezes the figures"));
	}
	text_add(out, "</span></li>\n");
}

static void add_standing(struct request *request, const struct signing_view *signing, struct text *out)
{
	if (!signing->statement)
		return;
	const struct record *statement = signing->statement;
	text_add(out, "<li class=\"standing\">");
	if (signing->drift_count)
		html_add(out,
		         say(request, "<a class=\"tag changed\" href=\"#drift\">变动 %zu</a> ",
		             "<a class=\"tag changed\" href=\"#drift\">%zu changed</a> "),
		         signing->drift_count);
	else if (signing->signed_once)
		html_add(out, "<span class=\"note\">%s</span> ",
		         say(request, "签字后没有变动", "nothing changed since signing"));
	state_add_mark(request, statement, out);
	text_add(out, " ");
	link_record(request, statement->ledger, statement->tenant, statement->id, out);
	name_add(request, statement, out);
	text_add(out, "</a></li>\n");
}

void signing_add(struct request *request, const struct signing_view *signing, struct text *out)
{
	if (!signing->template->signer_count)
		return;
	html_add(out, "<ol class=\"signs\" aria-label=\"%s\">\n", say(request, "签字", "Signatures"));
	for (size_t i = 0; i < signing->template->signer_count; i++)
		add_signer(request, signing, i, out);
	add_standing(request, signing, out);
	text_add(out, "</ol>\n");
}

/* ---- drift ---- */

static void add_records(struct request *request, const struct ledger *ledger, const char *word,
                        const int64_t *ids, size_t count, struct text *out)
{
	if (!count)
		return;
	html_add(out, "<br>%s %zu", word, count);
	for (size_t i = 0; i < count && i < NAMED; i++) {
		struct record *record;
		if (!record_read(request->book, request->viewer, ledger, tenant_of(request->org), ids[i],
		                 request->arena, &record, NULL))
			continue;
		text_add(out, i ? say(request, "、", ", ") : say(request, "：", ": "));
		link_record(request, ledger, record->tenant, record->id, out);
		name_add(request, record, out);
		text_add(out, "</a>");
	}
	text_add(out, count > NAMED ? " …" : "");
}

static void add_drift(struct request *request, const struct drift *drift, struct text *out)
{
	const struct figure *figure = definitions_figure(request->book->definitions, drift->figure);
	html_add(out,
	         "<li class=\"card changed\" title=\"%s\"><b>%s</b> <span class=\"figure\">%s</span> → <span "
	         "class=\"figure\">%s</span>",
	         drift->words, figure ? label_of(request, figure->label) : drift->figure, drift->before,
	         drift->now);
	if (figure) {
		const struct ledger *ledger = figure->measure == MEASURE_RATIO     ? figure->of[0]->ledger
		                              : figure->measure == MEASURE_MISSING ? figure->of[0]->ledger
		                                                                   : figure->ledger;
		ledger = ledger->parent ? ledger->parent : ledger;
		add_records(request, ledger, say(request, "新增", "came"), drift->came_ids, drift->came, out);
		add_records(request, ledger, say(request, "减少", "went"), drift->went_ids, drift->went, out);
		add_records(request, ledger, say(request, "改动", "changed"), drift->changed_ids,
		            drift->changed, out);
	}
	text_add(out, "</li>\n");
}

void drift_add(struct request *request, const struct signing_view *signing, struct text *out)
{
	if (!signing->drift_count)
		return;
	text_add(out, "<section id=\"drift\">\n");
	heading_begin(say(request, "签字后的变动", "Changed since signing"), out);
	html_add(out, say(request, "%zu 个数", "%zu numbers"), signing->drift_count);
	heading_end(out);
	text_add(out, "<ul class=\"cards\">\n");
	for (size_t i = 0; i < signing->drift_count; i++) {
		if (i == DRIFTS_OPEN)
			html_add(out,
			         say(request,
			             "</ul><details><summary>另有 %zu 个</summary>\n<ul class=\"cards\">\n",
			             "</ul><details><summary>%zu more</summary>\n<ul class=\"cards\">\n"),
			         signing->drift_count - i);
		add_drift(request, &signing->drifts[i], out);
	}
	text_add(out, signing->drift_count > DRIFTS_OPEN ? "</ul></details>\n</section>\n"
	                                                 : "</ul>\n</section>\n");
}
