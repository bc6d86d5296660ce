// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the first 24 bits of a draw of chance logistic(x) tell? Nearly always all: x and the bits
// are compared in 32-bit arithmetic, with a margin that covers every error made on the way.
//
// With e = exp(-x) and 24 bits r, the draw fires when r (1 + e) < 2^24, whatever bits follow, unless
// |r (1 + e) - 2^24| <= 1 + e. Relative errors of what is computed instead:
//
//   2^-18.5  the polynomial for 2^f, |f| <= 1/2 (2.6e-6, minimax of degree 4)
//   2^-18.5  rounding of -x / log 2, up to 32 in size, and of x itself to 32 bits
//   2^-21    the other roundings, and the logistic of the definition (2.5 units of the last place)
//
// together less than 2^-17; the margin allows 2^-16. Beyond 32 the sign of r (1 + e) - 2^24 is
// settled by r alone, for then e is below 2^-32 or above 2^32. NaN settles nothing.
#ifndef AK_GLANCE_H
#define AK_GLANCE_H
#include "Level.h"

/// 1 / log 2, negated.
#define AK_MINUS_LOG2E (-0x1.715476p+0f)
#define AK_GLANCE_MARGIN 256.0f

/// exp(-x) for t = -x / log 2 to 2^-18.5, ends at 2^-126 and 2^126; NaN for NaN.
///
/// Adding 1.5 2^23 + 127 leaves the exponent of the power of two in the low bits.
#define AK_GLANCE_SHIFT (0x1.8p23f + 127.0f)

AK_INLINE float ak_glance_exp2(float t) {
  t = t > 126.0f ? 126.0f : t;
  t = t < -126.0f ? -126.0f : t;
  const float shifted = t + AK_GLANCE_SHIFT;
  const float f = t - (shifted - AK_GLANCE_SHIFT);
  float p = 0x1.3997d6p-7f;
  p = p * f + 0x1.ca1440p-5f;
  p = p * f + 0x1.ec06dap-3f;
  p = p * f + 0x1.62e0dcp-1f;
  p = p * f + 0x1.ffffe8p-1f;
  return p * ak_float(ak_bits32(shifted) << 23);
}

/// 1 when the draw fires, 0 when it does not, 2 or 3 when only the definition can tell.
///
/// `t` is -x / log 2; `slack` is the margin, in units of 2^-24 of exp(-x).
AK_INLINE int32_t ak_glance(float t, uint32_t word, float slack) {
  const float e = ak_glance_exp2(t);
  const float r = (float)(int32_t)(word >> 8);
  const float distance = (r * e + r) - 0x1p24f;
  const float size = ak_float(ak_bits32(distance) & 0x7fffffffu);
  const int32_t sure = size > e + slack;
  return (distance < 0.0f) | (sure ^ 1) << 1;
}

// The same on 16 lanes, for kernels that keep their rows in registers. They are always inlined, so
// that no vector is ever passed to a function.
#pragma clang diagnostic ignored "-Wpsabi"
typedef float ak_floats16 __attribute__((vector_size(64), aligned(4)));
typedef int32_t ak_ints16 __attribute__((vector_size(64), aligned(4)));
typedef uint32_t ak_words16 __attribute__((vector_size(64), aligned(4)));
typedef uint8_t ak_bytes16 __attribute__((vector_size(16), aligned(1)));

/// Sets lanes that fire; adds to `open` those that only the definition can tell. Masks are 0 or -1.
/// Unlike above t must lie in -126...126.
AK_INLINE ak_ints16 ak_glance16(ak_floats16 t, ak_words16 words, float slack, ak_ints16 *open) {
  const ak_floats16 shifted = t + AK_GLANCE_SHIFT;
  const ak_floats16 f = t - (shifted - AK_GLANCE_SHIFT);
  ak_floats16 p = f * 0x1.3997d6p-7f + 0x1.ca1440p-5f;
  p = p * f + 0x1.ec06dap-3f;
  p = p * f + 0x1.62e0dcp-1f;
  p = p * f + 0x1.ffffe8p-1f;
  const ak_floats16 e = p * (ak_floats16)((ak_words16)shifted << 23);
  const ak_floats16 r = __builtin_convertvector((ak_ints16)(words >> 8), ak_floats16);
  const ak_floats16 product = r * e + r;
  const ak_ints16 fires = product < (0x1p24f - slack) - e;
  *open |= fires ^ (product <= (0x1p24f + slack) + e);
  return fires;
}

#endif
