// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are the standard normals of a tile drawn, to the bits of the variates one by one? The center
// for all, then the tail for those that are in it, and alone those that lie far out.
#pragma once
#include "Variates.h"

/// The cursor of element i of a tile, of whose words the first ones are known.
#define AK_TILE_CURSOR(KNOWN)                                                                     \
  {                                                                                               \
    context, context->first_ordinal + (uint32_t)(t.row + i / t.width),                            \
        context->streams[t.lane + i % t.width], 0, KNOWN, {words[i], next[i]}                     \
  }

/// The chance of the tail beyond a normal, from 31 bits of the first word or all others of two.
AK_INLINE double ak_tail_medium(uint32_t word, uint32_t next) {
  (void)next;
  return ((double)(int32_t)(word & 0x7fffffffu) + 0.5) * 0x1p-32;
}
AK_INLINE double ak_tail_wide(uint32_t word, uint32_t next) {
  // This sum rounds once, as a conversion from 64 bits does.
  const double bits = (double)(int32_t)(word & 0x7fffffffu) * 0x1p32 + (double)next;
  return (bits + 0.5) * 0x1p-64;
}

#define AK_NORMALS(NAME, TAIL, KNOWN, ONE, IS_FAR)                                                \
  static void NAME(const ak_draw_context *context, ak_tile t, const uint32_t *words,              \
                   const uint32_t *next, double *normals) {                                       \
    const size_t count = t.rows * t.width;                                                        \
    uint32_t outer[AK_TILE], outer_count = 0;                                                     \
    double roots[AK_TILE], values[AK_TILE];                                                       \
    for (size_t i = 0; i < count; i++) {                                                          \
      const double z = ak_quantile_center(TAIL(words[i], next[i]));                               \
      normals[i] = words[i] >> 31 ? z : -z;                                                       \
    }                                                                                             \
    for (size_t i = 0; i < count; i++) {                                                          \
      const double q = TAIL(words[i], next[i]);                                                   \
      outer[outer_count] = (uint32_t)i;                                                           \
      values[outer_count] = q;                                                                    \
      outer_count += q < AK_QUANTILE_CENTER;                                                      \
    }                                                                                             \
    AK_LOOP for (size_t j = 0; j < outer_count; j++) {                                            \
      roots[j] = ak_tail_root(values[j]);                                                         \
      values[j] = ak_quantile_tail(roots[j]);                                                     \
    }                                                                                             \
    for (size_t j = 0; j < outer_count; j++) {                                                    \
      const size_t i = outer[j];                                                                  \
      normals[i] = words[i] >> 31 ? values[j] : -values[j];                                       \
      if (IS_FAR) {                                                                               \
        ak_cursor c = AK_TILE_CURSOR(KNOWN);                                                      \
        normals[i] = ONE(&c);                                                                     \
      }                                                                                           \
    }                                                                                             \
  }
AK_NORMALS(ak_normals_medium, ak_tail_medium, 1, ak_normal_medium,
           ((words[i] & 0x7fffffffu) >> 21) == 0)
AK_NORMALS(ak_normals_wide, ak_tail_wide, 2, ak_normal_wide, roots[j] > 5.0)
