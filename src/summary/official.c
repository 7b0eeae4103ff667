/* Lines of an official document, computed from widths alone. */
#include "summary/official.h"

#include <stdlib.h>

/* ---- the title ---- */

/* What joins two halves of a title, and stands at the head of the second. */
static const char joins[] = "及暨和与并";
static const char opens[] = "《“（〔";
static const char closes[] = "》”）〕、，。：；";

static bool is_one_of(uint32_t c, const char *set)
{
	while (*set)
		if (utf8_next(&set) == c)
			return true;
	return false;
}

static int width_of(uint32_t c)
{
	return c < 0x80 ? 1 : 2;
}

static int text_width(const char *text)
{
	int width = 0;
	for (uint32_t c; (c = utf8_next(&text)) != 0;)
		width += width_of(c);
	return width;
}

/* The sense must not be torn: 2021 stays with 年, a mark with what it belongs to. */
static bool may_break(uint32_t before, uint32_t after)
{
	return before >= 0x80 && !is_one_of(before, opens) && !is_one_of(after, closes);
}

static int block_width(const struct block *block)
{
	int width = 0;
	for (size_t i = 0; i < block->count; i++)
		width += text_width(block->runs[i].text);
	return width;
}

/* What a break before this character costs, in half characters: nothing before a joining word, little before
   a year, much where a word may be torn. */
static int torn(uint32_t c)
{
	enum { YEAR = 8, WORD = 24 };
	if (is_one_of(c, joins))
		return 0;
	return c < 0x80 ? YEAR : WORD;
}

struct line_break official_title_break(const struct document *document, const struct block *title)
{
	enum { NEVER = 1000 };
	struct line_break best = {title->count, 0};
	int whole = block_width(title), left = 0, least = NEVER;
	uint32_t before = 0;
	if (title->kind != BLOCK_TITLE || document->language != LANGUAGE_ZH || whole <= OFFICIAL_TITLE)
		return best;
	for (size_t i = 0; i < title->count; i++) {
		const char *text = title->runs[i].text, *at = text;
		while (*at) {
			size_t byte = (size_t)(at - text);
			uint32_t c = utf8_next(&at);
			int right = whole - left, cost = abs(left - right) + torn(c);
			bool fits = left && left <= OFFICIAL_TITLE && right <= OFFICIAL_TITLE;
			if (fits && may_break(before, c) && cost < least) {
				least = cost;
				best = (struct line_break){i, byte};
			}
			left += width_of(c);
			before = c;
		}
	}
	return best;
}

/* ---- name and date ---- */

static const struct block *last_of(const struct document *document, enum block_kind kind)
{
	const struct block *found = NULL;
	for (size_t i = 0; i < document->block_count; i++)
		if (document->blocks[i].kind == kind)
			found = &document->blocks[i];
	return found;
}

/* 7.3.5.2, without a seal: the name ends two characters from the right, and the date begins two characters
   right of where the name begins. A date that is the longer ends there itself, and the name is set by it. */
int official_indent(const struct document *document, const struct block *block)
{
	enum { SPACE = 4 };
	const struct block *name = last_of(document, BLOCK_SIGNATURE), *date = last_of(document, BLOCK_DATE);
	int name_width = name ? block_width(name) : 0, date_width = date ? block_width(date) : 0;
	int begin = OFFICIAL_LINE - SPACE - name_width;
	if (begin + SPACE + date_width > OFFICIAL_LINE - SPACE)
		begin = OFFICIAL_LINE - SPACE - date_width - SPACE;
	int indent = block->kind == BLOCK_DATE && name ? begin + SPACE : begin;
	if (block->kind == BLOCK_DATE && !name)
		indent = OFFICIAL_LINE - SPACE - date_width;
	return indent > 0 ? indent : 0;
}
