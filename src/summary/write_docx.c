/* The document tree as a Word file in the official format of GB/T 9704-2012:
   A4, text area 156 by 225 mm, 22 lines of 28 characters. There is no document
   grid: every line has an exact height and every character a narrowed advance,
   which Word and LibreOffice both keep. Numbers are quiet hyperlinks to their
   proof. It only reads the tree; what a number means is not known here. */
#include "summary/document.h"

#include <libxml/xmlwriter.h>
#include <string.h>
#include <zip.h>

/* Lengths in twips (1/20 pt, 1/1440 inch); 1 mm = 56.693. */
#define CELL   "315" /* one character of 16 pt less 0.25 pt: 28 of them are 155.6 mm */
#define INDENT "630" /* two characters */
#define LINE   "579" /* 22 of them are 224.7 mm */
enum { CELL_TWIPS = 315 };

#define NAMESPACE          "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define NAMESPACE_RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define XML_HEAD           "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

/* Fonts of the standard; where one is not installed the office program takes its own. */
#define FACE_TITLE    "方正小标宋简体"
#define FACE_BODY     "仿宋_GB2312"
#define FACE_HEADING1 "黑体"
#define FACE_HEADING2 "楷体_GB2312"

static const char content_types[] =
        XML_HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                 "<Default Extension=\"rels\" "
                 "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                 "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                 "<Override PartName=\"/word/document.xml\" ContentType="
                 "\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
                 "<Override PartName=\"/word/styles.xml\" ContentType="
                 "\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>"
                 "<Override PartName=\"/word/settings.xml\" ContentType="
                 "\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>"
                 "<Override PartName=\"/word/footer1.xml\" ContentType="
                 "\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>"
                 "<Override PartName=\"/word/footer2.xml\" ContentType="
                 "\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>"
                 "<Override PartName=\"/docProps/core.xml\" ContentType="
                 "\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
                 "</Types>";

static const char package_relations[] =
        XML_HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                 "<Relationship Id=\"rId1\" Type=\"" NAMESPACE_RELATION
                 "/officeDocument\" Target=\"word/document.xml\"/>"
                 "<Relationship Id=\"rId2\" "
                 "Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
                 "core-properties\" Target=\"docProps/core.xml\"/>"
                 "</Relationships>";

/* Odd pages right, even pages left; no compressed punctuation, or a line would hold more than 28. */
static const char settings[] =
        XML_HEAD "<w:settings xmlns:w=\"" NAMESPACE "\">"
                 "<w:evenAndOddHeaders/><w:characterSpacingControl w:val=\"doNotCompress\"/>"
                 "<w:compat><w:compatSetting w:name=\"compatibilityMode\" "
                 "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
                 "</w:settings>";

#define FACES(face)                                                                                \
	"<w:rFonts w:ascii=\"" face "\" w:hAnsi=\"" face "\" w:eastAsia=\"" face "\" w:cs=\"" face \
	"\" w:hint=\"eastAsia\"/>"
#define STYLE(id, name, paragraph, run)                                                        \
	"<w:style w:type=\"paragraph\" w:styleId=\"" id "\"><w:name w:val=\"" name             \
	"\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>" paragraph "</w:pPr><w:rPr>" run \
	"</w:rPr></w:style>"
#define FIRST_LINE "<w:ind w:firstLineChars=\"200\" w:firstLine=\"" INDENT "\"/>"

static const char styles[] = XML_HEAD
        "<w:styles xmlns:w=\"" NAMESPACE "\">"
        "<w:docDefaults><w:rPrDefault><w:rPr>" FACES(
                FACE_BODY) "<w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/><w:lang w:val=\"en-US\" "
                           "w:eastAsia=\"zh-CN\"/>"
                           "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
                           "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name "
                           "w:val=\"Normal\"/><w:qFormat/>"
                           "<w:pPr><w:widowControl w:val=\"0\"/><w:overflowPunct w:val=\"0\"/><w:autoSpaceDE "
                           "w:val=\"0\"/>"
                           "<w:autoSpaceDN w:val=\"0\"/>"
                           "<w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"" LINE
                           "\" w:lineRule=\"exact\"/><w:jc w:val=\"both\"/></w:pPr>"
                           "<w:rPr>" FACES(
                                   FACE_BODY) "<w:color w:val=\"000000\"/><w:spacing w:val=\"-5\"/>"
                                              "<w:sz w:val=\"32\"/><w:szCs "
                                              "w:val=\"32\"/></w:rPr></w:style>" STYLE(
                                                      "Title", "Title", "<w:jc w:val=\"center\"/>",
                                                      FACES(FACE_TITLE) "<w:spacing w:val=\"0\"/><w:sz "
                                                                        "w:val=\"44\"/><w:szCs "
                                                                        "w:val=\"44\"/>") STYLE("Body",
                                                                                                "Body Text",
                                                                                                FIRST_LINE,
                                                                                                "")
                                                      STYLE("Heading1", "heading 1",
                                                            FIRST_LINE "<w:outlineLvl w:val=\"0\"/>",
                                                            FACES(FACE_HEADING1)) STYLE("Heading2",
                                                                                        "heading 2",
                                                                                        FIRST_LINE
                                                                                        "<w:outlineLvl "
                                                                                        "w:val=\"1\"/>",
                                                                                        FACES(FACE_HEADING2))
                                                              STYLE("Heading3", "heading 3",
                                                                    FIRST_LINE "<w:outlineLvl w:val=\"2\"/>",
                                                                    "") STYLE("Heading4", "heading 4",
                                                                              FIRST_LINE
                                                                              "<w:outlineLvl w:val=\"3\"/>",
                                                                              "")
                                                                      STYLE("Signature", "Signature",
                                                                            "<w:jc w:val=\"right\"/>",
                                                                            "") "<w:style "
                                                                                "w:type=\"paragraph\" "
                                                                                "w:styleId=\"Footer\"><w:"
                                                                                "name "
                                                                                "w:val=\"footer\"/><w:pPr>"
                                                                                "<w:spacing w:before=\"0\" "
                                                                                "w:after=\"0\" "
                                                                                "w:line=\"280\" "
                                                                                "w:lineRule=\"exact\"/></"
                                                                                "w:pPr><w:rPr>" FACES(
                                                                                        "宋体") "<w:sz "
                                                                                                "w:val="
                                                                                                "\"28\"/"
                                                                                                "><w:szCs "
                                                                                                "w:val="
                                                                                                "\"28\"/></"
                                                                                                "w:rPr></"
                                                                                                "w:style>"
                                                                                                "</w:styles>";

/* — 1 — in 14 pt, one character in from the edge of the text. */
#define FOOTER(side, indent)                                                                 \
	XML_HEAD "<w:ftr xmlns:w=\"" NAMESPACE "\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/>" \
	         "<w:ind w:" indent "=\"280\"/><w:jc w:val=\"" side "\"/></w:pPr>"           \
	         "<w:r><w:t xml:space=\"preserve\">— </w:t></w:r>"                         \
	         "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"                           \
	         "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>"       \
	         "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>" \
	         "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"                             \
	         "<w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>"
static const char footer_odd[] = FOOTER("right", "right");
static const char footer_even[] = FOOTER("left", "left");

/* 37, 28, 26 and 35 mm; the foot of the page number lies 7 mm below the text. */
static const char section[] =
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rIdOdd\"/>"
        "<w:footerReference w:type=\"even\" r:id=\"rIdEven\"/>"
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" "
        "w:left=\"1587\" w:header=\"851\" w:footer=\"1304\" w:gutter=\"0\"/></w:sectPr>";

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
	case BLOCK_SIGNATURE:
	case BLOCK_DATE: return "Signature";
	}
	return "Normal";
}

/* Width of a line in half characters: what is not ASCII takes two. */
static int half_width(const struct block *block)
{
	int width = 0;
	for (size_t i = 0; i < block->count; i++) {
		const char *at = block->runs[i].text;
		for (uint32_t c; (c = utf8_next(&at)) != 0;)
			width += c < 0x80 ? 1 : 2;
	}
	return width;
}

/* GB/T 9704, 7.3.5.2: unsealed, the name stands two characters from the right
   and the date begins two characters right of the name's beginning; the longer
   of the two keeps its two characters. Result in half characters. */
static int right_space(const struct document *document, size_t index)
{
	const struct block *block = &document->blocks[index];
	const struct block *name = block, *date = block;
	for (size_t i = 0; i < document->block_count; i++) {
		if (document->blocks[i].kind == BLOCK_SIGNATURE)
			name = &document->blocks[i];
		if (document->blocks[i].kind == BLOCK_DATE)
			date = &document->blocks[i];
	}
	int difference = half_width(name) - half_width(date);
	bool date_fits = difference >= 4;
	if (block->kind == BLOCK_DATE)
		return date_fits ? difference : 4;
	return date_fits ? 4 : 8 - difference;
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

static void write_block(xmlTextWriter *writer, const struct document *document, size_t index,
                        const char *base)
{
	const struct block *block = &document->blocks[index];
	open_element(writer, "w:p");
	open_element(writer, "w:pPr");
	value_element(writer, "w:pStyle", style_of(block));
	if (block->kind == BLOCK_SIGNATURE || block->kind == BLOCK_DATE) {
		char twips[32];
		snprintf(twips, sizeof twips, "%d", right_space(document, index) * CELL_TWIPS / 2);
		open_element(writer, "w:ind");
		attribute(writer, "w:right", twips);
		close_element(writer);
	}
	close_element(writer);
	for (size_t i = 0; i < block->count; i++) {
		if (run_links(&block->runs[i], base))
			write_linked_run(writer, &block->runs[i]);
		else
			write_run(writer, &block->runs[i]);
	}
	close_element(writer);
}

/* An empty line of the grid, where the standard leaves one. */
static void write_gap(xmlTextWriter *writer)
{
	open_element(writer, "w:p");
	close_element(writer);
}

static bool gap_before(const struct document *document, size_t index)
{
	const struct block *block = &document->blocks[index];
	const struct block *before = index ? &document->blocks[index - 1] : NULL;
	bool behind_title = before && before->kind == BLOCK_TITLE && block->kind != BLOCK_TITLE;
	return behind_title || block->kind == BLOCK_SIGNATURE;
}

static xmlBuffer *document_part(const struct document *document, const char *base)
{
	xmlBuffer *buffer = xmlBufferCreate();
	xmlTextWriter *writer = xmlNewTextWriterMemory(buffer, 0);
	xmlTextWriterStartDocument(writer, "1.0", "UTF-8", "yes");
	open_element(writer, "w:document");
	attribute(writer, "xmlns:w", NAMESPACE);
	attribute(writer, "xmlns:r", NAMESPACE_RELATION);
	open_element(writer, "w:body");
	for (size_t i = 0; i < document->block_count; i++) {
		if (gap_before(document, i))
			write_gap(writer);
		write_block(writer, document, i, base);
	}
	xmlTextWriterWriteRaw(writer, BAD_CAST section);
	xmlTextWriterEndDocument(writer);
	xmlFreeTextWriter(writer);
	return buffer;
}

static void write_relation(xmlTextWriter *writer, const char *id, const char *type, const char *target,
                           bool outside)
{
	char address[128];
	snprintf(address, sizeof address, NAMESPACE_RELATION "/%s", type);
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
	attribute(writer, "xmlns", "http://schemas.openxmlformats.org/package/2006/relationships");
	write_relation(writer, "rIdStyles", "styles", "styles.xml", false);
	write_relation(writer, "rIdSettings", "settings", "settings.xml", false);
	write_relation(writer, "rIdOdd", "footer", "footer1.xml", false);
	write_relation(writer, "rIdEven", "footer", "footer2.xml", false);
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
	attribute(writer, "xmlns:cp",
	          "http://schemas.openxmlformats.org/package/2006/metadata/core-properties");
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

struct part {
	const char *name;
	const void *bytes;
	size_t length;
};

static bool pack(const struct part *parts, size_t count, struct text *out)
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

bool document_docx(const struct document *document, const char *base, struct text *out, struct fault *fault)
{
	base = document->redacted ? NULL : base;
	xmlBuffer *body = document_part(document, base);
	xmlBuffer *relations = relations_part(document, base);
	xmlBuffer *properties = properties_part(document);
	struct part parts[] = {
	        {"[Content_Types].xml", content_types, sizeof content_types - 1},
	        {"_rels/.rels", package_relations, sizeof package_relations - 1},
	        {"docProps/core.xml", xmlBufferContent(properties), (size_t)xmlBufferLength(properties)},
	        {"word/document.xml", xmlBufferContent(body), (size_t)xmlBufferLength(body)},
	        {"word/_rels/document.xml.rels", xmlBufferContent(relations),
	         (size_t)xmlBufferLength(relations)},
	        {"word/styles.xml", styles, sizeof styles - 1},
	        {"word/settings.xml", settings, sizeof settings - 1},
	        {"word/footer1.xml", footer_odd, sizeof footer_odd - 1},
	        {"word/footer2.xml", footer_even, sizeof footer_even - 1},
	};
	bool ok = pack(parts, sizeof parts / sizeof *parts, out);
	xmlBufferFree(body);
	xmlBufferFree(relations);
	xmlBufferFree(properties);
	return ok || fault_set(fault, summary_docx_not_packed);
}
