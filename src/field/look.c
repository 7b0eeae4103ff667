/* Values of a record by name, settings and linked records, for the rules of this
   room. It knows no rule. */
#include "field/look.h"

#include "record/list.h"

#include <inttypes.h>
#include <string.h>

bool look_for(const struct rule_call *call, struct fault *fault, const char *const *names)
{
	const struct ledger *ledger = call->record->ledger;
	const char *rule = call->field ? call->field->name : call->move ? call->move->name : "rules";
	for (; *names; names++)
		if (!ledger_field(ledger, *names))
			return fault_set(fault, field_rule_misplaced, rule, ledger->name, *names);
	return true;
}

struct value look(const struct record *record, const char *name)
{
	const struct field *field = ledger_field(record->ledger, name);
	return field ? record->values[field->place] : (struct value){};
}

bool look_set(const struct record *record, const char *name)
{
	return look(record, name).kind != VALUE_NONE;
}

int64_t look_int(const struct record *record, const char *name)
{
	struct value value = look(record, name);
	return value.kind == VALUE_INT ? value.number : 0;
}

bool look_yes(const struct record *record, const char *name)
{
	return look_int(record, name) != 0;
}

civil_date look_date(const struct record *record, const char *name)
{
	return (civil_date)look_int(record, name);
}

const char *look_text(const struct record *record, const char *name)
{
	struct value value = look(record, name);
	return value.kind == VALUE_TEXT ? value.bytes : "";
}

bool look_is(const struct record *record, const char *name, const char *code)
{
	return text_equal(look_text(record, name), code);
}

bool look_changed(const struct rule_call *call, const char *name)
{
	if (!call->before)
		return true;
	struct value now = look(call->record, name), before = look(call->before, name);
	return !value_equal(&now, &before);
}

bool look_rows(const struct rule_call *call, const char *name, const struct record_rows **ret,
               struct fault *fault)
{
	const struct record *record = call->record;
	size_t place = ledger_field(record->ledger, name)->place;
	if (record->rows[place].loaded || !call->before) {
		*ret = &record->rows[place];
		return true;
	}
	struct record *stored;
	if (!record_read(call->book, call->viewer, record->ledger, record->tenant, record->id, call->arena,
	                 &stored, fault))
		return false;
	*ret = &stored->rows[place];
	return true;
}

bool look_linked(const struct rule_call *call, const struct record *record, const char *name,
                 struct record **ret, struct fault *fault)
{
	const struct field *field = ledger_field(record->ledger, name);
	int64_t id = look_int(record, name);
	if (!id) {
		fault_set(fault, field_link_unset, field->label.zh, field->label.en);
		return blame(fault, name);
	}
	return record_read(call->book, call->viewer, field->to, record->tenant, id, call->arena, ret, fault);
}

civil_date look_today(const struct rule_call *call)
{
	return instant_date(call->book->now(call->book->now_context));
}

const char *look_answering(const struct rule_call *call, const char *code)
{
	return organisation_answering(call->book->organisation, code, look_today(call));
}

bool look_setting(const struct rule_call *call, const char *name, struct value *ret, struct fault *fault)
{
	struct value value = {};
	if (!rule_setting(call, name, &value, fault))
		return false;
	if (value.kind == VALUE_NONE)
		return fault_set(fault, field_setting_missing, name,
		                 call->record->org ? call->record->org : "");
	*ret = value;
	return true;
}

bool look_setting_int(const struct rule_call *call, const char *name, int64_t *ret, struct fault *fault)
{
	struct value value;
	if (!look_setting(call, name, &value, fault))
		return false;
	*ret = value.number;
	return true;
}

bool code_among(const char *list, const char *code)
{
	size_t length = strlen(code);
	for (const char *at = list; *at;) {
		size_t item = strcspn(at, ",");
		if (item == length && !strncmp(at, code, length))
			return true;
		at += item + (at[item] == ',');
	}
	return false;
}

bool blame(struct fault *fault, const char *field)
{
	if (fault)
		snprintf(fault->field, sizeof fault->field, "%s", field);
	return false;
}

struct words number_words(int64_t number)
{
	struct words words;
	snprintf(words.at, sizeof words.at, "%" PRId64, number);
	return words;
}

struct words date_words(civil_date date)
{
	struct words words = {};
	if (date_valid(date))
		date_print(date, words.at);
	return words;
}

bool look_other(const struct rule_call *call, const char *where, struct record **ret, struct fault *fault)
{
	const struct record *record = call->record;
	struct list_request request = {.ledger = record->ledger, .where = where, .limit = 2};
	struct list_page page;
	if (!record_list(call->book, call->viewer, &request, call->arena, &page, fault))
		return false;
	*ret = NULL;
	for (size_t i = 0; i < page.count; i++)
		if (page.records[i]->id != record->id)
			*ret = page.records[i];
	return true;
}
