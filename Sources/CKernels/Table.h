// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a processor level provide? One table of functions; the C edge checks nothing and calls
// through it.
#ifndef AK_TABLE_H
#define AK_TABLE_H
#include "include/CKernels.h"

/// An operand after its shape has been simplified: rows of columns, lane stride 0 or 1.
typedef struct {
  const void *data;
  size_t row_stride;
  uint32_t stride;
} ak_view;

typedef void ak_unary_kernel(void *dst, ak_view a, size_t rows, size_t columns);
typedef void ak_binary_kernel(void *dst, ak_view a, ak_view b, size_t rows, size_t columns);
typedef void ak_ternary_kernel(void *dst, ak_view a, ak_view b, ak_view c, size_t rows,
                               size_t columns);

typedef struct {
  ak_unary_kernel *unary[AK_UNARY_COUNT][4];
  ak_binary_kernel *binary[AK_BINARY_COUNT][4];
  ak_binary_kernel *compare[AK_COMPARISON_COUNT][4];
  ak_ternary_kernel *clamp[4], *select[4];
  /// [to][from]
  ak_unary_kernel *convert[4][4];
  int64_t (*first_nonfinite)(ak_type, ak_operand, const ak_operand *, uint32_t, uint32_t);
  void (*draw_words)(const ak_draw_context *, uint32_t, uint32_t *, uint32_t, uint32_t);
  ak_draw_status (*draw_bernoulli)(const ak_draw_context *, ak_type, uint8_t *, ak_operand,
                                   const ak_operand *, uint32_t, uint32_t);
  ak_draw_status (*draw_bernoulli_logit)(const ak_draw_context *, ak_type, uint8_t *, ak_operand,
                                         const ak_operand *, uint32_t, uint32_t);
  ak_draw_status (*draw_number)(const ak_draw_context *, ak_distribution, ak_type, void *,
                                ak_operand, ak_operand, const ak_operand *, uint32_t, uint32_t);
  ak_draw_status (*draw_weights)(const ak_draw_context *, ak_type, uint8_t *, const ak_operand *,
                                 const uint8_t *, uint32_t, const ak_operand *, uint32_t, uint32_t);
  ak_draw_status (*draw_logit)(const ak_draw_context *, ak_type, uint8_t *, ak_operand,
                               const ak_operand *, const uint8_t *, uint32_t, const ak_operand *,
                               uint32_t, uint32_t);
  ak_draw_status (*draw_index)(const ak_draw_context *, uint32_t *, ak_operand, const ak_operand *,
                               uint32_t, uint32_t);
  void (*edge_draws)(const ak_edge_name *, uint32_t, const uint32_t *, uint32_t, uint64_t *,
                     uint64_t *);
  void (*link_reduce)(ak_link_operation, const ak_links *, uint32_t, uint32_t, uint32_t, ak_type,
                      const void *, ak_type, void *, const void *);
  void (*pack_bits)(const uint8_t *, uint64_t, uint64_t *);
  void (*link_count_bits)(const ak_links *, uint32_t, uint32_t, const uint64_t *, int, ak_type,
                          void *);
  uint32_t (*heat_bath)(const ak_heat_bath *, const ak_draw_context *, const ak_links *,
                        const uint8_t *, uint8_t *, ak_row_list, uint32_t);
  uint32_t (*threshold)(const ak_threshold *, const ak_links *, const uint8_t *, uint8_t *,
                        ak_row_list, uint32_t);
  void (*gather_rows)(ak_type, void *, const void *, const uint32_t *, uint32_t, uint32_t);
  void (*gather_elements)(ak_type, void *, const void *, ak_operand, uint32_t, uint32_t, uint32_t);
  void (*group_leaves)(ak_type, ak_operand, const ak_operand *, uint32_t, uint32_t, uint32_t,
                       double *);
  void (*group_combine)(double *, uint32_t, uint32_t);
  void (*group_count)(ak_operand, const ak_operand *, uint32_t, uint32_t, uint64_t *);
  void (*group_extreme)(ak_binary_operation, ak_type, ak_operand, const ak_operand *, uint32_t,
                        uint32_t, void *);
  void (*packed_chances)(ak_type, int, const void *, uint64_t *, uint8_t *, size_t);
  void (*packed_slices)(const ak_packed_rule *, uint32_t, uint32_t, uint8_t *);
  void (*packed_step)(const ak_packed_rule *, const ak_draw_context *, const uint64_t *, uint32_t,
                      uint32_t, uint32_t, uint64_t *);
  void (*packed_count)(const uint64_t *, uint32_t, uint32_t, uint64_t *);
  void (*packed_unpack)(const uint64_t *, uint32_t, const uint16_t *, uint32_t, uint32_t,
                        uint8_t *);
  void (*packed_pack)(const uint8_t *, uint32_t, const uint16_t *, uint32_t, uint32_t, uint64_t *);
} ak_table;

extern const ak_table ak_table_baseline;
#if defined(__x86_64__)
extern const ak_table ak_table_avx2, ak_table_avx512;
#endif

#endif
