/* The nearest spelling: what somebody who wrote a wrong name most likely meant.
   Counts changed, missing, added and swapped letters; capital letters count as
   small ones. */
#ifndef JINGUO_DEFINE_NEAREST_H
#define JINGUO_DEFINE_NEAREST_H

/* Names are offered one after the other; `best` is the nearest so far, or NULL
   while none is near enough to be worth proposing (a third of its letters). */
struct nearest {
	const char *wanted;
	const char *best;
	unsigned distance; /* of `best` */
};
static inline struct nearest nearest_to(const char *wanted)
{
	return (struct nearest){.wanted = wanted};
}
/* `name` may be NULL and must outlive the search. */
void nearest_offer(struct nearest *nearest, const char *name);

#endif
