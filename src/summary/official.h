/* Where GB/T 9704-2012 puts what a writer cannot leave to the office program:
   the break of a long title, and name and date at the end. Widths are counted in
   half characters: what is not ASCII takes two. */
#ifndef JINGUO_SUMMARY_OFFICIAL_H
#define JINGUO_SUMMARY_OFFICIAL_H

#include "summary/document.h"

enum {
	OFFICIAL_LINE = 56,  /* 28 characters */
	OFFICIAL_TITLE = 40, /* 20 of the title's */
};

/* Before which byte of which run the second line of a title begins. `run` is the number of runs when the
   title fits one line, or when no place is better than another. */
struct line_break {
	size_t run, byte;
};
struct line_break official_title_break(const struct document *document, const struct block *title);
/* How far from the left the name or the date begins. */
int official_indent(const struct document *document, const struct block *block);

#endif
