/* The pages, asked over a socket: every one answers in both languages and is
   well formed; what is refused says why; what people wrote is never taken for
   HTML; what is sealed never appears. */
#include "web_fixture.h"

#include <libxml/HTMLparser.h>
#include <libxml/xmlerror.h>

#include "web/dispatch.h"

static struct office office;

static int setup(void **state)
{
	(void)state;
	office_setup(&office);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	office_teardown(&office);
	return 0;
}

/* ---- HTML ---- */

struct complaints {
	const char *path;
	int count;
};

static void complain(void *context, xmlErrorPtr error)
{
	struct complaints *complaints = context;
	if (error->code == XML_HTML_UNKNOWN_TAG) /* libxml2 knows HTML 4 */
		return;
	complaints->count++;
	print_error("%s:%d: %s", complaints->path, error->line, error->message);
}

static void assert_well_formed(const char *path, const struct answer *answer)
{
	struct complaints complaints = {path, 0};
	xmlSetStructuredErrorFunc(&complaints, complain);
	htmlDocPtr document =
	        htmlReadMemory(answer->body, (int)answer->length, path, "utf-8", HTML_PARSE_NONET);
	xmlSetStructuredErrorFunc(NULL, NULL);
	assert_non_null(document);
	xmlFreeDoc(document);
	assert_int_equal(complaints.count, 0);
	assert_true(utf8_valid(answer->body, answer->length));
}

/* What a page says in its main part, for a message that is cut. */
static const char *said(const struct answer *answer)
{
	const char *fault = strstr(answer->body, "class=\"fault\""), *main = strstr(answer->body, "<main");
	return fault ? fault : main ? main : answer->body;
}

static void assert_holds(const struct answer *answer, const char *words)
{
	if (!strstr(answer->body, words))
		fail_msg("\"%s\" is not in:\n%s", words, said(answer));
}

static void assert_lacks(const struct answer *answer, const char *words)
{
	const char *found = strstr(answer->body, words);
	if (found)
		fail_msg("\"%s\" is in:\n%s", words, found);
}

static void assert_fault(const struct answer *answer, int status, enum fault_code code)
{
	if (answer->status != status || !strstr(answer->body, fault_name(code)))
		fail_msg("%d and %s wanted, got %d:\n%s", status, fault_name(code), answer->status,
		         said(answer));
	assert_well_formed(fault_name(code), answer);
}

static const char *path_of(const char *format, ...) __attribute__((format(printf, 1, 2)));
static const char *path_of(const char *format, ...)
{
	struct text path = TEXT_EMPTY;
	va_list list;
	va_start(list, format);
	text_format_list(&path, format, list);
	va_end(list);
	const char *kept = arena_copy(&office.books.arena, path.at);
	text_release(&path);
	return kept;
}

static const char *talk_path(void)
{
	return path_of("/record/talk/%lld", (long long)office.talk->id);
}

/* ---- the table of routes ---- */

static bool same_shape(const char *a, const char *b)
{
	struct arena arena = {};
	const char *segments[REQUEST_SEGMENTS];
	const struct route *found = route_find(&arena, a, segments);
	bool same = found && text_equal(found->pattern, b);
	arena_release(&arena);
	return same;
}

static void test_routes_are_well_formed(void **state)
{
	(void)state;
	static const char *const rooms[] = {"summary", "figures", "registers", "organisation", NULL};
	size_t count = 0;
	for (const struct route *route = routes; route->pattern; route++, count++) {
		bool known = !route->room;
		for (size_t i = 0; rooms[i]; i++)
			known = known || text_equal(route->room, rooms[i]);
		assert_true(known);
		assert_non_null(route->page);
		assert_true(route->pattern[0] == '/');
		assert_true(route->action < ACCESS_ACTION_COUNT);
		/* What reads the books is audited; what is part of the program is neither read nor audited. */
		assert_int_equal(route->audit == AUDIT_NONE, route->transaction == TRANSACTION_NONE);
		assert_int_equal(route->audit == AUDIT_NONE, route->room == NULL);
		/* No row hides a later one: each pattern, taken as a path, finds its own row. */
		assert_true(same_shape(route->pattern, route->pattern));
	}
	assert_true(count > 8);
}

static void test_routes_take_paths_apart(void **state)
{
	(void)state;
	struct arena arena = {};
	const char *segments[REQUEST_SEGMENTS];
	assert_non_null(route_find(&arena, "/record/talk/12", segments));
	assert_string_equal(segments[1], "talk");
	assert_string_equal(segments[2], "12");
	assert_null(segments[3]);
	static const char *const none[] = {"",
	                                   "record",
	                                   "//",
	                                   "/record",
	                                   "/record/talk",
	                                   "/record/talk/",
	                                   "/record/talk/1/2",
	                                   "/figures/",
	                                   "/figure/",
	                                   "//figures",
	                                   "/Figures",
	                                   "/a/b/c/d/e/f/g/h/i/j"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_null(route_find(&arena, none[i], segments));
	arena_release(&arena);
}

/* ---- every page ---- */

static size_t gather_pages(const char *pages[])
{
	static const char *const plain[] = {
	        "/",
	        "/summary/half_year",
	        "/summary/half_year_en",
	        "/figures",
	        "/figure/talk.held",
	        "/figure/talk.guests",
	        "/figure/talk.noted_pct",
	        "/figure/talk.under_way",
	        "/figure/talk.last_on",
	        "/figure/talk.silent",
	        "/figure/org.streets",
	        "/figure/talk.held?by1=kind&key1=law",
	        "/figure/talk.held?by1=kind",
	        "/figure/talk.held?by1=month&key1=202105",
	        "/figure/talk.held?by1=org:street&key1=440307001&by2=kind&key2=law",
	        "/figure/talk.held?cumulative=1",
	        "/figure/talk.held?where=kind%20%3D%20'law'",
	        "/figure/talk.held?org=440307001",
	        "/figure/talk.held?period=2022H1",
	        "/registers",
	        "/register/talk",
	        "/register/talk?span=all",
	        "/register/talk?state=held",
	        "/register/talk?where=kind%20is%20not%20set",
	        "/register/talk?period=2019H1",
	        "/register/org",
	        "/register/statement",
	        "/entry/440307/1",
	        "/entry/440307/5",
	        "/organisation",
	        "/organisation?org=440307001",
	        "/organisation?org=440307001001"};
	size_t count = 0;
	for (; count < sizeof plain / sizeof *plain; count++)
		pages[count] = plain[count];
	pages[count++] = talk_path();
	return count;
}

static void test_every_page_in_both_languages(void **state)
{
	(void)state;
	const char *pages[64];
	size_t count = gather_pages(pages);
	static const char *const languages[][2] = {{"zh", "<html lang=\"zh-CN\">"},
	                                           {"en", "<html lang=\"en\">"}};
	for (size_t i = 0; i < count; i++)
		for (size_t l = 0; l < 2; l++) {
			const char *path = path_of("%s%clang=%s", pages[i], strchr(pages[i], '?') ? '&' : '?',
			                           languages[l][0]);
			const struct answer answer = get(&office, path);
			if (answer.status != 200)
				fail_msg("%s: %d\n%s", path, answer.status, said(&answer));
			assert_well_formed(path, &answer);
			assert_holds(&answer, languages[l][1]);
			static const char *const parts[] = {
			        "<title>", "<main id=\"main\">", "<h1>", "class=\"skip\"", "<nav", "</html>"};
			for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
				assert_holds(&answer, parts[p]);
			assert_lacks(&answer, "<script");
			assert_lacks(&answer, " style=");
			assert_lacks(&answer, PHONE);
			assert_lacks(&answer, "(null)");
		}
}

/* Every address a page gives can be opened; what is still missing says so itself. */
static void test_every_link_opens(void **state)
{
	(void)state;
	static const char *const starts[] = {"/", "/figures", "/figure/talk.held", "/register/talk",
	                                     "/organisation"};
	size_t opened = 0;
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		const struct answer page = get(&office, starts[i]);
		for (const char *at = strstr(page.body, "href=\"/"); at; at = strstr(at, "href=\"/")) {
			at += strlen("href=\"");
			struct text link = TEXT_EMPTY;
			for (; *at != '"'; at++) {
				text_add_byte(&link, *at);
				if (text_starts(at, "&amp;"))
					at += strlen("&amp;") - 1;
			}
			const struct answer answer = get(&office, link.at);
			bool absent = strstr(link.at, "nothing.there") != NULL;
			if (answer.status != (absent ? 404 : 200))
				fail_msg("%s leads to %s: %d", starts[i], link.at, answer.status);
			text_release(&link);
			opened++;
		}
	}
	assert_true(opened > 60);
}

/* ---- what is refused ---- */

static void test_what_is_not_there(void **state)
{
	(void)state;
	static const struct {
		const char *path;
		int status;
		enum fault_code code;
	} wrong[] = {
	        {"/nothing", 404, web_no_page},
	        {"//evil.example/", 404, web_no_page},
	        {"/record/talk/12345", 404, record_missing},
	        {"/record/talk/abc", 404, web_no_page},
	        {"/record/talk/0", 404, web_no_page},
	        {"/record/talk/99999999999999999999", 404, web_no_page},
	        {"/record/talk/1?tenant=x", 404, web_no_page},
	        {"/record/nothing/1", 404, web_no_register},
	        {"/record/talk.guests/1", 404, web_no_register},
	        {"/register/nothing", 404, web_no_register},
	        {"/register/talk?state=nothing", 400, web_no_state},
	        {"/figure/nothing.there", 404, web_no_figure},
	        {"/figure/talk.held?by1=nothing", 400, figure_not_split_by},
	        {"/figure/talk.under_way?by1=month", 400, figure_not_by_month},
	        {"/entry/440307/99999", 404, web_no_entry},
	        {"/entry/1/1", 404, web_no_entry},
	        {"/entry/440307/0", 404, web_no_page},
	        {"/summary/nothing", 404, summary_no_template},
	        {"/document/odt", 400, web_unknown_format},
	        {"/face/other.woff2", 404, web_no_page},
	        {"/?org=999999", 404, web_unknown_org},
	        {"/?org=440307' or 1", 404, web_unknown_org},
	        {"/?period=2021H3", 400, calendar_period_half},
	        {"/?period=%3Cscript%3E", 400, calendar_period_spelling},
	        {"/register/talk?cursor=AAAA", 400, record_cursor_bad},
	        {"/figure/talk.held?cursor=AAAA", 400, figure_bad_cursor},
	        {"/figure/talk.held?where=nothing%20%3D%201", 400, expression_name_unknown},
	        {"/?where=%FF%FE", 400, web_not_text},
	        {"/%FF", 400, web_not_text},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char path[256] = "";
		for (const char *at = wrong[i].path; *at; at++) /* a blank ends the address */
			snprintf(path + strlen(path), sizeof path - strlen(path), *at == ' ' ? "%%20" : "%c",
			         *at);
		const struct answer answer = get(&office, path);
		if (answer.status != wrong[i].status)
			print_error("%s\n", path);
		assert_fault(&answer, wrong[i].status, wrong[i].code);
	}
}

/* A condition that cannot be understood stays on its page, with what is wrong beneath it. */
static void test_a_bad_condition_stays(void **state)
{
	(void)state;
	const struct answer answer = get(&office, "/register/talk?where=kind%20%3D%20%22%3Cb%3E");
	assert_int_equal(answer.status, 400);
	assert_well_formed("condition", &answer);
	assert_holds(&answer, "value=\"kind = &quot;&lt;b&gt;\"");
	assert_holds(&answer, "aria-invalid=\"true\"");
	assert_holds(&answer, "expression_");
	assert_lacks(&answer, "<b>\"");
	/* Two halves of a condition cannot be joined through ours. */
	const struct answer open =
	        get(&office, "/register/talk?where=kind%20is%20set)%20or%20(kind%20is%20not%20set");
	assert_int_equal(open.status, 400);
}

static void test_other_methods(void **state)
{
	(void)state;
	static const char *const methods[] = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "NONSENSE"};
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
		const struct answer answer = ask(&office, methods[i], "/", "Content-Length: 0\r\n");
		assert_fault(&answer, 405, web_only_reading);
		assert_string_equal(header_of(&office, &answer, "Allow"), "GET, HEAD");
	}
	const struct answer body = ask(&office, "POST", "/register/talk", "Content-Length: 7\r\n\r\nx=1&y=2");
	assert_int_equal(body.status, 405);
}

/* A page elsewhere that points its own name here reads nothing. */
static void test_other_hosts(void **state)
{
	(void)state;
	static const struct {
		const char *host;
		int status;
	} hosts[] = {{"Host: 127.0.0.1\r\n", 200},
	             {"Host: localhost:9\r\n", 200},
	             {"Host: [::1]:12338\r\n", 200},
	             {"Host: evil.example\r\n", 403},
	             {"Host: 127.0.0.1.evil.example\r\n", 403},
	             {"Host: localhostx\r\n", 403},
	             {"Host: \r\n", 403}};
	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		const struct answer answer =
		        ask_raw(&office, path_of("GET /figures HTTP/1.1\r\nConnection: close\r\n%s\r\n",
		                                 hosts[i].host));
		assert_int_equal(answer.status, hosts[i].status);
		if (answer.status == 403) {
			assert_fault(&answer, 403, web_other_host);
			assert_lacks(&answer, "龙岗区");
		}
	}
}

static void test_long_addresses(void **state)
{
	(void)state;
	struct text path = TEXT_EMPTY;
	text_add(&path, "/figure/");
	for (int i = 0; i < 3000; i++)
		text_add_byte(&path, 'a');
	const struct answer answer = get(&office, path.at);
	assert_fault(&answer, 404, web_no_figure);
	for (int i = 0; i < 60000; i++)
		text_add_byte(&path, 'a');
	assert_int_equal(get(&office, path.at).status, 414);
	text_cut(&path, 0);
	text_add(&path, "/register/talk?where=");
	for (int i = 0; i < 5000; i++)
		text_add_byte(&path, '(');
	assert_int_equal(get(&office, path.at).status, 400);
	assert_int_equal(get(&office, "/figures").status, 200); /* and goes on */
	text_release(&path);
}

/* ---- headers ---- */

static void test_headers(void **state)
{
	(void)state;
	static const char *const paths[] = {"/", "/nothing", "/pages.css", "/document/docx"};
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		const struct answer answer = get(&office, paths[i]);
		const char *policy = header_of(&office, &answer, "Content-Security-Policy");
		assert_non_null(strstr(policy, "default-src 'none'"));
		assert_null(strstr(policy, "unsafe"));
		assert_string_equal(header_of(&office, &answer, "X-Content-Type-Options"), "nosniff");
		assert_string_equal(header_of(&office, &answer, "Referrer-Policy"), "no-referrer");
		assert_string_equal(header_of(&office, &answer, "Cache-Control"),
		                    i == 2 ? "no-cache" : "no-store");
	}
	const struct answer page = get(&office, "/"), word = get(&office, "/document/docx");
	assert_string_equal(header_of(&office, &page, "Content-Type"), "text/html; charset=utf-8");
	assert_string_equal(header_of(&office, &word, "Content-Disposition"),
	                    "attachment; filename=\"summary-440307-2021H1.docx\"");
	assert_memory_equal(word.body, "PK", 2);
	const struct answer plain = get(&office, "/document/text?lang=en");
	assert_string_equal(header_of(&office, &plain, "Content-Type"), "text/plain; charset=utf-8");
	assert_holds(&plain, "It held 4 talks");
}

static void test_head_has_no_body(void **state)
{
	(void)state;
	const struct answer got = get(&office, "/figures"), head = ask(&office, "HEAD", "/figures", "");
	assert_int_equal(head.status, 200);
	assert_int_equal(head.length, 0);
	assert_string_equal(header_of(&office, &head, "Content-Length"),
	                    header_of(&office, &got, "Content-Length"));
}

static void test_the_program_is_kept_the_books_are_not(void **state)
{
	(void)state;
	static const char *const kept[] = {"/pages.css", "/paper.css", "/logo.svg", "/face/figures-400.woff2",
	                                   "/face/figures-600.woff2"};
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		const struct answer answer = get(&office, kept[i]);
		assert_int_equal(answer.status, 200);
		assert_true(answer.length > 300);
		const char *tag = header_of(&office, &answer, "ETag");
		const struct answer again =
		        ask(&office, "GET", kept[i], path_of("If-None-Match: %s\r\n", tag));
		assert_int_equal(again.status, 304);
		assert_int_equal(again.length, 0);
	}
	const struct answer page = get(&office, "/figures");
	assert_null(header_of(&office, &page, "ETag"));
}

/* ---- language ---- */

static void test_language(void **state)
{
	(void)state;
	const struct answer plain = get(&office, "/figures"), chosen = get(&office, "/figures?lang=en");
	assert_holds(&plain, "<html lang=\"zh-CN\">");
	assert_null(header_of(&office, &plain, "Set-Cookie"));
	assert_holds(&chosen, "<html lang=\"en\">");
	assert_true(text_starts(header_of(&office, &chosen, "Set-Cookie"), "lang=en;"));
	/* The numbers of a summary link without a language: what was chosen last holds. */
	const struct answer kept = ask(&office, "GET", "/figures", "Cookie: lang=en\r\n");
	assert_holds(&kept, "<html lang=\"en\">");
	assert_null(header_of(&office, &kept, "Set-Cookie"));
	const struct answer back = ask(&office, "GET", "/figures?lang=zh", "Cookie: lang=en\r\n");
	assert_holds(&back, "<html lang=\"zh-CN\">");
	assert_true(text_starts(header_of(&office, &back, "Set-Cookie"), "lang=zh;"));
	const struct answer unknown = ask(&office, "GET", "/figures?lang=fr", "Cookie: lang=de\r\n");
	assert_holds(&unknown, "<html lang=\"zh-CN\">");
	const struct answer fault = get(&office, "/nothing?lang=en");
	assert_holds(&fault, "There is no such page.");
}

/* A change of language, place or period keeps what was asked for, but not the place in a list. */
static void test_scope_keeps_the_question(void **state)
{
	(void)state;
	const struct answer answer =
	        get(&office,
	            "/figure/talk.held?by1=kind&key1=law&where=kind%20is%20set&org=440307001&period=2021");
	assert_holds(&answer, "lang=en&amp;by1=kind&amp;key1=law&amp;where=kind%20is%20set");
	assert_holds(&answer, "org=440307001&amp;period=2021&amp;");
	assert_lacks(&answer, "cursor=");
}

/* ---- what people wrote ---- */

static void test_hostile_words(void **state)
{
	(void)state;
	const struct answer record = get(&office, talk_path());
	assert_holds(&record, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;&quot;quoted&quot;");
	assert_holds(&record, "<td>&lt;i&gt;absent&lt;/i&gt;</td>");
	assert_lacks(&record, "<script");
	static const char *const echoes[] = {"/register/%3Cscript%3E",
	                                     "/figure/%22%3E%3Cscript%3E",
	                                     "/%3Cscript%3E?lang=en",
	                                     "/register/talk?where=%3Cscript%3E",
	                                     "/register/talk?state=%3Cscript%3E",
	                                     "/?org=%3Cscript%3E",
	                                     "/figure/talk.held?by1=kind&key1=%3Cscript%3E",
	                                     "/figure/talk.held?heat=%3Cscript%3E"};
	for (size_t i = 0; i < sizeof echoes / sizeof *echoes; i++) {
		const struct answer answer = get(&office, echoes[i]);
		assert_well_formed(echoes[i], &answer);
		assert_lacks(&answer, "<script");
	}
	/* An address that was not understood is no address to link to. */
	const struct answer evil = get(&office, "//evil.example/x");
	assert_lacks(&evil, "evil.example");
}

static void test_sealed_values_stay_sealed(void **state)
{
	(void)state;
	const struct answer record = get(&office, talk_path()),
	                    list = get(&office, "/register/talk?span=all");
	assert_holds(&record, "密封 1 项");
	assert_lacks(&record, PHONE);
	assert_holds(&list, "class=\"sealed\"");
	assert_lacks(&list, PHONE);
	const struct answer entry = get(&office, "/entry/440307/5");
	assert_holds(&entry, "class=\"sealed\"");
	assert_lacks(&entry, PHONE);
	const struct answer asked = get(&office, "/register/talk?where=phone%20%3D%20'" PHONE "'");
	assert_int_equal(asked.status, 400);
	const struct answer hint = get(&office, "/register/talk");
	assert_lacks(&hint, "<code>phone</code>");
}

/* ---- pages say what the books say ---- */

static void test_a_number_equals_its_list(void **state)
{
	(void)state;
	const struct answer whole = get(&office, "/figure/talk.held"),
	                    law = get(&office, "/figure/talk.held?by1=kind&key1=law");
	assert_holds(&whole, "<p class=\"big\">4 ");
	assert_holds(&whole, "共 4 条");
	assert_holds(&whole, "JZ-龙岗-2021-004");
	assert_holds(&law, "<p class=\"big\">3 ");
	assert_lacks(&law, "JZ-龙岗-2021-004");
	const struct answer empty = get(&office, "/figure/talk.held?by1=kind&key1=play");
	assert_holds(&empty, "<p class=\"big\">0 ");
	assert_holds(&empty, "没有记录。");
	const struct answer never =
	        get(&office, "/figure/talk.held?org=440307002&by1=kind&key1=play&lang=en");
	assert_holds(&never, "No records.");
	const struct answer rows = get(&office, "/figure/talk.guests");
	assert_holds(&rows, "<p class=\"big\">4");
	assert_holds(&rows, "<td>李</td>");
	assert_lacks(&rows, "absent"); /* the one who did not come */
}

static void test_a_register_shows_its_period(void **state)
{
	(void)state;
	const struct answer period = get(&office, "/register/talk"),
	                    all = get(&office, "/register/talk?span=all");
	assert_lacks(&period, "去年");
	assert_holds(&all, "去年");
	assert_holds(&period, "全部 <b>4</b>");
	assert_holds(&all, "全部 <b>5</b>");
	assert_holds(&period, "已举办 <b>1</b>");
	const struct answer some = get(&office, "/register/talk?where=kind%20%3D%20'home'");
	assert_holds(&some, "类别 是 家庭");
	assert_holds(&some, "全部 <b>1</b>");
	const struct answer none = get(&office, "/register/talk?where=kind%20%3D%20'play'");
	assert_holds(&none, "没有符合的记录。");
}

static void test_a_record_tells_where_it_stands(void **state)
{
	(void)state;
	const struct answer record = get(&office, talk_path());
	assert_holds(&record, "<li class=\"reached\"><b>计划</b>");
	assert_holds(&record, "<li class=\"current\"><b>已举办</b>");
	assert_holds(&record, "还缺 备注");
	assert_holds(&record, "时限"); /* the clock of the move ran and was stopped */
	assert_holds(&record, "，事由：&lt;script&gt;");
	assert_holds(&record, "关联"); /* the talks after it name it */
	assert_holds(&record, "JZ-龙岗-2021-004");
	assert_holds(&record, "未填：");
}

static void test_an_entry_joins_the_one_before(void **state)
{
	(void)state;
	const struct answer entry = get(&office, "/entry/440307/5");
	assert_holds(&entry, "与前一笔相接");
	const struct answer first = get(&office, "/entry/440307/1");
	assert_holds(&first, "（第一笔）");
}

static void test_an_organisation_tells_who_filed(void **state)
{
	(void)state;
	const struct answer answer = get(&office, "/organisation");
	assert_holds(&answer, "布吉街道");
	assert_holds(&answer, "未报"); /* the other street */
	assert_holds(&answer, "&lt;script&gt;");
	const struct answer leaf = get(&office, "/organisation?org=440307001001");
	assert_holds(&leaf, "下面没有单位。");
}

/* ---- signatures ---- */

static void test_signatures_and_drift(void **state)
{
	(void)state;
	struct books *books = &office.books;
	const struct summary_request half = {
	        .template = "half_year", .org = "440307", .period = {PERIOD_HALF, 20210101, 20210630}};
	int64_t statement;
	struct answer page = get(&office, "/");
	assert_holds(&page, "首签时数字定住");
	assert_lacks(&page, "已签");
	MUST(summary_sign(books->book, &books->clerk, &half, &statement, &fault));
	page = get(&office, "/");
	assert_holds(&page, "已签");
	assert_holds(&page, "轮到签字");
	assert_holds(&page, "签字后没有变动");
	create_talk(&office, "补登", "440307001", "home", "2021-06-01");
	page = get(&office, "/");
	assert_holds(&page, "签字后的变动");
	assert_holds(&page, "4</span> → <span class=\"figure\">5");
	assert_holds(&page, "JZ-龙岗-2021-005");
	assert_well_formed("signed", &page);
}

/* ---- other roles ---- */

static void test_who_may_count_but_not_open(void **state)
{
	(void)state;
	office_serve(&office, "leader");
	const struct answer figure = get(&office, "/figure/talk.held"), board = get(&office, "/figures");
	assert_holds(&figure, "<p class=\"big\">4 ");
	assert_holds(&figure, "figure_may_not_open");
	assert_lacks(&figure, "JZ-");
	assert_well_formed("leader", &figure);
	/* One talk of kind home stands out: it is hidden, and another with it. */
	assert_holds(&figure, "＊");
	assert_int_equal(board.status, 200);
	const struct answer cell = get(&office, "/figure/talk.held?by1=kind&key1=home");
	assert_holds(&cell, "<p class=\"big\"><span class=\"hidden\">＊</span>");
}

static void test_who_may_nothing(void **state)
{
	(void)state;
	office_serve(&office, "nobody");
	const struct answer answer = get(&office, "/figures");
	assert_fault(&answer, 403, web_not_allowed);
}

/* ---- starting ---- */

static void test_a_taken_port(void **state)
{
	(void)state;
	const struct server_options options = {.folder = office.books.folder.path,
	                                       .viewer = office.books.clerk,
	                                       .port = server_port(office.server),
	                                       .rules = test_rules};
	struct server *second = NULL;
	MUST_FAIL(web_port_taken, server_start(&options, office.books.definitions, &second, &fault));
	assert_null(second);
	server_stop(NULL);
}

static void test_books_that_went_away(void **state)
{
	(void)state;
	struct server_options options = {.folder = folder_file(&office.books.folder, "nowhere"),
	                                 .viewer = office.books.clerk,
	                                 .rules = test_rules};
	server_stop(office.server);
	office.server = NULL;
	MUST(server_start(&options, office.books.definitions, &office.server, &fault));
	const struct answer answer = get(&office, "/");
	assert_true(answer.status >= 400);
	assert_holds(&answer, "class=\"fault\"");
	assert_lacks(&answer, "class=\"rail\"");
	assert_well_formed("no books", &answer);
}

/* ---- writing HTML ---- */

static void test_html_escapes(void **state)
{
	(void)state;
	struct text out = TEXT_EMPTY;
	const char *volatile nothing = NULL; /* labels without a help have none */
	html_add(&out, "<a href=\"%s\">%s</a> %d %zu %lld 5%%", "\"><b>", nothing, -3, (size_t)7,
	         -9000000000000000000LL);
	assert_string_equal(out.at, "<a href=\"&quot;&gt;&lt;b&gt;\"></a> -3 7 -9000000000000000000 5%");
	text_cut(&out, 0);
	static const struct {
		int64_t number;
		const char *printed;
	} numbers[] = {{0, "0"},
	               {999, "999"},
	               {1000, "1,000"},
	               {-1234567, "-1,234,567"},
	               {1000000, "1,000,000"},
	               {INT64_MAX, "9,223,372,036,854,775,807"},
	               {INT64_MIN, "-9,223,372,036,854,775,808"}};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		html_add_number(&out, numbers[i].number);
		assert_string_equal(out.at, numbers[i].printed);
		text_cut(&out, 0);
	}
	html_add_path(&out, "/figure/a b\"c/布吉/");
	assert_string_equal(out.at, "/figure/a%20b%22c/%E5%B8%83%E5%90%89/");
	text_release(&out);
}

int main(void)
{
#define IN_OFFICE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_routes_are_well_formed),
	        cmocka_unit_test(test_routes_take_paths_apart),
	        cmocka_unit_test(test_html_escapes),
	        IN_OFFICE(test_every_page_in_both_languages),
	        IN_OFFICE(test_every_link_opens),
	        IN_OFFICE(test_what_is_not_there),
	        IN_OFFICE(test_a_bad_condition_stays),
	        IN_OFFICE(test_other_methods),
	        IN_OFFICE(test_other_hosts),
	        IN_OFFICE(test_long_addresses),
	        IN_OFFICE(test_headers),
	        IN_OFFICE(test_head_has_no_body),
	        IN_OFFICE(test_the_program_is_kept_the_books_are_not),
	        IN_OFFICE(test_language),
	        IN_OFFICE(test_scope_keeps_the_question),
	        IN_OFFICE(test_hostile_words),
	        IN_OFFICE(test_sealed_values_stay_sealed),
	        IN_OFFICE(test_a_number_equals_its_list),
	        IN_OFFICE(test_a_register_shows_its_period),
	        IN_OFFICE(test_a_record_tells_where_it_stands),
	        IN_OFFICE(test_an_entry_joins_the_one_before),
	        IN_OFFICE(test_an_organisation_tells_who_filed),
	        IN_OFFICE(test_signatures_and_drift),
	        IN_OFFICE(test_who_may_count_but_not_open),
	        IN_OFFICE(test_who_may_nothing),
	        IN_OFFICE(test_a_taken_port),
	        IN_OFFICE(test_books_that_went_away),
	};
	return cmocka_run_group_tests_name("web", tests, NULL, NULL);
}
