/* Files written by a library that wants a path: beside their place and renamed
   when whole, or in the folder for such things and then copied where no file can
   be. Declared in cli.h. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/yaml.h"
#include "command/cli.h"

static bool temporary_path(struct invocation *invocation, struct output_path *ret, struct fault *fault)
{
	const char *folder = getenv("TMPDIR");
	char *path =
	        arena_format(&invocation->arena, "%s/jinguo-XXXXXX", folder && *folder ? folder : "/tmp");
	int file = mkstemp(path);
	if (file < 0)
		return file_write_failed(path, fault);
	close(file);
	ret->path = path;
	return true;
}

bool output_path_begin(struct invocation *invocation, const char *wanted, struct output_path *ret,
                       struct fault *fault)
{
	*ret = (struct output_path){};
	if (!wanted || strcmp(wanted, "-") == 0)
		return temporary_path(invocation, ret, fault);
	ret->wanted = wanted;
	ret->copied = file_is_stream(wanted);
	if (ret->copied)
		return temporary_path(invocation, ret, fault);
	ret->path = arena_format(&invocation->arena, "%s.new", wanted);
	/* Seen now, with its reason, and not by a library that gives none. */
	FILE *file = fopen(ret->path, "wb");
	return file ? fclose(file) == 0 : file_write_failed(wanted, fault);
}

static bool copy_all(FILE *from, FILE *to)
{
	char piece[65536];
	size_t got;
	while ((got = fread(piece, 1, sizeof piece, from)) > 0)
		if (fwrite(piece, 1, got, to) != got)
			return false;
	return !ferror(from) && fflush(to) == 0;
}

static bool copy_to_place(const struct output_path *output, struct fault *fault)
{
	FILE *from = fopen(output->path, "rb"), *to = output->wanted ? fopen(output->wanted, "wb") : stdout;
	bool done = from && to && copy_all(from, to);
	if (from)
		fclose(from);
	if (to && to != stdout)
		done = fclose(to) == 0 && done;
	if (done)
		return true;
	return output->wanted ? file_write_failed(output->wanted, fault)
	                      : fault_set(fault, command_output_failed);
}

bool output_path_end(const struct output_path *output, bool ok, struct fault *fault)
{
	bool renamed = output->wanted && !output->copied;
	if (ok && renamed)
		ok = rename(output->path, output->wanted) == 0 || file_write_failed(output->wanted, fault);
	else if (ok)
		ok = copy_to_place(output, fault);
	if (!ok || !renamed)
		remove(output->path);
	return ok;
}
