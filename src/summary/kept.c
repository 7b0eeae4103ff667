/* Statements as records: what the ledger must hold, and how one is found. They
   are records like any other, so that signing is an entry and `verify` proves it. */
#include "summary/kept.h"

#include <string.h>

#include "record/list.h"

/* ---- what the ledger must hold ---- */

static const struct need {
	const char *rows; /* NULL: the statement itself */
	const char *field;
	enum field_type type;
} needs[] = {
        {NULL, "summary_org", FIELD_ORG},     {NULL, "summary", FIELD_TEXT},
        {NULL, "heading", FIELD_TEXT},        {NULL, "language", FIELD_TEXT},
        {NULL, "span", FIELD_TEXT},           {NULL, "period_from", FIELD_DATE},
        {NULL, "period_to", FIELD_DATE},      {NULL, "prepared_on", FIELD_DATE},
        {NULL, "issued_on", FIELD_DATE},      {NULL, "as_of_entry", FIELD_INT},
        {NULL, "template_hash", FIELD_TEXT},  {NULL, "document_hash", FIELD_TEXT},
        {NULL, "signers_due", FIELD_INT},     {NULL, "document", FIELD_NOTE},
        {"figures", "place", FIELD_INT},      {"figures", "name", FIELD_TEXT},
        {"figures", "request", FIELD_NOTE},   {"figures", "printed", FIELD_TEXT},
        {"figures", "numerator", FIELD_INT},  {"figures", "denominator", FIELD_INT},
        {"figures", "places", FIELD_INT},     {"figures", "missing", FIELD_BOOL},
        {"figures", "records", FIELD_NOTE},   {"passages", "slot", FIELD_TEXT},
        {"passages", "written", FIELD_NOTE},  {"signatures", "role", FIELD_TEXT},
        {"signatures", "actor", FIELD_STAFF}, {"signatures", "at", FIELD_INSTANT},
        {"signatures", "hash", FIELD_TEXT},
};
static const char *const moves[] = {"sign", "issue", "withdraw"};
static const char *const states[] = {"issued", "withdrawn"};

const struct ledger *kept_ledger(const struct definitions *definitions)
{
	return definitions_ledger(definitions, "statement");
}

static const struct field *needed_field(const struct ledger *ledger, const struct need *need)
{
	const struct field *rows = need->rows ? ledger_field(ledger, need->rows) : NULL;
	if (need->rows && (!rows || rows->type != FIELD_ROWS))
		return NULL;
	const struct field *field = ledger_field(rows ? rows->rows : ledger, need->field);
	return field && field->type == need->type && field->secrecy != SECRECY_SEALED ? field : NULL;
}

bool kept_ledger_check(const struct definitions *definitions, struct faults *faults)
{
	const struct ledger *ledger = kept_ledger(definitions);
	size_t before = faults->count;
	struct text name = TEXT_EMPTY;
	if (!ledger)
		return true;
	for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) {
		text_cut(&name, 0);
		text_format(&name, "%s%s%s: %s", needs[i].rows ? needs[i].rows : "", needs[i].rows ? "." : "",
		            needs[i].field, field_type_name(needs[i].type));
		if (!needed_field(ledger, &needs[i]))
			faults_add_at(faults, ledger->at, summary_statement_lacks, name.at);
	}
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (!ledger_move(ledger, moves[i]))
			faults_add_at(faults, ledger->at, summary_statement_lacks, moves[i]);
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (!ledger_state(ledger, states[i]))
			faults_add_at(faults, ledger->at, summary_statement_lacks, states[i]);
	text_release(&name);
	return faults->count == before;
}

static bool ledger_holds_all(const struct definitions *definitions, struct fault *fault)
{
	struct faults faults = {};
	bool ok = kept_ledger_check(definitions, &faults);
	if (!ok && fault)
		*fault = faults.items[0];
	faults_release(&faults);
	return ok;
}

/* ---- reading ---- */

const struct value *kept_value(const struct record *record, const char *field)
{
	return &record->values[ledger_field(record->ledger, field)->place];
}

const struct record_rows *kept_rows(const struct record *statement, const char *field)
{
	return &statement->rows[ledger_field(statement->ledger, field)->place];
}

struct record *kept_passage(const struct record *statement, const char *slot)
{
	const struct record_rows *rows = kept_rows(statement, "passages");
	for (size_t i = 0; i < rows->count; i++)
		if (text_equal(kept_value(rows->items[i], "slot")->bytes, slot))
			return rows->items[i];
	return NULL;
}

civil_date summary_today(const struct book *book)
{
	return instant_date(book->now(book->now_context));
}

bool summary_viewer(const struct book *book, const char *actor, const char *org, struct viewer *ret,
                    struct fault *fault)
{
	const struct role *role = definitions_role(book->definitions, "statement");
	if (!role)
		return fault_set(fault, summary_no_statement_role);
	*ret = (struct viewer){.actor = actor, .role = role, .org = org};
	return true;
}

/* A role that may open the statements of its own tree; NULL when nobody may. */
static const struct role *opening_role(const struct ledger *ledger)
{
	for (size_t i = 0; i < ledger->access_count; i++)
		if (ledger->access[i].scope[ACCESS_OPEN] >= SCOPE_OWN_TREE)
			return ledger->access[i].role;
	return NULL;
}

static bool is_name(const char *name)
{
	return *name && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

bool kept_find(struct book *book, const char *actor, const char *template, const char *org,
               const struct period *period, struct arena *arena, struct record **ret, struct fault *fault)
{
	const struct ledger *ledger = kept_ledger(book->definitions);
	struct viewer reader = {.actor = actor, .role = ledger ? opening_role(ledger) : NULL, .org = org};
	struct text where = TEXT_EMPTY;
	*ret = NULL;
	if (!reader.role)
		return true;
	if (!ledger_holds_all(book->definitions, fault))
		return false;
	if (!is_name(template))
		return fault_set(fault, summary_no_template, template);
	text_format(&where, "summary = '%s' and summary_org = '%s' and state != 'withdrawn' and span = '",
	            template, org);
	period_print(period, &where);
	text_add_byte(&where, '\'');
	struct list_request wanted = {
	        .ledger = ledger, .where = where.at, .order_by = "entry", .descending = true, .limit = 1};
	struct list_page page;
	bool ok = record_list(book, &reader, &wanted, arena, &page, fault);
	text_release(&where);
	if (ok && page.count)
		ok = record_read(book, &reader, ledger, page.records[0]->tenant, page.records[0]->id, arena,
		                 ret, fault);
	return ok;
}
