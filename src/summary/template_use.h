/* A figure as one directive names it: read word by word, then checked as the
   summary will ask for it. */
#ifndef JINGUO_SUMMARY_TEMPLATE_USE_H
#define JINGUO_SUMMARY_TEMPLATE_USE_H

#include "summary/template_words.h"

/* Where the parts of a use stand, for faults. */
struct use_places {
	struct position name, where, by;
};

/* "register.figure"; the register may not exist yet, but a known register must have the figure. */
void use_read_name(struct words *words, struct figure_use *use, struct use_places *places);
/* `where` and the span, which every use may have; false at any other word. */
bool use_read_option(struct words *words, struct figure_use *use, struct use_places *places);
void use_read_by(struct words *words, struct figure_use *use, struct use_places *places);
/* Asks as the summary will ask. Nothing is asked of a figure that does not exist yet. */
void use_check(struct words *words, const struct figure_use *use, const struct use_places *places);
/* The condition by itself, where one ledger is meant: its faults then have their own column. */
void use_check_condition(struct words *words, const struct ledger *ledger, const char *condition,
                         struct position at, unsigned allow);
/* The role under which every summary is computed; NULL when the definitions lack it. */
const struct role *use_role(const struct words *words);
/* Do the parts make the total? Not of people counted once each, nor where one record has several codes. */
bool use_is_additive(const struct figure_use *use);

/* What a format has to fit; what does not exist yet may turn out to be anything. */
enum shape { SHAPE_UNKNOWN, SHAPE_WHOLE, SHAPE_DAY, SHAPE_OTHER };
enum shape shape_of_field(const struct field *field);
/* Takes a format that fits; false when the next word is no format. `what` is named in the fault. */
bool format_read(struct words *words, const char *what, enum shape shape, enum number_format *format);
bool format_read_for(struct words *words, const struct figure_use *use, enum number_format *format);

#endif
