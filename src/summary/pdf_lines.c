/* See pdf_lines.h. The standard's fonts are named first, then what is taken
   where they are not installed. */
#include "summary/pdf_lines.h"

#include <math.h>
#include <string.h>

#include "summary/official.h"

/* ---- faces: the standard's fonts, and what is taken where they are not installed ---- */

struct face {
	const char *families;
	double size; /* pt */
	double cell; /* width of a character; 0: as the font has it */
};

#define BODY_FACES "仿宋_GB2312,FangSong,仿宋,Noto Serif CJK SC"
static const struct face title_face = {"方正小标宋简体,STZhongsong,Noto Serif CJK SC", 22, 0};
static const struct face body_face = {BODY_FACES, 16, PDF_ADVANCE};
static const struct face heading_faces[] = {
        {"黑体,SimHei,Noto Sans CJK SC", 16, PDF_ADVANCE},
        {"楷体_GB2312,KaiTi,楷体,Noto Serif CJK SC", 16, PDF_ADVANCE},
        {BODY_FACES, 16, PDF_ADVANCE},
        {BODY_FACES, 16, PDF_ADVANCE},
};
static const struct face number_face = {"宋体,SimSun,Noto Serif CJK SC", PDF_NUMBER_SIZE, 0};

static const struct face *face_of(const struct block *block)
{
	if (block->kind == BLOCK_TITLE)
		return &title_face;
	if (block->kind == BLOCK_HEADING)
		return &heading_faces[block->level >= 1 && block->level <= 4 ? block->level - 1 : 0];
	return &body_face;
}

/* ---- lines ---- */

static struct set_line *add_line(struct typesetting *typesetting)
{
	if (typesetting->count == typesetting->room) {
		typesetting->room = typesetting->room ? typesetting->room * 2 : 64;
		typesetting->lines =
		        memory_grow(typesetting->lines, typesetting->room * sizeof(struct set_line));
	}
	struct set_line *line = &typesetting->lines[typesetting->count++];
	*line = (struct set_line){.height = 1};
	return line;
}

static void add_attribute(PangoAttrList *list, PangoAttribute *attribute, size_t from, size_t to)
{
	attribute->start_index = (guint)from;
	attribute->end_index = (guint)to;
	pango_attr_list_insert(list, attribute);
}

static PangoFontDescription *describe(const struct face *face)
{
	PangoFontDescription *description = pango_font_description_new();
	pango_font_description_set_family_static(description, face->families);
	pango_font_description_set_absolute_size(description, face->size * PANGO_SCALE);
	return description;
}

/* The words of a block, with the break of a long title; what a person has still to look at is marked. */
static void layout_words(const struct typesetting *typesetting, const struct block *block, struct text *words,
                         PangoAttrList *attributes)
{
	struct line_break second = official_title_break(typesetting->document, block);
	for (size_t i = 0; i < block->count; i++) {
		const struct run *run = &block->runs[i];
		size_t from = words->length;
		text_add_bytes(words, run->text, i == second.run ? second.byte : 0);
		if (i == second.run)
			text_add(words, "\n");
		text_add(words, i == second.run ? run->text + second.byte : run->text);
		if (run->kind == RUN_WRITE || run->kind == RUN_UNPROVED)
			add_attribute(attributes, pango_attr_background_new(0xffff, 0xf000, 0x8000), from,
			              words->length);
	}
}

static PangoLayout *lay_out(struct typesetting *typesetting, const struct block *block,
                            const struct face *face)
{
	struct text words = TEXT_EMPTY;
	PangoAttrList *attributes = pango_attr_list_new();
	layout_words(typesetting, block, &words, attributes);
	if (face->cell > 0)
		add_attribute(
		        attributes,
		        pango_attr_letter_spacing_new((int)floor((face->cell - face->size) * PANGO_SCALE)), 0,
		        words.length);
	PangoLayout *layout = pango_layout_new(typesetting->context);
	PangoFontDescription *description = describe(face);
	pango_layout_set_font_description(layout, description);
	pango_font_description_free(description);
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);
	pango_layout_set_text(layout, words.at, (int)words.length);
	pango_layout_set_width(layout, (int)(PDF_TEXT * PANGO_SCALE + 1));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	text_release(&words);
	typesetting->lacks_glyphs =
	        typesetting->lacks_glyphs || pango_layout_get_unknown_glyphs_count(layout) > 0;
	return layout;
}

static void place(const struct typesetting *typesetting, const struct block *block, PangoLayout *layout)
{
	double indent = official_indent(typesetting->document, block) * PDF_ADVANCE / 2;
	switch (block->kind) {
	case BLOCK_TITLE: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER); break;
	case BLOCK_ADDRESS:
	case BLOCK_TABLE: break;
	case BLOCK_HEADING: pango_layout_set_indent(layout, (int)(2 * PDF_ADVANCE * PANGO_SCALE)); break;
	case BLOCK_PARAGRAPH:
		pango_layout_set_indent(layout, (int)(2 * PDF_ADVANCE * PANGO_SCALE));
		pango_layout_set_justify(layout, TRUE);
		break;
	case BLOCK_SIGNATURE:
	case BLOCK_DATE:
		pango_layout_set_width(layout, -1);
		pango_layout_set_indent(layout, (int)(indent * PANGO_SCALE));
		break;
	}
}

/* The glyph box stands in the middle of its place, as Word has it. */
static double baseline_of(const PangoRectangle *logical, int baseline)
{
	double ascent = (baseline - logical->y) / (double)PANGO_SCALE;
	return (PDF_PITCH - logical->height / (double)PANGO_SCALE) / 2 + ascent;
}

static void add_block(struct typesetting *typesetting, size_t index)
{
	const struct document *document = typesetting->document;
	const struct block *block = &document->blocks[index];
	PangoLayout *layout = lay_out(typesetting, block, face_of(block));
	place(typesetting, block, layout);
	bool name_follows =
	        index + 1 < document->block_count && document->blocks[index + 1].kind == BLOCK_SIGNATURE;
	bool keeps = block->kind == BLOCK_TITLE || block->kind == BLOCK_HEADING ||
	             block->kind == BLOCK_SIGNATURE || name_follows;
	PangoLayoutIter *iter = pango_layout_get_iter(layout);
	bool begins = true;
	do {
		PangoRectangle logical;
		struct set_line *line = add_line(typesetting);
		pango_layout_iter_get_line_extents(iter, NULL, &logical);
		*line = (struct set_line){.block = block,
		                          .height = 1,
		                          .line = pango_layout_iter_get_line_readonly(iter),
		                          .x = logical.x / (double)PANGO_SCALE,
		                          .baseline =
		                                  baseline_of(&logical, pango_layout_iter_get_baseline(iter)),
		                          .keeps_next = keeps,
		                          .begins = begins};
		begins = false;
	} while (pango_layout_iter_next_line(iter));
	pango_layout_iter_free(iter);
	typesetting->lines[typesetting->count - 1].layout = layout; /* the last line ends its life */
	/* Before the name only the last words stay with it. */
	if (name_follows && block->kind == BLOCK_PARAGRAPH)
		for (size_t i = typesetting->count - 1; i-- > 0 && typesetting->lines[i].block == block;)
			typesetting->lines[i].keeps_next = false;
}

/* ---- tables: rows as high as their cells need, in whole lines of the grid ---- */

static PangoLayout *lay_out_cell(struct typesetting *typesetting, const struct table_cell *cell, double width)
{
	static const struct face face = {BODY_FACES, 14, 0};
	const struct block words = {BLOCK_TABLE, 0, (struct run *)cell->runs, cell->count};
	PangoLayout *layout = lay_out(typesetting, &words, &face);
	pango_layout_set_width(layout, (int)((width - 2 * PDF_CELL_MARGIN) * PANGO_SCALE));
	pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
	return layout;
}

static void add_row(struct typesetting *typesetting, const struct block *block, const struct table_view *view,
                    size_t index)
{
	struct set_row *row = arena_new(&typesetting->arena, struct set_row);
	struct set_line *line = add_line(typesetting);
	double highest = 0;
	row->cells = view->cells + index * view->columns;
	row->columns = view->columns;
	row->layouts = arena_array(&typesetting->arena, PangoLayout *, view->columns);
	for (size_t i = 0; i < view->columns; i++) {
		PangoRectangle logical;
		row->layouts[i] = lay_out_cell(typesetting, &row->cells[i], PDF_TEXT / (double)view->columns);
		pango_layout_get_extents(row->layouts[i], NULL, &logical);
		highest = fmax(highest, logical.height / (double)PANGO_SCALE);
	}
	size_t height = (size_t)ceil(highest / PDF_PITCH);
	line->block = block;
	line->row = row;
	line->height = height < 1 ? 1 : height > PDF_LINES ? PDF_LINES : height;
	line->keeps_next = index == 0; /* the heading */
}

static void add_table(struct typesetting *typesetting, const struct block *block)
{
	const struct table_view view = table_view(block, &typesetting->arena);
	for (size_t i = 0; i < view.rows; i++)
		add_row(typesetting, block, &view, i);
}

/* An empty line, where the standard leaves one. */
static bool gap_before(const struct document *document, size_t index)
{
	const struct block *block = &document->blocks[index];
	const struct block *before = index ? &document->blocks[index - 1] : NULL;
	return block->kind == BLOCK_SIGNATURE ||
	       (before && before->kind == BLOCK_TITLE && block->kind != BLOCK_TITLE);
}

static void set_all(struct typesetting *typesetting)
{
	for (size_t i = 0; i < typesetting->document->block_count; i++) {
		if (gap_before(typesetting->document, i))
			add_line(typesetting)->keeps_next = true;
		if (typesetting->document->blocks[i].kind == BLOCK_TABLE)
			add_table(typesetting, &typesetting->document->blocks[i]);
		else
			add_block(typesetting, i);
	}
}

size_t typesetting_page_end(const struct typesetting *typesetting, size_t from)
{
	size_t full = from, height = 0;
	while (full < typesetting->count && height + typesetting->lines[full].height <= PDF_LINES)
		height += typesetting->lines[full++].height;
	size_t end = full;
	if (end == typesetting->count)
		return end;
	while (end > from && typesetting->lines[end - 1].keeps_next)
		end--;
	return end > from ? end : full;
}

/* Widths must not depend on a screen. */
static PangoContext *paper_context(void)
{
	/* The thread's own: opening fonts takes longer than printing a page. */
	PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	pango_cairo_context_set_resolution(context, 72);
	pango_context_set_round_glyph_positions(context, FALSE);
	pango_context_set_language(context, pango_language_from_string("zh-cn"));
	return context;
}

void typesetting_make(struct typesetting *typesetting, const struct document *document, const char *base)
{
	*typesetting = (struct typesetting){.document = document, .base = base, .context = paper_context()};
	set_all(typesetting);
}

PangoLayout *typesetting_page_number(const struct typesetting *typesetting, int number)
{
	char words[32];
	snprintf(words, sizeof words, "— %d —", number);
	PangoLayout *layout = pango_layout_new(typesetting->context);
	PangoFontDescription *description = describe(&number_face);
	pango_layout_set_font_description(layout, description);
	pango_font_description_free(description);
	pango_layout_set_text(layout, words, -1);
	return layout;
}

void typesetting_release(struct typesetting *typesetting)
{
	for (size_t i = 0; i < typesetting->count; i++) {
		const struct set_row *row = typesetting->lines[i].row;
		if (typesetting->lines[i].layout)
			g_object_unref(typesetting->lines[i].layout);
		for (size_t j = 0; row && j < row->columns; j++)
			g_object_unref(row->layouts[j]);
	}
	arena_release(&typesetting->arena);
	memory_free(typesetting->lines);
	g_object_unref(typesetting->context);
}
