// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do 64 replicates share a word? Chances as truth tables, steps of packed states, counts of
// them, and the way from a byte a replicate to a bit and back.
#pragma once
#include "../Offsets.h"
#include "../Philox.h"
#include "../Table.h"
#include "Bernoulli.h"

/// Most inputs of a truth table: the bits of a count below 2^32 and of own states.
#define AK_PACKED_INPUTS 40
/// Planes that have truth tables; what is not decided by them, 2^-16 of all, is looked up.
#define AK_PACKED_SLICES 16
/// Planes drawn before it is asked whether a replicate of a row is left: mostly none is.
#define AK_PACKED_EAGER(WORDS) ((WORDS) == 8 ? 12 : (WORDS) == 1 ? 8 : 10)

/// Where what an agent's rule needs lies.
typedef struct {
  const uint32_t *targets;
  size_t degree, chances, slices;
  unsigned count_bits, own_input, inputs;
} ak_packed_place;

AK_INLINE unsigned ak_bit_width(size_t x) {
  return x ? 64 - (unsigned)__builtin_clzll(x) : 0;
}

AK_INLINE ak_packed_place ak_packed_place_of(const ak_packed_rule *rule, size_t agent) {
  ak_packed_place p = {0};
  size_t begin = 0;
  if (rule->links) {
    begin = ak_offset(rule->links, agent);
    p.degree = ak_offset(rule->links, agent + 1) - begin;
    p.targets = rule->links->targets + begin;
  }
  p.chances = (begin + agent) << rule->own_count;
  p.slices = (size_t)rule->slice_starts[agent] * AK_PACKED_UNIT;
  p.count_bits = ak_bit_width(p.degree);
  p.own_input = p.count_bits;
  p.inputs = p.count_bits + rule->own_count;
  if (p.inputs < 4) p.inputs = 4;
  return p;
}

/// Whether one replicate fires that all sliced planes have left open.
static int ak_packed_tail(const ak_draw_context *context, uint32_t stream, uint32_t agent,
                          unsigned bit, uint64_t threshold) {
  for (uint32_t pair = AK_PACKED_SLICES / 2; pair < 32; pair++) {
    const ak_philox_slots p =
        ak_philox_block(agent, context->step, context->site, context->domain << 24 | pair,
                        context->seed, stream);
    const uint64_t words[2] = {(p.a & 0xffffffffu) | p.b << 32, (p.c & 0xffffffffu) | p.d << 32};
    for (unsigned k = 0; k < 2; k++) {
      const unsigned drawn = words[k] >> bit & 1, wanted = threshold >> (63 - 2 * pair - k) & 1;
      if (drawn != wanted) return (int)wanted;
    }
  }
  return threshold > 1ull << 63;
}

typedef uint64_t ak_slots __attribute__((vector_size(AK_VECTOR_BYTES), aligned(8)));
typedef uint32_t ak_halves __attribute__((vector_size(AK_VECTOR_BYTES), aligned(8)));

/// Blocks of vectors: the widest row, or a vector where that is wider.
#define AK_PACKED_BATCH (AK_VECTOR_BYTES / 8 > 8 ? AK_VECTOR_BYTES / 8 : 8)

/// The names and words of the blocks of one agent.
typedef struct {
  /// Second key word of each block of a batch, round by round.
  uint64_t keys[10][AK_PACKED_BATCH];
  uint64_t attempts[AK_PACKED_SLICES / 2 * 8];
  uint64_t even[AK_PACKED_SLICES / 2 * 8], odd[AK_PACKED_SLICES / 2 * 8];
  /// Blocks drawn so far.
  size_t drawn;
} __attribute__((aligned(64))) ak_packed_blocks;

/// Lower halves of a below those of b; a shift of b would be merged with the product that made it.
AK_INLINE ak_slots ak_packed_pair(ak_slots a, ak_slots b) {
#if AK_VECTOR_BYTES == 64
  return (ak_slots)__builtin_shufflevector((ak_halves)a, (ak_halves)b, 0, 16, 2, 18, 4, 20, 6, 22,
                                           8, 24, 10, 26, 12, 28, 14, 30);
#elif AK_VECTOR_BYTES == 32
  return (ak_slots)__builtin_shufflevector((ak_halves)a, (ak_halves)b, 0, 8, 2, 10, 4, 12, 6, 14);
#else
  return (ak_slots)__builtin_shufflevector((ak_halves)a, (ak_halves)b, 0, 4, 2, 6);
#endif
}

/// Draws a vector of blocks from `first` on: `ak_philox_block` slot by slot.
AK_INLINE void ak_packed_draw(const ak_draw_context *context, uint32_t agent,
                              ak_packed_blocks *blocks, size_t first, size_t in_batch) {
  const ak_slots low = (ak_slots){0} + 0xffffffffu;
  ak_slots a = (ak_slots){0} + agent, b = (ak_slots){0} + context->step;
  ak_slots c = (ak_slots){0} + context->site, d = *(const ak_slots *)(blocks->attempts + first);
  uint32_t key = context->seed;
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    const ak_slots p = (a & low) * 0xD2511F53ull, q = (c & low) * 0xCD9E8D57ull;
    a = (q >> 32) ^ b ^ (uint64_t)key;
    c = (p >> 32) ^ d ^ *(const ak_slots *)(blocks->keys[round] + in_batch);
    b = q;
    d = p;
    key += 0x9E3779B9u;
  }
  *(ak_slots *)(blocks->even + first) = ak_packed_pair(a, b);
  *(ak_slots *)(blocks->odd + first) = ak_packed_pair(c, d);
}

#define AK_WORDS 1
#include "PackedWords.h"
#define AK_WORDS 2
#include "PackedWords.h"
#define AK_WORDS 4
#include "PackedWords.h"
#define AK_WORDS 8
#include "PackedWords.h"

static void ak_packed_step_any(const ak_packed_rule *rule, const ak_draw_context *context,
                               const uint64_t *active, uint32_t words, uint32_t first,
                               uint32_t agents, uint64_t *next) {
  switch (words) {
  case 1: ak_packed_step_1(rule, context, active, first, agents, next); break;
  case 2: ak_packed_step_2(rule, context, active, first, agents, next); break;
  case 4: ak_packed_step_4(rule, context, active, first, agents, next); break;
  default: ak_packed_step_8(rule, context, active, first, agents, next); break;
  }
}

#define AK_PACKED_CHANCES(NAME, T, TAIL)                                                        \
  static void NAME(const T *values, uint64_t *dst, uint8_t *undefined, size_t count) {            \
    for (size_t i = 0; i < count; i++) {                                                          \
      const T x = values[i];                                                                      \
      int32_t flip;                                                                               \
      const T tail = TAIL(x, &flip);                                                              \
      const uint64_t threshold = (uint64_t)((double)tail * 0x1p64);                               \
      dst[i] = flip && threshold < 1ull << 63 ? ~threshold : threshold;                           \
      undefined[i] = x != x;                                                                      \
    }                                                                                             \
  }
AK_PACKED_CHANCES(ak_packed_chances_f32, float, ak_chance_tail_f32)
AK_PACKED_CHANCES(ak_packed_chances_f64, double, ak_chance_tail_f64)
AK_PACKED_CHANCES(ak_packed_chances_logit_f32, float, ak_logit_tail_f32)
AK_PACKED_CHANCES(ak_packed_chances_logit_f64, double, ak_logit_tail_f64)

static void ak_packed_chances_any(ak_type type, int is_logit, const void *values, uint64_t *dst,
                                  uint8_t *undefined, size_t count) {
  if (type == AK_F32)
    (is_logit ? ak_packed_chances_logit_f32 : ak_packed_chances_f32)(values, dst, undefined, count);
  else
    (is_logit ? ak_packed_chances_logit_f64 : ak_packed_chances_f64)(values, dst, undefined, count);
}

static void ak_packed_slices_any(const ak_packed_rule *rule, uint32_t first, uint32_t agents,
                                 uint8_t *slices) {
  for (size_t agent = first; agent < (size_t)first + agents; agent++) {
    const ak_packed_place p = ak_packed_place_of(rule, agent);
    const size_t bytes = (size_t)1 << (p.inputs - 3);
    uint8_t *tables = slices + p.slices;
    memset(tables, 0, bytes * AK_PACKED_SLICES);
    const uint64_t *chances = rule->chances + p.chances;
    for (size_t own = 0; own < (size_t)1 << rule->own_count; own++) {
      for (size_t count = 0; count <= p.degree; count++) {
        const uint64_t chance = *chances++;
        const size_t at = own << p.own_input | count;
        for (int plane = 0; plane < AK_PACKED_SLICES; plane++)
          tables[plane * bytes + at / 8] |= (uint8_t)((chance >> (63 - plane) & 1) << at % 8);
      }
    }
  }
}

/// totals[64 w + b] += the number whose planes are in `planes` [16][words].
static void ak_packed_flush(uint64_t *planes, size_t words, uint64_t *totals) {
  for (size_t w = 0; w < words; w++) {
    for (unsigned k = 0; k < 16; k++) {
      const uint64_t x = planes[k * 8 + w];
      AK_LOOP for (uint64_t b = 0; b < 64; b++) totals[64 * w + b] += (x >> b & 1) << k;
    }
  }
  memset(planes, 0, 16 * 8 * sizeof *planes);
}

static void ak_packed_count_any(const uint64_t *column, uint32_t words, uint32_t agents,
                                uint64_t *totals) {
  uint64_t planes[16 * 8] = {0}, c[4][8];
  size_t held = 0;
  for (size_t row = 0; row < agents;) {
    const size_t rows = agents - row < 15 ? agents - row : 15;
    memset(c, 0, sizeof c);
    size_t r = 0;
    for (; r + 2 < rows; r += 3) {
      const uint64_t *x = column + (row + r) * words, *y = x + words, *z = y + words;
      AK_LOOP for (size_t w = 0; w < words; w++) {
        const uint64_t one = x[w] ^ y[w] ^ z[w], two = (x[w] & y[w]) | (z[w] & (x[w] ^ y[w]));
        const uint64_t carry = c[0][w] & one;
        const uint64_t four = (c[1][w] & two) | (carry & (c[1][w] ^ two));
        c[0][w] ^= one;
        c[1][w] ^= two ^ carry;
        c[3][w] ^= c[2][w] & four;
        c[2][w] ^= four;
      }
    }
    for (; r < rows; r++) {
      const uint64_t *x = column + (row + r) * words;
      AK_LOOP for (size_t w = 0; w < words; w++) {
        const uint64_t two = c[0][w] & x[w], four = c[1][w] & two;
        c[0][w] ^= x[w];
        c[1][w] ^= two;
        c[3][w] ^= c[2][w] & four;
        c[2][w] ^= four;
      }
    }
    for (size_t w = 0; w < words; w++) {
      uint64_t carry = 0;
      for (unsigned k = 0; k < 4; k++) {
        const uint64_t a = planes[k * 8 + w], b = c[k][w];
        planes[k * 8 + w] = a ^ b ^ carry;
        carry = (a & b) | (carry & (a ^ b));
      }
      for (unsigned k = 4; k < 16 && carry; k++) {
        const uint64_t a = planes[k * 8 + w];
        planes[k * 8 + w] = a ^ carry;
        carry &= a;
      }
    }
    row += rows;
    held += rows;
    if (held > 65535 - 15 || row == agents) {
      ak_packed_flush(planes, words, totals);
      held = 0;
    }
  }
}

/// 64 bits as 64 bytes of 0 and 1.
AK_INLINE void ak_bits_to_bytes(uint64_t x, uint8_t *bytes) {
  for (unsigned k = 0; k < 8; k++) {
    const uint64_t spread = (x >> 8 * k & 255) * 0x0101010101010101ull & 0x8040201008040201ull;
    const uint64_t ones =
        (((spread & 0x7f7f7f7f7f7f7f7full) + 0x7f7f7f7f7f7f7f7full) | spread) >> 7
        & 0x0101010101010101ull;
    memcpy(bytes + 8 * k, &ones, 8);
  }
}

static void ak_packed_unpack_any(const uint64_t *column, uint32_t words, const uint16_t *places,
                          uint32_t agents, uint32_t lanes, uint8_t *dst) {
  uint8_t row[512];
  for (size_t i = 0; i < agents; i++) {
    for (size_t w = 0; w < words; w++) ak_bits_to_bytes(column[i * words + w], row + 64 * w);
    uint8_t *d = dst + i * lanes;
    for (size_t l = 0; l < lanes; l++) d[l] = row[places[l]];
  }
}

static void ak_packed_pack_any(const uint8_t *bytes, uint32_t words, const uint16_t *places,
                        uint32_t agents, uint32_t lanes, uint64_t *dst) {
  memset(dst, 0, (size_t)agents * words * sizeof *dst);
  for (size_t i = 0; i < agents; i++) {
    for (size_t l = 0; l < lanes; l++)
      dst[i * words + places[l] / 64] |= (uint64_t)(bytes[i * lanes + l] != 0) << places[l] % 64;
  }
}
