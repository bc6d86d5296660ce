// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are rows and elements of a column gathered, by numbers computed or drawn?
#pragma once
#include "../Table.h"

static void ak_gather_rows_any(ak_type type, void *dst, const void *column, const uint32_t *rows,
                               uint32_t count, uint32_t lanes) {
  const size_t size = type == AK_U8 ? 1 : type == AK_F64 ? 8 : 4, bytes = size * lanes;
  char *d = dst;
  for (size_t row = 0; row < count; row++, d += bytes) {
    if (row + 8 < count && rows[row + 8] != UINT32_MAX) {
      const char *ahead = (const char *)column + rows[row + 8] * bytes;
      for (size_t b = 0; b < bytes; b += 64) __builtin_prefetch(ahead + b);
    }
    if (rows[row] == UINT32_MAX) memset(d, 0, bytes);
    else memcpy(d, (const char *)column + rows[row] * bytes, bytes);
  }
}

#define AK_GATHER(NAME, T)                                                                        \
  static void NAME(T *dst, const T *column, ak_operand index, size_t agents, size_t lanes,        \
                   size_t column_lanes) {                                                         \
    for (size_t row = 0; row < agents; row++) {                                                   \
      const uint32_t *k = (const uint32_t *)index.data + row * index.agent_stride;                \
      for (size_t l = 0; l < lanes; l++) {                                                        \
        const size_t i = k[l * index.lane_stride];                                                \
        dst[row * lanes + l] =                                                                    \
            i == UINT32_MAX ? (T)0 : column[i * column_lanes + (column_lanes == 1 ? 0 : l)];      \
      }                                                                                           \
    }                                                                                             \
  }
AK_GATHER(ak_gather_u8, uint8_t)
AK_GATHER(ak_gather_u32, uint32_t)
AK_GATHER(ak_gather_u64, uint64_t)

static void ak_gather_elements_any(ak_type type, void *dst, const void *column, ak_operand index,
                                   uint32_t agents, uint32_t lanes, uint32_t column_lanes) {
  if (type == AK_U8) ak_gather_u8(dst, column, index, agents, lanes, column_lanes);
  else if (type == AK_F64) ak_gather_u64(dst, column, index, agents, lanes, column_lanes);
  else ak_gather_u32(dst, column, index, agents, lanes, column_lanes);
}
