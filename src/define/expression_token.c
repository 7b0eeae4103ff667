/* The words of an expression: names, signs, numbers, dates, texts. Signs of
   other languages are refused with the sign that is meant. */
#include "define/expression_token.h"

#include <string.h>

enum { NUMBER_PLACES_MAX = 8 };

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_name(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' || is_digit(byte);
}

static size_t name_length(const char *string)
{
	size_t length = 0;
	while (is_name(string[length]))
		length++;
	return length;
}

static const char *take(struct maker *maker, const char *from, size_t length)
{
	return arena_copy_bytes(maker->arena, from, length);
}

/* ---- dates and numbers ---- */

static bool looks_like_date(const char *string)
{
	static const char form[] = "0000-00-00";
	for (size_t i = 0; i < sizeof form - 1; i++)
		if (form[i] == '0' ? !is_digit(string[i]) : string[i] != '-')
			return false;
	return !is_name(string[sizeof form - 1]);
}

static int digits(const char *string, int count)
{
	int number = 0;
	for (int i = 0; i < count; i++)
		number = number * 10 + (string[i] - '0');
	return number;
}

static bool read_date(struct maker *maker, const char *from, struct token *token)
{
	static const char *const zh[] = {"一月", "二月", "三月", "四月", "五月",   "六月",
	                                 "七月", "八月", "九月", "十月", "十一月", "十二月"};
	static const char *const en[] = {"January",   "February", "March",    "April",
	                                 "May",       "June",     "July",     "August",
	                                 "September", "October",  "November", "December"};
	int year = digits(from, 4), month = digits(from + 5, 2), day = digits(from + 8, 2);
	token->kind = TOKEN_DATE;
	token->length = 10;
	token->number = date_make(year, month, day);
	if (date_valid((civil_date)token->number))
		return true;
	if (year < date_year(DATE_MIN) || year > date_year(DATE_MAX))
		return maker_refuse(maker, token->offset, expression_date_year, take(maker, from, 4));
	if (month < 1 || month > 12)
		return maker_refuse(maker, token->offset, expression_date_month,
		                    arena_format(maker->arena, "%d", month));
	return maker_refuse(maker, token->offset, expression_date_day, zh[month - 1],
	                    arena_format(maker->arena, "%d", day), en[month - 1]);
}

static bool read_number(struct maker *maker, const char *from, struct token *token)
{
	size_t length = 0;
	int64_t number = 0;
	bool point = false, over = false;
	token->kind = TOKEN_NUMBER;
	for (; is_digit(from[length]) || (from[length] == '.' && !point); length++) {
		if (from[length] == '.') {
			point = true;
			continue;
		}
		token->scale += point;
		over = over || number > NUMBER_LIMIT;
		if (!over)
			number = number * 10 + (from[length] - '0');
	}
	token->length = length;
	token->number = number;
	size_t rest = name_length(from + length);
	if (rest || (point && token->scale == 0) || from[length] == '.')
		return maker_refuse(maker, token->offset, expression_number_form,
		                    take(maker, from, length + (rest ? rest : from[length] == '.')));
	if (token->scale > NUMBER_PLACES_MAX)
		return maker_refuse(maker, token->offset, expression_number_places, take(maker, from, length),
		                    arena_format(maker->arena, "%d", NUMBER_PLACES_MAX));
	if (over || number > NUMBER_LIMIT)
		return maker_refuse(maker, token->offset, expression_too_large);
	return true;
}

/* ---- texts ---- */

static bool read_text(struct maker *maker, const char *from, struct token *token)
{
	const char *end = from + 1;
	while (*end && (*end != '\'' || end[1] == '\''))
		end += *end == '\'' ? 2 : 1;
	if (!*end)
		return maker_refuse(maker, token->offset, expression_quote_open);
	token->kind = TOKEN_TEXT;
	token->length = (size_t)(end + 1 - from);
	char *string = arena_take(maker->arena, token->length);
	token->string = string;
	for (const char *at = from + 1; at < end; at += *at == '\'' ? 2 : 1)
		*string++ = *at;
	return true;
}

/* ---- signs ---- */

/* A sign and what to write for it; NULL where it is right. A longer one stands before its beginning. */
static const struct sign {
	const char *sign, *instead;
} signs[] = {
        {"==", "="},  {"=>", ">="},  {"=<", "<="}, {"<>", "!="},  {"!=", NULL}, {"!", "not"},  {"<=", NULL},
        {">=", NULL}, {"&&", "and"}, {"||", "or"}, {"&", "and"},  {"|", "or"},  {"\"", "'"},   {"`", "'"},
        {"(", NULL},  {")", NULL},   {",", NULL},  {".", NULL},   {"+", NULL},  {"-", NULL},   {"*", NULL},
        {"=", NULL},  {"<", NULL},   {">", NULL},  {"（", "("},   {"）", ")"},  {"，", ","},   {"‘", "'"},
        {"’", "'"},   {"“", "'"},    {"”", "'"},   {"＝", "="},   {"＜", "<"},  {"＞", ">"},   {"≠", "!="},
        {"≤", "<="},  {"≥", ">="},   {"×", "*"},   {"且", "and"}, {"或", "or"}, {"非", "not"},
};

static bool read_sign(struct maker *maker, const char *from, struct token *token)
{
	token->kind = TOKEN_SIGN;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (!text_starts(from, signs[i].sign))
			continue;
		token->length = strlen(signs[i].sign);
		token->string = signs[i].sign;
		if (!signs[i].instead)
			return true;
		return maker_refuse(maker, token->offset, expression_sign, signs[i].sign, signs[i].instead);
	}
	if (*from == '/' || *from == '%')
		return maker_refuse(maker, token->offset, expression_division);
	const char *after = from;
	utf8_next(&after);
	return maker_refuse(maker, token->offset, expression_character,
	                    take(maker, from, (size_t)(after - from)));
}

bool token_read(struct maker *maker, size_t offset, struct token *ret)
{
	offset += strspn(maker->source + offset, " \t\r\n");
	const char *from = maker->source + offset;
	struct token token = {.kind = TOKEN_END, .offset = offset, .string = ""};
	bool fine = true;
	if (looks_like_date(from)) {
		fine = read_date(maker, from, &token);
	} else if (is_digit(*from)) {
		fine = read_number(maker, from, &token);
	} else if (is_name(*from)) {
		token.kind = TOKEN_WORD;
		token.length = name_length(from);
	} else if (*from == '\'') {
		fine = read_text(maker, from, &token);
	} else if (*from) {
		fine = read_sign(maker, from, &token);
	}
	if (!fine)
		return false;
	if (!*token.string && token.kind != TOKEN_TEXT)
		token.string = take(maker, from, token.length);
	*ret = token;
	return true;
}
