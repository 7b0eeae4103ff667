/* The definitions that come inside the program: what `init` copies into a new
   data folder and `check` looks at by default. */
#ifndef JINGUO_COMMAND_SHIPPED_H
#define JINGUO_COMMAND_SHIPPED_H

#include "define/definitions.h"

/* Every shipped file, by path ("registers/activity.yaml"); contents stay in the program. */
void shipped_files(struct arena *arena, struct definition_file **ret, size_t *ret_count);
/* Writes them under FOLDER/definitions/. */
bool shipped_write(const char *folder, struct fault *fault) __attribute__((warn_unused_result));

#endif
