/* Prints what the calendar room says of every day, for calendar_agree.mjs:

     print_workdays FROM TO FILE...

   reads the calendar files and prints a line a day: the date, whether it is a
   workday, and the fifth workday after it (0 where no calendar reaches that
   far). A day that is refused prints its fault and ends the run with status 2. */
#include "calendar/workdays.h"

#include "base/yaml.h"

static void print_fault(const struct fault *fault)
{
	struct text text = TEXT_EMPTY;
	fault_print(fault, LANGUAGE_EN, &text);
	printf("%s\n", text.at);
	text_release(&text);
}

/* A definition set of calendars only, named as the folder names them. */
static bool load(struct arena *arena, char **paths, size_t count, struct definitions **ret)
{
	struct definition_file *files = arena_array(arena, struct definition_file, count);
	struct fault fault = {};
	struct faults faults = {};
	for (size_t i = 0; i < count; i++) {
		char *bytes;
		const char *name = strrchr(paths[i], '/');
		if (!file_read(arena, paths[i], &bytes, &files[i].length, &fault)) {
			print_fault(&fault);
			return false;
		}
		files[i].bytes = bytes;
		files[i].path = arena_format(arena, "calendars/%s", name ? name + 1 : paths[i]);
	}
	bool loaded = definitions_load_files(files, count, (struct rule_names){}, ret, &faults);
	for (size_t i = 0; i < faults.count; i++)
		print_fault(&faults.items[i]);
	faults_release(&faults);
	return loaded;
}

static bool print_day(const struct definitions *definitions, civil_date date)
{
	struct fault fault = {};
	bool works;
	civil_date fifth = 0;
	if (!workday_is(definitions, date, &works, &fault)) {
		print_fault(&fault);
		return false;
	}
	if (!workday_add(definitions, date, 5, &fifth, &fault) && fault.code != calendar_year_missing) {
		print_fault(&fault);
		return false;
	}
	char string[DATE_SIZE];
	date_print(date, string);
	printf("%s %d %d\n", string, works, fifth);
	return true;
}

int main(int count, char **arguments)
{
	struct arena arena = {};
	struct definitions *definitions;
	civil_date from, to;
	if (count < 4 || !date_parse(arguments[1], &from) || !date_parse(arguments[2], &to))
		return 1;
	if (!load(&arena, arguments + 3, (size_t)count - 3, &definitions))
		return 1;
	bool good = true;
	for (int32_t day = date_number(from); good && day <= date_number(to); day++)
		good = print_day(definitions, date_from_number(day));
	definitions_free(definitions);
	arena_release(&arena);
	return good ? 0 : 2;
}
