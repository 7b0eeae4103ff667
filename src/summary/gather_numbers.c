/* Numbers in the text, each with its proof: figures, their parts and their
   shares, and the change against last year. */
#include <stdlib.h>
#include <string.h>

#include "summary/gather.h"

static void add_number(struct gathering *gathering, const struct proof *made, const char *printed)
{
	const struct proof *proof = gather_proof(gathering, made, printed);
	gather_run(gathering, made->value.missing ? RUN_MISSING : RUN_FIGURE, proof->printed, proof);
}

/* `name` as it was written is used while no register gives the figure yet. */
static struct proof proof_of(struct gathering *gathering, const char *name,
                             const struct figure_request *request, const struct value *key,
                             const struct figure_number *number, struct position at)
{
	struct proof proof = {.figure = request->figure ? request->figure->full_name : name,
	                      .request = *request,
	                      .value = *number,
	                      .at = at};
	for (size_t i = 0; key && i < FIGURE_DIMENSIONS; i++)
		proof.key[i] = value_copy(gathering->arena, &key[i]);
	return proof;
}

void gather_number(struct gathering *gathering, const struct node *node, const struct figure_request *request,
                   const struct value *key, const struct figure_number *number)
{
	struct proof proof = proof_of(gathering, node->use.name, request, key, number, node->at);
	struct text printed = TEXT_EMPTY;
	if (request->figure)
		format_number(request->figure, number, node->format, gathering->document->language, &printed);
	else
		text_add(&printed, "x");
	add_number(gathering, &proof, printed.at);
	text_release(&printed);
}

bool gather_holds(const struct node *node, const struct figure_number *number)
{
	if (number->missing)
		return false;
	int order = node->comparison == COMPARE_DATA
	                    ? 0
	                    : number_against(node->use.figure, number, node->operand);
	switch (node->comparison) {
	case COMPARE_DATA: return true;
	case COMPARE_EQUAL: return order == 0;
	case COMPARE_UNEQUAL: return order != 0;
	case COMPARE_LESS: return order < 0;
	case COMPARE_LESS_EQUAL: return order <= 0;
	case COMPARE_MORE: return order > 0;
	case COMPARE_MORE_EQUAL: return order >= 0;
	}
	return false;
}

/* ---- parts ---- */

struct part {
	const struct figure_cell *cell;
	int64_t share;
	size_t place;
};

/* Greatest first, those without data last; among equals as the list has them. */
static int compare_parts(const void *a, const void *b)
{
	const struct part *left = a, *right = b;
	const struct figure_number *one = &left->cell->value, *two = &right->cell->value;
	int order = one->missing || two->missing ? two->missing - one->missing : number_compare(one, two);
	if (order)
		return order > 0 ? -1 : 1;
	return left->place < right->place ? -1 : 1;
}

/* The parts that print: those that have a name and pass `having`, in their order. */
static size_t choose_parts(struct gathering *gathering, const struct node *node,
                           const struct figure_result *result, struct part **ret)
{
	size_t cells = result->cell_count, count = 0;
	struct part *parts = arena_array(gathering->arena, struct part, cells);
	int64_t *numbers = arena_array(gathering->arena, int64_t, cells);
	int64_t *shares = arena_array(gathering->arena, int64_t, cells);
	for (size_t i = 0; i < cells; i++)
		if (!result->cells[i].value.missing && result->cells[i].value.number > 0)
			numbers[i] = result->cells[i].value.number;
	format_shares(numbers, cells, shares);
	for (size_t i = 0; i < cells; i++) {
		const struct figure_cell *cell = &result->cells[i];
		bool passes = node->comparison == COMPARE_DATA || gather_holds(node, &cell->value);
		if (cell->key[0].kind != VALUE_NONE && passes)
			parts[count++] = (struct part){cell, shares[i], i};
	}
	if (node->ordered && count)
		qsort(parts, count, sizeof *parts, compare_parts);
	*ret = parts;
	return node->top && count > node->top ? node->top : count;
}

void gather_separator(struct gathering *gathering, const struct node *node, size_t place, size_t count)
{
	bool rows = gathering->block->kind == BLOCK_TABLE && !node->sep && !node->last;
	if (place && rows)
		gather_mark(gathering, RUN_ROW);
	else if (place)
		gather_phrase(gathering, place + 1 == count && node->last ? node->last : node->sep);
}

bool gather_each(struct gathering *gathering, const struct node *node, struct fault *fault)
{
	struct figure_request request = gather_request(gathering, &node->use);
	const struct figure_result *result = gather_result(gathering, &request);
	if (result->total.missing) {
		gather_number(gathering, node, &request, NULL, &result->total);
		return true;
	}
	struct part *parts;
	size_t count = choose_parts(gathering, node, result, &parts);
	for (size_t i = 0; i < count; i++) {
		struct inside inside = {
		        .request = &request, .cell = parts[i].cell, .share = parts[i].share, .number = i + 1};
		gather_separator(gathering, node, i, count);
		if (!gather_nodes(gathering, node->inside, &inside, fault))
			return false;
	}
	return true;
}

static void add_share(struct gathering *gathering, const struct node *node, const struct inside *inside)
{
	struct proof proof =
	        proof_of(gathering, NULL, inside->request, inside->cell->key, &inside->cell->value, node->at);
	struct text printed = TEXT_EMPTY;
	proof.form = PROOF_SHARE;
	if (proof.value.missing)
		text_add(&printed, "x");
	else
		format_hundredths(inside->share, false, gathering->document->language, &printed);
	add_number(gathering, &proof, printed.at);
	text_release(&printed);
}

void gather_part(struct gathering *gathering, const struct node *node, const struct inside *inside)
{
	const char *label = inside->cell->label[0][gathering->document->language];
	switch (node->it) {
	case IT_LABEL: gather_run(gathering, RUN_NAME, label ? label : "", NULL); return;
	case IT_NUMBER:
		gather_number(gathering, node, inside->request, inside->cell->key, &inside->cell->value);
		return;
	case IT_SHARE: add_share(gathering, node, inside); return;
	case IT_FIELD: return; /* of records only */
	}
}

/* ---- compared with last year ---- */

struct comparing {
	struct figure_request now, before;
	const struct figure_number *now_number, *before_number;
	int64_t hundredths;
	bool ratio;
};

/* {pct} {n} {was} are numbers that open what they compare. A percentage is compared in points. */
static void add_change(struct gathering *gathering, const struct node *node,
                       const struct comparing *comparing)
{
	const struct figure *figure = comparing->now.figure;
	bool was = node->change == CHANGE_WAS;
	struct proof proof = proof_of(gathering, NULL, was ? &comparing->before : &comparing->now, NULL,
	                              was ? comparing->before_number : comparing->now_number, node->at);
	struct text printed = TEXT_EMPTY;
	if (was) {
		format_number(figure, comparing->before_number, FORMAT_USUAL, gathering->document->language,
		              &printed);
	} else if (node->change == CHANGE_DIFFERENCE && !comparing->ratio) {
		struct figure_number difference = *comparing->now_number;
		difference.number -= comparing->before_number->number;
		difference.number = difference.number < 0 ? -difference.number : difference.number;
		proof.form = PROOF_DIFFERENCE;
		format_number(figure, &difference, FORMAT_USUAL, gathering->document->language, &printed);
	} else {
		proof.form = PROOF_CHANGE;
		format_hundredths(comparing->hundredths, comparing->ratio, gathering->document->language,
		                  &printed);
	}
	add_number(gathering, &proof, printed.at);
	text_release(&printed);
}

static void add_phrase(struct gathering *gathering, const struct node *phrase,
                       const struct comparing *comparing)
{
	for (; phrase; phrase = phrase->next) {
		if (phrase->kind == NODE_CHANGE)
			add_change(gathering, phrase, comparing);
		else
			gather_run(gathering, phrase->kind == NODE_NAME ? RUN_NAME : RUN_TEXT, phrase->text,
			           NULL);
	}
}

void gather_vs(struct gathering *gathering, const struct node *node)
{
	struct comparing comparing = {.now = gather_request(gathering, &node->use)};
	comparing.before = request_last_year(&comparing.now);
	comparing.now_number = &gather_result(gathering, &comparing.now)->total;
	comparing.before_number = &gather_result(gathering, &comparing.before)->total;
	comparing.ratio = node->use.figure && node->use.figure->measure == MEASURE_RATIO;
	const struct node *phrase = node->phrases[PHRASE_NONE];
	if (format_change(comparing.now_number, comparing.before_number, comparing.ratio,
	                  &comparing.hundredths))
		phrase = node->phrases[comparing.hundredths > 0   ? PHRASE_UP
		                       : comparing.hundredths < 0 ? PHRASE_DOWN
		                                                  : PHRASE_SAME];
	add_phrase(gathering, phrase, &comparing);
}
