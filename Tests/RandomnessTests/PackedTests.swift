// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a step of words of 64 replicates do what each replicate would do alone, and are the replicates independent?

import CKernels
import Randomness
import TestSupport
import Testing

@Suite("Packed kernels")
struct PackedTests {
  private static let degrees = [0, 1, 2, 3, 7, 8, 10, 15, 16, 17, 31, 40, 100]

  @Test("every replicate fires as it would alone, at each width, degree and level")
  func oracle() throws {
    try EachKernelLevel.run { level in
      var random = SplitMix(41)
      for words in [1, 2, 4, 8] {
        for ownCount in [0, 1, 3] {
          let oracle = PackedOracle(
            agents: 26, words: words, degrees: Self.degrees, ownCount: ownCount, random: &random)
          let result = oracle.kernel(cuts: [5, 6])
          for agent in 0..<oracle.agents {
            for word in 0..<words {
              #expect(
                result[agent * words + word] == oracle.outcome(agent, word),
                "\(level), \(words) words, \(ownCount) own, agent \(agent), word \(word)")
            }
          }
        }
      }
    }
  }

  @Test("a chance within 2^-64 of the uniform, a tie, never and always are told apart")
  func ties() throws {
    try EachKernelLevel.run { level in
      var random = SplitMix(42)
      for (shift, expected) in [(UInt64(1), true), (0, false), (.max, false)] {
        var oracle = PackedOracle(
          agents: 40, words: 2, degrees: [0, 3, 18], ownCount: 1, random: &random)
        var expectations: [Bool] = []
        for agent in 0..<oracle.agents {
          let u = oracle.uniform(oracle.planes(agent, 1), agent)
          oracle.chances[agent] = oracle.chances[agent].map { _ in u &+ shift }
          // A chance c in the upper half stands for a threshold of c + 1.
          expectations.append(expected || (u &+ shift > 1 << 63 && shift != .max))
        }
        let result = oracle.kernel()
        for agent in 0..<oracle.agents {
          let fires = result[agent * 2 + 1] >> UInt64(agent) & 1 == 1
          #expect(fires == expectations[agent], "\(level), \(shift), agent \(agent)")
        }
      }
      for (chance, expected) in [(UInt64(0), UInt64(0)), (.max, .max)] {
        var oracle = PackedOracle(
          agents: 500, words: 8, degrees: [2], ownCount: 0, random: &random)
        oracle.chances = oracle.chances.map { $0.map { _ in chance } }
        #expect(oracle.kernel().allSatisfy { $0 == expected })
        #expect(oracle.kernel(isCertain: true).allSatisfy { $0 == expected })
      }
    }
  }

  @Test("replicates that do not count draw nothing and disturb nobody")
  func active() {
    var random = SplitMix(43)
    let oracle = PackedOracle(
      agents: 30, words: 4, degrees: [4, 20], ownCount: 1, random: &random)
    let active: [UInt64] = [0, .max, 0x00FF_F0F0_0000_0001, 1 << 63]
    let all = oracle.kernel()
    let some = oracle.kernel(active: active)
    for (k, (whole, part)) in zip(all, some).enumerated() {
      #expect(part == whole & active[k % 4])
    }
  }

  @Test("certain rules are their truth tables")
  func certain() throws {
    try EachKernelLevel.run { level in
      var random = SplitMix(44)
      var oracle = PackedOracle(
        agents: 26, words: 8, degrees: Self.degrees, ownCount: 2, random: &random)
      oracle.chances = oracle.chances.map { row in
        row.map { $0 & 1 == 0 ? 0 : .max }
      }
      let result = oracle.kernel(isCertain: true)
      for agent in 0..<oracle.agents {
        for word in 0..<8 {
          for bit in 0..<64 {
            let fires = result[agent * 8 + word] >> UInt64(bit) & 1 == 1
            let expected = oracle.chances[agent][oracle.entry(agent, word, bit)] != 0
            #expect(fires == expected, "\(level), \(agent), \(word), \(bit)")
          }
        }
      }
    }
  }

  @Test("chances become the thresholds of the draws that are named one by one")
  func thresholds() {
    let arena = Arena()
    defer { arena.free() }
    let half = UInt64(1) << 63
    let chances: [(Double, UInt64)] = [
      (0, 0), (-1, 0), (1, .max), (2, .max), (0.5, half), (0.25, half >> 1),
      (0.75, 3 << 62 - 1), (0x1p-64, 1), (0x1p-65, 0), (0x1.8p-64, 1), (1 - 0x1p-53, .max - 2048),
      (0.1, UInt64(0.1 * 0x1p64)), (.nan, 0), (.infinity, .max),
    ]
    let dst = arena.space(chances.count, of: UInt64(7))
    let flags = arena.space(chances.count, of: UInt8(7))
    ak_packed_chances(AK_F64, 0, arena.column(chances.map(\.0)), dst, flags, chances.count)
    for (k, (p, threshold)) in chances.enumerated() {
      #expect(dst[k] == threshold, "\(p)")
      #expect(flags[k] == (p.isNaN ? 1 : 0), "\(p)")
    }
    let logits: [(Float, UInt64)] = [
      (0, half), (-.infinity, 0), (.infinity, .max), (200, .max), (-200, 0), (.nan, 0),
    ]
    ak_packed_chances(AK_F32, 1, arena.column(logits.map(\.0)), dst, flags, logits.count)
    for (k, (x, threshold)) in logits.enumerated() {
      #expect(dst[k] == threshold, "\(x)")
      #expect(flags[k] == (x.isNaN ? 1 : 0), "\(x)")
    }
    // Near 1 the upper tail keeps its places: 1 - logistic(30) = 9.36e-14.
    ak_packed_chances(AK_F64, 1, arena.column([30.0]), dst, flags, 1)
    let tail = Double(UInt64.max - dst[0]) * 0x1p-64
    #expect(abs(tail / 9.357622968839299e-14 - 1) < 1e-5)
  }

  @Test("bits and bytes are the same states, and counts the same numbers")
  func packing() throws {
    try EachKernelLevel.run { level in
      var random = SplitMix(45)
      for (words, lanes, agents) in [(1, 1, 3), (1, 64, 65), (2, 100, 17), (8, 512, 1_100)] {
        let arena = Arena()
        defer { arena.free() }
        var places = (0..<64 * words).map { UInt16($0) }
        if lanes == 100 { places.shuffle(using: &random) }
        places.removeLast(64 * words - lanes)
        let bytes = (0..<agents * lanes).map { _ in UInt8(random.next() % 2) }
        let packed = arena.space(agents * words, of: UInt64.max)
        let back = arena.space(agents * lanes, of: UInt8(9))
        let totals = arena.space(64 * words, of: UInt64(10))
        let column = arena.column(places)
        ak_packed_pack(
          arena.column(bytes), UInt32(words), column, UInt32(agents), UInt32(lanes), packed)
        ak_packed_unpack(packed, UInt32(words), column, UInt32(agents), UInt32(lanes), back)
        ak_packed_count(packed, UInt32(words), UInt32(agents), totals)
        let isSame = (0..<agents * lanes).allSatisfy { back[$0] == bytes[$0] }
        #expect(isSame, "\(level), \(lanes) lanes")
        for lane in 0..<lanes {
          let count = (0..<agents).reduce(0) { $0 + Int(bytes[$1 * lanes + lane]) }
          #expect(totals[Int(places[lane])] == UInt64(count + 10), "\(level), lane \(lane)")
        }
      }
    }
  }

  @Test("counts of more agents than a flush holds")
  func manyAgents() {
    let arena = Arena()
    defer { arena.free() }
    let column = arena.space(70_000, of: UInt64(1) << 63 | 1)
    let totals = arena.space(64, of: UInt64(0))
    ak_packed_count(column, 1, 70_000, totals)
    #expect(totals[0] == 70_000 && totals[63] == 70_000 && totals[1] == 0)
  }

  /// A change of these bits is a change of results.
  @Test("the bits have not moved")
  func frozen() {
    var random = SplitMix(46)
    let oracle = PackedOracle(
      agents: 26, words: 8, degrees: Self.degrees, ownCount: 1, random: &random)
    let digest = oracle.kernel().reduce(0xcbf2_9ce4_8422_2325) {
      ($0 ^ $1) &* 0x100_0000_01b3
    }
    #expect(digest == 1_659_627_109_009_322_037)
  }
}
