/* The danger scale of a case of domestic violence, and what a high level does
   to the rights case behind it: no mediation. */
#include "field/violence.h"

#include <string.h>

#include "field/look.h"

bool danger_score(const struct danger *danger, int64_t *ret)
{
	int64_t score = 0;
	for (size_t i = 0; i < DANGER_ITEMS; i++) {
		if (danger->items[i] == ANSWER_NONE)
			return false;
		score += danger->items[i] == ANSWER_YES;
	}
	*ret = score;
	return true;
}

const char *danger_level(const struct danger *danger)
{
	int64_t yes = 0, score;
	for (size_t i = 0; i < DANGER_DEADLY; i++)
		if (danger->deadly[i] == ANSWER_YES)
			return "high";
	for (size_t i = 0; i < DANGER_ITEMS; i++)
		yes += danger->items[i] == ANSWER_YES;
	if (yes >= DANGER_HIGH)
		return "high";
	if (!danger_score(danger, &score))
		return NULL;
	return score >= DANGER_MEDIUM ? "medium" : "low";
}

/* In the order of the scale. */
static const char *const items[DANGER_ITEMS] = {"threat_kill", "believes_kill", "controls",
                                                "if_not_mine", "suicide",       "die_together",
                                                "threat_kin",  "expects_harm",  "monitors"};
static const char *const deadly[DANGER_DEADLY] = {"strangled", "deadly_act"};

static enum answer answer_of(const struct record *record, const char *field)
{
	if (!look_set(record, field))
		return ANSWER_NONE;
	return look_yes(record, field) ? ANSWER_YES : ANSWER_NO;
}

static bool danger_of(const struct rule_call *call, struct danger *ret, struct fault *fault)
{
	if (!LOOK_FOR(call, fault, items[0], items[1], items[2], items[3], items[4], items[5], items[6],
	              items[7], items[8], deadly[0], deadly[1]))
		return false;
	for (size_t i = 0; i < DANGER_ITEMS; i++)
		ret->items[i] = answer_of(call->record, items[i]);
	for (size_t i = 0; i < DANGER_DEADLY; i++)
		ret->deadly[i] = answer_of(call->record, deadly[i]);
	return true;
}

bool rule_violence_score(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	struct danger danger;
	int64_t score;
	if (!danger_of(call, &danger, fault))
		return false;
	*ret = danger_score(&danger, &score) ? value_int(score) : (struct value){};
	return true;
}

bool rule_violence_level(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	struct danger danger;
	if (!danger_of(call, &danger, fault))
		return false;
	*ret = value_text(danger_level(&danger));
	return true;
}

/* What articles 9 to 11 of the procedure say of each level. */
static const struct {
	const char *level, *prompt;
} prompts[] = {{"low", "advise"}, {"medium", "assist"}, {"high", "call_110"}};

bool rule_violence_prompt(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	struct value level;
	*ret = (struct value){};
	if (!rule_violence_level(call, &level, fault))
		return false;
	for (size_t i = 0; i < sizeof prompts / sizeof *prompts; i++)
		if (level.bytes && text_equal(prompts[i].level, level.bytes))
			*ret = value_text(prompts[i].prompt);
	return true;
}

/* ",advice,mediation," without one of its codes; "" when nothing is left. */
static const char *without(struct arena *arena, const char *codes, const char *code)
{
	const char *mark = arena_format(arena, ",%s,", code), *at = strstr(codes, mark);
	if (!at)
		return codes;
	const char *rest = at + strlen(mark) - 1;
	const char *left = arena_format(arena, "%.*s%s", (int)(at - codes), codes, rest);
	return left[1] ? left : "";
}

/* The rights case takes over the level; at a high one the mediation that was meant is struck out. */
bool rule_violence_assessed(const struct rule_call *call, struct fault *fault)
{
	struct record *behind;
	if (!LOOK_FOR(call, fault, "rights_case", "level") ||
	    !look_linked(call, call->record, "rights_case", &behind, fault))
		return false;
	if (behind->voided)
		return true;
	struct record *changes = record_new(call->arena, behind->ledger);
	if (!record_put_value(changes, "risk", value_text(look_text(call->record, "level")), fault))
		return false;
	const char *ways = look_text(behind, "ways");
	if (look_is(call->record, "level", "high") && strstr(ways, ",mediation,")) {
		const char *left = without(call->arena, ways, "mediation");
		if (!record_put_value(changes, "ways", *left ? value_text(left) : (struct value){}, fault))
			return false;
	}
	return record_change(call->book, call->viewer, behind->tenant, behind->id, 0, changes, "", NULL,
	                     fault);
}
