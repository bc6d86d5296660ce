// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a chance compared with random bits, exactly? The smaller tail, as a 64-bit threshold,
// against 64 bits of which the second word is looked at only when the first 31 bits tie.
#pragma once
#include "../Elementary.h"
#include "Words.h"

/// Whether 64 bits lie in a tail of this chance (at most 1/2); `flip` counts them from the other
/// end.
static int ak_in_tail(double tail, int flip, uint32_t high, uint32_t low) {
  const uint64_t u = (uint64_t)high << 32 | low;
  return (flip ? ~u : u) < (uint64_t)(tail * 0x1p64);
}

// CHANCE sets `tail`, in 0...1/2 and never NaN, and `flip` from x. The draw is (in the tail) !=
// flip.
#define AK_BERNOULLI(NAME, T, OPERAND, CHANCE)                                                    \
  static ak_draw_status NAME(const ak_draw_context *context, uint8_t *dst, ak_operand p,          \
                             const ak_operand *active, uint32_t agents, uint32_t lanes) {         \
    uint32_t words[AK_TILE];                                                                      \
    uint8_t results[AK_TILE], mask[AK_TILE];                                                      \
    T space[AK_TILE];                                                                             \
    ak_draw_status status = {-1, 0};                                                              \
    AK_TILES(t, context, agents, lanes) {                                                         \
      const size_t count = t.rows * t.width;                                                      \
      const T *a = OPERAND(p, t, lanes, space);                                                   \
      const uint8_t *m = active ? ak_tile_u8(*active, t, lanes, mask) : 0;                        \
      ak_tile_words(context, 0, t, words);                                                        \
      int32_t ties = 0, bad = 0;                                                                  \
      _Pragma("clang loop vectorize(assume_safety)") for (size_t i = 0; i < count; i++) {         \
        const T x = a[i];                                                                         \
        T tail;                                                                                   \
        int32_t flip;                                                                             \
        CHANCE;                                                                                   \
        const int32_t threshold = (int32_t)(tail * (T)0x1p31);                                    \
        const int32_t word = (int32_t)((words[i] ^ -(uint32_t)flip) >> 1);                        \
        ties |= word == threshold;                                                                \
        bad |= x != x;                                                                            \
        results[i] = (uint8_t)((word < threshold) ^ flip);                                        \
      }                                                                                           \
      for (size_t i = 0; ties && i < count; i++) {                                                \
        const T x = a[i];                                                                         \
        T tail;                                                                                   \
        int32_t flip;                                                                             \
        CHANCE;                                                                                   \
        if ((int32_t)((words[i] ^ -(uint32_t)flip) >> 1) != (int32_t)(tail * (T)0x1p31)) continue; \
        const uint32_t ordinal = context->first_ordinal + (uint32_t)(t.row + i / t.width);        \
        const uint32_t stream = context->streams[t.lane + i % t.width];                           \
        const uint32_t low = ak_word(context, ordinal, stream, 1);                                \
        results[i] = (uint8_t)(ak_in_tail((double)tail, flip, words[i], low) ^ flip);             \
      }                                                                                           \
      for (size_t i = 0; bad && i < count; i++) {                                                 \
        if (a[i] == a[i] || (m && !m[i])) continue;                                               \
        ak_note_invalid(&status, t, lanes, i, 0);                                                 \
        break;                                                                                    \
      }                                                                                           \
      if (ak_is_settled(status, t, lanes)) return status;                                         \
      ak_store_u8(dst, results, m, t, lanes);                                                     \
    }                                                                                             \
    return status;                                                                                \
  }

// A NaN counts as 0 here and is reported.
#define AK_CHANCE(T)                                                                              \
  const T atleast = x > (T)0 ? x : (T)0;                                                          \
  const T chance = atleast < (T)1 ? atleast : (T)1;                                               \
  flip = chance > (T)0.5;                                                                         \
  tail = flip ? (T)1 - chance : chance
#define AK_CHANCE_LOGIT(T, TAIL)                                                                  \
  flip = x >= (T)0;                                                                               \
  tail = TAIL(x);                                                                                 \
  tail = tail == tail ? tail : (T)0

AK_BERNOULLI(ak_bernoulli_f32, float, ak_tile_f32, AK_CHANCE(float))
AK_BERNOULLI(ak_bernoulli_f64, double, ak_tile_f64, AK_CHANCE(double))
AK_BERNOULLI(ak_bernoulli_logit_f32, float, ak_tile_f32,
             AK_CHANCE_LOGIT(float, ak_logistic_tail_f32))
AK_BERNOULLI(ak_bernoulli_logit_f64, double, ak_tile_f64,
             AK_CHANCE_LOGIT(double, ak_logistic_tail_f64))

static ak_draw_status ak_bernoulli_any(const ak_draw_context *context, ak_type type, uint8_t *dst,
                                       ak_operand p, const ak_operand *active, uint32_t agents,
                                       uint32_t lanes) {
  return (type == AK_F32 ? ak_bernoulli_f32 : ak_bernoulli_f64)(context, dst, p, active, agents,
                                                                lanes);
}

static ak_draw_status ak_bernoulli_logit_any(const ak_draw_context *context, ak_type type,
                                             uint8_t *dst, ak_operand x, const ak_operand *active,
                                             uint32_t agents, uint32_t lanes) {
  return (type == AK_F32 ? ak_bernoulli_logit_f32 : ak_bernoulli_logit_f64)(context, dst, x,
                                                                            active, agents, lanes);
}
