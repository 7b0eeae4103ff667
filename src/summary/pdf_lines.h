/* Lines of an official document on their way to paper: Pango breaks each block
   into lines and each table into rows, and says where a page ends. The grid is
   that of GB/T 9704-2012: 22 lines of 28 characters. */
#ifndef JINGUO_SUMMARY_PDF_LINES_H
#define JINGUO_SUMMARY_PDF_LINES_H

#include <pango/pangocairo.h>

#include "summary/table.h"

#define PDF_MM(length) ((length)*72.0 / 25.4)

enum { PDF_LINES = 22, PDF_CHARACTERS = 28, PDF_CELL_MARGIN = 3 };
#define PDF_WIDTH   PDF_MM(210)
#define PDF_HEIGHT  PDF_MM(297)
#define PDF_LEFT    PDF_MM(28)
#define PDF_TOP     PDF_MM(37)
#define PDF_TEXT    PDF_MM(156) /* width of the text */
#define PDF_BODY    PDF_MM(225) /* and its height */
#define PDF_PITCH   (PDF_BODY / PDF_LINES)
#define PDF_ADVANCE (PDF_TEXT / PDF_CHARACTERS)

/* A row of a table on its way to the paper: its cells laid out. */
struct set_row {
	const struct table_cell *cells;
	PangoLayout **layouts;
	size_t columns;
};

/* A line on its way to the paper; `line` and `row` NULL is an empty one. */
struct set_line {
	const struct block *block;
	struct set_row *row;
	size_t height; /* in lines of the grid: more than 1 for a row of a table */
	PangoLayout *layout;
	PangoLayoutLine *line;
	double x, baseline; /* from the left of the text, from the top of its place in the grid */
	bool keeps_next;    /* no page may end with it */
	bool begins;        /* the first of its block */
};

struct typesetting {
	const struct document *document;
	const char *base;
	PangoContext *context;
	struct arena arena; /* rows of tables */
	struct set_line *lines;
	size_t count, room;
	bool lacks_glyphs;
};

/* Lays the whole document out; release with typesetting_release, also when a glyph is lacking. */
void typesetting_make(struct typesetting *typesetting, const struct document *document, const char *base);
void typesetting_release(struct typesetting *typesetting);
/* Where the page that begins with line `from` ends: behind its last line, or before lines that must stay with
   the next page's first. */
size_t typesetting_page_end(const struct typesetting *typesetting, size_t from);
/* — 1 —, laid out; release with g_object_unref. */
PangoLayout *typesetting_page_number(const struct typesetting *typesetting, int number);
enum { PDF_NUMBER_SIZE = 14 };

#endif
