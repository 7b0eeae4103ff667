/* Who might be whom. Sealed values are compared by hash: in search of one person
   the candidates come by token, in search of all pairs everybody is opened once
   and forgotten. */
#include "field/people.h"

#include <stdlib.h>

#include "base/ids.h"
#include "field/look.h"
#include "field/name_variant.h"
#include "record/list.h"

static const struct label reason_words[] = {
#define X(name, zh, en) {zh, en},
        LIKE_REASONS(X)
#undef X
};
enum { REASONS = sizeof reason_words / sizeof *reason_words, PAGE = 1000 };

/* ---- likeness ---- */

enum likeness likeness_of(unsigned reasons)
{
	bool named = reasons & (LIKE_NAME | LIKE_SPELLING), phone = reasons & LIKE_PHONE;
	bool against = reasons & (LIKE_OTHER_ID | LIKE_OTHER_BIRTH | LIKE_OTHER_SEX);
	if (reasons & LIKE_ID)
		return LIKENESS_CERTAIN;
	if (named && (phone || reasons & LIKE_BIRTH))
		return against ? LIKENESS_POSSIBLE : LIKENESS_LIKELY;
	return (named || phone) && !against ? LIKENESS_POSSIBLE : LIKENESS_NONE;
}

const char *likeness_name(enum likeness likeness)
{
	static const char *const names[] = {"none", "possible", "likely", "certain"};
	return names[likeness];
}

void reasons_words(unsigned reasons, enum language language, struct text *out)
{
	const char *before = "";
	for (size_t i = 0; i < REASONS; i++)
		if (reasons & 1u << i) {
			text_add(out, before);
			text_add(out, language == LANGUAGE_ZH ? reason_words[i].zh : reason_words[i].en);
			before = language == LANGUAGE_ZH ? "、" : ", ";
		}
}

/* ---- what is compared: never the values themselves ---- */

/* 0 where nothing is known. */
struct print {
	uint64_t id_number, phone, name, spelling, sex;
	civil_date birth;
};

static uint64_t hash_of(const char *string)
{
	uint8_t hash[32];
	uint64_t number;
	if (!*string)
		return 0;
	sm3(string, strlen(string), hash);
	memcpy(&number, hash, sizeof number);
	return number ? number : 1;
}

static struct print print_of(const struct person_traits *traits)
{
	struct arena arena = {};
	const struct print print = {
	        .id_number = hash_of(traits->id_number),
	        .phone = hash_of(traits->phone),
	        .name = hash_of(traits->name),
	        .spelling = hash_of(name_fold(traits->name, &arena)),
	        .sex = hash_of(traits->sex),
	        .birth = traits->birth,
	};
	arena_release(&arena);
	return print;
}

static unsigned agree(uint64_t one, uint64_t other, unsigned same, unsigned differs)
{
	if (!one || !other)
		return 0;
	return one == other ? same : differs;
}

static unsigned compare(const struct print *one, const struct print *other)
{
	unsigned named = agree(one->name, other->name, LIKE_NAME, 0);
	if (!named)
		named = agree(one->spelling, other->spelling, LIKE_SPELLING, 0);
	return named | agree(one->id_number, other->id_number, LIKE_ID, LIKE_OTHER_ID) |
	       agree(one->phone, other->phone, LIKE_PHONE, 0) |
	       agree((uint64_t)one->birth, (uint64_t)other->birth, LIKE_BIRTH, LIKE_OTHER_BIRTH) |
	       agree(one->sex, other->sex, 0, LIKE_OTHER_SEX);
}

unsigned person_compare(const struct person_traits *one, const struct person_traits *other)
{
	const struct print first = print_of(one), second = print_of(other);
	return compare(&first, &second);
}

/* ---- people of the books ---- */

bool people_ledger(const struct book *book, const struct ledger **ret, struct fault *fault)
{
	static const char *const needed[] = {"name", "id_number", "phone", "birth_date", "sex", "moved"};
	const struct ledger *ledger = definitions_ledger(book->definitions, "person");
	const char *lacking = !ledger ? "person" : !ledger->merged_into ? "merged_into" : NULL;
	for (size_t i = 0; !lacking && i < sizeof needed / sizeof *needed; i++)
		if (!ledger_field(ledger, needed[i]))
			lacking = needed[i];
	if (lacking)
		return fault_set(fault, field_people_unfit, lacking);
	*ret = ledger;
	return true;
}

/* The condition for people who live on in no other. */
static const char *people_living(const struct ledger *people, struct arena *arena)
{
	return arena_format(arena, "%s is not set", people->merged_into->name);
}

/* Opens a value; one whose key was destroyed is unknown. */
static bool open_text(struct book *book, const struct viewer *viewer, struct record *record, const char *name,
                      const char **ret, struct fault *fault)
{
	struct fault why = {};
	*ret = "";
	if (!record_unseal(book, viewer, record, ledger_field(record->ledger, name), &why)) {
		if (why.code == access_key_destroyed)
			return true;
		if (fault)
			*fault = why;
		return false;
	}
	*ret = look_text(record, name);
	return true;
}

static bool open_traits(struct book *book, const struct viewer *viewer, struct record *record,
                        struct person_traits *ret, struct fault *fault)
{
	ret->sex = look_text(record, "sex");
	ret->birth = look_date(record, "birth_date");
	return open_text(book, viewer, record, "name", &ret->name, fault) &&
	       open_text(book, viewer, record, "id_number", &ret->id_number, fault) &&
	       open_text(book, viewer, record, "phone", &ret->phone, fault);
}

/* ---- one among all ---- */

struct seeking {
	struct book *book;
	const struct viewer *viewer;
	const struct ledger *people;
	int64_t tenant, but;
	struct print print;
	enum likeness least;
	struct arena *arena;
	struct person_like *found;
	size_t count, room;
};

static bool has_found(const struct seeking *seeking, int64_t id)
{
	for (size_t i = 0; i < seeking->count; i++)
		if (seeking->found[i].record->id == id)
			return true;
	return false;
}

static bool consider(struct seeking *seeking, struct record *record, struct fault *fault)
{
	struct person_traits traits;
	if (record->id == seeking->but || has_found(seeking, record->id))
		return true;
	if (!open_traits(seeking->book, seeking->viewer, record, &traits, fault))
		return false;
	const struct print print = print_of(&traits);
	unsigned reasons = compare(&seeking->print, &print);
	enum likeness likeness = likeness_of(reasons);
	if (!likeness || likeness < seeking->least)
		return true;
	if (seeking->count == seeking->room) {
		size_t room = seeking->room ? seeking->room * 2 : 8;
		struct person_like *found = arena_array(seeking->arena, struct person_like, room);
		for (size_t i = 0; i < seeking->count; i++)
			found[i] = seeking->found[i];
		seeking->found = found;
		seeking->room = room;
	}
	seeking->found[seeking->count++] = (struct person_like){record, reasons, likeness};
	return true;
}

static bool seek(struct seeking *seeking, const struct list_match *matches, size_t count, civil_date birth,
                 struct fault *fault)
{
	struct list_request request = {
	        .ledger = seeking->people,
	        .matches = matches,
	        .match_count = count,
	        .tenant = seeking->tenant,
	        .where =
	                arena_format(seeking->arena, "%s%s%s", people_living(seeking->people, seeking->arena),
	                             birth ? " and birth_date = " : "", date_words(birth).at),
	        .limit = PAGE,
	};
	do {
		struct list_page page;
		if (!record_list(seeking->book, seeking->viewer, &request, seeking->arena, &page, fault))
			return false;
		for (size_t i = 0; i < page.count; i++)
			if (!consider(seeking, page.records[i], fault))
				return false;
		request.cursor = page.next;
	} while (request.cursor);
	return true;
}

static struct list_match match_of(const struct seeking *seeking, const char *field, struct value *values,
                                  size_t count)
{
	return (struct list_match){ledger_field(seeking->people, field), values, count};
}

static struct list_match match_name(const struct seeking *seeking, const char *name)
{
	const char *const *spellings;
	size_t count;
	name_spellings(name, seeking->arena, &spellings, &count);
	struct value *values = arena_array(seeking->arena, struct value, count);
	for (size_t i = 0; i < count; i++)
		values[i] = value_text(spellings[i]);
	return match_of(seeking, "name", values, count);
}

/* By what alone may do, else only by what together does: one value that many share opens nobody. */
static bool seek_all(struct seeking *seeking, const struct person_traits *traits, struct fault *fault)
{
	struct value id = value_text(traits->id_number), phone = value_text(traits->phone);
	const struct list_match by_id = match_of(seeking, "id_number", &id, 1),
	                        by_phone = match_of(seeking, "phone", &phone, 1),
	                        by_name = match_name(seeking, traits->name);
	const struct list_match by_both[] = {by_name, by_phone};
	bool named = *traits->name, called = *traits->phone;
	if (*traits->id_number && !seek(seeking, &by_id, 1, 0, fault))
		return false;
	if (seeking->least == LIKENESS_CERTAIN)
		return true;
	if (seeking->least <= LIKENESS_POSSIBLE)
		return (!named || seek(seeking, &by_name, 1, 0, fault)) &&
		       (!called || seek(seeking, &by_phone, 1, 0, fault));
	return (!named || !traits->birth || seek(seeking, &by_name, 1, traits->birth, fault)) &&
	       (!named || !called || seek(seeking, by_both, 2, 0, fault));
}

static int by_likeness(const void *one, const void *other)
{
	const struct person_like *a = one, *b = other;
	if (a->likeness != b->likeness)
		return a->likeness < b->likeness ? 1 : -1;
	return (a->record->id > b->record->id) - (a->record->id < b->record->id);
}

bool people_alike(struct book *book, const struct viewer *viewer, int64_t tenant,
                  const struct person_traits *traits, enum likeness least, int64_t but, struct arena *arena,
                  struct person_like **ret, size_t *ret_count, struct fault *fault)
{
	struct seeking seeking = {.book = book,
	                          .viewer = viewer,
	                          .tenant = tenant,
	                          .but = but,
	                          .print = print_of(traits),
	                          .least = least,
	                          .arena = arena};
	if (!people_ledger(book, &seeking.people, fault) || !seek_all(&seeking, traits, fault))
		return false;
	if (seeking.count)
		qsort(seeking.found, seeking.count, sizeof *seeking.found, by_likeness);
	*ret = seeking.found;
	*ret_count = seeking.count;
	return true;
}

/* ---- all pairs ---- */

struct somebody {
	int64_t tenant, id;
	const char *number;
	struct print print;
};

/* What two must share to be looked at; 0 when they lack it. */
struct key {
	uint64_t hash;
	size_t place;
};
enum { KEYS = 5 };

struct pairing {
	struct somebody *people;
	size_t count, room;
	struct key *keys;
	enum likeness least;
	struct arena *arena;
	struct person_pair *pairs;
	size_t pair_count, pair_room;
};

static uint64_t both(uint64_t one, uint64_t other)
{
	uint64_t mixed = one * 0x9E3779B97F4A7C15u ^ other;
	return one && other ? mixed + !mixed : 0;
}

/* From the strictest on; the last two make pairs that are possible at most. */
static uint64_t key_of(const struct somebody *somebody, size_t kind)
{
	const struct print *print = &somebody->print;
	const uint64_t keys[KEYS] = {print->id_number, both(print->spelling, (uint64_t)print->birth),
	                             both(print->spelling, print->phone), print->phone, print->spelling};
	return both(keys[kind], (uint64_t)somebody->tenant);
}

static size_t keys_used(enum likeness least)
{
	static const size_t used[] = {KEYS, KEYS, 3, 1};
	return used[least];
}

static int by_hash(const void *one, const void *other)
{
	const struct key *a = one, *b = other;
	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->place > b->place) - (a->place < b->place);
}

static bool met_before(const struct somebody *one, const struct somebody *other, size_t kind)
{
	for (size_t i = 0; i < kind; i++)
		if (key_of(one, i) && key_of(one, i) == key_of(other, i))
			return true;
	return false;
}

static void consider_pair(struct pairing *pairing, size_t one, size_t other, size_t kind)
{
	const struct somebody *a = &pairing->people[one], *b = &pairing->people[other];
	unsigned reasons = compare(&a->print, &b->print);
	enum likeness likeness = likeness_of(reasons);
	if (!likeness || likeness < pairing->least || met_before(a, b, kind))
		return;
	if (a->id > b->id) {
		const struct somebody *first = b;
		b = a;
		a = first;
	}
	if (pairing->pair_count == pairing->pair_room) {
		pairing->pair_room = pairing->pair_room ? pairing->pair_room * 2 : 64;
		pairing->pairs = memory_grow(pairing->pairs, pairing->pair_room * sizeof *pairing->pairs);
	}
	pairing->pairs[pairing->pair_count++] =
	        (struct person_pair){{a->id, b->id}, {a->number, b->number}, reasons, likeness};
}

static void pair_all(struct pairing *pairing, size_t kind)
{
	size_t count = 0;
	for (size_t i = 0; i < pairing->count; i++) {
		uint64_t hash = key_of(&pairing->people[i], kind);
		if (hash)
			pairing->keys[count++] = (struct key){hash, i};
	}
	qsort(pairing->keys, count, sizeof *pairing->keys, by_hash);
	for (size_t i = 0; i < count; i++)
		for (size_t j = i + 1; j < count && pairing->keys[j].hash == pairing->keys[i].hash; j++)
			consider_pair(pairing, pairing->keys[i].place, pairing->keys[j].place, kind);
}

static int by_strength(const void *one, const void *other)
{
	const struct person_pair *a = one, *b = other;
	if (a->likeness != b->likeness)
		return a->likeness < b->likeness ? 1 : -1;
	for (size_t i = 0; i < 2; i++)
		if (a->ids[i] != b->ids[i])
			return a->ids[i] < b->ids[i] ? -1 : 1;
	return 0;
}

static bool take_somebody(struct book *book, const struct viewer *viewer, struct pairing *pairing,
                          struct record *record, struct fault *fault)
{
	struct person_traits traits;
	struct text name = TEXT_EMPTY;
	if (!open_traits(book, viewer, record, &traits, fault))
		return false;
	if (pairing->count == pairing->room) {
		pairing->room = pairing->room ? pairing->room * 2 : PAGE;
		pairing->people = memory_grow(pairing->people, pairing->room * sizeof *pairing->people);
	}
	record_name(book, record, LANGUAGE_ZH, &name);
	pairing->people[pairing->count++] = (struct somebody){
	        record->tenant, record->id, arena_copy(pairing->arena, name.at), print_of(&traits)};
	text_release(&name);
	return true;
}

static bool take_everybody(struct book *book, const struct viewer *viewer, struct pairing *pairing,
                           void (*progress)(void *context, size_t done, size_t all), void *context,
                           struct fault *fault)
{
	struct list_request request = {.limit = PAGE};
	struct arena page_arena = {};
	struct text cursor = TEXT_EMPTY;
	int64_t all;
	if (!people_ledger(book, &request.ledger, fault))
		return false;
	request.where = people_living(request.ledger, pairing->arena);
	bool done = record_count(book, viewer, &request, &all, fault);
	for (bool more = done; done && more;) {
		struct list_page page = {};
		done = record_list(book, viewer, &request, &page_arena, &page, fault);
		for (size_t i = 0; done && i < page.count; i++)
			done = take_somebody(book, viewer, pairing, page.records[i], fault);
		if (done && progress)
			progress(context, pairing->count, (size_t)all);
		more = page.next != NULL;
		text_cut(&cursor, 0);
		text_add(&cursor, more ? page.next : "");
		request.cursor = cursor.at;
		arena_release(&page_arena);
	}
	arena_release(&page_arena);
	text_release(&cursor);
	return done;
}

bool people_doubles(struct book *book, const struct viewer *viewer, enum likeness least,
                    void (*progress)(void *context, size_t done, size_t all), void *context,
                    struct arena *arena, struct person_pair **ret, size_t *ret_count, struct fault *fault)
{
	struct pairing pairing = {.least = least, .arena = arena};
	bool done = take_everybody(book, viewer, &pairing, progress, context, fault);
	if (done && pairing.count) {
		pairing.keys = memory_take(pairing.count * sizeof *pairing.keys);
		for (size_t kind = 0; kind < keys_used(least); kind++)
			pair_all(&pairing, kind);
	}
	if (done) {
		*ret = arena_array(arena, struct person_pair, pairing.pair_count + 1);
		*ret_count = pairing.pair_count;
		for (size_t i = 0; i < pairing.pair_count; i++)
			(*ret)[i] = pairing.pairs[i];
		qsort(*ret, *ret_count, sizeof **ret, by_strength);
	}
	memory_free(pairing.people);
	memory_free(pairing.keys);
	memory_free(pairing.pairs);
	return done;
}

/* ---- rules ---- */

static const char *number_of(struct book *book, const struct record *record, struct arena *arena)
{
	struct text name = TEXT_EMPTY;
	record_name(book, record, LANGUAGE_ZH, &name);
	const char *kept = arena_copy(arena, name.at);
	text_release(&name);
	return kept;
}

/* The number as the record had it; "" when there was none, or nobody can tell. */
static const char *id_before(const struct rule_call *call)
{
	struct record *before = NULL;
	const char *number = "";
	if (!call->before || !record_read(call->book, call->viewer, call->record->ledger,
	                                  call->record->tenant, call->record->id, call->arena, &before, NULL))
		return "";
	return open_text(call->book, call->viewer, before, "id_number", &number, NULL) ? number : "";
}

/* A valid number belongs to one person. Whoever enters it again learns which record
   has it only where that record may be seen. */
bool rule_person_unique(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	const struct ledger *people;
	if (!people_ledger(call->book, &people, fault) || !LOOK_FOR(call, fault, "id_number"))
		return false;
	const char *number = look_text(record, "id_number");
	if (!id_number_valid(number) || text_equal(id_before(call), number))
		return true;
	const struct value id = value_text(number);
	const struct list_match match = {ledger_field(record->ledger, "id_number"), &id, 1};
	struct list_request request = {
	        .ledger = record->ledger,
	        .where = people_living(people, call->arena),
	        .matches = &match,
	        .match_count = 1,
	        .tenant = record->tenant,
	        .whoever_looks = true,
	        .limit = 2,
	};
	struct list_page page;
	if (!record_list(call->book, call->viewer, &request, call->arena, &page, fault))
		return false;
	const struct record *other = NULL;
	for (size_t i = 0; i < page.count && !other; i++)
		other = page.records[i]->id == record->id ? NULL : page.records[i];
	if (!other)
		return true;
	if (viewer_may(call->viewer, call->book->organisation, record->ledger, ACCESS_OPEN, other->org, NULL))
		fault_set(fault, field_person_known, number_of(call->book, other, call->arena));
	else
		fault_set(fault, field_person_known_elsewhere);
	return blame(fault, "id_number");
}

/* One thing in common may be probed for; whoever knows two knows the person. So
   what is only possible is told to those who may open the record anyway. */
static bool may_be_told(const struct rule_call *call, const struct person_like *like)
{
	return like->likeness > LIKENESS_POSSIBLE ||
	       viewer_may(call->viewer, call->book->organisation, like->record->ledger, ACCESS_UNSEAL,
	                  like->record->org, NULL);
}

static void add_likes(const struct rule_call *call, const struct person_like *likes, size_t count,
                      enum language language, struct text *out)
{
	enum { TOLD = 3 };
	size_t told = 0, more = 0;
	for (size_t i = 0; i < count; i++) {
		if (!may_be_told(call, &likes[i]))
			continue;
		if (told == TOLD) {
			more++;
			continue;
		}
		text_add(out, told++ ? language == LANGUAGE_ZH ? "；" : "; " : "");
		text_add(out, number_of(call->book, likes[i].record, call->arena));
		text_add(out, language == LANGUAGE_ZH ? "（" : " (");
		reasons_words(likes[i].reasons, language, out);
		text_add(out, language == LANGUAGE_ZH ? "）" : ")");
	}
	if (more)
		text_format(out, language == LANGUAGE_ZH ? "；另有 %zu 位" : "; %zu more", more);
}

bool rule_person_alike(const struct rule_call *call, struct faults *notices, struct fault *fault)
{
	const struct record *record = call->record;
	struct person_like *likes;
	size_t count;
	const struct person_traits traits = {
	        .name = look_text(record, "name"),
	        .id_number = look_text(record, "id_number"),
	        .phone = look_text(record, "phone"),
	        .sex = look_text(record, "sex"),
	        .birth = look_date(record, "birth_date"),
	};
	bool opens = viewer_scope(call->viewer, record->ledger, ACCESS_UNSEAL) != SCOPE_NONE;
	if (viewer_scope(call->viewer, record->ledger, ACCESS_OPEN) == SCOPE_NONE)
		return true; /* whoever enters but sees nothing is told nothing */
	if (!people_alike(call->book, call->viewer, record->tenant, &traits,
	                  opens ? LIKENESS_POSSIBLE : LIKENESS_LIKELY, 0, call->arena, &likes, &count, fault))
		return false;
	struct text zh = TEXT_EMPTY, en = TEXT_EMPTY;
	struct fault notice = {};
	add_likes(call, likes, count, LANGUAGE_ZH, &zh);
	add_likes(call, likes, count, LANGUAGE_EN, &en);
	if (zh.length) {
		fault_set(&notice, field_person_alike, zh.at, en.at);
		blame(&notice, "name");
		faults_add(notices, &notice);
	}
	text_release(&zh);
	text_release(&en);
	return true;
}
