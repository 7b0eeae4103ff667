/* People once, in books of the shipped definitions: told before they are entered
   twice, found where they were, merged with every role, and apart again. Each test
   ends with verify: rebuild equals live after merge and unmerge. */
#include "base/ids.h"
#include "field/people.h"
#include "field/people_merge.h"
#include "office.h"

static struct viewer lead_of(struct office *office, const char *org)
{
	return (struct viewer){"lead", definitions_role(office->definitions, "lead"), org};
}

#define SOMEBODY(office, ...) somebody(office, (const char *const[]){__VA_ARGS__, NULL})
static struct record *somebody(struct office *office, const char *const *pairs)
{
	struct record *record = DRAFT(office, "person", "home_org", "440307001001", "registered_on",
	                              "2021-01-04", "name", "某人");
	fill(office, record, pairs);
	return record;
}

static struct record *entered(struct office *office, const char *const *pairs)
{
	struct record *record = somebody(office, pairs);
	create(office, record);
	return record;
}
#define ENTERED(office, ...) entered(office, (const char *const[]){__VA_ARGS__, NULL})

static const char id_one[] = "53010219200508011X"; /* the example of GB 11643-1999 */

/* ---- search before create ---- */

static void test_one_number_one_person(void **state)
{
	struct office *office = *state;
	struct record *first = ENTERED(office, "id_number", id_one);
	struct record *again = SOMEBODY(office, "id_number", id_one);
	create_refused(office, again, field_person_known, "id_number");
	struct fault why = {};
	assert_false(record_create(office->book, &office->clerk, again, "", NULL, &why));
	assert_string_equal(why.argument[0], first->number);
	/* The same number given once more to the same record is no other person. */
	change(office, first, DRAFT(office, "person", "id_number", id_one, "phone", "13800138000"));
	/* From a street that cannot see her it is refused as well, without a word on where she is. */
	create(office, DRAFT(office, "org", "code", "440307002", "name", "龙岗街道", "level", "street",
	                     "valid_from", "2000-01-01"));
	const struct viewer other = {"other", office->clerk.role, "440307002"};
	FILL(office, again, "home_org", "440307002");
	assert_false(record_create(office->book, &other, again, "", NULL, &why));
	assert_string_equal(fault_name(why.code), "field_person_known_elsewhere");
	/* Voided, she is no living record. */
	MUST(record_void(office->book, &office->clerk, first->ledger, 440307, first->id, 0, "误登", &fault));
	create(office, again);
}

static const char *noticed(struct office *office, const struct viewer *viewer, struct record *record)
{
	struct text text = TEXT_EMPTY;
	MUST(record_create(office->book, viewer, record, "", NULL, &fault));
	for (size_t i = 0; i < record->notice_count; i++)
		fault_sentence(&record->notices[i], LANGUAGE_EN, &text);
	const char *kept = arena_copy(&office->arena, text.at);
	text_release(&text);
	return kept;
}

static void test_notice(void **state)
{
	struct office *office = *state;
	const struct viewer lead = lead_of(office, "440307");
	struct record *first =
	        ENTERED(office, "name", "闫晓红", "birth_date", "1980-02-03", "phone", "13800138000");
	assert_int_equal(first->notice_count, 0);
	/* Two things in common are told to whoever enters her; one only to who may open it anyway. */
	assert_string_equal(
	        noticed(office, &office->clerk, SOMEBODY(office, "name", "閻　曉紅", "phone", "13800138000")),
	        arena_format(&office->arena,
	                     "Perhaps registered already: %s (name spelled otherwise, same telephone).",
	                     first->number));
	assert_string_equal(
	        noticed(office, &office->clerk, SOMEBODY(office, "name", "王五", "phone", "13800138000")),
	        "");
	assert_non_null(
	        strstr(noticed(office, &lead, SOMEBODY(office, "name", "李四", "phone", "13800138000")),
	               "same telephone"));
	assert_string_equal(noticed(office, &lead, SOMEBODY(office, "name", "李六")), "");
	/* Of many the three likeliest are named. */
	const char *many = noticed(office, &lead, SOMEBODY(office, "name", "闫晓红", "phone", "13800138000"));
	assert_non_null(strstr(many, "1 more"));
	assert_non_null(
	        strstr(many, arena_format(&office->arena, "%s (same name, same telephone)", first->number)));
}

static void test_alike(void **state)
{
	struct office *office = *state;
	const struct viewer lead = lead_of(office, "440307");
	struct person_like *likes;
	size_t count;
	struct record *one = ENTERED(office, "name", "肖丽", "birth_date", "1980-02-03", "sex", "female");
	struct record *twin = ENTERED(office, "name", "肖丽", "birth_date", "1980-02-03", "sex", "male");
	const struct person_traits traits = {"萧麗", "", "", "female", 19800203};
	MUST(people_alike(office->book, &lead, 440307, &traits, LIKENESS_POSSIBLE, 0, &office->arena, &likes,
	                  &count, &fault));
	assert_int_equal(count, 2);
	assert_int_equal(likes[0].record->id, one->id);
	assert_int_equal(likes[0].likeness, LIKENESS_LIKELY);
	assert_int_equal(likes[1].record->id, twin->id);
	assert_int_equal(likes[1].likeness, LIKENESS_POSSIBLE);
	MUST(people_alike(office->book, &lead, 440307, &traits, LIKENESS_LIKELY, 0, &office->arena, &likes,
	                  &count, &fault));
	assert_int_equal(count, 1);
	/* Nobody may probe who may not open. */
	struct fault why = {};
	assert_false(people_alike(office->book, &office->clerk, 440307, &traits, LIKENESS_LIKELY, 0,
	                          &office->arena, &likes, &count, &why));
	assert_string_equal(fault_name(why.code), "access_role_denied");
	/* Whose key was destroyed is like nobody, and no hindrance. */
	MUST(key_store_destroy(office->book->keys, 440307, one->id, office->now, &fault));
	MUST(people_alike(office->book, &lead, 440307, &traits, LIKENESS_LIKELY, 0, &office->arena, &likes,
	                  &count, &fault));
	assert_int_equal(count, 0);
	/* An erased record has no token in a rebuild: give the live one none either, for verify. */
	MUST(database_run(office->book->database,
	                  arena_format(&office->arena, "UPDATE person SET name_token = NULL WHERE id = %lld",
	                               (long long)one->id),
	                  &fault));
}

/* ---- doubles ---- */

static size_t doubles(struct office *office, enum likeness least, struct person_pair **ret)
{
	const struct viewer lead = lead_of(office, "440307");
	size_t count;
	MUST(people_doubles(office->book, &lead, least, NULL, NULL, &office->arena, ret, &count, &fault));
	return count;
}

static void test_doubles(void **state)
{
	struct office *office = *state;
	struct person_pair *pairs;
	struct record *one = ENTERED(office, "name", "闫红", "birth_date", "1980-02-03", "phone",
	                             "13800138000"),
	              *two = ENTERED(office, "name", "阎红", "birth_date", "1980-02-03", "phone",
	                             "13800138000"),
	              *three = ENTERED(office, "name", "阎 红", "phone", "13800138000");
	ENTERED(office, "name", "王五", "phone", "13800138000", "birth_date", "1999-09-09");
	ENTERED(office, "name", "闫红", "birth_date", "1990-01-01");
	ENTERED(office, "name", "无关", "birth_date", "1980-02-03");
	assert_int_equal(doubles(office, LIKENESS_CERTAIN, &pairs), 0);
	/* Each once, though one and two meet by date and by telephone. */
	assert_int_equal(doubles(office, LIKENESS_LIKELY, &pairs), 3);
	const int64_t wanted[3][2] = {{one->id, two->id}, {one->id, three->id}, {two->id, three->id}};
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(pairs[i].likeness, LIKENESS_LIKELY);
		assert_memory_equal(pairs[i].ids, wanted[i], sizeof wanted[i]);
	}
	assert_int_equal(pairs[0].reasons, LIKE_SPELLING | LIKE_BIRTH | LIKE_PHONE);
	assert_string_equal(pairs[0].numbers[0], one->number);
	/* Possible: 王五 by telephone with three alone, as the dates of the others differ; 闫红 of 1990 likewise. */
	assert_int_equal(doubles(office, LIKENESS_POSSIBLE, &pairs), 5);
	/* Who sees less finds less, who may not open finds nothing. */
	struct person_pair *none;
	size_t count;
	struct fault why = {};
	assert_false(people_doubles(office->book, &office->clerk, LIKENESS_LIKELY, NULL, NULL, &office->arena,
	                            &none, &count, &why));
	assert_int_equal(fault_kind(why.code), FAULT_DENIED);
}

/* ---- merge ---- */

static bool try_merge(struct office *office, const struct viewer *viewer, const struct record *goes,
                      const struct record *stays, bool other_id, struct merge_report *ret,
                      struct fault *fault)
{
	const struct merge_request request = {.tenant = 440307,
	                                      .number = goes->number,
	                                      .into = stays->number,
	                                      .reason = "同一人",
	                                      .other_id = other_id};
	return people_merge(office->book, viewer, &request, &office->arena, ret, fault);
}

static struct merge_report merge(struct office *office, const struct record *goes, const struct record *stays)
{
	const struct viewer lead = lead_of(office, "440307");
	struct merge_report report = {};
	MUST(try_merge(office, &lead, goes, stays, false, &report, &fault));
	return report;
}

static void merge_refused(struct office *office, const struct viewer *viewer, const struct record *goes,
                          const struct record *stays, enum fault_code code)
{
	struct merge_report report;
	struct fault why = {};
	assert_false(try_merge(office, viewer, goes, stays, false, &report, &why));
	if (why.code != code)
		show_fault(&why);
	assert_string_equal(fault_name(why.code), fault_name(code));
}

static struct merge_report unmerge(struct office *office, const struct record *goes)
{
	const struct viewer lead = lead_of(office, "440307");
	const struct merge_request request = {
	        .tenant = 440307, .number = goes->number, .reason = "不是同一人"};
	struct merge_report report = {};
	MUST(people_unmerge(office->book, &lead, &request, &office->arena, &report, &fault));
	return report;
}

static struct record *mother(struct office *office, const struct record *person)
{
	struct record *record =
	        DRAFT(office, "federation_mother", "team_org", "440307001001", "person",
	              id_of(office, person), "groups", "volunteer", "joined_on", "2021-03-01");
	create(office, record);
	return record;
}

static struct record *activity(struct office *office, const struct record *one, const struct record *other)
{
	struct record *record = DRAFT(office, "activity", "topic", "一场", "host_org", "440307001001", "mode",
	                              "offline", "held_on", "2021-03-02");
	const struct record *const people[] = {one, other};
	for (size_t i = 0; i < 2; i++) {
		struct record *row = record_add_row(record, "signups");
		MUST(record_put(office->book, row, "person", id_of(office, people[i]), &fault));
		MUST(record_put(office->book, row, "attended", i ? "true" : "false", &fault));
	}
	create(office, record);
	return record;
}

static struct record *rights_case(struct office *office, const struct record *victim)
{
	struct record *record = DRAFT(office, "rights_case", "received_on", "2021-09-24", "handling_org",
	                              "440307001001", "channel", "call", "matter", "education", "handler",
	                              "officer", "victim", id_of(office, victim));
	create(office, record);
	return record;
}

/* Whom a sealed link leads to. */
static int64_t link_of(struct office *office, const struct record *record, const char *name)
{
	const struct viewer lead = lead_of(office, "440307");
	struct record *stored;
	const struct field *link = ledger_field(record->ledger, name);
	MUST(record_read(office->book, &lead, record->ledger, record->tenant, record->id, &office->arena,
	                 &stored, &fault));
	MUST(record_unseal(office->book, &lead, stored, link, &fault));
	return stored->values[link->place].number;
}

static const char *signed_up(struct office *office, const struct record *activity)
{
	struct record *stored;
	struct text text = TEXT_EMPTY;
	MUST(record_read(office->book, &office->clerk, activity->ledger, 440307, activity->id, &office->arena,
	                 &stored, &fault));
	const struct record_rows *rows = &stored->rows[ledger_field(activity->ledger, "signups")->place];
	for (size_t i = 0; i < rows->count; i++)
		for (size_t f = 0; f < 2; f++) {
			static const char *const names[] = {"person", "attended"};
			record_show(office->book, rows->items[i],
			            ledger_field(rows->items[i]->ledger, names[f]), LANGUAGE_EN, &text);
			text_add(&text, f ? ";" : " ");
		}
	const char *kept = arena_copy(&office->arena, text.at);
	text_release(&text);
	return kept;
}

static int64_t acts_of(struct office *office, const struct record *record)
{
	struct statement *statement;
	MUST(database_prepare(office->book->database,
	                      "SELECT act FROM journal WHERE tenant = 440307 AND record = ?"
	                      " ORDER BY seq DESC LIMIT 1",
	                      &statement, &fault));
	statement_bind_int(statement, 1, record->id);
	assert_int_equal(statement_step(statement, NULL), STEP_ROW);
	int64_t act = statement_int(statement, 0);
	statement_reset(statement);
	return act;
}

static int64_t victim_of(struct office *office, const struct record *record)
{
	return link_of(office, record, "victim");
}

/* In a row, in a field, under seal, in a record whose life is over: all follow in one act, and come back. */
static void test_every_role_follows(void **state)
{
	struct office *office = *state;
	struct record *stays = ENTERED(office, "name", "闫红"), *goes = ENTERED(office, "name", "阎红");
	struct record *team = mother(office, goes), *event = activity(office, goes, stays),
	              *closed = rights_case(office, goes);
	move(office, closed, "answer",
	     DRAFT(office, "rights_case", "closed_on", "2021-09-24", "outcome", "answered"));
	move(office, event, "file", NULL);
	struct merge_report report = merge(office, goes, stays);
	assert_int_equal(report.links, 3);
	assert_int_equal(report.count, 3);
	assert_string_equal(report.into, stays->number);
	assert_string_equal(shown(office, team, "person"), stays->number);
	assert_int_equal(victim_of(office, closed), stays->id);
	assert_string_equal(signed_up(office, event),
	                    arena_format(&office->arena, "%s no;%s yes;", stays->number, stays->number));
	assert_string_equal(shown(office, goes, "merged_into"), stays->number);
	int64_t act = acts_of(office, goes);
	assert_int_equal(acts_of(office, team), act);
	assert_int_equal(acts_of(office, event), act);
	assert_int_equal(acts_of(office, closed), act);
	/* The history of a role says who and why. */
	struct entry_view *entries;
	size_t count;
	MUST(record_history(office->book, &office->clerk, team, LANGUAGE_EN, &office->arena, &entries, &count,
	                    &fault));
	assert_int_equal(count, 2);
	assert_string_equal(entries[1].actor, "lead");
	assert_string_equal(entries[1].reason, "同一人");
	assert_string_equal(entries[1].changes[0].before, goes->number);
	assert_string_equal(entries[1].changes[0].after, stays->number);
	/* Which registers she was in is not to be read off her own record. */
	MUST(record_history(office->book, &office->clerk, goes, LANGUAGE_EN, &office->arena, &entries, &count,
	                    &fault));
	for (size_t i = 0; i < entries[count - 1].change_count; i++)
		assert_null(strstr(entries[count - 1].changes[i].after, "rights"));

	report = unmerge(office, goes);
	assert_int_equal(report.links, 3);
	assert_int_equal(report.kept_links, 0);
	assert_string_equal(shown(office, team, "person"), goes->number);
	assert_int_equal(victim_of(office, closed), goes->id);
	assert_string_equal(signed_up(office, event),
	                    arena_format(&office->arena, "%s no;%s yes;", goes->number, stays->number));
	assert_string_equal(shown(office, goes, "merged_into"), "");
	/* And she may be changed and linked to again. */
	change(office, goes, DRAFT(office, "person", "phone", "13800138000"));
	mother(office, goes);
}

/* What the lead may see but not change follows too: a mandatory report, which nobody above may hold. */
static void test_follows_unchanged(void **state)
{
	struct office *office = *state;
	const struct viewer lead = lead_of(office, "440307");
	struct record *stays = ENTERED(office, "name", "闫红"), *goes = ENTERED(office, "name", "阎红");
	struct record *report = DRAFT(office, "mandatory_report", "report_org", "440307001001", "found_at",
	                              "2021-05-06 09:30", "signs", "other", "child", id_of(office, goes));
	create(office, report);
	struct fault why = {};
	assert_false(record_change(office->book, &lead, 440307, report->id, 0,
	                           DRAFT(office, "mandatory_report", "signs", "other"), "", NULL, &why));
	assert_int_equal(fault_kind(why.code), FAULT_DENIED);
	assert_int_equal(merge(office, goes, stays).links, 1);
	assert_int_equal(link_of(office, report, "child"), stays->id);
	assert_int_equal(unmerge(office, goes).links, 1);
	assert_int_equal(link_of(office, report, "child"), goes->id);
}

/* What was changed since the merge is told and stays. */
static void test_changed_since(void **state)
{
	struct office *office = *state;
	struct record *stays = ENTERED(office, "name", "甲"), *goes = ENTERED(office, "name", "乙"),
	              *third = ENTERED(office, "name", "丙");
	struct record *kept = mother(office, goes), *back = mother(office, goes),
	              *own = mother(office, stays);
	merge(office, goes, stays);
	change(office, kept, DRAFT(office, "federation_mother", "person", id_of(office, third)));
	struct record *later = mother(office, stays);
	struct merge_report report = unmerge(office, goes);
	assert_int_equal(report.links, 1);
	assert_int_equal(report.kept_links, 1);
	assert_string_equal(report.kept[0].ledger->name, "federation_mother");
	assert_string_equal(shown(office, kept, "person"), third->number);
	assert_string_equal(shown(office, back, "person"), goes->number);
	assert_string_equal(shown(office, own, "person"), stays->number);
	assert_string_equal(shown(office, later, "person"), stays->number);
}

static void test_refusals(void **state)
{
	struct office *office = *state;
	const struct viewer lead = lead_of(office, "440307");
	struct record *one = ENTERED(office, "id_number", id_one),
	              *two = ENTERED(office, "id_number", "11010519491231002X"),
	              *three = ENTERED(office, "name", "丙"), *gone = ENTERED(office, "name", "丁");
	struct merge_report report;
	struct fault why = {};
	MUST(record_void(office->book, &office->clerk, gone->ledger, 440307, gone->id, 0, "误登", &fault));
	merge_refused(office, &lead, one, one, field_merge_self);
	merge_refused(office, &lead, gone, one, record_voided);
	merge_refused(office, &lead, one, gone, record_voided);
	merge_refused(office, &lead, one, two, field_merge_other_id);
	MUST(try_merge(office, &lead, two, one, true, &report, &fault));
	merge_refused(office, &lead, two, three, field_merge_already);
	merge_refused(office, &lead, three, two, field_merge_already);
	/* Nobody links to her, changes her, or writes a merge by hand. */
	create_refused(office,
	               DRAFT(office, "federation_mother", "team_org", "440307001001", "person",
	                     id_of(office, two), "groups", "volunteer", "joined_on", "2021-03-01"),
	               record_link_merged, "person");
	assert_false(record_change(office->book, &lead, 440307, two->id, 0,
	                           DRAFT(office, "person", "phone", "13800138000"), "", NULL, &why));
	assert_string_equal(fault_name(why.code), "field_merge_closed");
	mother(office, three);
	assert_false(record_change(office->book, &lead, 440307, three->id, 0,
	                           DRAFT(office, "person", "merged_into", id_of(office, one)), "", NULL,
	                           &why));
	assert_string_equal(fault_name(why.code), "field_merge_by_hand");
	create_refused(office, SOMEBODY(office, "merged_into", id_of(office, one)), field_merge_by_hand, "");
	assert_false(record_change(office->book, &lead, 440307, two->id, 0,
	                           DRAFT(office, "person", "merged_into", id_of(office, three)), "", NULL,
	                           &why));
	assert_string_equal(fault_name(why.code), "field_merge_by_hand");
	/* A reason is wanted, and a merge to undo. */
	struct merge_request request = {.tenant = 440307, .number = one->number, .reason = " "};
	assert_false(people_unmerge(office->book, &lead, &request, &office->arena, &report, &why));
	assert_string_equal(fault_name(why.code), "record_reason_required");
	request.reason = "误";
	assert_false(people_unmerge(office->book, &lead, &request, &office->arena, &report, &why));
	assert_string_equal(fault_name(why.code), "field_merge_none");
}

/* A role beyond whoever merges: nothing is changed, and of a case not even the register is told. */
static void test_beyond(void **state)
{
	struct office *office = *state;
	create(office, DRAFT(office, "org", "code", "440307002", "name", "龙岗街道", "level", "street",
	                     "valid_from", "2000-01-01"));
	const struct viewer street = lead_of(office, "440307001"), *clerk = &office->clerk;
	struct record *stays = ENTERED(office, "name", "甲"), *goes = ENTERED(office, "name", "乙");
	struct record *near = mother(office, goes);
	struct record *far = DRAFT(office, "federation_mother", "team_org", "440307002", "person",
	                           id_of(office, goes), "groups", "volunteer", "joined_on", "2021-03-01");
	create(office, far);
	struct merge_report report;
	struct fault why = {};
	assert_false(try_merge(office, &street, goes, stays, false, &report, &why));
	assert_string_equal(fault_name(why.code), "field_merge_beyond");
	assert_string_equal(why.argument[1], "1 (Federation mother 1)");
	assert_non_null(strstr(why.argument[3], definitions_role(office->definitions, "lead")->label.en));
	assert_null(strstr(why.argument[3], definitions_role(office->definitions, "clerk")->label.en));
	assert_string_equal(shown(office, near, "person"), goes->number);
	MUST(record_void(office->book, clerk, far->ledger, 440307, far->id, 0, "误登", &fault));
	struct record *sealed = rights_case(office, goes);
	change(office, sealed, DRAFT(office, "rights_case", "handling_org", "440307002"));
	assert_false(try_merge(office, &street, goes, stays, false, &report, &why));
	assert_string_equal(why.argument[1], "1 (registers that are not named)");
	/* Who may not open who they are cannot merge them. */
	assert_false(try_merge(office, clerk, goes, stays, false, &report, &why));
	assert_int_equal(fault_kind(why.code), FAULT_DENIED);
	merge(office, goes, stays);
	assert_string_equal(shown(office, near, "person"), stays->number);
	unmerge(office, goes);
	assert_int_equal(victim_of(office, sealed), goes->id);
}

/* ---- any order ---- */

enum { PEOPLE = 6, ROLES = 9, STEPS = 60 };

static size_t root_of(const int *parents, size_t person)
{
	while (parents[person] >= 0)
		person = (size_t)parents[person];
	return person;
}

/* Merges and unmerges as they come: every role is always where its first person lives on. */
static void test_any_order(void **state)
{
	struct office *office = *state;
	struct dice dice = {.state = 20211130};
	struct record *people[PEOPLE], *roles[ROLES];
	int parents[PEOPLE], merges = 0, undone = 0;
	for (size_t i = 0; i < PEOPLE; i++) {
		people[i] = ENTERED(office, "name", "某人");
		parents[i] = -1;
	}
	for (size_t i = 0; i < ROLES; i++)
		roles[i] = mother(office, people[i % PEOPLE]);
	for (size_t step = 0; step < STEPS; step++) {
		size_t one = dice_below(&dice, PEOPLE), other = dice_below(&dice, PEOPLE);
		if (parents[one] >= 0) {
			assert_int_equal(unmerge(office, people[one]).kept_links, 0);
			parents[one] = -1;
			undone++;
		} else if (one != other && parents[other] < 0) {
			merge(office, people[one], people[other]);
			parents[one] = (int)other;
			merges++;
		}
		for (size_t i = 0; i < ROLES; i++)
			assert_string_equal(shown(office, roles[i], "person"),
			                    people[root_of(parents, i % PEOPLE)]->number);
		for (size_t i = 0; i < PEOPLE; i++)
			assert_string_equal(shown(office, people[i], "merged_into"),
			                    parents[i] < 0 ? "" : people[root_of(parents, i)]->number);
	}
	assert_true(merges > 15 && undone > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_one_number_one_person, office_setup, office_teardown),
	        cmocka_unit_test_setup_teardown(test_notice, office_setup, office_teardown),
	        cmocka_unit_test_setup_teardown(test_alike, office_setup, office_teardown),
	        cmocka_unit_test_setup_teardown(test_doubles, office_setup, office_teardown),
	        cmocka_unit_test_setup_teardown(test_every_role_follows, office_setup, office_teardown),
	        cmocka_unit_test_setup_teardown(test_follows_unchanged, office_setup, office_teardown),
	        cmocka_unit_test_setup_teardown(test_changed_since, office_setup, office_teardown),
	        cmocka_unit_test_setup_teardown(test_refusals, office_setup, office_teardown),
	        cmocka_unit_test_setup_teardown(test_beyond, office_setup, office_teardown),
	        cmocka_unit_test_setup_teardown(test_any_order, office_setup, office_teardown),
	};
	return cmocka_run_group_tests_name("people_in_books", tests, NULL, NULL);
}
