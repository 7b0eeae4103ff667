/* The document tree as a Word file in the official format of GB/T 9704-2012.
   Numbers are quiet hyperlinks to their proof. It only reads the tree; what a
   number means is not known here. */
#include <libxml/xmlwriter.h>
#include <string.h>
#include <zip.h>

#include "summary/docx_parts.h"
#include "summary/official.h"
#include "summary/table.h"

/* ---- XML ---- */

static void open_element(xmlTextWriter *writer, const char *name)
{
	xmlTextWriterStartElement(writer, BAD_CAST name);
}

static void close_element(xmlTextWriter *writer)
{
	xmlTextWriterEndElement(writer);
}

static void attribute(xmlTextWriter *writer, const char *name, const char *value)
{
	xmlTextWriterWriteAttribute(writer, BAD_CAST name, BAD_CAST value);
}

static void empty_element(xmlTextWriter *writer, const char *name)
{
	open_element(writer, name);
	close_element(writer);
}

static void value_element(xmlTextWriter *writer, const char *name, const char *value)
{
	open_element(writer, name);
	attribute(writer, "w:val", value);
	close_element(writer);
}

static const char *style_of(const struct block *block)
{
	static const char *const headings[] = {"Heading1", "Heading1", "Heading2", "Heading3", "Heading4"};
	switch (block->kind) {
	case BLOCK_TITLE: return "Title";
	case BLOCK_ADDRESS: return "Normal";
	case BLOCK_HEADING: return headings[block->level >= 1 && block->level <= 4 ? block->level : 1];
	case BLOCK_PARAGRAPH: return "Body";
	case BLOCK_TABLE: return "Table";
	case BLOCK_SIGNATURE:
	case BLOCK_DATE: return "Signature";
	}
	return "Normal";
}

static void write_run(xmlTextWriter *writer, const struct run *run)
{
	open_element(writer, "w:r");
	if (run->kind == RUN_WRITE || run->kind == RUN_UNPROVED) {
		open_element(writer, "w:rPr");
		value_element(writer, "w:highlight", "yellow");
		close_element(writer);
	}
	open_element(writer, "w:t");
	attribute(writer, "xml:space", "preserve");
	xmlTextWriterWriteString(writer, BAD_CAST run->text);
	close_element(writer);
	close_element(writer);
}

static bool run_links(const struct run *run, const char *base)
{
	return base && proof_has_link(run->proof) && (run->kind == RUN_FIGURE || run->kind == RUN_MISSING);
}

static void write_linked_run(xmlTextWriter *writer, const struct run *run)
{
	char id[32];
	snprintf(id, sizeof id, "rIdProof%zu", run->proof->number);
	open_element(writer, "w:hyperlink");
	attribute(writer, "r:id", id);
	attribute(writer, "w:history", "0");
	if (run->proof->words)
		attribute(writer, "w:tooltip", run->proof->words);
	write_run(writer, run);
	close_element(writer);
}

/* Bytes from … to of a run, linked where it is; nothing when there are none. */
static void write_part(xmlTextWriter *writer, const struct run *run, size_t from, size_t to, const char *base)
{
	struct text text = TEXT_EMPTY;
	struct run part = *run;
	text_add_bytes(&text, run->text + from, to - from);
	part.text = text.at;
	if (text.length && run_links(run, base))
		write_linked_run(writer, &part);
	else if (text.length)
		write_run(writer, &part);
	text_release(&text);
}

static void write_line_break(xmlTextWriter *writer)
{
	open_element(writer, "w:r");
	empty_element(writer, "w:br");
	close_element(writer);
}

static void write_runs(xmlTextWriter *writer, const struct document *document, const struct block *block,
                       const char *base)
{
	struct line_break second = official_title_break(document, block);
	for (size_t i = 0; i < block->count; i++) {
		const struct run *run = &block->runs[i];
		size_t length = strlen(run->text), head = i == second.run ? second.byte : length;
		write_part(writer, run, 0, head, base);
		if (i == second.run)
			write_line_break(writer);
		write_part(writer, run, head, length, base);
	}
}

/* The name at the end stays with the last words and with the date. */
static bool keeps_next(const struct document *document, size_t index)
{
	bool name_follows =
	        index + 1 < document->block_count && document->blocks[index + 1].kind == BLOCK_SIGNATURE;
	return document->blocks[index].kind == BLOCK_SIGNATURE || name_follows;
}

static void write_block(xmlTextWriter *writer, const struct document *document, size_t index,
                        const char *base)
{
	const struct block *block = &document->blocks[index];
	open_element(writer, "w:p");
	open_element(writer, "w:pPr");
	value_element(writer, "w:pStyle", style_of(block));
	if (keeps_next(document, index))
		empty_element(writer, "w:keepNext");
	if (block->kind == BLOCK_SIGNATURE || block->kind == BLOCK_DATE) {
		char twips[32];
		snprintf(twips, sizeof twips, "%d", official_indent(document, block) * DOCX_CELL / 2);
		open_element(writer, "w:ind");
		attribute(writer, "w:left", twips);
		/* Where another font is wider the date runs over, and does not break. */
		attribute(writer, "w:right", "-1260");
		close_element(writer);
	}
	close_element(writer);
	write_runs(writer, document, block, base);
	close_element(writer);
}

/* ---- tables ---- */

static void number_attribute(xmlTextWriter *writer, const char *name, size_t number)
{
	char digits[24];
	snprintf(digits, sizeof digits, "%zu", number);
	attribute(writer, name, digits);
}

static void write_cell(xmlTextWriter *writer, const struct table_cell *cell, size_t width, const char *base)
{
	open_element(writer, "w:tc");
	open_element(writer, "w:tcPr");
	open_element(writer, "w:tcW");
	number_attribute(writer, "w:w", width);
	attribute(writer, "w:type", "dxa");
	close_element(writer);
	value_element(writer, "w:vAlign", "center");
	close_element(writer);
	open_element(writer, "w:p");
	open_element(writer, "w:pPr");
	value_element(writer, "w:pStyle", "Table");
	close_element(writer);
	for (size_t i = 0; i < cell->count; i++)
		write_part(writer, &cell->runs[i], 0, strlen(cell->runs[i].text), base);
	close_element(writer);
	close_element(writer);
}

static void write_borders(xmlTextWriter *writer)
{
	static const char *const sides[] = {"w:top",   "w:left",    "w:bottom",
	                                    "w:right", "w:insideH", "w:insideV"};
	open_element(writer, "w:tblBorders");
	for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
		open_element(writer, sides[i]);
		attribute(writer, "w:val", "single");
		attribute(writer, "w:sz", "4");
		attribute(writer, "w:color", "000000");
		close_element(writer);
	}
	close_element(writer);
}

/* The heading again on every page, no row over two pages. */
static void write_row(xmlTextWriter *writer, const struct table_view *view, size_t row, const char *base)
{
	open_element(writer, "w:tr");
	open_element(writer, "w:trPr");
	empty_element(writer, "w:cantSplit");
	if (row == 0)
		empty_element(writer, "w:tblHeader");
	close_element(writer);
	for (size_t i = 0; i < view->columns; i++)
		write_cell(writer, &view->cells[row * view->columns + i], DOCX_LINE / view->columns, base);
	close_element(writer);
}

static void write_table(xmlTextWriter *writer, const struct block *block, const char *base)
{
	struct arena arena = {};
	const struct table_view view = table_view(block, &arena);
	open_element(writer, "w:tbl");
	open_element(writer, "w:tblPr");
	open_element(writer, "w:tblW");
	number_attribute(writer, "w:w", DOCX_LINE);
	attribute(writer, "w:type", "dxa");
	close_element(writer);
	write_borders(writer);
	close_element(writer);
	open_element(writer, "w:tblGrid");
	for (size_t i = 0; i < view.columns; i++) {
		open_element(writer, "w:gridCol");
		number_attribute(writer, "w:w", DOCX_LINE / view.columns);
		close_element(writer);
	}
	close_element(writer);
	for (size_t i = 0; i < view.rows; i++)
		write_row(writer, &view, i, base);
	close_element(writer);
	arena_release(&arena);
}

/* An empty line of the grid, where the standard leaves one. */
static void write_gap(xmlTextWriter *writer, bool keeps_next)
{
	open_element(writer, "w:p");
	if (keeps_next) {
		open_element(writer, "w:pPr");
		empty_element(writer, "w:keepNext");
		close_element(writer);
	}
	close_element(writer);
}

static bool gap_before(const struct document *document, size_t index)
{
	const struct block *block = &document->blocks[index];
	const struct block *before = index ? &document->blocks[index - 1] : NULL;
	bool behind_title = before && before->kind == BLOCK_TITLE && block->kind != BLOCK_TITLE;
	/* Word joins tables that nothing stands between. */
	bool behind_table = before && before->kind == BLOCK_TABLE && block->kind == BLOCK_TABLE;
	return behind_title || behind_table || block->kind == BLOCK_SIGNATURE;
}

/* ---- parts that differ ---- */

static xmlBuffer *document_part(const struct document *document, const char *base)
{
	xmlBuffer *buffer = xmlBufferCreate();
	xmlTextWriter *writer = xmlNewTextWriterMemory(buffer, 0);
	xmlTextWriterStartDocument(writer, "1.0", "UTF-8", "yes");
	open_element(writer, "w:document");
	attribute(writer, "xmlns:w", DOCX_WORDS);
	attribute(writer, "xmlns:r", DOCX_RELATIONS);
	open_element(writer, "w:body");
	for (size_t i = 0; i < document->block_count; i++) {
		if (gap_before(document, i))
			write_gap(writer, document->blocks[i].kind == BLOCK_SIGNATURE);
		if (document->blocks[i].kind == BLOCK_TABLE)
			write_table(writer, &document->blocks[i], base);
		else
			write_block(writer, document, i, base);
	}
	xmlTextWriterWriteRaw(writer, BAD_CAST docx_section);
	xmlTextWriterEndDocument(writer);
	xmlFreeTextWriter(writer);
	return buffer;
}

static void write_relation(xmlTextWriter *writer, const char *id, const char *type, const char *target,
                           bool outside)
{
	char address[128];
	snprintf(address, sizeof address, DOCX_RELATIONS "/%s", type);
	open_element(writer, "Relationship");
	attribute(writer, "Id", id);
	attribute(writer, "Type", address);
	attribute(writer, "Target", target);
	if (outside)
		attribute(writer, "TargetMode", "External");
	close_element(writer);
}

static xmlBuffer *relations_part(const struct document *document, const char *base)
{
	xmlBuffer *buffer = xmlBufferCreate();
	xmlTextWriter *writer = xmlNewTextWriterMemory(buffer, 0);
	xmlTextWriterStartDocument(writer, "1.0", "UTF-8", "yes");
	open_element(writer, "Relationships");
	attribute(writer, "xmlns", DOCX_PACKAGE "/relationships");
	for (size_t i = 0; i < DOCX_FIXED_RELATIONS; i++)
		write_relation(writer, docx_fixed_relations[i].id, docx_fixed_relations[i].type,
		               docx_fixed_relations[i].target, false);
	struct text link = TEXT_EMPTY;
	for (size_t i = 0; base && i < document->proof_count; i++) {
		if (!proof_has_link(document->proofs[i]))
			continue;
		char id[32];
		snprintf(id, sizeof id, "rIdProof%zu", document->proofs[i]->number);
		text_cut(&link, 0);
		text_add(&link, base);
		proof_link(document->proofs[i], &link);
		write_relation(writer, id, "hyperlink", link.at, true);
	}
	text_release(&link);
	xmlTextWriterEndDocument(writer);
	xmlFreeTextWriter(writer);
	return buffer;
}

static xmlBuffer *properties_part(const struct document *document)
{
	char day[DATE_SIZE], instant[32];
	date_print(document->prepared_on, day);
	snprintf(instant, sizeof instant, "%sT00:00:00Z", day);
	xmlBuffer *buffer = xmlBufferCreate();
	xmlTextWriter *writer = xmlNewTextWriterMemory(buffer, 0);
	xmlTextWriterStartDocument(writer, "1.0", "UTF-8", "yes");
	open_element(writer, "cp:coreProperties");
	attribute(writer, "xmlns:cp", DOCX_PACKAGE "/metadata/core-properties");
	attribute(writer, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
	attribute(writer, "xmlns:dcterms", "http://purl.org/dc/terms/");
	attribute(writer, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
	open_element(writer, "dc:title");
	struct text title = TEXT_EMPTY;
	document_title(document, &title);
	xmlTextWriterWriteString(writer, BAD_CAST title.at);
	text_release(&title);
	close_element(writer);
	xmlTextWriterWriteElement(writer, BAD_CAST "dc:creator", BAD_CAST document->org_name);
	/* The year is blanked in the text, so it must not stand here. */
	if (!document->redacted) {
		open_element(writer, "dcterms:created");
		attribute(writer, "xsi:type", "dcterms:W3CDTF");
		xmlTextWriterWriteString(writer, BAD_CAST instant);
		close_element(writer);
	}
	xmlTextWriterEndDocument(writer);
	xmlFreeTextWriter(writer);
	return buffer;
}

/* ---- the archive ---- */

/* Adds one part; the same moment for all, so that equal documents give equal files. */
static bool add_part(zip_t *archive, const char *name, const void *bytes, size_t length)
{
	zip_source_t *source = zip_source_buffer(archive, bytes, length, 0);
	if (!source)
		return false;
	zip_int64_t index = zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8);
	if (index < 0) {
		zip_source_free(source);
		return false;
	}
	enum { DAY_1980_01_01 = 1 << 5 | 1 }; /* as zip has it, whatever the time zone */
	return zip_file_set_dostime(archive, (zip_uint64_t)index, 0, DAY_1980_01_01, 0) == 0;
}

static bool read_archive(zip_source_t *source, struct text *out)
{
	zip_stat_t about;
	if (zip_source_stat(source, &about) || zip_source_open(source))
		return false;
	char *bytes = memory_take(about.size + 1);
	zip_int64_t got = zip_source_read(source, bytes, about.size);
	zip_source_close(source);
	if (got == (zip_int64_t)about.size)
		text_add_bytes(out, bytes, about.size);
	memory_free(bytes);
	return got == (zip_int64_t)about.size;
}

static bool pack(const struct docx_part *parts, size_t count, struct text *out)
{
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *archive = source ? zip_open_from_source(source, ZIP_TRUNCATE, NULL) : NULL;
	if (!archive) {
		zip_source_free(source);
		return false;
	}
	zip_source_keep(source);
	bool ok = true;
	for (size_t i = 0; ok && i < count; i++)
		ok = add_part(archive, parts[i].name, parts[i].bytes, parts[i].length);
	if (!ok || zip_close(archive)) {
		zip_discard(archive);
		ok = false;
	}
	ok = ok && read_archive(source, out);
	zip_source_free(source);
	return ok;
}

static struct docx_part made_part(const char *name, const xmlBuffer *buffer)
{
	return (struct docx_part){name, (const char *)xmlBufferContent(buffer),
	                          (size_t)xmlBufferLength(buffer)};
}

bool document_docx(const struct document *document, const char *base, struct text *out, struct fault *fault)
{
	base = document->redacted ? NULL : base;
	xmlBuffer *body = document_part(document, base);
	xmlBuffer *relations = relations_part(document, base);
	xmlBuffer *properties = properties_part(document);
	struct docx_part parts[DOCX_FIXED_PARTS + 3];
	memcpy(parts, docx_fixed_parts, sizeof docx_fixed_parts);
	parts[DOCX_FIXED_PARTS] = made_part("docProps/core.xml", properties);
	parts[DOCX_FIXED_PARTS + 1] = made_part("word/document.xml", body);
	parts[DOCX_FIXED_PARTS + 2] = made_part("word/_rels/document.xml.rels", relations);
	bool ok = pack(parts, sizeof parts / sizeof *parts, out);
	xmlBufferFree(body);
	xmlBufferFree(relations);
	xmlBufferFree(properties);
	return ok || fault_set(fault, summary_docx_not_packed);
}
