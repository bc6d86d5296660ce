// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a chance compared with random bits, exactly? The smaller tail, as a 64-bit threshold,
// against 64 bits of which the second word is looked at only when the first leaves the draw open.
#pragma once
#include "../Elementary.h"
#include "../Glance.h"
#include "Words.h"

/// Whether 64 bits lie in a tail of this chance (at most 1/2); `flip` counts them from the other
/// end.
static int ak_in_tail(double tail, int flip, uint32_t high, uint32_t low) {
  const uint64_t u = (uint64_t)high << 32 | low;
  return (flip ? ~u : u) < (uint64_t)(tail * 0x1p64);
}

/// Tail (at most 1/2, never NaN) and end of a chance; a NaN counts as 0 here and is reported.
#define AK_TAIL_OF_CHANCE(F, T)                                                                   \
  AK_INLINE T ak_chance_tail_##F(T x, int32_t *flip) {                                            \
    const T atleast = x > (T)0 ? x : (T)0;                                                        \
    const T chance = atleast < (T)1 ? atleast : (T)1;                                             \
    *flip = chance > (T)0.5;                                                                      \
    return *flip ? (T)1 - chance : chance;                                                        \
  }                                                                                               \
  AK_INLINE T ak_logit_tail_##F(T x, int32_t *flip) {                                             \
    const T tail = ak_logistic_tail_##F(x);                                                       \
    *flip = x >= (T)0;                                                                            \
    return tail == tail ? tail : (T)0;                                                            \
  }
AK_TAIL_OF_CHANCE(f32, float)
AK_TAIL_OF_CHANCE(f64, double)

/// Whether a first look at a chance settles the draw: 1 fires, 0 does not, 2 or 3 is open.
#define AK_CHANCE_GLANCE(F, T)                                                                    \
  AK_INLINE int32_t ak_chance_glance_##F(T x, uint32_t word) {                                    \
    int32_t flip;                                                                                 \
    const int32_t threshold = (int32_t)(ak_chance_tail_##F(x, &flip) * (T)0x1p31);                \
    const int32_t high = (int32_t)((word ^ -(uint32_t)flip) >> 1);                                \
    const int32_t open = (high == threshold) | (x != x);                                          \
    return ((high < threshold) ^ flip) | open << 1;                                               \
  }                                                                                               \
  AK_INLINE int32_t ak_logit_glance_##F(T x, uint32_t word) {                                     \
    return ak_glance((float)x * AK_MINUS_LOG2E, word, AK_GLANCE_MARGIN);                          \
  }
AK_CHANCE_GLANCE(f32, float)
AK_CHANCE_GLANCE(f64, double)

/// The draw by its definition, for what a first look leaves open.
#define AK_BERNOULLI_EXACTLY(NAME, T, TAIL)                                                       \
  static uint8_t NAME(const ak_draw_context *context, T x, uint32_t word, uint32_t ordinal,       \
                      uint32_t stream) {                                                          \
    int32_t flip;                                                                                 \
    const double tail = (double)TAIL(x, &flip);                                                   \
    const uint32_t low = ak_word(context, ordinal, stream, 1);                                    \
    return (uint8_t)(ak_in_tail(tail, flip, word, low) ^ flip);                                   \
  }
AK_BERNOULLI_EXACTLY(ak_chance_exactly_f32, float, ak_chance_tail_f32)
AK_BERNOULLI_EXACTLY(ak_chance_exactly_f64, double, ak_chance_tail_f64)
AK_BERNOULLI_EXACTLY(ak_logit_exactly_f32, float, ak_logit_tail_f32)
AK_BERNOULLI_EXACTLY(ak_logit_exactly_f64, double, ak_logit_tail_f64)

#define AK_BERNOULLI(NAME, T, F, GLANCE, EXACTLY)                                                 \
  static ak_draw_status NAME(const ak_draw_context *context, uint8_t *dst, ak_operand p,          \
                             const ak_operand *active, uint32_t agents, uint32_t lanes) {         \
    uint32_t words[AK_TILE];                                                                      \
    uint8_t results[AK_TILE], mask[AK_TILE];                                                      \
    T space[AK_TILE];                                                                             \
    ak_draw_status status = {-1, 0};                                                              \
    AK_TILES(t, context, agents, lanes) {                                                         \
      const size_t count = t.rows * t.width;                                                      \
      const T *a = ak_tile_##F(p, t, lanes, space);                                               \
      const uint8_t *m = active ? ak_tile_u8(*active, t, lanes, mask) : 0;                        \
      ak_tile_words(context, 0, t, words);                                                        \
      int32_t open = 0;                                                                           \
      AK_LOOP for (size_t i = 0; i < count; i++) {                                                \
        const int32_t glance = GLANCE(a[i], words[i]);                                            \
        open |= glance;                                                                           \
        results[i] = (uint8_t)glance;                                                             \
      }                                                                                           \
      for (size_t i = 0; open > 1 && i < count; i++) {                                            \
        if (results[i] < 2) continue;                                                             \
        const uint32_t ordinal = context->first_ordinal + (uint32_t)(t.row + i / t.width);        \
        const uint32_t stream = context->streams[t.lane + i % t.width];                           \
        results[i] = EXACTLY(context, a[i], words[i], ordinal, stream);                           \
        if (a[i] != a[i] && (!m || m[i])) {                                                       \
          ak_note_invalid(&status, t, lanes, i, 0);                                               \
          break;                                                                                  \
        }                                                                                         \
      }                                                                                           \
      if (ak_is_settled(status, t, lanes)) return status;                                         \
      ak_store_u8(dst, results, m, t, lanes);                                                     \
    }                                                                                             \
    return status;                                                                                \
  }
AK_BERNOULLI(ak_bernoulli_f32, float, f32, ak_chance_glance_f32, ak_chance_exactly_f32)
AK_BERNOULLI(ak_bernoulli_f64, double, f64, ak_chance_glance_f64, ak_chance_exactly_f64)
AK_BERNOULLI(ak_bernoulli_logit_f32, float, f32, ak_logit_glance_f32, ak_logit_exactly_f32)
AK_BERNOULLI(ak_bernoulli_logit_f64, double, f64, ak_logit_glance_f64, ak_logit_exactly_f64)

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
