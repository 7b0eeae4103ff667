/* What a drafter has to see to, and where each number of a summary comes from. */
#include "web/summary_parts.h"

static void begin_link(const struct request *request, const struct proof *proof, const char *class,
                       struct text *out)
{
	struct text address = TEXT_EMPTY;
	proof_link(proof, &address);
	html_add(out, "<a class=\"%s\" href=\"%s&amp;lang=%s\">", class, address.at,
	         say(request, "zh", "en"));
	text_release(&address);
}

static bool can_open(const struct proof *proof)
{
	return proof && (proof->figure || proof->ledger);
}

/* ---- warnings, by what they ask for ---- */

enum concern { CONCERN_WRITE, CONCERN_CHECK, CONCERN_MISSING, CONCERNS };

static enum concern concern_of(enum warning_kind kind)
{
	switch (kind) {
	case WARNING_UNWRITTEN:
	case WARNING_UNPROVED: return CONCERN_WRITE;
	case WARNING_PARTS:
	case WARNING_UNFILED:
	case WARNING_LEAP: return CONCERN_CHECK;
	case WARNING_MISSING: return CONCERN_MISSING;
	}
	return CONCERN_CHECK;
}

static void add_warning(const struct request *request, const struct warning *warning, const char *class,
                        struct text *out)
{
	html_add(out, "<li class=\"%s\">", class);
	if (can_open(warning->proof)) {
		begin_link(request, warning->proof, "plain", out);
		html_add(out, "%s</a></li>\n", warning->text);
	} else {
		html_add(out, "%s</li>\n", warning->text);
	}
}

static void add_concern(const struct request *request, const struct document *document, enum concern concern,
                        struct text *out)
{
	static const struct {
		struct label title;
		const char *card;
		bool folds;
	} concerns[CONCERNS] = {
	        [CONCERN_WRITE] = {{"签字前须补齐", "To be done before signing"}, "card", false},
	        [CONCERN_CHECK] = {{"请核对", "Please check"}, "card", false},
	        [CONCERN_MISSING] = {{"缺数，正文印 x", "Without data, printed x"}, "card lacking", true},
	};
	size_t count = 0;
	for (size_t i = 0; i < document->warning_count; i++)
		count += concern_of(document->warnings[i].kind) == concern;
	if (!count)
		return;
	html_add(out,
	         concerns[concern].folds ? "<details><summary>%s <b>%zu</b></summary>\n"
	                                 : "<h3>%s <b>%zu</b></h3>\n",
	         label_of(request, concerns[concern].title), count);
	text_add(out, "<ul class=\"cards\">\n");
	for (size_t i = 0; i < document->warning_count; i++)
		if (concern_of(document->warnings[i].kind) == concern)
			add_warning(request, &document->warnings[i], concerns[concern].card, out);
	text_add(out, concerns[concern].folds ? "</ul></details>\n" : "</ul>\n");
}

void warnings_add(const struct request *request, const struct document *document, struct text *out)
{
	heading_begin(say(request, "提醒", "Reminders"), out);
	html_add(out, "%zu", document->warning_count);
	heading_end(out);
	if (!document->warning_count)
		html_add(out, "<p class=\"nothing\">%s</p>\n",
		         say(request, "没有要核对的。", "Nothing to check."));
	for (enum concern concern = 0; concern < CONCERNS; concern++)
		add_concern(request, document, concern, out);
}

/* ---- sources ---- */

static void add_source(const struct request *request, const struct proof *proof, struct text *out)
{
	const struct figure *figure = proof->request.figure;
	text_add(out, "<tr><td class=\"number\">");
	if (can_open(proof)) {
		begin_link(request, proof, proof->value.missing ? "missing" : "figure", out);
		html_add(out, "%s</a>", proof->printed);
	} else {
		html_add(out, "<span class=\"fixed\">%s</span>", proof->printed);
	}
	html_add(out, "</td><td>%s</td><td>%s</td></tr>\n",
	         figure          ? label_of(request, figure->label)
	         : proof->ledger ? label_of(request, proof->ledger->label)
	         : proof->figure ? proof->figure
	                         : say(request, "固定事实", "Fixed fact"),
	         proof->words    ? proof->words
	         : proof->source ? proof->source
	         : proof->ledger ? say(request, "记录里的原文", "The record's own words")
	                         : say(request, "还没有台账", "No register yet"));
}

void sources_add(const struct request *request, const struct document *document, struct text *out)
{
	html_add(out,
	         say(request, "<details class=\"sources\"><summary>数字来源 <b>%zu</b> 处</summary>\n",
	             "<details class=\"sources\"><summary>Where each of the <b>%zu</b> numbers comes "
	             "from</summary>\n"),
	         document->proof_count);
	html_add(out,
	         "<table><thead><tr><th scope=\"col\" class=\"number\">%s</th><th scope=\"col\">%s</th>"
	         "<th scope=\"col\">%s</th></tr></thead><tbody>\n",
	         say(request, "数字", "Number"), say(request, "指标", "Figure"),
	         say(request, "怎么数", "How counted"));
	for (size_t i = 0; i < document->proof_count; i++)
		add_source(request, document->proofs[i], out);
	text_add(out, "</tbody></table></details>\n");
}
