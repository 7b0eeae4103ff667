/* The words of one directive, taken one after the other. */
#ifndef JINGUO_SUMMARY_TEMPLATE_WORDS_H
#define JINGUO_SUMMARY_TEMPLATE_WORDS_H

#include "summary/template.h"

struct words {
	struct template_parser *parser;
	const char *text;  /* of the directive */
	size_t at, offset; /* offset of `text` in the passage */
	bool failed;       /* a directive is reported once */
};

/* Where the next word begins. */
struct position words_here(struct words *words);
/* The next word without taking it; "" at the end. A quoted part may hold blanks. */
const char *words_peek(struct words *words);
const char *words_next(struct words *words);
bool words_end(struct words *words);
/* Takes the word if it is the next one. */
bool words_take(struct words *words, const char *word);
/* Takes the beginning of the next word: "source:" of source:"…". */
bool words_take_key(struct words *words, const char *key);
/* A string in double quotes, and where in the passage its text begins. */
const char *words_string(struct words *words, size_t *ret_offset);
/* A whole number from least to most. */
int64_t words_number(struct words *words, int64_t least, int64_t most);
/* Everything up to the next option. */
const char *words_expression(struct words *words);
/* Reports the place of the next word, the first time. */
void words_complain(struct words *words, enum fault_code code, const char *what);
void words_complain_at(struct words *words, struct position at, enum fault_code code, const char *what);

#endif
