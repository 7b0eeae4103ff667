/* Makes the flat arrays of a part; leaves out the seats that leave or a standing
   shift forbids, so that the solvers need not ask for them. */
#include "field/roster_part.h"

#include <stdlib.h>

static int32_t month_number(int32_t day)
{
	civil_date date = date_from_number(day);
	return date_year(date) * 12 + date_month(date) - 1;
}

/* Far enough from every shift the member has already. */
static bool far_enough(const struct roster_member *member, int32_t day, int32_t gap)
{
	for (size_t i = 0; i < member->day_count; i++)
		if (abs(member->days[i] - day) < gap)
			return false;
	return true;
}

/* The members of the part get numbers of their own, in order of appearance. */
static size_t number_members(const struct roster_problem *problem, const size_t *shifts, size_t count,
                             struct arena *arena, int32_t **ret_numbers)
{
	int32_t *numbers = arena_array(arena, int32_t, problem->member_count);
	size_t members = 0;
	for (size_t i = 0; i < problem->member_count; i++)
		numbers[i] = ROSTER_NOBODY;
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < problem->shifts[shifts[i]].seat_count; j++) {
			int32_t *number = &numbers[problem->shifts[shifts[i]].seats[j].member];
			if (*number == ROSTER_NOBODY)
				*number = (int32_t)members++;
		}
	*ret_numbers = numbers;
	return members;
}

static void take_members(const struct roster_problem *problem, const struct roster_rules *rules,
                         const int32_t *numbers, int32_t first_month, struct arena *arena,
                         struct roster_part *part)
{
	part->served = arena_array(arena, int32_t, part->members);
	part->may_serve = arena_array(arena, bool, part->members);
	part->member_of = arena_array(arena, uint32_t, part->members);
	part->month_room = arena_array(arena, int32_t, part->members * part->months);
	for (size_t i = 0; i < problem->member_count; i++) {
		if (numbers[i] == ROSTER_NOBODY)
			continue;
		const struct roster_member *member = &problem->members[i];
		size_t place = (size_t)numbers[i];
		part->served[place] = member->served;
		part->member_of[place] = (uint32_t)i;
		for (size_t month = 0; month < part->months; month++)
			part->month_room[place * part->months + month] = rules->month_most;
		for (size_t j = 0; j < member->day_count; j++) {
			int32_t month = month_number(member->days[j]) - first_month;
			if (month >= 0 && month < (int32_t)part->months)
				part->month_room[place * part->months + (size_t)month]--;
		}
	}
}

static void take_seats(const struct roster_problem *problem, const struct roster_rules *rules,
                       const int32_t *numbers, struct arena *arena, struct roster_part *part)
{
	size_t most = 0, count = 0;
	for (size_t i = 0; i < part->shifts; i++)
		most += problem->shifts[part->shift_of[i]].seat_count;
	part->seats = arena_array(arena, uint32_t, most);
	part->seat_from = arena_array(arena, size_t, part->shifts + 1);
	for (size_t i = 0; i < part->shifts; i++) {
		const struct roster_shift *shift = &problem->shifts[part->shift_of[i]];
		part->seat_from[i] = count;
		for (size_t j = 0; j < shift->seat_count; j++) {
			const struct roster_seat *seat = &shift->seats[j];
			if (seat->on_leave && !rules->despite_leave)
				continue;
			if (!far_enough(&problem->members[seat->member], shift->day, part->gap_days))
				continue;
			part->seats[count++] = (uint32_t)numbers[seat->member];
			part->may_serve[numbers[seat->member]] = true;
		}
	}
	part->seat_from[part->shifts] = count;
}

static bool same_group(const struct roster_shift *a, const struct roster_shift *b)
{
	return a->day == b->day && a->room == b->room && a->slot == b->slot;
}

void roster_part_make(const struct roster_problem *problem, const struct roster_rules *rules,
                      const size_t *shifts, size_t count, struct arena *arena, struct roster_part *ret)
{
	struct roster_part part = {.shifts = count, .gap_days = rules->gap_days < 1 ? 1 : rules->gap_days};
	int32_t *numbers, first = problem->shifts[shifts[0]].day;
	int32_t last = problem->shifts[shifts[count - 1]].day, first_month = month_number(first);
	part.members = number_members(problem, shifts, count, arena, &numbers);
	part.first_day = first;
	part.days = (size_t)(last - first) + 1;
	part.months = (size_t)(month_number(last) - first_month) + 1;
	part.day = arena_array(arena, int32_t, count);
	part.month = arena_array(arena, int32_t, count);
	part.group = arena_array(arena, uint32_t, count);
	part.shift_of = arena_array(arena, size_t, count);
	for (size_t i = 0; i < count; i++) {
		const struct roster_shift *shift = &problem->shifts[shifts[i]];
		part.shift_of[i] = shifts[i];
		part.day[i] = shift->day - first;
		part.month[i] = month_number(shift->day) - first_month;
		if (i)
			part.group[i] =
			        part.group[i - 1] + !same_group(shift, &problem->shifts[shifts[i - 1]]);
	}
	take_members(problem, rules, numbers, first_month, arena, &part);
	take_seats(problem, rules, numbers, arena, &part);
	*ret = part;
}

/* How many shifts so far apart a member can keep in each month at most: the earliest day, then the next
   that is far enough, and so on. */
static void limit_months(const struct roster_part *part, int32_t *last, int32_t *count,
                         struct roster_part *ret)
{
	for (size_t i = 0; i < part->shifts; i++)
		for (size_t j = part->seat_from[i]; j < part->seat_from[i + 1]; j++) {
			size_t place = part->seats[j] * part->months + (size_t)part->month[i];
			if (count[place] && part->day[i] - last[place] < part->gap_days)
				continue;
			last[place] = part->day[i];
			count[place]++;
		}
	for (size_t i = 0; i < part->members * part->months; i++)
		if (count[i] < ret->month_room[i])
			ret->month_room[i] = count[i];
}

void roster_part_relax(const struct roster_part *part, struct arena *arena, struct roster_part *ret)
{
	size_t places = part->members * part->months;
	*ret = *part;
	ret->gap_days = 1;
	ret->month_room = arena_array(arena, int32_t, places);
	for (size_t i = 0; i < places; i++)
		ret->month_room[i] = part->month_room[i];
	limit_months(part, arena_array(arena, int32_t, places), arena_array(arena, int32_t, places), ret);
}

struct roster_score roster_part_score(const struct roster_part *part, const int32_t *owners)
{
	struct roster_score score = {.least = INT32_MAX};
	for (size_t i = 0; i < part->members; i++) {
		int32_t total = part->served[i];
		if (!part->may_serve[i])
			continue;
		for (size_t j = 0; j < part->shifts; j++)
			total += owners[j] == (int32_t)i;
		score.least = total < score.least ? total : score.least;
		score.most = total > score.most ? total : score.most;
		score.squares += (int64_t)total * total;
		score.members++;
	}
	if (!score.members)
		score.least = 0;
	return score;
}

int roster_score_order(const struct roster_score *a, const struct roster_score *b)
{
	if (roster_spread(a) != roster_spread(b))
		return roster_spread(a) < roster_spread(b) ? -1 : 1;
	return (a->squares > b->squares) - (a->squares < b->squares);
}
