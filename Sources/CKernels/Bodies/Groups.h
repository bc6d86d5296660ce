// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a whole group folded into one value a lane, the same for any blocks and threads?
//
// Sums of numbers have leaves fixed by agent index, each summed in order; the tree above them is
// fixed by the number of leaves. Rows are made dense a segment at a time; chunks of lanes are
// folded in registers, and where lanes are few several leaves side by side, for a sum waits for the
// last addition of its own leaf alone. Smallest and largest values are folded in order too: of two
// zeros the first stays.
#pragma once
#include "../Rounding.h"
#include "Chunks.h"
#include "Dense.h"

/// Elements of a segment, in whole rows, and most lanes of a row.
#define AK_SEGMENT 1024
/// Lanes whose sums in 64 bits leave registers for two leaves.
#define AK_LEAF_LANES (AK_VECTOR_BYTES < 32 ? 8 : 16)

AK_INLINE ak_view ak_view_of(ak_operand a) {
  return (ak_view){a.data, a.agent_stride, a.lane_stride};
}

/// The lanes of a chunk in one row; of the last row no more elements are read than it has.
#define AK_ROW_CHUNK(W, V, T, NAME, DATA, ROW)                                                    \
  V NAME = {0};                                                                                   \
  if (W == 1 || c.width == W || (ROW) + 1 < rows)                                                 \
    NAME = *(const V *)((DATA) + (ROW)*lanes + c.lane);                                           \
  else memcpy(&NAME, (DATA) + (ROW)*lanes + c.lane, c.width * sizeof(T));

/// All bits where a mask holds.
#define AK_MASK_CHUNK(W, V, NAME, ROW)                                                            \
  AK_ROW_CHUNK(W, ak_u8x##W, uint8_t, NAME##_bytes, m, ROW)                                       \
  const V NAME = (V)__builtin_convertvector(NAME##_bytes != 0, V);

/// Sums K leaves of `each` rows, of which the first row is `start`.
#define AK_LEAVES(F, T, W, K)                                                                     \
  AK_INLINE void ak_leaves_##F##_##W##_##K(const T *p, const uint8_t *m, size_t start,            \
                                           size_t each, size_t rows, size_t lanes, ak_chunk c,    \
                                           double *leaf) {                                        \
    ak_f64x##W sum[K] = {{0}};                                                                    \
    for (size_t k = 0; k < K; k++)                                                                \
      memcpy(&sum[k], leaf + k * lanes + c.lane, c.width * sizeof(double));                       \
    for (size_t r = start; r < start + each; r++) {                                               \
      for (size_t k = 0; k < K; k++) {                                                            \
        AK_ROW_CHUNK(W, ak_##F##x##W, T, x, p, r + k * AK_LEAF_AGENTS)                            \
        const ak_f64x##W added = sum[k] + __builtin_convertvector(x, ak_f64x##W);                 \
        if (m) {                                                                                  \
          AK_MASK_CHUNK(W, ak_s64x##W, holds, r + k * AK_LEAF_AGENTS)                             \
          sum[k] = (ak_f64x##W)(((ak_s64x##W)added & holds) | ((ak_s64x##W)sum[k] & ~holds));     \
        } else {                                                                                  \
          sum[k] = added;                                                                         \
        }                                                                                         \
      }                                                                                           \
    }                                                                                             \
    for (size_t k = 0; k < K; k++)                                                                \
      memcpy(leaf + k * lanes + c.lane, &sum[k], c.width * sizeof(double));                       \
  }

/// Adds rows whose first is agent `agent` of its leaf.
#define AK_LEAF_ROWS(F, T, W, K)                                                                  \
  AK_LEAVES(F, T, W, 1)                                                                           \
  AK_LEAVES(F, T, W, K)                                                                           \
  static void ak_leaf_rows_##F##_##W(const T *p, const uint8_t *m, size_t agent, size_t rows,     \
                                     size_t lanes, ak_chunk c, double *leaf) {                    \
    size_t start = 0;                                                                             \
    while (start < rows) {                                                                        \
      const size_t each = ak_least(AK_LEAF_AGENTS - agent, rows - start);                         \
      if (agent == 0 && start + K * AK_LEAF_AGENTS <= rows) {                                     \
        ak_leaves_##F##_##W##_##K(p, m, start, AK_LEAF_AGENTS, rows, lanes, c, leaf);             \
        start += K * AK_LEAF_AGENTS;                                                              \
        leaf += K * lanes;                                                                        \
      } else {                                                                                    \
        ak_leaves_##F##_##W##_1(p, m, start, each, rows, lanes, c, leaf);                         \
        start += each;                                                                            \
        leaf += lanes;                                                                            \
      }                                                                                           \
      agent = 0;                                                                                  \
    }                                                                                             \
  }
#define AK_LEAF_CASE(F, W)                                                                        \
  case W: ak_leaf_rows_##F##_##W(p, m, agent, taken, lanes, c, leaf); break;
#define AK_GROUP_LEAVES(F, T)                                                                     \
  AK_LEAF_ROWS(F, T, 1, 8)                                                                        \
  AK_LEAF_ROWS(F, T, 4, 4)                                                                        \
  AK_LEAF_ROWS(F, T, 8, 2)                                                                        \
  AK_LEAF_ROWS(F, T, 16, 2)                                                                       \
  static void ak_group_leaves_##F(ak_operand a, const ak_operand *mask, size_t first,             \
                                  size_t agents, size_t lanes, double *leaves) {                  \
    T space[AK_SEGMENT];                                                                          \
    uint8_t mask_space[AK_SEGMENT];                                                               \
    const int whole = a.lane_stride && a.agent_stride == lanes && !mask;                          \
    const size_t most = whole || !lanes ? agents : AK_SEGMENT / lanes;                            \
    for (size_t row = 0; lanes && row < agents; row += most) {                                    \
      const size_t taken = ak_least(most, agents - row);                                          \
      const T *p = ak_dense_##T(ak_view_of(a), row, taken, lanes, space);                         \
      const uint8_t *m =                                                                          \
          mask ? ak_dense_uint8_t(ak_view_of(*mask), row, taken, lanes, mask_space) : 0;          \
      const size_t agent = (first + row) % AK_LEAF_AGENTS;                                        \
      double *leaf = leaves + (first + row) / AK_LEAF_AGENTS * lanes;                             \
      for (ak_chunk c = {lanes, 0, 0}; c.lane > 0;) {                                             \
        c = ak_chunk_below(c.lane, AK_LEAF_LANES, AK_LEAF_LANES);                                 \
        switch (c.size) {                                                                         \
          AK_LEAF_CASE(F, 1)                                                                      \
          AK_LEAF_CASE(F, 4)                                                                      \
          AK_LEAF_CASE(F, 8)                                                                      \
          AK_LEAF_CASE(F, 16)                                                                     \
        }                                                                                         \
      }                                                                                           \
    }                                                                                             \
  }
AK_GROUP_LEAVES(u8, uint8_t)
AK_GROUP_LEAVES(u32, uint32_t)
AK_GROUP_LEAVES(f32, float)
AK_GROUP_LEAVES(f64, double)

static void ak_group_leaves_any(ak_type type, ak_operand a, const ak_operand *mask, uint32_t first,
                                uint32_t agents, uint32_t lanes, double *leaves) {
  switch (type) {
  case AK_U8: ak_group_leaves_u8(a, mask, first, agents, lanes, leaves); break;
  case AK_U32: ak_group_leaves_u32(a, mask, first, agents, lanes, leaves); break;
  case AK_F32: ak_group_leaves_f32(a, mask, first, agents, lanes, leaves); break;
  case AK_F64: ak_group_leaves_f64(a, mask, first, agents, lanes, leaves); break;
  }
}

static void ak_group_combine_any(double *leaves, uint32_t leaf_count, uint32_t lanes) {
  for (size_t count = leaf_count; count > 1; count = (count + 1) / 2) {
    for (size_t i = 0; i < count / 2; i++) {
      double *d = leaves + i * lanes;
      const double *a = leaves + 2 * i * lanes, *b = a + lanes;
      AK_LOOP for (size_t l = 0; l < lanes; l++) d[l] = a[l] + b[l];
    }
    if (count & 1)
      memmove(leaves + count / 2 * lanes, leaves + (count - 1) * lanes, lanes * sizeof *leaves);
  }
}

// Counts are bytes for as long as these cannot overflow.
#define AK_COUNT_ROWS(W)                                                                          \
  static void ak_count_rows_##W(const uint8_t *p, const uint8_t *m, size_t rows, size_t lanes,    \
                                ak_chunk c, uint64_t *totals) {                                   \
    for (size_t start = 0; start < rows; start += 255) {                                          \
      const size_t stop = start + ak_least(255, rows - start);                                    \
      ak_u8x##W count = {0};                                                                      \
      for (size_t r = start; r < stop; r++) {                                                     \
        AK_ROW_CHUNK(W, ak_u8x##W, uint8_t, x, p, r)                                              \
        ak_u8x##W holds = (ak_u8x##W)(x != 0);                                                    \
        if (m) {                                                                                  \
          AK_ROW_CHUNK(W, ak_u8x##W, uint8_t, y, m, r)                                            \
          holds &= (ak_u8x##W)(y != 0);                                                           \
        }                                                                                         \
        count -= holds;                                                                           \
      }                                                                                           \
      for (size_t l = 0; l < c.width; l++) totals[c.lane + l] += count[l];                        \
    }                                                                                             \
  }
AK_COUNT_ROWS(1)
AK_COUNT_ROWS(4)
AK_COUNT_ROWS(8)
AK_COUNT_ROWS(16)
AK_COUNT_ROWS(32)
AK_COUNT_ROWS(64)

static void ak_count_dense(const uint8_t *p, const uint8_t *m, size_t rows, size_t lanes,
                           uint64_t *totals) {
#define AK_COUNT_CASE(W)                                                                          \
  case W: ak_count_rows_##W(p, m, rows, lanes, c, totals); break;
  for (ak_chunk c = {lanes, 0, 0}; c.lane > 0;) {
    c = ak_chunk_below(c.lane, AK_VECTOR_BYTES, AK_VECTOR_BYTES);
    switch (c.size) {
      AK_COUNT_CASE(1)
      AK_COUNT_CASE(4)
      AK_COUNT_CASE(8)
      AK_COUNT_CASE(16)
      AK_COUNT_CASE(32)
      AK_COUNT_CASE(64)
    }
  }
}

static void ak_group_count_any(ak_operand a, const ak_operand *mask, uint32_t agents,
                               uint32_t lanes, uint64_t *totals) {
  uint8_t space[AK_SEGMENT], mask_space[AK_SEGMENT];
  const int whole = a.lane_stride && a.agent_stride == lanes && !mask;
  const size_t most = whole || !lanes ? agents : AK_SEGMENT / lanes;
  // Short rows that fill a vector are counted as one row, whose lanes are then added up.
  const size_t joined = lanes && AK_VECTOR_BYTES % lanes == 0 ? AK_VECTOR_BYTES / lanes : 1;
  uint64_t counts[AK_VECTOR_BYTES] = {0};
  for (size_t row = 0; lanes && row < agents; row += most) {
    const size_t taken = ak_least(most, agents - row);
    const uint8_t *p = ak_dense_uint8_t(ak_view_of(a), row, taken, lanes, space);
    const uint8_t *m =
        mask ? ak_dense_uint8_t(ak_view_of(*mask), row, taken, lanes, mask_space) : 0;
    const size_t together = joined > 1 ? taken / joined : 0, done = together * joined;
    ak_count_dense(p, m, together, AK_VECTOR_BYTES, counts);
    ak_count_dense(p + done * lanes, m ? m + done * lanes : 0, taken - done, lanes, totals);
  }
  for (size_t l = 0; joined > 1 && l < AK_VECTOR_BYTES; l++) totals[l & (lanes - 1)] += counts[l];
}

/// x where it comes before a (LESS) or is not a number, else a.
#define AK_EXTREME_CHUNK(NAME, F, T, B, W, LESS)                                                  \
  static void NAME##_##W(const T *p, const uint8_t *m, size_t rows, size_t lanes, ak_chunk c,     \
                         T *results) {                                                            \
    ak_##F##x##W a = {0};                                                                         \
    memcpy(&a, results + c.lane, c.width * sizeof(T));                                            \
    for (size_t r = 0; r < rows; r++) {                                                           \
      AK_ROW_CHUNK(W, ak_##F##x##W, T, x, p, r)                                                   \
      ak_##B##x##W takes = (ak_##B##x##W)(x LESS a) | (ak_##B##x##W)(x != x);                     \
      if (m) {                                                                                    \
        AK_MASK_CHUNK(W, ak_##B##x##W, holds, r)                                                  \
        takes &= holds;                                                                           \
      }                                                                                           \
      a = (ak_##F##x##W)(((ak_##B##x##W)x & takes) | ((ak_##B##x##W)a & ~takes));                 \
    }                                                                                             \
    memcpy(results + c.lane, &a, c.width * sizeof(T));                                            \
  }
/// Folds short rows 16 elements at a time, which keeps the bits but for the sign of a zero: then,
/// or where lanes do not divide 16, nothing is done.
#define AK_EXTREME_JOINED(NAME, T, LESS)                                                          \
  static int NAME##_joined(const T *p, const uint8_t *m, size_t rows, size_t lanes, T *results) { \
    if (lanes >= 16 || 16 % lanes != 0) return 0;                                                 \
    T parts[16], found[16];                                                                       \
    const size_t together = rows * lanes / 16, done = together * 16 / lanes;                      \
    for (size_t l = 0; l < 16; l++) parts[l] = results[l % lanes];                                \
    NAME##_16(p, m, together, 16, (ak_chunk){0, 16, 16}, parts);                                  \
    for (size_t l = 0; l < lanes; l++) found[l] = parts[l];                                       \
    for (size_t l = lanes; l < 16; l++) {                                                         \
      const T a = found[l % lanes], x = parts[l];                                                 \
      if (x LESS a || x != x) found[l % lanes] = x;                                               \
    }                                                                                             \
    for (size_t l = 0; l < lanes; l++)                                                            \
      if (sizeof(T) > 1 && found[l] == 0) return 0;                                               \
    for (size_t l = 0; l < lanes; l++) results[l] = found[l];                                     \
    for (size_t l = 0; l < lanes; l++)                                                            \
      NAME##_1(p + done * lanes, m ? m + done * lanes : 0, rows - done, lanes,                    \
               (ak_chunk){l, 1, 1}, results);                                                     \
    return 1;                                                                                     \
  }
#define AK_EXTREME_CASE(NAME, W)                                                                  \
  case W: NAME##_##W(p, m, taken, lanes, c, results); break;
#define AK_GROUP_EXTREME(NAME, F, T, B, LESS)                                                     \
  AK_EXTREME_CHUNK(NAME, F, T, B, 1, LESS)                                                        \
  AK_EXTREME_CHUNK(NAME, F, T, B, 4, LESS)                                                        \
  AK_EXTREME_CHUNK(NAME, F, T, B, 8, LESS)                                                        \
  AK_EXTREME_CHUNK(NAME, F, T, B, 16, LESS)                                                       \
  AK_EXTREME_JOINED(NAME, T, LESS)                                                                \
  static void NAME(ak_operand operand, const ak_operand *mask, size_t agents, size_t lanes,       \
                   T *results) {                                                                  \
    T space[AK_SEGMENT];                                                                          \
    uint8_t mask_space[AK_SEGMENT];                                                               \
    const size_t most = lanes ? AK_SEGMENT / lanes : 1;                                           \
    for (size_t row = 0; lanes && row < agents; row += most) {                                    \
      const size_t taken = ak_least(most, agents - row);                                          \
      const T *p = ak_dense_##T(ak_view_of(operand), row, taken, lanes, space);                   \
      const uint8_t *m =                                                                          \
          mask ? ak_dense_uint8_t(ak_view_of(*mask), row, taken, lanes, mask_space) : 0;          \
      if (NAME##_joined(p, m, taken, lanes, results)) continue;                                   \
      for (ak_chunk c = {lanes, 0, 0}; c.lane > 0;) {                                             \
        c = ak_chunk_below(c.lane, 16, 16);                                                       \
        switch (c.size) {                                                                         \
          AK_EXTREME_CASE(NAME, 1)                                                                \
          AK_EXTREME_CASE(NAME, 4)                                                                \
          AK_EXTREME_CASE(NAME, 8)                                                                \
          AK_EXTREME_CASE(NAME, 16)                                                               \
        }                                                                                         \
      }                                                                                           \
    }                                                                                             \
  }
AK_GROUP_EXTREME(ak_group_min_u8, u8, uint8_t, u8, <)
AK_GROUP_EXTREME(ak_group_max_u8, u8, uint8_t, u8, >)
AK_GROUP_EXTREME(ak_group_min_f32, f32, float, s32, <)
AK_GROUP_EXTREME(ak_group_max_f32, f32, float, s32, >)
AK_GROUP_EXTREME(ak_group_min_f64, f64, double, s64, <)
AK_GROUP_EXTREME(ak_group_max_f64, f64, double, s64, >)

static void ak_group_extreme_any(ak_binary_operation operation, ak_type type, ak_operand a,
                                 const ak_operand *mask, uint32_t agents, uint32_t lanes,
                                 void *results) {
  const int smallest = operation == AK_MIN;
  if (type == AK_U8)
    (smallest ? ak_group_min_u8 : ak_group_max_u8)(a, mask, agents, lanes, results);
  else if (type == AK_F32)
    (smallest ? ak_group_min_f32 : ak_group_max_f32)(a, mask, agents, lanes, results);
  else
    (smallest ? ak_group_min_f64 : ak_group_max_f64)(a, mask, agents, lanes, results);
}
