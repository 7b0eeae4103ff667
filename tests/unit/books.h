/* Books for the tests of the record room: small definitions of their own in two
   versions (the second renames a register, fields, rows, list codes and a
   state), rules that do something to be seen, and a clock that is set by hand. */
#ifndef JINGUO_UNIT_BOOKS_H
#define JINGUO_UNIT_BOOKS_H

#include "must.h"

#include <string.h>

#include "record/journal.h"
#include "record/list.h"
#include "record/rule.h"

/* ---- definitions ---- */

static const char org_yaml[] =
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
        "  clerk: {open: all, change: all, count: all}\n"
        "figures:\n"
        "  streets: {title: {zh: 街道, en: Streets}, count: \"level = 'street'\","
        " stock: {from: valid_from, until: valid_to}}\n";

static const char person_yaml[] =
        "register: person\n"
        "title: {zh: 人员, en: Person}\n"
        "group: basis\n"
        "org: home\n"
        "fields:\n"
        "  home: {title: {zh: 所属, en: Home}, type: org, required: true}\n"
        "  name: {title: {zh: 姓名, en: Name}, type: text, required: true, secrecy: personal}\n"
        "  phone: {title: {zh: 电话, en: Phone}, type: phone, secrecy: sealed, index: blind, was: [tel]}\n"
        "  id_no: {title: {zh: 证件号, en: ID number}, type: id_number, secrecy: sealed, index: blind}\n"
        "  born: {title: {zh: 出生, en: Born}, type: date, secrecy: sealed}\n"
        "  remark: {title: {zh: 备注, en: Remark}, type: note}\n"
        "access:\n"
        "  clerk: {open: own_tree, change: own_tree, count: own_tree, unseal: own_tree}\n"
        "  reader: {open: own_org}\n";

/* What the second version calls otherwise stands in the arguments. */
#define ACTIVITY_YAML(self, register_line, kind_items, state_name, state_line, topic, signups, present)        \
	register_line "title: {zh: 活动, en: Activity}\n"                                                    \
	              "group: basis\n"                                                                         \
	              "number: \"HD-{org}-{yyyy}-{seq:3}\"\n"                                                  \
	              "number_level: street\n"                                                                 \
	              "org: host\n"                                                                            \
	              "counts_on: held_on\n"                                                                   \
	              "lists:\n"                                                                               \
	              "  kind:\n"                                                                              \
	              "    title: {zh: 类别, en: Kind}\n"                                                    \
	              "    items:\n" kind_items "  tag:\n"                                                     \
	              "    title: {zh: 标签, en: Tag}\n"                                                     \
	              "    items:\n"                                                                           \
	              "      - home: {zh: 家庭, en: Home}\n"                                                 \
	              "      - law: {zh: 普法, en: Law}\n"                                                   \
	              "      - play: {zh: 游戏、体验, en: Play}\n"                                        \
	              "fields:\n"                                                                              \
	              "  " topic "\n"                                                                          \
	              "  host: {title: {zh: 主办, en: Host}, type: org, required: true}\n"                   \
	              "  kind: {title: {zh: 类别, en: Kind}, type: choice, list: kind, required: true}\n"    \
	              "  tags: {title: {zh: 标签, en: Tags}, type: choices, list: tag}\n"                    \
	              "  held_on: {title: {zh: 日期, en: Held on}, type: date, check: \"held_on <= today\"," \
	              " says: {zh: 日期还没有到。, en: That day has not come.}}\n"                      \
	              "  from_at: {title: {zh: 开始, en: Begins}, type: instant}\n"                          \
	              "  capacity: {title: {zh: 名额, en: Places}, type: int, min: 1, max: 5000}\n"          \
	              "  twice: {title: {zh: 两倍, en: Twice}, type: int, max: 10000, computed: "            \
	              "double_capacity}\n"                                                                     \
	              "  cost: {title: {zh: 支出, en: Cost}, type: decimal, min: 0, max: 1000000}\n"         \
	              "  online: {title: {zh: 线上, en: Online}, type: bool, default: false}\n"              \
	              "  venue: {title: {zh: 地点, en: Venue}, type: text, show_if: \"not online\"}\n"       \
	              "  since: {title: {zh: 始于, en: Since}, type: year, min: 1949, max: 2100}\n"          \
	              "  leader: {title: {zh: 负责人, en: Leader}, type: link, to: person}\n"               \
	              "  follows: {title: {zh: 接续, en: Follows}, type: link, to: " self "}\n"                \
	              "  helper: {title: {zh: 协办, en: Helper}, type: org, check: \"helper != host\"}\n"    \
	              "  hotline: {title: {zh: 热线, en: Hotline}, type: phone}\n"                           \
	              "  outcome: {title: {zh: 成效, en: Outcome}, type: note, max: 100}\n"                  \
	              "  clerk: {title: {zh: 经办, en: Clerk}, type: staff}\n"                               \
	              "  " signups "\n"                                                                        \
	              "    title: {zh: 报名, en: Sign-ups}\n"                                                \
	              "    type: rows\n"                                                                       \
	              "    of:\n"                                                                              \
	              "      person: {title: {zh: 人员, en: Person}, type: link, to: person}\n"              \
	              "      called: {title: {zh: 称呼, en: Called}, type: text, required: true}\n"          \
	              "      mobile: {title: {zh: 手机, en: Mobile}, type: phone, secrecy: sealed, index: "  \
	              "blind}\n"                                                                               \
	              "      " present "\n"                                                                    \
	              "lifecycle:\n"                                                                           \
	              "  states:\n"                                                                            \
	              "    planned: {zh: 计划, en: Planned}\n"                                               \
	              "    " state_line "\n"                                                                   \
	              "    filed: {zh: 归档, en: Filed, final: true}\n"                                      \
	              "  moves:\n"                                                                             \
	              "    hold: {title: {zh: 举办, en: Hold}, from: planned, to: " state_name                 \
	              ", by: [clerk], within: 15 days,"                                                        \
	              " needs: [held_on]}\n"                                                                   \
	              "    file: {title: {zh: 归档, en: File}, from: [planned, " state_name                    \
	              "], to: filed, by: [clerk, mover],"                                                      \
	              " within: 48 hours, needs: [outcome], when: \"capacity > 2\", rules: [not_refused], "    \
	              "effects: [note_leader]}\n"                                                              \
	              "access:\n"                                                                              \
	              "  clerk: {open: own_tree, change: own_tree, count: own_tree, move: own_tree, "          \
	              "unseal: own_tree}\n"                                                                    \
	              "  reader: {open: own_org}\n"                                                            \
	              "  mover: {open: own_tree, move: own_tree}\n"                                            \
	              "figures:\n"                                                                             \
	              "  held: {title: {zh: 场次, en: Held}, count: all, by: [kind, online]}\n"              \
	              "  spent: {title: {zh: 支出, en: Spent}, sum: cost, where: \"capacity > 1\"}\n"

#define KIND_ITEMS_1                                   \
	"      - lecture: {zh: 讲座, en: Lecture}\n" \
	"      - camp: {zh: 体验营, en: Camp, until: 2021-06-30, maps_to: lecture}\n"
#define KIND_ITEMS_2                                   \
	"      - lecture: {zh: 讲座, en: Lecture}\n" \
	"      - outing: {zh: 体验营, en: Camp, was: [camp], until: 2021-06-30, maps_to: lecture}\n"

static const char event_yaml[] =
        ACTIVITY_YAML("event", "register: event\n", KIND_ITEMS_1, "done", "done: {zh: 已举办, en: Done}",
                      "topic: {title: {zh: 主题, en: Topic}, type: text, required: true, max: 20}",
                      "signups:", "attended: {title: {zh: 到场, en: Attended}, type: bool, default: false}");
static const char activity_yaml[] = ACTIVITY_YAML(
        "activity", "register: activity\nwas: [event]\n", KIND_ITEMS_2, "over",
        "over: {zh: 已举办, en: Over, was: [done]}",
        "subject: {title: {zh: 主题, en: Topic}, type: text, required: true, max: 20, was: [topic]}",
        "enrolled:\n    was: [signups]",
        "present: {title: {zh: 到场, en: Attended}, type: bool, default: false, was: [attended]}");

#define DEFINITION(name, text)                                    \
	{                                                         \
		"registers/" name ".yaml", text, sizeof(text) - 1 \
	}
#define OTHER(path, text)                    \
	{                                    \
		path, text, sizeof(text) - 1 \
	}
#define COMMON_FILES                                                                                   \
	OTHER("lists/group.yaml", "list: group\ntitle: {zh: 组, en: Group}\nitems:\n"                 \
	                          "  - basis: {zh: 基础, en: Basis}\n"),                               \
	        OTHER("lists/org_level.yaml",                                                          \
	              "list: org_level\ntitle: {zh: 层级, en: Level}\nordered: true\nitems:\n"       \
	              "  - district: {zh: 区, en: District}\n"                                        \
	              "  - street: {zh: 街道, en: Street}\n"                                         \
	              "  - community: {zh: 社区, en: Community}\n"),                                   \
	        OTHER("settings/rooms.yaml",                                                           \
	              "setting: rooms\ntitle: {zh: 房间, en: Rooms}\ntype: int\nvalues:\n"           \
	              "  - {value: 3, source: a}\n"                                                    \
	              "  - {value: 5, place: 440307, level: street, from: 2021-01-01, source: b}\n"),  \
	        OTHER("calendars/2021.yaml",                                                           \
	              "calendar: 2021\nsource: test\nholidays: [2021-10-01, 2021-10-02, 2021-10-03]\n" \
	              "workdays: [2021-09-26]\n"),                                                     \
	        OTHER("roles/clerk.yaml", "role: clerk\ntitle: {zh: 经办人, en: Clerk}\n"),            \
	        OTHER("roles/reader.yaml", "role: reader\ntitle: {zh: 读者, en: Reader}\n"),           \
	        OTHER("roles/mover.yaml", "role: mover\ntitle: {zh: 办理人, en: Mover}\n"),            \
	        OTHER("roles/nobody.yaml", "role: nobody\ntitle: {zh: 无, en: Nobody}\n")

static const struct definition_file files_before[] = {
        DEFINITION("org", org_yaml),
        DEFINITION("person", person_yaml),
        DEFINITION("event", event_yaml),
        COMMON_FILES,
};
static const struct definition_file files_after[] = {
        DEFINITION("org", org_yaml),
        DEFINITION("person", person_yaml),
        DEFINITION("activity", activity_yaml),
        COMMON_FILES,
};

/* ---- rules ---- */

static inline bool rule_double(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	(void)fault;
	const struct field *capacity = ledger_field(call->record->ledger, "capacity");
	const struct value *value = &call->record->values[capacity->place];
	*ret = value->kind == VALUE_INT ? value_int(value->number * 2) : (struct value){};
	return true;
}

/* Refuses an activity whose topic says so. */
static inline bool rule_not_refused(const struct rule_call *call, struct fault *fault)
{
	const struct field *topic = ledger_field(call->record->ledger, "outcome");
	const struct value *value = &call->record->values[topic->place];
	if (value->kind == VALUE_TEXT && strcmp(value->bytes, "refuse") == 0)
		return fault_set(fault, record_check_says, "规则不同意。", "The rule refuses.");
	return true;
}

/* Writes into the leader's record; the outcome "undo" makes it fail after that. */
static inline bool rule_note_leader(const struct rule_call *call, struct fault *fault)
{
	const struct ledger *ledger = call->record->ledger;
	const struct value *leader = &call->record->values[ledger_field(ledger, "leader")->place];
	const struct value *outcome = &call->record->values[ledger_field(ledger, "outcome")->place];
	if (leader->kind != VALUE_INT)
		return true;
	struct record *changes =
	        record_new(call->arena, definitions_ledger(call->book->definitions, "person"));
	if (!record_put_value(changes, "remark", *outcome, fault) ||
	    !record_change(call->book, call->viewer, call->record->tenant, leader->number, 0, changes, "rule",
	                   NULL, fault))
		return false;
	return strcmp(outcome->bytes, "undo") != 0 ||
	       fault_set(fault, record_check_says, "做完又不行。", "Not after all.");
}

static const struct rule test_rules[] = {
        {"double_capacity", RULE_COMPUTE, {"两倍", "twice"}, .compute = rule_double},
        {"not_refused", RULE_GUARD, {"不同意", "refuses"}, .guard = rule_not_refused},
        {"note_leader", RULE_EFFECT, {"记到负责人", "notes the leader"}, .effect = rule_note_leader},
        {},
};

static inline struct definitions *definitions_of(const struct definition_file *files, size_t count)
{
	struct arena arena = {};
	struct faults faults = {};
	struct definitions *definitions = NULL;
	if (!definitions_load_files(files, count, rule_table_names(test_rules, &arena), &definitions,
	                            &faults)) {
		struct text text = TEXT_EMPTY;
		for (size_t i = 0; i < faults.count; i++)
			fault_print(&faults.items[i], LANGUAGE_EN, &text);
		print_error("%s", text.at);
		fail_msg("the test's definitions do not load");
	}
	faults_release(&faults);
	arena_release(&arena);
	return definitions;
}
#define DEFINITIONS_OF(files) definitions_of(files, sizeof(files) / sizeof *(files))

/* ---- books ---- */

struct books {
	struct folder folder;
	struct definitions *definitions;
	struct book *book;
	struct arena arena; /* of the test */
	instant_ms now;
	struct viewer clerk, reader, mover, nobody;
	const struct ledger *activity, *person, *org;
};

static inline instant_ms books_clock(void *context)
{
	return ((struct books *)context)->now;
}

static inline struct viewer viewer_of(const struct books *books, const char *role, const char *org)
{
	return (struct viewer){role, definitions_role(books->definitions, role), org};
}

static inline void books_open(struct books *books, struct definitions *definitions, bool migrate)
{
	const struct book_options options = {books->folder.path, BOOK_WRITE, test_rules, migrate};
	books->definitions = definitions;
	MUST(book_open(&options, definitions, NULL, &books->book, &fault));
	books->book->now = books_clock;
	books->book->now_context = books;
	static uint64_t seed = 7; /* two books must not make the same ids */
	books->book->ids.seed = seed++;
	books->clerk = viewer_of(books, "clerk", "440307");
	books->reader = viewer_of(books, "reader", "440307001");
	books->mover = viewer_of(books, "mover", "440307");
	books->nobody = viewer_of(books, "nobody", "440307");
	books->activity = definitions_ledger(definitions, "event");
	books->person = definitions_ledger(definitions, "person");
	books->org = definitions_ledger(definitions, "org");
}

static inline void books_close(struct books *books)
{
	book_close(books->book);
	definitions_free(books->definitions);
	books->book = NULL;
	books->definitions = NULL;
}

static inline void put(struct books *books, struct record *record, const char *field, const char *typed)
{
	MUST(record_put(books->book, record, field, typed, &fault));
}

static inline struct record *create_unit(struct books *books, const char *code, const char *name,
                                         const char *level)
{
	struct record *record = record_new(&books->arena, books->org);
	put(books, record, "code", code);
	put(books, record, "name", name);
	put(books, record, "level", level);
	put(books, record, "valid_from", "2000-01-01");
	MUST(record_create(books->book, &books->clerk, record, NULL, NULL, &fault));
	return record;
}

static inline struct record *new_activity(struct books *books, const char *topic, const char *host,
                                          const char *day)
{
	struct record *record = record_new(&books->arena, books->activity);
	put(books, record, "topic", topic);
	put(books, record, "host", host);
	put(books, record, "kind", "lecture");
	put(books, record, "held_on", day);
	return record;
}

static inline struct record *create_activity(struct books *books, const char *topic, const char *host,
                                             const char *day)
{
	struct record *record = new_activity(books, topic, host, day);
	MUST(record_create(books->book, &books->clerk, record, NULL, NULL, &fault));
	return record;
}

static inline struct record *create_person(struct books *books, const char *name, const char *phone)
{
	struct record *record = record_new(&books->arena, books->person);
	put(books, record, "home", "440307001");
	put(books, record, "name", name);
	put(books, record, "phone", phone);
	MUST(record_create(books->book, &books->clerk, record, NULL, NULL, &fault));
	return record;
}

static inline struct record *read_again(struct books *books, const struct record *record)
{
	struct record *read = NULL;
	MUST(record_read(books->book, &books->clerk, record->ledger, record->tenant, record->id,
	                 &books->arena, &read, &fault));
	return read;
}

static inline const char *shown(struct books *books, const struct record *record, const char *field)
{
	struct text text = TEXT_EMPTY;
	record_show(books->book, record, ledger_field(record->ledger, field), LANGUAGE_ZH, &text);
	const char *kept = arena_copy(&books->arena, text.at);
	text_release(&text);
	return kept;
}

/* A district with three streets and a community, on 30 June 2021, 10:00 in Shanghai. */
static inline void books_setup(struct books *books)
{
	*books = (struct books){.folder = folder_new(), .now = instant_at(20210630, 10, 0)};
	MUST(book_create(books->folder.path, SEAL_SM4_GCM, &fault));
	books_open(books, DEFINITIONS_OF(files_before), true);
	create_unit(books, "440307", "龙岗区", "district");
	create_unit(books, "440307001", "布吉街道", "street");
	create_unit(books, "440307002", "龙岗街道", "street");
	create_unit(books, "440307018", "南湾街道", "street");
	create_unit(books, "440307001001", "布吉社区", "community");
}

static inline void books_teardown(struct books *books)
{
	books_close(books);
	arena_release(&books->arena);
	folder_remove(&books->folder);
}

/* Verifies and returns how many faults there are; the first one's sentence into `ret_first` (may be NULL). */
static inline size_t verify(struct books *books, struct fault *ret_first)
{
	struct verify_report report = {};
	MUST(journal_verify(books->book, NULL, NULL, &report, &fault));
	size_t count = report.faults.count;
	if (count && ret_first)
		*ret_first = report.faults.items[0];
	else if (count)
		show_fault(&report.faults.items[0]);
	faults_release(&report.faults);
	return count;
}

#endif
