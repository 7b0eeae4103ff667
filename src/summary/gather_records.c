/* Lists of records, printed in their own words. They are read under the role
   `statement`, so a register whose records it may not open cannot be listed. */
#include "record/list.h"
#include "summary/gather.h"

enum { PAGE = 1000 };

static void add_bound(const struct field *day, const struct ledger *ledger, const char *sign, civil_date date,
                      struct text *out)
{
	char printed[DATE_SIZE];
	date_print(date, printed);
	text_format(out, "%s%s%s %s %s", out->length ? " and " : "",
	            ledger_field(ledger, day->name) == day ? "" : "parent.", day->name, sign, printed);
}

/* The condition of a list: its own, and the days of the period. NULL when there is none. */
static const char *condition_of(struct gathering *gathering, const struct node *node,
                                const struct figure_request *span)
{
	const struct field *day = node->ledger->counts_on;
	struct text out = TEXT_EMPTY;
	if (node->use.where)
		text_format(&out, "(%s)", node->use.where);
	if (day && !span->cumulative)
		add_bound(day, node->ledger, ">=", span->period.from, &out);
	if (day)
		add_bound(day, node->ledger, "<=", span->period.to, &out);
	const char *condition = out.length ? arena_copy(gathering->arena, out.at) : NULL;
	text_release(&out);
	return condition;
}

struct found {
	struct record **records;
	size_t count, room;
};

static void keep_page(struct gathering *gathering, const struct list_page *page, size_t most,
                      struct found *found)
{
	for (size_t i = 0; i < page->count && (!most || found->count < most); i++) {
		if (found->count == found->room) {
			found->room = found->room ? found->room * 2 : PAGE;
			struct record **records = arena_array(gathering->arena, struct record *, found->room);
			for (size_t j = 0; j < found->count; j++)
				records[j] = found->records[j];
			found->records = records;
		}
		found->records[found->count++] = page->records[i];
	}
}

/* Page after page, up to `top`. */
static bool find_records(struct gathering *gathering, const struct node *node, struct found *ret,
                         struct fault *fault)
{
	struct figure_request span = gather_request(gathering, &node->use);
	struct list_request wanted = {.ledger = node->ledger,
	                              .org = span.org,
	                              .where = condition_of(gathering, node, &span),
	                              .order_by = node->order_by,
	                              .limit = node->top ? node->top : PAGE};
	struct list_page page;
	do {
		if (!record_list(gathering->book, &gathering->viewer, &wanted, gathering->arena, &page,
		                 fault))
			return false;
		keep_page(gathering, &page, node->top, ret);
		wanted.cursor = page.next;
	} while (page.next && (!node->top || ret->count < node->top));
	return true;
}

bool gather_list(struct gathering *gathering, const struct node *node, struct fault *fault)
{
	struct found found = {};
	if (!node->ledger) {
		const struct figure_request unknown = gather_request(gathering, &node->use);
		const struct figure_number missing = {.missing = true, .denominator = 1};
		gather_number(gathering, node, &unknown, NULL, &missing);
		return true;
	}
	if (!find_records(gathering, node, &found, fault))
		return false;
	if (!found.count)
		gather_phrase(gathering, node->none);
	for (size_t i = 0; i < found.count; i++) {
		struct inside inside = {.record = found.records[i], .number = i + 1};
		gather_separator(gathering, node, i, found.count);
		if (!gather_nodes(gathering, node->inside, &inside, fault))
			return false;
	}
	return true;
}

/* Days as the text writes days; the rest as it is shown everywhere. */
static void show(struct gathering *gathering, const struct node *node, const struct record *record,
                 struct text *out)
{
	const struct value *value = &record->values[node->field->place];
	if (node->field->type == FIELD_DATE && value->kind == VALUE_INT)
		format_day((civil_date)value->number, node->format == FORMAT_FULL_DATE,
		           gathering->document->language, out);
	else if (node->format != FORMAT_USUAL && value->kind == VALUE_INT)
		format_whole(value->number, node->format, out);
	else
		record_show(gathering->book, record, node->field, gathering->document->language, out);
}

void gather_field(struct gathering *gathering, const struct node *node, const struct record *record)
{
	struct text shown = TEXT_EMPTY;
	show(gathering, node, record, &shown);
	struct proof made = {
	        .request = {.org = gathering->document->org, .period = gathering->document->period},
	        .value = {.denominator = 1},
	        .ledger = record->ledger,
	        .tenant = record->tenant,
	        .record = record->ledger->parent ? record->parent : record->id,
	        .at = node->at};
	if (record->ledger->parent)
		made.ledger = record->ledger->parent;
	made.words = arena_format(gathering->arena, "%s · %s",
	                          gather_say(gathering, record->ledger->label.zh, record->ledger->label.en),
	                          gather_say(gathering, node->field->label.zh, node->field->label.en));
	if (shown.length) {
		const struct proof *proof = gather_proof(gathering, &made, shown.at);
		gather_run(gathering, RUN_FIGURE, proof->printed, proof);
	}
	text_release(&shown);
}
