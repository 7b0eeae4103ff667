/* The entry that libFuzzer and the replay call in every target. */
#ifndef JINGUO_FUZZ_H
#define JINGUO_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#endif
