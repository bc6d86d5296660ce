// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do packed draws have the law they are named for? Frequencies by count, and independence of replicates, words, agents
// and steps, of the naming itself, and of ways to get it wrong.

import TestSupport
import Testing

@Suite("The law of packed draws")
struct PackedLawTests {
  /// Largest of |k - n p| / sqrt(n p (1 - p)) over counts that are binomial under the null hypothesis.
  ///
  /// Null hypothesis: a replicate with chance p fires with probability p, cut to 24 bits, independently of all others;
  /// so the number of those who fire, and of pairs who both do or both do not, is binomial. With 9 numbers the bound of
  /// 5.4 has a false-alarm rate below 1e-6 (9 x 2 x 3.3e-8, pairs being counted without overlap). Caught are frequencies
  /// of agents with few neighbours that hold off by 0.02, and correlations above 0.03.
  private func distance(_ mutation: PackedOracle.Mutation?) -> Double {
    var random = SplitMix(51)
    let words = 4
    var oracle = PackedOracle(
      agents: 64, words: words, degrees: [3], ownCount: 0, random: &random)
    let chances: [Double] = [0.2, 0.35, 0.55, 0.8]
    oracle.chances = oracle.chances.map { _ in chances.map { UInt64($0 * 0x1p64) } }
    var exact = oracle
    oracle.mutation = mutation
    var outcomes: [[UInt64]] = []
    for step in 0..<4 {
      oracle.step = UInt32(step)
      outcomes.append(
        (0..<oracle.agents * words).map {
          oracle.outcome($0 / words, $0 % words, planeCount: 24)
        })
    }
    exact.mutation = nil
    let entries = (0..<oracle.agents * words * 64).map {
      exact.entry($0 / (64 * words), $0 / 64 % words, $0 % 64)
    }
    func fires(_ step: Int, _ agent: Int, _ word: Int, _ bit: Int) -> Bool {
      outcomes[step][agent * words + word] >> UInt64(bit) & 1 == 1
    }
    func entry(_ agent: Int, _ word: Int, _ bit: Int) -> Int {
      entries[(agent * words + word) * 64 + bit]
    }

    var seen = [Double](repeating: 0, count: 9)
    var mean = seen
    var variance = seen
    func add(_ k: Int, _ happened: Bool, _ p: Double) {
      seen[k] += happened ? 1 : 0
      mean[k] += p
      variance[k] += p * (1 - p)
    }
    func addPair(
      _ k: Int, _ a: (Int, Int, Int, Int), _ b: (Int, Int, Int, Int)
    ) {
      let p = chances[entry(a.1, a.2, a.3)]
      let q = chances[entry(b.1, b.2, b.3)]
      add(k, fires(a.0, a.1, a.2, a.3) == fires(b.0, b.1, b.2, b.3), p * q + (1 - p) * (1 - q))
    }
    for step in 0..<4 {
      for agent in 0..<oracle.agents {
        for word in 0..<words {
          for bit in 0..<64 {
            let here = (step, agent, word, bit)
            let entry = entry(agent, word, bit)
            add(entry, fires(step, agent, word, bit), chances[entry])
            if bit % 2 == 0 { addPair(4, here, (step, agent, word, bit + 1)) }
            if bit < 32 { addPair(5, here, (step, agent, word, bit + 32)) }
            if word % 2 == 0 { addPair(6, here, (step, agent, word + 1, bit)) }
            if agent % 2 == 0 { addPair(7, here, (step, agent + 1, word, bit)) }
            if step % 2 == 0 { addPair(8, here, (step + 1, agent, word, bit)) }
          }
        }
      }
    }
    return (0..<9).map { abs(seen[$0] - mean[$0]) / variance[$0].squareRoot() }.max()!
  }

  @Test("frequencies and independence hold")
  func law() {
    let distance = distance(nil)
    #expect(distance < 5.4, "\(distance)")
  }

  @Test("is missed by every mutant", arguments: PackedOracle.Mutation.allCases)
  func mutants(mutation: PackedOracle.Mutation) {
    let distance = distance(mutation)
    #expect(distance > 5.4, "\(mutation): \(distance)")
  }
}
