/* Folders of books: free for new ones, emptied, removed. */
#ifndef JINGUO_COMMAND_FOLDER_H
#define JINGUO_COMMAND_FOLDER_H

#include "base/fault.h"

/* Makes the folder (0700), or finds it empty. */
bool folder_is_free(const char *folder, struct fault *fault) __attribute__((warn_unused_result));
/* Removes what is in it, nothing through links. */
bool folder_empty(const char *folder, struct fault *fault) __attribute__((warn_unused_result));
/* The same, and the folder itself; one that is not there is no fault. */
bool folder_remove(const char *folder, struct fault *fault) __attribute__((warn_unused_result));

#endif
