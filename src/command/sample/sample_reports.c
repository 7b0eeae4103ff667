/* Mandatory reports on minors of the sample, and guidance of their parents:
   most are reported within the hour, some late, one not yet; the last one is
   found in the last minutes of the period. */
#include "command/sample/actor.h"

static const char *const signs[] = {"injuries", "malnourished", "unattended",    "unattended",
                                    "missing",  "suicide",      "abandoned",     "other",
                                    "assault",  "pregnant",     "private_injury"};

static struct record *report(struct actor *actor, civil_date on, instant_ms found)
{
	civil_date born;
	int year = date_year(on);
	bool girl = chance(actor, 60);
	int64_t child = make_person(actor, on, girl, year - 16, year - 4, &born);
	struct record *record = begin(actor, "mandatory_report");
	put_int(actor, record, "found_at", found);
	put(actor, record, "report_org", pick_community(actor, on));
	put_int(actor, record, "child", child);
	put(actor, record, "child_sex", girl ? "female" : "male");
	put_date(actor, record, "child_born_on", born);
	put(actor, record, "signs", pick(actor, signs));
	put(actor, record, "handler", "谢*婷");
	if (chance(actor, 40))
		put(actor, record, "reporter", "学校老师");
	if (chance(actor, 20)) {
		struct record *row = record_add_row(record, "entrusted");
		put_date(actor, row, "asked_on", on);
		put(actor, row, "asked_by", "police");
		put(actor, row, "help", chance(actor, 60) ? "mind" : "survey");
	}
	return record;
}

static void report_to_police(struct actor *actor, int64_t id, instant_ms at)
{
	enum { MINUTE_MS = 60000 };
	struct record *changes = begin(actor, "mandatory_report");
	put_int(actor, changes, "reported_at", at / MINUTE_MS * MINUTE_MS);
	put(actor, changes, "body", "police");
	if (chance(actor, 70))
		put(actor, changes, "also_told", "education");
	move(actor, "mandatory_report", id, "report", changes);
}

/* Taken up the next day; some answers come in time, some late, some not at all. */
static void police_answers(struct actor *actor, int64_t id, civil_date reported)
{
	struct record *taken = begin(actor, "mandatory_report");
	put_date(actor, taken, "accepted_on", date_add_days(reported, 1));
	move(actor, "mandatory_report", id, "take", taken);
	if (chance(actor, 8))
		return;
	struct record *answer = begin(actor, "mandatory_report");
	put_date(actor, answer, "feedback_on", date_add_days(reported, chance(actor, 85) ? 3 : 9));
	if (chance(actor, 25)) {
		civil_date sent = date_add_days(reported, 20);
		put_date(actor, answer, "prosecution_on", sent);
		if (chance(actor, 60))
			put_date(actor, answer, "feedback_again_on", sent);
	}
	move(actor, "mandatory_report", id, "answer", answer);
}

static void enter_report(struct actor *actor, civil_date on, size_t index)
{
	enum { MINUTE_MS = 60000, LATE = 26 * 60 };
	instant_ms found = instant_at(on, 8 + (int)roll(actor, 10), (int)roll(actor, 60));
	int64_t minutes = index % 20 == 11 ? LATE : 5 + roll(actor, 90);
	instant_ms reported = found + minutes * MINUTE_MS;
	int64_t id = finish(actor, report(actor, on, found));
	if (index % 25 == 24)
		return; /* forgotten */
	report_to_police(actor, id, reported);
	if (chance(actor, 80))
		police_answers(actor, id, instant_date(reported));
}

/* Found before midnight of the last day and reported after it: of the next period. */
static void report_at_midnight(struct actor *actor, civil_date on, size_t index)
{
	(void)index;
	civil_date last = actor->request->period.to;
	int64_t id = finish(actor, report(actor, on, instant_at(last, 23, 50)));
	report_to_police(actor, id, instant_at(last, 24, 20));
}

static void guide(struct actor *actor, civil_date on, size_t index)
{
	static const char *const kinds[] = {"reprimand", "dissuade", "dissuade", "advice", "advice", "urged"};
	static const char *const causes[] = {"neglect", "violence", "unattended", "offence", "asked"};
	(void)index;
	struct record *record = begin(actor, "guidance");
	put(actor, record, "guiding_org", pick_community(actor, on));
	put_date(actor, record, "guided_on", on);
	put(actor, record, "kind", pick(actor, kinds));
	if (chance(actor, 90))
		put(actor, record, "cause", pick(actor, causes));
	put_int(actor, record, "carer", pick_person(actor)->id);
	if (chance(actor, 60))
		put_int(actor, record, "hours", 5 + roll(actor, 40));
	if (chance(actor, 80))
		put(actor, record, "outcome", chance(actor, 60) ? "better" : "watched");
	finish(actor, record);
}

void plan_reports(struct actor *actor)
{
	struct period period = actor->request->period;
	bool first = period.from < 20210101;
	plan(actor, enter_report, scaled(actor, first ? 30 : 45), period.from, date_add_days(period.to, -3));
	plan_on(actor, report_at_midnight, 0, date_add_days(period.to, 1));
	plan(actor, guide, scaled(actor, first ? 50 : 80), period.from, period.to);
}
