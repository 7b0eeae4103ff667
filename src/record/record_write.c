/* The writes: create, change, move, void. Each is one transaction: the record is
   read, the new version checked, the entry appended, the effects posted. What a
   rule does to other records joins the same act. */
#include <assert.h>

#include "record/append.h"
#include "record/draft.h"
#include "record/posting.h"
#include "record/rule.h"
#include "record/state.h"

/* What the public functions were asked. */
struct writing {
	const struct viewer *viewer;
	const struct ledger *ledger;
	struct record *record; /* to create, or the changes; may be NULL for a move */
	int64_t tenant, id, version;
	const char *move, *reason;
	struct faults faults;
	bool (*steps)(struct draft *draft, const struct writing *writing, struct fault *fault);
};

/* ---- the frame of every write ---- */

enum { REASON_LENGTH = 500 };

static bool reason_good(const char *reason, struct fault *fault)
{
	size_t length = strlen(reason);
	if (!utf8_valid(reason, length) || utf8_count(reason, length) > REASON_LENGTH)
		return fault_set(fault, record_reason_bad);
	for (const char *at = reason; *at; at++)
		if ((unsigned char)*at < ' ' && *at != '\n')
			return fault_set(fault, record_reason_bad);
	return true;
}

/* Does the steps as one act; an act inside an act joins it. */
static bool run(struct book *book, void *context, struct fault *fault)
{
	struct writing *writing = context;
	struct book_state *state = book->state;
	struct draft draft = {.book = book,
	                      .viewer = writing->viewer,
	                      .ledger = writing->ledger,
	                      .at = book_now(book),
	                      .faults = &writing->faults};
	draft.today = instant_date(draft.at);
	if (!state->act_depth++)
		state->act = id_next(&book->ids, draft.at);
	bool done = writing->steps(&draft, writing, fault);
	state->act_depth--;
	faults_release(&draft.notices);
	arena_release(&draft.arena);
	return done;
}

/* A transaction of its own, unless the caller has one open: then a savepoint a
   record would cost a fifth of an import, and is not needed, because nearly all
   that can fail fails before the first byte is written. If not, the caller's
   transaction is spoiled and book_write undoes it. */
static bool write_within(struct book *book, struct writing *writing, struct fault *fault)
{
	struct book_state *state = book->state;
	int64_t appended = state->appended;
	if (!database_in_write(book->database))
		return book_write(book, run, writing, fault);
	if (run(book, writing, fault))
		return true;
	if (state->appended != appended)
		book_spoil(book, fault);
	return false;
}

/* The first fault is the answer; all of them are the caller's if it wants them. */
static bool write_record(struct book *book, struct writing *writing, struct faults *faults,
                         struct fault *fault)
{
	struct fault first = {};
	assert(writing->viewer && !writing->ledger->parent);
	bool done = reason_good(writing->reason, &first) && write_within(book, writing, &first);
	if (!done && !writing->faults.count)
		faults_add(&writing->faults, &first);
	for (size_t i = 0; !done && faults && i < writing->faults.count; i++)
		faults_add(faults, &writing->faults.items[i]);
	if (!done && fault)
		*fault = first;
	faults_release(&writing->faults);
	return done;
}

static bool settle_faults(const struct draft *draft, struct fault *fault)
{
	if (draft->faults->count && fault)
		*fault = draft->faults->items[0];
	return !draft->faults->count;
}

/* Appends the entry and posts it; `after` is then at its new version. */
static bool enter(struct draft *draft, const char *action, const char *reason, struct fault *fault)
{
	struct book_state *state = draft->book->state;
	struct record *after = draft->after;
	text_cut(&state->effects, 0);
	effects_write(&draft->effects, &state->effects);
	struct entry entry = {
	        .tenant = after->tenant,
	        .act = state->act,
	        .at = draft->at,
	        .actor = draft->viewer->actor,
	        .role = draft->viewer->role->name,
	        .ledger = draft->ledger->name,
	        .action = action,
	        .reason = reason,
	        .record = after->id,
	        .version = draft->before ? draft->before->version + 1 : 1,
	        .effects = state->effects.at,
	        .effects_length = state->effects.length,
	};
	if (!journal_append(draft->book, draft->ledger, &entry, fault) ||
	    !posting_apply(draft->book, draft->ledger, &entry, &draft->effects, fault))
		return false;
	after->version = entry.version;
	after->entry = entry.seq;
	return true;
}

static bool check(struct draft *draft, struct fault *fault)
{
	return draft_compute(draft, fault) && draft_check(draft, fault) && settle_faults(draft, fault) &&
	       draft_ledger_rules(draft, fault);
}

/* ---- create ---- */

/* Where the record belongs; the organisation ledger's own units are not in the tree yet. */
static bool stamp(struct draft *draft, struct fault *fault)
{
	struct book *book = draft->book;
	struct record *after = draft->after;
	const struct field *org = draft->ledger->org;
	after->org = after->values[org->place].bytes;
	if (!after->org)
		return field_fault(fault, org, record_required, "", "");
	after->tenant = tenant_of(after->org);
	if (!after->tenant)
		return field_fault(fault, org, record_org_unknown, after->org, "");
	if (!text_equal(draft->ledger->name, "org") && !book_organisation_fresh(book, fault))
		return false;
	if (draft->ledger->counts_on)
		after->counts_on = (civil_date)after->values[draft->ledger->counts_on->place].number;
	after->state = draft->ledger->state_count ? &draft->ledger->states[0] : NULL;
	after->voided = false;
	return book->state->rule_depth ||
	       viewer_may_create(draft->viewer, book->organisation, draft->ledger, after->org, fault);
}

static void keep_notices(const struct draft *draft, struct record *record)
{
	struct fault *notices = NULL;
	if (draft->notices.count)
		notices = arena_array(record->arena, struct fault, draft->notices.count);
	for (size_t i = 0; i < draft->notices.count; i++)
		notices[i] = draft->notices.items[i];
	record->notices = notices;
	record->notice_count = draft->notices.count;
}

static bool create(struct draft *draft, const struct writing *writing, struct fault *fault)
{
	draft->after = writing->record;
	if (!stamp(draft, fault) || !check(draft, fault) ||
	    !number_take(draft->book, draft->after, draft->today, &draft->arena, &draft->effects.counter,
	                 fault))
		return false;
	draft->after->id = id_next(&draft->book->ids, draft->at);
	keep_notices(draft, draft->after);
	return draft_clocks(draft, fault) && draft_difference(draft, fault) &&
	       enter(draft, "create", writing->reason, fault);
}

bool record_create(struct book *book, const struct viewer *viewer, struct record *record, const char *reason,
                   struct faults *faults, struct fault *fault)
{
	const struct record kept = *record;
	struct writing writing = {.viewer = viewer,
	                          .ledger = record->ledger,
	                          .record = record,
	                          .reason = reason ? reason : "",
	                          .steps = create};
	record->id = 0;
	if (write_record(book, &writing, faults, fault))
		return true;
	*record = kept;
	return false;
}

/* ---- what is there ---- */

/* Who was first: the entry that made the version in the books. */
static bool conflict(struct draft *draft, struct fault *fault)
{
	struct statement *statement;
	struct text name = TEXT_EMPTY, at = TEXT_EMPTY;
	char version[24];
	const char *actor = "";
	if (!database_prepare(draft->book->database,
	                      "SELECT actor, at FROM journal WHERE tenant = ? AND seq = ?", &statement,
	                      fault))
		return false;
	statement_bind_int(statement, 1, draft->before->tenant);
	statement_bind_int(statement, 2, draft->before->entry);
	if (statement_step(statement, NULL) == STEP_ROW) {
		actor = arena_copy(&draft->arena, statement_text(statement, 0));
		instant_show(statement_int(statement, 1), &at);
	}
	statement_reset(statement);
	snprintf(version, sizeof version, "%lld", (long long)draft->before->version);
	record_name(draft->book, draft->before, LANGUAGE_ZH, &name);
	fault_set(fault, record_version_conflict, name.at, actor, at.at, version);
	text_release(&name);
	text_release(&at);
	return false;
}

/* Reads the record the writing names, if it may be written to. */
static bool take_before(struct draft *draft, const struct writing *writing, enum access_action action,
                        struct fault *fault)
{
	char name[24];
	snprintf(name, sizeof name, "%lld", (long long)writing->id);
	if (!record_reach(draft->book, draft->viewer, draft->ledger, writing->tenant, writing->id, action,
	                  name, &draft->arena, &draft->before, fault))
		return false;
	if (writing->version && writing->version != draft->before->version)
		return conflict(draft, fault);
	if (!draft->before->voided)
		return true;
	struct text shown = TEXT_EMPTY;
	record_name(draft->book, draft->before, LANGUAGE_ZH, &shown);
	fault_set(fault, record_voided, shown.at);
	text_release(&shown);
	return false;
}

/* What a change may not touch, and the right over the unit it goes to. */
static bool may_become(struct draft *draft, const struct record *changes, struct fault *fault)
{
	const struct record *before = draft->before, *after = draft->after;
	if (changes && changes->number && !text_equal(changes->number, before->number))
		return fault_set(fault, record_number_fixed, before->number ? before->number : "");
	if (!after->org)
		return field_fault(fault, draft->ledger->org, record_required, "", "");
	if (text_equal(after->org, before->org))
		return true;
	if (tenant_of(after->org) != before->tenant)
		return field_fault(fault, draft->ledger->org, record_tenant_changed, after->org, "");
	return draft->book->state->rule_depth ||
	       viewer_may_create(draft->viewer, draft->book->organisation, draft->ledger, after->org, fault);
}

static bool any_given(const struct record *changes)
{
	for (size_t i = 0; changes && i < changes->ledger->field_count; i++)
		if (changes->given[i])
			return true;
	return false;
}

static bool has_effect(const struct effects *effects)
{
	return effects->org || effects->set_count || effects->rows_count;
}

/* ---- change ---- */

static bool change(struct draft *draft, const struct writing *writing, struct fault *fault)
{
	if (!take_before(draft, writing, ACCESS_CHANGE, fault) ||
	    !draft_overlay(draft, writing->record, fault) || !may_become(draft, writing->record, fault) ||
	    !check(draft, fault) || !draft_difference(draft, fault))
		return false;
	/* What is already so needs no entry. */
	return !has_effect(&draft->effects) || enter(draft, "change", writing->reason, fault);
}

bool record_change(struct book *book, const struct viewer *viewer, int64_t tenant, int64_t id,
                   int64_t version, struct record *changes, const char *reason, struct faults *faults,
                   struct fault *fault)
{
	struct writing writing = {.viewer = viewer,
	                          .ledger = changes->ledger,
	                          .record = changes,
	                          .tenant = tenant,
	                          .id = id,
	                          .version = version,
	                          .reason = reason ? reason : "",
	                          .steps = change};
	return write_record(book, &writing, faults, fault);
}

/* ---- move ---- */

/* Who may move but not change sets only what the move needs. */
static bool may_set(struct draft *draft, const struct record *changes, struct fault *fault)
{
	if (record_may(draft->book, draft->viewer, draft->before, ACCESS_CHANGE, NULL))
		return true;
	for (size_t i = 0; i < draft->ledger->field_count; i++) {
		bool needed = false;
		for (const struct field *const *need = draft->move->needs; need && *need; need++)
			needed |= (*need)->place == i;
		if (changes->given[i] && !needed)
			return field_fault(fault, &draft->ledger->fields[i], record_move_sets_more,
			                   draft->move->label.zh, draft->move->label.en);
	}
	return true;
}

static bool move(struct draft *draft, const struct writing *writing, struct fault *fault)
{
	const struct record *changes = writing->record;
	draft->move = ledger_move(draft->ledger, writing->move);
	if (!draft->move)
		return fault_set(fault, record_move_unknown, draft->ledger->label.zh, draft->ledger->label.en,
		                 writing->move);
	if (!take_before(draft, writing, ACCESS_MOVE, fault) || !draft_may_move(draft, fault) ||
	    (any_given(changes) && !may_set(draft, changes, fault)) ||
	    !draft_overlay(draft, changes, fault) || !may_become(draft, changes, fault))
		return false;
	draft->after->state = draft->move->to;
	if (any_given(changes) ? !check(draft, fault) : !draft_compute(draft, fault))
		return false;
	if (!draft_check_move(draft, fault) || !settle_faults(draft, fault))
		return false;
	return draft_clocks(draft, fault) && draft_difference(draft, fault) &&
	       enter(draft, "move", writing->reason, fault) && draft_move_effects(draft, fault);
}

bool record_move(struct book *book, const struct viewer *viewer, const struct ledger *ledger, int64_t tenant,
                 int64_t id, int64_t version, const char *move_name, struct record *changes,
                 const char *reason, struct faults *faults, struct fault *fault)
{
	assert(!changes || changes->ledger == ledger);
	struct writing writing = {.viewer = viewer,
	                          .ledger = ledger,
	                          .record = changes,
	                          .tenant = tenant,
	                          .id = id,
	                          .version = version,
	                          .move = move_name,
	                          .reason = reason ? reason : "",
	                          .steps = move};
	return write_record(book, &writing, faults, fault);
}

/* ---- void ---- */

static bool void_record(struct draft *draft, const struct writing *writing, struct fault *fault)
{
	if (!take_before(draft, writing, ACCESS_CHANGE, fault) || !draft_overlay(draft, NULL, fault))
		return false;
	draft->after->voided = true;
	draft->effects.voided = true;
	return draft_clocks(draft, fault) && enter(draft, "void", writing->reason, fault);
}

bool record_void(struct book *book, const struct viewer *viewer, const struct ledger *ledger, int64_t tenant,
                 int64_t id, int64_t version, const char *reason, struct fault *fault)
{
	struct writing writing = {.viewer = viewer,
	                          .ledger = ledger,
	                          .tenant = tenant,
	                          .id = id,
	                          .version = version,
	                          .reason = reason ? reason : "",
	                          .steps = void_record};
	if (!writing.reason[strspn(writing.reason, " \t\n")])
		return fault_set(fault, record_reason_required);
	return write_record(book, &writing, NULL, fault);
}
