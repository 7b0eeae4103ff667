/* Numbers of records: drawn from a pattern, counted apart for each counting
   unit and year. A counter is read and moved inside the transaction, so that
   numbers have neither gaps nor doubles. */
#include <assert.h>
#include <string.h>

#include "record/inside.h"
#include "record/state.h"

enum { NUMBER_LENGTH = 60, SEQ_DIGITS = 9 };

/* ---- the unit that counts ---- */

/* The unit of the counting level above or at `code`; `code` itself when there is none. */
static const char *counting_unit(struct book *book, const struct ledger *ledger, const char *code,
                                 struct arena *arena)
{
	char *up = arena_copy(arena, code);
	if (!ledger->number_level)
		return up;
	do {
		const struct organisation_unit *unit = organisation_find(book->organisation, up);
		if (unit && text_equal(unit->level, ledger->number_level))
			return up;
	} while (organisation_parent(up, up));
	return arena_copy(arena, code);
}

/* 布吉街道 → 布吉; a name keeps at least two characters. */
static const char *without_kind(const char *name, struct arena *arena)
{
	static const char *const kinds[] = {
	        "社区居委会", "村委会", "街道办事处", "街道", "社区", "新区", "自治区", "自治州",
	        "自治县",     "区",     "县",         "市",   "省",   "镇",   "乡",     "村",
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (!text_ends(name, kinds[i]))
			continue;
		size_t left = strlen(name) - strlen(kinds[i]);
		return utf8_count(name, left) >= 2 ? arena_copy_bytes(arena, name, left) : name;
	}
	return name;
}

/* A city without districts stands in the tree twice, as 4419 and as 441900. */
static bool is_same_place(const struct organisation_unit *one, const struct organisation_unit *two)
{
	enum { DISTRICT_DIGITS = 6 };
	return strlen(one->code) <= DISTRICT_DIGITS && strlen(two->code) <= DISTRICT_DIGITS &&
	       tenant_of(one->code) == tenant_of(two->code);
}

/* Another unit of today's tree that counts in the same ledger. */
static bool counts_beside(struct book *book, const struct ledger *ledger,
                          const struct organisation_unit *unit, const struct organisation_unit *other,
                          struct arena *arena)
{
	return other != unit && !is_same_place(unit, other) &&
	       tenant_of(other->code) == tenant_of(unit->code) &&
	       text_equal(organisation_today(book->organisation, other->code), other->code) &&
	       text_equal(counting_unit(book, ledger, other->code, arena), other->code);
}

static bool short_is_alone(struct book *book, const struct ledger *ledger,
                           const struct organisation_unit *unit, const char *short_name, struct arena *arena)
{
	for (size_t i = 0; i < book->organisation->count; i++) {
		const struct organisation_unit *other = &book->organisation->units[i];
		if (text_equal(without_kind(other->name, arena), short_name) &&
		    counts_beside(book, ledger, unit, other, arena))
			return false;
	}
	return true;
}

/* How a unit is written in numbers: short where that is clear, else in full. Remembered with the tree. */
static const char *unit_word(struct book *book, const struct ledger *ledger, const char *code)
{
	struct book_state *state = book->state;
	const char *level = ledger->number_level ? ledger->number_level : "";
	for (size_t i = 0; i < state->name_count; i++)
		if (text_equal(state->names[i].code, code) && text_equal(state->names[i].level, level))
			return state->names[i].name;
	struct arena *arena = &state->names_arena;
	const struct organisation_unit *unit = organisation_find(book->organisation, code);
	const char *word = code;
	if (unit) {
		word = without_kind(unit->name, arena);
		if (!short_is_alone(book, ledger, unit, word, arena))
			word = unit->name;
	}
	*STATE_ADD(state, names, name_count, name_room) =
	        (struct short_name){.level = arena_copy(arena, level),
	                            .code = arena_copy(arena, code),
	                            .name = arena_copy(arena, word)};
	return state->names[state->name_count - 1].name;
}

/* ---- the pattern ---- */

/* A number around its counting part. */
struct drawn {
	struct text before, after;
	int width;
	const char *org; /* the counter's */
	int year;
};

static void drawn_release(struct drawn *drawn)
{
	text_release(&drawn->before);
	text_release(&drawn->after);
}

static void draw_name(struct book *book, const struct ledger *ledger, const char *name, const char *unit,
                      int year, struct drawn *drawn, struct text **ref_out)
{
	if (text_equal(name, "org")) {
		text_add(*ref_out, unit_word(book, ledger, unit));
		drawn->org = unit;
	} else if (text_equal(name, "code")) {
		text_add(*ref_out, unit);
		drawn->org = unit;
	} else if (text_equal(name, "yyyy")) {
		text_format(*ref_out, "%04d", year);
		drawn->year = year;
	} else if (text_starts(name, "seq")) {
		drawn->width = name[3] == ':' ? (int)strtol(name + 4, NULL, 10) : 1;
		*ref_out = &drawn->after;
	} else {
		assert(!"a pattern that was checked at load");
	}
}

static void draw(struct book *book, const struct record *record, civil_date day, struct arena *arena,
                 struct drawn *drawn)
{
	const char *unit = counting_unit(book, record->ledger, record->org, arena);
	struct text *out = &drawn->before;
	*drawn = (struct drawn){.before = TEXT_EMPTY, .after = TEXT_EMPTY, .org = ""};
	for (const char *at = record->ledger->number; *at;) {
		const char *close = *at == '{' ? strchr(at, '}') : NULL;
		if (!close) {
			text_add_byte(out, *at++);
			continue;
		}
		draw_name(book, record->ledger, arena_copy_bytes(arena, at + 1, (size_t)(close - at - 1)),
		          unit, date_year(day), drawn, &out);
		at = close + 1;
	}
}

/* ---- counters ---- */

static bool read_counter(struct book *book, const struct counter *counter, int64_t *ret, struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare(
	            book->database,
	            "SELECT last FROM counter WHERE tenant = ? AND ledger = ? AND org = ? AND year = ?",
	            &statement, fault))
		return false;
	statement_bind_int(statement, 1, counter->tenant);
	statement_bind_text(statement, 2, counter->ledger->name);
	statement_bind_text(statement, 3, counter->org);
	statement_bind_int(statement, 4, counter->year);
	enum step step = statement_step(statement, fault);
	*ret = step == STEP_ROW ? statement_int(statement, 0) : 0;
	statement_reset(statement);
	return step != STEP_FAULT;
}

static bool write_counter(struct book *book, struct counter *counter, struct fault *fault)
{
	struct statement *statement;
	if (!database_prepare(book->database,
	                      "INSERT INTO counter (tenant, ledger, org, year, last) VALUES (?, ?, ?, ?, ?)"
	                      " ON CONFLICT (tenant, ledger, org, year) DO UPDATE SET last = excluded.last",
	                      &statement, fault))
		return false;
	statement_bind_int(statement, 1, counter->tenant);
	statement_bind_text(statement, 2, counter->ledger->name);
	statement_bind_text(statement, 3, counter->org);
	statement_bind_int(statement, 4, counter->year);
	statement_bind_int(statement, 5, counter->last);
	counter->moved = false;
	return statement_finish(statement, fault);
}

bool counters_write(struct book *book, struct fault *fault)
{
	struct book_state *state = book->state;
	for (size_t i = 0; i < state->counter_count; i++)
		if (state->counters[i].moved && !write_counter(book, &state->counters[i], fault))
			return false;
	return true;
}

enum { COUNTERS_KEPT = 64 }; /* they are looked through one by one */

/* The counter in memory, read from the database once a transaction. */
static bool find_counter(struct book *book, const struct counter *wanted, struct counter **ret,
                         struct fault *fault)
{
	struct book_state *state = book->state;
	int64_t last;
	for (size_t i = state->counter_count; i-- > 0;) {
		struct counter *counter = &state->counters[i];
		if (counter->tenant == wanted->tenant && counter->ledger == wanted->ledger &&
		    counter->year == wanted->year && text_equal(counter->org, wanted->org)) {
			*ret = counter;
			return true;
		}
	}
	if (state->counter_count == COUNTERS_KEPT) {
		if (!counters_write(book, fault))
			return false;
		state->counter_count = 0;
	}
	if (!read_counter(book, wanted, &last, fault))
		return false;
	*ret = STATE_ADD(state, counters, counter_count, counter_room);
	**ret = *wanted;
	(*ret)->last = last;
	(*ret)->org = arena_copy(&state->scratch, wanted->org);
	return true;
}

bool counter_post(struct book *book, const struct ledger *ledger, int64_t tenant,
                  const struct effect_counter *counter, struct fault *fault)
{
	const struct counter wanted = {
	        .tenant = tenant, .ledger = ledger, .org = counter->org, .year = counter->year};
	struct counter *found;
	if (!find_counter(book, &wanted, &found, fault))
		return false;
	found->last = counter->last;
	found->moved = true;
	return true;
}

static bool number_free(struct book *book, const struct record *record, const char *number, bool *ret,
                        struct fault *fault)
{
	struct statement *statement;
	struct text *sql = &book->state->update;
	text_cut(sql, 0);
	text_format(sql, "SELECT 1 FROM \"%s\" WHERE tenant = ? AND number = ?", record->ledger->table);
	if (!database_prepare(book->database, sql->at, &statement, fault))
		return false;
	statement_bind_int(statement, 1, record->tenant);
	statement_bind_text(statement, 2, number);
	enum step step = statement_step(statement, fault);
	statement_reset(statement);
	*ret = step == STEP_DONE;
	return step != STEP_FAULT;
}

/* The next that is free: an imported number, or one of a unit of the same name, may have it already. */
static bool next_number(struct book *book, struct record *record, const struct drawn *drawn,
                        int64_t *ref_last, struct arena *arena, struct fault *fault)
{
	bool free = false;
	int64_t seq = *ref_last;
	const char *number = NULL;
	while (!free) {
		seq++;
		number = arena_format(arena, "%s%0*lld%s", drawn->before.at, drawn->width, (long long)seq,
		                      drawn->after.at);
		if (!number_free(book, record, number, &free, fault))
			return false;
	}
	record->number = arena_copy(record->arena, number);
	*ref_last = seq;
	return true;
}

/* The counting part of a number that follows the pattern, else 0. */
static int64_t seq_of(const struct drawn *drawn, const char *number)
{
	if (!text_starts(number, drawn->before.at) || !text_ends(number, drawn->after.at))
		return 0;
	const char *digits = number + drawn->before.length;
	size_t around = drawn->before.length + drawn->after.length, length = strlen(number);
	if (length <= around || length - around > SEQ_DIGITS || length - around < (size_t)drawn->width ||
	    strspn(digits, "0123456789") < length - around)
		return 0;
	return strtoll(digits, NULL, 10);
}

static bool number_good(const char *number)
{
	size_t length = strlen(number);
	if (!length || !utf8_valid(number, length) || utf8_count(number, length) > NUMBER_LENGTH)
		return false;
	for (const char *at = number; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			return false;
	return number[0] != ' ' && number[length - 1] != ' ';
}

static bool keep_number(struct book *book, const struct record *record, const struct drawn *drawn,
                        int64_t *ref_last, struct fault *fault)
{
	bool free;
	if (!number_good(record->number))
		return fault_set(fault, record_number_bad, record->number);
	if (!number_free(book, record, record->number, &free, fault))
		return false;
	if (!free)
		return fault_set(fault, record_number_taken, record->number);
	int64_t seq = seq_of(drawn, record->number);
	if (seq > *ref_last)
		*ref_last = seq;
	return true;
}

/* The counter itself moves when the entry is posted. */
static bool take(struct book *book, struct record *record, const struct drawn *drawn, struct arena *arena,
                 const struct effect_counter **ret_counter, struct fault *fault)
{
	const struct counter wanted = {
	        .tenant = record->tenant, .ledger = record->ledger, .org = drawn->org, .year = drawn->year};
	struct counter *counter;
	if (!find_counter(book, &wanted, &counter, fault))
		return false;
	int64_t last = counter->last;
	if (record->number ? !keep_number(book, record, drawn, &last, fault)
	                   : !next_number(book, record, drawn, &last, arena, fault))
		return false;
	if (counter->last == last)
		return true;
	struct effect_counter *moved = arena_new(arena, struct effect_counter);
	*moved = (struct effect_counter){drawn->org, drawn->year, last};
	*ret_counter = moved;
	return true;
}

bool number_take(struct book *book, struct record *record, civil_date today, struct arena *arena,
                 const struct effect_counter **ret_counter, struct fault *fault)
{
	struct drawn drawn;
	*ret_counter = NULL;
	if (!record->ledger->number) {
		record->number = NULL;
		return true;
	}
	draw(book, record, record->counts_on ? record->counts_on : today, arena, &drawn);
	bool taken = take(book, record, &drawn, arena, ret_counter, fault);
	drawn_release(&drawn);
	return taken;
}
