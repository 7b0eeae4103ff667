/* One record: its fields, its rows, and its entries in the journal; and one
   entry as it was written, with its hashes. */
#include <string.h>

#include "record/journal.h"
#include "record/record.h"
#include "web/request.h"

static void add_value(struct request *request, const struct record *record, const struct field *field,
                      struct text *out)
{
	struct text shown = TEXT_EMPTY;
	record_show(request->book, record, field, request->language, &shown);
	const struct value *value = &record->values[field->place];
	if (value->kind == VALUE_BLOB) {
		text_add(out, "<span class=\"sealed\">");
		text_add_html(out, shown.at);
		text_add(out, "</span>");
	} else if (value->kind == VALUE_NONE) {
		text_add(out, "<span class=\"unset\">—</span>");
	} else if (field->type == FIELD_LINK) {
		text_format(out, "<a href=\"/record/%s/%lld", field->to->name, (long long)value->number);
		page_scope(request, out);
		text_format(out, "&amp;tenant=%lld\">", (long long)record->tenant);
		text_add_html(out, shown.at);
		text_add(out, "</a>");
	} else {
		text_add_html(out, shown.at);
	}
	text_release(&shown);
}

static void add_fields(struct request *request, const struct record *record, struct text *out)
{
	text_add(out, "<dl>");
	for (size_t i = 0; i < record->ledger->field_count; i++) {
		const struct field *field = &record->ledger->fields[i];
		if (field->type == FIELD_ROWS)
			continue;
		text_add(out, "<dt>");
		text_add_html(out, label_of(request, field->label));
		text_add(out, "</dt><dd>");
		add_value(request, record, field, out);
		text_add(out, "</dd>");
	}
	text_add(out, "</dl>\n");
}

static void add_rows(struct request *request, const struct record *record, const struct field *field, struct text *out)
{
	const struct record_rows *rows = &record->rows[field->place];
	text_add(out, "<h2>");
	text_add_html(out, label_of(request, field->label));
	text_format(out, "<span class=\"note\">%zu</span></h2>\n", rows->count);
	if (!rows->count)
		return;
	const struct ledger *child = field->rows;
	text_add(out, "<div class=\"scroll\"><table><thead><tr>");
	for (size_t i = 0; i < child->field_count; i++) {
		text_add(out, "<th>");
		text_add_html(out, label_of(request, child->fields[i].label));
		text_add(out, "</th>");
	}
	text_add(out, "</tr></thead><tbody>\n");
	for (size_t r = 0; r < rows->count; r++) {
		text_add(out, "<tr>");
		for (size_t i = 0; i < child->field_count; i++) {
			text_add(out, "<td>");
			add_value(request, rows->items[r], &child->fields[i], out);
			text_add(out, "</td>");
		}
		text_add(out, "</tr>\n");
	}
	text_add(out, "</tbody></table></div>\n");
}

static const char *action_name(const struct request *request, const struct ledger *ledger,
                               const struct entry_view *entry)
{
	static const struct {
		const char *action;
		struct label label;
	} actions[] = {{"create", {"登记", "Created"}}, {"change", {"改动", "Changed"}}, {"void", {"作废", "Voided"}}};
	const struct move *move = entry->move ? ledger_move(ledger, entry->move) : NULL;
	if (move)
		return label_of(request, move->label);
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (text_equal(actions[i].action, entry->action))
			return label_of(request, actions[i].label);
	return entry->action;
}

static void add_change(const struct request *request, const struct entry_change *change, struct text *out)
{
	text_add(out, "<div>");
	const char *name = change->field ? label_of(request, change->field->label)
			   : text_equal(change->what, "state") ? say(request, "状态", "State")
			   : text_equal(change->what, "org")   ? say(request, "单位", "Organisation")
							       : change->what;
	text_add_html(out, name);
	text_add(out, " ");
	if (change->before && *change->before) {
		text_add(out, "<del>");
		text_add_html(out, change->before);
		text_add(out, "</del> → ");
	}
	text_add(out, "<b>");
	text_add_html(out, change->after && *change->after ? change->after : "—");
	text_add(out, "</b></div>");
}

static void add_entry(const struct request *request, const struct record *record, const struct entry_view *entry,
                      struct text *out)
{
	/* Shown in Shanghai time, to the minute, as people keep their books. */
	char at[INSTANT_SIZE];
	instant_print(entry->at + 8 * 3600 * 1000, at);
	at[10] = ' ';
	at[16] = 0;
	text_format(out, "<li><div class=\"note\"><a href=\"/entry/%lld/%lld", (long long)record->tenant,
	            (long long)entry->seq);
	page_scope(request, out);
	text_format(out, "\">%s</a> ", at);
	text_add_html(out, entry->actor);
	text_format(out, "</div><b>%s</b>", action_name(request, record->ledger, entry));
	if (entry->reason && *entry->reason) {
		text_add(out, say(request, "，事由：", ", reason: "));
		text_add_html(out, entry->reason);
	}
	for (size_t i = 0; i < entry->change_count; i++)
		add_change(request, &entry->changes[i], out);
	text_add(out, "</li>\n");
}

static bool add_history(struct request *request, const struct record *record, struct text *out, struct fault *fault)
{
	struct entry_view *entries;
	size_t count;
	if (!record_history(request->book, request->viewer, record, request->language, request->arena, &entries, &count,
	                    fault))
		return false;
	text_format(out, "<h2>%s<span class=\"note\">%zu</span></h2>\n<ol class=\"timeline\">\n",
	            say(request, "流水", "Entries"), count);
	for (size_t i = count; i > 0; i--)
		add_entry(request, record, &entries[i - 1], out);
	text_add(out, "</ol>\n");
	return true;
}

static bool asked_tenant(struct request *request, int64_t *ret)
{
	const char *tenant = request->argument(request->context, "tenant");
	if (tenant)
		return id_parse(tenant, ret);
	*ret = tenant_of(request->org);
	return true;
}

bool page_record(struct request *request, struct reply *reply, struct fault *fault)
{
	const struct ledger *ledger = definitions_ledger(request->book->definitions, request->segments[1]);
	int64_t tenant, id;
	if (!ledger || ledger->parent)
		return fault_set(fault, web_no_register, request->segments[1]);
	if (!id_parse(request->segments[2], &id) || !asked_tenant(request, &tenant))
		return fault_set(fault, web_no_page);
	struct record *record;
	if (!record_read(request->book, request->viewer, ledger, tenant, id, request->arena, &record, fault))
		return false;
	struct text name = TEXT_EMPTY, *out = &reply->body;
	record_name(request->book, record, request->language, &name);
	page_begin(request, name.at, out);
	text_release(&name);
	text_add(out, "<span><a href=\"/register/");
	text_add(out, ledger->name);
	page_scope(request, out);
	text_add(out, "\">");
	text_add_html(out, label_of(request, ledger->label));
	text_add(out, "</a> ");
	if (record->state)
		text_format(out, "<span class=\"tag\">%s</span>", label_of(request, record->state->label));
	if (record->voided)
		text_format(out, " <span class=\"tag void\">%s</span>", say(request, "已作废", "Voided"));
	text_add(out, "</span></div></div>\n<div class=\"columns\"><div>\n");
	add_fields(request, record, out);
	for (size_t i = 0; i < ledger->field_count; i++)
		if (ledger->fields[i].type == FIELD_ROWS)
			add_rows(request, record, &ledger->fields[i], out);
	text_add(out, "</div><div>\n");
	if (!add_history(request, record, out, fault))
		return false;
	text_add(out, "</div></div>\n");
	page_end(out);
	return true;
}

struct entry_page {
	struct request *request;
	struct text *out;
	bool found;
};

static void add_term(struct text *out, const char *name, const char *value)
{
	text_format(out, "<dt>%s</dt><dd>", name);
	text_add_html(out, value);
	text_add(out, "</dd>");
}

static bool show_entry(void *context, const struct entry *entry, struct fault *fault)
{
	struct entry_page *page = context;
	const struct request *request = page->request;
	const struct ledger *ledger = definitions_ledger(request->book->definitions, entry->ledger);
	/* An entry is opened as its record is: out of reach and not there are the same. */
	struct record *record;
	if (!ledger || !record_read(request->book, request->viewer, ledger, entry->tenant, entry->record,
	                            page->request->arena, &record, fault))
		return fault_set(fault, web_no_page);
	page->found = true;
	char at[INSTANT_SIZE];
	instant_print(entry->at, at);
	struct text hex = TEXT_EMPTY, *out = page->out;
	text_add(out, "<dl>");
	add_term(out, say(request, "台账", "Register"), label_of(request, ledger->label));
	add_term(out, say(request, "时间（UTC）", "Time (UTC)"), at);
	add_term(out, say(request, "经手", "Actor"), entry->actor);
	add_term(out, say(request, "角色", "Role"), entry->role);
	add_term(out, say(request, "动作", "Action"), entry->action);
	add_term(out, say(request, "事由", "Reason"), entry->reason);
	text_add_hex(&hex, entry->definition, 32);
	add_term(out, say(request, "定义", "Definition"), hex.at);
	text_cut(&hex, 0);
	text_add_hex(&hex, entry->previous, 32);
	add_term(out, say(request, "前一笔", "Previous"), hex.at);
	text_cut(&hex, 0);
	text_add_hex(&hex, entry->hash, 32);
	add_term(out, say(request, "本笔", "Hash"), hex.at);
	text_add(out, "</dl><pre>");
	char *effects = arena_copy_bytes(page->request->arena, entry->effects, entry->effects_length);
	text_add_html(out, effects);
	text_add(out, "</pre>\n");
	text_release(&hex);
	return true;
}

bool page_entry(struct request *request, struct reply *reply, struct fault *fault)
{
	int64_t tenant, seq;
	if (!id_parse(request->segments[1], &tenant) || !id_parse(request->segments[2], &seq))
		return fault_set(fault, web_no_page);
	struct entry_page page = {.request = request, .out = &reply->body};
	page_begin(request, arena_format(request->arena, say(request, "流水第 %lld 笔", "Entry %lld"), (long long)seq),
	           &reply->body);
	text_format(&reply->body, "<span class=\"note\">%lld</span></div></div>\n", (long long)tenant);
	if (!journal_read(request->book, tenant, seq, seq, show_entry, &page, fault))
		return false;
	if (!page.found)
		return fault_set(fault, web_no_page);
	page_end(&reply->body);
	return true;
}
