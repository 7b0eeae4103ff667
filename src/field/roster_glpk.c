/* The rota as a mixed integer program, for what chains leave open when shifts must
   be days apart: is there any plan, and is there a fairer one? One binary column for
   each member and group of like shifts, a row for each of the rules:

     the shifts of a group are all kept      Σ x = how many
     days apart, once a day                  Σ x ≤ 1 in every stretch of so many days
     most in a month                         Σ x ≤ what is left of it

   Fairest in two steps: least spread, then with that spread least squares, whose
   growth is one column a shift (1, 3, 5 …; being convex they fill in order). A plan
   in hand bounds both, so that only fairer ones are looked for. */
#include <glpk.h>

#include "field/roster_part.h"

struct program {
	const struct roster_part *part;
	glp_prob *problem;
	int *columns;        /* by seat: its column; like shifts share those of the first */
	int *totals;         /* by member */
	int lowest, highest; /* columns of the bounds of all totals */
	int *index;          /* of the row being written */
	double *factor;
	int length;
};

static bool first_of_group(const struct roster_part *part, size_t shift)
{
	return !shift || part->group[shift] != part->group[shift - 1];
}

static size_t group_size(const struct roster_part *part, size_t shift)
{
	size_t end = shift + 1;
	while (end < part->shifts && part->group[end] == part->group[shift])
		end++;
	return end - shift;
}

static void row_term(struct program *program, int column, double factor)
{
	program->length++;
	program->index[program->length] = column;
	program->factor[program->length] = factor;
}

static void row_end(struct program *program, int kind, double low, double high)
{
	int row = glp_add_rows(program->problem, 1);
	glp_set_row_bnds(program->problem, row, kind, low, high);
	glp_set_mat_row(program->problem, row, program->length, program->index, program->factor);
	program->length = 0;
}

static int column_new(struct program *program, int kind, double low, double high)
{
	int column = glp_add_cols(program->problem, 1);
	glp_set_col_kind(program->problem, column, kind);
	if (kind != GLP_BV)
		glp_set_col_bnds(program->problem, column, low < high ? GLP_DB : GLP_FX, low, high);
	return column;
}

static void add_groups(struct program *program)
{
	const struct roster_part *part = program->part;
	for (size_t i = 0; i < part->shifts; i++) {
		size_t like = part->seat_from[i] - (i ? part->seat_from[i - 1] : 0);
		for (size_t seat = part->seat_from[i]; seat < part->seat_from[i + 1]; seat++)
			program->columns[seat] = first_of_group(part, i) ? column_new(program, GLP_BV, 0, 1)
			                                                 : program->columns[seat - like];
		if (!first_of_group(part, i))
			continue;
		for (size_t seat = part->seat_from[i]; seat < part->seat_from[i + 1]; seat++)
			row_term(program, program->columns[seat], 1);
		double size = (double)group_size(part, i);
		row_end(program, GLP_FX, size, size);
	}
}

/* One group that a member may serve in. */
struct option {
	int column;
	int32_t day, month;
};

/* The member's groups by day. */
static size_t options_of(const struct program *program, uint32_t member, struct option *ret)
{
	const struct roster_part *part = program->part;
	size_t count = 0;
	for (size_t i = 0; i < part->shifts; i++)
		for (size_t seat = part->seat_from[i];
		     first_of_group(part, i) && seat < part->seat_from[i + 1]; seat++)
			if (part->seats[seat] == member)
				ret[count++] =
				        (struct option){program->columns[seat], part->day[i], part->month[i]};
	return count;
}

/* Only stretches that reach further than the one before. */
static void add_gaps(struct program *program, const struct option *options, size_t count)
{
	for (size_t from = 0, to = 0, reached = 0; from < count; from++) {
		while (to < count && options[to].day < options[from].day + program->part->gap_days)
			to++;
		if (to == reached || to - from < 2)
			continue;
		for (size_t i = from; i < to; i++)
			row_term(program, options[i].column, 1);
		row_end(program, GLP_UP, 0, 1);
		reached = to;
	}
}

static void add_months(struct program *program, uint32_t member, const struct option *options, size_t count)
{
	const struct roster_part *part = program->part;
	for (size_t from = 0, to = 0; from < count; from = to) {
		int32_t room = part->month_room[member * part->months + (size_t)options[from].month];
		for (; to < count && options[to].month == options[from].month; to++)
			row_term(program, options[to].column, 1);
		if ((int32_t)(to - from) > room)
			row_end(program, GLP_UP, 0, room > 0 ? room : 0);
		program->length = 0;
	}
}

/* total = served + Σ x, between the lowest and the highest. */
static void add_total(struct program *program, uint32_t member, const struct option *options, size_t count)
{
	int32_t served = program->part->served[member];
	int total = column_new(program, GLP_IV, served, served + (double)count);
	program->totals[member] = total;
	for (size_t i = 0; i < count; i++)
		row_term(program, options[i].column, 1);
	row_term(program, total, -1);
	row_end(program, GLP_FX, -served, -served);
	row_term(program, total, 1);
	row_term(program, program->lowest, -1);
	row_end(program, GLP_LO, 0, 0);
	row_term(program, total, 1);
	row_term(program, program->highest, -1);
	row_end(program, GLP_UP, 0, 0);
}

static struct program program_make(const struct roster_part *part, bool fair)
{
	size_t seats = part->seat_from[part->shifts], width = seats + part->members + part->shifts + 3;
	struct program program = {
	        .part = part,
	        .problem = glp_create_prob(),
	        .columns = memory_take((seats + 1) * sizeof(int)),
	        .totals = memory_take((part->members + 1) * sizeof(int)),
	        .index = memory_take(width * sizeof(int)),
	        .factor = memory_take(width * sizeof(double)),
	};
	struct option *options = memory_take((part->shifts + 1) * sizeof *options);
	glp_term_out(GLP_OFF);
	add_groups(&program);
	if (fair) {
		program.lowest = column_new(&program, GLP_IV, 0, 1e6);
		program.highest = column_new(&program, GLP_IV, 0, 1e6);
	}
	for (uint32_t i = 0; i < part->members; i++) {
		size_t count = options_of(&program, i, options);
		add_gaps(&program, options, count);
		add_months(&program, i, options, count);
		if (fair && part->may_serve[i])
			add_total(&program, i, options, count);
	}
	memory_free(options);
	return program;
}

static void program_release(struct program *program)
{
	glp_delete_prob(program->problem);
	memory_free(program->columns);
	memory_free(program->totals);
	memory_free(program->index);
	memory_free(program->factor);
}

/* Like shifts take the chosen members of their group in turn. */
static void read_owners(const struct program *program, int32_t *owners)
{
	const struct roster_part *part = program->part;
	for (size_t i = 0; i < part->shifts; i += group_size(part, i)) {
		size_t next = i;
		for (size_t seat = part->seat_from[i]; seat < part->seat_from[i + 1]; seat++)
			if (glp_mip_col_val(program->problem, program->columns[seat]) > 0.5)
				owners[next++] = (int32_t)part->seats[seat];
	}
}

static enum roster_answer run(struct program *program, int32_t limit_ms, int32_t *owners, bool *ret_proved)
{
	glp_iocp options;
	glp_init_iocp(&options);
	options.msg_lev = GLP_MSG_OFF;
	options.presolve = GLP_ON;
	options.tm_lim = limit_ms;
	int failed = glp_intopt(program->problem, &options);
	int status = glp_mip_status(program->problem);
	*ret_proved = !failed && status == GLP_OPT;
	if (failed == GLP_ENOPFS || (!failed && status == GLP_NOFEAS))
		return ROSTER_NO;
	if (status != GLP_OPT && status != GLP_FEAS)
		return ROSTER_OPEN;
	read_owners(program, owners);
	return ROSTER_YES;
}

enum roster_answer roster_glpk_any(const struct roster_part *part, int32_t limit_ms, int32_t *owners)
{
	if (limit_ms <= 0)
		return ROSTER_OPEN;
	bool proved;
	struct program program = program_make(part, false);
	enum roster_answer answer = run(&program, limit_ms, owners, &proved);
	program_release(&program);
	return answer;
}

static void spread_row(struct program *program, double least, double most)
{
	row_term(program, program->highest, 1);
	row_term(program, program->lowest, -1);
	row_end(program, least < most ? GLP_DB : GLP_FX, least, most);
}

/* Is there a spread below that of the plan? Then owners have the least. True when it is proved. */
static bool least_spread(const struct roster_part *part, const struct roster_score *bound, int32_t limit_ms,
                         int32_t *owners)
{
	struct roster_score now = roster_part_score(part, owners);
	if (roster_spread(&now) <= roster_spread(bound))
		return true;
	bool proved;
	struct program program = program_make(part, true);
	spread_row(&program, roster_spread(bound), roster_spread(&now) - 1);
	glp_set_obj_coef(program.problem, program.highest, 1);
	glp_set_obj_coef(program.problem, program.lowest, -1);
	enum roster_answer answer = run(&program, limit_ms, owners, &proved);
	program_release(&program);
	return answer == ROSTER_NO || proved;
}

/* Σ of the growth of the squares, as the objective and as a row that is below that of the plan. */
static void add_squares(struct program *program, const struct roster_score *now)
{
	const struct roster_part *part = program->part;
	int64_t standing = 0;
	size_t first = 0, last = 0;
	for (size_t i = 0; i < part->members; i++) {
		int32_t served = part->served[i];
		if (!part->may_serve[i])
			continue;
		standing += (int64_t)served * served;
		row_term(program, program->totals[i], -1);
		for (int32_t total = served + 1; total <= now->most; total++) {
			last = (size_t)column_new(program, GLP_CV, 0, 1);
			first = first ? first : last;
			glp_set_obj_coef(program->problem, (int)last, 2.0 * total - 1);
			row_term(program, (int)last, 1);
		}
		row_end(program, GLP_FX, -served, -served);
	}
	for (size_t i = first; first && i <= last; i++)
		row_term(program, (int)i, glp_get_obj_coef(program->problem, (int)i));
	/* The sum of the totals is given, so squares differ by even numbers. */
	row_end(program, GLP_UP, 0, (double)(now->squares - standing - 2));
}

static bool least_squares(const struct roster_part *part, const struct roster_score *bound, int32_t limit_ms,
                          int32_t *owners)
{
	struct roster_score now = roster_part_score(part, owners);
	if (now.squares <= bound->squares)
		return true;
	bool proved;
	struct program program = program_make(part, true);
	spread_row(&program, 0, roster_spread(&now));
	add_squares(&program, &now);
	enum roster_answer answer = run(&program, limit_ms, owners, &proved);
	program_release(&program);
	return answer == ROSTER_NO || proved;
}

enum roster_answer roster_glpk_fairest(const struct roster_part *part, const struct roster_score *bound,
                                       int32_t limit_ms, int32_t *owners)
{
	if (limit_ms <= 0)
		return ROSTER_OPEN;
	bool narrow = least_spread(part, bound, limit_ms, owners);
	return least_squares(part, bound, limit_ms, owners) && narrow ? ROSTER_YES : ROSTER_OPEN;
}
