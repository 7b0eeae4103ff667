/* What is to be seen beside the text: missing figures, parts and totals, units
   that filed nothing, leaps against last year. */
#include <string.h>

#include "summary/gather.h"

void gather_warn(struct gathering *gathering, enum warning_kind kind, const struct proof *proof, struct position at,
                 const char *text)
{
	if (gathering->warning_count == gathering->warning_room) {
		gathering->warning_room = gathering->warning_room ? gathering->warning_room * 2 : 32;
		gathering->warnings = memory_grow(gathering->warnings, gathering->warning_room * sizeof *gathering->warnings);
	}
	gathering->warnings[gathering->warning_count++] =
		(struct warning){kind, arena_copy(gathering->arena, text), proof, at};
}

static bool is_zh(const struct gathering *gathering)
{
	return gathering->document->language == LANGUAGE_ZH;
}

static const char *name_of(const struct gathering *gathering, const struct figure_use *use)
{
	if (!use->figure)
		return use->name;
	return is_zh(gathering) ? use->figure->label.zh : use->figure->label.en;
}

static const struct proof *proof_of(const struct gathering *gathering, const struct figure_use *use)
{
	for (size_t i = 0; i < gathering->proof_count; i++)
		if (text_equal(gathering->proofs[i]->figure, use->name))
			return gathering->proofs[i];
	return NULL;
}

/* Each missing name once. */
static void warn_missing(struct gathering *gathering)
{
	for (size_t i = 0; i < gathering->proof_count; i++) {
		const struct proof *proof = gathering->proofs[i];
		bool again = false;
		for (size_t j = 0; j < i && !again; j++)
			again = gathering->proofs[j]->value.missing && text_equal(gathering->proofs[j]->figure, proof->figure);
		if (!proof->value.missing || again)
			continue;
		const struct figure *figure = proof->request.figure;
		gather_warn(gathering, WARNING_MISSING, proof, proof->at,
		            figure ? arena_format(gathering->arena, is_zh(gathering) ? "缺数：%s（%s）没有记录" : "No data: %s (%s)",
		                                  is_zh(gathering) ? figure->label.zh : figure->label.en, proof->figure)
		                   : arena_format(gathering->arena, is_zh(gathering) ? "缺数：%s 还没有台账" : "No register yet: %s",
		                                  proof->figure));
	}
}

static void check_parts(struct gathering *gathering, const struct node *node)
{
	struct figure_request request = gather_request(gathering, &node->use);
	const struct figure_result *result = gather_result(gathering, &request);
	if (!request.figure || result->total.missing)
		return;
	int64_t parts = 0;
	size_t kinds = 0;
	for (size_t i = 0; i < result->cell_count; i++) {
		if (result->cells[i].key[0].kind == VALUE_NONE || result->cells[i].value.missing)
			continue;
		parts += result->cells[i].value.number;
		kinds++;
	}
	if (parts == result->total.number)
		return;
	gather_warn(gathering, WARNING_PARTS, proof_of(gathering, &node->use), node->at,
	            arena_format(gathering->arena,
	                         is_zh(gathering) ? "分项与总数：%s %zu 类合计 %lld，总数 %lld，差 %lld 未归类"
	                                          : "Parts and total: %s, %zu kinds make %lld of %lld; %lld unclassified",
	                         name_of(gathering, &node->use), kinds, (long long)parts,
	                         (long long)result->total.number, (long long)(result->total.number - parts)));
}

static void check_same(struct gathering *gathering, const struct node *node)
{
	struct figure_request one = gather_request(gathering, &node->use), two = gather_request(gathering, &node->other);
	const struct figure_number *first = &gather_result(gathering, &one)->total;
	const struct figure_number *second = &gather_result(gathering, &two)->total;
	if (first->missing || second->missing || first->number == second->number)
		return;
	gather_warn(gathering, WARNING_PARTS, proof_of(gathering, &node->other), node->at,
	            arena_format(gathering->arena,
	                         is_zh(gathering) ? "两种数法不等：%s %lld，%s %lld，差 %lld"
	                                          : "Two ways of counting differ: %s %lld, %s %lld, by %lld",
	                         name_of(gathering, &node->use), (long long)first->number,
	                         name_of(gathering, &node->other), (long long)second->number,
	                         (long long)(first->number - second->number)));
}

/* The units behind a `missing` figure, by name, at most a dozen. */
static void check_filed(struct gathering *gathering, const struct node *node)
{
	enum { NAMED = 12 };
	struct figure_request request = gather_request(gathering, &node->use);
	const struct figure_number *number = &gather_result(gathering, &request)->total;
	if (!request.figure || number->missing || !number->number)
		return;
	struct text names = TEXT_EMPTY;
	struct figure_rows rows = {};
	struct fault fault;
	if (figure_records(gathering->book, &gathering->viewer, &request, NULL, NULL, NAMED, gathering->arena, &rows, &fault))
		for (size_t i = 0; i < rows.count; i++)
			for (size_t u = 0; u < gathering->book->organisation->count; u++)
				if (gathering->book->organisation->units[u].record == rows.items[i].record)
					text_format(&names, "%s%s", names.length ? is_zh(gathering) ? "、" : ", " : "",
					            gathering->book->organisation->units[u].name);
	gather_warn(gathering, WARNING_UNFILED, proof_of(gathering, &node->use), node->at,
	            arena_format(gathering->arena, is_zh(gathering) ? "没有报送：%s %lld 个%s%s%s" : "Nothing filed: %s, %lld%s%s%s",
	                         name_of(gathering, &node->use), (long long)number->number, names.length ? is_zh(gathering) ? "：" : ": " : "",
	                         names.at, number->number > NAMED ? is_zh(gathering) ? "等" : " …" : ""));
	text_release(&names);
}

static int64_t setting_of(const struct gathering *gathering, const char *name, int64_t otherwise)
{
	const struct organisation_unit *unit =
		organisation_find(gathering->book->organisation, gathering->document->org);
	const struct setting_value *value =
		definitions_setting(gathering->book->definitions, name, gathering->document->org, unit ? unit->level : NULL,
	                            gathering->document->period.to);
	return value && value->value.kind == VALUE_INT ? value->value.number : otherwise;
}

static void check_leap(struct gathering *gathering, const struct node *node)
{
	struct figure_request now = gather_request(gathering, &node->use), before = gather_last_year(&now);
	if (!now.figure || node->use.span != USE_PERIOD || now.figure->measure == MEASURE_RATIO ||
	    now.figure->measure == MEASURE_FIRST || now.figure->measure == MEASURE_LAST)
		return;
	const struct figure_number *a = &gather_result(gathering, &now)->total;
	const struct figure_number *b = &gather_result(gathering, &before)->total;
	int64_t hundredths;
	if (!format_change(a, b, false, &hundredths))
		return;
	int64_t size = hundredths < 0 ? -hundredths : hundredths;
	int64_t difference = a->number > b->number ? a->number - b->number : b->number - a->number;
	if (size < setting_of(gathering, "summary_leap_percent", 50) * 100 ||
	    difference < setting_of(gathering, "summary_leap_least", 10))
		return;
	struct text change = TEXT_EMPTY;
	format_hundredths(hundredths, false, gathering->document->language, &change);
	gather_warn(gathering, WARNING_LEAP, proof_of(gathering, &node->use), node->at,
	            arena_format(gathering->arena,
	                         is_zh(gathering) ? "跳变：%s 上年同期 %lld，本期 %lld，%s%s，请核对并写一句原因"
	                                          : "Leap: %s was %lld, is %lld, %s %s; check it and say why",
	                         name_of(gathering, &node->use), (long long)b->number, (long long)a->number,
	                         hundredths > 0 ? is_zh(gathering) ? "增 " : "up" : is_zh(gathering) ? "降 " : "down", change.at));
	text_release(&change);
}

static void check_nodes(struct gathering *gathering, const struct node *node)
{
	static void (*const checks[])(struct gathering *, const struct node *) = {
		[CHECK_PARTS] = check_parts, [CHECK_SAME] = check_same, [CHECK_FILED] = check_filed};
	for (; node; node = node->next) {
		if (node->kind == NODE_CHECK)
			checks[node->check](gathering, node);
		if (node->kind == NODE_NUMBER && gathering->template->compare)
			check_leap(gathering, node);
		check_nodes(gathering, node->inside);
		check_nodes(gathering, node->otherwise);
	}
}

void gather_checks(struct gathering *gathering)
{
	warn_missing(gathering);
	for (const struct template_block *block = gathering->template->blocks; block; block = block->next)
		check_nodes(gathering, block->nodes);
}
