/* Gives every file of some folders to a fuzz target once, without libFuzzer: the
   inputs that were once interesting stay tests of the ordinary build. */
#include <dirent.h>

#include "base/yaml.h"
#include "fuzz.h"

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* A crash ends the program, so a line that is printed is a test that passed. */
static bool replay(const char *folder, const char *name, int number)
{
	struct arena arena = {};
	char *bytes;
	size_t length;
	bool read = file_read(&arena, arena_format(&arena, "%s/%s", folder, name), &bytes, &length, NULL);
	if (read) {
		/* Exact, so that the sanitizer sees one byte too many. */
		uint8_t *exact = memory_take(length);
		memcpy(exact, bytes, length);
		LLVMFuzzerTestOneInput(exact, length);
		memory_free(exact);
	}
	printf("%s %d - %s\n", read ? "ok" : "not ok", number, name);
	fflush(stdout);
	arena_release(&arena);
	return read;
}

/* Every file of the folder but hidden ones. False when there is none, or one could not be read. */
static bool replay_all(const char *folder, int *ref_number)
{
	struct dirent **entries;
	int found = scandir(folder, &entries, NULL, by_name), before = *ref_number;
	bool well = true;
	for (int i = 0; i < found; i++) {
		if (entries[i]->d_name[0] != '.')
			well = replay(folder, entries[i]->d_name, ++*ref_number) && well;
		free(entries[i]);
	}
	if (found >= 0)
		free(entries);
	else
		printf("Bail out! no folder %s\n", folder);
	return well && *ref_number > before;
}

int main(int count, char **words)
{
	int replayed = 0;
	bool well = count > 1;
	for (int i = 1; i < count; i++)
		well = replay_all(words[i], &replayed) && well;
	printf("1..%d\n", replayed);
	return well ? 0 : 1;
}
