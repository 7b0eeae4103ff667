/* One entry of the journal as it was written: who, when, what, its bytes, and
   that it joins the one before. */
#include <string.h>

#include "record/journal.h"
#include "web/record_parts.h"

/* The entry asked for and the hash of the one before it; both copied. */
struct found {
	struct arena *arena;
	int64_t seq;
	struct entry entry; /* seq 0 until it was found */
	uint8_t before[32];
	bool has_before;
};

static bool visit(void *context, const struct entry *entry, struct fault *fault)
{
	(void)fault;
	struct found *found = context;
	if (entry->seq < found->seq) {
		memcpy(found->before, entry->hash, sizeof found->before);
		found->has_before = true;
		return true;
	}
	found->entry = *entry;
	const char **texts[] = {&found->entry.actor, &found->entry.role, &found->entry.ledger,
	                        &found->entry.action, &found->entry.reason};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = arena_copy(found->arena, *texts[i]);
	found->entry.effects = arena_copy_bytes(found->arena, entry->effects, entry->effects_length);
	return true;
}

static void add_term(struct text *out, const char *name, const char *value)
{
	html_add(out, "<div><dt>%s</dt><dd>%s</dd></div>\n", name, value);
}

static void add_hash(struct text *out, const char *name, const uint8_t hash[static 32], const char *after)
{
	struct text hex = TEXT_EMPTY;
	text_add_hex(&hex, hash, 32);
	html_add(out, "<div class=\"wide\"><dt>%s</dt><dd><code>%s</code> %s</dd></div>\n", name, hex.at,
	         after);
	text_release(&hex);
}

static void add_particulars(struct request *request, const struct entry *entry, const struct record *record,
                            struct text *out)
{
	const struct role *role = definitions_role(request->book->definitions, entry->role);
	char utc[INSTANT_SIZE];
	instant_print(entry->at, utc);
	html_add(out, "<dl class=\"fields\">\n<div><dt>%s</dt><dd>", say(request, "记录", "Record"));
	link_record(request, record->ledger, record->tenant, record->id, out);
	name_add(request, record, out);
	html_add(out, "</a></dd></div>\n<div><dt>%s</dt><dd>", say(request, "时间", "Time"));
	instant_add(entry->at, out);
	html_add(out, "</dd></div>\n");
	add_term(out, say(request, "世界时", "UTC"), utc);
	add_term(out, say(request, "台账", "Register"), label_of(request, record->ledger->label));
	add_term(out, say(request, "经手", "Actor"), entry->actor);
	add_term(out, say(request, "角色", "Role"), role ? label_of(request, role->label) : entry->role);
	html_add(out, "<div><dt>%s</dt><dd>%lld</dd></div>\n", say(request, "版本", "Version"),
	         (long long)entry->version);
	if (*entry->reason)
		html_add(out, "<div class=\"wide\"><dt>%s</dt><dd>%s</dd></div>\n",
		         say(request, "事由", "Reason"), entry->reason);
	text_add(out, "</dl>\n");
}

static void add_chain(struct request *request, const struct found *found, struct text *out)
{
	const struct entry *entry = &found->entry;
	bool first = entry->seq == 1;
	bool joins = found->has_before && memcmp(found->before, entry->previous, sizeof found->before) == 0;
	html_add(out, "<h2>%s</h2>\n<dl class=\"fields\">\n", say(request, "链", "Chain"));
	add_hash(out, say(request, "前一笔", "Previous"), entry->previous,
	         first   ? say(request, "（第一笔）", "(the first entry)")
	         : joins ? say(request, "✓ 与前一笔相接", "✓ joins the one before")
	                 : say(request, "✗ 与前一笔接不上，请运行 jinguo verify",
	                       "✗ does not join the one before: run jinguo verify"));
	add_hash(out, say(request, "本笔", "This entry"), entry->hash, "");
	add_hash(out, say(request, "定义", "Definition"), entry->definition, "");
	text_add(out, "</dl>\n");
	html_add(out, "<details><summary>%s</summary>\n<pre>%s</pre></details>\n",
	         say(request, "记下的原文", "As it was written"), entry->effects);
}

/* The same entry in words. */
static bool add_changes(struct request *request, const struct record *record, int64_t seq, struct text *out,
                        struct fault *fault)
{
	struct entry_view *entries;
	size_t count;
	if (!record_history(request->book, request->viewer, record, request->language, request->arena,
	                    &entries, &count, fault))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (entries[i].seq != seq)
			continue;
		heading_begin(entry_action(request, record->ledger, &entries[i]), out);
		html_add(out, say(request, "%zu 项", "%zu values"), entries[i].change_count);
		heading_end(out);
		text_add(out, "<div class=\"changes\">\n");
		entry_add_changes(request, record->ledger, &entries[i], out);
		text_add(out, "</div>\n");
	}
	return true;
}

static void add_neighbours(struct request *request, int64_t tenant, int64_t seq, struct text *out)
{
	text_add(out, "<p class=\"back\">");
	for (int64_t near = seq - 1; near <= seq + 1; near += 2) {
		if (!near)
			continue;
		link_begin(
		        request, NULL,
		        arena_format(request->arena, "/entry/%lld/%lld", (long long)tenant, (long long)near),
		        out);
		link_end(out);
		html_add(out, "%s</a> ",
		         near < seq ? say(request, "‹ 前一笔", "‹ previous")
		                    : say(request, "后一笔 ›", "next ›"));
	}
	text_add(out, "</p>\n");
}

bool page_entry(struct request *request, struct reply *reply, struct fault *fault)
{
	int64_t tenant, seq;
	struct record *record;
	struct found found = {.arena = request->arena};
	if (!id_parse(request->segments[1], &tenant) || !id_parse(request->segments[2], &seq))
		return fault_set(fault, web_no_page);
	found.seq = seq;
	if (!journal_read(request->book, tenant, seq > 1 ? seq - 1 : seq, seq, visit, &found, fault))
		return false;
	/* An entry is opened as its record is: out of reach and not there are the same. */
	const struct ledger *ledger =
	        found.entry.seq ? definitions_ledger(request->book->definitions, found.entry.ledger) : NULL;
	if (!ledger || !record_read(request->book, request->viewer, ledger, tenant, found.entry.record,
	                            request->arena, &record, NULL))
		return fault_set(fault, web_no_entry);
	struct text *out = &reply->body;
	page_begin(request,
	           arena_format(request->arena, say(request, "流水第 %lld 笔", "Entry %lld"), (long long)seq),
	           out);
	add_neighbours(request, tenant, seq, out);
	page_body(out);
	add_particulars(request, &found.entry, record, out);
	if (!add_changes(request, record, seq, out, fault))
		return false;
	add_chain(request, &found, out);
	page_end(request, out);
	return true;
}
