/* The program: hands the words of the command line to the command room. */
#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

#include "command/command.h"

/* Started without standard streams, the first file opened would be one, and
   messages would go into it. For reading only, so that what is written is seen to fail. */
static bool streams_held(void)
{
	for (;;) {
		int file = open("/dev/null", O_RDONLY);
		if (file < 0)
			return false;
		if (file > STDERR_FILENO) {
			close(file);
			return true;
		}
	}
}

int main(int count, char **words)
{
	if (!streams_held())
		return 8;
	return command_main(count, (const char *const *)words);
}
