// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which vector operations does the engine have? With the headers at its end the whole C edge of the
// kernel target.
//
// Conventions
// - A block is [agents][lanes], row-major. `dst` is always dense: agents * lanes elements. A caller
//   that wants a smaller result (per agent, per lane, one value) passes lanes = 1, agents = 1 or
//   both.
// - An operand has a stride of its own per agent and per lane, in elements: full (lanes, 1), per
//   agent (1, 0), per lane (0, 1), constant (0, 0). The lane stride is 0 or 1.
// - `dst` may be the same memory as an operand of the same element size whose shape is full; other
//   overlaps are not allowed. agents and lanes may be 0. No alignment beyond the element's own is
//   needed.
// - The bits of every result are part of the definition: no contraction, no reassociation, no
//   library call for anything inexact. Sums are taken in the order stated. A result is the same
//   whatever the blocks a caller cuts.
// - Booleans and cases are bytes. A mask holds 0 or 1; any other byte counts as true.
#ifndef CKERNELS_H
#define CKERNELS_H
#include <stddef.h>
#include <stdint.h>

/// Type of the elements of a column.
typedef enum {
  AK_U8 = 0,
  AK_U32 = 1,
  AK_F32 = 2,
  AK_F64 = 3,
} ak_type;

/// Something to read, broadcast along an axis whose stride is 0.
typedef struct {
  const void *data;
  uint32_t agent_stride, lane_stride;
} ak_operand;

// MARK: levels

/// What a processor offers to vectors. The bits of results do not depend on it.
typedef enum {
  /// Every x86-64 processor (SSE2), and any other architecture.
  AK_BASELINE = 0,
  AK_AVX2,
  /// AVX-512 F, BW, DQ and VL.
  AK_AVX512,
  AK_LEVEL_COUNT,
} ak_level;

/// Whether this processor, its system and this build have a level.
int ak_has_level(ak_level level);
/// Makes all kernels run at a level that is there; calls under way end at their own. Until it is
/// called kernels run at the highest one.
void ak_use_level(ak_level level);
/// The level at which kernels run.
ak_level ak_level_in_use(void);

// MARK: elementwise

/// Operations on one operand. f32 and f64: all but `AK_NOT`. u8: `AK_NOT` alone.
///
/// Largest errors in units of the last place (measured against 200-bit arithmetic, asserted in the
/// tests) are in `Elementary.h`. NaN gives NaN. sign(+-0) = 0; round is to nearest, halves to even;
/// floor and round keep the sign of 0. log of a negative number is NaN, of 0 -infinity; the
/// trigonometry of +-infinity is NaN and is fully reduced for every finite argument.
typedef enum {
  AK_NEGATE = 0,
  AK_ABS,
  AK_SIGN,
  AK_FLOOR,
  AK_ROUND,
  AK_SQRT,
  AK_EXP,
  AK_LOG,
  AK_SIN,
  AK_COS,
  AK_TAN,
  AK_TANH,
  AK_LOGISTIC,
  AK_RECIPROCAL,
  AK_NOT,
  AK_UNARY_COUNT,
} ak_unary_operation;

/// Operations on two operands of one type, with a result of that type. f32 and f64: the first
/// eight. u8: `AK_AND`, `AK_OR`, `AK_XOR` of truth values (result 0 or 1), and `AK_MIN`, `AK_MAX`.
///
/// min and max: NaN when either is, the first operand when they compare equal. mod is x - y floor(x
/// / y): the sign of y, never y itself; mod(x, 0) is NaN. power: x^0 = 1 (0^0 too), a negative base
/// needs a whole exponent (else NaN), NaN gives NaN always; infinities as in C.
typedef enum {
  AK_ADD = 0,
  AK_SUBTRACT,
  AK_MULTIPLY,
  AK_DIVIDE,
  AK_MIN,
  AK_MAX,
  AK_MOD,
  AK_POWER,
  AK_AND,
  AK_OR,
  AK_XOR,
  AK_BINARY_COUNT,
} ak_binary_operation;

/// Comparisons of two operands of one type (u8, u32, f32, f64) with a u8 result of 0 or 1.
/// Comparisons with NaN are false but for `AK_NOT_EQUAL`.
typedef enum {
  AK_LESS = 0,
  AK_LESS_OR_EQUAL,
  AK_GREATER,
  AK_GREATER_OR_EQUAL,
  AK_EQUAL,
  AK_NOT_EQUAL,
  AK_COMPARISON_COUNT,
} ak_comparison;

/// dst = operation(a), of the same type.
void ak_unary(ak_unary_operation operation, ak_type type, void *dst, ak_operand a, uint32_t agents,
              uint32_t lanes);
/// dst = operation(a, b), all of the same type.
void ak_binary(ak_binary_operation operation, ak_type type, void *dst, ak_operand a, ak_operand b,
               uint32_t agents, uint32_t lanes);
/// dst = a compared with b; `type` is that of a and b.
void ak_compare(ak_comparison comparison, ak_type type, uint8_t *dst, ak_operand a, ak_operand b,
                uint32_t agents, uint32_t lanes);
/// dst = min(max(x, low), high), f32 or f64; NaN when one of them is.
void ak_clamp(ak_type type, void *dst, ak_operand x, ak_operand low, ak_operand high,
              uint32_t agents, uint32_t lanes);
/// dst = mask ? a : b, any type; mask is u8.
void ak_select(ak_type type, void *dst, ak_operand mask, ak_operand a, ak_operand b,
               uint32_t agents, uint32_t lanes);
/// dst = a converted from one type to another, or copied (and broadcast) when they are the same.
///
/// From u8 and u32 to f32 and f64 (to nearest); between f32 and f64; u8 to u32; f32 and f64 to u32
/// and u8 by truncation, for values in the range of the target (anything else, NaN included, gives
/// 0).
void ak_convert(ak_type to, void *dst, ak_type from, ak_operand a, uint32_t agents, uint32_t lanes);

/// Flat index (agent * lanes + lane) of the first active element that is infinite or NaN, or -1.
/// f32 or f64; `active` is u8, or NULL for all.
int64_t ak_first_nonfinite(ak_type type, ak_operand a, const ak_operand *active, uint32_t agents,
                           uint32_t lanes);

// MARK: draws

/// The part of the name of a draw that a block shares, see DrawKey.swift.
///
/// Element (row, lane) has key (seed, streams[lane]), counter ((first_ordinal + row) / 4, step,
/// site, domain << 24 | attempt) and uses word (first_ordinal + row) mod 4. `first_attempt` is
/// where a sampler starts to count attempts: 0 but for repeated draws of one name.
typedef struct {
  uint32_t seed;
  const uint32_t *streams;
  uint32_t step, site, domain, first_ordinal, first_attempt;
} ak_draw_context;

/// What was wrong with the arguments of a draw: the flat index of the first active element with an
/// invalid argument (-1: none), and which argument (0, 1; for choices the arm, or the number of
/// arms for the sum of the weights or the temperature). The block is then of no meaning.
typedef struct {
  int64_t index;
  int32_t argument;
} ak_draw_status;

// In all samplers `active` (u8, or NULL for all) marks the elements that draw: the others keep what
// `dst` holds, and their arguments are not looked at. Arguments have the type of the result unless
// said. Each element's bits depend on its name and arguments alone.

/// One block of Philox4x32-10.
void ak_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t words[4]);
/// The words of the given attempt (added to `first_attempt`).
void ak_draw_words(const ak_draw_context *context, uint32_t attempt, uint32_t *dst, uint32_t agents,
                   uint32_t lanes);
/// dst = 1 with chance p (f32 or f64 by `type`, clamped to 0...1), else 0. Invalid: p is NaN
/// (argument 0).
///
/// U = word of attempt 0 << 32 | word of attempt 1; the draw fires when U < p 2^64, where p > 1/2
/// is taken as 1 - (1 - p) so that the smaller tail is exact: never for 0, always for 1. A tail
/// below 2^-64 never happens.
ak_draw_status ak_draw_bernoulli(const ak_draw_context *context, ak_type type, uint8_t *dst,
                                 ak_operand p, const ak_operand *active, uint32_t agents,
                                 uint32_t lanes);
/// dst = 1 with chance logistic(x), else 0. Invalid: x is NaN.
///
/// Defined by the smaller tail: with s = logistic(-|x|) as `AK_LOGISTIC` gives it, fires when U < s
/// 2^64 for x < 0 and when U < (1 - s) 2^64, exactly, for x >= 0. For x < 0 this is
/// bernoulli(logistic(x)) bit for bit; for x >= 0 it honours refusals that 1 - logistic(x) rounds
/// away. A program that writes bernoulli(logistic(x)) means this operation everywhere.
ak_draw_status ak_draw_bernoulli_logit(const ak_draw_context *context, ak_type type, uint8_t *dst,
                                       ak_operand x, const ak_operand *active, uint32_t agents,
                                       uint32_t lanes);

/// Distributions of numbers, with their two arguments (the second is ignored where there is one).
typedef enum {
  /// low, high: low <= high. On low..<high; low when they are equal.
  AK_UNIFORM = 0,
  /// mean, sd >= 0.
  AK_NORMAL,
  /// mean > 0, sd >= 0 of the variable itself.
  AK_LOGNORMAL,
  /// mean >= 0.
  AK_EXPONENTIAL,
  /// mean >= 0, sd >= 0; the mean when sd or mean is 0.
  AK_GAMMA_MOMENTS,
  /// shape > 0, scale >= 0.
  AK_GAMMA_SHAPE,
  /// 0 <= mean <= 1, sd >= 0 with sd = 0 or sd^2 < mean (1 - mean).
  AK_BETA_MOMENTS,
  /// a > 0, b > 0.
  AK_BETA_SHAPE,
  /// mean >= 0.
  AK_POISSON,
  /// trials >= 0 and whole, probability in 0...1.
  AK_BINOMIAL,
  AK_DISTRIBUTION_COUNT,
} ak_distribution;

/// dst ~ distribution(first, second); f32 or f64. Arguments must be finite and in the stated
/// ranges.
ak_draw_status ak_draw_number(const ak_draw_context *context, ak_distribution distribution,
                              ak_type type, void *dst, ak_operand first, ak_operand second,
                              const ak_operand *active, uint32_t agents, uint32_t lanes);
/// dst = choices[k] with chance weights[k] / sum of the weights; f32 or f64 by `type`.
///
/// Invalid: a weight that is negative or not finite (argument k), a sum that is not positive or not
/// finite (`arm_count`).
ak_draw_status ak_draw_weights(const ak_draw_context *context, ak_type type, uint8_t *dst,
                               const ak_operand *weights, const uint8_t *choices,
                               uint32_t arm_count, const ak_operand *active, uint32_t agents,
                               uint32_t lanes);
/// dst = choices[k] with chance exp(U_k / T) / sum over l of exp(U_l / T); T = 0: the largest
/// utility, ties uniform.
///
/// Invalid: a utility that is not finite (argument k), a temperature that is negative or not finite
/// (`arm_count`).
ak_draw_status ak_draw_logit(const ak_draw_context *context, ak_type type, uint8_t *dst,
                             ak_operand temperature, const ak_operand *utilities,
                             const uint8_t *choices, uint32_t arm_count, const ak_operand *active,
                             uint32_t agents, uint32_t lanes);
/// dst = a whole number in 0..<n, uniform and exact; n is u32. Invalid: n is 0.
ak_draw_status ak_draw_index(const ak_draw_context *context, uint32_t *dst, ak_operand n,
                             const ak_operand *active, uint32_t agents, uint32_t lanes);

// MARK: links

/// The links of one network, by reader (compressed rows).
///
/// The links of reader i are offsets[i]..<offsets[i + 1], with offsets of 32 or 64 bits. Link e
/// reads row targets[e] - target_base of the column, or row e - target_base when `targets` is NULL
/// (columns computed per link). The order of the links of a reader is the order of its sums.
typedef struct {
  const void *offsets;
  const uint32_t *targets;
  /// One a link, or NULL.
  const float *weights;
  uint64_t target_base;
  uint8_t wide_offsets;
  /// Rows of the column, or 0: where they are many they are fetched into the cache ahead of use.
  uint64_t row_count;
} ak_links;

/// Bytes after the last row of a column that the operations over links may read: vectors are whole
/// even where the lanes of a row do not fill them. What they hold does not matter.
#define AK_OVERREAD 64

/// Operations over the neighbours of a reader.
typedef enum {
  /// Sum in the order of the links, from 0, times `scale` of the row when given. f32 in 32 bits,
  /// f64 in 64; u8, which must hold 0 and 1 alone, is counted in whole numbers and then converted.
  /// With weights each term is weight * value, rounded, and u8 is summed in 32 bits for an f32
  /// result and in 64 for an f64 one (the weight of f64 terms is converted first).
  AK_LINK_SUM = 0,
  /// Smallest; +infinity (u8: 255) over nothing; NaN when one is.
  AK_LINK_MIN,
  /// Largest; -infinity (u8: 0) over nothing; NaN when one is.
  AK_LINK_MAX,
  /// u8 to u8: whether one is true.
  AK_LINK_ANY,
  /// u8 to u8: whether each is true.
  AK_LINK_ALL,
} ak_link_operation;

/// dst[row][lane] = operation over the links of reader first + row of column [..][lane].
///
/// Types: a sum of u8 has a u32, f32 or f64 result; every other result has the type of the column.
/// `scale` is NULL, or one value per row of dst (index row, not reader), of the type of dst (f32 or
/// f64): the rounded 1 / degree makes a mean.
void ak_link_reduce(ak_link_operation operation, const ak_links *links, uint32_t first,
                    uint32_t agents, uint32_t lanes, ak_type column_type, const void *column,
                    ak_type dst_type, void *dst, const void *scale);
/// words[i / 64] bit i % 64 = whether column[i] is true, for i < count; the bits after the last are 0.
void ak_pack_bits(const uint8_t *column, uint64_t count, uint64_t *words);
/// dst[row] = number of links of reader first + row that read a true bit; f32 or f64, one lane.
///
/// With `is_mean` times the rounded 1 / degree. The bits are those of `AK_LINK_SUM` over the column
/// that was packed, scaled by the reciprocal of the degree. The links have targets, with base 0, and
/// their weights are not looked at.
void ak_link_count_bits(const ak_links *links, uint32_t first, uint32_t agents,
                        const uint64_t *bits, int is_mean, ak_type dst_type, void *dst);
/// dst[row] = number of links of reader first + row, as u32, f32 or f64.
void ak_link_degrees(const ak_links *links, uint32_t first, uint32_t agents, ak_type dst_type,
                     void *dst);
/// dst[row] = reader of link first_link + row, for `count` links; `reader` is that of the first or
/// any before it.
void ak_link_readers(const ak_links *links, uint32_t reader, uint64_t first_link, uint32_t count,
                     uint32_t *dst);
/// dst[row][lane] = targets[offsets[first + row] + ordinal[row][lane]], or UINT32_MAX when the
/// reader has no link.
void ak_link_targets(const ak_links *links, uint32_t first, uint32_t agents, uint32_t lanes,
                     ak_operand ordinal, uint32_t *dst);
/// dst[row][lane] = column[rows[row]][lane]; a row of UINT32_MAX gives 0.
void ak_gather_rows(ak_type type, void *dst, const void *column, const uint32_t *rows,
                    uint32_t count, uint32_t lanes);
/// dst[row][lane] = column[index[row][lane]][lane]; an index of UINT32_MAX gives 0. The column is
/// [..][column_lanes] with column_lanes = lanes or 1.
void ak_gather_elements(ak_type type, void *dst, const void *column, ak_operand index,
                        uint32_t agents, uint32_t lanes, uint32_t column_lanes);

// MARK: groups

/// Number of agents of a leaf of the summation tree.
#define AK_LEAF_AGENTS 64

/// Adds rows to the leaves of the summation tree of a group: leaves[agent / 64][lane], 64 bits,
/// zeroed by the caller.
///
/// Rows are agents first..<first + agents, each leaf is summed in the order of its agents; calls
/// come in ascending order of the agents of a leaf. Types u8, u32, f32, f64. Rows where `mask` (u8,
/// or NULL) is 0 are left out.
void ak_group_leaves(ak_type type, ak_operand a, const ak_operand *mask, uint32_t first,
                     uint32_t agents, uint32_t lanes, double *leaves);
/// Combines the leaves pairwise, level by level (0 + 1, 2 + 3, ..., an odd last one moves up);
/// leaves[0][lane] is the sum. No leaf at all writes nothing.
void ak_group_combine(double *leaves, uint32_t leaf_count, uint32_t lanes);
/// totals[lane] += number of rows that are true (u8), where `mask` holds.
void ak_group_count(ak_operand a, const ak_operand *mask, uint32_t agents, uint32_t lanes,
                    uint64_t *totals);
/// results[lane] = min or max (`AK_MIN`, `AK_MAX`) of itself and the rows where `mask` holds; u8,
/// f32 or f64; NaN stays.
void ak_group_extreme(ak_binary_operation operation, ak_type type, ak_operand a,
                      const ak_operand *mask, uint32_t agents, uint32_t lanes, void *results);

#include "CKernelsFused.h"
#include "CKernelsNetworks.h"
#include "CKernelsPacked.h"

#endif
