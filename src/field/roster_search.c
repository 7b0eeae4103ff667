/* The rota by hand: each shift to whoever has fewest, then chains. A chain takes a
   shift from its member, gives it to another, who gives up the one shift in its way
   to a third, and so on until somebody can simply take it.

   With a gap of one day the rules are a flow: shift, member and day, member and
   month, member. What such members can keep together is a polymatroid, so a plan
   from which no chain leads from a member to one with two shifts fewer is the
   fairest in every sense at once: least most, most least, least squares. The
   shortest chain is a path of that flow's residual network. With a longer gap a
   chain may miss what GLPK finds; then roster.c asks GLPK. */
#include <string.h>

#include "field/roster_part.h"

struct board {
	const struct roster_part *part;
	int32_t *owners;   /* by shift */
	int32_t *at;       /* by member and day: the shift, or ROSTER_NOBODY */
	int32_t *in_month; /* by member and month */
	int32_t *totals;   /* by member */
	/* of one search for a chain */
	size_t *queue;
	size_t queued;
	int32_t *before; /* by shift: the one it makes way for, or BEGINS, UNSEEN */
	int32_t *kept;   /* owners to go back to */
};
enum { UNSEEN = -2, BEGINS = -1 };

static int32_t *day_of(const struct board *board, uint32_t member, size_t shift)
{
	return &board->at[member * board->part->days + (size_t)board->part->day[shift]];
}

static int32_t *month_of(const struct board *board, uint32_t member, size_t shift)
{
	return &board->in_month[member * board->part->months + (size_t)board->part->month[shift]];
}

static bool month_full(const struct board *board, uint32_t member, size_t shift)
{
	size_t place = member * board->part->months + (size_t)board->part->month[shift];
	return board->in_month[place] >= board->part->month_room[place];
}

static void put(struct board *board, size_t shift, uint32_t member)
{
	board->owners[shift] = (int32_t)member;
	*day_of(board, member, shift) = (int32_t)shift;
	++*month_of(board, member, shift);
	board->totals[member]++;
}

static void take_away(struct board *board, size_t shift)
{
	uint32_t member = (uint32_t)board->owners[shift];
	board->owners[shift] = ROSTER_NOBODY;
	*day_of(board, member, shift) = ROSTER_NOBODY;
	--*month_of(board, member, shift);
	board->totals[member]--;
}

/* How many of the member's shifts lie too near; the last of them in ret. */
static size_t too_near(const struct board *board, uint32_t member, size_t shift, size_t *ret)
{
	const struct roster_part *part = board->part;
	int32_t day = part->day[shift], gap = part->gap_days;
	int32_t from = day < gap ? 0 : day - gap + 1;
	int32_t to = day + gap > (int32_t)part->days ? (int32_t)part->days : day + gap;
	const int32_t *row = &board->at[member * part->days];
	size_t count = 0;
	for (int32_t i = from; i < to; i++)
		if (row[i] != ROSTER_NOBODY) {
			*ret = (size_t)row[i];
			count++;
		}
	return count;
}

static bool can_take(const struct board *board, uint32_t member, size_t shift)
{
	size_t near;
	return !month_full(board, member, shift) && !too_near(board, member, shift, &near);
}

/* The last day before the shift's on which the member has one; -1 without. */
static int32_t last_day(const struct board *board, uint32_t member, size_t shift)
{
	int32_t day = board->part->day[shift];
	while (--day >= 0 && board->at[member * board->part->days + (size_t)day] == ROSTER_NOBODY) {}
	return day;
}

/* To whoever has fewest, of those to whoever has rested longest. */
static bool give_greedily(struct board *board, size_t shift)
{
	const struct roster_part *part = board->part;
	int32_t best = ROSTER_NOBODY, rested = 0;
	for (size_t i = part->seat_from[shift]; i < part->seat_from[shift + 1]; i++) {
		uint32_t member = part->seats[i];
		if (!can_take(board, member, shift))
			continue;
		int32_t since = last_day(board, member, shift);
		if (best == ROSTER_NOBODY || board->totals[member] < board->totals[best] ||
		    (board->totals[member] == board->totals[best] && since < rested)) {
			best = (int32_t)member;
			rested = since;
		}
	}
	if (best != ROSTER_NOBODY)
		put(board, shift, (uint32_t)best);
	return best != ROSTER_NOBODY;
}

/* ---- chains ---- */

static void enqueue(struct board *board, size_t shift, int32_t before)
{
	if (board->before[shift] != UNSEEN)
		return;
	board->before[shift] = before;
	board->queue[board->queued++] = shift;
}

static bool put_if_good(struct board *board, size_t shift, uint32_t member)
{
	bool good = can_take(board, member, shift);
	if (good)
		put(board, shift, member);
	return good;
}

/* The chain that ends with `member` taking `shift`: every shift goes to whom the next one leaves. With a
   long gap a chain that meets a member twice may break a rule; then everything stays as it was. */
static bool follow_chain(struct board *board, size_t shift, uint32_t member)
{
	for (int32_t at = (int32_t)shift; at >= 0; at = board->before[at]) {
		board->kept[at] = board->owners[at];
		if (board->owners[at] != ROSTER_NOBODY)
			take_away(board, (size_t)at);
	}
	bool good = true;
	int32_t to = (int32_t)member;
	for (int32_t at = (int32_t)shift; good && at >= 0; at = board->before[at]) {
		good = put_if_good(board, (size_t)at, (uint32_t)to);
		to = board->kept[at];
	}
	if (good)
		return true;
	for (int32_t at = (int32_t)shift; at >= 0; at = board->before[at])
		if (board->owners[at] != ROSTER_NOBODY)
			take_away(board, (size_t)at);
	for (int32_t at = (int32_t)shift; at >= 0; at = board->before[at])
		if (board->kept[at] != ROSTER_NOBODY)
			put(board, (size_t)at, (uint32_t)board->kept[at]);
	return false;
}

/* Any shift that the member holds can make way; in a full month one of that month. */
static void enqueue_held(struct board *board, uint32_t member, size_t shift, bool of_month)
{
	const struct roster_part *part = board->part;
	for (size_t day = 0; day < part->days; day++) {
		int32_t held = board->at[member * part->days + day];
		if (held != ROSTER_NOBODY && (!of_month || part->month[held] == part->month[shift]))
			enqueue(board, (size_t)held, (int32_t)shift);
	}
}

/* What has to make way for the member to take the shift; true when the chain ended there, since nothing
   had to and the member has no more than `total`. */
static bool make_way(struct board *board, uint32_t member, size_t shift, int32_t total)
{
	const struct roster_part *part = board->part;
	size_t near = 0, count = too_near(board, member, shift, &near);
	bool full = month_full(board, member, shift);
	if (!count && !full && board->totals[member] <= total)
		return follow_chain(board, shift, member);
	if (!count)
		enqueue_held(board, member, shift, full);
	else if (count == 1 && (!full || part->month[near] == part->month[shift]))
		enqueue(board, near, (int32_t)shift);
	return false;
}

/* From the shifts in the queue to a member with at most `total` shifts. */
static bool chain(struct board *board, int32_t total)
{
	const struct roster_part *part = board->part;
	for (size_t next = 0; next < board->queued; next++) {
		size_t shift = board->queue[next];
		for (size_t i = part->seat_from[shift]; i < part->seat_from[shift + 1]; i++) {
			uint32_t member = part->seats[i];
			if ((int32_t)member != board->owners[shift] && make_way(board, member, shift, total))
				return true;
		}
	}
	return false;
}

static void chain_begin(struct board *board)
{
	board->queued = 0;
	for (size_t i = 0; i < board->part->shifts; i++)
		board->before[i] = UNSEEN;
}

static bool give_by_chain(struct board *board, size_t shift)
{
	chain_begin(board);
	enqueue(board, shift, BEGINS);
	return chain(board, INT32_MAX);
}

static bool relieve(struct board *board, uint32_t member)
{
	chain_begin(board);
	for (size_t i = 0; i < board->part->shifts; i++)
		if (board->owners[i] == (int32_t)member)
			enqueue(board, i, BEGINS);
	return chain(board, board->totals[member] - 2);
}

static int32_t fewest(const struct board *board)
{
	int32_t least = INT32_MAX;
	for (size_t i = 0; i < board->part->members; i++)
		if (board->part->may_serve[i] && board->totals[i] < least)
			least = board->totals[i];
	return least;
}

/* The busiest first, since relieving them helps most; from the beginning until nobody can be relieved. */
static void improve(struct board *board)
{
	const struct roster_part *part = board->part;
	for (bool relieved = true; relieved;) {
		int32_t least = fewest(board), most = least;
		relieved = false;
		for (size_t i = 0; i < part->members; i++)
			if (part->may_serve[i] && board->totals[i] > most)
				most = board->totals[i];
		for (; !relieved && most >= least + 2; most--)
			for (uint32_t i = 0; !relieved && i < part->members; i++)
				relieved =
				        part->may_serve[i] && board->totals[i] == most && relieve(board, i);
	}
}

/* ---- all ---- */

static struct board board_make(const struct roster_part *part, struct arena *arena, int32_t *owners)
{
	struct board board = {
	        .part = part,
	        .owners = owners,
	        .at = arena_array(arena, int32_t, part->members * part->days),
	        .in_month = arena_array(arena, int32_t, part->members * part->months),
	        .totals = arena_array(arena, int32_t, part->members),
	        .queue = arena_array(arena, size_t, part->shifts),
	        .before = arena_array(arena, int32_t, part->shifts),
	        .kept = arena_array(arena, int32_t, part->shifts),
	};
	memset(board.at, 0xff, part->members * part->days * sizeof *board.at); /* ROSTER_NOBODY */
	for (size_t i = 0; i < part->members; i++)
		board.totals[i] = part->served[i];
	return board;
}

static void all_unowned(const struct roster_part *part, int32_t *owners)
{
	for (size_t i = 0; i < part->shifts; i++)
		owners[i] = ROSTER_NOBODY;
}

enum roster_answer roster_greedy(const struct roster_part *part, struct arena *arena, int32_t *owners)
{
	struct board board = board_make(part, arena, owners);
	all_unowned(part, owners);
	for (size_t i = 0; i < part->shifts; i++)
		if (!give_greedily(&board, i))
			return ROSTER_OPEN;
	return ROSTER_YES;
}

enum roster_answer roster_search(const struct roster_part *part, struct arena *arena, int32_t *owners)
{
	struct board board = board_make(part, arena, owners);
	all_unowned(part, owners);
	for (size_t i = 0; i < part->shifts; i++)
		if (!give_greedily(&board, i) && !give_by_chain(&board, i))
			return part->gap_days == 1 ? ROSTER_NO : ROSTER_OPEN;
	improve(&board);
	return ROSTER_YES;
}

void roster_improve(const struct roster_part *part, struct arena *arena, int32_t *owners)
{
	struct board board = board_make(part, arena, owners);
	for (size_t i = 0; i < part->shifts; i++)
		put(&board, i, (uint32_t)owners[i]);
	improve(&board);
}
