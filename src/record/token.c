/* Sealing of record fields. One key a record also seals its rows, so that one
   destroyed key erases them all; what binds a row's value to its row is the
   name given to the envelope. */
#include "record/token.h"

#include <errno.h>

#include "record/tables.h"

/* "phone", and of row 123 "signups.phone#123". */
static const char *bound_name(const struct sealed_place *place, struct arena *arena)
{
	if (!place->ledger->parent)
		return place->field->birth_name;
	return arena_format(arena, "%s.%s#%lld", place->ledger->rows_field->birth_name,
	                    place->field->birth_name, (long long)place->row);
}

struct value sealed_plain(const struct value *value, struct arena *arena)
{
	if (value->kind == VALUE_INT)
		return value_text(arena_format(arena, "%lld", (long long)value->number));
	return *value;
}

static bool held_as_number(const struct field *field)
{
	static const enum value_kind held[FIELD_TYPE_COUNT] = {
#define X(name, kind, what) [FIELD_##name] = kind,
	        FIELD_TYPES(X)
#undef X
	};
	return held[field->type] == VALUE_INT;
}

bool sealed_value_read(const struct field *field, const struct value *plain, struct value *ret)
{
	if (!held_as_number(field)) {
		*ret = (struct value){.kind = VALUE_TEXT, .bytes = plain->bytes, .length = plain->length};
		return true;
	}
	char *end;
	errno = 0;
	long long number = strtoll(plain->bytes, &end, 10);
	if (errno || end == plain->bytes || *end)
		return false;
	*ret = value_int(number);
	return true;
}

static bool need_keys(const struct key_store *keys, struct fault *fault)
{
	return keys || fault_set(fault, record_no_keys);
}

bool seal_field(struct key_store *keys, const struct sealed_place *place, const struct value *value,
                struct arena *arena, struct value *ret_envelope, struct fault *fault)
{
	if (!need_keys(keys, fault))
		return false;
	struct value plain = sealed_plain(value, arena);
	return seal_value(keys, place->tenant, place->record, bound_name(place, arena), plain.bytes,
	                  plain.length, arena, ret_envelope, fault);
}

bool unseal_field(struct key_store *keys, const struct sealed_place *place, const struct value *envelope,
                  struct arena *arena, struct value *ret, struct fault *fault)
{
	struct value plain;
	if (!need_keys(keys, fault) ||
	    !unseal_value(keys, place->tenant, place->record, bound_name(place, arena), envelope, arena,
	                  &plain, fault))
		return false;
	return sealed_value_read(place->field, &plain, ret) ||
	       fault_set(fault, record_sealed_unreadable, place->field->label.zh, place->field->label.en);
}

bool token_of_value(struct key_store *keys, const struct ledger *ledger, const struct field *field,
                    int64_t tenant, const struct value *value, struct arena *arena, struct value *ret,
                    struct fault *fault)
{
	if (value->kind == VALUE_NONE) {
		*ret = (struct value){};
		return true;
	}
	if (!need_keys(keys, fault))
		return false;
	enum { TOKEN_SIZE = 16 };
	uint8_t *token = arena_take(arena, TOKEN_SIZE);
	struct value plain = sealed_plain(value, arena);
	if (!seal_token(keys, tenant, ledger_birth_name(ledger), field->birth_name, plain.bytes, plain.length,
	                token, fault))
		return false;
	*ret = value_bytes(token, TOKEN_SIZE);
	return true;
}

bool token_of_envelope(struct key_store *keys, const struct sealed_place *place, const struct value *envelope,
                       struct arena *arena, struct value *ret, struct fault *fault)
{
	struct value plain;
	struct fault why = {};
	*ret = (struct value){};
	if (!keys || envelope->kind == VALUE_NONE)
		return true;
	if (unseal_field(keys, place, envelope, arena, &plain, &why))
		return token_of_value(keys, place->ledger, place->field, place->tenant, &plain, arena, ret,
		                      fault);
	if (why.code == access_key_destroyed)
		return true;
	if (fault)
		*fault = why;
	return false;
}
