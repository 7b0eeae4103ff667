/* Names that records hold: a register, a list code or a state that is in use
   cannot leave the definitions. It is renamed (`was:`) or, a code, ended
   (`until:`). */
#ifndef JINGUO_RECORD_NAMES_IN_USE_H
#define JINGUO_RECORD_NAMES_IN_USE_H

#include "record/book.h"

/* False, with the first name that is missed, when there is any. The tables must already be as the
   definitions want them, their values renamed. */
bool names_in_use_are_known(struct book *book, struct fault *fault) __attribute__((warn_unused_result));

#endif
