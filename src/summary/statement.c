/* Statements: a summary signed in order, its figures frozen at an entry of the
   journal with the records and versions behind them, and what drifted since.
   They are records of the ledger `statement`, so that signing is an entry like
   any other and `verify` proves it. */
#include <string.h>

#include "record/list.h"
#include "summary/gather.h"

static const struct ledger *statement_ledger(const struct book *book)
{
	return definitions_ledger(book->definitions, "statement");
}

static const struct value *value_of(const struct record *record, const char *field)
{
	return &record->values[ledger_field(record->ledger, field)->place];
}

static const struct record_rows *rows_of(const struct record *record, const char *field)
{
	return &record->rows[ledger_field(record->ledger, field)->place];
}

/* The statement is found under the summary's own role, which may not open it;
   reading it is the program's business here, so the viewer is lent one that may. */
bool statement_find(struct book *book, const struct viewer *viewer, const char *template, const char *org,
                    const struct period *period, struct arena *arena, struct record **ret, struct fault *fault)
{
	struct viewer reader = {.actor = viewer->actor, .role = definitions_role(book->definitions, "drafter"), .org = org};
	struct text span = TEXT_EMPTY, where = TEXT_EMPTY;
	period_print(period, &span);
	text_format(&where, "summary = '%s' and span = '%s' and state != 'withdrawn'", template, span.at);
	struct list_request wanted = {
		.ledger = statement_ledger(book), .org = org, .where = where.at, .order_by = "entry", .descending = true, .limit = 50};
	struct list_page page;
	bool ok = record_list(book, &reader, &wanted, arena, &page, fault);
	text_release(&span);
	text_release(&where);
	*ret = NULL;
	for (size_t i = 0; ok && !*ret && i < page.count; i++)
		if (text_equal(page.records[i]->org, org)) /* the list holds the subtree's too */
			ok = record_read(book, &reader, wanted.ledger, page.records[i]->tenant, page.records[i]->id, arena, ret, fault);
	return ok;
}

/* Everything one signature needs. */
struct signing {
	struct book *book;
	const struct viewer *viewer;
	const struct summary_request *request;
	const struct template *template;
	struct document *document;
	struct record *statement; /* or NULL */
	struct arena *arena;
	int64_t id;
	const char *slot, *written; /* of summary_write */
};

static void hash_hex(const void *bytes, size_t length, struct arena *arena, const char **ret)
{
	uint8_t hash[32];
	struct text hex = TEXT_EMPTY;
	sm3(bytes, length, hash);
	text_add_hex(&hex, hash, sizeof hash);
	*ret = arena_copy(arena, hex.at);
	text_release(&hex);
}

static bool put_text(struct record *record, const char *field, const char *text, struct fault *fault)
{
	return record_put_value(record, field, value_text(text), fault);
}

static bool put_int(struct record *record, const char *field, int64_t number, struct fault *fault)
{
	return record_put_value(record, field, value_int(number), fault);
}

/* "id:version id:version …" of the list behind a number. */
static bool frozen_records(struct signing *signing, const struct proof *proof, struct text *out, struct fault *fault)
{
	struct figure_rows rows;
	const struct viewer statement = {.actor = signing->viewer->actor,
	                                 .role = definitions_role(signing->book->definitions, "statement"),
	                                 .org = signing->request->org};
	if (!figure_freeze(signing->book, &statement, &proof->request, proof->request.by[0] ? proof->key : NULL,
	                   signing->arena, &rows, fault))
		return false;
	for (size_t i = 0; i < rows.count; i++)
		text_format(out, "%s%lld:%lld", i ? " " : "", (long long)rows.items[i].record, (long long)rows.items[i].version);
	return true;
}

static void key_text(const struct value *key, struct text *out)
{
	if (key->kind == VALUE_TEXT)
		text_format(out, " key=%s", key->bytes);
	else if (key->kind == VALUE_INT)
		text_format(out, " key=%lld", (long long)key->number);
}

/* The request with its cell: what a frozen number is found again by. */
static const char *proof_key(struct arena *arena, const struct proof *proof)
{
	struct text key = TEXT_EMPTY;
	text_add(&key, gather_key(arena, &proof->request));
	for (int i = 0; i < FIGURE_DIMENSIONS; i++)
		key_text(&proof->key[i], &key);
	if (*proof->form)
		text_format(&key, " as %s", proof->form);
	const char *copy = arena_copy(arena, key.at);
	text_release(&key);
	return copy;
}

static bool freeze_figure(struct signing *signing, struct record *row, const struct proof *proof, struct fault *fault)
{
	struct text records = TEXT_EMPTY;
	bool ok = proof->value.missing || frozen_records(signing, proof, &records, fault);
	ok = ok && put_int(row, "place", (int64_t)proof->number, fault) && put_text(row, "name", proof->figure, fault) &&
	     put_text(row, "request", proof_key(signing->arena, proof), fault) &&
	     put_text(row, "printed", proof->printed, fault) && put_int(row, "missing", proof->value.missing, fault);
	if (ok && !proof->value.missing)
		ok = put_int(row, "numerator", proof->value.number, fault) &&
		     put_int(row, "denominator", proof->value.denominator, fault) &&
		     put_int(row, "places", proof->value.scale, fault) &&
		     put_text(row, "records", *records.at ? arena_copy(signing->arena, records.at) : NULL, fault);
	text_release(&records);
	return ok;
}

static bool freeze(struct signing *signing, struct record *statement, struct fault *fault)
{
	const struct document *document = signing->document;
	const char *template_hash, *document_hash;
	struct text plain = TEXT_EMPTY;
	document_plain(document, &plain);
	hash_hex(plain.at, plain.length, signing->arena, &document_hash);
	hash_hex(signing->template->source->text, signing->template->source->length, signing->arena, &template_hash);
	text_release(&plain);
	if (!put_int(statement, "as_of_entry", document->as_of_seq, fault) ||
	    !put_int(statement, "prepared_on", document->prepared_on, fault) ||
	    !put_text(statement, "template_hash", template_hash, fault) ||
	    !put_text(statement, "document_hash", document_hash, fault))
		return false;
	for (size_t i = 0; i < document->proof_count; i++)
		if (document->proofs[i]->request.figure &&
		    !freeze_figure(signing, record_add_row(statement, "figures"), document->proofs[i], fault))
			return false;
	return true;
}

static const char *heading(const struct signing *signing)
{
	for (size_t i = 0; i < signing->document->block_count; i++) {
		const struct block *block = &signing->document->blocks[i];
		if (block->kind != BLOCK_TITLE)
			continue;
		struct text out = TEXT_EMPTY;
		for (size_t j = 0; j < block->count; j++)
			text_add(&out, block->runs[j].text);
		const char *copy = arena_copy(signing->arena, out.at);
		text_release(&out);
		return copy;
	}
	return signing->template->title.zh;
}

/* A new statement with what says whose and which it is; nothing frozen yet. */
static struct record *new_statement(struct signing *signing, struct fault *fault)
{
	struct record *record = record_new(signing->arena, statement_ledger(signing->book));
	struct text span = TEXT_EMPTY;
	period_print(&signing->request->period, &span);
	bool ok = put_text(record, "summary_org", signing->request->org, fault) &&
		  put_text(record, "summary", signing->template->name, fault) &&
		  put_text(record, "heading", heading(signing), fault) &&
		  put_text(record, "language", signing->template->language == LANGUAGE_ZH ? "zh" : "en", fault) &&
		  put_text(record, "span", arena_copy(signing->arena, span.at), fault) &&
		  put_int(record, "period_from", signing->request->period.from, fault) &&
		  put_int(record, "period_to", signing->request->period.to, fault) &&
		  put_int(record, "prepared_on", signing->document->prepared_on, fault) &&
		  put_int(record, "as_of_entry", signing->document->as_of_seq, fault) &&
		  put_int(record, "signers_due", (int64_t)signing->template->signer_count, fault);
	text_release(&span);
	return ok ? record : NULL;
}

/* Rows given in a change replace all; those that stay are given again under their ids. */
static bool copy_rows(struct signing *signing, struct record *changes, const char *name, struct fault *fault)
{
	if (!signing->statement)
		return true;
	const struct record_rows *rows = rows_of(signing->statement, name);
	for (size_t i = 0; i < rows->count; i++) {
		struct record *copy = record_add_row(changes, name);
		copy->id = rows->items[i]->id;
		for (size_t f = 0; f < copy->ledger->field_count; f++)
			if (!record_put_value(copy, copy->ledger->fields[f].name, rows->items[i]->values[f], fault))
				return false;
	}
	return true;
}

static bool add_signature(struct signing *signing, struct record *changes, struct fault *fault)
{
	const char *frozen = value_of(signing->statement ? signing->statement : changes, "document_hash")->bytes;
	if (!copy_rows(signing, changes, "signatures", fault))
		return false;
	struct record *row = record_add_row(changes, "signatures");
	return put_text(row, "role", signing->viewer->role->name, fault) &&
	       put_text(row, "actor", signing->viewer->actor, fault) &&
	       put_int(row, "at", signing->book->now(signing->book->now_context), fault) &&
	       put_text(row, "hash", frozen ? frozen : value_of(changes, "document_hash")->bytes, fault);
}

static size_t signatures_of(const struct record *statement)
{
	return statement ? rows_of(statement, "signatures")->count : 0;
}

static bool check_turn(const struct signing *signing, struct fault *fault)
{
	size_t given = signatures_of(signing->statement);
	if (signing->statement && text_equal(signing->statement->state->name, "issued"))
		return fault_set(fault, summary_already_issued);
	if (given == signing->template->signer_count)
		return fault_set(fault, summary_all_signed);
	const char *due = signing->template->signers[given];
	if (!text_equal(signing->viewer->role->name, due)) {
		const struct role *role = definitions_role(signing->book->definitions, due);
		return fault_set(fault, summary_not_your_turn, role->label.zh, role->label.en, due);
	}
	return true;
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

/* Later signers put their name to what the first one froze: the numbers must still be those. */
static bool check_unchanged(const struct signing *signing, struct fault *fault)
{
	struct arena arena = {};
	struct drift *drifts;
	size_t count = 0;
	bool ok = summary_drift(signing->book, signing->viewer, signing->request, &arena, &drifts, &count, fault);
	if (ok && count) {
		char changed[24];
		snprintf(changed, sizeof changed, "%zu", count);
		ok = fault_set(fault, summary_changed_since, changed);
	}
	arena_release(&arena);
	return ok;
}

static bool sign(struct book *book, void *context, struct fault *fault)
{
	struct signing *signing = context;
	const struct ledger *ledger = statement_ledger(book);
	bool first = signatures_of(signing->statement) == 0;
	if (!check_turn(signing, fault) || !check_proved(signing, fault) || (!first && !check_unchanged(signing, fault)))
		return false;
	if (!signing->statement) {
		struct record *made = new_statement(signing, fault);
		if (!made || !record_create(book, signing->viewer, made, NULL, NULL, fault))
			return false;
		signing->id = made->id;
	} else {
		signing->id = signing->statement->id;
	}
	struct record *changes = record_new(signing->arena, ledger);
	if (first && !freeze(signing, changes, fault))
		return false;
	return add_signature(signing, changes, fault) &&
	       record_move(book, signing->viewer, ledger, tenant_of(signing->request->org), signing->id, 0, "sign", changes,
	                   NULL, NULL, fault);
}

static bool issue(struct book *book, void *context, struct fault *fault)
{
	struct signing *signing = context;
	size_t given = signatures_of(signing->statement);
	if (!signing->statement || given < signing->template->signer_count) {
		const struct role *role = definitions_role(book->definitions, signing->template->signers[given]);
		return fault_set(fault, summary_signature_missing, role->label.zh, role->label.en);
	}
	if (text_equal(signing->statement->state->name, "issued"))
		return fault_set(fault, summary_already_issued);
	signing->id = signing->statement->id;
	struct record *changes = record_new(signing->arena, statement_ledger(book));
	return put_int(changes, "issued_on", instant_date(book->now(book->now_context)), fault) &&
	       record_move(book, signing->viewer, statement_ledger(book), tenant_of(signing->request->org), signing->id, 0,
	                   "issue", changes, NULL, NULL, fault);
}

static bool write_passage(struct book *book, void *context, struct fault *fault)
{
	struct signing *signing = context;
	if (signatures_of(signing->statement))
		return fault_set(fault, summary_signed_already);
	struct record *changes = signing->statement ? record_new(signing->arena, statement_ledger(book))
						    : new_statement(signing, fault);
	if (!changes || !copy_rows(signing, changes, "passages", fault))
		return false;
	struct record_rows *rows = &changes->rows[ledger_field(changes->ledger, "passages")->place];
	struct record *row = NULL;
	for (size_t i = 0; i < rows->count; i++)
		if (text_equal(value_of(rows->items[i], "slot")->bytes, signing->slot))
			row = rows->items[i];
	if (!row)
		row = record_add_row(changes, "passages");
	if (!put_text(row, "slot", signing->slot, fault) || !put_text(row, "written", signing->written, fault))
		return false;
	if (signing->statement)
		return record_change(book, signing->viewer, tenant_of(signing->request->org), signing->statement->id, 0, changes,
		                     NULL, NULL, fault);
	return record_create(book, signing->viewer, changes, NULL, NULL, fault);
}

typedef bool signing_act(struct book *book, void *context, struct fault *fault);

static bool run(struct signing *signing, signing_act *act, struct fault *fault)
{
	const char *name = signing->request->template ? signing->request->template : "half_year";
	struct arena arena = {};
	signing->arena = &arena;
	struct summary_request whole = *signing->request; /* what is signed is never the blanked one */
	whole.redact = false;
	bool ok = summary_template(signing->book, name, &arena, &signing->template, fault) &&
		  summary_gather(signing->book, signing->viewer, &whole, &signing->document, fault);
	if (ok)
		ok = statement_find(signing->book, signing->viewer, name, whole.org, &whole.period, &arena,
		                    &signing->statement, fault) &&
		     book_write(signing->book, act, signing, fault);
	document_free(signing->document);
	arena_release(&arena);
	return ok;
}

bool summary_sign(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                  int64_t *ret_statement, struct fault *fault)
{
	struct signing signing = {.book = book, .viewer = viewer, .request = request};
	if (!run(&signing, sign, fault))
		return false;
	*ret_statement = signing.id;
	return true;
}

bool summary_issue(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                   int64_t *ret_statement, struct fault *fault)
{
	struct signing signing = {.book = book, .viewer = viewer, .request = request};
	if (!run(&signing, issue, fault))
		return false;
	*ret_statement = signing.id;
	return true;
}

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

bool summary_write(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                   const char *slot, const char *words, struct fault *fault)
{
	struct arena arena = {};
	const struct template *template;
	const struct node *node = NULL;
	bool ok = summary_template(book, request->template ? request->template : "half_year", &arena, &template, fault);
	for (const struct template_block *block = ok ? template->blocks : NULL; block && !node; block = block->next)
		node = find_slot(block->nodes, slot);
	if (ok && !node)
		ok = fault_set(fault, summary_no_slot, slot);
	if (ok && node->source && !text_equal(node->source, viewer->role->name) && !text_equal(viewer->role->name, "clerk"))
		ok = fault_set(fault, summary_slot_of_other, slot, node->source);
	char most[24];
	snprintf(most, sizeof most, "%zu", ok ? node->top : 0);
	if (ok && utf8_count(words, strlen(words)) > node->top)
		ok = fault_set(fault, summary_too_long, slot, most);
	arena_release(&arena);
	struct signing signing = {.book = book, .viewer = viewer, .request = request, .slot = slot, .written = words};
	return ok && run(&signing, write_passage, fault);
}

static int compare_ids(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;
	if (left[0] != right[0])
		return left[0] < right[0] ? -1 : 1;
	return left[1] < right[1] ? -1 : left[1] > right[1];
}

/* "id:version …" as sorted pairs, each record once. */
static int64_t (*parse_records(const char *text, struct arena *arena, size_t *ret_count))[2]
{
	size_t count = 0, room = 1;
	for (const char *c = text ? text : ""; *c; c++)
		room += *c == ' ';
	int64_t(*pairs)[2] = arena_take(arena, room * sizeof *pairs);
	while (text && *text) {
		char *end;
		pairs[count][0] = strtoll(text, &end, 10);
		pairs[count][1] = *end == ':' ? strtoll(end + 1, &end, 10) : 0;
		count++;
		text = *end == ' ' ? end + 1 : end;
		if (*end != ' ')
			break;
	}
	qsort(pairs, count, sizeof *pairs, compare_ids);
	size_t kept = 0;
	for (size_t i = 0; i < count; i++)
		if (!kept || pairs[i][0] != pairs[kept - 1][0])
			memcpy(pairs[kept++], pairs[i], sizeof *pairs);
	*ret_count = kept;
	return pairs;
}

/* Merges two sorted lists into what came, went and changed. */
static void compare_records(const char *before, const char *now, struct arena *arena, struct drift *ret)
{
	size_t old_count, new_count, i = 0, j = 0;
	int64_t(*old)[2] = parse_records(before, arena, &old_count);
	int64_t(*new)[2] = parse_records(now, arena, &new_count);
	int64_t *came = arena_array(arena, int64_t, new_count + 1), *went = arena_array(arena, int64_t, old_count + 1);
	int64_t *changed = arena_array(arena, int64_t, new_count + 1);
	while (i < old_count || j < new_count) {
		if (j == new_count || (i < old_count && old[i][0] < new[j][0])) {
			went[ret->went++] = old[i++][0];
		} else if (i == old_count || new[j][0] < old[i][0]) {
			came[ret->came++] = new[j++][0];
		} else {
			if (old[i][1] != new[j][1])
				changed[ret->changed++] = new[j][0];
			i++;
			j++;
		}
	}
	ret->came_ids = came;
	ret->went_ids = went;
	ret->changed_ids = changed;
}

static const struct proof *find_proof(const struct document *document, const char *key, struct arena *arena)
{
	for (size_t i = 0; i < document->proof_count; i++)
		if (document->proofs[i]->request.figure && text_equal(proof_key(arena, document->proofs[i]), key))
			return document->proofs[i];
	return NULL;
}

static bool drift_of_row(struct signing *signing, const struct record *row, struct drift *ret, bool *ret_drifted,
                         struct fault *fault)
{
	const struct proof *proof = find_proof(signing->document, value_of(row, "request")->bytes, signing->arena);
	struct text records = TEXT_EMPTY;
	*ret = (struct drift){.figure = arena_copy(signing->arena, value_of(row, "name")->bytes),
	                      .before = arena_copy(signing->arena, value_of(row, "printed")->bytes),
	                      .now = proof ? arena_copy(signing->arena, proof->printed) : "x",
	                      .words = proof ? arena_copy(signing->arena, proof->words) : ""};
	bool ok = !proof || proof->value.missing || frozen_records(signing, proof, &records, fault);
	if (ok)
		compare_records(value_of(row, "records")->bytes, records.at, signing->arena, ret);
	text_release(&records);
	*ret_drifted = !text_equal(ret->before, ret->now) || ret->came || ret->went || ret->changed;
	return ok;
}

static bool collect_drift(struct signing *signing, struct drift **ret, size_t *ret_count, struct fault *fault)
{
	const struct record_rows *rows = rows_of(signing->statement, "figures");
	struct drift *drifts = arena_array(signing->arena, struct drift, rows->count + 1);
	size_t count = 0;
	for (size_t i = 0; i < rows->count; i++) {
		bool drifted;
		if (!drift_of_row(signing, rows->items[i], &drifts[count], &drifted, fault))
			return false;
		count += drifted;
	}
	*ret = drifts;
	*ret_count = count;
	return true;
}

bool summary_drift(struct book *book, const struct viewer *viewer, const struct summary_request *request,
                   struct arena *arena, struct drift **ret, size_t *ret_count, struct fault *fault)
{
	struct signing signing = {.book = book, .viewer = viewer, .request = request, .arena = arena};
	const char *name = request->template ? request->template : "half_year";
	if (!statement_find(book, viewer, name, request->org, &request->period, arena, &signing.statement, fault))
		return false;
	if (!signatures_of(signing.statement))
		return fault_set(fault, summary_not_signed);
	struct summary_request whole = *request;
	whole.redact = false;
	whole.prepared_on = (civil_date)value_of(signing.statement, "prepared_on")->number;
	if (!summary_gather(book, viewer, &whole, &signing.document, fault))
		return false;
	bool ok = collect_drift(&signing, ret, ret_count, fault);
	document_free(signing.document);
	return ok;
}
