/* Writes the nodes of a template as runs of text, each number with its proof. */
#include <string.h>

#include "record/list.h"
#include "summary/gather.h"

/* What `it.` and `no` mean inside each and list. */
struct inside {
	const struct figure_request *request;
	const struct figure_cell *cell;
	int64_t share; /* hundredths of a per cent */
	const struct record *record;
	size_t number;
};

static bool add_nodes(struct gathering *gathering, const struct node *node, const struct inside *inside,
                      struct fault *fault);

#define GROW(array, count, room)                                                                             \
	do {                                                                                                 \
		if ((count) == (room)) {                                                                     \
			(room) = (room) ? (room) * 2 : 64;                                                   \
			(array) = memory_grow((array), (room) * sizeof *(array));                            \
		}                                                                                            \
	} while (0)

static void add_run(struct gathering *gathering, enum run_kind kind, const char *text, const struct proof *proof)
{
	if (!*text)
		return;
	GROW(gathering->runs, gathering->run_count, gathering->run_room);
	gathering->runs[gathering->run_count++] = (struct run){kind, arena_copy(gathering->arena, text), proof};
}

/* Text of the template or of a name; blanked when the document is. */
static void add_words(struct gathering *gathering, enum run_kind kind, const char *words)
{
	struct text blanked = TEXT_EMPTY;
	if (gathering->document->redacted)
		format_blank_years(words, &blanked);
	add_run(gathering, kind, gathering->document->redacted ? blanked.at : words, NULL);
	text_release(&blanked);
}

static struct proof *add_proof(struct gathering *gathering, const char *name, const struct figure_request *request,
                               const struct figure_number *number, const char *printed, struct position at)
{
	struct proof *proof = arena_new(gathering->arena, struct proof);
	GROW(gathering->proofs, gathering->proof_count, gathering->proof_room);
	gathering->proofs[gathering->proof_count++] = proof;
	*proof = (struct proof){.number = gathering->proof_count,
	                        .figure = name,
	                        .request = *request,
	                        .value = *number,
	                        .form = "",
	                        .printed = arena_copy(gathering->arena, printed),
	                        .at = at};
	struct text words = TEXT_EMPTY;
	if (request->figure)
		figure_words(gathering->book->definitions, request, gathering->document->language, &words);
	else
		text_add(&words, gathering->document->language == LANGUAGE_ZH ? "还没有这本台账" : "no register yet");
	proof->words = arena_copy(gathering->arena, words.at);
	text_release(&words);
	return proof;
}

/* Counts are blanked; percentages and days stay. */
static bool is_blanked(const struct gathering *gathering, const struct figure *figure)
{
	if (!gathering->document->redacted || !figure)
		return gathering->document->redacted;
	return figure->measure != MEASURE_RATIO && figure->measure != MEASURE_FIRST && figure->measure != MEASURE_LAST;
}

static struct proof *add_number(struct gathering *gathering, const char *name, const struct figure_request *request,
                       const struct value *key, const struct figure_number *number, const char *printed,
                       struct position at)
{
	const char *shown = is_blanked(gathering, request->figure) ? "x" : printed;
	struct proof *proof = add_proof(gathering, name, request, number, shown, at);
	for (int i = 0; key && i < FIGURE_DIMENSIONS; i++)
		proof->key[i] = value_copy(gathering->arena, &key[i]);
	add_run(gathering, number->missing ? RUN_MISSING : RUN_FIGURE, shown, proof);
	return proof;
}

static void add_figure(struct gathering *gathering, const struct node *node, const struct figure_request *request,
                       const struct value *key, const struct figure_number *number)
{
	struct text printed = TEXT_EMPTY;
	if (request->figure)
		format_number(request->figure, number, node->format, gathering->document->language, &printed);
	else
		text_add(&printed, "x");
	add_number(gathering, request->figure ? request->figure->full_name : node->use.name, request, key, number,
	           printed.at, node->at);
	text_release(&printed);
}

static void add_word(struct gathering *gathering, const struct node *node)
{
	const struct document *document = gathering->document;
	struct text out = TEXT_EMPTY;
	struct period next = period_after(&document->period);
	if (text_equal(node->text, "org.name")) {
		text_add(&out, document->org_name);
	} else if (text_equal(node->text, "org.short")) {
		static const char *const endings[] = {"街道", "社区", "区", "市"};
		size_t length = strlen(document->org_name);
		for (size_t i = 0; i < sizeof endings / sizeof *endings && length == strlen(document->org_name); i++)
			if (text_ends(document->org_name, endings[i]) && length > strlen(endings[i]) + 3)
				length -= strlen(endings[i]);
		text_add_bytes(&out, document->org_name, length);
	} else if (text_equal(node->text, "period.year")) {
		text_add_int(&out, date_year(document->period.to));
	} else if (text_equal(node->text, "date")) {
		format_day(document->prepared_on, true, document->language, &out);
	} else {
		const struct period *period = text_starts(node->text, "next.") ? &next : &document->period;
		period_label(period, text_ends(node->text, ".en") ? LANGUAGE_EN : LANGUAGE_ZH, &out);
	}
	add_words(gathering, RUN_TEXT, out.at);
	text_release(&out);
}

/* One phrase of vs: {pct} {n} {was} become numbers that open what they compare. */
static void add_phrase(struct gathering *gathering, const struct node *node, const char *phrase, int64_t hundredths,
                       const struct figure_request *now_request, const struct figure_request *before_request)
{
	const struct figure_number *now = &gather_result(gathering, now_request)->total;
	const struct figure_number *before = &gather_result(gathering, before_request)->total;
	enum language language = gathering->document->language;
	bool ratio = now_request->figure->measure == MEASURE_RATIO;
	while (*phrase) {
		size_t plain = strcspn(phrase, "{");
		char *words = arena_copy_bytes(gathering->arena, phrase, plain);
		add_words(gathering, RUN_TEXT, words);
		phrase += plain;
		if (!*phrase)
			break;
		struct text printed = TEXT_EMPTY;
		const struct figure_request *request = now_request;
		const struct figure_number *number = now;
		const char *form = "change";
		if (text_starts(phrase, "{was}")) {
			request = before_request;
			number = before;
			form = "";
			format_number(request->figure, before, FORMAT_USUAL, language, &printed);
		} else if (text_starts(phrase, "{n}") && !ratio) {
			struct figure_number difference = *now;
			difference.number = now->number > before->number ? now->number - before->number : before->number - now->number;
			form = "difference";
			format_number(request->figure, &difference, FORMAT_USUAL, language, &printed);
		} else {
			format_hundredths(hundredths, ratio, language, &printed);
		}
		add_number(gathering, request->figure->full_name, request, NULL, number, printed.at, node->at)->form = form;
		text_release(&printed);
		phrase += strcspn(phrase, "}");
		phrase += *phrase == '}';
	}
}

static void add_vs(struct gathering *gathering, const struct node *node)
{
	struct figure_request now = gather_request(gathering, &node->use), before = gather_last_year(&now);
	int64_t hundredths = 0;
	const char *phrase = node->phrases[PHRASE_NONE];
	if (now.figure && format_change(&gather_result(gathering, &now)->total, &gather_result(gathering, &before)->total,
	                                now.figure->measure == MEASURE_RATIO, &hundredths))
		phrase = node->phrases[hundredths > 0 ? PHRASE_UP : hundredths < 0 ? PHRASE_DOWN : PHRASE_SAME];
	if (now.figure && phrase != node->phrases[PHRASE_NONE])
		add_phrase(gathering, node, phrase, hundredths, &now, &before);
	else
		add_words(gathering, RUN_TEXT, phrase);
}

static bool compares(const struct node *node, int64_t number)
{
	switch (node->comparison) {
	case COMPARE_DATA: return true;
	case COMPARE_EQUAL: return number == node->operand;
	case COMPARE_UNEQUAL: return number != node->operand;
	case COMPARE_LESS: return number < node->operand;
	case COMPARE_LESS_EQUAL: return number <= node->operand;
	case COMPARE_MORE: return number > node->operand;
	case COMPARE_MORE_EQUAL: return number >= node->operand;
	}
	return false;
}

struct part {
	const struct figure_cell *cell;
	int64_t share;
	size_t place;
};

static int compare_parts(const void *a, const void *b)
{
	const struct part *left = a, *right = b;
	if (left->cell->value.number != right->cell->value.number)
		return left->cell->value.number > right->cell->value.number ? -1 : 1;
	return left->place < right->place ? -1 : 1;
}

/* The parts that print: those that have a name and pass `having`, in their order. */
static size_t choose_parts(struct gathering *gathering, const struct node *node, const struct figure_result *result,
                           struct part **ret)
{
	struct part *parts = arena_array(gathering->arena, struct part, result->cell_count + 1);
	int64_t *numbers = arena_array(gathering->arena, int64_t, result->cell_count + 1);
	int64_t *shares = arena_array(gathering->arena, int64_t, result->cell_count + 1);
	for (size_t i = 0; i < result->cell_count; i++)
		numbers[i] = result->cells[i].value.missing ? 0 : result->cells[i].value.number;
	format_shares(numbers, result->cell_count, shares);
	size_t count = 0;
	for (size_t i = 0; i < result->cell_count; i++) {
		const struct figure_cell *cell = &result->cells[i];
		if (cell->key[0].kind != VALUE_NONE && compares(node, numbers[i]))
			parts[count++] = (struct part){cell, shares[i], i};
	}
	if (node->ordered)
		qsort(parts, count, sizeof *parts, compare_parts);
	*ret = parts;
	return node->top && count > node->top ? node->top : count;
}

static void add_separator(struct gathering *gathering, const struct node *node, size_t place, size_t count)
{
	const char *between = place + 1 == count && node->last ? node->last : node->sep;
	if (place && between)
		add_words(gathering, RUN_TEXT, between);
}

static bool add_each(struct gathering *gathering, const struct node *node, struct fault *fault)
{
	struct figure_request request = gather_request(gathering, &node->use);
	const struct figure_result *result = gather_result(gathering, &request);
	if (!request.figure || result->total.missing) {
		add_figure(gathering, node, &request, NULL, &result->total);
		return true;
	}
	struct part *parts;
	size_t count = choose_parts(gathering, node, result, &parts);
	for (size_t i = 0; i < count; i++) {
		struct inside inside = {
			.request = &request, .cell = parts[i].cell, .share = parts[i].share, .number = i + 1};
		add_separator(gathering, node, i, count);
		if (!add_nodes(gathering, node->inside, &inside, fault))
			return false;
	}
	return true;
}

/* The condition of a list: its own, and the days of the period. */
static const char *list_condition(struct gathering *gathering, const struct node *node)
{
	char from[DATE_SIZE], to[DATE_SIZE];
	struct period period = gathering->document->period;
	if (node->use.span == USE_LAST_YEAR)
		period = period_last_year(&period);
	date_print(period.from, from);
	date_print(period.to, to);
	struct text out = TEXT_EMPTY;
	if (node->use.where)
		text_format(&out, "(%s)", node->use.where);
	if (node->ledger->counts_on) {
		const char *day = node->ledger->counts_on->name;
		text_format(&out, "%s%s <= %s", out.length ? " and " : "", day, to);
		if (node->use.span != USE_UPTO_END)
			text_format(&out, " and %s >= %s", day, from);
	}
	const char *condition = arena_copy(gathering->arena, out.at);
	text_release(&out);
	return *condition ? condition : NULL;
}

static bool add_list(struct gathering *gathering, const struct node *node, struct fault *fault)
{
	if (!node->ledger) {
		struct figure_request unknown = gather_request(gathering, &node->use);
		struct figure_number missing = {.missing = true, .denominator = 1};
		add_number(gathering, node->text, &unknown, NULL, &missing, "x", node->at);
		return true;
	}
	struct list_request wanted = {.ledger = node->ledger,
	                              .org = gathering->document->org,
	                              .where = list_condition(gathering, node),
	                              .order_by = node->order_by,
	                              .limit = node->top ? node->top : 1000};
	struct list_page page;
	if (!record_list(gathering->book, &gathering->viewer, &wanted, gathering->arena, &page, fault))
		return false;
	if (!page.count && node->none)
		add_words(gathering, RUN_TEXT, node->none);
	for (size_t i = 0; i < page.count; i++) {
		struct inside inside = {.record = page.records[i], .number = i + 1};
		add_separator(gathering, node, i, page.count);
		if (!add_nodes(gathering, node->inside, &inside, fault))
			return false;
	}
	return true;
}

static bool add_record_field(struct gathering *gathering, const struct node *node, const struct record *record,
                             struct fault *fault)
{
	const struct field *field = ledger_field(record->ledger, node->text);
	if (!field || field->secrecy != SECRECY_PLAIN || field->type == FIELD_ROWS)
		return fault_set_at(fault, node->at, summary_unknown_field, node->text);
	struct text shown = TEXT_EMPTY;
	record_show(gathering->book, record, field, gathering->document->language, &shown);
	struct figure_request none = {.org = gathering->document->org, .period = gathering->document->period};
	struct figure_number value = {.denominator = 1};
	struct proof *proof = add_proof(gathering, NULL, &none, &value, shown.at, node->at);
	proof->ledger = record->ledger;
	proof->tenant = record->tenant;
	proof->record = record->id;
	proof->words = arena_format(gathering->arena, "%s · %s",
	                            gathering->document->language == LANGUAGE_ZH ? record->ledger->label.zh : record->ledger->label.en,
	                            gathering->document->language == LANGUAGE_ZH ? field->label.zh : field->label.en);
	struct text blanked = TEXT_EMPTY;
	if (gathering->document->redacted)
		format_blank_years(shown.at, &blanked);
	add_run(gathering, RUN_FIGURE, gathering->document->redacted ? blanked.at : shown.at, proof);
	text_release(&blanked);
	text_release(&shown);
	return true;
}

static bool add_it(struct gathering *gathering, const struct node *node, const struct inside *inside,
                   struct fault *fault)
{
	if (!inside)
		return fault_set_at(fault, node->at, summary_it_outside, node->text);
	if (inside->record)
		return add_record_field(gathering, node, inside->record, fault);
	if (text_equal(node->text, "label")) {
		const char *label = inside->cell->label[0][gathering->document->language == LANGUAGE_ZH ? 0 : 1];
		add_words(gathering, RUN_NAME, label ? label : "");
	} else if (text_equal(node->text, "n")) {
		add_figure(gathering, node, inside->request, inside->cell->key, &inside->cell->value);
	} else if (text_equal(node->text, "share")) {
		struct text printed = TEXT_EMPTY;
		format_hundredths(inside->share, false, gathering->document->language, &printed);
		add_number(gathering, inside->request->figure->full_name, inside->request, inside->cell->key,
		           &inside->cell->value, printed.at, node->at)
			->form = "share";
		text_release(&printed);
	} else {
		return fault_set_at(fault, node->at, summary_unknown_field, node->text);
	}
	return true;
}

static void add_fixed(struct gathering *gathering, const struct node *node)
{
	struct figure_request none = {.org = gathering->document->org, .period = gathering->document->period};
	struct figure_number value = {.denominator = 1};
	struct proof *proof = add_proof(gathering, NULL, &none, &value, node->text, node->at);
	proof->source = node->source;
	proof->words = node->source;
	bool counted = digits_at(node->text, gathering->document->language) > 0;
	add_run(gathering, RUN_FIXED, counted && gathering->document->redacted ? "x" : node->text, proof);
}

/* [[12|街道台账]] inside written words: a number with its source. Returns what follows. */
static const char *add_sourced(struct gathering *gathering, const struct node *node, const char *at)
{
	const char *bar = strchr(at, '|'), *end = strstr(at, "]]");
	if (!bar || !end || bar > end)
		return NULL;
	struct node fixed = {.at = node->at,
	                     .text = arena_copy_bytes(gathering->arena, at + 2, (size_t)(bar - at) - 2),
	                     .source = arena_copy_bytes(gathering->arena, bar + 1, (size_t)(end - bar) - 1)};
	add_fixed(gathering, &fixed);
	return end + 2;
}

/* Written words; digits in them are unproved unless marked with a source. */
static void add_written(struct gathering *gathering, const struct node *node, const char *words)
{
	const char *from = words, *at = words;
	while (*at) {
		size_t digits = digits_at(at, gathering->document->language);
		const char *after = text_starts(at, "[[") ? at : digits ? at : NULL;
		if (!after) {
			utf8_next(&at);
			continue;
		}
		add_words(gathering, RUN_WRITE, arena_copy_bytes(gathering->arena, from, (size_t)(at - from)));
		const char *behind = text_starts(at, "[[") ? add_sourced(gathering, node, at) : NULL;
		if (!behind) {
			size_t length = digits ? digits : 2;
			char *unproved = arena_copy_bytes(gathering->arena, at, length);
			add_run(gathering, RUN_UNPROVED, unproved, NULL);
			gather_warn(gathering, WARNING_UNPROVED, NULL, node->at,
			            arena_format(gathering->arena, gathering->document->language == LANGUAGE_ZH
			                                                   ? "“%s”里的“%s”没有来源"
			                                                   : "\"%2$s\" in \"%1$s\" has no source",
			                         node->text, unproved));
			behind = at + length;
		}
		from = at = behind;
	}
	add_words(gathering, RUN_WRITE, from);
}

static void add_passage(struct gathering *gathering, const struct node *node)
{
	const char *words = gather_passage(gathering, node->text);
	if (words) {
		add_written(gathering, node, words);
		return;
	}
	bool zh = gathering->document->language == LANGUAGE_ZH;
	add_run(gathering, RUN_WRITE, arena_format(gathering->arena, zh ? "〔待写：%s〕" : "[to be written: %s]", node->text), NULL);
	gather_warn(gathering, WARNING_UNWRITTEN, NULL, node->at,
	            arena_format(gathering->arena, zh ? "“%s”还没有写" : "\"%s\" is still to be written", node->text));
}

static bool add_if(struct gathering *gathering, const struct node *node, const struct inside *inside,
                   struct fault *fault)
{
	struct figure_request request = gather_request(gathering, &node->use);
	const struct figure_number *number = &gather_result(gathering, &request)->total;
	bool holds = !number->missing && compares(node, number->number);
	return add_nodes(gathering, holds ? node->inside : node->otherwise, inside, fault);
}

static bool add_node(struct gathering *gathering, const struct node *node, const struct inside *inside,
                     struct fault *fault)
{
	struct figure_request request;
	switch (node->kind) {
	case NODE_TEXT: add_words(gathering, RUN_TEXT, node->text); return true;
	case NODE_NAME: add_words(gathering, RUN_NAME, node->text); return true;
	case NODE_WORD: add_word(gathering, node); return true;
	case NODE_NUMBER:
		request = gather_request(gathering, &node->use);
		add_figure(gathering, node, &request, NULL, &gather_result(gathering, &request)->total);
		return true;
	case NODE_EACH: return add_each(gathering, node, fault);
	case NODE_VS: add_vs(gathering, node); return true;
	case NODE_LIST: return add_list(gathering, node, fault);
	case NODE_IT: return add_it(gathering, node, inside, fault);
	case NODE_COUNTER:
		if (!inside)
			return fault_set_at(fault, node->at, summary_it_outside, "no");
		add_run(gathering, RUN_TEXT, arena_format(gathering->arena, "%zu", inside->number), NULL);
		return true;
	case NODE_IF: return add_if(gathering, node, inside, fault);
	case NODE_FIXED: add_fixed(gathering, node); return true;
	case NODE_WRITE: add_passage(gathering, node); return true;
	case NODE_CHECK: return true;
	}
	return true;
}

static bool add_nodes(struct gathering *gathering, const struct node *node, const struct inside *inside,
                      struct fault *fault)
{
	for (; node; node = node->next)
		if (!add_node(gathering, node, inside, fault))
			return false;
	return true;
}

static bool has_text(const struct gathering *gathering)
{
	for (size_t i = 0; i < gathering->run_count; i++)
		if (gathering->runs[i].text[strspn(gathering->runs[i].text, " ")])
			return true;
	return false;
}

bool gather_blocks(struct gathering *gathering, struct fault *fault)
{
	for (const struct template_block *block = gathering->template->blocks; block; block = block->next) {
		gathering->run_count = 0;
		if (!add_nodes(gathering, block->nodes, NULL, fault))
			return false;
		if (!has_text(gathering))
			continue;
		GROW(gathering->blocks, gathering->block_count, gathering->block_room);
		struct run *runs = arena_array(gathering->arena, struct run, gathering->run_count);
		memcpy(runs, gathering->runs, gathering->run_count * sizeof *runs);
		gathering->blocks[gathering->block_count++] =
			(struct block){block->kind, block->level, runs, gathering->run_count};
	}
	return true;
}
