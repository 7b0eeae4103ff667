/* A small office for the tests of summaries: a district, two streets with a
   community each, activities, facts, and the shipped register of statements; a
   clock set by hand. A test brings its own template. */
#ifndef JINGUO_UNIT_SUMMARY_FIXTURE_H
#define JINGUO_UNIT_SUMMARY_FIXTURE_H

#include "must.h"

#include <string.h>

#include "base/yaml.h"
#include "office_definitions.h"
#include "record/journal.h"
#include "summary/kept.h"
#include "summary/summary.h"
#include "summary/template.h"

/* ---- definitions ---- */

enum { OFFICE_ROOM = OFFICE_FILES + 8 };

static inline const char *office_root(void)
{
	const char *root = getenv("JINGUO_ROOT");
	return root ? root : ".";
}

/* The definitions with one template and, in place of any of the same path, other files. */
static inline struct definitions *office_definitions(const char *name, const char *template,
                                                     const struct definition_file *others, size_t count)
{
	struct definition_file files[OFFICE_ROOM];
	struct arena arena = {};
	struct faults faults = {};
	struct definitions *definitions = NULL;
	char *statement;
	size_t length, used = OFFICE_FILES;
	memcpy(files, office_files, sizeof office_files);
	MUST(file_read(&arena, arena_format(&arena, "%s/definitions/registers/statement.yaml", office_root()),
	               &statement, &length, &fault));
	files[used++] = (struct definition_file){"registers/statement.yaml", statement, length};
	if (template)
		files[used++] = (struct definition_file){arena_format(&arena, "summaries/%s.txt", name),
		                                         template, strlen(template)};
	for (size_t i = 0; i < count; i++) {
		size_t place = 0;
		while (place < used && !text_equal(files[place].path, others[i].path))
			place++;
		files[place] = others[i];
		used += place == used;
	}
	if (!definitions_load_files(files, used, (struct rule_names){}, &definitions, &faults))
		show_fault(&faults.items[0]);
	faults_release(&faults);
	arena_release(&arena);
	assert_non_null(definitions);
	return definitions;
}

/* ---- books ---- */

struct office {
	struct definitions *definitions;
	struct book *book;
	struct arena arena; /* of the test */
	instant_ms now;
	struct viewer clerk, drafter, section_head, president;
	struct summary_request request;
};

static inline instant_ms office_clock(void *context)
{
	return ((struct office *)context)->now;
}

static inline struct viewer office_viewer(const struct office *office, const char *role)
{
	return (struct viewer){role, definitions_role(office->definitions, role), "440307"};
}

static inline void put(struct office *office, struct record *record, const char *field, const char *typed)
{
	if (typed)
		MUST(record_put(office->book, record, field, typed, &fault));
}

static inline int64_t keep(struct office *office, struct record *record)
{
	MUST(record_create(office->book, &office->clerk, record, NULL, NULL, &fault));
	return record->id;
}

static inline struct record *fresh(struct office *office, const char *ledger)
{
	return record_new(&office->arena, definitions_ledger(office->definitions, ledger));
}

static inline void add_unit(struct office *office, const char *code, const char *name, const char *level)
{
	struct record *record = fresh(office, "org");
	put(office, record, "code", code);
	put(office, record, "name", name);
	put(office, record, "level", level);
	put(office, record, "valid_from", "2000-01-01");
	keep(office, record);
}

/* Any but host and day may be NULL. */
static inline int64_t add_activity(struct office *office, const char *host, const char *day, const char *kind,
                                   const char *tags, const char *seats, const char *cost)
{
	struct record *record = fresh(office, "activity");
	put(office, record, "topic", "活动");
	put(office, record, "host", host);
	put(office, record, "held_on", day);
	put(office, record, "kind", kind);
	put(office, record, "tags", tags);
	put(office, record, "seats", seats);
	put(office, record, "cost", cost);
	return keep(office, record);
}

static inline int64_t add_fact(struct office *office, const char *host, const char *day, const char *words,
                               const char *rank)
{
	struct record *record = fresh(office, "fact");
	put(office, record, "stated_for", host);
	put(office, record, "stated_on", day);
	put(office, record, "statement", words);
	put(office, record, "rank", rank);
	return keep(office, record);
}

static inline void office_open(struct office *office, struct definitions *definitions)
{
	*office = (struct office){.definitions = definitions, .now = instant_at(20210705, 9, 0)};
	MUST(book_open_memory(definitions, NULL, NULL, &office->book, &fault));
	office->book->now = office_clock;
	office->book->now_context = office;
	office->book->ids.seed = 7;
	office->clerk = office_viewer(office, "clerk");
	office->drafter = office_viewer(office, "drafter");
	office->section_head = office_viewer(office, "section_head");
	office->president = office_viewer(office, "president");
	office->request = (struct summary_request){.template = "trial", .org = "440307"};
	MUST(period_parse("2021H1", &office->request.period, &fault));
	add_unit(office, "440307", "龙岗区", "district");
	add_unit(office, "440307001", "平湖街道", "street");
	add_unit(office, "440307002", "布吉街道", "street");
	add_unit(office, "440307001001", "白坭坑社区", "community");
	add_unit(office, "440307002001", "罗岗社区", "community");
	MUST(book_refresh(office->book, &fault));
}

static inline void office_close(struct office *office)
{
	book_close(office->book);
	definitions_free(office->definitions);
	arena_release(&office->arena);
}

/* ---- templates ---- */

#define TRIAL_HEAD                                                                                          \
	"---\nsummary: trial\ntitle: {zh: 试用, en: Trial}\nlanguage: zh\ncompare: same_half_last_year\n" \
	"sign: [drafter, section_head, president]\nnames: [\"12338\", 四个意识]\n---\n"
#define TRIAL_HEAD_EN                                                                        \
	"---\nsummary: trial\ntitle: {zh: 试用, en: Trial}\nlanguage: en\ncompare: none\n" \
	"sign: [drafter, section_head, president]\n---\n"
enum { TRIAL_BODY_LINE = 9 };

/* Other templates over the books of the office: they are read each time anew. */
static inline void office_template(struct office *office, const char *text)
{
	struct summary_source *sources = arena_new(&office->arena, struct summary_source);
	*sources = (struct summary_source){"trial", "summaries/trial.txt", arena_copy(&office->arena, text),
	                                   strlen(text)};
	office->definitions->summaries = sources;
	office->definitions->summary_count = 1;
}

static inline struct document *gather(struct office *office)
{
	struct document *document = NULL;
	MUST(summary_gather(office->book, &office->clerk, &office->request, &document, &fault));
	return document;
}

/* The plain text of the body, under the Chinese head. */
static inline const char *printed(struct office *office, const char *body)
{
	office_template(office, arena_format(&office->arena, "%s%s", TRIAL_HEAD, body));
	struct document *document = gather(office);
	struct text text = TEXT_EMPTY;
	for (size_t i = 0; i < document->block_count; i++) {
		text_add(&text, i ? "\n" : "");
		for (size_t j = 0; j < document->blocks[i].count; j++)
			text_add(&text, document->blocks[i].runs[j].text);
	}
	const char *copy = arena_copy(&office->arena, text.at);
	text_release(&text);
	document_free(document);
	return copy;
}

#define assert_prints(office, body, expected) assert_string_equal(printed(office, body), expected)

static inline size_t warnings_of(const struct document *document, enum warning_kind kind)
{
	size_t count = 0;
	for (size_t i = 0; i < document->warning_count; i++)
		count += document->warnings[i].kind == kind;
	return count;
}

static inline bool warns(const struct document *document, const char *words)
{
	for (size_t i = 0; i < document->warning_count; i++)
		if (strstr(document->warnings[i].text, words))
			return true;
	return false;
}

#endif
