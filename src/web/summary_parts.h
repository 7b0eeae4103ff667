/* What stands around the paper of a summary: who has signed and who is next,
   what has to be seen to, what changed since, and where each number comes from. */
#ifndef JINGUO_WEB_SUMMARY_PARTS_H
#define JINGUO_WEB_SUMMARY_PARTS_H

#include "summary/template.h"
#include "web/request.h"

struct signing_view {
	const struct template *template;
	const struct record *statement; /* NULL: nobody has signed, or this role may not open it */
	bool signed_once;
	struct drift *drifts;
	size_t drift_count;
};

/* The statement of this summary under the viewer's own access, and the drift since its first signature. */
bool signing_read(struct request *request, const char *template, struct signing_view *ret,
                  struct fault *fault);
void signing_add(struct request *request, const struct signing_view *signing, struct text *out);
void drift_add(struct request *request, const struct signing_view *signing, struct text *out);
void warnings_add(const struct request *request, const struct document *document, struct text *out);
void sources_add(const struct request *request, const struct document *document, struct text *out);

#endif
