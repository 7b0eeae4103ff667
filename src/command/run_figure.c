/* figure: one number, its parts, or the records behind it. */
#include <string.h>

#include "command/commands.h"
#include "define/nearest.h"
#include "figure/figure.h"

static bool unknown_figure(const struct definitions *definitions, const char *name, struct fault *fault)
{
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; i < definitions->ledger_count; i++)
		for (size_t j = 0; j < definitions->ledgers[i]->figure_count; j++)
			nearest_offer(&nearest, definitions->ledgers[i]->figures[j].full_name);
	if (nearest.best)
		return fault_set(fault, command_unknown_figure_near, name, nearest.best);
	return fault_set(fault, command_unknown_figure, name);
}

static bool read_request(struct invocation *invocation, const struct desk *desk, struct figure_request *ret,
                         struct fault *fault)
{
	*ret = (struct figure_request){.org = invocation->options[OPTION_ORG],
	                               .where = invocation->options[OPTION_WHERE]};
	ret->figure = definitions_figure(desk->definitions, invocation->words[0]);
	if (!ret->figure)
		return unknown_figure(desk->definitions, invocation->words[0], fault);
	if (!organisation_find(desk->book->organisation, ret->org))
		return fault_set(fault, command_unknown_org, ret->org);
	if (!period_parse(invocation->options[OPTION_PERIOD], &ret->period, fault))
		return false;
	const char *by = invocation->options[OPTION_BY];
	for (int i = 0; by && i < FIGURE_DIMENSIONS; i++) {
		size_t length = strcspn(by, ",");
		ret->by[i] = arena_copy_bytes(&invocation->arena, by, length);
		by = by[length] ? by + length + 1 : NULL;
	}
	return !by || fault_set(fault, command_bad_option, "--by", invocation->options[OPTION_BY],
	                        "kind · kind,month · org:street");
}

static void print_json_number(const struct figure *figure, const struct figure_number *number,
                              struct text *out)
{
	struct text printed = TEXT_EMPTY;
	figure_print(figure, number, &printed);
	if (number->missing)
		text_add(out, "\"missing\":true,\"number\":null,");
	else
		text_format(out, "\"missing\":false,\"number\":%lld,\"denominator\":%lld,\"scale\":%d,",
		            (long long)number->number, (long long)number->denominator, number->scale);
	text_add(out, "\"printed\":");
	text_add_json(out, printed.at, printed.length);
	text_release(&printed);
}

static void print_json_key(const struct value *key, struct text *out)
{
	if (key->kind == VALUE_TEXT)
		text_add_json(out, key->bytes, key->length);
	else if (key->kind == VALUE_INT)
		text_format(out, "\"%lld\"", (long long)key->number);
	else
		text_add(out, "null");
}

static void print_json(const struct figure_request *request, const struct figure_result *result,
                       struct text *out)
{
	text_add(out, "{\"figure\":");
	text_add_json(out, request->figure->full_name, strlen(request->figure->full_name));
	text_add_byte(out, ',');
	print_json_number(request->figure, &result->total, out);
	text_add(out, ",\"cells\":[");
	for (size_t i = 0; i < result->cell_count; i++) {
		text_add(out, i ? ",{\"key\":[" : "{\"key\":[");
		print_json_key(&result->cells[i].key[0], out);
		if (request->by[1]) {
			text_add_byte(out, ',');
			print_json_key(&result->cells[i].key[1], out);
		}
		text_add(out, "],");
		print_json_number(request->figure, &result->cells[i].value, out);
		text_add_byte(out, '}');
	}
	text_add(out, "]}\n");
}

static void print_text(const struct invocation *invocation, const struct figure_request *request,
                       const struct figure_result *result, struct text *out)
{
	bool zh = invocation->language == LANGUAGE_ZH;
	const struct figure *figure = request->figure;
	text_format(out, "%s ", zh ? figure->label.zh : figure->label.en);
	figure_print(figure, &result->total, out);
	const char *unit = zh ? figure->unit.zh : figure->unit.en;
	if (unit && !result->total.missing)
		text_format(out, " %s", unit);
	if (figure->measure == MEASURE_RATIO && !result->total.missing)
		text_format(out, " (%lld / %lld)", (long long)result->total.number,
		            (long long)result->total.denominator);
	text_add_byte(out, '\n');
	for (size_t i = 0; i < result->cell_count; i++) {
		const struct figure_cell *cell = &result->cells[i];
		for (int d = 0; d < FIGURE_DIMENSIONS && request->by[d]; d++)
			text_format(out, "  %s",
			            cell->label[d][zh ? 0 : 1] ? cell->label[d][zh ? 0 : 1]
			            : zh                       ? "未分类"
			                                       : "unclassified");
		text_add(out, "  ");
		figure_print(figure, &cell->value, out);
		text_add_byte(out, '\n');
	}
}

static bool print_row(struct desk *desk, const struct invocation *invocation, const struct figure_row *row,
                      struct text *out, struct fault *fault)
{
	struct arena arena = {};
	struct record *record;
	bool ok = record_read(desk->book, &desk->viewer, row->ledger, row->tenant, row->record, &arena,
	                      &record, fault);
	if (ok && invocation->json) {
		text_format(out,
		            "{\"register\":\"%s\",\"tenant\":\"%lld\",\"id\":\"%lld\",\"row\":\"%lld\","
		            "\"version\":%lld,\"part\":%d}",
		            row->ledger->name, (long long)row->tenant, (long long)row->record,
		            (long long)row->row, (long long)row->version, row->part);
	} else if (ok) {
		char date[DATE_SIZE] = "";
		if (record->counts_on)
			date_print(record->counts_on, date);
		text_format(out, "%s\t%lld\t%s\t%s\t", row->ledger->name, (long long)row->record, date,
		            record->org);
		record_name(desk->book, record, invocation->language, out);
		if (row->row)
			text_format(out, "\t%lld", (long long)row->row);
	}
	arena_release(&arena);
	return ok;
}

static bool print_records(struct desk *desk, struct invocation *invocation,
                          const struct figure_request *request, struct text *out, struct fault *fault)
{
	struct figure_rows rows;
	if (!figure_records(desk->book, &desk->viewer, request, NULL, NULL, 0, &invocation->arena, &rows,
	                    fault))
		return false;
	if (invocation->json)
		text_add(out, "[");
	for (size_t i = 0; i < rows.count; i++) {
		if (invocation->json && i)
			text_add(out, ",\n");
		if (!print_row(desk, invocation, &rows.items[i], out, fault))
			return false;
		if (!invocation->json)
			text_add_byte(out, '\n');
	}
	if (invocation->json)
		text_add(out, "]\n");
	return true;
}

static bool write_sheet(struct invocation *invocation, const struct figure_request *request,
                        const struct figure_result *result, struct fault *fault)
{
	struct output_path output;
	if (!output_path_begin(invocation, invocation->options[OPTION_OUTPUT], &output, fault))
		return false;
	bool ok = figure_sheet(request, result, invocation->language, output.path, fault);
	return output_path_end(&output, ok, fault);
}

/* A sheet holds the parts, not the records: those are an export. */
static bool check_format(const struct invocation *invocation, struct fault *fault)
{
	const char *to = invocation->options[OPTION_TO];
	if (to && (!text_equal(to, "xlsx") || invocation->options[OPTION_RECORDS]))
		return fault_set(fault, command_bad_option, "--to", to,
		                 invocation->options[OPTION_RECORDS] ? "jinguo export" : "xlsx");
	return true;
}

static bool answer(struct desk *desk, struct invocation *invocation, struct text *out, struct fault *fault)
{
	struct figure_request request;
	if (!check_format(invocation, fault) || !read_request(invocation, desk, &request, fault))
		return false;
	if (invocation->options[OPTION_RECORDS])
		return print_records(desk, invocation, &request, out, fault);
	struct figure_result result;
	if (!figure_compute(desk->book, &desk->viewer, &request, 1, &invocation->arena, &result, fault))
		return false;
	if (invocation->options[OPTION_TO])
		return write_sheet(invocation, &request, &result, fault);
	if (invocation->json)
		print_json(&request, &result, out);
	else
		print_text(invocation, &request, &result, out);
	return true;
}

int run_figure(struct invocation *invocation)
{
	struct desk desk;
	int code;
	if (!desk_open(invocation, BOOK_READ, &desk, &code))
		return code;
	struct fault fault = {};
	struct text out = TEXT_EMPTY;
	if (!answer(&desk, invocation, &out, &fault))
		code = fail(invocation, &fault);
	else if (!invocation->options[OPTION_TO])
		code = output_write(invocation, out.at, out.length);
	text_release(&out);
	desk_close(&desk);
	return code;
}
