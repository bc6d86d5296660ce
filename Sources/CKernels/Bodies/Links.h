// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are the columns of neighbours folded into one value a reader and lane?
//
// A neighbour's lanes are contiguous, so that each link is a few vector loads; sums stay in
// registers for a chunk of lanes. The order of the links is the order of every sum, whatever the
// chunk.
#pragma once
#include "../Offsets.h"
#include "../Rounding.h"
#include "../Table.h"

typedef uint8_t ak_bytes __attribute__((vector_size(16), aligned(1)));
typedef float ak_floats __attribute__((vector_size(32), aligned(4)));
typedef double ak_doubles __attribute__((vector_size(32), aligned(8)));

/// Readers ahead for which rows are fetched into the cache.
#define AK_AHEAD 4

AK_INLINE void ak_prefetch_row(const ak_links *links, const char *column, size_t reader,
                               size_t last, size_t row_bytes) {
  if (!links->targets || reader >= last) return;
  const size_t end = ak_offset(links, reader + 1);
  for (size_t e = ak_offset(links, reader); e < end; e++) {
    const char *row = column + ak_link_row(links, e) * row_bytes;
    for (size_t b = 0; b < row_bytes; b += 64) __builtin_prefetch(row + b);
  }
}

/// Counts true bytes of `CHUNKS` times 16 lanes over at most 255 links, in bytes.
#define AK_COUNT_CHUNK(CHUNKS)                                                                    \
  AK_INLINE void ak_count_##CHUNKS(const ak_links *links, size_t begin, size_t end,               \
                                   const uint8_t *column, size_t lanes, uint8_t *counts) {        \
    ak_bytes sum[CHUNKS] = {0};                                                                   \
    for (size_t e = begin; e < end; e++) {                                                        \
      const uint8_t *row = column + ak_link_row(links, e) * lanes;                                \
      for (int c = 0; c < CHUNKS; c++) sum[c] += *(const ak_bytes *)(row + 16 * c);               \
    }                                                                                             \
    memcpy(counts, sum, sizeof sum);                                                              \
  }
AK_COUNT_CHUNK(4)
AK_COUNT_CHUNK(1)

/// The same for up to 64 lanes.
AK_INLINE void ak_count_bytes(const ak_links *links, size_t begin, size_t end,
                              const uint8_t *column, size_t lanes, size_t width, uint8_t *counts) {
  if (width == 64) {
    ak_count_4(links, begin, end, column, lanes, counts);
  } else if (width == 16) {
    ak_count_1(links, begin, end, column, lanes, counts);
  } else {
    for (size_t l = 0; l < width; l++) counts[l] = 0;
    for (size_t e = begin; e < end; e++) {
      const uint8_t *row = column + ak_link_row(links, e) * lanes;
      for (size_t l = 0; l < width; l++) counts[l] += row[l];
    }
  }
}

#define AK_COUNT_STORE(NAME, C)                                                                   \
  AK_INLINE void NAME(ak_type type, void *dst, size_t at, const C *counts, size_t width,          \
                      const void *scale, size_t row) {                                            \
    if (type == AK_F32) {                                                                         \
      float *d = (float *)dst + at;                                                               \
      const float factor = scale ? ((const float *)scale)[row] : 1.0f;                            \
      for (size_t l = 0; l < width; l++) d[l] = (float)(int32_t)counts[l] * factor;               \
    } else if (type == AK_F64) {                                                                  \
      double *d = (double *)dst + at;                                                             \
      const double factor = scale ? ((const double *)scale)[row] : 1.0;                           \
      for (size_t l = 0; l < width; l++) d[l] = (double)(int32_t)counts[l] * factor;              \
    } else {                                                                                      \
      uint32_t *d = (uint32_t *)dst + at;                                                         \
      for (size_t l = 0; l < width; l++) d[l] = counts[l];                                        \
    }                                                                                             \
  }
AK_COUNT_STORE(ak_store_count_u8, uint8_t)
AK_COUNT_STORE(ak_store_count_u32, uint32_t)

static void ak_link_count(const ak_links *links, uint32_t first, uint32_t agents, uint32_t lanes,
                          const uint8_t *column, ak_type dst_type, void *dst, const void *scale) {
  const size_t last = (size_t)first + agents;
  for (size_t row = 0; row < agents; row++) {
    const size_t reader = first + row;
    const size_t begin = ak_offset(links, reader), end = ak_offset(links, reader + 1);
    ak_prefetch_row(links, (const char *)column, reader + AK_AHEAD, last, lanes);
    for (size_t lane = 0; lane < lanes;) {
      const size_t rest = lanes - lane, width = rest >= 64 ? 64 : rest >= 16 ? 16 : rest;
      const size_t at = row * lanes + lane;
      uint8_t counts[64];
      if (end - begin <= 255) {
        ak_count_bytes(links, begin, end, column + lane, lanes, width, counts);
        // A width that the compiler knows makes the conversion straight vector code.
        if (width == 64) ak_store_count_u8(dst_type, dst, at, counts, 64, scale, row);
        else ak_store_count_u8(dst_type, dst, at, counts, width, scale, row);
      } else {
        uint32_t total[64] = {0};
        for (size_t e = begin; e < end; e += 255) {
          const size_t stop = end - e > 255 ? e + 255 : end;
          ak_count_bytes(links, e, stop, column + lane, lanes, width, counts);
          for (size_t l = 0; l < width; l++) total[l] += counts[l];
        }
        ak_store_count_u32(dst_type, dst, at, total, width, scale, row);
      }
      lane += width;
    }
  }
}

/// Sums in registers: 2 vectors of lanes at a time, single lanes at the end.
#define AK_LINK_SUMS(NAME, T, V, WIDTH)                                                           \
  static void NAME(const ak_links *links, uint32_t first, uint32_t agents, uint32_t lanes,        \
                   const T *column, T *dst, const T *scale) {                                     \
    const size_t last = (size_t)first + agents;                                                   \
    for (size_t row = 0; row < agents; row++) {                                                   \
      const size_t reader = first + row;                                                          \
      const size_t begin = ak_offset(links, reader), end = ak_offset(links, reader + 1);          \
      const T factor = scale ? scale[row] : (T)1;                                                 \
      T *d = dst + row * lanes;                                                                   \
      size_t lane = 0;                                                                            \
      ak_prefetch_row(links, (const char *)column, reader + AK_AHEAD, last, lanes * sizeof(T));   \
      for (; lane + 2 * WIDTH <= lanes; lane += 2 * WIDTH) {                                      \
        V low = {0}, high = {0};                                                                  \
        for (size_t e = begin; e < end; e++) {                                                    \
          const T *p = column + ak_link_row(links, e) * lanes + lane;                             \
          const T w = links->weights ? (T)links->weights[e] : (T)1;                               \
          low += w * *(const V *)p;                                                               \
          high += w * *(const V *)(p + WIDTH);                                                    \
        }                                                                                         \
        *(V *)(d + lane) = low * factor;                                                          \
        *(V *)(d + lane + WIDTH) = high * factor;                                                 \
      }                                                                                           \
      for (; lane < lanes; lane++) {                                                              \
        T sum = 0;                                                                                \
        for (size_t e = begin; e < end; e++) {                                                    \
          const T w = links->weights ? (T)links->weights[e] : (T)1;                               \
          sum += w * column[ak_link_row(links, e) * lanes + lane];                                \
        }                                                                                         \
        d[lane] = sum * factor;                                                                   \
      }                                                                                           \
    }                                                                                             \
  }
AK_LINK_SUMS(ak_link_sum_f32, float, ak_floats, 8)
AK_LINK_SUMS(ak_link_sum_f64, double, ak_doubles, 4)

/// Folds row by row into dst.
#define AK_LINK_FOLD(NAME, C, T, START, EXPRESSION, FINISH)                                       \
  static void NAME(const ak_links *links, uint32_t first, uint32_t agents, uint32_t lanes,        \
                   const C *column, T *dst, const T *scale) {                                     \
    const size_t last = (size_t)first + agents;                                                   \
    for (size_t row = 0; row < agents; row++) {                                                   \
      const size_t reader = first + row, end = ak_offset(links, reader + 1);                      \
      const T factor = scale ? scale[row] : (T)1;                                                 \
      T *d = dst + row * lanes;                                                                   \
      (void)factor;                                                                               \
      ak_prefetch_row(links, (const char *)column, reader + AK_AHEAD, last, lanes * sizeof(C));   \
      for (size_t l = 0; l < lanes; l++) d[l] = (T)(START);                                       \
      for (size_t e = ak_offset(links, reader); e < end; e++) {                                   \
        const C *p = column + ak_link_row(links, e) * lanes;                                      \
        const float w = links->weights ? links->weights[e] : 1.0f;                                \
        (void)w;                                                                                  \
        AK_LOOP for (size_t l = 0; l < lanes; l++) {                                              \
          const T a = d[l];                                                                       \
          const C x = p[l];                                                                       \
          d[l] = (T)(EXPRESSION);                                                                 \
        }                                                                                         \
      }                                                                                           \
      FINISH                                                                                      \
    }                                                                                             \
  }
#define AK_TIMES_FACTOR for (size_t l = 0; l < lanes; l++) d[l] *= factor;
AK_LINK_FOLD(ak_link_weighted_f32, uint8_t, float, 0, a + w * (float)(int32_t)x, AK_TIMES_FACTOR)
AK_LINK_FOLD(ak_link_weighted_f64, uint8_t, double, 0, a + (double)w * (double)(int32_t)x,
             AK_TIMES_FACTOR)
AK_LINK_FOLD(ak_link_min_u8, uint8_t, uint8_t, 255, x < a ? x : a, )
AK_LINK_FOLD(ak_link_max_u8, uint8_t, uint8_t, 0, x > a ? x : a, )
AK_LINK_FOLD(ak_link_any_u8, uint8_t, uint8_t, 0, (a | x) != 0, )
AK_LINK_FOLD(ak_link_all_u8, uint8_t, uint8_t, 1, a & (x != 0), )
AK_LINK_FOLD(ak_link_min_f32, float, float, __builtin_inff(), ak_min_f32(a, x), )
AK_LINK_FOLD(ak_link_max_f32, float, float, -__builtin_inff(), ak_max_f32(a, x), )
AK_LINK_FOLD(ak_link_min_f64, double, double, __builtin_inf(), ak_min_f64(a, x), )
AK_LINK_FOLD(ak_link_max_f64, double, double, -__builtin_inf(), ak_max_f64(a, x), )

static void ak_link_reduce_any(ak_link_operation operation, const ak_links *links, uint32_t first,
                               uint32_t agents, uint32_t lanes, ak_type column_type,
                               const void *column, ak_type dst_type, void *dst,
                               const void *scale) {
  switch (operation) {
  case AK_LINK_SUM:
    if (column_type == AK_F32)
      ak_link_sum_f32(links, first, agents, lanes, column, dst, scale);
    else if (column_type == AK_F64)
      ak_link_sum_f64(links, first, agents, lanes, column, dst, scale);
    else if (!links->weights)
      ak_link_count(links, first, agents, lanes, column, dst_type, dst, scale);
    else if (dst_type == AK_F32)
      ak_link_weighted_f32(links, first, agents, lanes, column, dst, scale);
    else
      ak_link_weighted_f64(links, first, agents, lanes, column, dst, scale);
    break;
  case AK_LINK_MIN:
    if (column_type == AK_U8)
      ak_link_min_u8(links, first, agents, lanes, column, dst, 0);
    else if (column_type == AK_F32)
      ak_link_min_f32(links, first, agents, lanes, column, dst, 0);
    else
      ak_link_min_f64(links, first, agents, lanes, column, dst, 0);
    break;
  case AK_LINK_MAX:
    if (column_type == AK_U8)
      ak_link_max_u8(links, first, agents, lanes, column, dst, 0);
    else if (column_type == AK_F32)
      ak_link_max_f32(links, first, agents, lanes, column, dst, 0);
    else
      ak_link_max_f64(links, first, agents, lanes, column, dst, 0);
    break;
  case AK_LINK_ANY:
    ak_link_any_u8(links, first, agents, lanes, column, dst, 0);
    break;
  case AK_LINK_ALL:
    ak_link_all_u8(links, first, agents, lanes, column, dst, 0);
    break;
  }
}

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
