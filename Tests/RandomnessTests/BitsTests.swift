// SPDX-License-Identifier: GPL-3.0-or-later
//
// Have the bits of a kernel moved? Digests of every operation on fixed arguments, the same for any processor level, compiler and
// optimisation. A digest changes only with a note under "Results change".

import CKernels
import TestSupport
import Testing

@Suite struct BitsTests {
  private static let agents = 101
  private static let lanes = 19
  private static var count: Int { agents * lanes }

  /// FNV-1a over the bits, one pattern for all NaN.
  private func digest<T: KernelFloat>(_ values: UnsafeMutablePointer<T>) -> UInt64 {
    (0..<Self.count).reduce(0xcbf2_9ce4_8422_2325) {
      ($0 ^ values[$1].comparable) &* 0x100_0000_01b3
    }
  }

  private func digest<T: FixedWidthInteger>(_ values: UnsafeMutablePointer<T>) -> UInt64 {
    (0..<Self.count).reduce(0xcbf2_9ce4_8422_2325) {
      ($0 ^ UInt64(values[$1])) &* 0x100_0000_01b3
    }
  }

  private func digests<T: KernelFloat>(_: T.Type) -> [UInt64] {
    let arena = Arena()
    defer { arena.free() }
    var random = SplitMix(T.kernelType == AK_F32 ? 32 : 64)
    let (rows, columns) = (UInt32(Self.agents), UInt32(Self.lanes))
    func operand(_ values: [T]) -> ak_operand {
      Shape.full.operand(arena.column(values), lanes: Self.lanes)
    }
    let a = operand(random.numbers(Self.count))
    let b = operand(random.numbers(Self.count))
    let utilities = (0..<3).map { _ in
      operand((0..<Self.count).map { _ in T(Int64(bitPattern: random.next()) >> 40) * 0x1p-22 })
    }
    let weights = (0..<3).map { _ in
      operand((0..<Self.count).map { _ in T(random.next() >> 40) * 0x1p-22 })
    }
    let dst = arena.space(Self.count, of: 0 as T)
    let bytes = arena.space(Self.count, of: 0 as UInt8)
    var context = ak_draw_context(
      seed: 77, streams: arena.column((0..<columns).map { $0 * 3 }), step: 8, site: 12_345,
      domain: 1, first_ordinal: 2, first_attempt: 0)
    var result: [UInt64] = []
    for op in AK_NEGATE.rawValue...AK_RECIPROCAL.rawValue {
      ak_unary(ak_unary_operation(op), T.kernelType, dst, a, rows, columns)
      result.append(digest(dst))
    }
    for op in AK_ADD.rawValue...AK_POWER.rawValue {
      ak_binary(ak_binary_operation(op), T.kernelType, dst, a, b, rows, columns)
      result.append(digest(dst))
    }
    let cases: [(ak_distribution, T, T)] = [
      (AK_UNIFORM, -1, 2), (AK_NORMAL, 1, 2), (AK_LOGNORMAL, 2, 1), (AK_EXPONENTIAL, 3, 0),
      (AK_GAMMA_MOMENTS, 2, 0.25), (AK_GAMMA_SHAPE, 0.5, 3), (AK_BETA_MOMENTS, 0.25, 0.125),
      (AK_BETA_SHAPE, 0.5, 0.75), (AK_POISSON, 4, 0), (AK_POISSON, 400, 0),
      (AK_BINOMIAL, 20, 0.25), (AK_BINOMIAL, 1_000, 0.75),
    ]
    for (distribution, first, second) in cases {
      _ = ak_draw_number(
        &context, distribution, T.kernelType, dst,
        Shape.constant.operand(arena.column([first]), lanes: Self.lanes),
        Shape.constant.operand(arena.column([second]), lanes: Self.lanes), nil, rows, columns)
      result.append(digest(dst))
    }
    _ = ak_draw_bernoulli(&context, T.kernelType, bytes, weights[0], nil, rows, columns)
    result.append(digest(bytes))
    _ = ak_draw_bernoulli_logit(&context, T.kernelType, bytes, utilities[0], nil, rows, columns)
    result.append(digest(bytes))
    _ = ak_draw_weights(
      &context, T.kernelType, bytes, weights, [0, 1, 2], 3, nil, rows, columns)
    result.append(digest(bytes))
    let heat = Shape.constant.operand(arena.column([0.5 as T]), lanes: Self.lanes)
    _ = ak_draw_logit(
      &context, T.kernelType, bytes, heat, utilities, [0, 1, 2], 3, nil, rows, columns)
    result.append(digest(bytes))
    let offsets = arena.column((0...rows).map { $0 * 7 })
    let targets = arena.column((0..<rows * 7).map { $0 &* 2_654_435_761 % rows })
    var links = ak_links(
      offsets: offsets, targets: targets,
      weights: arena.column((0..<Int(rows) * 7).map { 1 / Float($0 + 1) }), target_base: 0,
      wide_offsets: 0, row_count: 0)
    ak_link_reduce(
      AK_LINK_SUM, &links, 0, rows, columns, T.kernelType, utilities[1].data, T.kernelType, dst,
      arena.column([T](repeating: 1 / 7, count: Self.agents)))
    result.append(digest(dst))
    let leaves = arena.space(Self.count, of: 0.0)
    ak_group_leaves(T.kernelType, utilities[2], nil, 0, rows, columns, leaves)
    ak_group_combine(leaves, 2, columns)
    result.append(digest(leaves))
    return result
  }

  @Test("digests of all kernels are what they were, at each level that the processor has")
  func digests() throws {
    try EachKernelLevel.run { level in
      #expect(digests(Float.self) == Self.expectedSingles, "\(level)")
      #expect(digests(Double.self) == Self.expectedDoubles, "\(level)")
    }
  }

  /// In the order of `digests`: 14 unary, 8 binary, 12 distributions, 4 choices, links, groups.
  private static let expectedSingles: [UInt64] = [
    0xb19b_dd2c_6f70_1200, 0xe785_f17a_6f70_1200, 0x0fde_b2fe_833b_e413, 0x979f_f7c3_3aac_9ee4,
    0x4510_489c_f42f_1e00, 0xfc57_04d4_2f77_e62b, 0xdfc4_97fd_17f8_8975, 0x52f7_31f7_615e_3bcb,
    0xe526_ad9f_8dc3_51f4, 0x3ef0_57c0_8346_b0b8, 0x9460_74af_773c_a018, 0x0fdf_a46d_d595_7a1f,
    0xbe27_e8e9_808d_54ea, 0xaad9_9bf1_4deb_4ddd, 0x0086_f6c4_702d_835f, 0x4948_7aaf_3de2_9080,
    0x8a0e_d713_a62f_58c4, 0x5d78_fef7_5c36_71dd, 0x3d1d_5eb8_1347_c1f6, 0xd53e_e92e_bde0_74a4,
    0xa805_3355_9edb_00cc, 0x7938_8d66_2336_c85e, 0x9e4f_877e_e1da_4abc, 0x4959_97e2_c16d_4334,
    0x1ad4_658d_ccad_50ab, 0xf363_0cff_bf7b_d87b, 0xbecf_63b4_8fc3_84da, 0x171c_c18d_ffce_0ee2,
    0xabc1_3a12_933a_7e82, 0xc797_751c_2b35_c515, 0x6dd6_9a8c_1f55_3dc7, 0xb203_740b_ed69_3dc7,
    0xa11e_0f88_18c5_3dc7, 0xc10a_f43b_8abb_3dc7, 0xea7d_ecad_f60a_e905, 0x460a_f79f_636a_126e,
    0xc61b_43bd_dd2c_8870, 0x2a5f_92b7_0483_7448, 0xc979_8d62_06cf_b491, 0xbf30_c484_37c5_3dc7,
  ]
  private static let expectedDoubles: [UInt64] = [
    0x79a0_878d_1252_78e6, 0xf9a0_878d_1252_78e6, 0x3074_4d4e_bacf_aa12, 0x428b_ff64_f56c_52a3,
    0x2cc1_8350_756c_52a3, 0xde7e_265f_c976_59c4, 0x6c57_538a_0dc2_5886, 0x00c6_fc60_24a2_17aa,
    0xde09_40dc_a568_d45d, 0xd387_b56a_442a_ee60, 0xf7bf_bd0d_bc9a_2b4f, 0xe34d_178e_3274_bad4,
    0xe0c3_a7f7_ba30_0183, 0x65d1_a096_ac5e_0172, 0x416b_a512_8d29_0ff5, 0xc0b7_cff2_3797_5cb4,
    0x927d_5d00_fcf4_89f4, 0x43fc_a042_1569_a845, 0x8d18_7f24_d56f_089e, 0xc7f3_a2da_fc38_cac1,
    0x31b9_f531_7393_bf79, 0x94f1_cbe1_fac3_b0e1, 0xed3e_3b80_e566_6bd2, 0xc796_3e5e_dc3d_3a23,
    0x4d28_099a_68d1_96bb, 0x541e_5098_53d8_3a40, 0x36ff_0a37_6b16_b490, 0x3b2e_2f15_8908_24f1,
    0xb547_bba8_785e_934e, 0x3e46_17b7_d9fc_eee0, 0x4ece_4df9_37c5_3dc7, 0x6e03_cdf9_37c5_3dc7,
    0x6530_4df9_37c5_3dc7, 0xa64c_0df9_37c5_3dc7, 0x2206_e9bf_dbad_041f, 0x7af9_f587_62ef_5b6c,
    0xb34d_a6d2_d431_43f9, 0x9c7c_5839_5276_c42f, 0x624b_5f4b_0276_5dac, 0xc6c2_53a3_d7c5_3dc7,
  ]
}
