/* Any bytes as a summary template: either faults that have a place and can be
   printed, or a tree of which a document is gathered over small books, that
   every writer prints, that keeps its promises, and that survives being kept. */
#include <assert.h>

#include "../unit/office_definitions.h"
#include "base/yaml.h"
#include "fuzz.h"
#include "summary/document_json.h"
#include "summary/template.h"

static struct definitions *definitions;
static struct book *book;
static struct viewer clerk;
static struct summary_request request = {.org = "440307"};

static instant_ms noon(void *context)
{
	(void)context;
	return instant_at(20210705, 12, 0);
}

/* ---- books, once ---- */

static void load_definitions(void)
{
	static struct arena arena;
	struct definition_file files[OFFICE_FILES + 1];
	struct faults faults = {};
	const char *root = getenv("JINGUO_ROOT");
	char *statement;
	size_t length;
	memcpy(files, office_files, sizeof office_files);
	bool read = file_read(
	        &arena, arena_format(&arena, "%s/definitions/registers/statement.yaml", root ? root : "."),
	        &statement, &length, NULL);
	assert(read);
	files[OFFICE_FILES] = (struct definition_file){"registers/statement.yaml", statement, length};
	bool loaded =
	        definitions_load_files(files, OFFICE_FILES + 1, (struct rule_names){}, &definitions, &faults);
	assert(loaded);
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

static void add_unit(const char *code, const char *name, const char *level)
{
	const char *const cells[][2] = {
	        {"code", code}, {"name", name}, {"level", level}, {"valid_from", "2000-01-01"}, {NULL}};
	add_record("org", cells);
}

/* This year three, one of them of no kind; last year one; a fact with digits in its words. */
static void add_records(void)
{
	static const char *const activities[][5][2] = {
	        {{"topic", "a"}, {"host", "440307001"}, {"held_on", "2021-01-05"}, {"kind", "class"}, {NULL}},
	        {{"topic", "b"}, {"host", "440307002"}, {"held_on", "2021-06-30"}, {"kind", "camp"}, {NULL}},
	        {{"topic", "c"},
	         {"host", "440307002"},
	         {"held_on", "2021-03-30"},
	         {"seats", "12860"},
	         {NULL}},
	        {{"topic", "d"}, {"host", "440307001"}, {"held_on", "2020-03-30"}, {"kind", "class"}, {NULL}},
	};
	static const char *const fact[][2] = {{"stated_for", "440307"},
	                                      {"stated_on", "2021-05-04"},
	                                      {"statement", "获奖3项，2021年全国首批"},
	                                      {"rank", "318"},
	                                      {NULL}};
	add_unit("440307", "龙岗区", "district");
	add_unit("440307001", "平湖街道", "street");
	add_unit("440307002", "布吉街道", "street");
	for (size_t i = 0; i < sizeof activities / sizeof *activities; i++)
		add_record("activity", activities[i]);
	add_record("fact", fact);
}

static void open_books(void)
{
	load_definitions();
	bool opened = book_open_memory(definitions, NULL, NULL, &book, NULL);
	assert(opened);
	book->now = noon;
	book->ids.seed = 1;
	clerk = (struct viewer){"fuzz", definitions_role(definitions, "clerk"), "440307"};
	add_records();
	bool well = book_refresh(book, NULL) && period_parse("2021H1", &request.period, NULL);
	assert(well);
}

/* ---- what is promised ---- */

static void check_faults(const struct faults *faults)
{
	struct text text = TEXT_EMPTY;
	assert(faults->count);
	for (size_t i = 0; i < faults->count; i++) {
		const struct fault *fault = &faults->items[i];
		assert(text_equal(fault->at.file, "summaries/fuzz.txt") && fault->at.line >= 1 &&
		       fault->at.column >= 1);
		fault_print(fault, LANGUAGE_ZH, &text);
		fault_print(fault, LANGUAGE_EN, &text);
	}
	assert(utf8_valid(text.at, text.length));
	text_release(&text);
}

static void check_run(const struct document *document, const struct run *run)
{
	bool proved = run->kind == RUN_FIGURE || run->kind == RUN_MISSING || run->kind == RUN_FIXED;
	assert(*run->text && utf8_valid(run->text, strlen(run->text)));
	for (const char *at = run->text; *at; at++)
		assert((unsigned char)*at >= ' ' && *at != 0x7f);
	assert(document->redacted ? !run->proof : proved == (run->proof != NULL));
	if (run->kind == RUN_FIXED && run->proof)
		assert(run->proof->source && *run->proof->source);
	if (run->kind == RUN_FIGURE && run->proof)
		assert(proof_has_link(run->proof));
}

static void check_document(const struct document *document)
{
	for (size_t i = 0; i < document->block_count; i++) {
		assert(document->blocks[i].count);
		for (size_t j = 0; j < document->blocks[i].count; j++)
			check_run(document, &document->blocks[i].runs[j]);
	}
	for (size_t i = 0; i < document->proof_count; i++) {
		assert(document->proofs[i]->number == i + 1);
		assert(*document->proofs[i]->words || document->proofs[i]->source);
	}
}

static void write_everything(const struct document *document)
{
	struct text text = TEXT_EMPTY, docx = TEXT_EMPTY;
	document_html(document, "", &text);
	document_plain(document, &text);
	document_report(document, &text);
	assert(utf8_valid(text.at, text.length));
	bool packed = document_docx(document, "http://127.0.0.1:12338", &docx, NULL);
	assert(packed);
	text_release(&text);
	text_release(&docx);
}

/* Kept as JSON and read back it prints the same. */
static void check_kept(const struct document *document)
{
	struct text packed = TEXT_EMPTY, before = TEXT_EMPTY, after = TEXT_EMPTY;
	struct document again = {};
	document_pack(document, &packed);
	bool unpacked = document_unpack(definitions, packed.at, &again, NULL);
	assert(unpacked);
	document_html_body(document, "", &before);
	document_html_body(&again, "", &after);
	assert(text_equal(before.at, after.at));
	text_release(&packed);
	text_release(&before);
	text_release(&after);
	arena_release(&again.arena);
}

static void gather(const struct summary_source *source)
{
	struct document *document;
	struct fault fault = {};
	definitions->summaries = source;
	definitions->summary_count = 1;
	request.template = source->name;
	if (!summary_gather(book, &clerk, &request, &document, &fault)) {
		/* Too much can be asked: a condition too long, a split too wide. Never a system's fault. */
		assert(fault_kind(fault.code) == FAULT_INPUT);
		return;
	}
	check_document(document);
	write_everything(document);
	check_kept(document);
	document_redact(document);
	check_document(document);
	write_everything(document);
	document_free(document);
}

/* The name that the head gives, so that any file is one of its own name. */
static const char *name_in(const char *bytes, size_t length, struct arena *arena)
{
	static const char key[] = "\nsummary: ";
	const char *text = arena_copy_bytes(arena, bytes, length), *found = strstr(text, key);
	if (!found)
		return "fuzz";
	found += strlen(key);
	return arena_copy_bytes(arena, found, strspn(found, "abcdefghijklmnopqrstuvwxyz0123456789_"));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena arena = {};
	struct faults faults = {};
	const struct template *template;
	if (!book)
		open_books();
	const struct summary_source source = {name_in((const char *)bytes, length, &arena),
	                                      "summaries/fuzz.txt", (const char *)bytes, length};
	if (template_parse(&arena, definitions, &source, &template, &faults)) {
		assert(!faults.count && template->signer_count && template->title.zh && template->title.en);
		gather(&source);
	} else {
		check_faults(&faults);
	}
	faults_release(&faults);
	arena_release(&arena);
	return 0;
}
