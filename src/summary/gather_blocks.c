/* Writes the blocks of a template: walks its nodes, and keeps the runs of text
   and the proofs that come of them. What a number or a record prints is said in
   the files named after them. */
#include <string.h>

#include "figure/grow.h"
#include "summary/gather.h"
#include "summary/place_words.h"
#include "summary/table.h"

/* ---- runs and blocks ---- */

/* Without control characters; a line break or a tab is a blank. */
static char *clean_copy(struct arena *arena, const char *text)
{
	char *copy = arena_copy(arena, text);
	for (char *at = copy; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = ' ';
	return copy;
}

/* Between English words stands one blank, also where a directive printed nothing. */
static bool ends_blank(const struct gathering *gathering)
{
	if (gathering->document->language != LANGUAGE_EN)
		return false;
	if (!gathering->run_count)
		return true;
	const char *last = gathering->runs[gathering->run_count - 1].text;
	return last[strlen(last) - 1] == ' ';
}

void gather_run(struct gathering *gathering, enum run_kind kind, const char *text, const struct proof *proof)
{
	if (kind == RUN_TEXT && ends_blank(gathering))
		text += strspn(text, " ");
	if (!*text)
		return;
	grow_by_one(gathering->runs, gathering->run_count, gathering->run_room);
	gathering->runs[gathering->run_count++] =
	        (struct run){kind, clean_copy(gathering->arena, text), proof};
}

void gather_mark(struct gathering *gathering, enum run_kind kind)
{
	grow_by_one(gathering->runs, gathering->run_count, gathering->run_room);
	gathering->runs[gathering->run_count++] = table_mark(kind);
}

struct proof *gather_proof(struct gathering *gathering, const struct proof *made, const char *printed)
{
	struct proof *proof = arena_new(gathering->arena, struct proof);
	if (gathering->proof_count == gathering->proof_room) {
		gathering->proof_room = gathering->proof_room ? gathering->proof_room * 2 : 256;
		gathering->proofs =
		        memory_grow(gathering->proofs, gathering->proof_room * sizeof(struct proof *));
	}
	gathering->proofs[gathering->proof_count++] = proof;
	*proof = *made;
	proof->number = gathering->proof_count;
	proof->printed = clean_copy(gathering->arena, printed);
	if (proof->words)
		return proof;
	struct text words = TEXT_EMPTY;
	if (proof->request.figure)
		figure_words(gathering->book->definitions, &proof->request, gathering->document->language,
		             &words);
	else
		text_add(&words, gather_say(gathering, "还没有这本台账", "no register yet"));
	proof->words = clean_copy(gathering->arena, words.at);
	text_release(&words);
	return proof;
}

static bool has_text(const struct run *runs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!run_is_mark(&runs[i]) && runs[i].text[strspn(runs[i].text, " ")])
			return true;
	return false;
}

/* A row in which nothing was printed (an `each` without parts) is none. */
static void drop_empty_rows(struct gathering *gathering)
{
	size_t kept = 0;
	for (size_t from = 0, to; from < gathering->run_count; from = to + 1) {
		to = from;
		while (to < gathering->run_count && gathering->runs[to].kind != RUN_ROW)
			to++;
		if (!has_text(gathering->runs + from, to - from))
			continue;
		if (kept)
			gathering->runs[kept++] = table_mark(RUN_ROW);
		memmove(gathering->runs + kept, gathering->runs + from,
		        (to - from) * sizeof *gathering->runs);
		kept += to - from;
	}
	gathering->run_count = kept;
}

/* A blank before a directive that printed nothing would stand at the end of the paragraph. */
static void trim_end(struct gathering *gathering)
{
	const struct run *last = &gathering->runs[gathering->run_count - 1];
	size_t length = strlen(last->text);
	while (length && last->text[length - 1] == ' ')
		length--;
	gathering->runs[gathering->run_count - 1].text =
	        arena_copy_bytes(gathering->arena, last->text, length);
	gathering->run_count -= !length;
}

void gather_break(struct gathering *gathering)
{
	if (has_text(gathering->runs, gathering->run_count)) {
		if (gathering->block->kind == BLOCK_TABLE)
			drop_empty_rows(gathering);
		else
			trim_end(gathering);
		grow_by_one(gathering->blocks, gathering->block_count, gathering->block_room);
		size_t count = gathering->run_count;
		struct run *runs = arena_array(gathering->arena, struct run, count);
		memcpy(runs, gathering->runs, count * sizeof *runs);
		gathering->blocks[gathering->block_count++] =
		        (struct block){gathering->block->kind, gathering->block->level, runs, count};
	}
	gathering->run_count = 0;
}

bool gather_blocks(struct gathering *gathering, struct fault *fault)
{
	static const struct inside outside;
	for (const struct template_block *block = gathering->template->blocks; block; block = block->next) {
		gathering->block = block;
		if (!gather_nodes(gathering, block->nodes, &outside, fault))
			return false;
		gather_break(gathering);
	}
	return true;
}

/* ---- nodes ---- */

/* 龙岗区 is called 龙岗 among friends; 市区 keeps its name. */
static void add_short_name(const char *name, struct text *out)
{
	static const char *const endings[] = {"街道", "社区", "区", "市"};
	enum { HANZI = 3 };
	size_t length = strlen(name);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t ending = strlen(endings[i]);
		if (text_ends(name, endings[i]) && length >= ending + (size_t)2 * HANZI) {
			text_add_bytes(out, name, length - ending);
			return;
		}
	}
	text_add(out, name);
}

static void add_word(struct gathering *gathering, const struct node *node)
{
	const struct document *document = gathering->document;
	const struct place_words *place =
	        place_words_of(organisation_find(gathering->book->organisation, document->org));
	struct text out = TEXT_EMPTY;
	struct period next = period_after(&document->period);
	switch (node->word) {
	case WORD_ORG_NAME: text_add(&out, document->org_name); break;
	case WORD_ORG_SHORT: add_short_name(document->org_name, &out); break;
	case WORD_ORG_PLACE: text_add(&out, place->place[document->language]); break;
	case WORD_ORG_LEADERS: text_add(&out, place->leaders[document->language]); break;
	case WORD_PERIOD: period_label(&document->period, node->language, &out); break;
	case WORD_PERIOD_YEAR: text_add_int(&out, date_year(document->period.to)); break;
	case WORD_NEXT: period_label(&next, node->language, &out); break;
	case WORD_DATE: format_day(document->prepared_on, true, document->language, &out); break;
	}
	gather_run(gathering, RUN_TEXT, out.at, NULL);
	text_release(&out);
}

static void add_counter(struct gathering *gathering, const struct node *node, const struct inside *inside)
{
	struct text out = TEXT_EMPTY;
	format_whole((int64_t)inside->number, node->format, &out);
	gather_run(gathering, RUN_TEXT, out.at, NULL);
	text_release(&out);
}

static bool add_if(struct gathering *gathering, const struct node *node, const struct inside *inside,
                   struct fault *fault)
{
	struct figure_request request = gather_request(gathering, &node->use);
	bool holds = gather_holds(node, &gather_result(gathering, &request)->total);
	return gather_nodes(gathering, holds ? node->inside : node->otherwise, inside, fault);
}

static bool add_node(struct gathering *gathering, const struct node *node, const struct inside *inside,
                     struct fault *fault)
{
	struct figure_request request;
	switch (node->kind) {
	case NODE_TEXT: gather_run(gathering, RUN_TEXT, node->text, NULL); return true;
	case NODE_CELL: gather_mark(gathering, RUN_CELL); return true;
	case NODE_ROW: gather_mark(gathering, RUN_ROW); return true;
	case NODE_NAME: gather_run(gathering, RUN_NAME, node->text, NULL); return true;
	case NODE_WORD: add_word(gathering, node); return true;
	case NODE_NUMBER:
		request = gather_request(gathering, &node->use);
		gather_number(gathering, node, &request, NULL, &gather_result(gathering, &request)->total);
		return true;
	case NODE_EACH: return gather_each(gathering, node, fault);
	case NODE_VS: gather_vs(gathering, node); return true;
	case NODE_LIST: return gather_list(gathering, node, fault);
	case NODE_IT:
		if (inside->record)
			gather_field(gathering, node, inside->record);
		else
			gather_part(gathering, node, inside);
		return true;
	case NODE_COUNTER: add_counter(gathering, node, inside); return true;
	case NODE_IF: return add_if(gathering, node, inside, fault);
	case NODE_FIXED: gather_fixed(gathering, node); return true;
	case NODE_WRITE: gather_written(gathering, node); return true;
	case NODE_CHECK: /* printed beside the text */
	case NODE_CHANGE: /* only in phrases of vs */ return true;
	}
	return true;
}

bool gather_nodes(struct gathering *gathering, const struct node *node, const struct inside *inside,
                  struct fault *fault)
{
	for (; node; node = node->next)
		if (!add_node(gathering, node, inside, fault))
			return false;
	return true;
}

void gather_phrase(struct gathering *gathering, const struct node *phrase)
{
	for (; phrase; phrase = phrase->next)
		gather_run(gathering, phrase->kind == NODE_NAME ? RUN_NAME : RUN_TEXT, phrase->text, NULL);
}
