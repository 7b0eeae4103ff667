/* Lights of plan indicators. Nothing is divided: what a straight line gives is
   compared in years times value, so that no rounding decides between lights. */
#include "field/indicator.h"

#include "field/look.h"

const char *indicator_light_code(enum indicator_light light)
{
	static const char *const codes[] = {
	        [LIGHT_RED] = "red",
	        [LIGHT_YELLOW] = "yellow",
	        [LIGHT_GREEN] = "green",
	        [LIGHT_HOLD] = "hold",
	};
	return codes[light];
}

static int64_t distance(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

/* Years of the way from base to target, and how many of them have passed. */
static bool path_known(const struct indicator_goal *goal, int year, int64_t *ret_years, int64_t *ret_passed)
{
	if (!goal->has_base || goal->target_year <= goal->base_year)
		return false;
	*ret_years = goal->target_year - goal->base_year;
	*ret_passed = year > goal->base_year ? year - goal->base_year : 0;
	return true;
}

/* How far `actual` stays behind `wanted`: above 0 is short of it. */
static int64_t shortfall(const struct indicator_goal *goal, int64_t wanted, int64_t actual)
{
	return goal->direction == DIRECTION_UP ? wanted - actual : actual - wanted;
}

static enum indicator_light light_of(int64_t shortfall, int64_t tolerance)
{
	if (shortfall <= 0)
		return LIGHT_GREEN;
	return shortfall <= tolerance ? LIGHT_YELLOW : LIGHT_RED;
}

static enum indicator_light judge_one_way(const struct indicator_goal *goal, int year, int64_t actual,
                                          const int64_t *year_target)
{
	int64_t last = shortfall(goal, goal->target, actual), years, passed;
	if (last < 0 || (last == 0 && !goal->strict))
		return LIGHT_HOLD;
	if (year < goal->target_year && year_target)
		return light_of(shortfall(goal, *year_target, actual), goal->tolerance);
	if (year < goal->target_year && path_known(goal, year, &years, &passed)) {
		int64_t wanted = goal->base * years + (goal->target - goal->base) * passed;
		return light_of(shortfall(goal, wanted, actual * years), goal->tolerance * years);
	}
	/* Without a tolerance nothing is yellow, not even a strict target that was just not passed. */
	return goal->tolerance && last <= goal->tolerance ? LIGHT_YELLOW : LIGHT_RED;
}

static enum indicator_light judge_about(const struct indicator_goal *goal, int year, int64_t actual,
                                        const int64_t *year_target)
{
	int64_t away = distance(actual, goal->target), years, passed;
	if (away <= goal->tolerance)
		return LIGHT_HOLD;
	if (year < goal->target_year && year_target && distance(actual, *year_target) <= goal->tolerance)
		return LIGHT_GREEN;
	if (year < goal->target_year && !year_target && path_known(goal, year, &years, &passed) &&
	    away * years <= distance(goal->base, goal->target) * (years - passed))
		return LIGHT_GREEN;
	return away <= goal->tolerance * 2 ? LIGHT_YELLOW : LIGHT_RED;
}

enum indicator_light indicator_judge(const struct indicator_goal *goal, int year, int64_t actual,
                                     const int64_t *year_target)
{
	if (goal->direction == DIRECTION_NEAR)
		return judge_about(goal, year, actual, year_target);
	return judge_one_way(goal, year, actual, year_target);
}

static enum indicator_direction direction_of(const struct record *indicator)
{
	if (look_is(indicator, "direction", "up"))
		return DIRECTION_UP;
	return look_is(indicator, "direction", "down") ? DIRECTION_DOWN : DIRECTION_NEAR;
}

bool rule_indicator_light(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	const struct record *record = call->record;
	struct record *indicator;
	if (!LOOK_FOR(call, fault, "indicator", "of_year", "actual", "year_target"))
		return false;
	if (!look_set(record, "indicator") || !look_set(record, "of_year") || !look_set(record, "actual")) {
		*ret = (struct value){}; /* required fields: the record room says so */
		return true;
	}
	if (!look_linked(call, record, "indicator", &indicator, fault))
		return false;
	struct indicator_goal goal = {
	        .direction = direction_of(indicator),
	        .strict = look_yes(indicator, "strict"),
	        .has_base = look_set(indicator, "base") && look_set(indicator, "base_year"),
	        .base_year = (int)look_int(indicator, "base_year"),
	        .target_year = (int)look_int(indicator, "target_year"),
	        .base = look_int(indicator, "base"),
	        .target = look_int(indicator, "target"),
	        .tolerance = look_int(indicator, "tolerance"),
	};
	if (goal.direction == DIRECTION_NEAR && !look_set(indicator, "tolerance") &&
	    !look_setting_int(call, "indicator_band", &goal.tolerance, fault))
		return false;
	int64_t year_target = look_int(record, "year_target");
	enum indicator_light light =
	        indicator_judge(&goal, (int)look_int(record, "of_year"), look_int(record, "actual"),
	                        look_set(record, "year_target") ? &year_target : NULL);
	*ret = value_text(indicator_light_code(light));
	return true;
}
