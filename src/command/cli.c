/* What the commands share; see cli.h. */
#include "command/cli.h"

#include <string.h>
#include <unistd.h>

#include "base/yaml.h"
#include "command/settings.h"
#include "field/field.h"

int fail(const struct invocation *invocation, const struct fault *fault)
{
	struct faults one = {};
	faults_add(&one, fault);
	int code = fail_all(invocation, &one);
	faults_release(&one);
	return code;
}

static void print_json_faults(const struct faults *faults)
{
	struct text out = TEXT_EMPTY;
	text_add(&out, "{\"faults\":[");
	for (size_t i = 0; i < faults->count; i++) {
		if (i)
			text_add_byte(&out, ',');
		fault_json(&faults->items[i], &out);
	}
	text_add(&out, "]}\n");
	fputs(out.at, stderr);
	text_release(&out);
}

int fail_all(const struct invocation *invocation, const struct faults *faults)
{
	if (invocation->json) {
		print_json_faults(faults);
	} else {
		struct text out = TEXT_EMPTY;
		for (size_t i = 0; i < faults->count; i++) {
			fault_print(&faults->items[i], invocation->language, &out);
			if (out.length && out.at[out.length - 1] != '\n')
				text_add_byte(&out, '\n');
		}
		fputs(out.at, stderr);
		text_release(&out);
	}
	return faults->count ? fault_exit_code(faults->items[0].code) : 1;
}

/* The definitions have moved on since the books were last opened for writing. */
static bool migrate_books(const char *folder, const struct definitions *definitions, struct fault *fault)
{
	struct book *book = NULL;
	struct book_options options = {
	        .folder = folder, .mode = BOOK_WRITE, .rules = field_rules, .migrate = true};
	if (!book_open(&options, definitions, NULL, &book, fault))
		return false;
	book_close(book);
	return true;
}

static bool open_book(const char *folder, enum book_mode mode, const struct definitions *definitions,
                      struct book **ret, struct fault *fault)
{
	struct book_options options = {
	        .folder = folder, .mode = mode, .rules = field_rules, .migrate = mode == BOOK_WRITE};
	if (book_open(&options, definitions, NULL, ret, fault))
		return true;
	if (mode != BOOK_READ || fault->code != record_books_behind)
		return false;
	return migrate_books(folder, definitions, fault) &&
	       book_open(&options, definitions, NULL, ret, fault);
}

static bool choose_viewer(const struct invocation *invocation, struct desk *desk, const char *org,
                          struct fault *fault)
{
	const char *role = invocation->options[OPTION_AS] ? invocation->options[OPTION_AS] : "clerk";
	const char *user = getenv("USER");
	desk->viewer = (struct viewer){.actor = user && *user ? user : "office",
	                               .role = definitions_role(desk->definitions, role),
	                               .org = org};
	return desk->viewer.role || fault_set(fault, command_unknown_role, role);
}

bool desk_open(struct invocation *invocation, enum book_mode mode, struct desk *ret, int *ret_exit)
{
	struct faults faults = {};
	struct fault fault = {};
	const char *folder = invocation->options[OPTION_DATA];
	struct settings settings;
	if (!settings_load(&invocation->arena, folder, &settings, &faults)) {
		*ret_exit = fail_all(invocation, &faults);
		faults_release(&faults);
		return false;
	}
	/* The settings speak for the office; JINGUO_LANG, unlike LANG, is somebody's word about this program. */
	const char *wanted = getenv("JINGUO_LANG");
	if (!invocation->options[OPTION_LANG] && !(wanted && *wanted))
		invocation->language = settings.language;
	struct desk desk = {};
	const char *path = arena_format(&invocation->arena, "%s/definitions", folder);
	struct rule_names rules = rule_table_names(field_rules, &invocation->arena);
	if (!definitions_load(path, rules, &desk.definitions, &faults)) {
		*ret_exit = fail_all(invocation, &faults);
		faults_release(&faults);
		return false;
	}
	if (!open_book(folder, mode, desk.definitions, &desk.book, &fault) ||
	    !choose_viewer(invocation, &desk, settings.org, &fault)) {
		*ret_exit = fail(invocation, &fault);
		desk_close(&desk);
		return false;
	}
	if (!invocation->options[OPTION_ORG])
		invocation->options[OPTION_ORG] = settings.org;
	*ret = desk;
	return true;
}

void desk_close(struct desk *desk)
{
	book_close(desk->book);
	definitions_free(desk->definitions);
	*desk = (struct desk){};
}

void progress_begin(struct progress *progress, const char *what, enum language language)
{
	*progress =
	        (struct progress){.what = what, .language = language, .began = instant_now(), .percent = -1};
}

static void draw_bar(const char *what, int percent)
{
	char bar[31];
	for (int i = 0; i < 30; i++)
		bar[i] = i * 100 < percent * 30 ? '#' : '.';
	bar[30] = 0;
	fprintf(stderr, "\r%s [%s] %3d%%", what, bar, percent);
	fflush(stderr);
}

void progress_show(void *context, size_t done, size_t all)
{
	struct progress *progress = context;
	instant_ms now = instant_now();
	bool terminal = isatty(STDERR_FILENO);
	int percent = all ? (int)(done * 100 / all) : 0;
	if (now - progress->began < 1000 || percent == progress->percent)
		return;
	if (terminal && now - progress->shown < 100 && percent < 100)
		return;
	if (!terminal && progress->percent >= 0 && percent / 10 == progress->percent / 10)
		return;
	progress->percent = percent;
	progress->shown = now;
	progress->visible = true;
	if (terminal)
		draw_bar(progress->what, percent);
	else
		fprintf(stderr, "%s %d%%\n", progress->what, percent);
}

void progress_end(struct progress *progress)
{
	if (progress->visible && isatty(STDERR_FILENO)) {
		draw_bar(progress->what, 100);
		fputc('\n', stderr);
	}
	progress->visible = false;
}

bool input_read(struct invocation *invocation, const char *path, char **ret, size_t *ret_length,
                struct fault *fault)
{
	if (text_equal(path, "-"))
		return stream_read(&invocation->arena, STDIN_FILENO, path, ret, ret_length, fault);
	return file_read(&invocation->arena, path, ret, ret_length, fault);
}

int output_write(const struct invocation *invocation, const void *bytes, size_t length)
{
	const char *path = invocation->options[OPTION_OUTPUT];
	struct fault fault = {};
	if (path && strcmp(path, "-") != 0)
		return file_write(path, bytes, length, 0644, &fault) ? 0 : fail(invocation, &fault);
	if (fwrite(bytes, 1, length, stdout) == length && fflush(stdout) == 0)
		return 0;
	fault_set(&fault, command_output_failed);
	return fail(invocation, &fault);
}
