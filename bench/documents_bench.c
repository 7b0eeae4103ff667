/* A summary of thirty pages as a Word file, beside the ten milliseconds in
   which nobody notices a wait, and as PDF, beside a hundred. The document is
   made by hand: the writers know nothing but the tree. */
#include "bench.h"

#include "summary/document.h"

/* Thirty pages of 22 lines of 28 characters, in paragraphs of 4 lines with two numbers each. */
enum { PAGES = 30, PARAGRAPHS = PAGES * 22 / 4, RUNS = 5 };

static const char words[] =
        "组织开展妇女儿童维权和家庭教育服务，推动工作力量下沉到社区，让群众在家门口得到及时帮助，";

static struct proof *proof_of(struct document *document, size_t number)
{
	struct proof *proof = arena_new(&document->arena, struct proof);
	proof->number = number;
	proof->figure = "activity.held";
	proof->request =
	        (struct figure_request){.org = "440307", .period = {PERIOD_HALF, 20210101, 20210630}};
	proof->value = (struct figure_number){.number = (int64_t)number, .denominator = 1};
	proof->printed = "318";
	proof->words = "举办日期在 2021年1月1日 至 6月30日，主办单位在龙岗区以内，每场数一次；作废的不数。";
	return proof;
}

static void fill(struct document *document)
{
	document->language = LANGUAGE_ZH;
	document->org = "440307";
	document->org_name = "龙岗区";
	document->prepared_on = 20210705;
	document->block_count = PARAGRAPHS;
	document->blocks = arena_array(&document->arena, struct block, PARAGRAPHS);
	document->proofs = arena_array(&document->arena, struct proof *, PARAGRAPHS * 2);
	for (size_t i = 0; i < PARAGRAPHS; i++) {
		struct run *runs = arena_array(&document->arena, struct run, RUNS);
		for (size_t j = 0; j < RUNS; j++) {
			bool number = j % 2;
			struct proof *proof = number ? proof_of(document, document->proof_count + 1) : NULL;
			if (number)
				document->proofs[document->proof_count++] = proof;
			runs[j] = (struct run){number ? RUN_FIGURE : RUN_TEXT, number ? "318" : words, proof};
		}
		document->blocks[i] = (struct block){BLOCK_PARAGRAPH, 0, runs, RUNS};
	}
}

typedef bool write_document(const struct document *document, const char *base, struct text *out,
                            struct fault *fault);

struct writing {
	const struct document *document;
	write_document *write;
};

static void write_once(void *context)
{
	const struct writing *writing = context;
	struct text out = TEXT_EMPTY;
	struct fault fault;
	if (!writing->write(writing->document, "http://127.0.0.1:12338", &out, &fault) || !out.length)
		abort();
	text_release(&out);
}

int main(void)
{
	enum { TIMES = 51 };
	static const struct {
		const char *name;
		write_document *write;
		double limit_ms;
	} lines[] = {{"docx_30_pages", document_docx, 10}, {"pdf_30_pages", document_pdf, 100}};
	static struct document document;
	fill(&document);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct writing writing = {&document, lines[i].write};
		struct bench_time taken = bench_median(TIMES, write_once, &writing);
		bench_print(lines[i].name, taken.wall_ms, lines[i].limit_ms, 1);
	}
	return 0;
}
