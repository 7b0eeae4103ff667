/* A small office for the tests of summaries: a district, two streets with a
   community each, activities, facts, and the shipped register of statements; a
   clock set by hand. A test brings its own template. */
#ifndef JINGUO_UNIT_SUMMARY_FIXTURE_H
#define JINGUO_UNIT_SUMMARY_FIXTURE_H

#include "unit.h"

#include <string.h>

#include "base/yaml.h"
#include "record/journal.h"
#include "summary/kept.h"
#include "summary/summary.h"
#include "summary/template.h"

/* ---- definitions ---- */

static const char office_org[] =
        "register: org\n"
        "title: {zh: 组织, en: Organisation}\n"
        "group: basis\n"
        "org: code\n"
        "counts_on: valid_from\n"
        "title_from: name\n"
        "fields:\n"
        "  code: {title: {zh: 代码, en: Code}, type: org, required: true}\n"
        "  name: {title: {zh: 名称, en: Name}, type: text, required: true}\n"
        "  level: {title: {zh: 层级, en: Level}, type: choice, list: org_level, required: true}\n"
        "  valid_from: {title: {zh: 启用, en: Valid from}, type: date, required: true}\n"
        "  valid_to: {title: {zh: 停用, en: Valid until}, type: date}\n"
        "  succeeded_by: {title: {zh: 承接, en: Succeeded by}, type: text}\n"
        "access:\n"
        "  clerk: {open: own_tree, change: own_tree, count: own_tree}\n"
        "  drafter: {count: own_tree}\n"
        "  section_head: {count: own_tree}\n"
        "  president: {count: own_tree}\n"
        "  statement: {count: own_tree}\n"
        "figures:\n"
        "  streets: {title: {zh: 街道数, en: Streets}, count: \"level = 'street'\","
        " stock: {from: valid_from, until: valid_to}}\n"
        "  communities: {title: {zh: 社区数, en: Communities}, count: \"level = 'community'\","
        " stock: {from: valid_from, until: valid_to}}\n";

static const char office_activity[] =
        "register: activity\n"
        "title: {zh: 活动, en: Activity}\n"
        "group: basis\n"
        "org: host\n"
        "counts_on: held_on\n"
        "lists:\n"
        "  kind:\n"
        "    title: {zh: 类别, en: Kind}\n"
        "    items:\n"
        "      - class: {zh: 讲堂, en: Classes}\n"
        "      - camp: {zh: 体验营, en: Camps}\n"
        "      - reading: {zh: 亲子阅读, en: Readings}\n"
        "  tag:\n"
        "    title: {zh: 标签, en: Tag}\n"
        "    items:\n"
        "      - law: {zh: 普法, en: Law}\n"
        "      - home: {zh: 家庭, en: Home}\n"
        "fields:\n"
        "  topic: {title: {zh: 主题, en: Topic}, type: text, required: true}\n"
        "  host: {title: {zh: 主办, en: Host}, type: org, required: true}\n"
        "  kind: {title: {zh: 类别, en: Kind}, type: choice, list: kind}\n"
        "  tags: {title: {zh: 标签, en: Tags}, type: choices, list: tag}\n"
        "  online: {title: {zh: 线上, en: Online}, type: bool, default: false}\n"
        "  held_on: {title: {zh: 日期, en: Held on}, type: date, required: true}\n"
        "  seats: {title: {zh: 名额, en: Seats}, type: int, min: 0, max: 1000000}\n"
        "  cost: {title: {zh: 支出, en: Cost}, type: decimal, min: 0, max: 1000000}\n"
        "access:\n"
        "  clerk: {open: own_tree, change: own_tree, count: own_tree}\n"
        "  statement: {count: own_tree}\n"
        "figures:\n"
        "  held: {title: {zh: 活动场次, en: Activities held}, count: all, by: [kind, tags]}\n"
        "  online: {title: {zh: 线上活动, en: Activities online}, count: online}\n"
        "  seats: {title: {zh: 名额合计, en: Seats}, sum: seats, by: [kind]}\n"
        "  cost: {title: {zh: 支出合计, en: Cost}, sum: cost, by: [kind]}\n"
        "  topics: {title: {zh: 主题数, en: Topics}, distinct: host, by: [kind]}\n"
        "  online_pct: {title: {zh: 线上比例, en: Online}, ratio: [online, held], shown: percent}\n"
        "  last_on: {title: {zh: 最近一场, en: Last on}, last: held_on}\n"
        "  silent: {title: {zh: 没有活动的社区, en: Silent communities},"
        " missing: {of: org.communities, in: activity}}\n";

static const char office_fact[] =
        "register: fact\n"
        "title: {zh: 事实, en: Fact}\n"
        "group: basis\n"
        "org: stated_for\n"
        "counts_on: stated_on\n"
        "fields:\n"
        "  stated_for: {title: {zh: 单位, en: Unit}, type: org, required: true}\n"
        "  statement: {title: {zh: 陈述, en: Statement}, type: text, max: 200, required: true}\n"
        "  stated_on: {title: {zh: 日期, en: Date}, type: date, required: true}\n"
        "  rank: {title: {zh: 名次, en: Rank}, type: int, min: 1, max: 100000}\n"
        "  by_whom: {title: {zh: 提供人, en: Told by}, type: text, secrecy: personal}\n"
        "access:\n"
        "  clerk: {open: own_tree, change: own_tree, count: own_tree}\n"
        "  statement: {open: own_tree, count: own_tree}\n"
        "figures:\n"
        "  facts: {title: {zh: 事实数, en: Facts}, count: all}\n";

static const char office_hidden[] = "register: hidden\n"
                                    "title: {zh: 内部, en: Inner}\n"
                                    "group: basis\n"
                                    "org: unit\n"
                                    "counts_on: noted_on\n"
                                    "fields:\n"
                                    "  unit: {title: {zh: 单位, en: Unit}, type: org, required: true}\n"
                                    "  noted_on: {title: {zh: 日期, en: Date}, type: date, required: true}\n"
                                    "access:\n"
                                    "  clerk: {open: own_tree, change: own_tree, count: own_tree}\n"
                                    "figures:\n"
                                    "  notes: {title: {zh: 内部件, en: Inner notes}, count: all}\n";

#define OFFICE_ROLE(name, zh, en)                                                           \
	{                                                                                   \
		"roles/" name ".yaml", "role: " name "\ntitle: {zh: " zh ", en: " en "}\n", \
		        sizeof("role: " name "\ntitle: {zh: " zh ", en: " en "}\n") - 1     \
	}
#define OFFICE_FILE(path, text)              \
	{                                    \
		path, text, sizeof(text) - 1 \
	}

static const struct definition_file office_files[] = {
        OFFICE_FILE("registers/org.yaml", office_org),
        OFFICE_FILE("registers/activity.yaml", office_activity),
        OFFICE_FILE("registers/fact.yaml", office_fact),
        OFFICE_FILE("registers/hidden.yaml", office_hidden),
        OFFICE_FILE("lists/group.yaml", "list: group\ntitle: {zh: 组, en: Group}\nitems:\n"
                                        "  - basis: {zh: 基础, en: Basis}\n"
                                        "  - summary: {zh: 总结, en: Summary}\n"),
        OFFICE_FILE("lists/org_level.yaml",
                    "list: org_level\ntitle: {zh: 层级, en: Level}\nordered: true\nitems:\n"
                    "  - district: {zh: 区, en: District}\n"
                    "  - street: {zh: 街道, en: Street}\n"
                    "  - community: {zh: 社区, en: Community}\n"),
        OFFICE_ROLE("clerk", "经办人", "Clerk"),
        OFFICE_ROLE("drafter", "拟稿人", "Drafter"),
        OFFICE_ROLE("section_head", "核稿人", "Section head"),
        OFFICE_ROLE("president", "签发人", "President"),
        OFFICE_ROLE("lead", "负责人", "Lead"),
        OFFICE_ROLE("leader", "领导", "Leader"),
        OFFICE_ROLE("statement", "总结口径", "Statement"),
};
enum { OFFICE_FILES = sizeof office_files / sizeof *office_files, OFFICE_ROOM = OFFICE_FILES + 8 };

static inline const char *office_root(void)
{
	const char *root = getenv("JINGUO_ROOT");
	return root ? root : ".";
}

static inline void show_fault(const struct fault *fault)
{
	struct text text = TEXT_EMPTY;
	fault_print(fault, LANGUAGE_EN, &text);
	print_error("%s: %s", fault_name(fault->code), text.at);
	text_release(&text);
}

#define MUST(call)                             \
	do {                                   \
		struct fault fault = {};       \
		if (!(call)) {                 \
			show_fault(&fault);    \
			fail_msg("%s", #call); \
		}                              \
	} while (0)
#define MUST_FAIL(wanted, call)                                                  \
	do {                                                                     \
		struct fault fault = {};                                         \
		assert_false(call);                                              \
		assert_string_equal(fault_name(fault.code), fault_name(wanted)); \
	} while (0)

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
