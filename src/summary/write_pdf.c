/* The document tree as PDF in the official format of GB/T 9704-2012: Pango
   breaks the text into lines, and each line is put on its place of the grid, 22
   lines to a page. Numbers are links to their proof, headings are bookmarks. It
   only reads the tree; what a number means is not known here. */
#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "summary/official.h"

#define MM(length) ((length)*72.0 / 25.4)

enum { LINES = 22, CHARACTERS = 28 };
static const double page_width = MM(210), page_height = MM(297);
static const double page_left = MM(28), page_top = MM(37), text_width = MM(156), text_height = MM(225);
static const double pitch = MM(225) / LINES, cell = MM(156) / CHARACTERS;

/* ---- faces: the standard's fonts, and what is taken where they are not installed ---- */

struct face {
	const char *families;
	double size; /* pt */
	double cell; /* width of a character; 0: as the font has it */
};

#define BODY_FACES "仿宋_GB2312,FangSong,仿宋,Noto Serif CJK SC"
static const struct face title_face = {"方正小标宋简体,STZhongsong,Noto Serif CJK SC", 22, 0};
static const struct face body_face = {BODY_FACES, 16, MM(156) / CHARACTERS};
static const struct face heading_faces[] = {
        {"黑体,SimHei,Noto Sans CJK SC", 16, MM(156) / CHARACTERS},
        {"楷体_GB2312,KaiTi,楷体,Noto Serif CJK SC", 16, MM(156) / CHARACTERS},
        {BODY_FACES, 16, MM(156) / CHARACTERS},
        {BODY_FACES, 16, MM(156) / CHARACTERS},
};
static const struct face number_face = {"宋体,SimSun,Noto Serif CJK SC", 14, 0};

static const struct face *face_of(const struct block *block)
{
	if (block->kind == BLOCK_TITLE)
		return &title_face;
	if (block->kind == BLOCK_HEADING)
		return &heading_faces[block->level >= 1 && block->level <= 4 ? block->level - 1 : 0];
	return &body_face;
}

/* ---- lines ---- */

/* A line on its way to the paper; `line` NULL is an empty one. */
struct set_line {
	const struct block *block;
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
	struct arena arena; /* layouts' texts */
	struct set_line *lines;
	size_t count, room;
	bool lacks_glyphs;
};

static struct set_line *add_line(struct typesetting *typesetting)
{
	if (typesetting->count == typesetting->room) {
		typesetting->room = typesetting->room ? typesetting->room * 2 : 64;
		typesetting->lines =
		        memory_grow(typesetting->lines, typesetting->room * sizeof(struct set_line));
	}
	struct set_line *line = &typesetting->lines[typesetting->count++];
	*line = (struct set_line){};
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
	pango_layout_set_width(layout, (int)(text_width * PANGO_SCALE + 1));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	text_release(&words);
	typesetting->lacks_glyphs =
	        typesetting->lacks_glyphs || pango_layout_get_unknown_glyphs_count(layout) > 0;
	return layout;
}

static void place(const struct typesetting *typesetting, const struct block *block, PangoLayout *layout)
{
	double indent = official_indent(typesetting->document, block) * cell / 2;
	switch (block->kind) {
	case BLOCK_TITLE: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER); break;
	case BLOCK_ADDRESS: break;
	case BLOCK_HEADING: pango_layout_set_indent(layout, (int)(2 * cell * PANGO_SCALE)); break;
	case BLOCK_PARAGRAPH:
		pango_layout_set_indent(layout, (int)(2 * cell * PANGO_SCALE));
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
	return (pitch - logical->height / (double)PANGO_SCALE) / 2 + ascent;
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
		add_block(typesetting, i);
	}
}

/* Where the page that begins with `from` ends: behind its last line, or before lines that must stay with
   the next page's first. */
static size_t page_end(const struct typesetting *typesetting, size_t from)
{
	size_t full = from + LINES, end = full < typesetting->count ? full : typesetting->count;
	if (end == typesetting->count)
		return end;
	while (end > from && typesetting->lines[end - 1].keeps_next)
		end--;
	return end > from ? end : full;
}

/* ---- paper ---- */

static bool run_links(const struct run *run, const char *base)
{
	return base && proof_has_link(run->proof) && (run->kind == RUN_FIGURE || run->kind == RUN_MISSING);
}

/* A link over the part of a line that bytes from … to of its text take. */
static void link_part(cairo_t *cairo, const struct set_line *line, int from, int to, double x, double y,
                      const char *address)
{
	int first = 0, last = 0;
	pango_layout_line_index_to_x(line->line, from, FALSE, &first);
	pango_layout_line_index_to_x(line->line, to, FALSE, &last);
	struct text attributes = TEXT_EMPTY;
	text_format(&attributes, "rect=[%.2f %.2f %.2f %.2f] uri='%s'", x + first / (double)PANGO_SCALE, y,
	            (last - first) / (double)PANGO_SCALE, pitch, address);
	cairo_tag_begin(cairo, CAIRO_TAG_LINK, attributes.at);
	cairo_tag_end(cairo, CAIRO_TAG_LINK);
	text_release(&attributes);
}

static void link_numbers(cairo_t *cairo, const struct typesetting *typesetting, const struct set_line *line,
                         double x, double y)
{
	int begin = line->line->start_index, end = begin + line->line->length, at = 0;
	struct text address = TEXT_EMPTY;
	for (size_t i = 0; i < line->block->count; i++) {
		const struct run *run = &line->block->runs[i];
		int from = at, to = at + (int)strlen(run->text);
		at = to;
		if (to <= begin || from >= end || !run_links(run, typesetting->base))
			continue;
		text_cut(&address, 0);
		text_add(&address, typesetting->base);
		proof_link(run->proof, &address);
		link_part(cairo, line, from > begin ? from : begin, to < end ? to : end, x, y, address.at);
	}
	text_release(&address);
}

static void show_line(cairo_t *cairo, const struct typesetting *typesetting, const struct set_line *line,
                      size_t row)
{
	double x = page_left + line->x, y = page_top + (double)row * pitch;
	if (!line->line)
		return;
	cairo_move_to(cairo, x, y + line->baseline);
	pango_cairo_show_layout_line(cairo, line->line);
	/* A title's break is a byte that its runs do not have; titles hold no links. */
	if (line->block->kind != BLOCK_TITLE)
		link_numbers(cairo, typesetting, line, x, y);
}

/* — 1 — in 14 pt, 7 mm below the text, one character in from the edge: odd right, even left. */
static void show_number(cairo_t *cairo, const struct typesetting *typesetting, int number)
{
	char words[32];
	PangoRectangle logical;
	snprintf(words, sizeof words, "— %d —", number);
	PangoLayout *layout = pango_layout_new(typesetting->context);
	PangoFontDescription *description = describe(&number_face);
	pango_layout_set_font_description(layout, description);
	pango_font_description_free(description);
	pango_layout_set_text(layout, words, -1);
	pango_layout_get_extents(layout, NULL, &logical);
	double width = logical.width / (double)PANGO_SCALE, height = logical.height / (double)PANGO_SCALE;
	double x =
	        number % 2 ? page_left + text_width - number_face.size - width : page_left + number_face.size;
	cairo_move_to(cairo, x, page_top + text_height + MM(7) + (number_face.size - height) / 2);
	pango_cairo_show_layout(cairo, layout);
	g_object_unref(layout);
}

/* Headings as bookmarks; `parents` are the last of each level above. */
static void bookmark(cairo_surface_t *surface, const struct set_line *line, int page, size_t row,
                     int parents[static 5])
{
	int level = line->block->level >= 1 && line->block->level <= 4 ? line->block->level : 1;
	struct text words = TEXT_EMPTY;
	char place[96];
	for (size_t i = 0; i < line->block->count; i++)
		text_add(&words, line->block->runs[i].text);
	snprintf(place, sizeof place, "page=%d pos=[%.2f %.2f]", page, page_left,
	         page_top + (double)row * pitch);
	parents[level] = cairo_pdf_surface_add_outline(surface, parents[level - 1], words.at, place,
	                                               CAIRO_PDF_OUTLINE_FLAG_OPEN);
	for (int i = level + 1; i < 5; i++)
		parents[i] = parents[level];
	text_release(&words);
}

static void show_pages(cairo_surface_t *surface, cairo_t *cairo, const struct typesetting *typesetting)
{
	int page = 0, parents[5] = {CAIRO_PDF_OUTLINE_ROOT};
	for (size_t from = 0, to; from < typesetting->count; from = to) {
		to = page_end(typesetting, from);
		page++;
		for (size_t i = from; i < to; i++) {
			const struct set_line *line = &typesetting->lines[i];
			show_line(cairo, typesetting, line, i - from);
			if (line->begins && line->block->kind == BLOCK_HEADING)
				bookmark(surface, line, page, i - from, parents);
		}
		show_number(cairo, typesetting, page);
		cairo_show_page(cairo);
	}
}

/* ---- the file ---- */

static cairo_status_t take_bytes(void *out, const unsigned char *bytes, unsigned int length)
{
	text_add_bytes(out, bytes, length);
	return CAIRO_STATUS_SUCCESS;
}

static void describe_document(cairo_surface_t *surface, const struct document *document)
{
	struct text title = TEXT_EMPTY;
	char day[DATE_SIZE], instant[32];
	document_title(document, &title);
	/* The year is blanked in the text, so it must not stand here. */
	date_print(document->redacted ? 19800101 : document->prepared_on, day);
	snprintf(instant, sizeof instant, "%sT00:00:00Z", day);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.at);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, document->org_name);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, instant);
	text_release(&title);
}

/* Cairo 1.16 gives each link two objects and writes one; the table of objects then points nowhere for
   the other, and a strict reader calls the file damaged. Such entries are marked as free, which makes
   them nothing. Cairo 1.18 needs this no more. */
static void free_unwritten(struct text *pdf)
{
	enum { ENTRY = 20 }; /* bytes: offset, generation, n or f */
	static const char table[] = "\nxref\n0 ";
	char *at = pdf->at, *found = NULL;
	for (char *end = pdf->at + pdf->length;
	     (at = memmem(at, (size_t)(end - at), table, sizeof table - 1)); at++)
		found = at;
	if (!found)
		return;
	long count = strtol(found + sizeof table - 1, &found, 10);
	char *entry = found + 1;
	for (long i = 1; i < count && entry + (i + 1) * ENTRY <= pdf->at + pdf->length; i++) {
		char *line = entry + i * ENTRY, name[32];
		size_t offset = (size_t)strtoul(line, NULL, 10);
		int length = snprintf(name, sizeof name, "%ld 0 obj", i);
		if (offset + (size_t)length > pdf->length ||
		    memcmp(pdf->at + offset, name, (size_t)length) != 0)
			memcpy(line, "0000000000 00001 f", ENTRY - 2);
	}
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

static void release(struct typesetting *typesetting)
{
	for (size_t i = 0; i < typesetting->count; i++)
		if (typesetting->lines[i].layout)
			g_object_unref(typesetting->lines[i].layout);
	memory_free(typesetting->lines);
	g_object_unref(typesetting->context);
}

bool document_pdf(const struct document *document, const char *base, struct text *out, struct fault *fault)
{
	struct typesetting typesetting = {.document = document,
	                                  .base = document->redacted ? NULL : base,
	                                  .context = paper_context()};
	struct text bytes = TEXT_EMPTY;
	cairo_surface_t *surface =
	        cairo_pdf_surface_create_for_stream(take_bytes, &bytes, page_width, page_height);
	cairo_t *cairo = cairo_create(surface);
	describe_document(surface, document);
	set_all(&typesetting);
	show_pages(surface, cairo, &typesetting);
	cairo_destroy(cairo);
	cairo_surface_finish(surface);
	bool made = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(surface);
	release(&typesetting);
	if (!made) {
		fault_set(fault, summary_pdf_not_made);
	} else if (typesetting.lacks_glyphs) {
		made = fault_set(fault, summary_pdf_no_font);
	} else {
		free_unwritten(&bytes);
		text_add_bytes(out, bytes.at, bytes.length);
	}
	text_release(&bytes);
	return made;
}
