/* Classes of the values of one column. The memo finds the class of a value seen
   before by a word made of its bytes; it stops growing at a bound, after which
   new values are simply asked again. */
#include "figure/pass_column.h"

#include "figure/grow.h"

enum {
	MEMO_FIRST = 64,
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

static uint64_t load_8(const char *bytes)
{
	uint64_t word;
	memcpy(&word, bytes, sizeof word);
	return word;
}

static uint64_t load_4(const char *bytes)
{
	uint32_t word;
	memcpy(&word, bytes, sizeof word);
	return word;
}

enum { WORD_BYTES = 8, TWO_WORDS = 16 };

/* Together with its length this is the text itself up to 8 bytes, and a hash of a longer one. */
static inline uint64_t text_word(const char *bytes, size_t length)
{
	if (length > TWO_WORDS)
		return bytes_hash(bytes, length);
	if (length > WORD_BYTES)
		return number_hash(load_8(bytes)) ^ load_8(bytes + length - WORD_BYTES);
	if (length >= 4)
		return load_4(bytes) | load_4(bytes + length - 4) << 32;
	const unsigned char *at = (const unsigned char *)bytes;
	return length ? at[0] | (uint64_t)at[length / 2] << 8 | (uint64_t)at[length - 1] << 16 : 0;
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
		size_t slot = number_hash(old[i].word + old[i].length) & (column->memo_slots - 1);
		while (column->memo[slot].class_after)
			slot = (slot + 1) & (column->memo_slots - 1);
		column->memo[slot] = old[i];
	}
	memory_free(old);
}

/* The slot of the value; free if it was not seen before. `bytes` is NULL for a number. */
static inline struct memo_slot *memo_find(const struct pass_column *column, uint64_t word, const char *bytes,
                                          size_t length)
{
	size_t at = number_hash(word + length) & (column->memo_slots - 1);
	for (;; at = (at + 1) & (column->memo_slots - 1)) {
		struct memo_slot *slot = &column->memo[at];
		if (!slot->class_after)
			return slot;
		if (slot->word == word && slot->length == length &&
		    (length <= WORD_BYTES || memcmp(slot->bytes, bytes, length) == 0))
			return slot;
	}
}

static uint32_t remember(struct pass_column *column, uint64_t word, const char *bytes, size_t length)
{
	struct value value = value_int((int64_t)word);
	bool kept = column->memo_count < MEMO_BOUND;
	struct arena passing = {};
	if (bytes)
		value = value_text(arena_copy_bytes(kept ? column->arena : &passing, bytes, length));
	uint32_t class = classify(column, &value);
	if (kept) {
		*memo_find(column, word, bytes, length) = (struct memo_slot){.word = word,
		                                                             .bytes = value.bytes,
		                                                             .length = (uint32_t)length,
		                                                             .class_after = class + 1};
		if (++column->memo_count * 2 > column->memo_slots)
			memo_widen(column);
	}
	arena_release(&passing);
	return class;
}

static uint32_t none_class(struct pass_column *column)
{
	if (!column->none_after)
		column->none_after = classify(column, &(struct value){}) + 1;
	return column->none_after - 1;
}

static uint32_t text_class(struct pass_column *column, const struct row *row)
{
	size_t length;
	const char *bytes = row_bytes(row, column->place, &length);
	uint64_t word = text_word(bytes, length);
	if (!length && row_is_null(row, column->place))
		return none_class(column);
	const struct memo_slot *slot = memo_find(column, word, bytes, length);
	return slot->class_after ? slot->class_after - 1 : remember(column, word, bytes, length);
}

/* In the window, or the rare number far off in the memo. */
static uint32_t number_seen_first(struct pass_column *column, uint64_t word)
{
	if (!column->window) {
		column->window = memory_take(WINDOW * sizeof *column->window);
		column->window_from = word - WINDOW / 2;
	}
	uint64_t place = word - column->window_from;
	if (place < WINDOW) {
		struct value value = value_int((int64_t)word);
		uint32_t class = classify(column, &value);
		column->window[place] = class + 1;
		return class;
	}
	const struct memo_slot *slot = memo_find(column, word, NULL, 0);
	return slot->class_after ? slot->class_after - 1 : remember(column, word, NULL, 0);
}

uint32_t pass_column_class(struct pass_column *column, const struct row *row)
{
	if (column->is_text)
		return text_class(column, row);
	uint64_t word = (uint64_t)row_int(row, column->place);
	if (!word && row_is_null(row, column->place))
		return none_class(column);
	uint64_t place = word - column->window_from;
	if (column->window && place < WINDOW && column->window[place])
		return column->window[place] - 1;
	return number_seen_first(column, word);
}
