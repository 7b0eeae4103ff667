/* Writes HTML into a text; see html.h. */
#include "web/html.h"

#include <assert.h>
#include <string.h>

void html_add(struct text *out, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	for (const char *at = format; *at;) {
		size_t plain = strcspn(at, "%");
		text_add_bytes(out, at, plain);
		at += plain;
		if (text_starts(at, "%s")) {
			const char *string = va_arg(list, const char *);
			text_add_html(out, string ? string : "");
			at += strlen("%s");
		} else if (text_starts(at, "%d")) {
			text_add_int(out, va_arg(list, int));
			at += strlen("%d");
		} else if (text_starts(at, "%zu")) {
			text_add_int(out, (int64_t)va_arg(list, size_t));
			at += strlen("%zu");
		} else if (text_starts(at, "%lld")) {
			text_add_int(out, va_arg(list, long long));
			at += strlen("%lld");
		} else if (*at) {
			assert(text_starts(at, "%%"));
			text_add_byte(out, '%');
			at += strlen("%%");
		}
	}
	va_end(list);
}

void html_add_number(struct text *out, int64_t number)
{
	uint64_t size = number < 0 ? -(uint64_t)number : (uint64_t)number;
	uint64_t unit = 1;
	while (size / unit >= 1000)
		unit *= 1000;
	text_format(out, "%s%llu", number < 0 ? "-" : "", (unsigned long long)(size / unit));
	for (unit /= 1000; unit; unit /= 1000)
		text_format(out, ",%03llu", (unsigned long long)(size / unit % 1000));
}

void html_add_path(struct text *out, const char *path)
{
	while (*path) {
		char segment[256];
		size_t length = strcspn(path, "/");
		length = length < sizeof segment ? length : sizeof segment - 1;
		memcpy(segment, path, length);
		segment[length] = 0;
		text_add_url(out, segment);
		path += length;
		for (; *path == '/'; path++)
			text_add_byte(out, '/');
	}
}
