/* Figures over a few rows made by hand: every measure, every time, edges of
   periods, units that moved, what is missing and what is nothing, who may see
   it, and the list behind each number. */
#include "figure_fixture.h"

static int open_world(void **state)
{
	struct world *world = memory_take(sizeof *world);
	world_open(world);
	*state = world;
	return 0;
}

static int close_world(void **state)
{
	world_close(*state);
	memory_free(*state);
	return 0;
}

static struct figure_request half_of(const struct world *world, const char *figure)
{
	return request_of(world, figure, "440307", 20210101, 20210630);
}

static void assert_half(struct world *world, const char *figure, const char *expected)
{
	struct figure_request request = half_of(world, figure);
	assert_figure_asked(world, &request, expected);
}

static void assert_half_by(struct world *world, const char *figure, const char *by, const char *expected)
{
	struct figure_request request = half_of(world, figure);
	request.by[0] = by;
	assert_figure_asked(world, &request, expected);
}

static void add(struct world *world, struct matter_row row)
{
	world_add_matter(world, &row);
}

/* ---- which rows ---- */

static void test_nothing_is_missing_not_zero(void **state)
{
	struct world *world = *state;
	assert_half(world, "matter.cases", "x");
	assert_half_by(world, "matter.cases", "channel", "x: call=x desk=x letter=x");
	add(world, matter_on(1, "440307001001", 20210630));
	assert_half(world, "matter.cases", "1");
	assert_half(world, "matter.risky", "0");
	assert_half(world, "matter.people", "0");
	assert_half(world, "matter.topics", "0");
	assert_half(world, "matter.last_closed", "x");
	assert_half(world, "matter.steps_taken", "0");
	assert_half(world, "matter.closed", "0");
}

static void test_edges_of_a_period(void **state)
{
	struct world *world = *state;
	add(world, matter_on(1, "440307001001", 20201231));
	add(world, matter_on(2, "440307001001", 20210101));
	add(world, matter_on(3, "440307001001", 20210630));
	add(world, matter_on(4, "440307001001", 20210701));
	add(world, matter_on(5, "440307001001", UNSET));
	assert_half(world, "matter.cases", "2");
	add(world, matter_on(6, "440307001001", 20200229));
	struct figure_request february = request_of(world, "matter.cases", "440307", 20200229, 20200229);
	assert_figure_asked(world, &february, "1");
	struct figure_request last_year = half_of(world, "matter.cases");
	last_year.period = period_last_year(&(struct period){PERIOD_HALF, 20210101, 20210630});
	assert_figure_asked(world, &last_year, "1");
}

static void test_voided_do_not_count(void **state)
{
	struct world *world = *state;
	struct matter_row voided = matter_on(1, "440307001001", 20210301);
	voided.voided = true;
	voided.steps[0] = (struct step_row){20210301, 1, 2, UNSET, "advice"};
	voided.step_count = 1;
	add(world, voided);
	assert_half(world, "matter.cases", "x");
	assert_half(world, "matter.steps_taken", "x");
}

static void test_other_tenants_do_not_count(void **state)
{
	struct world *world = *state;
	add(world, matter_on(1, "440307", 20210301));
	add(world, matter_on(2, "440308001001", 20210301));
	add(world, matter_on(3, "4403", 20210301));
	assert_half(world, "matter.cases", "1");
	struct figure_request city = half_of(world, "matter.cases");
	city.org = "4403";
	assert_figure_asked(world, &city, "3");
}

/* ---- today's map ---- */

static void add_moved(struct world *world)
{
	add(world, matter_on(41, "440307009", 20180301));    /* a street that went into 001 */
	add(world, matter_on(42, "440307009005", 20180302)); /* what was below it */
	add(world, matter_on(43, "440307001001", 20180303));
	add(world, matter_on(44, "440307002009", 20180304)); /* moved to street 003 */
	add(world, matter_on(45, "440308001009", 20180305)); /* moved over from the neighbour */
	add(world, matter_on(46, "440307u01", 20180306));
}

static void test_units_that_moved(void **state)
{
	struct world *world = *state;
	add_moved(world);
	struct figure_request request = request_of(world, "matter.cases", "440307", 20180101, 20181231);
	request.by[0] = "org:street";
	assert_figure_asked(world, &request, "6: 440307001=3 440307003=2 -=1");
	request.org = "440307001";
	assert_figure_asked(world, &request, "3: 440307001=3");
	request.org = "440307002";
	assert_figure_asked(world, &request, "x");
	request.org = "440308";
	assert_figure_asked(world, &request, "x");
	request.org = "4403";
	request.by[0] = "org:community";
	assert_figure_asked(world, &request, "6: 440307001001=1 440307003002=1 440307003003=1 -=3");
	request.by[0] = "org";
	assert_figure_asked(world, &request,
	                    "6: 440307001=2 440307001001=1 440307003002=1 440307003003=1 440307u01=1");
}

static void test_a_code_of_the_past_means_its_heir(void **state)
{
	struct world *world = *state;
	add_moved(world);
	struct figure_request request = request_of(world, "matter.cases", "440307009", 20180101, 20181231);
	assert_figure_asked(world, &request, "3");
}

/* ---- measures ---- */

static void add_measured(struct world *world)
{
	struct matter_row row = matter_on(1, "440307001001", 20210105);
	row.channel = "call", row.people = 3, row.cost = 1050, row.minor = 1, row.topic = 71, row.phone = "a";
	row.closed_on = 20210110, row.accepted_on = 20210107;
	row.steps[0] = (struct step_row){20210106, 1, 2, 71, "advice"};
	row.steps[1] = (struct step_row){20210701, 0, 4, 72, "referral"};
	row.steps[2] = (struct step_row){UNSET, 1, UNSET, 71, NULL};
	row.step_count = 3;
	add(world, row);
	row = matter_on(2, "440307002001", 20210228);
	row.channel = "desk", row.people = 4, row.cost = -50, row.minor = 0, row.topic = 71, row.phone = "a";
	row.closed_on = 20210702, row.risk = "high", row.accepted_on = 20210310;
	row.steps[0] = (struct step_row){20210301, 1, 1, 72, "advice"};
	row.step_count = 1;
	add(world, row);
	row = matter_on(3, "440307003001", 20210415);
	row.topic = 72, row.phone = "b", row.cost = 7;
	add(world, row);
	row = matter_on(4, "440307003001", 20201215);
	row.channel = "visit", row.closed_on = 20210215, row.people = 9;
	add(world, row);
	world_add_topic(world, DISTRICT, 71, "暖春");
	world_add_topic(world, DISTRICT, 72, "护苗");
}

static void test_measures(void **state)
{
	struct world *world = *state;
	add_measured(world);
	assert_half(world, "matter.cases", "3");
	assert_half(world, "matter.people", "7");
	assert_half(world, "matter.cost", "10.00");
	assert_half(world, "matter.callers", "2");
	assert_half(world, "matter.topics", "2");
	assert_half(world, "topic.touched", "2"); /* over the records of another register */
	assert_half(world, "topic.open_people", "4");
	assert_half(world, "matter.first_on", "2021-01-05");
	assert_half(world, "matter.last_closed", "2021-07-02");
	assert_half(world, "matter.risky", "2");
	assert_half(world, "matter.quick", "1");
	assert_half(world, "matter.staffed", "2");
	assert_half(world, "matter.ever", "4");
	assert_half_by(world, "matter.callers", "channel", "2: call=1 desk=1 letter=0 -=1");
	assert_half_by(world, "matter.first_on", "channel",
	               "2021-01-05: call=2021-01-05 desk=2021-02-28 letter=x -=2021-04-15");
}

static void test_second_date(void **state)
{
	struct world *world = *state;
	add_measured(world);
	assert_half(world, "matter.closed", "2");
	struct figure_request request = request_of(world, "matter.closed", "440307", 20210702, 20210702);
	assert_figure_asked(world, &request, "1");
	struct figure_request settled = half_of(world, "matter.settled");
	assert_figure_asked(world, &settled, "0");
}

static void test_stock(void **state)
{
	struct world *world = *state;
	add_measured(world);
	assert_half(world, "matter.open_now", "2");
	assert_half(world, "matter.open_people", "4");
	assert_half(world, "matter.open_topics", "2");
	assert_half_by(world, "matter.open_topics", "channel", "2: call=0 desk=1 letter=0 -=1");
	/* On the day it ends a matter is open no more. */
	struct figure_request before = request_of(world, "matter.open_now", "440307", 20210101, 20210701);
	assert_figure_asked(world, &before, "2");
	before.period.to = 20210702;
	assert_figure_asked(world, &before, "1");
	struct figure_request early = request_of(world, "matter.open_now", "440307", 20190101, 20190630);
	assert_figure_asked(world, &early, "x");
}

static void test_rows_of_a_child(void **state)
{
	struct world *world = *state;
	add_measured(world);
	assert_half(world, "matter.steps_taken", "3");
	assert_half(world, "matter.steps_on", "2");
	assert_half(world, "matter.hours", "7");
	assert_half(world, "matter.helpers", "2");
	assert_half_by(world, "matter.steps_taken", "way", "3: advice=2 mediation=0 referral=0 -=1");
	assert_half_by(world, "matter.steps_taken", "parent.channel", "3: call=2 desk=1 letter=0");
	assert_half_by(world, "matter.helpers", "parent.channel", "2: call=2 desk=0 letter=0");
	struct figure_request request = half_of(world, "matter.steps_taken");
	request.where = "parent.risk = 'high'";
	assert_figure_asked(world, &request, "1");
}

static void test_ratio(void **state)
{
	struct world *world = *state;
	assert_half(world, "matter.close_pct", "x");
	add_measured(world);
	assert_half(world, "matter.close_pct", "33.33%");
	assert_half(world, "matter.each", "3.33"); /* 10.00 / 3 */
	assert_half(world, "matter.per_community", "0.5");
	assert_half_by(world, "matter.close_pct", "channel", "33.33%: call=100% desk=0% letter=x -=0%");
	struct figure_request none = half_of(world, "matter.close_pct");
	none.where = "channel = 'letter'";
	assert_figure_asked(world, &none, "x"); /* nothing to divide by */
	struct figure_result result = result_of(
	        world,
	        &(struct figure_request){.figure = definitions_figure(world->definitions, "matter.close_pct"),
	                                 .org = "440307",
	                                 .period = {PERIOD_RANGE, 20210101, 20210630}});
	assert_int_equal(result.total.number, 1);
	assert_int_equal(result.total.denominator, 3);
}

static void add_reading(struct world *world, int64_t id, const char *org, int32_t on, int32_t topic,
                        int32_t amount, const char *light)
{
	static const char *const columns[] = {"tenant", "id",          "org",   "version", "entry",
	                                      "voided", "reported_on", "topic", "amount",  "light"};
	const struct value values[] = {value_int(tenant_of(org)),
	                               value_int(id),
	                               value_text(org),
	                               value_int(1),
	                               value_int(1),
	                               value_int(0),
	                               value_int(on),
	                               number_or_none(topic),
	                               number_or_none(amount),
	                               value_text(light)};
	world_insert(world, "reading", columns, values, sizeof values / sizeof *values);
}

static void test_latest(void **state)
{
	struct world *world = *state;
	assert_half(world, "reading.judged", "x");
	add_reading(world, 1, "440307001", 20200101, 71, 15, "green");
	add_reading(world, 2, "440307001", 20210301, 71, 25, "red");
	add_reading(world, 3, "440307002", 20210301, 72, 1, "red");
	add_reading(world, 4, "440307002", 20210301, 72, 2, "green"); /* the same day: the later one counts */
	add_reading(world, 5, "440307002", 20210701, 72, 99, "red");
	add_reading(world, 6, "440307002", 20210601, UNSET, 99, "red");
	assert_half(world, "reading.judged", "2");
	assert_half(world, "reading.green", "1");
	assert_half(world, "reading.amount", "2.7");
	assert_half_by(world, "reading.amount", "light", "2.7: red=2.5 green=0.2");
	struct figure_request before = request_of(world, "reading.green", "440307", 20200101, 20200630);
	assert_figure_asked(world, &before, "1");
	before.period.to = 20191231;
	assert_figure_asked(world, &before, "x");
}

static void test_missing_units(void **state)
{
	struct world *world = *state;
	assert_half(world, "matter.silent", "6");
	add_measured(world);
	/* 001001, 002001 and 003001 have filed; 003003 answers for a code under which something was filed. */
	assert_half(world, "matter.silent", "3");
	add(world, matter_on(9, "440308001009", 20210105));
	assert_half(world, "matter.silent", "2");
	assert_half_by(world, "matter.silent", "org:street", "2: 440307001=1 440307003=1");
	struct figure_request neighbour = half_of(world, "matter.silent");
	neighbour.org = "440308";
	assert_figure_asked(world, &neighbour, "1");
	/* At the end of 2020 both communities that moved were still their own, in today's district. */
	struct figure_request year = request_of(world, "matter.silent", "440307", 20200101, 20201231);
	assert_figure_asked(world, &year, "5");
	add(world, matter_on(10, "440307002009", 20200105));
	assert_figure_asked(world, &year, "4");
}

/* ---- splits ---- */

static void test_splits(void **state)
{
	struct world *world = *state;
	struct matter_row row = matter_on(1, "440307001001", 20210105);
	row.channel = "call", row.ways = ",advice,referral,", row.minor = 1, row.born = 1990,
	row.subject = "甲";
	row.topic = 71, row.referred_to = "440307002";
	add(world, row);
	row = matter_on(2, "440307001001", 20210205);
	row.channel = "call", row.ways = ",advice,", row.minor = 0, row.born = 1985, row.risk = "low";
	row.topic = 99;
	add(world, row);
	add(world, matter_on(3, "440307002001", 20210305));
	world_add_topic(world, DISTRICT, 71, "暖春");
	assert_half_by(world, "matter.cases", "channel", "3: call=2 desk=0 letter=0 -=1");
	assert_half_by(world, "matter.cases", "ways", "3: advice=2 mediation=0 referral=1 -=1");
	assert_half_by(world, "matter.cases", "minor", "3: 0=1 1=1 -=1");
	assert_half_by(world, "matter.cases", "born", "3: 1985=1 1990=1 -=1");
	assert_half_by(world, "matter.cases", "subject", "3: 甲=1 -=2");
	assert_half_by(world, "matter.cases", "topic", "3: 71=1 99=1 -=1");
	assert_half_by(world, "matter.cases", "referred_to", "3: 440307002=1 -=2");
	assert_half_by(world, "matter.cases", "month", "3: 202101=1 202102=1 202103=1");
	struct figure_request two = half_of(world, "matter.cases");
	two.by[0] = "org:street", two.by[1] = "risk";
	assert_figure_asked(world, &two,
	                    "3: 440307001/low=1 440307001/medium=0 440307001/high=0 440307001/-=1 "
	                    "440307002/low=0 440307002/medium=0 440307002/high=0 440307002/-=1");
	two.by[0] = "month", two.by[1] = "org:street";
	assert_figure_asked(world, &two, "3: 202101/440307001=1 202102/440307001=1 202103/440307002=1");
}

static void test_labels(void **state)
{
	struct world *world = *state;
	add_measured(world);
	world_as(world, "keeper", "440307");
	static const struct {
		const char *by, *zh, *en;
	} first[] = {
	        {"channel", "来电", "Call"},       {"org:street", "布吉街道", "布吉街道"},
	        {"month", "2021年1月", "2021-01"}, {"minor", "否", "No"},
	        {"topic", "暖春", "暖春"},
	};
	for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
		struct figure_request request = half_of(world, "matter.cases");
		request.by[0] = first[i].by;
		struct figure_result result = result_of(world, &request);
		assert_string_equal(result.cells[0].label[0][LANGUAGE_ZH], first[i].zh);
		assert_string_equal(result.cells[0].label[0][LANGUAGE_EN], first[i].en);
	}
	/* Who may not open the linked records sees their ids. */
	world_as(world, "statement", "440307");
	struct figure_request request = half_of(world, "matter.cases");
	request.by[0] = "topic";
	struct figure_result result = result_of(world, &request);
	assert_string_equal(result.cells[0].label[0][LANGUAGE_ZH], "71");
	assert_string_equal(result.cells[result.cell_count - 1].label[0][LANGUAGE_EN], "72");
}

/* An item counts as the one it maps to once it may no longer be chosen, and as itself before. */
static void test_items_that_gave_way(void **state)
{
	struct world *world = *state;
	struct matter_row row = matter_on(1, "440307001001", 20200301);
	row.channel = "visit";
	add(world, row);
	row.id = 2, row.channel = "desk";
	add(world, row);
	row.id = 3, row.channel = "fax";
	add(world, row);
	struct figure_request old = request_of(world, "matter.cases", "440307", 20200101, 20201231);
	old.by[0] = "channel";
	assert_figure_asked(world, &old, "3: call=0 visit=1 desk=1 letter=0 fax=1");
	old.period.to = 20210101;
	assert_figure_asked(world, &old, "3: call=0 desk=2 letter=0 fax=1");
}

static void test_cumulative(void **state)
{
	struct world *world = *state;
	add_measured(world);
	struct figure_request request = half_of(world, "matter.cases");
	request.cumulative = true;
	assert_figure_asked(world, &request, "4");
	request.by[0] = "month";
	assert_figure_asked(world, &request, "4: 202012=1 202101=1 202102=1 202104=1");
	request.period = (struct period){PERIOD_RANGE, 20210601, 20210630};
	assert_figure_asked(world, &request, "4: 202012=1 202101=1 202102=1 202104=1");
}

static void test_further_condition(void **state)
{
	struct world *world = *state;
	add_measured(world);
	struct figure_request request = half_of(world, "matter.cases");
	request.where = "minor is set and (people > 3 or channel = 'letter')";
	assert_figure_asked(world, &request, "1");
	request.where = "closed_on between period.start and period.end";
	assert_figure_asked(world, &request, "1");
	request.where = "today = 2021-07-01 and not (channel in ('call', 'desk'))";
	assert_figure_asked(world, &request, "0");
	request.where = "1 = 1";
	assert_figure_asked(world, &request, "3");
	request.where = "count(steps where hours > 1) > 0";
	assert_figure_asked(world, &request, "1");
	request.where = "nothing = 1";
	struct figure_result result;
	struct fault fault = {};
	assert_false(figure_compute_on(&world->ground, &request, 1, PATH_AUTO, &result, &fault));
	assert_int_equal(fault_kind(fault.code), FAULT_INPUT);
}

/* All together in one call give what each gives alone. */
static void test_many_at_once(void **state)
{
	struct world *world = *state;
	static const char *const names[] = {"matter.cases",     "matter.closed", "matter.people",
	                                    "matter.topics",    "matter.ever",   "matter.open_now",
	                                    "matter.close_pct", "matter.silent", "matter.hours",
	                                    "matter.first_on",  "org.units",     "matter.quick"};
	enum { COUNT = sizeof names / sizeof *names };
	struct figure_request requests[COUNT * 2];
	struct figure_result results[COUNT * 2];
	struct fault fault = {};
	add_measured(world);
	add_moved(world);
	for (size_t i = 0; i < COUNT * 2; i++) {
		requests[i] = half_of(world, names[i % COUNT]);
		if (i >= COUNT)
			requests[i].period = (struct period){PERIOD_HALF, 20200101, 20201231};
		requests[i].by[0] = i % 3 ? "org:street" : NULL;
	}
	world_must(figure_compute_on(&world->ground, requests, COUNT * 2, PATH_AUTO, results, &fault),
	           &fault);
	for (size_t i = 0; i < COUNT * 2; i++) {
		struct figure_result alone = result_by(world, &requests[i], PATH_SQL);
		assert_true(results_equal(&alone, &results[i]));
	}
}

/* What the pass can answer it does, without a statement of its own, and as the statement would. */
static void test_rides_the_pass(void **state)
{
	struct world *world = *state;
	static const struct {
		const char *figure, *by[FIGURE_DIMENSIONS], *expected;
	} cases[] = {
	        {"matter.people", {"channel"}, "7: call=3 desk=4 letter=0 -=0"},
	        {"matter.first_on",
	         {"channel"},
	         "2021-01-05: call=2021-01-05 desk=2021-02-28 letter=x -=2021-04-15"},
	        {"matter.topics", {NULL}, "2"},
	        {"matter.topics", {"channel"}, "2: call=1 desk=1 letter=0 -=1"},
	        {"matter.topics",
	         {"channel", "month"},
	         "2: call/202101=1 call/202102=0 call/202104=0 desk/202101=0 desk/202102=1 desk/202104=0 "
	         "letter/202101=0 letter/202102=0 letter/202104=0 -/202101=0 -/202102=0 -/202104=1"},
	        {"matter.callers", {"month"}, "2: 202101=1 202102=1 202104=1"},
	        {"matter.cases", {"risk"}, "3: low=0 medium=0 high=1 -=2"},
	};
	add_measured(world);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct figure_request request = half_of(world, cases[i].figure);
		memcpy(request.by, cases[i].by, sizeof request.by);
		struct figure_result passed = result_by(world, &request, PATH_PASS),
		                     asked = result_by(world, &request, PATH_SQL);
		assert_string_equal(result_text(world, &request, &passed), cases[i].expected);
		assert_true(results_equal(&passed, &asked));
	}
}

enum { LONGEST_SUBJECT = 20 };

/* Texts of every length with each byte once another, so that any two that are taken for the same are seen; and
   numbers near and far. */
static size_t add_alike(struct world *world)
{
	size_t count = 0;
	for (size_t length = 0; length <= LONGEST_SUBJECT; length++)
		for (size_t other = 0; other <= length; other++) {
			char subject[LONGEST_SUBJECT + 1] = {};
			struct matter_row row = matter_on((int64_t)++count, "440307001001", 20210105);
			memset(subject, 'a', length);
			if (other < length)
				subject[other] = 'b';
			row.subject = subject;
			row.cost = (int32_t)(count * 80000) - 9000000;
			add(world, row);
		}
	return count;
}

static void test_values_alike(void **state)
{
	struct world *world = *state;
	size_t count = add_alike(world);
	add(world, matter_on(1000, "440307001001", 20210106)); /* no subject, no cost */
	struct figure_request request = half_of(world, "matter.cases");
	request.by[0] = "subject";
	struct figure_result passed = result_by(world, &request, PATH_PASS),
	                     asked = result_by(world, &request, PATH_SQL);
	assert_true(results_equal(&passed, &asked));
	assert_int_equal(passed.cell_count, count + 1);
	for (size_t i = 0; i < passed.cell_count; i++)
		assert_int_equal(passed.cells[i].value.number, 1);
	static const char *const conditions[] = {"cost >= 0",
	                                         "cost < -50000",
	                                         "cost = -10000",
	                                         "cost is not set",
	                                         "cost between -20000 and 30000",
	                                         "subject = 'aaaaaaaab'"};
	request.by[0] = NULL;
	for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
		request.where = conditions[i];
		passed = result_by(world, &request, PATH_PASS), asked = result_by(world, &request, PATH_SQL);
		assert_true(results_equal(&passed, &asked));
		assert_in_range(passed.total.number, 1, count - 1);
	}
}

/* ---- refused ---- */

static void assert_refused(struct world *world, const struct figure_request *request, enum figure_path path,
                           enum fault_code code)
{
	struct figure_result result;
	struct fault fault = {};
	assert_false(figure_compute_on(&world->ground, request, 1, path, &result, &fault));
	assert_string_equal(fault_name(fault.code), fault_name(code));
}

static void test_refused(void **state)
{
	struct world *world = *state;
	struct figure_request request = half_of(world, "matter.cases");
	request.org = "龙岗";
	assert_refused(world, &request, PATH_AUTO, figure_bad_org);
	request.org = NULL;
	assert_refused(world, &request, PATH_AUTO, figure_bad_org);
	request = half_of(world, "matter.cases");
	request.by[0] = "people";
	assert_refused(world, &request, PATH_AUTO, figure_not_split_by);
	request.by[0] = "parent.channel";
	assert_refused(world, &request, PATH_AUTO, figure_not_split_by);
	request.by[0] = "org:village";
	assert_refused(world, &request, PATH_AUTO, figure_unknown_level);
	request = half_of(world, "matter.open_now");
	request.by[0] = "month";
	assert_refused(world, &request, PATH_AUTO, figure_not_by_month);
	request = half_of(world, "matter.each");
	request.by[0] = "risk";
	assert_refused(world, &request, PATH_AUTO, figure_not_split_by);
	static const char *const by_statement[] = {"matter.open_now", "matter.staffed", "matter.silent",
	                                           "matter.steps_taken", "reading.judged"};
	for (size_t i = 0; i < sizeof by_statement / sizeof *by_statement; i++) {
		request = half_of(world, by_statement[i]);
		request.where = i == 3 ? "parent.minor" : NULL;
		assert_refused(world, &request, PATH_PASS, figure_no_pass);
	}
}

static void test_who_may_count(void **state)
{
	struct world *world = *state;
	add_measured(world);
	world_as(world, "visitor", "440307");
	struct figure_request request = half_of(world, "matter.cases");
	assert_refused(world, &request, PATH_AUTO, figure_may_not_count);
	world_as(world, "officer", "440307002");
	assert_figure_asked(world, &request, "1");
	request.by[0] = "org:street";
	assert_figure_asked(world, &request, "1: 440307002=1");
	request.org = "440307003", request.by[0] = NULL;
	assert_figure_asked(world, &request, "x"); /* to this officer that register is empty */
	request.org = "440307002";
	assert_figure_asked(world, &request, "1");
	world_as(world, "helper", "440307");
	struct matter_row own = matter_on(20, "440307003001", 20210301);
	own.handler = "tester";
	add(world, own);
	request.org = "440307";
	assert_figure_asked(world, &request, "1");
	request.figure = definitions_figure(world->definitions, "matter.silent");
	assert_refused(world, &request, PATH_AUTO,
	               figure_may_not_count); /* a part in a ledger out of reach */
}

static void add_channels(struct world *world, int64_t first, const char *channel, int count)
{
	for (int i = 0; i < count; i++) {
		struct matter_row row = matter_on(first + i, "440307001001", 20210301);
		row.channel = channel;
		add(world, row);
	}
}

static void test_small_numbers_are_hidden(void **state)
{
	struct world *world = *state;
	add_channels(world, 100, "call", 9);
	add_channels(world, 200, "desk", 2);
	add_channels(world, 300, "letter", 5);
	world_as(world, "leader", "440307");
	struct figure_request request = half_of(world, "matter.cases");
	request.by[0] = "channel";
	/* 16 - 9 - 5 would give the hidden 2 away, so the next smallest goes with it. */
	assert_figure_asked(world, &request, "16: call=9 desk=＊ letter=＊");
	struct figure_result result = result_of(world, &request);
	assert_true(result.cells[1].value.missing && result.cells[1].value.hidden);
	assert_int_equal(result.cells[1].value.number, 0);
	request.by[0] = NULL;
	request.where = "channel = 'desk'";
	assert_figure_asked(world, &request, "＊");
	request.where = "channel = 'fax'";
	assert_figure_asked(world, &request, "0");
	request.where = NULL;
	request.figure = definitions_figure(world->definitions, "matter.close_pct");
	assert_figure_asked(world, &request, "0%");
	world_as(world, "statement", "440307");
	request = half_of(world, "matter.cases");
	request.by[0] = "channel";
	assert_figure_asked(world, &request, "16: call=9 desk=2 letter=5");
}

/* ---- the list behind a number ---- */

/* "1 2/21" — record, or record/row; "|" before the second part of a ratio. */
static const char *rows_text(struct world *world, const struct figure_rows *rows)
{
	struct text text = TEXT_EMPTY;
	for (size_t i = 0; i < rows->count; i++) {
		const struct figure_row *row = &rows->items[i];
		bool second = row->part && (!i || !rows->items[i - 1].part);
		text_add(&text, second ? (i ? " | " : "| ") : i ? " " : "");
		text_add_int(&text, row->record);
		if (row->row)
			text_format(&text, "/%d", (int)row->row);
	}
	const char *copy = arena_copy(&world->arena, text.at);
	text_release(&text);
	return copy;
}

static void assert_rows(struct world *world, const struct figure_request *request, const struct value *key,
                        const char *expected)
{
	struct figure_rows rows;
	struct fault fault = {};
	world_must(figure_records_on(&world->ground, request, key, NULL, 0, &rows, &fault), &fault);
	assert_string_equal(rows_text(world, &rows), expected);
	assert_null(rows.next);
}

static void assert_half_rows(struct world *world, const char *figure, const char *expected)
{
	struct figure_request request = half_of(world, figure);
	assert_rows(world, &request, NULL, expected);
}

static void test_lists(void **state)
{
	struct world *world = *state;
	world_as(world, "keeper", "4403");
	add_measured(world);
	assert_half_rows(world, "matter.cases", "1 2 3");
	assert_half_rows(world, "matter.closed", "1 4");
	assert_half_rows(world, "matter.topics", "1 2 3");
	assert_half_rows(world, "matter.open_now", "2 3");
	assert_half_rows(world, "matter.ever", "4 1 2 3");
	assert_half_rows(world, "matter.steps_taken", "1/10 1/12 2/20");
	assert_half_rows(world, "matter.steps_on", "1/10 2/20");
	assert_half_rows(world, "matter.close_pct", "1 | 1 2 3");
	assert_half_rows(world, "matter.risky", "1 2");
	assert_half_rows(world, "matter.silent", "5 11 12");
	add_reading(world, 1, "440307001", 20200101, 71, 15, "green");
	add_reading(world, 2, "440307001", 20210301, 71, 25, "red");
	assert_half_rows(world, "reading.judged", "2");
	assert_half_rows(world, "reading.green", "");
	struct figure_request request = half_of(world, "matter.cases");
	request.org = "440308";
	assert_rows(world, &request, NULL, "");
}

static void test_list_of_a_distinct_number(void **state)
{
	struct world *world = *state;
	world_as(world, "keeper", "4403");
	add_measured(world);
	struct figure_request request = half_of(world, "matter.callers");
	struct figure_rows rows;
	struct fault fault = {};
	world_must(figure_records_on(&world->ground, &request, NULL, NULL, 0, &rows, &fault), &fault);
	assert_int_equal(rows.count, 3);
	assert_true(value_equal(&rows.items[0].group, &rows.items[1].group));
	assert_false(value_equal(&rows.items[0].group, &rows.items[2].group));
	assert_int_equal(rows.items[0].tenant, DISTRICT);
	assert_int_equal(rows.items[0].version, 2);
	assert_string_equal(rows.items[0].ledger->name, "matter");
}

static void test_cells_list_their_rows(void **state)
{
	struct world *world = *state;
	world_as(world, "keeper", "4403");
	struct matter_row row = matter_on(7, "440307009", 20200105);
	row.channel = "visit", row.ways = ",advice,referral,", row.minor = 1;
	add(world, row);
	row = matter_on(8, "440307002009", 20200205);
	row.channel = "desk", row.ways = ",advice,";
	add(world, row);
	row = matter_on(9, "440307u01", 20200305);
	add(world, row);
	struct figure_request request = request_of(world, "matter.cases", "440307", 20200101, 20210630);
	static const struct {
		const char *by, *key, *rows;
	} cells[] = {
	        {"channel", "desk", "7 8"},
	        {"channel", "visit", ""},
	        {"channel", NULL, "9"},
	        {"ways", "advice", "7 8"},
	        {"ways", "referral", "7"},
	        {"ways", "mediation", ""},
	        {"ways", NULL, "9"},
	        {"org:street", "440307001", "7"},
	        {"org:street", "440307003", "8"},
	        {"org:street", NULL, "9"},
	        {"org", "440307001", "7"},
	        {"org", "440307u01", "9"},
	        {"org:community", NULL, "7 9"},
	};
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		const struct value key[FIGURE_DIMENSIONS] = {value_text(cells[i].key)};
		request.by[0] = cells[i].by;
		assert_rows(world, &request, key, cells[i].rows);
	}
	request.by[0] = "month";
	assert_rows(world, &request, (struct value[]){value_int(202002), {}}, "8");
	request.by[0] = "minor", request.by[1] = "channel";
	assert_rows(world, &request, (struct value[]){value_int(1), value_text("desk")}, "7");
	assert_rows(world, &request, (struct value[]){{}, {}}, "9");
	assert_rows(world, &request, NULL, "7 8 9");
	request = request_of(world, "matter.silent", "440307", 20200101, 20201231);
	request.by[0] = "org:street";
	assert_rows(world, &request, (struct value[]){value_text("440307001"), {}}, "4 5");
}

static void test_pages(void **state)
{
	struct world *world = *state;
	world_as(world, "keeper", "4403");
	add_measured(world);
	static const char *const figures[] = {"matter.close_pct", "matter.ever", "matter.steps_taken",
	                                      "matter.silent"};
	for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
		for (size_t limit = 1; limit < 6; limit++) {
			struct figure_request request = half_of(world, figures[i]);
			struct figure_rows all, page = {};
			struct fault fault = {};
			world_must(figure_records_on(&world->ground, &request, NULL, NULL, 0, &all, &fault),
			           &fault);
			size_t seen = 0;
			do {
				world_must(figure_records_on(&world->ground, &request, NULL, page.next, limit,
				                             &page, &fault),
				           &fault);
				for (size_t j = 0; j < page.count; j++, seen++) {
					assert_int_equal(page.items[j].record, all.items[seen].record);
					assert_int_equal(page.items[j].part, all.items[seen].part);
				}
				assert_true(page.count == limit || !page.next);
			} while (page.next);
			assert_int_equal(seen, all.count);
		}
}

static void test_bad_cursors(void **state)
{
	struct world *world = *state;
	world_as(world, "keeper", "4403");
	static const char *const cursors[] = {"",         "x",         "0",
	                                      "0.1.2",    "0.1.2.3.4", "1.1.2.3",
	                                      "0.-1.2.3", "0.1.2.3x",  "0.1.99999999999999999999.3",
	                                      " 0.1.2.3"};
	for (size_t i = 0; i < sizeof cursors / sizeof *cursors; i++) {
		struct figure_request request = half_of(world, "matter.cases");
		struct figure_rows rows;
		struct fault fault = {};
		assert_false(figure_records_on(&world->ground, &request, NULL, cursors[i], 5, &rows, &fault));
		assert_int_equal(fault.code, figure_bad_cursor);
	}
}

static void test_who_may_open(void **state)
{
	struct world *world = *state;
	add_measured(world);
	struct figure_request request = half_of(world, "matter.cases");
	struct figure_rows rows;
	struct fault fault = {};
	world_as(world, "statement", "440307");
	assert_false(figure_records_on(&world->ground, &request, NULL, NULL, 0, &rows, &fault));
	assert_int_equal(fault.code, figure_may_not_open);
	assert_int_equal(fault_kind(fault.code), FAULT_DENIED);
	/* Opens what 440307003001 itself handles, counts the street. */
	world_as(world, "officer", "440307003001");
	request.org = "440307003";
	assert_rows(world, &request, NULL, "3");
	struct matter_row row = matter_on(30, "440307003002", 20210401);
	add(world, row);
	world_as(world, "officer", "440307003");
	fault = (struct fault){};
	assert_false(figure_records_on(&world->ground, &request, NULL, NULL, 0, &rows, &fault));
	assert_int_equal(fault.code, figure_may_not_open);
	request.figure = definitions_figure(world->definitions, "matter.silent");
	assert_false(figure_records_on(&world->ground, &request, NULL, NULL, 0, &rows, &fault));
	assert_int_equal(fault.code, figure_may_not_open);
}

#define WORLD_TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        WORLD_TEST(test_nothing_is_missing_not_zero),
	        WORLD_TEST(test_edges_of_a_period),
	        WORLD_TEST(test_voided_do_not_count),
	        WORLD_TEST(test_other_tenants_do_not_count),
	        WORLD_TEST(test_units_that_moved),
	        WORLD_TEST(test_a_code_of_the_past_means_its_heir),
	        WORLD_TEST(test_measures),
	        WORLD_TEST(test_second_date),
	        WORLD_TEST(test_stock),
	        WORLD_TEST(test_rows_of_a_child),
	        WORLD_TEST(test_ratio),
	        WORLD_TEST(test_latest),
	        WORLD_TEST(test_missing_units),
	        WORLD_TEST(test_splits),
	        WORLD_TEST(test_labels),
	        WORLD_TEST(test_items_that_gave_way),
	        WORLD_TEST(test_cumulative),
	        WORLD_TEST(test_further_condition),
	        WORLD_TEST(test_many_at_once),
	        WORLD_TEST(test_rides_the_pass),
	        WORLD_TEST(test_values_alike),
	        WORLD_TEST(test_refused),
	        WORLD_TEST(test_who_may_count),
	        WORLD_TEST(test_small_numbers_are_hidden),
	        WORLD_TEST(test_lists),
	        WORLD_TEST(test_list_of_a_distinct_number),
	        WORLD_TEST(test_cells_list_their_rows),
	        WORLD_TEST(test_pages),
	        WORLD_TEST(test_bad_cursors),
	        WORLD_TEST(test_who_may_open),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
