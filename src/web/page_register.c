/* One register: its records of the period, by state, under a condition that is
   read back as a sentence, fifty at a time. */
#include "define/expression.h"
#include "record/list.h"
#include "web/register.h"

enum { PAGE_SIZE = 50 };

/* What the address asks for. */
struct asked {
	const struct ledger *ledger;
	const char *where; /* as it was typed, or NULL */
	const struct state *state;
	bool whole; /* all periods */
};

const char *register_condition(const struct request *request, const struct ledger *ledger, const char *state,
                               const char *where, bool whole)
{
	struct text out = TEXT_EMPTY;
	if (ledger->counts_on && !whole) {
		char from[DATE_SIZE], to[DATE_SIZE];
		date_print(request->period.from, from);
		date_print(request->period.to, to);
		text_format(&out, "%s between %s and %s", ledger->counts_on->name, from, to);
	}
	if (state)
		text_format(&out, "%sstate = '%s'", out.length ? " and " : "", state);
	if (where)
		text_format(&out, "%s(%s)", out.length ? " and " : "", where);
	const char *kept = out.length ? arena_copy(request->arena, out.at) : NULL;
	text_release(&out);
	return kept;
}

static bool count_of(struct request *request, const struct asked *asked, const struct state *state,
                     int64_t *ret, struct fault *fault)
{
	const struct list_request wanted = {.ledger = asked->ledger,
	                                    .org = request->org,
	                                    .where = register_condition(request, asked->ledger,
	                                                                state ? state->name : NULL,
	                                                                asked->where, asked->whole),
	                                    .limit = 1};
	return record_count(request->book, request->viewer, &wanted, ret, fault);
}

/* ---- the head: all, and each state with its count ---- */

static void begin_tab(const struct request *request, const struct asked *asked, const struct state *state,
                      bool whole, struct text *out)
{
	bool here = state == asked->state && whole == asked->whole;
	link_register(request, here ? "aria-current=\"true\"" : NULL, asked->ledger, out);
	link_argument("state", state ? state->name : NULL, out);
	link_argument("span", whole ? "all" : NULL, out);
	link_argument("where", asked->where, out);
	link_end(out);
}

static bool add_tab(struct request *request, const struct asked *asked, const struct state *state,
                    struct text *out, struct fault *fault)
{
	int64_t count;
	if (!count_of(request, asked, state, &count, fault))
		return false;
	begin_tab(request, asked, state, asked->whole, out);
	html_add(out, "%s <b>", state ? label_of(request, state->label) : say(request, "全部", "All"));
	html_add_number(out, count);
	text_add(out, "</b></a>\n");
	return true;
}

static bool add_tabs(struct request *request, const struct asked *asked, struct text *out,
                     struct fault *fault)
{
	const struct ledger *ledger = asked->ledger;
	html_add(out, "<nav class=\"tabs\" aria-label=\"%s\">\n", say(request, "按状态", "By state"));
	if (!add_tab(request, asked, NULL, out, fault))
		return false;
	for (size_t i = 0; i < ledger->state_count; i++)
		if (!add_tab(request, asked, &ledger->states[i], out, fault))
			return false;
	text_add(out, "</nav>\n");
	return true;
}

/* This period, or every one. */
static void add_spans(const struct request *request, const struct asked *asked, struct text *out)
{
	struct text period = TEXT_EMPTY;
	if (!asked->ledger->counts_on)
		return;
	period_label(&request->period, request->language, &period);
	html_add(out, "<p class=\"spans\">%s ", label_of(request, asked->ledger->counts_on->label));
	begin_tab(request, asked, asked->state, false, out);
	html_add(out, "%s</a> ", period.at);
	begin_tab(request, asked, asked->state, true, out);
	html_add(out, "%s</a></p>\n", say(request, "全部时期", "all periods"));
	text_release(&period);
}

/* ---- the condition ---- */

static bool understand(struct request *request, const struct asked *asked, const struct expression **ret,
                       struct fault *fault)
{
	const struct position at = {.line = 1, .column = 1};
	return expression_parse(request->arena, request->book->definitions, asked->ledger, asked->where, at,
	                        ALLOW_ROWS | ALLOW_TODAY, ret, fault);
}

static void add_words(const struct request *request, const struct field *field, struct text *out)
{
	html_add(out, "<dt><code>%s</code></dt><dd>%s", field->name, label_of(request, field->label));
	for (size_t i = 0; field->list && i < field->list->count; i++)
		html_add(out, "%s<code>'%s'</code> %s",
		         i ? say(request, "，", ", ") : say(request, "：", ": "), field->list->items[i].code,
		         label_of(request, field->list->items[i].label));
	text_add(out, "</dd>\n");
}

/* The names a condition may use, for whoever writes one. */
static void add_vocabulary(const struct request *request, const struct ledger *ledger, struct text *out)
{
	html_add(out, "<details class=\"vocabulary\"><summary>%s</summary>\n<p>%s</p>\n<dl>\n",
	         say(request, "条件怎么写", "How a condition is written"),
	         say(request,
	             "比较用 = != < <= > >=、in (…)、between … and …、is set、is not set，用 and、or、not "
	             "连接。",
	             "Compare with = != < <= > >=, in (…), between … and …, is set, is not set; join with "
	             "and, or, not."));
	for (size_t i = 0; i < ledger->field_count; i++)
		if (ledger->fields[i].secrecy != SECRECY_SEALED && ledger->fields[i].type != FIELD_ROWS)
			add_words(request, &ledger->fields[i], out);
	if (ledger->state_count) {
		html_add(out, "<dt><code>state</code></dt><dd>%s", say(request, "状态", "State"));
		for (size_t i = 0; i < ledger->state_count; i++)
			html_add(out, "%s<code>'%s'</code> %s",
			         i ? say(request, "，", ", ") : say(request, "：", ": "),
			         ledger->states[i].name, label_of(request, ledger->states[i].label));
		text_add(out, "</dd>\n");
	}
	text_add(out, "</dl></details>\n");
}

static void add_filter(struct request *request, const struct asked *asked, const struct expression *condition,
                       const struct fault *fault, struct text *out)
{
	struct text period = TEXT_EMPTY, words = TEXT_EMPTY;
	period_print(&request->period, &period);
	html_add(out,
	         "<form class=\"filter\" method=\"get\" role=\"search\"><label for=\"where\">%s</label>\n"
	         "<input type=\"hidden\" name=\"org\" value=\"%s\"><input type=\"hidden\" name=\"period\" "
	         "value=\"%s\">"
	         "<input type=\"hidden\" name=\"lang\" value=\"%s\">",
	         say(request, "条件", "Condition"), request->org, period.at, say(request, "zh", "en"));
	if (asked->whole)
		text_add(out, "<input type=\"hidden\" name=\"span\" value=\"all\">");
	if (asked->state)
		html_add(out, "<input type=\"hidden\" name=\"state\" value=\"%s\">", asked->state->name);
	html_add(out, "<input id=\"where\" name=\"where\" value=\"%s\"", asked->where);
	text_add(out, fault ? " aria-invalid=\"true\" aria-describedby=\"where-fault\">" : ">");
	html_add(out, "<button>%s</button></form>\n", say(request, "筛选", "Filter"));
	if (fault) {
		text_add(out, "<div id=\"where-fault\">");
		fault_add(request, fault, out);
		text_add(out, "</div>\n");
	} else if (condition) {
		expression_words(condition, request->language, &words);
		struct asked all = *asked;
		all.where = NULL;
		html_add(out, "<p class=\"sentence\">%s <span class=\"token\">%s</span> ",
		         say(request, "只列", "Only"), words.at);
		begin_tab(request, &all, asked->state, asked->whole, out);
		html_add(out, "%s</a></p>\n", say(request, "去掉条件", "without it"));
	}
	add_vocabulary(request, asked->ledger, out);
	text_release(&period);
	text_release(&words);
}

/* ---- the list ---- */

static void add_next(const struct request *request, const struct asked *asked, const char *next,
                     struct text *out)
{
	text_add(out, "<p class=\"pager\">");
	link_register(request, NULL, asked->ledger, out);
	link_keep(request, out);
	link_argument("cursor", next, out);
	link_end(out);
	html_add(out, say(request, "再列 %d 条 ›</a></p>\n", "%d more ›</a></p>\n"), PAGE_SIZE);
}

static void add_nothing(const struct request *request, const struct asked *asked, struct text *out)
{
	html_add(out, "<p class=\"nothing\">%s", say(request, "没有符合的记录。", "No record matches. "));
	if (asked->ledger->counts_on && !asked->whole) {
		begin_tab(request, asked, asked->state, true, out);
		html_add(out, "%s</a>", say(request, "看全部时期", "Look in all periods"));
	}
	text_add(out, "</p>\n");
}

static bool add_list(struct request *request, const struct asked *asked, struct text *out,
                     struct fault *fault)
{
	const struct list_request wanted = {
	        .ledger = asked->ledger,
	        .org = request->org,
	        .where = register_condition(request, asked->ledger, asked->state ? asked->state->name : NULL,
	                                    asked->where, asked->whole),
	        .cursor = request->argument(request->context, "cursor"),
	        .descending = true,
	        .limit = PAGE_SIZE};
	struct list_page page;
	if (!record_list(request->book, request->viewer, &wanted, request->arena, &page, fault))
		return false;
	if (!page.count) {
		add_nothing(request, asked, out);
		return true;
	}
	record_table_begin(request, asked->ledger, out);
	for (size_t i = 0; i < page.count; i++)
		record_table_row(request, page.records[i], out);
	record_table_end(out);
	if (page.next)
		add_next(request, asked, page.next, out);
	return true;
}

static bool read_asked(struct request *request, struct asked *ret, struct fault *fault)
{
	const char *state = request->argument(request->context, "state");
	const struct ledger *ledger = definitions_ledger(request->book->definitions, request->segments[1]);
	if (!ledger || ledger->parent)
		return fault_set(fault, web_no_register, request->segments[1]);
	if (viewer_scope(request->viewer, ledger, ACCESS_OPEN) == SCOPE_NONE)
		return fault_set(fault, web_register_closed, ledger->label.zh, ledger->label.en);
	*ret = (struct asked){.ledger = ledger,
	                      .where = request->argument(request->context, "where"),
	                      .state = state ? ledger_state(ledger, state) : NULL,
	                      .whole = text_equal(request->argument(request->context, "span"), "all")};
	return !state || ret->state ||
	       fault_set(fault, web_no_state, ledger->label.zh, ledger->label.en, state);
}

bool page_register(struct request *request, struct reply *reply, struct fault *fault)
{
	struct asked asked;
	struct fault wrong = {};
	const struct expression *condition = NULL;
	struct text *out = &reply->body;
	if (!read_asked(request, &asked, fault))
		return false;
	bool clear = !asked.where || understand(request, &asked, &condition, &wrong);
	page_begin(request, label_of(request, asked.ledger->label), out);
	if (clear && !add_tabs(request, &asked, out, fault))
		return false;
	page_body(out);
	text_add(out, "<div class=\"shelved\">\n");
	shelf_add(request, asked.ledger, out);
	text_add(out, "<div>\n");
	add_spans(request, &asked, out);
	add_filter(request, &asked, condition, clear ? NULL : &wrong, out);
	if (!clear)
		reply->status = fault_status(wrong.code); /* the list waits until the condition is mended */
	else if (!add_list(request, &asked, out, fault))
		return false;
	text_add(out, "</div></div>\n");
	page_end(request, out);
	return true;
}
