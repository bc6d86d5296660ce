// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a threshold step made in one pass over a row? The links are counted in registers, and the
// count or share is compared with a limit of the row, the lane or both.
//
// The same operations on the same numbers as the program's own, so nothing is left open.
#pragma once
#include "Rows.h"

AK_INLINE ak_ints16 ak_compare16(ak_comparison comparison, ak_floats16 a, ak_floats16 b) {
  switch (comparison) {
  case AK_LESS: return a < b;
  case AK_LESS_OR_EQUAL: return a <= b;
  case AK_GREATER: return a > b;
  default: return a >= b;
  }
}

/// 16 lanes with known counts.
AK_INLINE void ak_threshold_lanes(const ak_threshold *form, size_t row, size_t lane, size_t lanes,
                                  const uint8_t *counts, float scale, uint8_t *dst) {
  const ak_bytes16 count = *(const ak_bytes16 *)counts;
  ak_floats16 a = __builtin_convertvector(__builtin_convertvector(count, ak_ints16), ak_floats16);
  a = a * scale;
  const float *limits = form->limits + row * form->agent_stride;
  const ak_floats16 b = form->lane_stride ? *(const ak_floats16 *)(limits + lane)
                                          : (ak_floats16){0} + limits[0];
  const ak_ints16 holds = ak_compare16(form->comparison, a, b) & 1;
  ak_bytes16 result = __builtin_convertvector(holds, ak_bytes16);
  if (form->own) {
    const ak_bytes16 own = form->own_is_row
                               ? (ak_bytes16){0} + form->own[row]
                               : *(const ak_bytes16 *)(form->own + row * lanes + lane);
    result = form->keeps ? result | own : result & own;
  }
  *(ak_bytes16 *)(dst + lane) = result;
}

AK_INLINE uint32_t ak_threshold_rows_of(ak_threshold form, ak_links links, const uint8_t *column,
                                        uint8_t *dst, ak_row_list list, size_t lanes) {
  uint8_t counts[64];
  for (uint32_t k = 0; k < list.count; k++) {
    const size_t row = ak_row_at(&list, k);
    const size_t begin = ak_offset(&links, row), end = ak_offset(&links, row + 1);
    if (end - begin > 255) return k;
    const float scale = form.scale && end > begin ? form.scale[row] : form.bare_scale;
    ak_prefetch_list(&links, column, &list, k + AK_AHEAD, lanes);
    uint8_t *d = dst + row * lanes;
    size_t lane = 0;
    for (; lane + 64 <= lanes; lane += 64) {
      ak_count_row_64(&links, begin, end, column + lane, lanes, counts);
#pragma clang loop unroll(full)
      for (size_t l = 0; l < 64; l += 16)
        ak_threshold_lanes(&form, row, lane + l, lanes, counts + l, scale, d);
    }
    for (; lane < lanes; lane += 16) {
      ak_count_row_16(&links, begin, end, column + lane, lanes, counts);
      ak_threshold_lanes(&form, row, lane, lanes, counts, scale, d);
    }
  }
  return list.count;
}

static uint32_t ak_threshold_any(const ak_threshold *form, const ak_links *links,
                                 const uint8_t *column, uint8_t *dst, ak_row_list list,
                                 uint32_t lanes) {
  if (lanes == 64) return ak_threshold_rows_of(*form, *links, column, dst, list, 64);
  return ak_threshold_rows_of(*form, *links, column, dst, list, lanes);
}
