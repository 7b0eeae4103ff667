/* Classes of the values of one column. The memo finds the class of a text seen
   before by two words made of its bytes, the window that of a number by its
   place; the memo stops growing at a bound, after which new values are simply
   asked again. Values come in no order that a processor could guess, so what is
   done for every row has hardly a branch that hangs on them. */
#include "figure/pass_column.h"

#include "figure/grow.h"

enum {
	MEMO_FIRST = 64,
	MEMO_SPACE = 8, /* slots a value, so that the first one is nearly always the right one */
	MEMO_BOUND = 1 << 16,
	WINDOW = 1
	         << 17, /* numbers; a year of dates takes ten thousand, and memory only where it is touched */
};

uint32_t pass_column_probe(struct pass_column *column, const struct probe *probe)
{
	grow_by_one(column->probes, column->probe_count, column->probe_room);
	column->probes[column->probe_count] = *probe;
	return (uint32_t)column->probe_count++;
}

void pass_column_require(struct pass_column *column, const struct requirement *requirement)
{
	grow_by_one(column->requirements, column->requirement_count, column->requirement_room);
	column->requirements[column->requirement_count++] = *requirement;
}

void pass_column_start(struct pass_column *column, size_t bits)
{
	column->words = (bits + 63) / 64;
	column->classes = (struct map){.arena = column->arena};
	column->memo_slots = MEMO_FIRST;
	column->memo = memory_take(column->memo_slots * sizeof *column->memo);
}

void pass_column_release(struct pass_column *column)
{
	map_release(&column->classes);
	memory_free(column->probes);
	memory_free(column->requirements);
	memory_free(column->answers);
	memory_free(column->masks);
	memory_free(column->memo);
	memory_free(column->window);
}

/* ---- asking a new value ---- */

struct one_value {
	const struct pass_column *column;
	const struct value *value;
};

static struct value one_field(void *context, const struct field *field, bool of_parent)
{
	(void)field;
	(void)of_parent;
	return *((const struct one_value *)context)->value;
}

static const char *one_state(void *context, bool of_parent)
{
	(void)of_parent;
	const struct value *value = ((const struct one_value *)context)->value;
	return value->kind == VALUE_TEXT ? value->bytes : NULL;
}

static uint32_t ask(const struct pass_column *column, const struct probe *probe, const struct value *value)
{
	if (probe->kind == PROBE_PARTS)
		return parts_fold(probe->parts, column->ground, probe->dimension, value);
	if (probe->kind == PROBE_SCOPE)
		return value->kind == VALUE_TEXT && organisation_scope_holds(probe->scope, value->bytes);
	struct one_value one = {column, value};
	const struct expression_record record = {.context = &one, .field = one_field, .state = one_state};
	return expression_evaluate(probe->condition, &record, probe->world);
}

static void mask_class(struct pass_column *column, uint32_t class)
{
	uint64_t *mask = column->masks + class * column->words;
	memset(mask, 0xff, column->words * sizeof *mask);
	for (size_t i = 0; i < column->requirement_count; i++) {
		const struct requirement *needed = &column->requirements[i];
		if (pass_column_answer(column, class, needed->probe) != needed->answer)
			mask[needed->bit / 64] &= ~((uint64_t)1 << needed->bit % 64);
	}
}

uint32_t pass_column_class_of(struct pass_column *column, const uint32_t *answers)
{
	bool is_new;
	uint32_t class =
	        map_number(&column->classes, answers, column->probe_count * sizeof *answers, &is_new);
	if (!is_new)
		return class;
	if (class >= column->class_room) {
		column->class_room = column->class_room ? column->class_room * 2 : 16;
		column->answers = memory_grow(column->answers, column->class_room * column->probe_count *
		                                                       sizeof *column->answers);
		column->masks = memory_grow(column->masks,
		                            column->class_room * column->words * sizeof *column->masks);
	}
	memcpy(column->answers + class * column->probe_count, answers, column->probe_count * sizeof *answers);
	mask_class(column, class);
	return class;
}

static uint32_t classify(struct pass_column *column, const struct value *value)
{
	struct arena arena = {};
	uint32_t *answers = arena_array(&arena, uint32_t, column->probe_count);
	for (size_t i = 0; i < column->probe_count; i++)
		answers[i] = ask(column, &column->probes[i], value);
	uint32_t class = pass_column_class_of(column, answers);
	arena_release(&arena);
	return class;
}

/* ---- remembering it ---- */

static inline uint64_t load_4(const char *bytes)
{
	uint32_t word;
	memcpy(&word, bytes, sizeof word);
	return word;
}

/* Texts of KEY_LEAST to KEY_MOST bytes, as nearly all codes are, are read by four loads without a branch on
   their length, which no processor could guess; of three bytes the fourth is the one that terminates them.
   NULL is read as such a text too, with a length of its own. */
enum { KEY_LEAST = 3, KEY_MOST = 16 };
static const uint32_t none_length = UINT32_MAX;
static const char none_text[KEY_MOST + 1];

static inline struct memo_key number_key(uint64_t number)
{
	return (struct memo_key){.near = number};
}

/* With the length this is the text itself up to KEY_MOST bytes, and a hash of a longer one. */
static inline struct memo_key text_key(const char *text, size_t length)
{
	uint32_t short_length = (uint32_t)length;
	if (length > KEY_MOST)
		return (struct memo_key){.near = bytes_hash(text, length), .length = short_length};
	if (length < KEY_LEAST) {
		const unsigned char *at = (const unsigned char *)text;
		uint64_t near = length ? at[0] | (uint64_t)at[length - 1] << 8 : 0;
		return (struct memo_key){.near = near, .length = short_length};
	}
	size_t inner = length / 8 * 4; /* 0, 4 or 8: further in from either end */
	const char *last = text + (length > 4 ? length - 4 : 0);
	return (struct memo_key){.near = load_4(text) | load_4(last) << 32,
	                         .far = load_4(text + inner) | load_4(last - inner) << 32,
	                         .length = short_length};
}

static inline size_t key_place(const struct pass_column *column, const struct memo_key *key)
{
	return number_hash(key->near + key->far * 31 + key->length) & (column->memo_slots - 1);
}

static void memo_widen(struct pass_column *column)
{
	struct memo_slot *old = column->memo;
	size_t old_slots = column->memo_slots;
	column->memo_slots *= 2;
	column->memo = memory_take(column->memo_slots * sizeof *column->memo);
	for (size_t i = 0; i < old_slots; i++) {
		if (!old[i].class_after)
			continue;
		size_t slot = key_place(column, &old[i].key);
		while (column->memo[slot].class_after)
			slot = (slot + 1) & (column->memo_slots - 1);
		column->memo[slot] = old[i];
	}
	memory_free(old);
}

static inline bool key_is(const struct memo_slot *slot, const struct memo_key *key, const char *bytes)
{
	uint64_t apart =
	        (slot->key.near ^ key->near) | (slot->key.far ^ key->far) | (slot->key.length ^ key->length);
	bool whole = key->length <= KEY_MOST || key->length == none_length;
	return !apart && (whole || memcmp(slot->bytes, bytes ? bytes : "", key->length) == 0);
}

/* The slot of the value; free if it was not seen before. `bytes` is that of a text. */
static inline struct memo_slot *memo_find(const struct pass_column *column, const struct memo_key *key,
                                          const char *bytes)
{
	size_t at = key_place(column, key);
	while (column->memo[at].class_after && !key_is(&column->memo[at], key, bytes))
		at = (at + 1) & (column->memo_slots - 1);
	return &column->memo[at];
}

/* Classifies a value and keeps that in mind, if there is room. */
static uint32_t remember(struct pass_column *column, const struct memo_key *key, const struct value *value)
{
	bool kept = column->memo_count < MEMO_BOUND;
	struct arena passing = {};
	const struct value copy = value_copy(kept ? column->arena : &passing, value);
	uint32_t class = classify(column, &copy);
	if (kept) {
		*memo_find(column, key, value->bytes) =
		        (struct memo_slot){.key = *key, .bytes = copy.bytes, .class_after = class + 1};
		if (++column->memo_count * MEMO_SPACE > column->memo_slots)
			memo_widen(column);
	}
	arena_release(&passing);
	return class;
}

uint32_t pass_column_text(struct pass_column *column, const struct row *row)
{
	size_t length;
	const char *text = row_text(row, column->place, &length);
	struct memo_key key = text_key(text ? text : none_text, text ? length : KEY_MOST);
	key.length = text ? key.length : none_length;
	const struct memo_slot *slot = memo_find(column, &key, text);
	if (slot->class_after)
		return slot->class_after - 1;
	const struct value value = row_value(row, column->place);
	return remember(column, &key, &value);
}

/* ---- numbers ---- */

/* NULL has the place behind the window's numbers. */
static inline uint64_t window_place(const struct pass_column *column, uint64_t number, bool none)
{
	return none ? WINDOW : number - column->window_from;
}

/* Not seen before, or the rare number far off, which is in the memo. */
static uint32_t number_seen_first(struct pass_column *column, uint64_t number, bool none)
{
	const struct value value = none ? (struct value){} : value_int((int64_t)number);
	if (!column->window) {
		column->window = memory_take((WINDOW + 1) * sizeof *column->window);
		column->window_from = number - WINDOW / 2;
	}
	uint64_t place = window_place(column, number, none);
	if (place < (uint64_t)WINDOW + none) {
		uint32_t class = classify(column, &value);
		column->window[place] = class + 1;
		return class;
	}
	const struct memo_key key = number_key(number);
	const struct memo_slot *slot = memo_find(column, &key, NULL);
	return slot->class_after ? slot->class_after - 1 : remember(column, &key, &value);
}

uint32_t pass_column_number(struct pass_column *column, const struct program_value *value)
{
	uint64_t number = (uint64_t)value->number;
	uint64_t place = window_place(column, number, !value->set);
	if (column->window && place < (uint64_t)WINDOW + !value->set && column->window[place])
		return column->window[place] - 1;
	return number_seen_first(column, number, !value->set);
}
