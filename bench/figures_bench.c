/* All figures of a summary at once, beside its limits: a plain loop in C over
   the same rows held as an array sorted by day, and one SQL statement a figure.
   The rows are made here, the same ones every time: 50 districts and ten halves
   of years, so that of ten million records a million lie in the half and
   20,000 of these in one district. Every answer is compared with the loop's.

   A district has two loops: one over the array of its own rows, and one over
   the array of all rows, which must look at the million of the half. What of
   our time merely goes into having SQLite show the rows is measured by itself.

   figures_bench [RECORDS [SEED]] — 10,000,000 unless told; in a folder of its
   own under TMPDIR, which is removed at the end. */
#include "bench.h"

#include <assert.h>
#include <ftw.h>
#include <unistd.h>

#include "base/ids.h"
#include "figure/question.h"
#include "record/tables.h"

enum {
	RECORDS = 10000000,
	DISTRICTS = 50,
	FIRST_DISTRICT = 440101,
	MEASURED_DISTRICT = 440126,
	FIRST_YEAR = 2016, /* five years, ten halves */
	LAST_YEAR = 2020,
	STREETS = 10,
	COMMUNITIES = 12,
	HALF_FROM = 20200101,
	HALF_TO = 20200630,
};

/* ---- the rows ---- */

/* clang-format off */
#define CHANNELS(X) X(call) X(visit) X(letter) X(network) X(fax) X(interview)
#define ROOMS(X)    X(hotline) X(rights_room) X(family_room) X(marriage_room) X(duty_room) X(centre) X(office)
#define MATTERS(X)  X(political) X(marriage_family) X(labour) X(personal) X(property) X(education) X(general)
#define SUBTYPES(X) X(family_dispute) X(interference) X(affair) X(divorce) X(violence) X(custody) X(no_support) \
	X(ex_harassment) X(cohabitation) X(bride_price) X(elderly) X(inheritance) X(dating) X(labour_right) \
	X(social_security) X(discrimination) X(sexual_assault) X(harassment) X(trafficking) X(abuse) \
	X(abandonment) X(injury) X(couple_property) X(rural_land)
#define RISKS(X)    X(low) X(medium) X(high)
#define VISITS(X)   X(first) X(repeat)
#define STATES(X)   X(received) X(handling) X(closed)
/* clang-format on */

#define LISTS(X)             \
	X(channel, CHANNELS) \
	X(room, ROOMS) X(matter, MATTERS) X(subtype, SUBTYPES) X(risk, RISKS) X(visit_kind, VISITS)

#define CODE_channel(name)    channel_##name,
#define CODE_room(name)       room_##name,
#define CODE_matter(name)     matter_##name,
#define CODE_subtype(name)    subtype_##name,
#define CODE_risk(name)       risk_##name,
#define CODE_visit_kind(name) visit_kind_##name,
#define CODE_state(name)      state_##name,
#define X(list, codes)        enum { codes(CODE_##list) list##_none };
LISTS(X)
X(state, STATES)
#undef X

#define NAME(name)     #name,
#define X(list, codes) static const char *const list##_names[] = {codes(NAME) NULL};
LISTS(X)
X(state, STATES)
#undef X

/* A row as the loop holds it. Days are numbers, 0 where unset; bools 2 where unset. */
struct array_row {
	int32_t received, accepted, closed, tenant;
	int32_t people;
	uint8_t channel, room, matter, subtype, risk, visit_kind, state, minors, collective, voided;
};

/* ---- the figures: NAME, the condition as an office writes it, the same in C ---- */

#define COUNTED(X)                                                                                           \
	X(all, "received_on is set", true)                                                                   \
	X(calls, "channel = 'call'", r->channel == channel_call)                                             \
	X(visits, "channel = 'visit'", r->channel == channel_visit)                                          \
	X(letters, "channel = 'letter'", r->channel == channel_letter)                                       \
	X(online, "channel = 'network'", r->channel == channel_network)                                      \
	X(faxes, "channel = 'fax'", r->channel == channel_fax)                                               \
	X(interviews, "channel = 'interview'", r->channel == channel_interview)                              \
	X(remote, "channel in ('call', 'network', 'fax')",                                                   \
	  r->channel == channel_call || r->channel == channel_network || r->channel == channel_fax)          \
	X(hotline, "room = 'hotline'", r->room == room_hotline)                                              \
	X(rights_room, "room = 'rights_room'", r->room == room_rights_room)                                  \
	X(family_room, "room = 'family_room'", r->room == room_family_room)                                  \
	X(marriage_room, "room = 'marriage_room'", r->room == room_marriage_room)                            \
	X(duty_room, "room = 'duty_room'", r->room == room_duty_room)                                        \
	X(centre, "room = 'centre'", r->room == room_centre)                                                 \
	X(office, "room = 'office'", r->room == room_office)                                                 \
	X(workrooms, "room in ('rights_room', 'family_room', 'marriage_room')",                              \
	  r->room == room_rights_room || r->room == room_family_room || r->room == room_marriage_room)       \
	X(no_room, "room is not set", r->room == room_none)                                                  \
	X(political, "matter = 'political'", r->matter == matter_political)                                  \
	X(marriage_family, "matter = 'marriage_family'", r->matter == matter_marriage_family)                \
	X(labour, "matter = 'labour'", r->matter == matter_labour)                                           \
	X(personal, "matter = 'personal'", r->matter == matter_personal)                                     \
	X(property, "matter = 'property'", r->matter == matter_property)                                     \
	X(education, "matter = 'education'", r->matter == matter_education)                                  \
	X(general, "matter = 'general'", r->matter == matter_general)                                        \
	X(family_dispute, "subtype = 'family_dispute'", r->subtype == subtype_family_dispute)                \
	X(interference, "subtype = 'interference'", r->subtype == subtype_interference)                      \
	X(affair, "subtype = 'affair'", r->subtype == subtype_affair)                                        \
	X(divorce, "subtype = 'divorce'", r->subtype == subtype_divorce)                                     \
	X(violence, "subtype = 'violence'", r->subtype == subtype_violence)                                  \
	X(custody, "subtype = 'custody'", r->subtype == subtype_custody)                                     \
	X(no_support, "subtype = 'no_support'", r->subtype == subtype_no_support)                            \
	X(ex_harassment, "subtype = 'ex_harassment'", r->subtype == subtype_ex_harassment)                   \
	X(cohabitation, "subtype = 'cohabitation'", r->subtype == subtype_cohabitation)                      \
	X(bride_price, "subtype = 'bride_price'", r->subtype == subtype_bride_price)                         \
	X(elderly, "subtype = 'elderly'", r->subtype == subtype_elderly)                                     \
	X(inheritance, "subtype = 'inheritance'", r->subtype == subtype_inheritance)                         \
	X(dating, "subtype = 'dating'", r->subtype == subtype_dating)                                        \
	X(labour_right, "subtype = 'labour_right'", r->subtype == subtype_labour_right)                      \
	X(social_security, "subtype = 'social_security'", r->subtype == subtype_social_security)             \
	X(discrimination, "subtype = 'discrimination'", r->subtype == subtype_discrimination)                \
	X(sexual_assault, "subtype = 'sexual_assault'", r->subtype == subtype_sexual_assault)                \
	X(harassment, "subtype = 'harassment'", r->subtype == subtype_harassment)                            \
	X(trafficking, "subtype = 'trafficking'", r->subtype == subtype_trafficking)                         \
	X(abuse, "subtype = 'abuse'", r->subtype == subtype_abuse)                                           \
	X(injury, "subtype = 'injury'", r->subtype == subtype_injury)                                        \
	X(couple_property, "subtype = 'couple_property'", r->subtype == subtype_couple_property)             \
	X(rural_land, "subtype = 'rural_land'", r->subtype == subtype_rural_land)                            \
	X(low, "risk = 'low'", r->risk == risk_low)                                                          \
	X(medium, "risk = 'medium'", r->risk == risk_medium)                                                 \
	X(high, "risk = 'high'", r->risk == risk_high)                                                       \
	X(risky, "risk >= 'medium'", r->risk == risk_medium || r->risk == risk_high)                         \
	X(first_visits, "visit_kind = 'first'", r->visit_kind == visit_kind_first)                           \
	X(repeat_visits, "visit_kind = 'repeat'", r->visit_kind == visit_kind_repeat)                        \
	X(minors, "minors", r->minors == 1)                                                                  \
	X(collective, "collective", r->collective == 1)                                                      \
	X(minors_personal, "minors and matter = 'personal'", r->minors == 1 && r->matter == matter_personal) \
	X(violence_high, "subtype = 'violence' and risk = 'high'",                                           \
	  r->subtype == subtype_violence && r->risk == risk_high)                                            \
	X(violence_minors, "subtype = 'violence' and minors",                                                \
	  r->subtype == subtype_violence && r->minors == 1)                                                  \
	X(violence_calls, "subtype = 'violence' and channel = 'call' and room = 'hotline'",                  \
	  r->subtype == subtype_violence && r->channel == channel_call && r->room == room_hotline)           \
	X(at_risk, "risk = 'high' or minors", r->risk == risk_high || r->minors == 1)                        \
	X(neither, "not (minors is set and minors) and not (collective is set and collective)",              \
	  r->minors != 1 && r->collective != 1)                                                              \
	X(urgent,                                                                                            \
	  "(risk >= 'medium' and minors) or subtype in ('violence', 'sexual_assault', 'trafficking')",       \
	  ((r->risk == risk_medium || r->risk == risk_high) && r->minors == 1) ||                            \
	          r->subtype == subtype_violence || r->subtype == subtype_sexual_assault ||                  \
	          r->subtype == subtype_trafficking)                                                         \
	X(accepted, "accepted_on is set", r->accepted)                                                       \
	X(not_accepted, "accepted_on is not set", !r->accepted)                                              \
	X(within_5, "days(received_on, accepted_on) <= 5", r->accepted && r->accepted - r->received <= 5)    \
	X(within_15, "days(received_on, accepted_on) <= 15", r->accepted && r->accepted - r->received <= 15) \
	X(ended, "closed_on is set", r->closed)                                                              \
	X(ended_by_then, "closed_on <= period.end", r->closed && r->closed <= half_to)                       \
	X(ended_in_60, "days(received_on, closed_on) <= 60", r->closed && r->closed - r->received <= 60)     \
	X(ended_violence, "subtype = 'violence' and closed_on <= period.end",                                \
	  r->subtype == subtype_violence && r->closed && r->closed <= half_to)                               \
	X(open, "state != 'closed'", r->state != state_closed)                                               \
	X(handling, "state = 'handling' and accepted_on is set", r->state == state_handling && r->accepted)  \
	X(groups, "people >= 5", r->people >= 5)                                                             \
	X(alone, "people = 1", r->people == 1)

/* Sums of `people`. */
#define SUMMED(X)                                                                           \
	X(people, "received_on is set", true)                                               \
	X(people_minors, "minors", r->minors == 1)                                          \
	X(people_family, "matter = 'marriage_family'", r->matter == matter_marriage_family) \
	X(people_collective, "collective", r->collective == 1)

/* Splits of everything: by a list of as many items. */
#define SPLIT(X) X(channel) X(matter)

#define X(...) +1
enum { COUNTED_FIGURES = 0 COUNTED(X), SUMMED_FIGURES = 0 SUMMED(X), SPLIT_FIGURES = 0 SPLIT(X) };
#undef X
enum { FIGURES = COUNTED_FIGURES + SUMMED_FIGURES + SPLIT_FIGURES, PARTS = 8 };
static_assert(FIGURES == 80, "as many as the summary has");

static const struct {
	const char *name, *where;
} conditions[] = {
#define X(name, where, ...) {#name, where},
        COUNTED(X) SUMMED(X)
#undef X
};

/* ---- the loop ---- */

struct loop_answer {
	int64_t numbers[COUNTED_FIGURES + SUMMED_FIGURES];
	int64_t parts[SPLIT_FIGURES][PARTS];
};

struct loop_job {
	const struct array_row *rows;
	size_t count;
	int32_t half_from, half_to; /* as day numbers */
	int32_t tenant;             /* 0: all rows count */
	struct loop_answer answer;
};

static size_t first_from(const struct array_row *rows, size_t count, int32_t day)
{
	size_t low = 0;
	while (count) {
		size_t half = count / 2;
		bool before = rows[low + half].received < day;
		low += before ? half + 1 : 0;
		count = before ? count - half - 1 : half;
	}
	return low;
}

static void loop_run(void *context)
{
	struct loop_job *job = context;
	const int32_t half_to = job->half_to, tenant = job->tenant;
	struct loop_answer answer = {};
	const struct array_row *end = job->rows + first_from(job->rows, job->count, half_to + 1);
	for (const struct array_row *r = job->rows + first_from(job->rows, job->count, job->half_from);
	     r < end; r++) {
		if (r->voided || (tenant && r->tenant != tenant))
			continue;
		int64_t *number = answer.numbers;
#define X(name, where, ...) *number++ += (__VA_ARGS__) != 0;
		COUNTED(X)
#undef X
#define X(name, where, ...) *number++ += (__VA_ARGS__) ? r->people : 0;
		SUMMED(X)
#undef X
		size_t split = 0;
#define X(list) answer.parts[split++][r->list]++;
		SPLIT(X)
#undef X
	}
	job->answer = answer;
}

/* ---- making the rows ---- */

/* Code i comes up less often the further back it stands; `none` in twenty of a hundred where it may be unset. */
static uint8_t roll_code(struct dice *dice, uint32_t count, uint32_t unset_of_100)
{
	if (dice_below(dice, 100) < unset_of_100)
		return (uint8_t)count;
	uint32_t a = dice_below(dice, count), b = dice_below(dice, count);
	return (uint8_t)(a < b ? a : b);
}

static uint8_t roll_bool(struct dice *dice, uint32_t yes_of_100, uint32_t unset_of_100)
{
	uint32_t rolled = dice_below(dice, 100);
	return rolled < unset_of_100 ? 2 : rolled < unset_of_100 + yes_of_100;
}

static struct array_row roll_row(struct dice *dice, int32_t tenant, int32_t received)
{
	struct array_row row = {
	        .received = received,
	        .tenant = tenant,
	        .channel = roll_code(dice, channel_none, 0),
	        .room = roll_code(dice, room_none, 5),
	        .matter = roll_code(dice, matter_none, 0),
	        .subtype = roll_code(dice, subtype_none, 20),
	        .risk = roll_code(dice, risk_none, 30),
	        .visit_kind = roll_code(dice, visit_kind_none, 0),
	        .minors = roll_bool(dice, 15, 10),
	        .collective = roll_bool(dice, 3, 10),
	        .voided = dice_below(dice, 100) < 2,
	        .people = 1 + (int32_t)dice_below(dice, 2) * (int32_t)dice_below(dice, 8),
	};
	if (dice_below(dice, 100) < 95)
		row.accepted = received + (int32_t)dice_below(dice, 20);
	if (row.accepted && dice_below(dice, 100) < 85)
		row.closed = row.accepted + (int32_t)dice_below(dice, 120);
	row.state = row.closed ? state_closed : row.accepted ? state_handling : state_received;
	return row;
}

/* ---- the books ---- */

struct books {
	char folder[64], file[96];
	struct arena arena;
	struct definitions *definitions;
	struct database *database;
	struct organisation *organisation;
	struct viewer viewer;
	struct ground ground;
	size_t records;
	struct array_row *rows; /* all districts, by day */
};

static void must(bool done, const struct fault *fault)
{
	if (done)
		return;
	struct text text = TEXT_EMPTY;
	fault_print(fault, LANGUAGE_EN, &text);
	fputs(text.at, stderr);
	exit(1);
}

static void write_list(struct text *out, const char *name, const char *const *codes)
{
	text_format(out, "  %s:\n    title: {zh: 清单%s, en: List of %s}\n    ordered: true\n    items:\n",
	            name, name, name);
	for (; *codes; codes++)
		text_format(out, "      - %s: {zh: 项%s, en: Item %s}\n", *codes, *codes, *codes);
}

static void write_fields(struct text *out)
{
	static const char *const dates[] = {"received_on", "accepted_on", "closed_on"};
	text_add(out, "fields:\n  handling_org: {title: {zh: 单位, en: Unit}, type: org, required: true}\n");
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
		text_format(out, "  %s: {title: {zh: 日期%s, en: Date %s}, type: date}\n", dates[i], dates[i],
		            dates[i]);
#define X(list, codes)                                                                                 \
	text_format(out, "  %s: {title: {zh: 字段%s, en: Field %s}, type: choice, list: %s}\n", #list, \
	            #list, #list, #list);
	LISTS(X)
#undef X
	text_add(out, "  minors: {title: {zh: 未成年人, en: Minors}, type: bool}\n"
	              "  collective: {title: {zh: 集体访, en: Collective}, type: bool}\n"
	              "  people: {title: {zh: 人数, en: People}, type: int, min: 1, max: 1000}\n"
	              "lifecycle:\n  states:\n");
	for (size_t i = 0; i < state_none; i++)
		text_format(out, "    %s: {zh: 状态%s, en: State %s%s}\n", state_names[i], state_names[i],
		            state_names[i], i == state_closed ? ", final: true" : "");
	text_add(out,
	         "  moves:\n    take: {title: {zh: 办, en: Take}, from: received, to: handling, by: "
	         "[statement]}\n"
	         "    close: {title: {zh: 结, en: Close}, from: handling, to: closed, by: [statement]}\n");
}

static void write_figures(struct text *out)
{
	text_add(out, "access:\n  statement: {move: all, count: all}\nfigures:\n");
	for (size_t i = 0; i < COUNTED_FIGURES + SUMMED_FIGURES; i++) {
		bool counted = i < COUNTED_FIGURES;
		text_format(out, "  %s:\n    title: {zh: 指标%s, en: Figure %s}\n", conditions[i].name,
		            conditions[i].name, conditions[i].name);
		text_format(out, counted ? "    count: \"%s\"\n" : "    sum: people\n    where: \"%s\"\n",
		            conditions[i].where);
	}
	text_add(out, "  cases:\n    title: {zh: 个案, en: Cases}\n    count: all\n    by: [");
#define X(list) text_add(out, #list ", ");
	SPLIT(X)
#undef X
	text_cut(out, out->length - 2);
	text_add(out, "]\n");
}

static void load_definitions(struct books *books)
{
	struct text text = TEXT_EMPTY;
	struct faults faults = {};
	text_add(&text, "register: rights_case\ntitle: {zh: 维权个案, en: Rights case}\ngroup: care\norg: "
	                "handling_org\n"
	                "counts_on: received_on\nlists:\n");
#define X(list, codes) write_list(&text, #list, list##_names);
	LISTS(X)
#undef X
	write_fields(&text);
	write_figures(&text);
	static const char group[] =
	        "list: group\ntitle: {zh: 板块, en: Part}\nitems:\n  - care: {zh: 关爱, en: Care}\n";
	static const char levels[] =
	        "list: org_level\ntitle: {zh: 层级, en: Level}\nordered: true\nitems:\n"
	        "  - province: {zh: 省级, en: Province}\n  - district: {zh: 区级, en: District}\n";
	static const char role[] = "role: statement\ntitle: {zh: 声明, en: Statement}\n";
	static const char org[] =
	        "register: org\ntitle: {zh: 组织, en: Organisation}\ngroup: care\norg: code\nfields:\n"
	        "  code: {title: {zh: 代码, en: Code}, type: org, required: true}\n"
	        "  name: {title: {zh: 名称, en: Name}, type: text, required: true}\n"
	        "  level: {title: {zh: 层级, en: Level}, type: choice, list: org_level, required: true}\n"
	        "  valid_from: {title: {zh: 启用, en: From}, type: date, required: true}\n"
	        "  valid_to: {title: {zh: 停用, en: Until}, type: date}\n"
	        "  succeeded_by: {title: {zh: 承接, en: Heir}, type: text}\n"
	        "access:\n  statement: {count: all}\n";
	const struct definition_file files[] = {
	        {"registers/org.yaml", org, strlen(org)},
	        {"lists/group.yaml", group, strlen(group)},
	        {"lists/org_level.yaml", levels, strlen(levels)},
	        {"roles/statement.yaml", role, strlen(role)},
	        {"registers/rights_case.yaml", text.at, text.length},
	};
	bool loaded = definitions_load_files(files, sizeof files / sizeof *files, (struct rule_names){},
	                                     &books->definitions, &faults);
	must(loaded, loaded ? NULL : &faults.items[0]);
	text_release(&text);
}

/* ---- the table ---- */

static struct value code_value(const char *const *names, uint8_t code)
{
	return value_text(names[code]);
}

static struct value day_value(int32_t day)
{
	return day ? value_int(date_from_number(day)) : (struct value){};
}

static void insert_row(struct statement *statement, const struct array_row *row, int64_t id, const char *org)
{
	const struct value values[] = {
	        value_int(row->tenant),
	        value_int(id),
	        value_text(org),
	        code_value(state_names, row->state),
	        value_int(row->voided),
	        day_value(row->received),
	        day_value(row->accepted),
	        day_value(row->closed),
	        code_value(channel_names, row->channel),
	        code_value(room_names, row->room),
	        code_value(matter_names, row->matter),
	        code_value(subtype_names, row->subtype),
	        code_value(risk_names, row->risk),
	        code_value(visit_kind_names, row->visit_kind),
	        row->minors == 2 ? (struct value){} : value_int(row->minors),
	        row->collective == 2 ? (struct value){} : value_int(row->collective),
	        value_int(row->people),
	};
	struct fault fault = {};
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		statement_bind(statement, (int)i + 1, values[i]);
	must(statement_finish(statement, &fault), &fault);
}

static void progress(const char *what, size_t done, size_t all)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%s %3zu %% ", what, done * 100 / all);
	else if (!done)
		fprintf(stderr, "%s\n", what);
	if (isatty(STDERR_FILENO) && done == all)
		fputs("\r                                        \r", stderr);
}

static size_t rows_of_day(const struct books *books, size_t day, size_t days)
{
	size_t each = books->records / DISTRICTS;
	return (day + 1) * each / days - day * each / days;
}

struct making {
	struct books *books;
	uint64_t seed;
};

/* District after district, each in order of days, as the key wants them. */
static bool insert_rows(void *context, struct fault *fault)
{
	static const char insert[] =
	        "INSERT INTO rights_case (tenant, id, org, state, version, entry, voided, received_on, "
	        "accepted_on, closed_on,"
	        " channel, room, matter, subtype, risk, visit_kind, minors, collective, people)"
	        " VALUES (?, ?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	const struct making *making = context;
	struct books *books = making->books;
	struct statement *statement;
	struct dice dice = {making->seed};
	int32_t first = date_number(date_make(FIRST_YEAR, 1, 1)),
	        last = date_number(date_make(LAST_YEAR, 12, 31));
	size_t days = (size_t)(last - first + 1), count = 0;
	if (!database_prepare(books->database, insert, &statement, fault))
		return false;
	for (int32_t district = 0; district < DISTRICTS; district++) {
		progress("making records", (size_t)district, DISTRICTS);
		for (size_t day = 0; day < days; day++)
			for (size_t i = rows_of_day(books, day, days); i; i--) {
				char org[48];
				struct array_row row =
				        roll_row(&dice, FIRST_DISTRICT + district, first + (int32_t)day);
				snprintf(org, sizeof org, "%d%03d%03d", row.tenant,
				         (int)dice_below(&dice, STREETS) + 1,
				         (int)dice_below(&dice, COMMUNITIES) + 1);
				insert_row(statement, &row, (int64_t)count + 1, org);
				books->rows[count++] = row;
			}
	}
	books->records = count;
	progress("making records", 1, 1);
	return true;
}

static int row_order(const void *a, const void *b)
{
	const struct array_row *left = a, *right = b;
	return (left->received > right->received) - (left->received < right->received);
}

static void make_tables(struct books *books, bool with_indexes)
{
	struct fault fault = {};
	struct table table;
	const struct ledger *ledger = definitions_ledger(books->definitions, "rights_case");
	table_of_ledger(books->definitions, ledger, true, &books->arena, &table);
	if (!with_indexes)
		table.index_count = 0;
	must(schema_migrate(books->database, &table, 1, NULL, &fault), &fault);
}

static void make_books(struct books *books, uint64_t seed)
{
	struct fault fault = {};
	const char *where = getenv("TMPDIR");
	snprintf(books->folder, sizeof books->folder, "%.40s/jinguo-bench-XXXXXX", where ? where : "/tmp");
	if (!mkdtemp(books->folder)) {
		perror(books->folder);
		exit(1);
	}
	snprintf(books->file, sizeof books->file, "%s/books.db", books->folder);
	load_definitions(books);
	books->rows = memory_take(books->records * sizeof *books->rows);
	must(database_open(books->file, DATABASE_CREATE, &books->database, &fault), &fault);
	/* A crash costs a rerun only. */
	must(database_run(books->database, "PRAGMA synchronous=OFF; PRAGMA cache_size=-400000", &fault),
	     &fault);
	make_tables(books, false);
	must(database_write(books->database, insert_rows, &(struct making){books, seed}, &fault), &fault);
	progress("making indexes", 0, 1);
	make_tables(books, true);
	progress("making indexes", 1, 1);
	qsort(books->rows, books->records, sizeof *books->rows, row_order);
	database_close(books->database);
	must(database_open(books->file, DATABASE_READ, &books->database, &fault), &fault);
}

static int remove_one(const char *path, const struct stat *info, int flag, struct FTW *state)
{
	(void)info, (void)flag, (void)state;
	return remove(path);
}

static void remove_books(struct books *books)
{
	database_close(books->database);
	definitions_free(books->definitions);
	organisation_free(books->organisation);
	arena_release(&books->arena);
	memory_free(books->rows);
	nftw(books->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void stand_on(struct books *books)
{
	static const struct organisation_unit units[] = {{"44", "广东省", "province", 20000101, 0, NULL, 1}};
	books->organisation = organisation_make(units, 1, HALF_TO);
	books->viewer = (struct viewer){"bench", definitions_role(books->definitions, "statement"), "44"};
	books->ground = (struct ground){
	        .database = books->database,
	        .definitions = books->definitions,
	        .organisation = books->organisation,
	        .viewer = &books->viewer,
	        .today = HALF_TO,
	};
}

/* ---- ours ---- */

struct our_job {
	struct books *books;
	const char *org;
	struct figure_request requests[FIGURES];
	struct figure_result results[FIGURES];
	struct arena arena; /* of the last run */
};

static void our_requests(struct our_job *job)
{
	static const char *const splits[SPLIT_FIGURES] = {
#define X(list) #list,
	        SPLIT(X)
#undef X
	};
	for (size_t i = 0; i < FIGURES; i++) {
		size_t named = COUNTED_FIGURES + SUMMED_FIGURES;
		char name[64];
		snprintf(name, sizeof name, "rights_case.%s", i < named ? conditions[i].name : "cases");
		job->requests[i] = (struct figure_request){
		        .figure = definitions_figure(job->books->definitions, name),
		        .org = job->org,
		        .period = {PERIOD_HALF, HALF_FROM, HALF_TO},
		        .by = {i < named ? NULL : splits[i - named]},
		};
	}
}

static void our_run(void *context)
{
	struct our_job *job = context;
	struct fault fault = {};
	arena_release(&job->arena);
	struct ground ground = job->books->ground;
	ground.arena = &job->arena;
	must(figure_compute_on(&ground, job->requests, FIGURES, PATH_PASS, job->results, &fault), &fault);
}

/* The item's number among the cells of a split. */
static int64_t cell_of(const struct figure_result *result, size_t part, const char *const *names)
{
	for (size_t i = 0; i < result->cell_count; i++)
		if (text_equal(result->cells[i].key[0].bytes, names[part]))
			return result->cells[i].value.number;
	return 0;
}

static void compare(const struct our_job *ours, const struct loop_job *loop)
{
	static const char *const *const names[SPLIT_FIGURES] = {
#define X(list) list##_names,
	        SPLIT(X)
#undef X
	};
	bool equal = true;
	for (size_t i = 0; i < COUNTED_FIGURES + SUMMED_FIGURES; i++)
		if (ours->results[i].total.number != loop->answer.numbers[i]) {
			fprintf(stderr, "%s: ours %lld, loop %lld\n", conditions[i].name,
			        (long long)ours->results[i].total.number, (long long)loop->answer.numbers[i]);
			equal = false;
		}
	for (size_t i = 0; i < SPLIT_FIGURES; i++)
		for (size_t part = 0; names[i][part]; part++)
			equal &= cell_of(&ours->results[COUNTED_FIGURES + SUMMED_FIGURES + i], part,
			                 names[i]) == loop->answer.parts[i][part];
	if (!equal)
		exit(1);
}

/* ---- one statement a figure ---- */

struct sql_job {
	struct books *books;
	bool everything;
	int64_t numbers[FIGURES];
};

/* As one would write it by hand: led by what the covering index is led by. */
static void figure_sql(const struct sql_job *job, size_t which, struct sql *sql)
{
	static const struct expression_world world = {HALF_FROM, HALF_TO, HALF_TO, NULL, NULL};
	size_t named = COUNTED_FIGURES + SUMMED_FIGURES;
	bool split = which >= named;
	const char *column = which == named ? "channel" : "matter";
	char name[64];
	sql_format(sql, "SELECT %s", split ? column : which < COUNTED_FIGURES ? "count(*)" : "sum(people)");
	sql_add(sql, split ? ", count(*) FROM rights_case AS t WHERE " : " FROM rights_case AS t WHERE ");
	for (int32_t i = 0; i < (job->everything ? DISTRICTS : 1); i++) {
		sql_add(sql, i ? ", " : "tenant IN (");
		sql_bind(sql, value_int(job->everything ? FIRST_DISTRICT + i : MEASURED_DISTRICT));
	}
	sql_add(sql, ") AND received_on BETWEEN ");
	sql_bind(sql, value_int(HALF_FROM));
	sql_add(sql, " AND ");
	sql_bind(sql, value_int(HALF_TO));
	sql_add(sql, " AND voided = 0");
	if (split) {
		sql_format(sql, " GROUP BY %s", column);
		return;
	}
	snprintf(name, sizeof name, "rights_case.%s", conditions[which].name);
	sql_add(sql, " AND ");
	expression_sql(definitions_figure(job->books->definitions, name)->where, "t", NULL, &world, sql);
}

static void sql_run(void *context)
{
	struct sql_job *job = context;
	struct fault fault = {};
	for (size_t i = 0; i < FIGURES; i++) {
		struct sql sql = SQL_EMPTY;
		struct statement *statement;
		enum step step;
		figure_sql(job, i, &sql);
		must(database_prepare_sql(job->books->database, &sql, &statement, &fault), &fault);
		while ((step = statement_step(statement, &fault)) == STEP_ROW)
			job->numbers[i] = statement_int(statement, 0);
		must(step == STEP_DONE, &fault);
		statement_reset(statement);
		sql_release(&sql);
	}
}

/* ---- the rows alone ---- */

struct visit_job {
	struct books *books;
	bool everything;
	int64_t rows;
};

static void count_row(void *context, const struct row *row)
{
	(void)row;
	struct visit_job *job = context;
	job->rows++;
}

/* What the pass reads, from the same stretch of the index, with nothing done to it. */
static void visit_run(void *context)
{
	static const char columns[] =
	        "received_on, channel, room, matter, subtype, risk, visit_kind, minors, "
	        "collective, accepted_on, closed_on, state, people";
	struct visit_job *job = context;
	struct fault fault = {};
	job->rows = 0;
	for (int32_t i = 0; i < (job->everything ? DISTRICTS : 1); i++) {
		struct sql from = SQL_EMPTY;
		sql_add(&from, "FROM rights_case AS t WHERE tenant = ");
		sql_bind(&from, value_int(job->everything ? FIRST_DISTRICT + i : MEASURED_DISTRICT));
		sql_add(&from, " AND received_on BETWEEN ");
		sql_bind(&from, value_int(HALF_FROM));
		sql_add(&from, " AND ");
		sql_bind(&from, value_int(HALF_TO));
		sql_add(&from, " AND voided = 0");
		must(database_visit(job->books->database, columns, &from, count_row, job, &fault), &fault);
		sql_release(&from);
	}
}

/* ---- all ---- */

/* A place and how well it should be counted. */
struct scene {
	const char *name, *org;
	double goal;
	size_t runs, statement_runs;
};

static void report(const struct scene *scene, const char *what, struct bench_time ours,
                   struct bench_time limit, double goal)
{
	char line[64];
	snprintf(line, sizeof line, "figures-%s%s", scene->name, what);
	bench_report(line, ours, limit, goal);
}

/* The district's own rows, by day. */
static struct array_row *rows_of_district(const struct books *books, int32_t tenant, size_t *ret_count)
{
	size_t count = 0;
	for (size_t i = 0; i < books->records; i++)
		count += books->rows[i].tenant == tenant;
	struct array_row *rows = memory_take(count * sizeof *rows);
	*ret_count = count;
	for (size_t i = books->records; i-- > 0;)
		if (books->rows[i].tenant == tenant)
			rows[--count] = books->rows[i];
	return rows;
}

static struct bench_time time_loop(const struct our_job *ours, const struct scene *scene,
                                   const struct array_row *rows, size_t count, int32_t tenant)
{
	struct loop_job *loop = memory_take(sizeof *loop);
	*loop = (struct loop_job){rows, count, date_number(HALF_FROM), date_number(HALF_TO), tenant, {}};
	struct bench_time time = bench_median(scene->runs, loop_run, loop);
	compare(ours, loop);
	memory_free(loop);
	return time;
}

static void against_loops(const struct our_job *ours, const struct scene *scene, struct bench_time our_time)
{
	const struct books *books = ours->books;
	bool everything = strlen(scene->org) < 6;
	size_t count = books->records;
	struct array_row *own = everything ? NULL : rows_of_district(books, MEASURED_DISTRICT, &count);
	struct visit_job visit = {.books = ours->books, .everything = everything};
	struct bench_time loop = time_loop(ours, scene, own ? own : books->rows, count, 0);
	report(scene, "", our_time, loop, scene->goal);
	if (!everything)
		report(scene, "-among-all", our_time,
		       time_loop(ours, scene, books->rows, books->records, MEASURED_DISTRICT), scene->goal);
	report(scene, "-only-reading", bench_median(scene->runs, visit_run, &visit), loop, scene->goal);
	if (visit.rows != ours->results[0].total.number)
		exit(1);
	memory_free(own);
}

static void measure(struct books *books, const struct scene *scene)
{
	struct our_job *ours = memory_take(sizeof *ours);
	struct sql_job *sql = memory_take(sizeof *sql);
	*ours = (struct our_job){.books = books, .org = scene->org};
	*sql = (struct sql_job){.books = books, .everything = strlen(scene->org) < 6};
	our_requests(ours);
	our_run(ours);
	fprintf(stderr, "%s: %lld live records in the half\n", scene->name,
	        (long long)ours->results[0].total.number);
	struct bench_time our_time = bench_median(scene->runs, our_run, ours);
	against_loops(ours, scene, our_time);
	report(scene, "-by-statements", our_time, bench_median(scene->statement_runs, sql_run, sql), 0.15);
	arena_release(&ours->arena);
	memory_free(ours);
	memory_free(sql);
}

int main(int count, char **words)
{
	static const struct scene district = {"district", "440126", 4, 31, 5},
	                          everything = {"everything", "44", 30, 5, 1};
	struct books books = {.records = count > 1 ? strtoul(words[1], NULL, 10) : RECORDS};
	make_books(&books, count > 2 ? strtoul(words[2], NULL, 10) : 20210630);
	stand_on(&books);
	measure(&books, &district);
	measure(&books, &everything);
	remove_books(&books);
	return 0;
}
