/* Organisations and people of the sample. The names are put together from lists
   and meant nobody; the numbers cannot exist. */
#include <string.h>

#include "command/sample/actor.h"

/* The office of the sample corrects its list of 2023 to the map it worked with:
   three streets belong to another district now, eight communities were merged
   into their neighbours, one moves to another street within the half year. */
static const char *const other_district[] = {"440307009", "440307010", "440307011"};
enum { MERGED = 8 };

/* A unit as it was before the map is changed under our feet. */
struct unit_before {
	const char *code, *name;
	bool community, gone;
	int64_t record;
};

static struct unit_before *units_before(struct actor *actor, size_t *ret_count)
{
	const struct organisation *organisation = actor->book->organisation;
	struct unit_before *units = arena_array(&actor->arena, struct unit_before, organisation->count);
	for (size_t i = 0; i < organisation->count; i++)
		units[i] = (struct unit_before){
		        .code = arena_copy(&actor->arena, organisation->units[i].code),
		        .name = arena_copy(&actor->arena, organisation->units[i].name),
		        .community = text_equal(organisation->units[i].level, "community"),
		        .gone = organisation->units[i].valid_to != 0,
		        .record = organisation->units[i].record};
	*ret_count = organisation->count;
	return units;
}

static void retire(struct actor *actor, const struct unit_before *unit, civil_date on, const char *successor)
{
	struct record *changes = begin(actor, "org");
	put_date(actor, changes, "valid_to", on);
	if (successor)
		put(actor, changes, "succeeded_by", successor);
	change(actor, unit->record, changes, successor ? "撤并" : "划出本区");
}

static bool belongs_elsewhere(const char *code)
{
	for (size_t i = 0; i < sizeof other_district / sizeof *other_district; i++)
		if (text_starts(code, other_district[i]))
			return true;
	return false;
}

/* A sample of another period has been here before. */
static bool map_is_corrected(const struct unit_before *units, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (units[i].gone && belongs_elsewhere(units[i].code))
			return true;
	return false;
}

static void correct_map(struct actor *actor, civil_date on, size_t index)
{
	(void)on;
	(void)index;
	const civil_date corrected = 20191201;
	const char *neighbour = NULL;
	size_t count, merged = 0;
	const struct unit_before *units = units_before(actor, &count);
	if (map_is_corrected(units, count))
		return;
	for (size_t i = 0; i < count; i++) {
		const struct unit_before *unit = &units[i];
		if (unit->gone || !text_starts(unit->code, actor->request->org))
			continue;
		bool mergeable = unit->community && neighbour && strncmp(unit->code, neighbour, 9) == 0;
		if (belongs_elsewhere(unit->code)) {
			retire(actor, unit, corrected, NULL);
		} else if (mergeable && merged < MERGED && i % 11 == 0) {
			retire(actor, unit, corrected, neighbour);
			merged++;
		} else {
			neighbour = unit->community ? unit->code : NULL;
		}
	}
}

/* The last community of the street 440307014 goes over to 440307016 with a new code. */
static void move_community(struct actor *actor, civil_date on, size_t index)
{
	(void)index;
	static const char from[] = "440307014", to[] = "440307016201";
	size_t count;
	const struct unit_before *units = units_before(actor, &count), *unit = NULL;
	for (size_t i = 0; i < count; i++)
		if (text_starts(units[i].code, from) && !units[i].gone && units[i].community)
			unit = &units[i];
	if (!unit || organisation_find(actor->book->organisation, to))
		return;
	struct record *moved = begin(actor, "org");
	put(actor, moved, "code", to);
	put(actor, moved, "name", unit->name);
	put(actor, moved, "level", "community");
	put_date(actor, moved, "valid_from", on);
	finish(actor, moved);
	retire(actor, unit, on, to);
}

static const struct {
	const char *suffix, *name, *kind;
} new_fields[] = {
        {"u01", "示范直播基地妇联", "new_media"}, {"u02", "示范外卖站点妇联", "new_work"},
        {"u03", "示范商圈妇联", "new_economy"},   {"u04", "示范社会组织妇联", "new_social"},
        {"u05", "示范产业园妇联", "new_economy"},
};
enum { NEW_FIELDS = sizeof new_fields / sizeof *new_fields };

/* Federations of the four new fields are units below the district. */
static void found_new_field(struct actor *actor, civil_date on, size_t index)
{
	const char *code = arena_format(&actor->arena, "%s%s", actor->request->org, new_fields[index].suffix);
	if (organisation_find(actor->book->organisation, code))
		return;
	struct record *unit = begin(actor, "org");
	put(actor, unit, "code", code);
	put(actor, unit, "name", new_fields[index].name);
	put(actor, unit, "level", "unit");
	put(actor, unit, "kind", new_fields[index].kind);
	put_date(actor, unit, "valid_from", on);
	finish(actor, unit);
}

void plan_organisation(struct actor *actor)
{
	size_t founded = actor->request->period.from < 20210101 ? 2 : NEW_FIELDS;
	for (size_t i = 0; i < founded; i++)
		plan_on(actor, found_new_field, i, date_add_days(actor->request->period.from, 5 * (int)i));
	if (!text_equal(actor->request->org, "440307"))
		return; /* the corrections are this district's */
	plan_on(actor, correct_map, 0, actor->request->period.from);
	if (actor->request->period.from >= 20210101)
		plan_on(actor, move_community, 0, date_add_days(actor->request->period.from, 14));
}

static const char *const surnames[] = {"林", "陈", "李", "黄", "张", "曾", "吴", "叶", "廖", "邓", "罗",
                                       "谢", "钟", "温", "丘", "巫", "赖", "仇", "单", "区", "解", "欧阳"};
static const char *const first_halves[] = {"若", "晓", "静", "雅", "丽", "秋", "春",
                                           "海", "玉", "文", "思", "嘉", "雨", "子"};
static const char *const second_halves[] = {"兰", "娟", "彤", "琴", "霞", "婷", "玲", "梅",
                                            "芳", "敏", "宁", "怡", "涵", "轩", "莲"};

/* 990000 is the code of no region, so nobody has this number. */
static void made_id_number(struct actor *actor, civil_date born, bool female, char out[static 19])
{
	uint32_t order = roll(actor, 499) * 2 + (female ? 2 : 1);
	snprintf(out, 19, "990000%08d%03u", born, order % 1000);
	out[17] = id_number_check(out);
	out[18] = 0;
}

/* Among tens of thousands two are rolled the same number, and the books take it once. */
static int64_t finish_person(struct actor *actor, struct record *person, civil_date born, bool female)
{
	char number[19];
	int64_t id = finish(actor, person);
	for (int tries = 0; actor->failed && actor->fault->code == field_person_known && tries < 100;
	     tries++) {
		actor->failed = false;
		made_id_number(actor, born, female, number);
		put(actor, person, "id_number", number);
		id = finish(actor, person);
	}
	return id;
}

int64_t make_person(struct actor *actor, civil_date on, bool female, int born_from, int born_to,
                    civil_date *ret_born)
{
	civil_date born = day_in(actor, date_make(born_from, 1, 1), date_make(born_to, 12, 31));
	struct record *person = begin(actor, "person");
	char name[64], phone[32], number[19];
	snprintf(name, sizeof name, "%s%s%s", pick(actor, surnames), pick(actor, first_halves),
	         pick(actor, second_halves));
	snprintf(phone, sizeof phone, "+9990%07u", roll(actor, 10000000));
	made_id_number(actor, born, female, number);
	put(actor, person, "home_org", pick_community(actor, on));
	put_date(actor, person, "registered_on", on);
	put(actor, person, "name", name);
	put(actor, person, "sex", female ? "female" : "male");
	put_date(actor, person, "birth_date", born);
	if (chance(actor, 85))
		put(actor, person, "id_number", number);
	else if (chance(actor, 50))
		put(actor, person, "no_id_reason", "not_given");
	if (chance(actor, 80))
		put(actor, person, "phone", phone);
	if (ret_born)
		*ret_born = born;
	return finish_person(actor, person, born, female);
}

static void add_person(struct actor *actor, civil_date on, size_t index)
{
	(void)index;
	bool female = chance(actor, 82);
	civil_date born;
	int64_t id = make_person(actor, on, female, 1955, 2000, &born);
	if (actor->person_count == actor->person_room) {
		actor->person_room = actor->person_room ? actor->person_room * 2 : 512;
		actor->people = memory_grow(actor->people, actor->person_room * sizeof *actor->people);
	}
	actor->people[actor->person_count++] = (struct person_made){id, born, female};
}

void plan_people(struct actor *actor)
{
	civil_date from = actor->request->period.from;
	plan(actor, add_person, scaled(actor, 2000), from, from);
}
