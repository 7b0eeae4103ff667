/* Voluntary service by 民政部令第67号: what may not be recorded (article 19), the
   ten workdays for it (11), insurance before risk (志愿服务条例 article 17) and
   stars by hours (10). The kinds and the hours of stars are settings. Stars are
   awarded when a service is confirmed; the hours are those of services that the
   one who confirms may open, and what was brought along from an older system. */
#include "field/volunteer.h"

#include <string.h>

#include "calendar/workdays.h"
#include "field/look.h"
#include "record/list.h"

/* ---- which service may be recorded ---- */

bool volunteer_service_check(const struct volunteer_there *volunteer, civil_date served_on, bool risky,
                             struct fault *fault)
{
	bool there =
	        volunteer->joined_on <= served_on && (!volunteer->left_on || served_on < volunteer->left_on);
	bool insured = volunteer->insured_from && volunteer->insured_from <= served_on &&
	               volunteer->insured_to >= served_on;
	if (!there) {
		fault_set(fault, field_volunteer_not_then, date_words(served_on).at);
		return blame(fault, "volunteer");
	}
	if (risky && !insured) {
		fault_set(fault, field_volunteer_uninsured, date_words(served_on).at);
		return blame(fault, "risky");
	}
	return true;
}

static bool kind_allowed(const struct rule_call *call, struct fault *fault)
{
	struct value refused;
	const char *kind = look_text(call->record, "kind");
	if (!look_setting(call, "volunteer_refused_kinds", &refused, fault))
		return false;
	if (!code_among(refused.bytes, kind))
		return true;
	const struct list_item *item = list_find(ledger_field(call->record->ledger, "kind")->list, kind);
	fault_set(fault, field_volunteer_kind_refused, item ? item->label.zh : kind,
	          item ? item->label.en : kind);
	return blame(fault, "kind");
}

/* Asked of what is new, so that an insurance renewed later does not make an old service unlawful. */
bool rule_volunteer_service_allowed(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	struct record *volunteer;
	if (!LOOK_FOR(call, fault, "volunteer", "kind", "served_on", "risky"))
		return false;
	if (look_set(record, "kind") && look_changed(call, "kind") && !kind_allowed(call, fault))
		return false;
	bool same = !look_changed(call, "volunteer") && !look_changed(call, "served_on") &&
	            !look_changed(call, "risky");
	if (same || !look_set(record, "volunteer") || !look_set(record, "served_on"))
		return true; /* required fields: the record room says so */
	if (!look_linked(call, record, "volunteer", &volunteer, fault))
		return false;
	struct volunteer_there there = {
	        .joined_on = look_date(volunteer, "joined_on"),
	        .left_on = look_date(volunteer, "left_on"),
	        .insured_from = look_date(volunteer, "insured_from"),
	        .insured_to = look_date(volunteer, "insured_to"),
	};
	return volunteer_service_check(&there, look_date(record, "served_on"), look_yes(record, "risky"),
	                               fault);
}

/* ---- entered in time? ---- */

/* The day of the act that entered it, for good. */
bool rule_volunteer_entered_on(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	(void)fault;
	*ret = call->before ? look(call->before, call->field->name) : value_int(look_today(call));
	return true;
}

bool rule_volunteer_entry_due(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	int64_t workdays;
	civil_date due;
	if (!LOOK_FOR(call, fault, "served_on"))
		return false;
	civil_date served_on = look_date(call->record, "served_on");
	*ret = (struct value){};
	if (!served_on)
		return true;
	if (!look_setting_int(call, "volunteer_entry_workdays", &workdays, fault) ||
	    !workday_add(call->book->definitions, served_on, (int)workdays, &due, fault))
		return false;
	*ret = value_int(due);
	return true;
}

bool rule_volunteer_late(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	if (!LOOK_FOR(call, fault, "entered_on", "entry_due"))
		return false;
	civil_date entered = look_date(call->record, "entered_on"),
	           due = look_date(call->record, "entry_due");
	*ret = value_int(due && entered > due);
	return true;
}

/* ---- hours and stars ---- */

bool star_table_parse(const char *string, struct star_table *ret)
{
	struct star_table table = {};
	for (const char *at = string;; at++) {
		int64_t hours = 0;
		size_t digits = strspn(at, "0123456789");
		if (!digits || digits > 6 || table.count == STARS)
			return false;
		for (size_t i = 0; i < digits; i++)
			hours = hours * 10 + (*at++ - '0');
		if (hours <= (table.count ? table.hours[table.count - 1] : 0))
			return false;
		table.hours[table.count++] = hours;
		if (!*at)
			break;
		if (*at != ',')
			return false;
	}
	*ret = table;
	return true;
}

size_t stars_earned(const struct star_table *table, int64_t tenths)
{
	size_t stars = 0;
	while (stars < table->count && tenths >= table->hours[stars] * 10)
		stars++;
	return stars;
}

static const char *const star_codes[STARS] = {"one", "two", "three", "four", "five"};

static bool star_table_setting(const struct rule_call *call, struct star_table *ret, struct fault *fault)
{
	struct value table;
	if (!look_setting(call, "volunteer_star_hours", &table, fault))
		return false;
	return star_table_parse(table.bytes, ret) ||
	       fault_set(fault, field_setting_numbers, "volunteer_star_hours", table.bytes);
}

static const char *services_where(const struct rule_call *call, const struct hours_of *of)
{
	struct words from = date_words(of->from), to = date_words(of->to);
	return arena_format(call->arena, "volunteer = '%s' and state = 'confirmed'%s%s%s%s",
	                    number_words(of->volunteer).at, of->from ? " and served_on >= " : "", from.at,
	                    of->to ? " and served_on <= " : "", to.at);
}

bool volunteer_hours_sum(const struct rule_call *call, const struct hours_of *of, struct hours_given *ret,
                         struct fault *fault)
{
	struct list_request request = {
	        .ledger = definitions_ledger(call->book->definitions, "volunteer_service"),
	        .where = services_where(call, of),
	        .limit = 1000,
	};
	struct hours_given given = {};
	do {
		struct list_page page;
		if (!record_list(call->book, call->viewer, &request, call->arena, &page, fault))
			return false;
		for (size_t i = 0; i < page.count; i++)
			given.tenths += look_int(page.records[i], "hours");
		given.services += (int64_t)page.count;
		request.cursor = page.next;
	} while (request.cursor);
	*ret = given;
	return true;
}

/* Those of the books up to that day, and those from before the books. */
static bool tenths_ever(const struct rule_call *call, const struct record *volunteer, civil_date upto,
                        int64_t *ret, struct fault *fault)
{
	struct hours_given given;
	if (!volunteer_hours_sum(call, &(struct hours_of){.volunteer = volunteer->id, .to = upto}, &given,
	                         fault))
		return false;
	*ret = given.tenths + look_int(volunteer, "hours_before");
	return true;
}

static bool star_held(const struct rule_call *call, int64_t volunteer, const char *star, int64_t but,
                      bool *ret, struct fault *fault)
{
	struct list_request request = {
	        .ledger = definitions_ledger(call->book->definitions, "volunteer_star"),
	        .where = arena_format(call->arena, "volunteer = '%s' and star = '%s'",
	                              number_words(volunteer).at, star),
	        .limit = 2,
	};
	struct list_page page;
	if (!record_list(call->book, call->viewer, &request, call->arena, &page, fault))
		return false;
	*ret = page.count > 1 || (page.count == 1 && page.records[0]->id != but);
	return true;
}

static bool star_award(const struct rule_call *call, const struct ledger *stars,
                       const struct record *volunteer, const char *star, civil_date on, struct fault *fault)
{
	struct record *award = record_new(call->arena, stars);
	return record_put_value(award, "star_org", value_text(look_answering(call, volunteer->org)), fault) &&
	       record_put_value(award, "volunteer", value_int(volunteer->id), fault) &&
	       record_put_value(award, "star", value_text(star), fault) &&
	       record_put_value(award, "awarded_on", value_int(on), fault) &&
	       record_create(call->book, call->viewer, award, "", NULL, fault);
}

bool rule_volunteer_award_stars(const struct rule_call *call, struct fault *fault)
{
	const struct ledger *stars = definitions_ledger(call->book->definitions, "volunteer_star");
	civil_date today = look_today(call);
	struct record *volunteer;
	struct star_table table;
	int64_t tenths;
	if (!LOOK_FOR(call, fault, "volunteer"))
		return false;
	if (!stars)
		return true; /* an office that gives no stars */
	if (!look_linked(call, call->record, "volunteer", &volunteer, fault) ||
	    !star_table_setting(call, &table, fault) || !tenths_ever(call, volunteer, today, &tenths, fault))
		return false;
	for (size_t i = 0; i < stars_earned(&table, tenths); i++) {
		bool held;
		if (!star_held(call, volunteer->id, star_codes[i], 0, &held, fault) ||
		    (!held && !star_award(call, stars, volunteer, star_codes[i], today, fault)))
			return false;
	}
	return true;
}

static bool award_unchanged(const struct rule_call *call)
{
	return !look_changed(call, "volunteer") && !look_changed(call, "awarded_on") &&
	       !look_changed(call, "star");
}

bool rule_volunteer_star_hours(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	struct record *volunteer;
	int64_t tenths;
	if (!LOOK_FOR(call, fault, "volunteer", "awarded_on", "star"))
		return false;
	*ret = call->before ? look(call->before, call->field->name) : (struct value){};
	if (award_unchanged(call) || !look_set(call->record, "volunteer") ||
	    !look_set(call->record, "awarded_on"))
		return true;
	if (!look_linked(call, call->record, "volunteer", &volunteer, fault) ||
	    !tenths_ever(call, volunteer, look_date(call->record, "awarded_on"), &tenths, fault))
		return false;
	*ret = value_int(tenths);
	return true;
}

bool rule_volunteer_star_earned(const struct rule_call *call, struct fault *fault)
{
	const struct record *record = call->record;
	const char *star = look_text(record, "star");
	struct star_table table;
	size_t place = 0;
	bool held;
	if (!LOOK_FOR(call, fault, "volunteer", "awarded_on", "star", "hours"))
		return false;
	if (award_unchanged(call) || !*star)
		return true;
	while (place < STARS && !text_equal(star_codes[place], star))
		place++;
	if (!star_table_setting(call, &table, fault) ||
	    !star_held(call, look_int(record, "volunteer"), star, record->id, &held, fault))
		return false;
	if (held) {
		fault_set(fault, field_star_held);
		return blame(fault, "star");
	}
	if (place < stars_earned(&table, look_int(record, "hours")))
		return true;
	int64_t tenths = look_int(record, "hours"), wanted = place < table.count ? table.hours[place] : 0;
	char hours[48];
	snprintf(hours, sizeof hours, "%s.%s", number_words(tenths / 10).at, number_words(tenths % 10).at);
	fault_set(fault, field_star_not_earned, hours, wanted ? number_words(wanted).at : "—");
	return blame(fault, "star");
}
