/* Loading: finding the files, parsing them, and the order of the phases. What a
   file of each kind means is in the other definitions_*.c files. */
#include "define/loader.h"

#include <dirent.h>
#include <errno.h>
#include <gcrypt.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "define/expression.h"

static const struct {
	const char *name, *extension;
} folders[FOLDER_COUNT] = {
        [FOLDER_CALENDARS] = {"calendars", ".yaml"}, [FOLDER_LISTS] = {"lists", ".yaml"},
        [FOLDER_REGISTERS] = {"registers", ".yaml"}, [FOLDER_ROLES] = {"roles", ".yaml"},
        [FOLDER_SETTINGS] = {"settings", ".yaml"},   [FOLDER_SUMMARIES] = {"summaries", ".txt"},
};

static void gcrypt_begin(void)
{
	if (!gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P))
		gcry_check_version(NULL);
}

void definitions_sm3(const void *bytes, size_t length, uint8_t ret[static 32])
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, gcrypt_begin);
	gcry_md_hash_buffer(GCRY_MD_SM3, ret, bytes, length);
}

/* Names of files in faults must outlive a load that failed, so each is kept
   once for the life of the process. */
static const char *path_keep(const char *path)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static struct kept {
		struct kept *next;
		char path[];
	} * all;
	pthread_mutex_lock(&lock);
	struct kept *kept = all;
	while (kept && !text_equal(kept->path, path))
		kept = kept->next;
	if (!kept) {
		size_t size = strlen(path) + 1;
		kept = memory_take(sizeof *kept + size);
		memcpy(kept->path, path, size);
		kept->next = all;
		all = kept;
	}
	pthread_mutex_unlock(&lock);
	return kept->path;
}

static struct position file_position(const char *path)
{
	return (struct position){.file = path_keep(path)};
}

/* ---- finding files ---- */

/* What stands in a folder, without the hidden ones, by name. False when it cannot be read. */
static bool folder_read(const char *path, struct arena *arena, const char ***ret, size_t *ret_count)
{
	struct dirent **entries;
	int count = scandir(path, &entries, NULL, alphasort);
	if (count < 0)
		return false;
	const char **names = arena_array(arena, const char *, (size_t)count + 1);
	size_t kept = 0;
	for (int i = 0; i < count; i++) {
		if (entries[i]->d_name[0] != '.')
			names[kept++] = arena_copy(arena, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	*ret = names;
	*ret_count = kept;
	return true;
}

/* The files handed to the common part, with the folder they were read from. */
struct gathered {
	struct arena *arena;
	struct faults *faults;
	struct definition_file *files;
	const char **shown; /* by file: the path in faults */
	size_t count, room;
};

static void gathered_add(struct gathered *gathered, struct definition_file file, const char *shown)
{
	if (gathered->count == gathered->room) {
		gathered->room = gathered->room ? gathered->room * 2 : 64;
		gathered->files = memory_grow(gathered->files, sizeof *gathered->files * gathered->room);
		gathered->shown = memory_grow(gathered->shown, sizeof *gathered->shown * gathered->room);
	}
	gathered->files[gathered->count] = file;
	gathered->shown[gathered->count++] = shown;
}

static void gathered_read(struct gathered *gathered, const char *path, const char *shown)
{
	struct fault fault = {};
	char *bytes;
	size_t length;
	if (file_read(gathered->arena, shown, &bytes, &length, &fault)) {
		gathered_add(gathered,
		             (struct definition_file){.path = path, .bytes = bytes, .length = length}, shown);
	} else {
		fault.at = file_position(shown);
		faults_add(gathered->faults, &fault);
	}
}

static bool is_folder(const char *path)
{
	struct stat status;
	return !stat(path, &status) && S_ISDIR(status.st_mode);
}

static void subfolder_gather(struct gathered *gathered, const char *folder, const char *name)
{
	const char **files, *path = arena_format(gathered->arena, "%s/%s", folder, name);
	size_t count = 0;
	if (!folder_read(path, gathered->arena, &files, &count)) {
		faults_add_at(gathered->faults, file_position(path), define_folder_unreadable, path,
		              strerror(errno));
		return;
	}
	for (size_t i = 0; i < count; i++)
		if (!text_ends(files[i], ".md"))
			gathered_read(gathered, arena_format(gathered->arena, "%s/%s", name, files[i]),
			              arena_format(gathered->arena, "%s/%s", path, files[i]));
}

static bool folder_gather(struct gathered *gathered, const char *folder)
{
	const char **names;
	size_t count = 0, before = gathered->faults->count;
	if (!folder_read(folder, gathered->arena, &names, &count))
		return faults_add_at(gathered->faults, file_position(folder), define_folder_unreadable,
		                     folder, strerror(errno));
	for (size_t i = 0; i < count; i++) {
		const char *path = arena_format(gathered->arena, "%s/%s", folder, names[i]);
		bool known = text_ends(names[i], ".md");
		for (size_t j = 0; j < FOLDER_COUNT && is_folder(path); j++)
			known |= text_equal(folders[j].name, names[i]);
		if (!known)
			faults_add_at(gathered->faults, file_position(path), define_unknown_file, names[i]);
		else if (is_folder(path))
			subfolder_gather(gathered, folder, names[i]);
	}
	return gathered->faults->count == before;
}

/* ---- parse ---- */

/* "registers/activity.yaml" into folder and name; false with a fault when it is neither. */
static bool path_read(struct loader *loader, struct source_file *file)
{
	for (size_t i = 0; i < FOLDER_COUNT; i++) {
		size_t folder = strlen(folders[i].name), length = strlen(file->path),
		       extension = strlen(folders[i].extension);
		if (!text_starts(file->path, folders[i].name) || file->path[folder] != '/')
			continue;
		if (length < folder + 1 + extension || !text_ends(file->path, folders[i].extension))
			return faults_add_at(loader->faults, file->at, define_file_extension, file->path,
			                     folders[i].extension);
		char *name = arena_copy_bytes(loader->arena, file->path + folder + 1,
		                              length - folder - 1 - extension);
		bool year = i == FOLDER_CALENDARS && strlen(name) == 4 && strspn(name, "0123456789") == 4;
		file->folder = (enum folder)i;
		file->name = name;
		return year || (i != FOLDER_CALENDARS && name_valid(name)) ||
		       faults_add_at(loader->faults, file->at, define_file_name, name);
	}
	return faults_add_at(loader->faults, file->at, define_unknown_file, file->path);
}

static int file_compare(const void *a, const void *b)
{
	const struct source_file *one = a, *other = b;
	return strcmp(one->path, other->path);
}

/* Files in order of path, so that arrays made from them are in order of name. Bytes are copied:
   a ledger keeps its source. */
static void files_parse(struct loader *loader, const struct definition_file *files, const char *const *shown,
                        size_t count)
{
	loader->files = arena_array(loader->arena, struct source_file, count);
	for (size_t i = 0; i < count; i++) {
		struct source_file *file = &loader->files[loader->file_count];
		*file = (struct source_file){
		        .path = arena_copy(loader->arena, files[i].path),
		        .at = file_position(shown ? shown[i] : files[i].path),
		        .bytes = arena_copy_bytes(loader->arena, files[i].bytes, files[i].length),
		        .length = files[i].length,
		};
		loader->file_count += path_read(loader, file);
	}
	if (loader->file_count)
		qsort(loader->files, loader->file_count, sizeof *loader->files, file_compare);
	for (size_t i = 0; i < loader->file_count; i++) {
		struct source_file *file = &loader->files[i];
		if (i && text_equal(file->path, loader->files[i - 1].path))
			faults_add_at(loader->faults, file->at, define_file_twice, file->path);
		else if (file->folder != FOLDER_SUMMARIES &&
		         !yaml_parse(loader->arena, file->at.file, file->bytes, file->length, &file->root,
		                     loader->faults))
			file->root = NULL;
	}
}

static void files_hash(struct loader *loader)
{
	struct text all = TEXT_EMPTY;
	for (size_t i = 0; i < loader->file_count; i++) {
		const struct source_file *file = &loader->files[i];
		text_add_bytes(&all, file->path, strlen(file->path) + 1);
		for (int shift = 56; shift >= 0; shift -= 8)
			text_add_byte(&all, (char)((uint64_t)file->length >> shift & 0xff));
		text_add_bytes(&all, file->bytes, file->length);
	}
	definitions_sm3(all.at, all.length, loader->definitions->hash);
	text_release(&all);
}

void file_check_name(struct loader *loader, const struct source_file *file, const struct yaml *name)
{
	if (name && !text_equal(name->value, file->name))
		complain(loader, name, define_name_differs, name->value, file->name);
}

size_t files_count(const struct loader *loader, enum folder folder)
{
	size_t count = 0;
	for (size_t i = 0; i < loader->file_count; i++)
		count += loader->files[i].folder == folder && loader->files[i].root;
	return count;
}

bool file_unread(const struct loader *loader, enum folder folder, const char *name)
{
	for (size_t i = 0; i < loader->file_count; i++)
		if (loader->files[i].folder == folder && text_equal(loader->files[i].name, name))
			return !loader->files[i].root;
	return false;
}

/* ---- expressions ---- */

static bool draft_mentions(const struct draft *draft, const char *word)
{
	for (size_t i = 0; i < draft->ledger->field_count; i++)
		if (draft->broken[i] && text_equal(draft->ledger->fields[i].name, word))
			return true;
	return false;
}

/* True when the source names a broken field of the ledger, its parent or its rows: what is said
   about the expression would only follow from that. */
static bool source_follows(const struct loader *loader, const struct draft *draft, const char *source)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	while (*(source += strcspn(source, letters))) {
		char word[NAME_LIMIT + 1];
		size_t length = strspn(source, letters);
		if (length <= NAME_LIMIT) {
			memcpy(word, source, length);
			word[length] = 0;
			for (size_t i = 0; i < loader->draft_count; i++) {
				const struct draft *other = loader->drafts[i];
				bool near =
				        other == draft || other == draft->parent || other->parent == draft;
				if (near && draft_mentions(other, word))
					return true;
			}
		}
		source += length;
	}
	return false;
}

const struct expression *express_text(struct loader *loader, const struct draft *draft, const char *source,
                                      struct position at, unsigned allow)
{
	struct fault fault = {};
	const struct expression *expression = NULL;
	if (expression_parse(loader->arena, loader->definitions, draft->ledger, source, at, allow,
	                     &expression, &fault))
		return expression;
	if (!source_follows(loader, draft, source))
		faults_add(loader->faults, &fault);
	return NULL;
}

const struct expression *express(struct loader *loader, const struct draft *draft, const struct yaml *node,
                                 unsigned allow)
{
	if (!node)
		return NULL;
	struct position at = node->at;
	at.column += node->quoted;
	return express_text(loader, draft, node->value, at, allow);
}

/* ---- phases ---- */

static void load_shape(struct loader *loader)
{
	lists_shape_shared(loader);
	roles_shape(loader);
	settings_shape(loader);
	calendars_shape(loader);
	summaries_shape(loader);
	ledgers_shape(loader);
}

static void load_link(struct loader *loader)
{
	roles_link(loader);
	settings_link(loader);
	for (size_t i = 0; i < loader->draft_count; i++)
		ledger_link(loader, loader->drafts[i]);
	for (size_t i = 0; i < loader->draft_count; i++)
		figures_link(loader, loader->drafts[i]);
}

static void load_express(struct loader *loader)
{
	for (size_t i = 0; i < loader->draft_count; i++) {
		fields_express(loader, loader->drafts[i]);
		lifecycle_express(loader, loader->drafts[i]);
		figures_express(loader, loader->drafts[i]);
		figures_link_parts(loader, loader->drafts[i]);
	}
}

static void load_check(struct loader *loader)
{
	for (size_t i = 0; i < loader->draft_count; i++) {
		fields_check(loader, loader->drafts[i]);
		lifecycle_check(loader, loader->drafts[i]);
	}
	ledgers_check_names(loader);
	ledgers_check_org(loader);
	lists_check_used(loader);
}

static bool load(const struct definition_file *files, const char *const *shown, size_t count,
                 struct rule_names rules, struct definitions **ret, struct faults *faults)
{
	size_t before = faults->count;
	struct definitions *definitions = memory_take(sizeof *definitions);
	struct loader loader = {
	        .definitions = definitions, .arena = &definitions->arena, .rules = rules, .faults = faults};
	files_parse(&loader, files, shown, count);
	load_shape(&loader);
	load_link(&loader);
	load_express(&loader);
	load_check(&loader);
	files_hash(&loader);
	memory_free(loader.drafts);
	if (faults->count > before) {
		faults_sort(faults);
		definitions_free(definitions);
		return false;
	}
	*ret = definitions;
	return true;
}

bool definitions_load_files(const struct definition_file *files, size_t count, struct rule_names rules,
                            struct definitions **ret, struct faults *faults)
{
	return load(files, NULL, count, rules, ret, faults);
}

bool definitions_load(const char *folder, struct rule_names rules, struct definitions **ret,
                      struct faults *faults)
{
	struct arena arena = {};
	struct gathered gathered = {.arena = &arena, .faults = faults};
	struct definitions *definitions = NULL;
	bool whole = folder_gather(&gathered, folder);
	bool good = load(gathered.files, gathered.shown, gathered.count, rules, &definitions, faults);
	if (whole && !gathered.count)
		good = faults_add_at(faults, file_position(folder), define_folder_empty, folder);
	memory_free(gathered.files);
	memory_free(gathered.shown);
	arena_release(&arena);
	if (good && whole) {
		*ret = definitions;
		return true;
	}
	definitions_free(definitions);
	return false;
}
