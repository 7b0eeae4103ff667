/* HTML being written. What comes out of the books goes through html_add, which
   escapes it; only literals of ours are added as they are. */
#ifndef JINGUO_WEB_HTML_H
#define JINGUO_WEB_HTML_H

#include "base/text.h"

/* printf of %s %d %zu %lld %% and no other: every %s is escaped for text and attributes. NULL is "". */
void html_add(struct text *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* 12,690 */
void html_add_number(struct text *out, int64_t number);
/* `path` encoded for an address; its slashes stay. */
void html_add_path(struct text *out, const char *path);

#endif
