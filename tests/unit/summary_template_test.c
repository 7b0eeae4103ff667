/* Templates as trees: every directive and option once; files as editors write
   them; and every file of tests/must_fail/summaries, each with exactly the
   faults that its last lines name. */
#include "summary_fixture.h"

#include "golden.h"

#include <dirent.h>

static struct definitions *definitions;

static int load(void **state)
{
	(void)state;
	definitions = office_definitions(NULL, NULL, NULL, 0);
	return 0;
}

static int unload(void **state)
{
	(void)state;
	definitions_free(definitions);
	return 0;
}

struct parsed {
	struct arena arena;
	const struct template *template;
	struct faults faults;
	bool good;
};

static struct parsed parse_named(const char *name, const char *text, size_t length)
{
	struct parsed parsed = {};
	struct summary_source *source = arena_new(&parsed.arena, struct summary_source);
	*source = (struct summary_source){arena_copy(&parsed.arena, name), "trial.txt",
	                                  arena_copy_bytes(&parsed.arena, text, length), length};
	parsed.good = template_parse(&parsed.arena, definitions, source, &parsed.template, &parsed.faults);
	faults_sort(&parsed.faults);
	return parsed;
}

static void release(struct parsed *parsed)
{
	faults_release(&parsed->faults);
	arena_release(&parsed->arena);
}

/* A template that must be read; the body stands under the trial head. */
static struct parsed parse(const char *head, const char *body)
{
	struct text text = TEXT_EMPTY;
	text_add(&text, head);
	text_add(&text, body);
	struct parsed parsed = parse_named("trial", text.at, text.length);
	text_release(&text);
	if (!parsed.good)
		show_fault(&parsed.faults.items[0]);
	assert_true(parsed.good);
	return parsed;
}

static const struct node *first_node(const struct parsed *parsed)
{
	assert_non_null(parsed->template->blocks);
	assert_non_null(parsed->template->blocks->nodes);
	return parsed->template->blocks->nodes;
}

/* ---- the head and the lines ---- */

static void test_head(void **state)
{
	(void)state;
	struct parsed parsed = parse(TRIAL_HEAD, "# 题\n");
	const struct template *template = parsed.template;
	assert_string_equal(template->name, "trial");
	assert_string_equal(template->title.zh, "试用");
	assert_string_equal(template->title.en, "Trial");
	assert_int_equal(template->language, LANGUAGE_ZH);
	assert_true(template->compare);
	assert_int_equal(template->signer_count, 3);
	assert_string_equal(template->signers[0], "drafter");
	assert_string_equal(template->signers[2], "president");
	assert_null(template->signers[3]);
	assert_string_equal(template->names[1], "四个意识");
	assert_null(template->names[2]);
	release(&parsed);
}

static void test_lines(void **state)
{
	(void)state;
	static const struct {
		enum block_kind kind;
		int level;
		const char *text;
	} blocks[] = {{BLOCK_TITLE, 0, "题"},           {BLOCK_ADDRESS, 0, "市妇联："},
	              {BLOCK_HEADING, 1, "一、情况"},   {BLOCK_HEADING, 2, "（一）思想"},
	              {BLOCK_HEADING, 3, "甲"},         {BLOCK_HEADING, 4, "乙"},
	              {BLOCK_PARAGRAPH, 0, "一段两行"}, {BLOCK_PARAGRAPH, 0, "又一段"},
	              {BLOCK_SIGNATURE, 0, "妇联"},     {BLOCK_DATE, 0, "今天"}};
	struct parsed parsed =
	        parse(TRIAL_HEAD, "# 题\n@to 市妇联：\n\n## 一、情况\n### （一）思想\n#### 甲\n##### 乙\n"
	                          "一段\n%% 这里不印\n两行  \n\n又一段\n@from 妇联\n@date 今天");
	const struct template_block *block = parsed.template->blocks;
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++, block = block->next) {
		assert_non_null(block);
		assert_int_equal(block->kind, blocks[i].kind);
		assert_int_equal(block->level, blocks[i].level);
		assert_string_equal(block->nodes->text, blocks[i].text);
	}
	assert_null(block);
	release(&parsed);
}

/* The official format numbers headings of the third and fourth level in digits. */
static void test_heading_numbering(void **state)
{
	(void)state;
	static const char *const forms[] = {"#### 1.|讲堂", "#### 12．|讲堂", "##### （1）|讲堂",
	                                    "##### (2)|讲堂"};
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		char line[64];
		const char *bar = strchr(forms[i], '|');
		snprintf(line, sizeof line, "%.*s%s", (int)(bar - forms[i]), forms[i], bar + 1);
		struct parsed parsed = parse(TRIAL_HEAD, line);
		const struct node *number = first_node(&parsed);
		const char *begin = strchr(forms[i], ' ') + 1;
		assert_int_equal(number->kind, NODE_NAME);
		assert_int_equal(strlen(number->text), bar - begin);
		assert_memory_equal(number->text, begin, strlen(number->text));
		assert_string_equal(number->next->text, "讲堂");
		release(&parsed);
	}
}

static void test_lines_join(void **state)
{
	(void)state;
	struct parsed zh = parse(TRIAL_HEAD, "一段\n两行"), en = parse(TRIAL_HEAD_EN, "one line\nand two");
	assert_string_equal(first_node(&zh)->text, "一段两行");
	assert_string_equal(first_node(&en)->text, "one line and two");
	release(&zh);
	release(&en);
	/* Inside a directive the words stay apart in either language. */
	struct parsed each =
	        parse(TRIAL_HEAD, "{{each activity.held\nby kind\nhaving n > 2}}{{it.n}}{{end}}");
	assert_string_equal(first_node(&each)->use.by, "kind");
	assert_int_equal(first_node(&each)->operand, 2);
	release(&each);
}

/* | ends a cell and the line a row; the blanks beside them and the empty line behind are only for the eye. */
static void test_tables(void **state)
{
	(void)state;
	static const struct {
		enum node_kind kind;
		const char *text;
	} nodes[] = {{NODE_TEXT, "类别"}, {NODE_CELL, NULL}, {NODE_TEXT, "场次"},
	             {NODE_ROW, NULL},    {NODE_EACH, NULL}, {NODE_ROW, NULL},
	             {NODE_TEXT, "合计"}, {NODE_CELL, NULL}, {NODE_NUMBER, NULL}};
	struct parsed parsed =
	        parse(TRIAL_HEAD, "@table\n类别 |  场次\n{{each activity.held by kind}}{{it.label}} | "
	                          "{{it.n}}{{end}}\n合计|{{activity.held}}\n\n竖线 | 在表外\n");
	const struct template_block *block = parsed.template->blocks;
	const struct node *node = block->nodes;
	assert_int_equal(block->kind, BLOCK_TABLE);
	for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++, node = node->next) {
		assert_non_null(node);
		assert_int_equal(node->kind, nodes[i].kind);
		if (nodes[i].text)
			assert_string_equal(node->text, nodes[i].text);
		if (node->kind == NODE_EACH)
			assert_int_equal(node->inside->next->kind, NODE_CELL);
	}
	assert_null(node);
	assert_int_equal(block->next->kind, BLOCK_PARAGRAPH);
	assert_string_equal(block->next->nodes->text, "竖线 | 在表外");
	release(&parsed);
}

static void test_names(void **state)
{
	(void)state;
	struct parsed parsed = parse(TRIAL_HEAD, "拨打12338热线，增强四个意识");
	const struct node *node = first_node(&parsed);
	static const struct {
		enum node_kind kind;
		const char *text;
	} nodes[] = {{NODE_TEXT, "拨打"},
	             {NODE_NAME, "12338"},
	             {NODE_TEXT, "热线，增强"},
	             {NODE_NAME, "四个意识"}};
	for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++, node = node->next) {
		assert_int_equal(node->kind, nodes[i].kind);
		assert_string_equal(node->text, nodes[i].text);
	}
	assert_null(node);
	release(&parsed);
}

static void test_names_take_the_longest(void **state)
{
	(void)state;
	struct parsed parsed = parse("---\nsummary: trial\ntitle: {zh: a, en: a}\nsign: [drafter]\n"
	                             "names: [\"1-3\", \"1-3楼\", \"1\"]\n---\n",
	                             "共建1-3楼，1号");
	const struct node *node = first_node(&parsed)->next;
	assert_string_equal(node->text, "1-3楼");
	assert_string_equal(node->next->next->text, "1");
	assert_false(parsed.template->compare);
	assert_int_equal(parsed.template->language, LANGUAGE_ZH);
	release(&parsed);
}

static void test_files_as_editors_write_them(void **state)
{
	(void)state;
	static const char windows[] =
	        "\xef\xbb\xbf---\r\nsummary: trial\r\ntitle: {zh: a, en: a}\r\nsign: [drafter]\r\n---\r\n"
	        "一段\r\n两行\r\n\r\n{{activity.heldd}}\r\n";
	struct parsed parsed = parse_named("trial", windows, sizeof windows - 1);
	assert_false(parsed.good);
	assert_int_equal(parsed.faults.count, 1);
	assert_int_equal(parsed.faults.items[0].code, summary_unknown_figure);
	assert_int_equal(parsed.faults.items[0].at.line, 9);
	assert_int_equal(parsed.faults.items[0].at.column, 3);
	release(&parsed);
}

static void test_not_text(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		size_t length;
	} files[] = {{"---\n\xff\xfe\n---\n", 11},
	             {"---\nsummary: trial\n---\na\0b", 25},
	             {"", 0},
	             {"---\na\rb\n---\n", 12}};
	static const enum fault_code codes[] = {summary_not_text, summary_not_text, summary_head_missing,
	                                        summary_not_text};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct parsed parsed = parse_named("trial", files[i].bytes, files[i].length);
		assert_false(parsed.good);
		assert_int_equal(parsed.faults.count, 1);
		assert_string_equal(fault_name(parsed.faults.items[0].code), fault_name(codes[i]));
		assert_int_equal(parsed.faults.items[0].at.line, 1);
		release(&parsed);
	}
}

/* ---- directives ---- */

static void test_number(void **state)
{
	(void)state;
	struct parsed parsed =
	        parse(TRIAL_HEAD, "{{activity.held where kind = 'camp' and topic = 'a b:c' upto:end :hanzi}}"
	                          "{{activity.held period:last_year}}{{activity.held period:year}}"
	                          "{{activity.last_on :full_date}}{{activity.last_on :date}}"
	                          "{{activity.seats :wan}}{{activity.seats :plain}}{{venue.visits :date}}");
	const struct node *node = first_node(&parsed);
	assert_int_equal(node->kind, NODE_NUMBER);
	assert_string_equal(node->use.figure->full_name, "activity.held");
	assert_string_equal(node->use.where, "kind = 'camp' and topic = 'a b:c'");
	assert_int_equal(node->use.span, USE_UPTO_END);
	assert_int_equal(node->format, FORMAT_HANZI);
	assert_int_equal((node = node->next)->use.span, USE_LAST_YEAR);
	assert_int_equal((node = node->next)->use.span, USE_YEAR);
	assert_int_equal((node = node->next)->format, FORMAT_FULL_DATE);
	assert_int_equal((node = node->next)->format, FORMAT_DATE);
	assert_int_equal((node = node->next)->format, FORMAT_WAN);
	assert_int_equal((node = node->next)->format, FORMAT_PLAIN);
	node = node->next;
	assert_null(node->use.figure);
	assert_string_equal(node->use.name, "venue.visits");
	assert_null(node->next);
	release(&parsed);
}

static void test_each(void **state)
{
	(void)state;
	struct parsed parsed =
	        parse(TRIAL_HEAD, "{{each activity.held by kind where online having n >= 2 order n top 5 sep "
	                          "\"，\" last \"和\" "
	                          "period:year}}{{it.label}}{{it.n :hanzi}}{{it.share}}{{no}}{{end}}");
	const struct node *node = first_node(&parsed);
	assert_int_equal(node->kind, NODE_EACH);
	assert_string_equal(node->use.by, "kind");
	assert_string_equal(node->use.where, "online");
	assert_int_equal(node->use.span, USE_YEAR);
	assert_int_equal(node->comparison, COMPARE_MORE_EQUAL);
	assert_int_equal(node->operand, 2);
	assert_true(node->ordered);
	assert_int_equal(node->top, 5);
	assert_string_equal(node->sep->text, "，");
	assert_string_equal(node->last->text, "和");
	assert_int_equal(node->inside->it, IT_LABEL);
	assert_int_equal(node->inside->next->it, IT_NUMBER);
	assert_int_equal(node->inside->next->format, FORMAT_HANZI);
	assert_int_equal(node->inside->next->next->it, IT_SHARE);
	assert_int_equal(node->inside->next->next->next->kind, NODE_COUNTER);
	assert_null(node->next);
	release(&parsed);
	static const char *const splits[] = {"month", "org:street", "org", "tags"};
	for (size_t i = 0; i < sizeof splits / sizeof *splits; i++) {
		struct arena arena = {};
		struct parsed split =
		        parse(TRIAL_HEAD,
		              arena_format(&arena, "{{each activity.held by %s}}{{it.n}}{{end}}", splits[i]));
		assert_string_equal(first_node(&split)->use.by, splits[i]);
		release(&split);
		arena_release(&arena);
	}
}

static void test_vs(void **state)
{
	(void)state;
	struct parsed parsed =
	        parse(TRIAL_HEAD, "{{vs activity.held up:\"12338：多{n}场，增{pct}\" down:\"原{was}场\" "
	                          "same:\"\" none:\"无数据\" where online}}");
	const struct node *node = first_node(&parsed), *up = node->phrases[PHRASE_UP];
	assert_int_equal(node->kind, NODE_VS);
	assert_string_equal(node->use.where, "online");
	assert_int_equal(up->kind, NODE_NAME);
	assert_string_equal(up->next->text, "：多");
	assert_int_equal(up->next->next->kind, NODE_CHANGE);
	assert_int_equal(up->next->next->change, CHANGE_DIFFERENCE);
	assert_int_equal(up->next->next->next->next->change, CHANGE_PERCENT);
	assert_int_equal(node->phrases[PHRASE_DOWN]->next->change, CHANGE_WAS);
	assert_string_equal(node->phrases[PHRASE_SAME]->text, "");
	assert_string_equal(node->phrases[PHRASE_NONE]->text, "无数据");
	release(&parsed);
}

static void test_list(void **state)
{
	(void)state;
	struct parsed parsed =
	        parse(TRIAL_HEAD, "{{list fact where rank > 1 order stated_on top 3 sep \"；\" last \"。\" "
	                          "none \"暂无\" upto:end}}{{it.statement}}{{it.stated_on :full_date}}"
	                          "{{it.rank :hanzi}}{{no :hanzi}}{{end}}");
	const struct node *node = first_node(&parsed);
	assert_int_equal(node->kind, NODE_LIST);
	assert_string_equal(node->ledger->name, "fact");
	assert_string_equal(node->use.where, "rank > 1");
	assert_int_equal(node->use.span, USE_UPTO_END);
	assert_string_equal(node->order_by, "stated_on");
	assert_int_equal(node->top, 3);
	assert_string_equal(node->none->text, "暂无");
	assert_int_equal(node->inside->it, IT_FIELD);
	assert_string_equal(node->inside->field->name, "statement");
	assert_int_equal(node->inside->next->format, FORMAT_FULL_DATE);
	assert_int_equal(node->inside->next->next->format, FORMAT_HANZI);
	assert_int_equal(node->inside->next->next->next->format, FORMAT_HANZI);
	release(&parsed);
	/* A register that does not exist yet may hold anything. */
	struct parsed later =
	        parse(TRIAL_HEAD, "{{list honour where rank >= 'city' order rank}}{{it.title}}{{end}}"
	                          "{{list fact order number}}{{it.rank}}{{end}}");
	assert_null(first_node(&later)->ledger);
	assert_string_equal(first_node(&later)->inside->text, "title");
	release(&later);
}

static void test_if(void **state)
{
	(void)state;
	static const struct {
		const char *sign;
		enum comparison comparison;
	} signs[] = {{"=", COMPARE_EQUAL},       {"!=", COMPARE_UNEQUAL}, {"<", COMPARE_LESS},
	             {"<=", COMPARE_LESS_EQUAL}, {">", COMPARE_MORE},     {">=", COMPARE_MORE_EQUAL}};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		struct arena arena = {};
		struct parsed parsed = parse(
		        TRIAL_HEAD,
		        arena_format(&arena, "{{if activity.held %s -7}}有{{else}}无{{end}}", signs[i].sign));
		const struct node *node = first_node(&parsed);
		assert_int_equal(node->kind, NODE_IF);
		assert_int_equal(node->comparison, signs[i].comparison);
		assert_int_equal(node->operand, -7);
		assert_string_equal(node->inside->text, "有");
		assert_string_equal(node->otherwise->text, "无");
		release(&parsed);
		arena_release(&arena);
	}
	struct parsed data = parse(TRIAL_HEAD, "{{if activity.held}}有{{end}}");
	assert_int_equal(first_node(&data)->comparison, COMPARE_DATA);
	assert_null(first_node(&data)->otherwise);
	release(&data);
}

static void test_fixed_and_write(void **state)
{
	(void)state;
	struct parsed parsed = parse(
	        TRIAL_HEAD, "{{fixed 15 source:\"文件〔2026〕8号\"}}{{fixed \"首批 三个\" source:\"通报\"}}"
	                    "{{write \"存在问题\" by:drafter max:600}}{{write \"思路\"}}"
	                    "{{if activity.held}}{{fixed 1 source:\"a\"}}{{end}}");
	const struct node *node = first_node(&parsed);
	assert_string_equal(node->text, "15");
	assert_string_equal(node->source, "文件〔2026〕8号");
	node = node->next;
	assert_string_equal(node->text, "首批 三个");
	node = node->next;
	assert_int_equal(node->kind, NODE_WRITE);
	assert_string_equal(node->text, "存在问题");
	assert_string_equal(node->source, "drafter");
	assert_int_equal(node->top, 600);
	node = node->next;
	assert_null(node->source);
	assert_int_equal(node->top, 2000);
	release(&parsed);
}

static void test_names_and_days(void **state)
{
	(void)state;
	static const struct {
		const char *directive;
		enum word word;
		enum language language;
	} words[] = {{"org.name", WORD_ORG_NAME, 0},       {"org.short", WORD_ORG_SHORT, 0},
	             {"org.place", WORD_ORG_PLACE, 0},     {"org.leaders", WORD_ORG_LEADERS, 0},
	             {"period.zh", WORD_PERIOD, 0},        {"period.en", WORD_PERIOD, LANGUAGE_EN},
	             {"period.year", WORD_PERIOD_YEAR, 0}, {"next.zh", WORD_NEXT, 0},
	             {"next.en", WORD_NEXT, LANGUAGE_EN},  {"date", WORD_DATE, 0}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct arena arena = {};
		struct parsed parsed =
		        parse(TRIAL_HEAD, arena_format(&arena, "{{ %s }}", words[i].directive));
		assert_int_equal(first_node(&parsed)->kind, NODE_WORD);
		assert_int_equal(first_node(&parsed)->word, words[i].word);
		assert_int_equal(first_node(&parsed)->language, words[i].language);
		release(&parsed);
		arena_release(&arena);
	}
}

static void test_checks(void **state)
{
	(void)state;
	struct parsed parsed =
	        parse(TRIAL_HEAD, "{{check parts activity.held by kind}}"
	                          "{{check same org.communities activity.held}}"
	                          "{{check filed activity.silent}}{{check filed venue.silent}}");
	const struct node *node = first_node(&parsed);
	assert_int_equal(node->check, CHECK_PARTS);
	assert_string_equal(node->use.by, "kind");
	node = node->next;
	assert_int_equal(node->check, CHECK_SAME);
	assert_string_equal(node->use.name, "org.communities");
	assert_string_equal(node->other.name, "activity.held");
	node = node->next;
	assert_int_equal(node->check, CHECK_FILED);
	assert_null(node->next->use.figure);
	release(&parsed);
}

static void test_depth(void **state)
{
	(void)state;
	struct text body = TEXT_EMPTY;
	for (int i = 0; i < TEMPLATE_DEPTH_MAX; i++)
		text_add(&body, "{{if activity.held}}");
	text_add(&body, "有");
	for (int i = 0; i < TEMPLATE_DEPTH_MAX; i++)
		text_add(&body, "{{end}}");
	struct parsed parsed = parse(TRIAL_HEAD, body.at);
	release(&parsed);
	text_release(&body);
}

/* ---- the register of statements ---- */

static void test_statement_register_is_checked(void **state)
{
	(void)state;
	static const char poor[] = "register: statement\n"
	                           "title: {zh: 总结定稿, en: Signed summary}\n"
	                           "group: summary\n"
	                           "org: summary_org\n"
	                           "counts_on: period_to\n"
	                           "fields:\n"
	                           "  summary_org: {title: {zh: 单位, en: Unit}, type: org, required: true}\n"
	                           "  summary: {title: {zh: 模板, en: Template}, type: note}\n"
	                           "  period_to: {title: {zh: 止, en: To}, type: date, required: true}\n"
	                           "access:\n"
	                           "  clerk: {open: own_tree, change: own_tree}\n";
	const struct definition_file file = OFFICE_FILE("registers/statement.yaml", poor);
	struct definitions *lacking = office_definitions(NULL, NULL, &file, 1);
	struct faults faults = {};
	size_t named = 0;
	assert_false(templates_check(lacking, &faults));
	for (size_t i = 0; i < faults.count; i++) {
		assert_int_equal(faults.items[i].code, summary_statement_lacks);
		named += text_equal(faults.items[i].argument[0], "summary: text") ||
		         text_equal(faults.items[i].argument[0], "figures.records: note") ||
		         text_equal(faults.items[i].argument[0], "withdraw") ||
		         text_equal(faults.items[i].argument[0], "issued");
	}
	assert_int_equal(named, 4);
	faults_release(&faults);
	definitions_free(lacking);
	faults = (struct faults){};
	assert_true(templates_check(definitions, &faults));
	assert_int_equal(faults.count, 0);
}

/* ---- what must be refused ---- */

static bool covered[FAULT_CODES];

/* "%% fault: summary_x 9:3", in any order. */
static void expected_faults(const char *text, struct text *out)
{
	static const char mark[] = "\n%% fault: ";
	for (const char *at = text; (at = strstr(at, mark)) != NULL;) {
		at += strlen(mark);
		text_add_bytes(out, at, strcspn(at, "\n"));
		text_add_byte(out, '\n');
	}
}

/* `messages` collects what a person reads, in both languages. */
static bool must_fail(const char *file, struct text *messages)
{
	struct arena arena = {};
	struct text expected = TEXT_EMPTY, found = TEXT_EMPTY;
	char *bytes;
	size_t length;
	MUST(file_read(&arena, arena_format(&arena, "%s/tests/must_fail/summaries/%s", office_root(), file),
	               &bytes, &length, &fault));
	expected_faults(bytes, &expected);
	struct parsed parsed =
	        parse_named(arena_copy_bytes(&arena, file, strlen(file) - strlen(".txt")), bytes, length);
	text_format(messages, "== %s\n", file);
	for (size_t i = 0; i < parsed.faults.count; i++) {
		const struct fault *fault = &parsed.faults.items[i];
		fault_print(fault, LANGUAGE_ZH, messages);
		fault_print(fault, LANGUAGE_EN, messages);
		text_format(&found, "%s %d:%d\n", fault_name(fault->code), fault->at.line, fault->at.column);
		covered[fault->code] = true;
		assert_string_equal(fault->at.file, "trial.txt");
	}
	bool same = !parsed.good && text_equal(found.at, expected.at);
	if (!same)
		print_message("# %s: %s# instead of %s", file, found.at, expected.at);
	text_release(&expected);
	text_release(&found);
	release(&parsed);
	arena_release(&arena);
	return same;
}

static void test_must_fail(void **state)
{
	(void)state;
	struct arena arena = {};
	struct text messages = TEXT_EMPTY;
	struct dirent **entries;
	int count = scandir(arena_format(&arena, "%s/tests/must_fail/summaries", office_root()), &entries,
	                    NULL, alphasort);
	int tried = 0, wrong = 0;
	assert_true(count > 0);
	for (int i = 0; i < count; i++) {
		if (text_ends(entries[i]->d_name, ".txt")) {
			tried++;
			wrong += !must_fail(entries[i]->d_name, &messages);
		}
		free(entries[i]);
	}
	free(entries);
	arena_release(&arena);
	assert_true(tried > 90);
	assert_int_equal(wrong, 0);
	assert_true(golden_same("messages/summaries.txt", messages.at));
	text_release(&messages);
}

/* Every fault that reading a template can have stands in one of those files. */
static void test_every_fault_is_tried(void **state)
{
	(void)state;
	static const enum fault_code codes[] = {
	        summary_orphan_digits,  summary_string_wanted,     summary_unknown_figure,
	        summary_unknown_option, summary_number_wanted,     summary_phrase_missing,
	        summary_unknown_field,  summary_source_missing,    summary_too_deep,
	        summary_end_missing,    summary_end_unexpected,    summary_brace_missing,
	        summary_unknown_role,   summary_bad_head,          summary_head_missing,
	        summary_it_outside,     summary_not_text,          summary_unknown_line,
	        summary_bad_format,     summary_comparison_wanted, summary_by_missing,
	        summary_field_closed,   summary_list_closed,       summary_not_additive,
	        summary_not_of_missing, summary_not_comparable,    summary_unknown_it};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		if (!covered[codes[i]])
			print_message("# no file for %s\n", fault_name(codes[i]));
		assert_true(covered[codes[i]]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_head),
	        cmocka_unit_test(test_lines),
	        cmocka_unit_test(test_heading_numbering),
	        cmocka_unit_test(test_lines_join),
	        cmocka_unit_test(test_tables),
	        cmocka_unit_test(test_names),
	        cmocka_unit_test(test_names_take_the_longest),
	        cmocka_unit_test(test_files_as_editors_write_them),
	        cmocka_unit_test(test_not_text),
	        cmocka_unit_test(test_number),
	        cmocka_unit_test(test_each),
	        cmocka_unit_test(test_vs),
	        cmocka_unit_test(test_list),
	        cmocka_unit_test(test_if),
	        cmocka_unit_test(test_fixed_and_write),
	        cmocka_unit_test(test_names_and_days),
	        cmocka_unit_test(test_checks),
	        cmocka_unit_test(test_depth),
	        cmocka_unit_test(test_statement_register_is_checked),
	        cmocka_unit_test(test_must_fail),
	        cmocka_unit_test(test_every_fault_is_tried),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
