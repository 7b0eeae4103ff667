/* Calendars (days off and worked weekends of a year, as the yearly notice has
   them) and the texts of summary templates, which are only kept here. */
#include "define/loader.h"

#include <string.h>

struct calendar_form {
	const struct yaml *year, *holidays, *workdays;
	const char *source;
};

static const struct key calendar_keys[] = {
        KEY_REQUIRED(calendar_form, "calendar", year, SHAPE_WHOLE),
        KEY_REQUIRED(calendar_form, "source", source, SHAPE_TEXT),
        KEY_REQUIRED(calendar_form, "holidays", holidays, SHAPE_WORDS),
        KEY(calendar_form, "workdays", workdays, SHAPE_WORDS),
};

static bool day_read(struct loader *loader, const struct yaml *node, int year, civil_date before,
                     civil_date *ret)
{
	civil_date date;
	if (!date_parse(node->value, &date) || !date_valid(date))
		return complain(loader, node, define_want_date, node->value);
	if (date_year(date) != year)
		return complain(loader, node, define_day_of_other_year, node->value);
	if (date <= before)
		return complain(loader, node, define_days_unsorted, node->value);
	*ret = date;
	return true;
}

static const civil_date *days_read(struct loader *loader, const struct yaml *nodes, int year,
                                   size_t *ret_count)
{
	size_t all = names_count(nodes), count = 0;
	civil_date *days = arena_array(loader->arena, civil_date, all);
	for (size_t i = 0; i < all; i++)
		count += day_read(loader, nodes->items[i], year, count ? days[count - 1] : 0, &days[count]);
	*ret_count = count;
	return days;
}

static void workdays_check(struct loader *loader, const struct yaml *nodes, const struct calendar_year *year)
{
	for (size_t i = 0; i < names_count(nodes); i++) {
		civil_date date;
		const struct yaml *node = nodes->items[i];
		if (!date_parse(node->value, &date) || !date_valid(date))
			continue;
		if (date_weekday(date) < 6)
			complain(loader, node, define_workday_in_week, node->value);
		for (size_t j = 0; j < year->holiday_count; j++)
			if (year->holidays[j] == date)
				complain(loader, node, define_day_both, node->value);
	}
}

static void calendar_shape(struct loader *loader, const struct source_file *file, struct calendar_year *ret)
{
	struct calendar_form form = {};
	int64_t number = 0;
	FORM_READ(loader, file->root, calendar_keys, &form);
	if (!form.year || !yaml_is_int(form.year, &number))
		return;
	if (number < date_year(DATE_MIN) || number > date_year(DATE_MAX)) {
		complain(loader, form.year, define_year_range);
		return;
	}
	file_check_name(loader, file, form.year);
	*ret = (struct calendar_year){.year = (int)number, .source = form.source, .at = file->root->at};
	ret->holidays = days_read(loader, form.holidays, ret->year, &ret->holiday_count);
	ret->workdays = days_read(loader, form.workdays, ret->year, &ret->workday_count);
	workdays_check(loader, form.workdays, ret);
}

void calendars_shape(struct loader *loader)
{
	struct calendar_year *years =
	        arena_array(loader->arena, struct calendar_year, files_count(loader, FOLDER_CALENDARS));
	loader->definitions->years = years;
	for (size_t i = 0; i < loader->file_count; i++)
		if (loader->files[i].folder == FOLDER_CALENDARS && loader->files[i].root)
			calendar_shape(loader, &loader->files[i], &years[loader->definitions->year_count++]);
}

void summaries_shape(struct loader *loader)
{
	size_t count = 0;
	for (size_t i = 0; i < loader->file_count; i++)
		count += loader->files[i].folder == FOLDER_SUMMARIES;
	struct summary_source *summaries = arena_array(loader->arena, struct summary_source, count);
	loader->definitions->summaries = summaries;
	for (size_t i = 0; i < loader->file_count; i++) {
		const struct source_file *file = &loader->files[i];
		if (file->folder != FOLDER_SUMMARIES)
			continue;
		if (!utf8_valid(file->bytes, file->length) || memchr(file->bytes, 0, file->length))
			faults_add_at(loader->faults, file->at, define_text_not_utf8);
		summaries[loader->definitions->summary_count++] =
		        (struct summary_source){.name = file->name,
		                                .file = file->at.file,
		                                .text = file->bytes,
		                                .length = file->length};
	}
}
