// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a block of numbers, choices or indices drawn? The loops over tiles around Variates.h, and
// what is checked first.
#pragma once
#include "Normals.h"

/// Which argument is invalid: -1 none, 0 or 1.
AK_INLINE int ak_invalid_argument(ak_distribution distribution, double a, double b) {
  const double inf = __builtin_inf();
  const int fa = ak_abs_f64(a) < inf, fb = ak_abs_f64(b) < inf;
  switch (distribution) {
  case AK_UNIFORM: return !fa ? 0 : fb && a <= b ? -1 : 1;
  case AK_NORMAL: return !fa ? 0 : fb && b >= 0.0 ? -1 : 1;
  case AK_LOGNORMAL: return !(fa && a > 0.0) ? 0 : fb && b >= 0.0 ? -1 : 1;
  case AK_EXPONENTIAL:
  case AK_POISSON: return fa && a >= 0.0 ? -1 : 0;
  case AK_GAMMA_MOMENTS: return !(fa && a >= 0.0) ? 0 : fb && b >= 0.0 ? -1 : 1;
  case AK_GAMMA_SHAPE: return !(fa && a > 0.0) ? 0 : fb && b >= 0.0 ? -1 : 1;
  case AK_BETA_MOMENTS:
    return !(a >= 0.0 && a <= 1.0) ? 0 : b == 0.0 || (b > 0.0 && b * b < a * (1.0 - a)) ? -1 : 1;
  case AK_BETA_SHAPE: return !(fa && a > 0.0) ? 0 : fb && b > 0.0 ? -1 : 1;
  case AK_BINOMIAL:
    return !(fa && a >= 0.0 && ak_floor_f64(a) == a) ? 0 : b >= 0.0 && b <= 1.0 ? -1 : 1;
  default: return 0;
  }
}

static int ak_is_double_wide(ak_distribution distribution, ak_type type) {
  return type == AK_F64 || (distribution != AK_UNIFORM && distribution != AK_NORMAL);
}

AK_INLINE float ak_unit_f32(uint32_t word, uint32_t next) {
  (void)next;
  return (float)(int32_t)(word >> 8) * 0x1p-24f;
}
AK_INLINE double ak_unit_f64(uint32_t word, uint32_t next) {
  // 53 bits without a conversion from 64: 26 from above, 27 below.
  return (double)(int32_t)(word >> 6) * 0x1p-26
         + (double)(int32_t)((word & 63) << 21 | next >> 11) * 0x1p-53;
}
AK_INLINE float ak_below_f32(float x) {
  const uint32_t u = ak_bits32(x);
  return x > 0.0f ? ak_float(u - 1) : x < 0.0f ? ak_float(u + 1) : -0x1p-149f;
}
AK_INLINE double ak_below_f64(double x) {
  const uint64_t u = ak_bits64(x);
  return x > 0.0 ? ak_double(u - 1) : x < 0.0 ? ak_double(u + 1) : -0x1p-1074;
}

/// low + (high - low) u, below high; a difference beyond the range of numbers is taken apart.
#define AK_UNIFORM_ON(F, T)                                                                       \
  AK_INLINE T ak_uniform_##F(T low, T high, T u) {                                                \
    const T width = high - low;                                                                   \
    const T near = low + width * u, far = low * ((T)1 - u) + high * u;                            \
    const T x = width < (T)__builtin_inf() ? near : far;                                          \
    return x < high ? x : low < high ? ak_below_##F(high) : low;                                  \
  }
AK_UNIFORM_ON(f32, float)
AK_UNIFORM_ON(f64, double)

#define AK_CASE_VARIATE(DISTRIBUTION, EXPRESSION)                                                 \
  case DISTRIBUTION:                                                                              \
    for (size_t i = 0; i < count; i++) {                                                          \
      if (m && !m[i]) continue;                                                                   \
      const double a = (double)first_tile[i], b = (double)second_tile[i];                         \
      const int argument = ak_invalid_argument(DISTRIBUTION, a, b);                               \
      if (argument >= 0) {                                                                        \
        ak_note_invalid(&status, t, lanes, i, argument);                                          \
        break;                                                                                    \
      }                                                                                           \
      ak_cursor cursor = AK_TILE_CURSOR(wide ? 2 : 1);                                            \
      ak_cursor *c = &cursor;                                                                     \
      (void)c;                                                                                    \
      (void)b;                                                                                    \
      results[i] = (T)(EXPRESSION);                                                               \
    }                                                                                             \
    break;

/// Reports the first element that draws with invalid arguments: those that are not both finite, or
/// for which VALID does not hold.
#define AK_CHECK_TILE(F, VALID)                                                                   \
  for (size_t i = 0; i < count; i++) {                                                            \
    const int finite = (ak_abs_##F(first_tile[i]) < (T)__builtin_inf())                           \
                       & (ak_abs_##F(second_tile[i]) < (T)__builtin_inf());                       \
    bad |= !(finite & (VALID));                                                                   \
  }                                                                                               \
  for (size_t i = 0; bad && i < count; i++) {                                                     \
    const int argument = ak_invalid_argument(distribution, first_tile[i], second_tile[i]);        \
    if (argument < 0 || (m && !m[i])) continue;                                                   \
    ak_note_invalid(&status, t, lanes, i, argument);                                              \
    break;                                                                                        \
  }

// T is the type of arguments and result; only the uniform works in it, all others in 64 bits.
#define AK_DRAW_NUMBERS(NAME, TYPE, TT, F, NORMALS)                                               \
  static ak_draw_status NAME(const ak_draw_context *context, ak_distribution distribution,        \
                             TT *dst, ak_operand first, ak_operand second,                        \
                             const ak_operand *active, uint32_t agents, uint32_t lanes) {         \
    typedef TT T;                                                                                 \
    uint32_t words[AK_TILE], next[AK_TILE];                                                       \
    uint8_t mask[AK_TILE];                                                                        \
    T first_space[AK_TILE], second_space[AK_TILE], results[AK_TILE] = {0};                        \
    double normals[AK_TILE];                                                                      \
    ak_draw_status status = {-1, 0};                                                              \
    const int single = distribution == AK_EXPONENTIAL || distribution == AK_POISSON;              \
    const int wide = ak_is_double_wide(distribution, TYPE);                                       \
    memset(next, 0, sizeof next);                                                                 \
    AK_TILES(t, context, agents, lanes) {                                                         \
      const size_t count = t.rows * t.width;                                                      \
      int32_t bad = 0;                                                                            \
      const T *first_tile = ak_tile_##F(first, t, lanes, first_space);                            \
      const T *second_tile =                                                                      \
          single ? first_tile : ak_tile_##F(second, t, lanes, second_space);                      \
      const uint8_t *m = active ? ak_tile_u8(*active, t, lanes, mask) : 0;                        \
      ak_tile_words(context, 0, t, words);                                                        \
      if (wide) ak_tile_words(context, 1, t, next);                                               \
      switch (distribution) {                                                                     \
      case AK_UNIFORM:                                                                            \
        AK_CHECK_TILE(F, first_tile[i] <= second_tile[i])                                         \
        AK_LOOP for (size_t i = 0; i < count; i++) results[i] =                                   \
            ak_uniform_##F(first_tile[i], second_tile[i], ak_unit_##F(words[i], next[i]));        \
        break;                                                                                    \
      case AK_NORMAL:                                                                             \
        AK_CHECK_TILE(F, second_tile[i] >= (T)0)                                                  \
        NORMALS(context, t, words, next, normals);                                                \
        for (size_t i = 0; i < count; i++)                                                        \
          results[i] = (T)((double)first_tile[i] + (double)second_tile[i] * normals[i]);          \
        break;                                                                                    \
        AK_CASE_VARIATE(AK_LOGNORMAL, ak_lognormal(ak_normal_wide(c), a, b))                      \
        AK_CASE_VARIATE(AK_EXPONENTIAL, a * ak_exponential(c))                                    \
        AK_CASE_VARIATE(AK_GAMMA_MOMENTS, ak_gamma_moments(c, a, b))                              \
        AK_CASE_VARIATE(AK_GAMMA_SHAPE, ak_gamma(c, a, b))                                        \
        AK_CASE_VARIATE(AK_BETA_MOMENTS, ak_beta_moments(c, a, b))                                \
        AK_CASE_VARIATE(AK_BETA_SHAPE, ak_beta(c, a, b))                                          \
        AK_CASE_VARIATE(AK_POISSON, ak_poisson(c, a))                                             \
        AK_CASE_VARIATE(AK_BINOMIAL, ak_binomial(c, a, b))                                        \
      default: break;                                                                             \
      }                                                                                           \
      if (ak_is_settled(status, t, lanes)) return status;                                         \
      ak_store_##F(dst, results, m, t, lanes);                                                    \
    }                                                                                             \
    return status;                                                                                \
  }
AK_DRAW_NUMBERS(ak_draw_numbers_f32, AK_F32, float, f32, ak_normals_medium)
AK_DRAW_NUMBERS(ak_draw_numbers_f64, AK_F64, double, f64, ak_normals_wide)

static ak_draw_status ak_draw_number_any(const ak_draw_context *context,
                                         ak_distribution distribution, ak_type type, void *dst,
                                         ak_operand first, ak_operand second,
                                         const ak_operand *active, uint32_t agents,
                                         uint32_t lanes) {
  if (type == AK_F32)
    return ak_draw_numbers_f32(context, distribution, dst, first, second, active, agents, lanes);
  return ak_draw_numbers_f64(context, distribution, dst, first, second, active, agents, lanes);
}

/// Lemire's method for the words of one name, of which the first is given.
static uint32_t ak_index_below(const ak_draw_context *context, uint32_t n, uint32_t word,
                               uint32_t ordinal, uint32_t stream) {
  uint64_t product = (uint64_t)word * n;
  if ((uint32_t)product < n) {
    const uint32_t threshold = (0u - n) % n;
    for (uint32_t attempt = 1; (uint32_t)product < threshold; attempt++)
      product = (uint64_t)ak_word(context, ordinal, stream, attempt) * n;
  }
  return (uint32_t)(product >> 32);
}

static ak_draw_status ak_draw_index_any(const ak_draw_context *context, uint32_t *dst,
                                        ak_operand n, const ak_operand *active, uint32_t agents,
                                        uint32_t lanes) {
  uint32_t words[AK_TILE], space[AK_TILE], results[AK_TILE];
  uint8_t mask[AK_TILE];
  ak_draw_status status = {-1, 0};
  AK_TILES(t, context, agents, lanes) {
    const size_t count = t.rows * t.width;
    const uint32_t *bound = ak_tile_u32(n, t, lanes, space);
    const uint8_t *m = active ? ak_tile_u8(*active, t, lanes, mask) : 0;
    ak_tile_words(context, 0, t, words);
    uint32_t close = 0;
    AK_LOOP for (size_t i = 0; i < count; i++) {
      const uint64_t product = (uint64_t)words[i] * bound[i];
      results[i] = (uint32_t)(product >> 32);
      close |= ((uint32_t)product < bound[i]) | (bound[i] == 0);
    }
    for (size_t i = 0; close && i < count; i++) {
      if (m && !m[i]) continue;
      if (bound[i] == 0) {
        ak_note_invalid(&status, t, lanes, i, 0);
        break;
      }
      results[i] = ak_index_below(context, bound[i], words[i],
                                  context->first_ordinal + (uint32_t)(t.row + i / t.width),
                                  context->streams[t.lane + i % t.width]);
    }
    if (ak_is_settled(status, t, lanes)) return status;
    ak_store_u32(dst, results, m, t, lanes);
  }
  return status;
}
