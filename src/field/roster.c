/* Solves a rota part by part. The chains of roster_search.c come first; with the gap
   relaxed they give a bound that no plan beats. Only where the plan does not reach
   the bound, or the chains found none, is GLPK asked. On a district of 144 rooms that
   happens in few of them, which is why it takes tenths of a second; GLPK alone needs
   minutes for the same plans (bench/roster_bench.c). */
#include "field/roster.h"

#include "field/roster_part.h"

/* Shifts that share a member, directly or through others, get the same root. */
struct unions {
	size_t *above;
};

static size_t root(struct unions *unions, size_t at)
{
	while (unions->above[at] != at)
		at = unions->above[at] = unions->above[unions->above[at]];
	return at;
}

/* By shift the number of its part, in order of their first shifts. */
static size_t divide(const struct roster_problem *problem, struct arena *arena, size_t **ret_parts)
{
	struct unions unions = {arena_array(arena, size_t, problem->shift_count)};
	size_t *first = arena_array(arena, size_t, problem->member_count); /* shift + 1 */
	size_t *parts = arena_array(arena, size_t, problem->shift_count), count = 0;
	for (size_t i = 0; i < problem->shift_count; i++)
		unions.above[i] = i;
	for (size_t i = 0; i < problem->shift_count; i++)
		for (size_t j = 0; j < problem->shifts[i].seat_count; j++) {
			size_t *seen = &first[problem->shifts[i].seats[j].member];
			size_t a = root(&unions, i), b = *seen ? root(&unions, *seen - 1) : a;
			unions.above[a > b ? a : b] = a > b ? b : a; /* the first is the root */
			*seen = *seen ? *seen : i + 1;
		}
	for (size_t i = 0; i < problem->shift_count; i++) {
		size_t of = root(&unions, i);
		parts[i] = of == i ? count++ : parts[of];
	}
	*ret_parts = parts;
	return count;
}

/* ---- one part ---- */

/* The bound of all plans; NO when not even the relaxed rules can be kept. */
static enum roster_answer bound_of(const struct roster_part *part, struct arena *arena,
                                   struct roster_score *ret)
{
	struct roster_part relaxed;
	int32_t *owners = arena_array(arena, int32_t, part->shifts);
	roster_part_relax(part, arena, &relaxed);
	if (roster_search(&relaxed, arena, owners) == ROSTER_NO)
		return ROSTER_NO;
	*ret = roster_part_score(&relaxed, owners);
	return ROSTER_YES;
}

static enum roster_answer any_plan(const struct roster_part *part, const struct roster_rules *rules,
                                   struct arena *arena, int32_t *owners)
{
	struct roster_score bound;
	enum roster_answer answer = roster_search(part, arena, owners);
	if (answer != ROSTER_OPEN)
		return answer;
	if (bound_of(part, arena, &bound) == ROSTER_NO)
		return ROSTER_NO;
	return roster_glpk_any(part, rules->limit_ms, owners);
}

static enum roster_answer fairest_plan(const struct roster_part *part, const struct roster_rules *rules,
                                       struct arena *arena, int32_t *owners, struct roster_part_result *ret)
{
	enum roster_answer answer = roster_search(part, arena, owners);
	struct roster_score bound;
	ret->proved = part->gap_days == 1;
	if (answer != ROSTER_NO && !ret->proved) {
		if (bound_of(part, arena, &bound) == ROSTER_NO)
			return ROSTER_NO;
		if (answer == ROSTER_OPEN) {
			ret->by_glpk = true;
			answer = roster_glpk_any(part, rules->limit_ms, owners);
			if (answer == ROSTER_YES)
				roster_improve(part, arena, owners);
		}
	}
	if (answer != ROSTER_YES)
		return answer;
	ret->score = roster_part_score(part, owners);
	if (!ret->proved)
		ret->proved = roster_score_order(&ret->score, &bound) <= 0;
	if (!ret->proved) {
		ret->by_glpk = true;
		ret->proved = roster_glpk_fairest(part, &bound, rules->limit_ms, owners) == ROSTER_YES;
		ret->score = roster_part_score(part, owners);
	}
	return ROSTER_YES;
}

/* ---- what is in the way ---- */

struct obstacle_search {
	const struct roster_problem *problem;
	const size_t *shifts; /* of the part */
	struct arena *arena;
};

static enum roster_answer keeps(const struct obstacle_search *search, size_t count,
                                const struct roster_rules *rules)
{
	struct roster_part part;
	roster_part_make(search->problem, rules, search->shifts, count, search->arena, &part);
	return any_plan(&part, rules, search->arena, arena_array(search->arena, int32_t, count));
}

/* How many of the shifts, in their order, can be kept together. */
static size_t kept_together(const struct obstacle_search *search, size_t count,
                            const struct roster_rules *rules, bool *ret_sure)
{
	size_t good = 0, bad = count;
	while (bad - good > 1) {
		size_t middle = good + (bad - good) / 2;
		enum roster_answer answer = keeps(search, middle, rules);
		*ret_sure = *ret_sure && answer != ROSTER_OPEN;
		*(answer == ROSTER_YES ? &good : &bad) = middle;
	}
	return good;
}

/* The rule without which the shifts could be kept; in the order in which an office would let go of it. */
static enum roster_obstacle name_obstacle(const struct obstacle_search *search, size_t count,
                                          const struct roster_rules *rules)
{
	enum { ALONE, ALL };
	for (int how = ALONE; how <= ALL; how++)
		for (enum roster_obstacle obstacle = ROSTER_LEAVE; obstacle <= ROSTER_MONTH; obstacle++) {
			struct roster_rules without = *rules;
			if (how == ALL || obstacle == ROSTER_LEAVE)
				without.despite_leave = true;
			if (how == ALL || obstacle == ROSTER_GAP)
				without.gap_days = 1;
			if (how == ALL || obstacle == ROSTER_MONTH)
				without.month_most = INT32_MAX / 2;
			if (keeps(search, count, &without) == ROSTER_YES)
				return how == ALL ? ROSTER_TOGETHER : obstacle;
		}
	return ROSTER_FEW;
}

static void find_conflict(const struct obstacle_search *search, size_t count,
                          const struct roster_rules *rules, bool sure, struct roster_conflict *ret)
{
	const struct roster_problem *problem = search->problem;
	size_t kept = kept_together(search, count, rules, &sure);
	const struct roster_shift *shift = &problem->shifts[search->shifts[kept]];
	*ret = (struct roster_conflict){.shift = search->shifts[kept], .in_office = shift->seat_count};
	for (size_t i = 0; i < count; i++) {
		const struct roster_shift *other = &problem->shifts[search->shifts[i]];
		ret->needed +=
		        other->day == shift->day && other->room == shift->room && other->slot == shift->slot;
	}
	ret->obstacle = sure ? name_obstacle(search, kept + 1, rules) : ROSTER_UNKNOWN;
}

/* ---- all ---- */

static bool solve_part(const struct roster_problem *problem, const struct roster_rules *rules,
                       const size_t *shifts, size_t count, struct arena *arena, struct roster_plan *plan,
                       struct roster_conflict *ret_conflict)
{
	struct arena own = {};
	struct roster_part part;
	struct roster_part_result *result = &plan->parts[plan->part_count++];
	roster_part_make(problem, rules, shifts, count, &own, &part);
	int32_t *owners = arena_array(&own, int32_t, count);
	enum roster_answer answer = fairest_plan(&part, rules, &own, owners, result);
	result->shift = shifts[0];
	for (size_t i = 0; answer == ROSTER_YES && i < count; i++)
		plan->members[shifts[i]] = (int32_t)part.member_of[owners[i]];
	if (answer != ROSTER_YES) {
		const struct obstacle_search search = {problem, shifts, arena};
		find_conflict(&search, count, rules, answer == ROSTER_NO, ret_conflict);
	}
	arena_release(&own);
	return answer == ROSTER_YES;
}

bool roster_solve(const struct roster_problem *problem, const struct roster_rules *rules, struct arena *arena,
                  struct roster_plan *ret, struct roster_conflict *ret_conflict)
{
	size_t *parts, *shifts = arena_array(arena, size_t, problem->shift_count);
	size_t count = divide(problem, arena, &parts);
	size_t *from = arena_array(arena, size_t, count + 1);
	*ret = (struct roster_plan){
	        .members = arena_array(arena, int32_t, problem->shift_count),
	        .parts = arena_array(arena, struct roster_part_result, count),
	};
	for (size_t i = 0; i < problem->shift_count; i++)
		from[parts[i] + 1]++;
	for (size_t i = 0; i < count; i++)
		from[i + 1] += from[i];
	size_t *next = arena_array(arena, size_t, count);
	for (size_t i = 0; i < problem->shift_count; i++)
		shifts[from[parts[i]] + next[parts[i]]++] = i;
	for (size_t i = 0; i < count; i++)
		if (!solve_part(problem, rules, shifts + from[i], from[i + 1] - from[i], arena, ret,
		                ret_conflict))
			return false;
	return true;
}
