/* People: the one thing that can be checked about them without opening a book,
   that their citizen number, birth date and sex agree. */
#include "field/person.h"

#include "base/ids.h"
#include "field/look.h"

enum { BIRTH_AT = 6, BIRTH_DIGITS = 8, SEX_AT = 16 };

civil_date id_number_birth(const char *number)
{
	civil_date birth = 0;
	for (int i = 0; i < BIRTH_DIGITS; i++)
		birth = birth * 10 + (number[BIRTH_AT + i] - '0');
	return birth;
}

bool id_number_male(const char *number)
{
	return (number[SEX_AT] - '0') % 2 == 1;
}

bool person_check(const char *id_number, civil_date birth_date, const char *sex, struct fault *fault)
{
	if (birth_date && birth_date != id_number_birth(id_number)) {
		fault_set(fault, field_person_birth_differs);
		return blame(fault, "birth_date");
	}
	if (*sex && text_equal(sex, "male") != id_number_male(id_number)) {
		fault_set(fault, field_person_sex_differs);
		return blame(fault, "sex");
	}
	return true;
}

/* The number is in the clear only in the act that enters it; the record room
   checks its digits. A number that lies sealed was checked when it came. */
bool rule_person_agrees(const struct rule_call *call, struct fault *fault)
{
	if (!LOOK_FOR(call, fault, "id_number", "birth_date", "sex"))
		return false;
	const char *number = look_text(call->record, "id_number");
	if (!id_number_valid(number))
		return true;
	return person_check(number, look_date(call->record, "birth_date"), look_text(call->record, "sex"),
	                    fault);
}
