/* Rights cases of the sample: received, accepted or referred, closed, called
   back; some late, some void, some with what was never told. */
#include "command/sample/actor.h"

static const char *const channels[] = {"call", "call", "call", "call", "visit", "visit", "network", "letter"};
static const char *const sources[] = {"self", "self", "self", "self", "referred", "assigned", "found"};
static const char *const rooms[] = {"hotline",     "hotline",       "hotline",   "rights_room", "rights_room",
                                    "family_room", "marriage_room", "duty_room", "office"};
static const struct {
	const char *matter, *subtype;
} matters[] = {
        {"marriage_family", "violence"},
        {"marriage_family", "violence"},
        {"marriage_family", "divorce"},
        {"marriage_family", "divorce"},
        {"marriage_family", "custody"},
        {"marriage_family", "affair"},
        {"marriage_family", "family_dispute"},
        {"marriage_family", "inheritance"},
        {"marriage_family", "dating"},
        {"labour", "labour_right"},
        {"labour", "discrimination"},
        {"personal", "sexual_harassment"},
        {"personal", "injury"},
        {"property", "couple_property"},
        {"property", "collective_member"},
        {"political", NULL},
        {"education", NULL},
        {"general", NULL},
};
static const char *const ways[] = {"advice",  "advice",    "mediation",  "drafting",
                                   "company", "legal_aid", "counselling"};
static const char *const handlers[] = {"罗*静", "曾*娟", "邓*彤", "谢*婷", "丘*兰"};
static const char *const facts[] = {"来人说与家人起争执，想知道可以找谁。",
                                    "来电说经济上受限制，想了解怎样保护自己。",
                                    "来人询问离婚时孩子由谁抚养。", "来电反映单位因怀孕调岗。"};
static const char *const wishes[] = {"希望有人调解", "希望得到法律援助", "只想说说话", "希望单位给个说法"};

/* Returns whether it is a case of violence. */
static bool describe(struct actor *actor, struct record *record, bool high_risk)
{
	bool violence = false;
	size_t which = roll(actor, sizeof matters / sizeof *matters);
	put(actor, record, "matter", matters[which].matter);
	if (matters[which].subtype && chance(actor, 95)) {
		put(actor, record, "subtype", matters[which].subtype);
		violence = text_equal(matters[which].subtype, "violence");
	}
	if (chance(actor, 90))
		put(actor, record, "room", pick(actor, rooms));
	if (chance(actor, 60))
		put(actor, record, "risk", high_risk ? "high" : chance(actor, 30) ? "medium" : "low");
	const char *way = pick(actor, ways);
	if (!(high_risk && text_equal(way, "mediation")))
		put(actor, record, "ways", way);
	put(actor, record, "handler", pick(actor, handlers));
	put(actor, record, "facts", pick(actor, facts));
	if (chance(actor, 60))
		put(actor, record, "wish", pick(actor, wishes));
	return violence;
}

/* A fifth wish to stay unnamed; of the others some leave no telephone. */
static void name_caller(struct actor *actor, struct record *record)
{
	if (chance(actor, 20)) {
		put(actor, record, "anonymous", "true");
		return;
	}
	const struct person_made *caller = pick_person(actor);
	put_int(actor, record, "caller", caller->id);
	if (caller->female && chance(actor, 70)) {
		put(actor, record, "relation", "self");
		put_int(actor, record, "victim", caller->id);
	}
	if (chance(actor, 70)) {
		char phone[32];
		snprintf(phone, sizeof phone, "+9990%07u", (unsigned)((uint64_t)caller->id % 10000000));
		put(actor, record, "phone", phone);
	}
}

static void accept_case(struct actor *actor, int64_t id, civil_date received)
{
	struct record *changes = begin(actor, "rights_case");
	put_date(actor, changes, "accepted_on", received);
	move(actor, "rights_case", id, "accept", changes);
}

static void close_case(struct actor *actor, int64_t id, civil_date closed, const char *with)
{
	struct record *changes = begin(actor, "rights_case");
	put_date(actor, changes, "closed_on", closed);
	put(actor, changes, "outcome",
	    text_equal(with, "answer") ? "answered"
	    : chance(actor, 60)        ? "settled"
	                               : "mediated");
	move(actor, "rights_case", id, with, changes);
}

/* Weeks later, when the case was accepted and not answered at once. */
static void close_accepted(struct actor *actor, civil_date on, size_t index)
{
	struct case_made *made = &actor->cases[index];
	if (!made->accepted)
		return;
	close_case(actor, made->id, on, "close");
	made->closed = on;
}

/* Who is not satisfied asks for a review; now and then the federation urges the body in charge. */
static void dissent(struct actor *actor, struct record *changes, civil_date told, civil_date on)
{
	enum { REVIEW_DAYS = 30 }; /* in which a review may be asked for */
	if (date_days_between(told, on) > REVIEW_DAYS)
		return;
	struct record *review = record_add_row(changes, "reviews");
	put(actor, review, "stage", "review");
	put_date(actor, review, "told_on", told);
	put_date(actor, review, "asked_on", on);
	if (!chance(actor, 30))
		return;
	struct record *urging = record_add_row(changes, "urgings");
	put_date(actor, urging, "sent_on", on);
	put(actor, urging, "sent_to", "示例用人单位");
}

static void call_back(struct actor *actor, civil_date on, size_t index)
{
	const struct case_made *made = &actor->cases[index];
	if (!made->closed)
		return;
	struct record *changes = begin(actor, "rights_case");
	const char *pleased = chance(actor, 80) ? "good" : chance(actor, 80) ? "fair" : "bad";
	put_date(actor, changes, "called_back_on", on);
	put(actor, changes, "satisfaction", pleased);
	if (text_equal(pleased, "bad"))
		dissent(actor, changes, made->closed, on);
	move(actor, "rights_case", made->id, "call_back", changes);
}

/* Half are answered at once, most others accepted. */
static void handle(struct actor *actor, struct case_made *made, civil_date received)
{
	if (chance(actor, 50)) {
		close_case(actor, made->id, received, "answer");
		made->closed = received;
	} else if (chance(actor, 95)) {
		accept_case(actor, made->id, received);
		made->accepted = true;
	}
}

static void add_minors(struct actor *actor, struct record *record)
{
	if (!chance(actor, 9))
		return;
	put(actor, record, "minors", "true");
	put_int(actor, record, "minor_count", 1 + roll(actor, 2));
	if (chance(actor, 50)) {
		char receipt[32];
		snprintf(receipt, sizeof receipt, "QZ%06u", roll(actor, 1000000));
		put(actor, record, "report_no", receipt);
	} else {
		put(actor, record, "report_waiver", "未发现侵害情形，已记录判断依据。");
	}
}

static struct case_made enter_case(struct actor *actor, civil_date received)
{
	struct record *record = begin(actor, "rights_case");
	bool high_risk = chance(actor, 6);
	put_date(actor, record, "received_on", received);
	const char *org = pick_community(actor, received);
	put(actor, record, "handling_org", org);
	put(actor, record, "channel", pick(actor, channels));
	put(actor, record, "source", pick(actor, sources));
	name_caller(actor, record);
	bool violence = describe(actor, record, high_risk);
	add_minors(actor, record);
	return (struct case_made){.id = finish(actor, record), .org = violence ? org : NULL};
}

/* Most are entered within two days, some weeks later; one in a hundred was entered twice. */
static void receive_case(struct actor *actor, civil_date on, size_t index)
{
	int lag = chance(actor, 90) ? (int)roll(actor, 3) : (int)roll(actor, 25);
	civil_date received = date_add_days(on, -lag), from = actor->request->period.from;
	received = received < from ? day_in(actor, from, on) : received;
	struct case_made *made = &actor->cases[index];
	*made = enter_case(actor, received);
	if (!entered_twice(actor, index)) {
		handle(actor, made, received);
		return;
	}
	set_aside(actor, "rights_case", made->id, "重复登记");
	made->org = NULL;
}

/* Received within the period and entered after its end. */
static void late_case(struct actor *actor, civil_date on, size_t index)
{
	(void)on;
	(void)index;
	civil_date to = actor->request->period.to;
	enter_case(actor, day_in(actor, date_add_days(to, -40), to));
}

static void first_day_case(struct actor *actor, civil_date on, size_t index)
{
	(void)on;
	(void)index;
	enter_case(actor, actor->request->period.from);
}

static void last_day_case(struct actor *actor, civil_date on, size_t index)
{
	(void)on;
	(void)index;
	enter_case(actor, actor->request->period.to);
}

/* Outside by one day: must not be counted. */
static void next_day_case(struct actor *actor, civil_date on, size_t index)
{
	(void)on;
	(void)index;
	enter_case(actor, date_add_days(actor->request->period.to, 1));
}

void plan_cases(struct actor *actor)
{
	struct period period = actor->request->period;
	size_t count = scaled(actor, period.from < 20210101 ? 1110 : 1248);
	actor->cases = arena_array(&actor->arena, struct case_made, count);
	actor->case_count = count;
	for (size_t i = 0; i < count; i++) {
		civil_date on = day_in(actor, period.from, period.to),
		           closed = date_add_days(on, 1 + (int)roll(actor, 40));
		actor->cases[i].on = on;
		plan_on(actor, receive_case, i, on);
		if (chance(actor, 92))
			plan_on(actor, close_accepted, i, closed);
		if (chance(actor, 30))
			plan_on(actor, call_back, i, date_add_days(closed, 7));
	}
	plan(actor, late_case, scaled(actor, 36), date_add_days(period.to, 1), date_add_days(period.to, 50));
	plan_on(actor, first_day_case, 0, date_add_days(period.from, 3));
	plan_on(actor, last_day_case, 0, date_add_days(period.to, 2));
	plan_on(actor, next_day_case, 0, date_add_days(period.to, 2));
}
