// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are count, logit and draw of a heat-bath step made in one pass over a row? The links are
// counted in registers, the logit is one affine form, and the draw takes a first look.
//
// What that look leaves open is left to the caller, who has the program itself.
#pragma once
#include "../Glance.h"
#include "Rows.h"
#include "Words.h"

/// The words of one quad of ordinals.
typedef uint32_t ak_words_of_quad[4][AK_MOST_ROW_LANES];

AK_INLINE void ak_draw_quad(ak_words_of_quad words, const ak_draw_context *context, uint32_t quad,
                            size_t lanes) {
  uint32_t *const rows[4] = {words[0], words[1], words[2], words[3]};
  ak_quad_words(context, ak_attempt_word(context, 0), quad, context->streams, lanes, rows);
}

/// Draws of 16 lanes with known counts.
AK_INLINE void ak_heat_lanes(const ak_heat_bath *form, size_t row, size_t lane,
                             const uint8_t *counts, float scale, const uint32_t *words,
                             uint8_t *results, ak_ints16 *open) {
  const ak_bytes16 count = *(const ak_bytes16 *)counts;
  ak_floats16 t = __builtin_convertvector(__builtin_convertvector(count, ak_ints16), ak_floats16);
  t = t * scale * *(const ak_floats16 *)(form->count_factor + lane);
  ak_floats16 rest = *(const ak_floats16 *)(form->constant + lane);
  for (uint32_t k = 0; k < form->term_count; k++) {
    const ak_heat_term *term = form->terms + k;
    const float *v = term->values + row * term->agent_stride;
    const ak_floats16 f = *(const ak_floats16 *)(term->factor + lane);
    rest += term->lane_stride ? *(const ak_floats16 *)(v + lane) * f : f * v[0];
  }
  const ak_words16 word = *(const ak_words16 *)(words + lane);
  const ak_ints16 fires = ak_glance16(t + rest, word, form->slack, open);
  *(ak_bytes16 *)(results + lane) = __builtin_convertvector(fires & 1, ak_bytes16);
}

/// Whether a row is not for this kernel: links that bytes cannot count, or a mean over none.
AK_INLINE int ak_is_beyond(const ak_heat_bath *form, size_t begin, size_t end) {
  return end - begin > 255 || (begin == end && form->bare_scale != form->bare_scale);
}

/// Draws of a row of at most 255 links.
AK_INLINE void ak_heat_row(const ak_heat_bath *form, const ak_links *links, const uint8_t *column,
                           size_t row, size_t begin, size_t end, size_t lanes,
                           const uint32_t *words, uint8_t *results, ak_ints16 *open) {
  const float scale = form->scale && end > begin ? form->scale[row] : form->bare_scale;
  uint8_t counts[64];
  size_t lane = 0;
  for (; lane + 64 <= lanes; lane += 64) {
    ak_count_row_64(links, begin, end, column + lane, lanes, counts);
#pragma clang loop unroll(full)
    for (size_t l = 0; l < 64; l += 16)
      ak_heat_lanes(form, row, lane + l, counts + l, scale, words, results, open);
  }
  for (; lane < lanes; lane += 16) {
    ak_count_row_16(links, begin, end, column + lane, lanes, counts);
    ak_heat_lanes(form, row, lane, counts, scale, words, results, open);
  }
}

/// Whether a row has a draw that is open.
static __attribute__((noinline)) int ak_heat_is_open(const ak_heat_bath *form,
                                                     const ak_links *links, const uint8_t *column,
                                                     size_t row, size_t lanes,
                                                     const uint32_t *words) {
  uint8_t results[AK_MOST_ROW_LANES];
  ak_ints16 open = {0};
  ak_heat_row(form, links, column, row, ak_offset(links, row), ak_offset(links, row + 1), lanes,
              words, results, &open);
  return AK_ANY16(open);
}

/// Rows in order, from one column to another. A look at what is open is taken once a quad.
AK_INLINE uint32_t ak_heat_sweep(ak_heat_bath form, ak_draw_context context, ak_links links,
                                 const uint8_t *column, uint8_t *dst, ak_row_list list,
                                 size_t lanes) {
  ak_words_of_quad words;
  uint32_t k = 0;
  const size_t last = (size_t)list.first + list.count;
  const int is_large = links.row_count * lanes > AK_FETCHED_BYTES;
  while (k < list.count) {
    const uint32_t ordinal = context.first_ordinal + k, rest = list.count - k;
    const uint32_t some = 4 - (ordinal & 3) < rest ? 4 - (ordinal & 3) : rest;
    ak_draw_quad(words, &context, ordinal >> 2, lanes);
    ak_ints16 open = {0};
    for (uint32_t j = 0; j < some; j++) {
      const size_t row = (size_t)list.first + k + j;
      const size_t begin = ak_offset(&links, row), end = ak_offset(&links, row + 1);
      if (ak_is_beyond(&form, begin, end)) return k + j;
      if (is_large)
        ak_prefetch_row(&links, (const char *)column, row + AK_AHEAD, last, lanes);
      ak_heat_row(&form, &links, column, row, begin, end, lanes, words[(ordinal + j) & 3],
                  dst + row * lanes, &open);
    }
    for (uint32_t j = 0; j < some && AK_ANY16(open); j++)
      if (ak_heat_is_open(&form, &links, column, (size_t)list.first + k + j, lanes,
                          words[(ordinal + j) & 3]))
        return k + j;
    k += some;
  }
  return k;
}

/// Rows one after the other; where both columns are one each sees what those before it wrote.
AK_INLINE uint32_t ak_heat_visits(ak_heat_bath form, ak_draw_context context, ak_links links,
                                  const uint8_t *column, uint8_t *dst, ak_row_list list,
                                  size_t lanes) {
  ak_words_of_quad words;
  uint8_t results[AK_MOST_ROW_LANES];
  uint32_t quad = UINT32_MAX;
  for (uint32_t k = 0; k < list.count; k++) {
    const size_t row = ak_row_at(&list, k);
    const uint32_t ordinal = list.ordinal_is_row ? (uint32_t)row : context.first_ordinal + k;
    const size_t begin = ak_offset(&links, row), end = ak_offset(&links, row + 1);
    if (ak_is_beyond(&form, begin, end)) return k;
    if (quad != ordinal >> 2) ak_draw_quad(words, &context, ordinal >> 2, lanes);
    quad = ordinal >> 2;
    ak_prefetch_list(&links, column, &list, k + AK_AHEAD, lanes);
    ak_ints16 open = {0};
    ak_heat_row(&form, &links, column, row, begin, end, lanes, words[ordinal & 3], results, &open);
    if (AK_ANY16(open)) return k;
    memcpy(dst + row * lanes, results, lanes);
  }
  return list.count;
}

AK_INLINE uint32_t ak_heat_rows(const ak_heat_bath *form, const ak_draw_context *context,
                                const ak_links *links, const uint8_t *column, uint8_t *dst,
                                ak_row_list list, size_t lanes, uint32_t term_count) {
  ak_heat_bath known = *form;
  known.term_count = term_count;
  if (list.rows) return ak_heat_visits(known, *context, *links, column, dst, list, lanes);
  return ak_heat_sweep(known, *context, *links, column, dst, list, lanes);
}

static uint32_t ak_heat_bath_any(const ak_heat_bath *form, const ak_draw_context *context,
                                 const ak_links *links, const uint8_t *column, uint8_t *dst,
                                 ak_row_list list, uint32_t lanes) {
  // Numbers of lanes and terms that the compiler knows keep the loop over rows free of others.
  if (lanes == 64 && form->term_count == 0)
    return ak_heat_rows(form, context, links, column, dst, list, 64, 0);
  if (lanes == 64 && form->term_count == 1)
    return ak_heat_rows(form, context, links, column, dst, list, 64, 1);
  return ak_heat_rows(form, context, links, column, dst, list, lanes, form->term_count);
}
