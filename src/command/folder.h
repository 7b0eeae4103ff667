/* Folders of books: free for new ones, emptied. A file in it whose name begins with
   `mark` is no content; NULL where there is none. */
#ifndef JINGUO_COMMAND_FOLDER_H
#define JINGUO_COMMAND_FOLDER_H

#include "base/fault.h"

/* Makes the folder (0700), or finds it empty. */
bool folder_is_free(const char *folder, const char *mark, struct fault *fault)
        __attribute__((warn_unused_result));
/* Removes what is in it, nothing through links. */
bool folder_empty(const char *folder, const char *mark, struct fault *fault)
        __attribute__((warn_unused_result));

#endif
