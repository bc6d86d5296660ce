// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a call of the C edge reach the kernels of the processor level in use?
//
// Elementwise shapes are simplified here: a block that every operand covers without a break, or
// that has one lane, becomes one long row.
#include "Philox.h"
#include "Table.h"

static const ak_table *const ak_tables[AK_LEVEL_COUNT] = {
    [AK_BASELINE] = &ak_table_baseline,
#if defined(__x86_64__)
    [AK_AVX2] = &ak_table_avx2,
    [AK_AVX512] = &ak_table_avx512,
#endif
};

int ak_has_level(ak_level level) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (level == AK_AVX512)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
           && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
           && __builtin_cpu_supports("bmi2");
  if (level == AK_AVX2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
#endif
  return level == AK_BASELINE;
}

/// The table in use; NULL until one is needed.
static _Atomic(const ak_table *) ak_table_in_use;

static const ak_table *ak_kernels(void) {
  const ak_table *table = __c11_atomic_load(&ak_table_in_use, __ATOMIC_RELAXED);
  if (table) return table;
  int level = AK_LEVEL_COUNT - 1;
  while (!ak_has_level((ak_level)level)) level--;
  ak_use_level((ak_level)level);
  return ak_tables[level];
}

void ak_use_level(ak_level level) {
  if (!ak_has_level(level)) __builtin_trap();
  __c11_atomic_store(&ak_table_in_use, ak_tables[level], __ATOMIC_RELAXED);
}

ak_level ak_level_in_use(void) {
  const ak_table *table = ak_kernels();
  int level = AK_BASELINE;
  while (ak_tables[level] != table) level++;
  return (ak_level)level;
}

typedef struct {
  size_t rows, columns;
} ak_extent;

static int ak_is_flat(ak_operand a, uint32_t lanes) {
  return (a.lane_stride == 1 && a.agent_stride == lanes)
         || (a.lane_stride == 0 && a.agent_stride == 0);
}

static ak_extent ak_simplify(const ak_operand *operands, ak_view *views, int count, uint32_t agents,
                             uint32_t lanes) {
  int flat = 1, single = lanes == 1;
  for (int i = 0; i < count; i++) {
    flat &= ak_is_flat(operands[i], lanes);
    single &= operands[i].agent_stride <= 1;
  }
  for (int i = 0; i < count; i++) {
    const ak_operand a = operands[i];
    const uint32_t stride = single ? a.agent_stride : a.lane_stride;
    views[i] = (ak_view){a.data, flat || single ? 0 : a.agent_stride, stride};
  }
  const size_t all = (size_t)agents * lanes;
  return flat || single ? (ak_extent){all > 0, all} : (ak_extent){lanes ? agents : 0, lanes};
}

void ak_unary(ak_unary_operation operation, ak_type type, void *dst, ak_operand a, uint32_t agents,
              uint32_t lanes) {
  ak_view views[1];
  const ak_extent e = ak_simplify(&a, views, 1, agents, lanes);
  ak_kernels()->unary[operation][type](dst, views[0], e.rows, e.columns);
}

void ak_binary(ak_binary_operation operation, ak_type type, void *dst, ak_operand a, ak_operand b,
               uint32_t agents, uint32_t lanes) {
  const ak_operand operands[2] = {a, b};
  ak_view views[2];
  const ak_extent e = ak_simplify(operands, views, 2, agents, lanes);
  ak_kernels()->binary[operation][type](dst, views[0], views[1], e.rows, e.columns);
}

void ak_compare(ak_comparison comparison, ak_type type, uint8_t *dst, ak_operand a, ak_operand b,
                uint32_t agents, uint32_t lanes) {
  const ak_operand operands[2] = {a, b};
  ak_view views[2];
  const ak_extent e = ak_simplify(operands, views, 2, agents, lanes);
  ak_kernels()->compare[comparison][type](dst, views[0], views[1], e.rows, e.columns);
}

void ak_clamp(ak_type type, void *dst, ak_operand x, ak_operand low, ak_operand high,
              uint32_t agents, uint32_t lanes) {
  const ak_operand operands[3] = {x, low, high};
  ak_view views[3];
  const ak_extent e = ak_simplify(operands, views, 3, agents, lanes);
  ak_kernels()->clamp[type](dst, views[0], views[1], views[2], e.rows, e.columns);
}

void ak_select(ak_type type, void *dst, ak_operand mask, ak_operand a, ak_operand b,
               uint32_t agents, uint32_t lanes) {
  const ak_operand operands[3] = {mask, a, b};
  ak_view views[3];
  const ak_extent e = ak_simplify(operands, views, 3, agents, lanes);
  ak_kernels()->select[type](dst, views[0], views[1], views[2], e.rows, e.columns);
}

void ak_convert(ak_type to, void *dst, ak_type from, ak_operand a, uint32_t agents,
                uint32_t lanes) {
  ak_view views[1];
  const ak_extent e = ak_simplify(&a, views, 1, agents, lanes);
  ak_kernels()->convert[to][from](dst, views[0], e.rows, e.columns);
}

int64_t ak_first_nonfinite(ak_type type, ak_operand a, const ak_operand *active, uint32_t agents,
                           uint32_t lanes) {
  return ak_kernels()->first_nonfinite(type, a, active, agents, lanes);
}

void ak_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t words[4]) {
  const ak_philox_slots s =
      ak_philox_block(counter[0], counter[1], counter[2], counter[3], key[0], key[1]);
  words[0] = (uint32_t)s.a;
  words[1] = (uint32_t)s.b;
  words[2] = (uint32_t)s.c;
  words[3] = (uint32_t)s.d;
}

void ak_draw_words(const ak_draw_context *context, uint32_t attempt, uint32_t *dst, uint32_t agents,
                   uint32_t lanes) {
  ak_kernels()->draw_words(context, attempt, dst, agents, lanes);
}

ak_draw_status ak_draw_bernoulli(const ak_draw_context *context, ak_type type, uint8_t *dst,
                                 ak_operand p, const ak_operand *active, uint32_t agents,
                                 uint32_t lanes) {
  return ak_kernels()->draw_bernoulli(context, type, dst, p, active, agents, lanes);
}

ak_draw_status ak_draw_bernoulli_logit(const ak_draw_context *context, ak_type type, uint8_t *dst,
                                       ak_operand x, const ak_operand *active, uint32_t agents,
                                       uint32_t lanes) {
  return ak_kernels()->draw_bernoulli_logit(context, type, dst, x, active, agents, lanes);
}

ak_draw_status ak_draw_number(const ak_draw_context *context, ak_distribution distribution,
                              ak_type type, void *dst, ak_operand first, ak_operand second,
                              const ak_operand *active, uint32_t agents, uint32_t lanes) {
  return ak_kernels()->draw_number(context, distribution, type, dst, first, second, active, agents,
                                 lanes);
}

ak_draw_status ak_draw_weights(const ak_draw_context *context, ak_type type, uint8_t *dst,
                               const ak_operand *weights, const uint8_t *choices,
                               uint32_t arm_count, const ak_operand *active, uint32_t agents,
                               uint32_t lanes) {
  return ak_kernels()->draw_weights(context, type, dst, weights, choices, arm_count, active, agents,
                                  lanes);
}

ak_draw_status ak_draw_logit(const ak_draw_context *context, ak_type type, uint8_t *dst,
                             ak_operand temperature, const ak_operand *utilities,
                             const uint8_t *choices, uint32_t arm_count, const ak_operand *active,
                             uint32_t agents, uint32_t lanes) {
  return ak_kernels()->draw_logit(context, type, dst, temperature, utilities, choices, arm_count,
                                active, agents, lanes);
}

ak_draw_status ak_draw_index(const ak_draw_context *context, uint32_t *dst, ak_operand n,
                             const ak_operand *active, uint32_t agents, uint32_t lanes) {
  return ak_kernels()->draw_index(context, dst, n, active, agents, lanes);
}

void ak_edge_draws(const ak_edge_name *name, uint32_t ordinal, const uint32_t *sources,
                   uint32_t count, uint64_t *first, uint64_t *second) {
  ak_kernels()->edge_draws(name, ordinal, sources, count, first, second);
}

void ak_link_reduce(ak_link_operation operation, const ak_links *links, uint32_t first,
                    uint32_t agents, uint32_t lanes, ak_type column_type, const void *column,
                    ak_type dst_type, void *dst, const void *scale) {
  ak_kernels()->link_reduce(operation, links, first, agents, lanes, column_type, column, dst_type,
                          dst, scale);
}

void ak_pack_bits(const uint8_t *column, uint64_t count, uint64_t *words) {
  ak_kernels()->pack_bits(column, count, words);
}

void ak_link_count_bits(const ak_links *links, uint32_t first, uint32_t agents,
                        const uint64_t *bits, int is_mean, ak_type dst_type, void *dst) {
  ak_kernels()->link_count_bits(links, first, agents, bits, is_mean, dst_type, dst);
}

uint32_t ak_heat_bath_rows(const ak_heat_bath *form, const ak_draw_context *context,
                           const ak_links *links, const uint8_t *column, uint8_t *dst,
                           ak_row_list list, uint32_t lanes) {
  return ak_kernels()->heat_bath(form, context, links, column, dst, list, lanes);
}

uint32_t ak_threshold_rows(const ak_threshold *form, const ak_links *links, const uint8_t *column,
                           uint8_t *dst, ak_row_list list, uint32_t lanes) {
  return ak_kernels()->threshold(form, links, column, dst, list, lanes);
}

void ak_gather_rows(ak_type type, void *dst, const void *column, const uint32_t *rows,
                    uint32_t count, uint32_t lanes) {
  ak_kernels()->gather_rows(type, dst, column, rows, count, lanes);
}

void ak_gather_elements(ak_type type, void *dst, const void *column, ak_operand index,
                        uint32_t agents, uint32_t lanes, uint32_t column_lanes) {
  ak_kernels()->gather_elements(type, dst, column, index, agents, lanes, column_lanes);
}

void ak_group_leaves(ak_type type, ak_operand a, const ak_operand *mask, uint32_t first,
                     uint32_t agents, uint32_t lanes, double *leaves) {
  ak_kernels()->group_leaves(type, a, mask, first, agents, lanes, leaves);
}

void ak_group_combine(double *leaves, uint32_t leaf_count, uint32_t lanes) {
  ak_kernels()->group_combine(leaves, leaf_count, lanes);
}

void ak_group_count(ak_operand a, const ak_operand *mask, uint32_t agents, uint32_t lanes,
                    uint64_t *totals) {
  ak_kernels()->group_count(a, mask, agents, lanes, totals);
}

void ak_group_extreme(ak_binary_operation operation, ak_type type, ak_operand a,
                      const ak_operand *mask, uint32_t agents, uint32_t lanes, void *results) {
  ak_kernels()->group_extreme(operation, type, a, mask, agents, lanes, results);
}

void ak_packed_chances(ak_type type, int is_logit, const void *values, uint64_t *dst,
                       uint8_t *undefined, size_t count) {
  ak_kernels()->packed_chances(type, is_logit, values, dst, undefined, count);
}

void ak_packed_slices(const ak_packed_rule *rule, uint32_t first, uint32_t agents,
                      uint8_t *slices) {
  ak_kernels()->packed_slices(rule, first, agents, slices);
}

void ak_packed_step(const ak_packed_rule *rule, const ak_draw_context *context,
                    const uint64_t *active, uint32_t words, uint32_t first, uint32_t agents,
                    uint64_t *next) {
  ak_kernels()->packed_step(rule, context, active, words, first, agents, next);
}

void ak_packed_count(const uint64_t *column, uint32_t words, uint32_t agents, uint64_t *totals) {
  ak_kernels()->packed_count(column, words, agents, totals);
}

void ak_packed_unpack(const uint64_t *column, uint32_t words, const uint16_t *places,
                      uint32_t agents, uint32_t lanes, uint8_t *dst) {
  ak_kernels()->packed_unpack(column, words, places, agents, lanes, dst);
}

void ak_packed_pack(const uint8_t *bytes, uint32_t words, const uint16_t *places, uint32_t agents,
                    uint32_t lanes, uint64_t *dst) {
  ak_kernels()->packed_pack(bytes, words, places, agents, lanes, dst);
}
