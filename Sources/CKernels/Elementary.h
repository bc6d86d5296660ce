// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are exp, log and their relatives computed, to the bit? Branch-free scalar code that the
// compiler turns into vectors.
//
// Goals, in this order: the same bits at every processor level; right at 0, infinities, NaN and
// subnormals; small error; speed. Largest errors in units of the last place that the tests assert,
// with the largest ever found after the stroke:
//
//         exp         log         sin, cos    tan         tanh        logistic    power
//   f32   1.0 / 0.96  0.51 / 0.5  0.51 / 0.5  0.51 / 0.5  0.51 / 0.5  2.5 / 2.41  0.51 / 0.5
//   f64   1.0 / 0.80  1.0 / 0.83  1.0 / 0.80  2.5 / 2.21  2.0 / 1.85  2.5 / 2.25  1.0 / 0.80
//
// f32: all 2^32 arguments against f64, every 9,973rd and all around special ones against 64-bit
// mantissas; power: 25 slices with one argument fixed. f64: 10^5 to 6 10^6 arguments, of every
// exponent, near multiples of pi/2, near 1 and at the thresholds, against 64-bit mantissas, which
// 300-bit values confirm. sqrt and reciprocal are correctly rounded. See ElementaryErrorTests.
//
// f32 functions other than exp and logistic work in 64 bits with shorter polynomials. Reduction of
// exp and log: Cody and Waite, "Software Manual for the Elementary Functions", 1980; log by atanh
// as in FreeBSD's e_log.c. Numbers are rounded to whole ones by adding 1.5 2^23 or 1.5 2^52, exact
// while they are below 2^22 or 2^51.
#ifndef AK_ELEMENTARY_H
#define AK_ELEMENTARY_H
#include "ElementaryConstants.h"
#include "Level.h"

#define AK_SHIFT_F32 0x1.8p23f
#define AK_SHIFT_F64 0x1.8p52

AK_INLINE float ak_polynomial_f32(const float *c, int count, float x) {
  float p = c[count - 1];
#pragma clang loop unroll(full)
  for (int i = count - 2; i >= 0; i--) p = p * x + c[i];
  return p;
}
AK_INLINE double ak_polynomial_f64(const double *c, int count, double x) {
  double p = c[count - 1];
#pragma clang loop unroll(full)
  for (int i = count - 2; i >= 0; i--) p = p * x + c[i];
  return p;
}

/// a + b without error, whichever is larger (Knuth).
AK_INLINE double ak_two_sum(double a, double b, double *error) {
  double sum = a + b, back = sum - a;
  *error = (a - (sum - back)) + (b - back);
  return sum;
}

/// y 2^n for n in -1100...1100, rounded once (subnormal results) or not at all.
AK_INLINE double ak_scale_f64(double y, uint64_t n_plus_2048) {
  uint64_t first = n_plus_2048 >> 1, second = n_plus_2048 - first;
  return y * ak_double((first - 1) << 52) * ak_double((second - 1) << 52);
}

AK_INLINE float ak_exp_f32(float x) {
  x = x > 89.0f ? 89.0f : x;
  x = x < -104.0f ? -104.0f : x;
  float shifted = x * (float)AK_LOG2E + AK_SHIFT_F32;
  int32_t n = (int32_t)(ak_bits32(shifted) - ak_bits32(AK_SHIFT_F32));
  float whole = shifted - AK_SHIFT_F32;
  float r = (x - whole * (float)AK_LN2_F32_1) - whole * (float)AK_LN2_F32_2;
  float y = 1.0f + (r + r * r * ak_polynomial_f32(AK_EXP_F32, 6, r));
  int32_t first = n >> 1, second = n - first;
  return y * ak_float((uint32_t)(first + 127) << 23) * ak_float((uint32_t)(second + 127) << 23);
}

/// exp(x + tail) for a tail far below the last place of x.
AK_INLINE double ak_exp_pair(double x, double tail) {
  tail = x > 710.0 || x < -746.0 ? 0.0 : tail;
  x = x > 710.0 ? 710.0 : x;
  x = x < -746.0 ? -746.0 : x;
  double shifted = x * AK_LOG2E + AK_SHIFT_F64;
  uint64_t n = ak_bits64(shifted) - ak_bits64(AK_SHIFT_F64) + 2048;
  double whole = shifted - AK_SHIFT_F64;
  double a = x - whole * AK_LN2_1, b = tail - whole * AK_LN2_2;
  double r = a + b, low = (a - r) + b;
  double y = 1.0 + (r + (low + r * low + r * r * ak_polynomial_f64(AK_EXP_F64, 11, r)));
  return ak_scale_f64(y, n);
}

AK_INLINE double ak_exp_f64(double x) {
  return ak_exp_pair(x, 0.0);
}

/// log of a positive finite number as exponent and mantissa: x = 2^e m with m in
/// sqrt(1/2)..<sqrt(2).
AK_INLINE double ak_mantissa(double x, double *exponent) {
  int subnormal = x < 0x1p-1022;
  double scaled = subnormal ? x * 0x1p54 : x;
  const uint64_t low = 0x3fe6a09e667f3bcdull;
  uint64_t u = ak_bits64(scaled) + (0x3ff0000000000000ull - low);
  double e = ak_double((u >> 52) | 0x4330000000000000ull) - (0x1p52 + 1023.0);
  *exponent = subnormal ? e - 54.0 : e;
  return ak_double((u & 0x000fffffffffffffull) + low);
}

AK_INLINE double ak_log_special(double x, double y) {
  y = x == 0.0 ? -__builtin_inf() : y;
  y = x < 0.0 ? __builtin_nan("") : y;
  return x < __builtin_inf() ? y : x;
}

AK_INLINE double ak_log_f64(double x) {
  double e, m = ak_mantissa(x, &e);
  double f = m - 1.0, s = f / (2.0 + f), z = s * s, half = 0.5 * f * f;
  double rest = z * ak_polynomial_f64(AK_LOG_F64, 7, z);
  double y = e * AK_LN2_1 - ((half - (s * (half + rest) + e * AK_LN2_2)) - f);
  return ak_log_special(x, y);
}

AK_INLINE float ak_log_f32(float x) {
  double e, m = ak_mantissa((double)x, &e);
  double f = m - 1.0, s = f / (2.0 + f), z = s * s;
  double y = e * (AK_LN2_1 + AK_LN2_2) + s * (2.0 + z * ak_polynomial_f64(AK_LOG_MEDIUM, 5, z));
  return (float)ak_log_special((double)x, y);
}

/// log(1 + x) for x > -1: log(u) x / (u - 1) with u = 1 + x rounded (Kahan).
AK_INLINE double ak_log1p_f64(double x) {
  double u = 1.0 + x;
  return u == 1.0 ? x : u < __builtin_inf() ? ak_log_f64(u) * (x / (u - 1.0)) : u;
}

/// 1 / (1 + exp(-x)), by the smaller tail so that small values keep their places.
AK_INLINE float ak_logistic_tail_f32(float x) {
  float t = ak_exp_f32(ak_float(ak_bits32(x) | 0x80000000u));
  return t / (1.0f + t);
}
AK_INLINE float ak_logistic_f32(float x) {
  float t = ak_exp_f32(ak_float(ak_bits32(x) | 0x80000000u));
  return (x >= 0.0f ? 1.0f : t) / (1.0f + t);
}
AK_INLINE double ak_logistic_tail_f64(double x) {
  double t = ak_exp_f64(ak_double(ak_bits64(x) | 0x8000000000000000ull));
  return t / (1.0 + t);
}
AK_INLINE double ak_logistic_f64(double x) {
  double t = ak_exp_f64(ak_double(ak_bits64(x) | 0x8000000000000000ull));
  return (x >= 0.0 ? 1.0 : t) / (1.0 + t);
}

/// tanh by expm1(2 |x|) = 2^n (1 + p) - 1, whose leading terms are added without error.
AK_INLINE double ak_tanh_body(double x, const double *c, int count) {
  double a = ak_double(ak_bits64(x) & 0x7fffffffffffffffull);
  double v = a > 22.0 ? 44.0 : 2.0 * a;
  double shifted = v * AK_LOG2E + AK_SHIFT_F64;
  uint64_t n = ak_bits64(shifted) - ak_bits64(AK_SHIFT_F64);
  double whole = shifted - AK_SHIFT_F64;
  double hi = v - whole * AK_LN2_1, lo = -whole * AK_LN2_2;
  double r = hi + lo, low = (hi - r) + lo;
  double q = low + r * r * ak_polynomial_f64(c, count, r);
  double power = ak_double((n + 1023) << 52);
  double base = power - 1.0, lead = power * r;
  double error, rest, sum = ak_two_sum(base, lead, &error);
  double m = sum + (error + power * q);
  // 1 / (m + 2) = (1 - tanh) / 2 takes the rounding of the sum back out of the quotient.
  double d = ak_two_sum(m, 2.0, &rest), y = m / d;
  y = y - y * rest * (0.5 * (1.0 - y));
  return ak_double(ak_bits64(y) | (ak_bits64(x) & 0x8000000000000000ull));
}
AK_INLINE double ak_tanh_f64(double x) {
  double y = ak_tanh_body(x, AK_EXP_F64, 11);
  return x == x ? y : x;
}
AK_INLINE float ak_tanh_f32(float x) {
  float y = (float)ak_tanh_body((double)x, AK_EXP_MEDIUM, 7);
  return x == x ? y : x;
}

#endif
