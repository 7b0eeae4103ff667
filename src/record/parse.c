/* What people type, and what their files hold, becomes values. One function a
   type; every refusal says what was expected. Whether the value may stand in
   this record is asked in check.c. */
#include <ctype.h>

#include "record/decimal.h"
#include "record/inside.h"
#include "record/journal.h"
#include "record/state.h"

struct typing {
	struct book *book;
	const struct record *record;
	const struct field *field;
	const char *typed; /* cleaned */
	struct arena *arena;
};

static bool refuse(const struct typing *typing, struct fault *fault, enum fault_code code, const char *detail)
{
	return field_fault(fault, typing->field, code, field_typed(typing->field, typing->typed), detail);
}

/* ---- cleaning ---- */

static bool is_blank(uint32_t code)
{
	return code <= ' ' || code == 0xA0 || code == 0x3000 || code == 0xFEFF || code == 0x200B;
}

static void add_narrow(struct text *out, const char *from, const char *to, uint32_t code)
{
	if (code == 0x3000)
		text_add_byte(out, ' ');
	else if (code >= 0xFF01 && code <= 0xFF5E)
		text_add_byte(out, (char)(code - 0xFF01 + '!'));
	else
		text_add_bytes(out, from, (size_t)(to - from));
}

static char *narrowed(const char *from, const char *end, struct arena *arena)
{
	struct text out = TEXT_EMPTY;
	while (from < end) {
		const char *at = from;
		uint32_t code = utf8_next(&at);
		add_narrow(&out, from, at, code);
		from = at;
	}
	char *narrow = arena_copy_bytes(arena, out.at, out.length);
	text_release(&out);
	return narrow;
}

char *typed_clean(const char *typed, bool narrow, struct arena *arena)
{
	const char *start = NULL, *end = typed; /* end: behind the last character that is not blank */
	bool wide = false;
	for (const char *at = typed; *at;) {
		const char *from = at;
		/* Most of what is typed into a spreadsheet's cells is ASCII. */
		uint32_t code = (unsigned char)*at < 0x80 ? (unsigned char)*at++ : utf8_next(&at);
		wide |= code >= 0x80;
		if (is_blank(code))
			continue;
		if (!start)
			start = from;
		end = at;
	}
	if (!start)
		return arena_copy_bytes(arena, "", 0);
	return narrow && wide ? narrowed(start, end, arena)
	                      : arena_copy_bytes(arena, start, (size_t)(end - start));
}

/* ---- numbers ---- */

/* Removes the commas of 1,286; leaves anything else to be refused. */
static char *without_groups(const char *typed, struct arena *arena)
{
	char *out = arena_copy(arena, typed), *to = out;
	size_t run = 0; /* digits since the last comma */
	bool grouped = false, whole = true;
	for (const char *at = typed;; at++) {
		if (whole && (*at == ',' || *at == '.' || !*at)) {
			bool good = grouped ? run == 3 : *at != ',' || (run > 0 && run <= 3);
			if (!good)
				return arena_copy(arena, typed);
			grouped |= *at == ',';
			whole = *at == ',';
			run = 0;
		} else if (isdigit((unsigned char)*at)) {
			run++;
		}
		if (*at != ',' || !whole)
			*to++ = *at;
		if (!*at)
			return out;
	}
}

static bool put_scaled(struct typing *typing, struct value *ret, struct fault *fault)
{
	int scale = typing->field->type == FIELD_DECIMAL ? typing->field->scale : 0;
	char places[12];
	int64_t number;
	const char *plain = without_groups(typing->typed, typing->arena);
	snprintf(places, sizeof places, "%d", scale);
	if (!decimal_read(plain, scale, &number))
		return refuse(typing, fault, scale ? record_not_decimal : record_not_number, places);
	*ret = value_int(number);
	return true;
}

static bool put_year(struct typing *typing, struct value *ret, struct fault *fault)
{
	char *end;
	long year = strtol(typing->typed, &end, 10);
	bool good = end == typing->typed + 4 && (!*end || text_equal(end, "年")) &&
	            isdigit((unsigned char)typing->typed[0]);
	if (!good)
		return refuse(typing, fault, record_not_year, "");
	*ret = value_int(year);
	return true;
}

static bool put_bool(struct typing *typing, struct value *ret, struct fault *fault)
{
	static const struct {
		const char *word;
		int64_t value;
	} words[] = {
	        {"是", 1}, {"有", 1}, {"对", 1},   {"√", 1}, {"yes", 1}, {"y", 1}, {"true", 1},  {"1", 1},
	        {"否", 0}, {"无", 0}, {"没有", 0}, {"×", 0}, {"no", 0},  {"n", 0}, {"false", 0}, {"0", 0},
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasecmp(words[i].word, typing->typed) == 0) {
			*ret = value_int(words[i].value);
			return true;
		}
	return refuse(typing, fault, record_not_bool, "");
}

/* ---- dates ---- */

/* Reads 1 to `most` digits; false when there is none. */
static bool take_digits(const char **ref_at, int most, int *ret)
{
	int number = 0, count = 0;
	while (count < most && isdigit((unsigned char)**ref_at)) {
		number = number * 10 + (**ref_at - '0');
		(*ref_at)++;
		count++;
	}
	*ret = number;
	return count > 0;
}

static bool take_word(const char **ref_at, const char *word)
{
	if (!text_starts(*ref_at, word))
		return false;
	*ref_at += strlen(word);
	return true;
}

static enum date_reading judge(int year, int month, int day, civil_date *ret)
{
	if (year < 1900 || year > 2999 || month < 1 || month > 12 || day < 1 || day > 31)
		return DATE_UNKNOWN;
	civil_date date = date_make(year, month, day);
	if (!date_valid(date))
		return DATE_NO_SUCH_DAY;
	*ret = date;
	return DATE_READ;
}

/* 20210330, or 44285: days as spreadsheets count them, from 30 December 1899. */
static enum date_reading date_of_digits(const char *typed, civil_date *ret)
{
	long number = strtol(typed, NULL, 10);
	enum { FIRST_DAY = 18264, LAST_DAY = 73050, SHEET_EPOCH = -25569 }; /* 1950 … 2099 */
	if (strlen(typed) == 8)
		return judge((int)(number / 10000), (int)(number / 100 % 100), (int)(number % 100), ret);
	if (number < FIRST_DAY || number > LAST_DAY)
		return DATE_UNKNOWN;
	*ret = date_from_number((int32_t)number + SHEET_EPOCH);
	return DATE_READ;
}

/* A date at the beginning of the text; *ref_at moves behind it. */
static enum date_reading take_date(const char **ref_at, civil_date *ret)
{
	static const char *const separators[][3] = {
	        {"-", "-", ""}, {".", ".", ""}, {"/", "/", ""}, {"年", "月", "日"}, {"年", "月", "号"},
	};
	const char *at = *ref_at;
	int year, month, day;
	if (!take_digits(&at, 4, &year) || at - *ref_at != 4)
		return DATE_UNKNOWN;
	for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
		const char *rest = at;
		if (!take_word(&rest, separators[i][0]) || !take_digits(&rest, 2, &month) ||
		    !take_word(&rest, separators[i][1]) || !take_digits(&rest, 2, &day) ||
		    !take_word(&rest, separators[i][2]))
			continue;
		*ref_at = rest;
		return judge(year, month, day, ret);
	}
	return DATE_UNKNOWN;
}

/* What a spreadsheet appends to a date that has no time: 0:00 or 00:00:00. */
static bool is_midnight(const char *rest)
{
	if (*rest != ' ' && *rest != 'T')
		return false;
	for (rest++; *rest; rest++)
		if (*rest != '0' && *rest != ':')
			return false;
	return true;
}

enum date_reading typed_date(const char *typed, civil_date *ret)
{
	size_t digits = strspn(typed, "0123456789");
	if (!typed[digits] && (digits == 8 || digits == 5))
		return date_of_digits(typed, ret);
	const char *at = typed;
	civil_date date = 0;
	enum date_reading reading = take_date(&at, &date);
	if (reading == DATE_READ && *at && !is_midnight(at))
		return DATE_UNKNOWN;
	if (reading == DATE_READ)
		*ret = date;
	return reading;
}

/* 2021-06-31: June has 30. */
static bool refuse_day(struct typing *typing, struct fault *fault)
{
	const char *at = typing->typed;
	int year = 0, month = 0;
	char last[12];
	take_digits(&at, 4, &year);
	while (*at && !isdigit((unsigned char)*at))
		at++;
	take_digits(&at, 2, &month);
	snprintf(last, sizeof last, "%d", month_days(year, month));
	return refuse(typing, fault, record_no_such_day, last);
}

static bool put_date(struct typing *typing, struct value *ret, struct fault *fault)
{
	civil_date date;
	switch (typed_date(typing->typed, &date)) {
	case DATE_READ: *ret = value_int(date); return true;
	case DATE_NO_SUCH_DAY: return refuse_day(typing, fault);
	case DATE_UNKNOWN: break;
	}
	return refuse(typing, fault, record_not_date, "");
}

/* "9:30", "09:30:00", "9时30分", "9点" */
static bool read_time(const char *at, int *ret_hour, int *ret_minute)
{
	int second;
	*ret_minute = 0;
	if (!take_digits(&at, 2, ret_hour) || *ret_hour > 23)
		return false;
	if (take_word(&at, ":")) {
		if (!take_digits(&at, 2, ret_minute) ||
		    (take_word(&at, ":") && !take_digits(&at, 2, &second)))
			return false;
	} else if (take_word(&at, "时") || take_word(&at, "点")) {
		if (*at && (!take_digits(&at, 2, ret_minute) || !take_word(&at, "分")))
			return false;
	} else {
		return false;
	}
	return !*at && *ret_minute < 60;
}

static bool put_instant(struct typing *typing, struct value *ret, struct fault *fault)
{
	const char *at = typing->typed;
	civil_date date;
	int hour = 0, minute = 0;
	instant_ms instant;
	if (instant_parse(typing->typed, &instant)) {
		*ret = value_int(instant);
		return true;
	}
	enum date_reading reading = take_date(&at, &date);
	if (reading == DATE_NO_SUCH_DAY)
		return refuse_day(typing, fault);
	while (*at == ' ' || *at == 'T')
		at++;
	if (reading == DATE_UNKNOWN || (*at && !read_time(at, &hour, &minute)))
		return refuse(typing, fault, record_not_instant, "");
	*ret = value_int(instant_at(date, hour, minute));
	return true;
}

/* ---- text ---- */

static bool put_text(struct typing *typing, struct value *ret, struct fault *fault)
{
	(void)fault;
	*ret = value_text(typing->typed);
	return true;
}

/* Line ends as one \n. */
static bool put_note(struct typing *typing, struct value *ret, struct fault *fault)
{
	(void)fault;
	char *note = arena_copy(typing->arena, typing->typed), *to = note;
	for (const char *at = typing->typed; *at; at++) {
		if (*at == '\r' && at[1] == '\n')
			continue;
		*to++ = *at == '\r' ? '\n' : *at;
	}
	*to = 0;
	*ret = value_text(note);
	return true;
}

/* Digits of the text without the signs people write between them; NULL at anything else. */
static char *phone_digits(const char *typed, struct arena *arena)
{
	char *digits = arena_copy(arena, typed), *to = digits;
	for (const char *at = typed; *at; at++) {
		if (isdigit((unsigned char)*at) || (*at == '+' && at == typed))
			*to++ = *at;
		else if (!strchr(" -()", *at))
			return NULL;
	}
	*to = 0;
	return digits;
}

/* 075528923456 → 0755-28923456; three places for Beijing and the 02x cities, else four. */
static const char *landline(const char *digits, struct arena *arena)
{
	int area = digits[1] == '1' || digits[1] == '2' ? 3 : 4;
	size_t rest = strlen(digits) - (size_t)area;
	if (rest < 7 || rest > 8 || digits[area] < '2')
		return NULL;
	return arena_format(arena, "%.*s-%s", area, digits, digits + area);
}

const char *typed_phone(const char *typed, struct arena *arena)
{
	const char *digits = phone_digits(typed, arena);
	if (!digits)
		return NULL;
	if (text_starts(digits, "+86"))
		digits += 3;
	else if (text_starts(digits, "0086"))
		digits += 4;
	size_t length = strlen(digits);
	if (digits[0] == '+')
		return length >= 8 && length <= 16 && digits[1] != '0' ? digits : NULL;
	if (digits[0] == '0')
		return length >= 10 && length <= 12 && digits[1] != '0' ? landline(digits, arena) : NULL;
	if (length == 11)
		return digits[0] == '1' && digits[1] >= '3' ? digits : NULL;
	if (length == 10)
		return text_starts(digits, "400") || text_starts(digits, "800") ? digits : NULL;
	if (length == 7 || length == 8)
		return digits[0] >= '2' ? digits : NULL;
	/* 110, 12338, 95588 */
	return length >= 3 && length <= 6 && (digits[0] == '1' || digits[0] == '9') ? digits : NULL;
}

static bool put_phone(struct typing *typing, struct value *ret, struct fault *fault)
{
	const char *phone = typed_phone(typing->typed, typing->arena);
	if (!phone)
		return refuse(typing, fault, record_not_phone, "");
	*ret = value_text(phone);
	return true;
}

static bool put_id_number(struct typing *typing, struct value *ret, struct fault *fault)
{
	char *number = arena_copy(typing->arena, typing->typed);
	size_t length = strlen(number);
	if (length && number[length - 1] == 'x')
		number[length - 1] = 'X';
	if (!id_number_valid(number)) {
		bool place = length == 18 && strspn(number, "0123456789") >= 17 &&
		             id_number_check(number) != number[17];
		return refuse(typing, fault, place ? record_id_number_check : record_not_id_number, "");
	}
	*ret = value_text(number);
	return true;
}

/* ---- lists ---- */

static const struct list_item *find_item(const struct list *list, const char *typed)
{
	const struct list_item *item = list_find(list, typed);
	for (size_t i = 0; !item && i < list->count; i++)
		if (text_equal(list->items[i].label.zh, typed) ||
		    strcasecmp(list->items[i].label.en, typed) == 0)
			item = &list->items[i];
	return item;
}

/* "爱家讲堂 lecture、体验营 camp …": what the list holds, as far as a fault has room. */
static const char *list_words(const struct list *list, struct arena *arena)
{
	struct text words = TEXT_EMPTY;
	for (size_t i = 0; i < list->count; i++)
		text_format(&words, "%s%s %s", i ? "、" : "", list->items[i].label.zh, list->items[i].code);
	const char *kept = arena_copy(arena, words.at);
	text_release(&words);
	return kept;
}

static bool put_choice(struct typing *typing, struct value *ret, struct fault *fault)
{
	const struct list_item *item = find_item(typing->field->list, typing->typed);
	if (!item)
		return refuse(typing, fault, record_not_choice,
		              list_words(typing->field->list, typing->arena));
	*ret = value_text(item->code);
	return true;
}

/* The next piece before one of the separators; *ref_at moves behind it. */
static const char *next_piece(const char **ref_at, struct arena *arena)
{
	static const char *const separators[] = {",", "，", "、", ";", "；", "|", "/", "\n"};
	const char *from = *ref_at;
	for (const char *at = from; *at; at++)
		for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
			if (text_starts(at, separators[i])) {
				*ref_at = at + strlen(separators[i]);
				return typed_clean(arena_copy_bytes(arena, from, (size_t)(at - from)), true,
				                   arena);
			}
	*ref_at = from + strlen(from);
	return typed_clean(from, true, arena);
}

/* Codes in the order of the list, each once. */
static struct value codes_chosen(const struct list *list, const bool *chosen, struct arena *arena)
{
	struct text codes = TEXT_EMPTY;
	for (size_t i = 0; i < list->count; i++)
		if (chosen[i])
			text_format(&codes, "%s%s,", codes.length ? "" : ",", list->items[i].code);
	struct value value = codes.length ? value_text(arena_copy(arena, codes.at)) : (struct value){};
	text_release(&codes);
	return value;
}

static bool put_choices(struct typing *typing, struct value *ret, struct fault *fault)
{
	const struct list *list = typing->field->list;
	bool *chosen = arena_array(typing->arena, bool, list->count + 1);
	const struct list_item *whole = find_item(list, typing->typed);
	const char *at = whole ? "" : typing->typed;
	if (whole)
		chosen[whole - list->items] = true;
	while (*at) {
		const char *piece = next_piece(&at, typing->arena);
		const struct list_item *item = *piece ? find_item(list, piece) : NULL;
		if (*piece && !item) {
			typing->typed = piece;
			return refuse(typing, fault, record_not_choice, list_words(list, typing->arena));
		}
		if (item)
			chosen[item - list->items] = true;
	}
	*ret = codes_chosen(list, chosen, typing->arena);
	return true;
}

/* ---- organisation and links ---- */

/* The unit of that name, if there is one and only one. */
static bool find_unit(struct typing *typing, const char **ret_code, struct fault *fault)
{
	const struct organisation *organisation = typing->book->organisation;
	const struct organisation_unit *found = NULL;
	for (size_t i = 0; i < organisation->count; i++) {
		if (!text_equal(organisation->units[i].name, typing->typed))
			continue;
		if (found)
			return refuse(typing, fault, record_org_ambiguous,
			              arena_format(typing->arena, "%s, %s", found->code,
			                           organisation->units[i].code));
		found = &organisation->units[i];
	}
	if (!found)
		return refuse(typing, fault, record_org_unknown, "");
	*ret_code = found->code;
	return true;
}

/* A file names the same few units again and again: the last ones are remembered with the tree. */
static bool known_unit(struct typing *typing, const char **ret_code, struct fault *fault)
{
	struct book_state *state = typing->book->state;
	for (size_t i = 0; i < KNOWN_UNITS; i++)
		if (text_equal(state->known[i].name, typing->typed)) {
			*ret_code = state->known[i].code;
			return true;
		}
	if (!find_unit(typing, ret_code, fault))
		return false;
	state->known[state->known_next++ % KNOWN_UNITS] =
	        (struct known_unit){arena_copy(&state->names_arena, typing->typed), *ret_code};
	return true;
}

static bool put_org(struct typing *typing, struct value *ret, struct fault *fault)
{
	const struct ledger *ledger = typing->record->ledger;
	const char *code;
	/* The code of a unit that is being entered is not in the tree yet. */
	bool own_code = text_equal(ledger->name, "org") && typing->field == ledger->org;
	if (!own_code && !book_organisation_fresh(typing->book, fault))
		return false;
	if (own_code || organisation_find(typing->book->organisation, typing->typed)) {
		*ret = value_text(typing->typed);
		return true;
	}
	if (!known_unit(typing, &code, fault))
		return false;
	*ret = value_text(arena_copy(typing->arena, code));
	return true;
}

/* How many records of the ledger have that number or id; the last one's id. */
static bool seek_link(struct typing *typing, int64_t tenant, const char *column, struct value key,
                      int64_t *ret_id, int *ref_found, struct fault *fault)
{
	struct statement *statement;
	struct sql sql = SQL_EMPTY;
	sql_add(&sql, "SELECT id FROM ");
	sql_name(&sql, NULL, typing->field->to->table);
	sql_add(&sql, " WHERE tenant = ");
	sql_bind(&sql, value_int(tenant));
	sql_add(&sql, " AND ");
	sql_name(&sql, NULL, column);
	sql_add(&sql, " = ");
	sql_bind(&sql, key);
	bool good = database_prepare_sql(typing->book->database, &sql, &statement, fault);
	enum step step = good ? statement_step(statement, fault) : STEP_FAULT;
	if (step == STEP_ROW) {
		*ret_id = statement_int(statement, 0);
		(*ref_found)++;
	}
	if (good)
		statement_reset(statement);
	sql_release(&sql);
	return step != STEP_FAULT;
}

/* A record that has no organisation yet may link into any tenant of the books; the check at entry decides. */
static bool link_tenants(struct typing *typing, int64_t **ret, size_t *ret_count, struct fault *fault)
{
	if (!typing->record->tenant)
		return journal_tenants(typing->book, typing->arena, ret, ret_count, fault);
	*ret = arena_new(typing->arena, int64_t);
	**ret = typing->record->tenant;
	*ret_count = 1;
	return true;
}

static bool put_link(struct typing *typing, struct value *ret, struct fault *fault)
{
	const struct ledger *to = typing->field->to;
	int64_t *tenants, id = 0, typed_id = 0;
	size_t count;
	int found = 0;
	if (!link_tenants(typing, &tenants, &count, fault))
		return false;
	for (size_t i = 0; to->number && i < count; i++)
		if (!seek_link(typing, tenants[i], "number", value_text(typing->typed), &id, &found, fault))
			return false;
	if (!found && id_parse(typing->typed, &typed_id))
		for (size_t i = 0; i < count; i++)
			if (!seek_link(typing, tenants[i], "id", value_int(typed_id), &id, &found, fault))
				return false;
	if (found != 1)
		return refuse(typing, fault, found ? record_link_ambiguous : record_link_unknown,
		              to->label.zh);
	*ret = value_int(id);
	return true;
}

/* ---- all types ---- */

static bool put_rows(struct typing *typing, struct value *ret, struct fault *fault)
{
	(void)ret;
	return field_fault(fault, typing->field, record_rows_typed, "", "");
}

struct typing_row {
	bool (*put)(struct typing *typing, struct value *ret, struct fault *fault);
	bool narrow; /* full-width signs become ASCII first */
};
static const struct typing_row typing_rows[FIELD_TYPE_COUNT] = {
        [FIELD_TEXT] = {put_text, false},      [FIELD_NOTE] = {put_note, false},
        [FIELD_INT] = {put_scaled, true},      [FIELD_DECIMAL] = {put_scaled, true},
        [FIELD_BOOL] = {put_bool, true},       [FIELD_DATE] = {put_date, true},
        [FIELD_INSTANT] = {put_instant, true}, [FIELD_YEAR] = {put_year, true},
        [FIELD_CHOICE] = {put_choice, false},  [FIELD_CHOICES] = {put_choices, false},
        [FIELD_LINK] = {put_link, true},       [FIELD_ORG] = {put_org, false},
        [FIELD_PHONE] = {put_phone, true},     [FIELD_ID_NUMBER] = {put_id_number, true},
        [FIELD_STAFF] = {put_text, false},     [FIELD_ROWS] = {put_rows, false},
};

/* Every row away; what else is typed is refused. */
static bool clear_rows(struct record *record, const struct field *field)
{
	record->rows[field->place] = (struct record_rows){.loaded = true};
	record->given[field->place] = true;
	return true;
}

bool typed_value(struct book *book, const struct record *record, const struct field *field, const char *typed,
                 struct value *ret, struct fault *fault)
{
	const struct typing_row *row = &typing_rows[field->type];
	struct typing typing = {.book = book, .record = record, .field = field, .arena = record->arena};
	struct value value = {};
	if (!utf8_valid(typed, strlen(typed)))
		return field_fault(fault, field, record_not_utf8, "", "");
	typing.typed = typed_clean(typed, row->narrow, record->arena);
	if (*typing.typed && !row->put(&typing, &value, fault))
		return false;
	*ret = value;
	return true;
}

bool record_put(struct book *book, struct record *record, const char *name, const char *typed,
                struct fault *fault)
{
	const struct field *field = ledger_field(record->ledger, name);
	struct value value = {};
	if (!field)
		return fault_set(fault, record_field_unknown, record->ledger->label.zh,
		                 record->ledger->label.en, name);
	if (field->computed)
		return field_fault(fault, field, record_field_computed, "", "");
	if (!typed_value(book, record, field, typed, &value, fault))
		return false;
	return field->type == FIELD_ROWS ? clear_rows(record, field)
	                                 : record_put_value(record, name, value, fault);
}
