/* See folder.h. Links are removed as links: what they lead to is not ours. */
#include "command/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"

static bool is_content(const char *name, const char *mark)
{
	bool itself = strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
	return !itself && !(mark && text_starts(name, mark));
}

bool folder_is_free(const char *folder, const char *mark, struct fault *fault)
{
	DIR *opened = opendir(folder);
	if (!opened)
		return mkdir(folder, 0700) == 0 ||
		       fault_set(fault, command_file_not_written, folder, strerror(errno));
	bool empty = true;
	for (struct dirent *entry; (entry = readdir(opened)) != NULL;)
		empty = empty && !is_content(entry->d_name, mark);
	closedir(opened);
	return empty || fault_set(fault, command_folder_taken, folder);
}

static bool remove_whole(const char *path, struct fault *fault)
{
	struct stat about;
	if (lstat(path, &about) != 0)
		return errno == ENOENT || fault_set(fault, command_file_not_written, path, strerror(errno));
	if (S_ISDIR(about.st_mode) && !folder_empty(path, NULL, fault))
		return false;
	return remove(path) == 0 || fault_set(fault, command_file_not_written, path, strerror(errno));
}

bool folder_empty(const char *folder, const char *mark, struct fault *fault)
{
	DIR *opened = opendir(folder);
	if (!opened)
		return fault_set(fault, command_file_not_written, folder, strerror(errno));
	bool done = true;
	struct text inner = TEXT_EMPTY;
	for (struct dirent *entry; done && (entry = readdir(opened)) != NULL;) {
		if (!is_content(entry->d_name, mark))
			continue;
		text_cut(&inner, 0);
		text_format(&inner, "%s/%s", folder, entry->d_name);
		done = remove_whole(inner.at, fault);
	}
	text_release(&inner);
	closedir(opened);
	return done;
}
