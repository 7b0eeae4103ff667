/* The command line: one table of commands, each with its help, its options and
   its function. */
#ifndef JINGUO_COMMAND_COMMAND_H
#define JINGUO_COMMAND_COMMAND_H

/* Returns the exit code (base/fault.h: 0, or by the kind of fault). */
int command_main(int count, const char *const *words);

#endif
