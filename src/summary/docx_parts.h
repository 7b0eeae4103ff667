/* The parts of a Word file that are the same for every document: styles, fonts,
   settings, page numbers. */
#ifndef JINGUO_SUMMARY_DOCX_PARTS_H
#define JINGUO_SUMMARY_DOCX_PARTS_H

#include <stddef.h>

#define DOCX_HEAD      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define DOCX_WORDS     "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define DOCX_PACKAGE   "http://schemas.openxmlformats.org/package/2006"
#define DOCX_RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* Lengths in twips: 1/20 pt, 1/1440 inch; 1 mm = 56.693. */
enum {
	DOCX_CELL = 315, /* one character of 16 pt less 0.25 pt: 28 of them are 155.6 mm */
	DOCX_LINE = 28 * DOCX_CELL,
};

struct docx_part {
	const char *name; /* in the archive */
	const char *bytes;
	size_t length;
};
enum { DOCX_FIXED_PARTS = 7 };
extern const struct docx_part docx_fixed_parts[DOCX_FIXED_PARTS];

/* What the document's own relations name beside the links. */
struct docx_relation {
	const char *id, *type, *target;
};
enum { DOCX_FIXED_RELATIONS = 5 };
extern const struct docx_relation docx_fixed_relations[DOCX_FIXED_RELATIONS];

/* Page and page numbers, at the end of the body. */
extern const char docx_section[];

#endif
