/* The definitions this project ships: they load without a fault, name every
   rule, keep each role to its word, seal what names people, and the half-year
   templates ask for figures that exist. */
#include "field/field.h"

#include "unit.h"

/* Words before a dot that are no figure: of the record or part at hand, of the document. */
static const char *const words[] = {"it", "period", "next"};
static const char *const org_words[] = {"org.name", "org.short", "org.place", "org.leaders"};
/* What the templates say of themselves: as few as can be, five at most. */
static const struct {
	const char *template, *fact;
} fixed_facts[] = {
        {"half_year", "60 source:\"信访工作条例（2022年）第三十四条\""},
        {"half_year_en", "60 source:\"Regulations on Petitions (2022), article 34\""},
};
enum { FIXED_MOST = 5, NAMES_MOST = 200 };

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct definitions *shipped;

static int load(void **state)
{
	(void)state;
	const char *names[NAMES_MOST] = {};
	for (size_t i = 0; field_rules[i].name; i++)
		names[i] = field_rules[i].name;
	const char *root = getenv("JINGUO_ROOT");
	char folder[4096];
	snprintf(folder, sizeof folder, "%s/definitions", root ? root : ".");
	struct faults faults = {};
	bool loaded = definitions_load(folder, (struct rule_names){names}, &shipped, &faults);
	for (size_t i = 0; i < faults.count; i++) {
		struct text text = TEXT_EMPTY;
		fault_print(&faults.items[i], LANGUAGE_EN, &text);
		print_error("%s\n", text.at);
		text_release(&text);
	}
	faults_release(&faults);
	return loaded ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	definitions_free(shipped);
	return 0;
}

static bool names_rule(const char *const *list, const char *name)
{
	for (; list && *list; list++)
		if (text_equal(*list, name))
			return true;
	return false;
}

static bool ledger_names_rule(const struct ledger *ledger, const char *name)
{
	if (names_rule(ledger->rules, name))
		return true;
	for (size_t i = 0; i < ledger->field_count; i++)
		if (text_equal(ledger->fields[i].computed, name))
			return true;
	for (size_t i = 0; i < ledger->move_count; i++)
		if (names_rule(ledger->moves[i].rules, name) || names_rule(ledger->moves[i].effects, name))
			return true;
	return false;
}

static void test_every_rule_is_used(void **state)
{
	(void)state;
	for (const struct rule *rule = field_rules; rule->name; rule++) {
		bool used = false;
		for (size_t i = 0; i < shipped->ledger_count; i++)
			used |= ledger_names_rule(shipped->ledgers[i], rule->name);
		if (!used)
			print_error("no definition names the rule %s\n", rule->name);
		assert_true(used);
	}
}

/* The figures that DOMAIN section 5 asks of the registers kept so far. */
static void test_figures_of_the_report(void **state)
{
	(void)state;
	static const char *const figures[] = {
	        "org.streets",
	        "org.communities",
	        "activity.held",
	        "activity.online",
	        "activity.attendances",
	        "activity.participants",
	        "activity.cost",
	        "rights_case.cases",
	        "rights_case.closed",
	        "rights_case.open_now",
	        "rights_case.overdue",
	        "rights_case.close_pct",
	        "rights_case.callers",
	        "rights_case.minors",
	        "election.communities_done",
	        "election.last_on",
	        "election.done_pct",
	        "committee_member.community_elected",
	        "committee_member.industries",
	        "committee_member.chairs",
	        "committee_member.chairs_both",
	        "committee_member.chairs_both_pct",
	        "federation_mother.team",
	        "pairing.children",
	        "pairing.paired_pct",
	        "visit.visits",
	        "visit.overdue",
	        "child.in_care",
	        "secondment.batches",
	        "secondment.turns",
	        "secondment.people",
	        "secondment.days",
	        "secondment.duty_weeks",
	        "secondment.duty_cadres",
	        "indicator_value.on_track_pct",
	        "indicator_value.judged",
	        "fact.facts",
	        "duty_room.rooms",
	        "duty_room.rooms_pct",
	        "duty_shift.kept_pct",
	        "duty_shift.served",
	        "expert.experts",
	        "friendly_site.sites",
	        "friendly_site.domains",
	        "friendly_task.done_pct",
	        "nursing_room.assessed",
	        "nursing_room.assessed_pct",
	        "nursing_room.fixed_pct",
	        "volunteer.people",
	        "volunteer.hours",
	        "volunteer.starred",
	        "deed.categories",
	        "deed.items",
	        "deed.done_pct",
	        "project.projects",
	        "project.branches",
	        "project.members",
	        "honour.nominated",
	        "honour.shown",
	        "honour.awarded",
	        "lecture.sessions",
	        "lecture.audience",
	        "survey.problems",
	        "survey.closed_pct",
	        "theme.themes",
	        "theme.done_pct",
	        "training_class.classes",
	        "training_class.coverage_pct",
	        "org.new_field",
	        "venue.activities",
	        "venue.visits",
	        "venue.target_on",
	        "episode.aired",
	        "tradition_base.bases",
	        "tradition_base.unveiled_on",
	        "mandatory_report.minutes",
	        "mandatory_report.reported",
	        "mandatory_report.overdue",
	        "mechanism.mechanisms",
	        "screening.households",
	        "screening.nil_returns",
	        "screening.silent_communities",
	        "girl_task.done_pct",
	};
	for (size_t i = 0; i < COUNT(figures); i++) {
		if (!definitions_figure(shipped, figures[i]))
			print_error("there is no figure %s\n", figures[i]);
		assert_non_null(definitions_figure(shipped, figures[i]));
	}
	/* Whoever stands in three groups is one mother. */
	assert_int_equal(definitions_figure(shipped, "federation_mother.team")->measure, MEASURE_DISTINCT);
	assert_int_equal(definitions_figure(shipped, "activity.participants")->measure, MEASURE_DISTINCT);
	assert_int_equal(definitions_figure(shipped, "secondment.people")->measure, MEASURE_DISTINCT);
	assert_int_equal(definitions_figure(shipped, "secondment.turns")->measure, MEASURE_COUNT);
}

/* The report's order: these seven, and nothing else among the kinds. */
static void test_seven_kinds(void **state)
{
	(void)state;
	static const char *const kinds[] = {
	        "爱家讲堂",
	        "节日文化传承活动",
	        "女性素质提升活动",
	        "妇女公益课",
	        "未成年人思想道德建设活动",
	        "亲子阅读主题活动",
	        "“双有”少年儿童社会素质体验营",
	};
	const struct field *kind = ledger_field(definitions_ledger(shipped, "activity"), "kind");
	assert_int_equal(kind->list->count, COUNT(kinds));
	for (size_t i = 0; i < COUNT(kinds); i++)
		assert_string_equal(kind->list->items[i].label.zh, kinds[i]);
	assert_false(kind->required); /* the remainder has none */
}

static void test_roles_keep_their_word(void **state)
{
	(void)state;
	static const char *const admins[] = {"system_admin", "security_admin", "audit_admin"};
	const struct role *clerk = definitions_role(shipped, "clerk"),
	                  *statement = definitions_role(shipped, "statement");
	for (size_t i = 0; i < shipped->ledger_count; i++) {
		const struct ledger *ledger = shipped->ledgers[i];
		if (ledger->parent)
			continue;
		const struct access_rule *of_clerk = ledger_access(ledger, clerk);
		assert_non_null(of_clerk);
		assert_int_equal(of_clerk->scope[ACCESS_OPEN], SCOPE_OWN_TREE);
		assert_int_equal(of_clerk->scope[ACCESS_CHANGE], SCOPE_OWN_TREE);
		assert_int_equal(of_clerk->scope[ACCESS_COUNT], SCOPE_OWN_TREE);
		assert_int_equal(of_clerk->scope[ACCESS_EXPORT], SCOPE_OWN_TREE);
		assert_int_equal(of_clerk->scope[ACCESS_MOVE],
		                 ledger->move_count ? SCOPE_OWN_TREE : SCOPE_NONE);
		assert_int_equal(of_clerk->scope[ACCESS_UNSEAL], SCOPE_NONE);
		const struct access_rule *of_statement = ledger_access(ledger, statement);
		assert_non_null(of_statement);
		assert_int_equal(of_statement->scope[ACCESS_COUNT], SCOPE_OWN_TREE);
		assert_int_equal(of_statement->scope[ACCESS_CHANGE], SCOPE_NONE);
		assert_int_equal(of_statement->hide_below, 0);
		for (size_t j = 0; j < COUNT(admins); j++)
			assert_null(ledger_access(ledger, definitions_role(shipped, admins[j])));
	}
	for (size_t i = 0; i < COUNT(admins); i++)
		for (size_t j = 0; j < COUNT(admins); j++)
			assert_int_equal(
			        names_rule(definitions_role(shipped, admins[i])->excludes, admins[j]),
			        i != j);
}

/* Whoever may open sealed fields enters with a second factor. */
static void test_unsealing_needs_a_second_factor(void **state)
{
	(void)state;
	for (size_t i = 0; i < shipped->ledger_count; i++)
		for (size_t j = 0; j < shipped->ledgers[i]->access_count; j++) {
			const struct access_rule *rule = &shipped->ledgers[i]->access[j];
			if (rule->scope[ACCESS_UNSEAL] != SCOPE_NONE)
				assert_true(rule->role->second_factor);
		}
}

static void test_what_names_people_is_sealed(void **state)
{
	(void)state;
	static const char *const sealed[][2] = {
	        {"person", "name"},
	        {"person", "id_number"},
	        {"person", "phone"},
	        {"rights_case", "caller"},
	        {"rights_case", "caller_called"},
	        {"rights_case", "phone"},
	        {"rights_case", "safe_time"},
	        {"rights_case", "address"},
	        {"rights_case", "victim"},
	        {"rights_case", "respondent"},
	        {"rights_case", "facts"},
	        {"rights_case", "wish"},
	        {"rights_case", "answer"},
	        {"rights_case", "report_waiver"},
	        {"rights_case.steps", "did"},
	        {"child", "guardian"},
	        {"child", "guardian_phone"},
	        {"child", "address"},
	        {"child", "school"},
	        {"child", "needs"},
	        {"visit", "need"},
	        {"honour.objections", "raised_by"},
	        {"honour.objections", "objection"},
	        {"violence_case", "victim"},
	        {"violence_case", "offender"},
	        {"violence_case", "facts"},
	        {"violence_case", "safe_time"},
	        {"violence_case", "new_address"},
	        {"violence_case", "new_phone"},
	        {"violence_case.children", "child"},
	        {"warning", "offender"},
	        {"warning", "victim"},
	        {"protection_order", "victim"},
	        {"protection_order", "respondent"},
	        {"follow_up", "note"},
	        {"mandatory_report", "reporter"},
	        {"mandatory_report", "reporter_unit"},
	        {"mandatory_report", "reporter_phone"},
	        {"mandatory_report", "child"},
	        {"mandatory_report", "address"},
	        {"mandatory_report", "school"},
	        {"mandatory_report", "guardian"},
	        {"mandatory_report", "facts"},
	        {"dispute_household", "parties"},
	        {"dispute_household", "address"},
	        {"girl_file", "girl"},
	        {"girl_file", "guardian"},
	        {"girl_file", "school"},
	        {"guidance", "carer"},
	        {"guidance", "child"},
	};
	for (size_t i = 0; i < COUNT(sealed); i++) {
		const struct field *field =
		        ledger_field(definitions_ledger(shipped, sealed[i][0]), sealed[i][1]);
		assert_non_null(field);
		assert_int_equal(field->secrecy, SECRECY_SEALED);
	}
}

/* ---- templates ---- */

static bool name_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_';
}

/* Length of "register.figure" at the start of a string, or 0. */
static size_t figure_length(const char *at)
{
	size_t dot = 0, end;
	while (name_byte(at[dot]))
		dot++;
	if (!dot || at[dot] != '.')
		return 0;
	for (end = dot + 1; name_byte(at[end]);)
		end++;
	for (size_t i = 0; i < COUNT(org_words); i++)
		if (strlen(org_words[i]) == end && !strncmp(org_words[i], at, end))
			return 0;
	for (size_t i = 0; i < COUNT(words); i++)
		if (strlen(words[i]) == dot && !strncmp(words[i], at, dot))
			return 0;
	return end > dot + 1 ? end : 0;
}

/* A walk over the figures that a template asks for. */
struct walk {
	const char *at;
	bool inside; /* a directive, before its first option */
	char figure[96];
};

static bool walk_next(struct walk *walk)
{
	for (;;) {
		if (!walk->inside) {
			walk->at = strstr(walk->at, "{{");
			if (!walk->at)
				return false;
			walk->at += 2;
			walk->inside = true;
		}
		size_t length = figure_length(walk->at), word = strcspn(walk->at, " }");
		if (length) {
			snprintf(walk->figure, sizeof walk->figure, "%.*s", (int)length, walk->at);
			walk->at += length;
			return true;
		}
		/* Figures stand behind nothing but these words. */
		static const char *const before[] = {"each", "vs", "if", "check", "parts", "same", "filed"};
		bool goes_on = !word;
		for (size_t i = 0; i < COUNT(before); i++)
			goes_on |= strlen(before[i]) == word && !strncmp(before[i], walk->at, word);
		walk->inside = goes_on && walk->at[word] == ' ';
		walk->at += walk->inside ? word + 1 : word;
	}
}

static const char *summary_text(const char *name)
{
	for (size_t i = 0; i < shipped->summary_count; i++)
		if (text_equal(shipped->summaries[i].name, name))
			return shipped->summaries[i].text;
	fail_msg("there is no template %s", name);
	return "";
}

static void test_templates_ask_for_what_there_is(void **state)
{
	(void)state;
	static const char *const templates[] = {"half_year", "half_year_en"};
	for (size_t i = 0; i < COUNT(templates); i++) {
		struct walk walk = {.at = summary_text(templates[i])};
		size_t asked = 0;
		for (; walk_next(&walk); asked++) {
			if (!definitions_figure(shipped, walk.figure))
				print_error("%s is no figure\n", walk.figure);
			assert_non_null(definitions_figure(shipped, walk.figure));
		}
		assert_true(asked > 90);
	}
}

/* The same figures in the same order: neither language tells more. */
static void test_languages_agree(void **state)
{
	(void)state;
	struct walk zh = {.at = summary_text("half_year")}, en = {.at = summary_text("half_year_en")};
	while (walk_next(&zh)) {
		assert_true(walk_next(&en));
		assert_string_equal(zh.figure, en.figure);
	}
	assert_false(walk_next(&en));
}

/* The fact of the next directive `fixed`; NULL when there is none. */
static const char *next_fixed(const char **ref_at, char *out, size_t room)
{
	for (const char *at = *ref_at; (at = strstr(at, "{{")) != NULL;) {
		at += strlen("{{");
		at += strspn(at, " ");
		if (!text_starts(at, "fixed "))
			continue;
		at += strlen("fixed ");
		snprintf(out, room, "%.*s", (int)strcspn(at, "}"), at);
		*ref_at = at;
		return out;
	}
	return NULL;
}

static void test_few_fixed_facts(void **state)
{
	(void)state;
	size_t found = 0;
	for (size_t i = 0; i < shipped->summary_count; i++) {
		const char *name = shipped->summaries[i].name, *at = shipped->summaries[i].text, *fact;
		char room[256];
		size_t fixed = 0;
		for (; (fact = next_fixed(&at, room, sizeof room)) != NULL; fixed++, found++) {
			print_message("# %s: %s\n", name, fact);
			assert_true(found < COUNT(fixed_facts));
			assert_string_equal(name, fixed_facts[found].template);
			assert_string_equal(fact, fixed_facts[found].fact);
		}
		assert_true(fixed <= FIXED_MOST);
	}
	assert_int_equal(found, COUNT(fixed_facts));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_every_rule_is_used),
	        cmocka_unit_test(test_figures_of_the_report),
	        cmocka_unit_test(test_seven_kinds),
	        cmocka_unit_test(test_roles_keep_their_word),
	        cmocka_unit_test(test_unsealing_needs_a_second_factor),
	        cmocka_unit_test(test_what_names_people_is_sealed),
	        cmocka_unit_test(test_templates_ask_for_what_there_is),
	        cmocka_unit_test(test_languages_agree),
	        cmocka_unit_test(test_few_fixed_facts),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
