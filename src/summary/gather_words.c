/* Facts with their source, and passages that people wrote: digits in these are
   unproved unless marked with a source, [[12|street register]]. */
#include <string.h>

#include "summary/gather.h"

void gather_fixed(struct gathering *gathering, const struct node *node)
{
	const struct proof made = {
	        .request = {.org = gathering->document->org, .period = gathering->document->period},
	        .value = {.denominator = 1},
	        .source = node->source,
	        .words = node->source,
	        .at = node->at};
	gather_run(gathering, RUN_FIXED, node->text, gather_proof(gathering, &made, node->text));
}

/* One piece of written words: words, a number with its source, a number without, or the end of a paragraph. */
enum piece_kind { PIECE_END, PIECE_WORDS, PIECE_SOURCED, PIECE_UNPROVED, PIECE_BREAK };
struct piece {
	enum piece_kind kind;
	const char *at, *source; /* not terminated */
	size_t length, source_length;
};

/* [[12|street register]]: both parts there, and nothing else inside. */
static bool read_sourced(const char *at, struct piece *ret, const char **ret_behind)
{
	const char *end = text_starts(at, "[[") ? strstr(at, "]]") : NULL;
	const char *bar = end ? memchr(at, '|', (size_t)(end - at)) : NULL;
	if (!bar || bar == at + 2 || bar + 1 == end || memchr(at, '\n', (size_t)(end - at)))
		return false;
	*ret = (struct piece){PIECE_SOURCED, at + 2, bar + 1, (size_t)(bar - at) - 2,
	                      (size_t)(end - bar) - 1};
	*ret_behind = end + 2;
	return true;
}

/* Takes the next piece; `*ref_at` moves behind it. A mark that is no whole one has no source either. */
static struct piece next_piece(const char **ref_at, enum language language)
{
	const char *at = *ref_at;
	struct piece piece = {.at = at};
	if (!*at || read_sourced(at, &piece, ref_at))
		return piece;
	piece.length = text_starts(at, "[[") ? strlen("[[") : digits_at(at, language);
	if (*at == '\n') {
		piece.kind = PIECE_BREAK;
		*ref_at = at + 1;
		return piece;
	}
	piece.kind = piece.length ? PIECE_UNPROVED : PIECE_WORDS;
	at += piece.length;
	while (piece.kind == PIECE_WORDS && *at && *at != '\n' && !text_starts(at, "[[") &&
	       !digits_at(at, language)) {
		utf8_next(&at);
		piece.length = (size_t)(at - piece.at);
	}
	*ref_at = at;
	return piece;
}

static void add_unproved(struct gathering *gathering, const struct node *node, const char *digits)
{
	const char *says =
	        gathering->document->language == LANGUAGE_ZH
	                ? arena_format(gathering->arena, "“%s”里的“%s”没有来源", node->text, digits)
	                : arena_format(gathering->arena, "\"%s\" in \"%s\" has no source", digits,
	                               node->text);
	gather_run(gathering, RUN_UNPROVED, digits, NULL);
	gather_warn(gathering, WARNING_UNPROVED, NULL, node->at, says);
}

static void add_words(struct gathering *gathering, const struct node *node, const char *words)
{
	const char *at = words;
	for (;;) {
		struct piece piece = next_piece(&at, gathering->document->language);
		const char *text = arena_copy_bytes(gathering->arena, piece.at, piece.length);
		struct node fixed = {.at = node->at, .text = text};
		switch (piece.kind) {
		case PIECE_END: return;
		case PIECE_WORDS: gather_run(gathering, RUN_WRITE, text, NULL); break;
		case PIECE_UNPROVED: add_unproved(gathering, node, text); break;
		case PIECE_BREAK: gather_break(gathering); break;
		case PIECE_SOURCED:
			fixed.source = arena_copy_bytes(gathering->arena, piece.source, piece.source_length);
			gather_fixed(gathering, &fixed);
			break;
		}
	}
}

void gather_written(struct gathering *gathering, const struct node *node)
{
	const char *words = gather_passage(gathering, node->text);
	if (words) {
		add_words(gathering, node, words);
		return;
	}
	gather_run(gathering, RUN_WRITE,
	           arena_format(gathering->arena, "%s%s%s",
	                        gather_say(gathering, "〔待写：", "[to be written: "), node->text,
	                        gather_say(gathering, "〕", "]")),
	           NULL);
	gather_warn(gathering, WARNING_UNWRITTEN, NULL, node->at,
	            arena_format(gathering->arena, "%s%s%s", gather_say(gathering, "“", "\""), node->text,
	                         gather_say(gathering, "”还没有写", "\" is still to be written")));
}

size_t written_length(const char *words)
{
	size_t length = 0;
	for (const char *at = words;;) {
		struct piece piece = next_piece(&at, LANGUAGE_EN);
		if (piece.kind == PIECE_END)
			return length;
		length += utf8_count(piece.at, piece.length);
	}
}
