// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do the draw kernels use the bits that the names say, and exactly the chances asked for?

import CKernels
import Randomness
import TestSupport
import Testing

@Suite struct DrawTests {
  /// Names of the draws of one block and the memory behind them.
  private struct Names {
    var context: ak_draw_context
    var keys: [DrawKey]
    var domain: DrawDomain

    init(_ arena: Arena, lanes: Int, firstOrdinal: UInt32 = 0, seed: UInt32 = 12) {
      keys = (0..<lanes).map {
        DrawKey(seed: seed, networkIndex: $0 % 3, replicateIndex: 7 * $0)
      }
      domain = .dynamics
      context = ak_draw_context(
        seed: seed, streams: arena.column(keys.map(\.stream)), step: 5, site: 99,
        domain: domain.rawValue, first_ordinal: firstOrdinal, first_attempt: 0)
    }

    func draws(_ lane: Int) -> NamedDraws {
      NamedDraws(key: keys[lane], domain: domain, site: 99, step: 5)
    }

    func word64(_ row: Int, _ lane: Int) -> UInt64 {
      draws(lane).word64(ordinal: context.first_ordinal &+ UInt32(row))
    }
  }

  static let blocks: [(first: UInt32, agents: Int, lanes: Int)] = [
    (0, 5, 64), (3, 9, 17), (2, 1, 1), (1, 70, 1), (7, 23, 3), (4, 6, 300), (6, 5, 16), (0, 0, 4),
    (4_294_967_280, 15, 2), (0, 1_030, 1), (5, 40, 33),
  ]

  @Test("a block of words holds the words of its names, whatever its size and first ordinal")
  func words() {
    for (first, agents, lanes) in Self.blocks {
      for attempt in [0, 2] as [UInt32] {
        let arena = Arena()
        defer { arena.free() }
        var names = Names(arena, lanes: lanes, firstOrdinal: first)
        names.context.first_attempt = 3
        let dst = arena.space(agents * lanes, of: 0 as UInt32)
        ak_draw_words(&names.context, attempt, dst, UInt32(agents), UInt32(lanes))
        for row in 0..<agents {
          for lane in 0..<lanes {
            let expected = names.draws(lane).word(
              ordinal: first + UInt32(row), attempt: attempt + 3)
            if dst[row * lanes + lane] != expected {
              Issue.record("word \(row), \(lane) of \(agents) x \(lanes) from \(first)")
              return
            }
          }
        }
      }
    }
  }

  /// The definition: 64 bits against the smaller tail.
  private func fires(_ u: UInt64, _ p: Double) -> Bool {
    let p = min(max(p, 0), 1)
    return p <= 0.5 ? u < UInt64(p * 0x1p64) : ~u >= UInt64((1 - p) * 0x1p64)
  }

  /// Chances at, below and above the bits that will be drawn, and at the ends.
  private func chances(_ u: UInt64, _ random: inout SplitMix) -> Double {
    let near = Double(u >> 11) * 0x1p-53
    let word = Double(u >> 32) * 0x1p-32
    let all = [
      near, near + 0x1p-53, near - 0x1p-53, word, word + 0x1p-32, 0, 1, 0.5, -1, 2, 0x1p-40,
      1 - 0x1p-40, .infinity, -.infinity, Double(random.next() >> 11) * 0x1p-53,
      (0.5).nextUp, (0.5).nextDown,
    ]
    return all[Int(random.next() % UInt64(all.count))]
  }

  @Test("a Bernoulli draw compares 64 bits with the smaller tail, ties included")
  func bernoulli() {
    var random = SplitMix(21)
    for (first, agents, lanes) in Self.blocks {
      for _ in 0..<4 {
        let arena = Arena()
        defer { arena.free() }
        var names = Names(arena, lanes: lanes, firstOrdinal: first)
        var p: [Double] = []
        for row in 0..<agents {
          for lane in 0..<lanes { p.append(chances(names.word64(row, lane), &random)) }
        }
        let dst = arena.space(agents * lanes, of: 9 as UInt8)
        let status = ak_draw_bernoulli(
          &names.context, AK_F64, dst, Shape.full.operand(arena.column(p), lanes: lanes), nil,
          UInt32(agents), UInt32(lanes))
        #expect(status.index == -1)
        let single = arena.space(agents * lanes, of: 9 as UInt8)
        let floats = arena.column(p.map { Float($0) })
        _ = ak_draw_bernoulli(
          &names.context, AK_F32, single, Shape.full.operand(floats, lanes: lanes), nil,
          UInt32(agents), UInt32(lanes))
        for i in 0..<agents * lanes {
          let u = names.word64(i / lanes, i % lanes)
          #expect(dst[i] == (fires(u, p[i]) ? 1 : 0), "p \(p[i]), bits \(u)")
          #expect(single[i] == (fires(u, Double(floats[i])) ? 1 : 0), "p \(floats[i]), bits \(u)")
        }
      }
    }
  }

  /// One Bernoulli draw of domain 1, step 0, site 0, stream 0.
  private func one(seed: UInt32, ordinal: UInt32, _ p: Double, logit: Bool = false) -> UInt8 {
    var stream: UInt32 = 0
    var result: UInt8 = 9
    withUnsafePointer(to: &stream) { streams in
      var context = ak_draw_context(
        seed: seed, streams: streams, step: 0, site: 0, domain: 1, first_ordinal: ordinal,
        first_attempt: 0)
      withUnsafePointer(to: p) { p in
        let operand = Shape.constant.operand(p, lanes: 1)
        _ =
          logit
          ? ak_draw_bernoulli_logit(&context, AK_F64, &result, operand, nil, 1, 1)
          : ak_draw_bernoulli(&context, AK_F64, &result, operand, nil, 1, 1)
      }
    }
    return result
  }

  /// Two names found by search: the bits of the first are 0x00000000_2e976694, of the second 0xffffffff_737dc0f9.
  @Test("chances down to 2^-64 are honoured: the draw of a word 0 is settled by the second word")
  func smallestChances() {
    let rare = (seed: 2 as UInt32, ordinal: 830_722_283 as UInt32, bits: 0x2e97_6694)
    #expect(one(seed: rare.seed, ordinal: rare.ordinal, 0) == 0)
    #expect(one(seed: rare.seed, ordinal: rare.ordinal, 0x1p-64) == 0)
    #expect(one(seed: rare.seed, ordinal: rare.ordinal, 0x1p-40) == 0)
    #expect(one(seed: rare.seed, ordinal: rare.ordinal, Double(rare.bits) * 0x1p-64) == 0)
    #expect(one(seed: rare.seed, ordinal: rare.ordinal, Double(rare.bits + 1) * 0x1p-64) == 1)
    #expect(one(seed: rare.seed, ordinal: rare.ordinal, 0x1p-34) == 1)
    let full = (seed: 1 as UInt32, ordinal: 831_809_501 as UInt32)
    #expect(one(seed: full.seed, ordinal: full.ordinal, 1) == 1)
    #expect(one(seed: full.seed, ordinal: full.ordinal, 1 - 0x1p-33) == 1)
    #expect(one(seed: full.seed, ordinal: full.ordinal, 1 - 0x1p-32) == 0)
    // logistic(23) = 1 - 1.03e-10 leaves the draw's complement, 5.5e-10 of its range from the top, inside; logistic(21) does not.
    #expect(one(seed: full.seed, ordinal: full.ordinal, 23, logit: true) == 1)
    #expect(one(seed: full.seed, ordinal: full.ordinal, 21.5, logit: true) == 0)
    #expect(one(seed: full.seed, ordinal: full.ordinal, .infinity, logit: true) == 1)
    #expect(one(seed: rare.seed, ordinal: rare.ordinal, -.infinity, logit: true) == 0)
  }

  private func logit<T: KernelFloat>(_: T.Type) {
    var random = SplitMix(8)
    let arena = Arena()
    defer { arena.free() }
    var names = Names(arena, lanes: 33, firstOrdinal: 2)
    let x = (0..<40 * 33).map { _ in T(Double(Int64(bitPattern: random.next()) >> 11) * 0x1p-50) }
    let operand = Shape.full.operand(arena.column(x), lanes: 33)
    let tail = arena.column(x.map { -$0.magnitude })
    let dst = arena.space(x.count, of: 9 as UInt8)
    _ = ak_draw_bernoulli_logit(&names.context, T.kernelType, dst, operand, nil, 40, 33)
    ak_unary(
      AK_LOGISTIC, T.kernelType, tail, Shape.full.operand(tail, lanes: 33), 40, 33)
    let composed = arena.space(x.count, of: 9 as UInt8)
    let chance = arena.space(x.count, of: 0 as T)
    ak_unary(AK_LOGISTIC, T.kernelType, chance, operand, 40, 33)
    _ = ak_draw_bernoulli(
      &names.context, T.kernelType, composed, Shape.full.operand(chance, lanes: 33), nil, 40, 33)
    for i in x.indices {
      let u = names.word64(i / 33, i % 33)
      let threshold = UInt64(Double(tail[i]) * 0x1p64)
      #expect(dst[i] == (x[i] < 0 ? (u < threshold ? 1 : 0) : (~u >= threshold ? 1 : 0)))
      if x[i] < 0 { #expect(dst[i] == composed[i]) }
    }
  }

  @Test("bernoulli(logistic(x)) is decided by the bits of the smaller tail of logistic")
  func bernoulliLogit() {
    logit(Float.self)
    logit(Double.self)
  }

  @Test("an index below n is the one that Swift draws under the same name")
  func index() {
    var random = SplitMix(4)
    for (first, agents, lanes) in Self.blocks {
      let arena = Arena()
      defer { arena.free() }
      var names = Names(arena, lanes: lanes, firstOrdinal: first)
      let n = (0..<agents * lanes).map { _ in
        [1, 2, 3, 10, 3 << 30, 1 << 31, UInt32.max][Int(random.next() % 7)]
      }
      let dst = arena.space(n.count, of: 9 as UInt32)
      let operand = Shape.full.operand(arena.column(n), lanes: lanes)
      let status = ak_draw_index(
        &names.context, dst, operand, nil, UInt32(agents), UInt32(lanes))
      #expect(status.index == -1)
      for i in n.indices {
        let expected = names.draws(i % lanes).index(
          below: Int(n[i]), ordinal: first + UInt32(i / lanes))
        #expect(Int(dst[i]) == expected)
      }
    }
  }

  static let arguments: [(ak_distribution, Double, Double)] = [
    (AK_UNIFORM, -1, 3), (AK_NORMAL, 1, 2), (AK_LOGNORMAL, 2, 1), (AK_EXPONENTIAL, 3, 0),
    (AK_GAMMA_MOMENTS, 2, 0.5), (AK_GAMMA_SHAPE, 0.4, 3), (AK_BETA_MOMENTS, 0.3, 0.2),
    (AK_BETA_SHAPE, 0.5, 0.7), (AK_POISSON, 4, 0), (AK_POISSON, 40, 0), (AK_BINOMIAL, 20, 0.3),
    (AK_BINOMIAL, 100, 0.8),
  ]

  @Test(
    "a sampler gives an element the same bits however the block is cut, and leaves others alone")
  func cuts() {
    for (distribution, a, b) in Self.arguments {
      let arena = Arena()
      defer { arena.free() }
      let lanes = 21
      let first = Shape.constant.operand(arena.column([a]), lanes: lanes)
      let second = Shape.constant.operand(arena.column([b]), lanes: lanes)
      var whole = Names(arena, lanes: lanes)
      let dst = arena.space(13 * lanes, of: -9.0)
      _ = ak_draw_number(
        &whole.context, distribution, AK_F64, dst, first, second, nil, 13, UInt32(lanes))
      var mask = [UInt8](repeating: 1, count: 6 * lanes)
      for i in stride(from: 0, to: mask.count, by: 3) { mask[i] = 0 }
      var active = Shape.full.operand(arena.column(mask), lanes: lanes)
      var part = Names(arena, lanes: lanes, firstOrdinal: 5)
      let piece = arena.space(6 * lanes, of: -9.0)
      _ = ak_draw_number(
        &part.context, distribution, AK_F64, piece, first, second, &active, 6, UInt32(lanes))
      for i in mask.indices {
        #expect(piece[i] == (mask[i] == 0 ? -9 : dst[5 * lanes + i]), "\(distribution.rawValue)")
      }
    }
  }

  @Test("invalid arguments are reported where they first count, and with their number")
  func invalid() {
    let nan = Double.nan
    let inf = Double.infinity
    let bad: [(ak_distribution, Double, Double, Int32)] = [
      (AK_UNIFORM, 2, 1, 1), (AK_UNIFORM, nan, 1, 0), (AK_UNIFORM, 0, inf, 1),
      (AK_NORMAL, inf, 1, 0), (AK_NORMAL, 0, -1, 1), (AK_NORMAL, 0, nan, 1),
      (AK_LOGNORMAL, 0, 1, 0), (AK_LOGNORMAL, 1, -1, 1), (AK_EXPONENTIAL, -1, 0, 0),
      (AK_GAMMA_MOMENTS, -1, 1, 0), (AK_GAMMA_MOMENTS, 1, -1, 1), (AK_GAMMA_SHAPE, 0, 1, 0),
      (AK_GAMMA_SHAPE, 1, -1, 1), (AK_BETA_MOMENTS, 1.5, 0, 0), (AK_BETA_MOMENTS, 0.5, 0.5, 1),
      (AK_BETA_MOMENTS, 0, 0.1, 1), (AK_BETA_SHAPE, 0, 1, 0), (AK_BETA_SHAPE, 1, 0, 1),
      (AK_POISSON, -1, 0, 0), (AK_POISSON, inf, 0, 0), (AK_BINOMIAL, 2.5, 0.5, 0),
      (AK_BINOMIAL, -1, 0.5, 0), (AK_BINOMIAL, 3, 1.1, 1), (AK_BINOMIAL, 3, nan, 1),
    ]
    for (distribution, a, b, argument) in bad {
      guard let valid = Self.arguments.first(where: { $0.0 == distribution }) else { continue }
      for lanes in [2, 300] {
        let arena = Arena()
        defer { arena.free() }
        let count = 6 * lanes
        var first = [Double](repeating: valid.1, count: count)
        var second = [Double](repeating: valid.2, count: count)
        for i in [lanes + 1, lanes + lanes - 1, 4 * lanes] { (first[i], second[i]) = (a, b) }
        var names = Names(arena, lanes: lanes)
        let dst = arena.space(count, of: 0.0)
        let x = Shape.full.operand(arena.column(first), lanes: lanes)
        let y = Shape.full.operand(arena.column(second), lanes: lanes)
        let status = ak_draw_number(
          &names.context, distribution, AK_F64, dst, x, y, nil, 6, UInt32(lanes))
        #expect(status.index == Int64(lanes + 1) && status.argument == argument)
        var mask = [UInt8](repeating: 1, count: 6)
        mask[1] = 0
        var active = Shape.perAgent.operand(arena.column(mask), lanes: lanes)
        let later = ak_draw_number(
          &names.context, distribution, AK_F64, dst, x, y, &active, 6, UInt32(lanes))
        #expect(later.index == Int64(4 * lanes) && later.argument == argument)
      }
    }
  }

  @Test("NaN chances, weights and utilities out of range, and an index below 0 are reported")
  func invalidChoices() {
    let arena = Arena()
    defer { arena.free() }
    var names = Names(arena, lanes: 3)
    let dst = arena.space(6, of: 9 as UInt8)
    func column(_ values: [Double]) -> ak_operand {
      Shape.full.operand(arena.column(values), lanes: 3)
    }
    let fine = column([1, 1, 1, 1, 1, 1])
    let nan = column([1, 1, 1, 1, .nan, 1])
    #expect(ak_draw_bernoulli(&names.context, AK_F64, dst, nan, nil, 2, 3).index == 4)
    #expect(ak_draw_bernoulli_logit(&names.context, AK_F64, dst, nan, nil, 2, 3).index == 4)
    let zero = column([1, 1, 0, 1, 1, 1])
    let negative = column([1, 1, 1, -1, 1, 1])
    let huge = column([1, 1, 1, 1, 1, .greatestFiniteMagnitude])
    func weights(_ arms: [ak_operand]) -> ak_draw_status {
      ak_draw_weights(
        &names.context, AK_F64, dst, arms, [0, 1], UInt32(arms.count), nil, 2, 3)
    }
    #expect(weights([fine, negative]).index == 3 && weights([fine, negative]).argument == 1)
    #expect(weights([nan, fine]).index == 4 && weights([nan, fine]).argument == 0)
    #expect(weights([zero, zero]).index == 2 && weights([zero, zero]).argument == 2)
    #expect(weights([huge, huge]).index == 5 && weights([huge, huge]).argument == 2)
    func logit(_ temperature: ak_operand, _ arms: [ak_operand]) -> ak_draw_status {
      ak_draw_logit(
        &names.context, AK_F64, dst, temperature, arms, [0, 1], UInt32(arms.count), nil, 2, 3)
    }
    #expect(logit(fine, [fine, nan]).index == 4 && logit(fine, [fine, nan]).argument == 1)
    #expect(logit(negative, [fine, fine]).index == 3)
    #expect(logit(negative, [fine, fine]).argument == 2)
    #expect(logit(zero, [fine, huge]).index == -1)
    var n = Shape.perLane.operand(arena.column([1, 1, 0] as [UInt32]), lanes: 3)
    let index = arena.space(6, of: 9 as UInt32)
    #expect(ak_draw_index(&names.context, index, n, nil, 2, 3).index == 2)
    var active = Shape.perLane.operand(arena.column([1, 1, 0] as [UInt8]), lanes: 3)
    #expect(ak_draw_index(&names.context, index, n, &active, 2, 3).index == -1)
    n = Shape.constant.operand(arena.column([1] as [UInt32]), lanes: 3)
    #expect(ak_draw_index(&names.context, index, n, &active, 2, 3).index == -1)
  }
}
