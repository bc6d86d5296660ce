// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are the exact elementwise functions computed, where processors differ in what they offer? By
// comparisons, sums and bits alone; every result is exact or correctly rounded.
#ifndef AK_ROUNDING_H
#define AK_ROUNDING_H
#include "Level.h"

#define AK_EXACT_FUNCTIONS(F, T, U, BITS, UNBITS, SIGN, BIG)                                      \
  AK_INLINE T ak_abs_##F(T x) { return UNBITS(BITS(x) & ~(SIGN)); }                               \
  AK_INLINE T ak_sign_##F(T x) { return x > 0 ? (T)1 : x < 0 ? (T)-1 : x == x ? (T)0 : x; }       \
  /* Adding and taking away the number whose last place is 1 rounds to whole, halves to even. */  \
  AK_INLINE T ak_round_##F(T x) {                                                                 \
    U sign = BITS(x) & (SIGN);                                                                    \
    T big = UNBITS(BITS(BIG) | sign);                                                             \
    T y = UNBITS((BITS((x + big) - big) & ~(SIGN)) | sign);                                       \
    return ak_abs_##F(x) < BIG ? y : x;                                                           \
  }                                                                                               \
  AK_INLINE T ak_floor_##F(T x) {                                                                 \
    T y = ak_round_##F(x);                                                                        \
    return y > x ? y - 1 : y;                                                                     \
  }                                                                                               \
  AK_INLINE T ak_min_##F(T a, T b) {                                                              \
    T y = b < a ? b : a;                                                                          \
    return b == b ? y : b;                                                                        \
  }                                                                                               \
  AK_INLINE T ak_max_##F(T a, T b) {                                                              \
    T y = b > a ? b : a;                                                                          \
    return b == b ? y : b;                                                                        \
  }                                                                                               \
  AK_INLINE T ak_clamp_##F(T x, T low, T high) { return ak_min_##F(ak_max_##F(x, low), high); }   \
  /* Rounding may put the remainder beyond either end: that is the point 0 of the circle. */      \
  AK_INLINE T ak_mod_##F(T x, T y) {                                                              \
    T r = x - y * ak_floor_##F(x / y);                                                            \
    int beyond = y > 0 ? (r < 0) | (r >= y) : (r > 0) | (r <= y);                                 \
    return beyond ? (T)0 : r;                                                                     \
  }

AK_EXACT_FUNCTIONS(f32, float, uint32_t, ak_bits32, ak_float, 0x80000000u, 0x1p23f)
AK_EXACT_FUNCTIONS(f64, double, uint64_t, ak_bits64, ak_double, 0x8000000000000000ull, 0x1p52)

#endif
