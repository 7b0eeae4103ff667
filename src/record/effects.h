/* What one entry does: final values, ready to be posted to the projection. A
   write makes them from a record, a replay reads them from the journal; both
   hand them to posting.h. docs/JOURNAL.md gives their JSON. */
#ifndef JINGUO_RECORD_EFFECTS_H
#define JINGUO_RECORD_EFFECTS_H

#include "base/date.h"
#include "define/definitions.h"

struct effect_value {
	const struct field *field;
	struct value value; /* as the database holds it; NONE clears */
	struct value token; /* of a blind field, known only to the writer */
};
struct effect_row {
	int64_t id;
	int64_t place; /* from 1; 0: unchanged */
	struct effect_value *set;
	size_t set_count;
};
struct effect_rows {
	const struct field *field;
	struct effect_row *add, *change;
	int64_t *drop;
	size_t add_count, change_count, drop_count;
};
struct effect_counter {
	const char *org; /* "" when one counter serves the tenant */
	int year;        /* 0 when it counts through */
	int64_t last;
};
struct effect_clock {
	int64_t id;
	const char *move, *calendar;
	instant_ms started, due;
};
struct effect_stop {
	int64_t id;
	instant_ms at;
};
/* A field that today's definitions do not know: kept for the history. */
struct effect_unknown {
	const char *name, *shown;
};

struct effects {
	const char *org, *number, *state, *move; /* NULL: not touched */
	bool voided;
	const struct effect_counter *counter; /* or NULL */
	struct effect_value *set;
	struct effect_rows *rows;
	struct effect_clock *starts;
	struct effect_stop *stops;
	struct effect_unknown *unknown;
	size_t set_count, rows_count, start_count, stop_count, unknown_count;
};

/* Appends the JSON. */
void effects_write(const struct effects *effects, struct text *out);
/* Reads it under the definitions of today: older names of fields, states and
   list codes become today's, fields that are no more go to `unknown`. In the
   arena. False, with a sentence in *ret_why, when it is not the JSON it should be. */
bool effects_read(const struct ledger *ledger, const char *json, size_t length, struct arena *arena,
                  struct effects *ret, const char **ret_why);

#endif
