/* A certificate of service carries a code that only this office can make: a keyed
   hash (HMAC-SM3 under the key of the books) of what it says. Verifying computes
   it anew from the record, so that neither an invented paper nor a changed row
   passes. What is issued is not changed; it is revoked and issued anew. */
#include "field/certificate.h"

#include <string.h>

#include "field/look.h"
#include "field/volunteer.h"

enum { CODE_CHARACTERS = 12, BITS = 5 };

void check_code_print(const uint8_t token[static 16], char out[static CHECK_CODE_SIZE])
{
	static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	uint64_t bits = 0;
	for (int i = 0; i < 8; i++)
		bits = bits << 8 | token[i];
	for (int i = 0; i < CODE_CHARACTERS; i++) {
		if (i && i % 4 == 0)
			*out++ = '-';
		*out++ = alphabet[bits >> (64 - BITS)];
		bits <<= BITS;
	}
	*out = 0;
}

static char code_character(char typed)
{
	if (typed >= 'a' && typed <= 'z')
		typed = (char)(typed - 'a' + 'A');
	return typed == 'O' ? '0' : typed == 'I' || typed == 'L' ? '1' : typed;
}

bool check_code_same(const char *printed, const char *typed)
{
	unsigned differs = 0;
	for (; *printed; printed++) {
		if (*printed == '-')
			continue;
		while (*typed == '-' || *typed == ' ')
			typed++;
		if (!*typed)
			return false;
		differs |= (unsigned char)*printed ^ (unsigned char)code_character(*typed++);
	}
	return !differs && !*typed;
}

/* The code of what the record says. */
static bool code_of(struct book *book, const struct record *record, struct arena *arena, const char **ret,
                    struct fault *fault)
{
	char *code = arena_take(arena, CHECK_CODE_SIZE);
	uint8_t token[16];
	const char *says = arena_format(
	        arena, "%s|%s|%s|%s|%s|%s", number_words(look_int(record, "volunteer")).at,
	        number_words(look_date(record, "from_on")).at, number_words(look_date(record, "to_on")).at,
	        number_words(look_date(record, "issued_on")).at, number_words(look_int(record, "hours")).at,
	        number_words(look_int(record, "services")).at);
	if (!seal_token(book->keys, record->tenant, record->ledger->name, "check_code", says, strlen(says),
	                token, fault))
		return false;
	check_code_print(token, code);
	*ret = code;
	return true;
}

/* Taken from the books once, when it is issued. */
static bool given(const struct rule_call *call, struct hours_given *ret, struct fault *fault)
{
	const struct record *record = call->record;
	const struct hours_of of = {look_int(record, "volunteer"), look_date(record, "from_on"),
	                            look_date(record, "to_on")};
	if (!LOOK_FOR(call, fault, "volunteer", "from_on", "to_on", "issued_on", "hours", "services"))
		return false;
	*ret = (struct hours_given){};
	if (!of.volunteer || !of.from || !of.to)
		return true; /* required fields: the record room says so */
	return volunteer_hours_sum(call, &of, ret, fault);
}

bool rule_certificate_hours(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	struct hours_given hours = {};
	if (!call->before && !given(call, &hours, fault))
		return false;
	*ret = call->before ? look(call->before, call->field->name) : value_int(hours.tenths);
	return true;
}

bool rule_certificate_services(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	struct hours_given hours = {};
	if (!call->before && !given(call, &hours, fault))
		return false;
	*ret = call->before ? look(call->before, call->field->name) : value_int(hours.services);
	return true;
}

bool rule_certificate_code(const struct rule_call *call, struct value *ret, struct fault *fault)
{
	const char *code;
	if (call->before) {
		*ret = look(call->before, call->field->name);
		return true;
	}
	if (!code_of(call->book, call->record, call->arena, &code, fault))
		return false;
	*ret = value_text(code);
	return true;
}

bool rule_certificate_fixed(const struct rule_call *call, struct fault *fault)
{
	static const char *const said[] = {"volunteer", "from_on", "to_on", "issued_on"};
	if (!LOOK_FOR(call, fault, "volunteer", "from_on", "to_on", "issued_on", "hours", "services"))
		return false;
	for (size_t i = 0; call->before && i < sizeof said / sizeof *said; i++)
		if (look_changed(call, said[i])) {
			fault_set(fault, field_certificate_fixed);
			return blame(fault, said[i]);
		}
	if (call->before || look_int(call->record, "services") > 0)
		return true;
	fault_set(fault, field_certificate_empty);
	return blame(fault, "from_on");
}

bool certificate_verify(struct book *book, const struct viewer *viewer, const char *number, const char *code,
                        struct arena *arena, struct record **ret, struct fault *fault)
{
	const struct ledger *certificates = definitions_ledger(book->definitions, "volunteer_certificate");
	const char *right;
	struct fault found = {};
	if (!certificates)
		return fault_set(fault, field_certificate_wrong, number);
	if (!record_find(book, viewer, certificates, tenant_of(viewer->org), number, arena, ret, &found)) {
		if (found.code == record_missing)
			return fault_set(fault, field_certificate_wrong, number);
		*fault = found;
		return false;
	}
	if (!code_of(book, *ret, arena, &right, fault))
		return false;
	/* A number that is not there and a wrong code answer alike: numbers cannot be tried out. */
	if (!check_code_same(right, code) || (*ret)->voided)
		return fault_set(fault, field_certificate_wrong, number);
	if (look_set(*ret, "revoked_on"))
		return fault_set(fault, field_certificate_revoked, number,
		                 date_words(look_date(*ret, "revoked_on")).at);
	return true;
}
