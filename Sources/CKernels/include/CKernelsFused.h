// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which steps are one pass over a row? Heat-bath and threshold steps of one boolean.
//
// One pass over rows whose state is one boolean: the same bits as the operations that it stands
// for. Lanes are a multiple of 16, at most AK_MOST_ROW_LANES; links have targets and no weights.
// dst may be the column that is read: a row is written before the next is looked at.
#ifndef CKERNELS_FUSED_H
#define CKERNELS_FUSED_H
#include "CKernels.h"

#define AK_MOST_ROW_LANES 256
#define AK_MOST_TERMS 4

/// The rows of a fused step: first..<first + count, or `rows` (ends with dst the column read) when
/// it is not NULL.
///
/// The ordinal of the k-th row's draw is the row itself, or else first_ordinal + k.
typedef struct {
  uint32_t first, count;
  const uint32_t *rows;
  uint8_t ordinal_is_row;
} ak_row_list;

/// One number a row and lane (lane stride 1) or a row (0), times a factor for each lane.
typedef struct {
  const float *values, *factor;
  uint32_t agent_stride, lane_stride;
} ak_heat_term;

/// -x / log 2 as an affine form: count * scale * count_factor + sum of terms + constant.
///
/// Factors and constant are one a lane. `scale` is one a reader, or NULL for `bare_scale`, which
/// holds where there is no link too (NaN: such rows are left open). The form must stay in
/// -126...126. exp(-x) of the draw may differ from that of the form, relatively, by (slack - 256) /
/// 2^24.
typedef struct {
  const float *scale, *count_factor, *constant;
  float bare_scale, slack;
  uint32_t term_count;
  ak_heat_term terms[AK_MOST_TERMS];
} ak_heat_bath;

/// dst[row][lane] = 1 with chance logistic(x), else 0, where x is given nearly.
///
/// Returns the number of rows done, in order: fewer than all when the next one has a draw that only
/// x itself decides, or more than 255 links. Later rows are then untouched where rows are listed, as
/// they must be where dst is the column read; elsewhere what dst holds for them is of no meaning.
uint32_t ak_heat_bath_rows(const ak_heat_bath *form, const ak_draw_context *context,
                           const ak_links *links, const uint8_t *column, uint8_t *dst,
                           ak_row_list list, uint32_t lanes);

/// (count * scale) compared with a limit, then, when `own` is not NULL, or'ed (`keeps`) or and'ed
/// with its bytes, which are 0 and 1: one a row and lane or, with `own_is_row`, one a row.
///
/// `comparison` is one of the first four. Limits are one a row and lane, a row, a lane, or one.
typedef struct {
  const float *scale, *limits;
  uint32_t agent_stride, lane_stride;
  float bare_scale;
  ak_comparison comparison;
  const uint8_t *own;
  uint8_t own_is_row, keeps;
} ak_threshold;

/// dst[row][lane] = whether the threshold is passed.
///
/// Returns the number of rows done: fewer than all when the next one has more than 255 links.
uint32_t ak_threshold_rows(const ak_threshold *form, const ak_links *links, const uint8_t *column,
                           uint8_t *dst, ak_row_list list, uint32_t lanes);

#endif
