// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is one of several arms chosen? By its share of the sum of the weights, added in the order of
// the arms in 64 bits.
//
// The uniform has 53 bits, of which the second word is drawn only when the first does not settle
// the arm: a point u of the sum is monotone in its bits, so that both ends of what the first word
// leaves open tell.
#pragma once
#include "Draws.h"

#define AK_MOST_ARMS 256

/// Elements for which a few arms are looked at together, in whole rows of a tile.
#define AK_STRIP 256
#define AK_FEW_ARMS 12

/// The arm whose part of the running sums holds this point; the last arm of positive weight when
/// rounding leaves none.
static uint32_t ak_arm_at(const double *sums, uint32_t arm_count, uint64_t bits) {
  const double point = (double)(int64_t)(bits >> 11) * 0x1p-53 * sums[arm_count - 1];
  for (uint32_t k = 0; k < arm_count; k++)
    if (point < sums[k]) return k;
  uint32_t last = arm_count - 1;
  while (last > 0 && sums[last] == sums[last - 1]) last--;
  return last;
}

/// `sums` are running sums of weights >= 0, the last one positive and finite.
static uint32_t ak_choose(ak_cursor *c, const double *sums, uint32_t arm_count) {
  const uint64_t high = (uint64_t)ak_next_word(c) << 32;
  const uint32_t least = ak_arm_at(sums, arm_count, high);
  if (least == ak_arm_at(sums, arm_count, high | 0xffffffffu)) return least;
  return ak_arm_at(sums, arm_count, high | ak_next_word(c));
}

/// Uniform among the arms with the largest utility; a word is drawn only when there is more than
/// one.
static uint32_t ak_choose_largest(const ak_cursor *c, const double *utilities, uint32_t arm_count,
                                  double largest) {
  uint32_t ties = 0;
  for (uint32_t k = 0; k < arm_count; k++) ties += utilities[k] == largest;
  uint32_t rank =
      ties > 1 ? ak_index_below(c->context, ties, c->words[0], c->ordinal, c->stream) : 0;
  for (uint32_t k = 0; k < arm_count; k++)
    if (utilities[k] == largest && rank-- == 0) return k;
  return 0;
}

/// The arms of a strip by their first words, given running sums as above. Returns whether an
/// element stays `open`: one whose second word matters, or whose point rounding puts beyond all.
static int ak_choose_strip(double sums[AK_FEW_ARMS][AK_STRIP], uint32_t arm_count,
                           const uint32_t *words, const uint8_t *choices, size_t count,
                           uint8_t *open, uint8_t *results) {
  double least[AK_STRIP], most[AK_STRIP];
  uint32_t arm[AK_STRIP] = {0}, differs[AK_STRIP], any = 0;
  const double *total = sums[arm_count - 1];
  for (size_t i = 0; i < count; i++) {
    // The two ends of what the first word leaves open, of 53 bits: both sums are exact.
    const double unit = (double)words[i] * 0x1p-32;
    least[i] = unit * total[i];
    most[i] = (unit + 0x1fffffp-53) * total[i];
    differs[i] = !(most[i] < total[i]);
  }
  for (uint32_t k = 0; k + 1 < arm_count; k++) {
    const double *sum = sums[k];
    for (size_t i = 0; i < count; i++) {
      arm[i] += !(least[i] < sum[i]);
      differs[i] |= (uint32_t)(least[i] < sum[i]) ^ (uint32_t)(most[i] < sum[i]);
    }
  }
  for (size_t i = 0; i < count; i++) {
    any |= differs[i];
    open[i] = (uint8_t)differs[i];
    results[i] = choices[arm[i]];
  }
  return any != 0;
}

#define AK_CHOICES(F, T)                                                                          \
  AK_INLINE T ak_arm_value_##F(ak_operand a, size_t row, size_t lane) {                           \
    return ((const T *)a.data)[row * a.agent_stride + lane * a.lane_stride];                      \
  }                                                                                               \
  /* Returns the invalid argument or -1. */                                                       \
  static int ak_weights_##F(const ak_operand *weights, uint32_t arm_count, size_t row,            \
                            size_t lane, double *sums) {                                          \
    double sum = 0.0;                                                                             \
    for (uint32_t k = 0; k < arm_count; k++) {                                                    \
      const T w = ak_arm_value_##F(weights[k], row, lane);                                        \
      if (!(w >= (T)0 && w < (T)__builtin_inf())) return (int)k;                                  \
      sum += (double)w;                                                                           \
      sums[k] = sum;                                                                              \
    }                                                                                             \
    return sum > 0.0 && sum < __builtin_inf() ? -1 : (int)arm_count;                              \
  }                                                                                               \
  /* Running sums of exp((U - largest) / temperature), each term in T; utilities themselves at 0. */ \
  static int ak_utilities_##F(const ak_operand *arms, uint32_t arm_count, size_t row,             \
                              size_t lane, T temperature, double *values, double *largest) {      \
    T utilities[AK_MOST_ARMS], most = (T)-__builtin_inf();                                        \
    for (uint32_t k = 0; k < arm_count; k++) {                                                    \
      const T u = ak_arm_value_##F(arms[k], row, lane);                                           \
      if (!(ak_abs_##F(u) < (T)__builtin_inf())) return (int)k;                                   \
      utilities[k] = u;                                                                           \
      most = u > most ? u : most;                                                                 \
    }                                                                                             \
    if (!(temperature >= (T)0 && temperature < (T)__builtin_inf())) return (int)arm_count;        \
    *largest = (double)most;                                                                      \
    double sum = 0.0;                                                                             \
    for (uint32_t k = 0; k < arm_count; k++) {                                                    \
      if (temperature > (T)0) sum += (double)ak_exp_##F((utilities[k] - most) / temperature);     \
      values[k] = temperature > (T)0 ? sum : (double)utilities[k];                                \
    }                                                                                             \
    return -1;                                                                                    \
  }                                                                                               \
  /* One element after the other: those marked in `only`, or all that draw. */                    \
  static void ak_choose_each_##F(const ak_draw_context *context, const ak_operand *temperature,   \
                                 const ak_operand *arms, const uint8_t *choices,                  \
                                 uint32_t arm_count, ak_tile t, size_t lanes,                     \
                                 const uint32_t *words, const uint8_t *only, uint8_t *results,    \
                                 ak_draw_status *status) {                                        \
    double values[AK_MOST_ARMS], largest = 0.0;                                                   \
    for (size_t i = 0; i < t.rows * t.width; i++) {                                               \
      if (only && !only[i]) continue;                                                             \
      const size_t row = t.row + i / t.width, lane = t.lane + i % t.width;                        \
      const T heat = temperature ? ak_arm_value_##F(*temperature, row, lane) : (T)1;              \
      const int argument =                                                                        \
          temperature ? ak_utilities_##F(arms, arm_count, row, lane, heat, values, &largest)      \
                      : ak_weights_##F(arms, arm_count, row, lane, values);                       \
      if (argument >= 0) return ak_note_invalid(status, t, lanes, i, argument);                   \
      ak_cursor c = {context, context->first_ordinal + (uint32_t)row, context->streams[lane],     \
                     0, 1, {words[i], 0}};                                                        \
      const uint32_t arm = heat > (T)0 ? ak_choose(&c, values, arm_count)                         \
                                       : ak_choose_largest(&c, values, arm_count, largest);       \
      results[i] = choices[arm];                                                                  \
    }                                                                                             \
  }                                                                                               \
  /* Running sums of a strip as above, or 0 where an element is not as it should be, whether it */ \
  /* draws or not.                                                                              */ \
  static int ak_strip_sums_##F(const ak_operand *temperature, const ak_operand *arms,             \
                               uint32_t arm_count, ak_tile t,                                     \
                               double sums[AK_FEW_ARMS][AK_STRIP]) {                              \
    const size_t count = t.rows * t.width;                                                        \
    T space[AK_STRIP], heats[AK_STRIP], most[AK_STRIP];                                           \
    const T *heat = temperature ? ak_tile_##F(*temperature, t, 0, heats) : 0;                     \
    int32_t bad = 0;                                                                              \
    for (size_t i = 0; heat && i < count; i++) {                                                  \
      bad |= !(heat[i] > (T)0 && heat[i] < (T)__builtin_inf());                                   \
      most[i] = (T)-__builtin_inf();                                                              \
    }                                                                                             \
    for (uint32_t k = 0; heat && k < arm_count; k++) {                                            \
      const T *u = ak_tile_##F(arms[k], t, 0, space);                                             \
      for (size_t i = 0; i < count; i++) {                                                        \
        bad |= !(ak_abs_##F(u[i]) < (T)__builtin_inf());                                          \
        most[i] = u[i] > most[i] ? u[i] : most[i];                                                \
      }                                                                                           \
    }                                                                                             \
    for (uint32_t k = 0; k < arm_count; k++) {                                                    \
      const T *w = ak_tile_##F(arms[k], t, 0, space);                                             \
      double *sum = sums[k];                                                                      \
      if (heat) {                                                                                 \
        AK_LOOP for (size_t i = 0; i < count; i++)                                                \
            sum[i] = (double)ak_exp_##F((w[i] - most[i]) / heat[i]);                              \
      } else {                                                                                    \
        for (size_t i = 0; i < count; i++) {                                                      \
          bad |= !(w[i] >= (T)0 && w[i] < (T)__builtin_inf());                                    \
          sum[i] = (double)w[i];                                                                  \
        }                                                                                         \
      }                                                                                           \
      const double *before = sums[k ? k - 1 : 0];                                                 \
      for (size_t i = 0; k > 0 && i < count; i++) sum[i] = before[i] + sum[i];                    \
    }                                                                                             \
    const double *total = sums[arm_count - 1];                                                    \
    for (size_t i = 0; i < count; i++) bad |= !(total[i] > 0.0 && total[i] < __builtin_inf());    \
    return !bad;                                                                                  \
  }                                                                                               \
  static ak_draw_status ak_draw_choices_##F(                                                      \
      const ak_draw_context *context, uint8_t *dst, const ak_operand *temperature,                \
      const ak_operand *arms, const uint8_t *choices, uint32_t arm_count,                         \
      const ak_operand *active, uint32_t agents, uint32_t lanes) {                                \
    uint32_t words[AK_TILE];                                                                      \
    uint8_t mask[AK_TILE], open[AK_STRIP], results[AK_TILE] = {0};                                \
    double sums[AK_FEW_ARMS][AK_STRIP];                                                           \
    ak_draw_status status = {-1, 0};                                                              \
    AK_TILES(t, context, agents, lanes) {                                                         \
      const uint8_t *m = active ? ak_tile_u8(*active, t, lanes, mask) : 0;                        \
      ak_tile_words(context, 0, t, words);                                                        \
      const size_t rows = AK_STRIP / t.width;                                                     \
      for (size_t row = 0; row < t.rows; row += rows) {                                           \
        const ak_tile strip = {t.row + row, ak_least(rows, t.rows - row), t.lane, t.width};       \
        const size_t at = row * t.width;                                                          \
        const uint8_t *only = m ? m + at : 0;                                                     \
        if (arm_count <= AK_FEW_ARMS                                                              \
            && ak_strip_sums_##F(temperature, arms, arm_count, strip, sums)) {                    \
          const size_t count = strip.rows * strip.width;                                          \
          if (!ak_choose_strip(sums, arm_count, words + at, choices, count, open, results + at))  \
            continue;                                                                             \
          for (size_t i = 0; only && i < count; i++) open[i] &= only[i] != 0;                     \
          only = open;                                                                            \
        }                                                                                         \
        ak_choose_each_##F(context, temperature, arms, choices, arm_count, strip, lanes,          \
                           words + at, only, results + at, &status);                              \
      }                                                                                           \
      if (ak_is_settled(status, t, lanes)) return status;                                         \
      ak_store_u8(dst, results, m, t, lanes);                                                     \
    }                                                                                             \
    return status;                                                                                \
  }
AK_CHOICES(f32, float)
AK_CHOICES(f64, double)

static ak_draw_status ak_draw_weights_any(const ak_draw_context *context, ak_type type,
                                          uint8_t *dst, const ak_operand *weights,
                                          const uint8_t *choices, uint32_t arm_count,
                                          const ak_operand *active, uint32_t agents,
                                          uint32_t lanes) {
  return (type == AK_F32 ? ak_draw_choices_f32 : ak_draw_choices_f64)(
      context, dst, 0, weights, choices, arm_count, active, agents, lanes);
}

static ak_draw_status ak_draw_logit_any(const ak_draw_context *context, ak_type type, uint8_t *dst,
                                        ak_operand temperature, const ak_operand *utilities,
                                        const uint8_t *choices, uint32_t arm_count,
                                        const ak_operand *active, uint32_t agents,
                                        uint32_t lanes) {
  return (type == AK_F32 ? ak_draw_choices_f32 : ak_draw_choices_f64)(
      context, dst, &temperature, utilities, choices, arm_count, active, agents, lanes);
}
