/* What is to be seen beside the text: missing figures, parts and total, units
   that filed nothing, leaps against last year. */
#include <stdlib.h>

#include "figure/grow.h"
#include "summary/gather.h"

void gather_warn(struct gathering *gathering, enum warning_kind kind, const struct proof *proof,
                 struct position at, const char *text)
{
	grow_by_one(gathering->warnings, gathering->warning_count, gathering->warning_room);
	gathering->warnings[gathering->warning_count++] =
	        (struct warning){kind, arena_copy(gathering->arena, text), proof, at};
}

/* Says the same of the same place but once. */
static void warn(struct gathering *gathering, enum warning_kind kind, const struct proof *proof,
                 struct position at, struct text *text)
{
	bool said = false;
	for (size_t i = 0; i < gathering->warning_count; i++)
		said |= text_equal(gathering->warnings[i].text, text->at);
	if (!said)
		gather_warn(gathering, kind, proof, at, text->at);
	text_release(text);
}

static const char *title(const struct gathering *gathering, const struct figure *figure)
{
	return gather_say(gathering, figure->label.zh, figure->label.en);
}

static const char *printed(struct gathering *gathering, const struct figure *figure,
                           const struct figure_number *number)
{
	struct text out = TEXT_EMPTY;
	format_number(figure, number, FORMAT_USUAL, gathering->document->language, &out);
	const char *copy = arena_copy(gathering->arena, out.at);
	text_release(&out);
	return copy;
}

static const struct proof *proof_of(const struct gathering *gathering, const char *name)
{
	for (size_t i = 0; i < gathering->proof_count; i++)
		if (text_equal(gathering->proofs[i]->figure, name))
			return gathering->proofs[i];
	return NULL;
}

/* ---- figures without data ---- */

static void warn_missing(struct gathering *gathering)
{
	for (size_t i = 0; i < gathering->proof_count; i++) {
		const struct proof *proof = gathering->proofs[i];
		const struct figure *figure = proof->request.figure;
		struct text text = TEXT_EMPTY;
		if (!proof->value.missing)
			continue;
		if (figure)
			text_format(&text,
			            gather_say(gathering, "缺数：%s（%s）没有记录", "No data: %s (%s)"),
			            title(gathering, figure), proof->figure);
		else
			text_format(&text,
			            gather_say(gathering, "缺数：%s 还没有台账", "No register yet: %s"),
			            proof->figure);
		warn(gathering, WARNING_MISSING, proof, proof->at, &text);
	}
}

/* ---- checks that the template asks for ---- */

static bool check_parts(struct gathering *gathering, const struct node *node, struct fault *fault)
{
	(void)fault;
	struct figure_request request = gather_request(gathering, &node->use);
	const struct figure_result *result = gather_result(gathering, &request);
	struct figure_number parts = result->total, rest = result->total;
	struct text text = TEXT_EMPTY;
	size_t kinds = 0;
	if (result->total.missing)
		return true;
	parts.number = 0;
	for (size_t i = 0; i < result->cell_count; i++) {
		if (result->cells[i].key[0].kind == VALUE_NONE || result->cells[i].value.missing)
			continue;
		parts.number += result->cells[i].value.number;
		kinds++;
	}
	rest.number -= parts.number;
	if (!rest.number)
		return true;
	text_format(&text,
	            gather_say(gathering, "分项与总数：%s %zu 类合计 %s，总数 %s，差 %s 未归类",
	                       "Parts and total: %s, %zu kinds make %s of %s; %s unclassified"),
	            title(gathering, request.figure), kinds, printed(gathering, request.figure, &parts),
	            printed(gathering, request.figure, &result->total),
	            printed(gathering, request.figure, &rest));
	warn(gathering, WARNING_PARTS, proof_of(gathering, node->use.name), node->at, &text);
	return true;
}

static bool check_same(struct gathering *gathering, const struct node *node, struct fault *fault)
{
	(void)fault;
	struct figure_request one = gather_request(gathering, &node->use),
	                      two = gather_request(gathering, &node->other);
	const struct figure_number *first = &gather_result(gathering, &one)->total;
	const struct figure_number *second = &gather_result(gathering, &two)->total;
	struct text text = TEXT_EMPTY;
	if (first->missing || second->missing || !number_compare(first, second))
		return true;
	text_format(&text,
	            gather_say(gathering, "两种数法不等：%s %s，%s %s",
	                       "Two ways of counting differ: %s %s, %s %s"),
	            title(gathering, one.figure), printed(gathering, one.figure, first),
	            title(gathering, two.figure), printed(gathering, two.figure, second));
	warn(gathering, WARNING_PARTS, proof_of(gathering, node->other.name), node->at, &text);
	return true;
}

/* The unit's name by its record in the tree; its id when the tree has moved on. */
static void add_unit(const struct gathering *gathering, int64_t record, struct text *out)
{
	const struct organisation *organisation = gathering->book->organisation;
	if (out->length)
		text_add(out, gather_say(gathering, "、", ", "));
	for (size_t i = 0; i < organisation->count; i++) {
		if (organisation->units[i].record == record) {
			text_add(out, organisation->units[i].name);
			return;
		}
	}
	text_add_int(out, record);
}

/* The units behind a `missing` figure, by name, at most a dozen. Their names are no secret: ids are enough. */
static bool check_filed(struct gathering *gathering, const struct node *node, struct fault *fault)
{
	enum { NAMED = 12 };
	struct figure_request request = gather_request(gathering, &node->use);
	const struct figure_number *number = &gather_result(gathering, &request)->total;
	struct text names = TEXT_EMPTY, text = TEXT_EMPTY;
	struct figure_rows rows = {};
	if (number->missing || !number->number)
		return true;
	if (!figure_freeze(gathering->book, &gathering->viewer, &request, NULL, gathering->arena, &rows,
	                   fault))
		return false;
	for (size_t i = 0; i < rows.count && i < NAMED; i++)
		add_unit(gathering, rows.items[i].record, &names);
	text_format(&text, gather_say(gathering, "没有报送：%s %s 个：%s%s", "Nothing filed: %s, %s: %s%s"),
	            title(gathering, request.figure), printed(gathering, request.figure, number), names.at,
	            rows.count > NAMED ? gather_say(gathering, "等", " …") : "");
	text_release(&names);
	warn(gathering, WARNING_UNFILED, proof_of(gathering, node->use.name), node->at, &text);
	return true;
}

/* ---- leaps against last year ---- */

static int64_t setting_of(const struct gathering *gathering, const char *name, int64_t otherwise)
{
	const struct document *document = gathering->document;
	const struct organisation_unit *unit =
	        organisation_find(gathering->book->organisation, document->org);
	const struct setting_value *value =
	        definitions_setting(gathering->book->definitions, name, document->org,
	                            unit ? unit->level : NULL, document->period.to);
	return value && value->value.kind == VALUE_INT ? value->value.number : otherwise;
}

static bool is_leap(const struct gathering *gathering, const struct figure *figure,
                    const struct figure_number *now, const struct figure_number *before,
                    int64_t *ret_hundredths)
{
	int64_t least = setting_of(gathering, "summary_leap_least", 10);
	int64_t percent = setting_of(gathering, "summary_leap_percent", 50), hundredths = 0;
	if (now->missing || before->missing)
		return false;
	if (number_against(figure, now, least) < 0 && number_against(figure, before, least) < 0)
		return false;
	/* From nothing to something has no percentage, and is a leap. */
	if (before->number &&
	    (!format_change(now, before, false, &hundredths) || llabs(hundredths) <= percent * 100))
		return false;
	*ret_hundredths = hundredths;
	return now->number != before->number;
}

static void check_leap(struct gathering *gathering, const struct node *node)
{
	struct figure_request now = gather_request(gathering, &node->use), before = request_last_year(&now);
	const struct figure *figure = now.figure;
	if (!figure || node->use.span != USE_PERIOD || figure->measure == MEASURE_RATIO ||
	    figure_is_day(figure))
		return;
	const struct figure_number *a = &gather_result(gathering, &now)->total;
	const struct figure_number *b = &gather_result(gathering, &before)->total;
	struct text text = TEXT_EMPTY, change = TEXT_EMPTY;
	int64_t hundredths;
	if (!is_leap(gathering, figure, a, b, &hundredths))
		return;
	if (hundredths) {
		text_add(&change, hundredths > 0 ? gather_say(gathering, "，增 ", ", up ")
		                                 : gather_say(gathering, "，降 ", ", down "));
		format_hundredths(hundredths, false, gathering->document->language, &change);
	}
	text_format(&text,
	            gather_say(gathering, "跳变：%s 上年同期 %s，本期 %s%s，请核对并写一句原因",
	                       "Leap: %s was %s, is %s%s; check it and say why"),
	            title(gathering, figure), printed(gathering, figure, b), printed(gathering, figure, a),
	            change.at);
	text_release(&change);
	warn(gathering, WARNING_LEAP, proof_of(gathering, node->use.name), node->at, &text);
}

/* ---- all ---- */

static bool check_nodes(struct gathering *gathering, const struct node *node, struct fault *fault)
{
	static bool (*const checks[])(struct gathering *, const struct node *, struct fault *) = {
	        [CHECK_PARTS] = check_parts, [CHECK_SAME] = check_same, [CHECK_FILED] = check_filed};
	for (; node; node = node->next) {
		if (node->kind == NODE_CHECK && !checks[node->check](gathering, node, fault))
			return false;
		if (node->kind == NODE_NUMBER && gathering->template->compare)
			check_leap(gathering, node);
		if (!check_nodes(gathering, node->inside, fault) ||
		    !check_nodes(gathering, node->otherwise, fault))
			return false;
	}
	return true;
}

bool gather_checks(struct gathering *gathering, struct fault *fault)
{
	warn_missing(gathering);
	for (const struct template_block *block = gathering->template->blocks; block; block = block->next)
		if (!check_nodes(gathering, block->nodes, fault))
			return false;
	return true;
}
