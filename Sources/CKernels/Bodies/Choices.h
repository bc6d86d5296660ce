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
  static ak_draw_status ak_draw_choices_##F(                                                      \
      const ak_draw_context *context, uint8_t *dst, const ak_operand *temperature,                \
      const ak_operand *arms, const uint8_t *choices, uint32_t arm_count,                         \
      const ak_operand *active, uint32_t agents, uint32_t lanes) {                                \
    uint32_t words[AK_TILE];                                                                      \
    uint8_t mask[AK_TILE], results[AK_TILE] = {0};                                                \
    double values[AK_MOST_ARMS], largest = 0.0;                                                   \
    ak_draw_status status = {-1, 0};                                                              \
    AK_TILES(t, context, agents, lanes) {                                                         \
      const size_t count = t.rows * t.width;                                                      \
      const uint8_t *m = active ? ak_tile_u8(*active, t, lanes, mask) : 0;                        \
      ak_tile_words(context, 0, t, words);                                                        \
      for (size_t i = 0; i < count; i++) {                                                        \
        if (m && !m[i]) continue;                                                                 \
        const size_t row = t.row + i / t.width, lane = t.lane + i % t.width;                      \
        const T heat = temperature ? ak_arm_value_##F(*temperature, row, lane) : (T)1;            \
        const int argument =                                                                      \
            temperature ? ak_utilities_##F(arms, arm_count, row, lane, heat, values, &largest)    \
                        : ak_weights_##F(arms, arm_count, row, lane, values);                     \
        if (argument >= 0) {                                                                      \
          ak_note_invalid(&status, t, lanes, i, argument);                                        \
          break;                                                                                  \
        }                                                                                         \
        ak_cursor c = {context, context->first_ordinal + (uint32_t)row, context->streams[lane],   \
                       0, 1, {words[i], 0}};                                                      \
        const uint32_t arm = heat > (T)0 ? ak_choose(&c, values, arm_count)                       \
                                         : ak_choose_largest(&c, values, arm_count, largest);     \
        results[i] = choices[arm];                                                                \
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
