// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a sampler run over a block? Tile by tile, with dense words and arguments for each.
//
// A tile has at most AK_TILE elements in rows of at most AK_TILE_WIDTH lanes and, where it can,
// begins at an ordinal divisible by 4, so that the four words of a generator block serve four rows.
#pragma once
#include "../Philox.h"
#include "../Table.h"
#include "Dense.h"

#define AK_TILE 1024
#define AK_TILE_WIDTH 256

typedef struct {
  size_t row, rows, lane, width;
} ak_tile;

/// Runs the statement that follows for each tile, lane chunks inside row blocks.
#define AK_TILES(TILE, CONTEXT, AGENTS, LANES)                                                    \
  for (ak_tile TILE = ak_tile_first(CONTEXT, AGENTS, LANES);                                      \
       TILE.row < (AGENTS) && TILE.lane < (LANES); TILE = ak_tile_next(TILE, CONTEXT, AGENTS, LANES))

AK_INLINE ak_tile ak_tile_sized(size_t row, size_t lane, const ak_draw_context *context,
                                size_t agents, size_t lanes) {
  const size_t widest = lanes < AK_TILE_WIDTH ? lanes : AK_TILE_WIDTH;
  const size_t most = widest ? AK_TILE / widest / 4 * 4 : 4;
  const size_t rows = most - ((context->first_ordinal + row) & 3);
  const size_t width = lanes - lane < widest ? lanes - lane : widest;
  return (ak_tile){row, agents - row < rows ? agents - row : rows, lane, width};
}
AK_INLINE ak_tile ak_tile_first(const ak_draw_context *context, size_t agents, size_t lanes) {
  return ak_tile_sized(0, 0, context, agents, lanes);
}
AK_INLINE ak_tile ak_tile_next(ak_tile t, const ak_draw_context *context, size_t agents,
                               size_t lanes) {
  if (t.lane + t.width < lanes)
    return ak_tile_sized(t.row, t.lane + t.width, context, agents, lanes);
  return ak_tile_sized(t.row + t.rows, 0, context, agents, lanes);
}

AK_INLINE uint32_t ak_attempt_word(const ak_draw_context *context, uint32_t attempt) {
  return context->domain << 24 | ((context->first_attempt + attempt) & 0xffffff);
}

/// One word, for the rare draws that need more than a tile of them.
static uint32_t ak_word(const ak_draw_context *context, uint32_t ordinal, uint32_t stream,
                        uint32_t attempt) {
  const ak_philox_slots s =
      ak_philox_block(ordinal >> 2, context->step, context->site,
                      ak_attempt_word(context, attempt), context->seed, stream);
  switch (ordinal & 3) {
  case 0: return (uint32_t)s.a;
  case 1: return (uint32_t)s.b;
  case 2: return (uint32_t)s.c;
  default: return (uint32_t)s.d;
  }
}

/// The words of the four rows of a quad of ordinals, one a lane.
AK_INLINE void ak_quad_words(const ak_draw_context *context, uint32_t c3, uint32_t quad,
                             const uint32_t *streams, size_t lanes, uint32_t *const rows[4]) {
  const uint32_t step = context->step, site = context->site, seed = context->seed;
  uint32_t *a = rows[0], *b = rows[1], *c = rows[2], *d = rows[3];
  AK_LOOP for (size_t l = 0; l < lanes; l++) {
    const ak_philox_slots s = ak_philox_block(quad, step, site, c3, seed, streams[l]);
    a[l] = (uint32_t)s.a;
    b[l] = (uint32_t)s.b;
    c[l] = (uint32_t)s.c;
    d[l] = (uint32_t)s.d;
  }
}

/// Four rows of words, of which those outside the tile go to `spare`.
static void ak_tile_words_wide(const ak_draw_context *context, uint32_t c3, ak_tile t,
                               uint32_t *dst) {
  const uint32_t first = context->first_ordinal + (uint32_t)t.row;
  const size_t width = t.width;
  uint32_t spare[AK_TILE_WIDTH];
  for (int64_t row = -(int64_t)(first & 3); row < (int64_t)t.rows; row += 4) {
    const uint32_t quad = (uint32_t)(first + row) >> 2;
    uint32_t *out[4];
    for (int k = 0; k < 4; k++) {
      const int64_t r = row + k;
      out[k] = r >= 0 && r < (int64_t)t.rows ? dst + (size_t)r * width : spare;
    }
    ak_quad_words(context, c3, quad, context->streams + t.lane, width, out);
  }
}

/// Copies four rows of words, for as long as what is written beyond a row is written again by the
/// rows that follow.
#define AK_COPY_QUADS(W)                                                                          \
  for (; width <= W && i + 4 <= last && (last - i - 3) * width >= W; i += 4)                      \
    for (size_t k = 0; k < 4; k++)                                                                \
      memcpy(dst + (i + k - skip) * width, words[k] + i / 4 * width, W * sizeof *dst);

/// Pairs of a quad of rows and a lane in a tile, rounded up to whole vectors.
#define AK_PAIRS (AK_TILE / 4 + 32)

/// The same where the lanes do not fill vectors, which run over pairs of a quad and a lane instead.
static void ak_tile_words_narrow(const ak_draw_context *context, uint32_t c3, ak_tile t,
                                 uint32_t *dst) {
  const uint32_t first = context->first_ordinal + (uint32_t)t.row, skip = first & 3;
  const uint32_t step = context->step, site = context->site, seed = context->seed;
  const size_t width = t.width, quads = (skip + t.rows + 3) / 4, pairs = quads * width;
  const size_t padded = (pairs + 31) / 32 * 32;
  uint32_t numbers[AK_PAIRS], counters[AK_PAIRS], streams[AK_PAIRS], words[4][AK_PAIRS + 32];
  for (uint32_t q = 0; q < quads + 31; q++) numbers[q] = (first >> 2) + q;
  // What vectors compute beyond the pairs is copied nowhere.
  for (size_t p = pairs; p < padded; p++) counters[p] = streams[p] = 0;
  const ak_view by_quad = {numbers, 1, 0}, by_lane = {context->streams + t.lane, 0, 1};
  const uint32_t *c0 = ak_dense_uint32_t(by_quad, 0, quads, width, counters);
  const uint32_t *k1 = ak_dense_uint32_t(by_lane, 0, quads, width, streams);
  AK_LOOP for (size_t p = 0; p < padded; p++) {
    const ak_philox_slots s = ak_philox_block(c0[p], step, site, c3, seed, k1[p]);
    words[0][p] = (uint32_t)s.a;
    words[1][p] = (uint32_t)s.b;
    words[2][p] = (uint32_t)s.c;
    words[3][p] = (uint32_t)s.d;
  }
  const size_t last = skip + t.rows;
  size_t i = skip;
  for (; i < last && (i & 3); i++)
    memcpy(dst + (i - skip) * width, words[i & 3] + i / 4 * width, width * sizeof *dst);
  if (width == 1) {
    for (size_t q = i / 4; q < last / 4; q++)
      for (size_t k = 0; k < 4; k++) dst[4 * q + k - skip] = words[k][q];
    i = i < last / 4 * 4 ? last / 4 * 4 : i;
  }
  AK_COPY_QUADS(4)
  AK_COPY_QUADS(8)
  AK_COPY_QUADS(16)
  AK_COPY_QUADS(32)
  for (; i < last; i++)
    memcpy(dst + (i - skip) * width, words[i & 3] + i / 4 * width, width * sizeof *dst);
}

/// Words of a tile, dense: [rows][width].
static void ak_tile_words(const ak_draw_context *context, uint32_t attempt, ak_tile t,
                          uint32_t *dst) {
  const uint32_t c3 = ak_attempt_word(context, attempt);
  const int whole = t.width >= 16 && t.width % (AK_VECTOR_BYTES / 4) == 0;
  if (whole || t.width > 32) ak_tile_words_wide(context, c3, t, dst);
  else ak_tile_words_narrow(context, c3, t, dst);
}

static void ak_draw_words_any(const ak_draw_context *context, uint32_t attempt, uint32_t *dst,
                              uint32_t agents, uint32_t lanes) {
  AK_TILES(t, context, agents, lanes) {
    if (t.width == lanes) {
      ak_tile_words(context, attempt, t, dst + t.row * lanes);
      continue;
    }
    uint32_t words[AK_TILE];
    ak_tile_words(context, attempt, t, words);
    for (size_t r = 0; r < t.rows; r++)
      memcpy(dst + (t.row + r) * lanes + t.lane, words + r * t.width, t.width * sizeof *words);
  }
}

/// Elements of an operand for a tile, dense: the operand itself where it is, else copied to
/// `space`.
#define AK_TILE_OPERAND(NAME, T)                                                                  \
  static const T *NAME(ak_operand a, ak_tile t, size_t lanes, T *space) {                         \
    const T *p = (const T *)a.data + t.row * a.agent_stride + t.lane * a.lane_stride;             \
    (void)lanes;                                                                                  \
    return ak_dense_##T((ak_view){p, a.agent_stride, a.lane_stride}, 0, t.rows, t.width, space);  \
  }
AK_TILE_OPERAND(ak_tile_u8, uint8_t)
AK_TILE_OPERAND(ak_tile_u32, uint32_t)
AK_TILE_OPERAND(ak_tile_f32, float)
AK_TILE_OPERAND(ak_tile_f64, double)

/// Writes the results of a tile where `active` is true.
#define AK_TILE_STORE(NAME, T)                                                                    \
  static void NAME(T *dst, const T *results, const uint8_t *active, ak_tile t, size_t lanes) {    \
    const size_t rows = t.width == lanes ? 1 : t.rows, width = t.rows * t.width / rows;           \
    for (size_t r = 0; r < rows; r++) {                                                           \
      T *d = dst + (t.row + r) * lanes + t.lane;                                                  \
      const T *s = results + r * width;                                                           \
      if (!active) {                                                                              \
        memcpy(d, s, width * sizeof(T));                                                          \
      } else {                                                                                    \
        const uint8_t *m = active + r * width;                                                    \
        AK_LOOP for (size_t l = 0; l < width; l++) d[l] = m[l] ? s[l] : d[l];                     \
      }                                                                                           \
    }                                                                                             \
  }
AK_TILE_STORE(ak_store_u8, uint8_t)
AK_TILE_STORE(ak_store_u32, uint32_t)
AK_TILE_STORE(ak_store_f32, float)
AK_TILE_STORE(ak_store_f64, double)

/// Keeps the invalid element with the smallest flat index.
AK_INLINE void ak_note_invalid(ak_draw_status *status, ak_tile t, size_t lanes, size_t i,
                               int argument) {
  const int64_t at = (int64_t)((t.row + i / t.width) * lanes + t.lane + i % t.width);
  if (status->index < 0 || at < status->index) *status = (ak_draw_status){at, argument};
}

/// Whether a sampler can stop: an invalid element was met, and the row block is done.
AK_INLINE int ak_is_settled(ak_draw_status status, ak_tile t, size_t lanes) {
  return status.index >= 0 && t.lane + t.width == lanes;
}
