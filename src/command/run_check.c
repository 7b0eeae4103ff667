/* check: every fault of all definitions, or what they hold and how each figure
   is computed. Of a data folder the settings too, and whether its books could
   follow the definitions: tried, and undone again. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/commands.h"
#include "command/settings.h"
#include "command/shipped.h"
#include "field/field.h"
#include "figure/figure.h"
#include "record/book.h"
#include "summary/summary.h"

/* DIR itself, or DIR/definitions when it is a data folder. */
static const char *definitions_folder(struct invocation *invocation)
{
	struct stat about;
	const char *inside = arena_format(&invocation->arena, "%s/definitions", invocation->words[0]);
	return stat(inside, &about) == 0 && S_ISDIR(about.st_mode) ? inside : invocation->words[0];
}

static bool load(struct invocation *invocation, struct definitions **ret, struct faults *faults)
{
	struct rule_names rules = rule_table_names(field_rules, &invocation->arena);
	if (invocation->word_count)
		return definitions_load(definitions_folder(invocation), rules, ret, faults);
	struct definition_file *files;
	size_t count;
	shipped_files(&invocation->arena, &files, &count);
	return definitions_load_files(files, count, rules, ret, faults);
}

static void print_ledger(const struct invocation *invocation, const struct definitions *definitions,
                         const struct ledger *ledger, struct text *out)
{
	bool zh = invocation->language == LANGUAGE_ZH;
	text_format(out, "%s  %s\n", ledger->name, zh ? ledger->label.zh : ledger->label.en);
	for (size_t i = 0; i < ledger->figure_count; i++) {
		const struct figure *figure = &ledger->figures[i];
		text_format(out, "  %-36s %s  [", figure->full_name,
		            zh ? figure->label.zh : figure->label.en);
		figure_explain(definitions, figure, out);
		text_add(out, "]\n");
	}
}

static void print_all(const struct invocation *invocation, const struct definitions *definitions)
{
	struct text out = TEXT_EMPTY;
	size_t figures = 0;
	for (size_t i = 0; i < definitions->ledger_count; i++) {
		figures += definitions->ledgers[i]->figure_count;
		if (!invocation->json)
			print_ledger(invocation, definitions, definitions->ledgers[i], &out);
	}
	text_format(
	        &out,
	        invocation->json ? "{\"registers\":%zu,\"figures\":%zu,\"summaries\":%zu,\"faults\":[]}\n"
	        : invocation->language == LANGUAGE_ZH
	                ? "台账 %zu 张（含明细），指标 %zu 个，总结模板 %zu 份，没有错\n"
	                : "%zu registers (with their rows), %zu figures, %zu summary templates, no fault\n",
	        definitions->ledger_count, figures, definitions->summary_count);
	fputs(out.at, stdout);
	text_release(&out);
}

static bool has_books(struct invocation *invocation)
{
	return invocation->word_count &&
	       access(arena_format(&invocation->arena, "%s/books.db", invocation->words[0]), F_OK) == 0;
}

static bool check_settings(struct invocation *invocation, struct faults *faults)
{
	struct settings settings;
	return !has_books(invocation) ||
	       settings_load(&invocation->arena, invocation->words[0], &settings, faults);
}

/* What would change in the books, before it does. */
static bool check_books(struct invocation *invocation, const struct definitions *definitions,
                        struct text *changes, struct faults *faults)
{
	struct fault fault = {};
	if (!has_books(invocation) || book_rehearse(invocation->words[0], definitions, changes, &fault))
		return true;
	faults_add(faults, &fault);
	return false;
}

static void print_changes(const struct invocation *invocation, const struct text *changes)
{
	if (changes->length && !invocation->json)
		printf("%s\n%s",
		       invocation->language == LANGUAGE_ZH
		               ? "账本下次打开时要跟上的改动："
		               : "Changes that the books will follow when next opened:",
		       changes->at);
}

int run_check(struct invocation *invocation)
{
	struct definitions *definitions = NULL;
	struct faults faults = {};
	struct text changes = TEXT_EMPTY;
	int code = 0;
	bool settled = check_settings(invocation, &faults);
	if (!load(invocation, &definitions, &faults) || !templates_check(definitions, &faults) || !settled ||
	    !check_books(invocation, definitions, &changes, &faults)) {
		faults_sort(&faults);
		code = fail_all(invocation, &faults);
	} else {
		print_all(invocation, definitions);
		print_changes(invocation, &changes);
	}
	text_release(&changes);
	faults_release(&faults);
	definitions_free(definitions);
	return code;
}
