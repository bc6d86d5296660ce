// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a whole group folded into one value a lane, the same for any blocks and threads?
//
// Sums of numbers have leaves fixed by agent index, each summed in order; the tree above them is
// fixed by the number of leaves.
#pragma once
#include "../Rounding.h"
#include "../Table.h"

AK_INLINE const uint8_t *ak_mask_row(const ak_operand *mask, size_t row) {
  return mask ? (const uint8_t *)mask->data + row * mask->agent_stride : 0;
}

#define AK_GROUP_LEAVES(NAME, T)                                                                  \
  static void NAME(ak_operand a, const ak_operand *mask, size_t first, size_t agents,             \
                   size_t lanes, double *leaves) {                                                \
    for (size_t row = 0; row < agents; row++) {                                                   \
      double *leaf = leaves + (first + row) / AK_LEAF_AGENTS * lanes;                             \
      const T *p = (const T *)a.data + row * a.agent_stride;                                      \
      const uint8_t *m = ak_mask_row(mask, row);                                                  \
      if (!m && a.lane_stride) {                                                                  \
        AK_LOOP for (size_t l = 0; l < lanes; l++) leaf[l] += (double)p[l];                       \
      } else {                                                                                    \
        for (size_t l = 0; l < lanes; l++)                                                        \
          if (!m || m[l * mask->lane_stride]) leaf[l] += (double)p[l * a.lane_stride];            \
      }                                                                                           \
    }                                                                                             \
  }
AK_GROUP_LEAVES(ak_group_leaves_u8, uint8_t)
AK_GROUP_LEAVES(ak_group_leaves_u32, uint32_t)
AK_GROUP_LEAVES(ak_group_leaves_f32, float)
AK_GROUP_LEAVES(ak_group_leaves_f64, double)

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

static void ak_group_count_any(ak_operand a, const ak_operand *mask, uint32_t agents,
                               uint32_t lanes, uint64_t *totals) {
  for (size_t row = 0; row < agents; row++) {
    const uint8_t *p = (const uint8_t *)a.data + row * a.agent_stride, *m = ak_mask_row(mask, row);
    if (!m && a.lane_stride) {
      AK_LOOP for (size_t l = 0; l < lanes; l++) totals[l] += p[l] != 0;
    } else {
      for (size_t l = 0; l < lanes; l++)
        totals[l] += (!m || m[l * mask->lane_stride]) && p[l * a.lane_stride];
    }
  }
}

#define AK_GROUP_EXTREME(NAME, T, EXPRESSION)                                                     \
  static void NAME(ak_operand operand, const ak_operand *mask, size_t agents, size_t lanes,       \
                   T *results) {                                                                  \
    for (size_t row = 0; row < agents; row++) {                                                   \
      const T *p = (const T *)operand.data + row * operand.agent_stride;                          \
      const uint8_t *m = ak_mask_row(mask, row);                                                  \
      for (size_t l = 0; l < lanes; l++) {                                                        \
        const T a = results[l], x = p[l * operand.lane_stride];                                   \
        if (!m || m[l * mask->lane_stride]) results[l] = EXPRESSION;                              \
      }                                                                                           \
    }                                                                                             \
  }
AK_GROUP_EXTREME(ak_group_min_u8, uint8_t, x < a ? x : a)
AK_GROUP_EXTREME(ak_group_max_u8, uint8_t, x > a ? x : a)
AK_GROUP_EXTREME(ak_group_min_f32, float, ak_min_f32(a, x))
AK_GROUP_EXTREME(ak_group_max_f32, float, ak_max_f32(a, x))
AK_GROUP_EXTREME(ak_group_min_f64, double, ak_min_f64(a, x))
AK_GROUP_EXTREME(ak_group_max_f64, double, ak_max_f64(a, x))

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
