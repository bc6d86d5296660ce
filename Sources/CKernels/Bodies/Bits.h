// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are the true neighbours of one huge run counted? From a bitset, an eighth of the column, that
// stays in a cache; and link by link, so that no branch depends on how many links a reader has.
//
// The bits of a piece of links are fetched in one loop, whatever reader they belong to. Their
// running count then gives each reader's as the difference of two ranks: the sum over all whole
// groups of 8 links before an end, and that within its group, which one multiplication yields for
// all 8.
#pragma once
#include "../Offsets.h"
#include "../Table.h"

/// Links of a piece, a multiple of 8, and readers of a tile.
#define AK_BIT_LINKS 1024
#define AK_BIT_READERS 256

typedef uint8_t ak_flags __attribute__((ext_vector_type(64), aligned(1)));
typedef _Bool ak_flag_bits __attribute__((ext_vector_type(64)));

static void ak_pack_bits_any(const uint8_t *column, uint64_t count, uint64_t *words) {
  size_t i = 0;
  for (; i + 64 <= count; i += 64) {
    const ak_flags flags = *(const ak_flags *)(column + i);
    const ak_flag_bits bits = __builtin_convertvector(flags, ak_flag_bits);
    memcpy(words + i / 64, &bits, sizeof *words);
  }
  if (i == count) return;
  uint64_t last = 0;
  for (size_t k = i; k < count; k++) last |= (uint64_t)(column[k] != 0) << (k - i);
  words[i / 64] = last;
}

/// For each end in 0...count of a piece: the number of true links before it is before[end / 8] +
/// within[end].
AK_INLINE void ak_bit_ranks(const uint32_t *targets, size_t count, const uint64_t *bits,
                            uint32_t *before, uint8_t *within) {
  uint8_t found[AK_BIT_LINKS + 8];
  _Pragma("clang loop vectorize(disable) unroll_count(8)") for (size_t i = 0; i < count; i++) {
    const uint32_t target = targets[i];
    found[i] = (uint8_t)(bits[target >> 6] >> (target & 63));
  }
  uint32_t sum = 0;
  for (size_t group = 0; group <= count / 8; group++) {
    const uint64_t ones = 0x0101010101010101ull;
    uint64_t flags;
    memcpy(&flags, found + 8 * group, 8);
    const uint64_t through = (flags & ones) * ones, up_to = through << 8;
    memcpy(within + 8 * group, &up_to, 8);
    before[group] = sum;
    sum += (uint32_t)(through >> 56);
  }
}

/// Counts of the readers of a tile, the last link of each before `ends[row]`.
AK_INLINE void ak_bit_counts(const uint32_t *targets, size_t first, const size_t *ends,
                             size_t readers, const uint64_t *bits, uint32_t *counts) {
  uint32_t before[AK_BIT_LINKS / 8 + 1], last = 0;
  uint8_t within[AK_BIT_LINKS + 8];
  size_t row = 0;
  for (size_t at = first; row < readers; at += AK_BIT_LINKS) {
    const size_t rest = ends[readers - 1] - at, count = rest < AK_BIT_LINKS ? rest : AK_BIT_LINKS;
    ak_bit_ranks(targets + at, count, bits, before, within);
    uint32_t rank = 0;
    for (; row < readers && ends[row] <= at + count; row++) {
      const size_t end = ends[row] - at;
      rank = before[end / 8] + within[end];
      counts[row] = rank - last;
      last = rank;
    }
    // What the next piece counts from: the links of this one that no reader has taken yet.
    last -= before[count / 8] + within[count];
  }
}

#define AK_BIT_STORE(T)                                                                           \
  do {                                                                                            \
    T *d = (T *)dst + done;                                                                       \
    if (is_mean) {                                                                                \
      for (size_t row = 0; row < readers; row++)                                                  \
        d[row] = (T)(int32_t)counts[row] * ((T)1 / (T)(int32_t)degrees[row]);                     \
    } else {                                                                                      \
      for (size_t row = 0; row < readers; row++) d[row] = (T)(int32_t)counts[row];                \
    }                                                                                             \
  } while (0)

static void ak_link_count_bits_any(const ak_links *links, uint32_t first, uint32_t agents,
                                   const uint64_t *bits, int is_mean, ak_type dst_type,
                                   void *dst) {
  size_t ends[AK_BIT_READERS];
  uint32_t counts[AK_BIT_READERS], degrees[AK_BIT_READERS];
  for (size_t done = 0; done < agents; done += AK_BIT_READERS) {
    const size_t rest = agents - done, readers = rest < AK_BIT_READERS ? rest : AK_BIT_READERS;
    const size_t begin = ak_offset(links, first + done);
    for (size_t row = 0; row < readers; row++) ends[row] = ak_offset(links, first + done + row + 1);
    degrees[0] = (uint32_t)(ends[0] - begin);
    for (size_t row = 1; row < readers; row++) degrees[row] = (uint32_t)(ends[row] - ends[row - 1]);
    ak_bit_counts(links->targets, begin, ends, readers, bits, counts);
    if (dst_type == AK_F32) AK_BIT_STORE(float);
    else AK_BIT_STORE(double);
  }
}
