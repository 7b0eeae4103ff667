/* Federation mothers, children in care, pairings and contacts of the sample. */
#include <string.h>

#include "command/sample/actor.h"

static const char *const groups[] = {"federation_head", "part_time_vice", "committee", "civility_post",
                                     "red_banner",      "entrepreneur",   "volunteer", "volunteer",
                                     "family",          "cadre"};
static const char *const categories[] = {"poor",         "poor",        "disability",
                                         "guardianship", "orphan",      "severe_illness",
                                         "unattended",   "left_behind", "migrant"};

/* Every tenth stands in three groups, and is still one person. */
static void put_groups(struct actor *actor, struct record *record, size_t index)
{
	if (index % 10 == 0)
		put(actor, record, "groups", "red_banner,entrepreneur,volunteer");
	else
		put(actor, record, "groups", pick(actor, groups));
}

static void join_mother(struct actor *actor, civil_date on, size_t index)
{
	struct record *record = begin(actor, "federation_mother");
	put(actor, record, "team_org", pick_community(actor, on));
	put_int(actor, record, "person", actor->people[index % actor->person_count].id);
	put_groups(actor, record, index);
	put_date(actor, record, "joined_on", on);
	put_date(actor, record, "screened_on", on);
	put(actor, record, "screening", "clear");
	if (chance(actor, 70))
		put_date(actor, record, "trained_on", on);
	actor->mothers[actor->mother_count++] = finish(actor, record);
}

/* Under fourteen the guardian consents, or the ground is written down. */
static void enter_child(struct actor *actor, civil_date on, size_t index)
{
	civil_date born;
	int year = date_year(on);
	int64_t person = make_person(actor, on, index % 2 == 0, year - 16, year - 3, &born);
	struct record *record = begin(actor, "child");
	const char *org = pick_community(actor, on);
	put(actor, record, "care_org", org);
	put_int(actor, record, "person", person);
	put_date(actor, record, "born_on", born);
	put_date(actor, record, "entered_on", on);
	put(actor, record, "categories", pick(actor, categories));
	if (chance(actor, 92)) {
		put(actor, record, "guardian_consent", "true");
		put_date(actor, record, "consent_on", on);
	} else {
		put(actor, record, "statutory_ground", "duty");
		put(actor, record, "ground_note", "监护人失联，由社区履行临时照料职责。");
	}
	if (chance(actor, 50))
		put(actor, record, "needs", "课后辅导和陪伴。");
	actor->child_orgs[actor->child_count] = org;
	actor->children[actor->child_count++] = finish(actor, record);
}

/* The contact that the last effect planned. */
static int64_t latest_open_visit(struct actor *actor)
{
	return newest_record(actor, "visit", "state = 'open'");
}

const char *answering_unit(const struct actor *actor, const char *code, civil_date on)
{
	return organisation_answering(actor->book->organisation, code, on);
}

static void pair_child(struct actor *actor, civil_date on, size_t index)
{
	(void)index;
	if (actor->next_child >= actor->child_count || !actor->mother_count)
		return;
	size_t child = actor->next_child++;
	struct record *record = begin(actor, "pairing");
	const char *org = answering_unit(actor, actor->child_orgs[child], on);
	put(actor, record, "pairing_org", org);
	put_int(actor, record, "mother", actor->mothers[child % actor->mother_count]);
	put_int(actor, record, "child", actor->children[child]);
	put(actor, record, "mode", "one_many");
	put(actor, record, "distance", chance(actor, 80) ? "near" : "remote");
	put_date(actor, record, "from_on", on);
	if (chance(actor, 40)) {
		put(actor, record, "wish", "想要一套课外书");
		if (chance(actor, 60))
			put_date(actor, record, "wish_done_on", on);
	}
	int64_t id = finish(actor, record);
	move(actor, "pairing", id, "begin", NULL);
	actor->pairings[actor->pairing_count++] = (struct pairing_made){id, latest_open_visit(actor), on};
}

static void contact(struct actor *actor, civil_date on, size_t index)
{
	static const char *const modes[] = {"call", "call", "visit", "visit", "family"};
	static const char *const helps[] = {"company", "study", "mind", "goods", "company,goods", "money"};
	if (!actor->pairing_count)
		return;
	struct pairing_made *pairing = &actor->pairings[index % actor->pairing_count];
	if (!pairing->open_visit)
		return;
	struct record *changes = begin(actor, "visit");
	put_date(actor, changes, "made_on", on);
	put(actor, changes, "mode", pick(actor, modes));
	if (chance(actor, 90))
		put(actor, changes, "helps", pick(actor, helps));
	if (chance(actor, 40))
		put_int(actor, changes, "value", 5000 + roll(actor, 50000));
	move(actor, "visit", pairing->open_visit, "make", changes);
	actor->records++;
	pairing->open_visit = latest_open_visit(actor);
}

static void end_pairing(struct actor *actor, civil_date on, size_t index)
{
	if (index >= actor->pairing_count)
		return;
	struct record *changes = begin(actor, "pairing");
	put_date(actor, changes, "to_on", on);
	put(actor, changes, "end_reason", "child_moved");
	move(actor, "pairing", actor->pairings[index].id, "end", changes);
	actor->pairings[index].open_visit = 0;
}

void plan_care(struct actor *actor)
{
	struct period period = actor->request->period;
	bool first = period.from < 20210101;
	size_t mothers = scaled(actor, first ? 120 : 180), children = scaled(actor, first ? 150 : 260);
	actor->mothers = arena_array(&actor->arena, int64_t, mothers);
	actor->children = arena_array(&actor->arena, int64_t, children);
	actor->child_orgs = arena_array(&actor->arena, const char *, children);
	actor->pairings = arena_array(&actor->arena, struct pairing_made, children);
	civil_date early = date_add_days(period.from, 30), middle = date_add_days(period.from, 90);
	plan(actor, join_mother, mothers, period.from, early);
	plan(actor, enter_child, children, period.from, early);
	plan(actor, pair_child, children * 9 / 10, date_add_days(early, 1), middle);
	plan(actor, contact, scaled(actor, first ? 500 : 900), date_add_days(middle, 1), period.to);
	plan(actor, end_pairing, scaled(actor, 5), date_add_days(period.to, -5), period.to);
}
