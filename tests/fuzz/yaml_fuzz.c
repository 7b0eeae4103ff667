/* Any bytes: either a tree that keeps every promise of base/yaml.h, or faults
   with a place that can be printed in both languages. */
#include <assert.h>

#include "base/yaml.h"
#include "fuzz.h"

static void check_text(const char *string)
{
	size_t length = strlen(string);
	assert(utf8_valid(string, length));
	for (size_t i = 0; i < length; i++)
		assert((unsigned char)string[i] >= 0x20 || string[i] == '\n' || string[i] == '\t');
}

static void check_node(const struct yaml *node, int depth)
{
	assert(depth <= 64 && node->at.line >= 1 && node->at.column >= 1);
	if (node->kind == YAML_SCALAR) {
		int64_t number;
		bool truth;
		check_text(node->value);
		assert(!node->count);
		assert(!(yaml_is_int(node, &number) && yaml_is_bool(node, &truth)));
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		if (node->kind == YAML_MAP) {
			check_node(node->keys[i], depth + 1);
			assert(*node->keys[i]->value);
			/* The first of that name, so no second one is hidden. */
			assert(yaml_get(node, node->keys[i]->value) == node->items[i]);
		}
		check_node(node->items[i], depth + 1);
	}
}

static void check_faults(struct faults *faults)
{
	struct text text = TEXT_EMPTY;
	assert(faults->count);
	faults_sort(faults);
	for (size_t i = 0; i < faults->count; i++) {
		assert(faults->items[i].at.line >= 1 && faults->items[i].at.column >= 1);
		fault_print(&faults->items[i], LANGUAGE_ZH, &text);
		fault_json(&faults->items[i], &text);
	}
	assert(utf8_valid(text.at, text.length));
	text_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena arena = {};
	struct faults faults = {};
	struct yaml *root = NULL;
	if (yaml_parse(&arena, "fuzz.yaml", (const char *)bytes, length, &root, &faults)) {
		assert(!faults.count);
		check_node(root, 1);
	} else {
		assert(!root);
		check_faults(&faults);
	}
	faults_release(&faults);
	arena_release(&arena);
	return 0;
}
