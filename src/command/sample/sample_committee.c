/* What committee members of the sample set out to do, and the accounts that some gave of it. */
#include "command/sample/actor.h"

enum { FIRST_PLANS = 100, PLANS_EACH = 2 };

static void add_goal(struct actor *actor, struct record *year, const char *kind, int64_t target)
{
	struct record *goal = record_add_row(year, "goals");
	put(actor, goal, "kind", kind);
	put_int(actor, goal, "target", target);
}

/* Two members of every community, in the order of the communities. */
static void plan_year(struct actor *actor, civil_date on, size_t index)
{
	const struct duty_made *duty = &actor->duties[index / PLANS_EACH];
	size_t member = index % PLANS_EACH;
	if (member >= duty->member_count)
		return;
	struct record *year = begin(actor, "committee_duty");
	put(actor, year, "duty_org", answering_unit(actor, actor->communities[index / PLANS_EACH].code, on));
	put_int(actor, year, "member", duty->members[member]);
	put_int(actor, year, "of_year", date_year(on));
	put_date(actor, year, "planned_on", on);
	add_goal(actor, year, "contact", 10);
	add_goal(actor, year, "survey", 1);
	if (chance(actor, 40))
		add_goal(actor, year, "project", 1);
	actor->committee_years[index] = finish(actor, year);
}

static void give_account(struct actor *actor, civil_date on, size_t index)
{
	static const char *const grades[] = {"excellent", "good", "good", "good", "fair"};
	if (!actor->committee_years[index])
		return;
	struct record *account = begin(actor, "committee_duty");
	put_date(actor, account, "account_on", on);
	put(actor, account, "way", chance(actor, 70) ? "meeting" : "paper");
	put_int(actor, account, "score", 70 + roll(actor, 30));
	put(actor, account, "grade", pick(actor, grades));
	struct record *deed = record_add_row(account, "goals");
	put(actor, deed, "kind", "deed");
	put_int(actor, deed, "target", 1);
	put_int(actor, deed, "actual", 1);
	change(actor, actor->committee_years[index], account, "半年述职");
}

void plan_committee(struct actor *actor)
{
	const struct period *period = &actor->request->period;
	if (period->from < 20210101)
		return; /* the members of the sample came with the elections of spring 2021 */
	size_t count = scaled(actor, actor->community_count * PLANS_EACH);
	actor->committee_years = arena_array(&actor->arena, int64_t, count);
	civil_date first = date_add_days(period->from, FIRST_PLANS);
	for (size_t i = 0; i < count; i++) {
		plan_on(actor, plan_year, i, date_add_days(first, (int)(i % 15)));
		if (i % 3 == 0)
			plan_on(actor, give_account, i, date_add_days(first, 60 + (int)(i % 15)));
	}
}
