/* Any bytes as registers/fuzz.yaml among a few files that are right: either
   definitions that keep their promises, or faults that can be printed. */
#include <assert.h>

#include "../unit/definitions_fixture.h"
#include "fuzz.h"

static struct fixture companions;

/* Once: what a register can refer to. The big register of the fixture stays out, for speed. */
static void companions_read(void)
{
	static const char *const left_out[] = {"registers/activity.yaml", "calendars/2021.yaml",
	                                       "summaries/half_year.txt"};
	const char *root = getenv("JINGUO_ROOT");
	bool read = fixture_read(root ? root : ".", &companions);
	assert(read);
	for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
		for (size_t j = 0; j < companions.count; j++)
			if (text_equal(companions.files[j].path, left_out[i]))
				companions.files[j] = companions.files[--companions.count];
}

static void check_label(struct label label)
{
	assert(label.zh && *label.zh && label.en && *label.en);
}

static void check_field(const struct ledger *ledger, const struct field *field)
{
	check_label(field->label);
	assert(field->column && field->birth_name && field->place == (size_t)(field - ledger->fields));
	bool choice = field->type == FIELD_CHOICE || field->type == FIELD_CHOICES;
	assert(choice == !!field->list && (field->type == FIELD_LINK) == !!field->to);
	assert((field->type == FIELD_ROWS) == !!field->rows);
	assert(field->min <= field->max);
	assert(!field->blind || field->secrecy == SECRECY_SEALED);
	assert(ledger_field(ledger, field->name) == field);
}

static void check_figure(const struct figure *figure)
{
	check_label(figure->label);
	bool parts = figure->measure == MEASURE_RATIO, missing = figure->measure == MEASURE_MISSING;
	bool counted = figure->measure == MEASURE_COUNT;
	assert(!parts || (figure->of[0] && figure->of[1]));
	assert(!missing || (figure->of[0] && figure->filed_in && figure->on));
	assert(parts || missing || figure->time == TIME_STOCK || figure->on);
	assert(figure->time != TIME_STOCK || figure->from);
	assert(figure->time != TIME_LATEST || figure->per);
	assert(parts || missing || counted || figure->value);
	assert(figure->by);
}

static void check_move(const struct ledger *ledger, const struct move *move)
{
	check_label(move->label);
	assert(move->from[0] && move->to && move->by[0] && move->needs && move->rules && move->effects);
	assert(move->to >= ledger->states && move->to < ledger->states + ledger->state_count);
}

static void check_json(const struct ledger *ledger)
{
	struct arena arena = {};
	struct faults faults = {};
	struct yaml *root = NULL;
	struct text text = TEXT_EMPTY;
	ledger_json(ledger, &text);
	bool parsed = yaml_parse(&arena, "json", text.at, text.length, &root, &faults);
	/* Conditions may lie deeper than our reader of YAML goes. */
	assert(parsed || faults.items[0].code == base_yaml_depth);
	faults_release(&faults);
	arena_release(&arena);
	text_release(&text);
}

static void check_ledger(const struct definitions *definitions, const struct ledger *ledger)
{
	assert(definitions_ledger(definitions, ledger->name) == ledger);
	check_label(ledger->label);
	assert(ledger->table && ledger->org && ledger->group && ledger->field_count);
	for (size_t i = 0; i < ledger->field_count; i++)
		check_field(ledger, &ledger->fields[i]);
	for (size_t i = 0; i < ledger->figure_count; i++) {
		check_figure(&ledger->figures[i]);
		assert(definitions_figure(definitions, ledger->figures[i].full_name) == &ledger->figures[i]);
	}
	for (size_t i = 0; i < ledger->move_count; i++)
		check_move(ledger, &ledger->moves[i]);
	check_json(ledger);
}

static void check_faults(const struct faults *faults)
{
	struct text text = TEXT_EMPTY;
	assert(faults->count);
	for (size_t i = 0; i < faults->count; i++) {
		assert(faults->items[i].at.file && faults->items[i].at.line >= 1 &&
		       faults->items[i].at.column >= 1);
		fault_print(&faults->items[i], LANGUAGE_ZH, &text);
		fault_print(&faults->items[i], LANGUAGE_EN, &text);
	}
	assert(utf8_valid(text.at, text.length));
	text_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct faults faults = {};
	struct definitions *definitions = NULL;
	if (!companions.count)
		companions_read();
	struct fixture set = companions;
	fixture_put(&set, "registers/fuzz.yaml", (const char *)bytes, length);
	if (definitions_load_files(set.files, set.count, fixture_rules, &definitions, &faults)) {
		struct text text = TEXT_EMPTY;
		assert(!faults.count);
		for (size_t i = 0; i < definitions->ledger_count; i++)
			check_ledger(definitions, definitions->ledgers[i]);
		definitions_print_tree(definitions, &text);
		assert(utf8_valid(text.at, text.length));
		text_release(&text);
	} else {
		assert(!definitions);
		check_faults(&faults);
	}
	definitions_free(definitions);
	faults_release(&faults);
	return 0;
}
