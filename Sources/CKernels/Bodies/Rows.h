// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a fused kernel go from row to row? In order or along a list, counting the links of each
// in registers.
#pragma once
#include "../Glance.h"
#include "Links.h"

typedef uint8_t ak_wide_bytes __attribute__((vector_size(AK_VECTOR_BYTES), aligned(1)));

AK_INLINE size_t ak_row_at(const ak_row_list *list, uint32_t k) {
  return list->rows ? list->rows[k] : (size_t)list->first + k;
}

/// Fetches what the k-th row of a list will read into the cache, where the column is too large for
/// it.
AK_INLINE void ak_prefetch_list(const ak_links *links, const uint8_t *column,
                                const ak_row_list *list, uint32_t k, size_t lanes) {
  if (k >= list->count || links->row_count * lanes <= AK_FETCHED_BYTES) return;
  const size_t row = ak_row_at(list, k);
  ak_prefetch_row(links, (const char *)column, row, row + 1, lanes);
}

/// Whether one of 16 masks is set.
#define AK_ANY16(MASKS) (__builtin_reduce_or(MASKS) != 0)

/// Counts true bytes of neighbours over at most 255 links, for `WIDTH` lanes.
#define AK_COUNT_ROW(WIDTH, V)                                                                    \
  AK_INLINE void ak_count_row_##WIDTH(const ak_links *links, size_t begin, size_t end,            \
                                      const uint8_t *column, size_t lanes, uint8_t *counts) {     \
    V sum[WIDTH / sizeof(V)] = {0};                                                               \
    for (size_t e = begin; e < end; e++) {                                                        \
      const uint8_t *row = column + (size_t)links->targets[e] * lanes;                            \
      for (size_t c = 0; c < WIDTH / sizeof(V); c++) sum[c] += *(const V *)(row + sizeof(V) * c); \
    }                                                                                             \
    memcpy(counts, sum, sizeof sum);                                                              \
  }
AK_COUNT_ROW(64, ak_wide_bytes)
AK_COUNT_ROW(16, ak_bytes16)
