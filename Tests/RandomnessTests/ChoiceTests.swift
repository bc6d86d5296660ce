// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are choices made with the chances their weights and utilities say? And are draws of different names independent?

import CKernels
import Glibc
import Randomness
import TestSupport
import Testing

@Suite struct ChoiceTests {
  private func choose<T: KernelFloat>(
    _ arms: [[T]], choices: [UInt8], temperature: T?, agents: Int, lanes: Int, site: UInt32
  ) -> [Double] {
    let arena = Arena()
    defer { arena.free() }
    var context = ak_draw_context(
      seed: 11, streams: arena.column((0..<UInt32(lanes)).map { $0 }), step: 0, site: site,
      domain: 1, first_ordinal: 0, first_attempt: 0)
    let operands = arms.map { values in
      (values.count == 1 ? Shape.constant : .full).operand(arena.column(values), lanes: lanes)
    }
    let dst = arena.space(agents * lanes, of: 99 as UInt8)
    let count = UInt32(arms.count)
    let status: ak_draw_status
    if let temperature {
      let heat = Shape.constant.operand(arena.column([temperature]), lanes: lanes)
      status = ak_draw_logit(
        &context, T.kernelType, dst, heat, operands, choices, count, nil, UInt32(agents),
        UInt32(lanes))
    } else {
      status = ak_draw_weights(
        &context, T.kernelType, dst, operands, choices, count, nil, UInt32(agents), UInt32(lanes))
    }
    #expect(status.index == -1)
    return (0..<agents * lanes).map { Double(dst[$0]) }
  }

  private func weighted<T: KernelFloat>(_: T.Type, site: UInt32) {
    let weights: [T] = [0, 3, 0, 1, 0.5, 0]
    let law = [0, 3, 0, 1, 0.5, 0].map { $0 / 4.5 }
    let drawn = choose(
      weights.map { [$0] }, choices: [0, 1, 2, 3, 4, 5], temperature: nil, agents: 1_000,
      lanes: 20, site: site)
    #expect(GoodnessOfFit.chiSquare(drawn, law) > 1e-6)
    #expect(GoodnessOfFit.chiSquare(drawn, [0, 0.63, 0, 0.25, 0.12, 0]) < 1e-6)
    #expect(!drawn.contains(0) && !drawn.contains(2) && !drawn.contains(5))
    let renamed = choose(
      weights.map { [$0] }, choices: [9, 7, 9, 5, 3, 9], temperature: nil, agents: 1_000,
      lanes: 20, site: site)
    #expect(zip(drawn, renamed).allSatisfy { [1: 7, 3: 5, 4: 3][$0] == $1 })
  }

  @Test("arms are chosen in proportion to their weights, weight 0 never")
  func weights() {
    weighted(Float.self, site: 1)
    weighted(Double.self, site: 2)
  }

  @Test("a choice is decided by 53 bits against the running sums, also where the first word ties")
  func exactWeights() {
    let key = DrawKey(seed: 11, networkIndex: 0, replicateIndex: 0)
    let draws = NamedDraws(key: key, domain: .dynamics, site: 3)
    let bits = (0..<400).map { draws.word64(ordinal: UInt32($0)) >> 11 }
    for offset in -1...1 {
      let first = bits.map { (Double($0) + Double(offset)) * 0x1p-53 }
      let rest = first.map { 1 - $0 }
      let drawn = choose(
        [first, rest], choices: [0, 1], temperature: nil, agents: 400, lanes: 1, site: 3)
      for i in bits.indices {
        let point = Double(bits[i]) * 0x1p-53 * (first[i] + rest[i])
        #expect(drawn[i] == (point < first[i] ? 0 : 1))
      }
      #expect(drawn.allSatisfy { $0 == (offset == 1 ? 0 : 1) })
    }
  }

  /// An element that does not draw and has no valid weight sends its neighbours the way of those that need a second look.
  private func alone<T: KernelFloat>(_: T.Type, armCount: Int, isLogit: Bool) {
    let arena = Arena()
    defer { arena.free() }
    var random = SplitMix(UInt64(armCount))
    let (rows, lanes) = (70, 5)
    let choices = (0..<armCount).map { UInt8($0) }
    let arms = (0..<armCount).map { _ in
      (0..<rows * lanes).map { _ in T(random.next() % 7) / 2 }
    }
    var context = ak_draw_context(
      seed: 2, streams: arena.column((0..<5).map { UInt32($0) }), step: 0, site: 9, domain: 1,
      first_ordinal: 4, first_attempt: 0)
    let heat = Shape.constant.operand(arena.column([0.75 as T]), lanes: lanes)
    func draw(_ arms: [[T]], _ active: [UInt8]) -> [UInt8] {
      let operands = arms.map { Shape.full.operand(arena.column($0), lanes: lanes) }
      var mask = Shape.full.operand(arena.column(active), lanes: lanes)
      let dst = arena.space(rows * lanes, of: 99 as UInt8)
      let status =
        isLogit
        ? ak_draw_logit(
          &context, T.kernelType, dst, heat, operands, choices, UInt32(armCount), &mask,
          UInt32(rows), UInt32(lanes))
        : ak_draw_weights(
          &context, T.kernelType, dst, operands, choices, UInt32(armCount), &mask,
          UInt32(rows), UInt32(lanes))
      #expect(status.index == -1)
      return (0..<rows * lanes).map { dst[$0] }
    }
    let active = (0..<rows * lanes).map { UInt8($0 % 10 == 3 ? 0 : 1) }
    var spoilt = arms
    for i in active.indices where active[i] == 0 { spoilt[0][i] = .nan }
    let together = draw(arms.map { $0.map { $0 + 1 } }, active)
    let apart = draw(spoilt.map { $0.map { $0 + 1 } }, active)
    #expect(together == apart)
    #expect(Set(together).count == armCount + 1)
    #expect(zip(together, active).allSatisfy { ($0 == 99) == ($1 == 0) })
  }

  @Test("elements chosen together have the bits of those chosen one by one, for any number of arms")
  func together() throws {
    try EachKernelLevel.run { _ in
      for armCount in [2, 3, 12, 13, 30] {
        for isLogit in [false, true] {
          alone(Float.self, armCount: armCount, isLogit: isLogit)
          alone(Double.self, armCount: armCount, isLogit: isLogit)
        }
      }
    }
  }

  private func logits<T: KernelFloat>(_: T.Type, site: UInt32) {
    let utilities = [0.0, 1.0, -2.0, 0.7]
    let scaled = utilities.map { exp($0 / 0.5) }
    let total = scaled.reduce(0, +)
    let law = scaled.map { $0 / total }
    let arms = utilities.map { [T($0)] }
    let drawn = choose(
      arms, choices: [0, 1, 2, 3], temperature: 0.5, agents: 1_000, lanes: 20, site: site)
    #expect(GoodnessOfFit.chiSquare(drawn, law) > 1e-6)
    #expect(GoodnessOfFit.chiSquare(drawn, [law[0], law[3], law[2], law[1]]) < 1e-6)
    let shifted = choose(
      utilities.map { [T($0 + 1024)] }, choices: [0, 1, 2, 3], temperature: 0.5, agents: 1_000,
      lanes: 20, site: site)
    #expect(GoodnessOfFit.chiSquare(shifted, law) > 1e-6)
    let cold = choose(
      [[1], [3], [2]] as [[T]], choices: [0, 1, 2], temperature: 0, agents: 100, lanes: 3,
      site: site)
    #expect(cold.allSatisfy { $0 == 1 })
    let tied = choose(
      [[5], [1], [5], [5]] as [[T]], choices: [0, 1, 2, 3], temperature: 0, agents: 1_000,
      lanes: 20, site: site)
    #expect(GoodnessOfFit.chiSquare(tied, [1.0 / 3, 0, 1.0 / 3, 1.0 / 3]) > 1e-6)
    #expect(!tied.contains(1))
    let frozen = choose(
      [[1], [2]] as [[T]], choices: [0, 1], temperature: .leastNonzeroMagnitude, agents: 100,
      lanes: 3, site: site)
    #expect(frozen.allSatisfy { $0 == 1 })
  }

  @Test("logit choices follow exp(U / T), whatever is added to all, and the largest at T = 0")
  func logits() {
    logits(Float.self, site: 4)
    logits(Double.self, site: 5)
  }

  @Test("Bernoulli draws and indices have their frequencies")
  func frequencies() {
    let arena = Arena()
    defer { arena.free() }
    var context = ak_draw_context(
      seed: 5, streams: arena.column((0..<20).map { UInt32($0) }), step: 0, site: 6, domain: 1,
      first_ordinal: 0, first_attempt: 0)
    let bytes = arena.space(20_000, of: 9 as UInt8)
    for p in [0.001, 0.3, 0.97] as [Float] {
      let operand = Shape.constant.operand(arena.column([p]), lanes: 20)
      _ = ak_draw_bernoulli(&context, AK_F32, bytes, operand, nil, 1_000, 20)
      let drawn = (0..<20_000).map { Double(bytes[$0]) }
      #expect(GoodnessOfFit.chiSquare(drawn, [1 - Double(p), Double(p)]) > 1e-6)
      let sd = (Double(p) * (1 - Double(p)) / 20_000).squareRoot()
      let wrong = Double(p) + (p < 0.5 ? 14 : -14) * sd
      #expect(GoodnessOfFit.chiSquare(drawn, [1 - wrong, wrong]) < 1e-6)
    }
    let words = arena.space(20_000, of: 9 as UInt32)
    let ten = Shape.constant.operand(arena.column([10 as UInt32]), lanes: 20)
    _ = ak_draw_index(&context, words, ten, nil, 1_000, 20)
    let drawn = (0..<20_000).map { Double(words[$0]) }
    #expect(GoodnessOfFit.chiSquare(drawn, [Double](repeating: 0.1, count: 10)) > 1e-6)
    #expect(GoodnessOfFit.chiSquare(drawn, [0.12, 0.08] + .init(repeating: 0.1, count: 8)) < 1e-6)
  }

  /// Null: the bits of two names are equal with chance 1/2.
  ///
  /// 12,800 words a pair: a share of equal bits that is off by 0.004 is seen.
  @Test("draws whose names differ in one part only share no bits")
  func independence() {
    func words(
      seed: UInt32 = 1, stream: UInt32 = 0, step: UInt32 = 0, site: UInt32 = 0, domain: UInt32 = 1,
      first: UInt32 = 0, attempt: UInt32 = 0
    ) -> [UInt32] {
      let arena = Arena()
      defer { arena.free() }
      var context = ak_draw_context(
        seed: seed, streams: arena.column((0..<64).map { stream + 4 * $0 }), step: step,
        site: site, domain: domain, first_ordinal: first, first_attempt: attempt)
      let dst = arena.space(12_800, of: 0 as UInt32)
      ak_draw_words(&context, 0, dst, 200, 64)
      return (0..<12_800).map { dst[$0] }
    }
    func standardised(_ a: [UInt32], _ b: [UInt32]) -> Double {
      let different = zip(a, b).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
      let bits = 32 * Double(a.count)
      return (Double(different) - bits / 2) / (bits / 4).squareRoot()
    }
    let base = words()
    let others = [
      words(seed: 2), words(stream: 1), words(stream: 1 << 20), words(step: 1), words(site: 1),
      words(domain: 2), words(first: 1), words(first: 4), words(attempt: 1),
    ]
    for (i, other) in others.enumerated() {
      #expect(abs(standardised(base, other)) < 4.9, "variation \(i)")
    }
    #expect(abs(standardised(base, words())) > 4.9)
    for bit in 0..<32 as Range<UInt32> {
      let ones = base.reduce(0) { $0 + Int($1 >> bit & 1) }
      #expect(abs(Double(ones) - 6_400) < 4.9 * 3_200.0.squareRoot(), "bit \(bit)")
    }
  }
}
