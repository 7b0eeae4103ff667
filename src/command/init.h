/* Makes a data folder; shared by init and demo. */
#ifndef JINGUO_COMMAND_INIT_H
#define JINGUO_COMMAND_INIT_H

#include "base/date.h"
#include "base/fault.h"

struct init_request {
	const char *folder; /* absent, or empty but for `mark` (folder.h) */
	const char *mark;
	const char *region; /* code of a district */
	enum language language;
	instant_ms at; /* of the entries, 0: now; the demo lays its books before its sample */
};
bool init_folder(const struct init_request *request, size_t *ret_units, struct faults *faults)
        __attribute__((warn_unused_result));

#endif
