/* The third law: no orphan digits. Finds numbers in running text: ASCII and
   full-width digits anywhere, Chinese numerals where a measure word follows. */
#include <string.h>

#include "summary/template.h"

static const char numerals[] = "一二三四五六七八九十百千万亿零〇两";
/* Without 级 届 流 线 步 …, which follow numerals in names more often than in counts. */
static const char measures[] = "个名人次场宗项批期件家所间户条对支位周天月日号类份门座处套本例起张年";

static bool is_one_of(uint32_t c, const char *set)
{
	while (*set)
		if (utf8_next(&set) == c)
			return true;
	return false;
}

static bool is_digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19);
}

size_t digits_at(const char *text, enum language language)
{
	const char *at = text, *end = text;
	uint32_t c = utf8_next(&at);
	if (is_digit(c)) {
		for (end = at; is_digit(c = utf8_next(&at)) || c == '.' || c == ','; end = at)
			;
		return (size_t)(end - text);
	}
	if (language != LANGUAGE_ZH || !is_one_of(c, numerals))
		return 0;
	for (end = at; (c = utf8_next(&at)) != 0 && is_one_of(c, numerals); end = at)
		;
	return c && is_one_of(c, measures) ? (size_t)(end - text) : 0;
}

bool template_check_digits(struct template_parser *parser, const char *text, size_t offset)
{
	bool clean = true;
	const char *at = text;
	while (*at) {
		size_t length = digits_at(at, parser->language);
		if (!length) {
			utf8_next(&at);
			continue;
		}
		char *number = arena_copy_bytes(parser->arena, at, length);
		faults_add_at(parser->faults, passage_position(parser->passage, offset + (size_t)(at - text)),
		              summary_orphan_digits, number);
		clean = false;
		at += length;
	}
	return clean;
}
