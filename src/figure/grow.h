/* Room for one more item in an array that owns its memory. */
#ifndef JINGUO_FIGURE_GROW_H
#define JINGUO_FIGURE_GROW_H

#include "base/memory.h"

enum { GROW_FIRST = 16 };

/* `items`, `count` and `room` are lvalues; the new item is not zeroed. */
#define grow_by_one(items, count, room)                                           \
	do {                                                                      \
		if ((count) == (room)) {                                          \
			(room) = (room) ? (room)*2 : GROW_FIRST;                  \
			(items) = memory_grow((items), (room) * sizeof *(items)); \
		}                                                                 \
	} while (0)

#endif
