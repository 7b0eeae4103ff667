/* The document tree as a page: the paper with every number a link to its
   records, and under it the warnings and the list of all numbers. One style,
   no script, nothing from elsewhere: the file can be mailed and still opens. */
#include "summary/table.h"

#include <string.h>

/* Colours and faces are those of the workbench; see docs/STYLE.md, "Look". */
static const char style[] =
        ":root{--paper:#f4f2ec;--sheet:#fffefb;--line:#dedacf;--ink:#1b2322;--ink2:#46504d;--dai:#1d5b5b;"
        "--zhu:#b12d1a;--zhu-wash:#fbe9e3;--amber:#855500;--amber-wash:#faefd3}"
        "@media(prefers-color-scheme:dark){:root{--paper:#101716;--sheet:#17201f;--line:#2d3937;--ink:#"
        "e7e4db;"
        "--ink2:#b6bcb5;--dai:#7cc5ba;--zhu:#ff9780;--zhu-wash:#3c211b;--amber:#e9bc62;--amber-wash:#352b15}}"
        "*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);"
        "font:14px/22px 'PingFang SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif}"
        "main{max-width:860px;margin:0 auto;padding:24px}";

static const char paper_style[] =
        ".paper{background:var(--sheet);padding:9% 12%;box-shadow:0 2px 14px rgba(30,40,38,.10);"
        "font:17px/2.05 FangSong,STFangsong,FangSong_GB2312,'Noto Serif CJK "
        "SC',serif;overflow-wrap:break-word}"
        ".paper p,.paper h2,.paper h3,.paper h4,.paper h5{margin:0;text-indent:2em;text-align:justify}"
        ".paper h1{font:600 26px/1.5 STZhongsong,'Source Han Serif SC','Noto Serif CJK "
        "SC',serif;text-align:center;"
        "margin:0}.paper h1+:not(h1){margin-top:1.2em}.paper "
        "h2{display:block;border:0;padding:0;font:inherit;font-family:SimHei,STHeiti,'Noto Sans CJK "
        "SC',sans-serif}"
        ".paper h3{font:inherit;font-family:KaiTi,STKaiti,'Noto Serif CJK SC',serif;font-weight:600}"
        ".paper h4,.paper h5{font:inherit}.paper .address{text-indent:0}.paper "
        ".right{text-indent:0;text-align:right;"
        "padding-right:2em}"
        ".paper a.figure{color:var(--ink);text-decoration:none;border-bottom:1px solid "
        "var(--dai);font-weight:inherit;"
        "font-family:'Source Han Serif SC','Noto Serif CJK SC',serif;font-feature-settings:'tnum','lnum'}"
        ".paper a:hover,.paper a:focus{background:var(--amber-wash)}"
        ".paper a.missing{color:var(--zhu);text-decoration:underline wavy;}"
        ".paper .fixed{border-bottom:1px dashed var(--ink2)}.paper .write{background:var(--amber-wash)}"
        ".paper .unproved{background:var(--zhu-wash)}"
        ".paper table{width:100%;border-collapse:collapse;margin:8px 0;font-size:15px;line-height:1.6}"
        ".paper th,.paper td{border:1px solid var(--ink2);padding:2px "
        "8px;text-align:center;font-weight:inherit}"
        ".notes h2{font:700 16px/24px 'Source Han Serif SC','Noto Serif CJK SC',serif;border-bottom:1px "
        "solid var(--ink);"
        "margin:32px 0 8px}.notes table{width:100%;border-collapse:collapse;border-top:2px solid var(--ink);"
        "border-bottom:2px solid var(--ink)}.notes th{text-align:left;font-size:12px;color:var(--ink2);"
        "border-bottom:1px solid var(--ink);padding:4px 8px}.notes td{border-bottom:1px solid "
        "var(--line);padding:6px 8px;"
        "vertical-align:top}.notes td.number{text-align:right;white-space:nowrap}.notes a{color:var(--dai)}"
        ".notes li{margin:4px 0}.notes .missing{color:var(--zhu)}.notes .parts,.notes .leap,.notes .unfiled,"
        ".notes .unwritten,.notes .unproved{color:var(--amber)}"
        "@media "
        "print{body{background:#fff}main{padding:0;max-width:none}.paper{box-shadow:none;padding:0}.notes{"
        "display:none}}"
        "@media(max-width:767px){main{padding:0}.paper{padding:24px 20px}.notes{padding:0 20px 24px}}";

void document_html_style(struct text *out)
{
	text_add(out, paper_style);
}

void proof_link(const struct proof *proof, struct text *out)
{
	if (proof->ledger) {
		text_format(out, "/record/%s/%lld?tenant=%lld", proof->ledger->name, (long long)proof->record,
		            (long long)proof->tenant);
		return;
	}
	text_add(out, "/figure/");
	text_add_url(out, proof->figure);
	text_add(out, "?org=");
	text_add_url(out, proof->request.org ? proof->request.org : "");
	text_add(out, "&period=");
	struct text period = TEXT_EMPTY;
	period_print(&proof->request.period, &period);
	text_add_url(out, period.at);
	text_release(&period);
	for (int i = 0; i < FIGURE_DIMENSIONS; i++) {
		if (!proof->request.by[i])
			continue;
		text_format(out, "&by%d=", i + 1);
		text_add_url(out, proof->request.by[i]);
		if (proof->key[i].kind == VALUE_TEXT) {
			text_format(out, "&key%d=", i + 1);
			text_add_url(out, proof->key[i].bytes);
		} else if (proof->key[i].kind == VALUE_INT) {
			text_format(out, "&key%d=", i + 1);
			text_add_int(out, proof->key[i].number);
		}
	}
	if (proof->request.where) {
		text_add(out, "&where=");
		text_add_url(out, proof->request.where);
	}
	if (proof->request.cumulative)
		text_add(out, "&cumulative=1");
}

static void add_attribute(const char *name, const char *value, struct text *out)
{
	if (!value || !*value)
		return;
	text_format(out, " %s=\"", name);
	text_add_html(out, value);
	text_add(out, "\"");
}

static void add_span(const char *class, const char *title, const char *printed, struct text *out)
{
	text_add(out, "<span");
	add_attribute("class", class, out);
	add_attribute("title", title, out);
	text_add(out, ">");
	text_add_html(out, printed);
	text_add(out, "</span>");
}

bool proof_has_link(const struct proof *proof)
{
	return proof && (proof->figure || proof->ledger);
}

/* A number that opens its records; where there is nothing to open, or no address to open it at, only the number. */
static void add_link(const struct proof *proof, const char *base, const char *class, const char *printed,
                     struct text *out)
{
	if (!base || !proof_has_link(proof)) {
		add_span(class, proof ? proof->words : NULL, printed, out);
		return;
	}
	struct text link = TEXT_EMPTY;
	text_add(&link, base);
	proof_link(proof, &link);
	text_add(out, "<a");
	add_attribute("class", class, out);
	add_attribute("href", link.at, out);
	add_attribute("title", proof->words, out);
	text_add(out, ">");
	text_add_html(out, printed);
	text_add(out, "</a>");
	text_release(&link);
}

static void add_run(const struct run *run, const char *base, struct text *out)
{
	switch (run->kind) {
	case RUN_TEXT:
	case RUN_NAME: text_add_html(out, run->text); return;
	case RUN_FIGURE: add_link(run->proof, base, "figure", run->text, out); return;
	case RUN_MISSING: add_link(run->proof, base, "missing", run->text, out); return;
	case RUN_FIXED: add_span("fixed", run->proof ? run->proof->source : NULL, run->text, out); return;
	case RUN_WRITE: add_span("write", NULL, run->text, out); return;
	case RUN_UNPROVED: add_span("unproved", NULL, run->text, out); return;
	case RUN_CELL:
	case RUN_ROW: return;
	}
}

static void add_table(const struct block *block, const char *base, struct text *out)
{
	struct arena arena = {};
	const struct table_view view = table_view(block, &arena);
	text_add(out, "<table>\n");
	for (size_t i = 0; i < view.rows; i++) {
		const char *tag = i ? "td" : "th";
		text_add(out, "<tr>");
		for (size_t j = 0; j < view.columns; j++) {
			const struct table_cell *cell = &view.cells[i * view.columns + j];
			text_format(out, "<%s>", tag);
			for (size_t k = 0; k < cell->count; k++)
				add_run(&cell->runs[k], base, out);
			text_format(out, "</%s>", tag);
		}
		text_add(out, "</tr>\n");
	}
	text_add(out, "</table>\n");
	arena_release(&arena);
}

static void add_block(const struct block *block, const char *base, struct text *out)
{
	if (block->kind == BLOCK_TABLE) {
		add_table(block, base, out);
		return;
	}
	static const struct {
		const char *tag, *class;
	} shapes[] = {
	        [BLOCK_TITLE] = {"h1", NULL},    [BLOCK_ADDRESS] = {"p", "address"},
	        [BLOCK_HEADING] = {"h2", NULL},  [BLOCK_PARAGRAPH] = {"p", NULL},
	        [BLOCK_TABLE] = {"table", NULL}, [BLOCK_SIGNATURE] = {"p", "right"},
	        [BLOCK_DATE] = {"p", "right"},
	};
	static const char *const headings[] = {"h2", "h2", "h3", "h4", "h5"};
	bool heading = block->kind == BLOCK_HEADING && block->level >= 1 && block->level <= 4;
	const char *tag = heading ? headings[block->level] : shapes[block->kind].tag;
	if (shapes[block->kind].class)
		text_format(out, "<%s class=\"%s\">", tag, shapes[block->kind].class);
	else
		text_format(out, "<%s>", tag);
	for (size_t i = 0; i < block->count; i++)
		add_run(&block->runs[i], base, out);
	text_format(out, "</%s>\n", tag);
}

void document_html_body(const struct document *document, const char *base, struct text *out)
{
	text_format(out, "<article class=\"paper\" lang=\"%s\">\n",
	            document->language == LANGUAGE_ZH ? "zh-CN" : "en");
	for (size_t i = 0; i < document->block_count; i++)
		add_block(&document->blocks[i], base, out);
	text_add(out, "</article>\n");
}

static const char *warning_class(enum warning_kind kind)
{
	switch (kind) {
	case WARNING_MISSING: return "missing";
	case WARNING_PARTS: return "parts";
	case WARNING_UNFILED: return "unfiled";
	case WARNING_LEAP: return "leap";
	case WARNING_UNPROVED: return "unproved";
	case WARNING_UNWRITTEN: return "unwritten";
	}
	return "";
}

/* The warnings that are, or are not, of figures without data. */
static size_t add_warning_list(const struct document *document, const char *base, bool missing,
                               struct text *out)
{
	size_t count = 0;
	text_add(out, "<ul>\n");
	for (size_t i = 0; i < document->warning_count; i++) {
		const struct warning *warning = &document->warnings[i];
		if ((warning->kind == WARNING_MISSING) != missing)
			continue;
		count++;
		text_format(out, "<li class=\"%s\">", warning_class(warning->kind));
		add_link(warning->proof, base, NULL, warning->text, out);
		text_add(out, "</li>\n");
	}
	text_add(out, "</ul>\n");
	return count;
}

/* What has to be decided stands open; the figures still without data fold away under their count. */
static void add_warnings(const struct document *document, const char *base, struct text *out)
{
	bool zh = document->language == LANGUAGE_ZH;
	struct text missing = TEXT_EMPTY;
	size_t count = add_warning_list(document, base, true, &missing);
	text_format(out, "<h2>%s %zu</h2>\n", zh ? "提醒" : "Warnings", document->warning_count);
	add_warning_list(document, base, false, out);
	if (count) {
		text_format(out,
		            zh ? "<details><summary>缺数 %zu 个，正文印 x</summary>\n"
		               : "<details><summary>%zu without data, printed x</summary>\n",
		            count);
		text_add(out, missing.at);
		text_add(out, "</details>\n");
	}
	text_release(&missing);
}

static void add_proofs(const struct document *document, const char *base, struct text *out)
{
	bool zh = document->language == LANGUAGE_ZH;
	text_format(
	        out,
	        "<h2>%s %zu</h2>\n<table><thead><tr><th>%s</th><th>%s</th><th>%s</th></tr></thead><tbody>\n",
	        zh ? "数字来源" : "Where each number comes from", document->proof_count,
	        zh ? "数字" : "Number", zh ? "指标" : "Figure", zh ? "怎么数" : "How it is counted");
	for (size_t i = 0; i < document->proof_count; i++) {
		const struct proof *proof = document->proofs[i];
		text_add(out, "<tr><td class=\"number\">");
		add_link(proof, base, proof->value.missing ? "missing" : "figure", proof->printed, out);
		text_add(out, "</td><td>");
		const struct figure *figure = proof->request.figure;
		text_add_html(out, figure          ? (zh ? figure->label.zh : figure->label.en)
		                   : proof->figure ? proof->figure
		                                   : "");
		text_add(out, "</td><td>");
		text_add_html(out, proof->words ? proof->words : "");
		text_add(out, "</td></tr>\n");
	}
	text_add(out, "</tbody></table>\n");
}

void document_html_notes(const struct document *document, const char *base, struct text *out)
{
	if (document->redacted)
		return;
	text_add(out, "<section class=\"notes\">\n");
	if (document->warning_count)
		add_warnings(document, base, out);
	add_proofs(document, base, out);
	text_add(out, "</section>\n");
}

void document_html(const struct document *document, const char *base, struct text *out)
{
	text_format(out, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
	            document->language == LANGUAGE_ZH ? "zh-CN" : "en");
	text_add(out, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>");
	struct text title = TEXT_EMPTY;
	document_title(document, &title);
	text_add_html(out, title.at);
	text_release(&title);
	text_add(out, "</title>\n<style>");
	text_add(out, style);
	text_add(out, paper_style);
	text_add(out, "</style>\n</head>\n<body>\n<main>\n");
	document_html_body(document, base, out);
	document_html_notes(document, base, out);
	text_add(out, "</main>\n</body>\n</html>\n");
}
