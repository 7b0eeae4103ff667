/* The document tree as PDF in the official format of GB/T 9704-2012: each line
   that was laid out is put on its place of the grid. Numbers are links to their
   proof, headings are bookmarks. What a number means is not known here. */
#include <cairo-pdf.h>
#include <string.h>

#include "summary/pdf_lines.h"

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
	            (last - first) / (double)PANGO_SCALE, PDF_PITCH, address);
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

/* A link over what bytes from … to of a cell take; of one that breaks, over its first line. */
static void link_in_cell(cairo_t *cairo, PangoLayout *layout, int from, int to, double x, double y,
                         const char *address)
{
	PangoRectangle first, last;
	pango_layout_index_to_pos(layout, from, &first);
	pango_layout_index_to_pos(layout, to - 1, &last);
	int right = last.y == first.y ? last.x + last.width : pango_layout_get_width(layout);
	struct text attributes = TEXT_EMPTY;
	text_format(&attributes, "rect=[%.2f %.2f %.2f %.2f] uri='%s'", x + first.x / (double)PANGO_SCALE,
	            y + first.y / (double)PANGO_SCALE, (right - first.x) / (double)PANGO_SCALE,
	            first.height / (double)PANGO_SCALE, address);
	cairo_tag_begin(cairo, CAIRO_TAG_LINK, attributes.at);
	cairo_tag_end(cairo, CAIRO_TAG_LINK);
	text_release(&attributes);
}

static void link_cell(cairo_t *cairo, const struct typesetting *typesetting, const struct table_cell *cell,
                      PangoLayout *layout, double x, double y)
{
	struct text address = TEXT_EMPTY;
	int at = 0;
	for (size_t i = 0; i < cell->count; i++) {
		const struct run *run = &cell->runs[i];
		int from = at, to = at + (int)strlen(run->text);
		at = to;
		if (to == from || !run_links(run, typesetting->base))
			continue;
		text_cut(&address, 0);
		text_add(&address, typesetting->base);
		proof_link(run->proof, &address);
		link_in_cell(cairo, layout, from, to, x, y, address.at);
	}
	text_release(&address);
}

static void show_row(cairo_t *cairo, const struct typesetting *typesetting, const struct set_line *line,
                     double y)
{
	double width = PDF_TEXT / (double)line->row->columns, height = (double)line->height * PDF_PITCH;
	cairo_set_line_width(cairo, 0.5);
	for (size_t i = 0; i < line->row->columns; i++) {
		PangoLayout *layout = line->row->layouts[i];
		PangoRectangle logical;
		double x = PDF_LEFT + (double)i * width;
		pango_layout_get_extents(layout, NULL, &logical);
		double top = y + (height - logical.height / (double)PANGO_SCALE) / 2;
		cairo_rectangle(cairo, x, y, width, height);
		cairo_stroke(cairo);
		cairo_move_to(cairo, x + PDF_CELL_MARGIN, top);
		pango_cairo_show_layout(cairo, layout);
		link_cell(cairo, typesetting, &line->row->cells[i], layout, x + PDF_CELL_MARGIN, top);
	}
}

static void show_line(cairo_t *cairo, const struct typesetting *typesetting, const struct set_line *line,
                      size_t row)
{
	double x = PDF_LEFT + line->x, y = PDF_TOP + (double)row * PDF_PITCH;
	if (line->row)
		show_row(cairo, typesetting, line, y);
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
	PangoLayout *layout = typesetting_page_number(typesetting, number);
	PangoRectangle logical;
	pango_layout_get_extents(layout, NULL, &logical);
	double width = logical.width / (double)PANGO_SCALE, height = logical.height / (double)PANGO_SCALE;
	double x = number % 2 ? PDF_LEFT + PDF_TEXT - PDF_NUMBER_SIZE - width : PDF_LEFT + PDF_NUMBER_SIZE;
	cairo_move_to(cairo, x, PDF_TOP + PDF_BODY + PDF_MM(7) + (PDF_NUMBER_SIZE - height) / 2);
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
	snprintf(place, sizeof place, "page=%d pos=[%.2f %.2f]", page, PDF_LEFT,
	         PDF_TOP + (double)row * PDF_PITCH);
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
		to = typesetting_page_end(typesetting, from);
		page++;
		for (size_t i = from, row = 0; i < to; row += typesetting->lines[i++].height) {
			const struct set_line *line = &typesetting->lines[i];
			show_line(cairo, typesetting, line, row);
			if (line->begins && line->block->kind == BLOCK_HEADING)
				bookmark(surface, line, page, row, parents);
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

bool document_pdf(const struct document *document, const char *base, struct text *out, struct fault *fault)
{
	struct typesetting typesetting;
	struct text bytes = TEXT_EMPTY;
	cairo_surface_t *surface =
	        cairo_pdf_surface_create_for_stream(take_bytes, &bytes, PDF_WIDTH, PDF_HEIGHT);
	cairo_t *cairo = cairo_create(surface);
	describe_document(surface, document);
	typesetting_make(&typesetting, document, document->redacted ? NULL : base);
	show_pages(surface, cairo, &typesetting);
	cairo_destroy(cairo);
	cairo_surface_finish(surface);
	bool made = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(surface);
	typesetting_release(&typesetting);
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
