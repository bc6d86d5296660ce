// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is one number drawn from a distribution? By exact methods over the words of one name, in 64
// bits.
//
// Every variate takes words attempt by attempt from its own name: nothing is shared between
// elements.
// Sources: normal quantile: Wichura, "Algorithm AS 241", Appl. Statist. 37 (1988); gamma: Marsaglia
// and Tsang, ACM TOMS 26 (2000); Poisson: Hörmann, "The transformed rejection method for generating
// Poisson random variables", Insurance: Mathematics and Economics 12 (1993), algorithm PTRS;
// binomial: Hörmann, "The generation of binomial random variates", J. Statist. Comput. Simul. 46
// (1993), algorithm BTRS; their probabilities: Loader, "Fast and accurate computation of binomial
// probabilities" (2000), so that large means lose no digits.
#pragma once
#include "../Elementary.h"
#include "../Rounding.h"
#include "Words.h"

/// The words of one name, in order of attempt; the first one or two (`known`) were drawn with the
/// tile.
typedef struct {
  const ak_draw_context *context;
  uint32_t ordinal, stream, next, known;
  uint32_t words[2];
} ak_cursor;

static uint32_t ak_next_word(ak_cursor *c) {
  const uint32_t attempt = c->next++;
  return attempt < c->known ? c->words[attempt] : ak_word(c->context, c->ordinal, c->stream, attempt);
}
static uint64_t ak_next_word64(ak_cursor *c) {
  const uint64_t high = ak_next_word(c);
  return high << 32 | ak_next_word(c);
}
/// In the middle of one of 2^53 cells of 0...1 (1 itself by rounding, never 0).
static double ak_next_uniform(ak_cursor *c) {
  return ((double)(int64_t)(ak_next_word64(c) >> 11) + 0.5) * 0x1p-53;
}

/// The number that a standard normal variate exceeds with chance q: for 0.075 <= q <= 1/2, and by
/// r = sqrt(-log q) for smaller q up to r = 5 and beyond.
AK_INLINE double ak_quantile_center(double q) {
  static const double a[8] = {
      3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
      1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
      3.3430575583588128105e+4, 2.5090809287301226727e+3};
  static const double b[8] = {
      1.0,                      4.2313330701600911252e+1, 6.8718700749205790830e+2,
      5.3941960214247511077e+3, 2.1213794301586595867e+4, 3.9307895800092710610e+4,
      2.8729085735721942674e+4, 5.2264952788528545610e+3};
  const double v = 0.5 - q, r = 0.180625 - v * v;
  return v * (ak_polynomial_f64(a, 8, r) / ak_polynomial_f64(b, 8, r));
}
AK_INLINE double ak_quantile_tail(double r) {
  static const double c[8] = {
      1.42343711074968357734e0,  4.63033784615654529590e0,  5.76949722146069140550e0,
      3.64784832476320460504e0,  1.27045825245236838258e0,  2.41780725177450611770e-1,
      2.27238449892691845833e-2, 7.74545014278341407640e-4};
  static const double d[8] = {
      1.0,                       2.05319162663775882187e0,  1.67638483018380384940e0,
      6.89767334985100004550e-1, 1.48103976427480074590e-1, 1.51986665636164571966e-2,
      5.47593808499534494600e-4, 1.05075007164441684324e-9};
  return ak_polynomial_f64(c, 8, r - 1.6) / ak_polynomial_f64(d, 8, r - 1.6);
}
AK_INLINE double ak_quantile_far(double r) {
  static const double e[8] = {
      6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
      2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
      2.71155556874348757815e-5, 2.01033439929228813265e-7};
  static const double f[8] = {
      1.0,                        5.99832206555887937690e-1, 1.36929880922735805310e-1,
      1.48753612908506148525e-2,  7.86869131145613259100e-4, 1.84631831751005468180e-5,
      1.42151175831644588870e-7,  2.04426310338993978564e-15};
  return ak_polynomial_f64(e, 8, r - 5.0) / ak_polynomial_f64(f, 8, r - 5.0);
}
#define AK_QUANTILE_CENTER 0.075
AK_INLINE double ak_tail_root(double q) {
  return __builtin_elementwise_sqrt(-ak_log_f64(q));
}
static double ak_upper_quantile(double q) {
  if (q >= AK_QUANTILE_CENTER) return ak_quantile_center(q);
  const double r = ak_tail_root(q);
  return r <= 5.0 ? ak_quantile_tail(r) : ak_quantile_far(r);
}

/// Standard normal from 64 bits: the top bit is the sign, the others the tail.
static double ak_normal_from_bits(uint64_t u) {
  const double q = ((double)(int64_t)(u & 0x7fffffffffffffffull) + 0.5) * 0x1p-64;
  const double z = ak_upper_quantile(q);
  return u >> 63 ? z : -z;
}
/// Standard normal for a 32-bit result: the second word is drawn only in the outer tails, of chance
/// 2^-10.
static double ak_normal_medium(ak_cursor *c) {
  const uint32_t w = ak_next_word(c);
  if (((w & 0x7fffffffu) >> 21) == 0) return ak_normal_from_bits((uint64_t)w << 32 | ak_next_word(c));
  const double z = ak_upper_quantile(((double)(int32_t)(w & 0x7fffffffu) + 0.5) * 0x1p-32);
  return w >> 31 ? z : -z;
}
static double ak_normal_wide(ak_cursor *c) {
  return ak_normal_from_bits(ak_next_word64(c));
}

static double ak_exponential(ak_cursor *c) {
  return -ak_log_f64(ak_next_uniform(c));
}

/// Log-normal by its own moments: sigma^2 = log(1 + (sd / mean)^2), mu = log(mean) - sigma^2 / 2.
static double ak_lognormal(double z, double mean, double sd) {
  const double ratio = sd / mean;
  const double variance =
      ratio > 1e150 ? 2.0 * ak_log_f64(ratio) : ak_log1p_f64(ratio * ratio);
  return mean * ak_exp_f64(__builtin_elementwise_sqrt(variance) * z - 0.5 * variance);
}

/// The logarithm of a gamma variate of scale 1.
static double ak_log_gamma_variate(ak_cursor *c, double shape) {
  double boost = 0.0;
  if (shape < 1.0) {
    boost = ak_log_f64(ak_next_uniform(c)) / shape;
    shape += 1.0;
  }
  const double d = shape - 1.0 / 3.0, s = 1.0 / (3.0 * __builtin_elementwise_sqrt(d));
  for (;;) {
    const double x = ak_normal_wide(c), t = s * x;
    const double u = ak_next_uniform(c);
    if (!(t > -1.0)) continue;
    // With v = (1 + t)^3: log u < x^2 / 2 + d (1 - v + log v), arranged so that a large d loses no
    // digits.
    const double log1 = ak_log1p_f64(t);
    const double bound = 0.5 * x * x + d * (3.0 * (log1 - t) - t * t * (3.0 + t));
    if (ak_log_f64(u) < bound) return ak_log_f64(d) + 3.0 * log1 + boost;
  }
}
static double ak_gamma(ak_cursor *c, double shape, double scale) {
  if (scale == 0.0) return 0.0;
  return scale * ak_exp_f64(ak_log_gamma_variate(c, shape));
}
static double ak_gamma_moments(ak_cursor *c, double mean, double sd) {
  if (mean == 0.0 || sd == 0.0) return mean;
  const double ratio = mean / sd, shape = ratio * ratio;
  // A shape beyond the range of numbers: all mass at 0, or none away from the mean.
  if (shape == 0.0) return 0.0;
  if (shape == __builtin_inf()) return mean;
  return ak_gamma(c, shape, sd / ratio);
}

static double ak_beta(ak_cursor *c, double a, double b) {
  const double x = ak_log_gamma_variate(c, a);
  const double y = ak_log_gamma_variate(c, b);
  // Both may be -infinity for tiny parameters: then each end has the chance of its parameter.
  if (x == y && x < -1e300) return ak_next_uniform(c) * (a + b) < a ? 1.0 : 0.0;
  return ak_logistic_f64(x - y);
}
static double ak_beta_moments(ak_cursor *c, double mean, double sd) {
  if (sd == 0.0) return mean;
  const double total = mean * (1.0 - mean) / sd / sd - 1.0;
  const double a = mean * total, b = (1.0 - mean) * total;
  if (!(total < __builtin_inf())) return mean;
  return a > 0.0 && b > 0.0 ? ak_beta(c, a, b) : mean;
}

/// log n! - log(sqrt(2 pi n) (n / e)^n), 0 for n = 0.
static double ak_stirling_error(double n) {
  static const double small[16] = {
      0.0, 0x1.4c071bcda0a5bp-4, 0x1.52a9b923ea649p-5,
      0x1.c579a268d80b3p-6, 0x1.54a2662fd78a9p-6, 0x1.10b4e513fcbedp-6,
      0x1.c6b167bebdf36p-7, 0x1.85d4d612e4a86p-7, 0x1.552805e7b3076p-7,
      0x1.2f4871b12ab64p-7, 0x1.10f9d4c0743a7p-7, 0x1.f0593088014f8p-8,
      0x1.c7018733aa9c6p-8, 0x1.a40514700f36cp-8, 0x1.86076c002d4a7p-8,
      0x1.6c08f6f194a10p-8};
  if (n < 16.0) return small[(int)n];
  const double r = 1.0 / (n * n);
  return (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - r / 1188.0) * r) * r) * r)
         / n;
}
/// x log(x / mean) + mean - x without cancellation.
static double ak_deviance(double x, double mean) {
  const double gap = x - mean;
  if ((gap < 0.0 ? -gap : gap) >= 0.1 * (x + mean))
    return x * ak_log_f64(x / mean) + mean - x;
  const double v = gap / (x + mean), square = v * v;
  double sum = gap * v, term = 2.0 * x * v;
  for (int j = 3; j < 100; j += 2) {
    term *= square;
    const double next = sum + term / j;
    if (next == sum) break;
    sum = next;
  }
  return sum;
}
#define AK_LOG_TWO_PI 0x1.d67f1c864beb4p+0

static double ak_log_poisson(double k, double mean) {
  if (k == 0.0) return -mean;
  return -ak_stirling_error(k) - ak_deviance(k, mean) - 0.5 * (AK_LOG_TWO_PI + ak_log_f64(k));
}
static double ak_log_binomial(double k, double n, double p) {
  if (k == 0.0) return n * ak_log1p_f64(-p);
  if (k == n) return n * ak_log_f64(p);
  return ak_stirling_error(n) - ak_stirling_error(k) - ak_stirling_error(n - k)
         - ak_deviance(k, n * p) - ak_deviance(n - k, n * (1.0 - p))
         - 0.5 * (AK_LOG_TWO_PI + ak_log_f64(k) + ak_log1p_f64(-k / n));
}

static double ak_poisson(ak_cursor *c, double mean) {
  if (mean < 10.0) {
    double u = ak_next_uniform(c), p = ak_exp_f64(-mean), k = 0.0;
    while (u > p && k < 1000.0) {
      u -= p;
      k += 1.0;
      p *= mean / k;
    }
    return k;
  }
  const double root = __builtin_elementwise_sqrt(mean);
  const double b = 0.931 + 2.53 * root, a = -0.059 + 0.02483 * b;
  const double inverse = 1.1239 + 1.1328 / (b - 3.4), sure = 0.9277 - 3.6224 / (b - 2.0);
  for (;;) {
    const double u = ak_next_uniform(c) - 0.5, v = ak_next_uniform(c);
    const double us = 0.5 - (u < 0.0 ? -u : u);
    if (us <= 0.0) continue;
    const double k = ak_floor_f64((2.0 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= sure) return k;
    if (k < 0.0 || (us < 0.013 && v > us)) continue;
    if (ak_log_f64(v * inverse / (a / (us * us) + b)) <= ak_log_poisson(k, mean)) return k;
  }
}

static double ak_binomial(ak_cursor *c, double n, double probability) {
  const int flip = probability > 0.5;
  const double p = flip ? 1.0 - probability : probability, q = 1.0 - p, mean = n * p;
  double k = 0.0;
  if (mean < 10.0) {
    double u = ak_next_uniform(c), f = ak_exp_f64(n * ak_log1p_f64(-p));
    while (u > f && k < n && k < 1000.0) {
      u -= f;
      f *= (n - k) / (k + 1.0) * (p / q);
      k += 1.0;
    }
    return flip ? n - k : k;
  }
  const double root = __builtin_elementwise_sqrt(mean * q);
  const double b = 1.15 + 2.53 * root, a = -0.0873 + 0.0248 * b + 0.01 * p;
  const double centre = mean + 0.5, sure = 0.92 - 4.2 / b, alpha = (2.83 + 5.1 / b) * root;
  const double mode = ak_log_binomial(ak_floor_f64((n + 1.0) * p), n, p);
  for (;;) {
    const double u = ak_next_uniform(c) - 0.5, v = ak_next_uniform(c);
    const double us = 0.5 - (u < 0.0 ? -u : u);
    if (us <= 0.0) continue;
    k = ak_floor_f64((2.0 * a / us + b) * u + centre);
    if (k < 0.0 || k > n) continue;
    if (us >= 0.07 && v <= sure) break;
    if (ak_log_f64(v * alpha / (a / (us * us) + b)) <= ak_log_binomial(k, n, p) - mode) break;
  }
  return flip ? n - k : k;
}
