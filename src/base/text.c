/* The string builder, the escapes of JSON, HTML, base64 and hex, and UTF-8.
   Nothing here knows a locale. */
#include "base/text.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

char text_nothing[1] = "";

/* Makes room for `more` bytes and the NUL. */
static void text_reserve(struct text *text, size_t more)
{
	assert(more < SIZE_MAX / 2 - text->length);
	size_t need = text->length + more + 1;
	if (need <= text->room)
		return;
	size_t room = text->room ? text->room * 2 : 64;
	if (room < need)
		room = need;
	text->at = memory_grow(text->room ? text->at : NULL, room);
	text->at[text->length] = 0;
	text->room = room;
}

void text_add_bytes(struct text *text, const void *bytes, size_t length)
{
	if (!length)
		return;
	text_reserve(text, length);
	memcpy(text->at + text->length, bytes, length);
	text->length += length;
	text->at[text->length] = 0;
}

void text_add(struct text *text, const char *string)
{
	text_add_bytes(text, string, strlen(string));
}

void text_add_byte(struct text *text, char byte)
{
	text_reserve(text, 1);
	text->at[text->length++] = byte;
	text->at[text->length] = 0;
}

void text_add_int(struct text *text, int64_t number)
{
	char digits[20];
	size_t start = sizeof digits;
	uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
	do {
		digits[--start] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (number < 0)
		digits[--start] = '-';
	text_add_bytes(text, digits + start, sizeof digits - start);
}

void text_format_list(struct text *text, const char *format, va_list list)
{
	va_list again;
	va_copy(again, list);
	text_reserve(text, 63);
	size_t left = text->room - text->length;
	int length = vsnprintf(text->at + text->length, left, format, list);
	assert(length >= 0);
	if ((size_t)length >= left) {
		text_reserve(text, (size_t)length);
		vsnprintf(text->at + text->length, (size_t)length + 1, format, again);
	}
	va_end(again);
	text->length += (size_t)length;
}

void text_format(struct text *text, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	text_format_list(text, format, list);
	va_end(list);
}

void text_cut(struct text *text, size_t length)
{
	assert(length <= text->length);
	if (length == text->length)
		return;
	text->length = length;
	text->at[length] = 0;
}

void text_release(struct text *text)
{
	if (text->room)
		memory_free(text->at);
	*text = (struct text)TEXT_EMPTY;
}

static const char hex_digits[] = "0123456789abcdef";

static const char json_escape[256] = {
        ['"'] = '"', ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't',
};

void text_add_json(struct text *text, const char *string, size_t length)
{
	text_reserve(text, length + 2);
	text_add_byte(text, '"');
	size_t done = 0;
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)string[i];
		if (byte >= 0x20 && !json_escape[byte])
			continue;
		text_add_bytes(text, string + done, i - done);
		done = i + 1;
		const char short_form[] = {'\\', json_escape[byte]};
		const char long_form[] = {'\\', 'u', '0', '0', hex_digits[byte >> 4], hex_digits[byte & 15]};
		if (json_escape[byte])
			text_add_bytes(text, short_form, sizeof short_form);
		else
			text_add_bytes(text, long_form, sizeof long_form);
	}
	text_add_bytes(text, string + done, length - done);
	text_add_byte(text, '"');
}

void text_add_html(struct text *text, const char *string)
{
	static const char *const escapes[256] = {
	        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
	};
	const char *done = string;
	for (const char *at = string; *at; at++) {
		const char *escape = escapes[(unsigned char)*at];
		if (!escape)
			continue;
		text_add_bytes(text, done, (size_t)(at - done));
		text_add(text, escape);
		done = at + 1;
	}
	text_add(text, done);
}

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void text_add_base64(struct text *text, const void *bytes, size_t length)
{
	const uint8_t *in = bytes;
	text_reserve(text, (length + 2) / 3 * 4);
	for (size_t i = 0; i < length; i += 3) {
		size_t given = length - i < 3 ? length - i : 3;
		uint32_t group = (uint32_t)in[i] << 16;
		if (given > 1)
			group |= (uint32_t)in[i + 1] << 8;
		if (given > 2)
			group |= in[i + 2];
		char out[4] = {base64_digits[group >> 18], base64_digits[group >> 12 & 63],
		               given > 1 ? base64_digits[group >> 6 & 63] : '=',
		               given > 2 ? base64_digits[group & 63] : '='};
		text_add_bytes(text, out, sizeof out);
	}
}

void text_add_hex(struct text *text, const void *bytes, size_t length)
{
	const uint8_t *in = bytes;
	text_reserve(text, length * 2);
	for (size_t i = 0; i < length; i++) {
		text_add_byte(text, hex_digits[in[i] >> 4]);
		text_add_byte(text, hex_digits[in[i] & 15]);
	}
}

void text_add_url(struct text *text, const char *string)
{
	for (; *string; string++) {
		unsigned char byte = (unsigned char)*string;
		bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
		             (byte >= '0' && byte <= '9') || strchr("-._~", byte);
		if (plain)
			text_add_byte(text, (char)byte);
		else
			text_format(text, "%%%02X", byte);
	}
}

static int base64_value(char digit)
{
	if (digit >= 'A' && digit <= 'Z')
		return digit - 'A';
	if (digit >= 'a' && digit <= 'z')
		return digit - 'a' + 26;
	if (digit >= '0' && digit <= '9')
		return digit - '0' + 52;
	return digit == '+' ? 62 : digit == '/' ? 63 : -1;
}

/* Only the one spelling an encoder writes is taken: unused bits must be 0, so
   that two different strings never mean the same bytes. */
bool base64_decode(const char *string, size_t length, uint8_t *out, size_t *ret_length)
{
	if (length % 4)
		return false;
	size_t padding = 0, made = 0;
	while (padding < 2 && padding < length && string[length - 1 - padding] == '=')
		padding++;
	for (size_t i = 0; i < length; i += 4) {
		size_t digits = i + 4 == length ? 4 - padding : 4;
		uint32_t group = 0;
		for (size_t k = 0; k < 4; k++) {
			int value = k < digits ? base64_value(string[i + k]) : 0;
			if (value < 0)
				return false;
			group = group << 6 | (uint32_t)value;
		}
		if ((digits == 2 && group & 0xffff) || (digits == 3 && group & 0xff))
			return false;
		for (size_t k = 0; k + 1 < digits; k++)
			out[made++] = (uint8_t)(group >> (16 - 8 * k));
	}
	*ret_length = made;
	return true;
}

static int hex_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

bool hex_decode(const char *string, uint8_t *out, size_t size)
{
	if (strnlen(string, size * 2 + 1) != size * 2)
		return false;
	for (size_t i = 0; i < size * 2; i++)
		if (hex_value(string[i]) < 0)
			return false;
	for (size_t i = 0; i < size; i++)
		out[i] = (uint8_t)(hex_value(string[2 * i]) * 16 + hex_value(string[2 * i + 1]));
	return true;
}

/* The bounds of the second byte keep out overlong forms, surrogates and all beyond U+10FFFF. */
size_t utf8_length(const char *start, size_t left)
{
	const unsigned char *at = (const unsigned char *)start;
	unsigned char lead = at[0], low = 0x80, high = 0xBF;
	if (lead < 0x80)
		return 1;
	if (lead < 0xC2 || lead > 0xF4)
		return 0;
	size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
	if (lead == 0xE0)
		low = 0xA0;
	else if (lead == 0xED)
		high = 0x9F;
	else if (lead == 0xF0)
		low = 0x90;
	else if (lead == 0xF4)
		high = 0x8F;
	if (left < length || at[1] < low || at[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((at[i] & 0xC0) != 0x80)
			return 0;
	return length;
}

bool utf8_valid(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length;) {
		size_t size = utf8_length(bytes + i, length - i);
		if (!size)
			return false;
		i += size;
	}
	return true;
}

size_t utf8_count(const char *string, size_t length)
{
	size_t count = 0;
	for (size_t i = 0; i < length; i++)
		count += ((unsigned char)string[i] & 0xC0) != 0x80;
	return count;
}

uint32_t utf8_next(const char **ref_at)
{
	const unsigned char *at = (const unsigned char *)*ref_at;
	if (!at[0])
		return 0;
	unsigned size = at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
	uint32_t point = size == 1 ? at[0] : at[0] & (0x7Fu >> size);
	for (unsigned i = 1; i < size; i++)
		point = point << 6 | (at[i] & 0x3Fu);
	*ref_at += size;
	return point;
}

bool text_equal(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool text_starts(const char *string, const char *prefix)
{
	return strncmp(string, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *string, const char *suffix)
{
	size_t length = strlen(string), tail = strlen(suffix);
	return length >= tail && memcmp(string + length - tail, suffix, tail) == 0;
}
