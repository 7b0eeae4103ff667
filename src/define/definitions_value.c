/* Constants in definitions: `default:` of a field and the values of a setting,
   read into the same struct value a record holds. */
#include "define/loader.h"

#include <assert.h>

const char *field_type_name(enum field_type type)
{
	static const char *const names[FIELD_TYPE_COUNT] = {
	        [FIELD_TEXT] = "text",       [FIELD_NOTE] = "note",           [FIELD_INT] = "int",
	        [FIELD_DECIMAL] = "decimal", [FIELD_BOOL] = "bool",           [FIELD_DATE] = "date",
	        [FIELD_INSTANT] = "instant", [FIELD_YEAR] = "year",           [FIELD_CHOICE] = "choice",
	        [FIELD_CHOICES] = "choices", [FIELD_LINK] = "link",           [FIELD_ORG] = "org",
	        [FIELD_PHONE] = "phone",     [FIELD_ID_NUMBER] = "id_number", [FIELD_STAFF] = "staff",
	        [FIELD_ROWS] = "rows",
	};
	assert(type < FIELD_TYPE_COUNT && names[type]);
	return names[type];
}

bool decimal_parse(const char *string, int scale, int64_t *ret)
{
	bool negative = *string == '-';
	string += negative;
	if (!(*string >= '0' && *string <= '9'))
		return false;
	int64_t number = 0;
	int places = -1; /* digits behind the point; -1 before it */
	for (; *string && !(places >= 0 && places > scale); string++) {
		if (*string == '.' && places < 0) {
			places = 0;
			continue;
		}
		if (!(*string >= '0' && *string <= '9') || __builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, *string - '0', &number))
			return false;
		places += places >= 0;
	}
	if (places == 0 || places > scale)
		return false;
	for (int i = places < 0 ? 0 : places; i < scale; i++)
		if (__builtin_mul_overflow(number, 10, &number))
			return false;
	*ret = negative ? -number : number;
	return true;
}

static bool code_read(struct loader *loader, const struct yaml *node, const struct list *list,
                      const char **ret)
{
	for (size_t i = 0; i < list->count; i++)
		if (text_equal(list->items[i].code, node->value)) {
			*ret = list->items[i].code;
			return true;
		}
	return complain_unknown_among(loader, node, NOUN_CODE, node->value, list->items, list->count,
	                              sizeof *list->items);
}

/* ",a,b," in the order of the list, so that equal choices are equal texts. */
static bool codes_read(struct loader *loader, const struct yaml *node, const struct list *list,
                       struct value *ret)
{
	bool good = true;
	const char *code;
	for (size_t i = 0; i < names_count(node); i++)
		good &= code_read(loader, names_item(node, i), list, &code);
	if (!good)
		return false;
	struct text text = TEXT_EMPTY;
	text_add_byte(&text, ',');
	for (size_t i = 0; i < list->count; i++)
		for (size_t j = 0; j < names_count(node); j++)
			if (text_equal(names_item(node, j)->value, list->items[i].code))
				text_format(&text, "%s,", list->items[i].code);
	*ret = value_text(arena_copy(loader->arena, text.at));
	text_release(&text);
	return true;
}

/* One scalar, or a list of at least one. */
static bool scalars_fit(const struct yaml *node)
{
	bool fits = node->kind == YAML_SCALAR || (node->kind == YAML_LIST && node->count);
	for (size_t i = 0; node->kind == YAML_LIST && i < node->count; i++)
		fits &= node->items[i]->kind == YAML_SCALAR;
	return fits;
}

static bool scalar_read(struct loader *loader, const struct yaml *node, enum field_type type, int scale,
                        struct value *ret)
{
	int64_t number = 0;
	civil_date date = 0;
	bool yes = false;
	switch (type) {
	case FIELD_INT:
	case FIELD_YEAR:
		if (!yaml_is_int(node, &number))
			return complain(loader, node, define_want_whole);
		break;
	case FIELD_DECIMAL:
		if (node->quoted || !decimal_parse(node->value, scale, &number))
			return complain(loader, node, define_want_decimal,
			                arena_format(loader->arena, "%d", scale));
		break;
	case FIELD_BOOL:
		if (!yaml_is_bool(node, &yes))
			return complain(loader, node, define_want_bool);
		number = yes;
		break;
	case FIELD_DATE:
		if (!date_parse(node->value, &date) || !date_valid(date))
			return complain(loader, node, define_want_date, node->value);
		number = date;
		break;
	case FIELD_INSTANT:
		if (!instant_parse(node->value, &number))
			return complain(loader, node, define_want_instant, node->value);
		break;
	case FIELD_TEXT:
	case FIELD_NOTE:
	case FIELD_ORG:
	case FIELD_PHONE:
	case FIELD_ID_NUMBER:
	case FIELD_STAFF: *ret = value_text(node->value); return true;
	case FIELD_CHOICE:
	case FIELD_CHOICES:
	case FIELD_LINK:
	case FIELD_ROWS:
	case FIELD_TYPE_COUNT: assert(false); return false;
	}
	*ret = value_int(number);
	return true;
}

bool constant_read(struct loader *loader, const struct yaml *node, enum field_type type, int scale,
                   const struct list *list, struct value *ret)
{
	if (type == FIELD_CHOICES) {
		if (!scalars_fit(node))
			return complain(loader, node, define_want_list);
		return codes_read(loader, node, list, ret);
	}
	if (node->kind != YAML_SCALAR)
		return complain(loader, node, define_want_text);
	if (type == FIELD_CHOICE) {
		const char *code = NULL;
		if (!code_read(loader, node, list, &code))
			return false;
		*ret = value_text(code);
		return true;
	}
	return scalar_read(loader, node, type, scale, ret);
}
