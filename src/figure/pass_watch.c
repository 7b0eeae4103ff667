/* Gathering by classes, then folding classes into parts. */
#include "figure/pass_watch.h"

#include "figure/grow.h"

void watch_start(struct watch *watch, size_t segments, struct arena *arena)
{
	watch->segments = segments;
	watch->pairs = (struct map){.arena = arena};
	watch->values = (struct map){.arena = arena};
}

void watch_release(struct watch *watch)
{
	map_release(&watch->pairs);
	map_release(&watch->values);
	memory_free(watch->tallies);
	memory_free(watch->value_rows);
}

/* ---- rows ---- */

/* Where the row's classes are kept: a class by itself, or the number of a pair. */
static uint32_t place_of(struct watch *watch, const uint32_t *classes)
{
	uint32_t pair[FIGURE_DIMENSIONS] = {};
	for (size_t i = 0; i < watch->by_class; i++)
		pair[i] = classes[watch->column[i]];
	bool is_new;
	return watch->by_class < FIGURE_DIMENSIONS ? pair[0]
	                                           : map_number(&watch->pairs, pair, sizeof pair, &is_new);
}

static void make_room(struct watch *watch, uint32_t place)
{
	if (place >= watch->tally_room) {
		size_t room = place + 1 > watch->tally_room * 2 ? place + 1 : watch->tally_room * 2;
		watch->tallies = memory_grow(watch->tallies, room * watch->segments * sizeof *watch->tallies);
		memset(watch->tallies + watch->tally_room * watch->segments, 0,
		       (room - watch->tally_room) * watch->segments * sizeof *watch->tallies);
		watch->tally_room = room;
	}
	watch->tally_count = place + 1;
}

/* What is distinct is the value within its place, and within its month if months are asked. */
struct value_lead {
	uint32_t place, segment;
};

static void take_distinct(struct watch *watch, uint32_t place, size_t segment, const struct row *row)
{
	struct value value = row_value(row, watch->value_place);
	const struct value_lead lead = {place, watch->by_month ? (uint32_t)segment : 0};
	bool is_new;
	uint32_t number = value_number(&watch->values, &lead, sizeof lead, &value, &is_new);
	if (is_new) {
		grow_by_one(watch->value_rows, number, watch->value_room);
		watch->value_rows[number] = 0;
	}
	watch->value_rows[number]++;
}

static void take_date(struct tally *tally, civil_date date)
{
	if (date && (!tally->first || date < tally->first))
		tally->first = date;
	if (date > tally->last)
		tally->last = date;
}

void watch_take(struct watch *watch, const uint32_t *classes, size_t segment, const struct row *row)
{
	uint32_t place = place_of(watch, classes);
	enum figure_measure measure = watch->question->side[watch->side].figure->measure;
	if (measure == MEASURE_DISTINCT) {
		take_distinct(watch, place, segment, row);
		return;
	}
	if (place >= watch->tally_count)
		make_room(watch, place);
	struct tally *tally = &watch->tallies[place * watch->segments + segment];
	tally->rows++;
	if (measure == MEASURE_SUM)
		tally->sum += row_int(row, watch->value_place);
	else if (watch->value_place >= 0)
		take_date(tally, (civil_date)row_int(row, watch->value_place));
}

/* ---- parts ---- */

static void sets_of(const struct watch *watch, const struct pass_column *columns, uint32_t place,
                    civil_date month, uint32_t *sets)
{
	struct question *question = watch->question;
	const uint32_t alone[FIGURE_DIMENSIONS] = {place};
	const uint32_t *classes =
	        watch->by_class < FIGURE_DIMENSIONS ? alone : watch->pairs.entries[place].bytes;
	for (size_t i = 0, class = 0; i < question->tallies.dimensions; i++) {
		const struct dimension *dimension = &question->side[watch->side].by[i];
		if (dimension->kind == DIMENSION_MONTH) {
			const struct value value = value_int(month / 100);
			sets[i] = parts_fold(&question->tallies.by[i], question->tallies.ground, dimension,
			                     &value);
		} else {
			const struct pass_column *column = &columns[watch->column[class]];
			sets[i] = pass_column_answer(column, classes[class], watch->probe[class]);
			class ++;
		}
	}
}

static void finish_tallies(struct watch *watch, const struct pass_column *columns, const civil_date *edges)
{
	uint32_t sets[FIGURE_DIMENSIONS] = {};
	for (uint32_t place = 0; place < watch->tally_count; place++)
		for (size_t segment = 0; segment < watch->segments; segment++) {
			const struct tally *tally = &watch->tallies[place * watch->segments + segment];
			if (!tally->rows)
				continue;
			sets_of(watch, columns, place, edges[segment], sets);
			tallies_add(&watch->question->tallies, watch->side, sets, tally);
		}
}

static void finish_values(struct watch *watch, const struct pass_column *columns, const civil_date *edges)
{
	uint32_t sets[FIGURE_DIMENSIONS] = {};
	for (size_t i = 0; i < watch->values.count; i++) {
		struct value_lead lead;
		struct value value = value_of_number(&watch->values, (uint32_t)i, &lead, sizeof lead);
		sets_of(watch, columns, lead.place, edges[lead.segment], sets);
		tallies_add_distinct(&watch->question->tallies, watch->side, sets, &value,
		                     watch->value_rows[i]);
	}
}

void watch_finish(struct watch *watch, const struct pass_column *columns, const civil_date *edges)
{
	finish_tallies(watch, columns, edges);
	finish_values(watch, columns, edges);
}
