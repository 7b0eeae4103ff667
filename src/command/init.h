/* Makes a data folder; shared by init and demo. */
#ifndef JINGUO_COMMAND_INIT_H
#define JINGUO_COMMAND_INIT_H

#include "base/date.h"
#include "base/fault.h"

/* The folder must be absent or empty. `region` is a district's code. The entries
   are dated `at`, or now when it is 0; the demo lays its books before its sample. */
bool init_folder(const char *folder, const char *region, enum language language, instant_ms at,
                 size_t *ret_units, struct faults *faults) __attribute__((warn_unused_result));

#endif
