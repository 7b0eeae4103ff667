/* The rota of a district for half a year: 144 rooms, 2,000 members, two duty days a
   week with a morning and an afternoon, leave here and there, a few members who sit
   on two committees. Beside a second, with what it is worth; then the plain way (one
   shift after the other to whoever has fewest), and GLPK alone on the same rooms.

   roster_bench [SEED] */
#include "bench.h"

#include "base/ids.h"
#include "field/roster_part.h"

enum { ROOMS = 144, MEMBERS = 2000, FROM = 20210701, TO = 20211231, SLOTS = 2, GAP = 5, MONTH_MOST = 3 };
enum { GLPK_ROOMS = 6, GLPK_MS = 10000 };

struct district {
	struct arena arena;
	struct roster_member members[MEMBERS];
	struct roster_seat *committee[ROOMS]; /* `on_leave` unused */
	size_t committee_size[ROOMS];
	struct {
		int32_t from, to;
	} leave[MEMBERS];
	struct roster_problem problem;
	struct roster_rules rules;
};

static void make_committees(struct district *district, struct dice *dice)
{
	for (size_t room = 0; room < ROOMS; room++)
		district->committee[room] =
		        arena_array(&district->arena, struct roster_seat, MEMBERS / ROOMS + 3);
	for (uint32_t member = 0; member < MEMBERS; member++) {
		size_t room = member % ROOMS;
		district->committee[room][district->committee_size[room]++].member = member;
		if (member % 100 == 7) { /* sits next door as well */
			room = (room + 1) % ROOMS;
			district->committee[room][district->committee_size[room]++].member = member;
		}
		if (!dice_below(dice, 5)) {
			district->leave[member].from = date_number(FROM) + (int32_t)dice_below(dice, 170);
			district->leave[member].to =
			        district->leave[member].from + 3 + (int32_t)dice_below(dice, 40);
		}
	}
}

static void add_shift(struct district *district, struct roster_shift *shift, int32_t day, uint32_t room,
                      uint32_t slot)
{
	*shift = (struct roster_shift){.day = day, .room = room, .slot = slot};
	shift->seat_count = district->committee_size[room];
	shift->seats = arena_array(&district->arena, struct roster_seat, shift->seat_count);
	for (size_t i = 0; i < shift->seat_count; i++) {
		uint32_t member = district->committee[room][i].member;
		bool away = day >= district->leave[member].from && day <= district->leave[member].to;
		shift->seats[i] = (struct roster_seat){member, away};
	}
}

static void make_district(struct district *district, uint64_t seed)
{
	struct dice dice = {seed};
	int32_t first = date_number(FROM), last = date_number(TO);
	make_committees(district, &dice);
	struct roster_shift *shifts =
	        arena_array(&district->arena, struct roster_shift, (last - first + 1) * ROOMS * SLOTS);
	size_t count = 0;
	for (int32_t day = first; day <= last; day++) {
		int weekday = date_weekday(date_from_number(day));
		for (uint32_t room = 0; room < ROOMS && (weekday == 2 || weekday == 4); room++)
			for (uint32_t slot = 0; slot < SLOTS; slot++)
				add_shift(district, &shifts[count++], day, room, slot);
	}
	/* The half began unevenly: some have kept shifts already. */
	for (size_t i = 0; i < MEMBERS; i++)
		district->members[i].served = dice_below(&dice, 4) ? 0 : 1;
	district->problem = (struct roster_problem){district->members, MEMBERS, shifts, count};
	district->rules = (struct roster_rules){GAP, MONTH_MOST, false, 2000};
}

/* ---- ours ---- */

struct solving {
	const struct district *district;
	struct arena arena;
	struct roster_plan plan;
	bool found;
};

static void solve(void *context)
{
	struct solving *solving = context;
	struct roster_conflict conflict = {};
	arena_release(&solving->arena);
	solving->found = roster_solve(&solving->district->problem, &solving->district->rules, &solving->arena,
	                              &solving->plan, &conflict);
	if (!solving->found)
		fprintf(stderr, "no plan: shift %zu, obstacle %d\n", conflict.shift, (int)conflict.obstacle);
}

struct fairness {
	size_t parts, even, proved, by_glpk;
	int32_t widest;
	int64_t squares;
};

static void print_fairness(const char *what, const struct fairness *fairness)
{
	printf("# %s: %zu parts, %zu with at most one shift between members, widest %d, squares %lld, "
	       "%zu proved fairest, %zu by GLPK\n",
	       what, fairness->parts, fairness->even, (int)fairness->widest, (long long)fairness->squares,
	       fairness->proved, fairness->by_glpk);
	fflush(stdout);
}

static void add_score(struct fairness *fairness, const struct roster_score *score)
{
	int32_t spread = roster_spread(score);
	fairness->parts++;
	fairness->even += spread <= 1;
	fairness->widest = spread > fairness->widest ? spread : fairness->widest;
	fairness->squares += score->squares;
}

static struct fairness fairness_of(const struct roster_plan *plan)
{
	struct fairness fairness = {};
	for (size_t i = 0; i < plan->part_count; i++) {
		add_score(&fairness, &plan->parts[i].score);
		fairness.proved += plan->parts[i].proved;
		fairness.by_glpk += plan->parts[i].by_glpk;
	}
	return fairness;
}

/* ---- the others, room by room ---- */

enum way { BY_TURNS, BY_GLPK, BY_CHAINS };

struct rooms {
	const struct district *district;
	enum way way;
	size_t count;
	size_t without; /* for which no plan was found */
	struct fairness fairness;
};

static enum roster_answer plan_room(const struct rooms *rooms, const struct roster_part *part,
                                    struct arena *arena, int32_t *owners)
{
	static const struct roster_score nothing_known = {};
	if (rooms->way == BY_TURNS)
		return roster_greedy(part, arena, owners);
	if (rooms->way == BY_CHAINS)
		return roster_search(part, arena, owners);
	if (roster_glpk_any(part, GLPK_MS, owners) != ROSTER_YES)
		return ROSTER_OPEN;
	/* The bound is unknown to it, as the chains are. */
	return roster_glpk_fairest(part, &nothing_known, GLPK_MS, owners) == ROSTER_NO ? ROSTER_OPEN
	                                                                               : ROSTER_YES;
}

static void plan_rooms(void *context)
{
	struct rooms *rooms = context;
	const struct roster_problem *problem = &rooms->district->problem;
	rooms->fairness = (struct fairness){};
	rooms->without = 0;
	for (uint32_t room = 0; room < rooms->count; room++) {
		struct arena arena = {};
		struct roster_part part;
		size_t *shifts = arena_array(&arena, size_t, problem->shift_count), count = 0;
		for (size_t i = 0; i < problem->shift_count; i++)
			if (problem->shifts[i].room == room)
				shifts[count++] = i;
		roster_part_make(problem, &rooms->district->rules, shifts, count, &arena, &part);
		int32_t *owners = arena_array(&arena, int32_t, count);
		if (plan_room(rooms, &part, &arena, owners) == ROSTER_YES) {
			struct roster_score score = roster_part_score(&part, owners);
			add_score(&rooms->fairness, &score);
		} else {
			rooms->without++;
		}
		arena_release(&arena);
	}
}

static struct bench_time measure(const struct district *district, enum way way, size_t count, size_t runs,
                                 const char *what)
{
	struct rooms rooms = {.district = district, .way = way, .count = count};
	struct bench_time time = bench_median(runs, plan_rooms, &rooms);
	print_fairness(what, &rooms.fairness);
	if (rooms.without)
		printf("# %s: no plan for %zu rooms\n", what, rooms.without);
	return time;
}

int main(int count, char **words)
{
	struct district *district = memory_take(sizeof *district);
	make_district(district, count > 1 ? strtoul(words[1], NULL, 10) : 20210630);
	struct solving solving = {.district = district};
	fprintf(stderr, "%zu shifts in %d rooms, %d members\n", district->problem.shift_count, (int)ROOMS,
	        (int)MEMBERS);
	struct bench_time ours = bench_median(5, solve, &solving);
	if (!solving.found)
		return 1;
	struct fairness fairness = fairness_of(&solving.plan);
	bench_report("roster-district", ours, (struct bench_time){1000, 1000}, 1);
	print_fairness("ours", &fairness);
	struct bench_time turns = measure(district, BY_TURNS, ROOMS, 5, "one after the other");
	bench_report("roster-district-by-turns", ours, turns, 20);
	struct bench_time chains = measure(district, BY_CHAINS, GLPK_ROOMS, 5, "chains, a few rooms"),
	                  glpk = measure(district, BY_GLPK, GLPK_ROOMS, 1, "GLPK alone, a few rooms");
	bench_report("roster-rooms-by-glpk", chains, glpk, 1);
	arena_release(&solving.arena);
	arena_release(&district->arena);
	memory_free(district);
	return 0;
}
