// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is x^y computed, to the bit? By exp(y log x), with the logarithm as a pair of doubles.
//
// y log x may be 745, so that the logarithm must be good to 2^-63 of itself: log((1 + s) / (1 - s))
// is summed from z^0 to z^2 (z = s^2) in pairs and only the tail, below 2^-17, in single doubles.
#ifndef AK_POWER_H
#define AK_POWER_H
#include "Trigonometry.h"

typedef struct {
  double high, low;
} ak_pair;

AK_INLINE ak_pair ak_pair_sum(double high, double low) {
  double sum = high + low;
  return (ak_pair){sum, (high - sum) + low};
}
AK_INLINE ak_pair ak_pair_product(ak_pair a, ak_pair b) {
  double error, p = ak_two_product(a.high, b.high, &error);
  return ak_pair_sum(p, error + (a.high * b.low + a.low * b.high));
}
AK_INLINE ak_pair ak_pair_plus(ak_pair a, ak_pair b) {
  double error, sum = ak_two_sum(a.high, b.high, &error);
  return ak_pair_sum(sum, error + (a.low + b.low));
}

/// log of a positive finite number as a pair.
static inline ak_pair ak_log_pair(double x) {
  double e, m = ak_mantissa(x, &e);
  double f = m - 1.0, below_low, below = ak_two_sum(1.0, m, &below_low);
  double error, s = f / below, p = ak_two_product(s, below, &error);
  ak_pair ratio = ak_pair_sum(s, (((f - p) - error) - s * below_low) / below);
  ak_pair z = ak_pair_product(ratio, ratio);
  ak_pair sum = {AK_FIFTH_1, AK_FIFTH_2};
  sum = ak_pair_plus(sum, (ak_pair){z.high * ak_polynomial_f64(AK_POWER_LOG, 8, z.high), 0.0});
  sum = ak_pair_plus((ak_pair){AK_THIRD_1, AK_THIRD_2}, ak_pair_product(z, sum));
  sum = ak_pair_plus((ak_pair){1.0, 0.0}, ak_pair_product(z, sum));
  sum = ak_pair_product((ak_pair){2.0 * ratio.high, 2.0 * ratio.low}, sum);
  return ak_pair_plus((ak_pair){e * AK_LN2_1, e * AK_LN2_2}, sum);
}

/// Whether y is whole, and then whether it is odd.
AK_INLINE int ak_is_whole(double y, int *odd) {
  double a = y < 0.0 ? -y : y;
  if (!(a < 0x1p53)) {
    *odd = 0;
    return 1;
  }
  int64_t whole = (int64_t)a;
  *odd = (int)(whole & 1);
  return (double)whole == a;
}

/// x^y for all arguments; `wide` asks for the logarithm as a pair, which a 32-bit result does not
/// need.
AK_INLINE double ak_power(double x, double y, int wide) {
  if (x != x || y != y) return x + y;
  if (y == 0.0) return 1.0;
  int odd, whole = ak_is_whole(y, &odd);
  int negative = (int)(ak_bits64(x) >> 63);
  double a = ak_double(ak_bits64(x) & 0x7fffffffffffffffull), result;
  if (a == 1.0) {
    result = 1.0;
  } else if (y == __builtin_inf() || y == -__builtin_inf()) {
    return (a > 1.0) == (y > 0.0) ? __builtin_inf() : 0.0;
  } else if (a == 0.0 || a == __builtin_inf()) {
    result = (a == 0.0) == (y < 0.0) ? __builtin_inf() : 0.0;
  } else if (!wide) {
    result = ak_exp_f64(y * ak_log_f64(a));
  } else {
    // The logarithm nearest to 0 is 2^-53: beyond 2^66 the result overflows or underflows anyway.
    double limited = y > 0x1p66 ? 0x1p66 : y < -0x1p66 ? -0x1p66 : y;
    ak_pair l = ak_log_pair(a);
    double error, p = ak_two_product(limited, l.high, &error);
    ak_pair product = ak_pair_sum(p, error + limited * l.low);
    result = ak_exp_pair(product.high, product.low);
  }
  if (!negative) return result;
  if (!whole && a != 0.0 && a != __builtin_inf()) return __builtin_nan("");
  return odd ? -result : result;
}

static inline double ak_power_f64(double x, double y) {
  return ak_power(x, y, 1);
}
/// Its error before rounding is below 2^-42, so that exact powers are exact.
static inline float ak_power_f32(float x, float y) {
  return (float)ak_power((double)x, (double)y, 0);
}

#endif
