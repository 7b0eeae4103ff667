/* GB/T 9704-2012 as Word has it: A4, margins 37, 28, 26 and 35 mm, 22 lines of
   28 characters. There is no document grid: every line has an exact height and
   every character a narrowed advance, which Word and LibreOffice both keep. */
#include "summary/docx_parts.h"

/* The standard's fonts, and what to take where one is not installed. */
#define FACE_TITLE    "方正小标宋简体"
#define FACE_BODY     "仿宋_GB2312"
#define FACE_HEADING1 "黑体"
#define FACE_HEADING2 "楷体_GB2312"
#define FACE_NUMBER   "宋体"

#define INDENT "630" /* two characters */
#define LINE   "579" /* 22 of them are 224.7 mm */

/* clang-format off */

#define TYPE(part, type) \
	"<Override PartName=\"" part "\" ContentType=\"application/vnd.openxmlformats-" type "+xml\"/>"

static const char content_types[] = DOCX_HEAD
	"<Types xmlns=\"" DOCX_PACKAGE "/content-types\">"
	"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	"<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	TYPE("/word/document.xml", "officedocument.wordprocessingml.document.main")
	TYPE("/word/styles.xml", "officedocument.wordprocessingml.styles")
	TYPE("/word/fontTable.xml", "officedocument.wordprocessingml.fontTable")
	TYPE("/word/settings.xml", "officedocument.wordprocessingml.settings")
	TYPE("/word/footer1.xml", "officedocument.wordprocessingml.footer")
	TYPE("/word/footer2.xml", "officedocument.wordprocessingml.footer")
	TYPE("/docProps/core.xml", "package.core-properties")
	"</Types>";

static const char package_relations[] = DOCX_HEAD
	"<Relationships xmlns=\"" DOCX_PACKAGE "/relationships\">"
	"<Relationship Id=\"rId1\" Type=\"" DOCX_RELATIONS "/officeDocument\" Target=\"word/document.xml\"/>"
	"<Relationship Id=\"rId2\" Type=\"" DOCX_PACKAGE "/relationships/metadata/core-properties\""
	" Target=\"docProps/core.xml\"/>"
	"</Relationships>";

/* Odd pages right, even pages left; no compressed punctuation, or a line would hold more than 28. */
static const char settings[] = DOCX_HEAD
	"<w:settings xmlns:w=\"" DOCX_WORDS "\">"
	"<w:evenAndOddHeaders/><w:characterSpacingControl w:val=\"doNotCompress\"/>"
	"<w:compat><w:compatSetting w:name=\"compatibilityMode\""
	" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
	"</w:settings>";

#define FONT(face, instead) \
	"<w:font w:name=\"" face "\"><w:altName w:val=\"" instead "\"/><w:charset w:val=\"86\"/></w:font>"

static const char fonts[] = DOCX_HEAD
	"<w:fonts xmlns:w=\"" DOCX_WORDS "\">"
	FONT(FACE_TITLE, "华文中宋")
	FONT(FACE_BODY, "仿宋")
	FONT(FACE_HEADING1, "SimHei")
	FONT(FACE_HEADING2, "楷体")
	FONT(FACE_NUMBER, "SimSun")
	"</w:fonts>";

#define FACES(face) \
	"<w:rFonts w:ascii=\"" face "\" w:hAnsi=\"" face "\" w:eastAsia=\"" face "\" w:cs=\"" face \
	"\" w:hint=\"eastAsia\"/>"
#define SIZE(half_points) "<w:sz w:val=\"" half_points "\"/><w:szCs w:val=\"" half_points "\"/>"
#define STYLE(id, name, paragraph, run) \
	"<w:style w:type=\"paragraph\" w:styleId=\"" id "\"><w:name w:val=\"" name "\"/>" \
	"<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>" paragraph "</w:pPr><w:rPr>" run "</w:rPr></w:style>"
#define FIRST_LINE "<w:ind w:firstLineChars=\"200\" w:firstLine=\"" INDENT "\"/>"
#define OUTLINE(level) "<w:outlineLvl w:val=\"" level "\"/>"

static const char styles[] = DOCX_HEAD
	"<w:styles xmlns:w=\"" DOCX_WORDS "\">"
	"<w:docDefaults><w:rPrDefault><w:rPr>"
	FACES(FACE_BODY) SIZE("32") "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>"
	"</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
	"<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/>"
	"<w:pPr><w:widowControl w:val=\"0\"/><w:overflowPunct w:val=\"0\"/><w:autoSpaceDE w:val=\"0\"/>"
	"<w:autoSpaceDN w:val=\"0\"/><w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"0\" w:after=\"0\""
	" w:line=\"" LINE "\" w:lineRule=\"exact\"/><w:jc w:val=\"both\"/></w:pPr>"
	"<w:rPr>" FACES(FACE_BODY) "<w:color w:val=\"000000\"/><w:spacing w:val=\"-5\"/>" SIZE("32") "</w:rPr></w:style>"
	STYLE("Title", "Title", "<w:jc w:val=\"center\"/>", FACES(FACE_TITLE) "<w:spacing w:val=\"0\"/>" SIZE("44"))
	STYLE("Body", "Body Text", FIRST_LINE, "")
	STYLE("Heading1", "heading 1", "<w:keepNext/>" FIRST_LINE OUTLINE("0"), FACES(FACE_HEADING1))
	STYLE("Heading2", "heading 2", "<w:keepNext/>" FIRST_LINE OUTLINE("1"), FACES(FACE_HEADING2))
	STYLE("Heading3", "heading 3", "<w:keepNext/>" FIRST_LINE OUTLINE("2"), "")
	STYLE("Heading4", "heading 4", "<w:keepNext/>" FIRST_LINE OUTLINE("3"), "")
	STYLE("Table", "Table Text", "<w:spacing w:before=\"40\" w:after=\"40\" w:line=\"400\" w:lineRule=\"exact\"/>"
		"<w:jc w:val=\"center\"/>", SIZE("28"))
	STYLE("Signature", "Signature", "<w:jc w:val=\"left\"/>", "")
	"<w:style w:type=\"paragraph\" w:styleId=\"Footer\"><w:name w:val=\"footer\"/><w:pPr>"
	"<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"280\" w:lineRule=\"exact\"/></w:pPr>"
	"<w:rPr>" FACES(FACE_NUMBER) SIZE("28") "</w:rPr></w:style>"
	"</w:styles>";

/* — 1 — in 14 pt, one character in from the edge of the text. */
#define FOOTER(side) DOCX_HEAD \
	"<w:ftr xmlns:w=\"" DOCX_WORDS "\"><w:p>" \
	"<w:pPr><w:pStyle w:val=\"Footer\"/><w:ind w:" side "=\"280\"/><w:jc w:val=\"" side "\"/></w:pPr>" \
	"<w:r><w:t xml:space=\"preserve\">— </w:t></w:r>" \
	"<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>" \
	"<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>" \
	"<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>" \
	"<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>" \
	"<w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>"
static const char footer_odd[] = FOOTER("right");
static const char footer_even[] = FOOTER("left");

/* The foot of the page number lies 7 mm below the text. */
const char docx_section[] =
	"<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rIdOdd\"/>"
	"<w:footerReference w:type=\"even\" r:id=\"rIdEven\"/>"
	"<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\""
	" w:left=\"1587\" w:header=\"851\" w:footer=\"1304\" w:gutter=\"0\"/></w:sectPr>";

/* clang-format on */

#define PART(name, text)                     \
	{                                    \
		name, text, sizeof(text) - 1 \
	}
const struct docx_part docx_fixed_parts[DOCX_FIXED_PARTS] = {
        PART("[Content_Types].xml", content_types),
        PART("_rels/.rels", package_relations),
        PART("word/styles.xml", styles),
        PART("word/fontTable.xml", fonts),
        PART("word/settings.xml", settings),
        PART("word/footer1.xml", footer_odd),
        PART("word/footer2.xml", footer_even),
};

const struct docx_relation docx_fixed_relations[DOCX_FIXED_RELATIONS] = {
        {"rIdStyles", "styles", "styles.xml"},       {"rIdFonts", "fontTable", "fontTable.xml"},
        {"rIdSettings", "settings", "settings.xml"}, {"rIdOdd", "footer", "footer1.xml"},
        {"rIdEven", "footer", "footer2.xml"},
};
