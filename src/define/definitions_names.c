/* Names: what to say when one is not found (the nearest that is there), and
   who may bear one when two things claim it. */
#include "define/loader.h"

#include <stdlib.h>
#include <string.h>

#include "define/nearest.h"

/* A name that is not there is told in two ways: with the one name it nearly
   is, or with all that there are. */
static const struct {
	enum fault_code near, plain;
} unknown[] = {
        [NOUN_KEY] = {define_unknown_key_near, define_unknown_key},
        [NOUN_WORD] = {define_unknown_word_near, define_unknown_word},
        [NOUN_FIELD] = {define_unknown_field_near, define_unknown_field},
        [NOUN_LIST] = {define_unknown_list_near, define_unknown_list},
        [NOUN_CODE] = {define_unknown_code_near, define_unknown_code},
        [NOUN_REGISTER] = {define_unknown_register_near, define_unknown_register},
        [NOUN_ROLE] = {define_unknown_role_near, define_unknown_role},
        [NOUN_STATE] = {define_unknown_state_near, define_unknown_state},
        [NOUN_FIGURE] = {define_unknown_figure_near, define_unknown_figure},
        [NOUN_RULE] = {define_unknown_rule_near, define_unknown_rule},
};

static int name_compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool complain_unknown(struct loader *loader, const struct yaml *node, enum noun noun, const char *name,
                      const char *const *names, size_t count)
{
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; i < count; i++)
		nearest_offer(&nearest, names[i]);
	if (nearest.best)
		return complain(loader, node, unknown[noun].near, name, nearest.best);
	const char **sorted = memory_take(sizeof *sorted * (count + 1));
	for (size_t i = 0; i < count; i++)
		sorted[i] = names[i];
	qsort(sorted, count, sizeof *sorted, name_compare);
	struct text all = TEXT_EMPTY;
	for (size_t i = 0; i < count && all.length < FAULT_ARGUMENT_SIZE; i++)
		text_format(&all, "%s%s", i ? ", " : "", sorted[i]);
	complain(loader, node, unknown[noun].plain, name, count ? all.at : "—");
	text_release(&all);
	memory_free(sorted);
	return false;
}

bool complain_unknown_among(struct loader *loader, const struct yaml *node, enum noun noun, const char *name,
                            const void *items, size_t count, size_t size)
{
	const char **names = memory_take(sizeof *names * (count + 1));
	for (size_t i = 0; i < count; i++)
		names[i] = *(const char *const *)((const char *)items + i * size);
	complain_unknown(loader, node, noun, name, names, count);
	memory_free(names);
	return false;
}

int word_read(struct loader *loader, const struct yaml *node, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(words[i], node->value))
			return (int)i;
	complain_unknown(loader, node, NOUN_WORD, node->value, words, count);
	return -1;
}

/* Names of today before older ones, then by place, so that the fault stands at the later claim. */
static int claim_compare(const void *a, const void *b)
{
	const struct claim *one = a, *other = b;
	int order = strcmp(one->name, other->name);
	if (!order)
		order = (int)one->old - (int)other->old;
	if (!order)
		order = strcmp(one->at.file, other->at.file);
	if (!order)
		order = one->at.line - other->at.line;
	return order ? order : one->at.column - other->at.column;
}

static void claims_check(struct loader *loader, const struct claims *claims, enum fault_code code)
{
	for (size_t i = 1; i < claims->count; i++) {
		const struct claim *first = &claims->items[i - 1], *second = &claims->items[i];
		if (!text_equal(first->name, second->name))
			continue;
		struct text where = TEXT_EMPTY;
		if (!text_equal(first->at.file, second->at.file))
			text_format(&where, "%s:", first->at.file);
		text_format(&where, "%d", first->at.line);
		faults_add_at(loader->faults, second->at, code, second->name, where.at);
		text_release(&where);
	}
}

void claims_add(struct claims *claims, const char *name, struct position at, bool old)
{
	if (claims->count == claims->room) {
		claims->room = claims->room ? claims->room * 2 : 32;
		claims->items = memory_grow(claims->items, sizeof *claims->items * claims->room);
	}
	claims->items[claims->count++] = (struct claim){.name = name, .at = at, .old = old};
}

void claims_add_was(struct claims *claims, const char *const *was, struct position at)
{
	for (size_t i = 0; was && was[i]; i++)
		claims_add(claims, was[i], at, true);
}

void claims_settle(struct loader *loader, struct claims *claims, enum fault_code code)
{
	if (claims->count)
		qsort(claims->items, claims->count, sizeof *claims->items, claim_compare);
	claims_check(loader, claims, code);
	memory_free(claims->items);
	*claims = (struct claims){};
}
