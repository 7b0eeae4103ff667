/* The rota solver against trying everything, on small cases thrown together: the
   same answer whether there is a plan, one as fair as the fairest, and an obstacle
   that is truly in the way. */
#include "base/ids.h"
#include "field/roster_part.h"
#include "unit.h"

enum { CASES = 4000, MEMBERS = 5, SHIFTS = 7 };

struct office {
	struct roster_problem problem;
	struct roster_rules rules;
	struct roster_member members[MEMBERS];
	struct roster_shift shifts[SHIFTS];
	struct roster_seat seats[SHIFTS][MEMBERS];
	int32_t days[MEMBERS][2];
};

static int32_t roll(struct dice *dice, uint32_t below)
{
	return (int32_t)dice_below(dice, below);
}

static void make_shift(struct office *office, struct dice *dice, size_t i, int32_t *day, uint32_t room)
{
	struct roster_shift *shift = &office->shifts[i];
	const struct roster_shift *before = i ? shift - 1 : NULL;
	if (before && before->room == room && !roll(dice, 4)) {
		*shift = *before; /* two are needed */
		return;
	}
	bool next_day = !before || before->room >= room || roll(dice, 2);
	*day += next_day ? 1 + roll(dice, 3) : 0;
	*shift = (struct roster_shift){.day = *day, .room = room, .seats = office->seats[i]};
	for (uint32_t member = 0; member < office->problem.member_count; member++)
		if (member % 2 == room || roll(dice, 2))
			office->seats[i][shift->seat_count++] = (struct roster_seat){member, !roll(dice, 5)};
}

/* Around the end of a month, since that is where the months meet. */
static void make_case(struct office *office, struct dice *dice)
{
	*office = (struct office){
	        .problem = {office->members, 1 + (size_t)roll(dice, MEMBERS), office->shifts,
	                    1 + (size_t)roll(dice, SHIFTS)},
	        .rules = {1 + roll(dice, 4), 1 + roll(dice, 4), !roll(dice, 8), 10000},
	};
	int32_t day = date_number(20210920) + roll(dice, 12);
	for (size_t i = 0; i < office->problem.member_count; i++) {
		struct roster_member *member = &office->members[i];
		member->days = office->days[i];
		member->day_count = (size_t)roll(dice, 3) * !roll(dice, 3);
		member->served = roll(dice, 3) * !roll(dice, 2);
		for (size_t j = 0; j < member->day_count; j++)
			office->days[i][j] = day + roll(dice, 20) - 4;
	}
	for (size_t i = 0; i < office->problem.shift_count; i++)
		make_shift(office, dice, i, &day, (uint32_t)roll(dice, 2));
}

/* ---- everything is tried ---- */

struct trial {
	const struct office *office;
	struct roster_rules rules;
	const bool *wanted; /* by shift; the others are nobody's */
	int32_t owners[SHIFTS];
	bool found;
	struct roster_score best;
};

static int32_t month_of(int32_t day)
{
	return date_from_number(day) / 100;
}

static bool seat_good(const struct trial *trial, size_t shift, const struct roster_seat *seat)
{
	const struct roster_member *member = &trial->office->members[seat->member];
	int32_t day = trial->office->shifts[shift].day;
	if (seat->on_leave && !trial->rules.despite_leave)
		return false;
	for (size_t i = 0; i < member->day_count; i++)
		if (abs(member->days[i] - day) < trial->rules.gap_days)
			return false;
	return true;
}

static bool takes(const struct trial *trial, size_t shift, const struct roster_seat *seat)
{
	const struct roster_member *member = &trial->office->members[seat->member];
	int32_t day = trial->office->shifts[shift].day, in_month = 1;
	if (!seat_good(trial, shift, seat))
		return false;
	for (size_t i = 0; i < member->day_count; i++)
		in_month += month_of(member->days[i]) == month_of(day);
	for (size_t i = 0; i < shift; i++) {
		int32_t other = trial->office->shifts[i].day;
		if (trial->owners[i] != (int32_t)seat->member)
			continue;
		if (abs(other - day) < trial->rules.gap_days)
			return false;
		in_month += month_of(other) == month_of(day);
	}
	return in_month <= trial->rules.month_most;
}

static bool may_serve(const struct trial *trial, uint32_t member)
{
	for (size_t i = 0; i < trial->office->problem.shift_count; i++)
		for (size_t j = 0; trial->wanted[i] && j < trial->office->shifts[i].seat_count; j++)
			if (trial->office->shifts[i].seats[j].member == member &&
			    seat_good(trial, i, &trial->office->shifts[i].seats[j]))
				return true;
	return false;
}

static struct roster_score score_of(const struct trial *trial, const int32_t *owners)
{
	struct roster_score score = {.least = INT32_MAX};
	for (uint32_t i = 0; i < trial->office->problem.member_count; i++) {
		int32_t total = trial->office->members[i].served;
		if (!may_serve(trial, i))
			continue;
		for (size_t j = 0; j < trial->office->problem.shift_count; j++)
			total += trial->wanted[j] && owners[j] == (int32_t)i;
		score.least = total < score.least ? total : score.least;
		score.most = total > score.most ? total : score.most;
		score.squares += total * total;
		score.members++;
	}
	return score;
}

static void try_from(struct trial *trial, size_t shift)
{
	if (shift == trial->office->problem.shift_count) {
		struct roster_score score = score_of(trial, trial->owners);
		if (!trial->found || roster_score_order(&score, &trial->best) < 0)
			trial->best = score;
		trial->found = true;
		return;
	}
	trial->owners[shift] = ROSTER_NOBODY;
	if (!trial->wanted[shift]) {
		try_from(trial, shift + 1);
		return;
	}
	for (size_t i = 0; i < trial->office->shifts[shift].seat_count; i++) {
		const struct roster_seat *seat = &trial->office->shifts[shift].seats[i];
		if (!takes(trial, shift, seat))
			continue;
		trial->owners[shift] = (int32_t)seat->member;
		try_from(trial, shift + 1);
		trial->owners[shift] = ROSTER_NOBODY;
	}
}

static struct trial tried(const struct office *office, const struct roster_rules *rules, const bool *wanted)
{
	struct trial trial = {.office = office, .rules = *rules, .wanted = wanted};
	try_from(&trial, 0);
	return trial;
}

/* ---- the same by the solver ---- */

static bool share_member(const struct roster_shift *a, const struct roster_shift *b)
{
	for (size_t i = 0; i < a->seat_count; i++)
		for (size_t j = 0; j < b->seat_count; j++)
			if (a->seats[i].member == b->seats[j].member)
				return true;
	return false;
}

/* The shifts that hang together with that one. */
static void part_of(const struct office *office, size_t shift, bool *ret)
{
	for (size_t i = 0; i < SHIFTS; i++)
		ret[i] = i == shift;
	for (size_t round = 0; round < SHIFTS; round++)
		for (size_t i = 0; i < office->problem.shift_count; i++)
			for (size_t j = 0; !ret[i] && j < office->problem.shift_count; j++)
				ret[i] = ret[j] && share_member(&office->shifts[i], &office->shifts[j]);
}

static void assert_plan(const struct office *office, const struct roster_plan *plan)
{
	for (size_t i = 0; i < plan->part_count; i++) {
		bool part[SHIFTS];
		part_of(office, plan->parts[i].shift, part);
		struct trial trial = tried(office, &office->rules, part);
		assert_true(trial.found);
		/* What the plan says of itself, what it is, and the fairest there is. */
		struct roster_score score = score_of(&trial, plan->members);
		assert_true(plan->parts[i].proved);
		assert_int_equal(roster_score_order(&plan->parts[i].score, &score), 0);
		assert_int_equal(roster_score_order(&score, &trial.best), 0);
		assert_int_equal(plan->parts[i].score.members, score.members);
	}
	bool all[SHIFTS];
	for (size_t i = 0; i < SHIFTS; i++)
		all[i] = true;
	struct trial trial = {.office = office, .rules = office->rules, .wanted = all};
	for (size_t i = 0; i < office->problem.shift_count; i++) {
		bool good = false;
		for (size_t j = 0; j < office->shifts[i].seat_count; j++)
			good |= (int32_t)office->shifts[i].seats[j].member == plan->members[i] &&
			        takes(&trial, i, &office->shifts[i].seats[j]);
		assert_true(good);
		trial.owners[i] = plan->members[i];
	}
}

static bool without(const struct office *office, enum roster_obstacle obstacle, const bool *wanted)
{
	struct roster_rules rules = office->rules;
	if (obstacle == ROSTER_LEAVE || obstacle == ROSTER_TOGETHER)
		rules.despite_leave = true;
	if (obstacle == ROSTER_GAP || obstacle == ROSTER_TOGETHER)
		rules.gap_days = 1;
	if (obstacle == ROSTER_MONTH || obstacle == ROSTER_TOGETHER)
		rules.month_most = 1000;
	return tried(office, &rules, wanted).found;
}

static void assert_conflict(const struct office *office, const struct roster_conflict *conflict)
{
	bool part[SHIFTS];
	part_of(office, conflict->shift, part);
	for (size_t i = conflict->shift + 1; i < SHIFTS; i++)
		part[i] = false;
	assert_false(tried(office, &office->rules, part).found);
	assert_int_not_equal(conflict->obstacle, ROSTER_UNKNOWN);
	assert_int_equal(conflict->in_office, office->shifts[conflict->shift].seat_count);
	bool alone = false;
	for (enum roster_obstacle one = ROSTER_LEAVE; one <= ROSTER_MONTH; one++)
		alone |= without(office, one, part);
	if (conflict->obstacle == ROSTER_FEW)
		assert_false(without(office, ROSTER_TOGETHER, part));
	else
		assert_true(without(office, conflict->obstacle, part));
	if (conflict->obstacle == ROSTER_TOGETHER)
		assert_false(alone);
	part[conflict->shift] = false;
	assert_true(tried(office, &office->rules, part).found);
}

static bool has_plan(const struct office *office)
{
	for (size_t i = 0; i < office->problem.shift_count; i++) {
		bool part[SHIFTS];
		part_of(office, i, part);
		if (!tried(office, &office->rules, part).found)
			return false;
	}
	return true;
}

static void test_against_everything(void **state)
{
	(void)state;
	struct dice dice = {20210630};
	size_t planned = 0, by_glpk = 0, obstacles[ROSTER_UNKNOWN + 1] = {};
	for (size_t i = 0; i < CASES; i++) {
		static struct office office;
		struct arena arena = {};
		struct roster_plan plan;
		struct roster_conflict conflict;
		make_case(&office, &dice);
		bool found = roster_solve(&office.problem, &office.rules, &arena, &plan, &conflict);
		assert_int_equal(found, has_plan(&office));
		if (found)
			assert_plan(&office, &plan);
		else
			assert_conflict(&office, &conflict);
		for (size_t j = 0; found && j < plan.part_count; j++)
			by_glpk += plan.parts[j].by_glpk;
		planned += found;
		obstacles[found ? ROSTER_UNKNOWN : conflict.obstacle]++;
		arena_release(&arena);
	}
	print_message("# %zu of %d have a plan, %zu parts by GLPK; few %zu, leave %zu, gap %zu, month %zu, "
	              "together %zu\n",
	              planned, CASES, by_glpk, obstacles[ROSTER_FEW], obstacles[ROSTER_LEAVE],
	              obstacles[ROSTER_GAP], obstacles[ROSTER_MONTH], obstacles[ROSTER_TOGETHER]);
	assert_in_range(planned, CASES / 10, CASES - CASES / 10);
	assert_true(by_glpk > 0);
	for (enum roster_obstacle obstacle = ROSTER_FEW; obstacle <= ROSTER_TOGETHER; obstacle++)
		assert_true(obstacles[obstacle] > 0);
}

/* Without time for GLPK nothing is claimed that was not shown. */
static void test_without_time(void **state)
{
	(void)state;
	struct dice dice = {7};
	for (size_t i = 0; i < CASES; i++) {
		static struct office office;
		struct arena arena = {};
		struct roster_plan plan;
		struct roster_conflict conflict;
		make_case(&office, &dice);
		office.rules.limit_ms = 0;
		bool found = roster_solve(&office.problem, &office.rules, &arena, &plan, &conflict);
		if (!found && conflict.obstacle != ROSTER_UNKNOWN)
			assert_false(has_plan(&office));
		for (size_t j = 0; found && j < plan.part_count; j++)
			if (plan.parts[j].proved) {
				bool part[SHIFTS];
				part_of(&office, plan.parts[j].shift, part);
				struct trial trial = tried(&office, &office.rules, part);
				assert_int_equal(roster_score_order(&plan.parts[j].score, &trial.best), 0);
			}
		arena_release(&arena);
	}
}

/* GLPK by itself, from a plan that nobody improved: the chains leave it little to do above. */
static void test_glpk_alone(void **state)
{
	(void)state;
	struct dice dice = {12};
	size_t fairer = 0;
	for (size_t i = 0; i < CASES / 4; i++) {
		static struct office office;
		static const struct roster_score nothing_known = {};
		struct arena arena = {};
		struct roster_part part;
		int32_t owners[SHIFTS], any[SHIFTS];
		size_t shifts[SHIFTS] = {0, 1, 2, 3, 4, 5, 6};
		bool all[SHIFTS] = {true, true, true, true, true, true, true};
		make_case(&office, &dice);
		struct trial trial = tried(&office, &office.rules, all);
		roster_part_make(&office.problem, &office.rules, shifts, office.problem.shift_count, &arena,
		                 &part);
		assert_int_equal(roster_glpk_any(&part, 10000, any), trial.found ? ROSTER_YES : ROSTER_NO);
		if (roster_greedy(&part, &arena, owners) == ROSTER_YES) {
			struct roster_score greedy = roster_part_score(&part, owners);
			assert_int_equal(roster_glpk_fairest(&part, &nothing_known, 10000, owners),
			                 ROSTER_YES);
			struct roster_score score = roster_part_score(&part, owners);
			assert_int_equal(roster_score_order(&score, &trial.best), 0);
			fairer += roster_score_order(&score, &greedy) < 0;
		}
		arena_release(&arena);
	}
	assert_true(fairer > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_against_everything),
	        cmocka_unit_test(test_without_time),
	        cmocka_unit_test(test_glpk_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
