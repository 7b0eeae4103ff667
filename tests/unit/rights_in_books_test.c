/* Violence, mandatory reports and screening in books, along the acceptance
   scenarios of the field: what is refused beside what is allowed, what one act
   does to other records, and what nobody but the police may learn. */
#include "office_figure.h"
#include "record/transfer.h"

#define HERE "440307001001"

/* ---- asking ---- */

static const char *of(struct office *office, const char *link, const struct record *record, const char *more)
{
	return arena_format(&office->arena, "%s = '%s'%s", link, id_of(office, record), more);
}

static struct record *blank(struct office *office, const char *ledger)
{
	return record_new(&office->arena, ledger_of(office, ledger));
}

/* The one task of that condition. */
static struct record *task(struct office *office, const char *where)
{
	struct list_request request = {.ledger = ledger_of(office, "follow_up"), .where = where, .limit = 10};
	struct list_page page;
	MUST(record_list(office->book, &office->clerk, &request, &office->arena, &page, &fault));
	assert_int_equal(page.count, 1);
	return page.records[0];
}

static void make(struct office *office, const struct record *of_task, const char *on, const char *result)
{
	move(office, of_task, "make", DRAFT(office, "follow_up", "made_on", on, "result", result));
}

static struct record *rights_case(struct office *office, const char *ways)
{
	struct record *record =
	        DRAFT(office, "rights_case", "received_on", "2021-01-04", "handling_org", HERE, "channel",
	              "call", "matter", "marriage_family", "subtype", "violence", "ways", ways);
	create(office, record);
	return record;
}

/* ---- violence ---- */

static struct record *violence_case(struct office *office, const struct record *behind)
{
	struct record *record = DRAFT(office, "violence_case", "registered_on", "2021-01-05", "case_org",
	                              HERE, "rights_case", id_of(office, behind), "forms", "beating,threat");
	create(office, record);
	return record;
}

static void answer(struct office *office, struct record *record, size_t yes)
{
	static const char *const items[] = {"threat_kill", "believes_kill", "controls",
	                                    "if_not_mine", "suicide",       "die_together",
	                                    "threat_kin",  "expects_harm",  "monitors"};
	for (size_t i = 0; i < 9; i++)
		FILL(office, record, items[i], i < yes ? "true" : "false");
}

/* Scenario 27: strangled, total 2: high; no mediation here nor in the rights case, 110 is prompted. */
static void test_danger(void **state)
{
	struct record *behind = rights_case(*state, "advice,mediation"),
	              *record = violence_case(*state, behind);
	struct record *scale = DRAFT(*state, "violence_case", "assessed_on", "2021-01-05");
	move_refused(*state, record, "assess", scale, record_move_needs); /* nothing answered, no level */
	answer(*state, scale, 2);
	FILL(*state, scale, "strangled", "true", "deadly_act", "false");
	move(*state, record, "assess", scale);
	assert_string_equal(shown(*state, record, "score"), "2");
	assert_string_equal(shown(*state, record, "level"), "High");
	assert_memory_equal(shown(*state, record, "prompt"), "Call 110 now", 12);
	assert_string_equal(shown(*state, record, "if_not_mine"), "no"); /* each answer is kept */
	assert_string_equal(shown(*state, behind, "risk"), "High");
	assert_string_equal(shown(*state, behind, "ways"), "Advice");

	struct record *handling = DRAFT(*state, "violence_case", "ways", "mediation");
	move_refused(*state, record, "handle", handling, record_check_says);
	FILL(*state, handling, "ways", "police,shelter");
	move_refused(*state, record, "handle", handling, record_check_says); /* nobody is told yet */
	FILL(*state, handling, "police_told_on", "2021-01-05", "upper_told_on", "2021-01-05", "handler",
	     "officer");
	move(*state, record, "handle", handling);
}

/* The twin: low, and mediation is nobody's crime. */
static void test_low_danger(void **state)
{
	struct record *behind = rights_case(*state, "advice,mediation"),
	              *record = violence_case(*state, behind);
	struct record *scale = DRAFT(*state, "violence_case", "assessed_on", "2021-01-05");
	answer(*state, scale, 3);
	move(*state, record, "assess", scale);
	assert_string_equal(shown(*state, record, "level"), "Low");
	assert_string_equal(shown(*state, behind, "ways"), "Advice, Mediation");
	move(*state, record, "handle", DRAFT(*state, "violence_case", "ways", "mediation"));
}

static void test_children_present(void **state)
{
	struct record *record = DRAFT(*state, "violence_case", "registered_on", "2021-01-05", "case_org",
	                              HERE, "rights_case", id_of(*state, rights_case(*state, "advice")),
	                              "forms", "beating", "children_present", "2");
	struct record *first = record_add_row(record, "children");
	FILL(*state, first, "seen", "witness");
	create_refused(*state, record, record_check_says, "children_present");
	struct record *second = record_add_row(record, "children");
	FILL(*state, second, "seen", "hurt");
	create(*state, record);
}

static bool add_bytes(void *context, const char *bytes, size_t length)
{
	text_add_bytes(context, bytes, length);
	return true;
}

/* Scenario 30: where she lives now stands in no list, no export and no journal. */
static void test_where_she_lives(void **state)
{
	struct office *office = *state;
	static const char address[] = "月亮湾九十九号";
	static const char phone[] = "13912345678";
	struct record *record = violence_case(office, rights_case(office, "advice"));
	change(office, record, DRAFT(office, "violence_case", "new_address", address, "new_phone", phone));
	assert_string_equal(shown(office, record, "new_address"), "sealed");
	assert_string_equal(shown(office, record, "new_phone"), "sealed");
	struct record *opened;
	struct fault refused = {};
	MUST(record_read(office->book, &office->clerk, record->ledger, record->tenant, record->id,
	                 &office->arena, &opened, &fault));
	assert_false(record_unseal(office->book, &office->clerk, opened,
	                           ledger_field(record->ledger, "new_address"), &refused));
	struct text out = TEXT_EMPTY;
	int64_t rows;
	MUST(export_csv(office->book, &office->clerk, record->ledger, "440307", add_bytes, &out, &rows,
	                &fault));
	assert_non_null(strstr(out.at, record->number));
	assert_null(strstr(out.at, address));
	assert_null(strstr(out.at, phone));
	text_release(&out);
}

/* ---- warnings ---- */

static struct record *warning(struct office *office)
{
	struct record *record = DRAFT(office, "warning", "warning_org", HERE, "notice_no", "告通〔2021〕1号",
	                              "warned_on", "2021-01-08", "station", "布吉派出所");
	create(office, record);
	return record;
}

static struct record *police_task(struct office *office, const struct record *of_warning)
{
	return task(office, of(office, "warning", of_warning, " and kind = 'police' and state = 'open'"));
}

/* Scenarios 8 and 26: three tasks within seven days; three clean quarters end it, an incident reopens it. */
static void test_warning(void **state)
{
	struct record *record = warning(*state);
	const char *open = of(*state, "warning", record, " and state = 'open'");
	assert_int_equal(count(*state, "follow_up", open), 0);
	move(*state, record, "deliver", DRAFT(*state, "warning", "delivered_on", "2021-01-10"));
	assert_int_equal(count(*state, "follow_up", open), 3);
	static const char *const days[] = {"2021-01-16", "2021-04-16", "2021-07-16", "2021-10-16"};
	assert_string_equal(shown(*state, police_task(*state, record), "due_on"), "2021-01-17");
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(shown(*state, record, "ended_on"), "");
		make(*state, police_task(*state, record), days[i], "clean");
		if (i < 3)
			assert_string_equal(shown(*state, police_task(*state, record), "due_on"),
			                    days[i + 1]);
	}
	assert_string_equal(shown(*state, record, "ended_on"), "2021-10-17");
	assert_int_equal(count(*state, "follow_up", open), 0); /* the committee's and ours were dropped */
	assert_string_equal(figure(*state, "warning.visited_now", "2021Q4"), "0");

	move(*state, record, "reopen", DRAFT(*state, "warning", "incident_on", "2021-11-01"));
	assert_string_equal(shown(*state, record, "ended_on"), "");
	assert_int_equal(count(*state, "follow_up", open), 3);
	assert_string_equal(shown(*state, police_task(*state, record), "due_on"), "2021-11-08");
	assert_string_equal(figure(*state, "warning.visited_now", "2021Q4"), "1");
	move(*state, record, "end", DRAFT(*state, "warning", "ended_on", "2021-11-02"));
}

/* An incident found on a visit: three clean quarters are wanted anew. */
static void test_warning_incident(void **state)
{
	struct record *record = warning(*state);
	move(*state, record, "deliver", DRAFT(*state, "warning", "delivered_on", "2021-01-10"));
	static const char *const days[] = {"2021-01-16", "2021-02-16", "2021-03-16", "2021-04-16",
	                                   "2021-05-16"};
	for (size_t i = 0; i < 5; i++)
		make(*state, police_task(*state, record), days[i], i == 2 ? "incident" : "clean");
	assert_string_equal(shown(*state, police_task(*state, record), "round"), "3");
	make(*state, police_task(*state, record), "2021-06-16", "absent");
	assert_string_equal(shown(*state, police_task(*state, record), "due_on"), "2021-06-23");
	make(*state, police_task(*state, record), "2021-06-23", "clean");
	assert_string_equal(shown(*state, record, "ended_on"), "2021-06-24");
}

/* ---- protection orders ---- */

static struct record *order_draft(struct office *office)
{
	return DRAFT(office, "protection_order", "order_org", HERE, "applied_on", "2021-03-01");
}

/* Scenario 6. */
static void test_order_on_behalf(void **state)
{
	struct record *order = order_draft(*state);
	FILL(*state, order, "applicant", "federation");
	create_refused(*state, order, field_order_behalf_missing, "behalf");
	FILL(*state, order, "behalf", "aged");
	create_refused(*state, order, field_order_consent_missing, "consent");
	FILL(*state, order, "consent", "");
	create_refused(*state, order, field_order_consent_missing, "consent");
	FILL(*state, order, "consent", "true");
	create(*state, order);
}

static struct record *ruling(struct office *office, const char *expires)
{
	return DRAFT(office, "protection_order", "accepted_on", "2021-03-02", "ruled_on", "2021-03-04",
	             "result", "granted", "expires_on", expires);
}

/* Scenario 7. */
static void test_order_term(void **state)
{
	struct record *order = order_draft(*state);
	create(*state, order);
	move_refused(*state, order, "grant", ruling(*state, "2021-09-05"), field_order_too_long);
	move(*state, order, "grant", ruling(*state, "2021-09-04"));
	assert_string_equal(shown(*state, order, "rule_due_on"), "2021-03-05");
	assert_string_equal(shown(*state, order, "remind_on"), "2021-08-20");
	const char *slip = of(*state, "protection_order", order, " and kind = 'slip' and state = 'open'");
	assert_string_equal(shown(*state, task(*state, slip), "due_on"), "2021-09-04");

	struct record *longer = blank(*state, "protection_order"),
	              *row = record_add_row(longer, "extensions");
	FILL(*state, row, "asked_on", "2021-08-25", "ruled_on", "2021-08-26", "until_on", "2021-11-04");
	move(*state, order, "extend", longer);
	assert_string_equal(shown(*state, order, "holds_until"), "2021-11-04");
	assert_string_equal(shown(*state, order, "warned"), "");
	assert_string_equal(shown(*state, task(*state, slip), "due_on"), "2021-11-04");

	/* After the lapse it is warned of, not refused, and extends nothing. */
	struct record *late = blank(*state, "protection_order");
	row = record_add_row(late, "extensions");
	FILL(*state, row, "asked_on", "2021-09-04", "ruled_on", "2021-09-05", "until_on", "2021-12-01");
	move(*state, order, "extend", late);
	assert_string_equal(shown(*state, order, "holds_until"), "2021-09-04");
	assert_memory_equal(shown(*state, order, "warned"), "An extension was asked for after the lapse", 42);
}

static void test_urgent_order(void **state)
{
	struct record *order = order_draft(*state), *ruled = ruling(*state, "2021-04-04");
	FILL(*state, order, "urgent", "true");
	create(*state, order);
	move(*state, order, "grant", ruled);
	assert_string_equal(shown(*state, order, "rule_due_on"), "2021-03-03");
	assert_string_equal(figure(*state, "protection_order.ruled_late", "2021-03"), "1");
}

/* Scenario 33: the signed slip is not yet back at the court, the task stays open and the order unfiled. */
static void test_slip(void **state)
{
	struct record *order = order_draft(*state);
	create(*state, order);
	move(*state, order, "grant", ruling(*state, "2021-05-04"));
	struct record *visit =
	        task(*state, of(*state, "protection_order", order, " and kind = 'order' and state = 'open'"));
	assert_string_equal(shown(*state, visit, "due_on"), "2021-04-03");
	make(*state, visit, "2021-04-04", "clean"); /* the next would be on the day it lapses: none */
	move(*state, order, "end",
	     DRAFT(*state, "protection_order", "ended_on", "2021-05-04", "end_reason", "lapsed"));
	const char *open = of(*state, "protection_order", order, " and state = 'open'");
	struct record *slip = task(*state, open);
	struct record *made = DRAFT(*state, "follow_up", "made_on", "2021-05-06", "result", "clean");
	move_refused(*state, slip, "make", made, field_order_slip_out);
	FILL(*state, made, "signed_on", "2021-05-05");
	move_refused(*state, slip, "make", made, field_order_slip_out);
	move_refused(*state, slip, "drop", NULL, record_check_says);
	assert_int_equal(count(*state, "follow_up", open), 1);
	move_refused(*state, order, "file", NULL, field_order_slip_out);
	FILL(*state, made, "returned_on", "2021-05-06");
	move(*state, slip, "make", made);
	move(*state, order, "file", NULL);
}

/* ---- mandatory reports ---- */

static struct record *report_draft(struct office *office)
{
	return DRAFT(office, "mandatory_report", "found_at", "2021-05-06 09:30", "report_org", HERE,
	             "child_sex", "female", "child_born_on", "2007-05-07", "signs", "pregnant", "handler",
	             "officer");
}

/* Scenario 4: thirteen and pregnant: situation 2, and the time runs from when she was found. */
static void test_report(void **state)
{
	struct record *record = report_draft(*state);
	create(*state, record);
	assert_memory_equal(shown(*state, record, "situations"), "2 Girl under 14", 15);
	assert_string_equal(shown(*state, record, "found_on"), "2021-05-06");
	assert_non_null(strstr(shown(*state, record, "due_at"), "2021-05-07"));
	assert_string_equal(figure(*state, "mandatory_report.overdue", "2021-05-06..2021-05-06"), "0");
	assert_string_equal(figure(*state, "mandatory_report.overdue", "2021-05-07..2021-05-07"), "1");
	move(*state, record, "report",
	     DRAFT(*state, "mandatory_report", "reported_at", "2021-05-06 10:15", "body", "police"));
	assert_string_equal(shown(*state, record, "minutes"), "45");
	assert_string_equal(shown(*state, record, "late"), "no");
	assert_string_equal(figure(*state, "mandatory_report.overdue", "2021-05-07..2021-05-07"), "0");
	/* On her fourteenth birthday it would have been another situation. */
	change(*state, record, DRAFT(*state, "mandatory_report", "child_born_on", "2007-05-06"));
	assert_memory_equal(shown(*state, record, "situations"), "9 Other", 7);

	/* Scenario 29: taken up on the 7th, the answer falls due on the 10th. */
	struct record *taken = blank(*state, "mandatory_report");
	move_refused(*state, record, "take", taken, record_check_says);
	FILL(*state, taken, "accepted_on", "2021-05-07");
	move(*state, record, "take", taken);
	assert_string_equal(shown(*state, record, "feedback_due_on"), "2021-05-10");
	assert_string_equal(figure(*state, "mandatory_report.feedback_late", "2021-05-10..2021-05-10"), "0");
	assert_string_equal(figure(*state, "mandatory_report.feedback_late", "2021-05-11..2021-05-11"), "1");
	move(*state, record, "answer", DRAFT(*state, "mandatory_report", "feedback_on", "2021-05-10"));
	assert_string_equal(figure(*state, "mandatory_report.feedback_late", "2021-05-11..2021-05-11"), "0");
}

/* Scenario 5: the report that was made lets the minor's case be closed. */
static void test_report_closes_case(void **state)
{
	struct record *behind = rights_case(*state, "advice");
	change(*state, behind, DRAFT(*state, "rights_case", "minors", "true"));
	struct record *closing =
	        DRAFT(*state, "rights_case", "closed_on", "2021-05-07", "outcome", "answered");
	struct record *report = report_draft(*state);
	FILL(*state, report, "rights_case", id_of(*state, behind));
	create(*state, report);
	move_refused(*state, behind, "answer", closing,
	             field_case_minor_unreported); /* found, not reported */
	move(*state, report, "report",
	     DRAFT(*state, "mandatory_report", "reported_at", "2021-05-06 10:15", "body", "police"));
	assert_string_equal(shown(*state, behind, "report_no"), report->number);
	move(*state, behind, "answer", closing);

	/* The number that the police gave goes first; a void case holds nothing up. */
	struct record *other = rights_case(*state, "advice"), *with_receipt = report_draft(*state);
	FILL(*state, with_receipt, "rights_case", id_of(*state, other), "receipt_no", "公回001");
	create(*state, with_receipt);
	move(*state, with_receipt, "report",
	     DRAFT(*state, "mandatory_report", "reported_at", "2021-05-06 10:15", "body", "police"));
	assert_string_equal(shown(*state, other, "report_no"), "公回001");
	assert_string_equal(shown(*state, other, "minors"), "yes");
}

/* Scenario 28: whoever is above sees it, and can neither hold, change nor cancel it. */
static void test_supervisor(void **state)
{
	struct office *office = *state;
	static const char *const roles[] = {"lead", "chairwoman", "leader", "president", "section_head"};
	struct record *record = report_draft(office);
	create(office, record);
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
		struct viewer above = {roles[i], definitions_role(office->definitions, roles[i]), "440307"};
		struct record *changes = DRAFT(office, "mandatory_report", "signs", "other");
		struct record *reporting = DRAFT(office, "mandatory_report", "reported_at",
		                                 "2021-05-20 10:15", "body", "education");
		struct fault refused = {};
		assert_false(record_change(office->book, &above, record->tenant, record->id, 0, changes, "",
		                           NULL, &refused));
		assert_false(record_void(office->book, &above, record->ledger, record->tenant, record->id, 0,
		                         "压下", &refused));
		assert_false(record_move(office->book, &above, record->ledger, record->tenant, record->id, 0,
		                         "report", reporting, "", NULL, &refused));
	}
	/* Nothing but finding and reporting: the officer of the place does both alone. */
	struct viewer officer = {"officer", definitions_role(office->definitions, "officer"), HERE};
	MUST(record_move(
	        office->book, &officer, record->ledger, record->tenant, record->id, 0, "report",
	        DRAFT(office, "mandatory_report", "reported_at", "2021-05-06 09:40", "body", "police"), "",
	        NULL, &fault));
	/* The head of rights work is copied: she opens it. */
	struct viewer lead = {"lead", definitions_role(office->definitions, "lead"), "440307"};
	struct record *seen;
	MUST(record_read(office->book, &lead, record->ledger, record->tenant, record->id, &office->arena,
	                 &seen, &fault));
}

/* ---- screening ---- */

static struct record *screening_draft(struct office *office, const char *org, const char *on)
{
	return DRAFT(office, "screening", "screened_org", org, "screened_on", on, "households", "120",
	             "found", "0", "returned_on", "2021-04-03");
}

/* Scenario 9: a nil return is a return; who filed none is named. */
static void test_screening(void **state)
{
	create(*state, DRAFT(*state, "org", "code", "440307001002", "name", "凤凰社区", "level", "community",
	                     "valid_from", "2000-01-01"));
	create(*state, screening_draft(*state, HERE, "2021-03-12"));
	assert_string_equal(figure(*state, "screening.nil_returns", "2021-03"), "1");
	assert_string_equal(figure(*state, "screening.households", "2021-03"), "120");
	assert_string_equal(figure(*state, "screening.silent_communities", "2021-03"), "1");
	assert_string_equal(figure(*state, "screening.silent_communities", "2021-04"), "2");
	create_refused(*state, screening_draft(*state, HERE, "2021-03-31"), field_screening_twice,
	               "screened_on");
	create(*state, screening_draft(*state, HERE, "2021-04-01"));
	create(*state, screening_draft(*state, "440307001002", "2021-03-31"));
	assert_string_equal(figure(*state, "screening.silent_communities", "2021-03"), "0");
}

static struct record *household(struct office *office, const char *level)
{
	struct record *record = DRAFT(office, "dispute_household", "house_org", HERE, "found_on",
	                              "2021-03-01", "cause", "couple", "level", level);
	create(office, record);
	move(office, record, "watch", NULL);
	return record;
}

/* Scenario 10: a red household that nobody visits for seven days goes up to the street. */
static void test_red_household(void **state)
{
	struct record *red = household(*state, "red"), *green = household(*state, "green");
	const char *of_red = of(*state, "household", red, " and state = 'open'");
	struct record *visit = task(*state, of_red);
	assert_string_equal(shown(*state, visit, "due_on"), "2021-03-08");
	assert_string_equal(shown(*state, visit, "escalate_from"), "2021-03-09");
	assert_string_equal(shown(*state, visit, "escalate_to"), "布吉街道");
	struct record *calm = task(*state, of(*state, "household", green, " and state = 'open'"));
	assert_string_equal(shown(*state, calm, "due_on"), "2021-05-30");
	assert_string_equal(shown(*state, calm, "escalate_from"), "");
	/* No visit has been anything yet: no data, not 0. */
	assert_string_equal(figure(*state, "follow_up.escalated", "2021-03-08..2021-03-08"), "x");
	assert_string_equal(figure(*state, "follow_up.escalated", "2021-03-09..2021-03-09"), "1");

	/* Nobody met is no visit: it stays with the street. */
	make(*state, visit, "2021-03-10", "absent");
	assert_string_equal(figure(*state, "follow_up.escalated", "2021-03-11..2021-03-11"), "1");
	make(*state, task(*state, of_red), "2021-03-12", "clean");
	assert_string_equal(figure(*state, "follow_up.escalated", "2021-03-12..2021-03-12"), "0");
	assert_string_equal(shown(*state, task(*state, of_red), "due_on"), "2021-03-19");

	/* Graded anew, the visits follow the colour; settled, there are none. */
	move(*state, red, "grade",
	     DRAFT(*state, "dispute_household", "level", "yellow", "graded_on", "2021-03-15"));
	assert_string_equal(shown(*state, task(*state, of_red), "due_on"), "2021-04-14");
	assert_string_equal(shown(*state, task(*state, of_red), "escalate_from"), "");
	move(*state, red, "settle",
	     DRAFT(*state, "dispute_household", "settled_on", "2021-03-20", "outcome", "calm"));
	assert_int_equal(count(*state, "follow_up", of_red), 0);
}

/* Both parties ask within thirty days of the agreement. */
static void test_confirmation(void **state)
{
	struct record *record = household(*state, "yellow");
	struct record *asked = DRAFT(*state, "dispute_household", "agreement_on", "2021-03-10",
	                             "confirm_asked_on", "2021-04-10");
	change_refused(*state, record, asked, record_check_says);
	FILL(*state, asked, "confirm_asked_on", "2021-04-09");
	change(*state, record, asked);
}

/* ---- girls ---- */

static void test_girl_file(void **state)
{
	struct record *record = DRAFT(*state, "girl_file", "file_org", HERE, "girl",
	                              id_of(*state, person(*state, "女童")), "born_on", "2012-05-01",
	                              "entered_on", "2021-03-01", "kinds", "left_behind,lone_father");
	create_refused(*state, record, field_child_consent_missing, "guardian_consent");
	FILL(*state, record, "guardian_consent", "true", "consent_on", "2021-03-01");
	create(*state, record);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, office_setup, office_teardown)
	        TEST(test_danger),           TEST(test_low_danger),
	        TEST(test_children_present), TEST(test_where_she_lives),
	        TEST(test_warning),          TEST(test_warning_incident),
	        TEST(test_order_on_behalf),  TEST(test_order_term),
	        TEST(test_urgent_order),     TEST(test_slip),
	        TEST(test_report),           TEST(test_report_closes_case),
	        TEST(test_supervisor),       TEST(test_screening),
	        TEST(test_red_household),    TEST(test_confirmation),
	        TEST(test_girl_file),
#undef TEST
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
