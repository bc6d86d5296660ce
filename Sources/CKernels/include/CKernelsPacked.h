// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do 64 replicates a word run by? The step of a boolean by its chances, and the way from bytes
// to bits and back.
#ifndef CKERNELS_PACKED_H
#define CKERNELS_PACKED_H
#include "CKernels.h"

/// What decides the next value of a boolean state of 64 replicates a word.
///
/// A packed column is [agent][words], words 1, 2, 4 or 8; bit b of word w is one replicate. The
/// chance of agent i is chances[(offsets[i] + i) 2^own_count + own (degree + 1) + count] with
/// `count` of its neighbours true and `own` the number whose k-th bit is its own k-th state; see
/// `ak_packed_chances` for what a chance is.
typedef struct {
  /// Whose column is counted, or NULL: then offsets and degrees count as 0.
  const ak_links *links;
  /// The counted column, or NULL.
  const uint64_t *read;
  /// Columns of the agents' own states that the chance depends on.
  const uint64_t *const *own;
  uint32_t own_count;
  /// Whether every chance is 0 or 1: then nothing is drawn.
  uint8_t is_certain;
  const uint64_t *chances;
  /// The truth tables of `ak_packed_slices`, and where those of each agent start, in units of
  /// `AK_PACKED_UNIT` bytes.
  const uint8_t *slices;
  const uint32_t *slice_starts;
} ak_packed_rule;

/// Unit of the memory of truth tables, in bytes.
#define AK_PACKED_UNIT 32

/// Units that the truth tables of an agent take.
uint32_t ak_packed_units(uint32_t degree, uint32_t own_count);
/// dst[i] = a chance as a threshold: that of p = values[i], clamped to 0...1, or of logistic(x),
/// with the meaning of `ak_draw_bernoulli` and `ak_draw_bernoulli_logit`. f32 or f64 by `type`;
/// undefined[i] is 1 where it is NaN, which counts as 0.
///
/// With t = the smaller tail times 2^64, cut to a whole number, it is t for the lower tail and
/// 2^64 - 1 - t for the upper one. A uniform U of 64 bits fires when U < dst, or U = dst > 2^63:
/// never for 0, always for 1.
void ak_packed_chances(ak_type type, int is_logit, const void *values, uint64_t *dst,
                       uint8_t *undefined, size_t count);
/// Fills the truth tables of agents first..<first + agents of a rule, of which `slices` is where
/// the rule's are.
void ak_packed_slices(const ak_packed_rule *rule, uint32_t first, uint32_t agents, uint8_t *slices);
/// next[i] = whether each replicate of agent i fires, for agents first..<first + agents; bits that
/// `active` [words] leaves out are 0, but for certain rules.
///
/// Bit b of word w draws U from planes, the highest bit first: plane k is 64 bits of the block with
/// key (seed, streams[w]) and counter (agent, step, site, domain << 24 | k / 2), words 0 and 1 for
/// an even k and 2 and 3 for an odd one, the second of a pair above the first; bit b of them is its
/// own. Of `context` the rest is not read.
void ak_packed_step(const ak_packed_rule *rule, const ak_draw_context *context,
                    const uint64_t *active, uint32_t words, uint32_t first, uint32_t agents,
                    uint64_t *next);
/// totals[64 w + b] += number of agents for which bit b of word w is set.
void ak_packed_count(const uint64_t *column, uint32_t words, uint32_t agents, uint64_t *totals);
/// dst[agent][lane] = bit places[lane] (64 w + b) of the agent, as 0 or 1.
void ak_packed_unpack(const uint64_t *column, uint32_t words, const uint16_t *places,
                      uint32_t agents, uint32_t lanes, uint8_t *dst);
/// The reverse; bits that are no lane's are 0.
void ak_packed_pack(const uint8_t *bytes, uint32_t words, const uint16_t *places, uint32_t agents,
                    uint32_t lanes, uint64_t *dst);

#endif
