/* The entries of a record as people read them: when, who, what became of what. */
#include "web/record_parts.h"

#include <string.h>

enum { CHANGES_OPEN = 6 }; /* more than these fold away under their count */

const char *entry_action(const struct request *request, const struct ledger *ledger,
                         const struct entry_view *entry)
{
	static const struct {
		const char *action;
		struct label label;
	} actions[] = {{"create", {"登记", "Created"}},
	               {"change", {"改动", "Changed"}},
	               {"void", {"作废", "Voided"}}};
	const struct move *move = entry->move ? ledger_move(ledger, entry->move) : NULL;
	if (move)
		return label_of(request, move->label);
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (text_equal(actions[i].action, entry->action))
			return label_of(request, actions[i].label);
	return entry->action;
}

/* "signups[3].attended" is the third row of the sign-ups, attended. */
static void add_what(const struct request *request, const struct ledger *ledger,
                     const struct entry_change *change, struct text *out)
{
	char rows[64];
	size_t length = strcspn(change->what, "[");
	if (change->what[length] && length < sizeof rows) {
		memcpy(rows, change->what, length);
		rows[length] = 0;
		const struct field *field = ledger_field(ledger, rows);
		html_add(out, "%s %lld ", field ? label_of(request, field->label) : rows,
		         strtoll(change->what + length + 1, NULL, 10));
	}
	html_add(out, "%s",
	         change->field                       ? label_of(request, change->field->label)
	         : text_equal(change->what, "state") ? say(request, "状态", "State")
	         : text_equal(change->what, "org")   ? say(request, "单位", "Organisation")
	                                             : change->what);
}

static void add_change(const struct request *request, const struct ledger *ledger,
                       const struct entry_change *change, struct text *out)
{
	bool sealed = change->field && change->field->secrecy == SECRECY_SEALED;
	const char *class = sealed ? " class=\"sealed\"" : "";
	text_add(out, "<li><span class=\"what\">");
	add_what(request, ledger, change, out);
	text_add(out, "</span> ");
	if (change->before && *change->before)
		html_add(out, "<del>%s</del> → ", change->before);
	text_format(out, "<ins%s>", class);
	html_add(out, "%s</ins></li>\n", change->after && *change->after ? change->after : "—");
}

void entry_add_changes(struct request *request, const struct ledger *ledger, const struct entry_view *entry,
                       struct text *out)
{
	bool folds = entry->change_count > CHANGES_OPEN;
	if (folds)
		html_add(out,
		         say(request, "<details><summary>%zu 项</summary>\n",
		             "<details><summary>%zu values</summary>\n"),
		         entry->change_count);
	text_add(out, entry->change_count ? "<ul>\n" : "");
	for (size_t i = 0; i < entry->change_count; i++)
		add_change(request, ledger, &entry->changes[i], out);
	text_add(out, entry->change_count ? "</ul>\n" : "");
	text_add(out, folds ? "</details>\n" : "");
}

static void add_entry(struct request *request, const struct record *record, const struct entry_view *entry,
                      struct text *out)
{
	text_add(out, "<li><div class=\"when\">");
	instant_add(entry->at, out);
	html_add(out, " %s ", entry->actor);
	link_begin(request, NULL,
	           arena_format(request->arena, "/entry/%lld/%lld", (long long)record->tenant,
	                        (long long)entry->seq),
	           out);
	link_end(out);
	html_add(out, say(request, "第 %lld 笔</a></div>\n<b>%s</b>", "entry %lld</a></div>\n<b>%s</b>"),
	         (long long)entry->seq, entry_action(request, record->ledger, entry));
	if (entry->reason && *entry->reason)
		html_add(out, say(request, "，事由：%s", ", because: %s"), entry->reason);
	text_add(out, "\n");
	entry_add_changes(request, record->ledger, entry, out);
	text_add(out, "</li>\n");
}

void history_add(struct request *request, const struct record *record, const struct entry_view *entries,
                 size_t count, struct text *out)
{
	heading_begin(say(request, "流水", "Entries"), out);
	html_add(out, say(request, "%zu 笔", "%zu"), count);
	heading_end(out);
	text_add(out, "<ol class=\"timeline\">\n");
	for (size_t i = count; i > 0; i--)
		add_entry(request, record, &entries[i - 1], out);
	text_add(out, "</ol>\n");
}
