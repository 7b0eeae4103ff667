/* The document tree as plain text, and its warnings and proofs as a report for
   the command line. */
#include "summary/document.h"

#include <string.h>

void document_title(const struct document *document, struct text *out)
{
	for (size_t i = 0; i < document->block_count; i++)
		for (size_t j = 0; document->blocks[i].kind == BLOCK_TITLE && j < document->blocks[i].count;
		     j++)
			text_add(out, document->blocks[i].runs[j].text);
}

void document_plain(const struct document *document, struct text *out)
{
	for (size_t i = 0; i < document->block_count; i++) {
		const struct block *block = &document->blocks[i];
		bool indented = block->kind == BLOCK_HEADING || block->kind == BLOCK_PARAGRAPH;
		if (indented && document->language == LANGUAGE_ZH)
			text_add(out, "　　");
		for (size_t j = 0; j < block->count; j++)
			text_add(out, block->runs[j].text);
		bool apart = block->kind == BLOCK_TITLE || block->kind == BLOCK_TABLE ||
		             document->language == LANGUAGE_EN;
		text_add(out, apart ? "\n\n" : "\n");
	}
}

/* The names of figures without data, in one line: there may be dozens. */
static void report_missing(const struct document *document, struct text *out)
{
	bool zh = document->language == LANGUAGE_ZH;
	struct text names = TEXT_EMPTY;
	size_t count = 0;
	for (size_t i = 0; i < document->warning_count; i++) {
		const struct proof *proof = document->warnings[i].proof;
		if (document->warnings[i].kind != WARNING_MISSING || !proof || !proof->figure)
			continue;
		if (count++)
			text_add(&names, zh ? "、" : ", ");
		text_add(&names, proof->figure);
	}
	if (count)
		text_format(out, zh ? "  缺数 %zu 个，印 x：%s\n" : "  %zu without data, printed x: %s\n",
		            count, names.at);
	text_release(&names);
}

static void report_warnings(const struct document *document, struct text *out)
{
	if (!document->warning_count)
		return;
	text_format(out, document->language == LANGUAGE_ZH ? "提醒 %zu 条\n" : "%zu warnings\n",
	            document->warning_count);
	report_missing(document, out);
	for (size_t i = 0; i < document->warning_count; i++) {
		const struct warning *warning = &document->warnings[i];
		if (warning->kind == WARNING_MISSING)
			continue;
		text_add(out, "  ");
		if (warning->at.line)
			text_format(out, "%s:%d: ", warning->at.file, warning->at.line);
		text_add(out, warning->text);
		text_add_byte(out, '\n');
	}
}

void document_report(const struct document *document, struct text *out)
{
	size_t figures = 0, missing = 0, fixed = 0;
	for (size_t i = 0; i < document->proof_count; i++) {
		const struct proof *proof = document->proofs[i];
		if (proof->source)
			fixed++;
		else if (proof->value.missing)
			missing++;
		else
			figures++;
	}
	text_format(out,
	            document->language == LANGUAGE_ZH
	                    ? "数字 %zu 个：有来源 %zu，缺数 %zu，固定 %zu；算到流水第 %lld 笔\n"
	                    : "%zu numbers: %zu proved, %zu missing, %zu fixed; as of entry %lld\n",
	            document->proof_count, figures, missing, fixed, (long long)document->as_of_seq);
	report_warnings(document, out);
}
