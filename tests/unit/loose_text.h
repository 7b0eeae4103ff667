/* What a page says outside its links and fixed facts: there no number may stand
   that counts something. */
#ifndef JINGUO_UNIT_LOOSE_TEXT_H
#define JINGUO_UNIT_LOOSE_TEXT_H

#include <string.h>

#include "base/text.h"

/* Appends it; each tag, link and fixed fact leaves a bar behind. */
static inline void loose_text(const char *html, struct text *out)
{
	static const struct {
		const char *open, *close;
	} closed[] = {{"<a ", "</a>"}, {"<span class=\"fixed\"", "</span>"}};
	while (*html) {
		const char *end = NULL;
		for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
			if (text_starts(html, closed[i].open))
				end = strstr(html, closed[i].close);
		if (*html == '<') {
			html = strchr(end ? end + 1 : html, '>') + 1;
			text_add_byte(out, '|');
		} else {
			text_add_byte(out, *html++);
		}
	}
}

#endif
