/* A document as JSON and back: what the first signature keeps, so that it can
   be printed again as it was signed. Warnings are not kept: they were answered
   before anybody signed. docs/TEMPLATES.md says what is in it. */
#ifndef JINGUO_SUMMARY_DOCUMENT_JSON_H
#define JINGUO_SUMMARY_DOCUMENT_JSON_H

#include "summary/document.h"

void document_pack(const struct document *document, struct text *out);
/* Fills a new document, which has its arena and nothing else that counts. DAMAGED when it is none of ours. */
bool document_unpack(const struct definitions *definitions, const char *packed, struct document *document,
                     struct fault *fault) __attribute__((warn_unused_result));

#endif
