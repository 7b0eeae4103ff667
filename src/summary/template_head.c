/* The head of a template: its name, language, who signs in which order, and the
   phrases whose digits count nothing. */
#include "summary/template.h"

static bool is_one_of(const char *word, const char *const *known)
{
	for (; *known; known++)
		if (text_equal(word, *known))
			return true;
	return false;
}

static const char *scalar(const struct yaml *map, const char *key)
{
	const struct yaml *value = yaml_get(map, key);
	return value && value->kind == YAML_SCALAR && *value->value ? value->value : NULL;
}

static struct position place_of(const struct yaml *head, const char *key)
{
	const struct yaml *value = yaml_get(head, key);
	return value ? value->at : head->at;
}

static void complain(struct template_parser *parser, const struct yaml *head, const char *key,
                     const char *wanted)
{
	faults_add_at(parser->faults, place_of(head, key), summary_bad_head, key, wanted);
}

static void read_keys(struct template_parser *parser, const struct yaml *head)
{
	static const char *const known[] = {"summary", "title", "language", "compare", "sign", "names", NULL};
	for (size_t i = 0; head->kind == YAML_MAP && i < head->count; i++)
		if (!is_one_of(head->keys[i]->value, known))
			faults_add_at(parser->faults, head->keys[i]->at, summary_bad_head,
			              head->keys[i]->value, "summary, title, language, compare, sign, names");
}

/* One of some words, or not there at all. */
static const char *read_choice(struct template_parser *parser, const struct yaml *head, const char *key,
                               const char *const *known, const char *wanted)
{
	const char *word = scalar(head, key);
	if (yaml_get(head, key) && !is_one_of(word, known))
		complain(parser, head, key, wanted);
	return word;
}

/* A list of words; an item that is none is a fault. */
static const char *const *read_words(struct template_parser *parser, const struct yaml *head, const char *key,
                                     const char *wanted, size_t *ret_count)
{
	const struct yaml *list = yaml_get(head, key);
	size_t room = list && list->kind == YAML_LIST ? list->count : 0, count = 0;
	const char **words = arena_array(parser->arena, const char *, room + 1);
	if (list && list->kind != YAML_LIST)
		complain(parser, head, key, wanted);
	for (size_t i = 0; i < room; i++) {
		const struct yaml *item = list->items[i];
		if (item->kind == YAML_SCALAR && *item->value)
			words[count++] = item->value;
		else
			faults_add_at(parser->faults, item->at, summary_bad_head, key, wanted);
	}
	*ret_count = count;
	return words;
}

static void read_signers(struct template_parser *parser, const struct yaml *head, struct template *template)
{
	const struct yaml *list = yaml_get(head, "sign");
	template->signers = read_words(parser, head, "sign", "[drafter, section_head, president]",
	                               &template->signer_count);
	if (!list || (list->kind == YAML_LIST && (!list->count || list->count > TEMPLATE_SIGNERS_MAX)))
		complain(parser, head, "sign", "[drafter, section_head, president]");
	for (size_t i = 0; list && list->kind == YAML_LIST && i < list->count; i++) {
		const struct yaml *item = list->items[i];
		if (item->kind == YAML_SCALAR && *item->value &&
		    !definitions_role(parser->definitions, item->value))
			faults_add_at(parser->faults, item->at, summary_unknown_role, item->value);
	}
}

void template_read_head(struct template_parser *parser, const struct yaml *head, struct template *template)
{
	static const char *const languages[] = {"zh", "en", NULL};
	static const char *const compared[] = {"same_half_last_year", "none", NULL};
	const struct yaml *title = yaml_get(head, "title");
	size_t count;
	read_keys(parser, head);
	if (!text_equal(scalar(head, "summary"), template->name))
		complain(parser, head, "summary", template->name);
	template->title = (struct label){scalar(title, "zh"), scalar(title, "en")};
	if (!template->title.zh || !template->title.en)
		complain(parser, head, "title", "{zh: …, en: …}");
	bool english = text_equal(read_choice(parser, head, "language", languages, "zh, en"), "en");
	template->language = english ? LANGUAGE_EN : LANGUAGE_ZH;
	template->compare =
	        text_equal(read_choice(parser, head, "compare", compared, "same_half_last_year, none"),
	                   "same_half_last_year");
	read_signers(parser, head, template);
	template->names = read_words(parser, head, "names", "[\"12338\", \"1-3楼\"]", &count);
}
