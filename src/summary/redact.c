/* Blanks a finished document for publishing. It works on the tree, so that no
   writer and no directive has to think of it. */
#include <string.h>

#include "summary/format.h"
#include "summary/number.h"

/* A percentage, a share or a day may be published; a count may not. */
static bool is_count(const struct proof *proof)
{
	const struct figure *figure = proof->request.figure;
	bool per_cent = proof->form == PROOF_SHARE || proof->form == PROOF_CHANGE;
	bool ratio = figure && figure->measure == MEASURE_RATIO;
	return !per_cent && !ratio && !(figure && figure_is_day(figure));
}

/* What stands behind a run: "日" makes a day of the number before it. */
static const char *behind(const struct block *block, size_t index)
{
	return index + 1 < block->count ? block->runs[index + 1].text : "";
}

static void blank(const struct run *run, const char *after, enum language language, struct text *out)
{
	switch (run->kind) {
	case RUN_TEXT:
	case RUN_NAME:
	case RUN_WRITE: format_blank_years(run->text, out); return;
	case RUN_MISSING:
	case RUN_CELL:
	case RUN_ROW: text_add(out, run->text); return;
	case RUN_FIXED:
	case RUN_UNPROVED: format_blank_numbers(run->text, after, language, out); return;
	case RUN_FIGURE:
		if (run->proof->ledger)
			format_blank_numbers(run->text, after, language, out);
		else if (is_count(run->proof))
			text_add(out, "x");
		else
			format_blank_years(run->text, out);
		return;
	}
}

void document_redact(struct document *document)
{
	struct text out = TEXT_EMPTY;
	for (size_t i = 0; i < document->block_count; i++) {
		struct block *block = &document->blocks[i];
		for (size_t j = 0; j < block->count; j++) {
			text_cut(&out, 0);
			blank(&block->runs[j], behind(block, j), document->language, &out);
			block->runs[j].text = arena_copy(&document->arena, out.at);
			block->runs[j].proof = NULL;
		}
	}
	text_release(&out);
	document->redacted = true;
}
