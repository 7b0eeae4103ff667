/* The words of an expression, one after the other. Internal to expression_*.c. */
#ifndef JINGUO_DEFINE_EXPRESSION_TOKEN_H
#define JINGUO_DEFINE_EXPRESSION_TOKEN_H

#include "define/expression_node.h"

enum token_kind {
	TOKEN_END,
	TOKEN_WORD, /* a name or a word of the language */
	TOKEN_SIGN,
	TOKEN_NUMBER, /* `number` of 10^-`scale` */
	TOKEN_DATE,   /* `number` */
	TOKEN_TEXT,   /* `string` without its quotes */
};

struct token {
	enum token_kind kind;
	size_t offset, length; /* in the source */
	const char *string;    /* as written; of a text what it says */
	int64_t number;
	int scale;
};

/* Reads the token that begins at or after `offset`. False with a fault. */
bool token_read(struct maker *maker, size_t offset, struct token *ret) __attribute__((warn_unused_result));

#endif
