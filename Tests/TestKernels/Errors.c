// SPDX-License-Identifier: GPL-3.0-or-later
//
// How far are elementary functions from their true values? Errors in units of the last place, beside
// the C library's extended precision (64-bit mantissas, good to a few units of 2^-64) or 64 bits.
#include <math.h>
#include <string.h>

#include "TestKernels.h"

static long double tk_truth(tk_function function, long double x, long double y) {
  switch (function) {
    case TK_SQRT: return sqrtl(x);
    case TK_EXP: return expl(x);
    case TK_LOG: return logl(x);
    case TK_SIN: return sinl(x);
    case TK_COS: return cosl(x);
    case TK_TAN: return tanl(x);
    case TK_TANH: return tanhl(x);
    case TK_LOGISTIC: return 1 / (1 + expl(-x));
    case TK_RECIPROCAL: return 1 / x;
    case TK_POWER: return powl(x, y);
  }
  __builtin_trap();
}

static int tk_exponent_f32(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  const int exponent = (int)(bits >> 23 & 0xff);
  return exponent > 1 ? exponent : 1;
}

static int tk_exponent_f64(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  const int exponent = (int)(bits >> 52 & 0x7ff);
  return exponent > 1 ? exponent : 1;
}

/// What is said of two values of which one is not finite.
static double tk_mismatch(double found, double rounded) {
  const int agree = found == rounded || (isnan(found) && isnan(rounded));
  return agree ? 0 : INFINITY;
}

#define TK_ERROR(NAME, T, EXPONENT, LAST_PLACE)                                                   \
  tk_error NAME(tk_function function, const T *x, const T *y, const T *found, size_t count) {     \
    tk_error worst = {0, 0};                                                                      \
    for (size_t i = 0; i < count; i++) {                                                          \
      const long double truth = tk_truth(function, x[i], y ? y[i] : 0);                           \
      const T rounded = (T)truth;                                                                 \
      const int is_finite = isfinite(rounded) && isfinite(found[i]);                              \
      const long double distance = fabsl(found[i] - truth);                                       \
      const double size = is_finite ? (double)ldexpl(distance, LAST_PLACE - EXPONENT(rounded))    \
                                    : tk_mismatch(found[i], rounded);                             \
      if (size > worst.size) worst = (tk_error){size, i};                                         \
    }                                                                                             \
    return worst;                                                                                 \
  }
TK_ERROR(tk_error_f32, float, tk_exponent_f32, 150)
TK_ERROR(tk_error_f64, double, tk_exponent_f64, 1075)

/// 2^n for a normal result.
static double tk_power_of_two(int n) {
  const uint64_t bits = (uint64_t)(n + 1023) << 52;
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static double tk_distance(double truth, float found) {
  const float rounded = (float)truth;
  const double size = fabs(found - truth) * tk_power_of_two(150 - tk_exponent_f32(rounded));
  return fabsf(rounded) < INFINITY && fabsf(found) < INFINITY ? size : tk_mismatch(found, rounded);
}

tk_error tk_error_against(const double *truth, const float *found, size_t count) {
  double size = 0;
  for (size_t i = 0; i < count; i++) {
    const double d = tk_distance(truth[i], found[i]);
    size = d > size ? d : size;
  }
  size_t index = 0;
  while (index < count && tk_distance(truth[index], found[index]) != size) index++;
  return (tk_error){size, index};
}

double tk_error_of_truth(tk_function function, double x, double y, double value, double rest) {
  const long double apart = (tk_truth(function, x, y) - value) - rest;
  return (double)ldexpl(fabsl(apart), 1075 - tk_exponent_f64(value));
}

void tk_patterns(uint32_t first, uint32_t stride, size_t count, float *x) {
  for (size_t i = 0; i < count; i++) {
    const uint32_t bits = first + (uint32_t)i * stride;
    memcpy(&x[i], &bits, sizeof bits);
  }
}

uint64_t tk_digest(const float *x, size_t count, uint64_t state) {
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, &x[i], sizeof bits);
    state = (state ^ (isnan(x[i]) ? 0x7fffffffu : bits)) * 0x100000001b3ull;
  }
  return state;
}
