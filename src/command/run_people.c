/* people doubles, merge, unmerge. Names and numbers of citizens stay sealed: what is
   printed are the numbers of records and what they have in common. */
#include "command/commands.h"
#include "field/people.h"
#include "field/people_merge.h"

static const char *said(const struct invocation *invocation, const char *zh, const char *en)
{
	return invocation->language == LANGUAGE_ZH ? zh : en;
}

/* ---- doubles ---- */

static const struct label likeness_words[] = {
        {"", ""}, {"可能", "possible"}, {"很可能", "likely"}, {"肯定", "certain"}};

static void add_pair(const struct invocation *invocation, const struct person_pair *pair, struct text *out)
{
	const struct label *word = &likeness_words[pair->likeness];
	text_format(out, "%s\t%s\t%s\t", said(invocation, word->zh, word->en), pair->numbers[0],
	            pair->numbers[1]);
	reasons_words(pair->reasons, invocation->language, out);
	text_add_byte(out, '\n');
}

static void add_reasons_json(unsigned reasons, enum language language, struct text *out)
{
	struct text words = TEXT_EMPTY;
	reasons_words(reasons, language, &words);
	text_add_json(out, words.at, words.length);
	text_release(&words);
}

static void add_pair_json(const struct person_pair *pair, struct text *out)
{
	text_format(out, "{\"likeness\":\"%s\",\"numbers\":[", likeness_name(pair->likeness));
	for (size_t i = 0; i < 2; i++) {
		text_add(out, i ? "," : "");
		text_add_json(out, pair->numbers[i], strlen(pair->numbers[i]));
	}
	text_format(out, "],\"ids\":[\"%lld\",\"%lld\"],\"zh\":", (long long)pair->ids[0],
	            (long long)pair->ids[1]);
	add_reasons_json(pair->reasons, LANGUAGE_ZH, out);
	text_add(out, ",\"en\":");
	add_reasons_json(pair->reasons, LANGUAGE_EN, out);
	text_add_byte(out, '}');
}

static void add_pairs(const struct invocation *invocation, const struct person_pair *pairs, size_t count,
                      struct text *out)
{
	if (invocation->json) {
		text_add_byte(out, '[');
		for (size_t i = 0; i < count; i++) {
			text_add(out, i ? ",\n" : "");
			add_pair_json(&pairs[i], out);
		}
		text_add(out, "]\n");
		return;
	}
	for (size_t i = 0; i < count; i++)
		add_pair(invocation, &pairs[i], out);
	bool zh = invocation->language == LANGUAGE_ZH;
	text_format(out, zh ? "%zu 对\n" : count == 1 ? "%zu pair\n" : "%zu pairs\n", count);
}

int run_people_doubles(struct invocation *invocation)
{
	struct desk desk;
	int code;
	if (!desk_open(invocation, BOOK_READ, &desk, &code))
		return code;
	struct progress progress;
	progress_begin(&progress, said(invocation, "查重", "looking for doubles"), invocation->language);
	struct person_pair *pairs;
	size_t count;
	struct fault fault = {};
	bool found =
	        people_doubles(desk.book, &desk.viewer,
	                       invocation->options[OPTION_POSSIBLE] ? LIKENESS_POSSIBLE : LIKENESS_LIKELY,
	                       progress_show, &progress, &invocation->arena, &pairs, &count, &fault);
	progress_end(&progress);
	struct text out = TEXT_EMPTY;
	if (found)
		add_pairs(invocation, pairs, count, &out);
	code = found ? output_write(invocation, out.at, out.length) : fail(invocation, &fault);
	text_release(&out);
	desk_close(&desk);
	return code;
}

/* ---- merge and unmerge ---- */

static void add_counts(const struct invocation *invocation, const struct merge_count *counts, size_t count,
                       struct text *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct label *label = &counts[i].ledger->label;
		text_format(out, "  %s\t%zu\n", said(invocation, label->zh, label->en), counts[i].links);
	}
}

static void add_counts_json(const struct merge_count *counts, size_t count, struct text *out)
{
	text_add_byte(out, '{');
	for (size_t i = 0; i < count; i++)
		text_format(out, "%s\"%s\":%zu", i ? "," : "", counts[i].ledger->name, counts[i].links);
	text_add_byte(out, '}');
}

static void add_report(const struct invocation *invocation, const struct merge_report *report, bool back,
                       struct text *out)
{
	const char *number = invocation->words[0];
	if (invocation->json) {
		text_add(out, "{\"into\":");
		text_add_json(out, report->into, strlen(report->into));
		text_format(out, ",\"links\":%zu,\"registers\":", report->links);
		add_counts_json(report->counts, report->count, out);
		text_add(out, ",\"kept\":");
		add_counts_json(report->kept, report->kept_count, out);
		text_add(out, "}\n");
		return;
	}
	bool zh = invocation->language == LANGUAGE_ZH;
	if (back)
		text_format(out,
		            zh ? "%s 已从 %s 分出，改回 %zu 处关联\n"
		               : "%s is apart from %s again, %zu links put back\n",
		            number, report->into, report->links);
	else
		text_format(out,
		            zh ? "%s 已并入 %s，改了 %zu 处关联\n"
		               : "%s is merged into %s, %zu links changed\n",
		            number, report->into, report->links);
	add_counts(invocation, report->counts, report->count, out);
	if (!report->kept_links)
		return;
	text_format(out,
	            zh ? "合并以后又改过的 %zu 处没有动，请逐条核对：\n"
	               : "%zu links have changed since the merge and were left alone; look at each:\n",
	            report->kept_links);
	add_counts(invocation, report->kept, report->kept_count, out);
}

typedef bool merge_act(struct book *book, const struct viewer *viewer, const struct merge_request *request,
                       struct arena *arena, struct merge_report *ret, struct fault *fault);

static int run_act(struct invocation *invocation, merge_act *act, bool back)
{
	struct desk desk;
	int code;
	if (!desk_open(invocation, BOOK_WRITE, &desk, &code))
		return code;
	struct progress progress;
	progress_begin(&progress,
	               back ? said(invocation, "撤销合并", "undoing") : said(invocation, "合并", "merging"),
	               invocation->language);
	const struct merge_request request = {
	        .tenant = tenant_of(desk.viewer.org),
	        .number = invocation->words[0],
	        .into = invocation->words[1],
	        .reason = invocation->options[OPTION_REASON],
	        .other_id = invocation->options[OPTION_OTHER_ID] != NULL,
	        .progress = progress_show,
	        .context = &progress,
	};
	struct merge_report report;
	struct fault fault = {};
	struct text out = TEXT_EMPTY;
	bool done = act(desk.book, &desk.viewer, &request, &invocation->arena, &report, &fault);
	progress_end(&progress);
	if (done)
		add_report(invocation, &report, back, &out);
	code = done ? output_write(invocation, out.at, out.length) : fail(invocation, &fault);
	text_release(&out);
	desk_close(&desk);
	return code;
}

int run_people_merge(struct invocation *invocation)
{
	return run_act(invocation, people_merge, false);
}

int run_people_unmerge(struct invocation *invocation)
{
	return run_act(invocation, people_unmerge, true);
}
