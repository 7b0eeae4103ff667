/* Serving until SIGINT or SIGTERM; shared by serve and demo. */
#ifndef JINGUO_COMMAND_SERVE_H
#define JINGUO_COMMAND_SERVE_H

#include "command/cli.h"

/* `period` NULL: the last half year that has ended. Returns the exit code. */
int serve_until_stopped(struct invocation *invocation, struct desk *desk, const struct period *period,
                        int port);
/* --port, or the port of the settings. */
bool serve_port(const struct invocation *invocation, int *ret, struct fault *fault);

#endif
