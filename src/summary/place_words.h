/* What a place calls itself and who leads it, by the level of its organisation:
   区, 区委、区政府; 镇, 镇党委、镇政府; district, the district committee and … */
#ifndef JINGUO_SUMMARY_PLACE_WORDS_H
#define JINGUO_SUMMARY_PLACE_WORDS_H

#include "access/organisation.h"

/* Each by language. */
struct place_words {
	const char *place[2], *leaders[2];
};
const struct place_words *place_words_of(const struct organisation_unit *unit);

#endif
