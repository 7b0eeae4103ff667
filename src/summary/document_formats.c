/* The forms a document can take, each with its writer: the command line and the
   pages offer what stands here. */
#include "summary/document.h"

static bool write_html(const struct document *document, const char *base, struct text *out,
                       struct fault *fault)
{
	(void)fault;
	document_html(document, base, out);
	return true;
}

static bool write_plain(const struct document *document, const char *base, struct text *out,
                        struct fault *fault)
{
	(void)base;
	(void)fault;
	document_plain(document, out);
	return true;
}

const struct document_format document_formats[DOCUMENT_FORMATS] = {
        {"docx",
         "docx",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
         {"Word 文件", "Word"},
         document_docx},
        {"pdf", "pdf", "application/pdf", {"PDF 文件", "PDF"}, document_pdf},
        {"html", "html", "text/html; charset=utf-8", {"网页文件", "HTML"}, write_html},
        {"text", "txt", "text/plain; charset=utf-8", {"纯文本", "Text"}, write_plain},
};

const struct document_format *document_format(const char *name)
{
	for (size_t i = 0; i < DOCUMENT_FORMATS; i++)
		if (text_equal(document_formats[i].name, name))
			return &document_formats[i];
	return NULL;
}
