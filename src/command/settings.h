/* The one settings file, DIR/jinguo.yaml: what differs from machine to machine.
   `jinguo init` writes it with a comment on every line. */
#ifndef JINGUO_COMMAND_SETTINGS_H
#define JINGUO_COMMAND_SETTINGS_H

#include "access/seal.h"
#include "base/yaml.h"

struct settings {
	const char *org; /* the office: default of --org, and where the local user stands */
	enum language language;
	int port;
	enum seal_algorithm algorithm;
	const char *link_base; /* address before the links of documents */
};

/* Reads DIR/jinguo.yaml; all faults are gathered. Strings live in the arena. */
bool settings_load(struct arena *arena, const char *folder, struct settings *ret, struct faults *faults)
        __attribute__((warn_unused_result));
/* Writes the commented file for a new data folder. */
bool settings_write(const char *folder, const struct settings *settings, struct fault *fault)
        __attribute__((warn_unused_result));
/* Checks a --port text; false if it is no port. */
bool port_parse(const char *text, int *ret);

#endif
