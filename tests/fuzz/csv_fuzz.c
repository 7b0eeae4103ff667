/* Any bytes as a CSV. Cut into cells they keep what record/csv_read.h promises;
   imported they are refused with places in the file or become records; and what
   was imported, exported and imported again, changes nothing. */
#include <assert.h>

#include "fuzz.h"
#include "record/transfer.h"
#include "record/xlsx_read.h"

static const char org_yaml[] =
        "register: org\ntitle: {zh: 组织, en: Organisation}\ngroup: basis\norg: code\ncounts_on: "
        "valid_from\nfields:\n"
        "  code: {title: {zh: 代码, en: Code}, type: org, required: true}\n"
        "  name: {title: {zh: 名称, en: Name}, type: text, required: true}\n"
        "  level: {title: {zh: 层级, en: Level}, type: choice, list: org_level, required: true}\n"
        "  valid_from: {title: {zh: 启用, en: Valid from}, type: date, required: true}\n"
        "  valid_to: {title: {zh: 停用, en: Valid until}, type: date}\n"
        "  succeeded_by: {title: {zh: 承接, en: Succeeded by}, type: text}\n"
        "access:\n  clerk: {open: all, change: all, count: all, export: all}\n"
        "figures:\n  units: {title: {zh: 单位, en: Units}, count: all, by: [level],"
        " stock: {from: valid_from, until: valid_to}}\n";
static const char event_yaml[] =
        "register: event\ntitle: {zh: 活动, en: Activity}\ngroup: basis\nnumber: \"HD-{yyyy}-{seq:3}\"\n"
        "number_level: district\norg: host\ncounts_on: day\nlists:\n  kind:\n    title: {zh: 类别, en: "
        "Kind}\n"
        "    items: [{talk: {zh: 讲座, en: Talk}}, {camp: {zh: “双有”营, en: Camp}}]\nfields:\n"
        "  topic: {title: {zh: 主题, en: Topic}, type: text, required: true}\n"
        "  host: {title: {zh: 主办, en: Host}, type: org, required: true, default: '440307'}\n"
        "  kind: {title: {zh: 类别, en: Kind}, type: choice, list: kind}\n"
        "  kinds: {title: {zh: 各类, en: Kinds}, type: choices, list: kind}\n"
        "  day: {title: {zh: 日期, en: Day}, type: date}\n"
        "  began: {title: {zh: 开始, en: Began}, type: instant}\n"
        "  people: {title: {zh: 人数, en: People}, type: int, unit: {zh: 人, en: people}}\n"
        "  cost: {title: {zh: 支出, en: Cost}, type: decimal}\n"
        "  free: {title: {zh: 免费, en: Free}, type: bool}\n"
        "  since: {title: {zh: 年份, en: Since}, type: year}\n"
        "  hotline: {title: {zh: 热线, en: Hotline}, type: phone}\n"
        "  earlier: {title: {zh: 上一场, en: Earlier}, type: link, to: event}\n"
        "  clerk: {title: {zh: 经办, en: Clerk}, type: staff}\n"
        "  remark: {title: {zh: 备注, en: Remark}, type: note}\n"
        "  guests:\n    title: {zh: 来宾, en: Guests}\n    type: rows\n    of:\n"
        "      called: {title: {zh: 称呼, en: Called}, type: text, required: true}\n"
        "      came: {title: {zh: 到场, en: Came}, type: bool, default: false}\n"
        "access:\n  clerk: {open: all, change: all, count: all, export: all}\n"
        "figures:\n  held: {title: {zh: 场次, en: Held}, count: all, by: [kind]}\n";
static const char group_yaml[] =
        "list: group\ntitle: {zh: 组, en: Group}\nitems: [{basis: {zh: 基础, en: Basis}}]\n";
static const char level_yaml[] = "list: org_level\ntitle: {zh: 层级, en: Level}\nordered: true\nitems: "
                                 "[{district: {zh: 区, en: District}}]\n";
static const char role_yaml[] = "role: clerk\ntitle: {zh: 经办人, en: Clerk}\n";

static struct definitions *definitions;
static struct book *book;
static struct viewer clerk;

static instant_ms noon(void *context)
{
	(void)context;
	return instant_at(20210630, 12, 0);
}

static void add_record(const char *ledger, const char *const (*cells)[2])
{
	struct arena arena = {};
	struct record *record = record_new(&arena, definitions_ledger(definitions, ledger));
	for (; (*cells)[0]; cells++) {
		bool put = record_put(book, record, (*cells)[0], (*cells)[1], NULL);
		assert(put);
	}
	bool made = record_create(book, &clerk, record, NULL, NULL, NULL);
	assert(made);
	arena_release(&arena);
}

/* Once: every input finds the same books, because each is undone. */
static void open_books(void)
{
	static const char *const unit[][2] = {{"code", "440307"},
	                                      {"name", "龙岗区"},
	                                      {"level", "district"},
	                                      {"valid_from", "2000-01-01"},
	                                      {NULL}};
	static const char *const event[][2] = {{"topic", "读书会"}, {"day", "2021-03-30"}, {NULL}};
	static const struct definition_file files[] = {
	        {"registers/org.yaml", org_yaml, sizeof org_yaml - 1},
	        {"registers/event.yaml", event_yaml, sizeof event_yaml - 1},
	        {"lists/group.yaml", group_yaml, sizeof group_yaml - 1},
	        {"lists/org_level.yaml", level_yaml, sizeof level_yaml - 1},
	        {"roles/clerk.yaml", role_yaml, sizeof role_yaml - 1},
	};
	static const char *const no_rules[] = {NULL};
	struct faults faults = {};
	bool loaded = definitions_load_files(files, sizeof files / sizeof *files,
	                                     (struct rule_names){no_rules}, &definitions, &faults);
	assert(loaded);
	bool opened = book_open_memory(definitions, NULL, NULL, &book, NULL);
	assert(opened);
	book->now = noon;
	book->ids.seed = 1;
	clerk = (struct viewer){"fuzz", definitions_role(definitions, "clerk"), "440307"};
	add_record("org", unit);
	add_record("event", event);
}

/* ---- cells ---- */

static void check_csv(const uint8_t *bytes, size_t length)
{
	struct sheet csv = {};
	struct fault fault = {};
	int line = 1, column = 0;
	if (!sheet_read((const char *)bytes, length, "fuzz.csv", NULL, &csv, &fault)) {
		assert(fault.code == record_csv_decoder || xlsx_is((const char *)bytes, length) ||
		       (fault.at.line >= 1 && fault.at.column >= 1));
		sheet_release(&csv);
		return;
	}
	for (size_t i = 0; i < csv.count; i++) {
		assert(csv.rows[i].count >= 1 && csv.rows[i].count <= SHEET_CELLS_MOST);
		assert(csv.rows[i].line == csv.rows[i].cells[0].line);
		for (size_t j = 0; j < csv.rows[i].count; j++) {
			const struct sheet_cell *cell = &csv.rows[i].cells[j];
			assert(utf8_valid(cell->text, strlen(cell->text)));
			/* Each stands behind the one before. */
			assert(cell->line > line || (cell->line == line && cell->column > column));
			line = cell->line;
			column = cell->column;
		}
	}
	sheet_release(&csv);
}

/* ---- import, export, import ---- */

static void check_faults(struct faults *faults)
{
	struct text text = TEXT_EMPTY;
	for (size_t i = 0; i < faults->count; i++) {
		assert(faults->items[i].at.line >= 1 && faults->items[i].at.column >= 1);
		fault_print(&faults->items[i], LANGUAGE_ZH, &text);
	}
	assert(utf8_valid(text.at, text.length));
	text_release(&text);
}

static bool import(const char *ledger, const char *bytes, size_t length, struct import_report *ret)
{
	struct fault fault = {};
	struct sheet sheet = {};
	*ret = (struct import_report){};
	if (!sheet_read(bytes, length, "fuzz.csv", NULL, &sheet, &fault) ||
	    !import_sheet(book, &clerk, definitions_ledger(definitions, ledger), &sheet, NULL, ret, &fault)) {
		assert(fault.code != FAULT_NONE && fault_kind(fault.code) == FAULT_INPUT);
		sheet_release(&sheet);
		return false;
	}
	check_faults(&ret->faults);
	sheet_release(&sheet);
	bool good = !ret->faults.count;
	assert(!good || ret->created + ret->changed + ret->unchanged == ret->rows);
	faults_release(&ret->faults);
	return good;
}

static bool collect(void *context, const char *bytes, size_t length)
{
	text_add_bytes(context, bytes, length);
	return true;
}

static void check_export(const char *ledger)
{
	struct import_report report;
	struct text text = TEXT_EMPTY;
	int64_t rows = -1;
	bool exported = export_csv(book, &clerk, definitions_ledger(definitions, ledger), NULL, collect,
	                           &text, &rows, NULL);
	assert(exported);
	bool good = import(ledger, text.at, text.length, &report);
	assert(good && report.rows == (size_t)rows && report.unchanged == report.rows);
	text_release(&text);
}

struct input {
	const char *bytes;
	size_t length;
};

/* Undone in the end, whatever came of it. */
static bool try_input(struct book *same, void *context, struct fault *fault)
{
	const struct input *input = context;
	struct import_report report;
	(void)same, (void)fault;
	if (import("event", input->bytes, input->length, &report))
		check_export("event");
	if (import("event.guests", input->bytes, input->length, &report))
		check_export("event.guests");
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct input input = {(const char *)bytes, length};
	if (!book)
		open_books();
	check_csv(bytes, length);
	bool kept = book_write(book, try_input, &input, NULL);
	assert(!kept);
	return 0;
}
