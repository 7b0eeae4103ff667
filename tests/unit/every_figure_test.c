/* Every figure of the shipped definitions, one test each, named after it: with
   an empty register it is missing and prints x, also in the half-year summary;
   a record that it must count, entered through the ordinary path, raises it by
   exactly that much and joins its list; one that it must pass over does not;
   voided, both return. What counts is written in every_figure_cases.h. */
#include <string.h>

#include "every_figure_cases.h"
#include "field/field.h"
#include "figure/figure.h"
#include "must.h"
#include "record/journal.h"
#include "record/list.h"
#include "summary/summary.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Books of a small district; for the register `org` books without a single unit. */
struct office {
	struct folder folder;
	struct book *book;
	struct arena arena; /* emptied after each figure */
	struct viewer clerk;
	const char *asked;           /* the unit whose figures are asked */
	size_t communities, streets; /* handed out so far */
};

static struct definitions *definitions;
static struct office district, wilderness;

/* ---- words to records ---- */

/* The words of a record, cut at blanks; links already made. */
struct words {
	const char *items[64];
	size_t count;
};

static const char *made_link(struct office *office, const struct link_row *link);

static const char *base_words(const char *ledger)
{
	for (size_t i = 0; i < COUNT(base_rows); i++)
		if (text_equal(base_rows[i].ledger, ledger))
			return base_rows[i].words;
	fail_msg("every_figure_cases.h says nothing of the register %s", ledger);
	return "";
}

/* FIELD=@person becomes FIELD=ID of a new person. */
static const char *resolved(struct office *office, const char *word)
{
	const char *mark = strstr(word, "=@");
	if (!mark)
		return word;
	const char *value = NULL;
	if (text_equal(mark + 1, "@community"))
		value = arena_format(&office->arena, "440307001%03zu", ++office->communities);
	else if (text_equal(mark + 1, "@street"))
		value = arena_format(&office->arena, "440307%03zu", 100 + ++office->streets);
	for (size_t i = 0; !value && i < COUNT(link_rows); i++)
		if (text_equal(mark + 1, link_rows[i].word))
			value = made_link(office, &link_rows[i]);
	assert_non_null(value);
	return arena_format(&office->arena, "%.*s=%s", (int)(mark - word), word, value);
}

static bool sets(const char *word, const char *other)
{
	size_t length = strcspn(other, "=");
	return other[length] == '=' && strncmp(word, other, length + 1) == 0;
}

/* A word of the record itself replaces the one of the base, before anything is made for it. */
static void add_base_word(struct words *words, const char *word, const struct words *own)
{
	for (size_t i = 0; i < own->count && own->items[i][0] != '+' && own->items[i][0] != '>'; i++)
		if (sets(own->items[i], word))
			return;
	words->items[words->count++] = word;
}

static struct words cut(struct office *office, const char *text)
{
	struct words words = {};
	for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
		size_t length = strcspn(text, " ");
		assert_true(words.count < COUNT(words.items));
		words.items[words.count++] = arena_copy_bytes(&office->arena, text, length);
		text += length;
	}
	return words;
}

/* Everything that a record of the register is to say, with its links made. */
static struct words spoken(struct office *office, const char *ledger, const char *text)
{
	struct words base = cut(office, base_words(ledger)), own = cut(office, text), all = {};
	for (size_t i = 0; i < base.count; i++)
		add_base_word(&all, base.items[i], &own);
	for (size_t i = 0; i < own.count; i++)
		all.items[all.count++] = own.items[i];
	for (size_t i = 0; i < all.count; i++)
		all.items[i] = resolved(office, all.items[i]);
	return all;
}

static int64_t entered(struct office *office, const char *ledger, const struct words *words);

/* As many members as a community's committee must have, elected in this election. */
static void elect_committee(struct office *office, int64_t election)
{
	static const char *const posts[] = {"chair", "vice_chair", "vice_chair"};
	for (size_t i = 0; i < 11; i++) {
		struct words words =
		        spoken(office, "committee_member",
		               arena_format(&office->arena, "election=%lld post=%s", (long long)election,
		                            i < COUNT(posts) ? posts[i] : "member"));
		entered(office, "committee_member", &words);
	}
}

/* What is being filled: a new record, or the changes that go with a move. */
struct entering {
	struct office *office;
	const struct ledger *ledger;
	struct record *top, *row; /* row: the one that the words now go to; NULL: the top */
	const char *move;         /* NULL: the record is still to be created */
	int64_t id;
};

static void enter_so_far(struct entering *entering)
{
	struct office *office = entering->office;
	if (!entering->id) {
		MUST(record_create(office->book, &office->clerk, entering->top, "", NULL, &fault));
		entering->id = entering->top->id;
	} else if (entering->move) {
		MUST(record_move(office->book, &office->clerk, entering->ledger, entering->top->tenant,
		                 entering->id, 0, entering->move, entering->top, "", NULL, &fault));
	}
	int64_t tenant = entering->top->tenant;
	entering->top = record_new(&office->arena, entering->ledger);
	entering->top->tenant = tenant;
	entering->row = NULL;
	entering->move = NULL;
}

static void enter_word(struct entering *entering, const char *word)
{
	struct record *record = entering->row ? entering->row : entering->top;
	const char *equals = strchr(word, '=');
	assert_non_null(equals);
	const char *field = arena_copy_bytes(&entering->office->arena, word, (size_t)(equals - word));
	MUST(record_put(entering->office->book, record, field, equals + 1, &fault));
}

static int64_t entered(struct office *office, const char *ledger, const struct words *words)
{
	struct entering entering = {.office = office, .ledger = definitions_ledger(definitions, ledger)};
	assert_non_null(entering.ledger);
	entering.top = record_new(&office->arena, entering.ledger);
	for (size_t i = 0; i < words->count; i++) {
		const char *word = words->items[i];
		if (word[0] == '+') {
			entering.row = record_add_row(entering.top, word + 1);
		} else if (text_equal(word, ">")) {
			enter_so_far(&entering);
			entering.move = words->items[++i];
		} else if (text_equal(word, "*committee")) {
			enter_so_far(&entering);
			elect_committee(office, entering.id);
		} else {
			enter_word(&entering, word);
		}
	}
	enter_so_far(&entering);
	return entering.id;
}

static const char *made_link(struct office *office, const struct link_row *link)
{
	const struct ledger *ledger = definitions_ledger(definitions, link->ledger);
	struct words words = spoken(office, link->ledger, link->words);
	int64_t id = entered(office, link->ledger, &words);
	if (link->of) {
		struct record *record;
		MUST(record_read(office->book, &office->clerk, ledger, 440307, id, &office->arena, &record,
		                 &fault));
		id = record->values[ledger_field(ledger, link->of)->place].number;
	}
	return arena_format(&office->arena, "%lld", (long long)id);
}

/* ---- asking ---- */

/* A figure and what it says now: its number and the list behind it. */
struct asking {
	struct office *office;
	const struct figure *figure;
	const struct figure_case *what;
	const struct ledger *top;
};
struct said {
	struct figure_number number;
	const char *printed;
	struct figure_rows rows;
};

static struct figure_request request_of(const struct asking *asking)
{
	struct figure_request request = {.figure = asking->figure, .org = asking->office->asked};
	MUST(period_parse("2021H1", &request.period, &fault));
	return request;
}

static struct said say(const struct asking *asking)
{
	struct office *office = asking->office;
	const struct figure_request request = request_of(asking);
	struct figure_result now, by_sql;
	struct said said = {};
	MUST(figure_compute(office->book, &office->clerk, &request, 1, &office->arena, &now, &fault));
	MUST(figure_compute_by(office->book, &office->clerk, &request, 1, PATH_SQL, &office->arena, &by_sql,
	                       &fault));
	assert_memory_equal(&now.total, &by_sql.total, sizeof now.total);
	said.number = now.total;
	MUST(figure_records(office->book, &office->clerk, &request, NULL, NULL, 0, &office->arena, &said.rows,
	                    &fault));
	struct text printed = TEXT_EMPTY;
	figure_print(asking->figure, &now.total, &printed);
	said.printed = arena_copy(&office->arena, printed.at);
	text_release(&printed);
	return said;
}

static size_t times_listed(const struct figure_rows *rows, int64_t id)
{
	size_t times = 0;
	for (size_t i = 0; i < rows->count; i++)
		times += rows->items[i].record == id;
	return times;
}

static bool same_row(const struct figure_row *a, const struct figure_row *b)
{
	return a->record == b->record && a->row == b->row && a->part == b->part && a->tenant == b->tenant &&
	       a->ledger == b->ledger;
}

/* `after` is `before` and nothing else but rows of `id` (0: nothing else at all). */
static void assert_list_gained(const struct figure_rows *before, const struct figure_rows *after, int64_t id)
{
	size_t kept = 0, gained = 0;
	for (size_t i = 0; i < after->count; i++) {
		if (kept < before->count && same_row(&before->items[kept], &after->items[i])) {
			kept++;
			continue;
		}
		assert_int_equal(after->items[i].record, id);
		gained++;
	}
	assert_int_equal(kept, before->count);
	assert_true(id ? gained > 0 : gained == 0);
}

static void assert_same(const struct said *before, const struct said *after)
{
	assert_int_equal(after->number.missing, before->number.missing);
	assert_int_equal(after->number.number, before->number.number);
	assert_int_equal(after->number.denominator, before->number.denominator);
	assert_string_equal(after->printed, before->printed);
	assert_list_gained(&before->rows, &after->rows, 0);
}

/* ---- what must happen ---- */

/* The day in the record, or in its one row, which a first or last figure prints. */
static int64_t day_of(const struct asking *asking, int64_t id)
{
	const struct field *day = asking->figure->value;
	struct record *record;
	MUST(record_read(asking->office->book, &asking->office->clerk, asking->top, 440307, id,
	                 &asking->office->arena, &record, &fault));
	for (size_t i = 0; asking->figure->ledger->parent && i < asking->top->field_count; i++)
		if (asking->top->fields[i].rows == asking->figure->ledger) {
			assert_int_equal(record->rows[i].count, 1);
			return record->rows[i].items[0]->values[day->place].number;
		}
	return record->values[day->place].number;
}

/* How many records a list of a count must have; parts of ratios are counted each on their own. */
static void assert_number_is_list(const struct asking *asking, const struct said *said)
{
	enum figure_measure measure = asking->figure->measure;
	if (measure == MEASURE_COUNT || measure == MEASURE_MISSING)
		assert_int_equal(said->number.number, said->rows.count);
}

static void assert_rose(const struct asking *asking, const struct said *before, const struct said *after,
                        int64_t id)
{
	const struct figure *figure = asking->figure;
	const struct figure_case *what = asking->what;
	int64_t number = before->number.missing ? 0 : before->number.number;
	int64_t below = before->number.missing ? 0 : before->number.denominator;
	assert_false(after->number.missing);
	assert_string_not_equal(after->printed, before->printed);
	if (figure->measure == MEASURE_FIRST || figure->measure == MEASURE_LAST) {
		assert_int_equal(after->number.number, day_of(asking, id));
		assert_true(after->number.number > number);
	} else {
		assert_int_equal(after->number.number - number, what->rises);
	}
	if (figure->measure == MEASURE_RATIO && (what->below || !before->number.missing))
		assert_int_equal(after->number.denominator - below, what->below);
	if (figure->measure != MEASURE_MISSING)
		assert_list_gained(&before->rows, &after->rows, id);
	assert_number_is_list(asking, after);
}

/* A share of the same parts prints as before: 1 of 1 and 2 of 2 are both 100%. */
static void assert_rose_again(const struct asking *asking, const struct said *before,
                              const struct said *after, int64_t id)
{
	struct said other = *before;
	if (asking->figure->measure == MEASURE_RATIO)
		other.printed = "";
	assert_rose(asking, &other, after, id);
}

/* The unit that filed is gone from the list of those that did not. */
static void assert_filed(const struct asking *asking, const struct said *before, const struct said *after)
{
	const struct organisation *organisation = asking->office->book->organisation;
	assert_int_equal(after->rows.count + 1, before->rows.count);
	for (size_t i = 0; i < before->rows.count; i++) {
		int64_t unit = before->rows.items[i].record;
		const char *code = NULL;
		for (size_t j = 0; j < organisation->count; j++)
			if (organisation->units[j].record == unit)
				code = organisation->units[j].code;
		assert_non_null(code);
		bool street = strlen(code) == 9;
		bool filed = street ? text_equal(code, "440307001") : text_equal(code, "440307001001");
		if (text_starts(asking->figure->full_name, "election."))
			filed = !times_listed(&after->rows,
			                      unit); /* its communities are handed out in turn */
		assert_int_equal(times_listed(&after->rows, unit), !filed);
	}
}

static void assert_empty(const struct asking *asking, const struct said *said)
{
	if (asking->figure->measure == MEASURE_MISSING) {
		assert_false(said->number.missing); /* nobody filed: everybody is listed */
		assert_int_equal(said->number.number, said->rows.count);
		assert_true(said->rows.count > 1);
		return;
	}
	assert_true(said->number.missing);
	assert_string_equal(said->printed, "x");
	if (asking->figure->measure != MEASURE_RATIO)
		assert_int_equal(said->rows.count, 0);
}

static void set_aside(const struct asking *asking, int64_t id)
{
	struct office *office = asking->office;
	int64_t tenant = 440307;
	MUST(book_refresh(office->book, &fault)); /* units may be districts of their own */
	for (size_t i = 0; i < office->book->organisation->count; i++)
		if (office->book->organisation->units[i].record == id)
			tenant = tenant_of(office->book->organisation->units[i].code);
	MUST(record_void(office->book, &office->clerk, asking->top, tenant, id, 0, "试验", &fault));
}

/* A second record of the same person, week or community is in the list and adds nothing to the number. */
static void try_the_same(const struct asking *asking, const struct words *words, const struct said *before)
{
	int64_t id = entered(asking->office, asking->top->name, words);
	struct said after = say(asking);
	assert_int_equal(after.number.number, before->number.number);
	assert_list_gained(&before->rows, &after.rows, id);
	set_aside(asking, id);
}

/* Of one indicator the last report counts, and it alone is in the list. */
static void try_a_later_one(const struct asking *asking, const struct words *words, int64_t earlier,
                            const struct said *before)
{
	int64_t id = entered(asking->office, asking->top->name, words);
	struct said after = say(asking);
	assert_int_equal(after.number.number, before->number.number);
	assert_int_equal(after.rows.count, before->rows.count);
	assert_int_equal(times_listed(&after.rows, id), 1);
	assert_int_equal(times_listed(&after.rows, earlier), 0);
	set_aside(asking, id);
	after = say(asking);
	assert_same(before, &after);
}

/* The records that the figure must not count, cut at `|`. */
struct others {
	struct words items[8];
	size_t count;
};

static struct others passed_over(const struct asking *asking)
{
	struct office *office = asking->office;
	struct others others = {};
	for (const char *at = asking->what->passed_over; at;) {
		const char *bar = strchr(at, '|');
		const char *text =
		        arena_copy_bytes(&office->arena, at, bar ? (size_t)(bar - at) : strlen(at));
		assert_true(others.count < COUNT(others.items));
		others.items[others.count++] = spoken(office, asking->top->name, text);
		at = bar ? bar + 1 : NULL;
	}
	return others;
}

static void try_passed_over(const struct asking *asking, const struct others *others,
                            const struct said *before)
{
	for (size_t i = 0; i < others->count; i++) {
		int64_t id = entered(asking->office, asking->top->name, &others->items[i]);
		struct said after = say(asking);
		if (after.number.number != before->number.number)
			print_error("counts what it must pass over, number %zu of them\n", i + 1);
		assert_int_equal(after.number.number, before->number.number);
		assert_int_equal(after.number.denominator, before->number.denominator);
		if (asking->figure->measure != MEASURE_RATIO)
			assert_int_equal(times_listed(&after.rows, id), 0);
		set_aside(asking, id);
		after = say(asking);
		assert_same(before, &after);
	}
}

/* ---- the half-year summary ---- */

/* Does the template say "{{FIGURE…", or with `directive` "{{if FIGURE…"? */
static bool template_says(const char *template, const char *directive, const char *figure)
{
	for (size_t i = 0; i < definitions->summary_count; i++) {
		if (!text_equal(definitions->summaries[i].name, template))
			continue;
		const char *text = definitions->summaries[i].text;
		const char *wanted = arena_format(&district.arena, "{{%s%s", directive, figure);
		for (size_t length = strlen(wanted); (text = strstr(text, wanted)) != NULL; text += length)
			if (text[length] == '}' || text[length] == ' ')
				return true;
		return false;
	}
	fail_msg("there is no template %s", template);
	return false;
}

static const struct proof *find_proof(const struct document *document, const char *figure)
{
	for (size_t i = 0; i < document->proof_count; i++) {
		const struct proof *proof = document->proofs[i];
		if (text_equal(proof->figure, figure) && !proof->request.by[0] && !proof->request.where)
			return proof;
	}
	return NULL;
}

static bool listed_as_missing(const struct document *document, const char *figure)
{
	for (size_t i = 0; i < document->warning_count; i++) {
		const struct warning *warning = &document->warnings[i];
		if (warning->kind == WARNING_MISSING && warning->proof &&
		    text_equal(warning->proof->figure, figure))
			return true;
	}
	return false;
}

/* A number that stands under a condition of its own is not printed at all when it is missing. */
static void assert_proof(const struct document *document, const char *figure, const struct said *said,
                         bool conditional)
{
	const struct proof *proof = find_proof(document, figure);
	if (!proof && conditional && said->number.missing)
		return;
	assert_non_null(proof);
	assert_int_equal(proof->value.missing, said->number.missing);
	assert_int_equal(proof->value.number, said->number.number);
	assert_int_equal(text_equal(proof->printed, "x"), said->number.missing);
	assert_int_equal(listed_as_missing(document, figure), said->number.missing);
}

/* The number that the figure has, as the summary prints it: missing as x and among the warnings. */
static void assert_summary(const struct asking *asking, const struct said *said)
{
	static const char *const templates[] = {"half_year", "half_year_en"};
	struct office *office = asking->office;
	const char *figure = asking->figure->full_name;
	for (size_t i = 0; i < COUNT(templates); i++) {
		if (office != &district || !template_says(templates[i], "", figure))
			continue;
		const struct summary_request request = {
		        .template = templates[i], .org = office->asked, .period = request_of(asking).period};
		struct document *document;
		MUST(summary_gather(office->book, &office->clerk, &request, &document, &fault));
		assert_proof(document, figure, said, template_says(templates[i], "if ", figure));
		document_free(document);
	}
}

/* ---- one figure ---- */

/* Voids whatever is left, so that the next figure finds its register empty. */
static void sweep(struct office *office)
{
	for (size_t i = 0; i < definitions->ledger_count; i++) {
		const struct ledger *ledger = definitions->ledgers[i];
		if (ledger->parent || (office == &district && text_equal(ledger->name, "org")))
			continue;
		struct list_request all = {.ledger = ledger, .limit = 1000};
		struct list_page page;
		MUST(record_list(office->book, &office->clerk, &all, &office->arena, &page, &fault));
		for (size_t j = 0; j < page.count; j++)
			MUST(record_void(office->book, &office->clerk, ledger, page.records[j]->tenant,
			                 page.records[j]->id, 0, "清空", &fault));
	}
	office->communities = office->streets = 0;
}

static void prove(const struct asking *asking)
{
	struct office *office = asking->office;
	const struct figure_case *what = asking->what;
	const char *ledger = asking->top->name;
	struct words first = spoken(office, ledger, what->counted);
	struct words second = spoken(office, ledger, what->again ? what->again : what->counted);
	struct others others = passed_over(asking);
	struct said empty = say(asking);
	assert_empty(asking, &empty);
	assert_summary(asking, &empty);

	int64_t one = entered(office, ledger, &first);
	struct said with_one = say(asking);
	if (asking->figure->measure == MEASURE_MISSING)
		assert_filed(asking, &empty, &with_one);
	assert_rose(asking, &empty, &with_one, one);
	assert_summary(asking, &with_one);

	int64_t two = entered(office, ledger, &second);
	struct said with_two = say(asking);
	assert_rose_again(asking, &with_one, &with_two, two);
	if (what->once)
		try_the_same(asking, &second, &with_two);
	if (what->replaces)
		try_a_later_one(asking, &second, two, &with_two);
	try_passed_over(asking, &others, &with_two);

	set_aside(asking, two);
	struct said again = say(asking);
	assert_same(&with_one, &again);
	set_aside(asking, one);
	again = say(asking);
	assert_same(&empty, &again);
	assert_summary(asking, &again);
}

static const struct figure_case *find_case(const char *figure)
{
	for (size_t i = 0; i < COUNT(figure_cases); i++)
		if (text_equal(figure_cases[i].figure, figure))
			return &figure_cases[i];
	return NULL;
}

/* The register in which a record must be entered to raise the figure. */
static const struct ledger *top_of(const struct figure *figure)
{
	const struct figure *of = figure->measure == MEASURE_RATIO ? figure->of[0] : figure;
	if (figure->measure == MEASURE_MISSING)
		return figure->filed_in;
	return of->ledger->parent ? of->ledger->parent : of->ledger;
}

static void test_figure(void **state)
{
	const struct figure *figure = *state;
	bool of_tree = text_starts(figure->full_name, "org.");
	struct asking asking = {.office = of_tree ? &wilderness : &district,
	                        .figure = figure,
	                        .what = find_case(figure->full_name)};
	if (!asking.what)
		fail_msg("%s has no case in every_figure_cases.h: say which record it counts",
		         figure->full_name);
	asking.top = top_of(figure);
	sweep(asking.office);
	prove(&asking);
	sweep(asking.office);
	arena_release(&asking.office->arena);
}

/* A case whose figure is gone proves nothing any more. */
static void test_cases_are_figures(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(figure_cases); i++)
		if (!definitions_figure(definitions, figure_cases[i].figure))
			fail_msg("%s in every_figure_cases.h is no figure", figure_cases[i].figure);
	for (size_t i = 0; i < COUNT(base_rows); i++)
		if (!definitions_ledger(definitions, base_rows[i].ledger))
			fail_msg("%s in every_figure_cases.h is no register", base_rows[i].ledger);
}

/* Before the first unit there is nothing: each number that the summary prints is x, and each is listed. */
static void test_summary_before_anything(void **state)
{
	(void)state;
	struct summary_request request = {.template = "half_year", .org = district.asked};
	struct document *document;
	size_t missing = 0;
	MUST(period_parse("1999H1", &request.period, &fault));
	MUST(summary_gather(district.book, &district.clerk, &request, &document, &fault));
	for (size_t i = 0; i < document->proof_count; i++) {
		const struct proof *proof = document->proofs[i];
		if (!proof->figure)
			continue;
		if (!proof->value.missing || !text_equal(proof->printed, "x") ||
		    !listed_as_missing(document, proof->figure))
			fail_msg("%s prints %s", proof->figure, proof->printed);
		missing++;
	}
	assert_true(missing > 80);
	document_free(document);
}

/* ---- the two offices ---- */

static instant_ms office_clock(void *context)
{
	(void)context;
	return instant_at(20211130, 10, 0);
}

static struct office office_open(const char *of, const char *asked)
{
	struct office office = {.folder = folder_new(), .asked = asked};
	MUST(book_create(office.folder.path, SEAL_SM4_GCM, &fault));
	const struct book_options options = {office.folder.path, BOOK_WRITE, field_rules, true};
	MUST(book_open(&options, definitions, NULL, &office.book, &fault));
	office.book->now = office_clock;
	office.clerk = (struct viewer){"clerk", definitions_role(definitions, "clerk"), of};
	return office;
}

static void office_close(struct office *office, bool *ref_whole)
{
	struct verify_report report = {};
	MUST(journal_verify(office->book, NULL, NULL, &report, &fault));
	for (size_t i = 0; i < report.faults.count; i++)
		show_fault(&report.faults.items[i]);
	*ref_whole &= !report.faults.count;
	faults_release(&report.faults);
	book_close(office->book);
	arena_release(&office->arena);
	folder_remove(&office->folder);
}

static void plant(const char *code, const char *level)
{
	struct words words =
	        cut(&district, arena_format(&district.arena, "code=%s name=%s level=%s valid_from=2000-01-01",
	                                    code, code, level));
	entered(&district, "org", &words);
}

static int open_offices(void **state)
{
	(void)state;
	district = office_open("440307", "440307");
	wilderness = office_open("44", "4403");
	plant("440307", "district");
	plant("440307001", "street");
	plant("440307002", "street");
	plant("440307002001", "community");
	for (int i = 1; i <= 8; i++)
		plant(arena_format(&district.arena, "440307001%03d", i), "community");
	MUST(book_refresh(district.book, &fault));
	return 0;
}

/* After all this the books must still verify. */
static int close_offices(void **state)
{
	(void)state;
	bool whole = true;
	office_close(&district, &whole);
	office_close(&wilderness, &whole);
	return whole ? 0 : -1;
}

static void load_definitions(void)
{
	struct arena arena = {};
	struct faults faults = {};
	const char *root = getenv("JINGUO_ROOT");
	const char *folder = arena_format(&arena, "%s/definitions", root ? root : ".");
	if (!definitions_load(folder, rule_table_names(field_rules, &arena), &definitions, &faults)) {
		show_fault(&faults.items[0]);
		abort();
	}
	faults_release(&faults);
	arena_release(&arena);
}

int main(void)
{
	struct arena arena = {};
	size_t figures = 0, count = 0;
	load_definitions();
	for (size_t i = 0; i < definitions->ledger_count; i++)
		figures += definitions->ledgers[i]->figure_count;
	struct CMUnitTest *tests = arena_array(&arena, struct CMUnitTest, figures + 2);
	tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_cases_are_figures);
	tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_summary_before_anything);
	for (size_t i = 0; i < definitions->ledger_count; i++)
		for (size_t j = 0; j < definitions->ledgers[i]->figure_count; j++) {
			const struct figure *figure = &definitions->ledgers[i]->figures[j];
			tests[count++] = (struct CMUnitTest){figure->full_name, test_figure, NULL, NULL,
			                                     (void *)(uintptr_t)figure};
		}
	int failed = _cmocka_run_group_tests("every_figure", tests, count, open_offices, close_offices);
	definitions_free(definitions);
	arena_release(&arena);
	return failed;
}
