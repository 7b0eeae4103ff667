/* Golden files: what was printed and read by a person once, and must stay. With
   JINGUO_WRITE_GOLDEN=1 they are written instead of compared: read the
   difference before committing. */
#ifndef JINGUO_UNIT_GOLDEN_H
#define JINGUO_UNIT_GOLDEN_H

#include "unit.h"

#include <string.h>

#include "base/yaml.h"

/* Compares with tests/golden/NAME, and shows the first line that differs. */
static inline bool golden_same(const char *name, const char *printed)
{
	struct arena arena = {};
	struct fault fault = {};
	const char *root = getenv("JINGUO_ROOT");
	const char *path = arena_format(&arena, "%s/tests/golden/%s", root ? root : ".", name);
	char *expected;
	size_t length, line = 1, same = 0;
	if (getenv("JINGUO_WRITE_GOLDEN"))
		assert_true(file_write(path, printed, strlen(printed), 0644, &fault));
	if (!file_read(&arena, path, &expected, &length, &fault))
		fail_msg("%s cannot be read; JINGUO_WRITE_GOLDEN=1 writes it", path);
	const char *at = expected, *now = printed;
	for (size_t i = 0; at[i] && at[i] == now[i]; i++) {
		if (at[i] == '\n') {
			line++;
			same = i + 1;
		}
	}
	bool equal = text_equal(expected, printed);
	if (!equal)
		print_message("# %s:%zu\n# golden  %.*s\n# printed %.*s\n", name, line,
		              (int)strcspn(at + same, "\n"), at + same, (int)strcspn(now + same, "\n"),
		              now + same);
	arena_release(&arena);
	return equal;
}

#endif
