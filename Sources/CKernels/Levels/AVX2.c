// SPDX-License-Identifier: GPL-3.0-or-later
//
// The kernels for processors with AVX2 (Haswell, Excavator and later). No FMA: the bits are those
// of the other levels.
#if defined(__x86_64__)
#include "../Level.h"
#define AK_TABLE ak_table_avx2
#define AK_VECTOR_BYTES 32
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))),               \
                             apply_to = function)
#include "../Bodies/Bodies.h"
#pragma clang attribute pop
#endif
