// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a sampler run over a block? Tile by tile, with dense words and arguments for each.
//
// A tile has at most AK_TILE elements in rows of at most AK_TILE_WIDTH lanes and, where it can,
// begins at an ordinal divisible by 4, so that the four words of a generator block serve four rows.
#pragma once
#include "../Philox.h"
#include "../Table.h"

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

/// Four rows of words, of which those outside the tile go to `spare`.
static void ak_tile_words_wide(const ak_draw_context *context, uint32_t c3, ak_tile t,
                               uint32_t *dst) {
  const uint32_t first = context->first_ordinal + (uint32_t)t.row;
  const uint32_t step = context->step, site = context->site, seed = context->seed;
  const uint32_t *streams = context->streams + t.lane;
  const size_t width = t.width;
  uint32_t spare[AK_TILE_WIDTH];
  for (int64_t row = -(int64_t)(first & 3); row < (int64_t)t.rows; row += 4) {
    const uint32_t quad = (uint32_t)(first + row) >> 2;
    uint32_t *out[4];
    for (int k = 0; k < 4; k++) {
      const int64_t r = row + k;
      out[k] = r >= 0 && r < (int64_t)t.rows ? dst + (size_t)r * width : spare;
    }
    uint32_t *a = out[0], *b = out[1], *c = out[2], *d = out[3];
    AK_LOOP for (size_t l = 0; l < width; l++) {
      const ak_philox_slots s = ak_philox_block(quad, step, site, c3, seed, streams[l]);
      a[l] = (uint32_t)s.a;
      b[l] = (uint32_t)s.b;
      c[l] = (uint32_t)s.c;
      d[l] = (uint32_t)s.d;
    }
  }
}

/// The same lane by lane, vectors running over quads of rows.
static void ak_tile_words_narrow(const ak_draw_context *context, uint32_t c3, ak_tile t,
                                 uint32_t *dst) {
  const uint32_t first = context->first_ordinal + (uint32_t)t.row, skip = first & 3;
  const uint32_t step = context->step, site = context->site, seed = context->seed;
  const size_t quads = (skip + t.rows + 3) / 4;
  uint32_t words[4][AK_TILE / 4 + 1];
  for (size_t l = 0; l < t.width; l++) {
    const uint32_t stream = context->streams[t.lane + l], quad = first >> 2;
    AK_LOOP for (size_t q = 0; q < quads; q++) {
      const ak_philox_slots s = ak_philox_block(quad + (uint32_t)q, step, site, c3, seed, stream);
      words[0][q] = (uint32_t)s.a;
      words[1][q] = (uint32_t)s.b;
      words[2][q] = (uint32_t)s.c;
      words[3][q] = (uint32_t)s.d;
    }
    for (size_t r = 0; r < t.rows; r++)
      dst[r * t.width + l] = words[(skip + r) & 3][(skip + r) >> 2];
  }
}

/// Words of a tile, dense: [rows][width].
static void ak_tile_words(const ak_draw_context *context, uint32_t attempt, ak_tile t,
                          uint32_t *dst) {
  const uint32_t c3 = ak_attempt_word(context, attempt);
  if (t.width >= 16) ak_tile_words_wide(context, c3, t, dst);
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
    if (a.lane_stride == 1 && a.agent_stride == lanes && (t.width == lanes || t.rows == 1))       \
      return p;                                                                                   \
    for (size_t r = 0; r < t.rows; r++, p += a.agent_stride) {                                    \
      T *d = space + r * t.width;                                                                 \
      if (a.lane_stride) {                                                                        \
        for (size_t l = 0; l < t.width; l++) d[l] = p[l];                                         \
      } else {                                                                                    \
        const T value = p[0];                                                                     \
        for (size_t l = 0; l < t.width; l++) d[l] = value;                                        \
      }                                                                                           \
    }                                                                                             \
    return space;                                                                                 \
  }
AK_TILE_OPERAND(ak_tile_u8, uint8_t)
AK_TILE_OPERAND(ak_tile_u32, uint32_t)
AK_TILE_OPERAND(ak_tile_f32, float)
AK_TILE_OPERAND(ak_tile_f64, double)

/// Writes the results of a tile where `active` is true.
#define AK_TILE_STORE(NAME, T)                                                                    \
  static void NAME(T *dst, const T *results, const uint8_t *active, ak_tile t, size_t lanes) {    \
    for (size_t r = 0; r < t.rows; r++) {                                                         \
      T *d = dst + (t.row + r) * lanes + t.lane;                                                  \
      const T *s = results + r * t.width;                                                         \
      if (!active) {                                                                              \
        memcpy(d, s, t.width * sizeof(T));                                                        \
      } else {                                                                                    \
        const uint8_t *m = active + r * t.width;                                                  \
        for (size_t l = 0; l < t.width; l++) d[l] = m[l] ? s[l] : d[l];                           \
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
