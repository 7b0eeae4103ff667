/* The duty rota: who keeps which shift, so that every shift is kept, every rule
   holds and the shifts are spread as evenly as can be. Days are day numbers
   (date_number). Nothing here knows of books; field/roster_books.h fills it.

   Fair: of all plans that keep the rules, one with the least distance between the
   member with most shifts and the one with fewest, and among those the least sum
   of squares of shifts (the least deviation). What a member has already kept in the
   period counts; members who may keep none of the shifts do not. */
#ifndef JINGUO_FIELD_ROSTER_H
#define JINGUO_FIELD_ROSTER_H

#include "base/date.h"
#include "base/fault.h"
#include "base/memory.h"

enum { ROSTER_NOBODY = -1 };

/* A member who may keep the shift: of that room's committee, in office on that day. */
struct roster_seat {
	uint32_t member;
	bool on_leave;
};
/* One person for one part of one day in one room; a room that needs two has two of them, with the same
   seats in the same order. */
struct roster_shift {
	int32_t day;
	uint32_t room, slot;
	struct roster_seat *seats; /* each member at most once */
	size_t seat_count;
};
struct roster_member {
	int32_t served;      /* shifts in the period that stand already */
	const int32_t *days; /* of all shifts that stand, those just outside the period too */
	size_t day_count;
};
struct roster_problem {
	const struct roster_member *members;
	size_t member_count;
	const struct roster_shift *shifts; /* by day, then room, then slot */
	size_t shift_count;
};

struct roster_rules {
	int32_t gap_days; /* a shift on the 3rd and one on the 5th are 2 days apart; at least 1: once a day */
	int32_t month_most; /* shifts of a member in a calendar month */
	bool despite_leave; /* members on leave are put on as well; only asked to find out what is in the way */
	int32_t limit_ms;   /* for one search by GLPK; 0: none is made */
};

struct roster_score {
	int32_t least, most;
	int64_t squares; /* of shifts a member */
	size_t members;  /* who may keep any */
};
static inline int32_t roster_spread(const struct roster_score *score)
{
	return score->most - score->least;
}
/* Below 0: a is fairer. */
int roster_score_order(const struct roster_score *a, const struct roster_score *b);

/* Shifts that share no member, not even through others, are planned apart: a part, mostly a room. */
struct roster_part_result {
	struct roster_score score;
	bool proved;  /* nothing fairer keeps the rules */
	bool by_glpk; /* the search alone could not tell */
	size_t shift; /* the first of the part */
};
struct roster_plan {
	int32_t *members; /* by shift */
	struct roster_part_result *parts;
	size_t part_count;
};

/* What cannot be met: the first shift that no plan keeps together with those before it. */
enum roster_obstacle {
	ROSTER_FEW,      /* fewer members in office than needed */
	ROSTER_LEAVE,    /* it would go if nobody were on leave */
	ROSTER_GAP,      /* … without the days between shifts */
	ROSTER_MONTH,    /* … without the most in a month */
	ROSTER_TOGETHER, /* … only without several of the rules */
	ROSTER_UNKNOWN,  /* the time ran out before it was clear */
};
struct roster_conflict {
	size_t shift;
	enum roster_obstacle obstacle;
	size_t needed, in_office; /* in that room then */
};

/* False when no plan keeps the rules (ret_conflict says why). All in the arena. */
bool roster_solve(const struct roster_problem *problem, const struct roster_rules *rules, struct arena *arena,
                  struct roster_plan *ret, struct roster_conflict *ret_conflict)
        __attribute__((warn_unused_result));

#endif
