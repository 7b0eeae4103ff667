/* Drafting, signing, issuing, withdrawing. Each act is one write: the summary is
   gathered, compared and kept inside one transaction, so that what is signed is
   what was seen at that entry of the journal. */
#include <string.h>

#include "record/list.h"
#include "summary/document_json.h"
#include "summary/drift.h"
#include "summary/frozen.h"
#include "summary/gather.h"

/* Everything one act needs. */
struct signing {
	struct book *book;
	const struct viewer *viewer;
	const struct summary_request *request;
	const struct ledger *ledger;
	const struct template *template;
	struct document *document;
	struct record *statement; /* or NULL */
	struct arena arena;
	int64_t id;
	const char *slot, *written; /* of summary_write */
	const char *reason;         /* of summary_withdraw */
	bool (*act)(struct signing *signing, struct fault *fault);
};

static bool put_text(struct record *record, const char *field, const char *text, struct fault *fault)
{
	return record_put_value(record, field, value_text(text), fault);
}

static bool put_int(struct record *record, const char *field, int64_t number, struct fault *fault)
{
	return record_put_value(record, field, value_int(number), fault);
}

static const char *hash_of(const void *bytes, size_t length, struct arena *arena)
{
	uint8_t hash[32];
	struct text hex = TEXT_EMPTY;
	sm3(bytes, length, hash);
	text_add_hex(&hex, hash, sizeof hash);
	const char *copy = arena_copy(arena, hex.at);
	text_release(&hex);
	return copy;
}

/* The text as it reads, whatever is known behind it. */
static const char *document_hash(struct signing *signing)
{
	struct text plain = TEXT_EMPTY;
	document_plain(signing->document, &plain);
	const char *hash = hash_of(plain.at, plain.length, &signing->arena);
	text_release(&plain);
	return hash;
}

static size_t signatures_of(const struct record *statement)
{
	return statement ? kept_rows(statement, "signatures")->count : 0;
}

static bool is_issued(const struct record *statement)
{
	return statement && text_equal(statement->state->name, "issued");
}

/* ---- a new statement ---- */

/* With what says whose and which it is; nothing frozen yet. */
static bool fill_new(struct signing *signing, struct record *record, struct fault *fault)
{
	const struct summary_request *request = signing->request;
	const struct document *document = signing->document;
	struct text span = TEXT_EMPTY, heading = TEXT_EMPTY;
	period_print(&request->period, &span);
	document_title(document, &heading);
	if (!heading.length)
		text_add(&heading, document->language == LANGUAGE_ZH ? signing->template->title.zh
		                                                     : signing->template->title.en);
	bool ok = put_text(record, "summary_org", request->org, fault) &&
	          put_text(record, "summary", document->name, fault) &&
	          put_text(record, "heading", arena_copy(&signing->arena, heading.at), fault) &&
	          put_text(record, "language", document->language == LANGUAGE_ZH ? "zh" : "en", fault) &&
	          put_text(record, "span", arena_copy(&signing->arena, span.at), fault) &&
	          put_int(record, "period_from", request->period.from, fault) &&
	          put_int(record, "period_to", request->period.to, fault) &&
	          put_int(record, "prepared_on", document->prepared_on, fault) &&
	          put_int(record, "as_of_entry", document->as_of_seq, fault) &&
	          put_int(record, "signers_due", (int64_t)signing->template->signer_count, fault);
	text_release(&span);
	text_release(&heading);
	return ok;
}

/* Rows given in a change replace all: those that stay are given again, in the record they came from under
   their ids. */
static bool copy_rows(const struct signing *signing, struct record *to, const char *name, bool keep_ids,
                      struct fault *fault)
{
	if (!signing->statement)
		return true;
	const struct record_rows *rows = kept_rows(signing->statement, name);
	for (size_t i = 0; i < rows->count; i++) {
		struct record *copy = record_add_row(to, name);
		copy->id = keep_ids ? rows->items[i]->id : 0;
		for (size_t f = 0; f < copy->ledger->field_count; f++)
			if (!record_put_value(copy, copy->ledger->fields[f].name, rows->items[i]->values[f],
			                      fault))
				return false;
	}
	return true;
}

/* ---- signing ---- */

static bool check_turn(const struct signing *signing, struct fault *fault)
{
	size_t given = signatures_of(signing->statement);
	if (is_issued(signing->statement))
		return fault_set(fault, summary_already_issued);
	if (given >= signing->template->signer_count)
		return fault_set(fault, summary_all_signed);
	const char *due = signing->template->signers[given];
	const struct role *role = definitions_role(signing->book->definitions, due);
	return text_equal(signing->viewer->role->name, due) ||
	       fault_set(fault, summary_not_your_turn, role->label.zh, role->label.en, due);
}

/* Nothing unproved may be signed; a passage nobody wrote neither. */
static bool check_proved(const struct signing *signing, struct fault *fault)
{
	for (size_t i = 0; i < signing->document->warning_count; i++) {
		const struct warning *warning = &signing->document->warnings[i];
		if (warning->kind == WARNING_UNPROVED)
			return fault_set_at(fault, warning->at, summary_unproved, warning->text);
		if (warning->kind == WARNING_UNWRITTEN)
			return fault_set_at(fault, warning->at, summary_unwritten, warning->text);
	}
	return true;
}

/* Later signers put their name to what the first one froze: numbers and words must still be those. */
static bool check_unchanged(struct signing *signing, struct fault *fault)
{
	struct drift *drifts;
	size_t count;
	char changed[24];
	if (!drift_of_statement(signing->book, signing->viewer->actor, signing->request->org,
	                        signing->statement, &signing->arena, &drifts, &count, fault))
		return false;
	snprintf(changed, sizeof changed, "%zu", count);
	if (count)
		return fault_set(fault, summary_changed_since, changed);
	return text_equal(document_hash(signing), kept_value(signing->statement, "document_hash")->bytes) ||
	       fault_set(fault, summary_words_changed_since);
}

static bool freeze(struct signing *signing, struct record *changes, struct fault *fault)
{
	struct arena *arena = &signing->arena;
	const struct summary_source *source = signing->template->source;
	struct viewer viewer;
	struct frozen *items;
	size_t count;
	struct text packed = TEXT_EMPTY;
	document_pack(signing->document, &packed);
	bool ok = put_text(changes, "document", arena_copy(arena, packed.at), fault) &&
	          put_int(changes, "as_of_entry", signing->document->as_of_seq, fault) &&
	          put_int(changes, "prepared_on", signing->document->prepared_on, fault) &&
	          put_int(changes, "signers_due", (int64_t)signing->template->signer_count, fault) &&
	          put_text(changes, "template_hash", hash_of(source->text, source->length, arena), fault) &&
	          put_text(changes, "document_hash", document_hash(signing), fault);
	text_release(&packed);
	frozen_of_document(signing->document, arena, &items, &count);
	return ok &&
	       summary_viewer(signing->book, signing->viewer->actor, signing->request->org, &viewer, fault) &&
	       frozen_compute(signing->book, &viewer, items, count, arena, fault) &&
	       frozen_write(items, count, changes, fault);
}

static bool add_signature(struct signing *signing, struct record *changes, struct fault *fault)
{
	if (!copy_rows(signing, changes, "signatures", true, fault))
		return false;
	struct record *row = record_add_row(changes, "signatures");
	return put_text(row, "role", signing->viewer->role->name, fault) &&
	       put_text(row, "actor", signing->viewer->actor, fault) &&
	       put_int(row, "at", signing->book->now(signing->book->now_context), fault) &&
	       put_text(row, "hash", document_hash(signing), fault);
}

static bool create(struct signing *signing, struct record *record, struct fault *fault)
{
	if (!fill_new(signing, record, fault) ||
	    !record_create(signing->book, signing->viewer, record, NULL, NULL, fault))
		return false;
	signing->id = record->id;
	return true;
}

static bool move(struct signing *signing, const char *name, struct record *changes, struct fault *fault)
{
	return record_move(signing->book, signing->viewer, signing->ledger, tenant_of(signing->request->org),
	                   signing->id, 0, name, changes, signing->reason, NULL, fault);
}

static bool sign(struct signing *signing, struct fault *fault)
{
	bool first = !signatures_of(signing->statement);
	if (!check_turn(signing, fault) || !check_proved(signing, fault) ||
	    (!first && !check_unchanged(signing, fault)))
		return false;
	if (!signing->statement && !create(signing, record_new(&signing->arena, signing->ledger), fault))
		return false;
	struct record *changes = record_new(&signing->arena, signing->ledger);
	return (!first || freeze(signing, changes, fault)) && add_signature(signing, changes, fault) &&
	       move(signing, "sign", changes, fault);
}

static bool issue(struct signing *signing, struct fault *fault)
{
	size_t given = signatures_of(signing->statement);
	if (is_issued(signing->statement))
		return fault_set(fault, summary_already_issued);
	if (given < signing->template->signer_count) {
		const struct role *role =
		        definitions_role(signing->book->definitions, signing->template->signers[given]);
		return fault_set(fault, summary_signature_missing, role->label.zh, role->label.en);
	}
	struct record *changes = record_new(&signing->arena, signing->ledger);
	return put_int(changes, "issued_on", summary_today(signing->book), fault) &&
	       move(signing, "issue", changes, fault);
}

/* The words people wrote are kept for the next draft. */
static bool withdraw(struct signing *signing, struct fault *fault)
{
	if (!signing->statement)
		return fault_set(fault, summary_nothing_to_withdraw);
	struct record *next = record_new(&signing->arena, signing->ledger);
	if (!move(signing, "withdraw", NULL, fault))
		return false;
	if (!kept_rows(signing->statement, "passages")->count)
		return true;
	int64_t withdrawn = signing->id;
	bool ok = copy_rows(signing, next, "passages", false, fault) && create(signing, next, fault);
	signing->id = withdrawn;
	return ok;
}

static bool write_passage(struct signing *signing, struct fault *fault)
{
	if (signatures_of(signing->statement))
		return fault_set(fault, summary_signed_already);
	struct record *changes = record_new(&signing->arena, signing->ledger);
	if (!copy_rows(signing, changes, "passages", true, fault))
		return false;
	struct record *row = kept_passage(changes, signing->slot);
	if (!row)
		row = record_add_row(changes, "passages");
	if (!put_text(row, "slot", signing->slot, fault) ||
	    !put_text(row, "written", signing->written, fault))
		return false;
	if (!signing->statement)
		return create(signing, changes, fault);
	return record_change(signing->book, signing->viewer, tenant_of(signing->request->org), signing->id, 0,
	                     changes, NULL, NULL, fault);
}

/* ---- the frame of every act ---- */

/* Finds the statement, gathers the summary as it stands now, and acts. What is signed is never the blanked one. */
static bool act_in_write(struct book *book, void *context, struct fault *fault)
{
	struct signing *signing = context;
	struct summary_request whole = *signing->request;
	const char *name = summary_name(&whole);
	if (!kept_find(book, signing->viewer->actor, name, whole.org, &whole.period, &signing->arena,
	               &signing->statement, fault))
		return false;
	whole.redact = whole.as_signed = false;
	if (signatures_of(signing->statement))
		whole.prepared_on = (civil_date)kept_value(signing->statement, "prepared_on")->number;
	if (signing->statement)
		signing->id = signing->statement->id;
	return summary_gather(book, signing->viewer, &whole, &signing->document, fault) &&
	       signing->act(signing, fault);
}

static bool act(struct signing *signing, int64_t *ret_statement, struct fault *fault)
{
	signing->ledger = kept_ledger(signing->book->definitions);
	if (!signing->ledger)
		return fault_set(fault, summary_no_statement_ledger);
	bool ok = summary_template(signing->book, summary_name(signing->request), &signing->arena,
	                           &signing->template, fault) &&
	          book_write(signing->book, act_in_write, signing, fault);
	if (ok && ret_statement)
		*ret_statement = signing->id;
	document_free(signing->document);
	arena_release(&signing->arena);
	return ok;
}

bool summary_sign(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                  int64_t *ret_statement, struct fault *fault)
{
	struct signing signing = {.book = book, .viewer = viewer, .request = request, .act = sign};
	return act(&signing, ret_statement, fault);
}

bool summary_issue(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                   int64_t *ret_statement, struct fault *fault)
{
	struct signing signing = {.book = book, .viewer = viewer, .request = request, .act = issue};
	return act(&signing, ret_statement, fault);
}

bool summary_withdraw(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                      const char *reason, int64_t *ret_statement, struct fault *fault)
{
	struct signing signing = {
	        .book = book, .viewer = viewer, .request = request, .reason = reason, .act = withdraw};
	if (!reason || !reason[strspn(reason, " \t\n")])
		return fault_set(fault, summary_reason_wanted);
	return act(&signing, ret_statement, fault);
}

/* ---- passages ---- */

static const struct node *find_slot(const struct node *node, const char *slot)
{
	for (; node; node = node->next) {
		if (node->kind == NODE_WRITE && text_equal(node->text, slot))
			return node;
		const struct node *found = find_slot(node->inside, slot);
		found = found ? found : find_slot(node->otherwise, slot);
		if (found)
			return found;
	}
	return NULL;
}

/* Is there such a passage, is it this person's to write, and is it short enough? The clerk types for others. */
static bool check_slot(const struct template *template, const struct viewer *viewer, const char *slot,
                       const char *words, struct fault *fault)
{
	const struct node *node = NULL;
	char most[24];
	for (const struct template_block *block = template->blocks; block && !node; block = block->next)
		node = find_slot(block->nodes, slot);
	if (!node)
		return fault_set(fault, summary_no_slot, slot);
	const char *role = viewer->role->name;
	if (node->source && !text_equal(node->source, role) && !text_equal(role, "clerk"))
		return fault_set(fault, summary_slot_of_other, slot, node->source);
	snprintf(most, sizeof most, "%zu", node->top);
	return written_length(words) <= node->top || fault_set(fault, summary_too_long, slot, most);
}

bool summary_write(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                   const char *slot, const char *words, struct fault *fault)
{
	struct arena arena = {};
	const struct template *template;
	bool ok = summary_template(book, summary_name(request), &arena, &template, fault) &&
	          check_slot(template, viewer, slot, words, fault);
	arena_release(&arena);
	struct signing signing = {.book = book,
	                          .viewer = viewer,
	                          .request = request,
	                          .slot = slot,
	                          .written = *words ? words : NULL,
	                          .act = write_passage};
	return ok && act(&signing, NULL, fault);
}
