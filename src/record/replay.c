/* The projection made again from the journal. Effects only: no rule, default
   or calendar is asked, and no viewer, because nobody looks. */
#include "record/replay.h"

#include "record/effects.h"
#include "record/posting.h"
#include "record/state.h"

bool replay_refused(const struct entry *entry, const char *why, struct fault *fault)
{
	char tenant[24], seq[24];
	snprintf(tenant, sizeof tenant, "%lld", (long long)entry->tenant);
	snprintf(seq, sizeof seq, "%lld", (long long)entry->seq);
	return fault_set(fault, record_entry_unreadable, tenant, seq, why);
}

bool replay_entry(struct book *target, const struct entry *entry, struct arena *arena, struct fault *fault)
{
	const struct ledger *ledger = definitions_ledger(target->definitions, entry->ledger);
	struct effects effects;
	const char *why;
	if (!ledger || ledger->parent)
		return replay_refused(entry, "its register is not defined", fault);
	if (!effects_read(ledger, entry->effects, entry->effects_length, arena, &effects, &why))
		return replay_refused(entry, why, fault);
	if (text_equal(entry->action, "create") && !effects.org)
		return replay_refused(entry, "a record begins without organisation", fault);
	return posting_apply(target, ledger, entry, &effects, fault);
}

bool replay_size(struct book *book, const int64_t *tenants, size_t count, size_t *ret, struct fault *fault)
{
	size_t size = 0;
	for (size_t i = 0; i < count; i++) {
		int64_t seq;
		uint8_t hash[32];
		if (!journal_head(book, tenants[i], &seq, hash, fault))
			return false;
		size += (size_t)seq;
	}
	*ret = size;
	return true;
}
