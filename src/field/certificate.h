/* Certificates of voluntary service: what they say, and whether one is genuine. */
#ifndef JINGUO_FIELD_CERTIFICATE_H
#define JINGUO_FIELD_CERTIFICATE_H

#include "record/rule.h"

/* "4F7K-09QX-M2TD" */
enum { CHECK_CODE_SIZE = 15 };
/* Twelve characters without I, L, O and U from the first sixty bits. */
void check_code_print(const uint8_t token[static 16], char out[static CHECK_CODE_SIZE]);
/* As a person may type it: capitals or not, with or without strokes, O for 0, I or L for 1. */
bool check_code_same(const char *printed, const char *typed);

/* The certificate of that number; refused when it is not there, the code is another, what it says was
   tampered with, or it was revoked. */
bool certificate_verify(struct book *book, const struct viewer *viewer, const char *number, const char *code,
                        struct arena *arena, struct record **ret, struct fault *fault)
        __attribute__((warn_unused_result));

bool rule_certificate_hours(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_certificate_services(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_certificate_code(const struct rule_call *call, struct value *ret, struct fault *fault);
bool rule_certificate_fixed(const struct rule_call *call, struct fault *fault);

#endif
