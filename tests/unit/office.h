/* An office at work for the tests of the field's rules: books of the shipped
   definitions on 30 November 2021 with a district, a street and a community, and
   short words for filling, entering, moving and asking. */
#ifndef JINGUO_UNIT_OFFICE_H
#define JINGUO_UNIT_OFFICE_H

#include "field/field.h"
#include "must.h"
#include "record/journal.h"
#include "record/list.h"

struct office {
	struct folder folder;
	struct definitions *definitions;
	struct book *book;
	struct arena arena;
	instant_ms now;
	struct viewer clerk;
};

static inline instant_ms office_clock(void *context)
{
	return ((struct office *)context)->now;
}

static inline struct definitions *load(void)
{
	struct arena arena = {};
	struct faults faults = {};
	struct definitions *definitions = NULL;
	const char *root = getenv("JINGUO_ROOT");
	const char *folder = arena_format(&arena, "%s/definitions", root ? root : ".");
	if (!definitions_load(folder, rule_table_names(field_rules, &arena), &definitions, &faults))
		show_fault(&faults.items[0]);
	faults_release(&faults);
	arena_release(&arena);
	assert_non_null(definitions);
	return definitions;
}

/* ---- filling and asking ---- */

static inline const struct ledger *ledger_of(struct office *office, const char *name)
{
	const struct ledger *ledger = definitions_ledger(office->definitions, name);
	assert_non_null(ledger);
	return ledger;
}

/* Field and value by turns, ended by NULL. */
#define FILL(office, record, ...) fill(office, record, (const char *const[]){__VA_ARGS__, NULL})
static inline void fill(struct office *office, struct record *record, const char *const *pairs)
{
	for (; *pairs; pairs += 2)
		MUST(record_put(office->book, record, pairs[0], pairs[1], &fault));
}

#define DRAFT(office, ledger, ...) draft(office, ledger, (const char *const[]){__VA_ARGS__, NULL})
static inline struct record *draft(struct office *office, const char *ledger, const char *const *pairs)
{
	struct record *record = record_new(&office->arena, ledger_of(office, ledger));
	fill(office, record, pairs);
	return record;
}

static inline void create(struct office *office, struct record *record)
{
	MUST(record_create(office->book, &office->clerk, record, "", NULL, &fault));
}

static inline void create_refused(struct office *office, struct record *record, enum fault_code code,
                                  const char *field)
{
	struct fault fault = {};
	assert_false(record_create(office->book, &office->clerk, record, "", NULL, &fault));
	if (fault.code != code)
		show_fault(&fault);
	assert_string_equal(fault_name(fault.code), fault_name(code));
	assert_string_equal(fault.field, field);
}

static inline void change(struct office *office, const struct record *record, struct record *changes)
{
	MUST(record_change(office->book, &office->clerk, record->tenant, record->id, 0, changes, "", NULL,
	                   &fault));
}

static inline void change_refused(struct office *office, const struct record *record, struct record *changes,
                                  enum fault_code code)
{
	struct fault fault = {};
	assert_false(record_change(office->book, &office->clerk, record->tenant, record->id, 0, changes, "",
	                           NULL, &fault));
	if (fault.code != code)
		show_fault(&fault);
	assert_string_equal(fault_name(fault.code), fault_name(code));
}

static inline void move(struct office *office, const struct record *record, const char *name,
                        struct record *changes)
{
	MUST(record_move(office->book, &office->clerk, record->ledger, record->tenant, record->id, 0, name,
	                 changes, "", NULL, &fault));
}

static inline void move_refused(struct office *office, const struct record *record, const char *name,
                                struct record *changes, enum fault_code code)
{
	struct fault fault = {};
	assert_false(record_move(office->book, &office->clerk, record->ledger, record->tenant, record->id, 0,
	                         name, changes, "", NULL, &fault));
	if (fault.code != code)
		show_fault(&fault);
	assert_string_equal(fault_name(fault.code), fault_name(code));
}

/* How the field of the record as it lies in the books is shown. */
static inline const char *shown(struct office *office, const struct record *record, const char *field)
{
	struct record *stored;
	struct text text = TEXT_EMPTY;
	MUST(record_read(office->book, &office->clerk, record->ledger, record->tenant, record->id,
	                 &office->arena, &stored, &fault));
	record_show(office->book, stored, ledger_field(record->ledger, field), LANGUAGE_EN, &text);
	const char *kept = arena_copy(&office->arena, text.at);
	text_release(&text);
	return kept;
}

static inline const char *id_of(struct office *office, const struct record *record)
{
	return arena_format(&office->arena, "%lld", (long long)record->id);
}

static inline int64_t count(struct office *office, const char *ledger, const char *where)
{
	struct list_request request = {.ledger = ledger_of(office, ledger), .where = where, .limit = 1};
	int64_t number = -1;
	MUST(record_count(office->book, &office->clerk, &request, &number, &fault));
	return number;
}

static inline struct record *person(struct office *office, const char *name)
{
	struct record *record = DRAFT(office, "person", "home_org", "440307001001", "registered_on",
	                              "2021-01-04", "name", name, "sex", "female");
	create(office, record);
	return record;
}

static inline int office_setup(void **state)
{
	static const char *const units[][3] = {
	        {"440307", "龙岗区", "district"},
	        {"440307001", "布吉街道", "street"},
	        {"440307001001", "布吉社区", "community"},
	};
	struct office *office = memory_take(sizeof *office);
	*office = (struct office){
	        .folder = folder_new(), .now = instant_at(20211130, 10, 0), .definitions = load()};
	MUST(book_create(office->folder.path, SEAL_SM4_GCM, &fault));
	const struct book_options options = {office->folder.path, BOOK_WRITE, field_rules, true};
	MUST(book_open(&options, office->definitions, NULL, &office->book, &fault));
	office->book->now = office_clock;
	office->book->now_context = office;
	office->clerk = (struct viewer){"clerk", definitions_role(office->definitions, "clerk"), "440307"};
	for (size_t i = 0; i < 3; i++)
		create(office, DRAFT(office, "org", "code", units[i][0], "name", units[i][1], "level",
		                     units[i][2], "valid_from", "2000-01-01"));
	*state = office;
	return 0;
}

static inline int office_teardown(void **state)
{
	struct office *office = *state;
	struct verify_report report = {};
	MUST(journal_verify(office->book, NULL, NULL, &report, &fault));
	for (size_t i = 0; i < report.faults.count; i++)
		show_fault(&report.faults.items[i]);
	bool whole = !report.faults.count;
	faults_release(&report.faults);
	book_close(office->book);
	definitions_free(office->definitions);
	arena_release(&office->arena);
	folder_remove(&office->folder);
	memory_free(office);
	return whole ? 0 : -1;
}

#endif
