/* Archive and XML reader put together: libzip unpacks while libxml2 asks for
   more, so that no part is ever in memory whole and what was unpacked can be
   counted as it comes. */
#include "record/xlsx_part.h"

#include <string.h>

static bool refuse(const struct xlsx_file *xlsx, enum fault_code code, const char *what, struct fault *fault)
{
	return fault_set_at(fault, ((struct position){.file = xlsx->file}), code, what);
}

bool part_broken(const struct xlsx_file *xlsx, const char *name, struct fault *fault)
{
	return refuse(xlsx, record_xlsx_broken, name, fault);
}

static bool refuse_size(const struct xlsx_file *xlsx, struct fault *fault)
{
	char most[24];
	snprintf(most, sizeof most, "%d", XLSX_INFLATED_MOST >> 20);
	return refuse(xlsx, record_xlsx_large, most, fault);
}

/* ---- the archive ---- */

bool xlsx_open(const char *bytes, size_t length, const char *file, struct xlsx_file *ret, struct fault *fault)
{
	struct xlsx_file xlsx = {.file = file};
	zip_source_t *source = zip_source_buffer_create(bytes, length, 0, NULL);
	xlsx.archive = source ? zip_open_from_source(source, ZIP_RDONLY, NULL) : NULL;
	if (!xlsx.archive) {
		zip_source_free(source);
		return part_broken(&xlsx, "zip", fault);
	}
	if (zip_get_num_entries(xlsx.archive, 0) > XLSX_ENTRIES_MOST) {
		xlsx_close(&xlsx);
		return refuse_size(&xlsx, fault);
	}
	*ret = xlsx;
	return true;
}

void xlsx_close(struct xlsx_file *xlsx)
{
	zip_discard(xlsx->archive);
	xlsx->archive = NULL;
}

bool xlsx_has(const struct xlsx_file *xlsx, const char *name)
{
	return zip_name_locate(xlsx->archive, name, ZIP_FL_NOCASE) >= 0;
}

/* ---- one part ---- */

static int read_piece(void *context, char *buffer, int length)
{
	struct part *part = context;
	zip_int64_t got = zip_fread(part->packed, buffer, (zip_uint64_t)length);
	if (got < 0)
		return -1;
	size_t left = sizeof part->front - part->front_length, kept = (size_t)got < left ? (size_t)got : left;
	memcpy(part->front + part->front_length, buffer, kept);
	part->front_length += kept;
	part->xlsx->inflated += (uint64_t)got;
	part->too_large = part->xlsx->inflated > XLSX_INFLATED_MOST;
	return part->too_large ? -1 : (int)got;
}

bool part_open(struct xlsx_file *xlsx, const char *name, struct part *ret, struct fault *fault)
{
	struct part *part = ret;
	*part = (struct part){.xlsx = xlsx, .name = name};
	zip_int64_t index = zip_name_locate(xlsx->archive, name, ZIP_FL_NOCASE);
	zip_stat_t about;
	if (index < 0 || zip_stat_index(xlsx->archive, (zip_uint64_t)index, 0, &about) != 0)
		return part_broken(xlsx, name, fault);
	if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) && about.encryption_method != ZIP_EM_NONE)
		return refuse(xlsx, record_xlsx_encrypted, name, fault);
	if ((about.valid & ZIP_STAT_SIZE) && about.size > XLSX_INFLATED_MOST)
		return refuse_size(xlsx, fault);
	part->packed = zip_fopen_index(xlsx->archive, (zip_uint64_t)index, 0);
	if (!part->packed)
		return part_broken(xlsx, name, fault);
	part->reader = xmlReaderForIO(read_piece, NULL, part, NULL, NULL,
	                              XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	return part->reader || part_broken(xlsx, name, fault);
}

void part_close(struct part *part)
{
	xmlFreeTextReader(part->reader);
	if (part->packed)
		zip_fclose(part->packed);
	*part = (struct part){};
}

/* libxml2 may stumble over what a document type declares before it tells of it. */
static enum part_step fail(const struct part *part, struct fault *fault)
{
	if (part->too_large)
		refuse_size(part->xlsx, fault);
	else if (memmem(part->front, part->front_length, "<!DOCTYPE", 9))
		refuse(part->xlsx, record_xlsx_doctype, part->name, fault);
	else
		part_broken(part->xlsx, part->name, fault);
	return PART_FAULT;
}

enum part_step part_step(struct part *part, struct fault *fault)
{
	if (part->empty) {
		part->empty = false;
		return PART_CLOSES;
	}
	for (;;) {
		int got = xmlTextReaderRead(part->reader);
		if (got != 1)
			return got == 0 ? PART_END : fail(part, fault);
		switch (xmlTextReaderNodeType(part->reader)) {
		case XML_READER_TYPE_ELEMENT:
			part->element = (const char *)xmlTextReaderConstLocalName(part->reader);
			part->empty = xmlTextReaderIsEmptyElement(part->reader) == 1;
			return PART_OPENS;
		case XML_READER_TYPE_END_ELEMENT:
			part->element = (const char *)xmlTextReaderConstLocalName(part->reader);
			return PART_CLOSES;
		case XML_READER_TYPE_TEXT:
		case XML_READER_TYPE_CDATA:
		case XML_READER_TYPE_WHITESPACE:
		case XML_READER_TYPE_SIGNIFICANT_WHITESPACE: return PART_TEXT;
		/* Office files have none: it is there to hide something or to burst. */
		case XML_READER_TYPE_DOCUMENT_TYPE:
		case XML_READER_TYPE_ENTITY_REFERENCE:
			refuse(part->xlsx, record_xlsx_doctype, part->name, fault);
			return PART_FAULT;
		default: break;
		}
	}
}

const char *part_attribute(struct part *part, const char *name)
{
	const char *value = NULL;
	while (!value && xmlTextReaderMoveToNextAttribute(part->reader) == 1)
		if (strcmp((const char *)xmlTextReaderConstLocalName(part->reader), name) == 0)
			value = (const char *)xmlTextReaderConstValue(part->reader);
	xmlTextReaderMoveToElement(part->reader);
	return value;
}

const char *part_text(const struct part *part)
{
	const char *text = (const char *)xmlTextReaderConstValue(part->reader);
	return text ? text : "";
}
