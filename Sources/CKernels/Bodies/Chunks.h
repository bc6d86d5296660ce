// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do vectors run over the lanes of neighbours? In chunks, each of which stays in registers over
// all links of a reader.
//
// A neighbour's lanes are contiguous. The last lanes may fill only a part of their chunk: it reads
// beyond the row (see AK_OVERREAD), and what it writes beyond it the next row or another chunk
// writes again; the last rows are written exactly.
#pragma once
#include "../Offsets.h"
#include "../Table.h"

/// Readers ahead for which rows are fetched into the cache, and bytes of a column beyond which that
/// pays: smaller columns are in one of the caches, and asking takes longer than waiting.
#define AK_AHEAD 4
#define AK_FETCHED_BYTES (1 << 22)

static __attribute__((noinline)) void ak_prefetch_row(const ak_links *links, const char *column,
                                                      size_t reader, size_t last,
                                                      size_t row_bytes) {
  if (!links->targets || reader >= last) return;
  const size_t end = ak_offset(links, reader + 1);
  for (size_t e = ak_offset(links, reader); e < end; e++) {
    const char *row = column + ak_link_row(links, e) * row_bytes;
    for (size_t b = 0; b < row_bytes; b += 64) __builtin_prefetch(row + b);
  }
}

/// Lanes `lane`..<`lane + width` of all rows, taken `size` at once.
typedef struct {
  size_t lane, width, size;
} ak_chunk;

/// The chunk that ends at a lane: a power of two, filled but for the last lanes. Those are fewer
/// than `narrow` and come first, since they write beyond themselves.
AK_INLINE ak_chunk ak_chunk_below(size_t end, size_t widest, size_t narrow) {
  const size_t rest = end % widest ? end % widest : widest, part = rest % narrow;
  size_t size = part == 1 ? 1 : part ? 4 : rest & -rest;
  while (size < part) size *= 2;
  const size_t width = part ? part : size;
  return (ak_chunk){end - width, width, size};
}

/// Runs FOLD for each link, with `x` the chunk's lanes of the row that it reads.
#define AK_EACH_LINK(V, C, BEGIN, END, FOLD)                                                      \
  if (links->targets) {                                                                           \
    const uint32_t *targets = links->targets;                                                     \
    const size_t base = links->target_base;                                                       \
    for (size_t e = BEGIN, stop = END; e < stop; e++) {                                           \
      const V x = *(const V *)(column + (targets[e] - base) * lanes + c.lane);                    \
      FOLD;                                                                                       \
    }                                                                                             \
  } else {                                                                                        \
    const C *p = column + (BEGIN - links->target_base) * lanes + c.lane;                          \
    for (size_t e = BEGIN, stop = END; e < stop; e++, p += lanes) {                               \
      const V x = *(const V *)p;                                                                  \
      FOLD;                                                                                       \
    }                                                                                             \
  }

#define AK_STORE_CHUNK(V, T, W, VALUE)                                                            \
  {                                                                                               \
    const V result = VALUE;                                                                       \
    const size_t at = row * lanes + c.lane;                                                       \
    if (c.width == W || at + W <= (size_t)agents * lanes) *(V *)((T *)dst + at) = result;         \
    else memcpy((T *)dst + at, &result, c.width * sizeof(T));                                     \
  }

#define AK_VECTORS(W)                                                                             \
  typedef uint8_t ak_u8x##W __attribute__((vector_size(W), aligned(1)));                          \
  typedef uint32_t ak_u32x##W __attribute__((vector_size(4 * W), aligned(4)));                    \
  typedef int32_t ak_s32x##W __attribute__((vector_size(4 * W), aligned(4)));                     \
  typedef int64_t ak_s64x##W __attribute__((vector_size(8 * W), aligned(8)));                     \
  typedef uint64_t ak_u64x##W __attribute__((vector_size(8 * W), aligned(8)));                    \
  typedef float ak_f32x##W __attribute__((vector_size(4 * W), aligned(4)));                       \
  typedef double ak_f64x##W __attribute__((vector_size(8 * W), aligned(8)));
AK_VECTORS(1)
AK_VECTORS(4)
AK_VECTORS(8)
AK_VECTORS(16)
AK_VECTORS(32)
AK_VECTORS(64)

/// The rows of a chunk: `begin`..<`end` are the links of the reader of a row.
#define AK_EACH_READER(C)                                                                         \
  const size_t last = (size_t)first + agents;                                                     \
  const int fetches = c.lane + c.width == lanes                                                   \
                      && links->row_count * lanes * sizeof(C) > AK_FETCHED_BYTES;                 \
  for (size_t row = 0, begin, end; row < agents; row++)                                           \
    if (begin = ak_offset(links, first + row), end = ak_offset(links, first + row + 1),           \
        fetches ? ak_prefetch_row(links, (const char *)column, first + row + AK_AHEAD, last,      \
                                  lanes * sizeof(C))                                              \
                : (void)0,                                                                        \
        1)

/// Runs a fold over all chunks, the one of the last lanes first. CASES says which sizes there are.
#define AK_CHUNK_CASE(NAME, W)                                                                    \
  case W: NAME##_##W(links, first, agents, lanes, c, column, dst, scale); break;
#define AK_UP_TO_16(DO, NAME) DO(NAME, 1) DO(NAME, 4) DO(NAME, 8) DO(NAME, 16)
#define AK_UP_TO_32(DO, NAME) AK_UP_TO_16(DO, NAME) DO(NAME, 32)
#define AK_UP_TO_64(DO, NAME) AK_UP_TO_32(DO, NAME) DO(NAME, 64)
#define AK_ALL_CHUNKS(NAME, C, T, CASES, WIDEST, NARROW)                                          \
  static void NAME(const ak_links *links, uint32_t first, uint32_t agents, uint32_t lanes,        \
                   const C *column, T *dst, const T *scale) {                                     \
    for (ak_chunk c = {lanes, 0, 0}; c.lane > 0;) {                                               \
      c = ak_chunk_below(c.lane, WIDEST, NARROW);                                                 \
      switch (c.size) { CASES(AK_CHUNK_CASE, NAME) }                                              \
    }                                                                                             \
  }
