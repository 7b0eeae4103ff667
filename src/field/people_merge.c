/* Merging and undoing it. The order within the act keeps every step lawful: links
   of other registers leave first, then the person goes, then those who had been
   merged into her follow; undoing goes the other way about. So there is never a
   chain, and the rule below can hold every single change to that. */
#include "field/people_merge.h"

#include <stdlib.h>

#include "field/look.h"
#include "field/people.h"
#include "record/links.h"

/* ---- the act under way ---- */

struct merging {
	struct book *book;
	const struct viewer *viewer;
	const struct merge_request *request;
	const struct ledger *people;
	struct arena *arena;
	struct record *goes, *stays;
	struct record_link *links; /* to be changed, in order of register and record */
	size_t count, done;
	struct merge_report report;
};

static const char *number_of(const struct merging *merging, const struct record *record)
{
	struct text name = TEXT_EMPTY;
	record_name(merging->book, record, LANGUAGE_ZH, &name);
	const char *kept = arena_copy(merging->arena, name.at);
	text_release(&name);
	return kept;
}

static bool find_person(struct merging *merging, const char *number, struct record **ret, struct fault *fault)
{
	if (!record_find(merging->book, merging->viewer, merging->people, merging->request->tenant, number,
	                 merging->arena, ret, fault))
		return false;
	return !(*ret)->voided || fault_set(fault, record_voided, number);
}

static bool is_merged(const struct merging *merging, const struct record *person)
{
	return person->values[merging->people->merged_into->place].kind != VALUE_NONE;
}

/* Where she lives on. */
static bool find_survivor(struct merging *merging, const struct record *person, struct record **ret,
                          struct fault *fault)
{
	return record_read(merging->book, merging->viewer, merging->people, person->tenant,
	                   person->values[merging->people->merged_into->place].number, merging->arena, ret,
	                   fault);
}

/* ---- links ---- */

static bool is_own(const struct merging *merging, const struct record_link *link)
{
	return link->field == merging->people->merged_into;
}

static int by_record(const void *one, const void *other)
{
	const struct record_link *a = one, *b = other;
	int names = strcmp(a->ledger->name, b->ledger->name);
	if (names)
		return names;
	if (a->record != b->record)
		return a->record < b->record ? -1 : 1;
	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	return strcmp(a->field->name, b->field->name);
}

static bool same_record(const struct record_link *a, const struct record_link *b)
{
	return a->ledger == b->ledger && a->record == b->record;
}

/* Sets what links among `changes`, a record or a row, to the person. */
static bool point(struct record *changes, const struct record_link *links, size_t count, int64_t row,
                  const struct record *to, struct fault *fault)
{
	for (size_t i = 0; i < count; i++)
		if (links[i].row == row &&
		    !record_put_value(changes, links[i].field->name, value_int(to->id), fault))
			return false;
	return true;
}

/* Gives the rows again as they are, those that link changed. */
static bool point_rows(struct record *changes, const struct record *record, const struct field *rows,
                       const struct record_link *links, size_t count, const struct record *to,
                       struct fault *fault)
{
	const struct record_rows *stored = &record->rows[rows->place];
	for (size_t i = 0; i < stored->count; i++) {
		struct record *row = record_add_row(changes, rows->name);
		row->id = stored->items[i]->id;
		if (!point(row, links, count, row->id, to, fault))
			return false;
	}
	return true;
}

static bool point_record(struct merging *merging, const struct record_link *links, size_t count,
                         const struct record *to, struct arena *arena, struct record **ret,
                         struct fault *fault)
{
	struct record *record, *changes = record_new(arena, links->ledger);
	if (!record_read(merging->book, merging->viewer, links->ledger, to->tenant, links->record, arena,
	                 &record, fault))
		return false;
	*ret = record;
	changes->tenant = record->tenant;
	changes->id = record->id;
	for (size_t i = 0; i < count; i++) {
		const struct field *rows = links[i].rows;
		if (rows ? !changes->given[rows->place] &&
		                    !point_rows(changes, record, rows, links, count, to, fault)
		         : !point(changes, &links[i], 1, record->id, to, fault))
			return false;
	}
	return record_change(merging->book, merging->viewer, record->tenant, record->id, record->version,
	                     changes, merging->request->reason, NULL, fault);
}

/* A sentence without its stop, to stand in another. */
static void add_clause(const struct fault *fault, enum language language, struct text *out)
{
	static const char *const stops[] = {"。", "."};
	fault_sentence(fault, language, out);
	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
		if (text_ends(out->at, stops[i]))
			text_cut(out, out->length - strlen(stops[i]));
}

/* A rule or check that refuses speaks of a record the person did not name: say which. */
static bool name_refusal(struct merging *merging, const struct record *record, const struct fault *why,
                         struct fault *fault)
{
	struct text zh = TEXT_EMPTY, en = TEXT_EMPTY;
	enum fault_kind kind = fault_kind(why->code);
	if (!record || kind == FAULT_SYSTEM || kind == FAULT_DAMAGED) {
		if (fault)
			*fault = *why;
		return false;
	}
	text_format(&zh, "%s %s", record->ledger->label.zh, number_of(merging, record));
	text_format(&en, "%s %s", record->ledger->label.en, number_of(merging, record));
	struct text says_zh = TEXT_EMPTY, says_en = TEXT_EMPTY;
	add_clause(why, LANGUAGE_ZH, &says_zh);
	add_clause(why, LANGUAGE_EN, &says_en);
	fault_set(fault, field_merge_refused, zh.at, en.at, says_zh.at, says_en.at);
	text_release(&zh);
	text_release(&en);
	text_release(&says_zh);
	text_release(&says_en);
	return false;
}

/* One step of the act: links of the one kind or the other, to one of the two. */
struct pointing {
	struct merging *merging;
	bool own;
	const struct record *to;
};

static bool run_pointing(void *context, struct fault *fault)
{
	const struct pointing *pointing = context;
	struct merging *merging = pointing->merging;
	for (size_t i = 0, count; i < merging->count; i += count) {
		const struct record_link *links = &merging->links[i];
		struct arena arena = {};
		struct record *record = NULL;
		struct fault why = {};
		for (count = 1; i + count < merging->count && same_record(links, &links[count]);)
			count++;
		if (is_own(merging, links) != pointing->own)
			continue;
		bool done = point_record(merging, links, count, pointing->to, &arena, &record, &why) ||
		            name_refusal(merging, record, &why, fault);
		arena_release(&arena);
		if (!done)
			return false;
		merging->done += count;
		if (merging->request->progress)
			merging->request->progress(merging->request->context, merging->done, merging->count);
	}
	return true;
}

/* Every link of the kind, a record at a time. It follows from the merge: that a record means the same person
   under her other number changes nothing of what it says, so whoever may see the link may have it follow. */
static bool point_all(struct merging *merging, bool own, const struct record *to, struct fault *fault)
{
	struct pointing pointing = {merging, own, to};
	return rule_effect(merging->book, run_pointing, &pointing, fault);
}

static void count_links(struct arena *arena, const struct record_link *links, size_t count,
                        const struct merge_count **ret, size_t *ret_count)
{
	struct merge_count *counts = arena_array(arena, struct merge_count, count + 1);
	size_t ledgers = 0;
	for (size_t i = 0; i < count; i++) {
		size_t at = 0;
		while (at < ledgers && counts[at].ledger != links[i].ledger)
			at++;
		counts[at].ledger = links[i].ledger;
		counts[at].links++;
		ledgers += at == ledgers;
	}
	*ret = counts;
	*ret_count = ledgers;
}

/* ---- what is beyond the viewer ---- */

/* Of a register this role may not open, and of a sealed link, not even the name is told: that somebody is
   in it is what they keep. */
static bool may_name(const struct merging *merging, const struct record_link *link)
{
	return link->field->secrecy != SECRECY_SEALED &&
	       viewer_scope(merging->viewer, link->ledger, ACCESS_OPEN) != SCOPE_NONE;
}

static void list_beyond(const struct merging *merging, const struct record_link *links, size_t count,
                        enum language language, struct text *out)
{
	struct record_link *named = arena_array(merging->arena, struct record_link, count + 1);
	const struct merge_count *counts;
	size_t named_count = 0, ledgers;
	for (size_t i = 0; i < count; i++)
		if (!links[i].reached && may_name(merging, &links[i]))
			named[named_count++] = links[i];
	count_links(merging->arena, named, named_count, &counts, &ledgers);
	for (size_t i = 0; i < ledgers; i++)
		text_format(out, language == LANGUAGE_ZH ? "%s%s %zu 条" : "%s%s %zu",
		            i ? language == LANGUAGE_ZH ? "、" : ", " : "",
		            language == LANGUAGE_ZH ? counts[i].ledger->label.zh : counts[i].ledger->label.en,
		            counts[i].links);
	if (!ledgers)
		text_add(out, language == LANGUAGE_ZH ? "不便列出的台账" : "registers that are not named");
}

static bool reaches_far(const struct ledger *ledger, const struct role *role, enum access_action action)
{
	const struct access_rule *access = ledger_access(ledger, role);
	return access && access->scope[action] >= SCOPE_OWN_TREE;
}

/* May the role say who people are, and see whatever could link to them? */
static bool may_merge(const struct merging *merging, const struct role *role)
{
	const struct definitions *definitions = merging->book->definitions;
	bool may = reaches_far(merging->people, role, ACCESS_UNSEAL) &&
	           reaches_far(merging->people, role, ACCESS_CHANGE);
	for (size_t i = 0; i < definitions->ledger_count; i++)
		for (size_t f = 0; f < definitions->ledgers[i]->field_count; f++) {
			const struct field *field = &definitions->ledgers[i]->fields[f];
			bool sealed = field->secrecy == SECRECY_SEALED;
			if (field->to == merging->people)
				may = may && reaches_far(definitions->ledgers[i], role,
				                         sealed ? ACCESS_UNSEAL : ACCESS_OPEN);
		}
	return may;
}

static void list_roles(const struct merging *merging, enum language language, struct text *out)
{
	const struct definitions *definitions = merging->book->definitions;
	for (size_t i = 0; i < definitions->role_count; i++) {
		const struct role *role = &definitions->roles[i];
		if (!may_merge(merging, role))
			continue;
		text_add(out, !out->length ? "" : language == LANGUAGE_ZH ? "、" : ", ");
		text_add(out, language == LANGUAGE_ZH ? role->label.zh : role->label.en);
	}
	text_add(out, out->length ? "" : "—");
}

static bool all_reached(const struct merging *merging, const struct record_link *links, size_t count,
                        struct fault *fault)
{
	size_t beyond = 0;
	for (size_t i = 0; i < count; i++)
		beyond += !links[i].reached;
	if (!beyond)
		return true;
	struct text zh = TEXT_EMPTY, en = TEXT_EMPTY;
	list_beyond(merging, links, count, LANGUAGE_ZH, &zh);
	list_beyond(merging, links, count, LANGUAGE_EN, &en);
	struct text roles_zh = TEXT_EMPTY, roles_en = TEXT_EMPTY;
	list_roles(merging, LANGUAGE_ZH, &roles_zh);
	list_roles(merging, LANGUAGE_EN, &roles_en);
	struct text places_zh = TEXT_EMPTY, places_en = TEXT_EMPTY;
	text_format(&places_zh, "%zu 条（%s）", beyond, zh.at);
	text_format(&places_en, "%zu (%s)", beyond, en.at);
	fault_set(fault, field_merge_beyond, places_zh.at, places_en.at, roles_zh.at, roles_en.at);
	text_release(&zh);
	text_release(&en);
	text_release(&roles_zh);
	text_release(&roles_en);
	text_release(&places_zh);
	text_release(&places_en);
	return false;
}

/* ---- merge ---- */

static bool open_id(struct merging *merging, struct record *person, const char **ret, struct fault *fault)
{
	struct fault why = {};
	*ret = "";
	if (record_unseal(merging->book, merging->viewer, person, ledger_field(merging->people, "id_number"),
	                  &why)) {
		*ret = look_text(person, "id_number");
		return true;
	}
	if (why.code == access_key_destroyed)
		return true;
	if (fault)
		*fault = why;
	return false;
}

static bool ids_agree(struct merging *merging, struct fault *fault)
{
	const char *one, *other;
	if (!open_id(merging, merging->goes, &one, fault) || !open_id(merging, merging->stays, &other, fault))
		return false;
	if (!*one || !*other || text_equal(one, other) || merging->request->other_id)
		return true;
	return fault_set(fault, field_merge_other_id, number_of(merging, merging->goes),
	                 number_of(merging, merging->stays));
}

static bool may_join(struct merging *merging, struct fault *fault)
{
	struct record *where;
	const struct record *goes = merging->goes, *stays = merging->stays;
	if (goes->id == stays->id)
		return fault_set(fault, field_merge_self, number_of(merging, goes));
	if (is_merged(merging, goes))
		return find_survivor(merging, goes, &where, fault) &&
		       fault_set(fault, field_merge_already, number_of(merging, goes),
		                 number_of(merging, where));
	if (is_merged(merging, stays))
		return find_survivor(merging, stays, &where, fault) &&
		       fault_set(fault, field_merge_already, number_of(merging, stays),
		                 number_of(merging, where));
	return ids_agree(merging, fault);
}

/* "activity/signups/ROW/person/RECORD", and of the record itself "child///person/RECORD". */
static const char *link_print(const struct record_link *link, struct arena *arena)
{
	return arena_format(arena, "%s/%s/%s/%s/%lld", link->ledger->name, link->rows ? link->rows->name : "",
	                    link->rows ? number_words(link->row).at : "", link->field->name,
	                    (long long)link->record);
}

static bool let_go(struct merging *merging, struct fault *fault)
{
	struct record *changes = record_new(merging->arena, merging->people);
	changes->tenant = merging->goes->tenant;
	changes->id = merging->goes->id;
	if (!record_put_value(changes, merging->people->merged_into->name, value_int(merging->stays->id),
	                      fault))
		return false;
	for (size_t i = 0; i < merging->count; i++) {
		struct record *row = record_add_row(changes, "moved");
		const char *link = link_print(&merging->links[i], merging->arena);
		if (!record_put_value(row, "link", value_text(link), fault))
			return false;
	}
	return record_change(merging->book, merging->viewer, changes->tenant, changes->id, 0, changes,
	                     merging->request->reason, NULL, fault);
}

static bool take_links(struct merging *merging, const struct record *to, struct record_link **ret,
                       size_t *ret_count, struct fault *fault)
{
	if (!record_links(merging->book, merging->viewer, to, merging->arena, ret, ret_count, fault))
		return false;
	if (*ret_count)
		qsort(*ret, *ret_count, sizeof **ret, by_record);
	return true;
}

static bool run_merge(struct book *book, void *context, struct fault *fault)
{
	struct merging *merging = context;
	(void)book;
	if (!find_person(merging, merging->request->number, &merging->goes, fault) ||
	    !find_person(merging, merging->request->into, &merging->stays, fault) ||
	    !may_join(merging, fault) ||
	    !take_links(merging, merging->goes, &merging->links, &merging->count, fault) ||
	    !all_reached(merging, merging->links, merging->count, fault))
		return false;
	return point_all(merging, false, merging->stays, fault) && let_go(merging, fault) &&
	       point_all(merging, true, merging->stays, fault);
}

/* ---- and back ---- */

/* One part of a printed link, up to the stroke. */
static const char *part_of(const char **ref_at, struct arena *arena)
{
	size_t length = strcspn(*ref_at, "/");
	const char *part = arena_copy_bytes(arena, *ref_at, length);
	*ref_at += length + ((*ref_at)[length] == '/');
	return part;
}

/* Under the names of today. What no register holds any more is no link of it. */
static bool link_read(const struct merging *merging, const char *printed, struct record_link *ret)
{
	struct arena *arena = merging->arena;
	const struct ledger *top = definitions_ledger(merging->book->definitions, part_of(&printed, arena));
	const char *rows = part_of(&printed, arena), *row = part_of(&printed, arena),
	           *field = part_of(&printed, arena), *record = part_of(&printed, arena);
	struct record_link link = {.ledger = top};
	if (!top || !id_parse(record, &link.record))
		return false;
	link.rows = *rows ? ledger_field(top, rows) : NULL;
	link.row = link.record;
	if (*rows && (!link.rows || !link.rows->rows || !id_parse(row, &link.row)))
		return false;
	link.field = ledger_field(link.rows ? link.rows->rows : top, field);
	*ret = link;
	return link.field != NULL;
}

static bool same_link(const struct record_link *a, const struct record_link *b)
{
	return same_record(a, b) && a->field == b->field && a->row == b->row;
}

static const struct record_link *find_link(const struct record_link *links, size_t count,
                                           const struct record_link *wanted)
{
	for (size_t i = 0; i < count; i++)
		if (same_link(&links[i], wanted))
			return &links[i];
	return NULL;
}

/* What a row of `moved` says; without ledger when today's definitions have no such link. */
static bool read_moved(struct merging *merging, struct record *row, struct record_link *ret,
                       struct fault *fault)
{
	if (!record_unseal(merging->book, merging->viewer, row, ledger_field(row->ledger, "link"), fault))
		return false;
	*ret = (struct record_link){};
	if (!link_read(merging, look_text(row, "link"), ret))
		*ret = (struct record_link){};
	return true;
}

/* Of what the merge moved, what still leads to where it was moved; the rest is told, not touched. */
static bool recall_links(struct merging *merging, struct fault *fault)
{
	const struct record_rows *moved = &merging->goes->rows[ledger_field(merging->people, "moved")->place];
	struct record_link *now, *kept = arena_array(merging->arena, struct record_link, moved->count + 1);
	size_t count;
	merging->links = arena_array(merging->arena, struct record_link, moved->count + 1);
	if (!take_links(merging, merging->stays, &now, &count, fault))
		return false;
	for (size_t i = 0; i < moved->count; i++) {
		struct record_link link;
		if (!read_moved(merging, moved->items[i], &link, fault))
			return false;
		if (!link.ledger)
			continue;
		const struct record_link *still = find_link(now, count, &link);
		if (still)
			merging->links[merging->count++] = *still;
		else
			kept[merging->report.kept_links++] = link;
	}
	if (merging->count)
		qsort(merging->links, merging->count, sizeof *merging->links, by_record);
	count_links(merging->arena, kept, merging->report.kept_links, &merging->report.kept,
	            &merging->report.kept_count);
	return true;
}

/* Is it one of the links that just went back, or that of the person herself to the one who stays? */
static bool went_back(const struct merging *merging, const struct record_link *link)
{
	return find_link(merging->links, merging->count, link) ||
	       (is_own(merging, link) && link->record == merging->goes->id);
}

/* Drops from a merged person's list what no longer passes through her. */
static bool forget_links(struct merging *merging, int64_t id, struct fault *fault)
{
	const struct field *moved = ledger_field(merging->people, "moved");
	struct record *person, *changes = record_new(merging->arena, merging->people);
	if (!record_read(merging->book, merging->viewer, merging->people, merging->goes->tenant, id,
	                 merging->arena, &person, fault))
		return false;
	changes->tenant = person->tenant;
	changes->id = person->id;
	changes->given[moved->place] = changes->rows[moved->place].loaded = true;
	const struct record_rows *rows = &person->rows[moved->place];
	for (size_t i = 0; i < rows->count; i++) {
		struct record_link link;
		if (!read_moved(merging, rows->items[i], &link, fault))
			return false;
		if (!link.ledger || !went_back(merging, &link))
			record_add_row(changes, moved->name)->id = rows->items[i]->id;
	}
	return changes->rows[moved->place].count == rows->count ||
	       record_change(merging->book, merging->viewer, person->tenant, id, 0, changes,
	                     merging->request->reason, NULL, fault);
}

/* Whoever had been merged into another who was merged in turn is on both lists. Back again, she must not be
   put back a second time with the other. */
static bool forget_elsewhere(void *context, struct fault *fault)
{
	struct merging *merging = context;
	struct record_link *now;
	size_t count;
	if (!take_links(merging, merging->stays, &now, &count, fault))
		return false;
	for (size_t i = 0; i < count; i++)
		if (is_own(merging, &now[i]) && !forget_links(merging, now[i].record, fault))
			return false;
	return true;
}

static bool come_back(struct merging *merging, struct fault *fault)
{
	struct record *changes = record_new(merging->arena, merging->people);
	const struct field *moved = ledger_field(merging->people, "moved");
	changes->tenant = merging->goes->tenant;
	changes->id = merging->goes->id;
	changes->given[moved->place] = changes->rows[moved->place].loaded = true;
	return record_put_value(changes, merging->people->merged_into->name, (struct value){}, fault) &&
	       record_change(merging->book, merging->viewer, changes->tenant, changes->id, 0, changes,
	                     merging->request->reason, NULL, fault);
}

static bool run_unmerge(struct book *book, void *context, struct fault *fault)
{
	struct merging *merging = context;
	(void)book;
	if (!find_person(merging, merging->request->number, &merging->goes, fault))
		return false;
	if (!is_merged(merging, merging->goes))
		return fault_set(fault, field_merge_none, number_of(merging, merging->goes));
	if (!find_survivor(merging, merging->goes, &merging->stays, fault) || !recall_links(merging, fault) ||
	    !all_reached(merging, merging->links, merging->count, fault))
		return false;
	return point_all(merging, true, merging->goes, fault) && come_back(merging, fault) &&
	       point_all(merging, false, merging->goes, fault) &&
	       rule_effect(merging->book, forget_elsewhere, merging, fault);
}

static bool run(struct book *book, const struct viewer *viewer, const struct merge_request *request,
                bool (*act)(struct book *book, void *context, struct fault *fault), struct arena *arena,
                struct merge_report *ret, struct fault *fault)
{
	struct merging merging = {.book = book, .viewer = viewer, .request = request, .arena = arena};
	if (!request->reason || !request->reason[strspn(request->reason, " \t\n")])
		return fault_set(fault, record_reason_required);
	if (!people_ledger(book, &merging.people, fault) || !book_act(book, act, &merging, fault))
		return false;
	merging.report.into = number_of(&merging, merging.stays);
	merging.report.links = merging.count;
	count_links(arena, merging.links, merging.count, &merging.report.counts, &merging.report.count);
	*ret = merging.report;
	return true;
}

bool people_merge(struct book *book, const struct viewer *viewer, const struct merge_request *request,
                  struct arena *arena, struct merge_report *ret, struct fault *fault)
{
	return run(book, viewer, request, run_merge, arena, ret, fault);
}

bool people_unmerge(struct book *book, const struct viewer *viewer, const struct merge_request *request,
                    struct arena *arena, struct merge_report *ret, struct fault *fault)
{
	return run(book, viewer, request, run_unmerge, arena, ret, fault);
}

/* ---- what every change of a person is held to ---- */

static int64_t into_of(const struct record *person)
{
	return person ? person->values[person->ledger->merged_into->place].number : 0;
}

static const char *shown_number(const struct rule_call *call, int64_t id)
{
	const struct merging merging = {.book = call->book, .arena = call->arena};
	struct record *person;
	if (!record_read(call->book, call->viewer, call->record->ledger, call->record->tenant, id,
	                 call->arena, &person, NULL))
		return arena_copy(call->arena, number_words(id).at);
	return number_of(&merging, person);
}

/* She goes: to one who stays, and with nothing left behind. */
static bool may_go(const struct rule_call *call, int64_t into, struct fault *fault)
{
	const struct record *person = call->record;
	struct record_link *links;
	struct record *stays;
	size_t count, left = 0;
	if (into == person->id)
		return fault_set(fault, field_merge_self, shown_number(call, into));
	if (!call->before)
		return fault_set(fault, field_merge_by_hand);
	if (!record_read(call->book, call->viewer, person->ledger, person->tenant, into, call->arena, &stays,
	                 fault))
		return false;
	if (into_of(stays))
		return fault_set(fault, field_merge_already, shown_number(call, into),
		                 shown_number(call, into_of(stays)));
	if (!record_links(call->book, call->viewer, person, call->arena, &links, &count, fault))
		return false;
	for (size_t i = 0; i < count; i++)
		left += links[i].field != person->ledger->merged_into;
	return !left || fault_set(fault, field_merge_by_hand);
}

/* She follows the one she lives on in, who goes herself, or comes back. */
static bool may_follow(const struct rule_call *call, int64_t was, int64_t into, struct fault *fault)
{
	struct record *from, *to;
	const struct ledger *people = call->record->ledger;
	int64_t tenant = call->record->tenant;
	if (!record_read(call->book, call->viewer, people, tenant, was, call->arena, &from, fault) ||
	    !record_read(call->book, call->viewer, people, tenant, into, call->arena, &to, fault))
		return false;
	return into_of(from) == into || into_of(to) == was || fault_set(fault, field_merge_by_hand);
}

/* Nothing but rows of `moved` taken away. */
static bool only_forgets(const struct rule_call *call)
{
	const struct ledger *people = call->record->ledger;
	const struct record_rows *rows, *before;
	for (size_t i = 0; i < people->field_count; i++)
		if (people->fields[i].type != FIELD_ROWS &&
		    !value_equal(&call->record->values[i], &call->before->values[i]))
			return false;
	size_t moved = ledger_field(people, "moved")->place;
	rows = &call->record->rows[moved];
	before = &call->before->rows[moved];
	for (size_t i = 0; i < rows->count; i++) {
		size_t at = 0;
		while (at < before->count && before->items[at]->id != rows->items[i]->id)
			at++;
		if (at == before->count || rows->items[i]->values[0].kind != VALUE_BLOB)
			return false;
	}
	return true;
}

bool rule_person_merge_kept(const struct rule_call *call, struct fault *fault)
{
	const struct ledger *people;
	if (!people_ledger(call->book, &people, fault))
		return false;
	if (call->record->ledger != people)
		return fault_set(fault, field_rule_misplaced, "person_merge_kept", call->record->ledger->name,
		                 people->merged_into->name);
	int64_t was = into_of(call->before), into = into_of(call->record);
	if (was && was == into && !only_forgets(call))
		return fault_set(fault, field_merge_closed, shown_number(call, call->record->id),
		                 shown_number(call, into));
	if (!into || was == into)
		return true;
	return was ? may_follow(call, was, into, fault) : may_go(call, into, fault);
}
