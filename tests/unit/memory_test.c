/* The arena: zeroed, aligned, apart from each other, and empty after release. */
#include "base/memory.h"

#include <stdalign.h>

#include "unit.h"

static bool all_zero(const unsigned char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i])
			return false;
	return true;
}

/* Sizes below, at and far above a block; each piece is filled and must not touch another. */
static void test_arena_pieces(void **state)
{
	(void)state;
	enum { PIECES = 2000 };
	static unsigned char *pieces[PIECES];
	struct arena arena = {};
	for (size_t i = 0; i < PIECES; i++) {
		size_t size = i % 100 == 99 ? 700 * i : i % 61;
		pieces[i] = arena_take(&arena, size);
		assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
		assert_true(all_zero(pieces[i], size));
		memset(pieces[i], (int)(i % 255 + 1), size);
	}
	for (size_t i = 0; i < PIECES; i++) {
		size_t size = i % 100 == 99 ? 700 * i : i % 61;
		for (size_t k = 0; k < size; k++)
			assert_int_equal(pieces[i][k], i % 255 + 1);
	}
	arena_release(&arena);
	assert_null(arena.head);
}

static void test_arena_used_on(void **state)
{
	(void)state;
	struct arena arena = {};
	arena_copy(&arena, "before");
	arena_release(&arena);
	arena_release(&arena);
	assert_string_equal(arena_copy(&arena, "after"), "after");
	arena_release(&arena);
}

static void test_arena_strings(void **state)
{
	(void)state;
	struct arena arena = {};
	assert_string_equal(arena_copy(&arena, ""), "");
	const char *bytes = arena_copy_bytes(&arena, "a\0bc", 3);
	assert_memory_equal(bytes, "a\0b\0", 4);
	assert_string_equal(arena_copy_bytes(&arena, NULL, 0), "");
	assert_string_equal(arena_format(&arena, "%s-%d", "WQ", 7), "WQ-7");
	char *wide = arena_format(&arena, "%05000d", 1);
	assert_int_equal(strlen(wide), 5000);
	int *numbers = arena_array(&arena, int, 3);
	assert_int_equal(numbers[0] + numbers[1] + numbers[2], 0);
	arena_release(&arena);
}

static void test_plain_memory(void **state)
{
	(void)state;
	unsigned char *bytes = memory_take(64);
	assert_true(all_zero(bytes, 64));
	memset(bytes, 7, 64);
	bytes = memory_grow(bytes, 4096);
	assert_int_equal(bytes[63], 7);
	memory_wipe(bytes, 64);
	assert_true(all_zero(bytes, 64));
	memory_free(bytes);
	memory_free(memory_grow(NULL, 0));
	memory_free(memory_take(0));
	memory_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_arena_pieces),
	        cmocka_unit_test(test_arena_used_on),
	        cmocka_unit_test(test_arena_strings),
	        cmocka_unit_test(test_plain_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
