/* Values as people read them, in either language. What cannot be shown (sealed,
   or a link into nothing) has its own words, so that it never looks empty. */
#include "record/decimal.h"
#include "record/inside.h"

static const struct label sealed_words = {"密封", "sealed"}, yes_words = {"是", "yes"},
                          no_words = {"否", "no"};

static void show_choice(const struct field *field, const char *code, size_t length, enum language language,
                        struct text *out)
{
	char name[128];
	snprintf(name, sizeof name, "%.*s", (int)length, code);
	const struct list_item *item = list_find(field->list, name);
	text_add(out, item ? label_in(&item->label, language) : name);
}

/* ",a,b," */
static void show_choices(const struct field *field, const struct value *value, enum language language,
                         struct text *out)
{
	const char *at = value->bytes;
	bool first = true;
	while (*at) {
		size_t length = strcspn(at, ",");
		if (length && !first)
			text_add(out, language == LANGUAGE_ZH ? "、" : ", ");
		if (length)
			show_choice(field, at, length, language, out);
		first = first && !length;
		at += length + (at[length] == ',');
	}
}

void instant_show(instant_ms instant, struct text *out)
{
	char date[DATE_SIZE];
	civil_date day = instant_date(instant);
	int64_t minutes = (instant - instant_at(day, 0, 0)) / 60000;
	date_print(day, date);
	text_format(out, "%s %02d:%02d", date, (int)(minutes / 60), (int)(minutes % 60));
}

static void show_org(struct book *book, const char *code, struct text *out)
{
	/* The tree as it stands in hand: reading a record has just seen to it. */
	const struct organisation_unit *unit = organisation_find(book->organisation, code);
	text_add(out, unit ? unit->name : code);
}

/* The other record's number or title; its id when neither can be had. */
static void show_link(struct book *book, int64_t tenant, const struct field *field, int64_t id,
                      enum language language, struct text *out)
{
	struct arena arena = {};
	struct record *record = NULL;
	if (record_load(book, field->to, tenant, id, false, &arena, &record, NULL) && record)
		record_name(book, record, language, out);
	else
		text_format(out, "%lld", (long long)id);
	arena_release(&arena);
}

static void show_number(struct book *book, int64_t tenant, const struct field *field, int64_t number,
                        enum language language, struct text *out)
{
	char date[DATE_SIZE];
	switch (field->type) {
	case FIELD_INT:
	case FIELD_YEAR: text_add_int(out, number); return;
	case FIELD_DECIMAL: decimal_print(number, field->scale, out); return;
	case FIELD_BOOL: text_add(out, label_in(number ? &yes_words : &no_words, language)); return;
	case FIELD_DATE:
		date_print((civil_date)number, date);
		text_add(out, date);
		return;
	case FIELD_INSTANT: instant_show(number, out); return;
	case FIELD_LINK: show_link(book, tenant, field, number, language, out); return;
	case FIELD_TEXT:
	case FIELD_NOTE:
	case FIELD_CHOICE:
	case FIELD_CHOICES:
	case FIELD_ORG:
	case FIELD_PHONE:
	case FIELD_ID_NUMBER:
	case FIELD_STAFF:
	case FIELD_ROWS:
	case FIELD_TYPE_COUNT: return;
	}
}

void value_show(struct book *book, int64_t tenant, const struct field *field, const struct value *value,
                enum language language, struct text *out)
{
	switch (value->kind) {
	case VALUE_NONE: return;
	case VALUE_BLOB: text_add(out, label_in(&sealed_words, language)); return;
	case VALUE_INT: show_number(book, tenant, field, value->number, language, out); return;
	case VALUE_TEXT: break;
	}
	if (field->type == FIELD_CHOICE && field->list)
		show_choice(field, value->bytes, value->length, language, out);
	else if (field->type == FIELD_CHOICES && field->list)
		show_choices(field, value, language, out);
	else if (field->type == FIELD_ORG)
		show_org(book, value->bytes, out);
	else
		text_add_bytes(out, value->bytes, value->length);
}

void record_show(struct book *book, const struct record *record, const struct field *field,
                 enum language language, struct text *out)
{
	if (field->type != FIELD_ROWS) {
		value_show(book, record->tenant, field, &record->values[field->place], language, out);
		return;
	}
	const struct record_rows *rows = &record->rows[field->place];
	if (!rows->loaded)
		return;
	text_format(out,
	            language == LANGUAGE_ZH ? "%zu 行"
	            : rows->count == 1      ? "%zu row"
	                                    : "%zu rows",
	            rows->count);
}

void record_name(struct book *book, const struct record *record, enum language language, struct text *out)
{
	const struct field *title = record->ledger->title_field;
	const struct value *value = title ? &record->values[title->place] : NULL;
	if (record->number)
		text_add(out, record->number);
	else if (value && title->secrecy == SECRECY_PLAIN && title->type != FIELD_LINK &&
	         value->kind != VALUE_NONE)
		value_show(book, record->tenant, title, value, language, out);
	else
		text_format(out, "%lld", (long long)record->id);
}
