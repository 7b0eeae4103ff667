/* The nearest spelling by the optimal string alignment distance. */
#include "define/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum { NEAREST_LENGTH = 64 }; /* longer names are not compared */

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static bool letters_equal(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Three rows of the usual table are enough: this one, the one before, and the
   one before that for two letters that changed places. */
static unsigned distance_between(const char *a, size_t a_length, const char *b, size_t b_length)
{
	unsigned rows[3][NEAREST_LENGTH + 1];
	for (unsigned j = 0; j <= b_length; j++)
		rows[0][j] = j;
	for (unsigned i = 1; i <= a_length; i++) {
		unsigned *row = rows[i % 3];
		const unsigned *before = rows[(i + 2) % 3], *before_that = rows[(i + 1) % 3];
		row[0] = i;
		for (unsigned j = 1; j <= b_length; j++) {
			unsigned change = before[j - 1] + !letters_equal(a[i - 1], b[j - 1]);
			row[j] = least(change, least(before[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && letters_equal(a[i - 1], b[j - 2]) &&
			    letters_equal(a[i - 2], b[j - 1]))
				row[j] = least(row[j], before_that[j - 2] + 1);
		}
	}
	return rows[a_length % 3][b_length];
}

void nearest_offer(struct nearest *nearest, const char *name)
{
	if (name == NULL)
		return;
	size_t wanted_length = strlen(nearest->wanted), length = strlen(name);
	if (wanted_length > NEAREST_LENGTH || length > NEAREST_LENGTH)
		return;
	unsigned distance = distance_between(nearest->wanted, wanted_length, name, length);
	if (distance > (length + 2) / 3 || (nearest->best != NULL && distance >= nearest->distance))
		return;
	nearest->best = name;
	nearest->distance = distance;
}
