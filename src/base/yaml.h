/* YAML as a tree of nodes that remember where they stood. Anchors, aliases,
   tags and several documents in one file are refused, and so is a key that
   stands twice, which libyaml accepts. */
#ifndef JINGUO_BASE_YAML_H
#define JINGUO_BASE_YAML_H

#include "base/fault.h"
#include "base/memory.h"

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml {
	enum yaml_kind kind;
	struct position at;
	const char *value;   /* of a scalar, UTF-8; "" for an empty one */
	bool quoted;         /* '2021' is text, 2021 is a number */
	size_t count;        /* items of a list, pairs of a map */
	struct yaml **keys;  /* of a map: scalars */
	struct yaml **items; /* of a list, or the values of a map */
};

/* Parses `length` bytes; `file` names them in faults. Everything lives in the
   arena. False with every fault found added (a syntax error ends the search). */
bool yaml_parse(struct arena *arena, const char *file, const char *bytes, size_t length, struct yaml **ret,
                struct faults *faults) __attribute__((warn_unused_result));
/* The value under `key`, or NULL (also when `map` is no map). */
struct yaml *yaml_get(const struct yaml *map, const char *key);
/* True for an unquoted "true"/"false". */
bool yaml_is_bool(const struct yaml *node, bool *ret);
bool yaml_is_int(const struct yaml *node, int64_t *ret);

/* Reads a whole file into the arena; NUL added. */
bool file_read(struct arena *arena, const char *path, char **ret, size_t *ret_length, struct fault *fault)
        __attribute__((warn_unused_result));
/* The same of an open pipe or file, to its end; `name` stands in the fault. */
bool stream_read(struct arena *arena, int file, const char *name, char **ret, size_t *ret_length,
                 struct fault *fault) __attribute__((warn_unused_result));
/* Writes a whole file: to PATH.new, fsync, rename, fsync of the folder. A device
   or a pipe is written straight to, without `mode`. */
bool file_write(const char *path, const void *bytes, size_t length, int mode, struct fault *fault)
        __attribute__((warn_unused_result));
/* True for what must be written to and never replaced: /dev/null, a pipe. */
bool file_is_stream(const char *path);
/* Says why `path` could not be written, from errno; returns false. */
bool file_write_failed(const char *path, struct fault *fault);

#endif
