/* What must succeed and what must be refused: a call that takes `&fault` stands
   in MUST or MUST_FAIL, which bring the fault along and show it when it was not
   the one that was wanted. */
#ifndef JINGUO_UNIT_MUST_H
#define JINGUO_UNIT_MUST_H

#include "base/fault.h"
#include "base/text.h"
#include "unit.h"

static inline void show_fault(const struct fault *fault)
{
	struct text text = TEXT_EMPTY;
	fault_print(fault, LANGUAGE_EN, &text);
	print_error("%s %s (%s)\n", fault->field, text.at, fault_name(fault->code));
	text_release(&text);
}

#define MUST(call)                             \
	do {                                   \
		struct fault fault = {};       \
		if (!(call)) {                 \
			show_fault(&fault);    \
			fail_msg("%s", #call); \
		}                              \
	} while (0)

#define MUST_FAIL(wanted, call)                                                  \
	do {                                                                     \
		struct fault fault = {};                                         \
		assert_false(call);                                              \
		if (fault.code != (wanted))                                      \
			show_fault(&fault);                                      \
		assert_string_equal(fault_name(fault.code), fault_name(wanted)); \
	} while (0)

#endif
