/* The program: hands the words of the command line to the command room. */
#include "command/command.h"

int main(int count, char **words)
{
	return command_main(count, words);
}
