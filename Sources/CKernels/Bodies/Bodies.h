// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is in a level? All bodies, and the table AK_TABLE of their functions; AK_VECTOR_BYTES is the
// width of its vectors. A level for newer processors is another file that puts `#pragma clang
// attribute push(__attribute__((target("..."))), apply_to = function)` around this one.
#include "Bernoulli.h"
#include "Bits.h"
#include "Choices.h"
#include "Draws.h"
#include "EdgeDraws.h"
#include "Elementwise.h"
#include "Gathers.h"
#include "Groups.h"
#include "HeatBath.h"
#include "Links.h"
#include "Packed.h"
#include "Threshold.h"

#define AK_FLOATS(NAME) {0, 0, ak_##NAME##_f32_map, ak_##NAME##_f64_map}
#define AK_BYTES(NAME) {ak_##NAME##_u8_map, 0, 0, 0}
#define AK_BYTES_AND_FLOATS(NAME)                                                                 \
  {ak_##NAME##_u8_map, 0, ak_##NAME##_f32_map, ak_##NAME##_f64_map}
#define AK_ALL(NAME)                                                                              \
  {ak_##NAME##_u8_map, ak_##NAME##_u32_map, ak_##NAME##_f32_map, ak_##NAME##_f64_map}

const ak_table AK_TABLE = {
    .unary =
        {
            [AK_NEGATE] = AK_FLOATS(negate),
            [AK_ABS] = AK_FLOATS(abs),
            [AK_SIGN] = AK_FLOATS(sign),
            [AK_FLOOR] = AK_FLOATS(floor),
            [AK_ROUND] = AK_FLOATS(round),
            [AK_SQRT] = AK_FLOATS(sqrt),
            [AK_EXP] = AK_FLOATS(exp),
            [AK_LOG] = AK_FLOATS(log),
            [AK_SIN] = AK_FLOATS(sin),
            [AK_COS] = AK_FLOATS(cos),
            [AK_TAN] = AK_FLOATS(tan),
            [AK_TANH] = AK_FLOATS(tanh),
            [AK_LOGISTIC] = AK_FLOATS(logistic),
            [AK_RECIPROCAL] = AK_FLOATS(reciprocal),
            [AK_NOT] = AK_BYTES(not),
        },
    .binary =
        {
            [AK_ADD] = AK_FLOATS(add),
            [AK_SUBTRACT] = AK_FLOATS(subtract),
            [AK_MULTIPLY] = AK_FLOATS(multiply),
            [AK_DIVIDE] = AK_FLOATS(divide),
            [AK_MOD] = AK_FLOATS(mod),
            [AK_POWER] = AK_FLOATS(power),
            [AK_MIN] = AK_BYTES_AND_FLOATS(min),
            [AK_MAX] = AK_BYTES_AND_FLOATS(max),
            [AK_AND] = AK_BYTES(and),
            [AK_OR] = AK_BYTES(or),
            [AK_XOR] = AK_BYTES(xor),
        },
    .compare =
        {
            [AK_LESS] = AK_ALL(less),
            [AK_LESS_OR_EQUAL] = AK_ALL(less_or_equal),
            [AK_GREATER] = AK_ALL(greater),
            [AK_GREATER_OR_EQUAL] = AK_ALL(greater_or_equal),
            [AK_EQUAL] = AK_ALL(equal),
            [AK_NOT_EQUAL] = AK_ALL(not_equal),
        },
    .clamp = AK_FLOATS(clamp),
    .select = AK_ALL(select),
    .convert =
        {
            [AK_U8] = {ak_copy_u8_map, ak_u8_from_u32_map, ak_u8_from_f32_map, ak_u8_from_f64_map},
            [AK_U32] = {ak_u32_from_u8_map, ak_copy_u32_map, ak_u32_from_f32_map,
                        ak_u32_from_f64_map},
            [AK_F32] = {ak_f32_from_u8_map, ak_f32_from_u32_map, ak_copy_f32_map,
                        ak_f32_from_f64_map},
            [AK_F64] = {ak_f64_from_u8_map, ak_f64_from_u32_map, ak_f64_from_f32_map,
                        ak_copy_f64_map},
        },
    .first_nonfinite = ak_first_nonfinite_any,
    .draw_words = ak_draw_words_any,
    .draw_bernoulli = ak_bernoulli_any,
    .draw_bernoulli_logit = ak_bernoulli_logit_any,
    .draw_number = ak_draw_number_any,
    .draw_weights = ak_draw_weights_any,
    .draw_logit = ak_draw_logit_any,
    .draw_index = ak_draw_index_any,
    .edge_draws = ak_edge_draws_any,
    .link_reduce = ak_link_reduce_any,
    .pack_bits = ak_pack_bits_any,
    .link_count_bits = ak_link_count_bits_any,
    .heat_bath = ak_heat_bath_any,
    .threshold = ak_threshold_any,
    .gather_rows = ak_gather_rows_any,
    .gather_elements = ak_gather_elements_any,
    .group_leaves = ak_group_leaves_any,
    .group_combine = ak_group_combine_any,
    .group_count = ak_group_count_any,
    .group_extreme = ak_group_extreme_any,
    .packed_chances = ak_packed_chances_any,
    .packed_slices = ak_packed_slices_any,
    .packed_step = ak_packed_step_any,
    .packed_count = ak_packed_count_any,
    .packed_unpack = ak_packed_unpack_any,
    .packed_pack = ak_packed_pack_any,
};
