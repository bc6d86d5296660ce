// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are sine, cosine and tangent computed, to the bit, for arguments of any size?
//
// Below AK_TRIGONOMETRY_LIMIT the argument is reduced by pi/2 in four pieces (Cody and Waite); from
// there on with 192 bits of 2/pi where they matter (Payne and Hanek, "Radian reduction for
// trigonometric functions", SIGNUM Newsletter 18, 1983). Both leave pi/2 times a remainder below
// 0.51 as a pair of doubles, good to 2^-100 of a quadrant. The caller tells which of the two an
// element needs, so that loops over small arguments stay branch-free.
#ifndef AK_TRIGONOMETRY_H
#define AK_TRIGONOMETRY_H
#include "Elementary.h"

/// Quadrants below 2^20, so that their products with 33-bit pieces of pi/2 are exact.
#define AK_TRIGONOMETRY_LIMIT 0x1.8p20

/// An angle in -pi/4...pi/4 as high + low, and the number of quadrants taken away, modulo 4.
typedef struct {
  double high, low;
  uint64_t quadrant;
} ak_angle;

/// a b without error, for factors far from overflow and underflow (Dekker).
AK_INLINE double ak_two_product(double a, double b, double *error) {
  double p = a * b;
  double ta = 0x8000001p0 * a, tb = 0x8000001p0 * b;
  double ah = ta - (ta - a), al = a - ah, bh = tb - (tb - b), bl = b - bh;
  *error = ((ah * bh - p) + ah * bl + al * bh) + al * bl;
  return p;
}

AK_INLINE ak_angle ak_reduce_small(double x) {
  double shifted = x * AK_TWO_OVER_PI + AK_SHIFT_F64;
  double n = shifted - AK_SHIFT_F64;
  double first, second;
  double t = ak_two_sum(x - n * AK_PIO2_1, -(n * AK_PIO2_2), &first);
  double s = ak_two_sum(t, -(n * AK_PIO2_3), &second);
  double low = (first + second) - n * AK_PIO2_4;
  double high = s + low;
  return (ak_angle){high, (s - high) + low, ak_bits64(shifted) & 3};
}

static inline ak_angle ak_reduce_large(double x) {
  uint64_t bits = ak_bits64(x);
  uint32_t biased = (uint32_t)(bits >> 52) & 0x7ff;
  if (biased == 0x7ff) return (ak_angle){__builtin_nan(""), 0.0, 0};
  // x = m 2^e. Of 2/pi only bits from weight 2^(1 - e) down matter modulo 4; the table begins with
  // 64 bits 0.
  uint64_t m = (bits & 0x000fffffffffffffull) | 0x0010000000000000ull;
  uint32_t start = biased - 1075 - 2 + 64, word = start / 64, shift = start % 64;
  uint64_t f[3];
  for (uint32_t i = 0; i < 3; i++) {
    uint64_t next = shift ? AK_TWO_OVER_PI_BITS[word + i + 1] >> (64 - shift) : 0;
    f[i] = AK_TWO_OVER_PI_BITS[word + i] << shift | next;
  }
  // The fraction of m f / 2^192, in units of four quadrants: p[0] is the most significant.
  unsigned __int128 low = (unsigned __int128)m * f[2];
  unsigned __int128 middle = (unsigned __int128)m * f[1] + (uint64_t)(low >> 64);
  uint64_t p0 = m * f[0] + (uint64_t)(middle >> 64), p1 = (uint64_t)middle, p2 = (uint64_t)low;
  uint64_t quadrant = p0 >> 62;
  p0 = p0 << 2 | p1 >> 62;
  p1 = p1 << 2 | p2 >> 62;
  p2 = p2 << 2;
  int negative = (int)(p0 >> 63);
  if (negative) {
    quadrant++;
    p2 = -p2;
    p1 = ~p1 + (p2 == 0);
    p0 = ~p0 + (p1 == 0 && p2 == 0);
  }
  int exponent = 0;
  while (p0 >> 63 == 0 && exponent < 128) {
    p0 = p0 << 1 | p1 >> 63;
    p1 = p1 << 1 | p2 >> 63;
    p2 = p2 << 1;
    exponent++;
  }
  double scale = ak_double((uint64_t)(1023 - exponent) << 52);
  double a = (double)(p0 >> 11) * 0x1p-53 * scale;
  double b = (double)((p0 & 0x7ff) << 42 | p1 >> 22) * 0x1p-106 * scale;
  double error, high = ak_two_product(a, AK_PIO2_PAIR_1, &error);
  error += a * AK_PIO2_PAIR_2 + b * AK_PIO2_PAIR_1;
  double y = high + error, tail = (high - y) + error;
  int flip = negative != (int)(bits >> 63);
  if (bits >> 63) quadrant = 4 - quadrant;
  return (ak_angle){flip ? -y : y, flip ? -tail : tail, quadrant & 3};
}

AK_INLINE double ak_sin_quadrant(ak_angle a) {
  double z = a.high * a.high;
  double p = z * ak_polynomial_f64(AK_SIN_F64, 7, z);
  return a.high + (a.high * p + a.low * (1.0 - 0.5 * z));
}
AK_INLINE double ak_cos_quadrant(ak_angle a) {
  double z = a.high * a.high, half = 0.5 * z, lead = 1.0 - half;
  double p = z * z * ak_polynomial_f64(AK_COS_F64, 6, z);
  return lead + (((1.0 - lead) - half) + (p - a.high * a.low));
}
AK_INLINE double ak_sin_quadrant_medium(double x) {
  double z = x * x;
  return x + x * (z * ak_polynomial_f64(AK_SIN_MEDIUM, 4, z));
}
AK_INLINE double ak_cos_quadrant_medium(double x) {
  double z = x * x;
  return 1.0 - 0.5 * z + z * z * ak_polynomial_f64(AK_COS_MEDIUM, 4, z);
}

/// Sine of an angle `turn` quadrants further on, from the sine and cosine within its quadrant.
AK_INLINE double ak_turned(double sine, double cosine, uint64_t quadrant, uint64_t turn) {
  uint64_t q = quadrant + turn;
  double y = q & 1 ? cosine : sine;
  return ak_double(ak_bits64(y) ^ (q & 2) << 62);
}
/// Tangent from the sine and cosine within its quadrant.
AK_INLINE double ak_tangent(double sine, double cosine, uint64_t quadrant) {
  double above = quadrant & 1 ? -cosine : sine, below = quadrant & 1 ? sine : cosine;
  return above / below;
}

AK_INLINE ak_angle ak_reduce(double x, int large) {
  return large ? ak_reduce_large(x) : ak_reduce_small(x);
}

AK_INLINE double ak_sin_f64(double x, int large) {
  ak_angle a = ak_reduce(x, large);
  double y = ak_turned(ak_sin_quadrant(a), ak_cos_quadrant(a), a.quadrant, 0);
  return x == 0.0 ? x : y;
}
AK_INLINE double ak_cos_f64(double x, int large) {
  ak_angle a = ak_reduce(x, large);
  return ak_turned(ak_sin_quadrant(a), ak_cos_quadrant(a), a.quadrant, 1);
}
AK_INLINE double ak_tan_f64(double x, int large) {
  ak_angle a = ak_reduce(x, large);
  double y = ak_tangent(ak_sin_quadrant(a), ak_cos_quadrant(a), a.quadrant);
  return x == 0.0 ? x : y;
}

AK_INLINE float ak_sin_f32(float x, int large) {
  ak_angle a = ak_reduce((double)x, large);
  double s = ak_sin_quadrant_medium(a.high), c = ak_cos_quadrant_medium(a.high);
  double y = ak_turned(s, c, a.quadrant, 0);
  return x == 0.0f ? x : (float)y;
}
AK_INLINE float ak_cos_f32(float x, int large) {
  ak_angle a = ak_reduce((double)x, large);
  double s = ak_sin_quadrant_medium(a.high), c = ak_cos_quadrant_medium(a.high);
  return (float)ak_turned(s, c, a.quadrant, 1);
}
AK_INLINE float ak_tan_f32(float x, int large) {
  ak_angle a = ak_reduce((double)x, large);
  double s = ak_sin_quadrant_medium(a.high), c = ak_cos_quadrant_medium(a.high);
  return x == 0.0f ? x : (float)ak_tangent(s, c, a.quadrant);
}

#endif
