/* The small right set of tests/fixtures/definitions in memory, so that a test
   or a fuzzer can put another file into it. Release with fixture_release. */
#ifndef JINGUO_TESTS_DEFINITIONS_FIXTURE_H
#define JINGUO_TESTS_DEFINITIONS_FIXTURE_H

#include "base/yaml.h"
#include "define/definitions.h"

static const char *const fixture_rule_names[] = {"case_due_on", "minor_reported", "notify_street", NULL};
static const struct rule_names fixture_rules = {fixture_rule_names};

enum { FIXTURE_FILES = 12, FIXTURE_ROOM = FIXTURE_FILES + 1 };

struct fixture {
	struct arena arena;
	struct definition_file files[FIXTURE_ROOM];
	size_t count;
};

/* `root` is the folder of the project. False when a file cannot be read. */
static inline bool fixture_read(const char *root, struct fixture *fixture)
{
	static const char *const paths[FIXTURE_FILES] = {
	        "calendars/2021.yaml",        "lists/group.yaml",         "lists/org_level.yaml",
	        "registers/activity.yaml",    "registers/org.yaml",       "registers/person.yaml",
	        "roles/clerk.yaml",           "roles/lead.yaml",          "roles/leader.yaml",
	        "settings/people_least.yaml", "settings/star_hours.yaml", "summaries/half_year.txt",
	};
	*fixture = (struct fixture){};
	for (size_t i = 0; i < FIXTURE_FILES; i++) {
		char *bytes;
		struct fault fault;
		struct definition_file *file = &fixture->files[i];
		const char *path =
		        arena_format(&fixture->arena, "%s/tests/fixtures/definitions/%s", root, paths[i]);
		if (!file_read(&fixture->arena, path, &bytes, &file->length, &fault))
			return false;
		file->path = paths[i];
		file->bytes = bytes;
		fixture->count++;
	}
	return true;
}

/* Puts a file in, in place of the one with its path if there is one. */
static inline void fixture_put(struct fixture *fixture, const char *path, const char *bytes, size_t length)
{
	size_t place = 0;
	while (place < fixture->count && !text_equal(fixture->files[place].path, path))
		place++;
	fixture->files[place] = (struct definition_file){.path = path, .bytes = bytes, .length = length};
	if (place == fixture->count)
		fixture->count++;
}

static inline void fixture_release(struct fixture *fixture)
{
	arena_release(&fixture->arena);
	*fixture = (struct fixture){};
}

#endif
