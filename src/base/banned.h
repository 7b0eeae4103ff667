/* Functions that do not compile here, each with what to use instead. Forced
   into every file by the build. */
#ifndef JINGUO_BASE_BANNED_H
#define JINGUO_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok /* base/text.h; strncpy: check_rooms.py */
#pragma GCC poison localtime localtime_r mktime gmtime asctime ctime /* base/date.h */
#pragma GCC poison atoi atol atoll atof                              /* strtoll with checks */
#pragma GCC poison gets system popen /* alloca: -Walloca, since glib's headers name it */

#endif
