/* One name, several spellings: what a registrar, a form or another script made of it. */
#ifndef JINGUO_FIELD_NAME_VARIANT_H
#define JINGUO_FIELD_NAME_VARIANT_H

#include "base/memory.h"

/* The name as it is compared: without blanks and middle dots, letters narrow and
   small, of characters that stand for each other the first. In the arena. */
const char *name_fold(const char *name, struct arena *arena);

/* The spellings under which the same name may have been entered, itself first;
   NAME_SPELLINGS at most, which suffices for four characters of four spellings. */
enum { NAME_SPELLINGS = 256 };
void name_spellings(const char *name, struct arena *arena, const char *const **ret, size_t *ret_count);

/* The table: classes of characters, cut by blanks. For its test. */
extern const char name_classes[];

#endif
