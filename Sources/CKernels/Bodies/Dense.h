// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does an operand of any shape become dense rows? So that a loop runs over all of them without
// a break, however short they are.
#pragma once
#include "../Level.h"
#include "../Table.h"

/// Elements of a dense segment of short rows.
#define AK_DENSE 512

AK_INLINE size_t ak_least(size_t a, size_t b) {
  return a < b ? a : b;
}

/// Rows that an elementwise loop takes at once: one where they are long or whole vectors.
AK_INLINE size_t ak_rows_at_once(size_t rows, size_t columns) {
  if (rows < 2 || columns == 0 || columns > AK_DENSE / 4) return 1;
  if (columns % (AK_VECTOR_BYTES / 4) == 0 && columns >= AK_VECTOR_BYTES / 2) return 1;
  return AK_DENSE / columns;
}

// A row that stands still writes whole vectors: what they write beyond it the next row writes
// again. The last rows are written exactly.
#define AK_SPREAD_ROWS(T, W)                                                                      \
  for (; r * columns + W <= all; r++) {                                                           \
    const T value = p[r * row_stride];                                                            \
    for (int k = 0; k < W; k++) space[r * columns + k] = value;                                   \
  }

#define AK_DENSE_ROWS(T)                                                                          \
  /* Rows first..<first + rows of a view: in place where they are dense, else in `space`, where */ \
  /* what all rows share stays from the segment before. */                                        \
  static const T *ak_dense_##T(ak_view v, size_t first, size_t rows, size_t columns, T *space) {  \
    const T *p = (const T *)v.data + first * v.row_stride;                                        \
    const size_t row_stride = v.row_stride, all = rows * columns;                                 \
    if ((v.stride && row_stride == columns) || (columns == 1 && row_stride == 1)) return p;       \
    if (row_stride == 0) {                                                                        \
      if (first) return space;                                                                    \
      for (size_t i = 0; i < columns && all; i++) space[i] = p[i * v.stride];                     \
      for (size_t done = columns; done < all; done *= 2)                                          \
        memcpy(space + done, space, (all - done < done ? all - done : done) * sizeof(T));         \
      return space;                                                                               \
    }                                                                                             \
    if (v.stride) {                                                                               \
      for (size_t r = 0; r < rows; r++)                                                           \
        memcpy(space + r * columns, p + r * row_stride, columns * sizeof(T));                     \
      return space;                                                                               \
    }                                                                                             \
    size_t r = 0;                                                                                 \
    if (columns <= 4) AK_SPREAD_ROWS(T, 4)                                                        \
    else if (columns <= 8) AK_SPREAD_ROWS(T, 8)                                                   \
    else if (columns <= 16) AK_SPREAD_ROWS(T, 16)                                                 \
    else if (columns <= 32) AK_SPREAD_ROWS(T, 32)                                                 \
    for (; r < rows; r++)                                                                         \
      for (size_t i = 0; i < columns; i++) space[r * columns + i] = p[r * row_stride];            \
    return space;                                                                                 \
  }
AK_DENSE_ROWS(uint8_t)
AK_DENSE_ROWS(uint32_t)
AK_DENSE_ROWS(float)
AK_DENSE_ROWS(double)
