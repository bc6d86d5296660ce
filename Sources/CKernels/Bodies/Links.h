// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are the columns of neighbours folded into one value a reader and lane?
//
// The order of the links is the order of every sum, whatever the chunks of lanes (Chunks.h).
#pragma once
#include "../Rounding.h"
#include "Chunks.h"

// Counts are bytes as long as these cannot overflow.
#define AK_COUNT_CHUNK(NAME, T, W, V, FACTOR)                                                     \
  static void NAME##_##W(const ak_links *links, uint32_t first, uint32_t agents, size_t lanes,    \
                         ak_chunk c, const uint8_t *column, T *dst, const T *scale) {             \
    (void)scale;                                                                                  \
    AK_EACH_READER(uint8_t) {                                                                     \
      ak_u8x##W count = {0};                                                                      \
      if (end - begin <= 255) {                                                                   \
        AK_EACH_LINK(ak_u8x##W, uint8_t, begin, end, count += x)                                  \
        AK_STORE_CHUNK(V, T, W, __builtin_convertvector(count, V) FACTOR)                         \
      } else {                                                                                    \
        ak_u32x##W total = {0};                                                                   \
        for (size_t part = begin; part < end; part += 255) {                                      \
          const size_t next = end - part > 255 ? part + 255 : end;                                \
          count = (ak_u8x##W){0};                                                                 \
          AK_EACH_LINK(ak_u8x##W, uint8_t, part, next, count += x)                                \
          total += __builtin_convertvector(count, ak_u32x##W);                                    \
        }                                                                                         \
        AK_STORE_CHUNK(V, T, W, __builtin_convertvector(total, V) FACTOR)                         \
      }                                                                                           \
    }                                                                                             \
  }
/// Folds in registers of the type of the result.
#define AK_FOLD_CHUNK(NAME, C, T, W, X, V, START, FOLD, FINISH)                                   \
  static void NAME##_##W(const ak_links *links, uint32_t first, uint32_t agents, size_t lanes,    \
                         ak_chunk c, const C *column, T *dst, const T *scale) {                   \
    (void)scale;                                                                                  \
    AK_EACH_READER(C) {                                                                           \
      V a = (V){0} + (T)(START);                                                                  \
      AK_EACH_LINK(X, C, begin, end, FOLD)                                                        \
      AK_STORE_CHUNK(V, T, W, FINISH)                                                             \
    }                                                                                             \
  }

/// x where it is smaller (LESS) or not a number, else a: ak_min and ak_max of the lanes.
#define AK_FOLD_EXTREME(V, B, LESS)                                                               \
  const B takes = (B)(x LESS a) | (B)(x != x);                                                    \
  a = (V)(((B)x & takes) | ((B)a & ~takes))

#define AK_TIMES_SCALE(T) a *(scale ? scale[row] : (T)1)
#define AK_COUNTS_U32(NAME, W) AK_COUNT_CHUNK(NAME, uint32_t, W, ak_u32x##W, )
#define AK_COUNTS_F32(NAME, W)                                                                    \
  AK_COUNT_CHUNK(NAME, float, W, ak_f32x##W, *(scale ? scale[row] : 1.0f))
#define AK_COUNTS_F64(NAME, W)                                                                    \
  AK_COUNT_CHUNK(NAME, double, W, ak_f64x##W, *(scale ? scale[row] : 1.0))
#define AK_SUMS_F32(NAME, W)                                                                      \
  AK_FOLD_CHUNK(NAME, float, float, W, ak_f32x##W, ak_f32x##W, 0, a += x, AK_TIMES_SCALE(float))
#define AK_SUMS_F64(NAME, W)                                                                      \
  AK_FOLD_CHUNK(NAME, double, double, W, ak_f64x##W, ak_f64x##W, 0, a += x,                       \
                AK_TIMES_SCALE(double))
#define AK_WEIGHED_F32(NAME, W)                                                                   \
  AK_FOLD_CHUNK(NAME, float, float, W, ak_f32x##W, ak_f32x##W, 0, a += links->weights[e] * x,     \
                AK_TIMES_SCALE(float))
#define AK_WEIGHED_F64(NAME, W)                                                                   \
  AK_FOLD_CHUNK(NAME, double, double, W, ak_f64x##W, ak_f64x##W, 0,                               \
                a += (double)links->weights[e] * x, AK_TIMES_SCALE(double))
#define AK_WEIGHED_U8_F32(NAME, W)                                                                \
  AK_FOLD_CHUNK(NAME, uint8_t, float, W, ak_u8x##W, ak_f32x##W, 0,                                \
                a += links->weights[e] * __builtin_convertvector(x, ak_f32x##W),                  \
                AK_TIMES_SCALE(float))
#define AK_WEIGHED_U8_F64(NAME, W)                                                                \
  AK_FOLD_CHUNK(NAME, uint8_t, double, W, ak_u8x##W, ak_f64x##W, 0,                               \
                a += (double)links->weights[e] * __builtin_convertvector(x, ak_f64x##W),          \
                AK_TIMES_SCALE(double))
#define AK_BYTE_FOLD(NAME, W, START, FOLD, FINISH)                                                \
  AK_FOLD_CHUNK(NAME, uint8_t, uint8_t, W, ak_u8x##W, ak_u8x##W, START, FOLD, FINISH)
#define AK_LEAST_U8(NAME, W) AK_BYTE_FOLD(NAME, W, 255, a = __builtin_elementwise_min(a, x), a)
#define AK_MOST_U8(NAME, W) AK_BYTE_FOLD(NAME, W, 0, a = __builtin_elementwise_max(a, x), a)
#define AK_ANY_U8(NAME, W) AK_BYTE_FOLD(NAME, W, 0, a |= x, (ak_u8x##W)(a != 0) & 1)
#define AK_ALL_U8(NAME, W) AK_BYTE_FOLD(NAME, W, 1, a &= (ak_u8x##W)(x != 0), a)
#define AK_LEAST_F32(NAME, W)                                                                     \
  AK_FOLD_CHUNK(NAME, float, float, W, ak_f32x##W, ak_f32x##W, __builtin_inff(),                  \
                AK_FOLD_EXTREME(ak_f32x##W, ak_u32x##W, <), a)
#define AK_MOST_F32(NAME, W)                                                                      \
  AK_FOLD_CHUNK(NAME, float, float, W, ak_f32x##W, ak_f32x##W, -__builtin_inff(),                 \
                AK_FOLD_EXTREME(ak_f32x##W, ak_u32x##W, >), a)
#define AK_LEAST_F64(NAME, W)                                                                     \
  AK_FOLD_CHUNK(NAME, double, double, W, ak_f64x##W, ak_f64x##W, __builtin_inf(),                 \
                AK_FOLD_EXTREME(ak_f64x##W, ak_u64x##W, <), a)
#define AK_MOST_F64(NAME, W)                                                                      \
  AK_FOLD_CHUNK(NAME, double, double, W, ak_f64x##W, ak_f64x##W, -__builtin_inf(),                \
                AK_FOLD_EXTREME(ak_f64x##W, ak_u64x##W, >), a)

#define AK_FOLDED(NAME, C, T, CASES, CHUNK, WIDEST, NARROW)                                       \
  CASES(CHUNK, NAME)                                                                              \
  AK_ALL_CHUNKS(NAME, C, T, CASES, WIDEST, NARROW)

// Eight vectors at most are summed at once, so that they stay in registers.
#define AK_WIDEST_F32 (AK_VECTOR_BYTES < 32 ? 32 : 64)
#define AK_WIDEST_F64 (AK_VECTOR_BYTES < 32 ? 16 : 32)
AK_FOLDED(ak_count_u32, uint8_t, uint32_t, AK_UP_TO_64, AK_COUNTS_U32, 64, 64)
AK_FOLDED(ak_count_f32, uint8_t, float, AK_UP_TO_64, AK_COUNTS_F32, 64, 64)
AK_FOLDED(ak_count_f64, uint8_t, double, AK_UP_TO_32, AK_COUNTS_F64, 32, 32)
AK_FOLDED(ak_sum_f32, float, float, AK_UP_TO_64, AK_SUMS_F32, AK_WIDEST_F32, 16)
AK_FOLDED(ak_sum_f64, double, double, AK_UP_TO_32, AK_SUMS_F64, AK_WIDEST_F64, 8)
AK_FOLDED(ak_weigh_f32, float, float, AK_UP_TO_16, AK_WEIGHED_F32, 16, 16)
AK_FOLDED(ak_weigh_f64, double, double, AK_UP_TO_16, AK_WEIGHED_F64, 16, 8)
AK_FOLDED(ak_weigh_u8_f32, uint8_t, float, AK_UP_TO_16, AK_WEIGHED_U8_F32, 16, 16)
AK_FOLDED(ak_weigh_u8_f64, uint8_t, double, AK_UP_TO_16, AK_WEIGHED_U8_F64, 16, 16)
AK_FOLDED(ak_least_u8, uint8_t, uint8_t, AK_UP_TO_64, AK_LEAST_U8, 64, 64)
AK_FOLDED(ak_most_u8, uint8_t, uint8_t, AK_UP_TO_64, AK_MOST_U8, 64, 64)
AK_FOLDED(ak_any_u8, uint8_t, uint8_t, AK_UP_TO_64, AK_ANY_U8, 64, 64)
AK_FOLDED(ak_all_u8, uint8_t, uint8_t, AK_UP_TO_64, AK_ALL_U8, 64, 64)
AK_FOLDED(ak_least_f32, float, float, AK_UP_TO_16, AK_LEAST_F32, 16, 16)
AK_FOLDED(ak_most_f32, float, float, AK_UP_TO_16, AK_MOST_F32, 16, 16)
AK_FOLDED(ak_least_f64, double, double, AK_UP_TO_16, AK_LEAST_F64, 16, 8)
AK_FOLDED(ak_most_f64, double, double, AK_UP_TO_16, AK_MOST_F64, 16, 8)

#define AK_LINK_CALL(NAME) NAME(links, first, agents, lanes, column, dst, scale)
static void ak_link_sums(const ak_links *links, uint32_t first, uint32_t agents, uint32_t lanes,
                         ak_type column_type, const void *column, ak_type dst_type, void *dst,
                         const void *scale) {
  if (column_type == AK_F32) {
    if (links->weights) AK_LINK_CALL(ak_weigh_f32);
    else AK_LINK_CALL(ak_sum_f32);
  } else if (column_type == AK_F64) {
    if (links->weights) AK_LINK_CALL(ak_weigh_f64);
    else AK_LINK_CALL(ak_sum_f64);
  } else if (dst_type == AK_F32) {
    if (links->weights) AK_LINK_CALL(ak_weigh_u8_f32);
    else AK_LINK_CALL(ak_count_f32);
  } else if (dst_type == AK_F64) {
    if (links->weights) AK_LINK_CALL(ak_weigh_u8_f64);
    else AK_LINK_CALL(ak_count_f64);
  } else {
    ak_count_u32(links, first, agents, lanes, column, dst, 0);
  }
}

static void ak_link_reduce_any(ak_link_operation operation, const ak_links *links, uint32_t first,
                               uint32_t agents, uint32_t lanes, ak_type column_type,
                               const void *column, ak_type dst_type, void *dst,
                               const void *scale) {
#define AK_BY_TYPE(NAME)                                                                          \
  if (column_type == AK_U8) AK_LINK_CALL(NAME##_u8);                                              \
  else if (column_type == AK_F32) AK_LINK_CALL(NAME##_f32);                                       \
  else AK_LINK_CALL(NAME##_f64)
  switch (operation) {
  case AK_LINK_SUM:
    ak_link_sums(links, first, agents, lanes, column_type, column, dst_type, dst, scale);
    break;
  case AK_LINK_MIN: AK_BY_TYPE(ak_least); break;
  case AK_LINK_MAX: AK_BY_TYPE(ak_most); break;
  case AK_LINK_ANY: AK_LINK_CALL(ak_any_u8); break;
  case AK_LINK_ALL: AK_LINK_CALL(ak_all_u8); break;
  }
}
