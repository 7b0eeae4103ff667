/* Is this person registered already? What two people have in common, who might
   be whom, and the rules that say so when a person is entered. */
#ifndef JINGUO_FIELD_PEOPLE_H
#define JINGUO_FIELD_PEOPLE_H

#include "record/rule.h"

/* NAME, in Chinese, in English. The last three speak against it. */
#define LIKE_REASONS(X)                                         \
	X(ID, "证件号相同", "same ID number")                   \
	X(NAME, "同名", "same name")                            \
	X(SPELLING, "姓名写法相通", "name spelled otherwise")   \
	X(BIRTH, "出生日期相同", "same date of birth")          \
	X(PHONE, "电话相同", "same telephone")                  \
	X(OTHER_ID, "证件号不同", "another ID number")          \
	X(OTHER_BIRTH, "出生日期不同", "another date of birth") \
	X(OTHER_SEX, "性别不同", "another sex")
enum like_place {
#define X(name, zh, en) LIKE_PLACE_##name,
	LIKE_REASONS(X)
#undef X
};
enum like_reason {
#define X(name, zh, en) LIKE_##name = 1 << LIKE_PLACE_##name,
	LIKE_REASONS(X)
#undef X
};

/* Two things in common make it likely, one possible, the ID number certain; what
   speaks against it takes one step off all but the last. */
enum likeness { LIKENESS_NONE, LIKENESS_POSSIBLE, LIKENESS_LIKELY, LIKENESS_CERTAIN };
enum likeness likeness_of(unsigned reasons);
const char *likeness_name(enum likeness likeness); /* "likely" */
/* "同名、电话相同" */
void reasons_words(unsigned reasons, enum language language, struct text *out);

/* What is known of somebody; "" and 0 where nothing is. */
struct person_traits {
	const char *name, *id_number, *phone, *sex;
	civil_date birth;
};
/* Reasons, LIKE_… joined. */
unsigned person_compare(const struct person_traits *one, const struct person_traits *other);

struct person_like {
	struct record *record;
	unsigned reasons;
	enum likeness likeness;
};
/* The people registered who might be this one, likeliest first, none below
   `least` and not `but`. By the spellings of the name, so that nobody's name is
   opened who has nothing in common. The viewer must be allowed to open sealed
   values; a rule under way finds whom the viewer sees. Merged people are none. */
bool people_alike(struct book *book, const struct viewer *viewer, int64_t tenant,
                  const struct person_traits *traits, enum likeness least, int64_t but, struct arena *arena,
                  struct person_like **ret, size_t *ret_count, struct fault *fault)
        __attribute__((warn_unused_result));

/* Two who might be one; the one registered first is the first. */
struct person_pair {
	int64_t ids[2];
	const char *numbers[2];
	unsigned reasons;
	enum likeness likeness;
};
/* All pairs of people the viewer sees, each once, likeliest first. Opens every
   name, ID number and telephone, so the viewer must be allowed to; keeps only
   hashes of them. `progress` may be NULL. */
bool people_doubles(struct book *book, const struct viewer *viewer, enum likeness least,
                    void (*progress)(void *context, size_t done, size_t all), void *context,
                    struct arena *arena, struct person_pair **ret, size_t *ret_count, struct fault *fault)
        __attribute__((warn_unused_result));

/* The register of people; refused when the definitions have none that fits. */
bool people_ledger(const struct book *book, const struct ledger **ret, struct fault *fault)
        __attribute__((warn_unused_result));

bool rule_person_unique(const struct rule_call *call, struct fault *fault);
bool rule_person_alike(const struct rule_call *call, struct faults *notices, struct fault *fault);

#endif
