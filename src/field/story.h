/* What the federation does in public: its venues and its programmes on air. */
#ifndef JINGUO_FIELD_STORY_H
#define JINGUO_FIELD_STORY_H

#include "record/rule.h"

bool rule_venue_free(const struct rule_call *call, struct fault *fault);
bool rule_episode_once(const struct rule_call *call, struct fault *fault);
bool rule_episode_in_order(const struct rule_call *call, struct fault *fault);

#endif
