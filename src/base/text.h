/* Text: the one string builder, and what the program needs to know of UTF-8.

   Invariants: `at` is never NULL and always ends in a NUL at at[length].
   `struct text t = TEXT_EMPTY;` needs no release until something is added. */
#ifndef JINGUO_BASE_TEXT_H
#define JINGUO_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	char *at;
	size_t length;
	size_t room; /* bytes owned; 0 while `at` is the shared empty string */
};

extern char text_nothing[1];
#define TEXT_EMPTY                 \
	{                          \
		.at = text_nothing \
	}

void text_add(struct text *text, const char *string);
void text_add_bytes(struct text *text, const void *bytes, size_t length);
void text_add_byte(struct text *text, char byte);
void text_add_int(struct text *text, int64_t number);
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_format_list(struct text *text, const char *format, va_list list)
        __attribute__((format(printf, 2, 0)));
/* Cuts back to `length` bytes, keeping the memory. */
void text_cut(struct text *text, size_t length);
void text_release(struct text *text); /* leaves TEXT_EMPTY */

/* Appends `string` as a JSON string with its quotes. Input must be UTF-8. */
void text_add_json(struct text *text, const char *string, size_t length);
/* Appends with & < > " ' escaped for HTML and XML text and attributes. */
void text_add_html(struct text *text, const char *string);
void text_add_base64(struct text *text, const void *bytes, size_t length);
void text_add_hex(struct text *text, const void *bytes, size_t length);
/* Appends percent-encoded for a path or query: all but letters, digits and - . _ ~ */
void text_add_url(struct text *text, const char *string);

/* Decodes standard base64 with padding into `out` (room for length/4*3);
   false on any other byte. */
bool base64_decode(const char *string, size_t length, uint8_t *out, size_t *ret_length);
/* Decodes exactly `size` bytes of lower- or upper-case hex. */
bool hex_decode(const char *string, uint8_t *out, size_t size);

/* Bytes of the well-formed character at `start`, of which `left` (at least 1) bytes may be
   read; 0 when it is none. */
size_t utf8_length(const char *start, size_t left);
bool utf8_valid(const char *bytes, size_t length);
/* Code points in valid UTF-8. */
size_t utf8_count(const char *string, size_t length);
/* The code point at *ref_at, which moves behind it; 0 at the end. Valid UTF-8 only. */
uint32_t utf8_next(const char **ref_at);

bool text_equal(const char *a, const char *b); /* both may be NULL; NULL equals only NULL */
bool text_starts(const char *string, const char *prefix);
bool text_ends(const char *string, const char *suffix);

#endif
