/* CSV: the tokeniser, the headings, import of rows and of child rows, export,
   and that the import of an export changes nothing. */
#include "books.h"

#include "record/export.h"
#include "record/transfer.h"

/* ---- definitions: as in books.h, with people who have numbers, and the right to export ---- */

static const char units_yaml[] =
        "register: org\n"
        "title: {zh: 组织, en: Organisation}\n"
        "group: basis\n"
        "org: code\n"
        "counts_on: valid_from\n"
        "fields:\n"
        "  code: {title: {zh: 代码, en: Code}, type: org, required: true}\n"
        "  name: {title: {zh: 名称, en: Name}, type: text, required: true}\n"
        "  level: {title: {zh: 层级, en: Level}, type: choice, list: org_level, required: true}\n"
        "  valid_from: {title: {zh: 启用, en: Valid from}, type: date, required: true}\n"
        "  valid_to: {title: {zh: 停用, en: Valid until}, type: date}\n"
        "  succeeded_by: {title: {zh: 承接, en: Succeeded by}, type: text}\n"
        "access:\n"
        "  clerk: {open: all, change: all, count: all, export: all}\n"
        "figures:\n"
        "  streets: {title: {zh: 街道, en: Streets}, count: \"level = 'street'\","
        " stock: {from: valid_from, until: valid_to}}\n";

static const char people_yaml[] =
        "register: person\n"
        "title: {zh: 人员, en: Person}\n"
        "group: basis\n"
        "number: \"RY-{seq:3}\"\n"
        "number_level: district\n"
        "org: home\n"
        "fields:\n"
        "  home: {title: {zh: 所属, en: Home}, type: org, required: true}\n"
        "  name: {title: {zh: 姓名, en: Name}, type: text, required: true, secrecy: personal}\n"
        "  phone: {title: {zh: 电话, en: Phone}, type: phone, secrecy: sealed, index: blind}\n"
        "  mentor: {title: {zh: 师傅, en: Mentor}, type: link, to: person}\n"
        "access:\n"
        "  clerk: {open: own_tree, change: own_tree, count: own_tree, export: own_tree}\n"
        "  reader: {open: own_org}\n";

static const char events_yaml[] =
        "register: event\n"
        "title: {zh: 活动, en: Activity}\n"
        "group: basis\n"
        "number: \"HD-{org}-{yyyy}-{seq:3}\"\n"
        "number_level: street\n"
        "org: host\n"
        "counts_on: held_on\n"
        "lists:\n"
        "  kind:\n"
        "    title: {zh: 类别, en: Kind}\n"
        "    items:\n"
        "      - lecture: {zh: 讲座, en: Lecture}\n"
        "      - camp: {zh: “双有”体验营, en: Camp, was: [outing]}\n"
        "  tag:\n"
        "    title: {zh: 标签, en: Tag}\n"
        "    items:\n"
        "      - home: {zh: 家庭, en: Home}\n"
        "      - law: {zh: 普法, en: Law}\n"
        "fields:\n"
        "  topic: {title: {zh: 主题, en: Topic}, type: text, required: true, max: 40, was: [subject]}\n"
        "  host: {title: {zh: 主办单位, en: Host}, type: org, required: true}\n"
        "  kind: {title: {zh: 类别, en: Kind}, type: choice, list: kind, required: true, default: lecture}\n"
        "  tags: {title: {zh: 标签, en: Tags}, type: choices, list: tag}\n"
        "  planned_on: {title: {zh: 计划日期, en: Planned on}, type: date}\n"
        "  held_on: {title: {zh: 举办日期, en: Held on}, type: date, check: \"held_on <= today\","
        " says: {zh: 日期还没有到。, en: That day has not come.}}\n"
        "  from_at: {title: {zh: 开始, en: Begins}, type: instant}\n"
        "  capacity: {title: {zh: 名额, en: Places}, type: int, min: 1, max: 5000, unit: {zh: 人, en: "
        "people}}\n"
        "  twice: {title: {zh: 两倍, en: Twice}, type: int, max: 10000, computed: double_capacity}\n"
        "  cost: {title: {zh: 支出, en: Cost}, type: decimal, min: -100, max: 1000000, unit: {zh: 元, en: "
        "yuan}}\n"
        "  online: {title: {zh: 线上, en: Online}, type: bool, default: false}\n"
        "  since: {title: {zh: 始于, en: Since}, type: year, min: 1949, max: 2100}\n"
        "  leader: {title: {zh: 负责人, en: Leader}, type: link, to: person}\n"
        "  before: {title: {zh: 上一场, en: One before}, type: link, to: event}\n"
        "  secret: {title: {zh: 内情, en: Secret}, type: note, secrecy: sealed}\n"
        "  outcome: {title: {zh: 成效, en: Outcome}, type: note, max: 200}\n"
        "  signups:\n"
        "    title: {zh: 报名, en: Sign-ups}\n"
        "    type: rows\n"
        "    of:\n"
        "      person: {title: {zh: 人员, en: Person}, type: link, to: person}\n"
        "      called: {title: {zh: 称呼, en: Called}, type: text, required: true}\n"
        "      mobile: {title: {zh: 手机, en: Mobile}, type: phone, secrecy: sealed}\n"
        "      attended: {title: {zh: 到场, en: Attended}, type: bool, default: false}\n"
        "lifecycle:\n"
        "  states:\n"
        "    planned: {zh: 计划, en: Planned}\n"
        "    done: {zh: 已举办, en: Done, final: true}\n"
        "  moves:\n"
        "    hold: {title: {zh: 举办, en: Hold}, from: planned, to: done, by: [clerk], rules: "
        "[not_refused]}\n"
        "access:\n"
        "  clerk: {open: own_tree, change: own_tree, count: own_tree, move: own_tree, export: own_tree}\n"
        "  reader: {open: own_org}\n"
        "figures:\n"
        "  held: {title: {zh: 场次, en: Held}, count: all, by: [kind, online]}\n";

static const struct definition_file transfer_files[] = {
        DEFINITION("org", units_yaml),
        DEFINITION("person", people_yaml),
        DEFINITION("event", events_yaml),
        COMMON_FILES,
};

static const struct rule transfer_rules[] = {
        {"double_capacity", RULE_COMPUTE, {"两倍", "twice"}, .compute = rule_double},
        {"not_refused", RULE_GUARD, {"不同意", "refuses"}, .guard = rule_not_refused},
        {},
};

static void setup(struct books *books)
{
	*books = (struct books){.folder = folder_new(), .now = instant_at(20210630, 10, 0)};
	struct definitions *definitions = DEFINITIONS_OF(transfer_files);
	const struct book_options options = {books->folder.path, BOOK_WRITE, transfer_rules, true};
	MUST(book_create(books->folder.path, SEAL_SM4_GCM, &fault));
	books->definitions = definitions;
	MUST(book_open(&options, definitions, NULL, &books->book, &fault));
	books->book->now = books_clock;
	books->book->now_context = books;
	books->book->ids.seed = 7;
	books->clerk = viewer_of(books, "clerk", "440307");
	books->reader = viewer_of(books, "reader", "440307001");
	books->activity = definitions_ledger(definitions, "event");
	books->person = definitions_ledger(definitions, "person");
	books->org = definitions_ledger(definitions, "org");
	create_unit(books, "440307", "龙岗区", "district");
	create_unit(books, "440307001", "布吉街道", "street");
	create_unit(books, "440307018", "南湾街道", "street");
	create_unit(books, "440307018003", "南岭村社区居委会", "community");
}

/* ---- helpers ---- */

/* CSV as the bytes of a file. */
static bool import_csv(struct book *book, const struct viewer *viewer, const struct ledger *ledger,
                       const char *bytes, size_t length, const struct import_options *options,
                       struct import_report *ret, struct fault *fault)
{
	struct sheet sheet = {};
	bool done = sheet_read(bytes, length, "test.csv", NULL, &sheet, fault) &&
	            import_sheet(book, viewer, ledger, &sheet, options, ret, fault);
	sheet_release(&sheet); /* of CSV no fault points into it */
	return done;
}

static struct import_report import_as(struct books *books, const struct viewer *viewer,
                                      const struct ledger *ledger, const char *csv, bool dry_run)
{
	struct import_report report = {};
	const struct import_options options = {.dry_run = dry_run};
	MUST(import_csv(books->book, viewer, ledger, csv, strlen(csv), &options, &report, &fault));
	return report;
}

static struct import_report import(struct books *books, const struct ledger *ledger, const char *csv)
{
	return import_as(books, &books->clerk, ledger, csv, false);
}

/* "line:column fault" for each, in order. */
static void assert_faults(struct import_report *report, const char *wanted)
{
	struct text text = TEXT_EMPTY;
	for (size_t i = 0; i < report->faults.count; i++) {
		const struct fault *fault = &report->faults.items[i];
		assert_string_equal(fault->at.file, "test.csv");
		text_format(&text, "%d:%d %s\n", fault->at.line, fault->at.column, fault_name(fault->code));
	}
	assert_string_equal(text.at, wanted);
	text_release(&text);
	faults_release(&report->faults);
}

static void assert_counts(struct import_report *report, size_t rows, size_t created, size_t changed,
                          size_t unchanged, size_t skipped)
{
	for (size_t i = 0; i < report->faults.count; i++)
		show_fault(&report->faults.items[i]);
	assert_int_equal(report->faults.count, 0);
	assert_int_equal(report->rows, rows);
	assert_int_equal(report->created, created);
	assert_int_equal(report->changed, changed);
	assert_int_equal(report->unchanged, unchanged);
	assert_int_equal(report->skipped, skipped);
}

static struct record *find(struct books *books, const struct ledger *ledger, const char *number)
{
	struct record *record = NULL;
	MUST(record_find(books->book, &books->clerk, ledger, 440307, number, &books->arena, &record, &fault));
	return record;
}

static int64_t count_of(struct books *books, const struct ledger *ledger)
{
	const struct list_request request = {.ledger = ledger, .with_voided = true, .limit = 1};
	int64_t count = 0;
	MUST(record_count(books->book, &books->clerk, &request, &count, &fault));
	return count;
}

static bool collect(void *context, const char *bytes, size_t length)
{
	text_add_bytes(context, bytes, length);
	return true;
}

static const char *export(struct books *books, const struct ledger *ledger, const char *org, int64_t rows)
{
	struct text text = TEXT_EMPTY;
	int64_t count = -1;
	MUST(export_csv(books->book, &books->clerk, ledger, org, collect, &text, &count, &fault));
	assert_int_equal(count, rows);
	const char *kept = arena_copy(&books->arena, text.at);
	text_release(&text);
	return kept;
}

static int64_t entries(struct books *books)
{
	int64_t seq;
	uint8_t hash[32];
	MUST(journal_head(books->book, 440307, &seq, hash, &fault));
	return seq;
}

/* ---- the tokeniser ---- */

static void print_csv(const struct sheet *csv, struct text *out)
{
	for (size_t i = 0; i < csv->count; i++) {
		for (size_t j = 0; j < csv->rows[i].count; j++) {
			const struct sheet_cell *cell = &csv->rows[i].cells[j];
			text_format(out, "%s[%d:%d %s]", j ? " " : "", cell->line, cell->column, cell->text);
		}
		text_add_byte(out, '\n');
	}
}

struct csv_case {
	const char *bytes;
	size_t length;
	const char *cells; /* NULL: refused with the fault at the place */
	enum fault_code fault;
	int line, column;
};
#define CSV_READS(bytes, cells)                 \
	{                                       \
		bytes, sizeof(bytes) - 1, cells \
	}
#define CSV_FAILS(bytes, fault, line, column)                       \
	{                                                           \
		bytes, sizeof(bytes) - 1, NULL, fault, line, column \
	}

static const struct csv_case csv_cases[] = {
        CSV_READS("", ""),
        CSV_READS("a,b\nc,d\n", "[1:1 a] [1:3 b]\n[2:1 c] [2:3 d]\n"),
        CSV_READS("a,b\nc,d", "[1:1 a] [1:3 b]\n[2:1 c] [2:3 d]\n"),
        CSV_READS("a,\n,b\n\nc", "[1:1 a] [1:3 ]\n[2:1 ] [2:2 b]\n[3:1 ]\n[4:1 c]\n"),
        CSV_READS("主题,日期\r\n读书会,x\r\n", "[1:1 主题] [1:4 日期]\n[2:1 读书会] [2:5 x]\n"),
        CSV_READS("a,b\rc,d\r", "[1:1 a] [1:3 b]\n[2:1 c] [2:3 d]\n"),
        CSV_READS("\xEF\xBB\xBFx,y\n", "[1:1 x] [1:3 y]\n"),
        CSV_READS("\xFF\xFEx\0,\0\x3B\x4E\n\0", "[1:1 x] [1:3 主]\n"),
        CSV_READS("\xFE\xFF\0x\0,\x4E\x3B\0\n", "[1:1 x] [1:3 主]\n"),
        /* 主题,讲座 */
        CSV_READS("\xD6\xF7\xCC\xE2,\xBD\xB2\xD7\xF9\n", "[1:1 主题] [1:4 讲座]\n"),
        /* 㐀 has four bytes in GB18030. */
        CSV_READS("\x81\x39\xEE\x39,\xD6\xF7\n", "[1:1 㐀] [1:3 主]\n"),
        CSV_READS("\"a,b\",\"say \"\"hi\"\"\",\"\"\nz", "[1:1 a,b] [1:7 say \"hi\"] [1:20 ]\n[2:1 z]\n"),
        CSV_READS("\"one\ntwo\r\nthree\",b\nc,d", "[1:1 one\ntwo\r\nthree] [3:8 b]\n[4:1 c] [4:3 d]\n"),
        CSV_READS("\"a\" ,b\n", "[1:1 a] [1:6 b]\n"),
        CSV_READS("5\" pipe,b\n", "[1:1 5\" pipe] [1:9 b]\n"),
        CSV_READS("a;b,c;d\ne;f;g\n", "[1:1 a] [1:3 b,c] [1:7 d]\n[2:1 e] [2:3 f] [2:5 g]\n"),
        CSV_READS("a\tb,c\td\n1\t2\t3\n", "[1:1 a] [1:3 b,c] [1:7 d]\n[2:1 1] [2:3 2] [2:5 3]\n"),
        CSV_READS("\"x;y;z;w\",b\nc,d\n", "[1:1 x;y;z;w] [1:11 b]\n[2:1 c] [2:3 d]\n"),
        CSV_READS("sep=;\r\na,b,c;d\n", "[2:1 a,b,c] [2:7 d]\n"),
        CSV_READS("sep=;x\na,b\n", "[1:1 sep=;x]\n[2:1 a] [2:3 b]\n"),
        CSV_FAILS("a,b\nc,\"d\ne", record_csv_quote_open, 2, 3),
        CSV_FAILS("a,b\n主,\"d\"e\n", record_csv_quote_text, 2, 6),
        CSV_FAILS("a,b\n\xD6\xF7\xFF\xFF\n", record_csv_encoding, 2, 2),
        CSV_FAILS("\xEF\xBB\xBF"
                  "a,b\n主\xFF\n",
                  record_csv_encoding, 2, 2),
        CSV_FAILS("a,b\nc\0d\n", record_csv_binary, 2, 2),
        CSV_FAILS("PK\x03\x04xxxxxxxx", record_xlsx_broken, 0, 0),
        CSV_FAILS("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1xxx", record_xlsx_old, 0, 0),
};

static void test_tokeniser(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof csv_cases / sizeof *csv_cases; i++) {
		const struct csv_case *want = &csv_cases[i];
		struct sheet csv = {};
		struct fault fault = {};
		struct text text = TEXT_EMPTY;
		bool read = sheet_read(want->bytes, want->length, "x.csv", NULL, &csv, &fault);
		if (want->cells && !read)
			show_fault(&fault);
		assert_int_equal(read, want->cells != NULL);
		print_csv(&csv, &text);
		if (want->cells) {
			assert_string_equal(text.at, want->cells);
		} else {
			assert_string_equal(fault_name(fault.code), fault_name(want->fault));
			assert_int_equal(fault.at.line, want->line);
			assert_int_equal(fault.at.column, want->column);
		}
		text_release(&text);
		sheet_release(&csv);
	}
}

static void test_too_many_cells(void **state)
{
	(void)state;
	struct sheet csv;
	struct text text = TEXT_EMPTY;
	for (int i = 1; i < SHEET_CELLS_MOST; i++)
		text_add_byte(&text, ',');
	assert_true(sheet_read(text.at, text.length, "x.csv", NULL, &csv, NULL));
	assert_int_equal(csv.rows[0].count, SHEET_CELLS_MOST);
	sheet_release(&csv);
	text_add_byte(&text, ',');
	MUST_FAIL(record_csv_wide, sheet_read(text.at, text.length, "x.csv", NULL, &csv, &fault));
	sheet_release(&csv);
	text_release(&text);
}

/* ---- headings ---- */

static void test_headings(void **state)
{
	(void)state;
	static const struct {
		const char *lines;
		size_t skipped;
	} good[] = {
	        {"topic,host,held_on,capacity\n", 0},
	        {"subject,host,held_on,capacity\n", 0},
	        {"主题,主办单位,举办日期,名额\n", 0},
	        {"Topic,HOST,Held on,Places\n", 0},
	        {"主 题*,主办单位：,\"举办\n日期\",名额（人）\n", 0},
	        {"主题,主办单位,举办日期,名额(人)\n", 0},
	        {"2021年上半年活动表,,,\n,,,\n填报单位：布吉,,,\n主题,主办单位,举办日期,名额\n", 3},
	        {"活动,,举办,名额\n主题,主办单位,日期,\n", 0},
	        {"活动主题,,日期,规模\n主题,主办单位,举办,名额\n", 0},
	        {"活动表\n基本情况,,时间,规模\n主题,主办单位,举办日期,名额\n", 2},
	};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct books books;
		setup(&books);
		const char *csv =
		        arena_format(&books.arena, "%s读书会,布吉街道,2021.3.30,30\n", good[i].lines);
		struct import_report report = import(&books, books.activity, csv);
		assert_counts(&report, 1, 1, 0, 0, good[i].skipped);
		struct record *record = find(&books, books.activity, "HD-布吉-2021-001");
		assert_string_equal(shown(&books, record, "topic"), "读书会");
		assert_string_equal(shown(&books, record, "held_on"), "2021-03-30");
		assert_string_equal(shown(&books, record, "capacity"), "30");
		books_teardown(&books);
	}
}

/* Merged cells: the empty one repeats its left neighbour, and only above something. */
static void test_merged_headings(void **state)
{
	(void)state;
	struct books books;
	setup(&books);
	struct import_report report = import(&books, books.activity,
	                                     "序号,主题,日期,,主办单位,人数,\n"
	                                     ",,计划,举办,,名额,线上\n"
	                                     "1,读书会,2021.2.1,2021.3.30,布吉街道,30,是\n");
	assert_counts(&report, 1, 1, 0, 0, 0);
	struct record *record = find(&books, books.activity, "HD-布吉-2021-001");
	assert_string_equal(shown(&books, record, "planned_on"), "2021-02-01");
	assert_string_equal(shown(&books, record, "held_on"), "2021-03-30");
	assert_string_equal(shown(&books, record, "online"), "是");
	books_teardown(&books);
}

static void test_wrong_headings(void **state)
{
	(void)state;
	struct books books;
	struct fault fault = {};
	setup(&books);
	struct import_report report =
	        import(&books, books.activity, "topic,host,hold_on,颜色\n读书会,布吉街道,2021.3.30,红\n");
	assert_string_equal(report.faults.items[0].argument[3], "held_on");
	assert_faults(&report, "1:12 record_import_column_near\n1:20 record_import_column\n");
	report = import(&books, books.activity, "topic,host,主题\n读书会,布吉街道,x\n");
	assert_faults(&report, "1:12 record_import_column_twice\n");
	report = import(&books, books.activity, "编号,number,topic,host\n,,读书会,布吉街道\n");
	assert_faults(&report, "1:4 record_import_column_twice\n");
	/* A column nobody filled does no harm. */
	report = import(&books, books.activity, "topic,host,颜色,\n读书会,布吉街道,,\n");
	assert_counts(&report, 1, 1, 0, 0, 0);
	/* Nothing that could be a heading. */
	const char *none[] = {"", "\n\n", "读书会,布吉街道\n"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		assert_false(import_csv(books.book, &books.clerk, books.activity, none[i], strlen(none[i]),
		                        NULL, &report, &fault));
		assert_int_equal(fault.code, record_import_headings);
	}
	assert_int_equal(count_of(&books, books.activity), 1);
	books_teardown(&books);
}

/* ---- rows ---- */

static void test_messy_rows(void **state)
{
	(void)state;
	struct books books;
	setup(&books);
	struct import_report report =
	        import(&books, books.activity,
	               "序号,主题,主办单位,类别,标签,举办日期,开始,名额,支出,线上,始于\n"
	               "1,一,布吉街道妇联,讲座,\"家庭,普法\",2021.3.30,2021-03-30 "
	               "9:30,３５人,\"1,200.50元\",是,2019年\n"
	               "2,二,440307018,\"\"\"双有\"\"体验营\",普法、家庭,2021年3月5日,,1200,,否,\n"
	               ",,,,,,,,,,\n"
	               "小计,,,,,,,1235,,,\n"
	               "序号,主题,主办单位,类别,标签,举办日期,开始,名额,支出,线上,始于\n"
	               "3,三,４４０３０７０１８００３,camp,law,44285,,12,-5,0,２０２０\n"
	               "4,合计不是总计,南湾街道,outing,,20210401,,,,,\n"
	               "5,合计：五,南湾街道,,,2021/4/2,,,,,\n"
	               ",合　计,,,,,,1247,,,\n"
	               "填报人：李四,,审核：王五,,,,,,,,\n");
	assert_counts(&report, 5, 5, 0, 0, 5);
	struct record *first = find(&books, books.activity, "HD-布吉-2021-001");
	assert_string_equal(first->org, "440307001");
	assert_string_equal(shown(&books, first, "tags"), "家庭、普法");
	assert_string_equal(shown(&books, first, "held_on"), "2021-03-30");
	assert_string_equal(shown(&books, first, "from_at"), "2021-03-30 09:30");
	assert_string_equal(shown(&books, first, "capacity"), "35");
	assert_string_equal(shown(&books, first, "twice"), "70");
	assert_string_equal(shown(&books, first, "cost"), "1200.50");
	assert_string_equal(shown(&books, first, "since"), "2019");
	struct record *second = find(&books, books.activity, "HD-南湾-2021-001");
	assert_string_equal(shown(&books, second, "kind"), "“双有”体验营");
	assert_string_equal(shown(&books, second, "held_on"), "2021-03-05");
	struct record *third = find(&books, books.activity, "HD-南湾-2021-002");
	assert_string_equal(third->org, "440307018003");
	assert_string_equal(shown(&books, third, "held_on"), "2021-03-30");
	assert_string_equal(shown(&books, third, "cost"), "-5.00");
	assert_string_equal(shown(&books, find(&books, books.activity, "HD-南湾-2021-003"), "topic"),
	                    "合计不是总计");
	/* An empty cell leaves a new record its default. */
	struct record *fifth = find(&books, books.activity, "HD-南湾-2021-004");
	assert_string_equal(shown(&books, fifth, "topic"), "合计：五");
	assert_string_equal(shown(&books, fifth, "kind"), "讲座");
	assert_int_equal(verify(&books, NULL), 0);
	books_teardown(&books);
}

/* Breaks made to fit a column, the short name of a committee, a column that only repeated headings fill. */
static void test_printed_list(void **state)
{
	(void)state;
	struct books books;
	setup(&books);
	struct import_report report = import(&books, books.activity,
	                                     "主题,主办单位,颜色,成效\n"
	                                     "\"端午\r\n包粽子\",南岭村社区妇联,,\"一\n二\"\n"
	                                     "主题,主办单位,颜色,成效\n"
	                                     "读书会,布吉街道,,\n");
	assert_counts(&report, 2, 2, 0, 0, 1);
	struct record *record = find(&books, books.activity, "HD-南湾-2021-001");
	assert_string_equal(shown(&books, record, "topic"), "端午 包粽子");
	assert_string_equal(shown(&books, record, "outcome"), "一\n二");
	assert_string_equal(record->org, "440307018003");
	books_teardown(&books);
}

struct one_act {
	int64_t first, seen;
};

static bool see_act(void *context, const struct entry *entry, struct fault *fault)
{
	struct one_act *act = context;
	(void)fault;
	act->first = act->seen ? act->first : entry->act;
	act->seen++;
	assert_int_equal(entry->act, act->first);
	assert_string_equal(entry->reason, "导入 test.csv");
	return true;
}

/* The journal tells what came by which import. */
static void test_import_is_one_act(void **state)
{
	(void)state;
	struct books books;
	struct one_act act = {};
	setup(&books);
	int64_t before = entries(&books);
	struct import_report report =
	        import(&books, books.activity, "topic,host\n一,布吉街道\n二,布吉街道\n三,南湾街道\n");
	assert_counts(&report, 3, 3, 0, 0, 0);
	MUST(journal_read(books.book, 440307, before + 1, 0, see_act, &act, &fault));
	assert_int_equal(act.seen, 3);
	books_teardown(&books);
}

static void test_known_number_changes(void **state)
{
	(void)state;
	struct books books;
	setup(&books);
	struct import_report report = import(&books, books.activity,
	                                     "编号,主题,主办单位,举办日期,名额,支出\n"
	                                     "HD-布吉-2021-007,读书会,布吉街道,2021.3.30,30,12.5\n"
	                                     ",讲座,布吉街道,2021.3.31,,\n");
	/* A number that came with its row is kept, and numbers go on behind it. */
	assert_counts(&report, 2, 2, 0, 0, 0);
	assert_string_equal(shown(&books, find(&books, books.activity, "HD-布吉-2021-008"), "topic"), "讲座");
	int64_t before = entries(&books);
	/* Only what differs; the same in other words does not. */
	report = import(&books, books.activity,
	                "编号,主题,举办日期,名额,支出\n"
	                "HD-布吉-2021-007,读书会,2021年3月30日,３０人,12.50元\n"
	                "ＨＤ－布吉－２０２１－００８,讲座,2021-03-31,40,\n");
	assert_counts(&report, 2, 0, 1, 1, 0);
	assert_int_equal(entries(&books), before + 1);
	struct record *record = find(&books, books.activity, "HD-布吉-2021-008");
	struct entry_view *history;
	size_t count;
	MUST(record_history(books.book, &books.clerk, record, LANGUAGE_ZH, &books.arena, &history, &count,
	                    &fault));
	assert_int_equal(count, 2);
	assert_int_equal(history[1].change_count, 2); /* the places, and what is computed from them */
	assert_string_equal(history[1].changes[0].what, "capacity");
	/* An empty cell empties, a column that is not there is left alone. */
	report = import(&books, books.activity, "number,capacity\nHD-布吉-2021-008,\n");
	assert_counts(&report, 1, 0, 1, 0, 0);
	record = read_again(&books, record);
	assert_string_equal(shown(&books, record, "capacity"), "");
	assert_string_equal(shown(&books, record, "topic"), "讲座");
	/* By id as well. */
	report = import(&books, books.activity,
	                arena_format(&books.arena, "id,capacity\n'%lld,41\n", (long long)record->id));
	assert_counts(&report, 1, 0, 1, 0, 0);
	assert_string_equal(shown(&books, read_again(&books, record), "capacity"), "41");
	assert_int_equal(verify(&books, NULL), 0);
	books_teardown(&books);
}

static void test_links(void **state)
{
	(void)state;
	struct books books;
	setup(&books);
	struct import_report report = import(&books, books.person,
	                                     "编号,所属,姓名,电话,师傅\n"
	                                     "RY-001,布吉街道,甲,13800138000,\n"
	                                     ",布吉街道,乙,,RY-001\n");
	assert_counts(&report, 2, 2, 0, 0, 0);
	assert_string_equal(shown(&books, find(&books, books.person, "RY-002"), "mentor"), "RY-001");
	assert_string_equal(shown(&books, find(&books, books.person, "RY-001"), "phone"), "密封");
	report = import(&books, books.activity,
	                "number,topic,host,leader,before\n"
	                "HD-1,一,布吉街道,RY-002,\n"
	                "HD-2,二,布吉街道,RY-009,HD-1\n"
	                "HD-3,三,布吉街道,,HD-4\n");
	assert_faults(&report, "3:13 record_link_unknown\n4:14 record_link_unknown\n");
	report = import(&books, books.activity,
	                "number,topic,host,leader,before\n"
	                "HD-1,一,布吉街道,RY-002,\n"
	                "HD-2,二,布吉街道,RY-001,HD-1\n");
	assert_counts(&report, 2, 2, 0, 0, 0);
	assert_string_equal(shown(&books, find(&books, books.activity, "HD-2"), "before"), "HD-1");
	books_teardown(&books);
}

/* ---- bad rows ---- */

static void test_bad_rows(void **state)
{
	(void)state;
	struct books books;
	setup(&books);
	struct import_report report =
	        import(&books, books.activity, "number,topic,host\nHD-9,先有的,布吉街道\n");
	assert_counts(&report, 1, 1, 0, 0, 0);
	int64_t before = entries(&books);
	report = import(&books, books.activity,
	                "number,主题,主办单位,类别,举办日期,名额\n"
	                ",好的,布吉街道,讲座,2021.3.30,30\n"
	                ",日期,布吉街道,讲座,2021.6.31,30\n"
	                ",两处,火星街道,歌舞,2021.3.30,很多\n"
	                ",,布吉街道,讲座,2021.3.30,30\n"
	                ",以后,布吉街道,讲座,2021.7.1,0\n"
	                ",\"有\n换行\",布吉街道,讲座,2021.3.30,30,多一格\n"
	                "HD-9,同名,布吉街道,讲座,,\n"
	                "HD-9,又是,布吉街道,讲座,,\n"
	                "HD-10,自带,布吉街道,讲座,,\n"
	                "HD-10,自带,布吉街道,讲座,,\n"
	                ",别区,440305,讲座,2021.3.30,30\n");
	assert_faults(&report, "3:13 record_no_such_day\n"
	                       "4:5 record_org_unknown\n"
	                       "4:10 record_not_choice\n"
	                       "4:23 record_not_number\n"
	                       "5:2 record_required\n"
	                       "6:13 record_check_says\n"
	                       "6:22 record_out_of_bounds\n"
	                       "8:26 record_import_no_heading\n"
	                       "10:1 record_import_same\n"
	                       "12:1 record_import_same\n"
	                       "13:5 record_org_unknown\n");
	/* Not one row was kept, also not the good ones; no number was used up. */
	assert_int_equal(entries(&books), before);
	assert_int_equal(count_of(&books, books.activity), 1);
	assert_string_equal(shown(&books, find(&books, books.activity, "HD-9"), "topic"), "先有的");
	report = import(&books, books.activity, "topic,host,held_on\n好的,布吉街道,2021.3.30\n");
	assert_counts(&report, 1, 1, 0, 0, 0);
	assert_string_equal(shown(&books, find(&books, books.activity, "HD-布吉-2021-001"), "topic"), "好的");
	books_teardown(&books);
}

/* A required column that is not there is missing once, at the headings. */
static void test_missing_column(void **state)
{
	(void)state;
	struct books books;
	setup(&books);
	struct import_report report =
	        import(&books, books.activity, "活动表\nhost,capacity\n布吉街道,1\n布吉街道,0\n");
	assert_faults(&report, "2:1 record_required\n4:6 record_out_of_bounds\n");
	report = import(&books, books.activity, "topic\n一\n二\n");
	assert_faults(&report, "1:1 record_required\n");
	books_teardown(&books);
}

static void test_what_import_cannot_set(void **state)
{
	(void)state;
	struct books books;
	setup(&books);
	struct import_report report = import(&books, books.activity,
	                                     "number,topic,host,capacity,twice,state,secret\n"
	                                     "HD-1,一,布吉街道,10,20,计划,内情\n"
	                                     "HD-2,二,布吉街道,10,,planned,\n"
	                                     "HD-3,三,布吉街道,10,21,,\n"
	                                     "HD-4,四,布吉街道,10,,已举办,\n"
	                                     "HD-5,五,布吉街道,10,,,密封\n");
	assert_faults(&report,
	              "4:16 record_import_computed\n5:17 record_import_state\n6:18 record_import_mask\n");
	report = import(&books, books.activity,
	                "number,topic,host,capacity,twice,state,secret\n"
	                "HD-1,一,布吉街道,10,20,计划,内情\n");
	assert_counts(&report, 1, 1, 0, 0, 0);
	struct record *record = find(&books, books.activity, "HD-1");
	/* The mask leaves it alone; nobody but who may unseal sees it. */
	report = import(&books, books.activity, "number,capacity,twice,secret\nHD-1,11,22,密封\n");
	assert_counts(&report, 1, 0, 1, 0, 0);
	report = import(&books, books.activity, "number,capacity,twice\nHD-1,12,22\n");
	assert_faults(&report, "2:9 record_import_computed\n");
	record = read_again(&books, record);
	assert_string_equal(shown(&books, record, "secret"), "密封");
	assert_string_equal(shown(&books, record, "capacity"), "11");
	report = import(&books, books.activity, "number,state\nHD-1,done\n");
	assert_faults(&report, "2:6 record_import_state\n");
	report = import(&books, books.activity, "number,secret\nHD-1,\n");
	assert_counts(&report, 1, 0, 1, 0, 0);
	assert_string_equal(shown(&books, read_again(&books, record), "secret"), "");
	MUST(record_void(books.book, &books.clerk, books.activity, 440307, record->id, 0, "重复", &fault));
	report = import(&books, books.activity, "number,topic\nHD-1,一\n");
	assert_faults(&report, "2:1 record_voided\n");
	books_teardown(&books);
}

/* A sealed value is in no fault, also when it is the value that is wrong. */
static void test_sealed_stays_out_of_faults(void **state)
{
	(void)state;
	struct books books;
	struct text text = TEXT_EMPTY;
	setup(&books);
	struct import_report report =
	        import(&books, books.person,
	               "所属,姓名,电话\n布吉街道,甲,138-不对-0000\n布吉街道,乙,13800138000,139\n");
	assert_int_equal(report.faults.count, 2);
	for (size_t i = 0; i < report.faults.count; i++)
		fault_json(&report.faults.items[i], &text);
	assert_null(strstr(text.at, "138"));
	assert_null(strstr(text.at, "139"));
	text_release(&text);
	assert_faults(&report, "2:8 record_not_phone\n3:20 record_import_no_heading\n");
	books_teardown(&books);
}

static void test_viewer_decides(void **state)
{
	(void)state;
	struct books books;
	int64_t rows = -1;
	struct text text = TEXT_EMPTY;
	setup(&books);
	struct import_report report =
	        import_as(&books, &books.reader, books.activity, "topic,host\n一,布吉街道\n", false);
	assert_faults(&report, "2:1 access_role_denied\n");
	struct viewer street = viewer_of(&books, "clerk", "440307001");
	report = import(&books, books.activity, "number,topic,host\nHD-1,一,布吉街道\nHD-2,二,南湾街道\n");
	assert_counts(&report, 2, 2, 0, 0, 0);
	report = import_as(&books, &street, books.activity,
	                   "number,topic,host\nHD-1,一,\nHD-2,三,\n,四,南湾街道\n", false);
	assert_faults(&report, "2:8 record_required\n3:1 record_missing\n4:1 access_unit_denied\n");
	MUST_FAIL(access_role_denied,
	          export_csv(books.book, &books.reader, books.activity, NULL, collect, &text, &rows, &fault));
	MUST(export_csv(books.book, &street, books.activity, NULL, collect, &text, &rows, &fault));
	assert_int_equal(rows, 1);
	assert_non_null(strstr(text.at, "HD-1"));
	assert_null(strstr(text.at, "HD-2"));
	text_release(&text);
	books_teardown(&books);
}

/* ---- dry run, progress ---- */

static void test_dry_run(void **state)
{
	(void)state;
	struct books books;
	setup(&books);
	int64_t before = entries(&books);
	struct import_report report = import_as(&books, &books.clerk, books.activity,
	                                        "topic,host\n一,布吉街道\n\n二,布吉街道\n", true);
	assert_counts(&report, 2, 2, 0, 0, 1);
	assert_int_equal(entries(&books), before);
	assert_int_equal(count_of(&books, books.activity), 0);
	report = import_as(&books, &books.clerk, books.activity, "topic,host\n一,布吉街道\n二,木星\n", true);
	assert_faults(&report, "3:3 record_org_unknown\n");
	books_teardown(&books);
}

struct watching {
	size_t calls, last, all, stop_at;
};

static bool watch(void *context, size_t done, size_t all)
{
	struct watching *watching = context;
	watching->calls++;
	watching->last = done;
	watching->all = all;
	return !watching->stop_at || done < watching->stop_at;
}

static void test_progress(void **state)
{
	(void)state;
	struct books books;
	struct watching watching = {};
	struct import_options options = {.progress = watch, .context = &watching};
	struct import_report report = {};
	struct text csv = TEXT_EMPTY;
	setup(&books);
	text_add(&csv, "topic,host\n");
	for (int i = 0; i < 1200; i++)
		text_format(&csv, "活动%d,布吉街道\n", i);
	options.dry_run = true;
	MUST(import_csv(books.book, &books.clerk, books.activity, csv.at, csv.length, &options, &report,
	                &fault));
	assert_counts(&report, 1200, 1200, 0, 0, 0);
	assert_int_equal(watching.calls, 3);
	assert_int_equal(watching.last, 1200);
	assert_int_equal(watching.all, 1200);
	watching = (struct watching){.stop_at = 700};
	options.dry_run = false;
	MUST_FAIL(record_import_stopped, import_csv(books.book, &books.clerk, books.activity, csv.at,
	                                            csv.length, &options, &report, &fault));
	assert_int_equal(watching.calls, 2);
	assert_int_equal(count_of(&books, books.activity), 0);
	text_release(&csv);
	books_teardown(&books);
}

/* ---- export ---- */

static struct record *create_tricky(struct books *books)
{
	struct record *record = new_activity(books, "=HYPERLINK(\"x\")", "布吉街道", "2021.3.30");
	put(books, record, "tags", "普法、家庭");
	put(books, record, "from_at", "2021-03-30 9:30");
	put(books, record, "capacity", "30");
	put(books, record, "cost", "-12.5");
	put(books, record, "since", "2019");
	put(books, record, "secret", "只有我知道");
	put(books, record, "outcome", "第一行，\"好\"\n第二行; 完");
	MUST(record_create(books->book, &books->clerk, record, NULL, NULL, &fault));
	return record;
}

static void test_export_text(void **state)
{
	(void)state;
	struct books books;
	setup(&books);
	create_tricky(&books);
	assert_string_equal(
	        export(&books, books.activity, NULL, 1),
	        "\xEF\xBB\xBFnumber,state,topic,host,kind,tags,planned_on,held_on,from_at,capacity,twice,"
	        "cost,online,since,"
	        "leader,before,secret,outcome\r\n"
	        "HD-布吉-2021-001,planned,\"'=HYPERLINK(\"\"x\"\")\",440307001,lecture,\"home,law\",,2021-03-"
	        "30,"
	        "2021-03-30T01:30:00.000Z,30,60,-12.50,0,2019,,,密封,\"第一行，\"\"好\"\"\n第二行; 完\"\r\n");
	books_teardown(&books);
}

/* What a spreadsheet would spoil is kept from it and comes back as it was. */
static void test_guard(void **state)
{
	(void)state;
	static const struct {
		const char *topic, *cell;
	} topics[] = {
	        {"=1+1", "'=1+1"},
	        {"+1", "'+1"},
	        {"-1", "'-1"},
	        {"@SUM(A1)", "'@SUM(A1)"},
	        {"＝1", "'＝1"},
	        {"007", "'007"},
	        {"1-3", "'1-3"},
	        {"1E5", "'1E5"},
	        {"1-3楼", "1-3楼"},
	        {"12338", "12338"},
	        {"'", "''"},
	        {"'引用'", "''引用'"},
	        {"''", "'''"},
	        {"3.10", "'3.10"},
	        {"440307018003", "'440307018003"},
	        {"a=b", "a=b"},
	        {"0", "0"},
	};
	struct books books;
	setup(&books);
	for (size_t i = 0; i < sizeof topics / sizeof *topics; i++) {
		struct record *record = new_activity(&books, topics[i].topic, "布吉街道", "2021.3.30");
		MUST(record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
		const char *csv = export(&books, books.activity, NULL, 1);
		const char *cell = arena_format(&books.arena, ",planned,%s,440307001,", topics[i].cell);
		if (!strstr(csv, cell))
			print_error("%s is not in %s\n", cell, csv);
		assert_non_null(strstr(csv, cell));
		struct import_report report = import(&books, books.activity, csv);
		assert_counts(&report, 1, 0, 0, 1, 0);
		/* And into a new record. */
		report = import(&books, books.activity,
		                arena_format(&books.arena, "number,topic,host\nN%zu,%s,布吉街道\n", i,
		                             topics[i].cell));
		assert_counts(&report, 1, 1, 0, 0, 0);
		struct record *again = find(&books, books.activity, arena_format(&books.arena, "N%zu", i));
		assert_string_equal(shown(&books, again, "topic"), topics[i].topic);
		MUST(record_void(books.book, &books.clerk, books.activity, 440307, again->id, 0, "试",
		                 &fault));
		MUST(record_void(books.book, &books.clerk, books.activity, 440307, record->id, 0, "试",
		                 &fault));
	}
	books_teardown(&books);
}

static void test_export_imports_as_nothing(void **state)
{
	(void)state;
	struct books books;
	setup(&books);
	struct record *person = record_new(&books.arena, books.person);
	put(&books, person, "home", "南湾街道");
	put(&books, person, "name", "甲");
	put(&books, person, "phone", "13800138000");
	MUST(record_create(books.book, &books.clerk, person, NULL, NULL, &fault));
	struct record *first = create_tricky(&books);
	struct record *second = new_activity(&books, "空的", "南岭村社区居委会", "");
	put(&books, second, "leader", person->number);
	put(&books, second, "before", first->number);
	MUST(record_create(books.book, &books.clerk, second, NULL, NULL, &fault));
	MUST(record_move(books.book, &books.clerk, books.activity, 440307, first->id, 0, "hold", NULL, NULL,
	                 NULL, &fault));
	struct record *gone = create_activity(&books, "作废", "布吉街道", "2021.3.31");
	MUST(record_void(books.book, &books.clerk, books.activity, 440307, gone->id, 0, "重复", &fault));
	int64_t before = entries(&books);

	const char *activities = export(&books, books.activity, NULL, 2),
	           *people = export(&books, books.person, NULL, 1);
	assert_null(strstr(activities, "作废"));
	assert_null(strstr(people, "138"));
	assert_null(strstr(activities, "知道"));
	struct import_report report = import(&books, books.activity, activities);
	assert_counts(&report, 2, 0, 0, 2, 0);
	report = import(&books, books.person, people);
	assert_counts(&report, 1, 0, 0, 1, 0);
	report = import(&books, books.org, export(&books, books.org, NULL, 4));
	assert_counts(&report, 4, 0, 0, 4, 0);
	assert_int_equal(entries(&books), before);

	/* A part of the tree. */
	const char *part = export(&books, books.activity, "440307018", 1);
	assert_non_null(strstr(part, "空的"));
	struct text text = TEXT_EMPTY;
	int64_t rows;
	MUST_FAIL(record_org_unknown, export_csv(books.book, &books.clerk, books.activity, "440399", collect,
	                                         &text, &rows, &fault));
	assert_int_equal(text.length, 0);
	books_teardown(&books);
}

/* Into books that have none of them, an export makes the same records again. */
static void test_export_into_other_books(void **state)
{
	(void)state;
	struct books books, other;
	setup(&books);
	setup(&other);
	struct record *record = new_activity(&books, "读书会", "南湾街道", "2021.3.30");
	put(&books, record, "capacity", "30");
	MUST(record_create(books.book, &books.clerk, record, NULL, NULL, &fault));
	const char *csv = export(&books, books.activity, NULL, 1);
	struct import_report report = import(&other, other.activity, csv);
	assert_counts(&report, 1, 1, 0, 0, 0);
	assert_string_equal(export(&other, other.activity, NULL, 1), csv);
	books_teardown(&other);
	books_teardown(&books);
}

static bool refuse(void *context, const char *bytes, size_t length)
{
	(void)context, (void)bytes, (void)length;
	return false;
}

static void test_export_unwritten(void **state)
{
	(void)state;
	struct books books;
	int64_t rows = -1;
	setup(&books);
	create_tricky(&books);
	MUST_FAIL(record_export_unwritten,
	          export_csv(books.book, &books.clerk, books.activity, NULL, refuse, NULL, &rows, &fault));
	assert_int_equal(rows, -1);
	/* The statement is free again. */
	export(&books, books.activity, NULL, 1);
	books_teardown(&books);
}

/* ---- child ledgers ---- */

static const struct ledger *signups_of(const struct books *books)
{
	return definitions_ledger(books->definitions, "event.signups");
}

static struct record *create_with_rows(struct books *books)
{
	struct record *record = new_activity(books, "读书会", "布吉街道", "2021.3.30");
	static const char *const names[] = {"张女士", "李女士", "李女士"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct record *row = record_add_row(record, "signups");
		put(books, row, "called", names[i]);
		put(books, row, "mobile", i ? "" : "13800138000");
	}
	MUST(record_create(books->book, &books->clerk, record, NULL, NULL, &fault));
	return record;
}

static const struct record_rows *rows_of(struct books *books, struct record *record)
{
	return &read_again(books, record)->rows[ledger_field(books->activity, "signups")->place];
}

static void test_child_rows(void **state)
{
	(void)state;
	struct books books;
	setup(&books);
	struct record *record = create_with_rows(&books);
	const char *csv = export(&books, signups_of(&books), NULL, 3);
	assert_non_null(
	        strstr(csv, "\xEF\xBB\xBFparent,id,person,called,mobile,attended\r\nHD-布吉-2021-001,'"));
	assert_null(strstr(csv, "138"));
	int64_t before = entries(&books);
	struct import_report report = import(&books, signups_of(&books), csv);
	assert_counts(&report, 3, 0, 0, 3, 0);
	assert_int_equal(entries(&books), before);

	/* Without ids: the same are the same, each once; a third of that name is new. None is dropped. */
	report = import(&books, signups_of(&books),
	                "活动编号,称呼\n"
	                "HD-布吉-2021-001,李女士\nHD-布吉-2021-001,李女士\nHD-布吉-2021-001,李女士\nHD-布吉-"
	                "2021-001,王女士\n");
	assert_counts(&report, 4, 2, 0, 2, 0);
	assert_int_equal(entries(&books), before + 1);
	const struct record_rows *rows = rows_of(&books, record);
	assert_int_equal(rows->count, 5);
	assert_string_equal(shown(&books, rows->items[0], "called"), "张女士");
	assert_string_equal(shown(&books, rows->items[4], "called"), "王女士");

	/* By id: that row changes, and only that. */
	report = import(&books, signups_of(&books),
	                arena_format(&books.arena,
	                             "parent,id,称呼,到场\nHD-布吉-2021-001,'%lld,张女士,是\n合计,,1,\n",
	                             (long long)rows->items[0]->id));
	assert_counts(&report, 1, 0, 1, 0, 1);
	rows = rows_of(&books, record);
	assert_int_equal(rows->count, 5);
	assert_string_equal(shown(&books, rows->items[0], "attended"), "是");
	assert_string_equal(shown(&books, rows->items[0], "mobile"), "密封");
	report = import(&books, signups_of(&books), export(&books, signups_of(&books), NULL, 5));
	assert_counts(&report, 5, 0, 0, 5, 0);
	assert_int_equal(verify(&books, NULL), 0);
	books_teardown(&books);
}

/* Two lines that say the same, far apart, are two rows. */
static void test_child_rows_scattered(void **state)
{
	(void)state;
	struct books books;
	setup(&books);
	struct record *first = create_activity(&books, "一", "布吉街道", "2021.3.30");
	create_activity(&books, "二", "布吉街道", "2021.3.30");
	const char *csv = "parent,called\nHD-布吉-2021-001,甲\nHD-布吉-2021-002,甲\nHD-布吉-2021-001,甲\n";
	struct import_report report = import(&books, signups_of(&books), csv);
	assert_counts(&report, 3, 3, 0, 0, 0);
	assert_int_equal(rows_of(&books, first)->count, 2);
	report = import(&books, signups_of(&books), csv);
	assert_counts(&report, 3, 0, 0, 3, 0);
	books_teardown(&books);
}

static void test_bad_child_rows(void **state)
{
	(void)state;
	struct books books;
	setup(&books);
	struct record *record = create_with_rows(&books);
	int64_t before = entries(&books), id = rows_of(&books, record)->items[0]->id;
	struct import_report report = import(&books, signups_of(&books),
	                                     arena_format(&books.arena,
	                                                  "parent,id,称呼,到场,手机,多余\n"
	                                                  "HD-布吉-2021-001,,赵,大概,,\n"
	                                                  "HD-布吉-2021-001,,,是,,\n"
	                                                  "HD-布吉-2021-001,1,钱,,,\n"
	                                                  "HD-布吉-2021-001,%lld,孙,,密封,\n"
	                                                  "HD-布吉-2021-001,%lld,孙,,密封,\n"
	                                                  "HD-布吉-2021-001,,周,,密封,\n"
	                                                  "HD-布吉-2021-099,,吴,,,\n"
	                                                  ",,郑,,,\n"
	                                                  "HD-布吉-2021-001,,王,,13,\n"
	                                                  "HD-布吉-2021-001,,冯,,,,多\n",
	                                                  (long long)id, (long long)id));
	assert_faults(&report, "2:19 record_not_bool\n"
	                       "3:17 record_required\n"
	                       "4:1 record_row_missing\n"
	                       "6:1 record_import_same\n"
	                       "7:20 record_import_mask\n"
	                       "8:1 record_missing\n"
	                       "9:1 record_import_no_parent\n"
	                       "10:20 record_not_phone\n"
	                       "11:22 record_import_no_heading\n");
	assert_int_equal(entries(&books), before);
	assert_int_equal(rows_of(&books, record)->count, 3);
	report = import(&books, signups_of(&books), "称呼\n甲\n");
	assert_int_equal(report.faults.items[0].code, record_import_no_parent);
	faults_release(&report.faults);
	books_teardown(&books);
}

/* More rows than a sheet holds: refused before the first is handed over. */
static void test_too_many_rows(void **state)
{
	(void)state;
	struct books books;
	setup(&books);
	struct exporting exporting = {
	        .book = books.book, .viewer = &books.clerk, .ledger = books.org, .rows_most = 4};
	MUST(export_begin(&exporting, &fault));
	export_release(&exporting);
	exporting = (struct exporting){
	        .book = books.book, .viewer = &books.clerk, .ledger = books.org, .rows_most = 3};
	MUST_FAIL(record_export_rows, export_begin(&exporting, &fault));
	export_release(&exporting);
	books_teardown(&books);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_tokeniser),
	        cmocka_unit_test(test_too_many_cells),
	        cmocka_unit_test(test_headings),
	        cmocka_unit_test(test_merged_headings),
	        cmocka_unit_test(test_wrong_headings),
	        cmocka_unit_test(test_messy_rows),
	        cmocka_unit_test(test_printed_list),
	        cmocka_unit_test(test_import_is_one_act),
	        cmocka_unit_test(test_known_number_changes),
	        cmocka_unit_test(test_links),
	        cmocka_unit_test(test_bad_rows),
	        cmocka_unit_test(test_missing_column),
	        cmocka_unit_test(test_what_import_cannot_set),
	        cmocka_unit_test(test_sealed_stays_out_of_faults),
	        cmocka_unit_test(test_viewer_decides),
	        cmocka_unit_test(test_dry_run),
	        cmocka_unit_test(test_progress),
	        cmocka_unit_test(test_export_text),
	        cmocka_unit_test(test_guard),
	        cmocka_unit_test(test_export_imports_as_nothing),
	        cmocka_unit_test(test_export_into_other_books),
	        cmocka_unit_test(test_export_unwritten),
	        cmocka_unit_test(test_child_rows),
	        cmocka_unit_test(test_child_rows_scattered),
	        cmocka_unit_test(test_bad_child_rows),
	        cmocka_unit_test(test_too_many_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
