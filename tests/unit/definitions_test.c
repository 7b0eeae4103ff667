/* Definitions: the small right set with everything the language has, looked at
   member by member; then every file of tests/must_fail, each with exactly the
   faults its head names; then folders, names of files and hashes. */
#include "define/definitions.h"

#include <dirent.h>
#include <sys/stat.h>

#include "define/expression.h"
#include "definitions_fixture.h"
#include "unit.h"

static const char *project_root(void)
{
	const char *root = getenv("JINGUO_ROOT");
	return root ? root : ".";
}

/* ---- the right set ---- */

static struct definitions *right;

static void show_faults(const struct faults *faults)
{
	struct text text = TEXT_EMPTY;
	for (size_t i = 0; i < faults->count; i++) {
		text_format(&text, "%s ", fault_name(faults->items[i].code));
		fault_print(&faults->items[i], LANGUAGE_EN, &text);
	}
	print_message("%s", text.at);
	text_release(&text);
}

static int load_right(void **state)
{
	(void)state;
	struct faults faults = {};
	char folder[512];
	snprintf(folder, sizeof folder, "%s/tests/fixtures/definitions", project_root());
	bool good = definitions_load(folder, fixture_rules, &right, &faults);
	show_faults(&faults);
	faults_release(&faults);
	return good ? 0 : -1;
}

static int free_right(void **state)
{
	(void)state;
	definitions_free(right);
	return 0;
}

static const struct field *field_of(const char *ledger, const char *field)
{
	const struct field *found = ledger_field(definitions_ledger(right, ledger), field);
	assert_non_null(found);
	return found;
}

static void assert_words(const char *const *words, const char *expected)
{
	struct text text = TEXT_EMPTY;
	assert_non_null(words);
	for (; *words; words++)
		text_format(&text, "%s%s", text.length ? " " : "", *words);
	assert_string_equal(text.at, expected);
	text_release(&text);
}

static void test_ledgers(void **state)
{
	(void)state;
	struct text names = TEXT_EMPTY;
	for (size_t i = 0; i < right->ledger_count; i++)
		text_format(&names, "%s:%s ", right->ledgers[i]->name, right->ledgers[i]->table);
	assert_string_equal(names.at,
	                    "activity:activity activity.signups:activity_signups org:org person:person ");
	text_release(&names);
	const struct ledger *activity = definitions_ledger(right, "activity");
	assert_string_equal(activity->label.zh, "公益活动");
	assert_string_equal(activity->help.en, "For women and children");
	assert_string_equal(activity->group, "care");
	assert_string_equal(activity->number, "HD-{org}-{yyyy}-{seq:4}");
	assert_string_equal(activity->number_level, "street");
	assert_ptr_equal(activity->org, field_of("activity", "host_org"));
	assert_ptr_equal(activity->counts_on, field_of("activity", "held_on"));
	assert_ptr_equal(activity->title_field, field_of("activity", "topic"));
	assert_words(activity->rules, "minor_reported");
	assert_words(activity->was, "event");
	assert_null(activity->parent);
	assert_null(definitions_ledger(right, "person")->counts_on);
	assert_null(definitions_ledger(right, "person")->number);
	assert_null(definitions_ledger(right, "person")->rules);
	assert_string_equal(activity->at.file + strlen(activity->at.file) - 23, "registers/activity.yaml");
	assert_int_equal(activity->at.line, 1);
	assert_int_equal(strlen(activity->source), activity->source_length);
	assert_true(text_starts(activity->source, "register: activity\n"));
}

static void test_child(void **state)
{
	(void)state;
	const struct ledger *activity = definitions_ledger(right, "activity");
	const struct ledger *signups = definitions_ledger(right, "activity.signups");
	assert_ptr_equal(signups->parent, activity);
	assert_ptr_equal(signups->rows_field, field_of("activity", "signups"));
	assert_ptr_equal(field_of("activity", "signups")->rows, signups);
	assert_ptr_equal(signups->org, activity->org);
	assert_ptr_equal(signups->counts_on, activity->counts_on);
	assert_string_equal(signups->group, "care");
	assert_string_equal(signups->label.zh, "报名");
	assert_memory_equal(signups->hash, activity->hash, 32);
	assert_int_equal(signups->field_count, 4);
	assert_int_equal(signups->state_count, 0);
	assert_ptr_equal(field_of("activity.signups", "person")->to, definitions_ledger(right, "person"));
	/* every name its table can have had: of the parent, of the rows, and both */
	assert_words(signups->was, "activity.enrolments event.signups event.enrolments");
	assert_ptr_equal(definitions_ledger(right, "event.signups"), signups);
	assert_ptr_equal(definitions_ledger(right, "event"), activity);
	assert_ptr_equal(definitions_ledger(right, "resident"), definitions_ledger(right, "person"));
	assert_null(definitions_ledger(right, "signups"));
	assert_null(definitions_ledger(right, "activit"));
	const struct role *clerk = definitions_role(right, "clerk");
	assert_ptr_equal(ledger_access(signups, clerk), ledger_access(activity, clerk));
}

static void test_fields(void **state)
{
	(void)state;
	const struct field *host = field_of("activity", "host_org"), *fee = field_of("activity", "fee");
	assert_string_equal(host->column, "org");
	assert_true(host->required);
	assert_string_equal(field_of("activity", "topic")->column, "topic");
	assert_int_equal(field_of("activity", "topic")->max, 100);
	assert_int_equal(field_of("activity", "venue")->max, 200);
	assert_int_equal(fee->scale, 2);
	assert_int_equal(fee->min, 0);
	assert_int_equal(fee->max, 9950);
	assert_int_equal(fee->initial.number, 50);
	assert_string_equal(fee->unit.zh, "元");
	assert_int_equal(field_of("activity", "people")->max, 1000000000);
	assert_int_equal(field_of("activity.signups", "hours")->min, -10000000000);
	assert_int_equal(field_of("person", "born")->min, 1900);
	assert_int_equal(field_of("person", "born")->max, 2999);
	assert_string_equal(field_of("activity", "kind")->initial.bytes, "lecture");
	assert_string_equal(field_of("activity", "goals")->initial.bytes, ",lecture,tour,");
	assert_int_equal(field_of("activity", "online")->initial.kind, VALUE_INT);
	assert_int_equal(field_of("activity", "topic")->initial.kind, VALUE_NONE);
	assert_int_equal(field_of("activity", "started")->initial.number, 1617067800000);
	assert_string_equal(field_of("activity", "due_on")->computed, "case_due_on");
	assert_string_equal(expression_source(field_of("activity", "venue")->show_if), "not online");
	assert_string_equal(field_of("activity", "held_on")->check_says.en, "That day has not come.");
	const struct field *card = field_of("person", "id_number");
	assert_int_equal(card->secrecy, SECRECY_SEALED);
	assert_true(card->blind);
	assert_string_equal(card->birth_name, "card");
	assert_ptr_equal(field_of("person", "card"), card);
	assert_string_equal(fee->birth_name, "fee");
	assert_int_equal(field_of("person", "name")->secrecy, SECRECY_PERSONAL);
	const struct ledger *activity = definitions_ledger(right, "activity");
	for (size_t i = 0; i < activity->field_count; i++)
		assert_int_equal(activity->fields[i].place, i);
	assert_null(ledger_field(activity, "tenant"));
}

static void test_lists(void **state)
{
	(void)state;
	const struct list *kind = field_of("activity", "kind")->list;
	assert_int_equal(kind->count, 3);
	assert_false(kind->ordered);
	const struct list_item *tour = list_find(kind, "tour");
	assert_int_equal(tour->until, 20201231);
	assert_ptr_equal(tour->maps_to, list_find(kind, "camp"));
	assert_int_equal(tour->rank, 2);
	assert_ptr_equal(list_find(kind, "talk"), list_find(kind, "lecture"));
	assert_null(list_find(kind, "walk"));
	const struct list *level = definitions_list(right, "org_level");
	assert_ptr_equal(field_of("org", "level")->list, level);
	assert_true(level->ordered);
	assert_string_equal(list_find(level, "village")->code, "community");
	assert_null(definitions_list(right, "kind"));
}

static void test_lifecycle(void **state)
{
	(void)state;
	const struct ledger *activity = definitions_ledger(right, "activity");
	assert_string_equal(activity->states[0].name, "planned");
	assert_true(ledger_state(activity, "closed")->final);
	assert_ptr_equal(ledger_state(activity, "done"), ledger_state(activity, "held"));
	assert_null(ledger_state(activity, "void"));
	const struct move *hold = ledger_move(activity, "hold"), *close = ledger_move(activity, "close");
	assert_ptr_equal(hold->from[0], &activity->states[0]);
	assert_null(hold->from[1]);
	assert_ptr_equal(hold->to, ledger_state(activity, "held"));
	assert_words(hold->by, "clerk lead");
	assert_int_equal(hold->within.count, 5);
	assert_int_equal(hold->within.unit, SPAN_WORKDAYS);
	assert_ptr_equal(hold->needs[0], activity->counts_on);
	assert_null(hold->needs[1]);
	assert_non_null(hold->guard);
	assert_string_equal(hold->guard_says.en, "Not held yet.");
	assert_words(hold->rules, "minor_reported");
	assert_words(hold->effects, "notify_street");
	assert_ptr_equal(close->from[1], ledger_state(activity, "held"));
	assert_words(close->by, "lead");
	assert_words(close->rules, "");
	assert_words(close->effects, "");
	assert_null(close->needs[0]);
	assert_null(close->guard);
	assert_int_equal(close->within.count, 0);
	assert_null(ledger_move(activity, "void"));
}

static void test_access(void **state)
{
	(void)state;
	const struct ledger *activity = definitions_ledger(right, "activity");
	const struct access_rule *clerk = ledger_access(activity, definitions_role(right, "clerk"));
	const struct access_rule *leader = ledger_access(activity, definitions_role(right, "leader"));
	assert_int_equal(clerk->scope[ACCESS_OPEN], SCOPE_OWN_TREE);
	assert_int_equal(clerk->scope[ACCESS_MOVE], SCOPE_OWN_ORG);
	assert_int_equal(clerk->scope[ACCESS_EXPORT], SCOPE_OWN);
	assert_int_equal(clerk->scope[ACCESS_UNSEAL], SCOPE_NONE);
	assert_int_equal(leader->scope[ACCESS_OPEN], SCOPE_NONE);
	assert_int_equal(leader->hide_below, 3);
	assert_null(ledger_access(definitions_ledger(right, "person"), definitions_role(right, "leader")));
	assert_words(definitions_role(right, "clerk")->excludes, "leader");
	assert_words(definitions_role(right, "leader")->excludes, "clerk");
	assert_true(definitions_role(right, "lead")->second_factor);
	assert_null(definitions_role(right, "nobody"));
	for (size_t i = 0; i < ACCESS_ACTION_COUNT; i++)
		assert_non_null(access_action_name((enum access_action)i));
	assert_string_equal(access_scope_name(SCOPE_NONE), "none");
	assert_string_equal(access_scope_name(SCOPE_ALL), "all");
}

static const struct figure *figure_of(const char *name)
{
	const struct figure *figure = definitions_figure(right, name);
	assert_non_null(figure);
	assert_string_equal(figure->full_name, name);
	return figure;
}

static void test_figures_of_records(void **state)
{
	(void)state;
	const struct ledger *activity = definitions_ledger(right, "activity");
	const struct figure *held = figure_of("activity.held");
	assert_int_equal(held->measure, MEASURE_COUNT);
	assert_int_equal(held->time, TIME_FLOW);
	assert_ptr_equal(held->ledger, activity);
	assert_ptr_equal(held->on, activity->counts_on);
	assert_null(held->where);
	assert_string_equal(held->unit.en, "activities");
	assert_ptr_equal(held->by[0], field_of("activity", "kind"));
	assert_ptr_equal(held->by[1], field_of("activity", "online"));
	assert_null(held->by[2]);
	assert_string_equal(expression_source(figure_of("activity.online")->where), "online");
	assert_ptr_equal(figure_of("activity.due")->on, field_of("activity", "due_on"));
	assert_true(figure_of("activity.ever")->cumulative);
	assert_ptr_equal(figure_of("activity.people")->value, field_of("activity", "people"));
	assert_int_equal(figure_of("activity.people")->measure, MEASURE_SUM);
	assert_non_null(figure_of("activity.people")->where);
	assert_int_equal(figure_of("activity.first_on")->measure, MEASURE_FIRST);
	assert_int_equal(figure_of("activity.first_on")->shown, UNIT_DATE);
	assert_int_equal(figure_of("activity.last_on")->measure, MEASURE_LAST);
	assert_ptr_equal(figure_of("activity.last_on")->value, activity->counts_on);
	assert_int_equal(figure_of("activity.hosts")->measure, MEASURE_DISTINCT);
	const struct figure *stock = figure_of("org.communities");
	assert_int_equal(stock->time, TIME_STOCK);
	assert_ptr_equal(stock->from, field_of("org", "valid_from"));
	assert_ptr_equal(stock->until, field_of("org", "valid_to"));
	const struct figure *newest = figure_of("activity.newest");
	assert_int_equal(newest->time, TIME_LATEST);
	assert_int_equal(newest->measure, MEASURE_SUM);
	assert_ptr_equal(newest->per, field_of("activity", "kind"));
	assert_ptr_equal(newest->value, field_of("activity", "people"));
	assert_ptr_equal(newest->on, activity->counts_on);
	assert_int_equal(figure_of("activity.newest_online")->measure, MEASURE_COUNT);
	assert_non_null(figure_of("activity.newest_online")->where);
	assert_null(definitions_figure(right, "activity"));
	assert_null(definitions_figure(right, "activity.signups"));
	assert_null(definitions_figure(right, "held"));
}

static void test_figures_of_others(void **state)
{
	(void)state;
	const struct ledger *activity = definitions_ledger(right, "activity");
	const struct ledger *signups = definitions_ledger(right, "activity.signups");
	const struct figure *visitors = figure_of("activity.visitors"), *came = figure_of("activity.came");
	assert_ptr_equal(visitors->ledger, signups);
	assert_ptr_equal(visitors->on, activity->counts_on);
	assert_ptr_equal(visitors->value, field_of("activity.signups", "person"));
	assert_ptr_equal(visitors->by[0], field_of("activity", "kind"));
	assert_ptr_equal(visitors->by[1], field_of("activity.signups", "attended"));
	assert_ptr_equal(came->on, field_of("activity.signups", "came_on"));
	/* The records of another register, placed in time by its own date. */
	const struct figure *active = figure_of("org.active");
	assert_ptr_equal(active->ledger, activity);
	assert_ptr_equal(active->on, activity->counts_on);
	assert_ptr_equal(active->value, field_of("activity", "people"));
	assert_ptr_equal(active->by[0], field_of("activity", "kind"));
	const struct figure *share = figure_of("activity.share"), *per = figure_of("activity.per_community");
	assert_int_equal(share->measure, MEASURE_RATIO);
	assert_int_equal(share->shown, UNIT_PERCENT);
	assert_ptr_equal(share->of[0], figure_of("activity.online"));
	assert_ptr_equal(share->of[1], figure_of("activity.held"));
	assert_null(share->of_where[0]);
	assert_ptr_equal(per->of[1], figure_of("org.communities"));
	assert_string_equal(expression_source(per->of_where[0]), "kind = 'lecture'");
	assert_int_equal(per->shown, UNIT_PLAIN);
	const struct figure *silent = figure_of("activity.silent");
	assert_int_equal(silent->measure, MEASURE_MISSING);
	assert_ptr_equal(silent->of[0], figure_of("org.communities"));
	assert_ptr_equal(silent->filed_in, activity);
	assert_ptr_equal(silent->on, activity->counts_on);
}

static int64_t setting_at(const char *org, const char *level, civil_date on)
{
	return definitions_setting(right, "people_least", org, level, on)->value.number;
}

static void test_settings(void **state)
{
	(void)state;
	assert_int_equal(setting_at("440305001", "street", 20210601), 10);
	assert_int_equal(setting_at("440305001002", "community", 20201231), 8);
	assert_int_equal(setting_at("440305001002", "community", 20210101), 6);
	assert_int_equal(setting_at("440307", "district", 20210601), 20);
	assert_int_equal(setting_at("440307001", "street", 20210601), 15);
	assert_int_equal(setting_at("440307018", "street", 20210601),
	                 12); /* the longest place wins over the level */
	assert_int_equal(setting_at("440307018003", "community", 20210601), 12);
	assert_null(definitions_setting(right, "nothing", "440307", "district", 20210601));
	const struct setting_value *hours = definitions_setting(right, "star_hours", "44", NULL, 20210101);
	assert_int_equal(hours->value.number, 1005);
	assert_string_equal(hours->source, "民发〔2012〕340号");
}

static void test_calendar_and_summary(void **state)
{
	(void)state;
	assert_int_equal(right->year_count, 1);
	assert_int_equal(right->years[0].year, 2021);
	assert_int_equal(right->years[0].holiday_count, 4);
	assert_int_equal(right->years[0].holidays[3], 20210503);
	assert_int_equal(right->years[0].workday_count, 2);
	assert_int_equal(right->years[0].workdays[1], 20210425);
	assert_int_equal(right->summary_count, 1);
	assert_string_equal(right->summaries[0].name, "half_year");
	assert_true(text_starts(right->summaries[0].text, "---\nsummary: half_year\n"));
	assert_int_equal(strlen(right->summaries[0].text), right->summaries[0].length);
}

/* ---- for people and for the browser ---- */

/* JSON is YAML too, and our reader refuses a key that stands twice. */
static void test_json(void **state)
{
	(void)state;
	for (size_t i = 0; i < right->ledger_count; i++) {
		const struct ledger *ledger = right->ledgers[i];
		struct text text = TEXT_EMPTY;
		struct arena arena = {};
		struct faults faults = {};
		struct yaml *root = NULL;
		text_add_byte(&text, '['); /* appended, whatever stands before it */
		ledger_json(ledger, &text);
		text_add_byte(&text, ']');
		assert_true(yaml_parse(&arena, "json", text.at, text.length, &root, &faults));
		assert_string_equal(yaml_get(root->items[0], "name")->value, ledger->name);
		assert_int_equal(yaml_get(root->items[0], "fields")->count, ledger->field_count);
		assert_int_equal(yaml_get(root->items[0], "figures")->count, ledger->figure_count);
		assert_int_equal(yaml_get(root->items[0], "access")->count, ledger->access_count);
		arena_release(&arena);
		text_release(&text);
	}
}

static void test_json_members(void **state)
{
	(void)state;
	static const char *const expected[] = {
	        "\"name\":\"activity\",\"title\":{\"zh\":\"公益活动\",\"en\":\"Activity\"}",
	        "{\"name\":\"host_org\",\"title\":{\"zh\":\"主办\",\"en\":\"Host\"},\"type\":\"org\",\"org\":"
	        "true,"
	        "\"required\":true,\"in_list\":true}",
	        "{\"code\":\"tour\",\"title\":{\"zh\":\"参访\",\"en\":\"Tour\"},\"until\":\"2020-12-31\","
	        "\"maps_to\":\"camp\"}",
	        "\"scale\":2,\"min\":0,\"max\":9950,\"unit\":{\"zh\":\"元\",\"en\":\"yuan\"},\"default\":50}",
	        "\"show_if\":{\"op\":\"not\"",
	        "\"rows\":{\"ledger\":\"activity.signups\",\"fields\":[{\"name\":\"person\"",
	        "{\"name\":\"closed\",\"title\":{\"zh\":\"已归档\",\"en\":\"Closed\"},\"final\":true}",
	        "\"from\":[\"planned\"],\"to\":\"held\",\"by\":[\"clerk\",\"lead\"],"
	        "\"within\":{\"count\":5,\"unit\":\"workdays\"},\"needs\":[\"held_on\"],\"when\":{",
	        "\"leader\":{\"count\":\"own_tree\",\"hide_below\":3}",
	        "\"measure\":\"distinct\",\"time\":\"flow\",\"shown\":\"plain\",\"by\":[\"parent.kind\","
	        "\"attended\"]}",
	        "\"measure\":\"count\",\"time\":\"cumulative\"",
	};
	struct text text = TEXT_EMPTY;
	ledger_json(definitions_ledger(right, "activity"), &text);
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		if (!strstr(text.at, expected[i]))
			print_message("not found: %s\n", expected[i]);
		assert_non_null(strstr(text.at, expected[i]));
	}
	text_cut(&text, 0);
	ledger_json(definitions_ledger(right, "person"), &text);
	assert_non_null(strstr(text.at, "\"secrecy\":\"sealed\",\"blind\":true,\"max\":18}"));
	text_release(&text);
}

static void test_print_tree(void **state)
{
	(void)state;
	struct text text = TEXT_EMPTY;
	definitions_print_tree(right, &text);
	assert_non_null(strstr(text.at, "台账 registers 3，明细 rows 1，指标 figures 17\n"));
	assert_non_null(strstr(
	        text.at, "  activity  公益活动  12 个字段 fields，清单 lists 1，状态 states 3，动作 moves 2，"
	                 "指标 figures 15\n    activity.signups  报名  4 个字段 fields\n"));
	assert_non_null(strstr(text.at, "person  人员  4 个字段 fields，密封 sealed 1\n"));
	assert_non_null(strstr(text.at, "角色 roles 3\n  clerk, lead, leader\n"));
	assert_non_null(strstr(text.at, "日历 calendars 1\n  2021\n"));
	text_release(&text);
}

static void test_type_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < FIELD_TYPE_COUNT; i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(field_type_name((enum field_type)i),
			                        field_type_name((enum field_type)j));
	assert_string_equal(field_type_name(FIELD_ID_NUMBER), "id_number");
	assert_string_equal(field_type_name(FIELD_ROWS), "rows");
}

/* ---- hashes ---- */

static void assert_hex(const uint8_t *bytes, const char *expected)
{
	struct text text = TEXT_EMPTY;
	text_add_hex(&text, bytes, 32);
	assert_string_equal(text.at, expected);
	text_release(&text);
}

static void test_hashes(void **state)
{
	(void)state;
	uint8_t hash[32];
	definitions_sm3("abc", 3, hash); /* GB/T 32905, example 1 */
	assert_hex(hash, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
	const struct ledger *activity = definitions_ledger(right, "activity");
	definitions_sm3(activity->source, activity->source_length, hash);
	assert_memory_equal(activity->hash, hash, 32);
	assert_memory_not_equal(activity->hash, definitions_ledger(right, "org")->hash, 32);
}

/* The hash of everything depends on every byte and every path, and on nothing else. */
static void test_hash_of_all(void **state)
{
	(void)state;
	struct fixture fixture;
	struct faults faults = {};
	struct definitions *loaded = NULL;
	assert_true(fixture_read(project_root(), &fixture));
	struct definition_file first = fixture.files[0];
	fixture.files[0] = fixture.files[5]; /* in another order */
	fixture.files[5] = first;
	assert_true(definitions_load_files(fixture.files, fixture.count, fixture_rules, &loaded, &faults));
	assert_memory_equal(loaded->hash, right->hash, 32);
	assert_string_equal(loaded->ledgers[0]->at.file, "registers/activity.yaml");
	definitions_free(loaded);
	fixture_put(&fixture, "summaries/half_year.txt", "x", 1);
	assert_true(definitions_load_files(fixture.files, fixture.count, fixture_rules, &loaded, &faults));
	assert_memory_not_equal(loaded->hash, right->hash, 32);
	assert_memory_equal(definitions_ledger(loaded, "activity")->hash,
	                    definitions_ledger(right, "activity")->hash, 32);
	definitions_free(loaded);
	fixture_release(&fixture);
}

/* ---- files that must fail ---- */

static bool covered[FAULT_CODES];

static enum fault_code code_of(const char *name)
{
	for (size_t i = FAULT_NONE + 1; i < FAULT_CODES; i++)
		if (text_equal(fault_name((enum fault_code)i), name))
			return (enum fault_code)i;
	return FAULT_NONE;
}

/* The head of a file: "# path: registers/trial.yaml", then a line "# fault: code line:column" each. */
static size_t head_read(struct arena *arena, const char *text, const char **ret_path, struct fault *expected,
                        size_t room)
{
	size_t count = 0;
	for (; *text == '#'; text = strchr(text, '\n') + 1) {
		char name[80];
		int line, column;
		if (text_starts(text, "# path: "))
			*ret_path = arena_copy_bytes(arena, text + 8, strcspn(text + 8, "\n"));
		if (sscanf(text, "# fault: %79s %d:%d", name, &line, &column) != 3)
			continue;
		assert_true(count < room);
		expected[count++] =
		        (struct fault){.code = code_of(name), .at = {.line = line, .column = column}};
		if (expected[count - 1].code == FAULT_NONE)
			print_message("no such fault: %s\n", name);
	}
	return count;
}

static bool fault_is(const struct fault *fault, const char *path, const struct fault *expected)
{
	return fault->code == expected->code && fault->at.line == expected->at.line &&
	       fault->at.column == expected->at.column && text_equal(fault->at.file, path);
}

/* Exactly the expected faults, in the order of their places. */
static bool must_fail(const char *file)
{
	enum { ROOM = 16 };
	struct arena arena = {};
	struct fixture fixture;
	struct faults faults = {};
	struct fault expected[ROOM], fault;
	struct definitions *loaded = NULL;
	char *bytes;
	const char *path = NULL;
	size_t length;
	assert_true(fixture_read(project_root(), &fixture));
	assert_true(file_read(&arena, arena_format(&arena, "%s/tests/must_fail/%s", project_root(), file),
	                      &bytes, &length, &fault));
	size_t count = head_read(&arena, bytes, &path, expected, ROOM);
	assert_non_null(path);
	fixture_put(&fixture, path, bytes, length);
	bool refused = !definitions_load_files(fixture.files, fixture.count, fixture_rules, &loaded, &faults);
	bool good = refused && count && faults.count == count;
	for (size_t i = 0; good && i < count; i++)
		good = fault_is(&faults.items[i], path, &expected[i]);
	for (size_t i = 0; good && i < count; i++)
		covered[expected[i].code] = true;
	if (!good) {
		print_message("%s:\n", file);
		show_faults(&faults);
	}
	faults_release(&faults);
	definitions_free(loaded);
	fixture_release(&fixture);
	arena_release(&arena);
	return good;
}

static void test_must_fail(void **state)
{
	(void)state;
	char folder[512];
	struct dirent **entries;
	snprintf(folder, sizeof folder, "%s/tests/must_fail", project_root());
	int count = scandir(folder, &entries, NULL, alphasort), tried = 0, wrong = 0;
	assert_true(count > 0);
	for (int i = 0; i < count; i++) {
		if (text_ends(entries[i]->d_name, ".yaml")) {
			tried++;
			wrong += !must_fail(entries[i]->d_name);
		}
		free(entries[i]);
	}
	free(entries);
	assert_true(tried > 150);
	assert_int_equal(wrong, 0);
}

/* What needs a folder rather than a file is tried below. */
static void test_every_fault_is_tried(void **state)
{
	(void)state;
	static const enum fault_code elsewhere[] = {
	        define_folder_unreadable, define_folder_empty, define_unknown_file,
	        define_file_extension,    define_file_name,    define_file_twice,
	        define_text_not_utf8,     define_org_missing,  define_group_list_missing,
	};
	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
		covered[elsewhere[i]] = true;
	size_t left = 0;
	for (size_t i = FAULT_NONE + 1; i < FAULT_CODES; i++)
		if (!covered[i] && text_starts(fault_name((enum fault_code)i), "define_")) {
			print_message("never tried: %s\n", fault_name((enum fault_code)i));
			left++;
		}
	assert_int_equal(left, 0);
}

/* ---- several files at once ---- */

static void assert_faults(struct faults *faults, const char *expected)
{
	struct text text = TEXT_EMPTY;
	for (size_t i = 0; i < faults->count; i++)
		text_format(&text, "%s %s:%d\n", fault_name(faults->items[i].code), faults->items[i].at.file,
		            faults->items[i].at.line);
	assert_string_equal(text.at, expected);
	text_release(&text);
	faults_release(faults);
}

static void assert_refused(struct fixture *fixture, const char *expected)
{
	struct faults faults = {};
	struct definitions *loaded = NULL;
	assert_false(definitions_load_files(fixture->files, fixture->count, fixture_rules, &loaded, &faults));
	assert_null(loaded);
	assert_faults(&faults, expected);
	fixture_release(fixture);
}

static void put(struct fixture *fixture, const char *path, const char *bytes)
{
	fixture_put(fixture, path, bytes, strlen(bytes));
}

static void test_all_files_at_once(void **state)
{
	(void)state;
	struct fixture fixture;
	assert_true(fixture_read(project_root(), &fixture));
	put(&fixture, "roles/lead.yaml", "role: lead\ntitle: {zh: 负责人, en: Lead}\nlevel: 2\n");
	put(&fixture, "calendars/2021.yaml",
	    "calendar: 2021\nsource: 通知\nholidays: [2021-13-01, 2020-01-01]\n");
	put(&fixture, "settings/star_hours.yaml",
	    "setting: star_hours\ntype: decimal\nvalues:\n  - {value: 1, source: 甲}\n");
	assert_refused(&fixture, "define_want_date calendars/2021.yaml:3\n"
	                         "define_day_of_other_year calendars/2021.yaml:3\n"
	                         "define_unknown_key roles/lead.yaml:3\n"
	                         "define_key_missing settings/star_hours.yaml:1\n");
}

/* A file that is no YAML is told once; what refers to it is not called unknown. */
static void test_unread_file_tells_once(void **state)
{
	(void)state;
	static const char *const paths[] = {"registers/person.yaml", "lists/org_level.yaml",
	                                    "lists/group.yaml", "roles/clerk.yaml", "registers/org.yaml"};
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		struct fixture fixture;
		char expected[100];
		assert_true(fixture_read(project_root(), &fixture));
		put(&fixture, paths[i], "a: [b\n");
		snprintf(expected, sizeof expected, "base_yaml_syntax %s:2\n", paths[i]);
		assert_refused(&fixture, expected);
	}
}

static void test_org_and_group(void **state)
{
	(void)state;
	struct faults faults = {};
	struct definitions *loaded = NULL;
	static const char person[] =
	        "register: person\ntitle: {zh: 人员, en: Person}\ngroup: basis\norg: home\n"
	        "fields:\n  home: {title: {zh: 单位, en: Home}, type: org}\n"
	        "access:\n  clerk: {open: all}\n";
	static const char role[] = "role: clerk\ntitle: {zh: 经办, en: Clerk}\n";
	const struct definition_file files[] = {
	        {"registers/person.yaml", person, sizeof person - 1},
	        {"roles/clerk.yaml", role, sizeof role - 1},
	};
	assert_false(definitions_load_files(files, 2, fixture_rules, &loaded, &faults));
	assert_faults(&faults, "define_org_missing registers/org.yaml:0\n"
	                       "define_group_list_missing registers/person.yaml:3\n");
	/* without any register neither is missed */
	faults = (struct faults){};
	assert_true(definitions_load_files(files + 1, 1, fixture_rules, &loaded, &faults));
	assert_int_equal(loaded->ledger_count, 0);
	assert_null(definitions_ledger(loaded, "org"));
	definitions_free(loaded);
}

/* Faults that were there before neither fail a load nor get lost. */
static void test_faults_before(void **state)
{
	(void)state;
	struct fixture fixture;
	struct faults faults = {};
	struct definitions *loaded = NULL;
	assert_true(fixture_read(project_root(), &fixture));
	faults_add_at(&faults, ((struct position){}), define_empty);
	assert_true(definitions_load_files(fixture.files, fixture.count, fixture_rules, &loaded, &faults));
	assert_int_equal(faults.count, 1);
	definitions_free(loaded);
	faults_release(&faults);
	fixture_release(&fixture);
}

static void test_paths(void **state)
{
	(void)state;
	static const struct {
		const char *path, *fault;
	} wrong[] = {
	        {"notes.yaml", "define_unknown_file"},      {"forms/a.yaml", "define_unknown_file"},
	        {"roles/a.yml", "define_file_extension"},   {"roles/yaml", "define_file_extension"},
	        {"roles/Auditor.yaml", "define_file_name"}, {"roles/.yaml", "define_file_name"},
	        {"roles/a/b.yaml", "define_file_name"},     {"calendars/next.yaml", "define_file_name"},
	        {"calendars/21.yaml", "define_file_name"},  {"summaries/a.yaml", "define_file_extension"},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct fixture fixture;
		char expected[100];
		assert_true(fixture_read(project_root(), &fixture));
		put(&fixture, wrong[i].path, "a: b\n");
		snprintf(expected, sizeof expected, "%s %s:0\n", wrong[i].fault, wrong[i].path);
		assert_refused(&fixture, expected);
	}
	struct fixture fixture;
	assert_true(fixture_read(project_root(), &fixture));
	fixture.files[fixture.count++] = fixture.files[0];
	assert_refused(&fixture, "define_file_twice calendars/2021.yaml:0\n");
	assert_true(fixture_read(project_root(), &fixture));
	fixture_put(&fixture, "summaries/broken.txt", "\xff", 1);
	assert_refused(&fixture, "define_text_not_utf8 summaries/broken.txt:0\n");
}

/* ---- folders ---- */

static void folder_write(const struct folder *folder, const char *name, const char *bytes)
{
	struct fault fault;
	assert_true(file_write(folder_file(folder, name), bytes, strlen(bytes), 0644, &fault));
}

static void assert_folder(const struct folder *folder, bool good, const char *expected)
{
	struct faults faults = {};
	struct definitions *loaded = NULL;
	struct text text = TEXT_EMPTY;
	assert_int_equal(definitions_load(folder->path, fixture_rules, &loaded, &faults), good);
	for (size_t i = 0; i < faults.count; i++) {
		assert_true(text_starts(faults.items[i].at.file, folder->path));
		text_format(&text, "%s %s\n", fault_name(faults.items[i].code),
		            faults.items[i].at.file + strlen(folder->path));
	}
	assert_string_equal(text.at, expected);
	text_release(&text);
	faults_release(&faults);
	definitions_free(loaded);
}

static void test_folders(void **state)
{
	(void)state;
	struct folder folder = folder_new();
	assert_folder(&folder, false, "define_folder_empty \n");
	assert_int_equal(mkdir(folder_file(&folder, "roles"), 0755), 0);
	folder_write(&folder, "roles/clerk.yaml", "role: clerk\ntitle: {zh: 经办, en: Clerk}\n");
	folder_write(&folder, "README.md", "notes");
	folder_write(&folder, "roles/notes.md", "notes");
	folder_write(&folder, "roles/.clerk.yaml.swp", "x");
	assert_folder(&folder, true, "");
	assert_int_equal(mkdir(folder_file(&folder, "role"), 0755), 0);
	folder_write(&folder, "lists", "a file, not a folder");
	folder_write(&folder, "roles/clerk.yaml~", "x");
	assert_folder(&folder, false,
	              "define_unknown_file /lists\ndefine_unknown_file /role\n"
	              "define_file_extension /roles/clerk.yaml~\n");
	folder_remove(&folder);
	assert_folder(&folder, false, "define_folder_unreadable \n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_ledgers),
	        cmocka_unit_test(test_child),
	        cmocka_unit_test(test_fields),
	        cmocka_unit_test(test_lists),
	        cmocka_unit_test(test_lifecycle),
	        cmocka_unit_test(test_access),
	        cmocka_unit_test(test_figures_of_records),
	        cmocka_unit_test(test_figures_of_others),
	        cmocka_unit_test(test_settings),
	        cmocka_unit_test(test_calendar_and_summary),
	        cmocka_unit_test(test_json),
	        cmocka_unit_test(test_json_members),
	        cmocka_unit_test(test_print_tree),
	        cmocka_unit_test(test_type_names),
	        cmocka_unit_test(test_hashes),
	        cmocka_unit_test(test_hash_of_all),
	        cmocka_unit_test(test_must_fail),
	        cmocka_unit_test(test_every_fault_is_tried),
	        cmocka_unit_test(test_all_files_at_once),
	        cmocka_unit_test(test_unread_file_tells_once),
	        cmocka_unit_test(test_org_and_group),
	        cmocka_unit_test(test_faults_before),
	        cmocka_unit_test(test_paths),
	        cmocka_unit_test(test_folders),
	};
	return cmocka_run_group_tests(tests, load_right, free_right);
}
