/* The parts of an Office file: a zip archive of XML, read in a bounded way.
   What is too large, packed to burst, or declares a document type is refused. */
#ifndef JINGUO_RECORD_XLSX_PART_H
#define JINGUO_RECORD_XLSX_PART_H

#include <libxml/xmlreader.h>
#include <zip.h>

#include "base/fault.h"
#include "base/memory.h"

struct xlsx_file {
	zip_t *archive;
	const char *file;  /* for faults */
	uint64_t inflated; /* bytes unpacked so far, of all parts */
};

enum {
	XLSX_ENTRIES_MOST = 10000,
	XLSX_INFLATED_MOST = 512 << 20, /* bytes of all parts that are read */
};

/* The bytes must outlive the archive. */
bool xlsx_open(const char *bytes, size_t length, const char *file, struct xlsx_file *ret, struct fault *fault)
        __attribute__((warn_unused_result));
void xlsx_close(struct xlsx_file *xlsx);
bool xlsx_has(const struct xlsx_file *xlsx, const char *name);

enum part_step { PART_OPENS, PART_CLOSES, PART_TEXT, PART_END, PART_FAULT };

/* One part, read from front to back. An element without content opens and closes too. */
struct part {
	struct xlsx_file *xlsx;
	const char *name;
	zip_file_t *packed;
	xmlTextReader *reader;
	const char *element; /* of PART_OPENS and PART_CLOSES: its name without prefix */
	bool empty;          /* the element in hand closes next */
	bool too_large;
	char front[512]; /* its first bytes, where a document type would stand */
	size_t front_length;
};

/* The name must outlive the part. Close it in any case. */
bool part_open(struct xlsx_file *xlsx, const char *name, struct part *ret, struct fault *fault)
        __attribute__((warn_unused_result));
enum part_step part_step(struct part *part, struct fault *fault);
/* Of an element that just opened: the attribute whatever its prefix, or NULL.
   Valid until the next call on this part. */
const char *part_attribute(struct part *part, const char *name);
const char *part_text(const struct part *part); /* of PART_TEXT */
void part_close(struct part *part);

/* "The part cannot be read." Returns false. */
bool part_broken(const struct xlsx_file *xlsx, const char *name, struct fault *fault);

#endif
