// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is one source compiled for several processor levels? What every file of a level is written
// in.
//
// A level is one .c file under Levels/ that defines AK_LEVEL(name) and includes the bodies under
// Bodies/. Each body defines static functions alone, and the level ends with its table. Nothing in
// a body may depend on the level but speed.
#ifndef AK_LEVEL_H
#define AK_LEVEL_H
#include <string.h>

#include "include/CKernels.h"

#pragma STDC FP_CONTRACT OFF

#if defined(__FAST_MATH__) || !defined(__clang__)
#error "the bits of the kernels are defined for clang without fast-math"
#endif

#define AK_INLINE static inline __attribute__((always_inline))

// The iterations of an elementwise loop are independent even where dst is one of the operands.
#define AK_LOOP _Pragma("clang loop vectorize(assume_safety) interleave(enable)")

AK_INLINE uint32_t ak_bits32(float x) {
  uint32_t u;
  memcpy(&u, &x, sizeof u);
  return u;
}
AK_INLINE uint64_t ak_bits64(double x) {
  uint64_t u;
  memcpy(&u, &x, sizeof u);
  return u;
}
AK_INLINE float ak_float(uint32_t u) {
  float x;
  memcpy(&x, &u, sizeof x);
  return x;
}
AK_INLINE double ak_double(uint64_t u) {
  double x;
  memcpy(&x, &u, sizeof x);
  return x;
}

#endif
