/* A site comes to its plate by stages (发改社会〔2021〕1380号 and local practice):
   each has its day, and the days follow the list. Where a site stands and when it
   got the plate are read off the rows, so that no flag can say otherwise. */
#include "field/friendly.h"

#include "field/look.h"

bool stages_check(const struct stage_reached *stages, size_t count, int again, struct fault *fault)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++) {
			const struct stage_reached *one = &stages[i], *other = &stages[j];
			if (i < j && one->rank == other->rank && one->rank != again) {
				fault_set(fault, field_stage_twice, number_words((int64_t)i + 1).at,
				          number_words((int64_t)j + 1).at);
				return blame(fault, "stages");
			}
			if (one->rank < other->rank && one->on > other->on) {
				fault_set(fault, field_stage_order, number_words((int64_t)j + 1).at,
				          date_words(other->on).at, number_words((int64_t)i + 1).at,
				          date_words(one->on).at);
				return blame(fault, "stages");
			}
		}
	return true;
}

static const struct list *stage_list(const struct rule_call *call)
{
	return ledger_field(call->record->ledger, "stage")->list;
}

static int stage_rank(const struct list *list, const char *code)
{
	const struct list_item *item = list_find(list, code);
	return item ? (int)(item - list->items) : -1;
}

static bool stages_read(const struct rule_call *call, struct stage_reached **ret, size_t *ret_count,
                        struct fault *fault)
{
	const struct record_rows *rows;
	if (!LOOK_FOR(call, fault, "stage", "stages") || !look_rows(call, "stages", &rows, fault))
		return false;
	struct stage_reached *stages = arena_array(call->arena, struct stage_reached, rows->count + 1);
	for (size_t i = 0; i < rows->count; i++)
		stages[i] = (struct stage_reached){
		        .rank = stage_rank(stage_list(call), look_text(rows->items[i], "stage")),
		        .on = look_date(rows->items[i], "reached_on"),
		};
	*ret = stages;
	*ret_count = rows->count;
	return true;
}

/* A plate is reviewed again and again; every other stage comes once. */
bool rule_friendly_stages(const struct rule_call *call, struct fault *fault)
{
	struct stage_reached *stages;
	size_t count;
	return stages_read(call, &stages, &count, fault) &&
	       stages_check(stages, count, stage_rank(stage_list(call), "reviewed"), fault);
}

bool rule_friendly_stage(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	struct stage_reached *stages;
	size_t count;
	int rank = -1;
	if (!stages_read(call, &stages, &count, fault))
		return false;
	for (size_t i = 0; i < count; i++)
		rank = stages[i].rank > rank ? stages[i].rank : rank;
	*ret = rank < 0 ? (struct value){} : value_text(stage_list(call)->items[rank].code);
	return true;
}

bool rule_friendly_plated_on(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	struct stage_reached *stages;
	size_t count;
	if (!stages_read(call, &stages, &count, fault))
		return false;
	*ret = (struct value){};
	for (size_t i = 0; i < count; i++)
		if (stages[i].rank == stage_rank(stage_list(call), "plated") && stages[i].on)
			*ret = value_int(stages[i].on);
	return true;
}

/* A version takes the place of an older one of the same domain, whose last day must be there. */
bool rule_guide_follows(const struct rule_call *call, struct fault *fault)
{
	const struct record *guide = call->record;
	struct record *older;
	if (!LOOK_FOR(call, fault, "replaces", "domain", "issued_on", "replaced_on"))
		return false;
	if (!look_set(guide, "replaces") ||
	    (!look_changed(call, "replaces") && !look_changed(call, "issued_on")))
		return true;
	if (!look_linked(call, guide, "replaces", &older, fault))
		return false;
	civil_date until = look_date(older, "replaced_on");
	if (older->id != guide->id && look_is(older, "domain", look_text(guide, "domain")) && until &&
	    until <= look_date(guide, "issued_on"))
		return true;
	fault_set(fault, field_guide_overlaps, older->number ? older->number : "—");
	return blame(fault, "replaces");
}
