/* Allocation that cannot fail and the arena built on it. Arena memory comes
   zeroed from calloc and is never handed out twice, so that taking from a block
   is only moving a mark. */
#include "base/memory.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { BLOCK_FIRST = 4 * 1024, BLOCK_LARGEST = 256 * 1024 };

struct arena_block {
	struct arena_block *next;
	size_t used, room;
	alignas(max_align_t) unsigned char bytes[];
};

static void *memory_or_abort(void *ptr)
{
	if (!ptr) {
		fputs("jinguo: out of memory\n", stderr);
		abort();
	}
	return ptr;
}

void *memory_take(size_t size)
{
	return memory_or_abort(calloc(1, size ? size : 1));
}

void *memory_grow(void *ptr, size_t size)
{
	return memory_or_abort(realloc(ptr, size ? size : 1));
}

void memory_free(void *ptr)
{
	free(ptr);
}

void memory_wipe(void *ptr, size_t size)
{
	explicit_bzero(ptr, size);
}

/* A block with room for `size`; blocks double up to a limit, larger wishes get a block of their own. */
static struct arena_block *arena_block_new(const struct arena *arena, size_t size)
{
	size_t room = arena->head ? arena->head->room * 2 : BLOCK_FIRST;
	if (room > BLOCK_LARGEST)
		room = BLOCK_LARGEST;
	if (room < size)
		room = size;
	assert(room <= SIZE_MAX - sizeof(struct arena_block));
	struct arena_block *block = memory_take(sizeof *block + room);
	block->room = room;
	return block;
}

/* The head is the block that is being filled: a new block goes behind it when
   the head would still have more left over. */
static struct arena_block *arena_add_block(struct arena *arena, size_t size)
{
	struct arena_block *block = arena_block_new(arena, size), *head = arena->head;
	if (head && head->room - head->used > block->room - size) {
		block->next = head->next;
		head->next = block;
	} else {
		block->next = head;
		arena->head = block;
	}
	return block;
}

void *arena_take(struct arena *arena, size_t size)
{
	assert(size <= SIZE_MAX / 2);
	const size_t unit = alignof(max_align_t);
	size_t rounded = size ? (size + unit - 1) / unit * unit : unit;
	struct arena_block *block = arena->head;
	if (!block || block->room - block->used < rounded)
		block = arena_add_block(arena, rounded);
	void *taken = block->bytes + block->used;
	block->used += rounded;
	return taken;
}

char *arena_copy(struct arena *arena, const char *string)
{
	return arena_copy_bytes(arena, string, strlen(string));
}

char *arena_copy_bytes(struct arena *arena, const void *bytes, size_t length)
{
	char *copy = arena_take(arena, length + 1);
	if (length)
		memcpy(copy, bytes, length);
	return copy;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
	struct text text = TEXT_EMPTY;
	va_list list;
	va_start(list, format);
	text_format_list(&text, format, list);
	va_end(list);
	char *copy = arena_copy_bytes(arena, text.at, text.length);
	text_release(&text);
	return copy;
}

void arena_release(struct arena *arena)
{
	struct arena_block *next;
	for (struct arena_block *block = arena->head; block; block = next) {
		next = block->next;
		free(block);
	}
	arena->head = NULL;
}
