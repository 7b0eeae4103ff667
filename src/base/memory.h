/* Memory: the one place that allocates, and the arena that most of the program
   lives in. Running out of memory aborts here, so no caller checks for NULL. */
#ifndef JINGUO_BASE_MEMORY_H
#define JINGUO_BASE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

/* Zeroed bytes; release with memory_free. */
void *memory_take(size_t size) __attribute__((malloc, returns_nonnull));
/* Like realloc; `ptr` may be NULL. New bytes are not zeroed. */
void *memory_grow(void *ptr, size_t size) __attribute__((returns_nonnull, warn_unused_result));
void memory_free(void *ptr);
/* Overwrites a secret so that the compiler cannot leave it out. */
void memory_wipe(void *ptr, size_t size);

/* An arena gives memory that is freed all at once: one per request, per
   definition set, per document. `struct arena a = {};` is an empty arena. */
struct arena {
	struct arena_block *head;
};

/* Zeroed, aligned for any type, valid until arena_release. */
void *arena_take(struct arena *arena, size_t size) __attribute__((returns_nonnull));
char *arena_copy(struct arena *arena, const char *string) __attribute__((returns_nonnull));
/* Copies `length` bytes and adds a NUL. */
char *arena_copy_bytes(struct arena *arena, const void *bytes, size_t length)
        __attribute__((returns_nonnull));
char *arena_format(struct arena *arena, const char *format, ...)
        __attribute__((format(printf, 2, 3), returns_nonnull));
/* Frees everything; the arena is empty again and may be used on. */
void arena_release(struct arena *arena);

#define arena_new(arena, type)          ((type *)arena_take((arena), sizeof(type)))
#define arena_array(arena, type, count) ((type *)arena_take((arena), sizeof(type) * (size_t)(count)))

#endif
