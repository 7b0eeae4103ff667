/* Makes a data folder; shared by init and demo. */
#ifndef JINGUO_COMMAND_INIT_H
#define JINGUO_COMMAND_INIT_H

#include "base/fault.h"

/* The folder must be absent or empty. `region` is a district's code. */
bool init_folder(const char *folder, const char *region, enum language language, size_t *ret_units,
                 struct faults *faults) __attribute__((warn_unused_result));

#endif
