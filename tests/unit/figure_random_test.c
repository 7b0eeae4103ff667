/* Random rows and random questions, answered three times: by the pass where it
   can, by SQL, and by an oracle that walks over the rows as they were made and
   shares no code with the figures. The list behind each number is counted too. */
#include "base/ids.h"
#include "figure_fixture.h"

enum { MATTERS = 260, READINGS = 90, QUESTIONS = 1500, BATCH = 24, TREES = 3 };

static struct dice dice = {20210630};
static struct matter_row matters[MATTERS];

struct reading_row {
	int64_t id;
	const char *org, *light;
	int32_t reported_on, topic, amount;
	bool voided;
};
static struct reading_row readings[READINGS];

static uint32_t roll(uint32_t limit)
{
	return dice_below(&dice, limit);
}

#define PICK(array) ((array)[roll(sizeof(array) / sizeof *(array))])

/* ---- rows ---- */

static const char *const orgs[] = {
        "440307",       "440307001",    "440307001001", "440307001002", "440307002", "440307002001",
        "440307002009", "440307003001", "440307003002", "440307003003", "440307009", "440307009004",
        "440307u01",    "440308",       "440308001001", "440308001009", "4403"};

/* Mostly within two years, often on an edge, now and then unset. */
static int32_t random_date(uint32_t unset_of_ten)
{
	static const int32_t edges[] = {20200101, 20200229, 20200630, 20200701, 20201231,
	                                20210101, 20210228, 20210630, 20210701};
	if (roll(10) < unset_of_ten)
		return UNSET;
	if (roll(4) == 0)
		return PICK(edges);
	return (int32_t)date_add_days(20191115, (int)roll(640));
}

static int32_t random_number(int32_t least, uint32_t span, uint32_t unset_of_ten)
{
	return roll(10) < unset_of_ten ? UNSET : least + (int32_t)roll(span);
}

static void make_step(struct step_row *step)
{
	static const char *const ways[] = {"advice", "mediation", "referral", NULL};
	*step = (struct step_row){random_date(2), random_number(0, 2, 3), random_number(0, 9, 2),
	                          random_number(70, 4, 3), PICK(ways)};
}

static struct matter_row make_matter(int64_t id)
{
	static const char *const channels[] = {"call", "visit", "desk", "letter", "fax", NULL};
	static const char *const risks[] = {"low", "medium", "high", NULL};
	static const char *const ways[] = {",advice,", ",advice,mediation,", ",referral,mediation,advice,",
	                                   NULL};
	static const char *const subjects[] = {"甲", "甲乙", "乙", "抚养费纠纷与家庭暴力的第一次来访", NULL};
	static const char *const phones[] = {"a", "b", "cc", "a longer token of 32 bytes or so", NULL};
	static const char *const states[] = {"open", "closed"};
	static const char *const referred[] = {"440307002", "440307009", NULL};
	struct matter_row row = {
	        .id = id,
	        .org = PICK(orgs),
	        .state = PICK(states),
	        .subject = PICK(subjects),
	        .channel = PICK(channels),
	        .risk = PICK(risks),
	        .ways = PICK(ways),
	        .referred_to = PICK(referred),
	        .phone = PICK(phones),
	        .received_on = random_date(1),
	        .accepted_on = random_date(3),
	        .closed_on = random_date(4),
	        .minor = random_number(0, 2, 3),
	        .people = random_number(0, 8, 2),
	        .cost = random_number(-200, 500, 2),
	        .born = random_number(1975, 30, 3),
	        .topic = random_number(70, 5, 3),
	        .voided = roll(12) == 0,
	        .step_count = roll(4),
	};
	for (size_t i = 0; i < row.step_count; i++)
		make_step(&row.steps[i]);
	return row;
}

static void add_reading(struct world *world, const struct reading_row *row)
{
	static const char *const columns[] = {"tenant", "id",          "org",   "version", "entry",
	                                      "voided", "reported_on", "topic", "amount",  "light"};
	const struct value values[] = {value_int(tenant_of(row->org)),
	                               value_int(row->id),
	                               value_text(row->org),
	                               value_int(1),
	                               value_int(1),
	                               value_int(row->voided),
	                               number_or_none(row->reported_on),
	                               number_or_none(row->topic),
	                               number_or_none(row->amount),
	                               value_text(row->light)};
	world_insert(world, "reading", columns, values, sizeof values / sizeof *values);
}

static void make_rows(struct world *world)
{
	static const char *const lights[] = {"red", "green", NULL};
	for (size_t i = 0; i < MATTERS; i++) {
		matters[i] = make_matter((int64_t)i + 1);
		world_add_matter(world, &matters[i]);
	}
	for (size_t i = 0; i < READINGS; i++) {
		readings[i] = (struct reading_row){.id = (int64_t)i + 1,
		                                   .org = PICK(orgs),
		                                   .light = PICK(lights),
		                                   .reported_on = random_date(1),
		                                   .topic = random_number(70, 6, 1),
		                                   .amount = random_number(-50, 200, 2),
		                                   .voided = roll(12) == 0};
		add_reading(world, &readings[i]);
	}
}

/* ---- the oracle's map of today ---- */

static const char *today_of(const char *org)
{
	if (text_starts(org, "440307009"))
		return "440307001";
	if (text_starts(org, "440307002009"))
		return "440307003002";
	return text_starts(org, "440308001009") ? "440307003003" : org;
}

static bool belongs(const char *org, const char *unit)
{
	return text_starts(today_of(org), today_of(unit));
}

static const char *unit_at(const char *org, const char *level)
{
	const char *found = NULL;
	for (size_t i = 0; i < WORLD_UNITS && !found; i++)
		if (text_equal(world_units[i].level, level) &&
		    text_starts(today_of(org), world_units[i].code))
			found = world_units[i].code;
	return found;
}

/* ---- conditions of the oracle: unset is the third truth ---- */

struct day_span {
	int32_t from, to;
};

static enum truth known(bool set, bool holds)
{
	return set ? (holds ? TRUTH_TRUE : TRUTH_FALSE) : TRUTH_UNSET;
}

static int days_from(int32_t from, int32_t to)
{
	return from == UNSET || to == UNSET ? 0 : date_number(to) - date_number(from);
}

static bool is(const char *a, const char *b)
{
	return text_equal(a, b);
}

static int rank_of(const char *risk)
{
	return is(risk, "low") ? 0 : is(risk, "medium") ? 1 : 2;
}

#define ATOMS(X)                                                                                             \
	X("channel = 'call'", known(m->channel, is(m->channel, "call")))                                     \
	X("channel != 'desk'", known(m->channel, !is(m->channel, "desk")))                                   \
	X("channel in ('call', 'letter')",                                                                   \
	  known(m->channel, is(m->channel, "call") || is(m->channel, "letter")))                             \
	X("channel is set", known(true, m->channel))                                                         \
	X("risk >= 'medium'", known(m->risk, rank_of(m->risk) >= 1))                                         \
	X("risk < 'high'", known(m->risk, rank_of(m->risk) < 2))                                             \
	X("minor", known(m->minor != UNSET, m->minor == 1))                                                  \
	X("minor is not set", known(true, m->minor == UNSET))                                                \
	X("people > 3", known(m->people != UNSET, m->people > 3))                                            \
	X("people not in (1, 2, 3)", known(m->people != UNSET, m->people < 1 || m->people > 3))              \
	X("people + born > 1993", known(m->people != UNSET && m->born != UNSET, m->people + m->born > 1993)) \
	X("cost <= 0.5", known(m->cost != UNSET, m->cost <= 50))                                             \
	X("cost * 2 > people", known(m->cost != UNSET && m->people != UNSET, m->cost * 2 > m->people * 100)) \
	X("closed_on is set", known(true, m->closed_on != UNSET))                                            \
	X("closed_on <= period.end", known(m->closed_on != UNSET, m->closed_on <= span.to))                  \
	X("accepted_on between period.start and period.end",                                                 \
	  known(m->accepted_on != UNSET, m->accepted_on >= span.from && m->accepted_on <= span.to))          \
	X("days(received_on, closed_on) > 30", known(m->received_on != UNSET && m->closed_on != UNSET,       \
	                                             days_from(m->received_on, m->closed_on) > 30))          \
	X("received_on < accepted_on",                                                                       \
	  known(m->received_on != UNSET && m->accepted_on != UNSET, m->received_on < m->accepted_on))        \
	X("month(closed_on) = 6", known(m->closed_on != UNSET, m->closed_on / 100 % 100 == 6))               \
	X("year(received_on) = 2021", known(m->received_on != UNSET, m->received_on / 10000 == 2021))        \
	X("born between 1980 and 1990", known(m->born != UNSET, m->born >= 1980 && m->born <= 1990))         \
	X("has(ways, 'mediation')", known(m->ways, strstr(m->ways ? m->ways : "", ",mediation,")))           \
	X("contains(subject, '家庭')", known(m->subject, strstr(m->subject ? m->subject : "", "家庭")))      \
	X("starts(subject, '甲')", known(m->subject, text_starts(m->subject ? m->subject : "", "甲")))       \
	X("state = 'closed'", known(true, is(m->state, "closed")))                                           \
	X("referred_to is not set", known(true, !m->referred_to))                                            \
	X("today > 2021-06-01", known(true, true))                                                           \
	X("topic is set", known(true, m->topic != UNSET))

#define X(source, truth) 1 +
enum { ATOM_COUNT = ATOMS(X) 0 };
#undef X

static const char *const atom_sources[ATOM_COUNT] = {
#define X(source, truth) source,
        ATOMS(X)
#undef X
};

static enum truth atom_truth(size_t atom, const struct matter_row *m, struct day_span span)
{
	const enum truth truths[ATOM_COUNT] = {
#define X(source, truth) truth,
	        ATOMS(X)
#undef X
	};
	return truths[atom];
}

struct tree {
	enum { TREE_ATOM, TREE_AND, TREE_OR, TREE_NOT } kind;
	size_t atom;
	struct tree *of[2];
};

static struct tree *random_tree(struct arena *arena, int depth)
{
	struct tree *tree = arena_new(arena, struct tree);
	tree->kind = depth ? roll(4) : TREE_ATOM;
	tree->atom = roll(ATOM_COUNT);
	for (size_t i = 0; i < 2 && tree->kind != TREE_ATOM; i++)
		tree->of[i] = random_tree(arena, depth - 1);
	return tree;
}

static void tree_write(const struct tree *tree, struct text *out)
{
	if (tree->kind == TREE_ATOM) {
		text_add(out, atom_sources[tree->atom]);
		return;
	}
	text_add(out, tree->kind == TREE_NOT ? "not (" : "(");
	tree_write(tree->of[0], out);
	if (tree->kind != TREE_NOT) {
		text_add(out, tree->kind == TREE_AND ? " and " : " or ");
		tree_write(tree->of[1], out);
	}
	text_add(out, ")");
}

static enum truth tree_truth(const struct tree *tree, const struct matter_row *m, struct day_span span)
{
	if (tree->kind == TREE_ATOM)
		return atom_truth(tree->atom, m, span);
	enum truth a = tree_truth(tree->of[0], m, span), b = tree_truth(tree->of[1], m, span);
	if (tree->kind == TREE_NOT)
		return a == TRUTH_UNSET ? a : a == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
	enum truth decisive = tree->kind == TREE_OR ? TRUTH_TRUE : TRUTH_FALSE;
	if (a == decisive || b == decisive)
		return decisive;
	return a == TRUTH_UNSET ? a : b;
}

/* ---- figures of the oracle ---- */

/* One thing that can be counted: a matter, a step of it, or a reading. */
struct thing {
	const struct matter_row *matter;
	const struct step_row *step;
	const struct reading_row *reading;
	const char *org;
	bool voided;
};

enum over { OVER_MATTER, OVER_STEP, OVER_READING };

struct oracle_figure {
	const char *name;
	enum over over;
	enum figure_time time;
	enum figure_measure measure;
	bool cumulative;
	int32_t (*day)(const struct thing *thing);
	int32_t (*until)(const struct thing *thing);
	enum truth (*where)(const struct thing *thing, struct day_span span);
	const char *(*value)(const struct thing *thing, struct arena *arena); /* as text; NULL unset */
	const char *by[10];
	int under; /* of a ratio: the figure below, else -1; the one above is `above` */
	int above;
};

static int32_t received(const struct thing *thing)
{
	return thing->matter->received_on;
}
static int32_t closed(const struct thing *thing)
{
	return thing->matter->closed_on;
}
static int32_t done_on(const struct thing *thing)
{
	return thing->step->done_on;
}
static int32_t reported(const struct thing *thing)
{
	return thing->reading->reported_on;
}

static enum truth is_risky(const struct thing *thing, struct day_span span)
{
	(void)span;
	const struct matter_row *m = thing->matter;
	return known(true, (m->risk && rank_of(m->risk) >= 1) || m->minor == 1);
}
static enum truth is_settled(const struct thing *thing, struct day_span span)
{
	const struct matter_row *m = thing->matter;
	return known(true, is(m->state, "closed") && m->closed_on != UNSET && m->closed_on <= span.to);
}
static enum truth is_quick(const struct thing *thing, struct day_span span)
{
	(void)span;
	const struct matter_row *m = thing->matter;
	return known(m->received_on != UNSET && m->accepted_on != UNSET,
	             days_from(m->received_on, m->accepted_on) <= 5);
}
static enum truth has_minor_said(const struct thing *thing, struct day_span span)
{
	(void)span;
	return known(true, thing->matter->minor != UNSET);
}
static enum truth of_a_minor(const struct thing *thing, struct day_span span)
{
	(void)span;
	return known(true, thing->matter->minor == 1);
}
static enum truth is_done(const struct thing *thing, struct day_span span)
{
	(void)span;
	return known(true, thing->step->done == 1);
}
static enum truth is_staffed(const struct thing *thing, struct day_span span)
{
	(void)span;
	size_t done = 0;
	for (size_t i = 0; i < thing->matter->step_count; i++)
		done += thing->matter->steps[i].done == 1;
	return known(true, done > 0);
}
static enum truth is_closed_by_then(const struct thing *thing, struct day_span span)
{
	const struct matter_row *m = thing->matter;
	return known(true, m->closed_on != UNSET && m->closed_on <= span.to);
}
static enum truth is_green(const struct thing *thing, struct day_span span)
{
	(void)span;
	return known(true, is(thing->reading->light, "green"));
}

static const char *number_text(int32_t number, struct arena *arena)
{
	return number == UNSET ? NULL : arena_format(arena, "%d", number);
}
static const char *people_of(const struct thing *thing, struct arena *arena)
{
	return number_text(thing->matter->people, arena);
}
static const char *cost_of(const struct thing *thing, struct arena *arena)
{
	return number_text(thing->matter->cost, arena);
}
static const char *topic_of(const struct thing *thing, struct arena *arena)
{
	return number_text(thing->matter->topic, arena);
}
static const char *phone_of(const struct thing *thing, struct arena *arena)
{
	(void)arena;
	return thing->matter->phone;
}
static const char *received_of(const struct thing *thing, struct arena *arena)
{
	return number_text(thing->matter->received_on, arena);
}
static const char *closed_of(const struct thing *thing, struct arena *arena)
{
	return number_text(thing->matter->closed_on, arena);
}
static const char *hours_of(const struct thing *thing, struct arena *arena)
{
	return number_text(thing->step->hours, arena);
}
static const char *helper_of(const struct thing *thing, struct arena *arena)
{
	return number_text(thing->step->helper, arena);
}
static const char *amount_of(const struct thing *thing, struct arena *arena)
{
	return number_text(thing->reading->amount, arena);
}

#define BY_CHANNEL                                              \
	{                                                       \
		"channel", "org:street", "org:community", "org" \
	}
#define BY_STEP                     \
	{                           \
		"way", "org:street" \
	}
static const struct oracle_figure figures[] = {
        {.name = "matter.cases",
         .day = received,
         .under = -1,
         .by = {"channel", "risk", "ways", "minor", "subject", "born", "topic", "referred_to", "org:street",
                "month"}},
        {.name = "matter.closed",
         .day = closed,
         .under = -1,
         .by = {"channel", "risk", "org:street", "month", "org"}},
        {.name = "matter.risky", .day = received, .where = is_risky, .under = -1, .by = BY_CHANNEL},
        {.name = "matter.settled", .day = received, .where = is_settled, .under = -1, .by = BY_CHANNEL},
        {.name = "matter.quick", .day = received, .where = is_quick, .under = -1, .by = BY_CHANNEL},
        {.name = "matter.people",
         .measure = MEASURE_SUM,
         .day = received,
         .value = people_of,
         .under = -1,
         .by = {"channel", "risk", "org:district", "month"}},
        {.name = "matter.cost",
         .measure = MEASURE_SUM,
         .day = received,
         .where = has_minor_said,
         .value = cost_of,
         .under = -1,
         .by = BY_CHANNEL},
        {.name = "matter.callers",
         .measure = MEASURE_DISTINCT,
         .day = received,
         .value = phone_of,
         .under = -1,
         .by = BY_CHANNEL},
        {.name = "matter.topics",
         .measure = MEASURE_DISTINCT,
         .day = received,
         .value = topic_of,
         .under = -1,
         .by = {"channel", "month", "org:unit"}},
        {.name = "matter.first_on",
         .measure = MEASURE_FIRST,
         .day = received,
         .value = received_of,
         .under = -1,
         .by = BY_CHANNEL},
        {.name = "matter.last_closed",
         .measure = MEASURE_LAST,
         .day = received,
         .value = closed_of,
         .under = -1,
         .by = BY_CHANNEL},
        {.name = "matter.ever", .cumulative = true, .day = received, .under = -1, .by = BY_CHANNEL},
        {.name = "matter.open_now",
         .time = TIME_STOCK,
         .day = received,
         .until = closed,
         .under = -1,
         .by = {"channel", "risk", "org:street"}},
        {.name = "matter.open_people",
         .time = TIME_STOCK,
         .measure = MEASURE_SUM,
         .day = received,
         .until = closed,
         .value = people_of,
         .under = -1,
         .by = {"org:street", "org"}},
        {.name = "matter.open_topics",
         .time = TIME_STOCK,
         .measure = MEASURE_DISTINCT,
         .day = received,
         .until = closed,
         .value = topic_of,
         .under = -1,
         .by = BY_CHANNEL},
        {.name = "matter.staffed",
         .day = received,
         .where = is_staffed,
         .under = -1,
         .by = {"org:street", "month"}},
        {.name = "matter.steps_taken",
         .over = OVER_STEP,
         .day = received,
         .where = is_done,
         .under = -1,
         .by = {"way", "parent.channel", "org:street", "month"}},
        {.name = "matter.steps_on", .over = OVER_STEP, .day = done_on, .under = -1, .by = BY_STEP},
        {.name = "matter.helpers",
         .over = OVER_STEP,
         .measure = MEASURE_DISTINCT,
         .day = received,
         .where = of_a_minor,
         .value = helper_of,
         .under = -1,
         .by = {"parent.channel", "org:street"}},
        {.name = "matter.hours",
         .over = OVER_STEP,
         .measure = MEASURE_SUM,
         .day = received,
         .value = hours_of,
         .under = -1,
         .by = BY_STEP},
        {.name = "reading.judged",
         .over = OVER_READING,
         .time = TIME_LATEST,
         .day = reported,
         .under = -1,
         .by = {"light", "org:street"}},
        {.name = "reading.green",
         .over = OVER_READING,
         .time = TIME_LATEST,
         .day = reported,
         .where = is_green,
         .under = -1,
         .by = {"org:street", "org"}},
        {.name = "reading.amount",
         .over = OVER_READING,
         .time = TIME_LATEST,
         .measure = MEASURE_SUM,
         .day = reported,
         .value = amount_of,
         .under = -1,
         .by = {"light", "org:community"}},
        /* A part of the next one, not a figure by itself. */
        {.name = NULL, .day = received, .where = is_closed_by_then, .under = -1},
        {.name = "matter.close_pct",
         .measure = MEASURE_RATIO,
         .above = 23,
         .under = 0,
         .by = {"channel", "org:street"}},
        {.name = "matter.each",
         .measure = MEASURE_RATIO,
         .above = 6,
         .under = 0,
         .by = {"org:street", "month"}},
        {.name = "topic.touched",
         .measure = MEASURE_DISTINCT,
         .day = received,
         .value = topic_of,
         .under = -1,
         .by = {"channel", "month", "org:unit"}},
        {.name = "topic.open_people",
         .time = TIME_STOCK,
         .measure = MEASURE_SUM,
         .day = received,
         .until = closed,
         .value = people_of,
         .under = -1,
         .by = {"org:street", "org"}},
};
enum { FIGURES = sizeof figures / sizeof *figures };

/* ---- a question, and what the oracle makes of it ---- */

struct question_asked {
	const struct oracle_figure *figure;
	struct figure_request request;
	const struct tree *tree;
	const char *viewer_org; /* the subtree the viewer counts; NULL: all */
};

struct oracle_cell {
	const char *key[FIGURE_DIMENSIONS];
	int64_t rows, with_value, sum, first, last;
	const char *distinct[32];
	size_t distinct_count;
};

struct oracle_answer {
	struct arena arena;
	struct oracle_cell total, cells[600];
	size_t cell_count;
	bool alive;
};

static struct day_span span_of(const struct question_asked *asked, const struct oracle_figure *figure)
{
	bool from_beginning = figure->time != TIME_FLOW || figure->cumulative || asked->request.cumulative;
	return (struct day_span){from_beginning ? 0 : asked->request.period.from, asked->request.period.to};
}

static bool within(int32_t day, struct day_span span)
{
	return day != UNSET && day >= span.from && day <= span.to;
}

static bool live(const struct question_asked *asked, const struct thing *thing)
{
	return !thing->voided && belongs(thing->org, asked->request.org) &&
	       (!asked->viewer_org || text_starts(today_of(thing->org), asked->viewer_org));
}

/* Another live reading of the same topic and tenant comes after this one. */
static bool is_overtaken(const struct question_asked *asked, const struct reading_row *row,
                         struct day_span span)
{
	for (size_t i = 0; i < READINGS; i++) {
		const struct reading_row *other = &readings[i];
		const struct thing thing = {.reading = other, .org = other->org, .voided = other->voided};
		bool later = other->reported_on > row->reported_on ||
		             (other->reported_on == row->reported_on && other->id > row->id);
		if (later && other->topic == row->topic && within(other->reported_on, span) &&
		    live(asked, &thing) && tenant_of(other->org) == tenant_of(row->org))
			return true;
	}
	return false;
}

static bool counts(const struct question_asked *asked, const struct oracle_figure *figure,
                   const struct thing *thing)
{
	struct day_span span = span_of(asked, figure);
	const struct day_span asked_span = {asked->request.period.from, asked->request.period.to};
	if (!live(asked, thing) || !within(figure->day(thing), span))
		return false;
	if (figure->time == TIME_STOCK && figure->until(thing) != UNSET && figure->until(thing) <= span.to)
		return false;
	if (figure->time == TIME_LATEST &&
	    (thing->reading->topic == UNSET || is_overtaken(asked, thing->reading, span)))
		return false;
	if (figure->where && figure->where(thing, asked_span) != TRUTH_TRUE)
		return false;
	return !asked->tree || tree_truth(asked->tree, thing->matter, asked_span) == TRUTH_TRUE;
}

/* An item that gave way counts as its heir after its last day. */
static const char *channel_key(const char *channel, int32_t end)
{
	return is(channel, "visit") && end > 20201231 ? "desk" : channel;
}

static size_t ways_keys(const char *ways, const char **keys)
{
	static const char *const known_ways[] = {"advice", "mediation", "referral"};
	size_t count = 0;
	for (size_t i = 0; ways && i < 3; i++)
		if (strstr(ways, known_ways[i]))
			keys[count++] = known_ways[i];
	if (!count)
		keys[count++] = "-";
	return count;
}

static size_t keys_of(struct arena *arena, const char *by, const struct oracle_figure *figure,
                      const struct thing *thing, int32_t end, const char **keys)
{
	const struct matter_row *m = thing->matter;
	const char *key = NULL;
	if (is(by, "ways"))
		return ways_keys(m->ways, keys);
	if (text_starts(by, "org:"))
		key = unit_at(thing->org, by + 4);
	else if (is(by, "org"))
		key = today_of(thing->org);
	else if (is(by, "month"))
		key = arena_format(arena, "%d", figure->day(thing) / 100);
	else if (is(by, "channel") || is(by, "parent.channel"))
		key = channel_key(m->channel, end);
	else if (is(by, "risk"))
		key = m->risk;
	else if (is(by, "subject"))
		key = m->subject;
	else if (is(by, "referred_to"))
		key = m->referred_to;
	else if (is(by, "way"))
		key = thing->step->way;
	else if (is(by, "light"))
		key = thing->reading->light;
	else
		key = number_text(is(by, "minor") ? m->minor : is(by, "born") ? m->born : m->topic, arena);
	keys[0] = key ? key : "-";
	return 1;
}

static void cell_add(struct oracle_cell *cell, const char *value)
{
	cell->rows++;
	if (!value)
		return;
	cell->with_value++;
	int64_t number = strtoll(value, NULL, 10);
	cell->sum += number;
	cell->first = cell->first && cell->first < number ? cell->first : number;
	cell->last = cell->last > number ? cell->last : number;
	for (size_t i = 0; i < cell->distinct_count; i++)
		if (is(cell->distinct[i], value))
			return;
	if (cell->distinct_count < sizeof cell->distinct / sizeof *cell->distinct)
		cell->distinct[cell->distinct_count++] = value;
}

static struct oracle_cell *cell_at(struct oracle_answer *answer, const char *first, const char *second)
{
	for (size_t i = 0; i < answer->cell_count; i++)
		if (is(answer->cells[i].key[0], first) && is(answer->cells[i].key[1], second))
			return &answer->cells[i];
	return NULL;
}

static struct oracle_cell *cell_for(struct oracle_answer *answer, const char *first, const char *second)
{
	struct oracle_cell *cell = cell_at(answer, first, second);
	if (cell)
		return cell;
	assert_true(answer->cell_count < sizeof answer->cells / sizeof *answer->cells);
	cell = &answer->cells[answer->cell_count++];
	*cell = (struct oracle_cell){.key = {first, second}};
	return cell;
}

static void answer_take(const struct question_asked *asked, const struct oracle_figure *figure,
                        const struct thing *thing, struct oracle_answer *answer)
{
	if (!counts(asked, figure, thing))
		return;
	const char *value = figure->value ? figure->value(thing, &answer->arena) : NULL;
	const char *keys[FIGURE_DIMENSIONS][8] = {{NULL}, {NULL}};
	size_t key_count[FIGURE_DIMENSIONS] = {1, 1};
	for (size_t i = 0; i < FIGURE_DIMENSIONS && asked->request.by[i]; i++)
		key_count[i] = keys_of(&answer->arena, asked->request.by[i], figure, thing,
		                       asked->request.period.to, keys[i]);
	cell_add(&answer->total, value);
	for (size_t i = 0; asked->request.by[0] && i < key_count[0]; i++)
		for (size_t j = 0; j < key_count[1]; j++)
			cell_add(cell_for(answer, keys[0][i], keys[1][j]), value);
}

/* Does the register hold anything there and then: by the date that counts, or by the figure's own? */
static bool is_alive(const struct question_asked *asked, const struct oracle_figure *figure,
                     const struct thing *thing)
{
	struct day_span span = span_of(asked, figure);
	int32_t counts_on = thing->reading ? thing->reading->reported_on : thing->matter->received_on;
	bool own = figure->over != OVER_STEP || thing->step;
	return live(asked, thing) && (within(counts_on, span) || (own && within(figure->day(thing), span)));
}

static void oracle_look(const struct question_asked *asked, const struct oracle_figure *figure,
                        const struct thing *thing, bool is_counted, struct oracle_answer *answer)
{
	answer->alive |= is_alive(asked, figure, thing);
	if (is_counted)
		answer_take(asked, figure, thing, answer);
}

static void oracle_ask(const struct question_asked *asked, const struct oracle_figure *figure,
                       struct oracle_answer *answer)
{
	for (size_t i = 0; i < READINGS && figure->over == OVER_READING; i++) {
		const struct thing thing = {
		        .reading = &readings[i], .org = readings[i].org, .voided = readings[i].voided};
		oracle_look(asked, figure, &thing, true, answer);
	}
	for (size_t i = 0; i < MATTERS && figure->over != OVER_READING; i++) {
		struct thing thing = {
		        .matter = &matters[i], .org = matters[i].org, .voided = matters[i].voided};
		oracle_look(asked, figure, &thing, figure->over == OVER_MATTER, answer);
		for (size_t j = 0; j < matters[i].step_count && figure->over == OVER_STEP; j++) {
			thing.step = &matters[i].steps[j];
			oracle_look(asked, figure, &thing, true, answer);
		}
	}
}

static int64_t measured(const struct oracle_figure *figure, const struct oracle_cell *cell)
{
	switch (figure->measure) {
	case MEASURE_SUM: return cell->sum;
	case MEASURE_DISTINCT: return (int64_t)cell->distinct_count;
	case MEASURE_FIRST: return cell->first;
	case MEASURE_LAST: return cell->last;
	case MEASURE_COUNT:
	case MEASURE_RATIO:
	case MEASURE_MISSING: break;
	}
	return cell->rows;
}

/* ---- comparing ---- */

static void say_question(const struct question_asked *asked)
{
	const struct figure_request *request = &asked->request;
	print_message("%s in %s, %d to %d%s, by %s and %s, where %s, counted under %s\n",
	              request->figure->full_name, request->org, request->period.from, request->period.to,
	              request->cumulative ? " cumulative" : "", request->by[0] ? request->by[0] : "nothing",
	              request->by[1] ? request->by[1] : "nothing",
	              request->where ? request->where : "anything",
	              asked->viewer_org ? asked->viewer_org : "everything");
}

#define assert_agrees(asked, condition)      \
	do {                                 \
		if (!(condition))            \
			say_question(asked); \
		assert_true(condition);      \
	} while (0)

static void compare_number(const struct question_asked *asked, const struct figure_number *number,
                           const struct oracle_cell *cell, bool alive)
{
	static const struct oracle_cell nothing;
	const struct oracle_figure *figure = asked->figure;
	int64_t expected = measured(figure, cell ? cell : &nothing);
	bool date = figure->measure == MEASURE_FIRST || figure->measure == MEASURE_LAST;
	bool missing = !alive || (date && !expected);
	assert_agrees(asked, number->missing == missing);
	assert_agrees(asked, missing || number->number == expected);
}

static const char *key_text(struct arena *arena, const struct figure_request *request,
                            const struct figure_cell *cell, size_t which)
{
	const struct value *key = &cell->key[which];
	if (!request->by[which])
		return NULL;
	if (key->kind == VALUE_INT)
		return arena_format(arena, "%lld", (long long)key->number);
	return key->kind == VALUE_TEXT ? key->bytes : "-";
}

static void compare_plain(const struct question_asked *asked, const struct figure_result *result)
{
	struct oracle_answer *answer = memory_take(sizeof *answer);
	oracle_ask(asked, asked->figure, answer);
	compare_number(asked, &result->total, &answer->total, answer->alive);
	size_t found = 0;
	for (size_t i = 0; i < result->cell_count; i++) {
		const struct figure_cell *cell = &result->cells[i];
		const struct oracle_cell *expected =
		        cell_at(answer, key_text(&answer->arena, &asked->request, cell, 0),
		                key_text(&answer->arena, &asked->request, cell, 1));
		found += expected != NULL;
		compare_number(asked, &cell->value, expected, answer->alive);
	}
	assert_agrees(asked, found == answer->cell_count);
	arena_release(&answer->arena);
	memory_free(answer);
}

static void compare_ratio(const struct question_asked *asked, const struct figure_result *result)
{
	const struct oracle_figure *above = &figures[asked->figure->above],
	                           *under = &figures[asked->figure->under];
	int64_t raised = above->measure == MEASURE_SUM ? 100 : 1; /* cents against whole cases */
	struct oracle_answer *over = memory_take(sizeof *over), *below = memory_take(sizeof *below);
	oracle_ask(asked, above, over);
	oracle_ask(asked, under, below);
	for (size_t i = 0; i <= result->cell_count; i++) {
		bool total = i == result->cell_count;
		const struct figure_number *number = total ? &result->total : &result->cells[i].value;
		const char *first =
		        total ? NULL : key_text(&over->arena, &asked->request, &result->cells[i], 0);
		const char *second =
		        total ? NULL : key_text(&over->arena, &asked->request, &result->cells[i], 1);
		const struct oracle_cell *a = total ? &over->total : cell_at(over, first, second);
		const struct oracle_cell *b = total ? &below->total : cell_at(below, first, second);
		int64_t numerator = a ? measured(above, a) : 0,
		        denominator = b ? measured(under, b) * raised : 0;
		assert_agrees(asked, number->missing == (!over->alive || !below->alive || !denominator));
		assert_agrees(asked, number->missing || (number->number == numerator &&
		                                         number->denominator == denominator));
	}
	arena_release(&over->arena);
	arena_release(&below->arena);
	memory_free(over);
	memory_free(below);
}

static void compare(const struct question_asked *asked, const struct figure_result *result)
{
	if (asked->figure->measure == MEASURE_RATIO)
		compare_ratio(asked, result);
	else
		compare_plain(asked, result);
}

/* ---- the list is as long as the number says ---- */

static size_t rows_behind(const struct question_asked *asked, const struct oracle_figure *figure,
                          const char *first, const char *second, bool total)
{
	struct oracle_answer *answer = memory_take(sizeof *answer);
	oracle_ask(asked, figure, answer);
	const struct oracle_cell *cell = total ? &answer->total : cell_at(answer, first, second);
	int64_t rows = !cell ? 0 : figure->measure == MEASURE_DISTINCT ? cell->with_value : cell->rows;
	arena_release(&answer->arena);
	memory_free(answer);
	return (size_t)rows;
}

static void compare_list(struct world *world, const struct question_asked *asked,
                         const struct figure_result *result)
{
	struct figure_rows rows;
	struct fault fault = {};
	bool total = !result->cell_count || roll(2);
	const struct figure_cell *cell = total ? NULL : &result->cells[roll((uint32_t)result->cell_count)];
	const char *first = total ? NULL : key_text(&world->arena, &asked->request, cell, 0);
	const char *second = total ? NULL : key_text(&world->arena, &asked->request, cell, 1);
	world_must(figure_records_on(&world->ground, &asked->request, total ? NULL : cell->key, NULL, 0,
	                             &rows, &fault),
	           &fault);
	bool ratio = asked->figure->measure == MEASURE_RATIO;
	const struct oracle_figure *above = ratio ? &figures[asked->figure->above] : asked->figure;
	size_t expected = rows_behind(asked, above, first, second, total);
	if (ratio)
		expected += rows_behind(asked, &figures[asked->figure->under], first, second, total);
	assert_agrees(asked, rows.count == expected);
}

/* ---- random questions ---- */

static struct question_asked random_question(const struct world *world, struct arena *arena)
{
	static const struct period periods[] = {
	        {PERIOD_HALF, 20210101, 20210630},  {PERIOD_HALF, 20200101, 20200630},
	        {PERIOD_YEAR, 20200101, 20201231},  {PERIOD_MONTH, 20200201, 20200229},
	        {PERIOD_MONTH, 20210601, 20210630}, {PERIOD_RANGE, 20200315, 20210704},
	        {PERIOD_RANGE, 20200229, 20200229}, {PERIOD_YEAR, 20180101, 20181231},
	};
	static const char *const places[] = {"4403",      "440307",       "440307", "440307001",
	                                     "440307003", "440307002001", "440308"};
	struct question_asked asked = {};
	do
		asked.figure = &PICK(figures);
	while (!asked.figure->name);
	asked.request = request_of(world, asked.figure->name, PICK(places), 0, 0);
	asked.request.period = PICK(periods);
	asked.request.cumulative = roll(6) == 0;
	size_t by_count = 0;
	while (by_count < 10 && asked.figure->by[by_count])
		by_count++;
	for (size_t i = 0, wanted = roll(3); i < wanted; i++)
		asked.request.by[i] = asked.figure->by[roll((uint32_t)by_count)];
	bool of_matters = asked.figure->over == OVER_MATTER;
	if (of_matters && roll(3)) {
		struct text text = TEXT_EMPTY;
		asked.tree = random_tree(arena, (int)roll(TREES + 1));
		tree_write(asked.tree, &text);
		asked.request.where = arena_copy(arena, text.at);
		text_release(&text);
	}
	return asked;
}

/* A part "closed by then" of a ratio has its own condition, which the oracle knows. */
static bool by_pass(struct world *world, const struct figure_request *request, struct figure_result *ret)
{
	struct fault fault = {};
	if (figure_compute_on(&world->ground, request, 1, PATH_PASS, ret, &fault))
		return true;
	assert_int_equal(fault.code, figure_no_pass);
	return false;
}

static void random_viewer(struct world *world, struct question_asked *asked)
{
	static const char *const places[] = {"440307", "440307003", "440307001", "440308"};
	asked->viewer_org = NULL;
	if (roll(3)) {
		world_as(world, "keeper", "4403");
		return;
	}
	asked->viewer_org = PICK(places);
	world_as(world, "officer", asked->viewer_org);
}

static void test_three_ways(void **state)
{
	(void)state;
	struct world world;
	size_t passes = 0;
	world_open(&world);
	make_rows(&world);
	for (size_t i = 0; i < QUESTIONS; i++) {
		struct arena arena = {};
		struct question_asked asked = random_question(&world, &arena);
		random_viewer(&world, &asked);
		struct figure_result by_statement = result_by(&world, &asked.request, PATH_SQL), passed;
		compare(&asked, &by_statement);
		if (by_pass(&world, &asked.request, &passed)) {
			passes++;
			assert_agrees(&asked, results_equal(&passed, &by_statement));
		}
		if (!asked.viewer_org)
			compare_list(&world, &asked, &by_statement);
		arena_release(&arena);
		arena_release(&world.arena);
	}
	print_message("%zu of %d questions rode a pass\n", passes, QUESTIONS);
	assert_true(passes > QUESTIONS / 4);
	world_close(&world);
}

/* Many questions in one call: the passes carry riders of different places, periods and splits. */
static void test_many_together(void **state)
{
	(void)state;
	struct world world;
	world_open(&world);
	make_rows(&world);
	world_as(&world, "keeper", "4403");
	for (size_t round = 0; round < 20; round++) {
		struct arena arena = {};
		struct question_asked asked[BATCH];
		struct figure_request requests[BATCH];
		struct figure_result results[BATCH];
		struct fault fault = {};
		for (size_t i = 0; i < BATCH; i++) {
			asked[i] = random_question(&world, &arena);
			requests[i] = asked[i].request;
		}
		world_must(figure_compute_on(&world.ground, requests, BATCH, PATH_AUTO, results, &fault),
		           &fault);
		for (size_t i = 0; i < BATCH; i++)
			compare(&asked[i], &results[i]);
		arena_release(&arena);
		arena_release(&world.arena);
	}
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_three_ways),
	        cmocka_unit_test(test_many_together),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
