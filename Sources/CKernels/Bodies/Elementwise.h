// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does an elementwise operation run over a block? One function an operation and type, one loop
// a shape.
//
// Shapes are simplified before the call (Kernels.c): what remains are rows of columns whose
// operands either advance along the columns or stand still, so that each loop below is contiguous.
#pragma once
#include "../Power.h"
#include "../Rounding.h"
#include "../Table.h"
#include "Dense.h"

#define AK_MAP1(NAME, T, R, EXPRESSION)                                                           \
  static void NAME##_short(void *dst, ak_view va, size_t rows, size_t columns, size_t group) {    \
    R *d = dst;                                                                                   \
    T space_a[AK_DENSE];                                                                          \
    for (size_t row = 0; row < rows; row += group) {                                              \
      const size_t taken = ak_least(group, rows - row), count = taken * columns;                  \
      const T *a = ak_dense_##T(va, row, taken, columns, space_a);                                \
      AK_LOOP for (size_t i = 0; i < count; i++) {                                                \
        const T x = a[i];                                                                         \
        d[i] = (R)(EXPRESSION);                                                                   \
      }                                                                                           \
      d += count;                                                                                 \
    }                                                                                             \
  }                                                                                               \
  static void NAME(void *dst, ak_view va, size_t rows, size_t columns) {                          \
    const size_t group = ak_rows_at_once(rows, columns);                                          \
    if (group > 1) return NAME##_short(dst, va, rows, columns, group);                            \
    R *d = dst;                                                                                   \
    const T *a = va.data;                                                                         \
    for (size_t row = 0; row < rows; row++, d += columns, a += va.row_stride) {                   \
      if (va.stride) {                                                                            \
        AK_LOOP for (size_t i = 0; i < columns; i++) {                                            \
          const T x = a[i];                                                                       \
          d[i] = (R)(EXPRESSION);                                                                 \
        }                                                                                         \
      } else {                                                                                    \
        const T x = a[0];                                                                         \
        const R value = (R)(EXPRESSION);                                                          \
        AK_LOOP for (size_t i = 0; i < columns; i++) d[i] = value;                                \
      }                                                                                           \
    }                                                                                             \
  }

/// The loops of trigonometry: a run of elements goes the branch-free way when none of them is
/// large.
#define AK_MAP_ANGLES(NAME, T, FUNCTION, ABS)                                                     \
  static void NAME(void *dst, ak_view va, size_t rows, size_t columns) {                          \
    T *d = dst;                                                                                   \
    const T *a = va.data;                                                                         \
    for (size_t row = 0; row < rows; row++, d += columns, a += va.row_stride) {                   \
      size_t count = va.stride ? columns : (columns > 0);                                         \
      for (size_t start = 0; start < count; start += 256) {                                       \
        size_t end = start + 256 < count ? start + 256 : count;                                   \
        int large = 0;                                                                            \
        for (size_t i = start; i < end; i++) large |= !(ABS(a[i]) < (T)AK_TRIGONOMETRY_LIMIT);    \
        if (!large) {                                                                             \
          AK_LOOP for (size_t i = start; i < end; i++) d[i] = FUNCTION(a[i], 0);                  \
        } else {                                                                                  \
          for (size_t i = start; i < end; i++) {                                                  \
            const T x = a[i];                                                                     \
            d[i] = ABS(x) < (T)AK_TRIGONOMETRY_LIMIT ? FUNCTION(x, 0) : FUNCTION(x, 1);           \
          }                                                                                       \
        }                                                                                         \
      }                                                                                           \
      if (!va.stride) {                                                                           \
        const T value = columns ? d[0] : 0;                                                       \
        AK_LOOP for (size_t i = 0; i < columns; i++) d[i] = value;                                \
      }                                                                                           \
    }                                                                                             \
  }

#define AK_MAP2_LOOPS(NAME, T, R, EXPRESSION, LOOP)                                               \
  static void NAME##_short(void *dst, ak_view va, ak_view vb, size_t rows, size_t columns,        \
                           size_t group) {                                                        \
    R *d = dst;                                                                                   \
    T space_a[AK_DENSE], space_b[AK_DENSE];                                                       \
    for (size_t row = 0; row < rows; row += group) {                                              \
      const size_t taken = ak_least(group, rows - row), count = taken * columns;                  \
      const T *a = ak_dense_##T(va, row, taken, columns, space_a);                                \
      const T *b = ak_dense_##T(vb, row, taken, columns, space_b);                                \
      LOOP for (size_t i = 0; i < count; i++) {                                                   \
        const T x = a[i], y = b[i];                                                               \
        d[i] = (R)(EXPRESSION);                                                                   \
      }                                                                                           \
      d += count;                                                                                 \
    }                                                                                             \
  }                                                                                               \
  static void NAME(void *dst, ak_view va, ak_view vb, size_t rows, size_t columns) {              \
    const size_t group = ak_rows_at_once(rows, columns);                                          \
    if (group > 1) return NAME##_short(dst, va, vb, rows, columns, group);                        \
    R *d = dst;                                                                                   \
    const T *a = va.data, *b = vb.data;                                                           \
    for (size_t row = 0; row < rows; row++) {                                                     \
      if (va.stride && vb.stride) {                                                               \
        LOOP for (size_t i = 0; i < columns; i++) {                                               \
          const T x = a[i], y = b[i];                                                             \
          d[i] = (R)(EXPRESSION);                                                                 \
        }                                                                                         \
      } else if (va.stride) {                                                                     \
        const T y = b[0];                                                                         \
        LOOP for (size_t i = 0; i < columns; i++) {                                               \
          const T x = a[i];                                                                       \
          d[i] = (R)(EXPRESSION);                                                                 \
        }                                                                                         \
      } else if (vb.stride) {                                                                     \
        const T x = a[0];                                                                         \
        LOOP for (size_t i = 0; i < columns; i++) {                                               \
          const T y = b[i];                                                                       \
          d[i] = (R)(EXPRESSION);                                                                 \
        }                                                                                         \
      } else {                                                                                    \
        const T x = a[0], y = b[0];                                                               \
        const R value = (R)(EXPRESSION);                                                          \
        AK_LOOP for (size_t i = 0; i < columns; i++) d[i] = value;                                \
      }                                                                                           \
      d += columns;                                                                               \
      a += va.row_stride;                                                                         \
      b += vb.row_stride;                                                                         \
    }                                                                                             \
  }
#define AK_MAP2(NAME, T, R, EXPRESSION) AK_MAP2_LOOPS(NAME, T, R, EXPRESSION, AK_LOOP)
#define AK_MAP2_SCALAR(NAME, T, EXPRESSION) AK_MAP2_LOOPS(NAME, T, T, EXPRESSION, )

/// A full operand, or up to AK_DENSE copies of one that stands still.
#define AK_MAP3(NAME, M, T, EXPRESSION)                                                           \
  static void NAME##_short(void *dst, ak_view va, ak_view vb, ak_view vc, size_t rows,            \
                           size_t columns, size_t group) {                                        \
    T *d = dst, space_b[AK_DENSE], space_c[AK_DENSE];                                             \
    M space_a[AK_DENSE];                                                                          \
    for (size_t row = 0; row < rows; row += group) {                                              \
      const size_t taken = ak_least(group, rows - row), count = taken * columns;                  \
      const M *a = ak_dense_##M(va, row, taken, columns, space_a);                                \
      const T *b = ak_dense_##T(vb, row, taken, columns, space_b);                                \
      const T *c = ak_dense_##T(vc, row, taken, columns, space_c);                                \
      AK_LOOP for (size_t i = 0; i < count; i++) {                                                \
        const M x = a[i];                                                                         \
        const T y = b[i], z = c[i];                                                               \
        d[i] = (T)(EXPRESSION);                                                                   \
      }                                                                                           \
      d += count;                                                                                 \
    }                                                                                             \
  }                                                                                               \
  static void NAME(void *dst, ak_view va, ak_view vb, ak_view vc, size_t rows, size_t columns) {  \
    const size_t group = ak_rows_at_once(rows, columns);                                          \
    if (group > 1) return NAME##_short(dst, va, vb, vc, rows, columns, group);                    \
    T *d = dst, space_b[AK_DENSE], space_c[AK_DENSE];                                             \
    M space_a[AK_DENSE];                                                                          \
    const M *a = va.data;                                                                         \
    const T *b = vb.data, *c = vc.data;                                                           \
    const size_t widest = ak_least(columns, AK_DENSE);                                            \
    for (size_t row = 0; row < rows && columns; row++) {                                          \
      for (size_t i = 0; !va.stride && i < widest; i++) space_a[i] = a[0];                        \
      for (size_t i = 0; !vb.stride && i < widest; i++) space_b[i] = b[0];                        \
      for (size_t i = 0; !vc.stride && i < widest; i++) space_c[i] = c[0];                        \
      for (size_t start = 0; start < columns; start += AK_DENSE) {                                \
        const size_t count = columns - start < AK_DENSE ? columns - start : AK_DENSE;             \
        const M *pa = va.stride ? a + start : space_a;                                            \
        const T *pb = vb.stride ? b + start : space_b, *pc = vc.stride ? c + start : space_c;     \
        AK_LOOP for (size_t i = 0; i < count; i++) {                                              \
          const M x = pa[i];                                                                      \
          const T y = pb[i], z = pc[i];                                                           \
          d[start + i] = (T)(EXPRESSION);                                                         \
        }                                                                                         \
      }                                                                                           \
      d += columns;                                                                               \
      a += va.row_stride;                                                                         \
      b += vb.row_stride;                                                                         \
      c += vc.row_stride;                                                                         \
    }                                                                                             \
  }

#define AK_FLOAT_OPERATIONS(F, T)                                                                 \
  AK_MAP1(ak_negate_##F##_map, T, T, -x)                                                          \
  AK_MAP1(ak_abs_##F##_map, T, T, ak_abs_##F(x))                                                  \
  AK_MAP1(ak_sign_##F##_map, T, T, ak_sign_##F(x))                                                \
  AK_MAP1(ak_floor_##F##_map, T, T, ak_floor_##F(x))                                              \
  AK_MAP1(ak_round_##F##_map, T, T, ak_round_##F(x))                                              \
  AK_MAP1(ak_sqrt_##F##_map, T, T, __builtin_elementwise_sqrt(x))                                 \
  AK_MAP1(ak_exp_##F##_map, T, T, ak_exp_##F(x))                                                  \
  AK_MAP1(ak_log_##F##_map, T, T, ak_log_##F(x))                                                  \
  AK_MAP1(ak_tanh_##F##_map, T, T, ak_tanh_##F(x))                                                \
  AK_MAP1(ak_logistic_##F##_map, T, T, ak_logistic_##F(x))                                        \
  AK_MAP1(ak_reciprocal_##F##_map, T, T, (T)1 / x)                                                \
  AK_MAP_ANGLES(ak_sin_##F##_map, T, ak_sin_##F, ak_abs_##F)                                      \
  AK_MAP_ANGLES(ak_cos_##F##_map, T, ak_cos_##F, ak_abs_##F)                                      \
  AK_MAP_ANGLES(ak_tan_##F##_map, T, ak_tan_##F, ak_abs_##F)                                      \
  AK_MAP2(ak_add_##F##_map, T, T, x + y)                                                          \
  AK_MAP2(ak_subtract_##F##_map, T, T, x - y)                                                     \
  AK_MAP2(ak_multiply_##F##_map, T, T, x *y)                                                      \
  AK_MAP2(ak_divide_##F##_map, T, T, x / y)                                                       \
  AK_MAP2(ak_min_##F##_map, T, T, ak_min_##F(x, y))                                               \
  AK_MAP2(ak_max_##F##_map, T, T, ak_max_##F(x, y))                                               \
  AK_MAP2(ak_mod_##F##_map, T, T, ak_mod_##F(x, y))                                               \
  AK_MAP2_SCALAR(ak_power_##F##_map, T, ak_power_##F(x, y))                                       \
  AK_MAP3(ak_clamp_##F##_map, T, T, ak_clamp_##F(x, y, z))

#define AK_ANY_OPERATIONS(F, T)                                                                   \
  AK_MAP2(ak_less_##F##_map, T, uint8_t, x < y)                                                   \
  AK_MAP2(ak_less_or_equal_##F##_map, T, uint8_t, x <= y)                                         \
  AK_MAP2(ak_greater_##F##_map, T, uint8_t, x > y)                                                \
  AK_MAP2(ak_greater_or_equal_##F##_map, T, uint8_t, x >= y)                                      \
  AK_MAP2(ak_equal_##F##_map, T, uint8_t, x == y)                                                 \
  AK_MAP2(ak_not_equal_##F##_map, T, uint8_t, x != y)                                             \
  AK_MAP3(ak_select_##F##_map, uint8_t, T, x ? y : z)                                             \
  AK_MAP1(ak_copy_##F##_map, T, T, x)

AK_FLOAT_OPERATIONS(f32, float)
AK_FLOAT_OPERATIONS(f64, double)
AK_ANY_OPERATIONS(u8, uint8_t)
AK_ANY_OPERATIONS(u32, uint32_t)
AK_ANY_OPERATIONS(f32, float)
AK_ANY_OPERATIONS(f64, double)

AK_MAP1(ak_not_u8_map, uint8_t, uint8_t, x == 0)
AK_MAP2(ak_and_u8_map, uint8_t, uint8_t, (x != 0) & (y != 0))
AK_MAP2(ak_or_u8_map, uint8_t, uint8_t, (x | y) != 0)
AK_MAP2(ak_xor_u8_map, uint8_t, uint8_t, (x != 0) ^ (y != 0))
AK_MAP2(ak_min_u8_map, uint8_t, uint8_t, x < y ? x : y)
AK_MAP2(ak_max_u8_map, uint8_t, uint8_t, x > y ? x : y)

AK_MAP1(ak_u32_from_u8_map, uint8_t, uint32_t, x)
AK_MAP1(ak_f32_from_u8_map, uint8_t, float, (int32_t)x)
AK_MAP1(ak_f64_from_u8_map, uint8_t, double, (int32_t)x)
AK_MAP1(ak_f32_from_u32_map, uint32_t, float, x)
AK_MAP1(ak_f64_from_u32_map, uint32_t, double, x)
AK_MAP1(ak_f64_from_f32_map, float, double, x)
AK_MAP1(ak_f32_from_f64_map, double, float, x)
AK_MAP1(ak_u8_from_u32_map, uint32_t, uint8_t, x < 256 ? x : 0)
AK_MAP1(ak_u8_from_f32_map, float, uint8_t, (int32_t)(x > -1.0f && x < 256.0f ? x : 0.0f))
AK_MAP1(ak_u8_from_f64_map, double, uint8_t, (int32_t)(x > -1.0 && x < 256.0 ? x : 0.0))
AK_MAP1(ak_u32_from_f32_map, float, uint32_t, (int64_t)(x > -1.0f && x < 0x1p32f ? x : 0.0f))
AK_MAP1(ak_u32_from_f64_map, double, uint32_t, (int64_t)(x > -1.0 && x < 0x1p32 ? x : 0.0))

#define AK_FIND_NONFINITE(NAME, T, ABS)                                                           \
  static int64_t NAME(ak_operand a, const ak_operand *active, uint32_t agents, uint32_t lanes) {  \
    /* Rows without a gap are one. Single elements are looked at only when one is not finite. */  \
    const int flat = a.lane_stride && a.agent_stride == lanes;                                    \
    const size_t rows = flat ? 1 : agents, columns = flat ? (size_t)agents * lanes : lanes;       \
    for (size_t row = 0; row < rows; row++) {                                                     \
      const T *p = (const T *)a.data + row * a.agent_stride;                                      \
      int32_t bad = 0;                                                                            \
      const size_t distinct = a.lane_stride ? columns : (columns > 0);                            \
      for (size_t i = 0; i < distinct; i++) bad |= !(ABS(p[i]) < (T)__builtin_inf());             \
      for (size_t i = 0; bad && i < columns; i++) {                                               \
        const size_t at = row * columns + i;                                                      \
        if (ABS(p[i * a.lane_stride]) < (T)__builtin_inf()) continue;                             \
        if (!active                                                                               \
            || ((const uint8_t *)active->data)[at / lanes * active->agent_stride                  \
                                               + at % lanes * active->lane_stride])               \
          return (int64_t)at;                                                                     \
      }                                                                                           \
    }                                                                                             \
    return -1;                                                                                    \
  }
AK_FIND_NONFINITE(ak_first_nonfinite_f32, float, ak_abs_f32)
AK_FIND_NONFINITE(ak_first_nonfinite_f64, double, ak_abs_f64)

static int64_t ak_first_nonfinite_any(ak_type type, ak_operand a, const ak_operand *active,
                                      uint32_t agents, uint32_t lanes) {
  return type == AK_F32 ? ak_first_nonfinite_f32(a, active, agents, lanes)
                        : ak_first_nonfinite_f64(a, active, agents, lanes);
}
