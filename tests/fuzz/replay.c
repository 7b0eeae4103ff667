/* Gives every file of a folder to a fuzz target once, without libFuzzer: the
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

int main(int count, char **words)
{
	struct dirent **entries;
	int found = count == 2 ? scandir(words[1], &entries, NULL, by_name) : -1;
	if (found < 0) {
		puts("Bail out! give the folder of inputs");
		return 2;
	}
	int replayed = 0;
	bool well = true;
	for (int i = 0; i < found; i++) {
		if (entries[i]->d_name[0] != '.')
			well = replay(words[1], entries[i]->d_name, ++replayed) && well;
		free(entries[i]);
	}
	free(entries);
	printf("1..%d\n", replayed);
	return well && replayed ? 0 : 1;
}
