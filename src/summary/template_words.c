/* Takes a directive apart into words; knows quotes and numbers, but not what
   the words mean. */
#include "summary/template_words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char blanks[] = " \t\n";

struct position words_here(struct words *words)
{
	words->at += strspn(words->text + words->at, blanks);
	return passage_position(words->parser->passage, words->offset + words->at);
}

static size_t word_length(const char *at)
{
	size_t length = 0;
	char quote = 0;
	for (; at[length] && (quote || !strchr(blanks, at[length])); length++) {
		if (quote && at[length] == quote)
			quote = 0;
		else if (!quote && strchr("\"'", at[length]))
			quote = at[length];
	}
	return length;
}

const char *words_peek(struct words *words)
{
	words->at += strspn(words->text + words->at, blanks);
	const char *at = words->text + words->at;
	return arena_copy_bytes(words->parser->arena, at, word_length(at));
}

const char *words_next(struct words *words)
{
	const char *word = words_peek(words);
	words->at += strlen(word);
	return word;
}

bool words_end(struct words *words)
{
	return !*words_peek(words);
}

bool words_take(struct words *words, const char *word)
{
	if (!text_equal(words_peek(words), word))
		return false;
	words_next(words);
	return true;
}

bool words_take_key(struct words *words, const char *key)
{
	if (!text_starts(words_peek(words), key))
		return false;
	words->at += strlen(key);
	return true;
}

void words_complain_at(struct words *words, struct position at, enum fault_code code, const char *what)
{
	if (!words->failed)
		faults_add_at(words->parser->faults, at, code, what);
	words->failed = true;
}

void words_complain(struct words *words, enum fault_code code, const char *what)
{
	words_complain_at(words, words_here(words), code, what);
}

const char *words_string(struct words *words, size_t *ret_offset)
{
	struct position at = words_here(words);
	size_t from = words->at;
	const char *word = words_next(words);
	size_t length = strlen(word);
	*ret_offset = words->offset + from + 1;
	if (length >= 2 && word[0] == '"' && word[length - 1] == '"')
		return arena_copy_bytes(words->parser->arena, word + 1, length - 2);
	words_complain_at(words, at, summary_string_wanted, word);
	return "";
}

int64_t words_number(struct words *words, int64_t least, int64_t most)
{
	struct position at = words_here(words);
	const char *word = words_next(words);
	char *end;
	errno = 0;
	long long number = strtoll(word, &end, 10);
	if (errno || *end || end == word || number < least || number > most)
		words_complain_at(words, at, summary_number_wanted, word);
	return number;
}

static bool is_option(const char *word)
{
	static const char *const keywords[] = {"by", "having", "order", "top", "sep", "last", "none"};
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
		if (text_equal(word, keywords[i]))
			return true;
	return word[strcspn(word, ":'\"")] == ':';
}

const char *words_expression(struct words *words)
{
	words_here(words);
	size_t from = words->at, to = from;
	while (!words_end(words) && !is_option(words_peek(words))) {
		words_next(words);
		to = words->at;
	}
	return arena_copy_bytes(words->parser->arena, words->text + from, to - from);
}
