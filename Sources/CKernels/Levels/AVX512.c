// SPDX-License-Identifier: GPL-3.0-or-later
//
// The kernels for processors with AVX-512 (Skylake server, Zen 4 and later). The level offers FMA,
// which contraction being off keeps out: the bits are those of the other levels.
#if defined(__x86_64__)
#include "../Level.h"
#define AK_TABLE ak_table_avx512
#define AK_VECTOR_BYTES 64
#pragma clang attribute push(                                                                     \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,bmi,bmi2,lzcnt,popcnt"))),          \
    apply_to = function)
#include "../Bodies/Bodies.h"
#pragma clang attribute pop
#endif
