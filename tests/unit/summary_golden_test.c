/* The shipped summaries of the sample district, as everybody sees them: fixed
   seed, fixed clock, both languages, whole and blanked. Golden files under
   tests/golden/summary hold the text with its report, the page without its
   style, and the text part of the Word file. */
#include "golden.h"
#include "loose_text.h"

#include <zip.h>

#include "command/init.h"
#include "command/sample/sample.h"
#include "field/field.h"
#include "summary/template.h"

enum { RECORDS = 300, SEED = 7 };

static struct folder home;
static struct arena arena;
static struct definitions *definitions;
static struct book *book;
static struct viewer clerk;

static instant_ms morning(void *context)
{
	(void)context;
	return instant_at(20210705, 9, 0);
}

static bool make_books(const char *folder, struct faults *faults)
{
	size_t units;
	struct fault fault = {};
	const struct book_options options = {
	        .folder = folder, .mode = BOOK_WRITE, .rules = field_rules, .migrate = true};
	const struct init_request request = {.folder = folder,
	                                     .region = "440307",
	                                     .language = LANGUAGE_ZH,
	                                     .at = instant_at(20200101, 8, 0)};
	return init_folder(&request, &units, faults) &&
	       definitions_load(arena_format(&arena, "%s/definitions", folder),
	                        rule_table_names(field_rules, &arena), &definitions, faults) &&
	       (book_open(&options, definitions, NULL, &book, &fault) || faults_add(faults, &fault));
}

static bool post_sample(const char *period, struct faults *faults)
{
	struct sample_request request = {.org = "440307", .seed = SEED, .records = RECORDS};
	struct fault fault = {};
	size_t made;
	return (period_parse(period, &request.period, &fault) &&
	        sample_post(book, &request, &made, &fault)) ||
	       faults_add(faults, &fault);
}

static int open_books(void **state)
{
	(void)state;
	struct faults faults = {};
	home = folder_new();
	const char *folder = arena_format(&arena, "%s/books", home.path);
	bool ok = make_books(folder, &faults) && post_sample("2020H1", &faults) &&
	          post_sample("2021H1", &faults);
	for (size_t i = 0; i < faults.count; i++) {
		struct text text = TEXT_EMPTY;
		fault_print(&faults.items[i], LANGUAGE_EN, &text);
		print_error("%s", text.at);
		text_release(&text);
	}
	faults_release(&faults);
	if (!ok)
		return -1;
	book->now = morning;
	clerk = (struct viewer){"golden", definitions_role(definitions, "clerk"), "440307"};
	return 0;
}

static int close_books(void **state)
{
	(void)state;
	book_close(book);
	definitions_free(definitions);
	arena_release(&arena);
	folder_remove(&home);
	return 0;
}

static struct document *gathered(const char *template, bool redact)
{
	struct summary_request request = {.template = template, .org = "440307", .redact = redact};
	struct document *document = NULL;
	assert_true(period_parse("2021H1", &request.period, NULL));
	assert_true(summary_gather(book, &clerk, &request, &document, NULL));
	return document;
}

/* word/document.xml out of the archive, one paragraph a line. */
static void document_part(const struct document *document, struct text *out)
{
	struct text docx = TEXT_EMPTY;
	zip_error_t error;
	assert_true(document_docx(document, "http://127.0.0.1:12338", &docx, NULL));
	zip_source_t *source = zip_source_buffer_create(docx.at, docx.length, 0, &error);
	zip_t *archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	assert_non_null(archive);
	zip_file_t *part = zip_fopen(archive, "word/document.xml", 0);
	assert_non_null(part);
	char last = 0, read;
	while (zip_fread(part, &read, 1) == 1) {
		text_add_byte(out, read);
		if (read == '>' && last == 'p' && text_ends(out->at, "</w:p>"))
			text_add_byte(out, '\n');
		last = read;
	}
	zip_fclose(part);
	zip_discard(archive);
	text_release(&docx);
}

static bool same(const char *template, const char *kind, const struct text *printed)
{
	return golden_same(arena_format(&arena, "summary/%s.%s", template, kind), printed->at);
}

static void check_template(const char *template)
{
	struct document *document = gathered(template, false);
	struct text plain = TEXT_EMPTY, html = TEXT_EMPTY, part = TEXT_EMPTY, blanked = TEXT_EMPTY;
	document_plain(document, &plain);
	text_add(&plain, "----\n");
	/* Places in the template are named by the folder of the day. */
	for (size_t i = 0; i < document->warning_count; i++)
		if (document->warnings[i].at.file)
			document->warnings[i].at.file = "TEMPLATE";
	document_report(document, &plain);
	document_html_body(document, "", &html);
	document_html_notes(document, "", &html);
	document_part(document, &part);
	document_free(document);
	document = gathered(template, true);
	document_plain(document, &blanked);
	document_free(document);
	/* All are looked at, so that one run writes and shows all. */
	int wrong = !same(template, "txt", &plain) + !same(template, "html", &html) +
	            !same(template, "document.xml", &part) + !same(template, "blanked.txt", &blanked);
	text_release(&plain);
	text_release(&html);
	text_release(&part);
	text_release(&blanked);
	assert_int_equal(wrong, 0);
}

static void test_chinese(void **state)
{
	(void)state;
	check_template("half_year");
}

static void test_english(void **state)
{
	(void)state;
	check_template("half_year_en");
}

/* ---- no number stands loose ---- */

/* Takes every `word` out of the text. */
static void take_out(struct text *text, const char *word)
{
	struct text rest = TEXT_EMPTY;
	for (const char *at = text->at; *at;) {
		if (text_starts(at, word))
			at += strlen(word);
		else
			text_add_byte(&rest, *at++);
	}
	text_release(text);
	*text = rest;
}

/* The words with digits that count nothing: names of the head, periods, the day of the document. */
static void take_out_names(const char *name, enum language language, struct text *text)
{
	static const char *const days[] = {"2021年7月5日", "5 July 2021"};
	const struct template *template;
	struct period period, next;
	assert_true(summary_template(book, name, &arena, &template, NULL));
	for (size_t i = 0; template->names[i]; i++)
		take_out(text, template->names[i]);
	assert_true(period_parse("2021H1", &period, NULL));
	next = period_after(&period);
	const struct period *const periods[] = {&period, &next};
	for (size_t i = 0; i < 2; i++) {
		struct text label = TEXT_EMPTY;
		period_label(periods[i], language, &label);
		take_out(text, label.at);
		text_release(&label);
	}
	take_out(text, days[language]);
	take_out(text, "&#39;");
}

static void check_loose(const char *name, enum language language)
{
	struct document *document = gathered(name, false);
	struct text html = TEXT_EMPTY, loose = TEXT_EMPTY;
	document_html_body(document, "", &html);
	loose_text(html.at, &loose);
	take_out_names(name, language, &loose);
	size_t digit = strcspn(loose.at, "0123456789");
	if (loose.at[digit])
		print_message("# %s: loose: %.120s\n", name, loose.at + digit);
	assert_int_equal(loose.at[digit], 0);
	text_release(&html);
	text_release(&loose);
	document_free(document);
}

static void test_every_number_is_a_link(void **state)
{
	(void)state;
	check_loose("half_year", LANGUAGE_ZH);
	check_loose("half_year_en", LANGUAGE_EN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_chinese),
	        cmocka_unit_test(test_english),
	        cmocka_unit_test(test_every_number_is_a_link),
	};
	return cmocka_run_group_tests(tests, open_books, close_books);
}
