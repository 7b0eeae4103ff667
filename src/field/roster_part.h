/* Inside the rota: one part of it (rooms that share members) in flat arrays, with
   seats that no rule forbids outright; and its two solvers. */
#ifndef JINGUO_FIELD_ROSTER_PART_H
#define JINGUO_FIELD_ROSTER_PART_H

#include "field/roster.h"

struct roster_part {
	size_t members, shifts, months, days;
	int32_t gap_days; /* at least 1 */
	int32_t first_day;
	int32_t *day, *month; /* by shift; from first_day, from the first month */
	uint32_t *group;      /* by shift: those of one room, day and slot bear the same number, rising */
	size_t *seat_from;    /* by shift, one more at the end */
	uint32_t *seats;      /* members */
	int32_t *served;      /* by member */
	bool *may_serve;      /* has a seat */
	int32_t *month_room;  /* by member and month: how many more */
	size_t *shift_of;     /* by shift: which of the whole problem */
	uint32_t *member_of;  /* by member likewise */
};

/* The part with those shifts of the problem, in their order. */
void roster_part_make(const struct roster_problem *problem, const struct roster_rules *rules,
                      const size_t *shifts, size_t count, struct arena *arena, struct roster_part *ret);
/* The same with once a day for the gap, and no more in a month than the gap lets through: what keeps
   the rules keeps these, so its fairest plan is a bound. */
void roster_part_relax(const struct roster_part *part, struct arena *arena, struct roster_part *ret);
struct roster_score roster_part_score(const struct roster_part *part, const int32_t *owners);

enum roster_answer { ROSTER_NO, ROSTER_YES, ROSTER_OPEN };

/* roster_search.c: by hand. Fills owners (by shift) and improves them. Where the gap is one day the
   answer is exact: YES with a fairest plan, or NO. With a longer one it is YES with a good plan, or OPEN. */
enum roster_answer roster_search(const struct roster_part *part, struct arena *arena, int32_t *owners);
/* One after the other, each to whoever has fewest; for comparison. */
enum roster_answer roster_greedy(const struct roster_part *part, struct arena *arena, int32_t *owners);
/* Improves a plan that keeps the rules, in place. */
void roster_improve(const struct roster_part *part, struct arena *arena, int32_t *owners);

/* roster_glpk.c: as a mixed integer program. YES leaves the plan in owners. */
enum roster_answer roster_glpk_any(const struct roster_part *part, int32_t limit_ms, int32_t *owners);
/* From a plan in owners to the fairest; `bound` is no less fair than any. YES when owners is then proved fairest. */
enum roster_answer roster_glpk_fairest(const struct roster_part *part, const struct roster_score *bound,
                                       int32_t limit_ms, int32_t *owners);

#endif
