/* The functions behind the table of commands; each returns the exit code. */
#ifndef JINGUO_COMMAND_COMMANDS_H
#define JINGUO_COMMAND_COMMANDS_H

#include "command/cli.h"

int run_demo(struct invocation *invocation);
int run_init(struct invocation *invocation);
int run_check(struct invocation *invocation);
int run_sample(struct invocation *invocation);
int run_serve(struct invocation *invocation);
int run_summary(struct invocation *invocation);
int run_summary_sign(struct invocation *invocation);
int run_summary_issue(struct invocation *invocation);
int run_summary_withdraw(struct invocation *invocation);
int run_summary_write(struct invocation *invocation);
int run_summary_diff(struct invocation *invocation);
int run_figure(struct invocation *invocation);
int run_import(struct invocation *invocation);
int run_export(struct invocation *invocation);
int run_certificate(struct invocation *invocation);
int run_people_doubles(struct invocation *invocation);
int run_people_merge(struct invocation *invocation);
int run_people_unmerge(struct invocation *invocation);
int run_verify(struct invocation *invocation);
int run_keys_rotate(struct invocation *invocation);
int run_errors(struct invocation *invocation);
int run_version(struct invocation *invocation);

/* figure_sheet.c: the parts of a figure and their total as a workbook at the path. */
struct figure_request;
struct figure_result;
bool figure_sheet(const struct figure_request *request, const struct figure_result *result,
                  enum language language, const char *path, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
