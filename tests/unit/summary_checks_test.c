/* What is printed beside a summary and how it is blanked: each check shown
   present and absent; x for what has no data; every number of the html a link;
   nothing left of a count in a paper for publishing. */
#include "loose_text.h"
#include "summary/document_json.h"
#include "summary/table.h"
#include "summary_fixture.h"

static void open_office(struct office *office)
{
	office_open(office, office_definitions(NULL, NULL, NULL, 0));
}

static struct document *gathered(struct office *office, const char *head, const char *body)
{
	office_template(office, arena_format(&office->arena, "%s%s", head, body));
	return gather(office);
}

/* How many warnings of the kind the body gives; the last one's words into `ret_words` (may be NULL). */
static size_t warned(struct office *office, const char *body, enum warning_kind kind, const char **ret_words)
{
	struct document *document = gathered(office, TRIAL_HEAD, body);
	size_t count = warnings_of(document, kind);
	for (size_t i = 0; i < document->warning_count && ret_words; i++)
		if (document->warnings[i].kind == kind)
			*ret_words = arena_copy(&office->arena, document->warnings[i].text);
	document_free(document);
	return count;
}

static void add_activities(struct office *office, int count, const char *day, const char *kind)
{
	for (int i = 0; i < count; i++)
		add_activity(office, "440307001", day, kind, NULL, NULL, NULL);
}

/* ---- figures without data ---- */

static void test_missing(void **state)
{
	(void)state;
	struct office office;
	const char *words = NULL;
	const char *body = "办{{activity.held}}场，又{{activity.held}}场，播出{{episode.aired}}期。";
	open_office(&office);
	struct document *document = gathered(&office, TRIAL_HEAD, body);
	struct text plain = TEXT_EMPTY, report = TEXT_EMPTY;
	document_plain(document, &plain);
	document_report(document, &report);
	assert_string_equal(plain.at, "　　办x场，又x场，播出x期。\n");
	/* Each name once, though it printed twice. */
	assert_int_equal(warnings_of(document, WARNING_MISSING), 2);
	assert_true(warns(document, "缺数：活动场次（activity.held）没有记录"));
	assert_true(warns(document, "缺数：episode.aired 还没有台账"));
	assert_non_null(strstr(report.at, "缺数 2 个，印 x：activity.held、episode.aired"));
	text_release(&plain);
	text_release(&report);
	document_free(document);
	add_activities(&office, 1, "2021-03-30", "class");
	assert_int_equal(warned(&office, body, WARNING_MISSING, &words), 1);
	assert_string_equal(words, "缺数：episode.aired 还没有台账");
	assert_int_equal(warned(&office, "办{{activity.held}}场。", WARNING_MISSING, NULL), 0);
	/* None of a kind, though there are others: that is 0, and no gap. */
	assert_prints(&office, "线上{{activity.online}}场。", "线上0场。");
	office_close(&office);
}

/* ---- parts and total ---- */

/* The register of activities with the seven kinds of the report in place of its three. */
static const char *seven_kinds(void)
{
	static char out[sizeof office_activity + 512];
	static const char three[] = "      - class: {zh: 讲堂, en: Classes}\n"
	                            "      - camp: {zh: 体验营, en: Camps}\n"
	                            "      - reading: {zh: 亲子阅读, en: Readings}\n";
	const char *at = strstr(office_activity, three);
	assert_non_null(at);
	int used = snprintf(out, sizeof out, "%.*s", (int)(at - office_activity), office_activity);
	for (int i = 1; i <= 7; i++)
		used += snprintf(out + used, sizeof out - (size_t)used,
		                 "      - k%d: {zh: 类%d, en: Kind %d}\n", i, i, i);
	snprintf(out + used, sizeof out - (size_t)used, "%s", at + strlen(three));
	return out;
}

static void test_parts(void **state)
{
	(void)state;
	struct office office;
	static const char *const kinds[] = {"k1", "k2", "k3", "k4", "k5", "k6", "k7"};
	static const char body[] = "{{activity.held}}场{{check parts activity.held by kind}}";
	const struct definition_file other = {"registers/activity.yaml", seven_kinds(),
	                                      strlen(seven_kinds())};
	const char *words = NULL;
	office_open(&office, office_definitions(NULL, NULL, &other, 1));
	/* Nothing at all is no difference. */
	assert_int_equal(warned(&office, body, WARNING_PARTS, NULL), 0);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		add_activities(&office, 1, "2021-03-30", kinds[i]);
	assert_int_equal(warned(&office, body, WARNING_PARTS, NULL), 0);
	add_activities(&office, 2, "2021-03-30", NULL);
	assert_int_equal(warned(&office, body, WARNING_PARTS, &words), 1);
	assert_string_equal(words, "分项与总数：活动场次 7 类合计 7，总数 9，差 2 未归类");
	/* It stands on demand only. */
	assert_int_equal(warned(&office, "{{activity.held}}场", WARNING_PARTS, NULL), 0);
	office_close(&office);
}

static void test_two_ways(void **state)
{
	(void)state;
	struct office office;
	static const char body[] = "好{{check same org.communities activity.held}}";
	const char *words = NULL;
	open_office(&office);
	/* One of them without data: nothing to compare. */
	assert_int_equal(warned(&office, body, WARNING_PARTS, NULL), 0);
	add_activities(&office, 1, "2021-03-30", "class");
	assert_int_equal(warned(&office, body, WARNING_PARTS, &words), 1);
	assert_string_equal(words, "两种数法不等：社区数 2，活动场次 1");
	add_activities(&office, 1, "2021-03-30", "class");
	assert_int_equal(warned(&office, body, WARNING_PARTS, NULL), 0);
	office_close(&office);
}

/* ---- units that filed nothing ---- */

static void test_unfiled(void **state)
{
	(void)state;
	struct office office;
	static const char body[] = "好{{check filed activity.silent}}";
	const char *words = NULL;
	open_office(&office);
	add_activity(&office, "440307001001", "2021-03-30", NULL, NULL, NULL, NULL);
	assert_int_equal(warned(&office, body, WARNING_UNFILED, &words), 1);
	assert_string_equal(words, "没有报送：没有活动的社区 1 个：罗岗社区");
	/* Last year's report does not count for this. */
	add_activity(&office, "440307002001", "2020-03-30", NULL, NULL, NULL, NULL);
	assert_int_equal(warned(&office, body, WARNING_UNFILED, NULL), 1);
	add_activity(&office, "440307002001", "2021-06-30", NULL, NULL, NULL, NULL);
	assert_int_equal(warned(&office, body, WARNING_UNFILED, NULL), 0);
	office_close(&office);
}

/* ---- leaps against last year ---- */

static void test_leaps(void **state)
{
	(void)state;
	static const char body[] = "{{activity.held}}场";
	static const struct {
		int before, now;
		const char *words; /* NULL: no leap */
	} rows[] = {
	        {10, 16, "跳变：活动场次 上年同期 10，本期 16，增 60%，请核对并写一句原因"},
	        {10, 15, NULL}, /* 50 % is not more than 50 % */
	        {16, 7, "跳变：活动场次 上年同期 16，本期 7，降 56.25%，请核对并写一句原因"},
	        {2, 9, NULL}, /* too few to speak of */
	        {12, 12, NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct office office;
		const char *words = NULL;
		open_office(&office);
		add_activities(&office, rows[i].before, "2020-03-30", "class");
		add_activities(&office, rows[i].now, "2021-03-30", "class");
		assert_int_equal(warned(&office, body, WARNING_LEAP, &words), rows[i].words != NULL);
		if (words)
			assert_string_equal(words, rows[i].words);
		/* Where the head compares with nothing, nothing leaps, though last year is known here. */
		struct document *document =
		        gathered(&office, TRIAL_HEAD_EN,
		                 "{{activity.held}} events, {{vs activity.held up:\"more\" down:\"fewer\" "
		                 "same:\"as many\" none:\"new\"}}");
		assert_int_equal(warnings_of(document, WARNING_LEAP), 0);
		document_free(document);
		office_close(&office);
	}
}

/* From nothing to something there is no percentage, and it is a leap all the same. */
static void test_leap_from_nothing(void **state)
{
	(void)state;
	struct office office;
	const char *words = NULL;
	open_office(&office);
	add_activities(&office, 1, "2020-03-30", "class");
	add_activities(&office, 12, "2021-03-30", "camp");
	assert_int_equal(warned(&office, "{{activity.held where kind = 'camp'}}场", WARNING_LEAP, &words), 1);
	assert_string_equal(words, "跳变：活动场次 上年同期 0，本期 12，请核对并写一句原因");
	office_close(&office);
}

/* The bounds are settings. */
static void test_leap_settings(void **state)
{
	(void)state;
	static const char percent[] =
	        "setting: summary_leap_percent\ntitle: {zh: 跳变, en: Leap}\ntype: int\n"
	        "values:\n  - {value: 10, source: test}\n";
	static const char least[] = "setting: summary_leap_least\ntitle: {zh: 起数, en: Least}\ntype: int\n"
	                            "values:\n  - {value: 30, source: test}\n";
	const struct definition_file files[] = {
	        {"settings/summary_leap_percent.yaml", percent, sizeof percent - 1},
	        {"settings/summary_leap_least.yaml", least, sizeof least - 1}};
	for (size_t count = 0; count <= 2; count++) {
		struct office office;
		office_open(&office, office_definitions(NULL, NULL, files, count));
		add_activities(&office, 20, "2020-03-30", "class");
		add_activities(&office, 24, "2021-03-30", "class");
		/* 20 %: not over 50; over 10; and with at least 30 wanted, too few again. */
		assert_int_equal(warned(&office, "{{activity.held}}场", WARNING_LEAP, NULL), count == 1);
		office_close(&office);
	}
}

/* ---- words of people ---- */

static void test_written(void **state)
{
	(void)state;
	struct office office;
	static const char body[] = "{{write \"存在问题\" by:drafter max:600}}";
	const char *words = NULL;
	open_office(&office);
	assert_int_equal(warned(&office, body, WARNING_UNWRITTEN, &words), 1);
	assert_string_equal(words, "“存在问题”还没有写");
	MUST(summary_write(office.book, &office.drafter, &office.request, "存在问题", "走访12户。", &fault));
	assert_int_equal(warned(&office, body, WARNING_UNWRITTEN, NULL), 0);
	assert_int_equal(warned(&office, body, WARNING_UNPROVED, &words), 1);
	assert_string_equal(words, "“存在问题”里的“12”没有来源");
	MUST(summary_write(office.book, &office.drafter, &office.request, "存在问题",
	                   "走访[[12|街道台账]]户。", &fault));
	assert_int_equal(warned(&office, body, WARNING_UNPROVED, NULL), 0);
	assert_prints(&office, body, "走访12户。");
	office_close(&office);
}

/* ---- blanked for publishing ---- */

static const char publishable[] =
        "# {{org.name}}{{period.zh}}总结\n\n"
        "{{period.zh}}办{{activity.held}}场，{{vs activity.held up:\"增长{pct}、多{n}场，上年{was}场\" "
        "down:\"降{pct}\" "
        "same:\"持平\" none:\"无\"}}，线上占{{activity.online_pct}}，最近{{activity.last_on "
        ":date}}，即{{activity.last_on "
        ":full_date}}，{{each activity.held by kind sep "
        "\"，\"}}{{it.label}}{{it.n}}场占{{it.share}}{{end}}，播出{{episode.aired}}期，"
        "立项{{fixed 15 source:\"文件〔2026〕8号\"}}项、{{fixed 60 source:\"条例\"}}日内办结，{{list "
        "fact}}{{it.statement}}{{end}}，"
        "名额{{activity.seats :hanzi}}，拨打12338。\n@date {{date}}\n";

static void fill_publishable(struct office *office)
{
	add_activities(office, 2, "2020-03-30", "class");
	add_activities(office, 2, "2021-03-30", "class");
	add_activity(office, "440307002", "2021-06-08", "camp", NULL, "318", NULL);
	add_fact(office, "440307", "2021-05-04", "获奖3项、达标率98.67%，2020年5月4日三个项目入选", NULL);
}

/* As the report of the source is blanked: counts x, the last digit of years _; percentages and days stay. */
static void test_redacted(void **state)
{
	(void)state;
	struct office office;
	struct text plain = TEXT_EMPTY, whole = TEXT_EMPTY;
	open_office(&office);
	fill_publishable(&office);
	struct document *document = gathered(&office, TRIAL_HEAD, publishable);
	document_plain(document, &whole);
	document_free(document);
	assert_string_equal(whole.at,
	                    "龙岗区2021年上半年总结\n\n"
	                    "　　2021年上半年办3场，增长50%、多1场，上年2场，线上占0%"
	                    "，最近6月8日，即2021年6月8日，讲堂2场占66.67%，"
	                    "体验营1场占33.33%，亲子阅读0场占0%，播出x期，立项15项、60日内办结，"
	                    "获奖3项、达标率98.67%"
	                    "，2020年5月4日三个项目入选，名额三百一十八，拨打12338。\n2021年7月5日\n");
	office.request.redact = true;
	document = gathered(&office, TRIAL_HEAD, publishable);
	document_plain(document, &plain);
	assert_string_equal(
	        plain.at,
	        "龙岗区202_年上半年总结\n\n"
	        "　　202_年上半年办x场，增长50%、多x场，上年x场，线上占0%，最近6月8日，即202_"
	        "年6月8日，讲堂x场占66.67%，"
	        "体验营x场占33.33%，亲子阅读x场占0%，播出x期，立项x项、60日内办结，"
	        "获奖x项、达标率98.67%，202_年5月4日x个项目入选，名额x，拨打12338。\n202_年7月5日\n");
	document_free(document);
	text_release(&plain);
	text_release(&whole);
	office_close(&office);
}

/* A blanked paper carries nothing that could give away what was blanked: no link, no note, no number. */
static void test_redacted_tells_nothing(void **state)
{
	(void)state;
	struct office office;
	struct text html = TEXT_EMPTY;
	open_office(&office);
	fill_publishable(&office);
	office.request.redact = true;
	struct document *document = gathered(&office, TRIAL_HEAD, publishable);
	document_html(document, "http://127.0.0.1:12338", &html);
	assert_null(strstr(html.at, "href"));
	assert_null(strstr(html.at, "notes\""));
	assert_null(strstr(html.at, "title=\""));
	assert_null(strstr(html.at, "318"));
	assert_null(strstr(html.at, "三百一十八"));
	for (size_t i = 0; i < document->block_count; i++)
		for (size_t j = 0; j < document->blocks[i].count; j++)
			assert_null(document->blocks[i].runs[j].proof);
	/* What the drafter sees on the terminal stays. */
	assert_true(document->proof_count > 10);
	document_free(document);
	text_release(&html);
	office_close(&office);
}

/* ---- the page ---- */

static void test_every_number_is_a_link(void **state)
{
	(void)state;
	struct office office;
	struct text html = TEXT_EMPTY, loose = TEXT_EMPTY;
	open_office(&office);
	fill_publishable(&office);
	struct document *document = gathered(&office, TRIAL_HEAD, publishable);
	document_html_body(document, "", &html);
	loose_text(html.at, &loose);
	/* What is left counts nothing: the period, a name of the head, the day of the document. */
	assert_string_equal(loose.at,
	                    "|\n|龙岗区2021年上半年总结|\n"
	                    "|2021年上半年办|场，增长|、多|场，上年|场，线上占|，最近|，即|，讲堂|场占|"
	                    "，体验营|场占|，亲子阅读|场占|，"
	                    "播出|期，立项|项、|日内办结，|，名额|，拨打12338。|\n|2021年7月5日|\n|\n");
	assert_non_null(strstr(
	        html.at, "<a class=\"figure\" href=\"/figure/activity.held?org=440307&amp;period=2021H1"));
	assert_non_null(strstr(html.at, "<a class=\"missing\" href=\"/figure/episode.aired"));
	assert_non_null(strstr(html.at, "<a class=\"figure\" href=\"/record/fact/"));
	assert_non_null(strstr(html.at, "<span class=\"fixed\" title=\"文件〔2026〕8号\">15</span>"));
	document_free(document);
	text_release(&html);
	text_release(&loose);
	office_close(&office);
}

/* ---- tables ---- */

static const char table_body[] =
        "@table\n类别 | 场次 | 占比\n"
        "{{each activity.held by kind}}{{it.label}} | {{it.n}} | {{it.share}}{{end}}\n"
        "{{each activity.held by kind having n > 9}}{{it.label}} | {{it.n}}{{end}}\n"
        "合计 | {{activity.held}}\n\n后面。\n";

/* A row a part; a row in which nothing printed is none; what a short row lacks is empty. */
static void test_table(void **state)
{
	(void)state;
	struct office office;
	struct text plain = TEXT_EMPTY, html = TEXT_EMPTY;
	open_office(&office);
	add_activities(&office, 3, "2021-03-30", "class");
	add_activities(&office, 1, "2021-03-31", "camp");
	struct document *document = gathered(&office, TRIAL_HEAD, table_body);
	const struct block *table = &document->blocks[0];
	assert_int_equal(table->kind, BLOCK_TABLE);
	const struct table_view view = table_view(table, &office.arena);
	assert_int_equal(view.columns, 3);
	assert_int_equal(view.cells[(view.rows - 1) * 3].count, 1);
	assert_string_equal(view.cells[(view.rows - 1) * 3].runs->text, "合计");
	assert_string_equal(view.cells[(view.rows - 1) * 3 + 1].runs->text, "4");
	assert_int_equal(view.cells[(view.rows - 1) * 3 + 2].count, 0);
	document_plain(document, &plain);
	document_html_body(document, "", &html);
	assert_true(text_starts(plain.at, "类别 | 场次 | 占比\n"));
	assert_non_null(strstr(plain.at, " | 3 | 75%\n"));
	assert_non_null(strstr(plain.at, "\n合计 | 4\n\n　　后面。"));
	assert_null(strstr(plain.at, "\n\n合计"));
	assert_non_null(strstr(html.at, "<tr><th>类别</th><th>场次</th><th>占比</th></tr>"));
	assert_non_null(strstr(html.at, "<td>合计</td><td><a class=\"figure\""));
	assert_non_null(strstr(html.at, "<td></td></tr>\n</table>\n<p>后面。</p>"));
	text_release(&plain);
	text_release(&html);
	document_free(document);
	office_close(&office);
}

/* Kept and read again, blanked, and on paper. */
static void test_table_goes_through(void **state)
{
	(void)state;
	struct office office;
	struct text packed = TEXT_EMPTY, again = TEXT_EMPTY, docx = TEXT_EMPTY, pdf = TEXT_EMPTY,
	            plain = TEXT_EMPTY;
	open_office(&office);
	add_activities(&office, 2, "2021-03-30", "class");
	struct document *document = gathered(&office, TRIAL_HEAD, table_body);
	struct document kept = {};
	document_pack(document, &packed);
	MUST(document_unpack(office.definitions, packed.at, &kept, &fault));
	document_pack(&kept, &again);
	assert_string_equal(again.at, packed.at);
	MUST(document_docx(document, "", &docx, &fault));
	MUST(document_pdf(document, "http://127.0.0.1:12338", &pdf, &fault));
	assert_true(text_starts(pdf.at, "%PDF-"));
	document_redact(document);
	document_plain(document, &plain);
	assert_non_null(strstr(plain.at, "合计 | x\n"));
	text_release(&packed);
	text_release(&again);
	text_release(&docx);
	text_release(&pdf);
	text_release(&plain);
	arena_release(&kept.arena);
	document_free(document);
	office_close(&office);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_missing),
	        cmocka_unit_test(test_parts),
	        cmocka_unit_test(test_two_ways),
	        cmocka_unit_test(test_unfiled),
	        cmocka_unit_test(test_leaps),
	        cmocka_unit_test(test_leap_from_nothing),
	        cmocka_unit_test(test_leap_settings),
	        cmocka_unit_test(test_written),
	        cmocka_unit_test(test_redacted),
	        cmocka_unit_test(test_redacted_tells_nothing),
	        cmocka_unit_test(test_every_number_is_a_link),
	        cmocka_unit_test(test_table),
	        cmocka_unit_test(test_table_goes_through),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
