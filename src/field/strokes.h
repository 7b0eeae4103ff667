/* Names in order of the strokes of the surname (姓氏笔画), as lists of candidates
   are printed: fewer strokes first, then by the shapes of the strokes 横 竖 撇 点 折
   as the Table of General Standard Chinese Characters has them; one surname's names
   of a single further character first, then by the next characters alike. */
#ifndef JINGUO_FIELD_STROKES_H
#define JINGUO_FIELD_STROKES_H

#include <stddef.h>
#include <stdint.h>

/* Below 0: a comes before b; 0 only for equal names. UTF-8; blanks and the dot
   within a name do not count, unless nothing else differs. A name that begins
   with another script follows all Chinese ones. */
int strokes_compare(const char *a, const char *b);

/* The strokes of the first character; 0 when they are not known. */
unsigned strokes_count(const char *character);

/* Puts into ret_order the places of the names in order; equal names keep theirs. */
void strokes_order(const char *const *names, size_t count, size_t *ret_order);

#endif
