/* The order by strokes of data/strokes.txt, which tools/strokes.py makes from
   Unihan. The file holds the characters in order, so that a character's place in
   it is all that is compared. Two ways of ordering short names are in use; this is
   the one by strokes of the surname (姓氏笔画: an empty place before the single
   character), not the one of the people's congresses by strokes of the name. */
#include "field/strokes.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

extern const uint8_t strokes_file[], strokes_file_end[];

enum { CHARACTERS_MAX = 1 << 15 };

struct stroked {
	uint32_t code;
	uint16_t place, strokes;
};

static struct stroked characters[CHARACTERS_MAX]; /* by code; filled once */
static size_t character_count;

static int code_order(const void *a, const void *b)
{
	const struct stroked *left = a, *right = b;
	return (left->code > right->code) - (left->code < right->code);
}

static void line_read(const char *at, const char *end)
{
	char *rest;
	unsigned long strokes = strtoul(at, &rest, 10);
	for (at = rest + 1; at < end && character_count < CHARACTERS_MAX;) {
		uint32_t code = utf8_next(&at);
		size_t place = character_count++;
		characters[place] = (struct stroked){code, (uint16_t)place, (uint16_t)strokes};
	}
}

static void file_read(void)
{
	const char *at = (const char *)strokes_file, *end = (const char *)strokes_file_end;
	while (at < end) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		if (!line_end)
			break;
		if (*at != '#')
			line_read(at, line_end);
		at = line_end + 1;
	}
	qsort(characters, character_count, sizeof *characters, code_order);
}

static const struct stroked *find(uint32_t code)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	const struct stroked wanted = {.code = code};
	pthread_once(&once, file_read);
	return bsearch(&wanted, characters, character_count, sizeof *characters, code_order);
}

/* What is unknown follows all that is known, by code point. */
static uint32_t rank(uint32_t code)
{
	const struct stroked *character = find(code);
	return character ? character->place : CHARACTERS_MAX + code;
}

/* Blanks that set a name of two characters wider, and the dots between parts of a name. */
static bool counts(uint32_t code)
{
	return code != ' ' && code != 0x3000 && code != 0xB7 && code != 0x2022 && code != 0x30FB;
}

static uint32_t next(const char **ref_at)
{
	uint32_t code;
	do
		code = utf8_next(ref_at);
	while (code && !counts(code));
	return code;
}

static size_t length(const char *name)
{
	size_t length = 0;
	while (next(&name))
		length++;
	return length;
}

static int order(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

int strokes_compare(const char *a, const char *b)
{
	const char *left = a, *right = b;
	uint32_t of_left = next(&left), of_right = next(&right);
	if (!of_left || !of_right)
		return of_left || of_right ? (of_left ? 1 : -1) : strcmp(a, b);
	if (of_left != of_right)
		return order(rank(of_left), rank(of_right));
	bool short_left = length(a) <= 2, short_right = length(b) <= 2;
	if (short_left != short_right)
		return short_left ? -1 : 1;
	while (of_left && of_left == of_right) {
		of_left = next(&left);
		of_right = next(&right);
	}
	if (of_left && of_right)
		return order(rank(of_left), rank(of_right));
	return of_left || of_right ? (of_left ? 1 : -1) : strcmp(a, b);
}

unsigned strokes_count(const char *character)
{
	const struct stroked *found = find(next(&character));
	return found ? found->strokes : 0;
}

struct named_place {
	const char *name;
	size_t place;
};

static int place_order(const void *a, const void *b)
{
	const struct named_place *left = a, *right = b;
	int by_name = strokes_compare(left->name, right->name);
	return by_name ? by_name : (left->place > right->place) - (left->place < right->place);
}

void strokes_order(const char *const *names, size_t count, size_t *ret_order)
{
	struct named_place *places = memory_take(count * sizeof *places + 1);
	for (size_t i = 0; i < count; i++)
		places[i] = (struct named_place){names[i], i};
	qsort(places, count, sizeof *places, place_order);
	for (size_t i = 0; i < count; i++)
		ret_order[i] = places[i].place;
	memory_free(places);
}
